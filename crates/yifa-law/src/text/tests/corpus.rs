//! The real statutes, where they are at hand.

use super::*;
use crate::decode::decode;
use crate::shared_data;

#[test]
fn every_statute_is_read_as_counted_by_hand() {
    let Some(folder) = shared_data::folder("laws") else { return };
    let mut wrong = Vec::new();
    for row in shared_data::rows(&folder.join("expected.tsv")) {
        let statute = Statute::read(decode(&std::fs::read(folder.join(&row["file"])).unwrap()).unwrap().text);
        let shown = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let count = |level| statute.headings_of(level).count().to_string();
        let found = [
            ("title", statute.title.clone().unwrap_or_default()),
            ("articles", statute.articles.len().to_string()),
            ("chapters", count(Level::Chapter)),
            ("sections", count(Level::Section)),
            ("parts", count(Level::Part)),
            ("last_article_no", statute.last_article_number().unwrap_or(0).to_string()),
            ("first_adoption", shown(statute.first_adoption())),
            ("last_adoption", shown(statute.last_adoption())),
        ];
        for (column, value) in found {
            if row[column] != value {
                wrong.push(format!("{}: {column} is {value}, expected {}", row["file"], row[column]));
            }
        }
        wrong.extend(notes_missed(&row["file"], &row["notes"], &statute));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the hand notes say must be among the irregularities, and what they never say must not.
fn notes_missed(file: &str, notes: &str, statute: &Statute) -> Vec<String> {
    let name = file.rsplit('/').next().unwrap_or(file);
    let mut found = kinds(statute);
    found.extend(statute.check_file_name(name).map(|found| found.kind.code()));
    let pairs = [
        ("no date in header", "no-date"),
        ("several dates on one header line", "several-dates-on-one-line"),
        ("header also has an effective-date line", "effective-date-in-header"),
        ("chapter numbers not 1..n", "missing-headings"),
        ("article label with inner spaces", "blank-in-label"),
        ("contains a table", "table"),
        ("no articles", "no-articles"),
        ("no date in file name", "no-date-in-file-name"),
        ("file-name date not in header", "file-name-date-not-in-header"),
    ];
    let mut wrong = Vec::new();
    for (note, code) in pairs {
        if notes.contains(note) != found.contains(&code) {
            wrong.push(format!("{file}: {code} reported: {}, noted: {notes}", found.contains(&code)));
        }
    }
    for code in [
        "repeated-article",
        "article-out-of-order",
        "glued-document",
        "annex-with-articles",
        "heading-out-of-order",
    ] {
        if found.contains(&code) {
            wrong.push(format!("{file}: {code}"));
        }
    }
    if notes.contains("missing article")
        != (found.contains(&"missing-articles") || found.contains(&"first-article-not-1"))
    {
        wrong.push(format!("{file}: missing articles, noted: {notes}"));
    }
    wrong
}
