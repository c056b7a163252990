//! Owns the slips of a matter for those who hand them out: which were drawn, and the drawing itself, whose outcome is shown
//! once and kept nowhere.

use axum::extract::{Path, State};
use axum::response::Response;
use yifa_app::AppError;
use yifa_app::city::Opened;
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::{called, may_see};

use super::guest::{Staff, page_of};
use super::typed::Typed;
use super::{Server, words};
use crate::components::Crumb;
use crate::face::Nav;
use crate::pages::slip::{Slip, SlipRow, SlipsPage};

pub(super) async fn page(staff: Staff, State(server): State<Server>, Path(matter): Path<String>) -> Response {
    match shown(&staff, &server, &MatterId::new(matter), Vec::new()).await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn opened(staff: &Staff, server: &Server, matter: &MatterId) -> Result<Opened, AppError> {
    let opened = server.city.open_matter(matter).await?;
    let seen = may_see(server.city.registry(), &opened.state, &staff.actor, &opened.facts);
    if seen { Ok(opened) } else { Err(AppError::Forbidden) }
}

async fn shown(
    staff: &Staff,
    server: &Server,
    matter: &MatterId,
    drawn: Vec<String>,
) -> Result<SlipsPage, AppError> {
    let opened = opened(staff, server, matter).await?;
    let registry = server.city.registry();
    let procedure = registry.procedure_of(&opened.state);
    let all = server.city.hand_outs(&opened.state).await?;
    let rows = all.into_iter().map(|one| {
        let carries = one.carries.iter().map(|(id, value)| {
            words::value(&staff.guest, procedure.and_then(|procedure| procedure.field(id)), value, None)
        });
        let action = procedure.and_then(|procedure| procedure.action(&one.action));
        SlipRow {
            seq: one.seq,
            on: one.on,
            carries: carries.collect::<Vec<_>>().join(staff.guest.lang.pick("、", ", ")),
            count: one.count,
            drawn: one.drawn,
            may_draw: action.is_some_and(|action| action.by.contains(&staff.actor.role)),
        }
    });
    let address = format!("{}/public/slip", server.address);
    let name = called(registry, &opened.state, &opened.facts);
    Ok(SlipsPage {
        chrome: staff.chrome(Some(Nav::Matters)),
        crumbs: vec![Crumb { label: name.clone(), href: format!("/matters/{matter}") }],
        matter: name,
        rows: rows.collect(),
        post_to: format!("/matters/{matter}/slips"),
        drawn: drawn.into_iter().map(|code| Slip { code, address: address.clone() }).collect(),
    })
}

pub(super) async fn draw(
    staff: Staff,
    State(server): State<Server>,
    Path(matter): Path<String>,
    typed: Typed,
) -> Response {
    if let Some(refused) = staff.not_ours(typed.text("csrf")).await {
        return refused;
    }
    let matter = MatterId::new(matter);
    match drawn(&staff, &server, &matter, typed.text("seq")).await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn drawn(staff: &Staff, server: &Server, matter: &MatterId, seq: &str) -> Result<SlipsPage, AppError> {
    let opened = opened(staff, server, matter).await?;
    let seq = seq.parse().map_err(|_| AppError::invalid("slips", "no such act"))?;
    let codes = server.city.draw_slips(&opened.state, seq, &staff.actor).await?;
    shown(staff, server, matter, codes).await
}
