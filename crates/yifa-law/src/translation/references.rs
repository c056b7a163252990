//! Cross-references and citations: 本办法第五条 is Article 5, 《…》 its registered English title.

use super::terms::contains;
use super::written::pattern;
use super::{Check, Finding, Glossary, Pair, Says};
use crate::citation::{self, ArticleStep};
use crate::instrument::{names_instrument, normalise_title};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static ARTICLES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\barticles?\s+(\d+(?:\s*(?:,|and|or|to|through|-|–)+\s*(?:and\s+)?\d+)*)")
});
static DIGITS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d+"));

/// Compares what a place refers to.
pub(super) fn check(pair: &Pair<'_>, glossary: &Glossary, found: &mut Vec<Finding>) {
    let english = articles(pair.en);
    let mut told: BTreeSet<String> = BTreeSet::new();
    for citation in citation::find(pair.zh).into_iter().flatten() {
        if let Some(title) = citation.title().filter(|title| names_instrument(title))
            && told.insert(normalise_title(title))
        {
            match glossary.title(title) {
                None => {
                    found.push(pair.finding(Check::Citations, Says::TitleNotRegistered, &citation.span, ""))
                }
                Some(registered) if !contains(pair.en, registered) => {
                    found.push(pair.finding(
                        Check::Citations,
                        Says::TitleNotUsed,
                        &citation.span,
                        registered,
                    ));
                }
                Some(_) => {}
            }
        }
        let ends = citation.places.iter().flat_map(|range| std::iter::once(range.from).chain(range.to));
        let numbers = ends.filter_map(|place| match place.article {
            ArticleStep::Number(number) => Some(number.value),
            ArticleStep::Previous(_) | ArticleStep::This | ArticleStep::Unsaid | ArticleStep::Same => None,
        });
        if let Some(absent) = numbers.into_iter().find(|number| !english.contains(number)) {
            let wanted = format!("Article {absent}");
            found.push(pair.finding(Check::References, Says::ReferenceMissing, &citation.span, wanted));
        }
    }
}

/// The articles that an English text refers to; of a range the ends.
fn articles(text: &str) -> BTreeSet<u32> {
    let lists = ARTICLES.captures_iter(text).filter_map(|found| found.get(1));
    lists
        .flat_map(|list| {
            DIGITS
                .find_iter(list.as_str())
                .filter_map(|digits| digits.as_str().parse().ok())
                .collect::<Vec<u32>>()
        })
        .collect()
}
