//! Hours, accruing sums, windows, rhythms, long stops, both readings.

use jiff::SignedDuration;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::support::*;
use crate::limit::*;

const THREE_PERCENT: PerDay = PerDay::Share { numerator: 3, denominator: 100 };

/// A fine of 10 000 yuan, to be paid by 18 March 2025.
fn fine() -> Accrual {
    Accrual::new(1_000_000, THREE_PERCENT, Some(1_000_000), day("2025-03-19")).unwrap()
}

fn accrued(on: &str, effects: &[Effect]) -> Accrued {
    accrue(&fine(), day(on), effects).unwrap()
}

#[test]
fn default_fine_grows_to_the_cap_and_no_further() {
    for (on, days, yuan) in [
        ("2025-03-18", 0, 0),
        ("2025-03-19", 1, 300),
        ("2025-04-20", 33, 9_900),
        ("2025-04-21", 34, 10_000),
        ("2026-04-21", 34, 10_000),
    ] {
        let accrued = accrued(on, &[]);
        assert_eq!((accrued.days, accrued.amount_fen), (days, yuan * 100), "{on}");
        assert_eq!(accrued.capped_on, (days == 34).then(|| day("2025-04-21")), "{on}");
    }
}

#[test]
fn default_fine_stands_during_reconsideration() {
    let stands = [pause("2025-03-29", "2025-04-27")];
    let now = accrued("2025-05-02", &stands);
    assert_eq!((now.days, now.amount_fen), (15, 450_000));
    assert_eq!(
        now.steps,
        [
            Step::Counted { from: day("2025-03-19"), to: day("2025-03-28"), days: 10, made_up: None },
            Step::Stands { from: day("2025-03-29"), to: Some(day("2025-04-27")), effect: 0 },
            Step::Counted { from: day("2025-04-28"), to: day("2025-05-02"), days: 5, made_up: None },
        ]
    );
    assert_eq!(accrued("2025-04-10", &stands).days, 10, "asked for a day on which it stands");
    assert_eq!(accrued("2025-05-21", &stands).capped_on, Some(day("2025-05-21")));
    let lasting = [Effect::new("suit", "", Change::Pause { first: day("2025-03-20"), last: None })];
    assert_eq!(accrued("2026-01-01", &lasting).days, 1);
    let early = [exclude("2025-01-01", "2025-03-20")];
    assert_eq!(accrued("2025-03-21", &early).days, 1, "an interval that began before the sum grew");
}

#[test]
fn fractions_of_a_fen_are_dropped_once() {
    let odd = Accrual::new(1_001, THREE_PERCENT, None, day("2025-03-19")).unwrap();
    assert_eq!(accrue(&odd, day("2025-03-19"), &[]).unwrap().amount_fen, 30);
    // 100 days of 30.03 fen are 3 003 fen, not 3 000.
    assert_eq!(accrue(&odd, day("2025-06-26"), &[]).unwrap().amount_fen, 3_003);
}

#[test]
fn a_fixed_sum_per_day() {
    // 50 to 100 yuan a day for a head who does not comply: 《行政诉讼法》 article 96.
    let daily = Accrual::new(0, PerDay::Sum { fen: 10_000 }, None, day("2025-03-01")).unwrap();
    assert_eq!(accrue(&daily, day("2025-03-31"), &[]).unwrap().amount_fen, 310_000);
}

