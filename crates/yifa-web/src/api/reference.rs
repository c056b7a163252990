//! Owns what a neighbour needs beside matters: who it is, procedures, bodies, instruments, figures, days.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use yifa_app::token::Scope;
use yifa_kernel::id::{MeasureId, ProcedureId};
use yifa_kernel::matter::Clock;
use yifa_kernel::measure::Figure;
use yifa_kernel::procedure::{DECIMAL, From, Length, Measure, MeasureKind, Procedure, Unit};
use yifa_law::fold::fold;
use yifa_law::limit::{LeadRoll, Roll, due, latest_before};
use yifa_store::{FigureQuery, Outcome};

use super::answer;
use super::caller::Caller;
use super::matter::{body_path, day, label, paging, step};
use super::problem::Problem;
use super::query::Asked;
use crate::server::{Server, limits, words};

/// A query that asks for nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

fn nowhere(caller: &Caller) -> Problem {
    Problem::new(caller.guest.lang, StatusCode::NOT_FOUND, "nowhere")
}

pub(super) async fn me(caller: Caller, headers: HeaderMap, _: Asked<Nothing>) -> Result<Response, Problem> {
    caller.must(Scope::Read)?;
    let token = &caller.bearer.token;
    let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.word()).collect();
    let body = json!({ "person": token.person.as_str(), "role": token.post.role.as_str(),
        "body": token.post.body.as_str(), "scopes": scopes, "ends_at": token.ends_at.to_string() });
    Ok(answer::json(&headers, &body, None))
}

// ---- definitions ----

fn head(procedure: &Procedure) -> Json {
    json!({ "procedure": procedure.id.as_str(), "version": procedure.version.as_str(), "label": label(&procedure.label),
        "parent": procedure.parent.as_ref().map(|parent| parent.as_str()), "basis": procedure.basis })
}

pub(super) async fn procedures(
    caller: Caller,
    State(server): State<Server>,
    headers: HeaderMap,
    _: Asked<Nothing>,
) -> Result<Response, Problem> {
    caller.must(Scope::Read)?;
    let items: Vec<Json> = server.city.registry().procedures().map(head).collect();
    Ok(answer::json(&headers, &json!({ "items": items }), None))
}

pub(super) async fn procedure(
    caller: Caller,
    State(server): State<Server>,
    Path(id): Path<String>,
    headers: HeaderMap,
    _: Asked<Nothing>,
) -> Result<Response, Problem> {
    caller.must(Scope::Read)?;
    let found = server.city.registry().latest(&ProcedureId::new(id)).ok_or_else(|| nowhere(&caller))?;
    let states = found.states.iter().map(
        |state| json!({ "state": state.id.as_str(), "label": label(&state.label), "final": state.is_final }),
    );
    let actions = found.actions.iter().map(|action| {
        let by: Vec<&str> = action.by.iter().map(|role| role.as_str()).collect();
        json!({ "action": action.id.as_str(), "label": label(&action.label), "opens": action.from == From::Nothing,
            "by": by, "basis": action.basis })
    });
    let limits = found.limits.iter().map(|limit| {
        json!({ "limit": limit.id.as_str(), "label": label(&limit.label),
            "kind": format!("{:?}", limit.kind).to_lowercase(),
            "within": limit.within.map(|length| length.to_string()), "basis": limit.basis })
    });
    let mut body = head(found);
    body["states"] = states.collect();
    body["actions"] = actions.collect();
    body["limits"] = limits.collect();
    Ok(answer::json(&headers, &body, None))
}

pub(super) async fn bodies(
    caller: Caller,
    State(server): State<Server>,
    headers: HeaderMap,
    _: Asked<Nothing>,
) -> Result<Response, Problem> {
    caller.must(Scope::Read)?;
    let bodies = server.city.bodies();
    let items = bodies.iter().map(|body| {
        json!({ "body": body.id.as_str(), "label": { "zh": body.name, "en": body.en }, "kind": body.kind.word(),
            "parent": body.parent.as_ref().map(|parent| parent.as_str()),
            "valid_from": body.valid_from.to_string(), "valid_to": body.valid_to.map(|day| day.to_string()) })
    });
    Ok(answer::json(&headers, &json!({ "items": items.collect::<Vec<_>>() }), None))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Instruments {
    q: Option<String>,
    in_force_on: Option<String>,
    limit: Option<u32>,
    cursor: Option<String>,
}

/// The position that a cursor of this list names: digits, and at least one of them.
fn position(cursor: &str) -> Option<usize> {
    let fits = cursor.len() <= 9 && cursor.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| cursor.parse().ok()).flatten()
}

