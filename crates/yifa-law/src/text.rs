//! Texts of statutes and normative documents → articles 条, paragraphs 款, items 项, subitems 目.
//!
//! Owns: reading Markdown or plain text into a tree whose every node is a span of bytes of the source, so
//! that anything found can be shown beside the original; and reporting what is odd without mending it. It
//! must not know which instrument the text belongs to, nor whether it is in force.

mod body;
mod header;
mod irregularity;
mod joined;
pub(crate) mod label;
pub(crate) mod line;
pub mod normative;
pub mod notes;
mod sequence;
mod surroundings;
pub(crate) mod title;

pub use header::{HistoryEntry, HistoryKind};
pub use irregularity::{Irregularity, IrregularityKind};

use crate::place::{ArticleNumber, Place};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

/// A statute or a document in the form of one, as read from a text. All spans are bytes of
/// [`source`](Self::source).
///
/// ```
/// use yifa_law::place::{ArticleNumber, Place};
/// use yifa_law::text::Statute;
/// let statute = Statute::read(
///     "# 某市城市绿化办法\n\n2020年5月1日 某市人民政府令第3号公布\n\n<!-- INFO END -->\n\n\
///      ## 第一章　总则\n\n第一条　为了保护绿地，制定本办法。\n\n第二条　不得有下列行为：\n\n（一）攀折树木；\n\n（二）倾倒垃圾。\n",
/// );
/// assert_eq!(statute.title.as_deref(), Some("某市城市绿化办法"));
/// assert_eq!(statute.articles.len(), 2);
/// let place = Place { item: Some(2), ..Place::article(ArticleNumber::new(2)) };
/// assert_eq!(statute.slice(&statute.locate(&place).unwrap()), "（二）倾倒垃圾。");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statute {
    source: String,
    /// The title; several lines of it are joined by ` / `. `None` when no line can be taken as one.
    pub title: Option<String>,
    /// The dates of the header and what happened on them, in the order of the text.
    pub history: Vec<HistoryEntry>,
    /// Lines between the header and the first heading or article: preambles, resolutions, whole texts that
    /// have no articles.
    pub introduction: Vec<Range<usize>>,
    /// Headings of all levels, in the order of the text.
    pub headings: Vec<Heading>,
    /// The articles, in the order of the text.
    pub articles: Vec<Article>,
    /// Numbers of which the text says that their articles were deleted: 第四条至第六条（删除）.
    pub removed: BTreeSet<u32>,
    /// What is odd.
    pub irregularities: Vec<Irregularity>,
}

/// A level of headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 编.
    Part,
    /// 分编.
    SubPart,
    /// 章.
    Chapter,
    /// 节.
    Section,
}

/// A heading: 第一章　总则.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Part, chapter or section.
    pub level: Level,
    /// Its number, from 1.
    pub number: u32,
    /// Its words, blanks inside left as they are.
    pub title: String,
    /// The bytes of label and words.
    pub span: Range<usize>,
}

/// An article 条.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its number.
    pub number: ArticleNumber,
    /// The bytes of its label: 第五十八条.
    pub label: Range<usize>,
    /// The bytes from the label to the end of its last paragraph.
    pub span: Range<usize>,
    /// The index of the heading that it stands under, in [`Statute::headings`].
    pub heading: Option<usize>,
    /// Its paragraphs, at least one unless the label stands alone.
    pub paragraphs: Vec<Paragraph>,
}

/// A paragraph 款. Paragraphs have no label; the first is number 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The bytes of the paragraph with its items.
    pub span: Range<usize>,
    /// Its items.
    pub items: Vec<Item>,
}

/// An item 项: （一）.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its number as written.
    pub number: u32,
    /// The bytes of the item with its subitems.
    pub span: Range<usize>,
    /// Its subitems.
    pub subitems: Vec<Subitem>,
}

/// A subitem 目: 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subitem {
    /// Its number as written.
    pub number: u32,
    /// Its bytes.
    pub span: Range<usize>,
}

/// Why a place is not in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// There is no such article.
    Article,
    /// The article has fewer paragraphs.
    Paragraph,
    /// The paragraph (or, when none is named, no paragraph of the article) has such an item.
    Item,
    /// The item has no such subitem.
    Subitem,
    /// The article stands twice, or an item is cited without its paragraph and two paragraphs have it.
    Ambiguous,
}

impl Statute {
    /// Reads a text. Never fails: what cannot be understood is among the irregularities.
    pub fn read(source: impl Into<String>) -> Self {
        body::read(source.into())
    }

    /// The text that was read.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The words of a span. A span that is not of this statute may give the empty text.
    pub fn slice(&self, span: &Range<usize>) -> &str {
        self.source.get(span.clone()).unwrap_or_default()
    }

    /// The article with a number; the first one if it stands twice.
    pub fn article(&self, number: ArticleNumber) -> Option<&Article> {
        self.articles.iter().find(|article| article.number == number)
    }

