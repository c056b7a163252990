//! Owns values on the wire: plain JSON of the kind that the field declares. Money is a whole number of fen, a decimal is a
//! text, a moment carries its offset from UTC.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value as Json, json};
use yifa_kernel::guard::Kind;
use yifa_kernel::id::{BodyId, FieldId, MatterId, PersonId};
use yifa_kernel::procedure::Column;
use yifa_kernel::refusal::Code;
use yifa_kernel::value::{Cite, DECIMAL_ONE, FileRef, Party, PartyKind, Value, parse_scaled};
use yifa_law::calendar::china_time;

/// A value as JSON.
pub(super) fn to_json(value: &Value) -> Json {
    match value {
        Value::Bool(yes) => json!(yes),
        Value::Int(n) | Value::Money(n) => json!(n),
        Value::Decimal(_) => json!(value.to_string()),
        Value::Date(day) => json!(day.to_string()),
        Value::Instant(at) => json!(format!("{}+08:00", at.strftime("%Y-%m-%dT%H:%M:%S"))),
        Value::Text(text) | Value::Choice(text) => json!(text),
        Value::Body(id) => json!(id.as_str()),
        Value::Person(id) => json!(id.as_str()),
        Value::Cite(cite) => json!(cite.text),
        Value::Matter(id) => json!(id.as_str()),
        Value::Party(party) => json!({ "kind": party.kind.word(), "name": party.name, "code": party.code,
            "address": party.address, "phone": party.phone }),
        Value::File(file) => json!({ "digest": file.digest, "name": file.name, "bytes": file.bytes }),
        Value::List(all) => Json::Array(all.iter().map(to_json).collect()),
        Value::Table(rows) => {
            let row = |row: &BTreeMap<FieldId, Value>| {
                Json::Object(row.iter().map(|(id, value)| (id.to_string(), to_json(value))).collect())
            };
            Json::Array(rows.iter().map(row).collect())
        }
    }
}

/// A value of a kind from JSON.
///
/// # Errors
/// What does not fit: nothing is guessed or converted.
fn from_json(kind: &Kind, json: &Json) -> Result<Value, Code> {
    let wrong = Code::WrongKind;
    let text = || json.as_str().filter(|text| !text.trim().is_empty()).ok_or(wrong);
    let named = || text().map(str::to_owned);
    match kind {
        Kind::Bool => json.as_bool().map(Value::Bool).ok_or(wrong),
        Kind::Int => whole(json).map(Value::Int).ok_or(wrong),
        Kind::Money => whole(json).filter(|fen| *fen >= 0).map(Value::Money).ok_or(wrong),
        Kind::Decimal => parse_scaled(text()?, DECIMAL_ONE).map(Value::Decimal).ok_or(wrong),
        Kind::Date => day(text()?).map(Value::Date).ok_or(wrong),
        Kind::Instant => {
            let at: Timestamp = text()?.parse().map_err(|_| wrong)?;
            Ok(Value::Instant(china_time(at)))
        }
        Kind::Text => named().map(Value::Text),
        Kind::Choice(words) => {
            let word = named()?;
            if words.contains(&word) { Ok(Value::Choice(word)) } else { Err(Code::UnknownChoice) }
        }
        Kind::Body => named().map(|id| Value::Body(BodyId::new(id))),
        Kind::Person => named().map(|id| Value::Person(PersonId::new(id))),
        Kind::Cite => named().map(|text| Value::Cite(Cite { text })),
        Kind::Matter(_) => named().map(|id| Value::Matter(MatterId::new(id))),
        Kind::Party => party(json.as_object().ok_or(wrong)?).ok_or(wrong),
        Kind::File => file(json.as_object().ok_or(wrong)?).ok_or(wrong),
        Kind::List(one) => {
            let all = json.as_array().ok_or(wrong)?;
            all.iter().map(|each| from_json(one, each)).collect::<Result<_, _>>().map(Value::List)
        }
        Kind::Table(_) => Err(wrong),
    }
}

/// A whole number: `3.0` is one too, as JSON Schema has it, while a float holds whole numbers exactly.
fn whole(json: &Json) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_991.0;
    let float = || json.as_f64().filter(|float| float.fract() == 0.0 && float.abs() <= EXACT);
    json.as_i64().or_else(|| float().and_then(|float| format!("{float:.0}").parse().ok()))
}

/// A day exactly as RFC 3339 writes it.
pub(super) fn day(text: &str) -> Option<jiff::civil::Date> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

/// What keeps a value from being read, and in a table which of its cells: the row, counted from 1, and the column.
type Misfit = (Code, Option<(usize, FieldId)>);

