//! Many guesses: at one account, at many accounts, and at an open session.

use std::sync::Arc;

use pow_core::{
    Config, Error, async_trait,
    cache::{CacheStore, DiskCache},
    changeset::Changeset,
    clock::SystemClock,
    cx::Cx,
    extension::{Extension, Registry},
    limit::Limit,
    messages::Message,
    policy::Policy,
};
use pow_ext_lockout::Lockout;
use pow_ext_reset_password::ResetPassword;
use pow_store_redis::RedisCache;
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{ANN, PASSWORD, together},
    on_each_database_and_cache,
    probe::CountingHasher,
    servers,
};

use crate::common::{MINUTE, QUARTER, UNKNOWN, WRONG, app, attack, builder, client_at, is_in, sign_in_bytes, stranger};

on_each_database_and_cache!(of_parallel_guesses_at_an_account_five_are_checked);

const GUESSES: usize = 500;

/// Wrong guesses at once, each from an address of its own.
fn guess_at_once(app: &TestApp, email: &str) -> Vec<Response> {
    let requests: Vec<_> = (0..GUESSES).map(|number| sign_in_bytes(&mut stranger(app, number), email, WRONG)).collect();
    together(app.address(), &requests)
}

fn assert_five_are_checked(app: &TestApp, hasher: &CountingHasher) {
    let of_ann = guess_at_once(app, ANN);
    assert!(hasher.take() <= 5, "of {GUESSES} guesses at an account");
    assert_eq!(stranger(app, GUESSES).sign_in(ANN, PASSWORD).status, 429, "the right one comes too late");
    let of_unknown = guess_at_once(app, UNKNOWN);
    assert!(hasher.take() <= 5, "of {GUESSES} guesses at an unknown name");
    for status in [422, 429] {
        let first = |all: &[Response]| all.iter().find(|answer| answer.status == status).unwrap().masked();
        assert_eq!(first(&of_ann), first(&of_unknown).replace(UNKNOWN, ANN), "byte for byte, status {status}");
    }
    for answers in [of_ann, of_unknown] {
        let wrong = answers.iter().filter(|answer| answer.status == 422).count();
        let too_many = answers.iter().filter(|answer| answer.status == 429).count();
        assert!(wrong <= 5 && wrong + too_many == GUESSES, "{wrong} were wrong, {too_many} too many");
    }
}

// W11, E14
fn of_parallel_guesses_at_an_account_five_are_checked(database: Database) {
    let (app, hasher) = app(Lockout::default(), database);
    assert_five_are_checked(&app, &hasher);
}

// W11, on a clock that ticks
#[test]
fn on_a_disk_and_in_redis_five_are_checked_too() {
    let folder = tempfile::tempdir().unwrap();
    let disk: Arc<dyn CacheStore> = Arc::new(DiskCache::open(folder.path().join("cache")).unwrap());
    let redis = servers::redis().map(|url| -> Arc<dyn CacheStore> {
        let prefix = format!("lockout-{}", std::process::id());
        Arc::new(RedisCache::connect(&url).unwrap().prefix(&prefix).unwrap())
    });
    for cache in std::iter::once(disk).chain(redis) {
        let (builder, hasher) = builder(Lockout::default(), Database::sqlite());
        let app = builder
            .config(move |config| Config { cache: cache.into(), clock: Arc::new(SystemClock), ..config })
            .start();
        drop(app.registered(ANN));
        hasher.take();
        assert_five_are_checked(&app, &hasher);
    }
}

// W13
#[test]
fn after_a_quarter_of_an_hour_there_are_five_more_and_the_count_in_a_row_goes_on() {
    let (app, hasher) = app(Lockout::default().in_a_row(12), Database::sqlite());
    for expected in [5, 5, 2, 0] {
        drop(attack(&app, ANN, 0..8));
        assert_eq!(hasher.take(), expected);
        app.clock.advance(QUARTER);
    }
    assert_eq!(stranger(&app, 99).sign_in(ANN, PASSWORD).status, 429, "time alone opens nothing");
}

