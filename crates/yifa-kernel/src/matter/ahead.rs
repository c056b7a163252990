//! Owns the next step 下一步 of a matter: the act, or the few acts, by which it goes on from where it stands on the road to
//! its end, and for whom it waits therefore. It follows from the definition and from what is on record; nothing is marked.
//!
//! A definition writes its states in the order of the main road. The next step is the act that leads to the nearest state
//! ahead from which the end is reached without coming back here; where a condition of that act still lacks another act (a
//! review, a service), that one comes first. What repeats a step already done, what leads back or out of the road, and what
//! may happen at any time (an application for reconsideration that comes in) is possible, but no matter waits for it. An act
//! that stays where it is becomes a step while a duty to do it runs. Where one judgment has several outcomes (lawful, or to be
//! corrected; annulled, or upheld), none of them is presumed: all are the next step.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::against::limits;
use super::clock;
use super::entitled::standing;
use super::open::{Settled, settled};
use super::scene::Scene;
use super::{Actor, Facts, State, Who, acting_bodies};
use crate::definition::Registry;
use crate::guard::{ActPart, Fact, LimitPart, Node};
use crate::id::{ActionId, BodyId, FieldId, PersonId, RoleId, StateId};
use crate::procedure::{Action, From, LimitKind, Needed, Procedure, Role};
use crate::refusal::{Code, Next};
use crate::value::Value;

/// An act by which a matter goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// Which.
    pub action: ActionId,
    /// The roles that may do it; those who work here.
    pub roles: Vec<RoleId>,
    /// The bodies whose people do it.
    pub bodies: Vec<BodyId>,
    /// Those on record who may not, though their role may: whoever drafted does not review.
    pub except: Vec<PersonId>,
}

/// What comes next in a matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ahead {
    /// The steps, the one on the road first. Empty where the matter is over, rests in a register, or waits for somebody
    /// outside, for another matter or for time to pass.
    pub steps: Vec<NextStep>,
    /// The first day on which this comes out differently though nothing happens: a period that must be waited for is over.
    pub changes_on: Option<Date>,
}

/// The next steps of a matter on a day, by whoever.
pub fn ahead(registry: &Registry, state: &State, facts: &Facts, today: Date) -> Ahead {
    let Some(procedure) = registry.procedure_of(state) else { return Ahead::default() };
    let Some(here) = state.stands.as_ref().filter(|_| !state.closed) else { return Ahead::default() };
    if procedure.state(here).is_none_or(|here| here.is_final || here.at_rest) {
        return Ahead::default();
    }
    let scene = Scene::new(registry, procedure, state, facts, today);
    let road = Road { procedure, here };
    let mut look = Look { scene, changes_on: None };
    let mut found: Vec<&Action> = Vec::new();
    let ways = road.ways();
    for action in nearest(&mut look, &ways).into_iter().chain(asked_for(&mut look)) {
        if !found.iter().any(|one| one.id == action.id) {
            found.push(action);
        }
    }
    let steps = found.into_iter().map(|action| step(&scene, action)).collect();
    Ahead { steps, changes_on: look.changes_on.filter(|day| *day > today) }
}

/// The acts of the next steps.
pub(super) fn steps_ahead(registry: &Registry, state: &State, facts: &Facts, today: Date) -> Vec<ActionId> {
    ahead(registry, state, facts, today).steps.into_iter().map(|step| step.action).collect()
}

