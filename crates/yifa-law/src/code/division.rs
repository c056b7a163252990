//! Division codes.

use super::CodeError;
use std::fmt;

/// A code of an administrative division 行政区划代码: province 2 digits, city 4, county 6, township 9,
/// village 12. Codes of six digits that end with noughts are shortened to their level (510000 is 51), so that
/// two spellings of one division meet.
///
/// # Source
/// GB/T 2260 (to county level), GB/T 10114 (below).
///
/// ```
/// use yifa_law::code::{DivisionCode, DivisionLevel};
/// let city = DivisionCode::parse("510100").unwrap();
/// assert_eq!((city.as_str(), city.level()), ("5101", DivisionLevel::City));
/// assert!(city.contains(&DivisionCode::parse("510104017").unwrap()));
/// assert_eq!(city.parent().unwrap().padded(), "510000");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DivisionCode(String);

/// The level of a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DivisionLevel {
    /// 省、自治区、直辖市: 2 digits.
    Province,
    /// 设区的市、自治州: 4 digits.
    City,
    /// 县、区: 6 digits.
    County,
    /// 乡、镇、街道: 9 digits.
    Township,
    /// 村、居: 12 digits.
    Village,
}

const LENGTHS: [(usize, DivisionLevel); 5] = [
    (2, DivisionLevel::Province),
    (4, DivisionLevel::City),
    (6, DivisionLevel::County),
    (9, DivisionLevel::Township),
    (12, DivisionLevel::Village),
];

impl DivisionCode {
    /// Reads a code.
    ///
    /// # Errors
    /// [`CodeError`]: a length that no level has, a character that is no digit, or noughts where a level
    /// above is missing (`00`, `510004`).
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let characters: Vec<char> = text.chars().collect();
        if let Some(index) = characters.iter().position(|c| !c.is_ascii_digit()) {
            return Err(CodeError::Character { position: index + 1, found: characters[index] });
        }
        if !LENGTHS.iter().any(|(length, _)| *length == text.len()) {
            return Err(CodeError::Length { found: text.len(), expected: 6 });
        }
        let mut kept = text;
        while let Some((above, _)) = LENGTHS.iter().rev().find(|(length, _)| *length < kept.len()) {
            let (upper, last) = kept.split_at(*above);
            if last.bytes().any(|digit| digit != b'0') {
                break;
            }
            kept = upper;
        }
        // Township codes of counties written as cities (441900 → 441900101) have a county of 00.
        let whole = groups(kept)
            .enumerate()
            .all(|(index, group)| index == 2 || group.bytes().any(|digit| digit != b'0'));
        let first_nought = kept.bytes().position(|digit| digit == b'0').unwrap_or(0);
        if whole && !(kept.len() == 6 && kept.ends_with("00")) {
            Ok(Self(kept.to_owned()))
        } else {
            Err(CodeError::Character { position: first_nought + 1, found: '0' })
        }
    }

    /// The digits of its level: 51, 5101, 510104, 510104017.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits filled up with noughts to six, as GB/T 2260 prints them; longer codes as they are.
    pub fn padded(&self) -> String {
        format!("{:0<6}", self.0)
    }

    /// The level.
    pub fn level(&self) -> DivisionLevel {
        let level = LENGTHS.iter().find(|(length, _)| *length == self.0.len());
        level.map_or(DivisionLevel::County, |(_, level)| *level)
    }

    /// The division above; `None` for a province.
    pub fn parent(&self) -> Option<Self> {
        let (length, _) = LENGTHS.iter().rev().find(|(length, _)| *length < self.0.len())?;
        Self::parse(&self.0[..*length]).ok()
    }

    /// Whether another division is this one or lies in it.
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
}

/// The digits of each level.
fn groups(code: &str) -> impl Iterator<Item = &str> {
    let mut from = 0;
    LENGTHS.iter().filter(|(length, _)| *length <= code.len()).map(move |(length, _)| {
        let group = &code[from..*length];
        from = *length;
        group
    })
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
