//! Articles that share a line: 第五条　甲。第六条　乙。
//!
//! Owns: parting such a line before each label of which the numbers leave no doubt. Inside a sentence a label is as often a
//! citation; where the numbers do not decide, the line stays whole.

use super::irregularity::{Irregularity, IrregularityKind};
use super::label::{self, Label};
use super::line::{self, Line, is_blank};
use crate::place::ArticleNumber;
use std::collections::BTreeSet;

/// A label that may open an article.
struct Mark {
    line: usize,
    /// Where the article would begin, in bytes of the source.
    at: usize,
    len: usize,
    number: ArticleNumber,
    /// At the beginning of its line, or after a heading there.
    opens: bool,
    /// A blank follows.
    spaced: bool,
    /// A whole sentence stands before it.
    closed: bool,
}

/// A text with fewer articles may be a part of another: its numbers prove nothing.
const LEAST_OF_A_TEXT: usize = 3;

/// The lines, parted where the next article begins inside one, and a note on each that was.
pub(super) fn part(source: &str, lines: Vec<Line>) -> (Vec<Line>, Vec<Irregularity>) {
    let marks: Vec<Mark> = (0..lines.len()).flat_map(|at| marks(source, &lines, at)).collect();
    let cuts = cuts(&marks);
    let Some(last) = cuts.last() else { return (lines, Vec::new()) };
    let last = marks[*last].line;
    let mut parted = Vec::with_capacity(lines.len() + cuts.len());
    let mut notes = Vec::new();
    for (index, whole) in lines.into_iter().enumerate() {
        let here: Vec<&Mark> =
            cuts.iter().map(|at| &marks[*at]).filter(|mark| index <= last && mark.line == index).collect();
        let Some(first) = here.first() else {
            parted.push(whole);
            continue;
        };
        let kind = IrregularityKind::TwoArticlesOnOneLine { second: first.number, parted: true };
        notes.push(Irregularity { kind, span: first.at..first.at + first.len });
        let mut from = whole.span.start;
        for end in here.iter().map(|mark| mark.at).chain([whole.span.end]) {
            let piece = line::trim(source, from..end);
            let is_first = from == whole.span.start;
            for (order, span) in with_headings(source, piece, end == whole.span.end).into_iter().enumerate() {
                let kept = is_first && order == 0;
                parted.push(Line {
                    span,
                    hashes: if kept { whole.hashes } else { 0 },
                    after_blank: !kept || whole.after_blank,
                });
            }
            from = end;
        }
    }
    (parted, notes)
}

/// The labels of a line that may open an article.
fn marks(source: &str, lines: &[Line], index: usize) -> Vec<Mark> {
    let line = &lines[index];
    let text = &source[line.span.clone()];
    let heading = label::heading(text, line.hashes > 0);
    let opening = match &heading {
        Some(found) => {
            found.end + (text[found.end..].len() - text[found.end..].trim_start_matches(dress).len())
        }
        None => text.len() - text.trim_start_matches('*').len(),
    };
    let mut marks = Vec::new();
    let (mut counted, mut depth) = (0, 0_isize);
    for (at, _) in text.match_indices('第') {
        let quotes = text[counted..at].chars().map(|c| isize::from(c == '“') - isize::from(c == '”'));
        (counted, depth) = (at, depth + quotes.sum::<isize>());
        let Some(Label::Article(found)) = label::article(&text[at..]) else { continue };
        let after = &text[at + found.len..];
        let spaced = found.spaced || after.starts_with('*');
        let before = text[..at].trim_end_matches(dress);
        let opens = at == opening;
        if (found.reference && !spaced) || (!opens && before.is_empty()) {
            continue;
        }
        // Inside “…” the articles of another text are told.
        let quoted = depth > 0;
        let (mut bare, mut headed) = (before, false);
        while let Some(heading) = heading_at_end(bare) {
            (bare, headed) = (bare[..heading].trim_end_matches(dress), true);
        }
        let closed = is_sentence(bare);
        // 某市某办法　第一条　…: only the title stands before the first.
        let titled = found.number == ArticleNumber::new(1) && (headed || text[..at].ends_with(is_blank));
        if opens || ((closed || titled) && !quoted && !after.trim_start_matches(dress).is_empty()) {
            let stars = text[..at].len() - text[..at].trim_end_matches('*').len();
            marks.push(Mark {
                line: index,
                at: line.span.start + at - if opens { 0 } else { stars },
                len: found.len,
                number: found.number,
                opens,
                spaced,
                closed,
            });
        }
    }
    marks
}

fn dress(c: char) -> bool {
    is_blank(c) || c == '*'
}

/// Which marks inside a line open an article. With a blank after the label it is enough that the number is the next one
/// and opens no line elsewhere; without one, the numbers of the whole text must run on from the first to the last.
fn cuts(marks: &[Mark]) -> Vec<usize> {
    if marks.iter().all(|mark| mark.opens) {
        return Vec::new();
    }
    let all = next_ones(marks, |_| true);
    if is_whole(marks, &all) {
        return all;
    }
    let spaced = next_ones(marks, |mark| mark.spaced);
    let begins = |at: &usize| marks[*at].number == ArticleNumber::new(1);
    if spaced.iter().any(begins) && !is_whole(marks, &spaced) {
        return next_ones(marks, |mark| mark.spaced && mark.closed && mark.number != ArticleNumber::new(1));
    }
    spaced
}