/// The first way on that is not barred for good: itself when it is open, else what it lacks.
fn nearest<'a>(look: &mut Look<'a>, Ways { on, back, out, aside }: &Ways<'a>) -> Vec<&'a Action> {
    for action in on {
        match look.judged(action, &mut BTreeSet::new()) {
            Judged::Open => {
                let aside = aside.iter().filter(|other| both_end(look.scene.procedure, action, other));
                let ways: Vec<&Action> = on.iter().chain(back).chain(aside).copied().collect();
                return outcomes(look, action, ways.into_iter());
            }
            Judged::Lacks(acts, Again::No) => return acts,
            // Somebody has said no: it may be asked again, or the matter goes back.
            Judged::Lacks(mut acts, Again::Yes) => {
                for &action in back {
                    if matches!(look.judged(action, &mut BTreeSet::new()), Judged::Open) {
                        acts.push(action);
                    }
                }
                return acts;
            }
            Judged::Waits => return Vec::new(),
            Judged::Barred => {}
        }
    }
    // Nothing here can be mended by another act: whoever does the next one sends it back, or takes it out of a place beside
    // the road, or sees why not.
    let Some(&next) = on.iter().find(|action| !action.only_by_law()) else { return Vec::new() };
    let same = |action: &&&Action| action.by.iter().any(|role| next.by.contains(role));
    let returns = back
        .iter()
        .chain(out)
        .filter(same)
        .copied()
        .find(|action| matches!(look.judged(action, &mut BTreeSet::new()), Judged::Open));
    vec![returns.unwrap_or(next)]
}

/// An act and the other outcomes of the same judgment that are open too, in the order of the road.
fn outcomes<'a>(
    look: &mut Look<'a>,
    action: &'a Action,
    ways: impl Iterator<Item = &'a Action>,
) -> Vec<&'a Action> {
    let procedure = look.scene.procedure;
    let others: Vec<&Action> = ways.filter(|other| answers_the_same(procedure, action, other)).collect();
    let open = |other: &&'a Action| matches!(look.judged(other, &mut BTreeSet::new()), Judged::Open);
    std::iter::once(action).chain(others.into_iter().filter(open)).collect()
}

/// Whether a matter is over with either of two acts: then none of them is the way out of the other's road.
fn both_end(procedure: &Procedure, one: &Action, other: &Action) -> bool {
    let is_end = |to: &StateId| procedure.state(to).is_some_and(|state| state.is_final);
    [one, other].iter().all(|action| action.to.iter().all(|(_, to)| is_end(to)))
}

/// Whether two acts are outcomes of one judgment: the same people give them in this state and in no other, and both must
/// write down the same thing, reasons or the day of the meeting, which is written down nowhere else.
fn answers_the_same(procedure: &Procedure, one: &Action, other: &Action) -> bool {
    let by = |action: &Action| action.by.iter().cloned().collect::<BTreeSet<_>>();
    let From::States(from) = &one.from else { return false };
    let [here] = from.as_slice() else { return false };
    if one.id == other.id || one.from != other.from || by(one) != by(other) {
        return false;
    }
    let must = |action: &Action, field: &FieldId| {
        action.records.iter().any(|(id, needed)| id == field && *needed == Needed::Required)
    };
    let elsewhere = |field: &FieldId| {
        let records = |action: &&Action| action.records.iter().any(|(id, _)| id == field);
        let from_here = |action: &Action| matches!(&action.from, From::States(from) if from.contains(here));
        let people = procedure.actions.iter().filter(|action| !action.only_by_law());
        people.filter(records).any(|action| !from_here(action))
    };
    one.records.iter().any(|(field, _)| must(one, field) && must(other, field) && !elsewhere(field))
}

/// What a running duty asks to be done without leaving the state, and can be done now.
fn asked_for<'a>(look: &mut Look<'a>) -> Vec<&'a Action> {
    let scene = look.scene;
    let duty = |kind| matches!(kind, LimitKind::Duty | LimitKind::Hours | LimitKind::LongStop);
    let running = scene
        .procedure
        .limits
        .iter()
        .filter(|limit| duty(limit.kind))
        .filter(|limit| clock::clock_in(&scene, limit).is_some_and(|clock| clock.is_running()));
    let asked: BTreeSet<&ActionId> = running.flat_map(|limit| &limit.actions).collect();
    let stays = scene.procedure.actions.iter().filter(|action| action.to.is_empty());
    stays
        .filter(|action| asked.contains(&action.id))
        .filter(|action| matches!(look.judged(action, &mut BTreeSet::new()), Judged::Open))
        .collect()
}

