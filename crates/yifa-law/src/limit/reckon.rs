//! The forward computation: from a start day to the last day of a limit.
//!
//! The clock is walked day by day (or run by run, where nothing can stop it). At each turn one of four things
//! happens: the time runs out, the clock stands, it is broken off by a restart or by another clock, or it has
//! run out and was extended before.

use jiff::civil::Date;

use crate::calendar::{Calendar, DayNumber, HolidayName};

use super::months::corresponding;
use super::schedule::{Break, Schedule};
use super::{Disregarded, Due, Effect, LimitFault, Roll, Span, Step, Unit};

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
    let clock = Clock {
        calendar,
        schedule: Schedule::of(effects)?,
        roll,
        at: DayNumber::of(start),
        last_possible: DayNumber::of(Date::MAX).previous(),
        used_standing: false,
        next_standing: 0,
        next_extension: 0,
        next_break: 0,
        provisional: false,
        steps: Vec::with_capacity(expected_steps(span, effects)),
    };
    clock.run(start, span)
}

/// Room for the steps, so that the list is allocated once: a week has a run of work and a run of rest.
fn expected_steps(span: Span, effects: &[Effect]) -> usize {
    let runs = if span.unit() == Unit::WorkingDay { span.n() as usize / 2 } else { 0 };
    8 + runs.min(512) + 3 * effects.len().min(64)
}

struct Clock<'a> {
    calendar: &'a Calendar,
    schedule: Schedule,
    roll: Roll,
    /// The last day that has been dealt with.
    at: DayNumber,
    last_possible: DayNumber,
    next_standing: usize,
    /// Whether the next standing interval has stopped the clock already.
    used_standing: bool,
    next_extension: usize,
    next_break: usize,
    provisional: bool,
    steps: Vec<Step>,
}

/// Which days count.
#[derive(Clone, Copy)]
enum Counting {
    Every,
    Working,
}

/// How a period ended.
enum Outcome {
    RanOut(Moved),
    BrokenOff(Break),
    Stands { effect: usize, left: u32 },
}

/// The end of a period after moving off rest days.
struct Moved {
    to: DayNumber,
    provisional: bool,
}

/// Where a counted end moves to.
enum Move {
    To(Moved),
    /// The clock stands there with no end in sight.
    Stands {
        since: DayNumber,
        effect: usize,
    },
}

