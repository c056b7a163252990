//! A figure opened: exactly the matters that it counts, and how each of them counts.

use askama::Template;
use jiff::civil::Date;

use super::BodyFigure;
use crate::chart::Meter;
use crate::components::{BoardColumn, Crumb, MatterRow, Opt};
use crate::face::{Chrome, Lang, Nav};
use crate::pages::matter::Tab;

/// The page of one measure. Filters are sent by GET: `year`, `month`, `body`, `outcome`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/figure/matters.html")]
pub struct FigureMattersPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// The measure's name.
    pub title: String,
    /// Its articles.
    pub basis: String,
    /// Where the form is sent.
    pub action: String,
    /// The figure of what is shown.
    pub figure: BodyFigure,
    /// Its target in words.
    pub target: Option<String>,
    /// The drawing.
    pub meter: Option<Meter>,
    /// Years, months, bodies that can be picked.
    pub years: Vec<Opt>,
    /// The months of the year; the first is the whole year.
    pub months: Vec<Opt>,
    /// Bodies; the first is all.
    pub bodies: Vec<Opt>,
    /// The outcome that is picked, sent along by the form.
    pub outcome: String,
    /// Counts by outcome, each opening its list.
    pub tabs: Vec<OutcomeTab>,
    /// Table or board.
    pub shapes: Vec<Tab>,
    /// The shape that is picked, sent along by the form.
    pub view: String,
    /// The board of everything that these matters belong to: name and address.
    pub whole: Option<(String, String)>,
    /// The matters of this page as a board; `None` when they are a table.
    pub board: Option<Vec<BoardColumn>>,
    /// The matters of this page.
    pub rows: Vec<CountedRow>,
    /// The refused acts of this page, for a measure that counts refusals.
    pub refusals: Option<Vec<RefusedRow>>,
    /// The first page, when this is another.
    pub first: Option<String>,
    /// The next page.
    pub next: Option<String>,
}

/// A count by outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeTab {
    /// Which; `None` for all.
    pub outcome: Option<CountedAs>,
    /// How many.
    pub n: i64,
    /// The list.
    pub href: String,
    /// Whether it is the one shown.
    pub current: bool,
}

/// How a matter counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountedAs {
    /// 达到
    Hit,
    /// 未达到
    Missed,
    /// 还能达到
    Pending,
}

impl CountedAs {
    /// All three, in order.
    pub const ALL: [Self; 3] = [Self::Missed, Self::Pending, Self::Hit];

    /// The value in addresses.
    pub fn value(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Missed => "missed",
            Self::Pending => "pending",
        }
    }

    /// The one with this value.
    pub fn from_value(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.value() == text)
    }

    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Hit => "figure.hit",
            Self::Missed => "figure.missed",
            Self::Pending => "figure.pending",
        }
    }

    /// The class that colours it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Hit => "good",
            Self::Missed => "red",
            Self::Pending => "notice",
        }
    }
}

/// A matter that is counted.
#[derive(Debug, Clone, PartialEq)]
pub struct CountedRow {
    /// The matter as lists show it.
    pub row: MatterRow,
    /// The day that puts it into its period.
    pub on: Date,
    /// How it counts.
    pub outcome: CountedAs,
    /// The last day on which it may still become good.
    pub until: Option<Date>,
    /// What it adds up, for sums.
    pub amount: Option<String>,
}

/// An act that the law refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// The day.
    pub on: Date,
    /// What was tried.
    pub action: String,
    /// In which procedure.
    pub procedure: String,
    /// The matter's page; `None` when one was to be opened.
    pub href: Option<String>,
    /// Whose act it was.
    pub body: String,
    /// Why not: code, in words, articles.
    pub reasons: Vec<(String, String, String)>,
    /// The citations that were not accepted.
    pub cited: String,
}

