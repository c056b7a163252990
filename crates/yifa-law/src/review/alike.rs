//! C18: another document in force says the same, or says it with other figures.

use super::moved::{Pairs, figures, overlap, pairs, percent};
use super::reading::Reading;
use super::{Alike, Check, Finding, Kind, Says, Severity, Sketch};
use crate::instrument::normalise_title;
use crate::place::Place;

/// Below this share two documents have no matter in common.
const RELATED: f64 = 0.25;
/// Articles that share so many words are one rule.
const ONE_RULE: f64 = 0.85;
/// A sketch of fewer shingles says nothing.
const LEAST: usize = 12;

pub(super) fn check(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    if reading.kind != Kind::NormativeDocument {
        return;
    }
    let sketch = Sketch::of(reading.statute().source());
    if sketch.len() < LEAST {
        return;
    }
    let own = reading.title();
    for alike in reading.corpus.alike(&sketch, reading.on) {
        let title = reading.corpus.title(alike.version.instrument);
        let same = normalise_title(&title) == own || own.contains(&normalise_title(&title));
        // Its own text in the library, or the version that it replaces.
        if same || alike.share < RELATED || repealed(reading, &title) {
            continue;
        }
        if alike.share >= reading.parameters.same_words {
            found.push(
                Finding::new(Check::Duplicate, Severity::MustAnswer, reading.title_span(), Says::SameWords)
                    .with("title", &title)
                    .with("share", percent(alike.share)),
            );
        }
        contradictions(reading, &alike, &title, found);
    }
}

fn repealed(reading: &Reading<'_>, title: &str) -> bool {
    let name = normalise_title(title);
    super::repeal::repeals(reading.statute().source()).iter().any(|edge| {
        matches!(&edge.repealed, crate::citation::ResolvedInstrument::Titled { title, .. } if normalise_title(title) == name)
    })
}

fn contradictions(reading: &Reading<'_>, alike: &Alike, title: &str, found: &mut Vec<Finding>) {
    let corpus = reading.corpus;
    let theirs: Vec<_> = corpus
        .articles(alike.version)
        .into_iter()
        .filter_map(|article| {
            let words = corpus.words_of(alike.version, &Place::article(article))?;
            Some((article, words, without_figures(words)))
        })
        .collect();
    for article in &reading.statute().articles {
        let words = reading.statute().slice(&(article.label.end..article.span.end));
        let ours = without_figures(words);
        if ours.len() < 12 || figures(words).is_empty() {
            continue;
        }
        let same = theirs.iter().find(|(_, _, other)| overlap(&ours, other) >= ONE_RULE);
        if let Some((number, other, _)) = same
            && differ(words, other)
        {
            found.push(
                Finding::new(Check::Duplicate, Severity::MustAnswer, article.span.clone(), Says::Contradicts)
                    .with("title", title)
                    .with("place", number)
                    .with("here", listed(&figures(words)))
                    .with("there", listed(&figures(other))),
            );
        }
    }
}

/// Dates of effect and numbers of articles are not rules.
fn differ(ours: &str, theirs: &str) -> bool {
    if ["施行", "废止", "有效期"].iter().any(|word| ours.contains(word)) {
        return false;
    }
    let (ours, theirs) = (figures(ours), figures(theirs));
    ours.len() == theirs.len() && ours != theirs
}

fn without_figures(text: &str) -> Pairs {
    let plain: String = text.chars().filter(|c| !crate::numeral::is_numeral_char(*c)).collect();
    pairs(&plain)
}

fn listed(figures: &[u64]) -> String {
    figures.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
}
