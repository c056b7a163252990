//! Owns the page for those who look after others: five figures, each opening into exactly the matters that it counts, for the
//! whole and for each body.

use axum::extract::{Query, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use yifa_app::AppError;
use yifa_kernel::id::BodyId;

use super::guest::{Staff, page_of};
use super::list::{Filter, reach, sums};
use super::{Server, words};
use crate::components::Crumb;
use crate::face::Nav;
use crate::pages::supervision::{BodyRow, Figure, SupervisionPage};

/// Days without any act after which a matter lies idle.
const IDLE: &str = "30";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    body: String,
}

pub(super) async fn supervision(
    staff: Staff,
    State(server): State<Server>,
    Query(asked): Query<Asked>,
) -> Response {
    match page(&staff, &server, &asked.body).await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

/// The five questions: the key of the name, the class of the colour, the list.
fn questions(today: Date) -> [(&'static str, &'static str, Filter); 5] {
    let of = |pairs: &[(&str, &str)]| Filter::default().with(pairs);
    let new_year = Date::new(today.year(), 1, 1).unwrap_or(today).to_string();
    [
        ("open", "calm", of(&[("open", "open")])),
        ("late", "red", of(&[("due", "late"), ("sort", "due")])),
        ("soon", "yellow", of(&[("due", "3"), ("sort", "due")])),
        ("idle", "notice", of(&[("idle", IDLE)])),
        ("closed", "good", of(&[("open", "closed"), ("changed", &new_year)])),
    ]
}

async fn page(staff: &Staff, server: &Server, chosen: &str) -> Result<SupervisionPage, AppError> {
    let lang = staff.guest.lang;
    let bodies = server.city.bodies();
    let reach = reach(staff);
    let within = |body: &BodyId| reach.as_ref().is_none_or(|reach| bodies.path(body).starts_with(reach));
    let top = bodies.get(&BodyId::new(chosen)).filter(|body| within(&body.id));
    let mut counted = Vec::new();
    for (name, class, filter) in questions(server.city.today()) {
        let query = filter.query(staff, None).await?;
        counted.push((name, class, filter, sums(server, &query, u32::MAX).await?.unwrap_or_default()));
    }
    let figures = |body: Option<&BodyId>| -> Vec<Figure> {
        let each = counted.iter().map(|(name, class, filter, sums)| {
            let n = match body {
                Some(body) => sums.get(body).copied().unwrap_or(0),
                // Each matter is counted once at the top of its own tree.
                None => bodies
                    .iter()
                    .filter(|one| one.parent.is_none())
                    .map(|one| sums.get(&one.id).copied().unwrap_or(0))
                    .sum(),
            };
            Figure {
                label: lang.t(&format!("desk.supervision.{name}")),
                n,
                class: if n == 0 { "calm" } else { class },
                href: filter.to(&[("body", body.map_or("", BodyId::as_str))]),
            }
        });
        each.collect()
    };
    let mut rows = Vec::new();
    // The chosen body and what lies directly below it; without a choice the whole tree to the second level.
    let mut line = |body: &yifa_kernel::body::Body, depth: u8| {
        rows.push(BodyRow {
            name: lang.pick(&body.name, &body.en).to_owned(),
            href: format!("/supervision?body={}", body.id),
            depth,
            figures: figures(Some(&body.id)),
        });
    };
    let below = |parent: Option<&BodyId>| {
        let children = bodies.iter().filter(|body| body.parent.as_ref() == parent);
        children.cloned().collect::<Vec<_>>()
    };
    match top {
        Some(top) => {
            line(top, 0);
            below(Some(&top.id)).iter().for_each(|body| line(body, 1));
        }
        None => {
            let own = staff.actor.body.as_ref().and_then(|body| bodies.get(body)).cloned();
            let tops = if reach.is_none() { below(None) } else { own.into_iter().collect() };
            for top in &tops {
                line(top, 0);
                below(Some(&top.id)).iter().for_each(|body| line(body, 1));
            }
        }
    }
    let parent = top.and_then(|top| top.parent.as_ref()).filter(|parent| within(parent));
    let mut crumbs = vec![Crumb { label: lang.t("desk.supervision.title"), href: "/supervision".to_owned() }];
    if let Some(parent) = parent {
        crumbs.push(Crumb {
            label: words::body_name(&staff.guest, parent),
            href: format!("/supervision?body={parent}"),
        });
    }
    Ok(SupervisionPage {
        chrome: staff.chrome(Some(Nav::Desk)),
        crumbs: if top.is_some() { crumbs } else { Vec::new() },
        title: top.map(|top| lang.pick(&top.name, &top.en).to_owned()),
        today: server.city.today(),
        figures: match (top, &reach) {
            (Some(top), _) => figures(Some(&top.id)),
            (None, Some(_)) => figures(staff.actor.body.as_ref()),
            (None, None) => figures(None),
        },
        rows,
    })
}
