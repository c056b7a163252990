//! Duties by rhythm: at least so many times in each period.

use jiff::civil::Date;

use super::LimitFault;
use super::due::calendar_days;
use super::months::corresponding;

/// The period in which something must happen so many times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// Calendar month.
    Month,
    /// Calendar quarter.
    Quarter,
    /// January to June, July to December.
    HalfYear,
    /// Calendar year.
    Year,
    /// So many calendar years, counted from a first year (drills: once in two years).
    Years {
        /// How many, at least 1.
        n: u16,
        /// The first year of the first period.
        first: i16,
    },
}

/// A period by its days, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

impl Period {
    /// The period that contains a day. Before the first year of [`Period::Years`] the periods are counted back.
    ///
    /// # Errors
    /// [`LimitFault::NothingToCount`] for 0 years; [`LimitFault::BeyondCalendar`].
    pub fn around(self, on: Date) -> Result<Days, LimitFault> {
        let month = i32::from(on.month()) - 1;
        let (year, first_month, months) = match self {
            Self::Month => (i32::from(on.year()), month, 1),
            Self::Quarter => (i32::from(on.year()), month / 3 * 3, 3),
            Self::HalfYear => (i32::from(on.year()), month / 6 * 6, 6),
            Self::Year => (i32::from(on.year()), 0, 12),
            Self::Years { n: 0, .. } => return Err(LimitFault::NothingToCount),
            Self::Years { n, first } => {
                let since = i32::from(on.year()) - i32::from(first);
                (i32::from(on.year()) - since.rem_euclid(n.into()), 0, u32::from(n) * 12)
            }
        };
        let beyond = |_| LimitFault::BeyondCalendar;
        let year = i16::try_from(year).map_err(beyond)?;
        let month = i8::try_from(first_month + 1).map_err(beyond)?;
        let from = Date::new(year, month, 1).map_err(|_| LimitFault::BeyondCalendar)?;
        let (next, _) = corresponding(from, months)?;
        Ok(Days { from, to: next.yesterday().map_err(|_| LimitFault::BeyondCalendar)? })
    }
}

/// How a rhythm stands in one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// The period.
    pub period: Days,
    /// How often it must happen.
    pub required: u32,
    /// How often it has happened up to the day asked for.
    pub done: u32,
    /// How often it must still happen.
    pub missing: u32,
    /// Calendar days left in the period after the day asked for.
    pub days_left: u32,
}

/// Counts, in the period around `on`, the happenings up to and including `on`. One that lies after `on` is not
/// counted yet; one entered twice counts twice.
///
/// ```
/// use jiff::civil::date;
/// use yifa_law::limit::{tally, Period};
///
/// let lectures = [date(2025, 3, 7), date(2024, 11, 5)];
/// let now = tally(2, Period::Year, &lectures, date(2025, 12, 1))?;
/// assert_eq!((now.done, now.missing, now.days_left), (1, 1, 30));
/// # Ok::<(), yifa_law::limit::LimitFault>(())
/// ```
///
/// # Errors
/// [`LimitFault::NothingToCount`] if nothing is required; those of [`Period::around`].
pub fn tally(times: u32, period: Period, happened_on: &[Date], on: Date) -> Result<Tally, LimitFault> {
    if times == 0 {
        return Err(LimitFault::NothingToCount);
    }
    let days = period.around(on)?;
    let within = happened_on.iter().filter(|day| days.from <= **day && **day <= on).count();
    let done = u32::try_from(within).unwrap_or(u32::MAX);
    Ok(Tally {
        period: days,
        required: times,
        done,
        missing: times.saturating_sub(done),
        days_left: calendar_days(on, days.to),
    })
}
