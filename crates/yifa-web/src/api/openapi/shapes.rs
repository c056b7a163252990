//! Owns the shapes of what is answered: the named schemas that are the same whatever the city runs on.

use serde_json::{Map, Value as Json, json};

use crate::api::schema::{self, line, named};

fn object(required: &[&str], properties: Json) -> Json {
    json!({ "type": "object", "required": required, "properties": properties })
}

pub(super) fn fixed_schemas() -> Map<String, Json> {
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
            // Not `File`: languages have one already.
            "KeptFile",
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
            "cell": { "oneOf": [named("ReasonCell"), { "type": "null" }], "description": "where the field is a table and one of its cells is wrong" },
            "condition": maybe("string"),
            "parts": list("ReasonPart"), "basis": texts(), "next": { "oneOf": [named("NextStep"), { "type": "null" }] } }),
            ),
        ),
        (
            "ReasonCell",
            object(
                &["row", "column"],
                json!({ "row": { "type": "integer", "minimum": 1, "description": "counted from 1" }, "column": text() }),
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
            "NoticeData",
            object(
                &["matter", "procedure", "number", "title", "recipients"],
                json!({ "matter": text(), "procedure": text(), "number": maybe("string"), "title": text(),
                    "recipients": list("Recipient"),
                    "action": { "type": "string", "description": "of an act: what was done" },
                    "limit": { "type": "string", "description": "of a day that comes or has passed: the limit" },
                    "due_on": date(),
                    "days": { "type": "integer", "description": "days until due_on; negative once it has passed" } }),
            ),
        ),
        (
            "Recipient",
            object(
                &["person", "name", "phone"],
                json!({ "person": text(), "name": text(), "phone": maybe("string") }),
            ),
        ),
        (
            "Notice",
            object(
                &["specversion", "id", "source", "type", "time", "data"],
                json!({ "specversion": { "type": "string", "const": "1.0" }, "id": text(), "source": { "type": "string", "format": "uri-reference" }, "type": { "type": "string", "enum": ["cn.yifa.matter.act", "cn.yifa.matter.due"] }, "subject": text(), "time": { "type": "string", "format": "date-time" }, "datacontenttype": { "type": "string", "const": "application/json" }, "data": named("NoticeData") }),
            ),
        ),
    ];
    all.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

fn date() -> Json {
    json!({ "type": "string", "format": "date" })
}
