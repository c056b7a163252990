//! Owns the beginning of a public form: what it is for, on what it acts, whether it can be done now, and the sheet that is
//! begun.

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use yifa_app::AppError;
use yifa_app::citizen::{Follower, SheetFor, public_actor};
use yifa_kernel::id::{ActionId, MatterId, PersonId, ProcedureId};
use yifa_kernel::matter::{Openness, action_statuses};
use yifa_kernel::procedure::{Action, From, Procedure};
use yifa_store::Standing;

use super::super::Server;
use super::super::guest::{Guest, page_of};
use super::super::typed::Typed;
use super::heading::{below, heading};
use super::questions::{is_askable, passage, questions};
use super::road::{Caller, Door, chrome_with, later, role, too_often};
use super::show::told;
use super::{remedy, row, spam};
use crate::portal::{PublicClosed, PublicStartPage};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// The public thing that it is about.
    matter: String,
    /// The follower who acts.
    follow: String,
    /// The parallel matter of the followed one on which they act.
    track: String,
    /// The passage that is commented on.
    passage: String,
    /// The public page of a decision against which it is.
    against: String,
    /// The follower of a matter against whose decision it is.
    own: String,
}

/// What a form is for.
struct Aim<'a> {
    procedure: &'a Procedure,
    action: &'a Action,
    matter: Option<MatterId>,
    follower: Option<Follower>,
    about: Option<String>,
    remedy: Option<remedy::Known>,
    closed: Option<PublicClosed>,
}

async fn aim<'a>(
    guest: &'a Guest,
    procedure: &str,
    action: &str,
    asked: &Asked,
) -> Result<Aim<'a>, AppError> {
    let city = &guest.server.city;
    let registry = city.registry();
    let missing = || AppError::NotFound(guest.address.clone());
    let follower = match asked.follow.as_str() {
        "" => None,
        id => Some(city.follower(id).await?.ok_or_else(missing)?),
    };
    let found = match (&follower, asked.matter.as_str()) {
        (Some(follower), _) => Some(own_matter(guest, follower, &asked.track).await?),
        (None, "") => None,
        (None, slug) => {
            let row = city.store().disclosure(city.jurisdiction(), slug, city.today()).await?;
            let row = row.filter(|row| row.disclosure.withdrawn_on.is_none()).ok_or_else(missing)?;
            Some(MatterId::new(row.matter.as_str()))
        }
    };
    let id = ProcedureId::new(procedure);
    let (procedure, about) = match &found {
        None => (registry.for_new_matters(&id, city.today()).ok_or_else(missing)?, None),
        Some(matter) => {
            let opened = city.open_matter(matter).await?;
            let procedure = registry.procedure_of(&opened.state).filter(|one| one.id == id);
            let about = about(guest, asked, &follower).await?;
            (procedure.ok_or_else(missing)?, about)
        }
    };
    let action = procedure.action(&ActionId::new(action)).ok_or_else(missing)?;
    let fits = (action.from == From::Nothing) == found.is_none() && is_askable(registry, procedure, action);
    let open = role(guest, action, follower.is_some()).is_some();
    if !(fits && open) {
        return Err(missing());
    }
    let remedy = match found.is_none() {
        true => begins_at(guest, asked, &procedure.id, &action.id).await?,
        false => None,
    };
    let closed = match &found {
        Some(matter) => closed(guest, procedure, action, matter, follower.as_ref()).await?,
        None => None,
    };
    Ok(Aim { procedure, action, matter: found, follower, about, remedy, closed })
}

/// Why something cannot be done on a matter now: before anybody fills in a form for it.
async fn closed(
    guest: &Guest,
    procedure: &Procedure,
    action: &Action,
    matter: &MatterId,
    follower: Option<&Follower>,
) -> Result<Option<PublicClosed>, AppError> {
    let city = &guest.server.city;
    let Some(role) = role(guest, action, follower.is_some()) else { return Ok(None) };
    let person = follower.map_or_else(|| PersonId::new("anybody"), |follower| follower.person.clone());
    let opened = city.open_matter(matter).await?;
    let actor = public_actor(&person, &role);
    let all = action_statuses(city.registry(), &opened.state, &actor, &opened.facts, city.today());
    let status = all.iter().find(|status| status.action == action.id);
    // The role is one that may: what is open to others only is closed to this person for a reason of their own.
    let shut = status.filter(|status| status.openness != Openness::Open);
    Ok(shut.map(|status| told(guest, procedure, action, status)))
}

/// What a form knows that begins at a decision; an address that leads to none is that of no form.
async fn begins_at(
    guest: &Guest,
    asked: &Asked,
    procedure: &ProcedureId,
    action: &ActionId,
) -> Result<Option<remedy::Known>, AppError> {
    let city = &guest.server.city;
    let missing = || AppError::NotFound(guest.address.clone());
    let (mut against, mut own) = (None, None);
    if !asked.own.is_empty() {
        own = Some(city.follower(&asked.own).await?.ok_or_else(missing)?);
    } else if !asked.against.is_empty() {
        let row = city.store().disclosure(city.jurisdiction(), &asked.against, city.today()).await?;
        let row = row.filter(|row| row.standing == Standing::Public);
        against = Some(row.ok_or_else(missing)?);
    } else {
        return Ok(None);
    }
    let known = remedy::known(guest, procedure, action.as_str(), against.as_ref(), own.as_ref()).await?;
    known.map(Some).ok_or_else(missing)
}

