//! The log: appending, refusing, repeating, claiming, erasing.

use serde_json::{Value, json};
use yifa_store::{
    Claim, Digest, Erasure, Idempotency, JournalEntry, JournalQuery, NewEvent, OutboxMessage, StoreError,
    Unique, sha256,
};

use crate::place::Place;
use crate::sample::{append, city, disclosure, event, instant, matter, open_matters, quiet, view};

pub async fn a_committed_event_reads_back(place: Place) {
    let store = place.open().await;
    assert_eq!(store.head(&city(), &matter(1)).await.unwrap(), None);
    let committed = store.commit(append(matter(1), 0, None)).await.unwrap();
    assert!(!committed.replayed);
    let head = store.head(&city(), &matter(1)).await.unwrap().unwrap();
    assert_eq!((head.seq, committed.heads), (1, vec![head.clone()]));
    let read = store.events(&city(), &matter(1), 1).await.unwrap().pop().unwrap();
    let NewEvent { kind, actor, content, sealed, happened_on, happened_at, known_at, attachments } =
        event("case_opened");
    let sorted = |mut paths: Vec<String>| {
        paths.sort();
        paths
    };
    assert_eq!((read.kind, read.actor, read.content), (kind, actor, content));
    assert_eq!((sorted(read.sealed), read.erased), (sorted(sealed), Vec::new()));
    assert_eq!((read.happened_on, read.happened_at, read.known_at), (happened_on, happened_at, known_at));
    assert_eq!((read.recorded_at, read.attachments), (instant(100), attachments));
    assert_eq!((read.seq, read.prev_hash, read.hash), (1, Digest::ZERO, head.hash));
}

pub async fn a_matter_grows_event_by_event(place: Place) {
    let store = place.open().await;
    for seq in 0..5 {
        store.commit(append(matter(1), seq, None)).await.unwrap();
        store.commit(append(matter(2), seq, None)).await.unwrap();
    }
    let events = store.events(&city(), &matter(1), 3).await.unwrap();
    assert_eq!(events.iter().map(|event| event.seq).collect::<Vec<_>>(), [3, 4, 5]);
    assert!(store.events(&city(), &matter(1), 6).await.unwrap().is_empty());
    assert!(store.events(&city(), &matter(9), 1).await.unwrap().is_empty());
    let both = store.events_of(&city(), &[matter(2), matter(1), matter(9)]).await.unwrap();
    assert_eq!(both.len(), 10);
    assert!(both.iter().all(|event| event.content["party"]["name"] == "张三"));
    assert_eq!(both[5].matter, matter(2));
    let heads = store.scan_matters(&city(), None, 1).await.unwrap();
    assert_eq!((heads[0].matter.clone(), heads[0].seq), (matter(1), 5));
    let rest = store.scan_matters(&city(), Some(&heads[0].matter), 10).await.unwrap();
    assert_eq!(rest.iter().map(|head| head.matter.clone()).collect::<Vec<_>>(), [matter(2)]);
    let found = store.verify(&city(), &quiet).await.unwrap();
    assert_eq!((found.matters, found.events, found.sealed, found.erased), (2, 10, 20, 0));
    assert!(found.faults.is_empty());
}

pub async fn a_stale_writer_is_refused(place: Place) {
    let store = place.open().await;
    store.commit(append(matter(1), 0, None)).await.unwrap();
    for (expected, found) in [(0, 1), (2, 1)] {
        match store.commit(append(matter(1), expected, None)).await {
            Err(StoreError::Conflict { matter: of, expected: asked, found: stands }) => {
                assert_eq!((of, asked, stands), (matter(1), expected, found));
            }
            other => panic!("{other:?}"),
        }
    }
    let missing = store.commit(append(matter(2), 1, None)).await;
    assert!(matches!(missing, Err(StoreError::Conflict { found: 0, .. })));
}

