//! Remembering, and a second factor: only who passed it is remembered.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

mod common;

use std::sync::Arc;

use common::{ANN, families, restarted, ticket};
use pow_core::{
    Error, async_trait,
    conn::{Conn, Reply, SignedIn},
    controllers::Controller,
    extension::{Access, Action, Extension, Method, Outcome, Registry, Route, SignIn, WayIn},
    record::User,
};
use pow_ext_persistent_session::PersistentSession;
use pow_testing::{Client, TestApp, client::PASSWORD};

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
        let asks = self.always || conn.way_in() == Some(WayIn::Proved);
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
                SignedIn::Yes => Ok(Reply::redirect("/")),
                other => other.reply(conn),
            };
        }
        let token = conn.csrf_token()?;
        let field = format!("<input type=\"hidden\" name=\"_csrf_token\" value=\"{token}\">");
        Ok(Reply::html(200, format!("<form method=\"post\" action=\"/factor\">{field}</form>")))
    }
}

fn app(always: bool, first: bool) -> (TestApp, Client) {
    let pair: [Arc<dyn Extension>; 2] = [Arc::new(Factor { always }), Arc::new(PersistentSession::default())];
    let order = if first { pair.to_vec() } else { pair.into_iter().rev().collect() };
    let app = common::among(order).start();
    let mut browser = app.client();
    assert_eq!(browser.register(ANN, PASSWORD).location(), Some("/factor"));
    (app, browser)
}

fn password(app: &TestApp, wish: &str) -> Client {
    let mut browser = app.client();
    let pairs = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[persistent_session]", wish)];
    let response = browser.submit("/session/new", "/session", &pairs);
    assert_eq!(response.location(), Some("/factor"));
    assert_eq!(ticket(&browser), None, "the password alone is remembered by nobody");
    browser
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
        app.clock.advance(common::DAY);
        let mut again = restarted(&later);
        assert_eq!(again.get("/protected").status, 303, "no false alarm");
        pass(&mut again);
    }
}
