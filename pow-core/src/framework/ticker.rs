//! The one ticker for periodic work: expiry, clean-up, delivery.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

use crate::{cx::Cx, extension::Job, pow::Pow, telemetry::plain};

impl Pow {
    /// Starts the periodic work on the current runtime; it stops when the returned handle is dropped.
    pub fn start_ticker(&self) -> Ticker {
        let jobs = self.jobs().iter().map(|job| {
            let (pow, job) = (self.clone(), job.clone());
            tokio::spawn(async move {
                let mut interval = tokio::time::interval(job.every);
                interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
                loop {
                    interval.tick().await;
                    run(&pow, &job).await;
                }
            })
        });
        Ticker(jobs.collect())
    }

    /// Does each piece of the periodic work once, one after the other, and returns: for programs that are started by a
    /// schedule, and for tests. A piece that fails is logged, as in the ticker.
    pub async fn tick(&self) {
        for job in self.jobs() {
            run(self, job).await;
        }
    }
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
