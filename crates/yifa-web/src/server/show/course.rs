//! Owns what happened in a matter: its events in words, with who did them.

use std::collections::BTreeSet;

use yifa_app::AppError;
use yifa_app::city::Opened;
use yifa_kernel::id::{MatterId, PersonId};
use yifa_kernel::matter::{Actor, Event as KernelEvent, Recorded, Who};
use yifa_kernel::procedure::Procedure;
use yifa_law::calendar::china_time;

use crate::face::Lang;
use crate::pages::matter::Event;
use crate::server::act::is_hidden;
use crate::server::guest::Staff;
use crate::server::recorded::is_for_people;
use crate::server::{Server, words};

pub(in crate::server) type People = std::collections::BTreeMap<PersonId, String>;

/// The names of everybody who acted.
pub(in crate::server) async fn people(server: &Server, opened: &Opened) -> Result<People, AppError> {
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

pub(in crate::server) fn actor_words(staff: &Staff, actor: &Actor, people: &People) -> String {
    let name = actor.as_person().and_then(|person| people.get(person));
    words::actor(&staff.guest, actor, name.map(String::as_str))
}

pub(super) fn events(staff: &Staff, opened: &Opened, procedure: &Procedure, people: &People) -> Vec<Event> {
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
            let article = definition.map(|action| staff.guest.articles(&action.basis));
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
