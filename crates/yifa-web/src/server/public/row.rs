//! Owns how a stored disclosure is read: it is masked already, and only its words are chosen here.

use jiff::civil::Date;
use serde_json::Value as Json;
use yifa_kernel::id::{DisclosureId, ProcedureId};
use yifa_kernel::procedure::{Disclosure, Procedure};
use yifa_store::DisclosureRow;

use super::super::guest::Guest;
use super::super::words;
use crate::face::Lang;
use crate::portal::PublicRow;

/// The address of a catalogue.
pub(super) fn catalogue(kind: &str) -> String {
    format!("/public/list/{kind}")
}

/// The procedure and the disclosure of a kind; `None` when they are no longer defined.
pub(super) fn of_kind<'a>(guest: &'a Guest, kind: &str) -> Option<(&'a Procedure, &'a Disclosure)> {
    let (procedure, disclosure) = kind.split_once('/')?;
    let procedure = guest.server.city.registry().latest(&ProcedureId::new(procedure))?;
    Some((procedure, procedure.disclosure(&DisclosureId::new(disclosure))?))
}

/// A text in two languages.
pub(super) fn part(lang: Lang, public: &Json, key: &str) -> String {
    let text =
        |lang: &str| public.get(key).and_then(|one| one.get(lang)).and_then(Json::as_str).unwrap_or_default();
    lang.pick(text("zh"), text("en")).to_owned()
}

/// What is shown, in order.
pub(super) fn rows(public: &Json) -> impl Iterator<Item = &Json> {
    public.get("rows").and_then(Json::as_array).into_iter().flatten()
}

/// A part of a row.
pub(super) fn of_row<'a>(row: &'a Json, key: &str) -> &'a str {
    row.get(key).and_then(Json::as_str).unwrap_or_default()
}

/// A row's name.
pub(super) fn label(lang: Lang, row: &Json) -> String {
    lang.pick(of_row(row, "zh"), of_row(row, "en")).to_owned()
}

/// A row's text: in English where the definitions have the word.
pub(super) fn text(lang: Lang, row: &Json) -> String {
    let english = of_row(row, "text_en");
    if lang == Lang::En && !english.is_empty() { english } else { of_row(row, "text") }.to_owned()
}

/// A row that is a table: the names of its columns, and its rows in the reader's language where there are words.
pub(super) fn table(lang: Lang, row: &Json) -> (Vec<String>, Vec<Vec<String>>) {
    let table = row.get("table").unwrap_or(&Json::Null);
    let list = |key: &str| table.get(key).and_then(Json::as_array).cloned().unwrap_or_default();
    let columns = list("columns").iter().map(|column| label(lang, column)).collect();
    let cells = |row: &Json| {
        let cells = row.as_array().into_iter().flatten();
        cells.map(|cell| cell.as_str().unwrap_or_default().to_owned()).collect()
    };
    let rows = match lang {
        Lang::En if table.get("rows_en").is_some() => list("rows_en"),
        Lang::ZhHans | Lang::ZhHant | Lang::En => list("rows"),
    };
    (columns, rows.iter().map(cells).collect())
}

/// A table without the columns in which no row has anything: they tell nothing and take the room of the others.
pub(super) fn filled((columns, rows): (Vec<String>, Vec<Vec<String>>)) -> (Vec<String>, Vec<Vec<String>>) {
    let tells = |at: usize| rows.iter().any(|row| row.get(at).is_some_and(|cell| !cell.is_empty()));
    let told: Vec<usize> = (0..columns.len()).filter(|at| tells(*at)).collect();
    let rows = rows.iter().map(|row| told.iter().filter_map(|at| row.get(*at)).cloned().collect());
    (told.iter().map(|at| columns[*at].clone()).collect(), rows.collect())
}

/// A row by what it shows.
pub(super) fn keyed<'a>(public: &'a Json, key: &str) -> Option<&'a Json> {
    rows(public).find(|row| of_row(row, "key") == key)
}

/// The day of a row.
pub(super) fn day(row: &Json) -> Option<Date> {
    of_row(row, "day").parse().ok()
}

/// The body's name in the page's language.
pub(super) fn body(guest: &Guest, public: &Json) -> String {
    match public.get("body_id").and_then(Json::as_str) {
        Some(id) => words::body_named(guest, id),
        None => public.get("body").and_then(Json::as_str).unwrap_or_default().to_owned(),
    }
}

