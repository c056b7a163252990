//! What the city does by itself: at midnight the law acts, rows that depend on the day are made again, what has expired
//! goes, messages are carried, and of several servers one does it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use jiff::civil::{Date, DateTime, date};
use yifa_app::account::SignInFault;
use yifa_app::city::City;
use yifa_app::clock::{Clock, SetClock};
use yifa_app::sign_on::Passwords;
use yifa_app::upkeep::{Courier, Upkeep};
use yifa_app::{AppError, Result, demo};
use yifa_kernel::definition::{Registry, Source, compile};
use yifa_law::calendar::china_instant;
use yifa_store::{DisclosureQuery, Jurisdiction, MatterOrder, MatterQuery, MatterRow, OutboxRow, Store};

const TODAY: Date = date(2026, 11, 23);

/// A certificate that runs out 40 days after it was registered, 30 days ago; it is shown to the public for as long.
const STORY: &str = r#"
[[story]]
name = "officer"
procedure = "officer-certificate"
body = ["urban"]
begins = [30, 30]
lines = [
  '0 legal_office: register person={officer} holder_name="甲某" works_at={body} post_kind=civil_servant field_of_work="城市管理" territory="云江市" issuer_kind=provincial issuer="省人民政府" certificate_no="9999-01-001" valid_from={day-400} valid_until={day+40}',
]
"#;

/// A step that everybody may see for ten days.
const NOTICE: &str = r#"
[procedure]
id = "posting"
title = "张贴"
en = "Posting"
version = "2021-07-15"
basis = "《行政处罚法》第三十九条"
name = "{text_posted}"

[[field]]
id = "text_posted"
title = "内容"
en = "Text"
type = "text"

[[state]]
id = "posted"
title = "已张贴"
en = "Posted"
final = true

[[action]]
id = "post"
title = "张贴"
en = "Post"
to = "posted"
by = "clerk"
records = ["text_posted"]
basis = "《行政处罚法》第三十九条"
class = "product_default"

[[disclosure]]
id = "posting-shown"
title = "公告"
en = "Notice"
on = "post"
shows = ["text_posted"]
until = "10 calendar_day"
basis = "《行政处罚法》第三十九条"
"#;

struct Place {
    store: Arc<dyn Store>,
    registry: Arc<Registry>,
    clock: Arc<SetClock>,
    city: Arc<City>,
    _folder: tempfile::TempDir,
}

async fn city() -> Place {
    let folder = tempfile::tempdir().expect("folder");
    let address = format!("sqlite:{}", folder.path().join("city.sqlite").display());
    let store = yifa_store::open(&address).await.expect("store");
    let mut sources = demo::definitions();
    sources.push(Source { path: "procedures/posting/procedure.toml".into(), text: NOTICE.into() });
    let registry =
        compile(&sources).map_err(|faults| faults.render()).unwrap_or_else(|told| panic!("{told}"));
    let registry = Arc::new(registry);
    let posting = STORY.to_owned()
        + "[[story]]\nname = \"posting\"\nprocedure = \"posting\"\nbody = [\"urban\"]\nbegins = [5, 5]\n\
           lines = ['0 clerk: post text_posted=甲']\n";
    let stories = [Source { path: "stories/test.toml".into(), text: posting }];
    let built = demo::build_from(store.clone(), registry.clone(), &stories, TODAY, &|_, _| {}).await;
    assert_eq!(built.unwrap_or_else(|error| panic!("{error}")).broken, [""; 0]);
    let clock = Arc::new(SetClock::at(china_instant(TODAY.at(10, 0, 0, 0)).expect("instant")));
    let city = another(&store, &registry, &clock).await;
    Place { store, registry, clock, city, _folder: folder }
}

async fn another(store: &Arc<dyn Store>, registry: &Arc<Registry>, clock: &Arc<SetClock>) -> Arc<City> {
    let jurisdiction = Jurisdiction::new(demo::JURISDICTION).expect("jurisdiction");
    Arc::new(City::open(store.clone(), jurisdiction, registry.clone(), clock.clone()).await.expect("city"))
}

impl Place {
    fn set(&self, instant: DateTime) {
        self.clock.set(china_instant(instant).expect("instant"));
    }

