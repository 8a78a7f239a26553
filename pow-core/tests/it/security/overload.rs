//! Too much work, no connection left, panics: no user is signed in by them, and it goes on afterwards.
use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use pow_core::{
    Config, Error, async_trait,
    changeset::Changeset,
    conn::{Conn, Reply},
    controllers::{registration, session},
    cx::Cx,
    extension::{Action, Extension, Outcome, Registry, SignIn},
    extensions,
    params::Params,
    password::{Argon2id, Memory, PasswordHasher, PoolSettings},
    policy::Policy,
    record::User,
    store::Transaction,
};
use pow_testing::{
    Client, Database, HeldHasher, Response, TestApp,
    client::{ANN, PASSWORD, encode, together},
    held::Step,
    on_each_database,
};

const BOB: &str = "bob@example.com";

on_each_database!(
    hook_that_fails_in_the_transaction_leaves_no_row_and_no_lock,
    hook_that_fails_leaves_the_account_as_it_was,
    exhausted_connections_are_a_503_and_signed_in_pages_go_on,
);

fn sign_in_bytes(client: &mut Client, password: &str) -> Vec<u8> {
    let token = client.token("/session/new");
    let form = encode(&[("_csrf_token", &token), ("user[email]", ANN), ("user[password]", password)]);
    client.bytes("POST", "/session", Some(&form))
}

fn has_session(response: &Response) -> bool {
    response.all("set-cookie").iter().any(|set| set.starts_with("auth=") && !set.contains("Max-Age=0"))
}

// W5: one thread, one place in the queue
#[test]
fn too_many_sign_ins_are_a_503_and_everything_else_goes_on() {
    let held = HeldHasher::new();
    let hasher = held.clone();
    let app = TestApp::builder()
        .policy(|policy| policy.password.hasher = Arc::new(hasher))
        .config(|mut config| {
            (config.hashing.threads, config.hashing.queue_per_thread) = (1, 1);
            config
        })
        .start();
    let mut browser = app.registered(ANN);
    let mut clients: Vec<Client> = (0..30).map(|_| app.client()).collect();
    // Every third with a wrong password.
    let passwords = |at: usize| if at.is_multiple_of(3) { "another-password" } else { PASSWORD };
    let requests: Vec<_> =
        clients.iter_mut().enumerate().map(|(at, client)| sign_in_bytes(client, passwords(at))).collect();
    held.hold(Step::Verify, 1);
    let (responses, slowest) = thread::scope(|scope| {
        let sign_ins = scope.spawn(|| together(app.address(), &requests));
        held.wait_until_held();
        let mut slowest = Duration::ZERO;
        for _ in 0..50 {
            let since = Instant::now();
            assert_eq!(app.client().get("/bare").status, 200);
            assert_eq!(browser.get("/protected").status, 200);
            assert_eq!(browser.current_user().as_deref(), Some(ANN));
            slowest = slowest.max(since.elapsed());
        }
        held.release();
        (sign_ins.join().unwrap(), slowest)
    });
    println!("three pages beside a full queue: {slowest:?} at most");
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
    let busy = responses.iter().filter(|response| response.status == 503).count();
    // One at work and one waiting. On a busy machine the second comes before the first is taken from the queue.
    assert!((28..30).contains(&busy), "{busy} of 30 were refused");
    for (at, response) in responses.iter().enumerate() {
        match response.status {
            503 => {
                let seconds: u64 = response.header("retry-after").unwrap().parse().unwrap();
                assert!((1..=60).contains(&seconds));
                assert!(response.text().contains("<html"), "a page");
                assert!(!has_session(response));
            }
            303 => assert!(has_session(response) && passwords(at) == PASSWORD),
            422 => assert!(!has_session(response) && passwords(at) != PASSWORD),
            other => panic!("{other}"),
        }
    }
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303, "it recovers at once");
    assert_eq!(app.client().sign_in(ANN, "another-password").status, 422);
    assert_eq!(app.client().register(BOB, PASSWORD).status, 303);
}

