//! A city of many matters: durable writes against bare inserts, deciding and applying, lists from end to end, figures.
//!
//! The matters are copies of ones that the demonstration's stories have lived through the engine: each has a log of its
//! own, hashed and chained by the store, and the rows that a rebuild would make.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use yifa_app::city::City;
use yifa_app::clock::{Clock, SystemClock};
use yifa_app::demo;
use yifa_app::multiply::Template;
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::{Command, Event, Known, Settled, Stamp, replay, settle};
use yifa_store::{BareInserts, Batch, MatterOrder, MatterQuery, Store, WaitsFor};

use super::{Against, Budget, Measured, Room, acts, median, middle, pages};
use crate::answer::Failure;
use crate::command::bar;
use crate::command::running::{self, broken};

/// Whose stories are lived first, to be copied.
const STORIES: [&str; 4] = ["01-officers", "02-powers", "20-penalty-summary", "21-clues"];
/// Batches that wait at once, as with so many officers at work.
const AT_ONCE: u64 = 8;
/// Matters of the comparison with bare inserts.
const COMPARED: u64 = 2_000;
/// How often a page is read.
const READS: usize = 15;
/// Rows of a page.
const ROWS: u32 = 50;

/// Measures a city of so many matters.
///
/// # Errors
/// The store or the demonstration fails.
pub fn measure(matters: u64, folder: Option<&Path>) -> Result<(Vec<Measured>, Option<Room>), Failure> {
    let temporary = match folder {
        Some(folder) => tempfile::tempdir_in(folder),
        None => tempfile::tempdir(),
    };
    let temporary = temporary.map_err(|error| {
        Failure::fault(error.to_string(), "temporary folder", "name another with --folder")
    })?;
    running::runtime()?.block_on(async {
        let (city, store) = lived(temporary.path()).await?;
        let templates = city.templates().await.map_err(|error| broken(&error))?;
        let mut all = vec![writes(&city, &templates, temporary.path()).await?];
        let among_few = acts::on_what_was_there(&city).await?;
        fill(&city, &store, &templates, matters).await?;
        all.push(Measured {
            name: "an act on a matter that was there, kept".into(),
            took: acts::on_what_was_there(&city).await?,
            against: Against::Own("the same before the city was filled", among_few),
            budget: Budget::Multiple(2.0),
        });
        all.extend(lists(&city).await?);
        all.extend(figures(&city).await?);
        all.push(deciding(&city).await?);
        let (pages, room) = pages::measure(&city, temporary.path()).await?;
        all.extend(pages);
        Ok((all, room))
    })
}

pub(super) fn faulty(error: yifa_store::StoreError) -> Failure {
    broken(&error.into())
}

pub(super) fn row(name: impl Into<String>, took: Duration, budget: Duration) -> Measured {
    Measured { name: name.into(), took, against: Against::Baseline, budget: Budget::Time(budget) }
}

/// A small city with lived matters to copy.
async fn lived(folder: &Path) -> Result<(Arc<City>, Arc<dyn Store>), Failure> {
    let registry = running::compiled(&demo::definitions())?;
    let store = running::store(&format!("sqlite:{}", folder.join("city.sqlite").display())).await?;
    let stories: Vec<_> = demo::stories()
        .into_iter()
        .filter(|one| STORIES.iter().any(|name| one.path.contains(name)))
        .collect();
    let today = SystemClock.today();
    demo::build_from(store.clone(), registry.clone(), &stories, today, &|_, _| {})
        .await
        .map_err(|error| broken(&error))?;
    let jurisdiction = running::jurisdiction(demo::JURISDICTION)?;
    let city = City::open(store.clone(), jurisdiction, registry, Arc::new(SystemClock)).await;
    Ok((city.map(Arc::new).map_err(|error| broken(&error))?, store))
}

