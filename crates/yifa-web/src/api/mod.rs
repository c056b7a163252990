//! The API: JSON over the same engine, described by OpenAPI 3.1 that is made from the definitions. It knows bearer tokens and
//! no cookies, answers every "no" as a problem with code, article and next step, and holds no rule of its own.

mod act;
mod answer;
mod caller;
mod docs;
mod file;
mod matter;
mod openapi;
mod problem;
mod query;
mod reference;
mod schema;
mod value;

use std::num::NonZeroU16;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use self::caller::{Rates, language};
use self::problem::{KIND, Problem};
use crate::server::{LARGEST, Server};

/// The description, made when it is first asked for.
type Described = Arc<OnceLock<Bytes>>;

/// Everything below `/api`, where one token may ask `a_second` requests in the long run.
pub(crate) fn router(a_second: Option<NonZeroU16>) -> Router<Server> {
    Router::new()
        .route("/openapi.json", get(described))
        .route("/me", get(reference::me))
        .route("/matters", get(matter::list))
        .route("/matters/{matter}", get(matter::show))
        .route("/matters/{matter}/events", get(matter::events))
        .route("/matters/{matter}/{procedure}/{action}", post(act::act))
        .route("/procedures", get(reference::procedures))
        .route("/procedures/{procedure}", get(reference::procedure))
        .route("/procedures/{procedure}/{action}", post(act::open))
        .route("/bodies", get(reference::bodies))
        .route("/instruments", get(reference::instruments))
        .route("/measures", get(reference::measures))
        .route("/measures/{measure}/matters", get(reference::measure_matters))
        .route("/limit", get(reference::limit))
        .route("/calendar/{year}", get(reference::calendar))
        .route("/files/{digest}", get(file::fetch))
        .fallback(nowhere)
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(timeout(Duration::from_secs(30)))
        // Files count their own bytes, and a slow line has its time.
        .merge(Router::new().route("/files", post(file::bring)).layer(timeout(Duration::from_secs(1_800))))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn(as_problem))
        .layer(Extension(Rates::new(a_second)))
        .layer(Extension(Described::default()))
        .layer(Extension(query::Described::default()))
        .route("/", get(docs::overview))
        .route("/docs/{procedure}", get(docs::procedure))
}

fn timeout(longest: Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, longest)
}

async fn described(
    State(server): State<Server>,
    Extension(described): Extension<Described>,
    headers: HeaderMap,
) -> Response {
    let bytes = described.get_or_init(|| {
        let whole = openapi::description(server.city.registry(), &server.address, &server.name);
        Bytes::from(whole.to_string())
    });
    answer::bytes(&headers, bytes.clone(), None)
}

async fn nowhere(headers: HeaderMap) -> Problem {
    Problem::new(language(&headers), StatusCode::NOT_FOUND, "nowhere")
}

/// Whatever refuses a request before a handler sees it (a method, a size, a path) refuses it as a problem too.
async fn as_problem(request: Request, next: Next) -> Response {
    let lang = language(request.headers());
    let response = next.run(request).await;
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !(status.is_client_error() || status.is_server_error()) || kind == Some(KIND) {
        return response;
    }
    // What panicked is told like every other fault of the machine.
    let broken = status == StatusCode::INTERNAL_SERVER_ERROR;
    let status = if broken { StatusCode::SERVICE_UNAVAILABLE } else { status };
    let word = match status {
        _ if broken => "fault",
        StatusCode::SERVICE_UNAVAILABLE => "too_long",
        StatusCode::METHOD_NOT_ALLOWED => "method",
        StatusCode::NOT_FOUND => "nowhere",
        StatusCode::PAYLOAD_TOO_LARGE => "too_large",
        _ => "misfit",
    };
    let mut problem = Problem::new(lang, status, word).into_response();
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            problem.headers_mut().insert(name, value.clone());
        }
    }
    problem
}
