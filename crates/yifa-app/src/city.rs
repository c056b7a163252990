//! Owns the city at work: its store, clock, definitions and bodies. What it does with matters stands below: reading them,
//! acting on them, letting the law act, making their rows.

mod acting;
mod reading;
mod rows;
mod sweeping;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, RwLock};

use jiff::civil::Date;
use serde_json::{Value as Json, json};
use yifa_kernel::body::{Bodies, Body, BodyKind};
use yifa_kernel::definition::Registry;
use yifa_kernel::id::{BodyId, MatterId, PersonId};
use yifa_kernel::matter::{Command, Known};
use yifa_kernel::refusal::Refusal;
use yifa_store::{Jurisdiction, NewRecord, Store};

use crate::journal::{Kind, Part};

pub use self::acting::Done;
pub(crate) use self::acting::Trial;
pub use self::reading::Opened;
use crate::clock::Clock;
use crate::edition::Editions;
use crate::error::{AppError, Result};
use crate::figures;
use crate::keeping::Keeping;
use crate::lately::Reading;
use crate::library::{Edition, Shelf, Source};
use crate::wire::actor_to;

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
    reading: Reading,
    /// From which the codes on papers follow.
    secret: Vec<u8>,
    /// What the people who work here are called.
    names: RwLock<Arc<BTreeMap<PersonId, String>>>,
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
            reading: Reading::default(),
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
        self.reading.forget();
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

    /// What pages have read lately.
    pub(crate) fn reading(&self) -> &Reading {
        &self.reading
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

    /// Enters or changes bodies. One without a place 机构序列 stands behind those there are, in the order given.
    ///
    /// # Errors
    /// A parent that is unknown or stands below its child; the store.
    pub async fn put_bodies(&self, bodies: impl IntoIterator<Item = Body>) -> Result<()> {
        let mut new: Vec<Body> = bodies.into_iter().collect();
        let mut last = self.bodies().iter().chain(&new).map(|body| body.place).max().unwrap_or(0);
        for body in new.iter_mut().filter(|body| body.place == 0) {
            last = last.saturating_add(1);
            body.place = last;
        }
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

    /// Writes a refusal into the journal: whose act it was, what was tried, and which citations the law did not accept.
    pub(crate) async fn journal_refusal(
        &self,
        refusal: &Refusal,
        command: &Command,
        known: &Known,
    ) -> Result<()> {
        let reasons: Vec<Json> = refusal
            .reasons
            .iter()
            .map(|reason| {
                let claims = |holds| -> Vec<&str> {
                    let these = reason.parts.iter().filter(|part| part.holds == holds);
                    these.map(|part| part.line.as_str()).collect()
                };
                json!({ "code": reason.code.as_str(), "condition": reason.condition, "basis": reason.basis,
                    "fails": claims(Some(false)), "unjudged": claims(None) })
            })
            .collect();
        let state = known.matters.get(&command.matter).and_then(Option::as_ref);
        let body = state.map_or(&command.body, |state| &state.body);
        let cited = figures::refused::cited(refusal, command);
        let parts = vec![
            (Part::Procedure, json!(refusal.procedure.as_str())),
            (Part::Action, json!(refusal.action.as_str())),
            (Part::Body, json!(body.as_str())),
            (Part::Reasons, json!(reasons)),
            (Part::Cited, if cited.is_empty() { Json::Null } else { json!(cited) }),
        ];
        let matter =
            refusal.matter.as_ref().and_then(|matter| yifa_store::MatterId::new(matter.as_str()).ok());
        self.journal(Kind::Refusal, actor_to(&refusal.actor), matter, parts).await
    }
}

/// A kernel identifier as the store's.
pub(crate) fn store_id(matter: &MatterId) -> Result<yifa_store::MatterId> {
    Ok(yifa_store::MatterId::new(matter.as_str())?)
}

/// A fresh identifier for a matter, ordered by time.
pub fn new_matter() -> MatterId {
    MatterId::new(uuid::Uuid::now_v7().to_string())
}

/// A body as it is kept.
pub(crate) fn body_to(body: &Body) -> Json {
    json!({ "name": body.name, "en": body.en, "short": body.short, "kind": body.kind.word(),
        "parent": body.parent.as_ref().map(BodyId::as_str), "valid_from": body.valid_from.to_string(),
        "valid_to": body.valid_to.map(|day| day.to_string()),
        "successor": body.successor.as_ref().map(BodyId::as_str), "place": body.place })
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
        place: json
            .get("place")
            .and_then(Json::as_u64)
            .and_then(|place| u32::try_from(place).ok())
            .unwrap_or(0),
    })
}
