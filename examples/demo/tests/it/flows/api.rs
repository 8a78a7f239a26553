//! A program does without cookies and pages what a user does in a browser.

use std::time::Duration;

use pow_core::{
    Config, extensions,
    json::{Value, json},
    mail::RenderedMail,
    schema,
};
use pow_ext_devices::Devices;
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_invitation::Invitation;
use pow_ext_lockout::Lockout;
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Database, TestApp,
    client::{ANN, PASSWORD, Program},
    on_each_database,
};
use terms_accepted::{TermsAccepted, fields::TERMS_ACCEPTED_AT};

const BEN: &str = "ben@example.com";
const UNCONFIRMED: &str = "eve@example.com";
const INVITED: &str = "ida@example.com";
const MINUTE: Duration = Duration::from_secs(60);
pub(crate) const NEW_PASSWORD: &str = "another-test-password";
pub(crate) const LAST_PASSWORD: &str = "a-third-test-password";

on_each_database!(
    program_lives_the_life_of_a_user,
    known_and_unknown_addresses_get_equal_bytes,
    programs_of_users_learn_no_address_either,
);

pub(crate) fn app(database: Database) -> TestApp {
    let all = |config: Config| {
        let extensions = extensions![
            EmailConfirmation::default(),
            ResetPassword::default(),
            PersistentSession::default(),
            Devices::default(),
            Lockout::default(),
            TermsAccepted::default(),
        ];
        Config { extensions, ..config }
    };
    TestApp::builder().database(database).config(all).start()
}

pub(crate) fn sign_up(email: &str) -> Value {
    json!({"user": {
        "email": email,
        "password": PASSWORD,
        "password_confirmation": PASSWORD,
        "terms_accepted": true,
    }})
}

fn sign_in(program: &mut Program, password: &str) -> (u16, Value) {
    let answer = program.post("/session", &json!({"user": {"email": ANN, "password": password}}));
    (answer.status, answer.json())
}

