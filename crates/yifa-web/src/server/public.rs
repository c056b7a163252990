//! Owns the public portal: what disclosure has masked and published, and the tombstones of what was withdrawn. It asks
//! only the table of disclosures, never a matter.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value as Json;
use yifa_app::AppError;
use yifa_kernel::id::ProcedureId;
use yifa_law::fold::fold;
use yifa_store::{Cursor, DisclosureQuery, DisclosureRow};

use super::guest::{Guest, page_of};
use super::{Server, words};
use crate::components::Opt;
use crate::face::Lang;
use crate::portal::{PublicListPage, PublicPage, PublicRow, Withdrawn};

/// Rows of a page.
const ROWS: u32 = 30;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    kind: String,
    after: String,
}

pub(super) async fn list(guest: Guest, State(server): State<Server>, Query(asked): Query<Asked>) -> Response {
    match page(&guest, &server, &asked).await {
        Ok(page) => page_of(&page),
        Err(error) => guest.failed(&error),
    }
}

async fn page(guest: &Guest, server: &Server, asked: &Asked) -> Result<PublicListPage, AppError> {
    let city = &server.city;
    let text = fold(asked.q.trim()).to_lowercase();
    let query = DisclosureQuery {
        kind: (!asked.kind.is_empty()).then(|| asked.kind.clone()),
        as_of: city.today(),
        text: (!text.is_empty()).then_some(text),
    };
    let after = (!asked.after.is_empty()).then(|| Cursor::parse(&asked.after)).and_then(Result::ok);
    let found = city.store().disclosures(city.jurisdiction(), &query, after.as_ref(), ROWS).await?;
    let address = |after: &str| {
        let pairs = [("q", asked.q.as_str()), ("kind", asked.kind.as_str()), ("after", after)];
        let kept: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("/public?{}", serde_urlencoded::to_string(kept).unwrap_or_default())
    };
    let registry = city.registry();
    let kinds = registry
        .procedures()
        .flat_map(|procedure| procedure.disclosures.iter().map(move |one| (procedure, one)));
    let kinds = kinds.map(|(procedure, one)| {
        let id = format!("{}/{}", procedure.id, one.id);
        let selected = id == asked.kind;
        Opt::new(id, words::label(guest.lang, &one.label), selected)
    });
    Ok(PublicListPage {
        chrome: guest.chrome(None),
        text: asked.q.clone(),
        kinds: kinds.collect(),
        rows: found.rows.iter().map(|row| public_row(guest, row)).collect(),
        previous: (!asked.after.is_empty()).then(|| address("")),
        next: found.next.map(|next| address(&next.to_string())),
    })
}

/// The rows that a disclosure shows: label and masked text.
fn shown(lang: Lang, public: &Json) -> Vec<(String, String)> {
    let text = |row: &Json, key: &str| row.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    let rows = public.get("rows").and_then(Json::as_array).into_iter().flatten();
    rows.map(|row| (lang.pick(&text(row, "zh"), &text(row, "en")).to_owned(), text(row, "text"))).collect()
}

fn part(lang: Lang, public: &Json, key: &str) -> String {
    let text =
        |lang: &str| public.get(key).and_then(|one| one.get(lang)).and_then(Json::as_str).unwrap_or_default();
    lang.pick(text("zh"), text("en")).to_owned()
}

fn public_row(guest: &Guest, row: &DisclosureRow) -> PublicRow {
    let one = &row.disclosure;
    let rows = shown(guest.lang, &one.public);
    let title = rows.first().map_or_else(|| part(guest.lang, &one.public, "title"), |(_, text)| text.clone());
    PublicRow {
        href: format!("/public/{}", one.slug),
        kind: part(guest.lang, &one.public, "title"),
        number: String::new(),
        title,
        body: one.public.get("body").and_then(Json::as_str).unwrap_or_default().to_owned(),
        since: one.from,
        withdrawn: one.withdrawn_on.is_some(),
    }
}

pub(super) async fn show(guest: Guest, State(server): State<Server>, Path(slug): Path<String>) -> Response {
    let city = &server.city;
    match city.store().disclosure(city.jurisdiction(), &slug, city.today()).await {
        Ok(Some(row)) => page_of(&one(&guest, &row)),
        Ok(None) => guest.failed(&AppError::NotFound(guest.address.clone())),
        Err(error) => guest.failed(&error.into()),
    }
}

fn one(guest: &Guest, row: &DisclosureRow) -> PublicPage {
    let lang = guest.lang;
    let one = &row.disclosure;
    let basis = one.public.get("basis").and_then(Json::as_array).into_iter().flatten();
    let basis: Vec<&str> = basis.filter_map(Json::as_str).collect();
    let rows = shown(lang, &one.public);
    let procedure = one.kind.split('/').next().unwrap_or_default();
    let procedure = guest.server.city.registry().latest(&ProcedureId::new(procedure));
    PublicPage {
        chrome: guest.chrome(None),
        kind: procedure.map_or_else(String::new, |procedure| words::label(lang, &procedure.label)),
        title: part(lang, &one.public, "title"),
        number: String::new(),
        body: one.public.get("body").and_then(Json::as_str).unwrap_or_default().to_owned(),
        since: one.from,
        until: one.until,
        basis: basis.join(lang.pick("、", ", ")),
        rows: if one.withdrawn_on.is_some() { Vec::new() } else { rows },
        papers: Vec::new(),
        withdrawn: one.withdrawn_on.map(|on| Withdrawn {
            on,
            reason: part(lang, &one.public, "because"),
            basis: basis.join(lang.pick("、", ", ")),
        }),
    }
}
