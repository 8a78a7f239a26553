//! Every cache store against the one acceptance suite, and each against the faults of its own kind.
mod at_once;
#[cfg(feature = "disk")]
mod crash;
mod database;
#[cfg(feature = "disk")]
mod disk;
mod rows;

use std::sync::Arc;

use pow_core::{
    cache::{CacheStore, MemoryCache, MemoryLimits},
    clock::FixedClock,
};
use pow_testing::cache::Subject;

// P24
pow_testing::cache_store_suite!(memory, memory_subject, rounds = 1_000);

async fn memory_subject() -> Subject {
    let clock = Arc::new(FixedClock::at_ms(1_750_000_000_000));
    let open = {
        let clock = clock.clone();
        move || -> Arc<dyn CacheStore> { Arc::new(MemoryCache::new(clock.clone(), MemoryLimits::default())) }
    };
    Subject::new(open(), clock).volatile(move || std::future::ready(open()))
}
