//! The backup file: from any engine into any engine, whole or not at all.

use std::path::Path;
use std::sync::Arc;

use serde_json::json;
use yifa_store::{
    Batch, Claim, Erasure, FaultKind, Idempotency, JournalEntry, JournalQuery, Jurisdiction, NewRecord,
    OutboxMessage, Store, StoreError, sha256,
};

use crate::place::{Engine, Place};
use crate::sample::{append, city, instant, matter, open_matters, quiet, view};

async fn fill(store: &dyn Store) {
    open_matters(store, 3, |_, _| {}).await;
    let mut batch = append(matter(1), 1, Some(view(1)));
    batch.appends[0].events[0].happened_at = None;
    batch.claims.push(Claim { series: "号".into(), value: 1 });
    batch.idempotency = Some(Idempotency { key: "k".into(), command_digest: sha256(b"c") });
    batch.answer = json!({"n": 1});
    batch.outbox =
        ["a", "b"].map(|topic| OutboxMessage { topic: topic.into(), body: json!("正文") }).to_vec();
    batch.journal.push(JournalEntry {
        kind: "refusal".into(),
        actor: json!("x"),
        matter: None,
        content: json!(1),
    });
    store.commit(batch).await.unwrap();
    let mut elsewhere = Batch::new(Jurisdiction::new("500000").unwrap(), instant(1));
    elsewhere.appends = append(matter(9), 0, None).appends;
    store.commit(elsewhere).await.unwrap();
    let delivered = store.outbox_pending(&city(), 1).await.unwrap().remove(0).id;
    store.outbox_delivered(&city(), &[delivered], instant(5)).await.unwrap();
    let erasure = Erasure {
        matter: matter(2),
        seq: 1,
        path: "/party/id".into(),
        actor: json!(1),
        reason: "到期".into(),
    };
    store.erase(&city(), erasure, instant(6)).await.unwrap();
    store.blob_put(&city(), vec![0, 1, 255]).await.unwrap();
    store.blob_put(&city(), Vec::new()).await.unwrap();
    let record = NewRecord {
        collection: "session".into(),
        id: "s".into(),
        value: json!([1, "二"]),
        expected_version: None,
        expires_at: Some(instant(99)),
    };
    store.record_put(&city(), record, instant(0)).await.unwrap();
}

/// Everything that a backup must carry, as one comparable value.
async fn picture(store: &dyn Store) -> Vec<String> {
    let ids: Vec<_> = (1..=9).map(matter).collect();
    let elsewhere = Jurisdiction::new("500000").unwrap();
    let mut all = vec![
        format!("{:?}", store.jurisdictions().await.unwrap()),
        format!("{:?}", store.events_of(&city(), &ids).await.unwrap()),
        format!("{:?}", store.events_of(&elsewhere, &ids).await.unwrap()),
        format!("{:?}", store.verify(&city(), &quiet).await.unwrap()),
        format!("{:?}", store.scan_matters(&city(), None, 99).await.unwrap()),
        format!("{:?}", store.next_value(&city(), "号").await.unwrap()),
        format!("{:?}", store.answered(&city(), "k").await.unwrap()),
        format!("{:?}", store.outbox_pending(&city(), 99).await.unwrap()),
        format!("{:?}", store.journal(&city(), &JournalQuery::default(), None, 99).await.unwrap()),
        format!("{:?}", store.record_get(&city(), "session", "s", instant(98)).await.unwrap()),
    ];
    for bytes in [&[0, 1, 255][..], &[]] {
        all.push(format!("{:?}", store.blob_get(&city(), sha256(bytes)).await.unwrap()));
    }
    all
}

pub async fn a_backup_is_restored_on_every_engine(place: Place) {
    let store = place.open().await;
    fill(&*store).await;
    let file = place.folder.path().join("backup.zst");
    let written = store.backup(&file, &quiet).await.unwrap();
    assert_eq!((written.rows["event"], written.rows["outbox"], written.rows["blob"]), (5, 2, 2));
    let before = picture(&*store).await;
    assert!(before[3].contains("erased: 1, faults: []"), "{}", before[3]);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let other = Place::fresh(engine);
        let restored = other.open().await;
        assert_eq!(restored.restore(&file, &quiet).await.unwrap(), written);
        assert_eq!(picture(&*restored).await, before, "{engine:?}");
        let stats = restored.stats(&city()).await.unwrap();
        assert_eq!((stats.needs_rebuild, stats.rows["matter"]), (true, 0));
        assert_eq!(restored.rebuild_put(&city(), vec![(matter(1), 2, view(1))]).await.unwrap(), 0);
        // A second backup says the same, byte for byte.
        let again = other.folder.path().join("again.zst");
        assert_eq!(restored.backup(&again, &quiet).await.unwrap(), written);
        restored.commit(append(matter(1), 2, Some(view(1)))).await.unwrap();
        drop(restored);
        other.clear().await;
    }
}

pub async fn a_backup_is_one_moment_of_a_busy_store(place: Place) {
    let store = place.open().await;
    let writer = {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            for seq in 0..150 {
                for number in 1..=2 {
                    store.commit(append(matter(number), seq, None)).await.unwrap();
                }
            }
        })
    };
    let file = place.folder.path().join("backup.zst");
    for _ in 0..3 {
        while store.head(&city(), &matter(1)).await.unwrap().is_none() {
            tokio::task::yield_now().await;
        }
        store.backup(&file, &quiet).await.unwrap();
        let other = Place::fresh(place.engine);
        let restored = other.open().await;
        restored.restore(&file, &quiet).await.unwrap();
        assert!(restored.verify(&city(), &quiet).await.unwrap().faults.is_empty());
        drop(restored);
        other.clear().await;
    }
    writer.await.unwrap();
}

