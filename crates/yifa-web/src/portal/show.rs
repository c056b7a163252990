//! One public thing, or what is left of it.

use askama::Template;
use jiff::civil::{Date, date};

use crate::components::Reason;
use crate::face::{Chrome, Lang};

/// A disclosed matter as anyone sees it.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/show.html")]
pub struct PublicPage {
    /// The frame, with nobody signed in.
    pub chrome: Chrome,
    /// What it is: 行政处罚决定.
    pub kind: String,
    /// Its catalogue.
    pub catalogue: String,
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
    /// What is shown. Empty once it is withdrawn.
    pub rows: Vec<PublicField>,
    /// What else of the same matter is public: name and address.
    pub others: Vec<(String, String)>,
    /// What anybody can do now.
    pub forms: Vec<PublicForm>,
    /// What anybody could do, and why not now.
    pub closed: Vec<PublicClosed>,
    /// What can be applied for against it.
    pub remedies: Vec<PublicRemedy>,
    /// When and why it was withdrawn.
    pub withdrawn: Option<PublicTombstone>,
}

/// Something that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicField {
    /// What it is.
    pub label: String,
    /// How it is shown.
    pub content: PublicContent,
}

/// How something is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicContent {
    /// One line.
    Line(String),
    /// Paragraphs.
    Text(Vec<PublicPassage>),
    /// A table: columns and rows.
    Table(Vec<String>, Vec<Vec<String>>),
}

/// A paragraph of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPassage {
    /// What it says.
    pub text: String,
    /// Where it can be commented on, while that is open.
    pub ask: Option<String>,
    /// What was answered to comments on it: each with the names of what it says.
    pub said: Vec<Vec<(String, String)>>,
}

/// Something that anybody can do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicForm {
    /// What.
    pub title: String,
    /// Until when, as far as anybody has said it.
    pub until: Option<Until>,
    /// Where it begins.
    pub href: String,
}

/// How long something is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Until {
    /// This is the last day, as announced.
    Last(Date),
    /// The law wants it open until this day at least; no last day is announced.
    AtLeast(Date),
}

impl Until {
    /// The day.
    pub fn day(self) -> Date {
        match self {
            Self::Last(day) | Self::AtLeast(day) => day,
        }
    }

    /// In words.
    pub fn words(self, chrome: &Chrome) -> String {
        match self {
            Self::Last(day) => chrome.t1("public.open_until", "day", chrome.day(&day)),
            Self::AtLeast(day) => chrome.t1("public.open_at_least", "day", chrome.day(&day)),
        }
    }
}

/// Something that anybody could do here, but not now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicClosed {
    /// What.
    pub title: String,
    /// The days that are over: which, and when.
    pub days: Vec<(String, Date)>,
    /// Why, and what to do next.
    pub reasons: Vec<Reason>,
}

impl PublicClosed {
    /// A time for comments that is over.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        Self {
            title: pick("提出意见", "Comment"),
            days: vec![(pick("截止日期", "Closing day"), date(2026, 11, 12))],
            reasons: vec![Reason {
                text: pick("公布的截止日期已过", "the announced last day has passed"),
                article: Some("《重大行政决策程序暂行条例》第十五条第一款".into()),
                next: Some(pick("可以在公布后查看意见采纳情况", "read the answers once they are published")),
                ..Reason::default()
            }],
        }
    }
}

/// What can be applied for against what is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicRemedy {
    /// What.
    pub title: String,
    /// Where the application begins.
    pub href: String,
    /// The number of what it is against.
    pub about: String,
    /// The last day, for whoever may know it.
    pub last: Option<Date>,
    /// Whether that day has passed.
    pub passed: bool,
    /// How long.
    pub within: String,
    /// From when.
    pub from: String,
    /// The article.
    pub basis: String,
}

impl PublicRemedy {
    /// By when, in words.
    pub fn time(&self, chrome: &Chrome) -> String {
        match self.last {
            Some(last) if self.passed => chrome.t1("apply.passed", "day", chrome.day(&last)),
            Some(last) => chrome.t1("apply.last", "day", chrome.day(&last)),
            None => chrome.t2("apply.within", "within", &self.within, "from", &self.from),
        }
    }

