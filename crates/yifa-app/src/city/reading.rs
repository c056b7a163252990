//! Looks matters up: one or many as they stand, with their events and what surrounds them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use yifa_kernel::id::{FieldId, MatterId};
use yifa_kernel::matter::{Actor, Facts, Form, Recorded, Roll, State, references, replay};
use yifa_kernel::procedure::Action;
use yifa_kernel::value::Value;
use yifa_store::{MatterOrder, MatterQuery, StoredEvent};

use super::City;
use crate::error::{AppError, Result};
use crate::wire::read_event;

/// How many rows of a register are read in one go.
const A_PAGE: u32 = 200;

/// A matter with its events and the other matters that it points to.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The state.
    pub state: Arc<State>,
    /// Its events.
    pub events: Vec<Recorded>,
    /// The same events as the log keeps them: hashes, erased values.
    pub stored: Vec<StoredEvent>,
    /// The facts around it.
    pub facts: Facts,
}

impl City {
    /// A matter as it stands; `None` if there is none.
    ///
    /// # Errors
    /// An event that cannot be read stops the matter and is named.
    pub async fn state(&self, matter: &MatterId) -> Result<Option<Arc<State>>> {
        Ok(self.states([matter.clone()]).await?.remove(matter).flatten())
    }

    /// Several matters as they stand.
    ///
    /// # Errors
    /// As [`state`](Self::state).
    pub async fn states(
        &self,
        matters: impl IntoIterator<Item = MatterId>,
    ) -> Result<BTreeMap<MatterId, Option<Arc<State>>>> {
        let mut found: BTreeMap<MatterId, Option<Arc<State>>> =
            matters.into_iter().map(|id| (id, None)).collect();
        let ids: Vec<_> = found.keys().filter_map(|id| yifa_store::MatterId::new(id.as_str()).ok()).collect();
        if ids.is_empty() {
            return Ok(found);
        }
        let mut unread = Vec::new();
        for (id, seq) in self.store.last_events(&self.jurisdiction, &ids).await? {
            let id = MatterId::new(id.as_str());
            match self.reading.states.get(&id, seq) {
                Some(state) => drop(found.insert(id, Some(state))),
                None => unread.push(id),
            }
        }
        for (id, events) in self.logs(unread).await? {
            let state = replay(&id, &events).map(Arc::new);
            if let Some(state) = &state {
                self.reading.states.keep(state);
            }
            found.insert(id, state);
        }
        Ok(found)
    }

    /// The events of some matters, each in order; a matter that does not exist is left out.
    pub(crate) async fn logs(
        &self,
        matters: impl IntoIterator<Item = MatterId>,
    ) -> Result<BTreeMap<MatterId, Vec<Recorded>>> {
        let ids: Vec<yifa_store::MatterId> =
            matters.into_iter().filter_map(|id| yifa_store::MatterId::new(id.as_str()).ok()).collect();
        let mut by_matter: BTreeMap<MatterId, Vec<Recorded>> = BTreeMap::new();
        if !ids.is_empty() {
            for stored in self.store.events_of(&self.jurisdiction, &ids).await? {
                let recorded = readable(&stored)?;
                by_matter.entry(MatterId::new(stored.matter.as_str())).or_default().push(recorded);
            }
        }
        Ok(by_matter)
    }

    /// A matter with its events and everything that it points to.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; an event that cannot be read.
    pub async fn open_matter(&self, matter: &MatterId) -> Result<Opened> {
        let missing = || AppError::NotFound(format!("matter {matter}"));
        let id = yifa_store::MatterId::new(matter.as_str()).map_err(|_| missing())?;
        let stored = self.store.events(&self.jurisdiction, &id, 1).await?;
        let events: Vec<Recorded> = stored.iter().map(readable).collect::<Result<_>>()?;
        let state = Arc::new(replay(matter, &events).ok_or_else(missing)?);
        let facts = self.facts(&state).await?;
        Ok(Opened { state, events, stored, facts })
    }

    /// What the registers know 在册: the matters of a procedure, in some states, that a body or any body handles.
    pub(crate) async fn on_roll(&self, roll: &Roll) -> Result<BTreeSet<MatterId>> {
        let query = MatterQuery {
            procedures: vec![roll.procedure.to_string()],
            states: roll.states.iter().map(ToString::to_string).collect(),
            ..MatterQuery::default()
        };
        let (mut all, mut after) = (BTreeSet::new(), None);
        loop {
            let order = MatterOrder::Number;
            let page = self.store.matters(&self.jurisdiction, &query, order, after.as_ref(), A_PAGE).await?;
            let of_body = |body: &str| roll.body.as_ref().is_none_or(|one| one.as_str() == body);
            let own = page.rows.iter().filter(|row| of_body(&row.body));
            all.extend(own.map(|row| MatterId::new(row.matter.as_str())));
            after = page.next;
            if after.is_none() {
                return Ok(all);
            }
        }
    }

    /// The tables with which a form begins as the registers have them; of those that are not on record yet.
    ///
    /// # Errors
    /// The store.
    pub async fn begun(
        &self,
        state: &State,
        action: &Action,
        actor: &Actor,
    ) -> Result<BTreeMap<FieldId, Value>> {
        let mut all = BTreeMap::new();
        for begins in action.begins.iter().filter(|one| !state.fields.contains_key(&one.table)) {
            let matters = self.on_roll(&Roll::of(begins, state)).await?;
            let mut facts = self.facts(state).await?;
            let found = self.states(matters.iter().cloned()).await?;
            facts.matters.extend(found.into_iter().filter_map(|(id, state)| Some((id, state?))));
            let form =
                Form { registry: self.registry(), state, action, facts: &facts, actor, today: self.today() };
            all.extend(form.listed(begins, &matters).map(|rows| (begins.table.clone(), rows)));
        }
        Ok(all)
    }

    /// What surrounds a matter: the others that it points to, the bodies.
    ///
    /// # Errors
    /// As [`state`](Self::state).
    pub async fn facts(&self, state: &State) -> Result<Facts> {
        let found = self.states(references(state, None)).await?;
        let matters = found.into_iter().filter_map(|(id, state)| Some((id, state?))).collect();
        let citable = self.citable(state.fields.values()).await?;
        Ok(Facts { matters, bodies: self.bodies(), names: self.names(), citable, ..Facts::default() })
    }
}

fn readable(stored: &StoredEvent) -> Result<Recorded> {
    read_event(stored).map_err(|why| AppError::Unreadable {
        matter: stored.matter.to_string(),
        seq: stored.seq,
        why,
    })
}
