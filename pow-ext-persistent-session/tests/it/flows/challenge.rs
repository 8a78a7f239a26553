//! Remembering, and a second factor: only who passed it is remembered.
use std::{sync::Arc, time::Duration};

use crate::common::{ANN, GRACE, ann, families, holding, restarted, ticket};
use pow_core::{
    DateTime, Error, async_trait,
    conn::{Conn, Reply, SignedIn},
    controllers::Controller,
    devices::{self, DeviceHandle},
    extension::{Access, Action, AuthMethod, Extension, Method, Outcome, Registry, Route, SignIn},
    record::User,
    session::Fingerprint,
};
use pow_ext_persistent_session::{Lifetime, PersistentSession};
use pow_testing::{Client, Database, TestApp, app::Builder, client::PASSWORD, on_each_database_and_cache};

on_each_database_and_cache!(
    session_behind_a_challenge_is_of_the_family_and_as_old,
    alarm_ends_the_session_that_began_behind_a_challenge,
    family_that_ended_while_the_challenge_waits_signs_nobody_in,
    browser_without_its_cookie_is_judged_by_the_family_all_the_same,
);

const HOUR: Duration = Duration::from_secs(3600);

const CHALLENGE: Action = Action::new("factor", "challenge", "new");
const PASS: Action = Action::new("factor", "challenge", "create");

/// A second factor that anybody passes who presses its button.
#[derive(Clone, Copy, Debug)]
struct Factor {
    /// Whether it is asked for after a persistent cookie, too.
    always: bool,
}

#[async_trait]
impl Extension for Factor {
    fn id(&self) -> &'static str {
        "factor"
    }

    fn register(&self, registry: &mut Registry) {
        registry.route(Route::new(&[Method::Get], "/factor", CHALLENGE, Access::Anyone, Button)).route(Route::new(
            &[Method::Post],
            "/factor",
            PASS,
            Access::Anyone,
            Button,
        ));
    }

    async fn before_sign_in(&self, conn: &mut Conn, _: &Arc<User>) -> Result<SignIn, Error> {
        let asks = self.always || conn.auth_method() == Some(AuthMethod::Proved);
        Ok(if asks { SignIn::Challenge(CHALLENGE) } else { SignIn::Allow })
    }
}

#[derive(Clone, Copy, Debug)]
struct Button;

#[async_trait]
impl Controller for Button {
    async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> {
        Ok(Outcome::Ok(None))
    }

    async fn respond(&self, action: Action, conn: &mut Conn, _: Outcome) -> Result<Reply, Error> {
        if action == PASS {
            return match conn.complete_challenge(CHALLENGE).await? {
                SignedIn::Established => Ok(Reply::redirect("/")),
                other => other.reply(conn),
            };
        }
        let token = conn.csrf_token()?;
        let field = format!("<input type=\"hidden\" name=\"_csrf_token\" value=\"{token}\">");
        Ok(Reply::html(200, format!("<form method=\"post\" action=\"/factor\">{field}</form>")))
    }
}

fn app(always: bool, first: bool) -> (TestApp, Client) {
    start(PersistentSession::default(), always, first, |builder| builder)
}

fn start(
    extension: PersistentSession,
    always: bool,
    first: bool,
    with: impl FnOnce(Builder) -> Builder,
) -> (TestApp, Client) {
    let pair: [Arc<dyn Extension>; 2] = [Arc::new(Factor { always }), Arc::new(extension)];
    let order = if first { pair.to_vec() } else { pair.into_iter().rev().collect() };
    let app = with(crate::common::among(order)).start();
    let mut browser = app.client();
    assert_eq!(browser.register(ANN, PASSWORD).location(), Some("/factor"));
    (app, browser)
}

fn password(app: &TestApp, wish: &str) -> Client {
    let mut browser = app.client();
    let response = browser.sign_in_with(ANN, PASSWORD, &[("user[persistent_session]", wish)]);
    assert_eq!(response.location(), Some("/factor"));
    assert_eq!(ticket(&browser), None, "the password alone is remembered by nobody");
    browser
}

/// The factor is asked for each time, and Ann's browser has passed it once.
fn remembered(database: Database, lifetime: Lifetime) -> (TestApp, Client) {
    let extension = PersistentSession::default().lifetime(lifetime);
    let (app, _) = start(extension, true, false, |builder| builder.database(database));
    let mut browser = password(&app, "true");
    pass(&mut browser);
    app.clock.advance(HOUR);
    (app, browser)
}

/// The browser comes back by its cookie, which is spent, and is sent to the challenge.
fn waiting(browser: &Client) -> Client {
    let mut later = restarted(browser);
    assert_eq!(later.get("/protected").location(), Some("/factor?request_path=%2Fprotected"));
    later
}

/// The challenge is answered, and no user is signed in.
fn passes_in_vain(app: &TestApp, browser: &mut Client) {
    let before = crate::common::sessions(app);
    assert_eq!(browser.submit("/factor", "/factor", &[]).location(), Some("/session/new"));
    assert_eq!(browser.clone().current_user(), None);
    assert!(!browser.cookies.contains_key(crate::common::SESSION));
    assert_eq!(ticket(browser), None, "who was turned away is not remembered");
    assert_eq!(crate::common::sessions(app), before);
}

