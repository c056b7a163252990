//! Document numbers 发文字号: 成府发〔2009〕83号, 国务院令第835号.
//!
//! Owns: reading one number however it is dressed, finding numbers in running text, and the canonical form
//! in which two spellings of one number meet. What was odd is reported beside the number. It must not know
//! whether such a document exists or whose mark it bears.

mod find;
mod read;

pub use find::{FoundNumber, find};
pub(crate) use read::is_like_digit;

use std::fmt;
use std::ops::Range;

/// A search as texts are searched: Simplified, in lower case, and a year in whatever brackets in those of document numbers,
/// which few keyboards have.
///
/// ```
/// assert_eq!(yifa_law::docnumber::searched("雲府規[2026]3號"), "云府规〔2026〕3号");
/// assert_eq!(yifa_law::docnumber::searched("（2026）3号 听证(二)"), "〔2026〕3号 听证(二)");
/// ```
pub fn searched(text: &str) -> String {
    const OPENING: [char; 6] = ['[', '(', '（', '【', '［', '〔'];
    const CLOSING: [char; 6] = [']', ')', '）', '】', '］', '〕'];
    let mut signs: Vec<char> = crate::fold::fold(text).to_lowercase().chars().collect();
    for at in 0..signs.len().saturating_sub(5) {
        let (inner, close) = (&signs[at + 1..at + 5], signs[at + 5]);
        if OPENING.contains(&signs[at]) && CLOSING.contains(&close) && inner.iter().all(char::is_ascii_digit)
        {
            (signs[at], signs[at + 5]) = ('〔', '〕');
        }
    }
    signs.into_iter().collect()
}

/// A document number in its canonical form: Simplified characters, ASCII digits, no blanks.
///
/// ```
/// use yifa_law::docnumber::parse;
/// let plain = parse("成府发〔2009〕83号").unwrap();
/// let dressed = parse("发文字号：成府發 [２００９] 83 號").unwrap();
/// assert_eq!(plain.number, dressed.number);
/// assert_eq!(dressed.number.to_string(), "成府发〔2009〕83号");
/// assert!(plain.oddities.is_empty() && !dressed.oddities.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentNumber {
    /// A number within a year: 川府发〔2018〕30号.
    Yearly {
        /// The mark of the issuing body and the kind of paper: 川府发.
        mark: String,
        /// The year.
        year: DocumentYear,
        /// The serial number, from 1.
        serial: u32,
    },
    /// The number of an order, which runs on over the years: 国务院令第835号.
    Order {
        /// The bodies whose order it is, without 令: 国务院. Without the name of the republic; empty where none is named.
        issuer: String,
        /// The serial number, from 1.
        serial: u32,
    },
    /// The number of an announcement, or of an order counted by years: 国家税务总局公告2023年第5号, 商务部令2021年第1号.
    Announced {
        /// The bodies and the kind of paper: 国家税务总局公告. Without the name of the republic.
        mark: String,
        /// The year, four digits; `None` where it is not said: 农业农村部公告第250号. Few bodies count over the years, so that
        /// such a number may name several documents.
        year: Option<u16>,
        /// The serial number, from 1.
        serial: u32,
    },
}

/// The year of a document number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentYear {
    /// Four digits.
    Known(u16),
    /// Four places, some of them blotted out; `*` for each of those. A masked number names no document.
    Masked(String),
}

/// A number as read, with what was odd about its writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadNumber {
    /// The number.
    pub number: DocumentNumber,
    /// What was odd, in the order of the text; empty for a clean number.
    pub oddities: Vec<Oddity>,
}

/// What can be odd about a number that can nevertheless be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Oddity {
    /// A label was left before it: 发文字号：.
    Label,
    /// Blanks inside or around it.
    Blanks,
    /// Characters that cannot be seen.
    ZeroWidth,
    /// The year stands in other brackets than 〔〕.
    Brackets,
    /// The number as a whole stands in brackets.
    Wrapped,
    /// Digits in full width, or a year or an order in Chinese numerals.
    Digits,
    /// 第 before the serial number of a yearly number.
    Ordinal,
    /// No. or № before the serial number.
    Numero,
    /// 第719号令 for 令第719号, (89)财税字第12号 for 财税字〔89〕12号.
    Inverted,
    /// A year of two digits, of the last century: 〔89〕.
    ShortYear,
    /// The serial number begins with 0.
    LeadingZero,
    /// The year is masked.
    MaskedYear,
    /// An announcement without its year: 公告第12号.
    NoYear,
    /// No body is named: 令第12号.
    NoMark,
    /// The mark has placeholders: ×府发. It is kept as it is written.
    MaskedMark,
    /// A year before 1949 or after 2099: scrambled or mistyped.
    ImpossibleYear,
    /// The mark names a body in full or is very long: probably cut wrongly.
    LongMark,
    /// Text after 号.
    Trailing(String),
}

/// Why a text is not a document number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentNumberError {
    /// The bytes of the text given that are at fault; the whole text when something is absent.
    pub span: Range<usize>,
    /// What is wrong.
    pub fault: DocumentNumberFault,
}

/// The ways in which a text fails to be a document number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentNumberFault {
    /// Nothing is left when labels and blanks are taken away.
    Empty,
    /// Neither a year in brackets nor 令第… nor 公告…年第….
    NoYear,
    /// What stands in the brackets is not four digits, two of the last century, or masked digits.
    BadYear,
    /// No mark of an issuing body before the year.
    NoMark,
    /// No serial number.
    NoSerial,
    /// What stands before 号 is not one whole number: 12-1, 1O, 12、13.
    BadSerial,
    /// The serial number is a placeholder: ×号, __号.
    MaskedSerial,
    /// 号 is absent.
    NoEnd,
    /// A part number after 号: 3号-1, 1号之一. It is another document's number than the one before it.
    Suffix,
    /// The number stands within other text: 关于…的通知（国发〔2024〕1号）.
    OtherText,
}

