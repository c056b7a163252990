//! The description holds together: every reference leads somewhere, every action has its operation, and examples made
//! from it are taken.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::city::Town;

fn walk<'a>(json: &'a Json, at: &str, visit: &mut dyn FnMut(&str, &'a Json)) {
    visit(at, json);
    match json {
        Json::Object(map) => map.iter().for_each(|(key, one)| walk(one, &format!("{at}/{key}"), visit)),
        Json::Array(all) => {
            all.iter().enumerate().for_each(|(n, one)| walk(one, &format!("{at}/{n}"), visit));
        }
        _ => {}
    }
}

async fn description() -> Json {
    let answer = Town::new().await.get("/api/openapi.json", &[]).await;
    assert_eq!(answer.status, 200);
    answer.json()
}

#[tokio::test]
async fn every_reference_leads_somewhere_and_every_named_schema_is_used() {
    let whole = description().await;
    let mut wanted = BTreeSet::new();
    walk(&whole, "", &mut |at, json| {
        if let Some(place) = json.get("$ref").and_then(Json::as_str) {
            assert!(whole.pointer(place.trim_start_matches('#')).is_some(), "{at}: {place}");
            wanted.insert(place.to_owned());
        }
    });
    for name in whole["components"]["responses"].as_object().unwrap().keys() {
        assert!(wanted.contains(&format!("#/components/responses/{name}")), "{name} is used nowhere");
    }
}

#[tokio::test]
async fn every_operation_is_named_once_and_declares_its_path_parameters() {
    let whole = description().await;
    let mut names = BTreeSet::new();
    for (path, item) in whole["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{name} twice");
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'), "{name}");
            let in_path: BTreeSet<&str> =
                path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
            let declared: BTreeSet<&str> = operation["parameters"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|one| one["in"] == "path")
                .map(|one| one["name"].as_str().unwrap())
                .collect();
            assert_eq!(in_path, declared, "{method} {path}");
            assert!(operation["responses"].as_object().is_some_and(|all| !all.is_empty()), "{name}");
            let open = operation.get("security") == Some(&serde_json::json!([]));
            assert!(open || operation["responses"].get("401").is_some(), "{name} says nothing of tokens");
        }
    }
}

#[tokio::test]
async fn every_action_that_people_do_is_one_operation_with_its_own_body() {
    let whole = description().await;
    let town = Town::new().await;
    let mut operations = 0;
    for procedure in town.city.registry().procedures() {
        for action in procedure.actions.iter().filter(|action| !action.only_by_law()) {
            let name = format!("{}_{}", procedure.id, action.id).replace('-', "_");
            let found =
                whole["paths"].as_object().unwrap().values().find(|item| item["post"]["operationId"] == name);
            let found = found.unwrap_or_else(|| panic!("{name} has no operation"));
            let place = found["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
                .as_str()
                .unwrap_or_else(|| panic!("{name} has no body"));
            let body = whole.pointer(place.trim_start_matches('#')).unwrap();
            let values = body["properties"]["values"]["properties"].as_object().unwrap();
            assert_eq!(values.len(), action.records.len(), "{name}");
            for required in body["properties"]["values"]["required"].as_array().into_iter().flatten() {
                assert!(values.contains_key(required.as_str().unwrap()), "{name}: {required}");
            }
            operations += 1;
        }
    }
    assert!(operations > 300, "{operations}");
}

#[tokio::test]
async fn money_days_and_choices_are_typed() {
    let whole = description().await;
    let values = &whole["components"]["schemas"]["PenaltyOrdinaryValues"]["properties"];
    let of_kind = |wanted: &dyn Fn(&Json) -> bool| values.as_object().unwrap().values().any(wanted);
    assert!(of_kind(&|one| one["type"] == "integer" && one["x-unit"] == "fen" && one["minimum"] == 0));
    assert!(of_kind(&|one| one["format"] == "date"));
    assert!(of_kind(&|one| one["enum"].as_array().is_some_and(|all| all.len() > 1)));
    assert!(of_kind(&|one| one["$ref"] == "#/components/schemas/Party" && one["x-personal"] == true));
}
