//! Sessions in PostgreSQL and MySQL, read on a connection of the worker's own.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use bytes::Bytes;
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use futures_util::future::join_all;
use pow_core::{
    Error, UserId,
    cache::{CacheStore, Key},
    clock::FixedClock,
    id::IdKind,
    schema::{Field, Schema, TableDef},
    store::{MysqlStore, PostgresStore, Store, database_table},
};
use pow_testing::servers;
use tokio::{
    runtime::{Builder, Runtime},
    time::timeout,
};

use super::{
    databases::{Database, Kind, mysql, postgres},
    outage::silent_on_demand,
};

const TTL: Duration = Duration::from_secs(60);
/// Requests at once, each for keys of its own.
const TOGETHER: i64 = 64;

static ASKED: AtomicUsize = AtomicUsize::new(0);

fn count() -> Option<Box<dyn Instrumentation>> {
    Some(Box::new(|event: InstrumentationEvent<'_>| {
        if matches!(event, InstrumentationEvent::StartQuery { .. }) {
            ASKED.fetch_add(1, Ordering::SeqCst);
        }
    }))
}

/// Runs the test on the runtime of a worker of actix-web, in a process of its own, where it counts statements.
fn as_a_worker(database: impl Future<Output = Option<Database>>, test: impl AsyncFn(Database)) {
    if !pow_testing::alone() {
        return;
    }
    set_default_instrumentation(count).unwrap();
    worker().block_on(async {
        if let Some(database) = database.await {
            test(database).await;
        }
    });
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

fn worker() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

macro_rules! on_each_server {
    ($($name:ident),* $(,)?) => {
        mod on_postgres {$(
            #[test]
            fn $name() {
                super::as_a_worker(super::postgres(), super::$name);
            }
        )*}
        mod on_mysql {$(
            #[test]
            fn $name() {
                super::as_a_worker(super::mysql(), super::$name);
            }
        )*}
    };
}

on_each_server!(
    questions_of_one_worker_are_asked_together,
    requests_that_end_early_give_their_answers_to_no_other,
    connections_that_the_server_ended_fail_no_request,
    another_runtime_on_the_same_thread_is_served_too,
    workers_open_no_connection_beyond_the_size_of_the_pool,
    connection_that_waits_for_a_lock_is_replaced_by_no_second,
);

/// A cache with so many pairs of entries.
async fn filled(store: &Arc<dyn Store>) -> (Arc<dyn CacheStore>, Arc<FixedClock>) {
    let users = TableDef::new("users", Field::<UserId>::new("id").def(), IdKind::Uuid, "core");
    store.migrate(&Schema::new(users, vec![database_table()])).await.unwrap();
    let clock = Arc::new(FixedClock::at_ms(1_750_000_000_000));
    let cache = store.cache(clock.clone()).unwrap();
    for number in 0..TOGETHER {
        let [first, second] = keys(number);
        cache.put(&first, value(number), Some(TTL)).await.unwrap();
        if number % 2 == 0 {
            cache.put(&second, value(-number), None).await.unwrap();
        }
    }
    (cache, clock)
}

fn keys(number: i64) -> [Key; 2] {
    ["first", "second"].map(|name| Key::new("near").name(name).id(UserId::Int(number)))
}

fn value(number: i64) -> Bytes {
    number.to_string().into()
}

async fn assert_right(cache: &dyn CacheStore, number: i64) {
    let second = (number % 2 == 0).then(|| value(-number));
    assert_eq!(cache.get_many(&keys(number)).await.unwrap(), [Some(value(number)), second], "{number}");
}

/// Asks for all pairs at once, and returns the number of statements.
async fn burst(cache: &dyn CacheStore) -> usize {
    let before = ASKED.load(Ordering::SeqCst);
    join_all((0..TOGETHER).map(|number| assert_right(cache, number))).await;
    ASKED.load(Ordering::SeqCst) - before
}

/// Waits until this worker has its connection.
async fn is_near(cache: &dyn CacheStore) {
    let begin = Instant::now();
    // The first question of a burst is asked at once, the others together.
    while burst(cache).await > 2 {
        assert!(begin.elapsed() < Duration::from_secs(10), "no connection of its own");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn questions_of_one_worker_are_asked_together(database: Database) {
    let (cache, clock) = filled(&database.store()).await;
    is_near(&*cache).await;
    assert!(cache.delete(&keys(0)[0]).await.unwrap());
    cache.put(&keys(1)[0], value(7), Some(TTL)).await.unwrap();
    let got = join_all((0..4).map(async |number| cache.get_many(&keys(number)).await.unwrap())).await;
    let expected =
        [(None, Some(value(0))), (Some(value(7)), None), (Some(value(2)), Some(value(-2))), (Some(value(3)), None)];
    assert_eq!(got, expected.map(|(first, second)| vec![first, second]));
    clock.advance(TTL);
    assert_eq!(cache.get_many(&keys(2)).await.unwrap(), [None, Some(value(-2))], "expired by this process's clock");
}

async fn requests_that_end_early_give_their_answers_to_no_other(database: Database) {
    let (cache, _) = filled(&database.store()).await;
    is_near(&*cache).await;
    for round in 0..50 {
        join_all((0..TOGETHER).map(async |number| {
            if (number + round) % 3 == 0 {
                // A client that closes its connection: the future is dropped after it has asked.
                let (keys, wait) = (keys(number), Duration::from_micros(u64::try_from(number * 5).unwrap()));
                let _ = timeout(wait, cache.get_many(&keys)).await;
            } else {
                assert_right(&*cache, number).await;
            }
        }))
        .await;
    }
    assert!(burst(&*cache).await <= 2, "the connection is used still");
}

async fn connections_that_the_server_ended_fail_no_request(database: Database) {
    let (cache, _) = filled(&database.store()).await;
    for _ in 0..3 {
        is_near(&*cache).await;
        database.execute(database.kill()).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(burst(&*cache).await > 2, "by the pool");
        // Between two attempts to connect.
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn another_runtime_on_the_same_thread_is_served_too(database: Database) {
    let (cache, _) = filled(&database.store()).await;
    let on_others = thread::scope(|scope| {
        let workers = scope.spawn(|| {
            for _ in 0..6 {
                worker().block_on(is_near(&*cache));
            }
        });
        workers.join()
    });
    assert!(on_others.is_ok());
}

/// The connections that a store has by default.
const SIZE: i64 = 10;

async fn workers_open_no_connection_beyond_the_size_of_the_pool(database: Database) {
    let store = database.store();
    let (cache, _) = filled(&store).await;
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                worker().block_on(async {
                    for _ in 0..20 {
                        burst(&*cache).await;
                    }
                });
            });
        }
    });
    let most = database.connections().await;
    assert!((3..=SIZE).contains(&most), "{most}");
}

