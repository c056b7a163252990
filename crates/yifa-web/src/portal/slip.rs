//! Answering by slip: where its code is typed.

use askama::Template;

use crate::face::{Chrome, Lang};

/// The question. The form is sent to `/public/slip`: `code`.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/slip.html")]
pub struct PublicSlipPage {
    /// The frame.
    pub chrome: Chrome,
    /// The code as typed.
    pub code: String,
    /// What went wrong, in words.
    pub fault: Option<String>,
}

impl PublicSlipPage {
    /// A slip that was used.
    pub fn sample(lang: Lang) -> Self {
        Self {
            chrome: Chrome { person: None, address: "/public/slip".into(), ..Chrome::sample(lang) },
            code: "7QK3-M0ZX-4T9B".into(),
            fault: Some(lang.t("citizen.slip.used")),
        }
    }
}
