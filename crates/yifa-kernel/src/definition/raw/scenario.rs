//! Scenarios as written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{BenchmarkFile, OneOrMany};

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
    /// The next steps afterwards, by whoever: what the matter waits for, and nothing else.
    pub next: Option<Vec<String>>,
    /// The roles for which it waits then; none: for nobody who works here.
    pub waits_for: Option<Vec<String>>,
    /// Texts that the public view shows.
    pub public_shows: Vec<String>,
    /// Texts that it must not show.
    pub public_hides: Vec<String>,
    /// Whether the public view is withdrawn.
    pub withdrawn: Option<bool>,
    /// Papers issued.
    pub papers: Vec<String>,
    /// What one of the papers issued says: its organ, its title, to whom it goes, its facts, its text.
    pub paper_says: Vec<String>,
    /// Measures of this matter: `hit`, `miss`, `pending`, `not_counted`.
    pub measure: BTreeMap<String, String>,
}
