//! Owns the values that fields hold and conditions compare. It must not know procedures.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::{Date, DateTime};

use crate::id::{BodyId, FieldId, MatterId, PersonId};

/// A recorded value. Money is in fen; decimals are in ten-thousandths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// 是/否
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number in ten-thousandths.
    Decimal(i64),
    /// An amount in fen.
    Money(i64),
    /// A day.
    Date(Date),
    /// A moment in Beijing time.
    Instant(DateTime),
    /// Text, as typed.
    Text(String),
    /// The identifier of a choice or state.
    Choice(String),
    /// A body.
    Body(BodyId),
    /// A party concerned 当事人.
    Party(Party),
    /// A person who works here.
    Person(PersonId),
    /// A citation 引用.
    Cite(Cite),
    /// Another matter.
    Matter(MatterId),
    /// A file.
    File(FileRef),
    /// Several values.
    List(Vec<Value>),
    /// Rows of a table, by column.
    Table(Vec<BTreeMap<FieldId, Value>>),
}

/// A party concerned 当事人: a citizen or an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Citizen or organisation.
    pub kind: PartyKind,
    /// Name. Personal data for a citizen.
    pub name: String,
    /// Citizen number or unified social credit code, if known.
    pub code: Option<String>,
    /// Address for service, if known.
    pub address: Option<String>,
    /// Telephone, if known.
    pub phone: Option<String>,
}

/// Citizen or organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartyKind {
    /// 公民
    Citizen,
    /// 法人或者其他组织
    Organisation,
}

impl PartyKind {
    /// The word used in conditions.
    pub fn word(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Organisation => "organisation",
        }
    }
}

/// A citation as recorded: text such as `《行政处罚法》第六十条`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cite {
    /// As it is printed.
    pub text: String,
}

/// A file by its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRef {
    /// SHA-256 in hexadecimal.
    pub digest: String,
    /// The name it was given.
    pub name: String,
    /// Length in bytes.
    pub bytes: u64,
}

/// How many ten-thousandths make one.
pub const DECIMAL_ONE: i64 = 10_000;

impl Value {
    /// A day, if the value is one; a moment gives its day.
    pub fn as_date(&self) -> Option<Date> {
        match self {
            Self::Date(day) => Some(*day),
            Self::Instant(moment) => Some(moment.date()),
            _ => None,
        }
    }

    /// Text or the identifier of a choice.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Choice(text) => Some(text),
            Self::Cite(cite) => Some(&cite.text),
            _ => None,
        }
    }

    /// Whether nothing is in it: an empty text, list or table.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::List(all) => all.is_empty(),
            Self::Table(rows) => rows.is_empty(),
            _ => false,
        }
    }

    /// Whether it is a text with nothing in it: what stands for a field that somebody has emptied, of whatever kind.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }

    /// The values inside a list or a table, row by row; of any other value, itself.
    pub fn each(&self) -> impl Iterator<Item = &Self> {
        let (mut first, mut left) = (Some(self), Vec::new());
        std::iter::from_fn(move || {
            loop {
                match first.take().or_else(|| left.pop())? {
                    Self::List(all) => left.extend(all.iter().rev()),
                    Self::Table(rows) => left.extend(rows.iter().flat_map(BTreeMap::values).rev()),
                    one => return Some(one),
                }
            }
        })
    }

    /// Every matter that the value points to.
    pub fn matters(&self) -> impl Iterator<Item = &MatterId> {
        self.each().filter_map(|one| if let Self::Matter(matter) = one { Some(matter) } else { None })
    }

    /// Every file that the value holds.
    pub fn files(&self) -> impl Iterator<Item = &FileRef> {
        self.each().filter_map(|one| if let Self::File(file) = one { Some(file) } else { None })
    }

    /// Every citation that the value holds.
    pub fn cites(&self) -> impl Iterator<Item = &Cite> {
        self.each().filter_map(|one| if let Self::Cite(cite) = one { Some(cite) } else { None })
    }

    /// Orders two values of one kind; `None` where order has no meaning.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => Some(a.cmp(b)),
            (Self::Money(a), Self::Money(b)) => Some(a.cmp(b)),
            (Self::Text(a) | Self::Choice(a), Self::Text(b) | Self::Choice(b)) => Some(a.cmp(b)),
            (Self::Date(a), Self::Date(b)) => Some(a.cmp(b)),
            (Self::Instant(a), Self::Instant(b)) => Some(a.cmp(b)),
            (Self::Date(a), Self::Instant(b)) => Some(a.cmp(&b.date())),
            (Self::Instant(a), Self::Date(b)) => Some(a.date().cmp(b)),
            (Self::Body(a), Self::Body(b)) => Some(a.cmp(b)),
            (Self::Person(a), Self::Person(b)) => Some(a.cmp(b)),
            (Self::Matter(a), Self::Matter(b)) => Some(a.cmp(b)),
            _ => Some(self.scaled()?.cmp(&other.scaled()?)),
        }
    }

    /// Where it stands among values of its column: numbers by their size, days by the calendar, texts with the numbers in them
    /// by their size too, so that 〔2026〕9号 comes before 〔2026〕10号. Unlike `compare`, it orders any two values.
    pub fn place(&self) -> Place {
        match self {
            Self::Bool(yes) => Place::Number(i64::from(*yes)),
            Self::Int(n) => Place::Number(n.saturating_mul(DECIMAL_ONE)),
            Self::Decimal(n) | Self::Money(n) => Place::Number(*n),
            Self::Date(day) => Place::Moment(day.at(0, 0, 0, 0)),
            Self::Instant(at) => Place::Moment(*at),
            Self::Text(_)
            | Self::Choice(_)
            | Self::Body(_)
            | Self::Party(_)
            | Self::Person(_)
            | Self::Cite(_)
            | Self::Matter(_)
            | Self::File(_)
            | Self::List(_)
            | Self::Table(_) => Place::Words(runs(&self.to_string())),
        }
    }

    /// The number in ten-thousandths, for whole numbers and decimals.
    pub fn scaled(&self) -> Option<i64> {
        match self {
            Self::Int(n) => n.checked_mul(DECIMAL_ONE),
            Self::Decimal(n) => Some(*n),
            _ => None,
        }
    }
}