    /// Reconsideration of a penalty.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        Self {
            title: pick("行政复议", "Administrative reconsideration"),
            href: "/public/do/reconsideration/file?against=0199".into(),
            about: "锦城管罚〔2026〕113号".into(),
            last: None,
            passed: false,
            within: pick("60天", "60 days"),
            from: pick("送达日期", "Served on"),
            basis: "《行政复议法》第二十条第一款".into(),
        }
    }
}

/// A tombstone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicTombstone {
    /// The day.
    pub on: Date,
    /// Why, in words.
    pub reason: String,
    /// The article.
    pub basis: String,
}

impl PublicPage {
    /// A column's name.
    fn column<'a>(&self, columns: &'a [String], at: &usize) -> &'a str {
        columns.get(*at).map_or("", String::as_str)
    }

    /// A penalty decision.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let line = |label: String, text: String| PublicField { label, content: PublicContent::Line(text) };
        Self {
            chrome: Chrome { person: None, address: "/public/0199".into(), ..Chrome::sample(lang) },
            kind: pick("行政处罚决定", "Penalty decision"),
            catalogue: "/public/list/penalty-ordinary/decision".into(),
            title: pick("占道堆放建筑垃圾", "Building rubble left on a road"),
            number: "锦城管罚〔2026〕113号".into(),
            body: pick("市城市管理局", "City Administration Bureau"),
            since: date(2026, 11, 12),
            until: Some(date(2029, 11, 12)),
            basis: "《行政处罚法》第四十八条".into(),
            rows: vec![
                line(pick("决定书文号", "Number"), "锦城管罚〔2026〕113号".into()),
                line(pick("当事人", "Party"), "王**".into()),
                line(pick("违反的规定", "Provision broken"), "《城市市容和环境卫生管理条例》第十六条".into()),
                line(pick("处罚内容", "Penalty"), pick("罚款 2,000.00 元", "Fine of 2,000.00 yuan")),
                line(pick("决定日期", "Decided on"), "2026-11-09".into()),
            ],
            others: vec![],
            forms: vec![],
            closed: vec![PublicClosed::sample(lang)],
            remedies: vec![PublicRemedy::sample(lang)],
            withdrawn: None,
        }
    }

    /// A draft that is open for comments, with answers to earlier ones.
    pub fn sample_draft(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let ask = Some("/public/do/normative-document/comment?matter=1".to_owned());
        Self {
            kind: pick("征求意见公告", "Notice for comments"),
            rows: vec![
                PublicField {
                    label: pick("草案", "Draft"),
                    content: PublicContent::Text(vec![
                        PublicPassage {
                            text: pick("一、适用范围", "1. Scope"),
                            ask: ask.clone(),
                            said: vec![],
                        },
                        PublicPassage {
                            text: pick("二、停放区域", "2. Where to park"),
                            ask: ask.clone(),
                            said: vec![vec![
                                (pick("意见要点", "Point"), pick("增加停放点", "More places")),
                                (pick("采纳情况", "Answer"), pick("采纳", "adopted")),
                            ]],
                        },
                    ]),
                },
                PublicField {
                    label: pick("意见采纳情况", "Answers"),
                    content: PublicContent::Table(
                        vec![pick("意见", "Comment"), pick("采纳情况", "Answer")],
                        vec![vec![pick("增加停放点", "More places"), pick("采纳", "adopted")]],
                    ),
                },
            ],
            others: vec![(pick("意见采纳情况", "Answers to comments"), "/public/0200".into())],
            forms: vec![PublicForm {
                title: pick("提出意见", "Comment"),
                until: Some(Until::AtLeast(date(2026, 12, 12))),
                href: "/public/do/normative-document/comment?matter=1".into(),
            }],
            until: None,
            ..Self::sample(lang)
        }
    }

    /// The same after it was annulled.
    pub fn sample_withdrawn(lang: Lang) -> Self {
        let reason = lang.pick("决定经行政复议撤销", "the decision was annulled in reconsideration");
        let withdrawn = PublicTombstone {
            on: date(2026, 11, 20),
            reason: reason.into(),
            basis: "《行政处罚法》第四十八条第二款".into(),
        };
        Self { rows: vec![], withdrawn: Some(withdrawn), ..Self::sample(lang) }
    }
}
