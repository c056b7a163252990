//! Paper → DOCX: the editable copy that a drafter goes on working on. Owns the mapping to word-processor paragraphs and
//! styles; the PDF stays the paper that is sealed and served, and each page of the copy says so.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, Docx, Footer, Header, LineSpacing, LineSpacingType, NumPages, PageMargin, PageNum,
    Paragraph, Run, RunFonts, SpecialIndentType, Style, StyleType, Table as DocxTable, TableCell, TableRow,
    WidthType,
};

use crate::clean::{clean, clean_line};
use crate::fault::DocumentFault;
use crate::paper::{Annex, Attachment, Block, Layout, Level, Paper, Proof, Table};
use crate::words::{self, Words};

/// Twentieths of a point in a millimetre, rounded where a length is made.
const TWIPS_PER_MM: f64 = 1440.0 / 25.4;
/// Width of the type area of A4 with the margins below, in twips.
const TYPE_AREA: usize = 8845;

/// Faces by the names that word processors in offices know; where one is missing, theirs takes its place.
const BODY: &str = "仿宋";
const HEI: &str = "黑体";
const KAI: &str = "楷体";
const TITLE: &str = "方正小标宋简体";

/// The paper as a DOCX file. The same paper gives the same bytes.
///
/// # Errors
/// [`DocumentFault::Write`] if the file cannot be packed: a fault of ours.
pub fn docx(paper: &Paper) -> Result<Vec<u8>, DocumentFault> {
    let words = words::words(paper.language);
    let mut file = with_styles(Docx::new(), paper.layout)
        .page_size(11906, 16838)
        .page_margin(margins(paper.layout))
        .header(header(paper, words))
        .footer(footer(paper, words));
    if let Some(on) = paper.made_on() {
        let at = format!("{on}T00:00:00Z");
        file = file.created_at(&at).updated_at(&at);
    }
    for paragraph in head(paper, words) {
        file = file.add_paragraph(paragraph);
    }
    // Who took part in a meeting stands below the text.
    if paper.layout != Layout::Minutes {
        file = add_particulars(file, paper, words);
    }
    for block in &paper.blocks {
        file = add_block(file, block);
    }
    if paper.layout == Layout::Minutes {
        file = add_particulars(file, paper, words);
    }
    for paragraph in tail(paper, words) {
        file = file.add_paragraph(paragraph);
    }
    for (index, annex) in paper.annexes.iter().enumerate() {
        file = add_annex(file, annex, &annex_mark(paper, index, words));
    }
    let mut bytes = Cursor::new(Vec::new());
    file.build().pack(&mut bytes).map_err(|cause| DocumentFault::Write(cause.to_string()))?;
    Ok(bytes.into_inner())
}

/// `附件`, numbered where there are several; an order's text has no mark.
fn annex_mark(paper: &Paper, index: usize, words: &Words) -> String {
    match (paper.layout, paper.attachments.len()) {
        (Layout::Order, _) => String::new(),
        (_, 0 | 1) => words.attachment.to_owned(),
        _ => format!("{}{}", words.attachment, index + 1),
    }
}

/// A text on pages of its own.
fn add_annex(file: Docx, annex: &Annex, mark: &str) -> Docx {
    let mark = Run::new().fonts(fonts(HEI)).add_text(mark);
    let title = Run::new().size(44).fonts(fonts(TITLE)).add_text(clean_line(&annex.title));
    let file = file
        .add_paragraph(Paragraph::new().page_break_before(true).add_run(mark))
        .add_paragraph(loose(Paragraph::new().align(AlignmentType::Center).add_run(title)))
        .add_paragraph(Paragraph::new());
    annex.blocks.iter().fold(file, add_block)
}

fn add_particulars(file: Docx, paper: &Paper, words: &Words) -> Docx {
    if paper.layout == Layout::Plain && !paper.particulars.is_empty() {
        let rows: Vec<Vec<String>> =
            paper.particulars.iter().map(|line| vec![line.label.clone(), line.value.clone()]).collect();
        return file.add_table(grid(&[], &rows, &[2600, TYPE_AREA - 2600]));
    }
    paper.particulars.iter().fold(file, |file, line| {
        let text = format!("{}{}{}", clean_line(&line.label), words.colon, clean(&line.value));
        file.add_paragraph(flush(&text))
    })
}

