//! Facts about instruments and their versions.

use super::{InstrumentId, Rank, normalise_title};
use crate::docnumber::DocumentNumber;
use crate::numeral;
use crate::place::{ArticleNumber, Place};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::fmt;

/// An instrument 依据 with all its versions, checked.
///
/// ```
/// use jiff::civil::date;
/// use yifa_law::instrument::*;
/// let version = |promulgated, in_force_from| VersionFacts {
///     title: "中华人民共和国行政处罚法".to_owned(),
///     number: None,
///     promulgated,
///     published_on: Some(promulgated),
///     in_force_from: Some(in_force_from),
///     valid_until: None,
///     article_count: None,
///     articles: vec![],
/// };
/// let law = Instrument::new(InstrumentFacts {
///     id: InstrumentId::new("administrative-penalty-law").unwrap(),
///     rank: Rank::Law,
///     aliases: vec!["处罚法".to_owned()],
///     versions: vec![
///         version(date(2017, 9, 1), date(2018, 1, 1)),
///         version(date(2021, 1, 22), date(2021, 7, 15)),
///     ],
///     ended: None,
/// })
/// .unwrap();
/// assert_eq!(law.status_on(date(2021, 3, 1)), Status::InForce);
/// assert_eq!(law.version_on(date(2021, 3, 1)).unwrap().facts().promulgated, date(2017, 9, 1));
/// assert_eq!(law.status_on(date(2017, 10, 1)), Status::NotYetInForce { from: Some(date(2018, 1, 1)) });
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    facts: InstrumentFacts,
    versions: Vec<Version>,
}

/// What is told about an instrument before it is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstrumentFacts {
    /// Its identifier.
    pub id: InstrumentId,
    /// Its rank.
    pub rank: Rank,
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
}

/// 废止 is not 失效.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndingKind {
    /// 废止: ended by a decision or another instrument.
    Repealed,
    /// 失效: ended by itself, its term over, its object gone or its task done.
    Lapsed,
}

/// The status of an instrument or of one of its versions on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// The first day in force is still to come; `None` when it is not known.
    NotYetInForce {
        /// That day.
        from: Option<Date>,
    },
    /// In force and published.
    InForce,
    /// Another version has taken its place (only of a version).
    Superseded {
        /// The first day of that version.
        since: Date,
    },
    /// Ended by decision.
    Repealed {
        /// The first day without it.
        since: Date,
    },
    /// Ended by itself.
    Lapsed {
        /// The first day without it.
        since: Date,
    },
    /// It would be in force, but has not been published: no basis of an act.
    Unpublished,
}

/// Whether an article exists in a version, as far as the facts tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existence {
    /// It exists.
    Exists,
    /// The version has fewer articles.
    Missing,
    /// The facts do not tell: articles were not counted, or it is an inserted one (之一).
    NotTold,
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

impl Instrument {
    /// Checks facts and puts the versions in order.
    ///
    /// A version that takes effect before it was promulgated is no fault here: it is reported by
    /// [`Version::is_retroactive`].
    ///
    /// # Errors
    /// The first [`InstrumentFault`] found.
    pub fn new(mut facts: InstrumentFacts) -> Result<Self, InstrumentFault> {
        let mut versions = std::mem::take(&mut facts.versions);
        versions.sort_by_key(|version| version.promulgated);
        check_order(&versions)?;
        versions.iter().try_for_each(check_version)?;
        if facts.aliases.iter().any(|alias| normalise_title(alias).is_empty()) {
            return Err(InstrumentFault::EmptyName);
        }
        let first = versions.first().ok_or(InstrumentFault::NoVersion)?.in_force_from;
        if let (Some(ended), Some(first)) = (&facts.ended, first)
            && ended.from < first
        {
            return Err(InstrumentFault::EndedBeforeEffect(ended.from));
        }
        Ok(Self { facts, versions: versions.into_iter().map(Version).collect() })
    }

    /// Its identifier.
    pub fn id(&self) -> &InstrumentId {
        &self.facts.id
    }

    /// Its rank.
    pub fn rank(&self) -> Rank {
        self.facts.rank
    }

    /// The title of the newest version.
    pub fn title(&self) -> &str {
        self.versions.last().map_or("", |version| &version.0.title)
    }

    /// Short names, as told.
    pub fn aliases(&self) -> &[String] {
        &self.facts.aliases
    }

    /// How it ended, if it did.
    pub fn ended(&self) -> Option<&Ending> {
        self.facts.ended.as_ref()
    }

    /// All versions, the oldest first.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// The version whose days include `date`: the last one that had taken effect by then, unless the
    /// instrument had ended, the version's term was over, or it was unpublished.
    pub fn version_on(&self, date: Date) -> Option<&Version> {
        (self.status_on(date) == Status::InForce).then(|| self.effective_on(date)).flatten()
    }

    /// The version promulgated on a day.
    pub fn version_of(&self, promulgated: Date) -> Option<&Version> {
        self.versions.iter().find(|version| version.0.promulgated == promulgated)
    }

