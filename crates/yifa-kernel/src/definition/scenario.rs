//! Owns scenarios: the tests of the law that stand beside each procedure. A scenario runs through the same `decide` and
//! `apply` as the city, on a small city of its own; nothing is mocked.

mod coverage;
mod papers;
pub mod step;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::{Date, DateTime, Time, date};

use super::diagnostic::{Diagnostic, Source};
use super::parsed;
use super::raw::{ScenarioFile, Scope};
use super::registry::Registry;
use super::written;
use crate::body::{Bodies, Body, BodyKind};
use crate::disclosure::public_views;
use crate::id::{BodyId, MatterId, PaperId, ProcedureId, RoleId};
use crate::matter::{
    Actor, Change, Claim, Clock, Command, Facts, Known, Openness, Owed, PaperContent, Settled, Stamp, State,
    acting_bodies, action_statuses, ahead, clocks, owed, references, render_paper, settle, settle_sweep,
};
use crate::measure::{Outcome, contributions, counts_refusal};
use crate::refusal::Refusal;
pub use coverage::Shown;
use step::Step;

/// Runs every scenario; the faults are those that did not come out, in the order of the files. Gives the number run.
pub fn run_all(registry: &Registry, sources: &[Source]) -> (usize, Vec<Diagnostic>) {
    let (count, faults, _) = run_and_show(registry, sources);
    (count, faults)
}

/// Runs every scenario and gives, besides number and faults, what those that came out show.
pub fn run_and_show(registry: &Registry, sources: &[Source]) -> (usize, Vec<Diagnostic>, Shown) {
    let mut faults = Vec::new();
    let mut shown = Shown::default();
    let mut count = 0;
    for source in sources {
        let parts: Vec<&str> = source.path.split('/').collect();
        let ["procedures", procedure, "scenarios", _] = parts.as_slice() else { continue };
        let Some(file) = parsed::read::<ScenarioFile>(source, &mut faults) else { continue };
        count += 1;
        match run(registry, &ProcedureId::new(*procedure), &file) {
            Ok(more) => shown = shown.and(more),
            Err(fault) => {
                let at = source.text.find(&fault.near).map_or(0..0, |at| at..at + fault.near.len());
                faults.push(Diagnostic::new(fault.code, &source.path, at, fault.says));
            }
        }
    }
    (count, faults, shown)
}

/// The scenarios that cannot be read, for when the definitions have faults and none can be run.
pub fn unreadable_files(sources: &[Source]) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let scenarios = sources.iter().filter(|source| source.path.split('/').nth(2) == Some("scenarios"));
    scenarios.for_each(|source| drop(parsed::read::<ScenarioFile>(source, &mut faults)));
    faults
}

/// What did not come out.
struct Fault {
    code: &'static str,
    says: String,
    /// A piece of the file near which to point.
    near: String,
}

fn unreadable(says: impl Into<String>, near: impl Into<String>) -> Fault {
    Fault { code: "D1101", says: says.into(), near: near.into() }
}

fn wrong(says: impl Into<String>, near: impl Into<String>) -> Fault {
    Fault { code: "D1102", says: says.into(), near: near.into() }
}

/// The matter that a scenario is about.
const SUBJECT: &str = "subject";

fn run(registry: &Registry, procedure: &ProcedureId, file: &ScenarioFile) -> Result<Shown, Fault> {
    let varied;
    let registry = if file.parameters.is_empty() && file.benchmark.is_empty() {
        registry
    } else {
        varied = registry
            .with_parameters(procedure, &file.parameters)
            .map_err(|says| unreadable(says, "parameters"))?
            .with_benchmarks(&file.benchmark)
            .map_err(|says| unreadable(says, "benchmark"))?;
        &varied
    };
    let mut city = City::new(registry, procedure.clone());
    for matter in &file.matter {
        city.exists(matter)?;
    }
    if let Some(calendar) = &file.calendar {
        city.calendar(calendar)?;
    }
    for line in &file.given {
        let step = step::parse(line).map_err(|says| unreadable(says, line))?;
        if let Err(refusal) = city.take(&step, line)? {
            return Err(wrong(format!("the given step is refused: {}", told(&refusal)), line));
        }
    }
    let mut refused = None;
    let mut day = city.today;
    if let Some(line) = &file.when {
        let step = step::parse(line).map_err(|says| unreadable(says, line))?;
        day = step.at.date();
        refused = city.take(&step, line)?.err();
    }
    if let Some(on) = &file.on {
        day = written::day(on).map_err(|says| unreadable(says, on))?;
        city.sweep_to(day);
    }
    expect_refusal(refused.as_deref(), file)?;
    refusal_measures(registry, refused.as_deref(), file)?;
    expect(&city, day, file)?;
    Ok(Shown::of(&city, file, refused.as_deref()))
}

