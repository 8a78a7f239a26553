//! A form that a browser sends twice, as people do on a slow line: the second answer is that of the first.

use std::{
    io::Write as _,
    net::TcpStream,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use pow_core::{
    Config, Error, async_trait,
    cache::{CacheStore, DiskCache},
    clock::SystemClock,
    conn::{Conn, Reply},
    controllers::{Controller, registration},
    extension::{Action, Outcome},
    messages::Message,
    pages::Flash,
};
use pow_store_redis::RedisCache;
use pow_testing::{
    Client, Database, FaultyCache, Response, TestApp,
    app::Builder,
    client::{ANN, PASSWORD, encode, together},
    on_each_database_and_cache, servers,
};

const BEN: &str = "ben@example.com";
const NEW: &str = "another-long-password";
const CLICKS: usize = 50;

/// Counts how often it is done, and says so on the next page.
#[derive(Clone, Debug, Default)]
struct Deed {
    done: Arc<AtomicUsize>,
    takes: Duration,
    fails: bool,
}

impl Deed {
    fn count(&self) -> usize {
        self.done.load(Ordering::SeqCst)
    }

    /// In place of the registration.
    fn app(&self, builder: Builder) -> TestApp {
        builder.controller(registration::CREATE, Arc::new(self.clone())).start()
    }
}

#[async_trait]
impl Controller for Deed {
    async fn process(&self, _: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        let count = self.done.fetch_add(1, Ordering::SeqCst) + 1;
        tokio::time::sleep(self.takes).await;
        conn.flash(Flash::info(Message::new("done").with("count", count.to_string())));
        match self.fails {
            true => Err(Error::other("broken on purpose")),
            false => Ok(Outcome::Ok(None)),
        }
    }

    async fn respond(&self, _: Action, conn: &mut Conn, _: Outcome) -> Result<Reply, Error> {
        match conn.params().text("refused") {
            Some(_) => Ok(Reply::html(422, "refused".into())),
            None => Ok(Reply::redirect("/done")),
        }
    }
}

/// The bytes of a form of this browser, with the token of a page that it opens.
fn form(browser: &mut Client, page: &str, path: &str, pairs: &[(&str, &str)]) -> Vec<u8> {
    let token = browser.token(page);
    let all = [&[("_csrf_token", token.as_str())], pairs].concat();
    browser.bytes("POST", path, Some(&encode(&all)))
}

fn deed(browser: &mut Client) -> Vec<u8> {
    form(browser, "/session/new", "/registration", &[("word", "a")])
}

/// All that a browser sees but the time.
fn seen(response: &Response) -> (u16, Option<String>, Vec<String>, Vec<u8>) {
    let cookies = response.all("set-cookie").into_iter().map(str::to_owned).collect();
    (response.status, response.location().map(str::to_owned), cookies, response.body.clone())
}

/// Sends the bytes twice, and returns the answer of both.
fn twice(browser: &Client, bytes: &[u8]) -> Response {
    let (first, second) = (browser.raw(bytes), browser.raw(bytes));
    assert_eq!(seen(&first), seen(&second), "{}", second.text());
    second
}

// CS12
#[test]
fn second_click_after_a_new_password_says_that_it_is_saved() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    let before = app.user(ANN).unwrap();
    let fields = [
        ("_method", "PATCH"),
        ("user[current_password]", PASSWORD),
        ("user[password]", NEW),
        ("user[password_confirmation]", NEW),
    ];
    let bytes = form(&mut browser, "/registration/edit", "/registration", &fields);
    let answer = twice(&browser, &bytes);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let after = app.user(ANN).unwrap();
    let epoch = |user: &pow_core::record::User| user.get(pow_core::users::AUTH_EPOCH).unwrap();
    assert_eq!(epoch(&after), epoch(&before) + 1);
    browser.keep(&answer);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    assert!(app.signs_in(ANN, NEW));
}

