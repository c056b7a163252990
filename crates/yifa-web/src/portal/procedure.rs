//! How a procedure runs, for anyone: its flow chart, its limits, its articles.

use askama::Template;

use crate::chart::Flow;
use crate::face::{Chrome, Lang};
use crate::pages::definition::{LimitRow, ProcedurePage};

/// A procedure as anyone sees it.
#[derive(Debug, Clone, Template)]
#[template(path = "portal/procedure.html")]
pub struct PublicProcedurePage {
    /// The frame.
    pub chrome: Chrome,
    /// Its name.
    pub title: String,
    /// Its articles.
    pub basis: String,
    /// The flow chart.
    pub flow: Flow,
    /// By when.
    pub limits: Vec<LimitRow>,
    /// What anybody can do: name and address.
    pub services: Vec<(String, String)>,
    /// What of it is public: name and address.
    pub catalogues: Vec<(String, String)>,
}

impl PublicProcedurePage {
    /// The penalty procedure.
    pub fn sample(lang: Lang) -> Self {
        let shown = ProcedurePage::sample(lang);
        Self {
            chrome: Chrome { person: None, address: "/public/procedures/x".into(), ..Chrome::sample(lang) },
            title: shown.title,
            basis: shown.basis,
            flow: shown.flow,
            limits: shown.limits,
            services: vec![],
            catalogues: vec![(
                lang.pick("行政处罚决定", "Penalty decisions").into(),
                "/public/list/penalty-ordinary/decision".into(),
            )],
        }
    }
}
