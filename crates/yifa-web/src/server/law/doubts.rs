//! Texts that a person should compare with their originals: which, why, and each as it came.

use std::collections::BTreeMap;
use std::ops::Range;

use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use yifa_app::AppError;
use yifa_app::library::{Edition, TextFile};
use yifa_law::review::Severity;
use yifa_law::text::normative::NormativeDocument;
use yifa_library::{DoubtKind, Opening, Version};
use yifa_store::{Digest, sha256};

use super::super::Server;
use super::super::guest::{Staff, page_of};
use super::read::doubt_words;
use super::{Asked, STAFF, held_because, opening};
use crate::face::{Lang, Nav};
use crate::pages::library::{DoubtRow, DoubtsPage, Remark, TextPage};
use crate::pages::review::{Mark, marked_lines};

/// Texts of a page.
const ROWS: usize = 50;

/// So many characters of what is doubtful are said again beside it.
const LONGEST: usize = 40;

/// The texts about which something is doubtful, those that are held back first.
pub(in crate::server) async fn list(
    staff: Staff,
    State(server): State<Server>,
    Query(asked): Query<Asked>,
) -> Response {
    let edition = match server.city.law().await {
        Ok(edition) => edition,
        Err(error) => return staff.guest.failed(&error),
    };
    let all = found(staff.guest.lang, &edition);
    let page = asked.page().min(all.len().saturating_sub(1) / ROWS);
    let address = |page: usize| format!("/doubts?page={page}");
    page_of(&DoubtsPage {
        chrome: staff.chrome(Some(Nav::Library)),
        texts: all.len(),
        held: edition.library.held().len(),
        previous: page.checked_sub(1).map(address),
        next: ((page + 1) * ROWS < all.len()).then(|| address(page + 1)),
        rows: all.into_iter().skip(page * ROWS).take(ROWS).map(|one| one.row(&edition)).collect(),
    })
}

/// A text, and what is doubtful about it.
struct Doubtful<'a> {
    origin: &'a str,
    title: &'a str,
    why: Vec<String>,
    digest: [u8; 32],
    held: bool,
    /// The text that is read in its place: of two texts of one version the one that is kept.
    kept: [u8; 32],
}

impl Doubtful<'_> {
    fn row(self, edition: &Edition) -> DoubtRow {
        let of_library = match self.held {
            true => Some(format!("/texts/{}", Digest(self.digest))),
            false => reader(edition, &self.kept),
        };
        DoubtRow {
            origin: self.origin.to_owned(),
            title: self.title.to_owned(),
            why: self.why,
            held: self.held,
            href: of_register(edition, self.origin).or(of_library),
        }
    }
}

fn found(lang: Lang, edition: &Edition) -> Vec<Doubtful<'_>> {
    let library = &edition.library;
    let held = library.held().iter().map(|held| Doubtful {
        origin: &held.origin,
        title: held.title.as_deref().unwrap_or_default(),
        why: vec![held_because(lang, &held.because)],
        digest: held.digest,
        held: true,
        kept: held.digest,
    });
    let mut all: Vec<Doubtful<'_>> = held.collect();
    let mut places: BTreeMap<[u8; 32], usize> = BTreeMap::new();
    for doubt in library.doubts().iter().filter(|doubt| !doubt.kind.is_remark()) {
        let place = *places.entry(doubt.digest).or_insert(all.len());
        if place == all.len() {
            let (origin, title, digest, kept) =
                (&doubt.origin, &doubt.title, doubt.digest, doubt.unsettles());
            all.push(Doubtful { origin, title, why: Vec::new(), digest, held: false, kept });
        }
        let why = doubt_words(lang, &doubt.kind);
        if !all[place].why.contains(&why) {
            all[place].why.push(why);
        }
    }
    all
}

/// The matter of the register that a text is of.
fn of_register(edition: &Edition, origin: &str) -> Option<String> {
    edition.disclosed_by(origin).map(|matter| format!("/matters/{matter}"))
}

/// The reader of the version that was made of a text.
fn reader(edition: &Edition, digest: &[u8; 32]) -> Option<String> {
    edition.library.instruments().iter().find_map(|instrument| {
        let mut versions = instrument.versions().iter();
        let found = versions.find(|version| version.bodies().iter().any(|body| body.digest == *digest))?;
        Some(format!("{STAFF}/{}/{}", instrument.id(), found.key()))
    })
}

/// The imported text of which a version was made, as it came.
pub(super) fn original(edition: &Edition, version: &Version) -> Option<String> {
    let body = version.bodies().iter().find(|body| edition.disclosed_by(&body.origin).is_none())?;
    Some(format!("/texts/{}", Digest(body.digest)))
}

