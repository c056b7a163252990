//! Pages that stand beside the code and must not fall behind it: error pages, generated references, the glossary.

#![expect(clippy::unwrap_used, reason = "a test ends where a page is not as it must be")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use yifa_kernel::definition::{DIAGNOSTICS, definitions_page, schemas};
use yifa_kernel::refusal::Code;
use yifa_law::notice::FindingCode;

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

fn names_in(folder: &Path) -> BTreeSet<String> {
    let name = |entry: fs::DirEntry| entry.path().file_stem().unwrap().to_str().unwrap().to_owned();
    fs::read_dir(folder).unwrap().map(|entry| name(entry.unwrap())).collect()
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let refusals = Code::ALL.iter().map(|code| code.as_str());
    let diagnostics = DIAGNOSTICS.iter().map(|(code, _)| *code);
    let findings = FindingCode::ALL.iter().map(|code| code.as_str());
    let codes: BTreeSet<String> = refusals.chain(diagnostics).chain(findings).map(str::to_owned).collect();
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
