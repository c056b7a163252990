//! Owns the page of a matter: filled from its events, its clocks and what may be done with it.

use std::collections::BTreeSet;

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;
use yifa_app::AppError;
use yifa_app::city::Opened;
use yifa_app::journal::{Kind as Journalled, Part};
use yifa_app::wire::actor_to;
use yifa_kernel::disclosure::public_views;
use yifa_kernel::guard::Kind;
use yifa_kernel::id::{FieldId, MatterId, PersonId};
use yifa_kernel::matter::{
    Actor, Event as KernelEvent, Openness, Recorded, State as KernelState, Who, action_statuses, clocks,
    may_see,
};
use yifa_kernel::procedure::{Field, From, Procedure};
use yifa_kernel::refusal::Code;
use yifa_law::calendar::china_time;

use super::act::is_hidden;
use super::guest::{Staff, is_ours, page_of};
use super::recorded::is_for_people;
use super::{Server, comment, files, flow, follow, recorded, words};
use crate::components::{ClockView, Crumb, Reason};
use crate::face::{Lang, Nav};
use crate::pages::matter::{
    ActionClosed, ActionOpen, Event, LinkedMatter, MatterPage, Missing, PaperLink, Proof, PublicPreview,
    StateDays, StateStep, StepMark,
};

pub(super) async fn show(staff: Staff, State(server): State<Server>, Path(matter): Path<String>) -> Response {
    answer(&staff, &server, &matter, None).await
}

#[derive(Deserialize)]
pub(super) struct Reveal {
    #[serde(default)]
    field: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    csrf: String,
}

/// Opens a personal field for this once: who, when and why is written into the journal first.
pub(super) async fn reveal(
    staff: Staff,
    State(server): State<Server>,
    Path(matter): Path<String>,
    Form(asked): Form<Reveal>,
) -> Response {
    let lang = staff.guest.lang;
    if !is_ours(&staff.session.form_secret, &asked.csrf) {
        return staff.guest.problem(StatusCode::FORBIDDEN, "403", lang.t("server.not_ours"), None);
    }
    if asked.reason.trim().chars().count() < 2 {
        return staff.guest.problem(
            StatusCode::UNPROCESSABLE_ENTITY,
            "422",
            lang.t("server.reason_needed"),
            None,
        );
    }
    answer(&staff, &server, &matter, Some(&asked)).await
}

async fn answer(staff: &Staff, server: &Server, matter: &str, asked: Option<&Reveal>) -> Response {
    match page(staff, server, &MatterId::new(matter), asked).await {
        Ok(page) => page_of(&page),
        Err(error) => staff.guest.failed(&error),
    }
}

