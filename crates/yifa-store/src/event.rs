//! Events 事件: what goes into the log, what comes out, and the hash chain that binds them.
//!
//! Personal values are cut out of the content before it is hashed. In their place the event carries a
//! commitment (HMAC-SHA256 under a salt of its own); salt and value lie in a table of their own and can be
//! erased without touching the chain.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::canonical::{canonical, parse};
use crate::digest::commitment;
use crate::error::{Result, StoreError};
use crate::id::{Digest, Jurisdiction, MatterId, hex};

/// Something that happened, to be appended to a matter's log.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent {
    /// What kind of event, in the kernel's words.
    pub kind: String,
    /// Who acted: person and body, or the law with its article. Not personal: officers appear by id.
    pub actor: Value,
    /// The values, personal ones included; `sealed` says which those are.
    pub content: Value,
    /// JSON Pointers (RFC 6901) to the personal values inside `content`; none may lie inside another.
    pub sealed: Vec<String>,
    /// The legal date of the event.
    pub happened_on: Date,
    /// The instant, where a limit counts hours.
    pub happened_at: Option<Timestamp>,
    /// When the organ came to know of it.
    pub known_at: Timestamp,
    /// Digests of attached files.
    pub attachments: Vec<Digest>,
}

/// An event as it stands in the log.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredEvent {
    /// Its matter.
    pub matter: MatterId,
    /// Its number within the matter, from 1.
    pub seq: u64,
    /// What kind of event.
    pub kind: String,
    /// Who acted.
    pub actor: Value,
    /// The values, personal ones put back in their place; an erased one is `null`.
    pub content: Value,
    /// JSON Pointers to the personal values in `content`.
    pub sealed: Vec<String>,
    /// Those of `sealed` that have been erased.
    pub erased: Vec<String>,
    /// The legal date of the event.
    pub happened_on: Date,
    /// The instant, where a limit counts hours.
    pub happened_at: Option<Timestamp>,
    /// When the organ came to know of it.
    pub known_at: Timestamp,
    /// When it was written into the log.
    pub recorded_at: Timestamp,
    /// Digests of attached files.
    pub attachments: Vec<Digest>,
    /// Hash of the event before it; zero for the first.
    pub prev_hash: Digest,
    /// SHA-256 over everything above except the personal values, of which it covers the commitments.
    pub hash: Digest,
}

/// Where a matter's log stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The matter.
    pub matter: MatterId,
    /// Number of its last event.
    pub seq: u64,
    /// Hash of its last event.
    pub hash: Digest,
}

/// An event exactly as its row stores it. Texts are bytes here, because a damaged row may hold anything.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EventRow {
    pub matter: Vec<u8>,
    pub seq: i64,
    pub kind: Vec<u8>,
    pub actor: Vec<u8>,
    pub content: Vec<u8>,
    /// Canonical JSON object: JSON Pointer → commitment in hexadecimal digits.
    pub sealed: Vec<u8>,
    pub attachments: Vec<u8>,
    pub happened_on: Vec<u8>,
    pub happened_at: Option<i64>,
    pub known_at: i64,
    pub recorded_at: i64,
    pub prev_hash: Vec<u8>,
    pub hash: Vec<u8>,
}

/// A personal value as its row stores it; both parts are `None` once erased.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PayloadRow {
    pub matter: Vec<u8>,
    pub seq: i64,
    pub path: Vec<u8>,
    pub salt: Option<Vec<u8>>,
    pub value: Option<Vec<u8>>,
}

impl EventRow {
    /// The hash that this row must carry: SHA-256 over a tag, the previous hash and every column, each with
    /// its length before it, so that no two different rows give the same bytes.
    pub(crate) fn expected_hash(&self, jurisdiction: &Jurisdiction) -> Digest {
        let happened_at = self.happened_at.map(i64::to_be_bytes);
        let fields: [&[u8]; 14] = [
            b"yifa-event-1",
            &self.prev_hash,
            jurisdiction.as_str().as_bytes(),
            &self.matter,
            &self.seq.to_be_bytes(),
            &self.kind,
            &self.actor,
            &self.content,
            &self.sealed,
            &self.attachments,
            &self.happened_on,
            happened_at.as_ref().map_or(&[], |bytes| &bytes[..]),
            &self.known_at.to_be_bytes(),
            &self.recorded_at.to_be_bytes(),
        ];
        let mut hasher = Sha256::new();
        for field in fields {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field);
        }
        Digest(hasher.finalize().into())
    }

    /// A name for messages, whatever the row holds.
    pub(crate) fn name(&self) -> String {
        format!("event {} of matter {}", self.seq, String::from_utf8_lossy(&self.matter))
    }

    /// Pointer → commitment.
    pub(crate) fn commitments(&self) -> Result<Vec<(String, Digest)>> {
        let Value::Object(map) = parse(&self.name(), text(&self.name(), &self.sealed)?)? else {
            return Err(StoreError::corrupt(self.name()));
        };
        map.into_iter()
            .map(|(path, digest)| {
                let digest = digest.as_str().and_then(|digits| digits.parse().ok());
                digest.map(|digest| (path, digest)).ok_or_else(|| StoreError::corrupt(self.name()))
            })
            .collect()
    }
}

