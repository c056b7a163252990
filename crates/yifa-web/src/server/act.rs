//! Owns doing: the form of an action, what was typed, the command, and the refusal that comes back with nothing lost.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use yifa_app::AppError;
use yifa_app::city::{Opened, new_matter};
use yifa_kernel::id::{ActionId, BodyId, FieldId, MatterId, ProcedureId};
use yifa_kernel::matter::{Command, entitled, wrong_role};
use yifa_kernel::procedure::{Action, Field, From, LimitKind, Moment, Procedure, Scope};
use yifa_kernel::read::read;
use yifa_kernel::refusal::{Next, Reason, Refusal};
use yifa_kernel::value::Value;

use super::guest::{Guest, Staff, page_of};
use super::typed::{Pair, Typed};
use super::{Server, cites, draft, fields, words};
use crate::components::{Control, Crumb, FormField};
use crate::face::{Nav, Told};
use crate::pages::entry::ProblemPage;
use crate::pages::matter::{ActionForm, FormPage, MatterRef, StartPage, StartRow};

/// The name of the input for the day of the act.
const HAPPENED: &str = "happened_on";
/// The name of the input for the body of a new matter.
const BODY: &str = "for_body";

/// Where an action is to be done.
struct Place<'a> {
    procedure: &'a Procedure,
    action: &'a Action,
    opened: Option<Opened>,
}

pub(super) async fn start(staff: Staff) -> Response {
    let lang = staff.guest.lang;
    let registry = staff.guest.server.city.registry();
    let mut rows = Vec::new();
    for procedure in registry.procedures().filter(|procedure| procedure.parent.is_none()) {
        for action in procedure.opening_actions().filter(|action| action.by.contains(&staff.actor.role)) {
            rows.push(StartRow {
                procedure: words::label(lang, &procedure.label),
                action: words::label(lang, &action.label),
                href: format!("/matters/new/{}/{}", procedure.id, action.id),
                article: action.basis.join(lang.pick("、", ", ")),
            });
        }
    }
    page_of(&StartPage { chrome: staff.chrome(Some(Nav::Matters)), rows })
}

/// What a form is shown with.
#[derive(Default, Clone, Copy)]
struct Shown<'a> {
    /// What was typed; else what is on record.
    typed: Option<&'a Typed>,
    /// Why it was refused.
    refused: Option<&'a Refusal>,
    /// Where what was typed comes from, when not from this sending.
    note: Option<Note>,
}

/// Where what stands in a form comes from.
#[derive(Debug, Clone, Copy)]
enum Note {
    /// It has just been saved as a draft.
    Saved,
    /// It was saved as a draft at this time.
    Restored(jiff::Timestamp),
    /// It was sent when the session had ended.
    Returned,
    /// The draft has been thrown away.
    Discarded,
}

#[derive(serde::Deserialize)]
pub(super) struct Kept {
    #[serde(default)]
    kept: String,
}

pub(super) async fn opening_form(
    staff: Staff,
    State(server): State<Server>,
    Path((procedure, action)): Path<(String, String)>,
    Query(kept): Query<Kept>,
    Query(asked): Query<Vec<Pair>>,
) -> Response {
    match opening_place(&server, procedure, action) {
        Some(place) => {
            if let Some(refused) = not_theirs(&staff, &place) {
                return refused;
            }
            let given = given(&place, asked);
            match kept.kept.is_empty() && !given.is_empty() {
                // Another page knows some of the answers; the person sends them, or changes them.
                true => {
                    let typed = Typed::of(given, Vec::new());
                    let shown = Shown { typed: Some(&typed), ..Shown::default() };
                    show(&staff, &place, shown, StatusCode::OK).await
                }
                false => fresh(&staff, &server, &place, &kept.kept).await,
            }
        }
        None => staff.guest.failed(&AppError::NotFound(staff.guest.address.clone())),
    }
}

/// What an address says about the fields of a form; anything else in it says nothing.
fn given(place: &Place<'_>, asked: Vec<Pair>) -> Vec<Pair> {
    let records = |name: &str| place.action.records.iter().any(|(field, _)| field.as_str() == name);
    asked.into_iter().filter(|(name, _)| records(name)).collect()
}

