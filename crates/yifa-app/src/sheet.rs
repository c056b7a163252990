//! Owns sheets as offices have them: CSV in whatever encoding, or a workbook (XLSX, XLS), read to a header and rows of text,
//! each with the line that it stands in. What a cell means is not known here.
//!
//! A small file can hold a large workbook: an archive that unpacks to a thousand times its size, one cell at the far end of
//! the grid, one long text that a million cells name. None of it is read further than [`MOST_UNPACKED`].

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{Data, ExcelDateTime, Reader, Sheet as Sheets, SheetType, SheetVisible, Xls, Xlsx};

use crate::error::{AppError, Result};

/// Why a sheet is not taken at all. Its text is for operators; pages say it in their own words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetFault {
    /// More bytes than [`LARGEST`].
    #[error("sheet: larger than 32 MiB; split it")]
    TooLarge,
    /// More bytes than [`MOST_UNPACKED`] once it is unpacked.
    #[error("sheet: larger than 128 MiB once it is unpacked; split it")]
    Unpacked,
    /// No cell holds anything.
    #[error("sheet: it is empty; the first row names the columns")]
    Empty,
    /// More columns than are read.
    #[error("sheet: more than {MOST_COLUMNS} columns")]
    TooManyColumns,
    /// More rows than [`MOST_ROWS`].
    #[error("sheet: more than {MOST_ROWS} rows; split it")]
    TooManyRows,
    /// Two columns of one name.
    #[error("sheet: two columns are called “{0}”")]
    TwoColumns(String),
    /// A cell beside the named columns.
    #[error("sheet: row {line}: “{text}” stands in a column without a name")]
    Stray {
        /// The line of the sheet.
        line: u32,
        /// What stands there.
        text: String,
    },
    /// Neither text nor a workbook.
    #[error("sheet: not a CSV file or workbook: {0}")]
    NoText(String),
    /// A quotation mark that is never closed: all that follows it would be one cell.
    #[error("sheet: row {line}: a quotation mark is not closed")]
    OpenQuote {
        /// The line in which the row begins.
        line: u32,
    },
    /// A workbook that cannot be read.
    #[error("workbook: {0}")]
    Workbook(String),
    /// Columns that the action does not take.
    #[error("columns {}: not known; the columns are {}", unknown.join("、"), known.join("、"))]
    UnknownColumns {
        /// Those that are not known.
        unknown: Vec<String>,
        /// Those that may stand there.
        known: Vec<String>,
    },
    /// Columns that every row needs.
    #[error("columns {}: missing; each row needs them", .0.join("、"))]
    MissingColumns(Vec<String>),
}

/// The largest sheet that is read, in bytes.
pub const LARGEST: usize = 32 << 20;
/// The most that a workbook may hold once it is unpacked, and the most text in its cells, in bytes.
pub const MOST_UNPACKED: usize = 128 << 20;
/// The most rows that are read.
pub const MOST_ROWS: usize = 100_000;
/// The most cells that are kept, empty ones too: rows by columns.
const MOST_CELLS: usize = 8 << 20;
/// The most columns that are read.
const MOST_COLUMNS: usize = 200;

/// A sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What the columns are called.
    pub header: Vec<String>,
    /// The rows below; blank ones are left out.
    pub rows: Vec<SheetRow>,
}

/// A column that a sheet may have, and what it is to whoever reads the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column<T> {
    /// What the header may call it, the usual name first; blanks at the ends, marks of need and kinds of writing aside.
    pub names: Vec<String>,
    /// Whether every sheet must have it.
    pub required: bool,
    /// What it is.
    pub is: T,
}

/// What the columns are called that a file of faulty rows adds; they are passed over when it comes back corrected.
pub const FAULT_COLUMNS: [&str; 6] =
    ["导入错误", "匯入錯誤", "Import faults", "原行号", "原行號", "Row in the sheet"];

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The line in the file or the row in the workbook, from 1; the header usually is 1.
    pub line: u32,
    /// Its cells, as many as the header has.
    pub cells: Vec<SheetCell>,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetCell {
    /// Its text; empty when there is nothing in it.
    pub text: String,
    /// The workbook does not hold what was typed: a long number that was rounded, or an error of a formula.
    pub spoiled: bool,
}

/// A text as a cell of a sheet that we write: no spreadsheet program takes it for a formula.
///
/// ```
/// use yifa_app::sheet::harmless;
/// assert_eq!(harmless("=1+1"), "'=1+1");
/// assert_eq!(harmless("张三"), "张三");
/// ```
pub fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

