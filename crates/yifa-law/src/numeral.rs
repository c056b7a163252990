//! Chinese numerals 数字 ↔ whole numbers.
//!
//! Owns: reading 一百二十三, 〇, 两, 廿, 壹贰叁, 二〇二一, `１２3`, `3万` and the Traditional forms
//! of all of them, and printing the numerals that statutes use. Reading is strict: what the statute book
//! would not print, or what a reader could take for two numbers, is an error with its place, not a guess.
//! It must not know what is counted: units such as 条, 日 or 元 belong to its callers.

mod chinese;
mod error;

pub use error::{NumeralError, NumeralFault};

use chinese::{Sign, sign};

/// Reads a whole numeral, from nought up to [`LARGEST`].
///
/// # Errors
/// A [`NumeralError`] with the byte offset of the first character that cannot stand where it stands:
/// an empty text, a foreign character, mixed notations (`二百3`), a unit without its digit (`百二`),
/// units out of order, a zero that fills no gap, or a form with two readings (`一百二`, said for 120).
///
/// ```
/// use yifa_law::numeral::parse;
/// assert_eq!(parse("一百二十三").unwrap(), 123);
/// assert_eq!(parse("二〇二一").unwrap(), 2021);
/// assert_eq!(parse("兩萬零五十").unwrap(), 20_050);
/// assert_eq!(parse("３万").unwrap(), 30_000);
/// assert!(parse("一百二").is_err());
/// ```
pub fn parse(text: &str) -> Result<u64, NumeralError> {
    let signs = read_signs(text)?;
    if signs.iter().all(|(_, sign)| matches!(sign, Sign::Arabic(_) | Sign::Comma)) {
        return chinese::arabic(&signs);
    }
    if let Some((at, _)) = signs.iter().find(|(_, sign)| *sign == Sign::Comma) {
        return Err(NumeralError { at: *at, fault: NumeralFault::MixedNotation });
    }
    if signs.iter().all(|(_, sign)| matches!(sign, Sign::Digit(_) | Sign::Zero)) && signs.len() > 1 {
        return chinese::positional(&signs);
    }
    chinese::with_units(&signs)
}

/// Finds the numeral at the beginning of `text`: its length in bytes and its value. `None` when the text
/// does not begin with a numeral character.
///
/// The longest run of numeral characters is taken, so a malformed run is reported rather than cut short.
///
/// ```
/// use yifa_law::numeral::prefix;
/// let (length, value) = prefix("十五日内").unwrap();
/// assert_eq!((length, value.unwrap()), ("十五".len(), 15));
/// assert!(prefix("日内").is_none());
/// ```
pub fn prefix(text: &str) -> Option<(usize, Result<u64, NumeralError>)> {
    let length = text.find(|c| !is_numeral_char(c)).unwrap_or(text.len());
    (length > 0).then(|| (length, parse(&text[..length])))
}

/// Whether a character can be part of a numeral: an ASCII or full-width digit, a Chinese digit
/// (plain or in capitals 大写), or one of the units 十百千万亿 in any of their forms.
pub fn is_numeral_char(c: char) -> bool {
    !matches!(sign(c), None | Some(Sign::Comma))
}

/// Prints a number as statutes do: 十五, 一百零三, 一千零一十. Beyond [`LARGEST`] it prints digits.
///
/// ```
/// use yifa_law::numeral::to_chinese;
/// assert_eq!(to_chinese(15), "十五");
/// assert_eq!(to_chinese(103), "一百零三");
/// assert_eq!(to_chinese(20_050), "二万零五十");
/// ```
pub fn to_chinese(number: u64) -> String {
    if number > LARGEST { number.to_string() } else { chinese::print(number) }
}

/// Prints a number digit by digit, as years are written: 二〇二一.
///
/// ```
/// assert_eq!(yifa_law::numeral::to_chinese_digits(2021), "二〇二一");
/// ```
pub fn to_chinese_digits(number: u64) -> String {
    number.to_string().bytes().map(|digit| chinese::YEAR_DIGITS[usize::from(digit - b'0')]).collect()
}

/// The largest number that can be read or printed with units, 9999万9999亿9999万9999: one more needs a second
/// 亿, which no statute uses.
pub const LARGEST: u64 = 9_999_999_999_999_999;

fn read_signs(text: &str) -> Result<Vec<(usize, Sign)>, NumeralError> {
    if text.is_empty() {
        return Err(NumeralError { at: 0, fault: NumeralFault::Empty });
    }
    text.char_indices()
        .map(|(at, c)| match sign(c) {
            Some(sign) => Ok((at, sign)),
            None => Err(NumeralError { at, fault: NumeralFault::ForeignCharacter(c) }),
        })
        .collect()
}

#[cfg(test)]
mod tests;
