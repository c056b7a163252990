//! From text to notice: puts together what the other parts find.
//!
//! Owns: the order of the steps and the way back from the folded text to the text given. It must not know how
//! any of the parts is recognised.

use super::finding::{Finding, FindingCode};
use super::frame::{self, Frame};
use super::item;
use super::label::{self, Label};
use super::line::{self, Line};
use super::model::{CiteKind, Counts, Notice, Numbering};
use super::outline::{self, Node};
use super::table::{self, Row};
use super::{checks, cites, extract, mask, responsible, wrap};
use crate::fold::Folded;
use std::collections::BTreeMap;
use std::ops::Range;

/// Reads a text; see [`super::read`].
pub(super) fn read(original: &str, known_year: Option<i16>) -> Notice {
    let folded = without_torn_lines(original);
    let text = folded.text();
    let lines = line::lines(text);
    if lines.is_empty() {
        let findings = vec![Finding::new(FindingCode::Empty, 0..original.len())];
        return Notice { findings, ..Notice::default() };
    }
    let mut labels = label::labels(text, &lines);
    let rows = table::rows(text, &lines);
    let first_line = first_line_of_outline(text, &lines, &labels, &rows);
    let frame = frame::read(text, &lines[..first_line], &lines[first_line..]);
    // Counted before the end of the paper is cut off.
    let all_labels = labels.clone();
    labels.retain(|label| label.start < frame.tail);
    let (cites, unclosed) = cites::find(text, &lines);
    let notes_of = |(index, line): (usize, &Line)| match rows.get(&index) {
        Some(row) => row.notes.clone(),
        None => responsible::notes(&text[line.span.clone()], line.span.start),
    };
    let notes: Vec<_> = lines.iter().enumerate().flat_map(notes_of).collect();
    let counts = count(text, &lines, &all_labels, &cites, &notes);
    let mut findings = checks::whole(text, &lines, &cites, known_year);
    findings
        .extend(unclosed.into_iter().map(|at| Finding::new(FindingCode::UnclosedTitle, at..at + "《".len())));
    findings.extend(of_labels(text, &labels));
    findings.extend(of_frame(&frame));
    if labels.is_empty() {
        labels = paragraphs(&lines, first_line, frame.tail, &rows);
        findings.push(Finding::new(FindingCode::NoHeadings, 0..0).with("paragraphs", labels.len()));
    }
    let nodes = build_outline(text, &lines, labels, &frame, &mut findings);
    let mut pieces = item::assemble(text, &lines, &nodes, &cites, &notes);
    pieces.iter_mut().for_each(|piece| piece.head_row(text, &rows));
    let hidden = mask::hide(text, &lines, &cites, &notes);
    extract::attach(text, &hidden, &mut pieces, &mut findings);
    Notice {
        title: frame.title.as_ref().map(|title| original_title(&folded, title)),
        title_span: frame.title.as_ref().map(|title| folded.original_span(title.span.clone())),
        cover_title: frame.cover.as_ref().map(|title| original_title(&folded, title)),
        issuer: frame.issuer.clone().map(|span| slice(&folded, span)),
        doc_no: doc_no(text, &lines[..first_line], &cites).map(|span| slice(&folded, span)),
        date: frame.date,
        preamble: slice(&folded, frame.preamble.clone()),
        preamble_span: folded.original_span(frame.preamble),
        items: pieces.into_iter().map(|piece| piece.into_original(&folded)).collect(),
        counts,
        findings: in_order(findings, &folded),
    }
}

/// The text folded, without the line breaks inside its sentences.
fn without_torn_lines(original: &str) -> Folded<'_> {
    let folded = Folded::new(original);
    let lines = line::lines(folded.text());
    let labels = label::labels(folded.text(), &lines);
    let breaks = wrap::breaks(folded.text(), &lines, &labels);
    if breaks.is_empty() {
        return folded;
    }
    let between = |span: &Range<usize>| {
        folded.original_span(0..span.start).end..folded.original_span(span.end..span.end + 1).start
    };
    Folded::leaving_out(original, &breaks.iter().map(between).collect::<Vec<_>>())
}

/// The line of the first heading; without headings, the first line that reads like a sentence or is a row of a table.
fn first_line_of_outline(text: &str, lines: &[Line], labels: &[Label], rows: &BTreeMap<usize, Row>) -> usize {
    let is_row = |label: &&Label| matches!(label.numbering, Numbering::Ordinal | Numbering::Circled);
    let heading = labels.iter().find(|label| !is_row(label)).or(labels.first());
    let sentence = || lines.iter().position(|line| text[line.span.clone()].contains('。'));
    let row = rows.keys().next().copied();
    let unnumbered = || sentence().into_iter().chain(row).min();
    heading.map(|label| label.line).or_else(unnumbered).unwrap_or(lines.len())
}

/// The bytes of the original for a span of the folded text.
pub(super) fn slice(folded: &Folded<'_>, span: Range<usize>) -> String {
    folded.original()[folded.original_span(span)].to_owned()
}

