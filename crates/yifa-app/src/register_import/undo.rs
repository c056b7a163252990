//! Owns taking an import back: each of its matters by the act that its own definition names for that, all or none, and only
//! while nothing else has happened to any of them. Nothing is deleted: the log keeps both acts.

use std::collections::BTreeMap;

use serde_json::json;
use yifa_kernel::id::{ActionId, FieldId, MatterId};
use yifa_kernel::matter::{Actor, Command, Settled, State};
use yifa_kernel::procedure::{Action, From, Needed, Procedure};
use yifa_kernel::refusal::Refusal;
use yifa_kernel::value::Value;
use yifa_store::StoreError;

use super::{Entry, ImportStanding, KeptImport};
use crate::city::{City, TRIES, Trial};
use crate::error::{AppError, Result};
use crate::journal::{Kind, Part};
use crate::wire::actor_to;

/// Why an import is not taken back; nothing has happened then.
#[derive(Debug)]
pub enum UndoRefusal {
    /// It was taken back before.
    Already,
    /// Nothing of it was kept: the machine stopped before.
    Nothing,
    /// The procedure names no act that takes its opening back.
    NoAct,
    /// Something else has happened to some of its matters.
    Moved(Vec<MovedOn>),
    /// The law says no, to these rows.
    Refused(Vec<(Entry, Box<Refusal>)>),
}

/// A matter that has moved on since it was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedOn {
    /// Its row and identifier.
    pub entry: Entry,
    /// Its number.
    pub number: Option<String>,
    /// The last act; `None` where something else than an act happened.
    pub act: Option<ActionId>,
    /// When.
    pub on: Option<jiff::civil::Date>,
}

/// Commands of an undo, judged.
enum Judged {
    Good(Box<Trial>),
    Not(UndoRefusal),
}

impl City {
    /// Takes an import back. The inner value says how many matters were taken back, or why none.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; the store.
    pub async fn undo_import(
        &self,
        id: &str,
        actor: &Actor,
        reason: &str,
    ) -> Result<std::result::Result<usize, UndoRefusal>> {
        let import = self.kept_import(id).await?.ok_or_else(|| AppError::NotFound(format!("import {id}")))?;
        if matches!(import.standing, ImportStanding::Undone { .. }) {
            return Ok(Err(UndoRefusal::Already));
        }
        let entries = self.import_entries(&import).await?;
        for _ in 0..TRIES {
            let stamp = self.clock().stamp();
            let trial = match self.judged(&import, &entries, actor, reason).await? {
                Judged::Good(trial) => trial,
                Judged::Not(refusal) => return Ok(Err(refusal)),
            };
            match self.keep(trial.settled, &trial.known, None, &stamp).await {
                Err(AppError::Store(StoreError::Conflict { .. } | StoreError::ClaimTaken { .. })) => {}
                done => {
                    done?;
                    return self.undone(import, actor, reason, entries.len()).await.map(Ok);
                }
            }
        }
        Err(AppError::Store(StoreError::NotFound("a quiet moment".into())))
    }

    async fn undone(&self, import: KeptImport, actor: &Actor, reason: &str, count: usize) -> Result<usize> {
        let by = actor.as_person().cloned().ok_or(AppError::Forbidden)?;
        let standing = ImportStanding::Undone { at: self.clock().now(), by };
        let parts = vec![
            (Part::Import, json!(import.id)),
            (Part::Procedure, json!(import.procedure.as_str())),
            (Part::Matters, json!(count)),
            (Part::Reason, json!(reason)),
        ];
        self.put_import(&KeptImport { standing, ..import }).await?;
        self.journal(Kind::RegisterUndone, actor_to(actor), None, parts).await?;
        Ok(count)
    }

    async fn judged(
        &self,
        import: &KeptImport,
        entries: &[Entry],
        actor: &Actor,
        reason: &str,
    ) -> Result<Judged> {
        let mut states = BTreeMap::new();
        for some in entries.chunks(200) {
            states.extend(self.states(some.iter().map(|entry| entry.matter.clone())).await?);
        }
        let mut commands = Vec::new();
        let mut moved = Vec::new();
        for entry in entries {
            let Some(state) = states.get(&entry.matter).and_then(Option::as_ref) else {
                return Ok(Judged::Not(UndoRefusal::Nothing));
            };
            if has_moved(entry, state) {
                moved.push(moved_on(entry, state));
                continue;
            }
            let procedure = self.registry().procedure_of(state);
            let found = procedure.and_then(|one| Some((one, taking_back(one, state, &import.action)?)));
            let Some((procedure, action)) = found else { return Ok(Judged::Not(UndoRefusal::NoAct)) };
            commands.push(Command {
                matter: entry.matter.clone(),
                procedure: procedure.id.clone(),
                action: action.id.clone(),
                body: state.body.clone(),
                parent: None,
                values: reasoned(procedure, action, reason),
                actor: actor.clone(),
            });
        }
        if !moved.is_empty() {
            return Ok(Judged::Not(UndoRefusal::Moved(moved)));
        }
        let trial = self.trial(&commands, &self.clock().stamp()).await?;
        if !trial.refused.is_empty() {
            let each = trial.refused.into_iter().map(|(place, refusal)| (entries[place].clone(), refusal));
            return Ok(Judged::Not(UndoRefusal::Refused(each.collect())));
        }
        // Between looking and judging somebody may have acted: what is kept follows on what was looked at.
        if let Settled::Changes { changes, .. } = &trial.settled {
            let seen = |matter: &MatterId| states.get(matter).and_then(Option::as_ref).map(|state| state.seq);
            let late = changes
                .iter()
                .find(|change| seen(&change.after.matter).is_some_and(|seq| seq != change.before));
            if let Some(change) = late
                && let Some(entry) = entries.iter().find(|entry| entry.matter == change.after.matter)
            {
                return Ok(Judged::Not(UndoRefusal::Moved(vec![moved_on(entry, &change.after)])));
            }
        }
        Ok(Judged::Good(Box::new(trial)))
    }
}

/// Whether anything has happened to a matter since it was imported.
fn has_moved(entry: &Entry, state: &State) -> bool {
    if entry.seq == 0 { state.acts.len() > 1 } else { state.seq != entry.seq }
}

fn moved_on(entry: &Entry, state: &State) -> MovedOn {
    let last = state.acts.last().filter(|_| state.acts.len() > 1);
    MovedOn {
        entry: entry.clone(),
        number: state.number.clone(),
        act: last.map(|act| act.action.clone()),
        on: last.map(yifa_kernel::matter::Act::on),
    }
}

/// The act that takes an opening back where the matter stands.
fn taking_back<'a>(procedure: &'a Procedure, state: &State, opening: &'a ActionId) -> Option<&'a Action> {
    let stands = state.stands.as_ref()?;
    let here = |action: &&Action| match &action.from {
        From::Nothing => false,
        From::Anywhere => !state.closed,
        From::States(from) => from.contains(stands),
    };
    procedure.taking_back(opening).find(here)
}

/// The reason goes into every text that the act needs.
fn reasoned(procedure: &Procedure, action: &Action, reason: &str) -> BTreeMap<FieldId, Value> {
    let needed = action.records.iter().filter(|(_, needed)| *needed == Needed::Required);
    let texts = needed.filter(|(id, _)| {
        procedure.field(id).is_some_and(|field| field.kind == yifa_kernel::guard::Kind::Text)
    });
    texts.map(|(id, _)| (id.clone(), Value::Text(reason.to_owned()))).collect()
}
