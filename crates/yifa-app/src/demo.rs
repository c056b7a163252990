//! Owns the demonstration city: bodies, people and a year of matters, told as stories and lived through the real engine.
//! Everything follows from one seed; nothing is written past `decide`.

mod cast;
mod place;
mod story;

use std::collections::BTreeMap;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use jiff::civil::{Date, DateTime, Weekday, date};
use yifa_kernel::definition::scenario::step;
use yifa_kernel::definition::{Registry, Source};
use yifa_kernel::id::{BodyId, MatterId, ProcedureId};
use yifa_kernel::matter::{Actor, Command, State, clocks};
use yifa_kernel::refusal::{Reason, Refusal};
use yifa_law::calendar::china_instant;
use yifa_store::{Jurisdiction, MatterQuery, Store};

pub use cast::{PASSWORD, SIGN_INS, SignIn};
use story::{Line, Told};

use crate::city::{City, new_matter};
use crate::clock::SetClock;
use crate::error::{AppError, Result};

/// The division code of the demonstration city: no real place has it.
pub const JURISDICTION: &str = "999900";

/// The city's annual notice, in our own words.
const NOTICE: &str = include_str!("../../../examples/demo-city/notice.txt");

/// What was built.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Built {
    /// Matters opened.
    pub matters: u64,
    /// Acts done.
    pub acts: u64,
    /// Acts that the law refused, as the stories meant them to be.
    pub refused: u64,
}

static STORIES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../examples/demo-city/stories");
static LOCAL: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../examples/demo-city/definitions");

