//! The machine legality review 合法性机器审查: the text at the left, what was found at the right, the answers below each.

mod text;

pub use text::{LineView, Mark, Part, lines as marked_lines};

use askama::Template;
use jiff::civil::{Date, date};
use yifa_law::review::{Finding, Kind, NoCorpus, Parameters, Severity, Subject, review};
use yifa_law::text::normative::{Distrust, NormativeDocument};

use crate::components::Opt;
use crate::face::{Chrome, Lang, Nav};
use crate::review_words as words;

/// The page: the form alone, or with what was found. Posts `file` or `text`, `kind` and `on` to `/review`, and the
/// answers to `/review/answers`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/review/review.html")]
pub struct ReviewPage {
    /// The frame.
    pub chrome: Chrome,
    /// The kinds that can be picked; the first leaves it to the document.
    pub kinds: Vec<Opt>,
    /// The day as on which it is reviewed.
    pub on: String,
    /// What was typed.
    pub text: String,
    /// Why nothing was reviewed.
    pub fault: Option<String>,
    /// What was found.
    pub reviewed: Option<Reviewed>,
}

/// A reviewed text.
#[derive(Debug, Clone)]
pub struct Reviewed {
    /// Its title.
    pub title: String,
    /// As on which day, and as what.
    pub told: String,
    /// The kind, for the answers.
    pub kind: String,
    /// The day, for the answers.
    pub on: Date,
    /// The text, for the answers.
    pub source: String,
    /// Whether its digits cannot be trusted, so that nothing was reviewed.
    pub quarantined: bool,
    /// What is wrong with its digits: the line, the words, why.
    pub signs: Vec<Sign>,
    /// The lines of the text with the marks.
    pub lines: Vec<LineView>,
    /// The findings, in the order of the text.
    pub findings: Vec<FindingView>,
    /// How many of each severity.
    pub counts: Vec<Count>,
    /// What was not examined.
    pub not_examined: Vec<String>,
    /// Whether the person may record answers.
    pub may_answer: bool,
    /// What is wrong with the answers that were sent.
    pub refused: Vec<String>,
    /// The matter of a register that it comes from: identifier and number.
    pub matter: Option<(String, String)>,
    /// The token that keeps a repeated sending from answering twice.
    pub once: String,
}

/// Digits that cannot be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    /// The line, from 1.
    pub line: usize,
    /// What is written there.
    pub words: String,
    /// Why it cannot be.
    pub why: String,
}

/// How many findings of a severity there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Its stable word.
    pub code: &'static str,
    /// Its colour.
    pub class: &'static str,
    /// Its name.
    pub name: String,
    /// How many.
    pub n: usize,
}

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingView {
    /// Its number on the page, from 1.
    pub number: usize,
    /// The code of the check: C01.
    pub check: &'static str,
    /// The name of the check.
    pub name: String,
    /// The stable word of its severity.
    pub severity: &'static str,
    /// The name of its severity.
    pub severity_name: String,
    /// Its colour.
    pub class: &'static str,
    /// The line of the text.
    pub line: usize,
    /// What it says.
    pub says: String,
    /// The rules that it rests on.
    pub basis: String,
    /// What to do.
    pub proposal: String,
    /// What a person must judge.
    pub judge: String,
    /// Both wordings, when an article has changed.
    pub wordings: Option<(String, String)>,
    /// The answer that was sent: `accept` or `reject`.
    pub verdict: String,
    /// The reason that was sent.
    pub reason: String,
}

impl FindingView {
    /// Whether nobody has to answer.
    pub fn is_information(&self) -> bool {
        self.severity == Severity::Information.code()
    }

    /// Whether an answer is the one that was sent.
    pub fn is_verdict(&self, verdict: &str) -> bool {
        self.verdict == verdict
    }
}

/// The colour of a severity.
fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Hard => "red",
        Severity::MustAnswer => "yellow",
        Severity::Information => "notice",
    }
}

impl ReviewPage {
    /// The form alone.
    pub fn empty(chrome: Chrome, on: Date) -> Self {
        let kinds = kinds(chrome.lang, None);
        Self { chrome, kinds, on: on.to_string(), text: String::new(), fault: None, reviewed: None }
    }

