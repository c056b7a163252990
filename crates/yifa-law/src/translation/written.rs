//! Figures as the two languages write them: 三十日 and 30 days, 三万元 and 30,000 yuan, 百分之五 and five percent.

use crate::citation;
use crate::dates;
use crate::numeral;
use jiff::civil::Date;
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Hour,
    Day,
    WorkingDay,
    Month,
    Year,
    Yuan,
    Percent,
    Times,
    /// Persons, copies, metres: what is counted is not compared.
    Other,
}

/// A figure in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    /// Ten-thousandths.
    pub(super) value: u64,
    pub(super) unit: Unit,
    pub(super) span: Range<usize>,
}

/// A date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) date: Date,
    pub(super) span: Range<usize>,
}

const SCALE: u64 = 10_000;

/// The units of the Chinese text, longer ones before those that they end in.
const CHINESE_UNITS: [(&str, Unit); 22] = [
    ("个工作日", Unit::WorkingDay),
    ("工作日", Unit::WorkingDay),
    ("个小时", Unit::Hour),
    ("小时", Unit::Hour),
    ("日", Unit::Day),
    ("天", Unit::Day),
    ("个月", Unit::Month),
    ("周年", Unit::Year),
    ("周岁", Unit::Year),
    ("年", Unit::Year),
    ("元", Unit::Yuan),
    ("%", Unit::Percent),
    ("％", Unit::Percent),
    ("倍", Unit::Times),
    ("平方米", Unit::Other),
    ("公里", Unit::Other),
    ("米", Unit::Other),
    ("吨", Unit::Other),
    ("人", Unit::Other),
    ("名", Unit::Other),
    ("份", Unit::Other),
    ("户", Unit::Other),
];

/// The dates of a Chinese text and its figures; numbers of articles, documents and lists are none.
pub(super) fn chinese(text: &str) -> (Vec<Day>, Vec<Figure>) {
    let dates = dates::find(text);
    let days =
        dates.iter().filter_map(|one| Some(Day { date: one.date()?, span: one.span.clone() })).collect();
    let mut taken: Vec<Range<usize>> = dates.into_iter().map(|one| one.span).collect();
    taken.extend(
        citation::find(text).into_iter().map(|one| one.map_or_else(|error| error.span, |one| one.span)),
    );
    taken.extend(FRACTION.captures_iter(text).filter_map(|found| found.get(0)).map(|found| found.range()));
    let mut figures = fractions(text);
    let mut at = 0;
    while let Some(start) = text[at..].find(numeral::is_numeral_char).map(|start| at + start) {
        if let Some(range) = taken.iter().find(|range| range.contains(&start)) {
            at = range.end.max(start + 1);
            while !text.is_char_boundary(at) {
                at += 1;
            }
            continue;
        }
        let (end, value) = number(text, start);
        at = end;
        let before = text[..start].trim_end();
        // 第三人, 每月五日: an order, not a quantity.
        if before.ends_with('第') {
            continue;
        }
        let Some(value) = value else { continue };
        if let Some((unit, length)) = unit_after(&text[end..]) {
            // 一名, 一份 are articles of speech.
            if unit != Unit::Other || value > SCALE {
                figures.push(Figure { value, unit, span: start..end + length });
            }
            at = end + length;
        }
    }
    figures.sort_by_key(|figure| figure.span.start);
    (days, figures)
}

/// A numeral with the decimals that may follow.
fn number(text: &str, start: usize) -> (usize, Option<u64>) {
    let rest = &text[start..];
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        let length =
            rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(rest.len());
        let digits = rest[..length].trim_end_matches(['.', ',']);
        let mut end = start + digits.len();
        let factor = match text[end..].chars().next() {
            Some('万' | '萬') => SCALE,
            Some('亿' | '億') => 100_000_000,
            _ => 1,
        };
        if factor > 1 {
            end += '万'.len_utf8();
        }
        return (end, decimal(digits).and_then(|value| value.checked_mul(factor)));
    }
    match numeral::prefix(rest) {
        Some((length, value)) => (start + length, value.ok().and_then(|value| value.checked_mul(SCALE))),
        None => (start + rest.chars().next().map_or(1, char::len_utf8), None),
    }
}

