//! From when and how long, in the words of one sentence: 自2022年1月1日起施行，有效期五年.
//!
//! Owns: reading the day of effect and the term. It must not ask whether the sentence speaks of the document itself.

use crate::dates::{self, WrittenDate};
use crate::numeral;
use jiff::civil::Date;

/// From when the document is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// On a day named.
    On(Date),
    /// 自印发之日起.
    FromIssue,
    /// 自公布之日起30日后, 自印发之日起满一个月; `None` where only a calendar of working days could count.
    AfterIssue(Option<Wait>),
}

/// How long after its issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    Days(i32),
    Months(i32),
    /// 自印发之次月1日起: to the first day of the month after.
    NextMonth,
}

impl Wait {
    /// The first day after the wait. 自…之日起 makes the day of issue its first day, so that after thirty days comes the
    /// day of issue plus thirty.
    pub(super) fn after(self, issued: Date) -> Option<Date> {
        let span = match self {
            Self::Days(days) => jiff::Span::new().try_days(days),
            Self::Months(months) => jiff::Span::new().try_months(months),
            Self::NextMonth => return issued.last_of_month().tomorrow().ok(),
        };
        issued.checked_add(span.ok()?).ok()
    }
}

/// How long it is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Term {
    /// To the end of a day named.
    Until(Date),
    /// So many months from the day of effect.
    Months(i32),
    /// So many days from the day of effect, which is the first of them.
    Days(i32),
}

const IN_FORCE: [&str; 6] = ["施行", "实施", "执行", "生效", "试行", "暂行"];

const TERM: [&str; 17] = [
    "有效期限",
    "有效期",
    "试行期限",
    "试行期",
    "暂行期限",
    "暂行期",
    "施行期限",
    "施行期",
    "实施期限",
    "实施期",
    "执行期限",
    "执行期",
    "适用期限",
    "政策期限",
    "试行时间",
    "执行时间",
    "实施时间",
];

const ISSUE: [&str; 12] =
    ["印发", "发布", "公布", "颁布", "下发", "发文", "签发", "出台", "发出", "公开", "颁发", "公告"];

/// Whether words in brackets after `before` state the term: 施行（有效期5年）.
pub(super) fn opens(inner: &str, before: &str) -> bool {
    IN_FORCE.iter().any(|word| before.ends_with(word)) && TERM.iter().any(|word| inner.starts_with(word))
}

/// The last day that words about the document alone tell, and what stands between the word for the term and that day.
pub(super) fn told_until(text: &str) -> Option<(&str, Date)> {
    let all = TERM.iter().flat_map(|word| text.match_indices(word));
    let told = all.filter_map(|(at, word)| {
        let rest = &text[at + word.len()..];
        let Some(Term::Until(day)) = until(rest) else { return None };
        let of_a_permit = text[..at].ends_with(['证', '照']);
        let between = rest.split(['至', '到']).next().unwrap_or_default();
        (!of_a_permit && !between.contains(['，', '；'])).then_some((between, day))
    });
    told.max_by_key(|(_, day)| *day)
}

/// Whether words begin with one for the term.
pub(super) fn names_term(text: &str) -> bool {
    TERM.iter().any(|word| text.starts_with(word))
}

/// The first day in force, where `own` are the words by which the document calls itself.
pub(super) fn effect(text: &str, own: &[&str]) -> Option<Effect> {
    for written in dates::find(text) {
        let (before, after) = around(text, &written);
        // 本办法2024年7月1日起施行: without 自, but with 起, and of nothing else.
        let told = before.ends_with(['自', '于', '从'])
            || (after.starts_with('起') && own.iter().any(|word| before.ends_with(word)));
        let after = begins(after);
        // 本办法施行日期为2024年7月1日.
        if names_day_of_effect(before) && !after.starts_with(['至', '到', '前', '后', '以', '之']) {
            return written.date().map(Effect::On);
        }
        if told && (IN_FORCE.iter().any(|word| after.starts_with(word)) || is_carried_out(after)) {
            return written.date().map(Effect::On);
        }
    }
    if let Some((from, _)) = stretch(text) {
        return Some(Effect::On(from));
    }
    // 有效期五年，自2023年1月1日起计算.
    if let Some(from) = dates::find(text).iter().find(|written| {
        let (before, after) = around(text, written);
        let counted = ["起计算", "起算", "起计"].iter().any(|word| after.starts_with(word));
        before.ends_with(['自', '从']) && counted && TERM.iter().any(|word| text.contains(word))
    }) {
        return from.date().map(Effect::On);
    }
    counted_term(text).map(|(from, _)| from).or_else(|| from_issue(text))
}