    /// A document that sets a fine and cites a place that it has not.
    pub fn sample(lang: Lang) -> Self {
        let chrome = Chrome::sample(lang).at(Nav::Registers, "/review");
        let text = "《某市占道停车管理办法》第一条至第三条\n第一条　为了规范停车，制定第一个办法。\n第二条　违反本办法第九条的，处五百元罚款。\n第三条　第三款由第一批工商局负责。\n";
        let document = NormativeDocument::read(text);
        let subject = Subject { document: &document, kind: Kind::NormativeDocument, record: None };
        let on = date(2026, 11, 27);
        let found = review(&subject, &NoCorpus, on, &Parameters::default());
        let reviewed = Reviewed::of(lang, &document, Kind::NormativeDocument, on, &found);
        Self { reviewed: Some(Reviewed { may_answer: true, ..reviewed }), ..Self::empty(chrome, on) }
    }

    /// The form after something that is no text.
    pub fn sample_fault(lang: Lang) -> Self {
        let chrome = Chrome::sample(lang).at(Nav::Registers, "/review");
        let fault = Some(chrome.t("review.nothing"));
        Self { fault, ..Self::empty(chrome, date(2026, 11, 27)) }
    }
}

/// The kinds that can be picked.
pub fn kinds(lang: Lang, picked: Option<Kind>) -> Vec<Opt> {
    let auto = Opt::new("", lang.t("review.kind_auto"), picked.is_none());
    let one = |kind: Kind| Opt::new(kind.code(), words::kind(lang, kind), picked == Some(kind));
    std::iter::once(auto).chain(Kind::ALL.map(one)).collect()
}

impl Reviewed {
    /// What a review found, in words.
    pub fn of(lang: Lang, document: &NormativeDocument, kind: Kind, on: Date, found: &[Finding]) -> Self {
        let source = document.statute.source();
        let views = found.iter().enumerate().map(|(at, finding)| view(lang, source, at + 1, finding));
        let count = |severity: Severity| Count {
            code: severity.code(),
            class: class(severity),
            name: lang.t(&format!("review.severity.{}", severity.code())),
            n: found.iter().filter(|one| one.severity == severity).count(),
        };
        let marks: Vec<Mark> = found.iter().map(|one| (one.span.clone(), one.severity)).collect();
        Self {
            title: document.statute.title.clone().unwrap_or_default(),
            told: words::told_on(lang, on, kind),
            kind: kind.code().to_owned(),
            on,
            source: source.to_owned(),
            quarantined: document.is_quarantined(),
            signs: document.distrust.iter().map(|sign| signed(lang, source, sign)).collect(),
            lines: text::lines(source, &marks),
            findings: views.collect(),
            counts: Severity::ALL.map(count).to_vec(),
            not_examined: vec![words::not_examined_record(lang)],
            may_answer: false,
            refused: Vec::new(),
            matter: None,
            once: String::new(),
        }
    }
}

fn signed(lang: Lang, source: &str, sign: &Distrust) -> Sign {
    let span = sign.span().clone();
    Sign {
        line: source[..span.start].matches('\n').count() + 1,
        words: source[span].to_owned(),
        why: lang.t(&format!("review.sign.{}", sign.code())),
    }
}

fn view(lang: Lang, source: &str, number: usize, finding: &Finding) -> FindingView {
    let wordings = finding.values.get("then").cloned().zip(finding.values.get("today").cloned());
    let separator = lang.pick("、", ", ");
    FindingView {
        number,
        check: finding.check.code(),
        name: words::check(lang, finding.check),
        severity: finding.severity.code(),
        severity_name: lang.t(&format!("review.severity.{}", finding.severity.code())),
        class: class(finding.severity),
        line: source[..finding.span.start].matches('\n').count() + 1,
        says: words::says(lang, finding),
        basis: finding.basis().join(separator),
        proposal: words::proposal(lang, finding),
        judge: words::judge(lang, finding.check),
        wordings,
        verdict: String::new(),
        reason: String::new(),
    }
}
