//! Owns doing by API: a typed body, the event that the caller has seen, the key of a repeated request, and the engine's
//! answer.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::Response;
use jiff::civil::DateTime;
use serde_json::{Map, Value as Json, json};
use yifa_app::city::{Done, new_matter};
use yifa_app::token::Scope;
use yifa_kernel::id::{ActionId, BodyId, FieldId, MatterId, ProcedureId};
use yifa_kernel::matter::{Command, State as Matter, entitled, wrong_role};
use yifa_kernel::procedure::{Action, From, Procedure};
use yifa_kernel::refusal::{Code, Next, Reason, Refusal};
use yifa_kernel::value::Value;

use super::caller::{Caller, Sent};
use super::problem::Problem;
use super::value;
use super::value::day;
use super::{answer, matter, schema};
use crate::server::Server;

/// The header of a repeated request's key.
const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Whether the answer is that of an earlier request.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// What a body asks for.
struct Wish {
    values: BTreeMap<FieldId, Value>,
    happened: Option<DateTime>,
    body: Option<BodyId>,
    faults: Vec<Reason>,
}

pub(super) async fn open(
    caller: Caller,
    State(server): State<Server>,
    Path((procedure, action)): Path<(String, String)>,
    headers: HeaderMap,
    Sent(sent): Sent,
) -> Result<Response, Problem> {
    caller.must(Scope::Act)?;
    let registry = server.city.registry();
    let found = registry.for_new_matters(&ProcedureId::new(procedure), server.city.today());
    let found = found.and_then(|procedure| {
        let action = procedure.action(&ActionId::new(action))?;
        (action.from == From::Nothing && !action.only_by_law()).then_some((procedure, action))
    });
    let (procedure, action) =
        found.ok_or_else(|| Problem::new(caller.guest.lang, StatusCode::NOT_FOUND, "nowhere"))?;
    let refused = wrong_role(action, &caller.actor).into_iter().collect();
    not_theirs(&caller, procedure, action, None, refused)?;
    let wish = wish(&caller, procedure, action, None, &sent)?;
    let own = caller.actor.body.clone().unwrap_or_else(|| BodyId::new(""));
    let command = Command {
        matter: new_matter(),
        procedure: procedure.id.clone(),
        action: action.id.clone(),
        body: wish.body.clone().unwrap_or(own),
        parent: None,
        values: wish.values,
        actor: caller.actor.clone(),
    };
    unfit(&caller, &command, None, wish.faults)?;
    let key = key(&caller, &headers)?;
    let done = server.city.execute_expecting(&command, key.as_deref(), None, wish.happened).await;
    let done = done.map_err(|error| Problem::of(&caller.guest, &error))?;
    let mut response = told(&caller, &headers, procedure, &command, &done).await?;
    *response.status_mut() = StatusCode::CREATED;
    answer::set(&mut response, header::LOCATION, &format!("/api/matters/{}", done.matter));
    Ok(response)
}

pub(super) async fn act(
    caller: Caller,
    State(server): State<Server>,
    Path((matter, procedure, action)): Path<(String, String, String)>,
    headers: HeaderMap,
    Sent(sent): Sent,
) -> Result<Response, Problem> {
    caller.must(Scope::Act)?;
    let nowhere = || Problem::new(caller.guest.lang, StatusCode::NOT_FOUND, "nowhere");
    let opened = matter::opened(&caller, &matter).await?;
    let found = server.city.registry().procedure_of(&opened.state).filter(|one| one.id.as_str() == procedure);
    let found = found.ok_or_else(nowhere)?;
    let action = found.action(&ActionId::new(action)).ok_or_else(nowhere)?;
    if action.from == From::Nothing || action.only_by_law() {
        return Err(nowhere());
    }
    let refused = entitled(server.city.registry(), &opened.state, action, &caller.actor, &opened.facts);
    not_theirs(&caller, found, action, Some(&opened.state), refused)?;
    // Whether there is such a thing comes before whether the request is well formed.
    let expected = expected(&caller, &headers)?;
    let key = key(&caller, &headers)?;
    let wish = wish(&caller, found, action, Some(&opened.state), &sent)?;
    let command = Command {
        matter: MatterId::new(matter),
        procedure: found.id.clone(),
        action: action.id.clone(),
        body: opened.state.body.clone(),
        parent: None,
        values: wish.values,
        actor: caller.actor.clone(),
    };
    unfit(&caller, &command, Some(&opened.state), wish.faults)?;
    let done = server.city.execute_expecting(&command, key.as_deref(), expected, wish.happened).await;
    let done = done.map_err(|error| Problem::of(&caller.guest, &error))?;
    told(&caller, &headers, found, &command, &done).await
}

