//! C01 and C03: what is cited must be in force, and the cited place must exist.
//!
//! The head note of a text tells of its own past and is no citation; neither is a sentence that repeals.

use super::moved::renumbered;
use super::reading::{Cited, Reading, Sentence};
use super::repeal::repeals;
use super::{Check, Finding, InstrumentKey, Says, Severity, VersionKey};
use crate::citation::{DateOf, InstrumentReference, ResolvedInstrument, SaidVersion};
use crate::instrument::{Existence, Status, issued_title, names_instrument, normalise_title};
use crate::place::Place;

/// Both checks.
pub(super) fn check(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let ends = repeals(reading.statute().source());
    for cited in &reading.cited {
        let Some(resolved) = cited.other() else { continue };
        // What the text itself repeals, in a sentence or in a list, it does not rest on.
        if ends.iter().any(|edge| edge.span == cited.citation.span)
            || reading.sentence_at(cited).is_some_and(|sentence| tells_of_the_past(sentence, cited))
        {
            continue;
        }
        match target(reading, cited) {
            Target::None => {}
            Target::Several => {
                let title = resolved.title().unwrap_or_default();
                found.push(
                    mark(cited, Check::EndedInstrument, Severity::Information, Says::Ambiguous)
                        .with("title", title),
                );
            }
            // 现将《某办法》印发: a notice names what it issues.
            Target::One(key) if is_itself(reading, cited, key) => {}
            Target::One(key) => {
                if !is_told(reading, cited, key) {
                    ended(reading, cited, key, found);
                    superseded(reading, cited, key, found);
                }
                places(reading, cited, key, found);
            }
        }
    }
}

/// The instruments that the text rests on and that the corpus does not know, each once, as they are named: nobody has
/// looked whether they are in force or have the cited article.
pub(super) fn unknown(reading: &Reading<'_>) -> Vec<String> {
    let ends = repeals(reading.statute().source());
    let own = reading.title();
    let mut names: Vec<String> = Vec::new();
    for cited in &reading.cited {
        let Some(resolved) = cited.other().filter(|_| cited.found.is_empty()) else { continue };
        // A name without 《》 may have words in front that are not its own.
        let named = match (&cited.citation.instrument, &resolved.instrument) {
            (Some(InstrumentReference::Titled { .. }), ResolvedInstrument::Titled { title, .. }) => {
                let bare = normalise_title(title);
                // 关于印发某办法的通知 names it without 《》.
                let itself = !own.is_empty() && (own.contains(&bare) || issued_title(&own) == bare);
                Some(format!("《{title}》")).filter(|_| names_instrument(title) && !itself)
            }
            (Some(InstrumentReference::Numbered(_)), ResolvedInstrument::Numbered(number)) => {
                Some(number.to_string())
            }
            _ => None,
        };
        let past = ends.iter().any(|edge| edge.span == cited.citation.span)
            || reading.sentence_at(cited).is_some_and(|sentence| tells_of_the_past(sentence, cited));
        let Some(name) = named.filter(|_| !past) else { continue };
        let same = |known: &String| normalise_title(known) == normalise_title(&name);
        if !names.iter().any(same) {
            names.push(name);
        }
    }
    names
}

fn is_itself(reading: &Reading<'_>, cited: &Cited, key: InstrumentKey) -> bool {
    let own = reading.title();
    let title = normalise_title(&reading.corpus.title(key));
    // An older one of that name is cited with its own number.
    let numbered = matches!(
        cited.other().map(|other| &other.instrument),
        Some(ResolvedInstrument::Titled { number: Some(_), .. } | ResolvedInstrument::Numbered(_))
    );
    !own.is_empty() && !numbered && issued_title(&title) == issued_title(&own)
}

