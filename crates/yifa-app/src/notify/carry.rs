//! Owns deliveries: each waits, is being sent, has arrived, was given up, or is unknown, and all of it can be seen.
//!
//! A mail is marked before it is sent: if the machine dies in between, nobody knows whether it left, and it is never sent
//! by itself again. A message to a neighbour carries its name, so that what arrives twice is handled once: it is repeated.

use std::collections::BTreeMap;

use futures_util::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use yifa_store::{NewRecord, Record, StoreError};

use super::{Carrier, CarryFault, Mail, Notice, Wording, hook, notice_from};
use crate::city::City;
use crate::error::{AppError, Result};

/// Deliveries that wait or are being sent.
const WAITING: &str = "delivery";
/// Deliveries that are over.
const OVER: &str = "delivered";
/// How long those can be seen.
const SEEN: SignedDuration = SignedDuration::from_hours(24 * 60);
/// After so many attempts a delivery is given up.
pub const MOST_TRIES: u64 = 8;
/// A delivery that is being sent for longer belongs to a worker that died.
const DEAD: SignedDuration = SignedDuration::from_mins(5);

/// How many receivers are served at once.
const RECEIVERS: usize = 8;

/// How a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// It waits for its time.
    Waiting,
    /// It is on its way.
    Sending,
    /// It has arrived.
    Arrived,
    /// It could not be brought out.
    GivenUp,
    /// The machine died while it was being sent: a person decides.
    Unknown,
}

impl DeliveryState {
    /// The word in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Arrived => "arrived",
            Self::GivenUp => "given_up",
            Self::Unknown => "unknown",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Waiting, Self::Sending, Self::Arrived, Self::GivenUp, Self::Unknown]
            .into_iter()
            .find(|state| state.word() == word)
    }
}

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its name.
    pub id: String,
    /// `mail` or `hook`.
    pub way: String,
    /// To where.
    pub to: String,
    /// How it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub tries: u64,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it is tried next, or was last.
    pub at: Timestamp,
    /// What went wrong last.
    pub fault: Option<String>,
    body: Json,
    version: u64,
}

impl Delivery {
    /// The notice that it carries; `None` for a digest.
    pub fn notice(&self) -> Option<Notice> {
        let id = self.body.get("notice_id")?.as_str()?.to_owned();
        let value = self.body.get("notice")?.clone();
        notice_from(&Record { collection: String::new(), id, version: 0, value, expires_at: None })
    }
}

/// What came of an attempt.
enum Outcome {
    Arrived,
    Failed,
    /// Nobody answered.
    Silence,
}

/// The longest pause between two attempts.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(6);

/// The pause after so many attempts: half a minute, then four times as long each time, at most [`LONGEST_PAUSE`].
fn pause(tries: u64) -> SignedDuration {
    let seconds =
        30_i64.saturating_mul(4_i64.saturating_pow(u32::try_from(tries.saturating_sub(1)).unwrap_or(16)));
    SignedDuration::from_secs(seconds).min(LONGEST_PAUSE)
}

/// Whether the time of a delivery has come. One that waits for longer than any pause was given its time by a clock that has
/// been put back since: it goes now.
fn is_due(at: Timestamp, now: Timestamp) -> bool {
    at <= now || at.duration_since(now) > LONGEST_PAUSE
}

impl City {
    /// Makes a delivery, unless it was made before.
    pub(super) async fn put_delivery(&self, id: &str, way: &str, to: &str, body: Json) -> Result<()> {
        let now = self.clock().now();
        let over = self.store().record_get(self.jurisdiction(), OVER, id, now).await?;
        if over.is_some() {
            return Ok(());
        }
        let delivery = Delivery {
            id: id.to_owned(),
            way: way.to_owned(),
            to: to.to_owned(),
            state: DeliveryState::Waiting,
            tries: 0,
            made_at: now,
            at: now,
            fault: None,
            body,
            version: 0,
        };
        self.put_once(WAITING, id, to_json(&delivery), None).await?;
        Ok(())
    }

    /// Deliveries that wait or are on their way, then those that are over, latest first; at most 200 of each.
    ///
    /// # Errors
    /// The store.
    pub async fn deliveries(&self) -> Result<Vec<Delivery>> {
        let now = self.clock().now();
        let mut all = Vec::new();
        for collection in [WAITING, OVER] {
            let mut page: Vec<Delivery> = Vec::new();
            let mut after: Option<String> = None;
            loop {
                let found = self
                    .store()
                    .record_list(self.jurisdiction(), collection, after.as_deref(), 200, now)
                    .await?;
                let Some(last) = found.last() else { break };
                after = Some(last.id.clone());
                page.extend(found.iter().filter_map(from_record));
                if page.len() > 2_000 {
                    page.drain(..1_000);
                }
            }
            page.sort_by_key(|one| std::cmp::Reverse(one.at));
            page.truncate(200);
            all.extend(page);
        }
        Ok(all)
    }

