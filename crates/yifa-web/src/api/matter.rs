//! Owns matters on the wire: lists by cursor, one matter with its clocks and with why and why not, its events with hashes.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use yifa_app::AppError;
use yifa_app::city::Opened;
use yifa_app::token::Scope;
use yifa_kernel::id::{BodyId, MatterId, ProcedureId};
use yifa_kernel::matter::{
    ActionStatus, Clock, ClockStatus, Openness, action_statuses, called, clocks, may_see,
};
use yifa_kernel::procedure::{Label, Procedure, Scope as Reach};
use yifa_law::docnumber::searched;
use yifa_store::{Cursor, Level, MatterOrder, MatterQuery, MatterRow};

use super::answer;
use super::caller::Caller;
use super::problem::{Problem, reason};
use super::query::Asked;
use super::value::to_json;
use crate::components::StepView;
use crate::server::{Server, absent, words};

/// Rows of a page unless asked otherwise.
const ROWS: u32 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Filter {
    procedure: Option<String>,
    state: Option<String>,
    body: Option<String>,
    person: Option<String>,
    open: Option<bool>,
    level: Option<String>,
    due_by: Option<String>,
    opened_from: Option<String>,
    opened_until: Option<String>,
    q: Option<String>,
    order: Option<String>,
    limit: Option<u32>,
    cursor: Option<String>,
}

/// A label in both languages.
pub(super) fn label(label: &Label) -> Json {
    json!({ "zh": label.zh, "en": label.en })
}

/// A page's length and beginning, held against what the store allows.
pub(super) fn paging(
    caller: &Caller,
    limit: Option<u32>,
    cursor: Option<&str>,
) -> Result<(u32, Option<Cursor>), Problem> {
    let lang = caller.guest.lang;
    let limit = limit.unwrap_or(ROWS);
    if !(1..=yifa_store::PAGE_LIMIT).contains(&limit) {
        return Err(Problem::no(lang, "limit", "page"));
    }
    let after = cursor.map(Cursor::parse).transpose();
    after.map(|after| (limit, after)).map_err(|_| Problem::lost(lang))
}

/// A day as it must be written.
pub(super) fn day(caller: &Caller, name: &str, text: Option<&str>) -> Result<Option<Date>, Problem> {
    let read = |text: &str| {
        super::value::day(text)
            .filter(|day| (1900..=9998).contains(&day.year()))
            .ok_or_else(|| Problem::no(caller.guest.lang, name, "day"))
    };
    text.map(read).transpose()
}

/// The part of the tree of bodies that is asked for and that the caller's role reaches.
pub(super) fn body_path(caller: &Caller, body: Option<&str>) -> Result<Option<String>, Problem> {
    let city = &caller.guest.server.city;
    let bodies = city.bodies();
    let asked = match body {
        Some(body) if bodies.get(&BodyId::new(body)).is_none() => {
            return Err(Problem::nowhere(
                caller.guest.lang,
                absent::told(caller.guest.lang, &format!("body {body}")),
            ));
        }
        Some(body) => Some(bodies.path(&BodyId::new(body))),
        None => None,
    };
    let scope = city.registry().role(&caller.actor.role).map(|role| role.scope);
    if scope == Some(Reach::Jurisdiction) {
        return Ok(asked);
    }
    let own = caller.actor.body.clone().unwrap_or_else(|| BodyId::new("-"));
    let own = bodies.path(&own);
    match asked {
        Some(asked) if asked.starts_with(&own) => Ok(Some(asked)),
        Some(_) => Err(Problem::new(caller.guest.lang, StatusCode::FORBIDDEN, "forbidden")),
        None => Ok(Some(own)),
    }
}

impl Filter {
    fn query(&self, caller: &Caller) -> Result<(MatterQuery, MatterOrder), Problem> {
        let lang = caller.guest.lang;
        let misfit = |name: &str, word: &str| Problem::no(lang, name, word);
        let city = &caller.guest.server.city;
        if let Some(procedure) = &self.procedure
            && city.registry().latest(&ProcedureId::new(procedure.clone())).is_none()
        {
            return Err(misfit("procedure", "procedure"));
        }
        for (name, text, most) in
            [("state", &self.state, 100), ("person", &self.person, 100), ("q", &self.q, 200)]
        {
            let unfit = |text: &&String| {
                text.trim().is_empty() || text.chars().any(char::is_control) || text.chars().count() > most
            };
            if text.as_ref().is_some_and(|text| unfit(&text)) {
                return Err(misfit(name, "words"));
            }
        }
        let named = |text: &String| {
            text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
        };
        if self.state.as_ref().is_some_and(|state| !named(state)) {
            return Err(misfit("state", "state"));
        }
        let level = match self.level.as_deref() {
            None => None,
            Some("notice") => Some(Level::Notice),
            Some("yellow") => Some(Level::Yellow),
            Some("red") => Some(Level::Red),
            Some(_) => return Err(misfit("level", "level")),
        };
        let order = match self.order.as_deref() {
            None | Some("changed") => MatterOrder::ChangedLast,
            Some("due") => MatterOrder::DueFirst,
            Some("number") => MatterOrder::Number,
            Some(_) => return Err(misfit("order", "order")),
        };
        let query = MatterQuery {
            procedures: self.procedure.clone().into_iter().collect(),
            states: self.state.clone().into_iter().collect(),
            body_path: body_path(caller, self.body.as_deref())?,
            person: self.person.clone(),
            is_final: self.open.map(|open| !open),
            level: level.map(|level| (level, city.today())),
            due_by: day(caller, "due_by", self.due_by.as_deref())?,
            opened_from: day(caller, "opened_from", self.opened_from.as_deref())?,
            opened_until: day(caller, "opened_until", self.opened_until.as_deref())?,
            text: self.q.as_ref().map(|q| searched(q.trim())),
            ..MatterQuery::default()
        };
        Ok((query, order))
    }
}

