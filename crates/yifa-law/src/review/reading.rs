//! The text under review, read once for all checks: units, sentences, citations with what they lead to.

use super::{Corpus, InstrumentKey, Kind, Parameters, Record, Subject};
use crate::citation::InstrumentReference;
use crate::citation::{
    Citation, CitationError, Resolved, ResolvedInstrument, Resolver, UnresolvedCitation, find,
};
use crate::fold::Folded;
use crate::instrument::normalise_title;
use crate::place::{ArticleNumber, Place};
use crate::text::normative::NormativeDocument;
use crate::text::{IrregularityKind, Statute};
use jiff::civil::Date;
use std::ops::Range;

/// Everything that the checks look at.
pub(super) struct Reading<'a> {
    pub(super) document: &'a NormativeDocument,
    pub(super) kind: Kind,
    pub(super) record: Option<&'a Record>,
    pub(super) corpus: &'a dyn Corpus,
    pub(super) on: Date,
    pub(super) parameters: &'a Parameters,
    /// The day whose law the author had before him.
    pub(super) made: Option<Date>,
    pub(super) units: Vec<Unit<'a>>,
    pub(super) cited: Vec<Cited>,
    /// Malformed citations.
    pub(super) malformed: Vec<CitationError>,
}

/// An article, or a paragraph of a text without articles.
pub(super) struct Unit<'a> {
    pub(super) article: Option<ArticleNumber>,
    pub(super) span: Range<usize>,
    pub(super) sentences: Vec<Sentence<'a>>,
    /// Whether it cites another instrument.
    pub(super) cites_other: bool,
}

/// A sentence, or an item of a list.
pub(super) struct Sentence<'a> {
    start: usize,
    folded: Folded<'a>,
}

/// A citation and what it leads to.
pub(super) struct Cited {
    pub(super) citation: Citation,
    pub(super) unit: usize,
    pub(super) resolved: Result<Resolved, UnresolvedCitation>,
    /// The instruments that it may mean.
    pub(super) found: Vec<InstrumentKey>,
}

impl Cited {
    /// What it resolves to, when that is another instrument.
    pub(super) fn other(&self) -> Option<&Resolved> {
        self.resolved.as_ref().ok().filter(|resolved| resolved.instrument != ResolvedInstrument::Own)
    }
}

impl<'a> Sentence<'a> {
    /// Its words in Simplified characters.
    pub(super) fn text(&self) -> &str {
        self.folded.text()
    }

    /// The bytes of the source that a span of its words stands for.
    pub(super) fn locate(&self, span: Range<usize>) -> Range<usize> {
        let inside = self.folded.original_span(span);
        self.start + inside.start..self.start + inside.end
    }

    /// Its bytes in the source.
    pub(super) fn span(&self) -> Range<usize> {
        self.start..self.start + self.folded.original().len()
    }

    /// What stands before and after a span of its words in the same clause: between commas and colons.
    pub(super) fn around(&self, span: &Range<usize>) -> (&str, &str) {
        let stop = |c: char| matches!(c, '，' | '：' | ',' | ':');
        let before = self.text()[..span.start].rsplit(stop).next().unwrap_or_default();
        let after = self.text()[span.end..].split(stop).next().unwrap_or_default();
        (before, after)
    }
}

