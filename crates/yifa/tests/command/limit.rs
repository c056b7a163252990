//! `yifa limit`.

use crate::support::{folder, rows, yifa};
use serde_json::Value;

fn due(arguments: &[&str]) -> Value {
    let run = yifa([&["limit", "--json"], arguments].concat());
    assert_eq!(run.code, Some(0), "{}", run.err);
    run.json()
}

#[test]
fn the_worked_deadlines_come_out() {
    let Some(folder) = folder("calendar") else { return };
    for row in rows(&folder.join("deadline_vectors.tsv")) {
        let of = |unit: &str, roll: bool| {
            let mut arguments = vec!["--from", &row["start"], "--n", &row["n"], "--unit", unit];
            arguments.extend(roll.then_some("--roll"));
            due(&arguments)["due"].as_str().unwrap().to_owned()
        };
        assert_eq!(of("working_day", false), row["deadline_workdays"], "{row:?}");
        assert_eq!(of("calendar_day", false), row["deadline_calendar"], "{row:?}");
        assert_eq!(of("calendar_day", true), row["deadline_calendar_shifted"], "{row:?}");
    }
}

#[test]
fn steps_cover_every_day_and_name_their_sources() {
    let answer = due(&["--from", "2026-02-10", "--n", "15", "--unit", "working_day"]);
    assert_eq!(answer["due"], "2026-03-09");
    let steps = answer["steps"].as_array().unwrap();
    let days = |kind: &str| -> u64 {
        steps.iter().filter(|step| step["kind"] == kind).map(|step| step["days"].as_u64().unwrap()).sum()
    };
    assert_eq!((days("counted"), days("rested")), (15, 12));
    assert_eq!(steps[0]["source"], "《民法典》第二百零一条");
    assert!(steps.iter().any(|step| step["made_up"] == "春节"));
}

#[test]
fn counts_back_before_an_event() {
    let arguments = ["--from", "2026-06-20", "--n", "7", "--unit", "working_day", "--before"];
    assert_eq!(due(&arguments)["due"], "2026-06-09");
    let rest = ["--from", "2026-06-20", "--n", "5", "--unit", "calendar_day", "--before"];
    assert_eq!(due(&rest)["due"], "2026-06-14");
    assert_eq!(due(&[&rest[..], &["--roll"]].concat())["due"], "2026-06-12");
}

#[test]
fn months_end_with_the_month_and_hours_run_through_holidays() {
    assert_eq!(due(&["--from", "2026-01-31", "--n", "1", "--unit", "month"])["due"], "2026-02-28");
    assert_eq!(due(&["--from", "2024-02-29", "--n", "1", "--unit", "year"])["due"], "2025-02-28");
    let hours = due(&["--from", "2026-09-30T17:20", "--n", "24", "--unit", "hour"]);
    assert_eq!(
        (hours["due"].as_str(), hours["from_midnight"].as_bool()),
        (Some("2026-10-01T17:20"), Some(false))
    );
    let day = due(&["--from", "2026-09-30", "--n", "24", "--unit", "hour"]);
    assert_eq!((day["due"].as_str(), day["from_midnight"].as_bool()), (Some("2026-10-01T00:00"), Some(true)));
}

#[test]
fn a_year_without_a_notice_is_provisional() {
    assert_eq!(due(&["--from", "2026-12-20", "--n", "15", "--unit", "working_day"])["provisional"], true);
    assert_eq!(due(&["--from", "2026-03-20", "--n", "15", "--unit", "working_day"])["provisional"], false);
    let told = yifa(["limit", "--from", "2030-09-30", "--n", "5", "--unit", "working_day"]).out;
    assert!(told.contains("暂定"), "{told}");
}

#[test]
fn speaks_chinese_and_english() {
    let arguments = ["limit", "--from", "2026-02-14", "--n", "1", "--unit", "calendar_day", "--roll"];
    let chinese = yifa(arguments).out;
    assert!(chinese.starts_with("2026-02-24") && chinese.contains("顺延"), "{chinese}");
    let english = yifa([&arguments[..], &["--lang", "en"]].concat()).out;
    assert!(english.contains("moves to 2026-02-24"), "{english}");
}

#[test]
fn wrong_input_is_named() {
    let of = |from: &str, n: &str, unit: &str| yifa(["limit", "--from", from, "--n", n, "--unit", unit]);
    of("2026-02-30", "5", "working_day").assert_failed(2);
    of("soon", "5", "hour").assert_failed(2);
    of("2026-02-03T25:00", "5", "hour").assert_failed(2);
    of("2026-02-03", "0", "working_day").assert_failed(2);
    of("2026-02-03", "4000000000", "month").assert_failed(2);
    of("9999-12-31", "1", "working_day").assert_failed(2);
    assert_eq!(of("-009999-01-01", "100", "year").code, Some(2));
    yifa(["limit", "--from", "2026-02-03", "--n", "3", "--unit", "hour", "--roll"]).assert_failed(2);
    let day = of("2026-02-03", "5", "day");
    assert_eq!(day.code, Some(2));
    assert!(day.err.contains("working_day"), "{}", day.err);
    assert_eq!(of("2026-02-03", "-5", "day").code, Some(2));
    assert_eq!(of("2026-02-03", "1.5", "day").code, Some(2));
}
