//! Checks of the whole text: is it text, can its years be, are its digits whole, which words are out of date.
//!
//! Owns: the findings that need no outline. All places are in the folded text.

use super::cites::Found;
use super::finding::{Finding, FindingCode};
use super::line::Line;
use super::model::CiteKind;
use crate::docnumber::{self, DocumentNumber, DocumentYear};
use jiff::civil::Date;
use std::ops::{Range, RangeInclusive};
use std::sync::LazyLock;

/// All findings about the text as a whole. `known_year` is the year in which the reader lives or the text was
/// written; without it only years that no office writes are impossible.
pub(super) fn whole(text: &str, lines: &[Line], cites: &[Found], known_year: Option<i16>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = is_text(text).into_iter().collect();
    for line in lines {
        let written = &text[line.span.clone()];
        if written.bytes().any(|b| b.is_ascii_digit()) {
            findings.extend(figures(written, line.span.start, known_year));
        }
    }
    findings.extend(cites.iter().filter_map(|cite| number_year(text, cite, known_year)));
    findings.extend(scrambled(&findings));
    findings.extend(masked(text));
    findings.extend(outdated(text));
    findings
}

fn is_text(text: &str) -> Option<Finding> {
    let is_foreign = |c: char| (c.is_control() && !c.is_whitespace()) || c == char::REPLACEMENT_CHARACTER;
    let (mut all, mut foreign, mut chinese) = (0_usize, 0_usize, false);
    for c in text.chars() {
        all += 1;
        foreign += usize::from(is_foreign(c));
        chinese |= super::frame::is_chinese(c);
    }
    let reason = |reason| Some(Finding::new(FindingCode::NotText, 0..text.len()).with("reason", reason));
    if foreign * 20 > all {
        reason("control-characters")
    } else if !chinese {
        reason("no-chinese")
    } else if foreign > 0 {
        let at = text.find(is_foreign).unwrap_or(0);
        Some(Finding::new(FindingCode::ControlCharacters, at..at + 1).with("count", foreign))
    } else {
        None
    }
}

/// Years, months, days and figures with a leading zero in one line.
fn figures(line: &str, offset: usize, known_year: Option<i16>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut at = 0;
    let mut year = None;
    while let Some(start) = line[at..].find(|c: char| c.is_ascii_digit()).map(|found| at + found) {
        let digits = line[start..].bytes().take_while(u8::is_ascii_digit).count();
        let end = start + digits;
        let unit = line[end..].trim_start().chars().next();
        let value: Option<i16> = line[start..end].parse().ok();
        let span = offset + start..offset + end;
        let after_point = line[..start].ends_with(['.', '-', '/', ':', '：', '+']);
        match unit {
            Some('年') if digits == 4 => {
                year = value;
                findings.extend(
                    value.and_then(|year| {
                        impossible_year(year, 1840..=far_year(known_year), span, known_year)
                    }),
                );
            }
            Some('月') if digits <= 2 => {
                findings.extend(month_and_day(line, start..end, value, year, offset))
            }
            Some('万' | '亿' | '元' | '%' | '家' | '个' | '项')
                if line[start..].starts_with('0') && digits > 1 && !after_point =>
            {
                findings.push(
                    Finding::new(FindingCode::UnreadableNumeral, span).with("written", &line[start..end]),
                );
            }
            _ => {}
        }
        at = end;
    }
    findings
}

/// A plan may look half a century ahead.
fn far_year(known_year: Option<i16>) -> i16 {
    known_year.map_or(2100, |year| year.saturating_add(50))
}

fn impossible_year(
    year: i16,
    possible: RangeInclusive<i16>,
    span: Range<usize>,
    known_year: Option<i16>,
) -> Option<Finding> {
    if possible.contains(&year) {
        return None;
    }
    let finding = Finding::new(FindingCode::ImpossibleYear, span).with("year", year);
    Some(match known_year {
        Some(known) => finding.with("known", known),
        None => finding,
    })
}

