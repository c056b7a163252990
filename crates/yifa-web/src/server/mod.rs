//! Owns the road of a request: who asks, in which language, what is looked up, which page answers. Pages are filled here
//! and know nothing of the city; the city is asked here and knows nothing of pages.

pub(crate) mod absent;
mod act;
mod admin;
mod approval;
pub(crate) mod articles;
mod bare;
mod batch;
mod beside;
mod bilingual;
mod book;
mod candidates;
mod cites;
mod comment;
mod condition;
pub mod connections;
mod copies;
mod desk;
mod draft;
mod entry;
mod fields;
mod figures;
mod files;
mod flow;
mod follow;
mod form;
pub(crate) mod guest;
mod handover;
mod law;
pub(crate) mod limits;
mod list;
mod me;
mod next;
mod notices;
mod offered;
mod opening;
mod papers;
mod plan;
mod pointing;
mod public;
mod recorded;
mod register;
pub(crate) mod register_import;
mod review;
mod second_step;
mod show;
mod sign_on;
mod slips;
pub(crate) mod spool;
mod supervision;
mod tour;
mod typed;
mod unfiled;
pub(crate) mod upload;
pub(crate) mod words;

use std::num::NonZeroU16;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use yifa_app::city::City;
use yifa_app::demo::Progress;
use yifa_app::sign_on::SignOn;

/// The largest request apart from forms with files, which count for themselves.
pub(crate) const LARGEST: usize = 32 << 20;

/// What a server serves.
#[derive(Clone)]
pub struct Server {
    /// The city.
    pub city: Arc<City>,
    /// Its name.
    pub name: Arc<str>,
    /// Of the demonstration city, how far it is written: its sign-in page shows its accounts.
    pub demo: Option<Arc<Progress>>,
    /// The address under which people reach it, for papers and codes: no slash at the end.
    pub address: Arc<str>,
    /// Whether it is reached by HTTPS, so that cookies may say so.
    pub secure: bool,
    /// How many requests of the API one token may make in a second, in the long run; `None`: they are not counted.
    pub api_rate: Option<NonZeroU16>,
    /// How many public forms one address may send in an hour, in the long run: people in one library share an address.
    pub public_rate: NonZeroU16,
    /// The city's own directory of people, if it has one.
    pub sign_on: Option<Arc<SignOn>>,
}

/// What one token may ask in a second where nothing else is said.
pub const API_RATE: u16 = 20;
/// What one address may send in an hour where nothing else is said.
pub const PUBLIC_RATE: NonZeroU16 = match NonZeroU16::new(20) {
    Some(rate) => rate,
    None => NonZeroU16::MIN,
};