fn next_ones(marks: &[Mark], may: impl Fn(&Mark) -> bool) -> Vec<usize> {
    let opening: BTreeSet<ArticleNumber> =
        marks.iter().filter(|mark| mark.opens).map(|mark| mark.number).collect();
    let mut last: Option<ArticleNumber> = None;
    let mut taken = Vec::new();
    for (at, mark) in marks.iter().enumerate() {
        if mark.opens {
            last = Some(mark.number);
            continue;
        }
        let is_next = match last {
            None => mark.number == ArticleNumber::new(1),
            Some(last) => follows(last, mark.number) && mark.closed,
        };
        let after = marks[at + 1..].iter().find(|mark| mark.opens);
        let goes_on = after.is_none_or(|next| next.number > mark.number || next.number.value == 1);
        let again = || marks[at + 1..].iter().any(|other| !other.opens && other.number == mark.number);
        if is_next && goes_on && may(mark) && !opening.contains(&mark.number) && !again() {
            last = Some(mark.number);
            taken.push(at);
        }
    }
    taken
}

fn follows(last: ArticleNumber, next: ArticleNumber) -> bool {
    next == ArticleNumber::new(last.value + 1) || (next.value == last.value && next.suffix == last.suffix + 1)
}

/// Whether the articles, with those inside lines, run from the first to the last without a gap.
fn is_whole(marks: &[Mark], taken: &[usize]) -> bool {
    let opens = |(at, mark): &(usize, &Mark)| mark.opens || taken.binary_search(at).is_ok();
    let numbers: Vec<ArticleNumber> =
        marks.iter().enumerate().filter(opens).map(|(_, mark)| mark.number).collect();
    numbers.len() >= LEAST_OF_A_TEXT
        && numbers.first() == Some(&ArticleNumber::new(1))
        && numbers.windows(2).all(|pair| follows(pair[0], pair[1]))
}

/// A piece of a line without the headings at its end, and each of those: 乙。 / 第二章　附则.
fn with_headings(source: &str, piece: std::ops::Range<usize>, is_last: bool) -> Vec<std::ops::Range<usize>> {
    let mut pieces = vec![piece];
    while !is_last && let Some(first) = pieces.first().cloned() {
        let Some(at) = heading_at_end(&source[first.clone()]) else { break };
        pieces[0] = line::trim(source, first.start..first.start + at);
        pieces.insert(1, first.start + at..first.end);
    }
    pieces
}

fn is_sentence(text: &str) -> bool {
    text.ends_with(['。', '！', '？', '”'])
}

/// A heading has fewer bytes.
const LONGEST_HEADING: usize = 400;

/// Where the heading begins with which a text ends, more text before it: 乙。第二章　附则.
fn heading_at_end(text: &str) -> Option<usize> {
    let starts = text.rmatch_indices('第').map(|(at, _)| at).filter(|at| *at > 0);
    let mut starts = starts.take_while(|at| text.len() - at <= LONGEST_HEADING);
    starts.find(|at| {
        let before = &text[..*at];
        let found = label::heading(&text[*at..], false);
        (before.ends_with(is_blank) || is_sentence(before))
            && found.is_some_and(|found| *at + found.end == text.len() && found.title_at < found.end)
    })
}

#[cfg(test)]
mod tests {
    use crate::text::Statute;

    fn read(source: &str) -> (Vec<String>, Vec<&'static str>) {
        let statute = Statute::read(source);
        let words = |article: &crate::text::Article| statute.slice(&article.span).to_owned();
        let codes = statute.irregularities.iter().map(|found| found.kind.code());
        (statute.articles.iter().map(words).collect(), codes.collect())
    }

    #[test]
    fn the_next_number_inside_a_line_opens_an_article() {
        let (articles, odd) =
            read("某市绿化办法\n第一条　甲。\n第二条　乙。第三条　丙。 **第四条** 丁。\n第五条　戊。\n");
        assert_eq!(
            articles,
            ["第一条　甲。", "第二条　乙。", "第三条　丙。", "第四条** 丁。", "第五条　戊。"]
        );
        assert!(odd.contains(&"two-articles-on-one-line") && !odd.contains(&"missing-articles"), "{odd:?}");
    }

    #[test]
    fn a_whole_text_on_one_line_is_parted_when_its_numbers_run_on() {
        let text = "某市绿化办法 第一章 总则 第一条 甲。 第二条 乙。第二章 附则 第三条 有下列情形的：（一）丙；（二）丁。";
        let statute = Statute::read(text);
        assert_eq!(statute.title.as_deref(), Some("某市绿化办法"));
        assert_eq!(
            statute.headings.iter().map(|found| found.title.as_str()).collect::<Vec<_>>(),
            ["总则", "附则"]
        );
        let (articles, _) = read(text);
        assert_eq!(articles, ["第一条 甲。", "第二条 乙。", "第三条 有下列情形的：（一）丙；（二）丁。"]);
        assert_eq!(statute.articles[2].paragraphs[0].items.len(), 2);
        // Without blanks, the whole sequence decides.
        assert_eq!(read("某市绿化办法\n第一条为了甲。第二条在乙。第三条由丙负责。\n").0.len(), 3);
    }

    #[test]
    fn what_the_numbers_leave_in_doubt_stays_whole() {
        for text in [
            // The article opens a line of its own: inside the other it is cited.
            "第一条　甲。 第二条 不适用于乙。\n第二条　丙。\n第三条　丁。\n",
            // Not the next one.
            "第一条　甲。\n第二条　乙。 第四条 丙。\n第三条　丁。\n",
            // In the middle of a sentence.
            "第一条　甲，依照 第二条 处理。\n",
            // Cited, not opened.
            "第一条　甲。第二条规定的乙除外。\n第三条　丁。\n",
            // Another text is quoted.
            "第一条　修改为：“甲。 第二条 乙。”\n第三条　丁。\n",
            // Without a blank and with a gap after it.
            "第一条　甲。第二条由乙负责。\n第四条　丁。\n",
        ] {
            let (articles, odd) = read(text);
            assert_eq!(articles.len(), text.lines().count(), "{text} {odd:?}");
        }
    }
}
