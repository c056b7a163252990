//! C04 and C05: the cited article has another number, or other words, than when the text was made.

use super::citing::{Target, mark, target};
use super::reading::{Cited, Reading};
use super::{Check, Corpus, Finding, InstrumentKey, Says, Severity, VersionKey};
use crate::instrument::{Existence, normalise_title};
use crate::numeral;
use crate::place::{ArticleNumber, Place};
use std::collections::BTreeMap;

/// Both checks.
pub(super) fn check(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let Some(made) = reading.made else { return };
    let mut unknown = Unknown::new();
    for cited in &reading.cited {
        let Some(resolved) = cited.other() else { continue };
        // 2017年修订 names its version itself.
        if resolved.places.is_empty() || resolved.said.is_some() {
            continue;
        }
        let Target::One(key) = target(reading, cited) else { continue };
        let Some(today) = reading.corpus.version_on(key, reading.on) else { continue };
        match reading.corpus.version_on(key, made) {
            Some(then) if then == today => {}
            Some(then) => compare(reading, cited, key, then, today, (&mut unknown, found)),
            // The oldest text at hand is younger than the citation and still the best that can be asked.
            None => match reading.corpus.oldest(key).filter(|oldest| *oldest != today) {
                Some(oldest) => compare(reading, cited, key, oldest, today, (&mut unknown, found)),
                None => not_at_hand(reading, cited, key, today, (&mut unknown, found)),
            },
        }
    }
}

fn places(cited: &Cited) -> Vec<Place> {
    let ranges = cited.other().into_iter().flat_map(|resolved| &resolved.places);
    ranges.flat_map(|range| std::iter::once(range.from).chain(range.to)).collect()
}

fn compare(
    reading: &Reading<'_>,
    cited: &Cited,
    key: InstrumentKey,
    then: VersionKey,
    today: VersionKey,
    (unknown, found): (&mut Unknown, &mut Vec<Finding>),
) {
    let corpus = reading.corpus;
    let places = places(cited);
    let Some(first) = places.first() else { return };
    if corpus.words_of(then, &Place::article(first.article)).is_none() {
        return not_at_hand(reading, cited, key, today, (unknown, found));
    }
    let title = corpus.title(key);
    let mut moves = Vec::new();
    for place in &places {
        if let Some((to, share)) = renumbered(corpus, then, today, place)
            && to.article != place.article
        {
            moves.push((*place, to, share));
        }
    }
    if let Some((place, to, share)) = moves.first() {
        let mut finding = mark(cited, Check::MovedArticle, Severity::MustAnswer, Says::Moved)
            .with("title", &title)
            .with("place", place)
            .with("then", day(corpus, then))
            .with("to", to)
            .with("share", percent(*share));
        if places.len() == 1 {
            finding = finding.replace_by(format!("《{title}》{to}"));
        }
        found.push(finding);
        return;
    }
    for place in &places {
        let (Some(old), Some(new)) = (corpus.words_of(then, place), corpus.words_of(today, place)) else {
            continue;
        };
        if essence(old) != essence(new) {
            let figures = figures(old) != figures(new);
            let (severity, says) = match figures {
                true => (Severity::MustAnswer, Says::FiguresChanged),
                false => (Severity::Information, Says::Changed),
            };
            found.push(
                mark(cited, Check::ChangedArticle, severity, says)
                    .with("title", &title)
                    .with("place", place)
                    .with("then", old)
                    .with("today", new),
            );
        }
    }
}

/// Instruments whose older text is not at hand, with the finding that says so: one for each, however often it is cited.
type Unknown = BTreeMap<InstrumentKey, usize>;

/// The day of a version.
fn day(corpus: &dyn Corpus, version: VersionKey) -> String {
    let day = corpus.adopted(version).or_else(|| corpus.in_force_from(version));
    day.map_or_else(|| "—".to_owned(), |day| day.to_string())
}

