//! Owns what the machine finds before a person writes: the rows of findings with which the form of an act begins.

use std::collections::BTreeMap;

use yifa_app::AppError;
use yifa_app::review::{Inventory, OwnText};
use yifa_kernel::id::FieldId;
use yifa_kernel::matter::State as MatterState;
use yifa_kernel::procedure::Action;
use yifa_kernel::value::Value;
use yifa_law::review::{Finding, Severity};
use yifa_law::text::normative::NormativeDocument;

use super::super::guest::Staff;
use super::super::typed::Typed;
use super::{Entry, Looked, cut, look};
use crate::review_words;

/// The rows of findings with which the form of an act begins: of the matter's own text, or of each document in its list
/// that has its text on the register. Nothing for an act that records none.
pub(in crate::server) async fn begun(
    staff: &Staff,
    state: &MatterState,
    action: &Action,
) -> Result<BTreeMap<FieldId, Value>, AppError> {
    let settings = yifa_app::review::settings(staff.guest.server.city.registry())?;
    let recorded = |field: &str| action.records.iter().any(|(id, _)| id.as_str() == field);
    let own = |one: &&OwnText| one.procedure == state.procedure.as_str() && recorded(&one.findings);
    if let Some(own) = settings.own_texts().iter().find(own) {
        return of_own_text(staff, own, state).await;
    }
    let asked = |one: &&Inventory| {
        let field = FieldId::new(one.findings.as_str());
        recorded(&one.findings)
            && one.procedure == state.procedure.as_str()
            && !state.fields.contains_key(&field)
    };
    match settings.inventory().filter(asked) {
        Some(inventory) => of_inventory(staff, inventory, state).await,
        None => Ok(BTreeMap::new()),
    }
}

/// What the review finds in the matter's own text. What was written to a finding before stays beside it.
async fn of_own_text(
    staff: &Staff,
    own: &OwnText,
    state: &MatterState,
) -> Result<BTreeMap<FieldId, Value>, AppError> {
    let text = |field: &str| state.fields.get(&FieldId::new(field)).and_then(Value::as_text);
    let (Some(written), title) = (text(&own.text), text(&own.title).unwrap_or_default()) else {
        return Ok(BTreeMap::new());
    };
    let begins = written.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let titled = if begins.contains(title) { written.to_owned() } else { format!("{title}\n{written}") };
    let kind = own.kind().map(|kind| ("kind".to_owned(), kind.code().to_owned()));
    let typed = Typed::of(kind.into_iter().collect(), Vec::new());
    let looked = look(&staff.guest.server, NormativeDocument::read(titled), None, &typed).await?;
    let columns = Columns {
        words: &own.words,
        check: &own.check,
        severity: &own.severity,
        place: &own.place,
        says: &own.says,
    };
    let field = FieldId::new(own.findings.as_str());
    let before = match state.fields.get(&field) {
        Some(Value::Table(rows)) => rows.as_slice(),
        _ => &[],
    };
    let known = [&own.check, &own.place, &own.says].map(|id| FieldId::new(id.as_str()));
    let rows = looked.found.iter().map(|finding| {
        let row = noted(staff, &columns, &looked, finding);
        let same = |one: &&BTreeMap<FieldId, Value>| known.iter().all(|id| one.get(id) == row.get(id));
        let mut kept = before.iter().find(same).cloned().unwrap_or_default();
        kept.extend(row);
        kept
    });
    let rows: Vec<_> = rows.collect();
    Ok(if rows.is_empty() && before.is_empty() {
        BTreeMap::new()
    } else {
        BTreeMap::from([(field, Value::Table(rows))])
    })
}

/// What the review finds in each document of a list.
async fn of_inventory(
    staff: &Staff,
    inventory: &Inventory,
    state: &MatterState,
) -> Result<BTreeMap<FieldId, Value>, AppError> {
    let server = &staff.guest.server;
    let listed = state.fields.get(&FieldId::new(inventory.documents.as_str()));
    let Some(Value::Table(listed)) = listed else { return Ok(BTreeMap::new()) };
    let columns = Columns {
        words: &inventory.words,
        check: &inventory.check,
        severity: &inventory.severity,
        place: &inventory.place,
        says: &inventory.says,
    };
    let mut rows = Vec::new();
    for entry in listed {
        let Some(Value::Matter(id)) = entry.get(&FieldId::new(inventory.document.as_str())) else { continue };
        let opened = server.city.open_matter(id).await?;
        let Some(recorded) = server.city.recorded(&opened).await? else { continue };
        let document = recorded.document.clone();
        let looked = look(server, document, Some(Entry { opened, recorded }), &Typed::default()).await?;
        let number = entry.get(&FieldId::new(inventory.number.as_str()));
        rows.extend(looked.found.iter().map(|finding| {
            let mut row = noted(staff, &columns, &looked, finding);
            row.extend(number.map(|number| (FieldId::new(inventory.number.as_str()), number.clone())));
            row
        }));
    }
    let table = FieldId::new(inventory.findings.as_str());
    Ok(if rows.is_empty() { BTreeMap::new() } else { BTreeMap::from([(table, Value::Table(rows))]) })
}

/// The columns of a table of findings.
struct Columns<'a> {
    words: &'a [String; 3],
    check: &'a str,
    severity: &'a str,
    place: &'a str,
    says: &'a str,
}

fn noted(
    staff: &Staff,
    columns: &Columns<'_>,
    looked: &Looked,
    finding: &Finding,
) -> BTreeMap<FieldId, Value> {
    let source = looked.document.statute.source();
    let [hard, answer, note] = columns.words;
    let severity = match finding.severity {
        Severity::Hard => hard,
        Severity::MustAnswer => answer,
        Severity::Information => note,
    };
    let words = cut(source.get(finding.span.clone()).unwrap_or_default());
    let cells = [
        (columns.check, Some(Value::Text(finding.check.code().to_owned()))),
        (columns.severity, Some(Value::Choice(severity.clone()))),
        (columns.place, Some(words).filter(|words| !words.is_empty()).map(Value::Text)),
        (columns.says, Some(Value::Text(review_words::says(staff.guest.lang, finding)))),
    ];
    cells.into_iter().filter_map(|(id, value)| Some((FieldId::new(id), value?))).collect()
}
