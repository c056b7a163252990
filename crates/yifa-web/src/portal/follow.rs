//! Following one's own matter by number and code: where it stands and by when the organ must act.

use askama::Template;
use jiff::civil::{Date, date};

use super::PublicRemedy;
use crate::components::{Left, Level, Unit};
use crate::face::{Chrome, Lang};

/// The question: number and code.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/follow.html")]
pub struct PublicFollowPage {
    /// The frame.
    pub chrome: Chrome,
    /// The number as typed.
    pub number: String,
    /// The code that was typed, for whoever has to wait.
    pub code: String,
    /// What went wrong, in words.
    pub fault: Option<String>,
}

/// One's own matter.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/progress.html")]
pub struct PublicProgressPage {
    /// The frame.
    pub chrome: Chrome,
    /// The procedure.
    pub title: String,
    /// The reference.
    pub reference: String,
    /// The matter's own number.
    pub number: Option<String>,
    /// The body.
    pub body: String,
    /// Where it stands.
    pub state: String,
    /// Nothing more happens.
    pub over: bool,
    /// What the organ must do, by when.
    pub clocks: Vec<PublicClock>,
    /// They only acted in a matter that another one opened.
    pub visits: bool,
    /// What was done, by the organ or, where they only act in it, by them: day, name, whether they took it back.
    pub steps: Vec<(Date, String, bool)>,
    /// Papers made out to the sender: name and address.
    pub papers: Vec<(String, String)>,
    /// What the sender can do now: name and address.
    pub forms: Vec<(String, String)>,
    /// What can be applied for against it.
    pub remedies: Vec<PublicRemedy>,
    /// What of the matter is public: name and address.
    pub published: Vec<(String, String)>,
}

/// What the organ must do, by when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicClock {
    /// What.
    pub title: String,
    /// The last day.
    pub due: Date,
    /// What is left.
    pub left: Left,
    /// The article.
    pub basis: String,
}

impl PublicClock {
    /// Whether the last day has passed.
    fn is_overdue(&self) -> bool {
        matches!(self.left, Left::Over(..))
    }

    /// The class that colours it; a word always stands beside it.
    fn class(&self) -> &'static str {
        if self.is_overdue() { Level::Red.class() } else { Level::None.class() }
    }
}

impl PublicFollowPage {
    /// A wrong code.
    pub fn sample(lang: Lang) -> Self {
        Self {
            chrome: Chrome { person: None, address: "/public/follow".into(), ..Chrome::sample(lang) },
            number: "2026-8F3K-Q7TD".into(),
            code: String::new(),
            fault: Some(lang.t("public.follow.wrong")),
        }
    }
}

impl PublicProgressPage {
    /// A complaint in time, with one limit that has passed.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let clock = |title: String, due: Date, left: Left| PublicClock {
            title,
            due,
            left,
            basis: "《行政处罚法》第七十五条第二款".into(),
        };
        Self {
            chrome: Chrome { person: None, address: "/public/follow/x".into(), ..Chrome::sample(lang) },
            title: pick("行政执法投诉", "Complaint about enforcement"),
            reference: "2026-8F3K-Q7TD".into(),
            number: None,
            body: pick("市司法局", "Justice Bureau"),
            state: pick("已受理", "Accepted"),
            over: false,
            clocks: vec![
                clock(pick("办理", "Inquire"), date(2026, 12, 12), Left::Remaining(9, Unit::CalendarDay)),
                clock(pick("答复", "Answer"), date(2026, 11, 12), Left::Over(2, Unit::CalendarDay)),
            ],
            visits: false,
            steps: vec![
                (date(2026, 11, 2), pick("登记投诉", "Receive"), false),
                (date(2026, 11, 3), pick("报名", "Register"), true),
            ],
            published: vec![(pick("意见采纳情况", "Answers"), "/public/x-answers".into())],
            papers: vec![(pick("受理回执", "Receipt"), "/public/follow/x/papers/2".into())],
            forms: vec![(pick("提出异议", "Object"), "/public/do/x/object?follow=x".into())],
            remedies: vec![PublicRemedy {
                last: Some(date(2026, 11, 12)),
                passed: true,
                ..PublicRemedy::sample(lang)
            }],
        }
    }
}
