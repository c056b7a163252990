//! How the machine stands: store, log, definitions, calendars.

use askama::Template;

use crate::face::{Chrome, Lang};

/// One line of what stands how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What.
    pub what: String,
    /// How.
    pub how: String,
    /// Whether it is as it should be; the text says it too.
    pub good: bool,
    /// Where to go on.
    pub href: Option<String>,
}

/// The first page of the administration.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "pages/admin/overview.html")]
pub struct OverviewPage {
    /// The frame.
    pub chrome: Chrome,
    /// What stands how.
    pub standings: Vec<Standing>,
    /// What each table holds, its name, and how many rows.
    pub rows: Vec<(String, String, u64)>,
}

impl OverviewPage {
    /// A machine that works, with a backup still to be made.
    pub fn sample(lang: Lang) -> Self {
        let standing = |what: &str, how: &str, good, href: Option<&str>| Standing {
            what: lang.t(&format!("admin.{what}")),
            how: how.to_owned(),
            good,
            href: href.map(ToOwned::to_owned),
        };
        Self {
            chrome: Chrome::sample(lang).beside("/admin"),
            standings: vec![
                standing("clock", "2026-11-20 10:00", true, None),
                standing("store", "sqlite 3.50.2", true, None),
                standing("outbox", "12", false, None),
                standing("definitions", "43", true, Some("/definitions")),
                standing("calendars", "2007–2026", true, None),
            ],
            rows: vec![
                (lang.t("journal.table.event"), "event".into(), 41_236),
                (lang.t("journal.table.head"), "head".into(), 8_021),
            ],
        }
    }
}
