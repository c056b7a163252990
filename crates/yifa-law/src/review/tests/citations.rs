//! C01–C05, C20: citations of other instruments and of the document itself.

use super::support::{Shelf, TODAY, find, told};
use crate::instrument::Rank;
use crate::place::ArticleNumber;
use crate::review::{Kind, Moved, Parameters, Severity};
use jiff::civil::date;

const OLD: &str = "某省停车条例\n第一条　为了管理停车，制定本条例。\n第二条　车辆应当停放在划定的泊位内，不得占用消防通道和盲道。\n第三条　停车场经营者应当公示收费标准并按照标准收取停车费。\n第四条　占用消防通道的，处一百元罚款。\n";
const NEW: &str = "某省停车条例\n第一条　为了管理停车，制定本条例。\n第二条　本条例所称车辆，是指机动车和非机动车。\n第三条　车辆应当停放在划定的泊位内，不得占用消防通道和盲道。\n第四条　停车场经营者应当公示收费标准并按照标准收取停车费。\n第五条　占用消防通道的，处二百元罚款。\n";

fn shelf() -> Shelf {
    Shelf::default()
        .with("某省停车条例", Rank::ProvincialRegulation, &[(date(2015, 1, 1), OLD), (date(2022, 1, 1), NEW)])
        .with("某省道路办法", Rank::ProvincialRule, &[(date(2010, 1, 1), "")])
        .ended(date(2020, 1, 1), "某省道路条例", 2)
        .with("某省道路条例", Rank::ProvincialRegulation, &[(date(2020, 1, 1), "")])
        .with("某省车辆条例", Rank::ProvincialRegulation, &[(date(2026, 1, 1), "")])
}

fn document(year: i16, article: &str) -> String {
    format!(
        "某市停车办法\n某府发〔{year}〕9号\n\n第一条　为了规范停车，制定本办法。\n\n第二条　{article}\n\n第三条　其他事项另行通知。\n\n某市人民政府\n{year}年3月1日\n"
    )
}

fn check(year: i16, article: &str, checks: &[&str]) -> Vec<String> {
    let text = document(year, article);
    told(&find(Kind::NormativeDocument, &text, &shelf(), &Parameters::default(), None), &text, checks)
}

#[test]
fn an_ended_instrument_is_found_with_its_successor() {
    let text = document(2019, "停车依照《某省道路办法》和《某省停车条例》执行。");
    let found = find(Kind::NormativeDocument, &text, &shelf(), &Parameters::default(), None);
    assert_eq!(told(&found, &text, &["C01"]), ["C01 ended-by 《某省道路办法》"]);
    let ended = found.iter().find(|one| one.check.code() == "C01").unwrap();
    assert_eq!(
        (ended.severity, ended.replacement.as_deref()),
        (Severity::MustAnswer, Some("《某省道路条例》"))
    );
    assert_eq!(
        check(2019, "停车依照《某省道路办法》第九条执行。", &["C01"]),
        ["C01 ended-sole-basis 《某省道路办法》第九条"]
    );
    assert_eq!(
        check(2024, "停车依照《某省车辆条例》执行。", &["C01"]),
        ["C01 not-yet-in-force 《某省车辆条例》"]
    );
}

#[test]
fn a_replaced_version_that_is_cited_is_found() {
    assert_eq!(
        check(2024, "依照《某省停车条例》（2015年修订）第三条收费。", &["C01"]),
        ["C01 superseded 《某省停车条例》（2015年修订）第三条"]
    );
    assert_eq!(
        check(2024, "依照《某省停车条例》（2017年修正）第三条收费。", &["C01"]).len(),
        1,
        "a revision that is not at hand"
    );
    for words in [
        "依照《某省停车条例》（2022年修订）第三条收费。",
        "依照《某省停车条例》第三条收费。",
        "修订前的《某省停车条例》（2015年修订）第三条不再适用。",
    ] {
        assert_eq!(check(2024, words, &["C01"]), [""; 0], "{words}");
    }
}

#[test]
fn living_unknown_and_historical_mentions_are_left_alone() {
    for words in [
        "停车依照《某省停车条例》执行。",
        "停车依照《某国停车法》执行。",
        "《某省道路办法》同时废止。",
        "按照原《某省道路办法》办理的手续继续有效。",
    ] {
        assert_eq!(check(2024, words, &["C01"]), [] as [&str; 0], "{words}");
    }
}

