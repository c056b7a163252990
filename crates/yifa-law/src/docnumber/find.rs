//! Finding numbers in running text.

use super::read::{
    ANNOUNCED, announced, inverted, is_body, is_chinese_year, is_close, is_like_digit, is_open, numero,
    order_word, read, yearless,
};
use super::{DocumentNumberError, Oddity, ReadNumber};
use crate::fold::is_zero_width;
use std::ops::Range;

/// A place in a text that looks like a document number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundNumber {
    /// Its bytes, brackets around it not included.
    pub span: Range<usize>,
    /// The number, or why it cannot be read (a year of three digits, a serial 0).
    pub read: Result<ReadNumber, DocumentNumberError>,
}

/// Finds the document numbers in a text, in order. Spans of errors are bytes of the whole text.
///
/// ```
/// use yifa_law::docnumber::find;
/// let text = "根据《指导意见》（国办发〔2018〕118号）和国务院令第719号";
/// let found: Vec<_> = find(text).into_iter().map(|f| f.read.unwrap().number.to_string()).collect();
/// assert_eq!(found, ["国办发〔2018〕118号", "国务院令第719号"]);
/// ```
pub fn find(text: &str) -> Vec<FoundNumber> {
    let mut found: Vec<FoundNumber> = Vec::new();
    for (at, end) in ends(text) {
        let from = found.last().map_or(0, |last| last.span.end);
        let Some(head) = text.get(from..at) else { continue };
        let yearly = yearly_key(head);
        let known = yearly.or_else(|| announced_key(head)).or_else(|| order_key(head));
        let known =
            known.or_else(|| yearless_key(head).filter(|key| !counts_things(&head[*key..], &text[end..])));
        let placed = |text: &str| {
            let (start, kind) = placed_key(head, &text[end..])?;
            let span = from + start..end + kind;
            // It names no body: 令第719号.
            let plain = format!("{}{}", &text[end..end + kind], &text[from + start..end]);
            let number = read(&plain, 0..plain.len(), vec![Oddity::Inverted]);
            let number = number.map_err(|error| DocumentNumberError { span: span.clone(), ..error });
            Some(FoundNumber { read: number, span })
        };
        if let Some(number) = year_first(head, &text[end..]).map(|start| {
            let span = from + start..end;
            let oddities = if text[span.clone()].contains(blank) { vec![Oddity::Blanks] } else { Vec::new() };
            FoundNumber { read: read(text, span.clone(), oddities), span }
        }) && known.is_none()
        {
            found.push(number);
            continue;
        }
        let turned = || inverted_key(head, &text[end..]).map(|(key, kind)| (key, end + kind));
        let Some((key, end)) = known.map(|key| (key, end)).or_else(turned) else {
            found.extend(placed(text));
            continue;
        };
        // 按第719号令第二条: one character is the mark of no order.
        let mark = mark_before(&head[..key], from > 0)
            .filter(|mark| known.is_some() || head[*mark..key].chars().nth(1).is_some());
        let Some(mut mark) = mark else {
            found.extend(known.is_none().then(|| placed(text)).flatten());
            continue;
        };
        if yearly.is_none() {
            mark = with_joint_bodies(head, mark, key);
        }
        // 部令（2020年第5号）
        let opened = text[from + mark..end].matches(['（', '(']).count();
        let closed = text[from + mark..end].matches(['）', ')']).count();
        let close = text[end..].chars().next().filter(|c| opened > closed && matches!(c, '）' | ')'));
        let span = from + mark..end + close.map_or(0, char::len_utf8);
        let mut oddities = Vec::new();
        if text[span.clone()].chars().any(char::is_whitespace) {
            oddities.push(Oddity::Blanks);
        }
        if text[span.clone()].chars().any(is_zero_width) {
            oddities.push(Oddity::ZeroWidth);
        }
        let read = read(text, span.clone(), oddities);
        found.push(FoundNumber { span, read });
    }
    found
}

/// Where a number may end: before and after 号, and after 〔2020〕No. 12, which needs none.
fn ends(text: &str) -> Vec<(usize, usize)> {
    let signs = text.match_indices(['号', '號']).map(|(at, sign)| (at, at + sign.len()));
    let numeros = text.match_indices(is_close).filter_map(|(at, close)| {
        let rest = text[at + close.len()..].trim_start_matches(blank);
        let digits = rest[numero(rest)?..].trim_start_matches(blank);
        let after = digits.trim_start_matches(is_digit);
        let end = text.len() - after.len();
        (after.len() < digits.len() && !after.trim_start_matches(blank).starts_with(['号', '號']))
            .then_some((end, end))
    });
    let mut all: Vec<_> = signs.chain(numeros).collect();
    all.sort_unstable();
    all
}

