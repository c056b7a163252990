//! The numbers of the outline: 第一条, 一、, （一）, 1., (1), 1), ①, 一是.
//!
//! Owns: telling a number of the outline from any other numeral, at the beginning of a line and, for 一是
//! and ①, inside a paragraph. It must not know how numbers nest. All places are in the folded text.

use super::line::Line;
use super::model::Numbering;
use crate::numeral;

/// A number of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) numbering: Numbering,
    pub(super) value: u32,
    /// Where it begins.
    pub(super) start: usize,
    /// Where what it numbers begins.
    pub(super) body: usize,
    /// The index of its line.
    pub(super) line: usize,
    /// Whether text of the same line stands before it.
    pub(super) inline: bool,
    /// Whether its brackets differ.
    pub(super) mixed: bool,
}

/// All numbers of the outline, in the order of the text.
pub(super) fn labels(text: &str, lines: &[Line]) -> Vec<Label> {
    let mut found = Vec::new();
    let mut last_bare = 0;
    for (index, line) in lines.iter().enumerate() {
        let written = &text[line.span.clone()];
        let head = at_start(written).or_else(|| bare_number(written, last_bare));
        let mut body = 0;
        if let Some(head) = head {
            body = head.length;
            if head.numbering == Numbering::Arabic {
                last_bare = head.value;
            }
            found.push(label(&head, line.span.start, index, false));
        }
        for (at, head) in inside(written, body, found.last().filter(|label| label.line == index)) {
            found.push(label(&head, line.span.start + at, index, true));
        }
    }
    found
}

struct Head {
    numbering: Numbering,
    value: u32,
    length: usize,
    mixed: bool,
}

impl Head {
    fn new(numbering: Numbering, value: u32, length: usize) -> Option<Self> {
        (value > 0).then_some(Self { numbering, value, length, mixed: false })
    }
}

fn label(head: &Head, start: usize, line: usize, inline: bool) -> Label {
    Label {
        numbering: head.numbering,
        value: head.value,
        start,
        body: start + head.length,
        line,
        inline,
        mixed: head.mixed,
    }
}

/// A number at the beginning of a line.
fn at_start(line: &str) -> Option<Head> {
    match line.chars().next()? {
        '第' => ordered_unit(line),
        c if opening(c).is_some() => bracketed(line),
        c if c.is_ascii_digit() => arabic(line),
        c if numeral::is_numeral_char(c) => chinese(line).or_else(|| ordinal(line)),
        c => single_sign(c),
    }
}

/// 第三章, 第三条: only where a blank, a stop or the end of the line follows, since 第三条规定 refers.
fn ordered_unit(line: &str) -> Option<Head> {
    let rest = line["第".len()..].trim_start();
    let (length, value) = small_number(rest)?;
    let after = rest[length..].trim_start();
    let (numbering, unit) = [
        (Numbering::Part, "部分"),
        (Numbering::Part, "编"),
        (Numbering::Chapter, "章"),
        (Numbering::Section, "节"),
        (Numbering::Article, "条"),
    ]
    .into_iter()
    .find(|(_, unit)| after.starts_with(unit))?;
    let after = &after[unit.len()..];
    let body = after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '、' | '：' | ':'));
    let is_free = after.is_empty() || body.len() < after.len();
    is_free.then(|| Head::new(numbering, value, line.len() - body.len())).flatten()
}

/// （一）, (1), 〔一〕, also with two kinds of bracket.
fn bracketed(line: &str) -> Option<Head> {
    let open = line.chars().next()?;
    let rest = &line[open.len_utf8()..];
    let inner = rest.trim_start();
    let (length, value) = small_number(inner)?;
    let after = inner[length..].trim_start();
    let close = after.chars().next()?;
    let is_arabic = inner.starts_with(|c: char| c.is_ascii_digit());
    let numbering = if is_arabic { Numbering::ArabicBracket } else { Numbering::ChineseBracket };
    closing(close)?;
    let body = after[close.len_utf8()..].trim_start_matches(|c: char| c.is_whitespace() || c == '、');
    let head = Head::new(numbering, value, line.len() - body.len())?;
    Some(Head { mixed: opening(open) != closing(close), ..head })
}

/// 1. 1．1、 1) and their like; not 1.5, not 2021.
fn arabic(line: &str) -> Option<Head> {
    let (length, value) = small_number(line)?;
    let rest = line[length..].trim_start();
    let stop = rest.chars().next()?;
    let numbering = match stop {
        '.' | '．' | '、' => Numbering::Arabic,
        c if closing(c).is_some() => Numbering::ArabicHalfBracket,
        _ => return None,
    };
    let after = &rest[stop.len_utf8()..];
    if after.starts_with(|c: char| c.is_ascii_digit()) && !begins_with_date(after) {
        return None;
    }
    Head::new(numbering, value, line.len() - after.trim_start().len())
}

