//! Owns what follows from an action that is allowed: events, papers, disclosures, tracks, acts on other matters.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::decide::Decided;
use super::issue;
use super::number::{numbered, short};
use super::scene::Scene;
use super::taking_back::{own_contribution, take_back};
use super::{Actor, Command, Event, Parent, Stamp, State};
use crate::guard::{Frame, Guard};
use crate::id::{BodyId, FieldId, MatterId, StateId};
use crate::procedure::{Action, DoesOn, From, Opens};
use crate::value::Value;

/// The matter as it will stand right after the act, so that papers can name it.
pub(super) fn recorded_now(scene: &Scene<'_>, action: &Action, actor: &Actor, at: &Stamp) -> State {
    let mut after = scene.state.clone();
    let values = scene.inputs.cloned().unwrap_or_default();
    after.opened_on = after.opened_on.or(Some(at.on()));
    let to = target(scene, action).unwrap_or_else(|| StateId::new(""));
    after.acts.push(super::Act {
        action: action.id.clone(),
        seq: after.seq + 1,
        happened: at.happened,
        actor: actor.clone(),
        from: after.stands.clone(),
        to: to.clone(),
        values: values.clone(),
        cleared: false,
    });
    after.record(values);
    after.stands = Some(to);
    after
}

pub(super) fn target(scene: &Scene<'_>, action: &Action) -> Option<StateId> {
    let branch =
        action.to.iter().find(|(when, _)| when.as_ref().is_none_or(|when| when.holds(scene) == Some(true)));
    branch.map(|(_, state)| state.clone()).or_else(|| scene.state.stands.clone())
}

pub(super) fn carry_out(
    scene: &Scene<'_>,
    action: &Action,
    command: &Command,
    values: &BTreeMap<FieldId, Value>,
    at: &Stamp,
) -> Decided {
    let (procedure, state) = (scene.procedure, scene.state);
    let mut decided = Decided {
        matter: state.matter.clone(),
        events: Vec::new(),
        claims: Vec::new(),
        follows: Vec::new(),
        notifies: action.notifies.clone(),
    };
    let number = procedure.number.as_ref().filter(|_| action.from == From::Nothing);
    let number = number.and_then(|template| numbered(scene, template, at.on(), &mut decided.claims));
    if action.from == From::Nothing {
        decided.events.push(Event::Opened {
            procedure: procedure.id.clone(),
            version: procedure.version.clone(),
            body: state.body.clone(),
            number: number.clone(),
            parent: command.parent.clone(),
        });
    }
    let mut values = Cow::Borrowed(values);
    if let Some(draw) = &action.draws
        && let Some(drawn) = drawn(scene, draw)
    {
        values.to_mut().insert(draw.into.clone(), drawn);
    }
    // INVARIANT: every action leads somewhere; the compiler refuses an opening action without `to`.
    let to = target(scene, action).unwrap_or_else(|| StateId::new(""));
    let closes = procedure.state(&to).is_some_and(|state| state.is_final);
    decided.events.push(Event::Acted {
        action: action.id.clone(),
        from: state.stands.clone(),
        to,
        closes,
        values: values.clone().into_owned(),
        freezes: action.freezes.clone(),
        thaws: action.thaws.clone(),
        clears: action.clears.clone(),
    });
    let own = own_contribution(scene.registry, state, action, &command.actor).map(|act| act.seq);
    decided.events.extend(own.map(|act| Event::TakenBack { act }));
    let mut after = recorded_now(&Scene { inputs: Some(&values), ..*scene }, action, &command.actor, at);
    if let Some(act) = own {
        take_back(&mut after, act);
    }
    after.number = after.number.or(number);
    let seen = Scene { state: &after, inputs: None, ..*scene };
    papers(&seen, action, at.on(), &mut decided);
    disclosures(&seen, action, at.on(), &mut decided);
    follows(&seen, action, &mut decided);
    decided
}

