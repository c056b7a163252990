//! Texts as they should not be, one after another: each is told, nothing is guessed.

use crate::support::{file, yifa};
use serde_json::Value;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

const ON: [&str; 2] = ["--on", "2026-03-02"];

fn law(what: &str, path: &Path, more: &[&str]) -> (Value, Option<i32>) {
    let fixed = [OsStr::new("law"), OsStr::new(what), path.as_os_str(), OsStr::new("--json")];
    let run = yifa(fixed.into_iter().chain(more.iter().map(OsStr::new)));
    (run.json(), run.code)
}

/// A library of texts: name and text.
fn library(texts: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in texts {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn statute(title: &str, header: &str, articles: &[&str]) -> String {
    let body: String = (1..)
        .zip(articles)
        .map(|(n, words)| format!("第{}条　{words}\n\n", ["零", "一", "二", "三"][n]))
        .collect();
    format!("# {title}\n\n{header}\n\n<!-- INFO END -->\n\n{body}")
}

/// The first citation of a sentence, looked up in a library.
fn cited(sentence: &str, texts: &tempfile::TempDir, on: &str) -> Value {
    let (_keep, path) = file("a.txt", sentence);
    let (answer, _) = law("cite", &path, &["--on", on, "--library", texts.path().to_str().unwrap()]);
    answer["citations"][0].clone()
}

fn ids(answer: &Value) -> Vec<&str> {
    answer["findings"].as_array().unwrap().iter().filter_map(|one| one["id"].as_str()).collect()
}

#[test]
fn a_scan_and_random_bytes_are_no_text() {
    for (name, bytes) in [
        ("scan.pdf", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec()),
        ("a.txt", vec![0, 159, 146, 150, 0, 255]),
        ("b.txt", b"\x01\x02\x03\x04".to_vec()),
    ] {
        let (_keep, path) = file(name, bytes);
        let name = path.to_str().unwrap();
        for what in ["review", "cite"] {
            yifa(["law", what, name]).assert_failed(2);
        }
    }
}

#[test]
fn a_document_that_repeals_itself_is_told_and_ends_nothing() {
    let text = "某市停车办法\n某府发〔2026〕9号\n第一条　为了规范停车，制定本办法。\n第二条　本办法自2026年2月1日起施行。《某市停车办法》同时废止。\n\n某市人民政府\n2026年1月5日\n";
    let (_keep, path) = file("a.txt", text);
    let (answer, code) = law("review", &path, &ON);
    assert_eq!(code, Some(1));
    assert!(
        answer["findings"].as_array().unwrap().iter().any(|one| one["code"] == "repeals-itself"),
        "{answer}"
    );
}

#[test]
fn circular_citations_are_followed_once() {
    let one = statute(
        "某市甲办法",
        "2020年5月1日 某市人民政府令第3号公布",
        &["依照《某市乙办法》第一条。", "本办法自2020年6月1日起施行。"],
    );
    let two = statute(
        "某市乙办法",
        "2020年5月2日 某市人民政府令第4号公布",
        &["依照《某市甲办法》第一条。", "本办法自2020年6月1日起施行。"],
    );
    let texts = library(&[("a.md", &one), ("b.md", &two)]);
    for title in ["某市甲办法", "某市乙办法"] {
        let found = cited(&format!("依照《{title}》第一条处理。\n"), &texts, "2026-03-02");
        assert_eq!((found["title"].as_str(), found["status"].as_str()), (Some(title), Some("in_force")));
    }
}

#[test]
fn nested_titles_are_one_name_however_they_are_bracketed() {
    let text = statute(
        "某市实施《某省停车条例》办法",
        "2020年5月1日 某市人民政府令第3号公布",
        &["甲。", "本办法自2020年6月1日起施行。"],
    );
    let texts = library(&[("a.md", &text)]);
    for written in ["《某市实施〈某省停车条例〉办法》", "《某市实施《某省停车条例》办法》"]
    {
        let found = cited(&format!("依照{written}第二条处理。\n"), &texts, "2026-03-02");
        assert_eq!(
            (found["resolves_to"].as_str(), found["places"][0]["exists"].as_str()),
            (Some("instrument"), Some("yes")),
            "{written}"
        );
    }
}

#[test]
fn a_broken_number_is_named_and_not_read_as_another() {
    let text = "依照《行政处罚法》第二十-条处罚。\n";
    let (_keep, path) = file("a.txt", text);
    let (answer, code) = law("cite", &path, &ON);
    let found = answer["citations"].as_array().unwrap();
    let broken =
        found.iter().find(|one| one["resolves_to"] == "unclear").unwrap_or_else(|| panic!("{answer}"));
    let at = |which: usize| usize::try_from(broken["span"][which].as_u64().unwrap()).unwrap();
    assert_eq!((code, &text[at(0)..at(1)]), (Some(1), "第二十-条"));
    assert!(found.iter().all(|one| one["places"].as_array().is_none_or(Vec::is_empty)));
}

#[test]
fn two_articles_on_one_line_are_told_and_both_can_be_cited() {
    let text = "# 某市绿化办法\n\n2020年5月1日 某市人民政府令第3号公布\n\n<!-- INFO END -->\n\n第一条　甲。 第二条　乙。\n\n第三条　本办法自2020年6月1日起施行。\n";
    let texts = library(&[("a.md", text)]);
    let (answer, _) = law("read", &texts.path().join("a.md"), &[]);
    assert!(answer.to_string().contains("two-articles-on-one-line"), "{answer}");
    let found = cited("依照《某市绿化办法》第二条处理。\n", &texts, "2026-03-02");
    assert_eq!(found["places"][0]["exists"], "yes", "{found}");
}

#[test]
fn the_table_of_an_annex_has_no_articles() {
    let text = "某市收费办法\n某府发〔2020〕3号\n第一条　甲。\n第二条　本办法自印发之日起施行。\n\n某市人民政府\n2020年5月1日\n\n附件\n\n| 序号 | 依据 | 标准 |\n| --- | --- | --- |\n| 1 | 第一条 | 5元 |\n| 2 | 第二条 | 6元 |\n";
    let (_keep, path) = file("a.txt", text);
    let (answer, _) = law("read", &path, &[]);
    let read = if answer.is_array() { answer[0].clone() } else { answer };
    assert_eq!(
        read["articles"].as_u64().or_else(|| read["articles"].as_array().map(|all| all.len() as u64)),
        Some(2),
        "{read}"
    );
}

#[test]
fn what_a_law_not_yet_in_force_repeals_lives_until_then() {
    let new = statute(
        "某税法",
        "2025年12月1日 第十四届全国人民代表大会常务委员会第三十次会议通过",
        &["甲。", "本法自2027年1月1日起施行。《某税暂行条例》同时废止。"],
    );
    let old = statute(
        "某税暂行条例",
        "1993年12月13日 国务院令第134号发布",
        &["甲。", "本条例自1994年1月1日起施行。"],
    );
    let texts = library(&[("a.md", &new), ("b.md", &old)]);
    let status =
        |title: &str, on: &str| cited(&format!("依照《{title}》第一条。\n"), &texts, on)["status"].clone();
    assert_eq!(
        (status("某税法", "2026-03-02"), status("某税暂行条例", "2026-03-02")),
        ("not_yet_in_force".into(), "in_force".into())
    );
    assert_eq!(
        (status("某税法", "2027-01-01"), status("某税暂行条例", "2027-01-01")),
        ("in_force".into(), "ended".into())
    );
}

#[test]
fn a_joint_document_in_two_inventories_is_one_instrument() {
    let text = "关于联合检查的通知\n甲局发〔2024〕4号\n第一条　甲。\n第二条　本通知自印发之日起施行。\n\n甲局　乙局\n2024年5月1日\n";
    let texts = library(&[("甲局清单.txt", text), ("乙局清单.txt", &format!("{text}\n"))]);
    let found = cited("依照《关于联合检查的通知》（甲局发〔2024〕4号）第一条。\n", &texts, "2026-03-02");
    assert_eq!(
        (found["resolves_to"].as_str(), found["status"].as_str()),
        (Some("instrument"), Some("in_force")),
        "{found}"
    );
}

#[test]
fn an_old_name_used_again_means_what_was_in_force() {
    let old = statute(
        "某安全法",
        "1993年2月22日 第七届全国人民代表大会常务委员会第三十次会议通过",
        &["旧。", "本法自1993年2月22日起施行。"],
    );
    let law2 = statute(
        "某间谍法",
        "2014年11月1日 第十二届全国人民代表大会常务委员会第十一次会议通过",
        &["甲。", "本法自2014年11月1日起施行。1993年2月22日通过的《某安全法》同时废止。"],
    );
    let new = statute(
        "某安全法",
        "2015年7月1日 第十二届全国人民代表大会常务委员会第十五次会议通过",
        &["新。", "丙。", "本法自2015年7月1日起施行。"],
    );
    let texts = library(&[("a.md", &old), ("b.md", &law2), ("c.md", &new)]);
    let version = |on: &str| cited("依照《某安全法》第一条。\n", &texts, on)["version"].clone();
    assert_eq!((version("2000-01-01"), version("2020-01-01")), ("1993-02-22".into(), "2015-07-01".into()));
}

#[test]
fn a_number_alone_leads_to_its_document() {
    let text = "某市停车办法\n某府发〔2020〕9号\n第一条　甲。\n第二条　本办法自印发之日起施行。\n\n某市人民政府\n2020年5月1日\n";
    let texts = library(&[("a.txt", text)]);
    let found = cited("依照某府发［2020］9号文件处理。\n", &texts, "2026-03-02");
    assert_eq!(
        (found["title"].as_str(), found["status"].as_str()),
        (Some("某市停车办法"), Some("in_force")),
        "{found}"
    );
    let other = cited("依照某府发〔2020〕10号文件处理。\n", &texts, "2026-03-02");
    assert_eq!(other["resolves_to"], "unknown");
}

#[test]
fn a_paragraph_beyond_the_last_does_not_exist() {
    let text = statute(
        "某市绿化办法",
        "2020年5月1日 某市人民政府令第3号公布",
        &["甲。\n\n乙。", "本办法自2020年6月1日起施行。"],
    );
    let texts = library(&[("a.md", &text)]);
    let exists = |place: &str| {
        cited(&format!("依照《某市绿化办法》{place}处理。\n"), &texts, "2026-03-02")["places"][0]["exists"]
            .clone()
    };
    assert_eq!((exists("第一条第二款"), exists("第一条第三款")), ("yes".into(), "no".into()));
    let document = "某区绿化通知\n某区府发〔2024〕2号\n第一条　依照《某市绿化办法》第一条第三款，制定本通知。\n\n某区人民政府\n2024年5月1日\n";
    let (_keep, path) = file("d.txt", document);
    let (answer, _) =
        law("review", &path, &["--on", "2026-03-02", "--library", texts.path().to_str().unwrap()]);
    assert!(ids(&answer).contains(&"C03"), "{answer}");
}

#[test]
fn a_certificate_is_no_instrument() {
    let text = statute(
        "某市矿产条例",
        "2020年8月5日 某市人民代表大会常务委员会第三次会议通过",
        &["期满的，《采矿许可证》自行废止。", "本条例自2020年9月1日起施行。"],
    );
    let texts = library(&[("a.md", &text)]);
    let found = cited("应当领取《采矿许可证》。\n", &texts, "2026-03-02");
    assert_ne!(found["status"], "repealed", "{found}");
    let document = "某县采矿通知\n某县府发〔2024〕2号\n第一条　依法领取《采矿许可证》的，按期年检。\n\n某县人民政府\n2024年5月1日\n";
    let (_keep, path) = file("d.txt", document);
    let (answer, _) =
        law("review", &path, &["--on", "2026-03-02", "--library", texts.path().to_str().unwrap()]);
    assert!(!ids(&answer).contains(&"C01"), "{answer}");
}
