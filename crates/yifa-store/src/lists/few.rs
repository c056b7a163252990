//! The few matters that can answer a query: what the index of searches, a person, the tally or the query itself names,
//! so that a list reads them and does not walk the matters of a whole city.

use serde_json::Value;

use super::filter::{filter_due, waiting};
use super::filter_place;
use super::held::Held;
use crate::backend::Backend;
use crate::cell::{Cell, Select};
use crate::check;
use crate::engine::Engine;
use crate::error::Result;
use crate::id::Jurisdiction;
use crate::query::MatterQuery;

/// Most matters that are looked at one by one. Where there are more, walking a list in its order meets them soon.
pub(super) const FEW: u32 = 1_000;

/// Most matters of the index of searches that are counted one by one, whatever else is asked.
const HELD: u32 = 10_000;

/// Matters that alone can answer a query.
#[derive(Debug)]
pub(super) struct Few(pub Vec<String>);

impl Few {
    fn of(matters: Vec<String>) -> Option<Self> {
        Some(Self(matters)).filter(|few| few.0.len() <= FEW as usize)
    }
}

/// Where the matters of a count come from, if not from the whole city: the name of the source and its parameter.
pub(crate) async fn source_of_count<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
) -> Result<Option<(&'static str, Cell)>> {
    let held = Held::ask(engine, jurisdiction, query, HELD).await?;
    if let Some(few) = few(engine, jurisdiction, query, held.as_ref()).await? {
        return Ok(Some(("counted_few", Cell::from(&Value::from(few.0)))));
    }
    // Whatever else is asked may leave few of very many: then that is looked for in the whole city.
    let words_alone = MatterQuery { text: query.text.clone(), ..MatterQuery::default() } == *query;
    let held = held.filter(|held| words_alone || held.matters <= HELD.into());
    Ok(held.map(|held| ("counted_held", held.terms)))
}

/// The few matters that can answer a query.
pub(super) async fn few<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
    held: Option<&Held>,
) -> Result<Option<Few>> {
    if let Some(among) = &query.among {
        return Ok(Some(Few(among.iter().map(ToString::to_string).collect())));
    }
    if let Some(held) = held.filter(|held| held.matters <= FEW.into()) {
        return Ok(Some(held.all(engine, jurisdiction).await?));
    }
    if let Some(person) = &query.person {
        check::text("person", person)?;
        let params = vec![jurisdiction.as_str().into(), person.as_str().into(), (FEW + 1).into()];
        let found = Few::of(engine.ask("few_person", params, |row| row.text(0)).await?);
        if found.is_some() {
            return Ok(found);
        }
    }
    if let Some(whom) = &query.waits_for {
        let mut select = engine.select("few_waiting", jurisdiction, Vec::new());
        waiting(engine, &mut select, whom)?;
        select.push("LIMIT ?", [(FEW + 1).into()]);
        let found = Few::of(engine.read(select, |row| row.text(0)).await?);
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
        let found = Few::of(engine.read(select, |row| row.text(0)).await?);
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
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
    Ok(Few::of(engine.read(keys_due(engine, jurisdiction, query)?, |row| row.text(0)).await?))
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
