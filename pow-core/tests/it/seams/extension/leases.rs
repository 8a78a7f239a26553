//! Periodic work of several nodes that share a cache: one of them does it, and another one after that node has ended.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::sleep,
    time::{Duration, Instant},
};

use pow_core::{
    Config, Ticker,
    cache::{CacheStore, MemoryCache, MemoryLimits},
    clock::SystemClock,
    extension::{Extension, Registry},
};
use pow_testing::TestApp;

const EVERY: Duration = Duration::from_millis(200);
/// Nine tenths of [`EVERY`], less what the milliseconds of the clock hide. In this time the work is done once.
const LEASE: Duration = Duration::from_millis(178);

/// What all nodes did.
#[derive(Debug, Default)]
struct Done {
    begun: AtomicUsize,
    at_once: AtomicUsize,
    overlapped: AtomicBool,
    hangs: AtomicBool,
}

impl Done {
    fn begun(&self) -> usize {
        self.begun.load(Ordering::SeqCst)
    }

    /// Waits until the work has begun so often.
    fn wait_for(&self, times: usize) {
        let limit = Instant::now() + Duration::from_secs(30);
        while self.begun() < times {
            assert!(Instant::now() < limit, "{} of {times}", self.begun());
            sleep(Duration::from_millis(5));
        }
    }
}

/// Counts the work that is under way, also where it is stopped.
struct UnderWay(Arc<Done>);

impl UnderWay {
    fn begin(done: &Arc<Done>) -> Self {
        done.begun.fetch_add(1, Ordering::SeqCst);
        if done.at_once.fetch_add(1, Ordering::SeqCst) > 0 {
            done.overlapped.store(true, Ordering::SeqCst);
        }
        Self(done.clone())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.at_once.fetch_sub(1, Ordering::SeqCst);
    }
}

#[derive(Debug)]
struct Chore(Arc<Done>);

impl Extension for Chore {
    fn id(&self) -> &'static str {
        "chore"
    }

    fn register(&self, registry: &mut Registry) {
        let done = self.0.clone();
        registry.periodic("chore", EVERY, move |_| {
            let done = done.clone();
            Box::pin(async move {
                let _under_way = UnderWay::begin(&done);
                let hangs = done.hangs.load(Ordering::SeqCst);
                tokio::time::sleep(if hangs { Duration::from_secs(3600) } else { Duration::from_millis(10) }).await;
                Ok(())
            })
        });
    }
}

/// Nodes with tickers of their own, which share a cache with a real clock.
fn nodes(done: &Arc<Done>) -> Vec<(TestApp, Ticker)> {
    let clock = Arc::new(SystemClock);
    let cache: Arc<dyn CacheStore> = Arc::new(MemoryCache::new(clock.clone(), MemoryLimits::default()));
    let first = TestApp::builder();
    let start = |builder: pow_testing::Builder| {
        let (cache, clock) = (cache.clone(), clock.clone());
        let builder = builder.config(move |config| Config { cache: cache.into(), clock, ..config });
        builder.extension(Chore(done.clone())).start()
    };
    let first = start(first);
    let others = [start(first.beside()), start(first.beside())];
    let apps = [first].into_iter().chain(others);
    apps.map(|app| {
        let ticker = app.block_on(async { app.pow.start_ticker() });
        (app, ticker)
    })
    .collect()
}

#[test]
fn one_of_three_nodes_does_the_work_and_another_one_after_its_end() {
    let (done, start) = (Arc::new(Done::default()), Instant::now());
    let mut nodes = nodes(&done);
    for rounds in 1..=3 {
        done.wait_for(4 * rounds);
        let possible = usize::try_from(start.elapsed().as_millis() / LEASE.as_millis()).unwrap() + 1;
        assert!(done.begun() <= possible, "{} runs, where one node does {possible}", done.begun());
        drop(nodes.pop());
    }
    assert!(!done.overlapped.load(Ordering::SeqCst));
}

#[test]
fn work_that_hangs_is_stopped_before_another_node_begins() {
    let done = Arc::new(Done::default());
    done.hangs.store(true, Ordering::SeqCst);
    let nodes = nodes(&done);
    done.wait_for(8);
    assert!(!done.overlapped.load(Ordering::SeqCst));
    drop(nodes);
}
