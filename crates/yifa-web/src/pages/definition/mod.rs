//! Definitions 定义: what the city runs on, readable beside the statute.

mod explain;
mod faults;
mod list;
mod show;

pub use explain::ExplainPage;
pub use faults::{FaultRow, FaultsPage};
pub use list::{DefinitionRow, DefinitionsPage};
pub use show::{ActionRow, ConditionRow, FieldRow, LimitRow, NamedBasis, ProcedurePage, UnsaidRow};
