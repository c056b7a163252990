//! Owns the page for strangers: what is open to everybody now, and what anybody can begin.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::response::Response;
use yifa_app::AppError;
use yifa_app::citizen::PUBLIC_ROLE;
use yifa_kernel::procedure::{Action, Disclosure, From, Procedure};
use yifa_store::DisclosureQuery;

use super::super::Server;
use super::super::guest::{Guest, page_of};
use super::show::open_to_all;
use super::{home, row};
use crate::portal::{PublicHelpPage, PublicOpen, Until};

/// So many of the latest of each kind are looked at.
const LOOKED_AT: u32 = 30;

pub(super) async fn help(guest: Guest, State(server): State<Server>) -> Response {
    match open_now(&guest, &server).await {
        Ok(open) => page_of(&PublicHelpPage {
            chrome: guest.public_chrome(),
            open,
            services: home::all_services(&guest),
        }),
        Err(error) => guest.failed(&error),
    }
}

/// What anybody may do now about something that is public.
async fn open_now(guest: &Guest, server: &Server) -> Result<Vec<PublicOpen>, AppError> {
    let city = &server.city;
    let mut all = Vec::new();
    let mut seen = BTreeSet::new();
    for procedure in city.registry().procedures() {
        for disclosure in procedure.disclosures.iter().filter(|one| opens_for_all(procedure, one)) {
            let kind = Some(format!("{}/{}", procedure.id, disclosure.id));
            let query = DisclosureQuery { kind, text: None, as_of: city.today() };
            let page = city.store().disclosures(city.jurisdiction(), &query, None, LOOKED_AT).await?;
            let shown = page.rows.iter().filter(|row| row.disclosure.withdrawn_on.is_none());
            for found in shown {
                for (form, _, act) in open_to_all(guest, server, found).await? {
                    if seen.insert((found.matter.to_string(), act)) {
                        all.push(PublicOpen {
                            act: form.title,
                            href: form.href,
                            title: row::title(guest.lang, &found.disclosure.public),
                            page: format!("/public/{}", found.disclosure.slug),
                            body: row::body(guest, &found.disclosure.public),
                            until: form.until,
                        });
                    }
                }
            }
        }
    }
    // What stays open only because nobody has closed it yet is not offered here.
    let today = city.today();
    all.retain(|one| one.until.is_none_or(|until| today <= until.day()));
    all.sort_by_key(|one| (one.until.is_none(), one.until.map(Until::day)));
    Ok(all)
}

/// Whether what is disclosed begins a time in which anybody may act.
fn opens_for_all(procedure: &Procedure, disclosure: &Disclosure) -> bool {
    let anybody = |action: &&Action| action.by.iter().any(|role| role.as_str() == PUBLIC_ROLE);
    let Some(on) = procedure.action(&disclosure.on) else { return false };
    procedure.actions.iter().filter(anybody).any(|action| match &action.from {
        From::States(from) => on.to.iter().any(|(_, to)| from.contains(to)),
        From::Anywhere => true,
        From::Nothing => false,
    })
}
