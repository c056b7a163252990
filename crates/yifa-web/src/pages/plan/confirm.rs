//! From a notice to a plan, second step: a person confirms what was read, beside the original text.

use askama::Template;

use super::FindingView;
use crate::components::{Crumb, Opt, RefusalView};
use crate::face::{Chrome, Lang, Nav};

/// The page on which what was read is confirmed. Posts to `post_to`: `year`, `name`, `checked`, `all`, and for each item `n`
/// `o.n.decision` (`confirm`, `reject`, `leave`), `o.n.ground`, `o.n.lead`, `o.n.what`, `o.n.measure`, `o.n.target`, `o.n.due`.
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
    /// The year of the plan.
    pub year: String,
    /// The name of the file.
    pub name: String,
    /// Chapters, clauses and items, in words.
    pub counts: Vec<(String, u32)>,
    /// Oddities of the text.
    pub findings: Vec<FindingView>,
    /// Whether a person must say that the oddities have been looked at; and whether that was said.
    pub to_check: Option<bool>,
    /// A plan that was made from the same text before: its page.
    pub already: Option<String>,
    /// Why nothing was kept.
    pub problems: Vec<String>,
    /// Why the law refuses it.
    pub refusal: Option<RefusalView>,
    /// The original, cut where obligations begin and end.
    pub source: Vec<SourcePiece>,
    /// The obligations found.
    pub items: Vec<ConfirmItem>,
    /// Whether the reader may decide, or only propose.
    pub may_decide: bool,
}

/// A stretch of the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcePiece {
    /// The words, unchanged.
    pub text: String,
    /// Whether an obligation was read there.
    pub marked: bool,
    /// The obligations that begin here.
    pub begins: Vec<u32>,
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
    /// What was read in them: quantity, deadline, rhythm, citations; each with its label.
    pub read: Vec<(String, String)>,
    /// The bodies in charge, as proposed or typed.
    pub lead: String,
    /// What, as proposed or typed.
    pub what: String,
    /// The target, as proposed or typed: `≥ 7`, `2–3`, `100%`.
    pub target: String,
    /// The last day, as proposed or typed.
    pub due: String,
    /// The measures that can be picked, the proposed one selected; the first is "none".
    pub measures: Vec<Opt>,
    /// What was decided.
    pub decision: ConfirmDecision,
    /// The grounds on which it can be left out.
    pub grounds: Vec<Opt>,
    /// What is wrong with what was typed.
    pub errors: Vec<ConfirmError>,
}

/// What is wrong with one thing that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmError {
    /// The name of the input: `lead`, `what`, `measure`, `target`, `due`.
    pub field: &'static str,
    /// What, and what to write instead.
    pub text: String,
}

/// What a person decides about an obligation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ConfirmDecision {
    /// 确认
    Confirm,
    /// 不采用
    Reject,
    /// 暂不决定
    #[default]
    Leave,
}

impl ConfirmDecision {
    /// All three, in order.
    pub const ALL: [Self; 3] = [Self::Confirm, Self::Reject, Self::Leave];

    /// The value sent.
    pub fn value(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Reject => "reject",
            Self::Leave => "leave",
        }
    }

    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Confirm => "plan.decision.confirm",
            Self::Reject => "plan.decision.reject",
            Self::Leave => "plan.decision.leave",
        }
    }

    /// Whether it is this one.
    pub fn is(self, other: &Self) -> bool {
        self == *other
    }
}

impl ConfirmItem {
    /// What is wrong with what was typed in one place.
    fn error_of(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.text.as_str())
    }
}

impl PlanConfirmPage {
    /// Two clauses of a notice.
    pub fn sample(lang: Lang) -> Self {
        let chrome = Chrome::sample(lang).at(Nav::Plan, "/plan/import/1");
        let piece = |text: &str, marked, begins: &[u32]| SourcePiece {
            text: text.into(),
            marked,
            begins: begins.to_vec(),
        };
        let none = chrome.t("plan.no_measure");
        let item = |n,
                    path: &str,
                    quote: &str,
                    read: Vec<(String, String)>,
                    what: &str,
                    target: &str,
                    measure: (&str, &str)| {
            ConfirmItem {
                n,
                path: path.into(),
                quote: quote.into(),
                read,
                lead: chrome.t("plan.group.departments"),
                what: what.into(),
                target: target.into(),
                due: "2026-12-31".into(),
                measures: vec![
                    Opt::new("", none.clone(), false),
                    Opt::new("m", lang.pick(measure.0, measure.1), true),
                ],
                decision: ConfirmDecision::Confirm,
                grounds: vec![Opt::new("duplicate", lang.pick("重复", "duplicate"), true)],
                errors: vec![],
            }
        };
        let text = "一、规范行政执法\n（一）加强培训。\n（三）完善公示。";
        let findings = yifa_law::notice::read(text, None).findings;
        let training = "行政执法人员每年参加法律知识培训时间不少于7天。";
        let filing = "各部门应当在规范性文件公布后15日内报送备案。";
        let wrong = ConfirmError { field: "target", text: chrome.t("plan.confirm.wrong_target") };
        Self {
            crumbs: vec![
                Crumb { label: chrome.t("frame.nav.plan"), href: "/plan".into() },
                Crumb { label: chrome.t("plan.import.title"), href: "/plan/import".into() },
            ],
            title: "《2026年全市依法行政工作安排》".into(),
            post_to: "/plan/import/1".into(),
            once: "0190c2f5".into(),
            year: "2026".into(),
            name: "notice.txt".into(),
            counts: vec![
                (chrome.t("plan.count.chapters"), 9),
                (chrome.t("plan.count.clauses"), 32),
                (chrome.t("plan.count.obligations"), 2),
            ],
            findings: findings.iter().map(|f| FindingView::of(f, text, &chrome)).collect(),
            to_check: Some(false),
            already: Some("/plan?plan=1".into()),
            problems: vec![chrome.many("plan.confirm.wrong", 1)],
            refusal: None,
            source: vec![
                piece("五、规范行政执法\n（六）强化培训制度。", false, &[]),
                piece(training, true, &[1]),
                piece(
                    "培训情况作为年度考核内容之一。\n六、完善监督制约机制\n（二）完善备案制度。",
                    false,
                    &[],
                ),
                piece(filing, true, &[2]),
            ],
            items: vec![
                item(
                    1,
                    "五.（六）",
                    training,
                    vec![
                        (chrome.t("plan.confirm.quantity"), "≥ 7 天".into()),
                        (chrome.t("plan.confirm.rhythm"), "每年".into()),
                    ],
                    "法律知识培训时间不少于7天",
                    "100%",
                    ("执法人员培训达标率", "Officers with enough training"),
                ),
                ConfirmItem {
                    decision: ConfirmDecision::Reject,
                    errors: vec![wrong],
                    ..item(
                        2,
                        "六.（二）",
                        filing,
                        vec![(chrome.t("plan.confirm.deadline"), "公布后15日内".into())],
                        "报送备案",
                        "100 per cent",
                        ("规范性文件按期备案率", "Documents filed in time"),
                    )
                },
            ],
            may_decide: true,
            chrome,
        }
    }
}
