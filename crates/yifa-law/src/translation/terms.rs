//! The term base: what a Chinese term must be called in English, and what it must not.

use super::{Check, Finding, Pair, Says};
use crate::instrument::normalise_title;
use std::collections::BTreeMap;

/// A term.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Term {
    /// The Chinese term.
    pub zh: String,
    /// The mandated English words; any of them will do.
    pub english: Vec<String>,
    /// What it must not be called.
    pub forbidden: Vec<String>,
    /// Longer words in which it is another word: 规章制度 has no 规章.
    pub not_within: Vec<String>,
}

/// The term base and the registered English titles of instruments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Glossary {
    terms: Vec<Term>,
    titles: BTreeMap<String, String>,
}

impl Glossary {
    /// A glossary of terms and of titles, Chinese and English. Of two entries for one term the later counts.
    pub fn new(terms: Vec<Term>, titles: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut by_word: BTreeMap<String, Term> = BTreeMap::new();
        for term in terms.into_iter().filter(|term| !term.zh.is_empty()) {
            by_word.insert(term.zh.clone(), term);
        }
        let mut terms: Vec<Term> = by_word.into_values().collect();
        // The longest first, so that 行政处罚决定 is not taken for 行政处罚.
        terms.sort_by_key(|term| (std::cmp::Reverse(term.zh.chars().count()), term.zh.clone()));
        let titles = titles.into_iter().map(|(zh, en)| (normalise_title(&zh), en)).collect();
        Self { terms, titles }
    }

    /// The registered English title of an instrument.
    pub fn title(&self, zh: &str) -> Option<&str> {
        self.titles.get(&normalise_title(zh)).map(String::as_str)
    }

    /// How many terms it has.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

/// Compares the terms of a place: how many it has, and how many are as the term base says.
pub(super) fn check(pair: &Pair<'_>, glossary: &Glossary, found: &mut Vec<Finding>) -> (usize, usize) {
    // What a longer word has taken is blotted out, byte for byte.
    let mut rest = pair.zh.to_owned();
    let blot = |rest: &mut String, word: &str| *rest = rest.replace(word, &"\0".repeat(word.len()));
    let (mut uses, mut hits) = (0, 0);
    for term in &glossary.terms {
        for longer in &term.not_within {
            blot(&mut rest, longer);
        }
        let Some(at) = rest.find(&term.zh) else { continue };
        let span = at..at + term.zh.len();
        blot(&mut rest, &term.zh);
        uses += 1;
        let wanted = term.english.iter().any(|word| contains(pair.en, word));
        hits += usize::from(wanted);
        if !wanted {
            found.push(pair.finding(Check::Terms, Says::TermNotUsed, &span, term.english.join(" / ")));
        }
        if let Some(word) = term.forbidden.iter().find(|word| contains(pair.en, word)) {
            found.push(pair.finding(Check::Terms, Says::TermForbidden, &span, word.as_str()));
        }
    }
    (uses, hits)
}

/// Whether a text has words, in any case, as whole words; the last may be in the plural.
pub(super) fn contains(text: &str, words: &str) -> bool {
    let (text, words) = (flat(text), flat(words));
    if words.is_empty() {
        return false;
    }
    let plural = match words.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None if words.ends_with(['s', 'x']) || words.ends_with("ch") => format!("{words}es"),
        None => format!("{words}s"),
    };
    [words, plural].iter().any(|words| {
        text.match_indices(words.as_str()).any(|(at, found)| {
            let before = text[..at].chars().next_back();
            let after = text[at + found.len()..].chars().next();
            ![before, after].into_iter().flatten().any(char::is_alphanumeric)
        })
    })
}

/// Lower case, single blanks, hyphens as blanks.
fn flat(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '‑' | '–'))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join(" ")
}
