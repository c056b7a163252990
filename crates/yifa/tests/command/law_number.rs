//! `yifa law number`.

use crate::support::{folder, rows, yifa};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

#[test]
fn two_spellings_of_one_number_meet() {
    let run = yifa(["law", "number", "成府发〔2009〕83号", "发文字号：成府發 [２００９] 83 號", "--json"]);
    let lines: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((run.code, &lines[0]["number"]), (Some(0), &lines[1]["number"]));
    assert_eq!(lines[0]["oddities"].as_array().map(Vec::len), Some(0));
    assert!(lines[1]["oddities"].as_array().map(Vec::len) >= Some(3));
    let masked = yifa(["law", "number", "成府发〔20**〕1号", "--json"]).json();
    assert_eq!((masked["definite"].as_bool(), masked["year"].as_str()), (Some(false), Some("20**")));
    let order = yifa(["law", "number", "国务院令第835号", "--json"]).json();
    assert_eq!((order["kind"].as_str(), order["year"].is_null()), (Some("order"), true));
}

#[test]
fn what_is_no_number_is_told_with_its_reason() {
    for (text, code) in
        [("", "empty"), ("成府发2009", "no-year"), ("〔2009〕83号", "no-mark"), ("甲发〔2009〕3", "no-end")]
    {
        let run = yifa(["law", "number", text, "--json"]);
        assert_eq!((run.code, run.json()["error"].as_str()), (Some(1), Some(code)), "{text}");
    }
    assert_eq!(yifa(["law", "number"]).code, Some(2));
}

/// The numbers of a column as the binary reads them from standard input.
fn read_all(column: &str) -> Vec<Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_yifa"))
        .args(["law", "number", "-", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let column = column.to_owned();
    let writer = std::thread::spawn(move || input.write_all(column.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn thousands_of_published_numbers_are_read() {
    let Some(folder) = folder("docnumbers") else { return };
    for row in rows(&folder.join("expected.tsv")) {
        let numbers: Vec<String> =
            rows(&folder.join(&row["file"])).into_iter().map(|row| row["doc_number"].clone()).collect();
        let read = read_all(&numbers.join("\n"));
        assert_eq!(read.len(), numbers.len(), "{}", row["file"]);
        let clean = |one: &&Value| one["kind"] == "yearly";
        let form: usize = row["of_the_form_when_clean"].parse().unwrap();
        assert!(read.iter().filter(clean).count() >= form, "{}", row["file"]);
        let distinct: BTreeSet<&str> =
            read.iter().filter(clean).filter_map(|one| one["number"].as_str()).collect();
        assert!(distinct.len() <= read.len() && distinct.len() > form / 2, "{}", row["file"]);
    }
}
