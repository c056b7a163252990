//! Owns filling in: a sheet that was begun, one thing on a page, each answer kept as it was typed.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use yifa_app::AppError;
use yifa_app::citizen::Sheet;
use yifa_kernel::definition::Registry;
use yifa_kernel::id::BodyId;
use yifa_kernel::procedure::{Action, Procedure};

use super::super::guest::{Guest, form_token, is_ours, page_of};
use super::super::typed::Typed;
use super::super::{Server, words};
use super::choices;
use super::choices::AllChosen;
use super::heading::heading;
use super::questions::{BODY, Question, about, pages, questions};
use super::refused;
use super::road::chrome_with;
use crate::portal::PublicQuestionPage;

/// A sheet that is being filled in.
pub(super) struct Filling<'a> {
    pub(super) token: String,
    pub(super) sheet: Sheet,
    pub(super) procedure: &'a Procedure,
    pub(super) action: &'a Action,
    pub(super) chosen: AllChosen,
}

impl<'a> Filling<'a> {
    /// What is asked: all that the action records but what a slip carries.
    pub(super) fn questions(&self, registry: &Registry) -> Vec<Question<'a>> {
        let carried = self.sheet.slip.as_ref().map(|slip| slip.carries.as_slice()).unwrap_or_default();
        let all = questions(registry, self.procedure, self.action).into_iter();
        all.filter(|question| !carried.iter().any(|id| id == question.id())).collect()
    }

    pub(super) fn typed(&self) -> Typed {
        Typed::of(self.sheet.pairs.clone(), self.sheet.files.clone())
    }

    /// Finds out what was chosen.
    pub(super) async fn recognise(&mut self, guest: &Guest) -> Result<(), AppError> {
        let typed = self.typed();
        let mut chosen = AllChosen::new();
        for question in self.questions(guest.server.city.registry()) {
            if let Question::Field(field, _) = question
                && choices::is_chosen(field)
            {
                choices::recognise(guest, field, &typed, &mut chosen).await?;
            }
        }
        self.chosen = chosen;
        Ok(())
    }

    pub(super) fn title(&self, guest: &Guest) -> String {
        heading(guest.lang, self.procedure, self.action)
    }

    pub(super) fn address(&self, end: &str) -> String {
        format!("/public/sheet/{}{end}", self.token)
    }
}

pub(super) async fn filling(guest: &Guest, token: String) -> Result<Filling<'_>, AppError> {
    let city = &guest.server.city;
    let missing = || AppError::NotFound(guest.lang.t("public.fault.gone"));
    let sheet = city.sheet(&token).await?.ok_or_else(missing)?;
    let registry = city.registry();
    let procedure = match &sheet.matter {
        None => registry.for_new_matters(&sheet.procedure, city.today()),
        Some(matter) => match city.state(matter).await? {
            Some(state) => registry.procedure_of(&state),
            None => None,
        },
    };
    let procedure = procedure.ok_or_else(missing)?;
    let action = procedure.action(&sheet.action).ok_or_else(missing)?;
    let mut filling = Filling { token, sheet, procedure, action, chosen: AllChosen::new() };
    filling.recognise(guest).await?;
    Ok(filling)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    back: String,
    /// Whether the answers of the page were sent and something is amiss with them.
    told: String,
}

pub(super) async fn question(
    guest: Guest,
    Path((token, at)): Path<(String, usize)>,
    Query(Asked { back, told }): Query<Asked>,
) -> Response {
    let filling = match filling(&guest, token).await {
        Ok(filling) => filling,
        Err(error) => return guest.failed(&error),
    };
    if filling.sheet.receipt.is_some() {
        return Redirect::to(&filling.address("")).into_response();
    }
    let typed = filling.typed();
    let errors = match told.is_empty() {
        true => Ok(Vec::new()),
        false => amiss(&guest, &filling, at, &typed).await,
    };
    match errors {
        Ok(errors) => show(&guest, &filling, at, &typed, errors, back == "check").await,
        Err(error) => guest.failed(&error),
    }
}

