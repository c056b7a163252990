//! What pauses, exclusions, extensions, restarts and other clocks do.

use super::support::*;
use crate::limit::*;

fn run(start: &str, length: &str, roll: Roll, effects: &[Effect]) -> Due {
    let due = due(&CALENDAR, day(start), span(length), roll, effects).unwrap();
    assert_tiled(&due);
    due
}

#[test]
fn a_pause_gives_the_remaining_time_back() {
    // 60 days from 3 March end on 2 May; twenty days of suspension move that to 22 May.
    let plain = run("2025-03-03", "60 calendar_day", Roll::Never, &[]);
    let paused = run("2025-03-03", "60 calendar_day", Roll::Never, &[pause("2025-03-11", "2025-03-30")]);
    assert_eq!((plain.on, paused.on), (day("2025-05-02"), day("2025-05-22")));
    assert!(paused.steps.contains(&Step::Stands {
        from: day("2025-03-11"),
        to: Some(day("2025-03-30")),
        effect: 0
    }));
    assert_eq!(counted(&paused.steps), 60);
}

#[test]
fn a_pause_between_events_stands_from_the_day_after_to_the_resumption() {
    let between = |from: &str, to: &str| Change::pause_between(day(from), Some(day(to)));
    let expected = Change::Pause { first: day("2025-03-11"), last: Some(day("2025-03-20")) };
    assert_eq!(between("2025-03-10", "2025-03-20"), Ok(Some(expected)));
    assert_eq!(between("2025-03-10", "2025-03-10"), Ok(None), "resumed on the same day: no day lost");
    assert!(matches!(between("2025-03-10", "2025-03-09"), Err(LimitFault::EndsBeforeStart { .. })));
}

#[test]
fn excluded_time_in_working_days_takes_out_working_days_only() {
    // Five working days from Monday 2 June 2025; Saturday and Sunday would not have counted anyway.
    let plain = run("2025-06-03", "5 working_day", Roll::Next, &[]);
    let weekend = run("2025-06-03", "5 working_day", Roll::Next, &[exclude("2025-06-07", "2025-06-08")]);
    let through_monday =
        run("2025-06-03", "5 working_day", Roll::Next, &[exclude("2025-06-07", "2025-06-09")]);
    assert_eq!(plain.on, day("2025-06-10"));
    assert_eq!(weekend.on, day("2025-06-10"));
    assert_eq!(through_monday.on, day("2025-06-11"));
}

#[test]
fn overlapping_exclusions_take_a_day_out_once() {
    let effects = [
        exclude("2025-03-10", "2025-03-20"),
        exclude("2025-03-15", "2025-03-25"),
        exclude("2025-03-12", "2025-03-14"),
    ];
    let due = run("2025-03-03", "30 calendar_day", Roll::Never, &effects);
    assert_eq!(due.on, day("2025-04-18"), "2 April and 16 days");
    assert_eq!(due.steps.last(), Some(&Step::Disregarded { effect: 2, because: Disregarded::WithinAnother }));
}

#[test]
fn a_seizure_runs_thirty_days_and_thirty_more_without_the_time_of_tests() {
    let effects = [exclude("2025-03-10", "2025-03-14"), extend("2025-04-05", "30 calendar_day")];
    let due = run("2025-03-03", "30 calendar_day", Roll::Never, &effects);
    assert_eq!(due.on, day("2025-05-07"), "3 March, 60 days and 5 days of testing");
    assert_eq!(due.over_from(), day("2025-05-08"), "from this day it has to be lifted");
}

#[test]
fn reconsideration_of_sixty_days_extended_by_thirty_before_it_ends() {
    let in_time = [extend("2025-05-02", "30 calendar_day")];
    let due = run("2025-03-03", "60 calendar_day", Roll::Next, &in_time);
    assert_eq!(due.on, day("2025-06-01"));
    // The last day is a holiday and moves to 6 May; a decision on that day is still in time, and the extension
    // joins the unmoved end.
    let on_moved_day = [extend("2025-05-06", "30 calendar_day")];
    assert_eq!(run("2025-03-03", "60 calendar_day", Roll::Next, &on_moved_day).on, day("2025-06-01"));
    let late = [extend("2025-05-07", "30 calendar_day")];
    let due = run("2025-03-03", "60 calendar_day", Roll::Next, &late);
    assert_eq!((due.on, due.rolled_on), (day("2025-05-02"), day("2025-05-06")));
    assert_eq!(due.steps.last(), Some(&Step::Disregarded { effect: 0, because: Disregarded::AfterLapse }));
}

