//! Owns the answer before anyone clicks: which actions are open to somebody, which are closed, and why.

use std::cell::OnceCell;

use jiff::civil::Date;

use super::against::limits;
use super::ahead::steps_ahead;
use super::conditions::conditions;
use super::entitled::{entitled, standing, told_next};
use super::scene::Scene;
use super::taking_back::nothing_of_theirs;
use super::whose::concerned_bodies;
use super::{Actor, Facts, State, Who};
use crate::definition::Registry;
use crate::guard::{ActorPart, Fact, Guard};
use crate::id::{ActionId, PersonId};
use crate::procedure::{Action, From, Scope};
use crate::refusal::{Code, Reason};

/// One action of a matter, seen by somebody on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionStatus {
    /// Which.
    pub action: ActionId,
    /// Whether it can be done.
    pub openness: Openness,
    /// Why not, or what will still be checked against the values given.
    pub reasons: Vec<Reason>,
}

/// Whether an action can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Openness {
    /// It can be done, if the values given fit.
    Open,
    /// Somebody else can do it.
    OpenToOthers,
    /// The law says no, for now.
    Closed,
    /// It does not belong to where the matter stands.
    Elsewhere,
}

/// Every action of a matter for an actor on a day. Conditions on values that the action itself records are left to the
/// moment when they are given; one that fails because of who asks, and not for another person, is told beforehand.
pub fn action_statuses(
    registry: &Registry,
    state: &State,
    actor: &Actor,
    facts: &Facts,
    today: Date,
) -> Vec<ActionStatus> {
    let Some(procedure) = registry.procedure_of(state) else { return Vec::new() };
    let mut scene = Scene::new(registry, procedure, state, facts, today);
    scene.actor = Some(actor);
    let steps = OnceCell::new();
    let applicable =
        procedure.actions.iter().filter(|action| !action.only_by_law() && action.from != From::Nothing);
    applicable
        .map(|action| {
            let elsewhere = standing(procedure, state, action);
            if !elsewhere.is_empty() {
                let ahead = || steps.get_or_init(|| steps_ahead(registry, state, facts, today)).clone();
                let reasons = told_next(elsewhere, ahead);
                return ActionStatus { action: action.id.clone(), openness: Openness::Elsewhere, reasons };
            }
            let mut role = entitled(registry, state, action, actor, facts);
            if role.is_empty() {
                role.extend(nothing_of_theirs(registry, state, action, actor));
            }
            let failing = conditions(&scene, action).into_iter().zip(settled(&scene, action));
            let (mut reasons, mut personal) = (Vec::new(), Vec::new());
            for (reason, settled) in failing {
                match settled {
                    Settled::Now => reasons.push(reason),
                    Settled::ByAnother => personal.push(reason),
                    Settled::Later => {}
                }
            }
            let chosen = |reason: &Reason| reason.code == Code::TooShortNotice;
            reasons.extend(limits(&scene, procedure, action).into_iter().filter(|reason| !chosen(reason)));
            let openness = match (reasons.is_empty(), role.is_empty() && personal.is_empty()) {
                (false, _) => Openness::Closed,
                (true, false) => Openness::OpenToOthers,
                (true, true) => Openness::Open,
            };
            reasons.extend(personal);
            reasons.extend(role);
            ActionStatus { action: action.id.clone(), openness, reasons }
        })
        .collect()
}

/// When it is settled that a condition fails.
pub(super) enum Settled {
    /// Now: nothing that is still to be given changes it.
    Now,
    /// Now for this person, and another person may do it: whoever recorded does not confirm.
    ByAnother,
    /// With the values that the act itself records.
    Later,
}

/// When each failing condition is settled.
pub(super) fn settled(scene: &Scene<'_>, action: &Action) -> Vec<Settled> {
    let failing = action.require.iter().filter(|condition| condition.guard.holds(scene) != Some(true));
    let given = |fact: &Fact| match fact {
        Fact::Field(id)
        | Fact::Party(id, _)
        | Fact::Cite(id, _)
        | Fact::ThroughField(id, _)
        | Fact::StateOf(id)
        | Fact::BodyOf(id)
        | Fact::UpperGovernment(id) => {
            action.records.iter().any(|(one, _)| one == id)
                || action.sets.iter().any(|(one, _)| one == id)
                || action.adds.iter().any(|(one, _)| one == id)
                || action.gathers_into(id)
        }
        _ => false,
    };
    let of_person = |fact: &Fact| matches!(fact, Fact::Actor(ActorPart::Person));
    let settled = |guard: &Guard| {
        let facts = guard.node.facts();
        if facts.iter().any(|fact| given(fact)) {
            return Settled::Later;
        }
        if !facts.iter().any(|fact| of_person(fact)) {
            return Settled::Now;
        }
        // Nobody has signed in: who will act is not known.
        let Some(actor) = scene.actor.filter(|actor| actor.as_person().is_some()) else {
            return Settled::Later;
        };
        let another = Actor { who: Who::Person(PersonId::new("another person")), ..actor.clone() };
        match guard.holds(&Scene { actor: Some(&another), ..*scene }) {
            Some(true) => Settled::ByAnother,
            Some(false) | None => Settled::Now,
        }
    };
    failing.map(|condition| settled(&condition.guard)).collect()
}

/// Whether an actor may see a matter at all.
pub fn may_see(registry: &Registry, state: &State, actor: &Actor, facts: &Facts) -> bool {
    let Some(role) = registry.role(&actor.role) else { return false };
    match (role.scope, &actor.body) {
        (Scope::Jurisdiction, _) => true,
        (Scope::Body | Scope::Subtree, Some(body)) => match registry.procedure_of(state) {
            Some(procedure) => concerned_bodies(procedure, state, facts)
                .iter()
                .any(|concerned| facts.bodies.is_within(concerned, body)),
            None => facts.bodies.is_within(&state.body, body),
        },
        (Scope::Body | Scope::Subtree, None) => false,
        (Scope::Slip, _) => false,
        (Scope::Own, _) => state.acts.iter().any(|act| act.actor.who == actor.who),
    }
}
