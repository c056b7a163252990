//! Owns operation of law 依法自动: what lapses by itself, and what it does.

use jiff::civil::Date;

use super::{Actor, ClockStatus, Command, Facts, State, clocks};
use crate::definition::Registry;
use crate::id::LimitId;

/// The limits of a matter that have lapsed by a day and whose lapse does something, each with the first day after it,
/// earliest first.
pub fn due_lapses(registry: &Registry, state: &State, facts: &Facts, today: Date) -> Vec<(Date, LimitId)> {
    let Some(procedure) = registry.procedure_of(state) else { return Vec::new() };
    let mut all: Vec<(Date, LimitId)> = clocks(registry, state, facts, today)
        .into_iter()
        .filter(|clock| clock.status == ClockStatus::Running)
        .filter(|clock| procedure.limit(&clock.limit).is_some_and(|limit| limit.lapse.is_some()))
        .filter_map(|clock| {
            let last = clock.last_day().filter(|last| today > *last)?;
            let on = last.tomorrow().unwrap_or(last);
            // A lapse acts once: what it did on or after its day is done, even where the matter stayed where it stood.
            let lapse = procedure.limit(&clock.limit)?.lapse.as_ref()?;
            let acted = state.last(lapse).is_some_and(|act| act.on() >= on);
            (!acted).then_some((on, clock.limit))
        })
        .collect();
    all.sort();
    all
}

/// The command by which the law itself acts on the earliest lapse, with the day on which it acts.
pub fn sweep(registry: &Registry, state: &State, facts: &Facts, today: Date) -> Option<(Date, Command)> {
    let procedure = registry.procedure_of(state)?;
    let lapses = due_lapses(registry, state, facts, today);
    lapses.into_iter().find_map(|(on, limit)| {
        let action = procedure.action(procedure.limit(&limit)?.lapse.as_ref()?)?;
        // A lapse that no longer fits where the matter stands does nothing.
        super::entitled::standing(procedure, state, action).is_empty().then(|| {
            // It acts on its own day, but never before what was recorded already.
            let on = state.last_on().map_or(on, |last| on.max(last));
            let command = Command {
                matter: state.matter.clone(),
                procedure: state.procedure.clone(),
                action: action.id.clone(),
                body: state.body.clone(),
                parent: None,
                values: std::collections::BTreeMap::new(),
                actor: Actor::law(),
            };
            (on, command)
        })
    })
}
