//! Owns the question of the whole platform: may this be done, and what happens then? The only maker of events. Pure:
//! the same input gives the same events or the same refusal, byte for byte.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::scene::Scene;
use super::{
    Actor, Command, Event, Facts, Parent, Stamp, State, Who, acting_bodies, clock, issue, measured,
    value_check,
};
use crate::definition::Registry;
use crate::guard::{Fact, Frame, Guard};
use crate::id::{ActionId, FieldId, MatterId, StateId};
use crate::procedure::{Action, Condition, DoesOn, From, Limit, LimitKind, Procedure, Scope};
use crate::refusal::{Code, Next, Reason, Refusal};
use crate::template::{Piece, Template};
use crate::value::Value;

/// What follows from a command that the law allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The matter.
    pub matter: MatterId,
    /// Its events, in order.
    pub events: Vec<Event>,
    /// Numbers taken, which must still be the next ones when the events are stored.
    pub claims: Vec<Claim>,
    /// Commands on other matters that follow in the same transaction: tracks, opened matters, acts on others.
    pub follows: Vec<Command>,
    /// Roles to be told.
    pub notifies: Vec<crate::id::RoleId>,
}

/// A number taken from a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The series: its text without the number.
    pub series: String,
    /// The number.
    pub value: u64,
}

/// The matters that must be known before a command is decided: those on record and those in the values given.
pub fn references(state: &State, command: Option<&Command>) -> BTreeSet<MatterId> {
    let mut all: BTreeSet<MatterId> = state.points_to().into_iter().cloned().collect();
    if let Some(command) = command {
        let mut given = Vec::new();
        command.values.values().for_each(|value| value.matters(&mut given));
        all.extend(given.into_iter().cloned());
        all.extend(command.parent.iter().map(|parent| parent.matter.clone()));
    }
    all
}

/// The series from which a command may take numbers.
pub fn series(registry: &Registry, state: &State, command: &Command, facts: &Facts, on: Date) -> Vec<String> {
    let Some(procedure) = registry.procedure_of(state) else { return Vec::new() };
    let Some(action) = procedure.action(&command.action) else { return Vec::new() };
    let scene = Scene { inputs: Some(&command.values), ..Scene::new(registry, procedure, state, facts, on) };
    let opening = procedure.number.iter().filter(|_| action.from == From::Nothing);
    let papers = action.issues.iter().filter_map(|id| procedure.papers.get(id)?.number.as_ref());
    opening.chain(papers).filter_map(|template| series_of(&scene, template, on)).collect()
}

/// Decides a command.
///
/// # Errors
/// A [`Refusal`] with every reason: unknown names, state, role, reach, values, conditions, limits, incomplete papers.
pub fn decide(
    registry: &Registry,
    state: &State,
    command: &Command,
    facts: &Facts,
    at: &Stamp,
) -> Result<Decided, Box<Refusal>> {
    let refuse = |reasons: Vec<Reason>| {
        Box::new(Refusal {
            procedure: command.procedure.clone(),
            matter: (state.seq > 0).then(|| state.matter.clone()),
            action: command.action.clone(),
            stands: state.stands.clone(),
            actor: command.actor.clone(),
            reasons,
        })
    };
    let Some(procedure) = registry.procedure_of(state).filter(|_| state.procedure == command.procedure)
    else {
        return Err(refuse(vec![Reason::new(Code::UnknownProcedure, Next::Nothing)]));
    };
    let Some(action) = procedure.action(&command.action) else {
        return Err(refuse(vec![Reason::new(Code::UnknownAction, Next::Nothing)]));
    };
    let standing = standing(procedure, state, action);
    if !standing.is_empty() {
        return Err(refuse(standing));
    }
    let mut scene = Scene::new(registry, procedure, state, facts, at.on());
    scene.actor = Some(&command.actor);
    let mut reasons = entitled(registry, procedure, state, action, &command.actor, facts);
    reasons.extend(day_in_order(state, at));
    reasons.extend(known_body(state, facts, at.on()));

    let given: BTreeMap<FieldId, Value> = command
        .values
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect();
    let with_given = Scene { inputs: Some(&given), ..scene };
    reasons.extend(value_check::check(&with_given, action, &given));
    let values = follow_from(&with_given, action, given.clone());
    let with_values = Scene { inputs: Some(&values), ..scene };
    if reasons.iter().all(|reason| reason.code != Code::WrongKind) {
        reasons.extend(conditions(&with_values, action));
        reasons.extend(limits(&with_values, procedure, action));
        reasons.extend(measured::outside_benchmarks(&with_values, action));
        reasons.extend(action.issues.iter().filter_map(|paper| {
            issue::missing_elements(
                &with_values,
                &recorded_now(&with_values, action, &command.actor, at),
                procedure.papers.get(paper)?,
            )
        }));
    }
    if !reasons.is_empty() {
        return Err(refuse(reasons));
    }
    Ok(carry_out(&with_values, action, command, values.clone(), at))
}

