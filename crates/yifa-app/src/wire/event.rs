//! Events as rows of the log. Every shape ever written stays readable: the golden files under `tests/events` hold them, one for each.

use jiff::civil::DateTime;
use serde_json::{Map, Value as Json, json};
use yifa_kernel::id::{ActionId, BodyId, DisclosureId, FieldId, MatterId, PaperId, RoleId, StateId, TrackId};
use yifa_kernel::matter::{Actor, Event, Parent, Recorded, Stamp, Who};
use yifa_kernel::procedure::Procedure;
use yifa_kernel::value::Value;
use yifa_law::calendar::{china_instant, china_time};
use yifa_store::{NewEvent, StoredEvent};

use super::{value_from, value_to};

/// An actor as JSON.
pub fn actor_to(actor: &Actor) -> Json {
    json!({
        "person": actor.as_person().map(|person| person.as_str()),
        "role": actor.role.as_str(),
        "body": actor.body.as_ref().map(BodyId::as_str),
    })
}

/// An actor from JSON.
pub fn actor_from(json: &Json) -> Option<Actor> {
    let text = |key: &str| json.get(key).and_then(Json::as_str);
    let who = text("person").map_or(Who::Law, |person| Who::Person(person.into()));
    Some(Actor { who, role: RoleId::new(text("role")?), body: text("body").map(BodyId::new) })
}

/// An event as it goes into the log. Personal and sealed values are kept apart from the hashed part.
pub fn write_event(recorded: &Recorded, procedure: Option<&Procedure>) -> NewEvent {
    let (kind, content, sealed) = content(&recorded.event, procedure);
    NewEvent {
        kind: kind.to_owned(),
        actor: actor_to(&recorded.actor),
        content,
        sealed,
        happened_on: recorded.stamp.happened.date(),
        happened_at: china_instant(recorded.stamp.happened),
        known_at: recorded.stamp.known,
        attachments: attachments(&recorded.event),
    }
}

fn content(event: &Event, procedure: Option<&Procedure>) -> (&'static str, Json, Vec<String>) {
    match event {
        Event::Opened { procedure, version, body, number, parent } => {
            let parent = parent
                .as_ref()
                .map(|one| json!({ "matter": one.matter.as_str(), "track": one.track.as_str() }));
            let content = json!({ "procedure": procedure.as_str(), "version": version.as_str(), "body": body.as_str(),
                "number": number, "parent": parent });
            ("opened", content, Vec::new())
        }
        Event::Acted { action, from, to, closes, values, freezes, thaws, clears } => {
            let hidden = |id: &FieldId| {
                procedure.and_then(|p| p.field(id)).is_some_and(|field| field.personal || field.sealed)
            };
            let sealed = values.keys().filter(|id| hidden(id)).map(|id| format!("/values/{id}")).collect();
            let values: Map<String, Json> =
                values.iter().map(|(id, value)| (id.to_string(), value_to(value))).collect();
            let names = |all: &[FieldId]| all.iter().map(FieldId::to_string).collect::<Vec<_>>();
            let content = json!({ "action": action.as_str(), "from": from.as_ref().map(StateId::as_str),
                "to": to.as_str(), "closes": closes, "values": values, "freezes": names(freezes),
                "thaws": names(thaws), "clears": clears.iter().map(ActionId::to_string).collect::<Vec<_>>() });
            ("acted", content, sealed)
        }
        Event::TakenBack { act } => ("taken_back", json!({ "act": act }), Vec::new()),
        Event::PaperIssued { paper, number, action } => {
            let content = json!({ "paper": paper.as_str(), "number": number, "action": action.as_str() });
            ("paper_issued", content, Vec::new())
        }
        Event::TrackOpened { track, child } => {
            ("track_opened", json!({ "track": track.as_str(), "child": child.as_str() }), Vec::new())
        }
        Event::Linked { kind, to } => ("linked", json!({ "kind": kind, "to": to.as_str() }), Vec::new()),
        Event::Disclosed { disclosure, from, until } => {
            let until = until.map(|day| day.to_string());
            let content =
                json!({ "disclosure": disclosure.as_str(), "from": from.to_string(), "until": until });
            ("disclosed", content, Vec::new())
        }
        Event::Withdrawn { disclosure, because, on } => {
            let content = json!({ "disclosure": disclosure.as_str(), "because": because.as_str(), "on": on.to_string() });
            ("withdrawn", content, Vec::new())
        }
    }
}

