//! The rule tables of the domain pages, row by row. Each row names the Act's number of days; the unit follows from
//! the Act's clause or from its words.

use super::support::*;
use crate::limit::*;

fn penalty_act() -> DayClause {
    DayClause::Exactly(vec![2, 3, 5, 7])
}

fn reconsideration_act() -> DayClause {
    DayClause::Exactly(vec![3, 5, 7, 10])
}

fn under(clause: &DayClause, n: u32) -> Span {
    Span::new(n, clause.unit_of(n)).unwrap()
}

fn last_day(start: &str, span: Span, roll: Roll) -> String {
    due(&CALENDAR, day(start), span, roll, &[]).unwrap().rolled_on.to_string()
}

#[test]
fn working_days_are_a_property_of_the_limit() {
    // Article by article, always from Friday 26 September 2025, with a make-up Sunday and eight days off ahead.
    let (penalty, coercion) = (penalty_act(), DayClause::AtMost(10));
    let (licensing, reconsideration, none) = (DayClause::All, reconsideration_act(), DayClause::None);
    for (act, clause, n, unit, last) in [
        ("处罚法 85", &penalty, 2, Unit::WorkingDay, "2025-09-29"),
        ("处罚法 85", &penalty, 3, Unit::WorkingDay, "2025-09-30"),
        ("处罚法 85", &penalty, 5, Unit::WorkingDay, "2025-10-10"),
        ("处罚法 85", &penalty, 7, Unit::WorkingDay, "2025-10-13"),
        ("处罚法 67", &penalty, 15, Unit::CalendarDay, "2025-10-11"),
        ("处罚法 60", &penalty, 90, Unit::CalendarDay, "2025-12-25"),
        ("强制法 51", &coercion, 3, Unit::WorkingDay, "2025-09-30"),
        ("强制法 54", &coercion, 10, Unit::WorkingDay, "2025-10-16"),
        ("强制法 25", &coercion, 30, Unit::CalendarDay, "2025-10-27"),
        ("许可法 42", &licensing, 20, Unit::WorkingDay, "2025-10-30"),
        ("许可法 42", &licensing, 45, Unit::WorkingDay, "2025-12-04"),
        ("复议法 30", &reconsideration, 5, Unit::WorkingDay, "2025-10-10"),
        ("复议法 48", &reconsideration, 10, Unit::WorkingDay, "2025-10-16"),
        ("复议法 62", &reconsideration, 60, Unit::CalendarDay, "2025-11-25"),
        ("复议法 34", &reconsideration, 15, Unit::CalendarDay, "2025-10-11"),
        ("诉讼法 67", &none, 15, Unit::CalendarDay, "2025-10-11"),
        ("出庭规定 5", &none, 3, Unit::CalendarDay, "2025-09-29"),
        ("移送规定 5", &none, 3, Unit::CalendarDay, "2025-09-29"),
    ] {
        let span = under(clause, n);
        assert_eq!(span.unit(), unit, "{act} {n}日");
        assert_eq!(last_day("2025-09-26", span, Roll::Next), last, "{act} {n}日");
    }
    // The same three days, in words: 公开条例 writes 工作日 each time.
    assert_eq!(last_day("2025-09-26", span("20 working_day"), Roll::Next), "2025-10-30");
}

#[test]
fn licensing_runs_twenty_working_days_and_ten_more() {
    let more = [extend("2025-03-31", "10 working_day")];
    let plain = due(&CALENDAR, day("2025-03-03"), span("20 working_day"), Roll::Breach, &[]).unwrap();
    let longer = due(&CALENDAR, day("2025-03-03"), span("20 working_day"), Roll::Breach, &more).unwrap();
    assert_eq!(
        (plain.on, longer.on),
        (day("2025-03-31"), day("2025-04-15")),
        "Tomb-sweeping Day lies between"
    );
}

#[test]
fn disclosure_excludes_the_time_of_third_parties() {
    // 20 working days; a third party is asked on 10 March and answers on 20 March 2025.
    let asked = exclude("2025-03-11", "2025-03-20");
    let more = extend("2025-04-10", "20 working_day");
    let one =
        due(&CALENDAR, day("2025-03-03"), span("20 working_day"), Roll::Breach, std::slice::from_ref(&asked));
    assert_eq!(one.unwrap().on, day("2025-04-11"));
    let both =
        due(&CALENDAR, day("2025-03-03"), span("20 working_day"), Roll::Breach, &[asked, more]).unwrap();
    assert_eq!(both.on, day("2025-05-13"));
    assert_eq!(counted(&both.steps), 40);
}

