//! Supervision 监督: the figures of all measures, each opening into its matters.

mod matters;

pub use matters::{CountedAs, CountedRow, FigureMattersPage, OutcomeTab, RefusedRow};

use askama::Template;
use yifa_store::Counted;

use crate::chart::{Meter, Target};
use crate::components::{Level, Opt, TreeNode};
use crate::face::{Chrome, Lang, Nav};
use crate::pages::matter::Tab;

/// The page of all figures.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/figure/figures.html")]
pub struct FiguresPage {
    /// The frame.
    pub chrome: Chrome,
    /// The years that can be picked; sent by GET as `year`.
    pub years: Vec<Opt>,
    /// Running matters by level, each opening its list.
    pub levels: Vec<LevelTile>,
    /// Region and bodies at the left; may be empty.
    pub bodies: Vec<TreeNode>,
    /// All measures, or those that reach their target, do not reach it, or have nothing to reach; each with its number.
    pub shows: Vec<Tab>,
    /// Which of them is picked, sent along by the form; empty for all.
    pub show: String,
    /// The measures by the chapters of the annual notice.
    pub groups: Vec<FigureGroup>,
}

/// The measures of a chapter.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureGroup {
    /// Its place on the page.
    pub id: String,
    /// What the chapter is about.
    pub title: String,
    /// The measures.
    pub rows: Vec<FigureRow>,
}

impl FigureGroup {
    /// How many of its measures do not reach their target.
    pub fn unmet(&self) -> usize {
        self.rows.iter().filter(|row| row.figure.met == Some(false)).count()
    }
}

/// How many running matters have a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelTile {
    /// The level.
    pub level: Level,
    /// How many.
    pub n: Counted,
    /// The list.
    pub href: String,
}

impl LevelTile {
    /// The key of its name: it counts what stands at a level and above, as the list does that it opens.
    pub fn key(&self) -> &'static str {
        match self.level {
            Level::None => self.level.key(),
            Level::Notice => "list.level.notice",
            Level::Yellow => "list.level.yellow",
            Level::Red => "list.level.red",
        }
    }
}

/// A measure.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureRow {
    /// Identifier, unique on the page.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The clause of the notice or the article from which it comes.
    pub basis: String,
    /// The figure of the whole city.
    pub figure: BodyFigure,
    /// Its target in words, if it has one.
    pub target: Option<String>,
    /// The drawing.
    pub meter: Option<Meter>,
    /// The figure of each body, the worst first.
    pub by_body: Vec<BodyFigure>,
}

/// A figure of the city or of one body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyFigure {
    /// The body's name; the city's for the whole.
    pub body: String,
    /// The figure with its unit: `96.4 %`, `17 件`; `None` when there is nothing to count.
    pub value: Option<String>,
    /// How it was counted, where the figure does not say it: `212 / 220`.
    pub counted: Option<String>,
    /// Matters that are not decided yet.
    pub pending: u32,
    /// Whether the target is reached; `None` without target or figure.
    pub met: Option<bool>,
    /// The matters.
    pub href: String,
}

impl FiguresPage {
    /// Three measures.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let figure = |body: (&str, &str), value: Option<&str>, counted: &str, pending, met| BodyFigure {
            body: pick(body.0, body.1),
            value: value.map(Into::into),
            counted: Some(counted.into()),
            pending,
            met,
            href: "/matters?measure=penalty-90d".into(),
        };
        let city = ("锦安市", "Jin'an City");
        let row =
            |id: &str, title: (&str, &str), basis: &str, whole, target: Option<&str>, meter, by_body| {
                FigureRow {
                    id: id.into(),
                    title: pick(title.0, title.1),
                    basis: basis.into(),
                    figure: whole,
                    target: target.map(Into::into),
                    meter,
                    by_body,
                }
            };
        let tile = |level, n: u32| LevelTile { level, n: n.into(), href: "/matters?level=red".into() };
        Self {
            chrome: Chrome::sample(lang).at(Nav::Figures, "/figures"),
            years: vec![Opt::new("2026", "2026", true), Opt::new("2025", "2025", false)],
            levels: vec![
                tile(Level::Red, 3),
                tile(Level::Yellow, 11),
                tile(Level::Notice, 26),
                tile(Level::None, 218),
            ],
            bodies: TreeNode::samples(lang),
            shows: vec![
                Tab {
                    label: lang.t("tools.figures.all"),
                    count: Some(3),
                    href: "/figures".into(),
                    current: true,
                },
                Tab {
                    label: lang.t("tools.figures.not_met"),
                    count: Some(2),
                    href: "/figures?show=not_met".into(),
                    current: false,
                },
            ],
            show: String::new(),
            groups: vec![FigureGroup {
                id: "group-5".into(),
                title: lang.t("tools.register.group.5"),
                rows: vec![
                    row(
                        "penalty-90d",
                        ("九十日内作出处罚决定", "Penalties decided within ninety days"),
                        "《行政处罚法》第六十条",
                        figure(city, Some("96.4 %"), "212 / 220", 31, Some(false)),
                        Some("100 %"),
                        Some(Meter { value: 96.4, target: Target::AtLeast(100.0) }),
                        vec![
                            figure(
                                ("青溪区综合行政执法局", "Qingxi Enforcement Bureau"),
                                Some("91.2 %"),
                                "62 / 68",
                                9,
                                Some(false),
                            ),
                            figure(
                                ("市城市管理局", "City Administration Bureau"),
                                Some("100 %"),
                                "150 / 150",
                                22,
                                Some(true),
                            ),
                            figure(("市司法局", "Justice Bureau"), None, "0 / 0", 0, None),
                        ],
                    ),
                    row(
                        "training-days",
                        ("执法人员培训达标率", "Officers with seven days of training"),
                        "五（六）《示例通知》",
                        figure(city, Some("81.2 %"), "731 / 900", 0, Some(false)),
                        Some("100 %"),
                        Some(Meter { value: 81.2, target: Target::AtLeast(100.0) }),
                        vec![],
                    ),
                    row(
                        "document-filing",
                        ("规范性文件按期备案率", "Normative documents filed in time"),
                        "六（二）《示例通知》",
                        figure(city, Some("100 %"), "27 / 27", 2, Some(true)),
                        Some("100 %"),
                        Some(Meter { value: 100.0, target: Target::AtLeast(100.0) }),
                        vec![],
                    ),
                ],
            }],
        }
    }
}
