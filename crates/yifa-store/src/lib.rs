//! # The store 存储: the log and its read tables
//!
//! One contract, [`Store`], and two engines behind it: SQLite (embedded, the default) and PostgreSQL. Both
//! pass the same tests unchanged. [`open`] gives the engine that an address names.
//!
//! **The log.** Each matter has a chain of events. An event carries who, what, three times (happened, known,
//! recorded), the hash of the event before it and its own. Personal values are kept apart from it, under
//! commitments, so that they can be erased and the chain stays whole. [`Store::verify`] recomputes all of it.
//!
//! **The write path.** A [`Batch`] is one command's whole effect: events, heads, read tables, numbers taken,
//! messages, journal and the answer. It is kept entirely or not at all, in one durable transaction; batches
//! that wait are kept together. Somebody who was faster is a typed [`StoreError`], not a surprise.
//!
//! **Read tables** hold the rows of [`MatterView`], made by the caller and replaced with each append. All of
//! them can be dropped and rebuilt.
//!
//! The store knows no law and none of the kernel's types, has no clock (instants are arguments), and never
//! changes or skips an event. Every key and every index begins with the [`Jurisdiction`], so that the
//! PostgreSQL schema can be distributed over several machines unchanged (`postgres/citus.sql`).

mod backend;
mod bare;
mod batch;
mod canonical;
mod cell;
mod check;
mod contract;
mod counts;
mod digest;
mod engine;
mod error;
mod event;
mod history;
mod id;
mod lists;
mod plan;
mod portable;
mod postgres;
mod query;
mod record;
mod rows;
mod sqlite;
mod stamp;
mod terms;
mod verify;
mod view;

use std::sync::Arc;

pub use bare::BareInserts;
pub use batch::{
    Answered, Append, Batch, Claim, Committed, Erasure, Idempotency, JournalEntry, OutboxMessage,
};
pub use contract::{Progress, Store};
pub use digest::{sha256, sm3};
pub use error::{Fault, FaultKind, Result, StoreError};
pub use event::{Head, NewEvent, StoredEvent};
pub use id::{Digest, Jurisdiction, MatterId};
pub use query::{
    BackupReport, ChainFault, ClockQuery, ClockRow, CountBy, Counted, Cursor, DisclosureQuery, DisclosureRow,
    FigureGroup, FigureQuery, FigureRow, FigureSum, Health, JournalQuery, JournalRow, LinkRow, MatterOrder,
    MatterQuery, MatterRow, OutboxRow, Outcome, PAGE_LIMIT, Page, Stand, Standing, Stats, ValueFilter,
    ValueTest, Values, Verification, WaitsFor,
};
pub use record::{NewRecord, Record};
pub use view::{Clock, Disclosure, Figure, Level, Link, MatterView, Unique, Waiting, Warning};

/// Opens the store at an address, creating or migrating it where needed.
///
/// - `sqlite:PATH` with the options `?mode=ro` (read only) and `?max_mib=SIZE` (a limit to its size)
/// - `postgres://…` as PostgreSQL's own programs take it
///
/// # Errors
/// `Invalid` for an address of another form. As faults: `Unavailable` when it cannot be reached, `Foreign`
/// when it belongs to another program, `Newer` when a newer program wrote it.
pub async fn open(address: &str) -> Result<Arc<dyn Store>> {
    if let Some(place) = address.strip_prefix("sqlite:") {
        let place = place.to_owned();
        let opened = tokio::task::spawn_blocking(move || sqlite::Sqlite::open(&place));
        let store =
            opened.await.map_err(|cause| StoreError::caused(FaultKind::Engine, "opening", cause))??;
        return Ok(Arc::new(engine::Engine(store)));
    }
    if is_postgres(address) {
        return Ok(Arc::new(engine::Engine(postgres::Postgres::open(address).await?)));
    }
    Err(StoreError::invalid(format!("address \"{address}\""), "it begins with sqlite: or postgres://"))
}

fn is_postgres(address: &str) -> bool {
    address.starts_with("postgres://") || address.starts_with("postgresql://")
}

/// Distributes the tables of a PostgreSQL store over the workers of its Citus cluster, by jurisdiction. The
/// extension must be installed on the server. Done once, after the first [`open`]; again is harmless.
///
/// # Errors
/// `Invalid` for an address of another engine; a fault when the server has no Citus.
pub async fn distribute(address: &str) -> Result<()> {
    if is_postgres(address) {
        postgres::distribute(address).await
    } else {
        Err(StoreError::invalid("distribute", "only a postgres:// store can be distributed"))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn all_engines_have_the_same_statements() {
        assert_eq!(crate::sqlite::STATEMENTS.names(), crate::postgres::STATEMENTS.names());
    }
}
