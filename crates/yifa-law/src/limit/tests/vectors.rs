//! Dated examples, worked by hand or given by the domain pages.

use jiff::civil::date;

use super::support::*;
use crate::calendar::{Calendar, HolidayName};
use crate::limit::*;

/// start, n, n-th working day, n-th calendar day, the same moved to a working day.
const DEADLINES: &str = "
2010-04-30	1	2010-05-04	2010-05-01	2010-05-04
2010-06-10	30	2010-07-23	2010-07-10	2010-07-12
2010-08-10	45	2010-10-18	2010-09-24	2010-09-25
2011-07-06	10	2011-07-20	2011-07-16	2011-07-18
2011-10-27	90	2012-03-07	2012-01-25	2012-01-29
2012-04-17	60	2012-07-12	2012-06-16	2012-06-18
2013-07-15	60	2013-10-12	2013-09-13	2013-09-13
2014-06-21	30	2014-08-01	2014-07-21	2014-07-21
2015-02-13	90	2015-06-29	2015-05-14	2015-05-14
2015-12-10	5	2015-12-17	2015-12-15	2015-12-15
2015-12-23	2	2015-12-25	2015-12-25	2015-12-25
2016-05-30	7	2016-06-08	2016-06-06	2016-06-06
2016-06-08	90	2016-10-19	2016-09-06	2016-09-06
2018-04-01	10	2018-04-16	2018-04-11	2018-04-11
2018-10-14	7	2018-10-23	2018-10-21	2018-10-22
2018-12-27	5	2019-01-04	2019-01-01	2019-01-02
2019-04-30	3	2019-05-07	2019-05-03	2019-05-05
2019-05-16	20	2019-06-14	2019-06-05	2019-06-05
2019-06-11	10	2019-06-25	2019-06-21	2019-06-21
2019-12-08	60	2020-03-09	2020-02-06	2020-02-06
2020-01-23	1	2020-02-03	2020-01-24	2020-02-03
2020-03-04	1	2020-03-05	2020-03-05	2020-03-05
2020-04-08	90	2020-08-14	2020-07-07	2020-07-07
2020-10-31	1	2020-11-02	2020-11-01	2020-11-02
2020-11-01	1	2020-11-02	2020-11-02	2020-11-02
2021-01-06	2	2021-01-08	2021-01-08	2021-01-08
2021-03-14	90	2021-07-21	2021-06-12	2021-06-15
2021-03-17	15	2021-04-08	2021-04-01	2021-04-01
2021-05-31	5	2021-06-07	2021-06-05	2021-06-07
2022-03-02	20	2022-03-30	2022-03-22	2022-03-22
2022-06-17	15	2022-07-08	2022-07-02	2022-07-04
2022-08-05	60	2022-11-03	2022-10-04	2022-10-08
2023-07-16	2	2023-07-18	2023-07-18	2023-07-18
2023-07-25	1	2023-07-26	2023-07-26	2023-07-26
2023-09-05	10	2023-09-19	2023-09-15	2023-09-15
2024-09-29	1	2024-09-30	2024-09-30	2024-09-30
2025-01-30	30	2025-03-17	2025-03-01	2025-03-03
2025-05-29	5	2025-06-06	2025-06-03	2025-06-03
2026-03-05	2	2026-03-09	2026-03-07	2026-03-09
2026-03-21	20	2026-04-20	2026-04-10	2026-04-10
";

#[test]
fn forty_worked_deadlines() {
    let rows: Vec<&str> = DEADLINES.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(rows.len(), 40);
    for row in rows {
        let columns: Vec<&str> = row.split('\t').collect();
        let [start, n, working, calendar, shifted] = columns[..] else { panic!("{row}") };
        let in_working_days = end(start, &format!("{n} working_day"), Roll::Next);
        assert_eq!(in_working_days.on, day(working), "{row}");
        assert_eq!(in_working_days.rolled_on, day(working), "{row}");
        let in_days = end(start, &format!("{n} calendar_day"), Roll::Next);
        assert_eq!((in_days.on, in_days.rolled_on), (day(calendar), day(shifted)), "{row}");
        for due in [in_working_days, in_days] {
            assert!(!due.provisional);
            assert_tiled(&due);
            assert_eq!(counted(&due.steps).to_string(), n);
        }
    }
}