/// A value of a field from JSON, or all that is wrong with it.
pub(super) fn read(kind: &Kind, columns: &[Column], json: &Json) -> Result<Value, Vec<Misfit>> {
    let (Kind::Table(_), Some(sent)) = (kind, json.as_array()) else {
        return from_json(kind, json).map_err(|code| vec![(code, None)]);
    };
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for (number, row) in (1..).zip(sent) {
        let Some(cells) = row.as_object() else {
            faults.push((Code::WrongKind, None));
            continue;
        };
        let mut read = BTreeMap::new();
        for (id, cell) in cells {
            let column = columns.iter().find(|column| column.id.as_str() == id).ok_or(Code::NotRecorded);
            match column.and_then(|column| from_json(&column.kind, cell)) {
                Ok(value) => drop(read.insert(FieldId::new(id.as_str()), value)),
                Err(code) => faults.push((code, Some((number, FieldId::new(id.as_str()))))),
            }
        }
        rows.push(read);
    }
    if faults.is_empty() { Ok(Value::Table(rows)) } else { Err(faults) }
}

/// Only these keys, each a text or absent.
fn texts<'a, const N: usize>(map: &'a Map<String, Json>, keys: [&str; N]) -> Option<[Option<&'a str>; N]> {
    let known = map.keys().all(|key| keys.contains(&key.as_str()));
    let fits = map.values().all(|value| value.is_string() || value.is_null());
    (known && fits).then(|| keys.map(|key| map.get(key).and_then(Json::as_str)))
}

fn party(map: &Map<String, Json>) -> Option<Value> {
    let [kind, name, code, address, phone] = texts(map, ["kind", "name", "code", "address", "phone"])?;
    let kind = match kind? {
        "citizen" => PartyKind::Citizen,
        "organisation" => PartyKind::Organisation,
        _ => return None,
    };
    let name = name.filter(|name| !name.trim().is_empty())?.to_owned();
    let own = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
    Some(Value::Party(Party { kind, name, code: own(code), address: own(address), phone: own(phone) }))
}

fn file(map: &Map<String, Json>) -> Option<Value> {
    let known = map.keys().all(|key| ["digest", "name", "bytes"].contains(&key.as_str()));
    let digest = map.get("digest")?.as_str().filter(|text| {
        text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    })?;
    let name = map.get("name")?.as_str().filter(|name| !name.trim().is_empty())?;
    let bytes = whole(map.get("bytes")?).and_then(|bytes| u64::try_from(bytes).ok())?;
    known.then(|| Value::File(FileRef { digest: digest.to_owned(), name: name.to_owned(), bytes }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn values_come_back_as_they_went() {
        let there_and_back = |kind: Kind, value: Value| {
            assert_eq!(from_json(&kind, &to_json(&value)), Ok(value));
        };
        there_and_back(Kind::Money, Value::Money(200_050));
        there_and_back(Kind::Decimal, Value::Decimal(-12_500));
        there_and_back(Kind::Instant, Value::Instant(date(2026, 3, 2).at(9, 30, 0, 0)));
        there_and_back(Kind::Date, Value::Date(date(2026, 3, 2)));
        there_and_back(Kind::List(Box::new(Kind::Int)), Value::List(vec![Value::Int(i64::MIN)]));
    }

    #[test]
    fn a_moment_elsewhere_is_the_moment_in_beijing() {
        let value = from_json(&Kind::Instant, &json!("2026-03-01T20:00:00Z"));
        assert_eq!(value, Ok(Value::Instant(date(2026, 3, 2).at(4, 0, 0, 0))));
        assert!(from_json(&Kind::Instant, &json!("2026-03-02T09:30:00")).is_err());
    }

    #[test]
    fn a_whole_number_may_be_written_with_a_point() {
        for (json, n) in [(json!(3.0), 3), (json!(-2.0e3), -2_000), (json!(i64::MAX), i64::MAX)] {
            assert_eq!(from_json(&Kind::Int, &json), Ok(Value::Int(n)), "{json}");
        }
        assert_eq!(from_json(&Kind::Money, &json!(0.0)), Ok(Value::Money(0)));
        for json in [json!(0.5), json!(1.0e300), json!(9.3e15)] {
            assert!(from_json(&Kind::Int, &json).is_err(), "{json}");
        }
    }

    #[test]
    fn nothing_is_converted() {
        let choice = Kind::Choice(vec!["a".to_owned()].into());
        for (kind, json) in [
            (Kind::Int, json!("1")),
            (Kind::Int, json!(1.5)),
            (Kind::Money, json!(-1)),
            (Kind::Money, json!("20元")),
            (Kind::Bool, json!("true")),
            (Kind::Decimal, json!(1.5)),
            (Kind::Date, json!("2026-02-30")),
            (Kind::Date, json!("20260302")),
            (Kind::Text, json!("  ")),
            (choice, json!("b")),
            (Kind::Party, json!({"kind": "citizen", "name": "王", "age": 3})),
            (Kind::File, json!({"digest": "ab", "name": "x", "bytes": 1})),
        ] {
            assert!(from_json(&kind, &json).is_err(), "{kind:?} {json}");
        }
    }
}
