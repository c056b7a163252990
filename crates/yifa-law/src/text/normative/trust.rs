//! Whether the digits of a document can be trusted.
//!
//! Some web sites scramble digits against copying: 2022 turns into 5355, 100 into 033. Such a text reads well
//! and is wrong in every figure. Scanners take digits for letters: what they did elsewhere is not seen.

use super::{Line, Span};
use crate::dates;
use crate::docnumber::{self, Oddity, is_like_digit};
use crate::text::line::is_blank;

/// A sign of scrambled digits, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Distrust {
    /// A year that lies outside any plan: 3134年, 〔5355〕.
    ImpossibleYear(Span),
    /// A month or a day that is in no calendar: 65月06日.
    ImpossibleDate(Span),
    /// A quantity that begins with nought: 033万元.
    LeadingNought(Span),
    /// A letter where a digit of a date, of a document number or of a place stands: 2O21年, l0日, 〔2O21〕, 令第6O号, 第l2条.
    MisreadDigit(Span),
}

impl Distrust {
    /// The bytes of the source that show it.
    pub fn span(&self) -> &Span {
        match self {
            Self::ImpossibleYear(span)
            | Self::ImpossibleDate(span)
            | Self::LeadingNought(span)
            | Self::MisreadDigit(span) => span,
        }
    }

    /// A stable word for the kind, for machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ImpossibleYear(_) => "impossible-year",
            Self::ImpossibleDate(_) => "impossible-date",
            Self::LeadingNought(_) => "leading-nought",
            Self::MisreadDigit(_) => "misread-digit",
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
        signs.extend(misread(text).into_iter().map(|span| Distrust::MisreadDigit(place(&span))));
        for found in docnumber::find(text) {
            let impossible = match &found.read {
                Ok(read) => read.oddities.contains(&Oddity::ImpossibleYear),
                // 〔5355〕0号: what cannot be read was scrambled too.
                Err(_) => year_of_number(&text[found.span.clone()]).is_some_and(|year| year > LAST_YEAR),
            };
            if impossible {
                signs.push(Distrust::ImpossibleYear(place(&found.span)));
            }
        }
        let impossible = dates::find(text).into_iter().filter(dates::WrittenDate::is_impossible);
        signs.extend(impossible.map(|found| Distrust::ImpossibleDate(place(&found.span))));
    }
    signs.sort_by_key(|sign| sign.span().start);
    signs
}

/// The year in the brackets of a number, when it has four digits.
fn year_of_number(number: &str) -> Option<u32> {
    let years = runs_of_digits(number).into_iter().filter(|(span, digits, after)| {
        let opened = number[..span.start].chars().next_back().is_some_and(|c| OPEN.contains(c));
        digits.len() == 4 && opened && CLOSE.contains(*after)
    });
    years.filter_map(|(_, digits, _)| digits.parse().ok()).next()
}

/// Brackets around the year of a number.
const OPEN: &str = "〔[［(（【﹝";
const CLOSE: &str = "〕]］)）】﹞";

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

/// Where a letter like O or l stands among or for the digits of a year, a month, a day, or the year of a number. O3日 is
/// no date: a month follows 年 and a day follows 月.
fn misread(text: &str) -> Vec<Span> {
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let alike = |c: char| {
        matches!(
            c,
            'O' | 'o' | 'Ｏ' | 'ｏ' | 'О' | 'о' | 'Q' | 'D' | 'I' | 'l' | 'Ｉ' | 'ｌ' | '|' | 'S' | 'Z' | 'B'
        )
    };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c| digit(c) || alike(c)).map(|next| at + next) {
        let run = &text[start..];
        let end = run.find(|c| !(digit(c) || alike(c))).map_or(text.len(), |length| start + length);
        at = end;
        let run = &text[start..end];
        if !run.contains(alike) {
            continue;
        }
        let (length, digits) = (run.chars().count(), run.chars().filter(|c| digit(*c)).count());
        let before = text[..start].trim_end_matches(is_blank).chars().next_back();
        let after = text[end..].trim_start_matches(is_blank).chars().next();
        let year = length == 4 && digits > 0 && run.starts_with(['1', '2', '１', '２', 'l', 'I', 'Z']);
        let bounded = !text[..start].ends_with(|c: char| c.is_alphanumeric() && c.is_ascii());
        let of_number = before.is_some_and(|c| OPEN.contains(c))
            && after.is_some_and(|c| CLOSE.contains(c))
            && text[end..].trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(digit);
        if (bounded && year && (after == Some('年') || of_number))
            || (bounded && digits > 0 && is_serial(run, &text[..start], &text[end..]))
            || (length <= 2 && (before, after) == (Some('年'), Some('月')))
            || (length <= 2 && before == Some('月') && matches!(after, Some('日' | '号')))
        {
            found.push(start..end);
        }
    }
    found
}

/// Whether digits and letters stand where the number of a document, an article, a paragraph or an item does: 〔2021〕1O号,
/// 令第6O号, 第l2条. Houses, lines and models bear letters: 第2B号楼.
fn is_serial(run: &str, before: &str, after: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    if !run.chars().all(|c| digit(c) || is_like_digit(c)) {
        return false;
    }
    let (before, after) = (before.trim_end_matches(is_blank), after.trim_start_matches(is_blank));
    let place = ["条", "款", "项"].iter().any(|unit| after.starts_with(unit))
        && !["条例", "条款", "款项", "项目"].iter().any(|word| after.starts_with(word));
    let Some(named) = before.strip_suffix('第') else {
        let year = before.strip_suffix(|c| CLOSE.contains(c)).filter(|inner| inner.ends_with(digit));
        return year.is_some() && after.starts_with(['号', '號']);
    };
    let named = named.trim_end_matches(is_blank);
    place
        || (after.starts_with(['号', '號'])
            && ["令", "公告", "通告", "年"].iter().any(|word| named.ends_with(word)))
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
