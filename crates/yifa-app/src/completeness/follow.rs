//! A finding becomes a matter of the procedure that follows it: the maker is asked.

use std::collections::BTreeMap;

use yifa_kernel::id::{ActionId, BodyId, FieldId, ProcedureId};
use yifa_kernel::matter::{Actor, Command};
use yifa_kernel::procedure::Label;
use yifa_kernel::value::Value;
use yifa_library::completeness::Entry;

use super::Finding;
use super::definition::{self, Definition};
use crate::city::{City, Done, new_matter};
use crate::error::{AppError, Result};

/// The feed of missing numbers.
const GAP: &str = "number_gap";
/// What is wrong with them.
const GAP_CELL: &str = "gap";

impl Finding<'_> {
    /// The number, or the numbers, as documents bear them; empty when there is none.
    pub fn number(&self) -> String {
        match self {
            Self::Document(one) => one.difference.number().map(ToString::to_string).unwrap_or_default(),
            Self::Gap(one) => one.run.written(),
        }
    }

    /// The title; empty for numbers.
    pub fn title(&self) -> &str {
        match self {
            Self::Document(one) => one.difference.title(),
            Self::Gap(_) => "",
        }
    }

    /// What is wrong, in the word of the procedure that follows it.
    pub fn cell(&self) -> &'static str {
        match self {
            Self::Document(one) => one.difference.cell.code(),
            Self::Gap(_) => GAP_CELL,
        }
    }

    /// Where it was seen first, in the word of the procedure that follows it.
    pub fn feed(&self) -> &str {
        match self {
            Self::Document(one) => one.difference.seen.first().map_or("", |entry| entry.feed.as_str()),
            Self::Gap(_) => GAP,
        }
    }

    /// The body that made the document or keeps the series.
    pub fn maker(&self) -> Option<&BodyId> {
        match self {
            Self::Document(one) => one.maker.as_ref(),
            Self::Gap(one) => one.maker.as_ref(),
        }
    }

    fn day(&self) -> Option<jiff::civil::Date> {
        let Self::Document(one) = self else { return None };
        let entries = one.difference.seen.iter().filter(|entry| entry.published);
        entries.filter_map(|entry: &Entry| entry.day).min()
    }
}

/// What feeds and results are called, from the procedure that follows findings.
#[derive(Debug, Clone, Default)]
pub struct FindingWords {
    /// Feeds.
    pub feeds: Vec<(String, Label)>,
    /// What is wrong.
    pub cells: Vec<(String, Label)>,
}

/// The act that asks about a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The procedure that follows findings.
    pub procedure: ProcedureId,
    /// The act that opens it.
    pub action: ActionId,
    /// What is known.
    pub values: BTreeMap<FieldId, Value>,
}

impl City {
    /// What feeds and results are called.
    ///
    /// # Errors
    /// `completeness.toml` names what is not there.
    pub fn finding_words(&self) -> Result<FindingWords> {
        let Definition { finding, .. } = Definition::read(self.registry())?;
        let procedure = self.registry().latest(&ProcedureId::new(&finding.procedure));
        let choices = |id: &str| {
            let fields = procedure.into_iter().flat_map(|procedure| &procedure.fields);
            fields.filter(|field| field.id.as_str() == id).flat_map(|field| field.choices.clone()).collect()
        };
        Ok(FindingWords { feeds: choices(&finding.source), cells: choices(&finding.cell) })
    }

    /// Whether somebody's role may ask makers about findings.
    ///
    /// # Errors
    /// `completeness.toml` names what is not there.
    pub fn may_follow(&self, actor: &Actor) -> Result<bool> {
        let Definition { finding, .. } = Definition::read(self.registry())?;
        let procedure = self.registry().latest(&ProcedureId::new(&finding.procedure));
        let action = procedure.and_then(|procedure| procedure.action(&ActionId::new(&finding.action)));
        Ok(action.is_some_and(|action| action.by.contains(&actor.role)))
    }

    /// The act that asks about a finding, with what is known of it; `evidence`: what was seen where, in words.
    ///
    /// # Errors
    /// `completeness.toml` names what is not there.
    pub fn question(&self, finding: &Finding<'_>, evidence: String) -> Result<Question> {
        let Definition { finding: names, .. } = Definition::read(self.registry())?;
        Ok(Question {
            procedure: ProcedureId::new(&names.procedure),
            action: ActionId::new(&names.action),
            values: self.values(&names, finding, evidence),
        })
    }

    /// Asks the maker about a finding; `evidence`: what was seen where, in words. Asked twice, it is done once.
    ///
    /// # Errors
    /// No body of the city is known to have made it; the procedure refuses.
    pub async fn follow(&self, finding: Finding<'_>, evidence: String, actor: Actor) -> Result<Done> {
        let asked = self.question(&finding, evidence)?;
        let named = if finding.title().is_empty() { finding.number() } else { finding.title().to_owned() };
        let body = finding.maker().cloned().ok_or_else(|| {
            AppError::invalid(
                named.clone(),
                "no body of the city is known to have made it: record it by hand",
            )
        })?;
        let command = Command {
            matter: new_matter(),
            procedure: asked.procedure,
            action: asked.action,
            body,
            parent: None,
            values: asked.values,
            actor,
        };
        let key = format!("unfiled/{}/{}/{named}", finding.cell(), finding.number());
        self.execute(&command, Some(&key)).await
    }

    fn values(
        &self,
        names: &definition::Finding,
        finding: &Finding<'_>,
        evidence: String,
    ) -> BTreeMap<FieldId, Value> {
        let text = |text: String| (!text.is_empty()).then_some(Value::Text(text));
        let choice = |id: &str| (!id.is_empty()).then(|| Value::Choice(id.to_owned()));
        let all = [
            (&names.source, choice(finding.feed())),
            (&names.cell, choice(finding.cell())),
            (&names.title, text(finding.title().to_owned())),
            (&names.number, text(finding.number())),
            (&names.day, finding.day().map(Value::Date)),
            (&names.evidence, text(evidence)),
            (&names.found_on, Some(Value::Date(self.today()))),
        ];
        all.into_iter().filter_map(|(field, value)| Some((FieldId::new(field), value?))).collect()
    }
}
