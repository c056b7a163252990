//! Owns the check of a certificate by number: a colour, a word, and only what is public.

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use yifa_app::AppError;
use yifa_kernel::id::StateId;
use yifa_kernel::procedure::Procedure;
use yifa_law::fold::fold;
use yifa_store::{DisclosureQuery, DisclosureRow, Standing};

use super::super::Server;
use super::super::guest::{Guest, page_of};
use super::row;
use crate::portal::{PublicAnswer, PublicCheckPage};

/// The noun whose matters are officers.
const OFFICER: &str = "officer";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    number: String,
}

pub(super) async fn check(
    guest: Guest,
    State(server): State<Server>,
    Query(asked): Query<Asked>,
) -> Response {
    let number = asked.number.trim();
    let answer = if number.is_empty() {
        None
    } else {
        match answer(&guest, &server, number).await {
            Ok(answer) => Some(answer),
            Err(error) => return guest.failed(&error),
        }
    };
    page_of(&PublicCheckPage { chrome: guest.public_chrome(), number: number.to_owned(), answer })
}

/// A number without what may be written between its parts; letters' case makes no difference.
fn plain(number: &str) -> String {
    let folded = fold(number).to_uppercase();
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// How a number may be searched for: as it is written, with dashes of whatever form, and by its parts.
fn written(number: &str) -> [String; 2] {
    let part = |c: char| c.is_alphanumeric();
    let folded = fold(number).to_lowercase();
    let parts: Vec<&str> = folded.split(|c| !part(c)).filter(|part| !part.is_empty()).collect();
    [parts.join("-"), parts.join(" ")]
}

async fn answer(guest: &Guest, server: &Server, number: &str) -> Result<PublicAnswer, AppError> {
    let city = &server.city;
    let registry = city.registry();
    let Some(procedure) = registry.noun(OFFICER).and_then(|id| registry.latest(id)) else {
        return Ok(PublicAnswer::NotFound);
    };
    let unique = procedure.fields.iter().filter(|field| field.unique);
    let keys: Vec<&str> = unique.map(|field| field.id.as_str()).collect();
    let fits = |one: &&DisclosureRow| {
        keys.iter().any(|key| {
            let shown = row::keyed(&one.disclosure.public, key);
            shown.is_some_and(|shown| plain(row::of_row(shown, "text")) == plain(number))
        })
    };
    for text in written(number) {
        for disclosure in &procedure.disclosures {
            let query = DisclosureQuery {
                kind: Some(format!("{}/{}", procedure.id, disclosure.id)),
                text: Some(text.clone()),
                as_of: city.today(),
            };
            let page = city.store().disclosures(city.jurisdiction(), &query, None, 200).await?;
            if let Some(found) = page.rows.iter().find(fits) {
                return Ok(judged(guest, procedure, found));
            }
        }
    }
    Ok(PublicAnswer::NotFound)
}

/// Good: it stands where issuing it led, and none of its last days has passed.
fn judged(guest: &Guest, procedure: &Procedure, found: &DisclosureRow) -> PublicAnswer {
    let lang = guest.lang;
    let public = &found.disclosure.public;
    let today = guest.server.city.today();
    let state = public.get("state").and_then(serde_json::Value::as_str).map(StateId::new);
    let disclosed = row::of_kind(guest, &found.disclosure.kind).map(|(_, disclosure)| &disclosure.on);
    let issued = disclosed.and_then(|on| procedure.action(on));
    let stands = issued.is_some_and(|action| action.to.iter().any(|(_, to)| Some(to) == state.as_ref()));
    let ended = row::rows(public).any(|shown| {
        let last = row::of_row(shown, "key").ends_with("_until");
        last && row::day(shown).is_some_and(|day| day < today)
    });
    let rows = row::rows(public).filter(|shown| row::of_row(shown, "key") != "state");
    PublicAnswer::Found {
        good: stands && !ended && found.standing == Standing::Public,
        state: row::keyed(public, "state").map(|shown| row::text(lang, shown)).unwrap_or_default(),
        rows: rows.map(|shown| (row::label(lang, shown), row::text(lang, shown))).collect(),
        href: format!("/public/{}", found.disclosure.slug),
    }
}
