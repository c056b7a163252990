//! Limits and duties of the calendar, checked.

use super::{BasisClass, Label, Length, LimitKind, Period, Place, Roll};
use crate::guard::Guard;
use crate::id::{ActionId, FieldId, LimitId};

/// A duty without a case.
#[derive(Debug, Clone)]
pub struct CalendarDuty {
    /// How often.
    pub every: Period,
    /// Month (for a year) and day.
    pub by: (Option<i8>, i8),
    /// Which bodies.
    pub whom: Guard,
    /// The action by which the law opens it.
    pub opening: ActionId,
}

/// What starts a clock, or ends a pause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// The opening of the matter.
    Opened,
    /// The doing of an action.
    Act(ActionId),
    /// A date field.
    Field(FieldId),
    /// A date recorded with an action.
    ActField(ActionId, FieldId),
}

/// A fixed last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Until {
    /// A recorded day.
    Moment(Moment),
    /// The first such (month, day) after the start.
    DayOfYear(i8, i8),
    /// The last day of the calendar's duty in the period in which the matter was opened.
    Calendar,
}

/// A limit 期限.
#[derive(Debug, Clone)]
pub struct Limit {
    /// Identifier.
    pub id: LimitId,
    /// Name.
    pub label: Label,
    /// Kind.
    pub kind: LimitKind,
    /// Actions governed.
    pub actions: Vec<ActionId>,
    /// Length.
    pub within: Option<Length>,
    /// What starts it.
    pub from: Option<Moment>,
    /// The parameter that gives the length, if one does.
    pub by_parameter: Option<String>,
    /// Instead of a length: the day on which it ends.
    pub until: Option<Until>,
    /// The future event of a lead.
    pub of: Option<FieldId>,
    /// Only if.
    pub when: Option<Guard>,
    /// Treatment of rest days at the end.
    pub roll: Roll,
    /// Intervals that do not count.
    pub pause: Vec<Pause>,
    /// Extensions.
    pub extend: Vec<Extend>,
    /// Restarts.
    pub restart: Vec<ActionId>,
    /// Actions after which another limit governs.
    pub supersede: Vec<ActionId>,
    /// What the law does when it lapses.
    pub lapse: Option<ActionId>,
    /// For accrual: share of the principal per day, in ten-thousandths.
    pub rate: Option<i64>,
    /// For accrual: the principal.
    pub principal: Option<Guard>,
    /// For accrual: the most.
    pub cap: Option<Guard>,
    /// For windows: first and last (month, day).
    pub window: Option<((i8, i8), (i8, i8))>,
    /// For recurring: how often in each period.
    pub times: Option<(u32, Period)>,
    /// For long stops: the other limit.
    pub earlier_of: Option<LimitId>,
    /// Reminder before the end, in the limit's unit.
    pub notice: Option<u32>,
    /// Yellow before the end, in the limit's unit.
    pub yellow: Option<u32>,
    /// Red after the end, in working days.
    pub red_after: Option<u32>,
    /// Who may change it.
    pub override_by: Option<BasisClass>,
    /// Articles.
    pub basis: Vec<String>,
    /// How firm.
    pub class: BasisClass,
    /// Set by a city's overlay: its ground.
    pub overlaid: Option<String>,
    /// Where it stands in the files.
    pub place: Place,
}

/// An interval that does not count.
#[derive(Debug, Clone)]
pub struct Pause {
    /// The action that begins it.
    pub from: ActionId,
    /// The action that ends it.
    pub until: ActionId,
    /// Whether it is taken out (`true`) or the rest runs on (`false`).
    pub exclude: bool,
    /// Articles.
    pub basis: Vec<String>,
}

/// An extension.
#[derive(Debug, Clone)]
pub struct Extend {
    /// The action that extends.
    pub on: ActionId,
    /// By how much.
    pub by: Length,
    /// Articles.
    pub basis: Vec<String>,
}
