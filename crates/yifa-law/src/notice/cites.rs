//! What a notice refers to: titles in 《》 and document numbers.
//!
//! Owns: finding both with their places. All places are in the folded text.

use super::line::Line;
use super::model::CiteKind;
use crate::docnumber;
use std::ops::Range;

/// A title or a document number in the folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) kind: CiteKind,
    /// The whole, with its marks 《》.
    pub(super) span: Range<usize>,
    /// Without its marks.
    pub(super) inner: Range<usize>,
}

/// All references in order, and the places where a title is opened and not closed.
pub(super) fn find(text: &str, lines: &[Line]) -> (Vec<Found>, Vec<usize>) {
    let (mut found, mut unclosed) = (Vec::new(), Vec::new());
    for line in lines {
        let at = line.span.start;
        let written = &text[line.span.clone()];
        titles(written, at, &mut found, &mut unclosed);
        numbers(written, at, &mut found);
    }
    found.sort_by_key(|cite| (cite.span.start, cite.span.end));
    (found, unclosed)
}

fn titles(line: &str, offset: usize, found: &mut Vec<Found>, unclosed: &mut Vec<usize>) {
    let (mut depth, mut open) = (0_usize, 0);
    for (at, mark) in line.match_indices(['《', '》']) {
        match (mark, depth) {
            ("《", 0) => (depth, open) = (1, at),
            ("《", _) => depth += 1,
            (_, 0) => {}
            (_, 1) => {
                depth = 0;
                let inner = offset + open + mark.len()..offset + at;
                let span = offset + open..offset + at + mark.len();
                found.push(Found { kind: CiteKind::Title, span, inner });
            }
            (_, _) => depth -= 1,
        }
    }
    if depth > 0 {
        unclosed.push(offset + open);
    }
}

/// Numbers are looked for sentence by sentence, which bounds the search in very long lines.
fn numbers(line: &str, offset: usize, found: &mut Vec<Found>) {
    if !line.contains('号') {
        return;
    }
    let mut at = offset;
    for sentence in line.split_inclusive(['。', '；', '，']) {
        let numbers = if sentence.contains('号') { docnumber::find(sentence) } else { Vec::new() };
        for number in numbers.into_iter().filter(|number| number.read.is_ok()) {
            let span = at + number.span.start..at + number.span.end;
            found.push(Found { kind: CiteKind::DocumentNumber, inner: span.clone(), span });
        }
        at += sentence.len();
    }
}

#[cfg(test)]
mod tests {
    use super::super::line::lines;
    use super::*;

    fn inner(text: &str) -> Vec<&str> {
        find(text, &lines(text)).0.into_iter().map(|cite| &text[cite.inner]).collect()
    }

    #[test]
    fn finds_titles_and_numbers_in_order() {
        let text = "落实市政府《关于规范自由裁量权的意见》(成府发〔20**〕83号)和《甲〈乙〉丙》";
        assert_eq!(inner(text), ["关于规范自由裁量权的意见", "成府发〔20**〕83号", "甲〈乙〉丙"]);
    }

    #[test]
    fn a_title_inside_a_title_is_one() {
        assert_eq!(inner("《转发《通知》的通知》。"), ["转发《通知》的通知"]);
    }

    #[test]
    fn what_is_not_closed_is_told() {
        let text = "按照《行政处罚法第五条\n贯彻》执行";
        assert_eq!(find(text, &lines(text)), (vec![], vec!["按照".len()]));
    }
}