/// The older text is not at hand: a table of renumbering may tell, else a person must compare.
fn not_at_hand(
    reading: &Reading<'_>,
    cited: &Cited,
    key: InstrumentKey,
    today: VersionKey,
    (unknown, found): (&mut Unknown, &mut Vec<Finding>),
) {
    let (corpus, Some(made)) = (reading.corpus, reading.made) else { return };
    let Some(since) = corpus.in_force_from(today).filter(|since| made < *since) else { return };
    let title = corpus.title(key);
    let places = places(cited);
    let Some(place) = places.first() else { return };
    let name = normalise_title(&title);
    let table = reading
        .parameters
        .moved
        .iter()
        .find(|moved| moved.title == name && moved.since == since && moved.from == place.article);
    match table {
        // The number stayed.
        Some(moved) if moved.to == [place.article] => {}
        Some(moved) => {
            let to: Vec<String> = moved.to.iter().map(ToString::to_string).collect();
            let mut finding = mark(cited, Check::MovedArticle, Severity::MustAnswer, Says::MovedByTable)
                .with("title", &title)
                .with("place", place)
                .with("to", if to.is_empty() { "—".to_owned() } else { to.join("、") })
                .with("since", since)
                .with("source", &moved.source);
            if let ([only], 1) = (moved.to.as_slice(), places.len()) {
                let only = Place { article: *only, ..*place };
                finding = finding.replace_by(format!("《{title}》{only}"));
            }
            found.push(finding);
        }
        None if corpus.existence(today, place) == Existence::Missing => {}
        None => match unknown.get(&key).and_then(|at| found.get_mut(*at)) {
            Some(earlier) => add_place(earlier, place),
            None => {
                unknown.insert(key, found.len());
                found.push(
                    mark(cited, Check::MovedArticle, Severity::Information, Says::OlderVersionUnknown)
                        .with("title", &title)
                        .with("place", place)
                        .with("since", since),
                );
            }
        },
    }
}

/// A list of places gets one more, up to what a sentence holds.
fn add_place(finding: &mut Finding, place: &Place) {
    let Some(places) = finding.values.get_mut("place") else { return };
    let place = place.to_string();
    if places.split('、').any(|known| known == place) || places.ends_with('…') {
        return;
    }
    let full = places.matches('、').count() >= LISTED;
    places.push_str(if full { "…" } else { "、" });
    if !full {
        places.push_str(&place);
    }
}

/// So many places are listed after the first.
const LISTED: usize = 5;

/// Where the words of a place stand in a later version, and how much of them: the same number when the words are
/// still there, else the article that shares most of them, 0.8 at least. `None` when no article does.
pub(super) fn renumbered(
    corpus: &dyn Corpus,
    then: VersionKey,
    today: VersionKey,
    place: &Place,
) -> Option<(Place, f64)> {
    let words = corpus.words_of(then, &Place::article(place.article))?;
    let old = pairs(words);
    let share = |article: ArticleNumber| {
        let other = corpus.words_of(today, &Place::article(article))?;
        // Texts of very different lengths cannot share four fifths.
        let near = other.len() < words.len() * 2 && words.len() < other.len() * 2;
        near.then(|| overlap(&old, &pairs(other)))
    };
    if let Some(same) = share(place.article).filter(|same| *same >= LIKE) {
        return Some((*place, same));
    }
    let mut best: Option<(ArticleNumber, f64)> = None;
    for article in corpus.articles(today) {
        if let Some(found) =
            share(article).filter(|found| *found >= LIKE && best.is_none_or(|(_, most)| *found > most))
        {
            best = Some((article, found));
        }
    }
    best.map(|(article, share)| (Place { article, ..*place }, share))
}

/// The share of words above which two articles are one.
const LIKE: f64 = 0.8;

/// Pairs of neighbouring characters, without punctuation.
pub(super) fn pairs(text: &str) -> Pairs {
    let mut characters = text.chars().filter(|c| c.is_alphanumeric()).map(u64::from);
    let Some(mut before) = characters.next() else { return Pairs(Vec::new()) };
    let mut pairs: Vec<u64> = characters.map(|c| (std::mem::replace(&mut before, c) << 32) | c).collect();
    pairs.sort_unstable();
    pairs.dedup();
    Pairs(pairs)
}

/// The pairs of a text, each once, in order.
pub(super) struct Pairs(Vec<u64>);

impl Pairs {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// How many pairs both have.
    pub(super) fn common(&self, other: &Self) -> usize {
        let (mut i, mut j, mut common) = (0, 0, 0);
        while let (Some(a), Some(b)) = (self.0.get(i), other.0.get(j)) {
            common += usize::from(a == b);
            i += usize::from(a <= b);
            j += usize::from(b <= a);
        }
        common
    }
}

/// The share of pairs that two texts have in common (Dice).
pub(super) fn overlap(a: &Pairs, b: &Pairs) -> f64 {
    match a.len() + b.len() {
        0 => 0.0,
        all => 2.0 * a.common(b) as f64 / all as f64,
    }
}

pub(super) fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// The words without blanks and punctuation.
fn essence(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The numbers of a text, in order.
pub(super) fn figures(text: &str) -> Vec<u64> {
    let mut figures = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(numeral::is_numeral_char) {
        rest = &rest[at..];
        let Some((length, value)) = numeral::prefix(rest) else { break };
        figures.extend(value.ok());
        rest = &rest[length..];
    }
    figures
}
