//! When: deadlines 15日内, 6月底前, 年底前 and rhythms 每年, 每季度.
//!
//! Owns: reading both with their places. It must not count days: that is the business of limits and
//! calendars. All places are in the text given.

#[cfg(test)]
mod tests;

use super::amount::UnitKind;
use super::verbs;
use crate::numeral;
use std::ops::Range;

/// The time by which something has to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deadline {
    /// Within a time after an event: 公布后15日内.
    Within {
        /// How many.
        number: u32,
        /// Of what; days are of the kind that the text names.
        unit: UnitKind,
        /// The event as written, with 后 or 之日起; `None` when the text names none.
        event: Option<String>,
    },
    /// A time before an event: 听证会召开7日前.
    Lead {
        /// How many.
        number: u32,
        /// Of what.
        unit: UnitKind,
        /// The event as written; `None` when the text names none.
        event: Option<String>,
    },
    /// By the end of a stretch of the calendar: 年底前, 6月底前, 12月31日前.
    By {
        /// The year.
        year: PlanYear,
        /// The stretch at whose end the time is up.
        end_of: CalendarStretch,
    },
}

impl Deadline {
    /// The same with the event as it stands in the text given.
    pub(super) fn with_event(self, named: Option<String>) -> Self {
        match self {
            Self::Within { number, unit, event } => Self::Within { number, unit, event: named.or(event) },
            Self::Lead { number, unit, event } => Self::Lead { number, unit, event: named.or(event) },
            by @ Self::By { .. } => by,
        }
    }
}

/// The year of a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlanYear {
    /// None is written: the year of the plan, or each year when there is a rhythm.
    Plan,
    /// 明年, 次年: the year after it.
    Next,
    /// As written.
    Given(i16),
    /// Masked in the text: 20**年.
    Masked,
}

/// A stretch of the calendar at whose end a time is up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CalendarStretch {
    /// The year.
    Year,
    /// A half of it, 1 or 2.
    HalfYear(u8),
    /// A quarter, 1 to 4.
    Quarter(u8),
    /// A month, 1 to 12; `None` is the running month 本月.
    Month(Option<u8>),
    /// A day: month and day of the month.
    Day(u8, u8),
    /// A day of each period of the rhythm: 每月25日前, 每季度首月10日前.
    OfPeriod {
        /// The month in the period, from 1; `None` where the period is the month.
        month: Option<u8>,
        /// The day of the month.
        day: u8,
    },
}

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// How many units one period has: 每两年 is 2.
    pub every: u32,
    /// The unit.
    pub unit: PeriodUnit,
}

/// Units of rhythm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PeriodUnit {
    /// 每天
    Day,
    /// 每周
    Week,
    /// 每月
    Month,
    /// 每季度
    Quarter,
    /// 每半年
    HalfYear,
    /// 每年
    Year,
}

/// Times found in a text, with the places that they take up.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) deadline: Option<(Range<usize>, Deadline)>,
    /// The times beside it: 6月30日、12月20日前.
    pub(super) more: Vec<Deadline>,
    /// Where the event of a deadline stands.
    pub(super) event: Option<Range<usize>>,
    pub(super) period: Option<(Range<usize>, Period)>,
}

impl Found {
    /// Whether a place is taken up by a time.
    pub(super) fn covers(&self, at: usize) -> bool {
        let of = |span: &Range<usize>| span.contains(&at);
        self.deadline.as_ref().is_some_and(|(span, _)| of(span))
            || self.period.as_ref().is_some_and(|(span, _)| of(span))
    }

    /// Where the times begin.
    pub(super) fn starts(&self) -> Vec<usize> {
        let deadline = self.deadline.as_ref().map(|(span, _)| span.start);
        deadline.into_iter().chain(self.period.as_ref().map(|(span, _)| span.start)).collect()
    }
}

