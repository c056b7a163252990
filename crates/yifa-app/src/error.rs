//! Owns what can go wrong for a use case: the law says no, the caller may not, nothing is there, or the machine failed.

use yifa_kernel::refusal::Refusal;
use yifa_store::StoreError;

use crate::sheet::SheetFault;

/// A use case's outcome.
pub type Result<T, E = AppError> = std::result::Result<T, E>;

/// Why a use case did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The law says no.
    #[error("refused: {}", .0.code())]
    Refused(Box<Refusal>),
    /// The caller may not see or do this.
    #[error("not allowed")]
    Forbidden,
    /// There is no such thing.
    #[error("{0} does not exist")]
    NotFound(String),
    /// What was given cannot be used; the message says what and why.
    #[error("{what}: {why}")]
    Invalid {
        /// What.
        what: String,
        /// Why.
        why: String,
    },
    /// A sheet that was handed over cannot be used.
    #[error(transparent)]
    Sheet(#[from] SheetFault),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
    /// What is in the store cannot be understood by this program.
    #[error("event {seq} of matter {matter}: {why}")]
    Unreadable {
        /// The matter.
        matter: String,
        /// The event.
        seq: u64,
        /// Why.
        why: String,
    },
    /// What is being sent cannot wait in the temporary folder.
    #[error("the temporary folder: {0}")]
    Temporary(#[from] std::io::Error),
    /// A paper cannot be made.
    #[error(transparent)]
    Paper(#[from] yifa_documents::DocumentFault),
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound(what) => Self::NotFound(what),
            // Whoever asked has to ask otherwise: nothing failed.
            StoreError::Invalid { what, why } => Self::Invalid { what, why },
            other => Self::Store(other),
        }
    }
}

impl AppError {
    /// Something given that cannot be used.
    pub fn invalid(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self::Invalid { what: what.into(), why: why.into() }
    }
}
