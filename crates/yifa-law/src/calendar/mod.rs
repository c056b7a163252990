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
        let place = self.first.and_then(|first| usize::try_from(day.days_after(first)).ok());
        match place.and_then(|place| self.codes.get(place)) {
            Some(code) => *code,
            None => DayCode::of_week(day, true),
        }
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

    /// Fills the table anew: plain weeks, then the notices, then the local rules.
    fn rebuild(&mut self) -> Result<(), CalendarFault> {
        self.names.clear();
        let (first, last) = match self.table_bounds() {
            Some(bounds) => bounds,
            None => {
                self.first = None;
                self.codes.clear();
                return Ok(());
            }
        };
        self.first = Some(first);
        self.codes = self.plain_weeks(first, last);
        let named_by = self.lay_notices()?;
        self.lay_local(&named_by)
    }

    /// From the December before the first year to the end of the last, widened by local days.
    fn table_bounds(&self) -> Option<(DayNumber, DayNumber)> {
        let notices = self.years.values().flat_map(|year| {
            let year = year.year();
            // INVARIANT: CalendarYear keeps its year within 1949..=9999.
            [Date::constant(year - 1, 12, 1), Date::constant(year, 12, 31)]
        });
        let dates = || notices.clone().chain(self.local.keys().copied());
        Some((DayNumber::of(dates().min()?), DayNumber::of(dates().max()?)))
    }

    fn plain_weeks(&self, first: DayNumber, last: DayNumber) -> Vec<DayCode> {
        let mut codes = Vec::new();
        let mut day = first;
        while day <= last {
            let settled = day.date().is_some_and(|date| self.is_settled(date));
            codes.push(DayCode::of_week(day, !settled));
            day = day.next();
        }
        codes
    }

    /// Whether every notice that could rule on this day is loaded. The last week of December may belong to the
    /// next year's notice.
    fn is_settled(&self, date: Date) -> bool {
        let may_belong_to_next = date.month() == 12 && date.day() >= 25;
        self.years.contains_key(&date.year())
            && (!may_belong_to_next || date.year() == 9999 || self.years.contains_key(&(date.year() + 1)))
    }

    fn lay_notices(&mut self) -> Result<BTreeMap<Date, (i16, Assignment)>, CalendarFault> {
        let mut named_by = BTreeMap::<Date, (i16, Assignment)>::new();
        let days: Vec<(i16, NoticeDay)> = self
            .years
            .values()
            .flat_map(|year| year.days().iter().map(|day| (year.year(), day.clone())))
            .collect();
        for (year, day) in days {
            match named_by.insert(day.date, (year, day.assignment)) {
                Some((earlier, assignment)) if assignment != day.assignment => {
                    return Err(CalendarFault::Disagree { date: day.date, years: (earlier, year) });
                }
                _ => self.lay(&day, false)?,
            }
        }
        Ok(named_by)
    }

    fn lay_local(&mut self, named_by: &BTreeMap<Date, (i16, Assignment)>) -> Result<(), CalendarFault> {
        let days: Vec<NoticeDay> = self.local.values().cloned().collect();
        for day in days {
            match named_by.get(&day.date) {
                Some((_, Assignment::Off)) if day.assignment == Assignment::Worked => {
                    return Err(CalendarFault::TakesHoliday { date: day.date });
                }
                // Off in the whole country already: the national name stays.
                Some((_, Assignment::Off)) => {}
                Some((_, Assignment::Worked)) | None => {
                    let provisional = self.code(DayNumber::of(day.date)).is_provisional();
                    self.lay(&day, provisional)?;
                }
            }
        }
        Ok(())
    }

    fn lay(&mut self, day: &NoticeDay, provisional: bool) -> Result<(), CalendarFault> {
        let place = match self.names.iter().position(|name| *name == day.name) {
            Some(place) => place,
            None => {
                self.names.push(day.name.clone());
                self.names.len() - 1
            }
        };
        let code = DayCode::named(place, day.assignment, provisional).ok_or(CalendarFault::TooManyNames)?;
        let slot =
            self.first.and_then(|first| usize::try_from(DayNumber::of(day.date).days_after(first)).ok());
        if let Some(entry) = slot.and_then(|slot| self.codes.get_mut(slot)) {
            *entry = code;
        }
        Ok(())
    }
}

/// A day in two bytes: whether it rests, whether it is provisional, and the place of its holiday's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DayCode(u16);

impl DayCode {
    const PROVISIONAL: u16 = 0x8000;
    const REST: u16 = 0x4000;
    const NAME: u16 = 0x3fff;

    #[inline]
    fn of_week(day: DayNumber, provisional: bool) -> Self {
        let rest = if day.is_weekend() { Self::REST } else { 0 };
        Self(rest | if provisional { Self::PROVISIONAL } else { 0 })
    }

    fn named(place: usize, assignment: Assignment, provisional: bool) -> Option<Self> {
        let name = u16::try_from(place + 1).ok().filter(|name| *name <= Self::NAME)?;
        let rest = match assignment {
            Assignment::Off => Self::REST,
            Assignment::Worked => 0,
        };
        Some(Self(name | rest | if provisional { Self::PROVISIONAL } else { 0 }))
    }

    #[inline]
    pub(crate) fn is_rest(self) -> bool {
        self.0 & Self::REST != 0
    }

    #[inline]
    pub(crate) fn is_provisional(self) -> bool {
        self.0 & Self::PROVISIONAL != 0
    }

    #[inline]
    fn name_place(self) -> Option<usize> {
        usize::from(self.0 & Self::NAME).checked_sub(1)
    }
}
