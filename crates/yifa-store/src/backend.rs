//! What an engine must be able to do; everything else is shared.

use std::borrow::Cow;
use std::future::Future;

use crate::cell::{Cell, Decode};
use crate::error::Result;
use crate::id::Jurisdiction;
use crate::plan::{Done, Work};
use crate::terms::Wanted;

/// A statement of a transaction.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Run for each row: the first parameter is the jurisdiction, the row's cells follow.
    Each { name: &'static str, rows: Vec<Vec<Cell>> },
    /// Run once. When it must touch something and touches nothing, the transaction is given up with
    /// `NotFound`, saying what.
    Once { name: &'static str, params: Vec<Cell>, must_touch: Option<String> },
}

/// What a step did.
#[derive(Debug, Clone, Default)]
pub(crate) struct Touched {
    /// Rows changed or returned.
    pub rows: u64,
    /// First column of the first row returned.
    pub first: Option<i64>,
}

/// Takes each row of an export: the table's statement name and the row.
pub(crate) type Sink<'a> = &'a mut (dyn FnMut(&'static str, Vec<Cell>) -> Result<()> + Send);

/// Gives the next rows of an import, all for one statement, with their jurisdiction.
pub(crate) type Source<'a> = &'a mut (dyn FnMut() -> Result<Option<(Jurisdiction, Step)>> + Send);

pub(crate) trait Backend: Send + Sync + 'static {
    /// The engine's name.
    const ENGINE: &'static str;
    /// The sign before a parameter's number.
    const SIGN: char;

    /// The question to the index of searches for all of some terms.
    fn terms(wanted: &[Wanted]) -> String;

    /// A named statement.
    fn sql(&self, name: &'static str) -> &'static str;

    /// Reads rows.
    fn rows<T: Send + 'static>(
        &self,
        sql: Cow<'static, str>,
        params: Vec<Cell>,
        decode: Decode<T>,
    ) -> impl Future<Output = Result<Vec<T>>> + Send;

    /// Plans and keeps a piece of work, together with others of the same jurisdiction.
    fn commit(&self, work: Work) -> impl Future<Output = Result<Done>> + Send;

    /// Runs some statements in one transaction.
    fn write(
        &self,
        jurisdiction: Jurisdiction,
        steps: Vec<Step>,
    ) -> impl Future<Output = Result<Vec<Touched>>> + Send;

    /// Reads the named statements to their ends, all at one moment of the store.
    fn export(
        &self,
        names: &'static [&'static str],
        sink: Sink<'_>,
    ) -> impl Future<Output = Result<()>> + Send;

    /// Writes everything that the source gives, in one transaction.
    fn import(&self, source: Source<'_>) -> impl Future<Output = Result<()>> + Send;

    /// The version of the engine and of the schema, and whether it takes writes.
    fn health(&self) -> impl Future<Output = Result<(String, u32, bool)>> + Send;
}
