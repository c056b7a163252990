//! What stands beside the log: journal, messages, files, records; and the store as a whole.

use jiff::Timestamp;
use serde_json::{Value, json};
use yifa_store::{
    Claim, FaultKind, Idempotency, JournalEntry, JournalQuery, Jurisdiction, NewRecord, OutboxMessage,
    StoreError, sha256,
};

use crate::place::Place;
use crate::sample::{append, city, instant, matter, open_matters, view};

fn line(kind: &str, number: u32) -> JournalEntry {
    JournalEntry {
        kind: kind.into(),
        actor: json!("a"),
        matter: Some(matter(number)),
        content: json!(number),
    }
}

pub async fn the_journal_is_read_from_its_end(place: Place) {
    let store = place.open().await;
    for second in 0..5 {
        let entries = vec![line("refusal", 1), line("sign_in", 2)];
        store.journal_append(&city(), entries, instant(second)).await.unwrap();
    }
    let all = JournalQuery::default();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = store.journal(&city(), &all, after.as_ref(), 3).await.unwrap();
        seen.extend(page.rows.into_iter().map(|row| (row.recorded_at, row.kind)));
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen.len(), 10);
    assert_eq!(seen[0], (instant(4), "sign_in".to_owned()));
    assert!(seen.is_sorted_by(|a, b| a.0 >= b.0));
    let query = JournalQuery {
        kind: Some("refusal".into()),
        matter: Some(matter(1)),
        from: Some(instant(1)),
        until: Some(instant(3)),
    };
    assert_eq!(store.journal(&city(), &query, None, 200).await.unwrap().rows.len(), 2);
}

pub async fn the_journal_is_counted_by_what_it_says(place: Place) {
    let store = place.open().await;
    for second in 0..5 {
        let entries = vec![line("refusal", second % 2), line("refusal", 7), line("sign_in", 2)];
        store.journal_append(&city(), entries, instant(second.into())).await.unwrap();
    }
    let refusals = JournalQuery { kind: Some("refusal".into()), ..JournalQuery::default() };
    let said = store.journal_tally(&city(), &refusals).await.unwrap();
    assert_eq!(said, [(json!(0), 3), (json!(1), 2), (json!(7), 5)]);
    let days = JournalQuery { from: Some(instant(1)), until: Some(instant(3)), ..refusals.clone() };
    let said = store.journal_tally(&city(), &days).await.unwrap();
    assert_eq!(said, [(json!(0), 1), (json!(1), 1), (json!(7), 2)]);
    let none = JournalQuery { kind: Some("nothing of the kind".into()), ..refusals.clone() };
    assert_eq!(store.journal_tally(&city(), &none).await.unwrap(), []);
    let elsewhere = Jurisdiction::new("510200").unwrap();
    assert_eq!(store.journal_tally(&elsewhere, &refusals).await.unwrap(), []);
    let broken = JournalQuery { kind: Some("re\u{0}fusal".into()), ..refusals };
    assert!(matches!(store.journal_tally(&city(), &broken).await, Err(StoreError::Invalid { .. })));
}

pub async fn messages_wait_until_they_are_delivered(place: Place) {
    let store = place.open().await;
    let mut batch = append(matter(1), 0, None);
    let message = |body: Value| OutboxMessage { topic: "notice".into(), body };
    batch.outbox = vec![message(json!(1)), message(json!(2)), message(json!(3))];
    store.commit(batch).await.unwrap();
    let waiting = store.outbox_pending(&city(), 2).await.unwrap();
    assert_eq!(waiting.iter().map(|row| row.body.clone()).collect::<Vec<_>>(), [json!(1), json!(2)]);
    let ids: Vec<String> = waiting.into_iter().map(|row| row.id).chain(["unknown".into()]).collect();
    assert_eq!(store.outbox_delivered(&city(), &ids, instant(5)).await.unwrap(), 2);
    assert_eq!(store.outbox_delivered(&city(), &ids, instant(6)).await.unwrap(), 0);
    assert_eq!(store.outbox_pending(&city(), 9).await.unwrap().len(), 1);
    assert_eq!(store.stats(&city()).await.unwrap().outbox_pending, 1);
}

