//! Walking a clock over the days: which count, which rest, on which it stands.

use crate::calendar::{DayNumber, HolidayName};
use crate::limit::schedule::Break;
use crate::limit::{Disregarded, LimitFault, Roll, Step};

use super::{Clock, Counting, Move, Moved, Outcome, date, run_length};

impl Clock<'_> {
    /// Counts until nothing is left (`None`), the clock is broken off, or it stands with no end in sight.
    pub(super) fn count(
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

    pub(super) fn holiday(&self, day: DayNumber) -> Option<HolidayName> {
        self.calendar.name(self.calendar.code(day)).cloned()
    }

    /// Where the counted end moves to: the next day that is worked and on which the clock runs.
    pub(super) fn moved(&self) -> Result<Move, LimitFault> {
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
    pub(super) fn pass(&mut self, through: DayNumber) -> Result<(), LimitFault> {
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
}