/// Whether the action exists where the matter stands.
pub(super) fn standing(procedure: &Procedure, state: &State, action: &Action) -> Vec<Reason> {
    let opens = action.from == From::Nothing;
    if opens != (state.seq == 0) {
        return vec![Reason::new(Code::NoSuchMatter, Next::Nothing)];
    }
    let fits = match (&action.from, &state.stands) {
        (From::Nothing, _) => true,
        (From::Anywhere, Some(_)) => !state.closed,
        (From::States(from), Some(stands)) => from.contains(stands),
        (_, None) => false,
    };
    if fits {
        return Vec::new();
    }
    if state.closed {
        return vec![Reason::new(Code::Closed, Next::Nothing).because(&action.basis)];
    }
    let next = Next::Do(ways_to(procedure, state, action));
    vec![Reason::new(Code::WrongState, next).because(&action.basis)]
}

/// The actions possible now that lead towards a state from which `wanted` may be done, nearest first.
fn ways_to(procedure: &Procedure, state: &State, wanted: &Action) -> Vec<ActionId> {
    let From::States(goals) = &wanted.from else { return Vec::new() };
    let mut frontier: BTreeSet<&StateId> = goals.iter().collect();
    let mut seen = frontier.clone();
    for _ in 0..procedure.states.len() {
        let into = |action: &&Action| action.to.iter().any(|(_, to)| frontier.contains(to));
        let now: Vec<ActionId> = procedure
            .actions
            .iter()
            .filter(|action| !action.only_by_law())
            .filter(into)
            .filter(|action| matches!((&action.from, &state.stands), (From::States(from), Some(at)) if from.contains(at)))
            .map(|action| action.id.clone())
            .collect();
        if !now.is_empty() {
            return now;
        }
        let before: BTreeSet<&StateId> = procedure
            .actions
            .iter()
            .filter(into)
            .flat_map(|action| match &action.from {
                From::States(from) => from.iter().collect(),
                From::Nothing | From::Anywhere => Vec::new(),
            })
            .filter(|one| !seen.contains(one))
            .collect();
        seen.extend(before.iter().copied());
        frontier = before;
    }
    Vec::new()
}

/// Whether the role may do it, and whether its reach covers the matter's body.
pub(super) fn entitled(
    registry: &Registry,
    _procedure: &Procedure,
    state: &State,
    action: &Action,
    actor: &Actor,
    facts: &Facts,
) -> Vec<Reason> {
    if actor.who == Who::Law {
        let allowed = action.by_law();
        return if allowed {
            Vec::new()
        } else {
            vec![Reason::new(Code::WrongRole, Next::Ask(action.by.clone()))]
        };
    }
    if !action.by.contains(&actor.role) {
        let next = Next::Ask(action.by.iter().filter(|role| role.as_str() != "law").cloned().collect());
        return vec![Reason::new(Code::WrongRole, next).because(&action.basis)];
    }
    let scope = registry.role(&actor.role).map(|role| role.scope);
    let acting = acting_bodies(state, action, facts);
    let reaches = match (scope, &actor.body) {
        (Some(Scope::Jurisdiction), _) => true,
        (Some(Scope::Body), Some(body)) => acting.contains(body),
        (Some(Scope::Subtree), Some(body)) => acting.iter().any(|one| facts.bodies.is_within(one, body)),
        // A party acts in its own matter: whoever opened it, or whoever proved to be the party before the door.
        (Some(Scope::Own), _) => true,
        (_, None) | (None, _) => false,
    };
    if reaches {
        return Vec::new();
    }
    vec![
        Reason::new(Code::OutOfScope, Next::Ask(action.by.clone()))
            .seeing("body", acting.into_iter().next().map(Value::Body)),
    ]
}

