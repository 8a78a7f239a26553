//! The gauges, from the health of a set-up.

use metrics::{counter, gauge};
use pow_core::{Pow, health::Health};

use crate::names::{
    CONNECTIONS, HASHES_WAITING, JOB_DONE, JOBS, OUTBOX_DEAD, OUTBOX_OLDEST, OUTBOX_WAITING, READY, UP,
};

/// Sets all gauges of a set-up. The extension does it periodically. Call it yourself in a process without a ticker.
pub async fn record(pow: &Pow) {
    let set_up = pow.namespace().unwrap_or_default().to_owned();
    let health = pow.health().await;
    gauge!(READY, "set_up" => set_up.clone()).set(one_if(health.is_ready()));
    for part in ["database", "schema", "cache"] {
        let is_up = health.failures().all(|(failed, _)| failed != part);
        gauge!(UP, "part" => part, "set_up" => set_up.clone()).set(one_if(is_up));
    }
    gauge!(HASHES_WAITING, "set_up" => set_up.clone()).set(number(health.waiting_hashes));
    outbox(&health, &set_up);
    connections(&health, &set_up);
    for job in &health.jobs {
        // Begins the counter at 0: Prometheus sees no increase in a counter that begins with its first failure.
        counter!(JOBS, "work" => job.name.clone(), "outcome" => "failed").increment(0);
        if let Some(at) = job.done_at {
            let at = std::time::Duration::from_millis(u64::try_from(at.timestamp_millis()).unwrap_or_default());
            gauge!(JOB_DONE, "work" => job.name.clone(), "set_up" => set_up.clone()).set(at.as_secs_f64());
        }
    }
}

fn outbox(health: &Health, set_up: &str) {
    let Some(outbox) = health.outbox else { return };
    gauge!(OUTBOX_WAITING, "set_up" => set_up.to_owned()).set(number(outbox.waiting));
    gauge!(OUTBOX_OLDEST, "set_up" => set_up.to_owned()).set(outbox.oldest.unwrap_or_default().as_secs_f64());
    gauge!(OUTBOX_DEAD, "set_up" => set_up.to_owned()).set(number(outbox.dead));
}

fn connections(health: &Health, set_up: &str) {
    let Some(pool) = health.connections else { return };
    for (state, count) in [("size", pool.size), ("in_use", pool.in_use), ("waiting", pool.waiting)] {
        gauge!(CONNECTIONS, "state" => state, "set_up" => set_up.to_owned()).set(number(count));
    }
}

fn one_if(is_so: bool) -> f64 {
    if is_so { 1.0 } else { 0.0 }
}

/// Converts a count. The result is exact up to four billion.
fn number(count: usize) -> f64 {
    u32::try_from(count).unwrap_or(u32::MAX).into()
}
