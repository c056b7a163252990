//! Owns the shape of the definition files, exactly as a lawyer writes them. The doc comments here are the
//! source of `docs/DEFINITIONS.md` and of the JSON Schema; nothing here knows whether a definition makes sense.

mod action;
mod around;
mod city;
mod field;
mod limit;
mod measure;
mod scenario;
mod shape;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

pub use action::*;
pub use around::*;
pub use city::*;
pub use field::*;
pub use limit::*;
pub use measure::*;
pub use scenario::*;
pub use shape::{OneOrMany, OneOrManySchema};

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
    /// How a matter is called in lists: a text with `{field}` places. Of a party the `masked_name`, never a personal field as it is.
    #[schemars(with = "Option<String>")]
    pub name: Option<At<String>>,
    /// Chapter and clause of the annual notice, for example `五(二)`.
    pub clause: Option<String>,
    /// A duty without a case: the calendar opens a matter for each body that fits.
    pub calendar: Option<CalendarDuty>,
    /// What the cover of the case file 案卷 says beside number, name and party.
    pub case_file: Option<CaseFile>,
    /// Fields by which people look at its matters: quick filters above the list, columns of the board. Of the types
    /// `choice`, `bool` and `int`, with one value, neither personal nor sealed.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub facets: Vec<At<String>>,
    /// What stands in the columns of its register beside name, number, body and state, in this order. Fields with one short
    /// value, neither personal nor sealed.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub columns: Vec<At<String>>,
}

/// `case_file = { in_charge = "officers", archived_by = "close", retention = "retention" }`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    /// The field that holds who does the work 承办人.
    #[schemars(with = "Option<String>")]
    pub in_charge: Option<At<String>>,
    /// The action that puts the file into the archive 归档.
    #[schemars(with = "Option<String>")]
    pub archived_by: Option<At<String>>,
    /// The parameter that says how long the file is kept 保管期限.
    #[schemars(with = "Option<String>")]
    pub retention: Option<At<String>>,
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
/// the value given here, `@as` by the prefix; a line with `@name?` falls away where the name is not given.
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
