//! The clock of one limit.
//!
//! It is walked day by day, or run by run where nothing can stop it. At each turn one of four things happens: the
//! time runs out, the clock stands, it is broken off by a restart or by another clock, or it has run out and was
//! extended before. The walking itself is in `walk`.

mod walk;

use jiff::civil::Date;

use crate::calendar::{Calendar, DayNumber};

use super::months::corresponding;
use super::schedule::{Break, Schedule};
use super::{Disregarded, Due, Effect, LimitFault, Reckoning, Roll, Span, Step, Unit};

pub(super) struct Clock<'a> {
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

impl<'a> Clock<'a> {
    pub(super) fn new(
        calendar: &'a Calendar,
        start: Date,
        span: Span,
        roll: Roll,
        effects: &[Effect],
    ) -> Result<Self, LimitFault> {
        Ok(Self {
            calendar,
            schedule: Schedule::of(effects)?,
            roll,
            at: DayNumber::of(start),
            last_possible: DayNumber::of(Date::MAX).previous(),
            next_standing: 0,
            used_standing: false,
            next_extension: 0,
            next_break: 0,
            provisional: false,
            steps: Vec::with_capacity(expected_steps(span, effects)),
        })
    }

    pub(super) fn run(mut self, start: Date, span: Span) -> Result<Reckoning, LimitFault> {
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

/// Room for the steps, so that the list is allocated once: a week has a run of work and a run of rest.
fn expected_steps(span: Span, effects: &[Effect]) -> usize {
    let runs = if span.unit() == Unit::WorkingDay { span.n() as usize / 2 } else { 0 };
    8 + runs.min(512) + 3 * effects.len().min(64)
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
