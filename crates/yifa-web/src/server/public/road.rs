//! Owns the road of a public form: begin, one question on a page, check, send, receipt. Everything typed is kept on the
//! server under a name that nobody can guess, so that nothing is lost; it works without script and without cookies.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;
use yifa_app::AppError;
use yifa_app::citizen::{Follower, PUBLIC_ROLE, Sent, Sheet, SheetFor, public_actor, public_body};
use yifa_app::city::new_matter;
use yifa_app::slip::slip_role;
use yifa_kernel::definition::Registry;
use yifa_kernel::id::{ActionId, BodyId, MatterId, PersonId, ProcedureId, RoleId};
use yifa_kernel::matter::{Command, Openness, action_statuses, own_contribution};
use yifa_kernel::procedure::{Action, From, Procedure};
use yifa_kernel::refusal::Code;
use yifa_kernel::value::Value;
use yifa_store::Standing;

use super::super::guest::{Guest, form_token, is_ours, page_of};
use super::super::typed::Typed;
use super::super::{Server, words};
use super::choices::{self, AllChosen};
use super::heading::{below, heading};
use super::questions::{BODY, Question, is_askable, passage, questions};
use super::show::told;
use super::{remedy, row, spam};
use crate::components::Reason;
use crate::portal::{
    PublicAnswersPage, PublicClosed, PublicQuestionPage, PublicReceiptPage, PublicStartPage,
};
use crate::rate::address;

/// The guard at the door.
pub(super) type Door = Extension<Arc<spam::Guard>>;

/// From where somebody comes.
pub(super) struct Caller(pub String);

impl FromRequestParts<Server> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Server) -> Result<Self, Self::Rejection> {
        Ok(Self(address(parts)))
    }
}

/// Why whoever comes too often has to wait, and how long.
pub(super) fn too_often(guest: &Guest, seconds: u64) -> String {
    let (key, n) = match seconds {
        0..90 => ("public.fault.slower", seconds),
        _ => ("public.fault.slower_minutes", seconds.div_ceil(60)),
    };
    guest.lang.with(key, &[("n", n.to_string())])
}

/// A page that says when to come again, and is there to be sent again.
pub(super) fn later(mut response: Response, seconds: u64) -> Response {
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    if let Ok(value) = HeaderValue::from_str(&seconds.to_string()) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// The public thing that it is about.
    matter: String,
    /// The follower who acts.
    follow: String,
    /// The parallel matter of the followed one on which they act.
    track: String,
    /// The passage that is commented on.
    passage: String,
    /// The public page of a decision against which it is.
    against: String,
    /// The follower of a matter against whose decision it is.
    own: String,
}

/// What a form is for.
struct Aim<'a> {
    procedure: &'a Procedure,
    action: &'a Action,
    matter: Option<MatterId>,
    follower: Option<Follower>,
    about: Option<String>,
    remedy: Option<remedy::Known>,
    closed: Option<PublicClosed>,
}

async fn aim<'a>(
    guest: &'a Guest,
    procedure: &str,
    action: &str,
    asked: &Asked,
) -> Result<Aim<'a>, AppError> {
    let city = &guest.server.city;
    let registry = city.registry();
    let missing = || AppError::NotFound(guest.address.clone());
    let follower = match asked.follow.as_str() {
        "" => None,
        id => Some(city.follower(id).await?.ok_or_else(missing)?),
    };
    let found = match (&follower, asked.matter.as_str()) {
        (Some(follower), _) => Some(own_matter(guest, follower, &asked.track).await?),
        (None, "") => None,
        (None, slug) => {
            let row = city.store().disclosure(city.jurisdiction(), slug, city.today()).await?;
            let row = row.filter(|row| row.disclosure.withdrawn_on.is_none()).ok_or_else(missing)?;
            Some(MatterId::new(row.matter.as_str()))
        }
    };
    let id = ProcedureId::new(procedure);
    let (procedure, about) = match &found {
        None => (registry.for_new_matters(&id, city.today()).ok_or_else(missing)?, None),
        Some(matter) => {
            let opened = city.open_matter(matter).await?;
            let procedure = registry.procedure_of(&opened.state).filter(|one| one.id == id);
            let about = about(guest, asked, &follower).await?;
            (procedure.ok_or_else(missing)?, about)
        }
    };
    let action = procedure.action(&ActionId::new(action)).ok_or_else(missing)?;
    let fits = (action.from == From::Nothing) == found.is_none() && is_askable(registry, procedure, action);
    let open = role(guest, action, follower.is_some()).is_some();
    if !(fits && open) {
        return Err(missing());
    }
    let remedy = match found.is_none() {
        true => begins_at(guest, asked, &procedure.id, &action.id).await?,
        false => None,
    };
    let closed = match &found {
        Some(matter) => closed(guest, procedure, action, matter, follower.as_ref()).await?,
        None => None,
    };
    Ok(Aim { procedure, action, matter: found, follower, about, remedy, closed })
}

