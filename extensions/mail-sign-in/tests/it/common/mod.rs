//! Helpers of the tests of this crate.

use std::time::Duration;

use pow_core::{Clock, mail::RenderedMail, schema::Value, users::EMAIL_CONFIRMED_AT};
use pow_ext_mail_sign_in::{Existing, MailSignIn};
use pow_testing::{Client, Database, Response, TestApp, app::Builder, client::encode};

/// An address without an account.
pub(crate) const UNKNOWN: &str = "eve@example.com";
pub(crate) const NEW: &str = "/sign-in-by-mail/new";
pub(crate) const SENT: &str = "/sign-in-by-mail";
pub(crate) const CODE: &str = "/sign-in-by-mail/code";
pub(crate) const TTL: Duration = Duration::from_secs(10 * 60);
pub(crate) const HOUR: Duration = Duration::from_secs(3600);

pub(crate) fn proving() -> MailSignIn {
    MailSignIn::new(Existing::Prove)
}

pub(crate) fn builder(database: Database) -> Builder {
    TestApp::with(proving()).database(database)
}

pub(crate) fn app(database: Database) -> TestApp {
    builder(database).start()
}

/// Registers a user whose address was shown to be theirs.
pub(crate) fn confirmed(app: &TestApp, email: &str) {
    drop(app.registered(email));
    app.write(email, EMAIL_CONFIRMED_AT.name(), Value::DateTime(app.clock.now()));
}

/// Asks for a code by the form.
pub(crate) fn ask(browser: &mut Client, email: &str) -> Response {
    let answer = browser.submit(NEW, SENT, &[("user[email]", email)]);
    assert_eq!(answer.location(), Some(SENT), "{}", answer.text());
    answer
}

/// The bytes of such a form.
pub(crate) fn request(browser: &mut Client, email: &str) -> Vec<u8> {
    let csrf = browser.token(NEW);
    browser.bytes("POST", SENT, Some(&encode(&[("_csrf_token", &csrf), ("user[email]", email)])))
}

/// Enters a code by the form.
pub(crate) fn enter(browser: &mut Client, code: &str) -> Response {
    browser.submit(SENT, CODE, &[("user[code]", code)])
}

/// Opens a link and presses its button.
pub(crate) fn press(browser: &mut Client, link: &str) -> Response {
    browser.submit(link, link, &[])
}

/// The mails of this extension to an address.
pub(crate) fn mails(app: &TestApp, to: &str) -> Vec<RenderedMail> {
    let all = app.mailbox().into_iter();
    all.filter(|mail| mail.to.to_string() == to && mail.name == "mail_sign_in/code").collect()
}

/// The code and the link of the last mail to an address.
pub(crate) fn mailed(app: &TestApp, to: &str) -> (String, String) {
    let mail = mails(app, to).pop().expect("a mail");
    (code_in(&mail), app.link_in(&mail))
}

pub(crate) fn code_in(mail: &RenderedMail) -> String {
    let digits = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    mail.text.split_whitespace().find(digits).expect("a code").to_owned()
}

/// Asks for a code, and takes it out of the mail with its link.
pub(crate) fn asked(app: &TestApp, browser: &mut Client, email: &str) -> (String, String) {
    ask(browser, email);
    mailed(app, email)
}

/// Another code of six digits.
pub(crate) fn wrong(code: &str, by: u32) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + by) % 1_000_000)
}

/// The names of all mails to an address.
pub(crate) fn names(app: &TestApp, to: &str) -> Vec<String> {
    let all = app.mailbox().into_iter();
    all.filter(|mail| mail.to.to_string() == to).map(|mail| mail.name.into_owned()).collect()
}