// CS12
#[test]
fn second_click_after_a_sign_out_or_a_deletion_says_that_it_is_done() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    let bytes = form(&mut browser, "/registration/edit", "/session", &[("_method", "DELETE")]);
    let answer = twice(&browser, &bytes);
    assert_eq!(answer.status, 303);
    browser.keep(&answer);
    assert_eq!(browser.current_user(), None);
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    let bytes = form(&mut browser, "/registration/edit", "/registration", &[("_method", "DELETE")]);
    assert_eq!(twice(&browser, &bytes).status, 303);
    assert_eq!(app.user_count(), 0);
}

// CS12: the second click may come when the browser has the cookies of the first answer already
#[test]
fn second_click_with_the_cookies_of_the_first_answer_gets_the_same() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let token = browser.token("/session/new");
    let body = encode(&[("_csrf_token", &token), ("user[email]", ANN), ("user[password]", PASSWORD)]);
    let first = browser.raw(&browser.bytes("POST", "/session", Some(&body)));
    assert_eq!(first.status, 303);
    browser.keep(&first);
    let second = browser.raw(&browser.bytes("POST", "/session", Some(&body)));
    assert_eq!(seen(&first), seen(&second));
    browser.keep(&second);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

#[test]
fn actix_session_gets_the_first_outcome_too() {
    let app = TestApp::builder().actix_session().start();
    let mut browser = app.client();
    let token = browser.token("/registration/new");
    let bytes = browser.registration(&token, ANN, PASSWORD);
    let (first, second) = (browser.raw(&bytes), browser.raw(&bytes));
    assert_eq!((first.status, second.status, first.location()), (303, 303, second.location()));
    for answer in [first, second] {
        let mut browser = app.client();
        browser.keep(&answer);
        assert_eq!(browser.current_user().as_deref(), Some(ANN));
    }
    assert_eq!(app.user_count(), 1);
}

on_each_database_and_cache!(one_of_many_clicks_registers_and_all_are_told_the_same);

fn one_of_many_clicks_registers_and_all_are_told_the_same(database: Database) {
    assert_one_registers(&TestApp::builder().database(database).start());
}

// CS12
#[test]
fn on_a_disk_and_in_redis_one_of_many_clicks_registers_too() {
    let folder = tempfile::tempdir().unwrap();
    let disk: Arc<dyn CacheStore> = Arc::new(DiskCache::open(folder.path().join("cache")).unwrap());
    let redis = servers::redis().map(|url| -> Arc<dyn CacheStore> {
        let prefix = format!("clicks-{}", std::process::id());
        Arc::new(RedisCache::connect(&url).unwrap().prefix(&prefix).unwrap())
    });
    for cache in std::iter::once(disk).chain(redis) {
        let clock = Arc::new(SystemClock);
        let app = TestApp::builder().config(move |config| Config { cache: cache.into(), clock, ..config }).start();
        assert_one_registers(&app);
    }
}

fn assert_one_registers(app: &TestApp) {
    let mut browser = app.client();
    let token = browser.token("/registration/new");
    let clicks = vec![browser.registration(&token, ANN, PASSWORD); CLICKS];
    let answers: Vec<_> = together(app.address(), &clicks).iter().map(seen).collect();
    assert_eq!(answers[0].0, 303);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(app.user_count(), 1);
}

#[test]
fn repetition_waits_for_the_answer() {
    let deed = Deed { takes: Duration::from_millis(700), ..Deed::default() };
    let app = deed.app(TestApp::builder().workers(2));
    let mut browser = app.client();
    let bytes = self::deed(&mut browser);
    let answers = together(app.address(), &[bytes.clone(), bytes.clone(), bytes]);
    assert!(answers.iter().all(|answer| seen(answer) == seen(&answers[0])));
    assert_eq!((answers[0].status, deed.count()), (303, 1));
}