#[test]
fn an_absent_article_or_item_is_found() {
    assert_eq!(
        check(2024, "依照《某省停车条例》第九条执行。", &["C03"]),
        ["C03 no-such-article 《某省停车条例》第九条"]
    );
    assert_eq!(
        check(2024, "依照《某省停车条例》第三条第四款执行。", &["C03"]),
        ["C03 no-such-place 《某省停车条例》第三条第四款"]
    );
    assert_eq!(check(2024, "依照《某省停车条例》第三条执行。", &["C03"]), [] as [&str; 0]);
    assert_eq!(
        check(2024, "依照《某省道路条例》第九十条执行。", &["C03"]),
        [] as [&str; 0],
        "its text is not at hand"
    );
    assert_eq!(check(2024, "依照《某省停车条例》（2015年修订）第四条执行。", &["C03"]), [] as [&str; 0]);
    assert_eq!(
        check(2024, "依照《某省停车条例》（1999年修订）第九十条执行。", &["C03"]),
        [] as [&str; 0],
        "the version of that year is not at hand, and another one tells nothing of it"
    );
}

#[test]
fn a_moved_article_gets_its_new_number() {
    let text = document(2018, "停放依照《某省停车条例》第二条执行。");
    let found = find(Kind::NormativeDocument, &text, &shelf(), &Parameters::default(), None);
    assert_eq!(told(&found, &text, &["C03", "C04", "C05"]), ["C04 moved 《某省停车条例》第二条"]);
    let moved = found.iter().find(|one| one.check.code() == "C04").unwrap();
    assert_eq!(moved.replacement.as_deref(), Some("《某省停车条例》第三条"));
    assert_eq!(
        check(2024, "停放依照《某省停车条例》第二条执行。", &["C04"]),
        [] as [&str; 0],
        "made after the revision"
    );
    assert_eq!(
        check(2018, "停放依照《某省停车条例》第一条执行。", &["C04", "C05"]),
        [] as [&str; 0],
        "the same words"
    );
}

#[test]
fn changed_figures_weigh_more_than_changed_words() {
    let shelf = Shelf::default().with(
        "某省停车条例",
        Rank::ProvincialRegulation,
        &[
            (date(2015, 1, 1), "某省停车条例\n第一条　占用消防通道停放车辆的，处一百元罚款。\n第二条　车辆应当停放在泊位内。\n"),
            (date(2022, 1, 1), "某省停车条例\n第一条　占用消防通道停放车辆的，处二百元罚款。\n第二条　车辆应当停放在划定的泊位内。\n"),
        ],
    );
    let text = document(2018, "依照《某省停车条例》第一条处罚，依照《某省停车条例》第二条停放。");
    let found = find(Kind::NormativeDocument, &text, &shelf, &Parameters::default(), None);
    let changed: Vec<_> = found
        .iter()
        .filter(|one| one.check.code() == "C05")
        .map(|one| (one.says.code(), one.severity))
        .collect();
    assert_eq!(changed, [("figures-changed", Severity::MustAnswer), ("changed", Severity::Information)]);
}

#[test]
fn a_table_of_renumbering_stands_in_for_the_older_text() {
    let shelf = Shelf::default().with(
        "某法",
        Rank::Law,
        &[(date(2021, 7, 15), "某法\n第一条　甲。\n第二条　乙。\n第三条　丙。\n")],
    );
    let moved = |from, to: &[u32]| Moved {
        title: "某法".to_owned(),
        since: date(2021, 7, 15),
        from: ArticleNumber::new(from),
        to: to.iter().map(|to| ArticleNumber::new(*to)).collect(),
        source: "对照表".to_owned(),
    };
    let parameters = Parameters { moved: vec![moved(1, &[1]), moved(2, &[3])], ..Parameters::default() };
    let check = |year, words: &str| {
        let text = document(year, words);
        let found = find(Kind::NormativeDocument, &text, &shelf, &parameters, None);
        (told(&found, &text, &["C04"]), found.into_iter().find_map(|one| one.replacement))
    };
    assert_eq!(
        check(2019, "依照《某法》第二条执行。"),
        (vec!["C04 moved-by-table 《某法》第二条".to_owned()], Some("《某法》第三条".to_owned()))
    );
    assert_eq!(check(2019, "依照《某法》第一条执行。"), (vec![], None));
    assert_eq!(check(2022, "依照《某法》第二条执行。"), (vec![], None));
    assert_eq!(check(2019, "依照《某法》第三条执行。").0, ["C04 older-version-unknown 《某法》第三条"]);
}

