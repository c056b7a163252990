//! Short forms against the text that they stand in.

use super::{ArticleStep, Citation, CitedPlace, CitedRange, InstrumentReference, SaidVersion, Step};
use crate::docnumber::DocumentNumber;
use crate::instrument::normalise_title;
use crate::place::{ArticleNumber, Place};
use std::collections::BTreeMap;
use std::fmt;

/// Reads the citations of one text in order and remembers what short forms need: the place that is being
/// read, the instrument cited last, and the abbreviations defined so far.
///
/// ```
/// use yifa_law::citation::{ResolvedInstrument, Resolver, find};
/// use yifa_law::place::{ArticleNumber, Place};
/// let mut resolver = Resolver::new();
/// resolver.stand_at(Place { paragraph: Some(3), ..Place::article(ArticleNumber::new(7)) });
/// let text = "前款规定的，依照《行政处罚法》（以下简称《处罚法》）处理；《处罚法》第九条除外。";
/// let resolved: Vec<_> = find(text).into_iter().map(|c| resolver.resolve(&c.unwrap()).unwrap()).collect();
/// assert_eq!(resolved[0].instrument, ResolvedInstrument::Own);
/// assert_eq!(resolved[0].places[0].from.to_string(), "第七条第二款");
/// assert_eq!(resolved[2].title(), Some("行政处罚法"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Resolver {
    position: Option<Place>,
    aliases: BTreeMap<String, Named>,
    last: Option<(ResolvedInstrument, Option<SaidVersion>, Option<Place>)>,
    /// Titles cited so far, the last one last.
    titles: Vec<Named>,
    /// What the text, a decision, amends: its places are named without it.
    amended: Option<Named>,
}

/// An instrument as it was named: what a later short form stands for.
#[derive(Debug, Clone)]
struct Named {
    title: String,
    number: Option<DocumentNumber>,
    said: Option<SaidVersion>,
}

/// A citation with its short forms replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The instrument.
    pub instrument: ResolvedInstrument,
    /// Which version the citation, or the one that it is short for, says.
    pub said: Option<SaidVersion>,
    /// The places; empty when the whole instrument is cited.
    pub places: Vec<PlaceRange>,
}

/// The instrument that a citation means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResolvedInstrument {
    /// The one that the text belongs to.
    Own,
    /// One with a title, and perhaps a number.
    Titled {
        /// The title, abbreviations replaced.
        title: String,
        /// The document number.
        number: Option<DocumentNumber>,
    },
    /// One known by its number only.
    Numbered(DocumentNumber),
}

/// A place or a range of places, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceRange {
    /// The place, or the first of the range.
    pub from: Place,
    /// The last of the range.
    pub to: Option<Place>,
}

/// Why a short form cannot be resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnresolvedCitation {
    /// 该法, 同法: nothing of this kind was cited before.
    NoSuchInstrumentBefore,
    /// 同条: no article was cited before.
    NoArticleBefore,
    /// 前款, 本条, 第二款: they stand in no article, so that it is not known which is meant.
    NoPosition,
    /// 前条 in the first article, 前款 in the first paragraph, 前两款 in the second.
    NothingBefore,
}

impl Resolver {
    /// A resolver at the beginning of a text.
    pub fn new() -> Self {
        Self::default()
    }

    /// A resolver at the beginning of the text with this title. In a decision that amends one instrument, 第十二条修改为 and
    /// 本条例 speak of that one, whatever was cited in between.
    ///
    /// ```
    /// use yifa_law::citation::{Resolver, find};
    /// let mut resolver = Resolver::titled(Some("某会关于修改《某省车棚条例》的决定"));
    /// let text = "一、第十条修改为：“依照《处罚法》处理。”二、第十二条第二款修改为：“免费。”";
    /// let resolved: Vec<_> = find(text).into_iter().map(|c| resolver.resolve(&c.unwrap()).unwrap()).collect();
    /// assert_eq!(resolved.last().unwrap().title(), Some("某省车棚条例"));
    /// ```
    pub fn titled(title: Option<&str>) -> Self {
        let amended = title.and_then(amended).map(|title| Named { title, number: None, said: None });
        Self { amended, ..Self::default() }
    }