/// The same without a line break inside it that the folded text does not have: a name or a heading in one line.
pub(super) fn in_one_line(folded: &Folded<'_>, span: Range<usize>) -> String {
    let written = slice(folded, span.clone());
    let is_torn = |text: &str| text.contains(['\n', '\r']);
    if is_torn(&written) && !is_torn(&folded.text()[span]) {
        return written.split(['\n', '\r']).map(str::trim).collect();
    }
    written
}

fn original_title(folded: &Folded<'_>, title: &frame::Title) -> String {
    frame::joined(&slice(folded, title.span.clone()))
}

fn in_order(mut findings: Vec<Finding>, folded: &Folded<'_>) -> Vec<Finding> {
    findings.sort_by_key(|finding| (finding.span.start, finding.span.end, finding.code));
    let original = |finding: Finding| Finding { span: folded.original_span(finding.span.clone()), ..finding };
    findings.into_iter().map(original).collect()
}

fn count(
    text: &str,
    lines: &[Line],
    labels: &[Label],
    cites: &[cites::Found],
    notes: &[responsible::Note],
) -> Counts {
    let of = |numbering| labels.iter().filter(|label| label.numbering == numbering && !label.inline).count();
    let cited = |kind| cites.iter().filter(|cite| cite.kind == kind).count();
    Counts {
        top_headings: of(Numbering::Chinese),
        second_headings: of(Numbering::ChineseBracket),
        numbered_items: of(Numbering::Arabic),
        paren_items: of(Numbering::ArabicBracket),
        ordinal_items: labels.iter().filter(|label| label.numbering == Numbering::Ordinal).count(),
        responsibility_notes: notes.iter().filter(|note| note.says_role).count(),
        doc_numbers: cited(CiteKind::DocumentNumber),
        quoted_titles: cited(CiteKind::Title),
        percentages: lines.iter().map(|line| text[line.span.clone()].matches(['%', '％']).count()).sum(),
        chars_without_spaces: lines.iter().map(|line| line.characters).sum(),
    }
}

fn of_labels(text: &str, labels: &[Label]) -> Vec<Finding> {
    let finding = |label: &Label| {
        Finding::new(FindingCode::MixedBrackets, label.start..label.body)
            .with("written", text[label.start..label.body].trim())
    };
    labels.iter().filter(|label| label.mixed).map(finding).collect()
}

fn of_frame(frame: &Frame) -> Vec<Finding> {
    let lead = frame.web_lead.clone().map(|span| Finding::new(FindingCode::WebLead, span));
    let untitled = frame.title.is_none().then(|| Finding::new(FindingCode::NoTitle, 0..0));
    lead.into_iter().chain(untitled).collect()
}

/// The number of the notice: in its head, on a line of its own or right after a title, and not behind 《》,
/// where it belongs to what is cited.
fn doc_no(text: &str, head: &[Line], cites: &[cites::Found]) -> Option<Range<usize>> {
    let end = head.last().map_or(0, |line| line.span.end);
    let in_head = cites.iter().filter(|c| c.kind == CiteKind::DocumentNumber && c.span.end <= end);
    in_head.map(|cite| cite.span.clone()).find(|span| {
        let line = head.iter().find(|line| line.span.start <= span.start && span.end <= line.span.end);
        line.is_some_and(|line| {
            let rest = text[line.span.clone()].chars().count() - text[span.clone()].chars().count();
            rest <= 8
        })
    })
}

fn build_outline(
    text: &str,
    lines: &[Line],
    labels: Vec<Label>,
    frame: &Frame,
    findings: &mut Vec<Finding>,
) -> Vec<Node> {
    let seams = frame::seams(text, lines, &labels);
    let title = frame.cover.as_ref().or(frame.title.as_ref());
    for seam in &seams {
        let is_announced = title.is_some_and(|title| title.text.contains(&seam.title.text));
        let is_annex = seam.is_annex || is_announced;
        let code = if is_annex { FindingCode::Annex } else { FindingCode::SecondNotice };
        findings.push(Finding::new(code, seam.title.span.clone()).with("title", &seam.title.text));
    }
    let starts: Vec<usize> = seams.iter().map(|seam| seam.start).collect();
    let nodes = outline::build(labels, lines, &starts, frame.tail);
    findings.extend(outline::gaps(&nodes));
    nodes
}

/// A text without any number: each paragraph is an item, and each row of a table with a task.
fn paragraphs(lines: &[Line], first: usize, tail: usize, rows: &BTreeMap<usize, Row>) -> Vec<Label> {
    let is_task = |line: &usize| rows.get(line).is_none_or(|row| row.title.is_some());
    let inside = lines.iter().enumerate().skip(first);
    let inside = inside.filter(|(index, line)| line.span.end <= tail && is_task(index));
    let label = |(value, (index, line)): (usize, (usize, &Line))| Label {
        numbering: Numbering::Paragraph,
        value: u32::try_from(value + 1).unwrap_or(u32::MAX),
        start: line.span.start,
        body: line.span.start,
        line: index,
        inline: false,
        mixed: false,
    };
    inside.enumerate().map(label).collect()
}
