//! Finding figures: `2-3个`, `三至五件`, `不少于7天`, `10%以上`, `1.5万元`.
//!
//! Owns: reading a figure with its unit, its bounds and its range. It must not know whether a figure is asked
//! for or only reported. All places are in the text given.

use super::amount::{Decimal, Interval, Quantity, UnitKind};
use crate::numeral;
use std::ops::Range;

/// A figure found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// From the first digit to the end of the unit and its 以上.
    pub(super) span: Range<usize>,
    pub(super) quantity: Quantity,
    /// Whether a word bounds the figure: 不少于, 以上.
    pub(super) is_bounded: bool,
    /// Whether it is written in Chinese numerals.
    pub(super) is_chinese: bool,
    /// Whether the range was written with its end before its beginning.
    pub(super) is_reversed: bool,
}

impl Found {
    /// Whether it is a share: 90%, not 2个百分点.
    pub(super) fn is_percent(&self) -> bool {
        self.quantity.unit == "%"
    }

    /// Takes over the bound of a figure beside it, unless it has its own.
    pub(super) fn take_bound(&mut self, other: &Self) {
        let Interval { min, max } = other.quantity.interval;
        let own = &mut self.quantity.interval;
        if other.is_bounded && !self.is_bounded && own.min == own.max {
            own.min = own.min.filter(|_| min.is_some());
            own.max = own.max.filter(|_| max.is_some());
            self.is_bounded = true;
        }
    }
}

/// Words before a figure that bound it: how far before (in characters) they may stand, and whether below.
const BEFORE: [(&str, usize, bool); 39] = [
    ("不足", 1, false),
    ("不得少于", 2, true),
    ("不得低于", 2, true),
    ("不得超过", 2, false),
    ("不得高于", 2, false),
    ("不少于", 2, true),
    ("不低于", 2, true),
    ("不小于", 2, true),
    ("不超过", 2, false),
    ("不高于", 2, false),
    ("不多于", 2, false),
    ("不大于", 2, false),
    ("至少", 12, true),
    ("最少", 12, true),
    ("至多", 12, false),
    ("最多", 12, false),
    ("超过", 1, true),
    ("突破", 1, true),
    ("达到", 1, true),
    ("高于", 1, true),
    ("多于", 1, true),
    ("大于", 1, true),
    ("少于", 1, false),
    ("低于", 1, false),
    ("小于", 1, false),
    ("控制在", 1, false),
    ("降至", 1, false),
    ("压缩至", 1, false),
    ("缩短至", 1, false),
    ("压减至", 1, false),
    ("达", 0, true),
    ("≥", 1, true),
    ("≧", 1, true),
    (">", 1, true),
    ("＞", 1, true),
    ("≤", 1, false),
    ("≦", 1, false),
    ("<", 1, false),
    ("＜", 1, false),
];

/// Units, the longer before the shorter.
const UNITS: [(&str, UnitKind); 74] = [
    ("个工作日", UnitKind::WorkingDay),
    ("工作日", UnitKind::WorkingDay),
    ("个自然日", UnitKind::CalendarDay),
    ("个日历日", UnitKind::CalendarDay),
    ("自然日", UnitKind::CalendarDay),
    ("日历日", UnitKind::CalendarDay),
    ("个百分点", UnitKind::Percent),
    ("百分点", UnitKind::Percent),
    ("个方面", UnitKind::Aspect),
    ("个环节", UnitKind::Aspect),
    ("个维度", UnitKind::Aspect),
    ("个层面", UnitKind::Aspect),
    ("大方面", UnitKind::Aspect),
    ("个小时", UnitKind::Hour),
    ("小时", UnitKind::Hour),
    ("个学时", UnitKind::Count),
    ("学时", UnitKind::Count),
    ("课时", UnitKind::Count),
    ("个月", UnitKind::Month),
    ("人次", UnitKind::Count),
    ("场次", UnitKind::Count),
    ("件次", UnitKind::Count),
    ("批次", UnitKind::Count),
    ("公里", UnitKind::Count),
    ("平方米", UnitKind::Count),
    ("平方公里", UnitKind::Count),
    ("个", UnitKind::Count),
    ("件", UnitKind::Count),
    ("项", UnitKind::Count),
    ("次", UnitKind::Times),
    ("轮", UnitKind::Times),
    ("天", UnitKind::Day),
    ("日", UnitKind::Day),
    ("周", UnitKind::Week),
    ("年", UnitKind::Year),
    ("名", UnitKind::Count),
    ("人", UnitKind::Count),
    ("位", UnitKind::Count),
    ("家", UnitKind::Count),
    ("场", UnitKind::Count),
    ("部", UnitKind::Count),
    ("条", UnitKind::Count),
    ("所", UnitKind::Count),
    ("处", UnitKind::Count),
    ("户", UnitKind::Count),
    ("份", UnitKind::Count),
    ("篇", UnitKind::Count),
    ("套", UnitKind::Count),
    ("台", UnitKind::Count),
    ("座", UnitKind::Count),
    ("款", UnitKind::Count),
    ("种", UnitKind::Count),
    ("类", UnitKind::Count),
    ("例", UnitKind::Count),
    ("宗", UnitKind::Count),
    ("起", UnitKind::Count),
    ("支", UnitKind::Count),
    ("卷", UnitKind::Count),
    ("本", UnitKind::Count),
    ("期", UnitKind::Count),
    ("批", UnitKind::Count),
    ("辆", UnitKind::Count),
    ("间", UnitKind::Count),
    ("栋", UnitKind::Count),
    ("张", UnitKind::Count),
    ("门", UnitKind::Count),
    ("亩", UnitKind::Count),
    ("吨", UnitKind::Count),
    ("%", UnitKind::Percent),
    ("％", UnitKind::Percent),
    ("‰", UnitKind::Percent),
    (TENTH, UnitKind::Percent),
    (MARK, UnitKind::Count),
    ("元", UnitKind::Money),
];

