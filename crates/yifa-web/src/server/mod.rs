//! Owns the road of a request: who asks, in which language, what is looked up, which page answers. Pages are filled here
//! and know nothing of the city; the city is asked here and knows nothing of pages.

mod act;
mod admin;
mod book;
mod condition;
mod copies;
mod desk;
mod entry;
mod fields;
mod figures;
mod guest;
mod limits;
mod list;
mod papers;
mod plan;
mod public;
mod review;
mod show;
mod typed;
mod words;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use yifa_app::city::City;

/// The largest request: a form with its files.
const LARGEST: usize = 32 << 20;

/// What a server serves.
#[derive(Clone)]
pub struct Server {
    /// The city.
    pub city: Arc<City>,
    /// Its name.
    pub name: Arc<str>,
    /// Whether it is the demonstration city, so that the sign-in page shows its accounts.
    pub demo: bool,
    /// The address under which people reach it, for papers and codes: no slash at the end.
    pub address: Arc<str>,
    /// Whether it is reached by HTTPS, so that cookies may say so.
    pub secure: bool,
}

/// Everything that the server answers.
pub fn router(server: Server) -> Router {
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    Router::new()
        .route("/", get(desk::desk))
        .route("/sign-in", get(entry::sign_in_page).post(entry::sign_in))
        .route("/sign-out", post(entry::sign_out))
        .route("/language/{lang}", get(entry::language))
        .route("/matters", get(list::list))
        .route("/matters/new", get(act::start))
        .route("/matters/new/{procedure}/{action}", get(act::opening_form).post(act::open))
        .route("/matters/{matter}", get(show::show))
        .route("/matters/{matter}/reveal", post(show::reveal))
        .route("/matters/{matter}/do/{action}", get(act::form).post(act::act))
        .route("/matters/{matter}/papers/{seq}", get(papers::pdf))
        .route("/matters/{matter}/papers/{seq}/docx", get(copies::docx))
        .route("/matters/{matter}/case-file", get(copies::case_file))
        .route("/files/{digest}/{name}", get(papers::file))
        .route("/plan", get(plan::plan))
        .route("/plan/import", get(plan::import_page).post(plan::import))
        .route("/figures", get(figures::figures))
        .route("/figures/{measure}", get(figures::matters))
        .route("/registers", get(book::registers))
        .route("/explain/{code}", get(book::explain))
        .route("/limits", get(limits::limits))
        .route("/review", get(review::page).post(review::run))
        .route("/review/answers", post(review::answer))
        .route("/definitions", get(book::definitions))
        .route("/definitions/{procedure}", get(book::definition))
        .route("/public", get(public::list))
        .route("/public/{slug}", get(public::show))
        .route("/verify/{matter}/{seq}", get(papers::verify))
        .merge(admin::routes())
        .route("/health", get(health))
        .route("/static/yifa.css", get(|| async { asset("text/css; charset=utf-8", crate::STYLESHEET) }))
        .route("/static/yifa.js", get(|| async { asset("text/javascript; charset=utf-8", crate::SCRIPT) }))
        .fallback(entry::nowhere)
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(30)))
        .layer(CatchPanicLayer::new())
        .layer(fixed(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::X_FRAME_OPTIONS, "DENY"))
        .layer(fixed(header::REFERRER_POLICY, "same-origin"))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .with_state(server)
}

/// Nothing from elsewhere, nothing inline, no framing, forms only to ourselves.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

fn asset(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=3600")], text)
}

async fn health(axum::extract::State(server): axum::extract::State<Server>) -> impl IntoResponse {
    match server.city.store().health().await {
        Ok(_) => (StatusCode::OK, "ok\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n"),
    }
}
