//! One command's whole effect on the store: kept entirely or not at all.

use jiff::Timestamp;
use serde_json::Value;

use crate::event::{Head, NewEvent};
use crate::id::{Digest, Jurisdiction, MatterId};
use crate::view::MatterView;

/// What one command writes, in one transaction.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Whose log.
    pub jurisdiction: Jurisdiction,
    /// When it is recorded; given to every event, message and journal entry of the batch.
    pub recorded_at: Timestamp,
    /// Makes a repeated command harmless.
    pub idempotency: Option<Idempotency>,
    /// Events, each with its matter.
    pub appends: Vec<Append>,
    /// Matters that were read for the decision, each with the event number at which it stood (0: did not
    /// exist). The batch is refused when one of them has moved.
    pub reads: Vec<(MatterId, u64)>,
    /// Numbers to take from gapless series.
    pub claims: Vec<Claim>,
    /// Messages to send once this is kept.
    pub outbox: Vec<OutboxMessage>,
    /// Entries for the journal.
    pub journal: Vec<JournalEntry>,
    /// The answer to the command, given again when it is repeated.
    pub answer: Value,
}

impl Batch {
    /// An empty batch.
    #[must_use]
    pub fn new(jurisdiction: Jurisdiction, recorded_at: Timestamp) -> Self {
        Self {
            jurisdiction,
            recorded_at,
            idempotency: None,
            appends: Vec::new(),
            reads: Vec::new(),
            claims: Vec::new(),
            outbox: Vec::new(),
            journal: Vec::new(),
            answer: Value::Null,
        }
    }
}

/// Which command a batch answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// The sender's key for the command, unique in the jurisdiction.
    pub key: String,
    /// Digest of the command: the same key with another digest is refused.
    pub command_digest: Digest,
}

/// Events for one matter and the matter's new rows in the read tables.
#[derive(Debug, Clone)]
pub struct Append {
    /// The matter; it begins to exist with its first event.
    pub matter: MatterId,
    /// The number of its last event as the caller read it; 0 when it does not exist yet.
    pub expected_seq: u64,
    /// At least one event.
    pub events: Vec<NewEvent>,
    /// The rows that replace all rows of this matter; `None` leaves them as they are.
    pub view: Option<MatterView>,
}

/// A number taken from a series without gaps, such as 成府发〔2026〕n号. It is granted only when `value` is
/// the one after the last granted; the first value of a series is 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The series.
    pub series: String,
    /// The value asked for.
    pub value: u64,
}

/// A message that leaves the platform after the batch is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct OutboxMessage {
    /// Which kind of receiver.
    pub topic: String,
    /// What to send.
    pub body: Value,
}

/// A line of the journal 日志: refusals, openings of personal data, sign-ins, erasures. Not part of any
/// matter's chain.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalEntry {
    /// What kind of line.
    pub kind: String,
    /// Who.
    pub actor: Value,
    /// On which matter, if any.
    pub matter: Option<MatterId>,
    /// What.
    pub content: Value,
}

/// What became of a batch.
#[derive(Debug, Clone, PartialEq)]
pub struct Committed {
    /// Where each appended matter stands now, in the order of the appends.
    pub heads: Vec<Head>,
    /// The answer to the command: the batch's own, or the one kept from the first time.
    pub answer: Value,
    /// True when the command had been kept before and nothing was written now.
    pub replayed: bool,
}

/// A command that was kept under an idempotency key.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// Digest of the command.
    pub command_digest: Digest,
    /// What it gave.
    pub heads: Vec<Head>,
    /// Its answer.
    pub answer: Value,
}

/// The erasure of one personal value.
#[derive(Debug, Clone, PartialEq)]
pub struct Erasure {
    /// The matter.
    pub matter: MatterId,
    /// The event.
    pub seq: u64,
    /// JSON Pointer to the value in the event's content.
    pub path: String,
    /// Who erases.
    pub actor: Value,
    /// Why; kept in the journal.
    pub reason: String,
}
