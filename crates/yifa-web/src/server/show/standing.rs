//! Owns where a matter stands: what may be done now and what not yet, which way it has come, how long it stayed.

use jiff::civil::Date;
use yifa_app::city::Opened;
use yifa_kernel::definition::Registry;
use yifa_kernel::guard::Fact;
use yifa_kernel::id::{ActionId, StateId};
use yifa_kernel::matter::{Ahead, Clock, Openness, State, action_statuses, ahead, clocks};
use yifa_kernel::procedure::{Action, From, Procedure};
use yifa_kernel::refusal::Reason as Unmet;

use crate::components::Reason;
use crate::pages::matter::{ActionClosed, ActionOpen, Missing, StateDays, StateStep, StepMark};
use crate::server::guest::Staff;
use crate::server::words;

/// What may be done with a matter, and what not.
#[derive(Default)]
pub(super) struct Actions {
    /// The next steps that the reader can do.
    pub open: Vec<ActionOpen>,
    /// What the reader can do besides.
    pub also: Vec<ActionOpen>,
    /// What cannot be done now.
    pub closed: Vec<ActionClosed>,
    /// What the next acts still lack.
    pub missing: Vec<Missing>,
    /// What is waited for, where no next step is the reader's.
    pub waits: Option<String>,
}

pub(super) fn actions(staff: &Staff, opened: &Opened, procedure: &Procedure, today: Date) -> Actions {
    let lang = staff.guest.lang;
    let registry = staff.guest.server.city.registry();
    let matter = &opened.state.matter;
    let ahead = ahead(registry, &opened.state, &opened.facts, today);
    let place = |id| ahead.steps.iter().position(|step| step.action == id);
    let mut open: Vec<(usize, ActionOpen)> = Vec::new();
    let (mut also, mut closed) = (Vec::new(), Vec::new());
    let mut missing: Vec<Missing> = Vec::new();
    let running = clocks(registry, &opened.state, &opened.facts, today);
    for status in action_statuses(registry, &opened.state, &staff.actor, &opened.facts, today) {
        let Some(action) = procedure.action(&status.action) else { continue };
        let name = words::label(lang, &action.label);
        match status.openness {
            Openness::Open => {
                let governing = running.iter().filter(|clock| clock.is_running());
                let asks = governing.filter(|clock| {
                    procedure.limit(&clock.limit).is_some_and(|limit| limit.actions.contains(&action.id))
                });
                let by = asks.filter_map(Clock::last_day).min();
                let one = ActionOpen {
                    label: name,
                    href: format!("/matters/{matter}/do/{}", action.id),
                    article: staff.guest.articles(&action.basis),
                    by_when: by.map(|day| lang.with("server.by_when", &[("day", day.to_string())])),
                };
                match place(action.id.clone()) {
                    Some(at) => open.push((at, one)),
                    None => also.push(one),
                }
            }
            Openness::OpenToOthers | Openness::Closed | Openness::Elsewhere => {
                let at = matter.to_string();
                // Whoever may not act anyway lacks nothing that depends on who acts.
                let for_others = status.reasons.iter().any(|one| one.code.is_about_who_asks());
                let said = status.reasons.iter().map(|one| {
                    let personal =
                        one.code.is_about_who_asks() || for_others && depends_on_actor(action, one);
                    (personal, words::reason(&staff.guest, Some(procedure), one, Some(&at)))
                });
                let said: Vec<(bool, Reason)> = said.collect();
                // What only lacks something is next; what belongs to another state or person is not.
                if status.openness == Openness::Closed
                    && !action.to.is_empty()
                    && !overtakes(procedure, action)
                {
                    for (_, reason) in said.iter().filter(|(personal, _)| !personal) {
                        match missing.iter_mut().find(|one| one.reason.text == reason.text) {
                            Some(one) => one.acts.push(name.clone()),
                            None => {
                                missing.push(Missing { reason: reason.clone(), acts: vec![name.clone()] })
                            }
                        }
                    }
                }
                let reasons = said.into_iter().map(|(_, reason)| reason).collect();
                closed.push(ActionClosed { id: format!("closed-{}", action.id), label: name, reasons });
            }
        }
    }
    open.sort_by_key(|(at, _)| *at);
    let open: Vec<ActionOpen> = open.into_iter().map(|(_, one)| one).collect();
    let waits = if open.is_empty() { waited_for(staff, opened, procedure, &ahead) } else { None };
    Actions { open, also, closed, missing, waits }
}

/// Whether a reason is a condition on who acts, such as that nobody reviews what they drafted.
fn depends_on_actor(action: &Action, reason: &Unmet) -> bool {
    action.require.iter().any(|one| {
        reason.condition.as_deref() == Some(one.guard.source.as_str())
            && one.guard.node.facts().iter().any(|fact| matches!(fact, Fact::Actor(_)))
    })
}

/// Whether an act only ends the matter beside its road because another matter came out otherwise, such as a review whose document
/// was repealed: nobody lacks that.
fn overtakes(procedure: &Procedure, action: &Action) -> bool {
    let end = procedure.states.iter().find(|state| state.is_final || state.at_rest).map(|state| &state.id);
    let beside = |to: &StateId| procedure.state(to).is_some_and(|state| state.is_final) && end != Some(to);
    let elsewhere = |fact: &&Fact| matches!(fact, Fact::StateOf(_) | Fact::ParentState);
    action.to.iter().all(|(_, to)| beside(to))
        && action.require.iter().any(|one| one.guard.node.facts().iter().any(elsewhere))
}

