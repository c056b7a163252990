//! The lines of a notice, bare of blanks and Markdown.
//!
//! Owns: where each line begins and ends, and which lines a collection put before the text. All places are
//! in the folded text.

use std::ops::Range;

/// One line that carries something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The line without blanks and Markdown signs at its ends.
    pub(super) span: Range<usize>,
    /// Whether Markdown marks it as a heading or in bold.
    pub(super) marked: bool,
    /// Characters that are not blanks, without the signs at the beginning.
    pub(super) characters: usize,
}

/// Splits a folded text into its lines, without empty lines and without the notes of a collection at the top.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    for raw in text.split(['\n', '\r', '\u{000B}', '\u{000C}', '\u{2028}', '\u{2029}', '\u{0085}']) {
        let line = bare(raw, start);
        // Every separator is found again by its own length.
        start += raw.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
        let is_note = lines.is_empty() && is_collection_note(raw);
        if line.characters > 0 && !is_note {
            lines.push(line);
        }
    }
    lines
}

fn bare(raw: &str, start: usize) -> Line {
    let is_dress = |c: char| c.is_whitespace() || matches!(c, '#' | '*');
    let head = raw.trim_start_matches(is_dress);
    let from = raw.len() - head.len();
    let body = head.trim_end_matches(is_dress);
    let characters = head.chars().filter(|c| !c.is_whitespace()).count();
    Line {
        span: start + from..start + from + body.len(),
        marked: raw[..from].contains(['#', '*']),
        characters,
    }
}

/// `# source: …`, `# issuer_en: …`: one `#`, an ASCII word and a colon.
fn is_collection_note(raw: &str) -> bool {
    let key = raw.strip_prefix("# ").and_then(|rest| rest.split_once(':')).map(|(key, _)| key);
    key.is_some_and(|key| !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        lines(text).into_iter().map(|line| &text[line.span]).collect()
    }

    #[test]
    fn blanks_and_markdown_are_no_text() {
        assert_eq!(texts("\u{3000}\u{2003}一、甲\r\n\r\n **二、乙**\n# 丙 \n"), ["一、甲", "二、乙", "丙"]);
        assert_eq!(lines("# 丙 丁**")[0].characters, 4);
    }

    #[test]
    fn notes_of_a_collection_stand_only_at_the_top() {
        assert_eq!(texts("# source: here\n# title_en: x\n\n# 标题\n# note: y"), ["标题", "note: y"]);
        assert_eq!(texts(""), Vec::<&str>::new());
    }
}