/// Why something cannot be done on a matter now: before anybody fills in a form for it.
async fn closed(
    guest: &Guest,
    procedure: &Procedure,
    action: &Action,
    matter: &MatterId,
    follower: Option<&Follower>,
) -> Result<Option<PublicClosed>, AppError> {
    let city = &guest.server.city;
    let Some(role) = role(guest, action, follower.is_some()) else { return Ok(None) };
    let person = follower.map_or_else(|| PersonId::new("anybody"), |follower| follower.person.clone());
    let opened = city.open_matter(matter).await?;
    let actor = public_actor(&person, &role);
    let all = action_statuses(city.registry(), &opened.state, &actor, &opened.facts, city.today());
    let status = all.iter().find(|status| status.action == action.id);
    // The role is one that may: what is open to others only is closed to this person for a reason of their own.
    let shut = status.filter(|status| status.openness != Openness::Open);
    Ok(shut.map(|status| told(guest, procedure, action, status)))
}

/// What a form knows that begins at a decision; an address that leads to none is that of no form.
async fn begins_at(
    guest: &Guest,
    asked: &Asked,
    procedure: &ProcedureId,
    action: &ActionId,
) -> Result<Option<remedy::Known>, AppError> {
    let city = &guest.server.city;
    let missing = || AppError::NotFound(guest.address.clone());
    let (mut against, mut own) = (None, None);
    if !asked.own.is_empty() {
        own = Some(city.follower(&asked.own).await?.ok_or_else(missing)?);
    } else if !asked.against.is_empty() {
        let row = city.store().disclosure(city.jurisdiction(), &asked.against, city.today()).await?;
        let row = row.filter(|row| row.standing == Standing::Public);
        against = Some(row.ok_or_else(missing)?);
    } else {
        return Ok(None);
    }
    let known = remedy::known(guest, procedure, action.as_str(), against.as_ref(), own.as_ref()).await?;
    known.map(Some).ok_or_else(missing)
}

/// The matter in which a follower acts: the one that they follow, or one that runs beside it.
async fn own_matter(guest: &Guest, follower: &Follower, track: &str) -> Result<MatterId, AppError> {
    if track.is_empty() {
        return Ok(follower.matter.clone());
    }
    let missing = || AppError::NotFound(guest.address.clone());
    let state = guest.server.city.state(&follower.matter).await?.ok_or_else(missing)?;
    state.tracks.values().find(|one| one.as_str() == track).cloned().ok_or_else(missing)
}

/// What the public knows of the matter: its public title, or the follower's reference.
async fn about(
    guest: &Guest,
    asked: &Asked,
    follower: &Option<Follower>,
) -> Result<Option<String>, AppError> {
    let city = &guest.server.city;
    if let Some(follower) = follower {
        return Ok(Some(follower.reference.clone()));
    }
    let row = city.store().disclosure(city.jurisdiction(), &asked.matter, city.today()).await?;
    Ok(row.map(|row| row::title(guest.lang, &row.disclosure.public)))
}

