//! Owns the first page after signing in: what waits for me, what is due, what I follow, what has changed, each list opening
//! into exactly itself.

use axum::extract::State as Served;
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;
use yifa_app::AppError;
use yifa_kernel::id::{ActionId, MatterId, ProcedureId};
use yifa_kernel::procedure::Scope;
use yifa_store::MatterOrder;

use super::guest::{Staff, page_of};
use super::list::{COUNTED, Filter, matter_row};
use super::next::link_next;
use super::{Server, draft, words};
use crate::components::MatterRow;
use crate::face::Nav;
use crate::pages::desk::{DeskDraft, DeskKind, DeskList, DeskPage};

/// Rows of the list of what waits, and of the others.
const WAITING: u32 = 8;
const OTHERS: u32 = 5;

pub(super) async fn desk(staff: Staff, Served(server): Served<Server>) -> Response {
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
        has_board: has_board(staff),
        drafts: drafts(staff, server).await?,
        views: super::list::on_the_desk(staff).await?,
        lists,
    })
}

/// What the reader has begun and not sent off; a form that is no longer there is left out.
async fn drafts(staff: &Staff, server: &Server) -> Result<Vec<DeskDraft>, AppError> {
    let registry = server.city.registry();
    let lang = staff.guest.lang;
    let mut all = Vec::new();
    for (href, at) in draft::all(staff).await? {
        let parts: Vec<&str> = href.split('/').filter(|part| !part.is_empty()).collect();
        let (procedure, of, action) = match parts.as_slice() {
            ["matters", "new", procedure, action] => {
                let procedure = registry.latest(&ProcedureId::new(*procedure));
                (procedure, procedure.map(|one| words::label(lang, &one.label)), *action)
            }
            ["matters", matter, "do", action] => {
                let opened = match server.city.open_matter(&MatterId::new(*matter)).await {
                    Err(AppError::NotFound(_)) => continue,
                    opened => opened?,
                };
                let called = words::called(&staff.guest, &opened.state, &opened.facts);
                (registry.procedure_of(&opened.state), Some(called), *action)
            }
            _ => continue,
        };
        let action = procedure.and_then(|procedure| procedure.action(&ActionId::new(action)));
        let Some((of, action)) = of.zip(action) else { continue };
        all.push(DeskDraft { act: words::label(lang, &action.label), of, at: words::moment(at), href });
    }
    Ok(all)
}

/// Whether the reader's role sees more than its own matters, so that the page for leaders shows something.
fn has_board(staff: &Staff) -> bool {
    let role = staff.guest.server.city.registry().role(&staff.actor.role);
    role.is_some_and(|role| matches!(role.scope, Scope::Jurisdiction | Scope::Subtree | Scope::Body))
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
    link_next(staff, server, &page.rows, &mut rows, today).await?;
    Ok(DeskList {
        kind,
        total,
        rows,
        href: filter.address(),
        sorted_by_due: filter.order() == MatterOrder::DueFirst,
    })
}
