//! Files that were kept are not kept in memory as well. Alone in its program: what others do at the same time would be
//! measured with it.

#![cfg(target_os = "linux")]

use yifa_store::Jurisdiction;

/// What this program holds in memory for itself, in KiB.
fn held() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells it");
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).expect("it is there");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_were_kept_do_not_stay_in_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    let address = format!("sqlite:{}", folder.path().join("city.sqlite").display());
    let store = yifa_store::open(&address).await.expect("a store");
    let jurisdiction = Jurisdiction::new("999900").expect("a code");
    let keep = async |seed: u8| {
        let mut file = vec![seed; 8 << 20];
        file[..4].copy_from_slice(b"%PDF");
        store.blob_put(&jurisdiction, file).await.expect("kept")
    };
    // What the first one sets up is not what is measured.
    let first = keep(0).await;
    let before = held();
    for seed in 1..=12 {
        keep(seed).await;
    }
    let more = (held() - before) / 1024;
    assert!(more < 40, "96 MB of files were kept, and {more} MB of them are still in memory");
    let back = store.blob_get(&jurisdiction, first).await.expect("the store").expect("it is there");
    assert!(back.len() == 8 << 20 && back.starts_with(b"%PDF\0"), "other bytes than were kept");
}
