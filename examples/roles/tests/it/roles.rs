//! Who gets through, and how one comes to a role.
use actix_web::{middleware::from_fn, web};
use pow_core::{Config, Pow};
use pow_testing::{
    Client, Database, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};
use roles::{ADMIN, MEMBER, ROLE, admins_only, field, grant};

on_each_database!(administrators_get_through_and_nobody_else, role_that_is_taken_away_ends_at_once);

const BOB: &str = "bob@example.com";

fn admin_pages(config: &mut web::ServiceConfig, pow: &Pow) {
    let inside = web::scope("/admin").wrap(from_fn(admins_only)).wrap(pow.require_authenticated());
    config.service(inside.route("/users", web::get().to(|| async { "all users" })));
}

fn app(database: Database) -> TestApp {
    let fields = |config: Config| Config { fields: vec![field()], ..config };
    TestApp::builder().database(database).config(fields).routes(admin_pages).start()
}

fn granted(app: &TestApp, user_id: &str, role: &str) {
    let user = app.user(user_id).unwrap();
    app.block_on(grant(&app.pow.cx(), &user, role)).unwrap().unwrap();
}

fn signed_in(app: &TestApp, user_id: &str) -> Client {
    app.signed_in(&app.user(user_id).unwrap())
}

fn administrators_get_through_and_nobody_else(database: Database) {
    let app = app(database);
    let mut ann = app.registered(ANN);
    drop(app.registered(BOB));
    assert_eq!(ann.get("/admin/users").status, 403, "a member");
    granted(&app, ANN, ADMIN);
    let answer = signed_in(&app, ANN).get("/admin/users");
    assert_eq!((answer.status, answer.text().as_str()), (200, "all users"));
    assert_eq!(signed_in(&app, BOB).get("/admin/users").status, 403, "another member");
    assert_eq!(app.client().get("/admin/users").location(), Some("/session/new?request_path=%2Fadmin%2Fusers"));
}

fn role_that_is_taken_away_ends_at_once(database: Database) {
    let app = app(database);
    drop(app.registered(ANN));
    granted(&app, ANN, ADMIN);
    let mut browser = signed_in(&app, ANN);
    assert_eq!(browser.get("/admin/users").status, 200);
    granted(&app, ANN, MEMBER);
    assert_eq!(browser.get("/admin/users").status, 303, "the session has ended");
    assert_eq!(signed_in(&app, ANN).get("/admin/users").status, 403);
}

// A1, P10
#[test]
fn nobody_makes_themselves_an_administrator() {
    let app = app(Database::sqlite());
    let mut browser = app.client();
    assert_eq!(browser.register_with(ANN, PASSWORD, &[("user[role]", ADMIN)]).status, 303);
    let update = [("user[role]", ADMIN), ("user[current_password]", PASSWORD)];
    assert_eq!(browser.account_form(&update).status, 303);
    assert_eq!(app.user(ANN).unwrap().get(ROLE).unwrap(), MEMBER);
}
