//! `yifa law cite`.

use crate::support::{file, folder, yifa};
use serde_json::Value;
use std::ffi::OsStr;
use std::path::Path;

fn cite(path: &Path, more: &[&str]) -> (Value, Option<i32>) {
    let fixed = [OsStr::new("law"), OsStr::new("cite"), path.as_os_str(), OsStr::new("--json")];
    let run = yifa(fixed.into_iter().chain(more.iter().map(OsStr::new)));
    (run.json(), run.code)
}

const TEXT: &str = "某办法\n第一条　根据《行政处罚法》第五十八条第一款，制定本办法。\n第二条　前款规定不适用。\n第三条　依照本办法第九条、《某不存在的办法》第二条处理。\n";

#[test]
fn citations_lead_to_facts_with_status_and_gist() {
    let (_keep, path) = file("a.txt", TEXT);
    let (answer, _) = cite(&path, &["--on", "2026-03-02"]);
    let law = &answer["citations"][0];
    assert_eq!(law["instrument"], "administrative-penalty-law");
    assert_eq!((law["status"].as_str(), law["line"].as_u64()), (Some("in_force"), Some(2)));
    assert_eq!(law["places"][0]["place"], "第五十八条第一款");
    assert!(law["places"][0]["gist"].is_string(), "{law}");
    let span = |at: usize| usize::try_from(law["span"][at].as_u64().unwrap()).unwrap();
    assert_eq!(&TEXT[span(0)..span(1)], "《行政处罚法》第五十八条第一款");
}

#[test]
fn places_beyond_the_text_and_dead_instruments_are_told() {
    let (_keep, path) = file("a.txt", TEXT);
    let (answer, code) = cite(&path, &["--on", "2026-03-02"]);
    assert_eq!(code, Some(1));
    let citations = answer["citations"].as_array().unwrap();
    let has = |kind: &str, is: &dyn Fn(&Value) -> bool| {
        citations.iter().any(|one| one["resolves_to"] == kind && is(one))
    };
    assert!(has("own", &|one| one["places"][0]["exists"] == "no"), "第九条 of three: {answer}");
    assert!(has("unknown", &|one| one["title"] == "某不存在的办法"));
    let early = cite(&path, &["--on", "1990-01-01"]).0;
    assert_eq!(early["citations"][0]["status"], "not_yet_in_force");
    let beyond = file("b.txt", "依照《行政处罚法》第九十条处罚。\n");
    let (answer, code) = cite(&beyond.1, &["--on", "2026-03-02"]);
    assert_eq!((code, answer["citations"][0]["places"][0]["exists"].as_str()), (Some(1), Some("no")));
}

/// A place after a name in other marks than 《》 is never one of the instrument named before.
#[test]
fn a_name_in_other_marks_has_its_own_place() {
    for name in ["“行政复议法”", "『行政复议法』", "「行政复议法」", "\"行政复议法\""]
    {
        let text = format!("依照《行政处罚法》第五条，参照{name}第二十条办理。\n");
        let (_keep, path) = file("a.txt", &text);
        let (answer, _) = cite(&path, &["--on", "2026-03-02"]);
        let citations = answer["citations"].as_array().unwrap();
        let instruments: Vec<&str> = citations.iter().filter_map(|one| one["instrument"].as_str()).collect();
        assert_eq!(
            instruments,
            ["administrative-penalty-law", "administrative-reconsideration-law"],
            "{name}"
        );
        assert_eq!(citations[1]["places"][0]["place"], "第二十条");
    }
    for other in ["“放管服”第三条", "“三定”规定第二条", "「某某办法」第三条", "购销合同第三条"]
    {
        let (_keep, path) = file("a.txt", format!("依照《行政处罚法》第五条，落实{other}。\n"));
        let (answer, _) = cite(&path, &["--on", "2026-03-02"]);
        let certain = answer["citations"].as_array().unwrap().iter().filter(|one| one["certain"] == true);
        assert_eq!(certain.count(), 1, "{answer}");
    }
}

