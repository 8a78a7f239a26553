//! The one ticker for periodic work: expiry, clean-up, delivery.

use std::time::Duration;

use crate::{cx::Cx, extension::Periodic, pow::Pow};

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
                    if let Err(error) = work(Cx::new(&pow)).await {
                        tracing::error!(job = name, %error, "periodic work failed");
                    }
                }
            })
        });
        Ticker(jobs.collect())
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