#[test]
fn wrong_sums() {
    let new = |principal, per_day, cap| Accrual::new(principal, per_day, cap, day("2025-03-01"));
    assert_eq!(new(-1, THREE_PERCENT, None), Err(LimitFault::NegativeMoney { fen: -1 }));
    assert_eq!(new(1, THREE_PERCENT, Some(-2)), Err(LimitFault::NegativeMoney { fen: -2 }));
    assert_eq!(new(1, PerDay::Sum { fen: -3 }, None), Err(LimitFault::NegativeMoney { fen: -3 }));
    let nothing = PerDay::Share { numerator: 1, denominator: 0 };
    assert_eq!(new(1, nothing, None), Err(LimitFault::NoDenominator));
    let huge = new(i64::MAX, PerDay::Share { numerator: u32::MAX, denominator: 1 }, None).unwrap();
    assert_eq!(accrue(&huge, day("2025-03-02"), &[]), Err(LimitFault::SumTooLarge));
    assert_eq!(accrue(&huge, Date::MAX, &[]), Err(LimitFault::SumTooLarge));
    let capped =
        new(i64::MAX, PerDay::Share { numerator: u32::MAX, denominator: 1 }, Some(i64::MAX)).unwrap();
    assert_eq!(accrue(&capped, Date::MAX, &[]).unwrap().amount_fen, i64::MAX);
    let free = new(0, THREE_PERCENT, Some(0)).unwrap();
    assert_eq!(accrue(&free, day("2025-04-01"), &[]).unwrap().amount_fen, 0);
    let effects = [pause("2025-03-20", "2025-03-21"), restart("2025-03-25")];
    assert_eq!(accrue(&fine(), day("2025-04-01"), &effects), Err(LimitFault::NotApplicable { effect: 1 }));
    let effects = [pause("2025-03-20", "2025-03-25"), pause("2025-03-25", "2025-03-26")];
    assert!(matches!(
        accrue(&fine(), day("2025-04-01"), &effects),
        Err(LimitFault::OverlappingPauses { .. })
    ));
}

#[test]
fn hours_run_through_the_holiday() {
    let at = |text: &str| text.parse().unwrap();
    let limit = due_at(at("2025-09-30T09:20:00Z"), span("24 hour")).unwrap();
    assert!(!limit.is_over(at("2025-10-01T09:20:00Z")));
    assert!(limit.is_over(at("2025-10-01T09:20:01Z")));
    assert_eq!(limit.left(at("2025-10-01T08:20:00Z")), SignedDuration::from_hours(1));
    assert_eq!(limit.left(at("2025-10-01T10:20:00Z")), SignedDuration::from_hours(-1));
    assert_eq!(latest_moment_before(at("2025-10-01T09:20:00Z"), span("24 hour")), Ok(limit.start));
}

#[test]
fn days_are_not_hours() {
    let now = "2025-09-30T09:20:00Z".parse().unwrap();
    assert_eq!(
        due_at(now, span("1 calendar_day")),
        Err(LimitFault::DaysNeedDate { unit: Unit::CalendarDay })
    );
    assert!(latest_moment_before(now, span("1 working_day")).is_err());
    assert_eq!(due_at(jiff::Timestamp::MAX, span("1 hour")), Err(LimitFault::BeyondCalendar));
    assert_eq!(latest_moment_before(jiff::Timestamp::MIN, span("1 hour")), Err(LimitFault::BeyondCalendar));
}

#[test]
fn yearly_window_that_closes_on_a_rest_day() {
    let by = |roll| {
        Window::of_year(&CALENDAR, "01-01".parse().unwrap(), "01-31".parse().unwrap(), 2026, roll).unwrap()
    };
    let (fixed, moved, both) = (by(Roll::Never), by(Roll::Next), by(Roll::Breach));
    assert_eq!(fixed.rolled_on, day("2026-01-31"), "a Saturday");
    assert_eq!(moved.rolled_on, day("2026-02-02"));
    assert_eq!(fixed.position(day("2026-02-01")), Position::Closed(1));
    assert_eq!(moved.position(day("2026-02-01")), Position::Open(1));
    assert_eq!(both.position(day("2026-02-01")), Position::BetweenReadings);
    assert_eq!(both.position(day("2026-02-03")), Position::Closed(1));
    assert_eq!(both.position(day("2025-12-31")), Position::NotYet(1));
    assert!(!moved.provisional);
    let future =
        Window::of_year(&CALENDAR, "01-01".parse().unwrap(), "01-31".parse().unwrap(), 2031, Roll::Next);
    assert!(future.unwrap().provisional);
}

