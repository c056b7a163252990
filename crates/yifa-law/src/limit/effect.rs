//! What happens to a running clock: pause, exclusion, restart, extension, supersession.

use jiff::civil::Date;

use super::{LimitFault, Span};

/// Something that changes a running clock, with its cause and its ground. Which causes may change which limit is
/// for the limit's definition to say; only those are passed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Why, as the definition calls it, for example `appraisal`.
    pub cause: String,
    /// The article that gives the cause this effect.
    pub basis: String,
    /// What it does.
    pub change: Change,
}

impl Effect {
    /// A change with its cause and the article that allows it.
    #[must_use]
    pub fn new(cause: impl Into<String>, basis: impl Into<String>, change: Change) -> Self {
        Self { cause: cause.into(), basis: basis.into(), change }
    }
}

/// The ways in which a cause can act on a clock. First and last days are both meant inclusively.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// 中止: the clock stands; the remaining time runs on afterwards. A clock that stands cannot be stopped
    /// again, so two pauses may not overlap.
    Pause {
        /// The first day that does not count.
        first: Date,
        /// The last day that does not count; `None` while the cause lasts.
        last: Option<Date>,
    },
    /// 不计入、扣除: an interval that is subtracted. Several may overlap; a day is subtracted once.
    Exclude {
        /// The first day that does not count.
        first: Date,
        /// The last day that does not count; `None` while the cause lasts.
        last: Option<Date>,
    },
    /// 重新计算: the full period runs again; this day is not counted.
    Restart {
        /// The day of the event.
        on: Date,
    },
    /// 延长: so much more time, joined to the unmoved end. Has to be decided before the clock has run out.
    Extend {
        /// The day of the decision.
        on: Date,
        /// How much more.
        by: Span,
    },
    /// Another clock governs from this day; this one stops for good.
    Supersede {
        /// The day of the event.
        on: Date,
    },
}

impl Change {
    /// A pause between two events. As with every period the day of the event that begins it is not counted, so
    /// the clock stands from the day after the suspension to the day of the resumption.
    ///
    /// `None` if both fall on the same day: then no day is lost.
    ///
    /// # Errors
    /// [`LimitFault::EndsBeforeStart`] (as effect 0); [`LimitFault::BeyondCalendar`].
    ///
    /// # Source
    /// 《民法典》 article 201, by analogy.
    pub fn pause_between(suspended_on: Date, resumed_on: Option<Date>) -> Result<Option<Self>, LimitFault> {
        let first = suspended_on.tomorrow().map_err(|_| LimitFault::BeyondCalendar)?;
        match resumed_on {
            Some(last) if last < suspended_on => {
                Err(LimitFault::EndsBeforeStart { effect: 0, first: suspended_on, last })
            }
            Some(last) if last == suspended_on => Ok(None),
            last => Ok(Some(Self::Pause { first, last })),
        }
    }
}
