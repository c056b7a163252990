//! Owns the shape of the definition files, exactly as a lawyer writes them. The doc comments here are the
//! source of `docs/DEFINITIONS.md` and of the JSON Schema; nothing here knows whether a definition makes sense.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

/// A value together with its place in the file.
pub type At<T> = Spanned<T>;

/// `definitions/procedures/<id>/procedure.toml`: one procedure 程序, a state machine under law.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProcedureFile {
    /// What the procedure is.
    pub procedure: ProcedureHead,
    /// Common steps that a general act gives to this procedure.
    #[serde(default)]
    pub attach: Vec<Attach>,
    /// Numbers that differ locally, each with its default and source.
    #[serde(default)]
    pub parameter: Vec<Parameter>,
    /// What is recorded.
    #[serde(default)]
    pub field: Vec<Field>,
    /// Where a matter can stand.
    #[serde(default)]
    pub state: Vec<StateDef>,
    /// What may be done, by whom, on which ground.
    #[serde(default)]
    pub action: Vec<Action>,
    /// By when.
    #[serde(default)]
    pub limit: Vec<Limit>,
    /// Parallel child matters.
    #[serde(default)]
    pub track: Vec<Track>,
    /// What becomes public.
    #[serde(default)]
    pub disclosure: Vec<Disclosure>,
    /// What the language cannot say, said aloud.
    #[serde(default)]
    pub not_expressed: Vec<NotExpressed>,
}

/// `[procedure]`: identity of a procedure.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProcedureHead {
    /// Identifier, the folder's name: lower case words joined by hyphens.
    #[schemars(with = "String")]
    pub id: At<String>,
    /// The Chinese term.
    #[schemars(with = "String")]
    pub title: At<String>,
    /// The English term.
    pub en: String,
    /// The day from which new matters run under this version; a running matter stays on its own.
    #[schemars(with = "String")]
    pub version: At<String>,
    /// Articles on which the procedure rests.
    #[schemars(with = "OneOrManySchema")]
    pub basis: At<OneOrMany>,
    /// The noun that matters of this procedure embody, so that fields of that type refer to them:
    /// `officer`, `power`, `instrument`, `plan_item`.
    pub noun: Option<String>,
    /// The procedure whose track this is, if it is only ever opened as a child; gives the facts `parent.…`.
    #[schemars(with = "Option<String>")]
    pub parent: Option<At<String>>,
    /// The matter's number, given when it is opened: `{body.short}`, `{year}`, `{seq}` or `{seq:3}` are filled in.
    pub number: Option<String>,
    /// How a matter is called in lists: a text with `{field}` places. Never a personal field.
    #[schemars(with = "Option<String>")]
    pub name: Option<At<String>>,
    /// Chapter and clause of the annual notice, for example `五(二)`.
    pub clause: Option<String>,
    /// A duty without a case: the calendar opens a matter for each body that fits.
    pub calendar: Option<CalendarDuty>,
}

/// `calendar = { every = "year", by = "01-31", for = "body.kind == department" }`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarDuty {
    /// `year`, `quarter` or `month`.
    pub every: Period,
    /// The last day: `MM-DD` for a year, a day of the month otherwise (for a quarter: of its first month).
    #[schemars(with = "String")]
    pub by: At<String>,
    /// Which bodies owe it.
    #[serde(rename = "for")]
    #[schemars(with = "String")]
    pub whom: At<String>,
}

/// A repeating stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// 每年
    Year,
    /// 每季度
    Quarter,
    /// 每月
    Month,
}

/// `[[attach]]`: a common step from `definitions/common/<step>/step.toml`; `@name` in its text is replaced by
/// the value given here, `@as` by the prefix.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attach {
    /// Folder name of the step.
    #[schemars(with = "String")]
    pub step: At<String>,
    /// Prefix that keeps two uses of one step apart.
    #[serde(rename = "as")]
    #[schemars(with = "String")]
    pub prefix: At<String>,
    /// Replacements for the step's `@…` places.
    #[serde(default)]
    pub with: BTreeMap<String, String>,
}

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
    /// For `cite`: the instrument must be in force and published on this day (a date field, or `today`).
    #[schemars(with = "Option<String>")]
    pub as_of: Option<At<String>>,
    /// Smallest value, written as in a condition.
    #[schemars(with = "Option<String>")]
    pub min: Option<At<String>>,
    /// Largest value, written as in a condition.
    #[schemars(with = "Option<String>")]
    pub max: Option<At<String>>,
    /// For `money`: the amount lies in the tier of the discretion benchmark of a norm.
    pub within: Option<FieldWithin>,
    /// One sentence that helps the person who fills it in.
    pub help: Option<String>,
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
}

