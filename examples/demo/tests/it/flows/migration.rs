//! Four extensions are added to a big table of users, while the version before them reads and writes it.

use std::{
    env,
    net::SocketAddr,
    process::{Child, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread::{scope, sleep},
    time::{Duration, Instant},
};

use pow_testing::{
    Client,
    client::{ANN, PASSWORD},
    servers::{self, FreshDatabase},
};
use tempfile::TempDir;

use crate::running::{self, Demo};

/// How many rows the table has. `POW_TEST_ROWS` is another number: a million in the long form.
const ROWS: usize = 200_000;
const SECRET: &str = "not a secret: 0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ALL_FOUR: &str = "email-confirmation,reset-password,persistent-session,invitation";
const INDEXED: [&str; 3] = ["email_confirmation_token", "invitation_token", "invitation_expires_at"];
/// How long a request may wait for the migration.
const MOST: Duration = Duration::from_secs(1);

/// How one kind of database is asked.
struct Words {
    fill: fn(usize) -> String,
    /// The number of connections that build an index.
    builds: &'static str,
    /// The connection that builds an index.
    builder: &'static str,
    end: fn(i64) -> String,
    /// The number of valid indexes over one column of the table of users.
    indexes: fn(&str) -> String,
    drop_index: fn(&str) -> String,
}

const POSTGRES: Words = Words {
    fill: |rows| {
        format!(
            "INSERT INTO users (id, email, inserted_at, updated_at) SELECT gen_random_uuid(), 'user@example.org-' || n, now(), \
             now() FROM generate_series(1, {rows}) AS n"
        )
    },
    builds: "SELECT count(*) AS number FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query \
             LIKE 'CREATE%INDEX CONCURRENTLY%'",
    builder: "SELECT pid::bigint AS number FROM pg_stat_activity WHERE datname = current_database() AND query LIKE \
              'CREATE%INDEX CONCURRENTLY%'",
    end: |pid| format!("SELECT pg_terminate_backend({pid})"),
    indexes: |column| {
        format!(
            "SELECT count(*) AS number FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0] WHERE \
             indrelid = 'users'::regclass AND indisvalid AND attname = '{column}'"
        )
    },
    drop_index: |name| format!("DROP INDEX IF EXISTS {name}"),
};

const MYSQL: Words = Words {
    fill: |rows| {
        format!(
            "INSERT INTO users (id, email, inserted_at, updated_at) SELECT UNHEX(REPLACE(UUID(), '-', '')), \
             CONCAT('user@example.org-', seq), NOW(6), NOW(6) FROM seq_1_to_{rows}"
        )
    },
    builds: "SELECT CAST(COUNT(*) AS SIGNED) AS number FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND INFO LIKE \
             'CREATE%INDEX%'",
    builder: "SELECT CAST(ID AS SIGNED) AS number FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND INFO LIKE \
              'CREATE%INDEX%'",
    end: |id| format!("KILL CONNECTION {id}"),
    indexes: |column| {
        format!(
            "SELECT CAST(COUNT(*) AS SIGNED) AS number FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND \
             TABLE_NAME = 'users' AND COLUMN_NAME = '{column}'"
        )
    },
    drop_index: |name| format!("DROP INDEX IF EXISTS {name} ON users"),
};

/// A database whose users' table is of the version without extensions, and that version as it runs.
struct Site {
    database: FreshDatabase,
    words: Words,
    before: Demo,
}

/// A process that is killed when this drops, also by a test that fails.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill().and_then(|()| self.0.wait());
    }
}

impl Site {
    fn start(server: &str, words: Words) -> Self {
        let database = servers::fresh_database(server).unwrap();
        let before = Demo::start_as(&Self::arguments(&database, "none"), &[], TempDir::new().unwrap());
        assert_eq!(before.client().register(ANN, PASSWORD).status, 303);
        let rows = env::var("POW_TEST_ROWS").ok().map_or(ROWS, |rows| rows.parse().expect("a number of rows"));
        let began = Instant::now();
        servers::run(database.url(), &[(words.fill)(rows)]).unwrap();
        println!("{rows} rows in {:?}", began.elapsed());
        Self { database, words, before }
    }

