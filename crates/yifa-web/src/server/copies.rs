//! Owns copies for those who work on a matter: the editable copy of a paper, the draft of a paper before the act that
//! issues it, and the bound case file.

use axum::extract::{Path, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use yifa_app::AppError;
use yifa_app::city::Opened;
use yifa_app::journal::{Kind, Part};
use yifa_app::wire::actor_to;
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::{Command, may_see};

use super::Server;
use super::guest::Staff;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(super) async fn docx(
    staff: Staff,
    State(server): State<Server>,
    Path((matter, seq)): Path<(String, u64)>,
) -> Response {
    let matter = MatterId::new(matter);
    let made = async { super::papers::reading_copy(&staff, &server, &matter, seq).await?.docx() };
    match made.await {
        Ok(bytes) => sent(DOCX, &format!("attachment; filename=\"yifa-{seq}.docx\""), bytes),
        Err(error) => staff.guest.failed(&error),
    }
}

/// The bound file shows personal data in the clear, so only those who work on the matter get it, and each time is
/// journalled.
pub(super) async fn case_file(
    staff: Staff,
    State(server): State<Server>,
    Path(matter): Path<String>,
) -> Response {
    let matter = MatterId::new(matter);
    let made = async {
        let opened = seen(&staff, &server, &matter).await?;
        if !may_bind(&staff, &opened) {
            return Err(AppError::Forbidden);
        }
        let bound = server.city.case_file(&matter, &server.address).await?;
        let parts = vec![(Part::Pages, json!(bound.pdf.pages)), (Part::NotBound, json!(bound.not_bound))];
        let id = yifa_store::MatterId::new(matter.as_str())?;
        server.city.journal(Kind::CaseFileBound, actor_to(&staff.actor), Some(id), parts).await?;
        Ok(bound.pdf.bytes)
    };
    match made.await {
        Ok(bytes) => sent("application/pdf", "inline; filename=\"case-file.pdf\"", bytes),
        Err(error) => staff.guest.failed(&error),
    }
}

/// Whether somebody works on a matter: for its body, or with an act of their own in it.
pub(super) fn may_bind(staff: &Staff, opened: &Opened) -> bool {
    let own_body = staff.actor.body.as_ref() == Some(&opened.state.body);
    own_body || opened.state.acts.iter().any(|act| act.actor.who == staff.actor.who)
}

/// The draft of the paper at this place among those that the act would issue.
pub(super) async fn draft(server: &Server, command: &Command, place: usize) -> Result<Response, AppError> {
    let drafts = server.city.draft_papers(command).await?;
    let draft = drafts.papers.into_iter().nth(place);
    let draft = draft.ok_or_else(|| AppError::NotFound(format!("paper {place} of {}", command.action)))?;
    if drafts.show_personal {
        let id = yifa_store::MatterId::new(command.matter.as_str())?;
        let parts = vec![(Part::Action, json!(command.action.as_str()))];
        server.city.journal(Kind::PersonalDataOpened, actor_to(&command.actor), Some(id), parts).await?;
    }
    Ok(sent("application/pdf", "inline; filename=\"draft.pdf\"", draft.bytes))
}

async fn seen(staff: &Staff, server: &Server, matter: &MatterId) -> Result<Opened, AppError> {
    let opened = server.city.open_matter(matter).await?;
    if may_see(server.city.registry(), &opened.state, &staff.actor, &opened.facts) {
        Ok(opened)
    } else {
        Err(AppError::Forbidden)
    }
}

fn sent(kind: &'static str, disposition: &str, bytes: Vec<u8>) -> Response {
    let headers: [(HeaderName, String); 2] =
        [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition.to_owned())];
    (headers, bytes).into_response()
}
