//! Lists of places: 第五十八条第一款第二项、第六十条至第六十二条.

use super::{ArticleStep, CitationFault, CitedPlace, CitedRange, Step};
use crate::numeral;
use crate::place::ArticleNumber;
use std::ops::Range;

/// A fault and its place in the text given.
pub(super) type Fault = (Range<usize>, CitationFault);

/// The levels of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Article,
    Paragraph,
    Item,
    Subitem,
}

/// How two places are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    And,
    To,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value {
    Number(ArticleNumber),
    Previous(u32),
    This,
    Same,
}

/// 第三, 五条: the values that share a unit, each with the joint before it.
struct Group {
    unit: Unit,
    values: Vec<(Joint, Value)>,
    end: usize,
}

/// Reads the list of places at the beginning of a text: its length and the places. `None` when the text does
/// not begin with a place. The text is folded.
pub(super) fn read(text: &str) -> Option<Listed> {
    list(text, false, false)
}

/// Reads the list of places behind the name of an instrument, which may go on over a semicolon: 《甲法》第三十三条；第三十四条.
pub(super) fn read_named(text: &str) -> Option<Listed> {
    list(text, false, true)
}

/// Reads a list whose numbers stand without 第: 264条, 三十二条1款. `None` when it does not begin with an article, or
/// when the words after it make the number a count: 二十条措施, 三十条，分为五章.
pub(super) fn read_unsigned(text: &str) -> Option<Listed> {
    let (taken, read) = list(text, true, true)?;
    (read.is_ok() && !is_count(&text[taken..])).then_some((taken, read))
}

/// The length of a list and its places.
type Listed = (usize, Result<Vec<CitedRange>, Fault>);

fn list(text: &str, unsigned: bool, named: bool) -> Option<Listed> {
    let mut reader = List { text, unsigned, named, at: 0, ranges: Vec::new() };
    let result = reader.read();
    if reader.at == 0 { None } else { Some((reader.at, result.map(|()| reader.ranges))) }
}

/// Whether words after 二十条 say that articles or measures are counted.
fn is_count(after: &str) -> bool {
    const COUNTED: &str = "措施 政策 举措 意见 建议 内容 禁令 铁律 原则 标准 要求 红线 底线 条款 条文 具体 硬 新 龙 \
        线 左右 以上 以下 多 余 组成 构成";
    const TOLD: &str = "分为 分 共 计 包括 包含 涵盖 涉及 由 主要 其中 对 从";
    let clause = after.trim_start_matches(['，', ',', '（', '(']);
    COUNTED.split(' ').any(|word| after.starts_with(word))
        || (clause.len() < after.len() && TOLD.split(' ').any(|word| clause.starts_with(word)))
}

struct List<'a> {
    text: &'a str,
    /// Whether the numbers may stand without 第.
    unsigned: bool,
    /// Whether the name of an instrument stands before it.
    named: bool,
    at: usize,
    ranges: Vec<CitedRange>,
}

