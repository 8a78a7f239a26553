//! One suite for both places where the browser keeps its part: cookies of our own, and the application's actix-session.

use std::{borrow::Cow, sync::Arc, time::Duration};

use pow_core::{
    Config, Error, Pow, async_trait,
    carrier::{Carrier, ClientRequest, ClientState, CookieCarrier, NewHeaders},
    conn::{ClientChanges, Conn, Reply},
    controllers::{Controller, registration, session},
    extension::{Action, Outcome},
};
use pow_testing::{
    Client, Database, Response, TestApp,
    app::Builder,
    client::{ANN, PASSWORD},
    on_each_database,
};

const MINUTE: Duration = Duration::from_secs(60);

macro_rules! with_both_carriers {
    ($($name:ident),* $(,)?) => {
        mod own_cookies {
            $(#[test]
            fn $name() {
                super::$name(super::TestApp::builder());
            })*
        }
        mod actix_session {
            $(#[test]
            fn $name() {
                super::$name(super::TestApp::builder().actix_session());
            })*
        }
    };
}

with_both_carriers!(
    user_registers_signs_out_and_signs_in,
    wrong_password_does_not_sign_in,
    flash_is_shown_once,
    form_without_the_browsers_token_is_refused,
    token_of_before_the_sign_in_is_refused,
    secret_is_renewed,
    sign_out_is_complete,
    account_changes_and_ends,
    two_set_ups_do_not_meet,
    renewal_of_one_set_up_survives_a_sign_in_at_the_other,
    anonymous_page_sets_no_cookie,
    page_that_caches_may_keep_is_private_when_it_sets_a_cookie,
);

on_each_database!(
    session_of_the_application_carries_ours_on_each_database,
    applications_own_carrier_carries_the_session,
);

/// Pages that any cache may keep. That of the sign-in has a form's token.
#[derive(Debug)]
struct Public;

#[async_trait]
impl Controller for Public {
    async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> {
        Ok(Outcome::Ok(None))
    }

    async fn respond(&self, action: Action, conn: &mut Conn, _: Outcome) -> Result<Reply, Error> {
        let text = if action == session::NEW { conn.csrf_token()? } else { "no form".to_owned() };
        Ok(Reply::html(200, text).header("cache-control", "public, max-age=60"))
    }
}

// B9: also where actix-session sets the cookie, outside of the framework.
fn page_that_caches_may_keep_is_private_when_it_sets_a_cookie(builder: Builder) {
    let public: Arc<dyn Controller> = Arc::new(Public);
    let app = builder.controller(session::NEW, public.clone()).controller(registration::NEW, public).start();
    let mut browser = app.client();
    let plain = browser.get("/registration/new");
    assert_eq!((plain.all("cache-control"), plain.all("set-cookie").len()), (vec!["public, max-age=60"], 0));
    let with_form = browser.get("/session/new");
    assert_eq!(
        (with_form.all("cache-control"), with_form.all("set-cookie").len()),
        (vec!["private, no-store, no-cache"], 1)
    );
}

/// A program's session travels in a header, in both directions; the rest in cookies.
#[derive(Debug)]
struct InAHeader;

impl Carrier for InAHeader {
    fn session<'r>(&self, _: &Pow, request: &'r dyn ClientRequest) -> Option<Cow<'r, str>> {
        std::str::from_utf8(request.header("x-session").first().copied()?).ok().map(Cow::Borrowed)
    }

    fn state(&self, pow: &Pow, request: &dyn ClientRequest) -> ClientState {
        CookieCarrier.state(pow, request)
    }

    fn write(&self, pow: &Pow, request: &dyn ClientRequest, mut changes: ClientChanges) -> Result<NewHeaders, Error> {
        let session = changes.session.take();
        let mut headers = CookieCarrier.write(pow, request, changes)?;
        headers.extend(session.map(|value| ("x-session", value.unwrap_or_default())));
        Ok(headers)
    }
}

// P16
fn session_of_the_application_carries_ours_on_each_database(database: Database) {
    user_registers_signs_out_and_signs_in(TestApp::builder().database(database).actix_session());
}

