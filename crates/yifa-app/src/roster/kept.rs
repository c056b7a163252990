//! Owns what is remembered of a roster that was handed over: who, from which file, and what it created. It is written down
//! before anything is kept, so that nothing created is ever without its roster.

use jiff::Timestamp;
use serde_json::{Value as Json, json};
use yifa_kernel::id::PersonId;
use yifa_store::{NewRecord, sha256};

use super::{Roster, RosterOrder, RosterUse, Taken};
use crate::city::{City, new_matter};
use crate::error::{AppError, Result};
use crate::register_import::ImportStanding;

/// The collection of rosters handed over; an id is drawn.
const COLLECTION: &str = "roster_import";

/// A roster that was handed over and created something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterImport {
    /// Its name.
    pub id: String,
    /// Which roster.
    pub roster: Roster,
    /// The name of the file.
    pub source: String,
    /// Who handed it over.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// How many rows the sheet had.
    pub rows: usize,
    /// How many bodies or people it created.
    pub created: usize,
    /// How it stands.
    pub standing: ImportStanding,
    /// What it created and, once it was taken back, what became of each, by digest.
    entries: String,
    version: u64,
}

/// A body or a person that a roster created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterEntry {
    /// The first line of the sheet that tells of it.
    pub line: u32,
    /// Its identifier, or the sign-in name.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it was when it was created; [`mark`] of what stands there now is another once it was changed.
    pub(super) mark: String,
}

/// An entry as it is kept: line, identifier, name, mark, and why it stays with what shows it.
type Written = (u32, String, String, String, Option<(String, String)>);

/// What tells one state of a body or an account from another; where it stands among the others is no part of it.
pub(super) fn mark(value: &Json) -> String {
    let mut value = value.clone();
    if let Some(parts) = value.as_object_mut() {
        parts.remove("place");
    }
    sha256(value.to_string().as_bytes()).to_string()
}

impl City {
    /// The rosters of one sort that were handed over and created something, the latest first.
    ///
    /// # Errors
    /// The store.
    pub async fn roster_imports(&self, roster: Roster) -> Result<Vec<RosterImport>> {
        let now = self.clock().now();
        let (mut all, mut after) = (Vec::new(), None::<String>);
        loop {
            let page =
                self.store().record_list(self.jurisdiction(), COLLECTION, after.as_deref(), 200, now).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id.clone());
            all.extend(page.iter().filter_map(|record| read(&record.id, record.version, &record.value)));
        }
        all.retain(|one| one.roster == roster);
        all.sort_by_key(|one| std::cmp::Reverse(one.at));
        Ok(all)
    }

    /// A roster that was handed over.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; the store.
    pub async fn roster_import(&self, id: &str) -> Result<RosterImport> {
        let now = self.clock().now();
        let found = self.store().record_get(self.jurisdiction(), COLLECTION, id, now).await?;
        let found = found.and_then(|record| read(&record.id, record.version, &record.value));
        found.ok_or_else(|| AppError::NotFound(format!("roster {id}")))
    }

    /// What a roster created, and what became of each when it was taken back.
    pub(super) async fn roster_entries(&self, import: &RosterImport) -> Result<Vec<Taken>> {
        let missing = || AppError::NotFound(format!("list of roster {}", import.id));
        let digest = import.entries.parse().map_err(|_| missing())?;
        let bytes = self.store().blob_get(self.jurisdiction(), digest).await?.ok_or_else(missing)?;
        let all: Vec<Written> = serde_json::from_slice(&bytes).map_err(|_| missing())?;
        let taken = |(line, id, name, mark, stays): Written| Taken {
            entry: RosterEntry { line, id, name, mark },
            stays: stays.and_then(|(word, what)| Some((RosterUse::from_word(&word)?, what))),
        };
        Ok(all.into_iter().map(taken).collect())
    }

    /// Remembers what a roster is about to create; `None` where that is nothing.
    pub(super) async fn begin_roster(
        &self,
        roster: Roster,
        order: &RosterOrder,
        rows: usize,
        makes: &[RosterEntry],
    ) -> Result<Option<RosterImport>> {
        if makes.is_empty() {
            return Ok(None);
        }
        let begun = RosterImport {
            id: new_matter().to_string(),
            roster,
            source: order.source.chars().filter(|c| !c.is_control()).take(200).collect(),
            by: order.actor.as_person().cloned().ok_or(AppError::Forbidden)?,
            at: self.clock().now(),
            rows,
            created: makes.len(),
            standing: ImportStanding::Begun,
            entries: self.put_roster_entries(makes.iter().map(|entry| (entry, None))).await?,
            version: 0,
        };
        self.put_roster(&begun).await?;
        Ok(Some(RosterImport { version: 1, ..begun }))
    }

    pub(super) async fn finish_roster(&self, begun: RosterImport) -> Result<()> {
        self.put_roster(&RosterImport { standing: ImportStanding::Kept, ..begun }).await
    }

    /// Remembers that a roster was taken back, and what became of each.
    pub(super) async fn end_roster(&self, import: RosterImport, by: PersonId, taken: &[Taken]) -> Result<()> {
        let each = taken.iter().map(|one| (&one.entry, one.stays.as_ref()));
        let entries = self.put_roster_entries(each).await?;
        let standing = ImportStanding::Undone { at: self.clock().now(), by };
        self.put_roster(&RosterImport { standing, entries, ..import }).await
    }

    async fn put_roster_entries(
        &self,
        entries: impl Iterator<Item = (&RosterEntry, Option<&(RosterUse, String)>)>,
    ) -> Result<String> {
        let all: Vec<Json> = entries
            .map(|(one, stays)| {
                let stays = stays.map(|(why, what)| json!([why.word(), what]));
                json!([one.line, one.id, one.name, one.mark, stays])
            })
            .collect();
        let bytes = Json::Array(all).to_string().into_bytes();
        Ok(self.store().blob_put(self.jurisdiction(), bytes).await?.to_string())
    }

    /// Writes a roster as it now stands; somebody else's change in between is a conflict.
    async fn put_roster(&self, import: &RosterImport) -> Result<()> {
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
}

fn written(import: &RosterImport) -> Json {
    let standing = match &import.standing {
        ImportStanding::Begun => json!("begun"),
        ImportStanding::Kept => json!("kept"),
        ImportStanding::Undone { at, by } => json!({ "at": at.to_string(), "by": by.as_str() }),
    };
    json!({ "roster": import.roster.word(), "source": import.source, "by": import.by.as_str(),
        "at": import.at.to_string(), "rows": import.rows, "created": import.created, "standing": standing,
        "entries": import.entries })
}

fn read(id: &str, version: u64, json: &Json) -> Option<RosterImport> {
    let text = |key: &str| json.get(key).and_then(Json::as_str);
    let number = |key: &str| json.get(key).and_then(Json::as_u64).and_then(|n| usize::try_from(n).ok());
    let standing = json.get("standing")?;
    let standing = match standing.as_str() {
        Some("begun") => ImportStanding::Begun,
        Some(_) => ImportStanding::Kept,
        None => ImportStanding::Undone {
            at: standing.get("at")?.as_str()?.parse().ok()?,
            by: PersonId::new(standing.get("by")?.as_str()?),
        },
    };
    Some(RosterImport {
        id: id.to_owned(),
        roster: Roster::from_word(text("roster")?)?,
        source: text("source")?.to_owned(),
        by: PersonId::new(text("by")?),
        at: text("at")?.parse().ok()?,
        rows: number("rows")?,
        created: number("created")?,
        standing,
        entries: text("entries")?.to_owned(),
        version,
    })
}
