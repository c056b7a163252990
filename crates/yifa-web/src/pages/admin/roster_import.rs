//! What became of one roster, and the way to take it back.

use askama::Template;

use crate::components::Crumb;
use crate::face::{Chrome, Lang};
use crate::pages::import::Standing;

/// One roster that was handed over.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/admin/roster_import.html")]
pub struct RosterImportPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// Which roster.
    pub title: String,
    /// What is said above what it created.
    pub created_title: String,
    /// How it stands.
    pub standing: Standing,
    /// Who took it back, and when.
    pub undone: Option<(String, String)>,
    /// The file's name.
    pub source: String,
    /// Who handed it over.
    pub by: String,
    /// When.
    pub at: String,
    /// How many rows the sheet had.
    pub rows: usize,
    /// How much of what it created goes, or is gone.
    pub goes: usize,
    /// How much of it stays.
    pub stay: usize,
    /// What it created, on this page.
    pub entries: Vec<RosterEntryRow>,
    /// Where the request to take it back goes; `None`: it is taken back already, or all of it stays.
    pub undo_to: Option<String>,
    /// What was typed as the reason.
    pub reason: String,
    /// Why it was not taken back.
    pub refused: Option<RosterRefused>,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
}

/// A body or a person that a roster created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterEntryRow {
    /// The line of the sheet.
    pub line: u32,
    /// Its page, where there is one.
    pub href: Option<String>,
    /// The sign-in name of a person.
    pub aside: Option<String>,
    /// Its name.
    pub name: String,
    /// Whether it stays.
    pub stays: bool,
    /// What becomes of it, or why it stays.
    pub becomes: String,
    /// What shows why it stays, with its page.
    pub shown: Option<(String, Option<String>)>,
}

/// Why a roster is not taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRefused {
    /// One sentence.
    pub what: String,
    /// Whether the reason is what is wrong.
    pub of_reason: bool,
}

impl RosterImportPage {
    /// A roster of people, one of whom has signed in.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let chrome = Chrome::sample(lang);
        let row = |line, name: String, id: &str, stays: bool, becomes: &str| RosterEntryRow {
            line,
            href: Some(format!("/admin/accounts/{id}")),
            aside: Some(id.to_owned()),
            name,
            stays,
            becomes: lang.t(becomes),
            shown: None,
        };
        Self {
            crumbs: vec![Crumb { label: chrome.t("admin.title"), href: "/admin".into() }],
            title: chrome.t("roster.people.title"),
            created_title: chrome.t("roster.people.created"),
            standing: Standing::Kept,
            undone: None,
            source: pick("人员名册.xlsx", "people.xlsx"),
            by: pick("周敏", "Zhou Min"),
            at: "2026-11-20 10:00".into(),
            rows: 2,
            goes: 1,
            stay: 1,
            entries: vec![
                row(2, pick("王敏", "Wang Min"), "wang-min", true, "roster.use.signed_in"),
                row(3, pick("李川", "Li Chuan"), "li-chuan", false, "roster.undo.goes"),
            ],
            undo_to: Some("/admin/rosters/people/01/undo".into()),
            reason: String::new(),
            refused: None,
            previous: None,
            next: None,
            chrome,
        }
    }

    /// The same without a reason.
    pub fn sample_refused(lang: Lang) -> Self {
        let refused = Some(RosterRefused { what: lang.t("roster.undo.no_reason"), of_reason: true });
        Self { refused, ..Self::sample(lang) }
    }

    /// The same, taken back.
    pub fn sample_undone(lang: Lang) -> Self {
        let mut page = Self::sample(lang);
        page.entries[1].href = None;
        page.entries[1].becomes = lang.t("roster.undo.gone");
        let undone = Some((page.by.clone(), "2026-11-20 11:00".into()));
        Self { standing: Standing::Undone, undone, undo_to: None, ..page }
    }
}
