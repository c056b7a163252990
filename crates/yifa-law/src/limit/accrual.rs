//! Sums that grow by the day: default fines, surcharges, fines per day of non-compliance.

use jiff::civil::Date;

use crate::calendar::DayNumber;

use super::clock::{date, run_length};
use super::schedule::{Schedule, Standing};
use super::{Disregarded, Effect, LimitFault, Step};

/// What each day adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PerDay {
    /// A share of the principal: 3 % is 3 over 100, 0.05 % is 5 over 10 000.
    Share {
        /// Upper part.
        numerator: u32,
        /// Lower part, not 0.
        denominator: u32,
    },
    /// A fixed sum in fen.
    Sum {
        /// Fen, not negative.
        fen: i64,
    },
}

/// A sum that grows by every calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accrual {
    principal_fen: i64,
    per_day: PerDay,
    cap_fen: Option<i64>,
    from: Date,
}

/// What has accrued by the end of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accrued {
    /// The sum in fen; fractions of a fen are dropped once, from the whole sum.
    pub amount_fen: i64,
    /// The days that accrued, up to the cap.
    pub days: u32,
    /// The day on which the cap was reached.
    pub capped_on: Option<Date>,
    /// How it was found.
    pub steps: Vec<Step>,
}

impl Accrual {
    /// A sum that grows from the first day after the last day to pay. `cap_fen`: what it may never exceed.
    ///
    /// # Errors
    /// [`LimitFault::NegativeMoney`], [`LimitFault::NoDenominator`].
    pub fn new(
        principal_fen: i64,
        per_day: PerDay,
        cap_fen: Option<i64>,
        from: Date,
    ) -> Result<Self, LimitFault> {
        let daily = match per_day {
            PerDay::Share { denominator: 0, .. } => return Err(LimitFault::NoDenominator),
            PerDay::Share { .. } => 0,
            PerDay::Sum { fen } => fen,
        };
        match [principal_fen, daily, cap_fen.unwrap_or(0)].into_iter().find(|fen| *fen < 0) {
            Some(fen) => Err(LimitFault::NegativeMoney { fen }),
            None => Ok(Self { principal_fen, per_day, cap_fen, from }),
        }
    }

    /// The daily growth as a fraction of fen.
    fn daily(&self) -> (i128, i128) {
        match self.per_day {
            PerDay::Share { numerator, denominator } => {
                (i128::from(self.principal_fen) * i128::from(numerator), denominator.into())
            }
            PerDay::Sum { fen } => (fen.into(), 1),
        }
    }

    /// The number of the day on which the cap is reached; `None` if it never is.
    fn days_to_cap(&self) -> Option<i128> {
        let (numerator, denominator) = self.daily();
        let cap = i128::from(self.cap_fen?);
        if numerator == 0 { None } else { Some((cap * denominator + numerator - 1) / numerator) }
    }

    fn amount(&self, days: u32) -> Result<i64, LimitFault> {
        let (numerator, denominator) = self.daily();
        let amount = numerator.checked_mul(days.into()).ok_or(LimitFault::SumTooLarge)? / denominator;
        let capped = self.cap_fen.map_or(amount, |cap| amount.min(cap.into()));
        i64::try_from(capped).map_err(|_| LimitFault::SumTooLarge)
    }
}

