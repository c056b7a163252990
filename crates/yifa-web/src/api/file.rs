//! Owns files by API: kept under their digest, named in an action afterwards.

use axum::extract::{FromRequest, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::json;
use yifa_app::token::Scope;

use super::answer;
use super::caller::{Caller, language};
use super::problem::Problem;
use super::query::Asked;
use crate::server::spool::Spool;
use crate::server::upload::{self, Taken};
use crate::server::{LARGEST, Server};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    name: String,
}

/// The bytes of a file.
pub(super) struct Brought(Spool);

impl FromRequest<Server> for Brought {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Server) -> Result<Self, Problem> {
        let lang = language(request.headers());
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if kind != Some("application/octet-stream") {
            return Err(Problem::new(lang, StatusCode::UNSUPPORTED_MEDIA_TYPE, "kind")
                .saying("application/octet-stream"));
        }
        let mut spool = Spool::default();
        let mut pieces = request.into_body().into_data_stream();
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(|_| Problem::unread(lang, StatusCode::BAD_REQUEST))?;
            if spool.length() + piece.len() > LARGEST {
                return Err(Problem::unread(lang, StatusCode::PAYLOAD_TOO_LARGE));
            }
            spool.push(&piece).await.map_err(|error| Problem::failed(lang, &error.into()))?;
        }
        if spool.length() == 0 {
            return Err(Problem::misfit(lang, lang.t("api.problem.empty")));
        }
        Ok(Self(spool))
    }
}

pub(super) async fn bring(
    caller: Caller,
    State(server): State<Server>,
    Asked(Named { name }): Asked<Named>,
    headers: HeaderMap,
    Brought(spool): Brought,
) -> Result<Response, Problem> {
    caller.must(Scope::Files)?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
        return Err(Problem::no(caller.guest.lang, "name", "file_name"));
    }
    // By whatever way it comes, a file is of a kind that is taken and is what its name says.
    upload::check(name, &spool, Taken::Files).map_err(|fault| {
        let lang = caller.guest.lang;
        Problem::new(lang, StatusCode::UNSUPPORTED_MEDIA_TYPE, "kind").saying(fault.words(lang, name))
    })?;
    let length = spool.length();
    let kept = spool.keep(&server.city).await;
    let digest = kept.map_err(|error| Problem::of(&caller.guest, &error))?;
    let body = json!({ "digest": digest.to_string(), "name": name, "bytes": length });
    let mut response = answer::json(&headers, &body, None);
    *response.status_mut() = StatusCode::CREATED;
    answer::set(&mut response, header::LOCATION, &format!("/api/files/{digest}"));
    Ok(response)
}

pub(super) async fn fetch(
    caller: Caller,
    State(server): State<Server>,
    Path(digest): Path<String>,
) -> Result<Response, Problem> {
    caller.must(Scope::Files)?;
    let lang = caller.guest.lang;
    let city = &server.city;
    let digest = digest.parse().map_err(|_| Problem::no(lang, "digest", "digest"))?;
    let found = city.store().blob_get(city.jurisdiction(), digest).await;
    let found = found.map_err(|error| Problem::of(&caller.guest, &error.into()))?;
    let bytes = found.ok_or_else(|| Problem::new(lang, StatusCode::NOT_FOUND, "nowhere"))?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, "attachment".to_owned()),
        (header::ETAG, format!("\"{digest}\"")),
    ];
    Ok((headers, bytes).into_response())
}