/// Without 之日起, 起, 开始 or 正式 at the beginning.
fn begins(text: &str) -> &str {
    ["之日", "起", "开始", "正式"].iter().fold(text, |rest, word| rest.strip_prefix(word).unwrap_or(rest))
}

/// 施行日期为, 实施时间：.
fn names_day_of_effect(before: &str) -> bool {
    let bare = before.trim_end_matches(['为', '是', '：', ':', '自', '从']);
    let named = ["日期", "时间", "日"].iter().find_map(|word| bare.strip_suffix(word));
    named.is_some_and(|act| ["施行", "实施", "执行", "生效"].iter().any(|word| act.ends_with(word)))
}

/// 自2021年5月1日起，本办法开始施行: the day before the words by which the document calls itself.
pub(super) fn effect_before(text: &str, own: &[&str]) -> Option<Effect> {
    let rest = text.strip_prefix(['自', '从'])?;
    let written = dates::find(rest).into_iter().next().filter(|written| written.span.start == 0)?;
    let after = rest[written.span.end..].strip_prefix('起')?.trim_start_matches(['，', ',']);
    let after = own.iter().find_map(|word| after.strip_prefix(word))?;
    let after = begins(after);
    IN_FORCE.iter().any(|word| after.starts_with(word)).then(|| written.date().map(Effect::On))?
}

/// 有效期为自发布之日起5年, 试行期自2021年5月1日起两年: from when the term counts, and its months. It is in force from then
/// where no other day is told.
fn counted_term(text: &str) -> Option<(Effect, i32)> {
    let all = TERM.iter().flat_map(|word| text.match_indices(word).map(move |(at, _)| at + word.len()));
    all.filter_map(|at| {
        let rest = text[at..].trim_start_matches(['为', '是', '：', ':', '，']).strip_prefix(['自', '从'])?;
        let (from, after) = match dates::find(rest).first().filter(|written| written.span.start == 0) {
            Some(written) => (Effect::On(written.date()?), &rest[written.span.end..]),
            None => {
                let act = ISSUE.iter().find(|act| rest.starts_with(**act))?;
                (Effect::FromIssue, rest[act.len()..].strip_prefix("之日")?)
            }
        };
        let after = after.strip_prefix('起')?;
        let after = ["计算", "算", "计"].iter().find_map(|word| after.strip_prefix(word)).unwrap_or(after);
        let (months, rest) = months(after.trim_start_matches(['，', ',']).trim_start_matches(['为', '共']))?;
        (!rest.starts_with('的')).then_some((from, months))
    })
    .next()
}

/// 起实行 at the end of a clause; 起实行垃圾分类 begins something else than the document.
fn is_carried_out(after: &str) -> bool {
    let rest = after.strip_prefix("实行");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['，', ',', '；', ';', '。', '（', '、']))
}

