//! A corpus in memory, made of small texts of our own, and short ways to ask for findings.

use crate::citation::{Fit, ResolvedInstrument, SaidVersion};
use crate::docnumber::DocumentNumber;
use crate::instrument::{Existence, Rank, Status, normalise_title};
use crate::place::{ArticleNumber, Place};
use crate::review::{
    Alike, Corpus, EndedBy, Finding, InstrumentKey, Kind, Parameters, Record, Sketch, Subject, VersionKey,
    review,
};
use crate::text::Statute;
use crate::text::normative::NormativeDocument;
use jiff::civil::{Date, date};

pub(super) const TODAY: Date = date(2025, 6, 2);

#[derive(Default)]
pub(super) struct Shelf(Vec<Kept>);

pub(super) struct Kept {
    pub(super) title: &'static str,
    pub(super) number: Option<DocumentNumber>,
    pub(super) rank: Rank,
    /// In force from, text.
    pub(super) versions: Vec<(Date, Option<Statute>)>,
    pub(super) ended: Option<(Date, &'static str, usize)>,
}

impl Shelf {
    pub(super) fn with(mut self, title: &'static str, rank: Rank, versions: &[(Date, &str)]) -> Self {
        let read = |(from, text): &(Date, &str)| (*from, (!text.is_empty()).then(|| Statute::read(*text)));
        let versions = versions.iter().map(read).collect();
        self.0.push(Kept { title, number: None, rank, versions, ended: None });
        self
    }

    pub(super) fn ended(mut self, from: Date, by: &'static str, successor: usize) -> Self {
        if let Some(last) = self.0.last_mut() {
            last.ended = Some((from, by, successor));
        }
        self
    }

    pub(super) fn numbered(mut self, number: &str) -> Self {
        if let Some(last) = self.0.last_mut() {
            last.number = Some(crate::docnumber::parse(number).unwrap().number);
        }
        self
    }

    fn kept(&self, key: InstrumentKey) -> &Kept {
        &self.0[key.0 as usize]
    }

    fn statute(&self, version: VersionKey) -> Option<&Statute> {
        self.kept(version.instrument).versions[version.version as usize].1.as_ref()
    }
}

impl Corpus for Shelf {
    fn find(&self, named: &ResolvedInstrument) -> Vec<InstrumentKey> {
        let same = |kept: &Kept| match named {
            ResolvedInstrument::Own => false,
            ResolvedInstrument::Titled { title, .. } => normalise_title(title) == normalise_title(kept.title),
            ResolvedInstrument::Numbered(number) => kept.number.as_ref() == Some(number),
        };
        (0..).zip(&self.0).filter(|(_, kept)| same(kept)).map(|(at, _)| InstrumentKey(at)).collect()
    }

    fn title(&self, instrument: InstrumentKey) -> String {
        self.kept(instrument).title.to_owned()
    }

    fn rank(&self, instrument: InstrumentKey) -> Option<Rank> {
        Some(self.kept(instrument).rank)
    }

    fn status_on(&self, instrument: InstrumentKey, on: Date) -> Option<Status> {
        let kept = self.kept(instrument);
        let first = kept.versions[0].0;
        Some(match kept.ended {
            Some((since, ..)) if since <= on => Status::Repealed { since },
            _ if first > on => Status::NotYetInForce { from: Some(first) },
            _ => Status::InForce,
        })
    }

    fn ended_by(&self, instrument: InstrumentKey) -> Option<EndedBy> {
        let (_, by, _) = self.kept(instrument).ended?;
        Some(EndedBy { title: by.to_owned(), place: None })
    }

    fn successor(&self, instrument: InstrumentKey) -> Option<InstrumentKey> {
        let (_, _, next) = self.kept(instrument).ended?;
        Some(InstrumentKey(next as u32))
    }

    fn version_on(&self, instrument: InstrumentKey, on: Date) -> Option<VersionKey> {
        let at = self.kept(instrument).versions.iter().rposition(|(from, _)| *from <= on)?;
        Some(VersionKey { instrument, version: at as u32 })
    }

