//! Owns the columns of open data that every list has: what each is, in which order, and where its value comes from.

use serde_json::{Map, Value as Json, json};
use yifa_kernel::guard::Guard;
use yifa_kernel::procedure::Label;
use yifa_store::Disclosure;

use super::super::words;
use crate::face::Lang;

/// A column that every list has.
pub(super) struct Column {
    /// Its key in JSON.
    pub key: &'static str,
    shape: Shape,
    value: fn(&Disclosure) -> Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Text,
    MaybeText,
    Day,
    MaybeDay,
}

/// The columns of every list, before those of its own.
pub(super) const FIXED: [Column; 7] = [
    Column { key: "id", shape: Shape::Text, value: |row| Some(row.slug.clone()) },
    Column { key: "body", shape: Shape::MaybeText, value: |row| public(row, "body_id") },
    Column { key: "body_name", shape: Shape::MaybeText, value: |row| public(row, "body") },
    Column { key: "state", shape: Shape::MaybeText, value: |row| public(row, "state") },
    Column { key: "public_from", shape: Shape::Day, value: |row| Some(row.from.to_string()) },
    Column { key: "public_until", shape: Shape::MaybeDay, value: |row| row.until.map(|day| day.to_string()) },
    Column {
        key: "withdrawn_on",
        shape: Shape::MaybeDay,
        value: |row| row.withdrawn_on.map(|day| day.to_string()),
    },
];

fn public(row: &Disclosure, key: &str) -> Option<String> {
    row.public.get(key).and_then(Json::as_str).map(str::to_owned)
}

impl Column {
    pub(super) fn value(&self, row: &Disclosure) -> Option<String> {
        (self.value)(row)
    }

    pub(super) fn title(&self, lang: Lang) -> String {
        lang.t(&format!("public.data.column.{}", self.key))
    }

    fn about(&self, lang: Lang) -> String {
        lang.t(&format!("public.data.about.{}", self.key))
    }

    /// Its schema; one who reads it gets title and description in their language, and all languages beside them.
    pub(super) fn schema(&self, lang: Lang) -> Json {
        let mut one = match self.shape {
            Shape::Text => json!({ "type": "string" }),
            Shape::MaybeText => json!({ "type": ["string", "null"] }),
            Shape::Day => json!({ "type": "string", "format": "date" }),
            Shape::MaybeDay => json!({ "type": ["string", "null"], "format": "date" }),
        };
        said(&mut one, "title", lang, |lang| self.title(lang));
        said(&mut one, "description", lang, |lang| self.about(lang));
        one
    }

    /// Whether each entry has a value in it.
    pub(super) fn is_always(&self) -> bool {
        matches!(self.shape, Shape::Text | Shape::Day)
    }
}

/// The columns of one list alone: key and title of each. What every list already has does not come again.
pub(super) fn own<'a>(
    shows: &'a [(Label, Guard)],
) -> impl Iterator<Item = (&'a str, impl Fn(Lang) -> String + 'a)> {
    shows.iter().filter(|(_, guard)| is_own(guard.source.trim())).map(|(label, guard)| {
        (guard.source.trim(), move |lang: Lang| lang.write(&words::label(lang, label)).into_owned())
    })
}

/// Whether what is shown under this key stands in no column that every list has: `body.name` is the fixed `body_name`.
pub(super) fn is_own(key: &str) -> bool {
    key != "body.name"
}

/// A text of a schema in the reader's language, and under `x-…` in all three.
pub(super) fn said(schema: &mut Json, what: &str, lang: Lang, text: impl Fn(Lang) -> String) {
    let all: Map<String, Json> =
        Lang::ALL.iter().map(|lang| (lang.code().to_owned(), json!(text(*lang)))).collect();
    schema[what] = json!(text(lang));
    schema[format!("x-{what}")] = Json::Object(all);
}
