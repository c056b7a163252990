//! Whether somebody's certificate is good: what a person in the street may ask.

use askama::Template;

use crate::face::{Chrome, Lang};

/// The check. The form is sent by GET to `/public/check`: `number`.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/check.html")]
pub struct PublicCheckPage {
    /// The frame.
    pub chrome: Chrome,
    /// The number asked for.
    pub number: String,
    /// The answer; `None` before anything is asked.
    pub answer: Option<PublicAnswer>,
}

/// The answer: a colour and a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicAnswer {
    /// There is no such certificate.
    NotFound,
    /// There is one.
    Found {
        /// Whether it is good today.
        good: bool,
        /// Where it stands, in words.
        state: String,
        /// What is public of it: label and text.
        rows: Vec<(String, String)>,
        /// Its public page.
        href: String,
    },
}

impl PublicCheckPage {
    /// A good certificate.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        Self {
            chrome: Chrome { person: None, address: "/public/check".into(), ..Chrome::sample(lang) },
            number: "川A-20318".into(),
            answer: Some(PublicAnswer::Found {
                good: true,
                state: pick("有效", "Valid"),
                rows: vec![(pick("姓名", "Name"), "周敏".into())],
                href: "/public/0199".into(),
            }),
        }
    }

    /// A number that nobody has.
    pub fn sample_none(lang: Lang) -> Self {
        Self { answer: Some(PublicAnswer::NotFound), ..Self::sample(lang) }
    }
}