#[test]
fn doubtful_repeals_are_found() {
    assert_eq!(
        check(2024, "《某市停车办法》（某府发〔2024〕9号）同时废止。", &["C02"]),
        ["C02 repeals-itself 《某市停车办法》（某府发〔2024〕9号）"]
    );
    assert_eq!(check(2024, "《某省停车条例》同时废止。", &["C02"]), ["C02 repeals-higher 《某省停车条例》"]);
    for words in ["《某省停车条例》自本办法印发之日起废止。", "《某省停车条例》不再执行。"]
    {
        assert_eq!(check(2024, words, &["C02"]), ["C02 repeals-higher 《某省停车条例》"], "{words}");
    }
    // What stands in a title repeals nothing, and hides nothing behind it.
    assert_eq!(
        check(2024, "《关于停止执行甲规定的通知》（某府发〔2024〕9号）同时废止。", &["C02"]),
        ["C02 repeals-itself 《关于停止执行甲规定的通知》（某府发〔2024〕9号）"]
    );
    assert_eq!(
        check(2024, "《某省停车条例》的规定见《关于同时废止甲规定的通知》。", &["C02"]),
        [] as [&str; 0]
    );
    assert_eq!(
        check(2024, "此前文件与本办法不一致的，予以废止。", &["C02"]),
        ["C02 repeals-in-part 与本办法不一致的"]
    );
    assert_eq!(check(2024, "《某市停车办法》（某府发〔2014〕3号）同时废止。", &["C02"]), [] as [&str; 0]);
    assert_eq!(check(2024, "《某市泊位规定》同时废止。", &["C02"]), [] as [&str; 0]);
    assert_eq!(check(2024, "与本办法不一致的，以本办法为准。", &["C02"]), [] as [&str; 0]);
}

#[test]
fn a_bare_place_is_our_own_where_the_article_names_nothing_else() {
    assert_eq!(check(2024, "违反第九条的，不予登记。", &["C20"]), ["C20 own-article 第九条"]);
    assert_eq!(check(2024, "违反第一条第三项的，不予登记。", &["C20"]), ["C20 own-place 第一条第三项"]);
    assert_eq!(check(2024, "本条第四款所称泊位，是指车位。", &["C20"]), ["C20 own-place 本条第四款"]);
    for words in [
        "依照刑法第四百条追究；符合第四百零二条的，从其规定。",
        "按照《某法》执行。违反第九条的，不予登记。",
        "符合合同第九条的，不予登记。",
        "见第九条。",
        "违反第一条的，不予登记。",
    ] {
        assert_eq!(check(2024, words, &["C20"]), [] as [&str; 0], "{words}");
    }
}

#[test]
fn references_inside_must_lead_somewhere() {
    assert_eq!(check(2024, "违反本办法第九条的，不予登记。", &["C20"]), ["C20 own-article 本办法第九条"]);
    assert_eq!(check(2024, "前款所列情形除外。", &["C20"]), ["C20 nothing-before 前款"]);
    assert_eq!(
        check(2024, "违反本办法第一条第三款的，不予登记。", &["C20"]),
        ["C20 own-place 本办法第一条第三款"]
    );
    assert_eq!(check(2024, "依照第二十-条处理。", &["C20"]), ["C20 malformed 第二十-条"]);
    for words in [
        "违反本办法第一条的，不予登记；违反第五款的，不予受理。",
        "违反本办法第一条的，不予登记。",
        "依照《某国停车法》第三十条处理。",
        "依照《某国停车法》执行，第三十条除外。",
        "前条规定的停车，免费。",
    ] {
        assert_eq!(check(2024, words, &["C20"]), [] as [&str; 0], "{words}");
    }
}

#[test]
fn an_annex_that_is_named_must_be_there() {
    let text = "某市停车办法\n第一条　车位见附件1，收费见附件3，标志见《某标准》附件9。\n第二条　甲。\n\n附件1：车位\n附件2：标志\n";
    let found = find(Kind::NormativeDocument, text, &Shelf::default(), &Parameters::default(), None);
    assert_eq!(told(&found, text, &["C20"]), ["C20 no-annex 附件3"]);
}

#[test]
fn a_later_namesake_does_not_die_with_the_old_law() {
    let shelf = Shelf::default()
        .with("某安全法", Rank::Law, &[(date(1993, 1, 1), "")])
        .ended(date(2014, 1, 1), "某反谍法", 1)
        .with("某安全法", Rank::Law, &[(date(2015, 7, 1), "")]);
    let text = document(2024, "依照《某安全法》执行。");
    let found = find(Kind::NormativeDocument, &text, &shelf, &Parameters::default(), None);
    assert_eq!(told(&found, &text, &["C01"]), [] as [&str; 0]);
    let text = document(2012, "依照《某安全法》执行。");
    let found = find(Kind::NormativeDocument, &text, &shelf, &Parameters::default(), None);
    assert_eq!(told(&found, &text, &["C01"]), ["C01 ended-sole-basis 《某安全法》"], "it meant the old one");
    assert!(TODAY > date(2015, 7, 1));
}