fn with_styles(file: Docx, layout: Layout) -> Docx {
    let (size, pitch) = match layout {
        Layout::Official | Layout::Letter | Layout::Order | Layout::Minutes => (32, 580),
        Layout::Enforcement => (32, 560),
        Layout::Plain => (24, 420),
    };
    let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(pitch);
    let heading = |id: &str, name: &str, level: usize, face: &str| {
        Style::new(id, StyleType::Paragraph)
            .name(name)
            .based_on("Normal")
            .next("Normal")
            .q_format(true)
            .outline_lvl(level)
            .fonts(fonts(face))
            .size(size)
    };
    file.default_fonts(fonts(BODY))
        .default_size(size)
        .default_line_spacing(spacing)
        .add_style(heading("Heading1", "heading 1", 0, HEI))
        .add_style(heading("Heading2", "heading 2", 1, KAI))
        .add_style(heading("Heading3", "heading 3", 2, BODY))
        .add_style(heading("Heading4", "heading 4", 3, BODY))
        .add_style(
            Style::new("Title", StyleType::Paragraph)
                .name("Title")
                .q_format(true)
                .fonts(fonts(TITLE))
                .size(44),
        )
}

fn fonts(face: &str) -> RunFonts {
    RunFonts::new().east_asia(face).ascii(face).hi_ansi(face).cs(face)
}

fn margins(layout: Layout) -> PageMargin {
    let (top, bottom) = match layout {
        Layout::Official | Layout::Order | Layout::Minutes => (37.0, 35.0),
        Layout::Letter => (30.0, 35.0),
        Layout::Enforcement => (30.0, 32.0),
        Layout::Plain => (22.0, 28.0),
    };
    PageMargin::new()
        .top(mm(top))
        .left(mm(28.0))
        .right(mm(26.0))
        .bottom(mm(bottom))
        .header(mm(12.0))
        .footer(mm(16.0))
}

/// Millimetres as twips.
fn mm(length: f64) -> i32 {
    (length * TWIPS_PER_MM).round() as i32
}

/// Each page says that the sealed paper counts, and what the watermark of the PDF says.
fn header(paper: &Paper, words: &Words) -> Header {
    let mark = paper.watermark.map(|mark| format!("〔{}〕", words::watermark(mark, paper.language)));
    let text = format!("{}{}", mark.unwrap_or_default(), words.editable);
    Header::new().add_paragraph(small(&text).align(AlignmentType::Right))
}

fn footer(paper: &Paper, words: &Words) -> Footer {
    let [before, between, after] = words.page;
    let number = Paragraph::new()
        .align(AlignmentType::Center)
        .add_run(Run::new().size(20).add_text(before))
        .add_page_num(PageNum::new())
        .add_run(Run::new().size(20).add_text(between))
        .add_num_pages(NumPages::new())
        .add_run(Run::new().size(20).add_text(after));
    let footer = Footer::new().add_paragraph(number);
    match paper.proof.as_ref().and_then(|proof| of_the_issued(proof, words)) {
        Some(said) => footer.add_paragraph(small(&said)),
        None => footer,
    }
}

/// What can be verified is the paper that was issued: whoever edits this copy makes another text, so digest and address
/// stand in a sentence that says whose they are.
fn of_the_issued(proof: &Proof, words: &Words) -> Option<String> {
    let [of, at, end] = words.not_issued;
    let (digest, address) = (clean_line(&proof.event_hash), clean_line(&proof.verify_url));
    match (digest.is_empty(), address.is_empty()) {
        (true, true) => None,
        (_, true) => Some(format!("{of}{digest}{end}")),
        (_, false) => Some(format!("{of}{digest}{at}{address}{end}")),
    }
}

fn small(text: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().size(15).color("737373").add_text(text))
}

