//! Owns the demonstration city: bodies, people and a year of matters, told as stories and lived through the real engine.
//! Everything follows from one seed; nothing is written past `decide`.

mod cast;
mod life;
mod place;
mod story;

use std::sync::Arc;

use include_dir::{Dir, include_dir};
use jiff::civil::{Date, date};
use yifa_kernel::definition::{Registry, Source};
use yifa_store::{Jurisdiction, MatterQuery, Store};

pub use cast::{PASSWORD, SIGN_INS, SignIn};
use life::{Life, LivedClock, Notice};

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
    /// The stories that broke off, each with its line and why: the law or the calendar did not allow on this day what they
    /// tell. None on the [`usual_day`].
    pub broken: Vec<String>,
}

static STORIES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../examples/demo-city/stories");
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

/// Builds the demonstration city in an empty store, with the year before `today` behind it. The registry is compiled from
/// [`definitions`].
///
/// # Errors
/// A store that is not empty or cannot be written; a story that cannot be read.
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
/// As [`build`].
pub async fn build_from(
    store: Arc<dyn Store>,
    registry: Arc<Registry>,
    stories: &[Source],
    today: Date,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<Built> {
    let told = story::tell(stories, registry.calendar(), today)?;
    let clock = Arc::new(LivedClock::at(date(today.year() - 2, 12, 31).at(8, 0, 0, 0)));
    let city = City::open(store, Jurisdiction::new(JURISDICTION)?, registry, clock.clone()).await?;
    city.put_bodies(cast::bodies()).await?;
    city.put_accounts(&cast::accounts(), PASSWORD).await?;
    crate::library::import(city.store(), city.jurisdiction(), texts(), city.clock().now()).await?;
    let city = Arc::new(city);
    let mut life = Life::begin(city.clone(), clock, told);
    let notice = Notice {
        text: NOTICE,
        name: "云府办发〔2026〕3号.txt",
        on: Date::new(today.year(), 1, 14).unwrap_or(today),
    };
    life.live(notice, today, progress).await?;
    let matters = city.store().count_matters(city.jurisdiction(), &MatterQuery::default()).await?;
    Ok(Built { matters, ..life.end() })
}