/// Tenths of the whole: 三成 is 30%.
const TENTH: &str = "成";

/// Marks of an assessment: 90分. With a Chinese numeral it is another word: 十分.
const MARK: &str = "分";

/// All figures with a unit in a text, in order.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_figure).map(|length| at + length) {
        let floor = found.last().map_or(0, |last| last.span.end);
        let end = start + run(&text[start..]);
        at = end;
        let is_ordinal = text[..start].ends_with('第');
        let is_glued = text[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || "+.×*".contains(c));
        if is_ordinal || is_glued {
            continue;
        }
        if let Some(read) = read(text, start, floor) {
            at = read.span.end.max(end);
            found.push(read);
        }
    }
    found
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || numeral::is_numeral_char(c)
}

/// The length of the figure at the beginning: digits with points and commas, or Chinese numerals.
fn run(text: &str) -> usize {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return text.find(|c: char| !numeral::is_numeral_char(c) || c.is_ascii_digit()).unwrap_or(text.len());
    }
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while digit(end) || (matches!(bytes.get(end), Some(b'.' | b',')) && end > 0 && digit(end + 1)) {
        end += 1;
    }
    end
}

/// A number at the beginning: its length, the least and the most that it can mean (两三 is 2 to 3).
fn number(text: &str) -> Option<(usize, Decimal, Decimal)> {
    let length = run(text);
    let written = text.get(..length).filter(|written| !written.is_empty())?;
    if written.starts_with(|c: char| c.is_ascii_digit()) {
        let value = Decimal::parse(written)?;
        let (factor, more) = factor(&text[length..]);
        let value = value.times(factor)?;
        return Some((length + more, value, value));
    }
    if let Some((low, high)) = neighbours(written) {
        return Some((length, low, high));
    }
    let value = Decimal::whole(numeral::parse(written).ok()?);
    Some((length, value, value))
}

/// 两三: two digits that follow each other, with no unit between them, name a range.
fn neighbours(written: &str) -> Option<(Decimal, Decimal)> {
    let mut characters = written.chars();
    let (first, second) = (characters.next()?, characters.next()?);
    if characters.next().is_some() {
        return None;
    }
    let value = |c: char| numeral::parse(&c.to_string()).ok().filter(|value| (1..=9).contains(value));
    let (first, second) = (value(first)?, value(second)?);
    (second == first + 1).then(|| (Decimal::whole(first), Decimal::whole(second)))
}

fn factor(text: &str) -> (u64, usize) {
    [("万亿", 1_000_000_000_000), ("亿", 100_000_000), ("万", 10_000), ("千", 1_000), ("百", 100)]
        .into_iter()
        .find(|(word, _)| text.starts_with(word))
        .map_or((1, 0), |(word, factor)| (factor, word.len()))
}

