//! Owns the first step from a notice to a plan: which text. A text that cannot be trusted comes back with its findings and
//! nothing is kept of it; any other is shown for confirming.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use yifa_app::AppError;
use yifa_app::plan_import::{forbids, year_of};
use yifa_law::notice::{NoticeFile, read_bytes};

use super::super::Server;
use super::super::guest::{Staff, page_of};
use super::super::typed::Typed;
use super::may_import;
use crate::components::Crumb;
use crate::face::Nav;
use crate::pages::plan::{FindingView, PlanImportPage};

/// The largest notice.
const LARGEST: usize = 5 << 20;
/// The most obligations that one person can confirm on one page.
const MOST: usize = 400;
/// The years that a plan may cover.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// What was handed over.
#[derive(Default)]
struct Handed {
    year: String,
    text: String,
    year_error: Option<String>,
    findings: Vec<FindingView>,
}

pub(in crate::server) async fn import_page(staff: Staff) -> Response {
    if !may_import(&staff) {
        return staff.guest.failed(&AppError::Forbidden);
    }
    form(&staff, Handed::default(), StatusCode::OK)
}

fn form(staff: &Staff, handed: Handed, status: StatusCode) -> Response {
    let page = PlanImportPage {
        chrome: staff.chrome(Some(Nav::Plan)),
        crumbs: vec![Crumb { label: staff.guest.lang.t("frame.nav.plan"), href: "/plan".to_owned() }],
        year: handed.year,
        text: handed.text,
        year_error: handed.year_error,
        findings: handed.findings,
    };
    (status, page_of(&page)).into_response()
}

pub(in crate::server) async fn import(staff: Staff, State(server): State<Server>, typed: Typed) -> Response {
    if let Some(refused) = staff.not_ours(typed.text("csrf")).await {
        return refused;
    }
    let done =
        if may_import(&staff) { attempt(&staff, &server, &typed).await } else { Err(AppError::Forbidden) };
    done.unwrap_or_else(|error| staff.guest.failed(&error))
}

async fn attempt(staff: &Staff, server: &Server, typed: &Typed) -> Result<Response, AppError> {
    let lang = staff.guest.lang;
    let city = &server.city;
    let written = typed.text("year").trim();
    let typed_year: Option<i16> = written.parse().ok().filter(|year| YEARS.contains(year));
    let wrong_year = typed_year.is_none() && !written.is_empty();
    let (name, bytes) = handed_over(server, typed).await?;
    let again = |findings: Vec<FindingView>, text: &str| {
        let year_error = wrong_year.then(|| lang.t("plan.import.wrong_year"));
        let handed = Handed { year: written.to_owned(), text: text.to_owned(), year_error, findings };
        Ok(form(staff, handed, StatusCode::UNPROCESSABLE_ENTITY))
    };
    if let Some((_, name, fault)) = typed.faults().first() {
        return again(vec![FindingView::of_file(fault.words(lang, name))], typed.text("text"));
    }
    if bytes.len() > LARGEST {
        let finding = FindingView::of_file(lang.t("plan.import.too_large"));
        return again(vec![finding], "");
    }
    let file = read_bytes(&bytes, Some(typed_year.unwrap_or_else(|| city.today().year())));
    let findings = grave(staff, &file);
    if wrong_year || !findings.is_empty() {
        return again(findings, &file.text);
    }
    let year = typed_year.or_else(|| year_of(&file.notice)).unwrap_or_else(|| city.today().year());
    let digest = city.store().blob_put(city.jurisdiction(), file.text.into_bytes()).await?;
    let query = serde_urlencoded::to_string([("year", year.to_string()), ("name", name)]).unwrap_or_default();
    Ok(Redirect::to(&format!("/plan/import/{digest}?{query}")).into_response())
}

/// The file, else the text; with the name under which it is kept.
async fn handed_over(server: &Server, typed: &Typed) -> Result<(String, Vec<u8>), AppError> {
    let city = &server.city;
    match typed.files("file").next() {
        Some(file) => {
            let kept = city.store().blob_get(city.jurisdiction(), file.digest.parse()?).await?;
            Ok((file.name.clone(), kept.unwrap_or_default()))
        }
        None => Ok(("notice.txt".to_owned(), typed.text("text").as_bytes().to_vec())),
    }
}

/// All findings of a text, if any of them forbids taking it over; none if it may be shown for confirming.
fn grave(staff: &Staff, file: &NoticeFile) -> Vec<FindingView> {
    let chrome = staff.chrome(None);
    let view = |one: &yifa_law::notice::Finding| {
        let view = FindingView::of(one, &file.text, &chrome);
        if forbids(one) { view.forbidding() } else { view }
    };
    let obligations: usize = file.notice.items.iter().map(|item| item.obligations.len()).sum();
    if obligations > MOST {
        let counted = [("n", obligations.to_string()), ("most", MOST.to_string())];
        return vec![FindingView::of_file(staff.guest.lang.with("plan.import.too_many", &counted))];
    }
    if !file.notice.findings.iter().any(forbids) {
        return Vec::new();
    }
    // The grave ones first: they are why nothing was taken.
    let (mut grave, others): (Vec<_>, Vec<_>) = file.notice.findings.iter().partition(|one| forbids(one));
    grave.extend(others);
    grave.into_iter().take(60).map(view).collect()
}
