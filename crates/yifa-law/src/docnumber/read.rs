//! Reading one number.

use super::{
    DocumentNumber, DocumentNumberError, DocumentNumberFault, DocumentYear, Oddity, ReadNumber,
    has_placeholder,
};
use crate::fold::{fold, is_zero_width};
use crate::numeral;
use std::ops::Range;

const OPEN: [char; 16] =
    ['〔', '﹝', '[', '［', '【', '（', '(', '〈', '<', '{', '「', '『', '｛', '〖', '⟦', '︹'];
const CLOSE: [char; 16] =
    ['〕', '﹞', ']', '］', '】', '）', ')', '〉', '>', '}', '」', '』', '｝', '〗', '⟧', '︺'];
/// Marks that are put around a number.
const QUOTES: [(char, char); 5] = [('“', '”'), ('‘', '’'), ('《', '》'), ('"', '"'), ('\'', '\'')];
const LABELS: [&str; 9] =
    ["发文字号", "發文字號", "公文字号", "文件字号", "文件编号", "文号", "文號", "字号", "编号"];

/// Marks are short: 工信部联通装, 中央网信办秘字. Longer ones were cut wrongly.
const LONGEST_MARK: usize = 12;

pub(super) fn is_open(c: char) -> bool {
    OPEN.contains(&c)
}

pub(super) fn is_close(c: char) -> bool {
    CLOSE.contains(&c)
}

/// The digit that a Chinese numeral of a year stands for: 二〇二六.
pub(super) fn chinese_digit(c: char) -> Option<char> {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let c = if matches!(c, '零' | '○') { '〇' } else { c };
    let at = DIGITS.iter().position(|digit| *digit == c)?;
    char::from_digit(u32::try_from(at).ok()?, 10)
}

/// A year that is written in Chinese numerals from end to end.
pub(super) fn is_chinese_year(year: &str) -> bool {
    year.chars().count() == 4
        && year.chars().all(|c| chinese_digit(c).is_some())
        && year.starts_with(['一', '二'])
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
}

/// Digits of a year, or what stands for a digit that was blotted out.
fn year_place(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0),
        '*' | '＊' | '×' | 'x' | 'X' | '□' | '_' | '?' | '？' | '○' => Some('*'),
        _ => None,
    }
}

pub(super) fn whole(text: &str) -> Result<ReadNumber, DocumentNumberError> {
    let mut oddities = Vec::new();
    let bare = |c: char| is_blank(c) || is_zero_width(c);
    let start = text.len() - text.trim_start_matches(bare).len();
    let end = start + text[start..].trim_end_matches(bare).len();
    let mut span = start..end.max(start);
    if let Some(after) = after_label(text, &span) {
        span.start = after;
        oddities.push(Oddity::Label);
    }
    note_invisible(text, &mut oddities);
    if text[span.clone()].is_empty() {
        return Err(DocumentNumberError { span: 0..text.len(), fault: DocumentNumberFault::Empty });
    }
    if let Some(inner) = wrapped(text, &span) {
        oddities.push(Oddity::Wrapped);
        span = inner;
        if let Some(after) = after_label(text, &span) {
            span.start = after;
            oddities.push(Oddity::Label);
        }
    }
    read(text, span, oddities)
}

/// Where the number begins after 发文字号：, 文号.
fn after_label(text: &str, span: &Range<usize>) -> Option<usize> {
    let bare = |c: char| is_blank(c) || is_zero_width(c);
    let words = &text[span.clone()];
    let rest = LABELS.iter().find_map(|label| words.strip_prefix(label))?.trim_start_matches(bare);
    let rest = rest.strip_prefix(['：', ':']).unwrap_or(rest).trim_start_matches(bare);
    Some(span.end - rest.len())
}

fn note_invisible(text: &str, oddities: &mut Vec<Oddity>) {
    if text.chars().any(is_blank) {
        oddities.push(Oddity::Blanks);
    }
    if text.chars().any(is_zero_width) {
        oddities.push(Oddity::ZeroWidth);
    }
}

