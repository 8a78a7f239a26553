//! What an authenticated request costs: `cargo bench -p pow-core --bench request`.
//!
//! The same small page is served by bare actix-web, by this framework, by actix-session with actix-identity, by bare
//! axum and by axum-login on tower-sessions. Each server is a process of its own with one worker; the load comes from
//! this process. What is measured is the **CPU time of the server process** divided by the number of requests, since
//! that is stable where requests per second are not. The rounds are interleaved; the smallest of each counts.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a benchmark fails by panicking"
)]

mod load;
mod peers;
mod pow;

use std::{
    env,
    io::{BufRead, BufReader},
    process::{Child, ChildStdin, Command, Stdio},
};

/// What a server tells on its first line: where it listens and which cookies are good.
struct Server {
    name: &'static str,
    child: Child,
    _alive: ChildStdin,
    port: u16,
    cookies: Vec<String>,
    best: f64,
}

const VARIANTS: [&str; 6] =
    ["actix-web bare", "pow-core", "pow-core, reload", "actix-identity", "axum bare", "axum-login"];
const ROUNDS: usize = 9;
const REQUESTS: usize = 40_000;

fn main() {
    let mut args = env::args().skip(1);
    match (args.next().as_deref(), args.next()) {
        (Some("serve"), Some(name)) => serve(&name),
        _ => compare(),
    }
}

/// Serves until the standard input ends, which it does with the parent.
fn serve(name: &str) {
    std::thread::spawn(|| {
        let _ = std::io::stdin().lines().count();
        std::process::exit(0);
    });
    match name {
        "actix-web bare" => peers::actix_bare(),
        "pow-core" => pow::serve(false),
        "pow-core, reload" => pow::serve(true),
        "actix-identity" => peers::actix_identity(),
        "axum bare" => peers::axum_bare(),
        "axum-login" => peers::axum_login(),
        other => panic!("no server {other}"),
    }
}

fn compare() {
    let mut servers: Vec<Server> = VARIANTS.into_iter().map(start).collect();
    for server in &servers {
        load::run(server.port, &server.cookies, 4_000);
    }
    for _ in 0..ROUNDS {
        for server in &mut servers {
            let before = cpu_ns(server.child.id());
            load::run(server.port, &server.cookies, REQUESTS);
            let spent = (cpu_ns(server.child.id()) - before) as f64 / REQUESTS as f64 / 1_000.0;
            server.best = server.best.min(spent);
        }
    }
    print(&servers);
    for server in &mut servers {
        server.child.kill().unwrap();
        server.child.wait().unwrap();
    }
}

fn start(name: &'static str) -> Server {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["serve", name])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let port = lines.next().expect("the server starts").unwrap().parse().unwrap();
    let cookies = lines.next().expect("the server names cookies").unwrap();
    let cookies = cookies.split(' ').filter(|cookie| !cookie.is_empty()).map(str::to_owned).collect();
    let alive = child.stdin.take().unwrap();
    Server { name, child, _alive: alive, port, cookies, best: f64::MAX }
}

/// The scheduler's run time of all threads of a process.
fn cpu_ns(pid: u32) -> u64 {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let run_time = |task: std::io::Result<std::fs::DirEntry>| {
        let text = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    };
    tasks.filter_map(run_time).sum()
}

fn print(servers: &[Server]) {
    let bare = |name: &str| servers.iter().find(|server| server.name == name).map_or(f64::NAN, |server| server.best);
    println!("Server CPU time of an authenticated request, smallest of {ROUNDS} interleaved rounds of {REQUESTS}");
    println!("{:<20} {:>12} {:>10} {:>8} {:>10}", "server", "µs/request", "added µs", "ratio", "to actix");
    for server in servers {
        let twin = if server.name.starts_with("axum") { bare("axum bare") } else { bare("actix-web bare") };
        println!(
            "{:<20} {:>12.2} {:>10.2} {:>8.3} {:>10.3}",
            server.name,
            server.best,
            server.best - twin,
            server.best / twin,
            server.best / bare("actix-web bare")
        );
    }
}
