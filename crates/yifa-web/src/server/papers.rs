//! Owns papers and files on their way to the people who may see them.

use std::fmt::Write as _;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use yifa_app::AppError;
use yifa_app::journal::{Kind, Part};
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::may_see;

use yifa_app::wire::actor_to;

use super::Server;
use super::act::is_hidden;
use super::guest::Staff;
use super::upload::content_type;

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

/// A file of a matter, for those who may see the matter and the field in which it lies.
pub(super) async fn file(
    staff: Staff,
    State(server): State<Server>,
    Path((matter, digest)): Path<(String, String)>,
) -> Response {
    match fetched(&staff, &server, &MatterId::new(matter), &digest).await {
        Ok((name, bytes)) => {
            let headers = [
                (header::CONTENT_TYPE, content_type(&name).to_owned()),
                (header::CONTENT_DISPOSITION, disposition(&name)),
                // Whatever is in it, it runs nothing and reaches nothing.
                (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => staff.guest.failed(&error),
    }
}

/// Saved under its own name, whatever signs that has; never opened in the place of a page.
fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
        .collect();
    let mut exact = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            exact.push(char::from(byte));
        } else {
            let _ = write!(exact, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

/// The bytes of a file that lies in a matter.
///
/// # Errors
/// Nobody learns from the answer whether a file exists elsewhere: what is not in this matter does not exist.
async fn fetched(
    staff: &Staff,
    server: &Server,
    matter: &MatterId,
    digest: &str,
) -> Result<(String, Vec<u8>), AppError> {
    let missing = || AppError::NotFound(staff.guest.address.clone());
    let city = &server.city;
    let opened = city.open_matter(matter).await?;
    if !may_see(city.registry(), &opened.state, &staff.actor, &opened.facts) {
        return Err(AppError::Forbidden);
    }
    let procedure = city.registry().procedure_of(&opened.state).ok_or_else(missing)?;
    let found = super::files::all(&opened, procedure).into_iter().find(|one| one.file.digest == digest);
    let found = found.ok_or_else(missing)?;
    if is_hidden(found.field) {
        if !super::show::may_open(staff, &opened, found.field) {
            return Err(AppError::Forbidden);
        }
        let parts = vec![(Part::Field, found.field.id.as_str().into()), (Part::File, digest.into())];
        let id = yifa_store::MatterId::new(matter.as_str())?;
        city.journal(Kind::PersonalDataOpened, actor_to(&staff.actor), Some(id), parts).await?;
    }
    let bytes = city.store().blob_get(city.jurisdiction(), digest.parse().map_err(|_| missing())?).await?;
    Ok((found.file.name.clone(), bytes.ok_or_else(missing)?))
}

/// A small picture of a picture.
pub(super) async fn thumbnail(
    staff: Staff,
    State(server): State<Server>,
    Path((matter, digest)): Path<(String, String)>,
) -> Response {
    let (name, bytes) = match fetched(&staff, &server, &MatterId::new(matter), &digest).await {
        Ok(found) => found,
        Err(error) => return staff.guest.failed(&error),
    };
    if !content_type(&name).starts_with("image/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    match super::files::thumbnail(digest, bytes).await {
        Some(small) => {
            let headers =
                [(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "private, max-age=3600")];
            (headers, small).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_stays_a_name() {
        let odd = disposition("证据\"\r\nX-A: b/../\u{202e}.pdf");
        assert!(odd.is_ascii() && !odd.contains(['\r', '\n', '/']), "{odd}");
        assert_eq!(odd.matches('"').count(), 2, "{odd}");
        assert!(disposition("证据.pdf").ends_with("filename*=UTF-8''%E8%AF%81%E6%8D%AE.pdf"));
    }
}
