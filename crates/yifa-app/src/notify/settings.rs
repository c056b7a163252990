//! Owns how each person wants to be told.

use serde_json::{Value as Json, json};
use yifa_kernel::id::PersonId;
use yifa_store::NewRecord;

use crate::city::City;
use crate::error::{AppError, Result};

/// How a person wants to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where mails go.
    pub email: Option<String>,
    /// The number for short messages, handed to the gateway.
    pub phone: Option<String>,
    /// A mail for each notice.
    pub mail: bool,
    /// One mail a day with what is unread.
    pub digest: bool,
    /// On which days before (positive) and after (negative) a last day to be reminded; 0 is the day itself.
    pub remind: Vec<i32>,
    /// The language of mails.
    pub language: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            email: None,
            phone: None,
            mail: false,
            digest: false,
            remind: vec![3, 0, -1],
            language: "zh-Hans".to_owned(),
        }
    }
}

/// The furthest reminder.
pub(super) const FURTHEST: i32 = 30;

impl City {
    /// How a person wants to be told.
    ///
    /// # Errors
    /// The store.
    pub async fn settings(&self, person: &PersonId) -> Result<Settings> {
        let now = self.clock().now();
        let found = self.store().record_get(self.jurisdiction(), "settings", person.as_str(), now).await?;
        Ok(found.map(|record| from(&record.value)).unwrap_or_default())
    }

    /// Sets how a person wants to be told.
    ///
    /// # Errors
    /// What is no mail address or telephone number; mails without an address; a reminder of more than 30 days; the store.
    pub async fn put_settings(&self, person: &PersonId, settings: &Settings) -> Result<()> {
        if settings.email.as_ref().is_some_and(|email| !is_address(email)) {
            return Err(AppError::invalid("email", "name@example.cn"));
        }
        if settings.phone.as_ref().is_some_and(|phone| !is_phone(phone)) {
            return Err(AppError::invalid("phone", "digits"));
        }
        if settings.email.is_none() && (settings.mail || settings.digest) {
            return Err(AppError::invalid("email", "needed for mails"));
        }
        if settings.remind.len() > 10 || settings.remind.iter().any(|days| days.abs() > FURTHEST) {
            return Err(AppError::invalid("remind", format!("at most ten, {FURTHEST} days either way")));
        }
        let value = json!({ "email": settings.email, "phone": settings.phone, "mail": settings.mail,
            "digest": settings.digest, "remind": settings.remind, "language": settings.language });
        let record = NewRecord {
            collection: "settings".into(),
            id: person.to_string(),
            value,
            expected_version: None,
            expires_at: None,
        };
        self.store().record_put(self.jurisdiction(), record, self.clock().now()).await?;
        Ok(())
    }
}

fn from(json: &Json) -> Settings {
    let text = |key: &str| json.get(key).and_then(Json::as_str).map(str::to_owned);
    let yes = |key: &str| json.get(key).and_then(Json::as_bool).unwrap_or(false);
    let remind = json.get("remind").and_then(Json::as_array).into_iter().flatten();
    Settings {
        email: text("email"),
        phone: text("phone"),
        mail: yes("mail"),
        digest: yes("digest"),
        remind: remind.filter_map(|days| i32::try_from(days.as_i64()?).ok()).collect(),
        language: text("language").unwrap_or_else(|| "zh-Hans".to_owned()),
    }
}

/// What can be a mail address: no line may be smuggled into a header.
fn is_address(text: &str) -> bool {
    let plain = text.is_ascii()
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>,;\"".contains(c));
    let parts = text.split_once('@');
    plain
        && text.len() <= 254
        && parts.is_some_and(|(name, host)| {
            !name.is_empty()
                && host.contains('.')
                && !host.contains('@')
                && !host.starts_with('.')
                && !host.ends_with('.')
        })
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (5..=15).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || " +-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_or_number_is_refused() {
        assert!(is_address("li.heng@sfj.yunjiang.gov.cn"));
        for wrong in
            ["", "@", "a@b", "a b@c.cn", "a@c.cn\r\nBcc: x@y.cn", "a@c.cn,b@c.cn", "李@c.cn", "a@.cn"]
        {
            assert!(!is_address(wrong), "{wrong:?}");
        }
        assert!(is_phone("+86 138-0013-8000"));
        assert!(!is_phone("110a") && !is_phone("1") && !is_phone("１３８００１３８０００"));
    }
}
