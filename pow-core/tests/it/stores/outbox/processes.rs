//! Several processes, and processes that are killed.
//!
//! A test starts this test program again, on its own database and mail server, and tells it by variables what to do.

use std::{
    collections::{HashMap, HashSet},
    env,
    process::{Child, Command, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use pow_core::{
    Config, Pow,
    mail::{Delivery, MailAddress, MailLimits, Mailer, OutboxSettings},
    params::Params,
    password::{Argon2id, PoolSettings},
    policy::Policy,
    store::{MysqlStore, PostgresStore, SqliteStore, Store},
};
use pow_testing::{Database, Sink, app::TEST_SECRET, client::encode, on_each_database, smtp::Received};

use crate::stores::outbox::kit::{Welcome, Word, word_of};

const ROLE: &str = "POW_TEST_OUTBOX_ROLE";
const DATABASE: &str = "POW_TEST_OUTBOX_DATABASE";
const SERVER: &str = "POW_TEST_OUTBOX_SERVER";
/// So many mails, or what `POW_TEST_MAILS` says.
const MAILS: usize = 500;
/// So many where `POW_TEST_SHORT` is set.
const FEW_MAILS: usize = 60;
/// In between so many, the mail server and the process are killed once each.
const MAILS_PER_KILL: usize = 100;
/// Nothing takes longer, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(240);

on_each_database!(each_mail_arrives_though_the_server_and_the_process_are_killed, two_processes_send_each_mail_once,);

fn mails() -> usize {
    let usual = if env::var_os("POW_TEST_SHORT").is_some() { FEW_MAILS } else { MAILS };
    env::var("POW_TEST_MAILS").map_or(usual, |mails| mails.parse().unwrap())
}

fn address(n: usize) -> String {
    format!("user{n}@example.com")
}

/// A set-up on this database with the machine's own time and short waits.
fn pow(database: &str, server: &str, from: &str) -> Pow {
    let store: Arc<dyn Store> = match database.split(':').next() {
        Some("sqlite") => Arc::new(SqliteStore::open(database).unwrap()),
        Some("mysql") => Arc::new(MysqlStore::connect(database).unwrap()),
        _ => Arc::new(PostgresStore::connect(database).unwrap()),
    };
    let settings = OutboxSettings {
        tries: 1_000,
        first_retry: Duration::from_millis(100),
        longest_retry: Duration::from_millis(400),
        time_out: Duration::from_secs(3),
        poll_interval: Duration::from_millis(100),
        ..OutboxSettings::default()
    };
    let mut policy = Policy::default();
    policy.password.hasher = Arc::new(Argon2id::weakest_for_tests());
    policy.mail_limits = MailLimits::none();
    Pow::new(Config {
        secret_key_base: TEST_SECRET.into(),
        base_url: "http://127.0.0.1:1".into(),
        store: store.into(),
        mailer: Mailer::smtp(server, &format!("{from} <no-reply@acme.example>")).unwrap(),
        delivery: Delivery::Outbox(settings),
        extensions: pow_core::extensions![Welcome],
        hashing: PoolSettings { niceness: 0, ..PoolSettings::default() },
        policy,
        ..Config::default()
    })
    .unwrap()
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

/// Starts this test program again in a role. It ends when it is killed, or when this drops.
struct Process(Child);

impl Process {
    fn start(role: &str, database: &Database, sink: &Sink) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", &crate::test_path(module_path!(), "process_in_a_role"), "--nocapture"]);
        command.env(ROLE, role).env(DATABASE, database.url()).env(SERVER, sink.url());
        Self(command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap())
    }
}

impl Drop for Process {
    /// SIGKILL: nothing is tidied up.
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// What a process does that a test started; in the test run itself there is nothing to do.
#[test]
fn process_in_a_role() {
    let Ok(role) = env::var(ROLE) else { return };
    let pow = pow(&env::var(DATABASE).unwrap(), &env::var(SERVER).unwrap(), &role);
    runtime().block_on(async {
        let _ticker = pow.start_ticker();
        if role == "registering" {
            register_the_missing(&pow).await;
        }
        tokio::time::sleep(PATIENCE).await;
    });
}

/// Registers as many users as there should be. In between a visitor tries an address that is taken, which sends nothing.
async fn register_the_missing(pow: &Pow) {
    for n in 0..mails() {
        let known = pow.users().get_by(&pow.cx(), "email", pow_core::schema::Value::Text(address(n))).await.unwrap();
        if known.is_none() {
            assert!(register(pow, n).await, "user {n} is new");
        }
        if n % 10 == 9 {
            assert!(!register(pow, n - 5).await, "the address is taken");
        }
    }
}

async fn register(pow: &Pow, n: usize) -> bool {
    let (email, password) = (address(n), "test-password-of-nobody");
    let form =
        [("user[email]", email.as_str()), ("user[password]", password), ("user[password_confirmation]", password)];
    let params = Arc::new(Params::parse(encode(&form).as_bytes()).unwrap());
    pow.users().create(&pow.cx(), &params).await.unwrap().is_ok()
}

fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < PATIENCE, "waited too long until {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

// F4
fn each_mail_arrives_though_the_server_and_the_process_are_killed(database: Database) {
    let (sink, runtime, mails) = (Sink::start(Duration::from_millis(40)), runtime(), mails());
    let watching = pow(database.url(), &sink.url(), "watching");
    runtime.block_on(watching.migrate()).unwrap();
    let (begin, kills) = (Instant::now(), (mails / MAILS_PER_KILL).max(1));

    let mut process = Process::start("registering", &database, &sink);
    for kill in 0..kills {
        let part = |more: usize| mails * (2 * kill + more) / (2 * kills + 1);
        wait_for("a part has come", || sink.count() >= part(1));
        sink.kill();
        let before = sink.count();
        thread::sleep(Duration::from_secs(1));
        assert_eq!(sink.count(), before, "the mail server is down");
        sink.restart();
        wait_for("one more part has come", || sink.count() >= part(2));
        drop(process);
        assert!(sink.count() < mails, "the process was killed too late to tell anything");
        process = Process::start("registering", &database, &sink);
    }
    let waiting = || runtime.block_on(watching.outbox().unwrap().waiting()).unwrap();
    wait_for("all have come", || sink.count() >= mails && waiting() == 0);
    let (received, dead) = (sink.mails(), runtime.block_on(watching.outbox().unwrap().dead_letters()).unwrap());
    assert!(dead.is_empty(), "{dead:?}");

    let duplicates = check(&received, mails);
    println!(
        "{}: {mails} mails, {} received in {:.1} s, {duplicates} of them a second time; server and process were killed {kills} times each",
        database.url().split(':').next().unwrap(),
        received.len(),
        begin.elapsed().as_secs_f64(),
    );
    // Only what was being sent at the moment when the process was killed can come twice: four at once.
    assert!(duplicates <= 4 * kills, "{duplicates} mails came twice");
}

/// Each user has a mail with the own word and no other's. How many came a second time.
fn check(received: &[Received], mails: usize) -> usize {
    let mut ids: HashMap<&str, &str> = HashMap::new();
    for mail in received {
        assert_eq!(mail.to.len(), 1);
        let to = mail.to[0].as_str();
        assert!(mail.data.contains(&format!("The word is {}.", word_of(to))), "{to} got another one's mail");
        assert_eq!(mail.header("To"), Some(to));
        let id = mail.header("Message-ID").unwrap();
        assert_eq!(*ids.entry(id).or_insert(to), to);
    }
    let users: HashSet<&str> = ids.values().copied().collect();
    let missing: Vec<String> = (0..mails).map(address).filter(|user| !users.contains(user.as_str())).collect();
    assert!(missing.is_empty(), "no mail for {missing:?}");
    assert_eq!((ids.len(), users.len()), (mails, mails), "each user was sent one mail, though it may have come twice");
    received.len() - ids.len()
}

fn two_processes_send_each_mail_once(database: Database) {
    let (sink, runtime, mails) = (Sink::start(Duration::from_millis(5)), runtime(), mails());
    let writing = pow(database.url(), &sink.url(), "writing");
    runtime.block_on(async {
        writing.migrate().await.unwrap();
        let cx = writing.cx();
        let mut tx = cx.begin().await.unwrap();
        for n in 0..mails {
            cx.mails().send(Some(MailAddress::parse(&address(n)).unwrap()), &Word(word_of(&address(n)))).unwrap();
        }
        // Committed, but this process is not told that there is something to send.
        cx.mails().post_in(tx.as_mut()).await.unwrap();
        tx.commit().await.unwrap();
    });
    let _processes = ["one", "other"].map(|role| Process::start(role, &database, &sink));
    let waiting = || runtime.block_on(writing.outbox().unwrap().waiting()).unwrap();
    wait_for("all have come", || waiting() == 0);
    let received = sink.mails();
    assert_eq!(check(&received, mails), 0, "a mail came twice");
    let of = |role: &str| received.iter().filter(|mail| mail.header("From").unwrap().starts_with(role)).count();
    println!("{} of {mails} by one, {} by the other", of("one"), of("other"));
    assert!(of("one") > 0 && of("other") > 0, "both took part");
}
