//! Owns the question whose body acts: the one that handles the matter, unless the action names another, such as the respondent
//! of a reconsideration. Roles reach over the bodies named here and over no others. Where a body has gone into another, that
//! one's people act.

use super::{Facts, State};
use crate::id::{BodyId, MatterId};
use crate::procedure::{Action, Procedure, Whose};
use crate::value::Value;

/// The bodies whose people may do an action in a matter: those on record, never those just given with the act. Empty where
/// the one that should act is not recorded yet.
pub fn acting_bodies(state: &State, action: &Action, facts: &Facts) -> Vec<BodyId> {
    let named = if action.of.is_empty() {
        vec![state.body.clone()]
    } else {
        action.of.iter().flat_map(|whose| bodies_of(state, whose, facts)).collect()
    };
    named.iter().map(|body| facts.bodies.heir(body).clone()).collect()
}

/// Every body that has a part in a matter: the one that handles it and those that its actions name.
pub(super) fn concerned_bodies(procedure: &Procedure, state: &State, facts: &Facts) -> Vec<BodyId> {
    let mut all = vec![state.body.clone()];
    let named = procedure.actions.iter().flat_map(|action| &action.of);
    all.extend(named.flat_map(|whose| bodies_of(state, whose, facts)));
    all.sort();
    all.dedup();
    all
}

fn bodies_of(state: &State, whose: &Whose, facts: &Facts) -> Vec<BodyId> {
    match whose {
        Whose::Handling => vec![state.body.clone()],
        Whose::Parent => state.parent.iter().filter_map(|parent| handling(&parent.matter, facts)).collect(),
        Whose::Field(field) => {
            state.fields.get(field).map(|value| bodies_in(value, facts)).unwrap_or_default()
        }
    }
}

fn handling(matter: &MatterId, facts: &Facts) -> Option<BodyId> {
    facts.matters.get(matter).map(|other| other.body.clone())
}

/// The bodies that a value names: themselves, or those that handle the matters pointed to.
fn bodies_in(value: &Value, facts: &Facts) -> Vec<BodyId> {
    let named = |one: &Value| match one {
        Value::Body(body) => Some(body.clone()),
        Value::Matter(matter) => handling(matter, facts),
        _ => None,
    };
    value.each().filter_map(named).collect()
}