pub(super) fn papers(scene: &Scene<'_>, action: &Action, on: Date, decided: &mut Decided) {
    for id in &action.issues {
        let Some(paper) = scene.procedure.papers.get(id) else { continue };
        let number = match &paper.number {
            Some(template) => {
                // The act itself stands last.
                let (own, before) = scene.state.acts.split_last().unzip();
                let own = own.and_then(|act| act.actor.body.as_ref());
                let acting = issue::acting(&action.by, own, before.unwrap_or_default());
                let organ = issue::organ(scene.state, scene.facts, paper.organ, acting);
                let template = template.of_organ(short(organ, scene.facts, on));
                numbered(scene, &template, on, &mut decided.claims)
            }
            None => scene.state.number.clone(),
        };
        decided.events.push(Event::PaperIssued { paper: id.clone(), number, action: action.id.clone() });
    }
}

pub(super) fn disclosures(scene: &Scene<'_>, action: &Action, on: Date, decided: &mut Decided) {
    for disclosure in &scene.procedure.disclosures {
        let open = scene
            .state
            .published
            .iter()
            .any(|one| one.disclosure == disclosure.id && one.withdrawn.is_none());
        if open && disclosure.withdraw_on.contains(&action.id) {
            let (disclosure, because) = (disclosure.id.clone(), action.id.clone());
            decided.events.push(Event::Withdrawn { disclosure, because, on });
            continue;
        }
        let wanted = disclosure.when.as_ref().is_none_or(|when| when.holds(scene) == Some(true));
        if disclosure.on == action.id && wanted && !open {
            let calendar = scene.registry.calendar();
            let until = disclosure.until.and_then(|length| {
                yifa_law::limit::due(calendar, on, length, yifa_law::limit::Roll::Never, &[]).ok()
            });
            decided.events.push(Event::Disclosed {
                disclosure: disclosure.id.clone(),
                from: on,
                until: until.map(|due| due.on),
            });
        }
    }
}

/// Tracks, opened matters and acts on others, as commands by operation of law.
pub(super) fn follows(scene: &Scene<'_>, action: &Action, decided: &mut Decided) {
    let state = scene.state;
    let mut opened = 0;
    let mut fresh = || {
        opened += 1;
        crate::draw::child_id(&state.matter, state.seq, opened)
    };
    let holds = |when: &Option<Guard>| when.as_ref().is_none_or(|when| when.holds(scene) == Some(true));
    let values = |passes: &[(FieldId, Guard)]| -> BTreeMap<FieldId, Value> {
        passes.iter().filter_map(|(field, guard)| Some((field.clone(), guard.value(scene)?))).collect()
    };
    for track in
        scene.procedure.tracks.iter().filter(|track| track.opens_on == action.id && holds(&track.when))
    {
        // A track opens again after its last instance is over, never beside one that runs.
        let last = state.tracks.get(&track.id).and_then(|child| scene.facts.matters.get(child));
        if state.tracks.contains_key(&track.id) && last.is_none_or(|child| !child.closed) {
            continue;
        }
        let child = fresh();
        decided.events.push(Event::TrackOpened { track: track.id.clone(), child: child.clone() });
        decided.follows.push(Command {
            matter: child,
            procedure: track.procedure.clone(),
            action: track.opening.clone(),
            body: scene.facts.bodies.on(&state.body, scene.today).clone(),
            parent: Some(Parent { matter: state.matter.clone(), track: track.id.clone() }),
            values: values(&track.passes),
            actor: Actor::law(),
        });
    }
    for opens in action.opens.iter().filter(|opens| holds(&opens.when)) {
        for body in openers(scene, opens) {
            let child = fresh();
            decided.events.push(Event::Linked { kind: opens.link.clone(), to: child.clone() });
            decided.follows.push(Command {
                matter: child,
                procedure: opens.procedure.clone(),
                action: opens.action.clone(),
                body,
                parent: None,
                values: values(&opens.passes),
                actor: Actor::law(),
            });
        }
    }
    for does in &action.does {
        let Some(targets) = targets(scene, &does.on) else { continue };
        for (matter, row) in targets {
            let value = |guard: &Guard| match &row {
                Some(row) => guard.value_in(scene, Frame::Row(row)),
                None => guard.value(scene),
            };
            if does.when.as_ref().is_some_and(|when| value(when) != Some(Value::Bool(true))) {
                continue;
            }
            let Some(other) = scene.facts.matters.get(&matter) else { continue };
            let with = does.with.iter().filter_map(|(field, guard)| Some((field.clone(), value(guard)?)));
            decided.follows.push(Command {
                matter,
                procedure: other.procedure.clone(),
                action: does.action.clone(),
                body: other.body.clone(),
                parent: None,
                values: with.collect(),
                actor: Actor::law(),
            });
        }
    }
}

