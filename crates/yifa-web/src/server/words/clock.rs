//! Owns clocks as pages show them: what is left, how it is counted, why a day is its day.

use jiff::civil::Date;
use yifa_kernel::definition::Registry;
use yifa_kernel::matter::{self, Clock, ClockStatus};
use yifa_kernel::procedure::{Limit, LimitKind as Kind, Procedure, Unit as KernelUnit};
use yifa_kernel::words::figures;
use yifa_law::limit::{Remaining, Step};

use super::super::guest::Guest;
use super::label;
use crate::components::{self, ClockView, Left, Level, LimitKind, StepKind, StepView, Unit};

fn unit(unit: KernelUnit) -> Unit {
    match unit {
        KernelUnit::CalendarDay => Unit::CalendarDay,
        KernelUnit::WorkingDay => Unit::WorkingDay,
        KernelUnit::Hour => Unit::Hour,
        KernelUnit::Month => Unit::Month,
        KernelUnit::Year => Unit::Year,
    }
}

/// Days are what people count down, whatever the limit was written in; only working days stay their own.
fn counted_in(unit: KernelUnit) -> Unit {
    match unit {
        KernelUnit::WorkingDay => Unit::WorkingDay,
        KernelUnit::CalendarDay | KernelUnit::Hour | KernelUnit::Month | KernelUnit::Year => {
            Unit::CalendarDay
        }
    }
}

pub(in crate::server) fn level(level: matter::Level) -> Level {
    match level {
        matter::Level::None => Level::None,
        matter::Level::Notice => Level::Notice,
        matter::Level::Yellow => Level::Yellow,
        matter::Level::Red => Level::Red,
    }
}

/// What the store's row says of a level.
pub(in crate::server) fn stored_level(level: yifa_store::Level) -> Level {
    match level {
        yifa_store::Level::None => Level::None,
        yifa_store::Level::Notice => Level::Notice,
        yifa_store::Level::Yellow => Level::Yellow,
        yifa_store::Level::Red => Level::Red,
    }
}

/// What a limit is, by what happens at its end: silence decides a question, a term of validity simply ends.
pub(in crate::server) fn kind(limit: &Limit) -> LimitKind {
    match limit.kind {
        Kind::Silence if limit.until.is_some() && limit.lapse.is_some() => LimitKind::Term,
        Kind::Duty => LimitKind::Duty,
        Kind::Right => LimitKind::Right,
        Kind::Floor => LimitKind::Floor,
        Kind::Lead => LimitKind::Lead,
        Kind::Window => LimitKind::Window,
        Kind::Recurring => LimitKind::Recurring,
        Kind::Hours => LimitKind::Hours,
        Kind::Accrual => LimitKind::Accrual,
        Kind::Silence => LimitKind::Silence,
        Kind::Open => LimitKind::Open,
        Kind::LongStop => LimitKind::LongStop,
    }
}

/// Calendar days from one day to another.
pub(in crate::server) fn days(from: Date, to: Date) -> u32 {
    to.since(from).ok().and_then(|span| u32::try_from(span.get_days()).ok()).unwrap_or(0)
}

/// What is left until a day, in calendar days.
pub(in crate::server) fn left_until(day: Date, today: Date) -> Left {
    if day >= today {
        Left::Remaining(days(today, day), Unit::CalendarDay)
    } else {
        Left::Over(days(day, today), Unit::CalendarDay)
    }
}

fn left(registry: &Registry, clock: &Clock, today: Date) -> Left {
    match clock.status {
        ClockStatus::Standing => Left::Paused,
        ClockStatus::Done | ClockStatus::Ended | ClockStatus::Superseded => Left::Kept,
        ClockStatus::DoneLate => match (clock.done_on, clock.last_day()) {
            // What silence decides is done the day after, by the law itself; whoever acts later than that is late.
            (Some(done), Some(last)) if clock.kind == Kind::Silence && days(last, done) == 1 => Left::RunOut,
            (Some(done), Some(last)) => Left::KeptLate(days(last, done), Unit::CalendarDay),
            _ => Left::Kept,
        },
        ClockStatus::Running if clock.accrued_fen.is_some() => Left::Growing,
        ClockStatus::Running => match (&clock.due, clock.last_day()) {
            (_, Some(last)) if clock.kind == Kind::Right && today > last => Left::Lapsed,
            // A minimum period that is over has been kept: nobody is late.
            (_, Some(last)) if clock.kind == Kind::Floor && today > last => Left::Kept,
            (Some(due), Some(_)) if due.unit == KernelUnit::WorkingDay => {
                match due.progress(registry.calendar(), today).remaining {
                    Remaining::Left(n) => Left::Remaining(n, counted_in(due.unit)),
                    Remaining::Overdue(n) => Left::Over(n, counted_in(due.unit)),
                }
            }
            (_, Some(last)) => left_until(last, today),
            (_, None) => Left::Open,
        },
    }
}

