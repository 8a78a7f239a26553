//! Helpers of the tests of this crate.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use pow_core::{
    Clock, Error, async_trait,
    cx::Cx,
    extension::{Extension, ExtensionId, Registry},
    identifier::phone::PhoneNumber,
    mail::RenderedMail,
    record::User,
    schema::Value,
    users::EMAIL_CONFIRMED_AT,
};
use pow_ext_mail_sign_in::{Existing, MailSignIn};
use pow_testing::{
    Client, Database, Response, TestApp,
    app::Builder,
    client::{ANN, encode},
};

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

pub(crate) const TEXT_NEW: &str = "/sign-in-by-text/new";
pub(crate) const TEXT_SENT: &str = "/sign-in-by-text";
pub(crate) const TEXT_CODE: &str = "/sign-in-by-text/code";
/// The number of ANN.
pub(crate) const NUMBER: &str = "+442079460958";
/// A number of the same length that no user has.
pub(crate) const NO_NUMBER: &str = "+442079460001";

/// Knows the proved numbers of users.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers(Arc<Mutex<BTreeMap<String, String>>>);

impl Numbers {
    pub(crate) fn give(&self, number: &str, email: &str) {
        self.0.lock().unwrap().insert(number.to_owned(), email.to_owned());
    }

    pub(crate) fn take(&self, number: &str) {
        self.0.lock().unwrap().remove(number);
    }
}

#[async_trait]
impl Extension for Numbers {
    fn id(&self) -> ExtensionId {
        "numbers"
    }

    fn register(&self, _: &mut Registry) {}

    async fn find_user(&self, cx: &Cx, typed: &str) -> Result<Option<Arc<User>>, Error> {
        let number = PhoneNumber::parse(typed).map(|number| number.as_str().to_owned()).unwrap_or_default();
        let email = self.0.lock().unwrap().get(&number).cloned().unwrap_or_else(|| UNKNOWN.to_owned());
        cx.pow().users().get_by(cx, "email", Value::Text(email)).await
    }
}

/// An application in which ANN has a number.
pub(crate) fn texting(database: Database, change: impl FnOnce(Builder) -> Builder) -> (TestApp, Numbers) {
    let numbers = Numbers::default();
    numbers.give(NUMBER, ANN);
    let builder = TestApp::with(proving().texts(true)).extension(numbers.clone()).database(database);
    let app = change(builder).start();
    confirmed(&app, ANN);
    (app, numbers)
}

/// Asks for a code by text.
pub(crate) fn ask_text(browser: &mut Client, number: &str) -> Response {
    let answer = browser.submit(TEXT_NEW, TEXT_SENT, &[("user[phone]", number)]);
    assert_eq!(answer.location(), Some(TEXT_SENT), "{}", answer.text());
    answer
}

/// Enters a code of a text.
pub(crate) fn enter_text(browser: &mut Client, code: &str) -> Response {
    browser.submit(TEXT_SENT, TEXT_CODE, &[("user[code]", code)])
}

/// The codes in the texts to a number.
pub(crate) fn texted(app: &TestApp, number: &str) -> Vec<String> {
    let all = app.texts().into_iter().filter(|text| text.to.as_str() == number);
    all.map(|text| text.text.rsplit_once('#').expect("a code").1.to_owned()).collect()
}

/// Asks for a code by text, and takes it out of the text.
pub(crate) fn asked_text(app: &TestApp, browser: &mut Client, number: &str) -> String {
    ask_text(browser, number);
    texted(app, number).pop().expect("a text")
}
