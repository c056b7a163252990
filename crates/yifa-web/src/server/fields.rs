//! Owns form fields: a definition's field becomes a control, filled with what was typed or with what is on record.

use std::collections::BTreeMap;

use jiff::civil::Date;
use yifa_kernel::benchmark::Benchmark;
use yifa_kernel::guard::Kind;
use yifa_kernel::id::FieldId;
use yifa_kernel::procedure::{Action, Column as KernelColumn, Field, FieldKind, Label, Needed};
use yifa_kernel::refusal::Reason;
use yifa_kernel::value::{FileRef, PartyKind, Value};
use yifa_law::fold::fold;

use super::guest::Staff;
use super::offered::{self, Around};
use super::typed::{Pair, Row, Typed};
use super::upload::ACCEPTED;
use super::{candidates, cites, words};
use crate::components::{Column, Control, FormField, Opt, PartyValue, TableRow};

/// Blank rows that a table shows beyond those filled in.
const BLANK_ROWS: usize = 2;

/// Rows that come with “more rows”.
const MORE_ROWS: usize = 4;

/// Most rows that a form shows for being asked, beside those that are filled in.
const MOST_BLANK: usize = 200;

/// Makes the fields of an action. `typed`: what was sent and came back; else what is on record is shown.
pub(super) async fn fields(
    staff: &Staff,
    procedure: &yifa_kernel::procedure::Procedure,
    action: &Action,
    recorded: &BTreeMap<FieldId, Value>,
    typed: Option<&Typed>,
    errors: &BTreeMap<String, Vec<String>>,
    around: Option<&Around<'_>>,
) -> yifa_app::Result<Vec<FormField>> {
    let mut all = Vec::new();
    for (id, needed) in &action.records {
        let Some(field) = procedure.field(id) else { continue };
        let day = cites::day(staff, field.as_of.as_ref(), recorded, typed);
        let asked = measured_by(staff, procedure, action, field, recorded, typed);
        let place = Place { around, day, asked };
        let mut control = control(staff, field, recorded.get(id), typed, place).await?;
        if let Control::Table { rows, .. } = &mut control {
            for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
                cell.errors = errors.get(&cell.id).cloned().unwrap_or_default();
            }
        }
        all.push(FormField {
            help: words::help(staff.guest.lang, field),
            required: *needed == Needed::Required,
            errors: errors.get(id.as_str()).cloned().unwrap_or_default(),
            article: (!field.basis.is_empty()).then(|| staff.guest.articles(&field.basis)),
            feeds: around.is_some() && offered::feeds(procedure, action, id),
            ..FormField::new(id.as_str(), words::label(staff.guest.lang, &field.label), control)
        });
    }
    Ok(all)
}

/// The input that a reason is about: that of the field, or of a cell of its table.
pub(super) fn place(field: &FieldId, reason: &Reason) -> String {
    reason.cell().map_or_else(
        || field.to_string(),
        |(row, column)| format!("{field}.{}.{column}", row.saturating_sub(1)),
    )
}

/// Where a control stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// The form, where its conditions say what may be chosen.
    around: Option<&'a Around<'a>>,
    /// The day on which citations must hold.
    day: Date,
    /// The benchmark whose circumstances the table records.
    asked: Option<&'a Benchmark>,
}

/// The benchmark that measures an amount of the form by the circumstances of this table.
fn measured_by<'a>(
    staff: &'a Staff,
    procedure: &yifa_kernel::procedure::Procedure,
    action: &Action,
    table: &Field,
    recorded: &BTreeMap<FieldId, Value>,
    typed: Option<&Typed>,
) -> Option<&'a Benchmark> {
    let amounts = action.records.iter().filter_map(|(id, _)| procedure.field(id));
    let within = amounts.filter_map(|field| field.within.as_ref()).find(|one| one.by == table.id)?;
    let on_record = || recorded.get(&within.norm).map(ToString::to_string);
    let norm = typed.map(|typed| typed.text(within.norm.as_str()).to_owned()).or_else(on_record)?;
    let city = &staff.guest.server.city;
    city.registry().benchmark_for(&norm, city.today())
}

