//! The thread that writes: it collects the waiting calls into a group and commits the group as one transaction.

use std::{
    mem,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use tokio::sync::{
    mpsc::{self, error::TryRecvError},
    oneshot,
};

use super::{
    super::MemoryCache,
    SERVICE,
    file::DatabaseFile,
    plan::{Answer, Changes, Op, Plan},
};
use crate::{
    Clock, Error,
    telemetry::{LogGate, plain},
};

/// The maximum number of calls in one transaction. A larger group takes longer, but costs no less for each call.
pub(super) const GROUP: usize = 1_024;
/// How long a group waits until it has as many calls as the last group.
const GATHER: Duration = Duration::from_micros(200);
/// How many expired entries a group removes besides its calls.
pub(super) const SWEEP: usize = 256;

/// A call, and the channel for its result.
pub(super) struct Job {
    pub(super) op: Op,
    pub(super) reply: oneshot::Sender<Result<Answer, Error>>,
}

pub(super) struct Writer {
    pub(super) file: DatabaseFile,
    pub(super) memory: Arc<MemoryCache>,
    clock: Arc<dyn Clock>,
    failed: LogGate,
    /// Whether the last log line said that writes fail.
    logged: bool,
}

impl Writer {
    /// `memory` holds the entries of `file`.
    pub(super) fn new(file: DatabaseFile, memory: Arc<MemoryCache>, clock: Arc<dyn Clock>) -> Self {
        Self { file, memory, clock, failed: LogGate::new(), logged: false }
    }

    /// Works until all senders are gone.
    pub(super) fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let (mut group, mut last) = (Vec::with_capacity(GROUP), 1);
        while let Some(first) = jobs.blocking_recv() {
            let begin = Instant::now();
            group.push(first);
            while group.len() < GROUP {
                match jobs.try_recv() {
                    Ok(job) => group.push(job),
                    // The callers of the last group have just got their results. Without this wait half of them would miss the
                    // transaction that the fastest one starts.
                    Err(TryRecvError::Empty) if group.len() < last && begin.elapsed() < GATHER => thread::yield_now(),
                    Err(_) => break,
                }
            }
            last = group.len();
            self.work(&mut group);
        }
    }

    pub(super) fn work(&mut self, group: &mut Vec<Job>) {
        let now = self.clock.now_ms();
        let sweeps = group.iter().any(|job| matches!(job.op, Op::Sweep));
        let expired = self.memory.expired(now, if sweeps { GROUP } else { SWEEP });
        let mut plan = Plan::new(expired, &self.memory, now);
        let answers: Vec<_> = group.drain(..).map(|job| (job.reply, plan.decide(job.op))).collect();
        let changes = plan.into_changes();
        let committed = if changes.is_empty() { Ok(()) } else { self.commit(&changes) };
        for (reply, answer) in answers {
            let failed = |cause: &String| Error::Unavailable { service: SERVICE, source: cause.clone().into() };
            // The caller may have given up.
            let _ = reply.send(committed.as_ref().map_err(failed).and(answer));
        }
    }

    /// Makes the changes durable, then visible. Memory never holds an entry that the file doesn't have.
    ///
    /// If the commit fails, the changes are dropped, and the calls of the group fail. Memory and file stay as they were.
    fn commit(&mut self, changes: &Changes) -> Result<(), String> {
        if let Err(error) = self.file.commit(changes) {
            return Err(self.log_failure(error.to_string()));
        }
        for (key, change) in changes {
            self.memory.replace(key, change.as_ref().map(|(value, expires)| (&value[..], *expires)));
        }
        if mem::take(&mut self.logged) {
            tracing::info!(target: "pow::cache::recovered", folder = %self.file.folder.display(), "the disk cache writes again");
        }
        Ok(())
    }

    fn log_failure(&mut self, error: String) -> String {
        if let Some(held_back) = self.failed.open(self.clock.now_ms()) {
            self.logged = true;
            tracing::error!(
                target: "pow::cache::failed",
                error = %plain(&error),
                held_back,
                folder = %self.file.folder.display(),
                "the disk cache can't write"
            );
        }
        error
    }
}
