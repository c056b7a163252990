//! Owns answers: JSON with its mark (ETag), and 304 for whoever has it already.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value as Json;
use yifa_store::{Cursor, sha256};

/// A JSON answer. `seq`: the event at which the matter stands; the mark begins with it, so that it can be sent back in
/// `If-Match`.
pub(super) fn json(asked: &HeaderMap, body: &Json, seq: Option<u64>) -> Response {
    bytes(asked, Bytes::from(body.to_string()), seq)
}

/// The same for a body that is made already.
pub(super) fn bytes(asked: &HeaderMap, body: Bytes, seq: Option<u64>) -> Response {
    let digest: String = sha256(&body).to_string().chars().take(16).collect();
    let mark = seq.map_or_else(|| format!("\"{digest}\""), |seq| format!("\"{seq}-{digest}\""));
    let known = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let known = known
        .flat_map(|list| list.split(','))
        .any(|one| one.trim() == "*" || one.trim().trim_start_matches("W/") == mark);
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, "application/json")], body).into_response()
    };
    set(&mut response, header::ETAG, &mark);
    set(&mut response, header::CACHE_CONTROL, "private, no-cache");
    set(&mut response, header::VARY, "Authorization, Accept-Language");
    response
}

/// A page of a list, with the address of the next one.
pub(super) fn page(asked: &HeaderMap, items: Vec<Json>, next: Option<&Cursor>, address: &str) -> Response {
    let next = next.map(ToString::to_string);
    listed(asked, items, next, address)
}

/// The same for a list with a cursor of its own.
pub(super) fn listed(asked: &HeaderMap, items: Vec<Json>, next: Option<String>, address: &str) -> Response {
    let body = serde_json::json!({ "items": items, "next": next });
    let mut response = json(asked, &body, None);
    if let Some(next) = next {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
        let query: Vec<&str> = kept.collect();
        let query = format!("{}{}cursor={next}", query.join("&"), if query.is_empty() { "" } else { "&" });
        set(&mut response, header::LINK, &format!("<{path}?{query}>; rel=\"next\""));
    }
    response
}

/// Sets a header; a value that cannot be one is left out.
pub(super) fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
