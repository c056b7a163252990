//! Owns the page that the mark of a paper leads to: whether such a paper was issued, whether it still stands, and whether the
//! sheet at hand bears the mark of the record. It tells number, title, body and day; nothing of the content.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use yifa_app::AppError;
use yifa_app::paper::IssuedRecord;
use yifa_kernel::id::MatterId;

use super::super::guest::{Guest, page_of};
use super::super::{Server, words};
use crate::portal::{PublicPaper, PublicPaperMark, PublicVerifyPage};

/// Signs of a mark that are enough to tell two papers apart.
const ENOUGH: usize = 12;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct Asked {
    mark: String,
}

pub(in super::super) async fn verify(
    guest: Guest,
    State(server): State<Server>,
    Path((matter, seq)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let address = format!("/verify/{matter}/{seq}");
    let found = match seq.parse() {
        Ok(seq) => server.city.issued_paper(&MatterId::new(matter), seq).await,
        Err(_) => Err(AppError::NotFound(address.clone())),
    };
    let (status, paper, mark) = match found {
        Ok(record) => {
            let mark = compared(&asked.mark, &record.hash);
            (StatusCode::OK, Some(paper(&guest, record)), mark)
        }
        Err(AppError::NotFound(_)) => (StatusCode::NOT_FOUND, None, PublicPaperMark::NotAsked),
        Err(error) => return guest.failed(&error),
    };
    let asked: String = asked.mark.chars().filter(|c| !c.is_control()).take(200).collect();
    let page = PublicVerifyPage { chrome: guest.public_chrome(), address, paper, asked, mark };
    (status, page_of(&page)).into_response()
}

fn paper(guest: &Guest, record: IssuedRecord) -> PublicPaper {
    PublicPaper {
        title: words::label(guest.lang, &record.content.label),
        number: record.content.number,
        body: record.content.organ,
        on: record.content.on.to_string(),
        hash: record.hash,
        taken_back: record.taken_back.map(|(act, on)| (words::label(guest.lang, &act), on.to_string())),
    }
}

/// Holds what was typed off a sheet against the record: spaces and letters' case make no difference.
fn compared(typed: &str, hash: &str) -> PublicPaperMark {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
    };
    let (typed, hash) = (plain(typed), plain(hash));
    match typed.chars().count() {
        0 => PublicPaperMark::NotAsked,
        n if n < ENOUGH && hash.starts_with(&typed) => PublicPaperMark::TooShort,
        _ if hash.starts_with(&typed) => PublicPaperMark::Agrees,
        _ => PublicPaperMark::Differs,
    }
}

#[cfg(test)]
mod tests {
    use super::{PublicPaperMark, compared};

    #[test]
    fn a_mark_is_held_against_the_record() {
        let hash = "3f2a9c04d1e85b76";
        assert_eq!(compared(" 3F2A 9C04 D1E8 ", hash), PublicPaperMark::Agrees);
        assert_eq!(compared(hash, hash), PublicPaperMark::Agrees);
        assert_eq!(compared("3f2a", hash), PublicPaperMark::TooShort);
        assert_eq!(compared("  ", hash), PublicPaperMark::NotAsked);
        for wrong in ["3f2a9c04d1e85b77", "3f2a9c04d1e85b760", "𠮷", "\u{202e}3f2a9c04d1e8", "<b>"] {
            assert_eq!(compared(wrong, hash), PublicPaperMark::Differs, "{wrong}");
        }
    }
}
