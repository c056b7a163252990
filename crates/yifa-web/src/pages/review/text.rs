//! A text cut into lines and the pieces between the edges of what is marked in it.

use std::collections::BTreeSet;
use std::ops::Range;

use yifa_law::review::Severity;

/// What is marked in a text: its bytes, and how much it matters.
pub type Mark = (Range<usize>, Severity);

/// A line of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineView {
    /// Its number, from 1.
    pub number: usize,
    /// Its pieces.
    pub parts: Vec<Part>,
}

/// A piece of a line: plain, or inside one or more marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The words.
    pub text: String,
    /// The class of the mark; empty when it is plain.
    pub class: &'static str,
    /// The numbers of the marks that begin here.
    pub begins: Vec<usize>,
}

/// The lines of a text. Blank lines are left out; a mark without a place stands at the first line.
pub fn lines(source: &str, found: &[Mark]) -> Vec<LineView> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (index, raw) in source.split('\n').enumerate() {
        let end = start + raw.len();
        let begins_here = found.iter().any(|(span, _)| (start..=end).contains(&span.start));
        if !raw.trim().is_empty() || begins_here {
            lines.push(LineView { number: index + 1, parts: parts(source, start, end, found) });
        }
        start = end + 1;
    }
    lines
}

fn parts(source: &str, start: usize, end: usize, found: &[Mark]) -> Vec<Part> {
    let inside = |at: &usize| (start..=end).contains(at);
    let mut edges: BTreeSet<usize> =
        found.iter().flat_map(|(span, _)| [span.start, span.end]).filter(inside).collect();
    edges.extend([start, end]);
    let edges: Vec<usize> = edges.into_iter().collect();
    let mut parts: Vec<Part> = Vec::new();
    for (index, from) in edges.iter().enumerate() {
        let to = edges.get(index + 1).copied().unwrap_or(*from);
        let begins: Vec<usize> =
            (1..).zip(found).filter(|(_, (span, _))| span.start == *from).map(|(number, _)| number).collect();
        let covers = found.iter().filter(|(span, _)| span.start <= *from && to <= span.end && *from < to);
        let class = covers.map(|(_, severity)| *severity).max().map_or("", mark);
        let text = source.get(*from..to).unwrap_or_default().to_owned();
        if !text.is_empty() || !begins.is_empty() {
            parts.push(Part { text, class, begins });
        }
    }
    // The end of a line is also the beginning of nothing: a finding that begins there begins on the next line.
    if parts.len() > 1
        && let Some(last) = parts.last()
        && last.text.is_empty()
        && last.begins.is_empty()
    {
        parts.pop();
    }
    parts
}

fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Hard => "hard",
        Severity::MustAnswer => "must-answer",
        Severity::Information => "information",
    }
}

#[cfg(test)]
mod tests {
    use yifa_law::review::{Kind, NoCorpus, Parameters, Subject, review};
    use yifa_law::text::normative::NormativeDocument;

    use super::*;

    #[test]
    fn the_pieces_are_the_whole_text_and_each_finding_begins_once() {
        let text = "某市停车办法\n\n第一条　甲。\n第二条　违反本办法第九条的，处五百元罚款；前款除外。\n";
        let document = NormativeDocument::read(text);
        let subject = Subject { document: &document, kind: Kind::NormativeDocument, record: None };
        let found = review(&subject, &NoCorpus, jiff::civil::date(2026, 1, 1), &Parameters::default());
        assert!(found.len() > 1, "{found:?}");
        let found: Vec<Mark> = found.iter().map(|one| (one.span.clone(), one.severity)).collect();
        let lines = lines(text, &found);
        let told: Vec<String> =
            lines.iter().map(|line| line.parts.iter().map(|part| part.text.as_str()).collect()).collect();
        let plain: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(told, plain);
        let mut begun: Vec<usize> =
            lines.iter().flat_map(|line| &line.parts).flat_map(|part| part.begins.clone()).collect();
        begun.sort_unstable();
        assert_eq!(begun, (1..=found.len()).collect::<Vec<_>>());
    }
}
