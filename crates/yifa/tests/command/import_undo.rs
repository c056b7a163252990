//! `yifa import undo`: an import taken back as a whole, once, and not at all where one of its entries was used meanwhile.

use std::collections::BTreeMap;
use std::sync::Arc;

use yifa_app::demo;
use yifa_kernel::definition::compile;
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::{Actor, Command};
use yifa_kernel::value::Value;
use yifa_store::Jurisdiction;

use crate::place::City;
use crate::support::Run;

const SHEET: &str = "持证人,姓名,works_at,post_kind,field_of_work,territory,issuer_kind,issuer,certificate_no,valid_from,valid_until\n\
    p1,甲某,云江市司法局,公务员,司法,云江市,provincial,省人民政府,9901-001,2025年3月1日,2030-02-28\n\
    p2,乙某,云江市司法局,公务员,司法,云江市,provincial,省人民政府,9901-002,2025年3月1日,2030-02-28\n";

/// Imports the sheet; the name of the import and its last matter.
fn imported(city: &City) -> (String, String) {
    let sheet = city.file("officers.csv");
    std::fs::write(&sheet, SHEET).unwrap();
    let path = sheet.to_str().unwrap();
    let opening = ["--procedure", "officer-certificate", "--action", "register", "--as", "legal", "--json"];
    let run = city.run(&[&["import", "register", path][..], &opening].concat());
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let told = run.json();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    (text(&told["import"]), text(&told["kept"][1]["matter"]))
}

fn undo(city: &City, import: &str, more: &[&str]) -> Run {
    city.run(&[&["import", "undo", import, "--reason", "整表有误", "--as", "legal"][..], more].concat())
}

/// The holder of one certificate is heard, as a page would do it.
fn hear(city: &City, matter: &str) {
    let registry = Arc::new(compile(&demo::definitions()).unwrap_or_else(|told| panic!("{}", told.render())));
    let command = Command {
        matter: MatterId::new(matter),
        procedure: "officer-certificate".into(),
        action: "hear_holder".into(),
        body: "justice".into(),
        parent: None,
        values: BTreeMap::from([("holder_reply".into(), Value::Text("已陈述".into()))]),
        actor: Actor::person("legal", "legal_office", "justice".into()),
    };
    let address = format!("sqlite:{}", city.file("city/yifa.sqlite").display());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = yifa_store::open(&address).await.unwrap();
        let jurisdiction = Jurisdiction::new("990100").unwrap();
        let clock = Arc::new(yifa_app::clock::SystemClock);
        let city = yifa_app::city::City::open(store, jurisdiction, registry, clock).await.unwrap();
        city.execute(&command, None).await.unwrap();
    });
}

#[test]
fn an_import_is_taken_back_once_and_its_numbers_are_free_again() {
    let city = City::new(None);
    let (import, _) = imported(&city);
    let undone = undo(&city, &import, &["--json"]);
    assert_eq!((undone.code, &undone.json()["undone"]), (Some(0), &2.into()), "{}{}", undone.out, undone.err);
    let again = undo(&city, &import, &["--json"]);
    assert_eq!((again.code, &again.json()["why"]), (Some(1), &"already".into()), "{}", again.err);
    assert!(undo(&city, &import, &["--lang", "en"]).out.contains("it was taken back before"));
    let (second, _) = imported(&city);
    assert_ne!(second, import);
    assert_eq!(city.run(&["verify"]).code, Some(0));
}

#[test]
fn an_entry_used_meanwhile_keeps_the_whole_import() {
    let city = City::new(None);
    let (import, matter) = imported(&city);
    hear(&city, &matter);
    let refused = undo(&city, &import, &["--json"]);
    let told = refused.json();
    assert_eq!(
        (refused.code, &told["why"], &told["undone"]),
        (Some(1), &"moved".into(), &0.into()),
        "{told}"
    );
    let moved = told["matters"].as_array().unwrap();
    assert_eq!(moved.len(), 1, "{told}");
    assert_eq!((&moved[0]["line"], &moved[0]["act"]), (&3.into(), &"hear_holder".into()), "{told}");
    assert!(undo(&city, &import, &[]).out.contains("一件也没有撤回"));
}

#[test]
fn what_is_no_import_and_who_is_nobody_takes_nothing_back() {
    let city = City::new(None);
    let (import, _) = imported(&city);
    for unknown in ["no-such-import", "", "../x", "𠮷", "' or 1=1 --"] {
        undo(&city, unknown, &[]).assert_failed(2);
    }
    let nobody = ["import", "undo", &import, "--reason", "整表有误", "--as", "nobody"];
    city.run(&nobody).assert_failed(2);
    assert_eq!(city.run(&["import", "undo", &import, "--as", "legal"]).code, Some(2), "without a reason");
    assert_eq!(undo(&city, &import, &["--json"]).json()["undone"], 2, "the tries have changed nothing");
}
