//! Owns the three catalogues of a city's own documents on a day: in force, repealed, lapsed; their counts add up to all
//! documents. They are made from two disclosures: the register of documents, and the published tables of clean-up rounds,
//! which also name documents older than the register. A document that is in both counts once, as the register has it.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{Query, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value as Json;
use yifa_app::AppError;
use yifa_app::review::{EndedAs, Register};
use yifa_kernel::guard::Kind;
use yifa_kernel::procedure::{Column, Disclosure, Field};
use yifa_law::docnumber::searched;
use yifa_law::fold::fold;
use yifa_store::{DisclosureQuery, DisclosureRow};

use super::super::Server;
use super::super::guest::{Guest, page_of};
use super::row;
use crate::components::Opt;
use crate::portal::{PublicCatalogue, PublicCataloguesPage, PublicDocument, PublicMakerCount};

/// A page of the store, and the most documents that are read.
const PAGE: u32 = 200;
const MOST: usize = 20_000;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    on: String,
    q: String,
    maker: String,
}

/// Where a document stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stands {
    NotYet,
    InForce,
    Repealed,
    Lapsed,
}

/// In the order of the page.
const ALL: [Stands; 4] = [Stands::InForce, Stands::Repealed, Stands::Lapsed, Stands::NotYet];

impl Stands {
    fn key(self) -> &'static str {
        match self {
            Self::NotYet => "not_yet",
            Self::InForce => "in_force",
            Self::Repealed => "repealed",
            Self::Lapsed => "lapsed",
        }
    }
}

impl From<EndedAs> for Stands {
    fn from(ended: EndedAs) -> Self {
        match ended {
            EndedAs::Repealed => Self::Repealed,
            EndedAs::Lapsed => Self::Lapsed,
        }
    }
}

/// A document as published.
#[derive(Debug, Clone)]
struct Document {
    title: String,
    number: String,
    maker: String,
    href: String,
    from: Option<Date>,
    last_day: Option<Date>,
    /// How it ended, when it did or will.
    ended: Option<Stands>,
    remark: String,
}

impl Document {
    /// Where it stands on a day. A term that ran out ends a document by itself.
    fn on(&self, day: Date) -> Stands {
        let over = self.last_day.is_some_and(|last| last < day);
        match (self.from, self.ended) {
            (Some(from), _) if from > day => Stands::NotYet,
            (_, Some(ended)) if over || self.last_day.is_none() => ended,
            (_, None) if over => Stands::Lapsed,
            (_, Some(_) | None) => Stands::InForce,
        }
    }

    fn has(&self, words: &str, maker: &str) -> bool {
        let text = fold(&format!("{} {}", self.title, self.number)).to_lowercase();
        words.split_whitespace().all(|word| text.contains(word)) && (maker.is_empty() || self.maker == maker)
    }
}

pub(super) async fn catalogues(
    guest: Guest,
    State(server): State<Server>,
    Query(asked): Query<Asked>,
) -> Response {
    match page(&guest, &server, &asked).await {
        Ok(page) => page_of(&page),
        Err(error) => guest.failed(&error),
    }
}

async fn page(guest: &Guest, server: &Server, asked: &Asked) -> Result<PublicCataloguesPage, AppError> {
    let lang = guest.lang;
    let today = server.city.today();
    let written = asked.on.trim();
    let on = written.parse().unwrap_or(today);
    let (all, whole) = documents(guest, server).await?;
    let makers: BTreeSet<&str> = all.iter().map(|one| one.maker.as_str()).collect();
    let words = searched(&asked.q);
    let kept: Vec<&Document> = all.iter().filter(|one| one.has(&words, &asked.maker)).collect();
    let mut by_maker: BTreeMap<&str, BTreeMap<Stands, usize>> = BTreeMap::new();
    for one in &kept {
        *by_maker.entry(one.maker.as_str()).or_default().entry(one.on(on)).or_default() += 1;
    }
    let counts = |counted: &BTreeMap<Stands, usize>| ALL.map(|one| counted.get(&one).copied().unwrap_or(0));
    let rows = by_maker
        .iter()
        .map(|(maker, counted)| PublicMakerCount { maker: (*maker).to_owned(), counts: counts(counted) });
    let all_makers = Opt::new("", lang.t("server.all"), asked.maker.is_empty());
    let named = makers.iter().map(|maker| Opt::new(*maker, *maker, **maker == asked.maker));
    Ok(PublicCataloguesPage {
        chrome: guest.public_chrome(),
        on,
        text: asked.q.clone(),
        makers: std::iter::once(all_makers).chain(named).collect(),
        remark: match (whole, written.is_empty() || written.parse::<Date>().is_ok()) {
            (_, false) => Some(lang.t("library.no_day")),
            (false, true) => Some(lang.t("library.catalogue.cut")),
            (true, true) => None,
        },
        total: kept.len(),
        rows: rows.collect(),
        catalogues: ALL.map(|stands| catalogue(lang, stands, &kept, on)).into(),
    })
}

