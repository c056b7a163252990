//! Properties over random walks through every shipped procedure: what is replayed is what was lived; what is refused leaves no
//! trace; nobody is stuck outside a final state; standing still never shortens a clock.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use yifa_kernel::body::{Bodies, Body, BodyKind};
use yifa_kernel::definition::{Registry, Source, compile};
use yifa_kernel::guard::Kind;
use yifa_kernel::id::{BodyId, FieldId, MatterId, ProcedureId};
use yifa_kernel::matter::{
    Actor, Change, Command, Facts, Known, Openness, Recorded, Settled, Stamp, State, acting_bodies,
    action_statuses, apply, called, references, replay, settle, settle_sweep,
};
use yifa_kernel::procedure::{Action, From, Needed, Procedure};
use yifa_kernel::value::{Cite, FileRef, Party, PartyKind, Value};

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    fn walk(folder: &Path, root: &Path, into: &mut Vec<Source>) {
        let entries = fs::read_dir(folder).expect("definitions");
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("entry").path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() && !path.ends_with("scenarios") {
                walk(&path, root, into);
            } else if path.extension().is_some_and(|end| end == "toml") {
                let name = path.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/");
                into.push(Source { path: name, text: fs::read_to_string(&path).expect("text") });
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../definitions");
    let mut sources = Vec::new();
    walk(&root, &root, &mut sources);
    match compile(&sources) {
        Ok(registry) => registry,
        Err(faults) => panic!("{}", faults.render()),
    }
});

/// A city in which somebody tries things. `stood_in` are matters that were there before: of those the log has only what came after.
struct Town {
    known: Known,
    log: BTreeMap<MatterId, Vec<Recorded>>,
    stood_in: BTreeMap<MatterId, Arc<State>>,
    today: Date,
}

/// Small numbers from the walk's choices, one after another.
struct Choices<'a>(std::slice::Iter<'a, u8>);

impl Choices<'_> {
    fn next(&mut self) -> u8 {
        self.0.next().copied().unwrap_or(0)
    }
}

impl Town {
    fn new() -> Self {
        let body = |id: &str, kind, parent: Option<&str>| Body {
            id: id.into(),
            name: id.into(),
            en: id.into(),
            short: id.into(),
            kind,
            parent: parent.map(BodyId::from),
            valid_from: date(2000, 1, 1),
            valid_to: None,
            successor: None,
            place: 0,
        };
        let bodies = Bodies::new([
            body("city", BodyKind::Government, None),
            body("department", BodyKind::Department, Some("city")),
        ]);
        let known = Known { bodies: Arc::new(bodies), ..Known::default() };
        Self { known, log: BTreeMap::new(), stood_in: BTreeMap::new(), today: date(2026, 7, 6) }
    }

    fn state(&self, id: &MatterId) -> Option<Arc<State>> {
        self.known.matters.get(id).cloned().flatten()
    }

    fn stamp(&self) -> Stamp {
        let now = yifa_law::calendar::china_instant(self.today.at(9, 0, 0, 0)).expect("instant");
        Stamp { happened: self.today.at(9, 0, 0, 0), known: now, recorded: now }
    }

    fn keep(&mut self, changes: Vec<Change>, claims: Vec<yifa_kernel::matter::Claim>) {
        for change in changes {
            let id = change.after.matter.clone();
            self.log.entry(id.clone()).or_default().extend(change.events);
            self.known.matters.insert(id, Some(change.after));
        }
        for claim in claims {
            self.known.next_in.insert(claim.series, claim.value + 1);
        }
        // Who stands on a roll may have changed.
        self.known.rolls.clear();
    }

    /// Tries a command; whether it was allowed.
    fn tries(&mut self, command: &Command) -> bool {
        loop {
            match settle(&REGISTRY, &self.known, command, &self.stamp()) {
                Settled::Needs(needs) => self.known.learn(needs),
                Settled::Refused(_) => return false,
                Settled::Changes { changes, claims, .. } => {
                    self.keep(changes, claims);
                    return true;
                }
            }
        }
    }

