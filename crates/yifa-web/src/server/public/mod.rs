//! Owns the public portal: what disclosure has masked and published, and what anybody can do through the same engine as
//! everybody else. What is shown comes from the table of disclosures, never from a matter's own data.

mod addressee;
mod begin;
mod catalogues;
mod check;
mod choices;
mod column;
mod data;
mod fill;
mod follow;
mod heading;
mod help;
mod home;
mod list;
mod passages;
mod questions;
mod refused;
mod remedy;
mod road;
mod row;
mod send;
mod show;
mod slip;
mod spam;
mod verify;

use std::num::NonZeroU16;
use std::sync::Arc;

use axum::routing::{get, post};
use axum::{Extension, Router};

use super::Server;

pub(super) use verify::verify;

/// Everything below `/public`.
pub(super) fn router(per_hour: NonZeroU16) -> Router<Server> {
    Router::new()
        .route("/", get(home::home))
        .route("/help", get(help::help))
        .route("/search", get(list::search))
        .route("/list/{procedure}/{disclosure}", get(list::catalogue))
        .route("/procedures/{procedure}", get(home::procedure))
        .route("/catalogues", get(catalogues::catalogues))
        .route("/check", get(check::check))
        .route("/do/{procedure}/{action}", get(begin::start).post(begin::begin))
        .route("/sheet/{sheet}", get(send::receipt))
        .route("/sheet/{sheet}/check", get(send::answers))
        .route("/sheet/{sheet}/send", post(send::send))
        .route("/follow", get(follow::ask).post(follow::find))
        .route("/follow/{follower}", get(follow::progress))
        .route("/follow/{follower}/papers/{seq}", get(follow::paper))
        .route("/slip", get(slip::ask).post(slip::open))
        .route("/data", get(data::sets))
        .route("/data/{procedure}/{file}", get(data::file))
        .route("/{slug}", get(show::show))
        .layer(Extension(Arc::new(spam::Guard::new(per_hour))))
}

/// The pages of a form, with which files come: they count their own bytes.
pub(super) fn forms() -> Router<Server> {
    Router::new().route("/public/sheet/{sheet}/{at}", get(fill::question).post(fill::answer))
}
