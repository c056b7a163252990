//! Why a date cannot be computed.

use std::error::Error;
use std::fmt;

use jiff::civil::Date;

use super::Unit;

/// Input from which no date can be computed. Each names what is wrong; effects are named by their place in the
/// list that was passed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LimitFault {
    /// A limit of 0.
    NothingToCount,
    /// A limit of more than a hundred years.
    TooLong {
        /// How many.
        n: u64,
        /// Of which unit.
        unit: Unit,
    },
    /// A unit that does not exist; "day" alone is none.
    UnknownUnit {
        /// What was written.
        unit: String,
    },
    /// Not of the form `90 calendar_day`.
    UnreadableSpan {
        /// What was written.
        text: String,
    },
    /// Hours are counted from a moment, not from a day.
    HoursNeedMoment,
    /// A moment is only needed for hours; this unit is counted in days.
    DaysNeedDate {
        /// The unit given.
        unit: Unit,
    },
    /// The computation leaves the years that a date can have.
    BeyondCalendar,
    /// An interval that ends before it begins.
    EndsBeforeStart {
        /// The effect's place.
        effect: usize,
        /// Its first day.
        first: Date,
        /// Its last day.
        last: Date,
    },
    /// A clock that stands already is stopped again.
    OverlappingPauses {
        /// The place of the pause that stands already.
        earlier: usize,
        /// The place of the one that begins within it.
        later: usize,
    },
    /// An effect that has no meaning here, such as an extension of a running sum.
    NotApplicable {
        /// The effect's place.
        effect: usize,
    },
    /// There is no last day while the clock stands.
    ClockStands {
        /// The first day on which it stands.
        since: Date,
        /// The place of the cause in the list of effects.
        effect: usize,
    },
    /// There is no last day once another clock governs.
    Superseded {
        /// Since this day.
        on: Date,
        /// The place in the list of effects.
        effect: usize,
    },
    /// A window that closes before it opens.
    ClosesBeforeOpening {
        /// The first day.
        opens_on: Date,
        /// The last day.
        closes_on: Date,
    },
    /// A day that no year has, such as 30 February.
    NoSuchDay {
        /// The month given.
        month: i8,
        /// The day given.
        day: i8,
    },
    /// Not of the form `MM-DD`.
    UnreadableMonthDay {
        /// What was written.
        text: String,
    },
    /// A sum of money below zero.
    NegativeMoney {
        /// The sum in fen.
        fen: i64,
    },
    /// A share with the denominator 0.
    NoDenominator,
    /// A sum that outgrows what can be booked.
    SumTooLarge,
}

impl fmt::Display for LimitFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NothingToCount => f.write_str("a limit of 0 has nothing to count"),
            Self::TooLong { n, unit } => write!(f, "{n} {unit} is longer than a hundred years"),
            Self::UnknownUnit { unit } => {
                write!(f, "there is no unit {unit:?}; write calendar_day, working_day, hour, month or year")
            }
            Self::UnreadableSpan { text } => {
                write!(f, "{text:?} is no length of time such as \"90 calendar_day\"")
            }
            Self::HoursNeedMoment => f.write_str("hours are counted from a moment, not from a day"),
            Self::DaysNeedDate { unit } => write!(f, "{unit} is counted from a day, not from a moment"),
            Self::BeyondCalendar => f.write_str("the date lies beyond the last year that a calendar has"),
            Self::EndsBeforeStart { effect, first, last } => {
                write!(f, "effect {effect} ends on {last}, before it begins on {first}")
            }
            Self::OverlappingPauses { earlier, later } => {
                write!(f, "effect {later} pauses a clock that effect {earlier} has paused already")
            }
            Self::NotApplicable { effect } => {
                write!(f, "effect {effect} has no meaning for this kind of limit")
            }
            Self::ClockStands { since, effect } => {
                write!(f, "the clock stands since {since} by effect {effect} and has no last day yet")
            }
            Self::Superseded { on, effect } => {
                write!(f, "another clock governs since {on} by effect {effect}")
            }
            Self::ClosesBeforeOpening { opens_on, closes_on } => {
                write!(f, "the window closes on {closes_on}, before it opens on {opens_on}")
            }
            Self::NoSuchDay { month, day } => write!(f, "no year has a day {day} in month {month}"),
            Self::UnreadableMonthDay { text } => {
                write!(f, "{text:?} is no day of the year such as \"01-31\"")
            }
            Self::NegativeMoney { fen } => write!(f, "{fen} fen is less than nothing"),
            Self::NoDenominator => f.write_str("a share needs a denominator other than 0"),
            Self::SumTooLarge => f.write_str("the sum is too large to be booked"),
        }
    }
}

impl Error for LimitFault {}
