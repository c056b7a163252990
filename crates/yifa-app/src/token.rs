//! Owns the tokens of neighbouring systems: who made one, what it may do, until when. A token is shown once and kept only
//! as its digest; it acts as the person who made it, in one of that person's posts, and never further than its scopes.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use yifa_kernel::id::{BodyId, PersonId, RoleId};
use yifa_kernel::matter::{Actor, Who};
use yifa_store::{NewRecord, Record};

use crate::account::{Account, Post, secret, session_id};
use crate::city::City;
use crate::error::{AppError, Result};
use crate::journal::{Kind, Part};

/// The records in which tokens are kept.
const COLLECTION: &str = "token";
/// What every token begins with, so that a lost one is recognised.
pub const PREFIX: &str = "yifa_";
/// The longest time for which a token can be made.
pub const LONGEST_DAYS: u16 = 366;
/// Most tokens of one person.
const MOST: usize = 20;
/// How exactly the last use is remembered: not every request writes.
const USED_EVERY: SignedDuration = SignedDuration::from_mins(10);

/// What a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Read matters, figures and definitions, as far as the person may.
    Read,
    /// Do actions, as far as the person may.
    Act,
    /// Bring and fetch files.
    Files,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Read, Self::Act, Self::Files];

    /// The word in tokens and in the description of the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Act => "act",
            Self::Files => "files",
        }
    }

    /// The scope of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }
}

/// A token as its maker sees it; the token itself is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Digest of the token, its name in the store.
    pub id: String,
    /// What its maker calls it.
    pub label: String,
    /// Who made it.
    pub person: PersonId,
    /// In which of the person's posts it acts.
    pub post: Post,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// When it was last used, to about ten minutes.
    pub used_at: Option<Timestamp>,
}

/// A request that carries a good token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// The token.
    pub token: Token,
    /// The account of its maker.
    pub account: Account,
}

impl Bearer {
    /// Who acts.
    pub fn actor(&self) -> Actor {
        Actor {
            who: Who::Person(self.token.person.clone()),
            role: self.token.post.role.clone(),
            body: Some(self.token.post.body.clone()),
        }
    }

    /// Whether the token may do this.
    pub fn may(&self, scope: Scope) -> bool {
        self.token.scopes.contains(&scope)
    }
}

impl City {
    /// Makes a token for a person's own post; gives the token, which is shown once.
    ///
    /// # Errors
    /// A name of no or more than 80 characters, no scope, a time of 0 or more than 366 days, a twenty-first token; a
    /// post that the account does not have ([`AppError::Forbidden`]); the store.
    pub async fn make_token(
        &self,
        account: &Account,
        post: &Post,
        label: &str,
        scopes: &[Scope],
        days: u16,
    ) -> Result<String> {
        let label = label.trim();
        if label.is_empty() || label.chars().count() > 80 || label.chars().any(char::is_control) {
            return Err(AppError::invalid("label", "1 to 80 characters"));
        }
        if scopes.is_empty() {
            return Err(AppError::invalid("scopes", "at least one"));
        }
        if days == 0 || days > LONGEST_DAYS {
            return Err(AppError::invalid("days", format!("1 to {LONGEST_DAYS}")));
        }
        if !account.posts.contains(post) {
            return Err(AppError::Forbidden);
        }
        if self.tokens_of(&account.person).await?.len() >= MOST {
            return Err(AppError::invalid("tokens", format!("at most {MOST}; revoke one first")));
        }
        let now = self.clock().now();
        let ends_at = now
            .checked_add(SignedDuration::from_hours(24 * i64::from(days)))
            .map_err(|_| AppError::invalid("days", "beyond the calendar"))?;
        let token = format!("{PREFIX}{}", secret());
        let words: Vec<&str> = scopes.iter().map(|scope| scope.word()).collect();
        let value = json!({ "label": label, "person": account.person.as_str(), "role": post.role.as_str(),
            "body": post.body.as_str(), "scopes": words, "made_at": now.to_string(), "ends_at": ends_at.to_string() });
        self.put_token(&session_id(&token), value, Some(0), ends_at).await?;
        let told = vec![
            (Part::Label, json!(label)),
            (Part::Scopes, json!(words)),
            (Part::EndsAt, json!(ends_at.to_string())),
        ];
        self.journal(Kind::TokenMade, json!({ "person": account.person.as_str() }), None, told).await?;
        Ok(token)
    }

