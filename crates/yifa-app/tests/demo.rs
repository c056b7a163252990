//! The demonstration city lives through the real engine: no story is refused where it should not be.

use std::sync::Arc;

use jiff::civil::date;
use yifa_app::demo;
use yifa_kernel::definition::compile;

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_city_lives_through_its_year() {
    let registry = match compile(&demo::definitions()) {
        Ok(registry) => Arc::new(registry),
        Err(faults) => panic!("{}", faults.render()),
    };
    let folder = tempfile::tempdir().expect("folder");
    let store = yifa_store::open(&format!("sqlite:{}", folder.path().join("city.sqlite").display()))
        .await
        .expect("store");
    let built = demo::build(store, registry, date(2026, 11, 23), &|_, _| {})
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(built.matters > 0, "{built:?}");
    eprintln!("{built:?}");
}