fn step(scene: &Scene<'_>, action: &Action) -> NextStep {
    let works_here = |role: &&RoleId| role.as_str() != "law" && !is_outside(scene.registry, role);
    NextStep {
        action: action.id.clone(),
        roles: action.by.iter().filter(works_here).cloned().collect(),
        bodies: acting_bodies(scene.state, action, scene.facts),
        except: barred_persons(scene, action),
    }
}

/// Whether a role is one of those who stand before the counter: a party, the public, the bearer of a slip.
fn is_outside(registry: &Registry, role: &RoleId) -> bool {
    registry.role(role).is_some_and(Role::is_of_public)
}

/// Those on record whom a condition on the person shuts out.
fn barred_persons(scene: &Scene<'_>, action: &Action) -> Vec<PersonId> {
    let asks_who = |fact: &&Fact| matches!(fact, Fact::Actor(crate::guard::ActorPart::Person));
    let on_person = action.require.iter().filter(|one| one.guard.node.facts().iter().any(asks_who));
    let on_person: Vec<_> = on_person.collect();
    if on_person.is_empty() {
        return Vec::new();
    }
    let named = |state: &State| {
        let acted = state.acts.iter().filter_map(|act| act.actor.as_person().cloned());
        let fields = state.fields.values().filter_map(|value| match value {
            Value::Person(person) => Some(person.clone()),
            _ => None,
        });
        acted.chain(fields).collect::<Vec<_>>()
    };
    let mut all: BTreeSet<PersonId> = named(scene.state).into_iter().collect();
    let pointed = scene.state.points_to().into_iter().filter_map(|id| scene.facts.matters.get(id));
    all.extend(pointed.flat_map(|state| named(state)));
    let may = |person: &PersonId| {
        let actor = Actor { who: Who::Person(person.clone()), ..Actor::law() };
        let scene = Scene { actor: Some(&actor), ..*scene };
        on_person.iter().all(|one| one.guard.holds(&scene) != Some(false))
    };
    all.into_iter().filter(|person| !may(person)).collect()
}

/// The graph of a procedure, seen from where a matter stands.
struct Road<'a> {
    procedure: &'a Procedure,
    here: &'a StateId,
}

impl<'a> Road<'a> {
    fn place(&self, id: &StateId) -> usize {
        self.procedure.states.iter().position(|one| one.id == *id).unwrap_or(usize::MAX)
    }

    fn ways(&self) -> Ways<'a> {
        let Some(goal) = self.goal() else { return Ways::default() };
        let leads = self.leading_to(goal);
        let here = self.place(self.here);
        let (mut on, mut back, mut out) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        for (at, action) in self.leaving().enumerate() {
            // What the law does by itself when a time is over is the last thing that people would do.
            let late = action.by_law();
            let to = action.to.iter().map(|(_, to)| to).filter(|to| leads.contains(to));
            if let Some(to) = to.map(|to| self.place(to)).filter(|to| *to > here).min() {
                on.insert((late, to, at), action);
            } else if let Some(to) =
                action.to.iter().map(|(_, to)| self.place(to)).filter(|to| *to < here).max()
            {
                let away = !action.to.iter().any(|(_, to)| leads.contains(to));
                back.insert((away, std::cmp::Reverse(to), at), action);
            } else if !action.only_by_law() {
                out.push(action);
            }
        }
        let back: Vec<_> = back.into_values().collect();
        // From a state beside the road one goes on by coming back to it, or ends there.
        if on.is_empty() {
            Ways { on: back, back: Vec::new(), out, aside: Vec::new() }
        } else {
            Ways { on: on.into_values().collect(), back, out: Vec::new(), aside: out }
        }
    }

    /// The acts from here that may lead to another state.
    fn leaving(&self) -> impl Iterator<Item = &'a Action> {
        let here = self.here;
        self.procedure.actions.iter().filter(move |action| match &action.from {
            From::States(from) => from.contains(here) && action.to.iter().any(|(_, to)| to != here),
            // What is possible from everywhere is a way out.
            From::Nothing | From::Anywhere => false,
        })
    }

    /// The end of the road: the first of the definition's ends that can still be reached. What rests in a register has come
    /// to its end there, though it may be taken out again.
    fn goal(&self) -> Option<&'a StateId> {
        let ends = self.procedure.states.iter().filter(|one| one.is_final || one.at_rest);
        ends.map(|state| &state.id).find(|state| {
            let leads = self.leading_to(state);
            self.leaving().any(|action| action.to.iter().any(|(_, to)| leads.contains(to)))
        })
    }

    /// The states from which a goal is reached without passing here.
    fn leading_to(&self, goal: &'a StateId) -> BTreeSet<&'a StateId> {
        let mut all = BTreeSet::from([goal]);
        loop {
            let before = all.len();
            for action in &self.procedure.actions {
                let From::States(from) = &action.from else { continue };
                if action.to.iter().any(|(_, to)| to != self.here && all.contains(to)) {
                    all.extend(from.iter().filter(|from| *from != self.here));
                }
            }
            if all.len() == before {
                return all;
            }
        }
    }
}

