//! Owns a whole transaction: a command and everything that follows from it on other matters. Pure: what it does not
//! know it names, and the caller looks it up and asks again.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use jiff::civil::{Date, Time};

use super::{
    Citable, Claim, Command, Facts, Recorded, Scene, Stamp, State, apply, decide, references, series, sweep,
};
use crate::body::Bodies;
use crate::definition::Registry;
use crate::guard::{Frame, Guard};
use crate::id::{BodyId, FieldId, MatterId, PersonId, ProcedureId, RoleId, StateId};
use crate::procedure::Fills;
use crate::refusal::{Code, Next, Reason, Refusal};
use crate::value::Value;

/// What the caller has looked up so far.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Matters; `None`: there is no such matter.
    pub matters: BTreeMap<MatterId, Option<Arc<State>>>,
    /// The next number of each series.
    pub next_in: BTreeMap<String, u64>,
    /// What the registers know, as far as an action gathers it.
    pub rolls: BTreeMap<Roll, BTreeSet<MatterId>>,
    /// The bodies of the city.
    pub bodies: Arc<Bodies>,
    /// What the people who work here are called.
    pub names: Arc<BTreeMap<PersonId, String>>,
    /// The instruments that may be cited beside those of the definitions.
    pub citable: Option<Arc<dyn Citable>>,
}

impl Known {
    /// Answers needs where there is no store: what is not known here is nowhere, a series begins with 1, and on a roll stand
    /// the matters known here.
    pub fn learn(&mut self, needs: Needs) {
        for id in needs.matters {
            self.matters.entry(id).or_insert(None);
        }
        for series in needs.series {
            self.next_in.entry(series).or_insert(1);
        }
        for roll in needs.rolls {
            let all = self.matters.values().flatten().filter(|state| roll.holds(state));
            let all = all.map(|state| state.matter.clone()).collect();
            self.rolls.insert(roll, all);
        }
    }
}

/// What must still be looked up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Needs {
    /// Matters.
    pub matters: BTreeSet<MatterId>,
    /// Series.
    pub series: BTreeSet<String>,
    /// What the registers know.
    pub rolls: BTreeSet<Roll>,
}

impl Needs {
    fn matters(matters: BTreeSet<MatterId>) -> Settled {
        Settled::Needs(Self { matters, ..Self::default() })
    }
}

/// A part of the registers 名册: every matter of a procedure, in some states, that a body handles or whoever handles it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Roll {
    /// Of which procedure.
    pub procedure: ProcedureId,
    /// In which states.
    pub states: Vec<StateId>,
    /// Of which body; of all where it names none.
    pub body: Option<BodyId>,
}

impl Roll {
    /// The one of which a table is made for a matter.
    pub fn of(fills: &Fills, state: &State) -> Self {
        Self {
            procedure: fills.procedure.clone(),
            states: fills.states.clone(),
            body: (!fills.everywhere).then(|| state.body.clone()),
        }
    }

    /// Whether a matter stands on it.
    pub fn holds(&self, state: &State) -> bool {
        state.procedure == self.procedure
            && self.body.as_ref().is_none_or(|body| state.body == *body)
            && state.stands.as_ref().is_some_and(|stands| self.states.contains(stands))
    }
}

/// What happens to one matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The number of its last event before; 0 if it is new.
    pub before: u64,
    /// The new events.
    pub events: Vec<Recorded>,
    /// The matter afterwards.
    pub after: Arc<State>,
}

/// What a command comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// More must be known.
    Needs(Needs),
    /// The law says no.
    Refused(Box<Refusal>),
    /// These changes, all or none.
    Changes {
        /// By matter, the commanded one first.
        changes: Vec<Change>,
        /// Numbers taken.
        claims: Vec<Claim>,
        /// Matters that were read: their last event must still be this one.
        reads: BTreeMap<MatterId, u64>,
        /// Roles to be told, with the matter.
        notifies: Vec<(MatterId, RoleId)>,
    },
}

