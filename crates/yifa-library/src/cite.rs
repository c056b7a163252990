//! The citations of a text, and what they lead to.

use std::ops::Range;
use yifa_law::citation::{CitationError, InstrumentReference, Resolved, Resolver, UnresolvedCitation, find};
use yifa_law::place::Place;
use yifa_law::text::Statute;

/// A citation as it is written in a text, its short forms replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The bytes of the text.
    pub span: Range<usize>,
    /// The article and paragraph in which it stands; `None` in the head, a preamble or an annex.
    pub at: Option<Place>,
    /// In one form: 《…》第五十八条第一款.
    pub citation: String,
    /// Whether the instrument stands in 《》.
    pub quoted: bool,
    /// What it says.
    pub resolved: Resolved,
}

/// A citation that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRead {
    /// The bytes of the text.
    pub span: Range<usize>,
    /// Where it stands.
    pub at: Option<Place>,
    /// Why.
    pub because: NotReadBecause,
}

/// Why a citation cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotReadBecause {
    /// It is malformed: 第二十-条.
    Malformed(CitationError),
    /// The text before does not say what it means.
    Unresolved(UnresolvedCitation),
}

/// All citations of a text in order.
pub fn written(statute: &Statute) -> Vec<Result<Written, NotRead>> {
    let mut resolver = Resolver::titled(statute.title.as_deref());
    let mut all = Vec::new();
    for found in find(statute.source()) {
        let citation = match found {
            Ok(citation) => citation,
            Err(error) => {
                let at = position(statute, error.span.start);
                let span = error.span.clone();
                all.push(Err(NotRead { span, at, because: NotReadBecause::Malformed(error) }));
                continue;
            }
        };
        let at = position(statute, citation.span.start);
        if let Some(place) = at {
            resolver.stand_at(place);
        }
        let span = citation.span.clone();
        let quoted = !matches!(citation.instrument, Some(InstrumentReference::Unquoted { .. }));
        all.push(match resolver.resolve(&citation) {
            Ok(resolved) => Ok(Written { span, at, citation: citation.to_string(), quoted, resolved }),
            Err(why) => Err(NotRead { span, at, because: NotReadBecause::Unresolved(why) }),
        });
    }
    all
}

/// The article and paragraph that a byte stands in.
fn position(statute: &Statute, at: usize) -> Option<Place> {
    let before = statute.articles.partition_point(|article| article.span.start <= at);
    let article = statute.articles[..before].last().filter(|article| at < article.span.end)?;
    let paragraph = article.paragraphs.iter().position(|paragraph| paragraph.span.contains(&at));
    let number = paragraph.and_then(|index| u32::try_from(index + 1).ok());
    Some(Place { paragraph: number, ..Place::article(article.number) })
}

/// A citation from one instrument to another, as the library keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cite {
    /// The bytes of the citing text.
    pub span: Range<usize>,
    /// Where in the citing text; `None` outside articles.
    pub at: Option<Place>,
    /// The cited places; empty when the whole instrument is cited.
    pub places: Vec<yifa_law::citation::PlaceRange>,
    /// What it leads to.
    pub target: CiteTarget,
}

/// What a citation leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CiteTarget {
    /// An instrument, by its index in [`Library::instruments`](crate::Library::instruments).
    Instrument(usize),
    /// Several have the name, and the day of the citing text does not decide.
    Several(Box<str>),
    /// None known here has the name.
    Unknown(Box<str>),
}

impl NotRead {
    /// Why, in words.
    pub fn says(&self) -> String {
        match &self.because {
            NotReadBecause::Malformed(error) => error.to_string(),
            NotReadBecause::Unresolved(why) => why.to_string(),
        }
    }
}
