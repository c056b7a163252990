//! Owns accounts in the administration: created, changed, ended, reopened; never deleted, since acts stay under their names.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::json;
use yifa_app::AppError;
use yifa_app::account::{Account, LEAST_PASSWORD, Post, is_sign_in_name};
use yifa_app::journal::{Kind, Part};
use yifa_app::wire::actor_to;
use yifa_kernel::id::{BodyId, PersonId, RoleId};

use super::Admin;
use crate::components::{Control, Crumb, FormField, Opt};
use crate::pages::admin::{AccountPage, AccountRow, AccountsPage, PostRow};
use crate::server::guest::{Guest, Staff, is_ours, page_of};
use crate::server::typed::Typed;
use crate::server::{Server, words};

/// Rows of a page.
const ROWS: usize = 50;
/// Free lines for roles and bodies in a form.
const FREE: usize = 2;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
}

pub(super) async fn list(
    Admin(staff): Admin,
    State(server): State<Server>,
    Query(asked): Query<Asked>,
) -> Response {
    let accounts = match server.city.accounts().await {
        Ok(accounts) => accounts,
        Err(error) => return staff.guest.failed(&error),
    };
    let wanted = yifa_law::fold::fold(asked.q.trim()).to_lowercase();
    let fits = |account: &&Account| {
        let all = format!("{} {} {}", account.person, account.name, account.en);
        wanted.is_empty() || yifa_law::fold::fold(&all).to_lowercase().contains(&wanted)
    };
    let mut found =
        accounts.iter().filter(fits).skip_while(|one| one.person.as_str() <= asked.after.as_str());
    let rows: Vec<AccountRow> = found.by_ref().take(ROWS).map(|account| row(&staff, account)).collect();
    let address = |after: &str| {
        let query =
            serde_urlencoded::to_string([("q", asked.q.as_str()), ("after", after)]).unwrap_or_default();
        format!("/admin/accounts?{query}")
    };
    let next = found.next().and(rows.last()).map(|last| address(&last.person));
    let previous = (!asked.after.is_empty()).then(|| address(""));
    page_of(&AccountsPage {
        chrome: staff.chrome(None),
        crumbs: crumbs(&staff, false),
        q: asked.q,
        rows,
        previous,
        next,
    })
}

fn row(staff: &Staff, account: &Account) -> AccountRow {
    let lang = staff.guest.lang;
    let post = |post: &Post| post_in_words(&staff.guest, &post.role, &post.body);
    AccountRow {
        person: account.person.to_string(),
        name: lang.pick(&account.name, &account.en).to_owned(),
        posts: account.posts.iter().map(post).collect(),
        open: account.open,
        href: format!("/admin/accounts/{}", account.person),
    }
}

/// A role and the body in which somebody has it.
pub(super) fn post_in_words(guest: &Guest, role: &RoleId, body: &BodyId) -> String {
    let known = guest.server.city.registry().role(role);
    let role = known.map_or_else(|| role.to_string(), |role| words::label(guest.lang, &role.label));
    format!("{role} · {}", words::body_name(guest, body))
}

fn crumbs(staff: &Staff, below: bool) -> Vec<Crumb> {
    let lang = staff.guest.lang;
    let mut all = vec![Crumb { label: lang.t("admin.title"), href: "/admin".to_owned() }];
    if below {
        all.push(Crumb { label: lang.t("admin.accounts"), href: "/admin/accounts".to_owned() });
    }
    all
}

/// What the form holds: as typed, or as kept.
struct Sheet {
    /// `None` for an account to be created.
    kept: Option<Account>,
    person: String,
    name: String,
    en: String,
    /// Role and body of each line, `("", "")` for one that is free.
    posts: Vec<(String, String)>,
    /// Whether the person signs in by two steps.
    two_steps: bool,
}

impl Sheet {
    fn of(account: Account) -> Self {
        let posts = account.posts.iter().map(|post| (post.role.to_string(), post.body.to_string()));
        Self {
            person: account.person.to_string(),
            name: account.name.clone(),
            en: account.en.clone(),
            posts: posts.collect(),
            two_steps: false,
            kept: Some(account),
        }
    }

    fn typed(kept: Option<Account>, typed: &Typed) -> Self {
        let text = |name: &str| typed.text(name).trim().to_owned();
        let person = kept.as_ref().map_or_else(|| text("person"), |account| account.person.to_string());
        let pairs = typed.texts("role").zip(typed.texts("body"));
        let posts = pairs.map(|(role, body)| (role.trim().to_owned(), body.trim().to_owned())).collect();
        Self { kept, person, name: text("name"), en: text("en"), posts, two_steps: false }
    }

