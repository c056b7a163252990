//! The machine review over the shared texts: no panic, every finding inside its text, and facts that hold whatever else
//! is found.

#![expect(clippy::unwrap_used, reason = "a test ends where a file is not as it must be")]

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use jiff::civil::{Date, date};
use yifa_app::review::{carried, open};
use yifa_law::calendar::Calendar;
use yifa_law::review::{Finding, Kind, Parameters, Subject, review};
use yifa_law::text::normative::NormativeDocument;
use yifa_library::{Shelf, gather};

const ON: Date = date(2025, 6, 1);

/// The shared data; a run without it says so.
fn data(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("YIFA_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from);
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("NOT RUN: there is no folder {}; set YIFA_DATA", folder.display());
    None
}

/// The facts that the binary carries and all shared laws.
static SHELF: LazyLock<Option<Shelf>> = LazyLock::new(|| {
    let laws = data("laws")?;
    let library = yifa_app::library::of_folder(Some(&laws), &|_| {}).unwrap().unwrap();
    Some(Shelf::new(Arc::new(library)))
});

fn parameters() -> Parameters {
    carried(&Calendar::default()).unwrap()
}

fn reviewed(document: &NormativeDocument, shelf: &Shelf, on: Date) -> Vec<Finding> {
    let subject = Subject { document, kind: Kind::guess(document), record: None };
    review(&subject, shelf, on, &parameters())
}

/// Codes, what is said and the marked words of a text of our own.
fn told(shelf: &Shelf, text: &str, on: Date) -> Vec<(String, String, Option<String>)> {
    let document = NormativeDocument::read(text);
    let found = reviewed(&document, shelf, on);
    let words =
        |one: Finding| (one.check.code().to_owned(), text[one.span.clone()].to_owned(), one.replacement);
    found.into_iter().map(words).collect()
}

#[test]
fn every_shared_text_is_reviewed_and_every_finding_lies_inside() {
    let Some(shelf) = SHELF.as_ref() else { return };
    let mut files = gather(&data("laws").unwrap()).unwrap();
    files.extend(data("normative").map(|folder| gather(&folder).unwrap()).unwrap_or_default());
    let mut reviews = 0;
    for file in &files {
        let name = file.file_name().unwrap().to_string_lossy();
        let Ok(document) = open(&name, &std::fs::read(file).unwrap()) else { continue };
        let found = reviewed(&document, shelf, ON);
        reviews += 1;
        for one in &found {
            assert!(document.statute.source().get(one.span.clone()).is_some(), "{name}: {one:?}");
        }
    }
    assert!(reviews > 170, "{reviews}");
}

#[test]
fn a_spoiled_text_is_refused_and_gives_nothing() {
    let (Some(shelf), Some(folder)) = (SHELF.as_ref(), data("normative/garbled_digits")) else { return };
    for file in gather(&folder).unwrap() {
        let document = open(&file.to_string_lossy(), &std::fs::read(&file).unwrap()).unwrap();
        assert!(document.is_quarantined() && reviewed(&document, shelf, ON).is_empty(), "{}", file.display());
    }
}

#[test]
fn old_numbers_of_the_penalty_law_are_found_and_corrected() {
    let Some(shelf) = SHELF.as_ref() else { return };
    for (old, new) in [
        ("第十三条", "第十四条"),
        ("第十九条", "第二十一条"),
        ("第二十五条", "第三十条"),
        ("第五十一条", "第七十二条"),
    ] {
        let text = format!(
            "某市停车办法\n某府发〔2018〕9号\n第一条　依照《行政处罚法》{old}执行。\n\n某市人民政府\n2018年3月1日\n"
        );
        let found = told(shelf, &text, ON);
        let moved = ("C04".to_owned(), format!("《行政处罚法》{old}"), Some(format!("《行政处罚法》{new}")));
        assert!(found.contains(&moved), "{found:?}");
        let later = text.replace("2018", "2023");
        assert!(
            told(shelf, &later, ON).iter().all(|(check, ..)| check != "C04"),
            "made under the new numbers"
        );
    }
}
