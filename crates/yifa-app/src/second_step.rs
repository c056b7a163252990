//! Owns the second step of signing in 两步验证, which a person may ask for: after the password a code of six digits that a
//! device makes (TOTP, RFC 6238), or one of the codes on paper for whoever has lost the device. A code is good once.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use totp_rs::{Builder, Secret, Totp};
use yifa_kernel::id::PersonId;
use yifa_store::{NewRecord, Record, StoreError, sha256};

use crate::account::SignInFault;
use crate::city::City;
use crate::error::{AppError, Result};
use crate::journal::{Kind, Part};

/// Who has a second step; an id is the person's.
const STEPS: &str = "second_step";
/// Keys that were shown and not yet confirmed.
const SHOWN: &str = "second_step_shown";
/// Those whose password was right and whose code is awaited; an id is the digest of a token.
const HALF: &str = "half_session";
/// How long a key that was shown may be confirmed, and how long a code is awaited.
const PATIENCE: SignedDuration = SignedDuration::from_mins(10);
/// How many codes on paper there are.
const PAPER: usize = 10;

/// A key to be taken over by a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceKey {
    /// The key in base 32, for those who type it.
    pub key: String,
    /// The key as an address (`otpauth://`), for those who scan it.
    pub address: String,
}

impl City {
    /// Whether a person signs in by two steps.
    ///
    /// # Errors
    /// The store.
    pub async fn has_second_step(&self, person: &PersonId) -> Result<bool> {
        Ok(self.found_step(STEPS, person.as_str()).await?.is_some())
    }

    /// A key for a person's device, the same for ten minutes; nothing changes until a code proves that the device has it.
    ///
    /// # Errors
    /// The store.
    pub async fn device_key(&self, person: &PersonId) -> Result<DeviceKey> {
        let shown = self.found_step(SHOWN, person.as_str()).await?;
        let key = match shown.as_ref().and_then(|record| text(&record.value, "key")) {
            Some(key) => key.to_owned(),
            None => {
                let key = Secret::from(rand::random::<[u8; 20]>().to_vec()).to_base32();
                self.put_step(SHOWN, person.as_str(), json!({ "key": key }), None, self.patience()).await?;
                key
            }
        };
        let address = totp(&key, person).and_then(|totp| totp.to_url().ok());
        let address = address.ok_or_else(|| AppError::invalid(person.as_str(), "no key can be made"))?;
        Ok(DeviceKey { key, address })
    }

    /// From now on the person signs in by two steps: a code proves that the device has the key that was shown. Gives the
    /// codes on paper, which nobody can show again; `None` if the code is wrong or the key was shown too long ago.
    ///
    /// # Errors
    /// The store.
    pub async fn begin_second_step(&self, person: &PersonId, code: &str) -> Result<Option<Vec<String>>> {
        let shown = self.found_step(SHOWN, person.as_str()).await?;
        let Some(key) = shown.as_ref().and_then(|record| text(&record.value, "key")) else { return Ok(None) };
        let Some(step) = totp(key, person).and_then(|totp| totp.check(&plain(code), self.seconds())) else {
            return Ok(None);
        };
        let paper: Vec<String> = (0..PAPER).map(|_| paper_code()).collect();
        let digests: Vec<String> = paper.iter().map(|code| paper_digest(code)).collect();
        let value = json!({ "key": key, "step": step, "paper": digests });
        self.put_step(STEPS, person.as_str(), value, None, None).await?;
        self.store().record_delete(self.jurisdiction(), SHOWN, person.as_str()).await?;
        self.journal(Kind::SecondStepBegun, json!({ "person": person.as_str() }), None, Vec::new()).await?;
        Ok(Some(paper))
    }

    /// Ends a person's second step by a code of it; false if the code is wrong.
    ///
    /// # Errors
    /// The store.
    pub async fn end_second_step(&self, person: &PersonId, code: &str) -> Result<bool> {
        let fits = self.spend(person, code).await?;
        if fits {
            self.drop_second_step(person, json!({ "person": person.as_str() })).await?;
        }
        Ok(fits)
    }

    /// Ends a person's second step without a code, by somebody who answers for the accounts.
    ///
    /// # Errors
    /// The store.
    pub async fn drop_second_step(&self, person: &PersonId, by: Json) -> Result<()> {
        self.store().record_delete(self.jurisdiction(), STEPS, person.as_str()).await?;
        self.journal(Kind::SecondStepEnded, by, None, vec![(Part::Account, json!(person.as_str()))]).await
    }

    /// The token of somebody whose password was right and whose code is awaited.
    pub(crate) async fn half_session(&self, person: &PersonId) -> Result<String> {
        let token = crate::account::secret();
        let value = json!({ "person": person.as_str() });
        self.put_step(HALF, &crate::account::session_id(&token), value, None, self.patience()).await?;
        Ok(token)
    }

    /// The second step of signing in; gives the token for the cookie. A wrong code counts as a wrong password.
    ///
    /// # Errors
    /// The store.
    pub async fn sign_in_by_code(
        &self,
        half: &str,
        code: &str,
    ) -> Result<std::result::Result<String, SignInFault>> {
        let id = crate::account::session_id(half);
        let found = self.found_step(HALF, &id).await?;
        let Some(person) = found.as_ref().and_then(|record| text(&record.value, "person")) else {
            return Ok(Err(SignInFault::Ended));
        };
        let person = PersonId::new(person);
        let Some(wrong) = self.wrong_tries(person.as_str()).await? else {
            return Ok(Err(SignInFault::Waiting));
        };
        if !self.spend(&person, code).await? {
            self.tried_in_vain(person.as_str(), wrong).await?;
            return Ok(Err(SignInFault::Wrong));
        }
        // Whoever sends the same token twice at once is let in once.
        if !self.store().record_delete(self.jurisdiction(), HALF, &id).await? {
            return Ok(Err(SignInFault::Ended));
        }
        self.open_session(&person).await.map(Ok)
    }