/// `[[action]]`: what may be done. Without `from` it opens a matter; without `to` the state stays.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Identifier; conditions call it `<id>.done`, `<id>.on`, `<id>.count`, `<id>.<field recorded then>`.
    #[schemars(with = "String")]
    pub id: At<String>,
    /// Chinese term.
    pub title: String,
    /// English term.
    pub en: String,
    /// States in which it may be done; `["*"]` means every state that is not final; none means it opens a matter.
    #[serde(default)]
    #[schemars(with = "OneOrManySchema")]
    pub from: Option<At<OneOrMany>>,
    /// The state afterwards: one, or a list of `{ when = "…", state = "…" }` tried in order.
    #[serde(default)]
    #[schemars(with = "Option<TargetSchema>")]
    pub to: Option<At<Target>>,
    /// Roles that may do it (see `roles.toml`), or `law` for operation of law.
    #[schemars(with = "OneOrManySchema")]
    pub by: At<OneOrMany>,
    /// Whose people act, where not those of the body that handles the matter: a body field (`respondent`), a matter field (the
    /// body that handles that matter), `parent`, or `handling` beside them.
    #[serde(default)]
    #[schemars(with = "Option<OneOrManySchema>")]
    pub of: Option<At<OneOrMany>>,
    /// Fields recorded by it; a trailing `?` makes one optional.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub records: Vec<At<String>>,
    /// Values that follow by themselves: `field = "expression"`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub sets: BTreeMap<String, At<String>>,
    /// Rows added to a table field: `table = { column = "expression", … }`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, BTreeMap<String, String>>")]
    pub adds: BTreeMap<String, BTreeMap<String, At<String>>>,
    /// Conditions, each of which can refuse on its own with its own article.
    #[serde(default)]
    #[schemars(with = "RequireSchema")]
    pub require: Require,
    /// The article that provides for the action; also the ground of conditions without their own `because`.
    #[schemars(with = "OneOrManySchema")]
    pub basis: At<OneOrMany>,
    /// How firm the source is; `law` unless said.
    pub class: Option<BasisClass>,
    /// Papers issued, from `documents/<name>.toml`.
    #[serde(default)]
    #[schemars(with = "OneOrManySchema")]
    pub issues: Option<At<OneOrMany>>,
    /// Matters that are opened with it, besides tracks.
    #[serde(default)]
    pub opens: Vec<Opens>,
    /// Actions done with it on other matters, in the same transaction.
    #[serde(default)]
    pub does: Vec<Does>,
    /// Roles that are told.
    #[serde(default)]
    pub notifies: Vec<String>,
    /// Text or file fields frozen by it: they may never be recorded again afterwards, unless an action names them in `thaws`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub freezes: Vec<At<String>>,
    /// Fields that may be recorded again after this action (a new round: new review needed).
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub thaws: Vec<At<String>>,
    /// A draw 抽签: `{ from = "table or many field", count = "expression", into = "field" }`, by a seed that anyone can check.
    pub draws: Option<Draw>,
    /// Actions whose earlier doing no longer counts after this one (for example a return for correction clears `review`).
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub clears: Vec<At<String>>,
}

/// A verifiable draw.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Draw {
    /// The field that holds the candidates.
    #[schemars(with = "String")]
    pub from: At<String>,
    /// How many.
    #[schemars(with = "String")]
    pub count: At<String>,
    /// The field that receives the drawn ones.
    #[schemars(with = "String")]
    pub into: At<String>,
}

/// `opens = [{ procedure = "…", link = "…", passes = { field = "expression" } }]`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Opens {
    /// The procedure of the new matter.
    #[schemars(with = "String")]
    pub procedure: At<String>,
    /// Its opening action, if it has more than one.
    pub action: Option<String>,
    /// The kind of link kept on this matter.
    pub link: String,
    /// Only if.
    #[schemars(with = "Option<String>")]
    pub when: Option<At<String>>,
    /// Values handed over.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub passes: BTreeMap<String, At<String>>,
}

