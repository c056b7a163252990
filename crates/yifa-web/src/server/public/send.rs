//! Owns sending: all answers on one page, what is missing with the way to it, the command, and the receipt.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use yifa_app::AppError;
use yifa_app::citizen::{PUBLIC_ROLE, Sent, public_actor, public_body};
use yifa_app::city::new_matter;
use yifa_app::slip::slip_role;
use yifa_kernel::id::{BodyId, RoleId};
use yifa_kernel::matter::{Command, own_contribution};
use yifa_kernel::refusal::Code;
use yifa_kernel::value::Value;

use super::super::guest::{Guest, form_token, is_ours, page_of};
use super::super::typed::Typed;
use super::super::{Server, words};
use super::fill::{Filling, filling, wrong};
use super::questions::{BODY, Question, by_itself, page_with};
use super::road::{Caller, Door, chrome_with, later, role, too_often};
use super::{addressee, choices, spam};
use crate::components::Reason;
use crate::portal::{PublicAnswersPage, PublicReceiptPage};

pub(super) async fn answers(guest: Guest, Path(token): Path<String>) -> Response {
    match filling(&guest, token).await {
        Ok(filling) if filling.sheet.receipt.is_some() => Redirect::to(&filling.address("")).into_response(),
        Ok(filling) => check(&guest, &filling, Vec::new(), StatusCode::OK).await,
        Err(error) => guest.failed(&error),
    }
}

async fn check(guest: &Guest, filling: &Filling<'_>, reasons: Vec<Reason>, status: StatusCode) -> Response {
    let taken_back = match taken_back(guest, filling).await {
        Ok(found) => found,
        Err(error) => return guest.failed(&error),
    };
    let typed = filling.typed();
    let all = filling.questions(guest.server.city.registry());
    let rows = all.iter().map(|question| {
        let change = change(filling, &all, question.id()).unwrap_or_default();
        (question.label(guest), question.answered(guest, &typed, &filling.chosen), change)
    });
    let page = PublicAnswersPage {
        chrome: chrome_with(guest, form_token(&filling.token)),
        title: filling.title(guest),
        rows: rows.collect(),
        doubts: addressee::doubt(guest, filling.procedure, filling.action, &typed)
            .map(|doubt| Reason { next_href: change(filling, &all, BODY), ..doubt })
            .into_iter()
            .collect(),
        taken_back,
        reasons,
        post_to: filling.address("/send"),
    };
    let mut response = page_of(&page);
    *response.status_mut() = status;
    response
}

/// What would be taken back, as it was said: to its own author.
async fn taken_back(
    guest: &Guest,
    filling: &Filling<'_>,
) -> Result<Option<(Date, Vec<(String, String)>)>, AppError> {
    let city = &guest.server.city;
    let (Some(matter), Some(wanted)) = (&filling.sheet.matter, &filling.action.takes_back) else {
        return Ok(None);
    };
    let Some(state) = city.state(matter).await? else { return Ok(None) };
    let role = role(guest, filling.action, true).unwrap_or_else(|| RoleId::new(PUBLIC_ROLE));
    let actor = public_actor(&filling.sheet.person, &role);
    let own = own_contribution(city.registry(), &state, filling.action, &actor);
    let (Some(own), Some(contributes)) = (own, filling.procedure.action(wanted)) else { return Ok(None) };
    let said = contributes.records.iter().filter_map(|(id, _)| {
        let (field, value) = (filling.procedure.field(id)?, own.values.get(id)?);
        Some((words::label(guest.lang, &field.label), words::value(guest, Some(field), value, None)))
    });
    Ok(Some((own.on(), said.collect())))
}

fn plain(text: String) -> Reason {
    Reason { text, ..Reason::default() }
}

