//! The plan as a tree: chapters, clauses, items, each with its obligations and their living figures.

use askama::Template;

use crate::chart::{Meter, Target};
use crate::components::{TreeNode, tree};
use crate::face::{Chrome, Lang, Nav};

/// A plan.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/plan/show.html")]
pub struct PlanPage {
    /// The frame.
    pub chrome: Chrome,
    /// Its title.
    pub title: String,
    /// Who issued it, its number, its date: one line.
    pub origin: String,
    /// The plan itself, as a matter with its own acts and papers.
    pub href: Option<String>,
    /// All plans of the city, this one among them, the latest first.
    pub plans: Vec<PlanChoice>,
    /// Counts, each opening its list.
    pub tiles: Vec<PlanTile>,
    /// Whether only the obligations of one status are shown.
    pub narrowed: bool,
    /// The chapters.
    pub nodes: Vec<PlanNode>,
    /// Where another notice can be imported; `None` when the reader may not.
    pub import_href: Option<String>,
}

/// A plan that can be shown instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanChoice {
    /// Its year; its title where a year has several.
    pub label: String,
    /// How it stands, in words.
    pub state: String,
    /// Its page.
    pub href: String,
    /// Whether it is the one shown.
    pub current: bool,
}

/// A count at the head of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanTile {
    /// What is counted: `None` counts all obligations, otherwise those with this status.
    pub status: Option<ObligationStatus>,
    /// How many.
    pub n: u32,
    /// The list.
    pub href: String,
    /// Whether the page is narrowed to it.
    pub current: bool,
}

/// A chapter, clause or item.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanNode {
    /// Its anchor, unique on the page.
    pub anchor: String,
    /// Its number as written: 五、 or （六）.
    pub number: String,
    /// Its heading.
    pub heading: Option<String>,
    /// Its own text.
    pub text: Option<String>,
    /// What it asks for.
    pub obligations: Vec<Obligation>,
    /// What lies below it.
    pub children: Vec<PlanNode>,
}

/// Something that somebody has to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Obligation {
    /// Who.
    pub who: String,
    /// What.
    pub what: String,
    /// By when or how often, in words.
    pub by_when: Option<String>,
    /// The measure's name and page.
    pub measure: Option<(String, String)>,
    /// The figure as it is now, with its unit: 96.4 %.
    pub value: Option<String>,
    /// The target in words: ≥ 7 天.
    pub target: Option<String>,
    /// The drawing.
    pub meter: Option<Meter>,
    /// How it stands.
    pub status: ObligationStatus,
    /// The matters that move it.
    pub href: Option<String>,
}

/// How an obligation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObligationStatus {
    /// 已达到
    Met,
    /// 进行中
    Running,
    /// 超出目标范围
    Beyond,
    /// 有风险
    AtRisk,
    /// 未达到
    Missed,
    /// 未设指标
    NotMeasured,
}

impl ObligationStatus {
    /// All of them, in order.
    pub const ALL: [Self; 6] =
        [Self::Met, Self::Running, Self::Beyond, Self::AtRisk, Self::Missed, Self::NotMeasured];

    /// The value in addresses.
    pub fn value(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Running => "running",
            Self::Beyond => "beyond",
            Self::AtRisk => "at_risk",
            Self::Missed => "missed",
            Self::NotMeasured => "not_measured",
        }
    }

    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Met => "plan.status.met",
            Self::Running => "plan.status.running",
            Self::Beyond => "plan.status.beyond",
            Self::AtRisk => "plan.status.at_risk",
            Self::Missed => "plan.status.missed",
            Self::NotMeasured => "plan.status.not_measured",
        }
    }

    /// The class that colours it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Met => "good",
            Self::Running => "running",
            Self::Beyond | Self::AtRisk => "yellow",
            Self::Missed => "red",
            Self::NotMeasured => "end",
        }
    }
}

/// The nodes of one level, with everything below them.
#[derive(Template)]
#[template(path = "pages/plan/nodes.html")]
struct Nodes<'a> {
    chrome: &'a Chrome,
    nodes: &'a [PlanNode],
    level: u8,
}

