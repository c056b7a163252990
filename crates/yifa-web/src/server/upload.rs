//! Owns files on their way in: read piece by piece, checked for size and for being what their name says, kept under their
//! digest. A record beside the log remembers who sent which file, so that a form can name it again and nobody else's.

use axum::extract::State;
use axum::extract::multipart::Field;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use yifa_app::AppError;
use yifa_app::citizen::MOST_BYTES;
use yifa_kernel::value::FileRef;
use yifa_store::{Digest, NewRecord};

use super::guest::Guest;
use super::spool::Spool;
use super::typed::Typed;
use super::{Server, words};
use crate::face::Lang;

/// The largest file.
pub(super) const LARGEST: usize = 32 << 20;
/// How much of a file that is too large is read and thrown away, so that the rest of the form still arrives.
const PATIENCE: usize = 512 << 20;
/// The collection of who sent what; an id is the person, a slash, the digest.
const COLLECTION: &str = "upload";
/// How long a file that no form has used can be named again.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 60);

/// What files may be, as in the `accept` attribute.
pub(super) const ACCEPTED: &str = ".pdf,.doc,.docx,.xls,.xlsx,.csv,.txt,.png,.jpg,.jpeg,.zip,.ofd";

/// Why a file was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileFault {
    /// More bytes than a file may have.
    TooLarge,
    /// The files of this sheet have become too many bytes.
    NoRoom,
    /// There is nothing in it.
    Empty,
    /// A kind of file that is not taken.
    Kind,
    /// It is not what the end of its name says.
    NotWhatItSays,
    /// It was chosen and not taken when it travelled ahead of its form.
    NotTaken,
}

impl FileFault {
    /// In words.
    pub(crate) fn words(self, lang: Lang, name: &str) -> String {
        let key = match self {
            Self::TooLarge => "desk.file.too_large",
            Self::NoRoom => "desk.file.no_room",
            Self::Empty => "desk.file.empty",
            Self::Kind => "desk.file.kind",
            Self::NotWhatItSays => "desk.file.not_what_it_says",
            Self::NotTaken => "desk.file.not_taken",
        };
        let places = [
            ("name", name.to_owned()),
            ("mb", (LARGEST >> 20).to_string()),
            ("all", (MOST_BYTES >> 20).to_string()),
            ("kinds", ACCEPTED.replace(['.', ','], " ").split_whitespace().collect::<Vec<_>>().join(", ")),
        ];
        lang.with(key, &places)
    }
}

/// What may be handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// What [`ACCEPTED`] names.
    Files,
    /// Pages of web sites too: only their text is read here, and nothing is ever given out as a page.
    Pages,
}

/// What came of reading a part of a form.
pub(super) enum Read {
    /// Its bytes, or why they are not taken.
    Whole(Result<Spool, FileFault>),
    /// It does not end: nothing that comes after it is read.
    Endless,
}

/// Reads a file that comes with a form.
///
/// # Errors
/// The sender went away; there is no room on the disk.
pub(super) async fn bytes(
    part: &mut Field<'_>,
    server: &Server,
    name: &str,
    taken: Taken,
) -> Result<Read, Response> {
    let mut kept = Some(Spool::default());
    let mut length = 0_usize;
    while let Some(piece) = part.chunk().await.map_err(IntoResponse::into_response)? {
        length += piece.len();
        if length > PATIENCE {
            return Ok(Read::Endless);
        }
        kept = kept.filter(|_| length <= LARGEST);
        if let Some(kept) = &mut kept {
            kept.push(&piece).await.map_err(|error| words::fault(server, &error.into()))?;
        }
    }
    Ok(Read::Whole(match kept {
        None => Err(FileFault::TooLarge),
        Some(kept) => check(name, &kept, taken).map(|()| kept),
    }))
}