/// Whoever may not do it at all is told so before anything is said about the values.
fn not_theirs(
    caller: &Caller,
    procedure: &Procedure,
    action: &Action,
    state: Option<&Matter>,
    reasons: Vec<Reason>,
) -> Result<(), Problem> {
    if reasons.is_empty() {
        return Ok(());
    }
    Err(Problem::refused(&caller.guest, &refusal(caller, &procedure.id, &action.id, state, reasons)))
}

async fn told(
    caller: &Caller,
    headers: &HeaderMap,
    procedure: &Procedure,
    command: &Command,
    done: &Done,
) -> Result<Response, Problem> {
    let slip = slip(caller, procedure, command, done).await?;
    let changed: Vec<&str> = done.changed.iter().map(|matter| matter.as_str()).collect();
    let body = json!({ "matter": done.matter.as_str(), "seq": done.seq, "replayed": done.replayed, "changed": changed,
        "slip": slip });
    let mut asked = headers.clone();
    asked.remove(header::IF_NONE_MATCH);
    let mut response = answer::json(&asked, &body, None);
    answer::set(&mut response, header::ETAG, &format!("\"{}\"", done.seq));
    answer::set(&mut response, header::CACHE_CONTROL, "no-store");
    answer::set(&mut response, REPLAYED, if done.replayed { "true" } else { "false" });
    Ok(response)
}

/// What is handed over to the person for whom something was entered that they may take back; else null. The same entry gives
/// the same slip, so that a repeated request is answered with it once more.
async fn slip(
    caller: &Caller,
    procedure: &Procedure,
    command: &Command,
    done: &Done,
) -> Result<Option<Json>, Problem> {
    let server = &caller.guest.server;
    let slip = server.city.entry_slip(done, command).await;
    let Some(slip) = slip.map_err(|error| Problem::of(&caller.guest, &error))? else { return Ok(None) };
    let back = procedure.actions.iter().find(|other| other.takes_back.as_ref() == Some(&command.action));
    let follow = format!("{}/public/follow", server.address);
    Ok(Some(json!({ "reference": slip.reference, "code": slip.code, "address": follow,
        "direct": format!("{follow}/{}", slip.follow), "takes_back": back.map(|action| action.id.as_str()) })))
}

/// The key of a repeated request, apart for each person.
fn key(caller: &Caller, headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(given) = headers.get(&KEY) else { return Ok(None) };
    let good = |text: &&str| {
        (1..=200).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._~:-".contains(&b))
    };
    let text = given.to_str().ok().filter(good);
    let text = text.ok_or_else(|| Problem::no(caller.guest.lang, "Idempotency-Key", "key"))?;
    Ok(Some(format!("api:{}:{text}", caller.bearer.token.person)))
}

/// The event that the caller has seen: the number with which the mark begins.
fn expected(caller: &Caller, headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(given) = headers.get(header::IF_MATCH) else { return Ok(None) };
    if given.as_bytes() == b"*" {
        return Ok(None);
    }
    let mark = given.to_str().ok().and_then(|text| text.strip_prefix('"')?.strip_suffix('"'));
    let seq = mark.and_then(seen);
    seq.map(Some).ok_or_else(|| Problem::no(caller.guest.lang, "If-Match", "mark"))
}

