//! Owns taking a roster back: what it created and nobody has used goes, what was used stays and is named with why. Nothing
//! else is touched: not the order of the bodies, not the names that the roster mended on bodies of before.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use yifa_kernel::body::Bodies;
use yifa_kernel::id::{BodyId, MatterId, PersonId};
use yifa_kernel::matter::{Actor, State};
use yifa_kernel::value::Value;
use yifa_store::{JournalQuery, MatterOrder, MatterQuery};

use super::kept::mark;
use super::{Roster, RosterEntry, RosterImport};
use crate::account::{Account, account_to};
use crate::city::{City, body_to};
use crate::error::{AppError, Result};
use crate::journal::{Kind, Part};
use crate::register_import::ImportStanding;
use crate::wire::actor_to;

/// How far back from a roster it is asked who came in and what changed: a clock that was put back in between hides nothing.
const MARGIN: SignedDuration = SignedDuration::from_hours(48);

/// What a roster created, and what becomes or became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The body or the person.
    pub entry: RosterEntry,
    /// Why it stays, with what shows it: the name of an account or a body, the identifier of a matter. `None`: it goes.
    pub stays: Option<(RosterUse, String)>,
}

/// Why something that a roster created is not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RosterUse {
    /// It is not there any more.
    Missing,
    /// It was changed since.
    Changed,
    /// The person has signed in.
    SignedIn,
    /// The person has acted in a matter.
    Acted,
    /// A matter is handled by the body.
    Handles,
    /// A matter names the body or the person.
    Named,
    /// An account has a role for the body.
    Staffed,
    /// A body stands below it, or went into it.
    Below,
    /// An announced change of the bodies names it.
    Announced,
}

impl RosterUse {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Missing,
        Self::Changed,
        Self::SignedIn,
        Self::Acted,
        Self::Handles,
        Self::Named,
        Self::Staffed,
        Self::Below,
        Self::Announced,
    ];

    /// Its word in records and for pages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Changed => "changed",
            Self::SignedIn => "signed_in",
            Self::Acted => "acted",
            Self::Handles => "handles",
            Self::Named => "named",
            Self::Staffed => "staffed",
            Self::Below => "below",
            Self::Announced => "announced",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// What was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterUndo {
    /// How many are gone.
    pub gone: usize,
    /// What had been used and stays.
    pub stay: Vec<Taken>,
}

/// Why a roster is not taken back; nothing has happened then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterUndoRefusal {
    /// It was taken back before.
    Already,
    /// All that it created has been used.
    AllUsed(Vec<Taken>),
}

impl City {
    /// What taking a roster back would come to now; of one that was taken back, what it came to.
    ///
    /// # Errors
    /// The store.
    pub async fn roster_taken(&self, import: &RosterImport) -> Result<Vec<Taken>> {
        let mut all = self.roster_entries(import).await?;
        if matches!(import.standing, ImportStanding::Undone { .. }) {
            return Ok(all);
        }
        match import.roster {
            Roster::Bodies => self.bodies_in_use(&mut all, import.at).await?,
            Roster::People => self.people_in_use(&mut all, import.at).await?,
        }
        Ok(all)
    }

    /// Takes a roster back. The inner value says what is gone and what stays, or why nothing was done.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; somebody takes it back at the same time; the store.
    pub async fn undo_roster(
        &self,
        id: &str,
        actor: &Actor,
        reason: &str,
    ) -> Result<std::result::Result<RosterUndo, RosterUndoRefusal>> {
        let by = actor.as_person().cloned().ok_or(AppError::Forbidden)?;
        let import = self.roster_import(id).await?;
        if matches!(import.standing, ImportStanding::Undone { .. }) {
            return Ok(Err(RosterUndoRefusal::Already));
        }
        let taken = self.roster_taken(&import).await?;
        let (stay, goes): (Vec<Taken>, Vec<Taken>) =
            taken.iter().cloned().partition(|one| one.stays.is_some());
        // Where a machine stopped in the middle, what it had taken back is missing now, and that is all there was to do.
        let used = |one: &Taken| one.stays.as_ref().is_some_and(|(why, _)| *why != RosterUse::Missing);
        if goes.is_empty() && stay.iter().any(used) {
            return Ok(Err(RosterUndoRefusal::AllUsed(stay)));
        }
        let collection = match import.roster {
            Roster::Bodies => "body",
            Roster::People => "account",
        };
        let parts = vec![
            (Part::Import, json!(import.id)),
            (Part::File, json!(import.source)),
            (Part::TakenBack, json!(names(&goes))),
            (Part::Stays, json!(names(&stay))),
            (Part::Reason, json!(reason)),
        ];
        for one in &goes {
            self.store().record_delete(self.jurisdiction(), collection, &one.entry.id).await?;
        }
        self.end_roster(import, by, &taken).await?;
        self.journal(Kind::RosterUndone, actor_to(actor), None, parts).await?;
        self.reload_bodies().await?;
        self.reload_names().await?;
        Ok(Ok(RosterUndo { gone: goes.len(), stay }))
    }

    async fn people_in_use(&self, all: &mut [Taken], at: Timestamp) -> Result<()> {
        let since = at.checked_sub(MARGIN).unwrap_or(at);
        let accounts: BTreeMap<String, Account> =
            self.accounts().await?.into_iter().map(|account| (account.person.to_string(), account)).collect();
        let came_in = self.came_in_since(since).await?;
        let named = self.named_since(since).await?;
        for one in all {
            let person = PersonId::new(one.entry.id.clone());
            let Some(account) = accounts.get(&one.entry.id) else {
                one.stays = Some((RosterUse::Missing, String::new()));
                continue;
            };
            let query = MatterQuery { person: Some(one.entry.id.clone()), ..MatterQuery::default() };
            let acted = self.first_matter(&query).await?;
            one.stays = if mark(&account_to(account)) != one.entry.mark {
                Some((RosterUse::Changed, String::new()))
            } else if let Some(matter) = acted {
                Some((RosterUse::Acted, matter))
            } else if came_in.contains(&one.entry.id) {
                Some((RosterUse::SignedIn, String::new()))
            } else {
                named.people.get(&person).map(|matter| (RosterUse::Named, matter.to_string()))
            };
        }
        Ok(())
    }

