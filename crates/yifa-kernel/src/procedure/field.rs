//! Parameters, fields and states, checked.

use std::collections::BTreeMap;

use super::{BasisClass, FieldHolds, FieldKind, Label, Length};
use crate::guard::{Guard, Kind};
use crate::id::{FieldId, StateId};
use crate::value::Value;

/// A parameter with its value.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Name.
    pub label: Label,
    /// The value, or a span of time.
    pub value: ParameterValue,
    /// Where the value comes from.
    pub basis: Vec<String>,
    /// How firm that is.
    pub class: BasisClass,
    /// Whether a city's overlay set it.
    pub overlaid: bool,
}

/// A parameter is a value for conditions or a length for limits.
#[derive(Debug, Clone, PartialEq)]
pub enum ParameterValue {
    /// A value.
    Value(Value),
    /// A length of time.
    Length(Length),
}

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Identifier.
    pub id: FieldId,
    /// Label.
    pub label: Label,
    /// Kind as declared.
    pub declared: FieldKind,
    /// Kind as conditions see it.
    pub kind: Kind,
    /// Several values.
    pub many: bool,
    /// Choices with labels.
    pub choices: Vec<(String, Label)>,
    /// Columns of a table.
    pub columns: Vec<Column>,
    /// Personal data.
    pub personal: bool,
    /// Hidden inside the organ.
    pub sealed: bool,
    /// Unique among the procedure's matters.
    pub unique: bool,
    /// Unique among those of the procedure's matters that are not over.
    pub unique_while_open: bool,
    /// Whether a text holds a document number, kept in its one form.
    pub document_number: bool,
    /// Of a text: the text of the procedure one of whose passages it names.
    pub passage_of: Option<FieldId>,
    /// For citations: the day on which the instrument must be in force.
    pub as_of: Option<Guard>,
    /// For citations: only a duty inside the administration rests on them.
    pub internal: bool,
    /// Smallest value.
    pub min: Option<Guard>,
    /// Largest value.
    pub max: Option<Guard>,
    /// The discretion benchmark in whose tier the amount must lie.
    pub within: Option<Measured>,
    /// What a plain value stands for.
    pub holds: Option<FieldHolds>,
    /// With what the input begins.
    pub prefill: Option<Guard>,
    /// Of the matters that may stand here: the field that holds the person whose own matter the input begins with.
    pub prefill_own: Option<FieldId>,
    /// Of a table: the column for each of whose choices the input begins with a row.
    pub rows: Option<FieldId>,
    /// What it is when somebody of the public does the act online.
    pub online: Option<Online>,
    /// Help for the person who fills it in; empty in a language in which nobody wrote it.
    pub help: Option<Label>,
    /// Articles.
    pub basis: Vec<String>,
}

/// An amount measured by a discretion benchmark.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The citation field that names the norm.
    pub norm: FieldId,
    /// The table of circumstances.
    pub by: FieldId,
    /// For shares: of what.
    pub of: Option<FieldId>,
    /// Not if.
    pub unless: Option<Guard>,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Identifier.
    pub id: FieldId,
    /// Label.
    pub label: Label,
    /// Kind as declared.
    pub declared: FieldKind,
    /// Kind as conditions see it.
    pub kind: Kind,
    /// Choices with labels.
    pub choices: Vec<(String, Label)>,
    /// Whether a text holds a document number, kept in its one form.
    pub document_number: bool,
    /// Of a text: the text of the procedure one of whose passages it names.
    pub passage_of: Option<FieldId>,
    /// Of a pointer to a matter: the column that tells those outside the office what it points to.
    pub told_by: Option<FieldId>,
}

impl Column {
    /// The columns of a table as papers and the public read them: a pointer is left out where the column beside it tells in
    /// every row what it points to, since a way into a register leads nowhere outside the office.
    pub fn outside<'a>(columns: &'a [Self], rows: &[BTreeMap<FieldId, Value>]) -> Vec<&'a Self> {
        let told =
            |by: &FieldId, of: &FieldId| rows.iter().all(|row| !row.contains_key(of) || row.contains_key(by));
        columns.iter().filter(|one| one.told_by.as_ref().is_none_or(|by| !told(by, &one.id))).collect()
    }
}

/// A state.
#[derive(Debug, Clone)]
pub struct StateDef {
    /// Identifier.
    pub id: StateId,
    /// Name.
    pub label: Label,
    /// Nothing more happens.
    pub is_final: bool,
    /// 在册: done for now; the matter stands in the register until something happens.
    pub at_rest: bool,
}

/// What a field is by itself when somebody of the public does the act online.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Online {
    /// One of its choices.
    Word(String),
    /// The day of the act.
    Today,
}

impl Online {
    /// The value, on a day.
    pub fn value(&self, today: jiff::civil::Date) -> Value {
        match self {
            Self::Word(word) => Value::Choice(word.clone()),
            Self::Today => Value::Date(today),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_stays_inside_where_the_column_beside_it_tells_what_it_points_to() {
        let column = |id: &str, declared, kind, told_by: Option<&str>| Column {
            id: FieldId::new(id),
            label: Label { zh: id.to_owned(), en: id.to_owned() },
            declared,
            kind,
            choices: Vec::new(),
            document_number: false,
            passage_of: None,
            told_by: told_by.map(FieldId::new),
        };
        let columns = [
            column("document", FieldKind::Matter, Kind::Matter([].into()), Some("title")),
            column("title", FieldKind::Text, Kind::Text, None),
        ];
        let row = |all: &[&str]| {
            let value = |id: &&str| (FieldId::new(*id), Value::Text((*id).to_owned()));
            all.iter().map(value).collect::<BTreeMap<_, _>>()
        };
        let shown = |rows: &[BTreeMap<FieldId, Value>]| {
            let all = Column::outside(&columns, rows).into_iter();
            all.map(|one| one.id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(shown(&[row(&["document", "title"]), row(&["title"])]), ["title"]);
        assert_eq!(shown(&[row(&["document", "title"]), row(&["document"])]), ["document", "title"]);
        assert_eq!(shown(&[]), ["title"]);
    }
}
