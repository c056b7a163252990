//! Where sentences and their segments begin and end, what only marks them, and which of them tell what happened.

use super::mask;
use super::timing;
use crate::numeral;
use std::ops::Range;

/// The parts of a span between signs. A comma between digits parts nothing.
pub(super) fn split(text: &str, span: Range<usize>, is_sign: fn(char) -> bool) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut has_text, mut before) = (span.start, false, ' ');
    let inside = &text[span.clone()];
    for (at, c) in inside.char_indices() {
        let end = span.start + at;
        let next = end + c.len_utf8();
        let in_number =
            c == ',' && before.is_ascii_digit() && text[next..].starts_with(|c: char| c.is_ascii_digit());
        before = c;
        if !is_sign(c) || in_number {
            has_text |= !c.is_whitespace();
            continue;
        }
        if has_text {
            parts.push(start..end);
        }
        (start, has_text) = (next, false);
    }
    if has_text {
        parts.push(start..span.end);
    }
    parts
}

/// Beyond what any office writes, in bytes. Each figure is read against its whole sentence, so one without an end would
/// take the square of its length.
pub(super) const LONGEST_SENTENCE: usize = 9_000;
pub(super) const LONGEST_SEGMENT: usize = 1_500;

/// A span in pieces of a bearable length, parted behind the first of the signs that stands in it.
pub(super) fn bounded(text: &str, span: Range<usize>, longest: usize, signs: &[&str]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = span.start;
    while span.end - start > longest {
        let mut end = start + longest;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let behind = |sign: &&str| text[start..end].rfind(*sign).map(|at| start + at + sign.len());
        let parted = signs.iter().find_map(behind);
        parts.push(start..parted.unwrap_or(end));
        start = parted.unwrap_or(end);
    }
    parts.push(start..span.end);
    parts
}

pub(super) fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '；' | ';' | '！' | '？' | '\n' | '\r')
}

pub(super) fn ends_segment(c: char) -> bool {
    matches!(c, '，' | ',' | '：' | ':')
}

/// A stretch without the note at its end, which is hidden whole.
pub(super) fn without_note(hidden: &str, span: Range<usize>) -> Range<usize> {
    let is_note = |c: char| mask::is_hidden(c) || c.is_whitespace();
    span.start..span.start + hidden[span.clone()].trim_end_matches(is_note).len()
}

/// A sentence without what only marks its beginning: a bullet, a label 【工作举措】, 任务1：.
pub(super) fn without_mark(text: &str, span: Range<usize>) -> Range<usize> {
    const LONGEST_LABEL: usize = 10;
    let mut rest = text[span.clone()].trim_start_matches(is_bullet);
    if let Some(inner) = rest.strip_prefix('【')
        && let Some(end) = inner.char_indices().take(LONGEST_LABEL).find(|(_, c)| *c == '】')
    {
        rest = inner[end.0 + "】".len()..]
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '：' | ':'));
    }
    if let Some(behind) =
        ["任务", "措施", "举措", "事项", "目标"].iter().find_map(|word| rest.strip_prefix(word))
    {
        let bare = behind.trim_start_matches(|c: char| numeral::is_numeral_char(c));
        let stop = ['：', ':', '.', '、', ' '];
        if bare.len() < behind.len() && bare.starts_with(stop) {
            rest = bare.trim_start_matches(stop);
        }
    }
    span.end - rest.len()..span.end
}

fn is_bullet(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '●' | '•' | '■' | '◆' | '▪' | '▲' | '★' | '☆' | '○' | '◇' | '▶' | '·' | '|')
}

/// Whether a sentence tells what happened on a day: 2025年4月1日，省政府印发….
pub(super) fn is_dated(sentence: &str) -> bool {
    let may_have =
        sentence.contains('年') && sentence.contains('日') && timing::find(sentence).deadline.is_none();
    // 2023年12月31日以前制定的 and 自2025年7月1日起 tell which things are meant, and from when on.
    let is_on_it = |after: &str| {
        !["前", "之前", "以前", "起", "之日起", "后", "之后", "以后"]
            .iter()
            .any(|word| after.starts_with(word))
    };
    may_have
        && crate::dates::find(sentence)
            .iter()
            .any(|date| date.day.is_some() && is_on_it(&sentence[date.span.end..]))
}

pub(super) fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let bare = text[span.clone()].trim_start();
    let start = span.end - bare.len();
    start..start + bare.trim_end().len()
}
