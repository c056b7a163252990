//! Owns bytes on their way in: a little of them waits in memory, the rest in a file without a name on the disk. However many
//! large files are sent at once, one of them is in memory whole, for the moment in which it is kept.

use std::fs::File;
use std::io::{Error, Result, Seek, SeekFrom, Write};

use tokio::sync::Semaphore;
use yifa_app::city::City;
use yifa_store::Digest;

/// What waits in memory.
const WAITING: usize = 256 << 10;
/// How much of the beginning can be looked at.
const BEGINNING: usize = 4 << 10;

/// Of those that did not fit into memory, as many as are read back at once.
static AT_ONCE: Semaphore = Semaphore::const_new(1);

/// Bytes that have come so far.
#[derive(Debug, Default)]
pub(crate) struct Spool {
    beginning: Vec<u8>,
    waiting: Vec<u8>,
    disk: Option<File>,
    length: usize,
    zero: bool,
}

impl Spool {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// The disk takes no more.
    pub(crate) async fn push(&mut self, piece: &[u8]) -> Result<()> {
        self.length += piece.len();
        self.zero |= piece.contains(&0);
        let looked_at = BEGINNING.saturating_sub(self.beginning.len()).min(piece.len());
        self.beginning.extend_from_slice(&piece[..looked_at]);
        self.waiting.extend_from_slice(piece);
        if self.waiting.len() < WAITING { Ok(()) } else { self.write().await }
    }

    /// How many there are.
    pub(crate) const fn length(&self) -> usize {
        self.length
    }

    /// The first of them.
    pub(crate) fn beginning(&self) -> &[u8] {
        &self.beginning
    }

    /// Whether one of them is zero: then it is no text.
    pub(crate) const fn has_zero(&self) -> bool {
        self.zero
    }

    async fn write(&mut self) -> Result<()> {
        let (disk, mut waiting) = (self.disk.take(), std::mem::take(&mut self.waiting));
        let written = apart(move || {
            let mut disk = disk.map_or_else(tempfile::tempfile, Ok)?;
            disk.write_all(&waiting)?;
            waiting.clear();
            Ok((disk, waiting))
        });
        let (disk, waiting) = written.await?;
        self.disk = Some(disk);
        self.waiting = waiting;
        Ok(())
    }

    async fn whole(mut self) -> Result<Vec<u8>> {
        if self.disk.is_none() {
            return Ok(self.waiting);
        }
        self.write().await?;
        let (disk, length) = (self.disk, self.length);
        apart(move || {
            let mut whole = Vec::with_capacity(length);
            if let Some(mut disk) = disk {
                disk.seek(SeekFrom::Start(0))?;
                std::io::copy(&mut disk, &mut whole)?;
            }
            Ok(whole)
        })
        .await
    }

    /// Keeps them as a file of the city.
    ///
    /// # Errors
    /// The disk; the store.
    pub(crate) async fn keep(self, city: &City) -> yifa_app::Result<Digest> {
        // INVARIANT: nobody closes the semaphore.
        let _alone = match &self.disk {
            Some(_) => AT_ONCE.acquire().await.ok(),
            None => None,
        };
        let bytes = self.whole().await?;
        Ok(city.store().blob_put(city.jurisdiction(), bytes).await?)
    }
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::other)?
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn spool(pieces: &[&[u8]]) -> Spool {
        let mut spool = Spool::default();
        for piece in pieces {
            spool.push(piece).await.expect("room");
        }
        spool
    }

    #[tokio::test]
    async fn what_is_small_stays_in_memory() {
        let spool = spool(&[b"%PDF", b"-1.7"]).await;
        assert!(spool.disk.is_none() && !spool.has_zero());
        assert_eq!((spool.length(), spool.beginning()), (8, &b"%PDF-1.7"[..]));
        assert_eq!(spool.whole().await.expect("bytes"), b"%PDF-1.7");
    }

    #[tokio::test]
    async fn what_is_large_waits_on_the_disk_and_comes_back_whole() {
        let piece: Vec<u8> = (0..100_000_u32).map(|n| n.to_le_bytes()[0] | 1).collect();
        let spool = spool(&[piece.as_slice(); 50]).await;
        assert!(spool.disk.is_some() && !spool.has_zero());
        assert!(spool.waiting.capacity() <= 2 * WAITING + piece.len(), "{}", spool.waiting.capacity());
        assert_eq!((spool.length(), spool.beginning().len()), (5_000_000, BEGINNING));
        assert!(spool.whole().await.expect("bytes") == piece.repeat(50), "other bytes than were sent");
    }

    #[tokio::test]
    async fn a_zero_is_seen_wherever_it_stands() {
        let text = vec![b'a'; WAITING * 2];
        assert!(spool(&[&text, b"\0", &text]).await.has_zero());
    }
}
