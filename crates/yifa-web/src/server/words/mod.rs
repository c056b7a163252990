//! Owns the words: kernel values and states as pages show them, in three languages; `clock` the clocks, `refusal` the reasons.

mod clock;
mod refusal;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use yifa_kernel::disclosure::mask_value;
use yifa_kernel::matter::{self, Actor, Facts, State, Who};
use yifa_kernel::procedure::{Field, FieldHolds, Label, Procedure};
use yifa_kernel::value::Value;
use yifa_kernel::words::figures;

pub(crate) use self::clock::{bare_steps, clock};
pub(super) use self::clock::{days, kind, left_until, level, stored_level};
pub(crate) use self::refusal::reason;
pub(super) use self::refusal::{refusal, with_choices};
use super::guest::Guest;
use super::{Server, articles};
use crate::components::Tone;
use crate::face::Lang;

/// A definition's label in the page's language.
pub(crate) fn label(lang: Lang, label: &Label) -> String {
    lang.pick(&label.zh, &label.en).to_owned()
}

/// What helps whoever fills a field in, if it is written in the page's language.
pub(in crate::server) fn help(lang: Lang, field: &Field) -> Option<String> {
    field.help.as_ref().map(|help| label(lang, help)).filter(|help| !help.is_empty())
}

/// The machine failed: the cause goes to the operator, a number to the person.
pub(super) fn fault(_: &Server, error: &yifa_app::AppError) -> Response {
    let number = format!("F{:08x}", rand::random::<u32>());
    tracing::error!(%number, %error, "a request failed");
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        format!("系统故障，请报告编号 {number} / the system failed, please report {number}\n"),
    )
        .into_response()
}

/// The label of a matter's state.
pub(crate) fn state(lang: Lang, procedure: Option<&Procedure>, id: &str) -> String {
    let found = procedure.and_then(|procedure| procedure.state(&id.into()));
    found.map_or_else(|| id.to_owned(), |state| label(lang, &state.label))
}

/// A moment in China, to the minute.
pub(super) fn moment(at: jiff::Timestamp) -> String {
    yifa_law::calendar::china_time(at).strftime("%Y-%m-%d %H:%M").to_string()
}

/// How a state is coloured.
pub(super) fn tone(is_final: bool) -> Tone {
    if is_final { Tone::End } else { Tone::Running }
}

/// Who acted. Nobody of the public has an account, so that there is no name to give: the role says who it was, and no body,
/// since a citizen who writes to a body is not of it.
pub(in crate::server) fn actor(guest: &Guest, actor: &Actor, name: Option<&str>) -> String {
    let Who::Person(person) = &actor.who else { return guest.lang.t("server.the_law") };
    let role = guest.server.city.registry().role(&actor.role);
    if let Some(role) = role.filter(|role| name.is_none() && role.is_of_public()) {
        return label(guest.lang, &role.label);
    }
    let name = name.map_or_else(|| person.to_string(), ToOwned::to_owned);
    actor.body.as_ref().map_or_else(|| name.clone(), |body| guest.lang.aside(&name, &body_name(guest, body)))
}

pub(crate) fn body_name(guest: &Guest, id: &yifa_kernel::id::BodyId) -> String {
    let bodies = guest.server.city.bodies();
    bodies.get(id).map_or_else(|| id.to_string(), |body| guest.lang.pick(&body.name, &body.en).to_owned())
}

/// The bodies behind a store row.
pub(super) fn body_named(guest: &Guest, id: &str) -> String {
    body_name(guest, &yifa_kernel::id::BodyId::new(id))
}

// ---- values ----

/// A value in words: choices by label, bodies by name, matters by what they are called.
pub(crate) fn value(guest: &Guest, field: Option<&Field>, value_: &Value, facts: Option<&Facts>) -> String {
    let lang = guest.lang;
    match value_ {
        Value::Bool(true) => lang.t("words.yes"),
        Value::Bool(false) => lang.t("words.no"),
        Value::Money(fen) => lang.with("server.yuan", &[("n", figures(*fen))]),
        Value::Date(day) => day.to_string(),
        Value::Instant(at) => at.strftime("%Y-%m-%d %H:%M").to_string(),
        Value::Choice(word) => {
            let choices = field.into_iter().flat_map(|field| {
                field.choices.iter().chain(field.columns.iter().flat_map(|column| &column.choices))
            });
            let mut found = choices.filter(|(id, _)| id == word).map(|(_, one)| label(lang, one));
            found.next().unwrap_or_else(|| word.clone())
        }
        Value::Text(id) if field.is_some_and(|field| field.holds == Some(FieldHolds::Measure)) => {
            let measure = guest.server.city.registry().measure(&id.as_str().into());
            measure.map_or_else(|| id.clone(), |measure| label(lang, &measure.label))
        }
        Value::Cite(cite) => articles::named(guest.server.city.registry(), lang, &cite.text),
        Value::Body(id) => body_name(guest, id),
        Value::Person(id) => guest.server.city.names().get(id).cloned().unwrap_or_else(|| id.to_string()),
        Value::Matter(id) => match facts.and_then(|facts| Some((facts, facts.matters.get(id)?))) {
            Some((facts, other)) => matter::called(guest.server.city.registry(), other, facts),
            None => id.to_string(),
        },
        Value::List(all) if all.is_empty() => lang.t("words.none"),
        Value::List(all) => {
            let all: Vec<String> = all.iter().map(|one| value(guest, field, one, facts)).collect();
            all.join(lang.pick("、", ", "))
        }
        Value::Party(party) => {
            let more = [party.code.as_deref(), party.address.as_deref(), party.phone.as_deref()];
            let more: Vec<&str> = more.into_iter().flatten().collect();
            if more.is_empty() {
                party.name.clone()
            } else {
                lang.aside(&party.name, &more.join(lang.pick("，", ", ")))
            }
        }
        Value::Table(rows) if rows.is_empty() => lang.t("words.none"),
        Value::Table(rows) => {
            let columns = field.map(|field| field.columns.as_slice()).unwrap_or_default();
            let rows = rows.iter().map(|row| {
                let cells = columns.iter().filter_map(|column| Some((column, row.get(&column.id)?)));
                let cells = cells.map(|(column, cell)| {
                    let said = value(guest, field, cell, facts);
                    format!("{}{}{said}", label(lang, &column.label), lang.t("words.colon"))
                });
                cells.collect::<Vec<_>>().join(lang.pick("，", ", "))
            });
            rows.collect::<Vec<_>>().join(lang.pick("；", "; "))
        }
        other => other.to_string(),
    }
}

/// A personal value as somebody sees it who has not opened it.
pub(super) fn masked(value: &Value) -> String {
    mask_value(value)
}

/// How a matter is called.
pub(crate) fn called(guest: &Guest, state: &State, facts: &Facts) -> String {
    matter::called(guest.server.city.registry(), state, facts)
}
