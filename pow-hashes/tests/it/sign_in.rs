//! The sign-in of imported users: the old password opens the account, and the hash is replaced.

use pow_core::{schema::Value, users::PASSWORD_HASH};
use pow_testing::{Logs, TestApp, client::ANN};

use crate::Vector;

fn app(vector: &Vector) -> TestApp {
    let hashers = vector.hashers();
    let app = TestApp::builder().policy(|policy| policy.password.accept(hashers)).start();
    app.import(ANN);
    app.write(ANN, PASSWORD_HASH.name(), Value::Text(vector.hash.clone()));
    app
}

fn stored(app: &TestApp) -> String {
    app.user(ANN).unwrap().get(PASSWORD_HASH).unwrap().unwrap()
}

/// The last vector of each origin, and the costliest.
fn samples() -> Vec<Vector> {
    let origins = ["devise", "django", "laravel", "phx_gen_auth", "aspnet_identity", "pow", "phc"];
    let last = origins.iter().filter_map(|origin| Vector::of(origin).into_iter().next_back());
    let first = Vector::of("django").into_iter().next();
    last.chain(first).collect()
}

// E5
#[test]
fn old_password_signs_in_and_its_hash_is_replaced() {
    for vector in samples() {
        let app = app(&vector);
        assert!(app.signs_in(ANN, &vector.password), "{}", vector.hash);
        let new = stored(&app);
        assert!(new.starts_with("$argon2id$") && new != vector.hash, "{}: {new}", vector.origin);
        assert!(app.signs_in(ANN, &vector.password), "with the new hash: {}", vector.origin);
        assert_eq!(stored(&app), new);
    }
}

// E5
#[test]
fn wrong_password_does_not_sign_in_and_leaves_the_hash() {
    for vector in samples() {
        let app = app(&vector);
        for wrong in ["correct horse battery stapler", "", "correct horse battery staple\0"] {
            assert!(!app.signs_in(ANN, wrong), "{}", vector.hash);
        }
        assert_eq!(stored(&app), vector.hash);
    }
}

#[test]
fn hash_of_an_origin_that_is_not_accepted_does_not_sign_in() {
    for vector in samples().into_iter().filter(|vector| ["django", "aspnet_identity"].contains(&vector.origin.as_str()))
    {
        let app = TestApp::start();
        app.import(ANN);
        app.write(ANN, PASSWORD_HASH.name(), Value::Text(vector.hash.clone()));
        assert!(!app.signs_in(ANN, &vector.password), "{}", vector.hash);
        assert_eq!(stored(&app), vector.hash);
    }
}

// W4
#[test]
fn hash_above_the_limit_is_logged_and_does_not_sign_in() {
    if !pow_testing::alone() {
        return;
    }
    let logs = Logs::capture();
    let mut vector = Vector::of("django").into_iter().next().unwrap();
    vector.hash = vector.hash.replace("$1000000$", "$2000001$");
    let app = app(&vector);
    assert!(!app.signs_in(ANN, &vector.password));
    let text = logs.text();
    assert!(text.contains("pow::password::unusable") && text.contains("exceed the limit"), "{text}");
    assert!(!text.contains("saltsaltsalt"), "{text}");
}
