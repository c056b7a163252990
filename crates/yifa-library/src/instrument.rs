//! An instrument of the library, its versions and what was in force on a day.

use crate::standing::Standing;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;
use yifa_law::citation::{Fit, SaidVersion};
use yifa_law::docnumber::DocumentNumber;
use yifa_law::instrument::{Ending, EndingKind, Existence, Instrument as Facts, InstrumentId, Rank, Status};
use yifa_law::place::{ArticleNumber, Place};
use yifa_law::text::{Article, Irregularity, IrregularityKind, Missing, Statute};

/// An instrument: joined from texts, told facts, or known only because another text ended it.
#[derive(Debug, Clone, PartialEq)]
pub struct Instrument {
    pub(crate) id: InstrumentId,
    pub(crate) title: String,
    pub(crate) names: Vec<String>,
    pub(crate) rank: Option<Rank>,
    pub(crate) maker: Option<String>,
    pub(crate) versions: Vec<Version>,
    pub(crate) ended: Option<Ending>,
    /// Whether a person has recorded that ending.
    pub(crate) ended_by_person: bool,
    /// Those who end parts of it: index and the day.
    pub(crate) partly_ended: Vec<(usize, Option<Date>)>,
    pub(crate) facts: Option<Facts>,
}

/// One version 文本版本.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    pub(crate) title: String,
    pub(crate) number: Option<DocumentNumber>,
    pub(crate) adopted: Option<Date>,
    pub(crate) made: Option<Made>,
    pub(crate) effect: Effect,
    pub(crate) published: Published,
    pub(crate) valid_until: Option<Date>,
    pub(crate) bodies: Vec<Body>,
    /// Whether something about its words or days is for a person to look at.
    pub(crate) doubtful: bool,
}

/// The text of a version, or one of its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// Where it came from.
    pub origin: String,
    /// SHA-256 of the bytes that came.
    pub digest: [u8; 32],
    /// The text as articles.
    pub statute: Arc<Statute>,
    /// Its citations of other instruments.
    pub cites: Vec<crate::cite::Cite>,
}

/// The first day in force and who tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// The day; `None` when nothing tells any.
    pub from: Option<Date>,
    /// Who tells it.
    pub told_by: ToldBy,
}

/// Who tells a day of effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ToldBy {
    /// The registered facts.
    Facts,
    /// A person, with a source, and another one who compared it.
    Person,
    /// The text itself.
    Text,
    /// Nobody: the day of adoption is taken.
    Presumed,
}

/// Whether a version was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// On this day.
    On(Date),
    /// Legislation that tells only this day of adoption: presumed to be published on it.
    Presumed(Date),
    /// Never: no basis of an act.
    Never,
    /// Nothing tells.
    NotTold,
}

/// What happened on the day by which a version is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Made {
    /// 通过.
    Adopted,
    /// 批准.
    Approved,
    /// 公布.
    Published,
    /// 修正, 修订.
    Amended,
    /// 成文.
    Issued,
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
    /// The numbers of the text have a gap here: the article is lost, or its words may be mixed with those that are.
    Spoiled,
}

impl Instrument {
    /// Its identifier: the slug of its facts, or one made from its title and its first day of adoption.
    pub fn id(&self) -> &InstrumentId {
        &self.id
    }

    /// The title of the newest version, as written.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Other names under which it is cited, as told by facts.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Its rank, as far as told.
    pub fn rank(&self) -> Option<Rank> {
        self.rank
    }

    /// Who made it, as far as told.
    pub fn maker(&self) -> Option<&str> {
        self.maker.as_deref()
    }

    /// All versions, the oldest first; empty when it is known only because another text ended it.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// How it ended, or will end on a day to come.
    pub fn ended(&self) -> Option<&Ending> {
        self.ended.as_ref()
    }

    /// The instruments, by index, that end parts of it or what conflicts with them, with the day.
    pub fn partly_ended(&self) -> &[(usize, Option<Date>)] {
        &self.partly_ended
    }

    /// The facts told about it.
    pub fn facts(&self) -> Option<&Facts> {
        self.facts.as_ref()
    }

    /// The version adopted on a day.
    pub fn version_of(&self, adopted: Date) -> Option<&Version> {
        self.versions.iter().find(|version| version.adopted == Some(adopted))
    }

    /// The version with an address: its day of adoption, or `undated`.
    pub fn version_at(&self, key: &str) -> Option<(usize, &Version)> {
        self.versions.iter().enumerate().find(|(_, version)| version.key() == key)
    }

