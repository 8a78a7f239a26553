//! The names of all metrics.

use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};

/// The kind of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Counter,
    Histogram,
    Gauge,
}

/// A metric: its name, its labels and its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Name {
    /// The name. Prometheus adds `_bucket`, `_sum` and `_count` to that of a histogram.
    pub name: &'static str,
    /// The names of its labels. Each label has a bounded number of values. No value is a user, an address or a path. The names `job`
    /// and `instance` don't occur, because Prometheus adds them itself.
    pub labels: &'static [&'static str],
    /// Its meaning.
    pub meaning: &'static str,
    kind: Kind,
}

const fn counter(name: &'static str, labels: &'static [&'static str], meaning: &'static str) -> Name {
    Name { name, labels, meaning, kind: Kind::Counter }
}

const fn gauge(name: &'static str, labels: &'static [&'static str], meaning: &'static str) -> Name {
    Name { name, labels, meaning, kind: Kind::Gauge }
}

pub(crate) const EVENTS: &str = "pow_events_total";
pub(crate) const ACTIONS: &str = "pow_actions_total";
pub(crate) const DURATION: &str = "pow_action_duration_seconds";
pub(crate) const SIGN_INS: &str = "pow_sign_ins_total";
pub(crate) const REFUSALS: &str = "pow_refusals_total";
pub(crate) const TOKENS: &str = "pow_tokens_total";
pub(crate) const MESSAGES: &str = "pow_messages_total";
pub(crate) const JOBS: &str = "pow_jobs_total";
pub(crate) const READY: &str = "pow_ready";
pub(crate) const UP: &str = "pow_up";
pub(crate) const OUTBOX_WAITING: &str = "pow_outbox_waiting";
pub(crate) const OUTBOX_OLDEST: &str = "pow_outbox_oldest_seconds";
pub(crate) const OUTBOX_DEAD: &str = "pow_outbox_dead_letters";
pub(crate) const CONNECTIONS: &str = "pow_connections";
pub(crate) const HASHES_WAITING: &str = "pow_hashes_waiting";
pub(crate) const JOB_DONE: &str = "pow_job_done_timestamp_seconds";

/// All metrics.
pub const NAMES: &[Name] = &[
    counter(EVENTS, &["target", "level"], "log lines by target, including lines that were held back"),
    counter(ACTIONS, &["action", "outcome", "set_up"], "actions that ended"),
    Name { name: DURATION, labels: &["action", "set_up"], meaning: "how long actions took", kind: Kind::Histogram },
    counter(SIGN_INS, &["outcome", "method"], "sign-ins that were allowed, denied or challenged, or failed"),
    counter(REFUSALS, &["reason"], "requests that were not processed: forged, refused, busy, unavailable, fault"),
    counter(TOKENS, &["purpose", "outcome"], "mailed links that were issued, spent or refused"),
    counter(
        MESSAGES,
        &["message", "kind", "outcome"],
        "mails and texts that were queued, sent, retried, withheld or lost",
    ),
    counter(JOBS, &["work", "outcome"], "runs of periodic work"),
    gauge(READY, &["set_up"], "1 if requests should be sent to the process"),
    gauge(UP, &["part", "set_up"], "1 if the database, the schema or the cache store is in order"),
    gauge(OUTBOX_WAITING, &["set_up"], "messages that wait in the outbox, up to 1,000"),
    gauge(OUTBOX_OLDEST, &["set_up"], "the age of the oldest waiting message"),
    gauge(OUTBOX_DEAD, &["set_up"], "dead letters in the outbox, up to 1,000"),
    gauge(CONNECTIONS, &["state", "set_up"], "connections to the database: size, in_use, waiting calls"),
    gauge(HASHES_WAITING, &["set_up"], "passwords that wait for a hashing thread"),
    gauge(JOB_DONE, &["work", "set_up"], "when this process last completed the periodic work"),
];

/// Tells the recorder what each metric means. Call it once, after the recorder is installed.
pub fn describe() {
    for Name { name, meaning, kind, .. } in NAMES.iter().copied() {
        match kind {
            Kind::Counter => describe_counter!(name, meaning),
            Kind::Histogram => describe_histogram!(name, Unit::Seconds, meaning),
            Kind::Gauge => describe_gauge!(name, meaning),
        }
    }
}
