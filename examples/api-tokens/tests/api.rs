//! A program signs in, reads, renews, and is kept out.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::time::Duration;

use actix_web::web;
use api_tokens::{ACCESS, ApiTokens, RENEWAL, handlers};
use lock_users::{LockUsers, lock};
use pow_core::{Config, CurrentUser, Pow, extensions};
use pow_testing::{Client, Database, Response, TestApp, client::PASSWORD, on_each_database};

on_each_database!(
    program_signs_in_and_reads_by_its_token,
    sign_out_ends_both_tokens_and_no_others,
    renewal_token_works_once,
    change_of_authority_ends_all_tokens,
);

const ANN: &str = "ann@example.com";

async fn me(user: CurrentUser) -> String {
    user.id().unwrap().to_string()
}

fn mounted(config: &mut web::ServiceConfig, pow: &Pow) {
    let guard = pow.require_authenticated().error_handler(handlers::ForPrograms);
    let inside = web::resource("/me").wrap(guard).get(me);
    config.service(web::scope("/api").configure(handlers::routes).service(inside));
}

fn app(database: Database) -> TestApp {
    let extensions = |config: Config| Config { extensions: extensions![ApiTokens, LockUsers], ..config };
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
        assert_eq!((refused.status, refused.text().as_str()), (400, "{\"error\":\"no JSON of ours\"}"), "{body}");
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
