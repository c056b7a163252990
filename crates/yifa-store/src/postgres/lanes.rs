//! The write path: one lane for each jurisdiction. Whatever waits in a lane is kept in one transaction.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use deadpool_postgres::Pool;
use tokio::sync::oneshot;

use super::convert::{certainly_undone, failed};
use super::{open, transaction};
use crate::error::{FaultKind, Result, StoreError};
use crate::id::Jurisdiction;
use crate::plan::{Done, Work};

/// Most pieces of work kept in one transaction.
const GROUP: usize = 128;

/// How often a piece is tried when another process was in its way.
const TRIES: usize = 3;

struct Waiting {
    work: Work,
    reply: oneshot::Sender<Result<Done>>,
}

/// A lane is there as long as somebody works it off.
type Queues = Arc<Mutex<HashMap<Jurisdiction, VecDeque<Waiting>>>>;

pub(super) struct Lanes {
    pool: Pool,
    queues: Queues,
}

impl Lanes {
    pub(super) fn new(pool: Pool) -> Self {
        Self { pool, queues: Queues::default() }
    }

    /// Has a piece of work kept; returns once it is durable.
    pub(super) async fn keep(&self, work: Work) -> Result<Done> {
        let (reply, answer) = oneshot::channel();
        let jurisdiction = work.jurisdiction().clone();
        let waiting = Waiting { work, reply };
        let idle = {
            let mut queues = lock(&self.queues);
            let idle = !queues.contains_key(&jurisdiction);
            queues.entry(jurisdiction.clone()).or_default().push_back(waiting);
            idle
        };
        if idle {
            let lane = Lane { queues: Arc::clone(&self.queues), jurisdiction, closed: false };
            tokio::spawn(work_off(self.pool.clone(), lane));
        }
        answer.await.map_err(|_| StoreError::fault(FaultKind::Unavailable, "the writer has stopped"))?
    }
}

fn lock(queues: &Queues) -> MutexGuard<'_, HashMap<Jurisdiction, VecDeque<Waiting>>> {
    queues.lock().unwrap_or_else(PoisonError::into_inner)
}

/// However the work on a lane ends, nobody is left waiting in it.
struct Lane {
    queues: Queues,
    jurisdiction: Jurisdiction,
    closed: bool,
}

impl Drop for Lane {
    fn drop(&mut self) {
        if !self.closed {
            lock(&self.queues).remove(&self.jurisdiction);
        }
    }
}

impl Lane {
    /// The next group. When nobody waits, closes the lane in the same breath and gives none.
    fn next(&mut self) -> Vec<Waiting> {
        let mut queues = lock(&self.queues);
        let queue = queues.get_mut(&self.jurisdiction).filter(|queue| !queue.is_empty());
        let Some(queue) = queue else {
            queues.remove(&self.jurisdiction);
            self.closed = true;
            return Vec::new();
        };
        let count = queue.len().min(GROUP);
        queue.drain(..count).collect()
    }
}

async fn work_off(pool: Pool, mut lane: Lane) {
    loop {
        let group = lane.next();
        if group.is_empty() {
            return;
        }
        let (works, replies): (Vec<Work>, Vec<_>) =
            group.into_iter().map(|waiting| (waiting.work, waiting.reply)).unzip();
        let verdicts = keep_group(&pool, &works).await;
        for (reply, verdict) in replies.into_iter().zip(verdicts) {
            // A caller that has gone away does not want to know.
            drop(reply.send(verdict));
        }
    }
}

async fn keep_group(pool: &Pool, works: &[Work]) -> Vec<Result<Done>> {
    match attempt(pool, works).await {
        Ok(verdicts) => verdicts,
        Err(fault) if certainly_undone(&fault) => {
            tracing::warn!(%fault, pieces = works.len(), "a group of writes failed; trying them one by one");
            let mut verdicts = Vec::with_capacity(works.len());
            for work in works {
                verdicts.push(keep_one(pool, work).await);
            }
            verdicts
        }
        Err(fault) => works.iter().map(|_| Err(fault.clone())).collect(),
    }
}

async fn keep_one(pool: &Pool, work: &Work) -> Result<Done> {
    let mut tries = 0;
    loop {
        tries += 1;
        match attempt(pool, std::slice::from_ref(work)).await {
            Ok(verdicts) => {
                let lost = || Err(StoreError::fault(FaultKind::Engine, "writing"));
                return verdicts.into_iter().next().unwrap_or_else(lost);
            }
            Err(fault) if tries < TRIES && certainly_undone(&fault) => {}
            Err(fault) => return Err(fault),
        }
    }
}

async fn attempt(pool: &Pool, works: &[Work]) -> Result<Vec<Result<Done>>> {
    let mut client = open::client(pool).await?;
    let begun = client.transaction().await.map_err(failed("writing"))?;
    transaction::commit(begun, works).await
}
