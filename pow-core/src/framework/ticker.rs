//! The one ticker for periodic work: expiry, clean-up, delivery.

use std::{panic::AssertUnwindSafe, time::Duration};

use bytes::Bytes;
use futures_util::FutureExt;

use crate::{Error, cx::Cx, extension::Job, pow::Pow, telemetry::plain};

impl Pow {
    /// Starts the periodic work on the current runtime. It stops when the returned handle is dropped.
    ///
    /// Of several nodes that share a cache, one does each piece of work once in its interval. A node takes the work by a lease
    /// in the cache, which expires after nine tenths of the interval, a tenth of a second at least. If the node dies, another one continues at its next
    /// interval. Work that takes longer than eight tenths of the interval is stopped, so two nodes don't do it at once.
    pub fn start_ticker(&self) -> Ticker {
        let jobs = self.jobs().iter().map(|job| {
            let (pow, job) = (self.clone(), job.clone());
            tokio::spawn(async move {
                let mut interval = tokio::time::interval(job.every);
                interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
                loop {
                    interval.tick().await;
                    run_in_turn(&pow, &job).await;
                }
            })
        });
        Ticker(jobs.collect())
    }

    /// Does each piece of the periodic work once, one after the other, and returns: for programs that are started by a
    /// schedule, and for tests. It takes no lease. A piece that fails is logged, as in the ticker.
    pub async fn tick(&self) {
        for job in self.jobs() {
            run(self, job).await;
        }
    }
}

/// Does the work if no other node has its lease.
async fn run_in_turn(pow: &Pow, job: &Job) {
    if job.on_each_node {
        return run(pow, job).await;
    }
    // The work ends before its lease does, also if clocks differ a little, so another node doesn't begin meanwhile.
    let lease = job.lease();
    let end = tokio::time::Instant::now() + lease * 9 / 10;
    let failure = match take_lease(pow, job, lease).await {
        Ok(false) => return,
        Ok(true) => match tokio::time::timeout_at(end, run(pow, job)).await {
            Ok(()) => return,
            Err(_) => Error::other("the work took longer than its interval, and was stopped"),
        },
        Err(error) => error,
    };
    tracing::error!(target: "pow::job::failed", job = job.name, error = %plain(&failure), "periodic work failed");
}

/// Returns whether this node may do the work. The lease is kept after the work, so that it is done once in an interval.
async fn take_lease(pow: &Pow, job: &Job, lease: Duration) -> Result<bool, Error> {
    let key = Cx::new(pow).cache().key().name("periodic").bytes(job.name.as_bytes());
    pow.cache().put_if_absent(&key, Bytes::from_static(b"taken"), Some(lease)).await
}

/// Does the work once, and what it queued if it went well. A panic is a failure of this once.
async fn run(pow: &Pow, Job { name: job, work, .. }: &Job) {
    let cx = Cx::new(pow);
    match AssertUnwindSafe(async { work(cx.clone()).await }).catch_unwind().await {
        Ok(Ok(())) => {
            cx.run_after_commit().await;
            tracing::debug!(target: "pow::job::done", job, "periodic work done");
        }
        Ok(Err(error)) => {
            cx.forget_after_commit();
            tracing::error!(target: "pow::job::failed", job, error = %plain(error), "periodic work failed");
        }
        Err(_) => {
            cx.forget_after_commit();
            tracing::error!(target: "pow::job::failed", job, "periodic work panicked");
        }
    }
}

/// Keeps the periodic work going.
#[derive(Debug)]
#[must_use = "the work stops when this is dropped"]
pub struct Ticker(Vec<tokio::task::JoinHandle<()>>);

impl Drop for Ticker {
    fn drop(&mut self) {
        for job in &self.0 {
            job.abort();
        }
    }
}
