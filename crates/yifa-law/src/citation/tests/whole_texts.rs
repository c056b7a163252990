//! Whole texts: real ones where they are at hand, long ones, and any at all.

use super::*;
use crate::shared_data;
use crate::text::Statute;
use proptest::prelude::*;

#[test]
fn citations_of_real_cases_and_statutes_are_found() {
    let Some(folder) = shared_data::folder("cases") else { return };
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let found = find(&text);
        assert!(
            found.iter().flatten().any(|citation| citation.title().is_some() && !citation.places.is_empty())
        );
        let faults: Vec<_> =
            found.iter().filter_map(|found| found.as_ref().err()).map(ToString::to_string).collect();
        assert!(faults.is_empty(), "{faults:?}");
    }
}

/// A statute cites its own places soundly: what is not found is missing in the text (two files lack articles,
/// an amendment speaks of the text that it amends) or is a slip of its drafters.
#[test]
fn own_citations_of_real_statutes_lead_to_their_places() {
    let Some(folder) = shared_data::folder("laws") else { return };
    let (mut cited, mut missing) = (0, Vec::new());
    for row in shared_data::rows(&folder.join("expected.tsv")) {
        let statute = Statute::read(std::fs::read_to_string(folder.join(&row["file"])).unwrap());
        for article in &statute.articles {
            for (paragraph, number) in article.paragraphs.iter().zip(1..) {
                let mut resolver = Resolver::new();
                resolver.stand_at(Place { paragraph: Some(number), ..Place::article(article.number) });
                let found = find(statute.slice(&paragraph.span)).into_iter().flatten();
                let resolved = found.filter_map(|citation| resolver.resolve(&citation).ok());
                for range in
                    resolved.filter(|r| r.instrument == ResolvedInstrument::Own).flat_map(|r| r.places)
                {
                    cited += 1;
                    let places = [Some(range.from), range.to].into_iter().flatten();
                    missing.extend(
                        places
                            .filter(|place| statute.locate(place).is_err())
                            .map(|place| (row["file"].clone(), place)),
                    );
                }
            }
        }
    }
    assert!(cited > 1_000 && missing.len() * 100 < cited, "{} of {cited}: {missing:?}", missing.len());
}

/// The words before a place are looked at only so far back.
#[test]
fn long_lines_are_read_in_time() {
    for line in ["\"法\"第一条", "行政处罚第一项", "\"甲法\"第一条", "《甲"] {
        let found = find(&line.repeat(20_000));
        assert!(found.len() <= 20_000, "{line}");
    }
}

proptest! {
    #[test]
    fn any_text_gives_spans_inside_it(
        text in "([《》〈〉（）()第一二十百零0-9条款项目之、至和或前本该同法办法以下简称〔〕2018号令 \n－-]|\\PC){0,60}"
    ) {
        for found in find(&text) {
            let span = found.map_or_else(|error| error.span, |citation| citation.span);
            prop_assert!(text.get(span.clone()).is_some(), "{span:?} in {text:?}");
        }
        let _ = parse(&text);
    }

    #[test]
    fn what_is_printed_reads_back(
        article in 1u32..1300, suffix in 0u32..3, paragraph in proptest::option::of(1u32..20), item in proptest::option::of(1u32..30)
    ) {
        let place = Place { article: ArticleNumber { value: article, suffix }, paragraph, item, subitem: None };
        let citation = parse(&format!("《某法》{place}")).unwrap();
        prop_assert_eq!(citation.places[0].from.place(), Some(place));
        prop_assert_eq!(citation.to_string(), format!("《某法》{place}"));
    }

    #[test]
    fn citations_do_not_overlap(text in "[《》第一二十条款、至和本法前同 ]{0,60}") {
        let spans: Vec<_> = find(&text).into_iter().map(|found| found.map_or_else(|e| e.span, |c| c.span)).collect();
        for pair in spans.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start, "{spans:?} in {text:?}");
        }
    }
}
