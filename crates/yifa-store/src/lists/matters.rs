//! The list of matters: in one of three orders, along the index that leads to its rows soonest.

use serde_json::Value;

use super::few::{FEW, few, few_due};
use super::held::{Held, Next};
use super::{filter, page, whole, with_person};
use crate::backend::Backend;
use crate::cell::{Cell, Select};
use crate::check;
use crate::engine::Engine;
use crate::error::Result;
use crate::id::Jurisdiction;
use crate::query::{Cursor, MatterOrder, MatterQuery, MatterRow, Page};
use crate::rows;

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
    let mut rows = found(engine, jurisdiction, query, order, after.as_ref(), limit + 1).await?;
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

/// The first rows of a list from a place on, `wanted` or, if there are no more, fewer.
async fn found<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
    order: MatterOrder,
    after: Option<&Seek>,
    wanted: u32,
) -> Result<Vec<MatterRow>> {
    let held = Held::ask(engine, jurisdiction, query, FEW).await?;
    let few = match few(engine, jurisdiction, query, held.as_ref()).await? {
        // In the order of the due days, their index is walked and left early.
        None if order != MatterOrder::DueFirst => few_due(engine, jurisdiction, query).await?,
        few => few,
    };
    let mut rows = Vec::new();
    if let (None, Some(held), MatterOrder::ChangedLast) = (&few, held, order) {
        let mut held = held.in_order(after)?;
        while rows.len() < wanted as usize {
            let limit = wanted - rows.len() as u32;
            match held.next(engine, jurisdiction).await? {
                Next::Matters(few) => {
                    let among = (after, Some(few.as_slice()));
                    rows.extend(part_of(engine, jurisdiction, query, (order, ""), among, limit).await?);
                }
                Next::Walk(from) => {
                    let among = (from.as_ref().or(after), None);
                    rows.extend(part_of(engine, jurisdiction, query, (order, ""), among, limit).await?);
                    break;
                }
                Next::End => break,
            }
        }
        return Ok(rows);
    }
    let few = few.as_ref().map(|few| few.0.as_slice());
    for part in parts(order, after) {
        let limit = wanted - rows.len() as u32;
        if limit > 0 {
            let after = after.filter(|seek| seek.back || rows.is_empty());
            rows.extend(part_of(engine, jurisdiction, query, (order, part), (after, few), limit).await?);
        }
    }
    Ok(rows)
}

/// From which row on a list is read, and which way.
pub(crate) struct Seek {
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
