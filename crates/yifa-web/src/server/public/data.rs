//! Owns open data: each catalogue as CSV, JSON and feed, with its schema. What was withdrawn stands there as a tombstone.

use std::fmt::Write as _;

use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use yifa_app::AppError;
use yifa_app::sheet::harmless;
use yifa_kernel::procedure::Disclosure;
use yifa_store::{Cursor, DisclosureQuery, DisclosureRow, PAGE_LIMIT};

use super::super::guest::{Guest, page_of};
use super::super::{Server, words};
use super::column::{FIXED, is_own, own, said};
use super::row;
use crate::portal::{PublicDataPage, PublicSet};

/// Most rows of one CSV file; the rest is read by cursor as JSON.
const MOST: usize = 20_000;
/// Entries of a feed.
const NEWS: u32 = 50;
/// What anybody may do with the data.
const LICENCE: &str = "https://creativecommons.org/publicdomain/zero/1.0/";

pub(super) async fn sets(guest: Guest, State(server): State<Server>) -> Response {
    let (guest, lang) = (&guest, guest.lang);
    let all = server.city.registry().procedures();
    let sets = all.flat_map(|procedure| {
        procedure.disclosures.iter().map(move |one| PublicSet {
            procedure: words::label(lang, &procedure.label),
            title: words::label(lang, &one.label),
            basis: guest.articles(&one.basis),
            base: format!("/public/data/{}/{}", procedure.id, one.id),
        })
    });
    page_of(&PublicDataPage { chrome: guest.public_chrome(), sets: sets.collect() })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    cursor: String,
}

pub(super) async fn file(
    guest: Guest,
    Path((procedure, file)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let missing = || guest.failed(&AppError::NotFound(guest.address.clone()));
    let Some((name, ending)) = file.split_once('.') else { return missing() };
    let kind = format!("{procedure}/{name}");
    let Some((_, disclosure)) = row::of_kind(&guest, &kind) else { return missing() };
    let made = match ending {
        "csv" => csv(&guest, &kind, disclosure).await,
        "json" => as_json(&guest, &kind, &asked).await,
        "schema.json" => Ok(schema(&guest, &kind, disclosure)),
        "atom" => atom(&guest, &kind, disclosure).await,
        _ => return missing(),
    };
    match made {
        Ok((media, text)) => {
            // The language of a reader is in these two.
            let headers = [
                (header::CONTENT_TYPE, media),
                (header::CACHE_CONTROL, "public, max-age=300"),
                (header::VARY, "accept-language, cookie"),
            ];
            (headers, text).into_response()
        }
        Err(error) => guest.failed(&error),
    }
}

type Made = Result<(&'static str, String), AppError>;

async fn page(
    guest: &Guest,
    kind: &str,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<yifa_store::Page<DisclosureRow>, AppError> {
    let city = &guest.server.city;
    let query = DisclosureQuery { kind: Some(kind.to_owned()), text: None, as_of: city.today() };
    Ok(city.store().disclosures(city.jurisdiction(), &query, after, limit).await?)
}

// ---- CSV ----

/// A cell: quoted where it must be, and never read as a formula by a spreadsheet.
fn cell(text: &str) -> String {
    let text = harmless(text);
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

async fn csv(guest: &Guest, kind: &str, disclosure: &Disclosure) -> Made {
    let keys: Vec<&str> = own(&disclosure.shows).map(|(key, _)| key).collect();
    // Spreadsheets take the mark at the beginning for UTF-8.
    let mut text = String::from("\u{feff}");
    // A table is read by people, so its columns have their titles; the schema says under which key each stands in JSON.
    let lang = guest.lang;
    let own_titles = own(&disclosure.shows).map(|(_, title)| title(lang));
    let head: Vec<String> =
        FIXED.iter().map(|column| column.title(lang)).chain(own_titles).map(|title| cell(&title)).collect();
    let _ = write!(text, "{}\r\n", head.join(","));
    let mut after: Option<Cursor> = None;
    let mut written = 0;
    loop {
        let found = page(guest, kind, after.as_ref(), PAGE_LIMIT).await?;
        for one in &found.rows {
            let row = &one.disclosure;
            let fixed = FIXED.iter().map(|column| column.value(row).unwrap_or_default());
            let own_texts = keys.iter().map(|key| row::keyed(&row.public, key).map_or("", plain).to_owned());
            let line: Vec<String> = fixed.chain(own_texts).map(|text| cell(&text)).collect();
            let _ = write!(text, "{}\r\n", line.join(","));
            written += 1;
        }
        after = found.next;
        if after.is_none() || written >= MOST {
            return Ok(("text/csv; charset=utf-8; header=present", text));
        }
    }
}

/// A day as machines read it, else the text.
fn plain(shown: &Json) -> &str {
    let day = row::of_row(shown, "day");
    if day.is_empty() { row::of_row(shown, "text") } else { day }
}

// ---- JSON ----

fn entry(one: &DisclosureRow) -> Json {
    let row = &one.disclosure;
    let withdrawn = row.withdrawn_on.is_some();
    let values: Map<String, Json> = row::rows(&row.public)
        .filter(|shown| !withdrawn && is_own(row::of_row(shown, "key")))
        .map(|shown| (row::of_row(shown, "key").to_owned(), json!(plain(shown))))
        .collect();
    let mut all: Map<String, Json> =
        FIXED.iter().map(|column| (column.key.to_owned(), json!(column.value(row)))).collect();
    all.insert("values".to_owned(), Json::Object(values));
    Json::Object(all)
}

async fn as_json(guest: &Guest, kind: &str, asked: &Asked) -> Made {
    let after = if asked.cursor.is_empty() { None } else { Some(Cursor::parse(&asked.cursor)) };
    let after = after.transpose().map_err(|_| AppError::invalid("cursor", "go back to the first page"))?;
    let found = page(guest, kind, after.as_ref(), PAGE_LIMIT).await?;
    let next = found.next.map(|next| format!("/public/data/{kind}.json?cursor={next}"));
    let body = json!({ "licence": LICENCE, "schema": format!("/public/data/{kind}.schema.json"),
        "items": found.rows.iter().map(entry).collect::<Vec<_>>(), "next": next });
    Ok(("application/json", body.to_string()))
}

fn schema(guest: &Guest, kind: &str, disclosure: &Disclosure) -> (&'static str, String) {
    let lang = guest.lang;
    let about = |mut schema: Json, name: &str| {
        said(&mut schema, "description", lang, |lang| lang.t(&format!("public.data.about.{name}")));
        schema
    };
    let values: Map<String, Json> = own(&disclosure.shows)
        .map(|(key, title)| {
            let mut one = json!({ "type": "string" });
            said(&mut one, "title", lang, title);
            (key.to_owned(), one)
        })
        .collect();
    let values = about(json!({ "type": "object", "properties": values }), "values");
    let mut properties: Map<String, Json> =
        FIXED.iter().map(|column| (column.key.to_owned(), column.schema(lang))).collect();
    properties.insert("values".to_owned(), values);
    let always = FIXED.iter().filter(|column| column.is_always()).map(|column| column.key);
    let required: Vec<&str> = always.chain(["values"]).collect();
    let item = json!({ "type": "object", "required": required, "properties": properties });
    // The columns of the CSV by the keys of JSON, in their order.
    let own_keys = own(&disclosure.shows).map(|(key, _)| format!("values.{key}"));
    let columns: Vec<String> = FIXED.iter().map(|column| column.key.to_owned()).chain(own_keys).collect();
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("{}/public/data/{kind}.schema.json", guest.server.address),
        "description": disclosure.basis.join("、"),
        "type": "object",
        "required": ["licence", "items", "next"],
        "properties": {
            "licence": about(json!({ "const": LICENCE }), "licence"),
            "schema": about(json!({ "type": "string" }), "schema"),
            "items": about(json!({ "type": "array", "items": item }), "items"),
            "next": about(json!({ "type": ["string", "null"] }), "next"),
        },
        "x-csv": columns,
    });
    said(&mut schema, "title", lang, |lang| lang.write(&words::label(lang, &disclosure.label)).into_owned());
    ("application/schema+json", schema.to_string())
}

// ---- Atom ----

/// A text inside XML: what XML 1.0 cannot hold is left out.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() && c < '\u{20}' => {}
            other => out.push(other),
        }
    }
    out
}

