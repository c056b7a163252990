//! C02: what a text says it repeals, and where that is doubtful. Edges are derived from the words and from the
//! dates of the repealing text, never trusted because a name agrees.

use super::reading::Reading;
use super::{Check, Corpus, Finding, Kind, Says, Severity};
use crate::citation::{Citation, InstrumentReference};
use crate::citation::{ResolvedInstrument, find};
use crate::fold::Folded;
use crate::instrument::{Order, Rank, Status, issued_title, names_instrument, normalise_title};
use std::ops::Range;

/// “This text repeals that instrument”, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RepealEdge {
    /// What is repealed, as cited.
    pub(super) repealed: ResolvedInstrument,
    /// The bytes of the citation.
    pub(super) span: Range<usize>,
}

/// Words that repeal what stands in the same sentence.
const REPEALS: [&str; 12] = [
    "同时废止",
    "即行废止",
    "予以废止",
    "一并废止",
    "随之废止",
    "相应废止",
    "自行废止",
    "停止执行",
    "不再执行",
    "起废止",
    "起失效",
    "宣布失效",
];

/// 决定废止下列文件：《…》: the titles follow on lines of their own.
const LISTS: [&str; 6] =
    ["废止下列", "废止以下", "下列文件予以废止", "以下文件予以废止", "文件予以废止：", "规章予以废止："];

/// What a text says it repeals: every instrument cited before 同时废止, 予以废止 or 即行废止 in one sentence. The day of
/// the repeal is the day of effect of the repealing text and is not told here.
pub(super) fn repeals(text: &str) -> Vec<RepealEdge> {
    let mut edges = Vec::new();
    let (mut start, mut listed) = (0, false);
    for sentence in text.split_inclusive(['。', '\n', '；']) {
        let folded = Folded::new(sentence);
        let told = folded.text().trim();
        let opens = LISTS.iter().filter_map(|word| told.find(word).map(|at| &told[at..])).next();
        listed = match opens {
            Some(rest) => rest.ends_with('：'),
            None => listed && (told.is_empty() || is_list_line(told)),
        };
        let in_list = listed && opens.is_none();
        let end = REPEALS.iter().filter_map(|word| outside_titles(folded.text(), word)).min();
        if let Some(end) = end.or(in_list.then_some(folded.text().len())) {
            let cited = find(folded.text()).into_iter().flatten();
            for Citation { instrument, span, places } in cited.filter(|one| one.span.end <= end) {
                let repealed = match instrument {
                    Some(InstrumentReference::Titled { title, number, .. }) => {
                        ResolvedInstrument::Titled { title, number }
                    }
                    Some(InstrumentReference::Numbered(number)) => ResolvedInstrument::Numbered(number),
                    _ => continue,
                };
                // 根据《立法法》…，《…》予以废止: what comes before the reason's comma is no victim.
                if places.is_empty() && !is_ground(&folded.text()[..span.start]) {
                    let inside = folded.original_span(span);
                    edges.push(RepealEdge { repealed, span: start + inside.start..start + inside.end });
                }
            }
        }
        start += sentence.len();
    }
    edges
}

/// Where a word stands first that is no part of a title: 《关于停止执行甲办法的通知》同时废止.
fn outside_titles(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let before = &text[..*at];
        before.matches('《').count() <= before.matches('》').count()
    })
}

/// 一、《…》（…）；
fn is_list_line(line: &str) -> bool {
    let label = |c: char| {
        c.is_whitespace()
            || c.is_ascii_digit()
            || crate::numeral::is_numeral_char(c)
            || "（）().．、；".contains(c)
    };
    let rest = line.trim_start_matches(label);
    rest.is_empty() || rest.starts_with('《')
}

fn is_ground(before: &str) -> bool {
    let clause = before.rsplit(['，', '。', '；']).next().unwrap_or_default();
    ["根据", "依据", "按照", "依照", "因", "鉴于"].iter().any(|word| clause.contains(word))
}

/// Repeals by general words: the articles that they touch are for a person to list.
const GENERAL: [&str; 5] =
    ["与本办法不一致的", "与本规定不一致的", "与本决定不一致的", "与本通知不一致的", "与本意见不一致的"];

pub(super) fn check(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    general(reading, found);
    for edge in repeals(reading.statute().source()) {
        let inside = reading.units.iter().any(|unit| unit.span.contains(&edge.span.start));
        if let Some(finding) = inside.then(|| doubt(reading, &edge)).flatten() {
            found.push(finding);
        }
    }
}