/// The rows with which a register fills a table, in their order.
pub(super) fn rows(
    scene: &Scene<'_>,
    fills: &Fills,
    matters: &BTreeSet<MatterId>,
) -> Vec<BTreeMap<FieldId, Value>> {
    let mut rows = Vec::new();
    for matter in matters {
        let one = Value::Matter(matter.clone());
        let holds = |guard: &Guard| guard.value_in(scene, Frame::One(&one)) == Some(Value::Bool(true));
        if fills.when.as_ref().is_none_or(holds) {
            let other = |(column, guard): &(FieldId, Guard)| {
                Some((column.clone(), guard.value_in(scene, Frame::One(&one))?))
            };
            let mut row: BTreeMap<FieldId, Value> = fills.with.iter().filter_map(other).collect();
            row.insert(fills.by.clone(), one);
            // An entry may name a body that has gone into another since: who stands for it now is meant.
            for value in row.values_mut() {
                if let Value::Body(body) = value {
                    *body = scene.facts.bodies.on(body, scene.today).clone();
                }
            }
            rows.push(row);
        }
    }
    // What has nothing in that column stands last.
    rows.sort_by_cached_key(|row| {
        let place = fills.order.as_ref().and_then(|column| row.get(column)).map(Value::place);
        (place.is_none(), place)
    });
    rows
}

/// How many commands may follow from one: chains of effects are short, and a definition that loops is stopped.
const MOST_FOLLOWING: usize = 10_000;

/// Decides a command and all that follows from it.
pub fn settle(registry: &Registry, known: &Known, command: &Command, at: &Stamp) -> Settled {
    let mut work = Work::new(registry, known);
    match work.run(command, at) {
        Ok(()) => work.done(),
        Err(stop) => stop,
    }
}

/// Lets the law itself act on everything that has lapsed in a matter by a day; `None` if nothing has.
pub fn settle_sweep(registry: &Registry, known: &Known, matter: &MatterId, now: &Stamp) -> Option<Settled> {
    let mut work = Work::new(registry, known);
    let mut acted = false;
    // INVARIANT: each turn closes one clock; a definition cannot have more lapses than limits times restarts.
    for _ in 0..100 {
        let state = match work.matter(matter) {
            Ok(Some(state)) => state,
            Ok(None) => return None,
            Err(stop) => return Some(stop),
        };
        let facts = match work.facts(&references(&state, None), BTreeMap::new()) {
            Ok(facts) => facts,
            Err(stop) => return Some(stop),
        };
        let Some((on, command)) = sweep(registry, &state, &facts, now.on()) else { break };
        if let Err(stop) = work.run(&command, &on_the_day(now, on)) {
            // A lapse that the definition refuses is for the definition's author; the matter stays as it is.
            return if acted || matches!(stop, Settled::Needs(_)) { Some(stop) } else { None };
        }
        acted = true;
    }
    acted.then(|| work.done())
}

/// What the law does happens at midnight of its day, whenever the machine gets to it.
fn on_the_day(now: &Stamp, on: Date) -> Stamp {
    Stamp { happened: on.to_datetime(Time::midnight()), ..*now }
}

struct Work<'a> {
    registry: &'a Registry,
    known: &'a Known,
    /// Matters as changed so far.
    changed: BTreeMap<MatterId, Change>,
    order: Vec<MatterId>,
    claims: Vec<Claim>,
    reads: BTreeMap<MatterId, u64>,
    notifies: Vec<(MatterId, RoleId)>,
}

impl<'a> Work<'a> {
    fn new(registry: &'a Registry, known: &'a Known) -> Self {
        Self {
            registry,
            known,
            changed: BTreeMap::new(),
            order: Vec::new(),
            claims: Vec::new(),
            reads: BTreeMap::new(),
            notifies: Vec::new(),
        }
    }

