//! Many at once: who wins, who is told to try again, and that nobody harms anybody else.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::json;
use yifa_store::{Claim, FaultKind, Idempotency, Store, StoreError, Unique, sha256};

use crate::place::{Engine, Place};
use crate::sample::{append, city, matter, quiet, view};

/// Two stores on one place, as two processes have them.
async fn two(place: &Place) -> [Arc<dyn Store>; 2] {
    [place.open().await, place.open().await]
}

pub async fn exactly_one_of_many_writers_wins_each_event(place: Place) {
    let stores = two(&place).await;
    let writers = (0..8).map(|writer: usize| {
        let store = Arc::clone(&stores[writer % 2]);
        tokio::spawn(async move {
            let mut won = Vec::new();
            while won.len() < 10 {
                let head = store.head(&city(), &matter(1)).await.unwrap();
                let expected = head.map_or(0, |head| head.seq);
                match store.commit(append(matter(1), expected, Some(view(1)))).await {
                    Ok(committed) => won.push(committed.heads[0].seq),
                    Err(StoreError::Conflict { found, .. }) => assert!(found > expected),
                    Err(other) => panic!("{other}"),
                }
            }
            won
        })
    });
    let mut all = Vec::new();
    for writer in writers.collect::<Vec<_>>() {
        all.extend(writer.await.unwrap());
    }
    all.sort_unstable();
    assert_eq!(all, (1..=80).collect::<Vec<u64>>());
    let found = stores[0].verify(&city(), &quiet).await.unwrap();
    assert_eq!((found.events, found.faults), (80, Vec::new()));
}

pub async fn sixteen_writers_take_numbers_without_gaps(place: Place) {
    let stores = two(&place).await;
    let writers = (0..16_u32).map(|writer| {
        let store = Arc::clone(&stores[writer as usize % 2]);
        tokio::spawn(async move {
            let mut taken = BTreeSet::new();
            let mut value = 1;
            while taken.len() < 10 {
                let number = writer * 100 + taken.len() as u32;
                let mut batch = append(matter(number), 0, None);
                batch.claims.push(Claim { series: "成府发〔2026〕".into(), value });
                match store.commit(batch).await {
                    Ok(_) => {
                        taken.insert(value);
                        value += 1;
                    }
                    Err(StoreError::ClaimTaken { next, .. }) => value = next,
                    Err(other) => panic!("{other}"),
                }
            }
            taken
        })
    });
    let mut all = Vec::new();
    for writer in writers.collect::<Vec<_>>() {
        all.extend(writer.await.unwrap());
    }
    all.sort_unstable();
    assert_eq!(all, (1..=160).collect::<Vec<u64>>());
    assert_eq!(stores[0].next_value(&city(), "成府发〔2026〕").await.unwrap(), 161);
}

pub async fn one_of_many_gets_the_unique_value(place: Place) {
    let stores = two(&place).await;
    let writers = (1..=12_u32).map(|number| {
        let store = Arc::clone(&stores[number as usize % 2]);
        tokio::spawn(async move {
            let mut row = view(number);
            row.uniques = vec![Unique { field: "certificate".into(), value: "A".into() }];
            store.commit(append(matter(number), 0, Some(row))).await.map(|_| number)
        })
    });
    let mut winners = Vec::new();
    for writer in writers.collect::<Vec<_>>() {
        match writer.await.unwrap() {
            Ok(number) => winners.push(number),
            Err(StoreError::UniqueTaken { .. }) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(winners.len(), 1);
    let holder = stores[0].matter_by_unique(&city(), "penalty", "certificate", "A").await.unwrap();
    assert_eq!(holder, Some(matter(winners[0])));
    assert_eq!(stores[0].scan_matters(&city(), None, 99).await.unwrap().len(), 1);
}

pub async fn a_command_sent_many_times_is_kept_once(place: Place) {
    let stores = two(&place).await;
    let senders = (1..=12_u32).map(|number| {
        let store = Arc::clone(&stores[number as usize % 2]);
        tokio::spawn(async move {
            let mut batch = append(matter(1), 0, None);
            batch.idempotency = Some(Idempotency { key: "k".into(), command_digest: sha256(b"c") });
            batch.answer = json!(number);
            store.commit(batch).await.unwrap()
        })
    });
    let mut first = 0;
    let mut answers = BTreeSet::new();
    for sender in senders.collect::<Vec<_>>() {
        let committed = sender.await.unwrap();
        first += usize::from(!committed.replayed);
        answers.insert(committed.answer.to_string());
    }
    assert_eq!((first, answers.len()), (1, 1));
    assert_eq!(stores[0].head(&city(), &matter(1)).await.unwrap().unwrap().seq, 1);
}

pub async fn a_refused_batch_harms_no_neighbour(place: Place) {
    let store = place.open().await;
    store.commit(append(matter(1), 0, None)).await.unwrap();
    let writers = (2..=60_u32).map(|number| {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            let stale = number % 3 == 0;
            let batch = append(if stale { matter(1) } else { matter(number) }, 0, Some(view(number)));
            (stale, store.commit(batch).await)
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        let (stale, kept) = writer.await.unwrap();
        assert_eq!(stale, matches!(kept, Err(StoreError::Conflict { .. })), "{kept:?}");
        assert_eq!(stale, kept.is_err());
    }
    assert_eq!(store.scan_matters(&city(), None, 200).await.unwrap().len(), 40);
}

/// The engine itself fails on one batch, in a way that the plan could not foresee.
pub async fn a_batch_that_breaks_the_engine_harms_no_neighbour(place: Place) {
    let store = place.open().await;
    let broken = matter(7);
    match place.engine {
        Engine::Sqlite => {
            let trigger = format!(
                "CREATE TRIGGER broken BEFORE INSERT ON event WHEN new.matter = '{broken}' \
                 BEGIN SELECT RAISE(ROLLBACK, 'broken'); END"
            );
            place.tamper(&trigger).await;
        }
        Engine::Postgres => {
            let function = format!(
                "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                 IF new.matter = '{broken}' THEN RAISE 'no room' USING ERRCODE = '53100'; END IF; \
                 RETURN new; END $$"
            );
            place.tamper(&function).await;
            let trigger =
                "CREATE TRIGGER broken BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION broken()";
            place.tamper(trigger).await;
        }
    }
    let writers = (1..=30_u32).map(|number| {
        let store = Arc::clone(&store);
        tokio::spawn(async move { (number, store.commit(append(matter(number), 0, None)).await) })
    });
    for writer in writers.collect::<Vec<_>>() {
        match writer.await.unwrap() {
            (7, kept) => {
                let expected = match place.engine {
                    Engine::Sqlite => FaultKind::Engine,
                    Engine::Postgres => FaultKind::Full,
                };
                assert_eq!(kept.unwrap_err().fault_kind(), Some(expected));
            }
            (_, kept) => drop(kept.unwrap()),
        }
    }
    let found = store.verify(&city(), &quiet).await.unwrap();
    assert_eq!((found.matters, found.faults), (29, Vec::new()));
}
