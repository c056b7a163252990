//! The list of matters: in one of three orders, along the index that leads to its rows soonest.

use serde_json::Value;

use super::filter::{filter_due, waiting};
use super::{filter, filter_place, page, whole, with_person};
use crate::backend::Backend;
use crate::cell::{Cell, Select};
use crate::check;
use crate::engine::Engine;
use crate::error::Result;
use crate::id::Jurisdiction;
use crate::query::{Cursor, MatterOrder, MatterQuery, MatterRow, Page};
use crate::rows;
use crate::terms;

pub(crate) async fn matters<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
    order: MatterOrder,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Page<MatterRow>> {
    check::limit(limit)?;
    let list = match order {
        MatterOrder::ChangedLast => "changed",
        MatterOrder::DueFirst => "due",
        MatterOrder::Number => "number",
    };
    let after = after.map(|after| Seek::read(after, list)).transpose()?;
    let few = match few(engine, jurisdiction, query).await? {
        // In the order of the due days, their index is walked and left early.
        None if order != MatterOrder::DueFirst => few_due(engine, jurisdiction, query).await?,
        few => few,
    };
    let mut rows = Vec::new();
    for part in parts(order, after.as_ref()) {
        let wanted = limit + 1 - rows.len() as u32;
        if wanted > 0 {
            let after = after.as_ref().filter(|seek| seek.back || rows.is_empty());
            let from = (after, few.as_deref());
            rows.extend(part_of(engine, jurisdiction, query, (order, part), from, wanted).await?);
        }
    }
    let at = |list: &str, row: &MatterRow| {
        let key = match order {
            MatterOrder::ChangedLast => row.changed_at.as_microsecond().to_string(),
            MatterOrder::DueFirst => rows::due_key(row),
            MatterOrder::Number => row.number.clone().unwrap_or_default(),
        };
        Cursor::new(list, [key, row.matter.to_string()])
    };
    let back = |row: &MatterRow| at(&backward(list), row);
    if after.as_ref().is_some_and(|seek| seek.back) {
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        rows.reverse();
        let previous = rows.first().filter(|_| more).map(back);
        let next = rows.last().map(|row| at(list, row));
        return Ok(Page { rows, next, previous });
    }
    let page = page(rows, limit, |row| at(list, row));
    let previous = page.rows.first().filter(|_| after.is_some()).map(back);
    Ok(Page { previous, ..page })
}

/// From which row on a list is read, and which way.
pub(super) struct Seek {
    /// The sort key of the row, and the row.
    pub key: [String; 2],
    /// Whether what comes before it is read, nearest first.
    pub back: bool,
}

impl Seek {
    fn read(cursor: &Cursor, list: &str) -> Result<Self> {
        match cursor.parts(&backward(list)) {
            Ok(key) => Ok(Self { key, back: true }),
            Err(_) => Ok(Self { key: cursor.parts(list)?, back: false }),
        }
    }
}

/// The name of a list that is read backwards, in its cursors.
fn backward(list: &str) -> String {
    format!("{list}<")
}

/// The list by due dates has two parts, each with an index of its own: matters with one, then the others.
pub(super) fn parts(order: MatterOrder, after: Option<&Seek>) -> &'static [&'static str] {
    const DUE: &str = "AND due_on < '9999-12-31'";
    const NOT_DUE: &str = "AND due_on = '9999-12-31'";
    let never = after.is_some_and(|seek| seek.key[0] == "9999-12-31");
    match (order, never, after.is_some_and(|seek| seek.back)) {
        (MatterOrder::DueFirst, true, false) => &[NOT_DUE],
        (MatterOrder::DueFirst, false, false) => &[DUE, NOT_DUE],
        (MatterOrder::DueFirst, true, true) => &[NOT_DUE, DUE],
        (MatterOrder::DueFirst, false, true) => &[DUE],
        (MatterOrder::ChangedLast | MatterOrder::Number, ..) => &[""],
    }
}

/// Most matters that are looked at one by one. Where more hold a word, walking a list in its order meets them soon.
const FEW: u32 = 1_000;