    /// The version that a citation says: （2017年修正）, 1995年3月1日发布的《…》, and how well it fits. `None` when none fits,
    /// or several do. 原《…》 of an instrument that has ended means its last version; of one that is alive, the only version
    /// before the present one.
    pub fn version_said(&self, said: &SaidVersion) -> Option<(usize, Fit)> {
        if *said == SaidVersion::Former {
            let former = match (self.versions.len(), self.ended.is_some()) {
                (0, _) => None,
                (count, true) => Some(count - 1),
                (2, false) => Some(0),
                (_, false) => None,
            };
            return former.map(|index| (index, Fit::Exact));
        }
        let fit = |version: &Version| {
            let published = match version.published {
                Published::On(day) => Some(day),
                Published::Presumed(_) | Published::Never | Published::NotTold => None,
            };
            let made: Vec<Date> = version.adopted.into_iter().chain(published).collect();
            let effect = version.starts().filter(|_| version.effect.told_by != ToldBy::Presumed);
            said.fit(&made, effect)
        };
        let best = self.versions.iter().map(fit).max().filter(|best| *best > Fit::No)?;
        let mut fitting = self.versions.iter().enumerate().filter(|(_, version)| fit(version) == best);
        let (index, _) = fitting.next()?;
        fitting.next().is_none().then_some((index, best))
    }

    /// The version that governs on a day: the last that had taken effect, whether or not the instrument had ended
    /// by then. `None` before the first.
    pub fn governing(&self, on: Date) -> Option<&Version> {
        self.governing_index(on).map(|index| &self.versions[index])
    }

    /// As [`governing`](Self::governing), its place among the versions. A single version without a day counts
    /// on every day.
    pub fn governing_index(&self, on: Date) -> Option<usize> {
        let started =
            self.versions.iter().rposition(|version| version.starts().is_some_and(|from| from <= on));
        started.or_else(|| match &self.versions[..] {
            [only] if only.starts().is_none() => Some(0),
            _ => None,
        })
    }

    /// The version in force on a day; `None` when none is.
    pub fn version_on(&self, on: Date) -> Option<&Version> {
        self.standing_on(on).is_in_force().then(|| self.governing(on)).flatten()
    }

    /// The version to read on a day: the governing one, else the last one before it with a text, else the oldest with one.
    pub fn readable_on(&self, on: Date) -> Option<&Version> {
        self.readable_index(on).map(|index| &self.versions[index])
    }

    /// As [`readable_on`](Self::readable_on), its place among the versions.
    pub fn readable_index(&self, on: Date) -> Option<usize> {
        self.governing_index(on)
            .and_then(|index| self.versions[..=index].iter().rposition(Version::has_text))
            .or_else(|| self.versions.iter().position(Version::has_text))
            .or_else(|| (!self.versions.is_empty()).then_some(0))
    }

    /// The version that governs on a day, where its text is not at hand though that of another version is.
    pub fn without_text_on(&self, on: Date) -> Option<&Version> {
        let read_elsewhere = self.versions.iter().any(Version::has_text);
        self.governing(on).filter(|version| read_elsewhere && !version.has_text())
    }

    /// Whether it holds on a day.
    pub fn standing_on(&self, on: Date) -> Standing {
        if let Some(ended) = self.ended.as_ref().filter(|ended| ended.from <= on) {
            return Standing { status: ending(ended), certain: true };
        }
        match self.governing(on) {
            Some(version) => Standing { status: version.own_status(on), certain: version.is_certain() },
            // Known only by its repeal: it held before, since when nobody tells.
            None if self.versions.is_empty() => {
                let status = if self.ended.is_some() { Status::InForce } else { Status::Undated };
                Standing { status, certain: false }
            }
            None => {
                let from = self.versions.iter().find_map(Version::starts);
                Standing { status: Status::NotYetInForce { from }, certain: from.is_some() }
            }
        }
    }

    /// The first day without it, where that day is fixed and still to come, and how it ends.
    pub fn ends_after(&self, on: Date) -> Option<(EndingKind, Date)> {
        let told = self.ended.as_ref().map(|ended| (ended.kind, ended.from));
        // A version that another one follows before its term is over does not end the instrument.
        let newest = self.versions.last().and_then(|version| version.valid_until?.tomorrow().ok());
        let all = [told, newest.map(|day| (EndingKind::Lapsed, day))];
        let next = all.into_iter().flatten().min_by_key(|(_, day)| *day)?;
        (next.1 > on).then_some(next)
    }