impl SheetCell {
    fn whole(text: impl Into<String>) -> Self {
        Self { text: text.into(), spoiled: false }
    }
}

impl Sheet {
    /// Reads a sheet; workbooks are told by their bytes, not by a name.
    ///
    /// # Errors
    /// Invalid: too large, no sheet at all, no header, two columns of one name, more rows than [`MOST_ROWS`].
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let wrong = |fault: SheetFault| Err(AppError::Sheet(fault));
        if bytes.len() > LARGEST {
            return wrong(SheetFault::TooLarge);
        }
        let lines = if bytes.starts_with(b"PK\x03\x04") {
            of_workbook(bytes)?
        } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            of_old_workbook(bytes)?
        } else {
            of_text(bytes)?
        };
        let mut lines = lines.into_iter().filter(|row| row.cells.iter().any(|cell| !cell.text.is_empty()));
        let Some(first) = lines.next() else { return wrong(SheetFault::Empty) };
        let mut header: Vec<String> = first.cells.into_iter().map(|cell| cell.text).collect();
        while header.last().is_some_and(String::is_empty) {
            header.pop();
        }
        if header.len() > MOST_COLUMNS {
            return wrong(SheetFault::TooManyColumns);
        }
        if let Some(at) =
            (1..header.len()).find(|at| !header[*at].is_empty() && header[..*at].contains(&header[*at]))
        {
            return wrong(SheetFault::TwoColumns(header[at].clone()));
        }
        let width = header.len();
        let mut rows = Vec::new();
        for mut row in lines {
            if rows.len() == MOST_ROWS || rows.len() * width >= MOST_CELLS {
                return wrong(SheetFault::TooManyRows);
            }
            if let Some(stray) = row.cells.iter().skip(width).find(|cell| !cell.text.is_empty()) {
                return wrong(SheetFault::Stray { line: row.line, text: stray.text.clone() });
            }
            row.cells.resize(width, SheetCell::default());
            rows.push(row);
        }
        Ok(Self { header, rows })
    }

    /// What each column is; those without a name and those of faults are nothing.
    ///
    /// # Errors
    /// Sheet: a column that is none of the known ones, a required one that is missing.
    pub fn columns<T: Copy + PartialEq>(&self, known: &[Column<T>]) -> Result<Vec<Option<T>>> {
        let plain =
            |text: &str| yifa_law::fold::fold(text.trim().trim_end_matches(['*', '＊'])).to_lowercase();
        let (mut uses, mut unknown) = (Vec::new(), Vec::new());
        for name in &self.header {
            let wanted = plain(name);
            let found = known.iter().find(|column| column.names.iter().any(|one| plain(one) == wanted));
            if found.is_none() && !wanted.is_empty() && !FAULT_COLUMNS.iter().any(|one| plain(one) == wanted)
            {
                unknown.push(name.clone());
            }
            uses.push(found.map(|column| column.is));
        }
        let called = |column: &Column<T>| column.names.first().cloned();
        if !unknown.is_empty() {
            let known = known.iter().filter_map(called).collect();
            return Err(AppError::Sheet(SheetFault::UnknownColumns { unknown, known }));
        }
        let missing = known.iter().filter(|column| column.required && !uses.contains(&Some(column.is)));
        let missing: Vec<String> = missing.filter_map(called).collect();
        if missing.is_empty() { Ok(uses) } else { Err(AppError::Sheet(SheetFault::MissingColumns(missing))) }
    }
}

fn of_text(bytes: &[u8]) -> Result<Vec<SheetRow>> {
    let decoded = yifa_law::decode::decode(bytes);
    let decoded = decoded.map_err(|error| AppError::Sheet(SheetFault::NoText(error.to_string())))?;
    let first = decoded.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let delimiter =
        [b'\t', b';', b','].into_iter().max_by_key(|mark| first.bytes().filter(|b| b == mark).count());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.unwrap_or(b','))
        .from_reader(decoded.text.as_bytes().chain(END.as_bytes()));
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| AppError::Sheet(SheetFault::NoText(error.to_string())))?;
        if record.len() == 1 && record.iter().eq([END.trim()]) {
            return Ok(rows);
        }
        let line = record.position().map_or(0, |position| first_line(&decoded.text, position));
        let cells = record.iter().map(|cell| SheetCell::whole(unguarded(cell.trim()))).collect();
        rows.push(SheetRow { line, cells });
    }
    // The end is no row of its own: the last one has taken it in.
    Err(AppError::Sheet(SheetFault::OpenQuote { line: rows.last().map_or(1, |row| row.line) }))
}