fn expect_refusal(refused: Option<&Refusal>, file: &ScenarioFile) -> Result<(), Fault> {
    let near = file.then.refused.as_deref().or(file.when.as_deref()).unwrap_or("then");
    match (refused, &file.then.refused) {
        (None, None) => Ok(()),
        (None, Some(code)) => {
            Err(wrong(format!("it should be refused with {code}, but it is allowed"), near))
        }
        (Some(refusal), None) => Err(wrong(format!("it is refused: {}", told(refusal)), near)),
        (Some(refusal), Some(code)) => {
            let article = file.then.because.as_deref();
            let matches = refusal.reasons.iter().any(|reason| {
                let because =
                    article.is_none_or(|article| reason.basis.iter().any(|basis| basis.contains(article)));
                reason.code.as_str() == code && because
            });
            if matches {
                return Ok(());
            }
            Err(wrong(
                format!("it should be refused with {code} because of {article:?}, but: {}", told(refusal)),
                near,
            ))
        }
    }
}

fn told(refusal: &Refusal) -> String {
    let reasons = refusal.reasons.iter().map(|reason| {
        let what = reason.condition.clone().or_else(|| reason.field.as_ref().map(ToString::to_string));
        let what = what.or_else(|| reason.limit.as_ref().map(ToString::to_string)).unwrap_or_default();
        format!("{} {what} [{}] {:?}", reason.code, reason.basis.join(" "), reason.values)
    });
    let at = refusal.stands.as_ref().map_or("nothing", |stands| stands.as_str());
    format!("{} from {at}: {}", refusal.action, reasons.collect::<Vec<_>>().join("; "))
}

fn expect(city: &City<'_>, day: Date, file: &ScenarioFile) -> Result<(), Fault> {
    let then = &file.then;
    let subject = city.subject();
    if let Some(wanted) = &then.state {
        let stands = subject.and_then(|state| state.stands.clone());
        if stands.as_ref().map(|state| state.as_str()) != Some(wanted) {
            return Err(wrong(format!("it stands at {stands:?}, not at {wanted}"), wanted));
        }
    }
    let Some(subject) = subject else { return Ok(()) };
    for (name, wanted) in &then.clock {
        let clock =
            city.clock(name, day).ok_or_else(|| wrong(format!("the clock {name} does not run"), name))?;
        let found = clock.last_day().map(|day| day.to_string());
        if found.as_deref() != Some(wanted)
            && clock.counted_day().map(|day| day.to_string()).as_deref() != Some(wanted)
        {
            return Err(wrong(format!("{name} ends on {found:?}, not on {wanted}"), name));
        }
    }
    for (name, wanted) in &then.level {
        let level = city.clock(name, day).map_or("none", |clock| clock.level(day).word());
        if level != wanted {
            return Err(wrong(format!("{name} is {level}, not {wanted}"), name));
        }
    }
    for (name, wanted) in &then.accrued {
        let found = city.clock(name, day).and_then(|clock| clock.accrued_fen);
        let wanted = crate::read::read(&crate::guard::Kind::Money, wanted);
        if found.map(crate::value::Value::Money) != wanted.clone().ok() {
            return Err(wrong(format!("{name} has grown to {found:?} fen, not to {wanted:?}"), name));
        }
    }
    for (name, wanted) in &then.fields {
        let field = city.registry.latest(&city.procedure).and_then(|p| p.field(&name.as_str().into()));
        let field = field.ok_or_else(|| unreadable(format!("there is no field {name}"), name))?;
        let wanted = step::value(&field.kind, wanted).map_err(|says| unreadable(says, name))?;
        let found = subject.fields.get(name.as_str());
        if found != Some(&wanted) {
            return Err(wrong(format!("{name} is {found:?}, not {wanted:?}"), name));
        }
    }
    for action in &then.by_law {
        let (track, action) = action.split_once('/').map_or((None, action.as_str()), |(t, a)| (Some(t), a));
        let state = city.child(track);
        let done = state.is_some_and(|state| {
            state.acts.iter().any(|act| act.action.as_str() == action && act.actor == Actor::law())
        });
        if !done {
            return Err(wrong(format!("the law did not do {action}"), action));
        }
    }
    if let Some(wanted) = &then.owed {
        let found = city.opened_by_calendar();
        if found != *wanted {
            return Err(wrong(format!("the calendar has opened matters for {found:?}"), "owed"));
        }
    }
    openness(city, day, &then.open, true)?;
    openness(city, day, &then.closed, false)?;
    next(city, subject, day, file)?;
    for paper in &then.papers {
        if !subject.papers.iter().any(|issued| issued.paper.as_str() == paper) {
            return Err(wrong(format!("the paper {paper} was not issued"), paper));
        }
    }
    for wanted in &then.paper_says {
        let says: Vec<String> = city.papers.iter().map(|(_, _, paper)| papers::told(paper)).collect();
        if !says.iter().any(|says| says.contains(wanted.as_str())) {
            return Err(wrong(format!("no paper says {wanted}: {}", says.join(" | ")), wanted));
        }
    }
    public(city, subject, day, file)?;
    measures(city, subject, day, file)
}

