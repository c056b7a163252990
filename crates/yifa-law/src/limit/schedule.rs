//! The effects on one clock, checked and put in order of day.

use crate::calendar::DayNumber;

use super::{Change, Effect, LimitFault, Span};

/// Days on which the clock stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    pub(super) first: DayNumber,
    /// `None` while the cause lasts.
    pub(super) last: Option<DayNumber>,
    pub(super) effect: usize,
    pub(super) is_pause: bool,
}

/// More time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extension {
    pub(super) on: DayNumber,
    pub(super) by: Span,
    pub(super) effect: usize,
}

/// The end of a period before its time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Break {
    pub(super) on: DayNumber,
    pub(super) effect: usize,
    pub(super) restarts: bool,
}

/// All effects by kind, each list in order of day. The standing intervals do not overlap any more.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    pub(super) standing: Vec<Standing>,
    pub(super) extensions: Vec<Extension>,
    pub(super) breaks: Vec<Break>,
    /// Intervals that lie wholly within others.
    pub(super) swallowed: Vec<usize>,
}

impl Schedule {
    /// # Errors
    /// [`LimitFault::EndsBeforeStart`], [`LimitFault::OverlappingPauses`], [`LimitFault::HoursNeedMoment`].
    pub(super) fn of(effects: &[Effect]) -> Result<Self, LimitFault> {
        let mut schedule = Self::default();
        for (place, effect) in effects.iter().enumerate() {
            schedule.enter(place, effect.change)?;
        }
        schedule.extensions.sort_by_key(|extension| extension.on);
        schedule.breaks.sort_by_key(|at| at.on);
        schedule.close_at_break();
        schedule.standing.sort_by_key(|standing| (standing.first, standing.effect));
        schedule.refuse_overlapping_pauses()?;
        schedule.flatten();
        Ok(schedule)
    }

    fn enter(&mut self, effect: usize, change: Change) -> Result<(), LimitFault> {
        match change {
            Change::Pause { first, last } | Change::Exclude { first, last } => {
                if let Some(last) = last.filter(|last| *last < first) {
                    return Err(LimitFault::EndsBeforeStart { effect, first, last });
                }
                let is_pause = matches!(change, Change::Pause { .. });
                let (first, last) = (DayNumber::of(first), last.map(DayNumber::of));
                self.standing.push(Standing { first, last, effect, is_pause });
            }
            Change::Extend { on, by } => {
                if by.unit() == super::Unit::Hour {
                    return Err(LimitFault::HoursNeedMoment);
                }
                self.extensions.push(Extension { on: DayNumber::of(on), by, effect });
            }
            Change::Restart { on } => {
                self.breaks.push(Break { on: DayNumber::of(on), effect, restarts: true })
            }
            Change::Supersede { on } => {
                self.breaks.push(Break { on: DayNumber::of(on), effect, restarts: false })
            }
        }
        Ok(())
    }

    /// A clock that starts again, or gives way to another, does not stand any longer: this ends the causes that
    /// still last.
    fn close_at_break(&mut self) {
        for standing in self.standing.iter_mut().filter(|standing| standing.last.is_none()) {
            standing.last = self.breaks.iter().find(|at| at.on >= standing.first).map(|at| at.on);
        }
    }

    fn refuse_overlapping_pauses(&self) -> Result<(), LimitFault> {
        let mut pauses = self.standing.iter().filter(|standing| standing.is_pause);
        let Some(mut earlier) = pauses.next() else { return Ok(()) };
        for later in pauses {
            if earlier.last.is_none_or(|last| later.first <= last) {
                return Err(LimitFault::OverlappingPauses { earlier: earlier.effect, later: later.effect });
            }
            earlier = later;
        }
        Ok(())
    }

    /// Cuts the intervals so that each day belongs to one cause only: the one that began first.
    fn flatten(&mut self) {
        let mut flat: Vec<Standing> = Vec::with_capacity(self.standing.len());
        for mut standing in std::mem::take(&mut self.standing) {
            match flat.last().map(|before| before.last) {
                Some(None) => {
                    self.swallowed.push(standing.effect);
                    continue;
                }
                Some(Some(end)) if end >= standing.first => standing.first = end.next(),
                Some(Some(_)) | None => {}
            }
            match standing.last {
                Some(last) if last < standing.first => self.swallowed.push(standing.effect),
                _ => flat.push(standing),
            }
        }
        self.standing = flat;
    }
}
