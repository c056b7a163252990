//! The lists and sums over the read tables: which rows, in which order, from where on.

mod clocks;
mod disclosures;
mod few;
mod figures;
mod filter;
mod held;
mod journal;
mod matters;
#[cfg(test)]
mod plans;

pub(crate) use clocks::clocks_due;
pub(crate) use disclosures::disclosures;
pub(crate) use few::source_of_count;
pub(crate) use figures::{figure_rows, figure_sums};
pub(crate) use filter::{filter, filter_place, waiting, with_person};
pub(crate) use journal::{journal, journal_tally};
pub(crate) use matters::matters;

use crate::backend::Backend;
use crate::cell::{Cell, Select};
use crate::check;
use crate::engine::Engine;
use crate::error::{Result, StoreError};
use crate::id::Jurisdiction;
use crate::query::{Cursor, Page};

impl<B: Backend> Engine<B> {
    pub(crate) fn select(&self, name: &'static str, jurisdiction: &Jurisdiction, more: Vec<Cell>) -> Select {
        let params = std::iter::once(jurisdiction.as_str().into()).chain(more).collect();
        Select::new(B::SIGN, self.0.sql(name), params)
    }

    fn words(&self, select: &mut Select, text: Option<&str>) -> Result<()> {
        for word in text.unwrap_or_default().split_whitespace() {
            check::text("search text", word)?;
            select.push(self.0.sql("word_in_search"), [word.into()]);
        }
        Ok(())
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        select: Select,
        decode: crate::cell::Decode<T>,
    ) -> Result<Vec<T>> {
        let (sql, params) = select.finish();
        self.0.rows(sql, params, decode).await
    }
}

/// Cuts a list that was read one row too far into a page.
fn page<T>(mut rows: Vec<T>, limit: u32, cursor: impl Fn(&T) -> Cursor) -> Page<T> {
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(cursor);
    Page { rows, next, previous: None }
}

/// All paths below `/a/b/` lie between it and `/a/b0`: `0` is the character after the slash.
fn below(select: &mut Select, column: &str, path: Option<&str>) -> Result<()> {
    if let Some(path) = path {
        check::body_path(path)?;
        let end = format!("{}0", path.trim_end_matches('/'));
        select.push(&format!("AND {column} >= ? AND {column} < ?"), [path.into(), end.into()]);
    }
    Ok(())
}

fn whole(part: &str) -> Result<i64> {
    part.parse().map_err(|_| StoreError::invalid("cursor", "go back to the first page"))
}
