//! A paper as plain text for a terminal. Owns columns and wrapping; knows no typesetting.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::clean::{clean, clean_line};
use crate::paper::{Block, Language, Paper, Table};
use crate::words::{self, Words};

/// Width of the text in terminal columns; a Chinese character takes two.
const WIDTH: usize = 76;

/// The paper as text: head, particulars, body, signature, notes, proof. At most 76 terminal columns wide, but for
/// tables of more than a dozen columns.
pub fn text_preview(paper: &Paper) -> String {
    let words = words::words(paper.language);
    let indent = if paper.language == Language::En { "" } else { "　　" };
    let mut out = Text::default();
    if let Some(mark) = paper.watermark {
        out.centred(&format!("[{}]", words::watermark(mark, paper.language)));
    }
    out.centred(&clean_line(&paper.organ));
    for line in clean(&paper.title).lines() {
        out.centred(&clean_line(line));
    }
    if let Some(number) = &paper.number {
        out.centred(&clean_line(number));
    }
    out.blank();
    if let Some(addressee) = &paper.addressee {
        out.wrapped("", "", &format!("{}{}", clean_line(addressee), words.colon.trim_end()));
    }
    particulars(&mut out, paper, words);
    for block in &paper.blocks {
        put_block(&mut out, block, indent);
    }
    for (index, one) in paper.attachments.iter().enumerate() {
        let label = if index == 0 { format!("{}{}", words.attachment, words.colon) } else { String::new() };
        out.wrapped(&format!("{indent}{label}{}. ", index + 1), indent, &clean_line(&one.name));
        if let Some(told) = &one.told {
            out.wrapped(indent, indent, &clean_line(told));
        }
    }
    if let Some(signature) = &paper.signature {
        out.blank();
        let seal = if signature.seal { words.seal } else { "" };
        out.right(&format!("{}{seal}", clean_line(&signature.name)));
        out.right(
            &signature
                .date
                .map(|on| words::date(on, paper.language))
                .unwrap_or_else(|| words.blank_date.into()),
        );
    }
    for line in &paper.sign_lines {
        out.wrapped("", "", &format!("{}{}____________{}", clean_line(line), words.colon, words.blank_date));
    }
    for note in &paper.notes {
        out.wrapped(indent, "", &clean_line(note));
    }
    if !paper.copies.is_empty() {
        let copies: Vec<String> = paper.copies.iter().map(|copy| clean_line(copy)).collect();
        out.wrapped("", "", &format!("{}{}{}", words.copy_to, words.colon, copies.join(words.comma)));
    }
    for annex in &paper.annexes {
        out.blank();
        out.centred(&clean_line(&annex.title));
        for block in &annex.blocks {
            put_block(&mut out, block, indent);
        }
    }
    if let Some(proof) = &paper.proof {
        out.blank();
        for line in [&proof.event_hash, &proof.verify_url] {
            out.wrapped("", "", &clean_line(line));
        }
    }
    out.0
}

fn particulars(out: &mut Text, paper: &Paper, words: &Words) {
    let labels: Vec<String> = paper.particulars.iter().map(|line| clean_line(&line.label)).collect();
    let widest = labels.iter().map(|label| label.width()).max().unwrap_or(0).min(WIDTH / 2);
    for (label, line) in labels.iter().zip(&paper.particulars) {
        let gap = " ".repeat(widest.saturating_sub(label.width()));
        let head = format!("{label}{}{gap}", words.colon);
        let under = " ".repeat(head.width().min(WIDTH / 2));
        for (index, part) in clean(&line.value).split('\n').enumerate() {
            out.wrapped(if index == 0 { &head } else { &under }, &under, part.trim());
        }
    }
}

fn put_block(out: &mut Text, block: &Block, indent: &str) {
    match block {
        Block::Paragraph(text) => {
            for line in clean(text).lines().map(str::trim).filter(|line| !line.is_empty()) {
                out.wrapped(indent, "", line);
            }
        }
        Block::Chapter(text) => out.centred(&clean_line(text)),
        Block::Article { label, text } => {
            out.wrapped(indent, "", &format!("{}　{}", clean_line(label), clean_line(text)));
        }
        Block::Heading { text, .. } => out.wrapped(indent, "", &clean_line(text)),
        Block::List { numbered, items } => {
            for (index, item) in items.iter().enumerate() {
                let mark = if *numbered { format!("{indent}{}. ", index + 1) } else { format!("{indent}- ") };
                out.wrapped(&mark, indent, &clean_line(item));
            }
        }
        Block::Table(table) => put_table(out, table),
    }
}

