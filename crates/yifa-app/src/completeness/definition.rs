//! `completeness.toml` of the definitions: which procedures show documents, file them, and keep their numbers.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use yifa_kernel::definition::Registry;
use yifa_kernel::id::ProcedureId;
use yifa_kernel::procedure::Procedure;

use crate::definitions;
use crate::error::{AppError, Result};

pub(super) const FILE: &str = "completeness.toml";

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Definition {
    pub(super) grace: Grace,
    #[serde(default)]
    pub(super) register: Register,
    #[serde(default)]
    pub(super) seen: Vec<Feed>,
    #[serde(default)]
    pub(super) filed: Vec<Feed>,
    #[serde(default)]
    pub(super) numbers: Vec<Feed>,
    pub(super) finding: Finding,
}

/// How long a document may wait for its filing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Grace {
    pub(super) days: i32,
    #[expect(dead_code, reason = "told beside the value, for whoever reads the file")]
    source: String,
    #[expect(dead_code, reason = "told beside the value, for whoever reads the file")]
    verified: bool,
}

/// From which day the register of filings is whole.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Register {
    /// The city's day; without one the year of the first filing decides.
    pub(super) complete_from: Option<Day>,
    #[expect(dead_code, reason = "told beside the value, for whoever reads the file")]
    #[serde(default)]
    source: String,
    #[expect(dead_code, reason = "told beside the value, for whoever reads the file")]
    #[serde(default)]
    verified: bool,
}

/// A day, written as in all definitions: `"2026-01-01"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Day(pub(super) Date);

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> std::result::Result<Self, String> {
        text.parse().map(Self).map_err(|_| format!("`{text}` is no day: write it as 2026-01-01"))
    }
}

/// A procedure whose matters, or the rows of a table of theirs, are documents.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Feed {
    #[serde(default)]
    pub(super) feed: String,
    pub(super) procedure: String,
    /// Only in these states; empty: in any.
    #[serde(default)]
    pub(super) states: Vec<String>,
    /// In these states it is not yet done: it counts until its last day is over.
    #[serde(default)]
    pub(super) due: Vec<String>,
    /// Only where a choice has this value.
    #[serde(default)]
    pub(super) only: BTreeMap<String, String>,
    /// The table whose rows are the documents.
    pub(super) rows: Option<String>,
    pub(super) number: String,
    pub(super) title: Option<String>,
    pub(super) day: Option<String>,
    pub(super) text: Option<String>,
    #[serde(default)]
    pub(super) published: bool,
}

/// The procedure in which findings are followed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Finding {
    pub(super) procedure: String,
    pub(super) action: String,
    pub(super) number: String,
    pub(super) title: String,
    /// In these states a person has decided that there is nothing.
    #[serde(default)]
    pub(super) settled: Vec<String>,
    /// The field that takes the feed.
    pub(super) source: String,
    /// What is wrong.
    pub(super) cell: String,
    /// The day of publication.
    pub(super) day: String,
    /// What was seen where.
    pub(super) evidence: String,
    /// The day of the comparison.
    pub(super) found_on: String,
}

impl Definition {
    /// Reads the city's own file, else the national one.
    pub(super) fn read(registry: &Registry) -> Result<Self> {
        Self::of(definitions::companion(registry, FILE), registry)
    }

    fn of(text: &str, registry: &Registry) -> Result<Self> {
        let read: Self = toml::from_str(text).map_err(|error| AppError::invalid(FILE, error.to_string()))?;
        read.check(registry).map_err(|why| AppError::invalid(FILE, why))?;
        Ok(read)
    }

    /// Every procedure and field that it names must be there.
    fn check(&self, registry: &Registry) -> std::result::Result<(), String> {
        for feed in self.seen.iter().chain(&self.filed).chain(&self.numbers) {
            let procedure = found(registry, &feed.procedure)?;
            let named = [Some(&feed.number), feed.title.as_ref(), feed.day.as_ref(), feed.text.as_ref()];
            let named = named.into_iter().flatten();
            match &feed.rows {
                None => named.chain(feed.only.keys()).try_for_each(|id| has_field(procedure, id))?,
                Some(rows) => has_columns(procedure, rows, named)?,
            }
        }
        let finding = &self.finding;
        let procedure = found(registry, &finding.procedure)?;
        let named = [
            &finding.number,
            &finding.title,
            &finding.source,
            &finding.cell,
            &finding.day,
            &finding.evidence,
        ];
        named.into_iter().chain([&finding.found_on]).try_for_each(|id| has_field(procedure, id))
    }
}

fn found<'a>(registry: &'a Registry, id: &str) -> std::result::Result<&'a Procedure, String> {
    registry.latest(&ProcedureId::new(id)).ok_or_else(|| format!("there is no procedure `{id}`"))
}

fn has_field(procedure: &Procedure, id: &str) -> std::result::Result<(), String> {
    let known = procedure.fields.iter().any(|field| field.id.as_str() == id);
    known.then_some(()).ok_or_else(|| format!("`{}` has no field `{id}`", procedure.id))
}

fn has_columns<'a>(
    procedure: &Procedure,
    rows: &str,
    mut named: impl Iterator<Item = &'a String>,
) -> std::result::Result<(), String> {
    let table = procedure.fields.iter().find(|field| field.id.as_str() == rows);
    let table = table.ok_or_else(|| format!("`{}` has no table `{rows}`", procedure.id))?;
    named.try_for_each(|id| {
        let known = table.columns.iter().any(|column| column.id.as_str() == id);
        known.then_some(()).ok_or_else(|| format!("`{rows}` of `{}` has no column `{id}`", procedure.id))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use yifa_kernel::definition::compile;

    #[test]
    fn the_carried_file_names_what_is_there_and_a_slip_is_told() {
        let sources = definitions::embedded();
        let registry = compile(&sources).unwrap_or_else(|faults| panic!("{}", faults.render()));
        assert!(Definition::read(&registry).is_ok_and(|read| read.seen.len() == 4 && read.grace.days == 15));
        let carried = definitions::companion(&registry, FILE);
        for (from, to) in [("\"doc_no\"", "\"no_such\""), ("document-number", "no-such"), ("grace", "graze")]
        {
            let text = carried.replace(from, to);
            let why =
                Definition::of(&text, &registry).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(why.starts_with(FILE), "{from}: {why}");
        }
    }

    #[test]
    fn a_city_writes_the_first_day_of_its_register_and_no_other_thing_in_its_place() {
        let sources = definitions::embedded();
        let registry = compile(&sources).unwrap_or_else(|faults| panic!("{}", faults.render()));
        let carried = definitions::companion(&registry, FILE);
        let with = |day: &str| {
            let text = carried.replace("[register]", &format!("[register]\ncomplete_from = \"{day}\""));
            Definition::of(&text, &registry)
        };
        let read = with("2024-05-01").ok().and_then(|read| read.register.complete_from);
        assert_eq!(read, Some(Day(jiff::civil::date(2024, 5, 1))));
        for wrong in ["2024-02-30", "去年", ""] {
            let why = with(wrong).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(why.contains("is no day"), "{wrong}: {why}");
        }
    }
}
