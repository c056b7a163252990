//! The year or day that a citation says of its instrument: （2017年修正）, 1995年3月1日发布的《…》, 原《…》.

use crate::numeral;
use jiff::civil::Date;
use std::fmt;

/// Which version, or which of several instruments of one name, a citation says that it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaidVersion {
    /// That of a year or a day.
    Dated {
        /// The year.
        year: i16,
        /// The day, when it is told whole.
        day: Option<Date>,
        /// What happened then.
        of: DateOf,
    },
    /// 原《…》, 修订前的《…》: one before the present one, without a year.
    Former,
}

/// What happened on the day that a citation names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOf {
    /// 通过, 公布, 发布, 印发.
    Making,
    /// 修订, 修正.
    Revision,
    /// 施行, 实施.
    Effect,
    /// Only the year or the day stands there.
    Untold,
}

/// How well a version fits what a citation says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It does not.
    No,
    /// Only the year does where a day is said.
    Near,
    /// It does.
    Exact,
}

impl SaidVersion {
    /// How a version fits that was made (adopted, promulgated, published) and took effect on these days.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use yifa_law::citation::{Fit, find};
    /// let citation = find("2020年5月28日通过的《民法典》第三条").remove(0).unwrap();
    /// let said = citation.said().unwrap();
    /// assert_eq!(said.fit(&[date(2020, 5, 28)], Some(date(2021, 1, 1))), Fit::Exact);
    /// assert_eq!(said.fit(&[date(2020, 5, 29)], None), Fit::Near);
    /// assert_eq!(said.fit(&[date(2021, 5, 28)], None), Fit::No);
    /// ```
    pub fn fit(&self, made: &[Date], effect: Option<Date>) -> Fit {
        let Self::Dated { year, day, of } = *self else { return Fit::No };
        let one = |is: Date| match day {
            Some(day) if day == is => Fit::Exact,
            Some(_) if is.year() == year => Fit::Near,
            None if is.year() == year => Fit::Exact,
            _ => Fit::No,
        };
        let making = made.iter().copied().map(one).max().unwrap_or(Fit::No);
        let effect = effect.map_or(Fit::No, one);
        match of {
            DateOf::Making | DateOf::Revision => making,
            DateOf::Effect => effect,
            DateOf::Untold => making.max(effect),
        }
    }
}

impl fmt::Display for SaidVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Dated { year, day, of } = self else { return f.write_str("修订前") };
        match day {
            Some(day) => write!(f, "{}年{}月{}日", day.year(), day.month(), day.day())?,
            None => write!(f, "{year}年")?,
        }
        f.write_str(match of {
            DateOf::Making => "公布",
            DateOf::Revision => "修订",
            DateOf::Effect => "施行",
            DateOf::Untold => "",
        })
    }
}

/// Words for what happened, and whether they need 的 before a title: 通过《…》 means “by means of”.
const ACTS: [(&str, DateOf, bool); 20] = [
    ("修订", DateOf::Revision, false),
    ("修正", DateOf::Revision, false),
    ("修改", DateOf::Revision, false),
    ("修订后", DateOf::Revision, true),
    ("修正后", DateOf::Revision, true),
    ("修改后", DateOf::Revision, true),
    ("公布", DateOf::Making, false),
    ("发布", DateOf::Making, false),
    ("颁布", DateOf::Making, false),
    ("印发", DateOf::Making, false),
    ("下发", DateOf::Making, false),
    ("出台", DateOf::Making, true),
    ("制定", DateOf::Making, true),
    ("通过", DateOf::Making, true),
    ("批准", DateOf::Making, true),
    ("施行", DateOf::Effect, true),
    ("实施", DateOf::Effect, true),
    ("生效", DateOf::Effect, true),
    ("执行", DateOf::Effect, true),
    ("颁行", DateOf::Effect, true),
];

/// Endings that name a text of a year: 2018年修正版, 1995年文本.
const TEXTS: [&str; 5] = ["版本", "文本", "版", "本", "稿"];

/// What brackets after a name say: 2021年修订, 1995年3月1日国务院令第172号发布, 自2018年1月1日起施行. What is said of its
/// making counts before what is said of its effect.
pub(super) fn in_note(note: &str) -> Option<SaidVersion> {
    let bare: String = note.chars().filter(|c| !c.is_whitespace()).collect();
    let all = bare.split(['，', '；', '、', ',', ';']).filter_map(part);
    let is_effect = |said: &SaidVersion| matches!(said, SaidVersion::Dated { of: DateOf::Effect, .. });
    let (effect, made): (Vec<_>, Vec<_>) = all.partition(is_effect);
    made.last().or(effect.last()).copied()
}

