//! Spreadsheets: rows of typed cells as XLSX and as CSV. It must not know what the rows mean.
//!
//! A cell is data and never a formula: XLSX cells are written as texts, numbers and dates; in CSV, where every program
//! guesses, a text that a spreadsheet would take for a formula gets an apostrophe in front.

use jiff::civil::Date;
use rust_xlsxwriter::{Format, FormatBorder, Workbook};

use crate::fault::DocumentFault;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A text, as it is.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A number in units of a fraction: 200050 of 100 is 2000.50.
    Scaled(i64, u32),
    /// A day.
    Date(Date),
    /// Nothing.
    Empty,
}

impl Cell {
    /// A text; nothing when it is empty.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

/// One sheet in the making.
pub struct SheetFile {
    workbook: Workbook,
    head: Format,
    day: Format,
    next: u32,
}

/// The longest text that a cell of a spreadsheet may hold.
const LONGEST: usize = 32_767;

impl SheetFile {
    /// A sheet with its head.
    ///
    /// # Errors
    /// A name that spreadsheets refuse.
    pub fn new(name: &str, columns: &[String]) -> Result<Self, DocumentFault> {
        let mut workbook = Workbook::new();
        let head = Format::new().set_bold().set_border_bottom(FormatBorder::Thin).set_text_wrap();
        let day = Format::new().set_num_format("yyyy-mm-dd");
        let sheet = workbook.add_worksheet();
        sheet.set_name(tab_name(name)).map_err(fault)?;
        sheet.set_freeze_panes(1, 0).map_err(fault)?;
        for (at, column) in columns.iter().enumerate() {
            let at = column_number(at)?;
            sheet.write_string_with_format(0, at, clipped(column), &head).map_err(fault)?;
            sheet.set_column_width(at, if at == 1 { 40 } else { 18 }).map_err(fault)?;
        }
        Ok(Self { workbook, head, day, next: 1 })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// More rows or columns than a spreadsheet holds.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), DocumentFault> {
        let (row, day) = (self.next, &self.day);
        let sheet = self.workbook.worksheet_from_index(0).map_err(fault)?;
        for (at, cell) in cells.iter().enumerate() {
            let at = column_number(at)?;
            let written = match cell {
                Cell::Text(text) => sheet.write_string(row, at, clipped(text)),
                Cell::Int(n) => sheet.write_number(row, at, *n as f64),
                Cell::Scaled(n, one) => sheet.write_number(row, at, *n as f64 / f64::from(*one)),
                Cell::Date(date) => match excel_day(*date) {
                    Some(serial) => sheet.write_number_with_format(row, at, serial, day),
                    None => sheet.write_string(row, at, date.to_string()),
                },
                Cell::Empty => continue,
            };
            written.map_err(fault)?;
        }
        self.next += 1;
        Ok(())
    }

    /// Sets a choice of words for a column below the head: for templates that people fill in.
    ///
    /// # Errors
    /// More words than a spreadsheet takes (255 characters in all): then none are set.
    pub fn choices(&mut self, column: usize, words: &[String]) -> Result<(), DocumentFault> {
        if words.is_empty() || words.iter().map(|word| word.chars().count() + 1).sum::<usize>() > 255 {
            return Ok(());
        }
        let rule = rust_xlsxwriter::DataValidation::new().allow_list_strings(words).map_err(fault)?;
        let at = column_number(column)?;
        let sheet = self.workbook.worksheet_from_index(0).map_err(fault)?;
        sheet.add_data_validation(1, at, 5_000, at, &rule).map_err(fault)?;
        Ok(())
    }

    /// Adds a second sheet of plain lines: who asked for what, or how to fill in.
    ///
    /// # Errors
    /// A name that spreadsheets refuse.
    pub fn notes(&mut self, name: &str, lines: &[String]) -> Result<(), DocumentFault> {
        let head = self.head.clone();
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(tab_name(name)).map_err(fault)?;
        sheet.set_column_width(0, 90).map_err(fault)?;
        for (row, line) in (0_u32..).zip(lines) {
            if row == 0 {
                sheet.write_string_with_format(row, 0, clipped(line), &head).map_err(fault)?;
            } else {
                sheet.write_string(row, 0, clipped(line)).map_err(fault)?;
            }
        }
        Ok(())
    }

