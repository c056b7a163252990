//! Owns what is remembered of an import: who, from which file, which rows became which matters. It is written down before
//! the rows are kept and completed afterwards, so that no kept row is ever without its import.

use jiff::Timestamp;
use serde_json::{Value as Json, json};
use yifa_kernel::id::{ActionId, BodyId, MatterId, PersonId, ProcedureId, RoleId};
use yifa_store::NewRecord;

use super::{RegisterOrder, RegisterOutcome};
use crate::city::City;
use crate::error::{AppError, Result};

/// The collection of imports; an id is the name of the import.
const COLLECTION: &str = "register_import";

/// An import that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptImport {
    /// Its name.
    pub id: String,
    /// The procedure whose matters were opened.
    pub procedure: ProcedureId,
    /// The action that opened them.
    pub action: ActionId,
    /// The name of the file.
    pub source: String,
    /// Who imported it.
    pub by: PersonId,
    /// In which role.
    pub role: RoleId,
    /// The body of rows that named none.
    pub body: BodyId,
    /// When.
    pub at: Timestamp,
    /// How many rows the sheet had.
    pub rows: usize,
    /// How many of them had faults and were left out.
    pub faulty: usize,
    /// How many were kept.
    pub kept: usize,
    /// How it stands.
    pub standing: ImportStanding,
    /// The list of matters, by digest.
    pub(super) entries: String,
    /// The file of faulty rows, by digest.
    pub report: Option<String>,
    pub(super) version: u64,
}

/// How an import stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportStanding {
    /// The machine stopped while it was being kept: its rows are there, all or none.
    Begun,
    /// Its rows are matters.
    Kept,
    /// Its matters were taken back.
    Undone {
        /// When.
        at: Timestamp,
        /// By whom.
        by: PersonId,
    },
}

/// A row that became a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The line of the sheet.
    pub line: u32,
    /// The matter.
    pub matter: MatterId,
    /// Its last event right after the import; 0 where the machine stopped before it was written down.
    pub seq: u64,
}

