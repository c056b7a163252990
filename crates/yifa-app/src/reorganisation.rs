//! Owns changes of the bodies 机构改革: renamed, merged, split, set up. What ends names the body that carries on what it left:
//! its matters are found there, its people act there, its officers follow. Nothing is renumbered and no event is touched.

mod announced;

use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value as Json, json};
use yifa_kernel::body::{Body, BodyKind};
use yifa_kernel::id::{BodyId, MatterId, PersonId};
use yifa_kernel::matter::Actor;
use yifa_store::{MatterOrder, MatterQuery, NewRecord};

use crate::account::{Account, Post};
use crate::city::{City, new_matter};
use crate::error::{AppError, Result};
use crate::journal::{Kind, Part};
use crate::wire::actor_to;

pub use announced::AnnouncedReorganisation;

/// The collection of changes; an id is drawn.
const COLLECTION: &str = "body_change";

/// A body to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBody {
    /// Full name.
    pub name: String,
    /// English name.
    pub en: String,
    /// The word that begins its document numbers.
    pub short: String,
    /// Kind.
    pub kind: BodyKind,
}

/// Which body carries on what the ended ones left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heir {
    /// One that exists.
    Known(BodyId),
    /// The new one at this place.
    New(usize),
}

/// A change of the bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reorganisation {
    /// The first day on which it holds; the ended bodies' last day is the one before.
    pub on: Date,
    /// The decision that orders it: its title or number.
    pub ground: String,
    /// The bodies that end.
    pub ends: Vec<BodyId>,
    /// The bodies that are made.
    pub makes: Vec<NewBody>,
    /// Who carries on; needed where a body ends.
    pub heir: Option<Heir>,
    /// Above the new ones; else what stood above the first that ends.
    pub parent: Option<BodyId>,
}

/// Why a change cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReorganisationFault {
    /// Nothing ends and nothing is made.
    Nothing,
    /// No decision is named.
    NoGround,
    /// The day lies more than two years ahead.
    Ahead,
    /// A change that contradicts it is announced for that body, for that day.
    Announced(BodyId, Date),
    /// There is no such body, or it has ended.
    NotThere(BodyId),
    /// It began only on that day or later.
    Younger(BodyId),
    /// A body ends and nobody carries on.
    NoHeir,
    /// The one that carries on ends too.
    HeirEnds,
    /// A new body has no name, English name or short name.
    NoName(usize),
    /// Another living body has the name or short name.
    NameTaken(String),
    /// What stands above ends, or is not there.
    NoParent,
}

/// What a change moves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReorganisationEffect {
    /// Matters that are found under another body.
    pub matters: u64,
    /// Accounts whose posts move.
    pub accounts: Vec<PersonId>,
    /// Bodies that stand below another one.
    pub below: Vec<BodyId>,
}

/// A change that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeReorganisation {
    /// The first day.
    pub on: Date,
    /// The decision.
    pub ground: String,
    /// The bodies that ended.
    pub ended: Vec<BodyId>,
    /// The bodies that were made.
    pub made: Vec<BodyId>,
    /// Who carries on.
    pub heir: Option<BodyId>,
    /// Who entered it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}

/// A change worked out: the bodies as they will be.
struct Worked {
    bodies: Vec<Body>,
    made: Vec<BodyId>,
    heir: Option<BodyId>,
    below: Vec<BodyId>,
}

impl City {
    /// What a change would move; the inner value says why it cannot be made.
    ///
    /// # Errors
    /// The store.
    pub async fn reorganisation_effect(
        &self,
        change: &Reorganisation,
    ) -> Result<std::result::Result<ReorganisationEffect, ReorganisationFault>> {
        self.effect_of(change, None).await
    }

    /// The same beside all that is announced, except itself.
    async fn effect_of(
        &self,
        change: &Reorganisation,
        own: Option<&str>,
    ) -> Result<std::result::Result<ReorganisationEffect, ReorganisationFault>> {
        let worked = match self.worked_out(change) {
            Ok(worked) => worked,
            Err(fault) => return Ok(Err(fault)),
        };
        if let Some(fault) = self.contradiction(change, own).await? {
            return Ok(Err(fault));
        }
        let mut effect = ReorganisationEffect { below: worked.below, ..ReorganisationEffect::default() };
        for path in self.paths(&change.ends) {
            let query = MatterQuery { body_path: Some(path), ..MatterQuery::default() };
            effect.matters += self.store().count_matters(self.jurisdiction(), &query).await?;
        }
        let moves = |account: &&Account| account.posts.iter().any(|post| change.ends.contains(&post.body));
        effect.accounts =
            self.accounts().await?.iter().filter(moves).map(|account| account.person.clone()).collect();
        Ok(Ok(effect))
    }

