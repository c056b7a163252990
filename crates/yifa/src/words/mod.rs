//! The sentences of the command line, in Chinese and in English. Owns words only; values come from the crates
//! below.

mod doubt;
mod finding;
mod irregularity;
mod status;
mod step;
mod unread;

pub use doubt::{doubt, held};
pub use finding::finding;
pub use irregularity::irregularity;
pub use status::{status, status_code};
pub use step::{step, unit};
pub use unread::unread;

/// Languages of the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Language {
    /// 中文
    Zh,
    /// English
    En,
}

impl Language {
    /// The text in this language.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}
