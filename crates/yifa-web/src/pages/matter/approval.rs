//! The approval form 审批表 of a matter: what is recorded and who decided what, laid out as the form that goes from desk to
//! desk. What has not been decided yet is left blank for signing.

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
    /// The matter's name, for the way back.
    pub name: String,
    /// The body whose form it is.
    pub body: String,
    /// The procedure.
    pub procedure: String,
    /// The matter's number.
    pub number: String,
    /// What is recorded.
    pub rows: Vec<ApprovalRow>,
    /// Opinions and decisions, in order; those still to come are blank.
    pub opinions: Vec<Opinion>,
    /// From which events it was made.
    pub made: String,
}

/// A row of the form: two short items side by side, or one over the whole width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalRow {
    /// Label and text.
    pub first: (String, String),
    /// Label and text of the second item.
    pub second: Option<(String, String)>,
}

/// An opinion with its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// The act.
    pub title: String,
    /// In which role.
    pub role: String,
    /// What was recorded with it: label and text.
    pub values: Vec<(String, String)>,
    /// Who signed; `None`: nobody yet.
    pub by: Option<String>,
    /// When, as the form writes it; without a signature the blank for it.
    pub on: String,
}

impl ApprovalPage {
    /// A matter after its review, with the decision still to come.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let chrome = Chrome::sample(lang).at(Nav::Matters, "/matters/0199/approval");
        let row = |label: (&str, &str), text: (&str, &str)| (pick(label.0, label.1), pick(text.0, text.1));
        Self {
            back: "/matters/0199".into(),
            name: pick("占道堆放建筑垃圾案", "Building rubble left on a road"),
            procedure: pick("行政处罚（普通程序）", "Penalty, ordinary procedure"),
            number: "锦城管罚〔2026〕113号".into(),
            body: pick("市城市管理局", "City Administration Bureau"),
            rows: vec![
                ApprovalRow {
                    first: row(("案件来源", "Source"), ("检查发现", "inspection")),
                    second: Some(row(("立案日期", "Opened on"), ("2026-08-20", "2026-08-20"))),
                },
                ApprovalRow {
                    first: row(
                        ("违法事实", "Facts"),
                        ("占用道路堆放建筑垃圾。", "Rubble was left on the road."),
                    ),
                    second: None,
                },
            ],
            opinions: vec![
                Opinion {
                    title: pick("法制审核", "Legal review"),
                    role: pick("法制审核人员", "Reviewer"),
                    values: vec![(pick("审核意见", "Opinion"), pick("同意", "agreed"))],
                    by: Some("李川".into()),
                    on: pick("2026年9月3日", "2026-09-03"),
                },
                Opinion {
                    title: pick("作出决定", "Decide"),
                    role: pick("行政机关负责人", "Head of the body"),
                    values: Vec::new(),
                    by: None,
                    on: chrome.t("card.approval.blank_day"),
                },
            ],
            made: chrome.t2("card.approval.made", "n", 12, "hash", "aabbccddeeff"),
            chrome,
        }
    }
}
