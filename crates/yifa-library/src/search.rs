//! Search by article: every term is a phrase, two characters are enough, and nothing that a plain scan would find is
//! missed.
//!
//! Owns: the derived index of articles (it can always be made again), the query as people type it, filters by rank,
//! maker and status on a day, the order of the answers, and the places to highlight. It must not know who asks.

mod haystack;
mod postings;
mod query;

pub use query::{Holds, Scope, SearchQuery};

use crate::instrument::{Body, Instrument, Version};
use crate::library::{Library, VersionAt};
use haystack::Haystack;
use postings::{Candidates, Postings};
use std::collections::BTreeMap;
use std::ops::Range;
use yifa_law::instrument::Rank;
use yifa_law::text::Article;

/// The index of all articles of a library. It belongs to the library that it was made from.
#[derive(Debug, Default)]
pub struct SearchIndex {
    units: Vec<Unit>,
    haystack: Haystack,
    postings: Postings,
}

/// What is found: an article, or the whole of a text that has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    /// Instrument and version.
    pub at: VersionAt,
    /// The text among those of the version.
    pub body: u32,
    /// The article among those of the text; `None` for a text without articles.
    pub article: Option<u32>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What was found.
    pub unit: Unit,
    /// The bytes of the text that belong to it.
    pub span: Range<usize>,
    /// The bytes to highlight, in order, not overlapping.
    pub marks: Vec<Range<usize>>,
}

/// The answers to a query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    /// How many articles answer.
    pub total: usize,
    /// How many instruments they belong to.
    pub instruments: usize,
    /// How many articles of each rank; `None` where the rank is not told.
    pub by_rank: BTreeMap<Option<Rank>, usize>,
    /// The page that was asked for.
    pub hits: Vec<Hit>,
}

impl SearchIndex {
    /// Indexes all articles of all versions.
    pub fn build(library: &Library) -> Self {
        let mut index = Self::default();
        for (instrument, one) in library.instruments().iter().enumerate() {
            for (version, of) in one.versions().iter().enumerate() {
                let at = VersionAt { instrument, version };
                for (body, text) in of.bodies().iter().enumerate() {
                    index.add_body(at, small(body), text);
                }
            }
        }
        index.haystack.shrink();
        index.postings.shrink();
        index
    }

    fn add_body(&mut self, at: VersionAt, body: u32, text: &Body) {
        if text.statute.articles.is_empty() {
            let lines = text.statute.introduction.iter().map(|span| text.statute.slice(span));
            self.add(Unit { at, body, article: None }, lines);
        }
        for (number, article) in text.statute.articles.iter().enumerate() {
            let paragraphs = article.paragraphs.iter().map(|paragraph| text.statute.slice(&paragraph.span));
            self.add(Unit { at, body, article: Some(small(number)) }, paragraphs);
        }
    }

