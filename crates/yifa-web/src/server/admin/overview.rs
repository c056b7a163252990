//! Owns the first page of the administration: what stands how.

use axum::extract::State;
use axum::response::Response;
use yifa_app::AppError;

use super::Admin;
use crate::face::Lang;
use crate::pages::admin::{OverviewPage, Standing};
use crate::server::guest::page_of;
use crate::server::{Server, words};

/// So many messages may wait before somebody should look.
const WAITING: u64 = 200;

pub(super) async fn overview(Admin(staff): Admin, State(server): State<Server>) -> Response {
    let made = async {
        let city = &server.city;
        let health = city.store().health().await?;
        let stats = city.store().stats(city.jurisdiction()).await?;
        let lang = staff.guest.lang;
        let registry = city.registry();
        let years: Vec<i16> = registry.calendar().years().map(|year| year.year()).collect();
        let next = city.today().year() + 1;
        let standing = |what: &str, how: String, good: bool, href: Option<&str>| Standing {
            what: lang.t(&format!("admin.{what}")),
            how,
            good,
            href: href.map(ToOwned::to_owned),
        };
        let word = |yes: bool, a: &str, b: &str| lang.t(&format!("admin.{}", if yes { a } else { b }));
        let engine = format!(
            "{} {} · {}",
            health.engine,
            health.engine_version,
            word(health.writable, "writable", "read_only")
        );
        let span = years.iter().min().zip(years.iter().max());
        let span = span.map(|(first, last)| format!("{first}–{last}")).unwrap_or_default();
        let has_next = years.contains(&next);
        let calendars = if has_next { span } else { format!("{span} · {}", lang.t("admin.next_year")) };
        // Next year's notice comes out in autumn; before November its absence is no fault.
        let late = !has_next && city.today().month() >= 12;
        let api = server.api_rate.map_or_else(
            || lang.t("admin.api_unlimited"),
            |rate| lang.with("admin.api_rate_is", &[("n", rate.to_string())]),
        );
        let public = lang.with("admin.public_rate_is", &[("n", server.public_rate.to_string())]);
        let leapt = city.clock_has_leapt().await?;
        let clock = words::moment(city.clock().now());
        let clock = match leapt {
            None => clock,
            Some(last) => {
                let places = [("now", clock), ("last", words::moment(last))];
                lang.with("admin.clock_leapt", &places)
            }
        };
        Ok(OverviewPage {
            chrome: staff.chrome(None),
            standings: vec![
                standing("clock", clock, leapt.is_none(), None),
                standing("store", engine, health.writable, None),
                standing(
                    "rebuild",
                    word(stats.needs_rebuild, "needs_rebuild", "rebuilt"),
                    !stats.needs_rebuild,
                    None,
                ),
                standing(
                    "outbox",
                    stats.outbox_pending.to_string(),
                    stats.outbox_pending <= WAITING,
                    Some("/admin/deliveries"),
                ),
                standing("open_matters", stats.open_matters.to_string(), true, Some("/matters")),
                standing("bodies", city.bodies().iter().count().to_string(), true, Some("/admin/bodies")),
                standing(
                    "definitions",
                    registry.procedures().count().to_string(),
                    true,
                    Some("/definitions"),
                ),
                standing("calendars", calendars, !late, Some("/admin/calendar")),
                standing("public_rate", public, true, None),
                standing("api_rate", api, server.api_rate.is_some(), None),
            ],
            rows: stats.rows.into_iter().map(|(table, n)| (in_words(lang, &table), table, n)).collect(),
        })
    };
    match made.await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error as &AppError),
    }
}

/// What a table of the store holds; nothing for one that has no word yet.
fn in_words(lang: Lang, table: &str) -> String {
    let key = format!("journal.table.{table}");
    if lang.knows(&key) { lang.t(&key) } else { String::new() }
}
