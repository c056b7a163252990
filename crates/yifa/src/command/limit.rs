//! `yifa limit`: one due date with every step that led to it.

use clap::Args;
use jiff::civil::{Date, DateTime, Time};
use serde_json::{Value, json};
use yifa_kernel::definition::compile;
use yifa_law::calendar::{Calendar, china_instant, china_time};
use yifa_law::limit::{LeadRoll, LimitFault, Roll, Span, Step, Unit};
use yifa_law::limit::{due, due_at, latest_before, latest_moment_before};

use crate::answer::{Answer, Failure};
use crate::words::{self, Language};
use crate::{embedded, output};

/// 期限计算的条件 · what to compute
#[derive(Debug, Args)]
pub struct Arguments {
    /// 起算之日，或者（加 --before 时）事件之日；按小时计的写到分钟：2026-03-02T09:30 ·
    /// day of the event that starts the limit, or with --before the coming event; for hours a moment in China
    #[arg(long, value_name = "DATE")]
    from: String,
    /// 数量 · how many
    #[arg(long, value_name = "N")]
    n: u32,
    /// 单位：working_day 工作日 · calendar_day 日 · hour 小时 · month 月 · year 年
    #[arg(long, value_name = "UNIT", value_parser = unit)]
    unit: Unit,
    /// 最后一日是休息日的顺延（加 --before 时提前）· move the last day off rest days (with --before, earlier)
    #[arg(long)]
    roll: bool,
    /// 自事件之日向前计算：最晚哪一日 · count back: the latest day before the event
    #[arg(long)]
    before: bool,
    /// 输出 JSON · print JSON
    #[arg(long)]
    json: bool,
}

/// A unit, by the word of definitions or by its name.
fn unit(text: &str) -> Result<Unit, String> {
    match text.trim() {
        "工作日" => Ok(Unit::WorkingDay),
        "日" | "天" | "自然日" => Ok(Unit::CalendarDay),
        "小时" => Ok(Unit::Hour),
        "月" | "个月" => Ok(Unit::Month),
        "年" => Ok(Unit::Year),
        other => other.parse().map_err(|fault: LimitFault| fault.to_string()),
    }
}

/// The end of a limit, whatever its unit.
struct End {
    due: String,
    counted: String,
    provisional: bool,
    /// Hours were asked for, but only a day was given.
    from_midnight: bool,
    steps: Vec<Step>,
}

/// Computes the limit and prints it.
///
/// # Errors
/// Wrong use: a day, a number or a unit that cannot be.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    let span = Span::new(arguments.n, arguments.unit).map_err(|fault| impossible(&fault, "--n"))?;
    let end = match arguments.unit {
        Unit::Hour => of_hours(arguments, span, language)?,
        Unit::CalendarDay | Unit::WorkingDay | Unit::Month | Unit::Year => {
            of_days(arguments, span, language)?
        }
    };
    if arguments.json {
        output::print_json(&as_json(arguments, &end, language))?;
    } else {
        output::print(&told(arguments, &end, language))?;
    }
    Ok(Answer::Fine)
}

fn of_days(arguments: &Arguments, span: Span, language: Language) -> Result<End, Failure> {
    let from = day(&arguments.from, language)?;
    let calendar = calendar()?;
    let beyond = |fault| impossible(&fault, "--from");
    if arguments.before {
        let roll = if arguments.roll { LeadRoll::Earlier } else { LeadRoll::Never };
        let lead = latest_before(&calendar, from, span, roll).map_err(beyond)?;
        let (due, counted) = (lead.latest_on.to_string(), lead.counted_on.to_string());
        let provisional = lead.provisional;
        return Ok(End { due, counted, provisional, from_midnight: false, steps: lead.steps });
    }
    let roll = if arguments.roll { Roll::Next } else { Roll::Never };
    let end = due(&calendar, from, span, roll, &[]).map_err(beyond)?;
    let (due, counted) = (end.rolled_on.to_string(), end.on.to_string());
    Ok(End { due, counted, provisional: end.provisional, from_midnight: false, steps: end.steps })
}

fn of_hours(arguments: &Arguments, span: Span, language: Language) -> Result<End, Failure> {
    if arguments.roll {
        let what =
            language.pick("按小时计的期限连续计算，不顺延", "hours run through rest days and never move");
        return Err(Failure::misuse(what, "--roll", language.pick("去掉 --roll", "leave --roll out")));
    }
    let (moment, from_midnight) = match arguments.from.parse::<DateTime>() {
        Ok(moment) if arguments.from.contains(['T', 't', ' ']) => (moment, false),
        _ => (day(&arguments.from, language)?.to_datetime(Time::midnight()), true),
    };
    let beyond = |fault| impossible(&fault, "--from");
    let start = china_instant(moment).ok_or_else(|| beyond(LimitFault::BeyondCalendar))?;
    let end = if arguments.before {
        latest_moment_before(start, span).map_err(beyond)?
    } else {
        due_at(start, span).map_err(beyond)?.until
    };
    let due = china_time(end).strftime("%Y-%m-%dT%H:%M").to_string();
    Ok(End { counted: due.clone(), due, provisional: false, from_midnight, steps: Vec::new() })
}