impl<'a> Reading<'a> {
    pub(super) fn new(
        subject: &Subject<'a>,
        corpus: &'a dyn Corpus,
        on: Date,
        parameters: &'a Parameters,
    ) -> Self {
        let document = subject.document;
        let mut units = units(&document.statute);
        let (mut cited, malformed) = citations(&document.statute, &units, corpus);
        // The number at its head names the document itself.
        let own = document.number.as_ref().map(|read| &read.number);
        let names_itself = |one: &Cited| {
            let numbered = one.other().map(|other| &other.instrument);
            matches!((numbered, own), (Some(ResolvedInstrument::Numbered(number)), Some(own)) if number == own)
        };
        cited.retain(|one| !names_itself(one));
        let amended = amended(document);
        for one in &cited {
            let other = one.other();
            // What a decision amends is no basis for its new words.
            let amends = other.and_then(Resolved::title).zip(amended.as_deref());
            let amends = amends.is_some_and(|(title, amended)| normalise_title(title) == amended);
            units[one.unit].cites_other |= other.is_some() && !amends;
        }
        let record = subject.record;
        let made = record.and_then(|record| record.signed_on).or(document.issued);
        let made = made.or_else(|| document.statute.last_adoption()).or(document.effective);
        let made = made.filter(|made| *made <= on);
        Self { document, kind: subject.kind, record, corpus, on, parameters, made, units, cited, malformed }
    }

    pub(super) fn statute(&self) -> &'a Statute {
        &self.document.statute
    }

    /// The title in Simplified characters, normalised; empty when there is none.
    pub(super) fn title(&self) -> String {
        let given = self.record.and_then(|record| record.title.as_deref());
        normalise_title(given.or(self.statute().title.as_deref()).unwrap_or_default())
    }

    /// Whether the State Council, a department of it or a central organ made it, as far as title and makers tell.
    pub(super) fn is_central(&self) -> bool {
        const CENTRAL: [&str; 6] = ["国务院", "国家", "全国", "最高", "中共中央", "中央"];
        let central = |name: &str| CENTRAL.iter().any(|maker| name.starts_with(maker));
        // 生态环境部; a party committee's 某市委宣传部 is local.
        let ministry =
            |name: &&String| name.ends_with('部') && !name.contains(['市', '省', '区', '县', '州']);
        let makers = &self.document.makers;
        central(&self.title()) || makers.iter().any(|name| central(name) || ministry(&name))
    }

    /// The bytes of the title, else of the first words.
    pub(super) fn title_span(&self) -> Range<usize> {
        let source = self.statute().source();
        let title = self.statute().title.as_deref().unwrap_or_default();
        let title = title.split(" / ").next().unwrap_or_default();
        if let Some(at) = source.find(title).filter(|_| !title.is_empty()) {
            return at..at + title.len();
        }
        self.units.first().and_then(|unit| unit.sentences.first()).map_or(0..0, Sentence::span)
    }

    /// All sentences with their units.
    pub(super) fn sentences(&self) -> impl Iterator<Item = (&Unit<'a>, &Sentence<'a>)> {
        self.units.iter().flat_map(|unit| unit.sentences.iter().map(move |sentence| (unit, sentence)))
    }

    /// The sentence that a byte of the source stands in.
    pub(super) fn sentence_at(&self, cited: &Cited) -> Option<&Sentence<'a>> {
        let at = cited.citation.span.start;
        self.units[cited.unit].sentences.iter().find(|sentence| sentence.span().contains(&at))
    }
}

/// The instrument that a decision amends: 关于修改《某办法》的决定.
fn amended(document: &NormativeDocument) -> Option<String> {
    let title = document.statute.title.as_deref()?;
    let (_, after) = title.split_once("修改")?;
    let inner = after.strip_prefix('《')?.split('》').next()?;
    title.ends_with("决定").then(|| normalise_title(inner))
}

/// The articles, or the paragraphs when there are none. Signatures, annexes and a second document are left out.
fn units(statute: &Statute) -> Vec<Unit<'_>> {
    let glued = statute.irregularities.iter().find(|found| found.kind == IrregularityKind::GluedDocument);
    let end = glued.map_or(usize::MAX, |found| found.span.start);
    let introduction = statute.introduction.iter().filter(|span| span.start < end);
    let mut units: Vec<Unit<'_>> = introduction
        .map(|span| Unit {
            article: None,
            span: span.clone(),
            sentences: sentences(statute, span),
            cites_other: false,
        })
        .collect();
    units.extend(statute.articles.iter().map(|article| Unit {
        article: Some(article.number),
        span: article.span.clone(),
        sentences:
            article.paragraphs.iter().flat_map(|paragraph| sentences(statute, &paragraph.span)).collect(),
        cites_other: false,
    }));
    units
}