    async fn put_token(
        &self,
        id: &str,
        value: Json,
        expected_version: Option<u64>,
        ends_at: Timestamp,
    ) -> Result<()> {
        let record = NewRecord {
            collection: COLLECTION.into(),
            id: id.into(),
            value,
            expected_version,
            expires_at: Some(ends_at),
        };
        self.store().record_put(self.jurisdiction(), record, self.clock().now()).await?;
        Ok(())
    }

    /// The tokens of a person, latest first.
    ///
    /// # Errors
    /// The store.
    pub async fn tokens_of(&self, person: &PersonId) -> Result<Vec<Token>> {
        let mut all = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let now = self.clock().now();
            let page =
                self.store().record_list(self.jurisdiction(), COLLECTION, after.as_deref(), 200, now).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id.clone());
            all.extend(page.iter().filter_map(token_from).filter(|token| token.person == *person));
        }
        all.sort_by_key(|token| std::cmp::Reverse(token.made_at));
        Ok(all)
    }

    /// Ends a token of a person.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if the person has no such token; the store.
    pub async fn revoke_token(&self, person: &PersonId, id: &str) -> Result<()> {
        let missing = || AppError::NotFound("token".to_owned());
        let found = self.store().record_get(self.jurisdiction(), COLLECTION, id, self.clock().now()).await?;
        let token = found.as_ref().and_then(token_from).filter(|token| token.person == *person);
        let token = token.ok_or_else(missing)?;
        self.store().record_delete(self.jurisdiction(), COLLECTION, id).await?;
        let told = vec![(Part::Label, json!(token.label))];
        self.journal(Kind::TokenRevoked, json!({ "person": person.as_str() }), None, told).await
    }

    /// Who comes with a token; `None` if it is not one of ours, has ended, was revoked, or its maker has left the post.
    ///
    /// # Errors
    /// The store.
    pub async fn bearer(&self, token: &str) -> Result<Option<Bearer>> {
        if !token.starts_with(PREFIX) || token.len() > 200 {
            return Ok(None);
        }
        let now = self.clock().now();
        let found = self.store().record_get(self.jurisdiction(), COLLECTION, &session_id(token), now).await?;
        let Some(record) = found else { return Ok(None) };
        let Some(token) = token_from(&record) else { return Ok(None) };
        let account = self.account(&token.person).await?;
        let Some(account) = account else { return Ok(None) };
        // Where the body has gone into another, its people went with it, and so do their tokens.
        let heir = self.bodies().on(&token.post.body, self.today()).clone();
        let followed = Post { body: heir, ..token.post.clone() };
        let held = [token.post.clone(), followed].into_iter().find(|post| account.posts.contains(post));
        let Some(post) = held else { return Ok(None) };
        let token = Token { post, ..token };
        self.remember_use(record, &token, now).await?;
        Ok(Some(Bearer { token, account }))
    }

    async fn remember_use(&self, record: Record, token: &Token, now: Timestamp) -> Result<()> {
        let lately = token.used_at.is_some_and(|at| now.duration_since(at).abs() < USED_EVERY);
        if lately {
            return Ok(());
        }
        let mut value = record.value;
        if let Some(map) = value.as_object_mut() {
            map.insert("used_at".to_owned(), json!(now.to_string()));
        }
        // Whoever was faster has remembered as much: only a token that is still there is written.
        match self.put_token(&token.id, value, Some(record.version), token.ends_at).await {
            Err(AppError::Store(yifa_store::StoreError::RecordConflict { .. })) => Ok(()),
            other => other,
        }
    }
}

fn token_from(record: &Record) -> Option<Token> {
    let text = |key: &str| record.value.get(key).and_then(Json::as_str);
    let scopes = record.value.get("scopes")?.as_array()?.iter();
    Some(Token {
        id: record.id.clone(),
        label: text("label")?.to_owned(),
        person: PersonId::new(text("person")?),
        post: Post { role: RoleId::new(text("role")?), body: BodyId::new(text("body")?) },
        scopes: scopes.filter_map(|word| Scope::from_word(word.as_str()?)).collect(),
        made_at: text("made_at")?.parse().ok()?,
        ends_at: text("ends_at")?.parse().ok()?,
        used_at: text("used_at").and_then(|at| at.parse().ok()),
    })
}
