//! Owns the conditions of an action: which do not hold, what was seen, what to do next.

use std::collections::BTreeMap;

use super::called;
use super::scene::Scene;
use crate::guard::{Fact, Guard};
use crate::procedure::{Action, Condition};
use crate::refusal::{Code, Next, Part, Reason};
use crate::value::Value;

/// Every condition that does not hold, or cannot be judged yet.
pub(super) fn conditions(scene: &Scene<'_>, action: &Action) -> Vec<Reason> {
    action.require.iter().filter_map(|condition| failing(scene, action, condition)).collect()
}

pub(super) fn failing(scene: &Scene<'_>, action: &Action, condition: &Condition) -> Option<Reason> {
    let code = match condition.guard.holds(scene) {
        Some(true) => return None,
        Some(false) => Code::ConditionFails,
        None => Code::ConditionUnknown,
    };
    let mut reason = Reason::new(code, next_for(scene, action, condition)).because(&condition.basis);
    reason.condition = Some(condition.guard.source.clone());
    reason.values = seen_values(scene, &condition.guard);
    reason.parts = told_parts(scene, &condition.guard);
    Some(reason)
}

/// Which claims of a condition hold. Where it looks at something sealed, only the whole is told.
fn told_parts(scene: &Scene<'_>, guard: &Guard) -> Vec<Part> {
    let sealed = |fact: &&Fact| {
        let Fact::Field(id) = fact else { return false };
        scene.procedure.field(id).is_some_and(|field| field.sealed)
    };
    if guard.node.facts().iter().any(sealed) { Vec::new() } else { guard.parts(scene) }
}

/// Under which name a refusal tells what its condition found amiss among rows: a name that no fact can have.
pub const FOUND: &str = "found:";

/// Under which name a refusal tells the rows that a claim about every row fails for: lists of the row's number, from 1, and
/// what stands in its first column.
pub const ROWS: &str = "rows:";

/// The facts of a condition with their values, by a readable name; personal and sealed values stay out.
pub(super) fn seen_values(scene: &Scene<'_>, guard: &Guard) -> BTreeMap<String, Option<Value>> {
    use crate::guard::Scene as _;
    let mut all = BTreeMap::new();
    let mut secret = false;
    for fact in guard.node.facts() {
        let name = fact_name(fact);
        let hidden = match fact {
            Fact::Field(field) | Fact::Party(field, _) => {
                scene.procedure.field(field).is_none_or(|field| field.personal || field.sealed)
            }
            Fact::Element
            | Fact::Column(_)
            | Fact::ElementField(_)
            | Fact::ElementState
            | Fact::ElementBody
            | Fact::ThroughColumn(..) => true,
            _ => false,
        };
        if !hidden {
            all.insert(name, scene.fact(fact));
        } else if matches!(fact, Fact::Field(_)) {
            secret = true;
        }
    }
    let found: Vec<Value> = guard.found(scene).iter().map(|one| by_name(scene, one)).collect();
    if !secret && !found.is_empty() {
        all.insert(FOUND.to_owned(), Some(Value::List(found)));
    }
    if !secret {
        let rows = guard.failing_rows(scene);
        let named = rows.iter().map(|(table, number, row)| {
            let number = i64::try_from(*number).unwrap_or(i64::MAX);
            let first = scene.procedure.field(table).and_then(|field| field.columns.first());
            let first = first.and_then(|column| row.get(&column.id)).map(|cell| by_name(scene, cell));
            Value::List(std::iter::once(Value::Int(number)).chain(first).collect())
        });
        let named: Vec<Value> = named.collect();
        if !named.is_empty() {
            all.insert(ROWS.to_owned(), Some(Value::List(named)));
        }
    }
    all
}

/// A matter as it is called: its identifier tells nobody anything.
fn by_name(scene: &Scene<'_>, value: &Value) -> Value {
    match value {
        Value::Matter(id) => match scene.facts.matters.get(id) {
            Some(one) => Value::Text(called(scene.registry, one, scene.facts)),
            None => value.clone(),
        },
        Value::List(all) => Value::List(all.iter().map(|one| by_name(scene, one)).collect()),
        _ => value.clone(),
    }
}

