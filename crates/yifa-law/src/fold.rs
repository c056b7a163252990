//! Simplified and Traditional writing of one text.
//!
//! Owns: folding a text to one writing for matching, with a map from the folded text back to the bytes of
//! the original; and conversion of whole texts for display. Folding works character by character, so that
//! a match always points at whole characters of the original; display works by phrases, which reads better
//! (头发 → 頭髮) but does not keep places. It must not know what is searched for.

use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// A text folded for matching: Simplified characters, ASCII letters and digits for full-width ones, no
/// zero-width characters. Punctuation and blanks stay as they are.
///
/// ```
/// use yifa_law::fold::Folded;
/// let original = "依據《行政處罰法》第５條";
/// let folded = Folded::new(original);
/// assert_eq!(folded.text(), "依据《行政处罚法》第5条");
/// let found = folded.text().find("第5条").unwrap();
/// let span = folded.original_span(found..folded.text().len());
/// assert_eq!(&original[span], "第５條");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded<'a> {
    original: &'a str,
    text: String,
    /// Where the distance between folded and original offsets changes: (folded, original), ascending.
    marks: Vec<(usize, usize)>,
}

impl<'a> Folded<'a> {
    /// Folds a text.
    pub fn new(original: &'a str) -> Self {
        Self::leaving_out(original, &[])
    }

    /// Folds a text without some of its stretches, which are in order and on whole characters: the line breaks inside
    /// its sentences.
    ///
    /// ```
    /// use yifa_law::fold::Folded;
    /// let folded = Folded::leaving_out("不低\n于三成", &[6..7]);
    /// assert_eq!(folded.text(), "不低于三成");
    /// assert_eq!(folded.original_span(3..9), 3..10);
    /// ```
    pub fn leaving_out(original: &'a str, stretches: &[Range<usize>]) -> Self {
        let mut stretches = stretches.iter().peekable();
        let mut text = String::with_capacity(original.len());
        let mut marks = vec![(0, 0)];
        for (at, c) in original.char_indices() {
            while stretches.next_if(|stretch| stretch.end <= at).is_some() {}
            let is_left_out = stretches.peek().is_some_and(|stretch| stretch.contains(&at));
            let folded = if is_left_out || is_zero_width(c) { None } else { Some(fold_char(c)) };
            if let Some(folded) = folded {
                text.push(folded);
            }
            if folded.map(char::len_utf8) != Some(c.len_utf8()) {
                marks.push((text.len(), at + c.len_utf8()));
            }
        }
        Self { original, text, marks }
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text that was folded.
    pub fn original(&self) -> &'a str {
        self.original
    }

    /// The bytes of the original that a span of the folded text stands for. A span that begins or ends
    /// inside a character, or beyond the end, is widened or cut to whole characters. Zero-width characters
    /// at the edges of the match stay outside.
    pub fn original_span(&self, span: Range<usize>) -> Range<usize> {
        let start = floor_boundary(&self.text, span.start);
        let end = ceil_boundary(&self.text, span.end);
        let from = self.original_offset(start);
        match self.text.get(start..end).and_then(|inside| inside.chars().next_back()) {
            Some(last) => from..self.end_of_character(self.original_offset(end - last.len_utf8())),
            None => from..from,
        }
    }

    /// Where in the original the character at a folded offset begins.
    fn original_offset(&self, folded: usize) -> usize {
        let mark = self.marks.partition_point(|(at, _)| *at <= folded) - 1;
        let (at, original) = self.marks[mark];
        (original + (folded - at)).min(self.original.len())
    }

    fn end_of_character(&self, at: usize) -> usize {
        at + self.original[at..].chars().next().map_or(0, char::len_utf8)
    }
}

/// Folds a text without keeping the places; borrows when nothing changes.
///
/// ```
/// assert_eq!(yifa_law::fold::fold("規範性文件"), "规范性文件");
/// ```
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| !is_zero_width(c) && fold_char(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| !is_zero_width(*c)).map(fold_char).collect())
}

/// The Simplified form of one character, or the ASCII form of a full-width letter or digit.
pub fn fold_char(c: char) -> char {
    match c {
        '\0'..='\u{2FFF}' => c,
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => SIMPLIFIED.get(c),
    }
}

/// The half-width form of a full-width mark, letter, digit or blank: （ → (.
pub fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// Whether a character is invisible and has no width: left behind by web pages and word processors.
pub fn is_zero_width(c: char) -> bool {
    // Marks of direction come with texts that were pasted from a page.
    matches!(
        c,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}'
    )
}

/// A text in Traditional characters, for display.
///
/// ```
/// assert_eq!(yifa_law::fold::to_traditional("规范性文件"), "規範性文件");
/// ```
pub fn to_traditional(text: &str) -> String {
    convert(&TO_TRADITIONAL, text)
}

