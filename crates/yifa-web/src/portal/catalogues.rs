//! The three catalogues of the city's own documents: in force, repealed, lapsed.

use askama::Template;
use jiff::civil::{Date, date};

use crate::components::Opt;
use crate::face::{Chrome, Lang};

/// The catalogues on a day. The form is sent by GET: `on`, `q`, `maker`.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/catalogues.html")]
pub struct PublicCataloguesPage {
    /// The frame, with nobody signed in.
    pub chrome: Chrome,
    /// The day.
    pub on: Date,
    /// The words that were typed.
    pub text: String,
    /// Makers to choose from.
    pub makers: Vec<Opt>,
    /// What could not be understood, or was left out.
    pub remark: Option<String>,
    /// How many documents there are: the sum of the catalogues.
    pub total: usize,
    /// How many of each maker.
    pub rows: Vec<PublicMakerCount>,
    /// The catalogues, in order; the last holds what is published and not yet in force.
    pub catalogues: Vec<PublicCatalogue>,
}

/// How many documents of a maker stand in each catalogue, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicMakerCount {
    /// The maker.
    pub maker: String,
    /// In force, repealed, lapsed, not yet in force.
    pub counts: [usize; 4],
}

/// One catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicCatalogue {
    /// Its anchor.
    pub id: &'static str,
    /// Its name.
    pub title: String,
    /// Its documents.
    pub documents: Vec<PublicDocument>,
}

/// A document in a catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicDocument {
    /// Its title.
    pub title: String,
    /// Its public page, or that of the table that names it.
    pub href: String,
    /// Its number.
    pub number: String,
    /// Its maker.
    pub maker: String,
    /// First day in force; empty when it is not told.
    pub from: String,
    /// Last day in force; empty when it is not told.
    pub until: String,
    /// Why it ended.
    pub remark: String,
}

impl PublicMakerCount {
    /// All its documents.
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }
}

impl PublicCataloguesPage {
    /// One document in each catalogue.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let document = || PublicDocument {
            title: "《某市某规定》".into(),
            href: "/public/normative-document-document-1".into(),
            number: "某府规〔2024〕1号".into(),
            maker: pick("某局", "Bureau"),
            from: "2024-05-01".into(),
            until: "2029-04-30".into(),
            remark: "《》".into(),
        };
        let one = |id, title: String| PublicCatalogue { id, title, documents: vec![document()] };
        Self {
            chrome: Chrome { person: None, address: "/public/catalogues".into(), ..Chrome::sample(lang) },
            on: date(2026, 3, 2),
            text: String::new(),
            makers: vec![Opt::new("", pick("全部", "All"), true)],
            remark: None,
            total: 3,
            rows: vec![PublicMakerCount { maker: pick("某局", "Bureau"), counts: [1, 1, 1, 0] }],
            catalogues: vec![
                one("in_force", pick("继续有效", "In force")),
                one("repealed", pick("已废止", "Repealed")),
                one("lapsed", pick("已失效", "Lapsed")),
                PublicCatalogue {
                    id: "not_yet",
                    title: pick("尚未施行", "Not yet in force"),
                    documents: vec![],
                },
            ],
        }
    }
}
