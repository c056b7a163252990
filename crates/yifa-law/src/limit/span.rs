//! A length of time with its unit.

use std::fmt;
use std::str::FromStr;

use super::LimitFault;

/// The unit in which a limit is counted. It belongs to each limit and is never assumed: 日 means calendar days in
/// one Act and working days in the next, or even in another article of the same Act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// 日: every day counts.
    CalendarDay,
    /// 工作日: only days on which offices work count.
    WorkingDay,
    /// 小时: running day and night.
    Hour,
    /// 月: to the day of the same number, or the end of the month.
    Month,
    /// 年: to the same day of the year.
    Year,
}

impl Unit {
    /// The most that a limit may have of this unit: one hundred years.
    #[must_use]
    pub fn most(self) -> u32 {
        match self {
            Self::CalendarDay | Self::WorkingDay => 36_525,
            Self::Hour => 876_600,
            Self::Month => 1_200,
            Self::Year => 100,
        }
    }

    /// The unit as definitions write it: `calendar_day`, `working_day`, `hour`, `month`, `year`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CalendarDay => "calendar_day",
            Self::WorkingDay => "working_day",
            Self::Hour => "hour",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Unit {
    type Err = LimitFault;

    fn from_str(text: &str) -> Result<Self, LimitFault> {
        [Self::CalendarDay, Self::WorkingDay, Self::Hour, Self::Month, Self::Year]
            .into_iter()
            .find(|unit| unit.as_str() == text)
            .ok_or_else(|| LimitFault::UnknownUnit { unit: text.to_owned() })
    }
}

/// So many of one unit: at least 1, at most a hundred years.
///
/// ```
/// use yifa_law::limit::{Span, Unit};
///
/// let ninety: Span = "90 calendar_day".parse()?;
/// assert_eq!(ninety, Span::new(90, Unit::CalendarDay)?);
/// assert!("90 day".parse::<Span>().is_err(), "a day is a calendar day or a working day, never just a day");
/// # Ok::<(), yifa_law::limit::LimitFault>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    n: u32,
    unit: Unit,
}

impl Span {
    /// So many of this unit.
    ///
    /// # Errors
    /// [`LimitFault::NothingToCount`] for 0; [`LimitFault::TooLong`] for more than a hundred years.
    pub fn new(n: u32, unit: Unit) -> Result<Self, LimitFault> {
        match n {
            0 => Err(LimitFault::NothingToCount),
            _ if n > unit.most() => Err(LimitFault::TooLong { n: n.into(), unit }),
            _ => Ok(Self { n, unit }),
        }
    }

    /// How many.
    #[must_use]
    pub fn n(self) -> u32 {
        self.n
    }

    /// Of which unit.
    #[must_use]
    pub fn unit(self) -> Unit {
        self.unit
    }

    /// The months of a span of months or years; `None` for the other units.
    pub(super) fn months(self) -> Option<u32> {
        match self.unit {
            Unit::Month => Some(self.n),
            Unit::Year => Some(self.n * 12),
            Unit::CalendarDay | Unit::WorkingDay | Unit::Hour => None,
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.n, self.unit)
    }
}

impl FromStr for Span {
    type Err = LimitFault;

    fn from_str(text: &str) -> Result<Self, LimitFault> {
        let unreadable = || LimitFault::UnreadableSpan { text: text.to_owned() };
        let (n, unit) = text.trim().split_once(' ').ok_or_else(unreadable)?;
        let unit = unit.trim().parse()?;
        if n.is_empty() || !n.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(unreadable());
        }
        Self::new(n.parse().unwrap_or(u32::MAX), unit)
    }
}
