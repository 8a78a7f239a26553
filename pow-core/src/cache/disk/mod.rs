//! The store in a folder on this machine's disk, for applications of one process.
//!
//! Every entry is in memory too, so reading costs what it costs in the memory store. One thread writes: it takes what is
//! waiting, decides in order what each call does, makes all of it durable by one sync, shows it to readers, and
//! only then lets the callers go on.

mod birth;
mod engine;
mod guard;
mod hold;
mod mark;
mod sum;
mod writer;

use std::{
    fs::File,
    path::Path,
    sync::{Arc, OnceLock},
    thread,
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};

use self::{
    engine::Engine,
    writer::{Answer, Job, Op, Writer},
};
use super::{CacheStore, Key, KeyPage, MemoryCache, MemoryLimits, VisitPair};
use crate::{Clock, Error, clock::SystemClock};

const SERVICE: &str = "disk cache";
/// Calls that may wait for the writer; further ones are told to come back.
const QUEUE: usize = 16_384;
/// How long a call waits for the disk.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A [`CacheStore`] in a folder: it survives restarts and crashes, and needs no server.
///
/// What a call has written is on the disk when the call returns. The folder belongs to one process. All entries are
/// held in memory as well: about 400 bytes for a session.
///
/// A disk that is full or broken makes writes fail with a 503, while readers go on; when it is well again, so is the store.
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
/// What is stored opens nothing: sessions and tokens are kept as hashes. But who can write to the folder can sign in as
/// anybody: it is made for its owner alone. A folder brought back from a backup brings back what was revoked since,
/// except where the user's auth epoch was raised.
#[derive(Debug)]
pub struct DiskCache {
    memory: Arc<MemoryCache>,
    clock: Arc<dyn Clock>,
    queue: Option<mpsc::Sender<Job>>,
    thread: Option<thread::JoinHandle<()>>,
    /// Set to the cause when the folder is not as this process has left it.
    foreign: Arc<OnceLock<&'static str>>,
    /// The lock on the folder; the last that goes.
    _held: File,
}

impl DiskCache {
    /// The store in this folder, which is made if it isn't there.
    ///
    /// # Errors
    /// [`Error::Config`] when the folder can't be used: another process has it, or it is damaged. Nothing is thrown away by
    /// itself then; a damaged folder that the owner removes signs everybody out.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, Error> {
        Self::open_with(folder, Arc::new(SystemClock), MemoryLimits::default())
    }

    /// The same with another clock and other limits.
    ///
    /// # Errors
    /// As [`open`](Self::open), and when the folder holds more than the limits allow.
    pub fn open_with(folder: impl AsRef<Path>, clock: Arc<dyn Clock>, limits: MemoryLimits) -> Result<Self, Error> {
        let held = hold::hold(folder.as_ref())?;
        let memory = Arc::new(MemoryCache::new(Arc::clone(&clock), limits));
        let engine = Engine::open(folder.as_ref())?;
        engine.load(&memory, clock.now_ms())?;
        let writer = Writer::new(engine, Arc::clone(&memory), Arc::clone(&clock));
        Self::start(held, writer, memory, clock)
    }

    fn start(held: File, writer: Writer, memory: Arc<MemoryCache>, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let foreign = writer.foreign();
        let thread = thread::Builder::new().name("pow-disk".to_owned()).spawn(move || writer.run(jobs));
        let thread = thread.map_err(|source| Error::Unavailable { service: SERVICE, source: source.into() })?;
        Ok(Self { memory, clock, queue: Some(queue), thread: Some(thread), foreign, _held: held })
    }

    /// How many entries are held, expired ones that are not yet removed included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.memory.len()
    }

    /// Is nothing held?
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

    /// Memory and disk hold the same, unless another program has changed the files.
    fn readable(&self) -> Result<&MemoryCache, Error> {
        match self.foreign.get() {
            None => Ok(&self.memory),
            Some(cause) => Err(Error::Unavailable { service: SERVICE, source: (*cause).into() }),
        }
    }

    fn expires(&self, ttl: Option<Duration>) -> i64 {
        super::memory::expires(self.clock.now_ms(), ttl)
    }
}

#[async_trait]
impl CacheStore for DiskCache {
    async fn put(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<(), Error> {
        let op = Op::Put { key: key.clone(), value, expires: self.expires(ttl) };
        self.call(op).await.map(|_| ())
    }

    async fn get(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.readable()?.get(key).await
    }

    fn visit_pair(&self, keys: [&Key; 2], visit: &mut VisitPair<'_>) -> bool {
        // Who is sent to `get_many` gets the error there.
        self.readable().is_ok_and(|memory| memory.visit_pair(keys, visit))
    }

    async fn take(&self, key: &Key) -> Result<Option<Bytes>, Error> {
        self.call(Op::Take { key: key.clone() }).await.map(|answer| answer.value)
    }

    async fn put_if_absent(&self, key: &Key, value: Bytes, ttl: Option<Duration>) -> Result<bool, Error> {
        let op = Op::Add { key: key.clone(), value, expires: self.expires(ttl) };
        self.call(op).await.map(|answer| answer.done)
    }

    async fn compare_and_swap(
        &self,
        key: &Key,
        expected: &[u8],
        new: Bytes,
        ttl: Option<Duration>,
    ) -> Result<bool, Error> {
        let expected = Bytes::copy_from_slice(expected);
        let op = Op::Swap { key: key.clone(), expected, value: new, expires: self.expires(ttl) };
        self.call(op).await.map(|answer| answer.done)
    }

    async fn delete(&self, key: &Key) -> Result<bool, Error> {
        self.call(Op::Take { key: key.clone() }).await.map(|answer| answer.done)
    }

    async fn scan(&self, prefix: &Key) -> Result<Vec<(Key, Bytes)>, Error> {
        self.readable()?.scan(prefix).await
    }

    async fn scan_keys(&self, prefix: &Key, after: Option<&[u8]>, limit: usize) -> Result<KeyPage, Error> {
        self.readable()?.scan_keys(prefix, after, limit).await
    }

    async fn sweep(&self) -> Result<usize, Error> {
        // Group by group: whoever writes meanwhile must not wait for all of it.
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