/// （皖开放办〔2022〕6号）: brackets around the whole. （杭临）市监处罚〔2024〕131号 is none.
fn wrapped(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let words = &text[span.clone()];
    let (first, last) = (words.chars().next()?, words.chars().next_back()?);
    let inner = span.start + first.len_utf8()..span.end.checked_sub(last.len_utf8())?;
    let enclosed = (is_open(first) && is_close(last)) || QUOTES.contains(&(first, last));
    (enclosed && text.get(inner.clone())?.trim_end().ends_with(['号', '號'])).then_some(inner)
}

/// 某府发〔2009〕83、84号: several numbers of one mark and year, each read by itself.
pub(super) fn serials(text: &str) -> Option<Vec<ReadNumber>> {
    let at = text.find(is_close)?;
    let head = at + text[at..].chars().next()?.len_utf8();
    let sign = text[head..].find(['号', '號'])? + head;
    let rest = text[sign..].trim_end_matches(is_blank);
    let list = text[head..sign].trim_matches(is_blank);
    let list = list.strip_prefix('第').unwrap_or(list);
    let serials: Vec<&str> = list.split(['、', '，', ',', '和', '及']).map(str::trim).collect();
    let digits = |serial: &&str| !serial.is_empty() && serial.bytes().all(|byte| byte.is_ascii_digit());
    if serials.len() < 2 || !serials.iter().all(digits) || rest.chars().count() > 1 {
        return None;
    }
    serials.iter().map(|serial| whole(&format!("{}{serial}号", &text[..head])).ok()).collect()
}

/// Whether what follows 号 counts the parts of a paper: -1, 之一, (2) does not.
fn is_suffix(rest: &str) -> bool {
    let bare = rest.trim_start_matches(is_blank);
    let dash = |c: char| matches!(c, '-' | '－' | '—' | '–' | '之');
    bare.strip_prefix(dash)
        .is_some_and(|after| after.trim_start_matches(is_blank).starts_with(numeral::is_numeral_char))
}

/// Reads a number that takes up a span of a text.
pub(super) fn read(
    text: &str,
    span: Range<usize>,
    mut oddities: Vec<Oddity>,
) -> Result<ReadNumber, DocumentNumberError> {
    let words = &text[span.clone()];
    let fail = |range: Range<usize>, fault| {
        Err(DocumentNumberError { span: span.start + range.start..span.start + range.end, fault })
    };
    if let Some(turned) = turned(words) {
        oddities.push(Oddity::Inverted);
        // Its spans are not those of the text as written.
        return read(&turned, 0..turned.len(), oddities)
            .map_err(|error| DocumentNumberError { span: span.clone(), fault: error.fault });
    }
    if let Some((mark, year, at)) = announced(words) {
        return read_announced(words, mark, &year, at, oddities).or_else(|(range, fault)| fail(range, fault));
    }
    if let Some(turned) = year_first(words) {
        oddities.push(Oddity::Inverted);
        return read(&turned, 0..turned.len(), oddities)
            .map_err(|error| DocumentNumberError { span: span.clone(), fault: error.fault });
    }
    let brackets = year_brackets(words);
    if let Some((at, len)) =
        order_word(words).filter(|(at, _)| brackets.as_ref().is_none_or(|b| at < &b.start))
    {
        return read_order(words, at, len, oddities).or_else(|(range, fault)| fail(range, fault));
    }
    if let Some(end) = yearless(words) {
        return read_yearless(words, end, oddities).or_else(|(range, fault)| fail(range, fault));
    }
    let Some(brackets) = brackets else { return fail(0..words.len(), DocumentNumberFault::NoYear) };
    let mark = clean(&words[..brackets.start]);
    // 关于…的通知（国发〔2024〕1号）: the number is only a part of it.
    if let Some(open) = words[..brackets.start].rfind(is_open)
        && !words[open..brackets.start].contains(is_close)
    {
        return fail(0..open, DocumentNumberFault::OtherText);
    }
    if mark.is_empty() {
        return fail(0..brackets.start, DocumentNumberFault::NoMark);
    }
    note_mark(&mark, &mut oddities);
    if ANNOUNCED.contains(&mark.as_str()) {
        oddities.push(Oddity::NoMark);
    }
    let Some(year) = read_year(&words[brackets.clone()], &mut oddities) else {
        return fail(brackets, DocumentNumberFault::BadYear);
    };
    let (serial, end) = match read_serial(words, brackets.end, &mut oddities) {
        Ok(read) => read,
        Err((range, fault)) => return fail(range, fault),
    };
    if is_suffix(&words[end..]) {
        return fail(end..words.len(), DocumentNumberFault::Suffix);
    }
    note_trailing(&words[end..], &mut oddities);
    Ok(ReadNumber { number: DocumentNumber::Yearly { mark, year, serial }, oddities })
}