fn attachments(event: &Event) -> Vec<yifa_store::Digest> {
    let Event::Acted { values, .. } = event else { return Vec::new() };
    values.values().flat_map(Value::files).filter_map(|file| file.digest.parse().ok()).collect()
}

/// An event from the log.
///
/// # Errors
/// What cannot be understood, in a few words. Such an event stops its matter: it is never skipped.
pub fn read_event(stored: &StoredEvent) -> Result<Recorded, String> {
    let actor = actor_from(&stored.actor).ok_or("the actor cannot be read")?;
    let happened: DateTime = stored.happened_at.map_or_else(|| stored.happened_on.at(0, 0, 0, 0), china_time);
    let stamp = Stamp { happened, known: stored.known_at, recorded: stored.recorded_at };
    let content = &stored.content;
    let text = |key: &str| content.get(key).and_then(Json::as_str);
    let must = |key: &str| text(key).ok_or_else(|| format!("`{key}` is missing"));
    let day = |key: &str| must(key)?.parse().map_err(|_| format!("`{key}` is not a day"));
    let names = |key: &str| -> Vec<String> {
        let all = content.get(key).and_then(Json::as_array).into_iter().flatten();
        all.filter_map(Json::as_str).map(ToOwned::to_owned).collect()
    };
    let event = match stored.kind.as_str() {
        "opened" => {
            let parent = content.get("parent").filter(|parent| parent.is_object()).and_then(|parent| {
                let part = |key: &str| parent.get(key).and_then(Json::as_str);
                Some(Parent { matter: MatterId::new(part("matter")?), track: TrackId::new(part("track")?) })
            });
            Event::Opened {
                procedure: must("procedure")?.into(),
                version: must("version")?.into(),
                body: must("body")?.into(),
                number: text("number").map(ToOwned::to_owned),
                parent,
            }
        }
        "acted" => {
            let values = content.get("values").and_then(Json::as_object).ok_or("`values` is missing")?;
            // An erased value reads as null: the field is then unknown.
            let values =
                values.iter().filter_map(|(id, value)| Some((FieldId::new(id.clone()), value_from(value)?)));
            Event::Acted {
                action: must("action")?.into(),
                from: text("from").map(StateId::new),
                to: must("to")?.into(),
                closes: content.get("closes").and_then(Json::as_bool).unwrap_or(false),
                values: values.collect(),
                freezes: names("freezes").into_iter().map(FieldId::new).collect(),
                thaws: names("thaws").into_iter().map(FieldId::new).collect(),
                clears: names("clears").into_iter().map(ActionId::new).collect(),
            }
        }
        "taken_back" => {
            Event::TakenBack { act: content.get("act").and_then(Json::as_u64).ok_or("`act` is missing")? }
        }
        "paper_issued" => Event::PaperIssued {
            paper: PaperId::new(must("paper")?),
            number: text("number").map(ToOwned::to_owned),
            action: must("action")?.into(),
        },
        "track_opened" => Event::TrackOpened { track: must("track")?.into(), child: must("child")?.into() },
        "linked" => Event::Linked { kind: must("kind")?.to_owned(), to: must("to")?.into() },
        "disclosed" => Event::Disclosed {
            disclosure: DisclosureId::new(must("disclosure")?),
            from: day("from")?,
            until: text("until").and_then(|day| day.parse().ok()),
        },
        "withdrawn" => Event::Withdrawn {
            disclosure: DisclosureId::new(must("disclosure")?),
            because: must("because")?.into(),
            on: day("on")?,
        },
        other => return Err(format!("`{other}` is not an event of this version")),
    };
    Ok(Recorded { seq: stored.seq, actor, stamp, event })
}
