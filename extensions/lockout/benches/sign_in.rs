//! What the extension adds to a sign-in: `cargo bench -p pow-ext-lockout`.
//!
//! A known browser and an unknown one sign in by the form, in an application with the extension and in one without. The measured
//! figure is the CPU time of the process, the client's part included, which is the same in both. The hash is measured apart, and
//! is the cheapest one in the sign-ins: its time varies more than the extension costs. The rounds alternate. The notice of a
//! sign-in from an unknown browser is off: a mail is not a limit.
#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

use pow_core::{
    Config,
    cache::{CacheStore, DiskCache},
    clock::SystemClock,
    password::{Argon2id, Memory, PasswordHasher},
};
use pow_ext_lockout::Lockout;
use pow_store_redis::RedisCache;
use pow_testing::{
    Client, Database, TestApp,
    app::Builder,
    client::{ANN, PASSWORD, encode},
    servers,
};
use rustix::time::{ClockId, clock_gettime};

const ROUNDS: usize = 200;
/// Work that goes on after the answer counts too.
const AFTERWARDS: Duration = Duration::from_millis(5);

/// The CPU times of one kind of work.
#[derive(Default)]
struct Times(Vec<Duration>);

impl Times {
    fn measure<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let before = cpu();
        let done = work();
        self.0.push(cpu().saturating_sub(before));
        done
    }

    /// The smallest time and the median, in microseconds.
    fn figures(mut self) -> [f64; 2] {
        self.0.sort_unstable();
        [0, self.0.len() / 2].map(|at| self.0.get(at).unwrap().as_secs_f64() * 1e6)
    }
}

/// An application and a browser that has signed in before.
struct Subject {
    app: TestApp,
    known: Client,
    of_known: Times,
    of_unknown: Times,
}

impl Subject {
    fn new(builder: Builder, store: &Store) -> Self {
        let app = (store.set)(builder)
            .config(|config| Config { trusted_proxies: 1, clock: Arc::new(SystemClock), ..config })
            .start();
        drop(app.registered(ANN));
        let mut known = app.client();
        known.sign_in(ANN, PASSWORD);
        Self { app, known, of_known: Times::default(), of_unknown: Times::default() }
    }

    fn sign_in(&mut self, round: usize) {
        let known = self.app.copy(&self.known);
        sign_in(known, round, &mut self.of_known);
        sign_in(self.app.client(), ROUNDS + round, &mut self.of_unknown);
    }
}

fn sign_in(mut browser: Client, round: usize, times: &mut Times) {
    browser.cookies.remove("auth");
    // Or the client's limit would end the measurement.
    browser.headers.push(("X-Forwarded-For".to_owned(), format!("10.0.{}.{}", round / 250, round % 250)));
    let token = browser.token("/session/new");
    let form = [("_csrf_token", token.as_str()), ("user[email]", ANN), ("user[password]", PASSWORD)];
    let bytes = browser.bytes("POST", "/session", Some(&encode(&form)));
    let answer = times.measure(|| {
        let answer = browser.raw(&bytes);
        thread::sleep(AFTERWARDS);
        answer
    });
    assert_eq!(answer.status, 303);
}

fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap(), time.tv_nsec.try_into().unwrap())
}

/// Where the counts are.
struct Store {
    name: &'static str,
    set: Box<dyn Fn(Builder) -> Builder>,
}

impl Store {
    fn database(name: &'static str, make: impl Fn() -> Database + 'static) -> Self {
        Self { name, set: Box::new(move |builder| builder.database(make())) }
    }

    /// Each application has a cache of its own.
    fn cache(name: &'static str, make: impl Fn(u32) -> Arc<dyn CacheStore> + 'static) -> Self {
        let number = AtomicU32::new(0);
        let set = move |builder: Builder| {
            let cache = make(number.fetch_add(1, Ordering::Relaxed));
            builder.database(Database::sqlite()).config(move |config| Config { cache: cache.into(), ..config })
        };
        Self { name, set: Box::new(set) }
    }
}

/// Those whose servers are there.
fn stores() -> Vec<Store> {
    let folder = tempfile::tempdir().unwrap();
    let disk = move |number: u32| -> Arc<dyn CacheStore> {
        Arc::new(DiskCache::open(folder.path().join(number.to_string())).unwrap())
    };
    let mut stores = vec![
        Store::database("memory", Database::sqlite),
        Store::database("SQLite", || Database::sqlite().with_cache()),
        Store::cache("a folder", disk),
    ];
    stores.extend(servers::redis().map(|url| {
        Store::cache("Redis", move |number| {
            let prefix = format!("lockout-bench-{}-{number}", std::process::id());
            Arc::new(RedisCache::connect(&url).unwrap().prefix(&prefix).unwrap())
        })
    }));
    for (name, url) in [("PostgreSQL", servers::postgres()), ("MariaDB", servers::mysql())] {
        stores.extend(url.map(|url| Store::database(name, move || Database::on(&url).unwrap().with_cache())));
    }
    stores
}

fn main() {
    let mut hash = Times::default();
    let (hasher, mut memory) = (Argon2id::default(), Memory::default());
    for _ in 0..50 {
        hash.measure(|| hasher.hash(PASSWORD.as_bytes(), &mut memory)).unwrap();
    }
    let [best_hash, median_hash] = hash.figures();
    println!("a hash: {best_hash:.0} µs, median {median_hash:.0} µs");
    for store in stores() {
        let mut without = Subject::new(TestApp::builder(), &store);
        let mut with = Subject::new(TestApp::with(Lockout::default().notices(false)), &store);
        for round in 0..ROUNDS {
            without.sign_in(round);
            with.sign_in(round);
        }
        for (browser, without, with) in
            [("known", without.of_known, with.of_known), ("unknown", without.of_unknown, with.of_unknown)]
        {
            let [without, with] = [without.figures(), with.figures()];
            let added = [with[0] - without[0], with[1] - without[1]];
            println!(
                "counts in {}, {browser} browser: {:.0} µs more ({:.1} % of a hash), median {:.0} µs ({:.1} %)",
                store.name,
                added[0],
                100.0 * added[0] / best_hash,
                added[1],
                100.0 * added[1] / median_hash
            );
        }
    }
}
