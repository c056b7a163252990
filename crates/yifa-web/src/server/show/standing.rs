//! Owns where a matter stands: what may be done now and what not yet, which way it has come, how long it stayed.

use jiff::civil::Date;
use yifa_app::city::Opened;
use yifa_kernel::matter::{Clock, Openness, action_statuses, clocks};
use yifa_kernel::procedure::{From, Procedure};
use yifa_kernel::refusal::Code;

use crate::components::Reason;
use crate::pages::matter::{ActionClosed, ActionOpen, Missing, StateDays, StateStep, StepMark};
use crate::server::guest::Staff;
use crate::server::words;

pub(super) fn actions(
    staff: &Staff,
    opened: &Opened,
    procedure: &Procedure,
    today: Date,
) -> (Vec<ActionOpen>, Vec<ActionClosed>, Vec<Missing>) {
    let lang = staff.guest.lang;
    let registry = staff.guest.server.city.registry();
    let matter = &opened.state.matter;
    let (mut open, mut closed) = (Vec::new(), Vec::new());
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
                open.push(ActionOpen {
                    label: name,
                    href: format!("/matters/{matter}/do/{}", action.id),
                    article: action.basis.join(lang.pick("、", ", ")),
                    by_when: by.map(|day| lang.with("server.by_when", &[("day", day.to_string())])),
                });
            }
            Openness::OpenToOthers | Openness::Closed | Openness::Elsewhere => {
                let at = matter.to_string();
                let said = status
                    .reasons
                    .iter()
                    .map(|one| (one.code, words::reason(&staff.guest, Some(procedure), one, Some(&at))));
                let said: Vec<(Code, Reason)> = said.collect();
                // What only lacks something is next; what belongs to another state or person is not.
                if status.openness == Openness::Closed && !action.to.is_empty() {
                    for (_, reason) in said.iter().filter(|(code, _)| !code.is_about_who_asks()) {
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
    (open, closed, missing)
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
