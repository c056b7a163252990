//! Owns the demonstration city: bodies, people and a year of matters, told as stories and lived through the real engine.
//! Everything follows from one seed; nothing is written past `decide`.
//!
//! There are two sizes. The small city is what tests and walks use: the stories that a visitor meets first. The whole city
//! has many more bodies, people and matters beside these; they are told when its pages are already open.

mod bodies;
mod cases;
mod cast;
mod life;
mod numbers;
mod people;
mod place;
mod portrait;
mod story;
pub mod tour;
mod turns;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use include_dir::{Dir, include_dir};
use jiff::civil::{Date, date};
use yifa_kernel::definition::{Registry, Source};
use yifa_store::{Jurisdiction, MatterQuery, Store};

use cases::Cases;
pub use cast::{PASSWORD, SIGN_INS, SignIn};
use life::{Life, LivedClock, Notice};
use story::Told;

use crate::city::City;
use crate::error::Result;

/// The division code of the demonstration city: no real place has it.
pub const JURISDICTION: &str = "999900";

/// The day of the year for which the stories are written: with most of a year behind it, something due today, something late
/// and something done. They can be told for any other day; then some of them fit the calendar less well and break off.
const STORY_DAY: (i8, i8) = (11, 23);

/// The day on which the demonstration stands unless another is asked for: the last one for which its stories are written.
pub fn usual_day(today: Date) -> Date {
    let (month, day) = STORY_DAY;
    let this_year = date(today.year(), month, day);
    if this_year <= today { this_year } else { date(today.year() - 1, month, day) }
}

/// The kinds of cases that the bodies of the whole city have.
const CASES: &str = include_str!("../../../examples/demo-city/cases.toml");

/// The city's annual notice, in our own words.
const NOTICE: &str = include_str!("../../../examples/demo-city/notice.txt");

/// How much of the city there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    /// The stories that a visitor meets first, for tests and walks: about a thousand matters.
    Small,
    /// The whole city: 12 districts, 26 departments, 60 townships, 900 officers, nearly eight thousand matters.
    #[default]
    Full,
}

impl std::str::FromStr for Size {
    type Err = String;

    fn from_str(word: &str) -> std::result::Result<Self, String> {
        match word {
            "small" => Ok(Self::Small),
            "full" => Ok(Self::Full),
            other => Err(format!("`{other}` is no size; write small or full")),
        }
    }
}

/// How far a city is written whose pages are already open.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
}

impl Progress {
    /// Matters told and all of them; `None` once there is nothing more to tell.
    pub fn now(&self) -> Option<(u64, u64)> {
        let (done, total) = (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed));
        (done < total).then_some((done, total))
    }

    /// So many of so many are told.
    pub fn set(&self, done: u64, total: u64) {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }
}

/// What a city of a size is meant to have, before it is told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Bodies that exist, by the word of their kind.
    pub bodies: BTreeMap<&'static str, usize>,
    /// Accounts.
    pub accounts: usize,
    /// Matters that stories open, by procedure; tracks and what the calendar opens come on top.
    pub matters: BTreeMap<String, usize>,
}

/// What was built.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Built {
    /// Matters opened.
    pub matters: u64,
    /// Acts done.
    pub acts: u64,
    /// Acts that the law refused, as the stories meant them to be.
    pub refused: u64,
    /// The stories that broke off, each with its line and why: the law or the calendar did not allow on this day what they
    /// tell. None on the [`usual_day`].
    pub broken: Vec<String>,
}

static STORIES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../examples/demo-city/stories");
static WHOLE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../examples/demo-city/whole");
static TEXTS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../examples/demo-city/texts");
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

/// The texts of the demonstration city's own regulations, rules and documents, all invented: name and bytes.
pub fn texts() -> Vec<(String, Vec<u8>)> {
    let named =
        |file: &include_dir::File<'_>| (file.path().to_string_lossy().into_owned(), file.contents().to_vec());
    let mut all: Vec<_> = TEXTS.files().map(named).collect();
    all.sort();
    all
}

/// The stories that only the whole city has: those that are told with the first ones, and those told after.
fn whole_stories() -> (Vec<Source>, Vec<Source>) {
    let mut all = Vec::new();
    crate::definitions::collect(&WHOLE, &mut all);
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all.into_iter().partition(|one| one.path.contains("first/"))
}

/// What a city of that size is meant to have on a day.
///
/// # Errors
/// A story that cannot be read.
pub fn plan(registry: &Registry, size: Size, today: Date) -> Result<Plan> {
    let mut plan = Plan { accounts: cast::accounts(size).len(), ..Plan::default() };
    for body in bodies::bodies(size).iter().filter(|body| body.valid_to.is_none()) {
        *plan.bodies.entry(body.kind.word()).or_default() += 1;
    }
    let Stories { first, after } = Stories::tell(registry, size, today)?;
    let mut named = BTreeMap::new();
    for one in first.iter().chain(&after).filter(|one| !one.lines.is_empty()) {
        // Several stories go on with one matter.
        named.insert(one.name.as_str(), one.procedure.as_str());
    }
    for procedure in named.into_values() {
        *plan.matters.entry(procedure.to_owned()).or_default() += 1;
    }
    Ok(plan)
}

