//! The writer thread: takes whatever waits, keeps it in one transaction, and only then answers.
//!
//! A refused task has changed nothing and is answered alone. When the transaction as a whole fails (no room,
//! a task that broke it), its tasks are tried once more, one by one, so that one task never fails its
//! neighbours.

use std::thread::JoinHandle;

use rusqlite::blob::ZeroBlob;
use rusqlite::{Connection, MAIN_DB, params, params_from_iter};
use tokio::sync::{mpsc, oneshot};

use super::STATEMENTS;
use super::convert::failed;
use crate::backend::{Step, Touched};
use crate::cell::Cell;
use crate::error::{FaultKind, Result, StoreError};
use crate::id::Jurisdiction;
use crate::plan::{Done, Picture, Work, Writes, plan, questions};

/// Tasks that may wait before callers are held back.
const WAITING: usize = 1_024;

/// Most tasks kept in one transaction.
const GROUP: usize = 128;

/// Something to write, and somebody to tell.
trait Task: Send {
    fn run(&mut self, connection: &Connection) -> Result<()>;
    fn answer(self: Box<Self>, verdict: Result<()>);
}

struct Call<T, F> {
    write: F,
    value: Option<T>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T: Send, F: Fn(&Connection) -> Result<T> + Send> Task for Call<T, F> {
    fn run(&mut self, connection: &Connection) -> Result<()> {
        self.value = Some((self.write)(connection)?);
        Ok(())
    }

    fn answer(self: Box<Self>, verdict: Result<()>) {
        let lost = || StoreError::fault(FaultKind::Engine, "writing");
        // A caller that has gone away does not want to know.
        let Self { value, reply, .. } = *self;
        drop(reply.send(verdict.and_then(|()| value.ok_or_else(lost))));
    }
}

pub(super) struct Writer {
    tasks: Option<mpsc::Sender<Box<dyn Task>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(connection: Connection) -> Result<Self> {
        let (tasks, waiting) = mpsc::channel(WAITING);
        let thread = std::thread::Builder::new()
            .name("yifa-store-writer".into())
            .spawn(move || work(&connection, waiting))
            .map_err(|cause| StoreError::caused(FaultKind::Engine, "starting the writer", cause))?;
        Ok(Self { tasks: Some(tasks), thread: Some(thread) })
    }