/// Whether a file is of a kind that is taken, and is what its name says.
pub(crate) fn check(name: &str, file: &Spool, taken: Taken) -> Result<(), FileFault> {
    let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
    if file.length() == 0 {
        return Err(FileFault::Empty);
    }
    let begins = |mark: &[u8]| file.beginning().starts_with(mark);
    let fits = match end.as_str() {
        // Some programs write a few bytes before the mark.
        "pdf" => file.beginning().windows(5).take(1_024).any(|five| five == b"%PDF-"),
        "docx" | "xlsx" | "zip" | "ofd" => begins(b"PK\x03\x04") || begins(b"PK\x05\x06"),
        "doc" | "xls" => begins(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
        "png" => begins(b"\x89PNG\r\n\x1a\n"),
        "jpg" | "jpeg" => begins(&[0xFF, 0xD8, 0xFF]),
        "txt" | "md" | "csv" => begins(&[0xFF, 0xFE]) || begins(&[0xFE, 0xFF]) || !file.has_zero(),
        "html" | "htm" if taken == Taken::Pages => !file.has_zero(),
        _ => return Err(FileFault::Kind),
    };
    if fits { Ok(()) } else { Err(FileFault::NotWhatItSays) }
}

/// The content type under which a file is given out: never one that a browser would run.
pub(super) fn content_type(name: &str) -> &'static str {
    let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
    match end.as_str() {
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "txt" | "csv" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Keeps a file and who sent it.
///
/// # Errors
/// The store.
pub(super) async fn keep(
    server: &Server,
    person: &str,
    name: &str,
    file: Spool,
) -> Result<FileRef, AppError> {
    let city = &server.city;
    let length = file.length() as u64;
    let digest = file.keep(city).await?.to_string();
    // Only the last part of the name: some browsers send whole paths.
    let name: String = name.rsplit(['/', '\\']).next().unwrap_or(name).chars().take(200).collect();
    let now = city.clock().now();
    let record = NewRecord {
        collection: COLLECTION.to_owned(),
        id: format!("{person}/{digest}"),
        value: json!({ "name": name, "bytes": length }),
        expected_version: None,
        expires_at: now.checked_add(KEPT).ok(),
    };
    city.store().record_put(city.jurisdiction(), record, now).await?;
    Ok(FileRef { digest, name, bytes: length })
}

/// A file that this person sent before.
///
/// # Errors
/// The store.
pub(super) async fn sent(server: &Server, person: &str, digest: &str) -> Result<Option<FileRef>, AppError> {
    let city = &server.city;
    if digest.parse::<Digest>().is_err() {
        return Ok(None);
    }
    let id = format!("{person}/{digest}");
    let found = city.store().record_get(city.jurisdiction(), COLLECTION, &id, city.clock().now()).await?;
    Ok(found.map(|record| FileRef {
        digest: digest.to_owned(),
        name: record.value.get("name").and_then(Json::as_str).unwrap_or("file").to_owned(),
        bytes: record.value.get("bytes").and_then(Json::as_u64).unwrap_or(0),
    }))
}

/// Takes files ahead of their form: pages with script show their progress.
pub(super) async fn upload(guest: Guest, State(_): State<Server>, typed: Typed) -> Response {
    let staff = match guest.staff() {
        Ok(staff) => staff,
        Err(guest) => {
            let faults = [guest.lang.t("desk.file.signed_out")];
            return (StatusCode::UNAUTHORIZED, axum::Json(json!({ "files": [], "faults": faults })))
                .into_response();
        }
    };
    if let Some(refused) = staff.not_ours(typed.text("csrf")).await {
        return refused;
    }
    let files: Vec<Json> = typed
        .all_files()
        .map(|(_, file)| json!({ "digest": file.digest, "name": file.name, "bytes": file.bytes }))
        .collect();
    let faults: Vec<String> =
        typed.faults().iter().map(|(_, name, fault)| fault.words(staff.guest.lang, name)).collect();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, axum::Json(json!({ "files": files, "faults": faults }))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn checked(name: &str, bytes: &[u8], taken: Taken) -> Result<(), FileFault> {
        let mut file = Spool::default();
        file.push(bytes).await.expect("room");
        check(name, &file, taken)
    }

    #[tokio::test]
    async fn a_file_is_what_its_name_says_or_is_not_taken() {
        assert_eq!(checked("a.pdf", b"%PDF-1.7\n", Taken::Files).await, Ok(()));
        assert_eq!(checked("A.PDF", b"<html>", Taken::Files).await, Err(FileFault::NotWhatItSays));
        assert_eq!(checked("a.png", b"GIF89a", Taken::Files).await, Err(FileFault::NotWhatItSays));
        assert_eq!(checked("a.docx", b"%PDF-1.7", Taken::Files).await, Err(FileFault::NotWhatItSays));
        assert_eq!(checked("a.txt", b"a\0b", Taken::Files).await, Err(FileFault::NotWhatItSays));
        assert_eq!(checked("证据.txt", "一".as_bytes(), Taken::Files).await, Ok(()));
        for name in ["a.exe", "a.html", "a.svg", "a", "", "a.pdf.js"] {
            assert_eq!(checked(name, b"%PDF-", Taken::Files).await, Err(FileFault::Kind), "{name}");
        }
        assert_eq!(checked("a.pdf", b"", Taken::Files).await, Err(FileFault::Empty));
        assert_eq!(checked("a.html", b"<html>", Taken::Pages).await, Ok(()));
        assert_eq!(checked("a.htm", b"<h\0", Taken::Pages).await, Err(FileFault::NotWhatItSays));
        assert_eq!(checked("a.svg", b"<svg>", Taken::Pages).await, Err(FileFault::Kind));
    }

    #[test]
    fn nothing_is_given_out_as_a_page() {
        for name in ["a.html", "a.svg", "a.xml", "a", "a.htm\u{202e}gnp.", "a.zip"] {
            assert_eq!(content_type(name), "application/octet-stream", "{name}");
        }
        assert_eq!(content_type("A.JPG"), "image/jpeg");
    }
}
