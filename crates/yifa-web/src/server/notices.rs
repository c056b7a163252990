//! Owns being told on pages: a person's notices, and what leaves the platform for those who run it.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use yifa_app::AppError;
use yifa_app::notify::{About, Delivery, DeliveryState, Notice};

use super::guest::{Staff, page_of};
use super::{Server, words};
use crate::components::Crumb;
use crate::notice_words::line;
use crate::pages::notice::{DeliveriesPage, DeliveryRow, NoticeRow, NoticesPage};

/// The role that runs the platform.

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    csrf: String,
    id: String,
    label: String,
    url: String,
}

fn row(staff: &Staff, notice: &Notice) -> NoticeRow {
    let number = notice.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
    NoticeRow {
        id: notice.id.clone(),
        line: line(&staff.guest.server.city, staff.guest.lang, notice),
        matter: format!("{number}{}", notice.title),
        href: format!("/matters/{}", notice.matter),
        at: words::moment(notice.at),
        late: matches!(&notice.about, About::Due { days, .. } if *days < 0),
    }
}

pub(super) async fn notices(staff: Staff, State(server): State<Server>) -> Response {
    let person = &staff.session.account.person;
    let (mut unread, mut read) =
        match (server.city.unread(person).await, server.city.read_notices(person).await) {
            (Ok(unread), Ok(read)) => (unread, read),
            (Err(error), _) | (_, Err(error)) => return staff.guest.failed(&error),
        };
    unread.sort_by_key(|one| std::cmp::Reverse(one.at));
    read.sort_by_key(|one| std::cmp::Reverse(one.at));
    page_of(&NoticesPage {
        chrome: staff.chrome(None),
        unread: unread.iter().map(|one| row(&staff, one)).collect(),
        read: read.iter().map(|one| row(&staff, one)).collect(),
    })
}

pub(super) async fn read(staff: Staff, State(server): State<Server>, Form(sent): Form<Sent>) -> Response {
    if let Some(refused) = staff.not_ours(&sent.csrf).await {
        return refused;
    }
    let ids = if sent.id.is_empty() { Vec::new() } else { vec![sent.id] };
    match server.city.mark_read(&staff.session.account.person, &ids).await {
        Ok(()) => Redirect::to("/notices").into_response(),
        Err(error) => staff.guest.failed(&error),
    }
}

// ---- what leaves the platform ----

fn runs_it(staff: &Staff) -> bool {
    staff.actor.role.as_str() == yifa_app::account::ADMINISTRATOR
}

pub(super) async fn deliveries(staff: Staff) -> Response {
    show(&staff, None, None).await
}

async fn show(staff: &Staff, fault: Option<(String, Sent)>, fresh: Option<String>) -> Response {
    if !runs_it(staff) {
        return staff.guest.failed(&AppError::Forbidden);
    }
    let city = &staff.guest.server.city;
    let (hooks, all) = match (city.hooks().await, city.deliveries().await) {
        (Ok(hooks), Ok(all)) => (hooks, all),
        (Err(error), _) | (_, Err(error)) => return staff.guest.failed(&error),
    };
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let lang = staff.guest.lang;
    let (fault, sent) = fault.unzip();
    let sent = sent.unwrap_or_default();
    let page = DeliveriesPage {
        chrome: staff.chrome(None),
        crumbs: vec![Crumb { label: lang.t("admin.title"), href: "/admin".to_owned() }],
        fault,
        label: sent.label,
        url: sent.url,
        fresh,
        hooks: hooks.into_iter().map(|hook| (hook.id, hook.label, hook.url)).collect(),
        rows: all.iter().map(delivery).collect(),
    };
    let mut response = page_of(&page);
    *response.status_mut() = status;
    response
}

fn delivery(one: &Delivery) -> DeliveryRow {
    DeliveryRow {
        id: one.id.clone(),
        way: one.way.clone(),
        to: one.to.clone(),
        state: one.state.word(),
        tries: one.tries,
        at: words::moment(one.at),
        fault: one.fault.clone(),
        again: matches!(one.state, DeliveryState::GivenUp | DeliveryState::Unknown),
    }
}

pub(super) async fn again(staff: Staff, State(server): State<Server>, Form(sent): Form<Sent>) -> Response {
    if let Some(refused) = staff.not_ours(&sent.csrf).await {
        return refused;
    }
    if !runs_it(&staff) {
        return staff.guest.failed(&AppError::Forbidden);
    }
    match server.city.try_again(&sent.id).await {
        Ok(()) => Redirect::to("/admin/deliveries").into_response(),
        Err(error) => staff.guest.failed(&error),
    }
}

pub(super) async fn add_hook(staff: Staff, State(server): State<Server>, Form(sent): Form<Sent>) -> Response {
    if let Some(refused) = staff.not_ours(&sent.csrf).await {
        return refused;
    }
    if !runs_it(&staff) {
        return staff.guest.failed(&AppError::Forbidden);
    }
    match server.city.add_hook(&sent.label, &sent.url, &staff.session.account.person).await {
        Ok(hook) => show(&staff, None, Some(hook.secret)).await,
        Err(AppError::Invalid { what, .. }) => {
            let key = if what == "url" { "notify.fault.url" } else { "notify.fault.label" };
            show(&staff, Some((staff.guest.lang.t(key), sent)), None).await
        }
        Err(error) => staff.guest.failed(&error),
    }
}

pub(super) async fn remove_hook(
    staff: Staff,
    State(server): State<Server>,
    Path(id): Path<String>,
    Form(sent): Form<Sent>,
) -> Response {
    if let Some(refused) = staff.not_ours(&sent.csrf).await {
        return refused;
    }
    if !runs_it(&staff) {
        return staff.guest.failed(&AppError::Forbidden);
    }
    match server.city.remove_hook(&id, &staff.session.account.person).await {
        Ok(()) => Redirect::to("/admin/deliveries").into_response(),
        Err(error) => staff.guest.failed(&error),
    }
}

pub(super) async fn renew_hook(
    staff: Staff,
    State(server): State<Server>,
    Path(id): Path<String>,
    Form(sent): Form<Sent>,
) -> Response {
    if let Some(refused) = staff.not_ours(&sent.csrf).await {
        return refused;
    }
    if !runs_it(&staff) {
        return staff.guest.failed(&AppError::Forbidden);
    }
    match server.city.renew_hook(&id, &staff.session.account.person).await {
        Ok(hook) => show(&staff, None, Some(hook.secret)).await,
        Err(error) => staff.guest.failed(&error),
    }
}
