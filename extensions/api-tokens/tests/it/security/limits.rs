//! Limits of making tokens, and their owners.

use std::time::Duration;

use pow_core::schema::Value;
use pow_ext_api_tokens::{ApiTokensController, CREATE};
use pow_testing::{
    Database,
    client::{ANN, PASSWORD, together},
    on_each_database,
    race::Overlap,
};

use crate::common::{app, builder, extension, listed, made, make, signed_in_program, status};

on_each_database!(user_has_at_most_so_many_tokens_also_in_a_race, id_that_no_token_can_have_is_not_found_and_no_fault,);

fn user_has_at_most_so_many_tokens_also_in_a_race(database: Database) {
    let (extension, overlap) = (extension().max_tokens(3), Overlap::default());
    let controller = overlap.around(ApiTokensController::new(extension.clone()));
    let app = builder(extension, database).each_form_is_new().controller(CREATE, controller).start();
    let mut ann = app.registered(ANN);
    made(&mut ann, &["orders:read"], &[]);
    let token = ann.token("/api-tokens/new");
    let form = [("_csrf_token", token.as_str()), ("user[name]", "Race"), ("user[orders:read]", "true")];
    let body = pow_testing::client::encode(&form);
    let request = ann.bytes("POST", "/api-tokens", Some(&body));
    let answers = together(app.client().address(), &vec![request; 20]);
    overlap.assert_reached(2, "20 requests for two tokens");
    let with = |status| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!((with(201), with(422)), (2, 18));
    assert_eq!(listed(&mut signed_in_program(&app)).len(), 3);
    let answer = make(&mut ann, &["orders:read"], &[]);
    assert!(answer.status == 422 && answer.text().contains("You have 3 tokens"), "{}", answer.status);
}

#[test]
fn old_session_makes_a_token_only_with_the_password() {
    let (app, mut ann) = app(Database::sqlite());
    app.clock.advance(Duration::from_secs(20 * 60));
    assert!(ann.get("/api-tokens/new").text().contains("user[current_password]"));
    for wrong in [&[][..], &[("user[current_password]", "")], &[("user[current_password]", "wrong-password")]] {
        assert_eq!(make(&mut ann, &["orders:read"], wrong).status, 422, "{wrong:?}");
    }
    assert!(listed(&mut signed_in_program(&app)).is_empty());
    let token = made(&mut ann, &["orders:read"], &[("user[current_password]", PASSWORD)]);
    assert_eq!(status(&app, &token, "/api/orders"), 200);
}

#[test]
fn old_session_needs_a_proof_also_where_the_account_has_no_password_or_its_deletion_needs_none() {
    let builder = builder(extension(), Database::sqlite());
    let app = builder.policy(|policy| policy.reauthentication = None).start();
    let mut ann = app.registered(ANN);
    app.clock.advance(Duration::from_secs(20 * 60));
    assert_eq!(make(&mut ann, &["orders:read"], &[]).status, 422);
    app.write(ANN, "password_hash", Value::Null);
    let list = |config| pow_core::Config { extensions: pow_core::extensions![extension()], ..config };
    let later = app.beside().config(list).start();
    let mut ann = later.signed_in(&later.user(ANN).unwrap());
    assert_eq!(make(&mut ann, &["orders:read"], &[]).status, 201, "a recent sign-in is enough");
    later.clock.advance(Duration::from_secs(20 * 60));
    let answer = make(&mut ann, &["orders:read"], &[]);
    assert!(answer.status == 422 && answer.text().contains("Sign in again"), "{}", answer.text());
}

// A5
#[test]
fn token_is_the_signed_in_users_whatever_the_form_says() {
    let (app, mut ann) = app(Database::sqlite());
    drop(app.registered("bob@example.com"));
    let [id, bob] = [ANN, "bob@example.com"].map(|email| app.user(email).unwrap().id().unwrap().to_string());
    let token = made(&mut ann, &["orders:read"], &[("user[user_id]", &bob), ("user[id]", &bob), ("user_id", &bob)]);
    assert!(crate::common::with(&app, &token).get("/api/orders").text().starts_with(&id));
    let mut guest = app.program();
    let body = pow_core::json::json!({"user": {"name": "x", "scope": "orders:read", "user_id": bob}});
    assert_eq!(guest.post("/api-tokens", &body).status, 401);
    let mut with_token = crate::common::with(&app, &token);
    with_token.headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
    let answer = with_token.request("POST", "/api-tokens", Some(&body.to_string()));
    assert_eq!(answer.status, 401, "a token makes no token");
    assert_eq!(listed(&mut signed_in_program(&app)).len(), 1);
}

#[test]
fn user_ends_no_token_of_another_user() {
    let (app, mut ann) = app(Database::sqlite());
    let token = made(&mut ann, &["orders:read"], &[]);
    let mut program = signed_in_program(&app);
    let path = listed(&mut program)[0]["path"].as_str().unwrap().to_owned();
    let mut bob = app.registered("bob@example.com");
    let form = bob.token("/api-tokens/new");
    let answer = bob.post(&path, &[("_csrf_token", &form), ("_method", "DELETE")]);
    assert_eq!(answer.location(), Some("/api-tokens"));
    assert!(bob.get("/api-tokens").text().contains("There’s no such token."));
    assert_eq!(status(&app, &token, "/api/orders"), 200);
    assert_eq!(listed(&mut program).len(), 1);
}

#[test]
fn secret_is_neither_in_the_database_nor_in_debug() {
    let (app, mut ann) = app(Database::sqlite());
    let token = made(&mut ann, &["orders:read"], &[]);
    let rows = app.block_on(async {
        let table = app.pow.schema().table("users_api_tokens").unwrap();
        let all = pow_core::store::Select::new(pow_core::store::Filter::all());
        app.pow.store().select(app.pow.cx().prefix(), table, all).await.unwrap()
    });
    let row = &rows[0];
    for field in &row.table().fields {
        let value = format!("{:?}", row.value(field.name));
        assert!(!value.contains(&token[8..40]), "{}: {value}", field.name);
    }
    assert!(!format!("{row:?}").contains(&format!("{:?}", row.value("hash").unwrap())));
}

fn id_that_no_token_can_have_is_not_found_and_no_fault(database: Database) {
    let (app, _) = app(database);
    let mut program = signed_in_program(&app);
    for id in ["%00", "a%00b", "x", "00000000000000000", "%F0%9F%98%80"] {
        let answer = program.send("DELETE", &format!("/api-tokens/{id}"), None);
        assert_eq!((answer.status, &answer.json()["code"]), (404, &"api-tokens-not-there".into()), "{id}");
    }
    let (cx, user) = (app.pow.cx(), app.user(ANN).unwrap());
    for id in ["", "\u{0}", "a\u{0}b"] {
        assert!(!app.block_on(extension().end(&cx, &user, id)).unwrap());
    }
}
