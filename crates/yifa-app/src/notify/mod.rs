//! Owns being told: what the outbox says becomes notices on people's pages, mails, and messages to neighbours. Each is named
//! after the message it comes from, so that a worker that dies and begins again tells nobody twice.
//!
//! `settings` is what each person wants, `expand` makes notices and deliveries, `carry` brings deliveries out and keeps
//! their state, `remind` watches dates. How a mail or a web request is made is the [`Carrier`]'s business.

mod carry;
mod expand;
mod hook;
pub(crate) mod outside;
mod remind;
mod settings;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value as Json, json};
use yifa_kernel::id::{ActionId, LimitId, MatterId, PersonId, ProcedureId};
use yifa_store::{NewRecord, OutboxRow, Record};

use crate::account::Account;
use crate::city::City;
use crate::error::{AppError, Result};
use crate::upkeep::Courier;

pub use carry::{Delivery, DeliveryState, MOST_TRIES};
pub use hook::{BOTH_SIGN, Hook, event, signature};
pub use outside::{Outside, PATIENCE};
pub use settings::Settings;

/// What somebody is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its name: the same message never makes a second one.
    pub id: String,
    /// What it is about.
    pub about: About,
    /// The matter.
    pub matter: MatterId,
    /// The matter's procedure.
    pub procedure: ProcedureId,
    /// The matter's number.
    pub number: Option<String>,
    /// What the matter is called.
    pub title: String,
    /// When.
    pub at: Timestamp,
}

/// What a notice is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// An action was done.
    Act(ActionId),
    /// A limit ends on a day; so many days lie between: negative once it has passed.
    Due {
        /// The limit.
        limit: LimitId,
        /// Its last day.
        on: Date,
        /// Days from the reminder to that day.
        days: i32,
    },
}

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its name, which becomes its Message-ID.
    pub id: String,
    /// To whom.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

/// A message to a neighbour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The address.
    pub url: String,
    /// Headers, the signature among them.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// Why something could not be brought out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarryFault {
    /// Whether it can succeed later.
    pub later: bool,
    /// Whether nobody answered: then nothing else is tried there for now.
    pub silent: bool,
    /// What happened, for the operator.
    pub why: String,
}

/// Brings mails and messages out of the platform.
#[async_trait]
pub trait Carrier: Send + Sync {
    /// Whether mails can be sent at all.
    fn has_mail(&self) -> bool;
    /// Sends a mail.
    async fn mail(&self, mail: &Mail) -> std::result::Result<(), CarryFault>;
    /// Sends a message to a neighbour.
    async fn call(&self, call: &Call) -> std::result::Result<(), CarryFault>;
}

/// Words for mails, in a person's language.
pub trait Wording: Send + Sync {
    /// Subject and text of a notice. `address`: where the platform is reached.
    fn notice(&self, city: &City, language: &str, notice: &Notice) -> (String, String);
    /// Subject and text of a day's digest.
    fn digest(&self, city: &City, language: &str, notices: &[Notice]) -> (String, String);
}

/// The courier of the platform's upkeep: makes notices of the outbox's messages and brings out what is due.
pub struct Teller<C, W> {
    carrier: C,
    wording: W,
}

impl<C: Carrier, W: Wording> Teller<C, W> {
    /// A courier.
    pub fn new(carrier: C, wording: W) -> Self {
        Self { carrier, wording }
    }
}

#[async_trait]
impl<C: Carrier, W: Wording> Courier for Teller<C, W> {
    async fn carry(&self, city: &City, messages: &[OutboxRow]) -> Result<Vec<String>> {
        let (_, done) = city.expand_messages(messages).await?;
        city.remind().await?;
        city.digests(&self.wording).await?;
        city.carry(&self.carrier, &self.wording).await?;
        Ok(done)
    }
}

/// What a round of the worker did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Round {
    /// Notices made.
    pub notices: u64,
    /// Deliveries that arrived.
    pub arrived: u64,
    /// Deliveries that did not, this time.
    pub failed: u64,
}

impl City {
    /// One round of the worker: expand what waits in the outbox, remind of dates, bring out what is due.
    ///
    /// # Errors
    /// The store. What a carrier could not bring out is no error: it is tried again and can be seen.
    pub async fn notify(&self, carrier: &dyn Carrier, wording: &dyn Wording) -> Result<Round> {
        let mut round = Round { notices: self.expand_outbox().await?, ..Round::default() };
        round.notices += self.remind().await?;
        self.digests(wording).await?;
        let (arrived, failed) = self.carry(carrier, wording).await?;
        round.arrived = arrived;
        round.failed = failed;
        Ok(round)
    }

