//! Working days and rest days (工作日、法定休假日).
//!
//! Owns: the yearly holiday notices as checked data, local holidays laid over them, and the answers to "is this
//! day worked?" and "which working day comes next?". Must not know: limits, matters, where the data was read.
//!
//! A day in a year whose notice is not loaded falls back to the plain week (Saturday and Sunday rest) and is
//! marked *provisional*: whoever computes with it must compute again when the notice is there.

mod china_time;
mod day_number;
mod fault;
mod notice;
mod table;
mod year;

#[cfg(test)]
pub(crate) mod shipped;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use china_time::{china_date, china_instant, china_time};
pub(crate) use day_number::DayNumber;
pub use fault::CalendarFault;
pub use notice::{NoticeDoubt, ReadNotice, read_notice};
use table::DayCode;
pub use year::{Assignment, CalendarYear, HolidayName, NoticeDay};

/// What a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind<'a> {
    /// An ordinary working day.
    Working,
    /// A Saturday or Sunday that is worked to make up for a holiday (调休上班).
    MakeUp(&'a HolidayName),
    /// An ordinary Saturday or Sunday.
    Weekend,
    /// Off by the notice: a statutory holiday, or a day moved next to one.
    Holiday(&'a HolidayName),
}

impl DayKind<'_> {
    /// Whether offices work on such a day.
    #[must_use]
    pub fn is_worked(self) -> bool {
        match self {
            Self::Working | Self::MakeUp(_) => true,
            Self::Weekend | Self::Holiday(_) => false,
        }
    }
}

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day<'a> {
    /// What it is.
    pub kind: DayKind<'a>,
    /// Whether a notice that is not loaded could still change it.
    pub provisional: bool,
}

/// The working-day calendar: any set of loaded years, with local holidays laid over them.
///
/// ```
/// use jiff::civil::date;
/// use yifa_law::calendar::{Calendar, CalendarYear, NoticeDay};
///
/// let calendar = Calendar::of_years([CalendarYear::new(2025, [
///     NoticeDay::off(date(2025, 5, 1), "劳动节"),
///     NoticeDay::off(date(2025, 5, 2), "劳动节"),
///     NoticeDay::off(date(2025, 5, 5), "劳动节"),
///     NoticeDay::worked(date(2025, 4, 27), "劳动节"),
/// ])?])?;
/// assert!(calendar.is_working_day(date(2025, 4, 27)), "a Sunday, but made up");
/// assert_eq!(calendar.next_working_day(date(2025, 4, 30)), Some(date(2025, 5, 6)));
/// assert!(calendar.day(date(2031, 5, 1)).provisional, "no notice for 2031 yet");
/// # Ok::<(), yifa_law::calendar::CalendarFault>(())
/// ```
///
/// # Source
/// 《国务院关于职工工作时间的规定》 article 7 (Saturday and Sunday); 《全国年节及纪念日放假办法》 articles 2, 4, 6, 7.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i16, CalendarYear>,
    local: BTreeMap<Date, NoticeDay>,
    /// One code for each day from `first` on, so that counting is a table look-up.
    codes: Vec<DayCode>,
    first: Option<DayNumber>,
    names: Vec<HolidayName>,
}

impl Calendar {
    /// A calendar of these years. None at all is allowed: then every day is provisional.
    ///
    /// # Errors
    /// [`CalendarFault::YearTwice`], [`CalendarFault::Disagree`], [`CalendarFault::TooManyNames`].
    pub fn of_years(years: impl IntoIterator<Item = CalendarYear>) -> Result<Self, CalendarFault> {
        let mut calendar = Self::default();
        for year in years {
            let number = year.year();
            if calendar.years.insert(number, year).is_some() {
                return Err(CalendarFault::YearTwice { year: number });
            }
        }
        calendar.rebuild()?;
        Ok(calendar)
    }

    /// The same calendar with one more year, or with that year replaced (a notice is sometimes changed: 2020).
    ///
    /// # Errors
    /// As [`Calendar::of_years`]; also [`CalendarFault::TakesHoliday`] if a local rule clashes with the new year.
    pub fn with_year(mut self, year: CalendarYear) -> Result<Self, CalendarFault> {
        self.years.insert(year.year(), year);
        self.rebuild()?;
        Ok(self)
    }

