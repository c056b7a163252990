//! Short forms for the tests.

use std::sync::LazyLock;

use jiff::civil::{Date, date};

use crate::calendar::{Calendar, shipped};
use crate::limit::{Change, Due, Effect, Lead, LeadRoll, Roll, Span, Step, Unit, due, latest_before};

/// The shipped calendar, 2007 to 2026.
pub(super) static CALENDAR: LazyLock<Calendar> = LazyLock::new(shipped::calendar);

/// `2025-03-03`.
pub(super) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// `90 calendar_day`.
pub(super) fn span(text: &str) -> Span {
    text.parse().unwrap()
}

/// The last day without effects.
pub(super) fn end(start: &str, length: &str, roll: Roll) -> Due {
    due(&CALENDAR, day(start), span(length), roll, &[]).unwrap()
}

/// The unmoved and the moved last day.
pub(super) fn ends(start: &str, length: &str, roll: Roll) -> (String, String) {
    let due = end(start, length, roll);
    (due.on.to_string(), due.rolled_on.to_string())
}

/// The latest day before an event.
pub(super) fn before(event: &str, length: &str) -> Lead {
    latest_before(&CALENDAR, day(event), span(length), LeadRoll::Earlier).unwrap()
}

pub(super) fn pause(first: &str, last: &str) -> Effect {
    Effect::new(
        "suspension",
        "《行政复议法》第三十九条",
        Change::Pause { first: day(first), last: Some(day(last)) },
    )
}

pub(super) fn exclude(first: &str, last: &str) -> Effect {
    let change = Change::Exclude { first: day(first), last: Some(day(last)) };
    Effect::new("appraisal", "《行政强制法》第二十五条", change)
}

pub(super) fn extend(on: &str, by: &str) -> Effect {
    Effect::new("complex", "《行政复议法》第六十二条", Change::Extend { on: day(on), by: span(by) })
}

pub(super) fn restart(on: &str) -> Effect {
    Effect::new("take-over", "《行政复议法实施条例》第四十条", Change::Restart { on: day(on) })
}

pub(super) fn supersede(on: &str) -> Effect {
    Effect::new("transfer", "《行政复议法》第四十条", Change::Supersede { on: day(on) })
}

/// Every day from the start to the moved last day lies in exactly one step, in order.
pub(super) fn assert_tiled(due: &Due) {
    let mut next = due.start;
    for step in &due.steps {
        let (from, to) = match step {
            Step::Start { on } | Step::Event { on } | Step::Restarted { on, .. } => (*on, *on),
            Step::Counted { from, to, .. } | Step::Rested { from, to, .. } => (*from, *to),
            Step::Stands { from, to, .. } => (*from, to.unwrap()),
            Step::RolledOver { to, .. } => (*to, *to),
            Step::Corresponds { .. } | Step::Extended { .. } | Step::Disregarded { .. } => continue,
            Step::Superseded { .. } | Step::MovedEarlier { .. } | Step::Capped { .. } => {
                panic!("not a step of a forward limit: {step:?}")
            }
        };
        assert_eq!(from, next, "gap or overlap in {:#?}", due.steps);
        assert!(to >= from);
        next = to.tomorrow().unwrap();
    }
    assert_eq!(next, due.over_from(), "{:#?}", due.steps);
}

/// The counted days of all steps.
pub(super) fn counted(steps: &[Step]) -> u32 {
    steps.iter().map(|step| if let Step::Counted { days, .. } = step { *days } else { 0 }).sum()
}

/// A day between 2000 and 2034, so that some years are not loaded.
pub(super) fn any_day(offset: i32) -> Date {
    date(2000, 1, 1).checked_add(jiff::SignedDuration::from_hours(i64::from(offset) * 24)).unwrap()
}

/// The unit by a number, for generated cases.
pub(super) fn day_unit(working: bool) -> Unit {
    if working { Unit::WorkingDay } else { Unit::CalendarDay }
}
