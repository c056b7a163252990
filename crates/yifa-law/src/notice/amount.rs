//! Figures with their units: exact decimals, intervals and what they count.
//!
//! Owns: the values. It must not know how they are written: that is [`super::figure`]'s business.

use std::cmp::Ordering;
use std::fmt;

/// An exact number with decimal places: 7, 2.8, 15000.
///
/// ```
/// use yifa_law::notice::Decimal;
/// assert_eq!(Decimal::whole(7).to_string(), "7");
/// assert!(Decimal::whole(2) < Decimal::whole(3));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// The digits without the point; no trailing zeros after the point.
    digits: u64,
    /// How many of them stand after the point, at most 9.
    places: u8,
}

impl Decimal {
    /// A whole number.
    pub const fn whole(number: u64) -> Self {
        Self { digits: number, places: 0 }
    }

    /// The number when it is whole.
    pub fn as_whole(self) -> Option<u64> {
        (self.places == 0).then_some(self.digits)
    }

    pub(super) fn new(mut digits: u64, mut places: u8) -> Self {
        while places > 0 && digits.is_multiple_of(10) {
            (digits, places) = (digits / 10, places - 1);
        }
        Self { digits, places }
    }

    /// `12`, `1,200`, `2.8`; `None` when it is longer than a figure of a plan can be.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let bare = text.replace(',', "");
        let (whole, part) = bare.split_once('.').unwrap_or((&bare, ""));
        let places = u8::try_from(part.len()).ok().filter(|places| *places <= 9)?;
        format!("{whole}{part}").parse().ok().map(|digits| Self::new(digits, places))
    }

    pub(super) fn times(self, factor: u64) -> Option<Self> {
        self.digits.checked_mul(factor).map(|digits| Self::new(digits, self.places))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let scaled = |number: &Self, places: u8| u128::from(number.digits) * 10_u128.pow(u32::from(places));
        scaled(self, other.places).cmp(&scaled(other, self.places))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.places == 0 {
            return write!(f, "{}", self.digits);
        }
        let unit = 10_u64.pow(u32::from(self.places));
        write!(f, "{}.{:0width$}", self.digits / unit, self.digits % unit, width = usize::from(self.places))
    }
}

/// From – to, both included; an open end where nothing bounds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    /// The least that fulfils.
    pub min: Option<Decimal>,
    /// The most that fulfils.
    pub max: Option<Decimal>,
}

impl Interval {
    /// Exactly a number.
    pub const fn exactly(number: Decimal) -> Self {
        Self { min: Some(number), max: Some(number) }
    }
}

/// A figure with its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The figure.
    pub interval: Interval,
    /// Whether the text says 约, 左右 or 余.
    pub approximate: bool,
    /// What is counted, Simplified: 件, 个, 次, 天, 日, 工作日, %, 百分点, 元. 万 and 亿 are in the figure.
    pub unit: String,
    /// The kind of unit.
    pub unit_kind: UnitKind,
}

/// Kinds of unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// Things and persons: 件, 个, 名.
    Count,
    /// Times: 次.
    Times,
    /// %, 百分点.
    Percent,
    /// 元.
    Money,
    /// 日, 天: the notice does not say of what kind; the instrument that it carries out decides.
    Day,
    /// 自然日, 日历日.
    CalendarDay,
    /// 工作日.
    WorkingDay,
    /// 小时.
    Hour,
    /// 周.
    Week,
    /// 个月.
    Month,
    /// 年.
    Year,
    /// Parts of a frame that something has to follow: 7个方面.
    Aspect,
}

impl UnitKind {
    /// Whether it measures time.
    pub fn is_time(self) -> bool {
        matches!(
            self,
            Self::Day
                | Self::CalendarDay
                | Self::WorkingDay
                | Self::Hour
                | Self::Week
                | Self::Month
                | Self::Year
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_compare_by_value() {
        let read = |text| Decimal::parse(text).unwrap();
        assert!(read("2.8") > read("2.75") && read("3.0") == Decimal::whole(3));
        assert_eq!(
            (read("0.05").to_string(), read("3.10").to_string()),
            ("0.05".to_owned(), "3.1".to_owned())
        );
        assert_eq!(Decimal::parse("99999999999999999999"), None);
    }
}
