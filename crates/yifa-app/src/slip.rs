//! Owns slips 答卷凭证: each opens one act on one matter, once, and names nobody. They are drawn by chance when an act that
//! hands out slips has been done, and shown once; only their digests are kept, without an order, a day or a name. What they
//! open is recorded under the same name for all, so that neither the log nor the records can join an answer to a person.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use yifa_kernel::id::{ActionId, FieldId, MatterId, PersonId, RoleId};
use yifa_kernel::matter::{Act, Actor, Command, Openness, State, action_statuses};
use yifa_kernel::procedure::{Action, HandsOut, Procedure, Scope};
use yifa_kernel::refusal::Code;
use yifa_kernel::value::Value;
use yifa_store::{NewRecord, StoreError, sha256};

use crate::citizen::{plain_code, public_actor, random_letters};
use crate::city::{City, Done};
use crate::error::{AppError, Result};
use crate::journal::{Kind, Part};
use crate::wire::{value_from, value_to};

/// Where digests of slips are kept.
const SLIPS: &str = "slip";
/// Where it is kept that the slips of an act were drawn.
const DRAWN: &str = "slips-drawn";
/// The name under which everybody who bears a slip acts.
pub(crate) const BEARER: &str = "bearer";

/// An act that handed out slips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOut {
    /// Number of its event.
    pub seq: u64,
    /// The day.
    pub on: jiff::civil::Date,
    /// The action.
    pub action: ActionId,
    /// How many slips.
    pub count: u64,
    /// What they carry.
    pub carries: BTreeMap<FieldId, Value>,
    /// Whether they were drawn, and so shown.
    pub drawn: bool,
}

/// A slip that somebody bears: what it opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Borne {
    /// The matter.
    pub matter: MatterId,
    /// The action that it opens there now.
    pub action: ActionId,
    /// What it carries.
    pub carries: BTreeMap<FieldId, Value>,
    /// The digest by which it is known.
    pub known: String,
}

/// What a slip is good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlipCheck {
    /// It opens something.
    Good(Box<Borne>),
    /// There is no such slip.
    Unknown,
    /// It was used.
    Used,
    /// The matter asks for no answer now.
    Closed,
}

/// What became of an act with a slip.
#[derive(Debug, Clone)]
pub enum Spent {
    /// It was done.
    Done(Done),
    /// The slip had been used before: nothing was done.
    UsedBefore,
}

/// The action of a procedure that slips open.
pub fn opened_by_slip<'a>(city: &City, procedure: &'a Procedure) -> Option<&'a Action> {
    procedure.actions.iter().find(|action| slip_role(city, action).is_some())
}

/// The role in which the bearer of a slip does an action; `None` when slips do not open it.
pub fn slip_role(city: &City, action: &Action) -> Option<RoleId> {
    let by_slip = |role: &&RoleId| city.registry().role(role).is_some_and(|role| role.scope == Scope::Slip);
    action.by.iter().find(by_slip).cloned()
}

/// The acts of a matter that handed out slips.
fn acts<'a>(procedure: &'a Procedure, state: &'a State) -> impl Iterator<Item = (&'a Act, &'a HandsOut)> {
    state.acts.iter().filter(|act| !act.cleared).filter_map(|act| {
        let slips = procedure.action(&act.action)?.hands_out.as_ref()?;
        Some((act, slips))
    })
}

/// The digest by which a slip is kept.
fn known_by(code: &str) -> String {
    sha256(format!("slip\n{}", plain_code(code)).as_bytes()).to_string()
}

impl City {
    /// The acts of a matter that handed out slips, and which were drawn.
    ///
    /// # Errors
    /// The store.
    pub async fn hand_outs(&self, state: &State) -> Result<Vec<HandOut>> {
        let Some(procedure) = self.registry().procedure_of(state) else { return Ok(Vec::new()) };
        let mut all = Vec::new();
        for (act, slips) in acts(procedure, state) {
            let count = match act.values.get(&slips.count) {
                Some(Value::Int(n)) => u64::try_from(*n).unwrap_or(0),
                _ => 0,
            };
            let carries =
                slips.carries.iter().filter_map(|id| Some((id.clone(), act.values.get(id)?.clone())));
            let id = drawn_id(&state.matter, act.seq);
            let drawn = self.store().record_get(self.jurisdiction(), DRAWN, &id, self.clock().now()).await?;
            all.push(HandOut {
                seq: act.seq,
                on: act.on(),
                action: act.action.clone(),
                count,
                carries: carries.collect(),
                drawn: drawn.is_some(),
            });
        }
        Ok(all)
    }