/// 30,000 or 0.5 in ten-thousandths.
fn decimal(text: &str) -> Option<u64> {
    let plain = text.replace(',', "");
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    if part.len() > 4 || part.contains('.') {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let part: u64 = format!("{part:0<4}").parse().ok()?;
    whole.checked_mul(SCALE)?.checked_add(part)
}

fn unit_after(rest: &str) -> Option<(Unit, usize)> {
    // 五月 alone is May; 日常 and 年度 count nothing, 元旦 is a day.
    if ["年级", "日常", "元旦", "人民"].iter().any(|word| rest.starts_with(word)) {
        return None;
    }
    CHINESE_UNITS.iter().find(|(word, _)| rest.starts_with(word)).map(|(word, unit)| (*unit, word.len()))
}

static FRACTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(百|千|万)分之([0-9.一二三四五六七八九十百零〇两]+)|[二三四五]分之[一二三四]|半年")
});

/// 百分之五, 千分之三, 万分之五 as percents; 半年 as months.
fn fractions(text: &str) -> Vec<Figure> {
    let one = |found: Captures<'_>| {
        let span = found.get(0)?.range();
        if found.get(0)?.as_str() == "半年" {
            return Some(Figure { value: 6 * SCALE, unit: Unit::Month, span });
        }
        let digits = found.get(2)?.as_str();
        let value = match decimal(digits) {
            Some(value) => value,
            None => numeral::parse(digits).ok()?.checked_mul(SCALE)?,
        };
        let parts = match found.get(1)?.as_str() {
            "百" => 1,
            "千" => 10,
            _ => 100,
        };
        Some(Figure { value: value / parts, unit: Unit::Percent, span })
    };
    FRACTION.captures_iter(text).filter_map(one).collect()
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const MONTH: &str = "(January|February|March|April|May|June|July|August|September|October|November|December)";

static MONTH_FIRST: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"{MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})")));
static DAY_FIRST: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(\d{{1,2}})(?:st|nd|rd|th)?\s+{MONTH},?\s+(\d{{4}})")));
static ISO: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\d{4})-(\d{1,2})-(\d{1,2})"));
/// Numbers that name a place or a paper, and the labels of lists.
static NAMES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:articles?|paragraphs?|subparagraphs?|items?|sections?|chapters?|clauses?|no\.|order)\s*\(?\d+\)?(?:\s*(?:,|and|or|to|through|-|–)\s*\(?\d+\)?)*|(?m)^\s*\(?\d{1,2}[).]\s|[\[〔(]\d{4}[\])〕]",
    )
});
const WORDS: &str = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion";
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?:(RMB|CNY|¥|￥|yuan)\s*)?(?:(\d[\d,]*(?:\.\d+)?)(?:st|nd|rd|th)?((?:\s+(?:hundred|thousand|million|billion))*)|\b((?:{WORDS})(?:[\s-]+(?:and\s+)?(?:{WORDS}))*)\b)(?:\s*\(\d[\d,]*\))?(?:\s*-?\s*(calendar\s+days?|working[\s-]days?|business[\s-]days?|days?|months?|years?|hours?|percent|per\s+cent|%|times?|fold|yuan|RMB|renminbi))?"
    ))
});
static ADVERBS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(twice|double|triple|half\s+a\s+year)\b"));

