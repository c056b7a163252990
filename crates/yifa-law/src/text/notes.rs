//! Facts that a collection, a page or a person wrote above a text: `# issued: 2022-01-01`, `**发布机构**: …`,
//! `发文字号：…`, or a block between two `---`.
//!
//! Owns: knowing such a line when it sees one, and what it tells. It must not read the text below.

use crate::dates::{self, WrittenDate};
use jiff::civil::Date;
use std::ops::Range;

/// What is written above a text. Nothing here is part of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notes {
    /// Its title.
    pub title: Option<String>,
    /// Its title in another language, when nothing else is known.
    pub foreign_title: Option<String>,
    /// Its number, as written.
    pub number: Option<String>,
    /// Who made it.
    pub issuer: Option<String>,
    /// The day of issue.
    pub issued: Option<Date>,
    /// The day of publication.
    pub published: Option<Date>,
    /// A day without a word on what it is the day of.
    pub dated: Option<Date>,
    /// The first day in force.
    pub effective: Option<Date>,
    /// The last day in force.
    pub valid_until: Option<Date>,
}

/// What a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Title,
    ForeignTitle,
    Number,
    Issuer,
    Issued,
    Published,
    Dated,
    Effective,
    ValidUntil,
    /// Known, and of no use here: an address, an index number, a subject.
    Other,
}

/// Notes stand in the first lines.
const LINES: usize = 60;

impl Notes {
    /// Reads the notes above a text. What is not told stays `None`; the first of two notes of a kind counts.
    ///
    /// ```
    /// use yifa_law::text::notes::Notes;
    /// let notes = Notes::read("---\ntitle: 某市某办法\nissuer: 某市某局\nissued: 2022-01-01\n---\n第一条　甲。\n");
    /// assert_eq!(notes.title.as_deref(), Some("某市某办法"));
    /// assert_eq!(notes.issuer.as_deref(), Some("某市某局"));
    /// ```
    pub fn read(source: &str) -> Self {
        let mut notes = Self::default();
        for raw in source.lines().take(LINES) {
            if let Some((key, value)) = pair(raw) {
                notes.take(key, value);
            }
        }
        notes
    }

    fn take(&mut self, key: Key, value: &str) {
        let day = || dates::find(value).first().and_then(WrittenDate::date);
        let words = || Some(value.to_owned()).filter(|value| !value.is_empty());
        match key {
            Key::Title => self.title = self.title.take().or_else(words),
            Key::ForeignTitle => self.foreign_title = self.foreign_title.take().or_else(words),
            Key::Number => self.number = self.number.take().or_else(words),
            Key::Issuer => self.issuer = self.issuer.take().or_else(words),
            Key::Issued => self.issued = self.issued.or_else(day),
            Key::Published => self.published = self.published.or_else(day),
            Key::Dated => self.dated = self.dated.or_else(day),
            Key::Effective => self.effective = self.effective.or_else(day),
            Key::ValidUntil => self.valid_until = self.valid_until.or_else(day),
            Key::Other => {}
        }
    }
}

/// Whether a line is a note and no part of the text.
pub(super) fn is_note(line: &str) -> bool {
    pair(line).is_some()
}

/// The bytes of a block of facts between two `---` at the very beginning; `None` when a line of it is no fact.
pub(super) fn front_matter(source: &str) -> Option<Range<usize>> {
    let mut at = 0;
    let mut open = false;
    for raw in source.split_inclusive('\n').take(LINES) {
        at += raw.len();
        let line = raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        let is_rule = line == "---" || line == "+++";
        match (open, is_rule) {
            (false, true) => open = true,
            (false, false) if line.is_empty() => {}
            (false, false) => return None,
            (true, true) => return Some(0..at),
            (true, false) => {
                let is_fact = line.is_empty()
                    || line.starts_with(['-', '#'])
                    || line.split_once([':', '：', '=']).is_some_and(|(key, _)| key.chars().count() <= 24);
                if !is_fact {
                    return None;
                }
            }
        }
    }
    None
}

