//! What the public may see on a day, the newest first.

use super::page;
use crate::backend::Backend;
use crate::cell::Cell;
use crate::check;
use crate::engine::Engine;
use crate::error::Result;
use crate::id::Jurisdiction;
use crate::query::{Cursor, DisclosureQuery, DisclosureRow, Page};
use crate::rows;

pub(crate) async fn disclosures<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &DisclosureQuery,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Page<DisclosureRow>> {
    check::limit(limit)?;
    check::date(query.as_of)?;
    let mut select = engine.select("disclosure_list", jurisdiction, Vec::new());
    if let Some(after) = after {
        let [from, slug] = after.parts("disclosure")?;
        select.push("AND (from_on, slug) < (?, ?)", [from.into(), slug.into()]);
    }
    let day = || Cell::from(query.as_of);
    select.push("AND from_on <= ? AND (until_on IS NULL OR until_on >= ?)", [day(), day()]);
    select.push("AND (withdrawn_on IS NULL OR withdrawn_on > ?)", [day()]);
    if let Some(kind) = &query.kind {
        check::text("disclosure kind", kind)?;
        select.push("AND kind = ?", [kind.as_str().into()]);
    }
    engine.words(&mut select, query.text.as_deref())?;
    select.push("ORDER BY from_on DESC, slug DESC LIMIT ?", [(limit + 1).into()]);
    let rows = engine.read(select, rows::disclosure).await?;
    let Page { rows, next, .. } = page(rows, limit, |(_, shown)| {
        Cursor::new("disclosure", [shown.from.to_string(), shown.slug.clone()])
    });
    let rows = rows.into_iter().filter_map(|row| rows::seen_on(query.as_of, row)).collect();
    Ok(Page { rows, next, previous: None })
}
