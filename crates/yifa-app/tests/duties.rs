//! The calendar opens what bodies owe: once for each body and period, on its own day, by the law; late when nobody does it.

use std::sync::Arc;

use jiff::civil::{Date, date};
use yifa_app::AppError;
use yifa_app::city::{City, new_matter};
use yifa_app::clock::SetClock;
use yifa_kernel::body::{Body, BodyKind};
use yifa_kernel::definition::{Registry, compile};
use yifa_kernel::id::{BodyId, ProcedureId};
use yifa_kernel::matter::{Actor, Command};
use yifa_law::calendar::china_instant;
use yifa_store::{Jurisdiction, MatterOrder, MatterQuery, MatterRow};

struct Town {
    city: City,
    clock: Arc<SetClock>,
    _folder: tempfile::TempDir,
}

fn body(id: &str, kind: BodyKind, parent: Option<&str>) -> Body {
    Body {
        id: id.into(),
        name: id.into(),
        en: id.into(),
        short: id.into(),
        kind,
        parent: parent.map(BodyId::from),
        valid_from: date(2010, 1, 1),
        valid_to: None,
        successor: None,
        place: 0,
    }
}

impl Town {
    async fn on(day: Date) -> Self {
        let registry: Arc<Registry> = match compile(&yifa_app::definitions::embedded()) {
            Ok(registry) => Arc::new(registry),
            Err(faults) => panic!("{}", faults.render()),
        };
        let folder = tempfile::tempdir().expect("folder");
        let address = format!("sqlite:{}", folder.path().join("city.sqlite").display());
        let store = yifa_store::open(&address).await.expect("store");
        let clock = Arc::new(SetClock::at(at(day)));
        let jurisdiction = Jurisdiction::new("999900").expect("jurisdiction");
        let city = City::open(store, jurisdiction, registry, clock.clone()).await.expect("city");
        let bodies = [
            body("city", BodyKind::Government, None),
            body("east", BodyKind::District, Some("city")),
            body("west", BodyKind::District, Some("city")),
        ];
        city.put_bodies(bodies).await.expect("bodies");
        Self { city, clock, _folder: folder }
    }

    async fn swept(&self, day: Date) -> u64 {
        self.clock.set(at(day));
        self.city.sweep().await.expect("sweep")
    }

    async fn reports(&self) -> Vec<MatterRow> {
        let query = MatterQuery { procedures: vec!["annual-report".into()], ..MatterQuery::default() };
        let page =
            self.city.store().matters(self.city.jurisdiction(), &query, MatterOrder::Number, None, 100).await;
        let mut rows = page.expect("page").rows;
        rows.sort_by_key(|row| (row.opened_on, row.body.clone()));
        rows
    }
}

fn at(day: Date) -> jiff::Timestamp {
    china_instant(day.at(8, 0, 0, 0)).expect("instant")
}

#[tokio::test(flavor = "multi_thread")]
async fn each_body_owes_one_report_a_year_however_often_the_law_looks() {
    let town = Town::on(date(2026, 1, 20)).await;
    assert!(town.swept(date(2026, 1, 20)).await >= 2);
    assert_eq!(town.swept(date(2026, 1, 21)).await, 0);
    let rows = town.reports().await;
    let found: Vec<(&str, Date)> = rows.iter().map(|row| (row.body.as_str(), row.opened_on)).collect();
    assert_eq!(found, [("east", date(2026, 1, 1)), ("west", date(2026, 1, 1))]);
    // Nobody wrote it: it is late, and says so.
    assert_eq!(rows[0].warning.level(date(2026, 3, 20)), yifa_store::Level::Red);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_city_that_stood_still_opens_what_it_missed() {
    let town = Town::on(date(2026, 1, 20)).await;
    town.swept(date(2026, 1, 20)).await;
    town.swept(date(2028, 6, 1)).await;
    let opened: Vec<Date> = town.reports().await.iter().map(|row| row.opened_on).collect();
    let years = [2026, 2026, 2027, 2027, 2028, 2028].map(|year| date(year, 1, 1));
    assert_eq!(opened, years);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_over_before_the_city_kept_its_log_is_not_asked() {
    let town = Town::on(date(2026, 5, 1)).await;
    town.swept(date(2026, 5, 1)).await;
    assert_eq!(town.reports().await.len(), 0);
    town.swept(date(2027, 1, 4)).await;
    assert_eq!(town.reports().await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_opens_it_by_hand_opens_no_second_one() {
    let town = Town::on(date(2026, 1, 20)).await;
    let open = || Command {
        matter: new_matter(),
        procedure: ProcedureId::new("annual-report"),
        action: "open".into(),
        body: "east".into(),
        parent: None,
        values: std::collections::BTreeMap::new(),
        actor: Actor::person("c1", "clerk", "east".into()),
    };
    town.city.execute(&open(), None).await.expect("the clerk was faster than the law");
    town.swept(date(2026, 1, 21)).await;
    assert_eq!(town.reports().await.len(), 2);
    match town.city.execute(&open(), None).await {
        Err(AppError::Refused(refusal)) => assert_eq!(refusal.code().to_string(), "R0108"),
        other => panic!("{other:?}"),
    }
}
