//! Parts that several pages share. Each is a plain value that a handler fills; its look is the HTML beside it.
//!
//! Texts of the records are handed over as they are; the templates fold them for readers of Traditional
//! Chinese. It must not know where values come from.

mod board;
mod clock;
mod field;
mod pointing;
mod refusal;
mod row;
mod steps;
mod tree;

pub use board::{BoardCard, BoardColumn, Stage};
pub use clock::{ClockView, Left, Level, LimitKind, Unit};
pub use field::{CiteOffer, Column, Control, FormField, Opt, PartyValue, TableRow, error_summary};
pub use pointing::Pointing;
pub use refusal::{Reason, RefusalView};
pub use row::{MatterRow, RowClock, Tone};
pub(crate) use steps::holiday;
pub use steps::{Cause, StepKind, StepView};
pub use tree::{Crumb, TreeNode, tree};