impl List<'_> {
    fn read(&mut self) -> Result<(), Fault> {
        let mut joint = Joint::And;
        loop {
            let start = self.at;
            let first = self.ranges.is_empty();
            let joined = if first { 0 } else { self.joint_length() };
            if !first {
                let Some(word) = joint_word(&self.text[start..start + joined]) else { return Ok(()) };
                // 前款 and 本条 speak of the text that is being read, not of the instrument cited before.
                if self.text[start + joined..].starts_with(['前', '本']) {
                    return Ok(());
                }
                joint = word;
            }
            match self.path(start + joined, joint) {
                None => return Ok(()),
                Some(Ok(end)) => self.at = end,
                Some(Err((end, fault))) => {
                    self.at = end;
                    return Err(fault);
                }
            }
        }
    }

    /// The length of blanks and a joining word at the present place.
    fn joint_length(&self) -> usize {
        let rest = &self.text[self.at..];
        let bare = rest.trim_start_matches(' ');
        let word = JOINTS.iter().find(|(word, _)| bare.starts_with(word)).map_or(0, |(word, _)| word.len());
        // 第九条第（一）项，第十条第一款: after a comma, only another article goes on with the list.
        let over_semicolon = bare.strip_prefix(['；', ';']).map(|after| after.trim_start_matches(' '));
        let over_semicolon = over_semicolon.filter(|after| self.named && goes_on_with_article(after));
        let over_comma =
            bare.strip_prefix(['，', ',']).filter(|after| opens_article(&after[blanks(after)..]));
        let word = match over_comma.or(over_semicolon) {
            Some(after) => bare.len() - after.len(),
            // A blank alone, within the line.
            _ if word == 0 && bare.len() < rest.len() && opens_article(bare) => {
                return rest.len() - bare.len();
            }
            _ => word,
        };
        let joined = rest.len() - bare.len() + word;
        // The line may break after the sign.
        let next = blanks(&rest[joined..]);
        let goes_on = word > 0 && over_semicolon.is_none() && rest[joined + next..].starts_with('第');
        let within = rest[joined..].len() - rest[joined..].trim_start_matches(' ').len();
        joined + if goes_on { next } else { within }
    }

    /// One path of steps, 条 to 目, the last of which may list several numbers.
    fn path(&mut self, from: usize, joint: Joint) -> Option<Result<usize, (usize, Fault)>> {
        let mut at = from;
        let mut last: Option<Unit> = None;
        let mut place = self.ranges.last().map(|range| range.to.unwrap_or(range.from));
        let mut joint = joint;
        // 本条前两款 counts back from here; 第三条前两款 would mean its first two.
        let counts_back =
            |place: Option<CitedPlace>| place.is_some_and(|place| place.article == ArticleStep::This);
        let mut beside = self.ranges.last().map(|range| range.to.unwrap_or(range.from));
        while let Some(step) = self.group(at, last, counts_back(place), beside.take()) {
            let group = match step {
                Ok(group) => group,
                Err((end, fault)) => return Some(Err((end, fault))),
            };
            if last.is_some_and(|last| group.unit <= last) {
                // 第二十条 第二十一条: the next of a list without a sign.
                if group.unit == Unit::Article && blanks(&self.text[at..]) > 0 {
                    break;
                }
                return Some(Err((group.end, (from..group.end, CitationFault::StepOrder))));
            }
            for (index, (inner, value)) in group.values.iter().enumerate() {
                let joint = if index == 0 { joint } else { *inner };
                let base =
                    if index == 0 { place } else { self.ranges.last().map(|r| r.to.unwrap_or(r.from)) };
                let next = with_step(base, group.unit, *value, last.is_some());
                let replace = index == 0 && last.is_some();
                if !self.enter(next, joint, replace) {
                    return Some(Err((group.end, (from..group.end, CitationFault::BadRange))));
                }
                place = Some(next);
            }
            (last, at) = (Some(group.unit), group.end);
            joint =
                if self.ranges.last().is_some_and(|range| range.to.is_some()) { Joint::To } else { joint };
        }
        match self.check_last_range() {
            true => last.map(|_| Ok(at)),
            false => Some(Err((at, (from..at, CitationFault::BadRange)))),
        }
    }

    /// The step at an offset: 第五十八条, 第一、二项, （二）项 or （二） after another step, 前款, 本条, 同条.
    ///
    /// In a list, 第 may be left out after the first of a kind: 第三十条、三十一条, 第一款（二）项、（三）项; `beside` is the
    /// place before it.
    fn group(
        &self,
        at: usize,
        last: Option<Unit>,
        counts_back: bool,
        beside: Option<CitedPlace>,
    ) -> Option<GroupResult> {
        let text = self.text;
        let at = if last.is_some() { at + blanks(&text[at..]) } else { at };
        let rest = &text[at..];
        if let Some(after) = rest.strip_prefix('第') {
            return numbered(text, at, text.len() - after.len());
        }
        if let Some(before) = beside.filter(|_| last.is_none()) {
            let same = |group: &Group| {
                group.unit
                    == match before {
                        CitedPlace { subitem: Some(_), .. } => Unit::Subitem,
                        CitedPlace { item: Some(_), .. } => Unit::Item,
                        CitedPlace { paragraph: Some(_), .. } => Unit::Paragraph,
                        CitedPlace { .. } => Unit::Article,
                    }
                    // 第三十八条第二款、三十九条.
                    || (group.unit == Unit::Article && follows(before, group))
            };
            if let Some(group) = numbered(text, at, at).and_then(Result::ok).filter(same) {
                return Some(Ok(group));
            }
        } else if self.unsigned && !rest.starts_with(['（', '(']) {
            let fits = |group: &Group| match last {
                None => group.unit == Unit::Article,
                Some(above) => above < group.unit,
            };
            if let Some(group) = numbered(text, at, at).and_then(Result::ok).filter(fits) {
                return Some(Ok(group));
            }
        }
        if let Some(last) = last
            && rest.starts_with(['（', '('])
        {
            return numbered(text, at, at)
                .filter(|group| group.as_ref().is_ok_and(|group| group.unit == Unit::Item))
                .or_else(|| items(text, at, last).map(Ok));
        }
        if last.is_some() && !(counts_back && rest.starts_with('前')) {
            return None;
        }
        relative(text, at).map(Ok)
    }

    /// Puts a place into the list; with `replace`, it is the last one carried further down.
    fn enter(&mut self, place: CitedPlace, joint: Joint, replace: bool) -> bool {
        match (self.ranges.last_mut(), joint, replace) {
            (Some(range), Joint::To, false) if range.to.is_none() => range.to = Some(place),
            (Some(range), _, true) if range.to.is_some() => range.to = Some(place),
            (Some(range), _, true) => range.from = place,
            (_, Joint::To, false) => return false,
            _ => self.ranges.push(CitedRange { from: place, to: None }),
        }
        true
    }

    /// A range goes up and stays on one level.
    fn check_last_range(&self) -> bool {
        let Some(CitedRange { from, to: Some(to) }) = self.ranges.last() else { return true };
        let level =
            |place: &CitedPlace| (place.paragraph.is_some(), place.item.is_some(), place.subitem.is_some());
        match (from.place(), to.place()) {
            (Some(first), Some(last)) => level(from) == level(to) && first < last,
            _ => level(from) == level(to),
        }
    }
}

