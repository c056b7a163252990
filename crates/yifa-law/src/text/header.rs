//! The head of a text: its title, and the dates on which it was adopted, approved, published or amended.

use super::irregularity::{Irregularity, IrregularityKind};
use super::label;
use super::line::{HEADER_END, Line};
use super::notes::Notes;
use super::title;
use crate::dates::{self, WrittenDate};
use crate::fold::is_zero_width;
use jiff::civil::Date;
use std::ops::Range;

/// A date of the header and what happened on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The day.
    pub date: Date,
    /// What happened, in the words of the header; may be empty.
    pub act: String,
    /// Whether it is an adoption or the day of taking effect.
    pub kind: HistoryKind,
    /// The bytes of date and words.
    pub span: Range<usize>,
}

impl HistoryEntry {
    /// Whether the text was amended or revised then.
    pub(super) fn changes(&self) -> bool {
        ["修正", "修订", "修改", "修訂"].iter().any(|word| self.act.contains(word))
    }

    /// Whether it only completes what was begun on a day: the approval of what a city adopted, the publication of both.
    pub(super) fn completes(&self, begun: Date) -> bool {
        let says = |words: &[&str]| words.iter().any(|word| self.act.contains(word));
        let near = begun <= self.date && (self.date - begun).get_days() <= LONGEST_MAKING;
        !self.changes() && near && !says(&["通过", "通過"]) && says(&["批准", "批準", "公布", "发布", "颁布"])
    }
}

/// Approval and publication follow within so many days.
const LONGEST_MAKING: i32 = 366;

/// What a date of the header means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryKind {
    /// Adopted 通过, approved 批准, promulgated 公布, amended 修正 or revised 修订.
    Adopted,
    /// Took effect 施行.
    InForce,
}

/// What the head says, and how many lines it takes.
pub(super) struct Header {
    pub(super) title: Option<String>,
    pub(super) history: Vec<HistoryEntry>,
    pub(super) irregularities: Vec<Irregularity>,
    pub(super) lines: usize,
}

/// Reads the head of a text.
pub(super) fn read(source: &str, lines: &[Line]) -> Header {
    let text = |line: &Line| &source[line.span.clone()];
    let end = lines.iter().position(|line| text(line) == HEADER_END);
    let mut header = match end {
        Some(end) => marked(source, &lines[..end]),
        None => unmarked(source, lines),
    };
    if let Some(title) = &mut header.title {
        title.retain(|c| !is_zero_width(c));
    }
    if header.title.is_none() {
        header.note(IrregularityKind::NoTitle, 0..0);
    }
    if !header.history.iter().any(|entry| entry.kind == HistoryKind::Adopted) {
        header.note(IrregularityKind::NoDate, 0..0);
    }
    header
}

/// A header that ends with its mark: every date in it counts.
fn marked(source: &str, lines: &[Line]) -> Header {
    let is_title = |line: &&Line| line.hashes == 1;
    let titles: Vec<&str> = lines.iter().filter(is_title).map(|line| &source[line.span.clone()]).collect();
    let mut header = Header::new(lines.len() + 1);
    header.title = match titles.is_empty() {
        true => lines.first().map(|line| source[line.span.clone()].to_owned()),
        false => Some(titles.join(" / ")),
    };
    for line in lines.iter().filter(|line| line.hashes == 0) {
        header.read_dates(source, line);
    }
    header
}

/// A text without the mark: the first line is the title, and lines that tell of adoptions follow it. They
/// often stand in brackets and run over several lines.
fn unmarked(source: &str, lines: &[Line]) -> Header {
    let text = |line: &Line| &source[line.span.clone()];
    let first_label =
        lines.iter().position(|line| opens_body(text(line), line.hashes)).unwrap_or(lines.len());
    let mut header = Header::new(0);
    let notes = Notes::read(source);
    let found = title::find(source, &lines[..first_label]);
    let told = notes.title.filter(|_| found.as_ref().is_none_or(|found| !found.names_kind));
    // The guess may be the very line that tells of adoptions.
    let after = found.as_ref().filter(|_| told.is_none()).map_or(0, |found| found.lines.end);
    match (told, found) {
        // What a person or a collection names counts more than a guess; the line stays part of the text.
        (Some(told), _) => header.title = Some(told),
        (None, Some(found)) => {
            header.title = Some(found.words);
            header.lines = after;
        }
        (None, None) => {
            header.title = notes.foreign_title;
            if header.title.is_some() {
                header.note(IrregularityKind::ForeignTitle, 0..0);
            }
            return header;
        }
    }
    let mut open = false;
    for (index, line) in lines.iter().enumerate().take(first_label).skip(after) {
        let words = text(line);
        let bare = words.trim_start_matches(['（', '(']);
        let tells = dates::find(bare).first().is_some_and(|date| date.span.start <= "根据".len())
            && ACTS.iter().any(|act| bare.contains(act));
        if tells || open {
            open = (open || bare.len() < words.len()) && !words.ends_with(['）', ')']);
            header.read_dates(source, line);
            header.lines = index + 1;
        }
    }
    header
}

const ACTS: [&str; 10] = ["通过", "批准", "公布", "发布", "修正", "修订", "施行", "通過", "批準", "修訂"];

fn opens_body(text: &str, hashes: usize) -> bool {
    label::heading(text, hashes > 1).is_some() || label::article(text.trim_start_matches('*')).is_some()
}

impl Header {
    fn new(lines: usize) -> Self {
        Self { title: None, history: Vec::new(), irregularities: Vec::new(), lines }
    }

    fn note(&mut self, kind: IrregularityKind, span: Range<usize>) {
        self.irregularities.push(Irregularity { kind, span });
    }

    fn read_dates(&mut self, source: &str, line: &Line) {
        let text = &source[line.span.clone()];
        let found: Vec<WrittenDate> =
            dates::find(text).into_iter().filter(|found| !is_quoted(text, found.span.start)).collect();
        if found.len() > 1 {
            self.note(IrregularityKind::SeveralDatesOnOneLine, line.span.clone());
        }
        for (index, written) in found.iter().enumerate() {
            let end = found.get(index + 1).map_or(text.len(), |next| next.span.start);
            let span = line.span.start + written.span.start..line.span.start + end;
            match written.date() {
                Some(date) => self.enter(date, &text[written.span.end..end], span),
                None if written.is_impossible() => self.note(IrregularityKind::ImpossibleDate, span),
                None => {}
            }
        }
    }

    fn enter(&mut self, date: Date, words: &str, span: Range<usize>) {
        let act = words.trim_matches(|c: char| c.is_whitespace() || "，。；、（）()".contains(c));
        let begun = act.trim_start_matches('起');
        let in_force = ["施行", "实施", "實施", "生效"].iter().any(|word| begun.starts_with(word));
        if in_force {
            self.note(IrregularityKind::EffectiveDateInHeader(date), span.clone());
        }
        let kind = if in_force { HistoryKind::InForce } else { HistoryKind::Adopted };
        self.history.push(HistoryEntry { date, act: act.to_owned(), kind, span });
    }
}

/// Whether a place is inside 《…》: a date there belongs to a title.
fn is_quoted(text: &str, at: usize) -> bool {
    let before = &text[..at];
    before.matches('《').count() > before.matches('》').count()
}
