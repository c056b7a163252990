//! A register in a sheet becomes matters: all rows are judged before anything is kept, every fault comes back at once with
//! its place, and nothing is kept by half.

use std::sync::Arc;

use jiff::civil::date;
use yifa_app::city::City;
use yifa_app::clock::SetClock;
use yifa_app::register_import::{RegisterOrder, RegisterOutcome, RowFaultKind};
use yifa_app::sheet::Sheet;
use yifa_app::{AppError, Result, demo};
use yifa_kernel::body::{Body, BodyKind};
use yifa_kernel::definition::compile;
use yifa_kernel::matter::Actor;
use yifa_kernel::refusal::Code;
use yifa_law::calendar::china_instant;
use yifa_store::{Jurisdiction, MatterQuery};

struct Place {
    city: City,
    _folder: tempfile::TempDir,
}

async fn place() -> Place {
    let folder = tempfile::tempdir().expect("folder");
    let address = format!("sqlite:{}", folder.path().join("city.sqlite").display());
    let store = yifa_store::open(&address).await.expect("store");
    let registry = compile(&demo::definitions()).map_err(|faults| faults.render());
    let registry = Arc::new(registry.unwrap_or_else(|told| panic!("{told}")));
    let clock = SetClock::at(china_instant(date(2026, 11, 23).at(10, 0, 0, 0)).expect("instant"));
    let jurisdiction = Jurisdiction::new("999900").expect("code");
    let city = City::open(store, jurisdiction, registry, Arc::new(clock)).await.expect("city");
    let body = |id: &str, name: &str, kind, parent: Option<&str>| Body {
        id: id.into(),
        name: name.to_owned(),
        en: id.to_owned(),
        short: name.to_owned(),
        kind,
        parent: parent.map(Into::into),
        valid_from: date(2010, 1, 1),
        valid_to: None,
        successor: None,
        place: 0,
    };
    let bodies = [
        body("city", "云江市人民政府", BodyKind::Government, None),
        body("justice", "云江市司法局", BodyKind::Department, Some("city")),
        body("urban", "云江市城市管理局", BodyKind::Department, Some("city")),
    ];
    city.put_bodies(bodies).await.expect("bodies");
    Place { city, _folder: folder }
}

impl Place {
    fn header(&self) -> String {
        // By whatever the definition calls its fields: the columns themselves tell.
        let columns = self.city.register_columns(&order()).expect("columns");
        let called = |id: &str| {
            let column = columns.iter().find(|column| column.names.last().is_some_and(|name| name == id));
            column.unwrap_or_else(|| panic!("{id}")).names[0].clone()
        };
        let ids = [
            "person",
            "holder_name",
            "works_at",
            "post_kind",
            "field_of_work",
            "territory",
            "issuer_kind",
            "issuer",
            "certificate_no",
            "valid_from",
            "valid_until",
        ];
        ids.map(called).join(",")
    }

    async fn import(&self, order: &RegisterOrder, rows: &[&str]) -> Result<RegisterOutcome> {
        let text = format!("{}\n{}\n", self.header(), rows.join("\n"));
        self.city.import_register(order, &Sheet::read(text.as_bytes())?, None).await
    }

    async fn count(&self) -> u64 {
        self.city
            .store()
            .count_matters(self.city.jurisdiction(), &MatterQuery::default())
            .await
            .expect("count")
    }
}

fn order() -> RegisterOrder {
    RegisterOrder {
        procedure: "officer-certificate".into(),
        action: Some("register".into()),
        body: "justice".into(),
        actor: Actor::person("legal-office", "legal_office", "justice".into()),
        dry_run: false,
        good_rows: false,
        source: "officers.csv".into(),
    }
}

