//! Pages that stand beside the code and must not fall behind it: error pages, generated references, the glossary.

#![expect(clippy::unwrap_used, reason = "a test ends where a page is not as it must be")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use yifa_kernel::definition::{DIAGNOSTICS, definitions_page, schemas};
use yifa_kernel::refusal::Code;
use yifa_law::notice::FindingCode;
use yifa_law::review::Check;

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

fn names_in(folder: &Path) -> BTreeSet<String> {
    let name = |entry: fs::DirEntry| entry.path().file_stem().unwrap().to_str().unwrap().to_owned();
    fs::read_dir(folder).unwrap().map(|entry| name(entry.unwrap())).collect()
}

/// The codes that a function of a source file, perhaps of a type (`Type::function`), gives: its strings of lower-case words and hyphens. Kinds that carry
/// values have no list of their own to ask.
fn codes_in(file: &str, function: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(docs().join("../crates").join(file)).unwrap();
    let (of, function) = function.split_once("::").unwrap_or(("", function));
    let text = text.split(&format!("impl {of}")).nth(1).filter(|_| !of.is_empty()).unwrap_or(&text);
    let body =
        text.split(&format!("fn {function}(")).nth(1).unwrap_or_else(|| panic!("{file} has no {function}"));
    let body = body.split("\n    }\n\n").next().unwrap().split("\n}\n").next().unwrap();
    let is_code = |word: &&str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let codes: BTreeSet<String> =
        body.split('"').skip(1).step_by(2).filter(is_code).map(str::to_owned).collect();
    assert!(!codes.is_empty(), "{file} gives no code in {function}");
    codes
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let refusals = Code::ALL.iter().map(|code| code.as_str());
    let diagnostics = DIAGNOSTICS.iter().map(|(code, _)| *code);
    let findings = FindingCode::ALL.iter().map(|code| code.as_str());
    let checks = Check::ALL.iter().map(|check| check.code());
    let mut codes: BTreeSet<String> = refusals
        .chain(diagnostics)
        .chain(findings)
        .chain(checks)
        .chain(["quarantined"])
        .map(str::to_owned)
        .collect();
    codes.extend(codes_in("yifa-law/src/text/irregularity.rs", "code"));
    codes.extend(codes_in("yifa-law/src/text/normative/trust.rs", "code"));
    codes.extend(codes_in("yifa-library/src/doubt.rs", "HeldBecause::code"));
    codes.extend(codes_in("yifa/src/command/law_read.rs", "finding_words"));
    let pages = names_in(&docs().join("errors"));
    let without_page: Vec<_> = codes.difference(&pages).collect();
    let without_code: Vec<_> = pages.difference(&codes).collect();
    assert!(
        without_page.is_empty() && without_code.is_empty(),
        "no page: {without_page:?}, no code: {without_code:?}"
    );
}

#[test]
fn every_page_says_what_why_and_what_next_in_both_languages() {
    for code in names_in(&docs().join("errors")) {
        let page = fs::read_to_string(docs().join("errors").join(format!("{code}.md"))).unwrap();
        assert!(page.starts_with(&format!("# {code} ")), "{code}");
        for part in [
            "```text",
            "**含义**",
            "**理由**",
            "**下一步**",
            "\n## ",
            "**Meaning.**",
            "**Why.**",
            "**Next.**",
        ] {
            assert!(page.contains(part), "{code} has no {part}");
        }
    }
}

#[test]
fn generated_references_are_current() {
    let again = "run `cargo run -- definitions page --write docs` and `… schema --write docs/schema`";
    let page = fs::read_to_string(docs().join("DEFINITIONS.md")).unwrap_or_default();
    // The command ends its output with one line break, however many the page has.
    assert_eq!(page.trim_end(), definitions_page().trim_end(), "docs/DEFINITIONS.md is not current: {again}");
    for (name, schema) in schemas() {
        let file = docs().join("schema").join(format!("{name}.json"));
        let text = fs::read_to_string(&file).unwrap_or_default();
        assert!(text == format!("{schema:#}\n"), "docs/schema/{name}.json is not current: {again}");
    }
    let known: BTreeSet<String> = schemas().into_iter().map(|(name, _)| name.to_owned()).collect();
    assert_eq!(names_in(&docs().join("schema")), known);
}

/// The rows of the glossary: identifiers, 中文, article, words not to use.
fn glossary() -> Vec<(Vec<String>, Vec<String>)> {
    let text = fs::read_to_string(docs().join("GLOSSARY.md")).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    let row = |line: &str| {
        let cells: Vec<String> =
            line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
        let words = cells[0].split('`').skip(1).step_by(2).map(str::to_owned).collect();
        (words, cells)
    };
    rows.map(row).collect()
}

#[test]
fn every_noun_has_one_line_in_the_glossary() {
    let mut words = BTreeSet::new();
    for (identifiers, cells) in glossary() {
        assert!(cells.len() == 4 && cells.iter().all(|cell| !cell.is_empty()), "{cells:?}");
        for word in identifiers {
            assert!(words.insert(word.clone()), "{word} has two lines");
        }
    }
    let mut nouns: BTreeSet<String> = BTreeSet::new();
    for name in ["yifa-law", "yifa-kernel"] {
        let library = docs().join("../crates").join(name).join("src/lib.rs");
        let text = fs::read_to_string(library).unwrap();
        nouns.extend(
            text.lines()
                .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned)),
        );
    }
    let of_the_design = [
        "instrument",
        "body",
        "party",
        "person",
        "power",
        "procedure",
        "matter",
        "limit",
        "document",
        "service",
        "evidence",
        "file",
        "benchmark",
        "meeting",
        "round",
        "alert",
        "measure",
        "plan",
        "indicator_tree",
        "assessment",
        "disclosure",
    ];
    nouns.extend(of_the_design.map(str::to_owned));
    let without: Vec<_> = nouns.difference(&words).collect();
    assert!(without.is_empty(), "no line in docs/GLOSSARY.md for {without:?}");
}
