//! Owns what a person typed into a form: pairs and files as sent, and the values that they mean. Nothing typed is lost:
//! what cannot be read stays as typed and comes back with its fault.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use yifa_kernel::guard::Kind;
use yifa_kernel::id::FieldId;
use yifa_kernel::procedure::{Action, Field, Procedure};
use yifa_kernel::read::{read, read_party};
use yifa_kernel::refusal::{Code, Next, Reason};
use yifa_kernel::value::{FileRef, Value};

use super::guest::Guest;
use super::spool::Spool;
use super::upload::{FileFault, Read, Taken};
use super::{Server, upload, words};

/// The longest text of one input; a field's own limit is far below.
const LONGEST_TEXT: usize = 1 << 20;
/// The largest form without files.
const LARGEST_FORM: usize = 8 << 20;
/// Most parts of a form.
const MOST_PARTS: usize = 5_000;

/// The end of the name under which the name of a refused file is sent.
const REFUSED: &str = ".refused";

/// The name of an input and a text sent under it.
pub(super) type Pair = (String, String);

/// A form as sent.
#[derive(Debug, Default, Clone)]
pub(super) struct Typed {
    pairs: Vec<(String, String)>,
    files: Vec<(String, FileRef)>,
    faults: Vec<(String, String, FileFault)>,
    /// Whether it was broken off: what came after a file without end was not read.
    broken_off: bool,
    /// Files that are named by their digest and which this person has not sent: perhaps they are on record.
    named: Vec<(String, String)>,
}

/// A row of a table as typed: texts and files by column.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) texts: BTreeMap<String, String>,
    pub(super) files: BTreeMap<String, FileRef>,
}

impl FromRequest<Server> for Typed {
    type Rejection = Response;

    async fn from_request(request: Request, server: &Server) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let guest = Guest::from_request_parts(&mut parts, server).await?;
        let person = guest.session.as_ref().map(|session| session.account.person.to_string());
        // Files are kept for those who are signed in and on the sheets of the portal; the texts of others are given back after
        // they have signed in.
        let public = guest.address.starts_with("/public/");
        let sheet = match public {
            true => on_a_sheet(server, &guest.address).await.map_err(|error| words::fault(server, &error))?,
            false => None,
        };
        let keeper = match (public, &person) {
            (false, person) => person.clone(),
            (true, person) => sheet.as_ref().map(|_| person.clone().unwrap_or_else(|| "~public".to_owned())),
        };
        let taken =
            if guest.address.split('?').next() == Some("/review") { Taken::Pages } else { Taken::Files };
        let kind =
            parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let mut typed = if kind.starts_with("multipart/form-data") {
            let request = Request::from_parts(parts, body);
            let form = Multipart::from_request(request, server).await.map_err(IntoResponse::into_response)?;
            Self::of_parts(form, server, keeper.as_deref(), sheet, taken).await?
        } else {
            let too_large = |_| StatusCode::PAYLOAD_TOO_LARGE.into_response();
            let body = axum::body::to_bytes(body, LARGEST_FORM).await.map_err(too_large)?;
            let pairs =
                serde_urlencoded::from_bytes(&body).map_err(|_| StatusCode::BAD_REQUEST.into_response())?;
            Self { pairs, ..Self::default() }
        };
        typed.end_lines_alike();
        typed.hear_of_refused();
        // A form of the portal keeps its files by itself, whoever fills it in.
        if let Some(person) = person.as_ref().filter(|_| !public) {
            let named = typed.named_again(server, person).await;
            named.map_err(|error| words::fault(server, &error))?;
        }
        Ok(typed)
    }
}

/// The sheet of an address, if somebody has begun it and not sent it: whoever has none fills no store.
async fn on_a_sheet<'a>(server: &Server, address: &'a str) -> yifa_app::Result<Option<&'a str>> {
    let token = address.strip_prefix("/public/sheet/").and_then(|rest| rest.split(['/', '?']).next());
    let Some(token) = token else { return Ok(None) };
    Ok(server.city.sheet(token).await?.filter(|sheet| sheet.receipt.is_none()).map(|_| token))
}

/// Keeps a file; `None` if the sheet that it is for has no room left.
async fn keep(
    server: &Server,
    person: &str,
    sheet: Option<&str>,
    name: &str,
    file: Spool,
) -> yifa_app::Result<Option<FileRef>> {
    if let Some(sheet) = sheet
        && !server.city.take_room(sheet, file.length() as u64).await?
    {
        return Ok(None);
    }
    upload::keep(server, person, name, file).await.map(Some)
}

