//! Reads the yearly holiday notice (节假日安排的通知) from its text: which days are off, which weekend days are worked. What
//! does not fit — a weekday that is another one in that year, a number of days that does not add up, a sentence with a date
//! that says neither — is named for a person to look at, never guessed.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::{Assignment, NoticeDay};
use crate::fold::fold;

/// The holidays that a year has (《全国年节及纪念日放假办法》 article 2).
const EXPECTED: [&str; 7] = ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"];
/// What older notices call two of them.
const BY_DAY: [&str; 2] = ["五一", "十一"];
/// Clauses that explain and order nothing: where a rest day was moved, what is only encouraged.
const EXPLAINS: [&str; 6] = ["调至", "调到", "照常公休", "法定节假日", "鼓励", "带薪"];
/// The longest text that is read.
const LONGEST: usize = 50_000;

/// What a notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadNotice {
    /// The year that it is for, where the text says it.
    pub year: Option<i16>,
    /// The days that it names, in order of date.
    pub days: Vec<NoticeDay>,
    /// What a person has to look at.
    pub doubts: Vec<NoticeDoubt>,
}

/// Something in a notice that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeDoubt {
    /// The text names no year.
    NoYear,
    /// A holiday that every year has is not in it.
    Missing(String),
    /// A day is said to be a weekday that it is not.
    Weekday {
        /// The day.
        date: Date,
        /// As written.
        written: String,
    },
    /// The number of days off is not the one said.
    Count {
        /// The holiday.
        name: String,
        /// As said.
        said: u32,
        /// As read.
        read: u32,
    },
    /// A clause with a date says neither off nor worked.
    Unread(String),
    /// A day that does not exist, or a period that ends before it begins.
    Impossible(String),
    /// A day is both off and worked, or stands under two holidays.
    Twice(Date),
}

/// Reads a notice. `year`: what the person says it is for; it wins over the text.
///
/// ```
/// use yifa_law::calendar::{read_notice, Assignment};
/// let read = read_notice("关于2025年部分节假日安排的通知\n一、元旦：1月1日（周三）放假1天，不调休。", None);
/// assert_eq!(read.year, Some(2025));
/// assert_eq!(read.days[0].assignment, Assignment::Off);
/// ```
#[must_use]
pub fn read_notice(text: &str, year: Option<i16>) -> ReadNotice {
    let folded = fold(text);
    let text: String =
        folded.chars().take(LONGEST).map(plain).filter(|c| *c != ' ' && *c != '\u{3000}').collect();
    let year = year.or_else(|| year_in(&text));
    let mut read = ReadNotice { year, days: Vec::new(), doubts: Vec::new() };
    let Some(year) = year else {
        read.doubts.push(NoticeDoubt::NoYear);
        return read;
    };
    let mut seen = Vec::new();
    for (name, body) in sections(&text) {
        seen.push(name.clone());
        Section { year, name: &name, read: &mut read }.read(&body);
    }
    for expected in EXPECTED {
        if !seen.iter().any(|name| name.contains(expected)) {
            read.doubts.push(NoticeDoubt::Missing(expected.to_owned()));
        }
    }
    tidy(&mut read);
    read
}

/// Digits and marks as a keyboard has them.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        ':' => '：',
        '(' => '（',
        ')' => '）',
        ';' => '；',
        ',' => '，',
        '-' | '－' | '—' | '–' | '~' | '～' => '至',
        other => other,
    }
}

/// The first year in the text: it stands in the title.
fn year_in(text: &str) -> Option<i16> {
    text.match_indices('年').find_map(|(at, _)| {
        let digits: String = text[..at].chars().rev().take_while(char::is_ascii_digit).collect();
        let digits: String = digits.chars().rev().collect();
        digits.parse().ok().filter(|year| digits.len() == 4 && (1949..=9999).contains(year))
    })
}

/// The parts of a text, by holiday: `一、元旦：…`. Lines without a heading of their own go on with the part before.
fn sections(text: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match heading(line) {
            Some((name, rest)) => all.push((name, rest.to_owned())),
            None => {
                if let Some((_, body)) = all.last_mut()
                    && ["放假", "上班", "补休"].iter().any(|word| line.contains(word))
                {
                    body.push('。');
                    body.push_str(line);
                }
            }
        }
    }
    all
}