    fn move_to(&self, day: Date) {
        self.clock.set(china_instant(day.at(0, 0, 30, 0)).expect("instant"));
    }

    async fn row(&self, procedure: &str) -> MatterRow {
        let query = MatterQuery { procedures: vec![procedure.into()], ..MatterQuery::default() };
        let page = self.store.matters(self.city.jurisdiction(), &query, MatterOrder::Number, None, 1).await;
        page.expect("page").rows.remove(0)
    }

    async fn count(&self, procedure: &str) -> u64 {
        let query = MatterQuery { procedures: vec![procedure.into()], ..MatterQuery::default() };
        self.store.count_matters(self.city.jurisdiction(), &query).await.expect("count")
    }

    /// The last day of the certificate.
    async fn last_day(&self) -> Date {
        let row = self.row("officer-certificate").await;
        let until = row.data.whole()["valid_until"].to_string();
        let digits = until.split(|c: char| !c.is_ascii_digit() && c != '-').find(|part| part.len() == 10);
        digits.and_then(|day| day.parse().ok()).unwrap_or_else(|| panic!("{until}"))
    }

    async fn shown(&self, day: Date) -> usize {
        let query = DisclosureQuery { kind: Some("posting/posting-shown".into()), text: None, as_of: day };
        self.store.disclosures(self.city.jurisdiction(), &query, None, 10).await.expect("page").rows.len()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_law_acts_on_the_first_round_of_the_day_after() {
    let place = city().await;
    let mut upkeep = Upkeep::new(place.city.clone());
    let first = upkeep.round().await;
    assert_eq!((first.lapsed, &first.failed), (0, &Vec::new()));
    assert_eq!(place.row("officer-certificate").await.state, "valid");
    let last = place.last_day().await;
    place.move_to(last);
    // A new month has begun: the calendar asks the city government for its list of filings, once. The certificate's last
    // day is today.
    assert_eq!((upkeep.round().await.lapsed, place.count("filing-monthly-list").await), (1, 1));
    assert_eq!(place.row("officer-certificate").await.state, "valid");
    place.move_to(last.tomorrow().expect("day"));
    assert_eq!((upkeep.round().await.lapsed, place.count("filing-monthly-list").await), (1, 1));
    assert_eq!(place.row("officer-certificate").await.state, "expired");
    assert_eq!(upkeep.round().await.lapsed, 0, "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_view_that_ends_is_gone_from_the_rows_and_the_matter_did_not_change() {
    let place = city().await;
    let mut upkeep = Upkeep::new(place.city.clone());
    let before = place.row("posting").await;
    assert_eq!((upkeep.round().await.renewed, place.shown(TODAY).await), (0, 1));
    let after = date(2026, 11, 29);
    place.move_to(after);
    assert_eq!(upkeep.round().await.renewed, 1);
    // Not even to somebody who asks for an earlier day: the row itself is gone.
    assert_eq!((place.shown(after).await, place.shown(TODAY).await), (0, 0));
    assert_eq!(place.row("posting").await.changed_at, before.changed_at);
    assert_eq!(upkeep.round().await.renewed, 0, "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_that_have_ended_are_dropped() {
    let place = city().await;
    let token = place
        .city
        .sign_in("clerk-urban", demo::PASSWORD, Passwords::Everybody)
        .await
        .expect("store")
        .expect("signed in");
    let mut upkeep = Upkeep::new(place.city.clone());
    assert_eq!(upkeep.round().await.expired, 0);
    place.move_to(date(2026, 11, 25));
    assert!(upkeep.round().await.expired >= 1);
    assert!(place.city.session(&token).await.expect("store").is_none());
}

/// Writes down what it carries; breaks down as often as asked.
struct Postman {
    carried: Mutex<Vec<String>>,
    breaks: Mutex<u32>,
}

#[async_trait]
impl Courier for Postman {
    async fn carry(&self, _: &City, messages: &[OutboxRow]) -> Result<Vec<String>> {
        let mut breaks = self.breaks.lock().expect("lock");
        if *breaks > 0 {
            *breaks -= 1;
            return Err(AppError::invalid("the post", "the road is closed"));
        }
        let ids: Vec<String> = messages.iter().map(|message| message.id.clone()).collect();
        self.carried.lock().expect("lock").extend(ids.clone());
        Ok(ids)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_wait_until_the_courier_has_carried_them_once() {
    let place = city().await;
    let mut batch = yifa_store::Batch::new(place.city.jurisdiction().clone(), place.clock.now());
    let message = yifa_store::OutboxMessage { topic: "notify".into(), body: serde_json::json!({}) };
    batch.outbox = vec![message.clone(), message];
    place.store.commit(batch).await.expect("kept");
    let waiting =
        place.store.outbox_pending(place.city.jurisdiction(), 100).await.expect("outbox").len() as u64;
    let postman = Arc::new(Postman { carried: Mutex::default(), breaks: Mutex::new(1) });
    let mut upkeep = Upkeep::new(place.city.clone()).with_courier(postman.clone());
    let broken = upkeep.round().await;
    assert!(broken.carried == 0 && broken.failed.iter().any(|(_, why)| why.contains("road")), "{broken:?}");
    assert_eq!(upkeep.round().await.carried, waiting);
    assert_eq!(upkeep.round().await.carried, 0);
    assert_eq!(postman.carried.lock().expect("lock").len() as u64, waiting);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_messages_that_came_at_once_are_carried_in_one_round_each_once() {
    let place = city().await;
    let mut batch = yifa_store::Batch::new(place.city.jurisdiction().clone(), place.clock.now());
    let message = yifa_store::OutboxMessage { topic: "notify".into(), body: serde_json::json!({}) };
    batch.outbox = vec![message; 350];
    place.store.commit(batch).await.expect("kept");
    let waiting = place.store.stats(place.city.jurisdiction()).await.expect("stats").outbox_pending;
    let postman = Arc::new(Postman { carried: Mutex::default(), breaks: Mutex::new(0) });
    let mut upkeep = Upkeep::new(place.city.clone()).with_courier(postman.clone());
    assert_eq!(upkeep.round().await.carried, waiting);
    let carried = postman.carried.lock().expect("lock").clone();
    let once: std::collections::BTreeSet<&String> = carried.iter().collect();
    assert_eq!((carried.len() as u64, once.len() as u64), (waiting, waiting));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_servers_one_keeps_up_the_city_and_the_other_takes_over() {
    let place = city().await;
    let other = another(&place.store, &place.registry, &place.clock).await;
    let (mut one, mut two) = (Upkeep::new(place.city.clone()), Upkeep::new(other));
    assert!(!one.round().await.elsewhere);
    assert!(two.round().await.elsewhere);
    place.move_to(place.last_day().await.tomorrow().expect("day"));
    // The first has not been heard of since: its lease is over. The certificate lapses, and the new month asks for its list.
    assert_eq!((two.round().await.lapsed, place.count("filing-monthly-list").await), (2, 1));
    assert_eq!(place.row("officer-certificate").await.state, "expired");
    assert!(one.round().await.elsewhere);
    // One that is told to stop hands over at once.
    let (stop, told) = tokio::sync::watch::channel(true);
    two.run(told).await;
    drop(stop);
    assert!(!one.round().await.elsewhere);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_leaps_a_year_ahead_does_nothing_that_cannot_be_undone() {
    let place = city().await;
    let mut upkeep = Upkeep::new(place.city.clone());
    upkeep.round().await;
    let lists = place.count("filing-monthly-list").await;
    let draft = yifa_store::NewRecord {
        collection: "draft".into(),
        id: "clerk-urban /matters/new".into(),
        value: serde_json::json!({ "text": "typed" }),
        expected_version: None,
        expires_at: Some(china_instant(date(2027, 1, 20).at(0, 0, 0, 0)).expect("instant")),
    };
    place.store.record_put(place.city.jurisdiction(), draft, place.clock.now()).await.expect("kept");
    let draft = || async {
        let now = place.clock.now();
        place
            .store
            .record_get(place.city.jurisdiction(), "draft", "clerk-urban /matters/new", now)
            .await
            .expect("store")
    };
    place.move_to(date(2027, 11, 23));
    let ahead = upkeep.round().await;
    assert!(ahead.held && ahead.lapsed == 0 && ahead.expired == 0, "{ahead:?}");
    assert!(place.city.clock_has_leapt().await.expect("store").is_some());
    // Nor does another server, or this one after a new start.
    let mut again = Upkeep::new(another(&place.store, &place.registry, &place.clock).await);
    place.move_to(date(2027, 11, 24));
    assert!(again.round().await.held);
    // Put right, everything goes on, and what was typed is there.
    place.set(TODAY.at(10, 5, 0, 0));
    let right = again.round().await;
    assert!(!right.held && !right.elsewhere, "{right:?}");
    assert_eq!(place.row("officer-certificate").await.state, "valid");
    assert_eq!(place.count("filing-monthly-list").await, lists);
    assert!(draft().await.is_some());
    assert_eq!(place.city.clock_has_leapt().await.expect("store"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_stays_ahead_is_believed_after_a_day() {
    let place = city().await;
    let mut upkeep = Upkeep::new(place.city.clone());
    upkeep.round().await;
    place.move_to(date(2027, 11, 23));
    assert!(upkeep.round().await.held);
    place.clock.run_on(Duration::from_secs(23 * 3600));
    assert!(upkeep.round().await.held, "not a day yet");
    place.clock.run_on(Duration::from_secs(3600));
    let believed = upkeep.round().await;
    assert!(!believed.held && believed.lapsed > 0, "{believed:?}");
    assert_eq!(place.row("officer-certificate").await.state, "expired");
    assert!(!upkeep.round().await.held, "and from then on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_from_a_clock_that_was_put_back_holds_nobody_up() {
    let place = city().await;
    let mut dead = Upkeep::new(place.city.clone());
    place.move_to(date(2027, 11, 23));
    assert!(!dead.round().await.elsewhere);
    drop(dead);
    place.set(TODAY.at(10, 0, 0, 0));
    let other = another(&place.store, &place.registry, &place.clock).await;
    assert!(!Upkeep::new(other.clone()).round().await.elsewhere, "a year is not waited for");
    // One that is a few minutes ahead is another server whose clock is a little apart: it keeps what it has.
    place.set(TODAY.at(10, 5, 0, 0));
    let mut third = Upkeep::new(place.city.clone());
    assert!(!third.round().await.elsewhere, "the lease of the second is over");
    place.set(TODAY.at(10, 0, 0, 0));
    assert!(Upkeep::new(other).round().await.elsewhere);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_expired_is_dropped_again_after_a_clock_was_put_back() {
    let place = city().await;
    let mut upkeep = Upkeep::new(place.city.clone());
    place.move_to(date(2026, 12, 20));
    upkeep.round().await;
    place.set(TODAY.at(10, 0, 0, 0));
    let token = place.city.sign_in("clerk-urban", demo::PASSWORD, Passwords::Everybody).await;
    token.expect("store").expect("signed in");
    place.set(TODAY.at(20, 30, 0, 0));
    assert!(upkeep.round().await.expired >= 1, "the session that ended at eight");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_was_put_back_locks_nobody_out_and_leaves_no_session_for_a_year() {
    let place = city().await;
    let sign_in = |password: &'static str| {
        let city = place.city.clone();
        async move { city.sign_in("clerk-urban", password, Passwords::Everybody).await.expect("store") }
    };
    let today = sign_in(demo::PASSWORD).await.expect("signed in");
    // An hour back, as after a correction: who is signed in stays so.
    place.set(TODAY.at(9, 0, 0, 0));
    assert!(place.city.session(&today).await.expect("store").is_some());
    place.move_to(date(2027, 11, 23));
    let ahead = sign_in(demo::PASSWORD).await.expect("signed in");
    for _ in 0..5 {
        sign_in("wrong password").await.expect_err("wrong");
    }
    assert_eq!(sign_in(demo::PASSWORD).await, Err(SignInFault::Waiting));
    place.set(TODAY.at(10, 0, 0, 0));
    assert!(place.city.session(&ahead).await.expect("store").is_none(), "it would last until next year");
    sign_in(demo::PASSWORD).await.expect("ten minutes are not a year");
}
