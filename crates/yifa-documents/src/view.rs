//! The paper as the templates read it: cleaned text, fixed words, faces. Owns the JSON; knows no typesetting.

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::clean::{clean, clean_breakable, clean_line, clean_note};
use crate::fonts::Faces;
use crate::paper::{Annex, Attachment, Block, Layout, Level, Paper, Table};
use crate::words::{self, Words};

/// Widest number of columns that fits upright.
const UPRIGHT_COLUMNS: usize = 7;

#[derive(Serialize)]
pub(crate) struct View<'a> {
    lang: &'static str,
    region: &'static str,
    words: &'static Words,
    faces: &'a Faces,
    organ: String,
    /// For the metadata: on one line, without break marks.
    organ_plain: String,
    title: Vec<String>,
    title_plain: String,
    number: Option<String>,
    addressee: Option<String>,
    particulars: Vec<ParticularView>,
    blocks: Vec<BlockView>,
    attachments: Vec<AttachmentView>,
    annexes: Vec<AnnexView>,
    signature: Option<SignatureView>,
    sign_lines: Vec<String>,
    notes: Vec<String>,
    copies: Vec<String>,
    event_hash: Option<String>,
    verify_url: Option<String>,
    /// What a reading copy says of itself on each page, in place of the mark.
    reading: Option<String>,
    watermark: Option<&'static str>,
    /// Year, month, day on which it was made.
    date: Option<(i16, i8, i8)>,
    /// The same day in words.
    made_on: Option<String>,
    wide: bool,
    /// The last paragraph, or the last row of a table, goes with the signature.
    tied: bool,
    /// The lines stand closer, so that the paper needs no page for its seal alone.
    close: bool,
}

#[derive(Serialize)]
struct ParticularView {
    label: String,
    value: String,
    /// Short enough to share a line of a form with another one.
    short: bool,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum BlockView {
    Paragraph { text: String },
    Heading { level: u8, text: String },
    Chapter { text: String },
    Article { label: String, text: String },
    List { numbered: bool, items: Vec<String> },
    Table(TableView),
}

#[derive(Serialize)]
struct AttachmentView {
    name: String,
    told: Option<String>,
}

#[derive(Serialize)]
struct AnnexView {
    title: Vec<String>,
    blocks: Vec<BlockView>,
}

#[derive(Serialize)]
struct TableView {
    caption: Option<String>,
    /// Share of the width that each column gets.
    widths: Vec<usize>,
    /// What each column keeps in any case, so that a day is not divided.
    least: Vec<usize>,
    align: Vec<&'static str>,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

#[derive(Serialize)]
struct SignatureView {
    name: String,
    date: Option<String>,
    seal: bool,
}

/// How a paper is fitted to its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// As the standard says.
    Usual,
    /// Lines closer together: what the standard names first where seal and date find no room (GB/T 9704-2012, 7.3.5.4).
    Close,
    /// What comes last goes with the signature.
    Tied,
}

pub(crate) fn view<'a>(paper: &Paper, faces: &'a Faces, fit: Fit) -> View<'a> {
    let (lang, region) = words::tags(paper.language);
    let proof = paper.proof.as_ref();
    let bears = proof.filter(|_| paper.withheld.is_empty());
    let mut blocks: Vec<BlockView> = paper.blocks.iter().flat_map(block).collect();
    if fit == Fit::Tied {
        divide_last_table(&mut blocks);
    }
    View {
        tied: fit == Fit::Tied,
        close: fit == Fit::Close,
        lang,
        region,
        words: words::words(paper.language),
        faces,
        organ: clean_breakable(&clean_line(&paper.organ)),
        organ_plain: clean_line(&paper.organ),
        title: crate::title::lines(&paper.title, paper.layout)
            .iter()
            .filter_map(|line| given(line))
            .collect(),
        title_plain: clean_line(&paper.title),
        number: paper.number.as_deref().and_then(given),
        addressee: paper.addressee.as_deref().and_then(given),
        particulars: paper.particulars.iter().map(|line| particular(&line.label, &line.value)).collect(),
        wide: blocks
            .iter()
            .any(|block| matches!(block, BlockView::Table(table) if table.widths.len() > UPRIGHT_COLUMNS)),
        blocks,
        attachments: paper.attachments.iter().filter_map(attachment).collect(),
        annexes: paper.annexes.iter().map(|annex| annex_view(annex, paper.layout)).collect(),
        signature: paper.signature.as_ref().map(|signature| SignatureView {
            name: clean_breakable(&clean_line(&signature.name)),
            date: signature.date.map(|on| words::date(on, paper.language)),
            seal: signature.seal,
        }),
        sign_lines: all_given(&paper.sign_lines),
        notes: paper
            .notes
            .iter()
            .map(|note| clean_note(&clean_line(note)))
            .filter(|note| !note.is_empty())
            .collect(),
        copies: all_given(&paper.copies),
        event_hash: bears.and_then(|proof| one_piece(&proof.event_hash)),
        verify_url: bears.and_then(|proof| one_piece(&proof.verify_url)),
        reading: (!paper.withheld.is_empty()).then(|| reading(paper)),
        watermark: paper.watermark.map(|mark| words::watermark(mark, paper.language)),
        date: paper.made_on().map(|on| (on.year(), on.month(), on.day())),
        made_on: paper.made_on().map(|on| words::date(on, paper.language)),
    }
}

