//! Owns the page of documents that are filed nowhere: the comparison of the registers as it stands, and asking a maker about
//! one of its findings. Who may open such a matter sees it.

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use yifa_app::AppError;
use yifa_app::completeness::{Completeness, Finding, FindingWords, Following, Seen};
use yifa_kernel::procedure::Label;

use super::guest::{Staff, page_of};
use super::{Server, words};
use crate::components::Crumb;
use crate::face::Nav;
use crate::pages::unfiled::{UnfiledPage, UnfiledRow};

/// Findings on the page; the others come up as these are followed.
const MOST: usize = 200;

/// A finding as a form names it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    csrf: String,
    cell: String,
    number: String,
    title: String,
}

pub(super) async fn page(staff: Staff, State(server): State<Server>) -> Response {
    match compared(&staff, &server).await {
        Ok((found, known)) => page_of(&filled(&staff, &found, &known)),
        Err(error) => staff.guest.failed(&error),
    }
}

/// Whether somebody may ask makers about what is not filed.
pub(super) fn may_ask(staff: &Staff) -> Result<bool, AppError> {
    staff.guest.server.city.may_follow(&staff.actor)
}

async fn compared(staff: &Staff, server: &Server) -> Result<(Completeness, FindingWords), AppError> {
    if !may_ask(staff)? {
        return Err(AppError::Forbidden);
    }
    Ok((server.city.completeness().await?, server.city.finding_words()?))
}

fn all(found: &Completeness) -> impl Iterator<Item = (Finding<'_>, Option<&Following>)> {
    let documents = found.documents.iter().map(|one| (Finding::Document(one), one.followed_in.as_ref()));
    documents.chain(found.gaps.iter().map(|one| (Finding::Gap(one), one.followed_in.as_ref())))
}

fn filled(staff: &Staff, found: &Completeness, known: &FindingWords) -> UnfiledPage {
    let guest = &staff.guest;
    let rows = all(found).take(MOST).map(|(finding, followed)| UnfiledRow {
        number: finding.number(),
        title: finding.title().to_owned(),
        cell: (word(staff, &known.cells, finding.cell()), finding.cell().to_owned()),
        maker: finding.maker().map(|body| words::body_named(guest, body.as_str())).unwrap_or_default(),
        evidence: evidence(staff, known, &finding),
        by_hand: finding.maker().is_none().then(|| by_hand(staff, known, &finding)).flatten(),
        followed: followed.map(|one| (address(one), one.name.clone())),
    });
    UnfiledPage {
        chrome: staff.chrome(Some(Nav::Library)),
        crumbs: vec![Crumb { label: guest.lang.t("library.title"), href: "/instruments".to_owned() }],
        counts: [found.compared, found.in_time, found.masked.len()],
        complete_from: found.complete_from,
        older: found.older.len() + found.older_gaps.len(),
        rows: rows.collect(),
        more: (found.documents.len() + found.gaps.len()).saturating_sub(MOST),
    }
}

fn address(one: &Following) -> String {
    format!("/matters/{}", one.matter)
}

/// The form in which a finding whose maker nobody knows is recorded: with what is known of it already in it.
fn by_hand(staff: &Staff, known: &FindingWords, finding: &Finding<'_>) -> Option<String> {
    let asked = staff.guest.server.city.question(finding, told(staff, known, finding)).ok()?;
    let known: Vec<(&str, String)> =
        asked.values.iter().map(|(field, value)| (field.as_str(), value.to_string())).collect();
    let query = serde_urlencoded::to_string(known).ok()?;
    Some(format!("/matters/new/{}/{}?{query}", asked.procedure, asked.action))
}

/// What was seen where, for the record.
fn told(staff: &Staff, known: &FindingWords, finding: &Finding<'_>) -> String {
    known.told(finding, |line| words::label(staff.guest.lang, line))
}

fn word(staff: &Staff, all: &[(String, Label)], id: &str) -> String {
    let label = all.iter().find(|(choice, _)| choice == id).map(|(_, label)| label);
    label.map_or_else(|| id.to_owned(), |label| words::label(staff.guest.lang, label))
}

/// What was seen where, one line each, with the matter that shows it.
fn evidence(staff: &Staff, known: &FindingWords, finding: &Finding<'_>) -> Vec<(String, Option<String>)> {
    let one = |seen: Seen| {
        let href = seen.matter.map(|matter| format!("/matters/{matter}"));
        (words::label(staff.guest.lang, &seen.line), href)
    };
    known.evidence(finding).into_iter().map(one).collect()
}

/// Asks the maker; leads to the matter that was opened, or that another has opened meanwhile.
pub(super) async fn ask(staff: Staff, State(server): State<Server>, Form(asked): Form<Asked>) -> Response {
    if let Some(refused) = staff.not_ours(&asked.csrf).await {
        return refused;
    }
    let (found, known) = match compared(&staff, &server).await {
        Ok(compared) => compared,
        Err(error) => return staff.guest.failed(&error),
    };
    let named = |finding: &Finding<'_>| {
        (finding.cell(), finding.number().as_str(), finding.title())
            == (asked.cell.as_str(), asked.number.as_str(), asked.title.as_str())
    };
    let Some((finding, followed)) = all(&found).find(|(finding, _)| named(finding)) else {
        // Filed meanwhile, or settled by somebody.
        let gone = staff.guest.lang.t("library.unfiled.gone");
        return staff.guest.problem(StatusCode::CONFLICT, "409", gone, Some("/unfiled".to_owned()));
    };
    if let Some(one) = followed {
        return Redirect::to(&address(one)).into_response();
    }
    let lines = told(&staff, &known, &finding);
    match server.city.follow(finding, lines, staff.actor.clone()).await {
        Ok(done) => Redirect::to(&format!("/matters/{}", done.matter)).into_response(),
        Err(error) => staff.guest.failed(&error),
    }
}
