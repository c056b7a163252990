//! Owns the list of matters: filters in the address, remembered for the person, pages by cursor, counts that open into
//! exactly what they count.

mod board;
mod export;
mod facet;
mod filter;
mod form;
mod tree;
mod views;

use axum::extract::{Query as Asked, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::civil::Date;
use yifa_app::AppError;
use yifa_kernel::id::ProcedureId;
use yifa_store::{CountBy, Counted, Cursor, MatterQuery, MatterRow as StoredRow, Page, sha256};

use super::guest::{Staff, cookie, page_of};
use super::next::link_next;
use super::{Server, follow, words};
use crate::components::{Left, MatterRow, RowClock, Unit};
use crate::face::Nav;
use crate::pages::matter::{ListPage, Tab};

pub(super) use board::{By, cards};
pub(super) use export::export;
pub(super) use filter::{Filter, reach, waiting};
pub(super) use tree::{sums, tree};
pub(super) use views::{forget, on_the_desk, save};

/// Rows of a page.
const ROWS: u32 = 50;
/// Matters are counted no further: of more, a count costs more than it tells, and none is shown.
pub(super) const COUNTED: u32 = 10_000;
/// The cookie that remembers a person's filters.
const REMEMBERED: &str = "yifa_list";
/// The longest filters that are remembered.
const LONGEST: usize = 1_500;

type Pairs = Vec<(String, String)>;

pub(super) async fn list(
    staff: Staff,
    State(server): State<Server>,
    headers: HeaderMap,
    Asked(pairs): Asked<Pairs>,
) -> Response {
    let asked = |name: &str| pairs.iter().any(|(key, _)| key == name);
    // The query form remembers what it was sent with; the address is then the short one.
    if asked("keep") {
        let filter = Filter::of(pairs);
        return remembering(&server, &staff, &filter.address(), Some(&filter));
    }
    if asked("reset") {
        return remembering(&server, &staff, "/matters", None);
    }
    if pairs.is_empty()
        && let Some(filter) = remembered(&staff, &headers).filter(Filter::narrows)
    {
        return Redirect::to(&filter.address()).into_response();
    }
    let filter = Filter::of(pairs);
    match page(&staff, &server, &filter).await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

/// Whose filters a cookie holds, so that a shared computer does not mix them up.
fn tag(staff: &Staff) -> String {
    sha256(staff.session.account.person.as_str().as_bytes()).to_string().chars().take(16).collect()
}

/// Goes to an address and sets or forgets the remembered filters. A cookie, since looking at a list writes nothing.
fn remembering(server: &Server, staff: &Staff, to: &str, filter: Option<&Filter>) -> Response {
    let mut response = Redirect::to(to).into_response();
    let query = filter.map(Filter::query_string).filter(|query| query.len() <= LONGEST);
    let (value, seconds) = match query {
        Some(query) => (format!("{}.{}", tag(staff), URL_SAFE_NO_PAD.encode(query)), 31_536_000),
        None => (String::new(), 0),
    };
    let cookie = super::entry::set_cookie(server, REMEMBERED, &value, seconds);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

fn remembered(staff: &Staff, headers: &HeaderMap) -> Option<Filter> {
    let kept = cookie(headers, REMEMBERED)?;
    let (whose, query) = kept.split_once('.')?;
    let query = URL_SAFE_NO_PAD.decode(query).ok()?;
    (whose == tag(staff)).then(|| Filter::parse(&String::from_utf8_lossy(&query)))
}

async fn page(staff: &Staff, server: &Server, filter: &Filter) -> Result<ListPage, AppError> {
    let lang = staff.guest.lang;
    let city = &server.city;
    let today = city.today();
    let officer = form::officer(staff, filter).await?;
    let query = filter.query(staff, officer.person.as_deref()).await?;
    let officer_named = officer.person.clone();
    let procedure = filter.procedure(staff);
    let board = filter.get("view") == "board";
    let total = city.count(&query, COUNTED).await?;
    let tabs = tabs(staff, server, filter, &query).await?;
    // The states of a procedure stand in their order; procedures by how many there are.
    let (tabs, more_tabs) = if procedure.is_some() { (tabs, Vec::new()) } else { folded(tabs) };
    let found = if board { None } else { Some(rows(server, filter, &query).await?) };
    let Page { rows: stored, next, previous } =
        found.unwrap_or(Page { rows: Vec::new(), next: None, previous: None });
    let chrome = staff.chrome(Some(Nav::Matters));
    let before = if previous.is_some() { filter.before() } else { 0 };
    let (from, to) = place_of(before, stored.len() as u64, total);
    let mut rows: Vec<MatterRow> = stored.iter().map(|row| matter_row(staff, row, today)).collect();
    link_next(staff, server, &stored, &mut rows, today).await?;
    Ok(ListPage {
        range: (!stored.is_empty()).then(|| {
            let places = [("from", chrome.n(from)), ("to", chrome.n(to)), ("n", chrome.counted(&total))];
            lang.with("matter.range", &places)
        }),
        chrome,
        title: procedure.map(|procedure| words::label(lang, &procedure.label)),
        action: "/matters".to_owned(),
        chips: form::chips(staff, filter, &officer, &owner(server, filter.get("of")).await?),
        query: form::typed(staff, filter, officer),
        clear: "/matters?reset=1".to_owned(),
        mine: mine(staff, server, filter, officer_named.as_deref()).await?,
        views: views::views(staff, filter).await?,
        query_string: filter.with(&[("after", ""), ("at", "")]).query_string(),
        shapes: shapes(staff, filter, board),
        tabs,
        more_tabs,
        facets: facet::facets(staff, filter, officer_named.as_deref()).await?,
        by: if board { board::choices(staff, filter) } else { Vec::new() },
        board: if board { board::columns(staff, server, filter, &query).await? } else { Vec::new() },
        is_board: board,
        rows,
        batch_all: total
            .whole()
            .filter(|n| *n <= super::batch::MOST as u64)
            .and_then(|n| u32::try_from(n).ok()),
        total,
        first: (before > u64::from(ROWS)).then(|| filter.to(&[("after", ""), ("at", "")])),
        previous: previous.map(|previous| match before.saturating_sub(u64::from(ROWS)) {
            0 => filter.to(&[("after", ""), ("at", "")]),
            at => filter.to(&[("after", &previous.to_string()), ("at", &at.to_string())]),
        }),
        next: next.map(|next| filter.to(&[("after", &next.to_string()), ("at", &to.to_string())])),
        bodies: tree(staff, server, &query, filter.get("body"), &|body| filter.to(&[("body", body)])).await?,
        may_open: city.registry().procedures().any(|procedure| {
            procedure.parent.is_none()
                && procedure.opening_actions().any(|action| action.by.contains(&staff.actor.role))
        }),
    })
}

/// Which rows of how many a page shows. A list changes while it is read: no row stands behind the last.
fn place_of(before: u64, rows: u64, total: Counted) -> (u64, u64) {
    let to = total.whole().map_or(before + rows, |total| total.min(before + rows)).max(rows);
    (to + 1 - rows.max(1), to)
}

/// How the matter is called to which those of the list belong; as it was asked when there is none.
async fn owner(server: &Server, of: &str) -> Result<String, AppError> {
    let Ok(id) = yifa_store::MatterId::new(of) else { return Ok(of.to_owned()) };
    let city = &server.city;
    let rows = city.store().matter_rows(city.jurisdiction(), &[id]).await?;
    Ok(rows.into_iter().next().map_or_else(|| of.to_owned(), |row| row.title))
}

/// A page of rows. A cursor that does not fit (an old address) leads to the first page.
async fn rows(server: &Server, filter: &Filter, query: &MatterQuery) -> Result<Page<StoredRow>, AppError> {
    let city = &server.city;
    let order = filter.order();
    let after = Some(filter.get("after")).filter(|text| !text.is_empty()).map(Cursor::parse);
    let after = after.and_then(Result::ok);
    let found = city.store().matters(city.jurisdiction(), query, order, after.as_ref(), ROWS).await;
    match found {
        Err(yifa_store::StoreError::Invalid { .. }) if after.is_some() => {
            Ok(city.store().matters(city.jurisdiction(), query, order, None, ROWS).await?)
        }
        other => Ok(other?),
    }
}

/// The officer whom the filters name, where it is one.
pub(super) async fn officer_of(staff: &Staff, filter: &Filter) -> Result<Option<String>, AppError> {
    Ok(form::officer(staff, filter).await?.person)
}

/// To do, done, followed, of what the other filters find: each with the count of what it opens.
async fn mine(
    staff: &Staff,
    server: &Server,
    filter: &Filter,
    officer: Option<&str>,
) -> Result<Vec<Tab>, AppError> {
    let city = &server.city;
    let mut tabs = vec![Tab {
        label: staff.guest.lang.t("list.mine.all"),
        count: None,
        href: filter.to(&[("mine", "")]),
        current: filter.get("mine").is_empty(),
    }];
    for name in ["todo", "done", "follow"] {
        let to = filter.with(&[("mine", name)]);
        let count = city.count(&to.query(staff, officer).await?, COUNTED).await?;
        tabs.push(Tab {
            label: staff.guest.lang.t(&format!("list.mine.{name}")),
            count: count.whole().and_then(|count| u32::try_from(count).ok()),
            href: to.address(),
            current: filter.get("mine") == name,
        });
    }
    Ok(tabs)
}

/// Table or board.
fn shapes(staff: &Staff, filter: &Filter, board: bool) -> Vec<Tab> {
    let shape = |name: &str, value: &str, current| Tab {
        label: staff.guest.lang.t(&format!("list.shape.{name}")),
        count: None,
        href: filter.to(&[("view", value)]),
        current,
    };
    vec![shape("table", "", !board), shape("board", "board", board)]
}

/// Counts by state of the chosen procedure; by procedure when none is chosen.
async fn tabs(
    staff: &Staff,
    server: &Server,
    filter: &Filter,
    query: &MatterQuery,
) -> Result<Vec<Tab>, AppError> {
    let lang = staff.guest.lang;
    let city = &server.city;
    let procedure = filter.procedure(staff);
    let (name, by) =
        if procedure.is_some() { ("state", CountBy::State) } else { ("procedure", CountBy::Procedure) };
    let open = MatterQuery { states: Vec::new(), ..query.clone() };
    let counts = city.count_by(&open, by, COUNTED).await?;
    let many = counts.is_none();
    let counts = counts.unwrap_or_default();
    let labels: Vec<(String, String)> = match procedure {
        Some(procedure) => procedure
            .states
            .iter()
            .map(|state| (state.id.to_string(), words::label(lang, &state.label)))
            .collect(),
        None => city
            .registry()
            .procedures()
            .map(|procedure| (procedure.id.to_string(), words::label(lang, &procedure.label)))
            .collect(),
    };
    let sum: u64 = counts.iter().map(|(_, count)| count).sum();
    let all = Tab {
        label: lang.t("server.all"),
        count: u32::try_from(sum).ok().filter(|_| !many),
        href: filter.to(&[(name, "")]),
        current: filter.get(name).is_empty(),
    };
    let each = labels.into_iter().filter_map(|(id, label)| {
        let count = counts.iter().find(|(one, _)| *one == id).map(|(_, count)| *count);
        (many || count.is_some_and(|count| count > 0)).then(|| Tab {
            label,
            count: count.and_then(|count| u32::try_from(count).ok()),
            href: filter.to(&[(name, &id)]),
            current: filter.get(name) == id,
        })
    });
    Ok(std::iter::once(all).chain(each).collect())
}

/// How many procedures stand in the row of tabs; the others are folded behind them.
const TABS: usize = 8;

/// The tabs that are always seen, and those that are folded: of many procedures, the ones with most matters first.
fn folded(mut tabs: Vec<Tab>) -> (Vec<Tab>, Vec<Tab>) {
    if tabs.len() <= TABS + 2 {
        return (tabs, Vec::new());
    }
    let rest = tabs.get_mut(1..).unwrap_or_default();
    rest.sort_by_key(|tab| (!tab.current, std::cmp::Reverse(tab.count)));
    let more = tabs.split_off(TABS);
    (tabs, more)
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
        level,
    });
    MatterRow {
        id: row.matter.to_string(),
        href: format!("/matters/{}", row.matter),
        number: row.number.clone().unwrap_or_default(),
        name: row.title.clone(),
        procedure: procedure.map_or_else(|| row.procedure.clone(), |one| words::label(lang, &one.label)),
        body: words::body_named(&staff.guest, &row.body),
        state: words::state(lang, procedure, &row.state),
        tone: words::tone(row.is_final),
        clock,
        action: None,
    }
}
