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
                CalendarStretch::OfPeriod { month, day } => {
                    ("day_of_period", json!({ "month": month, "day": day }))
                }
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
        Reason::Noted => "noted",
    }
}

/// The obligation in a line: who, what, how much, by when, how often.
pub fn in_words(asked: &Obligation, language: Language) -> String {
    let mut parts = Vec::new();
    if !asked.who.names.is_empty() {
        parts.push(asked.who.names.join("、"));
    }
    parts.push(asked.what.clone());
    parts.extend(asked.quantity.as_ref().map(ToString::to_string));
    parts.extend(asked.deadline.as_ref().map(|deadline| deadline_in_words(deadline, language)));
    parts.extend(asked.rhythm.as_ref().map(|rhythm| rhythm_in_words(rhythm, language)));
    if let Some(proposal) = &asked.measure {
        parts.push(format!("[{}]", proposal.measure));
    }
    parts.join(" · ")
}

/// In Chinese as the notice itself would write it.
fn deadline_in_words(deadline: &Deadline, language: Language) -> String {
    if language == Language::Zh {
        return deadline.to_string();
    }
    match deadline {
        Deadline::Within { number, unit, event } => {
            let event = event.as_deref().unwrap_or_default();
            format!("within {number} {} {event}", unit_in_english(*unit)).trim_end().to_owned()
        }
        Deadline::Lead { number, unit, event } => {
            let event = event.as_deref().unwrap_or_default();
            format!("{number} {} before {event}", unit_in_english(*unit)).trim_end().to_owned()
        }
        Deadline::By { year, end_of } => {
            format!("by the end of {} {}", stretch_in_english(*end_of), year_in_english(*year))
        }
    }
}

fn unit_in_english(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Count => "items",
        UnitKind::Times => "times",
        UnitKind::Percent => "%",
        UnitKind::Money => "yuan",
        UnitKind::Day => "days",
        UnitKind::CalendarDay => "calendar days",
        UnitKind::WorkingDay => "working days",
        UnitKind::Hour => "hours",
        UnitKind::Week => "weeks",
        UnitKind::Month => "months",
        UnitKind::Year => "years",
        UnitKind::Aspect => "aspects",
    }
}

fn year_in_english(year: PlanYear) -> String {
    match year {
        PlanYear::Plan => "of the plan's year".to_owned(),
        PlanYear::Next => "of the next year".to_owned(),
        PlanYear::Given(year) => format!("of {year}"),
        PlanYear::Masked => "of 20**".to_owned(),
    }
}

fn stretch_in_english(stretch: CalendarStretch) -> String {
    match stretch {
        CalendarStretch::Year => "the year".to_owned(),
        CalendarStretch::HalfYear(1) => "the first half".to_owned(),
        CalendarStretch::HalfYear(_) => "the second half".to_owned(),
        CalendarStretch::Quarter(quarter) => format!("quarter {quarter}"),
        CalendarStretch::Month(None) => "this month".to_owned(),
        CalendarStretch::Month(Some(month)) => format!("month {month}"),
        CalendarStretch::Day(month, day) => format!("{month:02}-{day:02}"),
        CalendarStretch::OfPeriod { month: Some(month), day } => format!("day {day} of month {month} of it"),
        CalendarStretch::OfPeriod { month: None, day } => format!("day {day} of it"),
    }
}

fn rhythm_in_words(rhythm: &Rhythm, language: Language) -> String {
    if language == Language::Zh {
        return rhythm.to_string();
    }
    let unit = match rhythm.period.unit {
        PeriodUnit::Day => "day",
        PeriodUnit::Week => "week",
        PeriodUnit::Month => "month",
        PeriodUnit::Quarter => "quarter",
        PeriodUnit::HalfYear => "half-year",
        PeriodUnit::Year => "year",
    };
    let every = match rhythm.period.every {
        1 => String::new(),
        every => format!("{every} "),
    };
    let times = rhythm.times.as_ref().map(ToString::to_string).filter(|times| !times.is_empty());
    times.map_or_else(|| format!("every {every}{unit}"), |times| format!("{times} times every {every}{unit}"))
}