fn opening_place(server: &Server, procedure: String, action: String) -> Option<Place<'_>> {
    let procedure =
        server.city.registry().for_new_matters(&ProcedureId::new(procedure), server.city.today())?;
    let action = procedure.action(&ActionId::new(action)).filter(|action| action.from == From::Nothing)?;
    Some(Place { procedure, action, opened: None })
}

pub(super) async fn form(
    staff: Staff,
    State(server): State<Server>,
    Path((matter, action)): Path<(String, String)>,
    Query(kept): Query<Kept>,
) -> Response {
    match place(&staff, &server, &matter, &action).await {
        Ok(place) => match not_theirs(&staff, &place) {
            Some(refused) => refused,
            None => fresh(&staff, &server, &place, &kept.kept).await,
        },
        Err(error) => staff.guest.failed(&error),
    }
}

/// Why somebody may not do it at all, whatever they fill in.
fn not_entitled(staff: &Staff, place: &Place<'_>) -> Vec<Reason> {
    let registry = staff.guest.server.city.registry();
    match &place.opened {
        Some(opened) => entitled(registry, &opened.state, place.action, &staff.actor, &opened.facts),
        None => wrong_role(place.action, &staff.actor).into_iter().collect(),
    }
}

/// Whoever may not do it at all is told so before the form, not after filling it in.
fn not_theirs(staff: &Staff, place: &Place<'_>) -> Option<Response> {
    let guest = &staff.guest;
    let reasons = not_entitled(staff, place);
    let code = reasons.first()?.code;
    let number = place.opened.as_ref().and_then(|opened| opened.state.number.clone());
    let mut whereabouts = vec![words::label(guest.lang, &place.procedure.label)];
    whereabouts.extend(number);
    let page = ProblemPage {
        chrome: staff.chrome(Some(Nav::Matters)),
        status: 403,
        code: code.to_string(),
        what: guest.lang.with("own.may_not", &[("what", words::label(guest.lang, &place.action.label))]),
        place: Some(whereabouts.join(" · ")),
        reasons: reasons.iter().map(|one| words::reason(guest, Some(place.procedure), one, None)).collect(),
        back: match &place.opened {
            Some(opened) => format!("/matters/{}", opened.state.matter),
            None => "/matters/new".to_owned(),
        },
    };
    Some((StatusCode::FORBIDDEN, page_of(&page)).into_response())
}

/// A form as it is opened: with what came back after a lost session, with the draft, or with what is on record.
async fn fresh(staff: &Staff, server: &Server, place: &Place<'_>, kept: &str) -> Response {
    let found = async {
        if let Some(typed) = draft::orphan(server, kept).await? {
            return Ok(Some((typed, Note::Returned)));
        }
        let draft = draft::load(staff, &place.address()).await?;
        Ok::<_, AppError>(draft.map(|draft| (draft.typed, Note::Restored(draft.at))))
    };
    match found.await {
        Ok(Some((typed, note))) => {
            let shown = Shown { typed: Some(&typed), refused: None, note: Some(note) };
            show(staff, place, shown, StatusCode::OK).await
        }
        Ok(None) => show(staff, place, Shown::default(), StatusCode::OK).await,
        Err(error) => staff.guest.failed(&error),
    }
}

impl Place<'_> {
    /// The address of the form.
    fn address(&self) -> String {
        match &self.opened {
            Some(opened) => format!("/matters/{}/do/{}", opened.state.matter, self.action.id),
            None => format!("/matters/new/{}/{}", self.procedure.id, self.action.id),
        }
    }
}

async fn place<'a>(
    staff: &Staff,
    server: &'a Server,
    matter: &str,
    action: &str,
) -> Result<Place<'a>, AppError> {
    let opened = server.city.open_matter(&MatterId::new(matter)).await?;
    if !yifa_kernel::matter::may_see(server.city.registry(), &opened.state, &staff.actor, &opened.facts) {
        return Err(AppError::Forbidden);
    }
    let missing = || AppError::NotFound(format!("action {action}"));
    let procedure = server.city.registry().procedure_of(&opened.state).ok_or_else(missing)?;
    let action = procedure.action(&ActionId::new(action)).ok_or_else(missing)?;
    Ok(Place { procedure, action, opened: Some(opened) })
}