/// `does = [{ on = "participants", action = "credit", with = { days = "days" } }]`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Does {
    /// A matter field, a many-matter field, or `table.column`; `parent` means the parent matter.
    #[schemars(with = "String")]
    pub on: At<String>,
    /// The action of that matter's procedure; it must be allowed `by = "law"`.
    #[schemars(with = "String")]
    pub action: At<String>,
    /// Only if.
    #[schemars(with = "Option<String>")]
    pub when: Option<At<String>>,
    /// Values handed over; inside a table row its columns are facts.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub with: BTreeMap<String, At<String>>,
}

/// Where an action leads.
#[derive(Debug, Clone)]
pub enum Target {
    /// Always the same state.
    One(String),
    /// The first whose condition holds.
    Branches(Vec<At<Branch>>),
}

/// One possible state after an action.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// Tried in order; the last branch has none.
    #[schemars(with = "Option<String>")]
    pub when: Option<At<String>>,
    /// The state.
    #[schemars(with = "String")]
    pub state: At<String>,
}

/// One string or a list of strings.
#[derive(Debug, Clone, Default)]
pub struct OneOrMany(pub Vec<String>);

/// Conditions of an action.
#[derive(Debug, Clone, Default)]
pub struct Require(pub Vec<At<Condition>>);

/// One condition, with the article that forces it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The condition, in one line.
    #[schemars(with = "String")]
    pub that: At<String>,
    /// Its article.
    pub because: Option<String>,
    /// What to do next, in Chinese, one short sentence.
    pub next: Option<String>,
    /// The same in English.
    pub next_en: Option<String>,
}

/// `[[limit]]`: by when. Kinds and units are those of legal time.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Identifier; conditions call it `limit.<id>.due`, `.over`, `.open`, `.done`.
    #[schemars(with = "String")]
    pub id: At<String>,
    /// Chinese name.
    pub title: String,
    /// English name.
    pub en: String,
    /// What passing it means.
    pub kind: LimitKind,
    /// The actions that it governs: done by them (`duty`, `right`, `hours`), blocked until it ends (`floor`), or checked (`lead`, `window`).
    #[schemars(with = "OneOrManySchema")]
    pub action: At<OneOrMany>,
    /// How long: `90 calendar_day`, `7 working_day`, `24 hour`, `6 month`, `2 year`, or `param.<id>`.
    #[schemars(with = "Option<String>")]
    pub within: Option<At<String>>,
    /// What starts it: an action, a date field, `action.field`, or `opened`.
    #[schemars(with = "Option<String>")]
    pub from: Option<At<String>>,
    /// Instead of `within`: ends on a recorded day (a date field, `action.field`), on a day of the year (`03-01`: the first
    /// such day after `from`), or on the last day of the calendar's duty (`calendar`).
    #[schemars(with = "Option<String>")]
    pub until: Option<At<String>>,
    /// For `lead`: the future event, a date field.
    #[schemars(with = "Option<String>")]
    pub of: Option<At<String>>,
    /// Only if.
    #[schemars(with = "Option<String>")]
    pub when: Option<At<String>>,
    /// Whether a last day that is a rest day moves to the next working day.
    pub roll: Option<Roll>,
    /// Intervals that do not count: `{ from = "action", until = "action", effect = "pause" }`.
    #[serde(default)]
    pub pause: Vec<Pause>,
    /// Extensions: `{ on = "action", by = "30 calendar_day" }`.
    #[serde(default)]
    pub extend: Vec<Extend>,
    /// Actions that start the full period again.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub restart: Vec<At<String>>,
    /// Actions after which this limit no longer runs, another governs.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub supersede: Vec<At<String>>,
    /// What the law itself does when it lapses: an action with `by = "law"`.
    #[schemars(with = "Option<String>")]
    pub lapse: Option<At<String>>,
    /// For `accrual`: share of the principal per day, for example `3 percent`.
    #[schemars(with = "Option<String>")]
    pub rate: Option<At<String>>,
    /// For `accrual`: the principal, a money expression.
    #[schemars(with = "Option<String>")]
    pub principal: Option<At<String>>,
    /// For `accrual`: the most it may reach, a money expression.
    #[schemars(with = "Option<String>")]
    pub cap: Option<At<String>>,
    /// For `window`: first and last day, `MM-DD`.
    pub window: Option<WindowDays>,
    /// For `recurring`: how many times in each period.
    pub times: Option<u32>,
    /// For `recurring`: the period.
    pub every: Option<Period>,
    /// For `long_stop`: the other limit; the earlier of both governs.
    #[schemars(with = "Option<String>")]
    pub earlier_of: Option<At<String>>,
    /// Reminder this long before the end, in the limit's unit; 1/5 of the period unless said.
    pub notice: Option<u32>,
    /// Turns yellow this long before the end (0: when it is over, unless said).
    pub yellow: Option<u32>,
    /// Turns red this long after the end, in working days (3 unless said; 0: at once).
    pub red_after: Option<u32>,
    /// The lowest rank of instrument that may change it.
    pub override_by: Option<BasisClass>,
    /// The article, which names the number.
    #[schemars(with = "OneOrManySchema")]
    pub basis: At<OneOrMany>,
    /// How firm the source is; `law` unless said.
    pub class: Option<BasisClass>,
}

