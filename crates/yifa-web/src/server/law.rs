//! Owns the law library in the browser: search, the reader as on a day, versions side by side, what rests on an
//! instrument; the same library for staff and for anyone.

mod doubts;
mod place;
mod read;
mod rest;
mod search;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use std::sync::Arc;
use yifa_app::AppError;
use yifa_app::library::Edition;
use yifa_law::instrument::{EndingKind, InstrumentId, Status};
use yifa_library::{HeldBecause, Instrument, Standing, Version};

pub(super) use doubts::{file as text_file, list as doubts, text};

use super::guest::{Guest, Staff, page_of};
use super::{Server, bilingual, unfiled};
use crate::face::{Lang, Nav};
use crate::pages::library::{ComparePage, InstrumentPage, InstrumentsPage, PlacePage};
use crate::portal::{
    PublicComparePage, PublicLaw, PublicLawPage, PublicLibraryPage, PublicPlacePage, PublicStanding,
};

/// Where staff find the library.
const STAFF: &str = "/instruments";
/// Where anyone does.
const PUBLIC: &str = "/public/library";

/// What the address asks.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    on: String,
    status: String,
    rank: String,
    maker: String,
    page: String,
    article: String,
    old: String,
    new: String,
}

impl Asked {
    /// The day asked for, else today; and whether something was written that is no day.
    fn day(&self, server: &Server) -> (Date, bool) {
        match self.on.trim() {
            "" => (server.city.today(), false),
            written => written.parse().map_or_else(|_| (server.city.today(), true), |day| (day, false)),
        }
    }

    /// The page of answers, from 0.
    fn page(&self) -> usize {
        self.page.trim().parse().unwrap_or(0).min(10_000)
    }
}

/// Whether something holds, in words and colour.
fn standing(lang: Lang, standing: &Standing) -> PublicStanding {
    let (key, tone) = match standing.status {
        Status::InForce => ("library.standing.in_force", "good"),
        Status::NotYetInForce { .. } => ("library.standing.not_yet", "notice"),
        Status::Superseded { .. } => ("library.standing.superseded", "end"),
        Status::Repealed { .. } => ("library.standing.repealed", "red"),
        Status::Lapsed { .. } => ("library.standing.lapsed", "red"),
        Status::Unpublished => ("library.standing.unpublished", "yellow"),
        Status::Undated => ("library.standing.undated", "yellow"),
    };
    let doubtful = standing.is_in_force() && !standing.certain;
    let (text, tone) = match doubtful {
        true => (lang.with("library.standing.unsure", &[("standing", lang.t(key))]), "notice"),
        false => (lang.t(key), tone),
    };
    PublicStanding { text, tone }
}

/// In so many days it is repealed or lapses, where the day is fixed.
fn ends(lang: Lang, found: &Instrument, on: Date) -> Option<PublicStanding> {
    let (kind, day) = found.ends_after(on)?;
    let key = match kind {
        EndingKind::Repealed => "library.ends.repealed",
        EndingKind::Lapsed => "library.ends.lapsed",
    };
    let days = (day - on).get_days();
    let text = lang.with(key, &[("day", day.to_string()), ("n", days.to_string())]);
    Some(PublicStanding { text, tone: if days <= SOON_DAYS { "yellow" } else { "notice" } })
}

/// An end as near as this is marked.
const SOON_DAYS: i32 = 180;

/// The instrument with an identifier.
fn instrument<'a>(edition: &'a Edition, id: &str, base: &str) -> Result<(usize, &'a Instrument), AppError> {
    let slug = InstrumentId::new(id);
    let found = slug.and_then(|slug| edition.library.get(&slug));
    found.ok_or_else(|| AppError::NotFound(format!("{base}/{id}")))
}

pub(super) async fn list(staff: Staff, State(server): State<Server>, Query(asked): Query<Asked>) -> Response {
    let edition = match server.city.law().await {
        Ok(edition) => edition,
        Err(error) => return staff.guest.failed(&error),
    };
    let library = &edition.library;
    let doubts = library.doubts().iter().filter(|doubt| !doubt.kind.is_remark()).count();
    page_of(&InstrumentsPage {
        chrome: staff.chrome(Some(Nav::Library)),
        list: search::laws(&staff.guest, &edition, &asked, STAFF),
        counts: [library.instruments().len(), library.count_articles(), library.held().len(), doubts],
        asks: unfiled::may_ask(&staff).unwrap_or(false),
    })
}

