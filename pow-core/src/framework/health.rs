//! The health of a set-up: whether it can answer requests.
//!
//! [`Pow::health`] asks the database and the cache store. The extension `health` answers a load balancer by it.

use std::{future::Future, sync::atomic::Ordering, time::Duration};

use futures_util::future::join3;

use crate::{DateTime, Error, cache::Key, extension::Job, outbox::Backlog, pow::Pow, store::PoolStatus};

/// How long a check may take. After that, the checked part counts as unavailable.
pub const TIME_OUT: Duration = Duration::from_secs(2);

/// The report of [`Pow::health`].
///
/// # Security
/// An error can name servers and tables. Show it to operators only.
#[derive(Debug)]
#[non_exhaustive]
pub struct Health {
    /// Whether the database answers.
    pub database: Result<(), Error>,
    /// Whether the tables have what the core and the extensions need. `Ok` if the database is unavailable.
    pub schema: Result<(), Error>,
    /// Whether the cache store answers.
    pub cache: Result<(), Error>,
    /// The messages in the outbox. `None` if there is no outbox, or if it can't be read.
    pub outbox: Option<Backlog>,
    /// The connections to the database, if the store counts them.
    pub connections: Option<PoolStatus>,
    /// The number of passwords that wait for a hashing thread.
    pub waiting_hashes: usize,
    /// The periodic work.
    pub jobs: Vec<JobHealth>,
    /// Whether the process is about to end: see [`Pow::begin_shutdown`].
    pub is_shutting_down: bool,
}

/// The state of one job of the periodic work, as this process knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct JobHealth {
    /// The job's name in the log, such as `invitation/sweep`.
    pub name: String,
    /// The job's interval.
    pub every: Duration,
    /// When the job was last due in this process. Another node may have done the work. `None` if the job was not due yet, or if
    /// there is no ticker.
    pub turned_at: Option<DateTime>,
    /// When this process last completed the job.
    pub done_at: Option<DateTime>,
}

impl Health {
    /// Whether requests should be sent to this process: it isn't shutting down, and every part answers. Waiting mails and late
    /// periodic work don't count, because another process can't do better.
    pub fn is_ready(&self) -> bool {
        !self.is_shutting_down && self.failures().next().is_none()
    }

    /// Returns the failed parts, each with its name: `database`, `schema` or `cache`.
    pub fn failures(&self) -> impl Iterator<Item = (&'static str, &Error)> {
        let parts = [("database", &self.database), ("schema", &self.schema), ("cache", &self.cache)];
        parts.into_iter().filter_map(|(name, part)| Some((name, part.as_ref().err()?)))
    }
}

impl Pow {
    /// Checks the database and the cache store concurrently, and returns after [`health::TIME_OUT`](TIME_OUT) at the latest.
    ///
    /// If the pool has no free connection in that time, the database counts as unavailable. Each call compares the schema,
    /// which costs some queries of the database's catalog. Don't call this method more often than once a second.
    ///
    /// ```no_run
    /// # async fn report(pow: pow_core::Pow) {
    /// let health = pow.health().await;
    /// for (part, error) in health.failures() {
    ///     println!("{part}: {error}");
    /// }
    /// if let Some(age) = health.outbox.and_then(|outbox| outbox.oldest) {
    ///     println!("the oldest mail has waited for {} s", age.as_secs());
    /// }
    /// # }
    /// ```
    pub async fn health(&self) -> Health {
        // Read before the checks take connections themselves.
        let connections = self.store().pool_status();
        let verified = within("database", self.store().verify(self.tenant(), self.schema()));
        let key = Key::new("pow").name("health");
        let cached = within("cache store", self.cache().get(&key));
        let counted = within("database", async {
            match self.outbox() {
                Some(outbox) => outbox.backlog().await.map(Some),
                None => Ok(None),
            }
        });
        let (verified, cached, counted) = join3(verified, cached, counted).await;
        let (database, schema) = match verified {
            Err(error @ Error::Config(_)) => (Ok(()), Err(error)),
            answer => (answer, Ok(())),
        };
        Health {
            database,
            schema,
            cache: cached.map(drop),
            outbox: counted.unwrap_or_default(),
            connections,
            waiting_hashes: self.passwords().waiting(),
            jobs: self.jobs().iter().map(JobHealth::of).collect(),
            is_shutting_down: self.is_shutting_down(),
        }
    }
}

impl JobHealth {
    fn of(job: &Job) -> Self {
        let at = |ms: i64| (ms > 0).then(|| DateTime::from_timestamp_millis(ms)).flatten();
        let (turn, done) = (job.runs.turn_ms.load(Ordering::Relaxed), job.runs.done_ms.load(Ordering::Relaxed));
        Self { name: job.name.clone(), every: job.every, turned_at: at(turn), done_at: at(done) }
    }
}

async fn within<T>(service: &'static str, answer: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let late = || format!("no answer within {} s", TIME_OUT.as_secs());
    let answer = tokio::time::timeout(TIME_OUT, answer).await;
    answer.unwrap_or_else(|_| Err(Error::Unavailable { service, source: late().into() }))
}
