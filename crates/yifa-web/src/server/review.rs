//! Owns the machine legality review: a text comes in, findings go out; the answers become a matter of their own.

mod begun;

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use yifa_app::AppError;
use yifa_app::city::{Opened, new_matter};
use yifa_app::review::Recorded;
use yifa_kernel::id::MatterId;
use yifa_kernel::id::{ActionId, BodyId, FieldId, ProcedureId};
use yifa_kernel::matter::{Command, may_see};
use yifa_kernel::value::Value;
use yifa_law::review::{Finding, Kind, Record, Severity, Subject, review, unknown};
use yifa_law::text::normative::NormativeDocument;

use super::guest::{Staff, page_of};
use super::typed::Typed;
use super::{Server, words};
use crate::face::Nav;
use crate::pages::review::{ReviewPage, Reviewed, kinds};
use crate::review_words;

pub(super) use begun::begun;

/// The procedure whose matters keep the answers, and its opening action.
const PROCEDURE: &str = "document-review";
const GIVE: &str = "give";

/// The largest document.
const LARGEST: usize = 6 << 20;

/// A document of a register that is to be reviewed.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    matter: String,
}

pub(super) async fn page(staff: Staff, State(server): State<Server>, Query(asked): Query<Asked>) -> Response {
    if asked.matter.trim().is_empty() {
        let chrome = staff.chrome(Some(Nav::Registers));
        return page_of(&ReviewPage::empty(chrome, server.city.today()));
    }
    let typed = Typed::of(vec![("matter".to_owned(), asked.matter.clone())], Vec::new());
    match registered(&staff, &server, &typed).await {
        Ok(Some((opened, recorded))) => {
            let document = recorded.document.clone();
            let from = Some(Entry { opened, recorded });
            match look(&server, document, from, &typed).await {
                Ok(looked) => shown(&staff, &server, &typed, Ok(looked), StatusCode::OK),
                Err(error) => staff.guest.failed(&error),
            }
        }
        Ok(None) => {
            let fault = Err(staff.guest.lang.t("library.review.no_text"));
            shown(&staff, &server, &typed, fault, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => staff.guest.failed(&error),
    }
}

/// The document of a register that a form names; `None` when it names none, or one without text.
async fn registered(
    staff: &Staff,
    server: &Server,
    typed: &Typed,
) -> Result<Option<(Opened, Recorded)>, AppError> {
    let id = typed.text("matter").trim();
    if id.is_empty() {
        return Ok(None);
    }
    let opened = server.city.open_matter(&MatterId::new(id)).await?;
    if !may_see(server.city.registry(), &opened.state, &staff.actor, &opened.facts) {
        return Err(AppError::Forbidden);
    }
    let recorded = server.city.recorded(&opened).await?;
    Ok(recorded.map(|recorded| (opened, recorded)))
}

pub(super) async fn run(staff: Staff, State(server): State<Server>, typed: Typed) -> Response {
    if let Some(refused) = staff.not_ours(typed.text("csrf")).await {
        return refused;
    }
    match document(&staff, &server, &typed).await {
        Ok(document) => match look(&server, document, None, &typed).await {
            Ok(looked) => shown(&staff, &server, &typed, Ok(looked), StatusCode::OK),
            Err(error) => staff.guest.failed(&error),
        },
        Err(fault) => shown(&staff, &server, &typed, Err(fault), StatusCode::UNPROCESSABLE_ENTITY),
    }
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
    let document = yifa_app::review::open(&name, &bytes)
        .map_err(|why| not_read(lang.t(&format!("review.why.{}", why.code()))))?;
    if document.is_chinese() { Ok(document) } else { Err(lang.t("library.review.not_chinese")) }
}

/// A reviewed document.
struct Looked {
    document: NormativeDocument,
    kind: Kind,
    on: Date,
    found: Vec<Finding>,
    /// Cited instruments that the library does not know.
    unknown: Vec<String>,
    from: Option<Entry>,
}

/// The matter of a register that a document comes from.
struct Entry {
    opened: Opened,
    recorded: Recorded,
}

/// Reviews a document against the city's library and, when it comes from a register, against its record.
async fn look(
    server: &Server,
    document: NormativeDocument,
    from: Option<Entry>,
    typed: &Typed,
) -> Result<Looked, AppError> {
    let on = typed.text("on").trim().parse().unwrap_or_else(|_| server.city.today());
    let registered = from.as_ref().map(|from| from.recorded.kind);
    let kind = Kind::from_code(typed.text("kind")).or(registered).unwrap_or_else(|| Kind::guess(&document));
    let registry = server.city.registry();
    let parameters = yifa_app::review::settings(registry)?.parameters(registry.calendar());
    let edition = server.city.law().await?;
    let record: Option<&Record> = from.as_ref().map(|from| &from.recorded.record);
    let subject = Subject { document: &document, kind, record };
    let found = review(&subject, edition.for_review(), on, &parameters);
    let unknown = unknown(&subject, edition.for_review(), on, &parameters);
    Ok(Looked { document, kind, on, found, unknown, from })
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
    page.text = typed.text("text").to_owned();
    match looked {
        Ok(looked) => page.reviewed = Some(reviewed(staff, &looked, typed)),
        Err(fault) => {
            page.fault = Some(fault);
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
    if let Some(Entry { opened, recorded }) = &looked.from {
        let state = &opened.state;
        let called = words::called(&staff.guest, state, &opened.facts);
        reviewed.matter = Some((state.matter.to_string(), state.number.clone().unwrap_or(called)));
        let record = &recorded.record;
        reviewed.title = record.title.clone().filter(|_| reviewed.title.is_empty()).unwrap_or(reviewed.title);
        reviewed.not_examined =
            record.powers.is_none().then(|| lang.t("library.review.no_powers")).into_iter().collect();
    }
    reviewed.not_examined.extend(review_words::not_examined_cited(lang, &looked.unknown));
    let once = typed.text("once");
    reviewed.once = if once.is_empty() { new_matter().to_string() } else { once.to_owned() };
    for view in &mut reviewed.findings {
        view.verdict = typed.text(&format!("verdict-{}", view.number)).to_owned();
        view.reason = typed.text(&format!("reason-{}", view.number)).to_owned();
    }
    reviewed
}

pub(super) async fn answer(staff: Staff, State(server): State<Server>, typed: Typed) -> Response {
    if let Some(refused) = staff.not_ours(typed.text("csrf")).await {
        return refused;
    }
    let document = match document(&staff, &server, &typed).await {
        Ok(document) => document,
        Err(fault) => return shown(&staff, &server, &typed, Err(fault), StatusCode::UNPROCESSABLE_ENTITY),
    };
    let from = match registered(&staff, &server, &typed).await {
        Ok(from) => from.map(|(opened, recorded)| Entry { opened, recorded }),
        Err(error) => return staff.guest.failed(&error),
    };
    // The text says again what was found: what the page sent back about findings is not believed.
    let looked = match look(&server, document, from, &typed).await {
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
    let registered = looked.from.as_ref().and_then(|from| from.recorded.record.title.as_deref());
    let title = looked.document.statute.title.as_deref().or(registered).unwrap_or_default();
    let rows = (1..).zip(&looked.found).map(|(number, finding)| row(staff, source, number, finding, typed));
    let values = [
        ("title", Value::Text(cut(if title.trim().is_empty() { "—" } else { title }))),
        ("kind", Value::Choice(looked.kind.code().replace('-', "_"))),
        ("digest", Value::Text(yifa_app::review::digest(source))),
        ("as_on", Value::Date(looked.on)),
        ("findings", Value::Table(rows.collect())),
    ];
    let document =
        looked.from.as_ref().map(|from| ("document", Value::Matter(from.opened.state.matter.clone())));
    Command {
        matter: new_matter(),
        procedure: ProcedureId::new(PROCEDURE),
        action: ActionId::new(GIVE),
        body: staff.actor.body.clone().unwrap_or_else(|| BodyId::new("")),
        parent: None,
        values: values.into_iter().chain(document).map(|(id, value)| (FieldId::new(id), value)).collect(),
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
