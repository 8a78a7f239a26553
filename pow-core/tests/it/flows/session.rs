//! Signing in and out, through HTTP.
use std::sync::{Arc, Mutex};

use diesel_async::SimpleAsyncConnection;
use pow_core::{
    Config, CurrentUser,
    schema::Value,
    store::{Prefix, sqlite::SqliteAsyncConnection},
    users::PASSWORD_HASH,
};
use pow_testing::{
    Client, Database, Logs, TestApp,
    client::{self, ANN, PASSWORD},
    on_each_database,
    probe::CountingCache,
};

on_each_database!(
    right_password_signs_in,
    wrong_password_does_not_sign_in,
    sign_out_ends_the_session,
    user_without_password_can_not_sign_in,
    hash_made_by_pow_signs_in_and_is_replaced,
    cookie_is_a_signed_reference_to_a_record_of_the_server,
);

// P1, P26
fn right_password_signs_in(database: Database) {
    let app = TestApp::builder().database(database).start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let response = browser.sign_in(" Ann@Example.com ", PASSWORD);
    assert_eq!((response.status, response.location()), (303, Some("/")));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

// P1, P12
fn wrong_password_does_not_sign_in(database: Database) {
    let app = TestApp::builder().database(database).start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let response = browser.sign_in(ANN, "another-password");
    assert_eq!(response.status, 422);
    assert!(response.text().contains("id=\"sign-in-failure\""));
    assert_eq!(browser.current_user(), None);
}

// P1, S4
fn sign_out_ends_the_session(database: Database) {
    let app = TestApp::builder().database(database).start();
    let mut browser = app.registered(ANN);
    let mut thief = browser.clone();
    assert_eq!(thief.current_user().as_deref(), Some(ANN));
    let response = browser.sign_out();
    assert_eq!((response.status, response.location()), (303, Some("/session/new")));
    assert_eq!(browser.current_user(), None);
    assert!(!browser.cookies.contains_key("auth"));
    assert_eq!(thief.current_user(), None, "the cookie from before is worth nothing");
}

// E6, W8, P12
fn user_without_password_can_not_sign_in(database: Database) {
    let app = TestApp::builder().database(database).start();
    drop(app.registered(ANN));
    app.write(ANN, PASSWORD_HASH.name(), Value::Null);
    for password in ["", PASSWORD, "null", "\u{fffd}"] {
        let mut browser = app.client();
        assert_eq!(browser.sign_in(ANN, password).status, 422, "{password:?}");
        assert_eq!(browser.current_user(), None);
    }
}

// P11: a users table that comes from Pow.
fn hash_made_by_pow_signs_in_and_is_replaced(database: Database) {
    const FROM_POW: &str = "$pbkdf2-sha512$100000$8PHy8/T19vf4+fr7/P3+/w==$ULJm4nkfC/3QYRFty07hXS9fz2x7r6HlX2Ti7TDu7u3qd\
                            I9wIUDwcJ/j3DDdrTbt+r91dk9e2Qof94Z34zN7/g==";
    let app = TestApp::builder().database(database).start();
    drop(app.registered(ANN));
    app.write(ANN, PASSWORD_HASH.name(), Value::Text(FROM_POW.to_owned()));
    let hash = || app.user(ANN).unwrap().get(PASSWORD_HASH).unwrap().unwrap();
    assert_eq!(app.client().sign_in(ANN, "secret12345").status, 422);
    assert_eq!(hash(), FROM_POW, "a wrong password replaces nothing");
    assert_eq!(app.client().sign_in(ANN, "secret1234").status, 303);
    let new = hash();
    assert!(new.starts_with("$argon2id$"), "{new}");
    assert_eq!(app.client().sign_in(ANN, "secret1234").status, 303);
    assert_eq!(hash(), new, "one that is up to date stays");
}

// W2: bcrypt reads 72 bytes; a longer password is refused, never cut off.
#[test]
fn password_longer_than_bcrypt_reads_is_refused() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let password = "A".repeat(72);
    let imported = bcrypt::hash(&password, 4).unwrap();
    for longer in [format!("{password}x"), format!("{password}{password}")] {
        app.write(ANN, PASSWORD_HASH.name(), Value::Text(imported.clone()));
        assert_eq!(app.client().sign_in(ANN, &longer).status, 422);
    }
    assert_eq!(app.client().sign_in(ANN, &password).status, 303);
    assert!(app.user(ANN).unwrap().get(PASSWORD_HASH).unwrap().unwrap().starts_with("$argon2id$"));
}

