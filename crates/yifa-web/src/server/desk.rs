//! Owns the first page after signing in: what is late, what is due, what waits.

use axum::extract::State;
use axum::response::Response;
use jiff::ToSpan;
use yifa_app::AppError;
use yifa_store::{MatterOrder, MatterQuery};

use super::guest::{Staff, page_of};
use super::{Server, list};
use crate::face::Nav;
use crate::pages::desk::{DeskKind, DeskList, DeskPage};

/// Rows of one list.
const ROWS: u32 = 12;

pub(super) async fn desk(staff: Staff, State(server): State<Server>) -> Response {
    match page(&staff, &server).await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn page(staff: &Staff, server: &Server) -> Result<DeskPage, AppError> {
    let city = &server.city;
    let today = city.today();
    let base = MatterQuery { is_final: Some(false), body_path: list::reach(staff), ..MatterQuery::default() };
    let soon = MatterQuery { due_by: today.checked_add(7.days()).ok(), ..base.clone() };
    let due = city.store().matters(city.jurisdiction(), &soon, MatterOrder::DueFirst, None, 200).await?.rows;
    let recent =
        city.store().matters(city.jurisdiction(), &base, MatterOrder::ChangedLast, None, ROWS).await?.rows;
    let in_days = |from: i64, to: i64| {
        let day = |n: i64| today.checked_add(n.days()).unwrap_or(today);
        let (from, to) = (day(from), day(to));
        due.iter().filter(|row| row.due_on.is_some_and(|due| (from..=to).contains(&due))).collect::<Vec<_>>()
    };
    let late: Vec<_> = due.iter().filter(|row| row.due_on.is_some_and(|due| due < today)).collect();
    let make = |kind, rows: Vec<&yifa_store::MatterRow>, href: &str| DeskList {
        kind,
        total: u32::try_from(rows.len()).unwrap_or(u32::MAX),
        rows: rows.into_iter().take(ROWS as usize).map(|row| list::matter_row(staff, row, today)).collect(),
        href: href.to_owned(),
    };
    Ok(DeskPage {
        chrome: staff.chrome(Some(Nav::Desk)),
        today,
        day_note: None,
        lists: vec![
            make(DeskKind::Late, late, "/matters?level=yellow"),
            make(DeskKind::Today, in_days(0, 0), "/matters?level=notice"),
            make(DeskKind::ThreeDays, in_days(1, 3), "/matters?level=notice"),
            make(DeskKind::Week, in_days(4, 7), "/matters?level=notice"),
            make(DeskKind::Recent, recent.iter().collect(), "/matters"),
        ],
    })
}
