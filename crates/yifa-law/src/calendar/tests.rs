use std::fs;

use jiff::civil::{Date, date};

use super::*;

fn year_of(year: i16, days: &[NoticeDay]) -> Result<CalendarYear, CalendarFault> {
    CalendarYear::new(year, days.to_vec())
}

#[test]
fn shipped_years_equal_the_shared_days() {
    let Some(folder) = crate::shared_data::folder("calendar") else { return };
    let text = fs::read_to_string(folder.join("days.tsv")).unwrap();
    let shared: Vec<String> = text.lines().skip(1).map(str::to_owned).collect();
    let mut shipped = Vec::new();
    for year in shipped::years() {
        shipped.extend(year.days().iter().map(|day| {
            let off = u8::from(day.assignment == Assignment::Off);
            format!("{}\t{off}\t{}\t{}", day.date, day.name, year.year())
        }));
    }
    shipped.sort();
    assert_eq!(shared, shipped);
}

#[test]
fn working_days_of_whole_years() {
    let calendar = shipped::calendar();
    for (year, days) in [(2023, 249), (2024, 251), (2025, 248), (2026, 248)] {
        assert_eq!(calendar.working_days(date(year - 1, 12, 31), date(year, 12, 31)), days, "{year}");
    }
}

#[test]
fn december_days_belong_to_the_next_notice() {
    let calendar = shipped::calendar();
    assert!(calendar.is_working_day(date(2018, 12, 29)), "a Saturday made up for New Year 2019");
    assert!(!calendar.is_working_day(date(2018, 12, 31)), "a Monday off for New Year 2019");
    let without_2019 =
        Calendar::of_years(shipped::years().into_iter().filter(|year| year.year() != 2019)).unwrap();
    assert!(without_2019.is_working_day(date(2018, 12, 31)));
    assert!(
        without_2019.day(date(2018, 12, 31)).provisional,
        "the notice that could change it is not loaded"
    );
    assert!(!without_2019.day(date(2018, 12, 24)).provisional);
}

#[test]
fn a_day_named_by_the_next_notice_is_settled_though_its_own_year_is_not_loaded() {
    let calendar = shipped::calendar();
    assert_eq!(
        calendar.day(date(2006, 12, 30)),
        Day { kind: DayKind::MakeUp(&"元旦".into()), provisional: false }
    );
    assert!(calendar.day(date(2006, 12, 29)).provisional);
}

#[test]
fn kinds_of_days() {
    let calendar = shipped::calendar();
    let kind = |day: Date| calendar.day(day).kind;
    let both = HolidayName::from("国庆节、中秋节");
    assert_eq!(kind(date(2025, 9, 28)), DayKind::MakeUp(&both));
    assert_eq!(kind(date(2025, 10, 8)), DayKind::Holiday(&both));
    assert_eq!(kind(date(2025, 9, 27)), DayKind::Weekend);
    assert_eq!(kind(date(2025, 9, 29)), DayKind::Working);
    // The notice of January 2020 said so of a Monday: it is worked, but makes up for nothing.
    assert_eq!(kind(date(2020, 2, 3)), DayKind::Working);
    assert!(calendar.is_statutory_holiday(date(2025, 10, 4)));
    assert!(!calendar.is_statutory_holiday(date(2025, 10, 12)), "an ordinary Sunday rests but is no holiday");
}

#[test]
fn next_and_previous_working_day() {
    let calendar = shipped::calendar();
    assert_eq!(calendar.next_working_day(date(2025, 9, 30)), Some(date(2025, 10, 9)));
    assert_eq!(calendar.previous_working_day(date(2025, 10, 9)), Some(date(2025, 9, 30)));
    assert_eq!(calendar.next_working_day(Date::MAX), None);
    assert_eq!(calendar.previous_working_day(Date::MIN), None);
    assert_eq!(calendar.working_days(date(2025, 10, 9), date(2025, 10, 1)), 0, "backwards there are none");
}

#[test]
fn without_any_notice_the_plain_week_holds_provisionally() {
    let calendar = Calendar::default();
    assert_eq!(calendar.day(date(2025, 10, 1)), Day { kind: DayKind::Working, provisional: true });
    assert_eq!(calendar.day(date(2025, 10, 4)), Day { kind: DayKind::Weekend, provisional: true });
}

#[test]
fn a_year_between_loaded_years_is_provisional() {
    let years = shipped::years().into_iter().filter(|year| year.year() != 2010);
    let calendar = Calendar::of_years(years).unwrap();
    assert!(calendar.day(date(2010, 6, 1)).provisional);
    assert!(!calendar.day(date(2011, 6, 1)).provisional);
}

#[test]
fn local_holidays_lie_over_the_national_ones() {
    let local = [
        NoticeDay::off(date(2025, 11, 20), "彝族年"),
        NoticeDay::worked(date(2025, 11, 22), "彝族年"),
        NoticeDay::off(date(2025, 10, 1), "地方节日"),
    ];
    let calendar = shipped::calendar().with_local(local).unwrap();
    assert!(!calendar.is_working_day(date(2025, 11, 20)));
    assert!(calendar.is_working_day(date(2025, 11, 22)), "a Saturday");
    let national = HolidayName::from("国庆节、中秋节");
    assert_eq!(calendar.day(date(2025, 10, 1)).kind, DayKind::Holiday(&national));
    // A local day in a year that is not loaded stays provisional, and survives loading the year.
    let local = [NoticeDay::off(date(2030, 11, 20), "彝族年")];
    let calendar = shipped::calendar().with_local(local).unwrap();
    assert!(calendar.day(date(2030, 11, 20)).provisional);
    let year = year_of(2030, &[NoticeDay::off(date(2030, 1, 1), "元旦")]).unwrap();
    let day = calendar.with_year(year).unwrap();
    assert!(!day.is_working_day(date(2030, 11, 20)) && !day.day(date(2030, 11, 20)).provisional);
}