/// The next steps and who takes them; else the day on which there is one, else the matters that have not done their part.
fn waited_for(staff: &Staff, opened: &Opened, procedure: &Procedure, ahead: &Ahead) -> Option<String> {
    let lang = staff.guest.lang;
    let registry = staff.guest.server.city.registry();
    let steps = ahead.steps.iter().filter_map(|step| {
        let roles = step.roles.iter().filter_map(|role| registry.role(role));
        let roles: Vec<String> = roles.map(|role| words::label(lang, &role.label)).collect();
        let act = words::label(lang, &procedure.action(&step.action)?.label);
        Some(lang.aside(&act, &roles.join(&lang.t("words.list_comma"))))
    });
    let steps: Vec<String> = steps.collect();
    if !steps.is_empty() {
        return Some(lang.with("matter.waits_for", &[("steps", steps.join(&lang.t("words.list_comma")))]));
    }
    if let Some(day) = ahead.changes_on {
        return Some(lang.with("matter.waits_until", &[("day", day.to_string())]));
    }
    let said = |key: &str, named: Vec<String>| {
        let joined = named.join(&lang.t("words.list_comma"));
        (!named.is_empty()).then(|| lang.with(key, &[("matters", joined)]))
    };
    let stands = |other: &State| {
        let theirs = registry.procedure_of(other);
        words::state(lang, theirs, other.stands.as_ref().map_or("", |state| state.as_str()))
    };
    let called =
        |other: &State| lang.aside(&words::called(&staff.guest, other, &opened.facts), &stands(other));
    let waited = outstanding(opened, procedure, registry).into_iter().map(called).collect();
    // A track goes on beside: the document is published, its filing is still due.
    let beside = opened.state.tracks.iter().filter_map(|(track, id)| {
        let child = opened.facts.matters.get(id).filter(|child| !child.closed)?;
        Some(lang.aside(&words::label(lang, &procedure.track(track)?.label), &stands(child)))
    });
    said("matter.waits_on", waited).or_else(|| said("matter.goes_on_beside", beside.collect()))
}

/// The matters opened from this one that are still to report here: the law acts on this one when they do, and they have not
/// done it yet. Those that have done their part go on by themselves and are not waited for.
fn outstanding<'a>(opened: &'a Opened, procedure: &Procedure, registry: &Registry) -> Vec<&'a State> {
    let here = opened.state.stands.as_ref();
    let reported = |action: &ActionId| {
        procedure.action(action).is_some_and(|one| {
            one.only_by_law()
                && matches!(&one.from, From::States(from) if here.is_some_and(|here| from.contains(here)))
        })
    };
    let waits = |other: &&State| {
        let Some(theirs) = registry.procedure_of(other).filter(|_| !other.closed) else { return false };
        let reports = |action: &&Action| action.does.iter().any(|does| reported(&does.action));
        let mut all = theirs.actions.iter().filter(reports).peekable();
        all.peek().is_some() && !all.any(|action| other.last(&action.id).is_some())
    };
    let linked = opened.state.links.iter().filter_map(|link| opened.facts.matters.get(&link.to));
    linked.map(|other| &**other).filter(waits).collect()
}

/// How long the matter stood in each state so far, in the order in which it first came there.
pub(super) fn days(staff: &Staff, opened: &Opened, procedure: &Procedure, today: Date) -> Vec<StateDays> {
    let state = &opened.state;
    let mut all: Vec<(&str, StateDays)> = Vec::new();
    for (at, act) in state.acts.iter().enumerate() {
        let until = match state.acts.get(at + 1) {
            Some(next) => next.on(),
            None if state.closed => act.on(),
            None => today,
        };
        let days = words::days(act.on(), until);
        let here = at + 1 == state.acts.len();
        match all.iter_mut().find(|(id, _)| *id == act.to.as_str()) {
            Some((_, one)) => {
                one.days += days;
                one.here = here;
                one.event = act.seq;
            }
            None => {
                let label = words::state(staff.guest.lang, Some(procedure), act.to.as_str());
                all.push((act.to.as_str(), StateDays { state: label, days, event: act.seq, here }));
            }
        }
    }
    all.into_iter().map(|(_, one)| one).collect()
}

/// The states passed and the present one; behind it those to which one can go on from here.
pub(super) fn strip(staff: &Staff, opened: &Opened, procedure: &Procedure) -> Vec<StateStep> {
    let lang = staff.guest.lang;
    let mut passed: Vec<&str> = Vec::new();
    for act in &opened.state.acts {
        if passed.last() != Some(&act.to.as_str()) {
            passed.push(act.to.as_str());
        }
    }
    let here = passed.pop();
    let mut steps: Vec<StateStep> = passed
        .iter()
        .map(|id| StateStep { label: words::state(lang, Some(procedure), id), mark: StepMark::Past })
        .collect();
    if let Some(here) = here {
        steps.push(StateStep { label: words::state(lang, Some(procedure), here), mark: StepMark::Here });
        if let Some(next) = main_road(procedure, here, &passed) {
            steps.push(StateStep { label: words::state(lang, Some(procedure), next), mark: StepMark::Ahead });
        }
    }
    steps
}

/// The first state, in the order of the definition, to which one goes on from here.
fn main_road<'a>(procedure: &'a Procedure, here: &str, passed: &[&str]) -> Option<&'a str> {
    let from_here = procedure.actions.iter().filter(|action| match &action.from {
        From::States(from) => from.iter().any(|state| state.as_str() == here),
        From::Nothing | From::Anywhere => false,
    });
    let next = from_here.flat_map(|action| action.to.iter().map(|(_, to)| to.as_str()));
    let order = |id: &str| procedure.states.iter().position(|state| state.id.as_str() == id);
    let mut all: Vec<&str> = next.filter(|to| *to != here && !passed.contains(to)).collect();
    all.sort_by_key(|id| order(id));
    all.into_iter().find(|id| order(id) > order(here))
}
