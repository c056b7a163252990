//! Reading events back, personal values in place, each row checked on its way.

use serde_json::Value;

use crate::backend::Backend;
use crate::cell::{Cell, number};
use crate::engine::Engine;
use crate::error::{Result, StoreError};
use crate::event::{EventRow, PayloadRow, StoredEvent, read_back};
use crate::id::{Jurisdiction, MatterId};
use crate::rows;

pub(crate) async fn events<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    matter: &MatterId,
    from_seq: u64,
) -> Result<Vec<StoredEvent>> {
    let from_seq = number("event", from_seq)?.max(1);
    let key: Vec<Cell> = vec![jurisdiction.as_str().into(), matter.into(), from_seq.into()];
    let events = engine.ask("events", key.clone(), rows::event).await?;
    if events.first().is_some_and(|first| first.seq != from_seq) {
        return Err(StoreError::corrupt(format!("event {from_seq} of matter {matter} is missing")));
    }
    let payload =
        if any_sealed(&events) { engine.ask("payload", key, rows::payload).await? } else { Vec::new() };
    join(jurisdiction, &events, &payload)
}

pub(crate) async fn events_of<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    matters: &[MatterId],
) -> Result<Vec<StoredEvent>> {
    let list = Value::from(matters.iter().map(MatterId::as_str).collect::<Vec<_>>());
    let key: Vec<Cell> = vec![jurisdiction.as_str().into(), Cell::from(&list)];
    let events = engine.ask("events_of", key.clone(), rows::event).await?;
    let payload =
        if any_sealed(&events) { engine.ask("payload_of", key, rows::payload).await? } else { Vec::new() };
    join(jurisdiction, &events, &payload)
}

fn any_sealed(events: &[EventRow]) -> bool {
    events.iter().any(|event| event.sealed != b"{}")
}

/// Both lists are in the order of matter and number. Each event must follow the one before it.
fn join(
    jurisdiction: &Jurisdiction,
    events: &[EventRow],
    payload: &[PayloadRow],
) -> Result<Vec<StoredEvent>> {
    let mut before: Option<&EventRow> = None;
    let mut read = Vec::with_capacity(events.len());
    for event in events {
        let follows = match before.filter(|before| before.matter == event.matter) {
            Some(before) => event.seq == before.seq + 1 && event.prev_hash == before.hash,
            None => event.seq != 1 || event.prev_hash == [0; 32],
        };
        if !follows {
            return Err(StoreError::corrupt(format!("{} does not follow the one before it", event.name())));
        }
        let key = (event.matter.as_slice(), event.seq);
        let key_of = |row: &PayloadRow| (row.matter.as_slice(), row.seq) < key;
        let first = payload.partition_point(key_of);
        let count = payload[first..].iter().take_while(|row| (row.matter.as_slice(), row.seq) == key).count();
        read.push(read_back(jurisdiction, event, &payload[first..first + count])?);
        before = Some(event);
    }
    Ok(read)
}
