//! Periodic work of several nodes that share a cache: one of them does it, and another one after that node has ended.

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
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
    health::JobHealth,
};
use pow_testing::{Database, TestApp, on_each_database};

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
struct Chore(Arc<Done>, Duration);

impl Extension for Chore {
    fn id(&self) -> &'static str {
        "chore"
    }

    fn register(&self, registry: &mut Registry) {
        let done = self.0.clone();
        registry.periodic("chore", self.1, move |_| {
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

/// Work that each node does for itself, and that hangs.
#[derive(Debug)]
struct HangsOnEachNode(Arc<Done>);

impl Extension for HangsOnEachNode {
    fn id(&self) -> &'static str {
        "hangs"
    }

    fn register(&self, registry: &mut Registry) {
        let done = self.0.clone();
        registry.periodic_on_each_node("hangs", HOUR, move |_| {
            let done = done.clone();
            Box::pin(async move {
                let _under_way = UnderWay::begin(&done);
                tokio::time::sleep(HOUR).await;
                Ok(())
            })
        });
    }
}

/// Nodes with tickers of their own, which share a cache with a real clock.
fn nodes(done: &Arc<Done>) -> Vec<(TestApp, Ticker)> {
    apps(done, EVERY).into_iter().map(ticking).collect()
}

fn ticking(app: TestApp) -> (TestApp, Ticker) {
    let ticker = app.block_on(async { app.pow.start_ticker() });
    (app, ticker)
}

fn apps(done: &Arc<Done>, every: Duration) -> [TestApp; 3] {
    let clock = Arc::new(SystemClock);
    let cache: Arc<dyn CacheStore> = Arc::new(MemoryCache::new(clock.clone(), MemoryLimits::default()));
    let first = TestApp::builder();
    let start = |builder: pow_testing::Builder| {
        let (cache, clock) = (cache.clone(), clock.clone());
        let builder = builder.config(move |config| Config { cache: cache.into(), clock, ..config });
        builder.extension(Chore(done.clone(), every)).start()
    };
    let first = start(first);
    let others = [start(first.beside()), start(first.beside())];
    let [second, third] = others;
    [first, second, third]
}

/// The node's report of the chore.
fn chore(app: &TestApp) -> JobHealth {
    let jobs = app.block_on(app.pow.health()).jobs;
    jobs.into_iter().find(|job| job.name == "chore/chore").unwrap()
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

/// An interval that is so long that no lease expires in a test.
const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn node_that_finishes_hands_the_lease_of_stopped_work_back() {
    let done = Arc::new(Done::default());
    done.hangs.store(true, Ordering::SeqCst);
    let [first, second, _] = apps(&done, HOUR);
    let (first, ticker) = ticking(first);
    done.wait_for(1);
    first.block_on(ticker.finish(Duration::from_millis(10)));
    assert_eq!(done.at_once.load(Ordering::SeqCst), 0, "the work is stopped");
    assert_eq!(chore(&first).done_at, None);
    let second = ticking(second);
    done.wait_for(2);
    assert!(!done.overlapped.load(Ordering::SeqCst));
    drop(second);
}

#[test]
fn node_that_finishes_stops_the_work_of_each_node_after_the_limit() {
    let done = Arc::new(Done::default());
    let (app, ticker) = ticking(TestApp::builder().extension(HangsOnEachNode(done.clone())).start());
    done.wait_for(1);
    let finished =
        async { tokio::time::timeout(Duration::from_secs(20), ticker.finish(Duration::from_millis(10))).await };
    assert!(app.block_on(finished).is_ok(), "the limit is ignored");
    assert_eq!(done.at_once.load(Ordering::SeqCst), 0, "the work is stopped");
}

#[test]
fn node_that_finishes_waits_for_its_work_and_keeps_the_lease_of_what_is_done() {
    let done = Arc::new(Done::default());
    let [first, second, _] = apps(&done, HOUR);
    let (first, ticker) = ticking(first);
    done.wait_for(1);
    first.block_on(ticker.finish(Duration::from_secs(60)));
    assert!(chore(&first).done_at.is_some(), "the work has ended");
    let (second, ticker) = ticking(second);
    second.block_on(async { while second.pow.health().await.jobs.iter().any(|job| job.turned_at.is_none()) {} });
    second.block_on(ticker.finish(Duration::from_secs(60)));
    assert_eq!(done.begun(), 1, "it is not done twice in an interval");
    assert_eq!((chore(&second).turned_at.is_some(), chore(&second).done_at), (true, None));
}

#[test]
fn node_that_is_killed_keeps_its_lease_for_nine_tenths_of_the_interval() {
    const EVERY: Duration = Duration::from_secs(2);
    let (done, start) = (Arc::new(Done::default()), Instant::now());
    done.hangs.store(true, Ordering::SeqCst);
    let [first, second, third] = apps(&done, EVERY);
    let killed = ticking(first);
    done.wait_for(1);
    let others = [ticking(second), ticking(third)];
    drop(killed);
    done.wait_for(2);
    let took = start.elapsed();
    assert!(took > Duration::from_millis(1_700), "{took:?}: the lease was broken");
    // The lease, one more interval, and a busy machine.
    assert!(took < 2 * EVERY + Duration::from_secs(10), "{took:?}");
    assert!(!done.overlapped.load(Ordering::SeqCst));
    drop(others);
}

/// The URL of the database that a child process shares with its parent, and its folder.
const SHARED: [&str; 2] = ["POW_TEST_LEASES_URL", "POW_TEST_LEASES_FOLDER"];
/// The file that a child process writes when its work has begun.
const BEGUN: &str = "begun";

/// A node on the database with this URL, which also has the leases.
fn node_on(url: &str, done: &Arc<Done>, every: Duration) -> (TestApp, Ticker) {
    let builder = TestApp::builder().database(Database::at(url).unwrap().with_cache());
    let builder = builder.config(|config| Config { clock: Arc::new(SystemClock), ..config });
    ticking(builder.extension(Chore(done.clone(), every)).start())
}

on_each_database!(lease_of_a_process_that_the_system_kills_ends_by_itself);

fn lease_of_a_process_that_the_system_kills_ends_by_itself(database: Database) {
    const EVERY: Duration = Duration::from_secs(2);
    let done = Arc::new(Done::default());
    if let [Ok(url), Ok(folder)] = SHARED.map(env::var) {
        done.hangs.store(true, Ordering::SeqCst);
        let node = node_on(&url, &done, EVERY);
        done.wait_for(1);
        fs::write(Path::new(&folder).join(BEGUN), "").unwrap();
        // It is killed long before.
        sleep(Duration::from_secs(60));
        drop(node);
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let name = std::thread::current().name().unwrap().to_owned();
    let mut command = Command::new(env::current_exe().unwrap());
    let command = command.args(["--exact", &name]).env(SHARED[0], database.url()).env(SHARED[1], folder.path());
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let limit = Instant::now() + Duration::from_secs(30);
    while !folder.path().join(BEGUN).exists() {
        assert!(Instant::now() < limit, "the child process does no work");
        sleep(Duration::from_millis(5));
    }
    let begun = Instant::now();
    let others = [(); 2].map(|()| node_on(database.url(), &done, EVERY));
    child.kill().unwrap();
    child.wait().unwrap();
    done.wait_for(1);
    let took = begun.elapsed();
    assert!(took > Duration::from_millis(1_500), "{took:?}: the lease was broken");
    // The lease, one more interval, and a busy machine.
    assert!(took < 2 * EVERY + Duration::from_secs(10), "{took:?}");
    done.wait_for(3);
    assert!(!done.overlapped.load(Ordering::SeqCst));
    drop(others);
}

#[test]
fn process_that_shuts_down_begins_no_work_and_is_not_ready() {
    let done = Arc::new(Done::default());
    let [app, ..] = apps(&done, HOUR);
    let health = app.block_on(app.pow.health());
    assert!(health.is_ready() && !health.is_shutting_down && health.failures().next().is_none(), "{health:?}");
    assert!(health.jobs.iter().all(|job| job.turned_at.is_none() && job.done_at.is_none()), "{health:?}");
    app.pow.begin_shutdown();
    let (app, ticker) = ticking(app);
    app.block_on(ticker.finish(Duration::from_secs(60)));
    assert_eq!(done.begun(), 0);
    let health = app.block_on(app.pow.health());
    assert!(!health.is_ready() && health.is_shutting_down && health.failures().next().is_none(), "{health:?}");
}
