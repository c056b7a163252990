//! Owns doing: the form of an action, what was typed, the command, and the refusal that comes back with nothing lost.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use yifa_app::AppError;
use yifa_app::city::{Opened, new_matter};
use yifa_kernel::id::{ActionId, BodyId, FieldId, MatterId, ProcedureId};
use yifa_kernel::matter::Command;
use yifa_kernel::procedure::{Action, Field, From, LimitKind, Moment, Procedure, Scope};
use yifa_kernel::read::read;
use yifa_kernel::refusal::{Code, Next, Reason, Refusal};
use yifa_kernel::value::Value;

use super::guest::{Staff, is_ours, page_of};
use super::typed::Typed;
use super::{Server, fields, words};
use crate::components::{Control, Crumb, FormField};
use crate::face::Nav;
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

pub(super) async fn opening_form(
    staff: Staff,
    State(server): State<Server>,
    Path((procedure, action)): Path<(String, String)>,
) -> Response {
    let registry = server.city.registry();
    let found = registry.for_new_matters(&ProcedureId::new(procedure), server.city.today());
    let place = found.and_then(|procedure| {
        let action =
            procedure.action(&ActionId::new(action)).filter(|action| action.from == From::Nothing)?;
        Some(Place { procedure, action, opened: None })
    });
    match place {
        Some(place) => show(&staff, &place, None, None, StatusCode::OK).await,
        None => staff.guest.failed(&AppError::NotFound(staff.guest.address.clone())),
    }
}

pub(super) async fn form(
    staff: Staff,
    State(server): State<Server>,
    Path((matter, action)): Path<(String, String)>,
) -> Response {
    match place(&staff, &server, &matter, &action).await {
        Ok(place) => show(&staff, &place, None, None, StatusCode::OK).await,
        Err(error) => staff.guest.failed(&error),
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

async fn show(
    staff: &Staff,
    place: &Place<'_>,
    typed: Option<&Typed>,
    refused: Option<&Refusal>,
    status: StatusCode,
) -> Response {
    match page(staff, place, typed, refused).await {
        Ok(page) => {
            let mut response = page_of(&page);
            *response.status_mut() = status;
            response
        }
        Err(error) => staff.guest.failed(&error),
    }
}

async fn page(
    staff: &Staff,
    place: &Place<'_>,
    typed: Option<&Typed>,
    refused: Option<&Refusal>,
) -> Result<FormPage, AppError> {
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
    let mut all = fields::fields(staff, procedure, action, recorded, typed, &errors).await?;
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
    let post_to = match opened {
        Some(opened) => format!("/matters/{}/do/{}", opened.state.matter, action.id),
        None => format!("/matters/new/{}/{}", procedure.id, action.id),
    };
    let once = typed.map(|typed| typed.text("once").to_owned()).filter(|once| !once.is_empty());
    let with_files = all.iter().any(|field| matches!(field.control, Control::File { .. }));
    Ok(FormPage {
        chrome: staff.chrome(Some(Nav::Matters)),
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
            format!("{label}（{}）", limit.basis.join("、"))
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
    staff: Staff,
    State(server): State<Server>,
    Path((procedure, action)): Path<(String, String)>,
    typed: Typed,
) -> Response {
    let registry = server.city.registry();
    let found = registry.for_new_matters(&ProcedureId::new(procedure), server.city.today());
    let place = found.and_then(|procedure| {
        let action =
            procedure.action(&ActionId::new(action)).filter(|action| action.from == From::Nothing)?;
        Some(Place { procedure, action, opened: None })
    });
    match place {
        Some(place) => attempt(&staff, &server, place, typed).await,
        None => staff.guest.failed(&AppError::NotFound(staff.guest.address.clone())),
    }
}

pub(super) async fn act(
    staff: Staff,
    State(server): State<Server>,
    Path((matter, action)): Path<(String, String)>,
    typed: Typed,
) -> Response {
    match place(&staff, &server, &matter, &action).await {
        Ok(place) => attempt(&staff, &server, place, typed).await,
        Err(error) => staff.guest.failed(&error),
    }
}

async fn attempt(staff: &Staff, server: &Server, place: Place<'_>, typed: Typed) -> Response {
    if !is_ours(&staff.session.form_secret, typed.text("csrf")) {
        return staff.guest.problem(
            StatusCode::FORBIDDEN,
            "403",
            staff.guest.lang.t("server.not_ours"),
            None,
        );
    }
    // The button for more rows asks for the same form with more room.
    if !typed.text("more").is_empty() {
        return show(staff, &place, Some(&typed), None, StatusCode::OK).await;
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
    let stale = place.opened.as_ref().is_some_and(|opened| {
        typed.text("seq").parse::<u64>().is_ok_and(|seq| seq > 0 && seq != opened.state.seq)
    });
    if stale {
        faults.push(Reason::new(Code::Conflict, Next::Reload));
    }
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
    if !faults.is_empty() {
        let refusal = Refusal {
            procedure: command.procedure,
            matter: place.opened.as_ref().map(|opened| opened.state.matter.clone()),
            action: command.action,
            stands: place.opened.as_ref().and_then(|opened| opened.state.stands.clone()),
            actor: command.actor,
            reasons: faults,
        };
        return show(staff, &place, Some(&typed), Some(&refusal), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    if let Ok(paper) = typed.text("draft").parse() {
        return match super::copies::draft(server, &command, paper).await {
            Ok(draft) => draft,
            Err(AppError::Refused(refusal)) => {
                show(staff, &place, Some(&typed), Some(&refusal), StatusCode::CONFLICT).await
            }
            Err(error) => staff.guest.failed(&error),
        };
    }
    let once = Some(typed.text("once")).filter(|once| !once.is_empty()).map(|once| format!("form:{once}"));
    let done = match happened {
        Some(at) => server.city.execute_on(&command, once.as_deref(), at).await,
        None => server.city.execute(&command, once.as_deref()).await,
    };
    match done {
        Ok(done) => Redirect::to(&format!("/matters/{}", done.matter)).into_response(),
        Err(AppError::Refused(refusal)) => {
            show(staff, &place, Some(&typed), Some(&refusal), StatusCode::CONFLICT).await
        }
        Err(error) => staff.guest.failed(&error),
    }
}

/// Whether a field is shown to nobody without a recorded reason.
pub(super) fn is_hidden(field: &Field) -> bool {
    field.personal || field.sealed
}
