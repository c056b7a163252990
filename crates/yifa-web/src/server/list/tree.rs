//! Owns the tree of region and bodies at the left, each with the number of what lies at it and below it.

use std::collections::BTreeMap;

use yifa_app::AppError;
use yifa_kernel::body::{Bodies, Body};
use yifa_kernel::id::BodyId;
use yifa_store::{CountBy, MatterQuery};

use super::super::Server;
use super::super::guest::Staff;
use super::COUNTED;
use super::filter::reach;
use crate::components::TreeNode;

/// The number of matters that answer a query at each body and below it; `None` when there are more than `most`.
pub(in crate::server) async fn sums(
    server: &Server,
    query: &MatterQuery,
    most: u32,
) -> Result<Option<BTreeMap<BodyId, u64>>, AppError> {
    let city = &server.city;
    let counts = city.count_by(query, CountBy::Body, most).await?;
    let Some(counts) = counts else { return Ok(None) };
    let bodies = city.bodies();
    let mut sums: BTreeMap<BodyId, u64> = BTreeMap::new();
    for (body, count) in counts {
        let path = bodies.path(&BodyId::new(body));
        for one in path.split('/').filter(|one| !one.is_empty()) {
            *sums.entry(BodyId::new(one)).or_default() += count;
        }
    }
    Ok(Some(sums))
}

/// The tree inside what the reader's role reaches. `href`: where a body leads; blank: to all of them.
pub(in crate::server) async fn tree(
    staff: &Staff,
    server: &Server,
    query: &MatterQuery,
    chosen: &str,
    href: &(dyn Fn(&str) -> String + Sync),
) -> Result<Vec<TreeNode>, AppError> {
    let bodies = server.city.bodies();
    let reach = reach(staff);
    let whole = MatterQuery { body_path: reach.clone(), ..query.clone() };
    let sums = sums(server, &whole, COUNTED).await?;
    let chosen_path = bodies.get(&BodyId::new(chosen)).map(|body| bodies.path(&body.id)).unwrap_or_default();
    let today = server.city.today();
    let below = below(&bodies, |body| body.valid_to.is_some_and(|last| last < today));
    let branch = Branch { staff, below, sums: sums.as_ref(), chosen, chosen_path: &chosen_path, href };
    let own = staff.actor.body.as_ref().and_then(|body| bodies.get(body));
    Ok(match (reach, own) {
        (None, _) => branch.below(None, 0),
        (Some(_), Some(own)) => vec![branch.node(own, 0)],
        (Some(_), None) => Vec::new(),
    })
}

/// What stands below each body: the departments, then the districts with theirs, then townships. A body that has gone into
/// another stands below that one, where its matters are counted.
fn below(bodies: &Bodies, gone: impl Fn(&Body) -> bool) -> BTreeMap<Option<&BodyId>, Vec<&Body>> {
    let mut below: BTreeMap<Option<&BodyId>, Vec<&Body>> = BTreeMap::new();
    for body in bodies.iter() {
        let heir = body.successor.as_ref().filter(|_| gone(body));
        below.entry(heir.or(body.parent.as_ref())).or_default().push(body);
    }
    below.values_mut().for_each(|children| children.sort_by_key(|body| (gone(body), body.kind)));
    below
}

struct Branch<'a> {
    staff: &'a Staff,
    below: BTreeMap<Option<&'a BodyId>, Vec<&'a Body>>,
    sums: Option<&'a BTreeMap<BodyId, u64>>,
    chosen: &'a str,
    chosen_path: &'a str,
    href: &'a (dyn Fn(&str) -> String + Sync),
}

impl Branch<'_> {
    fn below(&self, parent: Option<&BodyId>, depth: u8) -> Vec<TreeNode> {
        let children = self.below.get(&parent).map(Vec::as_slice).unwrap_or_default();
        children.iter().map(|body| self.node(body, depth)).collect()
    }

    fn node(&self, body: &Body, depth: u8) -> TreeNode {
        let current = self.chosen == body.id.as_str();
        let count = self.sums.map(|sums| sums.get(&body.id).copied().unwrap_or(0));
        TreeNode {
            label: self.staff.guest.lang.pick(&body.name, &body.en).to_owned(),
            // The body chosen leads back to all.
            href: (self.href)(if current { "" } else { body.id.as_str() }),
            count: count.and_then(|count| u32::try_from(count).ok()),
            current,
            folded: depth > 0 && !self.chosen_path.contains(&format!("/{}/", body.id)),
            children: self.below(Some(&body.id), depth + 1),
        }
    }
}
