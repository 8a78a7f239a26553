//! The one ticker for periodic work: expiry, clean-up, delivery.

use std::{
    panic::AssertUnwindSafe,
    pin::pin,
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use bytes::Bytes;
use futures_util::{
    FutureExt,
    future::{Either, select},
};
use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{Instant, MissedTickBehavior, interval, sleep_until, timeout_at},
};

use crate::{
    Error,
    cache::Key,
    cx::Cx,
    extension::{Job, Runs},
    pow::Pow,
    telemetry::plain,
};

impl Pow {
    /// Starts the periodic work on the current runtime. It stops when the returned handle is dropped.
    ///
    /// If several nodes share a cache, one of them does each job once per interval. It takes a lease in the cache, which
    /// expires after nine tenths of the interval, but not before a tenth of a second. If that node dies, another node does the
    /// job at its next interval. A job that takes longer than eight tenths of the interval is stopped, so that two nodes don't
    /// do it at once.
    pub fn start_ticker(&self) -> Ticker {
        let end = watch::Sender::new(None);
        let jobs = self.jobs().iter().map(|job| tokio::spawn(repeat(self.clone(), job.clone(), end.subscribe())));
        Ticker { jobs: jobs.collect(), end }
    }

    /// Does each job of the periodic work once, one after the other, and returns. Use it in programs that run on a schedule,
    /// and in tests. It takes no lease. A job that fails is logged, as in the ticker.
    pub async fn tick(&self) {
        for job in self.jobs() {
            run(self, job).await;
        }
    }
}

/// The time at which work in progress must stop. It is set when the ticker ends.
type End = watch::Receiver<Option<Instant>>;

async fn repeat(pow: Pow, job: Job, mut end: End) {
    let mut interval = interval(job.every);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        if let Either::Right(_) = select(pin!(interval.tick()), pin!(ends(&mut end))).await {
            return;
        }
        if pow.is_shutting_down() {
            return;
        }
        Runs::note(&job.runs.turn_ms, &pow);
        run_in_turn(&pow, &job, &mut end).await;
    }
}

/// Does the work if no other node has its lease.
async fn run_in_turn(pow: &Pow, job: &Job, end: &mut End) {
    if job.on_each_node {
        if let Either::Right(_) = select(pin!(run(pow, job)), pin!(has_ended(end))).await {
            tracing::info!(target: "pow::job::stopped", job = job.name, "periodic work was stopped");
        }
        return;
    }
    // The work must end before its lease, even if clocks differ a little. Otherwise another node could begin meanwhile.
    let lease = job.lease();
    let last = Instant::now() + lease * 9 / 10;
    let failure = match take_lease(pow, job, lease).await {
        Ok(false) => return,
        Ok(true) => match select(pin!(timeout_at(last, run(pow, job))), pin!(has_ended(end))).await {
            Either::Left((Ok(()), _)) => return,
            Either::Left((Err(_), _)) => Error::other("the work took longer than its interval, and was stopped"),
            Either::Right(_) => return hand_back(pow, job, last).await,
        },
        Err(error) => error,
    };
    tracing::error!(target: "pow::job::failed", job = job.name, error = %plain(&failure), "periodic work failed");
}

/// Returns whether this node may do the work. The lease is kept after the work, so that the work is done once per interval.
async fn take_lease(pow: &Pow, job: &Job, lease: Duration) -> Result<bool, Error> {
    pow.cache().put_if_absent(&lease_key(pow, job), Bytes::from_static(b"taken"), Some(lease)).await
}

/// Releases the lease of work that was stopped, so that another node can do the work. The lease still belongs to this node,
/// because it expires after `last`.
async fn hand_back(pow: &Pow, job: &Job, last: Instant) {
    let key = lease_key(pow, job);
    if let Ok(Ok(_)) = timeout_at(last, pow.cache().delete(&key)).await {
        tracing::info!(target: "pow::job::stopped", job = job.name, "periodic work was stopped; another node can do it");
    }
}

fn lease_key(pow: &Pow, job: &Job) -> Key {
    Cx::new(pow).cache().key().name("periodic").bytes(job.name.as_bytes())
}

/// Does the work once. If it succeeds, its effects after the commit run, too. A panic is logged as a failure of this run.
async fn run(pow: &Pow, Job { name: job, work, runs, .. }: &Job) {
    let cx = Cx::new(pow);
    match AssertUnwindSafe(async { work(cx.clone()).await }).catch_unwind().await {
        Ok(Ok(())) => {
            cx.run_after_commit().await;
            Runs::note(&runs.done_ms, pow);
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

impl Runs {
    fn note(at: &AtomicI64, pow: &Pow) {
        at.store(pow.clock().now_ms(), Ordering::Relaxed);
    }
}

/// Waits until the ticker ends.
async fn ends(end: &mut End) {
    if end.wait_for(Option::is_some).await.is_err() {
        // The handle was dropped, which aborts this task.
        std::future::pending::<()>().await;
    }
}

/// Waits until work must stop.
async fn has_ended(end: &mut End) {
    ends(end).await;
    let at = *end.borrow();
    if let Some(at) = at {
        sleep_until(at).await;
    }
}

/// The handle of the periodic work, which runs until the handle is dropped.
#[derive(Debug)]
#[must_use = "the work stops when this is dropped"]
pub struct Ticker {
    jobs: Vec<JoinHandle<()>>,
    end: watch::Sender<Option<Instant>>,
}

impl Ticker {
    /// Starts no more work, and waits for the work in progress. Work that takes longer than `limit` is stopped, and its lease
    /// is released, so that another node can do the work at its next interval.
    ///
    /// If the handle is dropped instead, work in progress is stopped at once, and its lease stays until it expires.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn end(pow: pow_core::Pow, ticker: pow_core::Ticker) {
    /// // After the server has stopped:
    /// ticker.finish(Duration::from_secs(5)).await;
    /// pow.flush_mails().await;
    /// # }
    /// ```
    pub async fn finish(mut self, limit: Duration) {
        self.end.send_replace(Some(Instant::now() + limit));
        for job in std::mem::take(&mut self.jobs) {
            // A task that panicked has ended, too.
            let _ = job.await;
        }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        for job in &self.jobs {
            job.abort();
        }
    }
}