/// The times in one segment of a sentence.
pub(super) fn find(text: &str) -> Found {
    let period = period(text);
    let floor = period.as_ref().map_or(0, |(span, _)| span.end);
    if let Some((span, deadline)) =
        period.as_ref().and_then(|(span, period)| of_period(text, span.end, *period))
    {
        return Found { deadline: Some((span, deadline)), more: Vec::new(), event: None, period };
    }
    if let Some((span, deadline, event)) = counted(text).or_else(|| half_year(text)) {
        return Found { deadline: Some((span, deadline)), more: Vec::new(), event, period };
    }
    if let Some((span, mut listed)) = listed(text) {
        let more = listed.split_off(1);
        return Found { deadline: listed.pop().map(|first| (span, first)), more, event: None, period };
    }
    let deadline =
        by(&text[floor..]).map(|(span, deadline)| (span.start + floor..span.end + floor, deadline));
    let deadline = deadline.or_else(|| by(&text[..floor]));
    Found { deadline, more: Vec::new(), event: None, period }
}

/// 25日前 behind 每月, 首月10日前 behind 每季度.
fn of_period(text: &str, at: usize, period: Period) -> Option<(Range<usize>, Deadline)> {
    let months = match period.unit {
        PeriodUnit::Month => 1,
        PeriodUnit::Quarter => 3,
        PeriodUnit::HalfYear => 6,
        PeriodUnit::Day | PeriodUnit::Week | PeriodUnit::Year => return None,
    };
    let months = u8::try_from(period.every).ok()?.checked_mul(months)?;
    let rest = &text[at..];
    let lead = rest.len() - rest.trim_start_matches(['的', '于', '在']).len();
    let named = [("首月", 1), ("第一个月", 1), ("第二个月", 2), ("末月", months), ("最后一个月", months)];
    let named = named.into_iter().find(|(word, _)| rest[lead..].starts_with(word));
    let from = lead + named.map_or(0, |(word, _)| word.len());
    let (length, day) = small(&rest[from..]).filter(|(_, day)| *day <= 31)?;
    let sign = ["日", "号"].iter().find(|sign| rest[from + length..].starts_with(**sign))?;
    let end = from + length + sign.len();
    let mark = mark(&rest[end..]);
    let is_known = named.is_some() || months == 1;
    let stretch =
        CalendarStretch::OfPeriod { month: named.map(|(_, month)| month), day: u8::try_from(day).ok()? };
    (mark > 0 && is_known)
        .then(|| (at + lead..at + end + mark, Deadline::By { year: PlanYear::Plan, end_of: stretch }))
}

/// Several times side by side of which the last is marked, or of which each has its own: 6月30日、12月20日前, 7月、11月各一次.
fn listed(text: &str) -> Option<(Range<usize>, Vec<Deadline>)> {
    const JOINTS: [&str; 5] = ["、", "以及", "和", "及", "与"];
    let is_begin = |at: usize| {
        let before = &text[..at];
        let is_inside = ends_in_number(before) || before.ends_with(['年', '.', '-', '/', '*']);
        !is_inside || before.ends_with("每年")
    };
    let digits = text.char_indices().filter(|(_, c)| c.is_ascii_digit() || numeral::is_numeral_char(*c));
    for start in digits.map(|(at, _)| at).filter(|at| is_begin(*at)) {
        let (mut at, mut dates, mut is_marked) = (start, Vec::new(), false);
        while let Some((length, year, stretch, has_mark)) = date_at(&text[at..]) {
            let year = year.unwrap_or_else(|| match dates.last() {
                Some(Deadline::By { year, .. }) => *year,
                _ => plan_year(text, start),
            });
            dates.push(Deadline::By { year, end_of: stretch });
            at += length;
            is_marked = has_mark;
            let joint = JOINTS
                .iter()
                .find(|joint| text[at..].strip_prefix(**joint).is_some_and(|rest| date_at(rest).is_some()));
            let Some(joint) = joint else { break };
            at += joint.len();
        }
        let is_each = text[at..].trim_start().starts_with(['各', '分']) || text[..start].ends_with("每年");
        if dates.len() > 1 && (is_marked || is_each) && !verbs::is_told_of_a_thing(&text[at..]) {
            return Some((start..at, dates));
        }
    }
    None
}