    fn run(&mut self, first: &Command, at: &Stamp) -> Result<(), Settled> {
        let mut waiting = VecDeque::from([Cow::Borrowed(first)]);
        let mut done = 0;
        while let Some(command) = waiting.pop_front() {
            let follows = self.one(&command, at).map_err(|stop| match stop {
                Settled::Refused(refusal) if done > 0 => Settled::Refused(Box::new(following(*refusal))),
                stop => stop,
            })?;
            waiting.extend(follows.into_iter().map(Cow::Owned));
            done += 1;
            if done > MOST_FOLLOWING {
                let reason = Reason::new(Code::FollowingAct, Next::Nothing);
                return Err(Settled::Refused(Box::new(refused(&command, reason))));
            }
        }
        Ok(())
    }

    fn one(&mut self, command: &Command, at: &Stamp) -> Result<Vec<Command>, Settled> {
        let state = match self.matter(&command.matter)? {
            Some(state) => state,
            None => match self.registry.for_new_matters(&command.procedure, at.on()) {
                Some(procedure) => Arc::new(State::unopened(
                    command.matter.clone(),
                    command.procedure.clone(),
                    procedure.version.clone(),
                    command.body.clone(),
                )),
                None => {
                    let reason = Reason::new(Code::UnknownProcedure, Next::Nothing);
                    return Err(Settled::Refused(Box::new(refused(command, reason))));
                }
            },
        };
        // The parent is known to a child from its first act on.
        let seen = match state.seq {
            0 => Arc::new(State { parent: command.parent.clone(), ..State::clone(&state) }),
            _ => state.clone(),
        };
        let command = &*self.with_rolls(&seen, command, at.on())?;
        let facts = self.facts(&references(&seen, Some(command)), BTreeMap::new())?;
        let facts = self.with_numbers(&seen, command, facts, at)?;
        let decided = decide(self.registry, &seen, command, &facts, at).map_err(Settled::Refused)?;
        let mut after = State::clone(&state);
        let before = self.changed.get(&command.matter).map_or(state.seq, |change| change.before);
        let mut events = Vec::new();
        for event in decided.events {
            let recorded = Recorded { seq: after.seq + 1, actor: command.actor.clone(), stamp: *at, event };
            after = apply(after, &recorded);
            events.push(recorded);
        }
        self.claims.extend(decided.claims);
        self.notifies.extend(decided.notifies.into_iter().map(|role| (command.matter.clone(), role)));
        let after = Arc::new(after);
        if let Some(change) = self.changed.get_mut(&command.matter) {
            change.events.extend(events);
            change.after = after;
        } else {
            self.order.push(command.matter.clone());
            self.changed.insert(command.matter.clone(), Change { before, events, after });
        }
        Ok(decided.follows)
    }

