//! Owns the answer before anyone clicks: which actions are open to somebody, which are closed, and why.

use jiff::civil::Date;

use super::against::limits;
use super::conditions::conditions;
use super::entitled::{entitled, standing};
use super::scene::Scene;
use super::whose::concerned_bodies;
use super::{Actor, Facts, State};
use crate::definition::Registry;
use crate::guard::{ActorPart, Fact};
use crate::id::ActionId;
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
/// moment when they are given.
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
    let applicable =
        procedure.actions.iter().filter(|action| !action.only_by_law() && action.from != From::Nothing);
    applicable
        .map(|action| {
            let elsewhere = standing(procedure, state, action);
            if !elsewhere.is_empty() {
                return ActionStatus {
                    action: action.id.clone(),
                    openness: Openness::Elsewhere,
                    reasons: elsewhere,
                };
            }
            let role = entitled(registry, procedure, state, action, actor, facts);
            let mut reasons: Vec<Reason> = conditions(&scene, action)
                .into_iter()
                .zip(unsettled(&scene, action))
                .filter(|(_, unsettled)| !unsettled)
                .map(|(reason, _)| reason)
                .collect();
            let chosen = |reason: &Reason| reason.code == Code::TooShortNotice;
            reasons.extend(limits(&scene, procedure, action).into_iter().filter(|reason| !chosen(reason)));
            let openness = match (reasons.is_empty(), role.is_empty()) {
                (false, _) => Openness::Closed,
                (true, false) => Openness::OpenToOthers,
                (true, true) => Openness::Open,
            };
            reasons.extend(role);
            ActionStatus { action: action.id.clone(), openness, reasons }
        })
        .collect()
}

/// For each failing condition: whether it depends on values that are only given with the action, or on who does it.
fn unsettled(scene: &Scene<'_>, action: &Action) -> Vec<bool> {
    let failing = action.require.iter().filter(|condition| condition.guard.holds(scene) != Some(true));
    let given = |fact: &&Fact| match fact {
        Fact::Field(id)
        | Fact::Party(id, _)
        | Fact::Cite(id, _)
        | Fact::ThroughField(id, _)
        | Fact::StateOf(id)
        | Fact::BodyOf(id) => {
            action.records.iter().any(|(one, _)| one == id) || action.sets.iter().any(|(one, _)| one == id)
        }
        Fact::Actor(ActorPart::Person) => true,
        _ => false,
    };
    failing.map(|condition| condition.guard.node.facts().iter().any(given)).collect()
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
