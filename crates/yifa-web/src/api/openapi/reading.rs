//! Owns the operations that no definition makes: what can be read, counted and calculated, and the files.

use serde_json::{Map, Value as Json, json};
use yifa_kernel::definition::Registry;

use super::answers::{failures, header, json_of};
use super::{language, matter_parameter};
use crate::api::schema::{self, line, named};

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

/// A day that is asked for: days of other centuries are not counted.
fn asked_day() -> Json {
    json!({ "type": "string", "format": "date", "pattern": "^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$" })
}

pub(in crate::api) fn fixed_paths(registry: &Registry) -> Map<String, Json> {
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
        "requestBody": { "required": true, "content": { "application/octet-stream": { "schema": bytes(Some(1)) } } },
        "responses": with(failures(&["400", "401", "403", "413", "415", "429"]), "201", json!({ "description": "kept", "content": json_of(named("KeptFile")) })),
        "x-scope": "files" } }),
    );
    put(
        "/api/files/{digest}",
        json!({ "get": { "operationId": "fetch_file", "tags": ["files"], "summary": "a file by its digest",
        "parameters": [{ "name": "digest", "in": "path", "required": true, "schema": { "type": "string", "pattern": "^[0-9a-f]{64}$" } }, language()],
        "responses": with(failures(&["400", "401", "403", "404", "429"]), "200", json!({ "description": "the file",
            "content": { "application/octet-stream": { "schema": bytes(None) } } })),
        "x-scope": "files" } }),
    );
    paths
}

/// Bytes, as OpenAPI 3.1 writes them and as makers of clients have known them since 3.0: without a schema they read nothing.
fn bytes(least: Option<u32>) -> Json {
    let mut bytes =
        json!({ "type": "string", "format": "binary", "contentMediaType": "application/octet-stream" });
    if let Some(least) = least {
        bytes["minLength"] = json!(least);
    }
    bytes
}

fn with(mut all: Map<String, Json>, status: &str, answer: Json) -> Map<String, Json> {
    all.insert(status.to_owned(), answer);
    all
}
