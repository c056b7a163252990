use jiff::civil::date;

use super::super::{Size, Stories};
use super::*;

fn told(text: &str) -> Result<Vec<Told>> {
    let source = Source { path: "stories/test.toml".into(), text: text.into() };
    tell(&[source], &Cases::default(), &Calendar::default(), date(2026, 11, 23))
}

fn story(head: &str, lines: &[&str]) -> String {
    let lines: String = lines.iter().map(|line| format!("  '{line}',\n")).collect();
    format!(
        "[[story]]\nname = \"s-{{n}}\"\nprocedure = \"alert\"\nbody = [\"urban\"]\nbegins = [30, 10]\n{head}\nlines = [\n{lines}]\n"
    )
}

#[test]
fn each_telling_is_always_the_same() {
    let text = story(
        "times = 4",
        &["0 raise topic={pick:甲|乙|丙} level={once:x=pick:red|yellow}", "+3w explain cause={once:x}"],
    );
    let written = |all: Vec<Told>| -> Vec<String> {
        all.into_iter().flat_map(|one| one.lines).map(|line| line.written).collect()
    };
    let first = written(told(&text).expect("told"));
    assert_eq!(first, written(told(&text).expect("told")));
    assert_eq!(first.len(), 8);
}

#[test]
fn offices_act_on_working_days_and_citizens_on_any() {
    // 2026-11-21 is a Saturday, thirty days before it 2026-10-24 is one too.
    let text = story("", &["0 raise topic=a", "+2 citizen: explain", "+1w explain"]);
    let text = text.replace("[30, 10]", "[30, 30]");
    let days: Vec<String> =
        told(&text).expect("told")[0].lines.iter().map(|line| line.step.at.date().to_string()).collect();
    assert_eq!(days, ["2026-10-26", "2026-10-28", "2026-10-29"]);
}

#[test]
fn what_lies_ahead_is_not_told() {
    let text = story("", &["0 raise topic=a", "+40 explain", "+1 accept"]);
    assert_eq!(told(&text).expect("told")[0].lines.len(), 1);
}

#[test]
fn a_line_may_be_for_some_tellings_only() {
    let text = story("times = 3", &["0 raise topic=a", "+1%3=2 explain", "+1%3!2 accept"]);
    let actions: Vec<Vec<String>> = told(&text)
        .expect("told")
        .into_iter()
        .map(|one| one.lines.into_iter().map(|line| line.step.action).collect())
        .collect();
    assert_eq!(actions, [["raise", "accept"], ["raise", "explain"], ["raise", "accept"]]);
}

#[test]
fn a_kept_day_comes() {
    let text = story("", &["0 raise due_on={once:due=workday+5}", "=due explain"]);
    let all = told(&text).expect("told");
    let lines = &all[0].lines;
    assert_eq!(lines[0].step.values[0].1, lines[1].step.at.date().to_string());
}

#[test]
fn a_day_of_the_year_is_the_next_one() {
    // The story begins on 24 October 2026: its January is the one after, its 2 November this year's.
    for (line, day) in [
        ("11-02 explain", Some("2026-11-02")),
        ("01-15 explain", None),
        ("10-26 explain", Some("2026-10-26")),
    ] {
        let text = story("", &["0 raise topic=a", line]);
        let all = told(&text).expect("told");
        let seen = all[0].lines.get(1).map(|line| line.step.at.date().to_string());
        assert_eq!(seen.as_deref(), day, "{line}");
    }
    assert!(told(&story("", &["0 raise", "02-30 explain"])).is_err(), "no such day");
}

#[test]
fn wrong_stories_are_named() {
    for (lines, why) in [
        (&["raise"][..], "begins with its day"),
        (&["soon raise"][..], "not a number"),
        (&["0 raise topic=\"a"][..], "quote or bracket"),
        (&["0 raise", "=never explain"][..], "kept as `never`"),
        (&["0%0 raise"][..], "counts by none"),
        (&["0%x raise"][..], "%3, %3=2"),
        (&["5 raise", "-3 explain"][..], "lies before"),
    ] {
        let error = told(&story("", lines)).expect_err(lines[0]).to_string();
        assert!(error.contains(why) && error.contains("story s-1"), "{lines:?}: {error}");
    }
    assert!(told("[[story]]\nname = 1").is_err());
    assert!(told(&story("times = 100000", &["0 raise"])).is_err());
    let nobody = story("", &["0 raise"]).replace("[\"urban\"]", "[]");
    assert!(told(&nobody).is_err());
}

#[test]
fn a_text_is_put_in_by_its_name_with_its_lines_and_places() {
    let head =
        "[texts]\ndraft = '''\n第一条　{once:what=nth:招牌|摊点}管理。\n第二条　{once:what}整洁。'''\n\n";
    let text = format!("{head}{}", story("times = 2", &["0 raise topic=\"{text:draft}\""]));
    let written: Vec<String> =
        told(&text).expect("told").into_iter().flat_map(|one| one.lines).map(|line| line.written).collect();
    assert!(written[0].ends_with("topic=\"第一条　招牌管理。\n第二条　招牌整洁。\""), "{written:?}");
    assert!(written[1].contains("摊点管理。\n第二条　摊点整洁。"), "{written:?}");
    for wrong in ["0 raise topic=\"{text:nothing}\"", "0 raise topic=\"{once:x=text:nothing}\""] {
        let fault = told(&format!("{head}{}", story("", &[wrong]))).err().map(|error| error.to_string());
        assert!(fault.is_some_and(|fault| fault.contains("nothing")), "{wrong}");
    }
    assert!(told(&story("", &["0 raise topic=\"{text:draft}\""])).is_err(), "a file without texts");
}

#[test]
fn what_the_city_drafts_reads_like_a_draft() {
    let registry = yifa_kernel::definition::compile(&crate::demo::definitions()).expect("definitions");
    let all = Stories::tell(&registry, Size::Full, date(2026, 11, 23)).expect("told");
    let mut drafts = 0;
    for line in all
        .first
        .iter()
        .chain(&all.after)
        .filter(|one| one.procedure == "normative-document")
        .flat_map(|one| &one.lines)
    {
        assert!(!line.written.contains("\\n"), "a line break is written as one: {}", line.written);
        for empty in
            ["说明制定的", "说明必要性", "说明调整理由", "explanation=\"说明\"", "制定本文件。第二条"]
        {
            assert!(!line.written.contains(empty), "{}", line.written);
        }
        if line.step.action == "draft" && line.written.contains("touches_rights=true") {
            let articles =
                line.written.lines().filter(|line| line.contains("第") && line.contains("条　")).count();
            assert!((8..=15).contains(&articles), "{articles}: {}", line.written);
            drafts += 1;
        }
    }
    assert!(drafts > 30, "{drafts}");
}