fn is_today(node: &Node) -> bool {
    matches!(node, Node::Fact(Fact::Today))
}

/// The acts by which a matter leaves where it stands.
#[derive(Default)]
struct Ways<'a> {
    /// Those that lead on, nearest first.
    on: Vec<&'a Action>,
    /// Those that lead back to the road.
    back: Vec<&'a Action>,
    /// From beside the road, those that end there; a way out of the road itself is none.
    out: Vec<&'a Action>,
    /// The ways out of the road itself.
    aside: Vec<&'a Action>,
}

/// What stands between a matter and an act.
enum Judged<'a> {
    /// Nothing: it can be done, if the values given fit.
    Open,
    /// These acts, which can be done now.
    Lacks(Vec<&'a Action>, Again),
    /// Somebody outside, the law, another matter, time.
    Waits,
    /// Something that no act on this matter changes.
    Barred,
}

/// Whether acts are lacking that were done before and did not come out as it is needed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Again {
    No,
    Yes,
}

/// What a condition lacks.
enum Lack {
    Nothing,
    Fresh(BTreeSet<ActionId>),
    Again(BTreeSet<ActionId>),
    Waits,
    Never,
}

impl Lack {
    /// Both must be mended: what can be done comes before what cannot.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, one) | (one, Self::Nothing) => one,
            (Self::Fresh(a), Self::Fresh(b)) => Self::Fresh(a.into_iter().chain(b).collect()),
            (Self::Again(a), Self::Again(b)) => Self::Again(a.into_iter().chain(b).collect()),
            (Self::Fresh(a), _) | (_, Self::Fresh(a)) => Self::Fresh(a),
            (Self::Again(a), _) | (_, Self::Again(a)) => Self::Again(a),
            (Self::Never, _) | (_, Self::Never) => Self::Never,
            (Self::Waits, Self::Waits) => Self::Waits,
        }
    }

    /// One of both is enough: what comes by itself is waited for, and what was not done yet comes before what would have to
    /// be done again.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, _) | (_, Self::Nothing) => Self::Nothing,
            (Self::Waits, _) | (_, Self::Waits) => Self::Waits,
            (Self::Fresh(a), Self::Fresh(b)) => Self::Fresh(a.into_iter().chain(b).collect()),
            (Self::Fresh(a), _) | (_, Self::Fresh(a)) => Self::Fresh(a),
            (Self::Again(a), Self::Again(b)) => Self::Again(a.into_iter().chain(b).collect()),
            (Self::Again(a), _) | (_, Self::Again(a)) => Self::Again(a),
            (Self::Never, Self::Never) => Self::Never,
        }
    }
}

/// One look at the matter, which notes the first day on which it would see something else.
struct Look<'a> {
    scene: Scene<'a>,
    changes_on: Option<Date>,
}

impl<'a> Look<'a> {
    fn wait_until(&mut self, day: Option<Date>) {
        self.changes_on = [self.changes_on, day].into_iter().flatten().min();
    }

