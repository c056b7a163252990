//! Owns changes of the bodies that are entered before their day: kept as announced, held against one another, made when the
//! day has come. Until then no body, matter or post is different.

use jiff::Timestamp;
use serde_json::{Value as Json, json};
use yifa_kernel::body::BodyKind;
use yifa_kernel::id::BodyId;
use yifa_kernel::matter::Actor;
use yifa_store::NewRecord;

use super::{Heir, NewBody, Reorganisation, ReorganisationFault};
use crate::city::{City, new_matter};
use crate::error::{AppError, Result};
use crate::journal::{Kind, Part};
use crate::wire::{actor_from, actor_to};

/// The collection of announced changes; an id is drawn, and is that of the change once it is made.
const COLLECTION: &str = "body_change_announced";

/// A change whose day has not come, or that could not be made on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnouncedReorganisation {
    /// Its identifier.
    pub id: String,
    /// What is to change.
    pub change: Reorganisation,
    /// Who entered it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

impl City {
    /// The announced changes, the next first.
    ///
    /// # Errors
    /// The store; a change that cannot be read.
    pub async fn announced_reorganisations(&self) -> Result<Vec<AnnouncedReorganisation>> {
        let now = self.clock().now();
        let found = self.store().record_list(self.jurisdiction(), COLLECTION, None, 200, now).await?;
        let read = |id: &str, value: &Json| {
            announced(id, value).ok_or_else(|| AppError::invalid("body_change_announced", id))
        };
        let mut all: Vec<AnnouncedReorganisation> =
            found.iter().map(|record| read(&record.id, &record.value)).collect::<Result<_>>()?;
        all.sort_by_key(|one| (one.change.on, one.at));
        Ok(all)
    }

    /// Why an announced change cannot be made as things stand; `None` where it can.
    ///
    /// # Errors
    /// The store.
    pub async fn announced_fault(
        &self,
        one: &AnnouncedReorganisation,
    ) -> Result<Option<ReorganisationFault>> {
        Ok(self.effect_of(&one.change, Some(&one.id)).await?.err())
    }

    /// Takes an announced change back; `false` where there is none.
    ///
    /// # Errors
    /// The store.
    pub async fn withdraw_reorganisation(&self, id: &str, actor: &Actor) -> Result<bool> {
        let gone = self.store().record_delete(self.jurisdiction(), COLLECTION, id).await?;
        if gone {
            self.journal(
                Kind::BodiesAnnouncementWithdrawn,
                actor_to(actor),
                None,
                vec![(Part::Id, json!(id))],
            )
            .await?;
        }
        Ok(gone)
    }

    /// Makes what was announced for today or earlier, in the order of the days; what cannot be made stays announced, and
    /// the page of the bodies says why. Gives how many were made.
    ///
    /// # Errors
    /// The store.
    pub async fn reorganise_as_announced(&self) -> Result<u64> {
        let mut count = 0;
        for one in self.announced_reorganisations().await? {
            if one.change.on > self.today() {
                break;
            }
            let made = self.reorganised_under(&one.id).await?
                || self.make(&one.change, &one.by, &one.id).await?.is_ok();
            if made {
                self.store().record_delete(self.jurisdiction(), COLLECTION, &one.id).await?;
                count += 1;
            }
        }
        Ok(count)
    }

    pub(super) async fn announce(&self, change: &Reorganisation, actor: &Actor) -> Result<()> {
        let id = new_matter().to_string();
        let content = content(change, actor, self.clock().now());
        let record = NewRecord {
            collection: COLLECTION.into(),
            id,
            value: content,
            expected_version: None,
            expires_at: None,
        };
        self.store().record_put(self.jurisdiction(), record, self.clock().now()).await?;
        self.journal(Kind::BodiesAnnounced, actor_to(actor), None, told(change)).await?;
        Ok(())
    }

    /// Why a change contradicts one that is announced: a body that ends in both, or that ends in one and is to stand above
    /// or carry on in the other; a name that both give.
    pub(super) async fn contradiction(
        &self,
        change: &Reorganisation,
        own: Option<&str>,
    ) -> Result<Option<ReorganisationFault>> {
        let all = self.announced_reorganisations().await?;
        let others = all.iter().filter(|one| own != Some(one.id.as_str()));
        Ok(others.map(|one| &one.change).find_map(|other| against(change, other)))
    }
}