// H7
#[test]
fn one_password_for_many_accounts_is_checked_ten_times_in_the_first_minute() {
    let (app, hasher) = app(Lockout::default(), Database::sqlite());
    let spray = |address: &dyn Fn(usize) -> String| {
        let statuses: Vec<_> = (0..200)
            .map(|n| client_at(&app, &address(n)).sign_in(&format!("user-{n}@example.com"), WRONG).status)
            .collect();
        (hasher.take(), statuses.iter().filter(|status| **status == 429).count())
    };
    assert_eq!(spray(&|_| "203.0.113.7".to_owned()), (10, 190));
    // The client writes what it likes before the entry of the proxy.
    assert_eq!(spray(&|n| format!("198.51.100.{n}, 203.0.113.7")), (0, 200));
    assert_eq!(spray(&|_| "::ffff:203.0.113.7".to_owned()), (0, 200), "the same client in the form of IPv6");
    assert_eq!(spray(&|_| "::ffff:198.51.100.9".to_owned()), (10, 190), "not one network with the other client");
    assert_eq!(spray(&|n| format!("2001:db8:1:2:{n:x}::1")), (10, 190), "one network of IPv6");
    assert_eq!(spray(&|n| format!("2001:db8:1:2::{n:x}")), (0, 200));
    app.clock.advance(MINUTE);
    assert_eq!(spray(&|_| "203.0.113.7".to_owned()), (10, 190));
}

#[test]
fn client_with_a_hundred_wrong_passwords_waits_for_a_day() {
    let (app, hasher) = app(Lockout::default().client(None), Database::sqlite());
    let mut client = client_at(&app, "203.0.113.7");
    let mut last = None;
    for number in 0..110 {
        last = Some(client.sign_in(&format!("user-{number}@example.com"), WRONG));
    }
    assert_eq!(hasher.take(), 100);
    let last = last.unwrap();
    assert_eq!((last.status, last.header("retry-after")), (429, Some("86400")));
    assert!(last.text().contains("24 hours"));
    assert_eq!(client.sign_in(ANN, PASSWORD).status, 429);
}

// W12
#[test]
fn success_with_an_own_account_clears_nothing_of_another() {
    let (app, _) = app(Lockout::default().client(None).client_wrong(None), Database::sqlite());
    drop(app.registered("mallory@example.com"));
    let mut mallory = client_at(&app, "203.0.113.7");
    for _ in 0..5 {
        assert_eq!(mallory.sign_in(ANN, WRONG).status, 422);
        assert!(is_in(&mallory.sign_in("mallory@example.com", PASSWORD)));
        mallory.sign_out();
    }
    assert_eq!(mallory.sign_in(ANN, WRONG).status, 429);
}

// CS12: a limit's refusal is not the outcome of the form.
#[test]
fn form_that_was_refused_works_when_the_wait_is_over() {
    // Shorter than the twenty seconds for which the page of a refused form is kept.
    let wait = std::time::Duration::from_secs(5);
    let (app, _) = app(Lockout::default().client(Limit::new(10, wait)), Database::sqlite());
    let mut browser = client_at(&app, "203.0.113.7");
    browser.navigates = true;
    for number in 0..10 {
        browser.sign_in(&format!("user-{number}@example.com"), WRONG);
    }
    let form = sign_in_bytes(&mut browser, ANN, PASSWORD);
    assert_eq!(browser.raw(&form).location(), Some("/session/new"), "ten attempts in five seconds");
    app.clock.advance(wait);
    assert_eq!(browser.raw(&form).location(), Some("/"));
}

#[test]
fn right_password_gives_its_places_back() {
    let (app, _) = app(Lockout::default().client(None), Database::sqlite());
    for number in 0..12 {
        assert!(is_in(&stranger(&app, number).sign_in(ANN, PASSWORD)), "sign-in {number}");
    }
    assert_eq!(attack(&app, ANN, 20..26), [422, 422, 422, 422, 422, 429]);
}

