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
    /// What it means, why, what to do next.
    pub parts: Vec<ExplainPart>,
    /// What the command line prints; it speaks English only.
    pub example: String,
}

/// A part of an explanation.
#[derive(Debug, Clone)]
pub struct ExplainPart {
    /// What it is about.
    pub term: String,
    /// What it says.
    pub text: Vec<Piece>,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// What is written exactly so.
    Code(String),
}

impl ExplainPage {
    /// A refusal.
    pub fn sample(lang: Lang) -> Self {
        Self {
            chrome: Chrome { address: "/explain/R0312".into(), ..Chrome::sample(lang) },
            code: "R0312".into(),
            title: lang.pick("条件不满足", "a condition does not hold").into(),
            parts: vec![ExplainPart {
                term: lang.pick("含义", "Meaning").into(),
                text: vec![
                    Piece::Text(
                        lang.pick(
                            "这一步的法定条件尚未满足，例如 ",
                            "A condition that the law sets for this step does not hold yet, for example ",
                        )
                        .into(),
                    ),
                    Piece::Code("officers.count >= 2".into()),
                ],
            }],
            example: "refused[R0312]: a condition does not hold".into(),
        }
    }
}