    fn oldest(&self, instrument: InstrumentKey) -> Option<VersionKey> {
        let at = self.kept(instrument).versions.iter().position(|(_, text)| text.is_some())?;
        Some(VersionKey { instrument, version: at as u32 })
    }

    fn version_said(&self, instrument: InstrumentKey, said: &SaidVersion) -> Option<VersionKey> {
        let fits = |from: &Date| said.fit(&[*from], Some(*from)) == Fit::Exact;
        let at = self.kept(instrument).versions.iter().position(|(from, _)| fits(from))?;
        Some(VersionKey { instrument, version: at as u32 })
    }

    fn in_force_from(&self, version: VersionKey) -> Option<Date> {
        Some(self.kept(version.instrument).versions[version.version as usize].0)
    }

    fn adopted(&self, version: VersionKey) -> Option<Date> {
        self.in_force_from(version)
    }

    fn existence(&self, version: VersionKey, place: &Place) -> Existence {
        match self.statute(version).map(|statute| statute.locate(place)) {
            None => Existence::NotTold,
            Some(Ok(_)) => Existence::Exists,
            Some(Err(_)) => Existence::Missing,
        }
    }

    fn words_of(&self, version: VersionKey, place: &Place) -> Option<&str> {
        let statute = self.statute(version)?;
        let span = statute.locate(place).ok()?;
        let label = statute.article(place.article)?.label.clone();
        let start = if span.start == label.start { label.end } else { span.start };
        Some(statute.slice(&(start..span.end)).trim())
    }

    fn articles(&self, version: VersionKey) -> Vec<ArticleNumber> {
        self.statute(version)
            .into_iter()
            .flat_map(|statute| &statute.articles)
            .map(|one| one.number)
            .collect()
    }

    fn alike(&self, sketch: &Sketch, _on: Date) -> Vec<Alike> {
        let mut all = Vec::new();
        for (at, kept) in (0..).zip(&self.0).filter(|(_, kept)| kept.rank == Rank::NormativeDocument) {
            let Some(text) = kept.versions.last().and_then(|(_, text)| text.as_ref()) else { continue };
            let share = sketch.share(&Sketch::of(text.source()));
            let version = kept.versions.len() as u32 - 1;
            all.push(Alike { version: VersionKey { instrument: InstrumentKey(at), version }, share });
        }
        all
    }
}

/// What a review of a text finds, as on [`TODAY`].
pub(super) fn find(
    kind: Kind,
    text: &str,
    corpus: &dyn Corpus,
    parameters: &Parameters,
    record: Option<&Record>,
) -> Vec<Finding> {
    let document = NormativeDocument::read(text);
    let subject = Subject { document: &document, kind, record };
    let found = review(&subject, corpus, TODAY, parameters);
    for finding in &found {
        assert!(text.get(finding.span.clone()).is_some(), "{finding:?} is not in the text");
        for value in finding.says.values() {
            assert!(finding.values.contains_key(value), "{} lacks {value}", finding.says.code());
        }
    }
    found
}

/// The findings of some checks: code, what is said, the marked words.
pub(super) fn told(found: &[Finding], text: &str, checks: &[&str]) -> Vec<String> {
    let of = found.iter().filter(|finding| checks.contains(&finding.check.code()));
    of.map(|finding| {
        format!("{} {} {}", finding.check.code(), finding.says.code(), &text[finding.span.clone()])
    })
    .collect()
}

/// An article between others, in a document of a kind.
pub(super) fn article(words: &str) -> String {
    format!(
        "某市占道停车管理办法\n\n第一条　为了规范停车，制定本办法。\n\n第二条　{words}\n\n第三条　本办法由市城市管理部门解释。\n"
    )
}

/// Asserts what one article gives for some checks: nothing, or findings on these words.
pub(super) fn assert_article(kind: Kind, checks: &[&str], words: &str, expected: &[&str]) {
    let text = article(words);
    let found = find(kind, &text, &Shelf::default(), &Parameters::default(), None);
    let marked: Vec<String> = found
        .iter()
        .filter(|finding| checks.contains(&finding.check.code()))
        .map(|finding| text[finding.span.clone()].to_owned())
        .collect();
    assert_eq!(marked, expected, "{words}");
}
