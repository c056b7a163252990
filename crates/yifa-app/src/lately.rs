//! Owns what was read a moment ago: sums and counts that many pages ask for and that few acts change. Whatever this server
//! does to a matter forgets it all; what another server of the city does is seen after a few seconds.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use yifa_kernel::id::MatterId;
use yifa_kernel::matter::State;
use yifa_store::{CountBy, Counted, MatterQuery};

use crate::city::City;
use crate::error::Result;

/// How long something is believed that another server of the city may have changed.
const FRESH: Duration = Duration::from_secs(3);

/// Most answers remembered of one kind: one more, and all are forgotten.
const MOST: usize = 500;

/// After how many moves, and when, an answer was read.
type Read<A> = (u64, Instant, A);

/// Answers by what was asked.
#[derive(Debug)]
pub(crate) struct Lately<A>(Mutex<BTreeMap<String, Read<A>>>);

// Written out: an answer need not have a default.
impl<A> Default for Lately<A> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<A: Clone> Lately<A> {
    /// The answer, as long as nothing has moved and it is fresh.
    pub(crate) fn get(&self, asked: &str, moved: u64) -> Option<A> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (then, since, answer) = known.get(asked)?;
        (*then == moved && since.elapsed() < FRESH).then(|| answer.clone())
    }

    /// Keeps an answer that was read after so many moves.
    pub(crate) fn keep(&self, asked: String, moved: u64, answer: A) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(asked, (moved, Instant::now(), answer));
    }
}

/// Most matters remembered as they stand: one more, and all are forgotten.
const MOST_STATES: usize = 500;

/// Matters as they stood after their last event. Whoever asks says which event that is, so that none is ever believed that
/// has moved on, whoever moved it. An erasure is no event: whoever has the store erase a value must open the city anew.
#[derive(Debug, Default)]
pub(crate) struct States(Mutex<BTreeMap<MatterId, Arc<State>>>);

impl States {
    /// A matter as it stands after an event, if it is remembered.
    pub(crate) fn get(&self, matter: &MatterId, seq: u64) -> Option<Arc<State>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(matter).filter(|state| state.seq == seq).cloned()
    }

    /// Remembers a matter.
    pub(crate) fn keep(&self, state: &Arc<State>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_STATES {
            known.clear();
        }
        known.insert(state.matter.clone(), state.clone());
    }
}

/// What pages have read lately, and how often something has moved.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    moves: AtomicU64,
    pub(crate) figures: Lately<Vec<crate::figures::YearFigure>>,
    pub(crate) states: States,
    counts: Lately<Counted>,
    counts_by: Lately<Option<Vec<(String, u64)>>>,
}

impl Reading {
    /// Something has moved.
    pub(crate) fn forget(&self) {
        self.moves.fetch_add(1, Ordering::SeqCst);
    }

    /// How often something has moved.
    pub(crate) fn moved(&self) -> u64 {
        self.moves.load(Ordering::SeqCst)
    }
}

impl City {
    /// How many matters answer a query, as pages show it: see [`Store::count_matters_up_to`](yifa_store::Store::count_matters_up_to).
    ///
    /// # Errors
    /// The store.
    pub async fn count(&self, query: &MatterQuery, most: u32) -> Result<Counted> {
        let (asked, moved) = (format!("{most} {query:?}"), self.reading().moved());
        if let Some(known) = self.reading().counts.get(&asked, moved) {
            return Ok(known);
        }
        let counted = self.store().count_matters_up_to(self.jurisdiction(), query, most).await?;
        self.reading().counts.keep(asked, moved, counted);
        Ok(counted)
    }

    /// How many matters answer a query, by state, procedure or body, as pages show it: see
    /// [`Store::count_matters_by`](yifa_store::Store::count_matters_by).
    ///
    /// # Errors
    /// The store.
    pub async fn count_by(
        &self,
        query: &MatterQuery,
        by: CountBy,
        most: u32,
    ) -> Result<Option<Vec<(String, u64)>>> {
        let (asked, moved) = (format!("{by:?} {most} {query:?}"), self.reading().moved());
        if let Some(known) = self.reading().counts_by.get(&asked, moved) {
            return Ok(known);
        }
        // More in all than anybody wants to know: then the parts are not counted either.
        let whole = self.reading().counts.get(&format!("{most} {query:?}"), moved);
        if whole.is_some_and(|whole| whole.more) {
            return Ok(None);
        }
        let counted = self.store().count_matters_by(self.jurisdiction(), query, by, most).await?;
        self.reading().counts_by.keep(asked, moved, counted.clone());
        Ok(counted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_before_something_moved_is_not_believed() {
        let reading = Reading::default();
        let asked = || "open".to_owned();
        reading.counts.keep(asked(), reading.moved(), Counted::from(7));
        assert_eq!(reading.counts.get("open", reading.moved()), Some(Counted::from(7)));
        assert_eq!(reading.counts.get("closed", reading.moved()), None);
        let before = reading.moved();
        reading.forget();
        assert_eq!(reading.counts.get("open", reading.moved()), None);
        // Read while something moved: what it says may be of before.
        reading.counts.keep(asked(), before, Counted::from(7));
        assert_eq!(reading.counts.get("open", reading.moved()), None);
    }

    #[test]
    fn memory_does_not_grow_with_what_is_asked() {
        let lately = Lately::default();
        (0..10 * MOST).for_each(|n| lately.keep(n.to_string(), 0, n));
        assert!(lately.0.lock().unwrap().len() <= MOST);
        assert_eq!(lately.get(&(10 * MOST - 1).to_string(), 0), Some(10 * MOST - 1));
    }
}
