//! What the checks ask of a library of law.

use super::Sketch;
use crate::citation::{ResolvedInstrument, SaidVersion};
use crate::instrument::{Existence, Rank, Status};
use crate::place::{ArticleNumber, Place};
use jiff::civil::Date;

/// An instrument of a corpus; the number is the corpus's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstrumentKey(pub u32);

/// A version of an instrument of a corpus; the numbers are the corpus's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VersionKey {
    /// The instrument.
    pub instrument: InstrumentKey,
    /// Which of its versions.
    pub version: u32,
}

/// What ended an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedBy {
    /// The title of the text that says so.
    pub title: String,
    /// Where it says so, when it has articles.
    pub place: Option<Place>,
}

/// A text of the corpus that shares much of its wording with the reviewed one.
#[derive(Debug, Clone, PartialEq)]
pub struct Alike {
    /// Its version.
    pub version: VersionKey,
    /// The share of the shorter text that both have, from 0 to 1.
    pub share: f64,
}

/// A library of law as the checks see it. Every answer may be “not told”: the default of each method is that
/// nothing is known, and no check takes that for a fault of the document.
pub trait Corpus {
    /// The instruments that a citation may mean; several when a later one uses the name of an old one. Empty when
    /// it is not known, and for the text's own instrument.
    fn find(&self, _named: &ResolvedInstrument) -> Vec<InstrumentKey> {
        Vec::new()
    }

    /// Its title.
    fn title(&self, _instrument: InstrumentKey) -> String {
        String::new()
    }

    /// Its rank; `None` when it is not told.
    fn rank(&self, _instrument: InstrumentKey) -> Option<Rank> {
        None
    }

    /// Its status on a day; `None` when it is not told.
    fn status_on(&self, _instrument: InstrumentKey, _on: Date) -> Option<Status> {
        None
    }

    /// What ended it, when a text says so.
    fn ended_by(&self, _instrument: InstrumentKey) -> Option<EndedBy> {
        None
    }

    /// What took its place, when it has ended.
    fn successor(&self, _instrument: InstrumentKey) -> Option<InstrumentKey> {
        None
    }

    /// The newest version that had taken effect by a day, whether its text is at hand or not.
    fn version_on(&self, _instrument: InstrumentKey, _on: Date) -> Option<VersionKey> {
        None
    }

    /// The oldest version whose text is at hand.
    fn oldest(&self, _instrument: InstrumentKey) -> Option<VersionKey> {
        None
    }

    /// The version that a citation says: （2017年修订）, 1995年3月1日发布的《…》; `None` when none or several fit.
    fn version_said(&self, _instrument: InstrumentKey, _said: &SaidVersion) -> Option<VersionKey> {
        None
    }

    /// The first day in force of a version.
    fn in_force_from(&self, _version: VersionKey) -> Option<Date> {
        None
    }

    /// The day on which a version was adopted or issued.
    fn adopted(&self, _version: VersionKey) -> Option<Date> {
        None
    }

    /// Whether a place exists in a version. A text from which articles are missing does not tell of those.
    fn existence(&self, _version: VersionKey, _place: &Place) -> Existence {
        Existence::NotTold
    }

    /// The words of a place, without the label of the article; `None` when the text is not at hand.
    fn words_of(&self, _version: VersionKey, _place: &Place) -> Option<&str> {
        None
    }

    /// The articles of a version, in order; empty when the text is not at hand.
    fn articles(&self, _version: VersionKey) -> Vec<ArticleNumber> {
        Vec::new()
    }

    /// The last article of a version, where its text or its facts tell.
    fn last_article(&self, version: VersionKey) -> Option<ArticleNumber> {
        self.articles(version).last().copied()
    }

    /// Texts in force on a day, of the rank of normative documents, that share wording with a sketch; the closest
    /// first. What is the same document is for the caller to tell by its title.
    fn alike(&self, _sketch: &Sketch, _on: Date) -> Vec<Alike> {
        Vec::new()
    }
}
