//! What the cache stores cost.
//!
//! ```text
//! cargo bench -p pow-core --bench stores --features disk,postgres,mysql [-- [full] [http] [STORE…]]
//! ```
//!
//! The short form has 1,000 and 100,000 sessions, the long one (`full`) 1,000,000 too; `http` shows the last two tables only.
//! Each line is a process of its own, so that its memory can be told. PostgreSQL and MariaDB are measured where `POW_TEST_POSTGRES_URL` and `POW_TEST_MYSQL_URL`
//! name servers, Redis on a server of the benchmark's own. A million writes to SQLite take ten minutes on a disk that syncs
//! 1,500 times a second, and one with `TMPDIR=/dev/shm`.
//! The second table is an authenticated request through HTTP, as the server's CPU time beside a bare handler's; the third is
//! the same with more and more sessions.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a benchmark fails by panicking"
)]

#[path = "../common/mod.rs"]
mod common;
mod http;
mod rates;
mod subject;

use std::{env, process::Command};

use common::{arguments, machine, server::end_with_parent};

const STORES: [&str; 7] = ["memory", "disk", "sqlite", "postgres", "mysql", "redis", "redis-near"];

fn main() {
    let args = arguments();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["serve", name, each] => {
            end_with_parent();
            http::serve(name, each.parse().unwrap());
        }
        ["rates", store, sessions] => rates::print(store, sessions.parse().unwrap()),
        ref chosen => all(chosen),
    }
}

fn all(chosen: &[&str]) {
    println!("{}", machine());
    let named: Vec<&str> = STORES.into_iter().filter(|store| chosen.contains(store)).collect();
    let stores = if named.is_empty() { STORES.to_vec() } else { named };
    let stores: Vec<&str> = stores.into_iter().filter(|store| subject::is_there(store)).collect();
    let sizes: &[u32] = if chosen.contains(&"full") { &[1_000, 100_000, 1_000_000] } else { &[1_000, 100_000] };
    if !chosen.contains(&"http") {
        // Alone, the near copy is Redis.
        let alone_too: Vec<&str> = stores.iter().copied().filter(|store| *store != "redis-near").collect();
        alone(&alone_too, sizes);
    }
    http::compare(&stores);
    http::growth(&stores, sizes);
}

fn alone(stores: &[&str], sizes: &[u32]) {
    rates::print_head();
    for store in stores {
        for sessions in sizes {
            // A process for each, so that one doesn't inherit the memory of another.
            let line = Command::new(env::current_exe().unwrap()).args(["rates", store, &sessions.to_string()]).status();
            assert!(line.unwrap().success(), "{store} with {sessions} sessions");
        }
    }
}