    /// The largest article number, without regard to 之一; `None` when there are no articles.
    pub fn last_article_number(&self) -> Option<u32> {
        self.articles.iter().map(|article| article.number.value).max()
    }

    /// The headings of one level.
    pub fn headings_of(&self, level: Level) -> impl Iterator<Item = &Heading> {
        self.headings.iter().filter(move |heading| heading.level == level)
    }

    /// The first day of adoption, approval or promulgation in the header.
    pub fn first_adoption(&self) -> Option<Date> {
        self.adoptions().min()
    }

    /// The last day of adoption, approval, promulgation or amendment in the header.
    pub fn last_adoption(&self) -> Option<Date> {
        self.adoptions().max()
    }

    /// The last day on which it was changed after it had been made; `None` when the header tells of no change. That it was
    /// adopted in a city, approved by the province and published are steps of one making.
    ///
    /// ```
    /// use yifa_law::text::Statute;
    /// let head = "某市停车条例\n（2023年10月27日某市人大常委会通过　2023年11月30日某省人大常委会批准）\n第一条　甲。\n";
    /// assert_eq!(Statute::read(head).last_change(), None);
    /// ```
    pub fn last_change(&self) -> Option<Date> {
        let adopted = || self.history.iter().filter(|entry| entry.kind == HistoryKind::Adopted);
        let mut made: Option<(Date, Date)> = None;
        let mut acts = 0;
        for entry in adopted() {
            made = match made {
                Some((begun, last)) if entry.completes(begun) => Some((begun, last.max(entry.date))),
                _ => {
                    acts += 1;
                    Some((entry.date, entry.date))
                }
            };
        }
        let last = adopted().map(|entry| entry.date).max();
        // A head may tell of the revision alone.
        if acts > 1 || adopted().any(HistoryEntry::changes) { last } else { None }
    }

    fn adoptions(&self) -> impl Iterator<Item = Date> {
        self.history.iter().filter(|entry| entry.kind == HistoryKind::Adopted).map(|entry| entry.date)
    }

    /// The bytes of a place.
    ///
    /// # Errors
    /// [`Missing`]: which step of the path is not there.
    pub fn locate(&self, place: &Place) -> Result<Range<usize>, Missing> {
        let found = self.articles.iter().filter(|article| article.number == place.article);
        let mut found = found.map(|article| article.locate(place));
        let first = found.next().ok_or(Missing::Article)?;
        let Some(second) = found.next() else { return first };
        // What none of the articles of this number has is not there, whichever of them counts.
        let lacks = |one: &Result<_, Missing>| !matches!(one, Ok(_) | Err(Missing::Ambiguous));
        if lacks(&first) && lacks(&second) && found.all(|one| lacks(&one)) {
            return first;
        }
        Err(Missing::Ambiguous)
    }

    /// What is odd about the name of the file that the text came in: a name without a date, or with a date
    /// that the header does not have.
    pub fn check_file_name(&self, name: &str) -> Option<Irregularity> {
        let written = crate::dates::find(name).iter().rev().find_map(crate::dates::WrittenDate::date);
        let kind = match written {
            None => IrregularityKind::NoDateInFileName,
            Some(_) if self.history.is_empty() => return None,
            Some(date) if self.history.iter().any(|entry| entry.date == date) => return None,
            Some(date) => IrregularityKind::FileNameDateNotInHeader(date),
        };
        Some(Irregularity { kind, span: 0..0 })
    }
}

impl Article {
    fn locate(&self, place: &Place) -> Result<Range<usize>, Missing> {
        let paragraphs = match place.paragraph {
            None if place.item.is_none() => return Ok(self.span.clone()),
            None => &self.paragraphs[..],
            Some(number) => {
                let index = usize::try_from(number).map_err(|_| Missing::Paragraph)?.wrapping_sub(1);
                std::slice::from_ref(self.paragraphs.get(index).ok_or(Missing::Paragraph)?)
            }
        };
        let Some(item) = place.item else {
            return paragraphs.first().map(|paragraph| paragraph.span.clone()).ok_or(Missing::Paragraph);
        };
        let mut found = paragraphs.iter().flat_map(|paragraph| &paragraph.items).filter(|i| i.number == item);
        let item = found.next().ok_or(Missing::Item)?;
        if found.next().is_some() {
            return Err(Missing::Ambiguous);
        }
        match place.subitem {
            None => Ok(item.span.clone()),
            Some(number) => {
                let subitem = item.subitems.iter().find(|subitem| subitem.number == number);
                subitem.map(|subitem| subitem.span.clone()).ok_or(Missing::Subitem)
            }
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Part => "编",
            Self::SubPart => "分编",
            Self::Chapter => "章",
            Self::Section => "节",
        })
    }
}

#[cfg(test)]
mod tests;
