//! The folded words of all units in one place: what a plain scan would look through.

use std::ops::Range;
use yifa_law::fold::{fold_char, is_zero_width};

/// Folded texts one after another. Blanks are left out; paragraphs are parted by a line end, so that no phrase runs
/// over two of them.
#[derive(Debug, Default)]
pub(super) struct Haystack {
    text: String,
    ends: Vec<u32>,
}

impl Haystack {
    /// Adds the paragraphs of a unit; gives them folded.
    pub(super) fn push<'a>(&mut self, paragraphs: impl Iterator<Item = &'a str>) -> &str {
        let start = self.text.len();
        for paragraph in paragraphs {
            self.text.extend(folded(paragraph));
            self.text.push('\n');
        }
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        &self.text[start..]
    }

    fn of(&self, unit: u32) -> &str {
        let unit = unit as usize;
        let start = unit.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.text[start..self.ends[unit] as usize]
    }

    pub(super) fn contains(&self, unit: u32, term: &str) -> bool {
        self.of(unit).contains(term)
    }

    /// How often a term stands in a unit, no further than `most`.
    pub(super) fn count(&self, unit: u32, term: &str, most: usize) -> usize {
        self.of(unit).matches(term).take(most).count()
    }

    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    pub(super) fn bytes(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<u32>()
    }
}

/// The characters of a text as they are compared.
pub(super) fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| counts(*c)).map(compared)
}

fn counts(c: char) -> bool {
    !c.is_whitespace() && !is_zero_width(c)
}

fn compared(c: char) -> char {
    fold_char(c).to_ascii_lowercase()
}

/// Where the terms stand in the original, in order; overlapping places are one.
pub(super) fn marks(source: &str, span: &Range<usize>, terms: &[String]) -> Vec<Range<usize>> {
    let text = &source[span.clone()];
    let letters: Vec<(char, usize, usize)> = text
        .char_indices()
        .filter(|(_, c)| counts(*c))
        .map(|(at, c)| (compared(c), span.start + at, span.start + at + c.len_utf8()))
        .collect();
    let mut found: Vec<Range<usize>> = Vec::new();
    for term in terms {
        let term: Vec<char> = term.chars().collect();
        if term.is_empty() {
            continue;
        }
        for window in letters.windows(term.len()) {
            if window.iter().zip(&term).all(|((c, ..), wanted)| c == wanted) {
                found.push(window[0].1..window[term.len() - 1].2);
            }
        }
    }
    found.sort_by_key(|mark| (mark.start, mark.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for mark in found {
        match joined.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => joined.push(mark),
        }
    }
    joined
}