    fn page(&self, staff: &Staff, fault: Option<String>) -> Response {
        let lang = staff.guest.lang;
        let line = |value: &str| Control::Text { value: value.to_owned(), max: 60 };
        let mut fields = Vec::new();
        if self.kept.is_none() {
            let help = Some(lang.t("admin.sign_in_name_help"));
            let field = FormField::new("person", lang.t("admin.sign_in_name"), line(&self.person));
            fields.push(FormField { help, ..field });
        }
        fields.push(FormField::new("name", lang.t("admin.name"), line(&self.name)));
        let en = FormField::new("en", lang.t("admin.name_en"), line(&self.en));
        fields.push(FormField { required: false, ..en });
        let (title, post_to) = match &self.kept {
            None => ("admin.new_account", "/admin/accounts/new".to_owned()),
            Some(account) => ("admin.change_account", format!("/admin/accounts/{}", account.person)),
        };
        let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let title = match &self.kept {
            None => lang.t(title),
            Some(account) => format!("{} {}", lang.t(title), account.person),
        };
        let page = AccountPage {
            chrome: staff.chrome(None),
            crumbs: crumbs(staff, true),
            title,
            post_to,
            fields,
            posts: self.post_rows(staff),
            fault,
            open: self.kept.as_ref().map(|account| account.open),
            two_steps: self.two_steps,
        };
        let mut response = page_of(&page);
        *response.status_mut() = status;
        response
    }

    /// The account that was meant, or what is wrong with it in one sentence.
    fn account(&self, staff: &Staff) -> Result<Account, String> {
        let lang = staff.guest.lang;
        if self.kept.is_none() && !is_sign_in_name(&self.person) {
            return Err(lang.t("admin.name_wrong"));
        }
        if self.name.is_empty() {
            return Err(lang.t("admin.name_missing"));
        }
        let filled = self.posts.iter().filter(|(role, body)| !role.is_empty() || !body.is_empty());
        let posts = filled.map(|(role, body)| post(staff, role, body)).collect::<Result<Vec<_>, _>>()?;
        if posts.is_empty() {
            return Err(lang.t("admin.post_missing"));
        }
        let en = if self.en.is_empty() { &self.name } else { &self.en };
        Ok(Account {
            person: PersonId::new(self.person.clone()),
            name: self.name.clone(),
            en: en.clone(),
            posts,
            open: self.kept.as_ref().is_none_or(|account| account.open),
        })
    }

    /// The lines of the form: what is kept or typed, and two that are free.
    fn post_rows(&self, staff: &Staff) -> Vec<PostRow> {
        let lang = staff.guest.lang;
        let city = &staff.guest.server.city;
        let (bodies, today) = (city.bodies(), city.today());
        let free = || Opt::new("", lang.t("admin.post_none"), false);
        let row = |(role, body): (&str, &str)| PostRow {
            roles: std::iter::once(free())
                // One of the public only where it was given before.
                .chain(
                    city.registry()
                        .roles()
                        .iter()
                        .filter(|one| !one.is_of_public() || one.id.as_str() == role)
                        .map(|one| {
                            Opt::new(one.id.as_str(), words::label(lang, &one.label), one.id.as_str() == role)
                        }),
                )
                .collect(),
            bodies: std::iter::once(free())
                // An ended body only where it was given before.
                .chain(
                    bodies
                        .iter()
                        .filter(|one| {
                            one.valid_to.is_none_or(|last| last >= today) || one.id.as_str() == body
                        })
                        .map(|one| {
                            Opt::new(one.id.as_str(), lang.pick(&one.name, &one.en), one.id.as_str() == body)
                        }),
                )
                .collect(),
        };
        let filled = self.posts.iter().filter(|(role, body)| !role.is_empty() || !body.is_empty());
        filled
            .map(|(role, body)| (role.as_str(), body.as_str()))
            .chain(std::iter::repeat_n(("", ""), FREE))
            .map(row)
            .collect()
    }
}

/// A line of the form as a post, or what is wrong with it: half a line, a role or a body that there is not.
fn post(staff: &Staff, role: &str, body: &str) -> Result<Post, String> {
    let city = &staff.guest.server.city;
    let post = Post { role: RoleId::new(role), body: BodyId::new(body) };
    let known = city.registry().role(&post.role).is_some() && city.bodies().get(&post.body).is_some();
    let lang = staff.guest.lang;
    match (role.is_empty(), body.is_empty()) {
        (true, false) => {
            Err(lang.with("admin.post_no_role", &[("what", words::body_name(&staff.guest, &post.body))]))
        }
        (false, true) => {
            let role = city.registry().role(&post.role).map(|role| words::label(lang, &role.label));
            Err(lang.with("admin.post_no_body", &[("what", role.unwrap_or_else(|| post.role.to_string()))]))
        }
        _ if known => Ok(post),
        _ => Err(lang.with("admin.post_wrong", &[("what", format!("{role} · {body}"))])),
    }
}

pub(super) async fn new_form(Admin(staff): Admin) -> Response {
    Sheet::typed(None, &Typed::default()).page(&staff, None)
}

