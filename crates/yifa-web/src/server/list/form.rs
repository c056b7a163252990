//! Owns the query form above the table: what can be picked, what is picked, and each filter that is on with the way to
//! take it off.

use yifa_app::AppError;
use yifa_kernel::id::{BodyId, PersonId};
use yifa_kernel::procedure::{Field, FieldKind};
use yifa_law::fold::fold;

use super::super::guest::Staff;
use super::super::words;
use super::filter::{Filter, is_filter, reach};
use crate::components::Opt;
use crate::face::Lang;
use crate::pages::matter::{FilterChip, FilterField, FilterKind, Query};

/// Whom a typed name means.
#[derive(Debug, Default)]
pub(super) struct Officer {
    /// The person, when there is exactly one; somebody who does not exist, when there is none.
    pub person: Option<String>,
    /// How the person is called.
    pub name: String,
    /// Several are called so: each with the address of the list of that one.
    pub several: Vec<(String, String)>,
    /// Nobody is called so.
    pub nobody: bool,
}

/// Most persons that are offered when several are called alike.
const OFFERED: usize = 12;

/// Finds the officer whom the filter names, by account or by part of a name.
pub(super) async fn officer(staff: &Staff, filter: &Filter) -> Result<Officer, AppError> {
    let typed = filter.get("officer");
    if typed.is_empty() {
        return Ok(Officer::default());
    }
    let city = &staff.guest.server.city;
    let lang = staff.guest.lang;
    if let Some(account) = city.account(&PersonId::new(typed)).await? {
        let name = lang.pick(&account.name, &account.en).to_owned();
        return Ok(Officer { person: Some(typed.to_owned()), name, ..Officer::default() });
    }
    let wanted = fold(typed).to_lowercase();
    let mut found: Vec<_> = city.accounts().await?;
    found.retain(|account| {
        fold(&account.name).contains(&wanted) || account.en.to_lowercase().contains(&wanted)
    });
    if let [only] = found.as_slice() {
        let name = lang.pick(&only.name, &only.en).to_owned();
        return Ok(Officer { person: Some(only.person.to_string()), name, ..Officer::default() });
    }
    let several = found.iter().take(OFFERED).map(|account| {
        let body = account.posts.first().map(|post| words::body_name(&staff.guest, &post.body));
        let name = lang.pick(&account.name, &account.en);
        let label = body.map_or_else(|| name.to_owned(), |body| lang.aside(name, &body));
        (label, filter.to(&[("officer", account.person.as_str())]))
    });
    // Until one is chosen, nobody's matters are shown rather than everybody's.
    Ok(Officer {
        person: Some("-".to_owned()),
        name: typed.to_owned(),
        several: several.collect(),
        nobody: found.is_empty(),
    })
}

pub(super) fn typed(staff: &Staff, filter: &Filter, officer: Officer) -> Query {
    let lang = staff.guest.lang;
    let registry = staff.guest.server.city.registry();
    let any = |name: &str| Opt::new("", lang.t("list.any"), filter.get(name).is_empty());
    let pick = |name: &str, words: &[(&str, &str)]| -> Vec<Opt> {
        let each = words.iter().map(|(value, key)| Opt::new(*value, lang.t(key), filter.get(name) == *value));
        std::iter::once(any(name)).chain(each).collect()
    };
    let with_any = |name: &str, options: Vec<Opt>| std::iter::once(any(name)).chain(options).collect();
    let procedures = registry.procedures().map(|one| {
        Opt::new(one.id.as_str(), words::label(lang, &one.label), one.id.as_str() == filter.get("procedure"))
    });
    let procedure = filter.procedure(staff);
    let states: Vec<Opt> = procedure
        .into_iter()
        .flat_map(|procedure| &procedure.states)
        .map(|state| {
            Opt::new(
                state.id.as_str(),
                words::label(lang, &state.label),
                state.id.as_str() == filter.get("state"),
            )
        })
        .collect();
    let bodies = staff.guest.server.city.bodies();
    let reach = reach(staff);
    let within = bodies
        .iter()
        .filter(|body| reach.as_ref().is_none_or(|reach| bodies.path(&body.id).starts_with(reach)));
    let bodies = within.map(|body| {
        Opt::new(body.id.as_str(), lang.pick(&body.name, &body.en), body.id.as_str() == filter.get("body"))
    });
    let fields =
        procedure.into_iter().flat_map(|procedure| &procedure.fields).filter(|field| is_filter(field));
    Query {
        text: filter.get("q").to_owned(),
        procedures: with_any("procedure", procedures.collect()),
        states: if states.is_empty() { states } else { with_any("state", states) },
        bodies: with_any("body", bodies.collect()),
        levels: pick("level", &LEVELS),
        from: filter.get("from").to_owned(),
        to: filter.get("to").to_owned(),
        officer: filter.get("officer").to_owned(),
        officers: officer.several,
        no_officer: officer.nobody,
        open: pick("open", &OPEN),
        dues: pick("due", &DUES),
        due_from: filter.get("due_from").to_owned(),
        due_to: filter.get("due_to").to_owned(),
        sorts: vec![
            Opt::new("", lang.t("list.sort.changed"), !["due", "number"].contains(&filter.get("sort"))),
            Opt::new("due", lang.t("list.sort.due"), filter.get("sort") == "due"),
            Opt::new("number", lang.t("list.sort.number"), filter.get("sort") == "number"),
        ],
        fields: fields.map(|field| filter_field(staff, filter, field)).collect(),
        kept: ["mine", "view", "by", "of", "changed", "idle"]
            .into_iter()
            .filter(|name| !filter.get(name).is_empty())
            .map(|name| (name.to_owned(), filter.get(name).to_owned()))
            .collect(),
    }
}

