//! Helpers of the tests of this crate.

use pow_ext_signup::Signup;
use pow_testing::{Client, Database, Response, TestApp, client::PASSWORD};

pub(crate) const EVE: &str = "eve@example.com";
pub(crate) const BOB: &str = "bob@example.com";
pub(crate) const CODE_MAIL: &str = "signup/code";
pub(crate) const EXISTS_MAIL: &str = "signup/account_exists";

pub(crate) fn app(database: Database) -> TestApp {
    TestApp::with(Signup::default()).database(database).start()
}

/// Types an address.
pub(crate) fn ask(browser: &mut Client, email: &str) -> Response {
    browser.submit("/signup", "/signup", &[("user[email]", email)])
}

/// Types a code.
pub(crate) fn enter(browser: &mut Client, code: &str) -> Response {
    browser.submit("/signup/code", "/signup/code", &[("user[code]", code)])
}

/// The details that a visitor fills in.
pub(crate) const DETAILS: [(&str, &str); 3] =
    [("user[name]", "Eve Lee"), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];

/// Fills in the details, with further fields.
pub(crate) fn finish(browser: &mut Client, more: &[(&str, &str)]) -> Response {
    let own = DETAILS.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name)).copied();
    let pairs: Vec<_> = own.chain(more.iter().copied()).collect();
    browser.submit("/signup/details", "/signup/details", &pairs)
}

/// The code of the last mail to the address.
pub(crate) fn code(app: &TestApp, to: &str) -> String {
    let mailbox = app.mailbox();
    let mail = mailbox.iter().rev().find(|mail| mail.to.to_string() == to && mail.name == CODE_MAIL).unwrap();
    let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    mail.text.split_whitespace().find(is_code).unwrap().to_owned()
}

/// Another code than this.
pub(crate) fn other_than(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

/// How many mails with this name were sent to the address.
pub(crate) fn mails(app: &TestApp, to: &str, name: &str) -> usize {
    app.mailbox().iter().filter(|mail| mail.to.to_string() == to && mail.name == name).count()
}

/// A browser that has proved the address.
pub(crate) fn proved(app: &TestApp, email: &str) -> Client {
    let mut browser = app.client();
    assert_eq!(ask(&mut browser, email).location(), Some("/signup/code"));
    let code = code(app, email);
    assert_eq!(enter(&mut browser, &code).location(), Some("/signup/details"));
    browser
}

/// A browser whose user has signed up.
pub(crate) fn signed_up(app: &TestApp, email: &str) -> Client {
    let mut browser = proved(app, email);
    let answer = finish(&mut browser, &[]);
    assert_eq!(answer.location(), Some("/"), "{}", answer.text());
    browser
}
