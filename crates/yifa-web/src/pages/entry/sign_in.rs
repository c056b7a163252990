//! Sign-in 登录.

use askama::Template;
use yifa_app::sign_on::Passwords;

use crate::face::{Chrome, Lang};

/// The sign-in page. Posts `name`, `password`, `back` and `csrf` to `/sign-in`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/entry/sign_in.html")]
pub struct SignInPage {
    /// The frame, with nobody signed in.
    pub chrome: Chrome,
    /// The account name that was typed.
    pub name: String,
    /// Why the last attempt failed, or why one has to sign in again.
    pub refused: Option<SignInRefused>,
    /// Where to go afterwards: a path of this product.
    pub back: String,
    /// The city's own directory of people, where one may sign in instead.
    pub directory: Option<DirectoryLink>,
    /// Who may come in by a password kept here; for administrators alone its fields are folded.
    pub passwords: Passwords,
    /// Accounts of the demo city, which anyone may use; empty elsewhere.
    pub demo_accounts: Vec<DemoAccount>,
}

impl SignInPage {
    /// Whether a password is the way of administrators alone.
    fn folds(&self) -> bool {
        self.directory.is_some() && self.passwords == Passwords::Administrators
    }
}

/// A way to the city's directory of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryLink {
    /// What people call it.
    pub title: String,
    /// The path here that leads there.
    pub address: String,
}

/// Why somebody is not let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInRefused {
    /// Wrong account or password; which of them is not said.
    Wrong,
    /// Too many attempts.
    SlowDown,
    /// The session is over.
    Ended,
    /// The directory gives no answer.
    DirectorySilent,
    /// The directory, or the person there, said no.
    DirectoryDeclined,
    /// What the directory said does not prove who somebody is.
    DirectoryUnproven,
    /// The password is right; this account comes in through the directory.
    DirectoryOnly,
    /// They were sent to the directory too long ago, or from another browser.
    DirectoryLate,
    /// The directory knows this name; no open account here has it.
    NoAccount(String),
}

impl SignInRefused {
    /// Its sentence.
    pub fn says(&self, chrome: &Chrome) -> String {
        let key = match self {
            Self::Wrong => "frame.sign_in_refused.wrong",
            Self::SlowDown => "frame.sign_in_refused.slow_down",
            Self::Ended => "frame.sign_in_refused.ended",
            Self::DirectorySilent => "frame.sign_in_refused.directory_silent",
            Self::DirectoryDeclined => "frame.sign_in_refused.directory_declined",
            Self::DirectoryUnproven => "frame.sign_in_refused.directory_unproven",
            Self::DirectoryOnly => "frame.sign_in_refused.directory_only",
            Self::DirectoryLate => "frame.sign_in_refused.directory_late",
            Self::NoAccount(name) => return chrome.t1("frame.sign_in_refused.no_account", "name", name),
        };
        chrome.t(key)
    }
}

/// An account of the demo city.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    /// Account name.
    pub name: String,
    /// Password.
    pub password: String,
    /// Role and body.
    pub who: String,
}

impl SignInPage {
    /// After a wrong password, in the demo city.
    pub fn sample(lang: Lang) -> Self {
        let account = |name: &str, zh: &str, en: &str| DemoAccount {
            name: name.into(),
            password: "yifa-demo".into(),
            who: lang.pick(zh, en).into(),
        };
        Self {
            chrome: Chrome { person: None, address: "/sign-in".into(), ..Chrome::sample(lang) },
            name: "zhou".into(),
            refused: Some(SignInRefused::Wrong),
            back: "/".into(),
            directory: Some(DirectoryLink {
                title: lang.pick("市统一身份认证", "the city's single sign-on").into(),
                address: "/sign-in/directory".into(),
            }),
            passwords: Passwords::Administrators,
            demo_accounts: vec![
                account("zhou", "办案人员，市城市管理局", "case officer, City Administration Bureau"),
                account("he", "法制审核人员，市城市管理局", "legal reviewer, City Administration Bureau"),
                account("lin", "机关负责人，市城市管理局", "head, City Administration Bureau"),
                account("tang", "市司法局（依法行政办公室）", "legal-affairs office, Justice Bureau"),
                account("xu", "监督员，市政府", "supervisor, city government"),
            ],
        }
    }
}
