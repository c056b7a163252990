//! Input from which no date can be computed.

use jiff::civil::Date;

use super::support::*;
use crate::limit::*;

fn fault(start: &str, length: &str, roll: Roll, effects: &[Effect]) -> LimitFault {
    due(&CALENDAR, day(start), span(length), roll, effects).unwrap_err()
}

#[test]
fn nothing_to_count() {
    for unit in [Unit::CalendarDay, Unit::WorkingDay, Unit::Hour, Unit::Month, Unit::Year] {
        assert_eq!(Span::new(0, unit), Err(LimitFault::NothingToCount));
    }
}

#[test]
fn longer_than_a_hundred_years() {
    assert_eq!(Span::new(101, Unit::Year), Err(LimitFault::TooLong { n: 101, unit: Unit::Year }));
    assert!(Span::new(u32::MAX, Unit::WorkingDay).is_err());
    assert!("99999999999999999999 working_day".parse::<Span>().is_err());
    assert!(Span::new(100, Unit::Year).is_ok());
}

#[test]
fn spans_that_cannot_be_read() {
    for text in
        ["", "90", "calendar_day", "90calendar_day", "-3 calendar_day", "+3 month", "3.5 hour", "九十 month"]
    {
        let fault = text.parse::<Span>().unwrap_err();
        assert!(
            matches!(fault, LimitFault::UnreadableSpan { .. } | LimitFault::UnknownUnit { .. }),
            "{text}: {fault}"
        );
    }
    assert_eq!(
        "90 day".parse::<Span>().unwrap_err().to_string(),
        "there is no unit \"day\"; write calendar_day, working_day, hour, month or year"
    );
    assert_eq!("90 calendar_day".parse::<Span>().unwrap().to_string(), "90 calendar_day");
}

#[test]
fn hours_are_not_counted_from_a_day() {
    assert_eq!(fault("2025-03-03", "24 hour", Roll::Never, &[]), LimitFault::HoursNeedMoment);
    let more_hours = [extend("2025-03-03", "24 hour")];
    assert_eq!(fault("2025-03-03", "5 calendar_day", Roll::Never, &more_hours), LimitFault::HoursNeedMoment);
    let lead = latest_before(&CALENDAR, day("2025-03-03"), span("24 hour"), LeadRoll::Never);
    assert_eq!(lead.unwrap_err(), LimitFault::HoursNeedMoment);
}

#[test]
fn beyond_the_last_year() {
    for length in ["1 calendar_day", "1 working_day", "1 month", "100 year"] {
        let beyond = due(&CALENDAR, Date::MAX, span(length), Roll::Next, &[]);
        assert_eq!(beyond.unwrap_err(), LimitFault::BeyondCalendar, "{length}");
    }
    // 30 December 9999 is a Thursday, the last day on which a limit can end.
    assert_eq!(fault("9999-12-29", "2 calendar_day", Roll::Next, &[]), LimitFault::BeyondCalendar);
    assert_eq!(end("9999-12-29", "1 calendar_day", Roll::Next).over_from(), Date::MAX);
    // Rolling over the end, and standing over it.
    assert_eq!(fault("9999-12-20", "1 month", Roll::Next, &[]), LimitFault::BeyondCalendar);
    let long = [pause("2025-03-05", "9999-12-31")];
    assert_eq!(fault("2025-03-03", "5 calendar_day", Roll::Next, &long), LimitFault::BeyondCalendar);
    let lead = latest_before(&CALENDAR, Date::MIN, span("1 working_day"), LeadRoll::Earlier);
    assert_eq!(lead.unwrap_err(), LimitFault::BeyondCalendar);
    let lead = latest_before(&CALENDAR, Date::MIN, span("1 year"), LeadRoll::Earlier);
    assert_eq!(lead.unwrap_err(), LimitFault::BeyondCalendar);
    assert_eq!(Change::pause_between(Date::MAX, None), Err(LimitFault::BeyondCalendar));
}

#[test]
fn a_pause_that_ends_before_it_starts() {
    let effects = [extend("2025-03-04", "5 calendar_day"), pause("2025-03-10", "2025-03-09")];
    assert_eq!(
        fault("2025-03-03", "5 calendar_day", Roll::Next, &effects),
        LimitFault::EndsBeforeStart { effect: 1, first: day("2025-03-10"), last: day("2025-03-09") }
    );
    let effects = [exclude("2025-03-10", "2025-03-09")];
    let fault = fault("2025-03-03", "5 calendar_day", Roll::Next, &effects);
    assert_eq!(fault.to_string(), "effect 0 ends on 2025-03-09, before it begins on 2025-03-10");
}

#[test]
fn a_clock_that_stands_is_not_stopped_again() {
    let overlapping = |first: [Effect; 2]| fault("2025-03-03", "30 calendar_day", Roll::Next, &first);
    assert_eq!(
        overlapping([pause("2025-03-15", "2025-03-25"), pause("2025-03-10", "2025-03-15")]),
        LimitFault::OverlappingPauses { earlier: 1, later: 0 }
    );
    let open = Effect::new("suspension", "", Change::Pause { first: day("2025-03-10"), last: None });
    assert_eq!(
        overlapping([open, pause("2025-04-10", "2025-04-15")]),
        LimitFault::OverlappingPauses { earlier: 0, later: 1 }
    );
    // An exclusion may overlap a pause; its days are simply not counted already.
    let both = [pause("2025-03-10", "2025-03-15"), exclude("2025-03-14", "2025-03-20")];
    assert_eq!(
        due(&CALENDAR, day("2025-03-03"), span("30 calendar_day"), Roll::Never, &both).unwrap().on,
        day("2025-04-13")
    );
}
