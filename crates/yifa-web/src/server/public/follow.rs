//! Owns following one's own matter: number and code in, where it stands and by when the organ must act out.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use yifa_app::AppError;
use yifa_app::citizen::{Follower, public_actor};
use yifa_app::city::Opened;
use yifa_app::paper::PaperCopy;
use yifa_kernel::definition::Registry;
use yifa_kernel::matter::{Act, IssuedPaper, Openness, Who, action_statuses, clocks, is_by};
use yifa_kernel::procedure::{From, LimitKind, Procedure};

use super::super::guest::{Guest, page_of};
use super::super::typed::Typed;
use super::super::{Server, words};
use super::questions::is_askable;
use super::road::{Caller, Door, later, too_often};
use super::{remedy, row, spam};
use crate::face::Chrome;
use crate::portal::{PublicClock, PublicFollowPage, PublicProgressPage};

pub(super) async fn ask(guest: Guest, Extension(door): Door) -> Response {
    form(&guest, &door, String::new(), None)
}

fn form(guest: &Guest, door: &spam::Guard, number: String, fault: Option<String>) -> Response {
    form_with(guest, door, number, String::new(), fault)
}

/// The form with the code too: whoever has to wait types nothing twice.
fn form_with(
    guest: &Guest,
    door: &spam::Guard,
    number: String,
    code: String,
    fault: Option<String>,
) -> Response {
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let csrf = door.proof(guest.server.city.clock().now());
    let page = PublicFollowPage { chrome: Chrome { csrf, ..guest.public_chrome() }, number, code, fault };
    let mut response = page_of(&page);
    *response.status_mut() = status;
    response
}

pub(super) async fn find(
    guest: Guest,
    Extension(door): Door,
    State(server): State<Server>,
    Caller(caller): Caller,
    typed: Typed,
) -> Response {
    let now = server.city.clock().now();
    let number = typed.text("number").trim().to_owned();
    if !door.holds(typed.text("csrf"), now) {
        return form(&guest, &door, number, Some(guest.lang.t("public.fault.too_old")));
    }
    if let Err(seconds) = door.tried.take(&caller, now) {
        let code = typed.text("code").to_owned();
        return later(form_with(&guest, &door, number, code, Some(too_often(&guest, seconds))), seconds);
    }
    match server.city.follower_by_code(&number, typed.text("code")).await {
        Ok(Some(id)) => Redirect::to(&format!("/public/follow/{id}")).into_response(),
        // A wrong number and a wrong code are not told apart.
        Ok(None) => form(&guest, &door, number, Some(guest.lang.t("public.follow.wrong"))),
        Err(error) => guest.failed(&error),
    }
}

pub(super) async fn progress(guest: Guest, Path(id): Path<String>) -> Response {
    match opened(&guest, &id).await {
        Ok((follower, opened)) => match beside(&guest, &opened).await {
            Ok(tracks) => match remedy::of_follower(&guest, &id, &opened) {
                Ok(remedies) => page_of(&PublicProgressPage {
                    remedies,
                    published: published(&guest, &opened).await.unwrap_or_default(),
                    ..page(&guest, &id, &follower, &opened, &tracks)
                }),
                Err(error) => guest.failed(&error),
            },
            Err(error) => guest.failed(&error),
        },
        Err(error) => guest.failed(&error),
    }
}

async fn opened(guest: &Guest, id: &str) -> Result<(Follower, Opened), AppError> {
    let city = &guest.server.city;
    let missing = || AppError::NotFound(guest.address.clone());
    let follower = city.follower(id).await?.ok_or_else(missing)?;
    city.sweep_matter(&follower.matter).await?;
    let opened = city.open_matter(&follower.matter).await?;
    Ok((follower, opened))
}

/// The matters that run beside a followed one now, such as a hearing.
async fn beside(guest: &Guest, opened: &Opened) -> Result<Vec<Opened>, AppError> {
    let mut all = Vec::new();
    for track in opened.state.tracks.values() {
        let one = guest.server.city.open_matter(track).await?;
        if !one.state.closed {
            all.push(one);
        }
    }
    Ok(all)
}

