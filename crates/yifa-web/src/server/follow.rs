//! Owns the button of following 关注, and what the reader follows.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use yifa_app::AppError;
use yifa_app::watch::MOST;
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::may_see;

use super::Server;
use super::guest::Staff;

/// The matters that the reader follows.
pub(super) async fn followed(staff: &Staff) -> Result<Vec<yifa_store::MatterId>, AppError> {
    let all = staff.guest.server.city.watched(&staff.session.account.person).await?;
    Ok(all.iter().filter_map(|matter| yifa_store::MatterId::new(matter.as_str()).ok()).collect())
}

/// Whether the reader follows a matter.
pub(super) async fn follows(staff: &Staff, matter: &MatterId) -> Result<bool, AppError> {
    staff.guest.server.city.watches(&staff.session.account.person, matter).await
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    follow: String,
}

/// Follows a matter, or no longer.
pub(super) async fn follow(
    staff: Staff,
    State(server): State<Server>,
    Path(matter): Path<String>,
    Form(asked): Form<Asked>,
) -> Response {
    if let Some(refused) = staff.not_ours(&asked.csrf).await {
        return refused;
    }
    match set(&staff, &server, &MatterId::new(matter.clone()), asked.follow == "1").await {
        Ok(()) => Redirect::to(&format!("/matters/{matter}")).into_response(),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn set(staff: &Staff, server: &Server, matter: &MatterId, on: bool) -> Result<(), AppError> {
    let city = &server.city;
    let person = &staff.session.account.person;
    if on {
        let opened = city.open_matter(matter).await?;
        if !may_see(city.registry(), &opened.state, &staff.actor, &opened.facts) {
            return Err(AppError::Forbidden);
        }
        if city.watched(person).await?.len() >= MOST as usize {
            return Err(AppError::invalid(
                staff.guest.lang.t("desk.follow.title"),
                staff.guest.lang.with("desk.follow.most", &[("n", MOST.to_string())]),
            ));
        }
    }
    city.watch(person, matter, on).await
}