    /// Draws the slips of an act that handed them out: once, and this is the only time that they are seen.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for whoever may not hand them out; [`AppError::NotFound`] if the act handed out none;
    /// [`AppError::Invalid`] if they were drawn before.
    pub async fn draw_slips(&self, state: &State, seq: u64, actor: &Actor) -> Result<Vec<String>> {
        let missing = || AppError::NotFound(format!("slips of act {seq}"));
        let all = self.hand_outs(state).await?;
        let wanted = all.into_iter().find(|one| one.seq == seq).ok_or_else(missing)?;
        let procedure = self.registry().procedure_of(state).ok_or_else(missing)?;
        let action = procedure.action(&wanted.action).ok_or_else(missing)?;
        if !action.by.contains(&actor.role) {
            return Err(AppError::Forbidden);
        }
        let before = || AppError::invalid("slips", "drawn before");
        if wanted.drawn {
            return Err(before());
        }
        let codes: Vec<String> = (0..wanted.count)
            .map(|_| format!("{}-{}-{}", random_letters(4), random_letters(4), random_letters(4)))
            .collect();
        let carries: Vec<Json> =
            wanted.carries.iter().map(|(id, value)| json!([id.as_str(), value_to(value)])).collect();
        for code in &codes {
            let value = json!({ "matter": state.matter.as_str(), "carries": carries });
            self.put(SLIPS, known_by(code), value, Some(0)).await?;
        }
        // Kept last: slips that nobody has seen harm nobody, slips that are lost would.
        match self.put(DRAWN, drawn_id(&state.matter, seq), json!({}), Some(0)).await {
            Err(AppError::Store(StoreError::RecordConflict { .. })) => return Err(before()),
            other => other?,
        }
        let store_id = yifa_store::MatterId::new(state.matter.as_str()).ok();
        let parts = vec![(Part::Act, json!(seq)), (Part::Count, json!(wanted.count))];
        self.journal(Kind::SlipsDrawn, crate::wire::actor_to(actor), store_id, parts).await?;
        Ok(codes)
    }

    async fn put(&self, collection: &str, id: String, value: Json, expected: Option<u64>) -> Result<()> {
        let record = NewRecord {
            collection: collection.to_owned(),
            id,
            value,
            expected_version: expected,
            expires_at: None,
        };
        self.store().record_put(self.jurisdiction(), record, self.clock().now()).await?;
        Ok(())
    }

    /// What a slip is good for now.
    ///
    /// # Errors
    /// The store.
    pub async fn check_slip(&self, code: &str) -> Result<SlipCheck> {
        self.check_known_slip(&known_by(code)).await
    }

    /// As [`check_slip`](Self::check_slip), by the digest that [`Borne`] gave.
    ///
    /// # Errors
    /// The store.
    pub async fn check_known_slip(&self, known: &str) -> Result<SlipCheck> {
        let now = self.clock().now();
        let Some(record) = self.store().record_get(self.jurisdiction(), SLIPS, known, now).await? else {
            return Ok(SlipCheck::Unknown);
        };
        let used = record.value.get("used").is_some()
            || self.store().answered(self.jurisdiction(), &spending_key(known)).await?.is_some();
        if used {
            return Ok(SlipCheck::Used);
        }
        let Some(matter) = record.value.get("matter").and_then(Json::as_str).map(MatterId::new) else {
            return Ok(SlipCheck::Unknown);
        };
        let opened = self.open_matter(&matter).await?;
        let Some(procedure) = self.registry().procedure_of(&opened.state) else {
            return Ok(SlipCheck::Closed);
        };
        let Some(action) = opened_by_slip(self, procedure) else { return Ok(SlipCheck::Closed) };
        let Some(role) = slip_role(self, action) else { return Ok(SlipCheck::Closed) };
        let actor = public_actor(&PersonId::new(BEARER), &role);
        let statuses = action_statuses(self.registry(), &opened.state, &actor, &opened.facts, self.today());
        let open = statuses.iter().any(|one| one.action == action.id && one.openness == Openness::Open);
        if !open {
            return Ok(SlipCheck::Closed);
        }
        let pairs = record.value.get("carries").and_then(Json::as_array).into_iter().flatten();
        let carries = pairs.filter_map(|pair| {
            let id = FieldId::new(pair.get(0)?.as_str()?);
            Some((id, value_from(pair.get(1)?)?))
        });
        let (action, carries) = (action.id.clone(), carries.collect());
        Ok(SlipCheck::Good(Box::new(Borne { matter, action, carries, known: known.to_owned() })))
    }

    /// Does what a slip opens, once. A slip counts as used when its act is kept, not before: a refused act leaves it good.
    ///
    /// # Errors
    /// The law says no; the store.
    pub async fn spend_slip(&self, known: &str, command: &Command) -> Result<Spent> {
        let borne = match self.check_known_slip(known).await? {
            SlipCheck::Good(borne) => borne,
            SlipCheck::Used | SlipCheck::Unknown => return Ok(Spent::UsedBefore),
            SlipCheck::Closed => return Err(AppError::invalid("slip", "the matter asks for no answer now")),
        };
        let mut command = command.clone();
        command.matter = borne.matter.clone();
        command.values.extend(borne.carries);
        command.actor.who = yifa_kernel::matter::Who::Person(PersonId::new(BEARER));
        // The key is kept in one transaction with the act: of two at once, one is kept.
        let done = match self.execute(&command, Some(&spending_key(known))).await {
            Ok(done) if done.replayed => return Ok(Spent::UsedBefore),
            Ok(done) => done,
            Err(AppError::Refused(refusal))
                if refusal.reasons.iter().any(|reason| reason.code == Code::RepeatedKey) =>
            {
                return Ok(Spent::UsedBefore);
            }
            Err(other) => return Err(other),
        };
        // Keys are forgotten one day, and what a slip was good for with them.
        self.put(SLIPS, known.to_owned(), json!({ "used": true }), None).await?;
        Ok(Spent::Done(done))
    }
}

fn spending_key(known: &str) -> String {
    format!("slip:{known}")
}

fn drawn_id(matter: &MatterId, seq: u64) -> String {
    sha256(format!("drawn\n{matter}\n{seq}").as_bytes()).to_string()
}