/// What a reading copy is, what it does not show, and of which paper it is one.
fn reading(paper: &Paper) -> String {
    let words = words::words(paper.language);
    let what: Vec<&str> = paper.withheld.iter().map(|what| words::withheld(*what, paper.language)).collect();
    let [is, of, at, end] = words.reading;
    let mut said = format!("{is}{}", what.join(words.comma));
    if let Some(proof) = &paper.proof {
        let (hash, address) = (clean_line(&proof.event_hash), clean_line(&proof.verify_url));
        if !hash.is_empty() {
            said += &format!("{of}{hash}");
        }
        if !address.is_empty() {
            said += &format!("{at}{address}{end}");
        }
    }
    said
}

fn attachment(one: &Attachment) -> Option<AttachmentView> {
    Some(AttachmentView {
        name: given(&one.name)?,
        told: one.told.as_deref().map(clean_line).filter(|told| !told.is_empty()),
    })
}

fn annex_view(annex: &Annex, layout: Layout) -> AnnexView {
    let title = crate::title::lines(&annex.title, layout);
    AnnexView {
        title: title.iter().filter_map(|line| given(line)).collect(),
        blocks: annex.blocks.iter().flat_map(block).collect(),
    }
}

fn given(text: &str) -> Option<String> {
    let text = clean_breakable(&clean_line(text));
    (!text.is_empty()).then_some(text)
}

/// A hash or address, whole so that it can be copied, unless it is longer than the foot of a page.
fn one_piece(text: &str) -> Option<String> {
    let text = clean_line(text);
    if text.width() > 72 { given(&text) } else { (!text.is_empty()).then_some(text) }
}

fn all_given(texts: &[String]) -> Vec<String> {
    texts.iter().filter_map(|text| given(text)).collect()
}

fn lines(text: &str) -> Vec<String> {
    clean(text).split('\n').filter_map(given).collect()
}

fn particular(label: &str, value: &str) -> ParticularView {
    let value = clean_breakable(value.trim());
    ParticularView {
        label: clean_breakable(&clean_line(label)),
        short: value.width() <= 18 && !value.contains('\n'),
        value,
    }
}

fn block(block: &Block) -> Vec<BlockView> {
    match block {
        Block::Paragraph(text) => lines(text).into_iter().map(|text| BlockView::Paragraph { text }).collect(),
        Block::Heading { level, text } => {
            let level = match level {
                Level::First => 1,
                Level::Second => 2,
                Level::Third => 3,
                Level::Fourth => 4,
            };
            given(text).into_iter().map(|text| BlockView::Heading { level, text }).collect()
        }
        Block::Chapter(text) => given(text).into_iter().map(|text| BlockView::Chapter { text }).collect(),
        Block::Article { label, text } => {
            vec![BlockView::Article { label: clean_line(label), text: given(text).unwrap_or_default() }]
        }
        Block::List { numbered, items } => {
            let items = all_given(items);
            if items.is_empty() { Vec::new() } else { vec![BlockView::List { numbered: *numbered, items }] }
        }
        Block::Table(table) => table_view(table).into_iter().map(BlockView::Table).collect(),
    }
}

/// The last row becomes a table of its own, with the same columns, so that it can go to the next page.
fn divide_last_table(blocks: &mut Vec<BlockView>) {
    let Some(BlockView::Table(table)) = blocks.last_mut() else { return };
    if table.rows.len() < 2 {
        return;
    }
    let rows = table.rows.split_off(table.rows.len() - 1);
    let last = TableView {
        caption: None,
        widths: table.widths.clone(),
        least: table.least.clone(),
        align: table.align.clone(),
        header: table.header.clone(),
        rows,
    };
    blocks.push(BlockView::Table(last));
}

