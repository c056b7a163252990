//! Owns the files that leave: a blank sheet to fill in, and the faulty rows of one with their faults beside them, which can
//! be corrected and handed over again as they are.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use yifa_app::AppError;
use yifa_app::register_import::{RegisterColumn, RegisterOrder, RegisterOutcome};
use yifa_app::sheet::{FAULT_COLUMNS, Sheet};
use yifa_documents::{Cell, SheetFile, csv_line};

use super::say::{column_name, fault_row};
use super::{order, procedure_name};
use crate::face::Lang;
use crate::server::Server;
use crate::server::guest::Staff;
use crate::server::words;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Tells spreadsheets that a CSV file is UTF-8.
pub(in crate::server) const MARK: &str = "\u{feff}";

/// Which of the two kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::server) enum Format {
    Xlsx,
    Csv,
}

impl Format {
    pub(in crate::server) fn of(name: &str) -> Self {
        if name == "csv" { Self::Csv } else { Self::Xlsx }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    format: String,
}

pub(super) async fn template(
    staff: Staff,
    State(server): State<Server>,
    Path((procedure, action)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let made = async {
        let order = order(&staff, &procedure, &action)?;
        let columns = server.city.register_columns(&order)?;
        let format = Format::of(&asked.format);
        let name = procedure_name(&staff, &order.procedure);
        Ok::<_, AppError>(file(
            format,
            &format!("{procedure}-{action}"),
            blank(staff.guest.lang, format, &name, &columns)?,
        ))
    };
    made.await.unwrap_or_else(|error| staff.guest.failed(&error))
}

/// A sheet with its head, the choices of each column to pick from, and a page that says how to fill it in.
fn blank(lang: Lang, format: Format, name: &str, columns: &[RegisterColumn]) -> Result<Vec<u8>, AppError> {
    let star = |column: &RegisterColumn| if column.required { "*" } else { "" };
    let mut head: Vec<String> =
        columns.iter().map(|column| format!("{}{}", column_name(lang, column), star(column))).collect();
    head.push(lang.t("import.body_column"));
    if format == Format::Csv {
        let cells: Vec<Cell> = head.into_iter().map(Cell::text).collect();
        return Ok(format!("{MARK}{}", csv_line(&cells)).into_bytes());
    }
    let mut sheet = SheetFile::new(&lang.write(name), &head)?;
    for (at, column) in columns.iter().enumerate() {
        let all: Vec<String> =
            column.choices.iter().map(|label| lang.write(&words::label(lang, label)).into_owned()).collect();
        sheet.choices(at, &all)?;
    }
    let notes = ["title", "required", "dates", "several", "bodies", "matters", "numbers", "faults"];
    let notes: Vec<String> = notes.iter().map(|key| lang.t(&format!("import.note.{key}"))).collect();
    sheet.notes(&lang.t("import.note.sheet"), &notes)?;
    Ok(sheet.finish()?)
}

/// The rows that have faults, as they came, each with everything that is wrong with it.
pub(super) fn faulty_rows(
    staff: &Staff,
    order: &RegisterOrder,
    sheet: &Sheet,
    outcome: &RegisterOutcome,
    format: Format,
) -> Result<Vec<u8>, AppError> {
    let (lang, city) = (staff.guest.lang, &staff.guest.server.city);
    let procedure = city.registry().latest(&order.procedure);
    let procedure = procedure.ok_or_else(|| AppError::NotFound(order.procedure.to_string()))?;
    let columns = city.register_columns(order)?;
    let mut by_line: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for fault in &outcome.faults {
        let one = fault_row(&staff.guest, procedure, &columns, fault);
        let colon = lang.t("words.colon");
        let column = if one.column.is_empty() { String::new() } else { format!("{}{colon}", one.column) };
        let parts = [Some(format!("{column}{}", one.what)), one.article, one.next];
        let said = parts.into_iter().flatten().collect::<Vec<_>>().join(lang.pick("，", ", "));
        by_line.entry(fault.line).or_default().push(lang.write(&said).into_owned());
    }
    let [fault_name, line_name] = fault_columns(lang);
    let own: Vec<usize> =
        (0..sheet.header.len()).filter(|at| !FAULT_COLUMNS.contains(&sheet.header[*at].as_str())).collect();
    let mut head: Vec<String> = own.iter().map(|at| sheet.header[*at].clone()).collect();
    head.extend([fault_name.to_owned(), line_name.to_owned()]);
    let rows = sheet.rows.iter().filter_map(|row| {
        let faults = by_line.get(&row.line)?;
        let cells = own.iter().map(|at| Cell::text(row.cells.get(*at).map_or("", |cell| cell.text.as_str())));
        let line = Cell::Int(row.line.into());
        Some(cells.chain([Cell::text(faults.join(lang.pick("；", "; "))), line]).collect::<Vec<_>>())
    });
    match format {
        Format::Csv => {
            let head: Vec<Cell> = head.into_iter().map(Cell::text).collect();
            let lines: String = rows.map(|cells| csv_line(&cells)).collect();
            Ok(format!("{MARK}{}{lines}", csv_line(&head)).into_bytes())
        }
        Format::Xlsx => {
            let mut file = SheetFile::new(&lang.t("import.faults"), &head)?;
            for cells in rows {
                file.row(&cells)?;
            }
            Ok(file.finish()?)
        }
    }
}

/// What the two columns are called that are added to faulty rows.
fn fault_columns(lang: Lang) -> [&'static str; 2] {
    let [hans, hant, en, hans_line, hant_line, en_line] = FAULT_COLUMNS;
    match lang {
        Lang::ZhHans => [hans, hans_line],
        Lang::ZhHant => [hant, hant_line],
        Lang::En => [en, en_line],
    }
}

/// A file to be saved.
pub(in crate::server) fn file(format: Format, name: &str, bytes: Vec<u8>) -> Response {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    let kind = match format {
        Format::Xlsx => XLSX.to_owned(),
        Format::Csv => "text/csv; charset=utf-8".to_owned(),
    };
    let headers: [(HeaderName, String); 2] = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{plain}.{}\"", format.ending())),
    ];
    (headers, bytes).into_response()
}
