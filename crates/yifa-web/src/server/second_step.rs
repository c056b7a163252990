//! Owns the second step of signing in: the code after the password, and each person's own way in and out of it.

use axum::Form;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use yifa_app::account::SignInFault;

use super::Server;
use super::entry::{entered, fresh_entry, safe, set_cookie, sign_in_again};
use super::guest::{ENTRY, Guest, Staff, form_token, is_ours, page_of};
use super::register::qr;
use crate::pages::second_step::{CodePage, SecondStepPage, Step};

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(super) struct Coded {
    csrf: String,
    half: String,
    code: String,
    back: String,
}

/// The page that asks for the code.
pub(super) fn code_page(mut guest: Guest, half: String, back: &str, refused: Option<&str>) -> Response {
    let secret = fresh_entry(&mut guest);
    let mut chrome = guest.public_chrome();
    chrome.csrf = form_token(&secret);
    let refused = refused.map(|key| guest.lang.t(&format!("second_step.refused.{key}")));
    let status = if refused.is_some() { StatusCode::UNAUTHORIZED } else { StatusCode::OK };
    let page = CodePage { chrome, half, back: safe(back).to_owned(), refused };
    let mut response = (status, page_of(&page)).into_response();
    response.headers_mut().append(header::SET_COOKIE, set_cookie(&guest.server, ENTRY, &secret, 3600));
    response
}

pub(super) async fn code(guest: Guest, Form(typed): Form<Coded>) -> Response {
    let ours = guest.entry.as_ref().is_some_and(|secret| is_ours(secret, &typed.csrf));
    if !ours {
        return sign_in_again(guest, &typed.back);
    }
    match guest.server.city.sign_in_by_code(&typed.half, &typed.code).await {
        Ok(Ok(token)) => entered(guest, &token, &typed.back).await,
        Ok(Err(SignInFault::Waiting)) => code_page(guest, typed.half, &typed.back, Some("slow_down")),
        Ok(Err(SignInFault::Ended | SignInFault::Code(_) | SignInFault::Directory)) => {
            sign_in_again(guest, &typed.back)
        }
        Ok(Err(SignInFault::Wrong)) => code_page(guest, typed.half, &typed.back, Some("wrong")),
        Err(error) => guest.failed(&error),
    }
}

pub(super) async fn page(staff: Staff) -> Response {
    match staff.guest.server.city.has_second_step(&staff.session.account.person).await {
        Ok(true) => show(&staff, Step::On, false),
        Ok(false) => show(&staff, Step::Off, false),
        Err(error) => staff.guest.failed(&error),
    }
}

fn show(staff: &Staff, step: Step, wrong: bool) -> Response {
    let fault = wrong.then(|| staff.guest.lang.t("second_step.refused.wrong"));
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    (status, page_of(&SecondStepPage { chrome: staff.chrome(None), step, fault })).into_response()
}

/// A key for a device, to be confirmed by a code of it.
pub(super) async fn key(staff: Staff, Form(typed): Form<Coded>) -> Response {
    match staff.not_ours(&typed.csrf).await {
        Some(refused) => refused,
        None => show_key(&staff, false).await,
    }
}

async fn show_key(staff: &Staff, wrong: bool) -> Response {
    let person = &staff.session.account.person;
    let shown = async {
        // Whoever has one ends it first, by a code of it.
        if staff.guest.server.city.has_second_step(person).await? {
            return Ok(Step::On);
        }
        let found = staff.guest.server.city.device_key(person).await?;
        let svg = qr(&found.address)?;
        let groups: Vec<String> =
            found.key.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
        Ok::<_, yifa_app::AppError>(Step::Shown { key: groups.join(" "), address: found.address, svg })
    };
    match shown.await {
        Ok(step) => show(staff, step, wrong),
        Err(error) => staff.guest.failed(&error),
    }
}

pub(super) async fn begin(staff: Staff, State(server): State<Server>, Form(typed): Form<Coded>) -> Response {
    if let Some(refused) = staff.not_ours(&typed.csrf).await {
        return refused;
    }
    match server.city.begin_second_step(&staff.session.account.person, &typed.code).await {
        Ok(Some(paper)) => show(&staff, Step::Begun(paper), false),
        Ok(None) => show_key(&staff, true).await,
        Err(error) => staff.guest.failed(&error),
    }
}

pub(super) async fn end(staff: Staff, State(server): State<Server>, Form(typed): Form<Coded>) -> Response {
    if let Some(refused) = staff.not_ours(&typed.csrf).await {
        return refused;
    }
    match server.city.end_second_step(&staff.session.account.person, &typed.code).await {
        Ok(true) => show(&staff, Step::Off, false),
        Ok(false) => show(&staff, Step::On, true),
        Err(error) => staff.guest.failed(&error),
    }
}