pub(super) async fn instruments(
    caller: Caller,
    State(server): State<Server>,
    headers: HeaderMap,
    Asked(asked): Asked<Instruments>,
) -> Result<Response, Problem> {
    caller.must(Scope::Read)?;
    let lang = caller.guest.lang;
    let in_force_on = day(&caller, "in_force_on", asked.in_force_on.as_deref())?;
    let (limit, _) = paging(&caller, asked.limit, None)?;
    let start = match asked.cursor.as_deref() {
        None => 0,
        Some(text) => position(text).ok_or_else(|| Problem::lost(lang))?,
    };
    let unfit =
        |q: &String| q.trim().is_empty() || q.chars().any(char::is_control) || q.chars().count() > 200;
    if asked.q.as_ref().is_some_and(unfit) {
        return Err(Problem::no(lang, "q", "words"));
    }
    let text = asked.q.as_deref().map(|q| fold(q.trim()).into_owned());
    let today = in_force_on.unwrap_or_else(|| server.city.today());
    let library = server.city.registry().library();
    let found: Vec<_> = library
        .iter()
        .filter(|one| text.as_ref().is_none_or(|text| one.facts.title.contains(text.as_str())))
        .map(|one| (one, one.in_force_from <= today && one.ended_on.is_none_or(|end| today < end)))
        .filter(|(_, in_force)| in_force_on.is_none() || *in_force)
        .collect();
    let shown = found.iter().skip(start).take(limit as usize).map(|(one, in_force)| {
        json!({ "title": one.facts.title, "en": one.facts.en, "number": one.facts.number,
            "rank": format!("{:?}", one.facts.rank).to_lowercase(), "promulgated": one.promulgated.to_string(),
            "in_force_from": one.in_force_from.to_string(), "ended_on": one.ended_on.map(|day| day.to_string()),
            "in_force": in_force, "articles": one.facts.articles })
    });
    let end = start.saturating_add(limit as usize);
    let next = (end < found.len()).then(|| end.to_string());
    Ok(answer::listed(&headers, shown.collect(), next, &format!("/api{}", caller.guest.address)))
}

// ---- figures ----

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Figures {
    year: Option<i16>,
    body: Option<String>,
}

fn year_of(caller: &Caller, year: Option<i16>) -> Result<i16, Problem> {
    let year = year.unwrap_or_else(|| caller.guest.server.city.today().year());
    let fits = (1949..=9998).contains(&year);
    if fits { Ok(year) } else { Err(Problem::no(caller.guest.lang, "year", "year")) }
}

/// A decimal of ten-thousandths without needless zeros.
fn decimal(kind: MeasureKind, value: i64) -> String {
    match kind {
        MeasureKind::Sum => value.to_string(),
        MeasureKind::Count | MeasureKind::Milestone | MeasureKind::Rate | MeasureKind::Refusals => {
            let (whole, rest) = (value / DECIMAL, value % DECIMAL);
            let rest = format!("{rest:04}");
            let rest = rest.trim_end_matches('0');
            if rest.is_empty() { whole.to_string() } else { format!("{whole}.{rest}") }
        }
    }
}

fn measure(measure: &Measure, figure: Figure) -> Json {
    json!({ "measure": measure.id.as_str(), "label": label(&measure.label), "of": measure.of().map(|of| of.as_str()),
        "kind": format!("{:?}", measure.kind).to_lowercase(),
        "value": figure.value(measure.kind).map(|value| decimal(measure.kind, value)), "counted": figure.counted,
        "hit": figure.hit, "missed": figure.missed, "pending": figure.pending, "amount": figure.amount,
        "basis": measure.basis })
}

