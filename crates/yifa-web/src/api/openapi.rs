//! Owns the description of the API: OpenAPI 3.1, made from the same definitions that the engine obeys. Each action of each
//! procedure is one operation with its own typed body.

use serde_json::{Map, Value as Json, json};
use yifa_kernel::definition::Registry;
use yifa_kernel::procedure::{Action, From, Procedure};

use super::schema::{self, line, named, pascal};

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
            "schema": { "type": "string", "maxLength": 120, "pattern": IF_MATCH }, "example": "*" }));
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

fn json_of(schema: Json) -> Json {
    json!({ "application/json": { "schema": schema } })
}

fn header(name: &str) -> Json {
    json!({ "$ref": format!("#/components/headers/{name}") })
}

fn failure(status: &str) -> Json {
    json!({ "$ref": format!("#/components/responses/Problem{status}") })
}

/// The failures of an operation, and the one that every operation can have.
fn failures(statuses: &[&str]) -> Map<String, Json> {
    let all = statuses.iter().chain(&["503"]);
    all.map(|status| ((*status).to_owned(), failure(status))).collect()
}

fn responses() -> Json {
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

fn headers() -> Json {
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

fn matter_parameter() -> Json {
    json!({ "name": "matter", "in": "path", "required": true, "description": "the matter's id",
        "schema": { "type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[A-Za-z0-9._~-]+$" } })
}

fn language() -> Json {
    json!({ "name": "Accept-Language", "in": "header", "required": false,
        "description": "the language of sentences, as RFC 9110 writes it: `zh-Hans`, `zh-Hant`, `en`; another is answered in \
            Chinese", "schema": { "type": "string" }, "example": "en" })
}

fn query(name: &str, description: &str, schema: Json) -> Json {
    json!({ "name": name, "in": "query", "required": false, "description": description, "schema": schema })
}

fn read(id: &str, tag: &str, summary: &str, parameters: Vec<Json>, answer: Json, more: &[&str]) -> Json {
    let mut answers = failures(&[&["400", "401", "403", "404", "429"], more].concat());
    answers.insert(
        "200".to_owned(),
        json!({ "description": summary, "content": json_of(answer),
        "headers": { "ETag": header("ETag") } }),
    );
    answers.insert("304".to_owned(), json!({ "description": "unchanged since the ETag in If-None-Match" }));
    let mut all = parameters;
    all.push(language());
    all.push(json!({ "name": "If-None-Match", "in": "header", "required": false,
        "description": "the ETag of the representation that the caller has",
        "schema": { "type": "string" } }));
    json!({ "get": { "operationId": id, "tags": [tag], "summary": summary, "parameters": all,
        "responses": answers, "x-scope": "read" } })
}

fn paging() -> Vec<Json> {
    vec![
        query(
            "limit",
            "rows of a page",
            json!({ "type": "integer", "minimum": 1, "maximum": 200, "default": 50 }),
        ),
        query(
            "cursor",
            "`next` of the page before",
            json!({ "type": "string", "maxLength": 2000, "pattern": "^[0-9a-f]+$" }),
        ),
    ]
}

fn page(items: &str) -> Json {
    json!({ "type": "object", "required": ["items", "next"], "additionalProperties": false, "properties": {
        "items": { "type": "array", "items": named(items) },
        "next": { "type": ["string", "null"], "description": "the cursor of the next page; null on the last" } } })
}

fn date() -> Json {
    json!({ "type": "string", "format": "date" })
}

/// A day that is asked for: days of other centuries are not counted.
fn asked_day() -> Json {
    json!({ "type": "string", "format": "date", "pattern": "^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$" })
}

fn fixed_paths(registry: &Registry) -> Map<String, Json> {
    let procedures: Vec<&str> = registry.procedures().map(|one| one.id.as_str()).collect();
    let measures: Vec<&str> = registry.measures().map(|one| one.id.as_str()).collect();
    let procedure = json!({ "type": "string", "enum": procedures });
    let flag = json!({ "type": "boolean" });
    let mut filters = vec![
        query("procedure", "of this procedure", procedure.clone()),
        query(
            "state",
            "in this state",
            json!({ "type": "string", "maxLength": 100, "pattern": "^[a-z0-9_-]+$" }),
        ),
        query("body", "of this body or below it", named("BodyId")),
        query(
            "person",
            "with this person",
            json!({ "type": "string", "maxLength": 100, "pattern": schema::LINE }),
        ),
        query("open", "running ones, or finished ones", flag.clone()),
        query(
            "level",
            "at this warning level or above",
            json!({ "type": "string", "enum": ["notice", "yellow", "red"] }),
        ),
        query("due_by", "with a duty due by this day", asked_day()),
        query("opened_from", "opened on or after", asked_day()),
        query("opened_until", "opened on or before", asked_day()),
        query("q", "whose texts contain each of these words, Simplified or Traditional", line(200)),
        query(
            "order",
            "order",
            json!({ "type": "string", "enum": ["changed", "due", "number"], "default": "changed" }),
        ),
    ];
    filters.extend(paging());
    let year = || {
        query(
            "year",
            "the year; the current one unless given",
            json!({ "type": "integer", "minimum": 1949, "maximum": 9998 }),
        )
    };
    let one = |name: &str, words: &[&str]| {
        json!({ "name": name, "in": "path", "required": true,
        "schema": { "type": "string", "enum": words } })
    };
    let mut of_measure = vec![
        one("measure", &measures),
        year(),
        query("body", "of this body or below it", named("BodyId")),
        query("outcome", "only these", json!({ "type": "string", "enum": ["hit", "missed", "pending"] })),
    ];
    of_measure.extend(paging());
    let units = json!({ "type": "string", "enum": ["calendar_day", "working_day", "month", "year"] });
    let mut limit = vec![
        query("from", "the day of the event, which is not counted", asked_day()),
        query("n", "how many", json!({ "type": "integer", "minimum": 1, "maximum": 36_500 })),
        query("unit", "of which unit", units),
    ];
    limit.iter_mut().for_each(|one| one["required"] = json!(true));
    limit.push(query("roll", "whether a last day on a rest day moves", flag.clone()));
    limit.push(query("before", "count back from the day instead", flag));
    let mut paths = Map::new();
    let mut put = |path: &str, item: Json| {
        paths.insert(path.to_owned(), item);
    };
    put(
        "/api/openapi.json",
        json!({ "get": { "operationId": "describe", "tags": ["definitions"],
        "summary": "this description", "security": [], "responses": { "200": {
            "description": "OpenAPI 3.1", "content": json_of(json!({ "type": "object" })) } } } }),
    );
    put("/api/me", read("who_am_i", "definitions", "whom the token acts for", vec![], named("Me"), &[]));
    put(
        "/api/matters",
        read("list_matters", "matters", "matters, latest change first", filters, page("MatterRow"), &[]),
    );
    put(
        "/api/matters/{matter}",
        read(
            "show_matter",
            "matters",
            "a matter: values, clocks, what can be done and what cannot, and why",
            vec![matter_parameter()],
            named("Matter"),
            &["404"],
        ),
    );
    let mut events = vec![matter_parameter()];
    events.push(query(
        "from",
        "from this event on",
        json!({ "type": "integer", "minimum": 1, "maximum": 999_999_999 }),
    ));
    put(
        "/api/matters/{matter}/events",
        read(
            "list_events",
            "matters",
            "the matter's events with their hashes",
            events,
            json!({ "type": "object", "required": ["items"], "additionalProperties": false,
            "properties": { "items": { "type": "array", "items": named("Event") } } }),
            &["404"],
        ),
    );
    put(
        "/api/procedures",
        read(
            "list_procedures",
            "definitions",
            "the procedures",
            vec![],
            json!({ "type": "object", "required": ["items"], "properties": { "items": { "type": "array", "items": named("ProcedureRow") } } }),
            &[],
        ),
    );
    put(
        "/api/procedures/{procedure}",
        read(
            "show_procedure",
            "definitions",
            "a procedure: states, actions, limits",
            vec![one("procedure", &procedures)],
            named("Procedure"),
            &["404"],
        ),
    );
    put(
        "/api/bodies",
        read(
            "list_bodies",
            "definitions",
            "the bodies of the city",
            vec![],
            json!({ "type": "object", "required": ["items"], "properties": { "items": { "type": "array", "items": named("Body") } } }),
            &[],
        ),
    );
    let mut instruments = vec![
        query("q", "whose title contains this", line(200)),
        query("in_force_on", "in force on this day", asked_day()),
    ];
    instruments.push(query(
        "limit",
        "rows of a page",
        json!({ "type": "integer", "minimum": 1, "maximum": 200, "default": 50 }),
    ));
    instruments.push(query(
        "cursor",
        "`next` of the page before",
        json!({ "type": "string", "maxLength": 9, "pattern": "^[0-9]+$" }),
    ));
    put(
        "/api/instruments",
        read(
            "list_instruments",
            "definitions",
            "instruments and on which days they are in force",
            instruments,
            page("Instrument"),
            &[],
        ),
    );
    put(
        "/api/measures",
        read(
            "list_measures",
            "figures",
            "the figures of a year",
            vec![year(), query("body", "of this body and below it", named("BodyId"))],
            json!({ "type": "object", "required": ["year", "items"], "properties": { "year": { "type": "integer" }, "items": { "type": "array", "items": named("Measure") } } }),
            &[],
        ),
    );
    put(
        "/api/measures/{measure}/matters",
        read(
            "list_measure_matters",
            "figures",
            "the matters behind a figure",
            of_measure,
            page("FigureRow"),
            &["404"],
        ),
    );
    put(
        "/api/limit",
        read(
            "calculate_limit",
            "time",
            "the last day of a limit, and how it is found",
            limit,
            named("Due"),
            &["409"],
        ),
    );
    put(
        "/api/calendar/{year}",
        read(
            "show_calendar",
            "time",
            "the rest days and made-up working days of a year",
            vec![
                json!({ "name": "year", "in": "path", "required": true, "schema": { "type": "integer", "minimum": 1949, "maximum": 9998 } }),
            ],
            named("CalendarYear"),
            &["404"],
        ),
    );
    put(
        "/api/files",
        json!({ "post": { "operationId": "bring_file", "tags": ["files"], "summary": "keep a file, to name it in an action",
        "parameters": [{ "name": "name", "in": "query", "required": true, "schema": line(200) }, language()],
        "requestBody": { "required": true, "content": { "application/octet-stream": { "schema": { "type": "string", "contentMediaType": "application/octet-stream", "minLength": 1 } } } },
        "responses": with(failures(&["400", "401", "403", "413", "415", "429"]), "201", json!({ "description": "kept", "content": json_of(named("File")) })),
        "x-scope": "files" } }),
    );
    put(
        "/api/files/{digest}",
        json!({ "get": { "operationId": "fetch_file", "tags": ["files"], "summary": "a file by its digest",
        "parameters": [{ "name": "digest", "in": "path", "required": true, "schema": { "type": "string", "pattern": "^[0-9a-f]{64}$" } }, language()],
        "responses": with(failures(&["400", "401", "403", "404", "429"]), "200", json!({ "description": "the file",
            "content": { "application/octet-stream": {} } })),
        "x-scope": "files" } }),
    );
    paths
}

fn with(mut all: Map<String, Json>, status: &str, answer: Json) -> Map<String, Json> {
    all.insert(status.to_owned(), answer);
    all
}

fn webhook() -> Json {
    json!({ "operationId": "notice", "tags": ["matters"], "summary": "a CloudEvents 1.0 message to a neighbour or an SMS gateway",
        "description": "Sent to the addresses set on /admin/deliveries. Signed as Standard Webhooks says: headers webhook-id, \
            webhook-timestamp, webhook-signature. Repeated with growing pauses until answered with 2xx; webhook-id stays the same.",
        "security": [],
        "requestBody": { "required": true, "content": { "application/cloudevents+json": { "schema": named("Notice") } } },
        "responses": { "200": { "description": "received" } } })
}

fn object(required: &[&str], properties: Json) -> Json {
    json!({ "type": "object", "required": required, "properties": properties })
}

fn fixed_schemas() -> Map<String, Json> {
    let text = || json!({ "type": "string" });
    let maybe = |kind: &str| json!({ "type": [kind, "null"] });
    let maybe_date = || json!({ "type": ["string", "null"], "format": "date" });
    let texts = || json!({ "type": "array", "items": { "type": "string" } });
    let whole = || json!({ "type": "integer", "format": "int64" });
    let list = |name: &str| json!({ "type": "array", "items": named(name) });
    let all = [
        (
            "BodyId",
            json!({ "type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[A-Za-z0-9._-]+$" }),
        ),
        ("Label", object(&["zh", "en"], json!({ "zh": text(), "en": text() }))),
        (
            "Party",
            json!({ "type": "object", "required": ["kind", "name"], "additionalProperties": false, "properties": {
            "kind": { "type": "string", "enum": ["citizen", "organisation"] },
            "name": line(200),
            "code": { "type": ["string", "null"], "maxLength": 18, "pattern": "^[0-9A-Z]{18}$", "description": "citizen number or unified social credit code" },
            "address": { "type": ["string", "null"], "minLength": 1, "maxLength": 200, "pattern": schema::LINE },
            "phone": { "type": ["string", "null"], "minLength": 1, "maxLength": 200, "pattern": schema::LINE } } }),
        ),
        (
            "File",
            json!({ "type": "object", "required": ["digest", "name", "bytes"], "additionalProperties": false, "properties": {
            "digest": { "type": "string", "pattern": "^[0-9a-f]{64}$" }, "name": line(200),
            "bytes": { "type": "integer", "format": "int64", "minimum": 0, "maximum": 9_007_199_254_740_991_i64 } } }),
        ),
        (
            "Problem",
            object(
                &["type", "title", "status"],
                json!({ "type": { "type": "string", "format": "uri-reference" }, "title": text(), "status": { "type": "integer" },
            "detail": text(), "code": { "type": "string", "description": "as docs/errors and /explain/{code} explain it" }, "reasons": list("Reason") }),
            ),
        ),
        (
            "Reason",
            object(
                &["code", "text", "basis"],
                json!({ "code": text(), "text": text(), "field": maybe("string"), "limit": maybe("string"),
            "condition": maybe("string"),
            "parts": list("ReasonPart"), "basis": texts(), "next": { "oneOf": [named("NextStep"), { "type": "null" }] } }),
            ),
        ),
        ("ReasonPart", object(&["condition"], json!({ "condition": text(), "holds": maybe("boolean") }))),
        ("NextStep", object(&["text"], json!({ "text": text(), "href": maybe("string") }))),
        (
            "Done",
            object(
                &["matter", "seq", "replayed", "slip"],
                json!({ "matter": text(), "seq": whole(), "replayed": { "type": "boolean" }, "changed": texts(),
            "slip": { "oneOf": [named("EntrySlip"), { "type": "null" }],
                "description": "null but where something was entered for somebody who may take it back themselves" } }),
            ),
        ),
        (
            "EntrySlip",
            json!({ "type": "object", "required": ["reference", "code", "address", "direct", "takes_back"],
            "additionalProperties": false,
            "description": "What is handed over to the person for whom it was entered, and to nobody else: number and code by \
                which they follow the matter and take the entry back. A repeated request with the same key gives the same slip; it \
                can be read nowhere else.",
            "properties": {
                "reference": { "type": "string", "description": "the number" },
                "code": { "type": "string", "description": "the code; keep it in no log" },
                "address": { "type": "string", "format": "uri", "description": "where number and code are typed in" },
                "direct": { "type": "string", "format": "uri", "description": "the same without typing: for a picture to scan" },
                "takes_back": { "type": ["string", "null"], "description": "the action that takes it back" } } }),
        ),
        (
            "Me",
            object(
                &["person", "role", "body", "scopes", "ends_at"],
                json!({ "person": text(), "role": text(), "body": text(), "scopes": texts(), "ends_at": { "type": "string", "format": "date-time" } }),
            ),
        ),
        (
            "MatterRow",
            object(
                &["matter", "procedure", "title", "state", "open", "body", "opened_on", "changed_at", "seq"],
                json!({
            "matter": text(), "seq": whole(), "procedure": text(), "number": maybe("string"), "title": text(), "state": text(), "open": { "type": "boolean" },
            "body": text(), "opened_on": date(), "changed_at": { "type": "string", "format": "date-time" }, "due_on": maybe_date(),
            "level": { "type": "string", "enum": ["none", "notice", "yellow", "red"] } }),
            ),
        ),
        (
            "Matter",
            object(
                &[
                    "matter",
                    "seq",
                    "procedure",
                    "version",
                    "title",
                    "open",
                    "body",
                    "values",
                    "hidden",
                    "clocks",
                    "actions",
                    "papers",
                    "links",
                ],
                json!({
            "matter": text(), "seq": whole(), "procedure": text(), "version": text(), "number": maybe("string"), "title": text(), "state": maybe("string"),
            "state_label": { "oneOf": [named("Label"), { "type": "null" }] }, "open": { "type": "boolean" }, "body": text(), "opened_on": maybe_date(),
            "values": { "type": "object", "description": "as the procedure's own schema …Values describes them", "additionalProperties": true },
            "hidden": { "type": "array", "items": text(), "description": "personal and sealed fields that are on record; they are opened on the page, with a reason that is journalled" },
            "clocks": list("Clock"), "actions": list("ActionStatus"), "papers": list("Paper"), "links": list("Link") }),
            ),
        ),
        (
            "Clock",
            object(
                &["limit", "label", "kind", "status", "level", "provisional", "basis", "steps"],
                json!({ "limit": text(), "label": named("Label"), "kind": text(),
            "status": { "type": "string", "enum": ["running", "standing", "done", "done_late", "superseded", "ended"] }, "start": maybe_date(), "due_on": maybe_date(), "done_on": maybe_date(),
            "level": { "type": "string", "enum": ["none", "notice", "yellow", "red"] }, "provisional": { "type": "boolean" }, "accrued_fen": maybe("integer"), "basis": texts(), "steps": list("Step") }),
            ),
        ),
        (
            "Step",
            object(
                &["kind"],
                json!({ "kind": text(), "from": maybe_date(), "to": maybe_date(), "n": maybe("integer"), "unit": maybe("string"), "why": maybe("string") }),
            ),
        ),
        (
            "ActionStatus",
            object(
                &["action", "label", "openness", "reasons"],
                json!({ "action": text(), "label": named("Label"),
            "openness": { "type": "string", "enum": ["open", "open_to_others", "closed", "elsewhere"] }, "href": maybe("string"), "reasons": list("Reason") }),
            ),
        ),
        (
            "Paper",
            object(
                &["seq", "paper", "label"],
                json!({ "seq": whole(), "paper": text(), "label": named("Label"), "number": maybe("string"), "pdf": text(), "verify": text() }),
            ),
        ),
        ("Link", object(&["kind", "matter"], json!({ "kind": text(), "matter": text() }))),
        (
            "Event",
            object(
                &["seq", "kind", "happened_on", "recorded_at", "hash", "previous"],
                json!({ "seq": whole(), "kind": text(), "action": maybe("string"), "actor": { "type": "object" },
            "happened_on": date(), "recorded_at": { "type": "string", "format": "date-time" }, "hash": text(), "previous": text() }),
            ),
        ),
        (
            "ProcedureRow",
            object(
                &["procedure", "version", "label"],
                json!({ "procedure": text(), "version": text(), "label": named("Label"), "parent": maybe("string"), "basis": texts() }),
            ),
        ),
        (
            "Procedure",
            object(
                &["procedure", "version", "label", "states", "actions", "limits"],
                json!({ "procedure": text(), "version": text(), "label": named("Label"), "parent": maybe("string"), "basis": texts(),
            "states": { "type": "array", "items": object(&["state", "label", "final"], json!({ "state": text(), "label": named("Label"), "final": { "type": "boolean" } })) },
            "actions": { "type": "array", "items": object(&["action", "label", "opens", "by", "basis"], json!({ "action": text(), "label": named("Label"), "opens": { "type": "boolean" }, "by": texts(), "basis": texts() })) },
            "limits": { "type": "array", "items": object(&["limit", "label", "kind", "basis"], json!({ "limit": text(), "label": named("Label"), "kind": text(), "within": maybe("string"), "basis": texts() })) } }),
            ),
        ),
        (
            "Body",
            object(
                &["body", "label", "kind"],
                json!({ "body": text(), "label": named("Label"), "kind": text(), "parent": maybe("string"), "valid_from": date(), "valid_to": maybe_date() }),
            ),
        ),
        (
            "Instrument",
            object(
                &["title", "promulgated", "in_force_from", "in_force"],
                json!({ "title": text(), "en": text(), "number": maybe("string"), "rank": text(), "promulgated": date(), "in_force_from": date(), "ended_on": maybe_date(), "in_force": { "type": "boolean" }, "articles": { "type": "integer" } }),
            ),
        ),
        (
            "Measure",
            object(
                &["measure", "label", "of", "kind", "counted", "hit", "missed", "pending", "basis"],
                json!({ "measure": text(), "label": named("Label"),
            "of": { "type": ["string", "null"], "description": "the procedure whose matters it counts; null: refusals of every procedure" }, "kind": text(),
            "value": { "type": ["string", "null"], "description": "a decimal; a rate is of one hundred, a sum of money is in fen; null: nothing counts yet" }, "counted": whole(), "hit": whole(), "missed": whole(), "pending": whole(), "amount": whole(), "basis": texts() }),
            ),
        ),
        (
            "FigureRow",
            object(
                &["matter", "on", "outcome"],
                json!({ "matter": text(), "on": date(), "body": text(), "outcome": { "type": "string", "enum": ["hit", "missed", "pending"] }, "amount": whole() }),
            ),
        ),
        (
            "Due",
            object(
                &["on", "provisional", "steps"],
                json!({ "on": date(), "counted_on": date(), "provisional": { "type": "boolean" }, "steps": list("Step") }),
            ),
        ),
        (
            "CalendarYear",
            object(
                &["year", "published", "days"],
                json!({ "year": { "type": "integer" }, "published": { "type": "boolean" }, "days": { "type": "array", "items": object(&["on", "working"], json!({ "on": date(), "working": { "type": "boolean" }, "name": maybe("string") })) } }),
            ),
        ),
        (
            "Notice",
            object(
                &["specversion", "id", "source", "type", "time", "data"],
                json!({ "specversion": { "type": "string", "const": "1.0" }, "id": text(), "source": { "type": "string", "format": "uri-reference" }, "type": text(), "subject": text(), "time": { "type": "string", "format": "date-time" }, "datacontenttype": { "type": "string", "const": "application/json" }, "data": { "type": "object" } }),
            ),
        ),
    ];
    all.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}
