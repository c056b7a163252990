//! The contract 契约: all that the platform asks of a store. Each engine passes the same tests unchanged.

use std::path::Path;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::batch::{Answered, Batch, Committed, Erasure, JournalEntry};
use crate::error::Result;
use crate::event::{Head, StoredEvent};
use crate::id::{Digest, Jurisdiction, MatterId};
use crate::query::{
    BackupReport, ClockQuery, ClockRow, CountBy, Counted, Cursor, DisclosureQuery, DisclosureRow,
    FigureGroup, FigureQuery, FigureRow, FigureSum, Health, JournalQuery, JournalRow, LinkRow, MatterOrder,
    MatterQuery, MatterRow, OutboxRow, Outcome, Page, Stats, Verification,
};
use crate::record::{NewRecord, Record};
use crate::view::MatterView;

/// Told how many rows are done and, where it is known, of how many.
pub type Progress<'a> = &'a (dyn Fn(u64, Option<u64>) + Send + Sync);

/// The log, its read tables and the small tables beside them.
///
/// Every method may fail with a [`Fault`](crate::Fault); other errors are named where they occur. Dates are
/// civil dates of the years 0 to 9999; instants are kept to the microsecond. Texts may not contain the NUL
/// character. Lists hold at most [`PAGE_LIMIT`](crate::PAGE_LIMIT) rows a page.
#[async_trait]
pub trait Store: Send + Sync {
    // -- the log ------------------------------------------------------------------------------------------

    /// Keeps a batch entirely or not at all. Once this returns, no crash loses it.
    ///
    /// # Errors
    /// `Conflict`, `ClaimTaken`, `UniqueTaken`, `IdempotencyMismatch`, `Invalid`. A refused batch never
    /// harms those that are kept beside it. After an `Unavailable` fault it is unknown whether the batch was
    /// kept: repeat it with the same idempotency key.
    async fn commit(&self, batch: Batch) -> Result<Committed>;

    /// Where a matter's log stands; `None` when there is no such matter.
    async fn head(&self, jurisdiction: &Jurisdiction, matter: &MatterId) -> Result<Option<Head>>;

    /// The last event of each of some matters; those that do not exist are left out.
    async fn last_events(
        &self,
        jurisdiction: &Jurisdiction,
        matters: &[MatterId],
    ) -> Result<Vec<(MatterId, u64)>>;

    /// A matter's events from a number on, personal values in place.
    ///
    /// # Errors
    /// `Corrupt`, naming the first event that is not what was written: none after it is given.
    async fn events(
        &self,
        jurisdiction: &Jurisdiction,
        matter: &MatterId,
        from_seq: u64,
    ) -> Result<Vec<StoredEvent>>;

    /// All events of some matters, matter by matter in the order of their ids.
    ///
    /// # Errors
    /// As [`events`](Self::events).
    async fn events_of(&self, jurisdiction: &Jurisdiction, matters: &[MatterId]) -> Result<Vec<StoredEvent>>;

    /// The heads of the next `limit` matters after one, in the order of their ids: the way to walk all.
    async fn scan_matters(
        &self,
        jurisdiction: &Jurisdiction,
        after: Option<&MatterId>,
        limit: u32,
    ) -> Result<Vec<Head>>;

    /// The jurisdictions that have anything in the store.
    async fn jurisdictions(&self) -> Result<Vec<Jurisdiction>>;

    /// What was answered to the command with this idempotency key.
    async fn answered(&self, jurisdiction: &Jurisdiction, key: &str) -> Result<Option<Answered>>;

    /// Forgets the idempotency keys of commands kept before an instant; gives their number.
    async fn forget_answers(&self, jurisdiction: &Jurisdiction, before: Timestamp) -> Result<u64>;

    /// The value that a claim on this series would be granted now.
    async fn next_value(&self, jurisdiction: &Jurisdiction, series: &str) -> Result<u64>;

    /// Erases a personal value for good and writes that into the journal. The chain stays whole. Erasing
    /// twice is harmless. Rows of the read tables are the caller's to put anew.
    ///
    /// # Errors
    /// `NotFound` when the event has no such personal value.
    async fn erase(&self, jurisdiction: &Jurisdiction, erasure: Erasure, at: Timestamp) -> Result<()>;