pub(super) async fn measures(
    caller: Caller,
    State(server): State<Server>,
    headers: HeaderMap,
    Asked(asked): Asked<Figures>,
) -> Result<Response, Problem> {
    caller.must(Scope::Read)?;
    let year = year_of(&caller, asked.year)?;
    let path = body_path(&caller, asked.body.as_deref())?;
    let all = server.city.year_figures(&[], year, path, false).await;
    let all = all.map_err(|error| Problem::of(&caller.guest, &error))?;
    let items: Vec<Json> = server
        .city
        .registry()
        .measures()
        .map(|one| {
            let figure = all.iter().find(|figure| figure.measure == one.id).map(|found| found.figure);
            measure(one, figure.unwrap_or_default())
        })
        .collect();
    Ok(answer::json(&headers, &json!({ "year": year, "items": items }), None))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Behind {
    year: Option<i16>,
    body: Option<String>,
    outcome: Option<String>,
    limit: Option<u32>,
    cursor: Option<String>,
}

pub(super) async fn measure_matters(
    caller: Caller,
    State(server): State<Server>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Asked(asked): Asked<Behind>,
) -> Result<Response, Problem> {
    caller.must(Scope::Read)?;
    let city = &server.city;
    let found = city.registry().measure(&MeasureId::new(id)).ok_or_else(|| nowhere(&caller))?;
    let year = year_of(&caller, asked.year)?;
    let outcome = match asked.outcome.as_deref() {
        None => None,
        Some("hit") => Some(Outcome::Hit),
        Some("missed") => Some(Outcome::Missed),
        Some("pending") => Some(Outcome::Pending),
        Some(_) => return Err(Problem::no(caller.guest.lang, "outcome", "outcome")),
    };
    let (limit, after) = paging(&caller, asked.limit, asked.cursor.as_deref())?;
    let today = city.today();
    let query = FigureQuery {
        body: None,
        measures: vec![found.id.to_string()],
        body_path: body_path(&caller, asked.body.as_deref())?,
        from: Date::new(year, 1, 1).unwrap_or(Date::ZERO),
        until: Date::new(year, 12, 31).unwrap_or(Date::ZERO),
        as_of: today,
    };
    let page = city.store().figure_rows(city.jurisdiction(), &query, outcome, after.as_ref(), limit).await;
    let page = page.map_err(|error| Problem::of(&caller.guest, &error.into()))?;
    let items = page.rows.iter().map(|row| {
        let one = &row.figure;
        let outcome = match (one.hit >= one.counted, one.late_after) {
            (true, _) => "hit",
            (false, Some(late)) if today <= late => "pending",
            (false, _) => "missed",
        };
        json!({ "matter": row.matter.as_str(), "on": one.on.to_string(), "body": one.body, "outcome": outcome,
            "amount": one.amount })
    });
    Ok(answer::page(&headers, items.collect(), page.next.as_ref(), &format!("/api{}", caller.guest.address)))
}

// ---- days ----

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    from: String,
    n: u32,
    unit: String,
    #[serde(default)]
    roll: Option<bool>,
    #[serde(default)]
    before: Option<bool>,
}

pub(super) async fn limit(
    caller: Caller,
    State(server): State<Server>,
    headers: HeaderMap,
    Asked(asked): Asked<Wanted>,
) -> Result<Response, Problem> {
    caller.must(Scope::Read)?;
    let lang = caller.guest.lang;
    let from = day(&caller, "from", Some(&asked.from))?.ok_or_else(|| Problem::no(lang, "from", "day"))?;
    let units = [Unit::CalendarDay, Unit::WorkingDay, Unit::Month, Unit::Year];
    let unit = units.into_iter().find(|unit| unit.as_str() == asked.unit);
    let unit = unit.ok_or_else(|| Problem::no(lang, "unit", "unit"))?;
    if !(1..=36_500).contains(&asked.n) {
        return Err(Problem::no(lang, "n", "count"));
    }
    let impossible = |fault: yifa_law::limit::LimitFault| {
        Problem::new(lang, StatusCode::CONFLICT, "impossible").saying(limits::impossible(lang, &fault))
    };
    let length = Length::new(asked.n, unit).map_err(impossible)?;
    let calendar = server.city.registry().calendar();
    let roll = asked.roll.unwrap_or(true);
    let (on, counted, provisional, steps) = if asked.before.unwrap_or(false) {
        let lead =
            latest_before(calendar, from, length, if roll { LeadRoll::Earlier } else { LeadRoll::Never });
        let lead = lead.map_err(impossible)?;
        (lead.latest_on, lead.latest_on, lead.provisional, lead.steps)
    } else {
        let end = due(calendar, from, length, if roll { Roll::Next } else { Roll::Never }, &[]);
        let end = end.map_err(impossible)?;
        (end.rolled_on, end.on, end.provisional, end.steps)
    };
    let shown = words::bare_steps(&caller.guest, &Clock::of_steps(steps), unit);
    let body = json!({ "on": on.to_string(), "counted_on": counted.to_string(), "provisional": provisional,
        "steps": shown.iter().map(step).collect::<Vec<_>>() });
    Ok(answer::json(&headers, &body, None))
}

pub(super) async fn calendar(
    caller: Caller,
    State(server): State<Server>,
    Path(year): Path<String>,
    headers: HeaderMap,
    _: Asked<Nothing>,
) -> Result<Response, Problem> {
    caller.must(Scope::Read)?;
    let fits = year.parse::<i16>().ok().filter(|year| (1949..=9998).contains(year));
    let year = fits.ok_or_else(|| Problem::no(caller.guest.lang, "year", "year"))?;
    let calendar = server.city.registry().calendar();
    let published = calendar.years().any(|one| one.year() == year);
    let days = calendar.years().flat_map(|one| one.days()).filter(|one| one.date.year() == year);
    let days = days.map(|one| {
        json!({ "on": one.date.to_string(), "working": one.assignment == yifa_law::calendar::Assignment::Worked,
            "name": one.name.as_str() })
    });
    let body = json!({ "year": year, "published": published, "days": days.collect::<Vec<_>>() });
    Ok(answer::json(&headers, &body, None))
}