/// The role in which somebody without an account does an action: anybody's, or that of a party to its own matter.
fn role(guest: &Guest, action: &Action, own: bool) -> Option<RoleId> {
    let registry = guest.server.city.registry();
    let anybody = action.by.iter().find(|role| role.as_str() == PUBLIC_ROLE);
    // Where an action is for the people of another body, such as the answer of a respondent, a party is not one of them.
    let own = own && action.of.is_empty();
    let party = action.by.iter().find(|role| own && registry.is_outside(role));
    anybody.or(party).cloned()
}

fn chrome_with(guest: &Guest, csrf: String) -> crate::face::Chrome {
    crate::face::Chrome { csrf, ..guest.public_chrome() }
}

// ---- begin ----

pub(super) async fn start(
    guest: Guest,
    Extension(door): Door,
    Path((procedure, action)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    match aim(&guest, &procedure, &action, &asked).await {
        Ok(aim) => start_page(&guest, &door, &aim, &asked, None),
        Err(error) => guest.failed(&error),
    }
}

fn start_page(
    guest: &Guest,
    door: &spam::Guard,
    aim: &Aim<'_>,
    asked: &Asked,
    fault: Option<String>,
) -> Response {
    let lang = guest.lang;
    let given = [
        ("matter", &asked.matter),
        ("follow", &asked.follow),
        ("track", &asked.track),
        ("passage", &asked.passage),
        ("against", &asked.against),
        ("own", &asked.own),
    ];
    let given = given.into_iter().filter(|(_, text)| !text.is_empty());
    let status = match (&aim.closed, &fault) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, Some(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, None) => StatusCode::OK,
    };
    let page = PublicStartPage {
        chrome: chrome_with(guest, door.proof(guest.server.city.clock().now())),
        title: heading(lang, aim.procedure, aim.action),
        below: below(lang, aim.procedure, aim.action),
        about: aim.about.clone(),
        basis: aim.action.basis.join(lang.pick("、", ", ")),
        closed: aim.closed.clone(),
        remedy: aim.remedy.as_ref().map(|known| known.shown.clone()),
        asks: questions(guest.server.city.registry(), aim.procedure, aim.action)
            .iter()
            .map(|one| (one.label(guest), one.must()))
            .collect(),
        post_to: format!("/public/do/{}/{}", aim.procedure.id, aim.action.id),
        given: given.map(|(name, text)| (name.to_owned(), text.clone())).collect(),
        fault,
    };
    let mut response = page_of(&page);
    *response.status_mut() = status;
    response
}

pub(super) async fn begin(
    guest: Guest,
    Extension(door): Door,
    State(server): State<Server>,
    Caller(caller): Caller,
    Path((procedure, action)): Path<(String, String)>,
    typed: Typed,
) -> Response {
    let text = |name: &str| typed.text(name).to_owned();
    let asked = Asked {
        matter: text("matter"),
        follow: text("follow"),
        track: text("track"),
        passage: text("passage"),
        against: text("against"),
        own: text("own"),
    };
    let aim = match aim(&guest, &procedure, &action, &asked).await {
        Ok(aim) => aim,
        Err(error) => return guest.failed(&error),
    };
    let now = server.city.clock().now();
    if !door.holds(typed.text("csrf"), now) {
        let fault = guest.lang.t("public.fault.too_old");
        return start_page(&guest, &door, &aim, &asked, Some(fault));
    }
    if aim.closed.is_some() {
        return start_page(&guest, &door, &aim, &asked, None);
    }
    if let Err(seconds) = door.begun.take(&caller, now) {
        let fault = too_often(&guest, seconds);
        return later(start_page(&guest, &door, &aim, &asked, Some(fault)), seconds);
    }
    let pairs = match asked.passage.as_str() {
        "" => aim.remedy.as_ref().map(|known| known.pairs.clone()).unwrap_or_default(),
        words => passage(aim.procedure, aim.action, words),
    };
    let wanted = SheetFor {
        procedure: &aim.procedure.id,
        action: &aim.action.id,
        matter: aim.matter.as_ref(),
        follower: aim.follower.as_ref(),
        pairs,
        slip: None,
    };
    match server.city.begin_sheet(wanted).await {
        Ok(sheet) => Redirect::to(&format!("/public/sheet/{sheet}/1")).into_response(),
        Err(error) => guest.failed(&error),
    }
}

