//! The list of running limits by their last day.

use super::{below, page, whole};
use crate::backend::Backend;
use crate::cell::{Cell, Select};
use crate::check;
use crate::engine::Engine;
use crate::error::Result;
use crate::id::Jurisdiction;
use crate::query::{ClockQuery, ClockRow, Cursor, Page};
use crate::rows;

pub(crate) async fn clocks_due<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &ClockQuery,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Page<ClockRow>> {
    check::limit(limit)?;
    let select = clocks(engine, jurisdiction, query, after, limit)?;
    let rows = engine.read(select, |row| Ok((rows::clock(row)?, row.text(12)?, row.int(1)?))).await?;
    let Page { rows, next, .. } = page(rows, limit, |(row, on, ordinal)| {
        Cursor::new("clock", [on.clone(), row.matter.to_string(), ordinal.to_string()])
    });
    Ok(Page { rows: rows.into_iter().map(|(row, ..)| row).collect(), next, previous: None })
}

pub(super) fn clocks<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &ClockQuery,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Select> {
    let mut select = engine.select("clocks_due", jurisdiction, Vec::new());
    // First of all, as for matters.
    if let Some(after) = after {
        let [on, matter, ordinal] = after.parts("clock")?;
        let ordinal = Cell::from(whole(&ordinal)?);
        select.push("AND (c.last_on, c.matter, c.ordinal) > (?, ?, ?)", [on.into(), matter.into(), ordinal]);
    }
    select.push("AND c.last_on >= ? AND c.last_on <= ?", [query.from.into(), query.until.into()]);
    if let Some(kind) = &query.kind {
        check::text("limit kind", kind)?;
        select.push("AND c.kind = ?", [kind.as_str().into()]);
    }
    if let Some(path) = &query.body_path {
        select.push(
            "AND EXISTS (SELECT 1 FROM matter m WHERE m.jurisdiction = c.jurisdiction AND m.matter = c.matter",
            [],
        );
        below(&mut select, "m.body_path", Some(path))?;
        select.push(")", []);
    }
    select.push("ORDER BY c.last_on, c.matter, c.ordinal LIMIT ?", [(limit + 1).into()]);
    Ok(select)
}
