//! Pages of government web sites: the table of facts, and the text as lines.

use super::PageFacts;
use jiff::civil::Date;
use yifa_law::web_page::{CELL, flatten};

/// The text of a page, with its facts as notes above it, and the facts.
pub(super) fn read(page: &str) -> (String, PageFacts) {
    let mut facts = PageFacts::default();
    let mut lines: Vec<String> = Vec::new();
    for line in flatten(page).lines() {
        if !take_facts(line, &mut facts) {
            let bare = squeeze(&line.replace(CELL, " "));
            if !bare.is_empty() {
                lines.push(bare);
            }
        }
    }
    let mut text = String::new();
    for (key, day) in [("issued", facts.issued), ("effective_date", facts.effective)] {
        if let Some(day) = day {
            text.push_str(&format!("# {key}: {day}\n"));
        }
    }
    if let Some(title) = &facts.title {
        text.push_str(&format!("# {title}\n"));
        lines.drain(..lines_of_title(&lines, title));
    }
    text.push_str(&lines.join("\n\n"));
    text.push('\n');
    (text, facts)
}

/// How many lines at the beginning only repeat the title, broken over lines or not.
fn lines_of_title(lines: &[String], title: &str) -> usize {
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let whole = bare(title);
    let mut so_far = String::new();
    for (index, line) in lines.iter().enumerate() {
        so_far.push_str(&bare(line));
        if so_far == whole {
            return index + 1;
        }
        if !whole.starts_with(&so_far) {
            return 0;
        }
    }
    0
}

/// Takes a row of the table of facts: label, value, label, value. Whether the line was one.
fn take_facts(line: &str, facts: &mut PageFacts) -> bool {
    if !line.contains(CELL) {
        return false;
    }
    let cells: Vec<String> = line.split(CELL).map(squeeze).filter(|cell| !cell.is_empty()).collect();
    let mut known = false;
    // Labels without colons, each before its value: several, so that no table of the text is taken for them.
    let is_pair = |pair: &&[String]| named(&pair[0]).is_some() && named(&pair[1]).is_none();
    let pairs = cells.windows(2).filter(is_pair).count();
    let labels = cells.iter().filter(|cell| named(cell).is_some()).count();
    let plain =
        pairs >= 2 && labels * 2 >= cells.len() && cells.first().is_some_and(|first| named(first).is_some());
    for (at, cell) in cells.iter().enumerate() {
        let Some(label) = label(cell).or_else(|| named(cell).filter(|_| plain)) else { continue };
        known = true;
        let is_label = |cell: &str| self::label(cell).is_some() || (plain && named(cell).is_some());
        let value = cells.get(at + 1).filter(|value| !is_label(value));
        if let Some(value) = value {
            enter(facts, label, value);
        }
    }
    known
}

const LABELS: [&str; 24] = [
    "索引号",
    "主题分类",
    "发文机关",
    "成文日期",
    "标题",
    "发文字号",
    "发布日期",
    "主题词",
    "有效性",
    "施行日期",
    "废止日期",
    "文号",
    "公文种类",
    "发布机构",
    "发文单位",
    "制发机关",
    "发布机关",
    "成文时间",
    "生成日期",
    "发布时间",
    "公开日期",
    "实施日期",
    "生效日期",
    "名称",
];

fn label(cell: &str) -> Option<&'static str> {
    let bare: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    named(bare.strip_suffix(['：', ':'])?)
}

/// The label that a cell without a colon is.
fn named(cell: &str) -> Option<&'static str> {
    let bare: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    LABELS.iter().copied().find(|label| *label == bare)
}

fn enter(facts: &mut PageFacts, label: &str, value: &str) {
    let day = || yifa_law::dates::find(value).first().and_then(|written| written.date());
    match label {
        "标题" | "名称" => facts.title = Some(value.to_owned()),
        "发文机关" | "发布机构" | "发文单位" | "制发机关" | "发布机关" => {
            facts.issuer = Some(value.to_owned())
        }
        "发文字号" | "文号" => facts.number = Some(value.to_owned()),
        "索引号" => facts.index_number = Some(value.to_owned()),
        "成文日期" | "成文时间" | "生成日期" => facts.issued = day(),
        "发布日期" | "发布时间" | "公开日期" => facts.published = day(),
        "施行日期" | "实施日期" | "生效日期" => facts.effective = later(facts.effective, day()),
        _ => {}
    }
}

fn later(old: Option<Date>, new: Option<Date>) -> Option<Date> {
    new.or(old)
}

/// Without blanks at the ends, runs of blanks inside as one.
fn squeeze(text: &str) -> String {
    let words: Vec<&str> =
        text.split([' ', '\u{A0}', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect();
    words.join(" ").trim_matches('\u{3000}').to_owned()
}