/// An act happens neither in the future nor before the matter's last act.
fn day_in_order(state: &State, at: &Stamp) -> Option<Reason> {
    let recorded = at.recorded_on();
    if at.on() > recorded {
        return Some(
            Reason::new(Code::WrongDay, Next::NotAfter(recorded)).seeing("on", Some(Value::Date(at.on()))),
        );
    }
    let last = state.last_on()?;
    (at.on() < last)
        .then(|| Reason::new(Code::WrongDay, Next::NotBefore(last)).seeing("on", Some(Value::Date(at.on()))))
}

/// The handling body must exist on the day; where no bodies are known at all nothing can be said.
fn known_body(state: &State, facts: &Facts, on: Date) -> Option<Reason> {
    facts.bodies.iter().next()?;
    let known = facts.bodies.get(&state.body).is_some_and(|body| body.valid_from <= on);
    (!known).then(|| {
        Reason::new(Code::UnknownBody, Next::Nothing).seeing("body", Some(Value::Body(state.body.clone())))
    })
}

/// The values given, and those that follow from them by the definition.
fn follow_from(
    scene: &Scene<'_>,
    action: &Action,
    given: BTreeMap<FieldId, Value>,
) -> BTreeMap<FieldId, Value> {
    let mut values = given;
    for (field, guard) in &action.sets {
        let seen = Scene { inputs: Some(&values), ..*scene };
        if let Some(value) = guard.value(&seen) {
            let many = scene.procedure.field(field).is_some_and(|declared| declared.many);
            let value =
                if many && !matches!(value, Value::List(_)) { Value::List(vec![value]) } else { value };
            values.insert(field.clone(), value);
        }
    }
    for (table, columns) in &action.adds {
        let seen = Scene { inputs: Some(&values), ..*scene };
        let row = columns
            .iter()
            .filter_map(|(column, guard)| Some((column.clone(), guard.value(&seen)?)))
            .collect();
        let mut rows = match seen.value_of(table) {
            Some(Value::Table(rows)) => rows.clone(),
            _ => Vec::new(),
        };
        rows.push(row);
        values.insert(table.clone(), Value::Table(rows));
    }
    values
}

/// Every condition that does not hold, or cannot be judged yet.
pub(super) fn conditions(scene: &Scene<'_>, action: &Action) -> Vec<Reason> {
    action.require.iter().filter_map(|condition| failing(scene, action, condition)).collect()
}

fn failing(scene: &Scene<'_>, action: &Action, condition: &Condition) -> Option<Reason> {
    let code = match condition.guard.holds(scene) {
        Some(true) => return None,
        Some(false) => Code::ConditionFails,
        None => Code::ConditionUnknown,
    };
    let mut reason = Reason::new(code, next_for(scene, action, condition)).because(&condition.basis);
    reason.condition = Some(condition.guard.source.clone());
    reason.values = seen_values(scene, &condition.guard);
    Some(reason)
}

/// The facts of a condition with their values, by a readable name; personal and sealed values stay out.
fn seen_values(scene: &Scene<'_>, guard: &Guard) -> BTreeMap<String, Option<Value>> {
    use crate::guard::Scene as _;
    let mut all = BTreeMap::new();
    for fact in guard.node.facts() {
        let name = fact_name(fact);
        let hidden = match fact {
            Fact::Field(field) | Fact::Party(field, _) => {
                scene.procedure.field(field).is_none_or(|field| field.personal || field.sealed)
            }
            Fact::Element
            | Fact::Column(_)
            | Fact::ElementField(_)
            | Fact::ElementState
            | Fact::ElementBody
            | Fact::ThroughColumn(..) => true,
            _ => false,
        };
        if !hidden {
            all.insert(name, scene.fact(fact));
        }
    }
    all
}

