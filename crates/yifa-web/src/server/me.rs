//! Owns a person's own page: the tokens that a person makes and ends.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use yifa_app::AppError;
use yifa_app::account::Post;
use yifa_app::notify::Settings;
use yifa_app::token::{Scope, Token};
use yifa_law::calendar::china_date;

use super::guest::{Staff, is_ours, page_of};
use super::{Server, words};
use crate::components::Opt;
use crate::face::Lang;
use crate::pages::me::{MePage, MeSettings, TokenRow};

/// A form as pairs: a name can come several times.
type Pairs = Vec<(String, String)>;

fn text<'a>(pairs: &'a Pairs, name: &str) -> &'a str {
    pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
}

pub(super) async fn me(staff: Staff) -> Response {
    show(&staff, &Vec::new(), None, None).await
}

async fn show(staff: &Staff, typed: &Pairs, fresh: Option<String>, fault: Option<String>) -> Response {
    match staff.guest.server.city.settings(&staff.session.account.person).await {
        Ok(settings) => show_with(staff, typed, fresh, fault, told(&settings)).await,
        Err(error) => staff.guest.failed(&error),
    }
}

/// How a person is told, as the page shows it.
fn told(settings: &Settings) -> MeSettings {
    let days: Vec<String> = settings.remind.iter().map(ToString::to_string).collect();
    MeSettings {
        email: settings.email.clone().unwrap_or_default(),
        phone: settings.phone.clone().unwrap_or_default(),
        mail: settings.mail,
        digest: settings.digest,
        remind: days.join(", "),
        languages: languages(&settings.language),
        fault: None,
        saved: false,
    }
}

fn languages(chosen: &str) -> Vec<Opt> {
    Lang::ALL.map(|lang| Opt::new(lang.code(), lang.own_name(), lang.code() == chosen)).into()
}

pub(super) async fn settings(
    staff: Staff,
    State(server): State<Server>,
    Form(typed): Form<Pairs>,
) -> Response {
    let lang = staff.guest.lang;
    if !is_ours(&staff.session.form_secret, text(&typed, "csrf")) {
        return staff.guest.problem(StatusCode::FORBIDDEN, "403", lang.t("server.not_ours"), None);
    }
    let some = |name: &str| Some(text(&typed, name).trim().to_owned()).filter(|text| !text.is_empty());
    let days: Result<Vec<i32>, _> = text(&typed, "remind")
        .split([',', '，', '、', ' '])
        .filter(|part| !part.trim().is_empty())
        .map(|part| part.trim().parse::<i32>())
        .collect();
    let language = Lang::from_code(text(&typed, "language")).unwrap_or_default();
    let wanted = Settings {
        email: some("email"),
        phone: some("phone"),
        mail: some("mail").is_some(),
        digest: some("digest").is_some(),
        remind: days.clone().unwrap_or_default(),
        language: language.code().to_owned(),
    };
    let fault = match days {
        Err(_) => Some("remind".to_owned()),
        Ok(_) => match server.city.put_settings(&staff.session.account.person, &wanted).await {
            Ok(()) => None,
            Err(AppError::Invalid { what, .. }) => Some(what),
            Err(error) => return staff.guest.failed(&error),
        },
    };
    // What was typed comes back as it was typed.
    let shown = MeSettings {
        remind: text(&typed, "remind").to_owned(),
        saved: fault.is_none(),
        fault: fault.map(|what| lang.t(&format!("notify.fault.{what}"))),
        ..told(&wanted)
    };
    show_with(&staff, &Vec::new(), None, None, shown).await
}

