//! What is answered has the shape that is described: a stock tester of interfaces asks the same.

use serde_json::Value as Json;
use yifa_app::notify::{About, Notice, event};
use yifa_app::token::Scope;

use crate::city::{Town, account};

/// Where a value has not the shape: types, what must be there, and what is not described.
fn misfits(spec: &Json, schema: &Json, value: &Json, at: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let named = spec.pointer(name.trim_start_matches('#'));
        return misfits(spec, named.unwrap_or(&Json::Null), value, at, found);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let fits = |choice: &&Json| {
            let mut none = Vec::new();
            misfits(spec, choice, value, at, &mut none);
            none.is_empty()
        };
        if choices.iter().filter(fits).count() != 1 {
            found.push(format!("{at}: {value} is not one of its shapes"));
        }
        return;
    }
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    let fits = match &schema["type"] {
        Json::String(name) => is(name),
        Json::Array(names) => names.iter().filter_map(Json::as_str).any(is),
        _ => true,
    };
    if !fits {
        return found.push(format!("{at}: {value} is not {}", schema["type"]));
    }
    for (n, item) in value.as_array().into_iter().flatten().enumerate() {
        misfits(spec, &schema["items"], item, &format!("{at}/{n}"), found);
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str) {
        if value.get(name).is_none() {
            found.push(format!("{at}: no {name}"));
        }
    }
    for (key, one) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(key) {
            Some(described) => misfits(spec, described, one, &format!("{at}/{key}"), found),
            None if schema["properties"].is_object() => found.push(format!("{at}/{key} is not described")),
            None => {}
        }
    }
}

#[tokio::test]
async fn every_list_that_can_be_read_has_the_shape_that_is_described() {
    let town = Town::new().await;
    let token = town.token(&account("legal", "legal_office", "justice"), &[Scope::Read]).await;
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let spec: Json = town.get("/api/openapi.json", &headers).await.json();
    for path in
        ["/api/me", "/api/measures", "/api/bodies", "/api/instruments", "/api/procedures", "/api/matters"]
    {
        let answer = town.get(path, &headers).await;
        assert_eq!(answer.status, 200, "{path}");
        let schema = &spec["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{path} describes no answer");
        let mut found = Vec::new();
        misfits(&spec, schema, &answer.json(), path, &mut found);
        found.truncate(5);
        assert!(found.is_empty(), "{found:#?}");
    }
}

/// What a neighbour is sent is what the description of the webhook says.
#[tokio::test]
async fn a_message_to_a_neighbour_has_the_shape_that_is_described() {
    let town = Town::new().await;
    let spec: Json = town.get("/api/openapi.json", &[]).await.json();
    let schema = spec["webhooks"]["notice"]["post"]["requestBody"]["content"]["application/cloudevents+json"]
        .get("schema")
        .expect("the webhook has a body");
    let due = About::Due { limit: "decide".into(), on: jiff::civil::date(2026, 3, 9), days: -2 };
    for about in [About::Act("file".into()), due] {
        let notice = Notice {
            id: "n".into(),
            about,
            matter: yifa_kernel::id::MatterId::new("m"),
            procedure: "penalty-ordinary".into(),
            number: None,
            title: "占道经营".into(),
            at: "2026-03-03T02:00:00Z".parse().expect("an instant"),
        };
        let recipients = serde_json::json!([{ "person": "a", "name": "甲", "phone": null }]);
        let mut found = Vec::new();
        misfits(&spec, schema, &event("1", &notice, &recipients), "", &mut found);
        assert!(found.is_empty(), "{found:#?}");
    }
}

/// A neighbour builds its receiver from the page alone.
#[tokio::test]
async fn the_page_says_all_that_a_receiver_needs() {
    let town = Town::new().await;
    let page = town.get("/api", &[("accept-language", "en")]).await.text();
    for wanted in [
        "webhook-id",
        "webhook-timestamp",
        "webhook-signature",
        "whsec_",
        "hmac.new(",
        "hashlib.sha256",
        "cn.yifa.matter.act",
        "cn.yifa.matter.due",
        "recipients",
        "410",
    ] {
        assert!(page.contains(wanted), "{wanted}");
    }
    assert!(page.contains(&format!("after {} attempts", yifa_app::notify::MOST_TRIES)), "{page}");
}

#[test]
fn a_value_of_another_type_a_missing_part_and_an_undescribed_one_are_found() {
    let spec = serde_json::json!({ "type": "object", "required": ["a"], "properties": { "b": { "type": "string" } } });
    let mut found = Vec::new();
    misfits(&spec, &spec, &serde_json::json!({ "b": null, "c": 1 }), "", &mut found);
    assert_eq!(found.len(), 3, "{found:?}");
}