/// Simplified characters, without blanks and invisible characters.
fn clean(text: &str) -> String {
    fold(text).chars().filter(|c| !is_blank(*c)).collect()
}

fn note_mark(mark: &str, oddities: &mut Vec<Oddity>) {
    note_mark_places(mark, oddities);
    if mark.chars().count() > LONGEST_MARK || mark.contains("人民政府") || mark.contains("指挥部") {
        oddities.push(Oddity::LongMark);
    }
}

/// The brackets that hold a year, brackets included: the first pair with a digit or a mask in it; if there is
/// none, the first pair before the end.
fn year_brackets(words: &str) -> Option<Range<usize>> {
    let mut pairs = words.match_indices(is_open).filter_map(|(at, open)| {
        let inside = &words[at + open.len()..];
        let close = inside.find(is_close)?;
        // Brackets around the number are not those of the year.
        if inside[..close].contains(is_open) {
            return None;
        }
        let end = at + open.len() + close;
        Some(at..end + words[end..].chars().next().map_or(0, char::len_utf8))
    });
    let inner = |pair: &Range<usize>| {
        let mut inner = words[pair.clone()].chars();
        inner.next();
        inner.next_back();
        inner.filter(|c| *c != '年').collect::<String>()
    };
    pairs.find(|pair| {
        words[pair.clone()].chars().any(|c| year_place(c).is_some()) || is_chinese_year(&inner(pair))
    })
}

fn read_year(bracketed: &str, oddities: &mut Vec<Oddity>) -> Option<DocumentYear> {
    let mut inner = bracketed.chars();
    let (open, close) = (inner.next()?, inner.next_back()?);
    if (open, close) != ('〔', '〕') {
        oddities.push(Oddity::Brackets);
    }
    let inner: Vec<char> = inner.filter(|c| !is_blank(*c) && !is_zero_width(*c) && *c != '年').collect();
    let chinese = is_chinese_year(&inner.iter().collect::<String>());
    let place = |c: &char| if chinese { chinese_digit(*c) } else { year_place(*c) };
    let places: Option<String> = inner.iter().map(place).collect();
    // 财税字〔89〕12号: before 2000, two digits were enough.
    let short = |places: &String| places.parse().is_ok_and(|year: u16| (49..100).contains(&year));
    let places = match places? {
        places if places.len() == 2 && short(&places) => {
            note(Oddity::ShortYear, oddities);
            format!("19{places}")
        }
        places => places,
    };
    let places = Some(places).filter(|places| places.len() == 4)?;
    if chinese || inner.iter().any(|c| ('０'..='９').contains(c)) {
        note(Oddity::Digits, oddities);
    }
    if places.contains('*') {
        oddities.push(Oddity::MaskedYear);
        return Some(DocumentYear::Masked(places));
    }
    let year = places.parse().ok()?;
    if !(1949..2100).contains(&year) {
        oddities.push(Oddity::ImpossibleYear);
    }
    Some(DocumentYear::Known(year))
}

type Fault = (Range<usize>, DocumentNumberFault);

/// [第] digits 号, from an offset: the number and the offset after 号.
fn read_serial(words: &str, from: usize, oddities: &mut Vec<Oddity>) -> Result<(u32, usize), Fault> {
    let mut at = skip(words, from);
    if words[at..].starts_with('第') {
        oddities.push(Oddity::Ordinal);
        at = skip(words, at + '第'.len_utf8());
    }
    let numero = numero(&words[at..]);
    if let Some(length) = numero {
        oddities.push(Oddity::Numero);
        at = skip(words, at + length);
    }
    let (serial, end) = serial(words, at, oddities)?;
    let sign_at = skip(words, end);
    match words[sign_at..].chars().next().filter(|c| matches!(c, '号' | '號')) {
        Some(sign) => Ok((serial, sign_at + sign.len_utf8())),
        // No. is the sign itself.
        None if numero.is_some() => Ok((serial, end)),
        None if words[sign_at..].contains(['号', '號']) => {
            Err((at..words.len(), DocumentNumberFault::BadSerial))
        }
        None => Err((sign_at..words.len(), DocumentNumberFault::NoEnd)),
    }
}