#[test]
fn a_window_may_cross_the_new_year_and_the_leap_day() {
    let winter =
        Window::of_year(&CALENDAR, "12-01".parse().unwrap(), "02-29".parse().unwrap(), 2024, Roll::Never);
    let winter = winter.unwrap();
    assert_eq!((winter.opens_on, winter.closes_on), (day("2024-12-01"), day("2025-02-28")));
}

#[test]
fn wrong_windows() {
    let fault = Window::new(&CALENDAR, day("2025-03-02"), day("2025-03-01"), Roll::Never);
    assert!(matches!(fault, Err(LimitFault::ClosesBeforeOpening { .. })));
    assert_eq!(MonthDay::new(2, 30), Err(LimitFault::NoSuchDay { month: 2, day: 30 }));
    assert_eq!(MonthDay::new(13, 1), Err(LimitFault::NoSuchDay { month: 13, day: 1 }));
    for text in ["", "1-31", "01-1", "01/31", "a1-31", "01-31-", "０１-31"] {
        assert!(matches!(text.parse::<MonthDay>(), Err(LimitFault::UnreadableMonthDay { .. })), "{text}");
    }
    assert_eq!("02-30".parse::<MonthDay>(), Err(LimitFault::NoSuchDay { month: 2, day: 30 }));
    let edge =
        Window::of_year(&CALENDAR, "12-01".parse().unwrap(), "01-31".parse().unwrap(), 9999, Roll::Never);
    assert_eq!(edge, Err(LimitFault::BeyondCalendar));
    let open_end = Window::new(&CALENDAR, day("9999-12-30"), Date::MAX, Roll::Next).unwrap();
    assert_eq!(open_end.position(Date::MAX), Position::Open(0));
}

#[test]
fn periods_around_a_day() {
    let around = |period: Period, on: &str| {
        let days = period.around(day(on)).unwrap();
        (days.from.to_string(), days.to.to_string())
    };
    for (period, on, from, to) in [
        (Period::Month, "2024-02-10", "2024-02-01", "2024-02-29"),
        (Period::Quarter, "2025-08-31", "2025-07-01", "2025-09-30"),
        (Period::HalfYear, "2025-07-01", "2025-07-01", "2025-12-31"),
        (Period::Year, "2025-12-31", "2025-01-01", "2025-12-31"),
        (Period::Years { n: 2, first: 2021 }, "2024-05-01", "2023-01-01", "2024-12-31"),
        (Period::Years { n: 2, first: 2021 }, "2020-05-01", "2019-01-01", "2020-12-31"),
    ] {
        assert_eq!(around(period, on), (from.to_owned(), to.to_owned()), "{period:?} {on}");
    }
}

#[test]
fn rhythms_are_tallied_in_their_period() {
    let drills = [day("2023-06-16"), day("2024-12-01"), day("2025-02-01")];
    let tallied = tally(2, Period::Years { n: 2, first: 2021 }, &drills, day("2024-11-30")).unwrap();
    assert_eq!((tallied.required, tallied.done, tallied.missing, tallied.days_left), (2, 1, 1, 31));
    let full = tally(2, Period::Years { n: 2, first: 2021 }, &drills, day("2024-12-31")).unwrap();
    assert_eq!((full.done, full.missing, full.days_left), (2, 0, 0));
    assert_eq!(tally(1, Period::Month, &[], day("2025-02-01")).unwrap().missing, 1);
}

#[test]
fn wrong_rhythms() {
    assert_eq!(tally(0, Period::Year, &[], day("2025-01-01")), Err(LimitFault::NothingToCount));
    let never = Period::Years { n: 0, first: 2021 };
    assert_eq!(tally(1, never, &[], day("2025-01-01")), Err(LimitFault::NothingToCount));
    assert_eq!(Period::Month.around(Date::MAX), Err(LimitFault::BeyondCalendar));
    let early = Period::Years { n: u16::MAX, first: i16::MAX };
    assert_eq!(early.around(Date::MIN), Err(LimitFault::BeyondCalendar));
}