async fn control(
    staff: &Staff,
    field: &Field,
    recorded: Option<&Value>,
    typed: Option<&Typed>,
    place: Place<'_>,
) -> yifa_app::Result<Control> {
    let id = field.id.as_str();
    let texts: Vec<String> = match typed {
        Some(typed) => typed.texts(id).map(ToOwned::to_owned).collect(),
        None => recorded.map(as_typed).unwrap_or_default(),
    };
    if let Kind::Table(_) = &field.kind {
        return table(staff, field, recorded, typed, place).await;
    }
    if let Kind::Party = &field.kind {
        return Ok(Control::Party(party(id, recorded, typed)));
    }
    let current = match recorded {
        Some(Value::File(file)) => Some(file.name.clone()),
        _ => None,
    };
    let offer = Offer {
        words: typed.map(|typed| typed.text(&format!("{id}.find")).trim().to_owned()).unwrap_or_default(),
        files: typed.into_iter().flat_map(|typed| typed.files(id)).map(arrived).collect(),
        in_table: false,
        day: place.day,
        among: place.around.map(|around| (around, &field.id)),
    };
    simple(staff, field.declared, &field.kind, &field.choices, field.many, texts, current, offer).await
}

/// How a control is offered, apart from its value.
struct Offer<'a> {
    /// The words that its choices were searched for.
    words: String,
    /// Files that have arrived.
    files: Vec<(String, String, String)>,
    /// In a cell there is no room for a search.
    in_table: bool,
    /// The day on which citations must hold.
    day: Date,
    /// The form and the field whose conditions say which matters may be chosen.
    among: Option<(&'a Around<'a>, &'a FieldId)>,
}

/// A file that has arrived: digest, name and size.
fn arrived(file: &FileRef) -> (String, String, String) {
    (file.digest.clone(), file.name.clone(), size(file.bytes))
}

/// Bytes in words: 1.5 MB.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} kB", bytes.div_ceil(1_024)),
        _ => format!("{}.{} MB", bytes >> 20, ((bytes & 0xF_FFFF) * 10) >> 20),
    }
}

#[expect(clippy::too_many_arguments, reason = "a field and a column have these in common and nothing else")]
async fn simple(
    staff: &Staff,
    declared: FieldKind,
    kind: &Kind,
    choices: &[(String, Label)],
    many: bool,
    texts: Vec<String>,
    current: Option<String>,
    offer: Offer<'_>,
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
    // What is long is searched: those that fit the words, and what is picked already.
    let wanted = fold(&offer.words).to_lowercase();
    let searched = |options: Vec<(String, String, Option<String>)>, more: bool| {
        if offer.in_table || (options.len() <= FEW && wanted.is_empty() && !more) {
            return picked(options);
        }
        let fits = |(value, label, _): &(String, String, Option<String>)| {
            texts.contains(value)
                || wanted.split_whitespace().all(|word| fold(label).to_lowercase().contains(word))
        };
        let all: Vec<_> = options.into_iter().filter(fits).collect();
        let more = more || all.len() > MOST;
        let (mut shown, rest): (Vec<_>, Vec<_>) = all.into_iter().enumerate().partition(|(at, _)| *at < MOST);
        shown.extend(rest.into_iter().filter(|(_, (value, ..))| texts.contains(value)));
        let options = shown.into_iter().map(|(_, (value, label, hint))| Opt {
            selected: texts.contains(&value),
            value,
            label,
            hint,
        });
        Control::Pick { options: options.collect(), many, words: offer.words.clone(), more }
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
            searched(bodies.iter().map(|body| (body.id.to_string(), name(body), None)).collect(), false)
        }
        FieldKind::Person => {
            let own = staff.actor.body.clone();
            let accounts = staff.guest.server.city.accounts().await?;
            let near = accounts
                .iter()
                .filter(|account| account.posts.iter().any(|post| Some(&post.body) == own.as_ref()));
            searched(
                near.map(|account| (account.person.to_string(), account.name.clone(), None)).collect(),
                false,
            )
        }
        FieldKind::Officer | FieldKind::Power | FieldKind::Matter => {
            let near = declared != FieldKind::Matter && !offer.in_table;
            let (options, more) =
                candidates::choices(staff, base, &wanted, &texts, offer.among, near).await?;
            searched(options, more)
        }
        FieldKind::Cite => {
            let on = offer.day;
            let searched = !offer.words.is_empty() && !offer.in_table;
            Control::Cite {
                unverified: cites::unverified(staff, &texts, on).await?,
                values: texts,
                many,
                offers: cites::suggestions(staff, on),
                on: (!offer.in_table).then_some(on),
                found: if searched { cites::offers(staff, &offer.words, on).await? } else { Vec::new() },
                words: offer.words,
            }
        }
        FieldKind::File => Control::File { current, kept: offer.files, accept: ACCEPTED.to_owned(), many },
        FieldKind::Party | FieldKind::Table => Control::Text { value, max: 200 },
    })
}

