//! Owns doing: what was typed, the command, and the refusal that comes back with nothing lost.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use yifa_app::AppError;
use yifa_app::city::{Done, Opened, new_matter};
use yifa_kernel::id::{ActionId, BodyId, FieldId, MatterId, ProcedureId};
use yifa_kernel::matter::{Command, entitled, wrong_role};
use yifa_kernel::procedure::{Action, Field, From, Procedure};
use yifa_kernel::read::read;
use yifa_kernel::refusal::{Next, Reason, Refusal};
use yifa_kernel::value::Value;

use super::form::{Note, Shown, show};
use super::guest::{Guest, Staff};
use super::typed::Typed;
use super::{Server, cites, draft};

/// The name of the input for the day of the act.
pub(super) const HAPPENED: &str = "happened_on";

/// The name of the input for the body of a new matter.
pub(super) const BODY: &str = "for_body";

/// Where an action is to be done.
pub(super) struct Place<'a> {
    pub(super) procedure: &'a Procedure,
    pub(super) action: &'a Action,
    pub(super) opened: Option<Opened>,
}

pub(super) fn opening_place(server: &Server, procedure: String, action: String) -> Option<Place<'_>> {
    let procedure =
        server.city.registry().for_new_matters(&ProcedureId::new(procedure), server.city.today())?;
    let action = procedure.action(&ActionId::new(action)).filter(|action| action.from == From::Nothing)?;
    Some(Place { procedure, action, opened: None })
}

/// Why somebody may not do it at all, whatever they fill in.
pub(super) fn not_entitled(staff: &Staff, place: &Place<'_>) -> Vec<Reason> {
    let registry = staff.guest.server.city.registry();
    match &place.opened {
        Some(opened) => entitled(registry, &opened.state, place.action, &staff.actor, &opened.facts),
        None => wrong_role(place.action, &staff.actor).into_iter().collect(),
    }
}

impl Place<'_> {
    /// The address of the form.
    pub(super) fn address(&self) -> String {
        match &self.opened {
            Some(opened) => format!("/matters/{}/do/{}", opened.state.matter, self.action.id),
            None => format!("/matters/new/{}/{}", self.procedure.id, self.action.id),
        }
    }
}

pub(super) async fn place<'a>(
    staff: &Staff,
    server: &'a Server,
    matter: &str,
    action: &str,
) -> Result<Place<'a>, AppError> {
    let opened = server.city.open_matter(&MatterId::new(matter)).await?;
    if !yifa_kernel::matter::may_see(server.city.registry(), &opened.state, &staff.actor, &opened.facts) {
        return Err(AppError::Forbidden);
    }
    let missing = || AppError::NotFound(format!("action {action}"));
    let procedure = server.city.registry().procedure_of(&opened.state).ok_or_else(missing)?;
    let action = procedure.action(&ActionId::new(action)).ok_or_else(missing)?;
    Ok(Place { procedure, action, opened: Some(opened) })
}

pub(super) async fn open(
    guest: Guest,
    State(server): State<Server>,
    Path((procedure, action)): Path<(String, String)>,
    typed: Typed,
) -> Response {
    let staff = match guest.staff() {
        Ok(staff) => staff,
        Err(guest) => return lost(&guest, &server, &typed).await,
    };
    match opening_place(&server, procedure, action) {
        Some(place) => attempt(&staff, &server, place, typed).await,
        None => staff.guest.failed(&AppError::NotFound(staff.guest.address.clone())),
    }
}

pub(super) async fn act(
    guest: Guest,
    State(server): State<Server>,
    Path((matter, action)): Path<(String, String)>,
    typed: Typed,
) -> Response {
    let staff = match guest.staff() {
        Ok(staff) => staff,
        Err(guest) => return lost(&guest, &server, &typed).await,
    };
    match place(&staff, &server, &matter, &action).await {
        Ok(place) => attempt(&staff, &server, place, typed).await,
        Err(error) => staff.guest.failed(&error),
    }
}

