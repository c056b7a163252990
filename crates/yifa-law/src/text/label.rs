//! Labels that open a line: 第一章, 第一条, （一）, 1.

use super::Level;
use super::line::is_blank;
use crate::numeral;
use crate::place::ArticleNumber;
use std::ops::RangeInclusive;

/// What stands between 第 and the unit, and how much text the label takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ArticleLabel {
    pub(crate) number: ArticleNumber,
    /// Bytes from 第 to the end of the label, blanks after it not counted.
    pub(crate) len: usize,
    /// 第 七十五条.
    pub(crate) blank_inside: bool,
    /// Whether a blank or the end of the line follows.
    pub(crate) spaced: bool,
    /// Whether the words that follow make it a reference (第八条规定的…) rather than a label.
    pub(crate) reference: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    Article(ArticleLabel),
    /// 第二十－条: looks like an article label, but has no number. The value is its length in bytes.
    Malformed(usize),
}

/// The article label at the beginning of a text.
pub(crate) fn article(text: &str) -> Option<Label> {
    let (inner, mut len) = between(text, &["条", "條"])?;
    let number: String = inner.chars().filter(|c| !is_blank(*c)).collect();
    let Some(value) = positive(&number) else {
        return is_nearly_a_number(&number).then_some(Label::Malformed(len));
    };
    let mut suffix = 0;
    if let Some((number, length)) = suffix_after(&text[len..]) {
        (suffix, len) = (number, len + length);
    }
    let rest = &text[len..];
    let spaced = rest.is_empty() || rest.starts_with(is_blank);
    Some(Label::Article(ArticleLabel {
        number: ArticleNumber { value, suffix },
        len,
        blank_inside: inner.contains(is_blank),
        spaced,
        reference: !spaced && is_reference(rest),
    }))
}

/// A line that only says that articles are deleted or left out: 第四条至第六条（删除）, （第七条略）. Their numbers, and
/// whether they are deleted.
pub(crate) fn absent(text: &str) -> Option<(RangeInclusive<u32>, bool)> {
    let signs = |c: char| is_blank(c) || "（）()[]【】。，、—-…*".contains(c);
    let text = text.trim_matches(signs);
    let Some(Label::Article(first)) = article(text) else { return None };
    let mut rest = text[first.len..].trim_start_matches(is_blank);
    let mut last = first.number.value;
    if let Some(after) =
        ["至", "到", "－", "—", "-", "~", "～"].iter().find_map(|sign| rest.strip_prefix(sign))
    {
        let Some(Label::Article(to)) = article(after.trim_start_matches(is_blank)) else { return None };
        last = to.number.value;
        rest = &after.trim_start_matches(is_blank)[to.len..];
    }
    let words = rest.trim_matches(signs).trim_start_matches('已').trim_start_matches("内容");
    let deleted = ["删除", "删去", "刪除", "刪去", "废止"].contains(&words);
    let omitted = ["略", "从略", "省略", "從略"].contains(&words);
    let is_range = first.number.value <= last && last - first.number.value < 2_000;
    ((deleted || omitted) && is_range).then_some((first.number.value..=last, deleted))
}

/// A heading label: its level, its number, the offset of its title and the end of the title. An article that
/// shares the line begins after that end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HeadingLabel {
    pub(crate) level: Level,
    pub(crate) number: u32,
    pub(crate) title_at: usize,
    pub(crate) end: usize,
}