/// 违反《某办法》第二条的，依照第三条处理: what became of the instrument is told where it is named.
fn is_told(reading: &Reading<'_>, cited: &Cited, key: InstrumentKey) -> bool {
    let before =
        |other: &&Cited| other.unit == cited.unit && other.citation.span.start < cited.citation.span.start;
    let names = |other: &Cited| other.citation.instrument.is_some() && other.found.contains(&key);
    cited.citation.instrument.is_none() && reading.cited.iter().filter(before).any(names)
}

/// What a citation means on the day of the review.
pub(super) enum Target {
    /// Nothing that is known.
    None,
    /// Several instruments, and the day does not decide.
    Several,
    /// One.
    One(InstrumentKey),
}

/// The instrument that a citation means: of several with one name the one in force, else the one in force when the
/// text was made.
pub(super) fn target(reading: &Reading<'_>, cited: &Cited) -> Target {
    let alive = |on| {
        let status = |key: &&InstrumentKey| reading.corpus.status_on(**key, on) == Some(Status::InForce);
        let mut alive = cited.found.iter().filter(status);
        alive.next().copied().filter(|_| alive.next().is_none())
    };
    match cited.found.as_slice() {
        [] => Target::None,
        [only] => Target::One(*only),
        _ => match reading.made.and_then(alive).or_else(|| alive(reading.on)) {
            Some(key) => Target::One(key),
            None => Target::Several,
        },
    }
}

pub(super) fn mark(cited: &Cited, check: Check, severity: Severity, says: Says) -> Finding {
    Finding::new(check, severity, cited.citation.span.clone(), says)
}

/// Sentences that speak of what was: 《…》同时废止, 原《…》, 根据…修订.
fn tells_of_the_past(sentence: &Sentence<'_>, cited: &Cited) -> bool {
    let text = sentence.text();
    if ["废止", "失效", "停止执行", "不再执行", "修改前", "修订前"].iter().any(|word| text.contains(word))
    {
        return true;
    }
    let local = cited.citation.span.start - sentence.span().start;
    text.get(..local).is_some_and(|before| {
        before.ends_with('原')
            || before.ends_with("原《")
            || before.ends_with("原有的")
            || before.ends_with("已废止的")
    })
}

fn ended(reading: &Reading<'_>, cited: &Cited, key: InstrumentKey, found: &mut Vec<Finding>) {
    let corpus = reading.corpus;
    let title = corpus.title(key);
    let Some(status) = corpus.status_on(key, reading.on).filter(|_| names_instrument(&title)) else { return };
    match status {
        Status::Repealed { since } | Status::Lapsed { since } => {
            let by = corpus.ended_by(key);
            let sole = is_sole_basis(reading, cited);
            let (severity, says) = match (&by, sole) {
                (_, true) => (Severity::Hard, Says::EndedSoleBasis),
                (Some(_), false) => (Severity::MustAnswer, Says::EndedBy),
                (None, false) => (Severity::MustAnswer, Says::Ended),
            };
            let mut finding = mark(cited, Check::EndedInstrument, severity, says)
                .with("title", &title)
                .with("since", since);
            if let Some(by) = by {
                let place = by.place.map(|place| place.to_string()).unwrap_or_default();
                finding = finding.with("by", format!("《{}》{place}", by.title));
            }
            if let Some(successor) = corpus
                .successor(key)
                .filter(|next| corpus.status_on(*next, reading.on) == Some(Status::InForce))
            {
                finding = finding.replace_by(format!("《{}》", corpus.title(successor)));
            }
            found.push(finding);
        }
        Status::NotYetInForce { from } => {
            let from = from.map_or_else(|| "—".to_owned(), |from| from.to_string());
            found.push(
                mark(cited, Check::EndedInstrument, Severity::MustAnswer, Says::NotYetInForce)
                    .with("title", title)
                    .with("from", from),
            );
        }
        Status::Unpublished => {
            found.push(
                mark(cited, Check::EndedInstrument, Severity::Hard, Says::Unpublished).with("title", title),
            );
        }
        Status::InForce | Status::Superseded { .. } | Status::Undated => {}
    }
}