#[test]
fn a_changed_notice_replaces_the_year() {
    let changed = year_of(2025, &[NoticeDay::off(date(2025, 1, 1), "元旦")]).unwrap();
    let calendar = shipped::calendar().with_year(changed).unwrap();
    assert!(calendar.is_working_day(date(2025, 10, 1)));
    assert!(!calendar.is_working_day(date(2025, 1, 1)));
}

#[test]
fn wrong_years_are_refused() {
    let day = NoticeDay::off(date(2025, 1, 1), "元旦");
    assert_eq!(year_of(1900, std::slice::from_ref(&day)), Err(CalendarFault::YearOutOfRange { year: 1900 }));
    assert_eq!(year_of(2025, &[]), Err(CalendarFault::NoDays { year: 2025 }));
    let fault = CalendarFault::ForeignDay { year: 2024, date: day.date };
    assert_eq!(year_of(2024, std::slice::from_ref(&day)), Err(fault));
    let november = NoticeDay::off(date(2024, 11, 30), "元旦");
    assert!(matches!(year_of(2025, &[november]), Err(CalendarFault::ForeignDay { .. })));
    let worked = NoticeDay::worked(day.date, "元旦");
    let fault = Err(CalendarFault::NamedTwice { date: day.date });
    assert_eq!(year_of(2025, &[day.clone(), worked]), fault);
    assert_eq!(year_of(2025, &[day.clone(), day.clone()]), fault);
    let nameless = NoticeDay::off(day.date, " ");
    assert_eq!(year_of(2025, &[nameless]), Err(CalendarFault::NoName { date: day.date }));
}

#[test]
fn years_that_do_not_fit_together_are_refused() {
    let new_year = NoticeDay::off(date(2025, 1, 1), "元旦");
    let twice =
        [year_of(2025, std::slice::from_ref(&new_year)), year_of(2025, &[new_year])].map(Result::unwrap);
    assert_eq!(Calendar::of_years(twice), Err(CalendarFault::YearTwice { year: 2025 }));
    let old = year_of(2024, &[NoticeDay::worked(date(2024, 12, 31), "元旦")]).unwrap();
    let new = year_of(2025, &[NoticeDay::off(date(2024, 12, 31), "元旦")]).unwrap();
    let fault = CalendarFault::Disagree { date: date(2024, 12, 31), years: (2024, 2025) };
    assert_eq!(Calendar::of_years([old, new]), Err(fault));
}

#[test]
fn local_rules_may_not_take_a_national_holiday() {
    let day = date(2025, 10, 1);
    let fault = shipped::calendar().with_local([NoticeDay::worked(day, "地方节日")]);
    assert_eq!(fault, Err(CalendarFault::TakesHoliday { date: day }));
    let twice = [NoticeDay::off(date(2025, 11, 20), "彝族年"), NoticeDay::off(date(2025, 11, 20), "火把节")];
    let fault = shipped::calendar().with_local(twice);
    assert_eq!(fault, Err(CalendarFault::NamedTwice { date: date(2025, 11, 20) }));
}

#[test]
fn faults_say_what_is_wrong() {
    let fault = CalendarFault::ForeignDay { year: 2025, date: date(2023, 5, 1) };
    assert_eq!(
        fault.to_string(),
        "the notice for 2025 names 2023-05-01, which is neither in 2025 nor in the December before"
    );
}

#[test]
fn day_numbers_are_inverse_to_dates() {
    for day in
        [Date::MIN, date(1582, 10, 15), date(1969, 12, 31), date(1970, 1, 1), date(2024, 2, 29), Date::MAX]
    {
        assert_eq!(DayNumber::of(day).date(), Some(day));
        assert_eq!(DayNumber::of(day).is_weekend(), day.weekday().to_monday_zero_offset() >= 5, "{day}");
    }
    assert_eq!(DayNumber::of(Date::MAX).next().date(), None);
    assert_eq!(DayNumber::of(Date::MAX).plus(1), None);
    assert_eq!(DayNumber::of(Date::MIN).plus(-1), None);
    assert_eq!(DayNumber::of(Date::MIN).plus(i64::MIN), None);
}

#[test]
fn china_time_is_eight_hours_ahead() {
    let last_second = "2025-03-02T15:59:59Z".parse().unwrap();
    let midnight = "2025-03-02T16:00:00Z".parse().unwrap();
    assert_eq!((china_date(last_second), china_date(midnight)), (date(2025, 3, 2), date(2025, 3, 3)));
    assert_eq!(china_instant(china_time(midnight)), Some(midnight));
    assert_eq!(china_instant(date(-9999, 1, 1).at(0, 0, 0, 0)), None);
}