/// The stories of a city: those told before its pages open, and those told after.
struct Stories {
    first: Vec<Told>,
    after: Vec<Told>,
}

impl Stories {
    fn tell(registry: &Registry, size: Size, today: Date) -> Result<Self> {
        let cases = Cases::read("cases.toml", CASES)?;
        let tell = |sources: &[Source]| story::tell(sources, &cases, registry.calendar(), today);
        let mut first = tell(&stories())?;
        let mut after = Vec::new();
        if size == Size::Full {
            let (with_first, others) = whole_stories();
            first.extend(tell(&with_first)?);
            after = tell(&others)?;
        }
        Ok(Self { first, after })
    }
}

/// Builds a demonstration city in an empty store, with the year before `today` behind it, and tells all of it. The registry
/// is compiled from [`definitions`].
///
/// # Errors
/// A store that is not empty or cannot be written; a story that cannot be read.
pub async fn build(
    store: Arc<dyn Store>,
    registry: Arc<Registry>,
    size: Size,
    today: Date,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<Built> {
    begin(store, registry, size, today, progress).await?.finish(progress).await
}

/// Builds a city as far as its pages need it to open: what is left is told by [`Begun::finish`].
///
/// # Errors
/// As [`build`].
pub async fn begin(
    store: Arc<dyn Store>,
    registry: Arc<Registry>,
    size: Size,
    today: Date,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<Begun> {
    let Stories { first, after } = Stories::tell(&registry, size, today)?;
    live(store, registry, size, first, after, today, progress).await
}

/// Builds a part of the whole city: the bodies, officers, powers and duties of all, and of the other stories those of some
/// bodies.
///
/// # Errors
/// As [`build`].
pub async fn build_part(
    store: Arc<dyn Store>,
    registry: Arc<Registry>,
    bodies: &[&str],
    today: Date,
) -> Result<Built> {
    let Stories { mut first, mut after } = Stories::tell(&registry, Size::Full, today)?;
    first.retain(|one| ["officer-certificate", "power-item"].contains(&one.procedure.as_str()));
    after.retain(|one| bodies.contains(&one.body.as_str()));
    live(store, registry, Size::Full, first, after, today, &|_, _| {}).await?.finish(&|_, _| {}).await
}

/// Builds a small city from other stories than its own.
///
/// # Errors
/// As [`build`].
pub async fn build_from(
    store: Arc<dyn Store>,
    registry: Arc<Registry>,
    stories: &[Source],
    today: Date,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<Built> {
    let told = story::tell(stories, &Cases::default(), registry.calendar(), today)?;
    live(store, registry, Size::Small, told, Vec::new(), today, progress).await?.finish(progress).await
}

/// A city whose pages can open.
pub struct Begun {
    life: Life,
    after: Vec<Told>,
    today: Date,
}

impl Begun {
    /// What was built until now.
    ///
    /// # Errors
    /// The store.
    pub async fn built(&self) -> Result<Built> {
        let city = self.life.city();
        let matters = city.store().count_matters(city.jurisdiction(), &MatterQuery::default()).await?;
        Ok(Built { matters, ..self.life.built() })
    }

    /// Matters that are still to be told.
    pub fn left(&self) -> u64 {
        self.after.iter().filter(|one| !one.lines.is_empty()).count() as u64
    }

    /// Tells what is left; `progress` counts its stories.
    ///
    /// # Errors
    /// As [`build`].
    pub async fn finish(mut self, progress: &(dyn Fn(u64, u64) + Send + Sync)) -> Result<Built> {
        let after = std::mem::take(&mut self.after);
        if !after.is_empty() {
            self.life.draw(&after).await?;
            self.life.live_after(after, self.today, progress).await?;
        }
        self.built().await
    }
}

async fn live(
    store: Arc<dyn Store>,
    registry: Arc<Registry>,
    size: Size,
    first: Vec<Told>,
    after: Vec<Told>,
    today: Date,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<Begun> {
    let clock = Arc::new(LivedClock::at(date(today.year() - 2, 12, 31).at(8, 0, 0, 0)));
    let city = City::open(store, Jurisdiction::new(JURISDICTION)?, registry, clock.clone()).await?;
    city.put_bodies(bodies::bodies(size)).await?;
    city.put_accounts(&cast::accounts(size), PASSWORD).await?;
    crate::library::import(city.store(), city.jurisdiction(), texts(), city.clock().now()).await?;
    let city = Arc::new(city);
    let mut life = Life::begin(city, clock, first);
    let notice = Notice {
        text: NOTICE,
        name: "云府办发〔2026〕3号.txt",
        on: Date::new(today.year(), 1, 14).unwrap_or(today),
    };
    life.live(notice, today, progress).await?;
    Ok(Begun { life, after, today })
}