#[test]
fn the_earliest_clock_governs() {
    // Knew on 2025-03-03, content known for ten months, act four years and eleven months old.
    let clocks = [
        end("2025-03-03", "60 calendar_day", Roll::Next),
        end("2024-05-06", "1 year", Roll::Next),
        end("2020-04-20", "5 year", Roll::Next),
    ];
    let (place, governs) = earliest(&clocks).unwrap();
    assert_eq!((place, governs.rolled_on), (2, day("2025-04-21")));
    assert_eq!(earliest(&clocks[..2]).unwrap().0, 0);
    assert_eq!(earliest(&[clocks[0].clone(), clocks[0].clone()]).unwrap().0, 0);
    assert_eq!(earliest(&[]), None);
}

#[test]
fn the_applicant_gets_the_better_reading() {
    let hearing = better_for_applicant(&CALENDAR, day("2025-09-26"), 5, Roll::Next, &[]).unwrap();
    assert_eq!(hearing.calendar_days.rolled_on, day("2025-10-09"));
    assert_eq!((hearing.better, hearing.applied().rolled_on), (Unit::WorkingDay, day("2025-10-10")));
    let renewal = better_lead_for_applicant(&CALENDAR, day("2025-12-31"), 30).unwrap();
    assert_eq!(renewal.working_days.latest_on, day("2025-11-18"));
    assert_eq!((renewal.better, renewal.applied().latest_on), (Unit::CalendarDay, day("2025-11-30")));
    assert!(better_for_applicant(&CALENDAR, day("2025-09-26"), 0, Roll::Next, &[]).is_err());
    assert!(better_lead_for_applicant(&CALENDAR, day("2025-09-26"), 0).is_err());
}

#[test]
fn promptly_is_shown_in_both_units() {
    let gone = elapsed(&CALENDAR, day("2025-09-30"), day("2025-10-10"));
    assert_eq!(gone, Elapsed { calendar_days: 10, working_days: 2 });
    let future = elapsed(&CALENDAR, day("2025-10-10"), day("2025-09-30"));
    assert_eq!(future, Elapsed { calendar_days: 0, working_days: 0 });
}

proptest! {
    #[test]
    fn a_sum_never_shrinks_nor_passes_its_cap(
        principal in 0_i64..10_000_000, cap in 0_i64..10_000_000, after in -5_i32..400, first in 0_i32..200, length in 0_i32..60,
    ) {
        let from = date(2025, 3, 19);
        let on = |days: i32| from.saturating_add(SignedDuration::from_hours(24 * i64::from(days)));
        let sum = Accrual::new(principal, THREE_PERCENT, Some(cap), from).unwrap();
        let stands = [pause(&on(first).to_string(), &on(first + length).to_string())];
        let [today, tomorrow] = [after, after + 1].map(|days| accrue(&sum, on(days), &stands).unwrap());
        prop_assert!(today.amount_fen <= tomorrow.amount_fen && tomorrow.amount_fen <= cap);
        prop_assert!(today.amount_fen <= accrue(&sum, on(after), &[]).unwrap().amount_fen);
        prop_assert_eq!(counted(&today.steps), today.days);
        prop_assert_eq!(today.capped_on.is_some(), principal > 0 && today.amount_fen == cap && (cap > 0 || after >= 0));
    }

    #[test]
    fn every_day_lies_in_its_period(offset in 0_i32..12_500, n in 1_u16..8) {
        let on = any_day(offset);
        for period in [Period::Month, Period::Quarter, Period::HalfYear, Period::Year, Period::Years { n, first: 2019 }] {
            let days = period.around(on).unwrap();
            prop_assert!(days.from <= on && on <= days.to);
            prop_assert_eq!(period.around(days.to.tomorrow().unwrap()).unwrap().from, days.to.tomorrow().unwrap());
        }
    }
}
