//! Owns the living of told stories: day after day, the bodies of a day side by side, each act at its own time through the
//! city's own door. What a body does on a day depends only on what all had done the day before, so that every build gives
//! the same numbers.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Weekday};
use tokio::task::JoinSet;
use yifa_kernel::definition::Registry;
use yifa_kernel::definition::scenario::step;
use yifa_kernel::guard::Kind;
use yifa_kernel::id::{BodyId, FieldId, MatterId, ProcedureId};
use yifa_kernel::matter::{Actor, Command, Facts, State, acting_bodies, clocks};
use yifa_kernel::refusal::{Reason, Refusal};
use yifa_kernel::value::{FileRef, Value};
use yifa_law::calendar::china_instant;

use super::story::{Line, Told};
use super::{Built, cast, portrait};
use crate::citizen::public_actor;
use crate::city::{City, new_matter};
use crate::clock::{Clock, SetClock};
use crate::error::{AppError, Result};
use crate::slip::{BEARER, slip_role};

tokio::task_local! {
    /// The time at which a body acts.
    static NOW: Cell<Timestamp>;
}

/// The acts of a day by body, each at its own time.
type Day<'a> = BTreeMap<&'a str, Vec<(DateTime, Place)>>;

/// A clock on which each body has its own time of the day.
#[derive(Debug)]
pub(super) struct LivedClock(SetClock);

impl LivedClock {
    pub(super) fn at(now: DateTime) -> Self {
        Self(SetClock::at(instant(now)))
    }

    /// Sets the time for whatever no body does.
    pub(super) fn set(&self, now: DateTime) {
        self.0.set(instant(now));
    }
}

impl Clock for LivedClock {
    fn now(&self) -> Timestamp {
        NOW.try_with(Cell::get).unwrap_or_else(|_| self.0.now())
    }
}