async fn show(staff: &Staff, place: &Place<'_>, shown: Shown<'_>, status: StatusCode) -> Response {
    match page(staff, place, shown).await {
        Ok(page) => {
            let mut response = page_of(&page);
            *response.status_mut() = status;
            response
        }
        Err(error) => staff.guest.failed(&error),
    }
}

async fn page(staff: &Staff, place: &Place<'_>, shown: Shown<'_>) -> Result<FormPage, AppError> {
    let Shown { typed, refused, note } = shown;
    let lang = staff.guest.lang;
    let Place { procedure, action, opened } = place;
    let none = BTreeMap::new();
    let recorded = opened.as_ref().map_or(&none, |opened| &opened.state.fields);
    let mut errors: BTreeMap<FieldId, Vec<String>> = BTreeMap::new();
    for reason in refused.iter().flat_map(|refusal| &refusal.reasons) {
        if let Some(field) = &reason.field {
            let text = words::reason(&staff.guest, Some(procedure), reason, None).text;
            errors.entry(field.clone()).or_default().push(text);
        }
    }
    for (field, name, fault) in typed.into_iter().flat_map(Typed::faults) {
        // Of a file in a row, its table tells.
        let field = FieldId::new(field.split('.').next().unwrap_or_default());
        errors.entry(field).or_default().push(fault.words(lang, name));
    }
    let mut all = fields::fields(staff, procedure, action, recorded, typed, &errors).await?;
    if let (Some(opened), Some(typed)) = (opened, typed) {
        meanwhile(staff, procedure, opened, typed, &mut all);
    }
    if opened.is_none() && scope_reaches_others(staff) {
        all.insert(0, body_field(staff, typed));
    }
    let happened = typed.map(|typed| typed.text(HAPPENED).to_owned()).unwrap_or_default();
    all.push(FormField {
        required: false,
        help: Some(lang.t("server.happened_help")),
        ..FormField::new(HAPPENED, lang.t("server.happened"), Control::Date { value: happened })
    });
    let matter = opened.as_ref().map(|opened| MatterRef {
        href: format!("/matters/{}", opened.state.matter),
        number: opened.state.number.clone().unwrap_or_default(),
        name: words::called(&staff.guest, &opened.state, &opened.facts),
        state: words::state(
            lang,
            Some(procedure),
            opened.state.stands.as_ref().map_or("", |state| state.as_str()),
        ),
    });
    let back = matter.as_ref().map_or_else(|| "/matters/new".to_owned(), |matter| matter.href.clone());
    let crumbs = vec![
        Crumb { label: lang.t("frame.nav.matters"), href: "/matters".to_owned() },
        Crumb {
            label: matter
                .as_ref()
                .map_or_else(|| words::label(lang, &procedure.label), |matter| matter.name.clone()),
            href: back.clone(),
        },
    ];
    let post_to = place.address();
    let once = typed.map(|typed| typed.text("once").to_owned()).filter(|once| !once.is_empty());
    let with_files = all.iter().any(FormField::takes_files);
    let mut chrome = staff.chrome(Some(Nav::Matters));
    chrome.told = note.map(|note| told(staff, note));
    Ok(FormPage {
        chrome,
        drafted: matches!(note, Some(Note::Saved | Note::Restored(_))),
        crumbs,
        matter,
        refusal: refused.map(|refusal| words::refusal(&staff.guest, refusal)),
        form: ActionForm {
            title: words::label(lang, &action.label),
            basis: action.basis.clone(),
            post_to,
            once: once.unwrap_or_else(|| new_matter().to_string()),
            seq: opened.as_ref().map_or(0, |opened| opened.state.seq),
            with_files,
            fields: all,
            leads_to: leads_to(staff, procedure, action),
            issues: issues(staff, procedure, action),
            clocks: clocks(staff, procedure, action),
            also: also(staff, procedure, action),
            cancel: back,
        },
    })
}

