//! Unified social credit codes.

use super::{CodeError, DivisionCode, digit, fixed};
use std::fmt;

/// A unified social credit code 统一社会信用代码 of a legal person or other organisation: 18 characters, the
/// last one a check character.
///
/// # Source
/// GB 32100-2015; positions 9–17 are the organisation code of GB 11714.
///
/// ```
/// use yifa_law::code::{CodeError, CreditCode};
/// let code = CreditCode::parse("914403001922038216").unwrap();
/// assert_eq!(code.organisation_code(), "192203821");
/// assert_eq!(
///     CreditCode::parse("914403001920238216"),
///     Err(CodeError::Check { position: 18, found: '6', expected: 'G' })
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode(String);

const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const MODULUS: usize = 31;
const CHECK_POSITION: usize = 18;

impl CreditCode {
    /// Reads a code exactly as the standard writes it: capital letters, no blanks.
    ///
    /// # Errors
    /// [`CodeError`] with the position of the character at fault.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let characters: [char; CHECK_POSITION] = fixed(text)?;
        // Positions 3–8 are a division code.
        for index in 2..8 {
            digit(&characters, index)?;
        }
        let mut sum = 0;
        let mut weight = 1;
        for (index, c) in characters.iter().enumerate().take(CHECK_POSITION - 1) {
            sum += value(*c).ok_or(CodeError::Character { position: index + 1, found: *c })? * weight;
            weight = weight * 3 % MODULUS;
        }
        let found = characters[CHECK_POSITION - 1];
        value(found).ok_or(CodeError::Character { position: CHECK_POSITION, found })?;
        let due = (MODULUS - sum % MODULUS) % MODULUS;
        let expected = ALPHABET.chars().nth(due).unwrap_or('0');
        if found != expected {
            return Err(CodeError::Check { position: CHECK_POSITION, found, expected });
        }
        Ok(Self(text.to_owned()))
    }

    /// Reads a code as people type it: small letters and blanks are put right first.
    ///
    /// # Errors
    /// As [`parse`](Self::parse); positions count without blanks.
    pub fn parse_typed(text: &str) -> Result<Self, CodeError> {
        let typed: String =
            text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        Self::parse(&typed)
    }

    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The organisation code 组织机构代码, positions 9–17.
    pub fn organisation_code(&self) -> &str {
        &self.0[8..17]
    }

    /// The division of the registering authority, positions 3–8; `None` for codes that no division has
    /// (100000 for the national register).
    pub fn division(&self) -> Option<DivisionCode> {
        DivisionCode::parse(&self.0[2..8]).ok()
    }
}

fn value(c: char) -> Option<usize> {
    ALPHABET.find(c)
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
