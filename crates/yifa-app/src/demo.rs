//! Owns the demonstration city: bodies, people and a year of matters, told as stories and lived through the real engine.
//! Everything follows from one seed; nothing is written past `decide`.

mod cast;
mod story;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, date};
use yifa_kernel::definition::Registry;
use yifa_kernel::definition::scenario::step;
use yifa_kernel::id::{BodyId, MatterId, ProcedureId};
use yifa_kernel::matter::{Actor, Command, State};
use yifa_law::calendar::china_instant;
use yifa_store::{Jurisdiction, Store};

pub use cast::{PASSWORD, SIGN_INS, SignIn};
use story::{Line, Told};

use crate::city::{City, new_matter};
use crate::clock::SetClock;
use crate::error::{AppError, Result};

/// The division code of the demonstration city: no real place has it.
pub const JURISDICTION: &str = "999900";

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

/// Builds the demonstration city in an empty store, with the year before `today` behind it.
///
/// # Errors
/// A story that the engine refuses where it should not: the definitions and the stories no longer agree.
pub async fn build(
    store: Arc<dyn Store>,
    registry: Arc<Registry>,
    today: Date,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<Built> {
    let clock = Arc::new(SetClock::at(instant(date(today.year() - 1, 12, 31).at(8, 0, 0, 0))));
    let jurisdiction = Jurisdiction::new(JURISDICTION)?;
    let city = City::open(store, jurisdiction, registry, clock.clone()).await?;
    city.put_bodies(cast::bodies()).await?;
    city.put_accounts(&cast::accounts(), PASSWORD).await?;
    let told = story::tell(today)?;
    let mut life = Life { city: &city, names: BTreeMap::new(), built: Built::default() };
    let total = told.iter().map(|one| one.lines.len() as u64).sum();
    let mut days: BTreeMap<DateTime, Vec<(&Told, &Line)>> = BTreeMap::new();
    for one in &told {
        for line in one.lines.iter().filter(|line| line.step.at.date() <= today) {
            days.entry(line.step.at).or_default().push((one, line));
        }
    }
    for (at, lines) in days {
        clock.set(instant(at));
        for (one, line) in lines {
            life.live(one, line).await?;
            progress(life.built.acts, total);
        }
    }
    clock.set(instant(today.at(7, 30, 0, 0)));
    city.sweep().await?;
    Ok(life.built)
}

fn instant(at: DateTime) -> jiff::Timestamp {
    china_instant(at).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}

/// A city while its past is lived.
struct Life<'a> {
    city: &'a City,
    /// Matters by the names that stories give them.
    names: BTreeMap<String, MatterId>,
    built: Built,
}

impl Life<'_> {
    async fn live(&mut self, told: &Told, line: &Line) -> Result<()> {
        let command = match self.command(told, line).await? {
            Some(command) => command,
            None => return Ok(()),
        };
        let opens = !self.names.contains_key(&told.name);
        match self.city.execute(&command, None).await {
            Ok(done) => {
                self.built.acts += 1;
                self.built.matters += u64::from(opens);
                if line.step.track.is_none() {
                    self.names.insert(told.name.clone(), done.matter);
                }
                Ok(())
            }
            Err(AppError::Refused(_)) if line.may_fail => {
                self.built.refused += 1;
                Ok(())
            }
            Err(AppError::Refused(refusal)) => {
                let reasons: Vec<String> = refusal
                    .reasons
                    .iter()
                    .map(|reason| {
                        format!("{} {:?} {:?} {:?} {:?}", reason.code, reason.condition, reason.field, reason.limit, reason.values)
                    })
                    .collect();
                Err(AppError::invalid(format!("story {}: {}", told.name, line.written), reasons.join("; ")))
            }
            Err(other) => Err(other),
        }
    }

    async fn command(&self, told: &Told, line: &Line) -> Result<Option<Command>> {
        let fault = |why: String| AppError::invalid(format!("story {}: {}", told.name, line.written), why);
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
                    // A story that goes on without its track was cut short before.
                    None => return Ok(None),
                }
            }
            (Some(_), None) => return Ok(None),
        };
        let registry = self.city.registry();
        let procedure = match &target {
            Some(state) => registry.procedure_of(state),
            None => registry.for_new_matters(&ProcedureId::new(told.procedure.clone()), line.step.at.date()),
        };
        let procedure = procedure.ok_or_else(|| fault(format!("there is no procedure {}", told.procedure)))?;
        let action = procedure.action(&line.step.action.as_str().into());
        let action = action.ok_or_else(|| fault(format!("there is no action {}", line.step.action)))?;
        let body = target.as_ref().map_or_else(|| BodyId::new(told.body.clone()), |state| state.body.clone());
        let mut values = BTreeMap::new();
        for (name, text) in &line.step.values {
            let field = procedure.field(&name.as_str().into()).ok_or_else(|| fault(format!("there is no field {name}")))?;
            let named = self.named(text).map_err(&fault)?;
            values.insert(field.id.clone(), step::value(&field.kind, &named).map_err(&fault)?);
        }
        let role = action.by.first().map_or("clerk", |role| role.as_str());
        let (role, person) = match &line.step.who {
            Some((role, person)) => (role.as_str(), person.clone()),
            None => (role, None),
        };
        let person = person.unwrap_or_else(|| cast::person_for(role, body.as_str()));
        let actor_body = cast::body_of_role(role, body.as_str());
        Ok(Some(Command {
            matter: target.map_or_else(new_matter, |state| state.matter.clone()),
            procedure: procedure.id.clone(),
            action: action.id.clone(),
            body,
            parent: None,
            values,
            actor: Actor::person(person, role, BodyId::new(actor_body)),
        }))
    }

    /// A written value with the stories' names `@name` replaced by the matters that they became.
    fn named(&self, text: &str) -> std::result::Result<String, String> {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('@') {
            out.push_str(&rest[..at]);
            let after = &rest[at + 1..];
            let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(after.len());
            let name = &after[..end];
            let matter = self.names.get(name).ok_or_else(|| format!("no story has become `{name}` yet"))?;
            out.push_str(matter.as_str());
            rest = &after[end..];
        }
        out.push_str(rest);
        Ok(out)
    }
}

/// The days between two dates, at most a year: how far back stories may begin.
fn days_before(day: Date, n: i64) -> Date {
    day.checked_sub(n.days()).unwrap_or(day)
}