    /// Tells which place of its own instrument the text that follows belongs to.
    pub fn stand_at(&mut self, place: Place) {
        self.position = Some(place);
    }

    /// Makes a name known as an abbreviation of a title.
    pub fn define(&mut self, name: &str, title: &str) {
        self.aliases
            .insert(normalise_title(name), Named { title: title.to_owned(), number: None, said: None });
    }

    /// Resolves the next citation of the text.
    ///
    /// Places without an instrument belong to the text's own instrument when the place that is being read is
    /// known, else to the instrument cited last. 前条 is the article with the number before; an article put
    /// in between (之一) is not known here.
    ///
    /// # Errors
    /// [`UnresolvedCitation`] when the text before does not say what is meant.
    pub fn resolve(&mut self, citation: &Citation) -> Result<Resolved, UnresolvedCitation> {
        let (instrument, said) = self.instrument(citation)?;
        // 第八条、同条第二款: in a list, the place before counts; one of another instrument never does.
        let cited_last = self.last.as_ref().filter(|(last, ..)| *last == instrument);
        let mut before = cited_last.and_then(|(.., place)| *place);
        let mut places = Vec::new();
        for range in &citation.places {
            let range = self.range(range, &instrument, before)?;
            before = Some(range.to.unwrap_or(range.from));
            places.push(range);
        }
        let last_place = places.last().map(|range: &PlaceRange| range.to.unwrap_or(range.from));
        self.last = Some((instrument.clone(), said, last_place));
        Ok(Resolved { instrument, said, places })
    }

    fn instrument(
        &mut self,
        citation: &Citation,
    ) -> Result<(ResolvedInstrument, Option<SaidVersion>), UnresolvedCitation> {
        Ok(match &citation.instrument {
            Some(InstrumentReference::Titled { title, number, said, alias }) => {
                let named = self.named(title, number.as_ref(), *said);
                if let Some(alias) = alias {
                    self.aliases.insert(normalise_title(alias), named.clone());
                }
                self.titles.push(named.clone());
                named.resolved()
            }
            Some(InstrumentReference::Numbered(number)) => {
                (ResolvedInstrument::Numbered(number.clone()), None)
            }
            Some(InstrumentReference::Unquoted { name, said }) => {
                let implementing = self.implementing(name);
                let named = self.named(implementing.as_deref().unwrap_or(name), None, *said);
                self.titles.push(named.clone());
                named.resolved()
            }
            Some(InstrumentReference::This(kind)) => match &self.amended {
                Some(amended)
                    if self.position.is_none() && without_note(&amended.title).ends_with(kind.as_str()) =>
                {
                    amended.clone().resolved()
                }
                _ => (ResolvedInstrument::Own, None),
            },
            Some(InstrumentReference::That(kind)) => {
                // A code is a law: 民法典 … 该法.
                let is_kind =
                    |title: &str| title.ends_with(kind.as_str()) || (kind == "法" && title.ends_with("法典"));
                let mut before = self.titles.iter().rev();
                let found = before.find(|named| is_kind(without_note(&named.title)));
                found.cloned().ok_or(UnresolvedCitation::NoSuchInstrumentBefore)?.resolved()
            }
            None => self.unnamed(citation)?,
        })
    }

    /// 《甲法》及其实施条例: the title of what implements the instrument named last. An abbreviation goes before.
    fn implementing(&self, name: &str) -> Option<String> {
        let kind = name.strip_prefix('其').unwrap_or(name);
        if !super::name::IMPLEMENTING.contains(&kind) || self.aliases.contains_key(&normalise_title(name)) {
            return None;
        }
        Some(format!("{}{kind}", without_note(&self.titles.last()?.title)))
    }

