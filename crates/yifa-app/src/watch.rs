//! Owns watching 关注: which matters a person keeps an eye on. Records beside the log, one under the person and one under the
//! matter, since either is asked for its own; the matter itself knows nothing of it.

use serde_json::json;
use yifa_kernel::id::{MatterId, PersonId};
use yifa_store::{NewRecord, Record};

use crate::city::City;
use crate::error::Result;

/// Under the person: which matters. An id is the person, a slash, the matter.
const BY_PERSON: &str = "follow";
/// Under the matter: who. An id is the matter, a slash, the person.
const BY_MATTER: &str = "watcher";
/// Most matters that one person watches: beyond that nobody watches.
pub const MOST: u32 = 500;

impl City {
    /// The matters that a person watches, at most [`MOST`].
    ///
    /// # Errors
    /// The store.
    pub async fn watched(&self, person: &PersonId) -> Result<Vec<MatterId>> {
        let all = self.records_under(BY_PERSON, person.as_str()).await?;
        Ok(all.iter().filter_map(|one| Some(MatterId::new(one.id.rsplit_once('/')?.1))).collect())
    }

    /// Who watches a matter.
    ///
    /// # Errors
    /// The store.
    pub async fn watchers(&self, matter: &MatterId) -> Result<Vec<PersonId>> {
        let all = self.records_under(BY_MATTER, matter.as_str()).await?;
        Ok(all.iter().filter_map(|one| Some(PersonId::new(one.id.split_once('/')?.1))).collect())
    }

    /// Whether a person watches a matter.
    ///
    /// # Errors
    /// The store.
    pub async fn watches(&self, person: &PersonId, matter: &MatterId) -> Result<bool> {
        let id = format!("{person}/{matter}");
        Ok(self.store().record_get(self.jurisdiction(), BY_PERSON, &id, self.clock().now()).await?.is_some())
    }

    /// Watches a matter, or no longer; watching twice is watching.
    ///
    /// # Errors
    /// The store.
    pub async fn watch(&self, person: &PersonId, matter: &MatterId, on: bool) -> Result<()> {
        for (collection, id) in
            [(BY_MATTER, format!("{matter}/{person}")), (BY_PERSON, format!("{person}/{matter}"))]
        {
            if !on {
                self.store().record_delete(self.jurisdiction(), collection, &id).await?;
                continue;
            }
            let record = NewRecord {
                collection: collection.to_owned(),
                id,
                value: json!({ "since": self.today().to_string() }),
                expected_version: None,
                expires_at: None,
            };
            self.store().record_put(self.jurisdiction(), record, self.clock().now()).await?;
        }
        Ok(())
    }

    async fn records_under(&self, collection: &str, owner: &str) -> Result<Vec<Record>> {
        let (prefix, now) = (format!("{owner}/"), self.clock().now());
        Ok(self.store().records_below(self.jurisdiction(), collection, &prefix, MOST, now).await?)
    }
}
