//! What a code means, from the project's error pages.

use askama::Template;

use crate::face::{Chrome, Lang};

/// The explanation of a code.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/definition/explain.html")]
pub struct ExplainPage {
    /// The frame.
    pub chrome: Chrome,
    /// The code.
    pub code: String,
    /// Its one-line title.
    pub title: String,
    /// The paragraphs of its page, plain text.
    pub paragraphs: Vec<String>,
}

impl ExplainPage {
    /// A refusal.
    pub fn sample(lang: Lang) -> Self {
        Self {
            chrome: Chrome { address: "/explain/R0312".into(), ..Chrome::sample(lang) },
            code: "R0312".into(),
            title: lang.pick("条件不满足", "a condition does not hold").into(),
            paragraphs: vec![lang.pick("这一步的法定条件尚未满足；每项条件都写明条文和下一步。", "A condition that the law sets for this step does not hold yet; each one names its article and the next step.").into()],
        }
    }
}
