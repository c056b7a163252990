//! Why a text is not a numeral.

use std::fmt;

/// A text that is not a numeral, with the place of the first fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumeralError {
    /// Byte offset of the faulty character in the text given.
    pub at: usize,
    /// What is wrong there.
    pub fault: NumeralFault,
}

/// The ways in which a text fails to be a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumeralFault {
    /// There is no text at all.
    Empty,
    /// A character that no numeral has.
    ForeignCharacter(char),
    /// Arabic and Chinese digits in one number (二百3), or a separator beside Chinese units.
    MixedNotation,
    /// A unit with no digit before it (百二), or two digits in a row before a unit (三五百).
    MissingDigit,
    /// A unit that is as large as, or larger than, the one before it (十百).
    UnitOrder,
    /// A zero that fills no gap (一百零二十), or that is doubled.
    MisplacedZero,
    /// A last digit without its unit after a gap: 一百二 is said for 120 and misread as 102.
    Ambiguous,
    /// A thousands separator that does not stand before three digits.
    MisplacedSeparator,
    /// Larger than can be held.
    TooLarge,
}

impl fmt::Display for NumeralError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self.fault {
            NumeralFault::Empty => return f.write_str("no numeral: the text is empty"),
            NumeralFault::ForeignCharacter(c) => {
                return write!(f, "not a numeral: '{c}' at byte {}", self.at);
            }
            NumeralFault::MixedNotation => "Arabic and Chinese digits are mixed",
            NumeralFault::MissingDigit => "a unit needs exactly one digit before it",
            NumeralFault::UnitOrder => "the units do not go down",
            NumeralFault::MisplacedZero => "a zero that fills no gap",
            NumeralFault::Ambiguous => "the last digit lacks its unit",
            NumeralFault::MisplacedSeparator => "a thousands separator must stand before three digits",
            NumeralFault::TooLarge => "the number is too large",
        };
        write!(f, "not a numeral: {why}, at byte {}", self.at)
    }
}

impl std::error::Error for NumeralError {}
