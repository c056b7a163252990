//! Owns the page of a matter: filled from its events, its clocks and what may be done with it.

mod course;
mod standing;

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
use yifa_kernel::id::{FieldId, MatterId};
use yifa_kernel::matter::{Openness, State as KernelState, action_statuses, clocks, may_see};
use yifa_kernel::procedure::{Field, Procedure};

use self::course::events;
pub(super) use self::course::{People, people};
use self::standing::{Actions, actions, days, strip};
use super::act::is_hidden;
use super::guest::{Staff, is_ours, page_of};
use super::{Server, comment, files, flow, follow, recorded, words};
use crate::components::{ClockView, Crumb};
use crate::face::{Lang, Nav};
use crate::pages::matter::{LinkedMatter, MatterPage, PaperLink, Proof, PublicPreview};

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
    let Actions { open, also, closed, missing, waits } = actions(staff, &opened, procedure, today);
    let open_now: Vec<&str> =
        open.iter().chain(&also).filter_map(|one| one.href.rsplit('/').next()).collect();
    let open_now: Vec<String> = open_now.into_iter().map(ToOwned::to_owned).collect();
    let name = words::called(&staff.guest, state, &opened.facts);
    let people = people(server, &opened).await?;
    let number = state.number.clone().unwrap_or_default();
    let mut data = recorded::data(staff, &opened, procedure, revealed.as_ref());
    super::cites::remark(staff, procedure, &state.fields, &mut data).await?;
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
        also,
        waits,
        closed,
        data,
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
    let recorded_it = opened
        .state
        .acts
        .iter()
        .any(|act| act.values.contains_key(&field.id) && act.actor.who == staff.actor.who);
    if field.sealed { recorded_it } else { own_body || recorded_it || acts_now(staff, opened) }
}

/// Whether somebody can do something in a matter as it stands.
pub(super) fn acts_now(staff: &Staff, opened: &Opened) -> bool {
    let city = &staff.guest.server.city;
    let (state, facts) = (&opened.state, &opened.facts);
    let all = action_statuses(city.registry(), state, &staff.actor, facts, city.today());
    all.iter().any(|status| status.openness == Openness::Open)
}

/// The document that can be reviewed from here: this matter's own text, else that of its parent, such as what was filed.
fn document_of(staff: &Staff, opened: &Opened) -> Result<Option<MatterId>, AppError> {
    let settings = yifa_app::review::settings(staff.guest.server.city.registry())?;
    let has_text = |state: &KernelState| settings.registers().iter().any(|register| register.has_text(state));
    let parent = opened.state.parent.as_ref().and_then(|parent| opened.facts.matters.get(&parent.matter));
    let all = std::iter::once(&opened.state).chain(parent);
    Ok(all.into_iter().find(|state| has_text(state)).map(|state| state.matter.clone()))
}

/// Whether an act of the matter has handed out slips.
fn hands_out(opened: &Opened, procedure: &Procedure) -> bool {
    let acts = opened.state.acts.iter().filter_map(|act| procedure.action(&act.action));
    acts.into_iter().any(|action| action.hands_out.is_some())
}

fn papers(staff: &Staff, opened: &Opened, procedure: &Procedure) -> Vec<PaperLink> {
    let serves = super::papers::may_serve(staff, opened);
    let all = opened.state.papers.iter().rev().map(|issued| {
        let paper = procedure.papers.get(&issued.paper);
        let title = paper.map(|paper| words::label(staff.guest.lang, &paper.label));
        let has_code = paper
            .and_then(|paper| paper.access.as_ref())
            .is_some_and(|party| opened.state.number.is_some() && opened.state.fields.contains_key(party));
        PaperLink {
            serving: (serves && has_code)
                .then(|| format!("/matters/{}/papers/{}/serving-copy", opened.state.matter, issued.seq)),
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