/// Columns beside each other; when they are too wide together, the widest ones are wrapped.
fn put_table(out: &mut Text, table: &Table) {
    out.wrapped("", "", &clean_line(&table.caption));
    let row = |cells: &Vec<String>| cells.iter().map(|cell| clean_line(cell)).collect::<Vec<_>>();
    let head = (!table.header.is_empty()).then(|| row(&table.header));
    let rows: Vec<Vec<String>> = head.into_iter().chain(table.rows.iter().map(row)).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut widths: Vec<usize> = (0..columns)
        .map(|index| rows.iter().filter_map(|row| row.get(index)).map(|cell| cell.width()).max().unwrap_or(0))
        .collect();
    narrow(&mut widths);
    for cells in &rows {
        let wrapped: Vec<Vec<String>> =
            cells.iter().zip(&widths).map(|(cell, width)| wrap(*width, "", "", cell)).collect();
        for index in 0..wrapped.iter().map(Vec::len).max().unwrap_or(0) {
            let parts = wrapped.iter().zip(&widths);
            let parts = parts.map(|(lines, width)| pad(lines.get(index).map_or("", String::as_str), *width));
            out.line(parts.collect::<Vec<_>>().join("  ").trim_end());
        }
    }
}

/// Takes room from the widest column until all fit, two columns apart; none becomes narrower than 4.
fn narrow(widths: &mut [usize]) {
    let room = WIDTH.saturating_sub(2 * widths.len().saturating_sub(1));
    loop {
        let total: usize = widths.iter().sum();
        match widths.iter_mut().max() {
            Some(widest) if total > room && *widest > 4 => {
                *widest = widest.saturating_sub(total - room).max(*widest / 2).max(4)
            }
            _ => return,
        }
    }
}

fn pad(cell: &str, width: usize) -> String {
    format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width())))
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn blank(&mut self) {
        self.line("");
    }

    fn centred(&mut self, text: &str) {
        self.placed(text, |room| room / 2);
    }

    fn right(&mut self, text: &str) {
        self.placed(text, |room| room);
    }

    fn placed(&mut self, text: &str, offset: fn(usize) -> usize) {
        for line in wrap(WIDTH, "", "", text) {
            let room = WIDTH.saturating_sub(line.width());
            self.line(&format!("{}{line}", " ".repeat(offset(room))));
        }
    }

    fn wrapped(&mut self, first: &str, next: &str, text: &str) {
        for line in wrap(WIDTH, first, next, text) {
            self.line(line.trim_end());
        }
    }
}

/// Lines of at most `limit` columns, broken between Chinese characters and at spaces; a long word is cut.
fn wrap(limit: usize, first: &str, next: &str, text: &str) -> Vec<String> {
    if text.is_empty() && first.trim().is_empty() {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut width = 0;
    for piece in pieces(&format!("{first}{text}")) {
        if width + piece.trim_end().width() > limit && width > next.width() {
            lines.push(std::mem::replace(&mut line, next.to_owned()));
            width = line.width();
        }
        for c in piece.chars() {
            let own = c.width().unwrap_or(0);
            if width + own > limit && c != ' ' && width > next.width() {
                lines.push(std::mem::replace(&mut line, next.to_owned()));
                width = line.width();
            }
            line.push(c);
            width += own;
        }
    }
    lines.push(line);
    lines
}

/// Words with their following space; each wide character by itself, together with the mark that closes it.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut open = false;
    for c in text.chars() {
        let wide = c.width().unwrap_or(0) > 1;
        let closes = "，。；：、？！）》〉」』”’〕】".contains(c);
        match pieces.last_mut() {
            Some(last) if closes || (open && !wide) => last.push(c),
            _ => pieces.push(c.to_string()),
        }
        open = !wide && c != ' ';
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::Layout;

    #[test]
    fn no_line_of_any_sample_leaves_the_terminal() {
        for paper in Paper::samples() {
            let text = text_preview(&paper);
            for line in text.lines() {
                assert!(line.width() <= WIDTH, "{line}");
            }
            assert!(text.contains(paper.organ.as_str()));
        }
    }

    #[test]
    fn a_wide_table_is_narrowed_and_loses_nothing() {
        let mut paper = Paper::new(Layout::Plain, Language::ZhHans, "", "");
        let rows = vec![vec!["1".into(), "事".repeat(200), "x".repeat(300)], vec!["22".into()]];
        paper.blocks.push(Block::Table(Table { caption: "".into(), header: vec!["序号".into()], rows }));
        let text = text_preview(&paper);
        assert!(text.lines().all(|line| line.width() <= WIDTH), "{text}");
        assert_eq!(text.matches('事').count(), 200);
        assert_eq!(text.matches('x').count(), 300);
    }

    #[test]
    fn a_value_without_spaces_is_cut_and_an_empty_paper_is_short() {
        let mut paper = Paper::new(Layout::Plain, Language::ZhHans, "", "");
        assert!(text_preview(&paper).trim().is_empty());
        paper.particular(&"长".repeat(100), &"x".repeat(10_000)).paragraph(&"𠮷".repeat(10_000));
        let text = text_preview(&paper);
        assert!(text.lines().all(|line| line.width() <= WIDTH));
        assert_eq!(text.matches('x').count(), 10_000);
        assert_eq!(text.matches('𠮷').count(), 10_000);
    }
}
