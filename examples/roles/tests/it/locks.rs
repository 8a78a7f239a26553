//! A handler with which administrators lock an account.

use actix_web::{HttpRequest, HttpResponse, middleware::from_fn, web};
use pow_core::{
    Config, Error, Pow,
    conn::{Conn, Reply},
    extensions,
    schema::Value,
};
use pow_ext_lockout::{Lockout, lock};
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};
use roles::{ADMIN, admins_only, field, grant};

on_each_database!(locked_user_is_signed_out_and_cannot_sign_in);

const BOB: &str = "bob@example.com";

fn admin_pages(config: &mut web::ServiceConfig, pow: &Pow) {
    let inside = web::scope("/admin").wrap(from_fn(admins_only)).wrap(pow.require_authenticated());
    config.service(inside.route("/lock", web::post().to(lock_account)));
}

async fn lock_account(pow: web::Data<Pow>, request: HttpRequest, conn: Conn) -> HttpResponse {
    match lock_by_address(&conn).await {
        Ok(reply) => pow.respond(&request, conn, reply),
        Err(error) => pow.fault(&request, &error),
    }
}

/// Locks the account of the form's `user[email]`, with the form's `reason`.
async fn lock_by_address(conn: &Conn) -> Result<Reply, Error> {
    let email = conn.params().scope("user").text("email").unwrap_or_default().to_owned();
    let reason = conn.params().text("reason").unwrap_or_default();
    let found = conn.pow().users().get_by(conn.cx(), "email", Value::Text(email)).await?;
    let Some(user) = found else { return Ok(Reply::html(404, "no account has this address".to_owned())) };
    Ok(match lock(conn.cx(), &user, None, reason).await? {
        Ok(_) => Reply::redirect("/admin"),
        Err(_) => Reply::html(409, "the account was changed at the same time".to_owned()),
    })
}

fn app(database: Database) -> TestApp {
    let config = |config| Config { fields: vec![field()], extensions: extensions![Lockout::default()], ..config };
    TestApp::builder().database(database).config(config).routes(admin_pages).start()
}

/// Sends the form with its token, which any page of the site has.
fn send(browser: &mut Client, email: &str) -> Response {
    let token = browser.token("/registration/edit");
    browser.post("/admin/lock", &[("_csrf_token", &token), ("user[email]", email), ("reason", "spam")])
}

fn locked_user_is_signed_out_and_cannot_sign_in(database: Database) {
    let app = app(database);
    drop(app.registered(ANN));
    let mut bob = app.registered(BOB);
    app.block_on(grant(&app.pow.cx(), &app.user(ANN).unwrap(), ADMIN)).unwrap().unwrap();
    let mut ann = app.signed_in(&app.user(ANN).unwrap());
    assert_eq!(send(&mut ann, "unknown@example.com").status, 404);
    assert_eq!(bob.get("/protected").status, 200);
    assert_eq!(send(&mut ann, BOB).location(), Some("/admin"));
    assert_eq!(bob.get("/protected").status, 303, "signed out");
    assert!(!app.signs_in(BOB, PASSWORD) && app.signs_in(ANN, PASSWORD));
}

#[test]
fn member_locks_no_one() {
    let app = app(Database::sqlite());
    drop(app.registered(ANN));
    let mut bob = app.registered(BOB);
    assert_eq!(send(&mut bob, ANN).status, 403);
    assert!(app.signs_in(ANN, PASSWORD));
}
