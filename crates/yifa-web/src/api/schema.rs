//! Owns the schemas of values: a field of a definition becomes JSON Schema 2020-12, as OpenAPI 3.1 uses it.

use serde_json::{Map, Value as Json, json};
use yifa_kernel::guard::Kind;
use yifa_kernel::procedure::{Action, Column, Field, FieldKind, Label, Needed, Procedure};

/// One line without control characters, with something to read in it.
pub(super) const LINE: &str = r"^[^\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]*[^\s\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069][^\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]*$";
/// Paragraphs without other control characters.
const PARAGRAPHS: &str = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]*[^\s\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069][^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]*$";
/// Most values of a list and rows of a table.
const ROWS: usize = 5_000;

/// A reference to a named schema.
pub(super) fn named(name: &str) -> Json {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// One line of text of some length.
pub(super) fn line(most: usize) -> Json {
    json!({ "type": "string", "minLength": 1, "maxLength": most, "pattern": LINE })
}

/// The schema of a field, with its name and what the law says of it.
pub(super) fn field(field: &Field) -> Json {
    let mut schema = kind(&field.kind, field.declared, &field.choices, &field.columns);
    describe(&mut schema, &field.label, field.help.as_ref(), &field.basis, &field.choices);
    if let Some(map) = schema.as_object_mut()
        && (field.personal || field.sealed)
    {
        map.insert("x-personal".to_owned(), json!(field.personal));
        map.insert("x-sealed".to_owned(), json!(field.sealed));
    }
    schema
}

fn describe(
    schema: &mut Json,
    label: &Label,
    help: Option<&Label>,
    basis: &[String],
    choices: &[(String, Label)],
) {
    let mut lines = vec![format!("{} · {}", label.zh, label.en)];
    lines.extend(
        help.into_iter().flat_map(|help| [&help.zh, &help.en]).filter(|one| !one.is_empty()).cloned(),
    );
    lines.extend(choices.iter().map(|(id, label)| format!("`{id}`: {} · {}", label.zh, label.en)));
    lines.extend((!basis.is_empty()).then(|| basis.join("、")));
    if let Some(map) = schema.as_object_mut() {
        map.insert("description".to_owned(), json!(lines.join("\n\n")));
    }
}

fn kind(kind_: &Kind, declared: FieldKind, choices: &[(String, Label)], columns: &[Column]) -> Json {
    match kind_ {
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Int => {
            json!({ "type": "integer", "format": "int64", "minimum": i64::MIN, "maximum": i64::MAX })
        }
        Kind::Money => {
            json!({ "type": "integer", "format": "int64", "minimum": 0, "maximum": i64::MAX, "x-unit": "fen" })
        }
        Kind::Decimal => json!({ "type": "string", "pattern": r"^-?[0-9]{1,13}(\.[0-9]{1,4})?$" }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Instant => json!({ "type": "string", "format": "date-time" }),
        Kind::Text if declared == FieldKind::LongText => {
            json!({ "type": "string", "minLength": 1, "maxLength": 20_000, "pattern": PARAGRAPHS })
        }
        Kind::Text | Kind::Cite => line(200),
        Kind::Choice(words) => {
            let own: Vec<&str> = choices.iter().map(|(id, _)| id.as_str()).collect();
            let all: Vec<&str> =
                if own.is_empty() { words.iter().map(String::as_str).collect() } else { own };
            json!({ "type": "string", "enum": all })
        }
        Kind::Body => named("BodyId"),
        Kind::Person => json!({ "type": "string", "minLength": 1, "maxLength": 100, "pattern": LINE }),
        Kind::Matter(procedures) => {
            let all: Vec<&str> = procedures.iter().map(|one| one.as_str()).collect();
            json!({ "type": "string", "minLength": 1, "maxLength": 100, "pattern": r"^[A-Za-z0-9._~-]+$",
                "x-matter-of": all })
        }
        Kind::Party => named("Party"),
        Kind::File => named("KeptFile"),
        Kind::List(one) => {
            // Whoever or whatever is named, is named once.
            let once =
                matches!(**one, Kind::Person | Kind::Body | Kind::Matter(_) | Kind::Choice(_) | Kind::Cite);
            json!({ "type": "array", "minItems": 1, "maxItems": ROWS, "uniqueItems": once,
                "items": kind(one, declared, choices, columns) })
        }
        Kind::Table(_) => {
            let cells: Map<String, Json> =
                columns.iter().map(|one| (one.id.to_string(), column(one))).collect();
            json!({ "type": "array", "minItems": 1, "maxItems": ROWS,
                "items": { "type": "object", "properties": cells, "additionalProperties": false } })
        }
    }
}

fn column(column: &Column) -> Json {
    let mut schema = kind(&column.kind, column.declared, &column.choices, &[]);
    describe(&mut schema, &column.label, None, &[], &column.choices);
    schema
}

/// Whether a value must be sent with an action. What some act of the procedure freezes may be on record for good by then,
/// so that the engine alone can say.
pub(super) fn is_required(procedure: &Procedure, action: &Action, at: usize) -> bool {
    action.records.get(at).is_some_and(|(id, needed)| {
        *needed == Needed::Required && !procedure.actions.iter().any(|one| one.freezes.contains(id))
    })
}

/// What is sent to do an action.
pub(super) fn input(procedure: &Procedure, action: &Action, opens: bool) -> Json {
    let fields = action.records.iter().filter_map(|(id, _)| procedure.field(id));
    let properties: Map<String, Json> = fields.map(|one| (one.id.to_string(), field(one))).collect();
    let required: Vec<&str> = action
        .records
        .iter()
        .enumerate()
        .filter(|(at, _)| is_required(procedure, action, *at))
        .map(|(_, (id, _))| id.as_str())
        .collect();
    let must_have_values = !required.is_empty();
    let mut values = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    let mut own = json!({ "happened_on": { "type": "string", "format": "date",
        "description": "when it was done; today unless given, never ahead" } });
    if let Some(values) = values.as_object_mut()
        && must_have_values
    {
        values.insert("required".to_owned(), json!(required));
    }
    if let Some(own) = own.as_object_mut() {
        own.insert("values".to_owned(), values);
        if opens {
            let mut body = named("BodyId");
            body["description"] = json!("the body that handles the matter; the caller's own unless given");
            own.insert("body".to_owned(), body);
        }
    }
    let mut whole = json!({ "type": "object", "properties": own, "additionalProperties": false });
    if must_have_values && let Some(whole) = whole.as_object_mut() {
        whole.insert("required".to_owned(), json!(["values"]));
    }
    whole
}

/// Every value that a matter of the procedure may have.
pub(super) fn values(procedure: &Procedure) -> Json {
    let all: Map<String, Json> =
        procedure.fields.iter().map(|one| (one.id.to_string(), field(one))).collect();
    json!({ "type": "object", "properties": all,
        "description": format!("{} · {}", procedure.label.zh, procedure.label.en) })
}

/// `penalty-ordinary` and `open_case` as `PenaltyOrdinaryOpenCase`.
pub(super) fn pascal(parts: &[&str]) -> String {
    let words = parts.iter().flat_map(|part| part.split(['-', '_', '.']));
    words
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>())
        })
        .collect()
}