/// What is put behind a text, to see whether it is still a row of its own there; nobody types it.
const END: &str = "\n\u{1}yifa\u{1}\n";

/// A text without the apostrophe that keeps spreadsheets from taking it for a formula: our own files have it.
fn unguarded(cell: &str) -> &str {
    let formula = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(formula)).unwrap_or(cell)
}

/// The line on which a row begins: the reader's place is before the blank lines that it passes over.
fn first_line(text: &str, place: &csv::Position) -> u32 {
    let rest = usize::try_from(place.byte()).ok().and_then(|byte| text.as_bytes().get(byte..));
    let blank = rest.unwrap_or_default().iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
    let blank = blank.filter(|byte| **byte == b'\n').count() as u64;
    u32::try_from(place.line() + blank).unwrap_or(u32::MAX)
}

fn broken(why: impl ToString) -> AppError {
    AppError::Sheet(SheetFault::Workbook(why.to_string()))
}

/// Whether an archive is no larger than [`MOST_UNPACKED`] once it is unpacked. What its own list of contents says is not
/// believed: it is unpacked, and thrown away.
fn unpacks(bytes: &[u8]) -> Result<()> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut left = MOST_UNPACKED as u64;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(broken)?;
        left -= std::io::copy(&mut part.take(left), &mut std::io::sink()).map_err(broken)?;
        if left == 0 {
            return Err(AppError::Sheet(SheetFault::Unpacked));
        }
    }
    Ok(())
}