impl City {
    /// All imports, the latest first.
    ///
    /// # Errors
    /// The store.
    pub async fn kept_imports(&self) -> Result<Vec<KeptImport>> {
        let (store, jurisdiction, now) = (self.store(), self.jurisdiction(), self.clock().now());
        let mut all = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page = store.record_list(jurisdiction, COLLECTION, after.as_deref(), 200, now).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id.clone());
            all.extend(page.iter().filter_map(|record| read(&record.id, record.version, &record.value)));
        }
        all.sort_by_key(|one: &KeptImport| std::cmp::Reverse(one.at));
        Ok(all)
    }

    /// One import; `None` if there is none of this name.
    ///
    /// # Errors
    /// The store.
    pub async fn kept_import(&self, id: &str) -> Result<Option<KeptImport>> {
        let now = self.clock().now();
        let found = self.store().record_get(self.jurisdiction(), COLLECTION, id, now).await?;
        Ok(found.and_then(|record| read(&record.id, record.version, &record.value)))
    }

    /// The rows of an import that became matters.
    ///
    /// # Errors
    /// The store.
    pub async fn import_entries(&self, import: &KeptImport) -> Result<Vec<Entry>> {
        let missing = || AppError::NotFound(format!("list of import {}", import.id));
        let digest = import.entries.parse().map_err(|_| missing())?;
        let bytes = self.store().blob_get(self.jurisdiction(), digest).await?.ok_or_else(missing)?;
        let all: Vec<(u32, String, u64)> = serde_json::from_slice(&bytes).map_err(|_| missing())?;
        let entry = |(line, matter, seq)| Entry { line, matter: MatterId::new(matter), seq };
        Ok(all.into_iter().map(entry).collect())
    }

    /// Keeps the file of an import's faulty rows with it.
    ///
    /// # Errors
    /// The store.
    pub async fn keep_import_report(&self, id: &str, file: Vec<u8>) -> Result<()> {
        let Some(mut import) = self.kept_import(id).await? else { return Ok(()) };
        import.report = Some(self.store().blob_put(self.jurisdiction(), file).await?.to_string());
        self.put_import(&import).await
    }

    pub(super) async fn begin_import(
        &self,
        id: &str,
        order: &RegisterOrder,
        outcome: &RegisterOutcome,
        entries: Vec<Entry>,
    ) -> Result<KeptImport> {
        let person = order.actor.as_person().cloned().ok_or(AppError::Forbidden)?;
        let import = KeptImport {
            id: id.to_owned(),
            procedure: order.procedure.clone(),
            action: outcome.action.clone(),
            source: order.source.chars().filter(|c| !c.is_control()).take(200).collect(),
            by: person,
            role: order.actor.role.clone(),
            body: order.body.clone(),
            at: self.clock().now(),
            rows: outcome.rows,
            faulty: 0,
            kept: entries.len(),
            standing: ImportStanding::Begun,
            entries: self.put_entries(&entries).await?,
            report: None,
            version: 0,
        };
        match self.put_import(&import).await {
            Err(AppError::Store(yifa_store::StoreError::RecordConflict { .. })) => {
                Err(AppError::invalid(format!("import {id}"), "it is under way or done already"))
            }
            done => done.map(|()| KeptImport { version: 1, ..import }),
        }
    }

    pub(super) async fn finish_import(
        &self,
        begun: KeptImport,
        entries: Vec<Entry>,
        faulty: usize,
    ) -> Result<()> {
        let import = KeptImport {
            kept: entries.len(),
            faulty,
            standing: ImportStanding::Kept,
            entries: self.put_entries(&entries).await?,
            ..begun
        };
        self.put_import(&import).await
    }

    pub(super) async fn drop_import(&self, id: &str) -> Result<()> {
        self.store().record_delete(self.jurisdiction(), COLLECTION, id).await?;
        Ok(())
    }

    /// Writes an import as it now stands; somebody else's change in between is a conflict.
    pub(super) async fn put_import(&self, import: &KeptImport) -> Result<()> {
        let record = NewRecord {
            collection: COLLECTION.into(),
            id: import.id.clone(),
            value: written(import),
            expected_version: Some(import.version),
            expires_at: None,
        };
        self.store().record_put(self.jurisdiction(), record, self.clock().now()).await?;
        Ok(())
    }

    async fn put_entries(&self, entries: &[Entry]) -> Result<String> {
        let all: Vec<Json> =
            entries.iter().map(|one| json!([one.line, one.matter.as_str(), one.seq])).collect();
        let bytes = Json::Array(all).to_string().into_bytes();
        Ok(self.store().blob_put(self.jurisdiction(), bytes).await?.to_string())
    }
}

fn written(import: &KeptImport) -> Json {
    let (standing, undone_at, undone_by) = match &import.standing {
        ImportStanding::Begun => ("begun", None, None),
        ImportStanding::Kept => ("kept", None, None),
        ImportStanding::Undone { at, by } => ("undone", Some(at.to_string()), Some(by.as_str())),
    };
    json!({ "procedure": import.procedure.as_str(), "action": import.action.as_str(), "source": import.source,
        "by": import.by.as_str(), "role": import.role.as_str(), "body": import.body.as_str(),
        "at": import.at.to_string(), "rows": import.rows, "faulty": import.faulty, "kept": import.kept,
        "standing": standing, "undone_at": undone_at, "undone_by": undone_by, "entries": import.entries,
        "report": import.report })
}

fn read(id: &str, version: u64, value: &Json) -> Option<KeptImport> {
    let text = |key: &str| value.get(key).and_then(Json::as_str);
    let count = |key: &str| value.get(key).and_then(Json::as_u64).and_then(|n| usize::try_from(n).ok());
    let standing = match text("standing")? {
        "begun" => ImportStanding::Begun,
        "undone" => ImportStanding::Undone {
            at: text("undone_at")?.parse().ok()?,
            by: PersonId::new(text("undone_by")?),
        },
        _ => ImportStanding::Kept,
    };
    Some(KeptImport {
        id: id.to_owned(),
        procedure: ProcedureId::new(text("procedure")?),
        action: ActionId::new(text("action")?),
        source: text("source")?.to_owned(),
        by: PersonId::new(text("by")?),
        role: RoleId::new(text("role")?),
        body: BodyId::new(text("body")?),
        at: text("at")?.parse().ok()?,
        rows: count("rows")?,
        faulty: count("faulty")?,
        kept: count("kept")?,
        standing,
        entries: text("entries")?.to_owned(),
        report: text("report").map(ToOwned::to_owned),
        version,
    })
}