fn blank(c: char) -> bool {
    c.is_whitespace() || is_zero_width(c)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// The offset of the bracket before the year, when the text before 号 ends like 〔2018〕118.
fn yearly_key(head: &str) -> Option<usize> {
    let rest = head.trim_end_matches(blank);
    let bare =
        rest.trim_end_matches(|c| is_digit(c) || crate::numeral::is_numeral_char(c) || is_like_digit(c));
    // 〔2019〕1O号 is a number, misread; 〔2019〕No号 has none.
    if !rest[bare.len()..].contains(|c| is_digit(c) || crate::numeral::is_numeral_char(c)) {
        return None;
    }
    let bare = bare.trim_end_matches(blank);
    let bare = without_numero(bare).trim_end_matches(blank);
    let bare = bare.strip_suffix('第').unwrap_or(bare).trim_end_matches(blank);
    let inner = bare.strip_suffix(is_close)?;
    let open = inner.rfind(is_open)?;
    let year = &inner[open..];
    let places = year.chars().skip(1).filter(|c| !blank(*c) && *c != '年');
    if is_chinese_year(&places.clone().collect::<String>()) {
        return Some(open);
    }
    let misread = year.contains(is_like_digit) && year.matches(is_digit).count() > 1;
    let fits = |c: char| is_digit(c) || "*＊×xX□_?？○".contains(c) || (misread && is_like_digit(c));
    (places.clone().all(fits) && (2..=6).contains(&places.count())).then_some(open)
}

/// The offset of the bracket when the text before 号 ends like (89)财税字第12.
fn year_first(head: &str, after: &str) -> Option<usize> {
    let open = head.rfind(is_open)?;
    let words = format!("{}号", &head[open..]);
    let is_one =
        read(&words, 0..words.len(), Vec::new()).is_ok_and(|one| one.oddities.contains(&Oddity::Inverted));
    (is_one && !after.starts_with(['令', '楼', '院', '房'])).then_some(open)
}

/// A text without No. at its end.
fn without_numero(text: &str) -> &str {
    let last = text.char_indices().rev().take(3).map(|(at, _)| at);
    last.filter(|at| numero(&text[*at..]) == Some(text.len() - at)).last().map_or(text, |at| &text[..at])
}

/// The offset of 第 when the text before 号 ends like 国务院第719 and 令 or 公告 follows; and the length of that word.
fn inverted_key(head: &str, after: &str) -> Option<(usize, usize)> {
    let kind = ["令", "公告", "通告"].iter().find(|kind| after.starts_with(**kind))?;
    Some((inverted(head)?, kind.len()))
}

/// The offset of 第 when the text before 号 ends like 依照第719, and 令 with a place follows: 第719号令第二十五条; and the length
/// of that word. Without the place, what has the number is not sure.
fn placed_key(head: &str, after: &str) -> Option<(usize, usize)> {
    let kind = ["令", "公告", "通告"].iter().find(|kind| after.starts_with(**kind))?;
    let place = after[kind.len()..].trim_start_matches(blank).strip_prefix('第')?;
    let article = place.trim_start_matches(|c| blank(c) || crate::numeral::is_numeral_char(c));
    let number = head.trim_end_matches(blank).trim_end_matches(crate::numeral::is_numeral_char);
    let start = number.trim_end_matches(blank).strip_suffix('第')?.len();
    let counted = number.len() < head.trim_end_matches(blank).len();
    (counted && article.len() < place.len() && article.starts_with('条')).then_some((start, kind.len()))
}

/// The offset of the year when the text before 号 ends like 公告2023年第5.
fn announced_key(head: &str) -> Option<usize> {
    let stop = |c: char| matches!(c, '，' | '。' | '；' | '：' | '（' | '(' | '、' | '\n');
    let clause = head.trim_end_matches(|c| !stop(c)).len();
    // 部令（2020年第5号): the bracket is one of the number.
    let before = head[..clause].trim_end_matches(['（', '(']);
    let opens = before.len() < clause && ANNOUNCED.iter().any(|kind| before.ends_with(kind));
    let from = if opens { before.trim_end_matches(|c| !stop(c)).len() } else { clause };
    let (mark, _, serial) = announced(&head[from..])?;
    let rest = head.get(from + serial..)?.trim_start_matches('第').trim();
    let number = !rest.is_empty() && rest.chars().all(crate::numeral::is_numeral_char);
    number.then_some(from + mark)
}

/// The offset of 公告 when the text before 号 ends like 某部公告第12. Without the name of a body, a notice of tender or of
/// a sale is as likely.
fn yearless_key(head: &str) -> Option<usize> {
    let at = ["公告", "通告"].iter().filter_map(|kind| head.rfind(kind)).max()?;
    let tail = &head[at..];
    if tail.chars().count() > 14 || tail.contains(['，', '。', '、']) {
        return None;
    }
    let of_body = mark_before(&head[..at], false).is_some_and(|mark| is_body(head[mark..at].trim_end()));
    (of_body && yearless(&format!("{tail}号")).is_some()).then_some(at)
}

/// 某局公告12号地块: what has the number is what follows it.
fn counts_things(tail: &str, after: &str) -> bool {
    let things = [
        '楼', '院', '房', '线', '店', '机', '车', '仓', '地', '宗', '井', '路', '门', '馆', '桥', '泊', '栏',
        '标',
    ];
    !tail.contains('第') && after.starts_with(things)
}

/// 国家发展改革委 财政部令第3号, 公安部、司法部公告2023年第5号: the first of the bodies that stand side by side on the line.
fn with_joint_bodies(head: &str, mut start: usize, key: usize) -> usize {
    let is_mark = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let kinds = |c: char| matches!(c, '公' | '告' | '通' | '令' | '报');
    if !is_body(head[start..key].trim_end().trim_end_matches(kinds)) {
        return start;
    }
    loop {
        let before = head[..start].trim_end_matches([' ', '\u{3000}', '、']);
        let words = &before[before.trim_end_matches(is_mark).len()..];
        let led = LEAD_INS.iter().filter_map(|word| words.rfind(word).map(|at| at + word.len())).max();
        let name = &words[led.unwrap_or(0)..];
        if before.len() == start || !is_body(name) || head[start..key].trim_end() == name {
            return start;
        }
        start = before.len() - name.len();
        if led.is_some() {
            return start;
        }
    }
}

/// The offset of 令 when the text before 号 ends like 令第719.
fn order_key(head: &str) -> Option<usize> {
    let at = head.rfind('令')?;
    let tail = &head[at..];
    (order_word(tail).is_some() && tail.chars().count() <= 14 && !tail.contains(['，', '。', '、']))
        .then_some(at)
}

/// Where the mark begins: back over Chinese characters to the last boundary, then past words that lead in.
/// A line broken inside the mark is bridged when a bracket opens before it.
fn mark_before(head: &str, after_number: bool) -> Option<usize> {
    let is_mark = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let bare = head.trim_end_matches(blank);
    let mut start = bare.trim_end_matches(is_mark).len();
    let before = bare[..start].trim_end_matches(blank);
    if let Some(open) = before.strip_suffix(['）', ')']).and_then(|inner| inner.rfind(['（', '('])) {
        // （杭临）市监处罚: a short mark of a place in brackets.
        let place = &before[open..];
        let at_boundary = before[..open].chars().next_back().is_none_or(|c| !is_mark(c) && c != '》');
        if before.len() == start && (3..=6).contains(&place.chars().count()) && at_boundary {
            return (start < bare.len()).then_some(open);
        }
    } else if before.len() < start {
        let bridged = before.trim_end_matches(is_mark);
        let opened = bridged.ends_with(['（', '(', '《', '〈']) && before.len() - bridged.len() <= 8 * 3;
        if opened && bare[start..].len() <= 8 * 3 {
            start = bridged.len();
        }
    }
    // After a closed title or number, 和 joins; elsewhere it may begin the name of a place (和政).
    if bare[..start].ends_with(['）', ')', '》', '号', '”']) || (start == 0 && after_number) {
        let mark = &bare[start..];
        start = bare.len() - mark.strip_prefix(['和', '与', '及', '或']).unwrap_or(mark).len();
    }
    // 第六十四条和第719号令: no mark holds a place.
    let of_place = |from: usize| {
        let words = &bare[from..];
        let number = words.strip_prefix('第')?.trim_start_matches(crate::numeral::is_numeral_char);
        let rest = number.strip_prefix(['条', '款', '项', '目'])?;
        Some(bare.len() - rest.strip_prefix(['和', '与', '及', '或', '以']).unwrap_or(rest).len())
    };
    if let Some(after) = bare[start..].rmatch_indices('第').find_map(|(at, _)| of_place(start + at)) {
        start = after;
    }
    // 2014年2月14日国家工商行政管理总局令第71号: the day belongs to a date.
    if bare[..start].ends_with(|c: char| c.is_ascii_digit()) && bare[start..].starts_with('日') {
        start += '日'.len_utf8();
    }
    // 渝 府 发: a mark that is set wide goes on over the blanks.
    while bare[start..].chars().take_while(|c| is_mark(*c)).count() == 1 {
        let before = bare[..start].trim_end_matches([' ', '\u{3000}']);
        let token = before.trim_end_matches(is_mark).len();
        if before.len() == start || token == before.len() {
            break;
        }
        start = token;
    }
    // ×府发, XX局发: placeholders belong to the mark.
    let places = bare[..start].trim_end_matches(is_placeholder).len();
    if start < bare.len() && !bare[..places].ends_with(|c: char| c.is_alphanumeric() && !is_mark(c)) {
        start = places;
    }
    let mark = &bare[start..];
    let led =
        LEAD_INS.iter().filter_map(|word| mark.rfind(word).map(|at| at + word.len())).max().unwrap_or(0);
    (led < mark.len()).then_some(start + led)
}

fn is_placeholder(c: char) -> bool {
    matches!(c, '×' | '✕' | '╳' | 'X' | 'x' | 'Ｘ' | 'ｘ')
}

/// Words that stand before a number without a boundary.
const LEAD_INS: [&str; 17] = [
    "根据", "依据", "依照", "按照", "遵照", "參照", "参照", "作出", "印发", "下发", "发布", "公布", "文号",
    "字号", "适用", "关于", "以及",
];