/// Reads a document number.
///
/// # Errors
/// [`DocumentNumberError`] when no number can be read: nothing is guessed or filled in.
pub fn parse(text: &str) -> Result<ReadNumber, DocumentNumberError> {
    read::whole(text)
}

/// Reads the numbers of a text that has nothing else: the several of a joint paper, 某部规〔2024〕3号 某委发〔2024〕5号, and those
/// that share mark and year, 〔2009〕83、84号. A text that is no such list is read as one number.
///
/// ```
/// use yifa_law::docnumber::parse_all;
/// let shown = |text| parse_all(text).into_iter().map(|read| read.unwrap().number.to_string()).collect::<Vec<_>>();
/// assert_eq!(shown("某部规〔2024〕3号 某委发〔2024〕5号"), ["某部规〔2024〕3号", "某委发〔2024〕5号"]);
/// assert_eq!(shown("某府发〔2009〕83、84号"), ["某府发〔2009〕83号", "某府发〔2009〕84号"]);
/// ```
pub fn parse_all(text: &str) -> Vec<Result<ReadNumber, DocumentNumberError>> {
    if let Some(numbers) = read::serials(text) {
        return numbers.into_iter().map(Ok).collect();
    }
    let found = find(text);
    let between =
        |from: usize, to: usize| text[from..to].chars().all(|c| c.is_whitespace() || "、，,；;".contains(c));
    let joined = found.windows(2).all(|pair| between(pair[0].span.end, pair[1].span.start));
    let last = found.last().map_or(0, |last| last.span.end);
    let whole = |found: &FoundNumber| found.read.is_ok();
    if found.len() < 2 || !joined || !between(last, text.len()) || !found.iter().all(whole) {
        return vec![parse(text)];
    }
    // A label may stand before the first.
    let first = parse(&text[..found[0].span.end]);
    std::iter::once(first).chain(found.into_iter().skip(1).map(|found| found.read)).collect()
}

impl DocumentNumber {
    /// Whether the number names one document: neither its mark nor its year is masked or left out, and the year is one of
    /// the republic.
    pub fn is_definite(&self) -> bool {
        let (mark, year) = match self {
            Self::Yearly { mark, .. } | Self::Announced { mark, .. }
                if read::ANNOUNCED.contains(&mark.as_str()) =>
            {
                return false;
            }
            Self::Yearly { mark, year: DocumentYear::Known(year), .. } => (mark, Some(year)),
            Self::Yearly { year: DocumentYear::Masked(_), .. } => return false,
            Self::Announced { year: None, .. } => return false,
            Self::Announced { mark, year: Some(year), .. } => (mark, Some(year)),
            Self::Order { issuer, .. } if issuer.is_empty() => return false,
            Self::Order { issuer, .. } => (issuer, None),
        };
        !has_placeholder(mark) && year.is_none_or(|year| (1949..2100).contains(year))
    }
}

impl DocumentNumber {
    /// Whether it is an announcement counted over the years or within one that is not said: 某市人民政府公告第12号. As the
    /// number of a document it is whole; of another it may name several.
    pub fn is_yearless(&self) -> bool {
        matches!(self, Self::Announced { mark, year: None, .. }
            if !has_placeholder(mark) && !read::ANNOUNCED.contains(&mark.as_str()))
    }
}

/// Whether a mark stands for any: ×府发, XX局发.
fn has_placeholder(mark: &str) -> bool {
    mark.contains(['×', '✕', '╳', '*', '＊', '□', '○', 'X', 'x', '?', '？', '_', '…'])
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Yearly { mark, year, serial } => write!(f, "{mark}〔{year}〕{serial}号"),
            Self::Order { issuer, serial } => write!(f, "{issuer}令第{serial}号"),
            Self::Announced { mark, year: Some(year), serial } => write!(f, "{mark}{year}年第{serial}号"),
            Self::Announced { mark, year: None, serial } => write!(f, "{mark}第{serial}号"),
        }
    }
}

impl fmt::Display for DocumentYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(year) => write!(f, "{year:04}"),
            Self::Masked(places) => f.write_str(places),
        }
    }
}

impl fmt::Display for DocumentNumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.fault {
            DocumentNumberFault::Empty => "no document number: the text is empty",
            DocumentNumberFault::NoYear => "no document number: neither a year in brackets nor 令第…号",
            DocumentNumberFault::BadYear => "the year of the document number is not four digits",
            DocumentNumberFault::NoMark => "the document number has no mark of its issuer before the year",
            DocumentNumberFault::NoSerial => "the document number has no serial number",
            DocumentNumberFault::BadSerial => "what stands before 号 is not one whole number",
            DocumentNumberFault::MaskedSerial => "the serial number is a placeholder: it names no document",
            DocumentNumberFault::NoEnd => "the document number does not end with 号",
            DocumentNumberFault::Suffix => "a part number after 号 makes it the number of another document",
            DocumentNumberFault::OtherText => "other text stands around the document number",
        })?;
        write!(f, ", at bytes {}–{}", self.span.start, self.span.end)
    }
}

impl std::error::Error for DocumentNumberError {}

#[cfg(test)]
mod tests;