impl PlanPage {
    /// The column at the left: chapters and clauses with the number of their obligations.
    fn contents(&self) -> askama::Result<String> {
        let entry = |node: &PlanNode, children| TreeNode {
            folded: false,
            label: format!("{}{}", node.number, node.heading.as_deref().unwrap_or_default()),
            href: format!("#{}", node.anchor),
            count: Some(node.count()).filter(|n| *n > 0),
            current: false,
            children,
        };
        let chapters: Vec<_> = self
            .nodes
            .iter()
            .map(|chapter| {
                entry(
                    chapter,
                    chapter
                        .children
                        .iter()
                        .filter(|c| c.heading.is_some())
                        .map(|c| entry(c, vec![]))
                        .collect(),
                )
            })
            .collect();
        tree(&self.chrome, &chapters)
    }

    /// The chapters with everything below them.
    fn body(&self) -> askama::Result<String> {
        Nodes { chrome: &self.chrome, nodes: &self.nodes, level: 2 }.render()
    }
}

impl Nodes<'_> {
    fn below(&self, node: &PlanNode) -> askama::Result<String> {
        Nodes { chrome: self.chrome, nodes: &node.children, level: (self.level + 1).min(4) }.render()
    }
}

impl PlanNode {
    /// How many obligations it and everything below it have.
    fn count(&self) -> u32 {
        let own = u32::try_from(self.obligations.len()).unwrap_or(u32::MAX);
        self.children.iter().fold(own, |sum, child| sum.saturating_add(child.count()))
    }
}

