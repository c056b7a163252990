//! `yifa law unfiled`.

use crate::support::yifa;
use std::fs;

const NOTICE: &str = "某市停车办法\n某府发〔2024〕9号\n第一条　甲。\n第二条　本办法自印发之日起施行。\n\n某市人民政府\n2024年5月1日\n";

#[test]
fn an_empty_city_has_nothing_to_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = format!("sqlite:{}", folder.path().join("a.sqlite").display());
    let run = yifa(["law", "unfiled", "--store", &store, "--jurisdiction", "510100", "--json"]);
    let answer = run.json();
    assert_eq!(
        (run.code, answer["compared"].as_u64(), answer["findings"].as_array().map(Vec::len)),
        (Some(0), Some(0), Some(0))
    );
}

#[test]
fn texts_of_makers_elsewhere_are_not_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let store = format!("sqlite:{}", folder.path().join("a.sqlite").display());
    fs::write(folder.path().join("a.txt"), NOTICE).unwrap();
    let text = folder.path().join("a.txt");
    yifa(["import", "instruments", "--store", &store, "--jurisdiction", "510100", text.to_str().unwrap()]);
    let run = yifa(["law", "unfiled", "--store", &store, "--jurisdiction", "510100", "--json"]);
    assert_eq!(
        (run.code, run.json()["findings"].as_array().map(Vec::len)),
        (Some(0), Some(0)),
        "{}",
        run.out
    );
}

#[test]
fn wrong_use_is_named() {
    yifa(["law", "unfiled", "--store", "nowhere:x", "--jurisdiction", "510100"]).assert_failed(3);
    assert_eq!(yifa(["law", "unfiled", "extra"]).code, Some(2));
}