#[test]
fn an_extension_of_a_restraint_must_come_before_the_unmoved_end() {
    // Day 30 is Saturday 3 May 2025, in the holiday; nothing moves.
    let late = [extend("2025-05-04", "30 calendar_day")];
    assert_eq!(run("2025-04-03", "30 calendar_day", Roll::Never, &late).on, day("2025-05-03"));
}

#[test]
fn months_added_to_months_are_counted_from_the_start() {
    let due = run("2025-08-31", "6 month", Roll::Never, &[extend("2026-02-01", "3 month")]);
    assert_eq!(due.on, day("2026-05-31"));
    let days_added = run("2025-08-31", "6 month", Roll::Never, &[extend("2026-02-01", "10 calendar_day")]);
    assert_eq!(days_added.on, day("2026-03-10"));
    let months_on_days =
        run("2025-01-01", "30 calendar_day", Roll::Never, &[extend("2025-01-10", "1 month")]);
    assert_eq!(months_on_days.on, day("2025-02-28"), "31 January and a month");
}

#[test]
fn excluded_days_lengthen_months_day_by_day() {
    let due = run("2025-03-03", "3 month", Roll::Never, &[exclude("2025-04-01", "2025-04-10")]);
    assert_eq!(due.on, day("2025-06-13"));
}

#[test]
fn a_take_over_starts_the_full_period_again() {
    let due = run("2025-03-03", "60 calendar_day", Roll::Never, &[restart("2025-03-20")]);
    assert_eq!(due.on, day("2025-05-19"));
    let twice = [restart("2025-03-20"), restart("2025-04-01")];
    assert_eq!(run("2025-03-03", "60 calendar_day", Roll::Never, &twice).on, day("2025-05-31"));
    let last_day = run("2025-03-03", "60 calendar_day", Roll::Never, &[restart("2025-05-02")]);
    assert_eq!(last_day.on, day("2025-07-01"));
    let too_late = run("2025-03-03", "60 calendar_day", Roll::Never, &[restart("2025-05-03")]);
    assert_eq!(too_late.on, day("2025-05-02"), "what has lapsed is not revived");
}

#[test]
fn a_restart_on_a_moved_last_day_is_in_time() {
    let due = run("2025-03-03", "60 calendar_day", Roll::Next, &[restart("2025-05-06")]);
    assert_eq!(due.on, day("2025-07-05"));
}

#[test]
fn a_restart_drops_earlier_extensions_and_ends_lasting_causes() {
    let open = Effect::new(
        "completion",
        "《行政复议法》第三十一条",
        Change::Pause { first: day("2025-03-05"), last: None },
    );
    let effects = [open, restart("2025-03-14")];
    let due = run("2025-03-03", "5 working_day", Roll::Next, &effects);
    assert_eq!(due.on, day("2025-03-21"), "a new period of five working days from the completion");
    let effects = [extend("2025-03-10", "30 calendar_day"), restart("2025-03-20")];
    let due = run("2025-03-03", "60 calendar_day", Roll::Never, &effects);
    assert_eq!(due.on, day("2025-05-19"));
    assert!(due.steps.contains(&Step::Disregarded { effect: 0, because: Disregarded::BeforeStart }));
}

#[test]
fn a_restart_on_the_start_day_changes_nothing() {
    let due = run("2025-03-03", "10 calendar_day", Roll::Never, &[restart("2025-03-03")]);
    assert_eq!(due.on, day("2025-03-13"));
    assert!(due.steps.contains(&Step::Disregarded { effect: 0, because: Disregarded::BeforeStart }));
}

