//! Measures and roles, checked.

use super::{Label, MeasureKind, Period, Scope};
use crate::guard::Guard;
use crate::id::{ActionId, LimitId, MeasureId, ProcedureId, RoleId};
use crate::refusal::Code;

/// A measure 指标.
#[derive(Debug, Clone)]
pub struct Measure {
    /// Identifier.
    pub id: MeasureId,
    /// Name.
    pub label: Label,
    /// What is computed.
    pub kind: MeasureKind,
    /// Which matters, procedure by procedure; empty for refusals.
    pub counting: Vec<Counting>,
    /// Which refusals; `None` for matters.
    pub refused: Option<RefusedActs>,
    /// Once per period.
    pub per: Option<Period>,
    /// Each body counts for itself 本级, without those below it.
    pub own: bool,
    /// Unit shown.
    pub unit: Option<Label>,
    /// The usual target.
    pub target: Option<Target>,
    /// Articles.
    pub basis: Vec<String>,
    /// Words that propose it.
    pub proposed_for: Vec<String>,
}

impl Measure {
    /// How it counts the matters of a procedure; `None` where it does not.
    pub fn counts(&self, procedure: &ProcedureId) -> Option<&Counting> {
        self.counting.iter().find(|one| one.of == *procedure)
    }

    /// The procedure that it is first of all about; `None` for refusals.
    pub fn of(&self) -> Option<&ProcedureId> {
        self.counting.first().map(|one| &one.of)
    }
}

/// How a measure counts the matters of one procedure.
#[derive(Debug, Clone)]
pub struct Counting {
    /// The procedure.
    pub of: ProcedureId,
    /// Which matters.
    pub count: Guard,
    /// Which are good.
    pub hit: Option<Guard>,
    /// Pending while one of these limits runs.
    pub limits: Vec<LimitId>,
    /// What is added up.
    pub sum: Option<Guard>,
    /// As how many a matter counts; `None`: as one.
    pub weighs: Option<Guard>,
    /// The day that puts a matter into its period.
    pub on: Guard,
}

/// Which acts, refused for which reasons, a measure counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedActs {
    /// Any of these reasons.
    pub codes: Vec<Code>,
    /// Of these procedures; empty: of all.
    pub of: Vec<ProcedureId>,
    /// These acts; empty: all.
    pub actions: Vec<ActionId>,
}

impl RefusedActs {
    /// Whether a refusal counts: once, however many of its reasons fit.
    pub fn counts<'a>(
        &self,
        procedure: &str,
        action: &str,
        codes: impl IntoIterator<Item = &'a str>,
    ) -> bool {
        let of = self.of.is_empty() || self.of.iter().any(|one| one.as_str() == procedure);
        let act = self.actions.is_empty() || self.actions.iter().any(|one| one.as_str() == action);
        let fits = |code: &str| self.codes.iter().any(|one| one.as_str() == code);
        of && act && codes.into_iter().any(fits)
    }
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

impl Role {
    /// Whether people of the public hold it, who have no account: a party, or whoever was given a slip.
    pub const fn is_of_public(&self) -> bool {
        matches!(self.scope, Scope::Own | Scope::Slip)
    }
}
