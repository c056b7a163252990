//! Where more than one date is in play: the earlier of several clocks, and the reading better for an applicant.

use jiff::civil::Date;

use crate::calendar::Calendar;

use super::due::calendar_days;
use super::{Due, Effect, Lead, LeadRoll, LimitFault, Roll, Span, Unit, due, latest_before};

/// The clock that ends first, with its place in the list: a limit may be the earliest of several (60 days from
/// knowing the act, at most a year from knowing its content, at most five or twenty years from the act). `None`
/// for an empty list; of two that end together, the one listed first.
///
/// # Source
/// 《行政复议法》(2023) articles 20 and 21; 《行政诉讼法》 article 46.
#[must_use]
pub fn earliest(clocks: &[Due]) -> Option<(usize, &Due)> {
    clocks.iter().enumerate().min_by_key(|(_, due)| (due.rolled_on, due.on))
}

/// Both readings of a bare 日 in an applicant's limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BothReadings<T> {
    /// As calendar days.
    pub calendar_days: T,
    /// As working days.
    pub working_days: T,
    /// The unit that serves the applicant better: it is the one to apply.
    pub better: Unit,
}

impl<T> BothReadings<T> {
    /// The reading to apply.
    #[must_use]
    pub fn applied(&self) -> &T {
        if self.better == Unit::WorkingDay { &self.working_days } else { &self.calendar_days }
    }
}

/// A limit within which an applicant may act, where the Act's working-day clause speaks of the organ's limits
/// only: computed both ways, and the later last day applies.
///
/// # Errors
/// Those of [`due`] and [`Span::new`].
///
/// # Source
/// 《行政许可法》 articles 47 and 82.
pub fn better_for_applicant(
    calendar: &Calendar,
    start: Date,
    n: u32,
    roll: Roll,
    effects: &[Effect],
) -> Result<BothReadings<Due>, LimitFault> {
    let reading = |unit| due(calendar, start, Span::new(n, unit)?, roll, effects);
    let (calendar_days, working_days) = (reading(Unit::CalendarDay)?, reading(Unit::WorkingDay)?);
    let better = better(working_days.rolled_on > calendar_days.rolled_on);
    Ok(BothReadings { calendar_days, working_days, better })
}

/// The same for an act of the applicant that must precede an event (renewal 30 days before expiry): the later
/// latest day applies. It never moves off a rest day to an earlier one.
///
/// # Errors
/// Those of [`latest_before`] and [`Span::new`].
///
/// # Source
/// 《行政许可法》 articles 50 and 82.
pub fn better_lead_for_applicant(
    calendar: &Calendar,
    event: Date,
    n: u32,
) -> Result<BothReadings<Lead>, LimitFault> {
    let reading = |unit| latest_before(calendar, event, Span::new(n, unit)?, LeadRoll::Never);
    let (calendar_days, working_days) = (reading(Unit::CalendarDay)?, reading(Unit::WorkingDay)?);
    let better = better(working_days.latest_on > calendar_days.latest_on);
    Ok(BothReadings { calendar_days, working_days, better })
}

fn better(working_day_is_later: bool) -> Unit {
    if working_day_is_later { Unit::WorkingDay } else { Unit::CalendarDay }
}

/// Time gone since a start that has no numbered limit (立即、及时): shown, never scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elapsed {
    /// Calendar days after the start day.
    pub calendar_days: u32,
    /// Working days after the start day.
    pub working_days: u32,
}

/// The time gone by the end of `today`; nothing if the start lies in the future.
#[must_use]
pub fn elapsed(calendar: &Calendar, start: Date, today: Date) -> Elapsed {
    Elapsed { calendar_days: calendar_days(start, today), working_days: calendar.working_days(start, today) }
}
