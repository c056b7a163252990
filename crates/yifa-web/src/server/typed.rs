//! Owns what a person typed into a form: pairs and files as sent, and the values that they mean. Nothing typed is lost:
//! what cannot be read stays as typed and comes back with its fault.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use yifa_kernel::guard::Kind;
use yifa_kernel::id::FieldId;
use yifa_kernel::procedure::{Action, Field, Procedure};
use yifa_kernel::read::{read, read_party};
use yifa_kernel::refusal::{Code, Next, Reason};
use yifa_kernel::value::{FileRef, Value};

use super::Server;

/// A form as sent.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pairs: Vec<(String, String)>,
    files: Vec<(String, FileRef)>,
}

impl FromRequest<Server> for Typed {
    type Rejection = Response;

    async fn from_request(request: Request, server: &Server) -> Result<Self, Response> {
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
        if kind.starts_with("multipart/form-data") {
            let form = Multipart::from_request(request, server).await.map_err(IntoResponse::into_response)?;
            return Self::of_parts(form, server).await;
        }
        let body = Bytes::from_request(request, server).await.map_err(IntoResponse::into_response)?;
        let pairs =
            serde_urlencoded::from_bytes(&body).map_err(|_| StatusCode::BAD_REQUEST.into_response())?;
        Ok(Self { pairs, files: Vec::new() })
    }
}

impl Typed {
    /// A form that was kept.
    pub(super) fn of(pairs: Vec<(String, String)>, files: Vec<(String, FileRef)>) -> Self {
        Self { pairs, files }
    }

    /// Everything that was sent for one field: texts and files.
    pub(super) fn of_field(&self, id: &str) -> (Vec<(String, String)>, Vec<(String, FileRef)>) {
        let inner = format!("{id}.");
        let pairs = self.pairs.iter().filter(|(key, _)| key == id || key.starts_with(&inner)).cloned();
        let files = self.files.iter().filter(|(key, _)| key == id).cloned();
        (pairs.collect(), files.collect())
    }

    async fn of_parts(mut form: Multipart, server: &Server) -> Result<Self, Response> {
        let mut typed = Self::default();
        while let Some(part) = form.next_field().await.map_err(IntoResponse::into_response)? {
            let name = part.name().unwrap_or_default().to_owned();
            let Some(file) = part.file_name().map(ToOwned::to_owned) else {
                let text = part.text().await.map_err(IntoResponse::into_response)?;
                typed.pairs.push((name, text));
                continue;
            };
            let bytes = part.bytes().await.map_err(IntoResponse::into_response)?;
            if file.is_empty() || bytes.is_empty() {
                continue;
            }
            let length = bytes.len() as u64;
            let city = &server.city;
            let kept = city.store().blob_put(city.jurisdiction(), bytes.to_vec()).await;
            let digest = kept.map_err(|error| super::words::fault(server, &error.into()))?;
            // Only the last part of the name: some browsers send whole paths.
            let file = file.rsplit(['/', '\\']).next().unwrap_or(&file).chars().take(200).collect();
            typed.files.push((name, FileRef { digest: digest.to_string(), name: file, bytes: length }));
        }
        Ok(typed)
    }

    /// The first text under a name.
    pub(super) fn text(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map_or("", |(_, text)| text.as_str())
    }

    /// Every text under a name.
    pub(super) fn texts<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(key, _)| key == name).map(|(_, text)| text.as_str())
    }

    /// The files under a name.
    pub(super) fn files<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a FileRef> {
        self.files.iter().filter(move |(key, _)| key == name).map(|(_, file)| file)
    }

    /// Whether anything was typed for a field.
    pub(super) fn has(&self, id: &str) -> bool {
        let inner = format!("{id}.");
        self.pairs.iter().any(|(key, text)| (key == id || key.starts_with(&inner)) && !text.trim().is_empty())
            || self.files(id).next().is_some()
    }

    /// The rows of a table as typed, by number; blank ones are left out.
    pub(super) fn rows(&self, id: &str) -> Vec<BTreeMap<String, String>> {
        let mut rows: BTreeMap<u32, BTreeMap<String, String>> = BTreeMap::new();
        for (key, text) in &self.pairs {
            let Some(rest) = key.strip_prefix(id).and_then(|rest| rest.strip_prefix('.')) else { continue };
            let Some((row, column)) = rest.split_once('.') else { continue };
            let Ok(row) = row.parse::<u32>() else { continue };
            if !text.trim().is_empty() {
                rows.entry(row).or_default().insert(column.to_owned(), text.clone());
            }
        }
        rows.into_values().collect()
    }

    /// The values of an action's fields, and what could not be read.
    pub(super) fn values(
        &self,
        procedure: &Procedure,
        action: &Action,
    ) -> (BTreeMap<FieldId, Value>, Vec<Reason>) {
        let mut values = BTreeMap::new();
        let mut faults = Vec::new();
        for (id, _) in &action.records {
            let Some(field) = procedure.field(id) else { continue };
            match self.value(field) {
                Ok(Some(value)) => {
                    values.insert(id.clone(), value);
                }
                Ok(None) => {}
                Err(code) => faults
                    .push(Reason::new(code, Next::Correct(vec![id.clone()])).about(id).because(&field.basis)),
            }
        }
        (values, faults)
    }

    pub(super) fn value(&self, field: &Field) -> Result<Option<Value>, Code> {
        let id = field.id.as_str();
        if !self.has(id) {
            return Ok(None);
        }
        match &field.kind {
            Kind::Party => {
                let part = |name: &str| self.text(&format!("{id}.{name}"));
                if part("name").trim().is_empty() && part("code").trim().is_empty() {
                    return Ok(None);
                }
                read_party(part("kind"), part("name"), part("code"), part("address"), part("phone")).map(Some)
            }
            Kind::Table(_) => {
                let rows = self.rows(id).into_iter().map(|row| {
                    let cells = field.columns.iter().filter_map(|column| {
                        let text = row.get(column.id.as_str())?;
                        Some(read(&column.kind, text).map(|value| (column.id.clone(), value)))
                    });
                    cells.collect::<Result<BTreeMap<_, _>, _>>()
                });
                rows.collect::<Result<Vec<_>, _>>().map(|rows| Some(Value::Table(rows)))
            }
            Kind::File => Ok(self.files(id).next().cloned().map(Value::File)),
            Kind::List(one) if **one == Kind::File => {
                let all: Vec<Value> = self.files(id).cloned().map(Value::File).collect();
                Ok((!all.is_empty()).then_some(Value::List(all)))
            }
            Kind::List(one) => {
                let texts = self.texts(id).map(str::trim).filter(|text| !text.is_empty());
                let all: Vec<Value> = texts.map(|text| read(one, text)).collect::<Result<_, _>>()?;
                Ok((!all.is_empty()).then_some(Value::List(all)))
            }
            kind => read(kind, self.text(id)).map(Some),
        }
    }
}
