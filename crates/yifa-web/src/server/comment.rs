//! Owns remarks inside the office 内部留言: what colleagues say to each other about a matter. A record beside the log, for
//! those only who may see the matter; no act, no part of the chain, never public.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use yifa_app::AppError;
use yifa_app::city::new_matter;
use yifa_app::journal::{Kind, Part};
use yifa_app::wire::actor_to;
use yifa_kernel::id::{BodyId, MatterId};
use yifa_kernel::matter::may_see;
use yifa_law::calendar::china_time;
use yifa_store::NewRecord;

use super::guest::Staff;
use super::{Server, words};
use crate::pages::matter::Remark;

/// The collection; an id is the matter, a slash, an id in the order of time.
const COLLECTION: &str = "remark";
/// Most remarks that are shown, and most characters of one.
const MOST: u32 = 300;
const LONGEST: usize = 2_000;

/// The remarks on a matter, oldest first.
pub(super) async fn remarks(staff: &Staff, matter: &MatterId) -> Result<Vec<Remark>, AppError> {
    let found = staff.guest.server.records_below(COLLECTION, &format!("{matter}/"), MOST).await?;
    let each = found.iter().map(|record| {
        let text = |key: &str| record.value.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
        let at = text("at")
            .parse()
            .map(|at: jiff::Timestamp| china_time(at).strftime("%Y-%m-%d %H:%M").to_string());
        Remark {
            id: record.id.rsplit_once('/').map(|(_, id)| id.to_owned()).unwrap_or_default(),
            by: text("name"),
            body: words::body_name(&staff.guest, &BodyId::new(text("body"))),
            at: at.unwrap_or_default(),
            text: text("text"),
            mine: text("person") == staff.session.account.person.as_str(),
        }
    });
    Ok(each.collect())
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Said {
    csrf: String,
    text: String,
    remove: String,
}

/// Says something, or takes back what one has said.
pub(super) async fn say(
    staff: Staff,
    State(server): State<Server>,
    Path(matter): Path<String>,
    Form(said): Form<Said>,
) -> Response {
    if let Some(refused) = staff.not_ours(&said.csrf).await {
        return refused;
    }
    let text: String = said.text.trim().chars().filter(|c| *c != '\0').collect();
    let length = text.chars().count();
    if said.remove.is_empty() && (length == 0 || length > LONGEST) {
        let what = staff.guest.lang.with("desk.remark.length", &[("n", LONGEST.to_string())]);
        return staff.guest.problem(StatusCode::UNPROCESSABLE_ENTITY, "422", what, None);
    }
    match keep(&staff, &server, &MatterId::new(matter.clone()), text, &said.remove).await {
        Ok(()) => Redirect::to(&format!("/matters/{matter}#remarks")).into_response(),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn keep(
    staff: &Staff,
    server: &Server,
    matter: &MatterId,
    text: String,
    remove: &str,
) -> Result<(), AppError> {
    let city = &server.city;
    let opened = city.open_matter(matter).await?;
    if !may_see(city.registry(), &opened.state, &staff.actor, &opened.facts) {
        return Err(AppError::Forbidden);
    }
    let now = city.clock().now();
    let person = staff.session.account.person.as_str();
    if !remove.is_empty() {
        let id = format!("{matter}/{remove}");
        let found = city.store().record_get(city.jurisdiction(), COLLECTION, &id, now).await?;
        let found = found.ok_or_else(|| AppError::NotFound(id.clone()))?;
        if found.value.get("person").and_then(Json::as_str) != Some(person) {
            return Err(AppError::Forbidden);
        }
        let store_id = yifa_store::MatterId::new(matter.as_str())?;
        city.journal(
            Kind::RemarkRemoved,
            actor_to(&staff.actor),
            Some(store_id),
            vec![(Part::Remark, json!(remove))],
        )
        .await?;
        city.store().record_delete(city.jurisdiction(), COLLECTION, &id).await?;
        return Ok(());
    }
    let record = NewRecord {
        collection: COLLECTION.to_owned(),
        id: format!("{matter}/{}", new_matter()),
        value: json!({ "person": person, "name": staff.session.account.name, "text": text, "at": now.to_string(),
            "body": staff.actor.body.as_ref().map(|body| body.as_str()) }),
        expected_version: None,
        expires_at: None,
    };
    city.store().record_put(city.jurisdiction(), record, now).await?;
    Ok(())
}
