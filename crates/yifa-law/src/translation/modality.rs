//! Words of duty: 应当 shall, 不得 shall not, 可以 may.

use super::written::pattern;
use super::{Check, Finding, Pair, Says};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static SHALL: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:shall|must)\b"));
/// The month of May is written with a capital.
static MAY: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bmay\b|(?:^|[.;:]\s+)May\s+[a-z]"));
static NOT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:shall|must|may)\s+(?:\w+\s+)?(?:not|neither|never)\b|\b(?:shall|must|may)\s+in\s+no\s+(?:case|event)|\bno\s+[\w\s,-]{1,60}?\b(?:shall|may|must)\b|\bnone\b|\bneither\b|\b(?:is|are)\s+(?:strictly\s+)?(?:prohibited|forbidden)\b|\bnot\s+(?:be\s+)?(?:allowed|permitted)\b|\bnot\s+(?:be\s+)?(?:less|more|lower|higher|fewer|earlier|later|exceed\w*)|\bno\s+(?:less|more|fewer|earlier|later)\b|\bat\s+(?:least|most)\b|\bup\s+to\b|\bmaximum\b|\bminimum\b",
    )
});

/// Compares the words of duty of a place.
pub(super) fn check(pair: &Pair<'_>, found: &mut Vec<Finding>) {
    let duties = of(pair.zh, &["应当"], &["不应当"]);
    let bans = of(pair.zh, &["不得", "不应当"], &["不得不", "不得已"]);
    let permissions = of(pair.zh, &["可以"], &["不可以"]);
    let (shall, may) = (SHALL.find_iter(pair.en).count(), MAY.find_iter(pair.en).count());
    let nots = NOT.find_iter(pair.en).count();
    if !bans.is_empty() && nots < bans.len().min(1) {
        found.push(pair.finding(Check::Modality, Says::ProhibitionLost, &bans[0], "shall not"));
    }
    // A ban with “shall not” has a shall of its own; without one, a list of duties may share a single shall.
    if let Some(first) = duties.first()
        && shall == 0
    {
        found.push(pair.finding(
            Check::Modality,
            Says::DutyWeakened,
            first,
            if may > 0 { "may" } else { "" },
        ));
    }
    if let Some(first) = permissions.first()
        && may == 0
    {
        let instead = if shall > 0 { "shall" } else { "" };
        found.push(pair.finding(Check::Modality, Says::PermissionHardened, first, instead));
    }
}

/// The places of some words that do not stand inside others.
fn of(text: &str, words: &[&str], inside: &[&str]) -> Vec<Range<usize>> {
    let spans = |words: &[&str]| -> Vec<Range<usize>> {
        let one =
            |word: &&str| text.match_indices(*word).map(|(at, word)| at..at + word.len()).collect::<Vec<_>>();
        words.iter().flat_map(one).collect()
    };
    let longer = spans(inside);
    let mut all = spans(words);
    all.retain(|span| !longer.iter().any(|outer| outer.start <= span.start && span.end <= outer.end));
    all.sort_by_key(|span| span.start);
    all
}