async fn show_with(
    staff: &Staff,
    typed: &Pairs,
    fresh: Option<String>,
    fault: Option<String>,
    told: MeSettings,
) -> Response {
    let person = &staff.session.account.person;
    let tokens = match staff.guest.server.city.tokens_of(person).await {
        Ok(tokens) => tokens,
        Err(error) => return staff.guest.failed(&error),
    };
    let picked = text(typed, "post");
    let posts = staff.session.account.posts.iter().enumerate();
    let posts = posts.map(|(at, post)| {
        let at = at.to_string();
        Opt::new(at.clone(), post_words(staff, post), at == picked)
    });
    let chosen = |scope: Scope| {
        let any = typed.iter().any(|(key, _)| key == "scope");
        if any {
            typed.iter().any(|(key, word)| key == "scope" && word == scope.word())
        } else {
            scope == Scope::Read
        }
    };
    let scopes = Scope::ALL.map(|scope| Opt::new(scope.word(), scope_words(staff, scope), chosen(scope)));
    let days = text(typed, "days");
    let page = MePage {
        chrome: staff.chrome(None),
        told,
        fresh,
        fault,
        label: text(typed, "label").to_owned(),
        days: if days.is_empty() { "90".to_owned() } else { days.to_owned() },
        posts: posts.collect(),
        scopes: scopes.into(),
        tokens: tokens.iter().map(|token| row(staff, token)).collect(),
    };
    let status = if page.fault.is_some() || page.told.fault.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let mut response = page_of(&page);
    *response.status_mut() = status;
    response
}

fn post_words(staff: &Staff, post: &Post) -> String {
    let role = staff.guest.server.city.registry().role(&post.role);
    let role = role.map_or_else(|| post.role.to_string(), |role| words::label(staff.guest.lang, &role.label));
    format!("{role} · {}", words::body_name(&staff.guest, &post.body))
}

fn scope_words(staff: &Staff, scope: Scope) -> String {
    staff.guest.lang.t(&format!("me.scope.{}", scope.word()))
}

fn row(staff: &Staff, token: &Token) -> TokenRow {
    let scopes: Vec<String> = token.scopes.iter().map(|scope| scope_words(staff, *scope)).collect();
    TokenRow {
        id: token.id.clone(),
        label: token.label.clone(),
        post: post_words(staff, &token.post),
        scopes: scopes.join(staff.guest.lang.pick("、", ", ")),
        ends_on: china_date(token.ends_at),
        used_on: token.used_at.map(china_date),
    }
}

pub(super) async fn make(staff: Staff, State(server): State<Server>, Form(typed): Form<Pairs>) -> Response {
    let lang = staff.guest.lang;
    if !is_ours(&staff.session.form_secret, text(&typed, "csrf")) {
        return staff.guest.problem(StatusCode::FORBIDDEN, "403", lang.t("server.not_ours"), None);
    }
    let account = &staff.session.account;
    let post = text(&typed, "post").parse::<usize>().ok().and_then(|at| account.posts.get(at));
    let Some(post) = post else {
        return show(&staff, &typed, None, Some(lang.t("me.fault.post"))).await;
    };
    let Some(days) = text(&typed, "days").trim().parse::<u16>().ok() else {
        return show(&staff, &typed, None, Some(lang.t("me.fault.days"))).await;
    };
    let scopes: Vec<Scope> = typed
        .iter()
        .filter(|(key, _)| key == "scope")
        .filter_map(|(_, word)| Scope::from_word(word))
        .collect();
    match server.city.make_token(account, post, text(&typed, "label"), &scopes, days).await {
        Ok(token) => show(&staff, &Vec::new(), Some(token), None).await,
        Err(AppError::Invalid { what, .. }) => {
            let fault = match what.as_str() {
                "label" => "me.fault.label",
                "scopes" => "me.fault.scopes",
                "tokens" => "me.fault.tokens",
                _ => "me.fault.days",
            };
            show(&staff, &typed, None, Some(lang.t(fault))).await
        }
        Err(error) => staff.guest.failed(&error),
    }
}

pub(super) async fn revoke(
    staff: Staff,
    State(server): State<Server>,
    Path(id): Path<String>,
    Form(typed): Form<Pairs>,
) -> Response {
    if !is_ours(&staff.session.form_secret, text(&typed, "csrf")) {
        return staff.guest.problem(
            StatusCode::FORBIDDEN,
            "403",
            staff.guest.lang.t("server.not_ours"),
            None,
        );
    }
    match server.city.revoke_token(&staff.session.account.person, &id).await {
        Ok(()) => Redirect::to("/me").into_response(),
        Err(error) => staff.guest.failed(&error),
    }
}
