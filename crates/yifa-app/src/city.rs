//! Owns the city at work: load a matter, decide a command with everything that follows, keep it in one transaction, let
//! the law act on what has lapsed, look things up for pages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock, RwLock};

use jiff::civil::{Date, DateTime};
use serde_json::{Value as Json, json};
use yifa_kernel::body::{Bodies, Body, BodyKind};
use yifa_kernel::definition::Registry;
use yifa_kernel::id::{BodyId, MatterId, PersonId};
use yifa_kernel::matter::{
    Change, Command, Facts, Known, Recorded, Settled, Stamp, State, references, replay, settle, settle_sweep,
};
use yifa_kernel::refusal::{Code, Next, Reason, Refusal};
use yifa_store::{
    Append, Batch, Claim, ClockQuery, Idempotency, JournalEntry, Jurisdiction, NewRecord, OutboxMessage,
    Store, StoreError, StoredEvent, sha256,
};

use crate::clock::Clock;
use crate::edition::Editions;
use crate::error::{AppError, Result};
use crate::figures::FiguresKnown;
use crate::keeping::Keeping;
use crate::library::{Edition, Shelf, Source};
use crate::project::{last_changed, project};
use crate::wire::{actor_to, read_event, value_to, write_event};

/// How often a transaction is tried again when somebody else was faster.
pub(crate) const TRIES: usize = 12;

/// A city at work.
pub struct City {
    store: Arc<dyn Store>,
    jurisdiction: Jurisdiction,
    editions: Editions,
    keeping: OnceLock<Keeping>,
    clock: Arc<dyn Clock>,
    bodies: RwLock<Arc<Bodies>>,
    shelf: Shelf,
    figures: FiguresKnown,
    /// From which the codes on papers follow.
    secret: Vec<u8>,
    /// What the people who work here are called.
    names: RwLock<Arc<BTreeMap<PersonId, String>>>,
}

/// What became of a command.
#[derive(Debug, Clone)]
pub struct Done {
    /// The matter commanded.
    pub matter: MatterId,
    /// Its last event.
    pub seq: u64,
    /// All matters changed, the commanded one first.
    pub changed: Vec<MatterId>,
    /// Whether the same command had been done before, so that nothing happened now.
    pub replayed: bool,
}

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

/// What commands would change together, and which of them the law refuses, by place.
pub(crate) struct Trial {
    pub(crate) settled: Settled,
    pub(crate) refused: Vec<(usize, Box<Refusal>)>,
}

/// What became of commands done together; `done` is `None` when nothing was kept.
pub(crate) struct Tried {
    pub(crate) done: Option<Done>,
    /// The last event of each matter changed.
    pub(crate) after: BTreeMap<MatterId, u64>,
    pub(crate) refused: Vec<(usize, Box<Refusal>)>,
}

impl City {
    /// Opens a city over a store.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn open(
        store: Arc<dyn Store>,
        jurisdiction: Jurisdiction,
        registry: Arc<Registry>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self> {
        let secret = crate::access::secret(store.as_ref(), &jurisdiction, clock.as_ref()).await?;
        let city = Self {
            store,
            jurisdiction,
            editions: Editions::new(registry),
            keeping: OnceLock::new(),
            clock,
            bodies: RwLock::default(),
            shelf: Shelf::default(),
            figures: FiguresKnown::default(),
            secret,
            names: RwLock::default(),
        };
        city.reload_bodies().await?;
        city.reload_names().await?;
        city.reload_calendar().await?;
        Ok(city)
    }

    /// The definitions.
    pub fn registry(&self) -> &Registry {
        self.editions.latest()
    }

    /// What the machine gives beside the store, once.
    pub fn keep_with(&self, keeping: Keeping) {
        // Whoever comes second finds what is there.
        let _ = self.keeping.set(keeping);
    }

    /// What the machine gives beside the store.
    pub fn keeping(&self) -> Option<&Keeping> {
        self.keeping.get()
    }

    /// Puts definitions in force behind those of before: whoever reads those goes on with them.
    pub(crate) fn put_edition(&self, registry: Registry) {
        self.editions.put(Arc::new(registry));
        self.figures.forget();
    }

