//! Owns opening a form: from the page of all that can be begun, from a matter, or with what was kept; whoever may not do
//! it at all is told so before it.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use yifa_app::AppError;
use yifa_app::city::Opened;

use super::act::{Place, not_entitled, opening_place, place};
use super::draft::Orphan;
use super::form::{Note, Shown, show};
use super::guest::{Staff, page_of};
use super::typed::{Pair, Typed};
use super::{Server, draft, words};
use crate::face::Nav;
use crate::pages::entry::ProblemPage;
use crate::pages::matter::{StartPage, StartRow};

pub(super) async fn start(staff: Staff) -> Response {
    let lang = staff.guest.lang;
    let registry = staff.guest.server.city.registry();
    let mut rows = Vec::new();
    for procedure in registry.procedures().filter(|procedure| procedure.parent.is_none()) {
        for action in procedure.opening_actions().filter(|action| action.by.contains(&staff.actor.role)) {
            rows.push(StartRow {
                procedure: words::label(lang, &procedure.label),
                action: words::label(lang, &action.label),
                href: format!("/matters/new/{}/{}", procedure.id, action.id),
                article: staff.guest.articles(&action.basis),
            });
        }
    }
    page_of(&StartPage { chrome: staff.chrome(Some(Nav::Matters)), rows })
}

#[derive(serde::Deserialize)]
pub(super) struct Kept {
    #[serde(default)]
    kept: String,
}

pub(super) async fn opening_form(
    staff: Staff,
    State(server): State<Server>,
    Path((procedure, action)): Path<(String, String)>,
    Query(kept): Query<Kept>,
    Query(asked): Query<Vec<Pair>>,
) -> Response {
    match opening_place(&server, procedure, action) {
        Some(place) => {
            if let Some(refused) = not_theirs(&staff, &place) {
                return refused;
            }
            let given = given(&place, asked);
            match kept.kept.is_empty() && !given.is_empty() {
                // Another page knows some of the answers; the person sends them, or changes them.
                true => {
                    let typed = Typed::of(given, Vec::new());
                    let shown = Shown { typed: Some(&typed), unsent: true, ..Shown::default() };
                    show(&staff, &place, shown, StatusCode::OK).await
                }
                false => fresh(&staff, &place, &kept.kept).await,
            }
        }
        None => staff.guest.failed(&AppError::NotFound(staff.guest.address.clone())),
    }
}

/// What an address says about the fields of a form; anything else in it says nothing.
fn given(place: &Place<'_>, asked: Vec<Pair>) -> Vec<Pair> {
    let records = |name: &str| place.action.records.iter().any(|(field, _)| field.as_str() == name);
    asked.into_iter().filter(|(name, _)| records(name)).collect()
}

pub(super) async fn form(
    staff: Staff,
    State(server): State<Server>,
    Path((matter, action)): Path<(String, String)>,
    Query(kept): Query<Kept>,
) -> Response {
    match place(&staff, &server, &matter, &action).await {
        Ok(place) => match not_theirs(&staff, &place) {
            Some(refused) => refused,
            None => fresh(&staff, &place, &kept.kept).await,
        },
        Err(error) => staff.guest.failed(&error),
    }
}

/// Whoever may not do it at all is told so before the form, not after filling it in.
fn not_theirs(staff: &Staff, place: &Place<'_>) -> Option<Response> {
    let guest = &staff.guest;
    let reasons = not_entitled(staff, place);
    let code = reasons.first()?.code;
    let number = place.opened.as_ref().and_then(|opened| opened.state.number.clone());
    let mut whereabouts = vec![words::label(guest.lang, &place.procedure.label)];
    whereabouts.extend(number);
    let page = ProblemPage {
        chrome: staff.chrome(Some(Nav::Matters)),
        status: 403,
        code: code.to_string(),
        what: guest.lang.with("own.may_not", &[("what", words::label(guest.lang, &place.action.label))]),
        place: Some(whereabouts.join(" · ")),
        reasons: reasons.iter().map(|one| words::reason(guest, Some(place.procedure), one, None)).collect(),
        back: match &place.opened {
            Some(opened) => format!("/matters/{}", opened.state.matter),
            None => "/matters/new".to_owned(),
        },
    };
    Some((StatusCode::FORBIDDEN, page_of(&page)).into_response())
}

/// A form as it is opened: with what came back after a lost session, with the draft, or with what is on record.
async fn fresh(staff: &Staff, place: &Place<'_>, kept: &str) -> Response {
    let found = async {
        match draft::orphan(staff, kept).await? {
            Some(Orphan::Own(typed)) => return Ok(Some((Some(typed), Note::Returned))),
            Some(Orphan::NotYours) => return Ok(Some((None, Note::NotYours))),
            None => {}
        }
        let draft = draft::load(staff, &place.address()).await?;
        Ok::<_, AppError>(draft.map(|draft| {
            let seen = draft.typed.text("seq").parse().unwrap_or(u64::MAX);
            let newer = |opened: &Opened| opened.state.acts.iter().any(|act| act.seq > seen);
            let overtaken = place.opened.as_ref().is_some_and(newer);
            let note = if overtaken { Note::Overtaken(draft.at) } else { Note::Restored(draft.at) };
            (Some(draft.typed), note)
        }))
    };
    match found.await {
        Ok(Some((typed, note))) => {
            let shown = Shown { typed: typed.as_ref(), note: Some(note), ..Shown::default() };
            show(staff, place, shown, StatusCode::OK).await
        }
        Ok(None) => show(staff, place, Shown::default(), StatusCode::OK).await,
        Err(error) => staff.guest.failed(&error),
    }
}