// CS12
#[test]
fn second_click_that_waits_for_ten_seconds_says_that_the_form_is_being_processed() {
    let deed = Deed { takes: Duration::from_secs(11), ..Deed::default() };
    let app = deed.app(TestApp::builder());
    let mut browser = app.client();
    let bytes = self::deed(&mut browser);
    let (first, second) = thread::scope(|scope| {
        let first = scope.spawn(|| browser.raw(&bytes));
        thread::sleep(Duration::from_millis(200));
        let second = browser.raw(&bytes);
        (first.join().unwrap(), second)
    });
    let page = second.text();
    assert_eq!((first.status, second.status), (303, 503), "{page}");
    assert!(page.contains("We’re still processing your form") && page.contains("Reload this page"), "{page}");
    assert!(second.header("retry-after").is_none() && second.all("set-cookie").is_empty(), "{:?}", second.headers);
    let reloaded = browser.raw(&bytes);
    assert_eq!((seen(&reloaded), deed.count()), (seen(&first), 1));
}

// CS13
#[test]
fn stolen_copy_of_a_form_gets_no_answer_of_another_browser() {
    let deed = Deed::default();
    let app = deed.app(TestApp::builder());
    let mut browser = app.client();
    let token = browser.token("/session/new");
    let body = encode(&[("_csrf_token", &token), ("word", "a")]);
    assert_eq!(browser.raw(&browser.bytes("POST", "/registration", Some(&body))).status, 303);
    let (bare, mut other) = (app.client(), app.client());
    other.get("/session/new");
    for thief in [bare, other] {
        let answer = thief.raw(&thief.bytes("POST", "/registration", Some(&body)));
        assert_eq!((answer.status, answer.location()), (403, None));
    }
    assert_eq!(deed.count(), 1);
}

// CS13
#[test]
fn copy_of_a_form_is_worth_nothing_after_the_sign_out() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    let fields = [("_method", "PATCH"), ("user[current_password]", PASSWORD), ("user[password]", NEW)];
    let token = browser.token("/registration/edit");
    let all = [&[("_csrf_token", token.as_str()), ("user[password_confirmation]", NEW)], &fields[..]].concat();
    let changed = browser.post("/registration", &all);
    assert_eq!(changed.status, 303, "{}", changed.text());
    assert_eq!(browser.sign_out().status, 303);
    browser.get("/session/new");
    let answer = browser.post("/registration", &all);
    assert_ne!(answer.status, 200);
    assert!(answer.all("set-cookie").iter().all(|cookie| !cookie.starts_with("session=")), "{:?}", answer.headers);
    assert_eq!(browser.current_user(), None);
}

// CS13: a copy of the form with the cookies of the ended session
#[test]
fn answer_to_a_signed_in_user_ends_with_the_session() {
    let ends: [fn(&TestApp, &mut Client); 2] = [
        |_, browser| assert_eq!(browser.sign_out().status, 303),
        |app, _| {
            let id = app.user(ANN).unwrap().id().unwrap();
            app.block_on(app.pow.sessions().revoke_all(id, None)).unwrap();
        },
    ];
    for end in ends {
        let deed = Deed::default();
        let app = TestApp::builder().controller(registration::UPDATE, Arc::new(deed.clone())).start();
        let mut browser = app.registered(ANN);
        let token = browser.token("/registration/edit");
        let body = encode(&[("_csrf_token", token.as_str()), ("_method", "PATCH"), ("word", "a")]);
        let bytes = browser.bytes("POST", "/registration", Some(&body));
        for _ in 0..2 {
            assert_eq!(browser.raw(&bytes).location(), Some("/done"));
        }
        end(&app, &mut browser);
        let answer = browser.raw(&bytes);
        assert!(answer.location() != Some("/done") && deed.count() == 1, "{:?}", answer.headers);
    }
}

// CS13: the browser of another user, a later session of the same user, and another browser of the user
#[test]
fn form_of_another_session_gets_no_answer() {
    let deed = Deed::default();
    let app = TestApp::builder().controller(registration::UPDATE, Arc::new(deed.clone())).start();
    let mut browser = app.registered(ANN);
    drop(app.registered(BEN));
    let token = browser.token("/registration/edit");
    let body = encode(&[("_csrf_token", token.as_str()), ("_method", "PATCH"), ("word", "a")]);
    let send = |browser: &Client| browser.raw(&browser.bytes("POST", "/registration", Some(&body)));
    let answers = [send(&browser), send(&browser)];
    assert_eq!((seen(&answers[0]), deed.count()), (seen(&answers[1]), 1));
    assert_eq!(answers[0].location(), Some("/done"));
    let mut other = app.client();
    other.sign_in(ANN, PASSWORD);
    assert_eq!(send(&other).status, 403);
    for user in [BEN, ANN] {
        browser.sign_out();
        assert_eq!(browser.sign_in(user, PASSWORD).status, 303);
        assert_eq!(browser.current_user().as_deref(), Some(user));
        let answer = send(&browser);
        assert_eq!((answer.status, answer.location()), (403, None), "{user}");
    }
    assert_eq!(deed.count(), 1);
}