impl FigureMattersPage {
    /// Three matters of a rate.
    pub fn sample(lang: Lang) -> Self {
        let chrome = Chrome::sample(lang).at(Nav::Figures, "/figures/penalty-90d-rate");
        let figures = super::FiguresPage::sample(lang);
        let whole = figures.groups.into_iter().flat_map(|group| group.rows).next();
        let tab = |outcome: Option<CountedAs>, n, current| OutcomeTab {
            outcome,
            n,
            href: "/figures/penalty-90d-rate?outcome=missed".into(),
            current,
        };
        let rows =
            MatterRow::samples(lang).into_iter().zip([CountedAs::Missed, CountedAs::Pending, CountedAs::Hit]);
        let day = Date::constant(2026, 3, 2);
        Self {
            crumbs: vec![Crumb { label: chrome.t("frame.nav.figures"), href: "/figures".into() }],
            title: lang.pick("行政处罚九十日内办结率", "Penalty cases decided within 90 days").into(),
            basis: lang.pick("《行政处罚法》第六十条", "《行政处罚法》第六十条").into(),
            action: "/figures/penalty-90d-rate".into(),
            target: Some("100%".into()),
            meter: whole.as_ref().and_then(|row| row.meter),
            figure: whole.map_or_else(
                || BodyFigure {
                    body: String::new(),
                    value: None,
                    counted: None,
                    pending: 0,
                    met: None,
                    href: String::new(),
                },
                |row| row.figure,
            ),
            years: vec![Opt::new("2026", "2026", true), Opt::new("2025", "2025", false)],
            months: vec![Opt::new("", chrome.t("figure.whole_year"), true), Opt::new("3", "3", false)],
            bodies: vec![Opt::new("", chrome.t("figure.all_bodies"), true)],
            outcome: "missed".into(),
            tabs: vec![
                tab(None, 251, false),
                tab(Some(CountedAs::Missed), 8, true),
                tab(Some(CountedAs::Pending), 31, false),
                tab(Some(CountedAs::Hit), 212, false),
            ],
            shapes: Vec::new(),
            view: String::new(),
            whole: Some((lang.pick("行政处罚", "Penalties").into(), "/matters?view=board".into())),
            board: None,
            rows: rows
                .map(|(row, outcome)| CountedRow {
                    row,
                    on: day,
                    outcome,
                    until: (outcome == CountedAs::Pending).then_some(day),
                    amount: None,
                })
                .collect(),
            refusals: None,
            first: Some("/figures/penalty-90d-rate".into()),
            next: Some("/figures/penalty-90d-rate?after=1".into()),
            chrome,
        }
    }

    /// A measure of refusals with two refused acts.
    pub fn sample_refusals(lang: Lang) -> Self {
        let act = |href: Option<&str>, cited: &str| RefusedRow {
            on: Date::constant(2026, 3, 2),
            action: lang.pick("立案", "Open the case").into(),
            procedure: lang.pick("行政处罚", "Penalties").into(),
            href: href.map(ToOwned::to_owned),
            body: lang.pick("云江市城市管理局", "Urban Management Bureau").into(),
            reasons: vec![(
                "R0303".into(),
                lang.pick("引用的依据在当日无效", "The cited instrument is not in force on the day").into(),
                "《优化营商环境条例》第六十四条".into(),
            )],
            cited: cited.into(),
        };
        Self {
            outcome: String::new(),
            tabs: Vec::new(),
            whole: None,
            rows: Vec::new(),
            refusals: Some(vec![act(Some("/matters/1"), "《云江市停车管理办法》第三条"), act(None, "")]),
            ..Self::sample(lang)
        }
    }

    /// The same matters as a board.
    pub fn sample_board(lang: Lang) -> Self {
        let shape = |zh: &str, en: &str, current| Tab {
            label: lang.pick(zh, en).into(),
            count: None,
            href: "/figures/penalty-90d-rate?view=board".into(),
            current,
        };
        Self {
            shapes: vec![shape("表格", "Table", false), shape("看板", "Board", true)],
            view: "board".into(),
            board: Some(vec![BoardColumn { href: None, ..BoardColumn::sample(lang) }]),
            ..Self::sample(lang)
        }
    }
}