fn against(one: &Reorganisation, other: &Reorganisation) -> Option<ReorganisationFault> {
    let twice = one.ends.iter().find(|body| other.ends.contains(body));
    let needed = |change: &Reorganisation, by: &Reorganisation| {
        let heir = change.heir.iter().filter_map(|heir| match heir {
            Heir::Known(id) => Some(id),
            Heir::New(_) => None,
        });
        heir.chain(&change.parent).find(|body| by.ends.contains(body)).cloned()
    };
    if let Some(body) = twice.cloned().or_else(|| needed(one, other)).or_else(|| needed(other, one)) {
        return Some(ReorganisationFault::Announced(body, other.on));
    }
    let same = |a: &NewBody, b: &NewBody| a.name.trim() == b.name.trim() || a.short.trim() == b.short.trim();
    let taken = one.makes.iter().find(|new| other.makes.iter().any(|known| same(new, known)));
    taken.map(|new| ReorganisationFault::NameTaken(new.name.trim().to_owned()))
}

/// An announced change in the journal: what ends and is made by name or identifier.
fn told(change: &Reorganisation) -> Vec<(Part, Json)> {
    let heir = change.heir.as_ref().map(|heir| match heir {
        Heir::Known(id) => json!(id.as_str()),
        Heir::New(at) => json!(change.makes.get(*at).map(|new| new.name.as_str())),
    });
    let makes: Vec<&str> = change.makes.iter().map(|new| new.name.as_str()).collect();
    vec![
        (Part::On, json!(change.on.to_string())),
        (Part::Ground, json!(change.ground)),
        (Part::Ends, json!(change.ends.iter().map(BodyId::as_str).collect::<Vec<_>>())),
        (Part::Makes, json!(makes)),
        (Part::Heir, json!(heir)),
        (Part::Parent, json!(change.parent.as_ref().map(BodyId::as_str))),
    ]
}

fn content(change: &Reorganisation, actor: &Actor, at: Timestamp) -> Json {
    let makes = change
        .makes
        .iter()
        .map(|new| json!({ "name": new.name, "en": new.en, "short": new.short, "kind": new.kind.word() }));
    let heir = change.heir.as_ref().map(|heir| match heir {
        Heir::Known(id) => json!({ "known": id.as_str() }),
        Heir::New(at) => json!({ "new": at }),
    });
    json!({ "on": change.on.to_string(), "ground": change.ground,
        "ends": change.ends.iter().map(BodyId::as_str).collect::<Vec<_>>(), "makes": makes.collect::<Vec<_>>(),
        "heir": heir, "parent": change.parent.as_ref().map(BodyId::as_str), "by": actor_to(actor),
        "at": at.to_string() })
}

fn announced(id: &str, value: &Json) -> Option<AnnouncedReorganisation> {
    let text = |of: &Json, key: &str| of.get(key).and_then(Json::as_str).map(str::to_owned);
    let list = |key: &str| value.get(key).and_then(Json::as_array).cloned().unwrap_or_default();
    let new = |one: &Json| {
        let kind = BodyKind::from_word(&text(one, "kind")?)?;
        Some(NewBody { name: text(one, "name")?, en: text(one, "en")?, short: text(one, "short")?, kind })
    };
    let heir = value.get("heir").filter(|heir| !heir.is_null()).map(|heir| {
        let known = text(heir, "known").map(|id| Heir::Known(BodyId::new(id)));
        let new = || usize::try_from(heir.get("new")?.as_u64()?).ok().map(Heir::New);
        known.or_else(new)
    });
    let change = Reorganisation {
        on: text(value, "on")?.parse().ok()?,
        ground: text(value, "ground")?,
        ends: list("ends").iter().filter_map(Json::as_str).map(BodyId::new).collect(),
        makes: list("makes").iter().map(new).collect::<Option<_>>()?,
        heir: match heir {
            None => None,
            Some(heir) => Some(heir?),
        },
        parent: text(value, "parent").map(BodyId::new),
    };
    let by = actor_from(value.get("by")?)?;
    Some(AnnouncedReorganisation { id: id.to_owned(), change, by, at: text(value, "at")?.parse().ok()? })
}