impl Typed {
    /// A form that was kept.
    pub(super) fn of(pairs: Vec<(String, String)>, files: Vec<(String, FileRef)>) -> Self {
        Self { pairs, files, ..Self::default() }
    }

    /// Browsers end the lines of a text with CR LF whatever stood there before; a text is recorded with LF alone, so that one
    /// that was given out by a form and came back unchanged is the same text.
    fn end_lines_alike(&mut self) {
        for (_, text) in self.pairs.iter_mut().filter(|(_, text)| text.contains('\r')) {
            *text = text.replace("\r\n", "\n");
        }
    }

    /// Files that travelled ahead of the form and were not taken: it must not pass as if nothing had been chosen.
    fn hear_of_refused(&mut self) {
        let (refused, pairs) =
            std::mem::take(&mut self.pairs).into_iter().partition(|(key, _)| key.ends_with(REFUSED));
        self.pairs = pairs;
        let told = |(key, name): Pair| (key.trim_end_matches(REFUSED).to_owned(), name, FileFault::NotTaken);
        self.faults.extend(refused.into_iter().map(told));
    }

    /// Everything that was sent for one field: texts and files.
    pub(super) fn of_field(&self, id: &str) -> (Vec<Pair>, Vec<(String, FileRef)>) {
        let inner = format!("{id}.");
        let pairs = self.pairs.iter().filter(|(key, _)| key == id || key.starts_with(&inner)).cloned();
        let files = self.files.iter().filter(|(key, _)| key == id || key.starts_with(&inner)).cloned();
        (pairs.collect(), files.collect())
    }

    async fn of_parts(
        mut form: Multipart,
        server: &Server,
        person: Option<&str>,
        sheet: Option<&str>,
        taken: Taken,
    ) -> Result<Self, Response> {
        let mut typed = Self::default();
        for _ in 0..MOST_PARTS {
            let Some(mut part) = form.next_field().await.map_err(IntoResponse::into_response)? else { break };
            let name = part.name().unwrap_or_default().to_owned();
            let Some(file) = part.file_name().map(ToOwned::to_owned) else {
                let mut text = Vec::new();
                while let Some(piece) = part.chunk().await.map_err(IntoResponse::into_response)? {
                    if text.len() + piece.len() > LONGEST_TEXT {
                        return Err(StatusCode::PAYLOAD_TOO_LARGE.into_response());
                    }
                    text.extend_from_slice(&piece);
                }
                typed.pairs.push((name, String::from_utf8_lossy(&text).into_owned()));
                continue;
            };
            let bytes = match upload::bytes(&mut part, server, &file, taken).await? {
                Read::Whole(bytes) => bytes,
                Read::Endless => {
                    typed.broken_off = true;
                    typed.faults.push((name, file, FileFault::TooLarge));
                    break;
                }
            };
            let Some(person) = person.filter(|_| !file.is_empty()) else { continue };
            match bytes {
                Ok(bytes) => match keep(server, person, sheet, &file, bytes).await {
                    Ok(Some(kept)) => typed.files.push((name, kept)),
                    Ok(None) => typed.faults.push((name, file, FileFault::NoRoom)),
                    Err(error) => return Err(words::fault(server, &error)),
                },
                Err(fault) => typed.faults.push((name, file, fault)),
            }
        }
        Ok(typed)
    }

    /// Files that were sent before and are named again: those of the same person only, unless they were taken off.
    async fn named_again(&mut self, server: &Server, person: &str) -> yifa_app::Result<()> {
        let again: Vec<(String, String)> = self
            .pairs
            .iter()
            .filter_map(|(key, digest)| Some((key.strip_suffix(".kept")?.to_owned(), digest.clone())))
            .collect();
        self.pairs.retain(|(key, _)| !key.ends_with(".kept"));
        for (field, digest) in again {
            let dropped = format!("{field}.drop");
            let dropped = self.texts(&dropped).any(|one| one == digest);
            let there = self.files(&field).any(|file| file.digest == digest);
            if dropped || there {
                continue;
            }
            match upload::sent(server, person, &digest).await? {
                Some(file) => self.files.push((field, file)),
                None => self.named.push((field, digest)),
            }
        }
        self.pairs.retain(|(key, _)| !key.ends_with(".drop"));
        Ok(())
    }