pub async fn a_changed_read_refuses_the_batch(place: Place) {
    let store = place.open().await;
    store.commit(append(matter(1), 0, None)).await.unwrap();
    let reading = |seq, absent| {
        let mut batch = append(matter(2), 0, None);
        batch.reads = vec![(matter(1), seq), (matter(3), absent)];
        batch
    };
    assert!(matches!(store.commit(reading(2, 0)).await, Err(StoreError::Conflict { found: 1, .. })));
    assert!(matches!(store.commit(reading(1, 4)).await, Err(StoreError::Conflict { found: 0, .. })));
    store.commit(reading(1, 0)).await.unwrap();
}

pub async fn a_refused_batch_leaves_no_trace(place: Place) {
    let store = place.open().await;
    store.commit(append(matter(1), 0, Some(view(1)))).await.unwrap();
    let mut batch = append(matter(2), 0, Some(view(2)));
    batch.appends.extend(append(matter(1), 7, Some(view(3))).appends);
    batch.claims.push(Claim { series: "s".into(), value: 1 });
    batch.outbox.push(OutboxMessage { topic: "t".into(), body: json!(1) });
    batch.journal.push(JournalEntry { kind: "k".into(), actor: json!(1), matter: None, content: json!(1) });
    batch.idempotency = Some(Idempotency { key: "key".into(), command_digest: sha256(b"c") });
    assert!(store.commit(batch).await.is_err());
    assert_eq!(store.head(&city(), &matter(2)).await.unwrap(), None);
    assert_eq!(store.matter_rows(&city(), &[matter(1), matter(2)]).await.unwrap().len(), 1);
    assert_eq!(store.next_value(&city(), "s").await.unwrap(), 1);
    assert!(store.outbox_pending(&city(), 10).await.unwrap().is_empty());
    assert!(store.journal(&city(), &JournalQuery::default(), None, 10).await.unwrap().rows.is_empty());
    assert_eq!(store.answered(&city(), "key").await.unwrap(), None);
}

pub async fn a_repeated_command_is_answered_again(place: Place) {
    let store = place.open().await;
    let command = |answer: Value| {
        let mut batch = append(matter(1), 0, None);
        batch.idempotency = Some(Idempotency { key: "key".into(), command_digest: sha256(b"c") });
        batch.answer = answer;
        batch
    };
    let first = store.commit(command(json!({"number": "罚-1"}))).await.unwrap();
    let again = store.commit(command(json!("other"))).await.unwrap();
    assert!(!first.replayed && again.replayed);
    assert_eq!((again.heads, again.answer), (first.heads.clone(), first.answer.clone()));
    assert_eq!(store.head(&city(), &matter(1)).await.unwrap().unwrap().seq, 1);
    let kept = store.answered(&city(), "key").await.unwrap().unwrap();
    assert_eq!((kept.command_digest, kept.heads, kept.answer), (sha256(b"c"), first.heads, first.answer));
    assert_eq!(store.forget_answers(&city(), instant(100)).await.unwrap(), 0);
    assert_eq!(store.forget_answers(&city(), instant(101)).await.unwrap(), 1);
    assert!(matches!(store.commit(command(json!(1))).await, Err(StoreError::Conflict { .. })));
}

pub async fn another_command_under_the_same_key_is_refused(place: Place) {
    let store = place.open().await;
    let command = |number, digest| {
        let mut batch = append(matter(number), 0, None);
        batch.idempotency = Some(Idempotency { key: "key".into(), command_digest: digest });
        batch
    };
    store.commit(command(1, sha256(b"one"))).await.unwrap();
    let other = store.commit(command(2, sha256(b"two"))).await;
    assert!(matches!(other, Err(StoreError::IdempotencyMismatch { key }) if key == "key"));
    assert_eq!(store.head(&city(), &matter(2)).await.unwrap(), None);
}

