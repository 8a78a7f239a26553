//! The threads that hash.
//!
//! Hashing a password keeps a core busy for some 10 to 50 ms. On the async threads it would stop every other request;
//! on a general pool of blocking threads hundreds of sign-ins at once would take a core each and gigabytes of memory.
//! So there is one thread a core, each with one reused buffer, at the lowest priority (on Linux and Android), behind a
//! bounded queue. What does not fit is answered by [`Error::Busy`], a 503 with `Retry-After`.

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

use super::{Memory, refused};
use crate::{Error, telemetry::LogGate};

/// The longest wait that a client is told, whatever the queue's length.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(60);

/// How many threads hash passwords, and how many jobs may wait for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolSettings {
    /// Threads. Default: one for each core.
    pub threads: usize,
    /// Jobs that may wait for each thread, beside the one being worked on. Default: 256, some 3 to 13 s of Argon2id at
    /// its default.
    pub queue_per_thread: usize,
    /// By how much the threads yield to others, as with `nice`: 0 (not at all) to 19, the default. Linux and Android.
    pub niceness: u8,
}

impl Default for PoolSettings {
    fn default() -> Self {
        let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self { threads, queue_per_thread: 256, niceness: 19 }
    }
}

impl PoolSettings {
    /// Jobs that may wait in all.
    fn queue(self) -> usize {
        self.queue_per_thread.saturating_mul(self.threads)
    }
}

/// The pool. Its threads end when it is dropped; jobs that still wait are then dropped too.
#[derive(Debug)]
pub struct Pool {
    shared: Arc<Shared>,
}

impl Pool {
    /// Starts the threads.
    ///
    /// # Errors
    /// [`Error::Config`] if there would be no thread or no room to wait, [`Error::Other`] if the system gives no
    /// thread.
    pub fn start(settings: PoolSettings) -> Result<Self, Error> {
        if !(1..=1024).contains(&settings.threads) || settings.queue_per_thread == 0 || settings.niceness > 19 {
            return Err(Error::Config(
                "give the hashing pool 1 to 1024 threads, a queue of at least 1 for each and a niceness of 0 to 19"
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

    /// Runs a job on one of the threads and waits for its answer. Dropping the future takes the job back if it
    /// was still waiting.
    ///
    /// # Errors
    /// [`Error::Busy`] if the queue is full, [`Error::Hash`] if the job panicked, and what the job itself answers.
    pub async fn run<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Memory) -> Result<T, Error> + Send + 'static,
    {
        let (answer, result) = oneshot::channel();
        self.shared.push(Box::new(Task { work, answer }))?;
        // The pool outlives this future, so an answer is missing only after a panic.
        result.await.unwrap_or_else(|_| Err(refused("the hasher panicked")))
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
    /// How long the last job took, in µs.
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
            // Clients that left must not keep others out.
            queue.jobs.retain(|job| !job.abandoned());
        }
        if queue.jobs.len() >= self.settings.queue() {
            let waiting = queue.jobs.len();
            if let Some(held_back) = self.full.open_now() {
                tracing::warn!(target: "pow::password::pool_full", waiting, held_back, "too many passwords to hash");
            }
            return Err(Error::Busy { retry_after: self.retry_after(waiting) });
        }
        queue.jobs.push_back(job);
        self.wake.notify_one();
        Ok(())
    }

    /// When the jobs that wait now will be done, in whole seconds.
    fn retry_after(&self, waiting: usize) -> Duration {
        let us = self.job_us.load(Ordering::Relaxed).saturating_mul(waiting as u64) / self.settings.threads as u64;
        Duration::from_secs(us.div_ceil(1_000_000)).clamp(Duration::from_secs(1), MAX_RETRY_AFTER)
    }

    /// The life of a thread.
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

    /// The next job, or `None` when the pool is gone.
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

    /// Whether the caller has stopped waiting for the answer.
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
        // A caller who left meanwhile needs no answer.
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
        tracing::debug!(target: "pow::password::priority", %error, "the hashing threads keep their priority");
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn lower_priority(_niceness: u8) {}

#[cfg(test)]
mod tests;
