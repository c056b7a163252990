//! Owns the list of matters: filters in the address, pages by cursor, counts by state.

use axum::extract::{Query as Asked, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use yifa_app::AppError;
use yifa_kernel::id::{BodyId, ProcedureId};
use yifa_law::fold::fold;
use yifa_store::{CountBy, Cursor, MatterOrder, MatterQuery, MatterRow as StoredRow};

use super::guest::{Staff, page_of};
use super::{Server, words};
use crate::components::{Left, Level, MatterRow, Opt, RowClock, TreeNode, Unit};
use crate::face::Nav;
use crate::pages::matter::{FilterChip, ListPage, Query, Tab};

/// Rows of a page.
const ROWS: u32 = 50;
/// Matters are counted no further: of more, a count costs more than it tells, and none is shown.
const COUNTED: u32 = 10_000;

/// The filters as typed into the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    pub q: String,
    pub procedure: String,
    pub state: String,
    pub body: String,
    pub level: String,
    pub from: String,
    pub to: String,
    pub after: String,
}

impl Filter {
    /// The address with one filter changed.
    fn address(&self, change: (&str, &str)) -> String {
        let all = [
            ("q", &self.q),
            ("procedure", &self.procedure),
            ("state", &self.state),
            ("body", &self.body),
            ("level", &self.level),
            ("from", &self.from),
            ("to", &self.to),
        ];
        let kept: Vec<(&str, &str)> = all
            .iter()
            .map(|(name, value)| if *name == change.0 { change } else { (*name, value.as_str()) })
            // A state belongs to its procedure.
            .filter(|(name, value)| !(value.is_empty() || change.0 == "procedure" && *name == "state"))
            .chain((change.0 == "after").then_some(change))
            .collect();
        let query = serde_urlencoded::to_string(kept).unwrap_or_default();
        if query.is_empty() { "/matters".to_owned() } else { format!("/matters?{query}") }
    }

    fn query(&self, staff: &Staff, today: Date) -> MatterQuery {
        let one = |text: &str| if text.is_empty() { Vec::new() } else { vec![text.to_owned()] };
        let level = match self.level.as_str() {
            "notice" => Some(yifa_store::Level::Notice),
            "yellow" => Some(yifa_store::Level::Yellow),
            "red" => Some(yifa_store::Level::Red),
            _ => None,
        };
        let text = fold(self.q.trim()).to_lowercase();
        MatterQuery {
            procedures: one(&self.procedure),
            states: one(&self.state),
            body_path: self.body_path(staff),
            level: level.map(|level| (level, today)),
            opened_from: self.from.parse().ok(),
            opened_until: self.to.parse().ok(),
            text: (!text.is_empty()).then_some(text),
            ..MatterQuery::default()
        }
    }

    /// The body asked for, inside what the reader's role reaches.
    fn body_path(&self, staff: &Staff) -> Option<String> {
        let bodies = staff.guest.server.city.bodies();
        let reach = reach(staff);
        let asked = (!self.body.is_empty()).then(|| bodies.path(&BodyId::new(self.body.clone())));
        match (reach, asked) {
            (Some(reach), Some(asked)) if asked.starts_with(&reach) => Some(asked),
            (Some(reach), _) => Some(reach),
            (None, asked) => asked,
        }
    }
}

/// The part of the tree of bodies that the reader may see; `None`: all of it.
pub(super) fn reach(staff: &Staff) -> Option<String> {
    use yifa_kernel::procedure::Scope;
    let city = &staff.guest.server.city;
    let scope = city.registry().role(&staff.actor.role).map(|role| role.scope);
    match scope {
        Some(Scope::Jurisdiction) => None,
        _ => {
            let body = staff.actor.body.clone().unwrap_or_else(|| BodyId::new("-"));
            Some(city.bodies().path(&body))
        }
    }
}