/// The holiday that a line begins with.
fn heading(line: &str) -> Option<(String, &str)> {
    let (head, rest) = line.split_once('：')?;
    let name =
        head.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十、.．（）".contains(c));
    let known =
        EXPECTED.iter().chain(&BY_DAY).any(|expected| name.contains(expected)) || name.ends_with('节');
    // A day of its own, such as an anniversary, has a name like no other: then the number before it tells.
    let numbered = name.len() < head.len() && rest.contains("放假");
    ((known || numbered) && name.chars().count() <= 40).then(|| (name.to_owned(), rest))
}

/// One holiday's part.
struct Section<'a> {
    year: i16,
    name: &'a str,
    read: &'a mut ReadNotice,
}

impl Section<'_> {
    fn read(&mut self, body: &str) {
        let mut off = 0;
        for sentence in body.split(['。', '；']) {
            for clause in clauses(sentence) {
                if EXPLAINS.iter().any(|word| clause.contains(word)) {
                    continue;
                }
                off += self.clause(&clause);
                if let Some(said) = counted(&clause)
                    && said != off
                {
                    let name = self.name.to_owned();
                    self.read.doubts.push(NoticeDoubt::Count { name, said, read: off });
                }
            }
        }
    }

    /// Reads a clause; gives how many days it takes off.
    fn clause(&mut self, clause: &str) -> u32 {
        let dates = self.dates(clause);
        if dates.is_empty() {
            return 0;
        }
        let assignment = if clause.contains("上班") {
            Assignment::Worked
        } else if ["放假", "补休", "休息"].iter().any(|word| clause.contains(word)) {
            Assignment::Off
        } else {
            self.read.doubts.push(NoticeDoubt::Unread(clause.to_owned()));
            return 0;
        };
        let name = self.name;
        let days = dates.into_iter().map(|date| NoticeDay { date, name: name.into(), assignment });
        let before = self.read.days.len();
        self.read.days.extend(days);
        if assignment == Assignment::Off {
            u32::try_from(self.read.days.len() - before).unwrap_or(0)
        } else {
            0
        }
    }

    /// Every day that a clause names, periods written out.
    fn dates(&mut self, clause: &str) -> Vec<Date> {
        let mut all = Vec::new();
        let mut rest = clause;
        let mut before: Option<Date> = None;
        let mut opens_period = false;
        while let Some(found) = Written::first(rest) {
            let between = &rest[..found.at];
            let goes_on = before.filter(|_| opens_period || between.contains('至'));
            rest = &rest[found.end..];
            let Some(date) = self.resolved(&found, before) else {
                self.read.doubts.push(NoticeDoubt::Impossible(clause.to_owned()));
                continue;
            };
            if let Some(written) = &found.weekday
                && weekday(written).is_some_and(|day| day != date.weekday())
            {
                self.read.doubts.push(NoticeDoubt::Weekday { date, written: written.clone() });
            }
            match goes_on {
                Some(from) if from < date && (date - from).get_days() <= 31 => {
                    let mut day = from.checked_add(1.day()).ok();
                    while let Some(one) = day.filter(|day| *day <= date) {
                        all.push(one);
                        day = one.checked_add(1.day()).ok();
                    }
                }
                Some(_) => self.read.doubts.push(NoticeDoubt::Impossible(clause.to_owned())),
                None => all.push(date),
            }
            before = Some(date);
            opens_period = rest.starts_with('至');
        }
        all
    }

    /// The day that is meant: without a month the one before, without a year the notice's, with New Year's December before it.
    fn resolved(&self, found: &Written, before: Option<Date>) -> Option<Date> {
        let month = found.month.or_else(|| before.map(Date::month))?;
        let year = match (found.year, before) {
            (Some(year), _) => year,
            (None, Some(before)) if found.month.is_none() || month >= before.month() => before.year(),
            (None, Some(before)) if before.month() == 12 => before.year() + 1,
            (None, _) if month == 12 && self.name.contains("元旦") => self.year - 1,
            (None, _) => self.year,
        };
        Date::new(year, month, found.day).ok()
    }
}

/// A day as written: `2025年10月1日（周三）`, `10月1日`, or `8日`.
struct Written {
    at: usize,
    end: usize,
    year: Option<i16>,
    month: Option<i8>,
    day: i8,
    weekday: Option<String>,
}

impl Written {
    fn first(text: &str) -> Option<Self> {
        text.match_indices('日').find_map(|(sign, _)| Self::ending_at(text, sign))
    }

