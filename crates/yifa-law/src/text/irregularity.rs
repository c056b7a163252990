//! What is odd in a text: reported with its place, never mended.

use super::Level;
use crate::place::ArticleNumber;
use jiff::civil::Date;
use std::fmt;
use std::ops::Range;

/// Something odd in a text, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Irregularity {
    /// What is odd.
    pub kind: IrregularityKind,
    /// The bytes of the source that show it; empty when the whole text is meant.
    pub span: Range<usize>,
}

/// The kinds of oddity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IrregularityKind {
    /// No line can be taken as the title.
    NoTitle,
    /// Only a title in another language is known; a person gives the one under which it is cited.
    ForeignTitle,
    /// The text has no articles: a decision, a list or a plan.
    NoArticles,
    /// The header names no date.
    NoDate,
    /// Several dates stand on one line of the header.
    SeveralDatesOnOneLine,
    /// The header also names the day of taking effect; it is no adoption.
    EffectiveDateInHeader(Date),
    /// A date that is in no calendar.
    ImpossibleDate,
    /// The first article has another number than 1: a part of a larger instrument, or an amendment.
    FirstArticle(ArticleNumber),
    /// Numbers that are left out, as the text says itself: an excerpt 节选, or 第四条至第六条（略）.
    LeftOutArticles(Vec<u32>),
    /// Numbers that are left out though the numbers run on.
    MissingArticles(Vec<u32>),
    /// An article number that has been used before.
    RepeatedArticle(ArticleNumber),
    /// An article number that is smaller than the one before it.
    ArticleOutOfOrder(ArticleNumber),
    /// Numbers left out among the headings of one level.
    MissingHeadings(Level, Vec<u32>),
    /// A heading number that is not larger than the one before it.
    HeadingOutOfOrder(Level, u32),
    /// A label with blanks inside: 第 七十五条.
    BlankInLabel,
    /// A label whose number cannot be read: 第二十－条. It opens no article.
    MalformedLabel,
    /// The label of the next article stands inside a line.
    TwoArticlesOnOneLine {
        /// The article whose label does; the first of several on the line.
        second: ArticleNumber,
        /// Whether it opens an article, because the numbers leave no doubt; otherwise the line stays whole.
        parted: bool,
    },
    /// A heading and an article share a line.
    HeadingAndArticleOnOneLine,
    /// Items 项 of a paragraph do not run from 1 without gaps.
    ItemNumbers(ArticleNumber),
    /// Lines are broken at print width; they were joined to paragraphs.
    BrokenLines,
    /// The text contains a table.
    Table,
    /// A second document begins here; the text is read up to this place.
    GluedDocument,
    /// An annex with articles of its own begins here; the text is read up to this place.
    AnnexWithArticles,
    /// The file name has no date.
    NoDateInFileName,
    /// The date in the file name is not in the header.
    FileNameDateNotInHeader(Date),
}

impl IrregularityKind {
    /// A stable word for the kind, for machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoTitle => "no-title",
            Self::ForeignTitle => "foreign-title",
            Self::NoArticles => "no-articles",
            Self::NoDate => "no-date",
            Self::SeveralDatesOnOneLine => "several-dates-on-one-line",
            Self::EffectiveDateInHeader(_) => "effective-date-in-header",
            Self::ImpossibleDate => "impossible-date",
            Self::FirstArticle(_) => "first-article-not-1",
            Self::LeftOutArticles(_) => "left-out-articles",
            Self::MissingArticles(_) => "missing-articles",
            Self::RepeatedArticle(_) => "repeated-article",
            Self::ArticleOutOfOrder(_) => "article-out-of-order",
            Self::MissingHeadings(..) => "missing-headings",
            Self::HeadingOutOfOrder(..) => "heading-out-of-order",
            Self::BlankInLabel => "blank-in-label",
            Self::MalformedLabel => "malformed-label",
            Self::TwoArticlesOnOneLine { .. } => "two-articles-on-one-line",
            Self::HeadingAndArticleOnOneLine => "heading-and-article-on-one-line",
            Self::ItemNumbers(_) => "item-numbers",
            Self::BrokenLines => "broken-lines",
            Self::Table => "table",
            Self::GluedDocument => "glued-document",
            Self::AnnexWithArticles => "annex-with-articles",
            Self::NoDateInFileName => "no-date-in-file-name",
            Self::FileNameDateNotInHeader(_) => "file-name-date-not-in-header",
        }
    }
}

