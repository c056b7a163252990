//! What the index of searches holds for a query: all of it, or part after part in the order of changes.

use super::few::Few;
use super::matters::Seek;
use super::whole;
use crate::backend::Backend;
use crate::cell::Cell;
use crate::check;
use crate::engine::Engine;
use crate::error::Result;
use crate::id::Jurisdiction;
use crate::query::MatterQuery;
use crate::terms;

/// Least matters of the first part; each further part is twice as long.
const FIRST: u32 = 128;

/// Most matters that are looked at for a page. Where the rest of a query leaves fewer of so many than a page holds, or
/// one moment changed so many, the list is walked from there on.
const MOST: u32 = 10_000;

/// The matters that hold what a query asks for.
pub(super) struct Held {
    /// What the index is asked for.
    pub terms: Cell,
    /// How many there are, told no further than was asked.
    pub matters: u64,
}

impl Held {
    /// None if the index cannot help or is not complete. `most` is how far it counts.
    pub(super) async fn ask<B: Backend>(
        engine: &Engine<B>,
        jurisdiction: &Jurisdiction,
        query: &MatterQuery,
        most: u32,
    ) -> Result<Option<Self>> {
        let wanted = terms::of_query(query);
        if wanted.is_empty() {
            return Ok(None);
        }
        for word in query.text.as_deref().unwrap_or_default().split_whitespace() {
            check::text("search text", word)?;
        }
        let terms = Cell::from(B::terms(&wanted));
        let params = vec![jurisdiction.as_str().into(), terms.clone(), (most + 1).into()];
        let matters = engine.ask("held", params, |row| row.count(0)).await?.first().copied();
        Ok(matters.map(|matters| Self { terms, matters }))
    }

    /// All of them.
    pub(super) async fn all<B: Backend>(
        &self,
        engine: &Engine<B>,
        jurisdiction: &Jurisdiction,
    ) -> Result<Few> {
        let params = vec![jurisdiction.as_str().into(), self.terms.clone()];
        Ok(Few(engine.ask("held_all", params, |row| row.text(0)).await?))
    }

    /// All of them from a place of the list on, in the order of changes.
    pub(super) fn in_order(self, from: Option<&Seek>) -> Result<InOrder> {
        let back = from.is_some_and(|seek| seek.back);
        let at = from.map(|seek| whole(&seek.key[0])).transpose()?;
        let edge = at.map_or(i64::MAX, |at| if back { at } else { at.saturating_add(1) });
        Ok(InOrder { terms: self.terms, back, edge, least: FIRST, seen: 0, is_over: false })
    }
}

/// A walk through the index in the order of changes.
pub(super) struct InOrder {
    terms: Cell,
    back: bool,
    /// Microseconds: what was changed before it, or when going back then and later, is still to come.
    edge: i64,
    least: u32,
    seen: u32,
    is_over: bool,
}

/// What comes next in the index.
pub(super) enum Next {
    /// These, in no order; all that follow were changed before them or, when going back, after them.
    Matters(Vec<String>),
    /// Nothing.
    End,
    /// Too many: the list is to be walked, from this place on if some were named before.
    Walk(Option<Seek>),
}

impl InOrder {
    pub(super) async fn next<B: Backend>(
        &mut self,
        engine: &Engine<B>,
        jurisdiction: &Jurisdiction,
    ) -> Result<Next> {
        if self.is_over {
            return Ok(Next::End);
        }
        let left = MOST.saturating_sub(self.seen);
        let params = vec![
            jurisdiction.as_str().into(),
            self.terms.clone(),
            self.edge.into(),
            self.least.into(),
            (left + 1).into(),
        ];
        let name = if self.back { "held_oldest" } else { "held_newest" };
        let found = engine.ask(name, params, |row| Ok((row.text(0)?, row.int(1)?))).await?;
        let matters = u32::try_from(found.len()).unwrap_or(u32::MAX);
        if matters > left {
            let from = Seek { key: [self.edge.to_string(), String::new()], back: self.back };
            return Ok(Next::Walk(Some(from).filter(|_| self.seen > 0)));
        }
        self.is_over = matters < self.least;
        self.edge = found.last().map_or(self.edge, |(_, edge)| *edge);
        self.least *= 2;
        self.seen += matters;
        Ok(Next::Matters(found.into_iter().map(|(matter, _)| matter).collect()))
    }
}