fn catalogue(lang: crate::face::Lang, stands: Stands, all: &[&Document], on: Date) -> PublicCatalogue {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let own = all.iter().filter(|one| one.on(on) == stands);
    let one = |one: &&Document| PublicDocument {
        title: one.title.clone(),
        href: one.href.clone(),
        number: one.number.clone(),
        maker: one.maker.clone(),
        from: day(one.from),
        until: day(one.last_day),
        remark: one.remark.clone(),
    };
    PublicCatalogue {
        id: stands.key(),
        title: lang.t(&format!("library.catalogue.{}", stands.key())),
        documents: own.map(one).collect(),
    }
}

/// All documents, and whether all were read.
async fn documents(guest: &Guest, server: &Server) -> Result<(Vec<Document>, bool), AppError> {
    let registry = server.city.registry();
    let mut all: BTreeMap<String, Document> = BTreeMap::new();
    let mut whole = true;
    let tables: Vec<(String, &Field)> = tables(server);
    for (kind, field) in &tables {
        let (rows, read) = disclosed(server, kind).await?;
        whole &= read;
        for document in rows.iter().flat_map(|row| listed(guest, row, field)) {
            all.insert(key(&document), document);
        }
    }
    let settings = yifa_app::review::settings(registry)?;
    for register in settings.registers() {
        let Some(kind) = register.made_known_as(registry) else { continue };
        let (rows, read) = disclosed(server, &kind).await?;
        whole &= read;
        for document in rows.iter().filter_map(|row| registered(guest, row, register)) {
            all.insert(key(&document), document);
        }
    }
    let mut all: Vec<Document> = all.into_values().collect();
    all.sort_by(|a, b| (&a.maker, &a.number, &a.title).cmp(&(&b.maker, &b.number, &b.title)));
    Ok((all, whole))
}

/// One document has one number; without one, its maker and title.
fn key(document: &Document) -> String {
    match document.number.is_empty() {
        true => format!("{}|{}", document.maker, document.title),
        false => document.number.clone(),
    }
}

/// The published tables that put documents into catalogues: those with a column `catalogue`.
fn tables(server: &Server) -> Vec<(String, &Field)> {
    let procedures = server.city.registry().procedures();
    procedures
        .flat_map(|procedure| procedure.disclosures.iter().map(move |shown| (procedure, shown)))
        .filter_map(|(procedure, shown)| {
            let sorted = |field: &&Field| {
                matches!(field.kind, Kind::Table(_))
                    && column(field, "catalogue").is_some()
                    && shows(shown, field.id.as_str())
            };
            let field = procedure.fields.iter().find(sorted)?;
            Some((format!("{}/{}", procedure.id, shown.id), field))
        })
        .collect()
}

fn shows(disclosure: &Disclosure, field: &str) -> bool {
    disclosure.shows.iter().any(|(_, shown)| shown.source.trim() == field)
}

fn column<'a>(field: &'a Field, id: &str) -> Option<&'a Column> {
    field.columns.iter().find(|column| column.id.as_str() == id)
}

/// What is public of a kind, and whether all was read.
async fn disclosed(server: &Server, kind: &str) -> Result<(Vec<DisclosureRow>, bool), AppError> {
    let city = &server.city;
    let query = DisclosureQuery { kind: Some(kind.to_owned()), text: None, as_of: city.today() };
    let mut rows = Vec::new();
    let mut after = None;
    loop {
        let page = city.store().disclosures(city.jurisdiction(), &query, after.as_ref(), PAGE).await?;
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() || rows.len() >= MOST {
            return Ok((rows, after.is_none()));
        }
    }
}

