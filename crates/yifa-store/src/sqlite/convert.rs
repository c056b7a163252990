//! Cells and columns in SQLite's own types, and its errors in ours.

use rusqlite::types::{ToSqlOutput, Value as Owned, ValueRef};
use rusqlite::{Connection, ErrorCode, Row, Statement, ToSql, params_from_iter};

use crate::cell::{Cell, Columns, Decode};
use crate::error::{FaultKind, Result, StoreError};

/// Turns an engine error into a fault, naming what was being done.
pub(super) fn failed(doing: &str) -> impl Fn(rusqlite::Error) -> StoreError + '_ {
    move |error| {
        let kind = match error.sqlite_error_code() {
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => FaultKind::ReadOnly,
            Some(ErrorCode::DiskFull) => FaultKind::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => FaultKind::Busy,
            Some(ErrorCode::DatabaseCorrupt) => FaultKind::Corrupt,
            Some(ErrorCode::NotADatabase) => FaultKind::Foreign,
            Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure) => FaultKind::Unavailable,
            _ => FaultKind::Engine,
        };
        StoreError::caused(kind, doing, error)
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Text(Some(text)) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Blob(Some(bytes)) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Self::Int(Some(number)) => ToSqlOutput::Owned(Owned::Integer(*number)),
            Self::Text(None) | Self::Blob(None) | Self::Int(None) => ToSqlOutput::Owned(Owned::Null),
        })
    }
}

impl Columns for Row<'_> {
    fn raw(&self, at: usize) -> Result<Option<Vec<u8>>> {
        match self.get_ref(at).map_err(failed("reading a column"))? {
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Ok(Some(bytes.to_vec())),
            ValueRef::Null => Ok(None),
            ValueRef::Integer(_) | ValueRef::Real(_) => {
                Err(StoreError::corrupt(format!("column {at} is a number")))
            }
        }
    }

    fn opt_int(&self, at: usize) -> Result<Option<i64>> {
        match self.get_ref(at).map_err(failed("reading a column"))? {
            ValueRef::Integer(number) => Ok(Some(number)),
            ValueRef::Null => Ok(None),
            ValueRef::Text(_) | ValueRef::Blob(_) | ValueRef::Real(_) => {
                Err(StoreError::corrupt(format!("column {at} is not an integer")))
            }
        }
    }
}

/// Reads all rows of a statement, kept prepared for the next time.
pub(super) fn query<T>(
    connection: &Connection,
    sql: &str,
    params: &[Cell],
    decode: Decode<T>,
) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(sql).map_err(failed("reading"))?;
    let mut rows = statement.query(params_from_iter(params)).map_err(failed("reading"))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(failed("reading"))? {
        found.push(decode(row)?);
    }
    Ok(found)
}

/// Reads a statement to its end, handing its rows on in chunks.
pub(super) fn stream(
    connection: &Connection,
    sql: &str,
    chunk: usize,
    mut give: impl FnMut(Vec<Vec<Cell>>) -> Result<()>,
) -> Result<()> {
    let mut statement: Statement<'_> = connection.prepare(sql).map_err(failed("reading"))?;
    let width = statement.column_count();
    let mut rows = statement.query([]).map_err(failed("reading"))?;
    let mut waiting = Vec::with_capacity(chunk);
    while let Some(row) = rows.next().map_err(failed("reading"))? {
        waiting.push((0..width).map(|at| owned(row, at)).collect::<Result<Vec<_>>>()?);
        if waiting.len() == chunk {
            give(std::mem::take(&mut waiting))?;
        }
    }
    if waiting.is_empty() { Ok(()) } else { give(waiting) }
}

fn owned(row: &Row<'_>, at: usize) -> Result<Cell> {
    Ok(match row.get_ref(at).map_err(failed("reading a column"))? {
        ValueRef::Null => Cell::Text(None),
        ValueRef::Integer(number) => Cell::Int(Some(number)),
        ValueRef::Blob(bytes) => Cell::Blob(Some(bytes.to_vec())),
        ValueRef::Text(_) => Cell::Text((row as &dyn Columns).opt_text(at)?),
        ValueRef::Real(_) => return Err(StoreError::corrupt(format!("column {at} is a fraction"))),
    })
}
