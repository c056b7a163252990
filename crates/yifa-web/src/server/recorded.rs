//! Owns what is on record of a matter as its page shows it: each field by its kind, what is hidden as a mask, what stands for
//! something else as that.

use std::collections::BTreeMap;

use yifa_app::city::Opened;
use yifa_kernel::guard::Kind;
use yifa_kernel::id::FieldId;
use yifa_kernel::procedure::{Action, Column, Field, FieldHolds, Procedure};
use yifa_kernel::value::Value;

use super::act::is_hidden;
use super::guest::Staff;
use super::show::may_open;
use super::words;
use crate::pages::matter::{DataField, Shown};

/// What is on record, in the order of the definition; `revealed`: the hidden field that the reader has opened.
pub(super) fn data(
    staff: &Staff,
    opened: &Opened,
    procedure: &Procedure,
    revealed: Option<&FieldId>,
) -> Vec<DataField> {
    let lang = staff.guest.lang;
    let guest = &staff.guest;
    let all = procedure.fields.iter().filter(|field| !stands_in_a_table(procedure, field)).map(|field| {
        let recorded = opened.state.fields.get(&field.id);
        let shown = match recorded {
            None => Shown::Empty,
            Some(value) if field.holds.is_some() => held(staff, opened, procedure, field, value),
            Some(value) if is_hidden(field) && revealed == Some(&field.id) => {
                Shown::Revealed(words::value(guest, Some(field), value, Some(&opened.facts)))
            }
            Some(value) if is_hidden(field) => {
                Shown::Masked(words::masked(value), may_open(staff, opened, field))
            }
            Some(Value::Text(text)) if text.contains('\n') || text.chars().count() > 80 => {
                Shown::Long(text.clone())
            }
            Some(Value::Matter(id)) => Shown::Link(
                words::value(guest, Some(field), &Value::Matter(id.clone()), Some(&opened.facts)),
                format!("/matters/{id}"),
            ),
            Some(Value::File(file)) => Shown::Link(
                file.name.clone(),
                format!("/matters/{}/files/{}", opened.state.matter, file.digest),
            ),
            Some(Value::List(all)) if !all.is_empty() => Shown::Lines(
                all.iter().map(|one| words::value(guest, Some(field), one, Some(&opened.facts))).collect(),
            ),
            Some(Value::Table(rows)) if !rows.is_empty() => {
                // A column that no row fills tells nothing and takes the room of the others.
                let filled = |column: &&Column| rows.iter().any(|row| row.contains_key(&column.id));
                let columns: Vec<&Column> = field.columns.iter().filter(filled).collect();
                let head = columns.iter().map(|column| words::label(lang, &column.label)).collect();
                let cell = |row: &BTreeMap<FieldId, Value>, id: &FieldId| {
                    row.get(id).map_or_else(String::new, |value| {
                        words::value(guest, Some(field), value, Some(&opened.facts))
                    })
                };
                let rows =
                    rows.iter().map(|row| columns.iter().map(|column| cell(row, &column.id)).collect());
                Shown::Table(head, rows.collect())
            }
            Some(value) => Shown::Plain(words::value(guest, Some(field), value, Some(&opened.facts))),
        };
        DataField { id: field.id.to_string(), label: words::label(lang, &field.label), shown }
    });
    all.filter(|field| !matches!(field.shown, Shown::Empty)).collect()
}

/// Whether a field only takes what other matters hand over until it has become a row of a table: there it stands with all that
/// came before, and by itself the last one would look like the only one.
fn stands_in_a_table(procedure: &Procedure, field: &Field) -> bool {
    let mut taken =
        procedure.actions.iter().filter(|action| action.records.iter().any(|(id, _)| *id == field.id));
    let added = |action: &Action| {
        let mut cells = action.adds.iter().flat_map(|(_, cells)| cells);
        action.only_by_law() && cells.any(|(_, cell)| cell.source.trim() == field.id.as_str())
    };
    let first = taken.next();
    first.is_some_and(|first| added(first) && taken.all(added))
}

/// Whether people read the value of a field, and not only the machine.
pub(super) fn is_for_people(field: &Field) -> bool {
    !matches!(field.holds, Some(FieldHolds::Passage | FieldHolds::Technical))
}

/// A plain value as what it stands for: a measure by its title, a passage as the way to it; what is for the machine alone is
/// not shown.
fn held(staff: &Staff, opened: &Opened, procedure: &Procedure, field: &Field, value: &Value) -> Shown {
    let registry = staff.guest.server.city.registry();
    let said = words::value(&staff.guest, Some(field), value, None);
    match (field.holds, value) {
        (Some(FieldHolds::Measure), Value::Text(id)) => match registry.measure(&id.as_str().into()) {
            Some(measure) => {
                let year = staff.guest.server.city.today().year();
                Shown::Link(said, super::figures::address(measure, year, ""))
            }
            None => Shown::Plain(said),
        },
        (Some(FieldHolds::Passage), Value::Int(at)) => {
            let plan = registry.noun("plan");
            let points = |field: &&Field| matches!(&field.kind, Kind::Matter(of) if of.iter().any(|one| Some(one) == plan));
            let pointing = procedure.fields.iter().find(points);
            match pointing.and_then(|field| opened.state.fields.get(&field.id)) {
                Some(Value::Matter(plan)) => Shown::Link(
                    staff.guest.lang.t("matter.passage"),
                    format!("/plan?plan={plan}&at={at}#passage"),
                ),
                _ => Shown::Empty,
            }
        }
        _ => Shown::Empty,
    }
}