// CS13
#[test]
fn repeated_form_is_no_way_into_an_ended_session() {
    let app = TestApp::start();
    let mut browser = app.client();
    let token = browser.token("/registration/new");
    let bytes = browser.registration(&token, ANN, PASSWORD);
    let first = browser.raw(&bytes);
    let mut signed_in = app.copy(&browser);
    signed_in.keep(&first);
    assert_eq!(signed_in.current_user().as_deref(), Some(ANN));
    assert_eq!(signed_in.sign_out().status, 303);
    let second = browser.raw(&bytes);
    assert_eq!(second.status, 422, "the address is taken by now");
    browser.keep(&second);
    assert_eq!(browser.current_user(), None);
}

// CS13
#[test]
fn repeated_sign_in_whose_session_has_ended_signs_in_anew() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let token = browser.token("/session/new");
    let body = encode(&[("_csrf_token", &token), ("user[email]", ANN), ("user[password]", PASSWORD)]);
    let bytes = browser.bytes("POST", "/session", Some(&body));
    let first = browser.raw(&bytes);
    let mut signed_in = app.copy(&browser);
    signed_in.keep(&first);
    assert_eq!(signed_in.current_user().as_deref(), Some(ANN));
    signed_in.sign_out();
    let second = browser.raw(&bytes);
    assert_ne!(seen(&first), seen(&second));
    browser.keep(&second);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

// CS14
#[test]
fn other_fields_another_path_and_another_token_are_new_forms() {
    let deed = Deed::default();
    let app = deed.app(TestApp::builder());
    let mut browser = app.client();
    let token = browser.token("/session/new");
    let other = browser.token("/session/new");
    let send = |path: &str, token: &str, word: &str| {
        let body = encode(&[("_csrf_token", token), ("word", word)]);
        assert_eq!(browser.raw(&browser.bytes("POST", path, Some(&body))).status, 303);
        deed.count()
    };
    let counts = [
        send("/registration", &token, "a"),
        send("/registration", &token, "a"),
        send("/registration", &token, "b"),
        send("/registration?x", &token, "a"),
        send("/registration", &other, "a"),
    ];
    assert_eq!(counts, [1, 1, 2, 3, 4]);
}

// CS14: two tabs. The contents of two forms choose the same one of 64 places now and then, and the later one takes it.
#[test]
fn form_is_answered_once_although_another_one_was_sent_meanwhile() {
    let deed = Deed::default();
    let app = deed.app(TestApp::builder());
    let mut browser = app.client();
    let token = browser.token("/session/new");
    let send = |word: &str| {
        let body = encode(&[("_csrf_token", &token), ("word", word)]);
        assert_eq!(browser.raw(&browser.bytes("POST", "/registration", Some(&body))).status, 303);
        deed.count()
    };
    let is_once = |n: usize| {
        let (first, other) = (send(&format!("first {n}")), send(&format!("other {n}")));
        assert_eq!(other, first + 1);
        send(&format!("first {n}")) == other
    };
    assert!((0..10).filter(|n| is_once(*n)).count() >= 5);
}

// CS14
#[test]
fn missing_or_doubled_token_is_refused_each_time() {
    let deed = Deed::default();
    let app = deed.app(TestApp::builder());
    let mut browser = app.client();
    let token = browser.token("/session/new");
    let doubled = encode(&[("_csrf_token", token.as_str()), ("_csrf_token", token.as_str())]);
    for body in ["word=a", &doubled, "_csrf_token=", "_csrf_token=%00"] {
        for _ in 0..2 {
            assert_eq!(browser.raw(&browser.bytes("POST", "/registration", Some(body))).status, 403, "{body}");
        }
    }
    assert_eq!(deed.count(), 0);
}

