//! Owns the administration: only the administrator's role gets here, in one place, and every change is journalled.

mod accounts;
mod backups;
mod bodies;
mod calendar;
mod journal;
mod journal_said;
mod overview;
mod roster;
mod roster_undo;

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::{get, post};
use yifa_app::AppError;

use super::Server;
use super::guest::Staff;

/// Somebody who may administer.
pub(super) struct Admin(Staff);

impl FromRequestParts<Server> for Admin {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Response> {
        let staff = Staff::from_request_parts(parts, server).await?;
        if staff.actor.role.as_str() == yifa_app::account::ADMINISTRATOR {
            Ok(Self(staff))
        } else {
            Err(staff.guest.failed(&AppError::Forbidden))
        }
    }
}

pub(super) fn routes() -> Router<Server> {
    Router::new()
        .route("/admin", get(overview::overview))
        .route("/admin/accounts", get(accounts::list))
        .route("/admin/accounts/new", get(accounts::new_form).post(accounts::create))
        .route("/admin/accounts/{person}", get(accounts::form).post(accounts::change))
        .route("/admin/accounts/{person}/end", post(accounts::end))
        .route("/admin/accounts/{person}/reopen", post(accounts::reopen))
        .route("/admin/accounts/{person}/second-step/end", post(accounts::end_second_step))
        .route("/admin/backups", get(backups::page))
        .route("/admin/bodies", get(bodies::page))
        .route("/admin/rosters/{roster}/sheet", get(roster::sheet))
        .route("/admin/rosters/{roster}/{import}", get(roster_undo::show))
        .route("/admin/journal", get(journal::page))
        .route("/admin/journal.csv", get(journal::export))
}

/// What may take long, or comes with a file.
pub(super) fn forms() -> Router<Server> {
    Router::new()
        .route("/admin/calendar", get(calendar::page).post(calendar::notice))
        .route("/admin/bodies/announced/{id}/withdraw", post(bodies::withdraw))
        .route("/admin/bodies/{kind}", get(bodies::form).post(bodies::change))
        .route("/admin/rosters/{roster}", get(roster::page).post(roster::hand_over))
        .route("/admin/rosters/{roster}/{import}/undo", post(roster_undo::undo))
        .route("/admin/backups/make", post(backups::make))
}
