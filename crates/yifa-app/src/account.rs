//! Owns accounts and sessions: who may sign in, in which roles and bodies. Passwords are kept as Argon2id hashes; a session
//! is known to the store only by the digest of its token.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::{PasswordHasher, PasswordVerifier};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::future::try_join_all;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use sha2::Sha256;
use yifa_kernel::id::{BodyId, PersonId, RoleId};
use yifa_kernel::matter::{Actor, Who};
use yifa_store::{NewRecord, sha256};

use crate::city::City;
use crate::error::{AppError, Result};
use crate::journal::Kind;
use crate::sign_on::Passwords;
use crate::upkeep::lasts_longer;

/// The role 系统管理员 of those who keep accounts, bodies and the platform itself.
pub const ADMINISTRATOR: &str = "admin";
/// Characters of a password at least.
pub const LEAST_PASSWORD: usize = 8;
/// How long a session lasts without use.
const SESSION: SignedDuration = SignedDuration::from_hours(10);
/// How far a clock may be put back without ending the sessions that are open.
const CLOCK_BACK: SignedDuration = SignedDuration::from_hours(24);
/// The collection of those to whom the forms of a session were shown, by the digest of their proof.
const FORMS: &str = "shown_to";
/// How long it is remembered: a form may stand open for days.
const FORM_OWNER: SignedDuration = SignedDuration::from_hours(24 * 14);
/// Wrong passwords after which an account waits.
const TRIES: u64 = 5;
/// How long it waits.
const WAIT: SignedDuration = SignedDuration::from_mins(10);

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The person, also the name to sign in with.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Name in English.
    pub en: String,
    /// In which roles for which bodies; the first is the usual one.
    pub posts: Vec<Post>,
    /// Whether it may sign in. An account that has ended keeps its name: what it did stays under it.
    pub open: bool,
}

/// A role for a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// The role.
    pub role: RoleId,
    /// The body.
    pub body: BodyId,
}

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Digest of the token, the session's name in the store.
    pub id: String,
    /// The account.
    pub account: Account,
    /// Which of its posts is taken.
    pub post: usize,
    /// The secret from which this session's form tokens are made.
    pub form_secret: String,
}

impl Session {
    /// Who acts.
    pub fn actor(&self) -> Actor {
        let post = self.account.posts.get(self.post).or_else(|| self.account.posts.first());
        Actor {
            who: Who::Person(self.account.person.clone()),
            role: post.map_or_else(|| RoleId::new("citizen"), |post| post.role.clone()),
            body: post.map(|post| post.body.clone()),
        }
    }
}

/// Why somebody could not sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInFault {
    /// The name or the password is wrong, or the code of the second step.
    Wrong,
    /// Too many wrong passwords or codes: wait.
    Waiting,
    /// The password is right and a code is awaited: [`City::sign_in_by_code`] takes it with this token.
    Code(String),
    /// A code was awaited for too long: begin again.
    Ended,
    /// The password is right, but this account comes in through the city's directory only.
    Directory,
}

/// An account as it is kept, without its password.
pub(crate) fn account_to(account: &Account) -> Json {
    let post = |post: &Post| json!({ "role": post.role.as_str(), "body": post.body.as_str() });
    let posts: Vec<Json> = account.posts.iter().map(post).collect();
    json!({ "name": account.name, "en": account.en, "posts": posts, "open": account.open })
}

/// Whether somebody may sign in by this name: 2 to 40 small letters, digits, dots and hyphens.
pub fn is_sign_in_name(text: &str) -> bool {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c);
    (2..=40).contains(&text.len()) && text.chars().all(letters)
}

impl City {
    /// Creates an account or sets it anew.
    ///
    /// # Errors
    /// A password of fewer than 8 characters; no post; the store.
    pub async fn put_account(&self, account: &Account, password: &str) -> Result<()> {
        self.open_account(account, password).await?;
        self.reload_names().await
    }

    /// Creates an account or sets it anew; whoever opens several reloads the names at the end.
    pub(crate) async fn open_account(&self, account: &Account, password: &str) -> Result<()> {
        if password.chars().count() < LEAST_PASSWORD {
            return Err(AppError::invalid("password", format!("at least {LEAST_PASSWORD} characters")));
        }
        if account.posts.is_empty() {
            return Err(AppError::invalid(account.person.as_str(), "an account needs a role for a body"));
        }
        let hash = hashed(password.to_owned()).await?;
        self.put_hashed(account, &hash).await
    }

    /// Creates several accounts with one password, hashed once: for demonstrations only.
    pub(crate) async fn put_accounts(&self, accounts: &[Account], password: &str) -> Result<()> {
        let hash = hashed(password.to_owned()).await?;
        // Many wait at once, so that the store keeps them together.
        for some in accounts.chunks(256) {
            try_join_all(some.iter().map(|account| self.put_hashed(account, &hash))).await?;
        }
        self.reload_names().await
    }

