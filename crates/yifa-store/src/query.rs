//! What can be asked of the read tables, and the shapes of the answers.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use crate::error::{Result, StoreError};
use crate::id::{Digest, MatterId, hex, unhex};
use crate::view::{Clock, Disclosure, Figure, Level, Warning};

/// Most rows that one page may hold.
pub const PAGE_LIMIT: u32 = 200;

/// A place in a list, to go on from. Opaque; safe in addresses; only good for the same query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub(crate) Vec<String>);

impl Cursor {
    /// Reads a cursor that was printed before.
    ///
    /// # Errors
    /// `Invalid` when the text is not one that this store printed.
    pub fn parse(text: &str) -> Result<Self> {
        unhex(text)
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .map(Self)
            .ok_or_else(|| StoreError::invalid(format!("cursor \"{text}\""), "go back to the first page"))
    }

    /// The parts of the sort key, checked against the list's own.
    pub(crate) fn parts<const N: usize>(&self, list: &str) -> Result<[String; N]> {
        let parts = self.0.strip_prefix(&[list.to_owned()][..]).map(<[String]>::to_vec);
        parts.and_then(|parts| parts.try_into().ok()).ok_or_else(|| {
            StoreError::invalid("cursor", "it belongs to another list or order; go back to the first page")
        })
    }

    pub(crate) fn new<const N: usize>(list: &str, parts: [String; N]) -> Self {
        Self(std::iter::once(list.to_owned()).chain(parts).collect())
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex(Value::from(self.0.clone()).to_string().as_bytes()))
    }
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Cursor>,
    /// From where the page before is read, backwards; `None` on the first, and where a list only goes forward.
    pub previous: Option<Cursor>,
}

/// Which matters. The default asks for all of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MatterQuery {
    /// Of these procedures; empty: of any.
    pub procedures: Vec<String>,
    /// In these states; empty: in any.
    pub states: Vec<String>,
    /// Of the body at this path, or below it.
    pub body_path: Option<String>,
    /// With this officer.
    pub person: Option<String>,
    /// Waiting for somebody.
    pub waits_for: Option<WaitsFor>,
    /// Finished ones, or open ones.
    pub is_final: Option<bool>,
    /// At this warning level or above on this date.
    pub level: Option<(Level, Date)>,
    /// With a duty due on or after this date.
    pub due_from: Option<Date>,
    /// With a duty due on or before this date.
    pub due_by: Option<Date>,
    /// Opened on or after this date.
    pub opened_from: Option<Date>,
    /// Opened on or before this date.
    pub opened_until: Option<Date>,
    /// Changed at or after this instant.
    pub changed_from: Option<Timestamp>,
    /// Changed before this instant.
    pub changed_until: Option<Timestamp>,
    /// Only these matters; `None`: any.
    pub among: Option<Vec<MatterId>>,
    /// Standing in one of these places; empty: anywhere.
    pub stands: Vec<Stand>,
    /// Standing in none of these places.
    pub except: Vec<Stand>,
    /// With these values among those for lists.
    pub values: Vec<ValueFilter>,
    /// Whose search text contains each of these words (split at blanks; folded by the caller).
    pub text: Option<String>,
}

/// Somebody for whom matters wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitsFor {
    /// The role.
    pub role: String,
    /// Whose people: those of the body at this place; `None`: of any body.
    pub body_path: Option<String>,
    /// Or of the bodies below it.
    pub below: bool,
    /// The person, who may be shut out though the role is not.
    pub person: String,
}

/// Some states of one procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// The procedure.
    pub procedure: String,
    /// Its states; none: no matter stands there.
    pub states: Vec<String>,
}

/// A condition on one of the values for lists ([`MatterRow::data`]).
#[derive(Debug, Clone, PartialEq)]
pub struct ValueFilter {
    /// The way to the value: names of members, joined by dots.
    pub path: String,
    /// What it must be.
    pub test: ValueTest,
}

/// What a value must be.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueTest {
    /// Exactly this.
    Is(Value),
    /// A text that contains this one.
    Contains(String),
    /// A text, such as a date, not before this one.
    From(String),
    /// A text not after this one.
    Until(String),
    /// A whole number of at least this.
    AtLeast(i64),
    /// A whole number of at most this.
    AtMost(i64),
}