/// So many choices are shown without a search, and so many at most with one.
const FEW: usize = 25;
pub(super) const MOST: usize = 60;

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
    place: Place<'_>,
) -> yifa_app::Result<Control> {
    let id = field.id.as_str();
    let filled: Vec<Row> = match (typed, recorded) {
        (Some(typed), _) => typed.rows(id),
        (None, Some(Value::Table(rows))) => rows.iter().map(row_as_typed).collect(),
        _ => Vec::new(),
    };
    let wanted = typed.is_some_and(|typed| typed.text("more") == id);
    // Whoever asks for more rows gets more than there were, also where those are blank yet.
    let shown = typed.map_or(0, |typed| typed.shown_rows(id));
    let least = filled.len() + BLANK_ROWS;
    let all = if wanted { least.max(shown.min(filled.len() + MOST_BLANK)) + MORE_ROWS } else { least };
    let mut rows = Vec::new();
    for index in 0..all {
        let mut cells = Vec::new();
        for column in &field.columns {
            cells.push(cell(staff, field, column, index, filled.get(index), place).await?);
        }
        // The form opens at the first of the rows that were asked for.
        if let Some(first) = cells.first_mut() {
            first.focus = wanted && index == filled.len();
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
    number: usize,
    row: Option<&Row>,
    place: Place<'_>,
) -> yifa_app::Result<FormField> {
    let texts: Vec<String> =
        row.and_then(|row| row.texts.get(column.id.as_str())).into_iter().cloned().collect();
    let id = format!("{}.{number}.{}", field.id, column.id);
    let named = |control| FormField {
        required: false,
        ..FormField::new(&id, words::label(staff.guest.lang, &column.label), control)
    };
    if let Some(degrees) = degrees(staff, column, row, &texts, place) {
        return Ok(named(degrees));
    }
    let files = row.and_then(|row| row.files.get(column.id.as_str())).into_iter().map(arrived).collect();
    let offer = Offer { words: String::new(), files, in_table: true, day: place.day, among: None };
    let control =
        simple(staff, column.declared, &column.kind, &column.choices, false, texts, None, offer).await?;
    Ok(named(control))
}

/// The degrees of the factor in the same row, to be chosen from; a word that is none of them stays as it was typed.
fn degrees(
    staff: &Staff,
    column: &KernelColumn,
    row: Option<&Row>,
    texts: &[String],
    place: Place<'_>,
) -> Option<Control> {
    let benchmark = place.asked.filter(|_| column.id.as_str() == "degree")?;
    let named = row?.texts.get("factor")?.trim();
    let is = |id: &str, label: &Label, text: &str| text == id || text == label.zh || text == label.en;
    let factor = benchmark.factors.iter().find(|factor| is(&factor.id, &factor.label, named))?;
    let typed = texts.first().map(|text| text.trim()).unwrap_or_default();
    let mut options: Vec<Opt> = factor
        .degrees
        .iter()
        .map(|(id, label)| {
            let shown = words::label(staff.guest.lang, label);
            Opt::new(label.zh.clone(), shown, is(id, label, typed))
        })
        .collect();
    if !typed.is_empty() && !options.iter().any(|one| one.selected) {
        options.push(Opt::new(typed, typed, true));
    }
    Some(Control::Choice { options, many: false })
}

/// A recorded row as a person would type it, with its files.
fn row_as_typed(row: &BTreeMap<FieldId, Value>) -> Row {
    let mut typed = Row::default();
    for (column, value) in row {
        match value {
            Value::File(file) => drop(typed.files.insert(column.to_string(), file.clone())),
            value => drop(typed.texts.insert(column.to_string(), as_typed(value).join("、"))),
        }
    }
    typed
}

/// A value under the names of the inputs of its field.
pub(super) fn as_pairs(id: &str, value: &Value) -> Vec<Pair> {
    let Value::Table(rows) = value else {
        return as_typed(value).into_iter().map(|text| (id.to_owned(), text)).collect();
    };
    let cells = |(number, row): (usize, &BTreeMap<FieldId, Value>)| {
        let texts = row_as_typed(row).texts.into_iter();
        texts.map(|(column, text)| (format!("{id}.{number}.{column}"), text)).collect::<Vec<_>>()
    };
    rows.iter().enumerate().flat_map(cells).collect()
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