    /// The command with what the registers know, whatever came in its place.
    fn with_rolls<'c>(
        &mut self,
        state: &State,
        command: &'c Command,
        on: Date,
    ) -> Result<Cow<'c, Command>, Settled> {
        let procedure = self.registry.procedure_of(state);
        let action = procedure.and_then(|procedure| procedure.action(&command.action));
        let (Some(procedure), Some(action)) = (procedure, action) else { return Ok(Cow::Borrowed(command)) };
        if action.gathers.is_empty() && action.fills.is_empty() {
            return Ok(Cow::Borrowed(command));
        }
        let (mut command, mut missing) = (command.clone(), BTreeSet::new());
        for gathers in &action.gathers {
            let roll = Roll {
                procedure: gathers.procedure.clone(),
                states: gathers.states.clone(),
                body: Some(state.body.clone()),
            };
            match self.known.rolls.get(&roll) {
                None => drop(missing.insert(roll)),
                Some(matters) => {
                    let all = Value::List(matters.iter().cloned().map(Value::Matter).collect());
                    command.values.insert(gathers.field.clone(), all);
                }
            }
        }
        let mut filled = Vec::new();
        for fills in &action.fills {
            let roll = Roll::of(fills, state);
            match self.known.rolls.get(&roll) {
                None => drop(missing.insert(roll)),
                Some(matters) => filled.push((fills, matters.clone())),
            }
        }
        if !missing.is_empty() {
            return Err(Settled::Needs(Needs { rolls: missing, ..Needs::default() }));
        }
        for (fills, matters) in filled {
            let wanted =
                references(state, Some(&command)).into_iter().chain(matters.iter().cloned()).collect();
            let facts = self.facts(&wanted, BTreeMap::new())?;
            let mut scene = Scene::new(self.registry, procedure, state, &facts, on);
            scene.actor = Some(&command.actor);
            scene.inputs = Some(&command.values);
            let rows = Value::Table(rows(&scene, fills, &matters));
            command.values.insert(fills.table.clone(), rows);
        }
        Ok(Cow::Owned(command))
    }

    /// A matter as it stands in this transaction.
    fn matter(&mut self, id: &MatterId) -> Result<Option<Arc<State>>, Settled> {
        if let Some(change) = self.changed.get(id) {
            return Ok(Some(change.after.clone()));
        }
        match self.known.matters.get(id) {
            Some(found) => {
                self.reads.insert(id.clone(), found.as_ref().map_or(0, |state| state.seq));
                Ok(found.clone())
            }
            None => Err(Needs::matters(BTreeSet::from([id.clone()]))),
        }
    }

    fn facts(
        &mut self,
        wanted: &BTreeSet<MatterId>,
        next_in: BTreeMap<String, u64>,
    ) -> Result<Facts, Settled> {
        let missing: BTreeSet<MatterId> = wanted
            .iter()
            .filter(|id| !self.changed.contains_key(*id) && !self.known.matters.contains_key(*id))
            .cloned()
            .collect();
        if !missing.is_empty() {
            return Err(Needs::matters(missing));
        }
        let mut matters = BTreeMap::new();
        for id in wanted {
            if let Some(state) = self.matter(id)? {
                matters.insert(id.clone(), state);
            }
        }
        Ok(Facts {
            matters,
            bodies: self.known.bodies.clone(),
            names: self.known.names.clone(),
            next_in,
            citable: self.known.citable.clone(),
        })
    }

    fn with_numbers(
        &self,
        state: &State,
        command: &Command,
        facts: Facts,
        at: &Stamp,
    ) -> Result<Facts, Settled> {
        let wanted = series(self.registry, state, command, &facts, at.on());
        let missing: BTreeSet<String> =
            wanted.iter().filter(|name| !self.known.next_in.contains_key(*name)).cloned().collect();
        if !missing.is_empty() {
            return Err(Settled::Needs(Needs { series: missing, ..Needs::default() }));
        }
        let next_in = wanted.into_iter().map(|name| {
            let taken = self.claims.iter().filter(|claim| claim.series == name).count() as u64;
            let next = self.known.next_in.get(&name).copied().unwrap_or(1) + taken;
            (name, next)
        });
        Ok(Facts { next_in: next_in.collect(), ..facts })
    }

    fn done(mut self) -> Settled {
        let changes: Vec<Change> = self.order.iter().filter_map(|id| self.changed.remove(id)).collect();
        for change in &changes {
            self.reads.remove(&change.after.matter);
        }
        // A matter that was looked for and does not exist cannot be checked by its last event; its absence is
        // checked by the matter that is opened in its place, or does not matter.
        self.reads.retain(|_, seq| *seq > 0);
        Settled::Changes { changes, claims: self.claims, reads: self.reads, notifies: self.notifies }
    }
}

fn refused(command: &Command, reason: Reason) -> Refusal {
    Refusal {
        procedure: command.procedure.clone(),
        matter: None,
        action: command.action.clone(),
        stands: None,
        actor: command.actor.clone(),
        reasons: vec![reason],
    }
}

/// The refusal of an act that follows on another matter: the whole is refused, and says where.
fn following(mut refusal: Refusal) -> Refusal {
    let next = refusal.reasons.first().map_or(Next::Nothing, |reason| reason.next.clone());
    let mut head = Reason::new(Code::FollowingAct, next);
    head.basis = refusal.reasons.first().map(|reason| reason.basis.clone()).unwrap_or_default();
    refusal.reasons.insert(0, head);
    refusal
}
