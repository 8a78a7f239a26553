//! The one ticker for periodic work: expiry, clean-up, delivery.

use std::{panic::AssertUnwindSafe, time::Duration};

use futures_util::FutureExt;

use crate::{cx::Cx, extension::Periodic, pow::Pow, telemetry::plain};

/// What was registered: a name, how often, and the work.
pub(crate) type Jobs = Vec<(&'static str, Duration, Periodic)>;

impl Pow {
    /// Starts the periodic work on the current runtime; it stops when the returned handle is dropped.
    pub fn start_ticker(&self) -> Ticker {
        let jobs = self.jobs().iter().map(|(name, every, work)| {
            let (pow, name, every, work) = (self.clone(), *name, *every, work.clone());
            tokio::spawn(async move {
                let mut interval = tokio::time::interval(every);
                interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
                loop {
                    interval.tick().await;
                    run(&pow, name, &work).await;
                }
            })
        });
        Ticker(jobs.collect())
    }

    /// Does each piece of the periodic work once, one after the other, and returns: for programs that are started by a
    /// schedule, and for tests. A piece that fails is logged, as in the ticker.
    pub async fn tick(&self) {
        for (name, _, work) in self.jobs() {
            run(self, name, work).await;
        }
    }
}

/// Does the work once, and what it queued if it went well. A panic is a failure of this once.
async fn run(pow: &Pow, job: &'static str, work: &Periodic) {
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
