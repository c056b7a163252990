//! What became of one import, and the way to take it back.

use askama::Template;

use super::list::Standing;
use crate::components::Crumb;
use crate::face::{Chrome, Lang, Nav};

/// One import.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/import/show.html")]
pub struct ImportShowPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// What was imported.
    pub procedure: String,
    /// How it stands.
    pub standing: Standing,
    /// Who took it back, and when.
    pub undone: Option<(String, String)>,
    /// The file's name.
    pub source: String,
    /// Who imported it.
    pub by: String,
    /// When.
    pub at: String,
    /// How many rows the sheet had.
    pub rows: usize,
    /// How many became matters.
    pub kept: usize,
    /// How many were left out.
    pub faulty: usize,
    /// The file of those.
    pub report: Option<String>,
    /// The matters of this page.
    pub entries: Vec<EntryRow>,
    /// Where the request to take it back goes; `None`: it is taken back already.
    pub undo_to: Option<String>,
    /// What was typed as the reason.
    pub reason: String,
    /// Why it was not taken back.
    pub refused: Option<UndoView>,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
}

/// A row that became a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRow {
    /// The line of the sheet.
    pub line: u32,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Its state.
    pub state: String,
    /// Its page.
    pub href: String,
}

/// Why an import is not taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoView {
    /// One sentence.
    pub what: String,
    /// The matters that stand in the way: what about each, and its page.
    pub lines: Vec<(String, String)>,
    /// How many more there are.
    pub more: usize,
    /// What to do.
    pub next: Option<String>,
}

impl ImportShowPage {
    /// An import that was kept in part.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let chrome = Chrome::sample(lang).at(Nav::Registers, "/registers/imports/01");
        Self {
            crumbs: vec![Crumb { label: chrome.t("import.title"), href: "/registers/imports".into() }],
            procedure: pick("行政执法证件", "Officer's certificate"),
            standing: Standing::Kept,
            undone: None,
            source: "officers.xlsx".into(),
            by: "周敏".into(),
            at: "2026-11-20 10:00".into(),
            rows: 215,
            kept: 212,
            faulty: 3,
            report: Some("/registers/imports/01/faults".into()),
            entries: vec![EntryRow {
                line: 2,
                number: "锦司执证〔2026〕0001号".into(),
                name: "李川 9999-01-001".into(),
                state: pick("有效", "Valid"),
                href: "/matters/0001".into(),
            }],
            undo_to: Some("/registers/imports/01/undo".into()),
            reason: String::new(),
            refused: None,
            previous: None,
            next: Some("/registers/imports/01?from=51".into()),
            chrome,
        }
    }

    /// An import that cannot be taken back any more.
    pub fn sample_refused(lang: Lang) -> Self {
        let mut page = Self::sample(lang);
        let line = [("line", "2".to_owned()), ("what", "锦司执证〔2026〕0001号".into())];
        page.refused = Some(UndoView {
            what: page.chrome.many("import.undo.moved", 1),
            lines: vec![(lang.with("import.undo.moved_line", &line), "/matters/0001".into())],
            more: 2,
            next: Some(lang.t("import.undo.moved_next")),
        });
        page
    }

    /// An import that was taken back.
    pub fn sample_undone(lang: Lang) -> Self {
        let undone = Some(("周敏".into(), "2026-11-20 11:00".into()));
        Self { standing: Standing::Undone, undone, undo_to: None, report: None, ..Self::sample(lang) }
    }
}
