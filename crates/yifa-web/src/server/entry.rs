//! Owns coming and going: sign-in, sign-out, language, and addresses that lead nowhere.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use yifa_app::account::SignInFault;
use yifa_app::demo::{PASSWORD, SIGN_INS};

use super::guest::{ENTRY, Guest, LANGUAGE, SESSION, Staff, form_token, is_ours, page_of};
use super::{Server, second_step, sign_on};
use crate::face::Lang;
use crate::pages::entry::{DemoAccount, SignInPage, SignInRefused};

#[derive(Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    pub(super) back: String,
}

#[derive(Deserialize)]
pub(super) struct SignIn {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    back: String,
    #[serde(default)]
    csrf: String,
}

/// A path of this product, never another host. Browsers take tabs and line ends out of an address before they read it
/// (`/\t/elsewhere` leads elsewhere), and no header holds the other control characters.
pub(super) fn safe(back: &str) -> &str {
    let odd = |one: char| one == '\\' || one.is_control();
    let local = back.starts_with('/') && !back.starts_with("//") && !back.contains(odd);
    if local { back } else { "/" }
}

pub(super) fn set_cookie(server: &Server, name: &str, value: &str, seconds: i64) -> HeaderValue {
    let secure = if server.secure { "; Secure" } else { "" };
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&line).unwrap_or(HeaderValue::from_static(""))
}

pub(super) async fn sign_in_page(guest: Guest, Query(Back { back }): Query<Back>) -> Response {
    if guest.session.is_some() {
        return Redirect::to(safe(&back)).into_response();
    }
    // Whoever was sent here with what they had typed is told that it is kept.
    let ended = back.contains("?kept=").then_some(SignInRefused::Ended);
    form(guest, String::new(), ended, &back)
}

pub(super) fn form(mut guest: Guest, name: String, refused: Option<SignInRefused>, back: &str) -> Response {
    let secret = fresh_entry(&mut guest);
    let mut chrome = guest.chrome(None);
    chrome.csrf = form_token(&secret);
    let demo_accounts = if guest.server.demo.is_some() { demo_accounts(guest.lang) } else { Vec::new() };
    let status = if refused.is_some() { StatusCode::UNAUTHORIZED } else { StatusCode::OK };
    let directory = sign_on::link(&guest, safe(back));
    let passwords = sign_on::passwords(&guest);
    let page = SignInPage {
        chrome,
        name,
        refused,
        back: safe(back).to_owned(),
        directory,
        passwords,
        demo_accounts,
    };
    let mut response = page_of(&page);
    *response.status_mut() = status;
    response.headers_mut().append(header::SET_COOKIE, set_cookie(&guest.server, ENTRY, &secret, 3600));
    response
}

/// The secret that proves that a sign-in form which comes back is the one shown: the visitor's own, or a fresh one.
pub(super) fn fresh_entry(guest: &mut Guest) -> String {
    let fresh = || URL_SAFE_NO_PAD.encode(rand::random::<[u8; 24]>());
    guest.entry.get_or_insert_with(fresh).clone()
}

fn demo_accounts(lang: Lang) -> Vec<DemoAccount> {
    let all = SIGN_INS.iter().map(|one| DemoAccount {
        name: one.name.to_owned(),
        password: PASSWORD.to_owned(),
        who: lang.pick(one.zh, one.en).to_owned(),
    });
    all.collect()
}

pub(super) async fn sign_in(guest: Guest, Form(typed): Form<SignIn>) -> Response {
    let ours = guest.entry.as_ref().is_some_and(|secret| is_ours(secret, &typed.csrf));
    if !ours {
        return form(guest, typed.name, Some(SignInRefused::Ended), &typed.back);
    }
    match guest.server.city.sign_in(typed.name.trim(), &typed.password, sign_on::passwords(&guest)).await {
        Ok(Ok(token)) => entered(guest, &token, &typed.back).await,
        Ok(Err(SignInFault::Code(half))) => second_step::code_page(guest, half, &typed.back, None),
        Ok(Err(SignInFault::Directory)) => {
            form(guest, typed.name, Some(SignInRefused::DirectoryOnly), &typed.back)
        }
        Ok(Err(SignInFault::Wrong)) => form(guest, typed.name, Some(SignInRefused::Wrong), &typed.back),
        Ok(Err(SignInFault::Waiting)) => form(guest, typed.name, Some(SignInRefused::SlowDown), &typed.back),
        Ok(Err(SignInFault::Ended)) => form(guest, typed.name, Some(SignInRefused::Ended), &typed.back),
        Err(error) => guest.failed(&error),
    }
}

/// The form anew, for somebody who took too long.
pub(super) fn sign_in_again(guest: Guest, back: &str) -> Response {
    form(guest, String::new(), Some(SignInRefused::Ended), back)
}

/// The answer to somebody who has signed in.
pub(super) async fn entered(guest: Guest, token: &str, back: &str) -> Response {
    // Whoever was signed in here before is not any more.
    if let Some(before) = &guest.session
        && let Err(error) = guest.server.city.sign_out(before).await
    {
        tracing::warn!(%error, "a session could not be ended");
    }
    let to = match safe(back) {
        "/" => home(&guest.server, token).await,
        back => back,
    };
    let mut response = Redirect::to(to).into_response();
    response.headers_mut().append(header::SET_COOKIE, set_cookie(&guest.server, SESSION, token, 36_000));
    response
}

/// The first page of whoever has just signed in: the plan for those who answer for it, their own desk for everybody else.
async fn home(server: &Server, token: &str) -> &'static str {
    match server.city.session(token).await {
        Ok(Some(session)) if super::plan::answers_for_it(server, &session.actor().role) => "/plan",
        _ => "/",
    }
}

#[derive(Deserialize)]
pub(super) struct Proven {
    #[serde(default)]
    csrf: String,
}

pub(super) async fn sign_out(staff: Staff, Form(typed): Form<Proven>) -> Response {
    if !is_ours(&staff.session.form_secret, &typed.csrf) {
        return staff.guest.problem(
            StatusCode::FORBIDDEN,
            "403",
            staff.guest.lang.t("server.not_ours"),
            None,
        );
    }
    if let Err(error) = staff.guest.server.city.sign_out(&staff.session).await {
        return staff.guest.failed(&error);
    }
    let mut response = Redirect::to("/sign-in").into_response();
    response.headers_mut().append(header::SET_COOKIE, set_cookie(&staff.guest.server, SESSION, "", 0));
    response
}

pub(super) async fn language(
    State(server): State<Server>,
    Path(code): Path<String>,
    Query(Back { back }): Query<Back>,
) -> Response {
    let lang = Lang::from_code(&code).unwrap_or_default();
    let mut response = Redirect::to(safe(&back)).into_response();
    response.headers_mut().append(header::SET_COOKIE, set_cookie(&server, LANGUAGE, lang.code(), 31_536_000));
    response
}

pub(super) async fn nowhere(guest: Guest) -> Response {
    let place = Some(guest.address.clone());
    guest.problem(StatusCode::NOT_FOUND, "404", guest.lang.t("server.not_found"), place)
}
