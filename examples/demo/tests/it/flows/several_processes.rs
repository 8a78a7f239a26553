//! Three processes on one database, one Redis, or one Redis that fails over: they behave as one.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    net::SocketAddr,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::running::Demo;
use pow_testing::{
    Client, Database, Response,
    client::{ANN, PASSWORD, together},
    on_each_database, servers,
};
use pow_testing_servers::{Kind, Watched, ask, temp_folder};
use tempfile::TempDir;

const SECRET: &str = "not a secret: 0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// Confirmation has tests of its own; here a registration signs in.
const EXTENSIONS: &str = "reset-password,persistent-session,invitation,devices";
const DEVICES: &str = "/devices";

/// Processes on the same data, behind a distributor that asks one after the other.
struct Processes {
    demos: Mutex<Vec<Demo>>,
    addresses: Vec<SocketAddr>,
    arguments: Vec<String>,
    _mails: TempDir,
}

impl Processes {
    fn start(database: &str, cache: &str, more: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        let mails = folder.path().join("mails").display().to_string();
        let fixed = ["--mail-dir", &mails, "--secret-key-base", SECRET, "--extensions", EXTENSIONS];
        let all = ["--database-url", database, "--cache", cache].into_iter().chain(fixed);
        let arguments: Vec<String> = all.chain(more.iter().copied()).map(str::to_owned).collect();
        let demos: Vec<Demo> = (0..3).map(|_| Self::run(&arguments, "127.0.0.1:0")).collect();
        let addresses = demos.iter().map(Demo::address).collect();
        Self { demos: Mutex::new(demos), addresses, arguments, _mails: folder }
    }

    fn run(arguments: &[String], address: &str) -> Demo {
        let own = ["--bind", address, "--fast-hash"];
        let arguments: Vec<&str> = own.into_iter().chain(arguments.iter().map(String::as_str)).collect();
        Demo::start_as(&arguments, &[], TempDir::new().unwrap())
    }

    /// Kills one, and starts it again at the same address after a while.
    fn kill_and_restart(&self, n: usize, after: Duration) {
        let mut demos = self.demos.lock().unwrap();
        demos[n].kill();
        thread::sleep(after);
        demos[n] = Self::run(&self.arguments, &self.addresses[n].to_string());
    }

    fn client(&self, n: usize) -> Client {
        Client::new(self.addresses[n % self.addresses.len()])
    }

    fn browser(&self) -> Browser {
        let clients = self.addresses.iter().map(|address| Client::new(*address)).collect();
        Browser { clients, at: 0, cookies: BTreeMap::new() }
    }