/// The order of a list of matters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MatterOrder {
    /// Latest change first.
    #[default]
    ChangedLast,
    /// Earliest open duty first; those without one last.
    DueFirst,
    /// By number; those without one first.
    Number,
}

/// A matter's row in lists.
#[derive(Debug, Clone, PartialEq)]
pub struct MatterRow {
    /// The matter.
    pub matter: MatterId,
    /// The event at which this row was made.
    pub seq: u64,
    /// The procedure.
    pub procedure: String,
    /// The version of the procedure.
    pub version: String,
    /// The number that people call it by.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: String,
    /// Whether that is a final state.
    pub is_final: bool,
    /// The body in charge.
    pub body: String,
    /// That body's place in the hierarchy.
    pub body_path: String,
    /// The officers concerned.
    pub persons: Vec<String>,
    /// When it was opened.
    pub opened_on: Date,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// The earliest date of an open duty.
    pub due_on: Option<Date>,
    /// First days of its warnings.
    pub warning: Warning,
    /// Non-personal values for lists.
    pub data: Values,
}

/// Non-personal values of a matter, by field. They are read when one is first asked for: most lists show none.
#[derive(Debug, Clone)]
pub struct Values {
    stored: String,
    read: OnceLock<Value>,
}

impl Values {
    pub(crate) fn new(stored: String) -> Self {
        Self { stored, read: OnceLock::new() }
    }

    /// All values, an object by field; null where the table is damaged.
    pub fn whole(&self) -> &Value {
        self.read.get_or_init(|| serde_json::from_str(&self.stored).unwrap_or_default())
    }

    /// The value of a field.
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.whole().get(field)
    }
}

impl PartialEq for Values {
    fn eq(&self, other: &Self) -> bool {
        self.stored == other.stored || self.whole() == other.whole()
    }
}

/// What to count matters by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountBy {
    /// One count for each state.
    State,
    /// One count for each procedure.
    Procedure,
    /// One count for each body in charge.
    Body,
}

/// A count that goes no further than somebody wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// How many were counted.
    pub matters: u64,
    /// Whether there are more.
    pub more: bool,
}

impl From<u32> for Counted {
    fn from(matters: u32) -> Self {
        Self { matters: matters.into(), more: false }
    }
}

impl Counted {
    /// The number; `None` when there are more than were counted.
    pub fn whole(self) -> Option<u64> {
        (!self.more).then_some(self.matters)
    }
}

/// Which clocks: running ones whose last day lies in a window.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockQuery {
    /// First day of the window.
    pub from: Date,
    /// Last day of the window.
    pub until: Date,
    /// Of the body at this path, or below it.
    pub body_path: Option<String>,
    /// Of this kind of limit.
    pub kind: Option<String>,
}

/// A clock with its matter.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockRow {
    /// The matter.
    pub matter: MatterId,
    /// The clock.
    pub clock: Clock,
}

/// A link with both its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// The matter that links.
    pub from: MatterId,
    /// What the link says.
    pub kind: String,
    /// The matter that is linked.
    pub to: MatterId,
}

/// Which figures.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureQuery {
    /// Of these measures; empty: of all.
    pub measures: Vec<String>,
    /// Of this body alone, without those below it.
    pub body: Option<String>,
    /// Of the body at this path, or below it.
    pub body_path: Option<String>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// The day on which pending is told from missed.
    pub as_of: Date,
}

/// What figures are summed by, apart from the measure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum FigureGroup {
    /// One sum for each measure.
    #[default]
    Measure,
    /// One for each measure and body.
    Body,
    /// One for each measure and month, such as `2026-11`.
    Month,
    /// One for each measure and value of this label (empty where the label is missing).
    Label(String),
}

/// The sum of a measure's figures. `counted = hit + missed + pending`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FigureSum {
    /// The measure.
    pub measure: String,
    /// The body, month or label that it was summed by; empty when by the measure alone.
    pub group: String,
    /// How many count.
    pub counted: i64,
    /// How many of them hit.
    pub hit: i64,
    /// How many can no longer hit.
    pub missed: i64,
    /// How many may still hit.
    pub pending: i64,
    /// The quantity.
    pub amount: i64,
}