async fn connection_that_waits_for_a_lock_is_replaced_by_no_second(database: Database) {
    let locked = match database.kind {
        Kind::Postgres => ["BEGIN", "LOCK TABLE pow_cache IN ACCESS EXCLUSIVE MODE", "SELECT pg_sleep(5)", "COMMIT"],
        _ => ["SET @a = 1", "LOCK TABLES pow_cache WRITE", "DO SLEEP(5)", "UNLOCK TABLES"],
    };
    let store: Arc<dyn Store> = match database.kind {
        Kind::Postgres => PostgresStore::connect(&database.url).unwrap().timeout(Duration::from_millis(300)).into(),
        _ => MysqlStore::connect(&database.url).unwrap().timeout(Duration::from_millis(300)).into(),
    };
    let (cache, _) = filled(&store).await;
    is_near(&*cache).await;
    let url = database.url.clone();
    let locker = thread::spawn(move || servers::run(&url, &locked.map(str::to_owned)).unwrap());
    let (begin, mut most) = (Instant::now(), 0);
    while begin.elapsed() < Duration::from_secs(4) {
        // Counted while the question waits: one that ran out of time may have stopped its statement.
        let keys = keys(0);
        let (_, waiting) = tokio::join!(cache.get_many(&keys), async {
            tokio::time::sleep(Duration::from_millis(150)).await;
            database.waiting().await
        });
        most = most.max(waiting);
    }
    locker.join().unwrap();
    // Those of the pool, and one of this worker.
    let pool = SIZE - i64::try_from(cores().min(5)).unwrap();
    assert!((2..=pool + 1).contains(&most), "{most}");
    is_near(&*cache).await;
}

// F2
#[test]
fn silent_server_is_waited_for_once_and_not_longer_than_the_limit() {
    as_a_worker(postgres(), async |database| {
        let (url, silent) = silent_on_demand(&database).await;
        let store: Arc<dyn Store> = PostgresStore::connect(&url).unwrap().timeout(Duration::from_secs(1)).into();
        let (cache, _) = filled(&store).await;
        is_near(&*cache).await;
        silent.store(true, Ordering::SeqCst);
        let keys = keys(0);
        for _ in 0..2 {
            let answer = timeout(Duration::from_millis(1_900), cache.get_many(&keys)).await;
            let answer = answer.expect("no longer than the limit");
            assert!(matches!(answer, Err(Error::Unavailable { .. })), "{answer:?}");
        }
    });
}
