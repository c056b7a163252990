//! Owns the question of the whole platform: may this be done, and what happens then? The only maker of events. Pure:
//! the same input gives the same events or the same refusal, byte for byte.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::against::limits;
use super::ahead::steps_ahead;
use super::conditions::conditions;
use super::effects::{carry_out, recorded_now};
use super::entitled::{entitled, standing, told_next};
use super::issue;
use super::measured;
use super::number::Claim;
use super::offered::is_overtaken;
use super::one_form::one_form;
use super::scene::Scene;
use super::taking_back::{nothing_of_theirs, without_rows};
use super::value_check;
use super::{Actor, Command, Event, Facts, Stamp, State};
use crate::definition::Registry;
use crate::id::{FieldId, MatterId};
use crate::procedure::{Action, Needed, Procedure};
use crate::refusal::{Code, Next, Reason, Refusal};
use crate::value::Value;

/// What follows from a command that the law allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The matter.
    pub matter: MatterId,
    /// Its events, in order.
    pub events: Vec<Event>,
    /// Numbers taken, which must still be the next ones when the events are stored.
    pub claims: Vec<Claim>,
    /// Commands on other matters that follow in the same transaction: tracks, opened matters, acts on others.
    pub follows: Vec<Command>,
    /// Roles to be told.
    pub notifies: Vec<crate::id::RoleId>,
}

/// The matters that must be known before a command is decided: those on record and those in the values given.
pub fn references(state: &State, command: Option<&Command>) -> BTreeSet<MatterId> {
    let mut all: BTreeSet<MatterId> = state.points_to().into_iter().cloned().collect();
    if let Some(command) = command {
        all.extend(command.values.values().flat_map(Value::matters).cloned());
        all.extend(command.parent.iter().map(|parent| parent.matter.clone()));
    }
    all
}

/// Decides a command.
///
/// # Errors
/// A [`Refusal`] with every reason: unknown names, state, role, reach, values, conditions, limits, incomplete papers.
pub fn decide(
    registry: &Registry,
    state: &State,
    command: &Command,
    facts: &Facts,
    at: &Stamp,
) -> Result<Decided, Box<Refusal>> {
    let refuse = |reasons: Vec<Reason>| {
        Box::new(Refusal {
            procedure: command.procedure.clone(),
            matter: (state.seq > 0).then(|| state.matter.clone()),
            action: command.action.clone(),
            stands: state.stands.clone(),
            actor: command.actor.clone(),
            reasons,
        })
    };
    let Some(procedure) = registry.procedure_of(state).filter(|_| state.procedure == command.procedure)
    else {
        return Err(refuse(vec![Reason::new(Code::UnknownProcedure, Next::Nothing)]));
    };
    let Some(action) = procedure.action(&command.action) else {
        return Err(refuse(vec![Reason::new(Code::UnknownAction, Next::Nothing)]));
    };
    let standing = standing(procedure, state, action);
    if !standing.is_empty() {
        let ahead = || steps_ahead(registry, state, facts, at.on());
        return Err(refuse(told_next(standing, ahead)));
    }
    let mut scene = Scene::new(registry, procedure, state, facts, at.on());
    scene.actor = Some(&command.actor);
    let mut reasons = entitled(registry, state, action, &command.actor, facts);
    reasons.extend(nothing_of_theirs(registry, state, action, &command.actor));
    reasons.extend(day_in_order(state, at));
    reasons.extend(known_body(state, &command.actor, facts, at.on()));

    let given: BTreeMap<FieldId, Value> = command
        .values
        .iter()
        .filter(|(field, value)| {
            !value.is_empty() || empties(procedure, state, action, (field, value), at.on())
        })
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect();
    let given = one_form(procedure, given);
    let with_given = Scene { inputs: Some(&given), ..scene };
    reasons.extend(value_check::check(&with_given, action, &given));
    let values = follow_from(&with_given, action, given.clone());
    let with_values = Scene { inputs: Some(&values), ..scene };
    if reasons.iter().all(|reason| reason.code != Code::WrongKind) {
        reasons.extend(conditions(&with_values, action));
        reasons.extend(limits(&with_values, procedure, action));
        reasons.extend(measured::outside_benchmarks(&with_values, action));
        let issued = action.issues.iter().filter_map(|paper| procedure.papers.get(paper));
        let after = LazyCell::new(|| recorded_now(&with_values, action, &command.actor, at));
        reasons.extend(issued.filter_map(|paper| issue::missing_elements(&with_values, &after, paper)));
    }
    if !reasons.is_empty() {
        return Err(refuse(reasons));
    }
    Ok(carry_out(&with_values, action, command, &values, at))
}