    /// Whether one of its versions holds on a day.
    pub fn standing_of(&self, index: usize, on: Date) -> Standing {
        let Some(version) = self.versions.get(index) else { return self.standing_on(on) };
        let certain = version.is_certain();
        let status = match version.starts() {
            Some(from) if from > on => Status::NotYetInForce { from: Some(from) },
            None if self.versions.len() > 1 && version.effect.told_by == ToldBy::Facts => {
                Status::NotYetInForce { from: None }
            }
            None if self.versions.len() > 1 => Status::Undated,
            _ => {
                let next =
                    self.versions[index + 1..].iter().find_map(Version::starts).filter(|next| *next <= on);
                match (next, &self.ended) {
                    (Some(since), _) => Status::Superseded { since },
                    (None, Some(ended)) if ended.from <= on => ending(ended),
                    (None, _) => version.own_status(on),
                }
            }
        };
        Standing { status, certain }
    }

    /// Whether a place exists in the version that governs on a day: asked of the text, then of the facts.
    pub fn exists(&self, place: &Place, on: Date) -> Exists {
        let version = self.governing(on).or_else(|| self.versions.first());
        if let Some(version) = version.filter(|version| version.has_text()) {
            let exists = version.exists(place);
            if exists != Exists::Spoiled {
                return exists;
            }
        }
        let told = self.facts.as_ref().and_then(|facts| facts.version_on(on));
        match told.map(|version| version.has_article(place.article)) {
            Some(Existence::Exists) if place.paragraph.is_none() && place.item.is_none() => Exists::Yes,
            Some(Existence::Missing) => Exists::No,
            _ if version.is_some_and(|version| version.is_spoiled(place.article)) => Exists::Spoiled,
            _ => Exists::NotTold,
        }
    }

    /// Whether a place exists in one of its versions: asked of its text, then of the facts.
    pub fn exists_in(&self, index: usize, place: &Place) -> Exists {
        let Some(version) = self.versions.get(index) else { return Exists::NotTold };
        if version.has_text() {
            return version.exists(place);
        }
        let told = self.facts.as_ref().zip(version.adopted).and_then(|(facts, day)| facts.version_of(day));
        match told.map(|version| version.has_article(place.article)) {
            Some(Existence::Exists) if place.paragraph.is_none() && place.item.is_none() => Exists::Yes,
            Some(Existence::Missing) => Exists::No,
            _ => Exists::NotTold,
        }
    }

    /// The gist of a place in one of its versions, in the words of the facts.
    pub fn gist_in(&self, index: usize, place: &Place) -> Option<&str> {
        let adopted = self.versions.get(index)?.adopted?;
        self.facts.as_ref()?.version_of(adopted)?.place(place).map(|fact| fact.gist.as_str())
    }

    /// The gist of a place on a day, in the words of the facts.
    pub fn gist(&self, place: &Place, on: Date) -> Option<&str> {
        self.facts.as_ref()?.version_on(on)?.place(place).map(|fact| fact.gist.as_str())
    }
}

/// The numbers that a text lost: those of its gaps, and of a label that stands inside the line of another article.
fn lost_in(statute: &Statute) -> Vec<u32> {
    let lost = statute.irregularities.iter().flat_map(|odd| match &odd.kind {
        IrregularityKind::MissingArticles(numbers) => numbers.clone(),
        IrregularityKind::TwoArticlesOnOneLine { second, parted: false } => vec![second.value],
        _ => Vec::new(),
    });
    lost.collect()
}

fn ending(ended: &Ending) -> Status {
    match ended.kind {
        EndingKind::Repealed => Status::Repealed { since: ended.from },
        EndingKind::Lapsed => Status::Lapsed { since: ended.from },
    }
}

impl Version {
    /// The title of this version, as written.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Its number.
    pub fn number(&self) -> Option<&DocumentNumber> {
        self.number.as_ref()
    }

    /// The day on which it was adopted, promulgated or issued.
    pub fn adopted(&self) -> Option<Date> {
        self.adopted
    }

    /// What happened on that day, as far as the text tells.
    pub fn made(&self) -> Option<Made> {
        self.made
    }

    /// The day of effect and who tells it.
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// The first day in force, told or presumed.
    pub fn starts(&self) -> Option<Date> {
        self.effect.from
    }

    /// Whether it was published.
    pub fn published(&self) -> Published {
        self.published
    }

    /// The last day of validity of a document with a term.
    pub fn valid_until(&self) -> Option<Date> {
        self.valid_until
    }

    /// Its texts: one, several for an instrument in parts, none when only facts are known.
    pub fn bodies(&self) -> &[Body] {
        &self.bodies
    }

    /// Whether there is a text.
    pub fn has_text(&self) -> bool {
        !self.bodies.is_empty()
    }

    /// Its address among the versions: the day of adoption, or `undated`.
    pub fn key(&self) -> String {
        self.adopted.map_or_else(|| "undated".to_owned(), |day| day.to_string())
    }