// W5: at the real cost of a hash
#[test]
fn five_hundred_sign_ins_at_once_are_each_answered_and_pages_go_on() {
    let app = TestApp::builder()
        .policy(|policy| policy.password.hasher = Policy::default().password.hasher)
        .config(|mut config| {
            config.hashing = PoolSettings { queue_per_thread: 25, ..PoolSettings::default() };
            config
        })
        .each_form_is_new()
        .start();
    drop(app.registered(ANN));
    let request = sign_in_bytes(&mut app.client(), "another-password");
    let page = || {
        let since = Instant::now();
        assert_eq!(app.client().get("/bare").status, 200);
        since.elapsed()
    };
    let idle = p99((0..200).map(|_| page()).collect());
    let (responses, flooded) = thread::scope(|scope| {
        let sign_ins = scope.spawn(|| together(app.address(), &vec![request; 500]));
        let mut times = Vec::new();
        while !sign_ins.is_finished() {
            times.push(page());
            // A reader's pause; without it the pages alone would keep the machine busy, and hashing yields to them.
            thread::sleep(Duration::from_millis(5));
        }
        (sign_ins.join().unwrap(), times)
    });
    let (refused, busy): (Vec<_>, Vec<_>) = responses.iter().partition(|response| response.status == 422);
    assert!(busy.iter().all(|response| response.status == 503 && response.header("retry-after").is_some()));
    assert!(!responses.iter().any(has_session));
    let (pages, p99) = (flooded.len(), p99(flooded));
    println!(
        "{} refused, {} told to come again; 99 % of {pages} pages within {p99:?}, idle {idle:?}",
        refused.len(),
        busy.len()
    );
    assert!(refused.len() >= 50 && !busy.is_empty(), "what fits into the queue is worked on, and no more");
    assert!(pages > 20, "only {pages} pages while the passwords were hashed");
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
}

/// What 99 of 100 stay below.
fn p99(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    let place = times.len() * 99 / 100;
    times.into_iter().nth(place).unwrap()
}

/// Panics at one password.
#[derive(Debug)]
struct Panicking;

const PANIC: &str = "panic-at-this-one";

impl PasswordHasher for Panicking {
    fn id(&self) -> &'static str {
        "panicking"
    }

    fn recognises(&self, encoded: &str) -> bool {
        Argon2id::weakest_for_tests().recognises(encoded)
    }

    fn is_current(&self, encoded: &str) -> bool {
        Argon2id::weakest_for_tests().is_current(encoded)
    }

    fn hash(&self, password: &[u8], memory: &mut Memory) -> Result<String, Error> {
        assert_ne!(password, PANIC.as_bytes(), "as told");
        Argon2id::weakest_for_tests().hash(password, memory)
    }

    fn verify(&self, password: &[u8], encoded: &str, memory: &mut Memory) -> Result<bool, Error> {
        assert_ne!(password, PANIC.as_bytes(), "as told");
        Argon2id::weakest_for_tests().verify(password, encoded, memory)
    }
}

// F9
#[test]
fn hasher_that_panics_is_a_500_and_the_next_sign_in_works() {
    let app = TestApp::builder()
        .policy(|policy| policy.password.hasher = Arc::new(Panicking))
        .config(|mut config| {
            config.hashing.threads = 1;
            config
        })
        .start();
    drop(app.registered(ANN));
    for _ in 0..3 {
        let mut browser = app.client();
        let response = browser.sign_in(ANN, PANIC);
        assert_eq!((response.status, has_session(&response)), (500, false));
        assert!(!response.text().contains("panic"), "it says nothing of what happened");
        assert_eq!(browser.current_user(), None);
        assert_eq!(browser.register(BOB, PANIC).status, 500);
        assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
    }
    assert_eq!(app.user_count(), 1);
}

