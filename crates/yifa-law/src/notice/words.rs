//! Obligations in words, as official papers write them: 公布后15日内, 每年, ≥ 7.
//!
//! Owns: the words in the language of the records, and the last day of a deadline that the calendar alone decides. It must
//! not know other languages: they are the business of whoever shows a text.

use std::fmt;

use jiff::civil::{Date, date};

use super::amount::{Interval, Quantity, UnitKind};
use super::obligation::Rhythm;
use super::timing::{CalendarStretch, Deadline, PeriodUnit, PlanYear};

impl fmt::Display for Interval {
    /// `7`, `2–3`, `≥ 7`, `≤ 5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => write!(f, "{min}"),
            (Some(min), Some(max)) => write!(f, "{min}–{max}"),
            (Some(min), None) => write!(f, "≥ {min}"),
            (None, Some(max)) => write!(f, "≤ {max}"),
            (None, None) => Ok(()),
        }
    }
}

impl fmt::Display for Quantity {
    /// `≥ 7 天`, `≈ 40 %`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let about = if self.approximate { "≈ " } else { "" };
        write!(f, "{about}{} {}", self.interval, self.unit)
    }
}

impl fmt::Display for UnitKind {
    /// The unit behind a number: `个工作日`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Count => "个",
            Self::Times => "次",
            Self::Percent => "%",
            Self::Money => "元",
            Self::Day => "日",
            Self::CalendarDay => "个自然日",
            Self::WorkingDay => "个工作日",
            Self::Hour => "小时",
            Self::Week => "周",
            Self::Month => "个月",
            Self::Year => "年",
            Self::Aspect => "个方面",
        })
    }
}

impl fmt::Display for Deadline {
    /// `公布后15日内`, `听证会召开7日前`, `当年6月底前`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Within { number, unit, event } => {
                write!(f, "{}{number}{unit}内", event.as_deref().unwrap_or_default())
            }
            Self::Lead { number, unit, event } => {
                write!(f, "{}{number}{unit}前", event.as_deref().unwrap_or_default())
            }
            Self::By { end_of: CalendarStretch::OfPeriod { month, day }, .. } => match month {
                Some(month) => write!(f, "第{month}个月{day}日前"),
                None => write!(f, "{day}日前"),
            },
            Self::By { year, end_of } => {
                match year {
                    PlanYear::Plan => f.write_str("当年")?,
                    PlanYear::Next => f.write_str("次年")?,
                    PlanYear::Given(year) => write!(f, "{year}年")?,
                    PlanYear::Masked => f.write_str("20**年")?,
                }
                match end_of {
                    CalendarStretch::Year => f.write_str("年底前"),
                    CalendarStretch::HalfYear(1) => f.write_str("上半年末前"),
                    CalendarStretch::HalfYear(_) => f.write_str("下半年末前"),
                    CalendarStretch::Quarter(quarter) => write!(f, "第{quarter}季度末前"),
                    CalendarStretch::Month(None) => f.write_str("本月底前"),
                    CalendarStretch::Month(Some(month)) => write!(f, "{month}月底前"),
                    CalendarStretch::Day(month, day) => write!(f, "{month}月{day}日前"),
                    CalendarStretch::OfPeriod { day, .. } => write!(f, "{day}日前"),
                }
            }
        }
    }
}

impl fmt::Display for Rhythm {
    /// `每年`, `每两年`, `每季度 1 次`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.period.unit {
            PeriodUnit::Day => "日",
            PeriodUnit::Week => "周",
            PeriodUnit::Month => "月",
            PeriodUnit::Quarter => "季度",
            PeriodUnit::HalfYear => "半年",
            PeriodUnit::Year => "年",
        };
        match self.period.every {
            1 => write!(f, "每{unit}")?,
            every => write!(f, "每 {every} {unit}")?,
        }
        match self.times.filter(|times| times.min.is_some() || times.max.is_some()) {
            Some(times) => write!(f, " {times} 次"),
            None => Ok(()),
        }
    }
}