// P16
fn applications_own_carrier_carries_the_session(database: Database) {
    let app = TestApp::builder()
        .database(database)
        .config(|config| Config { carrier: Arc::new(InAHeader), ..config })
        .start();
    let mut program = app.client();
    let registered = program.register(ANN, PASSWORD);
    let session = registered.header("x-session").unwrap().to_owned();
    assert!(!session.is_empty() && !program.cookies.contains_key("auth"));
    assert_eq!(program.get("/protected").status, 303, "it was not sent");
    program.headers.push(("X-Session".to_owned(), session.clone()));
    assert_eq!(program.current_user().as_deref(), Some(ANN));
    assert_eq!(program.get("/protected").status, 200);
    let signed_out = program.sign_out();
    assert_eq!((signed_out.status, signed_out.header("x-session")), (303, Some("")));
    assert_eq!(program.current_user(), None, "the session has ended, whatever is sent");
    // By a cookie nobody gets in here.
    let mut browser = app.client();
    browser.cookies.insert(
        "auth".to_owned(),
        app.client().register("bob@example.com", PASSWORD).header("x-session").unwrap().to_owned(),
    );
    assert_eq!(browser.current_user(), None);
}

// P16
fn user_registers_signs_out_and_signs_in(app: Builder) {
    let app = app.start();
    let mut browser = app.registered(ANN);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    assert_eq!(browser.get("/protected").status, 200);
    assert_eq!(browser.sign_out().status, 303);
    assert_eq!(browser.current_user(), None);
    assert_eq!(browser.get("/protected").status, 303);
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

fn wrong_password_does_not_sign_in(app: Builder) {
    let app = app.start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let response = browser.sign_in(ANN, "another-password");
    assert_eq!(response.status, 422);
    assert!(response.text().contains("sign-in-failure"));
    assert_eq!(browser.current_user(), None);
    assert!(!browser.get("/session/new").text().contains("sign-in-failure"), "shown with the form, and not again");
}

fn flash_is_shown_once(app: Builder) {
    let app = app.start();
    let mut browser = app.registered(ANN);
    drop(browser.get("/registration/edit"));
    let pairs = [("user[current_password]", PASSWORD)];
    let response = browser.account_form(&pairs);
    assert_eq!((response.status, response.location()), (303, Some("/registration/edit")));
    assert!(browser.get("/registration/edit").text().contains("class=\"flash"));
    assert!(!browser.get("/registration/edit").text().contains("class=\"flash"));
}

// CS1, CS2
fn form_without_the_browsers_token_is_refused(app: Builder) {
    let app = app.start();
    drop(app.registered(ANN));
    let (mut browser, mut other) = (app.client(), app.client());
    let pairs = [("user[email]", ANN), ("user[password]", PASSWORD)];
    assert_eq!(browser.post("/session", &pairs).status, 403);
    let foreign = other.token("/session/new");
    drop(browser.token("/session/new"));
    let [email, password] = pairs;
    assert_eq!(browser.post("/session", &[email, password, ("_csrf_token", &foreign)]).status, 403);
    assert_eq!(browser.current_user(), None);
    let own = browser.token("/session/new");
    assert_eq!(browser.post("/session", &[email, password, ("_csrf_token", &own)]).status, 303);
}

// CS3
fn token_of_before_the_sign_in_is_refused(app: Builder) {
    let app = app.start();
    let mut browser = app.client();
    let before = browser.token("/registration/new");
    assert_eq!(browser.register(ANN, PASSWORD).status, 303);
    let sign_out =
        |token: &str| [("_csrf_token".to_owned(), token.to_owned()), ("_method".to_owned(), "delete".to_owned())];
    let send = |browser: &mut Client, token: &str| {
        let pairs = sign_out(token);
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.post("/session", &pairs).status
    };
    assert_eq!(send(&mut browser, &before), 403);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    let after = browser.token("/registration/edit");
    assert_eq!(send(&mut browser, &after), 303);
    assert_eq!(browser.current_user(), None);
}

// P20
fn secret_is_renewed(app: Builder) {
    let app = app.start();
    let mut browser = app.registered(ANN);
    assert!(browser.get("/").header("set-cookie").is_none());
    for _ in 0..4 {
        app.clock.advance(15 * MINUTE);
        let old = browser.clone();
        assert!(browser.get("/").header("set-cookie").is_some());
        assert_ne!(old.cookies, browser.cookies);
        assert_eq!(old.clone().current_user().as_deref(), Some(ANN), "the response may be lost");
        assert_eq!(browser.current_user().as_deref(), Some(ANN));
        app.clock.advance(Duration::from_secs(10));
        assert_eq!(old.clone().current_user(), None);
        assert_eq!(browser.current_user().as_deref(), Some(ANN));
    }
}

// S4
fn sign_out_is_complete(app: Builder) {
    let app = app.start();
    let mut browser = app.registered(ANN);
    let old = browser.clone();
    assert_eq!(browser.sign_out().status, 303);
    assert_eq!(old.clone().current_user(), None);
    assert_eq!(old.clone().get("/protected").status, 303);
}

// P22
fn account_changes_and_ends(app: Builder) {
    let app = app.start();
    let mut browser = app.registered(ANN);
    let mut other = app.client();
    assert_eq!(other.sign_in(ANN, PASSWORD).status, 303);
    let pairs = [("user[email]", "new@example.com"), ("user[current_password]", PASSWORD)];
    assert_eq!(browser.account_form(&pairs).status, 303);
    assert_eq!(browser.current_user().as_deref(), Some("new@example.com"));
    assert_eq!(other.current_user(), None);
    assert_eq!(browser.account_form(&[("_method", "delete")]).status, 303);
    assert_eq!((browser.current_user(), app.user_count()), (None, 0));
}

fn at_second(browser: &mut Client, page: &str, action: &str, email: &str) -> Response {
    let pairs = [("user[email]", email), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    browser.submit(&format!("/second{page}"), &format!("/second{action}"), &pairs)
}

fn signed_in_at_second(browser: &mut Client) -> bool {
    browser.get("/second/registration/edit").status == 200
}

// P18, S20
fn two_set_ups_do_not_meet(app: Builder) {
    let app = app.second(|config| config).start();
    let mut browser = app.registered(ANN);
    assert!(!signed_in_at_second(&mut browser));
    assert_eq!(at_second(&mut browser, "/session/new", "/session", ANN).status, 422, "nobody there has this address");
    assert_eq!(at_second(&mut browser, "/registration/new", "/registration", "root@example.com").status, 303);
    assert!(signed_in_at_second(&mut browser));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    assert_eq!(browser.submit("/second/registration/edit", "/second/session", &[]).status, 303);
    assert!(!signed_in_at_second(&mut browser));
    assert_eq!(browser.current_user().as_deref(), Some(ANN), "signed out there alone");

    assert_eq!(at_second(&mut browser, "/session/new", "/session", "root@example.com").status, 303);
    assert_eq!(browser.sign_out().status, 303);
    assert_eq!(browser.current_user(), None);
    assert!(signed_in_at_second(&mut browser));
}

// S20: a value that is moved to the other set-up's place
#[test]
fn cookie_of_one_set_up_is_worth_nothing_at_the_other() {
    let app = TestApp::builder().second(|config| config).start();
    let browser = app.registered(ANN);
    let mut moved = app.client();
    moved.cookies.insert("second_auth".to_owned(), browser.cookies.get("auth").unwrap().clone());
    assert!(!signed_in_at_second(&mut moved));
    let mut root = app.client();
    assert_eq!(at_second(&mut root, "/registration/new", "/registration", "root@example.com").status, 303);
    let mut moved = app.client();
    moved.cookies.insert("auth".to_owned(), root.cookies.get("second_auth").unwrap().clone());
    assert_eq!(moved.current_user(), None);
}

// P18, P20
fn renewal_of_one_set_up_survives_a_sign_in_at_the_other(app: Builder) {
    let app = app.second(|config| config).start();
    let mut browser = app.registered(ANN);
    let page = browser.get("/second/registration/new").text();
    app.clock.advance(15 * MINUTE);
    let old = browser.clone();
    let root = "root@example.com";
    let pairs = [("user[email]", root), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    assert_eq!(browser.submit_form(&page, "/second/registration", &pairs).status, 303);
    assert!(signed_in_at_second(&mut browser));
    assert_eq!(browser.current_user().as_deref(), Some(ANN), "the successor is seen");
    app.clock.advance(Duration::from_secs(10));
    assert_eq!(old.clone().current_user(), None, "it was renewed");
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

// S17
fn anonymous_page_sets_no_cookie(app: Builder) {
    let app = app.start();
    let mut browser = app.client();
    assert!(browser.get("/").header("set-cookie").is_none());
    assert!(browser.get("/session/new").header("set-cookie").is_some(), "a page with a form needs a secret");
    assert!(browser.get("/").header("set-cookie").is_none());
}