/// What passing a limit means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimitKind {
    /// The organ must act within it.
    Duty,
    /// A party may act within it; afterwards the right has lapsed.
    Right,
    /// It must last at least so long; the action is refused before.
    Floor,
    /// At least so many clear days before a future event.
    Lead,
    /// Only between two days of the year.
    Window,
    /// At least so many times in each period.
    Recurring,
    /// Hours, running day and night.
    Hours,
    /// A sum that grows by the day.
    Accrual,
    /// Silence changes the state.
    Silence,
    /// "Promptly": shown, never scored.
    Open,
    /// The earlier of two limits.
    LongStop,
}

/// How a last day on a rest day is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// Moves to the next working day.
    Next,
    /// Stays: measures that restrain someone never grow.
    Never,
    /// Stays for the warning, moves for the breach (organs' own limits on which the act is silent).
    Breach,
}

/// An interval that does not count.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// The action that begins it.
    #[schemars(with = "String")]
    pub from: At<String>,
    /// The action that ends it.
    #[schemars(with = "String")]
    pub until: At<String>,
    /// `pause` (the rest goes on) or `exclude` (the interval is taken out).
    #[serde(default)]
    pub effect: PauseEffect,
    /// The article that allows it.
    pub basis: OneOrMany,
}

/// Two ways in which an interval may not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PauseEffect {
    /// The remaining time runs on afterwards.
    #[default]
    Pause,
    /// The interval is subtracted.
    Exclude,
}

/// An extension.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extend {
    /// The action that extends.
    #[schemars(with = "String")]
    pub on: At<String>,
    /// By how much.
    #[schemars(with = "String")]
    pub by: At<String>,
    /// The article that allows it.
    pub basis: OneOrMany,
}

/// First and last day of a yearly window.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WindowDays {
    /// `MM-DD`.
    pub from: String,
    /// `MM-DD`.
    pub to: String,
}

/// `[[track]]`: a child matter that runs in parallel; the parent's conditions read `<id>.opened`, `<id>.closed`,
/// `<id>.state`, `<id>.<field>`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Track {
    /// Identifier.
    #[schemars(with = "String")]
    pub id: At<String>,
    /// Chinese name.
    pub title: String,
    /// English name.
    pub en: String,
    /// The child's procedure.
    #[schemars(with = "String")]
    pub procedure: At<String>,
    /// The action that opens it.
    #[schemars(with = "String")]
    pub opens_on: At<String>,
    /// Only if.
    #[schemars(with = "Option<String>")]
    pub when: Option<At<String>>,
    /// Values handed over to the child.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub passes: BTreeMap<String, At<String>>,
    /// The article.
    #[schemars(with = "OneOrManySchema")]
    pub basis: At<OneOrMany>,
}

/// `[[disclosure]]`: what becomes public, when, and how long.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// Identifier.
    #[schemars(with = "String")]
    pub id: At<String>,
    /// Chinese name of what the public sees.
    pub title: String,
    /// English name.
    pub en: String,
    /// The action by which it becomes public.
    #[schemars(with = "String")]
    pub on: At<String>,
    /// Only if.
    #[schemars(with = "Option<String>")]
    pub when: Option<At<String>>,
    /// What is shown: fields, `number`, `state`, `action.on`, `party.masked_name`, …
    #[schemars(with = "Vec<String>")]
    pub shows: Vec<At<String>>,
    /// How long it stays: `3 year`; none means without end.
    #[schemars(with = "Option<String>")]
    pub until: Option<At<String>>,
    /// Actions after which it is withdrawn and leaves a tombstone.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub withdraw_on: Vec<At<String>>,
    /// The article.
    #[schemars(with = "OneOrManySchema")]
    pub basis: At<OneOrMany>,
}

