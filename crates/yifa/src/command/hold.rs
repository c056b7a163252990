//! One server for one embedded store. Two would both keep it whole, but each would answer from what it knew of the city's
//! bodies, and the operator meant only one. Other commands (an account, a backup) work beside it.

use std::fs::{File, TryLockError};
use std::path::PathBuf;

use crate::answer::Failure;

/// Holds an embedded store for serving, as long as what is given lives; a store on a server of its own needs no holding.
///
/// # Errors
/// Another process serves it, or its folder cannot be written.
pub fn hold(store: &str) -> Result<Option<File>, Failure> {
    let Some(path) = store.strip_prefix("sqlite:") else { return Ok(None) };
    let path = path.split('?').next().unwrap_or(path);
    let beside = PathBuf::from(format!("{path}.serving"));
    let place = beside.display().to_string();
    let file = File::options().create(true).truncate(false).write(true).open(&beside).map_err(|error| {
        Failure::fault(error.to_string(), &place, "name a store in a folder that can be written")
    })?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(Failure::fault(
            "another process serves this store already",
            store,
            "stop it first, or give this one another store with --store; several servers need postgres://",
        )),
        Err(TryLockError::Error(error)) => Err(Failure::fault(error.to_string(), &place, "check the disk")),
    }
}
