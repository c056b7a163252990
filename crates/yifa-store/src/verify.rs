//! Recomputes every chain and commitment of a jurisdiction, a page of events at a time.

use std::collections::BTreeMap;

use crate::backend::Backend;
use crate::cell::{Cell, Columns};
use crate::contract::Progress;
use crate::engine::Engine;
use crate::error::Result;
use crate::event::{EventRow, Head, PayloadRow, keeps_commitment};
use crate::id::{Digest, Jurisdiction, MatterId};
use crate::query::{ChainFault, Verification};
use crate::rows;

/// Events read at a time.
const PAGE: u32 = 1_000;

/// Where a chain stands while it is walked.
#[derive(Default)]
struct Chain {
    matter: Vec<u8>,
    seq: i64,
    hash: Vec<u8>,
    broken: bool,
}

struct Walk<'a> {
    jurisdiction: &'a Jurisdiction,
    found: Verification,
    /// The first fault of each matter, by its raw name.
    faults: BTreeMap<Vec<u8>, ChainFault>,
}

impl Walk<'_> {
    fn fault(&mut self, matter: &[u8], seq: i64, why: &str) {
        let fault = ChainFault {
            matter: String::from_utf8_lossy(matter).into_owned(),
            seq: u64::try_from(seq).unwrap_or(0),
            why: why.to_owned(),
        };
        let first = self.faults.entry(matter.to_vec()).or_insert_with(|| fault.clone());
        if fault.seq < first.seq {
            *first = fault;
        }
    }

    /// Checks one event against the chain so far, then its personal values.
    fn event(&mut self, chain: &mut Chain, event: &EventRow, payload: &[PayloadRow]) {
        self.found.events += 1;
        if !chain.broken {
            let why = if event.seq != chain.seq + 1 {
                Some("the event before it is missing")
            } else if event.prev_hash != chain.hash {
                Some("it does not carry the hash of the event before it")
            } else if event.hash != event.expected_hash(self.jurisdiction).0 {
                Some("its content does not give its hash")
            } else {
                None
            };
            if let Some(why) = why {
                let seq = if event.seq > chain.seq + 1 { chain.seq + 1 } else { event.seq };
                self.fault(&event.matter, seq, why);
                chain.broken = true;
            }
        }
        chain.seq = event.seq;
        chain.hash.clone_from(&event.hash);
        if let Err(why) = self.sealed(event, payload) {
            self.fault(&event.matter, event.seq, why);
        }
    }

    fn sealed(&mut self, event: &EventRow, payload: &[PayloadRow]) -> std::result::Result<(), &'static str> {
        let commitments = event.commitments().map_err(|_| "its commitments cannot be read")?;
        if payload.len() > commitments.len() {
            return Err("a personal value lies beside it that it never had");
        }
        for (path, committed) in commitments {
            let kept = payload
                .iter()
                .find(|kept| kept.path == path.as_bytes())
                .ok_or("a personal value is missing without having been erased")?;
            if !keeps_commitment(kept, committed) {
                return Err("a personal value is not the one it committed to");
            }
            if kept.value.is_none() { self.found.erased += 1 } else { self.found.sealed += 1 }
        }
        Ok(())
    }
}

pub(crate) async fn verify<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    progress: Progress<'_>,
) -> Result<Verification> {
    let place = || Cell::from(jurisdiction.as_str());
    let stats = engine.ask("stats", vec![place()], |row| Ok((row.text(0)?, row.count(1)?))).await?;
    let total = stats.into_iter().find(|(name, _)| name == "event").map(|(_, count)| count);
    let mut walk = Walk { jurisdiction, found: Verification::default(), faults: BTreeMap::new() };
    let mut chain = Chain::default();
    // The place in the log is kept as raw bytes, since a damaged name must not end or repeat the walk.
    let mut at: (Vec<u8>, i64) = (Vec::new(), i64::MIN);
    loop {
        let key = vec![place(), Cell::Blob(Some(at.0.clone())), at.1.into(), PAGE.into()];
        let events = engine.ask("verify_events", key, rows::event).await?;
        let Some(last) = events.last() else { break };
        let end = (last.matter.clone(), last.seq);
        let payload = payload_between(engine, jurisdiction, &at, &end).await?;
        for event in &events {
            if event.matter != chain.matter {
                finish(engine, &mut walk, &chain).await?;
                chain =
                    Chain { matter: event.matter.clone(), hash: Digest::ZERO.0.to_vec(), ..Chain::default() };
                walk.found.matters += 1;
            }
            let own: Vec<PayloadRow> =
                payload.get(&(event.matter.clone(), event.seq)).cloned().unwrap_or_default();
            walk.event(&mut chain, event, &own);
        }
        progress(walk.found.events, total);
        at = end;
    }
    finish(engine, &mut walk, &chain).await?;
    let strays = engine.ask("verify_strays", vec![place()], stray).await?;
    for (matter, seq, why) in strays {
        walk.fault(&matter, seq, &why);
    }
    walk.found.faults = walk.faults.into_values().collect();
    Ok(walk.found)
}

fn stray(row: &dyn Columns) -> Result<(Vec<u8>, i64, String)> {
    Ok((row.bytes(0)?, row.int(1)?, row.text(2)?))
}

type Sealed = BTreeMap<(Vec<u8>, i64), Vec<PayloadRow>>;

async fn payload_between<B: Backend>(
    engine: &Engine<B>,
    jurisdiction: &Jurisdiction,
    after: &(Vec<u8>, i64),
    end: &(Vec<u8>, i64),
) -> Result<Sealed> {
    let key = vec![
        jurisdiction.as_str().into(),
        Cell::Blob(Some(after.0.clone())),
        after.1.into(),
        Cell::Blob(Some(end.0.clone())),
        end.1.into(),
    ];
    let mut sealed = Sealed::new();
    for row in engine.ask("verify_payload", key, rows::payload).await? {
        sealed.entry((row.matter.clone(), row.seq)).or_default().push(row);
    }
    Ok(sealed)
}

/// At a matter's end: its head must name its last event. Events appended during the walk are fine; they are
/// still to be walked next time.
async fn finish<B: Backend>(engine: &Engine<B>, walk: &mut Walk<'_>, chain: &Chain) -> Result<()> {
    if chain.seq == 0 && chain.matter.is_empty() {
        return Ok(());
    }
    let Some(matter) = std::str::from_utf8(&chain.matter).ok().and_then(|text| MatterId::new(text).ok())
    else {
        walk.fault(&chain.matter, 0, "this is not the name of a matter");
        return Ok(());
    };
    let key = vec![walk.jurisdiction.as_str().into(), (&matter).into()];
    let heads: Vec<Head> = engine.ask("head", key, rows::head).await?;
    let why = match heads.first() {
        None => Some("its head is missing"),
        Some(head) if i64::try_from(head.seq).is_ok_and(|seq| seq < chain.seq) => {
            Some("its head lies before its last event")
        }
        Some(head) if i64::try_from(head.seq).is_ok_and(|seq| seq == chain.seq) => {
            (head.hash.0 != chain.hash[..]).then_some("its head does not carry the hash of its last event")
        }
        Some(_) => None,
    };
    if let Some(why) = why {
        walk.fault(&chain.matter, chain.seq, why);
    }
    Ok(())
}
