//! Whether a paper is genuine: what the mark on it leads to.

use askama::Template;

use crate::face::{Chrome, Lang};

/// The answer. The form is sent by GET to the same address: `mark`.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/verify.html")]
pub struct PublicVerifyPage {
    /// The frame.
    pub chrome: Chrome,
    /// The address of this page.
    pub address: String,
    /// What the record knows; `None`: no such paper was issued.
    pub paper: Option<PublicPaper>,
    /// The mark as typed.
    pub asked: String,
    /// What came of holding it against the record.
    pub mark: PublicPaperMark,
}

/// A paper that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPaper {
    /// Title.
    pub title: String,
    /// Number.
    pub number: Option<String>,
    /// The body that issued it.
    pub body: String,
    /// The day.
    pub on: String,
    /// The mark of the record.
    pub hash: String,
    /// The act that took it back, and its day.
    pub taken_back: Option<(String, String)>,
}

/// What came of holding a sheet's mark against the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicPaperMark {
    /// Nothing was typed.
    NotAsked,
    /// Too few signs to tell.
    TooShort,
    /// It is the same.
    Agrees,
    /// It is another: the sheet was altered, or is of another paper.
    Differs,
}

impl PublicVerifyPage {
    /// A paper that stands.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let address = "/verify/0199c0de/14".to_owned();
        Self {
            chrome: Chrome { person: None, address: address.clone(), ..Chrome::sample(lang) },
            address,
            paper: Some(PublicPaper {
                title: pick("决定", "Decision"),
                number: None,
                body: "周敏".into(),
                on: "2026-10-19".into(),
                hash: "3f2a9c04d1e85b763f2a9c04d1e85b763f2a9c04d1e85b763f2a9c04d1e85b76".into(),
                taken_back: None,
            }),
            asked: "3f2a9c04d1e8".into(),
            mark: PublicPaperMark::Agrees,
        }
    }

    /// A paper whose act was taken back.
    pub fn sample_taken_back(lang: Lang) -> Self {
        let mut page = Self::sample(lang);
        let act = lang.pick("撤回", "Take back").to_owned();
        if let Some(paper) = &mut page.paper {
            paper.taken_back = Some((act, "2026-11-02".into()));
        }
        Self { asked: String::new(), mark: PublicPaperMark::NotAsked, ..page }
    }

    /// A sheet that bears another mark.
    pub fn sample_altered(lang: Lang) -> Self {
        Self { asked: "0000".into(), mark: PublicPaperMark::Differs, ..Self::sample(lang) }
    }

    /// No such paper.
    pub fn sample_unknown(lang: Lang) -> Self {
        Self { paper: None, asked: String::new(), mark: PublicPaperMark::NotAsked, ..Self::sample(lang) }
    }
}
