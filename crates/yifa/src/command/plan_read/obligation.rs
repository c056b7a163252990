//! What an item asks for: as JSON and in a line.

use serde_json::{Value, json};
use yifa_law::notice::{
    ActorsFrom, CalendarStretch, Confidence, Deadline, Decimal, Interval, Obligation, PeriodUnit, PlanYear,
    Quantity, Reason, Rhythm, UnitKind,
};

use crate::words::Language;

/// The obligation as a JSON value, with the citations that stand in its words.
pub fn as_json(asked: &Obligation, cites: Vec<Value>, language: Language) -> Value {
    json!({
        "kind": asked.kind.as_str(),
        "who": {
            "names": asked.who.names,
            "groups": asked.who.groups.iter().map(|group| group.as_str()).collect::<Vec<_>>(),
            "from": actors_from(asked.who.from),
            "each": asked.each,
        },
        "what": asked.what,
        "quantity": asked.quantity.as_ref().map(quantity),
        "deadline": asked.deadline.as_ref().map(deadline),
        "rhythm": asked.rhythm.as_ref().map(rhythm),
        "measure": asked.measure.as_ref().map(|proposal| proposal.measure),
        "cites": cites,
        "confidence": match asked.confidence {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        },
        "reasons": asked.reasons.iter().map(|reason| reason_word(*reason)).collect::<Vec<_>>(),
        "span": [asked.span.start, asked.span.end],
        "says": in_words(asked, language),
    })
}

/// A number as JSON: whole where it is whole.
fn number(number: Decimal) -> Value {
    match number.as_whole() {
        Some(whole) => whole.into(),
        None => number.to_string().parse::<f64>().map_or(Value::Null, Value::from),
    }
}

fn interval(interval: &Interval) -> Value {
    json!({ "min": interval.min.map(number), "max": interval.max.map(number) })
}

fn quantity(quantity: &Quantity) -> Value {
    let mut value = interval(&quantity.interval);
    value["approximate"] = quantity.approximate.into();
    value["unit"] = quantity.unit.clone().into();
    value["unit_kind"] = unit(quantity.unit_kind).into();
    value
}

fn deadline(deadline: &Deadline) -> Value {
    match deadline {
        Deadline::Within { number, unit: of, event } => {
            json!({ "kind": "within", "n": number, "unit": unit(*of), "event": event })
        }
        Deadline::Lead { number, unit: of, event } => {
            json!({ "kind": "lead", "n": number, "unit": unit(*of), "event": event })
        }
        Deadline::By { year, end_of } => {
            let year = match year {
                PlanYear::Plan => json!("plan"),
                PlanYear::Next => json!("next"),
                PlanYear::Given(year) => json!(year),
                PlanYear::Masked => json!("masked"),
            };
            let (stretch, which) = match end_of {
                CalendarStretch::Year => ("year", Value::Null),
                CalendarStretch::HalfYear(half) => ("half_year", json!(half)),
                CalendarStretch::Quarter(quarter) => ("quarter", json!(quarter)),
                CalendarStretch::Month(month) => ("month", json!(month)),
                CalendarStretch::Day(month, day) => ("day", json!(format!("{month:02}-{day:02}"))),
            };
            json!({ "kind": "by", "year": year, "end_of": stretch, "which": which })
        }
    }
}

fn rhythm(rhythm: &Rhythm) -> Value {
    json!({
        "times": rhythm.times.as_ref().map(interval),
        "every": rhythm.period.every,
        "unit": match rhythm.period.unit {
            PeriodUnit::Day => "day",
            PeriodUnit::Week => "week",
            PeriodUnit::Month => "month",
            PeriodUnit::Quarter => "quarter",
            PeriodUnit::HalfYear => "half_year",
            PeriodUnit::Year => "year",
        },
    })
}

fn unit(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Count => "count",
        UnitKind::Times => "times",
        UnitKind::Percent => "percent",
        UnitKind::Money => "money",
        UnitKind::Day => "day",
        UnitKind::CalendarDay => "calendar_day",
        UnitKind::WorkingDay => "working_day",
        UnitKind::Hour => "hour",
        UnitKind::Week => "week",
        UnitKind::Month => "month",
        UnitKind::Year => "year",
        UnitKind::Aspect => "aspect",
    }
}

fn actors_from(from: ActorsFrom) -> &'static str {
    match from {
        ActorsFrom::Subject => "subject",
        ActorsFrom::Note => "note",
        ActorsFrom::Object => "object",
        ActorsFrom::Receiver => "receiver",
        ActorsFrom::Everyone => "everyone",
        ActorsFrom::Issuer => "issuer",
    }
}

fn reason_word(reason: Reason) -> &'static str {
    match reason {
        Reason::Verb => "verb",
        Reason::Bound => "bound",
        Reason::Time => "time",
        Reason::Modal => "modal",
        Reason::Soft => "soft",
        Reason::CountedParts => "counted_parts",
        Reason::Frame => "frame",
        Reason::CarriedRhythm => "carried_rhythm",
        Reason::Carried => "carried",
    }
}

