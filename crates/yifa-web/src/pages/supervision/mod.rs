//! Supervision for leaders: five figures, each opening into its matters, for the whole and for each body.

use askama::Template;
use jiff::civil::{Date, date};

use crate::components::Crumb;
use crate::face::{Chrome, Lang, Nav};

/// The page of five figures.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/supervision/supervision.html")]
pub struct SupervisionPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back; empty at the top.
    pub crumbs: Vec<Crumb>,
    /// The body looked at; `None`: all.
    pub title: Option<String>,
    /// Today.
    pub today: Date,
    /// The five figures.
    pub figures: Vec<Figure>,
    /// The same for each body.
    pub rows: Vec<BodyRow>,
}

/// A figure that opens into its matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it counts.
    pub label: String,
    /// How many.
    pub n: u64,
    /// The class that colours it.
    pub class: &'static str,
    /// Its list.
    pub href: String,
}

/// A body with its five figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyRow {
    /// Its name.
    pub name: String,
    /// The same page for it.
    pub href: String,
    /// How deep it lies.
    pub depth: u8,
    /// The figures, in the order of the page.
    pub figures: Vec<Figure>,
}

impl SupervisionPage {
    /// A city with two bodies.
    pub fn sample(lang: Lang) -> Self {
        let figure = |zh: &str, en: &str, n, class| Figure {
            label: lang.pick(zh, en).into(),
            n,
            class,
            href: "/matters?due=late".into(),
        };
        let figures = |late| {
            vec![
                figure("在办", "Under way", 1284, "calm"),
                figure("已逾期", "Late", late, if late > 0 { "red" } else { "calm" }),
                figure("三日内到期", "Due within three days", 17, "yellow"),
                figure("三十日未办理", "Nothing done for thirty days", 4, "notice"),
                figure("今年办结", "Closed this year", 6021, "good"),
            ]
        };
        let row = |zh: &str, en: &str, depth, late| BodyRow {
            name: lang.pick(zh, en).into(),
            href: "/supervision?body=urban".into(),
            depth,
            figures: figures(late),
        };
        Self {
            chrome: Chrome::sample(lang).at(Nav::Desk, "/supervision"),
            crumbs: Vec::new(),
            title: None,
            today: date(2026, 11, 23),
            figures: figures(3),
            rows: vec![
                row("锦安市", "Jin'an City", 0, 3),
                row("市城市管理局", "City Administration Bureau", 1, 3),
                row("市司法局", "Justice Bureau", 1, 0),
            ],
        }
    }
}