impl Deadline {
    /// The last day, where the calendar alone decides it and the year is known: 6月底前 in the plan of 2026 is 2026-06-30.
    /// `None` where an event or the running month decides, and where the year is masked.
    ///
    /// ```
    /// use yifa_law::notice::{CalendarStretch, Deadline, PlanYear};
    /// let by = Deadline::By { year: PlanYear::Plan, end_of: CalendarStretch::Month(Some(2)) };
    /// assert_eq!(by.last_day(2028).map(|day| day.to_string()).as_deref(), Some("2028-02-29"));
    /// ```
    pub fn last_day(&self, plan_year: i16) -> Option<Date> {
        let Self::By { year, end_of } = self else { return None };
        let year = match year {
            PlanYear::Plan => plan_year,
            PlanYear::Next => plan_year.checked_add(1)?,
            PlanYear::Given(year) => *year,
            PlanYear::Masked => return None,
        };
        let end_of_month =
            |month: u8| Date::new(year, i8::try_from(month).ok()?, 1).ok().map(Date::last_of_month);
        match end_of {
            CalendarStretch::Year => (1..=9998).contains(&year).then(|| date(year, 12, 31)),
            CalendarStretch::HalfYear(half) => end_of_month(half.checked_mul(6)?),
            CalendarStretch::Quarter(quarter) => end_of_month(quarter.checked_mul(3)?),
            CalendarStretch::Month(month) => end_of_month((*month)?),
            CalendarStretch::OfPeriod { .. } => None,
            CalendarStretch::Day(month, day) => {
                Date::new(year, i8::try_from(*month).ok()?, i8::try_from(*day).ok()?).ok()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::{Decimal, Period, read};

    #[test]
    fn what_is_read_can_be_said_again() {
        let text = "一、培训\n执法人员每年培训不少于7天。\n二、备案\n各部门应当在规范性文件公布后15日内报送备案。\n\
                    三、检查\n市司法局6月底前完成检查。\n四、学法\n每季度组织学法1次。";
        let read = read(text, Some(2026));
        let said: Vec<String> = read
            .items
            .iter()
            .flat_map(|item| &item.obligations)
            .flat_map(|one| {
                [
                    one.quantity.as_ref().map(ToString::to_string),
                    one.deadline.as_ref().map(ToString::to_string),
                    one.rhythm.as_ref().map(ToString::to_string),
                ]
            })
            .flatten()
            .collect();
        for wanted in ["≥ 7 天", "每年", "15日内", "当年6月底前", "每季度"] {
            assert!(said.iter().any(|one| one.contains(wanted)), "{wanted}: {said:?}");
        }
    }

    #[test]
    fn only_the_calendar_gives_a_last_day() {
        let by = |year, end_of| Deadline::By { year, end_of };
        let day = |deadline: Deadline| deadline.last_day(2026).map(|day| day.to_string());
        assert_eq!(day(by(PlanYear::Plan, CalendarStretch::Year)).as_deref(), Some("2026-12-31"));
        assert_eq!(day(by(PlanYear::Next, CalendarStretch::Quarter(1))).as_deref(), Some("2027-03-31"));
        assert_eq!(
            day(by(PlanYear::Given(2024), CalendarStretch::HalfYear(1))).as_deref(),
            Some("2024-06-30")
        );
        assert_eq!(day(by(PlanYear::Plan, CalendarStretch::Day(3, 1))).as_deref(), Some("2026-03-01"));
        assert_eq!(day(by(PlanYear::Plan, CalendarStretch::Day(2, 30))), None);
        assert_eq!(day(by(PlanYear::Plan, CalendarStretch::Month(Some(13)))), None);
        assert_eq!(day(by(PlanYear::Plan, CalendarStretch::Month(None))), None);
        assert_eq!(day(by(PlanYear::Masked, CalendarStretch::Year)), None);
        let within = Deadline::Within { number: 15, unit: UnitKind::Day, event: None };
        assert_eq!(day(within), None);
    }

    #[test]
    fn intervals_and_rhythms_are_short() {
        let two = Some(Decimal::whole(2));
        let three = Some(Decimal::whole(3));
        assert_eq!(Interval { min: two, max: three }.to_string(), "2–3");
        assert_eq!(Interval { min: two, max: two }.to_string(), "2");
        assert_eq!(Interval { min: None, max: three }.to_string(), "≤ 3");
        let period = Period { every: 2, unit: PeriodUnit::Year };
        let rhythm = Rhythm { times: Some(Interval { min: two, max: None }), period };
        assert_eq!(rhythm.to_string(), "每 2 年 ≥ 2 次");
    }
}