pub(super) async fn list(
    caller: Caller,
    State(server): State<Server>,
    headers: HeaderMap,
    Asked(filter): Asked<Filter>,
) -> Result<Response, Problem> {
    caller.must(Scope::Read)?;
    let (query, order) = filter.query(&caller)?;
    let (limit, after) = paging(&caller, filter.limit, filter.cursor.as_deref())?;
    let city = &server.city;
    let found = city.store().matters(city.jurisdiction(), &query, order, after.as_ref(), limit).await;
    let found = found.map_err(|error| Problem::of(&caller.guest, &error.into()))?;
    let today = city.today();
    let items = found.rows.iter().map(|one| row(one, today)).collect();
    Ok(answer::page(&headers, items, found.next.as_ref(), &format!("/api{}", caller.guest.address)))
}

fn row(row: &MatterRow, today: Date) -> Json {
    let level = if row.is_final { Level::None } else { row.warning.level(today) };
    let level = match level {
        Level::None => "none",
        Level::Notice => "notice",
        Level::Yellow => "yellow",
        Level::Red => "red",
    };
    json!({ "matter": row.matter.as_str(), "seq": row.seq, "procedure": row.procedure, "number": row.number,
        "title": row.title, "state": row.state, "open": !row.is_final, "body": row.body,
        "opened_on": row.opened_on.to_string(), "changed_at": row.changed_at.to_string(),
        "due_on": row.due_on.map(|day| day.to_string()), "level": level })
}

/// A matter that the caller may see, after the law has acted on what has lapsed.
pub(super) async fn opened(caller: &Caller, matter: &str) -> Result<Opened, Problem> {
    let city = &caller.guest.server.city;
    let of = |error: AppError| Problem::of(&caller.guest, &error);
    let matter = MatterId::new(matter);
    city.sweep_matter(&matter).await.map_err(of)?;
    let opened = city.open_matter(&matter).await.map_err(of)?;
    if !may_see(city.registry(), &opened.state, &caller.actor, &opened.facts) {
        return Err(of(AppError::Forbidden));
    }
    Ok(opened)
}

pub(super) async fn show(
    caller: Caller,
    Path(matter): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    caller.must(Scope::Read)?;
    let opened = opened(&caller, &matter).await?;
    Ok(answer::json(&headers, &whole(&caller, &opened), Some(opened.state.seq)))
}

fn whole(caller: &Caller, opened: &Opened) -> Json {
    let Opened { state, facts, .. } = opened;
    let city = &caller.guest.server.city;
    let (registry, today) = (city.registry(), city.today());
    let procedure = registry.procedure_of(state);
    let hidden = |id: &yifa_kernel::id::FieldId| {
        procedure.and_then(|procedure| procedure.field(id)).is_none_or(|field| field.personal || field.sealed)
    };
    let values: Map<String, Json> = state
        .fields
        .iter()
        .filter(|(id, _)| !hidden(id))
        .map(|(id, value)| (id.to_string(), to_json(value)))
        .collect();
    let kept: Vec<&str> = state.fields.keys().filter(|id| hidden(id)).map(|id| id.as_str()).collect();
    let stands = state.stands.as_ref();
    let state_label = stands.and_then(|stands| procedure?.state(stands)).map(|one| label(&one.label));
    let all_clocks = procedure.map(|procedure| {
        let all = clocks(registry, state, facts, today);
        all.iter().filter_map(|one| clock(caller, procedure, one, today)).collect::<Vec<_>>()
    });
    let actions: Vec<Json> = action_statuses(registry, state, &caller.actor, facts, today)
        .iter()
        .filter_map(|one| status(caller, procedure?, opened, one))
        .collect();
    let papers = state.papers.iter().filter_map(|paper| {
        let declared = procedure?.papers.get(&paper.paper)?;
        Some(json!({ "seq": paper.seq, "paper": paper.paper.as_str(), "label": label(&declared.label), "number": paper.number,
            "pdf": format!("/matters/{}/papers/{}", state.matter, paper.seq),
            "verify": format!("/verify/{}/{}", state.matter, paper.seq) }))
    });
    let tracks = state.tracks.iter().map(|(track, to)| (format!("track:{track}"), to));
    let links = state.links.iter().map(|link| (link.kind.clone(), &link.to));
    let parent = state.parent.iter().map(|parent| ("parent".to_owned(), &parent.matter));
    let links = tracks.chain(links).chain(parent);
    json!({
        "matter": state.matter.as_str(), "seq": state.seq, "procedure": state.procedure.as_str(),
        "version": state.version.as_str(), "number": state.number, "title": called(registry, state, facts),
        "state": stands.map(|one| one.as_str()), "state_label": state_label, "open": !state.closed,
        "body": state.body.as_str(), "opened_on": state.opened_on.map(|day| day.to_string()),
        "values": values, "hidden": kept, "clocks": all_clocks.unwrap_or_default(), "actions": actions,
        "papers": papers.collect::<Vec<_>>(),
        "links": links.map(|(kind, to)| json!({ "kind": kind, "matter": to.as_str() })).collect::<Vec<_>>(),
    })
}

