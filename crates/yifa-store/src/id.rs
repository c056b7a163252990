//! The names of things: jurisdiction, matter, content digest. Each is checked when it is made.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::StoreError;

macro_rules! text_id {
    ($name:ident) => {
        impl $name {
            /// The text form.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl FromStr for $name {
            type Err = StoreError;
            fn from_str(text: &str) -> Result<Self, StoreError> {
                Self::new(text)
            }
        }
        impl TryFrom<String> for $name {
            type Error = StoreError;
            fn try_from(text: String) -> Result<Self, StoreError> {
                Self::new(text)
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
    };
}

/// The place whose log this is (法域): a GB/T 2260 division code of 6 digits, or a longer statistical code
/// of 9 or 12 digits for a township or village. It is the first column of every key and index.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Jurisdiction(String);

impl Jurisdiction {
    /// # Errors
    /// `Invalid` when the code is not 6, 9 or 12 digits.
    pub fn new(code: impl Into<String>) -> Result<Self, StoreError> {
        let code = code.into();
        if matches!(code.len(), 6 | 9 | 12) && code.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(code))
        } else {
            Err(StoreError::invalid(
                format!("jurisdiction \"{code}\""),
                "a division code has 6, 9 or 12 digits",
            ))
        }
    }
}
text_id!(Jurisdiction);

/// A matter 事项: a UUID (version 7 where Yifa makes it, so that ids sort by age), in lower case with
/// hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MatterId(String);

impl MatterId {
    /// # Errors
    /// `Invalid` when the text is not a lower-case hyphenated UUID.
    pub fn new(text: impl Into<String>) -> Result<Self, StoreError> {
        let text = text.into();
        let well_formed = text.len() == 36
            && text.bytes().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
            });
        if well_formed {
            Ok(Self(text))
        } else {
            Err(StoreError::invalid(
                format!("matter \"{text}\""),
                "a matter id is a lower-case UUID with hyphens",
            ))
        }
    }
}
text_id!(MatterId);

/// SHA-256 of some content; prints as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// Before the first event: 32 zero bytes.
    pub const ZERO: Self = Self([0; 32]);

    pub(crate) fn from_slice(bytes: &[u8]) -> Result<Self, StoreError> {
        <[u8; 32]>::try_from(bytes)
            .map(Self)
            .map_err(|_| StoreError::corrupt(format!("a digest of {} bytes instead of 32", bytes.len())))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl FromStr for Digest {
    type Err = StoreError;
    fn from_str(text: &str) -> Result<Self, StoreError> {
        unhex(text).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()).map(Self).ok_or_else(|| {
            StoreError::invalid(format!("digest \"{text}\""), "a digest has 64 lower-case hexadecimal digits")
        })
    }
}

impl TryFrom<String> for Digest {
    type Error = StoreError;
    fn try_from(text: String) -> Result<Self, StoreError> {
        text.parse()
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> String {
        digest.to_string()
    }
}

/// Lower-case hexadecimal digits of some bytes.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .map(char::from)
        .collect()
}

/// The bytes behind lower-case hexadecimal digits; `None` for any other text.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let nibble = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    if !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes().chunks_exact(2).map(|pair| Some(nibble(pair[0])? << 4 | nibble(pair[1])?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_division_codes_are_jurisdictions() {
        assert!(Jurisdiction::new("510100").is_ok());
        assert!(Jurisdiction::new("510104021").is_ok());
        for wrong in ["", "51010", "5101000", "51010a", "５１０１００", "510100 "] {
            assert!(Jurisdiction::new(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn only_lower_case_uuids_are_matters() {
        assert!(MatterId::new("01936c2e-6a00-7000-8000-00000000000a").is_ok());
        for wrong in
            ["", "01936C2E-6A00-7000-8000-00000000000A", "01936c2e6a0070008000-00000000000a", "罚-2024-0113"]
        {
            assert!(MatterId::new(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn digests_read_what_they_print() {
        let digest = Digest([0xa5; 32]);
        assert_eq!(digest.to_string().parse::<Digest>().ok(), Some(digest));
        for wrong in ["", "a5", &"A5".repeat(32), &"g5".repeat(32), &"a5".repeat(33)] {
            assert!(wrong.parse::<Digest>().is_err(), "{wrong:?}");
        }
    }
}
