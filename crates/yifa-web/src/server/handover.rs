//! Owns what a clerk hands over after entering something for somebody: number and code by which that person sees it and takes
//! it back. It is the answer to the act, and has no address at which anybody could see it again.

use axum::response::Response;
use yifa_app::AppError;
use yifa_app::access::EntrySlip;
use yifa_app::city::Done;
use yifa_kernel::matter::called;
use yifa_kernel::procedure::{Action, Procedure};

use super::guest::{Staff, page_of};
use super::words;
use crate::components::Crumb;
use crate::face::Nav;
use crate::pages::handover::{HandoverPage, Slip};

/// The page after one act.
pub(super) async fn page(
    staff: &Staff,
    procedure: &Procedure,
    action: &Action,
    done: &Done,
    given: EntrySlip,
) -> Result<Response, AppError> {
    let slip = slip(staff, procedure, action, done, given).await?;
    let back = format!("/matters/{}", done.matter);
    Ok(page_of(&HandoverPage {
        chrome: staff.chrome(Some(Nav::Matters)),
        crumbs: vec![Crumb { label: slip.matter.clone(), href: back.clone() }],
        slip,
        back,
    }))
}

/// What is printed for the person: the act, and what they may do about it, are called as on the portal.
pub(super) async fn slip(
    staff: &Staff,
    procedure: &Procedure,
    action: &Action,
    done: &Done,
    given: EntrySlip,
) -> Result<Slip, AppError> {
    let (guest, server) = (&staff.guest, &staff.guest.server);
    let opened = server.city.open_matter(&done.matter).await?;
    let takes_back = procedure.actions.iter().find(|other| other.takes_back.as_ref() == Some(&action.id));
    let follow = format!("{}/public/follow/{}", server.address, given.follow);
    Ok(Slip {
        mark: String::new(),
        organ: words::body_name(guest, &opened.state.body),
        matter: called(server.city.registry(), &opened.state, &opened.facts),
        done: words::label(guest.lang, action.online_label()),
        may: takes_back.map(|action| words::label(guest.lang, action.online_label())).unwrap_or_default(),
        on: server.city.today(),
        reference: given.reference,
        code: given.code,
        address: format!("{}/public/follow", server.address),
        picture: super::register::qr(&follow)?,
    })
}
