//! The calendar as a table: one code for each day, so that counting is a look-up.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Assignment, Calendar, CalendarFault, DayNumber, NoticeDay};

impl Calendar {
    /// Fills the table anew: plain weeks, then the notices, then the local rules.
    pub(super) fn rebuild(&mut self) -> Result<(), CalendarFault> {
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
        let place = self.place(DayNumber::of(day.date));
        if let Some(entry) = place.and_then(|place| self.codes.get_mut(place)) {
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
    pub(super) fn of_week(day: DayNumber, provisional: bool) -> Self {
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
    pub(super) fn name_place(self) -> Option<usize> {
        usize::from(self.0 & Self::NAME).checked_sub(1)
    }
}
