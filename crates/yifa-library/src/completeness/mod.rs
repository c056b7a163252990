//! 有件必备: every document that shows itself somewhere must be filed, and every number of a series must be somewhere.
//!
//! Owns: telling whether two entries are one document (by number, by title and day, by words), and which numbers of a
//! series are missing. It states what was seen where; whether something had to be filed is for a person. It must not know
//! who keeps which register.
//!
//! ```
//! use yifa_library::completeness::{Cell, Entry, compare};
//! let entry = |number: &str, title: &str| Entry {
//!     number: yifa_law::docnumber::parse(number).ok().map(|read| read.number),
//!     title: title.to_owned(),
//!     published: true,
//!     ..Entry::default()
//! };
//! let seen = [entry("某府发〔2026〕1号", "某办法"), entry("某府发〔2026〕2号", "某规定")];
//! let filed = [entry("某府发 [2026] 1 号", "某办法")];
//! let found = compare(&seen, &filed);
//! assert_eq!(found.len(), 1);
//! assert_eq!((found[0].cell, found[0].title()), (Cell::Unfiled, "某规定"));
//! ```

mod same;
mod series;

pub use series::{Numbered, Run, gaps};

use crate::matching::likeness;
use jiff::civil::Date;
use yifa_law::docnumber::{DocumentNumber, DocumentYear};

/// A document as one register, list, site or citation shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// Where it was seen, in the word of whoever fed it: `number_book`.
    pub feed: String,
    /// What there shows it: a matter, a file.
    pub place: String,
    /// The matter of the city that shows it there, where one does.
    pub matter: Option<String>,
    /// Who made it, in the word of whoever fed it.
    pub maker: String,
    /// Its number. One with a masked year names no document and does not count as one.
    pub number: Option<DocumentNumber>,
    /// Its title.
    pub title: String,
    /// The day of publication, else of signing.
    pub day: Option<Date>,
    /// Its words, where they are at hand.
    pub text: Option<String>,
    /// Whether it was published there: a filing of what nobody published is told.
    pub published: bool,
}

/// What the comparison says of one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// Seen, not filed.
    Unfiled,
    /// Filed, published nowhere.
    FiledNotPublished,
    /// What was filed is not what was published.
    TextDiffers,
}

/// One document about which the registers do not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What is wrong.
    pub cell: Cell,
    /// Where it was seen: the evidence, the most telling first.
    pub seen: Vec<Entry>,
    /// Under which filings.
    pub filed: Vec<Entry>,
    /// A filing whose words are nearly the same, with the share in hundredths: a person decides whether it is this one.
    pub near: Option<(Entry, u8)>,
}

/// Words that are common to this share, in hundredths, may be one text.
const NEAR: u8 = 85;

impl Cell {
    /// A stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unfiled => "unfiled",
            Self::FiledNotPublished => "filed_not_published",
            Self::TextDiffers => "text_differs",
        }
    }
}

impl Difference {
    /// The entry that names the document best: with a number before one without.
    pub fn best(&self) -> Option<&Entry> {
        let all = || self.seen.iter().chain(&self.filed);
        all().find(|entry| entry.number.is_some()).or_else(|| all().next())
    }

    /// Its title.
    pub fn title(&self) -> &str {
        let all = self.seen.iter().chain(&self.filed);
        all.map(|entry| entry.title.as_str()).find(|title| !title.is_empty()).unwrap_or_default()
    }

    /// Its number.
    pub fn number(&self) -> Option<&DocumentNumber> {
        self.best().and_then(|entry| entry.number.as_ref())
    }
}

impl Entry {
    /// Whether it names a document at all: a number of a known year, or a title.
    pub fn is_definite(&self) -> bool {
        self.definite_number().is_some() || !self.title.trim().is_empty()
    }

    /// Its number, unless the year is masked.
    pub fn definite_number(&self) -> Option<&DocumentNumber> {
        self.number.as_ref().filter(|number| number.is_definite())
    }
}

/// Compares what was seen with what is filed, document by document. What cannot be told apart from another (a masked year
/// and no title) is left out: [`Entry::is_definite`] says which.
pub fn compare(seen: &[Entry], filed: &[Entry]) -> Vec<Difference> {
    let groups = same::groups(seen, filed);
    let unseen: Vec<&same::Group<'_>> = groups.iter().filter(|group| group.seen.is_empty()).collect();
    let mut found: Vec<Difference> = groups.iter().filter_map(|group| difference(group, &unseen)).collect();
    found.sort_by(|a, b| {
        let key = |one: &Difference| (one.cell, one.best().and_then(|entry| entry.day));
        key(a).cmp(&key(b)).then_with(|| a.title().cmp(b.title()))
    });
    found
}

fn difference(group: &same::Group<'_>, unseen: &[&same::Group<'_>]) -> Option<Difference> {
    let cell = match (group.seen.is_empty(), group.filed.is_empty()) {
        (false, true) => Cell::Unfiled,
        (true, false) => Cell::FiledNotPublished,
        (true, true) => return None,
        (false, false) if group.words_differ() => Cell::TextDiffers,
        (false, false) if group.seen.iter().any(|entry| entry.published) => return None,
        // In the number book alone: numbered and filed, published nowhere.
        (false, false) => Cell::FiledNotPublished,
    };
    let near = match cell {
        Cell::Unfiled => nearest(group, unseen),
        Cell::FiledNotPublished | Cell::TextDiffers => None,
    };
    let owned = |entries: &[&Entry]| entries.iter().map(|entry| (*entry).clone()).collect();
    Some(Difference { cell, seen: owned(&group.seen), filed: owned(&group.filed), near })
}

/// The filing without a published document whose words are most like those of this one.
fn nearest(group: &same::Group<'_>, unseen: &[&same::Group<'_>]) -> Option<(Entry, u8)> {
    let words = group.seen.iter().find_map(|entry| entry.text.as_deref())?;
    let filings = unseen.iter().flat_map(|group| &group.filed);
    let shares = filings.filter_map(|entry| Some((*entry, likeness(words, entry.text.as_deref()?))));
    let (entry, share) = shares.filter(|(_, share)| *share >= NEAR).max_by_key(|(_, share)| *share)?;
    Some((entry.clone(), share))
}

/// The mark of a number that counts within a year, and the year.
fn series_of(number: &DocumentNumber) -> Option<(&str, u16, u32)> {
    match number {
        DocumentNumber::Yearly { mark, year: DocumentYear::Known(year), serial } => {
            Some((mark, *year, *serial))
        }
        // Announcements of a body share one series with what is no rule.
        DocumentNumber::Yearly { .. } | DocumentNumber::Order { .. } | DocumentNumber::Announced { .. } => {
            None
        }
    }
}

#[cfg(test)]
mod tests;
