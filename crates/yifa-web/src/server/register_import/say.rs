//! Owns the words for what is wrong with a sheet or with one of its rows.

use yifa_app::register_import::{RegisterColumn, RowFault, RowFaultKind};
use yifa_app::sheet::{LARGEST, MOST_ROWS, MOST_UNPACKED, SheetFault};
use yifa_kernel::procedure::Procedure;

use crate::face::Lang;
use crate::pages::import::FaultRow;
use crate::server::guest::Guest;
use crate::server::words;

/// Why a sheet is not taken at all.
pub(crate) fn sheet_words(lang: Lang, fault: &SheetFault) -> String {
    let comma = lang.pick("、", ", ");
    let one =
        |key: &str, name: &str, value: String| lang.with(&format!("import.sheet.{key}"), &[(name, value)]);
    match fault {
        SheetFault::TooLarge => one("too_large", "mb", (LARGEST >> 20).to_string()),
        SheetFault::Unpacked => one("unpacked", "mb", (MOST_UNPACKED >> 20).to_string()),
        SheetFault::Empty => lang.t("import.sheet.empty"),
        SheetFault::TooManyColumns => lang.t("import.sheet.too_many_columns"),
        SheetFault::TooManyRows => one("too_many_rows", "most", MOST_ROWS.to_string()),
        SheetFault::TwoColumns(name) => one("two_columns", "name", name.clone()),
        SheetFault::Stray { line, text } => {
            let places = [("line", line.to_string()), ("text", text.chars().take(40).collect())];
            lang.with("import.sheet.stray", &places)
        }
        SheetFault::OpenQuote { line } => one("open_quote", "line", line.to_string()),
        SheetFault::NoText(_) => lang.t("import.sheet.no_text"),
        SheetFault::Workbook(_) => lang.t("import.sheet.workbook"),
        SheetFault::UnknownColumns { unknown, .. } => one("unknown_columns", "names", unknown.join(comma)),
        SheetFault::MissingColumns(names) => one("missing_columns", "names", names.join(comma)),
    }
}

/// What a column is called in a language.
pub(super) fn column_name(lang: Lang, column: &RegisterColumn) -> String {
    let [zh, en, ..] = column.names.as_slice() else { return column.names.join(" ") };
    lang.write(lang.pick(zh, en)).into_owned()
}

/// What is wrong with a row.
pub(super) fn fault_row(
    guest: &Guest,
    procedure: &Procedure,
    columns: &[RegisterColumn],
    fault: &RowFault,
) -> FaultRow {
    let lang = guest.lang;
    let plain = |key: &str| (lang.t(&format!("import.fault.{key}")), None, None, None);
    let (what, article, next, next_href) = match &fault.what {
        RowFaultKind::Unreadable(code) => {
            let field = fault.column.clone().unwrap_or_default();
            let places =
                [("field", field.trim_end_matches(['*', '＊']).to_owned()), ("value", fault.text.clone())];
            let known = lang.with(&format!("refusal.{code}"), &places);
            // A sentence that asks for more than is known of a cell stays out.
            let what = if known.contains('{') { lang.t("import.fault.unreadable") } else { known };
            let head = fault.column.as_deref().map(|head| head.trim_end_matches(['*', '＊']));
            let of = |column: &&RegisterColumn| {
                head.is_some_and(|head| column.names.iter().any(|name| name == head))
            };
            let choices = columns.iter().find(of).map(|column| column.choices.as_slice()).unwrap_or_default();
            let choices: Vec<String> = choices.iter().map(|label| words::label(lang, label)).collect();
            (words::with_choices(lang, format!("[{code}] {what}"), *code, &choices), None, None, None)
        }
        RowFaultKind::Spoiled => plain("spoiled"),
        RowFaultKind::NotFound => plain("not_found"),
        RowFaultKind::Twice(other) => {
            (lang.with("import.fault.twice", &[("line", other.to_string())]), None, None, None)
        }
        RowFaultKind::Taken(matter) => {
            let href = Some(format!("/matters/{matter}"));
            (lang.t("import.fault.taken"), None, Some(lang.t("import.fault.taken_next")), href)
        }
        RowFaultKind::Refused(reason) => {
            let said = words::reason(guest, Some(procedure), reason, None);
            (said.text, said.article, said.next, said.next_href)
        }
    };
    FaultRow {
        line: fault.line,
        column: fault.column.clone().unwrap_or_default(),
        text: fault.text.chars().take(80).collect(),
        what,
        article,
        next,
        next_href,
    }
}