    /// Makes a change, or announces it where its day lies ahead. Should the machine stop in between, entering it again says what is done already, and `yifa rebuild`
    /// makes the rows again.
    ///
    /// # Errors
    /// The store.
    pub async fn reorganise(
        &self,
        change: &Reorganisation,
        actor: &Actor,
    ) -> Result<std::result::Result<ReorganisationEffect, ReorganisationFault>> {
        if actor.as_person().is_none() {
            return Err(AppError::Forbidden);
        }
        if change.on <= self.today() {
            return self.make(change, actor, &new_matter().to_string()).await;
        }
        let effect = self.effect_of(change, None).await?;
        if effect.is_ok() {
            self.announce(change, actor).await?;
        }
        Ok(effect)
    }

    /// Whether a change was made under that identifier.
    async fn reorganised_under(&self, id: &str) -> Result<bool> {
        let now = self.clock().now();
        Ok(self.store().record_get(self.jurisdiction(), COLLECTION, id, now).await?.is_some())
    }

    /// Makes a change whose day has come.
    async fn make(
        &self,
        change: &Reorganisation,
        actor: &Actor,
        id: &str,
    ) -> Result<std::result::Result<ReorganisationEffect, ReorganisationFault>> {
        let by = actor.as_person().cloned().ok_or(AppError::Forbidden)?;
        let effect = match self.effect_of(change, Some(id)).await? {
            Ok(effect) => effect,
            Err(fault) => return Ok(Err(fault)),
        };
        let worked = match self.worked_out(change) {
            Ok(worked) => worked,
            Err(fault) => return Ok(Err(fault)),
        };
        // Found before the bodies change: afterwards they stand elsewhere.
        let mut matters = Vec::new();
        for path in self.paths(&change.ends) {
            matters.extend(self.matters_below(path).await?);
        }
        self.put_bodies(worked.bodies).await?;
        if let Some(heir) = &worked.heir {
            self.move_posts(&change.ends, heir).await?;
        }
        for matter in &matters {
            self.refresh(matter).await?;
        }
        let ids = |all: &[BodyId]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
        let content = json!({ "on": change.on.to_string(), "ground": change.ground, "ended": ids(&change.ends),
            "made": ids(&worked.made), "heir": worked.heir.as_ref().map(BodyId::as_str), "by": by.as_str(),
            "at": self.clock().now().to_string() });
        let record = NewRecord {
            collection: COLLECTION.into(),
            id: id.to_owned(),
            value: content,
            expected_version: None,
            expires_at: None,
        };
        self.store().record_put(self.jurisdiction(), record, self.clock().now()).await?;
        let parts = vec![
            (Part::On, json!(change.on.to_string())),
            (Part::Ground, json!(change.ground)),
            (Part::Ends, json!(ids(&change.ends))),
            (Part::Makes, json!(ids(&worked.made))),
            (Part::Heir, json!(worked.heir.as_ref().map(BodyId::as_str))),
        ];
        self.journal(Kind::BodiesReorganised, actor_to(actor), None, parts).await?;
        Ok(Ok(effect))
    }

    /// The changes made so far, the latest first.
    ///
    /// # Errors
    /// The store.
    pub async fn reorganisations(&self) -> Result<Vec<MadeReorganisation>> {
        let found =
            self.store().record_list(self.jurisdiction(), COLLECTION, None, 200, self.clock().now()).await?;
        let mut all: Vec<MadeReorganisation> =
            found.iter().filter_map(|record| made(&record.value)).collect();
        all.sort_by_key(|one| std::cmp::Reverse((one.on, one.at)));
        Ok(all)
    }

    fn paths(&self, bodies: &[BodyId]) -> Vec<String> {
        let known = self.bodies();
        let mut all: Vec<String> = bodies.iter().map(|body| known.path(body)).collect();
        all.sort();
        // One below another of them is counted with it.
        all.dedup_by(|inner, outer| inner.starts_with(outer.as_str()));
        all
    }