/// What has accrued by the end of the day `on`. Days on which it stands (reconsideration, suit, an agreed
/// deferral) add nothing; restarts, extensions and other clocks have no meaning here.
///
/// ```
/// use jiff::civil::date;
/// use yifa_law::limit::{accrue, Accrual, PerDay};
///
/// // A fine of 10 000 yuan, to be paid by 18 March 2025; 3 % a day, never above the fine itself.
/// let three_percent = PerDay::Share { numerator: 3, denominator: 100 };
/// let fine = Accrual::new(1_000_000, three_percent, Some(1_000_000), date(2025, 3, 19))?;
/// assert_eq!(accrue(&fine, date(2025, 3, 19), &[])?.amount_fen, 30_000);
/// assert_eq!(accrue(&fine, date(2025, 4, 20), &[])?.amount_fen, 990_000);
/// assert_eq!(accrue(&fine, date(2025, 4, 21), &[])?.amount_fen, 1_000_000);
/// # Ok::<(), yifa_law::limit::LimitFault>(())
/// ```
///
/// # Errors
/// [`LimitFault::NotApplicable`], [`LimitFault::EndsBeforeStart`], [`LimitFault::OverlappingPauses`],
/// [`LimitFault::SumTooLarge`].
///
/// # Source
/// 《行政处罚法》(2021) article 72 paragraph 1 item 1 (3 %, cap) and article 73 paragraph 3 (not during
/// reconsideration or suit); 《行政强制法》 article 45.
pub fn accrue(accrual: &Accrual, on: Date, effects: &[Effect]) -> Result<Accrued, LimitFault> {
    let schedule = Schedule::of(effects)?;
    let foreign = schedule.extensions.iter().map(|one| one.effect);
    if let Some(effect) = foreign.chain(schedule.breaks.iter().map(|one| one.effect)).min() {
        return Err(LimitFault::NotApplicable { effect });
    }
    let mut growth = Growth {
        next: DayNumber::of(accrual.from),
        last: DayNumber::of(on),
        days_to_cap: accrual.days_to_cap(),
        days: 0,
        steps: Vec::new(),
    };
    growth.disregard(&schedule);
    growth.run(&schedule.standing)?;
    let capped_on = growth.steps.iter().find_map(|step| match step {
        Step::Capped { on } => Some(*on),
        _ => None,
    });
    Ok(Accrued {
        amount_fen: accrual.amount(growth.days)?,
        days: growth.days,
        capped_on,
        steps: growth.steps,
    })
}

struct Growth {
    next: DayNumber,
    last: DayNumber,
    days_to_cap: Option<i128>,
    days: u32,
    steps: Vec<Step>,
}

impl Growth {
    fn disregard(&mut self, schedule: &Schedule) {
        let early = schedule.standing.iter().filter(|one| one.last.is_some_and(|last| last < self.next));
        let early = early.map(|one| (one.effect, Disregarded::BeforeStart));
        let within = schedule.swallowed.iter().map(|&effect| (effect, Disregarded::WithinAnother));
        self.steps.extend(early.chain(within).map(|(effect, because)| Step::Disregarded { effect, because }));
    }

    fn run(&mut self, standing: &[Standing]) -> Result<(), LimitFault> {
        let start = self.next;
        for one in standing.iter().filter(|one| one.last.is_none_or(|last| last >= start)) {
            self.grow(one.first.previous())?;
            if self.is_capped() || one.first > self.last {
                break;
            }
            self.stand(one)?;
        }
        self.grow(self.last)
    }

    fn is_capped(&self) -> bool {
        self.days_to_cap.is_some_and(|most| i128::from(self.days) >= most)
    }

    /// Counts the days up to and including `through`, no further than the day asked for or the cap.
    fn grow(&mut self, through: DayNumber) -> Result<(), LimitFault> {
        let mut to = through.min(self.last);
        if to < self.next || self.is_capped() {
            return Ok(());
        }
        if let Some(most) = self.days_to_cap {
            let left = i64::try_from(most - i128::from(self.days)).unwrap_or(i64::MAX);
            to = self.next.plus(left - 1).map_or(to, |capped| capped.min(to));
        }
        let days = run_length(self.next, to);
        self.steps.push(Step::Counted { from: date(self.next)?, to: date(to)?, days, made_up: None });
        self.days += days;
        self.next = to.next();
        if self.is_capped() {
            self.steps.push(Step::Capped { on: date(to)? });
        }
        Ok(())
    }

    fn stand(&mut self, one: &Standing) -> Result<(), LimitFault> {
        let from = one.first.max(self.next);
        let lasting = one.last.is_none();
        let to = one.last.map_or(self.last, |last| last.min(self.last));
        if from <= to {
            let until = if lasting { None } else { Some(date(to)?) };
            self.steps.push(Step::Stands { from: date(from)?, to: until, effect: one.effect });
            self.next = to.next();
        }
        Ok(())
    }
}
