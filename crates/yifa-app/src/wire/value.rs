//! Values as JSON: texts, yes/no and whole numbers as themselves, everything else as `{"kind": …}`.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};
use yifa_kernel::id::{BodyId, FieldId, MatterId, PersonId};
use yifa_kernel::value::{Cite, FileRef, Party, PartyKind, Value};

/// A value as JSON.
pub fn value_to(value: &Value) -> Json {
    match value {
        Value::Bool(yes) => json!(yes),
        Value::Int(n) => json!(n),
        Value::Text(text) => json!(text),
        Value::Decimal(n) => json!({ "decimal": n }),
        Value::Money(fen) => json!({ "fen": fen }),
        Value::Date(day) => json!({ "date": day.to_string() }),
        Value::Instant(at) => json!({ "instant": at.to_string() }),
        Value::Choice(word) => json!({ "choice": word }),
        Value::Body(id) => json!({ "body": id.as_str() }),
        Value::Person(id) => json!({ "person": id.as_str() }),
        Value::Cite(cite) => json!({ "cite": cite.text }),
        Value::Matter(id) => json!({ "matter": id.as_str() }),
        Value::File(file) => json!({ "file": file.digest, "name": file.name, "bytes": file.bytes }),
        Value::Party(party) => json!({ "party": party.kind.word(), "name": party.name, "code": party.code,
            "address": party.address, "phone": party.phone }),
        Value::List(all) => json!({ "list": all.iter().map(value_to).collect::<Vec<_>>() }),
        Value::Table(rows) => {
            let rows = rows.iter().map(|row| {
                row.iter().map(|(id, value)| (id.to_string(), value_to(value))).collect::<Map<_, _>>()
            });
            json!({ "table": rows.collect::<Vec<_>>() })
        }
    }
}

/// A value from JSON; `None` if it is none, or was erased.
pub fn value_from(json: &Json) -> Option<Value> {
    match json {
        Json::Bool(yes) => Some(Value::Bool(*yes)),
        Json::Number(n) => n.as_i64().map(Value::Int),
        Json::String(text) => Some(Value::Text(text.clone())),
        Json::Object(map) => tagged(map),
        Json::Null | Json::Array(_) => None,
    }
}

fn tagged(map: &Map<String, Json>) -> Option<Value> {
    let text = |key: &str| map.get(key).and_then(Json::as_str);
    let number = |key: &str| map.get(key).and_then(Json::as_i64);
    if let Some(word) = text("party") {
        let kind = if word == "citizen" { PartyKind::Citizen } else { PartyKind::Organisation };
        let part = |key: &str| text(key).map(ToOwned::to_owned);
        let name = part("name").unwrap_or_default();
        return Some(Value::Party(Party {
            kind,
            name,
            code: part("code"),
            address: part("address"),
            phone: part("phone"),
        }));
    }
    if let Some(digest) = text("file") {
        let name = text("name").unwrap_or_default().to_owned();
        let bytes = map.get("bytes").and_then(Json::as_u64).unwrap_or(0);
        return Some(Value::File(FileRef { digest: digest.to_owned(), name, bytes }));
    }
    if let Some(all) = map.get("list").and_then(Json::as_array) {
        return all.iter().map(value_from).collect::<Option<_>>().map(Value::List);
    }
    if let Some(rows) = map.get("table").and_then(Json::as_array) {
        let row = |row: &Json| -> Option<BTreeMap<FieldId, Value>> {
            row.as_object()?
                .iter()
                .map(|(id, value)| Some((FieldId::new(id.clone()), value_from(value)?)))
                .collect()
        };
        return rows.iter().map(row).collect::<Option<_>>().map(Value::Table);
    }
    if let Some(n) = number("decimal") {
        return Some(Value::Decimal(n));
    }
    if let Some(fen) = number("fen") {
        return Some(Value::Money(fen));
    }
    let (tag, word) = map.iter().next().and_then(|(tag, word)| Some((tag.as_str(), word.as_str()?)))?;
    match tag {
        "date" => word.parse().ok().map(Value::Date),
        "instant" => word.parse().ok().map(Value::Instant),
        "choice" => Some(Value::Choice(word.to_owned())),
        "body" => Some(Value::Body(BodyId::new(word))),
        "person" => Some(Value::Person(PersonId::new(word))),
        "cite" => Some(Value::Cite(Cite { text: word.to_owned() })),
        "matter" => Some(Value::Matter(MatterId::new(word))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_kind_of_value_survives_the_way_there_and_back() {
        let party = Party {
            kind: PartyKind::Citizen,
            name: "𠮷某".into(),
            code: None,
            address: Some("街1号".into()),
            phone: None,
        };
        let row = BTreeMap::from([(FieldId::new("a"), Value::Int(-3))]);
        let all = [
            Value::Bool(true),
            Value::Int(i64::MIN),
            Value::Decimal(300),
            Value::Money(200_050),
            Value::Date(date(2026, 3, 2)),
            Value::Instant(date(2026, 3, 2).at(9, 30, 0, 0)),
            Value::Text("{\"fen\": 1}".into()),
            Value::Choice("citizen".into()),
            Value::Body("b".into()),
            Value::Party(party),
            Value::Person("p".into()),
            Value::Cite(Cite { text: "《行政处罚法》第六十条".into() }),
            Value::Matter("m".into()),
            Value::File(FileRef { digest: "ab".into(), name: "x.pdf".into(), bytes: 7 }),
            Value::List(vec![Value::Int(1), Value::Text("x".into())]),
            Value::Table(vec![row, BTreeMap::new()]),
        ];
        for value in all {
            assert_eq!(value_from(&value_to(&value)), Some(value.clone()), "{value:?}");
        }
    }

    #[test]
    fn what_is_no_value_is_not_guessed() {
        for json in [
            json!(null),
            json!([1]),
            json!({}),
            json!({"date": "2026-02-30"}),
            json!({"list": [null]}),
            json!(1.5),
        ] {
            assert_eq!(value_from(&json), None, "{json}");
        }
    }
}