fn page(
    guest: &Guest,
    id: &str,
    follower: &Follower,
    opened: &Opened,
    tracks: &[Opened],
) -> PublicProgressPage {
    let lang = guest.lang;
    let city = &guest.server.city;
    let registry = city.registry();
    let state = &opened.state;
    let procedure = registry.procedure_of(state);
    let visits = visits(registry, follower, opened);
    let stands = state.stands.as_ref().map_or("", |stands| stands.as_str());
    PublicProgressPage {
        chrome: guest.public_chrome(),
        title: procedure.map_or_else(String::new, |one| words::label(lang, &one.label)),
        reference: follower.reference.clone(),
        number: state.number.clone(),
        body: words::body_name(guest, &state.body),
        state: words::state(lang, procedure, stands),
        over: state.closed,
        clocks: procedure
            .filter(|_| !visits)
            .map(|one| public_clocks(guest, one, opened))
            .unwrap_or_default(),
        visits,
        steps: state
            .acts
            .iter()
            // What leaves the matter where it was is the organ's own business.
            .filter(
                |act| if visits { by(registry, act, follower) } else { act.from.as_ref() != Some(&act.to) },
            )
            .map(|act| {
                let action = procedure.and_then(|one| one.action(&act.action));
                let own = by(registry, act, follower);
                let label = action.map(|action| if own { action.online_label() } else { &action.label });
                let label = label.map_or_else(String::new, |label| words::label(lang, label));
                // Other acts that no longer count have been done again: only one's own are named so.
                (act.on(), label, act.cleared && visits)
            })
            .collect(),
        papers: procedure.map(|one| papers(guest, id, one, follower, opened)).unwrap_or_default(),
        forms: forms(guest, id, follower, opened, tracks),
        remedies: Vec::new(),
        published: Vec::new(),
    }
}

/// What of the matter is public now, such as the answers to the comments on a draft.
async fn published(guest: &Guest, opened: &Opened) -> Result<Vec<(String, String)>, AppError> {
    let city = &guest.server.city;
    let matter = yifa_store::MatterId::new(opened.state.matter.as_str())?;
    let all = city.store().disclosures_of(city.jurisdiction(), &matter, city.today()).await?;
    let public = all.iter().filter(|row| row.disclosure.withdrawn_on.is_none());
    let named = public.filter_map(|one| {
        let (_, kind) = row::of_kind(guest, &one.disclosure.kind)?;
        Some((words::label(guest.lang, &kind.label), format!("/public/{}", one.disclosure.slug)))
    });
    Ok(named.collect())
}

/// Whether somebody only acted in a matter that another one opened: a draft, a hearing. The matter is not theirs; they see
/// what they did, and what they can do.
fn visits(registry: &Registry, follower: &Follower, opened: &Opened) -> bool {
    follower.party.is_none() && !opened.state.acts.first().is_some_and(|act| by(registry, act, follower))
}

/// Whether a follower did an act, or an office entered it for them.
fn by(registry: &Registry, act: &Act, follower: &Follower) -> bool {
    is_by(registry, act, &Who::Person(follower.person.clone()))
}

/// The organ's duties that still run, and those that were missed.
fn public_clocks(guest: &Guest, procedure: &Procedure, opened: &Opened) -> Vec<PublicClock> {
    let city = &guest.server.city;
    let today = city.today();
    let all = clocks(city.registry(), &opened.state, &opened.facts, today);
    let duties = all.iter().filter(|clock| {
        clock.is_running() && matches!(clock.kind, LimitKind::Duty | LimitKind::Silence | LimitKind::LongStop)
    });
    duties
        .filter_map(|clock| {
            let shown = words::clock(guest, procedure, clock, today)?;
            Some(PublicClock { title: shown.title, due: shown.due?, left: shown.left, basis: shown.article })
        })
        .collect()
}

/// The papers that a follower may read: those that the opening act issued and those that are for its reader, for whoever
/// opened the matter; those that were served on the party, for a party.
fn own_papers(
    registry: &Registry,
    procedure: &Procedure,
    follower: &Follower,
    opened: &Opened,
) -> Vec<(u64, String, String)> {
    let own = |paper: &IssuedPaper| match &follower.party {
        Some(party) => {
            procedure.papers.get(&paper.paper).is_some_and(|one| one.access.as_ref() == Some(party))
        }
        None if visits(registry, follower, opened) => false,
        None => {
            procedure.action(&paper.action).is_some_and(|action| action.from == From::Nothing)
                || procedure.papers.get(&paper.paper).is_some_and(|one| one.to_opener)
        }
    };
    let issued = opened.state.papers.iter().filter(|paper| own(paper));
    issued
        .filter_map(|paper| {
            let label = &procedure.papers.get(&paper.paper)?.label;
            Some((paper.seq, label.zh.clone(), label.en.clone()))
        })
        .collect()
}

