//! Measures what `guides/capacity.md` needs: `cargo run -p demo --example sizes`.
//!
//! 1. The bytes of a user, a session, a family of a persistent session and a waiting mail on each store. A user registers, signs in,
//!    is remembered and requests a mail. The rows and entries are then copied with other keys, and the growth of the store is divided
//!    by the number of copies.
//! 2. The CPU time that a page, a sign-in with its sign-out, and a registration take on the servers of the databases and of Redis.
//!
//! `-- bytes` and `-- cpu` measure one of them.
//!
//! It starts its own servers, with the programs of Debian's packages, and stops them. The application uses the default policy with
//! the cheapest hash, and the four extensions with rows or entries for users.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a measurement that can't be made has failed"
)]

mod app;
mod cpu;
mod entries;
mod rows;

use std::sync::Arc;

use pow_core::cache::{CacheStore, MemoryCache};
use pow_store_redis::RedisCache;
use pow_testing::{Database, TestApp};
use pow_testing_servers::{Kind, Server, temp_folder};

use crate::entries::Entries;

/// Many enough that the steps in which a store grows don't matter: SQLite grows by 4 KiB, PostgreSQL by 8, MariaDB by 4 MiB.
const SQLITE: u32 = 20_000;
const POSTGRES: u32 = 50_000;
const MARIADB: u32 = 100_000;
const CACHE: u32 = 100_000;

/// The parts of the cache store, with the names at the beginning of their keys.
const PARTS: [(&str, &[&str]); 4] = [
    ("user in use", &["user"]),
    ("session", &["session"]),
    ("family", &["persistent_session"]),
    ("link", &["token", "reset_password_links"]),
];

fn main() {
    let part = std::env::args().nth(1);
    let is_wanted = |name: &str| part.as_deref().is_none_or(|part| part == name);
    let folder = temp_folder().unwrap();
    let start = |kind| Server::start(kind, folder.path()).unwrap();
    if is_wanted("bytes") {
        bytes(start);
    }
    if is_wanted("cpu") {
        let [postgres, mariadb, redis] = [Kind::Postgres, Kind::MariaDb, Kind::Redis].map(start);
        cpu::print_head();
        cpu::row(&postgres, None);
        cpu::row(&mariadb, None);
        cpu::row(&postgres, Some(&redis));
        cpu::row(&mariadb, Some(&redis));
    }
}

fn bytes(start: impl Fn(Kind) -> Server) {
    let entries = entries::of_one_user();
    for (name, list) in PARTS.map(|(name, keys)| (name, entries.named(keys))) {
        for (key, value) in list {
            println!("{name}: a key of {} bytes, a value of {} bytes", key.len(), value.len());
        }
    }
    let parts = PARTS.map(|(name, _)| name).join(" | ");
    println!("\nBytes\n\n| store | user | {parts} | mail |\n|---|{}", "---|".repeat(PARTS.len() + 2));
    // Fills the memory that the process has freed, so that the rest grows.
    let first: Arc<dyn CacheStore> = Arc::new(MemoryCache::default());
    entries.copy(&first, &entries.named(&["session"]), CACHE / 2);
    print("memory", &in_cache(Arc::new(MemoryCache::default()), &entries, &resident));
    let redis = start(Kind::Redis);
    let cache = Arc::new(RedisCache::connect(&redis.url()).unwrap());
    print("Redis", &in_cache(cache, &entries, &|| used_memory(&redis)));
    print("SQLite", &in_database(Database::sqlite, &entries, SQLITE));
    for (kind, copies) in [(Kind::Postgres, POSTGRES), (Kind::MariaDb, MARIADB)] {
        let server = start(kind);
        print(kind.name(), &in_database(|| Database::on(&server.url()).unwrap(), &entries, copies));
    }
}

fn print(store: &str, sizes: &[Option<u64>]) {
    let shown: Vec<String> = sizes.iter().map(|size| size.map_or("–".to_owned(), |size| size.to_string())).collect();
    println!("| {store} | {} |", shown.join(" | "));
}

/// The growth for each of so many copies.
fn grown(size: impl Fn() -> u64, copies: u32, copy: impl FnOnce(u32)) -> u64 {
    let before = size();
    copy(copies);
    size().saturating_sub(before) / u64::from(copies)
}

/// The entries in a cache store that has no users and no mails.
fn in_cache(cache: Arc<dyn CacheStore>, entries: &Entries, size: &dyn Fn() -> u64) -> Vec<Option<u64>> {
    let each = PARTS.map(|(_, keys)| {
        let list = entries.named(keys);
        Some(grown(size, CACHE, |copies| entries.copy(&cache, &list, copies)))
    });
    [&[None], &each[..], &[None]].concat()
}

/// All in a database, each part in a new one.
fn in_database(database: impl Fn() -> Database, entries: &Entries, copies: u32) -> Vec<Option<u64>> {
    let row = |copy: fn(&TestApp, u32)| {
        let app = app::with_one_user(database());
        Some(grown(|| rows::size(app.database()), copies, |copies| copy(&app, copies)))
    };
    let each = PARTS.map(|(_, keys)| {
        let (app, list) = (app::with_one_user(database().with_cache()), entries.named(keys));
        Some(grown(|| rows::size(app.database()), copies, |copies| entries.copy(app.cache(), &list, copies)))
    });
    [&[row(rows::copy_users)], &each[..], &[row(rows::copy_mails)]].concat()
}

/// The memory of this process, in bytes.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

/// The memory of a Redis server that is used, in bytes.
fn used_memory(redis: &Server) -> u64 {
    let client = redis::Client::open(redis.url()).unwrap();
    let info: redis::InfoDict = redis::cmd("INFO").query(&mut client.get_connection().unwrap()).unwrap();
    info.get("used_memory").unwrap()
}
