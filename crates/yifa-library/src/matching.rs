//! Articles matched across two versions: which moved, which changed, which are new, which are gone.
//!
//! Owns: comparing the words of articles. The same words match first; then, by falling similarity, articles that
//! share most of their pairs of characters; ties are decided by number, so the same input gives the same answer.

use crate::instrument::Version;
use std::collections::BTreeMap;
use yifa_law::fold::{fold_char, is_zero_width, narrow};
use yifa_law::place::ArticleNumber;

/// An article in two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// Its number in the older version; `None` when it is new.
    pub old: Option<ArticleNumber>,
    /// Its number in the newer version; `None` when it is gone.
    pub new: Option<ArticleNumber>,
    /// How much of the words is common, in hundredths.
    pub likeness: u8,
}

/// What became of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Same number, same words.
    Same,
    /// Other number, same words.
    Moved,
    /// Same number, other words.
    Changed,
    /// Other number, other words.
    MovedAndChanged,
    /// Not in the older version.
    New,
    /// Not in the newer version.
    Gone,
}

/// Pairs of characters that two articles must share to be one article in two versions, in hundredths.
pub const LIKE: u8 = 50;

/// Under one number and in one place of the order, less is enough.
const LIKE_UNDER_ONE_NUMBER: u8 = 30;

impl Matched {
    /// What became of it.
    pub fn change(&self) -> Change {
        match (self.old, self.new) {
            (None, _) => Change::New,
            (Some(_), None) => Change::Gone,
            (Some(old), Some(new)) => match (old == new, self.likeness == 100) {
                (true, true) => Change::Same,
                (false, true) => Change::Moved,
                (true, false) => Change::Changed,
                (false, false) => Change::MovedAndChanged,
            },
        }
    }
}

impl Change {
    /// A stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Moved => "moved",
            Self::Changed => "changed",
            Self::MovedAndChanged => "moved-and-changed",
            Self::New => "new",
            Self::Gone => "gone",
        }
    }
}

/// Matches the articles of two versions, in the order of the newer one; those that are gone stand after the one that
/// stood before them.
pub fn match_articles(old: &Version, new: &Version) -> Vec<Matched> {
    let (old, new) = (Words::of(old), Words::of(new));
    let mut pairs = Pairs { of_old: vec![None; old.len()], of_new: vec![None; new.len()] };
    pair_same(&old, &new, &mut pairs);
    for (likeness, _, a, b) in alike(&old, &new, &pairs) {
        pairs.enter(a, b, likeness);
    }
    in_order(&old, &new, &pairs)
}

/// The partners found so far, by place, with their likeness.
struct Pairs {
    of_old: Vec<Option<(usize, u8)>>,
    of_new: Vec<Option<(usize, u8)>>,
}

impl Pairs {
    /// Pairs two articles unless one of them has a partner.
    fn enter(&mut self, a: usize, b: usize, likeness: u8) {
        if self.of_old[a].is_none() && self.of_new[b].is_none() {
            self.of_old[a] = Some((b, likeness));
            self.of_new[b] = Some((a, likeness));
        }
    }
}

/// Pairs of articles without partner that are like enough, the most alike first.
fn alike(old: &[Words], new: &[Words], pairs: &Pairs) -> Vec<(u8, bool, usize, usize)> {
    let mut scored: Vec<(u8, bool, usize, usize)> = Vec::new();
    for (a, one) in old.iter().enumerate().filter(|(a, _)| pairs.of_old[*a].is_none()) {
        for (b, other) in new.iter().enumerate().filter(|(b, _)| pairs.of_new[*b].is_none()) {
            let same_number = one.number == other.number;
            let likeness = one.likeness(other).min(99);
            if likeness >= LIKE || (same_number && likeness >= LIKE_UNDER_ONE_NUMBER) {
                scored.push((likeness, same_number, a, b));
            }
        }
    }
    scored.sort_by_key(|(likeness, same_number, a, b)| {
        (std::cmp::Reverse(*likeness), !*same_number, a.abs_diff(*b), *a, *b)
    });
    scored
}