    fn judged(&mut self, action: &'a Action, seen: &mut BTreeSet<ActionId>) -> Judged<'a> {
        let scene = self.scene;
        if !standing(scene.procedure, scene.state, action).is_empty() || !seen.insert(action.id.clone()) {
            return Judged::Barred;
        }
        if action.only_by_law() || self.is_for_outside(action) {
            return Judged::Waits;
        }
        let mut lack = Lack::Nothing;
        let failing = action.require.iter().filter(|one| one.guard.holds(&scene) != Some(true));
        for (condition, when) in failing.zip(settled(&scene, action)) {
            let facts = condition.guard.node.facts();
            let of_actor = facts.iter().any(|fact| matches!(fact, Fact::Actor(_)));
            if matches!(when, Settled::Now) && !of_actor {
                lack = lack.and(self.lack(&condition.guard.node, true));
            }
        }
        for reason in limits(&scene, scene.procedure, action) {
            lack = lack.and(match (reason.code, &reason.next) {
                // The day of the coming event is still to be chosen.
                (Code::TooShortNotice, _) => Lack::Nothing,
                (_, Next::Wait(day)) => {
                    self.wait_until(Some(*day));
                    Lack::Waits
                }
                _ => Lack::Never,
            });
        }
        match lack {
            Lack::Nothing => Judged::Open,
            Lack::Waits => Judged::Waits,
            Lack::Never => Judged::Barred,
            Lack::Fresh(acts) => self.done_first(&acts, Again::No, seen),
            Lack::Again(acts) => self.done_first(&acts, Again::Yes, seen),
        }
    }

    /// Of the acts that are lacking, those that can be done; of the others, what they lack.
    fn done_first(
        &mut self,
        acts: &BTreeSet<ActionId>,
        again: Again,
        seen: &mut BTreeSet<ActionId>,
    ) -> Judged<'a> {
        let (mut all, mut waits) = (Vec::new(), false);
        for action in self.scene.procedure.actions.iter().filter(|action| acts.contains(&action.id)) {
            match self.judged(action, seen) {
                Judged::Open => all.push(action),
                Judged::Lacks(more, _) => all.extend(more),
                Judged::Waits => waits = true,
                Judged::Barred => {}
            }
        }
        match (all.is_empty(), waits) {
            (false, _) => Judged::Lacks(all, again),
            (true, true) => Judged::Waits,
            (true, false) => Judged::Barred,
        }
    }

    /// Whether an act is for somebody outside to do, though people here may record it: whatever a party may say without
    /// moving the matter, and what moves it where those who open such matters do it themselves.
    fn is_for_outside(&self, action: &Action) -> bool {
        let scene = &self.scene;
        if !action.of.is_empty() {
            return false;
        }
        let mut outside = action.by.iter().filter(|role| is_outside(scene.registry, role));
        let opens =
            |role: &RoleId| scene.procedure.opening_actions().any(|opening| opening.by.contains(role));
        if action.to.is_empty() { outside.next().is_some() } else { outside.any(opens) }
    }

    /// What must be done for a part of a condition to hold, or, with `wanted` false, not to hold.
    fn lack(&mut self, node: &Node, wanted: bool) -> Lack {
        if node.holds(&self.scene) == Some(wanted) {
            return Lack::Nothing;
        }
        match node {
            Node::Not(inner) => self.lack(inner, !wanted),
            Node::And(a, b) if wanted => self.lack(a, true).and(self.lack(b, true)),
            Node::Or(a, b) if !wanted => self.lack(a, false).and(self.lack(b, false)),
            Node::And(a, b) | Node::Or(a, b) => self.lack(a, wanted).or(self.lack(b, wanted)),
            Node::Compare(compare, a, b) if is_today(a) != is_today(b) => {
                let day = if is_today(a) { b } else { a };
                let Some(day) = day.value(&self.scene).and_then(|day| day.as_date()) else {
                    return self.lack_of_any(node);
                };
                self.comes_true(node, wanted, day)
            }
            _ => self.lack_of_any(node),
        }
    }