/// The few matters that can answer a query, where the index of searches, a person, the tally or the query itself names them.
pub(crate) async fn few<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
) -> Result<Option<Vec<String>>> {
    if let Some(among) = &query.among {
        return Ok(Some(among.iter().map(ToString::to_string).collect()));
    }
    let wanted = terms::of_query(query);
    if !wanted.is_empty() {
        for word in query.text.as_deref().unwrap_or_default().split_whitespace() {
            check::text("search text", word)?;
        }
        let params = vec![jurisdiction.as_str().into(), B::terms(&wanted).into(), (FEW + 1).into()];
        let found = engine.ask("few", params, |row| row.text(0)).await?;
        if found.first().is_none_or(|first| !first.is_empty()) && found.len() <= FEW as usize {
            return Ok(Some(found));
        }
    }
    if let Some(person) = &query.person {
        check::text("person", person)?;
        let params = vec![jurisdiction.as_str().into(), person.as_str().into(), (FEW + 1).into()];
        let found = engine.ask("few_person", params, |row| row.text(0)).await?;
        if found.len() <= FEW as usize {
            return Ok(Some(found));
        }
    }
    if let Some(whom) = &query.waits_for {
        let mut select = engine.select("few_waiting", jurisdiction, Vec::new());
        waiting(engine, &mut select, whom)?;
        select.push("LIMIT ?", [(FEW + 1).into()]);
        let found = engine.read(select, |row| row.text(0)).await?;
        if found.len() <= FEW as usize {
            return Ok(Some(found));
        }
    }
    let placed = !(query.procedures.is_empty() && query.states.is_empty() && query.stands.is_empty())
        || query.body_path.is_some();
    if placed {
        let mut select = engine.select("places", jurisdiction, Vec::new());
        filter_place(&mut select, query)?;
        select.push(engine.0.sql("matters_in_places"), [(FEW + 1).into()]);
        let found = engine.read(select, |row| row.text(0)).await?;
        if found.len() <= FEW as usize {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The few matters that are due in the days of a query, for lists in another order.
async fn few_due<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
) -> Result<Option<Vec<String>>> {
    if query.due_from.or(query.due_by).is_none() {
        return Ok(None);
    }
    let found = engine.read(keys_due(engine, jurisdiction, query)?, |row| row.text(0)).await?;
    Ok(Some(found).filter(|found| found.len() <= FEW as usize))
}

pub(super) fn keys_due<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
) -> Result<Select> {
    let mut select = engine.select("few_due", jurisdiction, Vec::new());
    filter_due(&mut select, query)?;
    select.push("LIMIT ?", [(FEW + 1).into()]);
    Ok(select)
}

async fn part_of<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
    (order, part): (MatterOrder, &str),
    (after, few): (Option<&Seek>, Option<&[String]>),
    limit: u32,
) -> Result<Vec<MatterRow>> {
    let select = keys(engine, jurisdiction, query, (order, part), (after, few), limit)?;
    let mut rows = engine.read(select, rows::matter).await?;
    // Not sorted by the engine: it would rather walk a whole index in order than read these few rows.
    rows.sort_unstable_by(|a, b| match order {
        MatterOrder::ChangedLast => (b.changed_at, &b.matter).cmp(&(a.changed_at, &a.matter)),
        MatterOrder::DueFirst => (rows::due_key(a), &a.matter).cmp(&(rows::due_key(b), &b.matter)),
        MatterOrder::Number => (&a.number, &a.matter).cmp(&(&b.number, &b.matter)),
    });
    if after.is_some_and(|seek| seek.back) {
        rows.reverse();
    }
    Ok(rows)
}

/// The statement that reads a page: its keys on one index, then their rows.
pub(super) fn keys<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
    (order, part): (MatterOrder, &str),
    (after, few): (Option<&Seek>, Option<&[String]>),
    limit: u32,
) -> Result<Select> {
    let mut select = engine.select("matter_list", jurisdiction, Vec::new());
    let open = query.is_final == Some(false) && order == MatterOrder::ChangedLast;
    let place = || Cell::from(jurisdiction.as_str());
    match (few, &query.person) {
        (Some(few), person) => {
            select.push(engine.0.sql("keys_few"), [Cell::from(&Value::from(few)), place()]);
            with_person(&mut select, jurisdiction, person.as_deref())?;
        }
        (None, Some(person)) => {
            check::text("person", person)?;
            select.push(engine.0.sql("keys_person"), [place(), person.as_str().into()]);
        }
        (None, None) => drop(select.push(engine.0.sql(if open { "keys_open" } else { "keys_all" }), [])),
    }
    let (beyond, sorted) = match (order, after.is_some_and(|seek| seek.back)) {
        (MatterOrder::ChangedLast, false) => {
            ("AND (changed_at, matter.matter) < (?, ?)", "ORDER BY changed_at DESC, matter.matter DESC")
        }
        (MatterOrder::ChangedLast, true) => {
            ("AND (changed_at, matter.matter) > (?, ?)", "ORDER BY changed_at, matter.matter")
        }
        (MatterOrder::DueFirst, false) => {
            ("AND (due_on, matter.matter) > (?, ?)", "ORDER BY due_on, matter.matter")
        }
        (MatterOrder::DueFirst, true) => {
            ("AND (due_on, matter.matter) < (?, ?)", "ORDER BY due_on DESC, matter.matter DESC")
        }
        (MatterOrder::Number, false) => {
            ("AND (number, matter.matter) > (?, ?)", "ORDER BY number, matter.matter")
        }
        (MatterOrder::Number, true) => {
            ("AND (number, matter.matter) < (?, ?)", "ORDER BY number DESC, matter.matter DESC")
        }
    };
    if let Some(Seek { key: [key, matter], .. }) = after {
        let key = match order {
            MatterOrder::ChangedLast => Cell::from(whole(key)?),
            MatterOrder::DueFirst | MatterOrder::Number => key.as_str().into(),
        };
        // First of all: of several ends of one kind, SQLite searches by the first.
        select.push(beyond, [key, matter.as_str().into()]);
    }
    filter(engine, &mut select, query)?;
    select.push(part, []);
    select.push(sorted, []).push("LIMIT ?)", [limit.into()]);
    Ok(select)
}