impl Clock<'_> {
    fn run(mut self, start: Date, span: Span) -> Result<Reckoning, LimitFault> {
        self.steps.push(Step::Start { on: start });
        let mut started = start;
        loop {
            match self.period(started, span)? {
                Outcome::RanOut(moved) => return self.finish(start, span, &moved),
                Outcome::Stands { effect, left } => {
                    let since = date(self.at.next())?;
                    self.steps.push(Step::Stands { from: since, to: None, effect });
                    let Self { provisional, steps, .. } = self;
                    return Ok(Reckoning::Stands { since, effect, left, provisional, steps });
                }
                Outcome::BrokenOff(Break { on, effect, restarts: true }) => {
                    started = date(on)?;
                    self.at = on;
                    self.next_break += 1;
                    self.steps.push(Step::Restarted { on: started, effect });
                }
                Outcome::BrokenOff(Break { on, effect, restarts: false }) => {
                    let on = date(on)?;
                    self.steps.push(Step::Superseded { on, effect });
                    let Self { provisional, steps, .. } = self;
                    return Ok(Reckoning::Superseded { on, effect, provisional, steps });
                }
            }
        }
    }

    /// One full period with its extensions.
    fn period(&mut self, started: Date, span: Span) -> Result<Outcome, LimitFault> {
        let anchor = self.at;
        let stop = self.take_break(anchor);
        if let Some(at) = stop.filter(|at| at.on == anchor) {
            return Ok(Outcome::BrokenOff(at));
        }
        let mut months = span.months();
        let (mut left, mut counting) = self.quota(started, span)?;
        loop {
            if let Some(ended) = self.count(left, counting, stop)? {
                return Ok(ended);
            }
            let moved = match self.moved()? {
                Move::To(moved) => moved,
                Move::Stands { since, effect } => {
                    self.pass(since.previous())?;
                    return Ok(Outcome::Stands { effect, left: 0 });
                }
            };
            if let Some(by) = self.take_extension(anchor, moved.to, stop)? {
                (left, counting) = self.more(started, &mut months, by)?;
                continue;
            }
            match stop.filter(|at| at.on <= moved.to) {
                Some(at) => {
                    self.pass(at.on.previous())?;
                    return Ok(Outcome::BrokenOff(at));
                }
                None => return Ok(Outcome::RanOut(moved)),
            }
        }
    }

    /// How many days a span has, and which days count. Months are days up to the corresponding day, so that
    /// days on which the clock stands can be added to them.
    fn quota(&mut self, from: Date, span: Span) -> Result<(u32, Counting), LimitFault> {
        match (span.unit(), span.months()) {
            (_, Some(months)) => {
                let (to, month_end) = corresponding(from, months)?;
                self.steps.push(Step::Corresponds { from, span, to, month_end });
                Ok((days_between(from, to), Counting::Every))
            }
            (Unit::CalendarDay, None) => Ok((span.n(), Counting::Every)),
            (Unit::WorkingDay, None) => Ok((span.n(), Counting::Working)),
            (Unit::Hour | Unit::Month | Unit::Year, None) => Err(LimitFault::HoursNeedMoment),
        }
    }

    /// The quota of an extension. Months on months are counted together from the start, so that 31 August plus
    /// six plus three months is 31 May, not 28.
    fn more(
        &mut self,
        started: Date,
        months: &mut Option<u32>,
        by: Span,
    ) -> Result<(u32, Counting), LimitFault> {
        match (*months, by.months()) {
            (Some(so_far), Some(added)) => {
                let total = so_far.checked_add(added).ok_or(LimitFault::BeyondCalendar)?;
                let (before, _) = corresponding(started, so_far)?;
                let (to, month_end) = corresponding(started, total)?;
                let span = Span::new(total, Unit::Month)?;
                self.steps.push(Step::Corresponds { from: started, span, to, month_end });
                *months = Some(total);
                Ok((days_between(before, to), Counting::Every))
            }
            _ => {
                *months = None;
                let from = date(self.at)?;
                self.quota(from, by)
            }
        }
    }

    /// Counts until nothing is left (`None`), the clock is broken off, or it stands with no end in sight.
    fn count(
        &mut self,
        mut left: u32,
        counting: Counting,
        stop: Option<Break>,
    ) -> Result<Option<Outcome>, LimitFault> {
        let before_stop = stop.map_or(self.last_possible, |at| at.on.previous().min(self.last_possible));
        while left > 0 {
            let next = self.at.next();
            if let Some(at) = stop.filter(|at| at.on == next) {
                return Ok(Some(Outcome::BrokenOff(at)));
            }
            if next > self.last_possible {
                return Err(LimitFault::BeyondCalendar);
            }
            match self.standing_from(next) {
                Some((first, None, effect)) if first <= next => {
                    return Ok(Some(Outcome::Stands { effect, left }));
                }
                Some((first, Some(last), effect)) if first <= next => {
                    self.stand(next, last.min(before_stop), effect)?;
                }
                upcoming => {
                    let bound = upcoming.map_or(before_stop, |(first, ..)| first.previous().min(before_stop));
                    left -= match counting {
                        Counting::Every => self.count_every(next, bound, left)?,
                        Counting::Working => self.count_working(next, bound, left)?,
                    };
                }
            }
        }
        Ok(None)
    }

    /// The standing interval that covers a day, or else the next one.
    fn standing_from(&mut self, day: DayNumber) -> Option<(DayNumber, Option<DayNumber>, usize)> {
        loop {
            let standing = self.schedule.standing.get(self.next_standing)?;
            if standing.last.is_none_or(|last| last >= day) {
                return Some((standing.first, standing.last, standing.effect));
            }
            if !self.used_standing {
                let effect = standing.effect;
                self.steps.push(Step::Disregarded { effect, because: Disregarded::BeforeStart });
            }
            self.used_standing = false;
            self.next_standing += 1;
        }
    }

    fn stand(&mut self, from: DayNumber, to: DayNumber, effect: usize) -> Result<(), LimitFault> {
        self.used_standing = true;
        self.steps.push(Step::Stands { from: date(from)?, to: Some(date(to)?), effect });
        self.at = to;
        Ok(())
    }

    fn count_every(&mut self, from: DayNumber, bound: DayNumber, left: u32) -> Result<u32, LimitFault> {
        let to = from.plus(i64::from(left) - 1).map_or(bound, |to| to.min(bound));
        let days = run_length(from, to);
        self.steps.push(Step::Counted { from: date(from)?, to: date(to)?, days, made_up: None });
        self.at = to;
        Ok(days)
    }

    /// Takes one run of days of the same kind; returns how many of them count.
    fn count_working(&mut self, from: DayNumber, bound: DayNumber, left: u32) -> Result<u32, LimitFault> {
        let code = self.calendar.code(from);
        let most = if code.is_rest() { u32::MAX } else { left };
        let (mut to, mut days) = (from, 1);
        while days < most && to < bound && self.calendar.code(to.next()) == code {
            to = to.next();
            days += 1;
        }
        self.provisional |= code.is_provisional();
        self.at = to;
        if code.is_rest() {
            self.steps.push(self.rested(from, to)?);
            return Ok(0);
        }
        let made_up = self.calendar.name(code).filter(|_| from.is_weekend()).cloned();
        self.steps.push(Step::Counted { from: date(from)?, to: date(to)?, days, made_up });
        Ok(days)
    }

    fn rested(&self, from: DayNumber, to: DayNumber) -> Result<Step, LimitFault> {
        let (days, holiday) = (run_length(from, to), self.holiday(from));
        Ok(Step::Rested { from: date(from)?, to: date(to)?, days, holiday })
    }

    fn holiday(&self, day: DayNumber) -> Option<HolidayName> {
        self.calendar.name(self.calendar.code(day)).cloned()
    }

    /// Where the counted end moves to: the next day that is worked and on which the clock runs.
    fn moved(&self) -> Result<Move, LimitFault> {
        let mut moved = Moved { to: self.at, provisional: false };
        if self.roll == Roll::Never {
            return Ok(Move::To(moved));
        }
        let mut standing = self.schedule.standing.iter().skip(self.next_standing).peekable();
        loop {
            let code = self.calendar.code(moved.to);
            moved.provisional |= code.is_provisional();
            while standing.next_if(|one| one.last.is_some_and(|last| last < moved.to)).is_some() {}
            let stands = standing.peek().filter(|one| moved.to > self.at && one.first <= moved.to);
            match stands {
                Some(one) if one.last.is_none() => {
                    return Ok(Move::Stands { since: moved.to, effect: one.effect });
                }
                None if !code.is_rest() => return Ok(Move::To(moved)),
                Some(_) | None => moved.to = moved.to.next(),
            }
            if moved.to > self.last_possible {
                return Err(LimitFault::BeyondCalendar);
            }
        }
    }

    /// Walks over the days between a counted and a moved end: rest days, and days on which the clock stands.
    fn pass(&mut self, through: DayNumber) -> Result<(), LimitFault> {
        while self.at < through {
            let next = self.at.next();
            match self.standing_from(next) {
                Some((first, last, effect)) if first <= next => {
                    self.stand(next, last.map_or(through, |last| last.min(through)), effect)?;
                }
                upcoming => {
                    let bound = upcoming.map_or(through, |(first, ..)| first.previous().min(through));
                    let code = self.calendar.code(next);
                    let mut to = next;
                    while to < bound && self.calendar.code(to.next()) == code {
                        to = to.next();
                    }
                    self.steps.push(self.rested(next, to)?);
                    self.at = to;
                }
            }
        }
        Ok(())
    }

    /// The next restart or supersession of a period that begins on `anchor`.
    fn take_break(&mut self, anchor: DayNumber) -> Option<Break> {
        while let Some(at) = self.schedule.breaks.get(self.next_break).copied() {
            // A restart on the start day itself starts nothing anew.
            if at.on > anchor || (at.on == anchor && !at.restarts) {
                return Some(at);
            }
            let because = Disregarded::BeforeStart;
            self.steps.push(Step::Disregarded { effect: at.effect, because });
            self.next_break += 1;
        }
        None
    }

    /// The next extension that was decided within the period and before it was broken off.
    fn take_extension(
        &mut self,
        anchor: DayNumber,
        end: DayNumber,
        stop: Option<Break>,
    ) -> Result<Option<Span>, LimitFault> {
        while let Some(extension) = self.schedule.extensions.get(self.next_extension).copied() {
            if extension.on > end || stop.is_some_and(|at| at.on <= end && at.on < extension.on) {
                return Ok(None);
            }
            self.next_extension += 1;
            let (effect, by) = (extension.effect, extension.by);
            if extension.on >= anchor {
                self.steps.push(Step::Extended { on: date(extension.on)?, by, effect });
                return Ok(Some(by));
            }
            self.steps.push(Step::Disregarded { effect, because: Disregarded::BeforeStart });
        }
        Ok(None)
    }

    fn finish(mut self, start: Date, span: Span, moved: &Moved) -> Result<Reckoning, LimitFault> {
        let counted = self.at;
        let (on, rolled_on) = (date(counted)?, date(moved.to)?);
        if moved.to > counted {
            self.pass(moved.to.previous())?;
            self.steps.push(Step::RolledOver { from: on, to: rolled_on, holiday: self.holiday(counted) });
        }
        self.disregard_the_rest();
        Ok(Reckoning::Ends(Due {
            start,
            on,
            rolled_on,
            roll: self.roll,
            unit: span.unit(),
            provisional: self.provisional || moved.provisional,
            steps: self.steps,
        }))
    }

    fn disregard_the_rest(&mut self) {
        let first_unused = self.next_standing + usize::from(self.used_standing);
        let standing = self.schedule.standing.iter().skip(first_unused).map(|standing| standing.effect);
        let extensions = self.schedule.extensions.iter().skip(self.next_extension).map(|one| one.effect);
        let breaks = self.schedule.breaks.iter().skip(self.next_break).map(|one| one.effect);
        let late = standing.chain(extensions).chain(breaks);
        self.steps.extend(late.map(|effect| Step::Disregarded { effect, because: Disregarded::AfterLapse }));
        let within = self.schedule.swallowed.iter();
        self.steps
            .extend(within.map(|&effect| Step::Disregarded { effect, because: Disregarded::WithinAnother }));
    }
}

pub(super) fn date(day: DayNumber) -> Result<Date, LimitFault> {
    day.date().ok_or(LimitFault::BeyondCalendar)
}

/// Days in a run, both ends included.
pub(super) fn run_length(from: DayNumber, to: DayNumber) -> u32 {
    u32::try_from(to.days_after(from) + 1).unwrap_or(0)
}

fn days_between(from: Date, to: Date) -> u32 {
    u32::try_from(DayNumber::of(to).days_after(DayNumber::of(from))).unwrap_or(0)
}