    /// The status on a day.
    pub fn status_on(&self, date: Date) -> Status {
        if let Some(ended) = self.facts.ended.as_ref().filter(|ended| ended.from <= date) {
            return ended.status();
        }
        match self.effective_on(date) {
            None => Status::NotYetInForce {
                from: self.versions.iter().find_map(|version| version.0.in_force_from),
            },
            Some(version) => version.own_status(date),
        }
    }

    /// The status of one of its versions on a day.
    pub fn status_of(&self, version: &Version, date: Date) -> Status {
        let Some(from) = version.0.in_force_from.filter(|from| *from <= date) else {
            return Status::NotYetInForce { from: version.0.in_force_from };
        };
        let next =
            self.versions.iter().filter_map(|version| version.0.in_force_from).find(|next| *next > from);
        match (next.filter(|next| *next <= date), &self.facts.ended) {
            (Some(since), _) => Status::Superseded { since },
            (None, Some(ended)) if ended.from <= date => ended.status(),
            (None, _) => version.own_status(date),
        }
    }

    fn effective_on(&self, date: Date) -> Option<&Version> {
        self.versions.iter().rev().find(|version| version.0.in_force_from.is_some_and(|from| from <= date))
    }
}

impl Ending {
    fn status(&self) -> Status {
        match self.kind {
            EndingKind::Repealed => Status::Repealed { since: self.from },
            EndingKind::Lapsed => Status::Lapsed { since: self.from },
        }
    }
}

/// A checked version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version(VersionFacts);

impl Version {
    /// What was told about it.
    pub fn facts(&self) -> &VersionFacts {
        &self.0
    }

    /// What is known about a whole article, or its first known place when only parts of it are.
    pub fn article(&self, number: impl Into<ArticleNumber>) -> Option<&ArticleFact> {
        let number = number.into();
        let mut facts = self.0.articles.iter().filter(|fact| fact.place.article == number);
        facts.clone().find(|fact| fact.place == Place::article(number)).or_else(|| facts.next())
    }

    /// What is known about a place: the fact for the place itself, else for the narrowest place around it.
    pub fn place(&self, place: &Place) -> Option<&ArticleFact> {
        let around = |fact: &&ArticleFact| {
            let outer = &fact.place;
            outer.article == place.article
                && outer.paragraph.is_none_or(|number| place.paragraph == Some(number))
                && outer.item.is_none_or(|number| place.item == Some(number))
                && outer.subitem.is_none_or(|number| place.subitem == Some(number))
        };
        self.0.articles.iter().filter(around).max_by_key(|fact| fact.place)
    }

    /// Whether an article exists.
    pub fn has_article(&self, number: ArticleNumber) -> Existence {
        match self.0.article_count {
            _ if self.article(number).is_some() => Existence::Exists,
            Some(count) if number.value > count => Existence::Missing,
            Some(_) if number.suffix == 0 => Existence::Exists,
            _ => Existence::NotTold,
        }
    }

    /// Whether it takes effect before the day of its promulgation: a finding for people to judge.
    pub fn is_retroactive(&self) -> bool {
        self.0.in_force_from.is_some_and(|from| from < self.0.promulgated)
    }

    fn own_status(&self, date: Date) -> Status {
        match (self.0.valid_until, self.0.published_on) {
            (Some(last), _) if last < date => Status::Lapsed { since: last.tomorrow().unwrap_or(last) },
            (_, Some(published)) if published <= date => Status::InForce,
            _ => Status::Unpublished,
        }
    }
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

/// Versions sorted by promulgation take effect in the same order.
fn check_order(versions: &[VersionFacts]) -> Result<(), InstrumentFault> {
    for pair in versions.windows(2) {
        let [earlier, later] = pair else { continue };
        if earlier.promulgated == later.promulgated {
            return Err(InstrumentFault::SameDay(later.promulgated));
        }
        let Some(from) = earlier.in_force_from else {
            return Err(InstrumentFault::NoEffect(earlier.promulgated));
        };
        match later.in_force_from {
            Some(next) if next == from => return Err(InstrumentFault::SameDay(next)),
            Some(next) if next < from => return Err(InstrumentFault::VersionOrder(later.promulgated)),
            _ => {}
        }
    }
    Ok(())
}

fn check_version(version: &VersionFacts) -> Result<(), InstrumentFault> {
    if normalise_title(&version.title).is_empty() {
        return Err(InstrumentFault::EmptyName);
    }
    if let (Some(from), Some(last)) = (version.in_force_from, version.valid_until)
        && last < from
    {
        return Err(InstrumentFault::EndsBeforeEffect(last));
    }
    let mut seen = BTreeSet::new();
    for fact in &version.articles {
        if version.article_count.is_some_and(|count| fact.place.article.value > count) {
            return Err(InstrumentFault::NoSuchArticle(fact.place));
        }
        if !seen.insert(fact.place) {
            return Err(InstrumentFault::RepeatedArticle(fact.place));
        }
        if fact.gist.trim().is_empty() {
            return Err(InstrumentFault::EmptyGist(fact.place));
        }
    }
    Ok(())
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