    fn sweep(&mut self) {
        let all: Vec<MatterId> = self.log.keys().cloned().collect();
        for id in all {
            while let Some(settled) = settle_sweep(&REGISTRY, &self.known, &id, &self.stamp()) {
                match settled {
                    Settled::Needs(needs) => self.known.learn(needs),
                    Settled::Changes { changes, claims, .. } => self.keep(changes, claims),
                    Settled::Refused(_) => break,
                }
            }
        }
    }

    /// A matter of another procedure in some state, so that fields can point to it.
    fn stand_in(&mut self, procedure: &ProcedureId, choice: u8) -> Option<MatterId> {
        let defined = REGISTRY.latest(procedure)?;
        let state = &defined.states[usize::from(choice) % defined.states.len()];
        let id = MatterId::new(format!("{procedure}-{}", state.id));
        let mut matter =
            State::unopened(id.clone(), procedure.clone(), defined.version.clone(), "department".into());
        matter.stands = Some(state.id.clone());
        matter.closed = state.is_final;
        matter.opened_on = Some(date(2026, 1, 5));
        matter.seq = 1;
        if self.state(&id).is_none() {
            let matter = Arc::new(matter);
            self.stood_in.insert(id.clone(), matter.clone());
            self.known.matters.insert(id.clone(), Some(matter));
        }
        Some(id)
    }

    fn value(&mut self, kind: &Kind, choices: &mut Choices<'_>) -> Option<Value> {
        let n = choices.next();
        Some(match kind {
            Kind::Bool => Value::Bool(n.is_multiple_of(2)),
            Kind::Int => Value::Int((n % 20).into()),
            Kind::Decimal => Value::Decimal(i64::from(n) * 1_000),
            Kind::Money => Value::Money(i64::from(n) * 10_000),
            Kind::Date => Value::Date(self.today.checked_add((i64::from(n % 41) - 20).days()).ok()?),
            Kind::Instant => Value::Instant(self.today.at(9, 0, 0, 0)),
            Kind::Text => Value::Text(format!("文字{n}")),
            Kind::Choice(words) => Value::Choice(words[usize::from(n) % words.len()].clone()),
            Kind::Body => Value::Body("department".into()),
            Kind::Party => Value::Party(Party {
                kind: if n.is_multiple_of(2) { PartyKind::Citizen } else { PartyKind::Organisation },
                name: "某人".into(),
                code: None,
                address: None,
                phone: None,
            }),
            Kind::Person => Value::Person(format!("p{}", n % 3).as_str().into()),
            Kind::Cite => Value::Cite(Cite { text: "《行政处罚法》第六十条".into() }),
            Kind::Matter(of) => Value::Matter(self.stand_in(of.first()?, n)?),
            Kind::File => Value::File(FileRef { digest: "0".repeat(64), name: "x.pdf".into(), bytes: 1 }),
            Kind::List(one) => {
                let all: Option<Vec<Value>> = (0..n % 4).map(|_| self.value(one, choices)).collect();
                Value::List(all?)
            }
            Kind::Table(columns) => {
                let mut rows = Vec::new();
                for _ in 0..n % 4 {
                    let mut row = BTreeMap::new();
                    for (id, kind) in columns.iter() {
                        row.insert(id.clone(), self.value(kind, choices)?);
                    }
                    rows.push(row);
                }
                Value::Table(rows)
            }
        })
    }

    fn command(
        &mut self,
        procedure: &Procedure,
        action: &Action,
        matter: &MatterId,
        choices: &mut Choices<'_>,
    ) -> Option<Command> {
        let mut values: BTreeMap<FieldId, Value> = BTreeMap::new();
        for (id, needed) in &action.records {
            if *needed == Needed::Required || choices.next().is_multiple_of(3) {
                let kind = procedure.field(id)?.kind.clone();
                values.extend(self.value(&kind, choices).map(|value| (id.clone(), value)));
            }
        }
        let role = &action.by[usize::from(choices.next()) % action.by.len()];
        let state = self.state(matter);
        let body = state.as_ref().map_or_else(|| BodyId::new("department"), |state| state.body.clone());
        let acting = state.and_then(|state| {
            let facts = self.facts(&state);
            acting_bodies(&state, action, &facts).into_iter().next()
        });
        let actor = match role.as_str() {
            "law" => Actor::law(),
            role => Actor::person("p9", role, acting.unwrap_or_else(|| body.clone())),
        };
        Some(Command {
            matter: matter.clone(),
            procedure: procedure.id.clone(),
            action: action.id.clone(),
            body,
            parent: None,
            values,
            actor,
        })
    }