/// A month, a day of it or the end of a year at the beginning: its length, its year where one is written, and whether it is
/// marked as an end.
fn date_at(text: &str) -> Option<(usize, Option<PlanYear>, CalendarStretch, bool)> {
    let year = text.find('年').filter(|at| *at == 4 && text[..*at].bytes().all(|b| b.is_ascii_digit()));
    let given = year.and_then(|at| text[..at].parse().ok()).map(PlanYear::Given);
    let from = year.map_or(0, |at| at + "年".len());
    let rest = &text[from..];
    if let Some(end) = ["底", "末"].iter().find(|end| given.is_some() && rest.starts_with(**end)) {
        let length = from + end.len();
        return Some((length + mark(&text[length..]), given, CalendarStretch::Year, true));
    }
    let (length, month) = small(rest).filter(|(_, month)| (1..=12).contains(month))?;
    let month = u8::try_from(month).ok()?;
    let day_at = from + length + rest[length..].strip_prefix('月').map(|_| "月".len())?;
    let day = small(&text[day_at..])
        .filter(|(length, day)| *day <= 31 && text[day_at + length..].starts_with(['日', '号']));
    let (end, stretch, is_end) = match day {
        Some((length, day)) => {
            (day_at + length + "日".len(), CalendarStretch::Day(month, u8::try_from(day).ok()?), false)
        }
        None => {
            let sign = ["份底", "底", "末", "份"].iter().find(|sign| text[day_at..].starts_with(**sign));
            (day_at + sign.map_or(0, |sign| sign.len()), CalendarStretch::Month(Some(month)), sign.is_some())
        }
    };
    let mark = mark(&text[end..]);
    Some((end + mark, given, stretch, is_end || mark > 0))
}

const PERIODS: [(&str, PeriodUnit); 13] = [
    ("个季度", PeriodUnit::Quarter),
    ("季度", PeriodUnit::Quarter),
    ("半年", PeriodUnit::HalfYear),
    ("个月", PeriodUnit::Month),
    ("年度", PeriodUnit::Year),
    ("年", PeriodUnit::Year),
    ("季", PeriodUnit::Quarter),
    ("月", PeriodUnit::Month),
    ("周", PeriodUnit::Week),
    ("星期", PeriodUnit::Week),
    ("天", PeriodUnit::Day),
    ("日", PeriodUnit::Day),
    ("学期", PeriodUnit::HalfYear),
];

/// 每年, 每两年, 每季度, 按季度, 一年一次.
fn period(text: &str) -> Option<(Range<usize>, Period)> {
    for (at, word) in text.match_indices(['每', '按', '逐']) {
        let rest = &text[at + word.len()..];
        let rest = rest.strip_prefix('隔').unwrap_or(rest);
        let (length, every) = match small(rest) {
            Some((length, value)) if word == "每" => (length, value),
            _ => (0, 1),
        };
        let unit = PERIODS.iter().find(|(name, unit)| {
            let is_far = word == "每" || !matches!(unit, PeriodUnit::Year | PeriodUnit::Day);
            is_far && rest[length..].starts_with(name)
        });
        if let Some((name, unit)) = unit {
            let end = text.len() - rest.len() + length + name.len();
            return Some((at..end, Period { every, unit: *unit }));
        }
    }
    let often =
        [("一年一次", PeriodUnit::Year), ("一季一次", PeriodUnit::Quarter), ("一月一次", PeriodUnit::Month)];
    often.into_iter().find_map(|(word, unit)| {
        let at = text.find(word)?;
        Some((at..at + "一年".len(), Period { every: 1, unit }))
    })
}

/// A number from 1 to 999 at the beginning.
fn small(text: &str) -> Option<(usize, u32)> {
    let length = if text.starts_with(|c: char| c.is_ascii_digit()) {
        text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())
    } else {
        text.find(|c: char| !numeral::is_numeral_char(c) || c.is_ascii_digit()).unwrap_or(text.len())
    };
    let value = numeral::parse(text.get(..length).filter(|written| !written.is_empty())?).ok()?;
    u32::try_from(value).ok().filter(|value| (1..=999).contains(value)).map(|value| (length, value))
}

