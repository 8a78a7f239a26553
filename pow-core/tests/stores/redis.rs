//! Redis: the suite, and a server that is killed, paused or full.

use std::{
    process,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use pow_core::cache::RedisCache;
use pow_testing::{cache::Subject, servers};

// P24
pow_testing::cache_store_suite!(suite, subject);

async fn subject() -> Option<Subject> {
    Some(Subject::with_own_clock(Arc::new(cache(&servers::redis()?))))
}

/// A store in a corner of its own.
fn cache(url: &str) -> RedisCache {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let prefix = format!("test-{}-{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    RedisCache::connect(url).unwrap().prefix(&prefix).unwrap()
}
