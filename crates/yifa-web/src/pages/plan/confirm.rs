//! From a notice to a plan, second step: a person confirms what was read, beside the original text.

use askama::Template;

use super::FindingView;
use crate::components::{Crumb, Opt};
use crate::face::{Chrome, Lang, Nav};

/// The page on which what was read is confirmed. Posts to `post_to`, for each obligation `n`:
/// `o.n.decision` (`confirm`, `edit`, `reject`), `o.n.who`, `o.n.what`, `o.n.measure`, `o.n.target`, `o.n.due`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/plan/confirm.html")]
pub struct PlanConfirmPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// The notice's title.
    pub title: String,
    /// Where the decisions are sent.
    pub post_to: String,
    /// Key under which the same sending is done only once.
    pub once: String,
    /// Chapters, clauses and items, in words.
    pub counts: Vec<(String, u32)>,
    /// Oddities of the text.
    pub findings: Vec<FindingView>,
    /// The original, cut where obligations begin and end.
    pub source: Vec<SourcePiece>,
    /// The obligations found.
    pub items: Vec<ConfirmItem>,
}

/// A stretch of the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcePiece {
    /// The words, unchanged.
    pub text: String,
    /// The obligation that was read there, if any. An obligation may have several pieces.
    pub obligation: Option<u32>,
    /// Whether it is the first piece of that obligation.
    pub first: bool,
}

/// An obligation to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmItem {
    /// Its number on the page, from 1.
    pub n: u32,
    /// The path of its item: 五.（六）.
    pub path: String,
    /// The words of the original.
    pub quote: String,
    /// Who, as proposed or typed.
    pub who: String,
    /// What, as proposed or typed.
    pub what: String,
    /// The target, as proposed or typed: `>= 7`, `2..3`, `100 percent`.
    pub target: String,
    /// By when or how often, as proposed or typed.
    pub due: String,
    /// The measures that can be picked, the proposed one selected; the first is "none".
    pub measures: Vec<Opt>,
    /// What was decided.
    pub decision: Decision,
    /// What is wrong with what was typed.
    pub error: Option<String>,
}

/// What a person decides about an obligation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Decision {
    /// 确认
    #[default]
    Confirm,
    /// 修改后确认
    Edit,
    /// 不采用
    Reject,
}

impl Decision {
    /// All three, in order.
    pub const ALL: [Self; 3] = [Self::Confirm, Self::Edit, Self::Reject];

    /// The value sent.
    pub fn value(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Edit => "edit",
            Self::Reject => "reject",
        }
    }

    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Confirm => "plan.decision.confirm",
            Self::Edit => "plan.decision.edit",
            Self::Reject => "plan.decision.reject",
        }
    }

    /// Whether it is this one.
    pub fn is(self, other: &Self) -> bool {
        self == *other
    }
}

impl PlanConfirmPage {
    /// Two clauses of a notice.
    pub fn sample(lang: Lang) -> Self {
        let chrome = Chrome::sample(lang).at(Nav::Plan, "/plan/import/1");
        let piece = |text: &str, obligation, first| SourcePiece { text: text.into(), obligation, first };
        let none = chrome.t("plan.no_measure");
        let item = |n,
                    path: &str,
                    quote: &str,
                    who: &str,
                    what: &str,
                    target: &str,
                    due: &str,
                    measure: (&str, &str)| ConfirmItem {
            n,
            path: path.into(),
            quote: quote.into(),
            who: who.into(),
            what: what.into(),
            target: target.into(),
            due: due.into(),
            measures: vec![
                Opt::new("", none.clone(), measure.0.is_empty()),
                Opt::new("m", lang.pick(measure.0, measure.1), true),
            ],
            decision: Decision::Confirm,
            error: None,
        };
        let text = "一、规范行政执法\n（一）加强培训。\n（三）完善公示。";
        let findings = yifa_law::notice::read(text, None).findings;
        let training = "行政执法人员每年参加法律知识培训时间不少于7天。";
        let filing = "各部门应当在规范性文件公布后15日内报送备案。";
        Self {
            crumbs: vec![
                Crumb { label: chrome.t("frame.nav.plan"), href: "/plan".into() },
                Crumb { label: chrome.t("plan.import.title"), href: "/plan/import".into() },
            ],
            title: "《2026年全市依法行政工作安排》".into(),
            post_to: "/plan/import/1".into(),
            once: "0190c2f5".into(),
            counts: vec![
                (chrome.t("plan.count.chapters"), 9),
                (chrome.t("plan.count.clauses"), 32),
                (chrome.t("plan.count.obligations"), 2),
            ],
            findings: findings.iter().map(|f| FindingView::of(f, text, &chrome)).collect(),
            source: vec![
                piece("五、规范行政执法\n（六）强化培训制度。", None, false),
                piece(training, Some(1), true),
                piece(
                    "培训情况作为年度考核内容之一。\n六、完善监督制约机制\n（二）完善备案制度。",
                    None,
                    false,
                ),
                piece(filing, Some(2), true),
            ],
            items: vec![
                item(
                    1,
                    "五（六）",
                    training,
                    "行政执法人员",
                    "法律知识培训",
                    ">= 7",
                    "every year",
                    ("执法人员培训达标率", "Officers with enough training"),
                ),
                ConfirmItem {
                    decision: Decision::Edit,
                    error: Some(
                        lang.pick(
                            "目标写法不对，例如 100 percent、>= 7、2..3",
                            "the target cannot be read; write for example 100 percent, >= 7, 2..3",
                        )
                        .into(),
                    ),
                    ..item(
                        2,
                        "六（二）",
                        filing,
                        "各部门",
                        "报送备案",
                        "100 per cent",
                        "15 calendar_day",
                        ("规范性文件按期备案率", "Documents filed in time"),
                    )
                },
            ],
            chrome,
        }
    }
}
