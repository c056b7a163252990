//! What is handed over to somebody for whom a clerk entered something: number and code, once, to be printed.

use askama::Template;
use jiff::civil::{Date, date};

use crate::components::Crumb;
use crate::face::{Chrome, Lang};

/// Number and code of an entry, as the person is given them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// What tells it from the others of its page; nothing where it stands alone.
    pub mark: String,
    /// The body that entered it.
    pub organ: String,
    /// The matter.
    pub matter: String,
    /// What was entered, as the person knows it.
    pub done: String,
    /// What the person may do with it.
    pub may: String,
    /// The day.
    pub on: Date,
    /// The reference to follow it by.
    pub reference: String,
    /// The code.
    pub code: String,
    /// Where both are typed.
    pub address: String,
    /// The way to the entry as a picture.
    pub picture: String,
}

/// The slip of one entry. It is the answer to the act and stands nowhere else.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/handover/handover.html")]
pub struct HandoverPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way here.
    pub crumbs: Vec<Crumb>,
    /// What is handed over.
    pub slip: Slip,
    /// Back to the matter.
    pub back: String,
}

impl Slip {
    /// A registration at the counter.
    pub fn sample(lang: Lang) -> Self {
        Self {
            mark: String::new(),
            organ: lang.pick("云江市城市管理局", "Urban Management Bureau").into(),
            matter: lang.pick("轨道交通票价调整", "Fares of the metro").into(),
            done: lang.pick("报名参加听证会", "Register for the hearing").into(),
            may: lang.pick("撤回我的报名", "Withdraw my registration").into(),
            on: date(2026, 11, 12),
            reference: "2026-8F3K-Q7TD".into(),
            code: "7QK3M-0ZX4T".into(),
            address: "https://yifa.example/public/follow".into(),
            picture: "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"></svg>".into(),
        }
    }
}

impl HandoverPage {
    /// A registration at the counter.
    pub fn sample(lang: Lang) -> Self {
        let slip = Slip::sample(lang);
        Self {
            chrome: Chrome { address: "/matters/0197/do/register_interest".into(), ..Chrome::sample(lang) },
            crumbs: vec![Crumb { label: slip.matter.clone(), href: "/matters/0197".into() }],
            slip,
            back: "/matters/0197".into(),
        }
    }
}