    fn facts(&self, state: &State) -> Facts {
        let wanted = references(state, None);
        let found = wanted.into_iter().filter_map(|id| Some((id.clone(), self.state(&id)?)));
        Facts { matters: found.collect(), bodies: self.known.bodies.clone(), ..Default::default() }
    }

    /// Everything that was lived is what the log says.
    fn is_replayed(&self) {
        for (id, events) in &self.log {
            let lived = self.state(id).expect("a matter that has events");
            let before = self.stood_in.get(id);
            let replayed = match before {
                None => replay(id, events),
                Some(before) => Some(events.iter().fold(State::clone(before), apply)),
            };
            assert_eq!(replayed.as_ref(), Some(lived.as_ref()), "{id}");
            assert_eq!(lived.seq, before.map_or(0, |before| before.seq) + events.len() as u64, "{id}");
        }
    }

    /// One step of a walk: some day later somebody tries something.
    fn step(&mut self, procedure: &Procedure, matter: &MatterId, choices: &mut Choices<'_>) {
        self.today = self.today.checked_add(i64::from(choices.next() % 16).days()).expect("a day");
        self.sweep();
        let fits: Vec<&Action> = match self.state(matter) {
            None => procedure.opening_actions().collect(),
            Some(state) => procedure
                .actions
                .iter()
                .filter(|action| match (&action.from, &state.stands) {
                    (From::States(from), Some(stands)) => from.contains(stands),
                    (From::Anywhere, Some(_)) => !state.closed,
                    (From::Nothing, _) | (_, None) => false,
                })
                .collect(),
        };
        if fits.is_empty() {
            return;
        }
        let action = fits[usize::from(choices.next()) % fits.len()];
        let Some(command) = self.command(procedure, action, matter, choices) else { return };
        let before = self.log.clone();
        if !self.tries(&command) {
            assert_eq!(self.log, before, "a refused {} left a trace", action.id);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_replayed_is_what_was_lived_and_refusals_leave_no_trace(
        which in any::<prop::sample::Index>(),
        choices in prop::collection::vec(any::<u8>(), 400),
    ) {
        let all: Vec<&Procedure> = REGISTRY.procedures().collect();
        let procedure = all[which.index(all.len())];
        let (mut town, matter, mut choices) = (Town::new(), MatterId::new("m"), Choices(choices.iter()));
        for _ in 0..25 {
            town.step(procedure, &matter, &mut choices);
        }
        town.is_replayed();
    }

    #[test]
    fn standing_still_never_shortens(
        start in 0_i64..700, length in 1_u32..120, from in 0_i64..130, days in 0_i64..90, unit in 0_usize..2, exclude: bool,
    ) {
        use yifa_law::limit::{Change, Effect, Reckoning, Roll, Span, Unit, reckon};
        let day = |n: i64| date(2024, 1, 2).checked_add(n.days()).expect("a day");
        let unit = [Unit::CalendarDay, Unit::WorkingDay][unit];
        let span = Span::new(length, unit).expect("a length");
        let calendar = REGISTRY.calendar();
        let plain = reckon(calendar, day(start), span, Roll::Next, &[]).expect("a due day");
        let Ok(Some(pause)) = Change::pause_between(day(start + from), Some(day(start + from + days))) else { return Ok(()) };
        let change = match pause {
            Change::Pause { first, last } if exclude => Change::Exclude { first, last },
            other => other,
        };
        let paused = reckon(calendar, day(start), span, Roll::Next, &[Effect::new("pause", "《行政复议法》第三十九条", change)]);
        if let (Reckoning::Ends(plain), Ok(Reckoning::Ends(paused))) = (plain, paused) {
            prop_assert!(paused.rolled_on >= plain.rolled_on && paused.on >= plain.on, "{plain:?} {paused:?}");
        }
    }
}

/// A list shows a matter by its name: one of which nothing is recorded yet has its number or its procedure's title.
#[test]
fn a_matter_always_has_a_name() {
    for procedure in REGISTRY.procedures() {
        let mut bare =
            State::unopened("m".into(), procedure.id.clone(), procedure.version.clone(), "nowhere".into());
        assert_ne!(called(&REGISTRY, &bare, &Facts::default()).trim(), "", "{}", procedure.id);
        bare.number = Some("云〔2026〕1号".to_owned());
        assert_ne!(called(&REGISTRY, &bare, &Facts::default()).trim(), "", "{}", procedure.id);
    }
    let finding = REGISTRY.latest(&ProcedureId::new("unfiled-finding")).expect("findings");
    let mut bare = State::unopened("m".into(), finding.id.clone(), finding.version.clone(), "nowhere".into());
    assert_eq!(called(&REGISTRY, &bare, &Facts::default()), finding.label.zh);
    bare.number = Some("云〔2026〕1号".to_owned());
    assert_eq!(called(&REGISTRY, &bare, &Facts::default()), "云〔2026〕1号");
    // Named after a power that is not around: nobody is shown how a machine calls it.
    let penalty = REGISTRY.latest(&ProcedureId::new("penalty-ordinary")).expect("penalties");
    let mut bare = State::unopened("m".into(), penalty.id.clone(), penalty.version.clone(), "nowhere".into());
    bare.fields.insert("power".into(), Value::Matter("01a222ad".into()));
    assert_eq!(called(&REGISTRY, &bare, &Facts::default()), penalty.label.zh);
}

/// From every state that can be reached, some final state can be reached by actions that somebody may do, and a matter that
/// stands there has at least one action that is not closed for good.
#[test]
fn nobody_is_stuck_outside_a_final_state() {
    for procedure in REGISTRY.procedures().filter(|one| one.states.iter().any(|state| state.is_final)) {
        let leads = |from: &yifa_kernel::id::StateId| -> Vec<yifa_kernel::id::StateId> {
            let can = |action: &&Action| match &action.from {
                From::Nothing => false,
                From::Anywhere => true,
                From::States(all) => all.contains(from),
            };
            let to = procedure.actions.iter().filter(can).flat_map(|action| &action.to);
            to.map(|(_, state)| state.clone()).collect()
        };
        for state in procedure.states.iter().filter(|state| !state.is_final) {
            let (mut seen, mut next) = (vec![state.id.clone()], vec![state.id.clone()]);
            while let Some(at) = next.pop() {
                for to in leads(&at) {
                    if !seen.contains(&to) {
                        seen.push(to.clone());
                        next.push(to);
                    }
                }
            }
            let ends = seen.iter().any(|id| procedure.state(id).is_some_and(|one| one.is_final));
            assert!(ends, "{}: from {} no final state is reached", procedure.id, state.id);
        }
    }
}

/// Wherever a walk has come to, whoever asks is told of every action whether it is open, and why not.
#[test]
fn every_action_of_a_matter_is_answered_with_a_reason() {
    let choices: Vec<u8> = (0..=255).cycle().step_by(7).take(400).collect();
    for procedure in REGISTRY.procedures() {
        let (mut town, matter, mut choices) = (Town::new(), MatterId::new("m"), Choices(choices.iter()));
        for _ in 0..12 {
            town.step(procedure, &matter, &mut choices);
        }
        let Some(state) = town.state(&matter) else { continue };
        let actor = Actor::person("p9", "clerk", state.body.clone());
        for status in action_statuses(&REGISTRY, &state, &actor, &town.facts(&state), town.today) {
            let told = status.openness == Openness::Open || !status.reasons.is_empty();
            assert!(told, "{}: {} is closed without a reason", procedure.id, status.action);
        }
    }
}

/// An event that nobody decided can still be applied: `apply` is total.
#[test]
fn any_event_applies_to_any_state() {
    let mut town = Town::new();
    let choices: Vec<u8> = (0..200).collect();
    let procedure = REGISTRY.latest(&"penalty-clue".into()).expect("a procedure");
    let matter = MatterId::new("m");
    let mut choices = Choices(choices.iter());
    for _ in 0..20 {
        town.step(procedure, &matter, &mut choices);
    }
    let foreign = State::unopened("other".into(), "alert".into(), "2020-01-01".into(), "city".into());
    let after = town.log.values().flatten().fold(foreign, apply);
    assert_eq!(after.matter.as_str(), "other");
}