/// What the demonstration city runs on: the national definitions and, laid over them, its own local regulations and rules.
pub fn definitions() -> Vec<Source> {
    let mut all = crate::definitions::embedded();
    crate::definitions::collect(&LOCAL, &mut all);
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

/// The stories of the demonstration city, in the order of their files.
pub fn stories() -> Vec<Source> {
    let mut all = Vec::new();
    crate::definitions::collect(&STORIES, &mut all);
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

/// Builds the demonstration city in an empty store, with the year before `today` behind it. The registry is compiled from
/// [`definitions`].
///
/// # Errors
/// A story that the engine refuses where it should not: the definitions and the stories no longer agree.
pub async fn build(
    store: Arc<dyn Store>,
    registry: Arc<Registry>,
    today: Date,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<Built> {
    build_from(store, registry, &stories(), today, progress).await
}

/// Builds a city from other stories than its own.
///
/// # Errors
/// A story that cannot be read; one that is refused where it does not say so.
pub async fn build_from(
    store: Arc<dyn Store>,
    registry: Arc<Registry>,
    stories: &[Source],
    today: Date,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<Built> {
    let told = story::tell(stories, registry.calendar(), today)?;
    let clock = Arc::new(SetClock::at(instant(date(today.year() - 2, 12, 31).at(8, 0, 0, 0))));
    let jurisdiction = Jurisdiction::new(JURISDICTION)?;
    let city = City::open(store, jurisdiction, registry, clock.clone()).await?;
    city.put_bodies(cast::bodies()).await?;
    city.put_accounts(&cast::accounts(), PASSWORD).await?;
    let mut life =
        Life { city: &city, names: BTreeMap::new(), broken: BTreeMap::new(), built: Built::default() };
    let total = told.iter().map(|one| one.lines.len() as u64).sum();
    let mut days: BTreeMap<DateTime, Vec<(&Told, &Line)>> = BTreeMap::new();
    for one in &told {
        for line in &one.lines {
            days.entry(line.step.at).or_default().push((one, line));
        }
    }
    let (mut swept, mut lived) = (Date::ZERO, 0);
    for (at, lines) in days {
        // The law acts every Monday morning on what has lapsed; a matter that is touched earlier is swept then.
        if at.date() > swept {
            swept = at.date().nth_weekday(1, Weekday::Sunday).unwrap_or(today);
            clock.set(instant(at.date().at(7, 0, 0, 0)));
            city.sweep().await?;
        }
        clock.set(instant(at));
        for (one, line) in lines {
            life.live(one, line).await?;
            lived += 1;
            progress(lived, total);
        }
    }
    clock.set(instant(today.at(7, 30, 0, 0)));
    city.sweep().await?;
    // The plan comes from a notice, through the same reader and import as any city's.
    let office = Actor::person("legal-office", "legal_office", BodyId::new("justice"));
    city.import_plan(NOTICE.as_bytes(), "云府办发〔2026〕3号.txt", today.year(), &office, None).await?;
    life.built.matters = city.store().count_matters(city.jurisdiction(), &MatterQuery::default()).await?;
    match life.broken.into_values().collect::<Vec<_>>() {
        broken if broken.is_empty() => Ok(life.built),
        broken => Err(AppError::invalid(format!("{} stories", broken.len()), broken.join("\n"))),
    }
}

fn instant(at: DateTime) -> jiff::Timestamp {
    china_instant(at).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}

/// A city while its past is lived.
struct Life<'a> {
    city: &'a City,
    /// Matters by the names that stories give them.
    names: BTreeMap<String, MatterId>,
    /// Stories that broke off, and why: all are named at the end.
    broken: BTreeMap<String, String>,
    built: Built,
}

impl Life<'_> {
    /// Lives one line; a story that cannot go on is noted and told no further.
    async fn live(&mut self, told: &Told, line: &Line) -> Result<()> {
        if self.broken.contains_key(&told.name) {
            return Ok(());
        }
        let why = match self.command(told, line).await? {
            Ok(None) => return Ok(()),
            Ok(Some(command)) => match self.city.execute(&command, None).await {
                Ok(done) => {
                    self.built.acts += 1;
                    if line.step.track.is_none() {
                        self.names.insert(told.name.clone(), done.matter);
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
        self.broken.insert(told.name.clone(), format!("story {}: {}: {why}", told.name, line.written));
        Ok(())
    }

    /// What a line asks for; `None` if it is about a track that was never opened.
    async fn command(
        &self,
        told: &Told,
        line: &Line,
    ) -> Result<std::result::Result<Option<Command>, String>> {
        let own = match self.names.get(&told.name) {
            Some(matter) => self.city.state(matter).await?,
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
        let grown = match &target {
            Some(state) if line.step.values.iter().any(|(_, text)| text.starts_with('#')) => {
                self.grown(state, line.step.at.date()).await?
            }
            _ => BTreeMap::new(),
        };
        Ok(self.asked(told, line, target.as_deref(), &grown).map(Some))
    }

    fn asked(
        &self,
        told: &Told,
        line: &Line,
        target: Option<&State>,
        grown: &BTreeMap<String, i64>,
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
            let text = match text.strip_prefix('#') {
                Some(limit) => {
                    let fen = grown.get(limit).ok_or_else(|| format!("nothing grows in `{limit}`"))?;
                    format!("{}.{:02}yuan", fen / 100, fen % 100)
                }
                None => self.named(text)?,
            };
            values.insert(field.id.clone(), step::value(&field.kind, &text)?);
        }
        let usual = action.by.first().map_or("clerk", |role| role.as_str());
        let (role, person) = match &line.step.who {
            Some((role, person)) => (role.as_str(), person.clone()),
            None => (usual, None),
        };
        let person = person.unwrap_or_else(|| cast::person_for(role, body.as_str()));
        let actor_body = BodyId::new(cast::body_of_role(role, body.as_str()));
        Ok(Command {
            matter: target.map_or_else(new_matter, |state| state.matter.clone()),
            procedure: procedure.id.clone(),
            action: action.id.clone(),
            body,
            parent: None,
            values,
            actor: Actor::person(person, role, actor_body),
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
                    self.names
                        .get(name)
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