/// Why a text is held back.
fn held_because(lang: Lang, because: &HeldBecause) -> String {
    let (key, what) = match because {
        HeldBecause::NotText(_) => ("library.held_for.no_text", String::new()),
        HeldBecause::Scan(format) => ("library.held_for.scan", format.clone()),
        HeldBecause::Broken(_) => ("library.held_for.broken", String::new()),
        HeldBecause::Empty => ("library.held_for.empty", String::new()),
        HeldBecause::TooLong(most) => ("library.held_for.too_long", most.to_string()),
        HeldBecause::NoTitle => ("library.held_for.no_title", String::new()),
        HeldBecause::OnlyTitle => ("library.held_for.only_title", String::new()),
        HeldBecause::ScrambledDigits(written) => {
            let some: Vec<&str> = written.iter().take(3).map(String::as_str).collect();
            ("library.held_for.digits", some.join(lang.pick("、", ", ")))
        }
        HeldBecause::Unreadable(_) => ("library.held_for.unreadable", String::new()),
    };
    lang.with(key, &[("what", what)])
}

pub(super) async fn public_list(
    guest: Guest,
    State(server): State<Server>,
    Query(asked): Query<Asked>,
) -> Response {
    match server.city.law().await {
        Ok(edition) => {
            let list = search::laws(&guest, &edition, &asked, PUBLIC);
            page_of(&PublicLibraryPage { chrome: guest.public_chrome(), list })
        }
        Err(error) => guest.failed(&error),
    }
}

pub(super) async fn show(
    staff: Staff,
    State(server): State<Server>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let edition = server.city.law().await;
    let english = bilingual::address(&server, &id).await;
    staff_page(&staff, edition, &id, None, &asked, english)
}

