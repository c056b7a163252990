//! Measures and discretion benchmarks as written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::shape::OneOrManySchema;
use super::{At, BasisClass, Choice, OneOrMany, Period};

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
    /// The procedure whose matters are counted. Every kind but `refusals` needs it.
    #[schemars(with = "Option<String>")]
    pub of: Option<At<String>>,
    /// What is computed.
    pub kind: MeasureKind,
    /// Which matters belong to it (denominator, or the count itself). Every kind but `refusals` needs it.
    #[schemars(with = "Option<String>")]
    pub count: Option<At<String>>,
    /// For `refusals`: which acts, refused for which reasons.
    pub refused: Option<RefusedActs>,
    /// For a rate: which of them are good.
    #[schemars(with = "Option<String>")]
    pub hit: Option<At<String>>,
    /// For a rate within a limit: open matters are pending, not misses, until this limit is over; of several, until none of
    /// them runs.
    #[schemars(with = "Option<OneOrManySchema>")]
    pub limit: Option<At<OneOrMany>>,
    /// For a sum: the number added up.
    #[schemars(with = "Option<String>")]
    pub sum: Option<At<String>>,
    /// For a count or a rate: as how many a matter counts, a whole number, where what is counted stands in it: the documents
    /// of an inventory. One unless said; none where it comes to 0.
    #[schemars(with = "Option<String>")]
    pub weighs: Option<At<String>>,
    /// The day that puts a matter into its period: a date expression. Every kind but `refusals` needs it; a refusal counts on
    /// its own day.
    #[schemars(with = "Option<String>")]
    pub on: Option<At<String>>,
    /// Matters of other procedures that belong to the same figure, each with conditions of its own: an error that a request
    /// brought to light is one like those that a filing showed.
    #[serde(default)]
    pub also: Vec<AlsoCounted>,
    /// Evaluated once per period in which the matter lived; `period.start`, `period.end`, `period.year` are facts.
    pub per: Option<Period>,
    /// Each body counts for itself 本级: what bodies below it did is theirs, and the target is what each should reach.
    #[serde(default)]
    pub own: bool,
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

/// `[[also]]`: matters of another procedure in the same figure.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AlsoCounted {
    /// The procedure.
    #[schemars(with = "String")]
    pub of: At<String>,
    /// Which of its matters.
    #[schemars(with = "String")]
    pub count: At<String>,
    /// For a rate: which of them are good.
    #[schemars(with = "Option<String>")]
    pub hit: Option<At<String>>,
    /// For a rate within a limit: pending until none of these runs.
    #[schemars(with = "Option<OneOrManySchema>")]
    pub limit: Option<At<OneOrMany>>,
    /// For a sum: the number added up.
    #[schemars(with = "Option<String>")]
    pub sum: Option<At<String>>,
    /// For a count or a rate: as how many a matter counts; one unless said.
    #[schemars(with = "Option<String>")]
    pub weighs: Option<At<String>>,
    /// The day that puts a matter into its period.
    #[schemars(with = "String")]
    pub on: At<String>,
}

/// `refused = { codes = ["R0303"], of = ["penalty-case"], actions = ["decide"] }`
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefusedActs {
    /// The codes of refusals, any of which counts.
    #[schemars(with = "Vec<String>")]
    pub codes: Vec<At<String>>,
    /// Acts of these procedures; none: of all.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub of: Vec<At<String>>,
    /// These acts; none: all.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub actions: Vec<At<String>>,
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
    /// How often the law said no.
    Refusals,
}