    /// Has something written; returns once it is durable.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        write: impl Fn(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let gone = || StoreError::fault(FaultKind::Unavailable, "the writer has stopped");
        let (reply, answer) = oneshot::channel();
        let task = Box::new(Call { write, value: None, reply });
        self.tasks.as_ref().ok_or_else(gone)?.send(task).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}

impl Drop for Writer {
    /// Waits for what is being written, so that the file is at rest afterwards.
    fn drop(&mut self) {
        drop(self.tasks.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn work(connection: &Connection, mut waiting: mpsc::Receiver<Box<dyn Task>>) {
    while let Some(first) = waiting.blocking_recv() {
        let mut group = vec![first];
        while group.len() < GROUP {
            match waiting.try_recv() {
                Ok(task) => group.push(task),
                Err(_) => break,
            }
        }
        keep(connection, group);
    }
}

fn keep(connection: &Connection, mut group: Vec<Box<dyn Task>>) {
    if let Err(fault) = connection.execute_batch("BEGIN IMMEDIATE").map_err(failed("writing")) {
        group.into_iter().for_each(|task| task.answer(Err(fault.clone())));
        return;
    }
    match attempt(connection, &mut group) {
        Ok(verdicts) => group.into_iter().zip(verdicts).for_each(|(task, verdict)| task.answer(verdict)),
        Err(fault) if group.len() == 1 => {
            group.into_iter().for_each(|task| task.answer(Err(fault.clone())));
        }
        Err(fault) => {
            tracing::warn!(%fault, tasks = group.len(), "a group of writes failed; trying them one by one");
            group.into_iter().for_each(|task| keep(connection, vec![task]));
        }
    }
}

/// Runs all tasks and commits; an error means that nothing at all was kept.
fn attempt(connection: &Connection, group: &mut [Box<dyn Task>]) -> Result<Vec<Result<()>>> {
    let mut verdicts = Vec::with_capacity(group.len());
    let kept = (|| {
        for task in group {
            verdicts.push(isolate(connection, &mut **task)?);
        }
        connection.execute_batch("COMMIT").map_err(failed("writing"))
    })();
    if kept.is_err() && !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK").map_err(failed("rolling back"))?;
    }
    kept.map(|()| verdicts)
}

/// The inner result is the task's own; the outer one fails when the transaction is lost.
///
/// There is no savepoint: a refusal comes before the first change, so it leaves nothing to take back, and
/// savepoints would copy every page that a group touches. A task that fails after a change loses the
/// transaction, which is then tried again task by task.
fn isolate(connection: &Connection, task: &mut dyn Task) -> Result<Result<()>> {
    let before = connection.total_changes();
    let verdict = task.run(connection);
    let untouched = connection.total_changes() == before && !connection.is_autocommit();
    match verdict {
        Err(failure) if !untouched => Err(failure),
        verdict => Ok(verdict),
    }
}

/// Judges a piece of work against what is stored and writes what was granted.
pub(super) fn commit(connection: &Connection, work: &Work) -> Result<Done> {
    let mut picture = Picture::default();
    for (question, params) in questions(&[work]) {
        let mut statement = connection.prepare_cached(STATEMENTS.get(question)).map_err(failed("reading"))?;
        let mut rows = statement.query(params_from_iter(&params)).map_err(failed("reading"))?;
        while let Some(row) = rows.next().map_err(failed("reading"))? {
            picture.learn(question, row)?;
        }
    }
    let mut writes = Writes::default();
    let done = plan(&mut picture, &mut writes, work)?;
    for step in writes.steps()? {
        self::step(connection, work.jurisdiction(), &step)?;
    }
    Ok(done)
}

/// Runs one step of a transaction.
pub(super) fn step(connection: &Connection, jurisdiction: &Jurisdiction, step: &Step) -> Result<Touched> {
    match step {
        Step::Each { name, rows } => {
            let mut statement = connection.prepare_cached(STATEMENTS.get(name)).map_err(failed("writing"))?;
            let place = Cell::from(jurisdiction.as_str());
            let mut touched = 0;
            for row in rows {
                let params = params_from_iter(std::iter::once(&place).chain(row));
                touched += statement.execute(params).map_err(failed("writing"))?;
            }
            Ok(Touched { rows: touched as u64, first: None })
        }
        Step::Once { name: "blob_put", params, .. } => blob(connection, params),
        Step::Once { name, params, must_touch } => {
            let touched = once(connection, STATEMENTS.get(name), params)?;
            match must_touch {
                Some(what) if touched.rows == 0 => Err(StoreError::NotFound(what.clone())),
                _ => Ok(touched),
            }
        }
    }
}

/// What the engine keeps in memory for the one who writes, in KiB.
pub(super) const CACHE: i64 = 64 << 10;
/// The same while a file is written.
const CACHE_FOR_FILES: i64 = 4 << 10;
/// How much of a file is handed to the engine at once.
const PIECE: usize = 1 << 20;

/// Keeps a file piece by piece: as a parameter the engine would hold it whole, three times over.
fn blob(connection: &Connection, params: &[Cell]) -> Result<Touched> {
    let [place, digest, Cell::Blob(Some(bytes))] = params else {
        return once(connection, STATEMENTS.get("blob_put"), params);
    };
    if bytes.len() <= PIECE {
        return once(connection, STATEMENTS.get("blob_put"), params);
    }
    let room = ZeroBlob(bytes.len() as u64);
    let mut statement = connection.prepare_cached(STATEMENTS.get("blob_put")).map_err(failed("writing"))?;
    let rows = statement.execute(params![place, digest, room]).map_err(failed("writing"))?;
    if rows == 0 {
        // It is there already.
        return Ok(Touched::default());
    }
    let row = connection.last_insert_rowid();
    cache(connection, CACHE_FOR_FILES)?;
    let written = pieces(connection, row, bytes);
    cache(connection, CACHE)?;
    written.map(|()| Touched { rows: 1, first: None })
}

fn pieces(connection: &Connection, row: i64, bytes: &[u8]) -> Result<()> {
    let mut blob = connection.blob_open(MAIN_DB, "blob", "bytes", row, false).map_err(failed("writing"))?;
    for (at, piece) in bytes.chunks(PIECE).enumerate() {
        blob.write_at(piece, at * PIECE).map_err(failed("writing"))?;
    }
    blob.close().map_err(failed("writing"))
}

/// Sets how much of the database the engine keeps in memory, in KiB: while a file is written, its pages would fill all of it
/// and stay there, though nobody writes to them again.
fn cache(connection: &Connection, kib: i64) -> Result<()> {
    connection.pragma_update(None, "cache_size", -kib).map_err(failed("writing"))
}

fn once(connection: &Connection, sql: &str, params: &[Cell]) -> Result<Touched> {
    let mut statement = connection.prepare_cached(sql).map_err(failed("writing"))?;
    if statement.column_count() == 0 {
        let rows = statement.execute(params_from_iter(params)).map_err(failed("writing"))?;
        return Ok(Touched { rows: rows as u64, first: None });
    }
    let mut rows = statement.query(params_from_iter(params)).map_err(failed("writing"))?;
    let mut touched = Touched::default();
    while let Some(row) = rows.next().map_err(failed("writing"))? {
        touched.rows += 1;
        touched.first = touched.first.or(row.get(0).map_err(failed("writing"))?);
    }
    Ok(touched)
}
