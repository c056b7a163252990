//! Figures, dates and sums: what the one text has, the other must have.

use super::written::{self, Figure, Unit};
use super::{Check, Finding, Pair, Says};

/// Compares the figures of a place.
pub(super) fn check(pair: &Pair<'_>, found: &mut Vec<Finding>) {
    let (zh_days, zh) = written::chinese(pair.zh);
    let (en_days, en) = written::english(pair.en);
    for day in zh_days.iter().filter(|day| !en_days.iter().any(|other| other.date == day.date)) {
        found.push(pair.finding(Check::Numbers, Says::DateMissing, &day.span, day.date.to_string()));
    }
    let mut explained: Vec<&Figure> = Vec::new();
    for figure in &zh {
        if let Some(wrong) = against(figure, &en) {
            let english = wrong.map(|other| &pair.en[other.span.clone()]).unwrap_or_default();
            let says = if wrong.is_some() { Says::UnitDiffers } else { Says::FigureMissing };
            explained.extend(wrong);
            found.push(pair.finding(Check::Numbers, says, &figure.span, english));
        }
    }
    let numbers = numbers(pair.zh);
    for figure in en.iter().filter(|figure| figure.unit != Unit::Other && !explained.contains(figure)) {
        let known = zh.iter().any(|other| alike(other, figure)) || numbers.contains(&figure.value);
        if !known {
            let english = &pair.en[figure.span.clone()];
            let mut one = pair.finding(Check::Numbers, Says::FigureAdded, &(0..0), english);
            one.en_span = pair.en_at + figure.span.start..pair.en_at + figure.span.end;
            found.push(one);
        }
    }
}

/// What is wrong about a Chinese figure: `None` nothing, `Some(None)` it is not there, `Some(Some(…))` it is there in
/// another unit.
fn against<'a>(figure: &Figure, en: &'a [Figure]) -> Option<Option<&'a Figure>> {
    if en.iter().any(|other| alike(figure, other)) {
        return None;
    }
    Some(en.iter().find(|other| other.value == figure.value))
}

/// Same figure: in one unit, in one that is not told (“one to three times”), or twelve months for a year.
fn alike(one: &Figure, other: &Figure) -> bool {
    let untold = one.unit == Unit::Other || other.unit == Unit::Other;
    if one.value == other.value && (one.unit == other.unit || untold) {
        return true;
    }
    match (one.unit, other.unit) {
        (Unit::Year, Unit::Month) => one.value.checked_mul(12) == Some(other.value),
        (Unit::Month, Unit::Year) => other.value.checked_mul(12) == Some(one.value),
        (Unit::Day, Unit::Hour) => one.value.checked_mul(24) == Some(other.value),
        (Unit::Hour, Unit::Day) => other.value.checked_mul(24) == Some(one.value),
        _ => false,
    }
}

/// All numerals of a Chinese text, whatever they count.
fn numbers(text: &str) -> Vec<u64> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(crate::numeral::is_numeral_char).map(|start| at + start) {
        let Some((length, value)) = crate::numeral::prefix(&text[start..]) else { break };
        all.extend(value.ok().and_then(|value| value.checked_mul(10_000)));
        at = start + length;
    }
    all
}
