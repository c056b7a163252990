//! Imports of registers: what may be imported, one sheet on trial, and what became of one.

mod list;
mod show;
mod start;

pub use list::{ImportRow, ImportStart, ImportsPage, Standing};
pub use show::{EntryRow, ImportShowPage, UndoView};
pub use start::{ColumnRow, FaultRow, ImportPage, Trial};