    /// The same calendar with local holidays laid over it (民族节日), for the territory where they hold. Local
    /// rules add rest days and may have weekends worked for them; a national holiday stays off.
    ///
    /// # Errors
    /// [`CalendarFault::NoName`], [`CalendarFault::NamedTwice`], [`CalendarFault::TakesHoliday`].
    ///
    /// # Source
    /// 《全国年节及纪念日放假办法》 article 4.
    pub fn with_local(mut self, days: impl IntoIterator<Item = NoticeDay>) -> Result<Self, CalendarFault> {
        let mut days: Vec<NoticeDay> = days.into_iter().collect();
        days.sort();
        year::check_days(&days)?;
        for day in days {
            let date = day.date;
            if self.local.insert(date, day).is_some() {
                return Err(CalendarFault::NamedTwice { date });
            }
        }
        self.rebuild()?;
        Ok(self)
    }

    /// The years whose notice is loaded, in order.
    pub fn years(&self) -> impl Iterator<Item = &CalendarYear> {
        self.years.values()
    }

    /// What a day is, with the holiday's name, and whether that is provisional.
    #[must_use]
    pub fn day(&self, date: Date) -> Day<'_> {
        let number = DayNumber::of(date);
        let code = self.code(number);
        Day { kind: self.kind(number, code), provisional: code.is_provisional() }
    }

    /// Whether offices work on this day: a weekday not taken off, or a weekend day that is made up.
    #[must_use]
    pub fn is_working_day(&self, date: Date) -> bool {
        !self.code(DayNumber::of(date)).is_rest()
    }

    /// Whether this day is off by a holiday notice or a local rule.
    ///
    /// Notices do not tell the thirteen statutory days from the weekend days moved next to them, so the whole
    /// block counts: a ban that holds on statutory holidays is then never too narrow. Ordinary weekends are rest
    /// days (法定休假日) but not holidays (法定节假日).
    #[must_use]
    pub fn is_statutory_holiday(&self, date: Date) -> bool {
        matches!(self.day(date).kind, DayKind::Holiday(_))
    }

    /// The first working day after `date`; `None` past the year 9999.
    #[must_use]
    pub fn next_working_day(&self, date: Date) -> Option<Date> {
        let mut day = DayNumber::of(date).next();
        while self.code(day).is_rest() {
            day = day.next();
        }
        day.date()
    }

    /// The last working day before `date`; `None` before the year -9999.
    #[must_use]
    pub fn previous_working_day(&self, date: Date) -> Option<Date> {
        let mut day = DayNumber::of(date).previous();
        while self.code(day).is_rest() {
            day = day.previous();
        }
        day.date()
    }

    /// How many working days lie after `after`, up to and including `through`: the day that starts a limit is
    /// not counted, its last day is. 0 if `through` is not later than `after`.
    #[must_use]
    pub fn working_days(&self, after: Date, through: Date) -> u32 {
        let (mut day, last) = (DayNumber::of(after).next(), DayNumber::of(through));
        let mut count = 0;
        while day <= last {
            count += u32::from(!self.code(day).is_rest());
            day = day.next();
        }
        count
    }

    /// The code of a day; outside the table the plain week, provisional.
    #[inline]
    pub(crate) fn code(&self, day: DayNumber) -> DayCode {
        match self.place(day).and_then(|place| self.codes.get(place)) {
            Some(code) => *code,
            None => DayCode::of_week(day, true),
        }
    }

    /// Where a day stands in the table, if not before its beginning.
    #[inline]
    fn place(&self, day: DayNumber) -> Option<usize> {
        usize::try_from(day.days_after(self.first?)).ok()
    }

    /// The holiday's name behind a code, if it has one.
    pub(crate) fn name(&self, code: DayCode) -> Option<&HolidayName> {
        code.name_place().and_then(|place| self.names.get(place))
    }

    fn kind(&self, day: DayNumber, code: DayCode) -> DayKind<'_> {
        match (code.is_rest(), self.name(code)) {
            (true, Some(name)) => DayKind::Holiday(name),
            (true, None) => DayKind::Weekend,
            (false, Some(name)) if day.is_weekend() => DayKind::MakeUp(name),
            (false, _) => DayKind::Working,
        }
    }
}
