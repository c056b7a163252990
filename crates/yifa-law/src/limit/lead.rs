//! Backward limits: so long before a coming event.

use jiff::civil::Date;

use crate::calendar::{Calendar, DayNumber};

use super::clock::{date, run_length};
use super::months::latest_reaching;
use super::{LimitFault, Span, Step, Unit};

/// Whether a latest day that is a rest day moves. It never moves to a later day: that would shorten the notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LeadRoll {
    /// To the last working day before: for the acts of an organ.
    Earlier,
    /// It stays: for the acts of a party, who may post or send on a rest day.
    Never,
}

/// The latest day for something that must be done before an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// The day of the event.
    pub event: Date,
    /// The latest day as counted.
    pub counted_on: Date,
    /// The latest day after moving off rest days.
    pub latest_on: Date,
    /// The unit of the limit.
    pub unit: Unit,
    /// Whether a holiday notice that is not loaded could still change the result.
    pub provisional: bool,
    /// How it was found, from the event backwards.
    pub steps: Vec<Step>,
}

/// The latest day on which something may be done that must precede an event by so many clear days: neither the
/// day on which it is done nor the day of the event counts, and the whole span lies between them.
///
/// The other way round, the earliest day for the event once the notice is out, is [`super::Due::over_from`] of the
/// same span, unmoved, from the day of the notice.
///
/// ```
/// use jiff::civil::date;
/// use yifa_law::calendar::Calendar;
/// use yifa_law::limit::{latest_before, LeadRoll, Span, Unit};
///
/// // Seven clear working days before a hearing on Friday, 20 June 2025.
/// let seven = Span::new(7, Unit::WorkingDay)?;
/// let notify = latest_before(&Calendar::default(), date(2025, 6, 20), seven, LeadRoll::Earlier)?;
/// assert_eq!(notify.latest_on, date(2025, 6, 10));
/// # Ok::<(), yifa_law::limit::LimitFault>(())
/// ```
///
/// # Errors
/// [`LimitFault::HoursNeedMoment`] for hours; [`LimitFault::BeyondCalendar`].
///
/// # Source
/// 《行政处罚法》(2021) article 64 item 2, 《规章制定程序条例》(2017) article 16 and others say only "n days before";
/// that they must be clear days is the strict reading chosen here.
pub fn latest_before(
    calendar: &Calendar,
    event: Date,
    span: Span,
    roll: LeadRoll,
) -> Result<Lead, LimitFault> {
    let day_before = DayNumber::of(event).previous();
    let mut count = Back { calendar, at: day_before.next(), provisional: false, steps: Vec::new() };
    count.steps.push(Step::Event { on: event });
    match (span.unit(), span.months()) {
        (Unit::WorkingDay, _) => count.working(span.n())?,
        (_, Some(months)) => {
            let last = date(day_before)?;
            let to = latest_reaching(last, months)?;
            let month_end = to.day() != last.day();
            count.steps.push(Step::Corresponds { from: last, span, to, month_end });
            count.every(DayNumber::of(to).next())?;
        }
        (Unit::CalendarDay, None) => {
            let to = count.at.plus(-i64::from(span.n())).ok_or(LimitFault::BeyondCalendar)?;
            count.every(to)?;
        }
        (Unit::Hour | Unit::Month | Unit::Year, None) => return Err(LimitFault::HoursNeedMoment),
    }
    count.finish(event, span.unit(), roll)
}

struct Back<'a> {
    calendar: &'a Calendar,
    /// The earliest day that has been dealt with.
    at: DayNumber,
    provisional: bool,
    steps: Vec<Step>,
}

impl Back<'_> {
    fn every(&mut self, to: DayNumber) -> Result<(), LimitFault> {
        let latest = self.at.previous();
        self.steps.push(Step::Counted {
            from: date(to)?,
            to: date(latest)?,
            days: run_length(to, latest),
            made_up: None,
        });
        self.at = to;
        Ok(())
    }

    fn working(&mut self, mut left: u32) -> Result<(), LimitFault> {
        while left > 0 {
            let latest = self.at.previous();
            left -= self.run(latest, left)?;
        }
        Ok(())
    }

    /// Takes one run of days of the same kind, backwards; returns how many of them count.
    fn run(&mut self, latest: DayNumber, left: u32) -> Result<u32, LimitFault> {
        let code = self.calendar.code(latest);
        let most = if code.is_rest() { u32::MAX } else { left };
        let (mut earliest, mut days) = (latest, 1);
        while days < most && self.calendar.code(earliest.previous()) == code {
            earliest = earliest.previous();
            days += 1;
        }
        self.provisional |= code.is_provisional();
        self.at = earliest;
        let (from, to) = (date(earliest)?, date(latest)?);
        let name = self.calendar.name(code).cloned();
        if code.is_rest() {
            self.steps.push(Step::Rested { from, to, days, holiday: name });
            return Ok(0);
        }
        self.steps.push(Step::Counted { from, to, days, made_up: name.filter(|_| latest.is_weekend()) });
        Ok(days)
    }

    fn finish(mut self, event: Date, unit: Unit, roll: LeadRoll) -> Result<Lead, LimitFault> {
        let counted = self.at.previous();
        let mut latest = counted;
        if roll == LeadRoll::Earlier {
            self.provisional |= self.calendar.code(latest).is_provisional();
            while self.calendar.code(latest).is_rest() {
                latest = latest.previous();
                self.provisional |= self.calendar.code(latest).is_provisional();
            }
        }
        let (counted_on, latest_on) = (date(counted)?, date(latest)?);
        if latest < counted {
            self.steps.push(Step::MovedEarlier { from: counted_on, to: latest_on });
        }
        Ok(Lead { event, counted_on, latest_on, unit, provisional: self.provisional, steps: self.steps })
    }
}