/// A day as 2026-03-02, or as people write it: 2026年3月2日, 2026/3/2.
fn day(text: &str, language: Language) -> Result<Date, Failure> {
    let written = || match &yifa_law::dates::find(text)[..] {
        [one] if text[one.span.clone()] == *text.trim() => one.date(),
        _ => None,
    };
    text.parse().ok().or_else(written).ok_or_else(|| {
        let what = match language {
            Language::Zh => format!("“{text}”不是日历上的日期"),
            Language::En => format!("{text:?} is no day of the calendar"),
        };
        Failure::misuse(
            what,
            "--from",
            language.pick("写作 2026-03-02 或者 2026年3月2日", "write it as 2026-03-02"),
        )
    })
}

fn impossible(fault: &LimitFault, place: &str) -> Failure {
    Failure::misuse(fault.to_string(), place, "yifa limit --help shows the units and their ranges")
}

/// The holiday notices that the binary carries.
pub(super) fn calendar() -> Result<Calendar, Failure> {
    let registry = compile(&embedded::definitions_in("calendars")).map_err(|faults| {
        Failure::fault(faults.render(), "the embedded calendars", "this build is broken: report it")
    })?;
    Ok(registry.calendar().clone())
}

fn as_json(arguments: &Arguments, end: &End, language: Language) -> Value {
    json!({
        "due": end.due,
        "counted_on": end.counted,
        "provisional": end.provisional,
        "from": arguments.from,
        "from_midnight": end.from_midnight,
        "n": arguments.n,
        "unit": arguments.unit.as_str(),
        "roll": arguments.roll,
        "before": arguments.before,
        "steps": end.steps.iter().map(|step| step_as_json(step, language)).collect::<Vec<_>>(),
    })
}

fn step_as_json(step: &Step, language: Language) -> Value {
    let text = |day: &Date| day.to_string();
    let mut value = match step {
        Step::Start { on } => json!({ "kind": "start", "on": text(on) }),
        Step::Event { on } => json!({ "kind": "event", "on": text(on) }),
        Step::Corresponds { from, span, to, month_end } => json!({
            "kind": "corresponds", "from": text(from), "to": text(to), "n": span.n(), "unit": span.unit().as_str(),
            "month_end": month_end,
        }),
        Step::Counted { from, to, days, made_up } => json!({
            "kind": "counted", "from": text(from), "to": text(to), "days": days,
            "made_up": made_up.as_ref().map(ToString::to_string),
        }),
        Step::Rested { from, to, days, holiday } => json!({
            "kind": "rested", "from": text(from), "to": text(to), "days": days,
            "holiday": holiday.as_ref().map(ToString::to_string),
        }),
        Step::RolledOver { from, to, holiday } => json!({
            "kind": "rolled_over", "from": text(from), "to": text(to), "holiday": holiday.as_ref().map(ToString::to_string),
        }),
        Step::MovedEarlier { from, to } => {
            json!({ "kind": "moved_earlier", "from": text(from), "to": text(to) })
        }
        Step::Stands { from, to, .. } => {
            json!({ "kind": "stands", "from": text(from), "to": to.as_ref().map(text) })
        }
        Step::Extended { on, by, .. } => {
            json!({ "kind": "extended", "on": text(on), "n": by.n(), "unit": by.unit().as_str() })
        }
        Step::Restarted { on, .. } => json!({ "kind": "restarted", "on": text(on) }),
        Step::Superseded { on, .. } => json!({ "kind": "superseded", "on": text(on) }),
        Step::Capped { on } => json!({ "kind": "capped", "on": text(on) }),
        Step::Disregarded { .. } => json!({ "kind": "disregarded" }),
    };
    value["says"] = words::step(step, language).into();
    value["source"] = step.source().into();
    value
}

fn told(arguments: &Arguments, end: &End, language: Language) -> String {
    let length = words::unit(arguments.n, arguments.unit, language);
    let before = arguments.before;
    let head = match (language, before) {
        (Language::Zh, false) => format!("{}  自 {} 起 {length}，最后期限", end.due, arguments.from),
        (Language::Zh, true) => format!("{}  在 {} 之前 {length}，最晚", end.due, arguments.from),
        (Language::En, false) => format!("{}  is the end of {length} from {}", end.due, arguments.from),
        (Language::En, true) => {
            format!("{}  is the latest, {length} clear before {}", end.due, arguments.from)
        }
    };
    let mut lines = vec![head];
    lines.extend(end.steps.iter().map(|step| {
        let source = step.source().map(|source| format!("  {source}")).unwrap_or_default();
        format!("  {}{source}", words::step(step, language))
    }));
    if end.from_midnight {
        let zh = "  未给出时刻，按当日 00:00 起算；按小时计的期限应当写明时刻";
        lines.push(language.pick(zh, "  no time was given: counted from 00:00 of that day").to_owned());
    }
    if end.provisional {
        let zh = "  暂定：其中有年份的放假安排尚未公布，公布后须重新计算";
        let en = "  provisional: a year in it has no holiday notice yet; compute again when it is published";
        lines.push(language.pick(zh, en).to_owned());
    }
    lines.join("\n")
}
