//! Owns papers and files on their way to people, and the public page that tells whether a paper is genuine.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use yifa_app::AppError;
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::may_see;

use super::Server;
use super::guest::{Guest, Staff};

pub(super) async fn pdf(
    staff: Staff,
    State(server): State<Server>,
    Path((matter, seq)): Path<(String, u64)>,
) -> Response {
    match made(&staff, &server, &MatterId::new(matter), seq).await {
        Ok(bytes) => {
            let named = format!("inline; filename=\"yifa-{seq}.pdf\"");
            (
                [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, named)],
                bytes,
            )
                .into_response()
        }
        Err(error) => staff.guest.failed(&error),
    }
}

async fn made(staff: &Staff, server: &Server, matter: &MatterId, seq: u64) -> Result<Vec<u8>, AppError> {
    let opened = server.city.open_matter(matter).await?;
    if !may_see(server.city.registry(), &opened.state, &staff.actor, &opened.facts) {
        return Err(AppError::Forbidden);
    }
    Ok(server.city.paper_pdf(matter, seq, &server.address).await?.bytes)
}

/// A file of a matter. Files are named by their digest, which nobody can guess; they are never shown as pages.
pub(super) async fn file(
    staff: Staff,
    State(server): State<Server>,
    Path((digest, _)): Path<(String, String)>,
) -> Response {
    let city = &server.city;
    let Ok(digest) = digest.parse() else {
        return staff.guest.failed(&AppError::NotFound(staff.guest.address.clone()));
    };
    match city.store().blob_get(city.jurisdiction(), digest).await {
        Ok(Some(bytes)) => {
            let headers = [
                (header::CONTENT_TYPE, "application/octet-stream"),
                (header::CONTENT_DISPOSITION, "attachment"),
            ];
            (headers, bytes).into_response()
        }
        Ok(None) => staff.guest.failed(&AppError::NotFound(staff.guest.address.clone())),
        Err(error) => staff.guest.failed(&error.into()),
    }
}

/// Whether a paper with this mark was issued: number, title, body, day and the event's hash; nothing of its content.
pub(super) async fn verify(
    guest: Guest,
    State(server): State<Server>,
    Path((matter, seq)): Path<(String, u64)>,
) -> Response {
    let lang = guest.lang;
    match server.city.paper_content(&MatterId::new(matter), seq).await {
        Ok((content, hash)) => {
            let what = lang.with(
                "server.genuine",
                &[
                    ("title", super::words::label(lang, &content.label)),
                    ("number", content.number.unwrap_or_default()),
                    ("body", content.organ),
                    ("day", content.on.to_string()),
                ],
            );
            let mut page = guest.problem(StatusCode::OK, "✓", what, Some(hash));
            *page.status_mut() = StatusCode::OK;
            page
        }
        Err(AppError::NotFound(_)) => {
            guest.problem(StatusCode::NOT_FOUND, "404", lang.t("server.not_genuine"), None)
        }
        Err(error) => guest.failed(&error),
    }
}