async fn page(
    staff: &Staff,
    server: &Server,
    matter: &MatterId,
    asked: Option<&Reveal>,
) -> Result<MatterPage, AppError> {
    server.city.sweep_matter(matter).await?;
    let opened = server.city.open_matter(matter).await?;
    let registry = server.city.registry();
    if !may_see(registry, &opened.state, &staff.actor, &opened.facts) {
        return Err(AppError::Forbidden);
    }
    let missing = || AppError::NotFound(format!("procedure {}", opened.state.procedure));
    let procedure = registry.procedure_of(&opened.state).ok_or_else(missing)?;
    let revealed = match asked {
        Some(asked) => open_field(staff, server, &opened, procedure, asked).await?,
        None => None,
    };
    let lang = staff.guest.lang;
    let today = server.city.today();
    let state = &opened.state;
    let running = clocks(registry, state, &opened.facts, today);
    let mut clock_views: Vec<ClockView> =
        running.iter().filter_map(|clock| words::clock(&staff.guest, procedure, clock, today)).collect();
    clock_views.sort_by_key(|clock| (std::cmp::Reverse(clock.level), clock.due.is_none(), clock.due));
    let (open, closed, missing) = actions(staff, &opened, procedure, today);
    let open_now: Vec<&str> = open.iter().filter_map(|one| one.href.rsplit('/').next()).collect();
    let open_now: Vec<String> = open_now.into_iter().map(ToOwned::to_owned).collect();
    let name = words::called(&staff.guest, state, &opened.facts);
    let people = people(server, &opened).await?;
    let number = state.number.clone().unwrap_or_default();
    Ok(MatterPage {
        chrome: staff.chrome(Some(Nav::Matters)),
        crumbs: vec![
            Crumb { label: lang.t("frame.nav.matters"), href: "/matters".to_owned() },
            Crumb {
                label: words::label(lang, &procedure.label),
                href: format!("/matters?procedure={}", procedure.id),
            },
        ],
        number,
        name,
        procedure: words::label(lang, &procedure.label),
        procedure_href: format!("/definitions/{}", procedure.id),
        body: words::body_name(&staff.guest, &state.body),
        state: words::state(lang, Some(procedure), state.stands.as_ref().map_or("", |state| state.as_str())),
        tone: words::tone(state.closed),
        opened_on: state.opened_on.unwrap_or(today),
        strip: strip(staff, &opened, procedure),
        refusal: None,
        clocks: clock_views,
        open,
        closed,
        data: recorded::data(staff, &opened, procedure, revealed.as_ref()),
        reveal_to: format!("/matters/{matter}/reveal"),
        events: events(staff, &opened, procedure, &people),
        papers: papers(staff, &opened, procedure),
        boards: boards(staff, procedure, matter.as_str()),
        bilingual: staff.guest.server.city.has_bilingual(state)?.then(|| format!("/translations/{matter}")),
        review: document_of(staff, &opened)?.map(|document| format!("/review?matter={document}")),
        may_bind: super::copies::may_bind(staff, &opened),
        case_file: format!("/matters/{matter}/case-file"),
        files: files::listed(staff, &opened, procedure),
        follows: follow::follows(staff, matter).await?,
        follow_to: format!("/matters/{matter}/follow"),
        missing,
        days: days(staff, &opened, procedure, today),
        remarks: comment::remarks(staff, matter).await?,
        remark_to: format!("/matters/{matter}/remarks"),
        slips: hands_out(&opened, procedure).then(|| format!("/matters/{matter}/slips")),
        approval: format!("/matters/{matter}/approval"),
        pointing: super::pointing::newest(staff, server, &opened).await?,
        links: links(staff, &opened),
        public: public(staff, &opened, today),
        flow: flow::of_matter(staff, &opened, procedure, &open_now),
        proof: Proof {
            events: state.seq,
            head: opened.stored.last().map(|event| event.hash.to_string()).unwrap_or_default(),
            command: "yifa verify".to_owned(),
        },
    })
}

async fn open_field(
    staff: &Staff,
    server: &Server,
    opened: &Opened,
    procedure: &Procedure,
    asked: &Reveal,
) -> Result<Option<FieldId>, AppError> {
    let id = FieldId::new(asked.field.clone());
    let field = procedure.field(&id).filter(|field| is_hidden(field));
    let Some(field) = field.filter(|field| may_open(staff, opened, field)) else {
        return Err(AppError::Forbidden);
    };
    let parts = vec![(Part::Field, json!(field.id.as_str())), (Part::Reason, json!(asked.reason.trim()))];
    let matter = yifa_store::MatterId::new(opened.state.matter.as_str())?;
    server.city.journal(Journalled::PersonalDataOpened, actor_to(&staff.actor), Some(matter), parts).await?;
    Ok(Some(id))
}

/// Personal data is opened by those who work at the matter's body, and by whoever can act in the matter as it stands: an office
/// that handles a government's applications must know whose they are. Sealed data is opened only by whoever recorded it.
pub(super) fn may_open(staff: &Staff, opened: &Opened, field: &Field) -> bool {
    let own_body = staff.actor.body.as_ref() == Some(&opened.state.body);
    let city = &staff.guest.server.city;
    let acts = || {
        let (state, facts) = (&opened.state, &opened.facts);
        let all = action_statuses(city.registry(), state, &staff.actor, facts, city.today());
        all.iter().any(|status| status.openness == Openness::Open)
    };
    let recorded_it = opened
        .state
        .acts
        .iter()
        .any(|act| act.values.contains_key(&field.id) && act.actor.who == staff.actor.who);
    if field.sealed { recorded_it } else { own_body || recorded_it || acts() }
}

