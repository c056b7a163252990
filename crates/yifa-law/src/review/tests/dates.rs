//! C06, C07, C19, C22, L10: days.

use super::support::{Shelf, find, told};
use crate::review::{Kind, Parameters};

fn check(kind: Kind, text: &str, checks: &[&str]) -> Vec<String> {
    told(&find(kind, text, &Shelf::default(), &Parameters::default(), None), text, checks)
}

fn document(last: &str, signed: &str) -> String {
    format!(
        "某市停车办法\n某府发〔2021〕9号\n\n第一条　为了规范停车，制定本办法。\n\n第二条　{last}\n\n某市人民政府\n{signed}\n"
    )
}

const TERM: [&str; 2] = ["C06", "C07"];

#[test]
fn a_term_that_is_over_or_ends_soon_is_found() {
    let text = document("本办法自2020年5月1日起施行，有效期五年。", "2020年4月1日");
    assert_eq!(
        check(Kind::NormativeDocument, &text, &TERM),
        ["C06 term-over 本办法自2020年5月1日起施行，有效期五年。"]
    );
    let text = document("本办法自2020年9月1日起施行，有效期五年。", "2020年8月1日");
    assert_eq!(
        check(Kind::NormativeDocument, &text, &TERM),
        ["C07 term-ending 本办法自2020年9月1日起施行，有效期五年。"]
    );
    let text = document("本办法自2024年9月1日起施行，有效期五年。", "2024年8月1日");
    assert_eq!(check(Kind::NormativeDocument, &text, &TERM), [] as [&str; 0]);
    let text = document("停车证有效期一年。本办法自2024年9月1日起施行。", "2024年8月1日");
    assert_eq!(check(Kind::NormativeDocument, &text, &TERM), [] as [&str; 0], "the term of a permit");
}

#[test]
fn a_term_that_ends_before_it_begins_or_is_too_long_is_found() {
    let of = |clause: &str| {
        let text = document(clause, "2024年8月1日");
        let years =
            crate::review::Sourced { value: 5, source: "某府发〔2020〕1号".to_owned(), verified: true };
        let parameters = Parameters { longest_term_years: Some(years), ..Parameters::default() };
        told(&find(Kind::NormativeDocument, &text, &Shelf::default(), &parameters, None), &text, &TERM)
    };
    let clause = "本办法自2024年9月1日起施行，有效期至2027年8月31日。";
    assert_eq!(of(clause), [""; 0]);
    let clause = "本办法自2024年9月1日起施行，有效期五年。";
    assert_eq!(of(clause), [""; 0]);
    let clause = "本办法自2024年9月1日起施行，有效期十年。";
    assert_eq!(of(clause), [format!("C06 term-too-long {clause}")]);
    let clause = "本办法自2026年9月1日起施行，有效期至2025年8月31日。";
    assert_eq!(of(clause), [format!("C06 term-before-start {clause}"), format!("C07 term-ending {clause}")]);
}

#[test]
fn the_sentence_that_names_the_last_day_is_marked() {
    let text = document(
        "补助政策执行期限为2022年1月1日至2024年12月31日。已建成的停车场在2024年12月31日起继续使用。本办法执行期限为2022年1月1日至2024年12月31日。泊位证有效期一年，自发证起算。",
        "2021年12月1日",
    );
    assert_eq!(
        check(Kind::NormativeDocument, &text, &TERM),
        ["C06 term-over 本办法执行期限为2022年1月1日至2024年12月31日。"]
    );
}

#[test]
fn a_term_that_counts_from_no_day_is_not_called_absent() {
    let text = document("本办法自2015年5月1月起施行，有效期三年。", "2015年4月1日");
    assert_eq!(
        check(Kind::NormativeDocument, &text, &TERM),
        ["C06 term-without-start 本办法自2015年5月1月起施行，有效期三年。"]
    );
}

#[test]
fn without_a_term_the_local_maximum_counts_for_normative_documents_only() {
    let text = document("本办法自2015年5月1日起施行。", "2015年4月1日");
    let said = check(Kind::NormativeDocument, &text, &TERM);
    assert_eq!(said, ["C06 term-over-by-rule 某市停车办法"]);
    assert_eq!(check(Kind::GovernmentRule, &text, &TERM), [] as [&str; 0]);
    let none = Parameters { longest_term_years: None, ..Parameters::default() };
    assert!(
        told(&find(Kind::NormativeDocument, &text, &Shelf::default(), &none, None), &text, &TERM).is_empty()
    );
}

#[test]
fn effect_before_issue_is_found() {
    let text = document("本办法自2021年2月1日起施行。", "2021年3月1日");
    assert_eq!(
        check(Kind::NormativeDocument, &text, &["C19"]),
        ["C19 effect-before 本办法自2021年2月1日起施行。"]
    );
    let text = document("本办法自2021年4月1日起施行。", "2021年3月1日");
    assert_eq!(check(Kind::NormativeDocument, &text, &["C19"]), [] as [&str; 0]);
    let text = document("本办法自印发之日起施行。", "2021年3月1日");
    assert_eq!(check(Kind::NormativeDocument, &text, &["C19"]), [] as [&str; 0]);
}

