//! Pages of web sites as lines of text.
//!
//! Owns: telling a page from a text, and taking its tags away. It must not know what a page is about.

/// Stands between the cells of a row.
pub const CELL: char = '\u{1F}';

/// Whether a text is a page rather than text with a stray bracket.
pub fn is_web_page(text: &str) -> bool {
    let head: String = text.chars().take(4_000).collect::<String>().to_ascii_lowercase();
    let opens = head.trim_start_matches('\u{FEFF}').trim_start().starts_with('<');
    opens && ["<html", "<div", "<p>", "<p ", "<table", "<body"].iter().any(|tag| head.contains(tag))
}

/// The text of a page: its blocks as lines, without blank ones; a tab between the cells of a row.
///
/// ```
/// let page = "<html><body><p>一、任务</p><table><tr><td>甲</td><td>乙</td></tr></table></body></html>";
/// assert!(yifa_law::web_page::is_web_page(page));
/// assert_eq!(yifa_law::web_page::text(page), "一、任务\n甲\t乙\n");
/// ```
pub fn text(page: &str) -> String {
    let mut text = String::with_capacity(page.len() / 2);
    for line in flatten(page).lines() {
        let cells: Vec<&str> = line.split(CELL).map(str::trim).filter(|cell| !cell.is_empty()).collect();
        if !cells.is_empty() {
            text.push_str(&cells.join("\t"));
            text.push('\n');
        }
    }
    text
}

/// Tags taken away: blocks become lines, cells are parted by [`CELL`].
pub fn flatten(page: &str) -> String {
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
