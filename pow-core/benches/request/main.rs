//! The cost of an authenticated request: `cargo bench -p pow-core --bench request`, with
//! `-- SERVER…`, `-- earlier=PATH`, `-- inside` or `-- instructions`.
//!
//! The same small page is served by bare actix-web, by this framework, by actix-session with actix-identity, by bare
//! axum and by axum-login on tower-sessions. Each server is a process of its own with one worker; the load comes from
//! this process. `by hand` is a session server for this one page; `earlier=PATH` adds the program of an earlier build, whose path
//! cargo prints. The measure is the **CPU time of the server process**, divided by the number of requests, since
//! that is stable where requests per second are not. The rounds are interleaved; the smallest of each counts.
//!
//! Each connection has a session of its own, as a browser's has, so that what belongs to a connection is as fresh in the
//! processor's caches for one server as for another. `behind a proxy` each request is another one's of all 100,000: the
//! framework's memory is cold then, and actix-web's is not.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a benchmark fails by panicking"
)]

mod by_hand;
#[path = "../common/mod.rs"]
mod common;
mod inside;
mod instructions;
mod peers;
mod pow;

use common::{
    arguments, load, machine,
    server::{Server, end_with_parent},
};

const BEHIND_A_PROXY: &str = "pow-core behind a proxy";
const HAND_BEHIND_A_PROXY: &str = "by hand behind a proxy";
const EARLIER: &str = "earlier build";
const VARIANTS: [&str; 10] = [
    "actix-web bare",
    "actix-web bare, cookie",
    "by hand",
    "pow-core",
    HAND_BEHIND_A_PROXY,
    BEHIND_A_PROXY,
    "pow-core, reload",
    "actix-identity",
    "axum bare",
    "axum-login",
];
const ROUNDS: usize = 90;
const REQUESTS: usize = 4_000;

fn main() {
    let args = arguments();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["serve", name] => serve(name),
        ["inside"] => inside::compare(),
        ["instructions"] => instructions::compare(),
        ["call", name, calls] => instructions::call(name, calls.parse().unwrap()),
        ref chosen => compare(chosen),
    }
}

fn serve(name: &str) {
    end_with_parent();
    match name {
        "actix-web bare" => peers::actix_bare(&[]),
        // The same request as the others get, with a cookie that nobody reads.
        "actix-web bare, cookie" => peers::actix_bare(&pow::unread_cookies()),
        "by hand" | HAND_BEHIND_A_PROXY => by_hand::serve(),
        "pow-core" | BEHIND_A_PROXY => pow::serve(false),
        "pow-core, reload" => pow::serve(true),
        "actix-identity" => peers::actix_identity(),
        "axum bare" => peers::axum_bare(),
        "axum-login" => peers::axum_login(),
        other => panic!("no server {other}"),
    }
}

fn compare(chosen: &[&str]) {
    println!("{}", machine());
    let earlier = chosen.iter().find_map(|name| name.strip_prefix("earlier="));
    let chosen: Vec<&str> = chosen.iter().copied().filter(|name| !name.starts_with("earlier=")).collect();
    let wanted = |name: &&str| chosen.is_empty() || chosen.contains(name);
    let mut servers: Vec<Server> = VARIANTS.into_iter().filter(wanted).map(Server::start).collect();
    if let Some(program) = earlier {
        servers.push(Server::of_program(program.as_ref(), "pow-core").named(EARLIER));
        servers.push(Server::of_program(program.as_ref(), BEHIND_A_PROXY).named("earlier behind a proxy"));
    }
    for server in &mut servers {
        if !server.name.ends_with("behind a proxy") {
            server.cookies.truncate(load::CONNECTIONS);
        }
        load::run(server.port, &server.cookies, 4_000);
    }
    let mut best = vec![f64::MAX; servers.len()];
    for _ in 0..ROUNDS {
        for (server, best) in servers.iter().zip(&mut best) {
            *best = best.min(load::cpu_us(server, &server.cookies, REQUESTS));
        }
    }
    print(&servers, &best);
}

fn print(servers: &[Server], best: &[f64]) {
    let of = |name: &str| servers.iter().position(|server| server.name == name).map_or(f64::NAN, |at| best[at]);
    println!("Server CPU time of an authenticated request, smallest of {ROUNDS} interleaved rounds of {REQUESTS}");
    println!("{:<24} {:>12} {:>10} {:>8} {:>10}", "server", "µs/request", "added µs", "ratio", "to actix");
    for (server, best) in servers.iter().zip(best) {
        let twin = if server.name.starts_with("axum") { of("axum bare") } else { of("actix-web bare") };
        let to_actix = best / of("actix-web bare");
        println!("{:<24} {best:>12.2} {:>10.2} {:>8.3} {to_actix:>10.3}", server.name, best - twin, best / twin);
    }
}
