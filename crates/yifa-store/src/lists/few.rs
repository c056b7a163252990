//! The few matters that can answer a query: what the index of searches, a person, the tally or the query itself names,
//! so that a list reads them and does not walk the matters of a whole city.

use super::filter::{filter_due, waiting};
use super::matters::Seek;
use super::{filter_place, whole};
use crate::backend::Backend;
use crate::cell::{Cell, Select};
use crate::check;
use crate::engine::Engine;
use crate::error::Result;
use crate::id::Jurisdiction;
use crate::query::{MatterOrder, MatterQuery};
use crate::terms;

/// Most matters that are looked at one by one. Where there are more, walking a list in its order meets them soon.
const FEW: u32 = 1_000;

/// Most matters that the index of searches names. It knows when each was changed, so that of a list in this order
/// only the first are looked at; and for a count, so many are still read sooner than a whole city.
const HELD: u32 = 10_000;

/// How many of them are looked at in turn, until a page is full.
const TURN: usize = 128;

/// Matters that alone can answer a query.
#[derive(Debug)]
pub(crate) struct Few {
    matters: Vec<String>,
    /// Whether they stand in the order of the list that is asked for.
    ordered: bool,
}

impl Few {
    fn unordered(matters: Vec<String>) -> Option<Self> {
        Some(Self { matters, ordered: false }).filter(|few| few.matters.len() <= FEW as usize)
    }

    /// Parts that can be looked at one after another: what the first part gives stands before what the next gives.
    pub(super) fn in_turn(&self) -> impl Iterator<Item = &[String]> {
        self.matters.chunks(if self.ordered { TURN } else { self.matters.len().max(1) })
    }

    /// All of them, as a parameter.
    pub(crate) fn cell(&self) -> Cell {
        Cell::from(&serde_json::Value::from(self.matters.as_slice()))
    }
}

/// The few matters that can answer a query, for a list in an order and from a place on, or for a count.
pub(crate) async fn few<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
    list: Option<(MatterOrder, Option<&Seek>)>,
) -> Result<Option<Few>> {
    if let Some(among) = &query.among {
        let matters = among.iter().map(ToString::to_string).collect();
        return Ok(Some(Few { matters, ordered: false }));
    }
    let held = Held::ask(engine, jurisdiction, query, list).await?;
    if let Some(held) = held.as_ref().filter(|held| held.matters <= FEW.into()) {
        return Ok(Some(held.few(engine, jurisdiction).await?));
    }
    if let Some(person) = &query.person {
        check::text("person", person)?;
        let params = vec![jurisdiction.as_str().into(), person.as_str().into(), (FEW + 1).into()];
        let found = Few::unordered(engine.ask("few_person", params, |row| row.text(0)).await?);
        if found.is_some() {
            return Ok(found);
        }
    }
    if let Some(whom) = &query.waits_for {
        let mut select = engine.select("few_waiting", jurisdiction, Vec::new());
        waiting(engine, &mut select, whom)?;
        select.push("LIMIT ?", [(FEW + 1).into()]);
        let found = Few::unordered(engine.read(select, |row| row.text(0)).await?);
        if found.is_some() {
            return Ok(found);
        }
    }
    let placed = !(query.procedures.is_empty() && query.states.is_empty() && query.stands.is_empty())
        || query.body_path.is_some();
    if placed {
        let mut select = engine.select("places", jurisdiction, Vec::new());
        filter_place(&mut select, query)?;
        select.push(engine.0.sql("matters_in_places"), [(FEW + 1).into()]);
        let found = Few::unordered(engine.read(select, |row| row.text(0)).await?);
        if found.is_some() {
            return Ok(found);
        }
    }
    match held {
        Some(held) => Ok(Some(held.few(engine, jurisdiction).await?)),
        None => Ok(None),
    }
}

/// What the index of searches holds for a query.
struct Held<'a> {
    terms: Cell,
    matters: u64,
    /// Whether the list is wanted in the order of changes, and from where on.
    ordered: Option<Option<&'a Seek>>,
}

impl<'a> Held<'a> {
    /// None if the index cannot help, is not complete, or holds too many.
    async fn ask<B: Backend>(
        engine: &Engine<B>,
        jurisdiction: &Jurisdiction,
        query: &MatterQuery,
        list: Option<(MatterOrder, Option<&'a Seek>)>,
    ) -> Result<Option<Self>> {
        let wanted = terms::of_query(query);
        if wanted.is_empty() {
            return Ok(None);
        }
        for word in query.text.as_deref().unwrap_or_default().split_whitespace() {
            check::text("search text", word)?;
        }
        let (most, ordered) = match list {
            Some((MatterOrder::ChangedLast, seek)) => (HELD, Some(seek)),
            Some((MatterOrder::DueFirst | MatterOrder::Number, _)) => (FEW, None),
            None => (HELD, None),
        };
        let terms = Cell::from(B::terms(&wanted));
        let params = vec![jurisdiction.as_str().into(), terms.clone(), (most + 1).into()];
        let matters = engine.ask("held", params, |row| row.count(0)).await?.first().copied();
        Ok(matters.filter(|matters| *matters <= most.into()).map(|matters| Self { terms, matters, ordered }))
    }

    async fn few<B: Backend>(&self, engine: &Engine<B>, jurisdiction: &Jurisdiction) -> Result<Few> {
        let mut select = engine.select("few_held", jurisdiction, vec![self.terms.clone()]);
        if let Some(seek) = self.ordered {
            if let Some(seek) = seek {
                let at = Cell::from(whole(&seek.key[0])?);
                select.push(if seek.back { "AND changed_at >= ?" } else { "AND changed_at <= ?" }, [at]);
            }
            let back = seek.is_some_and(|seek| seek.back);
            select.push(
                if back { "ORDER BY changed_at, matter" } else { "ORDER BY changed_at DESC, matter DESC" },
                [],
            );
        }
        let matters = engine.read(select, |row| row.text(0)).await?;
        Ok(Few { matters, ordered: self.ordered.is_some() })
    }
}

/// The few matters that are due in the days of a query, for lists in another order.
pub(super) async fn few_due<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
) -> Result<Option<Few>> {
    if query.due_from.or(query.due_by).is_none() {
        return Ok(None);
    }
    Ok(Few::unordered(engine.read(keys_due(engine, jurisdiction, query)?, |row| row.text(0)).await?))
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
