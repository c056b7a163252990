//! Opening a file: is it ours, how old is it, what must be added.

use std::path::PathBuf;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::convert::failed;
use super::writer;
use crate::error::{FaultKind, Result, StoreError};

/// "YIFA": marks the file as one of ours.
const APPLICATION: i64 = 0x5949_4641;

/// In the order in which they were added; none is ever changed.
const MIGRATIONS: [&str; 8] = [
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
    include_str!("migrations/0005.sql"),
    include_str!("migrations/0006.sql"),
    include_str!("migrations/0007.sql"),
    include_str!("migrations/0008.sql"),
];

/// Where a store lies and how it is to be opened: `path?mode=ro&max_mib=2048`.
#[derive(Debug, Clone)]
pub(super) struct Place {
    path: PathBuf,
    read_only: bool,
    max_mib: Option<i64>,
}

impl Place {
    pub(super) fn parse(address: &str) -> Result<Self> {
        let (path, options) = address.split_once('?').unwrap_or((address, ""));
        if path.is_empty() || path == ":memory:" {
            return Err(StoreError::invalid(format!("sqlite:{address}"), "a store needs a file"));
        }
        let mut place = Self { path: path.into(), read_only: false, max_mib: None };
        for option in options.split('&').filter(|option| !option.is_empty()) {
            match option.split_once('=') {
                Some(("mode", "ro")) => place.read_only = true,
                Some(("max_mib", size))
                    if size.parse::<i64>().is_ok_and(|mib| (1..1 << 24).contains(&mib)) =>
                {
                    place.max_mib = size.parse().ok();
                }
                _ => {
                    return Err(StoreError::invalid(
                        format!("option \"{option}\""),
                        "known are mode=ro and max_mib=<size>",
                    ));
                }
            }
        }
        Ok(place)
    }

    /// A connection that can only read.
    pub(super) fn reader(&self) -> Result<Connection> {
        let connection = self.connect(OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.pragma_update(None, "cache_size", -16_384).map_err(failed("opening"))?;
        Ok(connection)
    }

    fn connect(&self, flags: OpenFlags) -> Result<Connection> {
        let doing = format!("opening {}", self.path.display());
        let connection = Connection::open_with_flags(&self.path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(failed(&doing))?;
        // A plan follows from the statement alone: what is bound never makes it be prepared again.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(failed(&doing))?;
        connection.busy_timeout(Duration::from_secs(5)).map_err(failed(&doing))?;
        connection.set_prepared_statement_cache_capacity(256);
        Ok(connection)
    }
}

/// Opens for writing, or for reading where the file allows no more, and brings the schema up to date.
pub(super) fn prepare(place: &Place) -> Result<Connection> {
    let doing = format!("opening {}", place.path.display());
    let flags = if place.read_only {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    } else {
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
    };
    let mut connection = place.connect(flags)?;
    let (known, found) = (MIGRATIONS.len(), examine(&connection, &doing)?);
    if connection.is_readonly("main").map_err(failed(&doing))? {
        return if found as usize == known {
            Ok(connection)
        } else {
            Err(StoreError::fault(
                FaultKind::ReadOnly,
                format!("{doing}: its schema {found} must be brought to {known}, open it for writing once"),
            ))
        };
    }
    connection.pragma_update(None, "journal_mode", "WAL").map_err(failed(&doing))?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(failed(&doing))?;
    connection.pragma_update(None, "cache_size", -writer::CACHE).map_err(failed(&doing))?;
    connection.pragma_update(None, "temp_store", "MEMORY").map_err(failed(&doing))?;
    connection.pragma_update(None, "wal_autocheckpoint", 4_000).map_err(failed(&doing))?;
    if let Some(mib) = place.max_mib {
        let page: i64 =
            connection.pragma_query_value(None, "page_size", |row| row.get(0)).map_err(failed(&doing))?;
        connection.pragma_update(None, "max_page_count", (mib << 20) / page).map_err(failed(&doing))?;
    }
    migrate(&mut connection, &doing)?;
    Ok(connection)
}

/// The version of the schema; refuses files of other programs and of newer versions of this one.
fn examine(connection: &Connection, doing: &str) -> Result<u32> {
    let read = |pragma: &str| -> Result<i64> {
        connection.pragma_query_value(None, pragma, |row| row.get(0)).map_err(failed(doing))
    };
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(failed(doing))?;
    let (application, version) = (read("application_id")?, read("user_version")?);
    if tables > 0 && application != APPLICATION {
        return Err(StoreError::fault(FaultKind::Foreign, doing));
    }
    let found = u32::try_from(version).map_err(|_| StoreError::fault(FaultKind::Foreign, doing))?;
    if found as usize > MIGRATIONS.len() {
        let versions = format!("{doing}: its schema is {found}, this program knows {}", MIGRATIONS.len());
        return Err(StoreError::fault(FaultKind::Newer, versions));
    }
    Ok(found)
}

fn migrate(connection: &mut Connection, doing: &str) -> Result<()> {
    let transaction = connection
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .map_err(failed(doing))?;
    // Read again under the lock: another process may have been faster.
    let found = examine(&transaction, doing)? as usize;
    for migration in &MIGRATIONS[found..] {
        transaction.execute_batch(migration).map_err(failed(doing))?;
    }
    if found < MIGRATIONS.len() {
        transaction.pragma_update(None, "application_id", APPLICATION).map_err(failed(doing))?;
        transaction.pragma_update(None, "user_version", MIGRATIONS.len() as i64).map_err(failed(doing))?;
    }
    transaction.commit().map_err(failed(doing))
}

/// The schema that a connection sees.
pub(super) fn schema(connection: &Connection) -> Result<u32> {
    examine(connection, "reading")
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::super::STATEMENTS;
    use super::*;

    #[test]
    fn what_is_asked_for_each_act_is_prepared_once() {
        let folder = tempfile::tempdir().expect("folder");
        let place = Place::parse(&folder.path().join("x.sqlite").display().to_string()).expect("place");
        let writer = prepare(&place).expect("store");
        let reader = place.reader().expect("reader");
        let mut again = Vec::new();
        for name in [
            "events",
            "events_of",
            "payload_of",
            "series_value",
            "answer",
            "head",
            "matter_rows",
            "clocks_due",
            "matters_to_renew",
            "record_get",
            "record_list",
            "load_heads",
            "load_uniques",
            "load_series",
            "load_slugs",
        ] {
            for connection in [&reader, &writer] {
                let mut statement = connection.prepare(STATEMENTS.get(name)).expect("statement");
                let marks = statement.parameter_count();
                for value in ["[1]", "[2]", "[]"] {
                    let mut rows =
                        statement.query(rusqlite::params_from_iter(vec![value; marks])).expect("query");
                    // A limit may not be a text; what was prepared for it stands all the same.
                    while let Ok(Some(_)) = rows.next() {}
                }
                if statement.get_status(StatementStatus::RePrepare) > 0 {
                    again.push(name);
                }
            }
        }
        assert!(again.is_empty(), "{again:?}");
    }
}
