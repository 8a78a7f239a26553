//! The store in a folder on this machine's disk, for applications of one process.
//!
//! All entries are also in memory, so a read costs the same as in the memory store. One thread writes: it collects the
//! waiting calls, decides their results in order, commits the changes to an SQLite file as one transaction, makes them
//! visible to readers, and only then acknowledges the calls.

mod error;
mod file;
mod plan;
#[cfg(test)]
mod tests;
mod writer;

use std::{
    path::Path,
    sync::Arc,
    thread::{self, JoinHandle},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::future::try_join_all;
use tokio::sync::{mpsc, oneshot};

use self::{
    file::DatabaseFile,
    plan::{Answer, Condition, Op},
    writer::{Job, Writer},
};
use super::{CacheStore, Key, KeyPage, MemoryCache, MemoryLimits, VisitPair, Write};
use crate::{Clock, Error, clock::SystemClock};

const SERVICE: &str = "disk cache";
/// The maximum number of calls that wait for the writer. Further calls fail as busy.
const QUEUE: usize = 16_384;
/// How long a call waits for the disk.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A [`CacheStore`] in a folder: it survives restarts and crashes, and needs no server.
///
/// A write is on the disk when its call returns. The folder belongs to one process. All entries are held in memory as
/// well: about 400 bytes for a session.
///
/// If the disk is full or fails, writes return an error, but reads still work. Writes succeed again as soon as the disk
/// works.
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # let path = folder.path().join("sessions");
/// use pow_core::{Config, cache::DiskCache};
///
/// let config = Config { cache: DiskCache::open(&path)?.into(), ..Config::default() };
/// # Ok::<(), pow_core::Error>(())
/// ```
///
/// # Security
/// The stored values give no access, because sessions and tokens are stored as hashes. A user of the machine who can write
/// to the folder can sign in as any user, so a new folder is accessible to its owner only. In a folder that is restored
/// from a backup, sessions that were revoked after the backup are valid again, except those of users whose auth epoch was
/// raised.
#[derive(Debug)]
pub struct DiskCache {
    memory: Arc<MemoryCache>,
    clock: Arc<dyn Clock>,
    queue: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl DiskCache {
    /// Opens the store in this folder, which is created if it is missing.
    ///
    /// # Errors
    /// [`Error::Config`] if the folder can't be used, another process uses it, or the file in it is corrupt. A corrupt
    /// file is kept. Moving it away signs all users out.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, Error> {
        Self::open_with(folder, Arc::new(SystemClock), MemoryLimits::default())
    }

    /// Like [`open`](Self::open), with another clock and other limits.
    ///
    /// # Errors
    /// Those of [`open`](Self::open), and [`Error::Config`] if the folder holds more entries than the limits allow.
    pub fn open_with(folder: impl AsRef<Path>, clock: Arc<dyn Clock>, limits: MemoryLimits) -> Result<Self, Error> {
        let memory = Arc::new(MemoryCache::new(Arc::clone(&clock), limits));
        let mut file = DatabaseFile::open(folder.as_ref())?;
        file.load(&memory, clock.now_ms())?;
        let writer = Writer::new(file, Arc::clone(&memory), Arc::clone(&clock));
        let (queue, jobs) = mpsc::channel(QUEUE);
        let thread = thread::Builder::new().name("pow-disk".to_owned()).spawn(move || writer.run(jobs));
        let thread = thread.map_err(|source| Error::Unavailable { service: SERVICE, source: source.into() })?;
        Ok(Self { memory, clock, queue: Some(queue), thread: Some(thread) })
    }

    /// Returns the number of entries, including expired ones that are not yet removed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.memory.len()
    }

    /// Returns whether the store holds no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.memory.is_empty()
    }

    async fn call(&self, op: Op) -> Result<Answer, Error> {
        let (reply, answer) = oneshot::channel();
        let queue = self.queue.as_ref().ok_or_else(stopped)?;
        queue.try_send(Job { op, reply }).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => Error::Busy { retry_after: Duration::from_secs(1) },
            mpsc::error::TrySendError::Closed(_) => stopped(),
        })?;
        match tokio::time::timeout(TIMEOUT, answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(stopped()),
            Err(_) => Err(Error::Unavailable { service: SERVICE, source: "the disk does not answer".into() }),
        }
    }

    async fn write(&self, key: &Key, value: Bytes, ttl: Option<Duration>, condition: Condition) -> Result<bool, Error> {
        let expires = super::memory::expires(self.clock.now_ms(), ttl);
        Ok(self.call(Op::Write { key: key.clone(), value, expires, condition }).await?.done)
    }
}

#[async_trait]
impl CacheStore for DiskCache {
    async fn put(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<(), Error> {
        self.write(key, value, ttl, Condition::Always).await.map(|_| ())
    }

    async fn get(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.memory.get(key).await
    }

    fn visit_pair(&self, keys: [&Key; 2], visit: &mut VisitPair<'_>) -> bool {
        self.memory.visit_pair(keys, visit)
    }

    async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        Ok(self.call(Op::Take { key: key.clone() }).await?.value)
    }

    async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        self.write(key, value, ttl, Condition::Absent).await
    }

    async fn compare_and_swap(
        &self,
        key: &Key,
        expected: &[u8],
        new: Bytes,
        ttl: Option<Duration>,
    ) -> Result<bool, Error> {
        self.write(key, new, ttl, Condition::Equals(Bytes::copy_from_slice(expected))).await
    }

    async fn delete(&self, key: &Key) -> Result<bool, Error> {
        Ok(self.call(Op::Take { key: key.clone() }).await?.done)
    }

    /// The writer commits all calls that wait at the same time as one transaction.
    async fn write_many(&self, writes: &[Write]) -> Result<Vec<bool>, Error> {
        try_join_all(writes.iter().map(|write| write.apply(self))).await
    }

    async fn scan(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error> {
        self.memory.scan(prefix).await
    }

    async fn scan_keys(&self, prefix: &Key, after: Option<&[u8]>, limit: usize) -> Result<KeyPage, Error> {
        self.memory.scan_keys(prefix, after, limit).await
    }

    async fn sweep(&self) -> Result<usize, Error> {
        // Group by group, so that other writes don't wait for the whole sweep.
        let mut removed = 0;
        loop {
            let some = self.call(Op::Sweep).await?.removed;
            removed += some;
            if some < writer::GROUP {
                return Ok(removed);
            }
        }
    }
}

impl Drop for DiskCache {
    /// Waits for the writer, so that the folder is free afterwards.
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn stopped() -> Error {
    Error::Unavailable { service: SERVICE, source: "its writer has stopped".into() }
}
