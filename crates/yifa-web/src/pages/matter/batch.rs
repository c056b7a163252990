//! Several matters at once: the action, what is recorded with each, and the outcome for each before and after.

use askama::Template;

use crate::components::{Control, FormField, Reason};
use crate::face::{Chrome, Lang, Nav};
use crate::pages::handover::Slip;

/// One thing done with several matters. Each step posts to `/matters/batch` with `m` for each matter.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/matter/batch.html")]
pub struct BatchPage {
    /// The frame.
    pub chrome: Chrome,
    /// The matters.
    pub ids: Vec<String>,
    /// The filters of the list that they were chosen from.
    pub query_string: String,
    /// That list.
    pub back: String,
    /// What can be done; shown until one is chosen.
    pub actions: Vec<BatchAction>,
    /// The form of the chosen action.
    pub form: Option<BatchForm>,
    /// The matters with their outcome.
    pub rows: Vec<BatchRow>,
    /// What has been done, in one sentence.
    pub result: Option<String>,
    /// What is handed over to those for whom something was entered; it stands on this answer and nowhere else.
    pub slips: Vec<Slip>,
}

/// An action that is open for some of the matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchAction {
    /// The value sent: procedure and action.
    pub value: String,
    /// Its name.
    pub label: String,
    /// Its procedure.
    pub procedure: String,
    /// The article that provides for it.
    pub article: String,
    /// For how many of them it is open.
    pub open_for: usize,
}

/// The form of the chosen action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchForm {
    /// The value sent: procedure and action.
    pub action: String,
    /// Its name.
    pub title: String,
    /// The article that provides for it.
    pub basis: String,
    /// Key under which the same sending is done only once.
    pub once: String,
    /// Whether files are sent with it.
    pub with_files: bool,
    /// What is recorded with each matter.
    pub fields: Vec<FormField>,
    /// How many would be done; 0 before the preview.
    pub would: usize,
}

/// A matter and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRow {
    /// Its page.
    pub href: String,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Its state.
    pub state: String,
    /// What is filled in from the matter itself: label and value.
    pub filled: Vec<(String, String)>,
    /// The outcome.
    pub verdict: Verdict,
    /// Why not.
    pub reasons: Vec<Reason>,
}

/// The outcome for one matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Not looked at yet.
    Unknown,
    /// It would be done.
    Would,
    /// It is refused.
    Refused,
    /// It was done.
    Done,
}

impl Verdict {
    /// The key of its word; nothing before the preview.
    pub fn key(self) -> Option<&'static str> {
        match self {
            Self::Unknown => None,
            Self::Would => Some("list.batch.would"),
            Self::Refused => Some("list.batch.refused"),
            Self::Done => Some("list.batch.done"),
        }
    }

    /// The class that colours it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Unknown => "",
            Self::Would | Self::Done => "good",
            Self::Refused => "red",
        }
    }
}

impl BatchPage {
    /// A preview with one refusal.
    pub fn sample(lang: Lang) -> Self {
        let row = |number: &str, verdict, reasons| BatchRow {
            href: "/matters/0199".into(),
            number: number.into(),
            name: lang.pick("占道堆放建筑垃圾案", "Building rubble left on a road").into(),
            state: lang.pick("已决定", "Decided").into(),
            filled: vec![(
                lang.pick("违反的规定", "Norm broken").into(),
                "《云江市市容和环境卫生管理条例》第三十一条".into(),
            )],
            verdict,
            reasons,
        };
        Self {
            chrome: Chrome::sample(lang).at(Nav::Matters, "/matters/batch"),
            ids: vec!["0199".into(), "0200".into()],
            query_string: "due=late".into(),
            back: "/matters?due=late".into(),
            actions: Vec::new(),
            form: Some(BatchForm {
                action: "penalty-ordinary/decide".into(),
                title: lang.pick("作出处罚决定", "Take the decision").into(),
                basis: "《行政处罚法》第五十七条".into(),
                once: "0199".into(),
                with_files: false,
                fields: FormField::samples(lang).into_iter().take(2).collect(),
                would: 1,
            }),
            rows: vec![
                row("锦城管罚〔2026〕113号", Verdict::Would, Vec::new()),
                row("锦城管罚〔2026〕118号", Verdict::Refused, Reason::samples(lang)),
            ],
            result: None,
            slips: Vec::new(),
        }
    }

    /// After entries for two people, one of them refused.
    pub fn sample_slips(lang: Lang) -> Self {
        let mut page = Self::sample(lang);
        for row in &mut page.rows {
            if row.verdict == Verdict::Would {
                row.verdict = Verdict::Done;
            }
        }
        let result =
            page.chrome.t2("list.batch.result", "done", page.chrome.n(1), "refused", page.chrome.n(1));
        let slip = Slip { mark: "-1".into(), ..Slip::sample(lang) };
        Self { form: None, result: Some(result), slips: vec![slip], ..page }
    }

    /// The choice of an action.
    pub fn sample_choice(lang: Lang) -> Self {
        let page = Self::sample(lang);
        let action = BatchAction {
            value: "penalty-ordinary/serve".into(),
            label: lang.pick("送达", "Serve").into(),
            procedure: lang.pick("行政处罚（普通程序）", "Penalty, ordinary procedure").into(),
            article: "《行政处罚法》第六十一条".into(),
            open_for: 1,
        };
        Self { form: None, actions: vec![action], ..page }
    }
}
