//! The library that a running city reads: made from the stored texts, replaced whole when there are new ones.

use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use yifa_library::search::SearchIndex;
use yifa_library::{Held, Library, Text, Told};
use yifa_store::{Jurisdiction, Store};

use super::facts;
use super::pack::{self, Contents};
use crate::error::{AppError, Result};

/// How long a look at the store is good for.
const FRESH_SECONDS: i64 = 20;

/// Where the pages find the library.
pub struct Shelf {
    now: RwLock<Arc<Edition>>,
    looked_at: RwLock<Timestamp>,
}

/// The library as it stood after an import.
pub struct Edition {
    /// How often texts have been imported; 0 when never.
    pub number: u64,
    /// The library.
    pub library: Library,
    /// The index of its articles.
    pub index: SearchIndex,
}

impl Edition {
    /// The carried facts without any text.
    ///
    /// # Errors
    /// The embedded facts are broken.
    pub fn of_facts() -> Result<Self> {
        Self::of(0, Vec::new(), Vec::new())
    }

    fn of(number: u64, texts: Vec<Text>, held: Vec<Held>) -> Result<Self> {
        let library = Library::build(texts, facts::embedded()?, &Told::default()).holding(held);
        let index = SearchIndex::build(&library);
        Ok(Self { number, library, index })
    }
}

impl Shelf {
    /// A shelf with the carried facts; [`refresh`](Self::refresh) brings the stored texts.
    ///
    /// # Errors
    /// The embedded facts are broken.
    pub fn new() -> Result<Self> {
        let edition = Arc::new(Edition::of_facts()?);
        Ok(Self { now: RwLock::new(edition), looked_at: RwLock::new(Timestamp::MIN) })
    }

    /// The library as it stands.
    pub fn edition(&self) -> Arc<Edition> {
        // A poisoned lock still holds a whole edition: it is replaced at once, never changed in place.
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// As [`edition`](Self::edition), after a look whether there is a newer one, unless the last look was a moment ago.
    ///
    /// # Errors
    /// The store.
    pub async fn fresh(
        &self,
        store: &dyn Store,
        jurisdiction: &Jurisdiction,
        now: Timestamp,
    ) -> Result<Arc<Edition>> {
        let last = *self.looked_at.read().unwrap_or_else(PoisonError::into_inner);
        if last == Timestamp::MIN || now.duration_since(last).as_secs().abs() >= FRESH_SECONDS {
            *self.looked_at.write().unwrap_or_else(PoisonError::into_inner) = now;
            self.refresh(store, jurisdiction, now).await?;
        }
        Ok(self.edition())
    }

    /// Makes the library anew when texts have been imported since; tells whether it did.
    ///
    /// # Errors
    /// The store; stored texts that are not what was written.
    pub async fn refresh(
        &self,
        store: &dyn Store,
        jurisdiction: &Jurisdiction,
        now: Timestamp,
    ) -> Result<bool> {
        let shelf = pack::listed(store, jurisdiction, now).await?;
        if shelf.number <= self.edition().number {
            return Ok(false);
        }
        let edition = Arc::new(load(store, jurisdiction, now).await?);
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = edition;
        Ok(true)
    }
}

/// The library of all stored texts.
///
/// # Errors
/// The store; stored texts that are not what was written.
pub async fn load(store: &dyn Store, jurisdiction: &Jurisdiction, now: Timestamp) -> Result<Edition> {
    let listed = pack::listed(store, jurisdiction, now).await?;
    let mut files = Vec::new();
    for digest in &listed.packs {
        files.extend(pack::unpack(store, jurisdiction, *digest).await?);
    }
    let read = move || {
        let (texts, held) = read_all(files);
        Edition::of(listed.number, texts, held)
    };
    tokio::task::spawn_blocking(read)
        .await
        .map_err(|error| AppError::invalid("the library", error.to_string()))?
}

fn read_all(files: Vec<Contents>) -> (Vec<Text>, Vec<Held>) {
    let files: Vec<(String, Vec<u8>)> = files.into_iter().map(|file| (file.origin, file.bytes)).collect();
    yifa_library::read_each(files)
}
