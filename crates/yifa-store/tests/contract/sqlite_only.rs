//! What only an embedded file can suffer.

use yifa_store::FaultKind;

use crate::place::{Engine, Place, run};
use crate::sample::{append, city, matter, quiet, view};

#[test]
fn a_full_store_says_so_and_keeps_what_it_has() {
    run(Engine::Sqlite, |place: Place| async move {
        let store = yifa_store::open(&format!("{}?max_mib=2", place.address)).await.unwrap();
        let mut kept = 0;
        let fault = loop {
            let mut batch = append(matter(kept + 1), 0, Some(view(kept + 1)));
            batch.appends[0].events[0].content["text"] = "文".repeat(2_000).into();
            match store.commit(batch).await {
                Ok(_) => kept += 1,
                Err(fault) => break fault,
            }
        };
        assert_eq!(fault.fault_kind(), Some(FaultKind::Full), "{fault}");
        assert!(kept > 50, "{kept}");
        let found = store.verify(&city(), &quiet).await.unwrap();
        assert_eq!((found.matters, found.faults), (u64::from(kept), Vec::new()));
        assert_eq!(store.stats(&city()).await.unwrap().rows["matter"], u64::from(kept));
        drop(store);
        let store = place.open().await;
        store.commit(append(matter(kept + 1), 0, Some(view(1)))).await.unwrap();
    });
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    run(Engine::Sqlite, |place: Place| async move {
        let path = place.folder.path().join("log.sqlite");
        std::fs::write(&path, "依法行政。".repeat(500)).unwrap();
        let refused = yifa_store::open(&place.address).await.err().unwrap();
        assert_eq!(refused.fault_kind(), Some(FaultKind::Foreign), "{refused}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "依法行政。".repeat(500));
    });
}

#[test]
fn a_folder_is_no_store() {
    run(Engine::Sqlite, |place: Place| async move {
        let address = format!("sqlite:{}", place.folder.path().display());
        let refused = yifa_store::open(&address).await.err().unwrap();
        assert_eq!(refused.fault_kind(), Some(FaultKind::Unavailable), "{refused}");
    });
}

#[test]
fn a_missing_file_is_not_made_for_reading() {
    run(Engine::Sqlite, |place: Place| async move {
        let refused = yifa_store::open(&place.read_only()).await.err().unwrap();
        assert_eq!(refused.fault_kind(), Some(FaultKind::Unavailable), "{refused}");
        assert!(!place.folder.path().join("log.sqlite").exists());
    });
}

/// Overwrites the whole first half of a page in the middle of the file.
#[test]
fn a_torn_page_is_a_fault_and_not_a_panic() {
    run(Engine::Sqlite, |place: Place| async move {
        let store = place.open().await;
        for number in 1..=200 {
            store.commit(append(matter(number), 0, Some(view(number)))).await.unwrap();
        }
        drop(store);
        let path = place.folder.path().join("log.sqlite");
        let whole = std::fs::read(&path).unwrap();
        let mut refused = 0;
        for page in 1..whole.len() / 4_096 {
            let mut torn = whole.clone();
            torn[page * 4_096..page * 4_096 + 2_048].fill(0x5a);
            std::fs::write(&path, torn).unwrap();
            let outcome = match yifa_store::open(&place.address).await {
                Ok(store) => store.verify(&city(), &quiet).await,
                Err(fault) => Err(fault),
            };
            refused += usize::from(outcome.map_or(true, |found| !found.faults.is_empty()));
        }
        assert!(refused > 20, "{refused}");
    });
}
