//! Matters, events and rows to test with.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::json;
use yifa_store::{
    Append, Batch, Clock, Disclosure, Figure, Jurisdiction, MatterId, MatterView, NewEvent, Store, Warning,
};

pub fn city() -> Jurisdiction {
    Jurisdiction::new("510100").unwrap()
}

pub fn matter(number: u32) -> MatterId {
    MatterId::new(format!("01936c2e-6a00-7000-8000-{number:012x}")).unwrap()
}

pub fn instant(second: i64) -> Timestamp {
    Timestamp::from_second(1_732_000_000 + second).unwrap()
}

pub fn day(day: i8) -> Date {
    date(2026, 3, day)
}

pub fn event(kind: &str) -> NewEvent {
    NewEvent {
        kind: kind.into(),
        actor: json!({"officer": "A-1", "body": "市城管局"}),
        content: json!({"party": {"name": "张三", "id": "510104"}, "fine_fen": 20_000}),
        sealed: vec!["/party/name".into(), "/party/id".into()],
        happened_on: day(1),
        happened_at: Some(instant(0)),
        known_at: instant(1),
        attachments: vec![yifa_store::sha256(b"photo")],
    }
}

pub fn view(number: u32) -> MatterView {
    MatterView {
        procedure: "penalty".into(),
        version: "2021-07-15".into(),
        number: Some(format!("罚-2026-{number:04}")),
        title: format!("案件 {number}"),
        state: "opened".into(),
        is_final: false,
        body: "b1".into(),
        body_path: "/510100/b1/".into(),
        persons: vec!["p1".into()],
        opened_on: day(1),
        changed_at: instant(i64::from(number)),
        due_on: None,
        warning: Warning::default(),
        renew_on: None,
        waits_for: Vec::new(),
        data: json!({"fine_fen": number}),
        search: format!("案件 {number} 占道经营"),
        clocks: Vec::new(),
        links: Vec::new(),
        uniques: Vec::new(),
        figures: Vec::new(),
        disclosures: Vec::new(),
    }
}

pub fn clock(limit: &str, due_on: Option<Date>) -> Clock {
    Clock {
        limit: limit.into(),
        kind: "duty".into(),
        due_on,
        due_at: None,
        rolled_on: None,
        warning: Warning { notice_on: due_on, yellow_on: None, red_on: None },
        done_on: None,
        status: "running".into(),
    }
}

pub fn figure(measure: &str, on: Date, hit: i64, late_after: Option<Date>) -> Figure {
    Figure {
        measure: measure.into(),
        body: "b1".into(),
        body_path: "/510100/b1/".into(),
        on,
        counted: 1,
        hit,
        amount: 100,
        late_after,
        labels: BTreeMap::from([("street".to_owned(), "东街".to_owned())]),
    }
}

pub fn disclosure(slug: &str, from: Date) -> Disclosure {
    Disclosure {
        slug: slug.into(),
        kind: "penalty".into(),
        from,
        until: None,
        withdrawn_on: None,
        title: format!("决定 {slug}"),
        public: json!({"fine_fen": 20_000}),
        search: format!("决定 {slug}"),
    }
}

/// A batch that appends one event to a matter.
pub fn append(matter: MatterId, expected_seq: u64, view: Option<MatterView>) -> Batch {
    let mut batch = Batch::new(city(), instant(100));
    let events = vec![event(if expected_seq == 0 { "case_opened" } else { "step" })];
    batch.appends.push(Append { matter, expected_seq, events, view });
    batch
}

/// Opens matters `1..=count` with rows adjusted by `adjust`.
pub async fn open_matters(store: &dyn Store, count: u32, adjust: impl Fn(u32, &mut MatterView)) {
    for number in 1..=count {
        let mut row = view(number);
        adjust(number, &mut row);
        store.commit(append(matter(number), 0, Some(row))).await.unwrap();
    }
}

pub fn quiet(_: u64, _: Option<u64>) {}
