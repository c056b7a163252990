//! Identifying codes: unified social credit code 统一社会信用代码, citizen number 公民身份号码, division code
//! 行政区划代码.
//!
//! Owns: their form, check characters and what can be read from them, with errors that name the character at
//! fault. It must not know to whom a code belongs.

mod citizen;
mod credit;
mod division;

pub use citizen::{CitizenNumber, Sex};
pub use credit::CreditCode;
pub use division::{DivisionCode, DivisionLevel};

use std::fmt;

/// Why a text is not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeError {
    /// The number of characters is wrong.
    Length {
        /// How many characters there are.
        found: usize,
        /// How many the standard asks for; for division codes one of 2, 4, 6, 9 and 12, here 6.
        expected: usize,
    },
    /// A character that the standard does not allow at this position.
    Character {
        /// The position, counted from 1.
        position: usize,
        /// The character found.
        found: char,
    },
    /// The check character is wrong: one of the other characters, or itself, was mistyped.
    Check {
        /// The position of the check character, counted from 1.
        position: usize,
        /// The character found.
        found: char,
        /// The character that the others call for.
        expected: char,
    },
    /// The day of birth is in no calendar.
    Birth {
        /// The position where the date begins, counted from 1.
        position: usize,
    },
}

impl fmt::Display for CodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { found, expected } => write!(f, "{found} characters instead of {expected}"),
            Self::Character { position, found } => write!(f, "'{found}' cannot stand at position {position}"),
            Self::Check { position, found, expected } => {
                write!(
                    f,
                    "the check character at position {position} is '{found}', the others call for '{expected}'"
                )
            }
            Self::Birth { position } => write!(f, "no such day of birth, from position {position}"),
        }
    }
}

impl std::error::Error for CodeError {}

/// The characters of a code of fixed length.
fn fixed<const N: usize>(text: &str) -> Result<[char; N], CodeError> {
    let characters: Vec<char> = text.chars().collect();
    characters
        .try_into()
        .map_err(|characters: Vec<char>| CodeError::Length { found: characters.len(), expected: N })
}

/// The value of the digit at an index.
fn digit(characters: &[char], index: usize) -> Result<u32, CodeError> {
    match characters[index] {
        found @ '0'..='9' => Ok(u32::from(found) - u32::from('0')),
        found => Err(CodeError::Character { position: index + 1, found }),
    }
}

#[cfg(test)]
mod tests;
