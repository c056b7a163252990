//! The conditions of a query over matters.

use super::below;
use crate::backend::Backend;
use crate::cell::{Cell, Select};
use crate::check;
use crate::engine::Engine;
use crate::error::{Result, StoreError};
use crate::id::Jurisdiction;
use crate::query::{MatterQuery, Stand, ValueFilter, ValueTest, WaitsFor};
use crate::view::Level;

/// The part of a query that the tally answers too: where matters stand.
pub(crate) fn filter_place(select: &mut Select, query: &MatterQuery) -> Result<()> {
    for text in query.procedures.iter().chain(&query.states) {
        check::text("filter", text)?;
    }
    select.any_of("procedure", &query.procedures).any_of("state", &query.states);
    below(select, "body_path", query.body_path.as_deref())?;
    match query.is_final {
        // Written out, so that the partial index over open matters can serve.
        Some(false) => drop(select.push("AND is_final = 0", [])),
        Some(true) => drop(select.push("AND is_final = 1", [])),
        None => {}
    }
    stands(select, query)
}

pub(crate) fn filter<B: Backend>(engine: &Engine<B>, select: &mut Select, query: &MatterQuery) -> Result<()> {
    filter_place(select, query)?;
    if let Some((level, on)) = query.level {
        check::date(on)?;
        let day = || Cell::from(on);
        match level {
            Level::None => {}
            Level::Notice => {
                select.push("AND (notice_on <= ? OR yellow_on <= ? OR red_on <= ?)", [day(), day(), day()]);
            }
            Level::Yellow => drop(select.push("AND (yellow_on <= ? OR red_on <= ?)", [day(), day()])),
            Level::Red => drop(select.push("AND red_on <= ?", [day()])),
        }
    }
    filter_due(select, query)?;
    if let Some(from) = query.opened_from {
        select.push("AND opened_on >= ?", [from.into()]);
    }
    if let Some(until) = query.opened_until {
        select.push("AND opened_on <= ?", [until.into()]);
    }
    if let Some(from) = query.changed_from {
        select.push("AND changed_at >= ?", [Cell::from(from.as_microsecond())]);
    }
    if let Some(until) = query.changed_until {
        select.push("AND changed_at < ?", [Cell::from(until.as_microsecond())]);
    }
    for one in &query.values {
        value(engine, select, one)?;
    }
    waits_for(engine, select, query)?;
    engine.words(select, query.text.as_deref())
}

/// Standing in one of some places, or in none of some others: each place is a procedure with its own states.
fn stands(select: &mut Select, query: &MatterQuery) -> Result<()> {
    let within = places(&query.stands)?;
    if let Some(part) = listed("IN", within.len() / 2) {
        select.push(&part, within);
    } else if !query.stands.is_empty() {
        select.push("AND 1 = 0", []);
    }
    let outside = places(&query.except)?;
    if let Some(part) = listed("NOT IN", outside.len() / 2) {
        select.push(&part, outside);
    }
    Ok(())
}

/// As a table of values, which the engines search; a chain of ORs they would compare one after another.
fn listed(how: &str, pairs: usize) -> Option<String> {
    (pairs > 0).then(|| format!("AND (procedure, state) {how} (VALUES {})", vec!["(?, ?)"; pairs].join(", ")))
}

/// Procedure and state of each place, one after the other.
fn places(all: &[Stand]) -> Result<Vec<Cell>> {
    let mut cells: Vec<Cell> = Vec::new();
    for place in all {
        for state in &place.states {
            check::text("filter", &place.procedure)?;
            check::text("filter", state)?;
            cells.extend([place.procedure.as_str().into(), state.as_str().into()]);
        }
    }
    Ok(cells)
}

/// A condition on a value for lists. Each engine reaches into the JSON in its own way.
fn value<B: Backend>(engine: &Engine<B>, select: &mut Select, one: &ValueFilter) -> Result<()> {
    check::text("filter", &one.path)?;
    if one.path.contains('"') {
        return Err(StoreError::invalid(format!("filter \"{}\"", one.path), "name a value"));
    }
    let path = || Cell::from(one.path.as_str());
    let text = |text: &str| check::text("filter", text).map(|()| Cell::from(text));
    let sql = |name| engine.0.sql(name);
    match &one.test {
        ValueTest::Is(value) => select.push(sql("value_is"), [path(), text(&value.to_string())?]),
        ValueTest::Contains(part) => select.push(sql("value_contains"), [path(), text(part)?]),
        ValueTest::From(from) => select.push(sql("value_from"), [path(), text(from)?]),
        ValueTest::Until(until) => select.push(sql("value_until"), [path(), text(until)?]),
        ValueTest::AtLeast(least) => select.push(sql("value_at_least"), [path(), path(), Cell::from(*least)]),
        ValueTest::AtMost(most) => select.push(sql("value_at_most"), [path(), path(), Cell::from(*most)]),
    };
    Ok(())
}

pub(super) fn filter_due(select: &mut Select, query: &MatterQuery) -> Result<()> {
    let tests = [(query.due_from, "AND due_on >= ?"), (query.due_by, "AND due_on <= ?")];
    for (on, test) in tests {
        if let Some(on) = on {
            check::date(on)?;
            select.push(test, [on.into()]);
        }
    }
    // Last: of several upper ends, SQLite searches by the first. This one is only the index's own.
    if tests.iter().any(|(on, _)| on.is_some()) {
        select.push("AND due_on < '9999-12-31'", []);
    }
    Ok(())
}

/// Waiting for somebody: as a condition on each matter, since the lists are walked in their own order.
pub(super) fn waits_for<B: Backend>(
    engine: &Engine<B>,
    select: &mut Select,
    query: &MatterQuery,
) -> Result<()> {
    if let Some(whom) = &query.waits_for {
        select.push(engine.0.sql("waits_for"), []);
        waiting(engine, select, whom)?;
        select.push(")", []);
    }
    Ok(())
}

/// The condition on a row of those who are waited for.
pub(crate) fn waiting<B: Backend>(engine: &Engine<B>, select: &mut Select, whom: &WaitsFor) -> Result<()> {
    check::text("role", &whom.role)?;
    check::text("person", &whom.person)?;
    select.push("AND w.role = ?", [whom.role.as_str().into()]);
    match &whom.body_path {
        Some(path) if !whom.below => {
            check::body_path(path)?;
            select.push("AND w.body_path = ?", [path.as_str().into()]);
        }
        path => below(select, "w.body_path", path.as_deref())?,
    }
    // As it stands in the list of persons: no name is a part of another one.
    let person = serde_json::Value::from(whom.person.as_str()).to_string();
    select.push(engine.0.sql("not_shut_out"), [person.into()]);
    Ok(())
}

pub(crate) fn with_person(
    select: &mut Select,
    jurisdiction: &Jurisdiction,
    person: Option<&str>,
) -> Result<()> {
    if let Some(person) = person {
        check::text("person", person)?;
        select.push(
            "AND matter.matter IN \
             (SELECT p.matter FROM matter_person p WHERE p.jurisdiction = ? AND p.person = ?)",
            [jurisdiction.as_str().into(), person.into()],
        );
    }
    Ok(())
}
