//! Owns taking back: what somebody contributed to a matter themselves, such as a registration or a comment, no longer counts.
//! It stays in the log, as does the act that takes it back.

use std::collections::BTreeMap;

use super::scene::Scene;
use super::{Act, Actor, State, Who};
use crate::definition::Registry;
use crate::id::FieldId;
use crate::procedure::{Action, Procedure, Scope};
use crate::refusal::{Code, Next, Reason};
use crate::value::Value;

/// What an action would take back for somebody: the last contribution of their own that still counts.
pub fn own_contribution<'a>(
    registry: &Registry,
    state: &'a State,
    action: &Action,
    actor: &Actor,
) -> Option<&'a Act> {
    let wanted = action.takes_back.as_ref()?;
    // Whoever comes by a slip has no name: nobody can tell which contribution is theirs.
    let nameless =
        |act: &Act| registry.role(&act.actor.role).is_some_and(|role| matches!(role.scope, Scope::Slip));
    let own = |act: &&Act| act.action == *wanted && !act.cleared && is_by(registry, act, &actor.who);
    state.acts.iter().rev().find(own).filter(|act| !nameless(act))
}

/// Whether somebody did an act themselves, or is the one for whom an office entered it.
pub fn is_by(registry: &Registry, act: &Act, who: &Who) -> bool {
    match who {
        Who::Law => false,
        Who::Person(person) => match person.entry() {
            // Only for somebody else does an office enter: what an outsider did is theirs alone.
            Some(entry) => {
                act.seq == entry && act.actor.who != Who::Law && !registry.is_outside(&act.actor.role)
            }
            None => act.actor.who == *who,
        },
    }
}

/// Whether an act, done by an office for somebody, is one that they may take back themselves.
pub fn may_be_taken_back_outside(registry: &Registry, procedure: &Procedure, act: &Act) -> bool {
    let takes_it = |action: &&Action| action.takes_back.as_ref() == Some(&act.action);
    let outside = |action: &Action| action.by.iter().any(|role| registry.is_outside(role));
    !act.cleared
        && act.actor.who != Who::Law
        && !registry.is_outside(&act.actor.role)
        && procedure.actions.iter().filter(takes_it).any(outside)
}

/// Why it cannot be done: there is nothing of theirs.
pub(super) fn nothing_of_theirs(
    registry: &Registry,
    state: &State,
    action: &Action,
    actor: &Actor,
) -> Option<Reason> {
    action.takes_back.as_ref()?;
    let none = own_contribution(registry, state, action, actor).is_none();
    none.then(|| Reason::new(Code::NothingOfYours, Next::Nothing).because(&action.basis))
}

/// The tables to which the contribution added a row, without that row.
pub(super) fn without_rows(scene: &Scene<'_>, action: &Action) -> BTreeMap<FieldId, Value> {
    let own = scene.actor.and_then(|actor| own_contribution(scene.registry, scene.state, action, actor));
    let Some(own) = own else { return BTreeMap::new() };
    let Some(contributes) = scene.procedure.action(&own.action) else { return BTreeMap::new() };
    let remaining = contributes.adds.iter().filter_map(|(table, _)| {
        let (Some(Value::Table(then)), Some(Value::Table(now))) =
            (own.values.get(table), scene.value_of(table))
        else {
            return None;
        };
        let mut rows = now.clone();
        // The act added the last row of the table as it left it.
        let at = then.last().and_then(|row| rows.iter().rposition(|one| one == row));
        if let Some(at) = at {
            rows.remove(at);
        }
        Some((table.clone(), Value::Table(rows)))
    });
    remaining.collect()
}

/// The act no longer counts. What it recorded, and no later act recorded again, is what it was before.
pub(super) fn take_back(state: &mut State, seq: u64) {
    let Some(act) = state.acts.iter_mut().find(|act| act.seq == seq) else { return };
    act.cleared = true;
    let fields: Vec<FieldId> = act.values.keys().cloned().collect();
    for field in fields {
        if state.acts.iter().any(|later| later.seq > seq && later.values.contains_key(&field)) {
            continue;
        }
        let before =
            state.acts.iter().rev().filter(|act| !act.cleared).find_map(|act| act.values.get(&field));
        match before.filter(|value| !value.is_blank()).cloned() {
            Some(value) => state.fields.insert(field, value),
            None => state.fields.remove(&field),
        };
    }
}