/// Opens a mailed link, and sends the form that its page describes.
fn follow(program: &mut Program, link: &str, user: &Value) -> Value {
    let page = program.get(link).json();
    let (method, path) = (page["forms"][0]["method"].as_str().unwrap(), page["forms"][0]["path"].as_str().unwrap());
    let answer = program.send(method, path, Some(&json!({"user": user})));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

// CS11
fn program_lives_the_life_of_a_user(database: Database) {
    let app = app(database);
    let mut program = app.program();

    let created = program.post("/registration", &sign_up(ANN));
    assert_eq!((created.status, &created.json()["meta"]["signed_in"]), (200, &false.into()), "{}", created.text());
    let (status, problem) = sign_in(&mut program, PASSWORD);
    assert_eq!((status, &problem["meta"]["signed_in"]), (403, &false.into()), "{problem}");
    let confirmed = follow(&mut program, &app.mailed_link(ANN), &json!({}));
    assert_eq!(confirmed["meta"]["session_began"], true, "the program that registered is signed in: {confirmed}");
    assert_eq!(program.send("DELETE", "/session", None).status, 200);
    assert_eq!(sign_in(&mut program, "wrong").0, 401);
    assert_eq!(sign_in(&mut program, PASSWORD).0, 200);

    // A challenge: the terms have changed.
    app.write(ANN, TERMS_ACCEPTED_AT.name(), schema::Value::Null);
    let mut second = app.program();
    let (status, problem) = sign_in(&mut second, PASSWORD);
    assert_eq!((status, &problem["code"]), (401, &"challenge".into()), "{problem}");
    let page = second.get(problem["location"].as_str().unwrap()).json();
    assert_eq!(page["form"]["inputs"][0]["name"], "terms_accepted");
    let (method, path) = (page["form"]["method"].as_str().unwrap(), page["form"]["path"].as_str().unwrap());
    let passed = second.send(method, path, Some(&json!({"user": {"terms_accepted": true}})));
    assert_eq!((passed.status, &passed.json()["meta"]["session_began"]), (200, &true.into()), "{}", passed.text());

    let devices = second.get("/devices").json()["devices"].clone();
    let other = devices.as_array().unwrap().iter().find(|device| device["is_this"] == false).unwrap().clone();
    assert_eq!(second.send("DELETE", other["path"].as_str().unwrap(), None).status, 200);
    assert_eq!(program.get("/session").json()["signed_in"], false);

    let change = json!({"user": {
        "email": ANN,
        "password": NEW_PASSWORD,
        "password_confirmation": NEW_PASSWORD,
        "current_password": PASSWORD,
    }});
    let changed = second.send("PATCH", "/registration", Some(&change));
    assert_eq!(changed.status, 200, "{}", changed.text());
    assert_eq!(second.get("/session").json()["signed_in"], true, "its session goes on under another id");
    assert_eq!(second.send("DELETE", "/session", None).status, 200);

    let asked = program.post("/reset-password", &json!({"user": {"email": ANN}}));
    assert_eq!(asked.status, 200, "{}", asked.text());
    let words = json!({"password": LAST_PASSWORD, "password_confirmation": LAST_PASSWORD});
    follow(&mut program, &app.mailed_link(ANN), &words);
    assert_eq!(sign_in(&mut program, NEW_PASSWORD).0, 401);
    assert_eq!(sign_in(&mut program, LAST_PASSWORD).0, 200);

    assert_eq!(program.send("DELETE", "/registration", None).status, 200);
    assert_eq!((app.user_count(), program.state.len()), (0, 0));
}

// E1, E8, E11, K1: JSON hides the same facts as pages do.
fn known_and_unknown_addresses_get_equal_bytes(database: Database) {
    let app = app(database);
    app.program().post("/registration", &sign_up(ANN));
    follow(&mut app.program(), &app.mailed_link(ANN), &json!({}));
    let reset = |email: &str| app.program().post("/reset-password", &json!({"user": {"email": email}})).observed();
    assert_eq!(reset(ANN), reset("zoe@example.com"));
    let register = |email: &str| app.program().post("/registration", &sign_up(email)).observed();
    assert_eq!(register(ANN), register("new@example.com"));
    let wrong = |email: &str| {
        let body = json!({"user": {"email": email, "password": "wrong"}});
        let (status, headers, text) = app.program().post("/session", &body).observed();
        (status, headers.len(), text.replace(email, "…"))
    };
    assert_eq!(wrong(ANN), wrong("zoe@example.com"));
    let to_ann: Vec<RenderedMail> = app.mailbox().into_iter().filter(|mail| mail.to.to_string() == ANN).collect();
    assert!(to_ann.len() > 2, "the owner is told by mail: {}", to_ann.len());
}

/// A program of a confirmed user.
fn confirmed(app: &TestApp, email: &str) -> Program {
    let mut program = app.program();
    program.post("/registration", &sign_up(email));
    follow(&mut program, &app.mailed_link(email), &json!({}));
    app.clock.advance(MINUTE * 60);
    program
}

// E2, E3, E6, E7, E12 to E16, K1: with and without an account, an answer differs in nothing but the address that was sent.
fn programs_of_users_learn_no_address_either(database: Database) {
    let app = TestApp::builder().database(database).config(|config| {
        let extensions = extensions![
            EmailConfirmation::default(),
            ResetPassword::default(),
            Lockout::default(),
            Invitation::default()
        ];
        Config { extensions, ..config }
    });
    let app = app.start();
    drop((confirmed(&app, BEN), confirmed(&app, ANN)));
    app.program().post("/registration", &sign_up(UNCONFIRMED));
    app.clock.advance(MINUTE * 60);
    let mut ann = app.program();
    assert_eq!(sign_in(&mut ann, PASSWORD).0, 200);
    assert_eq!(ann.post("/invitations", &json!({"user": {"email": INVITED}})).status, 200);

    let seen = |answer: pow_testing::Response, email: &str| {
        let (status, headers, text) = answer.observed();
        (status, headers, text.replace(email, "…"))
    };
    let mut invite = |email: &str| seen(ann.post("/invitations", &json!({"user": {"email": email}})), email);
    assert_eq!(invite(BEN), invite("dan@example.com"));
    for user in [json!({}), json!({"password": "wrong"}), json!({"password": ["a", "list"]})] {
        let sign_in = |email: &str| {
            app.clock.advance(MINUTE * 60);
            let mut body = json!({"user": user});
            body["user"]["email"] = email.into();
            seen(app.program().post("/session", &body), email)
        };
        let unknown = sign_in("zoe@example.com");
        assert_eq!(unknown.0, 401);
        for email in [BEN, UNCONFIRMED, INVITED] {
            assert_eq!(sign_in(email), unknown, "{email} {user}");
        }
    }
    app.clock.advance(MINUTE * 60);
    let limited = |email: &str| {
        app.clock.advance(MINUTE * 60 * 24);
        let answers =
            (0..5).map(|_| seen(app.program().post("/reset-password", &json!({"user": {"email": email}})), email));
        answers.collect::<Vec<_>>()
    };
    let (known, unknown) = (limited(BEN), limited("zoe@example.com"));
    assert_eq!(known, unknown);
    assert_eq!((known[0].0, known[4].0), (200, 429), "the limit counts both");

    let mut ann = app.program();
    assert_eq!(sign_in(&mut ann, PASSWORD).0, 200);
    let mut change = |email: &str| {
        let body = json!({"user": {"email": email, "current_password": PASSWORD}});
        seen(ann.send("PATCH", "/registration", Some(&body)), email)
    };
    let taken = change(BEN);
    assert_eq!((taken.0, change("fay@example.com")), (200, taken.clone()));
    let link = app.mailed_link("fay@example.com");
    let page = app.program().get(&link);
    assert!(page.status == 200 && !page.text().contains(ANN), "{}", page.text());
}