    /// The day whose sign 日 stands there, with what stands around it.
    fn ending_at(text: &str, sign: usize) -> Option<Self> {
        let (mut at, day) = number_before(text, sign)?;
        let (mut month, mut year) = (None, None);
        if let Some(mark) = text[..at].strip_suffix('月').map(str::len)
            && let Some((start, number)) = number_before(text, mark)
        {
            (at, month) = (start, i8::try_from(number).ok());
            if let Some(mark) = text[..at].strip_suffix('年').map(str::len)
                && let Some((start, number)) = number_before(text, mark)
            {
                (at, year) = (start, i16::try_from(number).ok());
            }
        }
        let mut end = sign + '日'.len_utf8();
        let mut weekday = None;
        if let Some(note) = text[end..].strip_prefix('（')
            && let Some(close) = note.find('）')
        {
            weekday = Some(note[..close].to_owned());
            end += '（'.len_utf8() + close + '）'.len_utf8();
        }
        Some(Self { at, end, year, month, day: i8::try_from(day).ok()?, weekday })
    }
}

/// The number that ends there, and where it begins.
fn number_before(text: &str, end: usize) -> Option<(usize, u32)> {
    let digits = text[..end].bytes().rev().take_while(u8::is_ascii_digit).count();
    let start = end - digits;
    text[start..end].parse().ok().map(|number| (start, number))
}

