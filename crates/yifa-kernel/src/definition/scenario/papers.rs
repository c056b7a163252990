//! Owns the papers that scenarios issue: each kind as it reads, for tests and for people to look at.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Shown;
use crate::id::{PaperId, PersonId, ProcedureId};
use crate::matter::{PaperContent, PaperPart, State, Who};
use crate::value::Value;

/// What everybody who works in a scenario is called on its papers.
const NAME: &str = "陈某某";

impl Shown {
    /// What each kind of paper says, in every scenario that issues it.
    pub fn papers(&self) -> &BTreeMap<(ProcedureId, PaperId), Vec<PaperContent>> {
        &self.papers
    }
}

/// The people on record in a matter by name: scenarios give them identifiers only.
pub(super) fn names(state: &State) -> Arc<BTreeMap<PersonId, String>> {
    let named = state.values().flat_map(Value::each).filter_map(|one| match one {
        Value::Person(person) => Some(person),
        _ => None,
    });
    let acted = state.acts.iter().filter_map(|act| match &act.actor.who {
        Who::Person(person) => Some(person),
        Who::Law => None,
    });
    Arc::new(named.chain(acted).map(|person| (person.clone(), NAME.to_owned())).collect())
}

/// What a paper says, line by line.
pub(super) fn told(paper: &PaperContent) -> String {
    let head = [Some(&paper.organ), Some(&paper.title), paper.number.as_ref(), paper.addressee.as_ref()];
    let mut lines: Vec<String> = head.into_iter().flatten().cloned().collect();
    lines.extend(paper.particulars.iter().map(|(label, text)| format!("{}：{text}", label.zh)));
    lines.extend(paper.parts.iter().map(|part| match part {
        PaperPart::Heading(text) | PaperPart::Text(text) => text.clone(),
        PaperPart::Table { rows, .. } => rows.iter().map(|row| row.join("，")).collect::<Vec<_>>().join("；"),
    }));
    lines.join("\n")
}