fn papers(
    guest: &Guest,
    id: &str,
    procedure: &Procedure,
    follower: &Follower,
    opened: &Opened,
) -> Vec<(String, String)> {
    let own = own_papers(guest.server.city.registry(), procedure, follower, opened).into_iter();
    own.map(|(seq, zh, en)| {
        (guest.lang.pick(&zh, &en).to_owned(), format!("/public/follow/{id}/papers/{seq}"))
    })
    .collect()
}

/// What the follower can do now: in the matter itself, and in those that run beside it.
fn forms(
    guest: &Guest,
    id: &str,
    follower: &Follower,
    opened: &Opened,
    tracks: &[Opened],
) -> Vec<(String, String)> {
    let mut all = forms_in(guest, follower, opened, &format!("follow={id}"));
    for track in tracks {
        let query = format!("follow={id}&track={}", track.state.matter);
        all.extend(forms_in(guest, follower, track, &query));
    }
    all
}

fn forms_in(guest: &Guest, follower: &Follower, opened: &Opened, query: &str) -> Vec<(String, String)> {
    let (registry, today) = (guest.server.city.registry(), guest.server.city.today());
    let Some(procedure) = registry.procedure_of(&opened.state) else { return Vec::new() };
    let mut all: Vec<(String, String)> = Vec::new();
    for role in registry.roles().iter().filter(|role| registry.is_outside(&role.id)) {
        let actor = public_actor(&follower.person, &role.id);
        let statuses = action_statuses(registry, &opened.state, &actor, &opened.facts, today);
        let open = statuses.iter().filter(|status| status.openness == Openness::Open);
        let open = open.filter_map(|status| procedure.action(&status.action));
        // What is for the people of another body, such as a respondent's answer, is not for a party.
        for action in open.filter(|action| action.of.is_empty()) {
            let href = format!("/public/do/{}/{}?{query}", procedure.id, action.id);
            if is_askable(registry, procedure, action) && !all.iter().any(|(_, other)| *other == href) {
                all.push((words::label(guest.lang, action.online_label()), href));
            }
        }
    }
    all
}

pub(super) async fn paper(
    guest: Guest,
    State(server): State<Server>,
    Path((id, seq)): Path<(String, u64)>,
) -> Response {
    let found = opened(&guest, &id).await.and_then(|(follower, opened)| {
        let procedure = server.city.registry().procedure_of(&opened.state);
        let own = procedure.is_some_and(|one| {
            own_papers(server.city.registry(), one, &follower, &opened).iter().any(|(at, ..)| *at == seq)
        });
        let party = opened.state.papers.iter().find(|paper| paper.seq == seq);
        let party = party.and_then(|paper| procedure?.papers.get(&paper.paper)?.access.as_ref());
        // The code is the party's alone: who opened the matter reads the same paper without it.
        let copy = match party {
            Some(party) if follower.party.as_ref() != Some(party) => PaperCopy::Reading { personal: true },
            Some(_) | None => PaperCopy::Serving,
        };
        if own { Ok((follower, copy)) } else { Err(AppError::NotFound(guest.address.clone())) }
    });
    let made = match found {
        Ok((follower, copy)) => {
            match server.city.paper_copy(&follower.matter, seq, &server.address, copy).await {
                Ok(made) => made.pdf().await,
                Err(error) => Err(error),
            }
        }
        Err(error) => Err(error),
    };
    match made {
        Ok(pdf) => {
            let headers = [
                (header::CONTENT_TYPE, "application/pdf".to_owned()),
                (header::CONTENT_DISPOSITION, format!("inline; filename=\"yifa-{seq}.pdf\"")),
            ];
            (headers, pdf.bytes).into_response()
        }
        Err(error) => guest.failed(&error),
    }
}
