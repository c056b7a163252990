//! Definitions 定义: what the city runs on, readable beside the statute.

mod explain;
mod faults;
mod list;
mod scenarios;
mod show;

pub use explain::{ExplainPage, ExplainPart, Piece};
pub use faults::{FaultRow, FaultsPage};
pub use list::{DefinitionRow, DefinitionsPage};
pub use scenarios::{ScenarioRow, ScenariosPage};
pub use show::{ActionRow, ConditionRow, FieldRow, LimitRow, NamedBasis, ProcedurePage, UnsaidRow};
