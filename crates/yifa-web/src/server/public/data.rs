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
use super::row;
use crate::portal::{PublicDataPage, PublicSet};

/// Most rows of one CSV file; the rest is read by cursor as JSON.
const MOST: usize = 20_000;
/// Entries of a feed.
const NEWS: u32 = 50;
/// What anybody may do with the data.
const LICENCE: &str = "https://creativecommons.org/publicdomain/zero/1.0/";

pub(super) async fn sets(guest: Guest, State(server): State<Server>) -> Response {
    let lang = guest.lang;
    let all = server.city.registry().procedures();
    let sets = all.flat_map(|procedure| {
        procedure.disclosures.iter().map(move |one| PublicSet {
            procedure: words::label(lang, &procedure.label),
            title: words::label(lang, &one.label),
            basis: one.basis.join(lang.pick("、", ", ")),
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
    let keys: Vec<&str> = disclosure.shows.iter().map(|(_, guard)| guard.source.trim()).collect();
    // Spreadsheets take the mark at the beginning for UTF-8.
    let mut text = String::from("\u{feff}");
    // A table is read by people, so its columns have their titles; programs read JSON, where they have their keys.
    let lang = guest.lang;
    let fixed_titles = ["id", "body", "public_from", "public_until", "withdrawn_on"];
    let fixed_titles = fixed_titles.iter().map(|key| lang.t(&format!("public.data.column.{key}")));
    let own_titles = disclosure.shows.iter().map(|(label, _)| words::label(lang, label));
    let head: Vec<String> = fixed_titles.chain(own_titles).map(|title| cell(&lang.write(&title))).collect();
    let _ = write!(text, "{}\r\n", head.join(","));
    let mut after: Option<Cursor> = None;
    let mut written = 0;
    loop {
        let found = page(guest, kind, after.as_ref(), PAGE_LIMIT).await?;
        for one in &found.rows {
            let line: Vec<String> = fixed(one).iter().map(|text| cell(text)).collect();
            let public = &one.disclosure.public;
            let own = keys.iter().map(|key| cell(row::keyed(public, key).map_or("", |shown| plain(shown))));
            let line: Vec<String> = line.into_iter().chain(own).collect();
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

fn fixed(one: &DisclosureRow) -> [String; 5] {
    let row = &one.disclosure;
    let text = |key: &str| row.public.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    [row.slug.clone(), text("body"), row.from.to_string(), day(row.until), day(row.withdrawn_on)]
}

// ---- JSON ----

fn entry(one: &DisclosureRow) -> Json {
    let row = &one.disclosure;
    let withdrawn = row.withdrawn_on.is_some();
    let values: Map<String, Json> = row::rows(&row.public)
        .filter(|_| !withdrawn)
        .map(|shown| (row::of_row(shown, "key").to_owned(), json!(plain(shown))))
        .collect();
    json!({ "id": row.slug, "body": row.public.get("body_id"), "body_name": row.public.get("body"),
        "state": row.public.get("state"), "public_from": row.from.to_string(),
        "public_until": row.until.map(|day| day.to_string()),
        "withdrawn_on": row.withdrawn_on.map(|day| day.to_string()), "values": values })
}

async fn as_json(guest: &Guest, kind: &str, asked: &Asked) -> Made {
    let after = if asked.cursor.is_empty() { None } else { Some(Cursor::parse(&asked.cursor)) };
    let after = after.transpose().map_err(|_| AppError::invalid("cursor", "go back to the first page"))?;
    let found = page(guest, kind, after.as_ref(), PAGE_LIMIT).await.map_err(|error| match error {
        AppError::Store(yifa_store::StoreError::Invalid { what, why }) => AppError::Invalid { what, why },
        other => other,
    })?;
    let next = found.next.map(|next| format!("/public/data/{kind}.json?cursor={next}"));
    let body = json!({ "licence": LICENCE, "schema": format!("/public/data/{kind}.schema.json"),
        "items": found.rows.iter().map(entry).collect::<Vec<_>>(), "next": next });
    Ok(("application/json", body.to_string()))
}

fn schema(guest: &Guest, kind: &str, disclosure: &Disclosure) -> (&'static str, String) {
    let values: Map<String, Json> = disclosure
        .shows
        .iter()
        .map(|(label, guard)| {
            let named = format!("{} · {}", label.zh, label.en);
            (guard.source.trim().to_owned(), json!({ "type": "string", "description": named }))
        })
        .collect();
    let day = json!({ "type": ["string", "null"], "format": "date" });
    let maybe = json!({ "type": ["string", "null"] });
    let item = json!({ "type": "object", "required": ["id", "public_from", "values"], "properties": {
        "id": { "type": "string" }, "body": maybe, "body_name": maybe, "state": maybe,
        "public_from": { "type": "string", "format": "date" }, "public_until": day, "withdrawn_on": day,
        "values": { "type": "object", "properties": values } } });
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("{}/public/data/{kind}.schema.json", guest.server.address),
        "title": format!("{} · {}", disclosure.label.zh, disclosure.label.en),
        "description": disclosure.basis.join("、"),
        "type": "object",
        "required": ["licence", "items", "next"],
        "properties": {
            "licence": { "const": LICENCE },
            "schema": { "type": "string" },
            "items": { "type": "array", "items": item },
            "next": maybe,
        },
    });
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