// W10
#[test]
fn current_password_in_a_stolen_session_is_checked_five_times() {
    let (app, hasher) = app(Lockout::default().client(None), Database::sqlite());
    let mut owner = app.client();
    assert!(is_in(&owner.sign_in(ANN, PASSWORD)));
    let tries = |thief: &mut Client| {
        hasher.take();
        let statuses: Vec<_> = (0..8).map(|_| thief.change_password(WRONG, "another-test-password").status).collect();
        assert_eq!(thief.current_user().as_deref(), Some(ANN), "the session goes on");
        (statuses, hasher.take())
    };
    let (five, none) = ((vec![422, 422, 422, 422, 422, 429, 429, 429], 5), (vec![429; 8], 0));
    let mut without_cookie = app.copy(&owner);
    assert!(without_cookie.cookies.remove("known_browser").is_some());
    for (first, second) in
        [(app.copy(&owner), without_cookie), (app.signed_in(&app.user(ANN).unwrap()), app.copy(&owner))]
    {
        let (mut first, mut second) = (first, second);
        assert_eq!(tries(&mut first), five);
        assert_eq!(tries(&mut second), none, "without the cookie, or in another session of the account");
        app.clock.advance(QUARTER);
    }
    assert!(is_in(&stranger(&app, 1).sign_in(ANN, PASSWORD)), "sign-ins have other limits");
}

/// Rejects every registration, as a list of leaked passwords does.
#[derive(Debug)]
struct RejectsAll;

#[async_trait]
impl Extension for RejectsAll {
    fn id(&self) -> &'static str {
        "rejects_all"
    }

    fn register(&self, _: &mut Registry) {}

    async fn check(&self, _: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
        changeset.error("password", Message::new("error-password-common"));
        Ok(())
    }
}

#[test]
fn registrations_that_another_check_rejects_are_limited_too() {
    let hasher = CountingHasher::new();
    let counted = hasher.clone();
    let builder = TestApp::with(RejectsAll).extension(Lockout::default());
    let app = builder
        .policy(|policy| policy.password.hasher = counted)
        .config(|config| Config { trusted_proxies: 1, ..config })
        .start();
    hasher.take();
    let mut browser = client_at(&app, "203.0.113.7");
    let statuses: Vec<u16> = (0..7).map(|_| browser.register(ANN, PASSWORD).status).collect();
    assert_eq!(statuses, [422, 422, 422, 422, 422, 429, 429]);
    assert_eq!((app.user_count(), hasher.take()), (0, 5));
}

#[test]
fn registrations_of_a_client_are_limited_before_they_are_hashed() {
    let (builder, hasher) = builder(Lockout::default(), Database::sqlite());
    let app = builder.start();
    hasher.take();
    let mut statuses = Vec::new();
    for number in 0..7 {
        statuses.push(client_at(&app, "203.0.113.7").register(&format!("user-{number}@example.com"), PASSWORD).status);
    }
    assert_eq!(statuses, [303, 303, 303, 303, 303, 429, 429]);
    assert_eq!((app.user_count(), hasher.take()), (5, 5));
    assert_eq!(client_at(&app, "203.0.113.8").register(ANN, PASSWORD).status, 303);
}

// E14
#[test]
fn links_are_limited_for_an_address_and_for_a_client_alike_with_and_without_an_account() {
    let (builder, _) = builder(Lockout::default(), Database::sqlite());
    let app = builder.extension(ResetPassword::default()).start();
    drop(app.registered(ANN));
    let ask = |client: &str, email: &str| {
        client_at(&app, client).submit("/reset-password/new", "/reset-password", &[("user[email]", email)])
    };
    for email in [ANN, UNKNOWN] {
        let subnet = email.len();
        let statuses: Vec<_> = (0..5).map(|n| ask(&format!("10.0.{subnet}.{n}"), email).status).collect();
        assert_eq!(statuses, [303, 303, 303, 429, 429], "{email}");
    }
    let statuses: Vec<_> = (0..5).map(|n| ask("203.0.113.7", &format!("user-{n}@example.com")).status).collect();
    assert_eq!(statuses, [303, 303, 303, 429, 429]);
    let refused = [ask("10.1.0.1", ANN), ask("10.1.0.2", UNKNOWN)].map(|answer| answer.masked());
    assert_eq!(refused[0], refused[1].replace(UNKNOWN, ANN));
    app.clock.advance(QUARTER);
    assert_eq!(ask("203.0.113.7", ANN).status, 303);
}