/// `[[not_expressed]]`: what only a person can judge, or what the language cannot say.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotExpressed {
    /// What.
    pub what: String,
    /// The article.
    pub basis: OneOrMany,
    /// Who decides it.
    pub who: String,
}

/// `definitions/procedures/<id>/documents/<name>.toml`: a paper 文书 with its mandatory elements.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperFile {
    /// The paper's Chinese title.
    pub title: String,
    /// Its English title.
    pub en: String,
    /// `official` (GB/T 9704), `enforcement` (执法文书) or `plain`.
    pub layout: PaperLayout,
    /// Its own number, filled like the procedure's; none: it carries the matter's number.
    pub number: Option<String>,
    /// To whom: a text with `{…}` places.
    #[schemars(with = "Option<String>")]
    pub addressee: Option<At<String>>,
    /// What the law says it must contain.
    #[serde(default)]
    pub element: Vec<Element>,
    /// The text, in order, in our own words.
    #[serde(default)]
    pub paragraph: Vec<Paragraph>,
    /// The article that asks for the paper.
    pub basis: OneOrMany,
}

/// How a paper is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaperLayout {
    /// 公文
    Official,
    /// 执法文书
    Enforcement,
    /// 内部表单
    Plain,
}

/// A mandatory element of a paper.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Element {
    /// What must be there, Chinese.
    pub title: String,
    /// English.
    pub en: String,
    /// The facts that supply it: field or `action.field` paths; all must be known when the paper is issued.
    #[schemars(with = "Vec<String>")]
    pub from: Vec<At<String>>,
    /// The article or item.
    pub basis: Option<OneOrMany>,
}

/// A paragraph of a paper.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paragraph {
    /// Its heading, if any.
    pub heading: Option<String>,
    /// The text with `{path}` places.
    #[schemars(with = "String")]
    pub text: At<String>,
    /// Only if.
    #[schemars(with = "Option<String>")]
    pub when: Option<At<String>>,
}

/// `definitions/measures/<id>.toml`: a figure 指标 that comes from the log.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureFile {
    /// Identifier, the file's name.
    #[schemars(with = "String")]
    pub id: At<String>,
    /// Chinese name.
    pub title: String,
    /// English name.
    pub en: String,
    /// The procedure whose matters are counted.
    #[schemars(with = "String")]
    pub of: At<String>,
    /// What is computed.
    pub kind: MeasureKind,
    /// Which matters belong to it (denominator, or the count itself).
    #[schemars(with = "String")]
    pub count: At<String>,
    /// For a rate: which of them are good.
    #[schemars(with = "Option<String>")]
    pub hit: Option<At<String>>,
    /// For a rate within a limit: open matters are pending, not misses, until this limit is over.
    #[schemars(with = "Option<String>")]
    pub limit: Option<At<String>>,
    /// For a sum: the number added up.
    #[schemars(with = "Option<String>")]
    pub sum: Option<At<String>>,
    /// The day that puts a matter into its period: a date expression.
    #[schemars(with = "String")]
    pub on: At<String>,
    /// Evaluated once per period in which the matter lived; `period.start`, `period.end`, `period.year` are facts.
    pub per: Option<Period>,
    /// The unit shown, Chinese and English: `件 | items`.
    pub unit: Option<String>,
    /// The usual target: `100 percent`, `>= 7`, `2..3`, `3`.
    #[schemars(with = "Option<String>")]
    pub target: Option<At<String>>,
    /// Where the measure comes from.
    pub basis: OneOrMany,
    /// Words of a notice that propose this measure for a plan item.
    #[serde(default)]
    pub proposed_for: Vec<String>,
}

