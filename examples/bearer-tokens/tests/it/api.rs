//! A program signs in, reads, renews, and is kept out.
use std::time::Duration;

use actix_web::web;
use bearer_tokens::{ACCESS, BearerTokens, RENEWAL, handlers};
use lock_users::{LockUsers, lock};
use pow_core::{Config, CurrentUser, Pow, extensions, schema::Value};
use pow_ext_email_confirmation::{EMAIL_CONFIRMED_AT, EmailConfirmation};
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};
use terms_accepted::{TermsAccepted, fields::TERMS_ACCEPTED_AT};

on_each_database!(
    program_signs_in_and_reads_by_its_token,
    sign_out_ends_both_tokens_and_no_others,
    renewal_token_works_once,
    change_of_authority_ends_all_tokens,
    owner_who_recovers_an_account_that_a_stranger_began_leaves_the_stranger_nothing,
    owner_who_is_confirmed_by_the_recovery_leaves_a_stranger_nothing,
);

async fn me(user: CurrentUser) -> String {
    user.id().unwrap().to_string()
}

fn mounted(config: &mut web::ServiceConfig, pow: &Pow) {
    let guard = pow.require_authenticated().error_handler(handlers::JsonErrors);
    let inside = web::resource("/me").wrap(guard).get(me);
    config.service(web::scope("/api").configure(handlers::routes).service(inside));
}

fn app(database: Database) -> TestApp {
    let extensions = |config: Config| Config { extensions: extensions![BearerTokens, LockUsers], ..config };
    let app = TestApp::builder().database(database).config(extensions).routes(mounted).start();
    drop(app.registered(ANN));
    app
}

fn sign_in(app: &TestApp, password: &str) -> Response {
    let mut program = app.client();
    program.headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
    let body = format!("{{\"email\":\"{ANN}\",\"password\":\"{password}\"}}");
    program.request("POST", "/api/session", Some(&body))
}

/// Access and renewal token.
fn pair(answer: &Response) -> (String, String) {
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let json: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    let text = |name: &str| json.get(name).unwrap().as_str().unwrap().to_owned();
    (text("access_token"), text("renewal_token"))
}

fn with(app: &TestApp, token: &str) -> Client {
    let mut program = app.client();
    program.headers.push(("Authorization".to_owned(), format!("Bearer {token}")));
    program
}

fn renewed(app: &TestApp, token: &str) -> Response {
    with(app, token).post("/api/session/renew", &[])
}

fn program_signs_in_and_reads_by_its_token(database: Database) {
    let app = app(database);
    let answer = sign_in(&app, PASSWORD);
    assert!(answer.all("set-cookie").is_empty());
    let (access, renewal) = pair(&answer);
    let id = app.user(ANN).unwrap().id().unwrap().to_string();
    let read = with(&app, &access).get("/api/me");
    assert_eq!((read.status, read.text()), (200, id));
    assert!(read.all("set-cookie").is_empty(), "there is no session");
    let guest = app.client().get("/api/me");
    assert_eq!((guest.status, guest.text().as_str()), (401, "{\"error\":\"not signed in\"}"));
    for wrong in ["", "x", renewal.as_str(), &format!("{access}A")] {
        assert_eq!(with(&app, wrong).get("/api/me").status, 401, "{wrong}");
    }
    let refused = sign_in(&app, "another password");
    assert_eq!((refused.status, refused.text()), (401, guest.text()));
}

fn signed_out(app: &TestApp, token: &str) -> u16 {
    with(app, token).request("DELETE", "/api/session", None).status
}

fn sign_out_ends_both_tokens_and_no_others(database: Database) {
    let app = app(database);
    let (access, renewal) = pair(&sign_in(&app, PASSWORD));
    let (elsewhere, kept) = pair(&sign_in(&app, PASSWORD));
    assert_eq!(signed_out(&app, &access), 204);
    assert_eq!(with(&app, &access).get("/api/me").status, 401);
    assert_eq!(renewed(&app, &renewal).status, 401);
    assert_eq!(with(&app, &elsewhere).get("/api/me").status, 200);
    // A program whose access token has run out gives the renewal token.
    assert_eq!(signed_out(&app, &kept), 204);
    assert_eq!(renewed(&app, &kept).status, 401);
    for nothing in [access.as_str(), &renewal, &kept, "x", ""] {
        assert_eq!(signed_out(&app, nothing), 401, "{nothing}");
    }
}

