//! Owns the annual plan: its page with live figures, and the way from a notice to a plan: read, confirm, keep.

mod answer;
mod choice;
mod confirm;
mod import;
mod lead;
mod pieces;
mod show;
mod target;

pub(super) use confirm::{confirm, confirm_page};
pub(super) use import::{import, import_page};
pub(super) use show::plan;

use serde::Deserialize;
use yifa_kernel::id::{ProcedureId, RoleId};

use super::Server;
use super::guest::Staff;
use crate::pages::plan::ObligationStatus;

/// Which plan is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    year: String,
    plan: String,
    status: String,
    /// The byte of the text at which a passage begins.
    at: String,
}

impl Asked {
    /// The year asked for; `None` when none was, or when what stands there is no year.
    fn year(&self) -> Option<i16> {
        self.year.trim().parse().ok()
    }

    /// The status to which the page is narrowed.
    fn status(&self) -> Option<ObligationStatus> {
        ObligationStatus::ALL.into_iter().find(|status| status.value() == self.status)
    }
}

/// Whether somebody's role may open a plan.
fn may_import(staff: &Staff) -> bool {
    let registry = staff.guest.server.city.registry();
    let plan = registry.latest(&ProcedureId::new("plan"));
    plan.is_some_and(|plan| plan.opening_actions().any(|action| action.by.contains(&staff.actor.role)))
}

/// Whether somebody may confirm the items of a plan.
fn may_decide(staff: &Staff) -> bool {
    answers_for_it(&staff.guest.server, &staff.actor.role)
}

/// Whether a role answers for the plan: it confirms the items.
pub(super) fn answers_for_it(server: &Server, role: &RoleId) -> bool {
    let item = server.city.registry().latest(&ProcedureId::new("plan-item"));
    let confirm = item.and_then(|item| item.action(&"confirm".into()));
    confirm.is_some_and(|action| action.by.contains(role))
}
