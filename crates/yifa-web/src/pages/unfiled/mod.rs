//! Documents that are filed nowhere 应备未备: what the registers do not agree about, each with the way to ask its maker.

use askama::Template;
use jiff::civil::{Date, date};

use crate::components::Crumb;
use crate::face::{Chrome, Lang, Nav};

/// The comparison of the registers as it stands.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/unfiled/unfiled.html")]
pub struct UnfiledPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// Entries compared; documents still in time; entries whose year is masked.
    pub counts: [usize; 3],
    /// The day from which the register of filings is whole.
    pub complete_from: Date,
    /// How many are older than that, and no findings.
    pub older: usize,
    /// What was found.
    pub rows: Vec<UnfiledRow>,
    /// How many more there are.
    pub more: usize,
}

/// A document, or numbers that are nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnfiledRow {
    /// The number, or the numbers; may be empty.
    pub number: String,
    /// The title; empty for numbers.
    pub title: String,
    /// What is wrong, in words, and as the form sends it back.
    pub cell: (String, String),
    /// The body that made it; empty where none is known.
    pub maker: String,
    /// What was seen where, with the address of the matter that shows it.
    pub evidence: Vec<(String, Option<String>)>,
    /// The address and the name of the matter that follows it.
    pub followed: Option<(String, String)>,
    /// Where the maker is not known, the form in which it is recorded by hand.
    pub by_hand: Option<String>,
}

impl UnfiledPage {
    /// A document that is not filed, and a gap that is followed.
    pub fn sample(lang: Lang) -> Self {
        let row =
            |number: &str, title: (&str, &str), cell: (&str, &str), followed: Option<&str>| UnfiledRow {
                number: number.into(),
                title: lang.pick(title.0, title.1).into(),
                cell: (lang.pick(cell.0, cell.1).into(), "unfiled".into()),
                maker: lang.pick("市城市管理局", "City Administration Bureau").into(),
                evidence: vec![(
                    lang.pick("政府网站 2026-03-02", "Web site 2026-03-02").into(),
                    Some("/matters/0198".into()),
                )],
                followed: followed.map(|href| (href.to_owned(), "锦法备查〔2026〕001号".to_owned())),
                by_hand: None,
            };
        Self {
            chrome: Chrome::sample(lang).at(Nav::Library, "/unfiled"),
            crumbs: vec![Crumb { label: lang.t("library.title"), href: "/instruments".into() }],
            counts: [214, 3, 1],
            complete_from: date(2026, 1, 1),
            older: 12,
            rows: vec![
                row(
                    "锦城管发〔2026〕7号",
                    ("停车管理规定", "Rules on parking"),
                    ("未报备", "Not filed"),
                    None,
                ),
                row("锦城管发〔2026〕9号", ("", ""), ("缺号", "Number missing"), Some("/matters/0199")),
            ],
            more: 0,
        }
    }
}