/// A fact's name as definitions write it.
fn fact_name(fact: &Fact) -> String {
    use crate::guard::{ActPart, LimitPart, TrackPart};
    match fact {
        Fact::Field(field) | Fact::Column(field) | Fact::ElementField(field) => field.to_string(),
        Fact::ThroughField(through, field) => format!("{through}.{field}"),
        Fact::StateOf(field) => format!("{field}.state"),
        Fact::BodyOf(field) => format!("{field}.body"),
        Fact::Party(field, _) | Fact::Cite(field, _) => field.to_string(),
        Fact::Act(action, part) => match part {
            ActPart::Done => format!("{action}.done"),
            ActPart::On => format!("{action}.on"),
            ActPart::Count => format!("{action}.count"),
            ActPart::By => format!("{action}.by"),
            ActPart::Value(field) | ActPart::Party(field, _) => format!("{action}.{field}"),
        },
        Fact::Track(track, part) => match part {
            TrackPart::Opened => format!("{track}.opened"),
            TrackPart::Count => format!("{track}.count"),
            TrackPart::Closed => format!("{track}.closed"),
            TrackPart::State => format!("{track}.state"),
            TrackPart::Field(field) => format!("{track}.{field}"),
            TrackPart::Done(action) | TrackPart::On(action) => format!("{track}.{action}"),
        },
        Fact::Limit(limit, part) => match part {
            LimitPart::Due => format!("limit.{limit}.due"),
            LimitPart::Over => format!("limit.{limit}.over"),
            LimitPart::Open => format!("limit.{limit}.open"),
            LimitPart::Done => format!("limit.{limit}.done"),
            LimitPart::Amount => format!("limit.{limit}.amount"),
        },
        Fact::Parameter(id) => format!("param.{id}"),
        Fact::State | Fact::ElementState => "state".to_owned(),
        Fact::OpenedOn => "opened_on".to_owned(),
        Fact::Today => "today".to_owned(),
        Fact::Number => "number".to_owned(),
        Fact::Own => "self".to_owned(),
        Fact::Body(_) | Fact::ElementBody => "body".to_owned(),
        Fact::Actor(_) => "actor".to_owned(),
        Fact::ParentField(field) => format!("parent.{field}"),
        Fact::ParentState => "parent.state".to_owned(),
        Fact::Period(_) => "period".to_owned(),
        Fact::Element => "it".to_owned(),
        Fact::ThroughColumn(column, _) => column.to_string(),
    }
}

/// What would make a condition true: what its author says; an action that it waits for; a field to be given.
fn next_for(scene: &Scene<'_>, action: &Action, condition: &Condition) -> Next {
    if let Some(next) = &condition.next {
        return Next::Say(next.clone());
    }
    let mut fields = Vec::new();
    let mut actions = Vec::new();
    for fact in condition.guard.node.facts() {
        match fact {
            Fact::Act(id, _) if scene.state.last(id).is_none() => actions.push(id.clone()),
            Fact::Field(id)
            | Fact::Party(id, _)
            | Fact::Cite(id, _)
            | Fact::StateOf(id)
            | Fact::ThroughField(id, _) => {
                if action.records.iter().any(|(one, _)| one == id) {
                    fields.push(id.clone());
                } else if scene.value_of(id).is_none() {
                    let records = |one: &&Action| one.records.iter().any(|(field, _)| field == id);
                    actions.extend(scene.procedure.actions.iter().filter(records).map(|one| one.id.clone()));
                }
            }
            _ => {}
        }
    }
    match (actions.is_empty(), fields.is_empty()) {
        (false, _) => Next::Do(actions),
        (true, false) => Next::Correct(fields),
        (true, true) => Next::Nothing,
    }
}

