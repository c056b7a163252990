//! From a notice to a plan, first step: which text.

use askama::Template;
use yifa_law::notice::{Finding, Severity};

use crate::components::Crumb;
use crate::face::{Chrome, Lang, Nav};

/// The page on which a notice is handed over. Posts `file` or `text`, and `year`, to `/plan/import`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/plan/import.html")]
pub struct PlanImportPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// The year that was typed.
    pub year: String,
    /// The text that was typed.
    pub text: String,
    /// What is wrong with the year that was typed.
    pub year_error: Option<String>,
    /// Why the last text could not be taken over.
    pub findings: Vec<FindingView>,
}

/// An oddity of a text, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingView {
    /// How grave it is.
    pub severity: Severity,
    /// What it is.
    pub text: String,
    /// The words of the original where it was found.
    pub quote: Option<String>,
    /// The number of the line, from 1.
    pub line: Option<u32>,
}

impl FindingView {
    /// An oddity of the whole file, which forbids importing it.
    pub fn of_file(text: String) -> Self {
        Self { severity: Severity::Error, text, quote: None, line: None }
    }

    /// The same, forbidding the import whatever the reader thinks of it.
    pub fn forbidding(self) -> Self {
        Self { severity: Severity::Error, ..self }
    }

    /// A finding in the words of the page, with its place in the text that was read.
    pub fn of(finding: &Finding, source: &str, chrome: &Chrome) -> Self {
        let values: Vec<_> = finding.values.iter().map(|(name, value)| (*name, chrome.zh(value))).collect();
        let quote = source.get(finding.span.clone()).map(|q| q.trim().chars().take(60).collect::<String>());
        let line = source.get(..finding.span.start).map(|before| before.matches('\n').count() + 1);
        Self {
            severity: finding.severity(),
            text: chrome.lang.with(&format!("plan.finding.{}", finding.code.as_str()), &values),
            quote: quote.filter(|q| !q.is_empty()),
            line: line.and_then(|l| u32::try_from(l).ok()),
        }
    }

    /// The key of the word for its severity.
    pub fn key(&self) -> &'static str {
        match self.severity {
            Severity::Note => "plan.severity.note",
            Severity::Warning => "plan.severity.warning",
            Severity::Error => "plan.severity.error",
        }
    }

    /// The class that colours it.
    pub fn class(&self) -> &'static str {
        match self.severity {
            Severity::Note => "notice",
            Severity::Warning => "yellow",
            Severity::Error => "red",
        }
    }
}

impl PlanImportPage {
    /// After a file that cannot be taken over.
    pub fn sample(lang: Lang) -> Self {
        let chrome = Chrome::sample(lang).at(Nav::Plan, "/plan/import");
        let text = "（一)开展试点。\n2121年完成。";
        let notice = yifa_law::notice::read(text, Some(2026));
        Self {
            crumbs: vec![Crumb { label: chrome.t("frame.nav.plan"), href: "/plan".into() }],
            year: "20260".into(),
            text: text.into(),
            year_error: Some(chrome.t("plan.import.wrong_year")),
            findings: notice.findings.iter().map(|f| FindingView::of(f, text, &chrome)).collect(),
            chrome,
        }
    }
}

#[cfg(test)]
mod tests {
    use yifa_law::notice::FindingCode;

    use super::*;

    #[test]
    fn every_finding_has_a_sentence_and_leaves_no_place_open() {
        for lang in Lang::ALL {
            let chrome = Chrome { lang, ..Chrome::default() };
            for code in FindingCode::ALL {
                let names = [
                    "reason",
                    "count",
                    "paragraphs",
                    "title",
                    "after",
                    "found",
                    "number",
                    "written",
                    "year",
                    "term",
                    "change",
                ];
                let finding = Finding {
                    code,
                    span: 0..3,
                    values: names.iter().map(|n| (*n, "7".to_owned())).collect(),
                };
                let view = FindingView::of(&finding, "一、", &chrome);
                assert!(!view.text.starts_with("plan.finding"), "{lang:?} {code:?}");
                assert!(!view.text.contains('{'), "{lang:?} {code:?}: {}", view.text);
            }
        }
    }

    #[test]
    fn a_place_outside_the_text_is_left_out() {
        let finding = Finding { code: FindingCode::Empty, span: 90..95, values: vec![] };
        let view = FindingView::of(&finding, "短", &Chrome::default());
        assert_eq!((view.quote, view.line), (None, None));
    }
}
