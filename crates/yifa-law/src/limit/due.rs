//! The last day of a limit, and what follows from it.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

use crate::calendar::Calendar;

use super::{Step, Unit};

/// Whether a last day that is a rest day moves. It belongs to each limit and is never assumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Roll {
    /// It moves to the next working day.
    ///
    /// # Source
    /// 《民法典》 article 203; 《民事诉讼法》(2023) article 85 (parties and courts).
    Next,
    /// It stays. A measure that restrains someone never grows over a holiday.
    Never,
    /// Both readings: for an organ's own limit on which the Act is silent, the unmoved day is the one to keep
    /// (a warning follows it), and only the moved day is certainly a breach.
    Breach,
}

/// When business ends on the last day.
///
/// # Source
/// 《民法典》 article 203 paragraph 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// At 24:00; so for everything sent online or by post.
    Midnight,
    /// At the end of business hours: what is handed over at a counter.
    Business(Time),
}

/// The computed end of a limit, with all steps that led to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The day of the event that started the clock.
    pub start: Date,
    /// The last day as counted.
    pub on: Date,
    /// The last day after moving off rest days; the same as `on` where nothing moves.
    pub rolled_on: Date,
    /// Whether and how the last day moves.
    pub roll: Roll,
    /// The unit of the limit.
    pub unit: Unit,
    /// Whether a holiday notice that is not loaded could still change the result.
    pub provisional: bool,
    /// How it was found.
    pub steps: Vec<Step>,
}

/// Where a day stands against a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Within the limit; its last day included.
    Within,
    /// After the unmoved last day, not yet after the moved one ([`Roll::Breach`] only): warn, do not condemn.
    BetweenReadings,
    /// After the limit.
    Over,
}

/// How far a limit has run, in its own unit (months and years in calendar days).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Counted days up to and including today.
    pub used: u32,
    /// Counted days in all.
    pub total: u32,
    /// What is left or overdue.
    pub remaining: Remaining,
}

/// Time left or exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remaining {
    /// Days after today that are still within the limit; 0 on the last day.
    Left(u32),
    /// Days since the last day.
    Overdue(u32),
}

impl Due {
    /// The first day on which the limit is over: a right has lapsed, silence takes effect, a floor is satisfied,
    /// a duty is breached.
    #[must_use]
    pub fn over_from(&self) -> Date {
        // INVARIANT: `reckon` never ends on the last civil day, so there is a tomorrow.
        self.rolled_on.tomorrow().unwrap_or(self.rolled_on)
    }

    /// Where a day stands against this limit.
    #[must_use]
    pub fn standing(&self, today: Date) -> Standing {
        match self.roll {
            _ if today > self.rolled_on => Standing::Over,
            Roll::Breach if today > self.on => Standing::BetweenReadings,
            Roll::Next | Roll::Never | Roll::Breach => Standing::Within,
        }
    }

    /// The moment in China at which the limit ends; a thing done before this moment is in time.
    #[must_use]
    pub fn closes_at(&self, closing: Closing) -> DateTime {
        match closing {
            Closing::Midnight => self.over_from().to_datetime(Time::midnight()),
            Closing::Business(time) => self.rolled_on.to_datetime(time),
        }
    }

    /// Whether something handed in at this moment (China time) is in time. Time in transit does not count: for
    /// what was posted give the postmark, with [`Closing::Midnight`].
    ///
    /// # Source
    /// 《民事诉讼法》(2023) article 85 paragraph 4; 《民法典》 article 203 paragraph 2.
    #[must_use]
    pub fn is_in_time(&self, handed_in: DateTime, closing: Closing) -> bool {
        handed_in < self.closes_at(closing)
    }

    /// How far the limit has run at the end of `today`. Until the moved last day, a limit that rolls over is not
    /// overdue; with [`Roll::Breach`] the days left are those of the unmoved day.
    #[must_use]
    pub fn progress(&self, calendar: &Calendar, today: Date) -> Progress {
        let (mut used, mut total) = (0, 0);
        for step in &self.steps {
            match step {
                // A period that was started again counts from there.
                Step::Restarted { .. } => (used, total) = (0, 0),
                Step::Counted { from, days, .. } => {
                    total += days;
                    used += days_through(*from, *days, today);
                }
                _ => {}
            }
        }
        let remaining = match self.standing(today) {
            Standing::Over => Remaining::Overdue(self.overdue(calendar, today)),
            Standing::Within if self.roll == Roll::Next => {
                Remaining::Left(total - used + calendar_days(self.on.max(today), self.rolled_on))
            }
            Standing::Within | Standing::BetweenReadings => Remaining::Left(total - used),
        };
        Progress { used, total, remaining }
    }

    /// The first day at whose end at most `left` counted days remain: the day for a reminder, or for a warning
    /// ahead of time. The start of the period if it never had more.
    #[must_use]
    pub fn day_with_left(&self, left: u32) -> Date {
        let restart = self.steps.iter().rposition(|step| matches!(step, Step::Restarted { .. }));
        let period = &self.steps[restart.unwrap_or(0)..];
        let total: u32 = period.iter().map(counted_days).sum();
        let mut used = total.saturating_sub(left);
        let mut day = match period.first() {
            Some(Step::Restarted { on, .. }) => *on,
            _ => self.start,
        };
        for step in period {
            let (Step::Counted { from, to, days, .. }, true) = (step, used > 0) else { continue };
            day = if used < *days { days_later(*from, used - 1) } else { *to };
            used = used.saturating_sub(*days);
        }
        day
    }

    fn overdue(&self, calendar: &Calendar, today: Date) -> u32 {
        match self.unit {
            Unit::WorkingDay => calendar.working_days(self.rolled_on, today),
            Unit::CalendarDay | Unit::Hour | Unit::Month | Unit::Year => calendar_days(self.rolled_on, today),
        }
    }
}

fn counted_days(step: &Step) -> u32 {
    if let Step::Counted { days, .. } = step { *days } else { 0 }
}

fn days_later(day: Date, days: u32) -> Date {
    day.saturating_add(SignedDuration::from_hours(24 * i64::from(days)))
}

/// How many of `days` consecutive days from `from` on have come by the end of `today`.
fn days_through(from: Date, days: u32, today: Date) -> u32 {
    if today < from { 0 } else { days.min(calendar_days(from, today).saturating_add(1)) }
}

/// Days after `after` up to and including `through`; 0 if `through` is not later.
pub(super) fn calendar_days(after: Date, through: Date) -> u32 {
    u32::try_from(through.duration_since(after).as_hours() / 24).unwrap_or(0)
}
