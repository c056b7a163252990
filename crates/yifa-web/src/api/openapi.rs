//! Owns the description of the API: OpenAPI 3.1, made from the same definitions that the engine obeys. Each action of each
//! procedure is one operation with its own typed body.

mod answers;
mod reading;
mod shapes;

use serde_json::{Value as Json, json};
use yifa_kernel::definition::Registry;
use yifa_kernel::procedure::{Action, From, Procedure};

use self::answers::{failure, failures, header, headers, json_of, responses};
pub(super) use self::reading::fixed_paths;
use self::shapes::fixed_schemas;
use super::schema::{self, named, pascal};

/// What `If-Match` may say: anything, or the event that the caller has seen, as [`answer`](super::answer) marks it.
const IF_MATCH: &str = r#"^(\*|"[0-9]{1,9}(-[0-9a-f]{16})?")$"#;

/// The whole description.
pub(super) fn description(registry: &Registry, address: &str, city: &str) -> Json {
    let mut paths = fixed_paths(registry);
    let mut schemas = fixed_schemas();
    let mut tags = vec![
        json!({ "name": "matters", "description": "事项 · matters of every procedure" }),
        json!({ "name": "definitions", "description": "定义 · what the city runs on" }),
        json!({ "name": "figures", "description": "指标 · figures, each opening into its matters" }),
        json!({ "name": "time", "description": "期限 · days and calendars" }),
        json!({ "name": "files", "description": "文件 · files" }),
        json!({ "name": "webhooks", "description": "通知 · what is sent to neighbours" }),
    ];
    for procedure in registry.procedures() {
        let name = procedure.id.as_str();
        tags.push(json!({ "name": name,
            "description": format!("{} · {}", procedure.label.zh, procedure.label.en) }));
        schemas.insert(pascal(&[name, "values"]), schema::values(procedure));
        for action in procedure.actions.iter().filter(|action| !action.only_by_law()) {
            let opens = action.from == From::Nothing;
            let input = pascal(&[name, action.id.as_str(), "input"]);
            schemas.insert(input.clone(), schema::input(procedure, action, opens));
            let path = if opens {
                format!("/api/procedures/{name}/{}", action.id)
            } else {
                format!("/api/matters/{{matter}}/{name}/{}", action.id)
            };
            paths.insert(path, json!({ "post": act(procedure, action, &input, opens) }));
        }
    }
    json!({
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": format!("依法 Yifa · {city}"),
            "version": "1.0.0",
            "summary": "A city's administration by law",
            "description": "Every operation that changes something is one action of a procedure, decided by the law's \
                own definitions. A refusal is a problem (RFC 9457) with code, article, field and next step. \
                The page /api explains it in three languages.",
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
        },
        "servers": [{ "url": address }],
        "security": [{ "token": [] }],
        "tags": tags,
        "paths": paths,
        "webhooks": { "notice": { "post": webhook() } },
        "components": {
            "schemas": schemas,
            "responses": responses(),
            "headers": headers(),
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer",
                "description": "A token that a person has made on the page /me. It acts as that person, in one post, \
                    within its scopes: read, act, files." } },
        },
    })
}

fn act(procedure: &Procedure, action: &Action, input: &str, opens: bool) -> Json {
    let roles: Vec<&str> = action.by.iter().map(|role| role.as_str()).collect();
    let mut parameters = vec![
        json!({ "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "the same request with the same key is done once; its first answer is given again",
            "schema": { "type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[A-Za-z0-9._~:-]+$" } }),
        language(),
    ];
    if !opens {
        parameters.insert(0, matter_parameter());
        parameters.push(json!({ "name": "If-Match", "in": "header", "required": false,
            "description": "the ETag of the matter as the caller saw it, 412 if it has moved on; `*` asks only that there is \
                such a matter",
            "schema": { "type": "string", "minLength": 1, "maxLength": 30, "pattern": IF_MATCH }, "example": "*" }));
    }
    let done = json!({ "description": "done", "content": json_of(named("Done")),
        "headers": { "ETag": header("ETag"), "Idempotent-Replayed": header("Replayed") } });
    let mut answers = failures(&["400", "401", "403", "409", "413", "415", "422", "429"]);
    if opens {
        let mut made = done;
        made["headers"]["Location"] = header("Location");
        answers.insert("201".to_owned(), made);
        // A repeated request is answered with what was made the first time.
    } else {
        answers.insert("200".to_owned(), done);
        answers.insert("404".to_owned(), failure("404"));
        answers.insert("412".to_owned(), failure("412"));
    }
    let hands_over = procedure.actions.iter().any(|other| other.takes_back.as_ref() == Some(&action.id));
    let slip = if hands_over {
        "\n\nDone for somebody who is not of the office, it answers with a `slip` to hand over to them."
    } else {
        ""
    };
    let mut operation = json!({
        "operationId": format!("{}_{}", procedure.id, action.id).replace('-', "_"),
        "tags": [procedure.id.as_str()],
        "summary": format!("{} · {}", action.label.zh, action.label.en),
        "description": format!("{}\n\n{}{slip}", procedure.label.zh, action.basis.join("、")),
        "parameters": parameters,
        "requestBody": { "required": true, "content": json_of(named(input)) },
        "responses": answers,
        "x-scope": "act",
        "x-roles": roles,
        "x-basis": action.basis,
    });
    if opens {
        // A matter that has been opened is read and acted on by its id.
        operation["responses"]["201"]["links"] = json!({ "matter": {
            "operationId": "show_matter", "parameters": { "matter": "$response.body#/matter" } } });
    }
    operation
}

fn matter_parameter() -> Json {
    json!({ "name": "matter", "in": "path", "required": true, "description": "the matter's id",
        "schema": { "type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[A-Za-z0-9._~-]+$" } })
}

fn language() -> Json {
    json!({ "name": "Accept-Language", "in": "header", "required": false,
        "description": "the language of sentences, as RFC 9110 writes it: `zh-Hans`, `zh-Hant`, `en`; another is answered in \
            Chinese", "schema": { "type": "string" }, "example": "en" })
}

fn webhook() -> Json {
    json!({ "operationId": "notice", "tags": ["webhooks"], "summary": "a CloudEvents 1.0 message to a neighbour or an SMS gateway",
        "description": "Sent to the addresses set on /admin/deliveries. Signed as Standard Webhooks says: headers webhook-id, \
            webhook-timestamp, webhook-signature (one or more, with a space between). Repeated with growing pauses until answered \
            with 2xx; webhook-id stays the same. /api says how the signature is made and which answers end the attempts.",
        "security": [],
        "requestBody": { "required": true, "content": { "application/cloudevents+json": { "schema": named("Notice") } } },
        "responses": { "200": { "description": "received" } } })
}