const OPEN: [(&str, &str); 3] =
    [("open", "list.open.open"), ("at_rest", "list.open.at_rest"), ("closed", "list.open.closed")];

const DUES: [(&str, &str); 4] = [
    ("late", "list.due.late"),
    ("today", "list.due.today"),
    ("3", "list.due.three"),
    ("7", "list.due.seven"),
];

const LEVELS: [(&str, &str); 3] =
    [("notice", "list.level.notice"), ("yellow", "list.level.yellow"), ("red", "list.level.red")];

/// The words of one of some choices; what an address holds instead, as it is.
fn chosen(lang: Lang, all: &[(&str, &str)], value: &str) -> String {
    let found = all.iter().find(|(word, _)| *word == value);
    found.map_or_else(|| value.to_owned(), |(_, key)| lang.t(key))
}

fn filter_field(staff: &Staff, filter: &Filter, field: &Field) -> FilterField {
    let lang = staff.guest.lang;
    let id = format!("f.{}", field.id);
    let range = |kind: &'static str| FilterKind::Range {
        kind,
        from: filter.get(&format!("{id}.from")).to_owned(),
        to: filter.get(&format!("{id}.to")).to_owned(),
    };
    let choice = |options: Vec<(String, String)>| {
        let picked = filter.get(&id);
        let each = options.into_iter().map(|(value, label)| {
            let selected = value == picked;
            Opt::new(value, label, selected)
        });
        let any = Opt::new("", lang.t("list.any"), picked.is_empty());
        FilterKind::Choice { options: std::iter::once(any).chain(each).collect() }
    };
    let kind = match field.declared {
        FieldKind::Bool => {
            choice(vec![("true".to_owned(), lang.t("words.yes")), ("false".to_owned(), lang.t("words.no"))])
        }
        FieldKind::Choice => choice(
            field.choices.iter().map(|(value, label)| (value.clone(), words::label(lang, label))).collect(),
        ),
        FieldKind::Body => {
            let bodies = staff.guest.server.city.bodies();
            let name = |body: &yifa_kernel::body::Body| lang.pick(&body.name, &body.en).to_owned();
            choice(bodies.iter().map(|body| (body.id.to_string(), name(body))).collect())
        }
        FieldKind::Date | FieldKind::Instant => range("date"),
        FieldKind::Int | FieldKind::Decimal | FieldKind::Money => range("text"),
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Cite
        | FieldKind::Party
        | FieldKind::Person
        | FieldKind::Officer
        | FieldKind::Power
        | FieldKind::Matter
        | FieldKind::File
        | FieldKind::Table => FilterKind::Text { value: filter.get(&id).to_owned() },
    };
    let facets = filter.procedure(staff).map(|procedure| procedure.facets.as_slice()).unwrap_or_default();
    FilterField { id, label: words::label(lang, &field.label), kind, above: facets.contains(&field.id) }
}

/// The filters that are on, each with the address of the list without it. `of`: how the matter is called to which they belong.
pub(super) fn chips(staff: &Staff, filter: &Filter, officer: &Officer, of: &str) -> Vec<FilterChip> {
    let all = filter.narrowing().filter(|(name, _)| *name != "mine").map(|(name, value)| FilterChip {
        label: match name {
            "of" => staff.guest.lang.with("list.chip.of", &[("value", of.to_owned())]),
            _ => chip(staff, filter, officer, name, value),
        },
        remove: filter.to(&[(name, "")]),
    });
    all.collect()
}

fn chip(staff: &Staff, filter: &Filter, officer: &Officer, name: &str, value: &str) -> String {
    let lang = staff.guest.lang;
    let registry = staff.guest.server.city.registry();
    let told = |key: &str, value: String| lang.with(&format!("list.chip.{key}"), &[("value", value)]);
    match name {
        "procedure" => {
            let found = registry.latest(&value.into());
            told(name, found.map_or_else(|| value.to_owned(), |one| words::label(lang, &one.label)))
        }
        "state" => told(name, words::state(lang, filter.procedure(staff), value)),
        "body" => told(name, words::body_name(&staff.guest, &BodyId::new(value))),
        "officer" => told(name, officer.name.clone()),
        "open" => chosen(lang, &OPEN, value),
        "due" => chosen(lang, &DUES, value),
        "level" => chosen(lang, &LEVELS, value),
        _ => match name.strip_prefix("f.") {
            Some(field) => field_chip(staff, filter, field, value),
            None => told(name, value.to_owned()),
        },
    }
}

fn field_chip(staff: &Staff, filter: &Filter, name: &str, value: &str) -> String {
    let lang = staff.guest.lang;
    let (id, end) = name.rsplit_once('.').map_or((name, ""), |(id, end)| (id, end));
    let field = filter.procedure(staff).and_then(|procedure| procedure.field(&id.into()));
    let label = field.map_or_else(|| id.to_owned(), |field| words::label(lang, &field.label));
    let shown = match field.map(|field| field.declared) {
        Some(FieldKind::Bool) => lang.t(if value == "true" { "words.yes" } else { "words.no" }),
        Some(FieldKind::Body) => words::body_name(&staff.guest, &BodyId::new(value)),
        Some(FieldKind::Choice) => {
            let choices = field.into_iter().flat_map(|field| &field.choices);
            let found = choices.into_iter().find(|(one, _)| one == value);
            found.map_or_else(|| value.to_owned(), |(_, label)| words::label(lang, label))
        }
        _ => value.to_owned(),
    };
    let sign = match end {
        "from" => " ≥ ".to_owned(),
        "to" => " ≤ ".to_owned(),
        _ => lang.t("words.colon"),
    };
    format!("{label}{sign}{shown}")
}