/// The length of No., NO, № or Nº at the beginning of a text. A scanner reads o as 0.
pub(super) fn numero(text: &str) -> Option<usize> {
    let rest = match text.strip_prefix('№') {
        Some(rest) => rest,
        None => {
            let rest = text.strip_prefix(['N', 'n', 'Ｎ', 'ｎ'])?;
            let after = rest.strip_prefix(['o', 'O', 'ｏ', 'Ｏ', 'º', '°']);
            let dot = |c: char| matches!(c, '.' | '．');
            after.or_else(|| rest.strip_prefix('0').filter(|rest| rest.starts_with(dot)))?
        }
    };
    let rest = rest.strip_prefix(['.', '．', '。', '·', '：', ':']).unwrap_or(rest);
    Some(text.len() - rest.len())
}

/// Notes an oddity once.
fn note(oddity: Oddity, oddities: &mut Vec<Oddity>) {
    if !oddities.contains(&oddity) {
        oddities.push(oddity);
    }
}

fn serial(words: &str, at: usize, oddities: &mut Vec<Oddity>) -> Result<(u32, usize), Fault> {
    let fail = |fault| (at..words.len(), fault);
    let Some((len, value)) = numeral::prefix(&words[at..]) else { return Err(fail(no_digits(&words[at..]))) };
    let digits = &words[at..at + len];
    if let Some((joined, end)) = set_wide(words, at) {
        note(Oddity::Blanks, oddities);
        let (value, _) = serial(&joined, 0, oddities)?;
        return Ok((value, end));
    }
    let value = value.ok().and_then(|value| u32::try_from(value).ok());
    let value = value.ok_or_else(|| fail(DocumentNumberFault::BadSerial))?;
    if value == 0 {
        return Err(fail(DocumentNumberFault::NoSerial));
    }
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        note(Oddity::Digits, oddities);
    } else if digits.starts_with('0') {
        oddities.push(Oddity::LeadingZero);
    }
    Ok((value, at + len))
}

/// 1 2 号: single digits of a number that is set wide, and where they end.
fn set_wide(words: &str, at: usize) -> Option<(String, usize)> {
    let rest = &words[at..];
    let sign = rest.find(['号', '號'])?;
    let places: Vec<&str> = rest[..sign].split_whitespace().collect();
    let single = |place: &&str| place.len() == 1 && place.bytes().all(|byte| byte.is_ascii_digit());
    (places.len() > 1 && places.iter().all(single))
        .then(|| (places.concat(), at + rest[..sign].trim_end().len()))
}

/// What is wrong where no digit stands before 号.
fn no_digits(rest: &str) -> DocumentNumberFault {
    let before = rest.split(['号', '號']).next().filter(|before| before.len() < rest.len());
    let mut places = before.into_iter().flat_map(str::chars).filter(|c| !is_blank(*c)).peekable();
    if places.peek().is_none() {
        DocumentNumberFault::NoSerial
    } else if places.all(|c| matches!(year_place(c), Some('*')) || matches!(c, '✕' | '╳' | '…' | '某'))
    {
        DocumentNumberFault::MaskedSerial
    } else {
        DocumentNumberFault::BadSerial
    }
}

fn skip(words: &str, from: usize) -> usize {
    let rest = &words[from..];
    from + rest.len() - rest.trim_start_matches(|c| is_blank(c) || is_zero_width(c)).len()
}

/// Brackets in which the number of an order may stand: 令（第5号）, 令【第220号】.
const AROUND_COUNT: [char; 5] = ['（', '(', '【', '[', '〔'];
const AFTER_COUNT: [char; 5] = ['）', ')', '】', ']', '〕'];

/// Whether brackets hold a number and not a year: 令【第220号】, not 令〔2023〕1号.
fn holds_count(bracketed: &str) -> bool {
    let inner = &bracketed[bracketed.chars().next().map_or(0, char::len_utf8)..];
    let inner = inner.split(AFTER_COUNT).next().unwrap_or(inner);
    inner.trim_start_matches(is_blank).starts_with('第') || inner.contains(['号', '號'])
}