/// The dates of an English text and its figures.
pub(super) fn english(text: &str) -> (Vec<Day>, Vec<Figure>) {
    let mut days: Vec<Day> = Vec::new();
    for (expression, order) in [(&*MONTH_FIRST, [3, 1, 2]), (&*DAY_FIRST, [3, 2, 1]), (&*ISO, [1, 2, 3])] {
        days.extend(expression.captures_iter(text).filter_map(|found| day(&found, order)));
    }
    let mut taken: Vec<Range<usize>> = days.iter().map(|day| day.span.clone()).collect();
    taken.extend(NAMES.find_iter(text).map(|found| found.range()));
    let free =
        |span: &Range<usize>| !taken.iter().any(|range| range.start < span.end && span.start < range.end);
    let numbers = NUMBER.captures_iter(text).filter_map(|found| figure(&found));
    let adverbs = ADVERBS.find_iter(text).map(|found| {
        let (value, unit) = match found.as_str().to_ascii_lowercase().as_str() {
            "triple" => (3, Unit::Times),
            "twice" | "double" => (2, Unit::Times),
            _ => (6, Unit::Month),
        };
        Figure { value: value * SCALE, unit, span: found.range() }
    });
    let figures = numbers.chain(adverbs).filter(|figure| free(&figure.span)).collect();
    (days, figures)
}

fn day(found: &Captures<'_>, [year, month, day]: [usize; 3]) -> Option<Day> {
    let part = |at: usize| found.get(at).map(|part| part.as_str());
    let name = part(month)?.to_ascii_lowercase();
    let month = match MONTHS.iter().position(|known| *known == name) {
        Some(at) => i8::try_from(at + 1).ok()?,
        None => name.parse().ok()?,
    };
    let date = Date::new(part(year)?.parse().ok()?, month, part(day)?.parse().ok()?).ok()?;
    Some(Day { date, span: found.get(0)?.range() })
}

fn figure(found: &Captures<'_>) -> Option<Figure> {
    let text = |at: usize| found.get(at).map(|part| part.as_str().to_ascii_lowercase());
    let mut value = match (text(2), text(4)) {
        (Some(digits), _) => decimal(&digits)?,
        (None, Some(words)) => spelled(&words)?.checked_mul(SCALE)?,
        (None, None) => return None,
    };
    for word in text(3).unwrap_or_default().split_whitespace() {
        value = value.checked_mul(factor(word)?)?;
    }
    let unit = match (text(1), text(5)) {
        (Some(_), _) => Unit::Yuan,
        (None, Some(word)) => english_unit(&word),
        (None, None) => Unit::Other,
    };
    Some(Figure { value, unit, span: found.get(0)?.range() })
}

fn english_unit(word: &str) -> Unit {
    match word {
        word if word.starts_with("working") || word.starts_with("business") => Unit::WorkingDay,
        word if word.contains("day") => Unit::Day,
        word if word.starts_with("month") => Unit::Month,
        word if word.starts_with("year") => Unit::Year,
        word if word.starts_with("hour") => Unit::Hour,
        word if word.starts_with("per") || word == "%" => Unit::Percent,
        word if word.starts_with("time") || word == "fold" => Unit::Times,
        _ => Unit::Yuan,
    }
}

fn factor(word: &str) -> Option<u64> {
    Some(match word {
        "hundred" => 100,
        "thousand" => 1_000,
        "million" => 1_000_000,
        "billion" => 1_000_000_000,
        _ => return None,
    })
}

/// one hundred and twenty-three, thirty thousand.
fn spelled(words: &str) -> Option<u64> {
    const ONES: [&str; 20] = [
        "",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let (mut whole, mut part) = (0_u64, 0_u64);
    for word in words.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty() && *word != "and") {
        if let Some(at) = ONES.iter().position(|known| *known == word) {
            part = part.checked_add(at as u64)?;
        } else if let Some(at) = TENS.iter().position(|known| *known == word) {
            part = part.checked_add((at as u64 + 2) * 10)?;
        } else if word == "hundred" {
            part = part.max(1).checked_mul(100)?;
        } else {
            whole = whole.checked_add(part.max(1).checked_mul(factor(word)?)?)?;
            part = 0;
        }
    }
    whole.checked_add(part)
}

/// A pattern of ours.
pub(super) fn pattern(text: &str) -> Regex {
    // INVARIANT: every pattern is a constant, and the tests force each of them.
    Regex::new(text).unwrap_or_else(|error| panic!("a pattern of ours is wrong: {error}"))
}
