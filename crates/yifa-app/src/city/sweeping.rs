//! Lets the law act on what has lapsed.

use std::collections::BTreeSet;

use jiff::civil::Date;
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::{Known, Settled, settle_sweep};
use yifa_store::{ClockQuery, StoreError};

use super::{City, TRIES};
use crate::error::{AppError, Result};

impl City {
    /// Lets the law act on everything that has lapsed in one matter by now; tells whether anything happened.
    ///
    /// # Errors
    /// The store.
    pub async fn sweep_matter(&self, matter: &MatterId) -> Result<bool> {
        let mut known = Known { bodies: self.bodies(), names: self.names(), ..Known::default() };
        self.sweep_knowing(&mut known, matter).await
    }

    /// As [`sweep_matter`](Self::sweep_matter): what is read on the way is known afterwards, unless something happened.
    pub(super) async fn sweep_knowing(&self, known: &mut Known, matter: &MatterId) -> Result<bool> {
        let stamp = self.clock.stamp();
        for _ in 0..TRIES {
            match settle_sweep(self.registry(), known, matter, &stamp) {
                None | Some(Settled::Refused(_)) => return Ok(false),
                Some(Settled::Needs(needs)) => self.learn(known, needs).await?,
                Some(settled @ Settled::Changes { .. }) => {
                    let kept = self.keep(settled, known, None, &stamp).await;
                    known.matters.clear();
                    known.next_in.clear();
                    known.rolls.clear();
                    match kept {
                        Ok(_) => return Ok(true),
                        Err(AppError::Store(StoreError::Conflict { .. } | StoreError::ClaimTaken { .. })) => {
                        }
                        Err(other) => return Err(other),
                    }
                }
            }
        }
        Ok(false)
    }

    /// Lets the law act on everything that has lapsed, and on everything that the calendar asks for, in the city by now; gives
    /// the number of matters on which it acted. A matter whose events cannot be read is told to the operator and keeps no
    /// other from its due.
    ///
    /// # Errors
    /// The store.
    pub async fn sweep(&self) -> Result<u64> {
        Ok(self.open_owed().await? + self.sweep_lapses().await?)
    }

    /// As [`sweep`](Self::sweep), without what the calendar asks for.
    pub(crate) async fn sweep_lapses(&self) -> Result<u64> {
        self.sweep_between(jiff::civil::date(1949, 10, 1), self.today()).await
    }

    /// As [`sweep`](Self::sweep), for limits whose last day lies between two days.
    pub(crate) async fn sweep_between(&self, from: Date, until: Date) -> Result<u64> {
        let acting: BTreeSet<&str> = self
            .registry()
            .procedures()
            .flat_map(|procedure| &procedure.limits)
            .filter(|limit| limit.lapse.is_some())
            .map(|limit| limit.id.as_str())
            .collect();
        let query = ClockQuery { from, until, body_path: None, kind: None };
        let (mut acted, mut after, mut seen) = (0, None, BTreeSet::new());
        loop {
            let page = self.store.clocks_due(&self.jurisdiction, &query, after.as_ref(), 200).await?;
            let lapsing = page.rows.iter().filter(|row| acting.contains(row.clock.limit.as_str()));
            for matter in lapsing.map(|row| MatterId::new(row.matter.as_str())) {
                if seen.insert(matter.clone()) {
                    acted += u64::from(told(&matter, self.sweep_matter(&matter).await)?);
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(acted);
            }
        }
    }
}

/// What became of one matter among many: one that cannot be read is told to the operator, and the others go on.
pub(super) fn told(matter: &MatterId, outcome: Result<bool>) -> Result<bool> {
    match outcome {
        Err(error @ AppError::Unreadable { .. }) => {
            tracing::error!(%matter, %error, "a matter cannot be read");
            Ok(false)
        }
        outcome => outcome,
    }
}