    /// Changes an account; without a new password the old one stays.
    ///
    /// # Errors
    /// As [`put_account`](Self::put_account); [`AppError::NotFound`].
    pub async fn change_account(&self, account: &Account, password: Option<&str>) -> Result<()> {
        if let Some(password) = password {
            return self.put_account(account, password).await;
        }
        let person = account.person.as_str();
        let found =
            self.store().record_get(self.jurisdiction(), "account", person, self.clock().now()).await?;
        let kept = found.as_ref().and_then(|record| record.value.get("password")).and_then(Json::as_str);
        let kept = kept.ok_or_else(|| AppError::NotFound(format!("account {person}")))?.to_owned();
        if account.posts.is_empty() {
            return Err(AppError::invalid(person, "an account needs a role for a body"));
        }
        self.put_hashed(account, &kept).await
    }

    async fn put_hashed(&self, account: &Account, hash: &str) -> Result<()> {
        let mut value = account_to(account);
        value["password"] = json!(hash);
        self.record("account", account.person.as_str(), value, None).await
    }

    async fn record(
        &self,
        collection: &str,
        id: &str,
        value: Json,
        expires_at: Option<Timestamp>,
    ) -> Result<()> {
        let record = NewRecord {
            collection: collection.into(),
            id: id.into(),
            value,
            expected_version: None,
            expires_at,
        };
        self.store().record_put(self.jurisdiction(), record, self.clock().now()).await?;
        Ok(())
    }

    /// An account.
    ///
    /// # Errors
    /// The store.
    pub async fn account(&self, person: &PersonId) -> Result<Option<Account>> {
        let found = self
            .store()
            .record_get(self.jurisdiction(), "account", person.as_str(), self.clock().now())
            .await?;
        Ok(found.and_then(|record| account_from(&record.id, &record.value)))
    }

    /// All accounts, by name.
    ///
    /// # Errors
    /// The store.
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        let mut all = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let now = self.clock().now();
            let page =
                self.store().record_list(self.jurisdiction(), "account", after.as_deref(), 200, now).await?;
            let Some(last) = page.last() else { return Ok(all) };
            after = Some(last.id.clone());
            all.extend(page.iter().filter_map(|record| account_from(&record.id, &record.value)));
        }
    }

    /// Signs in; gives the token for the cookie. Who has a [second step](City::begin_second_step) is not in yet, and whom
    /// `passwords` leaves out is told so once the password is right.
    ///
    /// # Errors
    /// The store. A wrong name and a wrong password are not told apart, and take the same time.
    pub async fn sign_in(
        &self,
        name: &str,
        password: &str,
        passwords: Passwords,
    ) -> Result<std::result::Result<String, SignInFault>> {
        let Some(wrong) = self.wrong_tries(name).await? else { return Ok(Err(SignInFault::Waiting)) };
        let now = self.clock().now();
        let found = self.store().record_get(self.jurisdiction(), "account", name, now).await?;
        let kept = found.as_ref().and_then(|record| record.value.get("password")).and_then(Json::as_str);
        let open = found.as_ref().is_some_and(|record| is_open(&record.value));
        let fits = verified(password.to_owned(), kept.unwrap_or(NOBODY).to_owned()).await && open;
        if !fits {
            self.tried_in_vain(name, wrong).await?;
            return Ok(Err(SignInFault::Wrong));
        }
        let person = PersonId::new(name);
        if passwords == Passwords::Administrators && !self.administers(&person).await? {
            return Ok(Err(SignInFault::Directory));
        }
        self.proven(&person).await
    }

    async fn administers(&self, person: &PersonId) -> Result<bool> {
        let account = self.account(person).await?;
        Ok(account
            .is_some_and(|account| account.posts.iter().any(|post| post.role.as_str() == ADMINISTRATOR)))
    }

    /// Lets somebody in who has proved who they are; who has a [second step](City::begin_second_step) takes it first.
    pub(crate) async fn proven(&self, person: &PersonId) -> Result<std::result::Result<String, SignInFault>> {
        if self.has_second_step(person).await? {
            return Ok(Err(SignInFault::Code(self.half_session(person).await?)));
        }
        self.open_session(person).await.map(Ok)
    }

    /// How many wrong passwords and codes were tried lately; `None` if so many that the account waits.
    pub(crate) async fn wrong_tries(&self, name: &str) -> Result<Option<u64>> {
        let now = self.clock().now();
        let tries = self.store().record_get(self.jurisdiction(), "sign_in", &tries_id(name), now).await?;
        let tries = tries.filter(|record| !lasts_longer(record, now, WAIT));
        let wrong = tries.as_ref().and_then(|record| record.value.get("wrong")).and_then(Json::as_u64);
        Ok(Some(wrong.unwrap_or(0)).filter(|wrong| *wrong < TRIES))
    }

    /// Somebody tried a wrong password or code, after so many others.
    pub(crate) async fn tried_in_vain(&self, name: &str, wrong: u64) -> Result<()> {
        let until = self.clock().now().checked_add(WAIT).ok();
        self.record("sign_in", &tries_id(name), json!({ "wrong": wrong + 1 }), until).await?;
        self.journal(Kind::SignInFailed, json!({ "name": name }), None, Vec::new()).await
    }

    /// A session of somebody who has proved who they are; gives its token.
    pub(crate) async fn open_session(&self, person: &PersonId) -> Result<String> {
        let token = secret();
        let value = json!({ "person": person.as_str(), "post": 0, "form": secret() });
        let until = self.clock().now().checked_add(SESSION).ok();
        let form = value.get("form").and_then(Json::as_str).unwrap_or_default();
        let remembered = self.clock().now().checked_add(FORM_OWNER).ok();
        self.record(FORMS, &forms_id(&form_token(form)), json!({ "person": person.as_str() }), remembered)
            .await?;
        self.record("session", &session_id(&token), value, until).await?;
        self.store().record_delete(self.jurisdiction(), "sign_in", &tries_id(person.as_str())).await?;
        self.journal(Kind::SignIn, json!({ "person": person.as_str() }), None, Vec::new()).await?;
        Ok(token)
    }

    /// Who was shown the form that carries this proof, also when their session has ended since.
    ///
    /// # Errors
    /// The store.
    pub async fn shown_to(&self, proof: &str) -> Result<Option<PersonId>> {
        let now = self.clock().now();
        let found = self.store().record_get(self.jurisdiction(), FORMS, &forms_id(proof), now).await?;
        Ok(found.and_then(|record| record.value.get("person")?.as_str().map(PersonId::new)))
    }

    /// The session of a token, if it has not ended.
    ///
    /// # Errors
    /// The store.
    pub async fn session(&self, token: &str) -> Result<Option<Session>> {
        let id = session_id(token);
        let now = self.clock().now();
        let found = self.store().record_get(self.jurisdiction(), "session", &id, now).await?;
        // Begun under a clock that ran far ahead: it does not last until that day.
        let found = found.filter(|record| !lasts_longer(record, now, SESSION + CLOCK_BACK));
        let Some(record) = found else { return Ok(None) };
        let text = |key: &str| record.value.get(key).and_then(Json::as_str);
        let Some((person, form)) = text("person").zip(text("form")) else { return Ok(None) };
        let account = self.account(&PersonId::new(person)).await?;
        let post = record
            .value
            .get("post")
            .and_then(Json::as_u64)
            .and_then(|n| usize::try_from(n).ok())
            .unwrap_or(0);
        Ok(account.filter(|account| account.open).map(|account| Session {
            id,
            account,
            post,
            form_secret: form.to_owned(),
        }))
    }

    /// Takes another post of the same account.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] if there is no such post; the store.
    pub async fn take_post(&self, session: &Session, post: usize) -> Result<()> {
        if post >= session.account.posts.len() {
            return Err(AppError::Forbidden);
        }
        let value =
            json!({ "person": session.account.person.as_str(), "post": post, "form": session.form_secret });
        self.record("session", &session.id, value, self.clock().now().checked_add(SESSION).ok()).await
    }

    /// Ends a session.
    ///
    /// # Errors
    /// The store.
    pub async fn sign_out(&self, session: &Session) -> Result<()> {
        self.store().record_delete(self.jurisdiction(), "session", &session.id).await?;
        Ok(())
    }
}

