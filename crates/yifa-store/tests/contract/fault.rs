//! The machine fails, or something else lies where a store should: a clear fault, no damage.

use yifa_store::{FaultKind, StoreError};

use crate::place::{Engine, Place};
use crate::postgres::schema_of;
use crate::sample::{append, city, matter, open_matters, quiet, view};

async fn refusal(address: &str) -> StoreError {
    match yifa_store::open(address).await {
        Ok(_) => panic!("{address} was opened"),
        Err(refused) => refused,
    }
}

pub async fn a_read_only_store_reads_and_refuses_to_write(place: Place) {
    let store = place.open().await;
    open_matters(&*store, 2, |_, _| {}).await;
    drop(store);
    let store = yifa_store::open(&place.read_only()).await.unwrap();
    assert_eq!(store.events(&city(), &matter(1), 1).await.unwrap().len(), 1);
    assert!(!store.health().await.unwrap().writable);
    let refused = store.commit(append(matter(1), 1, Some(view(1)))).await.unwrap_err();
    assert_eq!(refused.fault_kind(), Some(FaultKind::ReadOnly), "{refused}");
    let refused = store.blob_put(&city(), vec![1]).await.unwrap_err();
    assert_eq!(refused.fault_kind(), Some(FaultKind::ReadOnly), "{refused}");
    assert!(store.verify(&city(), &quiet).await.unwrap().faults.is_empty());
    drop(store);
    place.open().await.commit(append(matter(1), 1, Some(view(1)))).await.unwrap();
}

pub async fn a_store_of_a_newer_program_is_refused(place: Place) {
    drop(place.open().await);
    match place.engine {
        Engine::Sqlite => place.tamper("PRAGMA user_version = 99").await,
        Engine::Postgres => place.tamper("UPDATE yifa_schema SET version = 99").await,
    };
    let refused = refusal(&place.address).await;
    assert_eq!(refused.fault_kind(), Some(FaultKind::Newer));
    assert!(refused.to_string().contains("99"), "{refused}");
}

pub async fn a_place_of_another_program_is_refused(place: Place) {
    if place.engine == Engine::Postgres {
        place.tamper(&format!("CREATE SCHEMA {}", schema_of(&place.address))).await;
    }
    place.tamper("CREATE TABLE event (id INTEGER)").await;
    assert_eq!(refusal(&place.address).await.fault_kind(), Some(FaultKind::Foreign));
    assert_eq!(place.tamper("DELETE FROM event").await, 0);
}

pub async fn what_cannot_be_reached_says_so(place: Place) {
    let nowhere = match place.engine {
        Engine::Sqlite => format!("sqlite:{}", place.folder.path().join("no/such/folder/x").display()),
        Engine::Postgres => "postgres://yifa@%2Fno%2Fsuch%2Ffolder/postgres".to_owned(),
    };
    let refused = refusal(&nowhere).await;
    assert_eq!(refused.fault_kind(), Some(FaultKind::Unavailable), "{refused}");
}

pub async fn wrong_addresses_are_refused(place: Place) {
    let wrong: &[&str] = match place.engine {
        Engine::Sqlite => &[
            "",
            "log.sqlite",
            "mysql://localhost",
            "sqlite:",
            "sqlite::memory:",
            "sqlite:x?mode=rw",
            "sqlite:x?max_mib=0",
            "sqlite:x?max_mib=many",
            "sqlite:x?unknown=1",
        ],
        Engine::Postgres => &["postgres://host:port/", "postgres://h?nonsense=1", "postgresql://h:99999/x"],
    };
    for address in wrong {
        let refused = refusal(address).await;
        assert!(matches!(refused, StoreError::Invalid { .. }), "{address}: {refused}");
    }
    if place.engine == Engine::Postgres {
        let quoted = place.address.replace("search_path%3D", "search_path%3DX%27");
        assert!(matches!(refusal(&quoted).await, StoreError::Invalid { .. }));
    }
    assert!(matches!(yifa_store::distribute("sqlite:x").await, Err(StoreError::Invalid { .. })));
    assert!(!std::path::Path::new("x").exists());
}
