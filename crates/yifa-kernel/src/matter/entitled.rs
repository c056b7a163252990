//! Owns whether an action exists where the matter stands, and whether the actor may do it.

use std::collections::BTreeSet;

use super::acting_bodies;
use super::{Actor, Facts, State, Who};
use crate::definition::Registry;
use crate::id::{ActionId, StateId};
use crate::procedure::{Action, From, Procedure, Scope};
use crate::refusal::{Code, Next, Past, Reason};
use crate::value::Value;

/// Whether the action exists where the matter stands.
pub(super) fn standing(procedure: &Procedure, state: &State, action: &Action) -> Vec<Reason> {
    let opens = action.from == From::Nothing;
    if opens != (state.seq == 0) {
        return vec![Reason::new(Code::NoSuchMatter, Next::Nothing)];
    }
    let fits = match (&action.from, &state.stands) {
        (From::Nothing, _) => true,
        (From::Anywhere, Some(_)) => !state.closed,
        (From::States(from), Some(stands)) => from.contains(stands),
        (_, None) => false,
    };
    if fits {
        return Vec::new();
    }
    if state.closed {
        return vec![Reason::new(Code::Closed, Next::Past(past(state, action))).because(&action.basis)];
    }
    let next = match ways_to(procedure, state, action) {
        ways if ways.is_empty() => Next::Past(past(state, action)),
        ways => Next::Do(ways),
    };
    vec![Reason::new(Code::WrongState, next).because(&action.basis)]
}

/// How the matter stands without a way to an action. The steps that it waits for are told by whoever knows what is around
/// it (`told_next`).
fn past(state: &State, action: &Action) -> Past {
    let done = state.last(&action.id).map(|act| (act.on(), act.actor.clone()));
    let stands = state.stands.clone();
    let came = state
        .acts
        .iter()
        .rev()
        .find(|act| Some(&act.to) == stands.as_ref() && act.from.as_ref() != Some(&act.to));
    let since = came.or(state.acts.last()).map(super::Act::on);
    Past { done, stands: stands.zip(since), steps: Vec::new() }
}

/// The reasons, with the next steps of the matter where it is past an action.
pub(super) fn told_next(reasons: Vec<Reason>, steps: impl Fn() -> Vec<ActionId>) -> Vec<Reason> {
    let told = |mut reason: Reason| {
        if let Next::Past(past) = &mut reason.next {
            past.steps = steps();
        }
        reason
    };
    reasons.into_iter().map(told).collect()
}

/// The actions possible now that lead towards a state from which `wanted` may be done, nearest first.
pub(super) fn ways_to(procedure: &Procedure, state: &State, wanted: &Action) -> Vec<ActionId> {
    let From::States(goals) = &wanted.from else { return Vec::new() };
    let mut frontier: BTreeSet<&StateId> = goals.iter().collect();
    let mut seen = frontier.clone();
    for _ in 0..procedure.states.len() {
        let into = |action: &&Action| action.to.iter().any(|(_, to)| frontier.contains(to));
        let now: Vec<ActionId> = procedure
            .actions
            .iter()
            .filter(|action| !action.only_by_law())
            .filter(into)
            .filter(|action| matches!((&action.from, &state.stands), (From::States(from), Some(at)) if from.contains(at)))
            .map(|action| action.id.clone())
            .collect();
        if !now.is_empty() {
            return now;
        }
        let before: BTreeSet<&StateId> = procedure
            .actions
            .iter()
            .filter(into)
            .flat_map(|action| match &action.from {
                From::States(from) => from.iter().collect(),
                From::Nothing | From::Anywhere => Vec::new(),
            })
            .filter(|one| !seen.contains(one))
            .collect();
        seen.extend(before.iter().copied());
        frontier = before;
    }
    Vec::new()
}

/// Why a role may not do an action, wherever the matter belongs; `None` when it may. It can be told before anybody fills in
/// a form.
pub fn wrong_role(action: &Action, actor: &Actor) -> Option<Reason> {
    if actor.who == Who::Law {
        let allowed = action.by_law();
        return (!allowed).then(|| Reason::new(Code::WrongRole, Next::Ask(action.by.clone())));
    }
    if action.by.contains(&actor.role) {
        return None;
    }
    let next = Next::Ask(action.by.iter().filter(|role| role.as_str() != "law").cloned().collect());
    Some(Reason::new(Code::WrongRole, next).because(&action.basis))
}

/// Why somebody may not do an action in a matter at all: the role, or its reach. Empty when they may, as far as that goes.
pub fn entitled(
    registry: &Registry,
    state: &State,
    action: &Action,
    actor: &Actor,
    facts: &Facts,
) -> Vec<Reason> {
    if let Some(reason) = wrong_role(action, actor) {
        return vec![reason];
    }
    if actor.who == Who::Law {
        return Vec::new();
    }
    let scope = registry.role(&actor.role).map(|role| role.scope);
    let acting = acting_bodies(state, action, facts);
    let reaches = match (scope, &actor.body) {
        (Some(Scope::Jurisdiction), _) => true,
        (Some(Scope::Body), Some(body)) => acting.contains(body),
        (Some(Scope::Subtree), Some(body)) => acting.iter().any(|one| facts.bodies.is_within(one, body)),
        // A party acts in its own matter: whoever opened it, or whoever proved to be the party before the door.
        (Some(Scope::Own), _) => true,
        // Whether a slip is good is for the door to say: the log must not know whose it was. Nobody who works here is let
        // in by it.
        (Some(Scope::Slip), body) => body.is_none(),
        (_, None) | (None, _) => false,
    };
    if reaches {
        return Vec::new();
    }
    vec![
        Reason::new(Code::OutOfScope, Next::Ask(action.by.clone()))
            .seeing("body", acting.into_iter().next().map(Value::Body)),
    ]
}