fn from_issue(text: &str) -> Option<Effect> {
    if let Some(wait) = next_day(text) {
        return Some(Effect::AfterIssue(Some(wait)));
    }
    if let Some((_, after)) = text.split_once("即日起")
        && IN_FORCE.iter().any(|word| begins(after).starts_with(word))
    {
        return Some(Effect::FromIssue);
    }
    let at =
        ["之日起", "之日", "之时起", "日起"].iter().find_map(|word| text.find(word).map(|at| (at, *word)));
    // 自发布起施行.
    let bare = || {
        ISSUE
            .iter()
            .find_map(|act| Some((text.find(&format!("自{act}起"))? + '自'.len_utf8() + act.len(), "起")))
    };
    let (at, word) = at.or_else(bare).filter(|(at, _)| ISSUE.iter().any(|act| text[..*at].ends_with(act)))?;
    let after = begins(&text[at + word.len()..]);
    if IN_FORCE.iter().any(|word| after.starts_with(word)) {
        return Some(Effect::FromIssue);
    }
    let after = after.strip_prefix('满').unwrap_or(after);
    let (length, count) = numeral::prefix(after)?;
    let count = i32::try_from(count.ok()?).ok().filter(|count| (1..1000).contains(count));
    let unit = &after[length..];
    let wait = |units: &[&str]| units.iter().find_map(|word| unit.strip_prefix(word));
    let (wait, rest) = if let Some(rest) = wait(&["日", "天"]) {
        (count.map(Wait::Days), rest)
    } else if let Some(rest) = wait(&["个月"]) {
        (count.map(Wait::Months), rest)
    } else {
        (None, wait(&["个工作日", "个"])?)
    };
    // 30日后施行, 满30日起施行; 30日内制定实施方案 tells what others have to do.
    let rest = ["之日", "之后", "以后", "期满", "后", "起", "正式"]
        .iter()
        .fold(rest, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    IN_FORCE.iter().any(|word| rest.starts_with(word)).then_some(Effect::AfterIssue(wait))
}

/// 自印发次日起, 自公布之日的次日起, 自印发之次月1日起.
fn next_day(text: &str) -> Option<Wait> {
    const NEXT: [(&str, Wait); 6] = [
        ("次日", Wait::Days(1)),
        ("第二日", Wait::Days(1)),
        ("第二天", Wait::Days(1)),
        ("次月1日", Wait::NextMonth),
        ("次月一日", Wait::NextMonth),
        ("次月", Wait::NextMonth),
    ];
    NEXT.iter().find_map(|(word, wait)| {
        let at = text.find(word)?;
        let before = ["的", "起", "之日", "之"]
            .iter()
            .fold(&text[..at], |rest, word| rest.strip_suffix(word).unwrap_or(rest));
        let after = begins(text[at + word.len()..].trim_start_matches('起'));
        let issued = ISSUE.iter().any(|act| before.ends_with(act));
        (issued && IN_FORCE.iter().any(|word| after.starts_with(word))).then_some(*wait)
    })
}

/// The term, where `own` are the words by which the document calls itself.
pub(super) fn term(text: &str, own: &[&str]) -> Option<Term> {
    for word in TERM {
        for (at, _) in text.match_indices(word) {
            let rest = without_choice(&text[at + word.len()..]);
            let found = until(rest)
                .or_else(|| years(rest))
                .or_else(|| counted_term(&text[at..]).map(|(_, months)| Term::Months(months)))
                .or_else(|| period(rest.trim_start_matches(['为', '是', '：', ':', '共', '限', '暂', '定'])));
            if found.is_some() && is_own(&text[..at], own) {
                return found;
            }
        }
    }
    if let Some((_, until)) = stretch(text) {
        return Some(Term::Until(until));
    }
    // 自2023年1月1日起施行，至2027年12月31日止; 试行两年; 施行，暂定三年; 2028年9月14日自动失效.
    ["，至", "施行至", "执行至", "实施至", "施行到", "执行到", "实施到"]
        .iter()
        .find_map(|word| text.find(word).map(|at| at + word.len() - '至'.len_utf8()))
        .and_then(|at| until(&text[at..]))
        .or_else(|| {
            ["试行", "暂行", "施行，暂定", "实施，暂定", "执行，暂定", "试行，暂定"].iter().find_map(|word| {
                text.match_indices(word).find_map(|(at, word)| period(&text[at + word.len()..]))
            })
        })
        .or_else(|| ends(text, own))
}

/// Without what may be decided later: 经评估可延长至2029年3月9日.
fn without_choice(text: &str) -> &str {
    let may = ["可延", "可以延", "可适当延", "可顺延", "可再延", "可续", "可以续"];
    let end = may.iter().filter_map(|word| text.find(word)).min();
    end.map_or(text, |end| &text[..end])
}

/// 有效期为2021—2025年, 暂定为2021年至2023年: to the end of the last.
fn years(rest: &str) -> Option<Term> {
    let rest =
        rest.strip_prefix("暂定").unwrap_or(rest).trim_start_matches(['为', '是', '：', ':', '自', '从']);
    let year = |text: &str| {
        let (length, value) = numeral::prefix(text)?;
        Some((length, i16::try_from(value.ok()?).ok().filter(|year| (1949..2100).contains(year))?))
    };
    let (length, first) = year(rest)?;
    let rest = rest[length..].trim_start_matches(['年', '起']);
    let rest = rest.strip_prefix(['至', '到', '—', '-', '－', '–', '~', '～'])?;
    let rest = rest.trim_start_matches(['—', '-']);
    let (length, last) = year(rest)?;
    let after = rest[length..].strip_prefix('年')?;
    let whole = !after.starts_with(numeral::is_numeral_char) && first <= last;
    whole.then(|| last_of(last, 12).map(Term::Until))?
}

/// Whether a term after these words is that of the document: not 许可证有效期, not 合同有效期.
fn is_own(before: &str, own: &[&str]) -> bool {
    let before = before.strip_suffix('的').unwrap_or(before);
    let free = ["政策", "文件", "规定", "办法", "措施", "起", "并", "且", "其", "、", "暂定"];
    before.is_empty()
        || before.ends_with(['，', ',', '；', ';', '：', '。'])
        || own.iter().chain(&free).any(|word| before.ends_with(word))
        // 有效期自发布之日起计算，有效期5年; 本实施细则有效期.
        || own.iter().any(|word| {
            before.rfind(word).is_some_and(|at| {
                let between = &before[at + word.len()..];
                between.chars().count() <= 4 && !between.contains(['，', '；', '的'])
            })
        })
}

/// 2028年9月14日失效, 至2027年12月31日自动废止: the end of the document, not of another.
fn ends(text: &str, own: &[&str]) -> Option<Term> {
    dates::find(text).iter().find_map(|written| {
        let (before, after) = around(text, written);
        let clause = before.rsplit(['，', '；', ',']).next().unwrap_or_default();
        let clause = clause.trim_end_matches(['于', '至', '到', '在', '自', '从']);
        let clause = clause.strip_suffix("截").or_else(|| clause.strip_suffix('并')).unwrap_or(clause);
        let of_own = clause.is_empty() || own.contains(&clause);
        let after = ["起", "之后", "以后", "后", "自动", "自行", "即行", "同时", "起"]
            .iter()
            .fold(after, |rest, word| rest.trim_start_matches(word));
        let over = ["失效", "废止", "终止", "期满"].iter().any(|word| after.starts_with(word));
        // 2026年5月1日起废止: the day before is the last.
        let from = around(text, written).1.starts_with('起');
        let last = |day: Date| if from { day.yesterday().ok() } else { Some(day) };
        (of_own && over).then(|| written.date().and_then(last)).flatten().map(Term::Until)
    })
}

/// 自2023年1月1日（0时）起至2027年12月31日（24时）止, as a stretch in force: after a word for the term, or before 施行 or 有效.
fn stretch(text: &str) -> Option<(Date, Date)> {
    let found = dates::find(text);
    found.windows(2).find_map(|pair| {
        let [from, until] = pair else { return None };
        let (before, _) = around(text, from);
        let between = without_hour(&text[from.span.end..until.span.start]).trim_start_matches('起');
        let (_, after) = around(text, until);
        let after = after.trim_start_matches(['止', '起']);
        let named = before.trim_end_matches(['自', '从', '为', '：', ':']);
        // 有效期为五年，自2023年7月1日至2028年6月30日.
        let clause_before = named.trim_end_matches(['，', ',', '即']).rsplit(['，', ',', '；', '。']).next();
        let apart = named.ends_with(['，', ',', '即'])
            && clause_before.is_some_and(|clause| {
                TERM.iter()
                    .any(|word| clause.find(word).is_some_and(|at| period_ends(&clause[at + word.len()..])))
            });
        let as_term = apart || TERM.iter().any(|word| named.ends_with(word));
        let as_force = before.ends_with(['自', '从', '于'])
            && (IN_FORCE.iter().any(|word| after.starts_with(word)) || after.starts_with("有效"));
        let joined = ["至", "到", "—", "-", "－", "~"].contains(&between);
        (joined && (as_term || as_force)).then(|| Some((from.date()?, until.date()?))).flatten()
    })
}

/// What stands before and after a date, without the hour.
fn around<'a>(text: &'a str, written: &WrittenDate) -> (&'a str, &'a str) {
    (&text[..written.span.start], without_hour(&text[written.span.end..]))
}