    /// Files that stand in the same field of the record already, and were only named again, stay.
    pub(super) fn stay(&mut self, recorded: &BTreeMap<FieldId, Value>) {
        for (input, digest) in std::mem::take(&mut self.named) {
            let field = FieldId::new(input.split('.').next().unwrap_or_default());
            let mut there = recorded.get(&field).into_iter().flat_map(Value::files);
            if let Some(file) = there.find(|file| file.digest == digest) {
                self.files.push((input, file.clone()));
            }
        }
    }

    /// A form put together again from what was kept of it.
    pub(super) fn again(pairs: Vec<(String, String)>, files: Vec<(String, FileRef)>) -> Self {
        Self { pairs, files, ..Self::default() }
    }

    /// All pairs.
    pub(super) fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// All files, each with the name of its input.
    pub(super) fn all_files(&self) -> impl Iterator<Item = (&str, &FileRef)> {
        self.files.iter().map(|(name, file)| (name.as_str(), file))
    }

    /// Whether it was broken off at a file without end: what was not read was not taken out.
    pub(super) fn is_broken_off(&self) -> bool {
        self.broken_off
    }

    /// Files that were not taken: the input, the file's name, why.
    pub(super) fn faults(&self) -> &[(String, String, FileFault)] {
        &self.faults
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

    /// Whether anything was typed for a field. Words that its choices were searched for are no answer.
    pub(super) fn has(&self, id: &str) -> bool {
        let (inner, search) = (format!("{id}."), format!("{id}.find"));
        let belongs = |key: &str| key != search && (key == id || key.starts_with(&inner));
        self.pairs.iter().any(|(key, text)| belongs(key) && !text.trim().is_empty())
            || self.files.iter().any(|(key, _)| belongs(key))
    }

    /// How many rows of a table the form had, blank ones too.
    pub(super) fn shown_rows(&self, id: &str) -> usize {
        let row = |key: &str| {
            let (row, _) = key.strip_prefix(id)?.strip_prefix('.')?.split_once('.')?;
            row.parse::<u32>().ok()
        };
        let last = self.pairs.iter().filter_map(|(key, _)| row(key)).max();
        last.and_then(|last| usize::try_from(last).ok()).map_or(0, |last| last.saturating_add(1))
    }

    /// The rows of a table as typed, by number; blank ones are left out.
    pub(super) fn rows(&self, id: &str) -> Vec<Row> {
        let cell = |key: &str| {
            let (row, column) = key.strip_prefix(id)?.strip_prefix('.')?.split_once('.')?;
            Some((row.parse::<u32>().ok()?, column.to_owned()))
        };
        let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
        for (key, text) in self.pairs.iter().filter(|(_, text)| !text.trim().is_empty()) {
            let Some((row, column)) = cell(key) else { continue };
            rows.entry(row).or_default().texts.insert(column, text.clone());
        }
        for (key, file) in &self.files {
            let Some((row, column)) = cell(key) else { continue };
            rows.entry(row).or_default().files.insert(column, file.clone());
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
                Err(wrong) => faults.extend(wrong.into_iter().map(|wrong| {
                    let next = Next::Correct(vec![id.clone()]);
                    let reason = Reason::new(wrong.code, next).about(id).because(&field.basis);
                    match wrong.cell {
                        Some((row, column)) => reason.in_cell(row, &column),
                        None => reason,
                    }
                })),
            }
        }
        (values, faults)
    }

    /// The tables of an action that came back without a row: where the form showed what is on record, it was taken out.
    pub(super) fn emptied(&self, procedure: &Procedure, action: &Action) -> BTreeMap<FieldId, Value> {
        let tables = action.records.iter().filter_map(|(id, _)| procedure.field(id)).filter(|field| {
            let cell = |key: &str| {
                let (row, _) = key.strip_prefix(field.id.as_str())?.strip_prefix('.')?.split_once('.')?;
                row.parse::<u32>().ok()
            };
            matches!(field.kind, Kind::Table(_))
                && !self.has(field.id.as_str())
                && self.pairs.iter().any(|(key, _)| cell(key).is_some())
        });
        tables.map(|field| (field.id.clone(), Value::Table(Vec::new()))).collect()
    }