/// The proof that a form comes from our own page: made from a secret that only its session knows.
pub fn form_token(secret: &str) -> String {
    // INVARIANT: HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(b"form");
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

fn forms_id(proof: &str) -> String {
    sha256(proof.as_bytes()).to_string()
}

/// The hash of a password that nobody has, so that an unknown name takes as long as a wrong password.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LW5vYm9keQ$h3yVfYV0Jtq0m6C1yqQv4Vq1m0yqk0H0p0c4m0kq0bE";

async fn hashed(password: String) -> Result<String> {
    let work = tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    });
    let failed = |why: String| AppError::invalid("password", why);
    work.await.map_err(|cause| failed(cause.to_string()))?.map_err(|cause| failed(cause.to_string()))
}

async fn verified(password: String, kept: String) -> bool {
    let work = tokio::task::spawn_blocking(move || {
        let Ok(hash) = PasswordHash::new(&kept) else { return false };
        Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
    });
    work.await.unwrap_or(false)
}

/// 256 random bits.
pub(crate) fn secret() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

pub(crate) fn session_id(token: &str) -> String {
    sha256(token.as_bytes()).to_string()
}

fn tries_id(name: &str) -> String {
    sha256(name.as_bytes()).to_string()
}

fn account_from(id: &str, json: &Json) -> Option<Account> {
    let text = |json: &Json, key: &str| json.get(key).and_then(Json::as_str).map(ToOwned::to_owned);
    let posts = json.get("posts")?.as_array()?.iter();
    let posts = posts.filter_map(|post| {
        Some(Post { role: RoleId::new(text(post, "role")?), body: BodyId::new(text(post, "body")?) })
    });
    Some(Account {
        person: PersonId::new(id),
        name: text(json, "name")?,
        en: text(json, "en").unwrap_or_default(),
        posts: posts.collect(),
        open: is_open(json),
    })
}

/// Accounts kept before they could end are open.
fn is_open(account: &Json) -> bool {
    account.get("open").and_then(Json::as_bool).unwrap_or(true)
}