impl fmt::Display for Irregularity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            IrregularityKind::NoTitle => f.write_str("no title"),
            IrregularityKind::ForeignTitle => f.write_str("only a title in another language is known"),
            IrregularityKind::NoArticles => f.write_str("no articles"),
            IrregularityKind::NoDate => f.write_str("no date in the header"),
            IrregularityKind::SeveralDatesOnOneLine => f.write_str("several dates on one header line"),
            IrregularityKind::EffectiveDateInHeader(date) => {
                write!(f, "the header names the day of effect, {date}")
            }
            IrregularityKind::ImpossibleDate => f.write_str("a date that is in no calendar"),
            IrregularityKind::FirstArticle(number) => write!(f, "the first article is {number}"),
            IrregularityKind::LeftOutArticles(numbers) => {
                write!(f, "an excerpt: it leaves out articles {}", Listed(numbers))
            }
            IrregularityKind::MissingArticles(numbers) => write!(f, "missing articles {}", Listed(numbers)),
            IrregularityKind::RepeatedArticle(number) => write!(f, "{number} stands twice"),
            IrregularityKind::ArticleOutOfOrder(number) => write!(f, "{number} is out of order"),
            IrregularityKind::MissingHeadings(level, numbers) => {
                write!(f, "missing headings 第{}{level}", Listed(numbers))
            }
            IrregularityKind::HeadingOutOfOrder(level, number) => {
                write!(f, "第{number}{level} is out of order")
            }
            IrregularityKind::BlankInLabel => f.write_str("a label has blanks inside"),
            IrregularityKind::MalformedLabel => f.write_str("a label whose number cannot be read"),
            IrregularityKind::TwoArticlesOnOneLine { second, parted: true } => {
                write!(f, "{second} begins inside a line; its number runs on, so it was read as an article")
            }
            IrregularityKind::TwoArticlesOnOneLine { second, parted: false } => {
                write!(
                    f,
                    "{second} begins inside a line and may be a citation; it was not read as an article"
                )
            }
            IrregularityKind::HeadingAndArticleOnOneLine => {
                f.write_str("a heading and an article share a line")
            }
            IrregularityKind::ItemNumbers(number) => {
                write!(f, "the items of {number} do not run from one without gaps")
            }
            IrregularityKind::BrokenLines => f.write_str("lines are broken at print width"),
            IrregularityKind::Table => f.write_str("the text contains a table"),
            IrregularityKind::GluedDocument => f.write_str("a second document begins here"),
            IrregularityKind::AnnexWithArticles => {
                f.write_str("an annex with articles of its own begins here")
            }
            IrregularityKind::NoDateInFileName => f.write_str("no date in the file name"),
            IrregularityKind::FileNameDateNotInHeader(date) => {
                write!(f, "the date in the file name, {date}, is not in the header")
            }
        }
    }
}

/// Numbers with runs drawn together: 1–3, 7.
struct Listed<'a>(&'a [u32]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let runs = self.0.chunk_by(|a, b| a + 1 == *b);
        for (index, run) in runs.enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            match run {
                [first, .., last] => write!(f, "{comma}{first}–{last}")?,
                [only] => write!(f, "{comma}{only}")?,
                [] => {}
            }
        }
        Ok(())
    }
}

/// The numbers between the smallest and the largest that are not used.
pub(super) fn gaps(used: &[u32], from: u32) -> Vec<u32> {
    let Some(last) = used.iter().max() else { return Vec::new() };
    let used: std::collections::BTreeSet<u32> = used.iter().copied().collect();
    // A number of some millions in a label is a slip; listing its gaps would help nobody.
    (from..=*last).filter(|number| !used.contains(number)).take(MOST_LISTED).collect()
}

/// No statute has more articles than this.
const MOST_LISTED: usize = 3_000;