    /// The finished file.
    ///
    /// # Errors
    /// Want of memory.
    pub fn finish(mut self) -> Result<Vec<u8>, DocumentFault> {
        self.workbook.save_to_buffer().map_err(fault)
    }
}

fn fault(error: rust_xlsxwriter::XlsxError) -> DocumentFault {
    DocumentFault::Sheet(error.to_string())
}

fn column_number(at: usize) -> Result<u16, DocumentFault> {
    u16::try_from(at).map_err(|_| DocumentFault::Sheet(format!("{at} columns are too many")))
}

/// A text as long as a cell takes.
fn clipped(text: &str) -> String {
    // Counted as spreadsheets count: in units of UTF-16.
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= LONGEST
    };
    text.chars().take_while(fits).collect()
}

/// A name as spreadsheets take it: at most 31 characters, none of their signs.
fn tab_name(name: &str) -> String {
    let plain = name.chars().filter(|c| !r"[]:*?/\'".contains(*c)).take(31).collect::<String>();
    if plain.trim().is_empty() { "1".to_owned() } else { plain }
}

/// Days since the spreadsheets' zero; before 1900-03-01 they count wrongly.
fn excel_day(date: Date) -> Option<f64> {
    let zero = Date::constant(1899, 12, 30);
    let days = date.since(zero).ok()?.get_days();
    (days > 60).then(|| f64::from(days))
}

/// A line of CSV with its end. A text that a spreadsheet would take for a formula gets an apostrophe in front.
///
/// ```
/// use yifa_documents::{Cell, csv_line};
/// let cells = [Cell::text("=1+1"), Cell::text("a,\"b\""), Cell::Int(-3), Cell::Scaled(200_050, 100)];
/// assert_eq!(csv_line(&cells), "'=1+1,\"a,\"\"b\"\"\",-3,2000.50\r\n");
/// ```
pub fn csv_line(cells: &[Cell]) -> String {
    let mut line = String::new();
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        match cell {
            Cell::Text(text) => quoted(&mut line, text),
            Cell::Int(n) => line.push_str(&n.to_string()),
            Cell::Scaled(n, one) => line.push_str(&scaled(*n, *one)),
            Cell::Date(date) => line.push_str(&date.to_string()),
            Cell::Empty => {}
        }
    }
    line.push_str("\r\n");
    line
}

fn quoted(line: &mut String, text: &str) {
    let dangerous = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let quotes = text.contains([',', '"', '\n', '\r', '\t', ' ']);
    if quotes {
        line.push('"');
    }
    if dangerous {
        line.push('\'');
    }
    line.push_str(&text.replace('"', "\"\""));
    if quotes {
        line.push('"');
    }
}

fn scaled(n: i64, one: u32) -> String {
    let places = one.max(1).ilog10() as usize;
    let (n, one, sign) = (n.unsigned_abs(), u64::from(one.max(1)), if n < 0 { "-" } else { "" });
    if places == 0 { format!("{sign}{n}") } else { format!("{sign}{}.{:0places$}", n / one, n % one) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_formula_is_never_written_as_one() {
        for text in ["=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            let line = csv_line(&[Cell::text(text)]);
            let first = line.trim_start_matches('"').chars().next();
            assert_eq!(first, Some('\''), "{text:?} became {line:?}");
        }
        assert_eq!(csv_line(&[Cell::text("甲=乙"), Cell::Empty]), "甲=乙,\r\n");
    }

    #[test]
    fn numbers_keep_their_places() {
        assert_eq!(csv_line(&[Cell::Scaled(-5, 100), Cell::Scaled(7, 1)]), "-0.05,7\r\n");
    }

    #[test]
    fn a_workbook_takes_what_people_type() {
        let name = "a/b:c*一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十";
        let mut file = SheetFile::new(name, &["编号".into(), "=名称".into()]).expect("a sheet");
        let long = "𠮷".repeat(40_000);
        file.row(&[Cell::text(long), Cell::text("=1+1")]).expect("a row");
        file.row(&[Cell::Date(date(2026, 11, 27)), Cell::Date(date(1800, 1, 1))]).expect("a row");
        file.choices(0, &["甲".into(), "乙".into()]).expect("a choice");
        file.notes("", &["说明".into()]).expect("notes");
        let bytes = file.finish().expect("a file");
        assert!(bytes.starts_with(b"PK"));
        assert!(!String::from_utf8_lossy(&bytes).contains("<f>"));
    }

    #[test]
    fn days_are_counted_as_spreadsheets_count_them() {
        assert_eq!(excel_day(date(2026, 11, 27)), Some(46353.0));
        assert_eq!(excel_day(date(1900, 1, 1)), None);
    }
}