/// The same matters by the store's own way, many at once, and as bare inserts one after another.
async fn writes(city: &City, templates: &[Template], folder: &Path) -> Result<Measured, Failure> {
    let batches = city.copies(templates, 0, COMPARED);
    let bare = format!("sqlite:{}", folder.join("bare.sqlite").display());
    let ready = BareInserts::prepare(&bare, batches.clone()).map_err(faulty)?;
    let start = Instant::now();
    ready.run().map_err(faulty)?;
    let inserted = start.elapsed();
    let own = running::store(&format!("sqlite:{}", folder.join("own.sqlite").display())).await?;
    let start = Instant::now();
    kept(&own, batches).await?;
    Ok(Measured {
        name: format!("durable writes of {COMPARED} matters by the store"),
        took: start.elapsed(),
        against: Against::Own("bare inserts of the same rows", inserted),
        budget: Budget::Multiple(2.0),
    })
}

/// Keeps batches, all waiting at once.
async fn kept(store: &Arc<dyn Store>, batches: Vec<Batch>) -> Result<(), Failure> {
    let mut waiting = JoinSet::new();
    for batch in batches {
        let store = Arc::clone(store);
        waiting.spawn(async move { store.commit(batch).await });
    }
    while let Some(one) = waiting.join_next().await {
        let one = one.map_err(|error| Failure::fault(error.to_string(), "the writers", "report it"))?;
        one.map_err(faulty)?;
    }
    Ok(())
}

async fn fill(
    city: &City,
    store: &Arc<dyn Store>,
    templates: &[Template],
    matters: u64,
) -> Result<(), Failure> {
    let bar = bar::measured("事项 · matters", matters);
    let together = 250 * AT_ONCE;
    let mut from = COMPARED;
    while from < COMPARED + matters {
        let until = (from + together).min(COMPARED + matters);
        kept(store, city.copies(templates, from, until)).await?;
        from = until;
        bar.set_position(from - COMPARED);
    }
    bar.finish_and_clear();
    Ok(())
}

pub(super) async fn timed<T>(mut work: impl AsyncFnMut() -> Result<T, Failure>) -> Result<Duration, Failure> {
    let mut all = Vec::new();
    for _ in 0..READS {
        let start = Instant::now();
        work().await?;
        all.push(start.elapsed());
    }
    Ok(middle(all))
}

async fn lists(city: &City) -> Result<Vec<Measured>, Failure> {
    let (store, place) = (city.store(), city.jurisdiction());
    let (all, open) =
        (MatterQuery::default(), MatterQuery { is_final: Some(false), ..MatterQuery::default() });
    let text = |text: &str| MatterQuery { text: Some(text.to_owned()), ..MatterQuery::default() };
    let page = async |query: &MatterQuery, order, after: Option<&yifa_store::Cursor>| {
        store.matters(place, query, order, after, ROWS).await.map_err(faulty)
    };
    let budget = Duration::from_millis(3);
    let mut found = Vec::new();
    for (name, query, order) in [
        ("list, first page", &all, MatterOrder::ChangedLast),
        ("list of open matters by due date, first page", &open, MatterOrder::DueFirst),
        ("search of a word of two characters that many hold", &text("处罚"), MatterOrder::ChangedLast),
        ("search of a word that few hold", &text("乱扔垃圾"), MatterOrder::ChangedLast),
        ("search of a word that none holds", &text("绝无此词"), MatterOrder::ChangedLast),
    ] {
        let took = timed(async || page(query, order, None).await).await?;
        found.push(row(name, took, budget));
    }
    // Page after page by cursor, as a program does that reads everything; people seldom go so far.
    let (mut after, mut number) = (None, 1_u32);
    while number < 10_000 {
        let next = page(&all, MatterOrder::ChangedLast, after.as_ref()).await?.next;
        if next.is_none() {
            break;
        }
        after = next;
        number += 1;
    }
    let took = timed(async || page(&all, MatterOrder::ChangedLast, after.as_ref()).await).await?;
    found.push(row(format!("list, page {number} by cursor"), took, budget));
    let took = timed(async || store.count_matters_up_to(place, &all, 10_000).await.map_err(faulty)).await?;
    found.push(row("count, no further than 10000", took, budget));
    let reviewer =
        WaitsFor { role: "legal_office".into(), body_path: None, below: false, person: "-".into() };
    let waiting = MatterQuery { waits_for: Some(reviewer), ..open };
    for (name, query, most) in [
        ("count of a search that few answer, no further than 10000", &text("乱扔垃圾"), 200),
        ("count of what waits for a role, no further than 10000", &waiting, 20),
    ] {
        let took = timed(async || store.count_matters_up_to(place, query, 10_000).await.map_err(faulty));
        found.push(row(name, took.await?, Duration::from_millis(most)));
    }
    Ok(found)
}

