//! Golden events: one file below `events/` for each shape ever written into a log. They are decoded for good: a file is never
//! changed or taken away, and what a shape says never changes. `says` is the event as it was understood when it was written.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value as Json;
use yifa_app::wire::{read_event, write_event};
use yifa_kernel::matter::Event;
use yifa_store::{Digest, MatterId, StoredEvent};

fn golden() -> Vec<(String, Json)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/events");
    let mut all: Vec<(String, Json)> = fs::read_dir(folder)
        .expect("events")
        .map(|entry| {
            let path = entry.expect("entry").path();
            let name = path.file_stem().expect("name").to_string_lossy().into_owned();
            (name, serde_json::from_str(&fs::read_to_string(path).expect("text")).expect("JSON"))
        })
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

fn stored(file: &Json) -> StoredEvent {
    let text = |key: &str| file[key].as_str().unwrap_or_default();
    StoredEvent {
        matter: MatterId::new("018e0000-0000-7000-8000-000000000001").expect("identifier"),
        seq: 3,
        kind: text("kind").to_owned(),
        actor: file["actor"].clone(),
        content: file["content"].clone(),
        sealed: Vec::new(),
        erased: Vec::new(),
        happened_on: text("happened_on").parse().expect("day"),
        happened_at: Some(text("happened_at").parse().expect("instant")),
        known_at: text("known_at").parse().expect("instant"),
        recorded_at: text("recorded_at").parse().expect("instant"),
        attachments: Vec::new(),
        prev_hash: Digest::ZERO,
        hash: Digest::ZERO,
    }
}

#[test]
fn every_shape_ever_written_is_understood_as_it_was() {
    for (name, file) in golden() {
        let recorded = read_event(&stored(&file)).unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(format!("{:?}", recorded.event), file["says"].as_str().unwrap_or_default(), "{name}");
        assert_eq!(recorded.stamp.happened.to_string(), "2026-03-02T09:30:00", "{name}");
    }
}

/// Until a shape is replaced, what is written is what the file holds; an erased value cannot come back.
#[test]
fn what_is_written_today_is_what_the_files_hold() {
    for (name, file) in golden().into_iter().filter(|(_, file)| file["erased"] != Json::Bool(true)) {
        let recorded = read_event(&stored(&file)).unwrap_or_else(|why| panic!("{name}: {why}"));
        let written = write_event(&recorded, None);
        assert_eq!(written.content, file["content"], "{name}");
        assert_eq!(
            (written.kind.as_str(), &written.actor),
            (file["kind"].as_str().unwrap_or_default(), &file["actor"])
        );
    }
}

#[test]
fn every_kind_of_event_has_a_file() {
    let word = |event: &Event| match event {
        Event::Opened { .. } => "opened",
        Event::Acted { .. } => "acted",
        Event::TakenBack { .. } => "taken_back",
        Event::PaperIssued { .. } => "paper_issued",
        Event::TrackOpened { .. } => "track_opened",
        Event::Linked { .. } => "linked",
        Event::Disclosed { .. } => "disclosed",
        Event::Withdrawn { .. } => "withdrawn",
    };
    let kinds: BTreeSet<&str> =
        golden().iter().map(|(_, file)| word(&read_event(&stored(file)).expect("readable").event)).collect();
    assert_eq!(kinds.len(), 8, "{kinds:?}");
}

#[test]
fn what_cannot_be_understood_is_never_guessed() {
    let mut broken: Vec<(&str, Json)> = Vec::new();
    let (_, opened) = golden().into_iter().find(|(name, _)| name == "opened-by-a-person").expect("a file");
    let (_, withdrawn) = golden().into_iter().find(|(name, _)| name == "withdrawn").expect("a file");
    let with = |file: &Json, change: &dyn Fn(&mut Json)| {
        let mut file = file.clone();
        change(&mut file);
        file
    };
    broken.push(("is not an event", with(&opened, &|file| file["kind"] = "forgotten".into())));
    broken.push(("`procedure` is missing", with(&opened, &|file| drop(file["content"]["procedure"].take()))));
    broken.push(("actor", with(&opened, &|file| file["actor"] = Json::Null)));
    broken.push(("is not a day", with(&withdrawn, &|file| file["content"]["on"] = "2026-02-30".into())));
    for (why, file) in broken {
        let told = read_event(&stored(&file)).expect_err(why);
        assert!(told.contains(why), "{why}: {told}");
    }
}