    fn arguments<'a>(database: &'a FreshDatabase, extensions: &'a str) -> [&'a str; 9] {
        let url = database.url();
        let fixed = ["--bind", "127.0.0.1:0", "--fast-hash", "--secret-key-base", SECRET];
        let [bind, address, fast, key, secret] = fixed;
        [bind, address, fast, key, secret, "--database-url", url, "--extensions", extensions]
    }

    fn number(&self, query: &str) -> i64 {
        servers::number(self.database.url(), query).unwrap()
    }

    /// Starts the version with the four extensions, which migrates, and ends it by `kill -9` while it builds an index.
    fn kill_a_build(&self, also_end_its_connection: bool) {
        for _ in 0..10 {
            let folder = TempDir::new().unwrap();
            let mut command = running::command(&Self::arguments(&self.database, ALL_FOUR), &[], folder.path());
            let mut child = Killed(command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
            let is_caught = self.waits_for_a_build(&mut child.0);
            // A connection that has ended meanwhile was not caught, and the next attempt is.
            let connection = servers::number(self.database.url(), self.words.builder);
            drop(child);
            let is_ended = || match connection {
                Ok(connection) => servers::run(self.database.url(), &[(self.words.end)(connection)]).is_ok(),
                Err(_) => false,
            };
            if is_caught && (!also_end_its_connection || is_ended()) {
                return;
            }
            self.drop_indexes();
        }
        panic!("no build took long enough to be killed");
    }

    /// Returns false if the program has built all indexes before.
    fn waits_for_a_build(&self, child: &mut Child) -> bool {
        let until = Instant::now() + Duration::from_secs(120);
        while self.number(self.words.builds) == 0 {
            assert!(Instant::now() < until, "no build begins");
            let is_done = INDEXED.iter().all(|column| self.number(&(self.words.indexes)(column)) == 1);
            if is_done || child.try_wait().unwrap().is_some() {
                return false;
            }
        }
        true
    }

    /// For another attempt.
    fn drop_indexes(&self) {
        while self.number(self.words.builds) > 0 {
            sleep(Duration::from_millis(50));
        }
        let drops: Vec<String> =
            INDEXED.iter().map(|column| (self.words.drop_index)(&format!("users_{column}_index"))).collect();
        servers::run(self.database.url(), &drops).unwrap();
    }

    fn assert_indexes(&self) {
        for column in INDEXED {
            assert_eq!(self.number(&(self.words.indexes)(column)), 1, "{column}");
        }
    }
}

/// Sets the flag also if the test fails. The clients would never end otherwise.
struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The longest wait of one kind of request, and how many there were.
#[derive(Clone, Copy, Debug, Default)]
struct Waits {
    longest: Duration,
    count: usize,
}

impl Waits {
    fn of<T>(&mut self, ask: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let answer = ask();
        self.longest = self.longest.max(began.elapsed());
        self.count += 1;
        answer
    }
}

/// Reads pages, signs in and registers at the version before, until `work` is done. Returns the waits of the three.
fn under_load(address: SocketAddr, work: impl FnOnce()) -> [Waits; 3] {
    static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let ends = AtomicBool::new(false);
    scope(|scope| {
        let guard = Ends(&ends);
        let again = |mut request: Box<dyn FnMut(&mut Waits) + Send>| {
            let ends = &ends;
            scope.spawn(move || {
                let mut waits = Waits::default();
                while !ends.load(Ordering::Relaxed) {
                    request(&mut waits);
                    sleep(Duration::from_millis(5));
                }
                waits
            })
        };
        let mut reader = Client::new(address);
        assert_eq!(reader.sign_in(ANN, PASSWORD).status, 303);
        let all = [
            again(Box::new(move |waits| assert_eq!(waits.of(|| reader.current_user()).as_deref(), Some(ANN)))),
            again(Box::new(move |waits| {
                let mut client = Client::new(address);
                let page = client.get("/session/new").text();
                let fields = [("user[email]", ANN), ("user[password]", PASSWORD)];
                assert_eq!(waits.of(|| client.submit_form(&page, "/session", &fields)).status, 303);
            })),
            again(Box::new(move |waits| {
                let mut client = Client::new(address);
                let page = client.get("/registration/new").text();
                let email = format!("new{}@example.com", NEXT.fetch_add(1, Ordering::Relaxed));
                let password = [("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
                let fields = [&[("user[email]", email.as_str())], &password[..]].concat();
                assert_eq!(waits.of(|| client.submit_form(&page, "/registration", &fields)).status, 303);
            })),
        ];
        drop((work(), guard));
        all.map(|waits| waits.join().unwrap())
    })
}

fn longest(waits: &[Waits]) -> Duration {
    waits.iter().map(|waits| waits.longest).max().unwrap_or_default()
}

fn no_request_waits_for_the_migration(server: &str, words: Words) {
    let site = Site::start(server, words);
    let address = site.before.address();
    // The machine may make requests wait, too.
    let control = under_load(address, || sleep(Duration::from_secs(3)));
    let mut took = Duration::ZERO;
    let mut after = None;
    let waits = under_load(address, || {
        site.kill_a_build(false);
        site.kill_a_build(true);
        let began = Instant::now();
        after = Some(Demo::start_as(&Site::arguments(&site.database, ALL_FOUR), &[], TempDir::new().unwrap()));
        took = began.elapsed();
    });
    println!("without a migration: {control:?}\nwith it, killed twice: {waits:?}\nthe last start took {took:?}");
    assert!(longest(&waits) < MOST + longest(&control), "{waits:?}, and without a migration {control:?}");
    assert!(waits.iter().all(|waits| waits.count > 5), "{waits:?}");
    site.assert_indexes();
    // The two versions run side by side.
    let after = after.unwrap();
    for demo in [&site.before, &after] {
        assert_eq!(demo.client().sign_in(ANN, PASSWORD).status, 303);
    }
    assert_eq!(site.before.client().register("before@example.com", PASSWORD).status, 303);
    assert_eq!(after.client().register("after@example.com", PASSWORD).status, 303);
}

#[test]
fn no_request_waits_for_a_migration_of_postgresql() {
    let Some(server) = servers::postgres() else { return };
    no_request_waits_for_the_migration(&server, POSTGRES);
}

#[test]
fn no_request_waits_for_a_migration_of_mysql() {
    let Some(server) = servers::mysql() else { return };
    no_request_waits_for_the_migration(&server, MYSQL);
}