/// What the matter waits for, and for whom.
fn next(city: &City<'_>, subject: &State, day: Date, file: &ScenarioFile) -> Result<(), Fault> {
    let (next, waits_for) = (&file.then.next, &file.then.waits_for);
    if next.is_none() && waits_for.is_none() {
        return Ok(());
    }
    let steps = ahead(city.registry, subject, &city.facts(subject), day).steps;
    let same = |found: &[&str], wanted: &[String]| {
        let wanted: BTreeSet<&str> = wanted.iter().map(String::as_str).collect();
        found.iter().copied().collect::<BTreeSet<_>>() == wanted
    };
    let found: Vec<&str> = steps.iter().map(|step| step.action.as_str()).collect();
    if let Some(wanted) = next.as_ref().filter(|wanted| !same(&found, wanted)) {
        return Err(wrong(format!("the next steps are {found:?}, not {wanted:?}"), "next"));
    }
    let roles: Vec<&str> = steps.iter().flat_map(|step| &step.roles).map(RoleId::as_str).collect();
    if let Some(wanted) = waits_for.as_ref().filter(|wanted| !same(&roles, wanted)) {
        return Err(wrong(format!("it waits for {roles:?}, not for {wanted:?}"), "waits_for"));
    }
    Ok(())
}

fn openness(city: &City<'_>, day: Date, actions: &[String], wanted: bool) -> Result<(), Fault> {
    for name in actions {
        let (track, action) = name.split_once('/').map_or((None, name.as_str()), |(t, a)| (Some(t), a));
        let state =
            city.child(track).ok_or_else(|| unreadable(format!("there is no matter for {name}"), name))?;
        let definition = city.registry.procedure_of(state).and_then(|p| p.action(&action.into()));
        let role = definition.and_then(|action| action.by.first()).map_or("clerk", |role| role.as_str());
        let mut actor = city.actor(role, None);
        if let Some(body) =
            definition.and_then(|action| acting_bodies(state, action, &city.facts(state)).pop())
        {
            actor.body = actor.body.map(|_| body);
        }
        let statuses = action_statuses(city.registry, state, &actor, &city.facts(state), day);
        let status = statuses.iter().find(|status| status.action.as_str() == action);
        if status.is_some_and(|status| status.openness == Openness::Open) != wanted {
            let found = status
                .map(|status| (status.openness, status.reasons.iter().map(|r| r.code).collect::<Vec<_>>()));
            return Err(wrong(
                format!("{name} should be {}: {found:?}", if wanted { "open" } else { "closed" }),
                name,
            ));
        }
    }
    Ok(())
}

