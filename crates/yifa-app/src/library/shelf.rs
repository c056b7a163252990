//! The library that a running city reads: made from the stored texts, replaced whole when there are new ones.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use jiff::Timestamp;
use yifa_kernel::definition::Registry;
use yifa_kernel::id::MatterId;
use yifa_law::instrument::Instrument as Facts;
use yifa_library::search::SearchIndex;
use yifa_library::{Held, Instrument, Library, Text, Version};
use yifa_store::{Jurisdiction, Store};

use super::enrolled::Enrolled;
use super::facts;
use super::pack::{self, Contents};
use super::told::{DayOnRecord, TakenDown, as_told};
use crate::error::{AppError, Result};

/// How long a look at the store is good for.
const FRESH_SECONDS: i64 = 20;

/// Where the library comes from.
#[derive(Clone)]
pub(crate) struct Source {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) jurisdiction: Jurisdiction,
    pub(crate) registry: Arc<Registry>,
}

/// Where the pages find the library.
#[derive(Default, Clone)]
pub(crate) struct Shelf(Arc<Standing>);

#[derive(Default)]
struct Standing {
    now: RwLock<Option<Arc<Edition>>>,
    /// When the store was last asked; whoever holds it asks.
    looked_at: tokio::sync::Mutex<Option<Timestamp>>,
    /// Whether a newer one is being made while the older one is read.
    making: AtomicBool,
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
    /// How the city's own documents stood.
    mark: String,
    /// The city's own documents: which matter has disclosed a text, by its origin.
    own: BTreeMap<String, MatterId>,
    /// The days that persons have recorded.
    days: Vec<DayOnRecord>,
    /// The texts that persons have taken down, by the SHA-256 of their bytes.
    taken_down: BTreeMap<[u8; 32], TakenDown>,
    /// The library made ready for reviews, once one was asked for.
    review: OnceLock<yifa_library::Shelf>,
}

impl Edition {
    fn of(
        number: u64,
        mark: String,
        texts: Vec<Text>,
        held: Vec<Held>,
        facts: Vec<Facts>,
        days: Vec<DayOnRecord>,
    ) -> Self {
        let library = Arc::new(Library::build(texts, facts, &as_told(&days)).holding(held));
        let index = SearchIndex::build(&library);
        let (own, taken_down) = (BTreeMap::new(), BTreeMap::new());
        Self { number, library, index, mark, own, days, taken_down, review: OnceLock::new() }
    }

    /// The matter of the city that has disclosed a text; `None` for one that was imported.
    pub fn disclosed_by(&self, origin: &str) -> Option<&MatterId> {
        self.own.get(origin)
    }

    /// Why a text was taken down, by the SHA-256 of its bytes; `None` for one that counts.
    pub fn taken_down(&self, text: &[u8; 32]) -> Option<&TakenDown> {
        self.taken_down.get(text)
    }

    /// What persons have recorded about a version, and about the instrument as a whole.
    pub fn days_of<'a>(
        &'a self,
        instrument: &'a Instrument,
        version: Option<&'a Version>,
    ) -> impl Iterator<Item = &'a DayOnRecord> {
        self.days.iter().filter(move |day| day.is_about(instrument, version))
    }

    /// The library as the legality review asks it.
    pub fn for_review(&self) -> &yifa_library::Shelf {
        self.review.get_or_init(|| yifa_library::Shelf::new(Arc::clone(&self.library)))
    }
}

