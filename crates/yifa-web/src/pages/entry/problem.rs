//! The page shown when a page cannot be: not found, not allowed, too large, or a fault of the machine.

use askama::Template;

use crate::components::Reason;
use crate::face::{Chrome, Lang};

/// A problem: what, where, on which article, what to do next.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/entry/problem.html")]
pub struct ProblemPage {
    /// The frame.
    pub chrome: Chrome,
    /// HTTP status.
    pub status: u16,
    /// Stable code, for example `R0101`; for a fault the number under which the operator finds it.
    pub code: String,
    /// What is the matter, one sentence.
    pub what: String,
    /// What it concerns: an address, a matter, a file.
    pub place: Option<String>,
    /// Grounds with articles and next steps.
    pub reasons: Vec<Reason>,
    /// The page to go back to.
    pub back: String,
}

impl ProblemPage {
    /// Somebody else's matter.
    pub fn sample(lang: Lang) -> Self {
        Self {
            chrome: Chrome::sample(lang),
            status: 403,
            code: "R0102".into(),
            what: lang.pick("您不能查看这件事项", "you may not see this matter").into(),
            place: Some(
                lang.pick(
                    "锦城管罚〔2026〕113号，市城市管理局",
                    "锦城管罚〔2026〕113号, City Administration Bureau",
                )
                .into(),
            ),
            reasons: vec![Reason {
                text: lang
                    .pick(
                        "办案人员只能查看本机关的事项",
                        "a case officer sees the matters of the own body only",
                    )
                    .into(),
                article: Some("《行政处罚法》第五十条".into()),
                next: Some(
                    lang.pick(
                        "请本机关负责人授权，或者查看公开页",
                        "ask the head of the body for access, or read the public page",
                    )
                    .into(),
                ),
                next_href: Some("/public/0199".into()),
                ..Reason::default()
            }],
            back: "/matters".into(),
        }
    }
}
