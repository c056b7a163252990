//! A checked instrument and its versions: what was in force on a day.

use super::facts::{ArticleFact, Ending, EndingKind, InstrumentFacts, InstrumentFault, VersionFacts};
use super::{InstrumentId, Rank, normalise_title};
use crate::place::{ArticleNumber, Place};
use jiff::civil::Date;
use std::collections::BTreeSet;

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
///     maker: None,
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
    /// 日期不明: nothing tells from when it holds. A person tells; until then it is no basis of an act towards others.
    Undated,
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

    /// Who made it, as far as told.
    pub fn maker(&self) -> Option<&str> {
        self.facts.maker.as_deref()
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