fn general(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    for (_, sentence) in reading.sentences() {
        let Some((at, word)) =
            GENERAL.iter().find_map(|word| sentence.text().find(word).map(|at| (at, *word)))
        else {
            continue;
        };
        let rest = &sentence.text()[at..];
        if rest.contains("废止") || rest.contains("停止执行") {
            let span = sentence.locate(at..at + word.len());
            found.push(Finding::new(Check::Repeal, Severity::MustAnswer, span, Says::RepealsInPart));
        }
    }
}

fn doubt(reading: &Reading<'_>, edge: &RepealEdge) -> Option<Finding> {
    let corpus = reading.corpus;
    let finding = |severity, says| Finding::new(Check::Repeal, severity, edge.span.clone(), says);
    let written = match &edge.repealed {
        ResolvedInstrument::Titled { title, .. } => title.clone(),
        ResolvedInstrument::Numbered(number) => number.to_string(),
        ResolvedInstrument::Own => return None,
    };
    if repeals_itself(reading, edge) {
        return Some(finding(Severity::Hard, Says::RepealsItself).with("title", written));
    }
    let keys = corpus.find(&edge.repealed);
    let [key] = keys.as_slice() else { return None };
    let title = corpus.title(*key);
    if let (Some(theirs), Some(ours)) = (corpus.rank(*key), rank(reading.kind))
        && theirs.against(ours) == Order::Higher
    {
        return Some(finding(Severity::Hard, Says::RepealsHigher).with("title", title));
    }
    // The clause of the first version stays in the later ones; what it names has ended by this very instrument.
    let own = own_name(&reading.title());
    let by_us = corpus.ended_by(*key).is_some_and(|by| normalise_title(&by.title) == own);
    if by_us || normalise_title(&title) == own || !names_instrument(&title) {
        return None;
    }
    let made = reading.made?;
    let first = adopted(corpus, *key, made);
    match corpus.status_on(*key, made) {
        Some(Status::Repealed { since } | Status::Lapsed { since }) if since < made => {
            Some(finding(Severity::Information, Says::RepealsEnded).with("title", title).with("since", since))
        }
        Some(Status::NotYetInForce { from: Some(from) }) if from > made && first.is_none() => Some(
            finding(Severity::MustAnswer, Says::RepealsLaterNamesake)
                .with("title", title)
                .with("adopted", from),
        ),
        _ => None,
    }
}

fn adopted(
    corpus: &dyn Corpus,
    key: super::InstrumentKey,
    by: jiff::civil::Date,
) -> Option<jiff::civil::Date> {
    corpus.version_on(key, by).and_then(|version| corpus.adopted(version))
}

/// An older version of the same name is what a new one usually repeals: only the same number, or no number at all and
/// no older version, makes it the text itself.
fn repeals_itself(reading: &Reading<'_>, edge: &RepealEdge) -> bool {
    let own = reading.document.number.as_ref().map(|read| &read.number);
    match &edge.repealed {
        ResolvedInstrument::Numbered(number) => own == Some(number),
        ResolvedInstrument::Titled { number: Some(number), .. } => own == Some(number),
        ResolvedInstrument::Titled { title, number: None } => {
            let same = normalise_title(title) == own_name(&reading.title());
            let source = reading.statute().source();
            let after = &source[edge.span.end..];
            let before = source[..edge.span.start].rsplit(['。', '\n']).next().unwrap_or_default();
            // 2006年9月19日通过的《…》 is the older one of that name.
            let clause = before.rsplit("施行").next().unwrap_or_default();
            let dated = after.trim_start().starts_with(['（', '('])
                || clause.contains('年')
                || clause.trim_end().ends_with('原');
            same && !dated
                && reading.made.is_some_and(|made| {
                    let older = reading.corpus.find(&edge.repealed);
                    !older.iter().any(|key| adopted(reading.corpus, *key, made).is_some_and(|day| day < made))
                })
        }
        ResolvedInstrument::Own => false,
    }
}

/// 关于印发《某办法》的通知 is the notice of that document.
fn own_name(title: &str) -> String {
    normalise_title(issued_title(title))
}

fn rank(kind: Kind) -> Option<Rank> {
    match kind {
        Kind::NormativeDocument => Some(Rank::NormativeDocument),
        Kind::DepartmentRule => Some(Rank::DepartmentRule),
        Kind::GovernmentRule | Kind::ProvincialRule | Kind::Legislation => None,
    }
}
