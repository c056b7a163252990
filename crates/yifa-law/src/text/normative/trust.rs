//! Whether the digits of a document can be trusted.
//!
//! Some web sites scramble digits against copying: 2022 turns into 5355, 100 into 033. Such a text reads well
//! and is wrong in every figure.

use super::{Line, Span};
use crate::dates;
use crate::docnumber::{self, Oddity};

/// A sign of scrambled digits, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Distrust {
    /// A year that lies outside any plan: 3134年, 〔5355〕.
    ImpossibleYear(Span),
    /// A month or a day that is in no calendar: 65月06日.
    ImpossibleDate(Span),
    /// A quantity that begins with nought: 033万元.
    LeadingNought(Span),
}

impl Distrust {
    /// The bytes of the source that show it.
    pub fn span(&self) -> &Span {
        match self {
            Self::ImpossibleYear(span) | Self::ImpossibleDate(span) | Self::LeadingNought(span) => span,
        }
    }

    /// A stable word for the kind, for machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ImpossibleYear(_) => "impossible-year",
            Self::ImpossibleDate(_) => "impossible-date",
            Self::LeadingNought(_) => "leading-nought",
        }
    }
}

/// Plans reach to 2100; a document that speaks of a later year was scrambled.
const LAST_YEAR: u32 = 2_100;

/// All signs, in the order of the text.
pub(super) fn examine(source: &str, lines: &[Line]) -> Vec<Distrust> {
    let mut signs = Vec::new();
    for line in lines {
        let text = &source[line.span.clone()];
        let at = line.span.start;
        let place = |span: &Span| at + span.start..at + span.end;
        for (span, year, next) in runs_of_digits(text) {
            if year.len() == 4 && next == '年' && year.parse::<u32>().is_ok_and(|year| year > LAST_YEAR) {
                signs.push(Distrust::ImpossibleYear(place(&span)));
            } else if year.len() > 1
                && year.starts_with('0')
                && is_quantity(&text[span.end..])
                && !follows_point(text, &span)
            {
                signs.push(Distrust::LeadingNought(place(&span)));
            }
        }
        for found in docnumber::find(text) {
            if found.read.is_ok_and(|read| read.oddities.contains(&Oddity::ImpossibleYear)) {
                signs.push(Distrust::ImpossibleYear(place(&found.span)));
            }
        }
        let impossible = dates::find(text).into_iter().filter(dates::WrittenDate::is_impossible);
        signs.extend(impossible.map(|found| Distrust::ImpossibleDate(place(&found.span))));
    }
    signs.sort_by_key(|sign| sign.span().start);
    signs
}

/// The runs of ASCII digits in a line: span, digits, the character after.
fn runs_of_digits(text: &str) -> Vec<(Span, &str, char)> {
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|found| at + found) {
        let end =
            text[start..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |length| start + length);
        runs.push((start..end, &text[start..end], text[end..].chars().next().unwrap_or('\n')));
        at = end;
    }
    runs
}

/// Units of money and counted things; dates, numbers of telephones and of documents may begin with nought.
fn is_quantity(after: &str) -> bool {
    ["万元", "亿元", "元", "万", "亿", "家", "个", "项", "人", "%", "％", "强", "名", "台", "户"]
        .iter()
        .any(|unit| after.starts_with(unit))
}

fn follows_point(text: &str, span: &Span) -> bool {
    text[..span.start].ends_with(['.', '．', ',', '-', '—', '/', ':', '：'])
}