/// The session had ended: what was typed waits until its owner has signed in again.
async fn lost(guest: &Guest, server: &Server, typed: &Typed) -> Response {
    // The script that saves by itself is told, and shows it; the person's own sending is not lost by that.
    if typed.text("save") == "auto" {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    match draft::keep_orphan(server, typed).await {
        Ok(kept) => {
            let form = guest.address.split('?').next().unwrap_or("/");
            let back = kept.map_or_else(|| form.to_owned(), |id| format!("{form}?kept={id}"));
            let query = serde_urlencoded::to_string([("back", back)]).unwrap_or_default();
            Redirect::to(&format!("/sign-in?{query}")).into_response()
        }
        Err(error) => guest.failed(&error),
    }
}

/// Somebody else has signed in since the form was shown: what was typed waits for the one who typed it.
async fn of_another(staff: &Staff, server: &Server, typed: &Typed) -> Option<Response> {
    if typed.text("save") == "auto" {
        return None;
    }
    let kept = draft::keep_orphan(server, typed).await.ok()??;
    let form = staff.guest.address.split('?').next().unwrap_or("/");
    Some(Redirect::to(&format!("{form}?kept={kept}")).into_response())
}

async fn attempt(staff: &Staff, server: &Server, place: Place<'_>, mut typed: Typed) -> Response {
    if let Some(opened) = &place.opened {
        typed.stay(&opened.state.fields);
    }
    if let Some(refused) = staff.not_ours(typed.text("csrf")).await {
        return of_another(staff, server, &typed).await.unwrap_or(refused);
    }
    match beside(staff, &place, &typed).await {
        Ok(Some(answer)) => return answer,
        Ok(None) => {}
        Err(error) => return staff.guest.failed(&error),
    }
    let (mut values, mut faults) = typed.values(place.procedure, place.action);
    values.extend(typed.emptied(place.procedure, place.action));
    values.extend(typed.blanked(place.procedure, place.action));
    let happened = match typed.text(HAPPENED).trim() {
        "" => None,
        text => match read(&yifa_kernel::guard::Kind::Date, text) {
            Ok(Value::Date(day)) if day != server.city.today() => Some(day.at(12, 0, 0, 0)),
            Ok(_) => None,
            Err(code) => {
                faults.push(Reason::new(code, Next::Nothing).about(&FieldId::new(HAPPENED)));
                None
            }
        },
    };
    let chosen = Some(typed.text(BODY)).filter(|text| !text.is_empty()).map(BodyId::new);
    let own = staff.actor.body.clone().unwrap_or_else(|| BodyId::new(""));
    let body = place.opened.as_ref().map(|opened| opened.state.body.clone()).or(chosen).unwrap_or(own);
    let command = Command {
        matter: place.opened.as_ref().map_or_else(new_matter, |opened| opened.state.matter.clone()),
        procedure: place.procedure.id.clone(),
        action: place.action.id.clone(),
        body,
        parent: None,
        values,
        actor: staff.actor.clone(),
    };
    if !faults.is_empty() || !typed.faults().is_empty() {
        faults.splice(0..0, not_entitled(staff, &place));
        let refusal = Refusal {
            procedure: command.procedure,
            matter: place.opened.as_ref().map(|opened| opened.state.matter.clone()),
            action: command.action,
            stands: place.opened.as_ref().and_then(|opened| opened.state.stands.clone()),
            actor: command.actor,
            reasons: faults,
        };
        // A file that was not taken is told at its field; the law has not been asked.
        let refused = (!refusal.reasons.is_empty()).then_some(&refusal);
        let theirs = refusal.reasons.first().is_none_or(|reason| !reason.code.is_about_who_asks());
        let status = if theirs { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::FORBIDDEN };
        return again(staff, &place, &typed, refused, status).await;
    }
    if let Ok(paper) = typed.text("draft").parse() {
        return match super::copies::draft(server, &command, paper).await {
            Ok(draft) => draft,
            Err(AppError::Refused(refusal)) => refused(staff, &place, &typed, *refusal).await,
            Err(error) => staff.guest.failed(&error),
        };
    }
    let once = Some(typed.text("once")).filter(|once| !once.is_empty()).map(|once| format!("form:{once}"));
    // Asked after the mark of the sending: whoever presses twice is answered twice, and refused never.
    let seen = typed.text("seq").parse::<u64>().ok().filter(|seq| *seq > 0 && place.opened.is_some());
    let done = server.city.execute_expecting(&command, once.as_deref(), seen, happened).await;
    match done {
        Ok(done) => match after(staff, server, &place, &command, &done).await {
            Ok(answer) => answer,
            Err(error) => staff.guest.failed(&error),
        },
        Err(AppError::Refused(refusal)) => refused(staff, &place, &typed, *refusal).await,
        Err(error) => staff.guest.failed(&error),
    }
}

/// Where a person goes from an act: to the matter, or first to the slip that they hand over.
async fn after(
    staff: &Staff,
    server: &Server,
    place: &Place<'_>,
    command: &Command,
    done: &Done,
) -> Result<Response, AppError> {
    draft::forget(staff, &place.address()).await?;
    Ok(match server.city.entry_slip(done, command).await? {
        Some(slip) => super::handover::page(staff, place.procedure, place.action, done, slip).await?,
        None => Redirect::to(&format!("/matters/{}", done.matter)).into_response(),
    })
}

/// What a form can be asked besides its action: to be saved, thrown away, or shown with more room or other choices.
async fn beside(staff: &Staff, place: &Place<'_>, typed: &Typed) -> Result<Option<Response>, AppError> {
    let address = place.address();
    if typed.text("save") == "auto" {
        draft::save(staff, &address, typed).await?;
        return Ok(Some(StatusCode::NO_CONTENT.into_response()));
    }
    if !typed.text("discard").is_empty() {
        draft::forget(staff, &address).await?;
        let shown = Shown { note: Some(Note::Discarded), ..Shown::default() };
        return Ok(Some(show(staff, place, shown, StatusCode::OK).await));
    }
    if !typed.text("save").is_empty() {
        draft::save(staff, &address, typed).await?;
        let shown = Shown { typed: Some(typed), note: Some(Note::Saved), ..Shown::default() };
        return Ok(Some(show(staff, place, shown, StatusCode::OK).await));
    }
    let many = |id: &str| place.procedure.field(&FieldId::new(id)).is_some_and(|field| field.many);
    if let Some(picked) = cites::pick(typed, many) {
        let shown = Shown { typed: Some(&picked), unsent: true, ..Shown::default() };
        return Ok(Some(show(staff, place, shown, StatusCode::OK).await));
    }
    if !typed.text("more").is_empty() || !typed.text("find").is_empty() {
        let shown = Shown { typed: Some(typed), unsent: true, ..Shown::default() };
        return Ok(Some(show(staff, place, shown, StatusCode::OK).await));
    }
    Ok(None)
}

/// The form again: 403 to whoever may not do it at all, which is said first; 409 where the matter says no.
async fn refused(staff: &Staff, place: &Place<'_>, typed: &Typed, mut refusal: Refusal) -> Response {
    let mut theirs = not_entitled(staff, place);
    let status = if theirs.is_empty() { StatusCode::CONFLICT } else { StatusCode::FORBIDDEN };
    theirs.retain(|one| refusal.reasons.iter().all(|other| other.code != one.code));
    refusal.reasons.splice(0..0, theirs);
    again(staff, place, typed, Some(&refusal), status).await
}

/// The form again, with what was typed: on the page and as a draft.
async fn again(
    staff: &Staff,
    place: &Place<'_>,
    typed: &Typed,
    refused: Option<&Refusal>,
    status: StatusCode,
) -> Response {
    if let Err(error) = draft::save(staff, &place.address(), typed).await {
        return staff.guest.failed(&error);
    }
    show(staff, place, Shown { typed: Some(typed), refused, ..Shown::default() }, status).await
}

/// Whether a field is shown to nobody without a recorded reason.
pub(super) fn is_hidden(field: &Field) -> bool {
    field.personal || field.sealed
}
