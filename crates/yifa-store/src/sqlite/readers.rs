//! Connections for reading. They never wait for the writer and never write.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use super::open::Place;
use crate::error::{FaultKind, Result, StoreError};

pub(super) struct Readers {
    place: Place,
    /// As many as have ever read at the same time; each holds up to 16 MiB of pages.
    idle: Arc<Mutex<Vec<Connection>>>,
}

impl Readers {
    pub(super) fn new(place: Place) -> Self {
        Self { place, idle: Arc::default() }
    }

    /// Reads on the thread that asks. A page asks for many small things: handing each to another thread and waiting for it
    /// costs more than most of them.
    pub(super) async fn run<T>(&self, read: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        // Whoever asks for very many lets the others go on in between.
        tokio::task::coop::consume_budget().await;
        with(&self.place, &self.idle, read)
    }

    /// Reads on a thread for that alone: for whatever waits for somebody while it reads.
    pub(super) async fn run_apart<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (place, idle) = (self.place.clone(), Arc::clone(&self.idle));
        let reading = tokio::task::spawn_blocking(move || with(&place, &idle, read));
        reading.await.map_err(|cause| StoreError::caused(FaultKind::Engine, "reading", cause))?
    }
}

/// Reads on a connection of its own. One on which reading broke off with a panic is not used again.
fn with<T>(
    place: &Place,
    idle: &Mutex<Vec<Connection>>,
    read: impl FnOnce(&Connection) -> Result<T>,
) -> Result<T> {
    let kept = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let connection = kept.map_or_else(|| place.reader(), Ok)?;
    let found = read(&connection);
    idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    found
}
