//! `yifa check`.

use crate::support::yifa;
use std::fs;
use std::path::Path;

fn check(folder: &Path, more: &[&str]) -> crate::support::Run {
    yifa([&["check", folder.to_str().unwrap()], more].concat())
}

#[test]
fn the_national_definitions_are_fine() {
    let run = yifa(["check", "--json"]);
    assert_eq!(run.code, Some(0), "{}", run.out);
    let outcome = run.json();
    assert!(
        outcome["procedures"].as_u64() >= Some(10) && outcome["scenarios"].as_u64() >= Some(100),
        "{outcome}"
    );
    let told = yifa(["check", "--lang", "en"]).out;
    assert!(told.trim_end().ends_with("all fine"), "{told}");
}

#[test]
fn every_fault_of_a_citys_folder_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let overlay = "[[limit]]\nprocedure = \"no-such-procedure\"\nid = \"x\"\nwithin = \"5 working_day\"\nbasis = \"《某办法》\"\nclass = \"policy\"\n";
    fs::write(folder.path().join("overlay.toml"), overlay).unwrap();
    fs::write(folder.path().join("stray.toml"), "a = 1\n").unwrap();
    let run = check(folder.path(), &["--json"]);
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    let outcome = run.json();
    let all = outcome["diagnostics"].as_array().unwrap();
    let found = |code: &str, file: &str| {
        all.iter().any(|one| one["code"] == code && one["file"] == file && one["line"].as_u64() >= Some(1))
    };
    assert!(found("D0703", "overlay.toml") && found("D0103", "stray.toml"), "{outcome}");
    let told = check(folder.path(), &[]).out;
    assert!(told.contains("error[D0703]") && told.contains("overlay.toml:2:"), "{told}");
}

#[test]
fn files_that_cannot_be_read_are_faults_not_panics() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("roles.toml"), [0xFF, 0xFE, 0xFD]).unwrap();
    fs::create_dir(folder.path().join("measures")).unwrap();
    fs::write(folder.path().join("measures/broken.toml"), "id = [").unwrap();
    fs::write(folder.path().join("README.md"), "left out").unwrap();
    let run = check(folder.path(), &["--alone", "--json"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    let outcome = run.json();
    let codes: Vec<_> = outcome["diagnostics"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
    assert!(codes.iter().filter(|code| **code == "D0101").count() >= 2, "{codes:?}");
}

#[test]
fn a_folder_without_definitions_is_wrong_use() {
    let folder = tempfile::tempdir().unwrap();
    check(folder.path(), &[]).assert_failed(2);
    check(&folder.path().join("absent"), &[]).assert_failed(2);
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    check(&file, &[]).assert_failed(2);
    assert_eq!(yifa(["check", "--alone"]).code, Some(2));
}
