//! The term base: what a Chinese term must be called in English, and what it must not.

use super::{Check, Finding, Pair, Says};
use crate::instrument::normalise_title;
use std::collections::BTreeMap;
use std::ops::Range;

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

    /// Where the terms of a Chinese text stand in it, and where their English words stand in its translation, in bytes,
    /// in order and apart from each other.
    ///
    /// ```
    /// use yifa_law::translation::{Glossary, Term};
    /// let term = Term { zh: "听证".into(), english: vec!["hearing".into()], ..Term::default() };
    /// let glossary = Glossary::new(vec![term], []);
    /// let (zh, en) = glossary.places("应当举行听证。", "A Hearing shall be held.");
    /// assert_eq!((&"应当举行听证。"[zh[0].clone()], &"A Hearing shall be held."[en[0].clone()]), ("听证", "Hearing"));
    /// ```
    pub fn places(&self, zh: &str, en: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
        let mut rest = zh.to_owned();
        let lower = en.to_ascii_lowercase();
        let (mut ours, mut theirs): (Vec<Range<usize>>, Vec<Range<usize>>) = (Vec::new(), Vec::new());
        for term in &self.terms {
            for longer in &term.not_within {
                rest = rest.replace(longer, &"\0".repeat(longer.len()));
            }
            let found: Vec<Range<usize>> =
                rest.match_indices(&term.zh).map(|(at, word)| at..at + word.len()).collect();
            if found.is_empty() {
                continue;
            }
            rest = rest.replace(&term.zh, &"\0".repeat(term.zh.len()));
            ours.extend(found);
            for word in &term.english {
                let word = word.to_ascii_lowercase();
                let words = lower.match_indices(word.as_str());
                let whole = words.map(|(at, word)| at..at + word.len()).filter(|span| is_whole(&lower, span));
                let apart: Vec<Range<usize>> = whole
                    .filter(|span| theirs.iter().all(|one| one.end <= span.start || span.end <= one.start))
                    .collect();
                theirs.extend(apart);
            }
        }
        ours.sort_by_key(|span| span.start);
        theirs.sort_by_key(|span| span.start);
        (ours, theirs)
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

/// Whether a word begins and ends where others do; the plural is left to what follows it.
fn is_whole(text: &str, span: &Range<usize>) -> bool {
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next().filter(|c| *c != 's');
    ![before, after].into_iter().flatten().any(char::is_alphanumeric)
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