impl PlanPage {
    /// Three chapters of a notice.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let duty = |who: (&str, &str),
                    what: (&str, &str),
                    when: Option<(&str, &str)>,
                    value: &str,
                    target: (&str, &str),
                    meter: Option<Meter>,
                    status| Obligation {
            who: pick(who.0, who.1),
            what: pick(what.0, what.1),
            by_when: when.map(|(zh, en)| pick(zh, en)),
            measure: meter.map(|_| (pick("查看指标", "Measure"), "/figures/training-days".into())),
            value: meter.map(|_| value.to_owned()),
            target: meter.map(|_| pick(target.0, target.1)),
            meter,
            status,
            href: meter.map(|_| "/matters?measure=training-days".into()),
        };
        let node = |anchor: &str,
                    number: &str,
                    heading: (&str, &str),
                    text: Option<(&str, &str)>,
                    obligations,
                    children| PlanNode {
            anchor: anchor.into(),
            number: lang.pick(number, anchor.trim_start_matches('p')).into(),
            heading: (!heading.0.is_empty()).then(|| pick(heading.0, heading.1)),
            text: text.map(|(zh, en)| pick(zh, en)),
            obligations,
            children,
        };
        let city = ("市政府", "City government");
        let legislation = vec![
            duty(
                city,
                ("提请审议地方性法规草案", "Submit drafts of local regulations"),
                Some(("年内", "within the year")),
                "2",
                ("3 件", "3"),
                Some(Meter { value: 2.0, target: Target::AtLeast(3.0) }),
                ObligationStatus::Running,
            ),
            duty(
                city,
                ("制定政府规章", "Make government rules"),
                Some(("年内", "within the year")),
                "11",
                ("11 件", "11"),
                Some(Meter { value: 11.0, target: Target::AtLeast(11.0) }),
                ObligationStatus::Met,
            ),
            duty(
                city,
                ("调研论证项目", "Research projects"),
                Some(("年内", "within the year")),
                "19",
                ("43 件", "43"),
                Some(Meter { value: 19.0, target: Target::AtLeast(43.0) }),
                ObligationStatus::AtRisk,
            ),
        ];
        Self {
            chrome: Chrome::sample(lang).at(Nav::Plan, "/plan"),
            title: pick("2026年全市依法行政工作安排", "Law-based administration in the city: plan for 2026"),
            origin: pick(
                "锦安市人民政府，锦府发〔2026〕4号，2026-02-11",
                "Jin'an City Government, 锦府发〔2026〕4号, 2026-02-11",
            ),
            href: Some("/matters/01M".into()),
            plans: vec![
                PlanChoice {
                    label: "2026".into(),
                    state: pick("执行中", "Running"),
                    href: "/plan?year=2026".into(),
                    current: true,
                },
                PlanChoice {
                    label: "2025".into(),
                    state: pick("已办结", "Closed"),
                    href: "/plan?year=2025".into(),
                    current: false,
                },
            ],
            narrowed: false,
            tiles: [
                (None, 46),
                (Some(ObligationStatus::Met), 12),
                (Some(ObligationStatus::Running), 21),
                (Some(ObligationStatus::AtRisk), 5),
                (Some(ObligationStatus::Missed), 2),
                (Some(ObligationStatus::NotMeasured), 6),
            ]
            .into_iter()
            .map(|(status, n)| PlanTile { status, n, href: "/plan?status=met".into(), current: false })
            .collect(),
            nodes: vec![
                node(
                    "p4",
                    "四、",
                    ("加强制度建设", "Better rules"),
                    None,
                    vec![],
                    vec![
                        node(
                            "p4-1",
                            "（一）",
                            ("政府立法工作", "Legislation"),
                            Some((
                                "提请审议地方性法规草案3件，制定政府规章11件，调研论证项目43件。",
                                "Three drafts of local regulations, eleven government rules, 43 research projects.",
                            )),
                            legislation,
                            vec![],
                        ),
                        node(
                            "p4-2",
                            "（二）",
                            ("立法后评估", "Evaluation after making"),
                            None,
                            vec![duty(
                                city,
                                ("规章评估试点", "Pilot evaluation of rules"),
                                None,
                                "0",
                                ("2 件", "2"),
                                Some(Meter { value: 0.0, target: Target::AtLeast(2.0) }),
                                ObligationStatus::Missed,
                            )],
                            vec![],
                        ),
                    ],
                ),
                node(
                    "p5",
                    "五、",
                    ("规范行政执法", "Enforcement by the rules"),
                    None,
                    vec![],
                    vec![
                        node(
                            "p5-2",
                            "（二）",
                            ("规范执法程序", "Procedures"),
                            None,
                            vec![],
                            vec![
                                node(
                                    "p5-2-1",
                                    "一是",
                                    ("", ""),
                                    Some((
                                        "完善行政处罚程序和重大行政处罚听证制度。",
                                        "Improve penalty procedures and hearings.",
                                    )),
                                    vec![duty(
                                        ("各部门", "All departments"),
                                        ("九十日内作出处罚决定", "Decide penalties within ninety days"),
                                        None,
                                        "96.4 %",
                                        ("100 %", "100 %"),
                                        Some(Meter { value: 96.4, target: Target::AtLeast(100.0) }),
                                        ObligationStatus::AtRisk,
                                    )],
                                    vec![],
                                ),
                                node(
                                    "p5-2-2",
                                    "二是",
                                    ("", ""),
                                    Some(("规范执法投诉处理流程。", "Handle complaints by the rules.")),
                                    vec![duty(
                                        ("各部门", "All departments"),
                                        ("处理执法投诉", "Handle complaints"),
                                        None,
                                        "",
                                        ("", ""),
                                        None,
                                        ObligationStatus::NotMeasured,
                                    )],
                                    vec![],
                                ),
                            ],
                        ),
                        node(
                            "p5-6",
                            "（六）",
                            ("执法人员培训", "Training of officers"),
                            Some((
                                "执法人员每年参加法律知识培训不少于7天。",
                                "At least seven days of legal training a year for each officer.",
                            )),
                            vec![duty(
                                ("执法人员", "Officers"),
                                ("法律知识培训", "Legal training"),
                                Some(("每年", "every year")),
                                "81.2 %",
                                ("≥ 7 天，100 %", "≥ 7 days, 100 %"),
                                Some(Meter { value: 81.2, target: Target::AtLeast(100.0) }),
                                ObligationStatus::Running,
                            )],
                            vec![],
                        ),
                    ],
                ),
                node(
                    "p6",
                    "六、",
                    ("完善监督制约机制", "Supervision"),
                    None,
                    vec![],
                    vec![node(
                        "p6-2",
                        "（二）",
                        ("规范性文件备案", "Filing of normative documents"),
                        None,
                        vec![duty(
                            ("各区（市）县政府、市政府各部门", "Districts, counties and departments"),
                            ("公布后15日内报送备案", "Send for filing within 15 days of publication"),
                            None,
                            "100 %",
                            ("100 %", "100 %"),
                            Some(Meter { value: 100.0, target: Target::AtLeast(100.0) }),
                            ObligationStatus::Met,
                        )],
                        vec![],
                    )],
                ),
            ],
            import_href: Some("/plan/import".into()),
        }
    }

    /// A city that has no plan yet.
    pub fn sample_empty(lang: Lang) -> Self {
        Self {
            title: lang.pick("年度计划", "Annual plan").into(),
            origin: String::new(),
            href: None,
            plans: vec![],
            tiles: vec![],
            nodes: vec![],
            ..Self::sample(lang)
        }
    }
}