/// Fails at one place, by an error or by a panic.
#[derive(Clone, Debug, Default)]
struct Failing {
    told: Arc<AtomicU8>,
    /// How many effects came after a commit.
    sent: Arc<AtomicU8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Place {
    Nowhere,
    BeforeWrite,
    AfterWrite,
    BeforeProcess,
    BeforeRespond,
    BeforeSignIn,
    AfterCommit,
}

const PANICS: u8 = 100;

impl Failing {
    fn at(&self, place: Place, panics: bool) {
        self.told.store(place as u8 + if panics { PANICS } else { 0 }, Ordering::SeqCst);
    }

    fn pass(&self, place: Place) -> Result<(), Error> {
        match self.told.load(Ordering::SeqCst) {
            told if told == place as u8 => Err(Error::other("as told")),
            told if told == place as u8 + PANICS => panic!("as told"),
            _ => Ok(()),
        }
    }

    fn acts_on(action: Action) -> bool {
        [registration::CREATE, registration::UPDATE, session::CREATE].contains(&action)
    }
}

#[async_trait]
impl Extension for Failing {
    fn id(&self) -> &'static str {
        "failing"
    }

    fn register(&self, _: &mut Registry) {}

    async fn before_write(&self, _: &Cx, _: &mut dyn Transaction, _: &mut Changeset) -> Result<(), Error> {
        self.pass(Place::BeforeWrite)
    }

    async fn after_write(&self, cx: &Cx, _: &mut dyn Transaction, _: &Changeset, _: &Arc<User>) -> Result<(), Error> {
        let (effect, sent) = (self.clone(), self.sent.clone());
        cx.after_commit(async move {
            sent.fetch_add(1, Ordering::SeqCst);
            effect.pass(Place::AfterCommit)
        });
        self.pass(Place::AfterWrite)
    }

    async fn before_process(&self, action: Action, _: &mut Conn) -> Result<ControlFlow<Reply>, Error> {
        if Self::acts_on(action) {
            self.pass(Place::BeforeProcess)?;
        }
        Ok(ControlFlow::Continue(()))
    }

    async fn before_respond(&self, action: Action, _: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        if Self::acts_on(action) {
            self.pass(Place::BeforeRespond)?;
        }
        Ok(outcome)
    }

    async fn before_sign_in(&self, _: &mut Conn, _: &Arc<User>) -> Result<SignIn, Error> {
        self.pass(Place::BeforeSignIn).map(|()| SignIn::Allow)
    }
}

fn failing(database: Database) -> (TestApp, Failing) {
    let failing = Failing::default();
    let extension = failing.clone();
    let config = move |config| Config { extensions: extensions![extension], ..config };
    (TestApp::builder().database(database).config(config).start(), failing)
}

// F9
fn hook_that_fails_in_the_transaction_leaves_no_row_and_no_lock(database: Database) {
    let (app, failing) = failing(database);
    for place in [Place::BeforeWrite, Place::AfterWrite] {
        for panics in [false, true] {
            failing.at(place, panics);
            // More often than there are connections.
            for _ in 0..12 {
                let mut browser = app.client();
                let response = browser.register(ANN, PASSWORD);
                assert_eq!((response.status, has_session(&response)), (500, false), "{place:?}, panic: {panics}");
                assert_eq!(browser.current_user(), None);
            }
            assert_eq!(app.user_count(), 0);
        }
    }
    failing.at(Place::Nowhere, false);
    let since = Instant::now();
    assert_eq!(app.client().register(ANN, PASSWORD).status, 303);
    assert!(since.elapsed() < Duration::from_secs(2), "nothing holds a lock: {:?}", since.elapsed());
    assert_eq!(app.user_count(), 1);
}

// F9
fn hook_that_fails_leaves_the_account_as_it_was(database: Database) {
    let (app, failing) = failing(database);
    let mut browser = app.registered(ANN);
    let mut other = app.client();
    assert_eq!(other.sign_in(ANN, PASSWORD).status, 303);
    let new = "another-password";
    let pairs = [("user[password]", new), ("user[password_confirmation]", new), ("user[current_password]", PASSWORD)];
    for place in [Place::BeforeWrite, Place::AfterWrite, Place::BeforeProcess] {
        for panics in [false, true] {
            failing.at(place, panics);
            let response = browser.account_form(&pairs);
            assert_eq!(response.status, 500, "{place:?}, panic: {panics}");
            failing.at(Place::Nowhere, false);
            assert_eq!(browser.current_user().as_deref(), Some(ANN));
            assert_eq!(other.current_user().as_deref(), Some(ANN));
            assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
            assert_eq!(app.client().sign_in(ANN, new).status, 422);
        }
    }
    assert_eq!(browser.account_form(&pairs).status, 303);
    assert_eq!((browser.current_user().as_deref(), other.current_user()), (Some(ANN), None));
}