/// The matter in which a follower acts: the one that they follow, or one that runs beside it.
async fn own_matter(guest: &Guest, follower: &Follower, track: &str) -> Result<MatterId, AppError> {
    if track.is_empty() {
        return Ok(follower.matter.clone());
    }
    let missing = || AppError::NotFound(guest.address.clone());
    let state = guest.server.city.state(&follower.matter).await?.ok_or_else(missing)?;
    state.tracks.values().find(|one| one.as_str() == track).cloned().ok_or_else(missing)
}

/// What the public knows of the matter: its public title, or the follower's reference.
async fn about(
    guest: &Guest,
    asked: &Asked,
    follower: &Option<Follower>,
) -> Result<Option<String>, AppError> {
    let city = &guest.server.city;
    if let Some(follower) = follower {
        return Ok(Some(follower.reference.clone()));
    }
    let row = city.store().disclosure(city.jurisdiction(), &asked.matter, city.today()).await?;
    Ok(row.map(|row| row::title(guest.lang, &row.disclosure.public)))
}

pub(super) async fn start(
    guest: Guest,
    Extension(door): Door,
    Path((procedure, action)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    match aim(&guest, &procedure, &action, &asked).await {
        Ok(aim) => start_page(&guest, &door, &aim, &asked, None),
        Err(error) => guest.failed(&error),
    }
}

fn start_page(
    guest: &Guest,
    door: &spam::Guard,
    aim: &Aim<'_>,
    asked: &Asked,
    fault: Option<String>,
) -> Response {
    let lang = guest.lang;
    let given = [
        ("matter", &asked.matter),
        ("follow", &asked.follow),
        ("track", &asked.track),
        ("passage", &asked.passage),
        ("against", &asked.against),
        ("own", &asked.own),
    ];
    let given = given.into_iter().filter(|(_, text)| !text.is_empty());
    let status = match (&aim.closed, &fault) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, Some(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, None) => StatusCode::OK,
    };
    let page = PublicStartPage {
        chrome: chrome_with(guest, door.proof(guest.server.city.clock().now())),
        title: heading(lang, aim.procedure, aim.action),
        below: below(lang, aim.procedure, aim.action),
        about: aim.about.clone(),
        basis: guest.articles(&aim.action.basis),
        closed: aim.closed.clone(),
        remedy: aim.remedy.as_ref().map(|known| known.shown.clone()),
        asks: questions(guest.server.city.registry(), aim.procedure, aim.action)
            .iter()
            .map(|one| (one.label(guest), one.must()))
            .collect(),
        post_to: format!("/public/do/{}/{}", aim.procedure.id, aim.action.id),
        given: given.map(|(name, text)| (name.to_owned(), text.clone())).collect(),
        fault,
    };
    let mut response = page_of(&page);
    *response.status_mut() = status;
    response
}

pub(super) async fn begin(
    guest: Guest,
    Extension(door): Door,
    State(server): State<Server>,
    Caller(caller): Caller,
    Path((procedure, action)): Path<(String, String)>,
    typed: Typed,
) -> Response {
    let text = |name: &str| typed.text(name).to_owned();
    let asked = Asked {
        matter: text("matter"),
        follow: text("follow"),
        track: text("track"),
        passage: text("passage"),
        against: text("against"),
        own: text("own"),
    };
    let aim = match aim(&guest, &procedure, &action, &asked).await {
        Ok(aim) => aim,
        Err(error) => return guest.failed(&error),
    };
    let now = server.city.clock().now();
    if !door.holds(typed.text("csrf"), now) {
        let fault = guest.lang.t("public.fault.too_old");
        return start_page(&guest, &door, &aim, &asked, Some(fault));
    }
    if aim.closed.is_some() {
        return start_page(&guest, &door, &aim, &asked, None);
    }
    if let Err(seconds) = door.begun.take(&caller, now) {
        let fault = too_often(&guest, seconds);
        return later(start_page(&guest, &door, &aim, &asked, Some(fault)), seconds);
    }
    let pairs = match asked.passage.as_str() {
        "" => aim.remedy.as_ref().map(|known| known.pairs.clone()).unwrap_or_default(),
        words => passage(aim.procedure, aim.action, words),
    };
    let wanted = SheetFor {
        procedure: &aim.procedure.id,
        action: &aim.action.id,
        matter: aim.matter.as_ref(),
        follower: aim.follower.as_ref(),
        pairs,
        slip: None,
    };
    match server.city.begin_sheet(wanted).await {
        Ok(sheet) => Redirect::to(&format!("/public/sheet/{sheet}/1")).into_response(),
        Err(error) => guest.failed(&error),
    }
}