/// `definitions/benchmarks/<id>.toml`: a discretion benchmark 裁量基准, from circumstances to a part of the statutory range. The
/// compiler proves that every case has exactly one tier, that graver cases are never treated more lightly, and that the tiers
/// fill the range without gap or overlap. A tier includes its start; its end belongs to the next one.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BenchmarkFile {
    /// Identifier, the file's name.
    #[schemars(with = "String")]
    pub id: At<String>,
    /// Chinese name.
    pub title: String,
    /// English name.
    pub en: String,
    /// First day of use.
    #[schemars(with = "String")]
    pub from: At<String>,
    /// Last day of use.
    #[schemars(with = "Option<String>")]
    pub until: Option<At<String>>,
    /// The norms whose penalty it measures: `《甲法》第六十条`.
    #[schemars(with = "OneOrManySchema")]
    pub norm: At<OneOrMany>,
    /// By what it was made.
    #[schemars(with = "OneOrManySchema")]
    pub basis: At<OneOrMany>,
    /// How firm that is.
    pub class: BasisClass,
    /// The statutory range.
    pub range: BenchmarkRange,
    /// What is looked at.
    #[serde(default)]
    pub factor: Vec<BenchmarkFactor>,
    /// The tiers, lightest first.
    pub tier: Vec<BenchmarkTier>,
    /// Why it uses less than the statutory range, if it does.
    pub narrower: Option<String>,
}

/// `range = { least = "5000yuan", most = "50000yuan" }`, or shares: `{ least = "1 percent", most = "5 percent", of = { … } }`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BenchmarkRange {
    /// The least that the law allows.
    #[schemars(with = "String")]
    pub least: At<String>,
    /// The most.
    #[schemars(with = "String")]
    pub most: At<String>,
    /// For shares: of what.
    pub of: Option<BenchmarkBase>,
}

/// What shares are taken of.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BenchmarkBase {
    /// Chinese name: 货值金额.
    pub title: String,
    /// English name.
    pub en: String,
}

/// A circumstance that counts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BenchmarkFactor {
    /// Identifier.
    #[schemars(with = "String")]
    pub id: At<String>,
    /// Chinese name.
    pub title: String,
    /// English name.
    pub en: String,
    /// Its degrees, lightest first.
    pub degrees: Vec<Choice>,
}

/// A part of the range.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BenchmarkTier {
    /// Identifier.
    #[schemars(with = "String")]
    pub id: At<String>,
    /// Chinese name.
    pub title: String,
    /// English name.
    pub en: String,
    /// From, included.
    #[schemars(with = "String")]
    pub from: At<String>,
    /// To; included in the highest tier only.
    #[schemars(with = "String")]
    pub to: At<String>,
    /// The cases: `[{ place = "crowded", correction = ["in_time", "refused"] }]`; a factor left out fits with every degree.
    #[schemars(with = "Vec<BTreeMap<String, OneOrManySchema>>")]
    pub when: Vec<BTreeMap<String, OneOrMany>>,
}

/// What a measure computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeasureKind {
    /// How many.
    Count,
    /// Which share.
    Rate,
    /// How much in all.
    Sum,
    /// Whether it has been reached.
    Milestone,
}

/// `definitions/roles.toml`: who may act, and over which bodies.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RolesFile {
    /// The roles.
    pub role: Vec<RoleDef>,
}

/// One role.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleDef {
    /// Identifier.
    pub id: String,
    /// Chinese name.
    pub title: String,
    /// English name.
    pub en: String,
    /// Over which matters.
    pub scope: Scope,
}

/// Over which matters a role reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Those of the own body.
    Body,
    /// Those of the own body and of the bodies below it.
    Subtree,
    /// Those of the whole jurisdiction.
    Jurisdiction,
    /// Only those which the person opened or is a party to.
    Own,
}

/// `overlay.toml` in a city's folder: what it makes stricter, and on which ground.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OverlayFile {
    /// Limits changed.
    pub limit: Vec<OverlayLimit>,
    /// Parameters set.
    pub parameter: Vec<OverlayParameter>,
    /// Conditions added.
    pub require: Vec<OverlayRequire>,
}

/// A changed limit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OverlayLimit {
    /// Procedure.
    #[schemars(with = "String")]
    pub procedure: At<String>,
    /// Limit.
    #[schemars(with = "String")]
    pub id: At<String>,
    /// The new length.
    #[schemars(with = "Option<String>")]
    pub within: Option<At<String>>,
    /// Intervals that do not count here.
    #[serde(default)]
    pub pause: Vec<Pause>,
    /// The city's ground.
    pub basis: String,
    /// Its rank.
    pub class: BasisClass,
}

/// A parameter set by a city.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OverlayParameter {
    /// Procedure.
    #[schemars(with = "String")]
    pub procedure: At<String>,
    /// Parameter.
    #[schemars(with = "String")]
    pub id: At<String>,
    /// The city's value.
    #[schemars(with = "String")]
    pub value: At<String>,
    /// The city's ground.
    pub basis: String,
}

