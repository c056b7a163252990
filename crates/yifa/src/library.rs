//! What citations are resolved against: the facts that the binary carries, and a folder of texts.

mod facts;
mod texts;

use std::path::Path;

use jiff::civil::Date;
use yifa_law::citation::ResolvedInstrument;
use yifa_law::instrument::{Existence, Instrument, Library as Facts, NotResolved, Status};
use yifa_law::place::Place;
use yifa_law::text::Missing;

use crate::answer::Failure;
pub use texts::{LeftOut, Text};

/// Facts and texts together.
pub struct Library {
    facts: Facts,
    texts: texts::Texts,
}

/// What an instrument's name leads to.
pub enum Found<'a> {
    /// Facts, and perhaps a text.
    Known(&'a Instrument, Option<&'a Text>),
    /// A text only: whether it is in force is not told.
    TextOnly(&'a Text),
    /// Several instruments have the name.
    Ambiguous(Vec<String>),
    /// Nothing.
    Unknown,
}

/// Whether a cited place exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exists {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// Neither facts nor a text tell.
    NotTold,
}

impl Library {
    /// The facts that the binary carries, and the texts of a folder if one is given.
    ///
    /// # Errors
    /// Wrong use or a fault when the folder cannot be read; a fault when the embedded facts are broken.
    pub fn open(folder: Option<&Path>) -> Result<Self, Failure> {
        let texts = folder.map(texts::Texts::read).transpose()?.unwrap_or_default();
        Ok(Self { facts: facts::embedded()?, texts })
    }

    /// The files of the folder that are not used, and why.
    pub fn left_out(&self) -> &[LeftOut] {
        self.texts.left_out()
    }

    /// What an instrument's name leads to on a day; `None` for the text's own instrument.
    pub fn find(&self, instrument: &ResolvedInstrument, on: Date) -> Option<Found<'_>> {
        let resolved = self.facts.resolve_resolved(instrument)?;
        let title = match instrument {
            ResolvedInstrument::Titled { title, .. } => title.as_str(),
            ResolvedInstrument::Own | ResolvedInstrument::Numbered(_) => "",
        };
        Some(match resolved {
            Ok(known) => {
                let version = known.version_on(on).map(|version| version.facts().promulgated);
                Found::Known(known, self.texts.of(known.title(), version, on))
            }
            Err(NotResolved::Ambiguous(ids)) => match self.texts.of(title, None, on) {
                Some(text) => Found::TextOnly(text),
                None => Found::Ambiguous(ids.iter().map(ToString::to_string).collect()),
            },
            Err(NotResolved::Unknown) => {
                self.texts.of(title, None, on).map_or(Found::Unknown, Found::TextOnly)
            }
        })
    }
}

impl Found<'_> {
    /// Whether a place exists: asked of the text first, then of the facts of the version in force.
    pub fn exists(&self, place: &Place, on: Date) -> Exists {
        let (known, text) = match self {
            Self::Known(known, text) => (Some(*known), *text),
            Self::TextOnly(text) => (None, Some(*text)),
            Self::Ambiguous(_) | Self::Unknown => (None, None),
        };
        if let Some(text) = text {
            return exists_in(&text.statute, place);
        }
        match known.and_then(|known| known.version_on(on)).map(|version| version.has_article(place.article)) {
            Some(Existence::Exists) if place.paragraph.is_none() && place.item.is_none() => Exists::Yes,
            Some(Existence::Missing) => Exists::No,
            _ => Exists::NotTold,
        }
    }

    /// The gist of a place, in the words of the definitions.
    pub fn gist(&self, place: &Place, on: Date) -> Option<&str> {
        let Self::Known(known, _) = self else { return None };
        known.version_on(on)?.place(place).map(|fact| fact.gist.as_str())
    }

    /// The status on a day, as far as facts tell.
    pub fn status(&self, on: Date) -> Option<Status> {
        match self {
            Self::Known(known, _) => Some(known.status_on(on)),
            Self::TextOnly(_) | Self::Ambiguous(_) | Self::Unknown => None,
        }
    }
}

/// Whether a place exists in a text. A place that stands twice exists.
pub fn exists_in(statute: &yifa_law::text::Statute, place: &Place) -> Exists {
    match statute.locate(place) {
        Ok(_) | Err(Missing::Ambiguous) => Exists::Yes,
        Err(Missing::Article) if statute.articles.is_empty() => Exists::NotTold,
        Err(_) => Exists::No,
    }
}
