//! `yifa law read`.

use crate::support::{Run, file, folder, rows, yifa};
use serde_json::Value;
use std::ffi::OsStr;
use std::path::PathBuf;

fn read(files: &[PathBuf]) -> (Vec<Value>, Run) {
    let fixed = ["law", "read", "--json"].map(OsStr::new);
    let run = yifa(fixed.into_iter().chain(files.iter().map(|file| file.as_os_str())));
    (run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), run)
}

/// A JSON value as a table writes it: nothing for null.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[test]
fn statutes_agree_with_the_counts_by_hand() {
    let Some(folder) = folder("laws") else { return };
    let rows = rows(&folder.join("expected.tsv"));
    let files: Vec<PathBuf> = rows.iter().map(|row| folder.join(&row["file"])).collect();
    let (lines, run) = read(&files);
    assert_eq!((run.code, lines.len()), (Some(0), rows.len()), "{}", run.err);
    let columns = [
        "title",
        "articles",
        "chapters",
        "sections",
        "parts",
        "last_article_no",
        "first_adoption",
        "last_adoption",
    ];
    for (row, line) in rows.iter().zip(&lines) {
        assert!(line["file"].as_str().unwrap().ends_with(&row["file"]));
        for column in columns {
            assert_eq!(cell(&line[column]), row[column], "{} {column}", row["file"]);
        }
        let missing =
            line["irregularities"].as_array().unwrap().iter().any(|one| one["code"] == "missing-articles");
        assert!(!missing || row["notes"].contains("missing article"), "{}", row["file"]);
    }
}

#[test]
fn normative_documents_agree_with_the_days_worked_by_hand() {
    let Some(folder) = folder("normative") else { return };
    let rows = rows(&folder.join("expected.tsv"));
    let files: Vec<PathBuf> = rows.iter().map(|row| folder.join(&row["file"])).collect();
    let (lines, _) = read(&files);
    for (row, line) in rows.iter().zip(&lines).filter(|(row, _)| !row["file"].contains("garbled")) {
        for column in ["valid_until", "effective"] {
            assert_eq!(cell(&line[column]), row[column], "{} {column}", row["file"]);
        }
        assert_eq!(line["quarantined"], false, "{}", row["file"]);
    }
}

#[test]
fn scrambled_digits_are_held_back() {
    let Some(folder) = folder("normative/garbled_digits") else { return };
    let files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let (lines, run) = read(&files);
    assert_eq!(run.code, Some(1));
    for line in lines {
        assert_eq!(line["quarantined"], true, "{line}");
        assert!(!line["quarantined_why"].as_array().unwrap().is_empty());
    }
}

#[test]
fn oddities_have_a_code_a_place_and_a_sentence() {
    let text = "# 某市办法\n\n2020年5月1日 公布\n\n<!-- INFO END -->\n\n第一条　甲。\n\n第三条　乙。\n";
    let (_keep, path) = file("某市办法(2020-05-01).md", text);
    let (lines, run) = read(std::slice::from_ref(&path));
    assert_eq!(run.code, Some(0));
    let odd = &lines[0]["irregularities"];
    assert_eq!((odd[0]["code"].as_str(), odd.as_array().map(Vec::len)), (Some("missing-articles"), Some(1)));
    assert_eq!(odd[0]["says"], "缺少条文：第 2 条");
    let english = yifa(["--lang", "en", "law", "read", path.to_str().unwrap()]).out;
    assert!(english.contains("2 articles") && english.contains("note[missing-articles]"), "{english}");
}

#[test]
fn one_bad_file_does_not_hide_the_others() {
    let (_keep, good) = file("good.md", "某办法\n第一条　甲。\n");
    let (_keep, empty) = file("empty.md", "");
    let (_keep, binary) = file("scan.md", b"\x89PNG\r\n");
    let (lines, run) = read(&[good.clone(), empty.clone(), binary]);
    assert_eq!((run.code, lines.len()), (Some(1), 3));
    assert_eq!(lines[0]["articles"], 1);
    assert!(lines[1]["error"].is_string() && lines[2]["error"].as_str().unwrap().contains("PNG"));
    let (lines, run) = read(&[PathBuf::from("absent.md"), good]);
    assert_eq!((run.code, lines.len()), (Some(2), 2));
    assert!(run.err.contains("absent.md") && lines[0]["error"].is_string());
    assert_eq!(yifa(["law", "read"]).code, Some(2));
}

#[test]
fn pages_and_papers_are_read_like_texts() {
    let page = "<html><body><table><tr><td>发文字号：</td><td>某府发〔2018〕7号</td><td>成文日期：</td><td>2018年10月27日</td></tr>\
        <tr><td>标题：</td><td>某府关于甲的通知</td></tr></table><p>一、乙。</p></body></html>";
    let (_keep, path) = file("a.html", page);
    let answer = yifa(["law", "read", "--json", path.to_str().unwrap()]).json();
    assert_eq!(
        (answer["doc_no"].as_str(), answer["issued"].as_str()),
        (Some("某府发〔2018〕7号"), Some("2018-10-27"))
    );
    assert_eq!(
        (answer["title"].as_str(), answer["format"].as_str()),
        (Some("某府关于甲的通知"), Some("html"))
    );
    assert_eq!(answer["quarantined"], false);
}

#[test]
fn facts_above_a_text_are_read_and_are_no_part_of_it() {
    let body = "第一条　为了停车，制定本办法。\n第二条　本办法自印发之日起施行，有效期三年。\n";
    for head in [
        "---\ntitle: 某市停车办法\nnumber: 某府规〔2022〕6号\nissuer: 某市人民政府\nissued: 2022-03-01\n---\n",
        "# title: 某市停车办法\n# number: 某府规〔2022〕6号\n# issuer: 某市人民政府\n# issued: 2022-03-01\n\n",
        "# 某市停车办法\n\n**发文字号**: 某府规〔2022〕6号\n**发布机构**: 某市人民政府\n**发布日期**: 2022-03-01\n\n",
        "标题：某市停车办法\n发文字号：某府规〔2022〕6号\n制定机关：某市人民政府\n成文日期：2022年3月1日\n\n",
    ] {
        let (_keep, path) = file("a.md", format!("{head}{body}"));
        let (lines, run) = read(&[path]);
        let said = ["title", "doc_no", "issuer", "issued", "effective", "valid_until"]
            .map(|key| cell(&lines[0][key]));
        let known =
            ["某市停车办法", "某府规〔2022〕6号", "某市人民政府", "2022-03-01", "2022-03-01", "2025-02-28"];
        assert_eq!((said.each_ref().map(String::as_str), run.code), (known, Some(0)), "{head}");
        assert_eq!(lines[0]["articles"], 2);
    }
}
