//! Names of instruments: 《…》 with its brackets, 本法, 刑法.

use super::{CitationFault, InstrumentReference, places::Fault};
use crate::docnumber::{self, DocumentNumber};
use crate::numeral;

/// Words that end the name of an instrument, longest first where one ends another.
const KINDS: [&str; 26] = [
    "法典", "宪法", "办法", "法", "条例", "规定", "细则", "规则", "决定", "解释", "规程", "意见", "通知",
    "方案", "章程", "标准", "准则", "规范", "指南", "纲要", "制度", "指引", "公约", "协定", "批复", "公告",
];

/// Words between 本 and the kind: 本实施细则.
const BEFORE_KIND: [&str; 5] = ["实施", "暂行", "若干", "管理", "试行"];

/// Longer titles are unclosed ones.
const LONGEST_TITLE: usize = 200;

/// 《…》 at the beginning of a text, with the brackets that follow it: its length and the name.
pub(super) fn titled(text: &str) -> (usize, Result<InstrumentReference, Fault>) {
    let Some(end) = closing(text) else {
        return ('《'.len_utf8(), Err((0..'《'.len_utf8(), CitationFault::UnclosedTitle)));
    };
    let inner = &text['《'.len_utf8()..end - '》'.len_utf8()];
    let title = tidy(inner);
    if title.is_empty() {
        return (end, Err((0..end, CitationFault::EmptyTitle)));
    }
    let mut notes = Notes { number: None, revised: None, alias: None };
    let (length, result) = notes.read(text, end);
    let Notes { number, revised, alias } = notes;
    (length, result.map(|()| InstrumentReference::Titled { title, number, revised, alias }))
}

/// The offset after the 》 that closes the first 《; titles inside may use 《》 or 〈〉.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().take(LONGEST_TITLE) {
        match c {
            '《' => depth += 1,
            '》' if depth <= 1 => return Some(at + c.len_utf8()),
            '》' => depth -= 1,
            '。' => return None,
            _ => {}
        }
    }
    None
}

/// 〈行政复议法〉 where 《》 is meant: its length and the name. Only the name of a kind of instrument counts.
pub(super) fn angled(text: &str) -> Option<(usize, InstrumentReference)> {
    let open = text.chars().next().filter(|c| matches!(c, '〈' | '<' | '＜'))?;
    let end = text.find(['〉', '>', '＞'])?;
    let title = tidy(&text[open.len_utf8()..end]);
    let chinese = title.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c) || "（）()".contains(c));
    let named = chinese && title.chars().count() >= 2 && KINDS.iter().any(|kind| title.ends_with(kind));
    let length = end + text[end..].chars().next().map_or(0, char::len_utf8);
    named.then_some((length, InstrumentReference::Titled { title, number: None, revised: None, alias: None }))
}

/// A title without the breaks of printed lines, titles inside it in 〈〉.
fn tidy(inner: &str) -> String {
    let mut title = String::with_capacity(inner.len());
    let mut gap = false;
    for c in inner.trim().chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        // A blank counts only between words of Latin letters.
        if std::mem::take(&mut gap)
            && c.is_ascii_alphanumeric()
            && title.ends_with(|l: char| l.is_ascii_alphanumeric())
        {
            title.push(' ');
        }
        title.push(match c {
            '《' | '<' | '＜' => '〈',
            '》' | '>' | '＞' => '〉',
            other => other,
        });
    }
    title
}

/// What the brackets after a title say.
struct Notes {
    number: Option<DocumentNumber>,
    revised: Option<i16>,
    alias: Option<String>,
}

impl Notes {
    /// Reads brackets as long as they say something about the title; the offset after them.
    fn read(&mut self, text: &str, from: usize) -> (usize, Result<(), Fault>) {
        let mut end = from;
        while let Some((at, inner)) = bracket(text, end) {
            let after = at + inner.len() + text[at + inner.len()..].chars().next().map_or(0, char::len_utf8);
            match self.take(inner) {
                Ok(true) => end = after,
                Ok(false) => break,
                Err(fault) => return (after, Err((at..at + inner.len(), fault))),
            }
        }
        (end, Ok(()))
    }

    fn take(&mut self, inner: &str) -> Result<bool, CitationFault> {
        let mut said = false;
        let unbroken: String = inner.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(found) = docnumber::find(&unbroken).into_iter().next() {
            self.number = Some(found.read.map_err(|_| CitationFault::BadDocumentNumber)?.number);
            said = true;
        }
        if let Some(alias) = abbreviation(inner) {
            self.alias = Some(alias);
            said = true;
        }
        if let Some(year) = revision_year(inner) {
            self.revised = Some(year);
            said = true;
        }
        Ok(said)
    }
}

