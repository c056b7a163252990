//! Owns taking a list away: exactly the filter on the screen, as XLSX or CSV, page by page from the store, written into the
//! journal first. What is personal is not among the values that lists have, so it cannot leave this way.

use std::collections::{BTreeMap, BTreeSet};

use axum::Form;
use axum::body::Body;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Deserialize;
use serde_json::json;
use yifa_app::AppError;
use yifa_app::journal::{Kind, Part};
use yifa_app::wire::{actor_to, value_from};
use yifa_documents::{Cell, SheetFile, csv_line};
use yifa_kernel::id::{MatterId, ProcedureId};
use yifa_kernel::matter::is_line;
use yifa_kernel::procedure::{DECIMAL, Field, Procedure};
use yifa_kernel::value::Value;
use yifa_law::calendar::china_time;
use yifa_store::{Cursor, MatterOrder, MatterQuery, MatterRow, PAGE_LIMIT};

use super::super::Server;
use super::super::guest::Staff;
use super::super::words;
use super::{Filter, form};

/// Most rows of a workbook; more belong into CSV.
const MOST: u64 = 100_000;

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(in crate::server) struct Asked {
    csrf: String,
    query: String,
    format: String,
}

/// What is taken away.
struct Export {
    staff: Staff,
    query: MatterQuery,
    order: MatterOrder,
    procedure: Option<ProcedureId>,
}

pub(in crate::server) async fn export(
    staff: Staff,
    State(server): State<Server>,
    Form(asked): Form<Asked>,
) -> Response {
    if let Some(refused) = staff.not_ours(&asked.csrf).await {
        return refused;
    }
    let filter = Filter::parse(&asked.query);
    match begin(&staff, &server, &filter, &asked.format).await {
        Ok(begun) if asked.format == "csv" => begun.csv(),
        Ok(begun) => begun.xlsx().await,
        Err(refused) => refused,
    }
}

/// What will be taken away, after it has been written down who takes it.
async fn begin(staff: &Staff, server: &Server, filter: &Filter, format: &str) -> Result<Export, Response> {
    let failed = |error: AppError| staff.guest.failed(&error);
    let city = &server.city;
    let officer = form::officer(staff, filter).await.map_err(failed)?;
    let query = filter.query(staff, officer.person.as_deref()).await.map_err(failed)?;
    let rows = city.store().count_matters(city.jurisdiction(), &query).await.map_err(|e| failed(e.into()))?;
    if format != "csv" && rows > MOST {
        let lang = staff.guest.lang;
        let n = |n: u64| staff.guest.chrome(None).n(n);
        let what = lang.with("list.export.too_many", &[("n", n(rows)), ("most", n(MOST))]);
        return Err(staff.guest.problem(StatusCode::UNPROCESSABLE_ENTITY, "422", what, None));
    }
    let parts = vec![
        (Part::Filter, json!(filter.query_string())),
        (Part::Format, json!(format)),
        (Part::Rows, json!(rows)),
    ];
    city.journal(Kind::ListExported, actor_to(&staff.actor), None, parts).await.map_err(failed)?;
    let procedure = filter.procedure(staff).map(|procedure| procedure.id.clone());
    Ok(Export { staff: staff.clone(), query, order: filter.order(), procedure })
}

impl Export {
    fn procedure(&self) -> Option<&Procedure> {
        self.staff.guest.server.city.registry().latest(self.procedure.as_ref()?)
    }

    /// The procedure's own fields that lists have.
    fn fields(&self) -> Vec<&Field> {
        let all = self.procedure().into_iter().flat_map(|procedure| &procedure.fields);
        all.filter(|field| !field.personal && !field.sealed && is_line(&field.kind)).collect()
    }

    fn columns(&self) -> Vec<String> {
        let lang = self.staff.guest.lang;
        let fixed = ["number", "title", "procedure", "body", "state", "opened", "due", "level", "changed"];
        let fixed = fixed.iter().map(|name| lang.t(&format!("list.column.{name}")));
        let own = self.fields().into_iter().map(|field| words::label(lang, &field.label));
        fixed.chain(own).map(|text| lang.write(&text).into_owned()).collect()
    }

    fn cells(&self, row: &MatterRow, called: &BTreeMap<MatterId, String>) -> Vec<Cell> {
        let guest = &self.staff.guest;
        let lang = guest.lang;
        let city = &guest.server.city;
        let procedure = city.registry().latest(&ProcedureId::new(row.procedure.clone()));
        let text = |text: String| Cell::text(lang.write(&text));
        let level = row.warning.level(city.today());
        let mut cells = vec![
            text(row.number.clone().unwrap_or_default()),
            text(row.title.clone()),
            text(procedure.map_or_else(|| row.procedure.clone(), |one| words::label(lang, &one.label))),
            text(words::body_named(guest, &row.body)),
            text(words::state(lang, procedure, &row.state)),
            Cell::Date(row.opened_on),
            row.due_on.map_or(Cell::Empty, Cell::Date),
            row.due_on.map_or(Cell::Empty, |_| text(lang.t(words::stored_level(level).key()))),
            text(china_time(row.changed_at).strftime("%Y-%m-%d %H:%M").to_string()),
        ];
        cells.extend(self.fields().into_iter().map(|field| {
            let Some(value) = row.data.get(field.id.as_str()).and_then(value_from) else {
                return Cell::Empty;
            };
            let names: Vec<&str> = value.matters().filter_map(|id| Some(called.get(id)?.as_str())).collect();
            match names.is_empty() {
                true => cell(&self.staff, field, &value),
                false => text(names.join(lang.pick("、", ", "))),
            }
        }));
        cells
    }

