//! Owns the next act of the reader on each row of a list: what waits for the reader leads straight to its form.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use yifa_app::AppError;
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::{Facts, Openness, action_statuses, ahead, references};
use yifa_store::{MatterOrder, MatterQuery, MatterRow as StoredRow};

use super::guest::Staff;
use super::list::waiting;
use super::{Server, words};
use crate::components::MatterRow;

/// Puts into the rows of a page what the reader does next, where a matter waits for the reader.
pub(super) async fn link_next(
    staff: &Staff,
    server: &Server,
    stored: &[StoredRow],
    rows: &mut [MatterRow],
    today: Date,
) -> Result<(), AppError> {
    let acts = next_acts(staff, server, stored, today).await?;
    for (row, stored) in rows.iter_mut().zip(stored) {
        row.action = acts.get(stored.matter.as_str()).cloned();
    }
    Ok(())
}

/// Label and address of the reader's next act, by matter.
async fn next_acts(
    staff: &Staff,
    server: &Server,
    stored: &[StoredRow],
    today: Date,
) -> Result<BTreeMap<String, (String, String)>, AppError> {
    let city = &server.city;
    let registry = city.registry();
    let waits = waiting_here(staff, server, stored).await?;
    let states: BTreeMap<_, _> =
        city.states(waits).await?.into_iter().filter_map(|(id, state)| Some((id, state?))).collect();
    let wanted = states.values().flat_map(|state| references(state, None));
    let around = city.states(wanted).await?.into_iter().filter_map(|(id, state)| Some((id, state?)));
    let facts = Facts {
        matters: around.collect(),
        bodies: city.bodies(),
        names: city.names(),
        citable: city.citable(states.values().flat_map(|state| state.fields.values())).await?,
        ..Facts::default()
    };
    let mut all = BTreeMap::new();
    for state in states.values() {
        let Some(procedure) = registry.procedure_of(state) else { continue };
        let statuses = action_statuses(registry, state, &staff.actor, &facts, today);
        let open = |id| statuses.iter().any(|one| one.action == id && one.openness == Openness::Open);
        let mut steps = ahead(registry, state, &facts, today).steps.into_iter();
        let step = steps.find(|step| open(step.action.clone()));
        if let Some(action) = step.and_then(|step| procedure.action(&step.action)) {
            let href = format!("/matters/{}/do/{}", state.matter, action.id);
            all.insert(state.matter.to_string(), (words::label(staff.guest.lang, &action.label), href));
        }
    }
    Ok(all)
}

/// Those of a page that wait for the reader.
async fn waiting_here(
    staff: &Staff,
    server: &Server,
    stored: &[StoredRow],
) -> Result<BTreeSet<MatterId>, AppError> {
    let city = &server.city;
    let open = stored.iter().filter(|row| !row.is_final).map(|row| row.matter.clone());
    let among: Vec<_> = open.collect();
    if among.is_empty() {
        return Ok(BTreeSet::new());
    }
    let most = u32::try_from(among.len()).unwrap_or(u32::MAX);
    let query = MatterQuery { waits_for: Some(waiting(staff)), among: Some(among), ..MatterQuery::default() };
    let page = city.store().matters(city.jurisdiction(), &query, MatterOrder::Number, None, most).await?;
    Ok(page.rows.iter().map(|row| MatterId::new(row.matter.as_str())).collect())
}