#[test]
fn hearing_request_within_five_working_days() {
    assert_eq!(end("2025-09-26", "5 working_day", Roll::Next).on, day("2025-10-10"));
}

#[test]
fn hearing_notice_seven_clear_working_days_before() {
    assert_eq!(before("2025-10-20", "7 working_day").latest_on, day("2025-10-09"));
}

#[test]
fn registered_evidence_within_seven_working_days() {
    assert_eq!(end("2025-04-25", "7 working_day", Roll::Breach).on, day("2025-05-08"));
}

#[test]
fn ninety_days_to_decide_have_two_readings() {
    let due = end("2025-03-03", "90 calendar_day", Roll::Breach);
    assert_eq!((due.on, due.rolled_on), (day("2025-06-01"), day("2025-06-03")));
    assert_eq!(due.standing(day("2025-06-01")), Standing::Within);
    assert_eq!(due.standing(day("2025-06-02")), Standing::BetweenReadings);
    assert_eq!(due.standing(day("2025-06-03")), Standing::BetweenReadings);
    assert_eq!(due.standing(day("2025-06-04")), Standing::Over);
}

#[test]
fn fifteen_days_to_pay() {
    assert_eq!(ends("2025-03-03", "15 calendar_day", Roll::Next).1, "2025-03-18");
}

#[test]
fn publish_within_seven_working_days_over_spring_festival() {
    assert_eq!(end("2025-01-24", "7 working_day", Roll::Breach).on, day("2025-02-10"));
}

#[test]
fn retract_within_three_working_days_over_may_day() {
    assert_eq!(end("2025-04-30", "3 working_day", Roll::Breach).on, day("2025-05-08"));
}

#[test]
fn from_suit_period_to_the_last_day_for_a_demand() {
    let suit = end("2025-03-03", "6 month", Roll::Next);
    assert_eq!(suit.rolled_on, day("2025-09-03"));
    let enforcement = due(&CALENDAR, suit.rolled_on, span("3 month"), Roll::Next, &[]).unwrap();
    assert_eq!(enforcement.rolled_on, day("2025-12-03"));
    assert_eq!(before("2025-12-03", "10 working_day").latest_on, day("2025-11-18"));
    assert_eq!(
        end("2025-11-18", "10 working_day", Roll::Next).on,
        day("2025-12-02"),
        "the day before the last"
    );
}

#[test]
fn months_end_on_the_same_number_or_the_month_end() {
    for (start, length, last, month_end) in [
        ("2025-01-31", "1 month", "2025-02-28", true),
        ("2024-01-31", "1 month", "2024-02-29", true),
        ("2024-02-29", "1 year", "2025-02-28", true),
        ("2024-02-29", "12 month", "2025-02-28", true),
        ("2025-08-31", "6 month", "2026-02-28", true),
        ("2025-03-03", "2 year", "2027-03-03", false),
        ("2025-02-28", "1 month", "2025-03-28", false),
    ] {
        let due = end(start, length, Roll::Never);
        assert_eq!(due.on, day(last), "{start} {length}");
        assert!(due.steps.contains(&Step::Corresponds {
            from: day(start),
            span: span(length),
            to: day(last),
            month_end
        }));
    }
}

#[test]
fn a_month_that_ends_in_a_holiday_rolls_over() {
    assert_eq!(ends("2025-09-03", "1 month", Roll::Next), ("2025-10-03".into(), "2025-10-09".into()));
}

#[test]
fn restraints_end_on_the_counted_day_whatever_it_is() {
    let seal = end("2025-09-03", "30 calendar_day", Roll::Never);
    assert_eq!((seal.on, seal.rolled_on), (day("2025-10-03"), day("2025-10-03")));
    assert_eq!(seal.over_from(), day("2025-10-04"));
    assert!(!end("2030-09-01", "30 calendar_day", Roll::Never).provisional, "no calendar was asked");
}

