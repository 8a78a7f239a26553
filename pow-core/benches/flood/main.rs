//! A flood of sign-ins beside a reader: `cargo bench -p pow-core --bench flood [-- SECONDS]`.
//!
//! 256 clients sign in over and over, each with the right password and the default hash, while one client reads a page.
//! What counts is how long the reader waits, how much memory the server takes, and how many sign-ins it does beside what
//! its cores could hash. Five rounds, of each figure the median.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a benchmark fails by panicking"
)]

mod client;
#[path = "../common/mod.rs"]
mod common;
mod serve;

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use client::{Form, Reader};
use common::{
    arguments, machine, median,
    server::{Server, end_with_parent},
};

const CLIENTS: usize = 256;
const ROUNDS: usize = 5;
/// Between two pages of the reader: it must not take the cores from those who sign in.
const PAUSE: Duration = Duration::from_millis(4);

fn main() {
    let args = arguments();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["serve", _, hash] => {
            end_with_parent();
            serve::run(hash);
        }
        [] => flood(Duration::from_secs(8)),
        [seconds] => flood(Duration::from_secs(seconds.parse().expect("seconds for each half of a round"))),
        _ => panic!("one argument at most: the seconds of each half of a round"),
    }
}

/// The waits of a reader in one half of a round, in ms.
struct Waits {
    p50: f64,
    p99: f64,
}

fn flood(span: Duration) {
    println!("{}", machine());
    // Hashed here, so that the server's memory at rest knows of no hash.
    let mut server = Server::start_with("flood", &[&serve::hash()]);
    let mut at_rest = || -> f64 { server.cookies.pop().unwrap().parse().unwrap() };
    let (program, resting) = (at_rest(), at_rest());
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let form = Form::fetch(server.port);
    let (mut idle, mut busy, mut rates, mut hashes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        idle.push(read(&server, span));
        // In each round, since no machine is as fast in one minute as in the next.
        hashes.push(client::hash_ms(server.port));
        let (waits, rate) = read_in_a_flood(&server, &form, span);
        busy.push(waits);
        rates.push(rate);
    }
    let of = |waits: &[Waits], figure: fn(&Waits) -> f64| median(waits.iter().map(figure).collect());
    let ratio = median(idle.iter().zip(&busy).map(|(idle, busy)| busy.p99 / idle.p99).collect());
    let peak = server.memory_mib("VmHWM");
    let per_second = |hash_ms: &f64| cores as f64 * 1_000.0 / hash_ms;
    let share = median(rates.iter().zip(&hashes).map(|(rate, hash_ms)| rate / per_second(hash_ms)).collect());
    let (rate, hash_ms) = (median(rates), median(hashes));
    println!("{CLIENTS} clients signing in, one reading; median of {ROUNDS} rounds of {} s", span.as_secs());
    println!("the page, idle:           p50 {:.3} ms, p99 {:.3} ms", of(&idle, |w| w.p50), of(&idle, |w| w.p99));
    println!("the page, in the flood:   p50 {:.3} ms, p99 {:.3} ms", of(&busy, |w| w.p50), of(&busy, |w| w.p99));
    println!("p99 beside idle:          {ratio:.2}");
    println!(
        "sign-ins:                 {rate:.1}/s of {:.1}/s ({cores} cores at {hash_ms:.2} ms a hash): {:.0} %",
        per_second(&hash_ms),
        100.0 * share
    );
    println!(
        "memory:                   {peak:.0} MiB at most, {:.1} MiB above rest for each hashing thread; {:.1} MiB of them are \
         pages of the program that were not read before",
        (peak - resting) / cores as f64,
        (server.memory_mib("RssFile") - program) / cores as f64
    );
}

fn read(server: &Server, span: Duration) -> Waits {
    let mut reader = Reader::new(server.port, &server.cookies[0]);
    let (begin, mut waits) = (Instant::now(), Vec::new());
    while begin.elapsed() < span {
        waits.push(reader.read_ms());
        thread::sleep(PAUSE);
    }
    waits.sort_by(f64::total_cmp);
    Waits { p50: waits[waits.len() / 2], p99: waits[waits.len() * 99 / 100] }
}

fn read_in_a_flood(server: &Server, form: &Form, span: Duration) -> (Waits, f64) {
    let (over, done) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        for number in 0..CLIENTS {
            let (over, done) = (&over, &done);
            scope.spawn(move || {
                while !over.load(Ordering::Relaxed) {
                    form.sign_in(server.port, &common::users::email(number));
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        // Until the queue has filled.
        thread::sleep(Duration::from_millis(500));
        let (begin, before) = (Instant::now(), done.load(Ordering::Relaxed));
        let waits = read(server, span);
        let rate = (done.load(Ordering::Relaxed) - before) as f64 / begin.elapsed().as_secs_f64();
        over.store(true, Ordering::Relaxed);
        (waits, rate)
    })
}
