//! What can be wrong with calendar data.

use std::error::Error;
use std::fmt;

use jiff::civil::Date;

/// A calendar year, or a set of years, that cannot be used. Each names the date or the year at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarFault {
    /// The year lies outside 1949–9999.
    YearOutOfRange {
        /// The year given.
        year: i16,
    },
    /// A notice without any day is a broken file, not a year without holidays.
    NoDays {
        /// The year given.
        year: i16,
    },
    /// A day that this year's notice cannot rule on: it may name days of its own year, and days of the
    /// preceding December.
    ForeignDay {
        /// The year of the notice.
        year: i16,
        /// The day.
        date: Date,
    },
    /// The same day is named twice.
    NamedTwice {
        /// The day.
        date: Date,
    },
    /// A day without the name of its holiday.
    NoName {
        /// The day.
        date: Date,
    },
    /// The same year was given twice.
    YearTwice {
        /// The year.
        year: i16,
    },
    /// Two notices disagree on a day.
    Disagree {
        /// The day.
        date: Date,
        /// The notices, by year.
        years: (i16, i16),
    },
    /// A local rule would have a national holiday worked.
    TakesHoliday {
        /// The day.
        date: Date,
    },
    /// More different holiday names than a calendar can hold (16 383).
    TooManyNames,
}

impl fmt::Display for CalendarFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::YearOutOfRange { year } => write!(f, "calendar year {year} lies outside 1949 to 9999"),
            Self::NoDays { year } => write!(f, "the notice for {year} names no day"),
            Self::ForeignDay { year, date } => {
                write!(
                    f,
                    "the notice for {year} names {date}, which is neither in {year} nor in the December before"
                )
            }
            Self::NamedTwice { date } => write!(f, "{date} is named twice"),
            Self::NoName { date } => write!(f, "{date} has no holiday name"),
            Self::YearTwice { year } => write!(f, "the calendar of {year} is given twice"),
            Self::Disagree { date, years } => {
                write!(f, "the notices for {} and {} disagree on {date}", years.0, years.1)
            }
            Self::TakesHoliday { date } => {
                write!(f, "a local rule may not have the national holiday {date} worked")
            }
            Self::TooManyNames => f.write_str("more than 16383 different holiday names"),
        }
    }
}

impl Error for CalendarFault {}
