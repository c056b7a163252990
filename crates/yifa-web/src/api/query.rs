//! Owns how a query is read: against the description that the API gives of itself, so that a refusal names the parameter, what
//! was sent and what it takes.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use axum::extract::{FromRequestParts, MatchedPath, Query};
use axum::http::request::Parts;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use yifa_kernel::definition::Registry;

use super::caller::language;
use super::openapi;
use super::problem::Problem;
use crate::face::Lang;
use crate::server::Server;

/// The parameters of each address, made when a query first comes.
pub(super) type Described = Arc<OnceLock<BTreeMap<String, Vec<Parameter>>>>;

/// Most words of a choice that a sentence tells.
const MOST_WORDS: usize = 12;

/// A parameter of a query.
pub(super) struct Parameter {
    name: String,
    required: bool,
    schema: Json,
}

/// The parameters of each address, as the description has them.
pub(super) fn described(registry: &Registry) -> BTreeMap<String, Vec<Parameter>> {
    let of = |item: &Json| {
        let all = item["get"]["parameters"].as_array().or_else(|| item["post"]["parameters"].as_array());
        let all = all.into_iter().flatten().filter(|one| one["in"] == "query");
        let read = |one: &Json| Parameter {
            name: one["name"].as_str().unwrap_or_default().to_owned(),
            required: one["required"] == true,
            schema: one["schema"].clone(),
        };
        all.map(read).collect()
    };
    openapi::fixed_paths(registry).iter().map(|(path, item)| (path.clone(), of(item))).collect()
}

/// A query, read strictly: an unknown or unreadable parameter is said, not skipped.
pub(super) struct Asked<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Server> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Problem> {
        let lang = language(&parts.headers);
        let path = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
        let described = parts.extensions.get::<Described>().cloned().unwrap_or_default();
        let known = described.get_or_init(|| self::described(server.city.registry())).get(path);
        let known = known.map(Vec::as_slice).unwrap_or_default();
        if let Some(fault) = fault(lang, known, parts.uri.query().unwrap_or("")) {
            return Err(Problem::misfit(lang, fault));
        }
        let read = Query::<T>::from_request_parts(parts, server).await;
        let Query(asked) = read.map_err(|fault| {
            let told = fault.body_text();
            Problem::misfit(
                lang,
                told.rsplit_once("query string: ").map_or(told.clone(), |(_, end)| end.to_owned()),
            )
        })?;
        Ok(Self(asked))
    }
}

/// What is wrong with a query: the first parameter that does not fit, or one that is missing.
fn fault(lang: Lang, known: &[Parameter], query: &str) -> Option<String> {
    let Ok(pairs) = serde_urlencoded::from_str::<Vec<(String, String)>>(query) else {
        return Some(lang.t("api.query.unreadable"));
    };
    let mut seen: Vec<&str> = Vec::new();
    for (name, text) in &pairs {
        let Some(one) = known.iter().find(|one| one.name == *name) else {
            let names: Vec<&str> = known.iter().map(|one| one.name.as_str()).collect();
            let places = [("name", name.clone()), ("names", names.join(", "))];
            let key = if names.is_empty() { "api.query.none" } else { "api.query.unknown" };
            return Some(lang.with(key, &places));
        };
        if seen.contains(&name.as_str()) {
            return Some(lang.with("api.query.twice", &[("name", name.clone())]));
        }
        seen.push(name);
        if !fits(&one.schema, text) {
            let places =
                [("name", name.clone()), ("value", text.clone()), ("takes", takes(lang, &one.schema))];
            return Some(lang.with("api.query.misfit", &places));
        }
    }
    let missing = known.iter().find(|one| one.required && !seen.contains(&one.name.as_str()))?;
    let places = [("name", missing.name.clone()), ("takes", takes(lang, &missing.schema))];
    Some(lang.with("api.query.missing", &places))
}

/// Whether a text is what a parameter takes, as far as its kind tells. Names of what the city has are asked of the city.
fn fits(schema: &Json, text: &str) -> bool {
    match schema["type"].as_str() {
        Some("integer") => {
            let within = |n: i64| {
                schema["minimum"].as_i64().is_none_or(|least| n >= least)
                    && schema["maximum"].as_i64().is_none_or(|most| n <= most)
            };
            text.parse().is_ok_and(within)
        }
        Some("boolean") => matches!(text, "true" | "false"),
        Some("string") if schema["format"] == "date" => {
            let written = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
            written && text.parse::<Date>().is_ok()
        }
        Some("string") => schema["enum"].as_array().is_none_or(|words| words.iter().any(|word| word == text)),
        _ => true,
    }
}

/// What a parameter takes, in words.
fn takes(lang: Lang, schema: &Json) -> String {
    let number = |key: &str| schema[key].as_i64().map_or_else(String::new, |n| n.to_string());
    match schema["type"].as_str() {
        Some("integer") => {
            lang.with("api.query.integer", &[("least", number("minimum")), ("most", number("maximum"))])
        }
        Some("boolean") => lang.t("api.query.boolean"),
        Some("string") if schema["format"] == "date" => lang.t("api.query.date"),
        Some("string") => match schema["enum"].as_array() {
            Some(words) => {
                let told: Vec<&str> = words.iter().filter_map(Json::as_str).take(MOST_WORDS).collect();
                let key = if told.len() < words.len() { "api.query.many" } else { "api.query.words" };
                let places = [("words", told.join(", ")), ("n", words.len().to_string())];
                lang.with(key, &places)
            }
            None => lang.with("api.query.text", &[("most", number("maxLength"))]),
        },
        _ => lang.t("api.query.name"),
    }
}