/// A year beside a name chooses; where none fits, nothing is certain and what is known is said.
#[test]
fn a_year_chooses_the_version_and_the_namesake() {
    let library = tempfile::tempdir().unwrap();
    let text = |title: &str, day: &str, articles: &[&str]| {
        let label = |(article, number): (&&str, &str)| format!("{number}　{article}\n\n");
        let articles: String = articles.iter().zip(["第一条", "第二条", "第三条"]).map(label).collect();
        format!("# {title}\n\n{day}\n\n<!-- INFO END -->\n\n{articles}")
    };
    let parks = "某市公园办法";
    for (name, text) in [
        ("a.md", text("某市绿化条例", "1995年3月1日 通过", &["甲。", "乙。", "丙。"])),
        ("b.md", text("某市绿化条例", "1995年3月1日 通过\n\n2015年6月1日 修订", &["甲。", "丁。"])),
        ("c.md", text(parks, "2003年1月1日 某市人民政府令第1号公布", &["甲。", "乙。", "丙。"])),
        ("d.md", text(parks, "2013年1月1日 某市人民政府令第8号公布", &["丁。", "戊。"])),
    ] {
        std::fs::write(library.path().join(name), text).unwrap();
    }
    let answer = |words: &str| {
        let (_keep, path) = file("a.txt", format!("依照{words}办理。\n"));
        cite(&path, &["--on", "2026-03-02", "--library", library.path().to_str().unwrap()])
    };
    for (words, version, exists, status) in [
        ("《某市绿化条例》第三条", "2015-06-01", "no", "in_force"),
        ("《某市绿化条例》（1995年）第三条", "1995-03-01", "yes", "superseded"),
        ("1995年3月1日通过的《某市绿化条例》第三条", "1995-03-01", "yes", "superseded"),
        ("《某市绿化条例》（2015年修订）第二条", "2015-06-01", "yes", "in_force"),
        ("2015年修订的“某市绿化条例”第三条", "2015-06-01", "no", "in_force"),
        // The only one before the one in force.
        ("原《某市绿化条例》第三条", "1995-03-01", "yes", "superseded"),
        ("《某市公园办法》（2003年）第三条", "2003-01-01", "yes", "in_force"),
        ("2013年1月1日公布的《某市公园办法》第三条", "2013-01-01", "no", "in_force"),
    ] {
        let (told, code) = answer(words);
        let one = &told["citations"][0];
        assert_eq!(one["version"], version, "{words}: {told}");
        assert_eq!(one["places"][0]["exists"], exists, "{words}: {told}");
        assert_eq!(one["status"], status, "{words}: {told}");
        assert_eq!(code, Some(i32::from(exists == "no" || status != "in_force")), "{words}");
    }
    for (words, kind, known) in [
        ("《某市绿化条例》（2009年修正）第三条", "instrument", "1995-03-01、2015-06-01"),
        ("2009年5月1日发布的《某市绿化条例》第三条", "instrument", "1995-03-01、2015-06-01"),
        ("1995年4月1日发布的《某市绿化条例》第三条", "instrument", "1995-03-01"),
        ("《某市公园办法》（2009年）第三条", "ambiguous", "2003-01-01、2013-01-01"),
        ("《某市公园办法》第三条", "ambiguous", ""),
    ] {
        let (told, _) = answer(words);
        let one = &told["citations"][0];
        assert_eq!(
            (one["resolves_to"].as_str(), one["certain"] == true),
            (Some(kind), false),
            "{words}: {told}"
        );
        assert!(one["says"].as_str().unwrap_or_default().contains(known), "{words}: {told}");
    }
}

#[test]
fn a_folder_of_texts_tells_which_places_exist() {
    let library = tempfile::tempdir().unwrap();
    let law = "# 某市城市绿化办法\n\n2020年5月1日 公布\n\n<!-- INFO END -->\n\n第一条　甲。\n\n第二条　乙：\n\n（一）丙；\n\n（二）丁。\n";
    std::fs::write(library.path().join("law.md"), law).unwrap();
    std::fs::write(library.path().join("scan.txt"), b"%PDF-1.7").unwrap();
    let (_keep, path) =
        file("a.txt", "依照《某市城市绿化办法》第二条第（二）项和《某市城市绿化办法》第三条。\n");
    let (answer, code) = cite(&path, &["--on", "2026-03-02", "--library", library.path().to_str().unwrap()]);
    let exists = |at: usize| answer["citations"][at]["places"][0]["exists"].as_str();
    assert_eq!((exists(0), exists(1), code), (Some("yes"), Some("no"), Some(1)), "{answer}");
    assert!(answer["citations"][0]["file"].as_str().unwrap().ends_with("law.md"));
    assert_eq!(answer["left_out"].as_array().map(Vec::len), Some(1));
}