    /// Recomputes every hash and commitment and compares.
    async fn verify(&self, jurisdiction: &Jurisdiction, progress: Progress<'_>) -> Result<Verification>;

    // -- read tables --------------------------------------------------------------------------------------

    /// A page of matters.
    ///
    /// # Errors
    /// `Invalid` for a limit of 0 or over 200, or a cursor of another order.
    async fn matters(
        &self,
        jurisdiction: &Jurisdiction,
        query: &MatterQuery,
        order: MatterOrder,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<MatterRow>>;

    /// How many matters answer a query.
    async fn count_matters(&self, jurisdiction: &Jurisdiction, query: &MatterQuery) -> Result<u64>;

    /// How many matters answer a query, counted no further than `most` where counting would cost: a query that asks only
    /// where matters stand (procedure, state, body, open or not) is always counted whole.
    async fn count_matters_up_to(
        &self,
        jurisdiction: &Jurisdiction,
        query: &MatterQuery,
        most: u32,
    ) -> Result<Counted>;

    /// How many matters answer a query, by state, procedure or body; sorted by name. `None` when there are more than `most`,
    /// see [`count_matters_up_to`](Self::count_matters_up_to).
    async fn count_matters_by(
        &self,
        jurisdiction: &Jurisdiction,
        query: &MatterQuery,
        by: CountBy,
        most: u32,
    ) -> Result<Option<Vec<(String, u64)>>>;

    /// The rows of some matters, in the order of their ids; those without a row are left out.
    async fn matter_rows(&self, jurisdiction: &Jurisdiction, matters: &[MatterId]) -> Result<Vec<MatterRow>>;

    /// Matters whose rows are due to be made again on a day, see [`MatterView::renew_on`]; longest due first.
    async fn matters_to_renew(
        &self,
        jurisdiction: &Jurisdiction,
        on: Date,
        limit: u32,
    ) -> Result<Vec<MatterId>>;

    /// The matters that are called by this number.
    async fn matters_by_number(&self, jurisdiction: &Jurisdiction, number: &str) -> Result<Vec<MatterRow>>;

    /// The matter that holds this value of a unique field.
    async fn matter_by_unique(
        &self,
        jurisdiction: &Jurisdiction,
        procedure: &str,
        field: &str,
        value: &str,
    ) -> Result<Option<MatterId>>;

    /// Running clocks whose last day lies in a window, earliest first.
    async fn clocks_due(
        &self,
        jurisdiction: &Jurisdiction,
        query: &ClockQuery,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<ClockRow>>;

    /// All clocks of a matter.
    async fn clocks_of(&self, jurisdiction: &Jurisdiction, matter: &MatterId) -> Result<Vec<ClockRow>>;

    /// The links that start at a matter.
    async fn links_from(&self, jurisdiction: &Jurisdiction, matter: &MatterId) -> Result<Vec<LinkRow>>;

    /// The links that end at a matter.
    async fn links_to(&self, jurisdiction: &Jurisdiction, matter: &MatterId) -> Result<Vec<LinkRow>>;

    /// Sums of figures, by measure and group, sorted by both.
    async fn figure_sums(
        &self,
        jurisdiction: &Jurisdiction,
        query: &FigureQuery,
        group: &FigureGroup,
    ) -> Result<Vec<FigureSum>>;

    /// The single figures behind a sum, in the order of measure and date, all or those of one outcome.
    async fn figure_rows(
        &self,
        jurisdiction: &Jurisdiction,
        query: &FigureQuery,
        outcome: Option<Outcome>,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<FigureRow>>;

    /// What is public on a date, newest first.
    async fn disclosures(
        &self,
        jurisdiction: &Jurisdiction,
        query: &DisclosureQuery,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<DisclosureRow>>;

    /// One disclosure on a date; `None` when it does not exist or has not begun.
    async fn disclosure(
        &self,
        jurisdiction: &Jurisdiction,
        slug: &str,
        as_of: Date,
    ) -> Result<Option<DisclosureRow>>;

    /// What of a matter is, or was, public on a date.
    async fn disclosures_of(
        &self,
        jurisdiction: &Jurisdiction,
        matter: &MatterId,
        as_of: Date,
    ) -> Result<Vec<DisclosureRow>>;

    /// Drops all read-table rows of a jurisdiction and marks it as being rebuilt.
    async fn rebuild_begin(&self, jurisdiction: &Jurisdiction) -> Result<()>;

    /// Puts rows made from a matter's events up to `seq`. Matters that have moved on meanwhile are left as
    /// they are, since the append put newer rows; their number is returned. Works without
    /// `rebuild_begin` too, for single matters.
    ///
    /// # Errors
    /// `UniqueTaken` when two matters hold one value of a unique field: nothing of the call is put.
    async fn rebuild_put(
        &self,
        jurisdiction: &Jurisdiction,
        views: Vec<(MatterId, u64, MatterView)>,
    ) -> Result<u64>;

    /// Ends a rebuild.
    async fn rebuild_finish(&self, jurisdiction: &Jurisdiction) -> Result<()>;

    // -- beside the log -----------------------------------------------------------------------------------

    /// Writes lines into the journal.
    async fn journal_append(
        &self,
        jurisdiction: &Jurisdiction,
        entries: Vec<JournalEntry>,
        at: Timestamp,
    ) -> Result<()>;

    /// A page of the journal, newest first.
    async fn journal(
        &self,
        jurisdiction: &Jurisdiction,
        query: &JournalQuery,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<JournalRow>>;

    /// The lines of the journal by what they say: each content once, with how many lines say it.
    async fn journal_tally(
        &self,
        jurisdiction: &Jurisdiction,
        query: &JournalQuery,
    ) -> Result<Vec<(serde_json::Value, i64)>>;

    /// The oldest messages not yet delivered.
    async fn outbox_pending(&self, jurisdiction: &Jurisdiction, limit: u32) -> Result<Vec<OutboxRow>>;

    /// Marks messages as delivered; gives how many were pending.
    async fn outbox_delivered(
        &self,
        jurisdiction: &Jurisdiction,
        ids: &[String],
        at: Timestamp,
    ) -> Result<u64>;

    /// Keeps a file under its SHA-256.
    ///
    /// # Errors
    /// `Invalid` for a file of more than 64 MiB.
    async fn blob_put(&self, jurisdiction: &Jurisdiction, bytes: Vec<u8>) -> Result<Digest>;

    /// A file by its SHA-256.
    ///
    /// # Errors
    /// `Corrupt` when the kept bytes have another digest.
    async fn blob_get(&self, jurisdiction: &Jurisdiction, digest: Digest) -> Result<Option<Vec<u8>>>;

    /// Writes a record; gives its new version.
    ///
    /// # Errors
    /// `RecordConflict` when it is not at the expected version. An expired record counts as absent.
    async fn record_put(&self, jurisdiction: &Jurisdiction, record: NewRecord, now: Timestamp)
    -> Result<u64>;

    /// A record, unless it has expired.
    async fn record_get(
        &self,
        jurisdiction: &Jurisdiction,
        collection: &str,
        id: &str,
        now: Timestamp,
    ) -> Result<Option<Record>>;

    /// The records of a collection after one, in the order of their ids.
    async fn record_list(
        &self,
        jurisdiction: &Jurisdiction,
        collection: &str,
        after: Option<&str>,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<Record>>;

    /// The records of a collection whose ids begin with a prefix, in the order of their ids.
    async fn records_below(
        &self,
        jurisdiction: &Jurisdiction,
        collection: &str,
        prefix: &str,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<Record>>;

    /// How many records a collection has; counted no further than `most`.
    async fn record_count(
        &self,
        jurisdiction: &Jurisdiction,
        collection: &str,
        most: u32,
        now: Timestamp,
    ) -> Result<u64>;

    /// Deletes a record; tells whether there was one.
    async fn record_delete(&self, jurisdiction: &Jurisdiction, collection: &str, id: &str) -> Result<bool>;

    /// Deletes all expired records; gives their number.
    async fn records_expire(&self, jurisdiction: &Jurisdiction, now: Timestamp) -> Result<u64>;

    // -- running it ---------------------------------------------------------------------------------------

    /// How much a jurisdiction holds.
    async fn stats(&self, jurisdiction: &Jurisdiction) -> Result<Stats>;

    /// Whether the store works.
    async fn health(&self) -> Result<Health>;

    /// Writes everything except the read tables into a file that any engine can restore from: one
    /// consistent moment, while the store goes on working.
    async fn backup(&self, to: &Path, progress: Progress<'_>) -> Result<BackupReport>;

    /// Fills an empty store from a backup file, whole or not at all. The read tables are rebuilt afterwards.
    ///
    /// # Errors
    /// `Invalid` when the store is not empty; `Corrupt` when the file is not whole.
    async fn restore(&self, from: &Path, progress: Progress<'_>) -> Result<BackupReport>;
}