/// The event of a mark, with or without the digest of the representation.
fn seen(mark: &str) -> Option<u64> {
    let (seq, digest) = mark.split_once('-').map_or((mark, None), |(seq, digest)| (seq, Some(digest)));
    let hex = |digest: &str| {
        digest.len() == 16 && digest.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    let good = (1..=9).contains(&seq.len()) && seq.bytes().all(|b| b.is_ascii_digit());
    (good && digest.is_none_or(hex)).then(|| seq.parse().ok()).flatten()
}

fn wish(
    caller: &Caller,
    procedure: &Procedure,
    action: &Action,
    state: Option<&Matter>,
    sent: &Json,
) -> Result<Wish, Problem> {
    let lang = caller.guest.lang;
    let whole = sent.as_object().ok_or_else(|| Problem::no(lang, "body", "object"))?;
    let known = |key: &&String| {
        key.as_str() == "values"
            || key.as_str() == "happened_on"
            || (key.as_str() == "body" && state.is_none())
    };
    if let Some(key) = whole.keys().find(|key| !known(key)) {
        let names = if state.is_none() { "values, happened_on, body" } else { "values, happened_on" };
        let places = [("name", key.clone()), ("names", names.to_owned())];
        return Err(Problem::misfit(lang, lang.with("api.problem.member", &places)));
    }
    let text = |key: &str| match whole.get(key) {
        None => Ok(None),
        Some(Json::String(text)) if !text.is_empty() => Ok(Some(text.as_str())),
        Some(_) => Err(Problem::no(lang, key, "text")),
    };
    let happened = match text("happened_on")? {
        None => None,
        Some(text) => {
            let day = day(text).ok_or_else(|| Problem::no(lang, "happened_on", "day"))?;
            (day != caller.guest.server.city.today()).then(|| day.at(12, 0, 0, 0))
        }
    };
    let none = Map::new();
    let values = match whole.get("values") {
        None => &none,
        Some(Json::Object(values)) => values,
        Some(_) => return Err(Problem::no(lang, "values", "object")),
    };
    let body = text("body")?.map(BodyId::new);
    let (values, faults) = read(procedure, action, state, values);
    Ok(Wish { values, happened, body, faults })
}

/// The values of an action, and everything that does not fit its description.
fn read(
    procedure: &Procedure,
    action: &Action,
    state: Option<&Matter>,
    sent: &Map<String, Json>,
) -> (BTreeMap<FieldId, Value>, Vec<Reason>) {
    let mut values = BTreeMap::new();
    let mut faults = Vec::new();
    for (key, json) in sent {
        let id = FieldId::new(key.clone());
        let recorded = action.records.iter().any(|(one, _)| *one == id);
        let field = procedure.field(&id).filter(|_| recorded);
        let read = match field {
            Some(field) => value::read(&field.kind, &field.columns, json),
            None => Err(vec![(Code::NotRecorded, None)]),
        };
        match read {
            Ok(value) => drop(values.insert(id, value)),
            Err(misfits) => {
                let basis = field.map(|field| field.basis.clone()).unwrap_or_default();
                faults.extend(misfits.into_iter().map(|(code, cell)| {
                    let reason =
                        Reason::new(code, Next::Correct(vec![id.clone()])).about(&id).because(&basis);
                    match cell {
                        Some((row, column)) => reason.in_cell(row, &column),
                        None => reason,
                    }
                }));
            }
        }
    }
    for (at, (id, _)) in action.records.iter().enumerate() {
        let frozen = state.is_some_and(|state| state.frozen.contains(id));
        if schema::is_required(procedure, action, at) && !frozen && !sent.contains_key(id.as_str()) {
            faults.push(
                Reason::new(Code::Missing, Next::Correct(vec![id.clone()])).about(id).because(&action.basis),
            );
        }
    }
    (values, faults)
}

fn unfit(
    caller: &Caller,
    command: &Command,
    state: Option<&Matter>,
    faults: Vec<Reason>,
) -> Result<(), Problem> {
    if faults.is_empty() {
        return Ok(());
    }
    let refusal = refusal(caller, &command.procedure, &command.action, state, faults);
    Err(Problem::unfit(&caller.guest, &refusal))
}

/// A refusal that is made before the engine is asked, with everything it would say.
fn refusal(
    caller: &Caller,
    procedure: &ProcedureId,
    action: &ActionId,
    state: Option<&Matter>,
    reasons: Vec<Reason>,
) -> Refusal {
    Refusal {
        procedure: procedure.clone(),
        matter: state.map(|state| state.matter.clone()),
        action: action.clone(),
        stands: state.and_then(|state| state.stands.clone()),
        actor: caller.actor.clone(),
        reasons,
    }
}