#[test]
fn form_after_too_many_attempts_is_shown_again_without_its_passwords() {
    let app = TestApp::with(Lockout::default().registrations(Limit::new(1, QUARTER))).start();
    drop(app.registered(ANN));
    let from = |site: &str| {
        let mut browser = app.client();
        browser.headers.push(("Sec-Fetch-Site".to_owned(), site.to_owned()));
        browser
    };
    let refused = from("same-origin").register(UNKNOWN, PASSWORD);
    let page = refused.text();
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("900")), "{page}");
    assert!(page.contains("Too many attempts") || page.contains("too many attempts"), "{page}");
    assert!(page.contains("15 minutes") && page.contains(UNKNOWN) && !page.contains(PASSWORD), "{page}");
    assert!(page.contains(r#"action="/registration""#), "the form itself: {page}");

    let mut browser = app.client();
    browser.navigates = true;
    let led = browser.register("frank@example.com", PASSWORD);
    assert_eq!((led.status, led.location()), (303, Some("/registration/new")));
    let page = browser.get("/registration/new");
    let text = page.text();
    assert_eq!(page.status, 200);
    assert!(text.contains("frank@example.com") && text.contains("15 minutes") && !text.contains(PASSWORD), "{text}");
    let fresh = browser.get("/registration/new").text();
    assert!(!fresh.contains("frank@example.com") && !fresh.contains("15 minutes"), "it is shown once: {fresh}");
    assert_eq!(app.user_count(), 1);

    let mut script = app.client();
    let token = script.token("/registration/new");
    script.headers.push(("Accept".to_owned(), "application/json".to_owned()));
    script.headers.push(("X-CSRF-Token".to_owned(), token));
    let form = [("user[email]", UNKNOWN), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let answer = script.post("/registration", &form);
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("900")), "{}", answer.text());
    assert!(answer.header("content-type").unwrap().starts_with("application/problem+json"));

    let answer = from("cross-site").register(UNKNOWN, PASSWORD);
    assert!(answer.status == 403 && !answer.text().contains(UNKNOWN), "{}", answer.text());
}

/// Pow's answers: only the sign-in is shown again. Elsewhere the answer is an error page.
#[test]
fn in_profile_pow_only_the_sign_in_is_shown_again_after_too_many_attempts() {
    let extension = Lockout::default().account(Limit::new(1, QUARTER)).known_browser(None);
    let (builder, _) = builder(extension, Database::sqlite());
    let builder = builder.policy(|policy| {
        let hasher = policy.password.hasher.clone();
        *policy = Policy::pow();
        policy.password.hasher = hasher;
    });
    let app = builder.start();
    let mut owner = client_at(&app, "203.0.113.7");
    assert_eq!(owner.register(ANN, PASSWORD).status, 303);
    let own_site = |mut browser: Client| {
        browser.headers.push(("Sec-Fetch-Site".to_owned(), "same-origin".to_owned()));
        browser
    };
    let mut visitor = own_site(client_at(&app, "203.0.113.8"));
    assert_eq!(visitor.sign_in(ANN, WRONG).status, 422);
    let refused = visitor.sign_in(ANN, PASSWORD);
    let page = refused.text();
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("900")), "{page}");
    assert!(page.contains(r#"action="/session""#) && page.contains(ANN) && !page.contains(PASSWORD), "{page}");

    for number in 0..5 {
        drop(client_at(&app, "203.0.113.9").register(&format!("user-{number}@example.com"), PASSWORD));
    }
    let registration = own_site(client_at(&app, "203.0.113.9")).register(UNKNOWN, PASSWORD);
    // The only place was taken by the visitor.
    let change = own_site(owner).change_password(PASSWORD, "another-test-password");
    for refused in [registration, change] {
        let page = refused.text();
        assert!(refused.status == 429 && refused.header("retry-after").is_some(), "{page}");
        assert!(page.contains("Too many attempts"), "{page}");
        assert!(!page.contains("user[") && !page.contains(UNKNOWN) && !page.contains(PASSWORD), "{page}");
    }
    assert_eq!(app.user_count(), 6);
}
