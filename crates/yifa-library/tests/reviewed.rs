//! Whole documents of invented cities under review, against a small library: beside each text stands what must be
//! found in it, and nothing else may be. The texts are our own.

#![expect(clippy::unwrap_used, reason = "a test ends where a text is not as it must be")]

use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use yifa_law::review::{Kind, Parameters, Subject, review};
use yifa_law::text::normative::NormativeDocument;
use yifa_library::{Library, Shelf, Text};

const TODAY: Date = date(2026, 3, 15);

fn folder(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reviewed").join(name);
    let mut files: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn shelf() -> Shelf {
    let mut texts: Vec<Text> = Vec::new();
    for file in folder("library").into_iter().chain(folder("documents")) {
        if file.extension().is_some_and(|end| end != "tsv") {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            texts.push(Text::read(name, &std::fs::read(&file).unwrap()).unwrap());
        }
    }
    Shelf::new(Arc::new(Library::build(texts, vec![], &Default::default())))
}

/// Code, what is said, the marked words.
fn found(shelf: &Shelf, text: &str) -> Vec<String> {
    let document = NormativeDocument::read(text);
    let kind = Kind::guess(&document);
    let subject = Subject { document: &document, kind, record: None };
    let found = review(&subject, shelf, TODAY, &Parameters::default());
    found
        .iter()
        .map(|one| format!("{}\t{}\t{}", one.check.code(), one.says.code(), &text[one.span.clone()]))
        .collect()
}

#[test]
fn each_document_gives_what_stands_beside_it_and_nothing_else() {
    let shelf = shelf();
    let mut wrong = BTreeMap::new();
    let texts: Vec<_> = folder("documents")
        .into_iter()
        .filter(|file| file.extension().is_some_and(|end| end == "txt"))
        .collect();
    assert!(texts.len() > 14);
    for file in texts {
        let found = found(&shelf, &std::fs::read_to_string(&file).unwrap());
        let expected = std::fs::read_to_string(file.with_extension("tsv")).unwrap_or_default();
        let expected: Vec<_> = expected.lines().map(str::to_owned).collect();
        if found != expected {
            wrong.insert(
                file.file_name().unwrap().to_owned(),
                format!("found:\n{}\nexpected:\n{}", found.join("\n"), expected.join("\n")),
            );
        }
    }
    for (file, told) in &wrong {
        println!("{}\n{told}\n", file.to_string_lossy());
    }
    assert!(wrong.is_empty(), "{:?}", wrong.keys());
}