/// 4.3月底前, 4.2025年: what follows the point is a date, so the point is a stop.
fn begins_with_date(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let unit = &text[digits..];
    (digits <= 2 && unit.starts_with('月')) || (digits == 4 && unit.starts_with('年'))
}

/// 一、 一. and 一）; not 一、二等奖.
fn chinese(line: &str) -> Option<Head> {
    let (length, value) = small_number(line)?;
    let rest = line[length..].trim_start();
    let stop = rest.chars().next()?;
    let after = rest[stop.len_utf8()..].trim_start();
    let starts_a_list = numeral::prefix(after).is_some_and(|(length, _)| {
        after[length..].starts_with(['、', '等', '级', '类', '是']) && stop == '、'
    });
    if starts_a_list && !after.contains('。') {
        return None;
    }
    let head = |numbering| Head::new(numbering, value, line.len() - after.len());
    match stop {
        '、' | '．' | '.' => head(Numbering::Chinese),
        c if closing(c).is_some() => Some(Head { mixed: true, ..head(Numbering::ChineseBracket)? }),
        _ => None,
    }
}

/// 一是.
fn ordinal(text: &str) -> Option<Head> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (length, value) = small_number(text)?;
    text[length..].starts_with('是').then(|| Head::new(Numbering::Ordinal, value, length + "是".len()))?
}

/// ① ⑴ ⒈ ㈠: number and sign in one character.
fn single_sign(c: char) -> Option<Head> {
    let (numbering, first) = match c {
        '①'..='⑳' => (Numbering::Circled, '①'),
        '⑴'..='⒇' => (Numbering::ArabicBracket, '⑴'),
        '⒈'..='⒛' => (Numbering::Arabic, '⒈'),
        '㈠'..='㈩' => (Numbering::ChineseBracket, '㈠'),
        _ => return None,
    };
    Head::new(numbering, u32::from(c) - u32::from(first) + 1, c.len_utf8())
}

/// Arabic numbers without any sign, which run on over the whole text: 11 加强…
fn bare_number(line: &str, last: u32) -> Option<Head> {
    let (length, value) = small_number(line).filter(|_| line.starts_with(|c: char| c.is_ascii_digit()))?;
    let body = line[length..].trim_start();
    let is_parted = body.len() < line.len() - length;
    let is_next = (value == last + 1 && last > 0) || (value == 1 && is_parted);
    let counts = body.starts_with(COUNTERS);
    let is_chinese = body.starts_with(|c: char| matches!(c, '\u{4E00}'..='\u{9FFF}' | '《' | '“'));
    (is_next && is_chinese && !counts)
        .then(|| Head::new(Numbering::Arabic, value, line.len() - body.len()))?
}

const COUNTERS: [char; 24] = [
    '年', '月', '日', '号', '时', '个', '项', '件', '次', '名', '人', '家', '条', '元', '万', '亿', '天',
    '周', '季', '户', '篇', '份', '点', '大',
];

/// The numbers 一是 and ① inside a line. A row begins with 1, or goes on from a number before it.
fn inside(line: &str, from: usize, before: Option<&Label>) -> Vec<(usize, Head)> {
    let mut found: Vec<(usize, Head)> = Vec::new();
    let mut search = from;
    while let Some(at) = line[search..].find(|c| c == '是' || is_circled(c)).map(|at| search + at) {
        let sign = line[at..].chars().next().map_or(1, char::len_utf8);
        search = at + sign;
        let Some((start, head)) = inline_head(line, at) else { continue };
        if start < from {
            continue;
        }
        let last = found.iter().rev().map(|(_, h)| (h.numbering, h.value));
        let before = before.map(|label| (label.numbering, label.value));
        let expected = last.chain(before).find(|(numbering, _)| *numbering == head.numbering);
        let goes_on = expected.is_some_and(|(_, value)| head.value == value + 1);
        if stands_free(&line[..start], goes_on) && (head.value == 1 || goes_on) {
            found.push((start, head));
        }
    }
    found
}

fn is_circled(c: char) -> bool {
    ('①'..='⑳').contains(&c)
}

fn inline_head(line: &str, at: usize) -> Option<(usize, Head)> {
    let c = line[at..].chars().next()?;
    if c != '是' {
        return single_sign(c).map(|head| (at, head));
    }
    let number = |c: &char| numeral::is_numeral_char(*c) && !c.is_ascii_digit();
    let length: usize = line[..at].chars().rev().take_while(number).map(char::len_utf8).sum();
    let start = at - length;
    (length > 0).then(|| ordinal(&line[start..]).map(|head| (start, head)))?
}

/// After a stop, a colon or a blank; after a comma only when the row goes on.
fn stands_free(before: &str, goes_on: bool) -> bool {
    match before.chars().next_back() {
        None => true,
        Some('，' | ',') => goes_on,
        Some(c) => c.is_whitespace() || matches!(c, '。' | '；' | ';' | '：' | ':' | '！' | '.' | '）' | ')'),
    }
}

