//! Owns the machine legality review: a text comes in, findings go out; the answers become a matter of their own.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use yifa_app::AppError;
use yifa_app::city::new_matter;
use yifa_kernel::id::{ActionId, BodyId, FieldId, ProcedureId};
use yifa_kernel::matter::Command;
use yifa_kernel::value::Value;
use yifa_law::review::{Finding, Kind, Severity, Subject, review};
use yifa_law::text::normative::NormativeDocument;

use super::guest::{Staff, is_ours, page_of};
use super::typed::Typed;
use super::{Server, words};
use crate::face::Nav;
use crate::pages::review::{ReviewPage, Reviewed, kinds};
use crate::review_words;

/// The procedure whose matters keep the answers, and its opening action.
const PROCEDURE: &str = "document-review";
const GIVE: &str = "give";

/// The largest document.
const LARGEST: usize = 6 << 20;

pub(super) async fn page(staff: Staff, State(server): State<Server>) -> Response {
    let chrome = staff.chrome(Some(Nav::Registers));
    page_of(&ReviewPage::empty(chrome, server.city.today()))
}

pub(super) async fn run(staff: Staff, State(server): State<Server>, typed: Typed) -> Response {
    if !is_ours(&staff.session.form_secret, typed.text("csrf")) {
        return not_ours(&staff);
    }
    match document(&staff, &server, &typed).await {
        Ok(document) => match look(&server, &document, &typed) {
            Ok(looked) => shown(&staff, &server, &typed, Ok(looked), StatusCode::OK),
            Err(error) => staff.guest.failed(&error),
        },
        Err(fault) => shown(&staff, &server, &typed, Err(fault), StatusCode::UNPROCESSABLE_ENTITY),
    }
}

fn not_ours(staff: &Staff) -> Response {
    staff.guest.problem(StatusCode::FORBIDDEN, "403", staff.guest.lang.t("server.not_ours"), None)
}

/// The document that was handed over, or why there is none.
async fn document(staff: &Staff, server: &Server, typed: &Typed) -> Result<NormativeDocument, String> {
    let lang = staff.guest.lang;
    let not_read = |why: String| lang.with("review.not_read", &[("why", why)]);
    let (name, bytes) = match typed.files("file").next() {
        Some(file) => {
            let city = &server.city;
            let digest = file.digest.parse().map_err(|_| not_read(file.name.clone()))?;
            let kept = city.store().blob_get(city.jurisdiction(), digest).await;
            (file.name.clone(), kept.map_err(|error| not_read(error.to_string()))?.unwrap_or_default())
        }
        None => ("text.txt".to_owned(), typed.text("text").as_bytes().to_vec()),
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(lang.t("review.nothing"));
    }
    if bytes.len() > LARGEST {
        return Err(not_read(lang.t("review.too_long")));
    }
    yifa_app::review::open(&name, &bytes).map_err(not_read)
}

/// A reviewed document.
struct Looked {
    document: NormativeDocument,
    kind: Kind,
    on: Date,
    found: Vec<Finding>,
}

fn look(server: &Server, document: &NormativeDocument, typed: &Typed) -> Result<Looked, AppError> {
    let on = typed.text("on").trim().parse().unwrap_or_else(|_| server.city.today());
    let kind = Kind::from_code(typed.text("kind")).unwrap_or_else(|| Kind::guess(document));
    let parameters = yifa_app::review::carried(server.city.registry().calendar())?;
    let shelf = yifa_app::review::shelf()?;
    let subject = Subject { document, kind, record: None };
    let found = review(&subject, &*shelf, on, &parameters);
    Ok(Looked { document: document.clone(), kind, on, found })
}

fn may_answer(staff: &Staff) -> bool {
    let registry = staff.guest.server.city.registry();
    let procedure = registry.latest(&PROCEDURE.into());
    procedure.is_some_and(|one| one.opening_actions().any(|action| action.by.contains(&staff.actor.role)))
}

/// The page, with what was found or why nothing was.
fn shown(
    staff: &Staff,
    server: &Server,
    typed: &Typed,
    looked: Result<Looked, String>,
    status: StatusCode,
) -> Response {
    let chrome = staff.chrome(Some(Nav::Registers));
    let mut page = ReviewPage::empty(chrome, server.city.today());
    match looked {
        Ok(looked) => page.reviewed = Some(reviewed(staff, &looked, typed)),
        Err(fault) => {
            page.fault = Some(fault);
            page.text = typed.text("text").to_owned();
            page.kinds = kinds(staff.guest.lang, Kind::from_code(typed.text("kind")));
        }
    }
    let mut response = page_of(&page);
    *response.status_mut() = status;
    response
}