    /// The store.
    pub fn store(&self) -> &dyn Store {
        self.store.as_ref()
    }

    /// The jurisdiction.
    pub fn jurisdiction(&self) -> &Jurisdiction {
        &self.jurisdiction
    }

    /// The clock.
    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    /// The figures asked for a moment ago.
    pub(crate) fn figures_known(&self) -> &FiguresKnown {
        &self.figures
    }

    /// From which the codes on papers follow.
    pub(crate) fn secret(&self) -> &[u8] {
        &self.secret
    }

    /// Today in China.
    pub fn today(&self) -> Date {
        self.clock.today()
    }

    /// The law library as it stands.
    ///
    /// # Errors
    /// The store; stored texts that are not what was written.
    pub async fn law(&self) -> Result<Arc<Edition>> {
        let source = Source {
            store: Arc::clone(&self.store),
            jurisdiction: self.jurisdiction.clone(),
            registry: Arc::clone(self.editions.latest()),
        };
        self.shelf.edition(&source, self.clock.now()).await
    }

    /// The bodies of the city.
    pub fn bodies(&self) -> Arc<Bodies> {
        // A poisoned lock still holds whole bodies: they are replaced at once, never changed in place.
        self.bodies.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// What the people who work here are called, by account.
    pub fn names(&self) -> Arc<BTreeMap<PersonId, String>> {
        self.names.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Reads the names again: another server of the same city may have changed them.
    ///
    /// # Errors
    /// The store.
    pub async fn reload_names(&self) -> Result<()> {
        let all = self.accounts().await?.into_iter().map(|account| (account.person, account.name)).collect();
        *self.names.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(all);
        Ok(())
    }

    /// Reads the bodies again: another server of the same city may have changed them.
    ///
    /// # Errors
    /// The store.
    pub async fn reload_bodies(&self) -> Result<()> {
        let mut all = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page = self
                .store
                .record_list(&self.jurisdiction, "body", after.as_deref(), 200, self.clock.now())
                .await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id.clone());
            all.extend(page.iter().filter_map(|record| body_from(&record.id, &record.value)));
        }
        *self.bodies.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(Bodies::new(all));
        Ok(())
    }

    /// Enters or changes bodies.
    ///
    /// # Errors
    /// A parent that is unknown or stands below its child; the store.
    pub async fn put_bodies(&self, bodies: impl IntoIterator<Item = Body>) -> Result<()> {
        let new: Vec<Body> = bodies.into_iter().collect();
        let all = Bodies::new(self.bodies().iter().cloned().chain(new.iter().cloned()));
        if let Some((body, fault)) = all.faults().into_iter().next() {
            return Err(AppError::invalid(format!("body {body}"), format!("{fault:?}")));
        }
        for body in new {
            let record = NewRecord {
                collection: "body".into(),
                id: body.id.to_string(),
                value: body_to(&body),
                expected_version: None,
                expires_at: None,
            };
            self.store.record_put(&self.jurisdiction, record, self.clock.now()).await?;
        }
        self.reload_bodies().await
    }

