//! Owns upkeep 值守: what the city does by itself beside requests. The law acts on what has lapsed, soon after midnight in
//! China and at the start; rows whose public view begins or ends on a day are made again; sessions that have ended and
//! answers that nobody will ask for again are dropped; messages go out. Of several servers of one city, one does it.

mod leap;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tokio::sync::watch;
use yifa_store::{NewRecord, OutboxRow, Record, StoreError};

use crate::city::City;
use crate::error::{AppError, Result};

/// Between two rounds.
const PAUSE: Duration = Duration::from_secs(20);
/// How long a server that has died keeps the others from taking over.
const LEASE: SignedDuration = SignedDuration::from_secs(90);
/// How far the clocks of the servers of one city may be apart.
const SKEW: SignedDuration = SignedDuration::from_mins(10);
/// How often records that have expired are dropped.
const TIDY: SignedDuration = SignedDuration::from_mins(15);
/// How long the answer to a command is kept, in case it is sent again.
const ANSWERS: SignedDuration = SignedDuration::from_hours(24 * 30);
/// Messages handed to the courier at a time.
const MESSAGES: u32 = 100;
/// How often in one round, while all of them arrive: many that came at once do not wait for as many pauses.
const TURNS: usize = 10;

/// Who carries messages out of the house.
#[async_trait]
pub trait Courier: Send + Sync {
    /// Carries messages, oldest first; gives the ids of those that have arrived or need not be carried. The others are given
    /// again in the next round, and one may be given twice when the machine fails in between.
    ///
    /// # Errors
    /// Nothing could be carried; told to the operator.
    async fn carry(&self, city: &City, messages: &[OutboxRow]) -> Result<Vec<String>>;
}

/// What a round did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Round {
    /// Whether another server of the city does the upkeep, so that nothing was done here.
    pub elsewhere: bool,
    /// Whether the clock has leapt ahead, so that nothing was done but sending messages.
    pub held: bool,
    /// Matters on which the law acted.
    pub lapsed: u64,
    /// Matters whose rows were made again.
    pub renewed: u64,
    /// Records that had expired.
    pub expired: u64,
    /// Messages that went out.
    pub carried: u64,
    /// What failed, and why: it is tried again in the next round.
    pub failed: Vec<(&'static str, String)>,
}

/// The upkeep of a city.
pub struct Upkeep {
    city: Arc<City>,
    courier: Option<Arc<dyn Courier>>,
    /// Who we are among the servers of the city.
    name: String,
    /// The last day on which everything was swept.
    day: Option<Date>,
    tidied: Option<Timestamp>,
    watch: leap::Watch,
}

impl Upkeep {
    /// The upkeep of a city, with nobody to carry messages.
    pub fn new(city: Arc<City>) -> Self {
        let name = format!("{:032x}", rand::random::<u128>());
        Self { city, courier: None, name, day: None, tidied: None, watch: leap::Watch::default() }
    }

    /// With somebody to carry messages.
    #[must_use]
    pub fn with_courier(self, courier: Arc<dyn Courier>) -> Self {
        Self { courier: Some(courier), ..self }
    }

