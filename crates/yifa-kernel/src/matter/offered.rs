//! Owns what a form knows before it is sent: which matters may stand in a field as the action's own conditions have it, and
//! with what its inputs begin.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::settle::rows;
use super::{Actor, Facts, Scene, State};
use crate::definition::Registry;
use crate::guard::{Fact, Guard, Node};
use crate::id::{FieldId, MatterId};
use crate::procedure::{Action, Field, Fills};
use crate::value::Value;

/// A form of one action on one matter, on a day, in somebody's hands.
#[derive(Clone, Copy)]
pub struct Form<'a> {
    /// The definitions.
    pub registry: &'a Registry,
    /// The matter; one that is not opened yet where the action opens it.
    pub state: &'a State,
    /// The action.
    pub action: &'a Action,
    /// The matters that it and the given values point to.
    pub facts: &'a Facts,
    /// Who fills it in.
    pub actor: &'a Actor,
    /// The day.
    pub today: Date,
}

impl Form<'_> {
    /// Whether a matter may be chosen in a field, as far as the action's conditions speak of nothing else than that field, the
    /// body, the actor and the day: `power.holder == body.id`, `all(officers, state == valid)`. What they leave open is no
    /// reason to hide it.
    pub fn may_choose(&self, field: &FieldId, candidate: &Arc<State>) -> bool {
        let Some(procedure) = self.registry.procedure_of(self.state) else { return true };
        let many = procedure.field(field).is_some_and(|field| field.many);
        let one = Value::Matter(candidate.matter.clone());
        let chosen = if many { Value::List(vec![one]) } else { one };
        let inputs = BTreeMap::from([(field.clone(), chosen)]);
        let facts = Facts {
            matters: BTreeMap::from([(candidate.matter.clone(), candidate.clone())]),
            bodies: self.facts.bodies.clone(),
            ..Facts::default()
        };
        let mut scene = Scene::new(self.registry, procedure, self.state, &facts, self.today);
        scene.actor = Some(self.actor);
        scene.inputs = Some(&inputs);
        let mut demands = Vec::new();
        self.action.require.iter().for_each(|one| conjuncts(&one.guard.node, &mut demands));
        let mut demands =
            demands.into_iter().map(|node| where_known(node, field)).filter(|node| speaks_of(node, field));
        demands.all(|node| node.holds(&scene) != Some(false))
    }

    /// With what the inputs begin that nobody has filled in: what their `prefill` finds in what is on record and in what is
    /// `given`, the circumstances that the benchmark of the norm asks for, and the rows of a table that names them by its choices.
    pub fn prefilled(&self, given: &BTreeMap<FieldId, Value>) -> BTreeMap<FieldId, Value> {
        let mut found = BTreeMap::new();
        let Some(procedure) = self.registry.procedure_of(self.state) else { return found };
        let mut inputs = given.clone();
        for (id, _) in &self.action.records {
            let Some(field) = procedure.field(id).filter(|_| !inputs.contains_key(id)) else { continue };
            let mut scene = Scene::new(self.registry, procedure, self.state, self.facts, self.today);
            scene.actor = Some(self.actor);
            scene.inputs = Some(&inputs);
            // What is on record stands in the form already.
            if scene.value_of(id).is_some_and(|value| !is_overtaken(field, value, self.today)) {
                continue;
            }
            let said = field.prefill.as_ref().and_then(|guard| guard.value(&scene));
            let said = said.and_then(|value| taken_over(field, value));
            if let Some(value) = said.or_else(|| self.asked_for(&scene, field)).or_else(|| each(field)) {
                inputs.insert(id.clone(), value.clone());
                found.insert(id.clone(), value);
            }
        }
        found
    }

    /// The rows that a table begins with, one for each of these matters of the roll that it is made of.
    pub fn listed(&self, begins: &Fills, matters: &BTreeSet<MatterId>) -> Option<Value> {
        let procedure = self.registry.procedure_of(self.state)?;
        let mut scene = Scene::new(self.registry, procedure, self.state, self.facts, self.today);
        scene.actor = Some(self.actor);
        Some(Value::Table(rows(&scene, begins, matters))).filter(|table| *table != Value::Table(Vec::new()))
    }

    /// The rows of a table of circumstances: one for each factor of the benchmark that measures an amount of this form.
    fn asked_for(&self, scene: &Scene<'_>, table: &Field) -> Option<Value> {
        let amounts = self.action.records.iter().filter_map(|(id, _)| scene.procedure.field(id));
        let within = amounts.filter_map(|field| field.within.as_ref()).find(|one| one.by == table.id)?;
        let Value::Cite(norm) = scene.value_of(&within.norm)? else { return None };
        let benchmark = self.registry.benchmark_for(&norm.text, self.today)?;
        let row = |label: &str| BTreeMap::from([(FieldId::new("factor"), Value::Text(label.to_owned()))]);
        Some(Value::Table(benchmark.factors.iter().map(|factor| row(&factor.label.zh)).collect()))
    }
}