/// Where an article of the older version is in the newer one, in hundredths of likeness; `None` when it is gone or
/// was never there.
pub fn where_now(old: &Version, new: &Version, article: ArticleNumber) -> Option<Matched> {
    match_articles(old, new).into_iter().find(|one| one.old == Some(article))
}

/// How much of the words of two texts is common, in hundredths: pairs of characters, counted as often as they stand.
pub fn likeness(one: &str, other: &str) -> u8 {
    let words = |text: &str| Words::new(ArticleNumber::new(1), text);
    words(one).likeness(&words(other))
}

/// Same words: the same number first, then in order.
fn pair_same(old: &[Words], new: &[Words], pairs: &mut Pairs) {
    let mut by_words: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (b, other) in new.iter().enumerate() {
        by_words.entry(&other.plain).or_default().push(b);
    }
    let mut rest = Vec::new();
    for (a, one) in old.iter().enumerate() {
        let Some(same) = by_words.get_mut(one.plain.as_str()) else { continue };
        match same.iter().position(|b| new[*b].number == one.number) {
            Some(at) => pairs.enter(a, same.remove(at), 100),
            None => rest.push(a),
        }
    }
    for a in rest {
        let Some(same) = by_words.get_mut(old[a].plain.as_str()).filter(|same| !same.is_empty()) else {
            continue;
        };
        pairs.enter(a, same.remove(0), 100);
    }
}

fn in_order(old: &[Words], new: &[Words], pairs: &Pairs) -> Vec<Matched> {
    let mut all: Vec<Matched> = new
        .iter()
        .zip(&pairs.of_new)
        .map(|(one, partner)| Matched {
            old: partner.map(|(a, _)| old[a].number),
            new: Some(one.number),
            likeness: partner.map_or(0, |(_, likeness)| likeness),
        })
        .collect();
    for (a, one) in old.iter().enumerate().filter(|(a, _)| pairs.of_old[*a].is_none()) {
        let before = old[..a].last().map(|before| before.number);
        let at = before.and_then(|before| all.iter().position(|matched| matched.old == Some(before)));
        let gone = Matched { old: Some(one.number), new: None, likeness: 0 };
        all.insert(at.map_or(0, |at| at + 1), gone);
    }
    all
}

/// The words of an article without its label, folded, in marks of one width, and its pairs of characters.
struct Words {
    number: ArticleNumber,
    plain: String,
    pairs: BTreeMap<(char, char), u16>,
    count: u32,
}

impl Words {
    fn of(version: &Version) -> Vec<Self> {
        let text = |body: &crate::Body, article: &yifa_law::text::Article| {
            let paragraphs = article.paragraphs.iter().map(|paragraph| body.statute.slice(&paragraph.span));
            paragraphs.collect::<Vec<_>>().join("\n")
        };
        version.articles().map(|(body, article)| Self::new(article.number, &text(body, article))).collect()
    }

    fn new(number: ArticleNumber, text: &str) -> Self {
        let told = text.chars().filter(|c| !c.is_whitespace() && !is_zero_width(*c));
        let plain: String = told.map(fold_char).map(narrow).collect();
        let mut pairs = BTreeMap::new();
        let mut count = 0;
        for pair in plain.chars().zip(plain.chars().skip(1)) {
            let times: &mut u16 = pairs.entry(pair).or_default();
            *times = times.saturating_add(1);
            count += 1;
        }
        Self { number, plain, pairs, count }
    }

    fn likeness(&self, other: &Self) -> u8 {
        if self.plain == other.plain {
            return 100;
        }
        let both = self.count + other.count;
        // Lengths so different cannot be alike.
        if both == 0 || self.count.min(other.count) * 200 / both < u32::from(LIKE_UNDER_ONE_NUMBER) {
            return 0;
        }
        let common: u32 = self
            .pairs
            .iter()
            .map(|(pair, times)| u32::from(*other.pairs.get(pair).unwrap_or(&0).min(times)))
            .sum();
        u8::try_from(common * 200 / both).unwrap_or(100)
    }
}