fn actions(
    staff: &Staff,
    opened: &Opened,
    procedure: &Procedure,
    today: Date,
) -> (Vec<ActionOpen>, Vec<ActionClosed>, Vec<Missing>) {
    let lang = staff.guest.lang;
    let registry = staff.guest.server.city.registry();
    let matter = &opened.state.matter;
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    let mut missing: Vec<Missing> = Vec::new();
    let running = clocks(registry, &opened.state, &opened.facts, today);
    for status in action_statuses(registry, &opened.state, &staff.actor, &opened.facts, today) {
        let Some(action) = procedure.action(&status.action) else { continue };
        let name = words::label(lang, &action.label);
        match status.openness {
            Openness::Open => {
                let governing = running.iter().filter(|clock| clock.is_running());
                let asks = governing.filter(|clock| {
                    procedure.limit(&clock.limit).is_some_and(|limit| limit.actions.contains(&action.id))
                });
                let by = asks.filter_map(yifa_kernel::matter::Clock::last_day).min();
                open.push(ActionOpen {
                    label: name,
                    href: format!("/matters/{matter}/do/{}", action.id),
                    article: action.basis.join(lang.pick("、", ", ")),
                    by_when: by.map(|day| lang.with("server.by_when", &[("day", day.to_string())])),
                });
            }
            Openness::OpenToOthers | Openness::Closed | Openness::Elsewhere => {
                let at = matter.to_string();
                let said = status
                    .reasons
                    .iter()
                    .map(|one| (one.code, words::reason(&staff.guest, Some(procedure), one, Some(&at))));
                let said: Vec<(Code, Reason)> = said.collect();
                // What only lacks something is next; what belongs to another state or person is not.
                if status.openness == Openness::Closed && !action.to.is_empty() {
                    for (_, reason) in said.iter().filter(|(code, _)| !code.is_about_who_asks()) {
                        match missing.iter_mut().find(|one| one.reason.text == reason.text) {
                            Some(one) => one.acts.push(name.clone()),
                            None => {
                                missing.push(Missing { reason: reason.clone(), acts: vec![name.clone()] })
                            }
                        }
                    }
                }
                let reasons = said.into_iter().map(|(_, reason)| reason).collect();
                closed.push(ActionClosed { id: format!("closed-{}", action.id), label: name, reasons });
            }
        }
    }
    (open, closed, missing)
}

/// The document that can be reviewed from here: this matter's own text, else that of its parent, such as what was filed.
fn document_of(staff: &Staff, opened: &Opened) -> Result<Option<MatterId>, AppError> {
    let settings = yifa_app::review::settings(staff.guest.server.city.registry())?;
    let has_text = |state: &KernelState| settings.registers().iter().any(|register| register.has_text(state));
    let parent = opened.state.parent.as_ref().and_then(|parent| opened.facts.matters.get(&parent.matter));
    let all = std::iter::once(&opened.state).chain(parent);
    Ok(all.into_iter().find(|state| has_text(state)).map(|state| state.matter.clone()))
}

/// How long the matter stood in each state so far, in the order in which it first came there.
fn days(staff: &Staff, opened: &Opened, procedure: &Procedure, today: Date) -> Vec<StateDays> {
    let state = &opened.state;
    let mut all: Vec<(&str, StateDays)> = Vec::new();
    for (at, act) in state.acts.iter().enumerate() {
        let until = match state.acts.get(at + 1) {
            Some(next) => next.on(),
            None if state.closed => act.on(),
            None => today,
        };
        let days = words::days(act.on(), until);
        let here = at + 1 == state.acts.len();
        match all.iter_mut().find(|(id, _)| *id == act.to.as_str()) {
            Some((_, one)) => {
                one.days += days;
                one.here = here;
                one.event = act.seq;
            }
            None => {
                let label = words::state(staff.guest.lang, Some(procedure), act.to.as_str());
                all.push((act.to.as_str(), StateDays { state: label, days, event: act.seq, here }));
            }
        }
    }
    all.into_iter().map(|(_, one)| one).collect()
}

