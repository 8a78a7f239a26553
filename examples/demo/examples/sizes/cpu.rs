//! The CPU time of servers.

use std::{fs, thread};

use pow_core::Config;
use pow_store_redis::RedisCache;
use pow_testing::{Client, Database, TestApp, client::PASSWORD};
use pow_testing_servers::Server;

use crate::app;

/// The number of browsers at once.
const BROWSERS: usize = 4;
const PAGES: usize = 2_000;
const OTHERS: usize = 300;

/// The measured actions, in this order.
const ACTIONS: [&str; 3] = ["page of a user", "sign-in and sign-out", "registration"];

pub(crate) fn print_head() {
    println!("\nCPU time of the servers, in µs\n\n| servers | {} |\n|---|{}", ACTIONS.join(" | "), "---|".repeat(3));
}

/// Prints the CPU time of each action on a database, which keeps the sessions unless there is a Redis server for them.
pub(crate) fn row(database: &Server, redis: Option<&Server>) {
    let made = Database::on(&database.url()).unwrap();
    let app = match redis {
        None => app::builder(made.with_cache()).start(),
        Some(redis) => {
            let cache = RedisCache::connect(&redis.url()).unwrap();
            app::builder(made).config(|config| Config { cache: cache.into(), ..config }).start()
        }
    };
    let servers: Vec<&Server> = std::iter::once(database).chain(redis).collect();
    let times = actions(&app, &servers);
    let name = database.kind().name();
    for (n, server) in servers.iter().enumerate() {
        let shown = match (redis, n) {
            (None, _) => format!("{name}, with the sessions"),
            (_, 0) => format!("{name}, the sessions in Redis"),
            _ => format!("{} beside {name}", server.kind().name()),
        };
        let cells: Vec<String> = times.iter().map(|of| format!("{:.0}", of[n])).collect();
        println!("| {shown} | {} |", cells.join(" | "));
    }
}

/// For each action the CPU time on each server, in µs.
fn actions(app: &TestApp, servers: &[&Server]) -> [Vec<f64>; ACTIONS.len()] {
    let mut browsers: Vec<(String, Client)> = (0..BROWSERS).map(|browser| registered(app, browser)).collect();
    let page = measure(servers, &mut browsers, PAGES, |(email, client), _| {
        assert_eq!(client.current_user().as_deref(), Some(email.as_str()));
    });
    let sign_in = measure(servers, &mut browsers, OTHERS, |(email, _), _| {
        let mut client = Client::new(app.address());
        assert_eq!(client.sign_in(email, PASSWORD).status, 303);
        assert_eq!(client.sign_out().status, 303);
    });
    let mut numbers: Vec<usize> = (0..BROWSERS).collect();
    let registration = measure(servers, &mut numbers, OTHERS, |browser, n| {
        let mut client = Client::new(app.address());
        assert_eq!(client.register(&format!("new{browser}.{n}@example.com"), PASSWORD).status, 303);
    });
    [page, sign_in, registration]
}

/// A user who is signed in.
fn registered(app: &TestApp, browser: usize) -> (String, Client) {
    let (email, mut client) = (format!("browser{browser}@example.com"), app.client());
    app::register(app, &email);
    assert_eq!(client.sign_in(&email, PASSWORD).status, 303);
    (email, client)
}

/// Does the work so many times in each browser, all browsers at once. Returns the CPU time of each server for one time, in µs.
fn measure<B: Send>(
    servers: &[&Server],
    browsers: &mut [B],
    times: usize,
    work: impl Fn(&mut B, usize) + Sync,
) -> Vec<f64> {
    let now = || servers.iter().map(|server| cpu_ns(server)).collect::<Vec<_>>();
    let (before, work) = (now(), &work);
    thread::scope(|scope| {
        for browser in browsers.iter_mut() {
            scope.spawn(move || (0..times).for_each(|n| work(browser, n)));
        }
    });
    let count = (times * browsers.len()) as f64;
    now().iter().zip(before).map(|(after, before)| after.saturating_sub(before) as f64 / 1e3 / count).collect()
}

/// The CPU time of a server's threads and of its child processes, in ns.
fn cpu_ns(server: &Server) -> u64 {
    let pid = server.pid().expect("a running server");
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap();
    let processes = std::iter::once(pid.to_string()).chain(children.split_whitespace().map(str::to_owned));
    processes
        .flat_map(|process| fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten())
        .map(of_thread)
        .sum()
}

fn of_thread(folder: fs::DirEntry) -> u64 {
    // A thread may have ended meanwhile.
    let text = fs::read_to_string(folder.path().join("schedstat")).unwrap_or_default();
    text.split(' ').next().and_then(|ns| ns.parse().ok()).unwrap_or_default()
}