fn public(city: &City<'_>, subject: &State, day: Date, file: &ScenarioFile) -> Result<(), Fault> {
    let then = &file.then;
    let views = public_views(city.registry, subject, &city.facts(subject), day);
    let texts: Vec<&str> = views.iter().flat_map(|view| &view.rows).map(|row| row.text.as_str()).collect();
    if let Some(missing) =
        then.public_shows.iter().find(|wanted| !texts.iter().any(|text| text.contains(*wanted)))
    {
        return Err(wrong(format!("the public does not see {missing}; it sees {texts:?}"), missing));
    }
    if let Some(shown) =
        then.public_hides.iter().find(|hidden| texts.iter().any(|text| text.contains(*hidden)))
    {
        return Err(wrong(format!("the public sees {shown}"), shown));
    }
    if let Some(wanted) = then.withdrawn
        && views.iter().any(|view| view.tombstone.is_some()) != wanted
    {
        return Err(wrong(format!("withdrawn should be {wanted}"), "withdrawn"));
    }
    Ok(())
}

/// What the refusal counts as in the measures of refusals.
fn refusal_measures(
    registry: &Registry,
    refused: Option<&Refusal>,
    file: &ScenarioFile,
) -> Result<(), Fault> {
    for (name, wanted) in &file.then.measure {
        let Some(measure) = registry.measure(&name.as_str().into()) else {
            return Err(unreadable(format!("there is no measure {name}"), name));
        };
        if measure.refused.is_none() {
            continue;
        }
        let counts = refused.is_some_and(|refusal| counts_refusal(measure, refusal));
        let found = if counts { "hit" } else { "not_counted" };
        if found != wanted {
            return Err(wrong(format!("{name}: {found}, not {wanted}"), name));
        }
    }
    Ok(())
}

fn measures(city: &City<'_>, subject: &State, day: Date, file: &ScenarioFile) -> Result<(), Fault> {
    let all = contributions(city.registry, subject, &city.facts(subject), day);
    for (name, wanted) in &file.then.measure {
        if city.registry.measure(&name.as_str().into()).is_some_and(|measure| measure.refused.is_some()) {
            continue;
        }
        let found =
            all.iter().rfind(|one| one.measure.as_str() == name).map_or("not_counted", |one| {
                match one.outcome {
                    Outcome::Hit => "hit",
                    Outcome::Miss => "miss",
                    Outcome::Pending => "pending",
                }
            });
        if found != wanted {
            return Err(wrong(format!("{name}: {found}, not {wanted}"), name));
        }
    }
    Ok(())
}

/// A small city in which one scenario happens.
struct City<'a> {
    registry: &'a Registry,
    procedure: ProcedureId,
    known: Known,
    today: Date,
    /// The matter that the scenario is about.
    subject: MatterId,
    /// What the calendar has opened; `None`: the scenario does not look at it.
    owed: Option<Vec<Owed>>,
    /// What was issued, as it was then.
    papers: Vec<(ProcedureId, PaperId, PaperContent)>,
}

impl<'a> City<'a> {
    fn new(registry: &'a Registry, procedure: ProcedureId) -> Self {
        let body = |id: &str, name: &str, kind, parent: Option<&str>| Body {
            id: id.into(),
            name: name.to_owned(),
            en: id.to_owned(),
            short: name.chars().take(2).collect(),
            kind,
            parent: parent.map(BodyId::from),
            valid_from: date(1949, 10, 1),
            valid_to: None,
            successor: None,
            place: 0,
        };
        let bodies = Bodies::new([
            body("city", "某市人民政府", BodyKind::Government, None),
            body("department", "某市综合行政执法局", BodyKind::Department, Some("city")),
            body("other_department", "某市市场监督管理局", BodyKind::Department, Some("city")),
            body("district", "某区人民政府", BodyKind::District, Some("city")),
            body("township", "某镇人民政府", BodyKind::Township, Some("district")),
        ]);
        let known = Known { bodies: Arc::new(bodies), ..Known::default() };
        let subject = MatterId::new(SUBJECT);
        Self { registry, procedure, known, today: date(1949, 10, 1), subject, owed: None, papers: Vec::new() }
    }

