//! Owns the question "what if the rules were others": replays every matter of the city under other definitions and says
//! what would differ: last days, warnings, acts that would have been refused. Changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use yifa_kernel::definition::Registry;
use yifa_kernel::id::{ActionId, BodyId, LimitId, MatterId, ProcedureId};
use yifa_kernel::matter::{
    Clock, ClockStatus, Command, Event, Facts, Level, Recorded, State, apply, clocks, decide, references,
    replay,
};
use yifa_kernel::procedure::From;
use yifa_kernel::refusal::Reason;

use crate::city::City;
use crate::error::Result;

/// Matters read at a time.
const TOGETHER: u32 = 200;

/// What a simulation found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Simulation {
    /// Matters replayed.
    pub matters: u64,
    /// Acts decided again.
    pub acts: u64,
    /// Matters whose procedure or version the other definitions do not have.
    pub unknown: u64,
    /// What would differ, in the order of the matters.
    pub differences: Vec<Difference>,
}

/// Something that would be different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The matter.
    pub matter: MatterId,
    /// Its number.
    pub number: Option<String>,
    /// Its procedure.
    pub procedure: ProcedureId,
    /// Its body.
    pub body: BodyId,
    /// What.
    pub what: Differs,
}

/// What would be different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Differs {
    /// A limit stands elsewhere.
    Limit {
        /// Which.
        limit: LimitId,
        /// As it is; `None`: it does not run.
        is: Option<Standing>,
        /// As it would be.
        would_be: Option<Standing>,
    },
    /// An act that was done would have been refused.
    Refused {
        /// Which.
        action: ActionId,
        /// On which day it was done.
        on: Date,
        /// Reasons that the rules in force do not give.
        reasons: Vec<Reason>,
    },
}

/// How a limit stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The last day.
    pub last: Option<Date>,
    /// Whether it runs, was kept, or not.
    pub status: ClockStatus,
    /// The warning.
    pub level: Level,
}

impl City {
    /// Replays all matters under other definitions, as seen today.
    ///
    /// # Errors
    /// The store, or an event that cannot be read.
    pub async fn simulate(
        &self,
        other: &Registry,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Simulation> {
        let mut found = Simulation::default();
        let mut after = None;
        loop {
            let heads = self.store().scan_matters(self.jurisdiction(), after.as_ref(), TOGETHER).await?;
            let Some(last) = heads.last() else { return Ok(found) };
            after = Some(last.matter.clone());
            let own = self.logs(heads.iter().map(|head| MatterId::new(head.matter.as_str()))).await?;
            let around = own.values().flat_map(|events| points_to(events)).filter(|id| !own.contains_key(id));
            let mut logs = self.logs(around.collect::<BTreeSet<_>>()).await?;
            let mine: Vec<MatterId> = own.keys().cloned().collect();
            logs.extend(own);
            for matter in mine {
                let replaying = Replaying { city: self, other, logs: &logs, matter: &matter };
                replaying.compare(&mut found);
                found.matters += 1;
            }
            progress(found.matters);
        }
    }
}

/// Every matter that a log's values, links and tracks point to.
fn points_to(events: &[Recorded]) -> BTreeSet<MatterId> {
    let Some(matter) = events.first() else { return BTreeSet::new() };
    let mut all = BTreeSet::new();
    let mut state = blank(matter);
    for event in events {
        state = apply(state, event);
        all.extend(references(&state, None));
    }
    all
}

/// The matter before its first event, as the event itself names it.
fn blank(first: &Recorded) -> State {
    match &first.event {
        Event::Opened { procedure, version, body, number, parent } => {
            let mut state =
                State::unopened(MatterId::new(""), procedure.clone(), version.clone(), body.clone());
            state.number.clone_from(number);
            state.parent.clone_from(parent);
            state
        }
        _ => State::unopened(MatterId::new(""), ProcedureId::new(""), "".into(), BodyId::new("")),
    }
}

/// One matter under both definitions.
struct Replaying<'a> {
    city: &'a City,
    other: &'a Registry,
    logs: &'a BTreeMap<MatterId, Vec<Recorded>>,
    matter: &'a MatterId,
}