/// Where 令第… or 令[number] begins, and the length of 令 with blanks and 第 after it.
pub(super) fn order_word(words: &str) -> Option<(usize, usize)> {
    words.match_indices('令').find_map(|(at, word)| {
        let mut end = skip(words, at + word.len());
        let bracket = words[end..].starts_with(AROUND_COUNT) && holds_count(&words[end..]);
        end = if bracket {
            skip(words, end + words[end..].chars().next().map_or(0, char::len_utf8))
        } else {
            end
        };
        let rest = words[end..].strip_prefix('第').map_or(&words[end..], str::trim_start);
        let named = rest.len() < words[end..].len();
        let bare = numero(rest).map_or(rest, |length| rest[length..].trim_start());
        let numbered = |c: char| numeral::is_numeral_char(c);
        // 主席令七十六号: without 第, Chinese numerals count only up to 号.
        let signed = || bare.trim_start_matches(numbered).trim_start().starts_with(['号', '號']);
        let number =
            bare.chars().next().is_some_and(|c| c.is_ascii_digit() || (numbered(c) && (named || signed())));
        // 令第l2号: misread, and no number of anything else.
        let number = number || is_misread(bare);
        number.then(|| (at, words.len() - rest.len() - at))
    })
}

fn read_order(words: &str, at: usize, len: usize, mut oddities: Vec<Oddity>) -> Result<ReadNumber, Fault> {
    let issuer = bodies(&words[..at]);
    // 国令 is how the State Council's own index shortens 国务院令.
    let issuer = match issuer.as_str() {
        "国" => "国务院",
        "国家主席" => "主席",
        other => other,
    };
    if issuer.is_empty() {
        oddities.push(Oddity::NoMark);
    }
    let mut quiet = Vec::new();
    let (serial, end) = read_serial(words, at + len, &mut quiet)?;
    oddities.append(&mut quiet);
    note_mark_places(issuer, &mut oddities);
    note_trailing(words[end..].trim_start_matches(AFTER_COUNT), &mut oddities);
    Ok(ReadNumber { number: DocumentNumber::Order { issuer: issuer.to_owned(), serial }, oddities })
}

/// The kinds of paper whose numbers name the year in words.
pub(super) const ANNOUNCED: [&str; 5] = ["公告", "通告", "公报", "令", "通报"];

/// Where the mark of 公告2023年第5号 ends, its year, and where 第 begins.
pub(super) fn announced(words: &str) -> Option<(usize, String, usize)> {
    words.match_indices('年').find_map(|(at, sign)| {
        let before = words[..at].trim_end_matches(is_blank);
        let tail: Vec<(usize, char)> = before.char_indices().rev().take(4).collect();
        let year: String = tail.iter().rev().map(|(_, c)| *c).collect();
        let known = is_chinese_year(&year)
            || (year.chars().count() == 4 && year.chars().all(|c| year_place(c).is_some_and(|c| c != '*')));
        // 令（2020年第5号）.
        let mark = words[..tail.last()?.0].trim_end_matches(|c| is_blank(c) || is_zero_width(c));
        let mark = mark.strip_suffix(['（', '(']).unwrap_or(mark).trim_end_matches(is_blank);
        let kind = ANNOUNCED.iter().any(|kind| mark.ends_with(kind));
        let serial = skip(words, at + sign.len());
        let counted = words[serial..].starts_with('第') || is_signed(&words[serial..]);
        (known && kind && counted).then_some((mark.len(), year, serial))
    })
}

/// Whether a text begins with Arabic digits and 号: 公告2021年12号, without 第.
fn is_signed(text: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let rest = text.trim_start_matches(digit);
    rest.len() < text.len() && rest.trim_start_matches(is_blank).starts_with(['号', '號'])
}

