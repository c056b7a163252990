//! Owns the second step from a notice to a plan: what was read, beside the original; a person changes, confirms, leaves out
//! or leaves open each; then all of it is kept, or nothing.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use yifa_app::AppError;
use yifa_app::city::new_matter;
use yifa_app::plan_import::{Decision, PlanItem};
use yifa_kernel::refusal::Refusal;
use yifa_law::notice::{NoticeFile, Severity, read_bytes};

use super::super::guest::{Staff, page_of};
use super::super::typed::Typed;
use super::super::{Server, words};
use super::answer::Answer;
use super::{choice, may_decide, may_import, pieces};
use crate::components::Crumb;
use crate::face::Nav;
use crate::pages::plan::{ConfirmError, FindingView, PlanConfirmPage};

/// Which year the plan is for, and the name of its file.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::server) struct Named {
    year: String,
    name: String,
}

/// A text that waits to be confirmed.
struct Waiting {
    digest: String,
    year: i16,
    name: String,
    file: NoticeFile,
    items: Vec<PlanItem>,
}

/// What came back, and why it could not be kept.
#[derive(Default)]
struct Back<'a> {
    typed: Option<&'a Typed>,
    problems: Vec<String>,
    errors: Vec<Vec<ConfirmError>>,
    refusal: Option<Box<Refusal>>,
}

