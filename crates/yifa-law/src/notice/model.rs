//! What a notice is once it has been read.
//!
//! Owns: the words for its parts. All spans are bytes of the text that was read, on whole characters.

use super::finding::Finding;
use super::obligation::Obligation;
use jiff::civil::Date;
use std::ops::Range;

/// A notice 通知, work plan 工作计划, list of work points 要点 or work report, as a tree of items.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notice {
    /// The title of the plan itself; when a notice 关于印发《…》的通知 carries a plan, the plan's own.
    pub title: Option<String>,
    /// Where the title stands.
    pub title_span: Option<Range<usize>>,
    /// The title of the notice that carries the plan, when there are two.
    pub cover_title: Option<String>,
    /// The body that issued it, as it signs.
    pub issuer: Option<String>,
    /// The document number 文号 of the notice, as written.
    pub doc_no: Option<String>,
    /// The day on which it was signed or printed; not the day on which a web site showed it.
    pub date: Option<Date>,
    /// What stands between title and first heading.
    pub preamble: String,
    /// Where the preamble stands.
    pub preamble_span: Range<usize>,
    /// The items, each before its children, in the order of the text.
    pub items: Vec<Item>,
    /// What a reader could count by hand.
    pub counts: Counts,
    /// What is odd, in the order of the text.
    pub findings: Vec<Finding>,
}

/// One item of the outline: chapter, clause, point or sub-point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The numbers from the top, joined by dots: `四.(二).一`. An article keeps its words: `第三条.(一)`. When
    /// a number is used twice in one place, the second path ends with `~2`; paths are unique within a part.
    pub path: String,
    /// Depth in the tree, from 1.
    pub level: usize,
    /// The document in the file to which the item belongs, from 1; more than one when notices are glued
    /// together or annexes follow.
    pub part: usize,
    /// How it is numbered.
    pub numbering: Numbering,
    /// The value of the number; 0 for a paragraph without one.
    pub value: u32,
    /// The number as written, with its brackets and stops: `（二）`, `3.`, `一是`.
    pub number: String,
    /// The heading, without the number and without a stop; `None` where the item begins with its text.
    pub heading: Option<String>,
    /// The item's own text after the heading, without its children; a line break where children stand between.
    pub text: String,
    /// The whole item with its children.
    pub span: Range<usize>,
    /// Where the stretches of `text` stand.
    pub text_spans: Vec<Range<usize>>,
    /// What is asked for in its own heading and text.
    pub obligations: Vec<Obligation>,
    /// The responsible bodies 责任单位 named in notes of this item.
    pub responsible: Vec<Responsible>,
    /// The titles and document numbers that its own heading and text name.
    pub cites: Vec<Cite>,
}

/// The ways of numbering, from the outermost to the innermost by custom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Numbering {
    /// 第一部分, 第一编
    Part,
    /// 第一章
    Chapter,
    /// 第一节
    Section,
    /// 第一条
    Article,
    /// 一、
    Chinese,
    /// （一）
    ChineseBracket,
    /// 1.
    Arabic,
    /// 1）
    ArabicHalfBracket,
    /// （1）
    ArabicBracket,
    /// ①
    Circled,
    /// 一是
    Ordinal,
    /// A paragraph of a text that has no numbers at all.
    Paragraph,
}

/// A body named in a note on responsibility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Responsible {
    /// The name as written.
    pub name: String,
    /// What it has to do.
    pub role: Role,
    /// Where the name stands.
    pub span: Range<usize>,
}

/// Parts that bodies have in a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// 牵头, 主办
    Lead,
    /// 责任, 负责, 落实
    Responsible,
    /// 配合, 协办, 参加
    Support,
}

/// Something that the text refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cite {
    /// What it is.
    pub kind: CiteKind,
    /// As written: a title without its marks 《》, a document number without the brackets around it.
    pub text: String,
    /// Where it stands, the marks 《》 included.
    pub span: Range<usize>,
}

/// Kinds of reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CiteKind {
    /// A title in 《》.
    Title,
    /// A document number: 成府发〔2009〕83号.
    DocumentNumber,
}

/// Counts by plain rules, comparable with a count by hand. Notes of a collection (`# source: …`) at the top
/// are not counted; everything else is, also what is not part of the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Lines that begin with 一、
    pub top_headings: usize,
    /// Lines that begin with （一）
    pub second_headings: usize,
    /// Lines that begin with 1.
    pub numbered_items: usize,
    /// Lines that begin with （1）
    pub paren_items: usize,
    /// 一是, 二是 … anywhere.
    pub ordinal_items: usize,
    /// Notes that name a responsible body with its part in the task.
    pub responsibility_notes: usize,
    /// Document numbers.
    pub doc_numbers: usize,
    /// Titles in 《》.
    pub quoted_titles: usize,
    /// Percentage signs.
    pub percentages: usize,
    /// Characters other than blanks and Markdown signs at the beginning of lines.
    pub chars_without_spaces: usize,
}
