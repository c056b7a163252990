//! The working calendars: which years are in force, and the adoption of another from the text of its notice.

use askama::Template;

use crate::components::Crumb;
use crate::face::{Chrome, Lang};

/// The page of the calendars. Posts `text` or `file`, `year`, `source` and `step` to itself.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/admin/calendar.html")]
pub struct CalendarPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// The years in force, the latest first.
    pub years: Vec<YearRow>,
    /// The text that was typed.
    pub text: String,
    /// The year that was typed.
    pub year: String,
    /// Where the notice comes from, as typed.
    pub source: String,
    /// Why nothing could be read or adopted.
    pub fault: Option<String>,
    /// What was read.
    pub read: Option<NoticeView>,
    /// What an adoption did.
    pub done: Option<String>,
}

/// A year in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearRow {
    /// The year.
    pub year: i16,
    /// Days off by the notice.
    pub off: usize,
    /// Weekend days worked.
    pub worked: usize,
    /// Where it comes from.
    pub from: String,
}

/// A notice as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeView {
    /// The year.
    pub year: i16,
    /// The days: date with weekday, holiday, whether it is worked.
    pub days: Vec<(String, String, bool)>,
    /// What a person has to look at.
    pub doubts: Vec<String>,
    /// A doubt forbids the adoption.
    pub forbidden: bool,
    /// Running dates that move: matter, its page, limit, before, after.
    pub moved: Vec<MovedRow>,
    /// How many more there are.
    pub more: usize,
    /// Dates that stay and are no longer provisional.
    pub settled: usize,
    /// How many matters were looked at.
    pub looked_at: usize,
}

/// A running date that moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedRow {
    /// The matter.
    pub name: String,
    /// Its page.
    pub href: String,
    /// The limit.
    pub limit: String,
    /// The last day as it stands.
    pub before: String,
    /// The last day under the notice.
    pub after: String,
}

impl CalendarPage {
    /// A notice that was read, with one doubt and one date that moves.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let chrome = Chrome::sample(lang).beside("/admin/calendar");
        Self {
            crumbs: vec![Crumb { label: chrome.t("admin.title"), href: "/admin".into() }],
            years: vec![YearRow { year: 2026, off: 33, worked: 6, from: chrome.t("city.calendar.shipped") }],
            text: String::new(),
            year: "2027".into(),
            source: "gov.cn".into(),
            fault: None,
            read: Some(NoticeView {
                year: 2027,
                days: vec![
                    ("2027-01-01".into(), pick("元旦", "New Year"), false),
                    ("2027-01-03".into(), pick("元旦", "New Year"), true),
                ],
                doubts: vec![
                    lang.with("city.calendar.doubt.missing", &[("name", pick("春节", "Spring Festival"))]),
                ],
                forbidden: false,
                moved: vec![MovedRow {
                    name: pick("占道堆放建筑垃圾案", "Building rubble left on a road"),
                    href: "/matters/0199".into(),
                    limit: pick("作出决定", "Decide"),
                    before: "2027-01-04".into(),
                    after: "2027-01-05".into(),
                }],
                more: 3,
                settled: 7,
                looked_at: 41,
            }),
            done: Some(chrome.t2("city.calendar.done", "year", 2027, "n", 4)),
            chrome,
        }
    }

    /// A text that could not be read.
    pub fn sample_fault(lang: Lang) -> Self {
        let fault = Some(lang.t("city.calendar.no_text"));
        Self { fault, read: None, done: None, ..Self::sample(lang) }
    }
}