    /// Lets a delivery that was given up, or of which nobody knows, be tried again.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; one that has arrived stays; the store.
    pub async fn try_again(&self, id: &str) -> Result<()> {
        let now = self.clock().now();
        let missing = || AppError::NotFound(format!("delivery {id}"));
        let found = self.store().record_get(self.jurisdiction(), OVER, id, now).await?;
        let found = found.as_ref().and_then(from_record).ok_or_else(missing)?;
        if found.state == DeliveryState::Arrived {
            return Err(AppError::invalid(id, "it has arrived"));
        }
        let again = Delivery { state: DeliveryState::Waiting, tries: 0, at: now, ..found };
        self.put_once(WAITING, id, to_json(&again), None).await?;
        self.store().record_delete(self.jurisdiction(), OVER, id).await?;
        Ok(())
    }

    /// Brings out everything whose time has come; gives how many arrived and how many did not. Each receiver gets its own one
    /// after another, several receivers at once; whoever does not answer at all gets no more in this round, so that nobody
    /// else waits for them.
    pub(super) async fn carry(&self, carrier: &dyn Carrier, wording: &dyn Wording) -> Result<(u64, u64)> {
        let mut receivers: BTreeMap<String, Vec<Delivery>> = BTreeMap::new();
        let mut after: Option<String> = None;
        loop {
            let now = self.clock().now();
            let found =
                self.store().record_list(self.jurisdiction(), WAITING, after.as_deref(), 200, now).await?;
            let Some(last) = found.last() else { break };
            after = Some(last.id.clone());
            for delivery in found.iter().filter_map(from_record).filter(|one| is_due(one.at, now)) {
                // All mails leave by the same server.
                let receiver = if delivery.way == "mail" { String::new() } else { delivery.to.clone() };
                receivers.entry(receiver).or_default().push(delivery);
            }
        }
        let each = receivers.into_values().map(|own| self.carry_to(carrier, wording, own));
        let mut each = stream::iter(each).buffer_unordered(RECEIVERS);
        let (mut arrived, mut failed) = (0, 0);
        while let Some(counted) = each.next().await {
            let (came, broke) = counted?;
            arrived += came;
            failed += broke;
        }
        Ok((arrived, failed))
    }

    /// Brings out what one receiver gets.
    async fn carry_to(
        &self,
        carrier: &dyn Carrier,
        wording: &dyn Wording,
        own: Vec<Delivery>,
    ) -> Result<(u64, u64)> {
        let (mut arrived, mut failed) = (0, 0);
        for delivery in own {
            match self.carry_one(carrier, wording, delivery).await? {
                Some(Outcome::Arrived) => arrived += 1,
                Some(Outcome::Failed) => failed += 1,
                Some(Outcome::Silence) => return Ok((arrived, failed + 1)),
                None => {}
            }
        }
        Ok((arrived, failed))
    }

    async fn carry_one(
        &self,
        carrier: &dyn Carrier,
        wording: &dyn Wording,
        delivery: Delivery,
    ) -> Result<Option<Outcome>> {
        let now = self.clock().now();
        match delivery.state {
            DeliveryState::Sending if now.duration_since(delivery.at).abs() < DEAD => return Ok(None),
            // The worker died with it in its hands.
            DeliveryState::Sending if delivery.way == "mail" => {
                self.end(delivery, DeliveryState::Unknown, None).await?;
                return Ok(Some(Outcome::Failed));
            }
            DeliveryState::Sending => {}
            DeliveryState::Waiting if !is_due(delivery.at, now) => return Ok(None),
            DeliveryState::Waiting if delivery.way == "mail" && !carrier.has_mail() => return Ok(None),
            DeliveryState::Waiting => {}
            DeliveryState::Arrived | DeliveryState::GivenUp | DeliveryState::Unknown => return Ok(None),
        }
        let sending =
            Delivery { state: DeliveryState::Sending, tries: delivery.tries + 1, at: now, ..delivery };
        let Some(sending) = self.mark(sending).await? else { return Ok(None) };
        let outcome = self.bring_out(carrier, wording, &sending).await?;
        match outcome {
            Ok(()) => {
                self.end(sending, DeliveryState::Arrived, None).await?;
                Ok(Some(Outcome::Arrived))
            }
            Err(fault) if fault.later && sending.tries < MOST_TRIES => {
                let at = now.checked_add(pause(sending.tries)).unwrap_or(now);
                let outcome = if fault.silent { Outcome::Silence } else { Outcome::Failed };
                let waiting =
                    Delivery { state: DeliveryState::Waiting, at, fault: Some(fault.why), ..sending };
                self.mark(waiting).await?;
                Ok(Some(outcome))
            }
            Err(fault) => {
                let outcome = if fault.silent { Outcome::Silence } else { Outcome::Failed };
                self.end(sending, DeliveryState::GivenUp, Some(fault.why)).await?;
                Ok(Some(outcome))
            }
        }
    }

