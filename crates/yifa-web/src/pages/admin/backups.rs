//! Backups: those in the folder, and the button that makes another.

use askama::Template;

use crate::components::Crumb;
use crate::face::{Chrome, Lang};

/// The page of the backups.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/admin/backups.html")]
pub struct BackupsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// The files: name, size, when; `None` without a folder.
    pub files: Option<Vec<(String, String, String)>>,
    /// The one that was just made.
    pub made: Option<String>,
}

impl BackupsPage {
    /// One backup, just made.
    pub fn sample(lang: Lang) -> Self {
        let chrome = Chrome::sample(lang).beside("/admin/backups");
        let name = "510900-20261120-100000-0a1b.yifa-backup".to_owned();
        Self {
            crumbs: vec![Crumb { label: chrome.t("admin.title"), href: "/admin".into() }],
            files: Some(vec![(name.clone(), "1.2 MB".into(), "2026-11-20 10:00".into())]),
            made: Some(name),
            chrome,
        }
    }

    /// A server without a folder.
    pub fn sample_none(lang: Lang) -> Self {
        Self { files: None, made: None, ..Self::sample(lang) }
    }
}
