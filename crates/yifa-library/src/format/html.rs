//! Pages of government web sites: the table of facts, and the text as lines.

use super::PageFacts;
use jiff::civil::Date;

/// Whether a text is a page rather than text with a stray bracket.
pub(super) fn is_page(text: &str) -> bool {
    let head: String = text.chars().take(4_000).collect::<String>().to_ascii_lowercase();
    let opens = head.trim_start_matches('\u{FEFF}').trim_start().starts_with('<');
    opens && ["<html", "<div", "<p>", "<p ", "<table", "<body"].iter().any(|tag| head.contains(tag))
}

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

const CELL: char = '\u{1F}';

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

/// Tags taken away: blocks become lines, cells are parted by [`CELL`].
fn flatten(page: &str) -> String {
    let mut out = String::with_capacity(page.len() / 2);
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        push_text(&mut out, &rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let Some(end) = rest.find('>') else { break };
        let tag = rest[1..end].trim_end_matches('/').to_ascii_lowercase();
        rest = &rest[end + 1..];
        let name = tag.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
        match name {
            "script" | "style" | "head" | "noscript" => rest = after_closing(rest, name),
            "br" | "p" | "/p" | "div" | "/div" | "tr" | "/tr" | "li" | "/li" | "table" | "/table" | "h1"
            | "/h1" | "h2" | "/h2" | "h3" | "/h3" | "h4" | "/h4" | "section" | "/section" | "title"
            | "/title" => {
                // A paragraph inside a cell of facts stays in its row.
                out.push('\n');
            }
            "td" | "th" | "/td" | "/th" => out.push(CELL),
            _ => {}
        }
    }
    push_text(&mut out, rest);
    join_rows(&out)
}

/// Line ends of the source between the cells of one row are no line ends of the text.
fn join_rows(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        let bare = line.trim_matches([' ', '\t', '\r']);
        let goes_on = bare.starts_with(CELL) && out.trim_end_matches('\n').ends_with(CELL);
        if goes_on {
            out.truncate(out.trim_end_matches('\n').len());
        }
        out.push_str(bare);
        out.push('\n');
    }
    out
}

fn after_closing<'a>(rest: &'a str, name: &str) -> &'a str {
    let close = format!("</{name}");
    let Some(at) = rest.to_ascii_lowercase().find(&close) else { return "" };
    rest[at..].find('>').map_or("", |end| &rest[at + end + 1..])
}

/// Text between tags: line ends of the source are blanks, entities are characters.
fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        push_blanks(out, &rest[..at]);
        rest = &rest[at..];
        match rest.find(';').filter(|end| *end <= 10) {
            Some(end) => {
                match entity(&rest[1..end]) {
                    Some(c) => out.push(c),
                    None => out.push_str(&rest[..=end]),
                }
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    push_blanks(out, rest);
}

fn push_blanks(out: &mut String, text: &str) {
    out.extend(text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let value = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return value.ok().and_then(char::from_u32);
    }
    let known = [
        ("nbsp", ' '),
        ("ensp", ' '),
        ("emsp", '\u{3000}'),
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("middot", '·'),
        ("mdash", '—'),
        ("ndash", '–'),
        ("hellip", '…'),
        ("times", '×'),
        ("permil", '‰'),
    ];
    known.iter().find(|(word, _)| *word == name).map(|(_, c)| *c)
}

/// Without blanks at the ends, runs of blanks inside as one.
fn squeeze(text: &str) -> String {
    let words: Vec<&str> =
        text.split([' ', '\u{A0}', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect();
    words.join(" ").trim_matches('\u{3000}').to_owned()
}
