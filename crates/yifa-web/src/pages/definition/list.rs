//! All procedures.

use askama::Template;

use crate::face::{Chrome, Lang, Nav};

/// The list of procedures.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/definition/list.html")]
pub struct DefinitionsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The procedures.
    pub rows: Vec<DefinitionRow>,
    /// How many faults the compiler found.
    pub faults: u32,
}

/// A procedure in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinitionRow {
    /// Its page.
    pub href: String,
    /// Its name.
    pub title: String,
    /// Identifier.
    pub id: String,
    /// Version: the day from which it holds.
    pub version: String,
    /// The articles on which it rests.
    pub basis: String,
    /// The clause of the annual notice.
    pub clause: String,
    /// How many states.
    pub states: u32,
    /// How many actions.
    pub actions: u32,
    /// How many limits.
    pub limits: u32,
    /// The matters of this procedure: how many, and their list.
    pub matters: (u32, String),
}

impl DefinitionsPage {
    /// Two procedures.
    pub fn sample(lang: Lang) -> Self {
        let row = |id: &str, zh: &str, en: &str, basis: &str, clause: &str, n| DefinitionRow {
            href: "/definitions/penalty-ordinary".into(),
            title: lang.pick(zh, en).into(),
            id: id.into(),
            version: "2021-07-15".into(),
            basis: basis.into(),
            clause: clause.into(),
            states: 10,
            actions: 24,
            limits: 11,
            matters: (n, "/matters?procedure=penalty-ordinary".into()),
        };
        Self {
            chrome: Chrome::sample(lang).at(Nav::Definitions, "/definitions"),
            rows: vec![
                row(
                    "penalty-ordinary",
                    "行政处罚（普通程序）",
                    "Penalty, ordinary procedure",
                    "《行政处罚法》第五十四条",
                    "5.2",
                    1284,
                ),
                row(
                    "normdoc-filing",
                    "规范性文件备案",
                    "Filing of a normative document",
                    "《法规规章备案审查条例》第三条",
                    "6.2",
                    27,
                ),
            ],
            faults: 2,
        }
    }
}
