//! Owns what became of one roster: what it created, what of that would go or stay, and taking it back.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use yifa_app::AppError;
use yifa_app::register_import::ImportStanding;
use yifa_app::roster::{Roster, RosterImport, RosterUndoRefusal, RosterUse, Taken};

use super::Admin;
use super::roster::{address, crumbs, which};
use crate::components::Crumb;
use crate::pages::admin::{RosterEntryRow, RosterImportPage, RosterRefused};
use crate::server::guest::{Staff, page_of};
use crate::server::register_import::{ROWS, around, person_name, standing};
use crate::server::{Server, words};

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    from: usize,
}

pub(super) async fn show(
    Admin(staff): Admin,
    State(server): State<Server>,
    Path((roster, import)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let made = async {
        let import = found(&server, &roster, &import).await?;
        page(&staff, &server, &import, asked.from).await
    };
    match made.await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn found(server: &Server, roster: &str, id: &str) -> Result<RosterImport, AppError> {
    let roster = which(roster)?;
    let import = server.city.roster_import(id).await?;
    if import.roster == roster { Ok(import) } else { Err(AppError::NotFound(format!("roster {id}"))) }
}

async fn page(
    staff: &Staff,
    server: &Server,
    import: &RosterImport,
    from: usize,
) -> Result<RosterImportPage, AppError> {
    let lang = staff.guest.lang;
    let here = format!("{}/{}", address(import.roster), import.id);
    let undone = match &import.standing {
        ImportStanding::Undone { at, by } => Some((person_name(staff, by), words::moment(*at))),
        ImportStanding::Begun | ImportStanding::Kept => None,
    };
    let taken = server.city.roster_taken(import).await?;
    let goes = taken.iter().filter(|one| one.stays.is_none()).count();
    let from = from.min(taken.len());
    let (previous, next) = around(&here, from, taken.len());
    let rows = taken.iter().skip(from).take(ROWS);
    let title = lang.t(&format!("roster.{}.title", import.roster.word()));
    let mut up = crumbs(lang, import.roster);
    up.push(Crumb { label: title.clone(), href: address(import.roster) });
    Ok(RosterImportPage {
        chrome: staff.chrome(None),
        crumbs: up,
        title,
        created_title: lang.t(&format!("roster.{}.created", import.roster.word())),
        standing: standing(&import.standing),
        undo_to: (undone.is_none() && goes > 0).then(|| format!("{here}/undo")),
        source: import.source.clone(),
        by: person_name(staff, &import.by),
        at: words::moment(import.at),
        rows: import.rows,
        goes,
        stay: taken.len() - goes,
        entries: rows.map(|one| entry(staff, import.roster, undone.is_some(), one)).collect(),
        undone,
        reason: String::new(),
        refused: None,
        previous,
        next,
    })
}

fn entry(staff: &Staff, roster: Roster, undone: bool, taken: &Taken) -> RosterEntryRow {
    let lang = staff.guest.lang;
    let (id, name) = (taken.entry.id.clone(), taken.entry.name.clone());
    let is_there = match &taken.stays {
        None => !undone,
        Some((why, _)) => *why != RosterUse::Missing,
    };
    let becomes = match &taken.stays {
        None if undone => lang.t("roster.undo.gone"),
        None => lang.t("roster.undo.goes"),
        Some((why, _)) => lang.t(&format!("roster.use.{}", why.word())),
    };
    // The matter, account or body that shows it.
    let shown = taken.stays.as_ref().filter(|(_, what)| !what.is_empty()).map(|(why, what)| match why {
        RosterUse::Acted | RosterUse::Handles | RosterUse::Named => {
            (lang.t("roster.undo.matter"), Some(format!("/matters/{what}")))
        }
        RosterUse::Missing
        | RosterUse::Changed
        | RosterUse::SignedIn
        | RosterUse::Staffed
        | RosterUse::Below
        | RosterUse::Announced => (what.clone(), None),
    });
    RosterEntryRow {
        line: taken.entry.line,
        href: (is_there && roster == Roster::People).then(|| format!("/admin/accounts/{id}")),
        aside: (roster == Roster::People).then_some(id),
        name,
        stays: taken.stays.is_some(),
        becomes,
        shown,
    }
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    reason: String,
}

pub(super) async fn undo(
    Admin(staff): Admin,
    State(server): State<Server>,
    Path((roster, import)): Path<(String, String)>,
    Form(wanted): Form<Wanted>,
) -> Response {
    if let Some(refused) = staff.not_ours(&wanted.csrf).await {
        return refused;
    }
    let done = async {
        let lang = staff.guest.lang;
        let import = found(&server, &roster, &import).await?;
        let reason = wanted.reason.trim();
        let refused = if reason.chars().count() < 2 {
            RosterRefused { what: lang.t("roster.undo.no_reason"), of_reason: true }
        } else {
            match server.city.undo_roster(&import.id, &staff.actor, reason).await? {
                Ok(_) => {
                    let here = format!("{}/{}", address(import.roster), import.id);
                    return Ok(Redirect::to(&here).into_response());
                }
                Err(RosterUndoRefusal::Already) => {
                    RosterRefused { what: lang.t("import.undo.already"), of_reason: false }
                }
                Err(RosterUndoRefusal::AllUsed(_)) => {
                    RosterRefused { what: lang.t("roster.undo.all_used"), of_reason: false }
                }
            }
        };
        let made = page(&staff, &server, &import, 0).await?;
        let status = if refused.of_reason { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT };
        let made = RosterImportPage { refused: Some(refused), reason: reason.to_owned(), ..made };
        Ok::<_, AppError>((status, page_of(&made)).into_response())
    };
    done.await.unwrap_or_else(|error| staff.guest.failed(&error))
}
