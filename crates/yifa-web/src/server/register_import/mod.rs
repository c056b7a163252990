//! Owns the pages over the import of registers: what may be imported, the blank sheet, a sheet on trial, and what became of
//! each. The rows themselves are judged by the city, and the law judges each.

mod attempt;
mod blank;
mod say;
mod show;

use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;
use yifa_app::AppError;
use yifa_app::register_import::{ImportStanding, KeptImport, RegisterOrder};
use yifa_kernel::id::{ActionId, ProcedureId};
use yifa_kernel::procedure::{Action, From, Procedure, Scope};

use super::Server;
use super::guest::{Staff, page_of};
use super::words;
use crate::components::Crumb;
use crate::face::Nav;
use crate::pages::import::{ImportRow, ImportStart, ImportsPage, Standing};

pub(super) use attempt::handed_over;
pub(super) use blank::{Format, MARK, file};
pub(crate) use say::sheet_words;

/// Imports of a page.
pub(super) const ROWS: usize = 50;

/// The pages; those with files stand in [`forms`].
pub(super) fn routes() -> Router<Server> {
    Router::new()
        .route("/registers/imports", get(list))
        .route("/registers/imports/template/{procedure}/{action}", get(blank::template))
        .route("/registers/imports/{import}", get(show::show))
        .route("/registers/imports/{import}/faults", get(show::report))
}

/// The forms with files, and what may take long.
pub(super) fn forms() -> Router<Server> {
    Router::new()
        .route("/registers/imports/new/{procedure}/{action}", get(attempt::page).post(attempt::attempt))
        .route("/registers/imports/{import}/undo", post(show::undo))
}

/// The acts by which somebody may open matters from a sheet.
pub(super) fn may_open(staff: &Staff) -> Vec<(&Procedure, &Action)> {
    let registry = staff.guest.server.city.registry();
    let whole = registry.procedures().filter(|procedure| procedure.parent.is_none());
    let each = whole.flat_map(|procedure| procedure.opening_actions().map(move |action| (procedure, action)));
    let own = each.filter(|(_, action)| action.by.contains(&staff.actor.role));
    own.filter(|(procedure, action)| procedure.is_importable(&action.id)).collect()
}

/// The order of an import by whoever asks.
///
/// # Errors
/// Somebody without a body, an act that is none or not theirs.
fn order(staff: &Staff, procedure: &str, action: &str) -> Result<RegisterOrder, AppError> {
    let body = staff.actor.body.clone().ok_or(AppError::Forbidden)?;
    let procedure = ProcedureId::new(procedure);
    let city = &staff.guest.server.city;
    let known = city.registry().for_new_matters(&procedure, city.today());
    let known = known.and_then(|procedure| Some((procedure, procedure.action(&ActionId::new(action))?)));
    let known = known.filter(|(procedure, action)| procedure.is_importable(&action.id)).map(|(_, act)| act);
    let known = known.filter(|action| action.from == From::Nothing);
    let known = known.ok_or_else(|| AppError::NotFound(format!("{procedure}/{action}")))?;
    if !known.by.contains(&staff.actor.role) {
        return Err(AppError::Forbidden);
    }
    Ok(RegisterOrder {
        procedure,
        action: Some(ActionId::new(action)),
        body,
        actor: staff.actor.clone(),
        dry_run: true,
        good_rows: false,
        source: String::new(),
    })
}

/// Whether somebody may look at an import: their own, or any where their role reaches over the whole city.
fn may_look(staff: &Staff, import: &KeptImport) -> bool {
    let own = staff.actor.as_person() == Some(&import.by);
    let role = staff.guest.server.city.registry().role(&staff.actor.role);
    own || role.is_some_and(|role| role.scope == Scope::Jurisdiction)
}

fn crumbs(staff: &Staff, below: bool) -> Vec<Crumb> {
    let lang = staff.guest.lang;
    let mut all = vec![Crumb { label: lang.t("frame.nav.registers"), href: "/registers".to_owned() }];
    if below {
        all.push(Crumb { label: lang.t("import.title"), href: "/registers/imports".to_owned() });
    }
    all
}

/// How an import stands, as pages say it.
pub(super) fn standing(of: &ImportStanding) -> Standing {
    match of {
        ImportStanding::Begun => Standing::Begun,
        ImportStanding::Kept => Standing::Kept,
        ImportStanding::Undone { .. } => Standing::Undone,
    }
}

/// The name of somebody who works here.
pub(super) fn person_name(staff: &Staff, person: &yifa_kernel::id::PersonId) -> String {
    staff.guest.server.city.names().get(person).cloned().unwrap_or_else(|| person.to_string())
}

fn procedure_name(staff: &Staff, id: &ProcedureId) -> String {
    let procedure = staff.guest.server.city.registry().latest(id);
    procedure.map_or_else(|| id.to_string(), |one| words::label(staff.guest.lang, &one.label))
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    from: usize,
}

async fn list(staff: Staff, State(server): State<Server>, Query(asked): Query<Asked>) -> Response {
    let lang = staff.guest.lang;
    let imports = match server.city.kept_imports().await {
        Ok(imports) => imports,
        Err(error) => return staff.guest.failed(&error),
    };
    let seen: Vec<&KeptImport> = imports.iter().filter(|import| may_look(&staff, import)).collect();
    let from = asked.from.min(seen.len());
    let rows = seen.iter().skip(from).take(ROWS).map(|import| ImportRow {
        href: format!("/registers/imports/{}", import.id),
        at: words::moment(import.at),
        procedure: procedure_name(&staff, &import.procedure),
        source: import.source.clone(),
        by: person_name(&staff, &import.by),
        kept: import.kept,
        faulty: import.faulty,
        standing: standing(&import.standing),
    });
    let starts = may_open(&staff).into_iter().map(|(procedure, action)| ImportStart {
        procedure: words::label(lang, &procedure.label),
        action: words::label(lang, &action.label),
        article: staff.guest.articles(&action.basis),
        href: format!("/registers/imports/new/{}/{}", procedure.id, action.id),
    });
    let (previous, next) = around("/registers/imports", from, seen.len());
    page_of(&ImportsPage {
        rows: rows.collect(),
        starts: starts.collect(),
        crumbs: crumbs(&staff, false),
        chrome: staff.chrome(Some(Nav::Registers)),
        previous,
        next,
    })
}

/// The addresses of the pages before and after.
pub(super) fn around(base: &str, from: usize, all: usize) -> (Option<String>, Option<String>) {
    let address = |from: usize| format!("{base}?from={from}");
    let previous = (from > 0).then(|| address(from.saturating_sub(ROWS)));
    (previous, (from + ROWS < all).then(|| address(from + ROWS)))
}