#[test]
fn a_clock_that_stands_has_no_last_day_but_knows_what_is_left() {
    let open = Effect::new(
        "suspension",
        "《行政复议法》第三十九条",
        Change::Pause { first: day("2025-03-13"), last: None },
    );
    let effects = [open];
    let standing =
        reckon(&CALENDAR, day("2025-03-03"), span("60 calendar_day"), Roll::Never, &effects).unwrap();
    let Reckoning::Stands { since, effect, left, .. } = &standing else { panic!("{standing:?}") };
    assert_eq!((*since, *effect, *left), (day("2025-03-13"), 0, 51));
    assert_eq!(standing.ends(), None);
    assert_eq!(
        due(&CALENDAR, day("2025-03-03"), span("60 calendar_day"), Roll::Never, &effects),
        Err(LimitFault::ClockStands { since: day("2025-03-13"), effect: 0 })
    );
}

#[test]
fn a_clock_may_come_to_stand_on_the_rest_days_after_its_counted_end() {
    // Counted to Friday 2 May in the holiday, moved to 6 May; suspended from 4 May on.
    let open =
        Effect::new("suspension", "《民事诉讼法》", Change::Pause { first: day("2025-05-04"), last: None });
    let standing =
        reckon(&CALENDAR, day("2025-03-03"), span("60 calendar_day"), Roll::Next, &[open]).unwrap();
    let Reckoning::Stands { since, left, .. } = standing else { panic!("{standing:?}") };
    assert_eq!((since, left), (day("2025-05-04"), 0));
    // A suspension that ends moves the last day behind it.
    let due = run("2025-03-03", "60 calendar_day", Roll::Next, &[pause("2025-05-04", "2025-05-07")]);
    assert_eq!((due.on, due.rolled_on), (day("2025-05-02"), day("2025-05-08")));
}

#[test]
fn another_clock_takes_over() {
    let effects = [supersede("2025-03-20"), extend("2025-03-10", "10 calendar_day")];
    let ended = reckon(&CALENDAR, day("2025-03-03"), span("60 calendar_day"), Roll::Never, &effects).unwrap();
    let Reckoning::Superseded { on, effect, .. } = &ended else { panic!("{ended:?}") };
    assert_eq!((*on, *effect), (day("2025-03-20"), 0));
    let too_late = run("2025-03-03", "10 calendar_day", Roll::Never, &[supersede("2025-03-14")]);
    assert_eq!(too_late.on, day("2025-03-13"));
    let at_once =
        reckon(&CALENDAR, day("2025-03-03"), span("9 month"), Roll::Never, &[supersede("2025-03-03")]);
    assert!(matches!(at_once, Ok(Reckoning::Superseded { .. })));
    // A cause that still lasts does not hide the other clock.
    let open =
        Effect::new("suspension", "《行政复议法》", Change::Exclude { first: day("2025-03-10"), last: None });
    let effects = [open, supersede("2025-03-20")];
    let ended = reckon(&CALENDAR, day("2025-03-03"), span("60 calendar_day"), Roll::Never, &effects);
    assert!(matches!(ended, Ok(Reckoning::Superseded { .. })));
}

#[test]
fn effects_outside_the_period_are_told_apart() {
    let effects = [
        pause("2025-02-01", "2025-03-03"),
        extend("2025-03-01", "30 calendar_day"),
        pause("2025-03-14", "2025-03-20"),
        pause("2025-03-02", "2025-03-02"),
    ];
    // The second pause of the list overlaps the first.
    let fault = reckon(&CALENDAR, day("2025-03-03"), span("10 calendar_day"), Roll::Never, &effects);
    assert_eq!(fault, Err(LimitFault::OverlappingPauses { earlier: 0, later: 3 }));
    let due = run("2025-03-03", "10 calendar_day", Roll::Never, &effects[..3]);
    assert_eq!(due.on, day("2025-03-13"));
    let why = |effect| {
        due.steps.iter().find_map(|step| match step {
            Step::Disregarded { effect: place, because } if *place == effect => Some(*because),
            _ => None,
        })
    };
    assert_eq!(why(0), Some(Disregarded::BeforeStart));
    assert_eq!(why(1), Some(Disregarded::BeforeStart));
    assert_eq!(why(2), Some(Disregarded::AfterLapse));
}

