//! Requests that come at the same moment, through HTTP: every connection is open before, the last bytes go together.
use std::{
    collections::BTreeSet,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use pow_core::{
    Config,
    cache::CacheStore,
    clock::{Clock, SystemClock, millis},
    controllers::{RegistrationController, SessionController, registration, session},
};
use pow_testing::{
    Client, Database, HeldHasher, Response, TestApp,
    app::Builder,
    client::{PASSWORD, encode, together},
    held::Step,
    on_each_database,
    probe::CountingCache,
    race::{Overlap, REQUESTS, rounds_or},
};

const MINUTE: Duration = Duration::from_secs(60);

on_each_database!(
    fifty_registrations_of_one_address_make_one_account,
    twenty_users_who_want_one_address_are_one_who_gets_it,
);

mod sessions {
    use super::{
        fifty_deletions_delete_once, fifty_password_changes_with_one_current_password_change_it_once,
        limit_of_sessions_holds_after_twenty_parallel_sign_ins, lost_successor_is_replaced_after_another_interval,
        sign_in_beside_a_deletion_leaves_no_session, sign_in_that_overlaps_a_password_change_leaves_no_session,
        thirty_requests_at_the_renewal_instant_get_one_successor,
        thirty_requests_get_one_successor_where_every_request_renews,
    };

    pow_testing::on_each_database_and_cache!(
        fifty_password_changes_with_one_current_password_change_it_once,
        fifty_deletions_delete_once,
        sign_in_beside_a_deletion_leaves_no_session,
        sign_in_that_overlaps_a_password_change_leaves_no_session,
        thirty_requests_at_the_renewal_instant_get_one_successor,
        thirty_requests_get_one_successor_where_every_request_renews,
        lost_successor_is_replaced_after_another_interval,
        limit_of_sessions_holds_after_twenty_parallel_sign_ins,
    );
}

/// An application that counts how many requests are at once in what changes accounts and signs in.
fn watched(database: Database) -> (Builder, Overlap) {
    let overlap = Overlap::default();
    let controller = overlap.around(RegistrationController);
    let builder = TestApp::builder().each_form_is_new().database(database);
    let builder = builder.controller(session::CREATE, overlap.around(SessionController));
    let actions = [registration::CREATE, registration::UPDATE, registration::DELETE];
    (actions.into_iter().fold(builder, |builder, action| builder.controller(action, controller.clone())), overlap)
}

/// The address with another letter case for each client.
fn cased(name: &str, client: usize) -> String {
    let cased = |(at, letter): (usize, char)| match client >> (at % 6) & 1 {
        1 => letter.to_ascii_uppercase(),
        _ => letter,
    };
    format!("{name}@example.com").chars().enumerate().map(cased).collect()
}

/// Everything of a response that a client can compare, without what differs by itself: the token of the form and the
/// letter case of what was typed.
fn alike(response: &Response) -> String {
    let html = response.text();
    let mut parts = html.split("name=\"_csrf_token\" value=\"");
    let mut text = parts.next().unwrap().to_owned();
    for part in parts {
        text += part.split_once('"').unwrap().1;
    }
    let headers: BTreeSet<_> = response.headers.iter().filter(|(name, _)| name != "date").collect();
    format!("{} {headers:?} {}", response.status, text.to_lowercase())
}

fn of_status(responses: &[Response], status: u16) -> Vec<&Response> {
    responses.iter().filter(|response| response.status == status).collect()
}

// D1
fn fifty_registrations_of_one_address_make_one_account(database: Database) {
    let (builder, overlap) = watched(database);
    let app = builder.start();
    let with_token = |_| {
        let mut client = app.client();
        let token = client.token("/registration/new");
        (client, token)
    };
    let clients: Vec<(Client, String)> = (0..REQUESTS).map(with_token).collect();
    let rounds = rounds_or(100);
    for round in 0..rounds {
        let name = format!("abcdef{round}");
        let request = |(at, (client, token)): (usize, &(Client, String))| {
            let form = encode(&[
                ("_csrf_token", token),
                ("user[email]", &cased(&name, at)),
                ("user[password]", PASSWORD),
                ("user[password_confirmation]", PASSWORD),
            ]);
            client.bytes("POST", "/registration", Some(&form))
        };
        let requests: Vec<_> = clients.iter().enumerate().map(request).collect();
        let responses = together(app.address(), &requests);
        let statuses: Vec<u16> = responses.iter().map(|response| response.status).collect();
        assert_eq!(of_status(&responses, 303).len(), 1, "{statuses:?}");
        let others = of_status(&responses, 422);
        assert_eq!(others.len(), REQUESTS - 1, "{statuses:?}");
        assert!(others.iter().all(|response| !response.all("set-cookie").iter().any(|set| set.starts_with("auth="))));
        let different: BTreeSet<String> = others.into_iter().map(alike).collect();
        assert_eq!(different.len(), 1, "{different:#?}");
        assert!(app.user(&format!("{name}@example.com")).is_some());
    }
    assert_eq!(app.user_count(), rounds);
    overlap.assert_reached(2, &format!("{rounds} rounds of {REQUESTS} registrations"));
}

/// The bytes of one form of the account's page, `count` times with other values.
fn forms(browser: &mut Client, count: usize, pairs: impl Fn(usize) -> Vec<(&'static str, String)>) -> Vec<Vec<u8>> {
    let token = browser.token("/registration/edit");
    let form = |at| {
        let pairs = pairs(at);
        let mut all: Vec<(&str, &str)> = vec![("_csrf_token", &token)];
        all.extend(pairs.iter().map(|(name, value)| (*name, value.as_str())));
        browser.bytes("POST", "/registration", Some(&encode(&all)))
    };
    (0..count).map(form).collect()
}

fn fifty_password_changes_with_one_current_password_change_it_once(database: Database) {
    let (builder, overlap) = watched(database);
    let app = builder.start();
    let rounds = rounds_or(5);
    for round in 0..rounds {
        let address = format!("ann{round}@example.com");
        let mut browser = app.registered(&address);
        let new = |at| format!("another-password-{at}");
        let requests = forms(&mut browser, REQUESTS, |at| {
            vec![
                ("_method", "patch".to_owned()),
                ("user[current_password]", PASSWORD.to_owned()),
                ("user[password]", new(at)),
                ("user[password_confirmation]", new(at)),
            ]
        });
        let responses = together(app.address(), &requests);
        let won = |response: &Response| response.location() == Some("/registration/edit");
        let winners: Vec<usize> = (0..REQUESTS).filter(|at| won(&responses[*at])).collect();
        assert_eq!(winners.len(), 1, "{:?}", responses.iter().map(|response| response.status).collect::<Vec<_>>());
        // The others came too late (422), or their session was gone by then.
        let led_away = |response: &Response| response.location() == Some("/session/new");
        assert!(responses.iter().all(|response| won(response) || led_away(response) || response.status == 422));
        let mut old = browser.clone();
        browser.keep(&responses[winners[0]]);
        assert_eq!(browser.current_user().as_ref(), Some(&address));
        assert_eq!(old.current_user(), None);
        assert_eq!(app.client().sign_in(&address, &new(winners[0])).status, 303);
        assert_eq!(app.client().sign_in(&address, PASSWORD).status, 422);
        assert_eq!(app.user(&address).unwrap().get(pow_core::users::AUTH_EPOCH).unwrap(), 1);
    }
    overlap.assert_reached(2, &format!("{rounds} rounds of {REQUESTS} password changes"));
}

// D1
fn twenty_users_who_want_one_address_are_one_who_gets_it(database: Database) {
    let (builder, overlap) = watched(database);
    let app = builder.start();
    let address = |at: usize| format!("ann{at}@example.com");
    let mut browsers: Vec<Client> = (0..20).map(|at| app.registered(&address(at))).collect();
    let rounds = rounds_or(5);
    for round in 0..rounds {
        let wanted = format!("wanted{round}@example.com");
        let request = |browser: &mut Client| {
            forms(browser, 1, |_| {
                vec![
                    ("_method", "patch".to_owned()),
                    ("user[current_password]", PASSWORD.to_owned()),
                    ("user[email]", wanted.clone()),
                ]
            })
            .remove(0)
        };
        let requests: Vec<_> = browsers.iter_mut().map(request).collect();
        let responses = together(app.address(), &requests);
        let statuses: Vec<u16> = responses.iter().map(|response| response.status).collect();
        assert_eq!(of_status(&responses, 303).len(), 1, "{statuses:?}");
        assert_eq!(of_status(&responses, 422).len(), 19, "{statuses:?}");
        for (browser, response) in browsers.iter_mut().zip(&responses) {
            browser.keep(response);
            assert_eq!(browser.current_user() == Some(wanted.clone()), response.status == 303);
        }
    }
    assert_eq!(app.user_count(), 20);
    overlap.assert_reached(2, &format!("{rounds} rounds of 20 users who want one address"));
}

fn fifty_deletions_delete_once(database: Database) {
    let (builder, overlap) = watched(database);
    let app = builder.start();
    let kept = app.registered("kept@example.com");
    let rounds = rounds_or(5);
    for round in 0..rounds {
        let mut browser = app.registered(&format!("ann{round}@example.com"));
        let requests = forms(&mut browser, REQUESTS, |_| vec![("_method", "delete".to_owned())]);
        let responses = together(app.address(), &requests);
        let won = |response: &&Response| response.all("set-cookie").iter().any(|set| set.starts_with("auth="));
        assert_eq!(responses.iter().filter(won).count(), 1);
        assert!(responses.iter().all(|response| [303, 422].contains(&response.status)));
        assert_eq!(browser.current_user(), None);
    }
    assert_eq!(app.user_count(), 1);
    assert_eq!(kept.clone().current_user().as_deref(), Some("kept@example.com"));
    assert_eq!(app.block_on(app.pow.sessions().users()).unwrap().len(), 1);
    overlap.assert_reached(2, &format!("{rounds} rounds of {REQUESTS} deletions"));
}

// D2
fn sign_in_beside_a_deletion_leaves_no_session(database: Database) {
    let (builder, overlap) = watched(database);
    let app = builder.start();
    let rounds = rounds_or(5);
    for round in 0..rounds {
        let address = format!("ann{round}@example.com");
        let mut browser = app.registered(&address);
        let mut others: Vec<Client> = (0..20).map(|_| app.client()).collect();
        let mut requests: Vec<_> = others.iter_mut().map(|other| sign_in_bytes(other, &address, PASSWORD)).collect();
        requests.insert(10, forms(&mut browser, 1, |_| vec![("_method", "delete".to_owned())]).remove(0));
        let mut responses = together(app.address(), &requests);
        assert_eq!(responses.remove(10).status, 303);
        for (other, response) in others.iter_mut().zip(&responses) {
            assert!([303, 422].contains(&response.status), "{}", response.status);
            other.keep(response);
            assert_eq!(other.current_user(), None);
            assert_eq!(other.get("/protected").status, 303);
        }
        assert_eq!(app.client().sign_in(&address, PASSWORD).status, 422);
    }
    overlap.assert_reached(2, &format!("{rounds} rounds of a deletion and 20 sign-ins"));
}

fn sign_in_bytes(client: &mut Client, address: &str, password: &str) -> Vec<u8> {
    let token = client.token("/session/new");
    let form = encode(&[("_csrf_token", &token), ("user[email]", address), ("user[password]", password)]);
    client.bytes("POST", "/session", Some(&form))
}

// D3
fn sign_in_that_overlaps_a_password_change_leaves_no_session(database: Database) {
    let held = HeldHasher::new();
    let hasher = held.clone();
    let builder = TestApp::builder().database(database).policy(|policy| policy.password.hasher = Arc::new(hasher));
    let app = builder
        .config(|mut config| {
            config.hashing.threads = 2;
            config
        })
        .start();
    let mut browser = app.registered("ann@example.com");
    let mut late = app.client();
    let request = sign_in_bytes(&mut late, "ann@example.com", PASSWORD);
    held.hold(Step::Verify, 1);
    let response = thread::scope(|scope| {
        let sign_in = scope.spawn(|| late.raw(&request));
        held.wait_until_held();
        let changed = browser.change_password(PASSWORD, "another-password");
        held.release();
        assert_eq!(changed.status, 303);
        sign_in.join().unwrap()
    });
    // The old password was right when it was typed, so the answer is that of a sign-in: with a session that is dead.
    assert_eq!(response.status, 303);
    late.keep(&response);
    assert!(late.cookies.contains_key("auth"));
    assert_eq!(late.current_user(), None);
    assert_eq!(late.get("/protected").status, 303);
    assert_eq!(browser.current_user().as_deref(), Some("ann@example.com"));
    assert_eq!(app.client().sign_in("ann@example.com", "another-password").status, 303);
}

/// Thirty requests at the same moment; the cookies that were handed out.
fn thirty_requests(app: &TestApp, browser: &Client) -> Vec<Response> {
    let requests = vec![browser.bytes("GET", "/", None); 30];
    let responses = together(app.address(), &requests);
    for response in &responses {
        assert_eq!(response.element_text("current-user"), "signed in as ann@example.com");
    }
    responses.into_iter().filter(|response| response.header("set-cookie").is_some()).collect()
}

fn signed_in(client: &mut Client) -> bool {
    client.clone().current_user().is_some()
}

// P20, S13
fn thirty_requests_at_the_renewal_instant_get_one_successor(database: Database) {
    let app = TestApp::builder().database(database).start();
    let mut browser = app.registered("ann@example.com");
    assert!(thirty_requests(&app, &browser).is_empty(), "not due yet");
    for _ in 0..10 {
        app.clock.advance(15 * MINUTE);
        let mut old = browser.clone();
        let successors = thirty_requests(&app, &browser);
        assert_eq!(successors.len(), 1);
        browser.keep(&successors[0]);
        assert_ne!(old.cookies["auth"], browser.cookies["auth"]);
        app.clock.advance(MINUTE);
        assert!(signed_in(&mut old), "the successor was not seen yet: it may be lost");
        assert!(signed_in(&mut browser));
        app.clock.advance(Duration::from_millis(9_999));
        assert!(signed_in(&mut old), "within the grace");
        app.clock.advance(Duration::from_millis(1));
        assert!(!signed_in(&mut old), "the grace is over");
        assert!(signed_in(&mut browser));
    }
}

// P20, S13: the same, where the renewals wait until all have found the session due
#[test]
fn requests_that_renew_at_the_same_time_meet_in_the_store() {
    let cache = CountingCache::slow(Arc::new(SystemClock), Duration::from_millis(20));
    let own: Arc<dyn CacheStore> = cache.clone();
    let app = TestApp::builder().config(|config| Config { cache: own.into(), ..config }).start();
    let mut browser = app.registered("ann@example.com");
    for round in 0..10 {
        app.clock.advance(15 * MINUTE);
        cache.take();
        let successors = thirty_requests(&app, &browser);
        let tries = cache.take();
        assert!(tries >= 15, "in round {round} {tries} of 30 wanted to renew");
        assert_eq!(successors.len(), 1);
        browser.keep(&successors[0]);
    }
}

// P20
fn thirty_requests_get_one_successor_where_every_request_renews(database: Database) {
    let app = TestApp::builder().database(database).policy(|policy| policy.session.renewal = Duration::ZERO).start();
    let mut browser = app.registered("ann@example.com");
    for _ in 0..10 {
        let mut old = browser.clone();
        let successors = thirty_requests(&app, &browser);
        assert_eq!(successors.len(), 1);
        browser.keep(&successors[0]);
        assert!(signed_in(&mut old), "the successor was not seen yet: it may be lost");
        let mut second = browser.clone();
        assert!(second.current_user().is_some());
        assert_ne!(second.cookies["auth"], browser.cookies["auth"]);
        assert!(!signed_in(&mut old), "no grace without an interval");
        browser = second;
    }
}

// P20
fn lost_successor_is_replaced_after_another_interval(database: Database) {
    let app = TestApp::builder().database(database).start();
    let mut browser = app.registered("ann@example.com");
    app.clock.advance(15 * MINUTE);
    assert_eq!(thirty_requests(&app, &browser).len(), 1);
    app.clock.advance(15 * MINUTE);
    let successors = thirty_requests(&app, &browser);
    assert_eq!(successors.len(), 1);
    browser.keep(&successors[0]);
    app.clock.advance(16 * MINUTE);
    assert!(signed_in(&mut browser));
}

/// A clock that ticks, from the time at which the clock of the cache stands still.
#[derive(Debug)]
struct Ticking(Instant);

impl Clock for Ticking {
    fn now_ms(&self) -> i64 {
        1_750_000_000_000 + millis(self.0.elapsed())
    }
}

// ASVS 7.1.2: sign-ins begin in one order and are stored in another.
// S18
fn limit_of_sessions_holds_after_twenty_parallel_sign_ins(database: Database) {
    let (builder, overlap) = watched(database);
    let builder = builder.policy(|policy| policy.session.max_per_user = Some(3));
    let app = builder.config(|config| Config { clock: Arc::new(Ticking(Instant::now())), ..config }).start();
    let rounds = rounds_or(5);
    for round in 0..rounds {
        let address = format!("ann{round}@example.com");
        let mut first = app.registered(&address);
        let mut others: Vec<Client> = (0..20).map(|_| app.client()).collect();
        let requests: Vec<_> = others.iter_mut().map(|other| sign_in_bytes(other, &address, PASSWORD)).collect();
        let responses = together(app.address(), &requests);
        assert_eq!(of_status(&responses, 303).len(), 20);
        let mut alive = 0;
        for (other, response) in others.iter_mut().zip(&responses) {
            other.keep(response);
            alive += usize::from(signed_in(other));
        }
        assert_eq!((alive, signed_in(&mut first)), (3, false), "round {round}");
        let user = app.user(&address).unwrap().id().unwrap();
        assert_eq!(app.block_on(app.pow.sessions().list(user)).unwrap().len(), 3);
        let mut last = app.client();
        assert_eq!(last.sign_in(&address, PASSWORD).status, 303);
        assert!(signed_in(&mut last));
        assert_eq!(app.block_on(app.pow.sessions().list(user)).unwrap().len(), 3);
    }
    overlap.assert_reached(2, &format!("{rounds} rounds of 20 sign-ins"));
}