#[test]
fn backward_limits_in_days_and_months_move_earlier() {
    // 30 clear days before a hearing on Monday, 9 June 2025: 10 May to 8 June; the day before is 9 May, a Friday.
    let lead = before("2025-06-09", "30 calendar_day");
    assert_eq!((lead.counted_on, lead.latest_on), (day("2025-05-09"), day("2025-05-09")));
    // One day later in the week the counted day is a Saturday.
    let lead = before("2025-06-10", "30 calendar_day");
    assert_eq!((lead.counted_on, lead.latest_on), (day("2025-05-10"), day("2025-05-09")));
    let kept = latest_before(&CALENDAR, day("2025-06-10"), span("30 calendar_day"), LeadRoll::Never).unwrap();
    assert_eq!(kept.latest_on, day("2025-05-10"));
    // Within a holiday it moves before the holiday.
    assert_eq!(before("2025-10-09", "3 calendar_day").latest_on, day("2025-09-30"));
    let half_year = latest_before(&CALENDAR, day("2025-03-01"), span("6 month"), LeadRoll::Never).unwrap();
    assert_eq!(half_year.latest_on, day("2024-08-31"), "31 August plus six months is 28 February");
}

#[test]
fn steps_tell_the_whole_way() {
    let due = end("2025-09-26", "5 working_day", Roll::Next);
    let both = || Some(HolidayName::from("国庆节、中秋节"));
    let counted =
        |from: &str, to: &str, days, made_up| Step::Counted { from: day(from), to: day(to), days, made_up };
    let rested =
        |from: &str, to: &str, days, holiday| Step::Rested { from: day(from), to: day(to), days, holiday };
    assert_eq!(
        due.steps,
        [
            Step::Start { on: date(2025, 9, 26) },
            rested("2025-09-27", "2025-09-27", 1, None),
            counted("2025-09-28", "2025-09-28", 1, both()),
            counted("2025-09-29", "2025-09-30", 2, None),
            rested("2025-10-01", "2025-10-08", 8, both()),
            counted("2025-10-09", "2025-10-10", 2, None),
        ]
    );
    assert_eq!(due.steps[0].source(), Some("《民法典》第二百零一条"));
    assert_eq!(due.steps[1].source(), Some("《国务院关于职工工作时间的规定》第七条"));
    assert_eq!(due.steps[2].source(), Some("《全国年节及纪念日放假办法》"));
    assert_eq!(due.steps[3].source(), None, "counted under the limit's own article");
}

#[test]
fn roll_over_names_the_holiday() {
    let due = end("2025-03-03", "90 calendar_day", Roll::Breach);
    let dragon_boat = Some(HolidayName::from("端午节"));
    let rolled =
        Step::RolledOver { from: day("2025-06-01"), to: day("2025-06-03"), holiday: dragon_boat.clone() };
    assert_eq!(due.steps.last(), Some(&rolled));
    assert_eq!(rolled.source(), Some("《民法典》第二百零三条"));
    assert!(due.steps.contains(&Step::Rested {
        from: day("2025-06-02"),
        to: day("2025-06-02"),
        days: 1,
        holiday: dragon_boat
    }));
}

#[test]
fn a_date_in_an_unpublished_year_is_provisional_until_the_notice_is_loaded() {
    let before_notice = end("2026-12-20", "10 working_day", Roll::Next);
    assert!(before_notice.provisional);
    assert_eq!(before_notice.on, day("2027-01-01"), "the plain week knows no New Year");
    let notice = crate::calendar::CalendarYear::new(
        2027,
        [
            crate::calendar::NoticeDay::off(date(2027, 1, 1), "元旦"),
            crate::calendar::NoticeDay::worked(date(2026, 12, 27), "元旦"),
        ],
    );
    let calendar = CALENDAR.clone().with_year(notice.unwrap()).unwrap();
    let after = due(&calendar, day("2026-12-20"), span("10 working_day"), Roll::Next, &[]).unwrap();
    assert_eq!((after.on, after.provisional), (day("2026-12-31"), false));
    // Only what was asked counts: this limit ends before the notice of 2027 can matter.
    assert!(!end("2026-12-01", "10 working_day", Roll::Next).provisional);
    // A limit in calendar days is provisional only through its last day.
    assert!(!end("2026-12-20", "2 calendar_day", Roll::Next).provisional);
    assert!(end("2026-12-20", "20 calendar_day", Roll::Next).provisional);
}

#[test]
fn a_start_in_an_unloaded_year_counts_plain_weeks() {
    let due = due(&Calendar::default(), day("2031-09-30"), span("3 working_day"), Roll::Next, &[]).unwrap();
    assert_eq!((due.on, due.provisional), (day("2031-10-03"), true));
}
