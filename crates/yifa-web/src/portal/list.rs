//! A list of what is public: the answer to a search, or one catalogue with its filters.

use askama::Template;
use jiff::civil::{Date, date};

use crate::components::Opt;
use crate::face::{Chrome, Lang};

/// The list. The form is sent by GET to `action`: `q`, `kind` or `state`, `body`, `year`.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/list.html")]
pub struct PublicListPage {
    /// The frame, with nobody signed in.
    pub chrome: Chrome,
    /// The catalogue; `None` for a search over all.
    pub title: Option<String>,
    /// Where the form goes.
    pub action: String,
    /// The words that were typed.
    pub text: String,
    /// Kinds of public things, in a search.
    pub kinds: Vec<Opt>,
    /// Bodies, in a catalogue.
    pub bodies: Vec<Opt>,
    /// Years, in a catalogue.
    pub years: Vec<Opt>,
    /// Where things stand, in a catalogue that shows it: word, address, whether it is chosen.
    pub states: Vec<(String, String, bool)>,
    /// The chosen state, kept by the form.
    pub state: String,
    /// The entries, latest first.
    pub rows: Vec<PublicRow>,
    /// Address of the first page.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
    /// Where the catalogue is as data: no ending.
    pub data: Option<String>,
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
    /// Where it stands, if that is public.
    pub state: Option<String>,
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
            state: None,
            body: pick("市城市管理局", "City Administration Bureau"),
            since: date(2026, 11, 12),
            withdrawn,
        };
        Self {
            chrome: Chrome { person: None, address: "/public/search".into(), ..Chrome::sample(lang) },
            title: None,
            action: "/public/search".into(),
            text: String::new(),
            kinds: vec![
                Opt::new("", pick("全部", "All"), true),
                Opt::new("penalty", pick("行政处罚决定", "Penalty decisions"), false),
            ],
            bodies: vec![],
            years: vec![],
            states: vec![],
            state: String::new(),
            rows: vec![
                row(("占道堆放建筑垃圾", "Building rubble left on a road"), "锦城管罚〔2026〕113号", false),
                row(("夜间施工噪声", "Noise from night-time building work"), "锦城管罚〔2026〕97号", true),
            ],
            previous: None,
            next: Some("/public/search?after=97".into()),
            data: None,
        }
    }

    /// The documents in force.
    pub fn sample_catalogue(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let mut page = Self::sample(lang);
        page.rows.iter_mut().for_each(|row| row.state = Some(pick("现行有效", "In force")));
        Self {
            title: Some(pick("规范性文件", "Normative documents")),
            action: "/public/list/normative-document/document".into(),
            kinds: vec![],
            bodies: vec![
                Opt::new("", pick("全部", "All"), true),
                Opt::new("1", pick("市司法局", "Justice Bureau"), false),
            ],
            years: vec![Opt::new("2026", "2026", false)],
            states: vec![(pick("现行有效", "In force"), "?state=in_force".into(), true)],
            state: "in_force".into(),
            data: Some("/public/data/normative-document/document".into()),
            ..page
        }
    }
}
