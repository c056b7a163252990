//! Makes read rows again: of one matter, of those whose day has come, of all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use yifa_kernel::id::MatterId;
use yifa_kernel::matter::{Change, State};

use yifa_store::{MatterOrder, MatterQuery, MatterView, StoreError, Unique};

use super::sweeping::told;
use super::{City, store_id};
use crate::error::Result;
use crate::project::{last_changed, let_go, project, uniques};

impl City {
    /// A parent shows what its tracks have come to: its rows are made again when a child changed, and so are those of a
    /// matter that now holds what another has let go.
    pub(super) async fn refresh_around(
        &self,
        changes: &[Change],
        after: &BTreeMap<MatterId, Arc<State>>,
    ) -> Result<()> {
        let parents: BTreeSet<MatterId> = changes
            .iter()
            .filter_map(|change| change.after.parent.as_ref().map(|parent| parent.matter.clone()))
            .filter(|parent| !after.contains_key(parent))
            .collect();
        for parent in parents {
            self.refresh(&parent).await?;
        }
        for change in changes {
            self.hand_on(&change.after).await?;
        }
        Ok(())
    }

    /// A matter that is over lets go of what it held while it was open. Where another had the same since before the
    /// definition wanted it once, that one holds it from now on.
    async fn hand_on(&self, over: &State) -> Result<()> {
        let held = let_go(self.registry(), over);
        if held.is_empty() {
            return Ok(());
        }
        let procedure = over.procedure.to_string();
        let query =
            MatterQuery { procedures: vec![procedure], is_final: Some(false), ..MatterQuery::default() };
        let mut after = None;
        loop {
            let order = MatterOrder::Number;
            let page = self.store.matters(&self.jurisdiction, &query, order, after.as_ref(), 200).await?;
            let ids = page.rows.iter().map(|row| MatterId::new(row.matter.as_str()));
            for other in self.states(ids).await?.into_values().flatten() {
                if uniques(self.registry(), &other).iter().any(|one| held.contains(one)) {
                    self.renew_one(&other.matter).await?;
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    /// Makes the read rows of one matter again.
    ///
    /// # Errors
    /// The store, or an event that cannot be read.
    pub async fn refresh(&self, matter: &MatterId) -> Result<()> {
        let Some(state) = self.state(matter).await? else { return Ok(()) };
        let facts = self.facts(&state).await?;
        let view = project(self.registry(), &state, &facts, self.today(), self.clock.now());
        self.put_rows(vec![(store_id(matter)?, state.seq, view)]).await?;
        self.reading.forget();
        Ok(())
    }

    /// Puts rows. Where two matters have had one value since before the definition wanted it once, the first to come holds it.
    async fn put_rows(&self, mut views: Vec<(yifa_store::MatterId, u64, MatterView)>) -> Result<()> {
        loop {
            let (procedure, field, value, holder) =
                match self.store.rebuild_put(&self.jurisdiction, views.clone()).await {
                    Err(StoreError::UniqueTaken { procedure, field, value, matter }) => {
                        (procedure, field, value, matter)
                    }
                    done => {
                        done?;
                        return Ok(());
                    }
                };
            let taken = Unique { field, value };
            let mut others = views.iter_mut().filter(|(matter, _, view)| {
                *matter != holder && view.procedure == procedure && view.uniques.contains(&taken)
            });
            match others.next() {
                Some((_, _, view)) => view.uniques.retain(|one| *one != taken),
                None => {
                    let Unique { field, value } = taken;
                    return Err(StoreError::UniqueTaken { procedure, field, value, matter: holder }.into());
                }
            }
        }
    }

    /// Drops every read table and makes it again from the log; gives the number of matters.
    ///
    /// # Errors
    /// The store, or the first event that cannot be read.
    pub async fn rebuild(&self, progress: &(dyn Fn(u64) + Send + Sync)) -> Result<u64> {
        self.store.rebuild_begin(&self.jurisdiction).await?;
        let mut after = None;
        let mut count = 0;
        loop {
            let heads = self.store.scan_matters(&self.jurisdiction, after.as_ref(), 200).await?;
            let Some(last) = heads.last() else { break };
            after = Some(last.matter.clone());
            let states = self.states(heads.iter().map(|head| MatterId::new(head.matter.as_str()))).await?;
            let mut views = Vec::new();
            for state in states.into_values().flatten() {
                let facts = self.facts(&state).await?;
                let changed = last_changed(&state, self.clock.now());
                let view = project(self.registry(), &state, &facts, self.today(), changed);
                views.push((store_id(&state.matter)?, state.seq, view));
                count += 1;
            }
            self.put_rows(views).await?;
            progress(count);
        }
        self.store.rebuild_finish(&self.jurisdiction).await?;
        self.reading.forget();
        Ok(count)
    }

    /// Makes the rows again of matters whose public view or period begins or ends by today; gives their number.
    ///
    /// # Errors
    /// The store.
    pub async fn renew(&self) -> Result<u64> {
        let (mut renewed, mut seen) = (0, BTreeSet::new());
        loop {
            let due = self.store.matters_to_renew(&self.jurisdiction, self.today(), 200).await?;
            let fresh: Vec<_> = due.into_iter().filter(|matter| seen.insert(matter.clone())).collect();
            if fresh.is_empty() {
                return Ok(renewed);
            }
            for matter in fresh.iter().map(|matter| MatterId::new(matter.as_str())) {
                renewed += u64::from(told(&matter, self.renew_one(&matter).await)?);
            }
        }
    }

    async fn renew_one(&self, matter: &MatterId) -> Result<bool> {
        let Some(state) = self.state(matter).await? else { return Ok(false) };
        let facts = self.facts(&state).await?;
        let changed = last_changed(&state, self.clock.now());
        let view = project(self.registry(), &state, &facts, self.today(), changed);
        self.put_rows(vec![(store_id(matter)?, state.seq, view)]).await?;
        self.reading.forget();
        Ok(true)
    }
}
