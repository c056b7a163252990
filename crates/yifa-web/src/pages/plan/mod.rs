//! The annual plan 年度计划: its tree with live figures, and the way from a notice to a plan.

mod confirm;
mod import;
mod show;

pub use confirm::{ConfirmDecision, ConfirmError, ConfirmItem, PlanConfirmPage, SourcePiece};
pub use import::{FindingView, PlanImportPage};
pub use show::{Obligation, ObligationStatus, PlanChoice, PlanNode, PlanPage, PlanTile};