/// Label and value of a note.
fn pair(raw: &str) -> Option<(Key, &str)> {
    let dress = |c: char| c.is_whitespace() || "\u{FEFF}*#>-【】[]\u{3000}".contains(c);
    let bare = raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let (label, value) = match bare.strip_prefix('【').and_then(|inner| inner.split_once('】')) {
        Some(both) => both,
        None => bare.split_once([':', '：', '='])?,
    };
    let label: String = label.trim_matches(dress).chars().filter(|c| !c.is_whitespace()).collect();
    let key = key(&label.to_ascii_lowercase())?;
    let value = value.trim_matches(|c: char| dress(c) && !"[]【】-".contains(c));
    let value = value.trim_start_matches([':', '：']).trim();
    let quoted = ['"', '\''].iter().find_map(|q| value.strip_prefix(*q)?.strip_suffix(*q));
    Some((key, quoted.unwrap_or(value)))
}

fn key(label: &str) -> Option<Key> {
    Some(match label {
        "title" | "name" | "标题" | "標題" | "名称" | "名稱" | "文件名称" | "文件标题" => {
            Key::Title
        }
        "title_en" | "english_title" | "英文标题" => Key::ForeignTitle,
        "number" | "doc_no" | "document_number" | "文号" | "文號" | "发文字号" | "發文字號" | "发文文号"
        | "文件编号" => Key::Number,
        "issuer" | "issued_by" | "maker" | "author" | "发文机关" | "發文機關" | "发布机构" | "發佈機構"
        | "发布机关" | "发布单位" | "发布部门" | "制定机关" | "制定單位" | "发文单位" | "颁布机关" => {
            Key::Issuer
        }
        "issued" | "issue_date" | "date_in_source" | "成文日期" | "成文時間" | "签发日期" => {
            Key::Issued
        }
        "date" | "日期" => Key::Dated,
        "published" | "publication_date" | "publish_date" | "发布日期" | "發佈日期" | "印发日期"
        | "公布日期" | "发文日期" | "发布时间" => Key::Published,
        "effective" | "effective_date" | "in_force_from" | "施行日期" | "实施日期" | "生效日期" => {
            Key::Effective
        }
        "valid_until" | "expires" | "有效期至" | "失效日期" | "截止日期" => Key::ValidUntil,
        "source" | "original" | "url" | "link" | "来源" | "來源" | "原文链接" | "检索时间" | "索引号"
        | "主题分类" | "主题词" | "分类" | "效力级别" | "时效性" | "有效性" | "法宝引证码" | "issuer_en"
        | "下载时间" | "采集时间" | "信息来源" | "公文种类" => Key::Other,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn one_fact_in_many_dresses() {
        for line in [
            "# issuer: 某市某局",
            "**发布机构**: 某市某局",
            "发文机关：某市某局",
            "【发布部门】某市某局",
            "【发布部门】 ：某市某局",
            "> 制定机关：某市某局",
            "issuer = \"某市某局\"",
            "制 定 机 关：某市某局",
        ] {
            assert_eq!(Notes::read(line).issuer.as_deref(), Some("某市某局"), "{line}");
        }
        let notes =
            Notes::read("发文字号：某府发〔2022〕6号\n施行日期：2022年3月1日\n有效期至：2027-02-28\n");
        assert_eq!(notes.number.as_deref(), Some("某府发〔2022〕6号"));
        assert_eq!(notes.effective, Some(date(2022, 3, 1)));
        assert_eq!(notes.valid_until, Some(date(2027, 2, 28)));
    }

    #[test]
    fn sentences_with_a_colon_are_no_notes() {
        for line in ["申请人应当提交下列材料：", "各区县政府：", "第一条 标题：甲", "（一）名称", "甲"]
        {
            assert!(!is_note(line), "{line}");
        }
    }

    #[test]
    fn a_block_of_facts_ends_at_its_rule_or_is_none() {
        let block = "---\ntitle: 甲\ntags:\n  - 乙\n---\n";
        assert_eq!(front_matter(&format!("{block}第一条　甲。\n")), Some(0..block.len()));
        assert_eq!(front_matter("---\n为了保护绿地，制定本办法。\n---\n"), None);
        assert_eq!(front_matter("---\ntitle: 甲\n"), None);
        assert_eq!(front_matter("第一条　甲。\n---\n"), None);
    }
}
