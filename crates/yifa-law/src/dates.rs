//! Dates as they are written: 2021年1月22日, ２０２１年１月, 二〇二一年一月二十二日, 2021-01-22.
//!
//! Owns: finding and reading them, with their place in the text. It must not know what happened on the day.

use crate::{fold::Folded, numeral};
use jiff::civil::Date;
use std::ops::Range;

/// A date found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenDate {
    /// The bytes of the text that it takes up.
    pub span: Range<usize>,
    /// The year as written, with four digits.
    pub year: i16,
    /// The month as written: not checked against the calendar.
    pub month: i8,
    /// The day as written; `None` when only year and month are.
    pub day: Option<i8>,
}

impl WrittenDate {
    /// The day in the calendar; `None` when no day is written or there is no such day (2月30日).
    pub fn date(&self) -> Option<Date> {
        self.day.and_then(|day| Date::new(self.year, self.month, day).ok())
    }

    /// Whether a whole date is written that is in no calendar.
    pub fn is_impossible(&self) -> bool {
        self.day.is_some() && self.date().is_none()
    }
}

/// All dates in a text, in order, with at least year and month.
///
/// ```
/// let found = yifa_law::dates::find("２０１２年12月3日通过，自二〇一三年一月一日起施行");
/// assert_eq!(found[0].date(), Some(jiff::civil::date(2012, 12, 3)));
/// assert_eq!(found[1].date(), Some(jiff::civil::date(2013, 1, 1)));
/// ```
pub fn find(text: &str) -> Vec<WrittenDate> {
    let folded = Folded::new(text);
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(start) = next_number(folded.text(), rest) {
        match read(folded.text(), start) {
            Some((end, year, month, day)) => {
                found.push(WrittenDate { span: folded.original_span(start..end), year, month, day });
                rest = end;
            }
            None => rest = start + skip_number(&folded.text()[start..]),
        }
    }
    found
}

/// The next numeral character at or after an offset.
fn next_number(text: &str, from: usize) -> Option<usize> {
    text[from..].find(is_date_digit).map(|at| from + at)
}

fn is_date_digit(c: char) -> bool {
    c.is_ascii_digit() || numeral::is_numeral_char(c)
}

fn skip_number(text: &str) -> usize {
    text.find(|c| !is_date_digit(c)).unwrap_or(text.len())
}

