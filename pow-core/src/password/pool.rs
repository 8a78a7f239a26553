//! The threads that hash passwords.
//!
//! Hashing a password keeps a core busy for 10 to 50 ms. On the async threads it would block every other request. On a
//! general pool of blocking threads, hundreds of sign-ins at once would use all cores and gigabytes of memory.
//!
//! This pool has one thread per core, each with a reusable buffer, at the lowest priority (on Linux and Android). Its queue
//! is bounded. If the queue is full, the answer is [`Error::Busy`], a 503 with `Retry-After`.

use std::{
    collections::VecDeque,
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use tokio::sync::oneshot;

use super::{Memory, hash_error};
use crate::{Error, telemetry::LogGate};

/// The maximum of `Retry-After`, whatever the length of the queue.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(60);

/// The number of hashing threads, and the length of their queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolSettings {
    /// The number of threads that hash passwords. Default: one per core.
    pub threads: usize,
    /// How many passwords may wait for each thread, besides the one that it hashes. Default: 256, which take about 3 to 13 s with
    /// Argon2id at its default cost.
    pub queue_per_thread: usize,
    /// The niceness of the threads, from 0 (normal priority) to 19 (lowest priority). It has an effect only on Linux and Android.
    /// Default: 19.
    pub niceness: u8,
}

impl Default for PoolSettings {
    fn default() -> Self {
        let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self { threads, queue_per_thread: 256, niceness: 19 }
    }
}

impl PoolSettings {
    /// Returns how many jobs may wait in total.
    fn queue(self) -> usize {
        self.queue_per_thread.saturating_mul(self.threads)
    }
}

/// A pool of hashing threads. When it is dropped, its threads end and the waiting jobs are discarded.
#[derive(Debug)]
pub struct Pool {
    shared: Arc<Shared>,
}

impl Pool {
    /// Starts the threads.
    ///
    /// # Errors
    /// [`Error::Config`] if a setting is out of range, [`Error::Other`] if the operating system can't create a thread.
    pub fn start(settings: PoolSettings) -> Result<Self, Error> {
        if !(1..=1024).contains(&settings.threads) || settings.queue_per_thread == 0 || settings.niceness > 19 {
            return Err(Error::Config(
                "the hashing pool is misconfigured: set 1 to 1024 threads, a queue of at least 1 and a niceness of 0 to 19"
                    .to_owned(),
            ));
        }
        let pool = Self { shared: Arc::new(Shared::new(settings)) };
        for index in 0..settings.threads {
            let shared = Arc::clone(&pool.shared);
            let thread = thread::Builder::new().name(format!("pow-hash-{index}"));
            thread.spawn(move || shared.work()).map_err(Error::other)?;
        }
        Ok(pool)
    }

    /// Returns the number of jobs that wait for a thread.
    pub(crate) fn waiting(&self) -> usize {
        self.shared.queue().jobs.len()
    }

    /// Runs a job on one of the threads and waits for its result. Dropping the future cancels the job if it has not
    /// started.
    ///
    /// # Errors
    /// [`Error::Busy`] if the queue is full, [`Error::Hash`] if the job panicked, and the errors of the job.
    pub async fn run<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Memory) -> Result<T, Error> + Send + 'static,
    {
        let (answer, result) = oneshot::channel();
        self.shared.push(Box::new(Task { work, answer }))?;
        // The pool outlives this future, so the result is missing only after a panic.
        result.await.unwrap_or_else(|_| Err(hash_error("the hasher panicked")))
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let mut queue = self.shared.queue();
        queue.closed = true;
        queue.jobs.clear();
        self.shared.wake.notify_all();
    }
}

#[derive(Debug)]
struct Shared {
    settings: PoolSettings,
    queue: Mutex<Queue>,
    wake: Condvar,
    /// The duration of the last job, in µs.
    job_us: AtomicU64,
    full: LogGate,
}

impl Shared {
    fn new(settings: PoolSettings) -> Self {
        Self {
            settings,
            queue: Mutex::default(),
            wake: Condvar::new(),
            job_us: AtomicU64::new(0),
            full: LogGate::new(),
        }
    }

    fn push(&self, job: Box<dyn Job>) -> Result<(), Error> {
        let mut queue = self.queue();
        if queue.jobs.len() >= self.settings.queue() {
            // Remove the jobs of clients that have disconnected.
            queue.jobs.retain(|job| !job.abandoned());
        }
        if queue.jobs.len() >= self.settings.queue() {
            let waiting = queue.jobs.len();
            if let Some(held_back) = self.full.open_now() {
                tracing::warn!(target: "pow::password::pool_full", waiting, held_back, "the queue of the hashing pool is full");
            }
            return Err(Error::Busy { retry_after: self.retry_after(waiting) });
        }
        queue.jobs.push_back(job);
        self.wake.notify_one();
        Ok(())
    }

    /// Estimates when the waiting jobs will be done, in whole seconds.
    fn retry_after(&self, waiting: usize) -> Duration {
        let us = self.job_us.load(Ordering::Relaxed).saturating_mul(waiting as u64) / self.settings.threads as u64;
        Duration::from_secs(us.div_ceil(1_000_000)).clamp(Duration::from_secs(1), MAX_RETRY_AFTER)
    }

    /// The main loop of a thread.
    fn work(&self) {
        lower_priority(self.settings.niceness);
        let mut memory = Memory::new();
        while let Some(job) = self.next() {
            if job.abandoned() {
                continue;
            }
            let started = Instant::now();
            if catch_unwind(AssertUnwindSafe(|| job.run(&mut memory))).is_err() {
                memory = Memory::new();
            }
            self.job_us.store(u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
        }
    }

    /// Waits for the next job. Returns `None` after the pool was dropped.
    fn next(&self) -> Option<Box<dyn Job>> {
        let waiting = |queue: &mut Queue| !queue.closed && queue.jobs.is_empty();
        let mut queue = self.wake.wait_while(self.queue(), waiting).unwrap_or_else(PoisonError::into_inner);
        queue.jobs.pop_front()
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Box<dyn Job>>,
    closed: bool,
}

impl std::fmt::Debug for Queue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Queue").field("waiting", &self.jobs.len()).finish_non_exhaustive()
    }
}

trait Job: Send {
    fn run(self: Box<Self>, memory: &mut Memory);

    /// Whether the caller has stopped waiting for the result.
    fn abandoned(&self) -> bool;
}

struct Task<F, T> {
    work: F,
    answer: oneshot::Sender<Result<T, Error>>,
}

impl<T, F> Job for Task<F, T>
where
    T: Send,
    F: FnOnce(&mut Memory) -> Result<T, Error> + Send,
{
    fn run(self: Box<Self>, memory: &mut Memory) {
        let Self { work, answer } = *self;
        // The caller may have stopped waiting.
        let _ = answer.send(work(memory));
    }

    fn abandoned(&self) -> bool {
        self.answer.is_closed()
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn lower_priority(niceness: u8) {
    // On Linux the niceness belongs to the thread, not to the process.
    if let Err(error) = rustix::process::setpriority_process(Some(rustix::thread::gettid()), i32::from(niceness)) {
        tracing::debug!(target: "pow::password::priority", %error, "could not lower the priority of a hashing thread");
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn lower_priority(_niceness: u8) {}

#[cfg(test)]
mod tests;