#[test]
fn service_by_public_notice_starts_the_clock_thirty_days_later() {
    let posted = end("2025-03-03", "30 calendar_day", Roll::Never);
    assert_eq!(posted.on, day("2025-04-02"), "deemed served");
    assert_eq!(ends(&posted.on.to_string(), "15 calendar_day", Roll::Next).1, "2025-04-17");
}

#[test]
fn within_includes_the_number() {
    // 以内 includes the last day; 不满 would exclude it.
    let due = end("2025-03-03", "15 calendar_day", Roll::Next);
    assert_eq!(due.standing(day("2025-03-18")), Standing::Within);
    assert_eq!(due.standing(day("2025-03-19")), Standing::Over);
}

#[test]
fn limits_to_punish_end_on_the_calendar_day() {
    assert_eq!(end("2023-10-01", "2 year", Roll::Never).on, day("2025-10-01"));
    assert_eq!(end("2020-10-01", "5 year", Roll::Never).on, day("2025-10-01"));
}

#[test]
fn a_cause_that_the_limit_does_not_name_does_not_stop_it() {
    // An emergency opens suspension for reconsideration, not for the organ's own penalty clock (突发事件应对法 13):
    // the definition of each limit names its causes, and only those are passed in.
    let emergency = [pause("2025-03-11", "2025-03-20")];
    let penalty = due(&CALENDAR, day("2025-03-03"), span("90 calendar_day"), Roll::Breach, &[]).unwrap();
    let apply = due(&CALENDAR, day("2025-03-03"), span("60 calendar_day"), Roll::Next, &emergency).unwrap();
    assert_eq!((penalty.on, apply.on), (day("2025-06-01"), day("2025-05-12")));
}

#[test]
fn a_seal_ends_on_the_thirtieth_day_and_is_a_breach_from_the_thirty_first() {
    let seal = end("2025-04-03", "30 calendar_day", Roll::Never);
    assert_eq!(seal.standing(day("2025-05-03")), Standing::Within, "a Saturday in the holiday");
    assert_eq!(seal.standing(day("2025-05-04")), Standing::Over, "red at 00:00");
    assert_eq!(seal.closes_at(Closing::Midnight).to_string(), "2025-05-04T00:00:00");
}

#[test]
fn a_floor_blocks_until_it_is_over() {
    // Comments for 30 days: 30 full days after the day of publication.
    let comments = end("2025-03-03", "30 calendar_day", Roll::Never);
    assert_eq!(comments.over_from(), day("2025-04-03"));
    // Legality review of at least seven working days.
    assert_eq!(end("2025-03-03", "7 working_day", Roll::Never).over_from(), day("2025-03-13"));
    // A display of at least 15 days.
    assert_eq!(end("2025-09-20", "15 calendar_day", Roll::Never).over_from(), day("2025-10-06"));
}

#[test]
fn lead_times_are_clear_days() {
    for (rule, event, length, latest) in [
        ("hearing papers 7 d before", "2025-06-20", "7 calendar_day", "2025-06-12"),
        ("proxy performance 3 wd before", "2025-10-13", "3 working_day", "2025-09-30"),
        ("hearing of a reconsideration 5 wd before", "2025-06-20", "5 working_day", "2025-06-12"),
        ("rule-making hearing 30 d before", "2025-06-20", "30 calendar_day", "2025-05-20"),
        ("head in court 3 d before", "2025-10-09", "3 calendar_day", "2025-09-30"),
    ] {
        assert_eq!(before(event, length).latest_on, day(latest), "{rule}");
    }
}

#[test]
fn silence_acts_the_day_after_the_last_day() {
    // Five working days to refuse or to ask for completion; else deemed accepted.
    let admission = end("2025-03-03", "5 working_day", Roll::Next);
    assert_eq!((admission.rolled_on, admission.over_from()), (day("2025-03-10"), day("2025-03-11")));
    // Asked to complete on 5 March; the clock gives way, ten working days for the applicant.
    assert_eq!(end("2025-03-05", "10 working_day", Roll::Next).on, day("2025-03-19"));
    // Completed on 14 March: five new working days.
    let stopped = Change::Pause { first: day("2025-03-06"), last: None };
    let effects = [Effect::new("completion", "《行政复议法》第三十一条", stopped), restart("2025-03-14")];
    let renewed = due(&CALENDAR, day("2025-03-03"), span("5 working_day"), Roll::Next, &effects).unwrap();
    assert_eq!((renewed.on, renewed.over_from()), (day("2025-03-21"), day("2025-03-22")));
}