    /// All articles with the text that they stand in, in order.
    pub fn articles(&self) -> impl Iterator<Item = (&Body, &Article)> {
        self.bodies.iter().flat_map(|body| body.statute.articles.iter().map(move |article| (body, article)))
    }

    /// The article with a number, and the text that it stands in.
    pub fn article(&self, number: ArticleNumber) -> Option<(&Body, &Article)> {
        self.bodies.iter().find_map(|body| body.statute.article(number).map(|article| (body, article)))
    }

    /// The words of a place.
    ///
    /// # Errors
    /// [`Missing`]: which step is not there.
    pub fn words(&self, place: &Place) -> Result<&str, Missing> {
        let mut missing = Missing::Article;
        for body in &self.bodies {
            match body.statute.locate(place) {
                Ok(span) => return Ok(body.statute.slice(&span)),
                Err(Missing::Article) => {}
                Err(other) => missing = other,
            }
        }
        Err(missing)
    }

    /// Whether something about its words or its days is for a person to look at.
    pub fn is_doubtful(&self) -> bool {
        self.doubtful
    }

    /// Whether its days are told and nothing about it is doubtful.
    fn is_certain(&self) -> bool {
        self.effect.told_by != ToldBy::Presumed && self.effect.from.is_some() && !self.doubtful
    }

    /// The numbers of articles that its text lost.
    pub fn lost(&self) -> BTreeSet<u32> {
        let lost = self.bodies.iter().flat_map(|body| lost_in(&body.statute));
        lost.filter(|number| !self.articles().any(|(_, article)| article.number.value == *number)).collect()
    }

    /// Whether an article is lost, or stands before a gap and may have words of what is lost.
    pub fn is_spoiled(&self, article: ArticleNumber) -> bool {
        let lost = self.lost();
        lost.contains(&article.value)
            || (lost.contains(&(article.value + 1))
                && self.articles().map(|(_, one)| one.number).filter(|one| one.value == article.value).max()
                    == Some(article))
    }

    /// Whether a place exists in the text. A place that stands twice exists.
    pub fn exists(&self, place: &Place) -> Exists {
        if self.is_spoiled(place.article) {
            return Exists::Spoiled;
        }
        let removed = |body: &Body| body.statute.removed.contains(&place.article.value);
        if place.article.suffix == 0 && self.bodies.iter().any(removed) {
            return Exists::No;
        }
        match self.words(place) {
            Ok(_) | Err(Missing::Ambiguous) => Exists::Yes,
            Err(Missing::Article) if self.articles().next().is_none() => Exists::NotTold,
            // A text that lost articles on its way here does not tell of them.
            Err(_) if self.lacks(place.article) || self.is_beyond_its_parts(place.article) => Exists::NotTold,
            Err(_) => Exists::No,
        }
    }

    /// Whether the text is odd in a way that may have cost it this article.
    fn lacks(&self, article: ArticleNumber) -> bool {
        let all = self.bodies.iter().flat_map(|body| &body.statute.irregularities);
        all.into_iter().any(|found| match &found.kind {
            IrregularityKind::LeftOutArticles(numbers) => numbers.contains(&article.value),
            IrregularityKind::MalformedLabel | IrregularityKind::AnnexWithArticles => true,
            _ => false,
        })
    }

    /// Whether only some files of an instrument are at hand, and an article may stand in another one.
    fn is_beyond_its_parts(&self, article: ArticleNumber) -> bool {
        let starts_later = |odd: &Irregularity| matches!(odd.kind, IrregularityKind::FirstArticle(_));
        let named = |statute: &Statute| {
            let title = statute.title.as_deref().unwrap_or_default();
            title.split_once(" / ").is_some_and(|(_, part)| part.ends_with('编'))
        };
        let is_part =
            |body: &Body| body.statute.irregularities.iter().any(starts_later) || named(&body.statute);
        let covers = |body: &Body| {
            let first = body.statute.articles.first().map_or(0, |one| one.number.value);
            (first..=body.statute.last_article_number().unwrap_or(0)).contains(&article.value)
        };
        self.bodies.iter().any(is_part) && !self.bodies.iter().any(covers)
    }

    fn own_status(&self, on: Date) -> Status {
        match (self.valid_until, self.published) {
            (Some(last), _) if last < on => Status::Lapsed { since: last.tomorrow().unwrap_or(last) },
            (_, Published::Never) => Status::Unpublished,
            (_, Published::On(day) | Published::Presumed(day)) if day > on => Status::Unpublished,
            _ if self.effect.from.is_none() => Status::Undated,
            _ => Status::InForce,
        }
    }
}