fn read(text: &str, start: usize) -> Option<(usize, i16, i8, Option<i8>)> {
    let mut reader = Reader { text, at: start };
    let year = match reader.typed_year().or_else(|| reader.wide(4, "年")) {
        Some(year) => year,
        None => i16::try_from(reader.number()?.value).ok().filter(|year| *year >= 1_000)?,
    };
    if let Some(separator) = reader.one_of(&["-", "/", "."]) {
        let month = reader.small()?;
        reader.one_of(&[separator])?;
        let day = reader.small()?;
        return Some((reader.at, year, month, Some(day)));
    }
    reader.one_of(&["年"])?;
    let month = reader.month()?;
    reader.one_of(&["月"])?;
    let end = reader.at;
    let day = reader.wide(3, "日").and_then(|day| i8::try_from(day).ok()).or_else(|| reader.small());
    let day = day.filter(|_| reader.one_of(&["日", "号"]).is_some());
    Some((if day.is_some() { reader.at } else { end }, year, month, day))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

struct Number {
    value: u64,
}

impl<'a> Reader<'a> {
    fn skip_blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.find(|c: char| c == '\n' || !c.is_whitespace()).unwrap_or(rest.len());
    }

    /// A year in Chinese digits whose noughts were typed as letters or as Arabic digits: 二OO六年, 二000年.
    fn typed_year(&mut self) -> Option<i16> {
        let places: Vec<char> = self.text[self.at..].chars().take(5).collect();
        let [first, rest @ .., sign] = places.as_slice() else { return None };
        if rest.len() != 3 {
            return None;
        }
        let nought = |c: &char| matches!(c, 'O' | 'o' | 'Ｏ' | 'О' | '0' | '◯');
        if !matches!(first, '一' | '二') || *sign != '年' || !rest.iter().any(nought) {
            return None;
        }
        let digit = |c: &char| {
            if nought(c) { Some(0) } else { "〇一二三四五六七八九".chars().position(|d| d == *c) }
        };
        let year = [first].into_iter().chain(rest).try_fold(0, |year, c| Some(year * 10 + digit(c)?))?;
        self.at += places[..4].iter().map(|c| c.len_utf8()).sum::<usize>();
        i16::try_from(year).ok()
    }

    /// 2 0 2 2 年, 二 十 一 日: single characters set apart, so many at most, up to a sign.
    fn wide(&mut self, most: usize, sign: &str) -> Option<i16> {
        let rest = &self.text[self.at..];
        // Lines may be as long as the whole text: only so far is looked.
        let near = rest.char_indices().nth(most * 4).map_or(rest, |(end, _)| &rest[..end]);
        let sign_at = near.find(sign)?;
        let places = &near[..sign_at];
        if places.contains('\n') {
            return None;
        }
        let single = |place: &&str| place.chars().count() == 1;
        let places: Vec<&str> = places.split_whitespace().collect();
        let fits = if sign == "年" { places.len() == most } else { (2..=most).contains(&places.len()) };
        if !fits || !places.iter().all(single) {
            return None;
        }
        let joined = places.concat();
        let (length, value) = numeral::prefix(&joined)?;
        let value = value.ok().filter(|_| length == joined.len())?;
        let value = i16::try_from(value).ok().filter(|value| sign != "年" || *value >= 1_000)?;
        self.at += sign_at;
        Some(value)
    }

    /// 3, 三, 1 2, and 元 for the first.
    fn month(&mut self) -> Option<i8> {
        if self.one_of(&["元"]).is_some() {
            return Some(1);
        }
        self.wide(2, "月").and_then(|month| i8::try_from(month).ok()).or_else(|| self.small())
    }

    fn number(&mut self) -> Option<Number> {
        self.skip_blanks();
        let (length, value) = numeral::prefix(&self.text[self.at..])?;
        self.at += length;
        value.ok().map(|value| Number { value })
    }

    fn small(&mut self) -> Option<i8> {
        self.number().and_then(|number| i8::try_from(number.value).ok())
    }

    fn one_of(&mut self, signs: &[&'a str]) -> Option<&'a str> {
        self.skip_blanks();
        let sign = signs.iter().find(|sign| self.text[self.at..].starts_with(**sign))?;
        self.at += sign.len();
        Some(sign)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn dates(text: &str) -> Vec<Option<Date>> {
        find(text).iter().map(WrittenDate::date).collect()
    }

    #[test]
    fn reads_dates_in_every_writing() {
        for text in [
            "2022年3月10日",
            "2022 年3月 10 日",
            "２０２２年０３月１０日",
            "二〇二二年三月十日",
            "2022-03-10",
            "2022/3/10",
            "2022.3.10",
            "二O二二年三月十日",
            "二o二二年三月十日",
            "二0二二年三月十日",
            "2 0 2 2 年 3 月 1 0 日",
            "二 〇 二 二 年 三 月 十 日",
            "二　〇　二　二　年　三　月　十　日",
        ] {
            assert_eq!(dates(text), [Some(date(2022, 3, 10))], "{text}");
        }
        assert_eq!(
            dates("二〇二二年元月一日、2022年元月2日"),
            [Some(date(2022, 1, 1)), Some(date(2022, 1, 2))]
        );
        assert_eq!(dates("二 〇 二 二 年 十 二 月 三 十 一 日"), [Some(date(2022, 12, 31))]);
    }

    #[test]
    fn figures_set_apart_are_a_date_only_with_its_signs() {
        for text in ["2 0 2 2", "2 0 2 年 3 月 1 日", "2022年元旦", "2 0 2 2 年", "2 0 2 2\n年3月1日"]
        {
            assert_eq!(find(text), [], "{text}");
        }
    }

    #[test]
    fn a_month_without_a_day_is_no_date() {
        let found = find("截至2025年4月，");
        assert_eq!((found.len(), found[0].day, found[0].date()), (1, None, None));
        assert!(!found[0].is_impossible());
    }

    #[test]
    fn impossible_days_are_told() {
        assert!(find("2021年2月30日")[0].is_impossible());
        assert!(find("5355年65月06日")[0].is_impossible());
        assert_eq!(find("2021年版第3条"), []);
        assert_eq!(find("工信厅〔2021〕97号"), []);
        assert_eq!(find("20年3月1日"), []);
        assert_eq!(dates("二000年七月一日"), [Some(date(2000, 7, 1))]);
        assert_eq!(find("二OOO七年"), []);
        assert_eq!(find("二O室年三月"), []);
        assert_eq!(find("截至二O年"), []);
        assert_eq!(find("二OO年"), []);
    }

    #[test]
    fn spans_point_into_the_original() {
        let text = "於２０１２年１２月３日發布，2013年1月1日施行";
        let spans: Vec<_> = find(text).into_iter().map(|found| &text[found.span]).collect();
        assert_eq!(spans, ["２０１２年１２月３日", "2013年1月1日"]);
    }

    proptest! {
        #[test]
        fn any_text_gives_spans_inside_it(text in "[\\PC0-9年月日二〇.-]{0,40}") {
            for found in find(&text) {
                prop_assert!(text.get(found.span).is_some());
            }
        }
    }
}