/// A number of an outline at the beginning of a text: its length and its value, at most 999.
fn small_number(text: &str) -> Option<(usize, u32)> {
    let is_arabic = text.starts_with(|c: char| c.is_ascii_digit());
    let length = if is_arabic {
        text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())
    } else {
        text.find(|c: char| !numeral::is_numeral_char(c) || c.is_ascii_digit()).unwrap_or(text.len())
    };
    // Three digits, or 九百九十九.
    if length == 0 || length > if is_arabic { 3 } else { 15 } {
        return None;
    }
    let value = numeral::parse(&text[..length]).ok()?;
    u32::try_from(value).ok().filter(|value| *value <= 999).map(|value| (length, value))
}

/// The bracket that closes what this one opens.
fn opening(c: char) -> Option<char> {
    match c {
        '（' | '﹙' => Some('）'),
        '(' => Some(')'),
        '[' => Some(']'),
        '［' => Some('］'),
        '〔' => Some('〕'),
        '【' => Some('】'),
        '〈' => Some('〉'),
        _ => None,
    }
}

fn closing(c: char) -> Option<char> {
    match c {
        '﹚' => Some('）'),
        '）' | ')' | ']' | '］' | '〕' | '】' | '〉' => Some(c),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::line;
    use super::*;

    /// Numbering, value, whether inside a line, and what follows up to three characters.
    fn read(text: &str) -> Vec<(Numbering, u32, bool, String)> {
        let found = labels(text, &line::lines(text));
        let rest = |at: usize| text[at..].chars().take(2).collect();
        found.into_iter().map(|l| (l.numbering, l.value, l.inline, rest(l.body))).collect()
    }

    fn first(text: &str) -> Option<(Numbering, u32)> {
        read(text).first().map(|(numbering, value, ..)| (*numbering, *value))
    }

    #[test]
    fn reads_each_way_of_numbering() {
        use Numbering::*;
        for (text, expected) in [
            ("第二部分 总则", (Part, 2)),
            ("第三章　总则", (Chapter, 3)),
            ("第十条 甲", (Article, 10)),
            ("十二、甲", (Chinese, 12)),
            ("三．甲", (Chinese, 3)),
            ("（二）甲", (ChineseBracket, 2)),
            ("㈡甲", (ChineseBracket, 2)),
            ("3.甲", (Arabic, 3)),
            ("17． 甲", (Arabic, 17)),
            ("3、甲", (Arabic, 3)),
            ("4.3月底前", (Arabic, 4)),
            ("4.2025年", (Arabic, 4)),
            ("(3)甲", (ArabicBracket, 3)),
            ("⑶甲", (ArabicBracket, 3)),
            ("3）甲", (ArabicHalfBracket, 3)),
            ("③甲", (Circled, 3)),
            ("二是甲", (Ordinal, 2)),
        ] {
            assert_eq!(first(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn leaves_other_numerals_alone() {
        for text in [
            "第三条规定的程序",
            "1.5万元",
            "2021.3 甲",
            "2021年",
            "一、二等奖各3名",
            "（2021）12号",
            "（试行）",
            "十分重要",
            "5G网络",
            "3个方面",
            "唯一是甲",
            "统一是甲",
            "这是二是一",
            "",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
    }

    #[test]
    fn mixed_brackets_are_marked() {
        let mixed = |text: &str| labels(text, &line::lines(text))[0].mixed;
        assert!(mixed("（一)甲") && mixed("(1）甲") && mixed("一）甲"));
        assert!(!mixed("（一）甲") && !mixed("[1]甲") && !mixed("1)甲"));
    }

    #[test]
    fn a_row_inside_a_paragraph_begins_with_one_and_goes_on() {
        let row = |text: &str| read(text).iter().map(|l| (l.1, l.2)).collect::<Vec<_>>();
        assert_eq!(
            row("(四)健全制度。一是甲，二是乙；三是丙"),
            [(4, false), (1, true), (2, true), (3, true)]
        );
        assert_eq!(row("要求：①甲；②乙。"), [(1, true), (2, true)]);
        assert_eq!(row("甲。三是乙"), []);
        assert_eq!(row("一是甲。二是一以贯之。三是乙"), [(1, false), (2, true), (3, true)]);
        assert_eq!(row("原因之一是甲，统一是乙"), []);
    }

    #[test]
    fn numbers_without_signs_must_run_on() {
        assert_eq!(
            read("1 加强甲\n2 推进乙\n5 完善丙\n3完善丁").iter().map(|l| l.1).collect::<Vec<_>>(),
            [1, 2, 3]
        );
        assert_eq!(read("12 加强甲"), []);
    }
}