// CS14: also beside the answer to the form with the right token
#[test]
fn changed_token_gets_no_answer() {
    let deed = Deed::default();
    let app = deed.app(TestApp::builder());
    let mut browser = app.client();
    let (token, foreign) = (browser.token("/session/new"), app.client().token("/session/new"));
    let own = encode(&[("_csrf_token", &token), ("word", "a")]);
    let send = |body: &str| browser.raw(&browser.bytes("POST", "/registration", Some(body)));
    let first = send(&own);
    assert_eq!((first.status, deed.count()), (303, 1));
    let (half, long) = (&token[..token.len() / 2], token.repeat(100));
    let flipped: String = token.chars().rev().collect();
    for (name, tokens) in [
        ("another browser's", &[foreign.as_str()][..]),
        ("another browser's after the own", &[&token, &foreign]),
        ("the own after another browser's", &[&foreign, &token]),
        ("an empty one after the own", &[&token, ""]),
        ("twice", &[&token, &token]),
        ("half", &[half]),
        ("too long", &[&long]),
        ("reversed", &[&flipped]),
        ("none", &[]),
    ] {
        let pairs: Vec<_> = tokens.iter().map(|token| ("_csrf_token", *token)).chain([("word", "a")]).collect();
        assert_eq!(send(&encode(&pairs)).status, 403, "{name}");
    }
    for name in ["_csrf_token[]", "_csrf_token[a]", "user[_csrf_token]", "csrf_token"] {
        assert_eq!(send(&encode(&[(name, token.as_str()), ("word", "a")])).status, 403, "{name}");
    }
    assert_eq!((seen(&send(&own)), deed.count()), (seen(&first), 1));
}

#[test]
fn after_a_minute_and_without_the_setting_the_form_is_new() {
    let deed = Deed::default();
    let app = deed.app(TestApp::builder());
    let mut browser = app.client();
    let bytes = self::deed(&mut browser);
    twice(&browser, &bytes);
    app.clock.advance(Duration::from_secs(59));
    twice(&browser, &bytes);
    assert_eq!(deed.count(), 1);
    app.clock.advance(Duration::from_secs(1));
    let _ = browser.raw(&bytes);
    assert_eq!(deed.count(), 2);

    let deed = Deed::default();
    let app = deed.app(TestApp::builder().policy(|policy| policy.form_repeats = Duration::ZERO));
    let mut browser = app.client();
    let bytes = self::deed(&mut browser);
    let _ = (browser.raw(&bytes), browser.raw(&bytes));
    assert_eq!(deed.count(), 2);
}

#[test]
fn failed_form_is_processed_again_and_a_refused_one_within_seconds_is_not() {
    let deed = Deed { fails: true, ..Deed::default() };
    let app = deed.app(TestApp::builder());
    let mut browser = app.client();
    let bytes = self::deed(&mut browser);
    let statuses = [browser.raw(&bytes).status, browser.raw(&bytes).status];
    assert_eq!((statuses, deed.count()), ([500, 500], 2));

    let deed = Deed::default();
    let app = deed.app(TestApp::builder());
    let mut browser = app.client();
    let bytes = form(&mut browser, "/session/new", "/registration", &[("refused", "1")]);
    let statuses = [browser.raw(&bytes).status, browser.raw(&bytes).status];
    assert_eq!((statuses, deed.count()), ([422, 422], 1));
    app.clock.advance(Duration::from_secs(20));
    assert_eq!((browser.raw(&bytes).status, deed.count()), (422, 2), "a page is kept for twenty seconds");
}

