//! Owns form fields: a definition's field becomes a control, filled with what was typed or with what is on record.

use std::collections::BTreeMap;

use yifa_kernel::guard::Kind;
use yifa_kernel::id::{FieldId, ProcedureId};
use yifa_kernel::procedure::{Action, Column as KernelColumn, Field, FieldKind, Needed};
use yifa_kernel::value::{PartyKind, Value};
use yifa_law::numeral::to_chinese;
use yifa_store::{MatterOrder, MatterQuery};

use super::guest::Staff;
use super::typed::Typed;
use super::words;
use crate::components::{Column, Control, FormField, Opt, PartyValue, TableRow};

/// Blank rows that a table shows beyond those filled in.
const BLANK_ROWS: usize = 2;

/// Makes the fields of an action. `typed`: what was sent and came back; else what is on record is shown.
pub(super) async fn fields(
    staff: &Staff,
    procedure: &yifa_kernel::procedure::Procedure,
    action: &Action,
    recorded: &BTreeMap<FieldId, Value>,
    typed: Option<&Typed>,
    errors: &BTreeMap<FieldId, Vec<String>>,
) -> yifa_app::Result<Vec<FormField>> {
    let mut all = Vec::new();
    for (id, needed) in &action.records {
        let Some(field) = procedure.field(id) else { continue };
        let control = control(staff, field, recorded.get(id), typed).await?;
        all.push(FormField {
            help: field.help.clone(),
            required: *needed == Needed::Required,
            errors: errors.get(id).cloned().unwrap_or_default(),
            article: (!field.basis.is_empty()).then(|| field.basis.join("、")),
            ..FormField::new(id.as_str(), words::label(staff.guest.lang, &field.label), control)
        });
    }
    Ok(all)
}

async fn control(
    staff: &Staff,
    field: &Field,
    recorded: Option<&Value>,
    typed: Option<&Typed>,
) -> yifa_app::Result<Control> {
    let id = field.id.as_str();
    let texts: Vec<String> = match typed {
        Some(typed) => typed.texts(id).map(ToOwned::to_owned).collect(),
        None => recorded.map(as_typed).unwrap_or_default(),
    };
    if let Kind::Table(_) = &field.kind {
        return table(staff, field, recorded, typed).await;
    }
    if let Kind::Party = &field.kind {
        return Ok(Control::Party(party(id, recorded, typed)));
    }
    let current = match recorded {
        Some(Value::File(file)) => Some(file.name.clone()),
        _ => None,
    };
    simple(staff, field.declared, &field.kind, &field.choices, field.many, texts, current).await
}

async fn simple(
    staff: &Staff,
    declared: FieldKind,
    kind: &Kind,
    choices: &[(String, yifa_kernel::procedure::Label)],
    many: bool,
    texts: Vec<String>,
    current: Option<String>,
) -> yifa_app::Result<Control> {
    let base = match kind {
        Kind::List(one) => one,
        one => one,
    };
    let value = texts.first().cloned().unwrap_or_default();
    let picked = |options: Vec<(String, String, Option<String>)>| {
        let options = options.into_iter().map(|(value, label, hint)| Opt {
            selected: texts.contains(&value),
            value,
            label,
            hint,
        });
        Control::Choice { options: options.collect(), many }
    };
    Ok(match declared {
        FieldKind::Text => Control::Text { value, max: 200 },
        FieldKind::LongText => Control::LongText { value, max: 20_000 },
        FieldKind::Bool => Control::Bool {
            value: match value.as_str() {
                "true" | "yes" => Some(true),
                "false" | "no" => Some(false),
                _ => None,
            },
        },
        FieldKind::Int => Control::Int { value },
        FieldKind::Decimal => Control::Decimal { value },
        FieldKind::Money => Control::Money { value },
        FieldKind::Date => Control::Date { value },
        FieldKind::Instant => Control::Instant { value },
        FieldKind::Choice => {
            let lang = staff.guest.lang;
            picked(choices.iter().map(|(id, label)| (id.clone(), words::label(lang, label), None)).collect())
        }
        FieldKind::Body => {
            let bodies = staff.guest.server.city.bodies();
            let name =
                |body: &yifa_kernel::body::Body| staff.guest.lang.pick(&body.name, &body.en).to_owned();
            picked(bodies.iter().map(|body| (body.id.to_string(), name(body), None)).collect())
        }
        FieldKind::Person => {
            let own = staff.actor.body.clone();
            let accounts = staff.guest.server.city.accounts().await?;
            let near = accounts
                .iter()
                .filter(|account| account.posts.iter().any(|post| Some(&post.body) == own.as_ref()));
            picked(near.map(|account| (account.person.to_string(), account.name.clone(), None)).collect())
        }
        FieldKind::Officer | FieldKind::Power | FieldKind::Matter => picked(matters(staff, base).await?),
        FieldKind::Cite => Control::Cite { value, offers: offers(staff) },
        FieldKind::File => Control::File { current, accept: ACCEPTED.to_owned(), many },
        FieldKind::Party | FieldKind::Table => Control::Text { value, max: 200 },
    })
}

pub(super) const ACCEPTED: &str = ".pdf,.doc,.docx,.xls,.xlsx,.txt,.png,.jpg,.jpeg,.zip,.ofd";

