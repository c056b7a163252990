//! Owns saved views 常用查询: filters under a name, one's own or shared with the body. Records beside the log.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use yifa_app::AppError;
use yifa_app::city::new_matter;
use yifa_store::{NewRecord, Record};

use super::super::Server;
use super::super::guest::Staff;
use super::{COUNTED, Filter};
use crate::pages::desk::DeskView;
use crate::pages::matter::SavedView;

/// The collection; an id is `own/<person>/<id>` or `shared/<body>/<id>`.
const COLLECTION: &str = "list_view";
/// Most views of a person, and of a body.
const MOST: u32 = 50;

fn own(staff: &Staff) -> String {
    format!("own/{}/", staff.session.account.person)
}

fn shared(staff: &Staff) -> String {
    format!("shared/{}/", staff.actor.body.as_ref().map_or("-", |body| body.as_str()))
}

/// The views that the reader may use.
pub(super) async fn views(staff: &Staff, filter: &Filter) -> Result<Vec<SavedView>, AppError> {
    let server = &staff.guest.server;
    let mine = server.records_below(COLLECTION, &own(staff), MOST).await?;
    let theirs = server.records_below(COLLECTION, &shared(staff), MOST).await?;
    let now = filter.with(&[("after", "")]).query_string();
    let view = |record: &Record| {
        let text = |key: &str| record.value.get(key).and_then(Json::as_str).unwrap_or_default();
        let by_me = text("person") == staff.session.account.person.as_str();
        let filter = Filter::parse(text("query"));
        SavedView {
            name: text("name").to_owned(),
            current: filter.query_string() == now,
            href: filter.address(),
            shared_by: record.id.starts_with("shared/").then(|| text("by").to_owned()),
            forget: by_me.then(|| record.id.clone()),
        }
    };
    Ok(mine.iter().chain(&theirs).map(view).collect())
}

/// Most views whose matters the desk counts.
const ON_THE_DESK: usize = 12;

/// The reader's views with how many matters each has now: their own first, then those shared with the body.
pub(in crate::server) async fn on_the_desk(staff: &Staff) -> Result<Vec<DeskView>, AppError> {
    let city = &staff.guest.server.city;
    let mut all = Vec::new();
    for view in views(staff, &Filter::default()).await?.into_iter().take(ON_THE_DESK) {
        let filter = Filter::parse(view.href.split_once('?').map_or("", |(_, query)| query));
        let officer = super::form::officer(staff, &filter).await?;
        let query = filter.query(staff, officer.person.as_deref()).await?;
        let total = city.count(&query, COUNTED).await?;
        all.push(DeskView { name: view.name, shared_by: view.shared_by, href: view.href, total });
    }
    Ok(all)
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(in crate::server) struct Saved {
    csrf: String,
    name: String,
    query: String,
    share: String,
}

/// Saves the filters of a list under a name.
pub(in crate::server) async fn save(
    staff: Staff,
    State(server): State<Server>,
    Form(saved): Form<Saved>,
) -> Response {
    if let Some(refused) = staff.not_ours(&saved.csrf).await {
        return refused;
    }
    let filter = Filter::parse(&saved.query);
    let name: String = saved.name.trim().chars().filter(|c| !c.is_control()).take(60).collect();
    let lang = staff.guest.lang;
    if name.is_empty() {
        return staff.guest.problem(
            StatusCode::UNPROCESSABLE_ENTITY,
            "422",
            lang.t("list.view.no_name"),
            None,
        );
    }
    match put(&staff, &server, &filter, name, saved.share == "1").await {
        Ok(()) => Redirect::to(&filter.address()).into_response(),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn put(
    staff: &Staff,
    server: &Server,
    filter: &Filter,
    name: String,
    share: bool,
) -> Result<(), AppError> {
    let city = &server.city;
    let prefix = if share { shared(staff) } else { own(staff) };
    if server.records_below(COLLECTION, &prefix, MOST).await?.len() >= MOST as usize {
        let lang = staff.guest.lang;
        return Err(AppError::invalid(name, lang.with("list.view.most", &[("n", MOST.to_string())])));
    }
    let record = NewRecord {
        collection: COLLECTION.to_owned(),
        id: format!("{prefix}{}", new_matter()),
        value: json!({ "name": name, "query": filter.with(&[("after", "")]).query_string(),
            "person": staff.session.account.person.as_str(), "by": staff.session.account.name }),
        expected_version: None,
        expires_at: None,
    };
    city.store().record_put(city.jurisdiction(), record, city.clock().now()).await?;
    Ok(())
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(in crate::server) struct Forgotten {
    csrf: String,
    query: String,
}

/// Deletes a view: each their own only.
pub(in crate::server) async fn forget(
    staff: Staff,
    State(server): State<Server>,
    Path(id): Path<String>,
    Form(asked): Form<Forgotten>,
) -> Response {
    if let Some(refused) = staff.not_ours(&asked.csrf).await {
        return refused;
    }
    let city = &server.city;
    let gone = async {
        let found = city.store().record_get(city.jurisdiction(), COLLECTION, &id, city.clock().now()).await?;
        let whose = found.as_ref().and_then(|record| record.value.get("person")).and_then(Json::as_str);
        match whose {
            None => Err(AppError::NotFound(id.clone())),
            Some(person) if person != staff.session.account.person.as_str() => Err(AppError::Forbidden),
            Some(_) => Ok(city.store().record_delete(city.jurisdiction(), COLLECTION, &id).await?),
        }
    };
    match gone.await {
        Ok(_) => Redirect::to(&Filter::parse(&asked.query).address()).into_response(),
        Err(error) => staff.guest.failed(&error),
    }
}