/// A document of the register; `None` when it was withdrawn.
fn registered(guest: &Guest, row: &DisclosureRow, register: &Register) -> Option<Document> {
    let one = &row.disclosure;
    if one.withdrawn_on.is_some() {
        return None;
    }
    let public = &one.public;
    let day = |key: &str| row::keyed(public, key).and_then(row::day);
    let state = public.get("state").and_then(Json::as_str).unwrap_or_default();
    Some(Document {
        title: row::title(guest.lang, public),
        number: row::number(public),
        maker: row::body(guest, public),
        href: format!("/public/{}", one.slug),
        from: day(&register.in_force_from),
        last_day: day(&register.valid_until),
        ended: register.ending(state).map(Stands::from),
        remark: String::new(),
    })
}

/// The documents of a published table.
fn listed(guest: &Guest, row: &DisclosureRow, field: &Field) -> Vec<Document> {
    let one = &row.disclosure;
    let Some(shown) = row::keyed(&one.public, field.id.as_str()).filter(|_| one.withdrawn_on.is_none())
    else {
        return Vec::new();
    };
    let table = shown.get("table");
    let part = |name: &str| table.and_then(|table| table.get(name)).and_then(Json::as_array);
    let (Some(columns), Some(rows)) = (part("columns"), part("rows")) else { return Vec::new() };
    let place = |id: &str| {
        let label = &column(field, id)?.label.zh;
        columns.iter().position(|one| row::of_row(one, "zh") == label)
    };
    let at = |cells: &Json, id: &str| {
        let cell = place(id).and_then(|place| cells.get(place)).and_then(Json::as_str);
        cell.unwrap_or_default().trim().to_owned()
    };
    let choice = |text: &str| {
        let choices = column(field, "catalogue").map(|column| column.choices.as_slice()).unwrap_or_default();
        choices.iter().find(|(_, label)| label.zh == text).map_or("", |(id, _)| id.as_str())
    };
    let document = |cells: &Json| {
        let ended = match choice(&at(cells, "catalogue")) {
            "repealed" => Some(Stands::Repealed),
            "lapsed" => Some(Stands::Lapsed),
            _ => None,
        };
        let ended_on: Option<Date> = at(cells, "ended_on").get(..10).and_then(|day| day.parse().ok());
        Document {
            title: at(cells, "title"),
            number: at(cells, "doc_no"),
            maker: row::body(guest, &one.public),
            href: format!("/public/{}", one.slug),
            from: None,
            last_day: ended_on.and_then(|day| day.yesterday().ok()),
            ended,
            remark: at(cells, "cause"),
        }
    };
    rows.iter().map(document).filter(|one| !one.title.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn document(from: Option<Date>, last_day: Option<Date>, ended: Option<Stands>) -> Document {
        Document {
            title: "《甲》".into(),
            number: String::new(),
            maker: "乙".into(),
            href: String::new(),
            from,
            last_day,
            ended,
            remark: String::new(),
        }
    }

    #[test]
    fn a_document_stands_in_one_catalogue_on_each_day() {
        let (from, last) = (Some(date(2020, 1, 1)), Some(date(2024, 12, 31)));
        let term = document(from, last, None);
        assert_eq!(term.on(date(2019, 12, 31)), Stands::NotYet);
        assert_eq!(term.on(date(2024, 12, 31)), Stands::InForce);
        assert_eq!(term.on(date(2025, 1, 1)), Stands::Lapsed);
        let repealed = document(from, last, Some(Stands::Repealed));
        assert_eq!(repealed.on(date(2024, 12, 31)), Stands::InForce);
        assert_eq!(repealed.on(date(2025, 1, 1)), Stands::Repealed);
        // A table that gives no day says how it stands.
        assert_eq!(document(None, None, Some(Stands::Lapsed)).on(date(2026, 1, 1)), Stands::Lapsed);
        assert_eq!(document(None, None, None).on(date(2026, 1, 1)), Stands::InForce);
    }
}