#[test]
fn a_rule_needs_thirty_days() {
    let rule = |clause: &str| {
        format!(
            "# 某市停车办法\n\n2021年3月1日 某市人民政府令第9号公布\n\n<!-- INFO END -->\n\n第一条　为了规范停车，制定本办法。\n\n第二条　{clause}\n"
        )
    };
    let check = |clause: &str| check(Kind::GovernmentRule, &rule(clause), &["L10"]);
    assert_eq!(check("本办法自2021年3月20日起施行。"), ["L10 effect-too-soon 本办法自2021年3月20日起施行。"]);
    assert_eq!(check("本办法自公布之日起施行。"), ["L10 effect-at-once 本办法自公布之日起施行。"]);
    assert_eq!(check("本办法自2021年4月1日起施行。"), [] as [&str; 0]);
}

#[test]
fn a_day_of_effect_in_the_header_is_no_amendment() {
    let rule = |from: &str| {
        format!(
            "某市停车办法\n（2021年3月1日某市人民政府令第9号公布 自{from}起施行）\n第一条 为了规范停车，制定本办法。\n第二条 本办法自{from}起施行。\n"
        )
    };
    let check = |from: &str| check(Kind::GovernmentRule, &rule(from), &["L10"]).len();
    assert_eq!((check("2021年3月20日"), check("2021年4月1日")), (1, 0));
}

#[test]
fn a_task_whose_years_are_over_is_found() {
    let plan = |title: &str, words: &str| {
        format!("{title}\n\n一、总体要求\n{words}\n二、工作措施\n各部门按照分工抓好落实。\n")
    };
    let check = |text: &str| check(Kind::NormativeDocument, text, &["C22"]);
    let text = plan("某市停车治理行动计划（2018—2020年）", "推进停车治理。");
    assert_eq!(check(&text), ["C22 task-year 某市停车治理行动计划（2018—2020年）"]);
    let text = plan("某市停车办法", "优惠政策执行至2020年底。");
    assert_eq!(check(&text), ["C22 task-year 政策执行至2020年底。"]);
    for text in [
        plan("某市停车治理行动计划（2024—2027年）", "推进停车治理。"),
        plan("某市停车办法", "到2020年底前完成的项目，继续享受补助。"),
        plan("某市2019年修订的停车办法", "推进停车治理。"),
    ] {
        assert_eq!(check(&text), [] as [&str; 0], "{text}");
    }
}

#[test]
fn a_deadline_in_the_body_that_is_over_is_found_once_for_an_article() {
    let check = |words: &str| check(Kind::NormativeDocument, &document(words, "2018年4月1日"), &["C22"]);
    for (words, marked) in [
        ("各区应当至2020年底完成整治。", "至2020年底完成"),
        ("存量泊位到2020年底前完成改造。", "到2020年底前完成"),
        ("2020年12月底前，各区县完成排查。", "2020年12月底前，各区县完成"),
        ("于2021年6月30日前淘汰老旧设备。", "于2021年6月30日前淘汰"),
        ("到2020年，停车泊位全面实现共享。", "到2020年，停车泊位全面实现"),
        ("2019年上半年前建成平台；2020年6月底前完成接入。", "2020年6月底前完成"),
        ("至2025年6月1日完成验收。", "至2025年6月1日完成"),
        ("二〇二〇年十二月底前完成整治。", "二〇二〇年十二月底前完成"),
        ("到“十三五”末，实现全覆盖。", "到“十三五”末，实现"),
        ("力争2020年完成整治。", "力争2020年完成"),
        ("本轮整治为期三年，至2021年12月31日止。", "至2021年12月31日止。"),
        ("2021年12月31日前报送总结。", "2021年12月31日前报送"),
    ] {
        assert_eq!(check(words), [format!("C22 deadline-past {marked}")], "{words}");
    }
}

#[test]
fn conditions_reports_and_deadlines_to_come_are_no_task_that_is_over() {
    let check = |words: &str| check(Kind::NormativeDocument, &document(words, "2018年4月1日"), &["C22"]);
    for words in [
        "2020年底前建成的泊位，按原标准收费。",
        "到2020年底完成改造任务的企业，给予奖励。",
        "截至2020年底，全市建成泊位三千个。",
        "到2019年底，全市已建成泊位三千个。",
        "到2030年底前完成整治。",
        "至2025年6月2日完成验收。",
        "2020年6月1日前已登记的车辆，可以继续使用。",
        "2020年完成的工程，由建设单位维护。",
        "自2018年1月1日至2020年12月31日期间取得批准的，视为完成备案。",
        "按照《2018年至2020年停车整治方案》完成验收。",
        "到“十五五”末，实现全覆盖。",
        "“十三五”期间建成的泊位，由街道管理。",
        "2020年底前未完成整治的，继续整治。",
        "统计期间至2020年12月31日止。",
    ] {
        assert_eq!(check(words), [] as [&str; 0], "{words}");
    }
}
