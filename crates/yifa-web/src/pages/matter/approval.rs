//! The approval form 审批表 of a matter: what is recorded and who decided what, as one sheet of paper.

use askama::Template;

use crate::face::{Chrome, Lang, Nav};

/// The approval form. It is printed as it stands on the screen.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/matter/approval.html")]
pub struct ApprovalPage {
    /// The frame.
    pub chrome: Chrome,
    /// The matter's page.
    pub back: String,
    /// Its procedure.
    pub procedure: String,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// The body that has it.
    pub body: String,
    /// Its state.
    pub state: String,
    /// What was done, in order.
    pub acts: Vec<ApprovalAct>,
}

/// An act with its opinion and its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalAct {
    /// The action's name.
    pub title: String,
    /// What was recorded with it: label and text.
    pub values: Vec<(String, String)>,
    /// Who did it.
    pub by: String,
    /// When.
    pub on: String,
}

impl ApprovalPage {
    /// A matter after its review.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        Self {
            chrome: Chrome::sample(lang).at(Nav::Matters, "/matters/0199/approval"),
            back: "/matters/0199".into(),
            procedure: pick("行政处罚（普通程序）", "Penalty, ordinary procedure"),
            number: "锦城管罚〔2026〕113号".into(),
            name: pick("占道堆放建筑垃圾案", "Building rubble left on a road"),
            body: pick("市城市管理局", "City Administration Bureau"),
            state: pick("已审核", "Reviewed"),
            acts: vec![ApprovalAct {
                title: pick("法制审核", "Legal review"),
                values: vec![(pick("审核意见", "Opinion"), pick("同意", "agreed"))],
                by: "李川".into(),
                on: "2026-09-03 10:00".into(),
            }],
        }
    }
}