/// A rectangular table with columns as wide as their text asks for; `None` without columns.
fn table_view(table: &Table) -> Option<TableView> {
    let columns = table.rows.iter().map(Vec::len).chain([table.header.len()]).max().unwrap_or(0);
    if columns == 0 {
        return None;
    }
    let row = |cells: &Vec<String>| -> Vec<String> {
        let mut cells: Vec<String> = cells.iter().map(|cell| clean_breakable(cell.trim())).collect();
        cells.resize(columns, String::new());
        cells
    };
    let header = if table.header.is_empty() { Vec::new() } else { row(&table.header) };
    let rows: Vec<Vec<String>> = table.rows.iter().map(row).collect();
    let column = |index: usize| rows.iter().filter_map(move |row| row.get(index)).map(String::as_str);
    Some(TableView {
        caption: given(&table.caption),
        widths: (0..columns).map(|index| width(header.get(index), column(index))).collect(),
        least: (0..columns).map(|index| if column(index).any(is_day) { 13 } else { 0 }).collect(),
        align: (0..columns).map(|index| alignment(index, column(index))).collect(),
        header,
        rows,
    })
}

/// Half-width characters that a column asks for, between 4 and 40.
fn width<'a>(head: Option<&String>, cells: impl Iterator<Item = &'a str>) -> usize {
    let widest = cells.map(UnicodeWidthStr::width).max().unwrap_or(0);
    // The square root gives long texts room without starving the short columns.
    let asked = if widest > 24 { 24 + (widest - 24).isqrt() } else { widest };
    asked.max(head.map_or(0, |head| head.width())).clamp(4, 40) + 3
}

/// A day in figures: `2026-03-20`.
fn is_day(cell: &str) -> bool {
    cell.len() == 10 && cell.parse::<jiff::civil::Date>().is_ok()
}

/// Numbers to the right, short words and ordinal numbers in the middle, sentences to the left.
fn alignment<'a>(index: usize, cells: impl Iterator<Item = &'a str> + Clone) -> &'static str {
    let mut filled = cells.filter(|cell| !cell.is_empty()).peekable();
    if filled.peek().is_none() {
        return "center";
    }
    let number = |cell: &str| {
        !is_day(cell)
            && cell.chars().any(|c| c.is_ascii_digit())
            && cell.chars().all(|c| c.is_ascii_digit() || "+-−.,%％ ".contains(c))
    };
    if index > 0 && filled.clone().all(number) {
        "right"
    } else if filled.all(|cell| cell.width() <= 14 && !cell.contains('\n')) {
        "center"
    } else {
        "left"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(header: &[&str], rows: &[&[&str]]) -> Table {
        let strings = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        Table {
            caption: String::new(),
            header: strings(header),
            rows: rows.iter().map(|row| strings(row)).collect(),
        }
    }

    #[test]
    fn ragged_rows_become_a_rectangle() {
        let view = table_view(&table(&["a"], &[&["1", "2", "3"], &[]])).expect("a table");
        assert_eq!(view.header, ["a", "", ""]);
        assert_eq!(view.rows, [["1", "2", "3"], ["", "", ""]]);
    }

    #[test]
    fn a_table_without_columns_is_left_out() {
        assert!(table_view(&table(&[], &[&[], &[]])).is_none());
        assert!(table_view(&Table::default()).is_none());
    }

    #[test]
    fn columns_align_by_what_they_hold() {
        let long = "对当事人的陈述、申辩意见进行复核的情况";
        let view =
            table_view(&table(&["序号", "单位", "说明"], &[&["1", "市水务局", long], &["12", "", ""]]));
        assert_eq!(view.expect("a table").align, ["center", "center", "left"]);
        let view = table_view(&table(&["单位", "件数"], &[&["市水务局", "1,204.5"], &["", "-3"]]));
        assert_eq!(view.expect("a table").align, ["center", "right"]);
    }

    #[test]
    fn a_paragraph_with_line_breaks_is_several() {
        let blocks = block(&Block::Paragraph("一\r\n\r\n二\u{202E}".into()));
        assert!(
            matches!(&blocks[..], [BlockView::Paragraph { text: a }, BlockView::Paragraph { text: b }] if a == "一" && b == "二")
        );
    }
}
