//! Counts matters: exactly from the tally where only the place where they stand is asked for, else no further than somebody
//! wants to know; and from those that wait for somebody, where the walk through all others would be long.

use crate::backend::Backend;
use crate::cell::Select;
use crate::check;
use crate::engine::Engine;
use crate::error::Result;
use crate::id::Jurisdiction;
use crate::lists::{filter, filter_place, source_of_count, waiting, with_person};
use crate::query::{CountBy, Counted, MatterQuery, WaitsFor};
use crate::view::Level;

/// Whether the tally alone answers: nothing is asked but where matters stand.
fn is_tallied(query: &MatterQuery) -> bool {
    let place = MatterQuery {
        procedures: query.procedures.clone(),
        states: query.states.clone(),
        body_path: query.body_path.clone(),
        is_final: query.is_final,
        stands: query.stands.clone(),
        except: query.except.clone(),
        ..MatterQuery::default()
    };
    *query == place
}

/// Who is waited for, where nothing else is asked: no matter that is over waits for anybody.
fn waits_alone(query: &MatterQuery) -> Option<&WaitsFor> {
    let whom = query.waits_for.as_ref()?;
    let alone = MatterQuery {
        waits_for: query.waits_for.clone(),
        is_final: query.is_final.filter(|is_final| !is_final),
        ..MatterQuery::default()
    };
    (*query == alone).then_some(whom)
}

/// A count with its source, filter and, where the keys do not come from there, person.
async fn counted<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    name: &'static str,
    query: &MatterQuery,
) -> Result<Select> {
    let mut select = engine.select(name, jurisdiction, Vec::new());
    let open = query.is_final == Some(false);
    let warned = query.level.filter(|(level, _)| *level != Level::None && open);
    match (source_of_count(engine, jurisdiction, query).await?, warned) {
        (Some((source, cell)), _) => drop(select.push(engine.0.sql(source), [cell])),
        (None, Some((_, on))) => {
            check::date(on)?;
            select.push(engine.0.sql("counted_alert"), []).push(engine.0.sql("alert_by"), [on.into()]);
        }
        (None, None) => match (query.due_from.or(query.due_by), &query.waits_for) {
            (Some(_), _) => drop(select.push(engine.0.sql("counted_due"), [])),
            (None, Some(whom)) => {
                select.push(engine.0.sql("counted_waiting"), []);
                waiting(engine, &mut select, whom)?;
                select.push(engine.0.sql("matters_waiting"), []);
            }
            (None, None) => {
                let source = if open { "counted_open" } else { "counted_all" };
                select.push(engine.0.sql(source), []);
            }
        },
    }
    with_person(&mut select, jurisdiction, query.person.as_deref())?;
    filter(engine, &mut select, query)?;
    Ok(select)
}

pub(crate) async fn count_matters<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
) -> Result<u64> {
    let select = if is_tallied(query) {
        let mut select = engine.select("tallied", jurisdiction, Vec::new());
        filter_place(&mut select, query)?;
        select
    } else {
        counted(engine, jurisdiction, "matter_count", query).await?
    };
    Ok(engine.read(select, |row| row.count(0)).await?.first().copied().unwrap_or(0))
}

pub(crate) async fn count_matters_up_to<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
    most: u32,
) -> Result<Counted> {
    if is_tallied(query) {
        let matters = count_matters(engine, jurisdiction, query).await?;
        return Ok(Counted { matters, more: false });
    }
    let mut select = match waits_alone(query) {
        Some(whom) => {
            let mut select = engine.select("waiting_up_to", jurisdiction, Vec::new());
            waiting(engine, &mut select, whom)?;
            select
        }
        None => counted(engine, jurisdiction, "count_up_to", query).await?,
    };
    select.push("LIMIT ?) few_of_them", [(i64::from(most) + 1).into()]);
    let found = engine.read(select, |row| row.count(0)).await?.first().copied().unwrap_or(0);
    Ok(Counted { matters: found.min(u64::from(most)), more: found > u64::from(most) })
}

pub(crate) async fn count_matters_by<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    query: &MatterQuery,
    by: CountBy,
    most: u32,
) -> Result<Option<Vec<(String, u64)>>> {
    if is_tallied(query) {
        let name = match by {
            CountBy::State => "tallied_by_state",
            CountBy::Procedure => "tallied_by_procedure",
            CountBy::Body => "tallied_by_body",
        };
        let mut select = engine.select(name, jurisdiction, Vec::new());
        filter_place(&mut select, query)?;
        select.push("AND matters > 0 GROUP BY 1 ORDER BY 1", []);
        return Ok(Some(engine.read(select, |row| Ok((row.text(0)?, row.count(1)?))).await?));
    }
    let name = match by {
        CountBy::State => "count_by_state",
        CountBy::Procedure => "count_by_procedure",
        CountBy::Body => "count_by_body",
    };
    let mut select = counted(engine, jurisdiction, name, query).await?;
    select.push("LIMIT ?) few_of_them GROUP BY 1 ORDER BY 1", [(i64::from(most) + 1).into()]);
    let counts = engine.read(select, |row| Ok((row.text(0)?, row.count(1)?))).await?;
    let sum: u64 = counts.iter().map(|(_, count)| count).sum();
    Ok(Some(counts).filter(|_| sum <= u64::from(most)))
}