#[test]
fn body_that_is_no_sign_in_is_refused_in_json() {
    let app = app(Database::sqlite());
    for body in ["", "x", "[]", "{\"email\":7}"] {
        let mut program = app.client();
        program.headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        let refused = program.request("POST", "/api/session", Some(body));
        assert_eq!((refused.status, refused.text().as_str()), (400, "{\"error\":\"invalid JSON body\"}"), "{body}");
        assert_eq!(refused.header("content-type"), Some("application/json"));
    }
}

fn renewal_token_works_once(database: Database) {
    let app = app(database);
    let (access, renewal) = pair(&sign_in(&app, PASSWORD));
    app.clock.advance(ACCESS);
    assert_eq!(with(&app, &access).get("/api/me").status, 401, "it has run out");
    let (second, next) = pair(&renewed(&app, &renewal));
    assert_eq!(with(&app, &second).get("/api/me").status, 200);
    assert_eq!(renewed(&app, &renewal).status, 401, "spent");
    assert_eq!(renewed(&app, &second).status, 401, "an access token renews nothing");
    app.clock.advance(RENEWAL - Duration::from_secs(1));
    let (_, last) = pair(&renewed(&app, &next));
    app.clock.advance(RENEWAL);
    assert_eq!(renewed(&app, &last).status, 401, "run out");
}

fn change_of_authority_ends_all_tokens(database: Database) {
    let app = app(database);
    let (access, renewal) = pair(&sign_in(&app, PASSWORD));
    let user = app.user(ANN).unwrap();
    app.block_on(lock(&app.pow.cx(), &user)).unwrap().unwrap();
    assert_eq!(with(&app, &access).get("/api/me").status, 401);
    assert_eq!(renewed(&app, &renewal).status, 401);
    let (access, _) = pair(&sign_in(&app, PASSWORD));
    assert_eq!(with(&app, &access).get("/api/me").status, 401, "who is locked out gets in by no token");
}

#[test]
fn token_gives_no_session_to_the_pages() {
    let app = app(Database::sqlite());
    let (access, _) = pair(&sign_in(&app, PASSWORD));
    let mut program = with(&app, &access);
    assert_eq!(program.get("/registration/edit").status, 200, "for this request");
    program.headers.clear();
    assert_eq!(program.get("/registration/edit").status, 303);
}

// M5
#[test]
fn token_of_who_has_not_accepted_new_terms_is_refused_and_opens_no_way_to_a_session() {
    let list = |config: Config| Config { extensions: extensions![BearerTokens, TermsAccepted::default()], ..config };
    let app = TestApp::builder().config(list).routes(mounted).start();
    assert_eq!(app.client().register_with(ANN, PASSWORD, &[("user[terms_accepted]", "true")]).status, 303);
    let (access, _) = pair(&sign_in(&app, PASSWORD));
    assert_eq!(with(&app, &access).get("/api/me").status, 200);
    app.write(ANN, TERMS_ACCEPTED_AT.name(), Value::Null);
    let mut program = with(&app, &access);
    let refused = program.get("/api/me");
    assert_eq!((refused.status, refused.text().as_str()), (401, "{\"error\":\"not signed in\"}"));
    assert_eq!(program.get("/").element_text("current-user"), "signed out");
    assert!(program.cookies.keys().all(|name| name == "csrf"), "{:?}", program.cookies);
    program.headers.clear();
    assert_eq!(program.get("/terms/accept").location(), Some("/session/new"));
    // Who accepts them in a browser gives the token its worth back.
    let mut browser = app.client();
    assert_eq!(browser.sign_in(ANN, PASSWORD).location(), Some("/terms/accept"));
    let accepts = [("user[terms_accepted]", "true")];
    assert_eq!(browser.submit("/terms/accept", "/terms/accept", &accepts).status, 303);
    assert_eq!(with(&app, &access).get("/api/me").status, 200);
}

