//! Owns the neighbours that are told: their addresses, their secrets, and how a message to them is written and signed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use sha2::Sha256;
use yifa_kernel::id::PersonId;
use yifa_store::NewRecord;

use super::{About, Call, Notice};
use crate::city::City;
use crate::error::{AppError, Result};
use crate::journal::{Kind, Part};

/// A neighbour that is told by a web request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// Its name in the store.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// The address.
    pub url: String,
    /// The secret with which messages are signed: `whsec_…`.
    pub secret: String,
    /// The secret of before, and until when messages bear its signature too.
    pub before: Option<(String, Timestamp)>,
}

/// Between the name of a message and that of the neighbour, in the name of a delivery.
pub(super) const WAY: &str = ":hook:";

/// How long a secret that was replaced still signs: the neighbour changes over in that time and misses nothing.
pub const BOTH_SIGN: SignedDuration = SignedDuration::from_hours(24);

impl City {
    /// All neighbours.
    ///
    /// # Errors
    /// The store.
    pub async fn hooks(&self) -> Result<Vec<Hook>> {
        let now = self.clock().now();
        let all = self.store().record_list(self.jurisdiction(), "hook", None, 200, now).await?;
        let hook = |record: &yifa_store::Record| {
            let text = |key: &str| record.value.get(key).and_then(Json::as_str).map(str::to_owned);
            Some(Hook {
                id: record.id.clone(),
                label: text("label")?,
                url: text("url")?,
                secret: text("secret")?,
                before: text("before").zip(text("before_until").and_then(|until| until.parse().ok())),
            })
        };
        Ok(all.iter().filter_map(hook).collect())
    }

    /// Adds a neighbour; gives it with the secret that was made for it.
    ///
    /// # Errors
    /// What is no name or no web address; the store.
    pub async fn add_hook(&self, label: &str, url: &str, by: &PersonId) -> Result<Hook> {
        let label = label.trim();
        if label.is_empty() || label.chars().count() > 80 || label.chars().any(char::is_control) {
            return Err(AppError::invalid("label", "1 to 80 characters"));
        }
        let url = url.trim();
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let good = host.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '['));
        if !good || url.len() > 500 || url.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(AppError::invalid("url", "https://…"));
        }
        let hook = Hook {
            id: uuid::Uuid::now_v7().to_string(),
            label: label.to_owned(),
            url: url.to_owned(),
            secret: new_secret(),
            before: None,
        };
        self.put_hook(&hook, 0).await?;
        self.tell_of(Kind::HookAdded, &hook, by).await?;
        Ok(hook)
    }

    /// Gives a neighbour a new secret; for [`BOTH_SIGN`] messages bear the signature of the old one too.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; somebody else was faster; the store.
    pub async fn renew_hook(&self, id: &str, by: &PersonId) -> Result<Hook> {
        let now = self.clock().now();
        let missing = || AppError::NotFound(format!("hook {id}"));
        let found =
            self.store().record_get(self.jurisdiction(), "hook", id, now).await?.ok_or_else(missing)?;
        let old = self.hooks().await?.into_iter().find(|hook| hook.id == id).ok_or_else(missing)?;
        let until = now.checked_add(BOTH_SIGN).unwrap_or(now);
        let hook = Hook { secret: new_secret(), before: Some((old.secret.clone(), until)), ..old };
        self.put_hook(&hook, found.version).await?;
        self.tell_of(Kind::HookRenewed, &hook, by).await?;
        Ok(hook)
    }

    async fn put_hook(&self, hook: &Hook, version: u64) -> Result<()> {
        let (before, until) = hook.before.clone().unzip();
        let record = NewRecord {
            collection: "hook".into(),
            id: hook.id.clone(),
            value: json!({ "label": hook.label, "url": hook.url, "secret": hook.secret, "before": before,
                "before_until": until.map(|until| until.to_string()) }),
            expected_version: Some(version),
            expires_at: None,
        };
        self.store().record_put(self.jurisdiction(), record, self.clock().now()).await?;
        Ok(())
    }

    /// Removes a neighbour. What still waits for it is given up.
    ///
    /// # Errors
    /// The store.
    pub async fn remove_hook(&self, id: &str, by: &PersonId) -> Result<()> {
        let known = self.hooks().await?.into_iter().find(|hook| hook.id == id);
        self.store().record_delete(self.jurisdiction(), "hook", id).await?;
        match known {
            Some(hook) => self.tell_of(Kind::HookRemoved, &hook, by).await,
            None => Ok(()),
        }
    }

    /// Names and telephones go out to these addresses: who set one up stands in the journal.
    async fn tell_of(&self, kind: Kind, hook: &Hook, by: &PersonId) -> Result<()> {
        let told = vec![(Part::Label, json!(format!("{} {}", hook.label, hook.url)))];
        self.journal(kind, json!({ "person": by.as_str() }), None, told).await
    }
}