#[test]
fn pinpoints_of_real_texts_are_found_in_real_statutes() {
    let (Some(laws), Some(normative)) = (folder("laws"), folder("normative")) else { return };
    let path = normative.join("14_guangdong_eco_discretion_rules_2021.txt");
    let (answer, _) = cite(&path, &["--on", "2022-01-01", "--library", laws.to_str().unwrap()]);
    let citations = answer["citations"].as_array().unwrap();
    assert!(citations.len() > 3, "{answer}");
    assert!(citations.iter().any(|one| one["status"] == "in_force"));
}

#[test]
fn malformed_citations_are_named_at_their_place() {
    let (_keep, path) = file("a.txt", "依照《行政处罚法》第二十-条和《未完");
    let (answer, code) = cite(&path, &["--on", "2026-03-02"]);
    let unclear =
        answer["citations"].as_array().unwrap().iter().filter(|one| one["resolves_to"] == "unclear").count();
    assert_eq!((code, unclear > 0), (Some(1), true), "{answer}");
    let says = |answer: &Value| {
        let all = answer["citations"].as_array().unwrap();
        all.iter()
            .find_map(|one| one["says"].as_str().filter(|_| one["resolves_to"] == "unclear"))
            .unwrap()
            .to_owned()
    };
    assert_eq!(says(&answer), "条、款、项的序号无法识读，请核对原文");
    assert!(says(&cite(&path, &["--lang", "en"]).0).starts_with("a number that cannot be read"));
}

#[test]
fn wrong_use_is_named() {
    let (_keep, path) = file("a.txt", "x");
    let name = path.to_str().unwrap();
    yifa(["law", "cite", "absent.txt"]).assert_failed(2);
    yifa(["law", "cite", name, "--library", "absent"]).assert_failed(2);
    yifa(["law", "cite", name, "--library", name]).assert_failed(2);
    assert_eq!(yifa(["law", "cite", name, "--on", "2026-02-30"]).code, Some(2));
    let (_keep, scan) = file("scan.txt", b"%PDF-1.7");
    yifa(["law", "cite", scan.to_str().unwrap()]).assert_failed(2);
    let (_keep, empty) = file("empty.txt", "");
    yifa(["law", "cite", empty.to_str().unwrap()]).assert_failed(2);
}

/// With nothing to compare with, "no findings" would mislead.
#[test]
fn a_folder_without_a_text_is_told_and_a_file_that_is_left_out_is_named() {
    let (_keep, path) = file("a.txt", "依照《中华人民共和国行政处罚法》第五条的规定。");
    let name = path.to_str().unwrap();
    let texts = tempfile::tempdir().unwrap();
    let folder = texts.path().to_str().unwrap();
    let both = || {
        [yifa(["law", "cite", name, "--library", folder]), yifa(["law", "review", name, "--library", folder])]
    };
    for run in both() {
        run.assert_failed(2);
        assert!(run.err.contains("文件夹里没有可作文本的文件"), "{}", run.err);
    }
    std::fs::write(texts.path().join("scan.txt"), b"%PDF-1.7").unwrap();
    for run in both() {
        run.assert_failed(2);
        assert!(run.err.contains("1 个文件都不能读作文本") && run.err.contains("scan.txt: "), "{}", run.err);
    }
    std::fs::write(texts.path().join("b.md"), "# 甲办法\n\n第一条　甲。\n").unwrap();
    let run = yifa(["--lang", "en", "law", "cite", name, "--library", folder]);
    assert!(run.code.is_some_and(|code| code < 2), "{}", run.err);
    assert!(run.err.contains("1 of 2 files were not taken") && run.err.contains("scan.txt: "), "{}", run.err);
}

/// A Chinese answer gives its reason in Chinese, an English one in English; neither in the words of a library below.
#[test]
fn why_a_file_is_no_text_is_said_in_the_language_asked_for() {
    for (name, bytes, zh, en) in [
        ("empty.txt", &b""[..], "文件是空的", "the file is empty"),
        ("broken.docx", b"PK\x03\x04broken", "文档已损坏", "a damaged archive"),
        ("noise.txt", b"\x00\x01\x02\x03", "不是文本", "not a text"),
    ] {
        let (_keep, path) = file(name, bytes);
        for command in ["cite", "review", "read"] {
            for (language, says, not) in [("zh", zh, en), ("en", en, zh)] {
                let done = yifa(["--lang", language, "law", command, path.to_str().unwrap(), "--json"]);
                let told = format!("{}{}", done.out, done.err);
                assert!(told.contains(says) && !told.contains(not), "{command} {name} {language}: {told}");
                assert!(!told.contains("EOCD"), "{command} {name} {language}: {told}");
            }
        }
    }
}