/// What a table takes over from another: the columns of its own.
fn taken_over(field: &Field, value: Value) -> Option<Value> {
    let Value::Table(mut rows) = value else { return Some(value) };
    for row in &mut rows {
        row.retain(|id, _| field.columns.iter().any(|column| column.id == *id));
    }
    Some(Value::Table(rows)).filter(|table| *table != Value::Table(Vec::new()))
}

/// Whether a day on record is over where the form begins with one that lies ahead: what was announced once is not announced
/// again.
pub fn is_overtaken(field: &Field, value: &Value, today: Date) -> bool {
    let ahead = |guard: &Guard| guard.node.facts().iter().any(|fact| matches!(fact, Fact::Today));
    field.prefill.as_ref().is_some_and(ahead) && value.as_date().is_some_and(|day| day < today)
}

/// A row for each choice of the column that the table names.
fn each(table: &Field) -> Option<Value> {
    let by = table.rows.as_ref()?;
    let column = table.columns.iter().find(|column| column.id == *by)?;
    let row = |(word, _): &(String, _)| BTreeMap::from([(by.clone(), Value::Choice(word.clone()))]);
    Some(Value::Table(column.choices.iter().map(row).collect()))
}

fn conjuncts<'a>(node: &'a Node, all: &mut Vec<&'a Node>) {
    match node {
        Node::And(a, b) => {
            conjuncts(a, all);
            conjuncts(b, all);
        }
        other => all.push(other),
    }
}

/// What a demand asks of a field that may be left blank: `not known(document) or document.state == published`.
fn where_known<'a>(node: &'a Node, field: &FieldId) -> &'a Node {
    let Node::Or(blank, then) = node else { return node };
    let Node::Not(known) = blank.as_ref() else { return node };
    match known.as_ref() {
        Node::Known(inner) if matches!(inner.as_ref(), Node::Fact(Fact::Field(id)) if id == field) => then,
        _ => node,
    }
}

/// Whether a demand is of each matter that stands in the field, and of nothing else that a form records.
fn speaks_of(node: &Node, field: &FieldId) -> bool {
    let names = |list: &Node| matches!(list, Node::Fact(Fact::Field(id)) if id == field);
    let each = match node {
        Node::All(list, cond) if names(list) => Some(cond),
        Node::Not(inner) => match inner.as_ref() {
            Node::Any(list, cond) if names(list) => Some(cond),
            _ => None,
        },
        _ => None,
    };
    let around =
        |fact: &Fact| matches!(fact, Fact::Today | Fact::Body(_) | Fact::Actor(_) | Fact::Parameter(_));
    if let Some(cond) = each {
        let element = |fact: &Fact| {
            matches!(fact, Fact::Element | Fact::ElementField(_) | Fact::ElementState | Fact::ElementBody)
        };
        return cond.facts().iter().all(|fact| around(fact) || element(fact));
    }
    let own = |fact: &Fact| match fact {
        Fact::ThroughField(through, _) => through == field,
        Fact::StateOf(id) | Fact::BodyOf(id) => id == field,
        _ => false,
    };
    let facts = node.facts();
    facts.iter().any(|fact| own(fact)) && facts.iter().all(|fact| own(fact) || around(fact))
}
