//! Hides what carries figures without asking for them: titles, document numbers, quotations, notes.
//!
//! Owns: a copy of the folded text of the same length, in which each hidden character is replaced by a sign of
//! its own length, so that all places stay. It must not know what is looked for.

use super::cites::Found;
use super::line::Line;
use super::responsible::Note;
use std::ops::Range;

/// The sign that stands for a hidden Chinese character.
pub(super) const HIDDEN: char = '□';

/// The text with the insides of titles and quotations, numbers and notes hidden. The marks 《》 and “” stay.
pub(super) fn hide(text: &str, lines: &[Line], cites: &[Found], notes: &[Note]) -> String {
    let mut spans: Vec<Range<usize>> = cites.iter().map(|cite| cite.inner.clone()).collect();
    spans.extend(notes.iter().map(|note| note.span.clone()));
    for line in lines {
        quotations(&text[line.span.clone()], line.span.start, &mut spans);
    }
    spans.sort_by_key(|span| (span.start, span.end));
    let mut hidden = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans.into_iter().filter(|span| span.start < span.end) {
        if span.end <= at {
            continue;
        }
        let start = span.start.max(at);
        hidden.push_str(&text[at..start]);
        hidden.extend(text[start..span.end].chars().map(sign));
        at = span.end;
    }
    hidden.push_str(&text[at..]);
    hidden
}

/// The insides of “…”, when they are no longer than a phrase.
fn quotations(line: &str, offset: usize, spans: &mut Vec<Range<usize>>) {
    const LONGEST: usize = 120;
    let mut open = None;
    for (at, mark) in line.match_indices(['“', '”', '「', '」']) {
        match (mark, open) {
            ("“" | "「", _) => open = Some(at + mark.len()),
            (_, Some(start)) if at - start <= LONGEST => {
                spans.push(offset + start..offset + at);
                open = None;
            }
            _ => open = None,
        }
    }
}

/// Whether a character stands for a hidden one.
pub(super) fn is_hidden(c: char) -> bool {
    matches!(c, HIDDEN | '_' | '¤' | '\u{1F7E8}')
}

fn sign(c: char) -> char {
    match c.len_utf8() {
        1 => '_',
        2 => '¤',
        3 => HIDDEN,
        _ => '\u{1F7E8}',
    }
}

#[cfg(test)]
mod tests {
    use super::super::{cites, line, responsible};
    use super::*;

    #[test]
    fn places_stay_and_figures_go() {
        let text =
            "落实《五年规划(2019-2023年)》（甲发〔2020〕3号），推广“最多跑1次”，建3个点。（责任单位：市2局）";
        let lines = line::lines(text);
        let cites = cites::find(text, &lines).0;
        let notes = responsible::notes(text, 0);
        let hidden = hide(text, &lines, &cites, &notes);
        assert_eq!(hidden.len(), text.len());
        assert_eq!(hidden.find("建3个点"), text.find("建3个点"));
        assert_eq!(hidden.matches(|c: char| c.is_ascii_digit()).count(), 1);
        assert!(hidden.starts_with("落实《□"));
    }
}
