//! Connections for reading. They never wait for the writer and never write.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::open::Place;
use crate::error::{FaultKind, Result, StoreError};

/// Readers at work at the same time; each holds up to 16 MiB of pages.
const READERS: usize = 4;

pub(super) struct Readers {
    place: Place,
    idle: Arc<Mutex<Vec<Connection>>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn new(place: Place) -> Self {
        Self { place, idle: Arc::default(), permits: Arc::new(Semaphore::new(READERS)) }
    }

    /// Runs something on a connection of its own, away from the asynchronous threads.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let gone = |_| StoreError::fault(FaultKind::Unavailable, "reading");
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| gone(()))?;
        let idle = Arc::clone(&self.idle);
        let place = self.place.clone();
        let reading = tokio::task::spawn_blocking(move || {
            let kept = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let connection = kept.map_or_else(|| place.reader(), Ok)?;
            let found = read(&connection);
            idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            drop(permit);
            found
        });
        reading.await.map_err(|cause| StoreError::caused(FaultKind::Engine, "reading", cause))?
    }
}
