//! The scenarios of a procedure, run against the definitions in force: which came out, and what did not.

use askama::Template;

use crate::components::Crumb;
use crate::face::{Chrome, Lang, Nav};

/// The scenarios of a procedure.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/definition/scenarios.html")]
pub struct ScenariosPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// The procedure's name.
    pub procedure: String,
    /// Each scenario.
    pub rows: Vec<ScenarioRow>,
}

/// A scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioRow {
    /// What it proves.
    pub title: String,
    /// Its file.
    pub file: String,
    /// The article that it proves.
    pub basis: String,
    /// What did not come out: code, what, the line as written.
    pub fault: Option<(String, String, String)>,
}

impl ScenariosPage {
    /// How many did not come out.
    pub fn failed(&self) -> usize {
        self.rows.iter().filter(|row| row.fault.is_some()).count()
    }

    /// One that came out and one that did not.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let chrome = Chrome::sample(lang).at(Nav::Definitions, "/definitions/x/scenarios");
        let row = |title: (&str, &str), fault| ScenarioRow {
            title: pick(title.0, title.1),
            file: "procedures/x/scenarios/a.toml".into(),
            basis: "《行政处罚法》第六十条".into(),
            fault,
        };
        let fault = Some(("D1102".into(), pick("期限不符", "another due date"), "state = \"valid\"".into()));
        Self {
            crumbs: vec![Crumb { label: chrome.t("frame.nav.definitions"), href: "/definitions".into() }],
            procedure: pick("行政处罚（普通程序）", "Penalty, ordinary procedure"),
            rows: vec![
                row(("九十日内作出决定", "Decided within ninety days"), None),
                row(("第九十一日逾期", "Late on the ninety-first day"), fault),
            ],
            chrome,
        }
    }

    /// A procedure without scenarios.
    pub fn sample_none(lang: Lang) -> Self {
        Self { rows: Vec::new(), ..Self::sample(lang) }
    }
}
