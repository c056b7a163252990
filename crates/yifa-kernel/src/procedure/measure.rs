//! Measures and roles, checked.

use super::{Label, MeasureKind, Period, Scope};
use crate::guard::Guard;
use crate::id::{LimitId, MeasureId, ProcedureId, RoleId};

/// A measure 指标.
#[derive(Debug, Clone)]
pub struct Measure {
    /// Identifier.
    pub id: MeasureId,
    /// Name.
    pub label: Label,
    /// Procedure counted.
    pub of: ProcedureId,
    /// What is computed.
    pub kind: MeasureKind,
    /// Which matters.
    pub count: Guard,
    /// Which are good.
    pub hit: Option<Guard>,
    /// Pending until this limit is over.
    pub limit: Option<LimitId>,
    /// What is added up.
    pub sum: Option<Guard>,
    /// The day that puts a matter into its period.
    pub on: Guard,
    /// Once per period.
    pub per: Option<Period>,
    /// Unit shown.
    pub unit: Option<Label>,
    /// The usual target.
    pub target: Option<Target>,
    /// Articles.
    pub basis: Vec<String>,
    /// Words that propose it.
    pub proposed_for: Vec<String>,
}

/// What a figure should reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// At least, in ten-thousandths.
    pub at_least: Option<i64>,
    /// At most, in ten-thousandths.
    pub at_most: Option<i64>,
    /// Whether the numbers are percentages of one.
    pub percent: bool,
}

/// A role.
#[derive(Debug, Clone)]
pub struct Role {
    /// Identifier.
    pub id: RoleId,
    /// Name.
    pub label: Label,
    /// Reach.
    pub scope: Scope,
}
