//! Owns following 关注: which matters a person keeps an eye on. A record beside the log; the matter itself knows nothing of it.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::json;
use yifa_app::AppError;
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::may_see;
use yifa_store::NewRecord;

use super::Server;
use super::guest::Staff;

/// The collection of these records; an id is the person, a slash, the matter.
const COLLECTION: &str = "follow";
/// Most matters that one person follows: beyond that nobody watches.
const MOST: u32 = 500;

fn prefix(staff: &Staff) -> String {
    format!("{}/", staff.session.account.person)
}

/// The matters that the reader follows.
pub(super) async fn followed(staff: &Staff) -> Result<Vec<yifa_store::MatterId>, AppError> {
    let ids = staff.guest.server.records_below(COLLECTION, &prefix(staff), MOST).await?;
    let ids = ids.iter().filter_map(|record| record.id.rsplit_once('/'));
    Ok(ids.filter_map(|(_, matter)| yifa_store::MatterId::new(matter).ok()).collect())
}

/// Whether the reader follows a matter.
pub(super) async fn follows(staff: &Staff, matter: &MatterId) -> Result<bool, AppError> {
    let city = &staff.guest.server.city;
    let id = format!("{}{matter}", prefix(staff));
    Ok(city.store().record_get(city.jurisdiction(), COLLECTION, &id, city.clock().now()).await?.is_some())
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
    if let Some(refused) = staff.not_ours(&asked.csrf) {
        return refused;
    }
    match set(&staff, &server, &MatterId::new(matter.clone()), asked.follow == "1").await {
        Ok(()) => Redirect::to(&format!("/matters/{matter}")).into_response(),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn set(staff: &Staff, server: &Server, matter: &MatterId, on: bool) -> Result<(), AppError> {
    let city = &server.city;
    let id = format!("{}{matter}", prefix(staff));
    if !on {
        city.store().record_delete(city.jurisdiction(), COLLECTION, &id).await?;
        return Ok(());
    }
    let opened = city.open_matter(matter).await?;
    if !may_see(city.registry(), &opened.state, &staff.actor, &opened.facts) {
        return Err(AppError::Forbidden);
    }
    if followed(staff).await?.len() >= MOST as usize {
        return Err(AppError::invalid(
            staff.guest.lang.t("desk.follow.title"),
            staff.guest.lang.with("desk.follow.most", &[("n", MOST.to_string())]),
        ));
    }
    let record = NewRecord {
        collection: COLLECTION.to_owned(),
        id,
        value: json!({ "since": city.today().to_string() }),
        expected_version: None,
        expires_at: None,
    };
    city.store().record_put(city.jurisdiction(), record, city.clock().now()).await?;
    Ok(())
}