    async fn matters_below(&self, path: String) -> Result<Vec<MatterId>> {
        let query = MatterQuery { body_path: Some(path), ..MatterQuery::default() };
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let order = MatterOrder::Number;
            let page = self.store().matters(self.jurisdiction(), &query, order, after.as_ref(), 200).await?;
            all.extend(page.rows.iter().map(|row| MatterId::new(row.matter.as_str())));
            after = page.next;
            if after.is_none() {
                return Ok(all);
            }
        }
    }

    async fn move_posts(&self, ends: &[BodyId], heir: &BodyId) -> Result<()> {
        for account in self.accounts().await? {
            if !account.posts.iter().any(|post| ends.contains(&post.body)) {
                continue;
            }
            let moved = account.posts.iter().map(|post| {
                let body = if ends.contains(&post.body) { heir.clone() } else { post.body.clone() };
                Post { role: post.role.clone(), body }
            });
            let mut posts: Vec<Post> = Vec::new();
            for post in moved {
                if !posts.contains(&post) {
                    posts.push(post);
                }
            }
            self.change_account(&Account { posts, ..account }, None).await?;
        }
        Ok(())
    }

    fn worked_out(&self, change: &Reorganisation) -> std::result::Result<Worked, ReorganisationFault> {
        use ReorganisationFault as F;
        let bodies = self.bodies();
        if change.ends.is_empty() && change.makes.is_empty() {
            return Err(F::Nothing);
        }
        if change.ground.trim().is_empty() {
            return Err(F::NoGround);
        }
        let furthest = self.today().checked_add(2.years()).map_err(|_| F::Ahead)?;
        if change.on > furthest {
            return Err(F::Ahead);
        }
        let last = change.on.yesterday().map_err(|_| F::Ahead)?;
        let mut all = Vec::new();
        let living = |id: &BodyId| bodies.get(id).filter(|body| body.valid_to.is_none());
        for id in &change.ends {
            let body = living(id).ok_or_else(|| F::NotThere(id.clone()))?;
            if body.valid_from > last {
                return Err(F::Younger(id.clone()));
            }
            all.push(Body { valid_to: Some(last), ..body.clone() });
        }
        let made = self.named(change)?;
        let heir = match &change.heir {
            None if change.ends.is_empty() => None,
            None => return Err(F::NoHeir),
            Some(Heir::New(at)) => Some(made.get(*at).cloned().ok_or(F::NoHeir)?),
            Some(Heir::Known(id)) => Some(living(id).ok_or_else(|| F::NotThere(id.clone()))?.id.clone()),
        };
        if heir.as_ref().is_some_and(|heir| change.ends.contains(heir)) {
            return Err(F::HeirEnds);
        }
        for body in &mut all {
            body.successor.clone_from(&heir);
        }
        // What carries on stands where the first that ended stood.
        let place = all.first().map_or(0, |body| body.place);
        let above = change.parent.clone().or_else(|| all.first().and_then(|body| body.parent.clone()));
        if let Some(above) = &above
            && (living(above).is_none() || change.ends.contains(above))
        {
            return Err(F::NoParent);
        }
        for (new, id) in change.makes.iter().zip(&made) {
            all.push(Body {
                id: id.clone(),
                name: new.name.trim().to_owned(),
                en: new.en.trim().to_owned(),
                short: new.short.trim().to_owned(),
                kind: new.kind,
                parent: above.clone(),
                valid_from: change.on,
                valid_to: None,
                successor: None,
                place,
            });
        }
        let below: Vec<Body> = bodies
            .iter()
            .filter(|body| body.valid_to.is_none() && !change.ends.contains(&body.id))
            .filter(|body| body.parent.as_ref().is_some_and(|parent| change.ends.contains(parent)))
            .map(|body| Body { parent: heir.clone(), ..body.clone() })
            .collect();
        let moved = below.iter().map(|body| body.id.clone()).collect();
        all.extend(below);
        Ok(Worked { bodies: all, made, heir, below: moved })
    }

    /// Identifiers for the new bodies, from their English names; names that living ones have are refused.
    fn named(&self, change: &Reorganisation) -> std::result::Result<Vec<BodyId>, ReorganisationFault> {
        use ReorganisationFault as F;
        let bodies = self.bodies();
        let stays = |body: &&Body| body.valid_to.is_none() && !change.ends.contains(&body.id);
        let mut ids: Vec<BodyId> = Vec::new();
        for (at, new) in change.makes.iter().enumerate() {
            let parts = [new.name.trim(), new.en.trim(), new.short.trim()];
            if parts.iter().any(|part| part.is_empty() || part.chars().count() > 100) {
                return Err(F::NoName(at));
            }
            let same = |body: &&Body| body.name == parts[0] || body.short == parts[2];
            let twice = change.makes[..at]
                .iter()
                .any(|other| other.name.trim() == parts[0] || other.short.trim() == parts[2]);
            if twice || bodies.iter().filter(stays).any(|body| same(&body)) {
                return Err(F::NameTaken(parts[0].to_owned()));
            }
            let taken = |id: &BodyId| bodies.get(id).is_some() || ids.contains(id);
            let id = free_id(parts[1], taken);
            ids.push(id);
        }
        Ok(ids)
    }
}

/// An identifier that no body has, from an English name.
pub(crate) fn free_id(en: &str, taken: impl Fn(&BodyId) -> bool) -> BodyId {
    let plain: String =
        en.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).take(4).collect();
    let base = if words.is_empty() { "body".to_owned() } else { words.join("-") };
    let mut tries = (1_u32..).map(|n| BodyId::new(if n == 1 { base.clone() } else { format!("{base}-{n}") }));
    // INVARIANT: there are fewer bodies than numbers.
    tries.find(|id| !taken(id)).unwrap_or_else(|| BodyId::new(base.as_str()))
}

fn made(value: &Json) -> Option<MadeReorganisation> {
    let text = |key: &str| value.get(key).and_then(Json::as_str);
    let ids = |key: &str| {
        let all = value.get(key).and_then(Json::as_array).into_iter().flatten();
        all.filter_map(Json::as_str).map(BodyId::new).collect::<Vec<_>>()
    };
    Some(MadeReorganisation {
        on: text("on")?.parse().ok()?,
        ground: text("ground")?.to_owned(),
        ended: ids("ended"),
        made: ids("made"),
        heir: text("heir").map(BodyId::new),
        by: PersonId::new(text("by")?),
        at: text("at")?.parse().ok()?,
    })
}
