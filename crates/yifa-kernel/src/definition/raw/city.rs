//! Roles, overlays, calendars and instruments as written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{At, BasisClass, Pause};

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
    /// Only the one for which the person holds a slip that has not been used; nobody knows who that is.
    Slip,
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
    /// Who made it, first made it where others amended it since.
    pub maker: Option<String>,
    /// Number, if any.
    pub number: Option<String>,
    /// Day of adoption or issue.
    pub promulgated: String,
    /// Day from which it is in force.
    pub in_force_from: String,
    /// First day on which it is no longer in force.
    pub ended_on: Option<String>,
    /// What ended it, as a citation: `《民法典》第一千二百六十条`.
    pub ended_by: Option<String>,
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
