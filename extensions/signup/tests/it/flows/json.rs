//! The same steps for a program.

use pow_ext_signup::Signup;
use pow_testing::{Database, TestApp, client::PASSWORD, on_each_database};
use serde_json::json;

use crate::common::{EVE, code, other_than};

on_each_database!(program_signs_up_and_is_told_who_is_signed_in);

// ZS9
fn program_signs_up_and_is_told_who_is_signed_in(database: Database) {
    let app = TestApp::with(Signup::default()).database(database).start();
    let mut program = app.program();
    assert_eq!(program.get("/session").json()["signed_in"], false);
    let early = program.post("/signup/details", &json!({}));
    assert_eq!(
        (early.status, early.json()["code"].as_str().map(str::to_owned)),
        (409, Some("signup-again".to_owned()))
    );
    let asked = program.post("/signup", &json!({"user": {"email": EVE}}));
    assert_eq!(
        (asked.status, asked.json()["location"].as_str().map(str::to_owned)),
        (200, Some("/signup/code".to_owned()))
    );
    let skipped = program.post("/signup/details", &json!({}));
    assert_eq!(
        (skipped.status, skipped.json()["code"].as_str(), skipped.json()["location"].as_str()),
        (409, Some("signup-other-step"), Some("/signup/code")),
        "{}",
        skipped.text()
    );
    let page = program.get("/signup/code").json();
    assert_eq!(page["address"], EVE);
    assert_eq!(page["form"]["inputs"][0]["name"], "code");
    let wrong = program.post("/signup/code", &json!({"user": {"code": "12345"}}));
    assert_eq!(
        (wrong.status, wrong.json()["errors"][0]["code"].as_str().map(str::to_owned)),
        (422, Some("error-code".to_owned()))
    );
    let code = code(&app, EVE);
    let wrong = program.post("/signup/code", &json!({"user": {"code": other_than(&code)}}));
    assert_eq!((wrong.status, wrong.json()["code"].as_str()), (401, Some("error-code-wrong")), "{}", wrong.text());
    let entered = program.post("/signup/code", &json!({"user": {"code": code}}));
    assert_eq!(entered.json()["location"], "/signup/details", "{}", entered.text());
    let missing =
        program.post("/signup/details", &json!({"user": {"password": PASSWORD, "password_confirmation": PASSWORD}}));
    assert_eq!(missing.json()["errors"][0]["field"], "name", "{}", missing.text());
    let details = json!({"user": {"name": "Eve", "password": PASSWORD, "password_confirmation": PASSWORD}});
    let done = program.post("/signup/details", &details);
    assert_eq!((done.status, done.json()["meta"]["session_began"].as_bool()), (200, Some(true)), "{}", done.text());
    let session = program.get("/session").json();
    assert_eq!((session["signed_in"].as_bool(), session["user"]["email"].as_str()), (Some(true), Some(EVE)));
}