    async fn bodies_in_use(&self, all: &mut [Taken], at: Timestamp) -> Result<()> {
        let since = at.checked_sub(MARGIN).unwrap_or(at);
        let (bodies, accounts) = (self.bodies(), self.accounts().await?);
        let named = self.named_since(since).await?;
        let announced = self.announced_reorganisations().await?;
        for one in all.iter_mut() {
            let id = BodyId::new(one.entry.id.clone());
            let Some(body) = bodies.get(&id) else {
                one.stays = Some((RosterUse::Missing, String::new()));
                continue;
            };
            let query = MatterQuery { body_path: Some(bodies.path(&id)), ..MatterQuery::default() };
            let handles = self.first_matter(&query).await?;
            let staff = accounts.iter().find(|account| account.posts.iter().any(|post| post.body == id));
            let ahead = announced.iter().map(|one| &one.change).any(|change| {
                let heir = match &change.heir {
                    Some(crate::reorganisation::Heir::Known(heir)) => Some(heir),
                    _ => None,
                };
                change.ends.iter().chain(heir).chain(&change.parent).any(|named| *named == id)
            });
            one.stays = if mark(&body_to(body)) != one.entry.mark {
                Some((RosterUse::Changed, String::new()))
            } else if let Some(matter) = handles {
                Some((RosterUse::Handles, matter))
            } else if let Some(account) = staff {
                Some((RosterUse::Staffed, account.name.clone()))
            } else if let Some(matter) = named.bodies.get(&id) {
                Some((RosterUse::Named, matter.to_string()))
            } else {
                ahead.then_some((RosterUse::Announced, String::new()))
            };
        }
        keep_what_carries(all, &bodies);
        Ok(())
    }

    async fn first_matter(&self, query: &MatterQuery) -> Result<Option<String>> {
        let page = self.store().matters(self.jurisdiction(), query, MatterOrder::default(), None, 1).await?;
        Ok(page.rows.first().map(|row| row.matter.to_string()))
    }

    /// Who has signed in since.
    async fn came_in_since(&self, since: Timestamp) -> Result<BTreeSet<String>> {
        let query = JournalQuery {
            kind: Some(Kind::SignIn.word().to_owned()),
            from: Some(since),
            ..JournalQuery::default()
        };
        let (mut all, mut after) = (BTreeSet::new(), None);
        loop {
            let page = self.store().journal(self.jurisdiction(), &query, after.as_ref(), 200).await?;
            let person = |actor: &Json| actor.get("person").and_then(Json::as_str).map(str::to_owned);
            all.extend(page.rows.iter().filter_map(|row| person(&row.actor)));
            after = page.next;
            if after.is_none() {
                return Ok(all);
            }
        }
    }

    /// Which bodies and people the matters name that changed since.
    async fn named_since(&self, since: Timestamp) -> Result<Named> {
        let query = MatterQuery { changed_from: Some(since), ..MatterQuery::default() };
        let (mut named, mut after) = (Named::default(), None);
        loop {
            let order = MatterOrder::ChangedLast;
            let page = self.store().matters(self.jurisdiction(), &query, order, after.as_ref(), 200).await?;
            let ids = page.rows.iter().map(|row| MatterId::new(row.matter.as_str()));
            for state in self.states(ids).await?.into_values().flatten() {
                named.note(&state);
            }
            after = page.next;
            if after.is_none() {
                return Ok(named);
            }
        }
    }
}

/// The names of bodies or people.
fn names(all: &[Taken]) -> Vec<&str> {
    all.iter().map(|one| one.entry.name.as_str()).collect()
}

/// A body stays as long as one that is on record stands below it or went into it.
fn keep_what_carries(all: &mut [Taken], bodies: &Bodies) {
    loop {
        let goes: BTreeSet<BodyId> = all
            .iter()
            .filter(|one| one.stays.is_none())
            .map(|one| BodyId::new(one.entry.id.clone()))
            .collect();
        let staying: Vec<_> = bodies.iter().filter(|body| !goes.contains(&body.id)).collect();
        let mut changed = false;
        for one in all.iter_mut().filter(|one| one.stays.is_none()) {
            let id = Some(BodyId::new(one.entry.id.clone()));
            let held = staying.iter().find(|body| body.parent == id || body.successor == id);
            one.stays = held.map(|body| (RosterUse::Below, body.name.clone()));
            changed |= one.stays.is_some();
        }
        if !changed {
            return;
        }
    }
}

/// The bodies and the people that matters name, each with one of these matters.
#[derive(Default)]
struct Named {
    bodies: BTreeMap<BodyId, MatterId>,
    people: BTreeMap<PersonId, MatterId>,
}

impl Named {
    fn note(&mut self, state: &State) {
        for one in state.values().flat_map(Value::each) {
            match one {
                Value::Body(body) => {
                    self.bodies.entry(body.clone()).or_insert_with(|| state.matter.clone());
                }
                Value::Person(person) => {
                    self.people.entry(person.clone()).or_insert_with(|| state.matter.clone());
                }
                _ => {}
            }
        }
    }
}