/// What the clocks say against doing it now.
pub(super) fn limits(scene: &Scene<'_>, procedure: &Procedure, action: &Action) -> Vec<Reason> {
    let governing = procedure.limits.iter().filter(|limit| limit.actions.contains(&action.id));
    governing.filter_map(|limit| against(scene, limit)).collect()
}

fn against(scene: &Scene<'_>, limit: &Limit) -> Option<Reason> {
    let reason = |code, next, day| {
        let mut reason = Reason::new(code, next).because(&limit.basis).seeing("due", Some(Value::Date(day)));
        reason.limit = Some(limit.id.clone());
        reason
    };
    match limit.kind {
        LimitKind::Right => {
            let clock = clock::clock_in(scene, limit)?;
            let last = clock.last_day().filter(|_| clock.is_running())?;
            (scene.today > last).then(|| reason(Code::Lapsed, Next::Nothing, last))
        }
        LimitKind::Floor => {
            // What starts the floor must have happened; without it nothing has been waited for.
            let clock = clock::clock_in(scene, limit)?;
            let last = clock.due.as_ref()?.rolled_on;
            let opens = last.tomorrow().unwrap_or(last);
            (scene.today <= last).then(|| reason(Code::TooEarly, Next::Wait(opens), last))
        }
        LimitKind::Lead => {
            let event = scene.value_of(limit.of.as_ref()?)?.as_date()?;
            if limit.when.as_ref().is_some_and(|when| when.holds(scene) != Some(true)) {
                return None;
            }
            let lead = clock::lead_to(scene, limit, event).ok()?;
            let late = scene.today > lead.latest_on;
            late.then(|| reason(Code::TooShortNotice, earliest_event(scene, limit, event), lead.latest_on))
        }
        LimitKind::Window => {
            let ((from_month, from_day), (to_month, to_day)) = limit.window?;
            let (from, to) = ((from_month, from_day), (to_month, to_day));
            let now = (scene.today.month(), scene.today.day());
            let inside = if from <= to { (from..=to).contains(&now) } else { now >= from || now <= to };
            let opens = Date::new(scene.today.year(), from_month, from_day).ok()?;
            (!inside).then(|| reason(Code::OutsideWindow, Next::Wait(opens), opens))
        }
        LimitKind::Duty
        | LimitKind::Recurring
        | LimitKind::Hours
        | LimitKind::Accrual
        | LimitKind::Silence
        | LimitKind::Open
        | LimitKind::LongStop => None,
    }
}