impl Replaying<'_> {
    fn compare(&self, found: &mut Simulation) {
        let events = self.logs.get(self.matter).map_or(&[][..], Vec::as_slice);
        let Some(state) = replay(self.matter, events) else { return };
        if self.other.procedure_of(&state).is_none() {
            found.unknown += 1;
            return;
        }
        let of = |what| Difference {
            matter: self.matter.clone(),
            number: state.number.clone(),
            procedure: state.procedure.clone(),
            body: state.body.clone(),
            what,
        };
        found.differences.extend(self.limits(&state).into_iter().map(of));
        let (acts, refused) = self.acts(events);
        found.acts += acts;
        found.differences.extend(refused.into_iter().map(of));
    }

    fn limits(&self, state: &State) -> Vec<Differs> {
        let today = self.city.today();
        let facts = self.facts(state, None, Timestamp::MAX);
        let standing = |registry: &Registry| {
            let all = clocks(registry, state, &facts, today)
                .into_iter()
                .map(|clock| (key(&clock), stands(&clock, today)));
            all.collect::<BTreeMap<_, _>>()
        };
        let (is, would) = (standing(self.city.registry()), standing(self.other));
        let keys: BTreeSet<_> = is.keys().chain(would.keys()).collect();
        let changed = keys.into_iter().filter(|key| is.get(*key) != would.get(*key));
        changed
            .map(|key| Differs::Limit {
                limit: key.0.clone(),
                is: is.get(key).cloned(),
                would_be: would.get(key).cloned(),
            })
            .collect()
    }

    /// How many acts of persons there are, and which of them only the other definitions refuse.
    fn acts(&self, events: &[Recorded]) -> (u64, Vec<Differs>) {
        let (mut count, mut refused) = (0, Vec::new());
        let Some(first) = events.first() else { return (0, refused) };
        let mut state = blank(first);
        state.matter = self.matter.clone();
        let (unopened, parent) = (state.clone(), state.parent.clone());
        for event in events {
            if let Event::Acted { action, values, .. } = &event.event
                && event.actor.as_person().is_some()
            {
                count += 1;
                // The opening act was decided before there was anything.
                let opens = self.other.procedure_of(&state).and_then(|procedure| procedure.action(action));
                let opens = opens.is_some_and(|action| action.from == From::Nothing);
                let before = if opens { &unopened } else { &state };
                let command = Command {
                    matter: self.matter.clone(),
                    procedure: state.procedure.clone(),
                    action: action.clone(),
                    body: state.body.clone(),
                    parent: parent.clone().filter(|_| opens),
                    values: values.clone(),
                    actor: event.actor.clone(),
                };
                let reasons = self.only_there(before, &command, event);
                if !reasons.is_empty() {
                    refused.push(Differs::Refused { action: action.clone(), on: event.stamp.on(), reasons });
                }
            }
            state = apply(state, event);
        }
        (count, refused)
    }

    /// Reasons to refuse that the other definitions give and those in force do not.
    fn only_there(&self, before: &State, command: &Command, event: &Recorded) -> Vec<Reason> {
        let facts = self.facts(before, Some(command), event.stamp.recorded);
        let reasons = |registry: &Registry| {
            let mut command = command.clone();
            // What was computed is computed again, not given.
            if let Some(action) = registry.procedure_of(before).and_then(|one| one.action(&command.action)) {
                command.values.retain(|id, _| action.records.iter().any(|(field, _)| field == id));
            }
            match decide(registry, before, &command, &facts, &event.stamp) {
                Ok(_) => Vec::new(),
                Err(refusal) => refusal.reasons,
            }
        };
        let already = reasons(self.city.registry());
        let same = |one: &Reason, other: &Reason| {
            (one.code, &one.condition, &one.limit, &one.field)
                == (other.code, &other.condition, &other.limit, &other.field)
        };
        let mut there = reasons(self.other);
        there.retain(|one| !already.iter().any(|other| same(one, other)));
        there
    }

    /// What surrounded a matter at an instant.
    fn facts(&self, state: &State, command: Option<&Command>, at: Timestamp) -> Facts {
        let known = references(state, command).into_iter().filter_map(|id| {
            let events = self.logs.get(&id)?;
            let until = events.partition_point(|event| event.stamp.recorded <= at);
            Some((id.clone(), Arc::new(replay(&id, &events[..until])?)))
        });
        Facts {
            citable: None,
            matters: known.collect(),
            bodies: self.city.bodies(),
            names: self.city.names(),
            next_in: BTreeMap::new(),
        }
    }
}

/// A clock among those of its matter: a limit may run several times.
fn key(clock: &Clock) -> (LimitId, Option<Date>) {
    (clock.limit.clone(), clock.start)
}

fn stands(clock: &Clock, today: Date) -> Standing {
    Standing { last: clock.last_day(), status: clock.status, level: clock.level(today) }
}
