//! Owns the question to which body something new goes: which ones are offered, which one is competent as far as the answers
//! tell it, and what whoever chooses another one is told. It is never refused here: whether it is competent is for the body
//! to judge that receives it.

use yifa_kernel::id::BodyId;
use yifa_kernel::matter::{competent_body, offered_bodies};
use yifa_kernel::procedure::{Action, Addressed, Procedure};

use super::super::guest::Guest;
use super::super::typed::Typed;
use super::super::words;
use super::questions::{BODY, body_among, body_choice};
use crate::components::{Control, Reason};

/// What the answers tell of the competent body.
enum Competent {
    /// Nothing yet, or the definition does not say.
    Untold,
    /// It is none of the bodies here.
    NoneHere,
    /// This one.
    Is(BodyId),
}

fn competent(guest: &Guest, procedure: &Procedure, action: &Action, typed: &Typed) -> Competent {
    let Some(addressed) = action.addressed.as_ref().filter(|one| one.to.is_some()) else {
        return Competent::Untold;
    };
    let (answers, _) = typed.values(procedure, action);
    if addressed.looks_at().into_iter().any(|id| !answers.contains_key(id)) {
        return Competent::Untold;
    }
    let city = &guest.server.city;
    let found = competent_body(city.registry(), procedure, addressed, &answers, &city.bodies(), city.today());
    found.map_or(Competent::NoneHere, Competent::Is)
}

/// Help, choice, articles, and what to heed where nobody here is competent.
pub(super) type Asked = (Option<String>, Control, Option<String>, Option<String>);

/// What the question shows.
pub(super) fn asked(guest: &Guest, procedure: &Procedure, action: &Action, typed: &Typed) -> Asked {
    let (lang, picked) = (guest.lang, typed.text(BODY));
    let Some(addressed) = &action.addressed else {
        return (Some(lang.t("public.body_help")), body_choice(guest, picked), None, None);
    };
    let competent = competent(guest, procedure, action, typed);
    let note = addressed.note.as_ref().map(|note| words::label(lang, note));
    let (told, heed) = match &competent {
        Competent::Untold => (None, None),
        Competent::NoneHere => (None, Some(lang.t("public.competent.none"))),
        Competent::Is(body) => {
            (Some(lang.with("public.competent.is", &[("body", words::body_name(guest, body))])), None)
        }
    };
    let help: Vec<String> = told.into_iter().chain(note).collect();
    let picked = match &competent {
        Competent::Is(body) if picked.is_empty() => body.as_str(),
        _ => picked,
    };
    let control = choice(guest, procedure, addressed, picked);
    (Some(help.join("\n")), control, Some(guest.articles(&addressed.basis)), heed)
}

/// The bodies that are offered, and the one that is chosen already.
fn choice(guest: &Guest, procedure: &Procedure, addressed: &Addressed, picked: &str) -> Control {
    let city = &guest.server.city;
    let bodies = city.bodies();
    let mut among = offered_bodies(city.registry(), procedure, addressed, &bodies, city.today());
    let chosen = bodies.get(&BodyId::new(picked));
    among.extend(chosen.filter(|chosen| !among.iter().any(|one| one.id == chosen.id)));
    body_among(guest, among.into_iter(), picked)
}

/// What is told before it is sent, where another body than the competent one was chosen.
pub(super) fn doubt(guest: &Guest, procedure: &Procedure, action: &Action, typed: &Typed) -> Option<Reason> {
    let (lang, addressed) = (guest.lang, action.addressed.as_ref()?);
    let chosen = Some(typed.text(BODY)).filter(|chosen| !chosen.is_empty())?;
    let text = match competent(guest, procedure, action, typed) {
        Competent::Is(body) if body.as_str() != chosen => {
            let names =
                [("chosen", words::body_named(guest, chosen)), ("body", words::body_name(guest, &body))];
            lang.with("public.competent.another", &names)
        }
        Competent::NoneHere => lang.t("public.competent.none"),
        Competent::Untold | Competent::Is(_) => return None,
    };
    let otherwise = addressed.otherwise.as_ref().map(|one| words::label(lang, one));
    let all: Vec<String> = std::iter::once(text).chain(otherwise).collect();
    Some(Reason {
        text: all.join(lang.pick("", " ")),
        article: Some(guest.articles(&addressed.basis)),
        next: Some(lang.t("public.answers.change")),
        ..Reason::default()
    })
}