const COUNTED: [(&str, UnitKind); 15] = [
    ("个工作日", UnitKind::WorkingDay),
    ("工作日", UnitKind::WorkingDay),
    ("个自然日", UnitKind::CalendarDay),
    ("自然日", UnitKind::CalendarDay),
    ("日历日", UnitKind::CalendarDay),
    ("个小时", UnitKind::Hour),
    ("小时", UnitKind::Hour),
    ("个月", UnitKind::Month),
    ("周", UnitKind::Week),
    ("星期", UnitKind::Week),
    ("天", UnitKind::Day),
    ("日", UnitKind::Day),
    ("年", UnitKind::Year),
    ("个季度", UnitKind::Month),
    ("月", UnitKind::Month),
];

/// 半年内.
fn half_year(text: &str) -> Option<Counted> {
    ["半年内", "半年之内", "半年以内"].into_iter().find_map(|word| {
        let start =
            text.find(word).filter(|at| !text[..*at].ends_with(['每', '上', '下', '前', '后', '个']))?;
        let event = event_before(text, start);
        let named = event.clone().map(|span| text[span].to_owned());
        let deadline = Deadline::Within { number: 6, unit: UnitKind::Month, event: named };
        Some((start..start + word.len(), deadline, event))
    })
}

type Counted = (Range<usize>, Deadline, Option<Range<usize>>);

/// 15日内, 提前5个工作日, 会议召开3日前.
fn counted(text: &str) -> Option<Counted> {
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit() || numeral::is_numeral_char(c)) {
        let start = at + start;
        let rest = &text[start..];
        let run =
            rest.find(|c: char| !(c.is_ascii_digit() || numeral::is_numeral_char(c))).unwrap_or(rest.len());
        at = start + run;
        let Some((length, number)) = small(rest) else { continue };
        let Some((name, unit)) = COUNTED.iter().find(|(name, _)| rest[length..].starts_with(name)) else {
            continue;
        };
        // 12月31日前 names a day, 第3日 an ordinal.
        let before = &text[..start];
        if before.ends_with(['月', '第', '.', '-', '/', '年']) {
            continue;
        }
        let end = start + length + name.len();
        let number = if *name == "个季度" { number * 3 } else { number };
        let inside = ["以内", "之内", "内"].into_iter().find(|word| text[end..].starts_with(word));
        if let Some(word) = inside.filter(|_| *name != "月") {
            let event = event_before(text, start);
            let named = event.clone().map(|span| text[span].to_owned());
            let deadline = Deadline::Within { number, unit: *unit, event: named };
            return Some((start..end + word.len(), deadline, event));
        }
        let is_ahead = before.ends_with("提前") || before.ends_with("提前至少");
        let is_before = ["之前", "以前", "前"].into_iter().find(|word| text[end..].starts_with(word));
        if *unit != UnitKind::Year && *name != "月" && (is_ahead || is_before.is_some()) {
            let event = lead_event(text, start);
            let named = event.clone().map(|span| text[span].to_owned());
            let end = end + is_before.map_or(0, str::len);
            return Some((start..end, Deadline::Lead { number, unit: *unit, event: named }, event));
        }
    }
    None
}

const EVENT_ENDS: [&str; 6] = ["之日起", "之后", "起", "后的", "后", "以后"];

/// The words before a number that name what happened: up to 后, 之日起.
fn event_before(text: &str, number: usize) -> Option<Range<usize>> {
    let before = text[..number].trim_end_matches(|c: char| c.is_whitespace() || c == '的');
    let before = before.strip_suffix("不超过").or(before.strip_suffix("最迟")).unwrap_or(before);
    EVENT_ENDS.iter().find(|end| before.ends_with(**end))?;
    let start = after_openings(before);
    (before[start..].chars().count() >= 2).then_some(start..before.len())
}

fn lead_event(text: &str, number: usize) -> Option<Range<usize>> {
    let before = text[..number].trim_end_matches("提前").trim_end_matches("提前至少");
    let start = after_openings(before);
    let length = before[start..].chars().count();
    (2..=20).contains(&length).then_some(start..before.len())
}