pub async fn files_are_kept_under_their_digest(place: Place) {
    let store = place.open().await;
    let bytes: Vec<u8> = (0..100_000_u32).map(|n| n.to_le_bytes()[1]).collect();
    let digest = store.blob_put(&city(), bytes.clone()).await.unwrap();
    assert_eq!(digest, sha256(&bytes));
    assert_eq!(store.blob_put(&city(), bytes.clone()).await.unwrap(), digest);
    assert_eq!(store.blob_get(&city(), digest).await.unwrap(), Some(bytes));
    assert_eq!(store.blob_get(&city(), sha256(b"other")).await.unwrap(), None);
    // Of several pieces, the last one shorter, and sent twice.
    let pieces: Vec<u8> = (0..(3 << 20) + 17_u32).map(|n| n.to_le_bytes()[1] ^ n.to_le_bytes()[2]).collect();
    let long = store.blob_put(&city(), pieces.clone()).await.unwrap();
    assert_eq!(store.blob_put(&city(), pieces.clone()).await.unwrap(), long);
    assert_eq!(store.blob_get(&city(), long).await.unwrap(), Some(pieces));
    let empty = store.blob_put(&city(), Vec::new()).await.unwrap();
    assert_eq!(store.blob_get(&city(), empty).await.unwrap(), Some(Vec::new()));
    let large = store.blob_put(&city(), vec![0; (64 << 20) + 1]).await;
    assert!(matches!(large, Err(StoreError::Invalid { .. })));
    place.replace_blobs(b"damaged").await;
    let damaged = store.blob_get(&city(), digest).await;
    assert_eq!(damaged.unwrap_err().fault_kind(), Some(FaultKind::Corrupt));
}

fn record(id: &str, value: Value, expected_version: Option<u64>) -> NewRecord {
    NewRecord { collection: "draft".into(), id: id.into(), value, expected_version, expires_at: None }
}

