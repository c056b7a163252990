//! Owns what all steps of a public form share: who stands at the door, how often they come, and in which role they act.
//! Everything typed is kept on the server under a name that nobody can guess, so that nothing is lost; it works without
//! script and without cookies.

use std::sync::Arc;

use axum::Extension;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use yifa_app::citizen::PUBLIC_ROLE;
use yifa_kernel::id::RoleId;
use yifa_kernel::procedure::Action;

use super::super::Server;
use super::super::guest::Guest;
use super::spam;
use crate::rate::address;

/// The guard at the door.
pub(super) type Door = Extension<Arc<spam::Guard>>;

/// From where somebody comes.
pub(super) struct Caller(pub String);

impl FromRequestParts<Server> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Server) -> Result<Self, Self::Rejection> {
        Ok(Self(address(parts)))
    }
}

/// Why whoever comes too often has to wait, and how long.
pub(super) fn too_often(guest: &Guest, seconds: u64) -> String {
    let (key, n) = match seconds {
        0..90 => ("public.fault.slower", seconds),
        _ => ("public.fault.slower_minutes", seconds.div_ceil(60)),
    };
    guest.lang.with(key, &[("n", n.to_string())])
}

/// A page that says when to come again, and is there to be sent again.
pub(super) fn later(mut response: Response, seconds: u64) -> Response {
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    if let Ok(value) = HeaderValue::from_str(&seconds.to_string()) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

/// The role in which somebody without an account does an action: anybody's, or that of a party to its own matter.
pub(super) fn role(guest: &Guest, action: &Action, own: bool) -> Option<RoleId> {
    let registry = guest.server.city.registry();
    let anybody = action.by.iter().find(|role| role.as_str() == PUBLIC_ROLE);
    // Where an action is for the people of another body, such as the answer of a respondent, a party is not one of them.
    let own = own && action.of.is_empty();
    let party = action.by.iter().find(|role| own && registry.is_outside(role));
    anybody.or(party).cloned()
}

pub(super) fn chrome_with(guest: &Guest, csrf: String) -> crate::face::Chrome {
    crate::face::Chrome { csrf, ..guest.public_chrome() }
}