// ---- questions ----

/// A sheet that is being filled in.
struct Filling<'a> {
    token: String,
    sheet: Sheet,
    procedure: &'a Procedure,
    action: &'a Action,
    chosen: AllChosen,
}

impl<'a> Filling<'a> {
    /// What is asked: all that the action records but what a slip carries.
    fn questions(&self, registry: &Registry) -> Vec<Question<'a>> {
        let carried = self.sheet.slip.as_ref().map(|slip| slip.carries.as_slice()).unwrap_or_default();
        let all = questions(registry, self.procedure, self.action).into_iter();
        all.filter(|question| !carried.iter().any(|id| id == question.id())).collect()
    }

    fn typed(&self) -> Typed {
        Typed::of(self.sheet.pairs.clone(), self.sheet.files.clone())
    }

    /// Finds out what was chosen.
    async fn recognise(&mut self, guest: &Guest) -> Result<(), AppError> {
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

    fn title(&self, guest: &Guest) -> String {
        heading(guest.lang, self.procedure, self.action)
    }

    fn address(&self, end: &str) -> String {
        format!("/public/sheet/{}{end}", self.token)
    }
}

async fn filling(guest: &Guest, token: String) -> Result<Filling<'_>, AppError> {
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
pub(super) struct Back {
    back: String,
}

pub(super) async fn question(
    guest: Guest,
    Path((token, at)): Path<(String, usize)>,
    Query(Back { back }): Query<Back>,
) -> Response {
    let filling = match filling(&guest, token).await {
        Ok(filling) => filling,
        Err(error) => return guest.failed(&error),
    };
    if filling.sheet.receipt.is_some() {
        return Redirect::to(&filling.address("")).into_response();
    }
    let typed = filling.typed();
    show(&guest, &filling, at, &typed, Vec::new(), back == "check").await
}

