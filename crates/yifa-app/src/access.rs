//! Owns the number and the code that a paper carries for the party on whom it is served: with them the party finds its matter
//! on the portal and does there what the law lets a party do. The code follows from a secret of the city, so that the same
//! paper can be printed again and nothing has to be kept for parties who never come.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value as Json, json};
use sha2::Sha256;
use yifa_kernel::id::{FieldId, MatterId, PersonId};
use yifa_kernel::matter::{Act, Command, State, may_be_taken_back_outside};
use yifa_kernel::procedure::Procedure;
use yifa_store::{Jurisdiction, NewRecord, Store, StoreError};

use crate::citizen::{Follower, code_of, follower_id, plain_code};
use crate::city::{City, Done};
use crate::clock::Clock;
use crate::error::{AppError, Result};

/// What a paper tells the party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The number of the matter.
    pub number: String,
    /// The code.
    pub code: String,
}

/// What is handed over to somebody for whom a clerk entered something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntrySlip {
    /// The reference to follow it by.
    pub reference: String,
    /// The code.
    pub code: String,
    /// The follower's name in addresses.
    pub follow: String,
}

/// The city's secret; made when a city is first opened.
pub(crate) async fn secret(
    store: &dyn Store,
    jurisdiction: &Jurisdiction,
    clock: &dyn Clock,
) -> Result<Vec<u8>> {
    loop {
        let found = store.record_get(jurisdiction, "secret", "access", clock.now()).await?;
        let kept = found.as_ref().and_then(|record| record.value.get("key")).and_then(Json::as_str);
        if let Some(key) = kept.and_then(|key| STANDARD.decode(key).ok()) {
            return Ok(key);
        }
        let record = NewRecord {
            collection: "secret".into(),
            id: "access".into(),
            value: json!({ "key": STANDARD.encode(rand::random::<[u8; 32]>()) }),
            expected_version: Some(found.map_or(0, |record| record.version)),
            expires_at: None,
        };
        match store.record_put(jurisdiction, record, clock.now()).await {
            // Another server of the same city was faster: its secret counts.
            Ok(_) | Err(StoreError::RecordConflict { .. }) => {}
            Err(other) => return Err(AppError::Store(other)),
        }
    }
}

impl City {
    /// Number and code that the paper issued with a numbered event carries; `None` if it carries none.
    ///
    /// # Errors
    /// The store; [`AppError::NotFound`] if that event issued no paper.
    pub async fn paper_access(&self, matter: &MatterId, seq: u64) -> Result<Option<Access>> {
        let (content, _) = self.paper_content(matter, seq).await?;
        let Some(field) = content.access else { return Ok(None) };
        let state = self.state(matter).await?;
        Ok(state.and_then(|state| self.access(&state, &field)))
    }

    fn access(&self, state: &State, field: &FieldId) -> Option<Access> {
        Some(Access { number: state.number.clone()?, code: self.access_code(&state.matter, field) })
    }

    fn access_code(&self, matter: &MatterId, field: &FieldId) -> String {
        let mark = self.sign("code", matter, field);
        format!("{}-{}", code_of(&mark[..5]), code_of(&mark[5..10]))
    }

