//! Measures the disk store on this machine: `cargo run --release -p pow-core --features disk --example disk_rates [ENTRIES]`.
//!
//! Durable writes by many tasks at once and by one, reads, and the time to open.

use std::{
    env, fs,
    sync::Arc,
    time::{Duration, Instant},
};

use pow_core::{
    Error, UserId,
    cache::{CacheStore, DiskCache, Key},
};

const TASKS: u32 = 2_048;
const DAY: Option<Duration> = Some(Duration::from_secs(24 * 3_600));

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Error> {
    let entries: u32 = env::args().nth(1).and_then(|entries| entries.parse().ok()).unwrap_or(100_000);
    let folder = env::temp_dir().join(format!("pow-disk-rates-{}", std::process::id()));
    let cache = Arc::new(DiskCache::open(&folder)?);
    let writes = |count: u32, tasks: u32| {
        let cache = Arc::clone(&cache);
        async move {
            let begin = Instant::now();
            let tasks = (0..tasks).map(|task| {
                let cache = Arc::clone(&cache);
                tokio::spawn(async move {
                    for n in (task..count).step_by(tasks as usize) {
                        cache.put(&key(n), vec![7; 150].into(), DAY).await?;
                    }
                    Ok::<_, Error>(())
                })
            });
            for task in tasks.collect::<Vec<_>>() {
                task.await.map_err(Error::other)??;
            }
            Ok::<_, Error>(f64::from(count) / begin.elapsed().as_secs_f64())
        }
    };
    println!("new entries, {TASKS} tasks:      {:>9.0} durable writes a second", writes(entries, TASKS).await?);
    println!("replaced entries, {TASKS} tasks: {:>9.0} durable writes a second", writes(entries, TASKS).await?);
    println!("replaced entries, 64 tasks:   {:>9.0} durable writes a second", writes(entries / 2, 64).await?);
    println!("replaced entries, 1 task:     {:>9.0} durable writes a second", writes(500.min(entries), 1).await?);
    let begin = Instant::now();
    for n in 0..entries {
        cache.get(&key(n)).await?;
    }
    println!("reads, 1 task:                {:>9.2} µs each", begin.elapsed().as_secs_f64() * 1e6 / f64::from(entries));
    drop(cache);
    let begin = Instant::now();
    let opened = DiskCache::open(&folder)?.len();
    println!("opening {opened} entries:     {:>9.2} s", begin.elapsed().as_secs_f64());
    fs::remove_dir_all(folder).map_err(Error::other)
}

fn key(n: u32) -> Key {
    let spread = n.wrapping_mul(0x9e37_79b9);
    Key::new("users").name("session").id(UserId::Int(i64::from(spread / 4))).bytes(&[spread.to_be_bytes(); 4].concat())
}