/// Where a value stands among those of its column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// By size.
    Number(i64),
    /// By the calendar and the clock.
    Moment(DateTime),
    /// By its words, piece by piece.
    Words(Vec<Run>),
}

/// A piece of a text: a number or what stands between two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Run {
    /// A number: how many digits, and which. Noughts in front do not count.
    Digits(usize, String),
    /// Anything else.
    Letters(String),
}

/// A text in pieces. Digits of full width are digits.
fn runs(text: &str) -> Vec<Run> {
    let plain = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        c => c,
    };
    let text: String = text.chars().map(plain).collect();
    let pieces = text.as_bytes().chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit());
    let piece = |bytes: &[u8]| {
        let piece = String::from_utf8_lossy(bytes).into_owned();
        if !piece.starts_with(|c: char| c.is_ascii_digit()) {
            return Run::Letters(piece);
        }
        let digits = piece.trim_start_matches('0');
        Run::Digits(digits.len(), digits.to_owned())
    };
    pieces.map(piece).collect()
}

impl fmt::Display for Value {
    /// As a plain text for papers and messages, in the words of the value itself; people's labels for choices,
    /// bodies and matters are the caller's business.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(yes) => f.write_str(if *yes { "是" } else { "否" }),
            Self::Int(n) => write!(f, "{n}"),
            Self::Decimal(n) => f.write_str(&decimal_text(*n, DECIMAL_ONE)),
            Self::Money(fen) => f.write_str(&decimal_text(*fen, 100)),
            Self::Date(day) => write!(f, "{}年{}月{}日", day.year(), day.month(), day.day()),
            Self::Instant(at) => {
                write!(f, "{}年{}月{}日{}时{:02}分", at.year(), at.month(), at.day(), at.hour(), at.minute())
            }
            Self::Text(text) | Self::Choice(text) => f.write_str(text),
            Self::Body(body) => write!(f, "{body}"),
            Self::Party(party) => f.write_str(&party.name),
            Self::Person(person) => write!(f, "{person}"),
            Self::Cite(cite) => f.write_str(&cite.text),
            Self::Matter(matter) => write!(f, "{matter}"),
            Self::File(file) => f.write_str(&file.name),
            Self::List(all) => {
                for (index, one) in all.iter().enumerate() {
                    let gap = if index == 0 { "" } else { "、" };
                    write!(f, "{gap}{one}")?;
                }
                Ok(())
            }
            Self::Table(rows) => {
                for (index, row) in rows.iter().enumerate() {
                    let gap = if index == 0 { "" } else { "；" };
                    f.write_str(gap)?;
                    for (at, one) in row.values().enumerate() {
                        let gap = if at == 0 { "" } else { "，" };
                        write!(f, "{gap}{one}")?;
                    }
                }
                Ok(())
            }
        }
    }
}

