//! One transaction: what it reads and writes, sent without waiting for each answer.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use deadpool_postgres::Transaction;
use tokio_postgres::types::ToSql;

use super::STATEMENTS;
use super::convert::{Columnar, failed, parameters};
use crate::backend::{Step, Touched};
use crate::cell::Cell;
use crate::error::{Result, StoreError};
use crate::id::Jurisdiction;
use crate::plan::{Done, Picture, Work, Writes, plan, questions};

/// Judges a group of work of one jurisdiction and writes what was granted. An error means that nothing of
/// the group was written.
pub(super) async fn commit(transaction: Transaction<'_>, works: &[Work]) -> Result<Vec<Result<Done>>> {
    let Some(jurisdiction) = works.first().map(Work::jurisdiction) else { return Ok(Vec::new()) };
    // Writers of one jurisdiction take turns, also those of other processes: so nothing that is read here
    // can change before it is written, and none waits for another crosswise.
    let lock = "SELECT pg_advisory_xact_lock(hashtextextended('yifa ' || current_schema() || $1::text, 0))";
    let lock = transaction.prepare_cached(lock).await.map_err(failed("writing"))?;
    transaction.query(&lock, &[&jurisdiction.as_str()]).await.map_err(failed("writing"))?;

    let mut picture = Picture::default();
    let asked = questions(&works.iter().collect::<Vec<_>>());
    let answers = asked.iter().map(|(name, params)| later(ask(&transaction, name, params)));
    for ((name, _), rows) in asked.iter().zip(in_order(answers.collect()).await) {
        rows?.iter().try_for_each(|row| picture.learn(name, row))?;
    }
    let mut writes = Writes::default();
    let verdicts: Vec<_> = works.iter().map(|work| plan(&mut picture, &mut writes, work)).collect();
    run(&transaction, jurisdiction, &writes.steps()?).await?;
    transaction.commit().await.map_err(failed("writing"))?;
    Ok(verdicts)
}

async fn ask(transaction: &Transaction<'_>, name: &str, params: &[Cell]) -> Result<Vec<tokio_postgres::Row>> {
    let statement = transaction.prepare_cached(STATEMENTS.get(name)).await.map_err(failed("reading"))?;
    transaction.query(&statement, &parameters(params)).await.map_err(failed("reading"))
}

/// Runs the steps in their order; the first that fails decides.
pub(super) async fn run(
    transaction: &Transaction<'_>,
    jurisdiction: &Jurisdiction,
    steps: &[Step],
) -> Result<Vec<Touched>> {
    // Known statements first, so that the steps themselves go out in their order.
    for step in steps {
        let (Step::Each { name, .. } | Step::Once { name, .. }) = step;
        transaction.prepare_cached(STATEMENTS.get(name)).await.map_err(failed("writing"))?;
    }
    let running = steps.iter().map(|step| later(self::step(transaction, jurisdiction, step)));
    in_order(running.collect()).await.into_iter().collect()
}

async fn step(transaction: &Transaction<'_>, jurisdiction: &Jurisdiction, step: &Step) -> Result<Touched> {
    match step {
        Step::Each { rows, .. } if rows.is_empty() => Ok(Touched::default()),
        Step::Each { name, rows } => {
            let columns = Columnar::new(jurisdiction, rows);
            execute(transaction, name, &columns.parameters()).await
        }
        Step::Once { name, params, must_touch } => {
            let touched = execute(transaction, name, &parameters(params)).await?;
            match must_touch {
                Some(what) if touched.rows == 0 => Err(StoreError::NotFound(what.clone())),
                _ => Ok(touched),
            }
        }
    }
}

async fn execute(
    transaction: &Transaction<'_>,
    name: &str,
    params: &[&(dyn ToSql + Sync)],
) -> Result<Touched> {
    let statement = transaction.prepare_cached(STATEMENTS.get(name)).await.map_err(failed("writing"))?;
    if statement.columns().is_empty() {
        let rows = transaction.execute(&statement, params).await.map_err(failed("writing"))?;
        return Ok(Touched { rows, first: None });
    }
    let rows = transaction.query(&statement, params).await.map_err(failed("writing"))?;
    let first = rows.first().map(|row| row.try_get(0)).transpose().map_err(failed("writing"))?;
    Ok(Touched { rows: rows.len() as u64, first })
}

type Later<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

fn later<'a, T>(future: impl Future<Output = T> + Send + 'a) -> Later<'a, T> {
    Box::pin(future)
}

/// Drives all futures at once, always in their order: the first turn sends all requests, one after another,
/// and the server answers them in that order.
async fn in_order<T>(mut futures: Vec<Later<'_, T>>) -> Vec<T> {
    let mut answers: Vec<Option<T>> = futures.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (future, answer) in futures.iter_mut().zip(&mut answers) {
            if answer.is_none()
                && let Poll::Ready(value) = future.as_mut().poll(context)
            {
                *answer = Some(value);
            }
        }
        if answers.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    answers.into_iter().flatten().collect()
}