pub async fn records_have_versions(place: Place) {
    let store = place.open().await;
    let put = |record| {
        let store = &store;
        async move { store.record_put(&city(), record, instant(0)).await }
    };
    assert_eq!(put(record("a", json!(1), None)).await.unwrap(), 1);
    assert_eq!(put(record("a", json!(2), None)).await.unwrap(), 2);
    assert_eq!(put(record("a", json!(3), Some(2))).await.unwrap(), 3);
    for (id, expected, found) in [("a", 2, 3), ("a", 0, 3), ("b", 4, 0)] {
        match put(record(id, json!(9), Some(expected))).await {
            Err(StoreError::RecordConflict { expected: asked, found: is, .. }) => {
                assert_eq!((asked, is), (expected, found));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(put(record("b", json!(1), Some(0))).await.unwrap(), 1);
    let kept = store.record_get(&city(), "draft", "a", instant(0)).await.unwrap().unwrap();
    assert_eq!((kept.version, kept.value), (3, json!(3)));
    let ids = |records: Vec<yifa_store::Record>| records.into_iter().map(|r| r.id).collect::<Vec<_>>();
    assert_eq!(ids(store.record_list(&city(), "draft", None, 9, instant(0)).await.unwrap()), ["a", "b"]);
    assert_eq!(ids(store.record_list(&city(), "draft", Some("a"), 9, instant(0)).await.unwrap()), ["b"]);
    assert!(store.record_list(&city(), "session", None, 9, instant(0)).await.unwrap().is_empty());
    for id in ["a/1", "a/乙", "a0"] {
        store.record_put(&city(), record(id, json!(id), None), instant(0)).await.unwrap();
    }
    let below = async |prefix: &str, limit| {
        ids(store.records_below(&city(), "draft", prefix, limit, instant(0)).await.unwrap())
    };
    assert_eq!(below("a/", 9).await, ["a/1", "a/乙"]);
    assert_eq!(below("a/", 1).await, ["a/1"]);
    assert_eq!(below("", 9).await, ["a", "a/1", "a/乙", "a0", "b"]);
    assert!(below("A", 9).await.is_empty());
    for (most, count) in [(9, 5), (3, 3), (0, 0)] {
        assert_eq!(store.record_count(&city(), "draft", most, instant(0)).await.unwrap(), count);
    }
    assert_eq!(store.record_count(&city(), "session", 9, instant(0)).await.unwrap(), 0);
    assert!(store.record_delete(&city(), "draft", "a").await.unwrap());
    assert!(!store.record_delete(&city(), "draft", "a").await.unwrap());
    assert_eq!(store.record_get(&city(), "draft", "a", instant(0)).await.unwrap(), None);
}

pub async fn records_expire(place: Place) {
    let store = place.open().await;
    let session = |expires_at: Option<Timestamp>, expected| NewRecord {
        expires_at,
        ..record("s", json!("session"), expected)
    };
    store.record_put(&city(), session(Some(instant(10)), None), instant(0)).await.unwrap();
    store.record_put(&city(), record("keep", json!(1), None), instant(0)).await.unwrap();
    assert!(store.record_get(&city(), "draft", "s", instant(9)).await.unwrap().is_some());
    assert!(store.record_get(&city(), "draft", "s", instant(10)).await.unwrap().is_none());
    assert_eq!(store.record_list(&city(), "draft", None, 9, instant(10)).await.unwrap().len(), 1);
    assert_eq!(store.records_below(&city(), "draft", "", 9, instant(10)).await.unwrap().len(), 1);
    assert_eq!(store.record_count(&city(), "draft", 9, instant(10)).await.unwrap(), 1);
    // An expired one counts as absent.
    let stale = store.record_put(&city(), session(None, Some(1)), instant(11)).await;
    assert!(matches!(stale, Err(StoreError::RecordConflict { found: 0, .. })));
    let again = store.record_put(&city(), session(Some(instant(20)), Some(0)), instant(11)).await;
    assert_eq!(again.unwrap(), 1);
    assert_eq!(store.records_expire(&city(), instant(19)).await.unwrap(), 0);
    assert_eq!(store.records_expire(&city(), instant(20)).await.unwrap(), 1);
    assert_eq!(store.stats(&city()).await.unwrap().rows["record"], 1);
}

pub async fn wrong_records_are_refused(place: Place) {
    let store = place.open().await;
    let deep = (0..200).fold(json!(1), |inner, _| json!([inner]));
    for wrong in [
        record("", json!(1), None),
        record("a\0", json!(1), None),
        record(&"a".repeat(501), json!(1), None),
        record("a", deep, None),
        record("a", json!(1), Some(u64::MAX)),
        NewRecord { collection: String::new(), ..record("a", json!(1), None) },
    ] {
        let refused = store.record_put(&city(), wrong, instant(0)).await;
        assert!(matches!(refused, Err(StoreError::Invalid { .. })), "{refused:?}");
    }
    assert!(store.record_get(&city(), "draft", "\0", instant(0)).await.is_err());
}

pub async fn jurisdictions_do_not_see_each_other(place: Place) {
    let store = place.open().await;
    let other = Jurisdiction::new("500000").unwrap();
    for jurisdiction in [city(), other.clone()] {
        let mut batch = append(matter(1), 0, Some(view(1)));
        batch.jurisdiction = jurisdiction;
        batch.claims.push(Claim { series: "s".into(), value: 1 });
        batch.idempotency = Some(Idempotency { key: "k".into(), command_digest: sha256(b"c") });
        assert!(!store.commit(batch).await.unwrap().replayed);
    }
    let third = Jurisdiction::new("110000").unwrap();
    store.record_put(&third, record("a", json!(1), None), instant(0)).await.unwrap();
    assert_eq!(store.jurisdictions().await.unwrap(), [third.clone(), other.clone(), city()]);
    assert_eq!(store.head(&third, &matter(1)).await.unwrap(), None);
    store.rebuild_begin(&other).await.unwrap();
    assert_eq!(store.matter_rows(&city(), &[matter(1)]).await.unwrap().len(), 1);
    assert!(store.matter_rows(&other, &[matter(1)]).await.unwrap().is_empty());
}

pub async fn stats_and_health_tell_the_truth(place: Place) {
    let store = place.open().await;
    open_matters(&*store, 3, |number, row| row.is_final = number == 1).await;
    let stats = store.stats(&city()).await.unwrap();
    assert_eq!((stats.rows["event"], stats.rows["payload"], stats.rows["matter"]), (3, 6, 3));
    assert_eq!((stats.open_matters, stats.needs_rebuild), (2, false));
    let health = store.health().await.unwrap();
    assert!(health.writable && health.schema >= 1 && !health.engine_version.is_empty());
}