    /// A name with what the text said when it defined it.
    fn named(&self, title: &str, number: Option<&DocumentNumber>, said: Option<SaidVersion>) -> Named {
        let known = self.aliases.get(&normalise_title(title)).cloned();
        let known = known.unwrap_or_else(|| Named { title: title.to_owned(), number: None, said: None });
        Named { title: known.title, number: number.cloned().or(known.number), said: said.or(known.said) }
    }

    /// The instrument of places alone. 本条 and 前款 speak of the text in which they stand, never of one cited before.
    fn unnamed(
        &self,
        citation: &Citation,
    ) -> Result<(ResolvedInstrument, Option<SaidVersion>), UnresolvedCitation> {
        let first = citation.places.first().map(|range| range.from);
        let same = first.is_some_and(|place| place.article == ArticleStep::Same);
        let here = first.is_some_and(|place| {
            let step = |step| matches!(step, Some(Step::This | Step::Previous(_)));
            matches!(place.article, ArticleStep::This | ArticleStep::Previous(_))
                || [place.paragraph, place.item, place.subitem].into_iter().any(step)
        });
        match &self.last {
            _ if here && self.position.is_none() => Err(UnresolvedCitation::NoPosition),
            _ if self.position.is_none() && !same && self.amended.is_some() => {
                Ok(self.amended.clone().map_or((ResolvedInstrument::Own, None), Named::resolved))
            }
            Some((instrument, said, _)) if same || self.position.is_none() => Ok((instrument.clone(), *said)),
            _ => Ok((ResolvedInstrument::Own, None)),
        }
    }

    fn range(
        &self,
        range: &CitedRange,
        instrument: &ResolvedInstrument,
        before: Option<Place>,
    ) -> Result<PlaceRange, UnresolvedCitation> {
        let from = self.place(&range.from, instrument, before)?;
        match &range.to {
            Some(to) => Ok(PlaceRange { from, to: Some(self.place(to, instrument, Some(from))?) }),
            None => Ok(PlaceRange { from, to: self.previous_end(&range.from, from)? }),
        }
    }

    fn place(
        &self,
        cited: &CitedPlace,
        instrument: &ResolvedInstrument,
        cited_last: Option<Place>,
    ) -> Result<Place, UnresolvedCitation> {
        let own = *instrument == ResolvedInstrument::Own;
        let here = self.position.filter(|_| own).ok_or(UnresolvedCitation::NoPosition);
        let article = match cited.article {
            ArticleStep::Number(number) => number,
            ArticleStep::Same => cited_last.ok_or(UnresolvedCitation::NoArticleBefore)?.article,
            ArticleStep::This | ArticleStep::Unsaid if own => here?.article,
            ArticleStep::This | ArticleStep::Unsaid => {
                cited_last.ok_or(UnresolvedCitation::NoPosition)?.article
            }
            ArticleStep::Previous(count) => article_before(here?.article, count)?,
        };
        let step = |step: Option<Step>, present: fn(Place) -> Option<u32>| match step {
            None => Ok(None),
            Some(Step::Number(number)) => Ok(Some(number)),
            Some(Step::This) => present(here?).map(Some).ok_or(UnresolvedCitation::NoPosition),
            Some(Step::Previous(count)) => {
                let present = present(here?).ok_or(UnresolvedCitation::NoPosition)?;
                before(present, count).map(Some)
            }
        };
        Ok(Place {
            article,
            paragraph: step(cited.paragraph, |place| place.paragraph)?,
            item: step(cited.item, |place| place.item)?,
            subitem: step(cited.subitem, |place| place.subitem)?,
        })
    }

