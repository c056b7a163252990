//! Open data: every catalogue as CSV, JSON and feed, with licence and schema.

use askama::Template;

use crate::face::{Chrome, Lang};

/// The catalogue of catalogues.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/data.html")]
pub struct PublicDataPage {
    /// The frame.
    pub chrome: Chrome,
    /// The sets.
    pub sets: Vec<PublicSet>,
}

/// A set of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicSet {
    /// The procedure.
    pub procedure: String,
    /// The catalogue.
    pub title: String,
    /// The article.
    pub basis: String,
    /// The address without ending.
    pub base: String,
}

impl PublicDataPage {
    /// One set.
    pub fn sample(lang: Lang) -> Self {
        Self {
            chrome: Chrome { person: None, address: "/public/data".into(), ..Chrome::sample(lang) },
            sets: vec![PublicSet {
                procedure: lang.pick("规范性文件", "Normative documents").into(),
                title: lang.pick("规范性文件", "The document").into(),
                basis: "《政府信息公开条例》第二十条".into(),
                base: "/public/data/normative-document/document".into(),
            }],
        }
    }
}