/// Organ, title, number, addressee.
fn head(paper: &Paper, words: &Words) -> Vec<Paragraph> {
    let mut all = Vec::new();
    let organ = clean_line(&paper.organ);
    let number = paper.number.as_deref().map(clean_line);
    match paper.layout {
        Layout::Official => {
            all.push(red_mark(&format!("{organ}{}", words.head_suffix), 72));
            all.extend(number.as_deref().map(centred));
            all.push(Paragraph::new());
            all.extend(titles(paper));
        }
        Layout::Letter => {
            all.push(red_mark(&organ, 64));
            all.extend(number.map(|number| text(&number).align(AlignmentType::Right)));
            all.push(Paragraph::new());
            all.extend(titles(paper));
        }
        Layout::Order => {
            let [before, after] = words.order;
            all.push(red_mark(&format!("{before}{organ}{after}"), 72).style("Title"));
            all.push(Paragraph::new());
            all.extend(number.as_deref().map(centred));
        }
        Layout::Minutes => {
            all.push(red_mark(&clean_line(&paper.title), 72).style("Title"));
            all.extend(number.as_deref().map(centred));
            let day = paper.made_on().map_or_else(String::new, |on| words::date(on, paper.language));
            all.push(text(&format!("{organ}　　{day}")));
        }
        Layout::Enforcement | Layout::Plain => {
            let run = Run::new().size(36).fonts(fonts(TITLE)).add_text(organ);
            all.push(loose(Paragraph::new().align(AlignmentType::Center).add_run(run)));
            all.extend(titles(paper));
            all.extend(number.map(|number| text(&number).align(AlignmentType::Right)));
        }
    }
    all.push(Paragraph::new());
    let addressee = paper.addressee.as_deref().map(clean_line).filter(|name| !name.is_empty());
    all.extend(addressee.map(|name| flush(&format!("{name}{}", words.colon))));
    all
}

/// The mark 发文机关标志.
fn red_mark(mark: &str, size: usize) -> Paragraph {
    let run = Run::new().size(size).color("D7000F").fonts(fonts(TITLE)).add_text(mark);
    loose(Paragraph::new().align(AlignmentType::Center).add_run(run))
}

/// The title, a paragraph for each of its lines.
fn titles(paper: &Paper) -> Vec<Paragraph> {
    let title = clean(&paper.title);
    let lines = title.lines().map(str::trim).filter(|line| !line.is_empty());
    let set = |line: &str| {
        let run = Run::new().size(44).fonts(fonts(TITLE)).add_text(line);
        loose(Paragraph::new().style("Title").align(AlignmentType::Center).add_run(run))
    };
    lines.map(set).collect()
}

/// Attachments, signature, lines to sign, notes, copies.
fn tail(paper: &Paper, words: &Words) -> Vec<Paragraph> {
    let mut all = Vec::new();
    for (index, Attachment { name, told }) in paper.attachments.iter().enumerate() {
        let label = if index == 0 { format!("{}{}", words.attachment, words.colon) } else { String::new() };
        all.push(indented(&format!("{label}{}. {}", index + 1, clean_line(name))));
        all.extend(told.as_deref().map(|told| small(&clean_line(told)).indent(Some(640), None, None, None)));
    }
    if let Some(signature) = &paper.signature {
        all.push(Paragraph::new().keep_next(true));
        let seal = if signature.seal { words.seal } else { "" };
        let name = format!("{}{seal}", clean_line(&signature.name));
        all.push(text(&name).align(AlignmentType::Right).keep_next(true));
        let date =
            signature.date.map_or_else(|| words.blank_date.to_owned(), |on| words::date(on, paper.language));
        all.push(text(&date).align(AlignmentType::Right));
    }
    for line in &paper.sign_lines {
        let blank = "＿".repeat(8);
        all.push(flush(&format!("{}{}{blank}{}", clean_line(line), words.colon, words.blank_date)));
    }
    all.extend(paper.notes.iter().map(|note| indented(&clean(note))));
    if !paper.copies.is_empty() {
        let copies: Vec<String> = paper.copies.iter().map(|copy| clean_line(copy)).collect();
        let copies = copies.join(words.comma);
        all.push(flush(&format!("{}{}{copies}{}", words.copy_to, words.colon, words.full_stop)));
    }
    all
}

