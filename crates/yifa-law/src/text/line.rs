//! The lines of a text that carry something, with their places.

use crate::fold::is_zero_width;
use std::ops::Range;

/// A line without its blanks and its Markdown dress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// The bytes of the source that hold the bare text of the line.
    pub(crate) span: Range<usize>,
    /// How many `#` stood before it.
    pub(crate) hashes: usize,
    /// Whether an empty line stands before it.
    pub(crate) after_blank: bool,
}

/// The line that ends the header of a Markdown statute.
pub(crate) const HEADER_END: &str = "<!-- INFO END -->";

/// Splits a source into its lines. Left out: empty lines, notes of the collection (`# source: …`), comments,
/// rulers and page numbers (`— 16 —`).
pub(crate) fn lines(source: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let facts = super::notes::front_matter(source).map_or(0, |block| block.end);
    let (mut at, mut after_blank, mut end) = (0, true, None);
    for raw in source.split(['\n', '\r', '\u{000B}', '\u{000C}', '\u{2028}', '\u{2029}', '\u{0085}']) {
        let line = undress(source, at..at + raw.len());
        at += raw.len();
        let end_before = std::mem::replace(&mut end, source[at..].chars().next());
        at += end.map_or(0, char::len_utf8);
        let text = &source[line.span.clone()];
        if line.span.start < facts {
            after_blank = true;
        } else if text.is_empty() {
            let inside_line_end = raw.is_empty() && end_before == Some('\r') && end == Some('\n');
            after_blank |= !inside_line_end;
        } else if text == HEADER_END || !is_furniture(text, line.hashes) {
            lines.push(Line { after_blank, ..line });
            after_blank = false;
        }
    }
    lines
}

/// Narrows a span to its text without blanks at both ends.
pub(crate) fn trim(source: &str, span: Range<usize>) -> Range<usize> {
    let text = &source[span.clone()];
    let bare = text.trim_start_matches(is_blank);
    let start = span.end - bare.len();
    start..start + bare.trim_end_matches(is_blank).len()
}

pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_zero_width(c)
}

fn undress(source: &str, span: Range<usize>) -> Line {
    let mut span = trim(source, span);
    // A quotation of Markdown: > 第三条.
    let quoted = source[span.clone()].bytes().take_while(|byte| *byte == b'>').count();
    span = trim(source, span.start + quoted..span.end);
    let hashes = source[span.clone()].bytes().take_while(|byte| *byte == b'#').count();
    span = trim(source, span.start + hashes..span.end);
    let text = &source[span.clone()];
    if text.len() > 4
        && text.starts_with("**")
        && text.ends_with("**")
        && !text[2..text.len() - 2].contains("**")
    {
        span = trim(source, span.start + 2..span.end - 2);
    }
    Line { span, hashes, after_blank: false }
}

fn is_furniture(text: &str, hashes: usize) -> bool {
    is_collection_note(text, hashes)
        || (text.starts_with("<!--") && text.ends_with("-->"))
        || is_ruler_or_page_number(text)
        || is_page_of_pages(text)
}

/// 第 3 页 共 7 页, 第3页.
fn is_page_of_pages(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !is_blank(*c) && !"，,/／".contains(*c)).collect();
    let digits = |text: &str| -> Option<usize> {
        let at = text.find(|c: char| !c.is_ascii_digit())?;
        (at > 0).then_some(at)
    };
    let page = |text: &'_ str, word: &str| -> Option<usize> {
        let rest = text.strip_prefix(word)?;
        let at = digits(rest)?;
        rest[at..].starts_with('页').then_some(word.len() + at + '页'.len_utf8())
    };
    let Some(first) = page(&bare, "第") else { return false };
    first == bare.len() || page(&bare[first..], "共") == Some(bare.len() - first)
}

/// `# source: …`, `# date_in_source: …`: an ASCII word and a colon after one `#`.
fn is_collection_note(text: &str, hashes: usize) -> bool {
    let key = text.split_once(':').map(|(key, _)| key);
    let is_word = |key: &str| !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    hashes == 1 && (key.is_some_and(is_word) || super::notes::is_note(text))
}

fn is_ruler_or_page_number(text: &str) -> bool {
    let dashes = text.chars().filter(|c| matches!(c, '-' | '—' | '－' | '–' | '=' | '*')).count();
    dashes >= 2
        && text
            .chars()
            .all(|c| matches!(c, '-' | '—' | '－' | '–' | '=' | '*') || c.is_ascii_digit() || is_blank(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_out_what_carries_nothing() {
        let source = "# source: somewhere\n\n## 第一章　总则\r\n— 16 —\n---\n<!-- TABLE -->\n　　**第一条**　x\n**附则**\n";
        let texts: Vec<_> =
            lines(source).iter().map(|line| (line.hashes, &source[line.span.clone()])).collect();
        assert_eq!(texts, [(2, "第一章　总则"), (0, "**第一条**　x"), (0, "附则")]);
    }

    #[test]
    fn pages_are_counted_nowhere_and_quotations_are_read() {
        let bare = |source: &str| {
            lines(source).iter().map(|line| source[line.span.clone()].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            bare("第 3 页 共 7 页\n第3页\n- 3 -\n第3页记载的甲。\n> 第三条 乙。\n"),
            ["第3页记载的甲。", "第三条 乙。"]
        );
    }

    #[test]
    fn the_line_ends_of_windows_are_one() {
        let after = |source: &str| lines(source).iter().map(|line| line.after_blank).collect::<Vec<_>>();
        assert_eq!(after("a\r\nb\r\n\r\nc\rd"), [true, false, true, false]);
    }

    #[test]
    fn keeps_the_header_end_and_empty_lines_before() {
        let source = "a\n\n<!-- INFO END -->\nb";
        let lines = lines(source);
        assert_eq!(lines.iter().map(|line| line.after_blank).collect::<Vec<_>>(), [true, true, false]);
        assert_eq!(&source[lines[1].span.clone()], HEADER_END);
    }
}
