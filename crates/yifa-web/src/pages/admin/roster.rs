//! The roster of bodies or of people: the sheet as it stands, one on trial, and what was entered.

use askama::Template;
use yifa_app::roster::Roster;

use crate::components::Crumb;
use crate::face::{Chrome, Lang};
use crate::pages::import::{FaultRow, Standing, Trial};

/// The page on which a roster is handed over, and on which its trial and what came of it are shown. Posts `file` and `step`
/// to itself.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/admin/roster.html")]
pub struct RosterPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// Which roster.
    pub roster: Roster,
    /// Where the form goes; the sheet as it stands lies below.
    pub post_to: String,
    /// The columns.
    pub columns: Vec<RosterColumnRow>,
    /// Why the file could not be judged at all.
    pub fault: Option<String>,
    /// What the trial came to.
    pub trial: Option<Trial>,
    /// What was entered.
    pub done: Option<RosterDone>,
    /// The rosters that were handed over before, the latest first.
    pub imports: Vec<RosterImportRow>,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
}

/// A roster that was handed over before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterImportRow {
    /// Its page.
    pub href: String,
    /// When.
    pub at: String,
    /// The file's name.
    pub source: String,
    /// Who.
    pub by: String,
    /// How many bodies or people it created.
    pub created: usize,
    /// How it stands.
    pub standing: Standing,
}

/// A column of a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterColumnRow {
    /// What it is called.
    pub name: String,
    /// Whether every row needs it.
    pub required: bool,
    /// What stands in it.
    pub help: String,
}

/// What was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterDone {
    /// Rows that entered or changed something.
    pub new: usize,
    /// Rows that stood there already.
    pub there: usize,
    /// The page on which it is taken back; `None` where nothing was created.
    pub import: Option<String>,
    /// Passwords to be handed out; they are shown this once.
    pub passwords: Vec<PasswordRow>,
}

/// A password to be handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordRow {
    /// The sign-in name.
    pub person: String,
    /// The name.
    pub name: String,
    /// The password.
    pub password: String,
}

impl RosterPage {
    fn title(&self) -> &'static str {
        match self.roster {
            Roster::Bodies => "roster.bodies.title",
            Roster::People => "roster.people.title",
        }
    }

    fn lead(&self) -> &'static str {
        match self.roster {
            Roster::Bodies => "roster.bodies.lead",
            Roster::People => "roster.people.lead",
        }
    }

    /// Bodies on trial, with a fault.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let chrome = Chrome::sample(lang);
        let fault = FaultRow {
            line: 4,
            column: pick("设立日期", "Set up on"),
            text: "2026-02-30".into(),
            what: chrome.t("roster.fault.no_day"),
            article: None,
            next: None,
            next_href: None,
        };
        let trial = Trial {
            name: pick("机构名册.xlsx", "offices.xlsx"),
            digest: "aa".into(),
            import: String::new(),
            rows: 104,
            good: 103,
            faulty: 1,
            faults: vec![fault],
            more: 0,
            held_back: false,
        };
        let column = RosterColumnRow {
            name: pick("名称", "Name"),
            required: true,
            help: chrome.t("roster.bodies.help.name"),
        };
        Self {
            crumbs: vec![Crumb { label: chrome.t("admin.title"), href: "/admin".into() }],
            roster: Roster::Bodies,
            post_to: "/admin/rosters/bodies".into(),
            columns: vec![column],
            fault: None,
            trial: Some(trial),
            done: None,
            imports: vec![RosterImportRow {
                href: "/admin/rosters/bodies/01".into(),
                at: "2026-11-20 10:00".into(),
                source: pick("机构名册.xlsx", "offices.xlsx"),
                by: pick("周敏", "Zhou Min"),
                created: 104,
                standing: Standing::Kept,
            }],
            previous: None,
            next: None,
            chrome,
        }
    }

    /// People who were entered.
    pub fn sample_done(lang: Lang) -> Self {
        let passwords = vec![PasswordRow {
            person: "wang-min".into(),
            name: lang.pick("王敏", "Wang Min").into(),
            password: "7KQM2XW9TR4B".into(),
        }];
        let done =
            RosterDone { new: 1, there: 2, import: Some("/admin/rosters/people/01".into()), passwords };
        Self {
            roster: Roster::People,
            trial: None,
            done: Some(done),
            imports: Vec::new(),
            ..Self::sample(lang)
        }
    }
}
