//! The second step of signing in 两步验证: asked for after the password, and begun or ended by each person.

use askama::Template;

use crate::face::{Chrome, Lang};

/// The page after the right password. Posts `half`, `code`, `back` and `csrf` to `/sign-in/code`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/second_step/code.html")]
pub struct CodePage {
    /// The frame, with nobody signed in.
    pub chrome: Chrome,
    /// The token of the password that was right.
    pub half: String,
    /// Where to go afterwards: a path of this product.
    pub back: String,
    /// Why the last code was not taken, in words.
    pub refused: Option<String>,
}

/// A person's own second step.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/second_step/show.html")]
pub struct SecondStepPage {
    /// The frame.
    pub chrome: Chrome,
    /// How it stands.
    pub step: Step,
    /// Why it could not be done, in words.
    pub fault: Option<String>,
}

/// How a person's second step stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// There is none.
    Off,
    /// A key waits to be taken over by a device: in letters, and as a drawing for its camera.
    Shown {
        /// In groups of four letters.
        key: String,
        /// The address that devices understand.
        address: String,
        /// It as a QR code.
        svg: String,
    },
    /// It was just begun: the codes on paper, shown this once.
    Begun(Vec<String>),
    /// There is one.
    On,
}

impl CodePage {
    /// After a wrong code.
    pub fn sample(lang: Lang) -> Self {
        Self {
            chrome: Chrome { person: None, address: "/sign-in".into(), ..Chrome::sample(lang) },
            half: "pX3l0p1K0cA9mQ".into(),
            back: "/".into(),
            refused: Some(lang.t("second_step.refused.wrong")),
        }
    }
}

impl SecondStepPage {
    /// In each of its standings; after a wrong code.
    pub fn samples(lang: Lang) -> [Self; 4] {
        let shown = Step::Shown {
            key: "GEZD GNBV GY3T QOJQ".into(),
            address: "otpauth://totp/Yifa:li.heng?secret=GEZDGNBVGY3TQOJQ&issuer=Yifa".into(),
            svg: "<svg viewBox=\"0 0 1 1\"></svg>".into(),
        };
        let begun = Step::Begun(vec!["abcde-fghij".into(), "k1m2n-p3q4r".into()]);
        [Step::Off, shown, begun, Step::On].map(|step| Self {
            chrome: Chrome { address: "/me/second-step".into(), ..Chrome::sample(lang) },
            fault: matches!(step, Step::Shown { .. }).then(|| lang.t("second_step.refused.wrong")),
            step,
        })
    }
}