    // ---- reading ----

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
        let logs = self.logs(found.keys().cloned().collect::<Vec<_>>()).await?;
        for (id, events) in logs {
            let state = replay(&id, &events).map(Arc::new);
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

    // ---- acting ----

    /// Does a command now.
    ///
    /// # Errors
    /// [`AppError::Refused`] with every reason; the refusal is journalled.
    pub async fn execute(&self, command: &Command, key: Option<&str>) -> Result<Done> {
        self.execute_at(command, key, None, &self.clock.stamp()).await
    }

    /// Does a command only if the matter still stands at the event that the caller has seen.
    ///
    /// # Errors
    /// As [`execute`](Self::execute); [`Code::Conflict`] if the matter has moved on.
    pub async fn execute_expecting(
        &self,
        command: &Command,
        key: Option<&str>,
        expected: Option<u64>,
        happened: Option<DateTime>,
    ) -> Result<Done> {
        let stamp = happened.map_or_else(|| self.clock.stamp(), |at| self.clock.stamp_of(at));
        self.execute_at(command, key, expected, &stamp).await
    }

    /// Does a command that happened at another time than now.
    ///
    /// # Errors
    /// As [`execute`](Self::execute).
    pub async fn execute_on(&self, command: &Command, key: Option<&str>, happened: DateTime) -> Result<Done> {
        self.execute_at(command, key, None, &self.clock.stamp_of(happened)).await
    }

    /// Whether a command would be done now; nothing is kept. `None`: it would be.
    ///
    /// # Errors
    /// The store.
    pub async fn try_out(&self, command: &Command) -> Result<Option<Box<Refusal>>> {
        let stamp = self.clock.stamp();
        let mut known = self.known_for(std::slice::from_ref(command)).await?;
        loop {
            match settle(self.registry(), &known, command, &stamp) {
                Settled::Needs(needs) => self.learn(&mut known, needs).await?,
                Settled::Refused(refusal) => return Ok(Some(refusal)),
                Settled::Changes { .. } => return Ok(None),
            }
        }
    }

    async fn execute_at(
        &self,
        command: &Command,
        key: Option<&str>,
        expected: Option<u64>,
        stamp: &Stamp,
    ) -> Result<Done> {
        if let Some(key) = key
            && let Some(done) = self.done_before(command, key).await?
        {
            return Ok(done);
        }
        let owed = self.owed_instead(command, stamp.on());
        let command = owed.as_ref().unwrap_or(command);
        // What has lapsed by now has happened before what is asked now.
        self.sweep_matter(&command.matter).await?;
        let mut known = self.known_for(std::slice::from_ref(command)).await?;
        let mut tries = 0;
        loop {
            match settle(self.registry(), &known, command, stamp) {
                Settled::Needs(needs) => self.learn(&mut known, needs).await?,
                Settled::Refused(refusal) => {
                    self.journal_refusal(&refusal).await?;
                    return Err(AppError::Refused(refusal));
                }
                Settled::Changes { changes, .. } if moved_on(&changes, command, expected) => {
                    let refusal = refused(command, Reason::new(Code::Conflict, Next::Reload));
                    self.journal_refusal(&refusal).await?;
                    return Err(AppError::Refused(Box::new(refusal)));
                }
                settled @ Settled::Changes { .. } => {
                    let idempotency = key
                        .map(|key| Idempotency { key: key.to_owned(), command_digest: digest_of(command) });
                    match self.keep(settled, idempotency, stamp).await {
                        Ok(done) => return Ok(done),
                        Err(AppError::Store(error)) => {
                            tries += 1;
                            if tries >= TRIES {
                                return Err(AppError::Store(error));
                            }
                            if let Some(refusal) = self.lost(command, error, &mut known)? {
                                self.journal_refusal(&refusal).await?;
                                return Err(AppError::Refused(Box::new(refusal)));
                            }
                        }
                        Err(other) => return Err(other),
                    }
                }
            }
        }
    }

    /// What a command came to when it was done before under the same key. Asked first: by now the law may say no to what
    /// was done already.
    async fn done_before(&self, command: &Command, key: &str) -> Result<Option<Done>> {
        let Some(answered) = self.store.answered(&self.jurisdiction, key).await? else { return Ok(None) };
        let matter = answered.answer.get("matter").and_then(Json::as_str).map(MatterId::new);
        let opens = self
            .registry()
            .latest(&command.procedure)
            .and_then(|procedure| procedure.action(&command.action))
            .is_some_and(|action| action.from == yifa_kernel::procedure::From::Nothing);
        let same = answered.command_digest == digest_of(command)
            && (opens || matter.as_ref() == Some(&command.matter));
        let seq = answered.answer.get("seq").and_then(Json::as_u64);
        match matter.zip(seq).filter(|_| same) {
            Some((matter, seq)) => {
                Ok(Some(Done { changed: vec![matter.clone()], matter, seq, replayed: true }))
            }
            None => {
                let refusal = refused(command, Reason::new(Code::RepeatedKey, Next::Reload));
                self.journal_refusal(&refusal).await?;
                Err(AppError::Refused(Box::new(refusal)))
            }
        }
    }

    /// Does several commands as one: all or none.
    ///
    /// # Errors
    /// As [`execute`](Self::execute); the first refusal stops all.
    pub async fn execute_together(&self, commands: &[Command], key: Option<&str>) -> Result<Done> {
        let tried = self.execute_good(commands, key, true).await?;
        if let Some((_, refusal)) = tried.refused.into_iter().next() {
            self.journal_refusal(&refusal).await?;
            return Err(AppError::Refused(refusal));
        }
        tried.done.ok_or_else(|| AppError::invalid("transaction", "no command"))
    }

    /// Does, as one, those of several commands that the law allows, each seeing what the others changed; where `all`, none
    /// unless all. Refusals are the caller's to journal.
    ///
    /// # Errors
    /// The store.
    pub(crate) async fn execute_good(
        &self,
        commands: &[Command],
        key: Option<&str>,
        all: bool,
    ) -> Result<Tried> {
        let stamp = self.clock.stamp();
        for _ in 0..TRIES {
            let Trial { settled, refused } = self.trial(commands, &stamp).await?;
            let nothing = matches!(&settled, Settled::Changes { changes, .. } if changes.is_empty());
            if nothing || (all && !refused.is_empty()) {
                return Ok(Tried { done: None, after: BTreeMap::new(), refused });
            }
            let idempotency =
                key.map(|key| Idempotency { key: key.to_owned(), command_digest: digest_of_all(commands) });
            let after = last_events(&settled);
            match self.keep(settled, idempotency, &stamp).await {
                Err(AppError::Store(StoreError::Conflict { .. } | StoreError::ClaimTaken { .. })) => {}
                done => return Ok(Tried { done: Some(done?), after, refused }),
            }
        }
        Err(AppError::Store(StoreError::NotFound("a quiet moment".into())))
    }

    /// Settles commands one after another, each seeing what the others changed; those that are refused change nothing.
    pub(crate) async fn trial(&self, commands: &[Command], stamp: &Stamp) -> Result<Trial> {
        let mut known = self.known_for(commands).await?;
        let mut merged: Vec<Change> = Vec::new();
        let mut places: BTreeMap<MatterId, usize> = BTreeMap::new();
        let (mut all_claims, mut all_reads, mut all_notifies) = (Vec::new(), BTreeMap::new(), Vec::new());
        let mut refused = Vec::new();
        for (number, command) in commands.iter().enumerate() {
            loop {
                match settle(self.registry(), &known, command, stamp) {
                    Settled::Needs(needs) => self.learn(&mut known, needs).await?,
                    Settled::Refused(refusal) => {
                        refused.push((number, refusal));
                        break;
                    }
                    Settled::Changes { changes, claims, reads, notifies } => {
                        for change in changes {
                            let matter = change.after.matter.clone();
                            known.matters.insert(matter.clone(), Some(change.after.clone()));
                            match places.get(&matter).and_then(|place| merged.get_mut(*place)) {
                                Some(one) => {
                                    one.events.extend(change.events);
                                    one.after = change.after;
                                }
                                None => {
                                    places.insert(matter, merged.len());
                                    merged.push(change);
                                }
                            }
                        }
                        for claim in &claims {
                            known.next_in.insert(claim.series.clone(), claim.value + 1);
                        }
                        all_claims.extend(claims);
                        all_reads.extend(reads);
                        all_notifies.extend(notifies);
                        break;
                    }
                }
            }
        }
        all_reads.retain(|id, _| !places.contains_key(id));
        let settled = Settled::Changes {
            changes: merged,
            claims: all_claims,
            reads: all_reads,
            notifies: all_notifies,
        };
        Ok(Trial { settled, refused })
    }

    /// Somebody else was faster: forget what is no longer so and try again, or say why not.
    fn lost(&self, command: &Command, error: StoreError, known: &mut Known) -> Result<Option<Refusal>> {
        let refuse = |reason: Reason| refused(command, reason);
        match error {
            StoreError::Conflict { matter, .. } => {
                known.matters.remove(matter.as_str());
                Ok(None)
            }
            StoreError::ClaimTaken { series, next } => {
                known.next_in.insert(series, next);
                Ok(None)
            }
            StoreError::UniqueTaken { field, value, matter, .. } => {
                let field = yifa_kernel::id::FieldId::new(field);
                let reason = Reason::new(Code::NotUnique, Next::Correct(vec![field.clone()]))
                    .about(&field)
                    .seeing("value", Some(yifa_kernel::value::Value::Text(value)))
                    .seeing(
                        "matter",
                        Some(yifa_kernel::value::Value::Matter(MatterId::new(matter.as_str()))),
                    );
                Ok(Some(refuse(reason)))
            }
            StoreError::IdempotencyMismatch { .. } => {
                Ok(Some(refuse(Reason::new(Code::RepeatedKey, Next::Reload))))
            }
            other => Err(AppError::Store(other)),
        }
    }

    pub(crate) async fn learn(&self, known: &mut Known, needs: yifa_kernel::matter::Needs) -> Result<()> {
        let states = self.states(needs.matters).await?;
        if known.citable.is_none() {
            let fields = states.values().flatten().flat_map(|state| state.fields.values());
            known.citable = self.citable(fields).await?;
        }
        known.matters.extend(states);
        for series in needs.series {
            let next = self.store.next_value(&self.jurisdiction, &series).await?;
            known.next_in.insert(series, next);
        }
        Ok(())
    }

    pub(crate) async fn keep(
        &self,
        settled: Settled,
        idempotency: Option<Idempotency>,
        stamp: &Stamp,
    ) -> Result<Done> {
        let Settled::Changes { changes, claims, reads, notifies } = settled else {
            return Err(AppError::invalid("transaction", "nothing to keep"));
        };
        let mut batch = Batch::new(self.jurisdiction.clone(), stamp.recorded);
        batch.idempotency = idempotency;
        let after: BTreeMap<MatterId, Arc<State>> =
            changes.iter().map(|change| (change.after.matter.clone(), change.after.clone())).collect();
        for change in &changes {
            batch.appends.push(self.append(change, &after, stamp).await?);
        }
        for (matter, seq) in reads {
            batch.reads.push((store_id(&matter)?, seq));
        }
        batch.claims =
            claims.into_iter().map(|claim| Claim { series: claim.series, value: claim.value }).collect();
        batch.outbox = notifies
            .into_iter()
            .map(|(matter, role)| OutboxMessage {
                topic: "notify".into(),
                body: message(&after, &matter, &role),
            })
            .collect();
        let first = changes.first().ok_or_else(|| AppError::invalid("transaction", "nothing changed"))?;
        let (matter, seq) = (first.after.matter.clone(), first.after.seq);
        batch.answer = json!({ "matter": matter.as_str(), "seq": seq });
        let committed = self.store.commit(batch).await;
        self.figures.forget();
        let committed = committed?;
        let answered = committed.answer.get("matter").and_then(Json::as_str).map(MatterId::new);
        let changed: Vec<MatterId> = changes.iter().map(|change| change.after.matter.clone()).collect();
        if !committed.replayed {
            self.refresh_around(&changes, &after).await?;
        }
        let seq = committed.answer.get("seq").and_then(Json::as_u64).unwrap_or(seq);
        Ok(Done { matter: answered.unwrap_or(matter), seq, changed, replayed: committed.replayed })
    }

    async fn append(
        &self,
        change: &Change,
        after: &BTreeMap<MatterId, Arc<State>>,
        stamp: &Stamp,
    ) -> Result<Append> {
        let procedure = self.registry().procedure_of(&change.after);
        let facts = self.facts_after(&change.after, after).await?;
        let view = project(self.registry(), &change.after, &facts, stamp.recorded_on(), stamp.recorded);
        Ok(Append {
            matter: store_id(&change.after.matter)?,
            expected_seq: change.before,
            events: change.events.iter().map(|event| write_event(event, procedure)).collect(),
            view: Some(view),
        })
    }

    /// The facts around a matter in which this transaction's own changes already count.
    pub(crate) async fn facts_after(
        &self,
        state: &State,
        after: &BTreeMap<MatterId, Arc<State>>,
    ) -> Result<Facts> {
        let wanted = references(state, None);
        let (here, elsewhere): (BTreeSet<MatterId>, BTreeSet<MatterId>) =
            wanted.into_iter().partition(|id| after.contains_key(id));
        let mut matters: BTreeMap<MatterId, Arc<State>> =
            self.states(elsewhere).await?.into_iter().filter_map(|(id, state)| Some((id, state?))).collect();
        matters.extend(here.into_iter().filter_map(|id| Some((id.clone(), after.get(&id)?.clone()))));
        let citable = self.citable(state.fields.values()).await?;
        Ok(Facts { matters, bodies: self.bodies(), names: self.names(), citable, ..Facts::default() })
    }

    /// A parent shows what its tracks have come to: its rows are made again when a child changed.
    async fn refresh_around(&self, changes: &[Change], after: &BTreeMap<MatterId, Arc<State>>) -> Result<()> {
        let parents: BTreeSet<MatterId> = changes
            .iter()
            .filter_map(|change| change.after.parent.as_ref().map(|parent| parent.matter.clone()))
            .filter(|parent| !after.contains_key(parent))
            .collect();
        for parent in parents {
            self.refresh(&parent).await?;
        }
        Ok(())
    }

    /// Makes the read rows of one matter again.
    ///
    /// # Errors
    /// The store, or an event that cannot be read.
    pub async fn refresh(&self, matter: &MatterId) -> Result<()> {
        let Some(state) = self.state(matter).await? else { return Ok(()) };
        let facts = self.facts(&state).await?;
        let view = project(self.registry(), &state, &facts, self.today(), self.clock.now());
        self.store.rebuild_put(&self.jurisdiction, vec![(store_id(matter)?, state.seq, view)]).await?;
        self.figures.forget();
        Ok(())
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
            self.store.rebuild_put(&self.jurisdiction, views).await?;
            progress(count);
        }
        self.store.rebuild_finish(&self.jurisdiction).await?;
        self.figures.forget();
        Ok(count)
    }

