//! Actions as written: from, to, by whom, on which condition, with which effects.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::shape::{OneOrManySchema, RequireSchema, TargetSchema};
use super::{At, BasisClass, OneOrMany};

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
    /// What it is called for whoever does it on the portal, where the title is the office's word for it:
    /// `{ title = "提出投诉", en = "Make a complaint" }`.
    #[serde(default)]
    #[schemars(with = "Option<Wording>")]
    pub online: Option<At<Wording>>,
    /// What the day on which it was done is called where it is shown: `{ title = "决定日期", en = "Decided on" }`. Without it, the
    /// title and 日期.
    pub dated: Option<Wording>,
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
    /// Fields recorded by it; a trailing `?` makes one optional. An optional table that is sent without rows is emptied; any
    /// other value that is not sent stays as it is.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub records: Vec<At<String>>,
    /// What the public is asked on one page, because it is one thing: `[{ title = "…", en = "…", fields = ["known_on", "informed"] }]`,
    /// fields that stand side by side in `records`. All else that must be answered has a page of its own.
    #[serde(default)]
    #[schemars(with = "Vec<Together>")]
    pub together: Vec<At<Together>>,
    /// To which body the public turns with what it opens; without it, to any.
    pub addressed: Option<Addressed>,
    /// Values that follow by themselves: `field = "expression"`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub sets: BTreeMap<String, At<String>>,
    /// Rows added to a table field: `table = { column = "expression", … }`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, BTreeMap<String, String>>")]
    pub adds: BTreeMap<String, BTreeMap<String, At<String>>>,
    /// What the registers know 在册, kept with the act: `{ known = ["in_force"] }` puts into a list of matters every matter of the
    /// field's procedure that the same body handles and that stands in one of these states. Nobody enters it.
    #[serde(default)]
    pub gathers: BTreeMap<String, Vec<String>>,
    /// Tables that the registers fill 依册编列, kept with the act: `{ entries = { by = "document", states = ["registered"], … } }`.
    /// Nobody enters a row.
    #[serde(default)]
    pub fills: BTreeMap<String, Fills>,
    /// Tables that the form begins with as the registers have them 依册预填: as `fills`, but whoever fills the form in may change
    /// the rows, take some out and add others.
    #[serde(default)]
    pub begins: BTreeMap<String, Fills>,
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
    /// Under which name its record stands in the case file as a sheet of its own, as 送达回证; for an act whose record
    /// no paper shows.
    pub filed_as: Option<String>,
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
    /// Slips handed out 答卷凭证: `{ count = "int field", carries = ["fields"] }`. Each opens one act of a role of scope `slip` on
    /// this matter, once, and names nobody; the values carried are recorded with that act instead of being asked.
    pub hands_out: Option<HandsOut>,
    /// Actions whose earlier doing no longer counts after this one (for example a return for correction clears `review`).
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub clears: Vec<At<String>>,
    /// Takes back 撤回 what the same person contributed by this action: the rows that it added go out of their tables, it no
    /// longer counts as done, and the log keeps both acts. Nobody takes back what another contributed.
    #[schemars(with = "Option<String>")]
    pub takes_back: Option<At<String>>,
}

/// Questions that are one thing.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Together {
    /// What they ask about, in Chinese.
    pub title: String,
    /// In English.
    pub en: String,
    /// The fields, as they stand in `records`.
    #[schemars(with = "Vec<String>")]
    pub fields: Vec<At<String>>,
}

/// `addressed = { among = "body.kind == government", to = "respondent.upper_government", basis = "…" }`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Addressed {
    /// Which bodies are offered: a condition on the `body` that would handle the matter.
    #[schemars(with = "String")]
    pub among: At<String>,
    /// The competent one 有管辖权的机关, as far as the answers tell it: an expression for a body. It is asked for after what this
    /// looks at, begins with it, and whoever chooses another one is told. Any can be chosen: whether it is competent is for
    /// the body to judge.
    #[schemars(with = "Option<String>")]
    pub to: Option<At<String>>,
    /// The articles.
    pub basis: OneOrMany,
    /// What helps to choose.
    pub note: Option<Wording>,
    /// What follows where another body is chosen than the competent one.
    pub otherwise: Option<Wording>,
}

/// What something is called: `{ title = "…", en = "…" }`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// In Chinese.
    pub title: String,
    /// In English.
    pub en: String,
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

/// Slips that are handed out.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandsOut {
    /// The field recorded by this action that says how many.
    #[schemars(with = "String")]
    pub count: At<String>,
    /// Fields recorded by this action that the slips carry.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub carries: Vec<At<String>>,
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
    /// A field that names bodies: one matter for each of them, which handles it. Without it, one for the body of this
    /// matter.
    #[schemars(with = "Option<String>")]
    pub each: Option<At<String>>,
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
    /// A matter field, a many-matter field, `table.column`, or a track, whose running instance is meant (nothing is done
    /// when none runs); `parent` means the parent matter.
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

/// `fills = { entries = { by = "document", states = ["registered"], when = "…", with = { title = "title" }, order = "registered_on" } }`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fills {
    /// The column that points to the matters, which are of one procedure: one row for each.
    #[schemars(with = "String")]
    pub by: At<String>,
    /// The states in which they stand.
    pub states: Vec<String>,
    /// Whoever handles them; else those that the same body handles.
    #[serde(default)]
    pub everywhere: bool,
    /// Only those for which this holds; state and fields of the matter are facts.
    #[schemars(with = "Option<String>")]
    pub when: Option<At<String>>,
    /// The other columns: `column = "expression"`; state and fields of the matter are facts.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub with: BTreeMap<String, At<String>>,
    /// The column by which the rows are put in order: numbers by size, days by the calendar, texts with the numbers in them by
    /// size.
    #[schemars(with = "Option<String>")]
    pub order: Option<At<String>>,
}