/// 65月, 2月30日.
fn month_and_day(
    line: &str,
    month_at: Range<usize>,
    month: Option<i16>,
    year: Option<i16>,
    offset: usize,
) -> Option<Finding> {
    let month = month.and_then(|month| i8::try_from(month).ok())?;
    let after_month = month_at.end + line[month_at.end..].find('月')? + "月".len();
    let rest = &line[after_month..];
    let blanks = rest.len() - rest.trim_start().len();
    let digits = rest[blanks..].bytes().take_while(u8::is_ascii_digit).count();
    let day_end = after_month + blanks + digits;
    let has_day = digits > 0 && line[day_end..].trim_start().starts_with(['日', '号']);
    let day: i8 = if has_day { rest[blanks..blanks + digits].parse().unwrap_or(0) } else { 1 };
    // A leap year stands in for a year that is not written.
    let year = year.filter(|year| (1840..=2100).contains(year)).unwrap_or(2024);
    if Date::new(year, month, day).is_ok() {
        return None;
    }
    let end = if has_day { day_end } else { after_month };
    let written = &line[month_at.start..end];
    Some(
        Finding::new(FindingCode::ImpossibleDate, offset + month_at.start..offset + end)
            .with("written", written),
    )
}

/// No document has a number of a coming year, nor one from before the republic.
fn number_year(text: &str, cite: &Found, known_year: Option<i16>) -> Option<Finding> {
    if cite.kind != CiteKind::DocumentNumber {
        return None;
    }
    let number = docnumber::parse(&text[cite.inner.clone()]).ok()?.number;
    let DocumentNumber::Yearly { year: DocumentYear::Known(year), .. } = number else { return None };
    let year = i16::try_from(year).unwrap_or(i16::MAX);
    let years = 1949..=known_year.unwrap_or(2099);
    impossible_year(year, years, cite.span.clone(), known_year)
}

/// Two figures that cannot be are no slip of the pen.
fn scrambled(findings: &[Finding]) -> Option<Finding> {
    let is_figure = |finding: &&Finding| {
        matches!(
            finding.code,
            FindingCode::ImpossibleYear | FindingCode::ImpossibleDate | FindingCode::UnreadableNumeral
        )
    };
    let count = findings.iter().filter(is_figure).count();
    let first = findings.iter().find(is_figure)?;
    (count >= 2).then(|| Finding::new(FindingCode::ScrambledDigits, first.span.clone()).with("count", count))
}

/// 20**年, ××市: two or more signs that touch the text on both sides; bold type stands at its edges.
fn masked(text: &str) -> Option<Finding> {
    let (mut count, mut first, mut at) = (0_usize, None, 0);
    while let Some(start) = text[at..].find(['*', '＊', '×', 'X']).map(|found| at + found) {
        let sign = text[start..].chars().next().unwrap_or('*');
        at = text[start..].find(|c| c != sign).map_or(text.len(), |length| start + length);
        let touches =
            |c: char| super::frame::is_chinese(c) || c.is_ascii_digit() || "《〔（(“、〕）".contains(c);
        let before = text[..start].chars().next_back().is_some_and(touches);
        if at - start > sign.len_utf8() && before && text[at..].starts_with(touches) {
            count += 1;
            first.get_or_insert(start..at);
        }
    }
    first.map(|span| Finding::new(FindingCode::Masked, span).with("count", count))
}

/// Words whose law has moved, with a slug for the change: one per line, a tab between.
static OUTDATED: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let rows = include_str!("outdated_terms.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| line.split_once('\t')).collect()
});

fn outdated(text: &str) -> Vec<Finding> {
    let finding = |(term, change): &(&str, &str)| {
        let at = text.find(term)?;
        Some(
            Finding::new(FindingCode::OutdatedTerm, at..at + term.len())
                .with("term", term)
                .with("change", change),
        )
    };
    OUTDATED.iter().filter_map(finding).collect()
}