/// The first sheet of a workbook that is not hidden, cell by cell: what stands far away makes no grid up to it.
fn of_workbook(bytes: &[u8]) -> Result<Vec<SheetRow>> {
    unpacks(bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    // Lists for choices often stand on a hidden sheet before the one that people see.
    let sheets = || workbook.sheets_metadata().iter();
    let seen = |sheet: &&Sheets| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
    let found = sheets().find(seen).or_else(|| sheets().next());
    let Some(name) = found.map(|sheet| sheet.name.clone()) else { return Err(broken("it has no sheet")) };
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(broken)?;
    let mut rows: BTreeMap<u32, Vec<SheetCell>> = BTreeMap::new();
    let (mut text, mut grid) = (0_usize, 0_usize);
    while let Some(found) = cells.next_cell().map_err(broken)? {
        let (row, column) = found.get_position();
        let content = cell(&Data::from(found.get_value().clone()));
        if content.text.is_empty() {
            continue;
        }
        if column as usize >= MOST_COLUMNS {
            return Err(AppError::Sheet(SheetFault::TooManyColumns));
        }
        text += content.text.len();
        if text > MOST_UNPACKED {
            return Err(AppError::Sheet(SheetFault::Unpacked));
        }
        let row = rows.entry(row).or_default();
        if row.len() <= column as usize {
            grid += column as usize + 1 - row.len();
            row.resize(column as usize + 1, SheetCell::default());
        }
        row[column as usize] = content;
        // The header is a row too.
        if rows.len() > MOST_ROWS + 1 || grid > MOST_CELLS {
            return Err(AppError::Sheet(SheetFault::TooManyRows));
        }
    }
    Ok(rows.into_iter().map(|(row, cells)| SheetRow { line: row + 1, cells }).collect())
}

/// The first sheet of a workbook in the old container, whose grid ends at 65,536 rows and 256 columns.
fn of_old_workbook(bytes: &[u8]) -> Result<Vec<SheetRow>> {
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(broken)?;
    let Some(range) = workbook.worksheet_range_at(0) else { return Err(broken("it has no sheet")) };
    let range = range.map_err(broken)?;
    let (top, left) = range.start().unwrap_or_default();
    if left as usize > MOST_COLUMNS {
        return Err(AppError::Sheet(SheetFault::TooManyColumns));
    }
    let row = |(number, cells): (u32, &[Data])| {
        let before = std::iter::repeat_n(SheetCell::default(), left as usize);
        let cells = before.chain(cells.iter().map(cell)).collect();
        SheetRow { line: number, cells }
    };
    Ok((top + 1..).zip(range.rows()).map(row).collect())
}

fn cell(data: &Data) -> SheetCell {
    match data {
        Data::Empty => SheetCell::default(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            SheetCell::whole(text.trim())
        }
        Data::Int(number) => SheetCell::whole(number.to_string()),
        // A citizen number typed as a number has lost its last digits: no cell keeps more than 15.
        Data::Float(number) => SheetCell { text: number.to_string(), spoiled: number.abs() >= 1e15 },
        Data::Bool(flag) => SheetCell::whole(if *flag { "true" } else { "false" }),
        Data::DateTime(at) => SheetCell::whole(moment(at)),
        Data::Error(error) => SheetCell { text: error.to_string(), spoiled: true },
    }
}

/// A day, or a day and a time; a time alone, or what is beyond all calendars, stays a number.
fn moment(at: &ExcelDateTime) -> String {
    let Some(at) = at.as_datetime() else { return at.as_f64().to_string() };
    let text = at.to_string();
    text.strip_suffix(" 00:00:00").unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(sheet: &Sheet) -> Vec<(u32, Vec<&str>)> {
        sheet
            .rows
            .iter()
            .map(|row| (row.line, row.cells.iter().map(|cell| cell.text.as_str()).collect()))
            .collect()
    }

    #[test]
    fn csv_is_read_with_its_lines_whatever_the_mark_and_encoding() {
        let wanted: Vec<(u32, Vec<&str>)> = vec![(2, vec!["甲", "1,5"]), (4, vec!["乙\n丙", ""])];
        let text = "名称\t数\n甲\t1,5\n\n\"乙\n丙\"\t\n";
        for bytes in [text.as_bytes().to_vec(), text.replace('\t', ";").into_bytes()] {
            assert_eq!(texts(&Sheet::read(&bytes).expect("read")), wanted);
        }
        assert_eq!(texts(&Sheet::read(&gb18030(text)).expect("read")), wanted);
    }

    /// The same text as an old office program saves it.
    fn gb18030(text: &str) -> Vec<u8> {
        let table = [
            ('名', [0xC3, 0xFB]),
            ('称', [0xB3, 0xC6]),
            ('数', [0xCA, 0xFD]),
            ('甲', [0xBC, 0xD7]),
            ('乙', [0xD2, 0xD2]),
            ('丙', [0xB1, 0xFB]),
        ];
        let bytes = text.chars().flat_map(|c| match table.iter().find(|(known, _)| *known == c) {
            Some((_, bytes)) => bytes.to_vec(),
            None => c.to_string().into_bytes(),
        });
        bytes.collect()
    }

    #[test]
    fn quotation_marks_inside_a_cell_and_at_the_very_end_are_closed() {
        let read = |text: &str| Sheet::read(text.as_bytes()).expect("read").rows;
        assert_eq!(read("名\n5\" 管\n")[0].cells[0].text, "5\" 管");
        assert_eq!(read("名\n\"甲\"\"乙\"")[0].cells[0].text, "甲\"乙");
        assert_eq!(read("名\n\"甲\n乙\"")[0].cells[0].text, "甲\n乙");
        // The kind of separator is told from the first line that holds anything.
        assert_eq!(read("\n名\t数\n甲\t1,5\n")[0].cells[1].text, "1,5");
    }

    #[test]
    fn what_a_guarded_file_holds_comes_back_as_it_was() {
        let sheet = Sheet::read("数,名\n'-5,'甲\n".as_bytes()).expect("read");
        assert_eq!(texts(&sheet), vec![(2, vec!["-5", "'甲"])]);
    }

    #[test]
    fn wrong_sheets_are_refused_with_a_reason() {
        for (bytes, why) in [
            (&b""[..], "empty"),
            (b"\n\n", "empty"),
            ("甲,甲\n1,2\n".as_bytes(), "two columns"),
            ("甲,乙\n1,2,3\n".as_bytes(), "row 2"),
            ("甲,乙\n\"1,2\n3,4\n5,6\n".as_bytes(), "row 2: a quotation mark"),
            ("甲,\"乙\n1,2\n".as_bytes(), "row 1: a quotation mark"),
            (b"PK\x03\x04nonsense", "workbook"),
            (&[0xD0, 0xCF, 0x11, 0xE0, 0, 0], "workbook"),
            (b"%PDF-1.7", "CSV"),
        ] {
            let error = Sheet::read(bytes).expect_err(why).to_string();
            assert!(error.contains(why), "{why}: {error}");
        }
    }

    #[test]
    fn a_number_that_a_workbook_has_rounded_is_spoiled() {
        assert!(cell(&Data::Float(110_105_194_912_310_020.0)).spoiled);
        assert_eq!(cell(&Data::Float(2000.0)), SheetCell::whole("2000"));
        assert_eq!(cell(&Data::Float(0.5)).text, "0.5");
        assert!(cell(&Data::Error(calamine::CellErrorType::Div0)).spoiled);
    }
}
