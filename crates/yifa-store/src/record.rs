//! Small records beside the log: accounts, sessions, drafts, saved views, settings.

use jiff::Timestamp;
use serde_json::Value;

/// A record to keep.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRecord {
    /// Its collection.
    pub collection: String,
    /// Its id within the collection.
    pub id: String,
    /// Its value.
    pub value: Value,
    /// The version that the caller has read; 0: there must be none yet; `None`: whatever is there is
    /// replaced.
    pub expected_version: Option<u64>,
    /// The instant from which it no longer exists.
    pub expires_at: Option<Timestamp>,
}

/// A kept record.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its collection.
    pub collection: String,
    /// Its id within the collection.
    pub id: String,
    /// How often it has been written, from 1.
    pub version: u64,
    /// Its value.
    pub value: Value,
    /// The instant from which it no longer exists.
    pub expires_at: Option<Timestamp>,
}
