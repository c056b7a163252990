//! The journal of what people looked at and changed, the latest first.

use serde_json::Value;

use super::page;
use crate::backend::Backend;
use crate::cell::Select;
use crate::check;
use crate::engine::Engine;
use crate::error::Result;
use crate::id::Jurisdiction;
use crate::query::{Cursor, JournalQuery, JournalRow, Page};
use crate::rows;
use crate::stamp::first_at;

pub(crate) async fn journal<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &JournalQuery,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Page<JournalRow>> {
    check::limit(limit)?;
    let mut select = engine.select("journal_list", jurisdiction, Vec::new());
    if let Some(after) = after {
        let [id] = after.parts("journal")?;
        select.push("AND id < ?", [id.into()]);
    }
    filter_journal(&mut select, query)?;
    select.push("ORDER BY id DESC LIMIT ?", [(limit + 1).into()]);
    let rows = engine.read(select, rows::journal).await?;
    Ok(page(rows, limit, |row| Cursor::new("journal", [row.id.clone()])))
}

pub(crate) async fn journal_tally<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &JournalQuery,
) -> Result<Vec<(Value, i64)>> {
    let mut select = engine.select("journal_tally", jurisdiction, Vec::new());
    filter_journal(&mut select, query)?;
    select.push("GROUP BY content ORDER BY content", []);
    engine.read(select, rows::journal_said).await
}

fn filter_journal(select: &mut Select, query: &JournalQuery) -> Result<()> {
    if let Some(kind) = &query.kind {
        check::text("journal kind", kind)?;
        select.push("AND kind = ?", [kind.as_str().into()]);
    }
    if let Some(matter) = &query.matter {
        select.push("AND matter = ?", [matter.into()]);
    }
    if let Some(from) = query.from {
        select.push("AND id >= ?", [first_at(from).into()]);
    }
    if let Some(until) = query.until {
        select.push("AND id < ?", [first_at(until).into()]);
    }
    Ok(())
}
