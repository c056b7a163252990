//! SQLite: the embedded engine. Write-ahead log, full synchronisation, one writer thread that keeps waiting
//! batches together, readers on their own connections.

mod convert;
mod open;
mod readers;
mod writer;

use std::borrow::Cow;
use std::sync::LazyLock;

use tokio::sync::mpsc;

use crate::backend::{Backend, Sink, Source, Step, Touched};
use crate::cell::{Cell, Decode, Statements};
use crate::error::{FaultKind, Result, StoreError};
use crate::id::Jurisdiction;
use crate::plan::{Done, Work};
use crate::terms::Wanted;
use convert::failed;
use readers::Readers;
use writer::Writer;

pub(crate) static STATEMENTS: LazyLock<Statements> = LazyLock::new(|| {
    Statements::read(&[include_str!("log.sql"), include_str!("read.sql"), include_str!("beside.sql")])
});

/// Rows handed over at a time by an export or import.
const CHUNK: usize = 500;

pub(crate) struct Sqlite {
    readers: Readers,
    /// `None` when the file is read-only.
    writer: Option<Writer>,
}

impl Sqlite {
    /// Opens, and where needed creates or migrates, the store at `path?options`.
    pub(crate) fn open(address: &str) -> Result<Self> {
        let place = open::Place::parse(address)?;
        let connection = open::prepare(&place)?;
        let writable = !connection.is_readonly("main").map_err(failed("opening"))?;
        let writer = writable.then(|| Writer::start(connection)).transpose()?;
        Ok(Self { readers: Readers::new(place), writer })
    }

    fn writer(&self) -> Result<&Writer> {
        self.writer.as_ref().ok_or_else(|| StoreError::fault(FaultKind::ReadOnly, "writing"))
    }
}

impl Backend for Sqlite {
    const ENGINE: &'static str = "sqlite";
    const SIGN: char = '?';

    fn terms(wanted: &[Wanted]) -> String {
        let all = wanted.iter().map(|one| match one {
            Wanted::Term(term) => format!("\"{term}\""),
            Wanted::Begins(first) => format!("\"{first}\" *"),
        });
        all.collect::<Vec<_>>().join(" AND ")
    }

    fn sql(&self, name: &'static str) -> &'static str {
        STATEMENTS.get(name)
    }

    async fn rows<T: Send + 'static>(
        &self,
        sql: Cow<'static, str>,
        params: Vec<Cell>,
        decode: Decode<T>,
    ) -> Result<Vec<T>> {
        self.readers.run(move |connection| convert::query(connection, &sql, &params, decode)).await
    }

    async fn commit(&self, work: Work) -> Result<Done> {
        self.writer()?.run(move |connection| writer::commit(connection, &work)).await
    }

    async fn write(&self, jurisdiction: Jurisdiction, steps: Vec<Step>) -> Result<Vec<Touched>> {
        let run = move |connection: &rusqlite::Connection| {
            steps.iter().map(|step| writer::step(connection, &jurisdiction, step)).collect()
        };
        self.writer()?.run(run).await
    }

    async fn export(&self, names: &'static [&'static str], sink: Sink<'_>) -> Result<()> {
        let (give, mut take) = mpsc::channel::<(&'static str, Vec<Vec<Cell>>)>(4);
        let reading = self.readers.run_apart(move |connection| {
            let moment = connection.unchecked_transaction().map_err(failed("reading"))?;
            for name in names {
                convert::stream(&moment, STATEMENTS.get(name), CHUNK, |rows| {
                    give.blocking_send((name, rows))
                        .map_err(|_| StoreError::fault(FaultKind::Unavailable, "the reader has gone"))
                })?;
            }
            Ok(())
        });
        let writing = async {
            let mut kept = Ok(());
            while let (Ok(()), Some((name, rows))) = (&kept, take.recv().await) {
                kept = rows.into_iter().try_for_each(|row| sink(name, row));
            }
            drop(take);
            kept
        };
        let (read, written) = tokio::join!(reading, writing);
        written.and(read)
    }

    async fn import(&self, source: Source<'_>) -> Result<()> {
        let (give, take) = mpsc::channel::<Result<Option<(Jurisdiction, Step)>>>(4);
        // Taken once: what has been read from the source cannot be written a second time.
        let take = std::sync::Mutex::new(Some(take));
        let writing = self.writer()?.run(move |connection| {
            let disturbed = || StoreError::fault(FaultKind::Busy, "restoring was disturbed");
            let take = take.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
            let mut take = take.ok_or_else(disturbed)?;
            // A source that ends without saying so was given up: nothing of it is kept.
            while let Some((jurisdiction, step)) = take.blocking_recv().ok_or_else(disturbed)?? {
                writer::step(connection, &jurisdiction, &step)?;
            }
            Ok(())
        });
        let reading = async {
            loop {
                let next = source();
                let more = matches!(next, Ok(Some(_)));
                if give.send(next).await.is_err() || !more {
                    break;
                }
            }
            drop(give);
        };
        let (written, ()) = tokio::join!(writing, reading);
        written
    }

    async fn health(&self) -> Result<(String, u32, bool)> {
        let schema = self.readers.run(open::schema).await?;
        Ok((rusqlite::version().to_owned(), schema, self.writer.is_some()))
    }
}

/// A connection of its own that only inserts.
pub(crate) struct Bare(rusqlite::Connection);

impl Bare {
    pub(crate) fn open(address: &str) -> Result<Self> {
        Ok(Self(open::prepare(&open::Place::parse(address)?)?))
    }

    pub(crate) fn insert(&self, jurisdiction: &Jurisdiction, steps: &[Step]) -> Result<u64> {
        self.0.execute_batch("BEGIN IMMEDIATE").map_err(failed("writing"))?;
        let mut rows = 0;
        for step in steps {
            rows += writer::step(&self.0, jurisdiction, step)?.rows;
        }
        self.0.execute_batch("COMMIT").map_err(failed("writing"))?;
        Ok(rows)
    }
}