/// Behind the last word that opens a time: 应在, 自, 于. 自查, 关于 and 应急 are other words.
fn after_openings(before: &str) -> usize {
    const OPENINGS: [&str; 7] = ["应当", "自", "在", "于", "应", "从", "须"];
    const AFTER: &str = "查评治我行愿贸然主身急用诉对业事线册";
    const AHEAD: &str = "关对由终存现所正相适供必";
    let opens = |word: &&str| {
        let stands_alone = |(at, _): &(usize, &str)| {
            let next = before[at + word.len()..].chars().next();
            let last = before[..*at].chars().next_back();
            !next.is_some_and(|c| AFTER.contains(c)) && !last.is_some_and(|c| AHEAD.contains(c))
        };
        before.rmatch_indices(*word).find(stands_alone).map(|(at, word)| at + word.len())
    };
    OPENINGS.iter().filter_map(opens).max().unwrap_or(0)
}

/// 6月底前, 年底前, 12月31日前, 上半年, 到2025年. A time that only tells which things are meant is none:
/// 2023年12月31日以前制定的文件.
fn by(text: &str) -> Option<(Range<usize>, Deadline)> {
    let (span, deadline) = any_by(text)?;
    if !verbs::is_told_of_a_thing(&text[span.end..]) {
        return Some((span, deadline));
    }
    let behind = by(&text[span.end..]).map(|(found, by)| (found.start + span.end..found.end + span.end, by));
    behind.or_else(|| by(&text[..span.start]))
}

fn any_by(text: &str) -> Option<(Range<usize>, Deadline)> {
    let make = |span: Range<usize>, year, end_of| Some((span, Deadline::By { year, end_of }));
    let (year, year_span) = written_year(text);
    let start = year_span.as_ref().map_or(usize::MAX, |span| span.start);
    let after_year = year_span.as_ref().map_or(0, |span| span.end);
    if let Some((span, stretch)) = month_or_day(text) {
        let (year, year_span) = written_year(&text[..span.start]);
        let start = year_span.as_ref().map_or(usize::MAX, |span| span.start);
        let is_of_year = year_span.as_ref().is_some_and(|year| is_near(&text[year.end..span.start]));
        let from = if is_of_year { start } else { span.start };
        return make(from..span.end, if is_of_year { year } else { plan_year(text, span.start) }, stretch);
    }
    if let Some((span, stretch)) = part_of_year(text) {
        let from = if after_year <= span.start { start.min(span.start) } else { span.start };
        return make(
            from..span.end,
            if after_year > 0 { year } else { plan_year(text, span.start) },
            stretch,
        );
    }
    if let Some((span, stretch)) = before_festival(text) {
        // 明年元旦前 is a time of this year.
        let is_of_turn = stretch == CalendarStretch::Day(12, 31);
        let (from, year) = match plan_year(text, span.start) {
            _ if after_year > 0 && after_year == span.start => (start, year),
            year => (span.start, year),
        };
        let year = match year {
            PlanYear::Given(year) if is_of_turn => PlanYear::Given(year.saturating_sub(1)),
            PlanYear::Next if is_of_turn => PlanYear::Plan,
            year => year,
        };
        return make(from..span.end, year, stretch);
    }
    for word in ["年底前", "年底之前", "年底以前", "年末前", "年底完成", "年内", "年度内", "年底", "年末"]
    {
        if let Some(at) = text.find(word).filter(|at| is_bare_year(text, *at, after_year)) {
            let end = at + word.trim_end_matches("完成").len();
            let has_year = after_year == at + "年".len();
            let (from, year) = if has_year { (start, year) } else { (at, plan_year(text, at)) };
            return make(from..end, year, CalendarStretch::Year);
        }
    }
    let span = year_span?;
    let is_goal = text[..span.start].ends_with('到') || text[..span.start].ends_with("力争");
    let is_before = text[span.end..].starts_with('前')
        || text[span.end..].starts_with("之前")
        || text[span.end..].starts_with("以前");
    let end = if is_before { span.end + "前".len() } else { span.end };
    if is_goal || is_before { make(span.start..end, year, CalendarStretch::Year) } else { None }
}

