//! The library that a running city reads: made from the stored texts, replaced whole when there are new ones.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use jiff::Timestamp;
use yifa_kernel::definition::Registry;
use yifa_law::instrument::Instrument as Facts;
use yifa_library::search::SearchIndex;
use yifa_library::{Held, Library, Text, Told};
use yifa_store::{Jurisdiction, Store};

use super::facts;
use super::pack::{self, Contents};
use crate::error::{AppError, Result};

/// How long a look at the store is good for.
const FRESH_SECONDS: i64 = 20;

/// Where the pages find the library.
#[derive(Default)]
pub struct Shelf {
    now: RwLock<Option<Arc<Edition>>>,
    /// When the store was last asked; whoever holds it asks.
    looked_at: tokio::sync::Mutex<Option<Timestamp>>,
}

/// The library as it stood after an import.
#[derive(Debug)]
pub struct Edition {
    /// How often texts have been imported; 0 when never.
    pub number: u64,
    /// The library.
    pub library: Arc<Library>,
    /// The index of its articles.
    pub index: SearchIndex,
    /// The library made ready for reviews, once one was asked for.
    review: OnceLock<yifa_library::Shelf>,
}

impl Edition {
    fn of(number: u64, texts: Vec<Text>, held: Vec<Held>, facts: Vec<Facts>) -> Self {
        let library = Arc::new(Library::build(texts, facts, &Told::default()).holding(held));
        let index = SearchIndex::build(&library);
        Self { number, library, index, review: OnceLock::new() }
    }

    /// The library as the legality review asks it.
    pub fn for_review(&self) -> &yifa_library::Shelf {
        self.review.get_or_init(|| yifa_library::Shelf::new(Arc::clone(&self.library)))
    }
}

impl Shelf {
    /// The library as it stands, after a look whether there is a newer one, unless the last look was a moment ago.
    /// While somebody else looks, the older one is given if there is one.
    ///
    /// # Errors
    /// The store; stored texts that are not what was written.
    pub async fn edition(
        &self,
        store: &dyn Store,
        jurisdiction: &Jurisdiction,
        registry: &Registry,
        now: Timestamp,
    ) -> Result<Arc<Edition>> {
        let current = self.current();
        let mut looked_at = match (current.as_ref(), self.looked_at.try_lock()) {
            (_, Ok(looked_at)) => looked_at,
            (Some(current), Err(_)) => return Ok(Arc::clone(current)),
            (None, Err(_)) => self.looked_at.lock().await,
        };
        let fresh = looked_at.is_some_and(|last| now.duration_since(last).as_secs().abs() < FRESH_SECONDS);
        if let Some(current) = self.current().filter(|_| fresh) {
            return Ok(current);
        }
        *looked_at = Some(now);
        let listed = pack::listed(store, jurisdiction, now).await?;
        if let Some(current) = self.current().filter(|current| current.number == listed.number) {
            return Ok(current);
        }
        let edition = Arc::new(load(store, jurisdiction, facts::registered(registry)?, now).await?);
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&edition));
        Ok(edition)
    }

    fn current(&self) -> Option<Arc<Edition>> {
        // A poisoned lock still holds a whole edition: it is replaced at once, never changed in place.
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The library of all stored texts and of facts.
///
/// # Errors
/// The store; stored texts that are not what was written.
pub async fn load(
    store: &dyn Store,
    jurisdiction: &Jurisdiction,
    facts: Vec<Facts>,
    now: Timestamp,
) -> Result<Edition> {
    let listed = pack::listed(store, jurisdiction, now).await?;
    let mut files = Vec::new();
    for digest in &listed.packs {
        files.extend(pack::unpack(store, jurisdiction, *digest).await?);
    }
    let read = move || {
        let (texts, held) = read_all(files);
        Edition::of(listed.number, texts, held, facts)
    };
    tokio::task::spawn_blocking(read)
        .await
        .map_err(|error| AppError::invalid("the library", error.to_string()))
}

fn read_all(files: Vec<Contents>) -> (Vec<Text>, Vec<Held>) {
    let files: Vec<(String, Vec<u8>)> = files.into_iter().map(|file| (file.origin, file.bytes)).collect();
    yifa_library::read_each(files)
}