pub(super) async fn show_version(
    staff: Staff,
    State(server): State<Server>,
    Path((id, version)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let edition = server.city.law().await;
    let english = bilingual::address(&server, &id).await;
    staff_page(&staff, edition, &id, Some(&version), &asked, english)
}

fn staff_page(
    staff: &Staff,
    edition: Result<Arc<Edition>, AppError>,
    id: &str,
    version: Option<&str>,
    asked: &Asked,
    english: Option<String>,
) -> Response {
    let page = edition.and_then(|edition| {
        let (law, at) = read::law(&staff.guest, &edition, id, version, asked, STAFF)?;
        let (_, found) = instrument(&edition, id, STAFF)?;
        let compare = compared(found, at, STAFF);
        let blast = format!("{STAFF}/{id}/basis?on={}", law.on);
        let record = record(staff, &law, found, at.map(|at| &found.versions()[at]))?;
        let original = at.and_then(|at| doubts::original(&edition, &found.versions()[at]));
        let law = PublicLaw { english, ..law };
        Ok(InstrumentPage { chrome: staff.chrome(Some(Nav::Library)), law, compare, blast, original, record })
    });
    match page {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

/// The address of the comparison of the version shown with the one before.
fn compared(found: &Instrument, at: Option<usize>, base: &str) -> Option<String> {
    let new = found.versions().get(at?)?;
    let old = found.versions()[..at?].iter().rev().find(|version| version.has_text())?;
    new.has_text().then(|| format!("{base}/{}/compare?old={}&new={}", found.id(), old.key(), new.key()))
}

/// The form that records the days of effect of the text shown, or of an instrument of which only facts are known, for
/// those who may open it; `None` for a document of the register, whose own days are there, and where nobody records any.
fn record(
    staff: &Staff,
    law: &PublicLaw,
    found: &Instrument,
    version: Option<&Version>,
) -> Result<Option<String>, AppError> {
    let registry = staff.guest.server.city.registry();
    let settings = yifa_app::review::settings(registry)?;
    let Some(told) = settings.told() else { return Ok(None) };
    let adopted = version.and_then(Version::adopted).map(|day| day.to_string()).unwrap_or_default();
    let mut known = vec![(told.title.as_str(), law.title.as_str())];
    match &law.digest {
        Some(digest) => known.push((told.text.as_str(), digest.as_str())),
        None if version.is_some_and(Version::has_text) => return Ok(None),
        None => known
            .extend([(told.instrument.as_str(), found.id().as_str()), (told.adopted_on.as_str(), &adopted)]),
    }
    Ok(opening(staff, &told.procedure, &known))
}

/// The form that opens a matter of a procedure with what is known; `None` for those who may not open it.
fn opening(staff: &Staff, procedure: &str, known: &[(&str, &str)]) -> Option<String> {
    let procedure = staff.guest.server.city.registry().latest(&procedure.into())?;
    let action = procedure.opening_actions().find(|action| action.by.contains(&staff.actor.role))?;
    let query = serde_urlencoded::to_string(known).unwrap_or_default();
    Some(format!("/matters/new/{}/{}?{query}", procedure.id, action.id))
}

pub(super) async fn public_show(
    guest: Guest,
    State(server): State<Server>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let edition = server.city.law().await;
    let english = bilingual::address(&server, &id).await;
    public_page(&guest, edition, &id, None, &asked, english)
}

pub(super) async fn public_show_version(
    guest: Guest,
    State(server): State<Server>,
    Path((id, version)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let edition = server.city.law().await;
    let english = bilingual::address(&server, &id).await;
    public_page(&guest, edition, &id, Some(&version), &asked, english)
}

fn public_page(
    guest: &Guest,
    edition: Result<Arc<Edition>, AppError>,
    id: &str,
    version: Option<&str>,
    asked: &Asked,
    english: Option<String>,
) -> Response {
    let page = edition.and_then(|edition| {
        let (law, at) = read::law(guest, &edition, id, version, asked, PUBLIC)?;
        let (_, found) = instrument(&edition, id, PUBLIC)?;
        Ok((PublicLaw { english, ..law }, compared(found, at, PUBLIC)))
    });
    match page {
        Ok((law, compare)) => page_of(&PublicLawPage { chrome: guest.public_chrome(), law, compare }),
        Err(error) => guest.failed(&error),
    }
}

pub(super) async fn show_place(
    staff: Staff,
    State(server): State<Server>,
    Path((id, version, at)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let found = server.city.law().await;
    let page = found
        .and_then(|edition| place::page(&staff.guest, &edition, (&id, &version, &at), &asked, STAFF))
        .map(|place| PlacePage { chrome: staff.chrome(Some(Nav::Library)), place });
    match page {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

pub(super) async fn public_show_place(
    guest: Guest,
    State(server): State<Server>,
    Path((id, version, at)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let found = server.city.law().await;
    match found.and_then(|edition| place::page(&guest, &edition, (&id, &version, &at), &asked, PUBLIC)) {
        Ok(place) => page_of(&PublicPlacePage { chrome: guest.public_chrome(), place }),
        Err(error) => guest.failed(&error),
    }
}

pub(super) async fn compare(
    staff: Staff,
    State(server): State<Server>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let edition = server.city.law().await;
    match edition.and_then(|edition| rest::compare(staff.guest.lang, &edition, &id, &asked, STAFF)) {
        Ok(comparison) => page_of(&ComparePage { chrome: staff.chrome(Some(Nav::Library)), comparison }),
        Err(error) => staff.guest.failed(&error),
    }
}

pub(super) async fn public_compare(
    guest: Guest,
    State(server): State<Server>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let edition = server.city.law().await;
    match edition.and_then(|edition| rest::compare(guest.lang, &edition, &id, &asked, PUBLIC)) {
        Ok(comparison) => page_of(&PublicComparePage { chrome: guest.public_chrome(), comparison }),
        Err(error) => guest.failed(&error),
    }
}

pub(super) async fn basis(
    staff: Staff,
    State(server): State<Server>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    match rest::basis(&staff, &server, &id, &asked).await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}
