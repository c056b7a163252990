//! Does a command with everything that follows from it: decide, keep in one transaction, try again when somebody was faster.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::DateTime;
use serde_json::{Value as Json, json};
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::{Change, Command, Facts, Known, Needs, Settled, Stamp, State, references, settle};
use yifa_kernel::refusal::{Code, Next, Reason, Refusal};
use yifa_store::{Append, Batch, Claim, Idempotency, OutboxMessage, StoreError, Unique, sha256};

use super::{City, TRIES, store_id};
use crate::error::{AppError, Result};
use crate::project::{project, uniques};
use crate::wire::{actor_to, value_to, write_event};

/// How often others may take the next number of a series first: each time somebody's act was done, so that all get through.
const OVERTAKEN: usize = 1000;

/// How many matters are read in one go.
const LEARNT: usize = 500;

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

/// What commands would change together, and which of them the law refuses, by place.
pub(crate) struct Trial {
    pub(crate) settled: Settled,
    /// What was known of the matters around.
    pub(crate) known: Known,
    pub(crate) refused: Vec<(usize, Box<Refusal>)>,
}

/// What became of commands done together; `done` is `None` when nothing was kept.
pub(crate) struct Tried {
    pub(crate) done: Option<Done>,
    /// The last event of each matter changed.
    pub(crate) after: BTreeMap<MatterId, u64>,
    pub(crate) refused: Vec<(usize, Box<Refusal>)>,
}

/// Most changed matters that a kept answer names: an import changes thousands.
const ANSWERED: usize = 50;

/// The matters that a command changed, as its kept answer names them: whoever asks again is answered as the first time.
fn changed_by(answer: &Json, matter: &MatterId) -> Vec<MatterId> {
    let named = answer.get("changed").and_then(Json::as_array).into_iter().flatten();
    let all: Vec<MatterId> = named.filter_map(Json::as_str).map(MatterId::new).collect();
    if all.is_empty() { vec![matter.clone()] } else { all }
}

