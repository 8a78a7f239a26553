#![doc = include_str!("../README.md")]

mod events;
mod fields;
mod gauges;
mod names;

use std::time::Duration;

use pow_core::extension::{Extension, ExtensionId, Registry};

pub use self::{
    events::{IsOurs, MetricsLayer, layer},
    gauges::record,
    names::{NAMES, Name, describe},
};

/// The extension's id.
pub const ID: ExtensionId = "metrics";

/// Sets the gauges periodically, in every process. The counters and histograms come from [`layer`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Metrics {
    /// How often the gauges are updated. Default: 15 seconds, the usual interval of Prometheus. At least a second.
    pub every: Duration,
}

impl Default for Metrics {
    fn default() -> Self {
        Self { every: Duration::from_secs(15) }
    }
}

impl Metrics {
    /// Sets how often the gauges are updated.
    #[must_use]
    pub fn every(mut self, every: Duration) -> Self {
        self.every = every;
        self
    }
}

impl Extension for Metrics {
    fn id(&self) -> ExtensionId {
        ID
    }

    fn register(&self, registry: &mut Registry) {
        if self.every < Duration::from_secs(1) {
            registry.refuse(
                "`every` is below a second, but each run queries the database: set `every` to at least a second; the \
                 default is 15 seconds",
            );
        }
        registry.periodic_on_each_node("gauges", self.every, |cx| {
            Box::pin(async move {
                record(cx.pow()).await;
                Ok(())
            })
        });
    }
}