#[test]
fn a_cause_that_began_before_the_start_counts_from_the_start() {
    let due = run("2025-03-03", "10 calendar_day", Roll::Never, &[exclude("2025-02-01", "2025-03-08")]);
    assert_eq!(due.on, day("2025-03-18"));
}

#[test]
fn progress_in_the_unit_of_the_limit() {
    let due = run("2025-09-26", "5 working_day", Roll::Next, &[]);
    let on = |today: &str| due.progress(&CALENDAR, day(today));
    assert_eq!(on("2025-09-26"), Progress { used: 0, total: 5, remaining: Remaining::Left(5) });
    assert_eq!(on("2025-10-04"), Progress { used: 3, total: 5, remaining: Remaining::Left(2) });
    assert_eq!(on("2025-10-10"), Progress { used: 5, total: 5, remaining: Remaining::Left(0) });
    assert_eq!(on("2025-10-11").remaining, Remaining::Overdue(1), "a Saturday that is worked");
    assert_eq!(on("2025-10-12").remaining, Remaining::Overdue(1), "a Sunday that is not");
    let seal = run("2025-04-03", "30 calendar_day", Roll::Never, &[]);
    assert_eq!(seal.progress(&CALENDAR, day("2025-05-05")).remaining, Remaining::Overdue(2));
}

#[test]
fn progress_over_rest_days_pauses_and_restarts() {
    let rolls = run("2025-03-03", "90 calendar_day", Roll::Next, &[]);
    assert_eq!(rolls.progress(&CALENDAR, day("2025-05-31")).remaining, Remaining::Left(3));
    assert_eq!(rolls.progress(&CALENDAR, day("2025-06-02")).remaining, Remaining::Left(1));
    let organ = run("2025-03-03", "90 calendar_day", Roll::Breach, &[]);
    assert_eq!(organ.progress(&CALENDAR, day("2025-05-31")).remaining, Remaining::Left(1));
    assert_eq!(organ.progress(&CALENDAR, day("2025-06-02")).remaining, Remaining::Left(0));
    assert_eq!(organ.progress(&CALENDAR, day("2025-06-04")).remaining, Remaining::Overdue(1));
    let paused = run("2025-03-03", "10 calendar_day", Roll::Never, &[pause("2025-03-06", "2025-03-15")]);
    assert_eq!(
        paused.progress(&CALENDAR, day("2025-03-12")),
        Progress { used: 2, total: 10, remaining: Remaining::Left(8) }
    );
    let again = run("2025-03-03", "10 calendar_day", Roll::Never, &[restart("2025-03-10")]);
    assert_eq!(
        again.progress(&CALENDAR, day("2025-03-12")),
        Progress { used: 2, total: 10, remaining: Remaining::Left(8) }
    );
}

#[test]
fn the_day_for_a_reminder() {
    let due = run("2025-09-26", "5 working_day", Roll::Next, &[]);
    for (left, on) in
        [(0, "2025-10-10"), (1, "2025-10-09"), (2, "2025-09-30"), (4, "2025-09-28"), (5, "2025-09-26")]
    {
        assert_eq!(due.day_with_left(left), day(on), "{left} left");
    }
    assert_eq!(due.day_with_left(99), due.start);
    let again = run("2025-03-03", "10 calendar_day", Roll::Never, &[restart("2025-03-10")]);
    assert_eq!((again.day_with_left(2), again.day_with_left(10)), (day("2025-03-18"), day("2025-03-10")));
}

#[test]
fn the_last_day_ends_at_midnight_or_with_business() {
    let due = run("2025-03-03", "15 calendar_day", Roll::Next, &[]);
    let at = |text: &str| text.parse().unwrap();
    let counter = Closing::Business("17:30".parse().unwrap());
    assert!(due.is_in_time(at("2025-03-18T23:59:59"), Closing::Midnight), "online, or the postmark");
    assert!(!due.is_in_time(at("2025-03-19T00:00:00"), Closing::Midnight));
    assert!(due.is_in_time(at("2025-03-18T17:29:59"), counter));
    assert!(!due.is_in_time(at("2025-03-18T17:30:00"), counter));
}