    fn sign(&self, what: &str, matter: &MatterId, field: &FieldId) -> [u8; 32] {
        // INVARIANT: HMAC takes keys of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.secret()) else { return [0; 32] };
        mac.update(format!("{what}\n{matter}\n{field}").as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// What a clerk hands over to somebody for whom they entered something that the person may take back, such as a
    /// registration at the counter: a number and a code of its own. `None` where nothing of the kind was done.
    ///
    /// # Errors
    /// The store.
    pub async fn entry_slip(&self, done: &Done, command: &Command) -> Result<Option<EntrySlip>> {
        let Some(state) = self.state(&done.matter).await? else { return Ok(None) };
        let Some(procedure) = self.registry().procedure_of(&state) else { return Ok(None) };
        let is_it = |act: &&Act| {
            act.action == command.action && act.seq <= done.seq && act.actor.who == command.actor.who
        };
        let act = state.acts.iter().rev().find(is_it);
        let Some(act) = act.filter(|act| may_be_taken_back_outside(self.registry(), procedure, act)) else {
            return Ok(None);
        };
        // The same entry gives the same slip: whoever presses twice sees the code once more, and no second one is good.
        let entry = FieldId::new(act.seq.to_string());
        let [number, code] = ["entry", "entry code"].map(|what| self.sign(what, &state.matter, &entry));
        let reference = format!("{}-{}-{}", act.on().year(), code_of(&number[..4]), code_of(&number[4..8]));
        let code = format!("{}-{}", code_of(&code[..5]), code_of(&code[5..10]));
        let follower = Follower {
            matter: state.matter.clone(),
            person: PersonId::behind_entry(act.seq),
            reference: reference.clone(),
            party: None,
        };
        let follow = follower_id(&reference, &code);
        self.put_follower(&follow, &follower).await?;
        Ok(Some(EntrySlip { reference, code, follow }))
    }

    /// Who follows by a number and a code, as printed on a receipt or on a paper that was served; and the name under which
    /// they are known from then on. A wrong number and a wrong code are not told apart.
    ///
    /// # Errors
    /// The store.
    pub async fn follower_by_code(&self, number: &str, code: &str) -> Result<Option<String>> {
        let id = follower_id(number, code);
        if self.follower(&id).await?.is_some() {
            return Ok(Some(id));
        }
        let Some(follower) = self.party_by_code(number, code).await? else { return Ok(None) };
        self.put_follower(&id, &follower).await?;
        Ok(Some(id))
    }

    async fn party_by_code(&self, number: &str, code: &str) -> Result<Option<Follower>> {
        for number in spellings(number) {
            for row in self.store().matters_by_number(self.jurisdiction(), &number).await? {
                let Some(state) = self.state(&MatterId::new(row.matter.as_str())).await? else { continue };
                let Some(procedure) = self.registry().procedure_of(&state) else { continue };
                let fits = |field: &&FieldId| {
                    plain_code(&self.access_code(&state.matter, field)) == plain_code(code)
                };
                if let Some(party) = served(procedure, &state).find(fits) {
                    let mark = self.sign("person", &state.matter, party);
                    return Ok(Some(Follower {
                        matter: state.matter.clone(),
                        person: PersonId::new(format!("party-{}", code_of(&mark[..16]))),
                        reference: number,
                        party: Some(party.clone()),
                    }));
                }
            }
        }
        Ok(None)
    }
}

/// The parties who were served a paper with number and code.
fn served<'a>(procedure: &'a Procedure, state: &'a State) -> impl Iterator<Item = &'a FieldId> {
    let issued =
        state.papers.iter().filter_map(|issued| procedure.papers.get(&issued.paper)?.access.as_ref());
    issued.filter(|field| state.fields.contains_key(*field))
}

/// No number of a matter is longer.
const LONGEST: usize = 100;

/// A number as it may have been typed: with other brackets, and with blanks. Nothing that could not be a number is asked for.
fn spellings(typed: &str) -> Vec<String> {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let one = |c: char| match c {
        '〔' | '[' | '［' | '(' | '（' | '【' => '〔',
        '〕' | ']' | '］' | ')' | '）' | '】' => '〕',
        other => other,
    };
    let mut all = vec![plain.chars().map(one).collect(), plain];
    all.dedup();
    all.retain(|one: &String| !one.is_empty() && one.chars().count() <= LONGEST);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_with_the_brackets_that_a_keyboard_has() {
        assert_eq!(spellings(" 云城罚[2026] 3号")[0], "云城罚〔2026〕3号");
        assert_eq!(spellings("云城罚〔2026〕3号"), ["云城罚〔2026〕3号"]);
        assert!(spellings(" \u{0}").is_empty() && spellings(&"长".repeat(101)).is_empty());
    }
}
