//! An import is taken back as a whole through the acts of its procedure, or not at all.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;
use yifa_app::city::City;
use yifa_app::clock::SetClock;
use yifa_app::demo;
use yifa_app::register_import::{ImportStanding, RegisterOrder, UndoRefusal};
use yifa_app::sheet::Sheet;
use yifa_kernel::body::{Body, BodyKind};
use yifa_kernel::definition::compile;
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::{Actor, Command};
use yifa_kernel::value::Value;
use yifa_law::calendar::china_instant;
use yifa_store::Jurisdiction;

async fn place() -> (City, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("folder");
    let address = format!("sqlite:{}", folder.path().join("city.sqlite").display());
    let store = yifa_store::open(&address).await.expect("store");
    let registry = compile(&demo::definitions()).map_err(|faults| faults.render());
    let registry = Arc::new(registry.unwrap_or_else(|told| panic!("{told}")));
    let clock = SetClock::at(china_instant(date(2026, 11, 23).at(10, 0, 0, 0)).expect("instant"));
    let jurisdiction = Jurisdiction::new("999900").expect("code");
    let city = City::open(store, jurisdiction, registry, Arc::new(clock)).await.expect("city");
    let justice = Body {
        id: "justice".into(),
        name: "云江市司法局".to_owned(),
        en: "justice".to_owned(),
        short: "云司".to_owned(),
        kind: BodyKind::Department,
        parent: None,
        valid_from: date(2010, 1, 1),
        valid_to: None,
        successor: None,
        place: 0,
    };
    city.put_bodies([justice]).await.expect("bodies");
    (city, folder)
}

fn office() -> Actor {
    Actor::person("legal-office", "legal_office", "justice".into())
}

fn order(procedure: &str, action: &str) -> RegisterOrder {
    RegisterOrder {
        procedure: procedure.into(),
        action: Some(action.into()),
        body: "justice".into(),
        actor: office(),
        dry_run: false,
        good_rows: false,
        source: "register.csv".into(),
    }
}

const OFFICERS: &str = "person,holder_name,works_at,post_kind,field_of_work,territory,issuer_kind,issuer,certificate_no,valid_from,valid_until\n\
    p1,甲某,justice,civil_servant,司法行政,云江市,provincial,省人民政府,9999-01-001,2025-03-01,2030-02-28\n\
    p2,乙某,justice,civil_servant,司法行政,云江市,provincial,省人民政府,9999-01-002,2025-03-01,2030-02-28\n";

async fn imported(city: &City) -> (String, Vec<MatterId>) {
    let sheet = Sheet::read(OFFICERS.as_bytes()).expect("sheet");
    let outcome = city.import_register(&order("officer-certificate", "register"), &sheet, None).await;
    let outcome = outcome.expect("kept");
    assert_eq!(outcome.faults, Vec::new());
    (outcome.import.expect("a name"), outcome.kept.into_iter().map(|(_, matter)| matter).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_taken_back_by_acts_and_its_numbers_are_free_again() {
    let (city, _folder) = place().await;
    let (import, matters) = imported(&city).await;
    assert_eq!(city.undo_import(&import, &office(), "整表有误").await.expect("store").ok(), Some(2));
    for matter in &matters {
        let state = city.state(matter).await.expect("store").expect("matter");
        assert!(state.closed, "{state:?}");
        let last = state.acts.last().expect("an act");
        assert_eq!(
            last.values.get(&yifa_kernel::id::FieldId::new("withdrawal_reason")),
            Some(&Value::Text("整表有误".into()))
        );
        let id = yifa_store::MatterId::new(matter.as_str()).expect("id");
        let shown = city.store().disclosures_of(city.jurisdiction(), &id, city.today()).await.expect("store");
        assert!(shown.iter().all(|one| one.disclosure.withdrawn_on.is_some()), "{shown:?}");
    }
    let kept = city.kept_import(&import).await.expect("store").expect("import");
    assert!(matches!(kept.standing, ImportStanding::Undone { .. }));
    let again = city.undo_import(&import, &office(), "再次").await.expect("store");
    assert!(matches!(again, Err(UndoRefusal::Already)));
    // The corrected sheet has the same certificate numbers.
    let (second, _) = imported(&city).await;
    assert_ne!(second, import);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_of_which_a_matter_has_moved_on_stays_whole() {
    let (city, _folder) = place().await;
    let (import, matters) = imported(&city).await;
    let hear = Command {
        matter: matters[1].clone(),
        procedure: "officer-certificate".into(),
        action: "hear_holder".into(),
        body: "justice".into(),
        parent: None,
        values: BTreeMap::from([("holder_reply".into(), Value::Text("已陈述".into()))]),
        actor: office(),
    };
    city.execute(&hear, None).await.expect("heard");
    let refused = city.undo_import(&import, &office(), "整表有误").await.expect("store");
    let Err(UndoRefusal::Moved(moved)) = refused else { panic!("{refused:?}") };
    assert_eq!(moved.len(), 1);
    assert_eq!((moved[0].entry.line, &moved[0].entry.matter), (3, &matters[1]));
    assert_eq!(moved[0].act.as_ref().map(ToString::to_string).as_deref(), Some("hear_holder"));
    for matter in &matters {
        assert!(!city.state(matter).await.expect("store").expect("matter").closed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_act_takes_nothing_back_and_nothing_unknown_is_taken_back() {
    let (city, _folder) = place().await;
    let (import, matters) = imported(&city).await;
    let cashier = Actor::person("c", "cashier", "justice".into());
    let refused = city.undo_import(&import, &cashier, "无权").await.expect("store");
    let Err(UndoRefusal::Refused(rows)) = refused else { panic!("{refused:?}") };
    assert_eq!(rows.len(), 2);
    assert!(!city.state(&matters[0]).await.expect("store").expect("matter").closed);
    assert!(city.undo_import("no-such", &office(), "无").await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_name_of_an_import_is_used_once() {
    let (city, _folder) = place().await;
    let name = Some("0198c0de-0000-7000-8000-000000000001");
    let order = order("term-entry", "propose");
    let first = Sheet::read("zh,english\n应当,shall\n".as_bytes()).expect("sheet");
    assert_eq!(city.import_register(&order, &first, name).await.expect("kept").kept.len(), 1);
    let other = Sheet::read("zh,english\n可以,may\n".as_bytes()).expect("sheet");
    assert!(city.import_register(&order, &other, name).await.is_err());
    assert_eq!(city.kept_imports().await.expect("store").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_taken_back_is_not_imported() {
    let (city, _folder) = place().await;
    let order = order("reconsideration", "file");
    let sheet = Sheet::read("applicant\n甲某\n".as_bytes()).expect("sheet");
    let refused = city.import_register(&order, &sheet, None).await.expect_err("cases are opened one by one");
    assert!(refused.to_string().contains("cannot be taken back"), "{refused}");
    assert_eq!(city.kept_imports().await.expect("store").len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_register_can_be_imported_and_taken_back() {
    let (city, _folder) = place().await;
    for procedure in city.registry().procedures().filter(|one| one.parent.is_none()) {
        // What the law alone or the supervisors raise is no entry of a clerk.
        let entered = procedure.noun.is_some() && procedure.id.as_str() != "alert";
        for action in procedure.opening_actions().filter(|_| entered) {
            assert!(procedure.is_importable(&action.id), "{} {}", procedure.id, action.id);
        }
    }
    for (register, opening) in
        [("policy-commitment", "draft"), ("document-number", "give"), ("plan", "import")]
    {
        let procedure = city.registry().latest(&register.into()).expect("a procedure");
        assert!(procedure.is_importable(&opening.into()), "{register}");
    }
}