/// 国庆节前, 元旦前, 五一假期前: the day before a festival that has the same day in every year.
fn before_festival(text: &str) -> Option<(Range<usize>, CalendarStretch)> {
    FESTIVALS.into_iter().find_map(|(name, month, day)| {
        let at = text.find(name).filter(|at| !ends_in_number(&text[..*at]))?;
        let after = &text[at + name.len()..];
        let rest = ["节", "假期", "长假"].iter().find_map(|word| after.strip_prefix(*word)).unwrap_or(after);
        let mark = mark(rest);
        let is_before = mark > 0 && !rest.starts_with('内') && !rest[mark..].starts_with(['夕', '后']);
        let end = text.len() - rest.len() + mark;
        is_before.then_some((at..end, CalendarStretch::Day(month, day)))
    })
}

/// Festivals of the solar calendar, each with the day before it.
pub(super) const FESTIVALS: [(&str, u8, u8); 6] =
    [("元旦", 12, 31), ("五一", 4, 30), ("劳动节", 4, 30), ("七一", 6, 30), ("八一", 7, 31), ("国庆", 9, 30)];

/// A time that cannot be put on a day without asking: before a festival of the moon, in a number of years.
pub(super) fn unreadable(text: &str) -> Option<Range<usize>> {
    const MOVING: [&str; 5] = ["春节前", "清明节前", "端午节前", "中秋节前", "汛期前"];
    let moving = MOVING.iter().find_map(|word| text.find(word).map(|at| at..at + word.len()));
    let moving = moving.filter(|span| !text[span.end..].starts_with(['夕', '后']));
    moving.or_else(|| {
        let (end, word) = ["年时间", "年左右时间"].iter().find_map(|word| Some((text.find(word)?, word)))?;
        let (start, _) = number_before(text, end)?;
        let from = text[..start].strip_suffix('用')?.len();
        Some(from..end + word.len())
    })
}

/// Whether the words between a year and a month keep them together: a blank, or the beginning of a span, 6月至.
fn is_near(between: &str) -> bool {
    let opens_span = between.ends_with(['至', '到', '-', '—', '－']) && between.contains('月');
    between.len() <= 3 || (opens_span && between.chars().count() <= 7)
}

/// 年底 after nothing, 今, 当, 本, 每 or the year itself; not 多年内, 三年内.
fn is_bare_year(text: &str, at: usize, after_year: usize) -> bool {
    after_year == at + "年".len()
        || !text[..at].ends_with(|c: char| {
            c.is_ascii_digit() || numeral::is_numeral_char(c) || "多几近常历半数".contains(c)
        })
}

fn plan_year(text: &str, at: usize) -> PlanYear {
    let before = &text[..at];
    let is_next = ["明年", "次年", "下一年", "翌年", "明", "次"].iter().any(|word| before.ends_with(word));
    if is_next { PlanYear::Next } else { PlanYear::Plan }
}

/// 2025年, 20**年: the last year written with four places.
fn written_year(text: &str) -> (PlanYear, Option<Range<usize>>) {
    for (at, _) in text.rmatch_indices('年') {
        let places = text[..at].chars().rev().take_while(|c| c.is_ascii_digit() || "*×X".contains(*c));
        let (count, length) = places.fold((0, 0), |(count, length), c| (count + 1, length + c.len_utf8()));
        if count == 4 {
            let written = &text[at - length..at];
            let year = written.parse().map_or(PlanYear::Masked, PlanYear::Given);
            return (year, Some(at - length..at + "年".len()));
        }
    }
    (PlanYear::Plan, None)
}

