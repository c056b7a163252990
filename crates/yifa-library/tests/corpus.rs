//! The shared texts as one library; said aloud when they are not at hand.

mod support;

use jiff::civil::date;
use std::collections::BTreeSet;
use support::folder;
use yifa_library::search::{Scope, SearchIndex, SearchQuery};
use yifa_library::{DoubtKind, HeldBecause, Library};

#[test]
fn every_law_has_a_place_and_versions_meet() {
    let Some(laws) = folder("laws") else { return };
    let library = Library::open(&laws, vec![], &|_| {}).unwrap();
    assert_eq!(library.held(), []);
    assert_eq!(library.count_articles(), 11_417);
    let joined = library.instruments().iter().filter(|one| one.versions().len() > 1).count();
    assert!(joined >= 26, "{joined} instruments with several versions");
    let on = date(2024, 12, 1);
    let supervision = library.named("监察法", on).one().unwrap();
    assert_eq!(supervision.versions().len(), 2);
    assert_eq!(supervision.governing_index(on), Some(0));
    assert_eq!(supervision.governing_index(date(2025, 7, 1)), Some(1));
}

#[test]
fn spoiled_texts_are_held_back_and_pages_give_their_numbers() {
    let Some(normative) = folder("normative") else { return };
    let library = Library::open(&normative, vec![], &|_| {}).unwrap();
    let scrambled: BTreeSet<&str> = library
        .held()
        .iter()
        .filter(|held| matches!(held.because, HeldBecause::ScrambledDigits(_)))
        .map(|held| held.origin.split('/').next().unwrap())
        .collect();
    assert_eq!(scrambled.into_iter().collect::<Vec<_>>(), ["garbled_digits"]);
    assert!(library.doubts().iter().any(|doubt| doubt.kind.code() == "glued-document"));
    assert!(library.doubts().iter().any(|doubt| matches!(doubt.kind, DoubtKind::Dates(_))));
    let index = std::fs::read_to_string(normative.join("state_council_html/index.tsv")).unwrap();
    for row in index.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let number = yifa_law::docnumber::parse(cells[4]).unwrap().number;
        let found = library.numbered(&number, date(2026, 1, 1));
        assert!(found.one().is_some(), "{}: {found:?}", cells[4]);
        assert_eq!(found.one().and_then(|one| one.maker()), Some(cells[3]), "{}", cells[0]);
    }
}

#[test]
fn search_finds_what_a_plain_scan_finds() {
    let Some(laws) = folder("laws") else { return };
    let library = Library::open(&laws, vec![], &|_| {}).unwrap();
    let index = SearchIndex::build(&library);
    let scope = Scope { all_versions: true, ..Scope::on(date(2026, 1, 1)) };
    let folded =
        |text: &str| yifa_law::fold::fold(text).chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for term in ["听证", "罚款", "聽證", "行政处罚", "县级以上人民政府", "三十日", "不存在的词", "款"]
    {
        let plain = folded(term);
        let mut wanted = 0;
        for instrument in library.instruments() {
            for (body, article) in instrument.versions().iter().flat_map(|version| version.articles()) {
                let hit =
                    article.paragraphs.iter().any(|p| folded(body.statute.slice(&p.span)).contains(&plain));
                wanted += usize::from(hit);
            }
        }
        let found = index.search(&library, &SearchQuery::new(term, scope.clone()), 0, 20_000);
        let articles = found.hits.iter().filter(|hit| hit.unit.article.is_some()).count();
        assert_eq!(articles, wanted, "{term}");
        assert!(found.hits.iter().all(|hit| !hit.marks.is_empty()), "{term}");
    }
}
