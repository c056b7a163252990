//! `yifa import instruments`.

use crate::support::{folder, yifa};
use serde_json::Value;
use std::fs;
use std::path::Path;

const LAW: &str = "# 某市绿化办法\n\n2020年5月1日 某市人民政府令第3号公布\n\n<!-- INFO END -->\n\n第一条　甲。\n\n第二条　本办法自2020年6月1日起施行。\n";

fn import(store: &Path, paths: &[&Path]) -> (Value, Option<i32>) {
    let store = format!("sqlite:{}", store.join("yifa.sqlite").display());
    let mut arguments = vec!["import".into(), "instruments".into(), "--json".into(), "--store".into(), store];
    arguments.extend(paths.iter().map(|path| path.display().to_string()));
    let run = yifa(arguments);
    (run.json(), run.code)
}

#[test]
fn a_repeated_import_changes_nothing() {
    let (store, texts) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(texts.path().join("one.md"), LAW).unwrap();
    let (first, code) = import(store.path(), &[texts.path()]);
    assert_eq!(
        (first["taken"].as_u64(), first["known"].as_u64(), code),
        (Some(1), Some(0), Some(0)),
        "{first}"
    );
    fs::rename(texts.path().join("one.md"), texts.path().join("other-name.md")).unwrap();
    let (again, code) = import(store.path(), &[texts.path()]);
    assert_eq!((again["taken"].as_u64(), again["known"].as_u64(), code), (Some(0), Some(1), Some(0)));
    assert_eq!((&first["edition"], &first["articles"]), (&again["edition"], &again["articles"]));
}

#[test]
fn what_cannot_be_trusted_is_kept_and_held_back() {
    let (store, texts) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(texts.path().join("good.md"), LAW).unwrap();
    fs::write(texts.path().join("scan.pdf"), b"%PDF-1.7").unwrap();
    fs::write(
        texts.path().join("bad.txt"),
        "某办法\n某府发〔5355〕6号\n第一条　甲。\n第二条　自5355年65月06日起施行。\n",
    )
    .unwrap();
    let (answer, code) = import(store.path(), &[texts.path()]);
    let codes: Vec<_> =
        answer["held"].as_array().unwrap().iter().filter_map(|held| held["code"].as_str()).collect();
    assert_eq!((codes, code), (vec!["scrambled-digits", "scan-without-text"], Some(1)), "{answer}");
    assert_eq!(answer["taken"], 3);
}

#[test]
fn a_file_that_is_not_there_stops_the_whole_import() {
    let (store, texts) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let good = texts.path().join("good.md");
    fs::write(&good, LAW).unwrap();
    let place = format!("sqlite:{}", store.path().join("yifa.sqlite").display());
    let absent = texts.path().join("absent.md");
    yifa(["import", "instruments", "--store", &place, good.to_str().unwrap(), absent.to_str().unwrap()])
        .assert_failed(2);
    let (answer, _) = import(store.path(), &[&good]);
    assert_eq!(answer["taken"], 1, "nothing was taken before");
}

#[test]
fn the_shared_texts_go_in_at_once() {
    let Some(laws) = folder("laws") else { return };
    let store = tempfile::tempdir().unwrap();
    let (answer, code) = import(store.path(), &[&laws]);
    assert_eq!(
        (answer["taken"].as_u64(), answer["articles"].as_u64(), code),
        (Some(166), Some(11_417), Some(0))
    );
    assert!(answer["doubts"].as_array().unwrap().iter().any(|doubt| doubt["code"] == "missing-articles"));
}