    // ---- operation of law ----

    /// Lets the law act on everything that has lapsed in one matter by now; tells whether anything happened.
    ///
    /// # Errors
    /// The store.
    pub async fn sweep_matter(&self, matter: &MatterId) -> Result<bool> {
        let mut known = Known { bodies: self.bodies(), names: self.names(), ..Known::default() };
        let stamp = self.clock.stamp();
        for _ in 0..TRIES {
            match settle_sweep(self.registry(), &known, matter, &stamp) {
                None | Some(Settled::Refused(_)) => return Ok(false),
                Some(Settled::Needs(needs)) => self.learn(&mut known, needs).await?,
                Some(settled @ Settled::Changes { .. }) => match self.keep(settled, None, &stamp).await {
                    Ok(_) => return Ok(true),
                    Err(AppError::Store(StoreError::Conflict { .. } | StoreError::ClaimTaken { .. })) => {
                        known.matters.clear();
                        known.next_in.clear();
                    }
                    Err(other) => return Err(other),
                },
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
        self.store.rebuild_put(&self.jurisdiction, vec![(store_id(matter)?, state.seq, view)]).await?;
        self.figures.forget();
        Ok(true)
    }

    // ---- journal ----

    pub(crate) async fn journal_refusal(&self, refusal: &Refusal) -> Result<()> {
        let reasons: Vec<Json> = refusal
            .reasons
            .iter()
            .map(|reason| json!({ "code": reason.code.as_str(), "condition": reason.condition, "basis": reason.basis }))
            .collect();
        let content = json!({ "procedure": refusal.procedure.as_str(), "action": refusal.action.as_str(),
            "reasons": reasons });
        let matter =
            refusal.matter.as_ref().and_then(|matter| yifa_store::MatterId::new(matter.as_str()).ok());
        self.journal("refusal", actor_to(&refusal.actor), matter, content).await
    }

    /// Writes a line into the journal.
    ///
    /// # Errors
    /// The store.
    pub async fn journal(
        &self,
        kind: &str,
        actor: Json,
        matter: Option<yifa_store::MatterId>,
        content: Json,
    ) -> Result<()> {
        let entry = JournalEntry { kind: kind.to_owned(), actor, matter, content };
        Ok(self.store.journal_append(&self.jurisdiction, vec![entry], self.clock.now()).await?)
    }
}

/// The last event of each matter that is changed.
pub(crate) fn last_events(settled: &Settled) -> BTreeMap<MatterId, u64> {
    match settled {
        Settled::Changes { changes, .. } => {
            changes.iter().map(|change| (change.after.matter.clone(), change.after.seq)).collect()
        }
        Settled::Needs(_) | Settled::Refused(_) => BTreeMap::new(),
    }
}

/// What became of one matter among many: one that cannot be read is told to the operator, and the others go on.
fn told(matter: &MatterId, outcome: Result<bool>) -> Result<bool> {
    match outcome {
        Err(error @ AppError::Unreadable { .. }) => {
            tracing::error!(%matter, %error, "a matter cannot be read");
            Ok(false)
        }
        outcome => outcome,
    }
}

/// What the outbox is told of a notice: the matter, the role, and the act that it is about.
fn message(
    after: &BTreeMap<MatterId, Arc<State>>,
    matter: &MatterId,
    role: &yifa_kernel::id::RoleId,
) -> Json {
    let act = after.get(matter).and_then(|state| state.acts.last());
    let actor = act.and_then(|act| act.actor.as_person()).map(|person| person.as_str());
    json!({ "matter": matter.as_str(), "role": role.as_str(),
        "action": act.map(|act| act.action.as_str()), "actor": actor })
}

/// Whether the commanded matter no longer stands where the caller saw it.
fn moved_on(changes: &[Change], command: &Command, expected: Option<u64>) -> bool {
    let Some(expected) = expected else { return false };
    let change = changes.iter().find(|change| change.after.matter == command.matter);
    change.is_some_and(|change| change.before != expected)
}

/// A refusal of a command for one reason of the platform's own.
fn refused(command: &Command, reason: Reason) -> Refusal {
    Refusal {
        procedure: command.procedure.clone(),
        matter: Some(command.matter.clone()),
        action: command.action.clone(),
        stands: None,
        actor: command.actor.clone(),
        reasons: vec![reason],
    }
}

fn readable(stored: &StoredEvent) -> Result<Recorded> {
    read_event(stored).map_err(|why| AppError::Unreadable {
        matter: stored.matter.to_string(),
        seq: stored.seq,
        why,
    })
}

/// A kernel identifier as the store's.
pub(crate) fn store_id(matter: &MatterId) -> Result<yifa_store::MatterId> {
    Ok(yifa_store::MatterId::new(matter.as_str())?)
}

/// A fresh identifier for a matter, ordered by time.
pub fn new_matter() -> MatterId {
    MatterId::new(uuid::Uuid::now_v7().to_string())
}

/// What makes two lists of commands the same.
fn digest_of_all(commands: &[Command]) -> yifa_store::Digest {
    let all: Vec<String> = commands.iter().map(|command| digest_of(command).to_string()).collect();
    sha256(all.join("\n").as_bytes())
}

/// What makes two commands the same: everything but the matter's fresh identifier.
fn digest_of(command: &Command) -> yifa_store::Digest {
    let values: Vec<Json> =
        command.values.iter().map(|(id, value)| json!([id.as_str(), value_to(value)])).collect();
    let whole = json!([
        command.procedure.as_str(),
        command.action.as_str(),
        command.body.as_str(),
        values,
        actor_to(&command.actor)
    ]);
    sha256(whole.to_string().as_bytes())
}

fn body_to(body: &Body) -> Json {
    json!({ "name": body.name, "en": body.en, "short": body.short, "kind": body.kind.word(),
        "parent": body.parent.as_ref().map(BodyId::as_str), "valid_from": body.valid_from.to_string(),
        "valid_to": body.valid_to.map(|day| day.to_string()),
        "successor": body.successor.as_ref().map(BodyId::as_str) })
}

fn body_from(id: &str, json: &Json) -> Option<Body> {
    let text = |key: &str| json.get(key).and_then(Json::as_str);
    Some(Body {
        id: BodyId::new(id),
        name: text("name")?.to_owned(),
        en: text("en")?.to_owned(),
        short: text("short")?.to_owned(),
        kind: BodyKind::from_word(text("kind")?)?,
        parent: text("parent").map(BodyId::new),
        valid_from: text("valid_from")?.parse().ok()?,
        valid_to: text("valid_to").and_then(|day| day.parse().ok()),
        successor: text("successor").map(BodyId::new),
    })
}
