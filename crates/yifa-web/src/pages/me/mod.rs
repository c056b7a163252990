//! A person's own page: tokens for neighbouring systems.

use askama::Template;
use jiff::civil::{Date, date};

use crate::components::Opt;
use crate::face::{Chrome, Lang};

/// The page. Tokens are made by POST to `/me/tokens` and ended by POST to `/me/tokens/{id}/revoke`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/me/show.html")]
pub struct MePage {
    /// The frame.
    pub chrome: Chrome,
    /// How the person is told.
    pub told: MeSettings,
    /// The token that was just made: shown this once.
    pub fresh: Option<String>,
    /// What could not be done, in words.
    pub fault: Option<String>,
    /// What was typed as the new token's name.
    pub label: String,
    /// For how many days.
    pub days: String,
    /// The person's posts.
    pub posts: Vec<Opt>,
    /// What a token may do.
    pub scopes: Vec<Opt>,
    /// The tokens there are.
    pub tokens: Vec<TokenRow>,
}

/// How a person is told. Sent by POST to `/me/settings`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MeSettings {
    /// E-mail address.
    pub email: String,
    /// Telephone number.
    pub phone: String,
    /// A mail for each notice.
    pub mail: bool,
    /// One mail a day.
    pub digest: bool,
    /// Reminder days.
    pub remind: String,
    /// Languages of mails.
    pub languages: Vec<Opt>,
    /// What could not be saved, in words.
    pub fault: Option<String>,
    /// Whether it was just saved.
    pub saved: bool,
}

/// A token in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// Its name in the address.
    pub id: String,
    /// What its maker calls it.
    pub label: String,
    /// Role and body.
    pub post: String,
    /// What it may do, in words.
    pub scopes: String,
    /// Its last day.
    pub ends_on: Date,
    /// The day of its last use.
    pub used_on: Option<Date>,
}

impl MePage {
    /// One token, and one just made.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        Self {
            chrome: Chrome { address: "/me".into(), ..Chrome::sample(lang) },
            told: MeSettings {
                email: "li.heng@example.cn".into(),
                remind: "3, 0, -1".into(),
                languages: vec![Opt::new("en", "English", true)],
                fault: Some(lang.t("notify.fault.email")),
                saved: true,
                ..MeSettings::default()
            },
            fresh: Some("yifa_pX3l0p1K0cA9mQ".into()),
            fault: Some(lang.t("me.fault.label")),
            label: String::new(),
            days: "90".into(),
            posts: vec![Opt::new(
                "0",
                pick("办案人员 · 市城市管理局", "Case officer · City Administration Bureau"),
                true,
            )],
            scopes: vec![
                Opt::new("read", lang.t("me.scope.read"), true),
                Opt::new("act", lang.t("me.scope.act"), false),
            ],
            tokens: vec![TokenRow {
                id: "0a1b".into(),
                label: pick("档案系统", "Archive"),
                post: pick("办案人员 · 市城市管理局", "Case officer · City Administration Bureau"),
                scopes: lang.t("me.scope.read"),
                ends_on: date(2027, 2, 1),
                used_on: None,
            }],
        }
    }
}
