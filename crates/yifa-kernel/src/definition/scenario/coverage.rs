//! Owns what scenarios show: which actions they do, which conditions refuse in them, which limits they read; and what of a
//! procedure none of them shows.

use std::collections::{BTreeMap, BTreeSet};

use super::City;
use crate::definition::raw::ScenarioFile;
use crate::id::{ActionId, LimitId, PaperId, ProcedureId};
use crate::matter::{Actor, PaperContent};
use crate::procedure::Procedure;
use crate::refusal::Refusal;

/// What scenarios show.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    actions: BTreeSet<(ProcedureId, ActionId)>,
    conditions: BTreeSet<(ProcedureId, ActionId, String)>,
    limits: BTreeSet<(ProcedureId, LimitId)>,
    pub(super) papers: BTreeMap<(ProcedureId, PaperId), Vec<PaperContent>>,
}

impl Shown {
    /// Puts together what two scenarios show.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.actions.extend(other.actions);
        self.conditions.extend(other.conditions);
        self.limits.extend(other.limits);
        for (kind, all) in other.papers {
            self.papers.entry(kind).or_default().extend(all);
        }
        self
    }

    /// What one scenario shows that came out: `refused` is the refusal that it expected.
    pub(super) fn of(city: &City<'_>, file: &ScenarioFile, refused: Option<&Refusal>) -> Self {
        let mut shown = Self::default();
        for state in city.known.matters.values().flatten() {
            let done = state.acts.iter().map(|act| (state.procedure.clone(), act.action.clone()));
            shown.actions.extend(done);
            // A lapse of which the law has made use.
            let Some(procedure) = city.registry.procedure_of(state) else { continue };
            for limit in &procedure.limits {
                let lapsed = |act: &crate::matter::Act| {
                    limit.lapse.as_ref() == Some(&act.action) && act.actor == Actor::law()
                };
                if state.acts.iter().any(lapsed) {
                    shown.limits.insert((procedure.id.clone(), limit.id.clone()));
                }
            }
        }
        for name in file.then.clock.keys().chain(file.then.level.keys()).chain(file.then.accrued.keys()) {
            let (track, limit) = name.split_once('/').map_or((None, name.as_str()), |(t, l)| (Some(t), l));
            if let Some(state) = city.child(track) {
                shown.limits.insert((state.procedure.clone(), LimitId::new(limit)));
            }
        }
        for (procedure, paper, says) in &city.papers {
            let kind = (procedure.clone(), paper.clone());
            shown.papers.entry(kind).or_default().push(says.clone());
        }
        if let Some(refusal) = refused {
            shown.refusal(refusal, file.then.refused.as_deref(), file.then.because.as_deref());
        }
        shown
    }

    /// The reasons of a refusal that the scenario names, by code and article.
    fn refusal(&mut self, refusal: &Refusal, code: Option<&str>, because: Option<&str>) {
        for reason in &refusal.reasons {
            let named = code == Some(reason.code.as_str())
                && because.is_none_or(|article| reason.basis.iter().any(|one| one.contains(article)));
            if !named {
                continue;
            }
            let condition = reason.condition.clone();
            let at = |says| (refusal.procedure.clone(), refusal.action.clone(), says);
            self.conditions.extend(condition.map(at));
            self.limits.extend(reason.limit.clone().map(|limit| (refusal.procedure.clone(), limit)));
        }
    }

    /// What no scenario shows of a procedure: `action x`, `refusal of x: condition`, `limit y`. A condition that is asked
    /// of the law's own acts alone refuses nobody and is left out.
    pub fn missing(&self, procedure: &Procedure) -> Vec<String> {
        let id = &procedure.id;
        let mut missing = Vec::new();
        for action in &procedure.actions {
            if !self.actions.contains(&(id.clone(), action.id.clone())) {
                missing.push(format!("action {}", action.id));
            }
            for condition in &action.require {
                let says = &condition.guard.source;
                if !self.conditions.contains(&(id.clone(), action.id.clone(), says.clone())) {
                    missing.push(format!("refusal of {}: {says}", action.id));
                }
            }
        }
        for limit in &procedure.limits {
            if !self.limits.contains(&(id.clone(), limit.id.clone())) {
                missing.push(format!("limit {}", limit.id));
            }
        }
        missing
    }
}