/// Without 零时, 24时, 上午8时 at the beginning.
fn without_hour(text: &str) -> &str {
    let rest = ["上午", "下午", "凌晨"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let Some((length, _)) = numeral::prefix(rest) else { return text };
    let after = &rest[length..];
    after
        .strip_prefix('时')
        .or_else(|| after.strip_prefix('点'))
        .map_or(text, |rest| rest.strip_prefix('整').unwrap_or(rest))
}

/// 至2030年8月31日, 自2022年1月1日至2026年12月31日, 截至2025年底, 至2024年6月.
fn until(rest: &str) -> Option<Term> {
    let ends = |found: &&WrittenDate| rest[..found.span.start].ends_with(['至', '到', '止', '—', '-', '于']);
    // Only what belongs to the term: not a later sentence part with a day of its own.
    let day = dates::find(rest).iter().find(ends).and_then(|written| match written.day {
        Some(_) => written.date(),
        None => last_of(written.year, written.month),
    });
    day.or_else(|| year_end(rest)).map(Term::Until)
}

/// 至2025年底, 到二〇二五年末.
fn year_end(rest: &str) -> Option<Date> {
    rest.match_indices(['至', '到']).find_map(|(at, sign)| {
        let written = &rest[at + sign.len()..];
        let (length, value) = numeral::prefix(written)?;
        let year = i16::try_from(value.ok()?).ok().filter(|year| *year >= 1_000)?;
        let after = &written[length..];
        let end = ["年底", "年末", "年年底", "年年末"].iter().any(|word| after.starts_with(word));
        end.then(|| last_of(year, 12)).flatten()
    })
}

fn last_of(year: i16, month: i8) -> Option<Date> {
    Date::new(year, month, 1).ok().map(Date::last_of_month)
}

/// 五年, 2年, 18个月, 三年零六个月, 1年半, 自发布之日起五年; not 3年的, which is a term of something else.
fn period(rest: &str) -> Option<Term> {
    // 自施行之日起计算，为五年; 从发布之日起算五年.
    let counted = ISSUE.iter().chain(&IN_FORCE).find_map(|act| {
        let rest = rest.strip_prefix(['自', '从'])?.strip_prefix(act)?.strip_prefix("之日起")?;
        let rest = ["计算", "算", "计"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
        Some(rest.trim_start_matches(['，', ',']).trim_start_matches(['为', '共']))
    });
    let Some((months, after)) = months(counted.unwrap_or(rest)) else {
        return days(counted.unwrap_or(rest)).map(Term::Days);
    };
    (!after.starts_with('的') && (1..1200).contains(&months)).then_some(Term::Months(months))
}

/// Whether words are a period and nothing else: 为五年.
fn period_ends(rest: &str) -> bool {
    months(rest.trim_start_matches(['为', '是', '共'])).is_some_and(|(_, after)| after.is_empty())
}

/// 180天, 三十日, at the end of a clause.
fn days(rest: &str) -> Option<i32> {
    let (length, value) = numeral::prefix(rest)?;
    let after = rest[length..].strip_prefix(['天', '日'])?;
    let ends = after.is_empty() || after.starts_with(['，', ',', '；', ';', '。', '（', '(']);
    i32::try_from(value.ok()?).ok().filter(|days| ends && (1..4000).contains(days))
}

fn months(rest: &str) -> Option<(i32, &str)> {
    let (value, unit) = count(rest)?;
    let Some(after) = unit.strip_prefix('年') else {
        return ["个月", "月"].iter().find_map(|word| unit.strip_prefix(word)).map(|after| (value, after));
    };
    if let Some(after) = after.strip_prefix('半') {
        return Some((value * 12 + 6, after));
    }
    // The nought of 三年零六个月 is a sign of numerals too.
    let more = after.strip_prefix(['零', '又']).unwrap_or(after);
    let more = count(more).and_then(|(more, unit)| Some((more, unit.strip_prefix("个月")?)));
    Some(more.map_or((value * 12, after), |(more, after)| (value * 12 + more, after)))
}

fn count(text: &str) -> Option<(i32, &str)> {
    let (length, value) = numeral::prefix(text)?;
    let value = i32::try_from(value.ok()?).ok().filter(|value| (1..100).contains(value))?;
    Some((value, &text[length..]))
}