/// Characters that make another word of a unit: 部门, 条件, 家庭.
const NO_UNITS: [(&str, &str); 22] = [
    ("本", "地市县区级部门着来"),
    ("期", "间限待望"),
    ("批", "准复评"),
    ("间", "接隔"),
    ("部", "门件分委署队长"),
    ("条", "件例款"),
    ("起", "草到点诉"),
    ("所", "有在属以"),
    ("家", "庭长属"),
    ("名", "单录称义"),
    ("次", "性"),
    ("位", "于置"),
    ("门", "户类"),
    ("天", "然府"),
    ("年", "代检审"),
    ("支", "持撑付"),
    ("台", "账阶"),
    ("种", "植业"),
    ("类", "似别"),
    ("处", "理罚置于"),
    (TENTH, "立果为员分本效就长熟功都交品不"),
    (MARK, "之钟别类级层工期区离析配享管中秒步段数布支局公子"),
];

fn unit(text: &str) -> Option<(&'static str, UnitKind)> {
    let (name, kind) = UNITS.into_iter().find(|(unit, _)| text.starts_with(unit))?;
    let next = text[name.len()..].chars().next();
    let is_word =
        NO_UNITS.iter().any(|(unit, more)| *unit == name && next.is_some_and(|next| more.contains(next)));
    (!is_word).then_some((name, kind))
}

const RANGE_SIGNS: [&str; 11] = ["--", "——", "-", "–", "—", "－", "～", "~", "至", "到", "一"];

fn read(text: &str, start: usize, floor: usize) -> Option<Found> {
    let is_chinese = !text[start..].starts_with(|c: char| c.is_ascii_digit());
    // 百分之百 is the one numeral that has no digit.
    let whole = Decimal::whole(100);
    let is_whole = text[..start].ends_with("百分之") && &text[start..start + run(&text[start..])] == "百";
    let (length, mut low, mut high) =
        if is_whole { ("百".len(), whole, whole) } else { number(&text[start..])? };
    if low == Decimal::whole(0) && is_chinese {
        return None;
    }
    let mut at = start + length;
    let second = range_end(text, at, is_chinese);
    if let Some((value, end)) = second {
        (high, at) = (value, end);
    }
    let is_range = second.is_some() || low != high;
    let is_more = text[at..].starts_with(['余', '多']);
    at += if is_more { text[at..].chars().next().map_or(0, char::len_utf8) } else { 0 };
    // 百分之九十 has its unit before the number.
    let percent = text[..start].strip_suffix("百分之").map(str::len);
    let (name, unit_kind) = if percent.is_some() { ("%", UnitKind::Percent) } else { unit(&text[at..])? };
    at += if percent.is_some() { 0 } else { name.len() };
    if name == MARK && is_chinese {
        return None;
    }
    let name = if name == TENTH {
        (low, high) = (low.times(10)?, high.times(10)?);
        "%"
    } else {
        name
    };
    let start = percent.unwrap_or(start);
    let is_reversed = high < low;
    if is_reversed {
        (low, high) = (high, low);
    }
    let before = bound_before(&text[floor.min(start)..start]).filter(|_| !is_range);
    let after = bound_after(&text[at..], unit_kind);
    at += after.map_or(0, |(length, _)| length);
    let is_about = text[at..].starts_with("左右") || text[at..].starts_with("上下");
    at += if is_about { "左右".len() } else { 0 };
    let is_least = after.map(|(_, is_least)| is_least).or(before).or(is_more.then_some(true));
    let interval = match is_least {
        Some(true) => Interval { min: Some(low), max: None },
        Some(false) => Interval { min: None, max: Some(high) },
        None => Interval { min: Some(low), max: Some(high) },
    };
    let approximate = is_more || is_about || text[..start].ends_with('约');
    let quantity = Quantity { interval, approximate, unit: plain_unit(name), unit_kind };
    let is_bounded = before.is_some() || after.is_some();
    Some(Found { span: start..at, quantity, is_bounded, is_chinese, is_reversed })
}

/// The unit without 个, and in one writing.
fn plain_unit(name: &str) -> String {
    let bare = if name == "％" { "%" } else { name.trim_start_matches('个') };
    if bare.is_empty() { name.to_owned() } else { bare.to_owned() }
}

/// 以上, 以内 behind a unit: the length and whether it bounds below. 15日内 is a deadline, not a bound.
fn bound_after(text: &str, unit: UnitKind) -> Option<(usize, bool)> {
    let words = [("及以上", true), ("以上", true), ("以下", false), ("以内", false), ("之内", false)];
    let (word, is_least) = words.into_iter().find(|(word, _)| text.starts_with(word))?;
    (is_least || !unit.is_time()).then_some((word.len(), is_least))
}

