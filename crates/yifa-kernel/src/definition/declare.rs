//! Owns the second pass: which names each procedure declares, with their kinds. Faults: malformed, doubled and
//! colliding identifiers, kinds that contradict themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::diagnostic::Diagnostic;
use super::parsed::RawProcedure;
use super::raw::{At, Choice, FieldHolds, FieldKind};
use super::written;
use crate::guard::{Kind, ProcedureNames};
use crate::id::{FieldId, ProcedureId};
use crate::procedure::ParameterValue;
use crate::value::Value;

/// Procedures by the noun that they embody.
pub(super) type Nouns = BTreeMap<String, ProcedureId>;

/// The nouns of all procedures.
pub(super) fn nouns(procedures: &[RawProcedure], faults: &mut Vec<Diagnostic>) -> Nouns {
    let mut all = Nouns::new();
    for procedure in procedures {
        let Some(noun) = &procedure.head.noun else { continue };
        let id = ProcedureId::new(procedure.head.id.get_ref());
        if let Some(other) = all.insert(noun.clone(), id.clone()).filter(|other| *other != id) {
            let says = format!("both `{other}` and `{id}` say they are the noun `{noun}`");
            faults.push(Diagnostic::new("D0104", &procedure.file, procedure.head.id.span(), says));
        }
    }
    all
}

/// The names of one procedure.
pub(super) fn declare(raw: &RawProcedure, nouns: &Nouns, faults: &mut Vec<Diagnostic>) -> ProcedureNames {
    let mut names =
        ProcedureNames { id: Some(ProcedureId::new(raw.head.id.get_ref())), ..ProcedureNames::default() };
    let mut seen = BTreeSet::new();
    let mut ids = Ids { faults, hyphens: false };
    for field in &raw.fields {
        ids.check(&field.file, &field.it.id, &mut seen);
        let kind = ids.kind(&field.file, &field.it, nouns);
        names.fields.insert(FieldId::new(field.it.id.get_ref()), kind);
    }
    for action in &raw.actions {
        ids.check(&action.file, &action.it.id, &mut seen);
        let records = action.it.records.iter().map(|one| one.get_ref().trim_end_matches('?').into());
        let follows = action.it.sets.keys().map(|one| FieldId::new(one.clone()));
        let gathered = action.it.gathers.keys().map(|one| FieldId::new(one.clone()));
        let filled = action.it.fills.keys().map(|one| FieldId::new(one.clone()));
        let follows = follows.chain(gathered).chain(filled);
        let drawn = action.it.draws.iter().map(|draw| FieldId::new(draw.into.get_ref()));
        names
            .actions
            .insert(action.it.id.get_ref().as_str().into(), records.chain(follows).chain(drawn).collect());
    }
    for track in &raw.tracks {
        ids.check(&track.file, &track.it.id, &mut seen);
        names
            .tracks
            .insert(track.it.id.get_ref().as_str().into(), ProcedureId::new(track.it.procedure.get_ref()));
    }
    let mut states = BTreeSet::new();
    for state in &raw.states {
        ids.check(&state.file, &state.it.id, &mut states);
        names.states.push(state.it.id.get_ref().clone());
    }
    ids.hyphens = true;
    let mut limits = BTreeSet::new();
    for limit in &raw.limits {
        ids.check(&limit.file, &limit.it.id, &mut limits);
        names.limits.push(limit.it.id.get_ref().as_str().into());
    }
    ids.hyphens = false;
    let mut parameters = BTreeSet::new();
    for parameter in &raw.parameters {
        ids.check(&parameter.file, &parameter.it.id, &mut parameters);
        match written::parameter(parameter.it.value.get_ref()) {
            Ok(ParameterValue::Value(value)) => {
                names.parameters.insert(parameter.it.id.get_ref().clone(), parameter_kind(&value));
            }
            Ok(ParameterValue::Length(_)) => {
                names.lengths.insert(parameter.it.id.get_ref().clone());
            }
            Err(says) => {
                ids.faults.push(Diagnostic::new("D0402", &parameter.file, parameter.it.value.span(), says));
            }
        }
    }
    names.parent = raw.head.parent.as_ref().map(|parent| ProcedureId::new(parent.get_ref()));
    names
}

/// The kind of a parameter's written value.
pub(super) fn parameter_kind(value: &Value) -> Kind {
    match value {
        Value::Bool(_) => Kind::Bool,
        Value::Int(_) => Kind::Int,
        Value::Decimal(_) => Kind::Decimal,
        Value::Money(_) => Kind::Money,
        Value::Date(_) => Kind::Date,
        _ => Kind::Text,
    }
}

/// The kind of a column or field, without `many`.
pub(super) fn base_kind(kind: FieldKind, choices: &[Choice], of: &[At<String>], nouns: &Nouns) -> Kind {
    let noun = |name: &str| Kind::Matter(nouns.get(name).cloned().into_iter().collect());
    match kind {
        FieldKind::Text | FieldKind::LongText => Kind::Text,
        FieldKind::Bool => Kind::Bool,
        FieldKind::Int => Kind::Int,
        FieldKind::Decimal => Kind::Decimal,
        FieldKind::Money => Kind::Money,
        FieldKind::Date => Kind::Date,
        FieldKind::Instant => Kind::Instant,
        FieldKind::Choice => Kind::Choice(choices.iter().map(|choice| choice.id.clone()).collect()),
        FieldKind::Body => Kind::Body,
        FieldKind::Party => Kind::Party,
        FieldKind::Person => Kind::Person,
        FieldKind::Officer => noun("officer"),
        FieldKind::Power => noun("power"),
        FieldKind::Cite => Kind::Cite,
        FieldKind::Matter => Kind::Matter(of.iter().map(|one| ProcedureId::new(one.get_ref())).collect()),
        FieldKind::File => Kind::File,
        FieldKind::Table => Kind::Table(Arc::new([])),
    }
}

