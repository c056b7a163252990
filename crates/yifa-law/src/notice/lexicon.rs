//! One pass over a sentence that finds the words of all lists.
//!
//! Owns: the table of words by first character, and the hits in a sentence. Most sentences hold few of the
//! words, so the rules ask here first and look closer only where one of their words stands; this keeps a text
//! of many megabytes quick. It must not know what the words mean.

use super::{actor, verbs};
use crate::numeral;
use std::ops::Range;
use std::sync::LazyLock;

/// The lists of words, and the kinds of character, that rules ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Past,
    Modal,
    Act,
    Deliver,
    Check,
    Report,
    Stop,
    ActorEnd,
    /// A character that can open or close a time: 每, 年, 月, 日.
    Time,
    /// A digit or a Chinese numeral.
    Figure,
}

impl Class {
    fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// A word found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) start: usize,
    pub(super) class: Class,
}

/// The words in a stretch of text, in order; all places as in the text scanned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hits<'a>(&'a [Hit]);

impl<'a> Hits<'a> {
    pub(super) fn new(hits: &'a [Hit]) -> Self {
        Self(hits)
    }

    /// The hits that begin inside a span.
    pub(super) fn inside(self, span: &Range<usize>) -> Self {
        let from = self.0.partition_point(|hit| hit.start < span.start);
        let to = self.0.partition_point(|hit| hit.start < span.end);
        Self(&self.0[from..to.max(from)])
    }

    /// Whether a word of a list stands here.
    pub(super) fn has(self, class: Class) -> bool {
        self.0.iter().any(|hit| hit.class == class)
    }

    /// Where the words of a list begin.
    pub(super) fn starts(self, class: Class) -> impl Iterator<Item = usize> + 'a {
        self.0.iter().filter(move |hit| hit.class == class).map(|hit| hit.start)
    }
}

/// All words in a text that begins at `offset`.
pub(super) fn scan(text: &str, offset: usize) -> Vec<Hit> {
    let table = LazyLock::force(&TABLE);
    let mut hits = Vec::new();
    for (at, c) in text.char_indices() {
        let Some(bucket) = table.bucket(c) else { continue };
        let start = offset + at;
        let mut seen = 0;
        for (word, class) in bucket {
            if seen & class.bit() == 0 && text[at..].starts_with(word.as_str()) {
                seen |= class.bit();
                hits.push(Hit { start, class: *class });
            }
        }
    }
    hits
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::build);

/// Buckets of words by first character: an index by code point for the Chinese block and for ASCII.
struct Table {
    index: Vec<u16>,
    buckets: Vec<Vec<(String, Class)>>,
}

const LAST: u32 = 0x9FFF;

impl Table {
    fn build() -> Self {
        let slots = usize::try_from(LAST).unwrap_or(0) + 1;
        let mut table = Self { index: vec![0; slots], buckets: vec![Vec::new()] };
        for (class, words) in verbs::lists().into_iter().chain(actor::lists()) {
            words.iter().for_each(|word| table.add(word, class));
        }
        ["每", "按", "逐", "年", "月", "日", "天", "周", "季", "时"]
            .iter()
            .for_each(|word| table.add(word, Class::Time));
        super::timing::FESTIVALS.iter().for_each(|(name, ..)| table.add(name, Class::Time));
        let numerals = (0..=LAST).filter_map(char::from_u32).filter(|c| numeral::is_numeral_char(*c));
        numerals.for_each(|c| table.add(&c.to_string(), Class::Figure));
        table
    }

    fn add(&mut self, word: &str, class: Class) {
        let Some(slot) = word.chars().next().and_then(Self::slot) else { return };
        if self.index[slot] == 0 {
            self.index[slot] = u16::try_from(self.buckets.len()).unwrap_or(0);
            self.buckets.push(Vec::new());
        }
        let bucket = usize::from(self.index[slot]);
        self.buckets[bucket].push((word.to_owned(), class));
    }

    fn slot(c: char) -> Option<usize> {
        let code = u32::from(c);
        if code > LAST { None } else { usize::try_from(code).ok() }
    }

    fn bucket(&self, c: char) -> Option<&[(String, Class)]> {
        let index = self.index[Self::slot(c)?];
        if index == 0 { None } else { Some(&self.buckets[usize::from(index)]) }
    }
}

/// The characters of a text as bits: a text can hold a word only if it holds all its bits.
pub(super) fn letters(text: &str) -> u128 {
    text.chars().fold(0, |bits, c| bits | 1 << (u32::from(c) % 128))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_list_in_one_pass() {
        let text = "各县政府每年应当编制2份清单";
        let hits = scan(text, 0);
        let hits = Hits::new(&hits);
        let all = [Class::ActorEnd, Class::Stop, Class::Time, Class::Modal, Class::Deliver, Class::Figure];
        assert!(all.into_iter().all(|class| hits.has(class)));
        assert!(!hits.has(Class::Past) && !hits.has(Class::Report));
        let year = text.find("年").unwrap();
        assert!(hits.inside(&(year..text.len())).has(Class::Time));
        assert!(!hits.inside(&(0..1)).has(Class::Time));
        assert_eq!(scan("", 0), []);
    }
}
