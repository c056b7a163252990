//! Which entries are one document.

use super::Entry;
use crate::text::inner_title;
use jiff::civil::Date;
use std::collections::BTreeMap;
use yifa_law::docnumber::DocumentNumber;
use yifa_law::fold::{fold_char, is_zero_width};
use yifa_law::instrument::normalise_title;

/// The entries of one document.
pub(super) struct Group<'a> {
    pub(super) seen: Vec<&'a Entry>,
    pub(super) filed: Vec<&'a Entry>,
}

impl Group<'_> {
    /// Whether the words published are in no filing. Blanks and the writing of characters do not count.
    pub(super) fn words_differ(&self) -> bool {
        let published: Vec<String> = self.seen.iter().filter_map(|entry| words(entry)).collect();
        let filed: Vec<String> = self.filed.iter().filter_map(|entry| words(entry)).collect();
        !published.is_empty() && !filed.is_empty() && !published.iter().any(|one| filed.contains(one))
    }
}

/// What entries of one document share.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(DocumentNumber),
    /// Title and day: a yearly notice has the same title every year.
    Title(String, Date),
    Words(String),
}

/// Groups the entries; those that name no document are left out.
///
/// Key 1 is the number. Key 2, title and day, also joins the numbers that the makers of a joint document gave it, and an
/// entry without a day when the title is that of one document only. Key 3 is the words.
pub(super) fn groups<'a>(seen: &'a [Entry], filed: &'a [Entry]) -> Vec<Group<'a>> {
    let all: Vec<(&Entry, bool)> =
        seen.iter().map(|one| (one, false)).chain(filed.iter().map(|one| (one, true))).collect();
    let mut all: Vec<(&Entry, bool)> = all.into_iter().filter(|(entry, _)| entry.is_definite()).collect();
    // What has a number and a day first: the rest is led to it.
    all.sort_by_key(|(entry, _)| (entry.definite_number().is_none(), entry.day.is_none()));
    let mut known =
        Known { parents: (0..all.len()).collect(), keys: BTreeMap::new(), titles: BTreeMap::new() };
    for (index, (entry, _)) in all.iter().enumerate() {
        known.enter(index, entry);
    }
    let mut groups: BTreeMap<usize, Group<'_>> = BTreeMap::new();
    for (index, (entry, is_filed)) in all.iter().enumerate() {
        let group = groups.entry(known.root(index)).or_insert(Group { seen: Vec::new(), filed: Vec::new() });
        if *is_filed { group.filed.push(entry) } else { group.seen.push(entry) }
    }
    groups.into_values().collect()
}

struct Known {
    parents: Vec<usize>,
    keys: BTreeMap<Key, usize>,
    /// The entries of each title.
    titles: BTreeMap<String, Vec<usize>>,
}

impl Known {
    fn enter(&mut self, index: usize, entry: &Entry) {
        if let Some(number) = entry.definite_number() {
            self.join(Key::Number(number.clone()), index);
        }
        if let Some(words) = words(entry) {
            self.join(Key::Words(words), index);
        }
        let title = title(&entry.title);
        if title.is_empty() {
            return;
        }
        match entry.day {
            Some(day) => self.join(Key::Title(title.clone(), day), index),
            None => self.join_only(&title, index, entry.definite_number().is_some()),
        }
        self.titles.entry(title).or_default().push(index);
    }

    fn join(&mut self, key: Key, index: usize) {
        match self.keys.get(&key).copied() {
            Some(other) => self.unite(other, index),
            None => {
                self.keys.insert(key, index);
            }
        }
    }

    /// A title without a day is led to the one document of that title; where there are several, to none.
    fn join_only(&mut self, title: &str, index: usize, numbered: bool) {
        let Some(others) = self.titles.get(title) else { return };
        let mut roots: Vec<usize> = others.iter().map(|other| self.root(*other)).collect();
        roots.sort_unstable();
        roots.dedup();
        if let ([only], false) = (&roots[..], numbered) {
            self.unite(*only, index);
        }
    }

    fn root(&self, index: usize) -> usize {
        let mut at = index;
        while self.parents[at] != at {
            at = self.parents[at];
        }
        at
    }

    fn unite(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        let (low, high) = (one.min(other), one.max(other));
        self.parents[high] = low;
    }
}

/// The title of the document itself: 某府关于印发〈某办法〉的通知 is the notice of 某办法.
fn title(written: &str) -> String {
    let normal = normalise_title(written);
    let inner = inner_title(&normal).map(normalise_title).unwrap_or(normal);
    inner.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The words of an entry as they are compared; short ones say nothing.
fn words(entry: &Entry) -> Option<String> {
    let text = entry.text.as_deref()?;
    let words: String =
        text.chars().filter(|c| !c.is_whitespace() && !is_zero_width(*c)).map(fold_char).collect();
    (words.chars().count() >= SHORTEST).then_some(words)
}

/// Texts shorter than this are not told apart by their words.
const SHORTEST: usize = 20;