/// Whether an article comes after the one of a place.
fn follows(before: CitedPlace, group: &Group) -> bool {
    let ArticleStep::Number(before) = before.article else { return false };
    matches!(group.values[..], [(_, Value::Number(number)), ..] if number > before)
}

/// A place with one more step. A step that begins a path drops what was below it in the place before.
fn with_step(base: Option<CitedPlace>, unit: Unit, value: Value, carried: bool) -> CitedPlace {
    let unstated = CitedPlace { article: ArticleStep::Unsaid, paragraph: None, item: None, subitem: None };
    let base = base.filter(|_| carried || unit != Unit::Article).unwrap_or(unstated);
    let step = match value {
        Value::Number(number) => Step::Number(number.value),
        Value::Previous(count) => Step::Previous(count),
        Value::This | Value::Same => Step::This,
    };
    match unit {
        Unit::Article => CitedPlace {
            article: match value {
                Value::Number(number) => ArticleStep::Number(number),
                Value::Previous(count) => ArticleStep::Previous(count),
                Value::This => ArticleStep::This,
                Value::Same => ArticleStep::Same,
            },
            ..unstated
        },
        Unit::Paragraph => CitedPlace { paragraph: Some(step), item: None, subitem: None, ..base },
        Unit::Item => CitedPlace { item: Some(step), subitem: None, ..base },
        Unit::Subitem => CitedPlace { subitem: Some(step), ..base },
    }
}

const JOINTS: [(&str, Joint); 12] = [
    ("、", Joint::And),
    ("以及", Joint::And),
    ("和", Joint::And),
    ("与", Joint::And),
    ("及", Joint::And),
    ("或者", Joint::And),
    ("或", Joint::And),
    ("至", Joint::To),
    ("到", Joint::To),
    ("—", Joint::To),
    ("～", Joint::To),
    ("-", Joint::To),
];

/// Whether a text begins with 第三十条.
fn opens_article(text: &str) -> bool {
    let inner =
        text.strip_prefix('第').map(|inner| (inner, inner.trim_start_matches(numeral::is_numeral_char)));
    inner.is_some_and(|(inner, unit)| {
        unit.len() < inner.len() && unit_at(unit).is_some_and(|(unit, _)| unit == Unit::Article)
    })
}

/// Whether a text goes on with an article of the list before it: 第三十四条处理. One with a blank behind it is the label of
/// the next line that ran into this one, and one with words that begin a rule of its own is none of the list.
fn goes_on_with_article(text: &str) -> bool {
    let rest = text.strip_prefix('第').map_or(text, |rest| rest.trim_start_matches(numeral::is_numeral_char));
    let after = rest.strip_prefix('条').unwrap_or(rest);
    opens_article(text) && !after.starts_with([' ', '\u{3000}', '\t', '：', ':'])
}

fn joint_word(text: &str) -> Option<Joint> {
    let bare = text.trim_matches([' ', '\n', '\r', '\u{3000}']);
    if matches!(bare, "，" | "," | "；" | ";") || (bare.is_empty() && !text.is_empty()) {
        return Some(Joint::And);
    }
    JOINTS.iter().find(|(word, _)| *word == bare).map(|(_, joint)| *joint)
}

/// The length of blanks at the beginning of a text; the break of a printed line is one.
fn blanks(text: &str) -> usize {
    let bare = text.trim_start_matches([' ', '\u{3000}']);
    let after = bare.strip_prefix("\r\n").or_else(|| bare.strip_prefix('\n')).unwrap_or(bare);
    text.len() - after.trim_start_matches([' ', '\u{3000}']).len()
}

