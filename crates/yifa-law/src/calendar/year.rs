//! One year's holiday notice as checked data.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use super::CalendarFault;

/// The name of a holiday as the notice writes it, for example 国庆节、中秋节. Cheap to copy around.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HolidayName(Arc<str>);

impl HolidayName {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for HolidayName {
    fn from(name: &str) -> Self {
        Self(name.into())
    }
}

impl fmt::Display for HolidayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a notice orders for a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Assignment {
    /// 放假: no work, whatever the weekday.
    Off,
    /// 上班: worked, even if it is a Saturday or Sunday (调休).
    Worked,
}

/// One day that a notice names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NoticeDay {
    /// The day.
    pub date: Date,
    /// The holiday that it belongs to.
    pub name: HolidayName,
    /// Off or worked.
    pub assignment: Assignment,
}

impl NoticeDay {
    /// A day off.
    #[must_use]
    pub fn off(date: Date, name: &str) -> Self {
        Self { date, name: name.into(), assignment: Assignment::Off }
    }

    /// A day worked.
    #[must_use]
    pub fn worked(date: Date, name: &str) -> Self {
        Self { date, name: name.into(), assignment: Assignment::Worked }
    }
}

/// The holidays and make-up working days of one year (节假日安排), in order of date.
///
/// A notice may also rule on days of the December before its year: the make-up day for New Year 2019 was
/// 29 December 2018.
///
/// # Source
/// 《全国年节及纪念日放假办法》 articles 2, 6 and 7; the State Council's yearly notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarYear {
    year: i16,
    days: Vec<NoticeDay>,
}

impl CalendarYear {
    /// Checks the days of one year's notice; they may come in any order.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use yifa_law::calendar::{CalendarYear, NoticeDay};
    ///
    /// let year = CalendarYear::new(2025, [
    ///     NoticeDay::off(date(2025, 1, 1), "元旦"),
    ///     NoticeDay::worked(date(2025, 1, 26), "春节"),
    /// ])?;
    /// assert_eq!(year.days().len(), 2);
    /// # Ok::<(), yifa_law::calendar::CalendarFault>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarFault`]: the year lies outside 1949–9999, no day is given, a day lies outside the year and the
    /// December before it, a day is named twice or has no name.
    pub fn new(year: i16, days: impl IntoIterator<Item = NoticeDay>) -> Result<Self, CalendarFault> {
        if !(1949..=9999).contains(&year) {
            return Err(CalendarFault::YearOutOfRange { year });
        }
        let mut days: Vec<NoticeDay> = days.into_iter().collect();
        days.sort();
        if days.is_empty() {
            return Err(CalendarFault::NoDays { year });
        }
        check_days(&days)?;
        let foreign = days.iter().find(|day| !rules_on(year, day.date));
        match foreign {
            Some(day) => Err(CalendarFault::ForeignDay { year, date: day.date }),
            None => Ok(Self { year, days }),
        }
    }

    /// The year that the notice is for.
    #[must_use]
    pub fn year(&self) -> i16 {
        self.year
    }

    /// The days that it names, in order of date.
    #[must_use]
    pub fn days(&self) -> &[NoticeDay] {
        &self.days
    }
}

/// Names present and no day twice; `days` are in order of date.
pub(super) fn check_days(days: &[NoticeDay]) -> Result<(), CalendarFault> {
    if let Some(day) = days.iter().find(|day| day.name.as_str().trim().is_empty()) {
        return Err(CalendarFault::NoName { date: day.date });
    }
    match days.windows(2).find(|pair| pair[0].date == pair[1].date) {
        Some(pair) => Err(CalendarFault::NamedTwice { date: pair[0].date }),
        None => Ok(()),
    }
}

fn rules_on(year: i16, date: Date) -> bool {
    date.year() == year || (date.year() == year - 1 && date.month() == 12)
}
