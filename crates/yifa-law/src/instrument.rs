//! Instruments 依据: laws, regulations, rules, documents, with their versions.
//!
//! Owns: rank, names, versions with their days, status on a day, and the facts known about cited articles.
//! Facts come from definition files or a register and are checked when they are put together; texts are not
//! part of them. It must not know where the facts were written, nor who acts on them.

mod facts;
mod library;
mod rank;
mod title;
mod version;

pub use facts::{ArticleFact, Ending, EndingKind, Figure, InstrumentFacts, InstrumentFault, VersionFacts};
pub use library::{Library, LibraryFault, NotResolved};
pub use rank::{Order, Rank};
pub(crate) use title::{KINDS, Used};
pub use title::{issued_title, names_instrument, normalise_title};
pub use version::{Existence, Instrument, Status, Version};

use std::fmt;

/// The identifier of an instrument: lower-case ASCII words and numbers joined by hyphens, for example
/// `administrative-penalty-law`.
///
/// ```
/// use yifa_law::instrument::InstrumentId;
/// assert!(InstrumentId::new("administrative-penalty-law").is_some());
/// assert!(InstrumentId::new("行政处罚法").is_none());
/// assert!(InstrumentId::new("a--b").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstrumentId(String);

impl InstrumentId {
    /// Checks and wraps a slug of at most 80 characters; `None` when it is none.
    pub fn new(slug: impl Into<String>) -> Option<Self> {
        let slug = slug.into();
        let word = |word: &str| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        (slug.len() <= 80 && slug.split('-').all(word)).then_some(Self(slug))
    }

    /// The slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InstrumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests;