    fn exists(&mut self, raw: &super::raw::ScenarioMatter) -> Result<(), Fault> {
        let id = ProcedureId::new(raw.procedure.clone());
        let procedure = self.registry.latest(&id);
        let procedure =
            procedure.ok_or_else(|| unreadable(format!("there is no procedure {id}"), &raw.procedure))?;
        let stands = procedure.state(&raw.state.as_str().into());
        let stands =
            stands.ok_or_else(|| unreadable(format!("{id} has no state {}", raw.state), &raw.state))?;
        let body = raw.fields.get("body").map_or("department", String::as_str);
        let mut state =
            State::unopened(MatterId::new(raw.id.clone()), id, procedure.version.clone(), BodyId::new(body));
        state.stands = Some(stands.id.clone());
        state.closed = stands.is_final;
        state.opened_on = Some(date(2020, 1, 1));
        state.number = Some(raw.id.clone());
        state.seq = 1;
        for (name, text) in raw
            .fields
            .iter()
            .filter(|(name, _)| procedure.field(&name.as_str().into()).is_some() || *name != "body")
        {
            let field = procedure.field(&name.as_str().into());
            let field =
                field.ok_or_else(|| unreadable(format!("{} has no field {name}", procedure.id), name))?;
            let value = step::value(&field.kind, text).map_err(|says| unreadable(says, text))?;
            state.fields.insert(field.id.clone(), value);
        }
        self.known.matters.insert(state.matter.clone(), Some(Arc::new(state)));
        Ok(())
    }

    fn subject(&self) -> Option<&State> {
        self.known.matters.get(&self.subject)?.as_deref()
    }

    /// The subject, or one of its tracks.
    fn child(&self, track: Option<&str>) -> Option<&State> {
        let subject = self.subject()?;
        match track {
            None => Some(subject),
            Some(track) => {
                let by_track = subject.tracks.get(track);
                let by_link = || subject.links.iter().rfind(|link| link.kind == track).map(|link| &link.to);
                let named = self.known.matters.get(track).and_then(|state| state.as_deref());
                match by_track.or_else(by_link) {
                    Some(child) => self.known.matters.get(child)?.as_deref(),
                    None => named,
                }
            }
        }
    }

    fn actor(&self, role: &str, person: Option<&str>) -> Actor {
        if role == "law" {
            return Actor::law();
        }
        let by_slip = self.registry.role(&RoleId::new(role)).is_some_and(|one| one.scope == Scope::Slip);
        let person = person.map_or_else(|| format!("{role}-1"), ToOwned::to_owned);
        let body = self.subject().map_or_else(|| BodyId::new("department"), |subject| subject.body.clone());
        Actor {
            // Whoever bears a slip acts for nobody.
            body: Some(body).filter(|_| !by_slip),
            ..Actor::person(person, RoleId::new(role).as_str(), BodyId::new("department"))
        }
    }

    fn facts(&self, state: &State) -> Facts {
        let wanted = references(state, None);
        let found =
            wanted.into_iter().filter_map(|id| Some((id.clone(), self.known.matters.get(&id)?.clone()?)));
        Facts { matters: found.collect(), bodies: self.known.bodies.clone(), ..Facts::default() }
    }

    fn clock(&self, name: &str, day: Date) -> Option<Clock> {
        let (track, limit) = name.split_once('/').map_or((None, name), |(track, limit)| (Some(track), limit));
        let state = self.child(track)?;
        clocks(self.registry, state, &self.facts(state), day)
            .into_iter()
            .find(|clock| clock.limit.as_str() == limit)
    }

    /// Does one step; the inner error is a refusal.
    fn take(&mut self, step: &Step, line: &str) -> Result<Result<(), Box<Refusal>>, Fault> {
        let day = step.at.date();
        self.sweep_to(day);
        let command = step::command(self, step).map_err(|says| unreadable(says, line))?;
        self.settled(&command, &stamp(step.at)).map_err(|()| unreadable("the step never settles", line))
    }