fn told(staff: &Staff, note: Note) -> Told {
    let lang = staff.guest.lang;
    let text = match note {
        Note::Saved => lang.t("desk.draft.saved"),
        Note::Returned => lang.t("desk.draft.returned"),
        Note::Discarded => lang.t("desk.draft.discarded"),
        Note::Restored(at) => lang.with("desk.draft.restored", &[("time", words::moment(at))]),
    };
    Told { good: true, text }
}

/// What others have recorded since the form was opened, beside what was typed here: two windows on one matter lose nothing.
fn meanwhile(staff: &Staff, procedure: &Procedure, opened: &Opened, typed: &Typed, all: &mut [FormField]) {
    let Ok(seen) = typed.text("seq").parse::<u64>() else { return };
    let newer = opened.state.acts.iter().filter(|act| act.seq > seen);
    for act in newer {
        let action = procedure.action(&act.action);
        let action =
            action.map_or_else(|| act.action.to_string(), |one| words::label(staff.guest.lang, &one.label));
        for (id, value) in &act.values {
            let Some(shown) = all.iter_mut().find(|field| field.id == id.as_str()) else { continue };
            let Some(field) = procedure.field(id) else { continue };
            let value = if is_hidden(field) {
                words::masked(value)
            } else {
                words::value(&staff.guest, Some(field), value, Some(&opened.facts))
            };
            let places = [
                ("time", act.happened.strftime("%Y-%m-%d %H:%M").to_string()),
                ("action", action.clone()),
                ("value", value),
            ];
            shown.meanwhile = Some(staff.guest.lang.with("desk.draft.meanwhile", &places));
        }
    }
}

fn scope_reaches_others(staff: &Staff) -> bool {
    let role = staff.guest.server.city.registry().role(&staff.actor.role);
    role.is_some_and(|role| matches!(role.scope, Scope::Jurisdiction | Scope::Subtree))
}

fn body_field(staff: &Staff, typed: Option<&Typed>) -> FormField {
    let bodies = staff.guest.server.city.bodies();
    let own = staff.actor.body.as_ref().map(BodyId::to_string).unwrap_or_default();
    let picked =
        typed.map(|typed| typed.text(BODY).to_owned()).filter(|text| !text.is_empty()).unwrap_or(own);
    let options = bodies.iter().map(|body| {
        let name = staff.guest.lang.pick(&body.name, &body.en);
        crate::components::Opt::new(body.id.to_string(), name, body.id.as_str() == picked)
    });
    let control = Control::Choice { options: options.collect(), many: false };
    FormField::new(BODY, staff.guest.lang.t("server.for_body"), control)
}

fn leads_to(staff: &Staff, procedure: &Procedure, action: &Action) -> Option<String> {
    let states =
        action.to.iter().map(|(_, state)| words::state(staff.guest.lang, Some(procedure), state.as_str()));
    let all: Vec<String> = states.collect();
    (!all.is_empty()).then(|| all.join(" / "))
}

fn issues(staff: &Staff, procedure: &Procedure, action: &Action) -> Vec<String> {
    let papers = action.issues.iter().filter_map(|id| procedure.papers.get(id));
    papers.map(|paper| words::label(staff.guest.lang, &paper.label)).collect()
}

/// The clocks that the action starts.
fn clocks(staff: &Staff, procedure: &Procedure, action: &Action) -> Vec<String> {
    let starts = |moment: &Moment| match moment {
        Moment::Opened => action.from == From::Nothing,
        Moment::Act(id) | Moment::ActField(id, _) => *id == action.id,
        Moment::Field(field) => action.records.iter().any(|(one, _)| one == field),
    };
    let started = procedure
        .limits
        .iter()
        .filter(|limit| limit.kind != LimitKind::Open && limit.from.as_ref().is_some_and(starts));
    started
        .map(|limit| {
            let label = words::label(staff.guest.lang, &limit.label);
            let lang = staff.guest.lang;
            lang.aside(&label, &limit.basis.join(lang.pick("、", ", ")))
        })
        .collect()
}