    /// Does rounds until told to stop; a round that has begun is finished.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let round = self.round().await;
            for (what, why) in &round.failed {
                tracing::error!(what, why, "upkeep");
            }
            if round.held {
                tracing::warn!(
                    "the clock has leapt ahead of the last upkeep: is the date of this machine right?"
                );
            }
            if round.lapsed + round.renewed > 0 {
                tracing::info!(lapsed = round.lapsed, renewed = round.renewed, "upkeep");
            }
            tokio::select! {
                () = tokio::time::sleep(PAUSE) => {}
                changed = stop.changed() => if changed.is_err() { break },
            }
        }
        if let Err(error) = self.release().await {
            tracing::warn!(%error, "upkeep could not be handed over");
        }
    }

    /// Does everything that is due now, once.
    pub async fn round(&mut self) -> Round {
        let mut round = Round::default();
        let bodies = self.city.reload_bodies().await;
        noted(&mut round, "reading the bodies", bodies);
        let calendar = self.city.reload_calendar().await;
        noted(&mut round, "reading the calendar", calendar);
        let names = self.city.reload_names().await;
        noted(&mut round, "reading the names", names);
        match self.lease().await {
            Ok(true) => self.duties(&mut round).await,
            Ok(false) => round.elsewhere = true,
            Err(error) => noted(&mut round, "taking the upkeep", Err(error)),
        }
        round
    }

    async fn duties(&mut self, round: &mut Round) {
        let held = self.watch.holds(&self.city).await;
        round.held = noted(round, "watching the clock", held);
        if !round.held {
            self.of_the_day(round).await;
        }
        let carried = self.carry().await;
        round.carried = noted(round, "sending messages", carried);
    }

    /// What depends on the day.
    async fn of_the_day(&mut self, round: &mut Round) {
        let today = self.city.today();
        let bodies = self.city.reorganise_as_announced().await;
        noted(round, "changing the bodies", bodies);
        round.lapsed = self.sweep(today, round).await;
        let renewed = self.city.renew().await;
        round.renewed = noted(round, "making rows again", renewed);
        let expired = self.tidy().await;
        round.expired = noted(round, "dropping what has expired", expired);
    }

    /// Everything once a day; else what has been entered since with a limit that is over already.
    async fn sweep(&mut self, today: Date, round: &mut Round) -> u64 {
        if self.day == Some(today) {
            let yesterday = today.yesterday().unwrap_or(today);
            let swept = self.city.sweep_between(yesterday, today).await;
            return noted(round, "acting on lapses", swept);
        }
        let swept = self.city.sweep().await;
        if swept.is_ok() {
            self.day = Some(today);
        }
        noted(round, "acting on lapses", swept)
    }

    async fn tidy(&mut self) -> Result<u64> {
        let (city, now) = (&self.city, self.city.clock().now());
        if self.tidied.is_some_and(|last| now.duration_since(last).abs() < TIDY) {
            return Ok(0);
        }
        let expired = city.store().records_expire(city.jurisdiction(), now).await?;
        if let Ok(before) = now.checked_sub(ANSWERS) {
            city.store().forget_answers(city.jurisdiction(), before).await?;
        }
        self.tidied = Some(now);
        Ok(expired)
    }

    async fn carry(&self) -> Result<u64> {
        let Some(courier) = &self.courier else { return Ok(0) };
        let city = &self.city;
        let mut carried = 0;
        for _ in 0..TURNS {
            let waiting = city.store().outbox_pending(city.jurisdiction(), MESSAGES).await?;
            // Asked with nothing in hand too: what it carries further has times of its own.
            let arrived = courier.carry(city, &waiting).await?;
            carried +=
                city.store().outbox_delivered(city.jurisdiction(), &arrived, city.clock().now()).await?;
            let full = u32::try_from(waiting.len()).is_ok_and(|n| n == MESSAGES);
            if !full || arrived.len() < waiting.len() {
                break;
            }
        }
        Ok(carried)
    }

    /// Takes the upkeep of the city, or keeps it; `false` when another server has it.
    async fn lease(&self) -> Result<bool> {
        let (city, now) = (&self.city, self.city.clock().now());
        let held = city.store().record_get(city.jurisdiction(), "upkeep", "lease", now).await?;
        let ours = |value: &serde_json::Value| value.get("by").and_then(|by| by.as_str()) == Some(&self.name);
        let expected = match held {
            Some(record) if ours(&record.value) => record.version,
            // Given by a clock that has been put back since: who has it may have died long ago.
            Some(record) if lasts_longer(&record, now, LEASE + SKEW) => record.version,
            Some(_) => return Ok(false),
            None => 0,
        };
        let record = NewRecord {
            collection: "upkeep".into(),
            id: "lease".into(),
            value: json!({ "by": self.name }),
            expected_version: Some(expected),
            expires_at: now.checked_add(LEASE).ok(),
        };
        match city.store().record_put(city.jurisdiction(), record, now).await {
            Ok(_) => Ok(true),
            Err(StoreError::RecordConflict { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Lets another server take over at once.
    async fn release(&self) -> Result<()> {
        if self.lease().await? {
            self.city.store().record_delete(self.city.jurisdiction(), "upkeep", "lease").await?;
        }
        Ok(())
    }
}

/// Whether a record lasts longer than one that is written now: it was written by a clock that has been put back since.
pub(crate) fn lasts_longer(record: &Record, now: Timestamp, lasts: SignedDuration) -> bool {
    record.expires_at.is_some_and(|at| at.duration_since(now) > lasts)
}

fn noted<T: Default>(round: &mut Round, what: &'static str, outcome: Result<T, AppError>) -> T {
    outcome.unwrap_or_else(|error| {
        round.failed.push((what, error.to_string()));
        T::default()
    })
}
