//! Owns the board: the same list as cards, in columns by state or by a facet where one procedure is chosen, by limit
//! otherwise. What fits on one page is shown whole; of more, the first of each column.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value as Json;
use yifa_app::AppError;
use yifa_kernel::procedure::{Field, FieldKind, Procedure};
use yifa_store::{MatterId, MatterOrder, MatterQuery, MatterRow as StoredRow, PAGE_LIMIT};

use super::super::Server;
use super::super::guest::Staff;
use super::super::words;
use super::facet::{self, value_label};
use super::{Filter, matter_row};
use crate::components::{BoardCard, BoardColumn, Stage};
use crate::pages::matter::Tab;

/// Cards of a column of a board that does not fit on one page; the rest is one click away.
const CARDS: u32 = 20;

/// By what a board has its columns.
#[derive(Debug, Clone, Copy)]
pub(in crate::server) enum By<'a> {
    State,
    Facet(&'a Field),
}

impl<'a> By<'a> {
    /// What an address asks for; by state, unless it names a facet.
    pub fn asked(procedure: &'a Procedure, name: &str) -> Self {
        facet::fields(procedure).find(|field| field.id.as_str() == name).map_or(Self::State, Self::Facet)
    }

    fn key(self, row: &StoredRow) -> String {
        match self {
            Self::State => row.state.clone(),
            Self::Facet(field) => facet_value(field, row).unwrap_or_default(),
        }
    }

    /// The values in the order of the definition; numbers, and what it does not name, as they come.
    fn place(self, procedure: &Procedure, value: &str) -> (usize, String) {
        let at = match self {
            Self::State => procedure.states.iter().position(|state| state.id.as_str() == value),
            Self::Facet(field) => field.choices.iter().position(|(id, _)| id == value),
        };
        (at.unwrap_or(usize::MAX), value.to_owned())
    }

    fn label(self, staff: &Staff, procedure: &Procedure, value: &str) -> String {
        let lang = staff.guest.lang;
        match self {
            Self::State => words::state(lang, Some(procedure), value),
            Self::Facet(_) if value.is_empty() => lang.t("board.unset"),
            Self::Facet(field) => value_label(staff, field, value),
        }
    }

    /// The list of one column.
    fn list(self, filter: &Filter, value: &str) -> Option<Filter> {
        let narrowed = match self {
            Self::State => filter.with(&[("state", value)]),
            Self::Facet(_) if value.is_empty() => return None,
            Self::Facet(field) => filter.with_facet(field, value),
        };
        Some(narrowed.with(&[("view", ""), ("by", "")]))
    }
}