/// A text in Simplified characters, for display.
///
/// ```
/// assert_eq!(yifa_law::fold::to_simplified("臨時救助"), "临时救助");
/// ```
pub fn to_simplified(text: &str) -> String {
    convert(&TO_SIMPLIFIED, text)
}

/// The dictionaries are embedded in the library, so loading them cannot fail at run time in a build whose
/// tests pass; were they missing, texts would be shown as they were written.
static TO_TRADITIONAL: LazyLock<Option<OpenCC>> =
    LazyLock::new(|| OpenCC::from_config(BuiltinConfig::S2t).ok());
static TO_SIMPLIFIED: LazyLock<Option<OpenCC>> =
    LazyLock::new(|| OpenCC::from_config(BuiltinConfig::T2s).ok());
static SIMPLIFIED: LazyLock<CharacterTable> = LazyLock::new(CharacterTable::load);

fn convert(converter: &LazyLock<Option<OpenCC>>, text: &str) -> String {
    match LazyLock::force(converter) {
        Some(converter) => converter.convert(text),
        None => text.to_owned(),
    }
}

/// Simplified forms of the characters in the main Chinese blocks, by code point.
struct CharacterTable(Vec<char>);

const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9FFF;

impl CharacterTable {
    /// Converts every character on a line of its own, so that no phrase rule can join two of them.
    fn load() -> Self {
        let characters = || (FIRST..=LAST).filter_map(char::from_u32);
        let lines: String = characters().flat_map(|c| [c, '\n']).collect();
        let converted = convert(&TO_SIMPLIFIED, &lines);
        let table = characters().zip(converted.lines()).map(|(from, line)| single(line).unwrap_or(from));
        Self(table.collect())
    }

    fn get(&self, c: char) -> char {
        let index = u32::from(c).checked_sub(FIRST).and_then(|index| usize::try_from(index).ok());
        index.and_then(|index| self.0.get(index)).copied().unwrap_or(c)
    }
}

fn single(line: &str) -> Option<char> {
    let mut characters = line.chars();
    characters.next().filter(|_| characters.next().is_none())
}

fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn ceil_boundary(text: &str, at: usize) -> usize {
    (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn both_writings_fold_to_one() {
        assert_eq!(fold("關於進一步規範行政執法的實施意見"), fold("关于进一步规范行政执法的实施意见"));
        assert_eq!(fold("責任單位：市法制辦、各區（市）縣政府"), "责任单位：市法制办、各区（市）县政府");
        assert!(matches!(fold("依法行政"), Cow::Borrowed(_)));
    }

    #[test]
    fn display_knows_phrases() {
        assert_eq!(to_traditional("干部和干燥的头发"), "幹部和乾燥的頭髮");
        assert_eq!(to_simplified("乾隆"), "乾隆");
    }

    #[test]
    fn a_match_points_into_the_original() {
        let original = "\u{FEFF}依據\u{200B}第１２條、第３條";
        let folded = Folded::new(original);
        assert_eq!(folded.text(), "依据第12条、第3条");
        let span = |needle: &str| {
            let at = folded.text().find(needle).unwrap();
            &original[folded.original_span(at..at + needle.len())]
        };
        assert_eq!(span("依据"), "依據");
        assert_eq!(span("第12条"), "第１２條");
        assert_eq!(span("12"), "１２");
        assert_eq!(span("2"), "２");
        assert_eq!(span("第3条"), "第３條");
    }

    #[test]
    fn a_span_beyond_the_text_is_cut() {
        let folded = Folded::new("條");
        assert_eq!(folded.original_span(0..99), 0..3);
        assert_eq!(folded.original_span(50..99), 3..3);
        assert_eq!(folded.original_span(1..2), 0..3);
        assert_eq!(Folded::new("").original_span(0..1), 0..0);
    }

    proptest! {
        #[test]
        fn spans_are_whole_characters_of_the_original(
            text in "[\\PC\u{200B}Ａ-Ｚ０-９條款項]{0,40}", from in 0usize..150, to in 0usize..150
        ) {
            let folded = Folded::new(&text);
            let span = folded.original_span(from..to);
            prop_assert!(text.get(span.clone()).is_some(), "{span:?} in {text:?}");
        }

        #[test]
        fn each_character_maps_to_its_own_place(text in "[条條　 ０-９Ａ\u{200B}\u{FEFF}a𠮷]{0,30}") {
            let folded = Folded::new(&text);
            for (at, c) in folded.text().char_indices() {
                let span = folded.original_span(at..at + c.len_utf8());
                prop_assert_eq!(text[span].chars().map(fold_char).collect::<Vec<_>>(), vec![c]);
            }
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = fold(&text).into_owned();
            prop_assert_eq!(fold(&once).into_owned(), once.clone());
        }
    }
}
