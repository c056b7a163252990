//! One public thing, or what is left of it.

use askama::Template;
use jiff::civil::{Date, date};

use crate::face::{Chrome, Lang};

/// A disclosed matter as anyone sees it.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/show.html")]
pub struct PublicPage {
    /// The frame, with nobody signed in.
    pub chrome: Chrome,
    /// What it is: 行政处罚决定.
    pub kind: String,
    /// Its name, masked.
    pub title: String,
    /// Its number.
    pub number: String,
    /// The body.
    pub body: String,
    /// Public since.
    pub since: Date,
    /// Public until; `None` without end.
    pub until: Option<Date>,
    /// The article that asks for the disclosure.
    pub basis: String,
    /// What is shown: label and value. Empty once it is withdrawn.
    pub rows: Vec<(String, String)>,
    /// Papers that are public: title and address.
    pub papers: Vec<(String, String)>,
    /// When and why it was withdrawn.
    pub withdrawn: Option<Withdrawn>,
}

/// A tombstone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// The day.
    pub on: Date,
    /// Why, in words.
    pub reason: String,
    /// The article.
    pub basis: String,
}

impl PublicPage {
    /// A penalty decision.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        Self {
            chrome: Chrome { person: None, address: "/public/0199".into(), ..Chrome::sample(lang) },
            kind: pick("行政处罚决定", "Penalty decision"),
            title: pick("占道堆放建筑垃圾", "Building rubble left on a road"),
            number: "锦城管罚〔2026〕113号".into(),
            body: pick("市城市管理局", "City Administration Bureau"),
            since: date(2026, 11, 12),
            until: Some(date(2029, 11, 12)),
            basis: "《行政处罚法》第四十八条".into(),
            rows: vec![
                (pick("决定书文号", "Number"), "锦城管罚〔2026〕113号".into()),
                (pick("当事人", "Party"), "王**".into()),
                (pick("违反的规定", "Provision broken"), "《城市市容和环境卫生管理条例》第十六条".into()),
                (pick("处罚内容", "Penalty"), pick("罚款 2,000.00 元", "Fine of 2,000.00 yuan")),
                (pick("决定日期", "Decided on"), "2026-11-09".into()),
            ],
            papers: vec![],
            withdrawn: None,
        }
    }

    /// The same after it was annulled.
    pub fn sample_withdrawn(lang: Lang) -> Self {
        let reason = lang.pick("决定经行政复议撤销", "the decision was annulled in reconsideration");
        let withdrawn = Withdrawn {
            on: date(2026, 11, 20),
            reason: reason.into(),
            basis: "《行政处罚法》第四十八条第二款".into(),
        };
        Self { rows: vec![], papers: vec![], withdrawn: Some(withdrawn), ..Self::sample(lang) }
    }
}