/// The heading at the beginning of a line. `marked` tells that the line is a Markdown heading; without the
/// mark, a line with the punctuation of a sentence is none.
pub(crate) fn heading(text: &str, marked: bool) -> Option<HeadingLabel> {
    let units: [(&str, Level); 6] = [
        ("分编", Level::SubPart),
        ("编", Level::Part),
        ("編", Level::Part),
        ("章", Level::Chapter),
        ("节", Level::Section),
        ("節", Level::Section),
    ];
    let (level, number, len) = units.iter().find_map(|(unit, level)| {
        let (inner, len) = between(text, &[unit])?;
        Some((*level, positive(&inner.chars().filter(|c| !is_blank(*c)).collect::<String>())?, len))
    })?;
    let rest = &text[len..];
    let end = article_inside(rest).map_or(text.len(), |at| len + at);
    let title = &text[len..end];
    let is_title = title.chars().count() <= 60 && !title.contains(['。', '；', '：', '，']);
    let spaced = title.is_empty() || title.starts_with(is_blank);
    (marked || (is_title && (spaced || !is_reference(title)))).then(|| HeadingLabel {
        level,
        number,
        title_at: len + (title.len() - title.trim_start_matches(is_blank).len()),
        end: len + title.trim_end_matches(is_blank).len(),
    })
}

/// The next article label inside a line, a blank before it, or a blank and more text after it: its offset.
pub(crate) fn article_inside(text: &str) -> Option<usize> {
    let starts = text.match_indices('第').map(|(at, _)| at);
    starts.into_iter().find(|at| {
        let Some(Label::Article(label)) = article(&text[*at..]) else { return false };
        let goes_on = !text[*at + label.len..].trim_start_matches(is_blank).is_empty();
        label.spaced && (text[..*at].ends_with(is_blank) || (*at > 0 && goes_on))
    })
}

/// An item label 项: （一）, (一) or 一、. Its number and its length with the blanks after it.
pub(crate) fn item(text: &str) -> Option<(u32, usize)> {
    let chinese = |number: &str| number.chars().all(|c| !c.is_ascii_digit() && !('０'..='９').contains(&c));
    bracketed(text, chinese).or_else(|| {
        let (len, value) = numeral::prefix(text)?;
        let number = &text[..len];
        let rest = text[len..].strip_prefix('、')?;
        let value = u32::try_from(value.ok()?).ok().filter(|value| *value > 0)?;
        chinese(number).then_some((value, text.len() - rest.trim_start_matches(is_blank).len()))
    })
}

/// A subitem label 目: 1. 1． 1、 （1） or (1). Its number and its length with the blanks after it.
pub(crate) fn subitem(text: &str) -> Option<(u32, usize)> {
    let arabic = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    bracketed(text, |number| number.chars().all(arabic)).or_else(|| {
        let len = text.find(|c| !arabic(c))?;
        let rest = text[len..].strip_prefix(['.', '．', '、'])?;
        // 1.5万元 is an amount.
        if len == 0 || rest.starts_with(arabic) {
            return None;
        }
        Some((positive(&text[..len])?, text.len() - rest.trim_start_matches(is_blank).len()))
    })
}

fn bracketed(text: &str, fits: impl Fn(&str) -> bool) -> Option<(u32, usize)> {
    let inner = text.strip_prefix(['（', '(', '〔', '﹙'])?;
    let (number, rest) = inner.split_once(['）', ')', '〕', '﹚'])?;
    let number: String = number.chars().take(16).filter(|c| !is_blank(*c)).collect();
    let value = positive(&number).filter(|_| fits(&number))?;
    Some((value, text.len() - rest.trim_start_matches(is_blank).len()))
}

/// 第…unit at the beginning, with at most a dozen characters between: what is between, and the whole length.
fn between<'a>(text: &'a str, units: &[&str]) -> Option<(&'a str, usize)> {
    let inner = text.strip_prefix('第')?;
    let stop = inner.char_indices().nth(12).map_or(inner.len(), |(at, _)| at);
    // Lines may be as long as the whole text: only so far is looked.
    let near = inner.char_indices().nth(16).map_or(inner, |(end, _)| &inner[..end]);
    let (at, unit) = units.iter().filter_map(|unit| near.find(unit).map(|at| (at, unit))).min()?;
    (at <= stop && at > 0).then(|| (&inner[..at], '第'.len_utf8() + at + unit.len()))
}