fn also(staff: &Staff, procedure: &Procedure, action: &Action) -> Vec<String> {
    let lang = staff.guest.lang;
    let tracks = procedure.tracks.iter().filter(|track| track.opens_on == action.id);
    let opened = tracks.map(|track| lang.with("server.opens", &[("what", words::label(lang, &track.label))]));
    let shown = procedure.disclosures.iter().filter(|one| one.on == action.id);
    let shown = shown.map(|one| lang.with("server.publishes", &[("what", words::label(lang, &one.label))]));
    opened.chain(shown).collect()
}

pub(super) async fn open(
    guest: Guest,
    State(server): State<Server>,
    Path((procedure, action)): Path<(String, String)>,
    typed: Typed,
) -> Response {
    let staff = match guest.staff() {
        Ok(staff) => staff,
        Err(guest) => return lost(&guest, &server, &typed).await,
    };
    match opening_place(&server, procedure, action) {
        Some(place) => attempt(&staff, &server, place, typed).await,
        None => staff.guest.failed(&AppError::NotFound(staff.guest.address.clone())),
    }
}

pub(super) async fn act(
    guest: Guest,
    State(server): State<Server>,
    Path((matter, action)): Path<(String, String)>,
    typed: Typed,
) -> Response {
    let staff = match guest.staff() {
        Ok(staff) => staff,
        Err(guest) => return lost(&guest, &server, &typed).await,
    };
    match place(&staff, &server, &matter, &action).await {
        Ok(place) => attempt(&staff, &server, place, typed).await,
        Err(error) => staff.guest.failed(&error),
    }
}

