//! Owns the form of an action as a page: its fields with what stands in them, what it leads to, issues and publishes.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::Response;
use yifa_app::AppError;
use yifa_app::city::{Opened, new_matter};
use yifa_kernel::guard::Kind;
use yifa_kernel::id::{BodyId, FieldId};
use yifa_kernel::matter::is_overtaken;
use yifa_kernel::procedure::{Action, Does, DoesOn, From, LimitKind, Moment, Procedure, Scope};
use yifa_kernel::refusal::{Code, Next, Refusal};
use yifa_kernel::value::Value;

use super::act::{BODY, HAPPENED, Place, is_hidden};
use super::guest::{Staff, page_of};
use super::offered::{self, Around};
use super::typed::Typed;
use super::{fields, words};
use crate::components::{Control, Crumb, FormField, RefusalView};
use crate::face::{Nav, Told};
use crate::pages::matter::{ActionForm, FormPage, MatterRef};

/// What a form is shown with.
#[derive(Default, Clone, Copy)]
pub(super) struct Shown<'a> {
    /// What was typed; else what is on record.
    pub(super) typed: Option<&'a Typed>,
    /// Why it was refused.
    pub(super) refused: Option<&'a Refusal>,
    /// Where what was typed comes from, when not from this sending.
    pub(super) note: Option<Note>,
    /// Whether the form is only shown again before it is sent: blank inputs then begin with what follows from the others.
    pub(super) unsent: bool,
}

/// Where what stands in a form comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Note {
    /// It has just been saved as a draft.
    Saved,
    /// It was saved as a draft at this time.
    Restored(jiff::Timestamp),
    /// It was saved as a draft at this time, and the matter has moved on since: what it began with may be out of date.
    Overtaken(jiff::Timestamp),
    /// It was sent when the session had ended.
    Returned,
    /// What was kept under this address belongs to another account.
    NotYours,
    /// The draft has been thrown away.
    Discarded,
}