/// The second number of a range, with or without the unit of the first repeated: 2-3个, 10%至15%.
fn range_end(text: &str, at: usize, is_chinese: bool) -> Option<(Decimal, usize)> {
    let first_unit = unit(&text[at..]).map_or(0, |(unit, _)| unit.len());
    [0, first_unit].into_iter().find_map(|skip| {
        let rest = &text[at + skip..];
        let sign =
            RANGE_SIGNS.iter().find(|sign| rest.starts_with(**sign) && !(is_chinese && **sign == "一"))?;
        let from = at + skip + sign.len();
        let (length, value, _) = number(&text[from..])?;
        unit(&text[from + length..])?;
        Some((value, from + length))
    })
}

/// The nearest bounding word before a figure; `true` when it bounds below.
fn bound_before(before: &str) -> Option<bool> {
    let tail = last_characters(before, 18);
    let found = BEFORE.iter().filter_map(|(word, reach, is_least)| {
        let end = tail.rfind(word)? + word.len();
        (tail[end..].chars().count() <= *reach).then_some((end, word.len(), *is_least))
    });
    // The nearest, and of those that end together the longest.
    found.max_by_key(|(end, length, _)| (*end, *length)).map(|(_, _, is_least)| is_least)
}

fn last_characters(text: &str, count: usize) -> &str {
    text.char_indices().rev().nth(count - 1).map_or(text, |(at, _)| &text[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> String {
        let found = find(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        show(&found[0])
    }

    fn show(found: &Found) -> String {
        let Quantity { interval, approximate, unit, .. } = &found.quantity;
        let end = |end: Option<Decimal>| end.map_or_else(|| "_".to_owned(), |number| number.to_string());
        let about = if *approximate { "~" } else { "" };
        format!("{about}{}..{} {unit}", end(interval.min), end(interval.max))
    }

    #[test]
    fn reads_figures_in_every_writing() {
        for (text, expected) in [
            ("草案3件", "3..3 件"),
            ("选择两件", "2..2 件"),
            ("确定2-3个县", "2..3 个"),
            ("2—3个", "2..3 个"),
            ("2～3个", "2..3 个"),
            ("二至三个", "2..3 个"),
            ("3个至5个", "3..5 个"),
            ("两三次", "2..3 次"),
            ("十二名", "12..12 名"),
            ("不得少于7天", "7.._ 天"),
            ("至少召开两次", "2.._ 次"),
            ("不超过20个工作日", "_..20 工作日"),
            ("10%以上", "10.._ %"),
            ("百分之九十五以上", "95.._ %"),
            ("达到百分之百", "100.._ %"),
            ("提高2.5个百分点", "2.5..2.5 百分点"),
            ("控制在5%以内", "_..5 %"),
            ("30余家", "~30.._ 家"),
            ("5%左右", "~5..5 %"),
            ("投入1.5万元", "15000..15000 元"),
            ("1,200人次", "1200..1200 人次"),
            ("10%至15%", "10..15 %"),
            ("超过三成", "30.._ %"),
            ("四成以上", "40.._ %"),
            ("两到三成", "20..30 %"),
            ("达到90分以上", "90.._ 分"),
            ("满意率≥95%", "95.._ %"),
            ("超期率＜1%", "_..1 %"),
            ("2‰以内", "_..2 ‰"),
            ("1,200批次", "1200..1200 批次"),
        ] {
            assert_eq!(one(text), expected, "{text}");
        }
    }

    #[test]
    fn leaves_other_numerals_alone() {
        for text in [
            "第3次会议",
            "5G网络",
            "统一标准",
            "进一步",
            "1+N",
            "2.0版",
            "十分重要",
            "一成不变",
            "三分之一",
            "15分钟",
            "12345热线",
            "B2B",
            "零部件",
            "二部门",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }

    #[test]
    fn several_figures_keep_their_bounds_apart() {
        let shown: Vec<String> = find("引育5家以上企业、10家骨干企业，不低于90%").iter().map(show).collect();
        assert_eq!(shown, ["5.._ 家", "10..10 家", "90.._ %"]);
    }

    #[test]
    fn a_reversed_range_is_told() {
        let found = find("5-3个");
        assert!(found[0].is_reversed);
        assert_eq!(show(&found[0]), "3..5 个");
    }
}