pub(in crate::server) async fn confirm_page(
    staff: Staff,
    State(server): State<Server>,
    Path(digest): Path<String>,
    Query(named): Query<Named>,
) -> Response {
    let shown = match waiting(&staff, &server, digest, &named.year, &named.name).await {
        Ok(waiting) => page(&staff, &server, &waiting, Back::default()).await,
        Err(error) => Err(error),
    };
    match shown {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn waiting(
    staff: &Staff,
    server: &Server,
    digest: String,
    year: &str,
    name: &str,
) -> Result<Waiting, AppError> {
    if !may_import(staff) {
        return Err(AppError::Forbidden);
    }
    let city = &server.city;
    let missing = || AppError::NotFound(format!("/plan/import/{digest}"));
    let address = digest.parse().map_err(|_| missing())?;
    let bytes = city.store().blob_get(city.jurisdiction(), address).await?.ok_or_else(missing)?;
    let year = year.trim().parse().unwrap_or_else(|_| city.today().year());
    let file = read_bytes(&bytes, Some(year));
    let items = city.plan_items(&file, year, &staff.actor);
    let name = if name.trim().is_empty() { "notice.txt" } else { name.trim() };
    Ok(Waiting { name: name.chars().take(190).collect(), digest, year, file, items })
}

async fn page(
    staff: &Staff,
    server: &Server,
    waiting: &Waiting,
    back: Back<'_>,
) -> Result<PlanConfirmPage, AppError> {
    let chrome = staff.chrome(Some(Nav::Plan));
    let notice = &waiting.file.notice;
    let decides = may_decide(staff);
    let mut errors = back.errors.into_iter();
    let items = (1..).zip(&waiting.items).map(|(n, item)| {
        let answer = match back.typed {
            Some(typed) => Answer::typed(typed, n, decides),
            None => Answer::proposed(staff, item, decides),
        };
        answer.shown(staff, n, item, errors.next().unwrap_or_default())
    });
    let items = items.collect();
    let count = |level: usize| notice.items.iter().filter(|item| item.level == level).count();
    let counts = [
        ("plan.count.chapters", count(1)),
        ("plan.count.clauses", count(2)),
        ("plan.count.obligations", waiting.items.len()),
    ];
    let spans: Vec<_> = waiting.items.iter().map(|item| item.span.clone()).collect();
    let once = back.typed.map(|typed| typed.text("once").to_owned()).filter(|once| !once.is_empty());
    let warned = notice.findings.iter().any(|finding| finding.severity() == Severity::Warning);
    let before = choice::made_from(server, &waiting.digest).await?;
    Ok(PlanConfirmPage {
        crumbs: vec![
            Crumb { label: chrome.t("frame.nav.plan"), href: "/plan".to_owned() },
            Crumb { label: chrome.t("plan.import.title"), href: "/plan/import".to_owned() },
        ],
        title: notice.title.clone().unwrap_or_else(|| waiting.name.clone()),
        post_to: format!("/plan/import/{}", waiting.digest),
        once: once.unwrap_or_else(|| new_matter().to_string()),
        year: waiting.year.to_string(),
        name: waiting.name.clone(),
        counts: counts
            .into_iter()
            .map(|(key, n)| (chrome.t(key), u32::try_from(n).unwrap_or(u32::MAX)))
            .collect(),
        findings: notice
            .findings
            .iter()
            .take(60)
            .map(|one| FindingView::of(one, &waiting.file.text, &chrome))
            .collect(),
        to_check: warned.then(|| back.typed.is_some_and(|typed| !typed.text("checked").is_empty())),
        already: before.map(|plan| format!("/plan?plan={plan}")),
        problems: back.problems,
        refusal: back.refusal.map(|refusal| words::refusal(&staff.guest, &refusal)),
        source: pieces::pieces(&waiting.file.text, &spans),
        items,
        may_decide: decides,
        chrome,
    })
}

pub(in crate::server) async fn confirm(
    staff: Staff,
    State(server): State<Server>,
    Path(digest): Path<String>,
    typed: Typed,
) -> Response {
    if let Some(refused) = staff.not_ours(typed.text("csrf")).await {
        return refused;
    }
    match attempt(&staff, &server, digest, &typed).await {
        Ok(response) => response,
        Err(error) => staff.guest.failed(&error),
    }
}

async fn attempt(
    staff: &Staff,
    server: &Server,
    digest: String,
    typed: &Typed,
) -> Result<Response, AppError> {
    let waiting = waiting(staff, server, digest, typed.text("year"), typed.text("name")).await?;
    let lang = staff.guest.lang;
    let decides = may_decide(staff);
    let (mut decided, mut errors): (Vec<(PlanItem, Decision)>, Vec<Vec<ConfirmError>>) = Default::default();
    for (n, item) in (1..).zip(&waiting.items) {
        match Answer::typed(typed, n, decides).meant(staff, item) {
            Ok(one) => {
                decided.push(one);
                errors.push(Vec::new());
            }
            Err(wrong) => errors.push(wrong),
        }
    }
    let mut problems = Vec::new();
    let wrong = errors.iter().filter(|errors| !errors.is_empty()).count();
    if wrong > 0 {
        problems.push(staff.chrome(None).many("plan.confirm.wrong", wrong));
    }
    let warned = waiting.file.notice.findings.iter().any(|finding| finding.severity() == Severity::Warning);
    if warned && typed.text("checked").is_empty() {
        problems.push(lang.t("plan.confirm.not_checked"));
    }
    if !problems.is_empty() {
        let back = Back { typed: Some(typed), problems, errors, refusal: None };
        let page = page(staff, server, &waiting, back).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page_of(&page)).into_response());
    }
    let once = Some(typed.text("once")).filter(|once| !once.is_empty()).map(|once| format!("form:{once}"));
    let file = waiting.file.clone();
    let city = &server.city;
    let kept =
        city.import_decided(file, &waiting.name, waiting.year, &decided, &staff.actor, once.as_deref()).await;
    match kept {
        Ok(imported) => Ok(match imported.plan {
            Some(plan) => Redirect::to(&format!("/plan?plan={}", plan.matter)).into_response(),
            None => Redirect::to("/plan/import").into_response(),
        }),
        Err(AppError::Refused(refusal)) => {
            let back = Back { typed: Some(typed), refusal: Some(refusal), ..Back::default() };
            let page = page(staff, server, &waiting, back).await?;
            Ok((StatusCode::CONFLICT, page_of(&page)).into_response())
        }
        Err(error) => Err(error),
    }
}