pub(super) async fn form(
    Admin(staff): Admin,
    State(server): State<Server>,
    Path(person): Path<String>,
) -> Response {
    let found = async {
        let account = kept(&server, &person).await?;
        let two_steps = server.city.has_second_step(&account.person).await?;
        Ok(Sheet { two_steps, ..Sheet::of(account) })
    };
    match found.await {
        Ok(sheet) => sheet.page(&staff, None),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn kept(server: &Server, person: &str) -> Result<Account, AppError> {
    let found = server.city.account(&PersonId::new(person)).await?;
    found.ok_or_else(|| AppError::NotFound(format!("account {person}")))
}

pub(super) async fn create(Admin(staff): Admin, State(server): State<Server>, typed: Typed) -> Response {
    if let Some(response) = foreign(&staff, &typed) {
        return response;
    }
    let sheet = Sheet::typed(None, &typed);
    let account = match sheet.account(&staff) {
        Ok(account) => account,
        Err(fault) => return sheet.page(&staff, Some(fault)),
    };
    match server.city.account(&account.person).await {
        Ok(None) => keep(&staff, &server, sheet, account, Some(typed.text("password"))).await,
        Ok(Some(_)) => sheet.page(&staff, Some(staff.guest.lang.t("admin.taken"))),
        Err(error) => staff.guest.failed(&error),
    }
}

pub(super) async fn change(
    Admin(staff): Admin,
    State(server): State<Server>,
    Path(person): Path<String>,
    typed: Typed,
) -> Response {
    if let Some(response) = foreign(&staff, &typed) {
        return response;
    }
    let sheet = match kept(&server, &person).await {
        Ok(account) => Sheet::typed(Some(account), &typed),
        Err(error) => return staff.guest.failed(&error),
    };
    match sheet.account(&staff) {
        Ok(account) => {
            let password = Some(typed.text("password")).filter(|password| !password.is_empty());
            keep(&staff, &server, sheet, account, password).await
        }
        Err(fault) => sheet.page(&staff, Some(fault)),
    }
}

async fn keep(
    staff: &Staff,
    server: &Server,
    sheet: Sheet,
    account: Account,
    password: Option<&str>,
) -> Response {
    if password.is_some_and(|password| password.chars().count() < LEAST_PASSWORD) {
        return sheet.page(staff, Some(staff.guest.lang.t("admin.password_short")));
    }
    let posts: Vec<String> =
        account.posts.iter().map(|post| format!("{}@{}", post.role, post.body)).collect();
    let parts = vec![
        (Part::Account, json!(account.person.as_str())),
        (Part::Posts, json!(posts)),
        (Part::NewPassword, json!(password.is_some())),
    ];
    let kept = async {
        server.city.change_account(&account, password).await?;
        server.city.journal(Kind::AccountChanged, actor_to(&staff.actor), None, parts).await
    };
    match kept.await {
        Ok(()) => Redirect::to("/admin/accounts").into_response(),
        Err(error) => staff.guest.failed(&error),
    }
}

pub(super) async fn end(
    Admin(staff): Admin,
    State(server): State<Server>,
    Path(person): Path<String>,
    typed: Typed,
) -> Response {
    if staff.session.account.person.as_str() == person {
        let own = Sheet::of(staff.session.account.clone());
        return own.page(&staff, Some(staff.guest.lang.t("admin.not_yourself")));
    }
    set_open(staff, server, person, typed, false).await
}

pub(super) async fn reopen(
    Admin(staff): Admin,
    State(server): State<Server>,
    Path(person): Path<String>,
    typed: Typed,
) -> Response {
    set_open(staff, server, person, typed, true).await
}

async fn set_open(staff: Staff, server: Server, person: String, typed: Typed, open: bool) -> Response {
    let kind = if open { Kind::AccountReopened } else { Kind::AccountEnded };
    let change = async {
        let account = Account { open, ..kept(&server, &person).await? };
        server.city.change_account(&account, None).await?;
        server.city.journal(kind, actor_to(&staff.actor), None, vec![(Part::Account, json!(person))]).await
    };
    changed(&staff, &typed, "/admin/accounts", change).await
}

/// Ends the second step of somebody who has lost the device and the codes on paper.
pub(super) async fn end_second_step(
    Admin(staff): Admin,
    State(server): State<Server>,
    Path(person): Path<String>,
    typed: Typed,
) -> Response {
    let change = async {
        let account = kept(&server, &person).await?;
        server.city.drop_second_step(&account.person, actor_to(&staff.actor)).await
    };
    changed(&staff, &typed, &format!("/admin/accounts/{person}"), change).await
}

/// Does what a form asks for, if it is ours, and leads on.
async fn changed(
    staff: &Staff,
    typed: &Typed,
    to: &str,
    change: impl Future<Output = Result<(), AppError>>,
) -> Response {
    if let Some(response) = foreign(staff, typed) {
        return response;
    }
    match change.await {
        Ok(()) => Redirect::to(to).into_response(),
        Err(error) => staff.guest.failed(&error),
    }
}

/// The answer to a form that is not ours.
fn foreign(staff: &Staff, typed: &Typed) -> Option<Response> {
    let ours = is_ours(&staff.session.form_secret, typed.text("csrf"));
    (!ours).then(|| {
        staff.guest.problem(StatusCode::FORBIDDEN, "403", staff.guest.lang.t("server.not_ours"), None)
    })
}