    fn registered(&self, email: &str) -> Browser {
        let mut browser = self.browser();
        let pairs = [("user[email]", email), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
        assert_eq!(browser.submit("/registration/new", "/registration", &pairs).status, 303);
        browser
    }

    fn signed_in(&self, email: &str, password: &str, remember: bool) -> Browser {
        let mut browser = self.browser();
        let remember = if remember { "true" } else { "false" };
        let pairs = [("user[email]", email), ("user[password]", password), ("user[persistent_session]", remember)];
        assert_eq!(browser.submit("/session/new", "/session", &pairs).status, 303);
        browser
    }

    /// The path of the link for a new password, once its mail has arrived.
    fn mailed_link(&self) -> String {
        let (mut browser, limit) = (self.browser(), Instant::now() + Duration::from_secs(20));
        while Instant::now() < limit {
            let list = browser.get("/dev/mailbox").text();
            for mail in list.split("href=\"/dev/mailbox/").skip(1).filter_map(|rest| rest.split('"').next()) {
                let mail = browser.get(&format!("/dev/mailbox/{mail}")).text();
                let is_token = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
                let links =
                    mail.split("/reset-password/").skip(1).filter_map(|rest| rest.split(|c| !is_token(c)).next());
                if let Some(token) = links.into_iter().find(|token| token.len() > 20) {
                    return format!("/reset-password/{token}");
                }
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!("no mail with a link")
    }
}

/// A browser whose every request goes to the next process.
#[derive(Clone)]
struct Browser {
    clients: Vec<Client>,
    at: usize,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    fn next<T>(&mut self, ask: impl FnOnce(&mut Client) -> T) -> T {
        self.at = (self.at + 1) % self.clients.len();
        let client = &mut self.clients[self.at];
        client.cookies.clone_from(&self.cookies);
        let answer = ask(client);
        self.cookies.clone_from(&client.cookies);
        answer
    }

    fn get(&mut self, path: &str) -> Response {
        self.next(|client| client.get(path))
    }

    /// The page from one process, the form to another.
    fn submit(&mut self, page: &str, action: &str, pairs: &[(&str, &str)]) -> Response {
        let html = self.get(page).text();
        self.next(|client| client.submit_form(&html, action, pairs))
    }

    fn user(&mut self) -> Option<String> {
        self.next(Client::current_user)
    }

    /// The user that each of the processes takes the browser for.
    fn users(&mut self) -> Vec<Option<String>> {
        self.clients.clone().iter().map(|_| self.user()).collect()
    }

    fn is_everywhere(&mut self, user: Option<&str>) {
        assert_eq!(self.users(), vec![user.map(str::to_owned); self.clients.len()]);
    }

    /// The home page from the next process that is there, as a distributor finds it.
    fn home(&mut self) -> Response {
        for _ in 0..30 {
            if let Ok(response) = self.next(|client| client.try_get("/")) {
                return response;
            }
            thread::sleep(Duration::from_millis(20));
        }
        self.get("/")
    }

    /// As this user, or "later": never as another, never as a visitor.
    fn is_served(&mut self, user: &str) -> bool {
        let home = self.home();
        if home.status == 503 {
            assert!(home.header("retry-after").is_some());
            return false;
        }
        assert_eq!((home.status, home.element_text("current-user")), (200, format!("signed in as {user}")));
        true
    }
}

on_each_database!(
    three_processes_on_one_database_behave_as_one,
    process_that_is_killed_and_started_again_signs_nobody_out
);

fn three_processes_on_one_database_behave_as_one(database: Database) {
    behave_as_one(database.url(), "database");
}

#[test]
fn three_processes_on_one_redis_behave_as_one() {
    let Some(redis) = servers::redis() else { return };
    let database = Database::sqlite();
    // A database of the server that no other test uses.
    behave_as_one(database.url(), &format!("{redis}9"));
}

/// P19–P23
fn behave_as_one(database: &str, cache: &str) {
    let processes = Processes::start(database, cache, &["--session-renewal", "600", "--session-ttl", "120000"]);
    let mut ann = processes.registered(ANN);
    ann.is_everywhere(Some(ANN));
    renewal(&mut ann);
    listing_and_revocation(&processes, &mut ann);
    // A copied cookie shows only after the grace of ten seconds, so a short run waits for that once.
    if cache.starts_with("redis") || env::var("POW_TEST_LONG").is_ok_and(|long| long == "1") {
        theft(&processes);
    }
    change_of_password(&processes, &mut ann);
    single_use(&processes);
}

/// The secret changes while requests go round, one at a time and many at once.
fn renewal(ann: &mut Browser) {
    let mut values = BTreeSet::new();
    let until = Instant::now() + Duration::from_secs(2);
    while Instant::now() < until {
        assert_eq!(ann.user().as_deref(), Some(ANN));
        values.insert(ann.cookies["auth"].clone());
        thread::sleep(Duration::from_millis(30));
    }
    assert!(values.len() >= 3, "{} values in two seconds", values.len());
    // S13
    thread::sleep(Duration::from_millis(700));
    let answers: Vec<Response> = thread::scope(|scope| {
        let asked = ann.clients.iter().map(|client| {
            let mut client = client.clone();
            client.cookies.clone_from(&ann.cookies);
            scope.spawn(move || {
                let request = client.bytes("GET", "/", None);
                together(client.address(), &vec![request; 8])
            })
        });
        asked.collect::<Vec<_>>().into_iter().flat_map(|asked| asked.join().unwrap()).collect()
    });
    let mut renewed = 0;
    for answer in &answers {
        assert_eq!(answer.element_text("current-user"), format!("signed in as {ANN}"));
        if answer.all("set-cookie").iter().any(|cookie| cookie.starts_with("auth=")) {
            renewed += 1;
            ann.next(|client| client.keep(answer));
        }
    }
    assert_eq!(renewed, 1, "of {} requests one renews", answers.len());
    ann.is_everywhere(Some(ANN));
}

/// S4, S5, P23
fn listing_and_revocation(processes: &Processes, ann: &mut Browser) {
    let (mut phone, mut tablet) = (processes.signed_in(ANN, PASSWORD, true), processes.signed_in(ANN, PASSWORD, false));
    for _ in 0..3 {
        assert_eq!(ann.get(DEVICES).text().matches("Sign out device").count(), 2);
    }
    let html = ann.get(DEVICES).text();
    let (_, rest) = html.split_once("action=\"/devices/").unwrap();
    let action = format!("/devices/{}", rest.split('"').next().unwrap());
    assert_eq!(ann.next(|client| client.submit_form(&html, &action, &[])).location(), Some(DEVICES));
    let left: Vec<_> = [&mut phone, &mut tablet].into_iter().filter_map(Browser::user).collect();
    assert_eq!(left.len(), 1, "one of them is signed out, for all processes");
    assert_eq!(ann.submit(DEVICES, DEVICES, &[]).location(), Some(DEVICES));
    phone.is_everywhere(None);
    tablet.is_everywhere(None);
    let mut third = processes.signed_in(ANN, PASSWORD, false);
    let copy = third.clone();
    assert_eq!(third.submit("/registration/edit", "/session", &[]).status, 303);
    copy.clone().is_everywhere(None);
    ann.is_everywhere(Some(ANN));
}

/// Of a persistent cookie and its copy both end, whichever process sees them.
fn theft(processes: &Processes) {
    let email = "victim@example.com";
    drop(processes.registered(email));
    let mut victim = processes.signed_in(email, PASSWORD, true);
    let mut thief = victim.clone();
    for browser in [&mut victim, &mut thief] {
        browser.cookies.retain(|name, _| name == "persistent_session");
    }
    assert_eq!(victim.user().as_deref(), Some(email), "it is spent at one process");
    thread::sleep(Duration::from_secs(11));
    thief.at = victim.at;
    thief.is_everywhere(None);
    victim.is_everywhere(None);
}

/// S6: on every process at once, although each had the user in memory.
fn change_of_password(processes: &Processes, ann: &mut Browser) {
    let mut other = processes.signed_in(ANN, PASSWORD, true);
    other.is_everywhere(Some(ANN));
    let new = "another-test-password";
    let pairs = [
        ("_method", "PATCH"),
        ("user[current_password]", PASSWORD),
        ("user[password]", new),
        ("user[password_confirmation]", new),
    ];
    let account = ann.get("/registration/edit").text();
    assert_eq!(ann.next(|client| client.account_form_from(&account, &pairs)).status, 303);
    other.is_everywhere(None);
    ann.is_everywhere(Some(ANN));
}

/// K2: of many at once, at different processes, exactly one spends the link.
fn single_use(processes: &Processes) {
    let mut browser = processes.browser();
    assert_eq!(browser.submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]).status, 303);
    let link = processes.mailed_link();
    let forms: Vec<(Client, Vec<u8>)> = (0..9)
        .map(|n| {
            let mut client = processes.client(n);
            let page = client.get(&link);
            let html = page.text();
            let (_, token) = html.split_once("name=\"_csrf_token\" value=\"").unwrap();
            let password = format!("test-password-number-{n}");
            let form = pow_testing::client::encode(&[
                ("_csrf_token", token.split('"').next().unwrap()),
                ("_method", "PUT"),
                ("user[password]", &password),
                ("user[password_confirmation]", &password),
            ]);
            let bytes = client.bytes("POST", &link, Some(&form));
            (client, bytes)
        })
        .collect();
    let spent: Vec<bool> = thread::scope(|scope| {
        let posts = forms.iter().map(|(client, bytes)| scope.spawn(|| client.raw(bytes)));
        let posts: Vec<_> = posts.collect();
        posts.into_iter().map(|post| post.join().unwrap().location() == Some("/session/new")).collect()
    });
    assert_eq!(spent.iter().filter(|spent| **spent).count(), 1, "{spent:?}");
    let winner = spent.iter().position(|spent| *spent).unwrap();
    processes.signed_in(ANN, &format!("test-password-number-{winner}"), false).is_everywhere(Some(ANN));
}

/// Several users read pages while `disturb` does its worst; returns how many answers there were, all of the right user.
fn under_load(processes: &Processes, disturb: impl FnOnce()) -> u64 {
    let (stop, served) = (AtomicBool::new(false), AtomicU64::new(0));
    thread::scope(|scope| {
        for n in 0..4 {
            let user = format!("user{n}@example.com");
            let (mut browser, stop, served) = (processes.registered(&user), &stop, &served);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    served.fetch_add(u64::from(browser.is_served(&user)), Ordering::Relaxed);
                    thread::sleep(Duration::from_millis(3));
                }
                let back = Instant::now();
                while !browser.is_served(&user) {
                    assert!(back.elapsed() < Duration::from_secs(5), "it does not recover");
                    thread::sleep(Duration::from_millis(20));
                }
                browser.is_everywhere(Some(&user));
            });
        }
        disturb();
        stop.store(true, Ordering::Relaxed);
    });
    served.load(Ordering::Relaxed)
}

