//! Owns the board: the same list as cards, in columns by state where one procedure is chosen, by limit otherwise.

use jiff::ToSpan;
use yifa_app::AppError;
use yifa_store::{MatterOrder, MatterQuery};

use super::super::Server;
use super::super::guest::Staff;
use super::super::words;
use super::{Filter, matter_row};
use crate::pages::matter::BoardColumn;

/// Cards of a column; the rest is one click away.
const CARDS: u32 = 20;

pub(super) async fn columns(
    staff: &Staff,
    server: &Server,
    filter: &Filter,
    query: &MatterQuery,
) -> Result<Vec<BoardColumn>, AppError> {
    let lang = staff.guest.lang;
    let mut columns = Vec::new();
    match filter.procedure(staff) {
        Some(procedure) => {
            let chosen = query.states.clone();
            let states = procedure
                .states
                .iter()
                .filter(|state| chosen.is_empty() || chosen.iter().any(|one| one == state.id.as_str()));
            for state in states {
                let query = MatterQuery { states: vec![state.id.to_string()], ..query.clone() };
                let href = filter.to(&[("state", state.id.as_str()), ("view", "")]);
                columns.extend(column(staff, server, words::label(lang, &state.label), href, query).await?);
            }
        }
        None => {
            let today = server.city.today();
            let day = |n: i64| today.checked_add(n.days()).ok();
            let windows = [
                ("late", "list.due.late", None, day(-1)),
                ("today", "list.due.today", Some(today), Some(today)),
                ("3", "list.due.three", day(1), day(3)),
                ("7", "list.due.seven", day(4), day(7)),
            ];
            for (word, key, from, by) in windows {
                let query = MatterQuery {
                    due_from: from.max(query.due_from),
                    due_by: query.due_by.map_or(by, |other| by.map(|by| by.min(other))),
                    is_final: Some(false),
                    ..query.clone()
                };
                let href = filter.to(&[("due", word), ("view", ""), ("sort", "due")]);
                columns.extend(column(staff, server, lang.t(key), href, query).await?);
            }
        }
    }
    Ok(columns)
}

/// A column; none when nothing is in it.
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
    Ok(Some(BoardColumn {
        label,
        count: u32::try_from(count).unwrap_or(u32::MAX),
        href,
        cards: page.rows.iter().map(|row| matter_row(staff, row, today)).collect(),
    }))
}