/// A sentence at its commas; those between brackets belong to what they explain.
fn clauses(sentence: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut depth = 0_u32;
    for c in sentence.chars() {
        match c {
            '（' => depth += 1,
            '）' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == '，' && depth == 0 {
            all.push(String::new());
        } else if let Some(last) = all.last_mut() {
            last.push(c);
        }
    }
    all
}

/// `共8天`, `放假1天`: how many days the holiday is said to have.
fn counted(clause: &str) -> Option<u32> {
    let end = clause.find('天')?;
    let (start, number) = number_before(clause, end)?;
    (clause[..start].ends_with('共') || clause[..start].ends_with("放假")).then_some(number)
}

/// The weekday in a note such as `农历正月初一、周六` or `星期日`.
fn weekday(note: &str) -> Option<Weekday> {
    let after =
        ["周", "星期", "礼拜"].iter().find_map(|word| note.rsplit_once(word).map(|(_, after)| after))?;
    match after.chars().next()? {
        '一' => Some(Weekday::Monday),
        '二' => Some(Weekday::Tuesday),
        '三' => Some(Weekday::Wednesday),
        '四' => Some(Weekday::Thursday),
        '五' => Some(Weekday::Friday),
        '六' => Some(Weekday::Saturday),
        '日' | '天' => Some(Weekday::Sunday),
        _ => None,
    }
}

/// In order of date, each day once; a day that is ordered twice in different ways is a doubt.
fn tidy(read: &mut ReadNotice) {
    read.days.sort();
    read.days.dedup();
    let twice: Vec<Date> =
        read.days.windows(2).filter(|pair| pair[0].date == pair[1].date).map(|pair| pair[0].date).collect();
    read.days.dedup_by_key(|day| day.date);
    read.doubts.extend(twice.into_iter().map(NoticeDoubt::Twice));
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::shipped;
    use super::*;

    /// The shipped year written out as a notice is, each block with its weekdays and its count.
    fn written(year: i16) -> String {
        let all = shipped::years();
        let known = all.iter().find(|one| one.year() == year).expect("a shipped year");
        let week = |date: Date| match date.weekday() {
            Weekday::Monday => "周一",
            Weekday::Tuesday => "周二",
            Weekday::Wednesday => "周三",
            Weekday::Thursday => "周四",
            Weekday::Friday => "周五",
            Weekday::Saturday => "周六",
            Weekday::Sunday => "周日",
        };
        let say = |date: Date| {
            let year_said = if date.year() == year { String::new() } else { format!("{}年", date.year()) };
            format!("{year_said}{}月{}日（{}）", date.month(), date.day(), week(date))
        };
        let mut text =
            format!("国务院办公厅关于{year}年部分节假日安排的通知\n某办发明电〔{}〕7号\n", year - 1);
        let mut names: Vec<&str> = Vec::new();
        for day in known.days() {
            if !names.contains(&day.name.as_str()) {
                names.push(day.name.as_str());
            }
        }
        for (n, name) in names.iter().enumerate() {
            let of = |assignment| {
                known
                    .days()
                    .iter()
                    .filter(move |day| day.name.as_str() == *name && day.assignment == assignment)
            };
            let off: Vec<Date> = of(Assignment::Off).map(|day| day.date).collect();
            let worked: Vec<String> = of(Assignment::Worked).map(|day| say(day.date)).collect();
            let mut runs: Vec<(Date, Date)> = Vec::new();
            for day in &off {
                match runs.last_mut().filter(|(_, last)| last.tomorrow().ok() == Some(*day)) {
                    Some((_, last)) => *last = *day,
                    None => runs.push((*day, *day)),
                }
            }
            let runs: Vec<String> = runs
                .iter()
                .map(
                    |(from, to)| {
                        if from == to { say(*from) } else { format!("{}至{}", say(*from), say(*to)) }
                    },
                )
                .collect();
            text.push_str(&format!(
                "{}、{name}：{}放假调休，共{}天。",
                ["一", "二", "三", "四", "五", "六", "七", "八"][n],
                runs.join("、"),
                off.len()
            ));
            if !worked.is_empty() {
                text.push_str(&format!("{}上班。", worked.join("、")));
            }
            text.push_str("鼓励各单位结合带薪年休假安排职工在12月30日（周一）休息。\n");
        }
        text.push_str("节假日期间，各地区要妥善安排值班和安全、保卫等工作。\n某办公厅\n2025年11月4日\n");
        text
    }

    #[test]
    fn every_shipped_year_is_read_back_from_its_notice() {
        for known in shipped::years() {
            let read = read_notice(&written(known.year()), None);
            assert_eq!(read.year, Some(known.year()));
            assert_eq!(read.days, known.days(), "{}", known.year());
            let odd: Vec<_> =
                read.doubts.iter().filter(|doubt| !matches!(doubt, NoticeDoubt::Missing(_))).collect();
            assert!(odd.is_empty(), "{}: {odd:?}", known.year());
        }
    }

    #[test]
    fn short_periods_single_days_and_moved_rest_days_are_understood() {
        let read = read_notice(
            "2024年节假日安排\n（一）元旦：2023年12月30日至2024年1月1日放假，共3天。\n（二）清明節：4月4日至6日放假調休，共3天。4月7日(星期日)上班。\n3. 端午节：6月10日放假，与周末连休。\n四、国庆节：10月1日至7日放假，共7天。其中，10月5日（星期六）公休日调至10月8日（星期二），10月1日、2日、3日为法定节假日。",
            None,
        );
        let days: Vec<(Date, Assignment)> = read.days.iter().map(|day| (day.date, day.assignment)).collect();
        assert_eq!(days[0], (date(2023, 12, 30), Assignment::Off));
        assert_eq!(days.len(), 3 + 3 + 1 + 1 + 7, "{days:?}");
        assert!(days.contains(&(date(2024, 4, 7), Assignment::Worked)));
        let missing = |doubt: &NoticeDoubt| matches!(doubt, NoticeDoubt::Missing(_));
        assert!(read.doubts.iter().all(missing), "{:?}", read.doubts);
        assert_eq!(read.doubts.len(), 3, "spring, May and autumn");
    }

    #[test]
    fn what_does_not_fit_is_named_and_not_guessed() {
        let read = |text: &str| read_notice(text, None);
        assert_eq!(read("没有年份的一段话").doubts, [NoticeDoubt::NoYear]);
        assert_eq!(read("").doubts, [NoticeDoubt::NoYear]);
        // Last year's weekdays under this year's title.
        let wrong_year = read("2027年安排\n一、元旦：1月1日（周四）放假。");
        assert!(matches!(wrong_year.doubts[0], NoticeDoubt::Weekday { .. }), "{:?}", wrong_year.doubts);
        let count = read("2025年安排\n一、元旦：1月1日（周三）放假，共3天。");
        assert!(count.doubts.contains(&NoticeDoubt::Count { name: "元旦".into(), said: 3, read: 1 }));
        let unread = read("2025年安排\n一、元旦：1月1日（周三）另行通知。");
        assert!(matches!(unread.doubts[0], NoticeDoubt::Unread(_)) && unread.days.is_empty());
        for impossible in ["2月30日放假。", "5月5日至5月1日放假。", "1月1日至12月31日放假。"]
        {
            let read = read(&format!("2025年安排\n一、春节：{impossible}"));
            assert!(read.doubts.iter().any(|doubt| matches!(doubt, NoticeDoubt::Impossible(_))), "{read:?}");
        }
        let twice = read("2025年安排\n一、元旦：1月1日放假。1月1日上班。");
        assert!(twice.doubts.contains(&NoticeDoubt::Twice(date(2025, 1, 1))));
    }

    #[test]
    fn any_text_is_read_without_harm() {
        for text in [
            "日",
            "年月日",
            "9999999999日放假",
            "一、元旦：日至日放假",
            "一、元旦：（（（，，，",
            "：：\n元旦：月日（",
            &"元旦：1日至".repeat(999),
        ] {
            let read = read_notice(text, Some(2026));
            assert!(read.days.len() < 400, "{text}");
        }
    }
}
