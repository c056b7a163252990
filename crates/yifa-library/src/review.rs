//! The library as the legality review sees it.
//!
//! Owns: the answers to [`Corpus`] and the sketches of normative documents that one review after another uses.

use crate::instrument::{Exists, Version};
use crate::library::Library;
use crate::{RepealScope, VersionAt};
use jiff::civil::Date;
use rayon::prelude::*;
use std::sync::Arc;
use yifa_law::citation::{Fit, ResolvedInstrument, SaidVersion};
use yifa_law::instrument::{Existence, Rank, Status};
use yifa_law::place::{ArticleNumber, Place};
use yifa_law::review::{Alike, Corpus, EndedBy, InstrumentKey, Sketch, VersionKey};

/// A library made ready for reviews.
#[derive(Debug, Clone)]
pub struct Shelf {
    library: Arc<Library>,
    sketches: Vec<(VersionAt, Sketch)>,
}

/// Shares below this say nothing.
const LEAST: f64 = 0.2;
/// So many texts are compared closely.
const CLOSEST: usize = 5;

impl Shelf {
    /// Makes a library ready: the newest text of every normative document is sketched.
    pub fn new(library: Arc<Library>) -> Self {
        let documents = library.instruments().iter().enumerate();
        let newest = documents.filter(|(_, one)| one.rank() == Some(Rank::NormativeDocument));
        let newest = newest.filter_map(|(instrument, one)| {
            let version = one.versions().iter().rposition(Version::has_text)?;
            Some(VersionAt { instrument, version })
        });
        let places: Vec<VersionAt> = newest.collect();
        let sketch = |at: VersionAt| {
            let bodies = library.version(at).map(Version::bodies).unwrap_or_default();
            let text: String = bodies.iter().map(|body| body.statute.source()).collect();
            (at, Sketch::of(&text))
        };
        let sketches = places.into_par_iter().map(sketch).collect();
        Self { library, sketches }
    }

    /// The library.
    pub fn library(&self) -> &Library {
        &self.library
    }

    fn version(&self, key: VersionKey) -> Option<&Version> {
        self.library.version(VersionAt { instrument: index(key.instrument), version: key.version as usize })
    }
}

fn index(key: InstrumentKey) -> usize {
    key.0 as usize
}

fn key(index: usize) -> InstrumentKey {
    InstrumentKey(u32::try_from(index).unwrap_or(u32::MAX))
}

fn version_key(instrument: InstrumentKey, version: usize) -> VersionKey {
    VersionKey { instrument, version: u32::try_from(version).unwrap_or(u32::MAX) }
}

impl Corpus for Shelf {
    fn find(&self, named: &ResolvedInstrument) -> Vec<InstrumentKey> {
        // A name without 《》 that no instrument has ends in one that some has: 依照某省停车条例.
        let quoted = self.library.meant(named, true);
        let found = if quoted.is_empty() { self.library.meant(named, false) } else { quoted };
        found.iter().copied().map(key).collect()
    }

    fn title(&self, instrument: InstrumentKey) -> String {
        let titled = self.library.instruments().get(index(instrument));
        titled.map_or_else(String::new, |one| one.title().replace("中华人民共和国", ""))
    }

    fn rank(&self, instrument: InstrumentKey) -> Option<Rank> {
        self.library.instruments().get(index(instrument))?.rank()
    }

    fn status_on(&self, instrument: InstrumentKey, on: Date) -> Option<Status> {
        let standing = self.library.instruments().get(index(instrument))?.standing_on(on);
        let told = standing.certain || standing.is_in_force() || standing.is_ended();
        told.then_some(standing.status)
    }

    fn ended_by(&self, instrument: InstrumentKey) -> Option<EndedBy> {
        let whole = self
            .library
            .repeals()
            .iter()
            .find(|one| one.target == index(instrument) && one.scope == RepealScope::Whole);
        let Some(repeal) = whole else {
            let ended = self.library.instruments().get(index(instrument))?.ended()?;
            return ended.by.clone().map(|title| EndedBy { title, place: ended.place });
        };
        let by = self.library.instruments().get(repeal.by)?;
        let version = by.versions().get(repeal.version);
        let articles = version.into_iter().flat_map(Version::articles);
        let place = articles
            .filter(|(_, article)| article.span.contains(&repeal.span.start))
            .map(|(_, article)| article);
        let place = place.map(|article| Place::article(article.number)).next();
        Some(EndedBy { title: by.title().replace("中华人民共和国", ""), place })
    }

