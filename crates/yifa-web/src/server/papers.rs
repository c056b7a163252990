//! Owns papers and files on their way to the people who may see them.

use std::fmt::Write as _;

use axum::Form;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use yifa_app::AppError;
use yifa_app::city::Opened;
use yifa_app::journal::{Kind, Part};
use yifa_app::paper::{MadeCopy, PaperCopy};
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::may_see;

use yifa_app::wire::actor_to;

use super::Server;
use super::act::is_hidden;
use super::copies::may_bind;
use super::guest::{Staff, is_ours};
use super::show::acts_now;
use super::upload::content_type;

pub(super) async fn pdf(
    staff: Staff,
    State(server): State<Server>,
    Path((matter, seq)): Path<(String, u64)>,
) -> Response {
    let made = async {
        let copy = reading_copy(&staff, &server, &MatterId::new(matter), seq).await?;
        Ok(copy.pdf().await?.bytes)
    };
    match made.await {
        Ok(bytes) => as_pdf(&format!("yifa-{seq}"), bytes),
        Err(error) => staff.guest.failed(&error),
    }
}

/// A paper for whoever may see the matter: without its code, and with personal data for those who may open it, on the journal.
///
/// # Errors
/// The matter is not theirs to see; that event issued no paper.
pub(super) async fn reading_copy(
    staff: &Staff,
    server: &Server,
    matter: &MatterId,
    seq: u64,
) -> Result<MadeCopy, AppError> {
    let opened = server.city.open_matter(matter).await?;
    if !may_see(server.city.registry(), &opened.state, &staff.actor, &opened.facts) {
        return Err(AppError::Forbidden);
    }
    let personal = may_bind(staff, &opened) || acts_now(staff, &opened);
    let copy = PaperCopy::Reading { personal };
    let made = server.city.paper_copy(matter, seq, &server.address, copy).await?;
    if made.shows_personal {
        journalled(staff, server, matter, Kind::PersonalDataOpened, seq).await?;
    }
    Ok(made)
}

#[derive(Deserialize)]
pub(super) struct Printed {
    #[serde(default)]
    csrf: String,
}

/// The copy that is served, with the code: for those who do the work of the matter, and each time on the journal.
pub(super) async fn serving_copy(
    staff: Staff,
    State(server): State<Server>,
    Path((matter, seq)): Path<(String, u64)>,
    Form(printed): Form<Printed>,
) -> Response {
    if !is_ours(&staff.session.form_secret, &printed.csrf) {
        let said = staff.guest.lang.t("server.not_ours");
        return staff.guest.problem(StatusCode::FORBIDDEN, "403", said, None);
    }
    let matter = MatterId::new(matter);
    let made = async {
        let opened = server.city.open_matter(&matter).await?;
        if !may_see(server.city.registry(), &opened.state, &staff.actor, &opened.facts) {
            return Err(AppError::Forbidden);
        }
        if !may_serve(&staff, &opened) {
            return Ok(None);
        }
        let made = server.city.paper_copy(&matter, seq, &server.address, PaperCopy::Serving).await?;
        if !made.shows_code {
            // Nothing in it is for whoever is served alone: what is read is what is served.
            return Err(AppError::NotFound(staff.guest.address.clone()));
        }
        let bytes = made.pdf().await?.bytes;
        journalled(&staff, &server, &matter, Kind::ServingCopyMade, seq).await?;
        Ok(Some(bytes))
    };
    match made.await {
        Ok(Some(bytes)) => as_pdf(&format!("yifa-{seq}-serving-copy"), bytes),
        Ok(None) => {
            let said = staff.guest.lang.t("server.not_serving");
            staff.guest.problem(StatusCode::FORBIDDEN, "403", said, None)
        }
        Err(error) => staff.guest.failed(&error),
    }
}

/// Whether somebody prints what is served: of the body that handles the matter, who can do something in it as it stands or has
/// done something in it.
pub(super) fn may_serve(staff: &Staff, opened: &Opened) -> bool {
    let own_body = staff.actor.body.as_ref() == Some(&opened.state.body);
    let acted = || opened.state.acts.iter().any(|act| act.actor.who == staff.actor.who);
    own_body && (acted() || acts_now(staff, opened))
}

async fn journalled(
    staff: &Staff,
    server: &Server,
    matter: &MatterId,
    kind: Kind,
    seq: u64,
) -> Result<(), AppError> {
    let id = yifa_store::MatterId::new(matter.as_str())?;
    server.city.journal(kind, actor_to(&staff.actor), Some(id), vec![(Part::Paper, seq.into())]).await
}

fn as_pdf(name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}.pdf\"")),
        // Who may read it is asked each time, and so is the journal.
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
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
pub(super) fn disposition(name: &str) -> String {
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