/// A clock of a matter, with why its day is its day.
pub(crate) fn clock(guest: &Guest, procedure: &Procedure, one: &Clock, today: Date) -> Option<ClockView> {
    let limit = procedure.limit(&one.limit)?;
    let lang = guest.lang;
    let article = guest.articles(&limit.basis);
    let unit = one.due.as_ref().map_or(Unit::CalendarDay, |due| counted_in(due.unit));
    let steps = one.steps.iter().filter_map(|step| step_view(guest, Some(procedure), one, unit, step));
    let mut steps: Vec<StepView> = steps.collect();
    if let Some(last) = one.last_day() {
        let article = Some(limit.overlaid.clone().unwrap_or_else(|| article.clone()));
        steps.push(StepView {
            kind: StepKind::Due,
            from: Some(last),
            to: None,
            n: None,
            note: None,
            article,
        });
    }
    Some(ClockView {
        id: format!("clock-{}", one.limit),
        title: label(lang, &limit.label),
        kind: kind(limit),
        then: limit
            .lapse
            .as_ref()
            .and_then(|lapse| procedure.action(lapse))
            .map(|action| label(lang, &action.label)),
        start: one.start,
        due: one.last_day(),
        hour: None,
        left: left(guest.server.city.registry(), one, today),
        level: level(one.level(today)),
        provisional: one.provisional,
        sum: one.accrued_fen.map(|fen| lang.with("server.yuan", &[("n", figures(fen))])),
        article,
        steps,
    })
}

fn step_view(
    guest: &Guest,
    procedure: Option<&Procedure>,
    clock: &Clock,
    unit_of: Unit,
    step: &Step,
) -> Option<StepView> {
    let cause = |effect: usize| clock.causes.get(effect);
    let note = |effect: usize| {
        let (action, _) = cause(effect)?;
        procedure?.action(action).map(|action| label(guest.lang, &action.label))
    };
    let article = |effect: usize| cause(effect).map(|(_, basis)| guest.articles(basis));
    let plain = |kind, from, to, n| StepView { kind, from, to, n, note: None, article: None };
    Some(match step {
        Step::Start { on } | Step::Event { on } => plain(StepKind::Start, Some(*on), None, None),
        Step::Corresponds { from, to, span, .. } => {
            plain(StepKind::Counted, Some(*from), Some(*to), Some((span.n(), unit(span.unit()))))
        }
        Step::Counted { from, to, days, made_up } => {
            let made_up = made_up.as_ref().map(|name| {
                guest.lang.with("server.made_up", &[("holiday", components::holiday(name, guest.lang))])
            });
            StepView {
                note: made_up,
                ..plain(StepKind::Counted, Some(*from), Some(*to), Some((*days, unit_of)))
            }
        }
        Step::Rested { from, to, days, holiday } => {
            let why = holiday
                .as_ref()
                .map_or_else(|| guest.lang.t("server.weekend"), |name| components::holiday(name, guest.lang));
            StepView {
                note: Some(why),
                ..plain(StepKind::Skipped, Some(*from), Some(*to), Some((*days, Unit::CalendarDay)))
            }
        }
        Step::Stands { from, to, effect } => StepView {
            note: note(*effect),
            article: article(*effect),
            ..plain(StepKind::Paused, Some(*from), *to, None)
        },
        Step::Extended { on, by, effect } => StepView {
            note: note(*effect),
            article: article(*effect),
            ..plain(StepKind::Extended, Some(*on), None, Some((by.n(), unit(by.unit()))))
        },
        Step::Restarted { on, effect } | Step::Superseded { on, effect } => StepView {
            note: note(*effect),
            article: article(*effect),
            ..plain(StepKind::Start, Some(*on), None, None)
        },
        Step::RolledOver { from, to, holiday } => {
            let why = holiday
                .as_ref()
                .map_or_else(|| guest.lang.t("server.weekend"), |name| components::holiday(name, guest.lang));
            StepView { note: Some(why), ..plain(StepKind::Rolled, Some(*from), Some(*to), None) }
        }
        Step::MovedEarlier { from, to } => plain(StepKind::Rolled, Some(*from), Some(*to), None),
        Step::Capped { on } => StepView {
            note: Some(guest.lang.t("server.capped")),
            ..plain(StepKind::Counted, Some(*on), None, None)
        },
        Step::Disregarded { .. } => return None,
    })
}

/// The steps of a computation outside any matter.
pub(crate) fn bare_steps(guest: &Guest, clock: &Clock, unit: KernelUnit) -> Vec<StepView> {
    clock.steps.iter().filter_map(|step| step_view(guest, None, clock, counted_in(unit), step)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_silence_decides_is_late_for_nobody_and_a_duty_done_late_is() {
        let clock = |kind, done| Clock {
            limit: "sue".into(),
            kind,
            status: ClockStatus::DoneLate,
            start: Some(date(2026, 5, 15)),
            due: None,
            latest_on: Some(date(2026, 11, 16)),
            done_on: Some(done),
            steps: Vec::new(),
            causes: Vec::new(),
            accrued_fen: None,
            provisional: false,
            notice_from: None,
            yellow_from: None,
            red_from: None,
        };
        let registry = yifa_kernel::definition::compile(&yifa_app::definitions::embedded())
            .expect("the definitions compile");
        let left = |kind, day| left(&registry, &clock(kind, date(2026, 11, day)), date(2026, 11, 23));
        assert_eq!(left(Kind::Silence, 17), Left::RunOut);
        assert_eq!(left(Kind::Silence, 19), Left::KeptLate(3, Unit::CalendarDay));
        assert_eq!(left(Kind::Duty, 17), Left::KeptLate(1, Unit::CalendarDay));
    }
}
