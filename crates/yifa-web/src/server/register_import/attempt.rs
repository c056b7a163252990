//! Owns one sheet on its way in: handed over, tried, its faults shown all at once, and kept when the person says so. What was
//! handed over is named again by its digest, so nothing has to be chosen twice and nothing works only with script.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use yifa_app::AppError;
use yifa_app::city::new_matter;
use yifa_app::register_import::{RegisterOrder, RegisterOutcome};
use yifa_app::sheet::Sheet;
use yifa_kernel::procedure::Procedure;
use yifa_kernel::value::FileRef;

use super::blank::{Format, faulty_rows, file};
use super::say::{column_name, fault_row, sheet_words};
use super::{crumbs, order, procedure_name};
use crate::face::Nav;
use crate::pages::import::{ColumnRow, ImportPage, Trial};
use crate::server::book::kind_key;
use crate::server::guest::{Staff, page_of};
use crate::server::typed::Typed;
use crate::server::{Server, words};

/// Faults shown on the page; the file has all.
const SHOWN: usize = 200;

pub(super) async fn page(staff: Staff, Path((procedure, action)): Path<(String, String)>) -> Response {
    match order(&staff, &procedure, &action).and_then(|order| form(&staff, &order)) {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

fn form(staff: &Staff, order: &RegisterOrder) -> Result<ImportPage, AppError> {
    let lang = staff.guest.lang;
    let city = &staff.guest.server.city;
    let columns = city.register_columns(order)?;
    let id = order.action.as_ref().map(ToString::to_string).unwrap_or_default();
    let path = format!("{}/{id}", order.procedure);
    let procedure = city.registry().latest(&order.procedure);
    let action = procedure.and_then(|procedure| procedure.action(order.action.as_ref()?));
    let columns = columns.iter().map(|column| {
        let choices: Vec<String> = column.choices.iter().map(|label| words::label(lang, label)).collect();
        ColumnRow {
            name: column_name(lang, column),
            required: column.required,
            kind: lang.t(&format!("server.kind.{}", kind_key(column.declared))),
            choices: choices.join(lang.pick("、", ", ")),
        }
    });
    Ok(ImportPage {
        chrome: staff.chrome(Some(Nav::Registers)),
        crumbs: crumbs(staff, true),
        procedure: procedure_name(staff, &order.procedure),
        action: action.map_or(id, |action| words::label(lang, &action.label)),
        article: action.map(|action| staff.guest.articles(&action.basis)).unwrap_or_default(),
        body: words::body_name(&staff.guest, &order.body),
        post_to: format!("/registers/imports/new/{path}"),
        template_xlsx: format!("/registers/imports/template/{path}?format=xlsx"),
        template_csv: format!("/registers/imports/template/{path}?format=csv"),
        columns: columns.collect(),
        fault: None,
        trial: None,
    })
}

pub(super) async fn attempt(
    staff: Staff,
    State(server): State<Server>,
    Path((procedure, action)): Path<(String, String)>,
    typed: Typed,
) -> Response {
    if let Some(refused) = staff.not_ours(typed.text("csrf")).await {
        return refused;
    }
    let done = async {
        let order = order(&staff, &procedure, &action)?;
        Attempt { staff: &staff, server: &server, typed: &typed, order }.run().await
    };
    done.await.unwrap_or_else(|error| staff.guest.failed(&error))
}

struct Attempt<'a> {
    staff: &'a Staff,
    server: &'a Server,
    typed: &'a Typed,
    order: RegisterOrder,
}

impl Attempt<'_> {
    async fn run(mut self) -> Result<Response, AppError> {
        let lang = self.staff.guest.lang;
        if let Some((_, name, fault)) = self.typed.faults().first() {
            return self.not_read(fault.words(lang, name));
        }
        let Some(sent) = self.typed.files("file").next().cloned() else {
            return self.not_read(lang.t("import.no_file"));
        };
        self.order.source.clone_from(&sent.name);
        let sheet = match handed_over(self.server, &sent).await {
            Err(AppError::Sheet(fault)) => return self.not_read(sheet_words(lang, &fault)),
            sheet => sheet?,
        };
        let judged = match self.typed.text("step") {
            "keep" => self.keep(&sheet).await,
            "faults-xlsx" => self.faults(&sheet, Format::Xlsx).await,
            "faults-csv" => self.faults(&sheet, Format::Csv).await,
            _ => self.tried(&sent, &sheet).await,
        };
        match judged {
            Err(AppError::Sheet(fault)) => self.not_read(sheet_words(lang, &fault)),
            other => other,
        }
    }

    fn procedure(&self) -> Result<&Procedure, AppError> {
        let found = self.server.city.registry().latest(&self.order.procedure);
        found.ok_or_else(|| AppError::NotFound(self.order.procedure.to_string()))
    }

    fn not_read(&self, fault: String) -> Result<Response, AppError> {
        let page = ImportPage { fault: Some(fault), ..form(self.staff, &self.order)? };
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page_of(&page)).into_response())
    }

    async fn tried(&self, sent: &FileRef, sheet: &Sheet) -> Result<Response, AppError> {
        let outcome = self.server.city.import_register(&self.order, sheet, None).await?;
        self.told(sent, &outcome, new_matter().to_string(), false)
    }

    fn told(
        &self,
        sent: &FileRef,
        outcome: &RegisterOutcome,
        import: String,
        held_back: bool,
    ) -> Result<Response, AppError> {
        let procedure = self.procedure()?;
        let columns = self.server.city.register_columns(&self.order)?;
        let shown = outcome.faults.iter().take(SHOWN);
        let trial = Trial {
            name: sent.name.clone(),
            digest: sent.digest.clone(),
            import,
            rows: outcome.rows,
            good: outcome.good,
            faulty: outcome.rows - outcome.good,
            faults: shown.map(|fault| fault_row(&self.staff.guest, procedure, &columns, fault)).collect(),
            more: outcome.faults.len().saturating_sub(SHOWN),
            held_back,
        };
        Ok(page_of(&ImportPage { trial: Some(trial), ..form(self.staff, &self.order)? }))
    }

    async fn keep(&self, sheet: &Sheet) -> Result<Response, AppError> {
        let city = &self.server.city;
        let import = self.typed.text("import");
        let named = yifa_store::MatterId::new(import).is_ok();
        let import = if named { import.to_owned() } else { new_matter().to_string() };
        // A second click on the same button leads to what the first one did.
        if city.kept_import(&import).await?.is_some() {
            return Ok(Redirect::to(&format!("/registers/imports/{import}")).into_response());
        }
        let good_rows = self.typed.text("mode") == "good";
        let order = RegisterOrder { dry_run: false, good_rows, ..self.order.clone() };
        let outcome = city.import_register(&order, sheet, Some(&import)).await?;
        if outcome.kept.is_empty() {
            let sent = self.typed.files("file").next().cloned();
            let sent = sent.unwrap_or(FileRef { digest: String::new(), name: String::new(), bytes: 0 });
            return self.told(&sent, &outcome, new_matter().to_string(), true);
        }
        if !outcome.faults.is_empty() {
            let report = faulty_rows(self.staff, &self.order, sheet, &outcome, Format::Xlsx)?;
            city.keep_import_report(&import, report).await?;
        }
        Ok(Redirect::to(&format!("/registers/imports/{import}")).into_response())
    }

    async fn faults(&self, sheet: &Sheet, format: Format) -> Result<Response, AppError> {
        let outcome = self.server.city.import_register(&self.order, sheet, None).await?;
        let rows = faulty_rows(self.staff, &self.order, sheet, &outcome, format)?;
        Ok(file(format, &format!("{}-faults", self.order.procedure), rows))
    }
}

/// The sheet as it was handed over, now or before.
pub(in crate::server) async fn handed_over(server: &Server, sent: &FileRef) -> Result<Sheet, AppError> {
    let city = &server.city;
    let kept = city.store().blob_get(city.jurisdiction(), sent.digest.parse()?).await?.unwrap_or_default();
    // A workbook of many rows takes a while to unpack: not on a thread that answers others.
    let read = tokio::task::spawn_blocking(move || Sheet::read(&kept)).await;
    read.map_err(|error| AppError::invalid("sheet", error.to_string()))?
}