async fn figures(city: &City) -> Result<Vec<Measured>, Failure> {
    let year = city.today().year();
    let start = Instant::now();
    city.year_figures(&[], year, None, false).await.map_err(|error| broken(&error))?;
    let cold = start.elapsed();
    let warm =
        timed(async || city.year_figures(&[], year, None, false).await.map_err(|error| broken(&error)))
            .await?;
    Ok(vec![
        row("figures of all measures, cold", cold, Duration::from_secs(1)),
        row("figures of all measures, warm", warm, Duration::from_millis(10)),
    ])
}

/// One act as it was done: what was known before it, the command, and when.
type Act = (Known, Command, Stamp);

/// The acts of some penalties, decided and applied again.
async fn deciding(city: &City) -> Result<Measured, Failure> {
    let query = MatterQuery { procedures: vec!["penalty-summary".to_owned()], ..MatterQuery::default() };
    let rows = city.store().matters(city.jurisdiction(), &query, MatterOrder::Number, None, 20);
    let mut acts = Vec::new();
    for row in rows.await.map_err(faulty)?.rows {
        acts.extend(acts_of(city, &MatterId::new(row.matter.as_str())).await?);
    }
    if acts.is_empty() {
        return Err(Failure::fault("no penalty's acts can be done again", "bench", "report it"));
    }
    let all = median(20, || {
        for (known, command, stamp) in &acts {
            black_box(settle(city.registry(), black_box(known), command, stamp));
        }
    });
    let each = all / u32::try_from(acts.len()).unwrap_or(u32::MAX);
    Ok(row("decide and apply one act of a penalty", each, Duration::from_micros(20)))
}

/// The acts of a matter which the law still allows, given what surrounds it now.
async fn acts_of(city: &City, matter: &MatterId) -> Result<Vec<Act>, Failure> {
    let opened = city.open_matter(matter).await.map_err(|error| broken(&error))?;
    let Some(procedure) = city.registry().procedure_of(&opened.state) else { return Ok(Vec::new()) };
    let mut acts = Vec::new();
    for (at, recorded) in opened.events.iter().enumerate() {
        let Event::Acted { action, values, .. } = &recorded.event else { continue };
        let Some(action) = procedure.action(action) else { continue };
        let asked = |id: &yifa_kernel::id::FieldId| action.records.iter().any(|(asked, _)| asked == id);
        // An opening act follows the event that begins the matter.
        let before = opened.events.get(..at).unwrap_or_default();
        let before = if before.len() == 1 { &[][..] } else { before };
        let mut known = Known { bodies: city.bodies(), names: city.names(), ..Known::default() };
        known.matters =
            opened.facts.matters.iter().map(|(id, one)| (id.clone(), Some(one.clone()))).collect();
        known.matters.insert(matter.clone(), replay(matter, before).map(Arc::new));
        let command = Command {
            matter: matter.clone(),
            procedure: procedure.id.clone(),
            action: action.id.clone(),
            body: opened.state.body.clone(),
            parent: opened.state.parent.clone(),
            values: values
                .iter()
                .filter(|(id, _)| asked(id))
                .map(|(id, one)| (id.clone(), one.clone()))
                .collect(),
            actor: recorded.actor.clone(),
        };
        // Numbers are read beforehand, as by the city.
        if let Settled::Needs(needs) = settle(city.registry(), &known, &command, &recorded.stamp) {
            known.next_in.extend(needs.series.into_iter().map(|series| (series, 1)));
        }
        if let Settled::Changes { .. } = settle(city.registry(), &known, &command, &recorded.stamp) {
            acts.push((known, command, recorded.stamp));
        }
    }
    Ok(acts)
}
