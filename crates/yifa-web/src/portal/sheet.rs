//! Filling something in, one thing on a page: the beginning, each question, the answers to check, the receipt.

use askama::Template;
use jiff::civil::{Date, date};

use super::{PublicClosed, PublicRemedy};
use crate::components::{Control, FormField, Reason};
use crate::face::{Chrome, Lang};

/// Before the first question: what it is, on which article, what is needed.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/start.html")]
pub struct PublicStartPage {
    /// The frame.
    pub chrome: Chrome,
    /// What it is: a matter of its own, or what is done in one.
    pub title: String,
    /// The step, or the procedure.
    pub below: String,
    /// On what it acts, if on something that is there already.
    pub about: Option<String>,
    /// What it is against, when it begins at a decision, and by when.
    pub remedy: Option<PublicRemedy>,
    /// Why it cannot be done now.
    pub closed: Option<PublicClosed>,
    /// The articles.
    pub basis: String,
    /// What will be asked; whether it must be answered.
    pub asks: Vec<(String, bool)>,
    /// Where the form goes.
    pub post_to: String,
    /// Answers that come with the address.
    pub given: Vec<(String, String)>,
    /// What went wrong, in words.
    pub fault: Option<String>,
}

/// One question.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/question.html")]
pub struct PublicQuestionPage {
    /// The frame.
    pub chrome: Chrome,
    /// What is done.
    pub title: String,
    /// Which question of how many.
    pub at: usize,
    /// How many.
    pub of: usize,
    /// What the questions are about, where several are one thing.
    pub about: Option<String>,
    /// What is asked: one that must be answered, and what may be added to it.
    pub fields: Vec<FormField>,
    /// Where the form goes.
    pub post_to: String,
    /// The page before.
    pub back: String,
    /// Whether the answers were being checked.
    pub checking: bool,
}

/// All answers, to be checked before they are sent.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/answers.html")]
pub struct PublicAnswersPage {
    /// The frame.
    pub chrome: Chrome,
    /// What is done.
    pub title: String,
    /// Question, answer, where to change it.
    pub rows: Vec<(String, String, String)>,
    /// What is taken back: its day, and what was said then.
    pub taken_back: Option<(Date, Vec<(String, String)>)>,
    /// What is doubtful about the answers, which can be sent all the same.
    pub doubts: Vec<Reason>,
    /// Why it could not be sent.
    pub reasons: Vec<Reason>,
    /// Where the form goes.
    pub post_to: String,
}

/// It was sent.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/receipt.html")]
pub struct PublicReceiptPage {
    /// The frame.
    pub chrome: Chrome,
    /// What was done.
    pub title: String,
    /// The reference.
    pub reference: String,
    /// The matter's own number.
    pub number: Option<String>,
    /// The code.
    pub code: Option<String>,
    /// A slip opened it: nothing leads back to its sender.
    pub blind: bool,
    /// Where it can be followed.
    pub follow: Option<String>,
}

fn frame(lang: Lang, address: &str) -> Chrome {
    Chrome { person: None, address: address.into(), ..Chrome::sample(lang) }
}

fn complain(lang: Lang) -> String {
    lang.pick("投诉执法行为", "Complain of an officer's conduct").to_owned()
}

impl PublicStartPage {
    /// A complaint.
    pub fn sample(lang: Lang) -> Self {
        Self {
            chrome: frame(lang, "/public/do/enforcement-complaint/receive"),
            title: lang.pick("行政执法投诉", "Complaint about enforcement").into(),
            below: complain(lang),
            about: Some(lang.pick("市城市管理局", "City Administration Bureau").into()),
            remedy: Some(PublicRemedy::sample(lang)),
            closed: None,
            basis: "《行政处罚法》第七十五条第二款".into(),
            asks: vec![
                (lang.pick("投诉事由", "Topic").into(), true),
                (lang.pick("投诉人", "Complainant").into(), false),
            ],
            post_to: "/public/do/enforcement-complaint/receive".into(),
            given: vec![("topic".into(), "x".into())],
            fault: Some(lang.t("public.fault.too_old")),
        }
    }
}

impl PublicQuestionPage {
    /// What the page is about.
    fn thing(&self) -> &str {
        self.about.as_deref().or(self.fields.first().map(|field| field.label.as_str())).unwrap_or_default()
    }

    fn is_wrong(&self) -> bool {
        self.fields.iter().any(FormField::is_wrong)
    }

    /// A question with a fault.
    pub fn sample(lang: Lang) -> Self {
        let control = Control::Text { value: String::new(), max: 200 };
        let more = control.clone();
        Self {
            chrome: frame(lang, "/public/sheet/x/1"),
            title: complain(lang),
            at: 1,
            of: 5,
            about: Some(lang.pick("所投诉的行为", "What is complained of").into()),
            fields: vec![
                FormField {
                    errors: vec![lang.t("public.fault.answer")],
                    ..FormField::new("topic", lang.pick("投诉事由", "Topic"), control)
                },
                FormField {
                    required: false,
                    ..FormField::new("from", lang.pick("投诉人", "From whom"), more)
                },
            ],
            post_to: "/public/sheet/x/1".into(),
            back: "/public".into(),
            checking: false,
        }
    }
}

impl PublicAnswersPage {
    /// Two answers and a reason.
    pub fn sample(lang: Lang) -> Self {
        Self {
            chrome: frame(lang, "/public/sheet/x/check"),
            title: complain(lang),
            rows: vec![(
                lang.pick("投诉事由", "Topic").into(),
                lang.pick("上午十日未出示任何文件", "No paper was shown").into(),
                "/public/sheet/x/1?back=check".into(),
            )],
            taken_back: Some((
                date(2026, 4, 2),
                vec![(lang.pick("报名人", "Applicant").into(), lang.pick("林一山", "Lin Yishan").into())],
            )),
            doubts: vec![Reason {
                text: lang.t("public.competent.none"),
                article: Some("《行政复议法》第二十四条".into()),
                ..Reason::default()
            }],
            reasons: vec![Reason {
                text: lang.t("public.fault.too_fast"),
                article: None,
                next: None,
                ..Reason::default()
            }],
            post_to: "/public/sheet/x/send".into(),
        }
    }
}

impl PublicReceiptPage {
    /// A complaint that was received.
    pub fn sample(lang: Lang) -> Self {
        Self {
            chrome: frame(lang, "/public/sheet/x"),
            title: complain(lang),
            reference: "2026-8F3K-Q7TD".into(),
            number: Some("云投〔2026〕3号".into()),
            code: Some("ABCDE-01234".into()),
            blind: false,
            follow: Some("/public/follow/0a1b".into()),
        }
    }

    /// An answer by slip.
    pub fn sample_blind(lang: Lang) -> Self {
        let reference = String::new();
        Self { reference, number: None, code: None, follow: None, blind: true, ..Self::sample(lang) }
    }
}
