//! The audit journal: who did, opened or was refused what, and when.

use askama::Template;

use crate::components::{Crumb, Opt};
use crate::face::{Chrome, Lang};

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalLine {
    /// When, in Beijing time.
    pub at: String,
    /// What kind of line, in words.
    pub kind: String,
    /// Who.
    pub who: String,
    /// The matter: number or name, and its page.
    pub matter: Option<(String, String)>,
    /// What more is known, label beside value.
    pub content: Vec<(String, String)>,
}

/// A page of the journal, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "pages/admin/journal.html")]
pub struct JournalPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// Kinds that can be asked for.
    pub kinds: Vec<Opt>,
    /// First day asked for, as typed.
    pub from: String,
    /// Last day asked for, as typed.
    pub until: String,
    /// Matter asked for.
    pub matter: String,
    /// What of the question cannot be read.
    pub fault: Option<String>,
    /// The lines of this page.
    pub lines: Vec<JournalLine>,
    /// Where the same lines are a file.
    pub export: String,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

impl JournalPage {
    /// A refusal and a failed sign-in.
    pub fn sample(lang: Lang) -> Self {
        let line =
            |kind: &str, who: &str, matter: Option<(&str, &str)>, content: &[(&str, &str)]| JournalLine {
                at: "2026-03-20 09:14:55".into(),
                kind: lang.t(&format!("journal.kind.{kind}")),
                who: who.into(),
                matter: matter.map(|(a, b)| (a.to_owned(), b.to_owned())),
                content: content.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(),
            };
        Self {
            chrome: Chrome::sample(lang).beside("/admin/journal"),
            crumbs: vec![Crumb { label: lang.t("admin.title"), href: "/admin".into() }],
            kinds: vec![
                Opt::new("", lang.t("admin.all_kinds"), true),
                Opt::new("refusal", lang.t("journal.kind.refusal"), false),
            ],
            from: "2026-03-01".into(),
            until: String::new(),
            matter: String::new(),
            fault: None,
            lines: vec![
                line(
                    "refusal",
                    "周敏",
                    Some(("0199", "/matters/0199")),
                    &[("code", "R0301"), ("action", "decide")],
                ),
                line("sign_in_failed", "lichuan", None, &[]),
            ],
            export: "/admin/journal.csv?from=2026-03-01".into(),
            previous: None,
            next: Some("/admin/journal?after=7b".into()),
        }
    }
}