fn part(part: &str) -> Option<SaidVersion> {
    let part = part.trim_start_matches("根据").trim_start_matches(['自', '于', '经']);
    let (year, day, rest) = date(part, false)?;
    let rest = rest.trim_start_matches('起');
    if rest.is_empty() {
        return Some(SaidVersion::Dated { year, day, of: DateOf::Untold });
    }
    let text = TEXTS.iter().find_map(|end| rest.strip_suffix(end)).unwrap_or(rest);
    let of = if text.is_empty() { Some(DateOf::Untold) } else { act(text).map(|(of, _)| of) };
    of.filter(|_| rest.chars().count() <= 60).map(|of| SaidVersion::Dated { year, day, of })
}

fn act(words: &str) -> Option<(DateOf, bool)> {
    ACTS.iter().find(|(act, ..)| words.ends_with(act)).map(|(_, of, needs)| (*of, *needs))
}

/// What stands before a name: 1995年3月1日发布的, 国务院2015年修订的, 2020年版, 98年, 原, 修改前的. `placed`: the citation
/// names places in it; a bare year before a title says something of it only then.
pub(super) fn before_name(before: &str, placed: bool) -> Option<SaidVersion> {
    let bare = before.trim_end();
    let words = bare.strip_suffix('的').unwrap_or(bare);
    let possessive = words.len() < bare.len();
    if ["修订前", "修改前", "修正前", "原来", "旧"].iter().any(|word| words.ends_with(word)) {
        return Some(SaidVersion::Former);
    }
    if let Some(rest) = words.strip_suffix('原').filter(|_| !possessive) {
        return (!rest.ends_with(['高', '中', '草', '平', '还', '复', '太'])).then_some(SaidVersion::Former);
    }
    let clause = words.rfind(STOPS).map_or(words, |at| {
        let stop = words[at..].chars().next().map_or(0, char::len_utf8);
        &words[at + stop..]
    });
    let (year, day, rest) = last_date(clause)?;
    let said = |of| Some(SaidVersion::Dated { year, day, of });
    if rest.is_empty() {
        return (placed || possessive).then(|| said(DateOf::Untold))?;
    }
    if TEXTS.contains(&rest) {
        return said(DateOf::Untold);
    }
    // 2015年以来发布的, 2015年底前修订的: no day of it.
    let rest = rest.strip_prefix('起').unwrap_or(rest);
    if rest.starts_with(['以', '之', '前', '后', '来', '至', '到', '底', '初', '间'])
        || rest.chars().count() > 30
    {
        return None;
    }
    let text = TEXTS.iter().find_map(|end| rest.strip_suffix(end));
    let (of, needs) = act(text.unwrap_or(rest))?;
    (possessive || text.is_some() || !needs).then(|| said(of))?
}

const STOPS: [char; 16] =
    ['，', '。', '；', '：', '、', '（', '）', '(', ')', '“', '”', '》', '\n', '！', '？', ';'];

/// The last date of a clause and what follows it. One that ends a span of time is none: 2015年至2018年.
fn last_date(clause: &str) -> Option<(i16, Option<Date>, &str)> {
    clause.match_indices('年').rev().find_map(|(at, _)| {
        let from = clause[..at].trim_end_matches(numeral::is_numeral_char).len();
        if clause[..from].ends_with(['至', '到', '—', '-', '～', '第']) {
            return None;
        }
        date(&clause[from..], true)
    })
}

/// A date at the beginning of a text and what follows it: 1995年3月1日, 2021年, 2021; with `short`, also 95年.
fn date(text: &str, short: bool) -> Option<(i16, Option<Date>, &str)> {
    let (length, year) = numeral::prefix(text)?;
    let digits = text[..length].chars().count();
    let year = i16::try_from(year.ok()?).ok()?;
    let year = if short && digits == 2 && (49..100).contains(&year) { year + 1900 } else { year };
    if !(1949..2100).contains(&year) {
        return None;
    }
    let Some(rest) = text[length..].strip_prefix('年') else {
        return (!short).then_some((year, None, &text[length..]));
    };
    let Some((month, after)) = unit(rest, '月') else { return Some((year, None, rest)) };
    let Some((day, after)) = unit(after, '日') else { return Some((year, None, after)) };
    Some((year, Some(Date::new(year, month, day).ok()?), after))
}

fn unit(text: &str, unit: char) -> Option<(i8, &str)> {
    let (length, value) = numeral::prefix(text)?;
    Some((i8::try_from(value.ok()?).ok()?, text[length..].strip_prefix(unit)?))
}
