//! Owns who calls: a bearer token, never a cookie; how often; and how a body is read.

use std::num::NonZeroU16;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde_json::Value as Json;
use yifa_app::token::{Bearer, Scope};
use yifa_kernel::matter::Actor;

use super::problem::Problem;
use crate::face::Lang;
use crate::rate::{Buckets, Rate, address};
use crate::server::Server;
use crate::server::guest::Guest;

/// How often the API may be called.
pub(super) struct Rates {
    /// By token, as the server was told; `None` where it was told not to count.
    tokens: Option<Buckets>,
    /// By address, for those who come without a good one.
    strangers: Buckets,
}

impl Rates {
    /// `a_second` is what one token may ask in the long run; fifteen seconds' worth at once.
    pub(super) fn new(a_second: Option<NonZeroU16>) -> Arc<Self> {
        let tokens = |n: NonZeroU16| Rate::hourly(u32::from(n.get()) * 15, i64::from(n.get()) * 3_600);
        Arc::new(Self {
            tokens: a_second.map(tokens).map(Buckets::new),
            strangers: Buckets::new(Rate::hourly(100, 7_200)),
        })
    }
}

/// The language that a caller asks for.
pub(super) fn language(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Lang::from_accept_language(accepted.unwrap_or(""))
}

/// Somebody without a token, for what is open to all.
pub(super) fn stranger(server: &Server, parts: &Parts) -> Guest {
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    Guest {
        server: server.clone(),
        lang: language(&parts.headers),
        address: path.to_owned(),
        session: None,
        entry: None,
        unread: 0,
    }
}

/// Whoever calls with a good token.
pub(super) struct Caller {
    /// Language and city, for words.
    pub guest: Guest,
    /// The token and its maker.
    pub bearer: Bearer,
    /// Who acts.
    pub actor: Actor,
}

impl Caller {
    /// Holds the token against its scopes.
    pub(super) fn must(&self, scope: Scope) -> Result<(), Problem> {
        if self.bearer.may(scope) {
            return Ok(());
        }
        let told = format!("Bearer error=\"insufficient_scope\", scope=\"{}\"", scope.word());
        Err(Problem::new(self.guest.lang, StatusCode::FORBIDDEN, "scope")
            .saying(scope.word())
            .with(header::WWW_AUTHENTICATE, told))
    }
}

impl FromRequestParts<Server> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Problem> {
        let guest = stranger(server, parts);
        let (lang, now) = (guest.lang, server.city.clock().now());
        let slower = |seconds: u64| {
            Problem::new(lang, StatusCode::TOO_MANY_REQUESTS, "slower")
                .saying(lang.with("api.problem.wait", &[("n", seconds.to_string())]))
                .with(header::RETRY_AFTER, seconds.to_string())
        };
        let rates = parts.extensions.get::<Arc<Rates>>().cloned();
        let given = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = given.and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
        });
        let found = match token {
            Some(token) => server.city.bearer(token).await.map_err(|error| Problem::of(&guest, &error))?,
            None => None,
        };
        let Some(bearer) = found else {
            if let Some(rates) = rates {
                rates.strangers.take(&address(parts), now).map_err(slower)?;
            }
            let told = match token {
                Some(_) => "Bearer realm=\"yifa\", error=\"invalid_token\"",
                None => "Bearer realm=\"yifa\"",
            };
            return Err(
                Problem::new(lang, StatusCode::UNAUTHORIZED, "token").with(header::WWW_AUTHENTICATE, told)
            );
        };
        if let Some(tokens) = rates.as_ref().and_then(|rates| rates.tokens.as_ref()) {
            tokens.take(&bearer.token.id, now).map_err(slower)?;
        }
        Ok(Self { actor: bearer.actor(), guest, bearer })
    }
}

/// A body of JSON.
pub(super) struct Sent(pub Json);

impl FromRequest<Server> for Sent {
    type Rejection = Problem;

    async fn from_request(request: Request, server: &Server) -> Result<Self, Problem> {
        let lang = language(request.headers());
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let kind = kind.unwrap_or("").split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        if kind != "application/json" {
            return Err(Problem::new(lang, StatusCode::UNSUPPORTED_MEDIA_TYPE, "kind")
                .saying("application/json")
                .with(header::ACCEPT, "application/json"));
        }
        let bytes = Bytes::from_request(request, server)
            .await
            .map_err(|fault| Problem::unread(lang, fault.status()))?;
        let sent = serde_json::from_slice(&bytes).map_err(|fault| {
            let places = [("line", fault.line().to_string()), ("column", fault.column().to_string())];
            Problem::misfit(lang, lang.with("api.problem.json", &places))
        })?;
        Ok(Self(sent))
    }
}