/// How a figure stands on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All that it counts has hit.
    Hit,
    /// Something of it can no longer hit.
    Missed,
    /// Something of it may still hit.
    Pending,
}

/// A figure with its matter.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureRow {
    /// The matter.
    pub matter: MatterId,
    /// The figure.
    pub figure: Figure,
}

/// Which disclosures are public on a date.
#[derive(Debug, Clone, PartialEq)]
pub struct DisclosureQuery {
    /// Of this catalogue.
    pub kind: Option<String>,
    /// Whose search text contains each of these words (split at blanks; folded by the caller).
    pub text: Option<String>,
    /// The date.
    pub as_of: Date,
}

/// How a disclosure stands on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Public.
    Public,
    /// Its time is over.
    Expired,
    /// It was withdrawn: a tombstone.
    Withdrawn,
}

/// A disclosure as the public may see it on a date. Unless it is public on that date, its title and
/// content are empty.
#[derive(Debug, Clone, PartialEq)]
pub struct DisclosureRow {
    /// The matter.
    pub matter: MatterId,
    /// How it stands.
    pub standing: Standing,
    /// The disclosure.
    pub disclosure: Disclosure,
}

/// Which lines of the journal, newest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct JournalQuery {
    /// Of this kind.
    pub kind: Option<String>,
    /// On this matter.
    pub matter: Option<MatterId>,
    /// Written at or after this instant.
    pub from: Option<Timestamp>,
    /// Written before this instant.
    pub until: Option<Timestamp>,
}

/// A line of the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalRow {
    /// Its id; sorts by time.
    pub id: String,
    /// When it was written.
    pub recorded_at: Timestamp,
    /// What kind of line.
    pub kind: String,
    /// Who.
    pub actor: Value,
    /// On which matter.
    pub matter: Option<MatterId>,
    /// What.
    pub content: Value,
}

/// A message waiting to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct OutboxRow {
    /// Its id; sorts by time.
    pub id: String,
    /// When it was kept.
    pub recorded_at: Timestamp,
    /// Which kind of receiver.
    pub topic: String,
    /// What to send.
    pub body: Value,
}

/// How much a jurisdiction holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stats {
    /// Rows by table: `event`, `head`, `matter`, `journal` …
    pub rows: BTreeMap<String, u64>,
    /// Matters that are not in a final state.
    pub open_matters: u64,
    /// Messages not yet delivered.
    pub outbox_pending: u64,
    /// True after a restore or an interrupted rebuild, until the read tables have been rebuilt.
    pub needs_rebuild: bool,
}

/// Whether the store works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// `sqlite` or `postgres`.
    pub engine: &'static str,
    /// The engine's own version.
    pub engine_version: String,
    /// The schema's version.
    pub schema: u32,
    /// Whether it takes writes.
    pub writable: bool,
}

/// Where a chain is broken first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainFault {
    /// The matter, as the damaged row names it.
    pub matter: String,
    /// The event; 0 when the matter as a whole is at fault.
    pub seq: u64,
    /// What is wrong.
    pub why: String,
}

/// What checking all chains of a jurisdiction found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Matters checked.
    pub matters: u64,
    /// Events checked.
    pub events: u64,
    /// Personal values checked against their commitments.
    pub sealed: u64,
    /// Personal values that were erased.
    pub erased: u64,
    /// The first fault of each faulty matter.
    pub faults: Vec<ChainFault>,
}

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupReport {
    /// Rows by table.
    pub rows: BTreeMap<String, u64>,
    /// SHA-256 of the uncompressed lines.
    pub digest: Digest,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_read_what_they_print_and_stay_with_their_list() {
        let cursor = Cursor::new("due", ["2026-01-01".into(), "号".into()]);
        let again = Cursor::parse(&cursor.to_string()).unwrap();
        assert_eq!(again.parts::<2>("due").unwrap(), ["2026-01-01", "号"]);
        assert!(again.parts::<2>("number").is_err());
        assert!(again.parts::<1>("due").is_err());
        for wrong in ["x", "zz", "7b7d", "5b315d", "é"] {
            assert!(Cursor::parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
