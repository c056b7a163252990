//! Limits inside the calendar: from one fixed day to another, every year.

use std::str::FromStr;

use jiff::civil::Date;

use crate::calendar::Calendar;

use super::{LimitFault, Roll};

/// A day of every year, for example 31 January.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthDay {
    month: i8,
    day: i8,
}

impl MonthDay {
    /// A month (1–12) and a day.
    ///
    /// # Errors
    /// [`LimitFault::NoSuchDay`] if not even a leap year has it.
    pub fn new(month: i8, day: i8) -> Result<Self, LimitFault> {
        match Date::new(2000, month, day) {
            Ok(_) => Ok(Self { month, day }),
            Err(_) => Err(LimitFault::NoSuchDay { month, day }),
        }
    }

    /// The day in a year; 29 February becomes 28 February in common years.
    ///
    /// # Errors
    /// [`LimitFault::BeyondCalendar`] outside the years -9999 to 9999.
    pub fn in_year(self, year: i16) -> Result<Date, LimitFault> {
        let first = Date::new(year, self.month, 1).map_err(|_| LimitFault::BeyondCalendar)?;
        Date::new(year, self.month, self.day.min(first.days_in_month()))
            .map_err(|_| LimitFault::BeyondCalendar)
    }
}

impl FromStr for MonthDay {
    type Err = LimitFault;

    /// Reads `MM-DD`.
    fn from_str(text: &str) -> Result<Self, LimitFault> {
        let unreadable = || LimitFault::UnreadableMonthDay { text: text.to_owned() };
        let two_digits = |part: &str| match part.as_bytes() {
            [a @ b'0'..=b'9', b @ b'0'..=b'9'] => Ok((a - b'0') as i8 * 10 + (b - b'0') as i8),
            _ => Err(unreadable()),
        };
        let (month, day) = text.split_once('-').ok_or_else(unreadable)?;
        Self::new(two_digits(month)?, two_digits(day)?)
    }
}

/// The time in which something may be done, or must be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub opens_on: Date,
    /// The last day as fixed.
    pub closes_on: Date,
    /// The last day after moving off rest days.
    pub rolled_on: Date,
    /// Whether and how the last day moves.
    pub roll: Roll,
    /// Whether a holiday notice that is not loaded could still change the last day.
    pub provisional: bool,
}

/// Where a day stands against a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// It opens so many calendar days later.
    NotYet(u32),
    /// It is open; so many calendar days are left after this one.
    Open(u32),
    /// After the fixed last day, not after the moved one ([`Roll::Breach`] only).
    BetweenReadings,
    /// It closed so many calendar days ago.
    Closed(u32),
}

impl Window {
    /// From one day to another, both included.
    ///
    /// # Errors
    /// [`LimitFault::ClosesBeforeOpening`], [`LimitFault::BeyondCalendar`].
    pub fn new(calendar: &Calendar, opens_on: Date, closes_on: Date, roll: Roll) -> Result<Self, LimitFault> {
        if closes_on < opens_on {
            return Err(LimitFault::ClosesBeforeOpening { opens_on, closes_on });
        }
        let mut window = Self { opens_on, closes_on, rolled_on: closes_on, roll, provisional: false };
        if roll != Roll::Never {
            window.move_off_rest_days(calendar)?;
        }
        Ok(window)
    }

    /// The window of one year. One that closes on an earlier day than it opens runs into the next year.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use yifa_law::calendar::Calendar;
    /// use yifa_law::limit::{Position, Roll, Window};
    ///
    /// // Annual reports of firms: 1 January to 30 June.
    /// let reports = Window::of_year(&Calendar::default(), "01-01".parse()?, "06-30".parse()?, 2025, Roll::Never)?;
    /// assert_eq!(reports.position(date(2025, 6, 28)), Position::Open(2));
    /// assert_eq!(reports.position(date(2025, 7, 1)), Position::Closed(1));
    /// # Ok::<(), yifa_law::limit::LimitFault>(())
    /// ```
    ///
    /// # Errors
    /// [`LimitFault::BeyondCalendar`].
    pub fn of_year(
        calendar: &Calendar,
        opens: MonthDay,
        closes: MonthDay,
        year: i16,
        roll: Roll,
    ) -> Result<Self, LimitFault> {
        let closing_year = if closes < opens { year.saturating_add(1) } else { year };
        Self::new(calendar, opens.in_year(year)?, closes.in_year(closing_year)?, roll)
    }

    fn move_off_rest_days(&mut self, calendar: &Calendar) -> Result<(), LimitFault> {
        loop {
            let day = calendar.day(self.rolled_on);
            self.provisional |= day.provisional;
            if day.kind.is_worked() {
                return Ok(());
            }
            self.rolled_on = self.rolled_on.tomorrow().map_err(|_| LimitFault::BeyondCalendar)?;
        }
    }

    /// Where a day stands.
    #[must_use]
    pub fn position(&self, today: Date) -> Position {
        let last = if self.roll == Roll::Breach { self.closes_on } else { self.rolled_on };
        if today < self.opens_on {
            Position::NotYet(super::due::calendar_days(today, self.opens_on))
        } else if today <= last {
            Position::Open(super::due::calendar_days(today, last))
        } else if today <= self.rolled_on {
            Position::BetweenReadings
        } else {
            Position::Closed(super::due::calendar_days(self.rolled_on, today))
        }
    }
}