/// The value of a facet in a row, as it stands in addresses.
pub(super) fn facet_value(field: &Field, row: &StoredRow) -> Option<String> {
    let value = row.data.get(field.id.as_str())?;
    let value = value.get("choice").unwrap_or(value);
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Bool(yes) => Some(yes.to_string()),
        Json::Number(n) => Some(n.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

/// By what the columns can be.
pub(super) fn choices(staff: &Staff, filter: &Filter) -> Vec<Tab> {
    let lang = staff.guest.lang;
    let Some(procedure) = filter.procedure(staff) else { return Vec::new() };
    let fields: Vec<&Field> =
        facet::fields(procedure).filter(|field| field.declared != FieldKind::Int).collect();
    if fields.is_empty() {
        return Vec::new();
    }
    let tab = |label: String, value: &str| Tab {
        label,
        count: None,
        href: filter.to(&[("by", value)]),
        current: filter.get("by") == value,
    };
    let each = fields.iter().map(|field| tab(words::label(lang, &field.label), field.id.as_str()));
    std::iter::once(tab(lang.t("board.by_state"), "")).chain(each).collect()
}

pub(super) async fn columns(
    staff: &Staff,
    server: &Server,
    filter: &Filter,
    query: &MatterQuery,
) -> Result<Vec<BoardColumn>, AppError> {
    let Some(procedure) = filter.procedure(staff) else {
        return by_limit(staff, server, filter, query).await;
    };
    let by = By::asked(procedure, filter.get("by"));
    let city = &server.city;
    let count = city.count(query, PAGE_LIMIT).await?;
    if count.whole().is_some_and(|count| count <= u64::from(PAGE_LIMIT)) {
        let page =
            city.store().matters(city.jurisdiction(), query, MatterOrder::DueFirst, None, PAGE_LIMIT).await?;
        let href = |value: &str| by.list(filter, value).map(|list| list.address());
        return cards(staff, procedure, by, &page.rows, &href).await;
    }
    let values: Vec<String> = match by {
        By::State => procedure.states.iter().map(|state| state.id.to_string()).collect(),
        By::Facet(field) => field.choices.iter().map(|(id, _)| id.clone()).collect(),
    };
    let mut columns = Vec::new();
    for value in values {
        let Some(list) = by.list(filter, &value) else { continue };
        let query = match by {
            By::State if !query.states.is_empty() && !query.states.contains(&value) => continue,
            By::State => MatterQuery { states: vec![value.clone()], ..query.clone() },
            By::Facet(_) => list.query(staff, query.person.as_deref()).await?,
        };
        let label = by.label(staff, procedure, &value);
        columns.extend(column(staff, server, label, list.address(), query).await?);
    }
    Ok(columns)
}

/// Rows as cards in columns, with what runs beside each.
pub(in crate::server) async fn cards(
    staff: &Staff,
    procedure: &Procedure,
    by: By<'_>,
    rows: &[StoredRow],
    href: &(dyn Fn(&str) -> Option<String> + Sync),
) -> Result<Vec<BoardColumn>, AppError> {
    let stages = stages(staff, procedure, rows).await?;
    let today = staff.guest.server.city.today();
    let mut columns: BTreeMap<(usize, String), BoardColumn> = BTreeMap::new();
    for row in rows {
        let value = by.key(row);
        let column = columns.entry(by.place(procedure, &value)).or_insert_with(|| BoardColumn {
            label: by.label(staff, procedure, &value),
            count: 0,
            href: href(&value),
            cards: Vec::new(),
        });
        column.count += 1;
        column.cards.push(BoardCard {
            row: matter_row(staff, row, today),
            marks: marks(staff, procedure, by, row),
            stages: stages.get(&row.matter).cloned().unwrap_or_default(),
        });
    }
    Ok(columns.into_values().collect())
}

/// What the columns do not say: the other facets, and the state.
fn marks(staff: &Staff, procedure: &Procedure, by: By<'_>, row: &StoredRow) -> Vec<String> {
    let state = match by {
        By::State => None,
        By::Facet(_) => Some(words::state(staff.guest.lang, Some(procedure), &row.state)),
    };
    let own = |field: &&Field| matches!(by, By::Facet(on) if on.id == field.id);
    let others = facet::fields(procedure).filter(|field| !own(field));
    let others = others.filter_map(|field| match (field.declared, facet_value(field, row)?) {
        // Yes is told by what it says yes to; no is told by silence.
        (FieldKind::Bool, value) => (value == "true").then(|| words::label(staff.guest.lang, &field.label)),
        (_, value) => Some(value_label(staff, field, &value)),
    });
    state.into_iter().chain(others).collect()
}

/// The tracks of each matter that are not over, with the state in which they stand.
async fn stages(
    staff: &Staff,
    procedure: &Procedure,
    rows: &[StoredRow],
) -> Result<BTreeMap<MatterId, Vec<Stage>>, AppError> {
    let mut stages: BTreeMap<MatterId, Vec<Stage>> = BTreeMap::new();
    if procedure.tracks.is_empty() {
        return Ok(stages);
    }
    let city = &staff.guest.server.city;
    let mut owners = BTreeMap::new();
    for row in rows {
        for link in city.store().links_from(city.jurisdiction(), &row.matter).await? {
            if link.kind.starts_with("track:") {
                owners.insert(link.to, row.matter.clone());
            }
        }
    }
    let tracks: Vec<MatterId> = owners.keys().cloned().collect();
    let today = city.today();
    for page in tracks.chunks(PAGE_LIMIT as usize) {
        for row in city.store().matter_rows(city.jurisdiction(), page).await? {
            let Some(owner) = owners.get(&row.matter).filter(|_| !row.is_final) else { continue };
            let shown = matter_row(staff, &row, today);
            stages.entry(owner.clone()).or_default().push(Stage {
                label: shown.procedure,
                href: shown.href,
                state: shown.state,
                clock: shown.clock,
            });
        }
    }
    Ok(stages)
}

/// Windows of days, for matters of every kind.
async fn by_limit(
    staff: &Staff,
    server: &Server,
    filter: &Filter,
    query: &MatterQuery,
) -> Result<Vec<BoardColumn>, AppError> {
    let today = server.city.today();
    let day = |n: i64| today.checked_add(n.days()).ok();
    let windows: [(&str, Option<Date>, Option<Date>); 4] = [
        ("list.due.late", None, day(-1)),
        ("list.due.today", Some(today), Some(today)),
        ("tools.desk.three_days", day(1), day(3)),
        ("tools.desk.week", day(4), day(7)),
    ];
    let written = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut columns = Vec::new();
    for (key, from, by) in windows {
        let query = MatterQuery {
            due_from: from.max(query.due_from),
            due_by: query.due_by.map_or(by, |other| by.map(|by| by.min(other))),
            ..query.clone()
        };
        let (from, by) = (written(query.due_from), written(query.due_by));
        let days = [("due", ""), ("due_from", from.as_str()), ("due_to", by.as_str())];
        let href = filter.with(&days).to(&[("view", ""), ("sort", "due")]);
        columns.extend(column(staff, server, staff.guest.lang.t(key), href, query).await?);
    }
    Ok(columns)
}

/// A column with its first cards; none when nothing is in it.
async fn column(
    staff: &Staff,
    server: &Server,
    label: String,
    href: String,
    query: MatterQuery,
) -> Result<Option<BoardColumn>, AppError> {
    let city = &server.city;
    let count = city.store().count_matters(city.jurisdiction(), &query).await?;
    if count == 0 {
        return Ok(None);
    }
    let page = city.store().matters(city.jurisdiction(), &query, MatterOrder::DueFirst, None, CARDS).await?;
    let today = city.today();
    let card = |row: &StoredRow| BoardCard {
        row: matter_row(staff, row, today),
        marks: Vec::new(),
        stages: Vec::new(),
    };
    Ok(Some(BoardColumn {
        label,
        count: u32::try_from(count).unwrap_or(u32::MAX),
        href: Some(href),
        cards: page.rows.iter().map(card).collect(),
    }))
}