    /// Takes a code as used; false if it is not one of the person's, or was used before.
    async fn spend(&self, person: &PersonId, code: &str) -> Result<bool> {
        let Some(record) = self.found_step(STEPS, person.as_str()).await? else { return Ok(false) };
        let Some(value) = spent(person, &record.value, code, self.seconds()) else { return Ok(false) };
        // Of two who use one code at once, one is too late.
        match self.put_step(STEPS, person.as_str(), value, Some(record.version), None).await {
            Ok(()) => Ok(true),
            Err(AppError::Store(StoreError::RecordConflict { .. })) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn found_step(&self, collection: &str, id: &str) -> Result<Option<Record>> {
        Ok(self.store().record_get(self.jurisdiction(), collection, id, self.clock().now()).await?)
    }

    async fn put_step(
        &self,
        collection: &str,
        id: &str,
        value: Json,
        expected_version: Option<u64>,
        expires_at: Option<Timestamp>,
    ) -> Result<()> {
        let (collection, id) = (collection.to_owned(), id.to_owned());
        let record = NewRecord { collection, id, value, expected_version, expires_at };
        self.store().record_put(self.jurisdiction(), record, self.clock().now()).await?;
        Ok(())
    }

    fn patience(&self) -> Option<Timestamp> {
        self.clock().now().checked_add(PATIENCE).ok()
    }

    /// The time that a device shows, in seconds since 1970.
    fn seconds(&self) -> u64 {
        u64::try_from(self.clock().outside().as_second()).unwrap_or(0)
    }
}

/// What is kept of a person's second step once a code is used; `None` if the code does not fit.
fn spent(person: &PersonId, kept: &Json, code: &str, seconds: u64) -> Option<Json> {
    let mut value = kept.clone();
    let last = kept.get("step").and_then(Json::as_u64).unwrap_or(0);
    let totp = totp(text(kept, "key")?, person)?;
    if let Some(step) = totp.check(&plain(code), seconds).filter(|step| *step > last) {
        value["step"] = step.into();
        return Some(value);
    }
    let digest = paper_digest(code);
    let paper = value.get_mut("paper")?.as_array_mut()?;
    let at = paper.iter().position(|one| one.as_str() == Some(&digest))?;
    paper.remove(at);
    Some(value)
}

/// As devices know it: SHA-1, six digits, thirty seconds; one step early or late is let pass.
fn totp(key: &str, person: &PersonId) -> Option<Totp> {
    let secret = Secret::try_from_base32(key).ok()?;
    let name = person.as_str().replace(':', "-");
    Builder::new().with_secret(secret).with_account_name(name).with_issuer(Some("Yifa")).build().ok()
}

fn text<'a>(value: &'a Json, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Json::as_str)
}

/// A code as typed, without what people put between its digits.
fn plain(code: &str) -> String {
    yifa_law::fold::fold(code).chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

/// Fifty random bits, in two groups that can be read aloud.
fn paper_code() -> String {
    let group = || crate::citizen::random_letters(5).to_lowercase();
    format!("{}-{}", group(), group())
}

fn paper_digest(code: &str) -> String {
    sha256(plain(code).as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret and a code of RFC 6238, appendix B, cut to six digits.
    const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    const AT: u64 = 1_111_111_109;
    const CODE: &str = "081804";

    fn kept(step: u64) -> Json {
        json!({ "key": KEY, "step": step, "paper": [paper_digest("abcde-fghij")] })
    }

    fn spend(kept: &Json, code: &str, at: u64) -> Option<Json> {
        spent(&PersonId::new("li.heng"), kept, code, at)
    }

    #[test]
    fn the_code_of_the_standard_is_taken_once_and_for_a_minute() {
        let after = spend(&kept(0), CODE, AT).expect("taken");
        assert_eq!(after["step"], AT / 30);
        assert_eq!(spend(&after, CODE, AT), None);
        assert!(spend(&kept(0), "０８１ ８０４", AT + 30).is_some());
        assert_eq!(spend(&kept(0), CODE, AT + 90), None);
        assert_eq!(spend(&kept(0), CODE, AT - 90), None);
    }

    #[test]
    fn a_code_on_paper_is_taken_once() {
        let after = spend(&kept(0), " ABCDE FGHIJ ", AT).expect("taken");
        assert_eq!(after["paper"], json!([]));
        assert_eq!(spend(&after, "abcde-fghij", AT), None);
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for code in ["", "081805", "81804", "081804081804", "𠮷", "' OR 1=1"] {
            assert_eq!(spend(&kept(0), code, AT), None, "{code}");
        }
        assert_eq!(spend(&json!({ "key": "not base 32", "step": 0 }), CODE, AT), None);
        assert_eq!(spend(&json!({}), CODE, AT), None);
    }

    #[test]
    fn codes_on_paper_differ_and_can_be_typed() {
        let code = paper_code();
        assert_ne!(code, paper_code());
        assert!(code.len() >= 11 && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "{code}");
        assert_eq!(paper_digest(&code), paper_digest(&code.to_uppercase().replace('-', "")));
    }
}
