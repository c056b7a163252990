//! Days as consecutive numbers: the counting loops step through integers, dates appear only at the edges.

use jiff::SignedDuration;
use jiff::civil::Date;

const EPOCH: Date = Date::constant(1970, 1, 1);

/// Days since 1 January 1970; earlier days are negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DayNumber(i32);

impl DayNumber {
    /// The number of a date.
    #[inline]
    pub(crate) fn of(date: Date) -> Self {
        // INVARIANT: a civil year lies within -9999..=9999, so a day number lies within ±4.4 million.
        Self((date.duration_since(EPOCH).as_secs() / 86_400) as i32)
    }

    /// The date of a number; `None` outside the years that a civil date can have.
    #[inline]
    pub(crate) fn date(self) -> Option<Date> {
        EPOCH.checked_add(SignedDuration::from_secs(i64::from(self.0) * 86_400)).ok()
    }

    /// The day `days` later (earlier if negative); `None` outside the years that a civil date can have.
    #[inline]
    pub(crate) fn plus(self, days: i64) -> Option<Self> {
        let moved = i32::try_from(i64::from(self.0).checked_add(days)?).ok()?;
        (DayNumber::of(Date::MIN).0..=DayNumber::of(Date::MAX).0).contains(&moved).then_some(Self(moved))
    }

    /// The next day. May lie one past the last civil date, which [`DayNumber::date`] then reports.
    #[inline]
    pub(crate) fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The day before.
    #[inline]
    pub(crate) fn previous(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// How many days after `earlier` this day is; negative if it lies before.
    #[inline]
    pub(crate) fn days_after(self, earlier: DayNumber) -> i64 {
        i64::from(self.0) - i64::from(earlier.0)
    }

    /// Saturday or Sunday.
    #[inline]
    pub(crate) fn is_weekend(self) -> bool {
        // 1 January 1970 was a Thursday: Saturday is day 2 of that count, Sunday day 3.
        matches!(self.0.rem_euclid(7), 2 | 3)
    }
}