/// Running matters that a field may point to: those of the own body first.
async fn matters(staff: &Staff, kind: &Kind) -> yifa_app::Result<Vec<(String, String, Option<String>)>> {
    let Kind::Matter(procedures) = kind else { return Ok(Vec::new()) };
    let city = &staff.guest.server.city;
    let body_path = staff.actor.body.as_ref().map(|body| city.bodies().path(body));
    let query = MatterQuery {
        procedures: procedures.iter().map(ProcedureId::to_string).collect(),
        is_final: Some(false),
        ..MatterQuery::default()
    };
    let mut all: Vec<(String, String, Option<String>)> = Vec::new();
    for body_path in [body_path, None] {
        let query = MatterQuery { body_path, ..query.clone() };
        let page = city.store().matters(city.jurisdiction(), &query, MatterOrder::Number, None, 200).await?;
        for row in page.rows {
            if !all.iter().any(|(value, ..)| value == row.matter.as_str()) {
                let body = words::body_named(&staff.guest, &row.body);
                let number = row.number.map_or_else(String::new, |number| format!("{number} "));
                all.push((row.matter.to_string(), format!("{number}{}", row.title), Some(body)));
            }
        }
    }
    Ok(all)
}

/// Articles of instruments in force today.
fn offers(staff: &Staff) -> Vec<String> {
    let today = staff.guest.server.city.today();
    let library = staff.guest.server.city.registry().library();
    let mut all = Vec::new();
    for version in library
        .iter()
        .filter(|version| version.in_force_from <= today && version.ended_on.is_none_or(|end| today < end))
    {
        let title = version.facts.title.trim_start_matches("中华人民共和国");
        for article in &version.facts.article {
            let (no, suffix) = article
                .no
                .split_once('.')
                .map_or((article.no.as_str(), None), |(no, suffix)| (no, Some(suffix)));
            let chinese = |text: &str| text.parse().map_or_else(|_| text.to_owned(), to_chinese);
            let suffix = suffix.map_or_else(String::new, |suffix| format!("之{}", chinese(suffix)));
            all.push(format!("《{title}》第{}条{suffix}", chinese(no)));
        }
    }
    all
}

fn party(id: &str, recorded: Option<&Value>, typed: Option<&Typed>) -> PartyValue {
    if let Some(typed) = typed {
        let part = |name: &str| typed.text(&format!("{id}.{name}")).to_owned();
        return PartyValue {
            kind: part("kind"),
            name: part("name"),
            code: part("code"),
            address: part("address"),
            phone: part("phone"),
        };
    }
    match recorded {
        Some(Value::Party(party)) => PartyValue {
            kind: if party.kind == PartyKind::Citizen { "citizen".into() } else { "organisation".into() },
            name: party.name.clone(),
            code: party.code.clone().unwrap_or_default(),
            address: party.address.clone().unwrap_or_default(),
            phone: party.phone.clone().unwrap_or_default(),
        },
        _ => PartyValue::default(),
    }
}

async fn table(
    staff: &Staff,
    field: &Field,
    recorded: Option<&Value>,
    typed: Option<&Typed>,
) -> yifa_app::Result<Control> {
    let id = field.id.as_str();
    let filled: Vec<BTreeMap<String, String>> = match (typed, recorded) {
        (Some(typed), _) => typed.rows(id),
        (None, Some(Value::Table(rows))) => rows
            .iter()
            .map(|row| {
                row.iter().map(|(column, value)| (column.to_string(), as_typed(value).join("、"))).collect()
            })
            .collect(),
        _ => Vec::new(),
    };
    let wanted = typed.is_some_and(|typed| typed.text("more") == id);
    let blank = BLANK_ROWS + if wanted { 4 } else { 0 };
    let mut rows = Vec::new();
    for index in 0..filled.len() + blank {
        let mut cells = Vec::new();
        for column in &field.columns {
            let text = filled.get(index).and_then(|row| row.get(column.id.as_str())).cloned();
            cells.push(cell(staff, field, column, index, text).await?);
        }
        rows.push(TableRow { cells });
    }
    let columns = field.columns.iter().map(|column| Column {
        id: column.id.to_string(),
        label: words::label(staff.guest.lang, &column.label),
    });
    Ok(Control::Table { columns: columns.collect(), rows })
}

async fn cell(
    staff: &Staff,
    field: &Field,
    column: &KernelColumn,
    row: usize,
    text: Option<String>,
) -> yifa_app::Result<FormField> {
    let texts = text.into_iter().collect();
    let control = simple(staff, column.declared, &column.kind, &column.choices, false, texts, None).await?;
    let id = format!("{}.{row}.{}", field.id, column.id);
    Ok(FormField {
        required: false,
        ..FormField::new(id, words::label(staff.guest.lang, &column.label), control)
    })
}

/// A recorded value as a person would type it.
fn as_typed(value: &Value) -> Vec<String> {
    match value {
        Value::List(all) => all.iter().flat_map(as_typed).collect(),
        Value::Bool(yes) => vec![yes.to_string()],
        Value::Date(day) => vec![day.to_string()],
        Value::Instant(at) => vec![at.strftime("%Y-%m-%dT%H:%M").to_string()],
        other => vec![other.to_string()],
    }
}
