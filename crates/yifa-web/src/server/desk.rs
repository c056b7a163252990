//! Owns the first page after signing in: what waits for me, what is due, what I follow, what has changed, each list opening
//! into exactly itself.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;
use yifa_app::AppError;
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::{Facts, Openness, action_statuses, references};
use yifa_kernel::procedure::{Action, Scope};
use yifa_store::{MatterOrder, MatterRow as StoredRow};

use super::guest::{Staff, page_of};
use super::list::{COUNTED, Filter, matter_row};
use super::{Server, words};
use crate::components::MatterRow;
use crate::face::Nav;
use crate::pages::desk::{DeskKind, DeskList, DeskPage};

/// Rows of the list of what waits, and of the others.
const WAITING: u32 = 8;
const OTHERS: u32 = 5;

pub(super) async fn desk(staff: Staff, State(server): State<Server>) -> Response {
    match page(&staff, &server).await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn page(staff: &Staff, server: &Server) -> Result<DeskPage, AppError> {
    let city = &server.city;
    let today = city.today();
    let yesterday = city.registry().calendar().previous_working_day(today).unwrap_or(today);
    let mut lists = Vec::new();
    for kind in order(staff) {
        if let Some(filter) = filter(staff, kind, today, yesterday) {
            lists.push(list(staff, server, kind, &filter, today).await?);
        }
    }
    let day = city.registry().calendar().day(today);
    Ok(DeskPage {
        chrome: staff.chrome(Some(Nav::Desk)),
        today,
        day_note: (!day.kind.is_worked()).then(|| staff.guest.lang.t("desk.rest_day")),
        yesterday,
        supervises: supervises(staff),
        lists,
    })
}

/// Whether the reader's role looks after bodies other than its own.
pub(super) fn supervises(staff: &Staff) -> bool {
    let role = staff.guest.server.city.registry().role(&staff.actor.role);
    role.is_some_and(|role| matches!(role.scope, Scope::Jurisdiction | Scope::Subtree))
}

/// What matters most to a role comes first: those who look after others begin with what has gone wrong.
fn order(staff: &Staff) -> [DeskKind; 8] {
    use DeskKind::{Alerts, Changed, Following, Late, ThreeDays, Today, Waiting, Week};
    if supervises(staff) {
        [Late, Alerts, Waiting, Today, ThreeDays, Week, Following, Changed]
    } else {
        [Waiting, Late, Today, ThreeDays, Week, Following, Alerts, Changed]
    }
}

/// The list behind a kind; `None` when the definitions have no such thing.
fn filter(staff: &Staff, kind: DeskKind, today: Date, yesterday: Date) -> Option<Filter> {
    let in_days = |n: i64| today.checked_add(n.days()).unwrap_or(today).to_string();
    let of = |pairs: &[(&str, &str)]| Filter::default().with(pairs);
    Some(match kind {
        DeskKind::Waiting => of(&[("mine", "todo"), ("sort", "due")]),
        DeskKind::Late => of(&[("due", "late"), ("sort", "due")]),
        DeskKind::Today => of(&[("due", "today")]),
        DeskKind::ThreeDays => of(&[("due_from", &in_days(1)), ("due_to", &in_days(3)), ("sort", "due")]),
        DeskKind::Week => of(&[("due_from", &in_days(4)), ("due_to", &in_days(7)), ("sort", "due")]),
        DeskKind::Alerts => {
            let alert = staff.guest.server.city.registry().noun("alert")?;
            of(&[("procedure", alert.as_str()), ("open", "open"), ("sort", "due")])
        }
        DeskKind::Following => of(&[("mine", "follow")]),
        DeskKind::Changed => of(&[("changed", &yesterday.to_string())]),
        DeskKind::Done => of(&[("mine", "done")]),
    })
}

async fn list(
    staff: &Staff,
    server: &Server,
    kind: DeskKind,
    filter: &Filter,
    today: Date,
) -> Result<DeskList, AppError> {
    let city = &server.city;
    let query = filter.query(staff, None).await?;
    let total = city.count(&query, COUNTED).await?;
    let most = if kind == DeskKind::Waiting { WAITING } else { OTHERS };
    let page = city.store().matters(city.jurisdiction(), &query, filter.order(), None, most).await?;
    let mut rows: Vec<MatterRow> = page.rows.iter().map(|row| matter_row(staff, row, today)).collect();
    if kind == DeskKind::Waiting {
        next_steps(staff, server, &page.rows, &mut rows, today).await?;
    }
    Ok(DeskList {
        kind,
        total,
        rows,
        href: filter.address(),
        sorted_by_due: filter.order() == MatterOrder::DueFirst,
    })
}

/// What the reader may do next on each row, if anything: the row then leads straight to its form.
async fn next_steps(
    staff: &Staff,
    server: &Server,
    stored: &[StoredRow],
    rows: &mut [MatterRow],
    today: Date,
) -> Result<(), AppError> {
    let city = &server.city;
    let registry = city.registry();
    let ids = stored.iter().map(|row| MatterId::new(row.matter.as_str()));
    let states: BTreeMap<_, _> =
        city.states(ids).await?.into_iter().filter_map(|(id, state)| Some((id, state?))).collect();
    let wanted = states.values().flat_map(|state| references(state, None));
    let around = city.states(wanted).await?.into_iter().filter_map(|(id, state)| Some((id, state?)));
    let facts = Facts {
        matters: around.collect(),
        bodies: city.bodies(),
        names: city.names(),
        citable: city.citable(states.values().flat_map(|state| state.fields.values())).await?,
        ..Facts::default()
    };
    for (row, stored) in rows.iter_mut().zip(stored) {
        let Some(state) = states.get(stored.matter.as_str()) else { continue };
        let Some(procedure) = registry.procedure_of(state) else { continue };
        let statuses = action_statuses(registry, state, &staff.actor, &facts, today);
        let open = statuses.iter().filter(|status| status.openness == Openness::Open);
        let moves = open.filter_map(|status| procedure.action(&status.action));
        // The way on comes before the ways out: a definition writes its states in the order of the main road.
        let place = |action: &&Action| {
            let to =
                action.to.first().and_then(|(_, to)| procedure.states.iter().position(|one| one.id == *to));
            let is_final = to.is_some_and(|at| procedure.states[at].is_final);
            (is_final, to)
        };
        let moves = moves.filter(|action| !action.to.is_empty()).min_by_key(place);
        if let Some(action) = moves {
            let href = format!("/matters/{}/do/{}", state.matter, action.id);
            row.action = Some((words::label(staff.guest.lang, &action.label), href));
        }
    }
    Ok(())
}
