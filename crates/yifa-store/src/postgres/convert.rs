//! Cells and columns in PostgreSQL's own types, and its errors in ours.

use tokio_postgres::Row;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::cell::{Cell, Columns};
use crate::error::{FaultKind, Result, StoreError};
use crate::id::Jurisdiction;

/// Turns an engine error into a fault, naming what was being done.
pub(super) fn failed(doing: &str) -> impl Fn(tokio_postgres::Error) -> StoreError + '_ {
    move |error| StoreError::caused(kind(&error), doing, error)
}

fn kind(error: &tokio_postgres::Error) -> FaultKind {
    let Some(state) = error.code() else {
        // Not the server's word but a broken connection, or one that could not be made.
        return FaultKind::Unavailable;
    };
    match state.code() {
        "25006" | "42501" => FaultKind::ReadOnly,
        "53100" | "53400" | "54000" => FaultKind::Full,
        "53300" | "55P03" | "57014" | "40001" | "40P01" => FaultKind::Busy,
        "XX001" | "XX002" => FaultKind::Corrupt,
        "57P01" | "57P02" | "57P03" | "58030" | "3D000" | "28000" | "28P01" => FaultKind::Unavailable,
        code if code.starts_with("08") => FaultKind::Unavailable,
        _ => FaultKind::Engine,
    }
}

/// Whether the server itself reported the error, so that the transaction is certainly gone and may be tried
/// again.
pub(super) fn certainly_undone(error: &StoreError) -> bool {
    let StoreError::Fault(fault) = error else { return false };
    let cause = fault.cause.as_deref().and_then(|cause| cause.downcast_ref::<tokio_postgres::Error>());
    let state = cause.and_then(tokio_postgres::Error::code);
    state.is_some_and(|state| *state != SqlState::ADMIN_SHUTDOWN && *state != SqlState::CRASH_SHUTDOWN)
}

impl ToSql for Cell {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Text(text) => text.to_sql(kind, out),
            Self::Int(number) => number.to_sql(kind, out),
            Self::Blob(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::TEXT | Type::VARCHAR | Type::INT8 | Type::BYTEA)
    }

    to_sql_checked!();
}

pub(super) fn parameters(cells: &[Cell]) -> Vec<&(dyn ToSql + Sync)> {
    cells.iter().map(|cell| cell as &(dyn ToSql + Sync)).collect()
}

/// Rows turned into columns, for `unnest`.
pub(super) enum Column {
    Text(Vec<Option<String>>),
    Int(Vec<Option<i64>>),
    Blob(Vec<Option<Vec<u8>>>),
}

impl Column {
    fn parameter(&self) -> &(dyn ToSql + Sync) {
        match self {
            Self::Text(column) => column,
            Self::Int(column) => column,
            Self::Blob(column) => column,
        }
    }
}

/// The parameters of a statement that takes all rows at once: jurisdiction, then one array a column.
pub(super) struct Columnar {
    jurisdiction: String,
    columns: Vec<Column>,
}

impl Columnar {
    pub(super) fn new(jurisdiction: &Jurisdiction, rows: &[Vec<Cell>]) -> Self {
        let width = rows.first().map_or(0, Vec::len);
        let columns = (0..width).map(|at| column(rows, at)).collect();
        Self { jurisdiction: jurisdiction.to_string(), columns }
    }

    pub(super) fn parameters(&self) -> Vec<&(dyn ToSql + Sync)> {
        let place: &(dyn ToSql + Sync) = &self.jurisdiction;
        std::iter::once(place).chain(self.columns.iter().map(Column::parameter)).collect()
    }
}

fn column(rows: &[Vec<Cell>], at: usize) -> Column {
    let cells = || rows.iter().filter_map(|row| row.get(at));
    match cells().next() {
        Some(Cell::Int(_)) => Column::Int(
            cells().map(|cell| if let Cell::Int(number) = cell { *number } else { None }).collect(),
        ),
        Some(Cell::Blob(_)) => Column::Blob(
            cells().map(|cell| if let Cell::Blob(bytes) = cell { bytes.clone() } else { None }).collect(),
        ),
        Some(Cell::Text(_)) | None => Column::Text(
            cells().map(|cell| if let Cell::Text(text) = cell { text.clone() } else { None }).collect(),
        ),
    }
}

impl Columns for Row {
    fn raw(&self, at: usize) -> Result<Option<Vec<u8>>> {
        let bytes = if self.columns().get(at).is_some_and(|column| *column.type_() == Type::BYTEA) {
            self.try_get::<_, Option<&[u8]>>(at).map(|bytes| bytes.map(<[u8]>::to_vec))
        } else {
            self.try_get::<_, Option<&str>>(at).map(|text| text.map(|text| text.as_bytes().to_vec()))
        };
        bytes.map_err(failed("reading a column"))
    }

    fn opt_int(&self, at: usize) -> Result<Option<i64>> {
        self.try_get(at).map_err(failed("reading a column"))
    }
}

/// A row that outlives its answer.
pub(super) fn owned(row: &Row) -> Result<Vec<Cell>> {
    let cell = |(at, column): (usize, &tokio_postgres::Column)| {
        Ok(match *column.type_() {
            Type::INT8 => Cell::Int(row.opt_int(at)?),
            Type::BYTEA => Cell::Blob(row.raw(at)?),
            _ => Cell::Text((row as &dyn Columns).opt_text(at)?),
        })
    };
    row.columns().iter().enumerate().map(cell).collect()
}