/// 12月31日前, 6月底前, 3月份前, 本月底前; a month alone only with 底, 末, 前, 内 or 份.
fn month_or_day(text: &str) -> Option<(Range<usize>, CalendarStretch)> {
    if let Some(at) = text
        .find("本月底")
        .or_else(|| text.find("当月底"))
        .or_else(|| text.find("月底前").filter(|at| !ends_in_number(&text[..*at])))
    {
        let end = at + text[at..].find('底').map_or(0, |to| to + "底".len());
        return Some((at..end + mark(&text[end..]), CalendarStretch::Month(None)));
    }
    for (at, _) in text.match_indices('月') {
        let Some((start, month)) = number_before(text, at).filter(|(_, month)| (1..=12).contains(month))
        else {
            continue;
        };
        let month = u8::try_from(month).unwrap_or(12);
        let rest_at = at + "月".len();
        let rest = &text[rest_at..];
        if let Some((length, day)) = small(rest).filter(|(_, day)| *day <= 31)
            && let Some(end) = ["日", "号"]
                .iter()
                .find(|sign| rest[length..].starts_with(**sign))
                .map(|sign| rest_at + length + sign.len())
        {
            let mark = mark(&text[end..]);
            let is_goal = text[..start].ends_with(['至', '到']) || text[..start].ends_with("于");
            if mark > 0 || is_goal {
                return Some((
                    start..end + mark,
                    CalendarStretch::Day(month, u8::try_from(day).unwrap_or(31)),
                ));
            }
            continue;
        }
        let third = [("上旬", Some(10)), ("中旬", Some(20)), ("下旬", None)];
        if let Some((word, day)) = third.into_iter().find(|(word, _)| rest.starts_with(word)) {
            let end = rest_at + word.len();
            let stretch =
                day.map_or(CalendarStretch::Month(Some(month)), |day| CalendarStretch::Day(month, day));
            return Some((start..end + mark(&text[end..]), stretch));
        }
        let end = ["份底", "底", "末", "份"]
            .iter()
            .find(|sign| rest.starts_with(**sign))
            .map_or(rest_at, |sign| rest_at + sign.len());
        let mark = mark(&text[end..]);
        let is_begun = ["自", "从"].iter().any(|word| text[..start].ends_with(word));
        let is_of_act = !is_begun && MONTHLY_ACTS.iter().any(|verb| rest.starts_with(verb));
        if end > rest_at || mark > 0 || is_of_act {
            return Some((start..end + mark, CalendarStretch::Month(Some(month))));
        }
    }
    None
}

/// Verbs right behind a month, which then is the time of the act: 9月完成整改.
const MONTHLY_ACTS: [&str; 8] = ["完成", "组织", "召开", "举办", "开展", "报送", "公布", "启动"];

fn ends_in_number(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit() || numeral::is_numeral_char(c))
}

/// The length of 前, 之前, 以前 or 内 at the beginning.
fn mark(text: &str) -> usize {
    ["之前", "以前", "前", "内"].iter().find(|word| text.starts_with(**word)).map_or(0, |word| word.len())
}

fn number_before(text: &str, end: usize) -> Option<(usize, u32)> {
    let is_arabic = text[..end].ends_with(|c: char| c.is_ascii_digit());
    let fits = |c: &char| c.is_ascii_digit() == is_arabic && (is_arabic || numeral::is_numeral_char(*c));
    let length: usize = text[..end].chars().rev().take_while(fits).map(char::len_utf8).sum();
    small(&text[end - length..end]).map(|(_, value)| (end - length, value))
}

/// 第三季度前, 一季度末, 上半年.
fn part_of_year(text: &str) -> Option<(Range<usize>, CalendarStretch)> {
    for (word, half) in [("上半年", 1), ("下半年", 2)] {
        if let Some(at) = text.find(word) {
            let end = at + word.len();
            return Some((at..end + mark(&text[end..]), CalendarStretch::HalfYear(half)));
        }
    }
    let at = text.find("季度")?;
    let (start, quarter) = number_before(text, at).filter(|(_, quarter)| (1..=4).contains(quarter))?;
    let start = start - if text[..start].ends_with('第') { "第".len() } else { 0 };
    let end = at + "季度".len();
    let end =
        end + ["末", "底"].iter().find(|sign| text[end..].starts_with(**sign)).map_or(0, |sign| sign.len());
    let is_count = text[..start].ends_with('每');
    (!is_count).then(|| {
        (start..end + mark(&text[end..]), CalendarStretch::Quarter(u8::try_from(quarter).unwrap_or(4)))
    })
}