/// What is amiss with the answers of a page, as they are kept.
async fn amiss(
    guest: &Guest,
    filling: &Filling<'_>,
    at: usize,
    typed: &Typed,
) -> Result<Vec<(String, String)>, AppError> {
    let all = filling.questions(guest.server.city.registry());
    let pages = pages(&all, filling.action);
    let Some(asked) = at.checked_sub(1).and_then(|at| pages.get(at)) else { return Ok(Vec::new()) };
    let wrong = asked.iter().filter_map(|question| {
        let fault = wrong(guest, filling.procedure, question, typed, &filling.chosen)?;
        Some((question.id().to_owned(), fault))
    });
    let wrong: Vec<(String, String)> = wrong.collect();
    match wrong.is_empty() {
        true => refused::here(guest, filling, &pages, at, typed).await,
        false => Ok(wrong),
    }
}

async fn show(
    guest: &Guest,
    filling: &Filling<'_>,
    at: usize,
    typed: &Typed,
    mut errors: Vec<(String, String)>,
    checking: bool,
) -> Response {
    let all = filling.questions(guest.server.city.registry());
    let pages = pages(&all, filling.action);
    let Some(asked) = at.checked_sub(1).and_then(|at| pages.get(at)) else {
        return Redirect::to(&filling.address("/check")).into_response();
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let back = match (checking, at) {
        (true, _) => filling.address("/check"),
        (false, 1) => "/public".to_owned(),
        (false, at) => filling.address(&format!("/{}", at - 1)),
    };
    let mut fields = Vec::new();
    for question in *asked {
        let own = errors.extract_if(.., |(id, _)| id == question.id()).map(|(_, fault)| fault).collect();
        match question
            .field(guest, (filling.procedure, filling.action), filling.sheet.matter.as_ref(), typed, own)
            .await
        {
            Ok(field) => fields.push(field),
            Err(error) => return guest.failed(&error),
        }
    }
    let page = PublicQuestionPage {
        chrome: chrome_with(guest, form_token(&filling.token)),
        title: filling.title(guest),
        at,
        of: pages.len(),
        about: about(asked, filling.action).map(|label| words::label(guest.lang, label)),
        fields,
        post_to: filling.address(&format!("/{at}")),
        back,
        checking,
    };
    let mut response = page_of(&page);
    *response.status_mut() = status;
    response
}

pub(super) async fn answer(
    guest: Guest,
    State(server): State<Server>,
    Path((token, at)): Path<(String, usize)>,
    typed: Typed,
) -> Response {
    let mut filling = match filling(&guest, token).await {
        Ok(filling) => filling,
        Err(error) => return guest.failed(&error),
    };
    if filling.sheet.receipt.is_some() {
        return Redirect::to(&filling.address("")).into_response();
    }
    if !is_ours(&filling.token, typed.text("csrf")) {
        return guest.problem(StatusCode::FORBIDDEN, "403", guest.lang.t("server.not_ours"), None);
    }
    let all = filling.questions(guest.server.city.registry());
    let pages = pages(&all, filling.action);
    let Some(asked) = at.checked_sub(1).and_then(|at| pages.get(at)) else {
        return Redirect::to(&filling.address("/check")).into_response();
    };
    let is_asked = |id: &str| asked.iter().any(|question| question.id() == id);
    for question in *asked {
        take(&mut filling.sheet, question, &typed);
    }
    let checking = typed.text("back") == "check";
    // Kept before it is judged: what cannot be taken yet is not lost either.
    if let Err(error) = server.city.keep_sheet(&filling.token, &filling.sheet).await {
        return match error {
            AppError::Invalid { .. } => {
                let fault = guest.lang.t("public.fault.too_long");
                let first = asked.first().map(|question| (question.id().to_owned(), fault));
                show(&guest, &filling, at, &typed, first.into_iter().collect(), checking).await
            }
            other => guest.failed(&other),
        };
    }
    if let Err(error) = filling.recognise(&guest).await {
        return guest.failed(&error);
    }
    let now = filling.typed();
    let refused = typed.faults().iter().filter(|(name, ..)| is_asked(name));
    let refused = refused.map(|(name, file, fault)| (name.clone(), fault.words(guest.lang, file)));
    let refused: Vec<(String, String)> = refused.collect();
    if !refused.is_empty() {
        return show(&guest, &filling, at, &now, refused, checking).await;
    }
    if !typed.text("more").is_empty() || is_asked(typed.text("find")) {
        return show(&guest, &filling, at, &now, Vec::new(), checking).await;
    }
    let next = match amiss(&guest, &filling, at, &now).await {
        // By an address of its own: the way back from there leads to a page, not to a sending that the browser would repeat.
        Ok(amiss) if !amiss.is_empty() => {
            format!("/{at}?told=1{}", if checking { "&back=check" } else { "" })
        }
        Ok(_) if checking || at >= pages.len() => "/check".to_owned(),
        Ok(_) => format!("/{}", at + 1),
        Err(error) => return guest.failed(&error),
    };
    Redirect::to(&filling.address(&next)).into_response()
}

/// Puts what was sent for one question in the place of what was kept. Of several files each stays until it is taken off.
fn take(sheet: &mut Sheet, question: &Question<'_>, typed: &Typed) {
    let id = question.id();
    let (inner, kept, drop) = (format!("{id}."), format!("{id}.kept"), format!("{id}.drop"));
    let (pairs, files) = typed.of_field(id);
    if typed.is_broken_off() && pairs.is_empty() && files.is_empty() {
        return;
    }
    sheet.pairs.retain(|(key, _)| key != id && !key.starts_with(&inner));
    sheet.pairs.extend(pairs.into_iter().filter(|(key, _)| *key != kept && *key != drop));
    let several = matches!(question, Question::Field(field, _) if field.many);
    if several {
        sheet.files.retain(|(key, file)| key != id || typed.texts(&drop).all(|digest| digest != file.digest));
    } else if !files.is_empty() {
        sheet.files.retain(|(key, _)| key != id);
    }
    for (key, file) in files {
        if !sheet.files.iter().any(|(at, there)| *at == key && there.digest == file.digest) {
            sheet.files.push((key, file));
        }
    }
}

pub(super) fn wrong(
    guest: &Guest,
    procedure: &Procedure,
    question: &Question<'_>,
    typed: &Typed,
    chosen: &AllChosen,
) -> Option<String> {
    let lang = guest.lang;
    let missing = || question.must().then(|| lang.t("public.fault.answer"));
    match question {
        Question::Body(..) if typed.text(BODY).is_empty() => missing(),
        Question::Body(..) => {
            let known = guest.server.city.bodies().get(&BodyId::new(typed.text(BODY))).is_some();
            (!known).then(|| lang.t("public.fault.answer"))
        }
        Question::Field(field, _) if choices::is_chosen(field) => {
            let known = choices::are_known(field, typed, chosen);
            let none = choices::value(field, typed, chosen).is_none();
            if !known {
                Some(lang.t("apply.unknown"))
            } else if none {
                missing()
            } else {
                None
            }
        }
        Question::Field(field, _) => match typed.value(field) {
            Ok(Some(value)) if !value.is_empty() => None,
            Ok(_) => missing(),
            Err(wrong) => wrong.into_iter().next().map(|wrong| {
                let reason =
                    yifa_kernel::refusal::Reason::new(wrong.code, yifa_kernel::refusal::Next::Nothing);
                let reason = match wrong.cell {
                    Some((row, column)) => reason.in_cell(row, &column),
                    None => reason,
                };
                words::reason(guest, Some(procedure), &reason.about(&field.id), None).text
            }),
        },
    }
}