/// Whether an act of the matter has handed out slips.
fn hands_out(opened: &Opened, procedure: &Procedure) -> bool {
    let acts = opened.state.acts.iter().filter_map(|act| procedure.action(&act.action));
    acts.into_iter().any(|action| action.hands_out.is_some())
}

/// The states passed and the present one; behind it those to which one can go on from here.
fn strip(staff: &Staff, opened: &Opened, procedure: &Procedure) -> Vec<StateStep> {
    let lang = staff.guest.lang;
    let mut passed: Vec<&str> = Vec::new();
    for act in &opened.state.acts {
        if passed.last() != Some(&act.to.as_str()) {
            passed.push(act.to.as_str());
        }
    }
    let here = passed.pop();
    let mut steps: Vec<StateStep> = passed
        .iter()
        .map(|id| StateStep { label: words::state(lang, Some(procedure), id), mark: StepMark::Past })
        .collect();
    if let Some(here) = here {
        steps.push(StateStep { label: words::state(lang, Some(procedure), here), mark: StepMark::Here });
        if let Some(next) = main_road(procedure, here, &passed) {
            steps.push(StateStep { label: words::state(lang, Some(procedure), next), mark: StepMark::Ahead });
        }
    }
    steps
}

/// The first state, in the order of the definition, to which one goes on from here.
fn main_road<'a>(procedure: &'a Procedure, here: &str, passed: &[&str]) -> Option<&'a str> {
    let from_here = procedure.actions.iter().filter(|action| match &action.from {
        From::States(from) => from.iter().any(|state| state.as_str() == here),
        From::Nothing | From::Anywhere => false,
    });
    let next = from_here.flat_map(|action| action.to.iter().map(|(_, to)| to.as_str()));
    let order = |id: &str| procedure.states.iter().position(|state| state.id.as_str() == id);
    let mut all: Vec<&str> = next.filter(|to| *to != here && !passed.contains(to)).collect();
    all.sort_by_key(|id| order(id));
    all.into_iter().find(|id| order(id) > order(here))
}

pub(super) type People = std::collections::BTreeMap<PersonId, String>;

/// The names of everybody who acted.
pub(super) async fn people(server: &Server, opened: &Opened) -> Result<People, AppError> {
    let mut names = People::new();
    let acted: BTreeSet<&PersonId> =
        opened.events.iter().filter_map(|event| event.actor.as_person()).collect();
    for person in acted {
        if let Some(account) = server.city.account(person).await? {
            names.insert(person.clone(), account.name);
        }
    }
    Ok(names)
}

pub(super) fn actor_words(staff: &Staff, actor: &Actor, people: &People) -> String {
    match &actor.who {
        Who::Law => staff.guest.lang.t("server.the_law"),
        Who::Person(person) => {
            let name = people.get(person).cloned().unwrap_or_else(|| person.to_string());
            match &actor.body {
                Some(body) => staff.guest.lang.aside(&name, &words::body_name(&staff.guest, body)),
                None => name,
            }
        }
    }
}

