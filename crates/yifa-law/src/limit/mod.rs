//! Limits (期限): by which day something must, may or may not yet be done, and how that day was found.
//!
//! Owns: the arithmetic of every kind of limit. Must not know: which limit an Act sets, what happened in a matter,
//! what day it is today. All are arguments; the unit and the treatment of rest days are always explicit, because
//! no general rule for administrative organs exists and each Act has its own.
//!
//! | kind | answered by |
//! |---|---|
//! | duty, right, silence | [`due`], [`reckon`]; then [`Due::standing`], [`Due::over_from`], [`Due::progress`] |
//! | floor | [`due`]; the next step may be taken from [`Due::over_from`] on |
//! | lead | [`latest_before`]; for hours [`latest_moment_before`] |
//! | window | [`Window`] |
//! | recurring | [`tally`] |
//! | hours | [`due_at`] |
//! | accrual | [`accrue`] |
//! | open | [`elapsed`] |
//! | long stop | [`earliest`] |
//!
//! An applicant's bare 日 has two readings: [`better_for_applicant`]. Which unit a bare 日 has in an Act:
//! [`DayClause`].

mod accrual;
mod clock;
mod day_clause;
mod due;
mod effect;
mod fault;
mod hours;
mod lead;
mod months;
mod readings;
mod reckon;
mod recurring;
mod schedule;
mod span;
mod step;
mod window;

#[cfg(test)]
mod tests;

pub use accrual::{Accrual, Accrued, PerDay, accrue};
pub use day_clause::DayClause;
pub use due::{Closing, Due, Progress, Remaining, Roll, Standing};
pub use effect::{Change, Effect};
pub use fault::LimitFault;
pub use hours::{HourLimit, due_at, latest_moment_before};
pub use lead::{Lead, LeadRoll, latest_before};
pub use readings::{
    BothReadings, Elapsed, better_for_applicant, better_lead_for_applicant, earliest, elapsed,
};
pub use reckon::{Reckoning, due, reckon};
pub use recurring::{Days, Period, Tally, tally};
pub use span::{Span, Unit};
pub use step::{Disregarded, Step};
pub use window::{MonthDay, Position, Window};
