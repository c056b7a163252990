//! A year's notice moves running dates: shown before it is adopted, in force afterwards for every server.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;
use yifa_app::city::{City, new_matter};
use yifa_app::clock::SetClock;
use yifa_app::demo;
use yifa_kernel::body::{Body, BodyKind};
use yifa_kernel::definition::compile;
use yifa_kernel::matter::{Actor, Command, clocks};
use yifa_kernel::value::Value;
use yifa_law::calendar::{CalendarYear, china_instant, read_notice};
use yifa_store::{Jurisdiction, Store};

const NOTICE: &str = "关于2027年部分节假日安排的通知\n一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n二、春节：1月4日（周一）至8日（周五）放假，共5天。1月9日（周六）上班。";

async fn open(store: Arc<dyn Store>) -> City {
    let registry = compile(&demo::definitions()).map_err(|faults| faults.render());
    let registry = Arc::new(registry.unwrap_or_else(|told| panic!("{told}")));
    let clock = SetClock::at(china_instant(date(2026, 12, 21).at(10, 0, 0, 0)).expect("instant"));
    let jurisdiction = Jurisdiction::new("999900").expect("code");
    City::open(store, jurisdiction, registry, Arc::new(clock)).await.expect("city")
}

#[tokio::test(flavor = "multi_thread")]
async fn running_dates_that_move_are_shown_before_they_move() {
    let folder = tempfile::tempdir().expect("folder");
    let address = format!("sqlite:{}", folder.path().join("city.sqlite").display());
    let store = yifa_store::open(&address).await.expect("store");
    let city = open(store.clone()).await;
    let body = Body {
        id: "justice".into(),
        name: "云江市司法局".into(),
        en: "justice".into(),
        short: "云司".into(),
        kind: BodyKind::Department,
        parent: None,
        valid_from: date(2010, 1, 1),
        valid_to: None,
        successor: None,
        place: 0,
    };
    city.put_bodies([body]).await.expect("bodies");
    // An application is examined within ten working days: they end in a year whose notice is not out yet.
    let text = |text: &str| Value::Text(text.into());
    let values = BTreeMap::from([
        ("person".into(), Value::Person("p1".into())),
        ("holder_name".into(), text("甲某")),
        ("works_at".into(), Value::Body("justice".into())),
        ("post_kind".into(), Value::Choice("civil_servant".into())),
        ("field_of_work".into(), text("司法行政")),
        ("territory".into(), text("云江市")),
        ("exam_on".into(), Value::Date(date(2026, 6, 1))),
    ]);
    let apply = Command {
        matter: new_matter(),
        procedure: "officer-certificate".into(),
        action: "apply".into(),
        body: "justice".into(),
        parent: None,
        values,
        actor: Actor::person("c", "clerk", "justice".into()),
    };
    let matter = city.execute(&apply, None).await.expect("applied").matter;
    let last = |city: &City, state: &yifa_kernel::matter::State, facts: &yifa_kernel::matter::Facts| {
        let all = clocks(city.registry(), state, facts, city.today());
        all.iter()
            .find(|clock| clock.limit.as_str() == "examine")
            .map(|clock| (clock.last_day(), clock.provisional))
    };
    let opened = city.open_matter(&matter).await.expect("opened");
    assert_eq!(last(&city, &opened.state, &opened.facts), Some((Some(date(2027, 1, 4)), true)));

    let read = read_notice(NOTICE, None);
    let year = CalendarYear::new(2027, read.days).expect("a year");
    let effect = city.notice_effect(&year).await.expect("effect");
    assert_eq!(effect.moved.len(), 1, "{effect:?}");
    assert_eq!((effect.moved[0].before, effect.moved[0].after), (date(2027, 1, 4), date(2027, 1, 11)));
    let still = city.open_matter(&matter).await.expect("opened");
    assert_eq!(
        last(&city, &still.state, &still.facts),
        Some((Some(date(2027, 1, 4)), true)),
        "only looked at"
    );

    let admin = Actor::person("admin", "admin", "justice".into());
    city.adopt_year(&year, "国办发明电〔2026〕7号", &admin).await.expect("adopted");
    let id = yifa_store::MatterId::new(matter.as_str()).expect("id");
    let row = city.store().clocks_of(city.jurisdiction(), &id).await.expect("rows");
    assert!(
        row.iter().any(|row| row.clock.limit == "examine" && row.clock.rolled_on == Some(date(2027, 1, 11))),
        "{row:?}"
    );
    // Adopted again, nothing moves; another server reads it at its start.
    assert!(city.notice_effect(&year).await.expect("effect").moved.is_empty());
    let other = open(store).await;
    assert!(!other.registry().calendar().is_working_day(date(2027, 1, 6)));
    assert!(other.registry().calendar().is_working_day(date(2027, 1, 9)));
    assert_eq!(other.adopted_years().await.expect("years").len(), 1);
}