pub(super) async fn list(
    staff: Staff,
    State(server): State<Server>,
    Asked(filter): Asked<Filter>,
) -> Response {
    match page(&staff, &server, &filter).await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn page(staff: &Staff, server: &Server, filter: &Filter) -> Result<ListPage, AppError> {
    let lang = staff.guest.lang;
    let city = &server.city;
    let today = city.today();
    let query = filter.query(staff, today);
    // A cursor that does not fit (an old address) leads to the first page.
    let after = (!filter.after.is_empty()).then(|| Cursor::parse(&filter.after)).and_then(Result::ok);
    let found = city
        .store()
        .matters(city.jurisdiction(), &query, MatterOrder::ChangedLast, after.as_ref(), ROWS)
        .await;
    let found = match found {
        Err(yifa_store::StoreError::Invalid { .. }) if after.is_some() => {
            city.store().matters(city.jurisdiction(), &query, MatterOrder::ChangedLast, None, ROWS).await?
        }
        other => other?,
    };
    let without_state = MatterQuery { states: Vec::new(), ..query.clone() };
    let counted = city.store().count_matters_up_to(city.jurisdiction(), &without_state, COUNTED).await?;
    let many = counted >= u64::from(COUNTED);
    let by_state = if filter.procedure.is_empty() || many {
        Vec::new()
    } else {
        city.store().count_matters_by(city.jurisdiction(), &without_state, CountBy::State).await?
    };
    let total = city.store().count_matters_up_to(city.jurisdiction(), &query, COUNTED).await?;
    let registry = city.registry();
    let procedure = registry.latest(&ProcedureId::new(filter.procedure.clone()));
    let mut tabs = Vec::new();
    if let Some(procedure) = procedure {
        let sum: u64 = by_state.iter().map(|(_, count)| count).sum();
        tabs.push(Tab {
            label: lang.t("server.all"),
            count: u32::try_from(sum).ok().filter(|_| !many),
            href: filter.address(("state", "")),
            current: filter.state.is_empty(),
        });
        for state in &procedure.states {
            let count = by_state.iter().find(|(id, _)| id == state.id.as_str()).map(|(_, count)| *count);
            if !many && count.is_none_or(|count| count == 0) {
                continue;
            }
            tabs.push(Tab {
                label: words::label(lang, &state.label),
                count: count.and_then(|count| u32::try_from(count).ok()),
                href: filter.address(("state", state.id.as_str())),
                current: filter.state == state.id.as_str(),
            });
        }
    }
    Ok(ListPage {
        chrome: staff.chrome(Some(Nav::Matters)),
        title: procedure.map(|procedure| words::label(lang, &procedure.label)),
        action: "/matters".to_owned(),
        query: typed(staff, filter),
        chips: chips(staff, filter),
        clear: "/matters".to_owned(),
        tabs,
        rows: found.rows.iter().map(|row| matter_row(staff, row, today)).collect(),
        total: u32::try_from(total).ok().filter(|total| *total < COUNTED),
        // Cursors only go forward: the way back is the first page.
        previous: (!filter.after.is_empty())
            .then(|| filter.address(("after", "")))
            .map(|address| address.replace("after=", "")),
        next: found.next.map(|next| filter.address(("after", &next.to_string()))),
        bodies: tree(staff, filter),
        may_open: registry.procedures().any(|procedure| {
            procedure.parent.is_none()
                && procedure.opening_actions().any(|action| action.by.contains(&staff.actor.role))
        }),
    })
}

fn typed(staff: &Staff, filter: &Filter) -> Query {
    let lang = staff.guest.lang;
    let registry = staff.guest.server.city.registry();
    let procedures = registry.procedures().map(|one| {
        Opt::new(one.id.as_str(), words::label(lang, &one.label), one.id.as_str() == filter.procedure)
    });
    let procedure = registry.latest(&ProcedureId::new(filter.procedure.clone()));
    let states = procedure.into_iter().flat_map(|procedure| &procedure.states).map(|state| {
        Opt::new(state.id.as_str(), words::label(lang, &state.label), state.id.as_str() == filter.state)
    });
    let bodies = staff.guest.server.city.bodies();
    let reach = reach(staff);
    let within = bodies
        .iter()
        .filter(|body| reach.as_ref().is_none_or(|reach| bodies.path(&body.id).starts_with(reach)));
    let levels =
        [("notice", "words.level.notice"), ("yellow", "words.level.yellow"), ("red", "words.level.red")];
    Query {
        text: filter.q.clone(),
        procedures: procedures.collect(),
        states: states.collect(),
        bodies: within
            .map(|body| {
                Opt::new(body.id.as_str(), lang.pick(&body.name, &body.en), body.id.as_str() == filter.body)
            })
            .collect(),
        levels: levels.iter().map(|(id, key)| Opt::new(*id, lang.t(key), *id == filter.level)).collect(),
        from: filter.from.clone(),
        to: filter.to.clone(),
    }
}

fn chips(staff: &Staff, filter: &Filter) -> Vec<FilterChip> {
    let query = typed(staff, filter);
    let picked = |all: &[Opt]| all.iter().find(|one| one.selected).map(|one| one.label.clone());
    let all = [
        ("q", (!filter.q.is_empty()).then(|| filter.q.clone())),
        ("procedure", picked(&query.procedures)),
        ("state", picked(&query.states)),
        ("body", picked(&query.bodies)),
        ("level", picked(&query.levels)),
        ("from", (!filter.from.is_empty()).then(|| format!("≥ {}", filter.from))),
        ("to", (!filter.to.is_empty()).then(|| format!("≤ {}", filter.to))),
    ];
    all.into_iter()
        .filter_map(|(name, label)| Some(FilterChip { label: label?, remove: filter.address((name, "")) }))
        .collect()
}

/// A store row as a list shows it.
pub(super) fn matter_row(staff: &Staff, row: &StoredRow, today: Date) -> MatterRow {
    let lang = staff.guest.lang;
    let registry = staff.guest.server.city.registry();
    let procedure = registry.latest(&ProcedureId::new(row.procedure.clone()));
    let level = words::stored_level(row.warning.level(today));
    let clock = row.due_on.map(|due| RowClock {
        title: String::new(),
        due: Some(due),
        left: if due >= today {
            Left::Remaining(words::days(today, due), Unit::CalendarDay)
        } else {
            Left::Over(words::days(due, today), Unit::CalendarDay)
        },
        level: if row.is_final { Level::None } else { level },
    });
    MatterRow {
        href: format!("/matters/{}", row.matter),
        number: row.number.clone().unwrap_or_default(),
        name: row.title.clone(),
        procedure: procedure.map_or_else(|| row.procedure.clone(), |one| words::label(lang, &one.label)),
        body: words::body_named(&staff.guest, &row.body),
        state: words::state(lang, procedure, &row.state),
        tone: words::tone(row.is_final),
        clock: clock.filter(|_| !row.is_final),
        action: Some((lang.t("server.open"), format!("/matters/{}", row.matter))),
    }
}

/// Region and bodies at the left.
fn tree(staff: &Staff, filter: &Filter) -> Vec<TreeNode> {
    let lang = staff.guest.lang;
    let bodies = staff.guest.server.city.bodies();
    let reach = reach(staff);
    fn below(
        bodies: &yifa_kernel::body::Bodies,
        parent: Option<&BodyId>,
        node: &dyn Fn(&yifa_kernel::body::Body) -> TreeNode,
    ) -> Vec<TreeNode> {
        let children = bodies.iter().filter(|body| body.parent.as_ref() == parent);
        children
            .map(|body| TreeNode { children: below(bodies, Some(&body.id), node), ..node(body) })
            .collect()
    }
    let node = |body: &yifa_kernel::body::Body| TreeNode {
        label: lang.pick(&body.name, &body.en).to_owned(),
        href: filter.address(("body", body.id.as_str())),
        count: None,
        current: filter.body == body.id.as_str(),
        children: Vec::new(),
    };
    match reach {
        None => below(&bodies, None, &node),
        Some(_) => {
            let own = staff.actor.body.as_ref().and_then(|body| bodies.get(body));
            own.map(|own| TreeNode { children: below(&bodies, Some(&own.id), &node), ..node(own) })
                .into_iter()
                .collect()
        }
    }
}