fn sentences<'a>(statute: &'a Statute, span: &Range<usize>) -> Vec<Sentence<'a>> {
    let text = statute.source().get(span.clone()).unwrap_or_default();
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, '。' | '；' | ';' | '\n' | '！' | '？') {
            push(&mut found, text, start..at + c.len_utf8(), span.start);
            start = at + c.len_utf8();
        }
    }
    push(&mut found, text, start..text.len(), span.start);
    found
}

fn push<'a>(found: &mut Vec<Sentence<'a>>, text: &'a str, span: Range<usize>, offset: usize) {
    let raw = &text[span.clone()];
    let bare = raw.trim();
    if !bare.is_empty() {
        let lead = raw.len() - raw.trim_start().len();
        found.push(Sentence { start: offset + span.start + lead, folded: Folded::new(bare) });
    }
}

fn citations(statute: &Statute, units: &[Unit<'_>], corpus: &dyn Corpus) -> (Vec<Cited>, Vec<CitationError>) {
    let mut resolver = Resolver::titled(statute.title.as_deref());
    let (mut cited, mut malformed) = (Vec::new(), Vec::new());
    for found in find(statute.source()) {
        let (Ok(Citation { span, .. }) | Err(CitationError { span, .. })) = &found;
        let before = units.partition_point(|unit| unit.span.start <= span.start);
        let unit = before.checked_sub(1).filter(|at| span.start < units[*at].span.end);
        match (found, unit) {
            (Err(error), Some(_)) => malformed.push(error),
            (Ok(mut citation), Some(unit)) => {
                let at = position(statute, citation.span.start);
                if let Some(place) = at {
                    resolver.stand_at(place);
                }
                let resolved = resolver.resolve(&citation);
                let named = resolved.as_ref().ok().filter(|one| one.instrument != ResolvedInstrument::Own);
                let found = named.map_or_else(Vec::new, |resolved| meant(corpus, resolved));
                if let (Some(InstrumentReference::Unquoted { .. }), Some(key)) =
                    (&citation.instrument, found.first())
                {
                    narrow(&mut citation.span, statute, &corpus.title(*key));
                }
                cited.push(Cited { citation, unit, resolved, found });
            }
            // Abbreviations may be defined outside: in the heading or a signature.
            (Ok(citation), None) => drop(resolver.resolve(&citation)),
            (Err(_), None) => {}
        }
    }
    (cited, malformed)
}

/// The instruments that a citation may mean: of namesakes, those with a version that it says.
fn meant(corpus: &dyn Corpus, resolved: &Resolved) -> Vec<InstrumentKey> {
    let found = corpus.find(&resolved.instrument);
    let Some(said) = &resolved.said else { return found };
    let fitting: Vec<_> =
        found.iter().copied().filter(|key| corpus.version_said(*key, said).is_some()).collect();
    if fitting.is_empty() { found } else { fitting }
}

/// A name without 《》 may have words in front that do not belong to it: 但刑法第三条.
fn narrow(span: &mut Range<usize>, statute: &Statute, title: &str) {
    let words = statute.slice(span);
    let name = words.find(title).filter(|_| !title.is_empty());
    span.start += name.unwrap_or(0);
}

/// The article and paragraph that a byte stands in.
fn position(statute: &Statute, at: usize) -> Option<Place> {
    let before = statute.articles.partition_point(|article| article.span.start <= at);
    let article = statute.articles[..before].last().filter(|article| at < article.span.end)?;
    let paragraph = article.paragraphs.iter().position(|paragraph| paragraph.span.contains(&at));
    let number = paragraph.and_then(|index| u32::try_from(index + 1).ok());
    Some(Place { paragraph: number, ..Place::article(article.number) })
}