    /// Settles a command and keeps what it changes; the outer error says that it never settles.
    fn settled(&mut self, command: &Command, at: &Stamp) -> Result<Result<(), Box<Refusal>>, ()> {
        for _ in 0..100 {
            match settle(self.registry, &self.known, command, at) {
                Settled::Needs(needs) => self.known.learn(needs),
                Settled::Refused(refusal) => return Ok(Err(refusal)),
                Settled::Changes { changes, claims, .. } => {
                    self.keep(changes, claims);
                    return Ok(Ok(()));
                }
            }
        }
        Err(())
    }

    /// Keeps what was changed, and what the papers issued with it say.
    fn keep(&mut self, changes: Vec<Change>, claims: Vec<Claim>) {
        let issued: Vec<(Arc<State>, u64)> =
            changes.iter().map(|change| (change.after.clone(), change.before)).collect();
        for change in changes {
            self.known.matters.insert(change.after.matter.clone(), Some(change.after));
        }
        for claim in claims {
            self.known.next_in.insert(claim.series, claim.value + 1);
        }
        // Who stands on a roll may have changed.
        self.known.rolls.clear();
        for (after, before) in issued {
            let facts = Facts { names: papers::names(&after), ..self.facts(&after) };
            for paper in after.papers.iter().filter(|paper| paper.seq > before) {
                let content = render_paper(self.registry, &after, &facts, paper);
                self.papers.extend(content.map(|says| (after.procedure.clone(), paper.paper.clone(), says)));
            }
        }
    }

    /// The law looks at the calendar for the first time; the matter of one body is the subject.
    fn calendar(&mut self, raw: &super::raw::ScenarioCalendar) -> Result<(), Fault> {
        let day = written::day(&raw.on).map_err(|says| unreadable(says, &raw.on))?;
        self.owed = Some(Vec::new());
        self.sweep_to(day);
        let body = BodyId::new(raw.body.clone());
        let own = self.owed.iter().flatten().find(|owed| owed.command.body == body);
        let own = own.ok_or_else(|| wrong(format!("the calendar asks nothing of {body}"), &raw.body))?;
        self.subject = own.command.matter.clone();
        Ok(())
    }

    fn opened_by_calendar(&self) -> Vec<String> {
        let owed = self.owed.iter().flatten();
        owed.map(|owed| owed.command.body.to_string()).collect()
    }

    /// Opens what the calendar asks for by the scenario's procedure in the period of a day, once.
    fn open_owed(&mut self, day: Date) {
        let Some(mut opened) = self.owed.take() else { return };
        let mut all = owed(self.registry, &self.known.bodies, day);
        all.retain(|one| one.command.procedure == self.procedure && !opened.contains(one));
        for one in all {
            let at = stamp(one.opens_on.to_datetime(Time::midnight()));
            if let Ok(Ok(())) = self.settled(&one.command, &at) {
                opened.push(one);
            }
        }
        self.owed = Some(opened);
    }

    /// Lets the law act on whatever has lapsed, and on whatever the calendar asks, by a day.
    fn sweep_to(&mut self, day: Date) {
        self.today = self.today.max(day);
        self.open_owed(day);
        let running: Vec<MatterId> = self
            .known
            .matters
            .iter()
            .filter(|(_, state)| state.as_ref().is_some_and(|s| !s.closed))
            .map(|(id, _)| id.clone())
            .collect();
        for matter in running {
            for _ in 0..100 {
                match settle_sweep(
                    self.registry,
                    &self.known,
                    &matter,
                    &stamp(day.to_datetime(Time::midnight())),
                ) {
                    Some(Settled::Needs(needs)) => self.known.learn(needs),
                    Some(Settled::Changes { changes, claims, .. }) => self.keep(changes, claims),
                    Some(Settled::Refused(_)) | None => break,
                }
            }
        }
    }
}

fn stamp(at: DateTime) -> Stamp {
    let recorded =
        at.to_zoned_datetime(crate::matter::china()).map_or(jiff::Timestamp::UNIX_EPOCH, |at| at.timestamp());
    Stamp { happened: at, known: recorded, recorded }
}
