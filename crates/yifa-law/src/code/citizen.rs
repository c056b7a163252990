//! Citizen numbers.

use super::{CodeError, digit, fixed};
use jiff::civil::Date;
use std::fmt;

/// A citizen number 公民身份号码: division, day of birth, order code and a check character. Personal data:
/// [`Debug`](fmt::Debug) shows no digits.
///
/// # Source
/// GB 11643-1999.
///
/// ```
/// use yifa_law::code::{CitizenNumber, Sex};
/// let number = CitizenNumber::parse("11010519491231002X").unwrap();
/// assert_eq!((number.birth(), number.sex()), (jiff::civil::date(1949, 12, 31), Sex::Female));
/// assert_eq!(number.masked(), "110***********002X");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CitizenNumber {
    number: String,
    birth: Date,
    sex: Sex,
}

/// The sex as the order code of a citizen number tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// An odd order code.
    Male,
    /// An even order code.
    Female,
}

const LENGTH: usize = 18;
const WEIGHTS: [u32; LENGTH - 1] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

impl CitizenNumber {
    /// Reads a number of 18 characters; the check character may be a small `x`.
    ///
    /// # Errors
    /// [`CodeError`]: length, a foreign character, a day of birth that is in no calendar, or the check
    /// character. Whether the day lies in the future is for the caller, who knows today.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let characters: [char; LENGTH] = fixed(text)?;
        let mut digits = [0; LENGTH - 1];
        for (index, place) in digits.iter_mut().enumerate() {
            *place = digit(&characters, index)?;
        }
        let found = characters[LENGTH - 1].to_ascii_uppercase();
        if !CHECKS.contains(&found) {
            return Err(CodeError::Character { position: LENGTH, found: characters[LENGTH - 1] });
        }
        let birth = birth(&digits[6..14]).ok_or(CodeError::Birth { position: 7 })?;
        let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
        let expected = CHECKS[(sum % 11) as usize];
        if found != expected {
            return Err(CodeError::Check { position: LENGTH, found, expected });
        }
        let sex = if digits[16] % 2 == 1 { Sex::Male } else { Sex::Female };
        Ok(Self { number: text.to_ascii_uppercase(), birth, sex })
    }

    /// The 18 characters. Personal data.
    pub fn as_str(&self) -> &str {
        &self.number
    }

    /// The day of birth.
    pub fn birth(&self) -> Date {
        self.birth
    }

    /// The sex.
    pub fn sex(&self) -> Sex {
        self.sex
    }

    /// The number with the day of birth and more hidden, as public papers print it.
    pub fn masked(&self) -> String {
        format!("{}***********{}", &self.number[..3], &self.number[14..])
    }
}

fn birth(digits: &[u32]) -> Option<Date> {
    let number = |digits: &[u32]| digits.iter().fold(0, |value, digit| value * 10 + digit);
    let year = i16::try_from(number(&digits[..4])).ok().filter(|year| *year > 0)?;
    let month = i8::try_from(number(&digits[4..6])).ok()?;
    Date::new(year, month, i8::try_from(number(&digits[6..])).ok()?).ok()
}

impl fmt::Debug for CitizenNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CitizenNumber(******************)")
    }
}