    async fn page(&self, after: Option<&Cursor>) -> Result<(Vec<Vec<Cell>>, Option<Cursor>), AppError> {
        let city = &self.staff.guest.server.city;
        let found =
            city.store().matters(city.jurisdiction(), &self.query, self.order, after, PAGE_LIMIT).await?;
        let called = self.called(&found.rows).await?;
        Ok((found.rows.iter().map(|row| self.cells(row, &called)).collect(), found.next))
    }

    /// How the matters are called to which rows point: an identifier tells nobody anything.
    async fn called(&self, rows: &[MatterRow]) -> Result<BTreeMap<MatterId, String>, AppError> {
        let city = &self.staff.guest.server.city;
        let fields = self.fields();
        let values = rows.iter().flat_map(|row| fields.iter().map(|field| row.data.get(field.id.as_str())));
        let values: Vec<Value> = values.flatten().filter_map(value_from).collect();
        let ids: BTreeSet<&MatterId> = values.iter().flat_map(Value::matters).collect();
        let ids: Vec<_> =
            ids.into_iter().filter_map(|id| yifa_store::MatterId::new(id.as_str()).ok()).collect();
        let mut called = BTreeMap::new();
        for some in ids.chunks(PAGE_LIMIT as usize) {
            let found = city.store().matter_rows(city.jurisdiction(), some).await?;
            called.extend(found.into_iter().map(|row| (MatterId::new(row.matter.as_str()), row.title)));
        }
        Ok(called)
    }

    /// As it comes from the store: the first lines leave before the last are read.
    fn csv(self) -> Response {
        enum Next {
            Head,
            Page(Option<Cursor>),
            End,
        }
        let lines = stream::try_unfold((self, Next::Head), async |(export, next)| match next {
            Next::Head => {
                let head: Vec<Cell> = export.columns().into_iter().map(Cell::text).collect();
                // The mark at the beginning tells spreadsheets that the text is UTF-8.
                Ok::<_, AppError>(Some((format!("\u{feff}{}", csv_line(&head)), (export, Next::Page(None)))))
            }
            Next::Page(after) => {
                let (rows, next) = export.page(after.as_ref()).await?;
                let text: String = rows.iter().map(|cells| csv_line(cells)).collect();
                let next = next.map_or(Next::End, |next| Next::Page(Some(next)));
                Ok(Some((text, (export, next))))
            }
            Next::End => Ok(None),
        });
        let headers = [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
            (header::CONTENT_DISPOSITION, "attachment; filename=\"matters.csv\""),
        ];
        (headers, Body::from_stream(lines)).into_response()
    }

    async fn xlsx(self) -> Response {
        match self.workbook().await {
            Ok(bytes) => {
                let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
                let named = "attachment; filename=\"matters.xlsx\"";
                ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, named)], bytes).into_response()
            }
            Err(error) => self.staff.guest.failed(&error),
        }
    }

    async fn workbook(&self) -> Result<Vec<u8>, AppError> {
        let lang = self.staff.guest.lang;
        let mut file = SheetFile::new(&lang.t("frame.nav.matters"), &self.columns())?;
        let mut after = None;
        loop {
            let (rows, next) = self.page(after.as_ref()).await?;
            rows.iter().try_for_each(|cells| file.row(cells))?;
            after = next;
            if after.is_none() {
                break;
            }
        }
        let told = |key: &str, value: String| lang.with(&format!("list.export.{key}"), &[("value", value)]);
        let city = &self.staff.guest.server.city;
        file.notes(
            &lang.t("list.export.about"),
            &[
                lang.t("list.export.about"),
                told("by", self.staff.session.account.name.clone()),
                told("at", china_time(city.clock().now()).strftime("%Y-%m-%d %H:%M").to_string()),
                lang.t("list.export.masked"),
            ],
        )?;
        Ok(file.finish()?)
    }
}

fn cell(staff: &Staff, field: &Field, value: &Value) -> Cell {
    match value {
        Value::Int(n) => Cell::Int(*n),
        Value::Money(fen) => Cell::Scaled(*fen, 100),
        Value::Decimal(n) => Cell::Scaled(*n, DECIMAL as u32),
        Value::Date(day) => Cell::Date(*day),
        Value::Party(party) => Cell::text(yifa_kernel::disclosure::mask_party(party)),
        Value::File(file) => Cell::text(&*file.name),
        // As it is written: a citation that is read in from a file again is one in Chinese.
        Value::Cite(cite) => Cell::text(staff.guest.lang.write(&cite.text)),
        other => {
            let text = words::value(&staff.guest, Some(field), other, None);
            Cell::text(staff.guest.lang.write(&text))
        }
    }
}