/// Whether the act takes something off the record: where it may leave a field as it is, a blank that was sent says that
/// nothing is there any more, and a table without rows that none is. A table that the registers fill is recorded without
/// rows too. Whatever else is empty was not given.
fn empties(
    procedure: &Procedure,
    state: &State,
    action: &Action,
    (field, value): (&FieldId, &Value),
    on: Date,
) -> bool {
    if action.fills.iter().any(|fills| fills.table == *field) {
        return true;
    }
    let may = action.records.iter().any(|(id, needed)| id == field && *needed == Needed::Optional);
    let Some(there) = state.fields.get(field).filter(|there| may && !there.is_empty()) else { return false };
    match there {
        Value::Table(_) => *value == Value::Table(Vec::new()),
        // A day that is over is not shown in a form: nobody has emptied it.
        there => {
            value.is_blank() && !procedure.field(field).is_some_and(|field| is_overtaken(field, there, on))
        }
    }
}

/// An act happens neither in the future nor before the matter's last act.
fn day_in_order(state: &State, at: &Stamp) -> Option<Reason> {
    let recorded = at.recorded_on();
    if at.on() > recorded {
        return Some(
            Reason::new(Code::WrongDay, Next::NotAfter(recorded)).seeing("on", Some(Value::Date(at.on()))),
        );
    }
    let last = state.last_on()?;
    (at.on() < last)
        .then(|| Reason::new(Code::WrongDay, Next::NotBefore(last)).seeing("on", Some(Value::Date(at.on()))))
}

/// The handling body must exist on the day; where no bodies are known at all nothing can be said.
fn known_body(state: &State, actor: &Actor, facts: &Facts, on: Date) -> Option<Reason> {
    facts.bodies.iter().next()?;
    // What an ended body left is carried on, and the law may still open what it owed; people begin nothing new at it.
    let begins = state.seq == 0 && actor.as_person().is_some();
    let exists = |body: &crate::body::Body| {
        body.valid_from <= on && !(begins && body.valid_to.is_some_and(|last| last < on))
    };
    let known = facts.bodies.get(&state.body).is_some_and(exists);
    (!known).then(|| {
        Reason::new(Code::UnknownBody, Next::Nothing).seeing("body", Some(Value::Body(state.body.clone())))
    })
}

/// The values given, and those that follow from them by the definition.
fn follow_from(
    scene: &Scene<'_>,
    action: &Action,
    given: BTreeMap<FieldId, Value>,
) -> BTreeMap<FieldId, Value> {
    let mut values = given;
    for (field, guard) in &action.sets {
        let seen = Scene { inputs: Some(&values), ..*scene };
        if let Some(value) = guard.value(&seen) {
            let many = scene.procedure.field(field).is_some_and(|declared| declared.many);
            let value =
                if many && !matches!(value, Value::List(_)) { Value::List(vec![value]) } else { value };
            values.insert(field.clone(), value);
        }
    }
    for (table, columns) in &action.adds {
        let seen = Scene { inputs: Some(&values), ..*scene };
        let row = columns
            .iter()
            .filter_map(|(column, guard)| Some((column.clone(), guard.value(&seen)?)))
            .collect();
        let mut rows = match seen.value_of(table) {
            Some(Value::Table(rows)) => rows.clone(),
            _ => Vec::new(),
        };
        rows.push(row);
        values.insert(table.clone(), Value::Table(rows));
    }
    values.extend(without_rows(scene, action));
    values
}
