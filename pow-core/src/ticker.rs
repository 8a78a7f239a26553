//! The one ticker for periodic work: expiry, clean-up, delivery.

use std::time::Duration;

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

async fn run(pow: &Pow, name: &'static str, work: &Periodic) {
    match work(Cx::new(pow)).await {
        Ok(()) => tracing::debug!(target: "pow::job::done", job = name, "periodic work done"),
        Err(error) => {
            let error = plain(error);
            tracing::error!(target: "pow::job::failed", job = name, %error, "periodic work failed");
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