fn events(staff: &Staff, opened: &Opened, procedure: &Procedure, people: &People) -> Vec<Event> {
    let mut all = Vec::new();
    for (recorded, stored) in opened.events.iter().zip(&opened.stored) {
        let (title, article, values) = told(staff, opened, procedure, recorded);
        let happened = recorded.stamp.happened;
        let minutes = |at: jiff::civil::DateTime| at.strftime("%Y-%m-%d %H:%M").to_string();
        let other = |at: jiff::Timestamp| {
            let at = china_time(at);
            (at.date() != happened.date()).then(|| minutes(at))
        };
        let papers = match &recorded.event {
            KernelEvent::PaperIssued { paper, .. } => {
                let title =
                    procedure.papers.get(paper).map(|paper| words::label(staff.guest.lang, &paper.label));
                let href = format!("/matters/{}/papers/{}", opened.state.matter, recorded.seq);
                vec![(title.unwrap_or_else(|| paper.to_string()), href)]
            }
            _ => Vec::new(),
        };
        all.push(Event {
            seq: recorded.seq,
            title,
            actor: actor_words(staff, &recorded.actor, people),
            by_law: recorded.actor.who == Who::Law,
            happened: minutes(happened),
            known: other(recorded.stamp.known),
            recorded: other(recorded.stamp.recorded),
            article,
            values,
            papers,
            hash: stored.hash.to_string().chars().take(12).collect(),
        });
    }
    all.reverse();
    all
}

/// What was linked: the kind of matter and what it is called. What is not around is told by the kind of the link alone.
fn linked(staff: &Staff, opened: &Opened, kind: &str, to: &MatterId) -> String {
    let lang = staff.guest.lang;
    let Some(other) = opened.facts.matters.get(to) else { return kind.to_owned() };
    let theirs = staff.guest.server.city.registry().procedure_of(other);
    let kind = theirs.map_or_else(|| kind.to_owned(), |theirs| words::label(lang, &theirs.label));
    let called = words::called(&staff.guest, other, &opened.facts);
    let number = other.number.as_deref().unwrap_or_default();
    format!("{kind}{}{called} {number}", lang.t("words.colon")).trim_end().to_owned()
}

type Told = (String, Option<String>, Vec<(String, String)>);

fn told(staff: &Staff, opened: &Opened, procedure: &Procedure, recorded: &Recorded) -> Told {
    let lang = staff.guest.lang;
    let plain = |key: &str, what: String| (lang.with(key, &[("what", what)]), None, Vec::new());
    match &recorded.event {
        KernelEvent::Opened { number, .. } => {
            plain("server.event.opened", number.clone().unwrap_or_default())
        }
        KernelEvent::Acted { action, values, .. } => {
            let definition = procedure.action(action);
            let title =
                definition.map_or_else(|| action.to_string(), |action| words::label(lang, &action.label));
            let article = definition.map(|action| action.basis.join(lang.pick("、", ", ")));
            let shown = values.iter().filter_map(|(id, value)| {
                let field = procedure.field(id).filter(|field| is_for_people(field))?;
                let text = if is_hidden(field) {
                    words::masked(value)
                } else {
                    words::value(&staff.guest, Some(field), value, Some(&opened.facts))
                };
                Some((words::label(lang, &field.label), text.chars().take(300).collect()))
            });
            (title, article, shown.collect())
        }
        KernelEvent::TakenBack { act } => {
            let taken = opened.state.acts.iter().find(|one| one.seq == *act);
            let action = taken.and_then(|one| procedure.action(&one.action));
            let label = action.map_or_else(String::new, |action| words::label(lang, &action.label));
            let day = taken.map_or_else(String::new, |one| one.on().to_string());
            plain("own.taken_back", lang.aside(&label, &day))
        }
        KernelEvent::PaperIssued { paper, number, .. } => {
            let title = procedure
                .papers
                .get(paper)
                .map_or_else(|| paper.to_string(), |paper| words::label(lang, &paper.label));
            plain("server.event.paper", format!("{title} {}", number.clone().unwrap_or_default()))
        }
        KernelEvent::TrackOpened { track, .. } => {
            let label = procedure
                .track(track)
                .map_or_else(|| track.to_string(), |track| words::label(lang, &track.label));
            plain("server.event.track", label)
        }
        KernelEvent::Linked { kind, to } => plain("server.event.linked", linked(staff, opened, kind, to)),
        KernelEvent::Disclosed { disclosure, .. } => {
            plain("server.event.disclosed", disclosed(lang, procedure, disclosure))
        }
        KernelEvent::Withdrawn { disclosure, .. } => {
            plain("server.event.withdrawn", disclosed(lang, procedure, disclosure))
        }
    }
}

