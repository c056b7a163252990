//! Parameters, fields and states as written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{At, OneOrMany};

/// `[[parameter]]`: a number or word that no national instrument fixes; a city's overlay may set it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Identifier; conditions call it `param.<id>`, limits `within = "param.<id>"`.
    #[schemars(with = "String")]
    pub id: At<String>,
    /// Chinese name.
    pub title: String,
    /// English name.
    pub en: String,
    /// The default, written as in a condition: `2000yuan`, `15 calendar_day`, `true`, `3`.
    #[schemars(with = "String")]
    pub value: At<String>,
    /// Where the default comes from.
    pub basis: OneOrMany,
    /// How firm the source is.
    pub class: BasisClass,
}

/// How firm a rule's source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BasisClass {
    /// 法律
    Law,
    /// 行政法规、地方性法规
    Regulation,
    /// 规章
    Rule,
    /// 规范性文件、政策
    Policy,
    /// 地方做法
    LocalPractice,
    /// 产品默认值: no source; a city should set its own
    ProductDefault,
}

/// `[[field]]`: something recorded about a matter.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Identifier: lower case words joined by underscores.
    #[schemars(with = "String")]
    pub id: At<String>,
    /// Chinese label.
    pub title: String,
    /// English label.
    pub en: String,
    /// What kind of value.
    #[serde(rename = "type")]
    pub kind: FieldKind,
    /// Several values instead of one.
    #[serde(default)]
    pub many: bool,
    /// For `choice`: `id = "Chinese | English"`, in order.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// For `matter`: the procedures it may point to.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub of: Vec<At<String>>,
    /// For `table`: its columns.
    #[serde(default)]
    pub columns: Vec<Column>,
    /// Personal data: masked in lists and exports, never shown unmasked in public, erasable.
    #[serde(default)]
    pub personal: bool,
    /// Hidden inside the organ too; opened only with a recorded reason.
    #[serde(default)]
    pub sealed: bool,
    /// No two matters of this procedure may have the same value.
    #[serde(default)]
    pub unique: bool,
    /// No two matters of this procedure that are not over may have the same value; of a citation, the same instrument,
    /// whatever article of it is cited.
    #[serde(default)]
    pub unique_while_open: bool,
    /// For `text`: holds a document number 发文字号. However it is typed, it is kept as 某府发〔2026〕1号, so that one number
    /// is one value; what is none is kept as it is.
    #[serde(default)]
    pub document_number: bool,
    /// For `text`: names a passage of the text in the `long_text` field of this name, such as the article that a comment is on.
    /// Forms offer its passages; what is said of a passage stands beside it.
    #[schemars(with = "Option<String>")]
    pub passage_of: Option<At<String>>,
    /// For `cite`, and for a table with a `cite` column: the instrument must be in force and published on this day, that of
    /// the act (a date field, or `today`).
    #[schemars(with = "Option<String>")]
    pub as_of: Option<At<String>>,
    /// For `cite`: only a duty inside the administration rests on it, so that a document which binds only those who made it
    /// may be cited too. Without `as_of` it is a mention on which nothing rests. Every citation says one of the two.
    #[serde(default)]
    pub internal: bool,
    /// Smallest value, written as in a condition.
    #[schemars(with = "Option<String>")]
    pub min: Option<At<String>>,
    /// Largest value, written as in a condition.
    #[schemars(with = "Option<String>")]
    pub max: Option<At<String>>,
    /// For `money`: the amount lies in the tier of the discretion benchmark of a norm.
    pub within: Option<FieldWithin>,
    /// What a plain text or number stands for, where people read something else in its place.
    pub holds: Option<FieldHolds>,
    /// With what the input begins, written as in a condition: a fact of what is chosen or recorded, such as `power.basis_cite`.
    /// Whoever fills it in may change it.
    #[schemars(with = "Option<String>")]
    pub prefill: Option<At<String>>,
    /// For `officer`, `power` and `matter`: the entry that the input begins with is the one whose field of this name holds the
    /// person who fills it in.
    #[schemars(with = "Option<String>")]
    pub prefill_own: Option<At<String>>,
    /// For `table`: the choice column for each of whose choices its input begins with a row.
    #[schemars(with = "Option<String>")]
    pub rows: Option<At<String>>,
    /// What it is when somebody of the public does the act online, who is then not asked: one of the choices, or for a `date`
    /// the word `today`.
    #[schemars(with = "Option<String>")]
    pub online: Option<At<String>>,
    /// One sentence that helps the person who fills it in.
    pub help: Option<String>,
    /// The same in English.
    pub help_en: Option<String>,
    /// The article that asks for it.
    pub basis: Option<OneOrMany>,
}