type GroupResult = Result<Group, (usize, Fault)>;

/// （二） and （二）、（三） after an article or a paragraph, 项 left out. 第三条（一）…；（二）… enumerates.
fn items(text: &str, at: usize, last: Unit) -> Option<Group> {
    if !matches!(last, Unit::Article | Unit::Paragraph) {
        return None;
    }
    let mut values: Vec<(Joint, Value)> = Vec::new();
    let (mut here, mut end, mut joint) = (at, at, Joint::And);
    while text[here..].starts_with(['（', '('])
        && let Number::Good(value, after) = number_at(text, here)
    {
        // 第三条(1) may lead to a note.
        let arabic = text[here..after].contains(|c: char| c.is_ascii_digit());
        if !(1..MOST_ITEMS).contains(&value) || (arabic && last == Unit::Article) {
            break;
        }
        values.push((joint, Value::Number(ArticleNumber::new(value))));
        end = after;
        let rest = &text[end..];
        let (word, next) =
            JOINTS.iter().find(|(word, _)| rest.starts_with(word)).copied().unwrap_or(("", Joint::And));
        (joint, here) = (next, end + word.len());
    }
    let first = matches!(values.first()?.1, Value::Number(number) if number.value == 1);
    let enumerates = first && values.len() == 1 && {
        let rest = &text[end..];
        ["；（二）", ";（二）", "；(二)", "。（二）", "；\n（二）", "，（二）"]
            .iter()
            .any(|next| rest.contains(next))
    };
    (!enumerates).then_some(Group { unit: Unit::Item, values, end })
}

/// A paragraph has fewer items.
const MOST_ITEMS: u32 = 100;

/// 前款, 前两款, 本条, 同条, 该款.
fn relative(text: &str, at: usize) -> Option<Group> {
    let rest = &text[at..];
    let (value, rest) = if let Some(rest) = rest.strip_prefix('前') {
        let (length, count) = match numeral::prefix(rest) {
            Some((length, count)) => {
                (length, u32::try_from(count.ok()?).ok().filter(|count| (2..100).contains(count))?)
            }
            None => (0, 1),
        };
        (Value::Previous(count), &rest[length..])
    } else if let Some(rest) = rest.strip_prefix('本') {
        (Value::This, rest)
    } else {
        (Value::Same, rest.strip_prefix(['同', '该'])?)
    };
    let (unit, rest) = unit_at(rest).filter(|(unit, _)| *unit != Unit::Subitem)?;
    Some(Group { unit, values: vec![(Joint::And, value)], end: text.len() - rest.len() })
}

/// The unit at the beginning of a text, and what follows it. Words that only begin like a unit are none:
/// 条例, 条款, 款项, 项目.
fn unit_at(text: &str) -> Option<(Unit, &str)> {
    let (unit, not): (Unit, &[&str]) = match text.chars().next()? {
        '条' => (Unit::Article, &["例", "款", "约", "件", "文", "目"]),
        '款' => (Unit::Paragraph, &["项", "额", "式", "物"]),
        '项' => (Unit::Item, &["目"]),
        '目' => (Unit::Subitem, &["标", "录", "的"]),
        _ => return None,
    };
    let rest = &text['条'.len_utf8()..];
    (!not.iter().any(|word| rest.starts_with(word))).then_some((unit, rest))
}

/// Numbers with one unit after them, from `from` on; the step begins at `at`.
fn numbered(text: &str, at: usize, from: usize) -> Option<GroupResult> {
    let mut values: Vec<(Joint, Value)> = Vec::new();
    let mut here = from;
    let mut joint = Joint::And;
    loop {
        let (number, end) = match number_at(text, here) {
            Number::None => return malformed(text, at, from),
            Number::Bad(end) => {
                let (_, after) = unit_at(&text[end + blanks(&text[end..])..])?;
                let end = text.len() - after.len();
                return Some(Err((end, (at..end, CitationFault::BadNumber))));
            }
            Number::Good(value, end) => (value, end),
        };
        let rest = &text[end + blanks(&text[end..])..];
        if let Some((unit, rest)) = unit_at(rest) {
            let mut end = text.len() - rest.len();
            let mut number = ArticleNumber::new(number);
            if unit == Unit::Article
                && let Some((suffix, length)) = suffix_at(rest)
            {
                (number.suffix, end) = (suffix, end + length);
            }
            values.push((joint, Value::Number(number)));
            let zero =
                values.iter().any(|(_, value)| matches!(value, Value::Number(number) if number.value == 0));
            return Some(if zero {
                Err((end, (at..end, CitationFault::Zero)))
            } else {
                Ok(Group { unit, values, end })
            });
        }
        values.push((joint, Value::Number(ArticleNumber::new(number))));
        // 第（二）（三）项: brackets side by side are a list.
        let beside = text[..end].ends_with(['）', ')']) && rest.starts_with(['（', '(']);
        let joined = JOINTS.iter().find(|(word, _)| rest.starts_with(word)).copied();
        let Some((word, next)) = joined.or_else(|| beside.then_some(("", Joint::And))) else {
            return malformed(text, at, from);
        };
        joint = next;
        here = text.len() - rest.len() + word.len();
    }
}

