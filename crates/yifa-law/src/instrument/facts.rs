//! Facts about instruments and their versions as they are told, before they are checked.

use super::{InstrumentId, Rank};
use crate::docnumber::DocumentNumber;
use crate::numeral;
use crate::place::Place;
use jiff::civil::Date;
use std::fmt;

/// What is told about an instrument before it is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstrumentFacts {
    /// Its identifier.
    pub id: InstrumentId,
    /// Its rank.
    pub rank: Rank,
    /// Who made it; `None` where it is not told.
    pub maker: Option<String>,
    /// Short names under which it is cited, beside its title with and without 中华人民共和国.
    pub aliases: Vec<String>,
    /// Its versions, in any order, at least one.
    pub versions: Vec<VersionFacts>,
    /// How it ended, if it did.
    pub ended: Option<Ending>,
}

/// What is told about one version 文本版本.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionFacts {
    /// The title of this version.
    pub title: String,
    /// Its number: 主席令第七十号, 国办发〔2018〕118号.
    pub number: Option<DocumentNumber>,
    /// The day of promulgation or issue 公布.
    pub promulgated: Date,
    /// The day of publication; `None` when it was never published. For legislation the day of promulgation.
    pub published_on: Option<Date>,
    /// The first day in force 施行. It stands in the text or, for an amendment, in the amending decision:
    /// never read off the last article. `None` while it is not known; only the newest version may lack it.
    pub in_force_from: Option<Date>,
    /// The last day of validity 有效期 of a document with a term.
    pub valid_until: Option<Date>,
    /// The number of the last article; `None` when the version has no articles or they were not counted.
    pub article_count: Option<u32>,
    /// What is known about cited articles.
    pub articles: Vec<ArticleFact>,
}

/// What is known about a place that the definitions cite: a gist in our own words, never the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleFact {
    /// The place.
    pub place: Place,
    /// One line in our own words.
    pub gist: String,
    /// The figures that the place names: 九十日, 百分之三.
    pub figures: Vec<Figure>,
}

/// A figure of an article: a number and its unit in the words of the article.
///
/// ```
/// use yifa_law::instrument::Figure;
/// assert_eq!(Figure::parse("九十日").unwrap(), Figure { value: 90, unit: "日".to_owned() });
/// assert_eq!(Figure::parse("百分之三").unwrap().to_string(), "百分之三");
/// assert!(Figure::parse("多日").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Figure {
    /// The number.
    pub value: u64,
    /// The unit as written: 日, 个工作日, 元; 百分之 for a percentage.
    pub unit: String,
}

/// How an instrument ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// Repealed by decision or lapsed by itself.
    pub kind: EndingKind,
    /// The first day on which it is no longer in force.
    pub from: Date,
    /// The title of the instrument that ended it, if one did.
    pub by: Option<String>,
    /// Where that instrument says so, if it is told.
    pub place: Option<Place>,
}

/// 废止 is not 失效.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndingKind {
    /// 废止: ended by a decision or another instrument.
    Repealed,
    /// 失效: ended by itself, its term over, its object gone or its task done.
    Lapsed,
}

/// Why facts do not make an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InstrumentFault {
    /// There is no version.
    NoVersion,
    /// A version without a title, or an empty alias.
    EmptyName,
    /// Two versions of one day of promulgation or of effect; the day.
    SameDay(Date),
    /// A version promulgated later takes effect earlier; the day of the later promulgation.
    VersionOrder(Date),
    /// A version other than the newest has no day of effect; its day of promulgation.
    NoEffect(Date),
    /// The last day of validity lies before the first day in force.
    EndsBeforeEffect(Date),
    /// The instrument ends before it takes effect.
    EndedBeforeEffect(Date),
    /// An article fact beyond the last article.
    NoSuchArticle(Place),
    /// Two facts for one place.
    RepeatedArticle(Place),
    /// A fact without a gist.
    EmptyGist(Place),
}

impl ArticleFact {
    /// Whether the place names a figure with this value and unit.
    pub fn names(&self, value: u64, unit: &str) -> bool {
        self.figures.iter().any(|figure| figure.value == value && figure.unit == unit)
    }
}

impl Figure {
    /// Reads a figure as articles write it: a numeral and its unit, or 百分之 and a numeral. `None` when it is
    /// none.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(number) = text.strip_prefix(PERCENT) {
            return Some(Self { value: numeral::parse(number).ok()?, unit: PERCENT.to_owned() });
        }
        let (length, value) = numeral::prefix(text)?;
        let unit = text[length..].trim();
        (!unit.is_empty()).then_some(Self { value: value.ok()?, unit: unit.to_owned() })
    }
}

const PERCENT: &str = "百分之";

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = numeral::to_chinese(self.value);
        if self.unit == PERCENT { write!(f, "{PERCENT}{number}") } else { write!(f, "{number}{}", self.unit) }
    }
}

impl fmt::Display for InstrumentFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoVersion => f.write_str("an instrument needs at least one version"),
            Self::EmptyName => f.write_str("an empty title or alias"),
            Self::SameDay(day) => write!(f, "two versions of one day, {day}"),
            Self::VersionOrder(day) => write!(f, "the version of {day} takes effect before an older one"),
            Self::NoEffect(day) => {
                write!(f, "the version of {day} has no day of effect though a newer one follows")
            }
            Self::EndsBeforeEffect(day) => write!(f, "valid until {day}, which is before it takes effect"),
            Self::EndedBeforeEffect(day) => write!(f, "ended on {day}, which is before it takes effect"),
            Self::NoSuchArticle(place) => write!(f, "{place} lies beyond the last article"),
            Self::RepeatedArticle(place) => write!(f, "two facts for {place}"),
            Self::EmptyGist(place) => write!(f, "no gist for {place}"),
        }
    }
}

impl std::error::Error for InstrumentFault {}