impl City {
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
        let asked = (command, key);
        let owed = self.owed_instead(command, stamp.on());
        let command = owed.as_ref().unwrap_or(command);
        let mut known = self.known_for(std::slice::from_ref(command)).await?;
        // What has lapsed by now has happened before what is asked now.
        self.sweep_knowing(&mut known, &command.matter).await?;
        let (mut tries, mut overtaken) = (0, 0);
        loop {
            match settle(self.registry(), &known, command, stamp) {
                Settled::Needs(needs) => self.learn(&mut known, needs).await?,
                Settled::Refused(refusal) => return self.no(asked, command, &known, refusal).await,
                Settled::Changes { changes, .. } if moved_on(&changes, command, expected) => {
                    let refusal = refused(command, Reason::new(Code::Conflict, Next::Reload));
                    return self.no(asked, command, &known, Box::new(refusal)).await;
                }
                settled @ Settled::Changes { .. } => {
                    let idempotency = key
                        .map(|key| Idempotency { key: key.to_owned(), command_digest: digest_of(command) });
                    match self.keep(settled, &known, idempotency, stamp).await {
                        Ok(done) => return Ok(done),
                        Err(AppError::Store(error)) => {
                            // Whoever is overtaken in a series lost to an act that was done, and knows the next number.
                            if matches!(error, StoreError::ClaimTaken { .. }) {
                                overtaken += 1;
                            } else {
                                tries += 1;
                            }
                            if tries >= TRIES || overtaken >= OVERTAKEN {
                                return Err(AppError::Store(error));
                            }
                            if let Some(refusal) = self.lost(command, error, &mut known)? {
                                return self.no(asked, command, &known, Box::new(refusal)).await;
                            }
                        }
                        Err(other) => return Err(other),
                    }
                }
            }
        }
    }

    /// Says no, unless the same request came twice at once and the other one was done in the meantime: then both are answered
    /// by what it came to.
    async fn no(
        &self,
        (asked, key): (&Command, Option<&str>),
        command: &Command,
        known: &Known,
        refusal: Box<Refusal>,
    ) -> Result<Done> {
        if let Some(key) = key
            && let Some(done) = self.done_before(asked, key).await?
        {
            return Ok(done);
        }
        self.journal_refusal(&refusal, command, known).await?;
        Err(AppError::Refused(refusal))
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
                let changed = changed_by(&answered.answer, &matter);
                Ok(Some(Done { changed, matter, seq, replayed: true }))
            }
            None => {
                let refusal = refused(command, Reason::new(Code::RepeatedKey, Next::Reload));
                self.journal_refusal(&refusal, command, &Known::default()).await?;
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
        if let Some((number, refusal)) = tried.refused.into_iter().next() {
            if let Some(command) = commands.get(number) {
                self.journal_refusal(&refusal, command, &Known::default()).await?;
            }
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
            let Trial { settled, known, refused } = self.trial(commands, &stamp).await?;
            let nothing = matches!(&settled, Settled::Changes { changes, .. } if changes.is_empty());
            if nothing || (all && !refused.is_empty()) {
                return Ok(Tried { done: None, after: BTreeMap::new(), refused });
            }
            let idempotency =
                key.map(|key| Idempotency { key: key.to_owned(), command_digest: digest_of_all(commands) });
            let after = last_events(&settled);
            match self.keep(settled, &known, idempotency, &stamp).await {
                Err(AppError::Store(StoreError::Conflict { .. } | StoreError::ClaimTaken { .. })) => {}
                done => return Ok(Tried { done: Some(done?), after, refused }),
            }
        }
        Err(AppError::Store(StoreError::NotFound("a quiet moment".into())))
    }

    /// Settles commands one after another, each seeing what the others changed; those that are refused change nothing.
    pub(crate) async fn trial(&self, commands: &[Command], stamp: &Stamp) -> Result<Trial> {
        let mut known = self.known_for(commands).await?;
        for some in commands.chunks(LEARNT) {
            let matters = some.iter().map(|command| command.matter.clone()).collect();
            self.learn(&mut known, Needs { matters, ..Needs::default() }).await?;
        }
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
        Ok(Trial { settled, known, refused })
    }

    /// Somebody else was faster: forget what is no longer so and try again, or say why not.
    fn lost(&self, command: &Command, error: StoreError, known: &mut Known) -> Result<Option<Refusal>> {
        let refuse = |reason: Reason| refused(command, reason);
        known.rolls.clear();
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

    pub(crate) async fn learn(&self, known: &mut Known, needs: Needs) -> Result<()> {
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
        for roll in needs.rolls {
            let all = self.on_roll(&roll).await?;
            known.rolls.insert(roll, all);
        }
        Ok(())
    }

    pub(crate) async fn keep(
        &self,
        settled: Settled,
        known: &Known,
        idempotency: Option<Idempotency>,
        stamp: &Stamp,
    ) -> Result<Done> {
        let Settled::Changes { changes, .. } = &settled else {
            return Err(AppError::invalid("transaction", "nothing to keep"));
        };
        let mut yielded = BTreeSet::new();
        let committed = loop {
            let batch = self.batch(&settled, known, idempotency.as_ref(), stamp, &yielded).await?;
            let committed = self.store.commit(batch).await;
            self.reading.forget();
            match committed {
                Err(StoreError::UniqueTaken { procedure, field, value, matter: holder }) => {
                    let taken = Unique { field, value };
                    let had = self.had_it_before(changes, &taken, &holder).await?;
                    if !had.is_some_and(|one| yielded.insert((one, taken.clone()))) {
                        let Unique { field, value } = taken;
                        let error = StoreError::UniqueTaken { procedure, field, value, matter: holder };
                        return Err(AppError::Store(error));
                    }
                }
                committed => break committed?,
            }
        };
        let first = changes.first().ok_or_else(|| AppError::invalid("transaction", "nothing changed"))?;
        let (matter, seq) = (first.after.matter.clone(), first.after.seq);
        let after = after_of(changes);
        let answered = committed.answer.get("matter").and_then(Json::as_str).map(MatterId::new);
        let matter = answered.unwrap_or(matter);
        let changed = match committed.replayed {
            true => changed_by(&committed.answer, &matter),
            false => changes.iter().map(|change| change.after.matter.clone()).collect(),
        };
        if !committed.replayed {
            after.values().for_each(|state| self.reading.states.keep(state));
            self.refresh_around(changes, &after).await?;
        }
        let seq = committed.answer.get("seq").and_then(Json::as_u64).unwrap_or(seq);
        Ok(Done { matter, seq, changed, replayed: committed.replayed })
    }

    /// What is committed together. What a matter has yielded it does not ask for again.
    async fn batch(
        &self,
        settled: &Settled,
        known: &Known,
        idempotency: Option<&Idempotency>,
        stamp: &Stamp,
        yielded: &BTreeSet<(MatterId, Unique)>,
    ) -> Result<Batch> {
        let mut batch = Batch::new(self.jurisdiction.clone(), stamp.recorded);
        batch.idempotency = idempotency.cloned();
        let Settled::Changes { changes, claims, reads, notifies } = settled else { return Ok(batch) };
        let after = after_of(changes);
        for change in changes {
            let mut append = self.append(change, &after, known, stamp).await?;
            if let Some(view) = &mut append.view {
                let matter = &change.after.matter;
                view.uniques.retain(|one| !yielded.contains(&(matter.clone(), one.clone())));
            }
            batch.appends.push(append);
        }
        for (matter, seq) in reads {
            batch.reads.push((store_id(matter)?, *seq));
        }
        let claim =
            |claim: &yifa_kernel::matter::Claim| Claim { series: claim.series.clone(), value: claim.value };
        batch.claims = claims.iter().map(claim).collect();
        batch.outbox = notifies.iter().map(|(matter, role)| message(&after, matter, Some(role))).collect();
        for matter in after.keys() {
            if !self.watchers(matter).await?.is_empty() {
                batch.outbox.push(message(&after, matter, None));
            }
        }
        let first = changes.first().ok_or_else(|| AppError::invalid("transaction", "nothing changed"))?;
        let changed = changes.iter().take(ANSWERED).map(|change| change.after.matter.as_str());
        let changed: Vec<&str> = changed.collect();
        batch.answer =
            json!({ "matter": first.after.matter.as_str(), "seq": first.after.seq, "changed": changed });
        Ok(batch)
    }

    /// The changed matter that had a value before this act though another holds it: both were open before the definition
    /// wanted one, and neither is stopped for that. Only a value that is new here is refused. When the one that
    /// holds it is over, the other holds it at once (`hand_on`).
    async fn had_it_before(
        &self,
        changes: &[Change],
        taken: &Unique,
        holder: &yifa_store::MatterId,
    ) -> Result<Option<MatterId>> {
        for change in changes.iter().filter(|change| change.after.matter.as_str() != holder.as_str()) {
            let before = self.state(&change.after.matter).await?;
            if before.is_some_and(|before| uniques(self.registry(), &before).contains(taken)) {
                return Ok(Some(change.after.matter.clone()));
            }
        }
        Ok(None)
    }

    async fn append(
        &self,
        change: &Change,
        after: &BTreeMap<MatterId, Arc<State>>,
        known: &Known,
        stamp: &Stamp,
    ) -> Result<Append> {
        let procedure = self.registry().procedure_of(&change.after);
        let facts = self.facts_after(&change.after, after, known).await?;
        let view = project(self.registry(), &change.after, &facts, stamp.recorded_on(), stamp.recorded);
        Ok(Append {
            matter: store_id(&change.after.matter)?,
            expected_seq: change.before,
            events: change.events.iter().map(|event| write_event(event, procedure)).collect(),
            view: Some(view),
        })
    }

    /// The facts around a matter in which this transaction's own changes already count; only what is not known yet is read.
    pub(crate) async fn facts_after(
        &self,
        state: &State,
        after: &BTreeMap<MatterId, Arc<State>>,
        known: &Known,
    ) -> Result<Facts> {
        let mut matters = BTreeMap::new();
        let mut unknown = BTreeSet::new();
        for id in references(state, None) {
            match (after.get(&id), known.matters.get(&id)) {
                (Some(state), _) | (None, Some(Some(state))) => drop(matters.insert(id, state.clone())),
                (None, Some(None)) => {}
                (None, None) => drop(unknown.insert(id)),
            }
        }
        let read = self.states(unknown).await?;
        matters.extend(read.into_iter().filter_map(|(id, state)| Some((id, state?))));
        let citable = self.citable(state.fields.values()).await?;
        Ok(Facts { matters, bodies: self.bodies(), names: self.names(), citable, ..Facts::default() })
    }
}

fn after_of(changes: &[Change]) -> BTreeMap<MatterId, Arc<State>> {
    changes.iter().map(|change| (change.after.matter.clone(), change.after.clone())).collect()
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

/// What the outbox is told of a notice: the matter, the role (none: whoever watches it), and the act that it is about.
fn message(
    after: &BTreeMap<MatterId, Arc<State>>,
    matter: &MatterId,
    role: Option<&yifa_kernel::id::RoleId>,
) -> OutboxMessage {
    let act = after.get(matter).and_then(|state| state.acts.last());
    let actor = act.and_then(|act| act.actor.as_person()).map(|person| person.as_str());
    let body = json!({ "matter": matter.as_str(), "role": role.map(|role| role.as_str()),
        "action": act.map(|act| act.action.as_str()), "act": act.map(|act| act.seq), "actor": actor });
    OutboxMessage { topic: "notify".into(), body }
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
