//! Bytes of an office file → text.
//!
//! Owns: telling UTF-8, UTF-16, GB 18030 and Big5 apart, and refusing what is not text, with the reason. It must
//! not know what the text says, nor read formats of word processors: those are refused by name.

use encoding_rs::{BIG5, Encoding as Codec, GB18030, UTF_16BE, UTF_16LE};
use std::fmt;

/// A text and the encoding in which it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark. Line ends are as in the file.
    pub text: String,
    /// The encoding found.
    pub encoding: Encoding,
}

/// Encodings that offices use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16LittleEndian,
    /// UTF-16, high byte first.
    Utf16BigEndian,
    /// GB 18030, which contains GBK and GB 2312.
    Gb18030,
    /// Big5, of older files in Traditional characters.
    Big5,
}

/// Why bytes are not a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecodeError {
    /// A file of a known format that is not plain text.
    Format(&'static str),
    /// Control characters that no text has; the first one is at this byte.
    ControlCharacters {
        /// Byte offset.
        at: usize,
    },
    /// Nearly all of it is UTF-8, but the bytes here are not.
    BrokenUtf8 {
        /// Byte offset.
        at: usize,
    },
    /// UTF-16 by its mark, but with unpaired halves or an odd byte.
    BrokenUtf16,
    /// Neither UTF-8, UTF-16 nor GB 18030.
    UnknownEncoding,
}

/// Reads bytes as text.
///
/// # Errors
/// [`DecodeError`]: binary formats (PDF, Word, pictures, archives) by name, control characters, and bytes
/// that fit no encoding known here. Nothing is replaced or dropped silently.
///
/// ```
/// use yifa_law::decode::{DecodeError, Encoding, decode};
/// assert_eq!(decode("\u{FEFF}第一条".as_bytes()).unwrap().text, "第一条");
/// assert_eq!(decode(&[0xB5, 0xDA, 0xD2, 0xBB, 0xCC, 0xF5]).unwrap().encoding, Encoding::Gb18030);
/// assert_eq!(decode(b"%PDF-1.7"), Err(DecodeError::Format("PDF")));
/// ```
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    if let Some((_, name)) = FORMATS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(DecodeError::Format(name));
    }
    let decoded = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest).map_err(|error| match error {
            DecodeError::BrokenUtf8 { at } => DecodeError::BrokenUtf8 { at: at + 3 },
            other => other,
        })?,
        [0xFF, 0xFE, rest @ ..] => utf16(rest, Encoding::Utf16LittleEndian)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, Encoding::Utf16BigEndian)?,
        _ => unmarked(bytes)?,
    };
    match decoded.text.char_indices().find(|(_, c)| is_foreign_control(*c)) {
        Some((at, _)) => Err(DecodeError::ControlCharacters { at }),
        None => Ok(decoded),
    }
}

const FORMATS: [(&[u8], &str); 12] = [
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP (Word, Excel or WPS document)"),
    (b"\xD0\xCF\x11\xE0", "Word or Excel 97–2003"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xFF\xD8\xFF", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"Rar!", "RAR"),
    (b"\x1F\x8B", "gzip"),
    (b"SQLite format 3\0", "SQLite"),
];

fn unmarked(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    match utf8(bytes) {
        Ok(decoded) if !decoded.text.contains('\0') => Ok(decoded),
        Err(error) if is_mostly_utf8(bytes) => Err(error),
        other => unmarked_utf16(bytes).map_or_else(|| other.or_else(|_| gb18030(bytes)), Ok),
    }
}

fn utf8(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text: text.to_owned(), encoding: Encoding::Utf8 }),
        Err(error) => Err(DecodeError::BrokenUtf8 { at: error.valid_up_to() }),
    }
}

fn utf16(bytes: &[u8], encoding: Encoding) -> Result<Decoded, DecodeError> {
    let codec = if encoding == Encoding::Utf16BigEndian { UTF_16BE } else { UTF_16LE };
    let text = codec.decode_without_bom_handling_and_without_replacement(bytes);
    text.map(|text| Decoded { text: text.into_owned(), encoding }).ok_or(DecodeError::BrokenUtf16)
}