#[test]
fn posting_before_expiry_is_in_time() {
    let sue = end("2025-03-03", "15 calendar_day", Roll::Next);
    let postmark = "2025-03-18T21:00:00".parse().unwrap();
    assert!(sue.is_in_time(postmark, Closing::Midnight));
    assert!(!sue.is_in_time(postmark, Closing::Business("17:30".parse().unwrap())));
}

#[test]
fn inaction_adds_two_limits() {
    // Two months to act, then six months to sue.
    let act = end("2025-03-03", "2 month", Roll::Next);
    assert_eq!((act.on, act.rolled_on), (day("2025-05-03"), day("2025-05-06")));
    assert_eq!(ends(&act.rolled_on.to_string(), "6 month", Roll::Next).1, "2025-11-06");
}

#[test]
fn suspension_for_document_review_and_return() {
    // 60 days for the decision, suspended by event on 20 March and resumed on 19 April 2025.
    let stands = Change::pause_between(day("2025-03-20"), Some(day("2025-04-19"))).unwrap().unwrap();
    let effects = [Effect::new("document-review", "《行政复议法》第五十八条", stands)];
    let due = due(&CALENDAR, day("2025-03-03"), span("60 calendar_day"), Roll::Breach, &effects).unwrap();
    assert_eq!((due.on, due.rolled_on), (day("2025-06-01"), day("2025-06-03")));
    // The document itself: 30 days from the suspension, or 7 working days to pass it on.
    assert_eq!(end("2025-03-20", "30 calendar_day", Roll::Breach).on, day("2025-04-19"));
    assert_eq!(end("2025-03-20", "7 working_day", Roll::Breach).on, day("2025-03-31"));
}

#[test]
fn duties_on_fixed_days_of_the_year() {
    let by = |closes: &str, year| {
        Window::of_year(&CALENDAR, "01-01".parse().unwrap(), closes.parse().unwrap(), year, Roll::Breach)
            .unwrap()
    };
    let yearly_report = by("01-31", 2026);
    assert_eq!((yearly_report.closes_on, yearly_report.rolled_on), (day("2026-01-31"), day("2026-02-02")));
    assert_eq!(by("03-31", 2026).rolled_on, day("2026-03-31"));
    assert_eq!(by("03-01", 2026).rolled_on, day("2026-03-02"));
}

#[test]
fn the_seed_catalogue_in_one_calendar() {
    // Every numbered step of the catalogue of statutory limits, from Monday 3 March 2025 (events: 30 April).
    for (step, start, length, roll, last) in [
        ("penalty: decision", "2025-03-03", "90 calendar_day", Roll::Breach, "2025-06-03"),
        ("penalty: hearing request", "2025-03-03", "5 working_day", Roll::Next, "2025-03-10"),
        ("penalty: service if absent", "2025-03-03", "7 working_day", Roll::Breach, "2025-03-12"),
        ("penalty: evidence registered", "2025-04-30", "7 working_day", Roll::Breach, "2025-05-14"),
        ("penalty: pay", "2025-03-03", "15 calendar_day", Roll::Next, "2025-03-18"),
        ("penalty: cash to the body", "2025-04-30", "2 working_day", Roll::Breach, "2025-05-07"),
        (
            "penalty: withdraw the published decision",
            "2025-04-30",
            "3 working_day",
            Roll::Breach,
            "2025-05-08",
        ),
        ("coercion: seal", "2025-04-03", "30 calendar_day", Roll::Never, "2025-05-03"),
        ("coercion: freeze decision delivered", "2025-04-30", "3 working_day", Roll::Breach, "2025-05-08"),
        ("coercion: court application", "2025-09-03", "3 month", Roll::Next, "2025-12-03"),
        ("coercion: demand", "2025-04-25", "10 working_day", Roll::Next, "2025-05-13"),
        ("disclosure: answer", "2025-04-25", "20 working_day", Roll::Breach, "2025-05-27"),
        ("disclosure: third party", "2025-04-25", "15 working_day", Roll::Next, "2025-05-20"),
        ("disclosure: correction notice", "2025-04-25", "7 working_day", Roll::Breach, "2025-05-08"),
    ] {
        assert_eq!(ends(start, length, roll).1, last, "{step}");
    }
}
