//! Every "no" of the store, as one typed enum.
//!
//! A caller can act on the first group (somebody was faster, a number is taken); a [`Fault`] is for the
//! operator: the machine failed, and the fault names what was being done and why it failed.

use std::fmt;
use std::sync::Arc;

use crate::id::MatterId;

/// What a store operation gives.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Why the store did not do what it was asked. Nothing of the refused work was written.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The matter has moved on since the caller read it: read it again and decide again.
    #[error("matter {matter} stands at event {found}, not at {expected}")]
    Conflict {
        /// The matter.
        matter: MatterId,
        /// The event number that the caller had read; 0 means "does not exist yet".
        expected: u64,
        /// The event number at which the matter stands.
        found: u64,
    },
    /// The number of a gapless series was taken by someone else: take `next`.
    #[error("the number is taken; the next of series \"{series}\" is {next}")]
    ClaimTaken {
        /// The series, such as a document number's prefix and year.
        series: String,
        /// The value that would be granted now.
        next: u64,
    },
    /// Another matter already holds this value of a unique field.
    #[error("{procedure}.{field} \"{value}\" belongs to matter {matter}")]
    UniqueTaken {
        /// The procedure that declares the field unique.
        procedure: String,
        /// The field.
        field: String,
        /// The value asked for.
        value: String,
        /// The matter that holds it.
        matter: MatterId,
    },
    /// The idempotency key was used before, for another command.
    #[error("idempotency key \"{key}\" was used for another command")]
    IdempotencyMismatch {
        /// The key.
        key: String,
    },
    /// A record was changed by someone else since the caller read it.
    #[error("record {collection}/{id} is at version {found}, not {expected}")]
    RecordConflict {
        /// The collection.
        collection: String,
        /// The record.
        id: String,
        /// The version that the caller had read; 0 means "does not exist yet".
        expected: u64,
        /// The version that is stored; 0 when there is none.
        found: u64,
    },
    /// What was to be changed or read does not exist.
    #[error("{0} does not exist")]
    NotFound(String),
    /// The request itself is wrong and will never succeed.
    #[error("{what}: {why}")]
    Invalid {
        /// What is wrong, as the caller wrote it.
        what: String,
        /// What would be right.
        why: String,
    },
    /// The machine failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// The kinds of failure that an operator treats differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// The store can be read but not written.
    ReadOnly,
    /// No room is left on the medium, or the store's size limit is reached.
    Full,
    /// Somebody else held a lock, or all connections were in use, for too long: try again.
    Busy,
    /// Stored bytes are not what was written.
    Corrupt,
    /// The store cannot be reached or opened. Whether the last batch was kept is unknown: repeat it
    /// with the same idempotency key.
    Unavailable,
    /// The store was written by a newer program.
    Newer,
    /// The file or database belongs to another program.
    Foreign,
    /// Anything else the engine reported.
    Engine,
}

impl FaultKind {
    const fn words(self) -> &'static str {
        match self {
            Self::ReadOnly => "the store is read-only",
            Self::Full => "the store is full",
            Self::Busy => "the store is busy",
            Self::Corrupt => "stored data is damaged",
            Self::Unavailable => "the store cannot be reached",
            Self::Newer => "the store was written by a newer program",
            Self::Foreign => "this is not a Yifa store",
            Self::Engine => "the database engine reported an error",
        }
    }
}

/// A failure of the machine: its kind, what was being done, and the engine's own words.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The kind.
    pub kind: FaultKind,
    /// What was being done or what was found.
    pub doing: String,
    /// The engine's error, when there is one.
    pub cause: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.kind.words(), self.doing)?;
        // An engine may say no more than "error connecting" itself: what lies below says why.
        let mut cause = std::error::Error::source(self);
        let mut said = String::new();
        while let Some(one) = cause {
            let text = one.to_string();
            if !said.ends_with(&text) {
                write!(f, ": {text}")?;
            }
            said = text;
            cause = one.source();
        }
        Ok(())
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| &**cause as &(dyn std::error::Error + 'static))
    }
}

impl StoreError {
    /// The kind of fault, when this is one.
    #[must_use]
    pub fn fault_kind(&self) -> Option<FaultKind> {
        match self {
            Self::Fault(fault) => Some(fault.kind),
            _ => None,
        }
    }

    pub(crate) fn invalid(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self::Invalid { what: what.into(), why: why.into() }
    }

    pub(crate) fn fault(kind: FaultKind, doing: impl Into<String>) -> Self {
        Self::Fault(Fault { kind, doing: doing.into(), cause: None })
    }

    pub(crate) fn caused(
        kind: FaultKind,
        doing: impl Into<String>,
        cause: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        Self::Fault(Fault { kind, doing: doing.into(), cause: Some(Arc::new(cause)) })
    }

    pub(crate) fn corrupt(what: impl Into<String>) -> Self {
        Self::fault(FaultKind::Corrupt, what)
    }
}