struct Ids<'a> {
    faults: &'a mut Vec<Diagnostic>,
    hyphens: bool,
}

impl Ids<'_> {
    fn check(&mut self, file: &str, id: &At<String>, seen: &mut BTreeSet<String>) {
        let text = id.get_ref();
        let letter =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || (self.hyphens && c == '-');
        if text.is_empty() || !text.starts_with(|c: char| c.is_ascii_lowercase()) || !text.chars().all(letter)
        {
            let joined = if self.hyphens { "hyphens" } else { "underscores" };
            let says = format!("`{text}` is not an identifier: lower-case words joined by {joined}");
            self.faults.push(Diagnostic::new("D0102", file, id.span(), says));
        }
        if RESERVED.contains(&text.as_str()) && !self.hyphens {
            let says = format!("`{text}` is a word of the condition language");
            self.faults
                .push(Diagnostic::new("D0102", file, id.span(), says).help("choose another identifier"));
        }
        if !seen.insert(text.clone()) {
            let says = format!("`{text}` is used twice");
            let help = "fields, actions and tracks share one set of names; states, limits and parameters have their own";
            self.faults.push(Diagnostic::new("D0202", file, id.span(), says).help(help));
        }
    }

    fn kind(&mut self, file: &str, field: &super::raw::Field, nouns: &Nouns) -> Kind {
        let mut fault =
            |says: String| self.faults.push(Diagnostic::new("D0508", file, field.id.span(), says));
        let id = field.id.get_ref();
        if (field.kind == FieldKind::Choice) == field.choices.is_empty() {
            fault(format!("`{id}`: choices belong to the type `choice`, and to no other"));
        }
        if (field.kind == FieldKind::Matter) == field.of.is_empty() {
            fault(format!("`{id}`: `of` belongs to the type `matter`, and to no other"));
        }
        if (field.kind == FieldKind::Table) == field.columns.is_empty() {
            fault(format!("`{id}`: columns belong to the type `table`, and to no other"));
        }
        if field.kind == FieldKind::Table && field.many {
            fault(format!("`{id}`: a table already holds many rows"));
        }
        let cites = field.kind == FieldKind::Cite || field.columns.iter().any(|c| c.kind == FieldKind::Cite);
        if (field.as_of.is_some() || field.internal) && !cites {
            fault(format!("`{id}`: `as_of` and `internal` belong to the type `cite`"));
        }
        if cites && field.as_of.is_none() && !field.internal {
            fault(format!(
                "`{id}`: a citation says on which day it must hold (`as_of`), or that only an internal duty rests on it (`internal`)"
            ));
        }
        let of_text = |kind: FieldKind, number: bool| kind == FieldKind::Text || !number;
        let columns = field.columns.iter().all(|column| of_text(column.kind, column.document_number));
        if !of_text(field.kind, field.document_number) || !columns {
            fault(format!("`{id}`: `document_number` belongs to the type `text`"));
        }
        match field.holds {
            Some(FieldHolds::Measure) if field.kind != FieldKind::Text => {
                fault(format!("`{id}`: only a text names a measure"));
            }
            Some(FieldHolds::Passage) if field.kind != FieldKind::Int => {
                fault(format!("`{id}`: a passage is a whole number: where it begins"));
            }
            Some(FieldHolds::Measure | FieldHolds::Passage | FieldHolds::Technical) | None => {}
        }
        if field.unique && field.unique_while_open {
            fault(format!("`{id}`: `unique` is already so while a matter is open"));
        }
        if (field.unique || field.unique_while_open)
            && (field.many || matches!(field.kind, FieldKind::Table | FieldKind::LongText | FieldKind::File))
        {
            fault(format!("`{id}`: only single short values can be unique"));
        }
        for (noun, kind) in [("officer", FieldKind::Officer), ("power", FieldKind::Power)] {
            if field.kind == kind && !nouns.contains_key(noun) {
                fault(format!("`{id}`: no procedure says `noun = \"{noun}\"`"));
            }
        }
        let base = match field.kind {
            FieldKind::Table => Kind::Table(
                field
                    .columns
                    .iter()
                    .map(|c| (FieldId::new(c.id.get_ref()), base_kind(c.kind, &c.choices, &c.of, nouns)))
                    .collect(),
            ),
            kind => base_kind(kind, &field.choices, &field.of, nouns),
        };
        if field.many { Kind::List(Box::new(base)) } else { base }
    }
}

const RESERVED: [&str; 17] = [
    "and",
    "or",
    "not",
    "in",
    "true",
    "false",
    "state",
    "today",
    "opened_on",
    "number",
    "body",
    "actor",
    "param",
    "parent",
    "limit",
    "period",
    "it",
];