/// Cuts the personal values out of `event`, numbers it, hashes it and gives its rows.
///
/// # Errors
/// `Invalid` when a sealed pointer names nothing, or lies inside another, or when a value cannot be stored.
pub(crate) fn link(
    jurisdiction: &Jurisdiction,
    matter: &MatterId,
    seq: u64,
    prev_hash: Digest,
    recorded_at: Timestamp,
    event: &NewEvent,
) -> Result<(EventRow, Vec<PayloadRow>)> {
    let place = || format!("event {seq} of matter {matter}");
    let number = i64::try_from(seq).map_err(|_| StoreError::invalid(place(), "too many events"))?;
    let mut content = event.content.clone();
    let mut commitments = Map::new();
    let mut payload = Vec::with_capacity(event.sealed.len());
    for path in &event.sealed {
        let slot = content
            .pointer_mut(path)
            .ok_or_else(|| StoreError::invalid(place(), format!("sealed path \"{path}\" names nothing")))?;
        let value = canonical(path, &slot.take())?.into_bytes();
        let salt: [u8; 32] = rand::random();
        let digest = commitment(&salt, &value).to_string();
        if commitments.insert(path.clone(), Value::String(digest)).is_some() {
            return Err(StoreError::invalid(place(), format!("\"{path}\" is sealed twice")));
        }
        payload.push(PayloadRow {
            matter: matter.as_str().into(),
            seq: number,
            path: path.as_bytes().to_vec(),
            salt: Some(salt.to_vec()),
            value: Some(value),
        });
    }
    if let Some(outer) = event.sealed.iter().find(|outer| {
        event.sealed.iter().any(|inner| inner.len() > outer.len() && inner.starts_with(&format!("{outer}/")))
    }) {
        return Err(StoreError::invalid(place(), format!("sealed path \"{outer}\" contains another")));
    }
    let attachments = Value::Array(event.attachments.iter().map(|d| Value::String(d.to_string())).collect());
    let mut row = EventRow {
        matter: matter.as_str().into(),
        seq: number,
        kind: event.kind.as_bytes().to_vec(),
        actor: canonical("actor", &event.actor)?.into(),
        content: canonical("content", &content)?.into(),
        sealed: canonical("sealed", &Value::Object(commitments))?.into(),
        attachments: canonical("attachments", &attachments)?.into(),
        happened_on: event.happened_on.to_string().into(),
        happened_at: event.happened_at.map(Timestamp::as_microsecond),
        known_at: event.known_at.as_microsecond(),
        recorded_at: recorded_at.as_microsecond(),
        prev_hash: prev_hash.0.to_vec(),
        hash: Vec::new(),
    };
    row.hash = row.expected_hash(jurisdiction).0.to_vec();
    Ok((row, payload))
}

/// Reads a row back, checking its hash and commitments, and puts the personal values that are still there in
/// place.
///
/// # Errors
/// `Corrupt`, naming the event, when the row is not what was written.
pub(crate) fn read_back(
    jurisdiction: &Jurisdiction,
    row: &EventRow,
    payload: &[PayloadRow],
) -> Result<StoredEvent> {
    let damaged = || StoreError::corrupt(row.name());
    let hash = Digest::from_slice(&row.hash)?;
    if row.expected_hash(jurisdiction) != hash {
        return Err(damaged());
    }
    let mut content = parse(&row.name(), text(&row.name(), &row.content)?)?;
    let mut sealed = Vec::new();
    let mut erased = Vec::new();
    for (path, committed) in row.commitments()? {
        let kept = payload.iter().find(|kept| kept.path == path.as_bytes()).ok_or_else(damaged)?;
        if !keeps_commitment(kept, committed) {
            return Err(damaged());
        }
        match kept.value.as_deref() {
            Some(value) => {
                let value = parse(&row.name(), text(&row.name(), value)?)?;
                *content.pointer_mut(&path).ok_or_else(damaged)? = value;
            }
            None => erased.push(path.clone()),
        }
        sealed.push(path);
    }
    let attachments: Vec<Digest> =
        serde_json::from_slice(&row.attachments).map_err(|_| StoreError::corrupt(row.name()))?;
    Ok(StoredEvent {
        matter: MatterId::new(text(&row.name(), &row.matter)?)?,
        seq: u64::try_from(row.seq).map_err(|_| damaged())?,
        kind: text(&row.name(), &row.kind)?.to_owned(),
        actor: parse(&row.name(), text(&row.name(), &row.actor)?)?,
        content,
        sealed,
        erased,
        happened_on: text(&row.name(), &row.happened_on)?.parse().map_err(|_| damaged())?,
        happened_at: row.happened_at.map(Timestamp::from_microsecond).transpose().map_err(|_| damaged())?,
        known_at: Timestamp::from_microsecond(row.known_at).map_err(|_| damaged())?,
        recorded_at: Timestamp::from_microsecond(row.recorded_at).map_err(|_| damaged())?,
        attachments,
        prev_hash: Digest::from_slice(&row.prev_hash)?,
        hash,
    })
}

