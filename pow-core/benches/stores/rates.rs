//! The store alone: one operation after the other, writes in groups, memory, and the time to open.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use pow_core::{
    UserId,
    cache::{CacheStore, Key},
};

use super::subject::{self, Subject};
use crate::common::server::memory_kib;

const DAY: Option<Duration> = Some(Duration::from_secs(24 * 3_600));
/// About what a session's record has.
const VALUE: [u8; 120] = [7; 120];
const SESSIONS_EACH: u32 = 4;
/// How long each operation is repeated at most.
const BUDGET: Duration = Duration::from_millis(1_500);

pub(crate) fn print_head() {
    println!(
        "One operation at a time in µs; writes a second by 64 and by 2,048 tasks at once; memory without key and value"
    );
    println!(
        "{:<10} {:>9} {:>8} {:>8} {:>8} {:>8} {:>10} {:>10} {:>8} {:>8}",
        "store", "sessions", "put", "get", "take", "scan", "writes 64", "… 2,048", "bytes", "open s"
    );
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
pub(crate) async fn print(store: &str, sessions: u32) {
    let mut subject = subject::open(store).await;
    let before = held(&subject);
    let fill = writes(&subject.cache, 0..sessions, 2_048).await;
    let payload = key(0).as_bytes().len() + VALUE.len();
    let bytes = (held(&subject) - before) / f64::from(sessions) - payload as f64;
    let group = writes(&subject.cache, 0..sessions.min(50_000), 64).await;
    let cache = Arc::clone(&subject.cache);
    let get = each(sessions, async |n| assert!(cache.get(&key(n)).await.unwrap().is_some())).await;
    let put = each(sessions, async |n| cache.put(&key(n), VALUE.to_vec().into(), DAY).await.unwrap()).await;
    let scan = each(sessions, async |n| {
        assert_eq!(cache.scan(&user(n)).await.unwrap().len() as u32, SESSIONS_EACH);
    });
    let scan = scan.await;
    let take = each(sessions / 2, async |n| assert!(cache.take(&key(n)).await.unwrap().is_some())).await;
    drop(cache);
    let open = reopen(&mut subject);
    let shown = |value: Option<f64>, digits: usize| value.map_or("–".to_owned(), |value| format!("{value:.digits$}"));
    // Memory of a store elsewhere is not ours, and in a small one a page or two decide.
    let bytes = Some(bytes).filter(|_| sessions > 1_000 && matches!(store, "memory" | "disk" | "redis"));
    println!(
        "{store:<10} {sessions:>9} {put:>8.2} {get:>8.2} {take:>8.2} {scan:>8.2} {group:>10.0} {fill:>10.0} {:>8} {:>8}",
        shown(bytes, 0),
        shown(open, 2)
    );
}

/// Neighbours in number are far from each other in the order of keys.
fn user(n: u32) -> Key {
    let spread = (n / SESSIONS_EACH).wrapping_mul(0x9e37_79b9);
    let id = uuid::Uuid::from_u64_pair(0x0190_0000_0000_7000, u64::from(spread).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    Key::new("users").name("session").id(UserId::Uuid(id))
}

fn key(n: u32) -> Key {
    user(n).bytes(&[(n % SESSIONS_EACH).to_be_bytes(); 4].concat())
}

/// Writes all of them by so many tasks at once, and says how many a second that were.
async fn writes(cache: &Arc<dyn CacheStore>, sessions: std::ops::Range<u32>, tasks: u32) -> f64 {
    let begin = Instant::now();
    let (count, end) = (sessions.len() as f64, sessions.end);
    let running: Vec<_> = (0..tasks.min(end))
        .map(|first| {
            let cache = Arc::clone(cache);
            tokio::spawn(async move {
                for n in (first..end).step_by(tasks as usize) {
                    cache.put(&key(n), VALUE.to_vec().into(), DAY).await.unwrap();
                }
            })
        })
        .collect();
    for task in running {
        task.await.unwrap();
    }
    count / begin.elapsed().as_secs_f64()
}

/// The mean of one operation after the other, each on another entry, in µs.
async fn each(sessions: u32, operation: impl AsyncFn(u32)) -> f64 {
    let begin = Instant::now();
    let mut done = 0;
    // A step that shares no factor with the number of sessions comes to each of them.
    while done < sessions && (done % 64 != 0 || begin.elapsed() < BUDGET) {
        operation((u64::from(done) * 7_919 % u64::from(sessions)) as u32).await;
        done += 1;
    }
    begin.elapsed().as_secs_f64() * 1e6 / f64::from(done)
}

/// Bytes held by this process, or by the store's server.
fn held(subject: &Subject) -> f64 {
    match &subject.redis_url {
        Some(url) => subject::redis_figure(url, "memory", "used_memory"),
        None => memory_kib("self", "VmRSS") * 1_024.0,
    }
}

/// Closes the store and opens it again, in seconds.
fn reopen(subject: &mut Subject) -> Option<f64> {
    let open = subject.reopen?;
    subject.cache = Arc::new(pow_core::cache::MemoryCache::default());
    let begin = Instant::now();
    subject.cache = open(subject);
    Some(begin.elapsed().as_secs_f64())
}
