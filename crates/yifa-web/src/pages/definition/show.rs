//! One procedure, line by line, to be held beside the statute.

use askama::Template;

use crate::chart::Flow;
use crate::components::{Crumb, LimitKind};
use crate::face::{Chrome, Lang, Nav};

/// A procedure.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/definition/show.html")]
pub struct ProcedurePage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// Its name.
    pub title: String,
    /// Identifier.
    pub id: String,
    /// The day from which this version holds.
    pub version: String,
    /// The articles on which it rests.
    pub basis: String,
    /// The flow chart.
    pub flow: Flow,
    /// What may be done.
    pub actions: Vec<ActionRow>,
    /// By when.
    pub limits: Vec<LimitRow>,
    /// What is recorded.
    pub fields: Vec<FieldRow>,
    /// Papers.
    pub papers: Vec<NamedBasis>,
    /// What becomes public.
    pub disclosures: Vec<NamedBasis>,
    /// What only a person can judge.
    pub unsaid: Vec<UnsaidRow>,
    /// Scenarios that test it.
    pub scenarios: Vec<NamedBasis>,
}

/// An action of a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionRow {
    /// Identifier.
    pub id: String,
    /// Name.
    pub title: String,
    /// States in which it may be done, in words; empty when it opens a matter.
    pub from: String,
    /// The state afterwards, in words; empty when the state stays.
    pub to: String,
    /// Who may do it.
    pub by: String,
    /// The conditions.
    pub conditions: Vec<ConditionRow>,
    /// Papers issued.
    pub issues: Vec<String>,
    /// The article.
    pub basis: String,
}

/// A condition of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionRow {
    /// As written in the definition.
    pub text: String,
    /// The article that forces it.
    pub basis: String,
}

/// A limit of a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitRow {
    /// Name.
    pub title: String,
    /// What passing it means.
    pub kind: LimitKind,
    /// How long, in words.
    pub within: String,
    /// From when, in words.
    pub from: String,
    /// The article.
    pub basis: String,
}

/// A field of a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldRow {
    /// Identifier.
    pub id: String,
    /// Label.
    pub label: String,
    /// Kind, in words.
    pub kind: String,
    /// Personal data.
    pub personal: bool,
    /// Hidden inside the organ too.
    pub sealed: bool,
}

/// Something with a name and an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedBasis {
    /// Its name.
    pub title: String,
    /// The article.
    pub basis: String,
}

/// What the language of definitions does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsaidRow {
    /// What.
    pub what: String,
    /// Who decides it.
    pub who: String,
    /// The article.
    pub basis: String,
}

impl ProcedurePage {
    /// Part of the ordinary penalty procedure.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let named = |zh: &str, en: &str, basis: &str| NamedBasis { title: pick(zh, en), basis: basis.into() };
        let condition = |text: &str, basis: &str| ConditionRow { text: text.into(), basis: basis.into() };
        Self {
            chrome: Chrome::sample(lang).at(Nav::Definitions, "/definitions/penalty-ordinary"),
            crumbs: vec![Crumb { label: pick("定义", "Definitions"), href: "/definitions".into() }],
            title: pick("行政处罚（普通程序）", "Penalty, ordinary procedure"),
            id: "penalty-ordinary".into(),
            version: "2021-07-15".into(),
            basis: "《行政处罚法》第五十四条".into(),
            flow: Flow::sample(lang),
            actions: vec![
                ActionRow {
                    id: "tell".into(),
                    title: pick("告知", "Give notice"),
                    from: pick("调查终结", "Investigated"),
                    to: pick("已告知", "Notice given"),
                    by: pick("办案人员", "case officer"),
                    conditions: vec![condition(
                        "officers.count >= 2 and officers.all_certified",
                        "《行政处罚法》第四十二条",
                    )],
                    issues: vec![pick("行政处罚事先告知书", "Prior notice")],
                    basis: "《行政处罚法》第四十四条".into(),
                },
                ActionRow {
                    id: "decide".into(),
                    title: pick("作出处罚决定", "Take the decision"),
                    from: pick("已审核", "Reviewed"),
                    to: pick("已决定", "Decided"),
                    by: pick("机关负责人", "head of the body"),
                    conditions: vec![
                        condition(
                            "review.opinion == passed or not review_required",
                            "《行政处罚法》第五十八条",
                        ),
                        condition("fine <= tell.fine", "《行政处罚法》第四十五条第二款"),
                    ],
                    issues: vec![pick("行政处罚决定书", "Penalty decision")],
                    basis: "《行政处罚法》第五十七条".into(),
                },
                ActionRow {
                    id: "file".into(),
                    title: pick("立案", "Open a case"),
                    from: String::new(),
                    to: pick("已立案", "Filed"),
                    by: pick("办案人员", "case officer"),
                    conditions: vec![],
                    issues: vec![],
                    basis: "《行政处罚法》第五十四条第二款".into(),
                },
            ],
            limits: vec![
                LimitRow {
                    title: pick("作出处罚决定", "Take the decision"),
                    kind: LimitKind::Duty,
                    within: pick("90 日", "90 days"),
                    from: pick("立案", "Open a case"),
                    basis: "《行政处罚法》第六十条".into(),
                },
                LimitRow {
                    title: pick("要求听证", "Request a hearing"),
                    kind: LimitKind::Right,
                    within: pick("5 个工作日", "5 working days"),
                    from: pick("告知书送达", "service of the notice"),
                    basis: "《行政处罚法》第六十四条第一项".into(),
                },
            ],
            fields: vec![
                FieldRow {
                    id: "party".into(),
                    label: pick("当事人", "Party"),
                    kind: pick("当事人", "party"),
                    personal: true,
                    sealed: false,
                },
                FieldRow {
                    id: "fine".into(),
                    label: pick("罚款数额", "Fine"),
                    kind: pick("金额", "money"),
                    personal: false,
                    sealed: false,
                },
            ],
            papers: vec![named("行政处罚决定书", "Penalty decision", "《行政处罚法》第五十九条")],
            disclosures: vec![named(
                "处罚决定公开",
                "Disclosure of the decision",
                "《行政处罚法》第四十八条",
            )],
            unsaid: vec![UnsaidRow {
                what: pick(
                    "违法行为是否轻微到可以不予处罚",
                    "whether the act is minor enough to spare a penalty",
                ),
                who: pick("集体讨论", "the panel"),
                basis: "《行政处罚法》第三十三条".into(),
            }],
            scenarios: vec![named(
                "告知后罚款不得加重",
                "the fine cannot rise after the notice",
                "《行政处罚法》第四十五条第二款",
            )],
        }
    }
}