/// The message to a neighbour as a CloudEvent. `id`: the message's own, for two roles told of one act are two messages, and
/// whoever gets two of one id drops the second. `recipients`: a list of person, name and telephone.
pub fn event(id: &str, notice: &Notice, recipients: &Json) -> Json {
    let (kind, about) = match &notice.about {
        About::Act(action) => ("cn.yifa.matter.act", json!({ "action": action.as_str() })),
        About::Due { limit, on, days } => {
            ("cn.yifa.matter.due", json!({ "limit": limit.as_str(), "due_on": on.to_string(), "days": days }))
        }
    };
    let mut data = json!({ "matter": notice.matter.as_str(), "procedure": notice.procedure.as_str(),
        "number": notice.number, "title": notice.title, "recipients": recipients });
    if let (Some(data), Some(about)) = (data.as_object_mut(), about.as_object()) {
        data.extend(about.clone());
    }
    json!({ "specversion": "1.0", "id": id, "source": "/yifa",
        "type": kind, "subject": notice.matter.as_str(), "time": notice.at.to_string(),
        "datacontenttype": "application/json", "data": data })
}

/// The message to a neighbour, signed for one attempt.
pub(super) fn call(hook: &Hook, delivery: &str, notice: &Notice, recipients: &Json, at: Timestamp) -> Call {
    let message = delivery.split(WAY).next().unwrap_or(delivery);
    let body = event(message, notice, recipients).to_string();
    let headers = [
        ("content-type", "application/cloudevents+json".to_owned()),
        ("webhook-id", delivery.to_owned()),
        ("webhook-timestamp", at.as_second().to_string()),
        ("webhook-signature", signatures(hook, delivery, at, &body)),
    ];
    let headers = headers.map(|(name, value)| (name.to_owned(), value)).into();
    Call { url: hook.url.clone(), headers, body }
}

fn new_secret() -> String {
    format!("whsec_{}", STANDARD.encode(rand::random::<[u8; 24]>()))
}

/// The signatures of a message, with a space between: of the secret, and for a while of the one before.
fn signatures(hook: &Hook, delivery: &str, at: Timestamp, body: &str) -> String {
    let before = hook.before.iter().filter(|(_, until)| at < *until).map(|(secret, _)| secret);
    let all = std::iter::once(&hook.secret).chain(before);
    all.map(|secret| signature(secret, delivery, at.as_second(), body)).collect::<Vec<_>>().join(" ")
}

/// The signature of a message as Standard Webhooks writes it: `v1,` and the HMAC-SHA256 of `id.timestamp.body`.
pub fn signature(secret: &str, id: &str, second: i64, body: &str) -> String {
    let key =
        STANDARD.decode(secret.trim_start_matches("whsec_")).unwrap_or_else(|_| secret.as_bytes().to_vec());
    // INVARIANT: HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key) else { return String::new() };
    mac.update(format!("{id}.{second}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CloudEvents: whoever gets a second event of the same source and id may take it for the same one.
    #[test]
    fn two_messages_of_one_act_are_two_events_and_an_attempt_is_none() {
        let hook = |id: &str| Hook {
            id: id.to_owned(),
            label: String::new(),
            url: "https://x.example".to_owned(),
            secret: new_secret(),
            before: None,
        };
        let notice = Notice {
            id: "act:m:13".to_owned(),
            about: About::Act("decide".into()),
            matter: "m".into(),
            procedure: "p".into(),
            number: None,
            title: String::new(),
            at: Timestamp::UNIX_EPOCH,
        };
        let id = |hook: &Hook, message: &str, second: i64| {
            let at = Timestamp::from_second(second).expect("an instant");
            let call = call(hook, &format!("{message}{WAY}{}", hook.id), &notice, &json!([]), at);
            serde_json::from_str::<Json>(&call.body).expect("JSON")["id"].as_str().map(str::to_owned)
        };
        let (a, b) = (hook("a"), hook("b"));
        assert_ne!(id(&a, "row1", 1), id(&a, "row2", 1), "two roles");
        assert_eq!(id(&a, "row1", 1), id(&a, "row1", 99), "two attempts");
        assert_eq!(id(&a, "row1", 1), id(&b, "row1", 1), "two neighbours");
    }

    #[test]
    fn the_signature_is_that_of_the_standard_s_own_example() {
        let signed = signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