/// The bodies that handle what an act opens: that of the matter, or each that a field names, once.
fn openers(scene: &Scene<'_>, opens: &Opens) -> Vec<BodyId> {
    let today = |body: &BodyId| scene.facts.bodies.on(body, scene.today).clone();
    match opens.each.as_ref().map(|field| scene.value_of(field)) {
        None => vec![today(&scene.state.body)],
        Some(Some(Value::Body(body))) => vec![today(body)],
        Some(Some(Value::List(all))) => {
            let mut once = Vec::new();
            for one in all.iter() {
                let Value::Body(body) = one else { continue };
                let body = today(body);
                // Two makers of the list may have gone into one since.
                if !once.contains(&body) {
                    once.push(body);
                }
            }
            once
        }
        Some(_) => Vec::new(),
    }
}

type Targets = Vec<(MatterId, Option<BTreeMap<FieldId, Value>>)>;

pub(super) fn targets(scene: &Scene<'_>, on: &DoesOn) -> Option<Targets> {
    let mut all = Vec::new();
    match on {
        DoesOn::Parent => all.push((scene.state.parent.as_ref()?.matter.clone(), None)),
        DoesOn::Track(track) => {
            let child = scene.state.tracks.get(track);
            let runs = |child: &&MatterId| scene.facts.matters.get(*child).is_some_and(|one| !one.closed);
            all.extend(child.filter(runs).map(|child| (child.clone(), None)));
        }
        DoesOn::Field(field) => {
            let found = scene.value_of(field)?;
            all.extend(found.matters().map(|matter| (matter.clone(), None)));
        }
        DoesOn::Column(table, column) => {
            let Value::Table(rows) = scene.value_of(table)? else { return None };
            for row in rows {
                if let Some(Value::Matter(matter)) = row.get(column) {
                    all.push((matter.clone(), Some(row.clone())));
                }
            }
        }
    }
    Some(all)
}

/// A draw that anyone can repeat: candidates are ordered by the SHA-256 of the matter's identifier, its event count and
/// the candidate; the first ones are taken.
pub(super) fn drawn(scene: &Scene<'_>, draw: &crate::procedure::Draw) -> Option<Value> {
    let count = match draw.count.value(scene)? {
        Value::Int(n) => usize::try_from(n).ok()?,
        _ => return None,
    };
    let seed = format!("{}:{}", scene.state.matter, scene.state.seq);
    let rank = |text: String| crate::draw::rank(&seed, &text);
    match scene.value_of(&draw.from)?.clone() {
        Value::List(mut all) => {
            all.sort_by_cached_key(|one| rank(format!("{one}")));
            all.truncate(count);
            Some(Value::List(all))
        }
        Value::Table(mut rows) => {
            rows.sort_by_cached_key(|row| rank(format!("{}", Value::Table(vec![row.clone()]))));
            rows.truncate(count);
            Some(Value::Table(rows))
        }
        _ => None,
    }
}
