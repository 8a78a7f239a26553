//! The answers of the routes.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use pow_core::{
    Error, Pow, async_trait,
    conn::{Conn, Reply},
    controllers::Controller,
    extension::{Action, Outcome},
    health::Health,
    json::{Map, Value, json},
    telemetry::{LogGate, plain},
};
use tokio::sync::Mutex;

use crate::READY;

/// How long requests share a report. The database is asked at most once in this time, however many requests arrive.
const SHARED: Duration = Duration::from_secs(1);

static UNREADY: LogGate = LogGate::new();

/// The controller of [`ALIVE`](crate::ALIVE) and [`READY`].
#[derive(Clone, Debug, Default)]
pub struct HealthController(Arc<Mutex<Last>>);

/// The last report, and when it was made.
type Last = Option<(Instant, Arc<Health>)>;

#[async_trait]
impl Controller for HealthController {
    async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> {
        Ok(Outcome::Ok(None))
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        match (action, outcome) {
            (_, Outcome::Halt(reply)) => Ok(reply),
            (READY, _) => Ok(ready(conn, &*self.report(conn.pow()).await)),
            _ => Ok(reply(conn, 200, "alive", None)),
        }
    }
}

impl HealthController {
    /// Returns the report of the last second, or a new one for all requests that wait for it.
    async fn report(&self, pow: &Pow) -> Arc<Health> {
        let mut last = self.0.lock().await;
        if let Some((at, report)) = &*last
            && at.elapsed() < SHARED
        {
            return report.clone();
        }
        let report = Arc::new(pow.health().await);
        note(&report);
        *last = Some((Instant::now(), report.clone()));
        report
    }
}

/// Logs the errors. The answer names only the parts.
fn note(report: &Health) {
    if report.failures().next().is_none() {
        return;
    }
    if let Some(held_back) = UNREADY.open_now() {
        for (part, error) in report.failures() {
            tracing::warn!(target: "pow::health::unready", part, error = %plain(error), held_back, "a health check failed");
        }
    }
}

fn ready(conn: &Conn, report: &Health) -> Reply {
    // The report may be from before the shutdown began.
    match (conn.pow().is_shutting_down(), report.is_ready()) {
        (true, _) => reply(conn, 503, "shutting down", Some(report)),
        (false, true) => reply(conn, 200, "ready", Some(report)),
        (false, false) => reply(conn, 503, "not ready", Some(report)),
    }
}

fn parts(report: &Health) -> Map<String, Value> {
    let has_failed = |part| report.failures().any(|(failed, _)| failed == part);
    let word = |part| if has_failed(part) { "failed" } else { "ok" };
    ["database", "schema", "cache"].map(|part| (part.to_owned(), word(part).into())).into_iter().collect()
}

fn reply(conn: &Conn, status: u16, word: &str, report: Option<&Health>) -> Reply {
    let (body, format) = match (conn.request().client.reads_json(), report) {
        (true, Some(report)) => (json!({ "status": word, "parts": parts(report) }).to_string(), "application/json"),
        (true, None) => (json!({ "status": word }).to_string(), "application/json"),
        (false, _) => (format!("{word}\n"), "text/plain; charset=utf-8"),
    };
    Reply::html(status, body).header("content-type", format)
}