/// The earliest day for the coming event if the action is done today.
fn earliest_event(scene: &Scene<'_>, limit: &Limit, event: Date) -> Next {
    let mut day = event.max(scene.today);
    for _ in 0..400 {
        if clock::lead_to(scene, limit, day).is_ok_and(|lead| lead.latest_on >= scene.today) {
            return Next::NotBefore(day);
        }
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    Next::Nothing
}

/// The matter as it will stand right after the act, so that papers can name it.
fn recorded_now(scene: &Scene<'_>, action: &Action, actor: &Actor, at: &Stamp) -> State {
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
    after.fields.extend(values);
    after.stands = Some(to);
    after
}

fn target(scene: &Scene<'_>, action: &Action) -> Option<StateId> {
    let branch =
        action.to.iter().find(|(when, _)| when.as_ref().is_none_or(|when| when.holds(scene) == Some(true)));
    branch.map(|(_, state)| state.clone()).or_else(|| scene.state.stands.clone())
}

fn carry_out(
    scene: &Scene<'_>,
    action: &Action,
    command: &Command,
    mut values: BTreeMap<FieldId, Value>,
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
    if let Some(draw) = &action.draws
        && let Some(drawn) = drawn(scene, draw)
    {
        values.insert(draw.into.clone(), drawn);
    }
    // INVARIANT: every action leads somewhere; the compiler refuses an opening action without `to`.
    let to = target(scene, action).unwrap_or_else(|| StateId::new(""));
    let closes = procedure.state(&to).is_some_and(|state| state.is_final);
    decided.events.push(Event::Acted {
        action: action.id.clone(),
        from: state.stands.clone(),
        to,
        closes,
        values: values.clone(),
        freezes: action.freezes.clone(),
        thaws: action.thaws.clone(),
        clears: action.clears.clone(),
    });
    let mut after = recorded_now(&Scene { inputs: Some(&values), ..*scene }, action, &command.actor, at);
    after.number = after.number.or(number);
    let seen = Scene { state: &after, inputs: None, ..*scene };
    papers(&seen, action, at.on(), &mut decided);
    disclosures(&seen, action, at.on(), &mut decided);
    follows(&seen, action, &mut decided);
    decided
}

fn papers(scene: &Scene<'_>, action: &Action, on: Date, decided: &mut Decided) {
    for id in &action.issues {
        let Some(paper) = scene.procedure.papers.get(id) else { continue };
        let number = match &paper.number {
            Some(template) => numbered(scene, template, on, &mut decided.claims),
            None => scene.state.number.clone(),
        };
        decided.events.push(Event::PaperIssued { paper: id.clone(), number, action: action.id.clone() });
    }
}

fn disclosures(scene: &Scene<'_>, action: &Action, on: Date, decided: &mut Decided) {
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
fn follows(scene: &Scene<'_>, action: &Action, decided: &mut Decided) {
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
            body: state.body.clone(),
            parent: Some(Parent { matter: state.matter.clone(), track: track.id.clone() }),
            values: values(&track.passes),
            actor: Actor::law(),
        });
    }
    for opens in action.opens.iter().filter(|opens| holds(&opens.when)) {
        let child = fresh();
        decided.events.push(Event::Linked { kind: opens.link.clone(), to: child.clone() });
        decided.follows.push(Command {
            matter: child,
            procedure: opens.procedure.clone(),
            action: opens.action.clone(),
            body: state.body.clone(),
            parent: None,
            values: values(&opens.passes),
            actor: Actor::law(),
        });
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

type Targets = Vec<(MatterId, Option<BTreeMap<FieldId, Value>>)>;

fn targets(scene: &Scene<'_>, on: &DoesOn) -> Option<Targets> {
    let mut all = Vec::new();
    match on {
        DoesOn::Parent => all.push((scene.state.parent.as_ref()?.matter.clone(), None)),
        DoesOn::Field(field) => {
            let mut found = Vec::new();
            scene.value_of(field)?.matters(&mut found);
            all.extend(found.into_iter().map(|matter| (matter.clone(), None)));
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
fn drawn(scene: &Scene<'_>, draw: &crate::procedure::Draw) -> Option<Value> {
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

/// The text of a template before and after its number: the name of the series.
fn series_of(scene: &Scene<'_>, template: &Template, on: Date) -> Option<String> {
    template.pieces.iter().any(|piece| matches!(piece, Piece::Seq(_))).then(|| fill(scene, template, on, "#"))
}

fn numbered(scene: &Scene<'_>, template: &Template, on: Date, claims: &mut Vec<Claim>) -> Option<String> {
    let Some(series) = series_of(scene, template, on) else { return Some(fill(scene, template, on, "")) };
    // Two papers of one act may draw on the same series.
    let taken = claims.iter().filter(|claim| claim.series == series).count() as u64;
    let value = scene.facts.next_in.get(&series).copied().unwrap_or(1) + taken;
    claims.push(Claim { series, value });
    Some(fill(scene, template, on, &value.to_string()))
}

/// Fills a template; what is not known stays as a visible gap.
pub(super) fn fill(scene: &Scene<'_>, template: &Template, on: Date, seq: &str) -> String {
    let mut out = String::new();
    for piece in &template.pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Year => out.push_str(&on.year().to_string()),
            Piece::Seq(width) => out.push_str(&format!("{seq:0>width$}")),
            Piece::Fact(guard) => out.push_str(&issue::printed(scene, guard)),
            Piece::Capitals(guard) => out.push_str(&issue::printed_in_capitals(scene, guard)),
        }
    }
    out
}