    /// 前两款 names two paragraphs: the last of them.
    fn previous_end(&self, cited: &CitedPlace, from: Place) -> Result<Option<Place>, UnresolvedCitation> {
        let more = |step: Option<Step>| matches!(step, Some(Step::Previous(2..)));
        let Some(here) = self.position else { return Ok(None) };
        let last = |present: Option<u32>| present.map(|number| before(number, 1)).transpose();
        Ok(if matches!(cited.article, ArticleStep::Previous(2..)) {
            Some(Place { article: article_before(here.article, 1)?, ..from })
        } else if more(cited.paragraph) {
            Some(Place { paragraph: last(here.paragraph)?, ..from })
        } else if more(cited.item) {
            Some(Place { item: last(here.item)?, ..from })
        } else {
            None
        })
    }
}

/// The title of what a decision amends: 关于修改《某条例》的决定. One that amends several is none.
fn amended(title: &str) -> Option<String> {
    let title: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    let rest = ["修改", "修正", "修订"].iter().find_map(|act| title.split_once(act).map(|(_, rest)| rest))?;
    let inner = rest.trim_start_matches("部分").strip_prefix(['《', '〈', '<'])?;
    let ends = ["的决定", "部分条款的决定", "有关条款的决定", "个别条款的决定"];
    let inner = ends.iter().find_map(|end| inner.strip_suffix(end)?.strip_suffix(['》', '〉', '>']))?;
    let several = inner.contains('》') && !inner.contains('《');
    (!several && !inner.contains("》、")).then(|| inner.to_owned())
}

/// A title without what stands in brackets at its end: 甲办法（试行） is a 办法 too.
fn without_note(title: &str) -> &str {
    let bare = title.trim_end_matches(['〉', '》']);
    let note = bare.strip_suffix(['）', ')']).and_then(|inner| inner.rfind(['（', '(']));
    note.filter(|at| *at > 0).map_or(bare, |at| &bare[..at])
}

impl Named {
    fn resolved(self) -> (ResolvedInstrument, Option<SaidVersion>) {
        (ResolvedInstrument::Titled { title: self.title, number: self.number }, self.said)
    }
}

fn before(present: u32, count: u32) -> Result<u32, UnresolvedCitation> {
    present.checked_sub(count).filter(|number| *number > 0).ok_or(UnresolvedCitation::NothingBefore)
}

fn article_before(present: ArticleNumber, count: u32) -> Result<ArticleNumber, UnresolvedCitation> {
    if present.suffix >= count {
        return Ok(ArticleNumber { suffix: present.suffix - count, ..present });
    }
    before(present.value, count - present.suffix).map(ArticleNumber::new)
}

impl Resolved {
    /// The title of the instrument, when it has one.
    pub fn title(&self) -> Option<&str> {
        match &self.instrument {
            ResolvedInstrument::Titled { title, .. } => Some(title),
            ResolvedInstrument::Own | ResolvedInstrument::Numbered(_) => None,
        }
    }
}

impl PlaceRange {
    /// Whether a place is one of the range: itself, or inside one of its places.
    pub fn contains(&self, place: &Place) -> bool {
        let key =
            |p: &Place| (p.article, p.paragraph.unwrap_or(0), p.item.unwrap_or(0), p.subitem.unwrap_or(0));
        let inside = |outer: &Place| {
            outer.article == place.article
                && outer.paragraph.is_none_or(|number| place.paragraph == Some(number))
                && outer.item.is_none_or(|number| place.item == Some(number))
                && outer.subitem.is_none_or(|number| place.subitem == Some(number))
        };
        inside(&self.from)
            || self
                .to
                .is_some_and(|to| inside(&to) || (key(&self.from) <= key(place) && key(place) <= key(&to)))
    }
}

impl fmt::Display for UnresolvedCitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSuchInstrumentBefore => "no instrument of this kind was cited before",
            Self::NoArticleBefore => "no article was cited before",
            Self::NoPosition => "it stands in no article, so it is not known which one is meant",
            Self::NothingBefore => "nothing stands before the first one",
        })
    }
}

impl std::error::Error for UnresolvedCitation {}