    /// A day that must have come, or must be over: it is waited for.
    fn comes_true(&mut self, node: &Node, wanted: bool, day: Date) -> Lack {
        let scene = self.scene;
        let then = [Some(day), day.tomorrow().ok()].into_iter().flatten().filter(|then| *then > scene.today);
        let then = then.into_iter().find(|then| node.holds(&Scene { today: *then, ..scene }) == Some(wanted));
        let Some(then) = then else { return self.lack_of_any(node) };
        self.wait_until(Some(then));
        Lack::Waits
    }

    /// What would change one of the facts of a condition.
    fn lack_of_any(&mut self, node: &Node) -> Lack {
        let mut all = Lack::Never;
        for fact in node.facts() {
            all = all.or(self.lack_of(fact));
        }
        all
    }

    /// What would change a fact.
    fn lack_of(&mut self, fact: &Fact) -> Lack {
        let scene = self.scene;
        match fact {
            Fact::Act(id, part) => {
                let done = scene.state.last(id).is_some();
                let counts = matches!(part, ActPart::Count | ActPart::Value(_) | ActPart::Party(..));
                match (done, counts) {
                    (false, _) => self.possible([id], Again::No),
                    (true, true) => self.possible([id], Again::Yes),
                    (true, false) => Lack::Never,
                }
            }
            Fact::Field(id) | Fact::Party(id, _) | Fact::Cite(id, _) => self.recording(id),
            Fact::StateOf(id) | Fact::ThroughField(id, _) | Fact::BodyOf(id) | Fact::UpperGovernment(id) => {
                if scene.value_of(id).is_none() {
                    self.recording(id)
                } else {
                    Lack::Never
                }
            }
            Fact::Track(id, _) => match scene.state.tracks.get(id) {
                None => {
                    let track = scene.procedure.track(id);
                    track.map_or(Lack::Never, |track| self.possible([&track.opens_on], Again::No))
                }
                Some(child) => {
                    let child = scene.facts.matters.get(child);
                    if child.is_some_and(|child| !child.closed) { Lack::Waits } else { Lack::Never }
                }
            },
            Fact::Limit(id, LimitPart::Over) => {
                let limit = scene.procedure.limit(id);
                let clock = limit.and_then(|limit| clock::clock_in(&scene, limit));
                let last = clock.filter(|clock| clock.is_running()).and_then(|clock| clock.last_day());
                let Some(last) = last.filter(|last| scene.today <= *last) else { return Lack::Never };
                self.wait_until(last.tomorrow().ok());
                Lack::Waits
            }
            _ => Lack::Never,
        }
    }

    /// The acts that put something into a field.
    fn recording(&self, id: &FieldId) -> Lack {
        let puts = |action: &&Action| {
            action.records.iter().any(|(field, _)| field == id)
                || action.sets.iter().any(|(field, _)| field == id)
                || action.adds.iter().any(|(field, _)| field == id)
                || action.gathers_into(id)
        };
        let again = if self.scene.value_of(id).is_none() { Again::No } else { Again::Yes };
        let all = self.scene.procedure.actions.iter().filter(puts).map(|action| &action.id);
        self.possible(all, again)
    }

    /// Those of some acts that exist where the matter stands. What is left to the law or to somebody outside is waited for;
    /// what the law does too, such as changing a decision that a court has quashed, nobody plans.
    fn possible<'b>(&self, acts: impl IntoIterator<Item = &'b ActionId>, again: Again) -> Lack {
        let scene = &self.scene;
        let all = acts.into_iter().filter_map(|id| scene.procedure.action(id));
        let planned = |action: &&Action| action.only_by_law() || !action.by_law();
        let here = all.filter(|action| standing(scene.procedure, scene.state, action).is_empty());
        let here: Vec<&Action> = here.filter(planned).collect();
        let (others, ours): (Vec<&Action>, Vec<&Action>) =
            here.into_iter().partition(|action| action.only_by_law() || self.is_for_outside(action));
        let ids = || ours.iter().map(|action| action.id.clone()).collect();
        match (ours.is_empty(), again) {
            (false, Again::No) => Lack::Fresh(ids()),
            (false, Again::Yes) => Lack::Again(ids()),
            (true, _) if !others.is_empty() => Lack::Waits,
            (true, _) => Lack::Never,
        }
    }
}