fn gb18030(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes);
    if let Some(decoded) = big5(bytes, text.as_deref()) {
        return Ok(decoded);
    }
    let text = text.ok_or(DecodeError::UnknownEncoding)?;
    Ok(Decoded { text: text.into_owned(), encoding: Encoding::Gb18030 })
}

/// Big5: most of its bytes are GB 18030 too, but as that they are rare signs and the letters of other scripts, while as
/// Big5 nearly all of them are characters in use.
fn big5(bytes: &[u8], as_gb: Option<&str>) -> Option<Decoded> {
    let text = BIG5.decode_without_bom_handling_and_without_replacement(bytes)?;
    let signs = |text: &str| text.chars().filter(|c| !c.is_ascii()).count();
    let usual = |text: &str| text.chars().filter(|c| !c.is_ascii() && is_usual(*c)).count();
    let (all, good) = (signs(&text), usual(&text));
    let as_gb = as_gb.is_some_and(|text| usual(text) * 20 >= signs(text) * 17);
    (all >= SHORTEST_UNMARKED && good * 20 >= all * 19 && !as_gb)
        .then(|| Decoded { text: text.into_owned(), encoding: Encoding::Big5 })
}

/// UTF-16 without a mark: read with the right byte order, nearly all of it is Chinese in use or ASCII; with the wrong
/// one, or as another encoding, the characters scatter over all scripts and rare signs.
fn unmarked_utf16(bytes: &[u8]) -> Option<Decoded> {
    let readings =
        [Encoding::Utf16LittleEndian, Encoding::Utf16BigEndian].map(|order| utf16(bytes, order).ok());
    readings.into_iter().flatten().find(|decoded| {
        let (all, usual) =
            decoded.text.chars().fold((0, 0), |(all, usual), c| (all + 1, usual + usize::from(is_usual(c))));
        all >= SHORTEST_UNMARKED && usual * 20 >= all * 19
    })
}

/// A few pairs of any bytes may look like Chinese by chance.
const SHORTEST_UNMARKED: usize = 6;

/// ASCII text, Chinese characters in use, Chinese and full-width punctuation.
fn is_usual(c: char) -> bool {
    match c {
        '\n' | '\r' | '\t' | ' '..='~' => true,
        '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{301F}' | '\u{FF01}'..='\u{FF5E}' => true,
        '\u{4E00}'..='\u{9FFF}' => is_in_use(c),
        _ => false,
    }
}

/// Among the characters of GB 2312, or the frequent ones of Big5; most of the twenty thousand of Unicode are in neither.
fn is_in_use(c: char) -> bool {
    let lead = |codec: &'static Codec| {
        let mut buffer = [0; 4];
        let (bytes, _, unmapped) = codec.encode(c.encode_utf8(&mut buffer));
        match bytes[..] {
            [lead, trail] if !unmapped => Some((lead, trail)),
            _ => None,
        }
    };
    matches!(lead(GB18030), Some((0xB0..=0xF7, 0xA1..))) || matches!(lead(BIG5), Some((0xA4..=0xC6, _)))
}

/// A UTF-8 file with a few spoiled bytes is often valid GB 18030, but means nothing there. Nineteen valid
/// characters of several bytes for each broken place do not happen by chance.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good >= 19 * broken
}

fn is_foreign_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{000C}' | '\u{000B}' | '\u{0085}')
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format(name) => write!(f, "not a plain text: the file is {name}"),
            Self::ControlCharacters { at } => write!(f, "not a text: control character at byte {at}"),
            Self::BrokenUtf8 { at } => write!(f, "the UTF-8 is broken at byte {at}"),
            Self::BrokenUtf16 => f.write_str("the UTF-16 is broken"),
            Self::UnknownEncoding => f.write_str("neither UTF-8, UTF-16 nor GB 18030"),
        }
    }
}

impl std::error::Error for DecodeError {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "第一条　为了规范行政行为，\n根据《行政处罚法》第5条，制定本办法。";