impl Shelf {
    /// The library as it stands, after a look whether there is a newer one, unless the last look was a moment ago.
    /// While somebody else looks, the older one is given if there is one; and while one is made because a document of the
    /// city itself has changed.
    ///
    /// # Errors
    /// The store; stored texts that are not what was written.
    pub(crate) async fn edition(&self, source: &Source, now: Timestamp) -> Result<Arc<Edition>> {
        let current = self.current();
        let mut looked_at = match (current.as_ref(), self.0.looked_at.try_lock()) {
            (_, Ok(looked_at)) => looked_at,
            (Some(current), Err(_)) => return Ok(Arc::clone(current)),
            (None, Err(_)) => self.0.looked_at.lock().await,
        };
        let fresh = looked_at.is_some_and(|last| now.duration_since(last).as_secs().abs() < FRESH_SECONDS);
        if let Some(current) = self.current().filter(|_| fresh) {
            return Ok(current);
        }
        *looked_at = Some(now);
        let listed = pack::listed(source.store.as_ref(), &source.jurisdiction, now).await?;
        let mark = source.enrolled_mark().await?;
        if let Some(current) = self.current().filter(|current| current.number == listed.number) {
            if current.mark != mark {
                self.make_beside(source.clone(), now);
            }
            return Ok(current);
        }
        self.make(source, now).await
    }

    async fn make(&self, source: &Source, now: Timestamp) -> Result<Arc<Edition>> {
        let edition = Arc::new(all(source, now).await?);
        *self.0.now.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&edition));
        Ok(edition)
    }

    /// Makes a newer one while the older one is read.
    fn make_beside(&self, source: Source, now: Timestamp) {
        if self.0.making.swap(true, Ordering::AcqRel) {
            return;
        }
        let shelf = self.clone();
        tokio::spawn(async move {
            if let Err(error) = shelf.make(&source, now).await {
                tracing::warn!(%error, "the law library could not be made anew");
            }
            shelf.0.making.store(false, Ordering::Release);
        });
    }

    fn current(&self) -> Option<Arc<Edition>> {
        // A poisoned lock still holds a whole edition: it is replaced at once, never changed in place.
        self.0.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The library of all stored texts, of the city's own documents and of the facts of its definitions.
async fn all(source: &Source, now: Timestamp) -> Result<Edition> {
    let mark = source.enrolled_mark().await?;
    let today = yifa_law::calendar::china_date(now);
    let (enrolled, told) = (source.enrolled(today).await?, source.told(today).await?);
    let own = Own { enrolled, told, taken_down: source.taken_down(today).await?, mark };
    let facts = facts::registered(&source.registry)?;
    made(source.store.as_ref(), &source.jurisdiction, facts, own, now).await
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
    made(store, jurisdiction, facts, Own::default(), now).await
}

/// What a city itself adds to the texts: its documents, and the days that its people have recorded.
#[derive(Default)]
struct Own {
    enrolled: Enrolled,
    told: Vec<DayOnRecord>,
    taken_down: BTreeMap<[u8; 32], TakenDown>,
    mark: String,
}

async fn made(
    store: &dyn Store,
    jurisdiction: &Jurisdiction,
    mut facts: Vec<Facts>,
    own: Own,
    now: Timestamp,
) -> Result<Edition> {
    let listed = pack::listed(store, jurisdiction, now).await?;
    let (mut texts, mut held) = (Vec::new(), Vec::new());
    // Pack by pack: the bytes of one are let go before the next one comes.
    for digest in &listed.packs {
        let files = pack::unpack(store, jurisdiction, *digest).await?;
        let (read, unread) = beside(move || read_all(files)).await?;
        texts.extend(read);
        held.extend(unread);
    }
    let Own { enrolled, told, taken_down, mark } = own;
    beside(move || {
        texts.retain(|text| !enrolled.has(text) && !taken_down.contains_key(&text.digest));
        held.retain(|text| !taken_down.contains_key(&text.digest));
        texts.extend(enrolled.texts);
        held.extend(enrolled.held);
        facts.extend(enrolled.facts);
        let edition = Edition::of(listed.number, mark, texts, held, facts, told);
        Edition { own: enrolled.matters, taken_down, ..edition }
    })
    .await
}

/// Long work without waiting, beside what is served.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| AppError::invalid("the library", error.to_string()))
}

fn read_all(files: Vec<Contents>) -> (Vec<Text>, Vec<Held>) {
    let files: Vec<(String, Vec<u8>)> = files.into_iter().map(|file| (file.origin, file.bytes)).collect();
    yifa_library::read_each(files)
}
