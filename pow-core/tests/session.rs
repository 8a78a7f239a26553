//! Signing in and out, through HTTP.

use pow_testing::{Database, TestApp, client::PASSWORD, on_each_database};

on_each_database!(right_password_signs_in, wrong_password_does_not_sign_in);

// P1, P26
fn right_password_signs_in(database: Database) {
    let app = TestApp::builder().database(database).start();
    drop(app.registered("ann@example.com"));
    let mut browser = app.client();
    let response = browser.sign_in(" Ann@Example.com ", PASSWORD);
    assert_eq!((response.status, response.location()), (303, Some("/")));
    assert_eq!(browser.current_user().as_deref(), Some("ann@example.com"));
}

// P1, P12
fn wrong_password_does_not_sign_in(database: Database) {
    let app = TestApp::builder().database(database).start();
    drop(app.registered("ann@example.com"));
    let mut browser = app.client();
    let response = browser.sign_in("ann@example.com", "another-password");
    assert_eq!(response.status, 422);
    assert!(response.text().contains("class=\"flash flash-error\""));
    assert_eq!(browser.current_user(), None);
}
