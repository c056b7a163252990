//! C06, C07, C19, L10: from when and until when.

use super::reading::Reading;
use super::{Check, Finding, Kind, Says, Severity};
use crate::dates;
use crate::instrument::issued_title;
use crate::text::HistoryKind;
use crate::text::normative::NormativeFinding;
use jiff::{Span, civil::Date};
use std::ops::Range;

/// C06 and C07: the term is over, or ends soon.
pub(super) fn check_term(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    if reading.kind != Kind::NormativeDocument {
        return;
    }
    let recorded = reading.record.and_then(|record| record.valid_until);
    match recorded.or(reading.document.valid_until) {
        Some(until) => written(reading, until, found),
        None if reading.document.findings.contains(&NormativeFinding::TermWithoutStart) => {
            let span = term_span(reading);
            found.push(Finding::new(Check::TermOver, Severity::MustAnswer, span, Says::TermWithoutStart));
        }
        None => by_rule(reading, found),
    }
}

fn written(reading: &Reading<'_>, until: Date, found: &mut Vec<Finding>) {
    let span = last_day_span(reading, until).unwrap_or_else(|| term_span(reading));
    length(reading, until, &span, found);
    if until < reading.on {
        found.push(Finding::new(Check::TermOver, Severity::Hard, span, Says::TermOver).with("until", until));
        return;
    }
    let months = reading.parameters.reassess_months.value;
    let soon = back(until, months).is_some_and(|from| from <= reading.on);
    let assessed = reading.record.is_some_and(|record| record.assessed);
    if soon && !assessed {
        let days = days(reading.on, until);
        found.push(
            Finding::new(Check::TermEnding, Severity::MustAnswer, span, Says::TermEnding)
                .with("until", until)
                .with("days", days),
        );
    }
}

/// A term that ends before it begins, or is longer than the local maximum.
fn length(reading: &Reading<'_>, until: Date, span: &Range<usize>, found: &mut Vec<Finding>) {
    let Some(from) = reading.document.effective else { return };
    let mark = |says| Finding::new(Check::TermOver, Severity::MustAnswer, span.clone(), says);
    if until < from {
        found.push(mark(Says::TermBeforeStart).with("from", from).with("until", until));
        return;
    }
    let Some(longest) = reading.parameters.longest_term_years.as_ref().filter(|_| is_local(reading)) else {
        return;
    };
    // A prolonged document has had its first term already.
    let prolonged = reading.sentences().any(|(_, sentence)| sentence.text().contains("延长"));
    let last = from.checked_add(Span::new().years(longest.value));
    if !prolonged && last.is_ok_and(|last| last < until) {
        found.push(
            mark(Says::TermTooLong)
                .with("from", from)
                .with("until", until)
                .with("years", longest.value)
                .with("source", &longest.source),
        );
    }
}

/// No term is written: the local maximum counts.
fn by_rule(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let Some(longest) = &reading.parameters.longest_term_years else { return };
    if !is_local(reading) {
        return;
    }
    let Some(from) = reading.document.effective.or(reading.document.issued) else { return };
    let end = from.checked_add(Span::new().years(longest.value)).and_then(Date::yesterday);
    if let Ok(until) = end
        && until < reading.on
    {
        let severity = if longest.verified { Severity::Hard } else { Severity::MustAnswer };
        found.push(
            Finding::new(Check::TermOver, severity, reading.title_span(), Says::TermOverByRule)
                .with("from", from)
                .with("years", longest.value)
                .with("until", until)
                .with("source", &longest.source),
        );
    }
}

/// Whether a local rule on terms can govern it: not what the State Council and its offices issue, nor letters, replies
/// and circulars, which set no norms.
fn is_local(reading: &Reading<'_>) -> bool {
    let title = reading.title();
    let title = issued_title(&title);
    let number = reading.document.number.as_ref().map(|read| read.number.to_string()).unwrap_or_default();
    let letter = ["函", "批复", "通报", "答复", "要点", "报告"].iter().any(|kind| title.ends_with(kind));
    !reading.is_central() && !number.starts_with('国') && !letter
}

