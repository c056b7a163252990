//! The bilingual reader for those who work here: drafts too, before they are public.

use askama::Template;

use crate::components::Crumb;
use crate::face::{Chrome, Lang, Nav};
use crate::portal::{BitMark, PublicBilingual};

/// A translation on record beside its source.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/bilingual/show.html")]
pub struct BilingualPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// What is read.
    pub reader: PublicBilingual,
}

impl BilingualPage {
    /// The reader.
    pub fn sample(lang: Lang) -> Self {
        Self {
            chrome: Chrome::sample(lang).at(Nav::Matters, "/translations/m"),
            crumbs: vec![Crumb {
                label: lang.pick("译文", "Translation").into(), href: "/matters/m".into()
            }],
            reader: PublicBilingual::sample(lang),
        }
    }
}