// A stored hash that can't be read opens nothing and is no fault.
#[test]
fn unreadable_hash_signs_nobody_in() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    for broken in
        ["", "x", "$argon2id$v=19$m=4294967295,t=1,p=1$AAAA$AAAA", "$2b$31$", "$pbkdf2-sha512$4000000000$AA$AA"]
    {
        app.write(ANN, PASSWORD_HASH.name(), Value::Text(broken.to_owned()));
        for password in [PASSWORD, "", broken] {
            assert_eq!(app.client().sign_in(ANN, password).status, 422, "{broken:?}");
        }
    }
}

// P4
#[test]
fn sign_out_without_a_session_is_refused() {
    let app = TestApp::start();
    let mut browser = app.client();
    let token = browser.token("/session/new");
    let response = browser.post("/session", &[("_csrf_token", &token), ("_method", "DELETE")]);
    assert_eq!((response.status, response.location()), (303, Some("/session/new")));
}

// CS7
#[test]
fn get_does_not_sign_out() {
    let app = TestApp::start();
    let mut browser = app.registered(ANN);
    for path in ["/session", "/session?_method=DELETE", "/session/new?_method=DELETE"] {
        browser.get(path);
        assert_eq!(browser.current_user().as_deref(), Some(ANN), "{path}");
    }
}

// W3, ASVS 6.2.8
#[test]
fn password_is_taken_exactly_as_typed() {
    let app = TestApp::start();
    let mut browser = app.client();
    let password = " P\u{e4}ss word\twith spaces ";
    assert_eq!(browser.register(ANN, password).status, 303);
    for wrong in [password.trim(), &password.to_lowercase(), " Pa\u{308}ss word\twith spaces ", &format!("{password}x")]
    {
        assert_eq!(app.client().sign_in(ANN, wrong).status, 422, "{wrong:?}");
    }
    assert_eq!(app.client().sign_in(ANN, password).status, 303);
    // A form with a NUL is refused, so that no password ends early.
    let tail = format!("{password}\0tail");
    assert_eq!(app.client().sign_in(ANN, &tail).status, 422);
    let refused = app.client().register("bea@example.com", &tail);
    assert!(refused.status == 422 && app.user("bea@example.com").is_none(), "{}", refused.status);
}

#[test]
fn failed_sign_in_keeps_the_address_and_never_the_password() {
    let app = TestApp::start();
    let html = app.client().sign_in("Bob@example.com", "typed-by-mistake").text();
    assert!(html.contains("value=\"Bob@example.com\""), "{html}");
    assert!(!html.contains("typed-by-mistake"));
}

// S1
#[test]
fn cookies_from_before_the_sign_in_are_anonymous() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    browser.get("/session/new");
    let mut planted = browser.clone();
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(planted.current_user(), None);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

// S1, S2
#[test]
fn sign_in_never_takes_the_session_that_the_client_names() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let mut mallory = app.registered("mallory@example.com");
    mallory.sign_out();
    let dead = {
        let mut other = app.client();
        other.sign_in("mallory@example.com", PASSWORD);
        let cookie = other.cookies["auth"].clone();
        other.sign_out();
        cookie
    };
    for planted in ["attacker", "", &dead] {
        let mut browser = app.client();
        browser.cookies.insert("auth".to_owned(), planted.to_owned());
        assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
        assert_ne!(browser.cookies["auth"], planted);
        let mut attacker = app.client();
        attacker.cookies.insert("auth".to_owned(), planted.to_owned());
        assert_eq!(attacker.current_user(), None, "{planted:?}");
    }
}

