//! L01–L11: drafts of government rules.

use super::support::{Shelf, article, assert_article, find, told};
use crate::instrument::Rank;
use crate::review::{FineCap, Kind, Parameters, Severity};
use jiff::civil::date;

fn caps() -> Parameters {
    let cap = FineCap {
        province: "某省".to_owned(),
        ordinary_yuan: 30_000,
        special_yuan: 100_000,
        source: "罚款限额规定".to_owned(),
        verified: true,
    };
    Parameters { fine_caps: vec![cap], province: Some("某省".to_owned()), ..Parameters::default() }
}

fn check(words: &str, checks: &[&str]) -> Vec<String> {
    let text = article(words);
    told(&find(Kind::GovernmentRule, &text, &Shelf::default(), &caps(), None), &text, checks)
}

#[test]
fn a_wide_fine_is_found_twice() {
    let said = check("违反本办法的，处一千元以上五万元以下罚款。", &["L02", "L03", "L05"]);
    assert_eq!(said, ["L03 above-cap 一千元以上五万元以下", "L05 ratio 一千元以上五万元以下"]);
    assert_eq!(
        check("违反本办法的，处一千元以上一万元以下罚款。", &["L02", "L03", "L05"]),
        [] as [&str; 0],
        "ten times"
    );
    assert_eq!(check("违反本办法的，处三万元以下罚款。", &["L03", "L05"]), [] as [&str; 0], "the cap itself");
}

#[test]
fn the_matter_decides_between_the_two_caps() {
    let severity = |words: &str| {
        let text = article(words);
        let found = find(Kind::GovernmentRule, &text, &Shelf::default(), &caps(), None);
        found.into_iter().find(|one| one.check.code() == "L03").map(|one| one.severity)
    };
    assert_eq!(severity("违反本办法的，处五万元罚款。"), Some(Severity::MustAnswer));
    assert_eq!(severity("违反本办法的，处二十万元罚款。"), Some(Severity::Hard));
}

#[test]
fn a_rule_may_not_revoke_or_confiscate() {
    assert_eq!(check("情节严重的，吊销停车场许可证。", &["L02"]), ["L02 penalty-kind 吊销停车场许可证"]);
    for words in [
        "违反本办法的，给予警告，处五百元罚款。",
        "情节严重的，依照《某省停车条例》吊销许可证。",
        "被吊销许可证的经营者，三年内不受理。",
    ] {
        assert_eq!(check(words, &["L02"]), [] as [&str; 0], "{words}");
    }
}

#[test]
fn a_fine_stays_inside_the_upper_range() {
    let shelf = Shelf::default().with(
        "某省停车条例",
        Rank::ProvincialRegulation,
        &[(
            date(2020, 1, 1),
            "某省停车条例\n第一条　甲。\n第二条　占用消防通道的，处二百元以上一千元以下罚款。\n",
        )],
    );
    let check = |words: &str| {
        let text = article(words);
        told(&find(Kind::GovernmentRule, &text, &shelf, &caps(), None), &text, &["L04"])
    };
    assert_eq!(
        check("依照《某省停车条例》第二条处二百元以上二千元以下罚款。"),
        ["L04 outside-upper 二百元以上二千元以下"]
    );
    assert_eq!(check("依照《某省停车条例》第二条处五百元以上一千元以下罚款。"), [] as [&str; 0]);
    assert_eq!(
        check("依照《某省停车条例》处二百元以上二千元以下罚款。"),
        [] as [&str; 0],
        "no article is cited"
    );
    assert_eq!(
        check("依照《某省停车条例》第一条处二百元以上二千元以下罚款。"),
        [] as [&str; 0],
        "it names no fine"
    );
}

#[test]
fn permits_coercion_charges_and_duties_of_rules() {
    let one = |check: &str, words: &str, marked: &[&str]| {
        assert_article(Kind::GovernmentRule, &[check], words, marked)
    };
    one("L06", "未经区县城管部门批准，不得设置泊位。", &["未经区县城管部门批准，不得设置泊位"]);
    one("L07", "拒不驶离的，可以扣押车辆。", &["可以扣押"]);
    one("L07", "拒不驶离的，依法扣押车辆。", &[]);
    one("L08", "经营者应当缴纳泊位占用费。", &["缴纳泊位占用费"]);
    one("L11", "车主不得在泊位内修车。", &["车主不得在泊位内修车"]);
    one("L11", "依照《某省停车条例》，车主不得在泊位内修车。", &[]);
}

#[test]
fn name_and_subject_of_a_rule() {
    let rule = |title: &str, purpose: &str| format!("{title}\n\n第一条　{purpose}\n\n第二条　甲。\n");
    let check = |text: &str| {
        told(&find(Kind::GovernmentRule, text, &Shelf::default(), &caps(), None), text, &["L01", "L09"])
    };
    let text = rule("某市停车条例", "为了规范城市停车，制定本条例。");
    assert_eq!(check(&text), ["L09 called-regulation 某市停车条例"]);
    let text = rule("某市股权登记办法", "为了规范股权登记，制定本办法。");
    assert_eq!(check(&text), ["L01 outside-four-fields 某市股权登记办法"]);
    let text = rule("某市古树保护办法", "为了保护古树，制定本办法。");
    assert_eq!(check(&text), [] as [&str; 0]);
}