/// A number among what is shown: the first that says so in its name.
pub(super) fn number(public: &Json) -> String {
    let named = |row: &&Json| {
        let key = of_row(row, "key");
        key == "number" || key.ends_with("_no") || key.ends_with("_number")
    };
    rows(public).find(named).map_or("", |row| of_row(row, "text")).to_owned()
}

/// The name of an entry: what is shown first; of a day, of numbers and years alone, with the catalogue before it.
pub(super) fn title(lang: Lang, public: &Json) -> String {
    let row = rows(public).next();
    let first = row.map(|row| text(lang, row)).unwrap_or_default();
    // A day, a number or the body that published it says nothing of what it is.
    let of_body = row.and_then(|row| row["key"].as_str()) == Some("body.name");
    let bare = of_body
        || row.is_some_and(|row| day(row).is_some())
        || first.chars().all(|c| c.is_ascii_digit() || c == '-');
    let first = shortened(with_month(first, public));
    match (first.is_empty(), bare) {
        (true, _) => part(lang, public, "title"),
        (false, true) => format!("{} {first}", part(lang, public, "title")),
        (false, false) => first,
    }
}

/// 2026 → 2026-11, where the month is shown next.
fn with_month(year: String, public: &Json) -> String {
    let month = rows(public).nth(1).filter(|row| of_row(row, "key").ends_with("month"));
    let month =
        month.and_then(|row| of_row(row, "text").parse::<u8>().ok()).filter(|month| (1..=12).contains(month));
    match month {
        Some(month) if year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{year}-{month:02}")
        }
        _ => year,
    }
}

/// So many characters of a text make a name.
const LONGEST: usize = 60;

/// A name from a text: its first line, cut where it is too long.
fn shortened(text: String) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

/// An entry of a list.
pub(super) fn public_row(guest: &Guest, row: &DisclosureRow) -> PublicRow {
    let one = &row.disclosure;
    let lang = guest.lang;
    let kind = of_kind(guest, &one.kind);
    let kind_name = kind.map_or_else(
        || part(lang, &one.public, "title"),
        |(_, disclosure)| words::label(lang, &disclosure.label),
    );
    let title = if one.withdrawn_on.is_some() { kind_name.clone() } else { title(lang, &one.public) };
    // What is called by its number shows the number once.
    let number = Some(number(&one.public)).filter(|number| *number != title).unwrap_or_default();
    PublicRow {
        href: format!("/public/{}", one.slug),
        kind: kind_name,
        number,
        title,
        state: keyed(&one.public, "state").map(|row| text(lang, row)),
        body: body(guest, &one.public),
        since: one.from,
        withdrawn: one.withdrawn_on.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_entry_that_begins_with_a_day_or_a_year_is_named_by_its_catalogue_too() {
        let called =
            |row: Json| json!({ "title": { "zh": "听证公告", "en": "Hearing announced" }, "rows": [row] });
        let day =
            called(json!({ "key": "hearing_on", "text": "2026年11月20日", "text_en": "20 November 2026",
            "day": "2026-11-20" }));
        assert_eq!(title(Lang::ZhHans, &day), "听证公告 2026年11月20日");
        assert_eq!(title(Lang::En, &day), "Hearing announced 20 November 2026");
        assert_eq!(title(Lang::ZhHans, &called(json!({ "text": "2025" }))), "听证公告 2025");
        assert_eq!(title(Lang::ZhHans, &called(json!({ "text": "停车办法" }))), "停车办法");
        let monthly = |month: Json| json!({ "title": { "zh": "备案登记目录", "en": "List of filings" }, "rows": [{ "key": "list_year", "text": "2026" }, month] });
        let of_month = monthly(json!({ "key": "list_month", "text": "3" }));
        assert_eq!(title(Lang::ZhHans, &of_month), "备案登记目录 2026-03");
        // A number that is no month.
        assert_eq!(title(Lang::En, &monthly(json!({ "key": "count", "text": "3" }))), "List of filings 2026");
        assert_eq!(
            title(Lang::En, &monthly(json!({ "key": "list_month", "text": "13" }))),
            "List of filings 2026"
        );
        assert_eq!(title(Lang::ZhHans, &called(json!({ "text": "" }))), "听证公告");
        let of_body = called(json!({ "key": "body.name", "text": "某局", "text_en": "Bureau" }));
        assert_eq!(title(Lang::ZhHans, &of_body), "听证公告 某局");
        assert_eq!(title(Lang::En, &of_body), "Hearing announced Bureau");
    }
}
