//! Every page with its sample, for the tests and for looking at.

use askama::Template;

use crate::face::Lang;
use crate::pages::{entry, matter};

/// A rendered sample: file name without its language, and the page or the fault.
pub type Sample = (&'static str, askama::Result<String>);

/// Names of persons and the like in the samples: records, which stay Chinese in every language.
pub const RECORDS: &[&str] = &["周敏", "李川", "何玉", "林岚", "王**", "川A-", "笔录.pdf"];

/// Every sample page in one language.
pub fn all(lang: Lang) -> Vec<Sample> {
    vec![
        ("sign-in", entry::SignInPage::sample(lang).render()),
        ("problem", entry::ProblemPage::sample(lang).render()),
        ("matters", matter::ListPage::sample(lang).render()),
        ("matters-empty", matter::ListPage::sample_empty(lang).render()),
        ("matter", matter::MatterPage::sample(lang).render()),
        ("matter-new", matter::MatterPage::sample_new(lang).render()),
        ("form", matter::FormPage::sample(lang).render()),
        ("start", matter::StartPage::sample(lang).render()),
    ]
}