/// The obligation in a line: who, what, how much, by when, how often.
pub fn in_words(asked: &Obligation, language: Language) -> String {
    let mut parts = Vec::new();
    if !asked.who.names.is_empty() {
        parts.push(asked.who.names.join("、"));
    }
    parts.push(asked.what.clone());
    parts.extend(asked.quantity.as_ref().map(quantity_in_words));
    parts.extend(asked.deadline.as_ref().map(|deadline| deadline_in_words(deadline, language)));
    parts.extend(asked.rhythm.as_ref().map(|rhythm| rhythm_in_words(rhythm, language)));
    if let Some(proposal) = &asked.measure {
        parts.push(format!("[{}]", proposal.measure));
    }
    parts.join(" · ")
}

fn interval_in_words(interval: &Interval) -> String {
    match (interval.min, interval.max) {
        (Some(min), Some(max)) if min == max => min.to_string(),
        (Some(min), Some(max)) => format!("{min}–{max}"),
        (Some(min), None) => format!("≥ {min}"),
        (None, Some(max)) => format!("≤ {max}"),
        (None, None) => String::new(),
    }
}

fn quantity_in_words(quantity: &Quantity) -> String {
    let about = if quantity.approximate { "≈ " } else { "" };
    format!("{about}{} {}", interval_in_words(&quantity.interval), quantity.unit)
}

fn unit_in_words(kind: UnitKind, language: Language) -> &'static str {
    let (zh, en) = match kind {
        UnitKind::Count => ("个", "items"),
        UnitKind::Times => ("次", "times"),
        UnitKind::Percent => ("%", "%"),
        UnitKind::Money => ("元", "yuan"),
        UnitKind::Day => ("日", "days"),
        UnitKind::CalendarDay => ("个自然日", "calendar days"),
        UnitKind::WorkingDay => ("个工作日", "working days"),
        UnitKind::Hour => ("小时", "hours"),
        UnitKind::Week => ("周", "weeks"),
        UnitKind::Month => ("个月", "months"),
        UnitKind::Year => ("年", "years"),
        UnitKind::Aspect => ("个方面", "aspects"),
    };
    language.pick(zh, en)
}

fn deadline_in_words(deadline: &Deadline, language: Language) -> String {
    match deadline {
        Deadline::Within { number, unit, event } => {
            let (event, unit) = (event.as_deref().unwrap_or_default(), unit_in_words(*unit, language));
            match language {
                Language::Zh => format!("{event}{number} {unit}内"),
                Language::En => format!("within {number} {unit} {event}").trim_end().to_owned(),
            }
        }
        Deadline::Lead { number, unit, event } => {
            let (event, unit) = (event.as_deref().unwrap_or_default(), unit_in_words(*unit, language));
            match language {
                Language::Zh => format!("{event}{number} {unit}前"),
                Language::En => format!("{number} {unit} before {event}").trim_end().to_owned(),
            }
        }
        Deadline::By { year, end_of } => match language {
            Language::Zh => {
                format!("{}{}前", year_in_words(*year, language), stretch_in_words(*end_of, language))
            }
            Language::En => {
                format!(
                    "by the end of {} {}",
                    stretch_in_words(*end_of, language),
                    year_in_words(*year, language)
                )
            }
        },
    }
}

fn year_in_words(year: PlanYear, language: Language) -> String {
    match year {
        PlanYear::Plan => language.pick("当年", "of the plan's year").to_owned(),
        PlanYear::Next => language.pick("次年", "of the next year").to_owned(),
        PlanYear::Given(year) => language.pick(&format!("{year}年"), &format!("of {year}")).to_owned(),
        PlanYear::Masked => language.pick("20**年", "of 20**").to_owned(),
    }
}

fn stretch_in_words(stretch: CalendarStretch, language: Language) -> String {
    let (zh, en) = match stretch {
        CalendarStretch::Year => ("年底".to_owned(), "the year".to_owned()),
        CalendarStretch::HalfYear(1) => ("上半年末".to_owned(), "the first half".to_owned()),
        CalendarStretch::HalfYear(_) => ("下半年末".to_owned(), "the second half".to_owned()),
        CalendarStretch::Quarter(quarter) => (format!("第{quarter}季度末"), format!("quarter {quarter}")),
        CalendarStretch::Month(None) => ("本月底".to_owned(), "this month".to_owned()),
        CalendarStretch::Month(Some(month)) => (format!("{month}月底"), format!("month {month}")),
        CalendarStretch::Day(month, day) => (format!("{month}月{day}日"), format!("{month:02}-{day:02}")),
    };
    language.pick(&zh, &en).to_owned()
}

fn rhythm_in_words(rhythm: &Rhythm, language: Language) -> String {
    let (zh, en) = match rhythm.period.unit {
        PeriodUnit::Day => ("日", "day"),
        PeriodUnit::Week => ("周", "week"),
        PeriodUnit::Month => ("月", "month"),
        PeriodUnit::Quarter => ("季度", "quarter"),
        PeriodUnit::HalfYear => ("半年", "half-year"),
        PeriodUnit::Year => ("年", "year"),
    };
    let every = rhythm.period.every;
    let times = rhythm.times.as_ref().map(interval_in_words).filter(|times| !times.is_empty());
    match language {
        Language::Zh => {
            let every = if every == 1 { String::new() } else { format!(" {every} ") };
            times.map_or_else(|| format!("每{every}{zh}"), |times| format!("每{every}{zh} {times} 次"))
        }
        Language::En => {
            let every = if every == 1 { String::new() } else { format!("{every} ") };
            times.map_or_else(
                || format!("every {every}{en}"),
                |times| format!("{times} times every {every}{en}"),
            )
        }
    }
}