async fn atom(guest: &Guest, kind: &str, disclosure: &Disclosure) -> Made {
    let lang = guest.lang;
    let found = page(guest, kind, None, NEWS).await?;
    let address = &guest.server.address;
    let stamp = |day: jiff::civil::Date| format!("{day}T00:00:00+08:00");
    let changed = |one: &DisclosureRow| one.disclosure.withdrawn_on.unwrap_or(one.disclosure.from);
    let updated = found.rows.iter().map(changed).max().unwrap_or_else(|| guest.server.city.today());
    let title = lang.write(&words::label(lang, &disclosure.label)).into_owned();
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{5}\">\
         <id>{0}/public/list/{1}</id><title>{2}</title><updated>{3}</updated>\
         <author><name>{4}</name></author><link rel=\"self\" href=\"{0}/public/data/{1}.atom\"/>\
         <link rel=\"alternate\" href=\"{0}/public/list/{1}\"/><rights>CC0 1.0</rights>",
        xml(address),
        xml(kind),
        xml(&title),
        stamp(updated),
        xml(&guest.server.name),
        lang.code(),
    );
    for one in &found.rows {
        let shown = row::public_row(guest, one);
        let gone = one.disclosure.withdrawn_on;
        let words = gone.map_or_else(
            || {
                row::rows(&one.disclosure.public)
                    .map(|r| format!("{}: {}", row::label(lang, r), row::text(lang, r)))
                    .collect::<Vec<_>>()
                    .join("\n")
            },
            |day| lang.with("portal.withdrawn_on", &[("day", day.to_string())]),
        );
        let words: String = words.chars().take(2_000).collect();
        let _ = write!(
            text,
            "<entry><id>{0}/public/{1}</id><title>{2}</title><updated>{3}</updated><published>{4}</published>\
             <link href=\"{0}/public/{1}\"/><author><name>{5}</name></author><summary>{6}</summary></entry>",
            xml(address),
            xml(&one.disclosure.slug),
            xml(&lang.write(&shown.title)),
            stamp(changed(one)),
            stamp(one.disclosure.from),
            xml(&shown.body),
            xml(&lang.write(&words)),
        );
    }
    text.push_str("</feed>\n");
    Ok(("application/atom+xml; charset=utf-8", text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_becomes_a_formula_or_breaks_its_row() {
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(cell("-3,\"x\""), "\"'-3,\"\"x\"\"\"");
        assert_eq!(cell("a\nb"), "\"a\nb\"");
        assert_eq!(cell("云府〔2026〕3号"), "云府〔2026〕3号");
    }

    #[test]
    fn xml_holds_what_people_type() {
        assert_eq!(xml("<b>&\"𠮷\u{0}\u{b}"), "&lt;b&gt;&amp;&quot;𠮷");
    }
}