pub async fn numbers_are_granted_in_order_without_gaps(place: Place) {
    let store = place.open().await;
    let claim = |number, values: &[u64]| {
        let mut batch = append(matter(number), 0, None);
        batch.claims =
            values.iter().map(|value| Claim { series: "成府发〔2026〕".into(), value: *value }).collect();
        batch
    };
    store.commit(claim(1, &[1])).await.unwrap();
    for (value, next) in [(1, 2), (3, 2), (0, 2)] {
        match store.commit(claim(2, &[value])).await {
            Err(StoreError::ClaimTaken { next: granted, .. }) => assert_eq!(granted, next),
            other => panic!("{other:?}"),
        }
    }
    store.commit(claim(2, &[2, 3])).await.unwrap();
    assert_eq!(store.next_value(&city(), "成府发〔2026〕").await.unwrap(), 4);
    assert_eq!(store.next_value(&city(), "other").await.unwrap(), 1);
}

pub async fn a_unique_value_belongs_to_one_matter(place: Place) {
    let store = place.open().await;
    let holding = |number, value: &str| {
        let mut row = view(number);
        row.uniques = vec![Unique { field: "certificate".into(), value: value.into() }];
        Some(row)
    };
    store.commit(append(matter(1), 0, holding(1, "A"))).await.unwrap();
    match store.commit(append(matter(2), 0, holding(2, "A"))).await {
        Err(StoreError::UniqueTaken { procedure, field, value, matter: holder }) => {
            let taken = (procedure.as_str(), field.as_str(), value.as_str());
            assert_eq!((taken, holder), (("penalty", "certificate", "A"), matter(1)));
        }
        other => panic!("{other:?}"),
    }
    // The same matter keeps its value, gives it up, and another takes it.
    store.commit(append(matter(1), 1, holding(1, "A"))).await.unwrap();
    store.commit(append(matter(1), 2, holding(1, "B"))).await.unwrap();
    store.commit(append(matter(2), 0, holding(2, "A"))).await.unwrap();
    // Two matters of one batch may not share a value, but may swap theirs.
    let mut both = append(matter(3), 0, holding(3, "C"));
    both.appends.extend(append(matter(4), 0, holding(4, "C")).appends);
    assert!(matches!(store.commit(both).await, Err(StoreError::UniqueTaken { .. })));
    let mut swap = append(matter(1), 3, holding(1, "A"));
    swap.appends.extend(append(matter(2), 1, holding(2, "B")).appends);
    store.commit(swap).await.unwrap();
    let of = |value| {
        let store = &store;
        async move { store.matter_by_unique(&city(), "penalty", "certificate", value).await.unwrap() }
    };
    assert_eq!((of("A").await, of("B").await, of("C").await), (Some(matter(1)), Some(matter(2)), None));
}

pub async fn a_public_name_belongs_to_one_matter(place: Place) {
    let store = place.open().await;
    let showing = |number| {
        let mut row = view(number);
        row.disclosures = vec![disclosure("decision-1", row.opened_on)];
        Some(row)
    };
    store.commit(append(matter(1), 0, showing(1))).await.unwrap();
    store.commit(append(matter(1), 1, showing(1))).await.unwrap();
    let other = store.commit(append(matter(2), 0, showing(2))).await;
    assert!(matches!(other, Err(StoreError::UniqueTaken { value, .. }) if value == "decision-1"));
}

pub async fn an_erased_value_is_gone_and_the_chain_is_whole(place: Place) {
    let store = place.open().await;
    open_matters(&*store, 2, |_, _| {}).await;
    let erasure = Erasure {
        matter: matter(1),
        seq: 1,
        path: "/party/name".into(),
        actor: json!("保密员"),
        reason: "个人信息保护法第四十七条".into(),
    };
    store.erase(&city(), erasure.clone(), instant(200)).await.unwrap();
    store.erase(&city(), erasure, instant(201)).await.unwrap();
    let event = store.events(&city(), &matter(1), 1).await.unwrap().pop().unwrap();
    assert_eq!(event.content["party"], json!({"name": null, "id": "510104"}));
    assert_eq!(event.erased, ["/party/name"]);
    let found = store.verify(&city(), &quiet).await.unwrap();
    assert_eq!((found.sealed, found.erased, found.faults), (3, 1, Vec::new()));
    let lines = store.journal(&city(), &JournalQuery::default(), None, 10).await.unwrap().rows;
    assert_eq!(lines.len(), 2);
    assert_eq!((lines[1].kind.as_str(), lines[1].matter.clone()), ("erased", Some(matter(1))));
    assert_eq!(lines[1].content["reason"], "个人信息保护法第四十七条");
}

