//! What may be imported by whoever looks, and the imports so far.

use askama::Template;

use crate::components::Crumb;
use crate::face::{Chrome, Lang, Nav};

/// All imports.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/import/list.html")]
pub struct ImportsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// What may be imported.
    pub starts: Vec<ImportStart>,
    /// The imports so far, the latest first.
    pub rows: Vec<ImportRow>,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
}

/// An opening act by which rows may become matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportStart {
    /// The procedure's name.
    pub procedure: String,
    /// The act's name.
    pub action: String,
    /// Its articles.
    pub article: String,
    /// The page of the import.
    pub href: String,
}

/// An import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// Its page.
    pub href: String,
    /// When.
    pub at: String,
    /// What was imported.
    pub procedure: String,
    /// The file's name.
    pub source: String,
    /// Who.
    pub by: String,
    /// How many rows became matters.
    pub kept: usize,
    /// How many were left out.
    pub faulty: usize,
    /// How it stands.
    pub standing: Standing,
}

/// How an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Its rows are matters.
    Kept,
    /// It was taken back.
    Undone,
    /// The machine stopped in the middle: all its rows are there, or none.
    Begun,
}

impl Standing {
    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Kept => "import.standing.kept",
            Self::Undone => "import.standing.undone",
            Self::Begun => "import.standing.begun",
        }
    }

    /// The class that colours it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Kept => "good",
            Self::Undone => "notice",
            Self::Begun => "yellow",
        }
    }
}

impl ImportsPage {
    /// Two registers and two imports.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let chrome = Chrome::sample(lang).at(Nav::Registers, "/registers/imports");
        let officers = pick("行政执法证件", "Officer's certificate");
        Self {
            crumbs: vec![Crumb { label: chrome.t("frame.nav.registers"), href: "/registers".into() }],
            starts: vec![ImportStart {
                procedure: officers.clone(),
                action: pick("备案登记", "Register"),
                article: "《行政处罚法》第四十二条第一款".into(),
                href: "/registers/imports/new/officer-certificate/register".into(),
            }],
            rows: vec![
                ImportRow {
                    href: "/registers/imports/01".into(),
                    at: "2026-11-20 10:00".into(),
                    procedure: officers.clone(),
                    source: "officers.xlsx".into(),
                    by: "周敏".into(),
                    kept: 212,
                    faulty: 3,
                    standing: Standing::Kept,
                },
                ImportRow {
                    href: "/registers/imports/02".into(),
                    at: "2026-11-19 16:40".into(),
                    procedure: officers,
                    source: "old.csv".into(),
                    by: "周敏".into(),
                    kept: 1,
                    faulty: 0,
                    standing: Standing::Undone,
                },
            ],
            previous: None,
            next: None,
            chrome,
        }
    }
}
