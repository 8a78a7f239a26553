//! What the tests of this crate share.
use pow_ext_reset_password::ResetPassword;
use pow_testing::{Client, Database, Response, TestApp, client::encode};

/// Not a secret: what the tests reset passwords to.
pub(crate) const NEW_PASSWORD: &str = "another-test-password";

/// An application with the extension as it comes.
pub(crate) fn app(database: Database) -> TestApp {
    TestApp::with(ResetPassword::default()).database(database).start()
}

/// Asks for a link by the form.
pub(crate) fn ask(browser: &mut Client, email: &str) -> Response {
    browser.submit("/reset-password/new", "/reset-password", &[("user[email]", email)])
}

/// The bytes of such a form.
pub(crate) fn request(browser: &mut Client, email: &str) -> Vec<u8> {
    let csrf = browser.token("/reset-password/new");
    browser.bytes("POST", "/reset-password", Some(&encode(&[("_csrf_token", &csrf), ("user[email]", email)])))
}

/// Follows a link and fills in the form behind it.
pub(crate) fn reset(browser: &mut Client, link: &str, password: &str) -> Response {
    browser.submit(link, link, &[("user[password]", password), ("user[password_confirmation]", password)])
}

/// Asks for a link and takes it out of the mail.
pub(crate) fn link(app: &TestApp, email: &str) -> String {
    let asked = ask(&mut app.client(), email);
    assert_eq!(asked.location(), Some("/reset-password"), "{}", asked.text());
    app.mailed_link(email)
}