/// A condition added by a city.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OverlayRequire {
    /// Procedure.
    #[schemars(with = "String")]
    pub procedure: At<String>,
    /// Action.
    #[schemars(with = "String")]
    pub action: At<String>,
    /// The condition.
    #[schemars(with = "String")]
    pub that: At<String>,
    /// The city's ground.
    pub because: String,
}

/// `definitions/calendars/<year>.toml`: the yearly holiday notice as data.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarFile {
    /// The year.
    pub year: i16,
    /// The notice.
    pub source: Option<String>,
    /// Days off, in ranges.
    #[serde(default)]
    pub off: Vec<CalendarDays>,
    /// Weekend days worked.
    #[serde(default)]
    pub work: Vec<CalendarDays>,
}

/// One or several consecutive days with a name.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarDays {
    /// The holiday's name.
    pub name: String,
    /// `YYYY-MM-DD`.
    pub from: String,
    /// `YYYY-MM-DD`, the same as `from` unless said.
    pub to: Option<String>,
}

/// `definitions/instruments/<slug>/<date>.toml`: facts of one version of an instrument, and for each cited
/// article a one-line gist in our own words with its figures.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InstrumentFile {
    /// Full title.
    pub title: String,
    /// English title, for display.
    pub en: String,
    /// Other names under which it is cited.
    #[serde(default)]
    pub short: Vec<String>,
    /// Rank.
    pub rank: BasisClass,
    /// Number, if any.
    pub number: Option<String>,
    /// Day of adoption or issue.
    pub promulgated: String,
    /// Day from which it is in force.
    pub in_force_from: String,
    /// First day on which it is no longer in force.
    pub ended_on: Option<String>,
    /// How many articles.
    pub articles: u32,
    /// Cited articles.
    #[serde(default)]
    pub article: Vec<ArticleGist>,
}

/// What a cited article says, in one line of our own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleGist {
    /// Number of the article; `58.1` for 第五十八条之一.
    pub no: String,
    /// One line.
    pub gist: String,
    /// Figures the article names, as written in conditions: `90 calendar_day`, `200yuan`.
    #[serde(default)]
    pub figures: Vec<String>,
}

/// `scenarios/<case>.toml`: a test of the law, beside the procedure.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    /// What it proves, one sentence.
    pub title: String,
    /// The article that it proves.
    pub basis: OneOrMany,
    /// Other matters that exist: `[[matter]]`.
    #[serde(default)]
    pub matter: Vec<ScenarioMatter>,
    /// Discretion benchmarks of a city for this scenario.
    #[serde(default)]
    pub benchmark: Vec<BenchmarkFile>,
    /// Parameter values of a city for this scenario.
    #[serde(default)]
    pub parameters: BTreeMap<String, String>,
    /// The calendar opens the matter: `{ on = "2026-01-05", body = "district" }`.
    pub calendar: Option<ScenarioCalendar>,
    /// What happened: `"2026-03-20 tell fine=2000yuan"`; `role:` before the action says who, `track/` which child.
    #[serde(default)]
    pub given: Vec<String>,
    /// What is tried.
    pub when: Option<String>,
    /// The day on which clocks are read; the day of `when` unless said.
    pub on: Option<String>,
    /// What must come out.
    pub then: ScenarioThen,
}

/// The day on which the calendar is looked at, and the body whose matter the scenario is about.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioCalendar {
    /// The first day on which the law looks at the calendar.
    pub on: String,
    /// The body.
    pub body: String,
}

/// A matter that exists before a scenario begins.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioMatter {
    /// Name used in the scenario.
    pub id: String,
    /// Its procedure.
    pub procedure: String,
    /// Its state.
    pub state: String,
    /// Its fields, written as in steps.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
}