/// 第二十-条, 第二十－条, 第－款: what is no number but is meant as one.
fn malformed(text: &str, at: usize, from: usize) -> Option<GroupResult> {
    let rest = &text[from..];
    let dash =
        |c: char| matches!(c, '-' | '－' | '—' | '–' | 'ー' | '_' | '＿' | 'O' | 'o' | 'l' | '*' | '×');
    let length = rest.find(|c: char| !(dash(c) || numeral::is_numeral_char(c)))?;
    let inner = &rest[..length];
    let (_, after) = unit_at(&rest[length..])?;
    let end = text.len() - after.len();
    (!inner.is_empty() && inner.contains(dash)).then_some(Err((end, (at..end, CitationFault::BadNumber))))
}

enum Number {
    None,
    /// A run of numeral characters that is no number, up to this offset.
    Bad(usize),
    Good(u32, usize),
}

/// A number, perhaps in brackets: 二, 2, （二）, (2).
fn number_at(text: &str, at: usize) -> Number {
    let rest = &text[at..];
    let bare = &rest[blanks(rest)..];
    let (inner, bracketed) = match bare.strip_prefix(['（', '(']) {
        Some(inner) => (inner.trim_start_matches(' '), true),
        None => (bare, false),
    };
    let parted = || set_wide(inner).or_else(|| broken(inner));
    if let Some((value, length)) = parted().filter(|_| !bracketed) {
        return Number::Good(value, text.len() - inner.len() + length);
    }
    let Some((length, value)) = numeral::prefix(inner) else { return Number::None };
    let mut after = inner[length..].trim_start_matches(' ');
    if bracketed {
        match after.strip_prefix(['）', ')']) {
            Some(closed) => after = closed,
            None => return Number::None,
        }
    } else {
        after = &inner[length..];
    }
    let end = text.len() - after.len();
    match value.ok().and_then(|value| u32::try_from(value).ok()) {
        Some(value) => Number::Good(value, end),
        None => Number::Bad(end),
    }
}

/// 五 十 七 条, 1 2 条: single characters of a number set apart, up to its unit; the number and its length.
fn set_wide(text: &str) -> Option<(u32, usize)> {
    let mut joined = String::new();
    let (mut at, mut end) = (0, 0);
    while let Some(sign) = text[at..].chars().next().filter(|c| numeral::is_numeral_char(*c)) {
        let apart = end == 0 || at > end;
        if !apart {
            return None;
        }
        joined.push(sign);
        end = at + sign.len_utf8();
        at = text.len() - text[end..].trim_start_matches([' ', '\u{3000}']).len();
    }
    unit_at(&text[at..]).filter(|_| joined.chars().count() > 1)?;
    let (length, value) = numeral::prefix(&joined)?;
    let value = value.ok().and_then(|value| u32::try_from(value).ok())?;
    (length == joined.len()).then_some((value, end))
}

/// 二 / 十八条: a number over the break of a printed line, up to its unit; the number and its length.
fn broken(text: &str) -> Option<(u32, usize)> {
    let rest = text.trim_start_matches(numeral::is_numeral_char);
    let first = &text[..text.len() - rest.len()];
    let gap = blanks(rest);
    let after = &rest[gap..];
    let unit = after.trim_start_matches(numeral::is_numeral_char);
    let second = &after[..after.len() - unit.len()];
    if first.is_empty() || second.is_empty() || !rest[..gap].contains('\n') {
        return None;
    }
    unit_at(&unit[blanks(unit)..])?;
    let joined = format!("{first}{second}");
    let (length, value) = numeral::prefix(&joined)?;
    let value = value.ok().and_then(|value| u32::try_from(value).ok())?;
    (length == joined.len()).then_some((value, text.len() - unit.len()))
}

fn suffix_at(rest: &str) -> Option<(u32, usize)> {
    let inner = rest.strip_prefix('之')?;
    let (length, value) = numeral::prefix(inner)?;
    let value = u32::try_from(value.ok()?).ok().filter(|value| *value > 0)?;
    Some((value, '之'.len_utf8() + length))
}
