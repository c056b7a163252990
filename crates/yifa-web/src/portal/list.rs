//! The list of what is public.

use askama::Template;
use jiff::civil::{Date, date};

use crate::components::Opt;
use crate::face::{Chrome, Lang};

/// The list. The form is sent by GET to `/public`: `q`, `kind`.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/list.html")]
pub struct PublicListPage {
    /// The frame, with nobody signed in.
    pub chrome: Chrome,
    /// The words that were typed.
    pub text: String,
    /// Kinds of public things; the first is "all".
    pub kinds: Vec<Opt>,
    /// The entries, latest first.
    pub rows: Vec<PublicRow>,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
}

/// A public entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicRow {
    /// Its page.
    pub href: String,
    /// What it is: 行政处罚决定.
    pub kind: String,
    /// Its name, masked.
    pub title: String,
    /// Its number.
    pub number: String,
    /// The body.
    pub body: String,
    /// Public since.
    pub since: Date,
    /// Withdrawn: only a tombstone is left.
    pub withdrawn: bool,
}

impl PublicListPage {
    /// Two decisions, one withdrawn.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let row = |title: (&str, &str), number: &str, withdrawn| PublicRow {
            href: "/public/0199".into(),
            kind: pick("行政处罚决定", "Penalty decision"),
            title: pick(title.0, title.1),
            number: number.into(),
            body: pick("市城市管理局", "City Administration Bureau"),
            since: date(2026, 11, 12),
            withdrawn,
        };
        Self {
            chrome: Chrome { person: None, address: "/public".into(), ..Chrome::sample(lang) },
            text: String::new(),
            kinds: vec![
                Opt::new("", pick("全部", "All"), true),
                Opt::new("penalty", pick("行政处罚决定", "Penalty decisions"), false),
            ],
            rows: vec![
                row(("占道堆放建筑垃圾", "Building rubble left on a road"), "锦城管罚〔2026〕113号", false),
                row(("夜间施工噪声", "Noise from night-time building work"), "锦城管罚〔2026〕97号", true),
            ],
            previous: None,
            next: Some("/public?after=97".into()),
        }
    }
}
