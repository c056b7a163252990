//! Facts that a collection, a page or a person wrote above a text: `# issued: 2022-01-01`, `**发布机构**: …`,
//! `发文字号：…`, `| 发文字号 | … |`, several on one line, or a block between two `---`.
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

/// What parts the cells of a line.
const CELL: [char; 3] = ['|', '｜', '\t'];

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
        let mut begun = false;
        for raw in source.lines().take(LINES) {
            let found = pairs(raw);
            begun |= found.is_empty() && raw.trim_end().ends_with(['。', '：', ':', '；']);
            // Once there are sentences, the cells of a line are a table of the text.
            if !(begun && raw.contains(CELL)) {
                found.into_iter().for_each(|(key, value)| notes.take(key, value));
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
    !pairs(line).is_empty() || is_rule_of_table(line)
}

/// `| --- | --- |` under the first row of a table.
fn is_rule_of_table(line: &str) -> bool {
    line.contains('|') && line.contains("--") && line.chars().all(|c| "|-: \t".contains(c))
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

/// Every label of a line with its value; nothing where the line does not begin with one.
fn pairs(raw: &str) -> Vec<(Key, &str)> {
    let cells: Vec<&str> = raw.split(CELL).map(str::trim).collect();
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    if filled < 2 {
        return pair(raw).map(|(key, value)| apart(key, value)).unwrap_or_default();
    }
    let (mut found, mut cells) =
        (Vec::new(), cells.into_iter().skip_while(|cell| cell.is_empty()).peekable());
    while let Some(cell) = cells.next() {
        if let Some(key) = named(cell.trim_end_matches([':', '：'])) {
            let value = cells.next_if(|next| named(next).is_none() && pair(next).is_none());
            found.push((key, value.unwrap_or_default()));
        } else if let Some((key, value)) = pair(cell) {
            found.extend(apart(key, value));
        } else if found.is_empty() {
            return Vec::new();
        }
    }
    found
}

/// A value in which the next labels stand too: `某府发〔2022〕6号　发布日期：2022年3月1日`.
fn apart(mut key: Key, mut value: &str) -> Vec<(Key, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(colon) = value[from..].find([':', '：']).map(|at| from + at) {
        let label = value[..colon]
            .rfind(char::is_whitespace)
            .map(|at| at + value[at..].chars().next().map_or(0, char::len_utf8));
        from = colon + value[colon..].chars().next().map_or(1, char::len_utf8);
        if let Some((at, next)) = label.and_then(|at| Some((at, named(&value[at..colon])?))) {
            found.push((key, value[..at].trim()));
            (key, value, from) = (next, value[from..].trim(), 0);
        }
    }
    found.push((key, value));
    found
}

/// What a label alone names.
fn named(label: &str) -> Option<Key> {
    let label: String = label.trim_matches(is_dress).chars().filter(|c| !c.is_whitespace()).collect();
    key(&label.to_ascii_lowercase())
}

fn is_dress(c: char) -> bool {
    c.is_whitespace() || "\u{FEFF}*#>-【】[]\u{3000}".contains(c)
}

/// Label and value of a note.
fn pair(raw: &str) -> Option<(Key, &str)> {
    let bare = raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let (label, value) = match bare.strip_prefix('【').and_then(|inner| inner.split_once('】')) {
        Some(both) => both,
        None => bare.split_once([':', '：', '='])?,
    };
    // 字号：[大 中 小]: the size of the letters.
    let sizes = label.trim().ends_with("字号") && ["大", "中", "小"].iter().all(|size| value.contains(size));
    let key = if sizes { Key::Other } else { named(label)? };
    let value = value.trim_matches(|c: char| is_dress(c) && !"[]【】-".contains(c));
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
        | "发布机关" | "发布单位" | "发布部门" | "制定机关" | "制定單位" | "制发机关" | "发文单位"
        | "颁布机关" => Key::Issuer,
        "issued" | "issue_date" | "date_in_source" | "成文日期" | "成文时间" | "成文時間" | "签发日期"
        | "生成日期" => Key::Issued,
        "date" | "日期" => Key::Dated,
        "published" | "publication_date" | "publish_date" | "发布日期" | "發佈日期" | "印发日期"
        | "公布日期" | "发文日期" | "发布时间" | "公开日期" | "公开时间" => {
            Key::Published
        }
        "effective" | "effective_date" | "in_force_from" | "施行日期" | "实施日期" | "生效日期" => {
            Key::Effective
        }
        "valid_until" | "expires" | "有效期至" | "有效期截止日期" | "失效日期" | "截止日期" => {
            Key::ValidUntil
        }
        "source" | "original" | "url" | "link" | "来源" | "來源" | "原文链接" | "检索时间" | "索引号"
        | "主题分类" | "主题词" | "分类" | "效力级别" | "时效性" | "有效性" | "法宝引证码" | "issuer_en"
        | "下载时间" | "采集时间" | "信息来源" | "公文种类" | "浏览次数" | "浏览量" | "浏览" | "点击数"
        | "点击次数" | "点击" | "点击量" | "阅读次数" | "阅读量" | "阅读" | "访问次数" | "访问量"
        | "人气" | "字体" | "字体大小" | "字体显示" | "分享" | "分享到" | "责任编辑" | "编辑"
        | "稿件来源" | "文章来源" | "信息分类" | "体裁分类" | "组配分类" | "服务对象" | "公开方式"
        | "公开范围" | "公开类型" | "关键词" | "关键字" | "内容概述" | "信息索引号" | "索取号"
        | "公开属性" | "信息公开选项" | "有效状态" | "文件状态" | "是否有效" => {
            Key::Other
        }
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
    fn several_facts_of_one_line() {
        for lines in [
            "索 引 号 | 0001/2022 | 主题分类 | |\n发文字号 | 某府发〔2022〕6号 | 制发机构 | |\n标 题 | 某办法 | 发布日期 | 2022-03-01",
            "| 发文字号 | 某府发〔2022〕6号 |\n| --- | --- |\n| 标题 | 某办法 |\n| 发布日期 | 2022年3月1日 |",
            "发文字号：\t某府发〔2022〕6号\t发布日期：\t2022年3月1日\t标题：某办法",
            "标题：某办法\n发文字号：某府发〔2022〕6号　　发布日期：2022年3月1日 来源：某局",
        ] {
            let notes = Notes::read(lines);
            assert_eq!(notes.number.as_deref(), Some("某府发〔2022〕6号"), "{lines}");
            assert_eq!(notes.published, Some(date(2022, 3, 1)), "{lines}");
            assert_eq!(notes.title.as_deref(), Some("某办法"), "{lines}");
            assert!(lines.lines().all(is_note), "{lines}");
        }
    }

    #[test]
    fn rows_of_a_table_in_the_text_are_no_notes() {
        for line in ["| 序号 | 名称 | 文号 |", "1 | 某办法 | 某府发〔2022〕6号", "违法行为\t标题", "甲 | 乙"]
        {
            assert!(!is_note(line), "{line}");
        }
        let notes = Notes::read("各区县政府：\n现公布如下。\n名称 | 某设备\n文号 | 某府发〔2022〕6号\n");
        assert_eq!(notes, Notes::default());
        assert_eq!(Notes::read("标题：关于某事：某办法").title.as_deref(), Some("关于某事：某办法"));
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