fn reviewed(staff: &Staff, looked: &Looked, typed: &Typed) -> Reviewed {
    let lang = staff.guest.lang;
    let mut reviewed = Reviewed::of(lang, &looked.document, looked.kind, looked.on, &looked.found);
    reviewed.may_answer = may_answer(staff);
    let once = typed.text("once");
    reviewed.once = if once.is_empty() { new_matter().to_string() } else { once.to_owned() };
    for view in &mut reviewed.findings {
        view.verdict = typed.text(&format!("verdict-{}", view.number)).to_owned();
        view.reason = typed.text(&format!("reason-{}", view.number)).to_owned();
    }
    reviewed
}

pub(super) async fn answer(staff: Staff, State(server): State<Server>, typed: Typed) -> Response {
    if !is_ours(&staff.session.form_secret, typed.text("csrf")) {
        return not_ours(&staff);
    }
    let document = match document(&staff, &server, &typed).await {
        Ok(document) => document,
        Err(fault) => return shown(&staff, &server, &typed, Err(fault), StatusCode::UNPROCESSABLE_ENTITY),
    };
    // The text says again what was found: what the page sent back about findings is not believed.
    let looked = match look(&server, &document, &typed) {
        Ok(looked) => looked,
        Err(error) => return staff.guest.failed(&error),
    };
    let command = command(&staff, &looked, &typed);
    let once = Some(typed.text("once")).filter(|once| !once.is_empty()).map(|once| format!("review:{once}"));
    match server.city.execute(&command, once.as_deref()).await {
        Ok(done) => Redirect::to(&format!("/matters/{}", done.matter)).into_response(),
        Err(AppError::Refused(refusal)) => {
            let registry = server.city.registry();
            let procedure = registry.latest(&PROCEDURE.into());
            let reasons = refusal.reasons.iter();
            let told =
                reasons.map(|reason| words::reason(&staff.guest, procedure, reason, None).text).collect();
            let mut page = ReviewPage::empty(staff.chrome(Some(Nav::Registers)), server.city.today());
            page.reviewed = Some(Reviewed { refused: told, ..reviewed(&staff, &looked, &typed) });
            let mut response = page_of(&page);
            *response.status_mut() = StatusCode::CONFLICT;
            response
        }
        Err(error) => staff.guest.failed(&error),
    }
}

/// The answers as a command to the engine. Words and sentences are kept as the person saw them.
fn command(staff: &Staff, looked: &Looked, typed: &Typed) -> Command {
    let source = looked.document.statute.source();
    let title = looked.document.statute.title.as_deref().unwrap_or_default();
    let rows = (1..).zip(&looked.found).map(|(number, finding)| row(staff, source, number, finding, typed));
    let values = [
        ("title", Value::Text(cut(if title.trim().is_empty() { "—" } else { title }))),
        ("kind", Value::Choice(looked.kind.code().replace('-', "_"))),
        ("digest", Value::Text(yifa_app::review::digest(source))),
        ("as_on", Value::Date(looked.on)),
        ("findings", Value::Table(rows.collect())),
    ];
    Command {
        matter: new_matter(),
        procedure: ProcedureId::new(PROCEDURE),
        action: ActionId::new(GIVE),
        body: staff.actor.body.clone().unwrap_or_else(|| BodyId::new("")),
        parent: None,
        values: values.into_iter().map(|(id, value)| (FieldId::new(id), value)).collect(),
        actor: staff.actor.clone(),
    }
}

fn row(
    staff: &Staff,
    source: &str,
    number: usize,
    finding: &Finding,
    typed: &Typed,
) -> BTreeMap<FieldId, Value> {
    let severity = match finding.severity {
        Severity::Hard => "hard",
        Severity::MustAnswer => "must_answer",
        Severity::Information => "information",
    };
    let line = source[..finding.span.start].matches('\n').count() + 1;
    let mut row: BTreeMap<FieldId, Value> = [
        ("check", Value::Text(finding.check.code().to_owned())),
        ("severity", Value::Choice(severity.to_owned())),
        ("line", Value::Int(i64::try_from(line).unwrap_or(i64::MAX))),
        ("words", Value::Text(cut(source.get(finding.span.clone()).unwrap_or_default()))),
        ("says", Value::Text(review_words::says(staff.guest.lang, finding))),
    ]
    .into_iter()
    .map(|(id, value)| (FieldId::new(id), value))
    .collect();
    let verdict = typed.text(&format!("verdict-{number}"));
    if ["accept", "reject"].contains(&verdict) {
        row.insert(FieldId::new("verdict"), Value::Choice(verdict.to_owned()));
    }
    let reason = typed.text(&format!("reason-{number}")).trim();
    if !reason.is_empty() {
        row.insert(FieldId::new("reason"), Value::Text(cut(reason)));
    }
    row
}

/// A line of the records holds so many characters.
const LINE: usize = 120;

fn cut(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LINE).collect()
}
