//! Owns what became of one import: its matters, the file of its faulty rows, and taking it back.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use yifa_app::AppError;
use yifa_app::register_import::{Entry, ImportStanding, KeptImport, MovedOn, UndoRefusal};
use yifa_kernel::id::ProcedureId;

use super::blank::{Format, file};
use super::{Asked, ROWS, around, crumbs, may_look, person_name, procedure_name, standing};
use crate::face::Nav;
use crate::pages::import::{EntryRow, ImportShowPage, UndoView};
use crate::server::guest::{Staff, page_of};
use crate::server::{Server, words};

/// Matters named in a refusal; the others are counted.
const NAMED: usize = 20;

pub(super) async fn show(
    staff: Staff,
    State(server): State<Server>,
    Path(import): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let made = async {
        let import = found(&staff, &server, &import).await?;
        page(&staff, &server, &import, asked.from).await
    };
    match made.await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn found(staff: &Staff, server: &Server, id: &str) -> Result<KeptImport, AppError> {
    let import = server.city.kept_import(id).await?;
    let import = import.ok_or_else(|| AppError::NotFound(format!("import {id}")))?;
    if may_look(staff, &import) { Ok(import) } else { Err(AppError::Forbidden) }
}

async fn page(
    staff: &Staff,
    server: &Server,
    import: &KeptImport,
    from: usize,
) -> Result<ImportShowPage, AppError> {
    let address = format!("/registers/imports/{}", import.id);
    let entries = server.city.import_entries(import).await?;
    let from = from.min(entries.len());
    let (previous, next) = around(&address, from, entries.len());
    let here: Vec<Entry> = entries.into_iter().skip(from).take(ROWS).collect();
    let undone = match &import.standing {
        ImportStanding::Undone { at, by } => Some((person_name(staff, by), words::moment(*at))),
        ImportStanding::Begun | ImportStanding::Kept => None,
    };
    Ok(ImportShowPage {
        chrome: staff.chrome(Some(Nav::Registers)),
        crumbs: crumbs(staff, true),
        procedure: procedure_name(staff, &import.procedure),
        standing: standing(&import.standing),
        undo_to: undone.is_none().then(|| format!("{address}/undo")),
        undone,
        source: import.source.clone(),
        by: person_name(staff, &import.by),
        at: words::moment(import.at),
        rows: import.rows,
        kept: import.kept,
        faulty: import.faulty,
        report: import.report.as_ref().map(|_| format!("{address}/faults")),
        entries: entry_rows(staff, server, &here).await?,
        reason: String::new(),
        refused: None,
        previous,
        next,
    })
}

async fn entry_rows(staff: &Staff, server: &Server, here: &[Entry]) -> Result<Vec<EntryRow>, AppError> {
    let city = &server.city;
    let ids: Vec<yifa_store::MatterId> =
        here.iter().filter_map(|entry| yifa_store::MatterId::new(entry.matter.as_str()).ok()).collect();
    let rows = city.store().matter_rows(city.jurisdiction(), &ids).await?;
    let each = here.iter().filter_map(|entry| {
        let row = rows.iter().find(|row| row.matter.as_str() == entry.matter.as_str())?;
        let procedure = city.registry().latest(&ProcedureId::new(row.procedure.clone()));
        Some(EntryRow {
            line: entry.line,
            number: row.number.clone().unwrap_or_default(),
            name: row.title.clone(),
            state: words::state(staff.guest.lang, procedure, &row.state),
            href: format!("/matters/{}", row.matter),
        })
    });
    Ok(each.collect())
}

/// The rows that were left out, with their faults, as they were told when the others were kept.
pub(super) async fn report(
    staff: Staff,
    State(server): State<Server>,
    Path(import): Path<String>,
) -> Response {
    let made = async {
        let import = found(&staff, &server, &import).await?;
        let missing = || AppError::NotFound(format!("faults of {}", import.id));
        let digest = import.report.as_deref().ok_or_else(missing)?.parse().map_err(|_| missing())?;
        let city = &server.city;
        let bytes = city.store().blob_get(city.jurisdiction(), digest).await?.ok_or_else(missing)?;
        Ok::<_, AppError>(file(Format::Xlsx, &format!("{}-faults", import.procedure), bytes))
    };
    made.await.unwrap_or_else(|error| staff.guest.failed(&error))
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    reason: String,
}

pub(super) async fn undo(
    staff: Staff,
    State(server): State<Server>,
    Path(import): Path<String>,
    Form(wanted): Form<Wanted>,
) -> Response {
    if let Some(refused) = staff.not_ours(&wanted.csrf).await {
        return refused;
    }
    let done = async {
        let import = found(&staff, &server, &import).await?;
        let lang = staff.guest.lang;
        let reason = wanted.reason.trim();
        let refused = if reason.chars().count() < 2 {
            UndoView { what: lang.t("import.undo.no_reason"), lines: Vec::new(), more: 0, next: None }
        } else {
            match server.city.undo_import(&import.id, &staff.actor, reason).await? {
                Ok(_) => {
                    return Ok(Redirect::to(&format!("/registers/imports/{}", import.id)).into_response());
                }
                Err(refusal) => told(&staff, &import, &refusal),
            }
        };
        let made = page(&staff, &server, &import, 0).await?;
        let made = ImportShowPage { refused: Some(refused), reason: reason.to_owned(), ..made };
        Ok::<_, AppError>((StatusCode::CONFLICT, page_of(&made)).into_response())
    };
    done.await.unwrap_or_else(|error| staff.guest.failed(&error))
}

fn told(staff: &Staff, import: &KeptImport, refusal: &UndoRefusal) -> UndoView {
    let lang = staff.guest.lang;
    let chrome = staff.chrome(None);
    let plain = |key: &str| lang.t(&format!("import.undo.{key}"));
    let view = |what: String, lines: Vec<(String, String)>, next: Option<String>| {
        let more = lines.len().saturating_sub(NAMED);
        UndoView { what, lines: lines.into_iter().take(NAMED).collect(), more, next }
    };
    match refusal {
        UndoRefusal::Already => view(plain("already"), Vec::new(), None),
        UndoRefusal::Nothing => view(plain("nothing"), Vec::new(), None),
        UndoRefusal::NoAct => {
            let name = procedure_name(staff, &import.procedure);
            let what = lang.with("import.undo.no_act", &[("procedure", name)]);
            view(what, Vec::new(), Some(plain("no_act_next")))
        }
        UndoRefusal::Moved(all) => {
            let lines = all.iter().map(|one| moved_line(staff, import, one)).collect();
            view(chrome.many("import.undo.moved", all.len()), lines, Some(plain("moved_next")))
        }
        UndoRefusal::Refused(all) => {
            let line = |(entry, refusal): &(Entry, Box<yifa_kernel::refusal::Refusal>)| {
                let said = words::refusal(&staff.guest, refusal).reasons.into_iter().next();
                let what = said.map(|one| [Some(one.text), one.article, one.next]);
                let what =
                    what.into_iter().flatten().flatten().collect::<Vec<_>>().join(lang.pick("，", ", "));
                let places = [("line", entry.line.to_string()), ("what", what)];
                (lang.with("import.undo.refused_line", &places), format!("/matters/{}", entry.matter))
            };
            view(chrome.many("import.undo.not_allowed", all.len()), all.iter().map(line).collect(), None)
        }
    }
}

/// What has happened to a matter since: its number, the act, the day.
fn moved_line(staff: &Staff, import: &KeptImport, moved: &MovedOn) -> (String, String) {
    let lang = staff.guest.lang;
    let procedure = staff.guest.server.city.registry().latest(&import.procedure);
    let act = moved.act.as_ref().map(|id| {
        let action = procedure.and_then(|procedure| procedure.action(id));
        action.map_or_else(|| id.to_string(), |action| words::label(lang, &action.label))
    });
    let number = moved.number.clone().unwrap_or_else(|| moved.entry.matter.to_string());
    let on = moved.on.map(|day| day.to_string());
    let what = [Some(number), act, on].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let places = [("line", moved.entry.line.to_string()), ("what", what)];
    (lang.with("import.undo.moved_line", &places), format!("/matters/{}", moved.entry.matter))
}
