//! Owns the matters that point to one: the newest of them by name, how many there are, and the list that has them all.

use yifa_app::AppError;
use yifa_app::city::Opened;
use yifa_store::MatterOrder;

use super::guest::Staff;
use super::list::{COUNTED, Filter};
use super::{Server, words};
use crate::components::Pointing;
use crate::pages::matter::LinkedMatter;

/// So many are named.
const NAMED: usize = 10;

/// Of the matters that point to this one and that the reader may see, the newest; `None` where there are none. Those already
/// linked from here are not named again.
pub(super) async fn newest(
    staff: &Staff,
    server: &Server,
    opened: &Opened,
) -> Result<Option<Pointing>, AppError> {
    let city = &server.city;
    let filter = Filter::default().with(&[("of", opened.state.matter.as_str())]);
    let query = filter.query(staff, None).await?;
    let total = city.count(&query, COUNTED).await?;
    // So many more are read as are linked from here.
    let most =
        u32::try_from(NAMED + opened.facts.matters.len()).unwrap_or(u32::MAX).min(yifa_store::PAGE_LIMIT);
    let order = MatterOrder::ChangedLast;
    let page = city.store().matters(city.jurisdiction(), &query, order, None, most).await?;
    let others = page.rows.iter().filter(|row| !opened.facts.matters.contains_key(row.matter.as_str()));
    let named = others.take(NAMED).map(|row| {
        let theirs = city.registry().latest(&row.procedure.as_str().into());
        LinkedMatter {
            kind: theirs
                .map_or_else(|| row.procedure.clone(), |one| words::label(staff.guest.lang, &one.label)),
            href: format!("/matters/{}", row.matter),
            number: row.number.clone().unwrap_or_default(),
            name: row.title.clone(),
            state: words::state(staff.guest.lang, theirs, &row.state),
        }
    });
    let named: Vec<LinkedMatter> = named.collect();
    Ok((!named.is_empty()).then(|| Pointing { named, total, href: filter.address() }))
}