fn pass(browser: &mut Client) {
    assert_eq!(browser.submit("/factor", "/factor", &[]).location(), Some("/"));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

// PS4, PS9
#[test]
fn who_passed_the_second_factor_is_remembered_as_the_box_said() {
    for first in [true, false] {
        let (app, _) = app(false, first);
        assert!(families(&app).is_empty());
        for (wish, remembered) in [("true", true), ("false", false)] {
            let mut browser = password(&app, wish);
            pass(&mut browser);
            assert_eq!(ticket(&browser).is_some(), remembered, "{wish}");
        }
        assert_eq!(families(&app).len(), 1);
    }
}

// PS4
#[test]
fn second_factor_may_trust_a_browser_that_passed_it() {
    let (app, _) = app(false, true);
    let mut browser = password(&app, "true");
    pass(&mut browser);
    assert_eq!(restarted(&browser).current_user().as_deref(), Some(ANN));
}

// PS4
#[test]
fn second_factor_may_be_asked_for_each_time() {
    for first in [true, false] {
        let (app, _) = app(true, first);
        let mut browser = password(&app, "true");
        pass(&mut browser);
        let old = ticket(&browser);
        let mut later = restarted(&browser);
        assert_eq!(later.get("/protected").location(), Some("/factor?request_path=%2Fprotected"));
        assert_eq!(later.current_user(), None, "not signed in by the cookie alone");
        assert_ne!(ticket(&later), old, "the cookie was spent all the same");
        pass(&mut later);
        assert!(ticket(&later).is_some());
        app.clock.advance(crate::common::DAY);
        let mut again = restarted(&later);
        assert_eq!(again.get("/protected").status, 303, "no false alarm");
        pass(&mut again);
    }
}

/// Whose Ann's last session is, and since when she is signed in.
fn newest(app: &TestApp) -> (Fingerprint, DateTime) {
    let all = app.block_on(app.pow.sessions().list(ann(app))).unwrap();
    let newest = all.into_iter().max_by_key(|info| info.renewed_at).unwrap();
    (newest.client, newest.created_at)
}

fn sign_out_device(app: &TestApp, client: Fingerprint) {
    let (user, cx) = (ann(app), app.pow.cx());
    assert!(app.block_on(devices::sign_out(&cx, user, DeviceHandle::of(user, client))).unwrap());
}

// PS1, PS4
fn session_behind_a_challenge_is_of_the_family_and_as_old(database: Database) {
    let (app, browser) = remembered(database, Lifetime::Policy);
    let family = families(&app).remove(0);
    let mut later = waiting(&browser);
    pass(&mut later);
    assert_eq!(newest(&app), (family.client, family.signed_in_at));
    let devices = app.block_on(devices::list(&app.pow.cx(), ann(&app))).unwrap();
    let states: Vec<_> = devices.iter().map(|device| (device.is_signed_in, device.is_remembered)).collect();
    assert_eq!(states, [(true, true)], "one browser is one device");
    // So to sign out there ends both.
    sign_out_device(&app, family.client);
    assert_eq!((later.clone().current_user(), restarted(&later).current_user()), (None, None));
    assert!(families(&app).is_empty());
}

// PS4
#[test]
fn session_behind_a_challenge_begins_anew_where_the_policy_does_not_bound_the_cookie() {
    let (app, browser) = remembered(Database::sqlite(), Lifetime::Unlimited);
    let family = families(&app).remove(0);
    pass(&mut waiting(&browser));
    let (client, since) = newest(&app);
    assert!(client == family.client && since > family.signed_in_at, "{since} {}", family.signed_in_at);
}

// PS1
fn alarm_ends_the_session_that_began_behind_a_challenge(database: Database) {
    let (app, browser) = remembered(database, Lifetime::Policy);
    let mut other = password(&app, "true");
    pass(&mut other);
    let copy = ticket(&browser).unwrap();
    let mut later = waiting(&browser);
    pass(&mut later);
    app.clock.advance(GRACE);
    assert_eq!(holding(&app, &copy).get("/protected").status, 303);
    assert_eq!(later.current_user(), None, "its session has ended");
    assert_eq!(other.current_user().as_deref(), Some(ANN), "another device is not concerned");
}

// PS1, PS6
fn family_that_ended_while_the_challenge_waits_signs_nobody_in(database: Database) {
    let (app, browser) = remembered(database, Lifetime::Policy);
    // By the alarm: a thief waits at the challenge when the owner comes.
    let mut thief = waiting(&browser);
    app.clock.advance(GRACE);
    assert_eq!(restarted(&browser).get("/protected").status, 303);
    assert!(families(&app).is_empty());
    passes_in_vain(&app, &mut thief);
    // By the user's hand, from another device.
    let mut browser = password(&app, "true");
    pass(&mut browser);
    let client = families(&app).remove(0).client;
    let mut later = waiting(&browser);
    sign_out_device(&app, client);
    passes_in_vain(&app, &mut later);
    // The twin: a family that lives signs in.
    let mut browser = password(&app, "true");
    pass(&mut browser);
    pass(&mut waiting(&browser));
}

// PS1, PS6: what is asked is whose ticket was spent, not what is sent with the answer
fn browser_without_its_cookie_is_judged_by_the_family_all_the_same(database: Database) {
    let (app, browser) = remembered(database, Lifetime::Policy);
    let family = families(&app).remove(0);
    let mut later = waiting(&browser);
    later.cookies.remove(crate::common::COOKIE);
    let mut ended = later.clone();
    pass(&mut later);
    assert_eq!(newest(&app).0, family.client);
    sign_out_device(&app, family.client);
    passes_in_vain(&app, &mut ended);
}
