//! What the compiler found wrong, all at once.

use askama::Template;

use crate::components::Crumb;
use crate::face::{Chrome, Lang, Nav};

/// The faults of the definitions that are loaded, in the order of the files.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/definition/faults.html")]
pub struct FaultsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// The faults.
    pub rows: Vec<FaultRow>,
}

/// A fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultRow {
    /// Stable code.
    pub code: String,
    /// What is wrong.
    pub text: String,
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// The line as written.
    pub excerpt: String,
    /// What to do.
    pub help: Option<String>,
}

impl FaultsPage {
    /// A limit that cites the wrong article.
    pub fn sample(lang: Lang) -> Self {
        Self {
            chrome: Chrome::sample(lang).at(Nav::Definitions, "/definitions/faults"),
            crumbs: vec![Crumb {
                label: lang.pick("定义", "Definitions").into(),
                href: "/definitions".into(),
            }],
            rows: vec![FaultRow {
                code: "D0204".into(),
                text: lang
                    .pick(
                        "期限为 90 日，但是引用的条文没有“九十日”",
                        "this limit is 90 days, but the article it cites names no such figure",
                    )
                    .into(),
                file: "procedures/penalty-ordinary/procedure.toml".into(),
                line: 41,
                column: 10,
                excerpt: "basis = \"《行政处罚法》第五十九条\"".into(),
                help: Some(
                    lang.pick(
                        "第六十条写有九十日，是否引用该条",
                        "article 60 names ninety days; cite that one?",
                    )
                    .into(),
                ),
            }],
        }
    }

    /// Nothing wrong.
    pub fn sample_none(lang: Lang) -> Self {
        Self { rows: vec![], ..Self::sample(lang) }
    }
}