fn clock(caller: &Caller, procedure: &Procedure, clock: &Clock, today: Date) -> Option<Json> {
    let limit = procedure.limit(&clock.limit)?;
    let status = match clock.status {
        ClockStatus::Running => "running",
        ClockStatus::Standing => "standing",
        ClockStatus::Done => "done",
        ClockStatus::DoneLate => "done_late",
        ClockStatus::Superseded => "superseded",
        ClockStatus::Ended => "ended",
    };
    let shown = words::clock(&caller.guest, procedure, clock, today)?;
    let date = |day: Option<Date>| day.map(|day| day.to_string());
    Some(json!({ "limit": limit.id.as_str(), "label": label(&limit.label),
        "kind": format!("{:?}", clock.kind).to_lowercase(), "status": status, "start": date(clock.start),
        "due_on": date(clock.last_day()), "done_on": date(clock.done_on), "level": clock.level(today).word(),
        "provisional": clock.provisional, "accrued_fen": clock.accrued_fen, "basis": limit.basis,
        "steps": shown.steps.iter().map(step).collect::<Vec<_>>() }))
}

/// One step of a computed day.
pub(super) fn step(step: &StepView) -> Json {
    let (n, unit) = step.n.map_or((None, None), |(n, unit)| (Some(n), Some(unit.as_str())));
    json!({ "kind": step.kind.key().trim_start_matches("words.step."), "from": step.from.map(|day| day.to_string()),
        "to": step.to.map(|day| day.to_string()), "n": n, "unit": unit, "why": step.note })
}

fn status(caller: &Caller, procedure: &Procedure, opened: &Opened, status: &ActionStatus) -> Option<Json> {
    let action = procedure.action(&status.action)?;
    let state = &opened.state;
    let openness = match status.openness {
        Openness::Open => "open",
        Openness::OpenToOthers => "open_to_others",
        Openness::Closed => "closed",
        Openness::Elsewhere => "elsewhere",
    };
    let href = (status.openness == Openness::Open)
        .then(|| format!("/api/matters/{}/{}/{}", state.matter, procedure.id, action.id));
    let reasons =
        status.reasons.iter().map(|one| reason(&caller.guest, Some(procedure), one, Some(&state.matter)));
    Some(
        json!({ "action": action.id.as_str(), "label": label(&action.label), "openness": openness, "href": href,
        "reasons": reasons.collect::<Vec<_>>() }),
    )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct FromSeq {
    from: Option<u64>,
}

pub(super) async fn events(
    caller: Caller,
    Path(matter): Path<String>,
    headers: HeaderMap,
    Asked(asked): Asked<FromSeq>,
) -> Result<Response, Problem> {
    caller.must(Scope::Read)?;
    let from = asked.from.unwrap_or(1);
    if !(1..=999_999_999).contains(&from) {
        return Err(Problem::no(caller.guest.lang, "from", "seq"));
    }
    let opened = opened(&caller, &matter).await?;
    let items = opened.stored.iter().filter(|event| event.seq >= from).map(|event| {
        json!({ "seq": event.seq, "kind": event.kind, "action": event.content.get("action").and_then(Json::as_str),
            "actor": event.actor, "happened_on": event.happened_on.to_string(),
            "recorded_at": event.recorded_at.to_string(), "hash": event.hash.to_string(),
            "previous": event.prev_hash.to_string() })
    });
    let body = json!({ "items": items.collect::<Vec<_>>() });
    Ok(answer::json(&headers, &body, Some(opened.state.seq)))
}