async fn show(
    guest: &Guest,
    filling: &Filling<'_>,
    at: usize,
    typed: &Typed,
    errors: Vec<String>,
    checking: bool,
) -> Response {
    let all = filling.questions(guest.server.city.registry());
    let Some(question) = at.checked_sub(1).and_then(|at| all.get(at)) else {
        return Redirect::to(&filling.address("/check")).into_response();
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let back = match (checking, at) {
        (true, _) => filling.address("/check"),
        (false, 1) => "/public".to_owned(),
        (false, at) => filling.address(&format!("/{}", at - 1)),
    };
    let field = match question.field(guest, typed, errors).await {
        Ok(field) => field,
        Err(error) => return guest.failed(&error),
    };
    let page = PublicQuestionPage {
        chrome: chrome_with(guest, form_token(&filling.token)),
        title: filling.title(guest),
        at,
        of: all.len(),
        field,
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
    let Some(question) = at.checked_sub(1).and_then(|at| all.get(at)) else {
        return Redirect::to(&filling.address("/check")).into_response();
    };
    take(&mut filling.sheet, question.id(), &typed);
    let checking = typed.text("back") == "check";
    // Kept before it is judged: what cannot be taken yet is not lost either.
    if let Err(error) = server.city.keep_sheet(&filling.token, &filling.sheet).await {
        return match error {
            AppError::Invalid { .. } => {
                let fault = guest.lang.t("public.fault.too_long");
                show(&guest, &filling, at, &typed, vec![fault], checking).await
            }
            other => guest.failed(&other),
        };
    }
    if let Err(error) = filling.recognise(&guest).await {
        return guest.failed(&error);
    }
    let now = filling.typed();
    let refused = typed.faults().iter().filter(|(name, ..)| name == question.id());
    let refused: Vec<String> = refused.map(|(_, file, fault)| fault.words(guest.lang, file)).collect();
    if !refused.is_empty() {
        return show(&guest, &filling, at, &now, refused, checking).await;
    }
    if !typed.text("more").is_empty() || typed.text("find") == question.id() {
        return show(&guest, &filling, at, &now, Vec::new(), checking).await;
    }
    if let Some(fault) = wrong(&guest, question, &now, &filling.chosen) {
        return show(&guest, &filling, at, &now, vec![fault], checking).await;
    }
    let next = if checking || at >= all.len() { "/check".to_owned() } else { format!("/{}", at + 1) };
    Redirect::to(&filling.address(&next)).into_response()
}

/// Puts what was sent for one question in the place of what was kept.
fn take(sheet: &mut Sheet, id: &str, typed: &Typed) {
    let inner = format!("{id}.");
    let (pairs, files) = typed.of_field(id);
    sheet.pairs.retain(|(key, _)| key != id && !key.starts_with(&inner));
    sheet.pairs.extend(pairs);
    if !files.is_empty() {
        sheet.files.retain(|(key, _)| key != id);
        sheet.files.extend(files);
    }
}

fn wrong(guest: &Guest, question: &Question<'_>, typed: &Typed, chosen: &AllChosen) -> Option<String> {
    let lang = guest.lang;
    let missing = || question.must().then(|| lang.t("public.fault.answer"));
    match question {
        Question::Body if typed.text(BODY).is_empty() => missing(),
        Question::Body => {
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
            Err(code) => {
                let reason = yifa_kernel::refusal::Reason::new(code, yifa_kernel::refusal::Next::Nothing);
                Some(words::reason(guest, None, &reason.about(&field.id), None).text)
                    .map(|text| text.replace(field.id.as_str(), &words::label(lang, &field.label)))
            }
        },
    }
}

// ---- check and send ----

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
    let rows = all.iter().enumerate().map(|(at, question)| {
        let change = filling.address(&format!("/{}?back=check", at + 1));
        (question.label(guest), question.answered(guest, &typed, &filling.chosen), change)
    });
    let page = PublicAnswersPage {
        chrome: chrome_with(guest, form_token(&filling.token)),
        title: filling.title(guest),
        rows: rows.collect(),
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
    Reason { text, article: None, next: None, next_href: None }
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
    if now.duration_since(filling.sheet.begun_at) < spam::FASTEST {
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
                let at = one.field.as_ref().and_then(|id| all.iter().position(|q| q.id() == id.as_str()));
                let at = at.or_else(|| (one.code == Code::UnknownBody).then_some(0));
                shown.next_href = at.map(|at| filling.address(&format!("/{}?back=check", at + 1)));
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

/// Every question that is not answered as it must be, with the way to it.
fn faults(guest: &Guest, filling: &Filling<'_>, typed: &Typed) -> Vec<Reason> {
    let all = filling.questions(guest.server.city.registry());
    let wrong = all.iter().enumerate().filter_map(|(at, question)| {
        let fault = wrong(guest, question, typed, &filling.chosen)?;
        Some(Reason {
            text: format!("{}{}{fault}", question.label(guest), guest.lang.t("words.colon")),
            article: None,
            next: Some(guest.lang.t("public.answers.change")),
            next_href: Some(filling.address(&format!("/{}?back=check", at + 1))),
        })
    });
    wrong.collect()
}

fn command(guest: &Guest, filling: &Filling<'_>, typed: &Typed) -> Option<Command> {
    let sheet = &filling.sheet;
    let role = match &sheet.slip {
        Some(_) => slip_role(&guest.server.city, filling.action)?,
        None => role(guest, filling.action, sheet.matter.is_some())?,
    };
    let fields = filling.questions(guest.server.city.registry());
    let values = fields.iter().filter_map(|question| match question {
        Question::Body => None,
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
        values: values.collect(),
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