    /// The inputs of an action that came back blank: what stood in them was taken out.
    pub(super) fn blanked(&self, procedure: &Procedure, action: &Action) -> BTreeMap<FieldId, Value> {
        let asked = action.records.iter().filter_map(|(id, _)| procedure.field(id));
        let blank = asked.filter(|field| {
            !matches!(field.kind, Kind::Table(_))
                && !self.has(field.id.as_str())
                && self.texts(field.id.as_str()).next().is_some()
        });
        blank.map(|field| (field.id.clone(), Value::Text(String::new()))).collect()
    }

    /// The value of a field; else what could not be read, in a table every cell of it.
    pub(super) fn value(&self, field: &Field) -> Result<Option<Value>, Vec<Wrong>> {
        match &field.kind {
            Kind::Table(_) if self.has(field.id.as_str()) => self.table(field).map(Some),
            _ => self.single(field).map_err(|code| vec![Wrong { code, cell: None }]),
        }
    }

    fn table(&self, field: &Field) -> Result<Value, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let mut rows = Vec::new();
        for (number, row) in self.rows(field.id.as_str()).into_iter().enumerate() {
            let mut cells = BTreeMap::new();
            for column in &field.columns {
                let id = column.id.as_str();
                let value = match &column.kind {
                    Kind::File => row.files.get(id).map(|file| Ok(Value::File(file.clone()))),
                    kind => row.texts.get(id).map(|text| read(kind, text)),
                };
                match value {
                    Some(Ok(value)) => drop(cells.insert(column.id.clone(), value)),
                    Some(Err(code)) => {
                        wrong.push(Wrong { code, cell: Some((number + 1, column.id.clone())) });
                    }
                    None => {}
                }
            }
            rows.push(cells);
        }
        if wrong.is_empty() { Ok(Value::Table(rows)) } else { Err(wrong) }
    }

    fn single(&self, field: &Field) -> Result<Option<Value>, Code> {
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

/// What could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) code: Code,
    /// In a table: the row, counted from 1 as the form shows them, and the column.
    pub(super) cell: Option<(usize, FieldId)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        Typed::of(
            pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect(),
            Vec::new(),
        )
    }

    #[test]
    fn words_that_choices_were_searched_for_are_no_answer() {
        assert!(!typed(&[("power.find", "广告"), ("power", "")]).has("power"));
        assert!(typed(&[("power.find", "广告"), ("power", "power-1")]).has("power"));
        // Parts of a party and cells of a table still are.
        assert!(typed(&[("party.name", "博雅食品有限公司")]).has("party"));
        assert!(typed(&[("items.0.find", "广告")]).has("items"));
    }

    fn file(name: &str) -> FileRef {
        FileRef { digest: format!("{:0>64}", name.len()), name: name.to_owned(), bytes: 1 }
    }

    #[test]
    fn a_file_in_a_row_belongs_to_the_row_and_makes_it_one() {
        let mut typed =
            typed(&[("evidence.0.what", ""), ("evidence.3.what", "笔录"), ("evidence.x.what", "无")]);
        typed.files = vec![
            ("evidence.1.file".to_owned(), file("照片.png")),
            ("evidence.3.file".to_owned(), file("笔录原件.pdf")),
            ("evidence".to_owned(), file("别处.pdf")),
        ];
        assert!(typed.has("evidence"));
        let rows = typed.rows("evidence");
        let named = |row: &Row| row.files.values().map(|file| file.name.clone()).collect::<Vec<_>>();
        assert_eq!(rows.iter().map(named).collect::<Vec<_>>(), [["照片.png"], ["笔录原件.pdf"]]);
        assert_eq!(rows[1].texts.get("what").map(String::as_str), Some("笔录"));
        assert_eq!(typed.of_field("evidence").1.len(), 3);
    }

    #[test]
    fn of_files_only_named_those_on_record_in_the_same_field_stay() {
        let here = file("照片.png");
        let row = BTreeMap::from([(FieldId::new("file"), Value::File(here.clone()))]);
        let recorded = BTreeMap::from([(FieldId::new("evidence"), Value::Table(vec![row]))]);
        let mut typed = Typed {
            named: vec![
                ("evidence.0.file".to_owned(), here.digest.clone()),
                ("other.0.file".to_owned(), here.digest.clone()),
                ("evidence.1.file".to_owned(), "f".repeat(64)),
            ],
            ..Typed::default()
        };
        typed.stay(&recorded);
        assert_eq!(typed.files, [("evidence.0.file".to_owned(), here)]);
        assert!(typed.named.is_empty());
    }
}