const GOOD: [&str; 3] = [
    "p1,甲某,云江市城市管理局,公务员,城市管理,云江市,省级人民政府统一证件,省人民政府,9999-01-001,2025年3月1日,2030-02-28",
    "p2,乙某,urban,civil_servant,城市管理,云江市,provincial,省人民政府,9999-01-002,2025/3/1,2030-02-28",
    "p3,丙某,urban,civil servant,城市管理,云江市,provincial,省人民政府,9999-01-003,2025-03-01,2030-02-28",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_judges_all_rows_and_keeps_none() {
    let place = place().await;
    let outcome = place.import(&RegisterOrder { dry_run: true, ..order() }, &GOOD).await.expect("judged");
    assert_eq!((outcome.rows, outcome.good, &outcome.faults), (3, 3, &Vec::new()));
    assert!(outcome.kept.is_empty() && place.count().await == 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn good_rows_are_kept_as_one_and_are_matters_like_any_other() {
    let place = place().await;
    let outcome = place.import(&order(), &GOOD).await.expect("kept");
    assert_eq!((outcome.good, outcome.kept.len(), place.count().await), (3, 3, 3));
    assert_eq!(outcome.kept.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3, 4]);
    for (number, (_, matter)) in outcome.kept.iter().enumerate() {
        let state = place.city.state(matter).await.expect("store").expect("matter");
        assert_eq!(state.stands.as_ref().map(ToString::to_string).as_deref(), Some("valid"));
        let wanted = format!("〔2026〕{:04}号", number + 1);
        assert!(state.number.as_ref().is_some_and(|number| number.ends_with(&wanted)), "{:?}", state.number);
    }
    // The same sheet again: everything is there already, and nothing is opened twice.
    let again = place.import(&RegisterOrder { good_rows: true, ..order() }, &GOOD).await.expect("judged");
    assert!(again.kept.is_empty() && again.faults.len() == 3, "{again:?}");
    assert!(again.faults.iter().all(|fault| matches!(fault.what, RowFaultKind::Taken(_))));
}

const BAD: [&str; 7] = [
    GOOD[0],
    "p4,丁某,云江市水务局,公务员,城市管理,云江市,provincial,省人民政府,9999-01-004,2025-02-30,2030-02-28",
    "p5,戊某,urban,部长,城市管理,云江市,provincial,省人民政府,9999-01-005,2025-03-01,2030-02-28",
    "p6,己某,urban,assistant,城市管理,云江市,provincial,省人民政府,9999-01-006,2025-03-01,2030-02-28",
    "p7,庚某,urban,公务员,城市管理,云江市,provincial,,9999-01-007,2025-03-01,2030-02-28",
    "p8,辛某,urban,公务员,城市管理,云江市,provincial,省人民政府,9999-01-001,2025-03-01,2030-02-28",
    "p9,壬某,urban,公务员,城市管理,云江市,provincial,省人民政府,9999-01-009,2030-03-01,2025-02-28",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_of_every_row_comes_back_at_once_and_nothing_is_kept() {
    let place = place().await;
    let outcome = place.import(&order(), &BAD).await.expect("judged");
    assert!(outcome.kept.is_empty() && place.count().await == 0);
    assert_eq!((outcome.rows, outcome.good), (7, 1), "{outcome:?}");
    let at = |line: u32| outcome.faults.iter().filter(|fault| fault.line == line).collect::<Vec<_>>();
    let (three, four) = (at(3), at(4));
    assert_eq!(three.len(), 2, "{three:?}");
    assert!(three.iter().any(|fault| fault.what == RowFaultKind::NotFound && fault.text == "云江市水务局"));
    let date = three.iter().find(|fault| fault.text == "2025-02-30").expect("the date");
    assert_eq!(date.what, RowFaultKind::Unreadable(Code::WrongKind));
    assert!(date.column.is_some());
    assert_eq!(four[0].what, RowFaultKind::Unreadable(Code::UnknownChoice));
    for (line, code) in [(5, Code::ConditionFails), (6, Code::Missing), (8, Code::ConditionFails)] {
        let found = at(line);
        let refused = |fault: &&&yifa_app::register_import::RowFault| matches!(&fault.what, RowFaultKind::Refused(reason) if reason.code == code);
        assert!(found.iter().find(refused).is_some(), "{line}: {found:?}");
    }
    assert_eq!(at(7)[0].what, RowFaultKind::Twice(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_cannot_be_read_is_told_what_is_blank_in_it_too() {
    let place = place().await;
    let row = "p4,,urban,公务员,城市管理,,provincial,省人民政府,9999-01-004,2025-02-30,2030-02-28";
    let outcome = place.import(&order(), &[row]).await.expect("judged");
    let told = |code| RowFaultKind::Unreadable(code);
    let faults: Vec<(Option<&str>, &RowFaultKind)> =
        outcome.faults.iter().map(|fault| (fault.column.as_deref(), &fault.what)).collect();
    assert_eq!(
        faults,
        [
            (Some("有效期起"), &told(Code::WrongKind)),
            (Some("姓名"), &told(Code::Missing)),
            (Some("执法区域"), &told(Code::Missing)),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn where_asked_the_good_rows_are_kept_and_the_others_told() {
    let place = place().await;
    let outcome = place.import(&RegisterOrder { good_rows: true, ..order() }, &BAD).await.expect("kept");
    assert_eq!((outcome.kept.len(), place.count().await), (1, 1));
    assert_eq!(outcome.kept[0].0, 2);
    assert!(outcome.faults.len() >= 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_that_does_not_fit_is_refused_as_a_whole() {
    let place = place().await;
    let read = |text: String| Sheet::read(text.as_bytes()).expect("sheet");
    let with = |column: &str| read(format!("{},{column}\n{},x\n", place.header(), GOOD[0]));
    for (order, sheet, why) in [
        (order(), with("不认识的列"), "不认识的列"),
        (order(), read("姓名\n甲某\n".to_owned()), "missing"),
        (RegisterOrder { procedure: "no-such".into(), ..order() }, with("机关"), "no-such"),
        (RegisterOrder { action: Some("credit".into()), ..order() }, with("机关"), "opens no matter"),
        (
            RegisterOrder { actor: Actor::person("p", "cashier", "justice".into()), ..order() },
            with("机关"),
            "cashier",
        ),
    ] {
        let refused = place.city.import_register(&order, &sheet, None).await.expect_err(why);
        assert!(
            matches!(refused, AppError::Sheet(_) | AppError::Invalid { .. } | AppError::NotFound(_)),
            "{refused}"
        );
        assert!(refused.to_string().contains(why), "{why}: {refused}");
    }
    assert_eq!(place.count().await, 0);
}