/// C19 and L10: effect before publication; a rule that takes effect too soon.
pub(super) fn check_start(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let recorded = reading.record.and_then(|record| record.in_force_from);
    let effective = recorded.or(reading.document.effective);
    let published = reading.record.and_then(super::Record::published_on);
    let told = published.or(reading.document.issued).or_else(|| issued(reading));
    if let (Some(effective), Some(told)) = (effective, told)
        && effective < told
        && reading.kind != Kind::Legislation
    {
        found.push(
            Finding::new(
                Check::EffectBeforePublication,
                Severity::Hard,
                effect_span(reading),
                Says::EffectBefore,
            )
            .with("effective", effective)
            .with("published", told),
        );
    }
    if reading.kind.is_rule() {
        soon(reading, effective, told, found);
    }
}

/// The first day of a rule's own header.
fn issued(reading: &Reading<'_>) -> Option<Date> {
    reading.kind.is_rule().then(|| reading.statute().first_adoption()).flatten()
}

fn soon(reading: &Reading<'_>, effective: Option<Date>, published: Option<Date>, found: &mut Vec<Finding>) {
    let least = &reading.parameters.effect_days;
    if reading.record.is_some_and(|record| record.immediate_ground.is_some()) {
        return;
    }
    let at_once = reading.sentences().any(|(_, sentence)| {
        let text = sentence.text();
        text.starts_with('本')
            && ["自公布之日起施行", "自发布之日起施行", "自公布之日起实施", "自发布之日起实施"]
                .iter()
                .any(|word| text.contains(word))
    });
    let span = effect_span(reading);
    match (effective, published) {
        _ if at_once => found.push(
            Finding::new(Check::RuleEffect, Severity::MustAnswer, span, Says::EffectAtOnce)
                .with("least", least.value),
        ),
        // A text amended since has the days of its first version in the clause.
        (Some(from), Some(published))
            if adoptions(reading) < 2 && from >= published && days(published, from) < least.value =>
        {
            found.push(
                Finding::new(Check::RuleEffect, Severity::MustAnswer, span, Says::EffectTooSoon)
                    .with("from", from)
                    .with("days", days(published, from))
                    .with("least", least.value),
            );
        }
        _ => {}
    }
}

/// How often it was adopted or amended; the day of effect in a header is no adoption.
fn adoptions(reading: &Reading<'_>) -> usize {
    let history = &reading.statute().history;
    history.iter().filter(|entry| entry.kind == HistoryKind::Adopted).count()
}

fn back(day: Date, months: i32) -> Option<Date> {
    day.checked_sub(Span::new().months(months)).ok()
}

fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// The last sentence on a term that names its last day.
fn last_day_span(reading: &Reading<'_>, until: Date) -> Option<Range<usize>> {
    let told = |text: &str| {
        ["有效", "期限", "施行", "实施", "执行", "试行", "失效", "废止", "延长"]
            .iter()
            .any(|word| text.contains(word))
            && dates::find(text).iter().any(|written| written.date() == Some(until))
    };
    let found = reading.sentences().filter(|(_, sentence)| told(sentence.text()));
    found.last().map(|(_, sentence)| sentence.span())
}

/// The last sentence that speaks of the term.
fn term_span(reading: &Reading<'_>) -> Range<usize> {
    last_with(reading, &["有效期", "试行期", "施行期限", "至"]).unwrap_or_else(|| effect_span(reading))
}

/// The last sentence that speaks of the day of effect, else the title.
fn effect_span(reading: &Reading<'_>) -> Range<usize> {
    last_with(reading, &["施行", "实施", "执行", "生效", "试行"]).unwrap_or_else(|| reading.title_span())
}

fn last_with(reading: &Reading<'_>, words: &[&str]) -> Option<Range<usize>> {
    let speaks = |text: &str| {
        words.iter().any(|word| text.contains(word))
            && ["起", "有效期", "试行期"].iter().any(|word| text.contains(word))
    };
    let mut found: Vec<_> = reading.sentences().filter(|(_, sentence)| speaks(sentence.text())).collect();
    found.pop().map(|(_, sentence)| sentence.span())
}
