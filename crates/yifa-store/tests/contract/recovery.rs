//! Killed in the middle of writing, many times: nothing that was acknowledged is lost, and the chain is
//! whole.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use yifa_store::{Batch, Claim, FaultKind, Idempotency, Store, StoreError, sha256};

use crate::place::{Engine, Place};
use crate::postgres::Cluster;
use crate::sample::{append, city, matter, quiet, view};

const CHILD: &str = "YIFA_STORE_TEST_CHILD";
const WRITERS: u32 = 6;

/// The next batch of a writer that owns one matter and one series.
fn next(writer: u32, seq: u64) -> Batch {
    let mut batch = append(matter(writer), seq, Some(view(writer)));
    batch.claims.push(Claim { series: format!("series {writer}"), value: seq + 1 });
    let key = format!("{writer}/{seq}");
    batch.idempotency = Some(Idempotency { command_digest: sha256(key.as_bytes()), key });
    batch.answer = json!(seq + 1);
    batch
}

async fn stands(store: &dyn Store, writer: u32) -> u64 {
    store.head(&city(), &matter(writer)).await.unwrap().map_or(0, |head| head.seq)
}

/// Runs in a process of its own, started below: writes until it is killed and prints what was acknowledged.
#[test]
fn child_that_writes_until_it_is_killed() {
    let Ok(address) = std::env::var(CHILD) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let store = yifa_store::open(&address).await.unwrap();
        let writers = (1..=WRITERS).map(|writer| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                let mut seq = stands(&*store, writer).await;
                while seq < u64::MAX {
                    seq = store.commit(next(writer, seq)).await.unwrap().heads[0].seq;
                    println!("kept {writer} {seq}");
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
    });
}

/// What each writer had acknowledged last.
type Kept = BTreeMap<u32, u64>;

fn write_and_kill(address: &str, round: u32) -> Kept {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["recovery::child_that_writes_until_it_is_killed", "--exact", "--nocapture"])
        .env(CHILD, address)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut kept = Kept::new();
    // Dies after another number of writes each time; what it still says on its way is taken down too.
    let last_line = 1 + round * 37 % 200;
    let mut count = 0;
    for line in lines.map_while(Result::ok) {
        let mut words = line.split(' ').skip_while(|word| !word.ends_with("kept")).skip(1);
        let Some((writer, seq)) = words.next().zip(words.next()) else { continue };
        // The very last line may be cut off: then it says a smaller number, never a larger one.
        let (Ok(writer), Ok(seq)) = (writer.parse(), seq.parse()) else { continue };
        kept.insert(writer, seq);
        count += 1;
        if count == last_line {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    assert!(count >= last_line, "the child stopped by itself after {count} writes");
    kept
}

async fn check(store: &dyn Store, kept: &Kept) -> Kept {
    let found = store.verify(&city(), &quiet).await.unwrap();
    assert_eq!(found.faults, Vec::new());
    let mut all = Kept::new();
    for writer in 1..=WRITERS {
        let seq = stands(store, writer).await;
        let acknowledged = kept.get(&writer).copied().unwrap_or(0);
        assert!(seq >= acknowledged, "writer {writer}: {acknowledged} were acknowledged, {seq} are there");
        // All of a batch or nothing of it.
        let series = format!("series {writer}");
        assert_eq!(store.next_value(&city(), &series).await.unwrap(), seq + 1);
        let rows = store.matter_rows(&city(), &[matter(writer)]).await.unwrap();
        assert_eq!(rows.first().map_or(0, |row| row.seq), seq);
        let answered = store.answered(&city(), &format!("{writer}/{seq}")).await.unwrap();
        assert_eq!(answered, None);
        all.insert(writer, seq);
    }
    all
}

pub async fn a_killed_writer_loses_nothing_acknowledged(place: Place) {
    let rounds = if place.engine == Engine::Sqlite { 25 } else { 8 };
    let mut before = Kept::new();
    for round in 0..rounds {
        let address = place.address.clone();
        let kept = tokio::task::spawn_blocking(move || write_and_kill(&address, round)).await.unwrap();
        before.extend(kept);
        let store = place.open().await;
        before = check(&*store, &before).await;
    }
    assert!(before.values().sum::<u64>() > u64::from(rounds) * 10, "{before:?}");
}

/// The server dies as in a power cut, while writers write; they go on when it is back, repeating the
/// command whose fate they do not know.
#[test]
fn a_killed_server_loses_nothing_acknowledged() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let cluster = Arc::new(Cluster::start());
    runtime.block_on(async {
        let store = yifa_store::open(&cluster.address()).await.unwrap();
        let kept: Arc<Mutex<Kept>> = Arc::default();
        for round in 0..6_u64 {
            let total = Arc::new(AtomicU32::new(0));
            let writers = (1..=WRITERS).map(|writer| {
                let (store, kept, total) = (Arc::clone(&store), Arc::clone(&kept), Arc::clone(&total));
                tokio::spawn(async move {
                    let mut seq = kept.lock().unwrap().get(&writer).copied().unwrap_or(0);
                    loop {
                        match store.commit(next(writer, seq)).await {
                            Ok(committed) => {
                                seq += 1;
                                assert_eq!((committed.heads[0].seq, committed.answer), (seq, json!(seq)));
                                kept.lock().unwrap().insert(writer, seq);
                                total.fetch_add(1, Ordering::Relaxed);
                            }
                            Err(StoreError::Fault(fault)) => {
                                assert_eq!(fault.kind, FaultKind::Unavailable, "{fault}");
                                return;
                            }
                            Err(other) => panic!("{other}"),
                        }
                    }
                })
            });
            let writers: Vec<_> = writers.collect();
            while total.load(Ordering::Relaxed) < 30 {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            tokio::time::sleep(Duration::from_millis(round * 3)).await;
            let server = Arc::clone(&cluster);
            tokio::task::spawn_blocking(move || server.kill()).await.unwrap();
            for writer in writers {
                writer.await.unwrap();
            }
            let server = Arc::clone(&cluster);
            tokio::task::spawn_blocking(move || server.launch()).await.unwrap();
            let acknowledged = kept.lock().unwrap().clone();
            check(&*store, &acknowledged).await;
        }
    });
}
