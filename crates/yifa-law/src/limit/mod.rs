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

mod due;
mod effect;
mod fault;
mod lead;
mod months;
mod reckon;
mod schedule;
mod span;
mod step;

#[cfg(test)]
mod tests;

pub use due::{Closing, Due, Progress, Remaining, Roll, Standing};
pub use effect::{Change, Effect};
pub use fault::LimitFault;
pub use lead::{Lead, LeadRoll, latest_before};
pub use reckon::{Reckoning, due, reckon};
pub use span::{Span, Unit};
pub use step::{Disregarded, Step};