    fn add<'a>(&mut self, unit: Unit, paragraphs: impl Iterator<Item = &'a str>) {
        let number = small(self.units.len());
        self.units.push(unit);
        let text = self.haystack.push(paragraphs);
        self.postings.add(number, text);
    }

    /// How many articles are indexed.
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether nothing is indexed.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// How many bytes of memory the index takes.
    pub fn bytes(&self) -> usize {
        self.haystack.bytes() + self.postings.bytes() + self.units.len() * size_of::<Unit>()
    }

    /// The articles that contain every term and lie within the scope, those of higher rank first, then those with
    /// more occurrences, then in order of title and article.
    pub fn search(&self, library: &Library, query: &SearchQuery, skip: usize, take: usize) -> Answers {
        let within = query.scope.versions(library);
        let found = self.find(query, |unit| within.contains(unit));
        let mut answers = Answers { total: found.len(), ..Answers::default() };
        let instrument = |unit: &u32| self.units[*unit as usize].at.instrument;
        // Units stand in order of instrument.
        for of_one in found.chunk_by(|a, b| instrument(a) == instrument(b)) {
            answers.instruments += 1;
            let rank = of_one.first().and_then(|unit| library.instruments()[instrument(unit)].rank());
            *answers.by_rank.entry(rank).or_default() += of_one.len();
        }
        answers.hits = self.ordered(library, query, found, &answers.by_rank, skip..skip.saturating_add(take));
        answers
    }

    /// All units that contain every term, in order of index.
    fn find(&self, query: &SearchQuery, within: impl Fn(&Unit) -> bool) -> Vec<u32> {
        if query.terms.is_empty() {
            return Vec::new();
        }
        let contains = |unit: &u32| query.terms.iter().all(|term| self.haystack.contains(*unit, term));
        let counts = |unit: &u32| within(&self.units[*unit as usize]);
        match self.postings.candidates(&query.terms) {
            // A term of two characters is its pair: there is nothing left to look at.
            Some(Candidates { units, certain: true }) => units.into_iter().filter(counts).collect(),
            Some(Candidates { units, certain: false }) => {
                units.into_iter().filter(|unit| counts(unit) && contains(unit)).collect()
            }
            // Single characters have no pair: everything is looked through.
            None => (0..small(self.units.len())).filter(|unit| counts(unit) && contains(unit)).collect(),
        }
    }

    fn ordered(
        &self,
        library: &Library,
        query: &SearchQuery,
        found: Vec<u32>,
        by_rank: &BTreeMap<Option<Rank>, usize>,
        page: Range<usize>,
    ) -> Vec<Hit> {
        let rank = |number: u32| library.instruments()[self.units[number as usize].at.instrument].rank();
        let last = last_rank(by_rank, page.end);
        let key = |number: u32| {
            let rank = rank(number);
            let most = query.terms.iter().map(|term| self.haystack.count(number, term, MOST_COUNTED));
            (rank.is_none(), rank, std::cmp::Reverse(most.sum::<usize>().min(MOST_COUNTED)), number)
        };
        // Words are counted only where they may bring an article onto the page.
        let near = found.into_iter().filter(|number| {
            let rank = rank(*number);
            last.is_none_or(|last| (rank.is_none(), rank) <= (last.is_none(), last))
        });
        let mut keyed: Vec<_> = near.map(key).collect();
        let end = page.end.min(keyed.len());
        if end < keyed.len() && end > 0 {
            keyed.select_nth_unstable(end - 1);
            keyed.truncate(end);
        }
        keyed.sort_unstable();
        let page = keyed.into_iter().skip(page.start);
        page.filter_map(|(.., number)| self.hit(library, query, self.units[number as usize])).collect()
    }

    fn hit(&self, library: &Library, query: &SearchQuery, unit: Unit) -> Option<Hit> {
        let body = library.version(unit.at)?.bodies().get(unit.body as usize)?;
        let spans: Vec<Range<usize>> = match unit.article {
            Some(number) => body
                .statute
                .articles
                .get(number as usize)?
                .paragraphs
                .iter()
                .map(|p| p.span.clone())
                .collect(),
            None => body.statute.introduction.clone(),
        };
        let span = match unit.article {
            Some(number) => body.statute.articles.get(number as usize)?.span.clone(),
            None => spans.first()?.start..spans.last()?.end,
        };
        let marks = spans.iter().flat_map(|span| haystack::marks(body.statute.source(), span, &query.terms));
        Some(Hit { unit, span, marks: marks.collect() })
    }
}

impl Unit {
    /// The instrument, the version, the text and the article.
    pub fn look<'a>(
        &self,
        library: &'a Library,
    ) -> Option<(&'a Instrument, &'a Version, &'a Body, Option<&'a Article>)> {
        let instrument = library.instruments().get(self.at.instrument)?;
        let version = instrument.versions().get(self.at.version)?;
        let body = version.bodies().get(self.body as usize)?;
        let article = self.article.and_then(|number| body.statute.articles.get(number as usize));
        Some((instrument, version, body, article))
    }
}

/// More occurrences than these make no difference to the order.
const MOST_COUNTED: usize = 9;

/// The rank with which a page that ends here is full; `None` when there is not enough for it. Higher ranks come first,
/// what has none comes last.
fn last_rank(by_rank: &BTreeMap<Option<Rank>, usize>, end: usize) -> Option<Option<Rank>> {
    let told = by_rank.iter().filter(|(rank, _)| rank.is_some());
    let all = told.chain(by_rank.iter().filter(|(rank, _)| rank.is_none()));
    let mut before = 0;
    all.map(|(rank, count)| {
        before += count;
        (*rank, before)
    })
    .find(|(_, until)| *until >= end)
    .map(|(rank, _)| rank)
}

/// INVARIANT: no library has four thousand million articles.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
