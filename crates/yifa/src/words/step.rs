//! The steps of a limit, told to a citizen.

use jiff::civil::Date;
use yifa_law::calendar::HolidayName;

use yifa_law::limit::{Disregarded, Step, Unit};

use super::Language;

/// A number of units: `15 个工作日`, `15 working days`.
pub fn unit(n: u32, unit: Unit, language: Language) -> String {
    let one = n == 1;
    let (zh, en) = match unit {
        Unit::CalendarDay => ("日", if one { "calendar day" } else { "calendar days" }),
        Unit::WorkingDay => ("个工作日", if one { "working day" } else { "working days" }),
        Unit::Hour => ("小时", if one { "hour" } else { "hours" }),
        Unit::Month => ("个月", if one { "month" } else { "months" }),
        Unit::Year => ("年", if one { "year" } else { "years" }),
    };
    match language {
        Language::Zh => format!("{n} {zh}"),
        Language::En => format!("{n} {en}"),
    }
}

/// One step in words, without its source.
pub fn step(step: &Step, language: Language) -> String {
    match language {
        Language::Zh => chinese(step),
        Language::En => english(step),
    }
}

fn chinese(step: &Step) -> String {
    match step {
        Step::Start { on } => format!("{on} 起算之日，当日不计入"),
        Step::Event { on } => format!("{on} 事件之日，当日不计入，自此向前计算"),
        Step::Corresponds { from, span, to, month_end } => {
            let end = if *month_end { "（该月没有对应日，取月末日）" } else { "" };
            format!("自 {from} 计 {}，对应日为 {to}{end}", unit(span.n(), span.unit(), Language::Zh))
        }
        Step::Counted { from, to, days, made_up } => {
            let why = made_up.as_ref().map(|name| format!("（{name}调休上班）")).unwrap_or_default();
            format!("{} 计入 {days} 日{why}", range(*from, *to))
        }
        Step::Rested { from, to, days, holiday } => {
            let why = holiday.as_ref().map_or("周末", HolidayName::as_str);
            format!("{} 不计入 {days} 日（{why}）", range(*from, *to))
        }
        Step::Stands { from, to: Some(to), .. } => format!("{} 期限中止，不计入", range(*from, *to)),
        Step::Stands { from, to: None, .. } => format!("{from} 起期限中止，尚未恢复"),
        Step::Extended { on, by, .. } => {
            format!("{on} 决定延长 {}", unit(by.n(), by.unit(), Language::Zh))
        }
        Step::Restarted { on, .. } => format!("{on} 重新起算，当日不计入"),
        Step::Superseded { on, .. } => format!("{on} 起适用另一期限"),
        Step::RolledOver { from, to, holiday } => {
            let why = holiday.as_ref().map_or("周末", HolidayName::as_str);
            format!("最后一日 {from} 为休息日（{why}），顺延至 {to}")
        }
        Step::MovedEarlier { from, to } => format!("{from} 为休息日，提前至 {to}"),
        Step::Capped { on } => format!("{on} 达到上限，不再增加"),
        Step::Disregarded { because, .. } => match because {
            Disregarded::BeforeStart => "一项事由发生在起算之前，不影响期限".to_owned(),
            Disregarded::AfterLapse => "一项事由发生在届满之后，不影响期限".to_owned(),
            Disregarded::WithinAnother => "一项事由与另一事由重合，不重复扣除".to_owned(),
        },
    }
}

fn english(step: &Step) -> String {
    match step {
        Step::Start { on } => format!("{on} starts the limit and is not counted"),
        Step::Event { on } => format!("{on} is the day of the event, not counted; count back from it"),
        Step::Corresponds { from, span, to, month_end } => {
            let end = if *month_end { " (the month has no such day, so its last day)" } else { "" };
            format!("{} from {from} lead to {to}{end}", unit(span.n(), span.unit(), Language::En))
        }
        Step::Counted { from, to, days, made_up } => {
            let why = made_up.as_ref().map(|name| format!(" (worked, makes up for {name})"));
            format!("{} counts, {}{}", range(*from, *to), days_of(*days), why.unwrap_or_default())
        }
        Step::Rested { from, to, days, holiday } => {
            let why = holiday.as_ref().map_or("weekend", HolidayName::as_str);
            format!("{} does not count, {} ({why})", range(*from, *to), days_of(*days))
        }
        Step::Stands { from, to: Some(to), .. } => format!("{} the clock stands", range(*from, *to)),
        Step::Stands { from, to: None, .. } => format!("the clock stands since {from}"),
        Step::Extended { on, by, .. } => {
            format!("extended on {on} by {}", unit(by.n(), by.unit(), Language::En))
        }
        Step::Restarted { on, .. } => format!("{on} starts the full period again and is not counted"),
        Step::Superseded { on, .. } => format!("another limit governs from {on}"),
        Step::RolledOver { from, to, holiday } => {
            let why = holiday.as_ref().map_or("weekend", HolidayName::as_str);
            format!("the last day, {from}, is a rest day ({why}) and moves to {to}")
        }
        Step::MovedEarlier { from, to } => format!("{from} is a rest day; the day before it is {to}"),
        Step::Capped { on } => format!("the cap is reached on {on}"),
        Step::Disregarded { because, .. } => match because {
            Disregarded::BeforeStart => "a cause before the start changes nothing".to_owned(),
            Disregarded::AfterLapse => "a cause after the end changes nothing".to_owned(),
            Disregarded::WithinAnother => "a cause within another is not counted twice".to_owned(),
        },
    }
}

fn range(from: Date, to: Date) -> String {
    if from == to { from.to_string() } else { format!("{from} … {to}") }
}

fn days_of(days: u32) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}
