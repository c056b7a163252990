//! Whatever byte of the log is flipped, verifying finds it, and reading stops there.

use proptest::prelude::{Strategy, any};
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use yifa_store::{FaultKind, Store};

use crate::place::Place;
use crate::sample::{append, city, matter, quiet};

const MATTERS: u32 = 3;
const EVENTS: u64 = 4;

const EVENT: [&str; 14] = [
    "jurisdiction",
    "matter",
    "seq",
    "kind",
    "actor",
    "content",
    "sealed",
    "attachments",
    "happened_on",
    "happened_at",
    "known_at",
    "recorded_at",
    "prev_hash",
    "hash",
];
const PAYLOAD: [&str; 6] = ["jurisdiction", "matter", "seq", "path", "salt", "value"];

/// One flip: table, column, the event it belongs to, and which bit.
#[derive(Debug, Clone)]
pub struct Flip {
    pub table: &'static str,
    pub column: &'static str,
    pub matter: String,
    pub seq: u64,
    pub at: usize,
    pub bit: u8,
}

fn flips() -> impl Strategy<Value = Flip> {
    let events = EVENT.map(|column| ("event", column));
    let payload = PAYLOAD.map(|column| ("payload", column));
    let columns: Vec<_> = events.into_iter().chain(payload).collect();
    (select(columns), 1..=MATTERS, 1..=EVENTS, any::<usize>(), 0..8_u8).prop_map(
        |((table, column), number, seq, at, bit)| Flip {
            table,
            column,
            matter: matter(number).to_string(),
            seq,
            at,
            bit,
        },
    )
}

async fn fill(place: &Place) -> std::sync::Arc<dyn Store> {
    let store = place.open().await;
    for number in 1..=MATTERS {
        for seq in 0..EVENTS {
            let mut batch = append(matter(number), seq, None);
            // One value an event, so that each personal value is the only one of its event.
            batch.appends[0].events[0].sealed.truncate(1);
            store.commit(batch).await.unwrap();
        }
    }
    store
}

pub async fn every_flipped_byte_is_found(place: Place) {
    let store = fill(&place).await;
    let mut runner = TestRunner::default();
    let mut found_in = std::collections::BTreeMap::new();
    for _ in 0..place.trials() {
        let flip = flips().new_tree(&mut runner).unwrap().current();
        let Some(undo) = place.flip(&flip).await else { continue };
        let found = store.verify(&city(), &quiet).await.unwrap();
        assert!(!found.faults.is_empty(), "not found: {flip:?}");
        if !["jurisdiction", "matter", "seq"].contains(&flip.column) {
            let fault = &found.faults[0];
            assert_eq!((&fault.matter, fault.seq), (&flip.matter, flip.seq), "{flip:?}: {fault:?}");
            let number = (1..=MATTERS).find(|number| matter(*number).to_string() == flip.matter).unwrap();
            let read = store.events(&city(), &matter(number), 1).await;
            assert_eq!(read.unwrap_err().fault_kind(), Some(FaultKind::Corrupt), "{flip:?}");
        }
        *found_in.entry((flip.table, flip.column)).or_insert(0) += 1;
        undo.run(&place).await;
    }
    let found = store.verify(&city(), &quiet).await.unwrap();
    assert_eq!((found.events, found.faults), (u64::from(MATTERS) * EVENTS, Vec::new()));
    assert!(found_in.len() > 12, "{found_in:?}");
}

pub async fn a_cut_chain_is_found(place: Place) {
    let store = fill(&place).await;
    let (first, second, third) = (matter(1), matter(2), matter(3));
    for sql in [
        format!("DELETE FROM event WHERE matter = '{first}' AND seq = 4"),
        format!("DELETE FROM event WHERE matter = '{second}' AND seq = 2"),
        format!("DELETE FROM payload WHERE matter = '{third}' AND seq = 3"),
    ] {
        assert!(place.tamper(&sql).await > 0, "{sql}");
    }
    let faults = store.verify(&city(), &quiet).await.unwrap().faults;
    let found: Vec<_> = faults.iter().map(|fault| (fault.matter.clone(), fault.seq)).collect();
    assert_eq!(found, [(first.to_string(), 4), (second.to_string(), 2), (third.to_string(), 3)]);
    assert!(store.events(&city(), &second, 1).await.is_err());
    assert!(store.events(&city(), &second, 2).await.is_err());
    assert_eq!(store.events(&city(), &second, 3).await.unwrap().len(), 2);
}

pub async fn a_lost_or_forged_head_is_found(place: Place) {
    let store = fill(&place).await;
    let (first, second, third) = (matter(1), matter(2), matter(3));
    for sql in [
        format!("DELETE FROM head WHERE matter = '{first}'"),
        format!("UPDATE head SET seq = 3 WHERE matter = '{second}'"),
        format!(
            "UPDATE head SET hash = (SELECT hash FROM event WHERE matter = '{third}' AND seq = 1) \
             WHERE matter = '{third}'"
        ),
    ] {
        assert_eq!(place.tamper(&sql).await, 1, "{sql}");
    }
    let faults = store.verify(&city(), &quiet).await.unwrap().faults;
    assert_eq!(faults.len(), 3, "{faults:?}");
}
