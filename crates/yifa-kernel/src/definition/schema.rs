//! Owns what is generated from the raw types: the JSON Schema of every definition file and `docs/DEFINITIONS.md`. A test
//! holds both current.

use std::fmt::Write as _;

use schemars::{JsonSchema, schema_for};
use serde_json::Value;

use super::raw::{
    BenchmarkFile, CalendarFile, InstrumentFile, MeasureFile, OverlayFile, PaperFile, ProcedureFile,
    RolesFile, ScenarioFile,
};

/// The JSON Schema of each kind of definition file, by name.
pub fn schemas() -> Vec<(&'static str, Value)> {
    fn of<T: JsonSchema>() -> Value {
        schema_for!(T).to_value()
    }
    vec![
        ("procedure", of::<ProcedureFile>()),
        ("paper", of::<PaperFile>()),
        ("scenario", of::<ScenarioFile>()),
        ("measure", of::<MeasureFile>()),
        ("benchmark", of::<BenchmarkFile>()),
        ("roles", of::<RolesFile>()),
        ("overlay", of::<OverlayFile>()),
        ("calendar", of::<CalendarFile>()),
        ("instrument", of::<InstrumentFile>()),
    ]
}

const WHERE: [(&str, &str); 9] = [
    (
        "procedure",
        "procedures/<id>/procedure.toml, procedures/<id>/versions/<date>.toml, and without [procedure] common/<step>/step.toml",
    ),
    ("paper", "procedures/<id>/documents/<name>.toml, common/<step>/documents/<name>.toml"),
    ("scenario", "procedures/<id>/scenarios/<case>.toml"),
    ("measure", "measures/<id>.toml"),
    ("benchmark", "benchmarks/<id>.toml"),
    ("roles", "roles.toml"),
    ("overlay", "overlay.toml in a city's own folder"),
    ("calendar", "calendars/<year>.toml"),
    ("instrument", "instruments/<slug>/<promulgation date>.toml"),
];

/// `docs/DEFINITIONS.md`.
pub fn definitions_page() -> String {
    let mut page = String::from(
        "# Definitions\n\nGenerated from the Rust types; do not edit. What a city runs on is written in these TOML files: no Rust. \
         `yifa check` compiles them, reports every fault at once, and runs every scenario.\n\n",
    );
    let _ = writeln!(page, "## Conditions\n\n{}\n", language());
    for (name, schema) in schemas() {
        let place = WHERE.iter().find(|(one, _)| *one == name).map_or("", |(_, place)| place);
        let _ = writeln!(page, "## {name}\n\n`{place}`\n");
        describe(&mut page, &schema);
        if let Some(Value::Object(parts)) = schema.get("$defs") {
            for (part, schema) in parts {
                let _ = writeln!(page, "### {name}: {part}\n");
                describe(&mut page, schema);
            }
        }
    }
    let _ = writeln!(page, "## Diagnostics\n\n| code | meaning |\n|---|---|");
    for (code, meaning) in super::DIAGNOSTICS {
        let _ = writeln!(page, "| {code} | {meaning} |");
    }
    page
}

/// The page of the condition language: the module's own documentation.
fn language() -> String {
    let source = include_str!("../guard/mod.rs");
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    let lines = lines.map(|line| line.strip_prefix(' ').unwrap_or(line));
    lines
        .skip_while(|line| !line.starts_with("# The language"))
        .map(|line| format!("{}\n", line.replacen("# ", "### ", 1)))
        .collect()
}

fn describe(page: &mut String, schema: &Value) {
    if let Some(text) = schema.get("description").and_then(Value::as_str) {
        let _ = writeln!(page, "{}\n", text.replace('\n', " "));
    }
    if let Some(Value::Object(keys)) = schema.get("properties") {
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let _ = writeln!(page, "| key | kind | meaning |\n|---|---|---|");
        for (key, about) in keys {
            let must = if required.contains(&key.as_str()) { "" } else { " (optional)" };
            let _ = writeln!(page, "| `{key}` | {}{must} | {} |", kind(about), text_of(about));
        }
        page.push('\n');
    }
    let variants = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    for variant in variants {
        if let Some(word) = variant.get("const").and_then(Value::as_str) {
            let _ = writeln!(page, "- `{word}`: {}", text_of(variant));
        }
    }
    page.push('\n');
}

fn text_of(schema: &Value) -> String {
    schema.get("description").and_then(Value::as_str).unwrap_or("").replace('\n', " ").replace('|', "\\|")
}

fn kind(schema: &Value) -> String {
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        return target.rsplit('/').next().unwrap_or(target).to_owned();
    }
    match schema.get("type") {
        Some(Value::String(one)) if one == "array" => {
            format!("list of {}", schema.get("items").map_or_else(String::new, kind))
        }
        Some(Value::String(one)) => one.clone(),
        Some(Value::Array(all)) => {
            let all: Vec<&str> = all.iter().filter_map(Value::as_str).filter(|one| *one != "null").collect();
            all.join(" or ")
        }
        _ => {
            let any = schema.get("anyOf").and_then(Value::as_array).into_iter().flatten();
            let all: Vec<String> = any.map(kind).filter(|one| one != "null" && !one.is_empty()).collect();
            all.join(" or ")
        }
    }
}