pub(super) async fn send(
    guest: Guest,
    Extension(door): Door,
    State(server): State<Server>,
    Caller(caller): Caller,
    Path(token): Path<String>,
    typed: Typed,
) -> Response {
    let filling = match filling(&guest, token).await {
        Ok(filling) => filling,
        Err(error) => return guest.failed(&error),
    };
    let there = filling.address("");
    if filling.sheet.receipt.is_some() {
        return Redirect::to(&there).into_response();
    }
    let lang = guest.lang;
    if !is_ours(&filling.token, typed.text("csrf")) {
        return guest.problem(StatusCode::FORBIDDEN, "403", lang.t("server.not_ours"), None);
    }
    let now = server.city.clock().now();
    if !typed.text("homepage").is_empty() {
        let reasons = vec![plain(lang.t("public.fault.trap"))];
        return check(&guest, &filling, reasons, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    if spam::is_too_fast(filling.sheet.begun_at, now) {
        let reasons = vec![plain(lang.t("public.fault.too_fast"))];
        return check(&guest, &filling, reasons, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let kept = filling.typed();
    let faults = faults(&guest, &filling, &kept);
    if !faults.is_empty() {
        return check(&guest, &filling, faults, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    if let Err(seconds) = door.sent.take(&caller, now) {
        // What was filled in is there with its button: sending again is all that is left to do.
        let reasons = vec![plain(too_often(&guest, seconds))];
        return later(check(&guest, &filling, reasons, StatusCode::TOO_MANY_REQUESTS).await, seconds);
    }
    let Some(command) = command(&guest, &filling, &kept) else {
        return guest.failed(&AppError::Forbidden);
    };
    match server.city.send_sheet(&filling.token, &filling.sheet, &command).await {
        Ok(Sent::Received(_)) => Redirect::to(&there).into_response(),
        Ok(Sent::SlipUsed) => {
            let reasons = vec![plain(lang.t("citizen.slip.used"))];
            check(&guest, &filling, reasons, StatusCode::CONFLICT).await
        }
        Err(AppError::Refused(refusal)) => {
            let all = filling.questions(guest.server.city.registry());
            let reasons = refusal.reasons.iter().map(|one| {
                let mut shown = words::reason(&guest, Some(filling.procedure), one, None);
                let asked = one.field.as_ref().map(|id| id.as_str());
                let asked = asked.or_else(|| (one.code == Code::UnknownBody).then_some(BODY));
                shown.next_href = asked.and_then(|id| change(&filling, &all, id));
                if shown.next.is_none() && shown.next_href.is_some() {
                    shown.next = Some(lang.t("public.answers.change"));
                }
                shown
            });
            check(&guest, &filling, reasons.collect(), StatusCode::CONFLICT).await
        }
        Err(error) => guest.failed(&error),
    }
}

/// Where an answer is changed, to come back to the others.
fn change(filling: &Filling<'_>, all: &[Question<'_>], id: &str) -> Option<String> {
    page_with(all, filling.action, id).map(|at| filling.address(&format!("/{at}?back=check#{id}")))
}

/// Every question that is not answered as it must be, with the way to it.
fn faults(guest: &Guest, filling: &Filling<'_>, typed: &Typed) -> Vec<Reason> {
    let all = filling.questions(guest.server.city.registry());
    let wrong = all.iter().filter_map(|question| {
        let fault = wrong(guest, filling.procedure, question, typed, &filling.chosen)?;
        Some(Reason {
            text: format!("{}{}{fault}", question.label(guest), guest.lang.t("words.colon")),
            article: None,
            next: Some(guest.lang.t("public.answers.change")),
            next_href: change(filling, &all, question.id()),
            ..Reason::default()
        })
    });
    wrong.collect()
}

/// The act as it stands in what has been answered so far.
pub(super) fn command(guest: &Guest, filling: &Filling<'_>, typed: &Typed) -> Option<Command> {
    let sheet = &filling.sheet;
    let role = match &sheet.slip {
        Some(_) => slip_role(&guest.server.city, filling.action)?,
        None => role(guest, filling.action, sheet.matter.is_some())?,
    };
    let fields = filling.questions(guest.server.city.registry());
    let values = fields.iter().filter_map(|question| match question {
        Question::Body(..) => None,
        Question::Field(field, _) => {
            let value: Value = match choices::is_chosen(field) {
                true => choices::value(field, typed, &filling.chosen)?,
                false => typed.value(field).ok().flatten()?,
            };
            Some((field.id.clone(), value))
        }
    });
    Some(Command {
        matter: sheet.matter.clone().unwrap_or_else(new_matter),
        procedure: filling.procedure.id.clone(),
        action: filling.action.id.clone(),
        body: public_body(sheet, BODY).unwrap_or_else(|| BodyId::new("")),
        parent: None,
        values: values
            .chain(by_itself(filling.procedure, filling.action, guest.server.city.today()))
            .collect(),
        actor: public_actor(&sheet.person, &role),
    })
}

pub(super) async fn receipt(guest: Guest, Path(token): Path<String>) -> Response {
    let filling = match filling(&guest, token).await {
        Ok(filling) => filling,
        Err(error) => return guest.failed(&error),
    };
    let Some(receipt) = filling.sheet.receipt.clone() else {
        return Redirect::to(&filling.address("/1")).into_response();
    };
    page_of(&PublicReceiptPage {
        chrome: guest.public_chrome(),
        title: filling.title(&guest),
        reference: receipt.reference,
        number: receipt.number,
        code: receipt.code,
        blind: receipt.blind,
        follow: receipt.follow.map(|id| format!("/public/follow/{id}")),
    })
}