/// Whether a stored personal value is the one that the event committed to. An erased one is fine.
pub(crate) fn keeps_commitment(payload: &PayloadRow, committed: Digest) -> bool {
    match (&payload.salt, &payload.value) {
        (None, None) => true,
        (Some(salt), Some(value)) => commitment(salt, value) == committed,
        _ => false,
    }
}

fn text<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str> {
    std::str::from_utf8(bytes).map_err(|_| StoreError::corrupt(format!("{name}: {}", hex(bytes))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn place() -> (Jurisdiction, MatterId) {
        (Jurisdiction::new("510100").unwrap(), MatterId::new("01936c2e-6a00-7000-8000-000000000001").unwrap())
    }

    fn event(content: Value, sealed: &[&str]) -> NewEvent {
        NewEvent {
            kind: "case_opened".into(),
            actor: json!({"officer": "A-1"}),
            content,
            sealed: sealed.iter().map(|path| (*path).to_owned()).collect(),
            happened_on: jiff::civil::date(2024, 3, 1),
            happened_at: None,
            known_at: Timestamp::UNIX_EPOCH,
            attachments: vec![Digest([7; 32])],
        }
    }

    #[test]
    fn personal_values_leave_the_hashed_row_and_come_back() {
        let (jurisdiction, matter) = place();
        let content = json!({"party": {"name": "张三"}, "fine_fen": 20000, "list": [1, {"id": "510"}]});
        let new = event(content.clone(), &["/party/name", "/list/1/id"]);
        let (row, payload) =
            link(&jurisdiction, &matter, 1, Digest::ZERO, Timestamp::UNIX_EPOCH, &new).unwrap();
        assert!(!String::from_utf8_lossy(&row.content).contains("张三"));
        let whole = read_back(&jurisdiction, &row, &payload).unwrap();
        assert_eq!((whole.content, whole.erased.len()), (content, 0));
        let mut erased = payload.clone();
        (erased[0].salt, erased[0].value) = (None, None);
        let after = read_back(&jurisdiction, &row, &erased).unwrap();
        assert_eq!(after.content["party"]["name"], Value::Null);
        assert_eq!(after.erased, ["/party/name"]);
        erased[1].value = Some(b"\"511\"".to_vec());
        assert!(read_back(&jurisdiction, &row, &erased).is_err(), "another value in its place");
        assert!(read_back(&jurisdiction, &row, &payload[1..]).is_err(), "gone without being erased");
    }

    #[test]
    fn wrong_pointers_are_refused() {
        let (jurisdiction, matter) = place();
        for sealed in [&["/nobody"][..], &["party"], &["/party", "/party"], &["/party", "/party/name"]] {
            let new = event(json!({"party": {"name": "x"}}), sealed);
            let linked = link(&jurisdiction, &matter, 1, Digest::ZERO, Timestamp::UNIX_EPOCH, &new);
            assert!(matches!(linked, Err(StoreError::Invalid { .. })), "{sealed:?}");
        }
    }

    #[test]
    fn the_same_bytes_in_other_columns_give_another_hash() {
        let (jurisdiction, matter) = place();
        let new = event(json!({}), &[]);
        let (row, _) = link(&jurisdiction, &matter, 1, Digest::ZERO, Timestamp::UNIX_EPOCH, &new).unwrap();
        let mut moved = row.clone();
        moved.actor = [&row.kind[row.kind.len() - 1..], &row.actor[..]].concat();
        moved.kind.pop();
        assert_ne!(row.expected_hash(&jurisdiction), moved.expected_hash(&jurisdiction));
        let elsewhere = Jurisdiction::new("500000").unwrap();
        assert_ne!(row.expected_hash(&jurisdiction), row.expected_hash(&elsewhere));
    }
}
