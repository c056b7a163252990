//! Owns the columns that an opening action takes, and which column of a sheet is which of them.

use yifa_kernel::guard::Kind;
use yifa_kernel::id::FieldId;
use yifa_kernel::procedure::{Action, Field, FieldKind, Label, Needed, Procedure};

use crate::error::Result;
use crate::sheet::{Column, Sheet};

/// A column that an opening action takes: for a blank sheet to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterColumn {
    /// What the header may call it: the field's name first, then its identifier.
    pub names: Vec<String>,
    /// The field's name.
    pub label: Label,
    /// Whether it must be filled in.
    pub required: bool,
    /// What kind of value stands in it.
    pub declared: FieldKind,
    /// What may stand in it, for a choice.
    pub choices: Vec<Label>,
    pub(super) field: FieldId,
    pub(super) part: Part,
}

/// What of a field a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    Kind,
    Code,
    Address,
    Phone,
}

/// What the parts of a party are called after its field.
const PARTS: [(Part, &str, &str); 4] = [
    (Part::Kind, "类型", "kind"),
    (Part::Code, "证件号", "code"),
    (Part::Address, "地址", "address"),
    (Part::Phone, "电话", "phone"),
];

/// What a party is: as a value has it, and as a sheet is told to write it.
pub(super) const KINDS: [(&str, &str, &str); 2] =
    [("citizen", "公民", "citizen"), ("organisation", "法人或者其他组织", "organisation")];

/// What the column of bodies is called.
const BODY_COLUMN: [&str; 3] = ["机关", "Body", "body"];

pub(super) fn columns(procedure: &Procedure, action: &Action) -> Vec<RegisterColumn> {
    let mut all = Vec::new();
    for (id, needed) in &action.records {
        let Some(field) = procedure.field(id) else { continue };
        if !fits_a_cell(&field.kind) {
            continue;
        }
        let names = |zh: &str, en: &str, key: &str| {
            let joined = |label: &str, part: &str| {
                if part.is_empty() { label.to_owned() } else { format!("{label}{part}") }
            };
            let en = if en.is_empty() { field.label.en.clone() } else { format!("{} {en}", field.label.en) };
            let key = if key.is_empty() { id.to_string() } else { format!("{id}.{key}") };
            vec![joined(&field.label.zh, zh), en, key]
        };
        let column = |part, names| RegisterColumn {
            names,
            label: field.label.clone(),
            required: *needed == Needed::Required && part == Part::Whole,
            declared: if part == Part::Whole { field.declared } else { FieldKind::Text },
            choices: choices(field, part),
            field: id.clone(),
            part,
        };
        all.push(column(Part::Whole, names("", "", "")));
        if field.kind == Kind::Party {
            all.extend(PARTS.map(|(part, zh, en)| column(part, names(zh, en, en))));
        }
    }
    all
}

/// What may stand in a column, for a choice.
fn choices(field: &Field, part: Part) -> Vec<Label> {
    match part {
        Part::Whole => field.choices.iter().map(|(_, label)| label.clone()).collect(),
        Part::Kind => KINDS.map(|(_, zh, en)| Label { zh: zh.to_owned(), en: en.to_owned() }).to_vec(),
        Part::Code | Part::Address | Part::Phone => Vec::new(),
    }
}

fn fits_a_cell(kind: &Kind) -> bool {
    match kind {
        Kind::File | Kind::Table(_) => false,
        Kind::List(one) => fits_a_cell(one) && **one != Kind::Party,
        _ => true,
    }
}

/// What each column of a sheet is for: a column of the action, or the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use<'a> {
    Body,
    Field(&'a FieldId, Part),
}

/// Finds the use of every column; those without a name are empty below it too.
pub(super) fn assigned<'a>(sheet: &Sheet, columns: &'a [RegisterColumn]) -> Result<Vec<Option<Use<'a>>>> {
    let own = columns.iter().map(|column| Column {
        names: column.names.clone(),
        required: column.required,
        is: Use::Field(&column.field, column.part),
    });
    let body = Column { names: BODY_COLUMN.map(str::to_owned).to_vec(), required: false, is: Use::Body };
    sheet.columns(&own.chain([body]).collect::<Vec<_>>())
}