/// A fact's name as definitions write it.
pub(super) fn fact_name(fact: &Fact) -> String {
    use crate::guard::{ActPart, LimitPart, TrackPart};
    match fact {
        Fact::Field(field) | Fact::Column(field) | Fact::ElementField(field) => field.to_string(),
        Fact::ThroughField(through, field) => format!("{through}.{field}"),
        Fact::StateOf(field) => format!("{field}.state"),
        Fact::BodyOf(field) => format!("{field}.body"),
        Fact::UpperGovernment(field) => format!("{field}.upper_government"),
        Fact::Party(field, _) | Fact::Cite(field, _) => field.to_string(),
        Fact::Act(action, part) => match part {
            ActPart::Done => format!("{action}.done"),
            ActPart::On => format!("{action}.on"),
            ActPart::Count => format!("{action}.count"),
            ActPart::By => format!("{action}.by"),
            ActPart::Value(field) | ActPart::Party(field, _) => format!("{action}.{field}"),
        },
        Fact::Track(track, part) => match part {
            TrackPart::Opened => format!("{track}.opened"),
            TrackPart::Count => format!("{track}.count"),
            TrackPart::Closed => format!("{track}.closed"),
            TrackPart::State => format!("{track}.state"),
            TrackPart::Field(field) => format!("{track}.{field}"),
            TrackPart::Done(action) | TrackPart::On(action) => format!("{track}.{action}"),
        },
        Fact::Limit(limit, part) => match part {
            LimitPart::Due => format!("limit.{limit}.due"),
            LimitPart::Over => format!("limit.{limit}.over"),
            LimitPart::Open => format!("limit.{limit}.open"),
            LimitPart::Done => format!("limit.{limit}.done"),
            LimitPart::Amount => format!("limit.{limit}.amount"),
        },
        Fact::Parameter(id) => format!("param.{id}"),
        Fact::State | Fact::ElementState => "state".to_owned(),
        Fact::OpenedOn => "opened_on".to_owned(),
        Fact::Today => "today".to_owned(),
        Fact::Number => "number".to_owned(),
        Fact::Own => "self".to_owned(),
        Fact::Body(_) | Fact::ElementBody => "body".to_owned(),
        Fact::Actor(_) => "actor".to_owned(),
        Fact::ParentField(field) => format!("parent.{field}"),
        Fact::ParentState => "parent.state".to_owned(),
        Fact::Period(_) => "period".to_owned(),
        Fact::Element => "it".to_owned(),
        Fact::ThroughColumn(column, _) => column.to_string(),
    }
}

/// What would make a condition true: what its author says; an action that it waits for; a field to be given.
pub(super) fn next_for(scene: &Scene<'_>, action: &Action, condition: &Condition) -> Next {
    if let Some(next) = &condition.next {
        return Next::Say(next.clone());
    }
    let mut fields = Vec::new();
    let mut actions = Vec::new();
    for fact in condition.guard.node.facts() {
        match fact {
            Fact::Act(id, _) if scene.state.last(id).is_none() => actions.push(id.clone()),
            Fact::Field(id)
            | Fact::Party(id, _)
            | Fact::Cite(id, _)
            | Fact::StateOf(id)
            | Fact::ThroughField(id, _) => {
                if action.records.iter().any(|(one, _)| one == id) {
                    fields.push(id.clone());
                } else if scene.value_of(id).is_none() {
                    let records = |one: &&Action| one.records.iter().any(|(field, _)| field == id);
                    actions.extend(scene.procedure.actions.iter().filter(records).map(|one| one.id.clone()));
                }
            }
            _ => {}
        }
    }
    match (actions.is_empty(), fields.is_empty()) {
        (false, _) => Next::Do(actions),
        (true, false) => Next::Correct(fields),
        (true, true) => Next::Nothing,
    }
}