pub(super) async fn show(staff: &Staff, place: &Place<'_>, shown: Shown<'_>, status: StatusCode) -> Response {
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
    let Shown { typed, refused, note, unsent } = shown;
    let refused = refused.map(Refusal::without_what_follows);
    let refused = refused.as_ref();
    let lang = staff.guest.lang;
    let Place { procedure, action, opened } = place;
    let none = BTreeMap::new();
    let recorded = opened.as_ref().map_or(&none, |opened| &opened.state.fields);
    let mut errors: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for reason in refused.iter().flat_map(|refusal| &refusal.reasons) {
        if let Some(field) = &reason.field {
            let text = words::reason(&staff.guest, Some(procedure), reason, None).text;
            errors.entry(fields::place(field, reason)).or_default().push(text);
        }
    }
    for (field, name, fault) in typed.into_iter().flat_map(Typed::faults) {
        // Of a file in a row, its table tells.
        let field = field.split('.').next().unwrap_or_default().to_owned();
        errors.entry(field).or_default().push(fault.words(lang, name));
    }
    let body = typed.map(|typed| typed.text(BODY)).filter(|body| !body.is_empty()).map(BodyId::new);
    let around = Around::of(staff, procedure, action, opened.as_ref(), body).await?;
    let begins = match typed.is_none() || unsent {
        true => around.begins(staff, procedure, typed).await?,
        false => BTreeMap::new(),
    };
    let filled = typed.map(|typed| offered::filled(procedure, typed, &begins));
    let today = staff.guest.server.city.today();
    let stands = |(id, value): &(&FieldId, &Value)| {
        !procedure.field(id).is_some_and(|field| is_overtaken(field, value, today))
    };
    let recorded: BTreeMap<FieldId, Value> = begins
        .iter()
        .chain(recorded.iter().filter(stands))
        .map(|(id, value)| (id.clone(), value.clone()))
        .collect();
    let shown = filled.as_ref().filter(|_| unsent).or(typed);
    let mut all = fields::fields(staff, procedure, action, &recorded, shown, &errors, Some(&around)).await?;
    for field in &mut all {
        let id = FieldId::new(field.id.as_str());
        field.began = match (shown, unsent) {
            // What an earlier showing began with is still known after a refusal.
            (Some(typed), false) => offered::has_begun(typed, id.as_str()).map(ToOwned::to_owned),
            (shown, _) => offered::began(&id, &begins, shown.unwrap_or(&Typed::default())),
        };
    }
    begin_where_wrong(&mut all, refused);
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
    // The mark of a sending that was used with other content is spent.
    let is_spent = refused.is_some_and(|refusal| refusal.code() == Code::RepeatedKey);
    let once = typed.filter(|_| !is_spent).map(|typed| typed.text("once").to_owned());
    let once = once.filter(|once| !once.is_empty());
    let with_files = all.iter().any(FormField::takes_files);
    let mut chrome = staff.chrome(Some(Nav::Matters));
    chrome.told = note.map(|note| told(staff, note));
    Ok(FormPage {
        chrome,
        drafted: matches!(note, Some(Note::Saved | Note::Restored(_))),
        crumbs,
        matter,
        refusal: refused.map(|refusal| leading_to(&all, refusal, words::refusal(&staff.guest, refusal))),
        form: ActionForm {
            title: words::label(lang, &action.label),
            basis: staff.guest.articles(&action.basis),
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

/// The reasons lead to the inputs that they speak of, where nothing else is to be done first.
fn leading_to(fields: &[FormField], refusal: &Refusal, mut shown: RefusalView) -> RefusalView {
    for (reason, shown) in refusal.reasons.iter().zip(&mut shown.reasons) {
        let asked = match &reason.next {
            Next::Correct(fields) => fields.first(),
            _ => None,
        };
        let about = reason.field.as_ref().or(asked);
        let input = about.and_then(|id| fields.iter().find(|field| field.id == id.as_str()));
        if let (None, Some(_), Some(input)) = (&shown.next_href, &shown.next, input) {
            let cells = match (&input.control, reason.cell()) {
                (Control::Table { rows, .. }, Some((row, _))) => rows.get(row.saturating_sub(1)),
                _ => None,
            };
            let place = about.map(|field| fields::place(field, reason)).unwrap_or_default();
            let cell = cells.and_then(|row| row.cells.iter().find(|cell| cell.id == place));
            shown.next_href = Some(format!("#{}", cell.unwrap_or(input).anchor()));
        }
    }
    shown
}

/// Whoever sent something amiss goes on at the first input that is wrong, where nothing but inputs is to be put right.
fn begin_where_wrong(fields: &mut [FormField], refused: Option<&Refusal>) {
    let of_inputs = |refusal: &Refusal| refusal.reasons.iter().all(|reason| reason.field.is_some());
    if refused.is_none_or(of_inputs)
        && let Some(first) = fields.iter_mut().find_map(FormField::first_wrong)
    {
        first.focus = true;
    }
}

fn told(staff: &Staff, note: Note) -> Told {
    let lang = staff.guest.lang;
    let text = match note {
        Note::Saved => lang.t("desk.draft.saved"),
        Note::Returned => lang.t("desk.draft.returned"),
        Note::NotYours => lang.t("desk.draft.not_yours"),
        Note::Discarded => lang.t("desk.draft.discarded"),
        Note::Overtaken(at) => lang.with("desk.draft.overtaken", &[("time", words::moment(at))]),
        Note::Restored(at) => lang.with("desk.draft.restored", &[("time", words::moment(at))]),
    };
    Told { good: !matches!(note, Note::NotYours | Note::Overtaken(_)), text }
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
            lang.aside(&label, &staff.guest.articles(&limit.basis))
        })
        .collect()
}

fn also(staff: &Staff, procedure: &Procedure, action: &Action) -> Vec<String> {
    let lang = staff.guest.lang;
    let tracks = procedure.tracks.iter().filter(|track| track.opens_on == action.id);
    let opened = tracks.map(|track| lang.with("server.opens", &[("what", words::label(lang, &track.label))]));
    let shown = procedure.disclosures.iter().filter(|one| one.on == action.id);
    let shown = shown.map(|one| lang.with("server.publishes", &[("what", words::label(lang, &one.label))]));
    let done = action.does.iter().filter_map(|does| acts_on(staff, procedure, does));
    opened.chain(done).chain(shown).collect()
}

/// What an act does in another matter whatever comes: the document of a filing that is annulled.
fn acts_on(staff: &Staff, procedure: &Procedure, does: &Does) -> Option<String> {
    if does.when.is_some() {
        return None;
    }
    let (lang, registry) = (staff.guest.lang, staff.guest.server.city.registry());
    let of = |kind: &Kind| match kind {
        Kind::Matter(of) => of.first().and_then(|of| registry.latest(of)),
        _ => None,
    };
    let (on, of) = match &does.on {
        DoesOn::Parent => {
            let parent = registry.latest(procedure.parent.as_ref()?)?;
            (&parent.label, parent)
        }
        DoesOn::Track(id) => {
            let track = procedure.tracks.iter().find(|track| track.id == *id)?;
            (&track.label, registry.latest(&track.procedure)?)
        }
        DoesOn::Field(id) => {
            let field = procedure.field(id)?;
            (&field.label, of(&field.kind)?)
        }
        DoesOn::Column(table, id) => {
            let column = procedure.field(table)?.columns.iter().find(|column| column.id == *id)?;
            (&column.label, of(&column.kind)?)
        }
    };
    let what = words::label(lang, &of.action(&does.action)?.label);
    Some(lang.with("server.acts_on", &[("on", words::label(lang, on)), ("what", what)]))
}