/// The inside of the bracket at an offset, blanks before it allowed: where it begins, and its text.
fn bracket(text: &str, from: usize) -> Option<(usize, &str)> {
    let bare = text[from..].trim_start_matches([' ', '\n', '\r']);
    let inner = bare.strip_prefix(['（', '('])?;
    let mut depth = 1_usize;
    for (at, c) in inner.char_indices().take(LONGEST_TITLE) {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' if depth == 1 => return Some((text.len() - inner.len(), &inner[..at])),
            '）' | ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// 以下简称《纪要》, 以下称“新条例”, 以下统称本规定: the name that the text gives.
pub(super) fn abbreviation(inner: &str) -> Option<String> {
    let words = ["以下简称为", "以下简称", "以下称为", "以下称", "以下统称", "下称", "简称为", "简称"];
    let rest = words.iter().find_map(|word| inner.split_once(word)).map(|(_, rest)| rest)?;
    let rest = rest.trim_start_matches(['：', ':', ' ', '为']);
    let name = match rest.chars().next()? {
        '《' => &rest['《'.len_utf8()..closing(rest)? - '》'.len_utf8()],
        open @ ('“' | '"' | '「' | '‘') => {
            let inner = &rest[open.len_utf8()..];
            &inner[..inner.find(['”', '"', '」', '’'])?]
        }
        _ => &rest[..rest.find(['，', '；', '。', '、', ' ']).unwrap_or(rest.len())],
    };
    let name = tidy(name);
    (!name.is_empty() && name.chars().count() <= 30).then_some(name)
}

/// 2021年修订, 2018修正, 2021年版: only when the bracket says nothing else.
fn revision_year(inner: &str) -> Option<i16> {
    let (length, year) = numeral::prefix(inner.trim())?;
    let year = i16::try_from(year.ok()?).ok().filter(|year| (1949..2100).contains(year))?;
    let rest = inner.trim()[length..].trim_start_matches('年');
    ["修订", "修正", "版", "版本", "修改", "修订版", "公布", ""].contains(&rest).then_some(year)
}

/// 本法, 该条例, 同法, 上述办法 at the beginning of a text: its length and the name.
pub(super) fn short(text: &str) -> Option<(usize, InstrumentReference)> {
    let (word, this) = [("本", true), ("该", false), ("同", false), ("上述", false)]
        .into_iter()
        .find(|(word, _)| text.starts_with(word))?;
    let rest = &text[word.len()..];
    let before =
        BEFORE_KIND.iter().find(|before| rest.starts_with(**before)).map_or(0, |before| before.len());
    let kind = KINDS.iter().find(|kind| rest[before..].starts_with(**kind))?;
    let name = rest[..before + kind.len()].to_owned();
    let reference = if this { InstrumentReference::This(name) } else { InstrumentReference::That(name) };
    Some((word.len() + before + kind.len(), reference))
}

/// The name that ends a text: an abbreviation defined before, or Chinese characters up to a word that leads
/// in, ending with the kind of an instrument. The offset where it begins.
pub(super) fn unquoted(before: &str, aliases: &[String]) -> Option<usize> {
    let known = aliases.iter().filter(|alias| before.ends_with(alias.as_str())).map(String::len).max();
    if let Some(length) = known {
        return Some(before.len() - length);
    }
    let run = before.trim_end_matches(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)).len();
    let words = &before[run..];
    let led =
        LEAD_INS.iter().filter_map(|word| words.rfind(word).map(|at| at + word.len())).max().unwrap_or(0);
    let name = &words[led..];
    let length = name.chars().count();
    let is_name =
        (2..=30).contains(&length) && KINDS.iter().any(|kind| name.ends_with(kind) && name != *kind);
    // 条例第三十一条 in the rules that implement it: its name is left to the reader.
    (is_name || matches!(name, "宪法" | "民法典" | "条例" | "办法" | "细则")).then_some(run + led)
}

/// Words before a name that do not belong to it.
const LEAD_INS: [&str; 34] = [
    "根据", "依据", "依照", "按照", "遵照", "违反", "适用", "符合", "执行", "援引", "引用", "修改", "以及",
    "和", "与", "或", "及", "对", "由", "有", "除", "将", "是", "为", "于", "即", "在", "以", "按", "据",
    "并", "的", "照", "经",
];