/// Writes a scaled number without needless zeros: 200050 of 100 is `2000.5`.
pub(crate) fn decimal_text(n: i64, one: i64) -> String {
    let sign = if n < 0 { "-" } else { "" };
    let (whole, rest) = (n.unsigned_abs() / one.unsigned_abs(), n.unsigned_abs() % one.unsigned_abs());
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    let width = one.ilog10() as usize;
    let digits = format!("{rest:0width$}");
    format!("{sign}{whole}.{}", digits.trim_end_matches('0'))
}

/// Reads a scaled number such as `2000.5`; `None` if it is not one, has too many places, or is too large.
pub fn parse_scaled(text: &str, one: i64) -> Option<i64> {
    let text = text.trim();
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let width = one.ilog10() as usize;
    if whole.is_empty() || !plain(whole) || !plain(rest) || rest.len() > width || digits.ends_with('.') {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let rest: i64 = format!("{rest:0<width$}").parse().unwrap_or(0);
    whole.checked_mul(one)?.checked_add(rest).map(|n| n * sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_reads_and_prints_without_floats() {
        assert_eq!(parse_scaled("2000.5", 100), Some(200_050));
        assert_eq!(parse_scaled("-0.01", 100), Some(-1));
        assert_eq!(Value::Money(200_050).to_string(), "2000.5");
        assert_eq!(Value::Money(300).to_string(), "3");
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for wrong in ["", ".", "1.", "1.234", "1e3", "９", "1,000", "99999999999999999999"] {
            assert_eq!(parse_scaled(wrong, 100), None, "{wrong}");
        }
    }

    #[test]
    fn rows_stand_by_size_by_the_calendar_and_by_the_numbers_in_their_words() {
        let sorted = |mut all: Vec<Value>| {
            all.sort_by_cached_key(Value::place);
            all.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(sorted(vec![Value::Int(10), Value::Int(9), Value::Int(-1)]), ["-1", "9", "10"]);
        assert_eq!(sorted(vec![Value::Decimal(100_000), Value::Int(9)]), ["9", "10"]);
        let days =
            vec![Value::Date(jiff::civil::date(2025, 10, 5)), Value::Date(jiff::civil::date(2025, 9, 30))];
        assert_eq!(sorted(days), ["2025年9月30日", "2025年10月5日"]);
        let texts = ["云府规〔2026〕10号", "云府规〔2026〕９号", "云府规〔2025〕100号", "云府规", "公园"];
        let texts = texts.iter().map(|text| Value::Text((*text).into())).collect();
        let wanted = ["云府规", "云府规〔2025〕100号", "云府规〔2026〕９号", "云府规〔2026〕10号", "公园"];
        assert_eq!(sorted(texts), wanted);
        let long = vec![Value::Text("1000000000000000000000000".into()), Value::Text("007".into())];
        assert_eq!(sorted(long), ["007", "1000000000000000000000000"]);
    }

    #[test]
    fn what_is_inside_comes_row_by_row_however_deep() {
        let text = |text: &str| Value::Text(text.into());
        let matter = |id: &str| Value::Matter(MatterId::new(id));
        let row = |a: Value, b: Value| BTreeMap::from([(FieldId::new("a"), a), (FieldId::new("b"), b)]);
        let first = row(text("一"), Value::List(vec![matter("m1"), text("二")]));
        let table = Value::Table(vec![first, row(matter("m2"), Value::List(Vec::new()))]);
        let all: Vec<String> = table.each().map(ToString::to_string).collect();
        assert_eq!(all, ["一", "m1", "二", "m2"]);
        assert_eq!(table.matters().map(MatterId::as_str).collect::<Vec<_>>(), ["m1", "m2"]);
        assert_eq!(text("独").each().count(), 1);
        assert_eq!(Value::Table(Vec::new()).each().count(), 0);
    }

    #[test]
    fn values_of_different_kinds_have_no_order() {
        assert_eq!(Value::Money(1).compare(&Value::Int(1)), None);
        assert_eq!(Value::Int(1).compare(&Value::Decimal(DECIMAL_ONE)), Some(Ordering::Equal));
    }
}
