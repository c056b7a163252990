//! Machine legality review 合法性机器审查: facts about a text that a person must know before it is signed, kept or
//! filed.
//!
//! Owns: the checks C01–C24 of documents in force and L01–L11 of drafts of rules, each in a file of its own or of
//! its family; the trait [`Corpus`] that says what they ask of a library of law; the [`Parameters`] that differ
//! from place to place. It states facts with their spans and articles and never says that a text is void: what a
//! person must still judge belongs to each check. It must not know where texts, records and parameters come from,
//! nor any sentence: findings are codes with values.

mod alike;
mod amounts;
mod check;
mod citing;
mod corpus;
mod duties;
mod effect;
mod finding;
mod form;
mod kind;
mod measures;
mod moved;
mod names;
mod own;
mod parameters;
mod penalties;
mod reading;
mod record;
mod repeal;
mod rights;
mod sketch;
mod task;
mod words;

#[cfg(test)]
mod tests;

pub use check::{Check, Severity};
pub use corpus::{Alike, Corpus, EndedBy, InstrumentKey, VersionKey};
pub use finding::{Finding, Says};
pub use kind::Kind;
pub use parameters::{BodyName, FineCap, Moved, Parameters, Sourced};
pub use record::{Publication, Record, Steps};
pub use sketch::Sketch;

use crate::text::normative::NormativeDocument;
use jiff::civil::Date;
use reading::Reading;

/// What is reviewed: the text, what kind it is, and what a register knows about it beside the text.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    /// The text.
    pub document: &'a NormativeDocument,
    /// Which checks apply: [`Kind::guess`] when nobody says.
    pub kind: Kind,
    /// What the register tells; `None` when only a text is at hand, and the checks of procedure are then not made.
    pub record: Option<&'a Record>,
}

/// Reviews a text as on a day. Findings come in the order of the text. A document whose digits cannot be trusted
/// gives none: nothing in it can be checked, and [`NormativeDocument::is_quarantined`] says so.
///
/// ```
/// use yifa_law::review::{Kind, NoCorpus, Parameters, Subject, review};
/// use yifa_law::text::normative::NormativeDocument;
/// let text = "某市占道停车办法\n第一条　为了规范停车，制定本办法。\n第二条　违反本办法第九条的，处五百元罚款。\n";
/// let document = NormativeDocument::read(text);
/// let subject = Subject { document: &document, kind: Kind::NormativeDocument, record: None };
/// let on = jiff::civil::date(2025, 6, 1);
/// let found = review(&subject, &NoCorpus, on, &Parameters::default());
/// let codes: Vec<_> = found.iter().map(|finding| finding.check.code()).collect();
/// assert_eq!(codes, ["C20", "C09"]);
/// assert_eq!(&text[found[0].span.clone()], "本办法第九条");
/// ```
pub fn review(subject: &Subject<'_>, corpus: &dyn Corpus, on: Date, parameters: &Parameters) -> Vec<Finding> {
    if subject.document.is_quarantined() {
        return Vec::new();
    }
    let reading = Reading::new(subject, corpus, on, parameters);
    let mut found = Vec::new();
    for check in CHECKS {
        check(&reading, &mut found);
    }
    rights::check(&reading, &mut found);
    found.sort_by_key(|finding| (finding.span.start, finding.check));
    found.dedup();
    found
}

/// The instruments that a text rests on and that the corpus does not know, each once, as they are named. Of these the
/// review tells nothing, and its report must say so: a person looks whether they are in force and have the cited places.
///
/// ```
/// use yifa_law::review::{Kind, NoCorpus, Parameters, Subject, unknown};
/// use yifa_law::text::normative::NormativeDocument;
/// let text = "某市停车办法\n第一条　根据《某省停车条例》第三条，制定本办法。\n第二条　《旧办法》同时废止。\n";
/// let document = NormativeDocument::read(text);
/// let subject = Subject { document: &document, kind: Kind::NormativeDocument, record: None };
/// let on = jiff::civil::date(2025, 6, 1);
/// assert_eq!(unknown(&subject, &NoCorpus, on, &Parameters::default()), ["《某省停车条例》"]);
/// ```
pub fn unknown(subject: &Subject<'_>, corpus: &dyn Corpus, on: Date, parameters: &Parameters) -> Vec<String> {
    if subject.document.is_quarantined() {
        return Vec::new();
    }
    citing::unknown(&Reading::new(subject, corpus, on, parameters))
}

/// A corpus that knows nothing: only what the text itself shows is found.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoCorpus;

impl Corpus for NoCorpus {}

type CheckFn = fn(&Reading<'_>, &mut Vec<Finding>);

/// All checks; each looks at the kind of the document itself.
const CHECKS: [CheckFn; 18] = [
    citing::check,
    moved::check,
    repeal::check,
    effect::check_term,
    effect::check_start,
    record::check_publication,
    record::check_procedure,
    penalties::check,
    measures::check_permit,
    measures::check_coercion,
    measures::check_charge,
    measures::check_competition,
    duties::check,
    names::check,
    alike::check,
    own::check,
    form::check,
    task::check,
];