fn read_announced(
    words: &str,
    mark: usize,
    year: &str,
    at: usize,
    mut oddities: Vec<Oddity>,
) -> Result<ReadNumber, Fault> {
    let mark = bodies(&words[..mark]);
    note_mark_places(&mark, &mut oddities);
    if year.chars().any(|c| !c.is_ascii_digit()) {
        note(Oddity::Digits, &mut oddities);
    }
    if ANNOUNCED.contains(&mark.as_str()) {
        oddities.push(Oddity::NoMark);
    }
    let digits: String = year.chars().filter_map(|c| chinese_digit(c).or_else(|| year_place(c))).collect();
    let year = digits.parse().map_err(|_| (0..at, DocumentNumberFault::BadYear))?;
    if !(1949..2100).contains(&year) {
        oddities.push(Oddity::ImpossibleYear);
    }
    let from = at + if words[at..].starts_with('第') { '第'.len_utf8() } else { 0 };
    let (serial, end) = serial(words, skip(words, from), &mut oddities)?;
    let end = skip(words, end);
    let Some(sign) = words[end..].chars().next().filter(|c| matches!(c, '号' | '號')) else {
        return Err((end..words.len(), DocumentNumberFault::NoEnd));
    };
    note_trailing(words[end + sign.len_utf8()..].trim_start_matches(['）', ')']), &mut oddities);
    Ok(ReadNumber { number: DocumentNumber::Announced { mark, year: Some(year), serial }, oddities })
}

/// Where 公告 ends, when 第12 or 12号 follows: a number without its year. 公告2021号 may be either.
pub(super) fn yearless(words: &str) -> Option<usize> {
    let is_year = |rest: &str| {
        numeral::prefix(rest).is_some_and(|(_, value)| value.is_ok_and(|value| (1949..2100).contains(&value)))
    };
    let is_number = |rest: &str| {
        let after = rest.strip_prefix('第').map(|rest| rest.trim_start_matches(is_blank));
        after.map_or(is_signed(rest) && !is_year(rest), |rest| rest.starts_with(numeral::is_numeral_char))
    };
    YEARLESS.iter().find_map(|kind| {
        words.match_indices(kind).map(|(at, _)| at + kind.len()).find(|end| {
            let rest = words[*end..].trim_start_matches(|c| is_blank(c) || is_zero_width(c));
            let rest = rest.strip_prefix(AROUND_COUNT).unwrap_or(rest).trim_start_matches(is_blank);
            is_number(rest)
        })
    })
}

/// The kinds of paper whose number may come without a year. A 公报 counts its issues.
const YEARLESS: [&str; 2] = ["公告", "通告"];

fn read_yearless(words: &str, end: usize, mut oddities: Vec<Oddity>) -> Result<ReadNumber, Fault> {
    let mark = bodies(&words[..end]);
    note_mark_places(&mark, &mut oddities);
    if YEARLESS.contains(&mark.as_str()) {
        oddities.push(Oddity::NoMark);
    }
    oddities.push(Oddity::NoYear);
    let from = end + words[end..].find(|c| c == '第' || numeral::is_numeral_char(c)).unwrap_or(0);
    let mut quiet = Vec::new();
    let (serial, end) = read_serial(words, from, &mut quiet)?;
    oddities.extend(quiet.into_iter().filter(|oddity| *oddity != Oddity::Ordinal));
    note_trailing(words[end..].trim_start_matches(AFTER_COUNT), &mut oddities);
    Ok(ReadNumber { number: DocumentNumber::Announced { mark, year: None, serial }, oddities })
}

/// Whether words name a body: 财政部, 国家发展改革委, 证监会.
pub(super) fn is_body(words: &str) -> bool {
    const ENDS: [&str; 17] = [
        "部",
        "委",
        "局",
        "署",
        "院",
        "会",
        "办",
        "行",
        "厅",
        "府",
        "办公室",
        "中心",
        "领导小组",
        "指挥部",
        "总社",
        "海关",
        "法院",
    ];
    (3..=40).contains(&words.chars().count())
        && ENDS.iter().any(|end| words.ends_with(end))
        && !words.contains("关于")
        && !words.ends_with("全部")
        && !words.contains('的')
}

/// 国务院第719号令 and 国家税务总局2023年第5号公告 in the order of 令第719号 and 公告2023年第5号.
fn turned(words: &str) -> Option<String> {
    let at = words.find(['号', '號'])?;
    let sign = words[at..].chars().next().map_or(0, char::len_utf8);
    let after = &words[at + sign..];
    let kind = ["令", "公告", "通告"].iter().find(|kind| after.starts_with(**kind))?;
    let head = &words[..at];
    let from = inverted(head)?;
    Some(format!("{}{kind}{}号{}", &head[..from], &head[from..], &after[kind.len()..]))
}

