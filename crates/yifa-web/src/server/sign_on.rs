//! Owns the way to the city's directory of people and back. It is a link, not a form: a form may lead nowhere but here.

use axum::extract::Query;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use yifa_app::sign_on::{Passwords, SignOn, SignOnFault};

use super::entry::{Back, entered, form, fresh_entry, nowhere, safe, set_cookie};
use super::guest::{ENTRY, Guest};
use super::second_step;
use crate::pages::entry::{DirectoryLink, SignInRefused};

/// The link of the sign-in page.
pub(super) fn link(guest: &Guest, back: &str) -> Option<DirectoryLink> {
    let (zh, en) = guest.server.sign_on.as_deref()?.title();
    let query = serde_urlencoded::to_string([("back", back)]).unwrap_or_default();
    Some(DirectoryLink {
        title: guest.lang.pick(zh, en).to_owned(),
        address: format!("/sign-in/directory?{query}"),
    })
}

/// Who may come in by a password kept here.
pub(super) fn passwords(guest: &Guest) -> Passwords {
    guest.server.sign_on.as_deref().map(SignOn::passwords).unwrap_or_default()
}

/// There.
pub(super) async fn go(mut guest: Guest, Query(Back { back }): Query<Back>) -> Response {
    let Some(sign_on) = guest.server.sign_on.clone() else { return nowhere(guest).await };
    let secret = fresh_entry(&mut guest);
    match guest.server.city.begin_sign_on(&sign_on, &secret, safe(&back)).await {
        Ok(Ok(address)) => {
            let mut response = Redirect::to(&address).into_response();
            let kept = set_cookie(&guest.server, ENTRY, &secret, 3600);
            response.headers_mut().append(header::SET_COOKIE, kept);
            response
        }
        Ok(Err(fault)) => refused(guest, fault, &back),
        Err(error) => guest.failed(&error),
    }
}

/// What the directory sends somebody back with.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(super) struct Brought {
    state: String,
    code: String,
    error: String,
}

/// And back.
pub(super) async fn come_back(guest: Guest, Query(brought): Query<Brought>) -> Response {
    let Some(sign_on) = guest.server.sign_on.clone() else { return nowhere(guest).await };
    let code = if brought.error.is_empty() { Ok(brought.code) } else { Err(brought.error) };
    let browser = guest.entry.clone().unwrap_or_default();
    let returned = match guest.server.city.finish_sign_on(&sign_on, &browser, &brought.state, code).await {
        Ok(returned) => returned,
        Err(error) => return guest.failed(&error),
    };
    match returned.token {
        Ok(token) => entered(guest, &token, &returned.back).await,
        Err(SignOnFault::Code(half)) => second_step::code_page(guest, half, &returned.back, None),
        Err(fault) => refused(guest, fault, &returned.back),
    }
}

fn refused(guest: Guest, fault: SignOnFault, back: &str) -> Response {
    let refused = match &fault {
        SignOnFault::Unreachable(_) => SignInRefused::DirectorySilent,
        SignOnFault::Declined(_) => SignInRefused::DirectoryDeclined,
        SignOnFault::Unproven(_) => SignInRefused::DirectoryUnproven,
        SignOnFault::Ended | SignOnFault::Code(_) => SignInRefused::DirectoryLate,
        SignOnFault::NoAccount(name) => SignInRefused::NoAccount(name.clone()),
    };
    tracing::warn!(?fault, "nobody was let in by the directory");
    form(guest, String::new(), Some(refused), back)
}