// CS14
#[test]
fn ten_thousand_forms_of_one_browser_fill_the_room_of_64_answers() {
    let deed = Deed::default();
    let app = deed.app(TestApp::builder());
    let mut browser = app.client();
    let token = browser.token("/session/new");
    let entries = || app.block_on(app.cache().scan(&app.pow.cx().cache().key())).unwrap().len();
    assert_eq!(entries(), 0);
    thread::scope(|scope| {
        for part in 0..4 {
            let (browser, token) = (&browser, &token);
            scope.spawn(move || {
                for n in 0..2_500 {
                    let body = encode(&[("_csrf_token", token), ("word", &format!("{part} {n}"))]);
                    assert_eq!(browser.raw(&browser.bytes("POST", "/registration", Some(&body))).status, 303);
                }
            });
        }
    });
    assert_eq!((deed.count(), entries()), (10_000, 64));
}

#[test]
fn stored_answer_shows_nothing() {
    let deed = Deed::default();
    let app = deed.app(TestApp::builder());
    let mut browser = app.client();
    let bytes = self::deed(&mut browser);
    twice(&browser, &bytes);
    let stored = app.block_on(app.cache().scan(&app.pow.cx().cache().key().name("form"))).unwrap();
    assert_eq!(stored.len(), 1);
    assert!(!String::from_utf8_lossy(&stored[0].1).contains("/done"));
}

#[test]
fn pages_and_programs_keep_nothing() {
    let deed = Deed::default();
    let app = deed.app(TestApp::builder());
    let mut browser = app.client();
    browser.get("/session/new");
    let mut program = app.program();
    let body = serde_json::json!({ "word": "a" });
    assert_eq!([program.post("/registration", &body).status, program.post("/registration", &body).status], [200, 200]);
    assert_eq!(deed.count(), 2);
    assert_eq!(app.block_on(app.cache().scan(&app.pow.cx().cache().key().name("form"))).unwrap(), []);
}

// F1: without the cache each form is new
#[test]
fn form_is_processed_if_its_place_can_not_be_claimed() {
    for broken in ["get", "put_if_absent"] {
        let (deed, cache) = (Deed::default(), FaultyCache::default());
        let own = cache.clone();
        let app = deed.app(TestApp::builder().config(move |config| Config { cache: own.into(), ..config }));
        let mut browser = app.client();
        let bytes = self::deed(&mut browser);
        cache.fail(move |_, name| name == broken);
        let begin = Instant::now();
        assert_eq!([browser.raw(&bytes).status, browser.raw(&bytes).status], [303, 303], "{broken}");
        assert!(begin.elapsed() < Duration::from_secs(5), "{broken}: {:?}", begin.elapsed());
        assert_eq!(deed.count(), 2, "{broken}");
    }
}

// The second click is often the end of the first connection.
#[test]
fn form_of_a_broken_connection_is_processed_and_its_answer_kept() {
    let deed = Deed { takes: Duration::from_millis(400), ..Deed::default() };
    let app = deed.app(TestApp::builder());
    let mut browser = app.client();
    let bytes = self::deed(&mut browser);
    let mut first = TcpStream::connect(app.address()).unwrap();
    first.write_all(&bytes).unwrap();
    thread::sleep(Duration::from_millis(100));
    drop(first);
    assert_eq!(browser.raw(&bytes).location(), Some("/done"));
    assert_eq!(deed.count(), 1);
}

// CS6
#[test]
fn other_site_gets_no_answer_of_a_form() {
    let deed = Deed::default();
    let app = deed.app(TestApp::builder());
    let mut browser = app.client();
    let bytes = self::deed(&mut browser);
    twice(&browser, &bytes);
    let text = String::from_utf8(bytes).unwrap().replacen("\r\n", "\r\nSec-Fetch-Site: cross-site\r\n", 1);
    assert_eq!(browser.raw(text.as_bytes()).status, 403);
}

#[test]
fn two_nodes_answer_a_form_once() {
    let app = TestApp::builder().database(Database::sqlite().with_cache()).start();
    let beside = app.beside().start();
    let mut browser = app.client();
    let token = browser.token("/registration/new");
    let bytes = browser.registration(&token, ANN, PASSWORD);
    let (first, second) = (browser.raw(&bytes), Client::new(beside.address()).raw(&bytes));
    assert_eq!((first.status, first.all("set-cookie")), (303, second.all("set-cookie")));
    assert_eq!(app.user_count(), 1);
}