fn instant(at: DateTime) -> Timestamp {
    china_instant(at).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A story and one of its lines, by place.
type Place = (usize, usize);

/// A city while its past is lived.
pub(super) struct Life {
    city: Arc<City>,
    clock: Arc<LivedClock>,
    told: Arc<Vec<Told>>,
    known: Arc<Known>,
    built: Built,
}

/// What all bodies know at the beginning of a day.
#[derive(Debug, Default, Clone)]
struct Known {
    /// Matters by the names that stories give them.
    names: BTreeMap<String, MatterId>,
    /// Stories that broke off, and why: all are named at the end.
    broken: BTreeMap<String, String>,
    /// The drawn portraits that stories name, as the store keeps them.
    pictures: BTreeMap<String, FileRef>,
}

/// How many bodies are told side by side once visitors are there too.
const SIDE_BY_SIDE: usize = 8;

impl Life {
    pub(super) fn begin(city: Arc<City>, clock: Arc<LivedClock>, told: Vec<Told>) -> Self {
        Self { city, clock, told: Arc::new(told), known: Arc::default(), built: Built::default() }
    }

    /// Lives everything that was told, and imports the year's notice when its day comes: stories know the plan as `plan`, its
    /// items as `plan-item-1` and so on.
    pub(super) async fn live(
        &mut self,
        notice: Notice,
        today: Date,
        progress: &(dyn Fn(u64, u64) + Send + Sync),
    ) -> Result<()> {
        let mut days: BTreeMap<Date, Day<'_>> = BTreeMap::new();
        let told = self.told.clone();
        for (story, one) in told.iter().enumerate() {
            for (line, step) in one.lines.iter().map(|line| &line.step).enumerate() {
                let of_day = days.entry(step.at.date()).or_default();
                of_day.entry(one.body.as_str()).or_default().push((step.at, (story, line)));
            }
        }
        let total = told.iter().map(|one| one.lines.len() as u64).sum();
        let (mut swept, mut lived, mut notice) = (Date::ZERO, 0, Some(notice));
        for (day, bodies) in days {
            if let Some(notice) = notice.take_if(|notice| notice.on < day) {
                self.import(&notice).await?;
            }
            // The law acts every Sunday on what has lapsed; on a matter that is touched earlier, then.
            if day > swept {
                swept = day.nth_weekday(1, Weekday::Sunday).unwrap_or(day);
                self.clock.set(day.at(7, 0, 0, 0));
                // The city keeps its log from New Year on; what happened before is told, but not asked of anybody.
                match day.year() < today.year() {
                    true => self.city.sweep_lapses().await?,
                    false => self.city.sweep().await?,
                };
            }
            let mut acting = JoinSet::new();
            for mut lines in bodies.into_values() {
                lines.sort();
                let (city, told, known) = (self.city.clone(), self.told.clone(), self.known.clone());
                let body = BodyDay { city, told, known, new: Known::default(), built: Built::default() };
                acting.spawn(NOW.scope(Cell::new(instant(day.at(9, 0, 0, 0))), body.live(lines)));
            }
            let mut done = Vec::new();
            while let Some(body) = acting.join_next().await {
                done.push(body.map_err(|error| AppError::invalid("a day", error.to_string()))??);
            }
            for (new, built, lines) in done {
                let known = Arc::make_mut(&mut self.known);
                known.names.extend(new.names);
                known.broken.extend(new.broken);
                self.built.acts += built.acts;
                self.built.refused += built.refused;
                lived += lines;
            }
            progress(lived, total);
        }
        if let Some(notice) = notice {
            self.import(&Notice { on: notice.on.min(today), ..notice }).await?;
        }
        self.clock.set(today.at(7, 30, 0, 0));
        self.city.sweep().await?;
        Ok(())
    }

    /// Puts the portraits that the stories name into the store.
    pub(super) async fn draw(&mut self, told: &[Told]) -> Result<()> {
        let values = told.iter().flat_map(|one| &one.lines).flat_map(|line| &line.step.values);
        let named: BTreeSet<&str> = values.map(|(_, text)| text.trim_matches('"')).collect();
        for name in named.into_iter().filter(|name| name.starts_with("portrait-")) {
            let Some(bytes) = portrait::drawn(name) else { continue };
            let length = bytes.len() as u64;
            let digest = self.city.store().blob_put(self.city.jurisdiction(), bytes).await?.to_string();
            let file = FileRef { digest, name: name.to_owned(), bytes: length };
            Arc::make_mut(&mut self.known).pictures.insert(name.to_owned(), file);
        }
        Ok(())
    }

    /// Lives further stories while the city is already open to visitors: each story whole, so that nobody meets half of one;
    /// the stories of a body in the order in which they begin, several bodies side by side. What the law has made of them by
    /// today comes after the last of the body: a certificate that has run out since was good when its officer was trained.
    pub(super) async fn live_after(
        &mut self,
        told: Vec<Told>,
        today: Date,
        progress: &(dyn Fn(u64, u64) + Send + Sync),
    ) -> Result<()> {
        let total = told.iter().filter(|one| !one.lines.is_empty()).count() as u64;
        self.told = Arc::new(told);
        let mut of_bodies: BTreeMap<&str, Vec<(DateTime, usize)>> = BTreeMap::new();
        for (story, one) in self.told.iter().enumerate() {
            if let Some(first) = one.lines.first() {
                of_bodies.entry(&one.body).or_default().push((first.step.at, story));
            }
        }
        // The longest first, so that it does not end alone.
        let mut waiting: Vec<Vec<(DateTime, usize)>> = of_bodies.into_values().collect();
        waiting.sort_by_key(Vec::len);
        let (told_one, mut lived) = (Arc::new(AtomicU64::new(0)), JoinSet::new());
        loop {
            while lived.len() < SIDE_BY_SIDE
                && let Some(mut stories) = waiting.pop()
            {
                stories.sort();
                let body = BodyDay {
                    city: self.city.clone(),
                    told: self.told.clone(),
                    known: self.known.clone(),
                    new: Known::default(),
                    built: Built::default(),
                };
                let now = Cell::new(instant(today.at(7, 30, 0, 0)));
                lived.spawn(NOW.scope(now, body.live_stories(stories, today, told_one.clone())));
            }
            let step = tokio::time::timeout(Duration::from_millis(200), lived.join_next()).await;
            progress(told_one.load(Ordering::Relaxed), total);
            match step {
                Ok(None) => break,
                Err(_) => {}
                Ok(Some(body)) => {
                    let (new, built) =
                        body.map_err(|error| AppError::invalid("a body", error.to_string()))??;
                    let known = Arc::make_mut(&mut self.known);
                    known.names.extend(new.names);
                    known.broken.extend(new.broken);
                    self.built.acts += built.acts;
                    self.built.refused += built.refused;
                }
            }
        }
        self.clock.set(today.at(7, 30, 0, 0));
        self.city.sweep_lapses().await?;
        Ok(())
    }

    async fn import(&mut self, notice: &Notice) -> Result<()> {
        self.clock.set(notice.on.at(7, 20, 0, 0));
        let office = Actor::person("legal-office", "legal_office", BodyId::new("justice"));
        let bytes = notice.text.as_bytes();
        let imported = self.city.import_plan(bytes, notice.name, notice.on.year(), &office, None).await?;
        let Some(plan) = imported.plan else { return Ok(()) };
        let state = self.city.state(&plan.matter).await?;
        let known = Arc::make_mut(&mut self.known);
        let listed = state.as_ref().and_then(|state| state.fields.get("plan_items"));
        let numbered = (1..).zip(listed.into_iter().flat_map(Value::matters));
        known.names.extend(numbered.map(|(number, item)| (format!("plan-item-{number}"), item.clone())));
        known.names.insert("plan".to_owned(), plan.matter);
        Ok(())
    }

    /// What was built, with every story that broke off.
    pub(super) fn built(&self) -> Built {
        Built { broken: self.known.broken.values().cloned().collect(), ..self.built.clone() }
    }

    /// The city that lives.
    pub(super) fn city(&self) -> &City {
        &self.city
    }
}

/// The annual notice from which the city's plan is imported.
pub(super) struct Notice {
    pub text: &'static str,
    pub name: &'static str,
    /// The day on which it is imported.
    pub on: Date,
}

/// A body on a day.
struct BodyDay {
    city: Arc<City>,
    told: Arc<Vec<Told>>,
    known: Arc<Known>,
    new: Known,
    built: Built,
}

impl BodyDay {
    async fn live(mut self, lines: Vec<(DateTime, Place)>) -> Result<(Known, Built, u64)> {
        let told = self.told.clone();
        let count = lines.len() as u64;
        for (at, (story, line)) in lines {
            NOW.with(|now| now.set(instant(at)));
            let told = &told[story];
            self.line(told, &told.lines[line]).await?;
        }
        Ok((self.new, self.built, count))
    }

    /// Lives stories one after another, each to its end, and then lets the law act on all of them.
    async fn live_stories(
        mut self,
        stories: Vec<(DateTime, usize)>,
        today: Date,
        done: Arc<AtomicU64>,
    ) -> Result<(Known, Built)> {
        let told = self.told.clone();
        let mut names = BTreeSet::new();
        for (_, story) in stories {
            let told = &told[story];
            for line in &told.lines {
                NOW.with(|now| now.set(instant(line.step.at)));
                self.line(told, line).await?;
            }
            done.fetch_add(1, Ordering::Relaxed);
            names.insert(told.name.as_str());
        }
        NOW.with(|now| now.set(instant(today.at(7, 30, 0, 0))));
        for name in names {
            self.sweep(name).await?;
        }
        Ok((self.new, self.built))
    }

    /// Lets the law act by today on the matter of a story and on its tracks.
    async fn sweep(&self, name: &str) -> Result<()> {
        let Some(matter) = self.matter(name).cloned() else { return Ok(()) };
        let mut all = vec![matter];
        while let Some(matter) = all.pop() {
            self.city.sweep_matter(&matter).await?;
            if let Some(state) = self.city.state(&matter).await? {
                all.extend(state.tracks.values().cloned());
            }
        }
        Ok(())
    }

    /// Lives one line; a story that cannot go on is noted and told no further.
    async fn line(&mut self, told: &Told, line: &Line) -> Result<()> {
        if self.known.broken.contains_key(&told.name) || self.new.broken.contains_key(&told.name) {
            return Ok(());
        }
        let why = match self.command(told, line).await? {
            Ok(None) => return Ok(()),
            Ok(Some(command)) => match self.city.execute(&command, None).await {
                Ok(done) => {
                    self.built.acts += 1;
                    if line.step.track.is_none() {
                        self.new.names.insert(told.name.clone(), done.matter);
                    }
                    return Ok(());
                }
                Err(AppError::Refused(_)) if line.may_fail => {
                    self.built.refused += 1;
                    return Ok(());
                }
                Err(AppError::Refused(refusal)) => spoken(&refusal),
                Err(other) => return Err(other),
            },
            Err(why) => why,
        };
        self.new.broken.insert(told.name.clone(), format!("story {}: {}: {why}", told.name, line.written));
        Ok(())
    }

    fn matter(&self, name: &str) -> Option<&MatterId> {
        self.new.names.get(name).or_else(|| self.known.names.get(name))
    }

    /// What a line asks for; `None` if it is about a track that was never opened.
    async fn command(
        &self,
        told: &Told,
        line: &Line,
    ) -> Result<std::result::Result<Option<Command>, String>> {
        // What the calendar has opened is there before its story begins.
        let owed = || {
            let (procedure, body) =
                (ProcedureId::new(told.procedure.clone()), BodyId::new(told.body.clone()));
            self.city.owed_matter(&procedure, &body, line.step.at.date())
        };
        let opened = match (&told.opened_by, self.matter(&told.name)) {
            (Some(opener), None) => self.opened(told, opener).await?,
            _ => None,
        };
        let own = match self.matter(&told.name).cloned().or(opened).or_else(owed) {
            Some(matter) => self.city.state(&matter).await?,
            None => None,
        };
        let target: Option<Arc<State>> = match (&line.step.track, &own) {
            (None, own) => own.clone(),
            (Some(track), Some(own)) => {
                let by_link = || own.links.iter().rfind(|link| link.kind == *track).map(|link| &link.to);
                match own.tracks.get(track.as_str()).or_else(by_link) {
                    Some(child) => self.city.state(child).await?,
                    None => return Ok(Ok(None)),
                }
            }
            (Some(_), None) => return Ok(Ok(None)),
        };
        let acting = match &target {
            Some(state) => {
                acting_body(self.city.registry(), state, &line.step.action, &self.city.facts(state).await?)
            }
            None => None,
        };
        let grown = match &target {
            Some(state) if line.step.values.iter().any(|(_, text)| text.starts_with('#')) => {
                self.grown(state, line.step.at.date()).await?
            }
            _ => BTreeMap::new(),
        };
        let mut recorded = BTreeMap::new();
        for (name, text) in &line.step.values {
            let Some((matter, field)) = text.strip_prefix('~').and_then(|text| text.split_once('.')) else {
                continue;
            };
            let Some(matter) = self.matter(matter) else {
                return Ok(Err(format!("no story has become `{matter}` yet")));
            };
            let state = self.city.state(matter).await?;
            match state.and_then(|state| state.fields.get(&FieldId::new(field)).cloned()) {
                Some(value) => recorded.insert(name.clone(), value),
                None => return Ok(Err(format!("`{text}` is not on record yet"))),
            };
        }
        Ok(self.asked(told, line, target.as_deref(), acting, &grown, recorded).map(Some))
    }

    /// The matter that another story's act has opened for the body of this one.
    async fn opened(&self, told: &Told, opener: &str) -> Result<Option<MatterId>> {
        let Some(opener) = self.matter(opener) else { return Ok(None) };
        let Some(opener) = self.city.state(opener).await? else { return Ok(None) };
        for link in &opener.links {
            let child = self.city.state(&link.to).await?;
            let fits = |child: &State| {
                child.procedure.as_str() == told.procedure && child.body.as_str() == told.body
            };
            if child.is_some_and(|child| fits(&child)) {
                return Ok(Some(link.to.clone()));
            }
        }
        Ok(None)
    }

    fn asked(
        &self,
        told: &Told,
        line: &Line,
        target: Option<&State>,
        acting: Option<BodyId>,
        grown: &BTreeMap<String, i64>,
        mut recorded: BTreeMap<String, Value>,
    ) -> std::result::Result<Command, String> {
        let registry = self.city.registry();
        let procedure = match target {
            Some(state) => registry.procedure_of(state),
            None => registry.for_new_matters(&ProcedureId::new(told.procedure.clone()), line.step.at.date()),
        };
        let procedure = procedure.ok_or_else(|| format!("there is no procedure {}", told.procedure))?;
        let action = procedure.action(&line.step.action.as_str().into());
        let action = action.ok_or_else(|| format!("there is no action {}", line.step.action))?;
        let body = target.map_or_else(|| BodyId::new(told.body.clone()), |state| state.body.clone());
        let mut values = BTreeMap::new();
        for (name, text) in &line.step.values {
            let field =
                procedure.field(&name.as_str().into()).ok_or_else(|| format!("there is no field {name}"))?;
            if let Some(value) = recorded.remove(name) {
                values.insert(field.id.clone(), value);
                continue;
            }
            let text = match text.strip_prefix('#') {
                Some(limit) => {
                    let fen = grown.get(limit).ok_or_else(|| format!("nothing grows in `{limit}`"))?;
                    format!("{}.{:02}yuan", fen / 100, fen % 100)
                }
                None => self.named(text)?,
            };
            let picture = self.known.pictures.get(text.trim_matches('"'));
            let value = match picture.filter(|_| field.kind == Kind::File) {
                Some(file) => Value::File(file.clone()),
                None => step::value(&field.kind, &text)?,
            };
            values.insert(field.id.clone(), value);
        }
        let usual = action.by.first().map_or("clerk", |role| role.as_str());
        let (role, person) = match &line.step.who {
            Some((role, person)) => (role.as_str(), person.clone()),
            None => (usual, None),
        };
        // Where an action names whose people act, they act.
        let own = acting.as_ref().unwrap_or(&body);
        let person = person.unwrap_or_else(|| cast::person_for(role, own.as_str()));
        let actor_body = BodyId::new(cast::body_of_role(role, own.as_str()));
        let actor = match slip_role(&self.city, action).filter(|slip| slip.as_str() == role) {
            Some(slip) => public_actor(&BEARER.into(), &slip),
            None => Actor::person(person, role, actor_body),
        };
        Ok(Command {
            matter: target.map_or_else(new_matter, |state| state.matter.clone()),
            procedure: procedure.id.clone(),
            action: action.id.clone(),
            body,
            parent: None,
            values,
            actor,
        })
    }

    /// What the growing sums of a matter have come to by a day, in fen.
    async fn grown(&self, state: &State, day: Date) -> Result<BTreeMap<String, i64>> {
        let facts = self.city.facts(state).await?;
        let all = clocks(self.city.registry(), state, &facts, day).into_iter();
        Ok(all.filter_map(|clock| Some((clock.limit.to_string(), clock.accrued_fen?))).collect())
    }

    /// A written value with the stories' names `@name` replaced by the matters that they became, and `@name-1..3` by three.
    fn named(&self, text: &str) -> std::result::Result<String, String> {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('@') {
            out.push_str(&rest[..at]);
            let after = &rest[at + 1..];
            let end = after
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
                .unwrap_or(after.len());
            let (name, mut left) = after.split_at(end);
            let mut names = vec![name.to_owned()];
            if let Some(range) = left.strip_prefix("..") {
                let end = range.find(|c: char| !c.is_ascii_digit()).unwrap_or(range.len());
                names = series(name, &range[..end])
                    .ok_or_else(|| format!("`{name}..{}` is no series", &range[..end]))?;
                left = &range[end..];
            }
            let matters: std::result::Result<Vec<&str>, String> = names
                .iter()
                .map(|name| {
                    self.matter(name)
                        .map(MatterId::as_str)
                        .ok_or_else(|| format!("no story has become `{name}` yet"))
                })
                .collect();
            out.push_str(&matters?.join(","));
            rest = left;
        }
        out.push_str(rest);
        Ok(out)
    }
}

/// The first body whose people may do an action of a matter.
fn acting_body(registry: &Registry, state: &State, action: &str, facts: &Facts) -> Option<BodyId> {
    let action = registry.procedure_of(state)?.action(&action.into())?;
    acting_bodies(state, action, facts).into_iter().next()
}

/// A refusal in one line, for whoever writes stories.
fn spoken(refusal: &Refusal) -> String {
    let one = |reason: &Reason| {
        let about = reason.condition.clone().or_else(|| reason.field.as_ref().map(ToString::to_string));
        let seen: Vec<String> = reason
            .values
            .iter()
            .map(|(name, value)| {
                format!("{name}={}", value.as_ref().map_or("nothing".to_owned(), ToString::to_string))
            })
            .collect();
        let limit = reason.limit.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{} {} {limit} ({})", reason.code, about.unwrap_or_default(), seen.join(", "))
    };
    refusal.reasons.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// `officer-urban-1` and `3` as three names.
fn series(first: &str, last: &str) -> Option<Vec<String>> {
    let (stem, from) = first.rsplit_once('-')?;
    let (from, last): (u32, u32) = (from.parse().ok()?, last.parse().ok()?);
    (from <= last && last - from < 1_000)
        .then(|| (from..=last).map(|number| format!("{stem}-{number}")).collect())
}