fn add_block(file: Docx, block: &Block) -> Docx {
    match block {
        Block::Paragraph(text) => {
            let lines = clean(text);
            let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
            lines.fold(file, |file, line| file.add_paragraph(indented(line)))
        }
        Block::Heading { level, text } => {
            let style = match level {
                Level::First => "Heading1",
                Level::Second => "Heading2",
                Level::Third => "Heading3",
                Level::Fourth => "Heading4",
            };
            file.add_paragraph(indented(&clean_line(text)).style(style).keep_next(true))
        }
        Block::Chapter(text) => {
            file.add_paragraph(centred(&clean_line(text)).style("Heading1").keep_next(true))
        }
        Block::Article { label, text } => {
            let label = Run::new().fonts(fonts(HEI)).add_text(clean_line(label));
            let rest = Run::new().add_text(format!("　{}", clean_line(text)));
            let line = Paragraph::new().add_run(label).add_run(rest);
            let line = line.indent(None, Some(SpecialIndentType::FirstLine(640)), None, None);
            file.add_paragraph(line.first_line_chars(200))
        }
        Block::List { numbered, items } => items.iter().enumerate().fold(file, |file, (index, item)| {
            let mark = if *numbered { format!("{}. ", index + 1) } else { "• ".to_owned() };
            file.add_paragraph(indented(&format!("{mark}{}", clean_line(item))))
        }),
        Block::Table(table) => add_table(file, table),
    }
}

fn add_table(mut file: Docx, table: &Table) -> Docx {
    let columns = table.rows.iter().map(Vec::len).chain([table.header.len()]).max().unwrap_or(0);
    if columns == 0 {
        return file;
    }
    let caption = clean_line(&table.caption);
    if !caption.is_empty() {
        file = file.add_paragraph(centred(&caption).keep_next(true));
    }
    file.add_table(grid(&table.header, &table.rows, &vec![TYPE_AREA / columns; columns]))
}

/// A rectangular table: rows that are too short are filled up with blanks.
fn grid(header: &[String], rows: &[Vec<String>], widths: &[usize]) -> DocxTable {
    let cell = |text: Option<&String>, width: usize, head: bool| {
        let lines = clean(text.map_or("", |text| text.trim()));
        let mut cell = TableCell::new().width(width, WidthType::Dxa);
        for line in lines.split('\n') {
            let run = Run::new().size(21).fonts(fonts(if head { HEI } else { "宋体" })).add_text(line);
            cell = cell.add_paragraph(loose(Paragraph::new().add_run(run)));
        }
        cell
    };
    let row = |cells: &[String], head: bool| {
        let cells = widths.iter().enumerate().map(|(index, width)| cell(cells.get(index), *width, head));
        TableRow::new(cells.collect())
    };
    let head = (!header.is_empty()).then(|| row(header, true));
    let all = head.into_iter().chain(rows.iter().map(|cells| row(cells, false)));
    DocxTable::new(all.collect()).set_grid(widths.to_vec()).width(widths.iter().sum(), WidthType::Dxa)
}

/// Text with its line breaks, nothing else.
fn text(text: &str) -> Paragraph {
    let mut run = Run::new();
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            run = run.add_break(docx_rs::BreakType::TextWrapping);
        }
        run = run.add_text(line);
    }
    Paragraph::new().add_run(run)
}

fn flush(line: &str) -> Paragraph {
    text(line)
}

fn centred(line: &str) -> Paragraph {
    text(line).align(AlignmentType::Center)
}

/// The first line moved in by two characters.
fn indented(line: &str) -> Paragraph {
    text(line).indent(None, Some(SpecialIndentType::FirstLine(640)), None, None).first_line_chars(200)
}

/// A line as high as its own characters, for sizes other than that of the text.
fn loose(paragraph: Paragraph) -> Paragraph {
    paragraph.line_spacing(LineSpacing::new().line_rule(LineSpacingType::Auto).line(260))
}
