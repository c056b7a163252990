//! Slips of a matter: which were handed out, and, once, the slips themselves to be printed and cut.

use askama::Template;
use jiff::civil::{Date, date};

use crate::components::Crumb;
use crate::face::{Chrome, Lang};

/// The slips of a matter. A form is sent to `post_to`: `seq`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/slip/slips.html")]
pub struct SlipsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way here.
    pub crumbs: Vec<Crumb>,
    /// The matter.
    pub matter: String,
    /// What was handed out.
    pub rows: Vec<SlipRow>,
    /// Where the form goes.
    pub post_to: String,
    /// Slips just drawn: they are shown this once.
    pub drawn: Vec<Slip>,
}

/// An act that handed out slips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipRow {
    /// Number of its event.
    pub seq: u64,
    /// The day.
    pub on: Date,
    /// What the slips carry, in words.
    pub carries: String,
    /// How many.
    pub count: u64,
    /// Whether they were drawn.
    pub drawn: bool,
    /// Whether the reader may draw them.
    pub may_draw: bool,
}

/// A slip as it is cut out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Its code.
    pub code: String,
    /// Where it is typed.
    pub address: String,
}

impl SlipsPage {
    /// One act drawn, one not.
    pub fn sample(lang: Lang) -> Self {
        let row = |seq, drawn| SlipRow {
            seq,
            on: date(2026, 11, 12),
            carries: lang.pick("行政相对人", "people and firms dealt with").into(),
            count: 40,
            drawn,
            may_draw: !drawn,
        };
        Self {
            chrome: Chrome { address: "/matters/0197/slips".into(), ..Chrome::sample(lang) },
            crumbs: Vec::new(),
            matter: lang.pick("城管执法评议", "Appraisal of urban enforcement").into(),
            rows: vec![row(3, true), row(4, false)],
            post_to: "/matters/0197/slips".into(),
            drawn: Vec::new(),
        }
    }

    /// Two slips to be cut.
    pub fn sample_drawn(lang: Lang) -> Self {
        let slip =
            |code: &str| Slip { code: code.into(), address: "https://yifa.example/public/slip".into() };
        Self { drawn: vec![slip("7QK3-M0ZX-4T9B"), slip("R5C2-9WHE-K8D1")], ..Self::sample(lang) }
    }
}
