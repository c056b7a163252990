//! The first page of the portal: search, what anybody can do here, what can be looked up.

use askama::Template;

use super::{PublicListPage, PublicRow};
use crate::face::{Chrome, Lang};

/// The first page.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/home.html")]
pub struct PublicHomePage {
    /// The frame.
    pub chrome: Chrome,
    /// What anybody can do.
    pub services: Vec<PublicService>,
    /// What can be looked up, by procedure.
    pub groups: Vec<PublicGroup>,
    /// What was published last.
    pub latest: Vec<PublicRow>,
}

/// Something that anybody can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicService {
    /// What.
    pub title: String,
    /// What the organ calls the first step.
    pub step: String,
    /// The article.
    pub basis: String,
    /// Where it begins.
    pub href: String,
}

/// Catalogues of one procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicGroup {
    /// The procedure.
    pub title: String,
    /// How it runs.
    pub flow: String,
    /// Its catalogues: name and address.
    pub catalogues: Vec<(String, String)>,
}

impl PublicHomePage {
    /// Two services and one catalogue.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        Self {
            chrome: Chrome { person: None, address: "/public".into(), ..Chrome::sample(lang) },
            services: vec![PublicService {
                title: pick("行政执法投诉", "Complaint about enforcement"),
                step: pick("登记投诉", "Receive"),
                basis: "《行政处罚法》第七十五条第二款".into(),
                href: "/public/do/enforcement-complaint/receive".into(),
            }],
            groups: vec![PublicGroup {
                title: pick("规范性文件", "Normative documents"),
                flow: "/public/procedures/normative-document".into(),
                catalogues: vec![(
                    pick("规范性文件", "The document"),
                    "/public/list/normative-document/document".into(),
                )],
            }],
            latest: PublicListPage::sample(lang).rows,
        }
    }
}