/// One text as it came, with what is doubtful marked.
pub(in crate::server) async fn text(
    staff: Staff,
    State(server): State<Server>,
    Path(digest): Path<String>,
) -> Response {
    let found = async {
        let file = stored(&server, &digest).await?;
        Ok((file, server.city.law().await?))
    };
    match found.await {
        Ok((file, edition)) => match page(&staff, &digest, &file, &edition) {
            Ok(page) => page_of(&page),
            Err(error) => staff.guest.failed(&error),
        },
        Err(error) => staff.guest.failed(&error),
    }
}

fn page(staff: &Staff, digest: &str, file: &TextFile, edition: &Edition) -> Result<TextPage, AppError> {
    let lang = staff.guest.lang;
    let Digest(of_text) = sha256(&file.bytes);
    let held = edition.library.held().iter().find(|held| held.digest == of_text);
    let taken_down = edition.taken_down(&of_text);
    let (title, remarks, lines) = match yifa_library::open(&file.origin, &file.bytes) {
        Ok(Opening { document, .. }) => {
            let (remarks, marks) = remarked(lang, &document);
            let lines = marked_lines(document.statute.source(), &marks);
            (document.statute.title.unwrap_or_default(), remarks, lines)
        }
        Err(_) => (String::new(), Vec::new(), Vec::new()),
    };
    let known = if title.is_empty() { &file.origin } else { &title };
    Ok(TextPage {
        chrome: staff.chrome(Some(Nav::Library)),
        take_down: if taken_down.is_none() { take_down(staff, known, digest)? } else { None },
        taken_down: taken_down.map(|one| (one.why.clone(), format!("/public/{}", one.slug))),
        title,
        origin: file.origin.clone(),
        digest: digest.to_owned(),
        bytes: file.bytes.len(),
        held: held.map(|held| held_because(lang, &held.because)),
        reader: reader(edition, &of_text),
        remarks,
        lines,
    })
}

/// The form that takes a text down, for those who may open it.
fn take_down(staff: &Staff, title: &str, digest: &str) -> Result<Option<String>, AppError> {
    let registry = staff.guest.server.city.registry();
    let settings = yifa_app::review::settings(registry)?;
    let Some(texts) = settings.withdrawn() else { return Ok(None) };
    Ok(opening(staff, &texts.procedure, &[(&texts.title, title), (&texts.text, digest)]))
}

/// What is doubtful in a text, in its order, and where.
fn remarked(lang: Lang, document: &NormativeDocument) -> (Vec<Remark>, Vec<Mark>) {
    let distrust = document.distrust.iter().map(|sign| {
        let why = lang.t(&format!("review.sign.{}", sign.code()));
        (sign.span().clone(), Severity::Hard, why)
    });
    let odd = document.statute.irregularities.iter().filter_map(|odd| {
        let kind = DoubtKind::Text(odd.clone());
        (!kind.is_remark()).then(|| (odd.span.clone(), Severity::MustAnswer, doubt_words(lang, &kind)))
    });
    let mut all: Vec<_> = distrust.chain(odd).collect();
    all.sort_by_key(|(span, ..)| span.start);
    let source = document.statute.source();
    let line = |at: usize| source.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
    let words =
        |span: &Range<usize>| source.get(span.clone()).filter(|words| words.chars().count() <= LONGEST);
    let remarks = all.iter().map(|(span, _, why)| Remark {
        line: line(span.start),
        words: words(span).unwrap_or_default().trim().to_owned(),
        why: why.clone(),
    });
    let remarks = remarks.collect();
    (remarks, all.into_iter().map(|(span, severity, _)| (span, severity)).collect())
}

/// The bytes as they came.
pub(in crate::server) async fn file(
    staff: Staff,
    State(server): State<Server>,
    Path(digest): Path<String>,
) -> Response {
    match stored(&server, &digest).await {
        Ok(file) => {
            let name = file.origin.rsplit('/').next().unwrap_or_default();
            let headers = [
                (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
                (header::CONTENT_DISPOSITION, super::super::papers::disposition(name)),
            ];
            (headers, file.bytes).into_response()
        }
        Err(error) => staff.guest.failed(&error),
    }
}

async fn stored(server: &Server, digest: &str) -> Result<TextFile, AppError> {
    let none = || AppError::NotFound(format!("/texts/{digest}"));
    let read = digest.parse().map_err(|_| none())?;
    server.city.imported_text(read).await?.ok_or_else(none)
}