/// (89)财税字第12号 in the order of 财税字〔89〕12号: so the last century wrote it. （2019）某民终字第3号 is the number of a case
/// before a court.
fn year_first(words: &str) -> Option<String> {
    let inner = words.strip_prefix(is_open)?;
    let (year, rest) = inner.split_once(is_close)?;
    let year: String = year.chars().filter(|c| !is_blank(*c)).map(year_place).collect::<Option<_>>()?;
    let number: u16 = year.parse().ok()?;
    let head = &rest[..rest.find(['号', '號'])?];
    let bare = head.trim_end_matches(|c| is_blank(c) || numeral::is_numeral_char(c));
    let mark = bare.strip_suffix('第').unwrap_or(bare).trim_matches(is_blank);
    let ordinal = mark.len() < bare.trim_end_matches(is_blank).len();
    let chinese = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let of_paper = mark.ends_with(['字', '发', '函', '办', '通', '综', '规']) && mark.chars().all(chinese);
    let of_court =
        mark.contains(['民', '刑', '终', '初', '执', '诉', '赔', '破', '审', '仲', '裁', '提', '抗']);
    let old = (49..100).contains(&number) || (1949..2000).contains(&number);
    let fits = (2..=LONGEST_MARK).contains(&mark.chars().count()) && bare.len() < head.len();
    (fits && of_paper && !of_court && (old || (ordinal && mark.ends_with('字'))))
        .then(|| format!("{mark}〔{year}〕{}", &rest[bare.len()..]))
}

/// A letter that scanners put for a digit.
pub(crate) fn is_like_digit(c: char) -> bool {
    matches!(c, 'O' | 'o' | 'Ｏ' | 'ｏ' | 'О' | 'о' | 'l' | 'I' | 'ｌ' | 'Ｉ' | '|')
}

/// Whether a text begins with a number of which letters are part, before 号 or the end: 6O号, l2号.
fn is_misread(text: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let rest = text.trim_start_matches(|c| digit(c) || is_like_digit(c));
    let run = &text[..text.len() - rest.len()];
    let rest = rest.trim_start_matches(is_blank);
    run.contains(is_like_digit) && run.contains(digit) && (rest.is_empty() || rest.starts_with(['号', '號']))
}

/// Where 第719 or 2023年第5 begins, when a text ends so after the name of a body.
pub(super) fn inverted(head: &str) -> Option<usize> {
    let bare = head.trim_end_matches(is_blank);
    let number = bare.trim_end_matches(numeral::is_numeral_char);
    let ordinal = number.trim_end_matches(is_blank).strip_suffix('第');
    let arabic = bare[number.len()..].bytes().all(|byte| byte.is_ascii_digit());
    let body = match ordinal {
        Some(before) => before,
        None if arabic => number,
        None => return None,
    };
    let dated = body.trim_end_matches(is_blank).strip_suffix('年').map(|rest| {
        let rest = rest.trim_end_matches(is_blank);
        rest.trim_end_matches(|c| numeral::is_numeral_char(c) || year_place(c).is_some())
    });
    let body = dated.unwrap_or(body).trim_end_matches(is_blank);
    let named = body.ends_with(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)) && !body.ends_with(ENDS);
    (named && number.len() < bare.len()).then_some(body.len())
}

/// What no name of a body ends with, so that a number after it has its kind before: 公告第5号, 令第3号.
const ENDS: [char; 8] = ['令', '告', '报', '号', '第', '年', '月', '日'];

/// Bodies in one writing: 财政部、税务总局 and 财政部 税务总局, without the name of the republic.
fn bodies(text: &str) -> String {
    let parts = text.split(|c: char| is_blank(c) || c == '、');
    let spread = parts.clone().all(|part| part.chars().count() <= 1);
    let bare = |part: &str| {
        let part = clean(part);
        part.strip_prefix("中华人民共和国").map_or(part.clone(), ToOwned::to_owned)
    };
    if spread { bare(text) } else { parts.map(bare).collect() }
}

fn note_mark_places(mark: &str, oddities: &mut Vec<Oddity>) {
    if has_placeholder(mark) {
        oddities.push(Oddity::MaskedMark);
    }
}

fn note_trailing(rest: &str, oddities: &mut Vec<Oddity>) {
    let rest = clean(rest);
    if !rest.is_empty() {
        oddities.push(Oddity::Trailing(rest));
    }
}
