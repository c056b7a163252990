//! How a date was found, step by step.
//!
//! The steps are data: a page prints them in three languages. Together they cover every day from the start to the
//! last day exactly once, in order.

use jiff::civil::Date;

use crate::calendar::HolidayName;

use super::Span;

/// One step of a computation. Days are inclusive on both ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The day of the event that starts the clock; it is not counted.
    Start {
        /// The day.
        on: Date,
    },
    /// The day of the coming event from which is counted back; it is not counted.
    Event {
        /// The day.
        on: Date,
    },
    /// Months or years run to the day of the same number, before anything is added for days that do not count.
    Corresponds {
        /// The day from which they run.
        from: Date,
        /// The months or years.
        span: Span,
        /// The corresponding day.
        to: Date,
        /// Whether the month has no day of that number, so that its last day was taken.
        month_end: bool,
    },
    /// Consecutive days that count.
    Counted {
        /// The first (earliest).
        from: Date,
        /// The last.
        to: Date,
        /// How many.
        days: u32,
        /// For a weekend day that is worked: the holiday that it makes up for.
        made_up: Option<HolidayName>,
    },
    /// Consecutive rest days that do not count.
    Rested {
        /// The first (earliest).
        from: Date,
        /// The last.
        to: Date,
        /// How many.
        days: u32,
        /// The holiday; `None` for an ordinary weekend.
        holiday: Option<HolidayName>,
    },
    /// Days on which the clock stands.
    Stands {
        /// The first.
        from: Date,
        /// The last; `None` while the cause lasts.
        to: Option<Date>,
        /// The place of the cause in the list of effects.
        effect: usize,
    },
    /// More time was given.
    Extended {
        /// The day of the decision.
        on: Date,
        /// How much more.
        by: Span,
        /// The place in the list of effects.
        effect: usize,
    },
    /// The full period runs again from here.
    Restarted {
        /// The day of the event; it is not counted.
        on: Date,
        /// The place in the list of effects.
        effect: usize,
    },
    /// Another clock governs from here.
    Superseded {
        /// The day of the event.
        on: Date,
        /// The place in the list of effects.
        effect: usize,
    },
    /// The last day was a rest day and moved to this one.
    RolledOver {
        /// The counted last day.
        from: Date,
        /// The day to which it moved.
        to: Date,
        /// The holiday on the counted last day; `None` for an ordinary weekend.
        holiday: Option<HolidayName>,
    },
    /// The latest day was a rest day and moved back to this one.
    MovedEarlier {
        /// The counted latest day.
        from: Date,
        /// The day to which it moved.
        to: Date,
    },
    /// From this day on the sum grows no more.
    Capped {
        /// The day on which the cap was reached.
        on: Date,
    },
    /// An effect that changed nothing.
    Disregarded {
        /// The place in the list of effects.
        effect: usize,
        /// Why.
        because: Disregarded,
    },
}

/// Why an effect changed nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disregarded {
    /// It was over, or decided, before the clock started (or started again).
    BeforeStart,
    /// The clock had run out before: what has lapsed is not revived.
    AfterLapse,
    /// Its days were not counted anyway, for another cause.
    WithinAnother,
}

impl Step {
    /// The general rule that this step follows, for citation beside it. `None` where the limit's own article or
    /// the effect's own article is the ground.
    #[must_use]
    pub fn source(&self) -> Option<&'static str> {
        match self {
            Self::Start { .. } | Self::Event { .. } | Self::Restarted { .. } => {
                Some("《民法典》第二百零一条")
            }
            Self::Corresponds { .. } => Some("《民法典》第二百零二条"),
            Self::RolledOver { .. } => Some("《民法典》第二百零三条"),
            Self::Counted { made_up: Some(_), .. } | Self::Rested { holiday: Some(_), .. } => {
                Some("《全国年节及纪念日放假办法》")
            }
            Self::Rested { holiday: None, .. } => Some("《国务院关于职工工作时间的规定》第七条"),
            Self::Counted { made_up: None, .. }
            | Self::Stands { .. }
            | Self::Extended { .. }
            | Self::Superseded { .. }
            | Self::MovedEarlier { .. }
            | Self::Capped { .. }
            | Self::Disregarded { .. } => None,
        }
    }
}
