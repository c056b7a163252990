//! Numbers that a word processor writes before paragraphs: lists with levels, each with a pattern (第%1条) and a way of counting.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use yifa_law::numeral::to_chinese;

/// The part that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// `word/numbering.xml`.
    Numbering,
    /// `word/styles.xml`.
    Styles,
}

/// The list and the level of a paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbered {
    pub(super) list: Option<String>,
    pub(super) level: usize,
}

/// One level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    pattern: String,
    chinese: bool,
    /// Dots and squares count nothing.
    is_bullet: bool,
    start: Option<u32>,
}

/// The lists of a document, and how far each has come.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// The levels of each pattern of lists.
    patterns: BTreeMap<String, Vec<Level>>,
    /// The pattern of each list.
    lists: BTreeMap<String, String>,
    /// The list of a style.
    styles: BTreeMap<String, Numbered>,
    reached: BTreeMap<String, Vec<Option<u32>>>,
}

/// No list has more levels.
const LEVELS: usize = 9;

impl Numbers {
    /// Reads a part.
    pub(super) fn read(&mut self, xml: &[u8], within: Within) -> Result<(), String> {
        let mut reader = Reader::from_reader(xml);
        let mut at = At::default();
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(tag) | Event::Empty(tag) if within == Within::Numbering => {
                    self.take(&tag, &mut at)
                }
                Event::Start(tag) | Event::Empty(tag) => self.take_style(&tag, &mut at),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn take(&mut self, tag: &BytesStart<'_>, at: &mut At) {
        let value = || attribute(tag, "val").unwrap_or_default();
        match tag.local_name().as_ref() {
            "abstractNum" => at.pattern = attribute(tag, "abstractNumId").unwrap_or_default(),
            "num" => at.list = attribute(tag, "numId"),
            "abstractNumId" => {
                if let Some(list) = &at.list {
                    self.lists.insert(list.clone(), value());
                }
            }
            "lvl" if at.list.is_none() => {
                at.level = attribute(tag, "ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
                self.level(at);
            }
            "start" if at.list.is_none() => {
                if let Some(level) = self.level(at) {
                    level.start = value().parse().ok();
                }
            }
            "numFmt" if at.list.is_none() => {
                if let Some(level) = self.level(at) {
                    level.chinese = value().to_lowercase().contains("chinese")
                        || ["japaneseCounting", "taiwaneseCounting", "ideographDigital"]
                            .iter()
                            .any(|word| value().starts_with(word));
                    level.is_bullet = value() == "bullet" || value() == "none";
                }
            }
            "lvlText" if at.list.is_none() => {
                if let Some(level) = self.level(at) {
                    level.pattern = value();
                }
            }
            _ => {}
        }
    }

    fn level(&mut self, at: &At) -> Option<&mut Level> {
        let levels = self.patterns.entry(at.pattern.clone()).or_default();
        if at.level < LEVELS && levels.len() <= at.level {
            levels.resize(at.level + 1, Level::default());
        }
        levels.get_mut(at.level)
    }

    fn take_style(&mut self, tag: &BytesStart<'_>, at: &mut At) {
        match tag.local_name().as_ref() {
            "style" => at.pattern = attribute(tag, "styleId").unwrap_or_default(),
            "numId" => self.styles.entry(at.pattern.clone()).or_default().list = attribute(tag, "val"),
            "ilvl" => self.styles.entry(at.pattern.clone()).or_default().level = level(tag),
            _ => {}
        }
    }

    /// The label of the next paragraph of a list; `None` for one that is not counted.
    pub(super) fn label(&mut self, numbered: Numbered, style: Option<String>) -> Option<String> {
        let of_style = || self.styles.get(&style?).cloned();
        let Numbered { list, level } =
            if numbered.list.is_some() { numbered } else { of_style().unwrap_or(numbered) };
        let pattern = self.lists.get(&list?)?;
        let levels = self.patterns.get(pattern)?;
        let own = levels.get(level).filter(|own| !own.is_bullet && own.pattern.contains('%'))?;
        let reached = self.reached.entry(pattern.clone()).or_insert_with(|| vec![None; LEVELS]);
        let start = own.start.unwrap_or(1);
        reached[level] = Some(reached[level].map_or(start, |last| last.saturating_add(1)));
        reached[level + 1..].fill(None);
        let mut label = own.pattern.clone();
        for (index, one) in levels.iter().enumerate().take(level + 1) {
            let number = reached[index].or(one.start).unwrap_or(1);
            let written = if one.chinese { to_chinese(u64::from(number)) } else { number.to_string() };
            label = label.replace(&format!("%{}", index + 1), &written);
        }
        Some(label)
    }
}

/// Where the reading of a part is.
#[derive(Default)]
struct At {
    pattern: String,
    list: Option<String>,
    level: usize,
}

/// An attribute by its name without its prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes();
    let mut found = all.with_checks(false).filter_map(Result::ok);
    let found = found.find(|one| one.key.local_name().as_ref() == name)?;
    Some(found.value.into_owned())
}

/// The level that a tag names; one beyond the deepest counts nothing.
pub(super) fn level(tag: &BytesStart<'_>) -> usize {
    attribute(tag, "val").and_then(|level| level.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: &str = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="8"><w:abstractNumId w:val="1"/></w:num></w:numbering>"#;

    #[test]
    fn paragraphs_are_counted_by_list_and_level() {
        let mut numbers = Numbers::default();
        numbers.read(LISTS.as_bytes(), Within::Numbering).unwrap();
        let styles = r#"<w:styles xmlns:w="w"><w:style w:styleId="a"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style></w:styles>"#;
        numbers.read(styles.as_bytes(), Within::Styles).unwrap();
        let mut label = |list: &str, level, style: Option<&str>| {
            let list = Some(list.to_owned()).filter(|list| !list.is_empty());
            numbers.label(Numbered { list, level }, style.map(str::to_owned))
        };
        assert_eq!(label("7", 0, None).as_deref(), Some("第一条"));
        assert_eq!(label("7", 1, None).as_deref(), Some("（一）"));
        assert_eq!(label("7", 1, None).as_deref(), Some("（二）"));
        assert_eq!(label("", 0, Some("a")).as_deref(), Some("第二条"));
        assert_eq!(label("7", 1, None).as_deref(), Some("（一）"), "items begin anew");
        for (list, level, style) in
            [("8", 0, None), ("9", 0, None), ("7", 99, None), ("", 0, Some("b")), ("", 0, None)]
        {
            assert_eq!(label(list, level, style), None, "{list} {level}");
        }
    }
}
