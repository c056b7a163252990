//! What is asked: terms as people type them, and which instruments count.

use super::Unit;
use super::haystack::folded;
use crate::instrument::Instrument;
use crate::library::Library;
use crate::standing::Standing;
use jiff::civil::Date;
use yifa_law::fold::fold;
use yifa_law::instrument::{Rank, Status};

/// A query. Every term must stand in the article; a term is a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchQuery {
    pub(super) terms: Vec<String>,
    /// Which instruments count.
    pub scope: Scope,
}

/// Which instruments and versions count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The day: of each instrument the version that governed on it is looked through.
    pub on: Date,
    /// Only what stood so on that day.
    pub holds: Option<Holds>,
    /// Only this rank; `Some(None)`: only what nobody told the rank of.
    pub rank: Option<Option<Rank>>,
    /// Only makers whose name contains this.
    pub maker: Option<String>,
    /// All versions, not only the governing one.
    pub all_versions: bool,
}

/// How an instrument stands on a day, as far as a question parts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// In force.
    InForce,
    /// Not yet, or no longer.
    NotInForce,
    /// Nothing tells from when it holds.
    Undated,
}

impl Holds {
    fn is_that_of(self, standing: &Standing) -> bool {
        let undated = standing.status == Status::Undated;
        match self {
            Self::InForce => standing.is_in_force(),
            Self::NotInForce => !standing.is_in_force() && !undated,
            Self::Undated => undated,
        }
    }
}

/// No question has more terms.
const MOST_TERMS: usize = 16;

impl SearchQuery {
    /// Reads a query: terms are parted by blanks; words in quotation marks are one term, blanks and all. Simplified
    /// and Traditional characters, full-width and ASCII letters are the same.
    pub fn new(text: &str, scope: Scope) -> Self {
        let mut terms: Vec<String> = Vec::new();
        let mut quoted = false;
        for part in text.split(['"', '“', '”', '「', '」', '＂']) {
            if quoted {
                terms.push(folded(part).collect());
            } else {
                terms.extend(part.split_whitespace().map(|term| folded(term).collect::<String>()));
            }
            quoted = !quoted;
        }
        terms.retain(|term| !term.is_empty());
        terms.dedup();
        terms.truncate(MOST_TERMS);
        Self { terms, scope }
    }

    /// The terms, folded.
    pub fn terms(&self) -> &[String] {
        &self.terms
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

impl Scope {
    /// Everything that governed on a day, in force or not.
    pub fn on(on: Date) -> Self {
        Self { on, holds: None, rank: None, maker: None, all_versions: false }
    }

    /// Whether an instrument lies within it.
    pub fn includes(&self, instrument: &Instrument) -> bool {
        let maker = self.maker.as_deref().map(|maker| fold(maker.trim())).filter(|maker| !maker.is_empty());
        self.rank.is_none_or(|rank| instrument.rank() == rank)
            && maker.is_none_or(|maker| instrument.maker().is_some_and(|name| fold(name).contains(&*maker)))
            && self.holds.is_none_or(|wanted| wanted.is_that_of(&instrument.standing_on(self.on)))
    }

    pub(super) fn versions(&self, library: &Library) -> Within {
        let one = |instrument: &Instrument| match (self.includes(instrument), self.all_versions) {
            (false, _) => Counts::None,
            (true, true) => Counts::All,
            (true, false) => instrument.readable_index(self.on).map_or(Counts::None, Counts::Only),
        };
        Within(library.instruments().iter().map(one).collect())
    }
}

/// For each instrument, which versions count.
pub(super) struct Within(Vec<Counts>);

enum Counts {
    None,
    Only(usize),
    All,
}

impl Within {
    pub(super) fn contains(&self, unit: &Unit) -> bool {
        match self.0.get(unit.at.instrument) {
            Some(Counts::All) => true,
            Some(Counts::Only(version)) => *version == unit.at.version,
            Some(Counts::None) | None => false,
        }
    }
}