/// Everything that the server answers.
pub fn router(server: Server) -> Router {
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    Router::new()
        .route("/", get(desk::desk))
        .route("/sign-in", get(entry::sign_in_page).post(entry::sign_in))
        .route("/sign-in/code", post(second_step::code))
        .route("/sign-in/directory", get(sign_on::go))
        .route(SignOn::RETURN, get(sign_on::come_back))
        .route("/sign-out", post(entry::sign_out))
        .route("/language/{lang}", get(entry::language))
        .route("/tour", get(tour::roles))
        .route("/tour/{role}", get(tour::role))
        .route("/matters", get(list::list))
        .route("/matters/export", post(list::export))
        .route("/matters/views", post(list::save))
        .route("/matters/views/forget/{*view}", post(list::forget))
        .route("/matters/{matter}/follow", post(follow::follow))
        .route("/matters/{matter}/remarks", post(comment::say))
        .route("/matters/{matter}/approval", get(approval::approval))
        .route("/matters/new", get(opening::start))
        .route("/matters/{matter}", get(show::show))
        .route("/matters/{matter}/reveal", post(show::reveal))
        .route("/matters/{matter}/papers/{seq}", get(papers::pdf))
        .route("/matters/{matter}/papers/{seq}/docx", get(copies::docx))
        .route("/matters/{matter}/papers/{seq}/serving-copy", post(papers::serving_copy))
        .route("/matters/{matter}/case-file", get(copies::case_file))
        .route("/matters/{matter}/files/{digest}", get(papers::file))
        .route("/matters/{matter}/thumbnails/{digest}", get(papers::thumbnail))
        .route("/matters/{matter}/slips", get(slips::page).post(slips::draw))
        .route("/supervision", get(supervision::supervision))
        .route("/plan", get(plan::plan))
        .route("/plan/import", get(plan::import_page).post(plan::import))
        .route("/plan/import/{digest}", get(plan::confirm_page).post(plan::confirm))
        .route("/figures", get(figures::figures))
        .route("/figures/{measure}", get(figures::matters))
        .merge(register::routes())
        .merge(register_import::routes())
        .route("/explain/{code}", get(book::explain))
        .route("/limits", get(limits::limits))
        .route("/review", get(review::page).post(review::run))
        .route("/review/answers", post(review::answer))
        .route("/definitions", get(book::definitions))
        .route("/definitions/{procedure}", get(book::definition))
        .route("/instruments", get(law::list))
        .route("/doubts", get(law::doubts))
        .route("/texts/{digest}", get(law::text))
        .route("/texts/{digest}/file", get(law::text_file))
        .route("/unfiled", get(unfiled::page).post(unfiled::ask))
        .route("/instruments/{id}", get(law::show))
        .route("/instruments/{id}/compare", get(law::compare))
        .route("/instruments/{id}/basis", get(law::basis))
        .route("/instruments/{id}/{version}", get(law::show_version))
        .route("/instruments/{id}/{version}/{place}", get(law::show_place))
        .route("/translations/{matter}", get(bilingual::show))
        .route("/public/library", get(law::public_list))
        .route("/public/library/{id}", get(law::public_show))
        .route("/public/library/{id}/compare", get(law::public_compare))
        .route("/public/library/{id}/english", get(bilingual::public))
        .route("/public/library/{id}/english/{file}", get(bilingual::text))
        .route("/public/library/{id}/{version}", get(law::public_show_version))
        .route("/public/library/{id}/{version}/{place}", get(law::public_show_place))
        .route("/definitions/{procedure}/scenarios", get(book::scenarios))
        .nest("/public", public::router(server.public_rate))
        .route("/verify/{matter}/{seq}", get(public::verify))
        .merge(admin::routes())
        .route("/me", get(me::me))
        .route("/me/settings", post(me::settings))
        .route("/me/second-step", get(second_step::page))
        .route("/me/second-step/key", post(second_step::key))
        .route("/me/second-step/begin", post(second_step::begin))
        .route("/me/second-step/end", post(second_step::end))
        .route("/me/tokens", post(me::make))
        .route("/me/tokens/{id}/revoke", post(me::revoke))
        .route("/notices", get(notices::notices))
        .route("/notices/read", post(notices::read))
        .route("/admin/deliveries", get(notices::deliveries))
        .route("/admin/deliveries/again", post(notices::again))
        .route("/admin/hooks", post(notices::add_hook))
        .route("/admin/hooks/{id}/remove", post(notices::remove_hook))
        .route("/admin/hooks/{id}/renew", post(notices::renew_hook))
        .route("/health", get(health))
        .route("/static/yifa.css", get(|| async { asset("text/css; charset=utf-8", crate::STYLESHEET) }))
        .route("/static/yifa.js", get(|| async { asset("text/javascript; charset=utf-8", crate::SCRIPT) }))
        .route("/static/yifa.svg", get(|| async { asset("image/svg+xml", crate::ICON) }))
        // Browsers ask for it by themselves, whatever a page says.
        .route("/favicon.ico", get(|| async { asset("image/svg+xml", crate::ICON) }))
        .fallback(entry::nowhere)
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(30)))
        .merge(forms())
        .nest("/api", crate::api::router(server.api_rate))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn_with_state(server.clone(), bare::answered))
        .layer(fixed(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::X_FRAME_OPTIONS, "DENY"))
        .layer(fixed(header::REFERRER_POLICY, "same-origin"))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .with_state(server)
}

/// The forms that files come with: they count their own bytes, and a slow line has its time.
fn forms() -> Router<Server> {
    Router::new()
        .route("/matters/new/{procedure}/{action}", get(opening::opening_form).post(act::open))
        .route("/matters/{matter}/do/{action}", get(opening::form).post(act::act))
        .route("/matters/batch", post(batch::batch))
        .route("/uploads", post(upload::upload))
        .merge(register_import::forms())
        .merge(admin::forms())
        .merge(public::forms())
        .layer(DefaultBodyLimit::disable())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(1_800)))
}

/// Nothing from elsewhere, nothing inline, no framing, forms only to ourselves.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
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