// S3
#[test]
fn registration_never_takes_the_session_that_the_client_names() {
    let app = TestApp::start();
    let mut browser = app.client();
    browser.cookies.insert("auth".to_owned(), "attacker".to_owned());
    assert_eq!(browser.register(ANN, PASSWORD).status, 303);
    assert_ne!(browser.cookies["auth"], "attacker");
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

// S2, S15, B7
#[test]
fn forged_session_is_anonymous() {
    let app = TestApp::start();
    let browser = app.registered(ANN);
    let real = browser.cookies["auth"].clone();
    let flipped = |at: usize| {
        let mut bytes = real.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        String::from_utf8(bytes).unwrap()
    };
    let (first, middle, last) = (flipped(0), flipped(real.len() / 2), flipped(real.len() - 1));
    let long = "a".repeat(8_000);
    let half = &real[..real.len() / 2];
    let forged = ["", "*", "user:1", "../../etc/passwd", "%00", &long, &first, &middle, &last, half, &real[1..]];
    for forged in forged {
        let mut attacker = app.client();
        attacker.cookies.insert("auth".to_owned(), forged.to_owned());
        let response = attacker.get("/protected");
        assert_eq!(response.status, 303, "{forged:?}");
    }
    let mut owner = app.client();
    owner.cookies.insert("auth".to_owned(), real);
    assert_eq!(owner.current_user().as_deref(), Some(ANN), "the real one still works");
}

// S17
#[test]
fn anonymous_pages_write_nothing_and_only_forms_set_a_cookie() {
    let (app, cache) = counting_app();
    for path in ["/", "/bare", "/nothing-here", "/protected"] {
        let response = app.client().get(path);
        assert_eq!(response.all("set-cookie"), [""; 0], "{path}");
    }
    for path in ["/session/new", "/registration/new"] {
        let response = app.client().get(path);
        let cookies = response.all("set-cookie");
        assert!(cookies.len() == 1 && cookies[0].starts_with("csrf="), "{path}: {cookies:?}");
    }
    app.client().sign_in(ANN, "not-the-password");
    assert_eq!(cache.take(), 2, "the place of the form is claimed, and its answer kept for a second click");
    let entries = || app.block_on(app.pow.cache().scan(&app.pow.cx().cache().key())).unwrap().len();
    assert_eq!(entries(), 1);
    app.clock.advance(std::time::Duration::from_secs(20));
    assert_eq!(entries(), 0, "a page is kept for twenty seconds");
    drop(app.registered(ANN));
    assert!(cache.take() > 0, "a session is a write, and it is counted");
}

fn counting_app() -> (TestApp, Arc<CountingCache>) {
    let made = Arc::new(Mutex::new(None));
    let keep = made.clone();
    let app = TestApp::builder().config(move |config| {
        let cache = CountingCache::new(config.clock.clone());
        *keep.lock().unwrap() = Some(cache.clone());
        Config { cache: (cache as Arc<dyn pow_core::cache::CacheStore>).into(), ..config }
    });
    let app = app.start();
    let cache = made.lock().unwrap().take().unwrap();
    (app, cache)
}

// P18, S20
#[test]
fn session_of_one_set_up_is_nobody_in_another() {
    let admins = |config| Config {
        namespace: Some("admin".into()),
        users_table: "admins".into(),
        path_prefix: "/admin".into(),
        ..config
    };
    let app = TestApp::builder().second(admins).routes(|config, _| {
        config
            .route("/whoami", actix_web::web::get().to(|user: CurrentUser| async move { format!("{:?}", user.id()) }));
    });
    let app = app.start();
    let mut browser = app.registered(ANN);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    assert_eq!(
        browser.get("/admin/registration/edit").location(),
        Some("/admin/session/new?request_path=%2Fadmin%2Fregistration%2Fedit")
    );
    // The cookie under the other set-up's name is worth nothing there.
    let value = browser.cookies["auth"].clone();
    browser.cookies.insert("admin_auth".to_owned(), value);
    assert_eq!(browser.get("/admin/registration/edit").status, 303);
    assert_eq!(register_admin(&mut browser), 303);
    assert_eq!(browser.get("/admin/registration/edit").status, 200);
    assert_eq!(browser.current_user().as_deref(), Some(ANN), "both are signed in side by side");
    browser.cookies.remove("auth");
    assert_eq!(browser.current_user(), None);
    assert_eq!(browser.get("/whoami").status, 401, "an administrator is no user");
}

fn register_admin(browser: &mut Client) -> u16 {
    browser.cookies.remove("admin_auth");
    let passwords = [("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let typed = [&[("user[email]", "root@example.com")], &passwords[..]].concat();
    browser.submit("/admin/registration/new", "/admin/registration", &typed).status
}

// P21
#[test]
fn session_remembers_where_it_came_from() {
    let app = TestApp::start();
    let mut browser = app.client();
    browser.headers.push(("User-Agent".to_owned(), "Lynx/2.9".to_owned()));
    browser.register(ANN, PASSWORD);
    let id = app.user(ANN).unwrap().id().unwrap();
    let sessions = app.block_on(app.pow.sessions().list(id)).unwrap();
    assert_eq!(sessions.len(), 1);
    assert_eq!(sessions[0].metadata.user_agent.as_deref(), Some("Lynx/2.9"));
    assert_eq!(sessions[0].metadata.ip.map(|ip| ip.is_loopback()), Some(true));
}

// H7, P21
#[test]
fn address_of_a_session_is_the_clients_behind_as_many_proxies_as_are_trusted() {
    for (trusted_proxies, expected) in [(0, "127.0.0.1"), (1, "203.0.113.7"), (2, "198.51.100.1"), (3, "127.0.0.1")] {
        let app = TestApp::builder().config(move |config| Config { trusted_proxies, ..config }).start();
        let mut browser = app.client();
        // What the client made up comes first.
        browser.headers.push(("X-Forwarded-For".to_owned(), "198.51.100.1, 203.0.113.7".to_owned()));
        browser.register(ANN, PASSWORD);
        let id = app.user(ANN).unwrap().id().unwrap();
        let sessions = app.block_on(app.pow.sessions().list(id)).unwrap();
        assert_eq!(sessions[0].metadata.ip.unwrap().to_string(), expected, "{trusted_proxies}");
    }
}

// W1
#[test]
fn endless_passwords_are_refused_unread() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let html = browser.get("/session/new").text();
    let long = "x".repeat(60_000);
    assert_eq!(browser.submit_form(&html, "/session", &[("user[email]", ANN), ("user[password]", &long)]).status, 422);
    let longer = client::encode(&[("user[email]", ANN), ("user[password]", &"x".repeat(1_000_000))]);
    assert_eq!(browser.request("POST", "/session", Some(&longer)).status, 413);
}

// P19: the browser holds a signed reference; whose session it is, and whether there is one, is for the server to say.
fn cookie_is_a_signed_reference_to_a_record_of_the_server(database: Database) {
    let app = TestApp::builder().database(database).start();
    let mut browser = app.registered(ANN);
    let cookie = browser.cookies["auth"].clone();
    let id = app.user(ANN).unwrap().id().unwrap();
    assert!(!cookie.contains("ann@") && !cookie.contains("ann%40") && !cookie.contains(&id.to_string()), "{cookie}");
    for at in [0, cookie.len() / 2, cookie.len() - 1] {
        let mut changed = cookie.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        browser.cookies.insert("auth".to_owned(), String::from_utf8(changed).unwrap());
        assert_eq!(browser.current_user(), None, "changed at {at}");
    }
    browser.cookies.insert("auth".to_owned(), cookie);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    app.block_on(app.pow.sessions().revoke_all(id, None)).unwrap();
    assert_eq!(browser.current_user(), None, "the signature is good, and the record is gone");
}

// S21
#[test]
fn sign_out_and_deletion_empty_the_browsers_cache_if_the_policy_says_so() {
    for wanted in [true, false] {
        let app = TestApp::builder().policy(|policy| policy.clear_site_data = wanted).start();
        let header = wanted.then_some("\"cache\", \"storage\"");
        let mut browser = app.registered(ANN);
        assert_eq!(browser.sign_out().header("clear-site-data"), header);
        // WebKit ignores it on a redirect.
        assert_eq!(browser.get("/session/new").header("clear-site-data"), header, "the page after the redirect");
        assert_eq!(browser.get("/session/new").header("clear-site-data"), None, "once");
        let signed_in = browser.sign_in(ANN, PASSWORD);
        assert_eq!((signed_in.status, signed_in.header("clear-site-data")), (303, None));
        let deleted = browser.account_form(&[("_method", "DELETE")]);
        assert_eq!((deleted.status, deleted.header("clear-site-data")), (303, header));
        assert_eq!(browser.get("/session/new").header("clear-site-data"), header, "the page after the redirect");
    }
}

// F1
#[test]
fn log_says_why_sessions_can_not_be_read() {
    if !pow_testing::alone() {
        return;
    }
    let (logs, app) = (Logs::capture(), TestApp::builder().database(Database::sqlite().with_cache()).start());
    let mut ann = app.registered(ANN);
    app.block_on(async {
        let mut tx = app.pow.store().begin(&Prefix::default()).await.unwrap();
        let connection = tx.connection().unwrap().downcast_mut::<SqliteAsyncConnection>().unwrap();
        connection.batch_execute("ALTER TABLE pow_cache RENAME TO away").await.unwrap();
        tx.commit().await.unwrap();
    });
    for _ in 0..3 {
        assert_eq!(ann.get("/").status, 503);
    }
    let events = logs.events();
    let told: Vec<_> = events.iter().filter(|event| event.target == "pow::session::unread").collect();
    assert_eq!(told.len(), 1, "one line in ten seconds");
    assert!(told[0].field("error").is_some_and(|error| error.contains("pow_cache")), "{:?}", told[0]);
}