/// The session had ended: what was typed waits until its owner has signed in again.
async fn lost(guest: &Guest, server: &Server, typed: &Typed) -> Response {
    // The script that saves by itself is told, and shows it; the person's own sending is not lost by that.
    if typed.text("save") == "auto" {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    match draft::keep_orphan(server, typed).await {
        Ok(kept) => {
            let form = guest.address.split('?').next().unwrap_or("/");
            let back = kept.map_or_else(|| form.to_owned(), |id| format!("{form}?kept={id}"));
            let query = serde_urlencoded::to_string([("back", back)]).unwrap_or_default();
            Redirect::to(&format!("/sign-in?{query}")).into_response()
        }
        Err(error) => guest.failed(&error),
    }
}

async fn attempt(staff: &Staff, server: &Server, place: Place<'_>, mut typed: Typed) -> Response {
    if let Some(opened) = &place.opened {
        typed.stay(&opened.state.fields);
    }
    if let Some(refused) = staff.not_ours(typed.text("csrf")) {
        return refused;
    }
    match beside(staff, &place, &typed).await {
        Ok(Some(answer)) => return answer,
        Ok(None) => {}
        Err(error) => return staff.guest.failed(&error),
    }
    let (values, mut faults) = typed.values(place.procedure, place.action);
    let happened = match typed.text(HAPPENED).trim() {
        "" => None,
        text => match read(&yifa_kernel::guard::Kind::Date, text) {
            Ok(Value::Date(day)) if day != server.city.today() => Some(day.at(12, 0, 0, 0)),
            Ok(_) => None,
            Err(code) => {
                faults.push(Reason::new(code, Next::Nothing).about(&FieldId::new(HAPPENED)));
                None
            }
        },
    };
    let chosen = Some(typed.text(BODY)).filter(|text| !text.is_empty()).map(BodyId::new);
    let own = staff.actor.body.clone().unwrap_or_else(|| BodyId::new(""));
    let body = place.opened.as_ref().map(|opened| opened.state.body.clone()).or(chosen).unwrap_or(own);
    let command = Command {
        matter: place.opened.as_ref().map_or_else(new_matter, |opened| opened.state.matter.clone()),
        procedure: place.procedure.id.clone(),
        action: place.action.id.clone(),
        body,
        parent: None,
        values,
        actor: staff.actor.clone(),
    };
    if !faults.is_empty() || !typed.faults().is_empty() {
        faults.splice(0..0, not_entitled(staff, &place));
        let refusal = Refusal {
            procedure: command.procedure,
            matter: place.opened.as_ref().map(|opened| opened.state.matter.clone()),
            action: command.action,
            stands: place.opened.as_ref().and_then(|opened| opened.state.stands.clone()),
            actor: command.actor,
            reasons: faults,
        };
        // A file that was not taken is told at its field; the law has not been asked.
        let refused = (!refusal.reasons.is_empty()).then_some(&refusal);
        let theirs = refusal.reasons.first().is_none_or(|reason| !reason.code.is_about_who_asks());
        let status = if theirs { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::FORBIDDEN };
        return again(staff, &place, &typed, refused, status).await;
    }
    if let Ok(paper) = typed.text("draft").parse() {
        return match super::copies::draft(server, &command, paper).await {
            Ok(draft) => draft,
            Err(AppError::Refused(refusal)) => refused(staff, &place, &typed, *refusal).await,
            Err(error) => staff.guest.failed(&error),
        };
    }
    let once = Some(typed.text("once")).filter(|once| !once.is_empty()).map(|once| format!("form:{once}"));
    // Asked after the mark of the sending: whoever presses twice is answered twice, and refused never.
    let seen = typed.text("seq").parse::<u64>().ok().filter(|seq| *seq > 0 && place.opened.is_some());
    let done = server.city.execute_expecting(&command, once.as_deref(), seen, happened).await;
    match done {
        Ok(done) => match draft::forget(staff, &place.address()).await {
            Ok(()) => Redirect::to(&format!("/matters/{}", done.matter)).into_response(),
            Err(error) => staff.guest.failed(&error),
        },
        Err(AppError::Refused(refusal)) => refused(staff, &place, &typed, *refusal).await,
        Err(error) => staff.guest.failed(&error),
    }
}

/// What a form can be asked besides its action: to be saved, thrown away, or shown with more room or other choices.
async fn beside(staff: &Staff, place: &Place<'_>, typed: &Typed) -> Result<Option<Response>, AppError> {
    let address = place.address();
    if typed.text("save") == "auto" {
        draft::save(staff, &address, typed).await?;
        return Ok(Some(StatusCode::NO_CONTENT.into_response()));
    }
    if !typed.text("discard").is_empty() {
        draft::forget(staff, &address).await?;
        let shown = Shown { note: Some(Note::Discarded), ..Shown::default() };
        return Ok(Some(show(staff, place, shown, StatusCode::OK).await));
    }
    if !typed.text("save").is_empty() {
        draft::save(staff, &address, typed).await?;
        let shown = Shown { typed: Some(typed), refused: None, note: Some(Note::Saved) };
        return Ok(Some(show(staff, place, shown, StatusCode::OK).await));
    }
    let many = |id: &str| place.procedure.field(&FieldId::new(id)).is_some_and(|field| field.many);
    if let Some(picked) = cites::pick(typed, many) {
        let shown = Shown { typed: Some(&picked), ..Shown::default() };
        return Ok(Some(show(staff, place, shown, StatusCode::OK).await));
    }
    if !typed.text("more").is_empty() || !typed.text("find").is_empty() {
        let shown = Shown { typed: Some(typed), ..Shown::default() };
        return Ok(Some(show(staff, place, shown, StatusCode::OK).await));
    }
    Ok(None)
}

/// The form again: 403 to whoever may not do it at all, which is said first; 409 where the matter says no.
async fn refused(staff: &Staff, place: &Place<'_>, typed: &Typed, mut refusal: Refusal) -> Response {
    let mut theirs = not_entitled(staff, place);
    let status = if theirs.is_empty() { StatusCode::CONFLICT } else { StatusCode::FORBIDDEN };
    theirs.retain(|one| refusal.reasons.iter().all(|other| other.code != one.code));
    refusal.reasons.splice(0..0, theirs);
    again(staff, place, typed, Some(&refusal), status).await
}

/// The form again, with what was typed: on the page and as a draft.
async fn again(
    staff: &Staff,
    place: &Place<'_>,
    typed: &Typed,
    refused: Option<&Refusal>,
    status: StatusCode,
) -> Response {
    if let Err(error) = draft::save(staff, &place.address(), typed).await {
        return staff.guest.failed(&error);
    }
    show(staff, place, Shown { typed: Some(typed), refused, note: None }, status).await
}

/// Whether a field is shown to nobody without a recorded reason.
pub(super) fn is_hidden(field: &Field) -> bool {
    field.personal || field.sealed
}
