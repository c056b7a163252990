//! The forward computation: from a start day to the last day of a limit.

use jiff::civil::Date;

use crate::calendar::Calendar;

use super::clock::Clock;
use super::{Due, Effect, LimitFault, Roll, Span, Step};

/// What a clock has come to, given all effects known so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reckoning {
    /// It ends on a day.
    Ends(Due),
    /// It stands, and the cause lasts: no last day can be given yet.
    Stands {
        /// The first day on which it stands.
        since: Date,
        /// The place of the cause in the list of effects.
        effect: usize,
        /// Days (in the unit being counted) that remain when it runs on.
        left: u32,
        /// As [`Due::provisional`].
        provisional: bool,
        /// How it came to stand.
        steps: Vec<Step>,
    },
    /// Another clock governs.
    Superseded {
        /// Since this day.
        on: Date,
        /// The place in the list of effects.
        effect: usize,
        /// As [`Due::provisional`].
        provisional: bool,
        /// How far it had run.
        steps: Vec<Step>,
    },
}

impl Reckoning {
    /// The end, if there is one.
    #[must_use]
    pub fn ends(&self) -> Option<&Due> {
        match self {
            Self::Ends(due) => Some(due),
            Self::Stands { .. } | Self::Superseded { .. } => None,
        }
    }

    /// How it was found.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        match self {
            Self::Ends(due) => &due.steps,
            Self::Stands { steps, .. } | Self::Superseded { steps, .. } => steps,
        }
    }
}

/// The last day of a limit that starts with an event on `start`.
///
/// The start day is not counted. Working days follow the calendar; months and years end on the day of the same
/// number or the end of the month; a last day on a rest day moves as `roll` says. For a clock that may stand or
/// be superseded use [`reckon`].
///
/// ```
/// use jiff::civil::date;
/// use yifa_law::calendar::Calendar;
/// use yifa_law::limit::{due, Roll, Span, Unit};
///
/// let calendar = Calendar::default(); // no notice loaded: plain weeks, provisional
/// let ninety_days = Span::new(90, Unit::CalendarDay)?;
/// let decide = due(&calendar, date(2025, 3, 3), ninety_days, Roll::Breach, &[])?;
/// assert_eq!(decide.on, date(2025, 6, 1)); // a Sunday
/// assert_eq!(decide.rolled_on, date(2025, 6, 2)); // with the notice for 2025 loaded: 3 June
/// assert!(decide.provisional);
/// # Ok::<(), yifa_law::limit::LimitFault>(())
/// ```
///
/// # Errors
/// Those of [`reckon`], and [`LimitFault::ClockStands`] or [`LimitFault::Superseded`] where there is no last day.
///
/// # Source
/// 《民法典》 articles 201–203; 《民事诉讼法》(2023) article 85.
pub fn due(
    calendar: &Calendar,
    start: Date,
    span: Span,
    roll: Roll,
    effects: &[Effect],
) -> Result<Due, LimitFault> {
    match reckon(calendar, start, span, roll, effects)? {
        Reckoning::Ends(due) => Ok(due),
        Reckoning::Stands { since, effect, .. } => Err(LimitFault::ClockStands { since, effect }),
        Reckoning::Superseded { on, effect, .. } => Err(LimitFault::Superseded { on, effect }),
    }
}

/// What a clock that started on `start` has come to. `effects` may be given in any order; steps name them by
/// their place.
///
/// - A pause or exclusion takes its days out of the count, also those between an unmoved and a moved last day.
/// - An extension joins the unmoved end, if it was decided on or before the last day.
/// - A restart on or before the last day runs the full span again, and ends causes that still last.
/// - What comes after the last day changes nothing: what has lapsed is not revived.
///
/// # Errors
/// [`LimitFault::HoursNeedMoment`] for hours; [`LimitFault::EndsBeforeStart`]; [`LimitFault::OverlappingPauses`];
/// [`LimitFault::BeyondCalendar`].
pub fn reckon(
    calendar: &Calendar,
    start: Date,
    span: Span,
    roll: Roll,
    effects: &[Effect],
) -> Result<Reckoning, LimitFault> {
    Clock::new(calendar, start, span, roll, effects)?.run(start, span)
}
