//! Owns the first page of the portal and the public page of a procedure.

use axum::extract::{Path, State};
use axum::response::Response;
use yifa_app::AppError;
use yifa_app::citizen::public_openings;
use yifa_kernel::id::ProcedureId;
use yifa_kernel::procedure::Procedure;
use yifa_store::DisclosureQuery;

use super::super::book::limit_row;
use super::super::flow::of_procedure;
use super::super::guest::{Guest, page_of};
use super::super::{Server, words};
use super::{questions, row};
use crate::face::Lang;
use crate::portal::{PublicGroup, PublicHomePage, PublicProcedurePage, PublicService};

/// How many of the latest the first page shows.
const LATEST: u32 = 8;

pub(super) async fn home(guest: Guest, State(server): State<Server>) -> Response {
    let lang = guest.lang;
    let city = &server.city;
    let query = DisclosureQuery { kind: None, text: None, as_of: city.today() };
    let latest = match city.store().disclosures(city.jurisdiction(), &query, None, LATEST).await {
        Ok(page) => page.rows.iter().map(|one| row::public_row(&guest, one)).collect(),
        Err(error) => return guest.failed(&error.into()),
    };
    let registry = city.registry();
    let groups =
        registry.procedures().filter(|one| !one.disclosures.is_empty()).map(|procedure| PublicGroup {
            title: words::label(lang, &procedure.label),
            flow: format!("/public/procedures/{}", procedure.id),
            catalogues: catalogues(lang, procedure),
        });
    page_of(&PublicHomePage {
        chrome: guest.public_chrome(),
        services: all_services(&guest),
        groups: groups.collect(),
        latest,
    })
}

/// What anybody can open.
pub(super) fn all_services(guest: &Guest) -> Vec<PublicService> {
    guest.server.city.registry().procedures().flat_map(|procedure| services(guest, procedure)).collect()
}

/// What anybody can open in a procedure.
fn services(guest: &Guest, procedure: &Procedure) -> Vec<PublicService> {
    let (lang, registry) = (guest.lang, guest.server.city.registry());
    let fits = public_openings(procedure).filter(|action| questions::is_askable(registry, procedure, action));
    fits.filter(|_| procedure.parent.is_none())
        .map(|action| PublicService {
            // A citizen looks for a complaint, not for what the organ calls its first step.
            title: words::label(lang, &procedure.label),
            step: words::label(lang, action.online_label()),
            basis: guest.articles(&action.basis),
            href: format!("/public/do/{}/{}", procedure.id, action.id),
        })
        .collect()
}

fn catalogues(lang: Lang, procedure: &Procedure) -> Vec<(String, String)> {
    let all = procedure.disclosures.iter();
    all.map(|one| (words::label(lang, &one.label), row::catalogue(&format!("{}/{}", procedure.id, one.id))))
        .collect()
}

pub(super) async fn procedure(
    guest: Guest,
    State(server): State<Server>,
    Path(id): Path<String>,
) -> Response {
    let lang = guest.lang;
    let Some(found) = server.city.registry().latest(&ProcedureId::new(id)) else {
        return guest.failed(&AppError::NotFound(guest.address.clone()));
    };
    page_of(&PublicProcedurePage {
        chrome: guest.public_chrome(),
        title: words::label(lang, &found.label),
        basis: guest.articles(&found.basis),
        flow: of_procedure(lang, found),
        limits: found.limits.iter().map(|limit| limit_row(&guest, found, limit)).collect(),
        services: services(&guest, found).into_iter().map(|one| (one.title, one.href)).collect(),
        catalogues: catalogues(lang, found),
    })
}
