//! Owns what an act has recorded, in words: the sheet that stands in the case file for an act whose record no paper shows.

use std::collections::BTreeMap;

use super::{Act, Facts, State, called};
use crate::definition::Registry;
use crate::disclosure::HIDDEN;
use crate::id::FieldId;
use crate::procedure::{Field, Label, Procedure};
use crate::value::Value;
use crate::words::{self, Tongue};

/// Each value that an act has recorded, by the name of its field, in the order of the definition. What is sealed is named and
/// not shown.
pub fn recorded_by(registry: &Registry, state: &State, facts: &Facts, act: &Act) -> Vec<(Label, String)> {
    let Some(procedure) = registry.procedure_of(state) else { return Vec::new() };
    let spoken = Spoken { registry, procedure, facts };
    let fields = procedure.fields.iter().filter_map(|field| Some((field, act.values.get(&field.id)?)));
    fields
        .map(|(field, value)| {
            let text = if field.sealed { HIDDEN.to_owned() } else { spoken.value(field, value) };
            (field.label.clone(), text)
        })
        .collect()
}

/// Who does the work of a matter, by name: the persons and registered officers that a field holds.
pub fn people_in(registry: &Registry, state: &State, facts: &Facts, field: &FieldId) -> Vec<String> {
    let Some(procedure) = registry.procedure_of(state) else { return Vec::new() };
    let (Some(field), Some(value)) = (procedure.field(field), state.fields.get(field)) else {
        return Vec::new();
    };
    let spoken = Spoken { registry, procedure, facts };
    match value {
        Value::List(all) => all.iter().map(|one| spoken.value(field, one)).collect(),
        one => vec![spoken.value(field, one)],
    }
}

struct Spoken<'a> {
    registry: &'a Registry,
    procedure: &'a Procedure,
    facts: &'a Facts,
}

impl Spoken<'_> {
    fn value(&self, field: &Field, value: &Value) -> String {
        match value {
            Value::List(all) => all.iter().map(|one| self.value(field, one)).collect::<Vec<_>>().join("、"),
            Value::Table(rows) => {
                let row = |row: &BTreeMap<FieldId, Value>| {
                    let cells = field.columns.iter().filter_map(|column| {
                        let said = self.one(&column.choices, row.get(&column.id)?);
                        Some(format!("{}：{said}", column.label.zh))
                    });
                    cells.collect::<Vec<_>>().join("，")
                };
                rows.iter().map(row).collect::<Vec<_>>().join("\n")
            }
            one => self.one(&field.choices, one),
        }
    }

    fn one(&self, choices: &[(String, Label)], value: &Value) -> String {
        match value {
            Value::Choice(word) => {
                let label = choices.iter().find(|(id, _)| id == word).map(|(_, label)| label);
                let state = || self.procedure.states.iter().find(|state| state.id.as_str() == word);
                let label = label.or_else(|| state().map(|state| &state.label));
                label.map_or_else(|| word.clone(), |label| label.zh.clone())
            }
            Value::Person(person) => {
                self.facts.names.get(person).cloned().unwrap_or_else(|| person.to_string())
            }
            Value::Body(body) => {
                self.facts.bodies.get(body).map_or_else(|| body.to_string(), |body| body.name.clone())
            }
            Value::Matter(matter) => {
                let other = self.facts.matters.get(matter);
                other.map_or_else(|| HIDDEN.to_owned(), |other| called(self.registry, other, self.facts))
            }
            other => words::in_words(other, Tongue::Hans),
        }
    }
}
