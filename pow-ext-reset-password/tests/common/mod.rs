//! What the tests of this crate share.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::panic, reason = "each test file uses a part of it")]

use pow_core::extensions;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{Client, Database, Response, TestApp, app::Builder, client::encode};

/// Not a secret: what the tests reset passwords to.
pub const NEW_PASSWORD: &str = "another-test-password";

/// An application with the extension as it comes.
pub fn app(database: Database) -> TestApp {
    builder(ResetPassword::default()).database(database).start()
}

/// An application with the extension in this configuration.
pub fn builder(extension: ResetPassword) -> Builder {
    TestApp::builder().config(|mut config| {
        config.extensions = extensions![extension];
        config
    })
}

/// Asks for a link by the form.
pub fn ask(browser: &mut Client, email: &str) -> Response {
    browser.submit("/reset-password/new", "/reset-password", &[("user[email]", email)])
}

/// The bytes of such a form.
pub fn request(browser: &mut Client, email: &str) -> Vec<u8> {
    let csrf = browser.token("/reset-password/new");
    browser.bytes("POST", "/reset-password", Some(&encode(&[("_csrf_token", &csrf), ("user[email]", email)])))
}

/// Follows a link and fills in the form behind it.
pub fn reset(browser: &mut Client, link: &str, password: &str) -> Response {
    browser.submit(link, link, &[("user[password]", password), ("user[password_confirmation]", password)])
}

/// Asks for a link and takes it out of the mail.
pub fn link(app: &TestApp, email: &str) -> String {
    let asked = ask(&mut app.client(), email);
    assert_eq!(asked.location(), Some("/session/new"), "{}", asked.text());
    app.mailed_link(email)
}

/// Whether the link shows the form, to a new browser.
pub fn opens(app: &TestApp, link: &str) -> bool {
    let page = app.client().get(link);
    match (page.status, page.location()) {
        (200, _) => true,
        (303, Some("/reset-password/new")) => false,
        other => panic!("{other:?}"),
    }
}

/// Whether this password signs in.
pub fn signs_in(app: &TestApp, email: &str, password: &str) -> bool {
    app.signs_in(email, password)
}