fn disclosed(lang: Lang, procedure: &Procedure, id: &yifa_kernel::id::DisclosureId) -> String {
    procedure.disclosure(id).map_or_else(|| id.to_string(), |one| words::label(lang, &one.label))
}

fn papers(staff: &Staff, opened: &Opened, procedure: &Procedure) -> Vec<PaperLink> {
    let all = opened.state.papers.iter().rev().map(|issued| {
        let title =
            procedure.papers.get(&issued.paper).map(|paper| words::label(staff.guest.lang, &paper.label));
        PaperLink {
            title: title.unwrap_or_else(|| issued.paper.to_string()),
            number: issued.number.clone().unwrap_or_default(),
            issued_on: issued.on,
            href: format!("/matters/{}/papers/{}", opened.state.matter, issued.seq),
        }
    });
    all.collect()
}

fn links(staff: &Staff, opened: &Opened) -> Vec<LinkedMatter> {
    let lang = staff.guest.lang;
    let registry = staff.guest.server.city.registry();
    let state = &opened.state;
    let procedure = registry.procedure_of(state);
    let instances = state.earlier_tracks.iter().map(|(track, to)| (track, to)).chain(&state.tracks);
    let tracks = instances.map(|(track, to)| {
        let label = procedure
            .and_then(|procedure| procedure.track(track))
            .map(|track| words::label(lang, &track.label));
        (label.unwrap_or_else(|| track.to_string()), to)
    });
    let linked = state.links.iter().map(|link| (link.kind.clone(), &link.to));
    let parent = state.parent.iter().map(|parent| (lang.t("server.parent"), &parent.matter));
    let all = tracks.chain(linked).chain(parent).filter_map(|(kind, to)| {
        let other = opened.facts.matters.get(to)?;
        let theirs = registry.procedure_of(other);
        Some(LinkedMatter {
            kind: theirs.map_or(kind, |theirs| words::label(lang, &theirs.label)),
            href: format!("/matters/{to}"),
            number: other.number.clone().unwrap_or_default(),
            name: words::called(&staff.guest, other, &opened.facts),
            state: words::state(lang, theirs, other.stands.as_ref().map_or("", |state| state.as_str())),
        })
    });
    all.collect()
}

/// The boards of those procedures whose matters belong to matters of this one. What embodies a noun, an officer or a power, is
/// pointed to by everything, and has none.
fn boards(staff: &Staff, procedure: &Procedure, matter: &str) -> Vec<(String, String)> {
    if procedure.noun.is_some() {
        return Vec::new();
    }
    let registry = staff.guest.server.city.registry();
    let points = |other: &&Procedure| {
        let mut kinds = other.fields.iter().map(|field| &field.kind);
        kinds.any(|kind| matches!(kind, Kind::Matter(of) if of.contains(&procedure.id)))
            && other.id != procedure.id
            && other.parent.as_ref() != Some(&procedure.id)
    };
    let board = |other: &Procedure| {
        let href = format!("/matters?procedure={}&of={matter}&view=board", other.id);
        (words::label(staff.guest.lang, &other.label), href)
    };
    registry.procedures().filter(points).map(board).collect()
}

fn public(staff: &Staff, opened: &Opened, today: Date) -> Option<PublicPreview> {
    let registry = staff.guest.server.city.registry();
    let view = public_views(registry, &opened.state, &opened.facts, today).pop()?;
    let lang = staff.guest.lang;
    Some(PublicPreview {
        href: format!("/public/{}-{}-{}", view.procedure, view.disclosure, view.matter),
        since: view.from,
        until: view.until,
        shows: view
            .rows
            .iter()
            .map(|row| {
                let text = row.en.as_ref().filter(|_| lang == Lang::En).unwrap_or(&row.text);
                (words::label(lang, &row.label), text.as_str().to_owned())
            })
            .collect(),
        withdrawn: view.tombstone.is_some(),
    })
}
