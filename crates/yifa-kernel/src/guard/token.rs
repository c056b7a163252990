//! Owns the words of a condition: splits one line into tokens with their places.

use std::ops::Range;

use jiff::civil::Date;

use super::GuardFault;
use crate::procedure::{Length, Unit};
use crate::value::{DECIMAL_ONE, Value, parse_scaled};

/// One word of a condition.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Value(Value),
    Length(Length),
    Name(String),
    And,
    Or,
    Not,
    In,
    Sign(&'static str),
}

const SIGNS: [&str; 14] = ["==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "(", ")", ",", "."];

/// Splits a line into tokens.
///
/// # Errors
/// A character, number or date that the language does not have, with its place.
pub(super) fn tokens(line: &str) -> Result<Vec<(Token, Range<usize>)>, GuardFault> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
        } else if c == '"' {
            let (token, end) = quoted(line, at)?;
            all.push((token, at..end));
            at = end;
        } else if c.is_ascii_digit() {
            let (token, end) = number(line, at)?;
            all.push((token, at..end));
            at = end;
        } else if c.is_ascii_alphabetic() || c == '_' {
            let end = at + run(&line[at..], |c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
            let end = end - trailing_minus(&line[at..end]);
            all.push((word(&line[at..end]), at..end));
            at = end;
        } else if let Some(sign) = SIGNS.iter().find(|sign| line[at..].starts_with(**sign)) {
            all.push((Token::Sign(sign), at..at + sign.len()));
            at += sign.len();
        } else {
            let help = match c {
                '=' => "equality is written `==`",
                '＜' | '＞' | '（' | '）' | '，' | '“' | '”' => "use half-width signs",
                '&' => "write `and`",
                '|' => "write `or`",
                '!' => "write `not`, or `!=`",
                _ => "see docs/DEFINITIONS.md for the language",
            };
            let says = format!("`{c}` means nothing here");
            return Err(GuardFault::new(at..at + c.len_utf8(), says).help(help));
        }
    }
    Ok(all)
}

/// Names may hold hyphens (`decide-in-90`), but never end with one.
fn trailing_minus(name: &str) -> usize {
    name.len() - name.trim_end_matches('-').len()
}

fn word(name: &str) -> Token {
    match name {
        "and" => Token::And,
        "or" => Token::Or,
        "not" => Token::Not,
        "in" => Token::In,
        "true" => Token::Value(Value::Bool(true)),
        "false" => Token::Value(Value::Bool(false)),
        _ => Token::Name(name.to_owned()),
    }
}

fn run(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|c| !fits(c)).unwrap_or(text.len())
}

fn quoted(line: &str, at: usize) -> Result<(Token, usize), GuardFault> {
    let rest = &line[at + 1..];
    let Some(length) = rest.find('"') else {
        return Err(
            GuardFault::new(at..line.len(), "the quoted text does not end").help("close it with `\"`")
        );
    };
    Ok((Token::Value(Value::Text(rest[..length].to_owned())), at + length + 2))
}

fn number(line: &str, at: usize) -> Result<(Token, usize), GuardFault> {
    let rest = &line[at..];
    let dated = run(rest, |c| c.is_ascii_digit() || c == '-');
    if dated == 10 && rest.as_bytes()[4] == b'-' {
        let day: Result<Date, _> = rest[..dated].parse();
        return match day {
            Ok(day) => Ok((Token::Value(Value::Date(day)), at + dated)),
            Err(_) => {
                let says = format!("`{}` is not a day of the calendar", &rest[..dated]);
                Err(GuardFault::new(at..at + dated, says).help("days are written 2026-03-31"))
            }
        };
    }
    let digits = run(rest, |c| c.is_ascii_digit() || c == '.');
    let written = &rest[..digits];
    let after = &rest[digits..];
    let unit = run(after, |c| c.is_ascii_alphabetic());
    let fault = |end: usize, says: String| GuardFault::new(at..end, says);
    let value = match &after[..unit] {
        "yuan" => parse_scaled(written, 100).map(Value::Money),
        "" if written.contains('.') => parse_scaled(written, DECIMAL_ONE).map(Value::Decimal),
        "" => written.parse().ok().map(Value::Int),
        other => {
            let says = format!("`{other}` is not a unit that a number can carry");
            return Err(fault(at + digits + unit, says).help("money is written 2000yuan, a share 3 percent"));
        }
    };
    let end = at + digits + unit;
    let value =
        value.ok_or_else(|| fault(end, format!("`{written}` is not a number that can be kept exactly")))?;
    if let Some(share) = line[end..].trim_start().strip_prefix("percent") {
        let scaled =
            value.scaled().ok_or_else(|| fault(end, "only a plain number can be a percentage".into()))?;
        return Ok((Token::Value(Value::Decimal(scaled / 100)), line.len() - share.len()));
    }
    if let (Value::Int(n), Some((unit, after))) = (&value, unit_word(line, end)) {
        let length = u32::try_from(*n).ok().and_then(|n| Length::new(n, unit).ok());
        let length = length
            .ok_or_else(|| fault(after, format!("{n} {} cannot be a length of time", unit.as_str())))?;
        return Ok((Token::Length(length), after));
    }
    Ok((Token::Value(value), end))
}

/// The unit of time after a number, and where it ends.
fn unit_word(line: &str, at: usize) -> Option<(Unit, usize)> {
    let rest = &line[at..];
    let blank = rest.len() - rest.trim_start().len();
    let word = &rest[blank..blank + run(&rest[blank..], |c| c.is_ascii_alphabetic() || c == '_')];
    let unit = super::unit_from_word(word)?;
    (blank > 0).then_some((unit, at + blank + word.len()))
}
