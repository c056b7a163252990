//! Citations 引用: 《行政处罚法》第五十八条第一款第二项.
//!
//! Owns: finding and reading citations of instruments and of places in them, printing them in one form, and
//! resolving short forms (本法, 该条例, 前款, 同条, names defined by 以下简称) against the text that they stand
//! in. It must not know which instruments exist, nor whether the cited place does: that is asked of a
//! [`Library`](crate::instrument::Library) and a [`Statute`](crate::text::Statute).

mod find;
mod name;
mod places;
mod print;
mod resolve;
mod said;

pub use find::{find, parse};
pub use resolve::{PlaceRange, Resolved, ResolvedInstrument, Resolver, UnresolvedCitation};
pub use said::{DateOf, Fit, SaidVersion};

use crate::docnumber::DocumentNumber;
use crate::place::{ArticleNumber, Place};
use std::fmt;
use std::ops::Range;

/// A citation as it is written: an instrument, places in it, or both.
///
/// ```
/// use yifa_law::citation::parse;
/// let citation = parse("《中華人民共和國行政處罰法》第58條第1款第（二）項、第六十條").unwrap();
/// assert_eq!(citation.title(), Some("中华人民共和国行政处罚法"));
/// assert_eq!(citation.to_string(), "《中华人民共和国行政处罚法》第五十八条第一款第二项、第六十条");
/// assert!(parse("《行政处罚法》第二十-条").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// How the instrument is named; `None` for places alone (前款, 第三十条).
    pub instrument: Option<InstrumentReference>,
    /// The places, in the order of the text; empty when the whole instrument is cited.
    pub places: Vec<CitedRange>,
    /// The bytes of the text that the citation takes up.
    pub span: Range<usize>,
}

/// How a citation names its instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InstrumentReference {
    /// 《…》, perhaps with a number, a year or an abbreviation in brackets after it.
    Titled {
        /// The words between 《 and 》, in Simplified characters, titles inside in 〈〉.
        title: String,
        /// The document number in the brackets.
        number: Option<DocumentNumber>,
        /// The version that the brackets or the words before the title say: （2021年修订）, 1995年发布的《…》.
        said: Option<SaidVersion>,
        /// The abbreviation that the text defines here: （以下简称《纪要》）.
        alias: Option<String>,
    },
    /// A document number alone.
    Numbered(DocumentNumber),
    /// A name without 《》 before a place: 刑法第十二条, or an abbreviation defined before. The name may
    /// have words in front that do not belong to it; a library that knows the names decides.
    Unquoted {
        /// The name.
        name: String,
        /// The version, as of one in 《》.
        said: Option<SaidVersion>,
    },
    /// The instrument that the text belongs to, by its kind: 本法, 本条例.
    This(String),
    /// An instrument cited before, by its kind: 该法, 同法, 上述办法.
    That(String),
}

/// One place or a range of places in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CitedRange {
    /// The place, or the first of the range.
    pub from: CitedPlace,
    /// The last of the range, included: 第二十条至第二十三条.
    pub to: Option<CitedPlace>,
}

/// A place as it is written. What a list leaves unsaid is filled in from the place before it: in
/// 第三条第一款、第二款 the second place has article 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CitedPlace {
    /// The article.
    pub article: ArticleStep,
    /// The paragraph 款.
    pub paragraph: Option<Step>,
    /// The item 项.
    pub item: Option<Step>,
    /// The subitem 目.
    pub subitem: Option<Step>,
}

/// How a citation names the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArticleStep {
    /// By its number.
    Number(ArticleNumber),
    /// 前条, 前两条: so many articles before this one.
    Previous(u32),
    /// 本条: the one that is being read.
    This,
    /// Not at all: 第二款, 前款.
    Unsaid,
    /// 同条, 该条: the article cited last.
    Same,
}

/// How a citation names a paragraph, item or subitem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// By its number.
    Number(u32),
    /// 前款, 前两款: so many before this one.
    Previous(u32),
    /// 本款.
    This,
}

/// Something that looks like a citation and is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationError {
    /// The bytes of the text that are at fault.
    pub span: Range<usize>,
    /// What is wrong.
    pub fault: CitationFault,
}

/// The ways in which a citation is malformed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitationFault {
    /// There is no citation in the text (only of [`parse`]).
    NoCitation,
    /// There is more than one citation, or other text beside it (only of [`parse`]).
    OtherText,
    /// 《 without its 》.
    UnclosedTitle,
    /// 《》 with nothing inside.
    EmptyTitle,
    /// A number that cannot be read: 第二十-条, 第一百二款.
    BadNumber,
    /// Article, paragraph, item or subitem 0.
    Zero,
    /// Steps in the wrong order: 第一项第二款.
    StepOrder,
    /// A range that runs backwards, or from one kind of place to another.
    BadRange,
    /// A document number in it cannot be read.
    BadDocumentNumber,
}

impl Citation {
    /// The title, when the citation gives one in 《》.
    pub fn title(&self) -> Option<&str> {
        match &self.instrument {
            Some(InstrumentReference::Titled { title, .. }) => Some(title),
            _ => None,
        }
    }

    /// The version that the citation says, when it does.
    pub fn said(&self) -> Option<&SaidVersion> {
        match &self.instrument {
            Some(InstrumentReference::Titled { said, .. } | InstrumentReference::Unquoted { said, .. }) => {
                said.as_ref()
            }
            _ => None,
        }
    }

    /// The document number, when the citation gives one.
    pub fn number(&self) -> Option<&DocumentNumber> {
        match &self.instrument {
            Some(InstrumentReference::Titled { number, .. }) => number.as_ref(),
            Some(InstrumentReference::Numbered(number)) => Some(number),
            _ => None,
        }
    }
}

impl CitedPlace {
    /// The place itself, when every step is given by a number.
    pub fn place(&self) -> Option<Place> {
        let number = |step: Option<Step>| match step {
            None => Some(None),
            Some(Step::Number(number)) => Some(Some(number)),
            Some(Step::Previous(_) | Step::This) => None,
        };
        let ArticleStep::Number(article) = self.article else { return None };
        Some(Place {
            article,
            paragraph: number(self.paragraph)?,
            item: number(self.item)?,
            subitem: number(self.subitem)?,
        })
    }
}

impl From<Place> for CitedPlace {
    fn from(place: Place) -> Self {
        Self {
            article: ArticleStep::Number(place.article),
            paragraph: place.paragraph.map(Step::Number),
            item: place.item.map(Step::Number),
            subitem: place.subitem.map(Step::Number),
        }
    }
}

impl fmt::Display for CitationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.fault {
            CitationFault::NoCitation => "no citation",
            CitationFault::OtherText => "other text beside one citation",
            CitationFault::UnclosedTitle => "《 without 》",
            CitationFault::EmptyTitle => "an empty title",
            CitationFault::BadNumber => "a number that cannot be read",
            CitationFault::Zero => "numbers of places begin at one",
            CitationFault::StepOrder => "the steps of a place go from 条 to 款, 项 and 目",
            CitationFault::BadRange => "a range that runs backwards or between different kinds of places",
            CitationFault::BadDocumentNumber => "a document number that cannot be read",
        })?;
        write!(f, ", at bytes {}–{}", self.span.start, self.span.end)
    }
}

impl std::error::Error for CitationError {}

#[cfg(test)]
mod tests;
