//! Owns the matters that a field may point to: found in the registers, the own body's first, without those that the action's
//! conditions would refuse.

use std::collections::BTreeMap;
use std::sync::Arc;

use yifa_kernel::guard::Kind;
use yifa_kernel::id::{FieldId, MatterId, ProcedureId};
use yifa_kernel::matter::State;
use yifa_kernel::value::Value;
use yifa_store::{MatterOrder, MatterQuery, MatterRow, PAGE_LIMIT};

use super::fields::MOST;
use super::guest::Staff;
use super::offered::Around;
use super::words;

/// Value, label and hint of what can be chosen.
pub(super) type Choices = Vec<(String, String, Option<String>)>;

/// Running matters that a field may point to: what is picked, then those of the own body, then others; and whether there are
/// more. `among`: the form whose conditions they must fit. `near`: where the own body has some, others are searched for.
pub(super) async fn choices(
    staff: &Staff,
    kind: &Kind,
    words_: &str,
    picked: &[String],
    among: Option<(&Around<'_>, &FieldId)>,
    near: bool,
) -> yifa_app::Result<(Choices, bool)> {
    let Kind::Matter(procedures) = kind else { return Ok((Vec::new(), false)) };
    let city = &staff.guest.server.city;
    let own = staff.actor.body.as_ref().map(|body| city.bodies().path(body));
    let query = query(procedures, words_);
    let ids: Vec<yifa_store::MatterId> =
        picked.iter().filter_map(|id| yifa_store::MatterId::new(id.as_str()).ok()).collect();
    let mut rows = city.store().matter_rows(city.jurisdiction(), &ids).await?;
    rows.retain(|row| query.procedures.is_empty() || query.procedures.contains(&row.procedure));
    let mut more = false;
    for body_path in [own, None] {
        let is_own = body_path.is_some();
        let found = fitting(staff, MatterQuery { body_path, ..query.clone() }, among).await?;
        more = found.1;
        if !is_own && near && words_.is_empty() && rows.len() > ids.len() {
            more |= found.0.iter().any(|row| !rows.iter().any(|own| own.matter == row.matter));
            break;
        }
        rows.extend(found.0);
    }
    let mut all: Choices = Vec::new();
    for row in rows {
        if !all.iter().any(|(value, ..)| value == row.matter.as_str()) {
            let body = words::body_named(&staff.guest, &row.body);
            let number = row.number.map_or_else(String::new, |number| format!("{number} "));
            all.push((row.matter.to_string(), format!("{number}{}", row.title), Some(body)));
        }
    }
    Ok((all, more))
}

fn query(procedures: &[ProcedureId], words_: &str) -> MatterQuery {
    MatterQuery {
        procedures: procedures.iter().map(ProcedureId::to_string).collect(),
        is_final: Some(false),
        text: (!words_.is_empty()).then(|| words_.to_owned()),
        ..MatterQuery::default()
    }
}

/// The first of them that fit, and whether more may.
async fn fitting(
    staff: &Staff,
    query: MatterQuery,
    among: Option<(&Around<'_>, &FieldId)>,
) -> yifa_app::Result<(Vec<MatterRow>, bool)> {
    let city = &staff.guest.server.city;
    // Where conditions choose, a page of the register is looked through.
    let most = if among.is_some() { PAGE_LIMIT } else { MOST as u32 };
    let page = city.store().matters(city.jurisdiction(), &query, MatterOrder::Number, None, most).await?;
    let more = page.next.is_some();
    let Some((around, field)) = among else { return Ok((page.rows, more)) };
    let states = states(staff, &page.rows).await?;
    let fits = |row: &MatterRow| {
        let state = states.get(&MatterId::new(row.matter.as_str()));
        state.is_some_and(|state| around.may_choose(staff, field, state))
    };
    let mut rows: Vec<MatterRow> = page.rows.into_iter().filter(fits).collect();
    let more = more || rows.len() > MOST;
    rows.truncate(MOST);
    Ok((rows, more))
}

async fn states(staff: &Staff, rows: &[MatterRow]) -> yifa_app::Result<BTreeMap<MatterId, Arc<State>>> {
    let ids = rows.iter().map(|row| MatterId::new(row.matter.as_str()));
    let found = staff.guest.server.city.states(ids).await?;
    Ok(found.into_iter().filter_map(|(id, state)| Some((id, state?))).collect())
}

/// The matters of the own body whose field `by` holds the person who is signed in.
pub(super) async fn own(staff: &Staff, kind: &Kind, by: &FieldId) -> yifa_app::Result<Vec<Arc<State>>> {
    let Kind::Matter(procedures) = kind else { return Ok(Vec::new()) };
    let Some(person) = staff.actor.as_person() else { return Ok(Vec::new()) };
    let city = &staff.guest.server.city;
    let body_path = staff.actor.body.as_ref().map(|body| city.bodies().path(body));
    let query = MatterQuery { body_path, ..query(procedures, "") };
    let page =
        city.store().matters(city.jurisdiction(), &query, MatterOrder::Number, None, PAGE_LIMIT).await?;
    let mut states = states(staff, &page.rows).await?;
    states.retain(|_, state| state.fields.get(by) == Some(&Value::Person(person.clone())));
    Ok(states.into_values().collect())
}