    fn utf16_bytes(text: &str, little: bool) -> Vec<u8> {
        let bytes = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn reads_the_encodings_of_offices() {
        let gb = GB18030.encode(TEXT).0.into_owned();
        for (bytes, encoding) in [
            (TEXT.as_bytes().to_vec(), Encoding::Utf8),
            ([b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(), Encoding::Utf8),
            ([vec![0xFF, 0xFE], utf16_bytes(TEXT, true)].concat(), Encoding::Utf16LittleEndian),
            ([vec![0xFE, 0xFF], utf16_bytes(TEXT, false)].concat(), Encoding::Utf16BigEndian),
            (utf16_bytes(TEXT, true), Encoding::Utf16LittleEndian),
            (utf16_bytes(TEXT, false), Encoding::Utf16BigEndian),
            (gb, Encoding::Gb18030),
        ] {
            assert_eq!(decode(&bytes), Ok(Decoded { text: TEXT.to_owned(), encoding }));
        }
        assert_eq!(decode(b"").map(|d| d.text), Ok(String::new()));
    }

    #[test]
    fn big5_is_no_gb_18030() {
        let text = "臺中市停車場管理辦法\n第一條　為了規範停車，依據停車條例第五條，制定本辦法。";
        let bytes = BIG5.encode(text).0.into_owned();
        assert_eq!(decode(&bytes), Ok(Decoded { text: text.to_owned(), encoding: Encoding::Big5 }));
        // Traditional characters in GBK stay what they are.
        let gbk = GB18030.encode(text).0.into_owned();
        assert_eq!(decode(&gbk), Ok(Decoded { text: text.to_owned(), encoding: Encoding::Gb18030 }));
    }

    #[test]
    fn refuses_what_is_not_text() {
        assert_eq!(decode(b"\xD0\xCF\x11\xE0\xA1\xB1"), Err(DecodeError::Format("Word or Excel 97–2003")));
        assert_eq!(decode(b"abc\x00\x01\x02def"), Err(DecodeError::ControlCharacters { at: 3 }));
        assert_eq!(decode(&[0xFF, 0xFE, 0x00]), Err(DecodeError::BrokenUtf16));
        assert_eq!(decode(&[0x81, 0xFF, 0xFF]), Err(DecodeError::UnknownEncoding));
        assert_eq!(decode(&[0, 159, 146, 150, 0, 255]), Err(DecodeError::UnknownEncoding));
        assert_eq!(decode(&[0x1B, 0x5B, 0x41]), Err(DecodeError::ControlCharacters { at: 0 }));
    }

    #[test]
    fn a_spoiled_byte_in_utf8_is_named_not_read_as_another_encoding() {
        let mut bytes = TEXT.repeat(3).into_bytes();
        bytes[30] = 0xFF;
        assert_eq!(decode(&bytes), Err(DecodeError::BrokenUtf8 { at: 30 }));
        let marked = [b"\xEF\xBB\xBF".as_slice(), &bytes].concat();
        assert_eq!(decode(&marked), Err(DecodeError::BrokenUtf8 { at: 33 }));
    }

    #[test]
    fn bytes_that_only_look_like_chinese_are_refused() {
        // Pairs from the range of Chinese characters that no office writes.
        let rare: Vec<u8> = (0..40_u16).flat_map(|n| (0x9B00 + n * 29).to_be_bytes()).collect();
        assert!(decode(&rare).is_err() || decode(&rare).is_ok_and(|read| read.encoding == Encoding::Gb18030));
        let traditional = "第一條　為了規範行政處罰的設定和實施，制定本辦法。";
        for little in [true, false] {
            assert_eq!(
                decode(&utf16_bytes(traditional, little)).map(|read| read.text),
                Ok(traditional.to_owned())
            );
        }
    }

    proptest! {
        #[test]
        fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes);
        }

        #[test]
        fn utf8_comes_back_unchanged(text in "[\\PC\n]{0,80}") {
            if let Ok(decoded) = decode(text.as_bytes()) {
                prop_assert_eq!(decoded.text, text);
            }
        }
    }
}