    /// The notices that a person has not read, oldest first; at most 200.
    ///
    /// # Errors
    /// The store.
    pub async fn unread(&self, person: &PersonId) -> Result<Vec<Notice>> {
        self.notices_in(&unread_of(person)).await
    }

    /// How many notices a person has not read; counted no further than `most`.
    ///
    /// # Errors
    /// The store.
    pub async fn unread_count(&self, person: &PersonId, most: u32) -> Result<u64> {
        let now = self.clock().now();
        Ok(self.store().record_count(self.jurisdiction(), &unread_of(person), most, now).await?)
    }

    /// The notices that a person has read in the last weeks, oldest first; at most 200.
    ///
    /// # Errors
    /// The store.
    pub async fn read_notices(&self, person: &PersonId) -> Result<Vec<Notice>> {
        self.notices_in(&read_of(person)).await
    }

    async fn notices_in(&self, collection: &str) -> Result<Vec<Notice>> {
        let now = self.clock().now();
        let all = self.store().record_list(self.jurisdiction(), collection, None, 200, now).await?;
        Ok(all.iter().filter_map(notice_from).collect())
    }

    /// Marks notices of a person as read; none named: all.
    ///
    /// # Errors
    /// The store.
    pub async fn mark_read(&self, person: &PersonId, ids: &[String]) -> Result<()> {
        let now = self.clock().now();
        let kept = now.checked_add(jiff::SignedDuration::from_hours(24 * 60)).ok();
        loop {
            let unread = self.unread(person).await?;
            for notice in unread.iter().filter(|notice| ids.is_empty() || ids.contains(&notice.id)) {
                self.put_once(&read_of(person), &notice.id, notice_to(notice), kept).await?;
                self.store().record_delete(self.jurisdiction(), &unread_of(person), &notice.id).await?;
            }
            if unread.is_empty() || !ids.is_empty() {
                return Ok(());
            }
        }
    }

    /// The accounts that may be told of anything: those that have not ended.
    async fn reachable(&self) -> Result<Vec<Account>> {
        let mut all = self.accounts().await?;
        all.retain(|account| account.open);
        Ok(all)
    }

    /// Gives a person a notice, unless it was given before, read or not.
    async fn give(&self, person: &PersonId, notice: &Notice) -> Result<bool> {
        let now = self.clock().now();
        let read = self.store().record_get(self.jurisdiction(), &read_of(person), &notice.id, now).await?;
        if read.is_some() {
            return Ok(false);
        }
        let kept = now.checked_add(jiff::SignedDuration::from_hours(24 * 180)).ok();
        self.put_once(&unread_of(person), &notice.id, notice_to(notice), kept).await
    }

    /// Writes a record that must not be there yet; tells whether it was written.
    async fn put_once(
        &self,
        collection: &str,
        id: &str,
        value: Json,
        expires_at: Option<Timestamp>,
    ) -> Result<bool> {
        let record = NewRecord {
            collection: collection.to_owned(),
            id: id.to_owned(),
            value,
            expected_version: Some(0),
            expires_at,
        };
        match self.store().record_put(self.jurisdiction(), record, self.clock().now()).await {
            Ok(_) => Ok(true),
            Err(yifa_store::StoreError::RecordConflict { .. }) => Ok(false),
            Err(other) => Err(AppError::from(other)),
        }
    }
}

fn unread_of(person: &PersonId) -> String {
    format!("unread:{person}")
}

fn read_of(person: &PersonId) -> String {
    format!("read:{person}")
}

fn notice_to(notice: &Notice) -> Json {
    let about = match &notice.about {
        About::Act(action) => json!({ "action": action.as_str() }),
        About::Due { limit, on, days } => {
            json!({ "limit": limit.as_str(), "on": on.to_string(), "days": days })
        }
    };
    json!({ "about": about, "matter": notice.matter.as_str(), "procedure": notice.procedure.as_str(),
        "number": notice.number, "title": notice.title, "at": notice.at.to_string() })
}

fn notice_from(record: &Record) -> Option<Notice> {
    let text = |json: &Json, key: &str| json.get(key).and_then(Json::as_str).map(str::to_owned);
    let value = &record.value;
    let about = value.get("about")?;
    let about = match text(about, "action") {
        Some(action) => About::Act(ActionId::new(action)),
        None => About::Due {
            limit: LimitId::new(text(about, "limit")?),
            on: text(about, "on")?.parse().ok()?,
            days: i32::try_from(about.get("days")?.as_i64()?).ok()?,
        },
    };
    Some(Notice {
        id: record.id.clone(),
        about,
        matter: MatterId::new(text(value, "matter")?),
        procedure: ProcedureId::new(text(value, "procedure")?),
        number: text(value, "number"),
        title: text(value, "title")?,
        at: text(value, "at")?.parse().ok()?,
    })
}
