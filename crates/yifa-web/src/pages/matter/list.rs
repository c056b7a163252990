//! The list of matters: a query form above a table, filters kept in the address.

use askama::Template;

use crate::components::{MatterRow, Opt, TreeNode};
use crate::face::{Chrome, Lang, Nav};

/// The list. The form is sent by GET to `action`, so every filter is in the address.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/matter/list.html")]
pub struct ListPage {
    /// The frame.
    pub chrome: Chrome,
    /// Heading, when it is not all matters: a procedure's name, a figure that was opened.
    pub title: Option<String>,
    /// The address to which the form is sent.
    pub action: String,
    /// The typed filters and what can be picked.
    pub query: Query,
    /// The filters that are on.
    pub chips: Vec<FilterChip>,
    /// Address of the list without any filter.
    pub clear: String,
    /// Counts by state.
    pub tabs: Vec<Tab>,
    /// The rows of this page.
    pub rows: Vec<MatterRow>,
    /// How many fit the filter; `None` when they were not counted.
    pub total: Option<u32>,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
    /// Region and bodies, for the column at the left; may be empty.
    pub bodies: Vec<TreeNode>,
    /// Whether the reader may open a new matter here.
    pub may_open: bool,
}

/// The typed filters. Names of the inputs: `q`, `procedure`, `state`, `body`, `level`, `from`, `to`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Words in number, name or text.
    pub text: String,
    /// Procedures.
    pub procedures: Vec<Opt>,
    /// States; empty until one procedure is picked.
    pub states: Vec<Opt>,
    /// Bodies.
    pub bodies: Vec<Opt>,
    /// Levels.
    pub levels: Vec<Opt>,
    /// Opened on or after.
    pub from: String,
    /// Opened on or before.
    pub to: String,
}

/// A filter that is on, with the address of the list without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterChip {
    /// For example 状态：已告知.
    pub label: String,
    /// The list without it.
    pub remove: String,
}

/// A tab with its count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Its name.
    pub label: String,
    /// How many.
    pub count: Option<u32>,
    /// Where it leads.
    pub href: String,
    /// Whether it is shown now.
    pub current: bool,
}

impl ListPage {
    /// A page of penalty matters, filtered.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let tab = |zh: &str, en: &str, count, current| Tab {
            label: pick(zh, en),
            count: Some(count),
            href: "/matters?state=told".into(),
            current,
        };
        Self {
            chrome: Chrome::sample(lang).at(Nav::Matters, "/matters?procedure=penalty-ordinary"),
            title: None,
            action: "/matters".into(),
            query: Query {
                text: pick("占道", "road"),
                procedures: vec![
                    Opt::new("", pick("全部", "All"), false),
                    Opt::new(
                        "penalty-ordinary",
                        pick("行政处罚（普通程序）", "Penalty, ordinary procedure"),
                        true,
                    ),
                ],
                states: vec![
                    Opt::new("", pick("全部", "All"), true),
                    Opt::new("told", pick("已告知", "Notice given"), false),
                ],
                bodies: vec![
                    Opt::new("", pick("全部", "All"), true),
                    Opt::new("1", pick("市城市管理局", "City Administration Bureau"), false),
                ],
                levels: vec![
                    Opt::new("", pick("全部", "All"), true),
                    Opt::new("red", pick("红", "Red"), false),
                ],
                from: "2026-01-01".into(),
                to: String::new(),
            },
            chips: vec![
                FilterChip {
                    label: pick("程序：行政处罚（普通程序）", "Procedure: Penalty, ordinary procedure"),
                    remove: "/matters".into(),
                },
                FilterChip { label: pick("文字：占道", "Words: road"), remove: "/matters".into() },
            ],
            clear: "/matters".into(),
            tabs: vec![
                tab("全部", "All", 1284, true),
                tab("已立案", "Filed", 112, false),
                tab("已告知", "Notice given", 73, false),
                tab("已决定", "Decided", 58, false),
                tab("已结案", "Closed", 1041, false),
            ],
            rows: MatterRow::samples(lang),
            total: Some(1284),
            previous: None,
            next: Some("/matters?after=0200".into()),
            bodies: TreeNode::samples(lang),
            may_open: true,
        }
    }

    /// A list with nothing in it.
    pub fn sample_empty(lang: Lang) -> Self {
        Self { rows: vec![], total: Some(0), tabs: vec![], next: None, bodies: vec![], ..Self::sample(lang) }
    }
}
