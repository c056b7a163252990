//! Accounts: who may sign in, in which roles for which bodies.

use askama::Template;

use crate::components::{Control, Crumb, FormField, Opt};
use crate::face::{Chrome, Lang};

/// An account in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// The name to sign in with.
    pub person: String,
    /// The person's name.
    pub name: String,
    /// Roles and bodies, one text each.
    pub posts: Vec<String>,
    /// Whether it may sign in.
    pub open: bool,
    /// Its page.
    pub href: String,
}

/// All accounts.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "pages/admin/accounts.html")]
pub struct AccountsPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// What was searched for.
    pub q: String,
    /// The accounts of this page.
    pub rows: Vec<AccountRow>,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

/// A role and the body in which the person has it, both to be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostRow {
    /// The roles of the city, after one that says none.
    pub roles: Vec<Opt>,
    /// The bodies of the city, after one that says none.
    pub bodies: Vec<Opt>,
}

/// One account, to be created or changed.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "pages/admin/account.html")]
pub struct AccountPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// Heading.
    pub title: String,
    /// Where the form goes.
    pub post_to: String,
    /// Its fields.
    pub fields: Vec<FormField>,
    /// Roles and bodies, one line each; the first is the usual one.
    pub posts: Vec<PostRow>,
    /// What could not be kept, in one sentence.
    pub fault: Option<String>,
    /// For an account that exists: whether it may sign in; its ending and reopening have forms of their own.
    pub open: Option<bool>,
    /// Whether the person signs in by two steps.
    pub two_steps: bool,
}

impl AccountsPage {
    /// Two accounts, one ended.
    pub fn sample(lang: Lang) -> Self {
        let row = |person: &str, zh: &str, en: &str, open| AccountRow {
            person: person.into(),
            name: lang.pick(zh, en).into(),
            posts: vec![lang.pick("经办人 · 市城市管理局", "Case clerk · City Administration Bureau").into()],
            open,
            href: format!("/admin/accounts/{person}"),
        };
        Self {
            chrome: Chrome::sample(lang).beside("/admin/accounts"),
            crumbs: vec![Crumb { label: lang.t("admin.title"), href: "/admin".into() }],
            q: String::new(),
            rows: vec![row("zhoumin", "周敏", "周敏", true), row("lichuan", "李川", "李川", false)],
            previous: None,
            next: Some("/admin/accounts?after=zhoumin".into()),
        }
    }
}

impl AccountPage {
    /// A new account whose password is too short, with every part that an account may have.
    pub fn sample(lang: Lang) -> Self {
        let text = |value: &str| Control::Text { value: value.into(), max: 60 };
        let free = || Opt::new("", lang.t("admin.post_none"), false);
        let posts = vec![PostRow {
            roles: vec![free(), Opt::new("clerk", lang.pick("经办人", "Case clerk"), true)],
            bodies: vec![
                free(),
                Opt::new("urban", lang.pick("市城市管理局", "City Administration Bureau"), true),
            ],
        }];
        Self {
            chrome: Chrome::sample(lang).beside("/admin/accounts/new"),
            crumbs: vec![Crumb { label: lang.t("admin.accounts"), href: "/admin/accounts".into() }],
            title: lang.t("admin.new_account"),
            post_to: "/admin/accounts/new".into(),
            fields: vec![FormField::new("person", lang.t("admin.sign_in_name"), text("zhoumin"))],
            posts,
            fault: Some(lang.t("admin.password_short")),
            open: None,
            two_steps: true,
        }
    }
}