fn suffix_after(text: &str) -> Option<(u32, usize)> {
    let rest = text.trim_start_matches(is_blank).strip_prefix('之')?;
    let (len, value) = numeral::prefix(rest)?;
    let value = u32::try_from(value.ok()?).ok().filter(|value| *value > 0)?;
    Some((value, text.len() - rest.len() + len))
}

fn positive(number: &str) -> Option<u32> {
    numeral::parse(number).ok().and_then(|value| u32::try_from(value).ok()).filter(|value| *value > 0)
}

/// A run of numeral characters that is no number, or one with dashes and look-alikes in it.
fn is_nearly_a_number(text: &str) -> bool {
    let look_alike =
        |c: char| matches!(c, '-' | '－' | '—' | '–' | 'ー' | '_' | '＿' | 'O' | 'o' | 'l' | '|' | '*');
    text.chars().any(numeral::is_numeral_char)
        && text.chars().all(|c| numeral::is_numeral_char(c) || look_alike(c))
}

/// Words after 第八条 or 第三章 that make it a reference inside a sentence.
fn is_reference(rest: &str) -> bool {
    const AFTER: [&str; 21] = [
        "第", "规定", "規定", "的", "所", "和", "与", "與", "及", "或", "、", "，", "至", "到", "中", "之",
        "有关", "关于", "各", "以", "前",
    ];
    AFTER.iter().any(|word| rest.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str) -> ArticleLabel {
        match article(text) {
            Some(Label::Article(label)) => label,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn reads_article_labels() {
        assert_eq!(label("第五十八条　在").number, ArticleNumber::new(58));
        assert_eq!(label("第二百九十一条之一　在").number, ArticleNumber::inserted(291, 1));
        assert_eq!(label("第12條 甲").number, ArticleNumber::new(12));
        assert!(label("第 七十五条体育").blank_inside);
        assert!(label("第三条之规定").reference);
        assert!(label("第八条规定的情形").reference);
        assert!(!label("第八条为了").reference);
    }

    #[test]
    fn a_label_without_a_number_is_malformed_not_guessed() {
        assert_eq!(article("第二十－条　甲"), Some(Label::Malformed("第二十－条".len())));
        assert_eq!(article("第一百二条　甲"), Some(Label::Malformed("第一百二条".len())));
        assert_eq!(article("第零条"), Some(Label::Malformed("第零条".len())));
        for text in ["第某条", "第条", "条", "第一次有关部门通知的各条", "前条"] {
            assert_eq!(article(text), None, "{text}");
        }
    }

    #[test]
    fn tells_headings_from_sentences() {
        let title = |text: &'static str, marked| {
            heading(text, marked).map(|h| (h.level, h.number, &text[h.title_at..h.end]))
        };
        assert_eq!(title("第一章　总　则", true), Some((Level::Chapter, 1, "总　则")));
        assert_eq!(title("第三节 听证程序", false), Some((Level::Section, 3, "听证程序")));
        assert_eq!(title("第二节 规章", true), Some((Level::Section, 2, "规章")));
        assert_eq!(title("第一分编　通则", false), Some((Level::SubPart, 1, "通则")));
        assert_eq!(title("第一章　总则　　第一条 　为", false), Some((Level::Chapter, 1, "总则")));
        assert_eq!(title("第四章海上货物运输合同的规定，不适用于", false), None);
        assert_eq!(title("第三章规定的程序", false), None);
    }

    #[test]
    fn reads_items_and_subitems() {
        assert_eq!(item("（一）警告"), Some((1, "（一）".len())));
        assert_eq!(item("(十二) 警告"), Some((12, "(十二) ".len())));
        assert_eq!(item("二、警告"), Some((2, "二、".len())));
        assert_eq!(item("（试行）"), None);
        assert_eq!(item("（1）"), None);
        assert_eq!(subitem("1．甲"), Some((1, "1．".len())));
        assert_eq!(subitem("（2）甲"), Some((2, "（2）".len())));
        assert_eq!(subitem("1.5万元"), None);
        assert_eq!(subitem("2021年"), None);
    }
}