/// `within = { benchmark = "penalty_basis", by = "circumstances" }`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldWithin {
    /// The citation field that names the norm. Where no benchmark measures that norm, nothing is asked.
    #[schemars(with = "String")]
    pub benchmark: At<String>,
    /// The table field that holds the circumstances, with the text columns `factor` and `degree`.
    #[schemars(with = "String")]
    pub by: At<String>,
    /// For benchmarks of shares: the money field of which shares are taken.
    #[schemars(with = "Option<String>")]
    pub of: Option<At<String>>,
    /// Not if.
    #[schemars(with = "Option<String>")]
    pub unless: Option<At<String>>,
}

/// What a plain value stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldHolds {
    /// A text: the identifier of a measure, shown by its title.
    Measure,
    /// A whole number: the byte at which a passage of the plan begins, shown as the way to it.
    Passage,
    /// For the machine alone: shown on no page.
    Technical,
}

/// Kinds of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line, up to 200 characters.
    Text,
    /// Several paragraphs, up to 20,000 characters.
    LongText,
    /// Yes or no.
    Bool,
    /// A whole number.
    Int,
    /// A number with up to four decimal places.
    Decimal,
    /// An amount in yuan, kept in fen.
    Money,
    /// A day.
    Date,
    /// A moment, in Beijing time.
    Instant,
    /// One of the listed choices.
    Choice,
    /// A body of the city.
    Body,
    /// A citizen or an organisation concerned; facts `.kind` (`citizen` or `organisation`), `.name`.
    Party,
    /// A person who works here.
    Person,
    /// An enforcement officer: a matter of the procedure whose noun is `officer`.
    Officer,
    /// A power item: a matter of the procedure whose noun is `power`.
    Power,
    /// An article of an instrument; facts `.in_force`, `.published`.
    Cite,
    /// Another matter; its fields and state are facts.
    Matter,
    /// A file, kept by its digest.
    File,
    /// Rows with typed columns.
    Table,
}

/// One of a field's choices.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Identifier used in conditions.
    pub id: String,
    /// Chinese word.
    pub title: String,
    /// English word.
    pub en: String,
}

/// A column of a table field.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Identifier.
    #[schemars(with = "String")]
    pub id: At<String>,
    /// Chinese label.
    pub title: String,
    /// English label.
    pub en: String,
    /// Kind of value; no tables inside tables.
    #[serde(rename = "type")]
    pub kind: FieldKind,
    /// For `choice`.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// For `matter`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub of: Vec<At<String>>,
    /// For `text`: holds a document number, kept as 某府发〔2026〕1号 however it is typed.
    #[serde(default)]
    pub document_number: bool,
    /// For `text`: names a passage of the text in the `long_text` field of this name.
    #[schemars(with = "Option<String>")]
    pub passage_of: Option<At<String>>,
    /// For `matter`: the `text` column of the same table that tells what this one points to, such as the title of a document.
    /// Papers and the public read that one alone, wherever something stands in it; staff read both.
    #[schemars(with = "Option<String>")]
    pub told_by: Option<At<String>>,
}

/// `[[state]]`: where a matter can stand.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StateDef {
    /// Identifier.
    #[schemars(with = "String")]
    pub id: At<String>,
    /// Chinese name.
    pub title: String,
    /// English name.
    pub en: String,
    /// Nothing more happens after it.
    #[serde(rename = "final", default)]
    pub is_final: bool,
    /// 在册: what had to be done is done, and the matter stands in the register until something happens. It waits for nobody and
    /// does not lie idle; its limits run on.
    #[serde(default)]
    pub at_rest: bool,
}