    fn successor(&self, instrument: InstrumentKey) -> Option<InstrumentKey> {
        let derived = self
            .library
            .repeals()
            .iter()
            .find(|one| one.target == index(instrument) && one.scope == RepealScope::Whole)
            .map(|one| one.by);
        let told = || {
            let by = self.library.instruments().get(index(instrument))?.ended()?.by.as_deref()?;
            let named = ResolvedInstrument::Titled { title: by.to_owned(), number: None };
            let found = self.library.meant(&named, true);
            found.first().copied().filter(|_| found.len() == 1)
        };
        let by = derived.or_else(told)?;
        // A decision that only repeals takes nothing's place.
        let title = self.library.instruments().get(by)?.title();
        let only_repeals = title.contains("废止") || title.contains("决定") || title.contains("清理");
        (!only_repeals && by != index(instrument)).then(|| key(by))
    }

    fn version_on(&self, instrument: InstrumentKey, on: Date) -> Option<VersionKey> {
        let governing = self.library.instruments().get(index(instrument))?.governing_index(on)?;
        Some(version_key(instrument, governing))
    }

    fn oldest(&self, instrument: InstrumentKey) -> Option<VersionKey> {
        let versions = self.library.instruments().get(index(instrument))?.versions();
        Some(version_key(instrument, versions.iter().position(Version::has_text)?))
    }

    fn version_said(&self, instrument: InstrumentKey, said: &SaidVersion) -> Option<VersionKey> {
        let (at, fit) = self.library.instruments().get(index(instrument))?.version_said(said)?;
        (fit == Fit::Exact).then(|| version_key(instrument, at))
    }

    fn in_force_from(&self, version: VersionKey) -> Option<Date> {
        self.version(version)?.starts()
    }

    fn adopted(&self, version: VersionKey) -> Option<Date> {
        self.version(version)?.adopted()
    }

    fn existence(&self, version: VersionKey, place: &Place) -> Existence {
        let Some(of) = self.version(version) else { return Existence::NotTold };
        if !of.has_text() {
            return self.told(version, place);
        }
        match of.exists(place) {
            Exists::Yes => Existence::Exists,
            Exists::NotTold | Exists::Spoiled => self.told(version, place),
            Exists::No => Existence::Missing,
        }
    }

    fn words_of(&self, version: VersionKey, place: &Place) -> Option<&str> {
        let version = self.version(version)?;
        if *place != Place::article(place.article) {
            return version.words(place).ok();
        }
        let (body, article) = version.article(place.article)?;
        Some(body.statute.slice(&(article.label.end..article.span.end)).trim())
    }

    fn articles(&self, version: VersionKey) -> Vec<ArticleNumber> {
        self.version(version)
            .into_iter()
            .flat_map(Version::articles)
            .map(|(_, article)| article.number)
            .collect()
    }

    fn last_article(&self, version: VersionKey) -> Option<ArticleNumber> {
        let told = || Some(ArticleNumber::new(self.facts_of(version)?.facts().article_count?));
        self.articles(version).last().copied().or_else(told)
    }

    fn alike(&self, sketch: &Sketch, on: Date) -> Vec<Alike> {
        let in_force = |at: &VersionAt| {
            self.library.instruments().get(at.instrument).is_some_and(|one| one.standing_on(on).may_hold())
        };
        let shares = self.sketches.iter().map(|(at, other)| (at, sketch.share(other)));
        let mut close: Vec<(&VersionAt, f64)> =
            shares.filter(|(at, share)| *share >= LEAST && in_force(at)).collect();
        close.sort_by(|a, b| b.1.total_cmp(&a.1));
        close.truncate(CLOSEST);
        let alike = |(at, share): (&VersionAt, f64)| Alike {
            version: version_key(key(at.instrument), at.version),
            share,
        };
        close.into_iter().map(alike).collect()
    }
}

impl Shelf {
    /// The registered facts of a version.
    fn facts_of(&self, version: VersionKey) -> Option<&yifa_law::instrument::Version> {
        let adopted = self.version(version).and_then(Version::adopted)?;
        let facts = self.library.instruments().get(index(version.instrument))?.facts()?;
        facts.version_of(adopted)
    }

    /// What the registered facts tell about a place of a version without a text.
    fn told(&self, version: VersionKey, place: &Place) -> Existence {
        match self.facts_of(version).map(|version| version.has_article(place.article)) {
            Some(Existence::Exists) if *place == Place::article(place.article) => Existence::Exists,
            Some(Existence::Missing) => Existence::Missing,
            _ => Existence::NotTold,
        }
    }
}