/// 《某法》（2017年修正）: the version that is said holds no longer, though the instrument does.
fn superseded(reading: &Reading<'_>, cited: &Cited, key: InstrumentKey, found: &mut Vec<Finding>) {
    let corpus = reading.corpus;
    let Some(said) = cited.other().and_then(|other| other.said) else { return };
    if corpus.status_on(key, reading.on) != Some(Status::InForce) {
        return;
    }
    let Some(today) = corpus.version_on(key, reading.on) else { return };
    let older = match (corpus.version_said(key, &said), said) {
        (Some(meant), _) => meant.version < today.version,
        // A revision of an earlier year is replaced, whether it is known or not.
        (None, SaidVersion::Dated { year, of: DateOf::Revision, .. }) => {
            corpus.adopted(today).is_some_and(|adopted| year < adopted.year())
        }
        (None, _) => false,
    };
    let Some(since) = corpus.in_force_from(today).filter(|_| older) else { return };
    found.push(
        mark(cited, Check::EndedInstrument, Severity::MustAnswer, Says::Superseded)
            .with("title", corpus.title(key))
            .with("said", said)
            .with("since", since),
    );
}

/// Whether the article cites this instrument and no other that may be alive. The clause of purpose (article 1) rests
/// on what it lists; a text without articles has no unit that could lose its basis.
fn is_sole_basis(reading: &Reading<'_>, cited: &Cited) -> bool {
    let unit = &reading.units[cited.unit];
    let basis = reading.sentence_at(cited).is_some_and(|sentence| {
        ["依照", "根据", "依据", "按照", "违反"].iter().any(|word| sentence.text().contains(word))
    });
    let others = reading.cited.iter().filter(|other| other.unit == cited.unit && other.other().is_some());
    let alone = others.into_iter().all(|other| other.found == cited.found);
    unit.article.is_some() && basis && alone
}

fn places(reading: &Reading<'_>, cited: &Cited, key: InstrumentKey, found: &mut Vec<Finding>) {
    let Some(resolved) = cited.other() else { return };
    let corpus = reading.corpus;
    // What a version that is not at hand has, no other one tells.
    let meant = match &resolved.said {
        Some(said) => corpus.version_said(key, said),
        None => corpus.version_on(key, reading.on),
    };
    let Some(today) = meant else { return };
    for place in resolved.places.iter().flat_map(|range| std::iter::once(range.from).chain(range.to)) {
        if corpus.existence(today, &place) != Existence::Missing {
            continue;
        }
        found.push(absent(reading, cited, key, today, &place));
        return;
    }
}

fn absent(
    reading: &Reading<'_>,
    cited: &Cited,
    key: InstrumentKey,
    today: VersionKey,
    place: &Place,
) -> Finding {
    let corpus = reading.corpus;
    let title = corpus.title(key);
    let then = reading.made.and_then(|made| corpus.version_on(key, made)).filter(|then| *then != today);
    let was_there = then.filter(|then| corpus.existence(*then, place) == Existence::Exists);
    let article_is_there = corpus.existence(today, &Place::article(place.article)) == Existence::Exists;
    let says = match was_there {
        Some(_) => Says::ArticleGone,
        None if article_is_there && *place != Place::article(place.article) => Says::NoSuchPlace,
        None => Says::NoSuchArticle,
    };
    let mut finding =
        mark(cited, Check::AbsentPlace, Severity::Hard, says).with("title", &title).with("place", place);
    if let Some(last) = corpus.last_article(today) {
        finding = finding.with("last", last);
    } else {
        finding = finding.with("last", "—");
    }
    if let Some(then) = was_there {
        let adopted = corpus.adopted(then).or_else(|| corpus.in_force_from(then));
        finding = finding.with("then", adopted.map_or_else(|| "—".to_owned(), |day| day.to_string()));
        if let Some((to, _)) = renumbered(corpus, then, today, place) {
            finding = finding.replace_by(format!("《{title}》{to}"));
        }
    }
    finding
}
