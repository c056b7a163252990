//! Bare inserts: the same rows by the same engine, with nothing of the store around them. What a benchmark compares the
//! store with.

use crate::batch::Batch;
use crate::error::{Result, StoreError};
use crate::plan::{Picture, Work, Writes, plan};
use crate::sqlite;

/// Rows made ready, so that nothing but inserting them is left.
pub struct BareInserts {
    bare: sqlite::Bare,
    batches: Vec<Vec<crate::backend::Step>>,
    jurisdiction: crate::id::Jurisdiction,
}

impl BareInserts {
    /// Makes the rows of some batches ready for an empty store at `sqlite:PATH`.
    ///
    /// # Errors
    /// `Invalid` for another engine, or batches that do not belong together; a fault of the file.
    pub fn prepare(address: &str, batches: Vec<Batch>) -> Result<Self> {
        let place = address.strip_prefix("sqlite:");
        let place = place.ok_or_else(|| StoreError::invalid("bare inserts", "only into sqlite:PATH"))?;
        let first = batches.first().map(|batch| batch.jurisdiction.clone());
        let jurisdiction = first.ok_or_else(|| StoreError::invalid("bare inserts", "at least one batch"))?;
        let mut picture = Picture::default();
        let mut ready = Vec::new();
        for batch in batches {
            let mut writes = Writes::default();
            plan(&mut picture, &mut writes, &Work::Batch(Box::new(batch)))?;
            ready.push(writes.steps()?);
        }
        Ok(Self { bare: sqlite::Bare::open(place)?, batches: ready, jurisdiction })
    }

    /// Inserts them, one durable transaction for each batch; gives the number of rows.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn run(self) -> Result<u64> {
        self.batches.iter().map(|steps| self.bare.insert(&self.jurisdiction, steps)).sum()
    }
}