/// Signs in as a browser that asks to be remembered.
fn remembered(app: &TestApp) -> Client {
    let mut browser = app.client();
    assert_eq!(browser.sign_in_with(ANN, PASSWORD, &[("user[persistent_session]", "true")]).status, 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    browser
}

/// Who comes back with nothing but the cookie that signs in again.
fn by_cookie(app: &TestApp, browser: &Client) -> Option<String> {
    let mut later = app.copy(browser);
    later.cookies.retain(|name, _| name == "persistent_session");
    assert_eq!(later.cookies.len(), 1);
    later.current_user()
}

/// What a stranger has who registered with the address of another.
struct Taken {
    /// Sessions, and the cookies that sign in again.
    browsers: [Client; 2],
    accesses: Vec<String>,
    renewals: Vec<String>,
}

fn taken(app: &TestApp) -> Taken {
    assert_eq!(by_cookie(app, &remembered(app)).as_deref(), Some(ANN), "such a cookie signs in");
    let ((first, spent), (second, unused)) = (pair(&sign_in(app, PASSWORD)), pair(&sign_in(app, PASSWORD)));
    let (third, next) = pair(&renewed(app, &spent));
    let accesses = vec![first, second, third];
    assert!(accesses.iter().all(|token| with(app, token).get("/api/me").status == 200));
    Taken { browsers: [remembered(app), remembered(app)], accesses, renewals: vec![unused, next] }
}

/// The owner of the address asks for a link and chooses a password.
fn recover(app: &TestApp) {
    let (mut ann, chosen) = (app.client(), "the-password-of-the-owner");
    ann.submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    let link = app.mailed_link(ANN);
    let form = [("user[password]", chosen), ("user[password_confirmation]", chosen)];
    assert_eq!(ann.submit(&link, &link, &form).location(), Some("/session/new"));
    assert!(app.signs_in(ANN, chosen));
}

fn assert_nothing_is_left(app: &TestApp, mut taken: Taken) {
    for browser in &mut taken.browsers {
        // First the cookie, so that it is not the session's end that took it away.
        assert_eq!(by_cookie(app, browser), None);
        assert_eq!(browser.current_user(), None);
        assert_eq!(browser.get("/registration/edit").status, 303);
    }
    for token in &taken.accesses {
        assert_eq!(with(app, token).get("/api/me").status, 401);
    }
    for token in taken.renewals.iter().chain(&taken.accesses) {
        assert_eq!(renewed(app, token).status, 401);
    }
    assert_eq!(sign_in(app, PASSWORD).status, 401);
    assert!(!app.signs_in(ANN, PASSWORD));
}

// V12: the second ways in that there are are cookies and tokens
fn owner_who_recovers_an_account_that_a_stranger_began_leaves_the_stranger_nothing(database: Database) {
    let builder = TestApp::builder().database(database).routes(mounted).extension(BearerTokens);
    let app = builder.extension(PersistentSession::default()).extension(ResetPassword::default()).start();
    drop(app.registered(ANN));
    let taken = taken(&app);
    recover(&app);
    assert_nothing_is_left(&app, taken);
}

// V12: what was given out before the address was anybody's is worth nothing when it is confirmed for the first time
fn owner_who_is_confirmed_by_the_recovery_leaves_a_stranger_nothing(database: Database) {
    let builder = TestApp::builder().database(database).routes(mounted).extension(BearerTokens);
    let builder = builder.extension(PersistentSession::default()).extension(ResetPassword::default());
    let app = builder.extension(EmailConfirmation::default()).start();
    drop(app.registered(ANN));
    let (early, renewal) = pair(&sign_in(&app, PASSWORD));
    assert_eq!(with(&app, &early).get("/api/me").status, 401, "nobody comes in before the address is confirmed");
    // The stranger's browsers and programs may have come in before the site had the extension.
    let confirmed = |at: Value| app.write(ANN, EMAIL_CONFIRMED_AT.name(), at);
    confirmed(Value::DateTime(app.pow.cx().now()));
    let mut taken = taken(&app);
    confirmed(Value::Null);
    taken.accesses.push(early);
    taken.renewals.push(renewal);
    recover(&app);
    assert!(app.user(ANN).unwrap().get(EMAIL_CONFIRMED_AT).unwrap().is_some(), "by the link that was mailed");
    assert_nothing_is_left(&app, taken);
}
