//! Owns the small writings inside definitions: lengths of time, days of the year, targets, written values.

use std::ops::Range;

use jiff::civil::Date;

use crate::procedure::{Length, ParameterValue, Target};
use crate::value::{DECIMAL_ONE, Value, parse_scaled};

/// `90 calendar_day`
pub fn length(text: &str) -> Result<Length, String> {
    let mut words = text.split_whitespace();
    let (Some(n), Some(unit), None) = (words.next(), words.next(), words.next()) else {
        return Err(format!("`{text}` is not a length of time; write for example `90 calendar_day`"));
    };
    let unit = crate::guard::unit_from_word(unit).ok_or_else(|| {
        format!("`{unit}` is not a unit; units are calendar_day, working_day, hour, month, year and are never assumed")
    })?;
    let n: u32 = n.parse().map_err(|_| format!("`{n}` is not a whole number"))?;
    Length::new(n, unit).map_err(|_| {
        format!("{n} {} cannot be a period; a limit that ends on a recorded day says `until`", unit.as_str())
    })
}

/// `MM-DD`
pub fn month_day(text: &str) -> Result<(i8, i8), String> {
    let fault = || format!("`{text}` is not a day of the year; write `01-31`");
    let (month, day) = text.split_once('-').ok_or_else(fault)?;
    let (month, day) = (month.parse().map_err(|_| fault())?, day.parse().map_err(|_| fault())?);
    Date::new(2024, month, day).map_err(|_| fault())?;
    Ok((month, day))
}

/// `100 percent`, `>= 7`, `2..3`, `3`, `<= 0`
pub fn target(text: &str) -> Result<Target, String> {
    let fault = || format!("`{text}` is not a target; write `100 percent`, `>= 7`, `<= 0`, `2..3` or `3`");
    let (number, percent) =
        text.trim().strip_suffix("percent").map_or((text.trim(), false), |n| (n.trim(), true));
    let read = |n: &str| parse_scaled(n, DECIMAL_ONE).ok_or_else(fault);
    let (at_least, at_most) = if let Some(n) = number.strip_prefix(">=") {
        (Some(read(n)?), None)
    } else if let Some(n) = number.strip_prefix("<=") {
        (None, Some(read(n)?))
    } else if let Some((from, to)) = number.split_once("..") {
        let (from, to) = (read(from)?, read(to)?);
        if from > to {
            return Err(format!("the target {text} begins above its end"));
        }
        (Some(from), Some(to))
    } else {
        (Some(read(number)?), None)
    };
    Ok(Target { at_least, at_most, percent })
}

/// A parameter: a length of time, or a value as in a condition.
pub fn parameter(text: &str) -> Result<ParameterValue, String> {
    if let Ok(length) = length(text) {
        return Ok(ParameterValue::Length(length));
    }
    match crate::guard::parse(text) {
        Ok(crate::guard::Expr { node: crate::guard::Parsed::Literal(value), .. }) => {
            Ok(ParameterValue::Value(value))
        }
        Ok(_) => Ok(ParameterValue::Value(Value::Text(text.to_owned()))),
        Err(fault) => Err(fault.says),
    }
}

/// `YYYY-MM-DD`
pub fn day(text: &str) -> Result<Date, String> {
    let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let read = || text.parse().ok().filter(|_| plain);
    read().ok_or_else(|| format!("`{text}` is not a day; write `2026-03-31`"))
}

/// Where a fault inside a string value lies in the file: TOML strings begin with their quotes, and a value with
/// escapes is pointed at as a whole.
pub fn inside(text: &str, value: Range<usize>, part: Range<usize>, length: usize) -> Range<usize> {
    let raw = text.get(value.clone()).unwrap_or("");
    let quotes = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
    if raw.len() != length + 2 * quotes {
        return value;
    }
    value.start + quotes + part.start..value.start + quotes + part.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_name_their_unit() {
        assert_eq!(length("90 calendar_day").map(Length::n), Ok(90));
        assert_eq!(length("7 working_days").map(Length::unit), Ok(crate::procedure::Unit::WorkingDay));
        for wrong in ["90", "90 days", "0 month", "-1 year", "1 2 month", "ninety month", ""] {
            assert!(length(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn targets_are_intervals() {
        let at_least = |n| Target { at_least: Some(n), at_most: None, percent: false };
        assert_eq!(target(">= 7"), Ok(at_least(70_000)));
        assert_eq!(target("100 percent"), Ok(Target { percent: true, ..at_least(1_000_000) }));
        assert_eq!(target("2..3").map(|t| t.at_most), Ok(Some(30_000)));
        for wrong in ["3..2", "many", "> 7", "7 days", ""] {
            assert!(target(wrong).is_err(), "{wrong}");
        }
    }
}
