//! Owns the "no" of the API: problem details (RFC 9457) that carry a refusal with code, article, field and next step.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value as Json, json};
use yifa_app::AppError;
use yifa_kernel::procedure::Procedure;
use yifa_kernel::refusal::{Code, Reason, Refusal};

use crate::face::Lang;
use crate::server::guest::Guest;
use crate::server::register_import::sheet_words;
use crate::server::{absent, words};

/// The media type of a problem.
pub(super) const KIND: &str = "application/problem+json";

/// A problem on its way out.
#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    /// Its members, without those that say nothing.
    told: Map<String, Json>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// A problem of the request itself. `word` ends the key of its title and its type.
    pub(super) fn new(lang: Lang, status: StatusCode, word: &'static str) -> Self {
        Self::typed(status, format!("/api#{word}"), lang.t(&format!("api.problem.{word}")))
    }

    fn typed(status: StatusCode, kind: String, title: String) -> Self {
        let told = [
            ("type", json!(kind)),
            ("title", json!(title)),
            ("status", json!(status.as_u16())),
            ("reasons", json!([])),
        ];
        let told = told.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { status, told, headers: Vec::new() }
    }

    /// The same with what exactly is wrong.
    pub(super) fn saying(mut self, detail: impl Into<String>) -> Self {
        self.told.insert("detail".to_owned(), Json::String(detail.into()));
        self
    }

    /// The same with a header.
    pub(super) fn with(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        if let Ok(value) = HeaderValue::from_str(&value.into()) {
            self.headers.push((name, value));
        }
        self
    }

    /// A query or body that does not fit its description.
    pub(super) fn misfit(lang: Lang, detail: impl Into<String>) -> Self {
        Self::new(lang, StatusCode::BAD_REQUEST, "misfit").saying(detail)
    }

    /// Something named that is not there: a body, the place at which a list is to go on.
    pub(super) fn nowhere(lang: Lang, detail: impl Into<String>) -> Self {
        Self::new(lang, StatusCode::NOT_FOUND, "nowhere").saying(detail)
    }

    /// A cursor that no page gave.
    pub(super) fn lost(lang: Lang) -> Self {
        Self::nowhere(lang, lang.t("api.problem.lost"))
    }

    /// Something sent that is not what stands under this name. `word` ends the key of what it takes.
    pub(super) fn no(lang: Lang, name: &str, word: &str) -> Self {
        let takes = lang.t(&format!("api.takes.{word}"));
        Self::misfit(lang, lang.with("api.problem.takes", &[("name", name.to_owned()), ("takes", takes)]))
    }

    /// A body that cannot be read to its end: too large, or broken off.
    pub(super) fn unread(lang: Lang, status: StatusCode) -> Self {
        if status != StatusCode::PAYLOAD_TOO_LARGE {
            return Self::misfit(lang, lang.t("api.problem.broken_off"));
        }
        let mb = (crate::server::LARGEST >> 20).to_string();
        Self::new(lang, status, "too_large").saying(lang.with("api.problem.largest", &[("mb", mb)]))
    }

    /// The answer to whatever went wrong in the city.
    pub(super) fn of(guest: &Guest, error: &AppError) -> Self {
        let lang = guest.lang;
        match error {
            AppError::NotFound(what) => {
                Self::new(lang, StatusCode::NOT_FOUND, "nowhere").saying(absent::told(lang, what))
            }
            AppError::Forbidden => Self::new(lang, StatusCode::FORBIDDEN, "forbidden"),
            AppError::Invalid { what, why } => Self::misfit(lang, absent::unusable(lang, what, why)),
            AppError::Sheet(fault) => Self::misfit(lang, sheet_words(lang, fault)),
            AppError::Refused(refusal) => Self::refused(guest, refusal),
            AppError::Store(_)
            | AppError::Unreadable { .. }
            | AppError::Temporary(_)
            | AppError::Paper(_) => Self::failed(lang, error),
        }
    }

    /// The machine failed: the number leads the operator to what happened.
    pub(super) fn failed(lang: Lang, error: &AppError) -> Self {
        let number = format!("F{:08x}", rand::random::<u32>());
        tracing::error!(%number, %error, "a request of the API failed");
        Self::new(lang, StatusCode::SERVICE_UNAVAILABLE, "fault").saying(number)
    }

    /// The law says no: 409; to this role, or outside its reach: 403. A matter that has moved on: 412. A key used for something else: 422.
    pub(super) fn refused(guest: &Guest, refusal: &Refusal) -> Self {
        let status = match refusal.code() {
            Code::Conflict => StatusCode::PRECONDITION_FAILED,
            Code::WrongRole | Code::OutOfScope => StatusCode::FORBIDDEN,
            Code::RepeatedKey => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::CONFLICT,
        };
        Self::of_reasons(guest, status, refusal)
    }

    /// Values that do not fit the action's description: 422, with every reason.
    pub(super) fn unfit(guest: &Guest, refusal: &Refusal) -> Self {
        Self::of_reasons(guest, StatusCode::UNPROCESSABLE_ENTITY, refusal)
    }

    fn of_reasons(guest: &Guest, status: StatusCode, refusal: &Refusal) -> Self {
        let procedure = guest.server.city.registry().latest(&refusal.procedure);
        let tried = procedure.and_then(|procedure| procedure.action(&refusal.action));
        // What could not be opened is no matter: nothing leads there.
        let opens =
            procedure.is_some_and(|one| one.opening_actions().any(|action| action.id == refusal.action));
        let matter = refusal.matter.as_ref().filter(|_| !opens);
        let tried = tried
            .map_or_else(|| refusal.action.to_string(), |action| words::label(guest.lang, &action.label));
        let reasons = refusal.reasons.iter().map(|one| reason(guest, procedure, one, matter));
        let reasons = reasons.collect();
        let title = guest.lang.with("api.problem.refused", &[("action", tried)]);
        let mut problem = Self::typed(status, format!("/explain/{}", refusal.code()), title);
        problem.told.insert("code".to_owned(), json!(refusal.code().to_string()));
        problem.told.insert("reasons".to_owned(), Json::Array(reasons));
        problem
    }
}

/// A reason as JSON: code, words, field and in a table its cell, limit, condition, articles, next step.
pub(super) fn reason(
    guest: &Guest,
    procedure: Option<&Procedure>,
    reason: &Reason,
    matter: Option<&yifa_kernel::id::MatterId>,
) -> Json {
    let shown = words::reason(guest, procedure, reason, matter.map(|matter| matter.as_str()));
    let next = shown.next.map(|text| json!({ "text": text, "href": shown.next_href }));
    json!({
        "code": reason.code.as_str(),
        "text": shown.text,
        "field": reason.field.as_ref().map(|field| field.as_str()),
        "cell": reason.cell().map(|(row, column)| json!({ "row": row, "column": column.as_str() })),
        "limit": reason.limit.as_ref().map(|limit| limit.as_str()),
        "condition": reason.condition,
        "parts": reason.parts.iter().map(|part| json!({ "condition": part.line, "holds": part.holds })).collect::<Vec<_>>(),
        "basis": reason.basis,
        "next": next,
    })
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = Json::Object(self.told).to_string();
        let mut response = (self.status, body).into_response();
        response.headers_mut().extend(self.headers);
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(KIND));
        response
    }
}
