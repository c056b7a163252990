//! Owns how an operation answers: its failures, each a problem, and the headers that go with an answer.

use serde_json::{Map, Value as Json, json};

use crate::api::schema::named;

pub(super) fn json_of(schema: Json) -> Json {
    json!({ "application/json": { "schema": schema } })
}

pub(super) fn header(name: &str) -> Json {
    json!({ "$ref": format!("#/components/headers/{name}") })
}

pub(super) fn failure(status: &str) -> Json {
    json!({ "$ref": format!("#/components/responses/Problem{status}") })
}

/// The failures of an operation, and the one that every operation can have.
pub(super) fn failures(statuses: &[&str]) -> Map<String, Json> {
    let all = statuses.iter().chain(&["503"]);
    all.map(|status| ((*status).to_owned(), failure(status))).collect()
}

pub(super) fn responses() -> Json {
    let meaning = [
        ("400", "a parameter or the body cannot be read, or does not fit its description"),
        ("401", "no token, or one that is unknown, revoked or over"),
        ("403", "the token's scope or its maker's role does not reach so far"),
        ("404", "there is no such thing"),
        (
            "409",
            "the law says no: every reason with its article and the next step; of a limit: no calendar reaches so far",
        ),
        ("412", "the matter has moved on since it was read"),
        ("413", "too large"),
        ("415", "not the media type asked for"),
        ("422", "values that do not fit, each with its field; or a key used for another request"),
        ("429", "too many requests; Retry-After says when to come again"),
        ("503", "the machine failed; the number in `detail` is for the operator"),
    ];
    let all = meaning.map(|(status, meaning)| {
        let mut one = json!({ "description": meaning,
            "content": { "application/problem+json": { "schema": named("Problem") } } });
        match status {
            "401" | "403" => one["headers"] = json!({ "WWW-Authenticate": header("Challenge") }),
            "429" => one["headers"] = json!({ "Retry-After": header("RetryAfter") }),
            _ => {}
        }
        (format!("Problem{status}"), one)
    });
    Json::Object(all.into_iter().collect())
}

pub(super) fn headers() -> Json {
    json!({
        "ETag": { "description": "the matter's event number and a mark of this representation",
            "schema": { "type": "string" } },
        "Location": { "description": "the matter's address", "schema": { "type": "string" } },
        "Replayed": { "description": "`true` when the same request had been done before",
            "schema": { "type": "string", "enum": ["true", "false"] } },
        "RetryAfter": { "description": "seconds", "schema": { "type": "integer", "minimum": 1 } },
        "Challenge": { "description": "what is wrong with the token", "schema": { "type": "string" } },
        "Next": { "description": "`<address>; rel=\"next\"`", "schema": { "type": "string" } },
    })
}