pub async fn erasing_what_is_not_there_is_refused(place: Place) {
    let store = place.open().await;
    open_matters(&*store, 1, |_, _| {}).await;
    for (number, seq, path) in [(1, 1, "/fine_fen"), (1, 2, "/party/name"), (2, 1, "/party/name")] {
        let erasure = Erasure {
            matter: matter(number),
            seq,
            path: path.into(),
            actor: json!(1),
            reason: String::new(),
        };
        let refused = store.erase(&city(), erasure, instant(0)).await;
        assert!(matches!(refused, Err(StoreError::NotFound(_))), "{number} {seq} {path}: {refused:?}");
    }
    assert!(store.journal(&city(), &JournalQuery::default(), None, 10).await.unwrap().rows.is_empty());
}

pub async fn wrong_batches_are_refused(place: Place) {
    type Spoil = fn(&mut yifa_store::Batch);
    let store = place.open().await;
    let wrong: [Spoil; 16] = [
        |batch| batch.appends[0].events.clear(),
        |batch| batch.appends[0].events[0].kind = String::new(),
        |batch| batch.appends[0].events[0].kind = "a\0b".into(),
        |batch| batch.appends[0].events[0].sealed.push("/nobody".into()),
        |batch| batch.appends[0].events[0].happened_on = jiff::civil::date(-1, 1, 1),
        |batch| batch.appends[0].events[0].content = (0..200).fold(json!(1), |inner, _| json!([inner])),
        |batch| batch.appends.push(batch.appends[0].clone()),
        |batch| batch.claims.push(Claim { series: String::new(), value: 1 }),
        |batch| {
            batch.idempotency = Some(Idempotency { key: "k".repeat(2_000), command_digest: Digest::ZERO });
        },
        |batch| batch.appends[0].view = Some(yifa_store::MatterView { body_path: "b1".into(), ..view(1) }),
        |batch| batch.appends[0].view = Some(yifa_store::MatterView { title: "\0".into(), ..view(1) }),
        |batch| batch.appends[0].view = Some(yifa_store::MatterView { number: Some("".into()), ..view(1) }),
        |batch| {
            let twice = vec![disclosure("a", view(1).opened_on), disclosure("a", view(1).opened_on)];
            batch.appends[0].view = Some(yifa_store::MatterView { disclosures: twice, ..view(1) });
        },
        |batch| {
            let mut figure = crate::sample::figure("m", view(1).opened_on, 1, None);
            figure.amount = i64::MIN;
            batch.appends[0].view = Some(yifa_store::MatterView { figures: vec![figure], ..view(1) });
        },
        |batch| batch.outbox.push(OutboxMessage { topic: String::new(), body: json!(1) }),
        |batch| {
            let entry =
                JournalEntry { kind: String::new(), actor: json!(1), matter: None, content: json!(1) };
            batch.journal.push(entry);
        },
    ];
    for (at, spoil) in wrong.into_iter().enumerate() {
        let mut batch = append(matter(1), 0, None);
        spoil(&mut batch);
        let refused = store.commit(batch).await;
        assert!(matches!(refused, Err(StoreError::Invalid { .. })), "case {at}: {refused:?}");
    }
    assert_eq!(store.head(&city(), &matter(1)).await.unwrap(), None);
}

pub async fn what_was_kept_is_there_after_reopening(place: Place) {
    let store = place.open().await;
    open_matters(&*store, 3, |_, _| {}).await;
    let before = store.events_of(&city(), &[matter(1), matter(2), matter(3)]).await.unwrap();
    drop(store);
    let store = place.open().await;
    assert_eq!(store.events_of(&city(), &[matter(1), matter(2), matter(3)]).await.unwrap(), before);
    store.commit(append(matter(1), 1, Some(view(1)))).await.unwrap();
}