/// What a scenario expects.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ScenarioThen {
    /// The refusal's code.
    pub refused: Option<String>,
    /// The article that the refusal names.
    pub because: Option<String>,
    /// The state afterwards.
    pub state: Option<String>,
    /// Due dates by limit.
    pub clock: BTreeMap<String, String>,
    /// Levels by limit: `none`, `notice`, `yellow`, `red`.
    pub level: BTreeMap<String, String>,
    /// Accrued sums by limit: `300yuan`.
    pub accrued: BTreeMap<String, String>,
    /// Fields afterwards.
    pub fields: BTreeMap<String, String>,
    /// The bodies for which the calendar has opened a matter, once for each period, in order.
    pub owed: Option<Vec<String>>,
    /// Actions that the law itself did.
    pub by_law: Vec<String>,
    /// Actions open to somebody afterwards.
    pub open: Vec<String>,
    /// Actions closed afterwards.
    pub closed: Vec<String>,
    /// Texts that the public view shows.
    pub public_shows: Vec<String>,
    /// Texts that it must not show.
    pub public_hides: Vec<String>,
    /// Whether the public view is withdrawn.
    pub withdrawn: Option<bool>,
    /// Papers issued.
    pub papers: Vec<String>,
    /// Measures of this matter: `hit`, `miss`, `pending`, `not_counted`.
    pub measure: BTreeMap<String, String>,
}

// ---- shapes that are "one or many" -------------------------------------------------------------------------

struct OneOrManyVisitor;

impl<'de> Visitor<'de> for OneOrManyVisitor {
    type Value = OneOrMany;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a list of strings")
    }
    fn visit_str<E>(self, v: &str) -> Result<Self::Value, E> {
        Ok(OneOrMany(vec![v.to_owned()]))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = seq.next_element::<String>()? {
            all.push(one);
        }
        Ok(OneOrMany(all))
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(OneOrManyVisitor)
    }
}

struct TargetVisitor;

impl<'de> Visitor<'de> for TargetVisitor {
    type Value = Target;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a state or a list of { when, state }")
    }
    fn visit_str<E>(self, v: &str) -> Result<Self::Value, E> {
        Ok(Target::One(v.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = seq.next_element::<At<Branch>>()? {
            all.push(one);
        }
        Ok(Target::Branches(all))
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(TargetVisitor)
    }
}

/// A condition written either as a bare string or as a table.
struct ConditionItem(Condition);

struct ConditionVisitor;

impl<'de> Visitor<'de> for ConditionVisitor {
    type Value = ConditionItem;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a condition or { that, because }")
    }
    fn visit_str<E>(self, v: &str) -> Result<Self::Value, E> {
        let that = Spanned::new(0..0, v.to_owned());
        Ok(ConditionItem(Condition { that, because: None, next: None, next_en: None }))
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Condition::deserialize(serde::de::value::MapAccessDeserializer::new(map)).map(ConditionItem)
    }
}

impl<'de> Deserialize<'de> for ConditionItem {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(ConditionVisitor)
    }
}

struct RequireVisitor;

impl<'de> Visitor<'de> for RequireVisitor {
    type Value = Vec<At<ConditionItem>>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a condition or a list of conditions")
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Ok(vec![Spanned::new(0..0, ConditionVisitor.visit_map(map)?)])
    }
    fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<Self::Value, E> {
        Ok(vec![Spanned::new(0..0, ConditionVisitor.visit_str(v)?)])
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = seq.next_element::<At<ConditionItem>>()? {
            all.push(one);
        }
        Ok(all)
    }
}

struct RequireItems(Vec<At<ConditionItem>>);

impl<'de> Deserialize<'de> for RequireItems {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(RequireVisitor).map(RequireItems)
    }
}

impl<'de> Deserialize<'de> for Require {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let whole = At::<RequireItems>::deserialize(d)?;
        let span = whole.span();
        let items = whole.into_inner().0.into_iter().map(|item| {
            let own = if item.span() == (0..0) { span.clone() } else { item.span() };
            let mut condition = item.into_inner().0;
            if condition.that.span() == (0..0) {
                condition.that = Spanned::new(own.clone(), condition.that.into_inner());
            }
            Spanned::new(own, condition)
        });
        Ok(Self(items.collect()))
    }
}

/// Schema stand-in: one string or several.
#[derive(JsonSchema)]
#[serde(untagged)]
pub enum OneOrManySchema {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl JsonSchema for OneOrMany {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        OneOrManySchema::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        OneOrManySchema::json_schema(generator)
    }
}

/// Schema stand-in: a state or branches.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum TargetSchema {
    One(String),
    Branches(Vec<Branch>),
}

/// Schema stand-in: conditions.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum RequireSchema {
    One(String),
    Many(Vec<ConditionSchema>),
}

#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum ConditionSchema {
    Bare(String),
    Full(Condition),
}
