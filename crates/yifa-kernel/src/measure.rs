//! Owns what a matter contributes to a measure 指标. Sums over matters are the store's business; here each matter says
//! whether it counts, whether it is good, and until when it is still open.

use jiff::civil::Date;

use crate::definition::Registry;
use crate::id::MeasureId;
use crate::matter::{Facts, Scene, State, clock, period_around};
use crate::procedure::{Counting, DECIMAL, Measure, MeasureKind, Target};
use crate::refusal::Refusal;
use crate::value::Value;

/// What one matter contributes to one measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    /// The measure.
    pub measure: MeasureId,
    /// The day that puts it into its period.
    pub on: Date,
    /// Whether it is good.
    pub outcome: Outcome,
    /// As how many the matter counts.
    pub counted: i64,
    /// For sums: the number in ten-thousandths, or fen for money.
    pub amount: i64,
    /// While pending: the first day on which it becomes a miss if nothing happens.
    pub miss_from: Option<Date>,
}

/// Whether a counted matter is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is, or it is simply counted.
    Hit,
    /// It is not.
    Miss,
    /// It can still become either.
    Pending,
}

/// How many past periods of a measure with `per` are kept up to date.
const PERIODS_BACK: i16 = 5;

/// Everything that a matter contributes, to all measures, as seen on a day.
pub fn contributions(registry: &Registry, state: &State, facts: &Facts, today: Date) -> Vec<Contribution> {
    let Some(procedure) = registry.procedure_of(state) else { return Vec::new() };
    let scene = Scene::new(registry, procedure, state, facts, today);
    let mut all = Vec::new();
    let counting = registry.measures().filter_map(|one| Some((one, one.counts(&state.procedure)?)));
    for (measure, counting) in counting {
        match measure.per {
            None => all.extend(contribution(&scene, measure, counting)),
            Some(every) => {
                let since = state.opened_on.unwrap_or(today).year().max(today.year() - PERIODS_BACK);
                let mut day = state.opened_on.unwrap_or(today).max(Date::constant(since, 1, 1));
                while day <= today {
                    let Some(period) = period_around(day, every) else { break };
                    all.extend(contribution(&Scene { period: Some(period), ..scene }, measure, counting));
                    let Ok(next) = period.1.tomorrow() else { break };
                    day = next;
                }
            }
        }
    }
    all
}

fn contribution(scene: &Scene<'_>, measure: &Measure, counting: &Counting) -> Option<Contribution> {
    if counting.count.holds(scene) != Some(true) {
        return None;
    }
    let on = counting.on.value(scene)?.as_date()?;
    let amount = match counting.sum.as_ref().and_then(|sum| sum.value(scene)) {
        Some(Value::Money(fen)) => fen,
        Some(number) => number.scaled().unwrap_or(0),
        None => 0,
    };
    // What weighs nothing, such as an inventory that names no document, is not counted at all.
    let counted = match &counting.weighs {
        None => 1,
        Some(weighs) => match weighs.value(scene)? {
            Value::Int(n) if n > 0 => n,
            _ => return None,
        },
    };
    let (outcome, miss_from) = outcome(scene, counting);
    Some(Contribution { measure: measure.id.clone(), on, outcome, counted, amount, miss_from })
}

fn outcome(scene: &Scene<'_>, counting: &Counting) -> (Outcome, Option<Date>) {
    let Some(hit) = &counting.hit else { return (Outcome::Hit, None) };
    if hit.holds(scene) == Some(true) {
        return (Outcome::Hit, None);
    }
    // A period that is not over, or a limit that still runs, can still be kept.
    let period_end = scene.period.map(|(_, end)| end);
    let ends = counting.limits.iter().filter_map(|limit| {
        let clock = clock(scene.registry, scene.state, scene.facts, limit, scene.today)?;
        clock.last_day().filter(|_| clock.is_running())
    });
    let limit_end = ends.max();
    match period_end.or(limit_end) {
        Some(last) if scene.today <= last => (Outcome::Pending, last.tomorrow().ok()),
        _ => (Outcome::Miss, None),
    }
}

/// Whether a refusal counts in a measure. Refusals stand in no matter's log: the city's journal keeps them.
pub fn counts_refusal(measure: &Measure, refusal: &Refusal) -> bool {
    measure.refused.as_ref().is_some_and(|refused| {
        let codes = refusal.reasons.iter().map(|reason| reason.code.as_str());
        refused.counts(refusal.procedure.as_str(), refusal.action.as_str(), codes)
    })
}

/// A figure: what all contributions come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figure {
    /// How many count: matters, or what they weigh.
    pub counted: i64,
    /// How many of them are good.
    pub hit: i64,
    /// How many are not.
    pub missed: i64,
    /// How many can still become either.
    pub pending: i64,
    /// The sum of the amounts.
    pub amount: i64,
}

impl Figure {
    /// The value to compare with a target, in ten-thousandths (a rate: of one hundred, so 95 % is 950,000); `None` where
    /// nothing counts yet, 不适用.
    pub fn value(&self, kind: MeasureKind) -> Option<i64> {
        match kind {
            MeasureKind::Count | MeasureKind::Milestone | MeasureKind::Refusals => {
                self.counted.checked_mul(DECIMAL)
            }
            MeasureKind::Sum => Some(self.amount),
            MeasureKind::Rate => {
                let settled = self.hit + self.missed;
                (settled > 0).then(|| self.hit * 100 * DECIMAL / settled)
            }
        }
    }

    /// Whether a target is reached; `None` where nothing counts yet.
    pub fn reaches(&self, kind: MeasureKind, target: Target) -> Option<bool> {
        let value = self.value(kind)?;
        Some(
            target.at_least.is_none_or(|least| value >= least)
                && target.at_most.is_none_or(|most| value <= most),
        )
    }

    /// Whether it is more than a range allows. A bound without a lower end is no range: what is above it is too much, and
    /// simply not reached.
    pub fn is_beyond(&self, kind: MeasureKind, target: Target) -> bool {
        let most = target.at_least.and(target.at_most);
        self.value(kind).zip(most).is_some_and(|(value, most)| value > most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_over_nothing_is_not_applicable() {
        assert_eq!(Figure::default().value(MeasureKind::Rate), None);
        let pending = Figure { counted: 3, pending: 3, ..Figure::default() };
        assert_eq!(pending.value(MeasureKind::Rate), None);
    }

    #[test]
    fn a_target_interval_is_kept_at_both_ends() {
        let target = Target { at_least: Some(20_000), at_most: Some(30_000), percent: false };
        let of = |counted| Figure { counted, ..Figure::default() }.reaches(MeasureKind::Count, target);
        assert_eq!([of(1), of(2), of(3), of(4)], [Some(false), Some(true), Some(true), Some(false)]);
        // More than the range is something else than not yet there, and an upper bound alone is no range.
        let beyond =
            |counted, target| Figure { counted, ..Figure::default() }.is_beyond(MeasureKind::Count, target);
        assert_eq!([1, 2, 3, 4].map(|n| beyond(n, target)), [false, false, false, true]);
        assert!(!beyond(4, Target { at_least: None, ..target }));
    }
}