// F9
#[test]
fn effect_that_fails_after_the_commit_changes_nothing_about_it() {
    let (app, failing) = failing(Database::sqlite());
    for (round, panics) in [false, true].into_iter().enumerate() {
        failing.at(Place::AfterCommit, panics);
        let mut browser = app.client();
        let address = format!("ann{round}@example.com");
        assert_eq!(browser.register(&address, PASSWORD).status, 303);
        assert_eq!(browser.current_user(), Some(address));
    }
    assert_eq!((app.user_count(), failing.sent.load(Ordering::SeqCst)), (2, 2));
}

#[test]
fn effect_of_a_write_that_failed_does_not_come_with_the_next_one() {
    let (app, failing) = failing(Database::sqlite());
    let cx = app.pow.cx();
    let form = |address: &str| {
        let passwords = [("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
        let form = encode(&[&[("user[email]", address)], &passwords[..]].concat());
        Arc::new(Params::parse(form.as_bytes()).unwrap())
    };
    failing.at(Place::AfterWrite, false);
    assert!(app.block_on(app.pow.users().create(&cx, &form(ANN))).is_err());
    failing.at(Place::Nowhere, false);
    assert!(app.block_on(app.pow.users().create(&cx, &form(BOB))).unwrap().is_ok());
    assert_eq!((app.user_count(), failing.sent.load(Ordering::SeqCst)), (1, 1));
}

// F9
#[test]
fn hook_that_fails_at_a_sign_in_signs_nobody_in() {
    let (app, failing) = failing(Database::sqlite());
    drop(app.registered(ANN));
    for place in [Place::BeforeProcess, Place::BeforeRespond, Place::BeforeSignIn] {
        for panics in [false, true] {
            failing.at(place, panics);
            let mut browser = app.client();
            let response = browser.sign_in(ANN, PASSWORD);
            assert_eq!((response.status, has_session(&response)), (500, false), "{place:?}, panic: {panics}");
            assert_eq!(browser.current_user(), None);
            failing.at(Place::Nowhere, false);
            assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
        }
    }
}

// F8
fn exhausted_connections_are_a_503_and_signed_in_pages_go_on(database: Database) {
    let is_sqlite = database.url().starts_with("sqlite");
    let app = TestApp::builder().database(database).start();
    let connections = if is_sqlite { 1 } else { app.pow.store().pool_status().unwrap().size };
    let mut browser = app.registered(ANN);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    let mut other = app.client();
    let page = other.get("/registration/new").text();
    let held: Vec<_> =
        (0..connections).map(|_| app.block_on(app.pow.store().begin(&Default::default())).unwrap()).collect();
    let since = Instant::now();
    let pairs = [("user[email]", BOB), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let response = thread::scope(|scope| {
        let refused = scope.spawn(|| other.submit_form(&page, "/registration", &pairs));
        for _ in 0..20 {
            let since = Instant::now();
            assert_eq!(app.client().get("/bare").status, 200);
            assert_eq!(browser.get("/protected").status, 200, "the user is in memory");
            assert!(since.elapsed() < Duration::from_secs(2), "{:?}", since.elapsed());
        }
        refused.join().unwrap()
    });
    assert_eq!(response.status, 503);
    assert!(response.header("retry-after").is_some());
    assert!(since.elapsed() < Duration::from_secs(8), "{:?}", since.elapsed());
    drop(held);
    assert_eq!(app.client().register(BOB, PASSWORD).status, 303);
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
}