fn process_that_is_killed_and_started_again_signs_nobody_out(database: Database) {
    crashes_sign_nobody_out(database.url(), "database");
}

#[test]
fn process_that_is_killed_and_started_again_signs_nobody_out_whose_session_is_in_redis() {
    let Some(redis) = servers::redis() else { return };
    // A database of the server that no other test uses.
    crashes_sign_nobody_out(Database::sqlite().url(), &format!("{redis}8"));
}

fn crashes_sign_nobody_out(database: &str, cache: &str) {
    let processes = Processes::start(database, cache, &["--session-renewal", "400"]);
    let served = under_load(&processes, || {
        for n in [1, 2] {
            thread::sleep(Duration::from_millis(400));
            processes.kill_and_restart(n, Duration::from_millis(400));
        }
    });
    // Two crashes among them, and on a busy machine not much else.
    assert!(served > 10, "{served} answers");
}

// F1
#[test]
fn redis_that_fails_over_to_its_replica_signs_nobody_out() {
    let Some(_) = ask(Kind::Redis) else { return };
    let (folder, database) = (temp_folder().unwrap(), Database::sqlite());
    let mut group = Watched::start(folder.path()).unwrap();
    let processes = Processes::start(database.url(), &group.url(), &[]);
    let mut lasting = processes.registered(ANN);
    let mut away = Duration::ZERO;
    let served = under_load(&processes, || {
        thread::sleep(Duration::from_millis(300));
        group.wait_until_replicated().unwrap();
        group.master.kill().unwrap();
        group.wait_until_promoted().unwrap();
        let promoted = Instant::now();
        while !lasting.is_served(ANN) {
            assert!(promoted.elapsed() < Duration::from_secs(5), "it does not recover");
            thread::sleep(Duration::from_millis(10));
        }
        away = promoted.elapsed();
        // New sessions too; and the old master comes back as a replica without disturbing anybody.
        drop(processes.signed_in(ANN, PASSWORD, false));
        group.master.restart().unwrap();
        thread::sleep(Duration::from_millis(1_500));
    });
    // Two crashes among them, and on a busy machine not much else.
    assert!(served > 10, "{served} answers");
    lasting.is_everywhere(Some(ANN));
    println!("served again {away:?} after the promotion");
}
