//! What somebody who has never been here may do: one page in plain words, with what is open now.

use askama::Template;
use jiff::civil::date;

use super::PublicService;
use crate::face::{Chrome, Lang};
use crate::portal::Until;

/// The page.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/help.html")]
pub struct PublicHelpPage {
    /// The frame.
    pub chrome: Chrome,
    /// What anybody can do now about something that is public.
    pub open: Vec<PublicOpen>,
    /// What anybody can begin.
    pub services: Vec<PublicService>,
}

/// Something that is open to everybody for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicOpen {
    /// What may be done: 提出意见.
    pub act: String,
    /// Where it begins.
    pub href: String,
    /// The thing that it is about.
    pub title: String,
    /// Its public page.
    pub page: String,
    /// The body.
    pub body: String,
    /// The last day, if there is one.
    pub until: Option<Until>,
}

impl PublicHelpPage {
    /// The steps that the page tells, in order.
    const STEPS: [&'static str; 10] = [
        "citizen.help.step.find",
        "citizen.help.step.ask",
        "citizen.help.step.check",
        "citizen.help.step.follow",
        "citizen.help.step.party",
        "citizen.help.step.slip",
        "citizen.help.step.data",
        "citizen.help.step.certificate",
        "citizen.help.step.masked",
        "citizen.help.step.remedy",
    ];

    /// One draft open for comment.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        Self {
            chrome: Chrome { person: None, address: "/public/help".into(), ..Chrome::sample(lang) },
            open: vec![PublicOpen {
                act: pick("提出意见", "Comment"),
                href: "/public/do/normative-document/comment?matter=1".into(),
                title: pick("非机动车停放管理规定", "Rules on parking bicycles"),
                page: "/public/0200".into(),
                body: pick("市城市管理局", "City Administration Bureau"),
                until: Some(Until::Last(date(2026, 12, 12))),
            }],
            services: super::PublicHomePage::sample(lang).services,
        }
    }
}
