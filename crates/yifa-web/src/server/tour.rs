//! Owns the guided tour of a demonstration city: no other city has one.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::Response;
use yifa_app::AppError;
use yifa_app::demo::PASSWORD;
use yifa_app::demo::tour::{Found, Tour, TourRole};

use super::Server;
use super::entry::{fresh_entry, set_cookie};
use super::guest::{ENTRY, Guest, form_token, page_of};
use crate::pages::tour::{TourCard, TourLine, TourPage, TourRolePage};

pub(super) async fn roles(guest: Guest, State(server): State<Server>) -> Response {
    match shown(&guest, &server).await {
        Ok(roles) => page_of(&TourPage { chrome: guest.chrome(None), roles: cards(&roles) }),
        Err(error) => guest.failed(&error),
    }
}

pub(super) async fn role(mut guest: Guest, State(server): State<Server>, Path(id): Path<String>) -> Response {
    let mut roles = match shown(&guest, &server).await {
        Ok(roles) => roles,
        Err(error) => return guest.failed(&error),
    };
    let Some(at) = roles.iter().position(|(role, _)| role.id == id) else {
        return guest.failed(&AppError::NotFound(guest.address.clone()));
    };
    let (role, found) = roles.remove(at);
    let here = guest.session.as_ref().map(|session| session.account.person.as_str());
    let ready = role.account.as_deref().is_none_or(|account| here == Some(account));
    let secret = fresh_entry(&mut guest);
    let mut chrome = guest.chrome(None);
    // Whoever signs in from here is let in as from the page for it; whoever is signed in signs out with their own proof.
    let sign_in = form_token(&secret);
    if guest.session.is_none() {
        chrome.csrf.clone_from(&sign_in);
    }
    let page = TourRolePage {
        chrome,
        role: card(role, &found),
        ready,
        sign_in,
        password: PASSWORD.to_owned(),
        steps: found.into_iter().map(|one| line(role, one)).collect(),
        others: cards(&roles),
    };
    let mut response = page_of(&page);
    response.headers_mut().append(header::SET_COOKIE, set_cookie(&guest.server, ENTRY, &secret, 3600));
    response
}

/// The roles that have something to show here, each with what was found.
async fn shown<'a>(guest: &Guest, server: &Server) -> Result<Vec<(&'a TourRole, Vec<Found>)>, AppError> {
    if server.demo.is_none() {
        return Err(AppError::NotFound(guest.address.clone()));
    }
    let mut roles = Vec::new();
    for role in &Tour::of_demo().roles {
        let found = role.walk(&server.city).await?;
        if !found.is_empty() {
            roles.push((role, found));
        }
    }
    Ok(roles)
}

fn cards(roles: &[(&TourRole, Vec<Found>)]) -> Vec<TourCard> {
    roles.iter().map(|(role, found)| card(role, found)).collect()
}

fn card(role: &TourRole, found: &[Found]) -> TourCard {
    TourCard { id: role.id.clone(), account: role.account.clone(), steps: found.len() }
}

fn line(role: &TourRole, found: Found) -> TourLine {
    let matter = found.matter.map(|(title, number)| match number {
        Some(number) if !title.contains(&number) => format!("{title} · {number}"),
        _ => title,
    });
    TourLine { words: format!("tour.step.{}.{}", role.id, found.step), href: found.address, matter }
}