pub async fn only_an_empty_store_is_restored_into(place: Place) {
    let store = place.open().await;
    open_matters(&*store, 1, |_, _| {}).await;
    let file = place.folder.path().join("backup.zst");
    store.backup(&file, &quiet).await.unwrap();
    let refused = store.restore(&file, &quiet).await;
    assert!(matches!(refused, Err(StoreError::Invalid { .. })), "{refused:?}");
}

pub async fn a_damaged_backup_is_refused_whole(place: Place) {
    let store = place.open().await;
    let source = Place::fresh(Engine::Sqlite);
    let file = place.folder.path().join("backup.zst");
    {
        let source = source.open().await;
        fill(&*source).await;
        source.backup(&file, &quiet).await.unwrap();
    }
    let whole = std::fs::read(&file).unwrap();
    let lines = String::from_utf8(zstd::decode_all(&whole[..]).unwrap()).unwrap();
    let pack = |text: &str| zstd::encode_all(text.as_bytes(), 1).unwrap();
    let last = lines.trim_end().rfind('\n').unwrap();
    let mut wrong = vec![
        Vec::new(),
        b"not a backup".to_vec(),
        whole[..whole.len() / 2].to_vec(),
        whole[..whole.len() - 1].to_vec(),
        pack(&lines[..=last]),
        pack(&format!("{lines}{lines}")),
        [&whole[..], b"more"].concat(),
        pack(&lines.replacen("张三", "李四", 1)),
        pack(&lines.replacen("\"event\"", "\"matter\"", 1)),
        pack("{}\n"),
        pack("[1]\n"),
        pack(&lines.replacen("\"format\":1", "\"format\":0", 1)),
    ];
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x10;
        wrong.push(flipped);
    }
    for (at, bytes) in wrong.iter().enumerate() {
        std::fs::write(&file, bytes).unwrap();
        match store.restore(&file, &quiet).await {
            Err(StoreError::Fault(fault)) => {
                assert!(matches!(fault.kind, FaultKind::Corrupt | FaultKind::Newer), "case {at}: {fault}");
            }
            // A flipped bit in the frame's header may leave the content as it was.
            Ok(report) => {
                assert!(at > 11 && report.rows["event"] == 5, "case {at} was restored");
                return;
            }
            Err(other) => panic!("case {at}: {other}"),
        }
        assert!(store.jurisdictions().await.unwrap().is_empty(), "case {at} left something behind");
    }
    std::fs::write(&file, pack(&lines.replacen("\"format\":1", "\"format\":2", 1))).unwrap();
    let newer = store.restore(&file, &quiet).await.unwrap_err();
    assert_eq!(newer.fault_kind(), Some(FaultKind::Newer));
    std::fs::write(&file, &whole).unwrap();
    store.restore(&file, &quiet).await.unwrap();
}

/// The file is whole, but no store can hold what it says: one event stands in it twice.
pub async fn a_restore_that_fails_halfway_keeps_nothing(place: Place) {
    let store = place.open().await;
    let source = Place::fresh(Engine::Sqlite);
    let file = place.folder.path().join("backup.zst");
    let filled = source.open().await;
    fill(&*filled).await;
    filled.backup(&file, &quiet).await.unwrap();
    let lines = String::from_utf8(zstd::decode_all(&std::fs::read(&file).unwrap()[..]).unwrap()).unwrap();
    let (body, footer) = lines.trim_end().rsplit_once('\n').unwrap();
    let event = body.lines().rfind(|line| line.starts_with("[\"event\"")).unwrap();
    let body = body.replacen(event, &format!("{event}\n{event}"), 1) + "\n";
    let mut footer: serde_json::Value = serde_json::from_str(footer).unwrap();
    footer["rows"]["event"] = json!(6);
    footer["digest"] = json!(sha256(body.as_bytes()).to_string());
    std::fs::write(&file, zstd::encode_all(format!("{body}{footer}\n").as_bytes(), 1).unwrap()).unwrap();
    let fault = store.restore(&file, &quiet).await.unwrap_err();
    assert_eq!(fault.fault_kind(), Some(FaultKind::Engine), "{fault}");
    assert!(store.jurisdictions().await.unwrap().is_empty());
    filled.backup(&file, &quiet).await.unwrap();
    store.restore(&file, &quiet).await.unwrap();
}

pub async fn a_backup_that_cannot_be_written_leaves_nothing(place: Place) {
    let store = place.open().await;
    let nowhere = place.folder.path().join("no/such/folder/backup.zst");
    let fault = store.backup(&nowhere, &quiet).await.unwrap_err();
    assert_eq!(fault.fault_kind(), Some(FaultKind::Unavailable), "{fault}");
    let missing = store.restore(Path::new("/no/such/file"), &quiet).await.unwrap_err();
    assert_eq!(missing.fault_kind(), Some(FaultKind::Unavailable), "{missing}");
    let folder = store.backup(place.folder.path(), &quiet).await;
    assert!(folder.is_err());
    let left: Vec<_> = std::fs::read_dir(place.folder.path()).unwrap().flatten().collect();
    assert!(left.iter().all(|entry| !entry.file_name().to_string_lossy().contains("partial")), "{left:?}");
}