    async fn bring_out(
        &self,
        carrier: &dyn Carrier,
        wording: &dyn Wording,
        delivery: &Delivery,
    ) -> Result<std::result::Result<(), CarryFault>> {
        let text = |key: &str| delivery.body.get(key).and_then(Json::as_str).unwrap_or_default();
        let gone = |why: &str| Err(CarryFault { later: false, silent: false, why: why.to_owned() });
        if delivery.way == "mail" {
            let (subject, words) = match delivery.notice() {
                Some(notice) => wording.notice(self, text("language"), &notice),
                None => (text("subject").to_owned(), text("text").to_owned()),
            };
            let mail = Mail { id: delivery.id.clone(), to: delivery.to.clone(), subject, text: words };
            return Ok(carrier.mail(&mail).await);
        }
        let hooks = self.hooks().await?;
        let Some(hook) = hooks.iter().find(|hook| hook.id == text("hook")) else {
            return Ok(gone("the address was removed"));
        };
        let Some(notice) = delivery.notice() else { return Ok(gone("the message cannot be read")) };
        let recipients = delivery.body.get("recipients").cloned().unwrap_or_default();
        let call = hook::call(hook, &delivery.id, &notice, &recipients, self.clock().now());
        Ok(carrier.call(&call).await)
    }

    /// Writes how a delivery stands; `None` if another worker was faster.
    async fn mark(&self, delivery: Delivery) -> Result<Option<Delivery>> {
        let record = NewRecord {
            collection: WAITING.into(),
            id: delivery.id.clone(),
            value: to_json(&delivery),
            expected_version: Some(delivery.version),
            expires_at: None,
        };
        match self.store().record_put(self.jurisdiction(), record, self.clock().now()).await {
            Ok(version) => Ok(Some(Delivery { version, ..delivery })),
            Err(StoreError::RecordConflict { .. }) => Ok(None),
            Err(other) => Err(AppError::from(other)),
        }
    }

    async fn end(&self, delivery: Delivery, state: DeliveryState, fault: Option<String>) -> Result<()> {
        let now = self.clock().now();
        let over = Delivery { state, at: now, fault, ..delivery };
        let record = NewRecord {
            collection: OVER.into(),
            id: over.id.clone(),
            value: to_json(&over),
            expected_version: None,
            expires_at: now.checked_add(SEEN).ok(),
        };
        self.store().record_put(self.jurisdiction(), record, now).await?;
        self.store().record_delete(self.jurisdiction(), WAITING, &over.id).await?;
        Ok(())
    }
}

fn to_json(delivery: &Delivery) -> Json {
    json!({ "way": delivery.way, "to": delivery.to, "state": delivery.state.word(), "tries": delivery.tries,
        "made_at": delivery.made_at.to_string(), "at": delivery.at.to_string(), "fault": delivery.fault,
        "body": delivery.body })
}

fn from_record(record: &Record) -> Option<Delivery> {
    let text = |key: &str| record.value.get(key).and_then(Json::as_str);
    Some(Delivery {
        id: record.id.clone(),
        way: text("way")?.to_owned(),
        to: text("to")?.to_owned(),
        state: DeliveryState::from_word(text("state")?)?,
        tries: record.value.get("tries")?.as_u64()?,
        made_at: text("made_at")?.parse().ok()?,
        at: text("at")?.parse().ok()?,
        fault: text("fault").map(str::to_owned),
        body: record.value.get("body")?.clone(),
        version: record.version,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_at_six_hours() {
        let seconds: Vec<i64> = (1..=8).map(|tries| pause(tries).as_secs()).collect();
        assert_eq!(seconds, [30, 120, 480, 1920, 7680, 21_600, 21_600, 21_600]);
        assert_eq!(pause(u64::MAX).as_secs(), 21_600);
    }
}
