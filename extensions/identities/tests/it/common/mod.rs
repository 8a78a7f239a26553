//! Helpers of the tests of this crate.

use std::time::Duration;

use pow_core::{
    Clock,
    json::{self, Value as Json},
    mail::RenderedMail,
    schema::Value,
    store::Filter,
    users::EMAIL_CONFIRMED_AT,
};
use pow_ext_identities::Identities;
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{ANN, PASSWORD},
};

pub(crate) const INDEX: &str = "/identities";
pub(crate) const NEW: &str = "/identities/new";
pub(crate) const USERNAME: &str = "/identities/username";
pub(crate) const NEW_PHONE: &str = "/identities/phone";
pub(crate) const NUMBER: &str = "+442079460958";
pub(crate) const BOB: &str = "bob@example.com";
pub(crate) const SECOND: &str = "second@example.com";
pub(crate) const TTL: Duration = Duration::from_secs(10 * 60);
/// Longer than a sign-in counts as recent, and shorter than an unused session lives.
pub(crate) const LATER: Duration = Duration::from_secs(16 * 60);

pub(crate) fn app(database: Database) -> TestApp {
    TestApp::with(Identities::default()).database(database).start()
}

/// Registers a user whose address was shown to be theirs.
pub(crate) fn confirmed(app: &TestApp, email: &str) -> Client {
    let browser = app.registered(email);
    app.write(email, EMAIL_CONFIRMED_AT.name(), Value::DateTime(app.clock.now()));
    browser
}

/// An application with a confirmed user.
pub(crate) fn with_ann(database: Database) -> (TestApp, Client) {
    let app = app(database);
    let ann = confirmed(&app, ANN);
    (app, ann)
}

/// Adds an address by the form, and returns the path of its page.
pub(crate) fn add(browser: &mut Client, email: &str) -> String {
    let answer = browser.submit(NEW, INDEX, &[("user[email]", email)]);
    let path = answer.location().map(str::to_owned);
    path.filter(|path| path.starts_with("/identities/")).unwrap_or_else(|| panic!("{}", answer.text()))
}

/// Enters a code by the form of the page.
pub(crate) fn enter(browser: &mut Client, page: &str, code: &str) -> Response {
    browser.submit(page, &format!("{page}/prove"), &[("user[code]", code)])
}

/// Adds an address and proves it. Returns where that led to.
pub(crate) fn proved(app: &TestApp, browser: &mut Client, email: &str) -> String {
    let page = add(browser, email);
    let answer = enter(browser, &page, &code(app, email));
    answer.location().unwrap_or_else(|| panic!("{}", answer.text())).to_owned()
}

/// Chooses a user name by the form.
pub(crate) fn name(browser: &mut Client, name: &str) -> Response {
    browser.submit(USERNAME, USERNAME, &[("user[username]", name)])
}

/// Presses a button of the list.
pub(crate) fn press(browser: &mut Client, path: &str, pairs: &[(&str, &str)]) -> Response {
    let token = browser.token(NEW);
    browser.post(path, &[&[("_csrf_token", token.as_str())], pairs].concat())
}

pub(crate) fn remove(browser: &mut Client, path: &str) -> Response {
    press(browser, path, &[("_method", "DELETE")])
}

/// The mails of a name to an address.
pub(crate) fn mails(app: &TestApp, to: &str, name: &str) -> Vec<RenderedMail> {
    let all = app.mailbox().into_iter();
    all.filter(|mail| mail.to.to_string() == to && mail.name == name).collect()
}

/// The code of the last mail to an address.
pub(crate) fn code(app: &TestApp, to: &str) -> String {
    let mail = mails(app, to, "identities/code").pop().expect("a mail with a code");
    let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    mail.text.split_whitespace().find(is_code).expect("a code").to_owned()
}

/// Another code of six digits.
pub(crate) fn wrong(code: &str, by: u32) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + by) % 1_000_000)
}

/// The entries of the list, as JSON.
pub(crate) fn listed(browser: &Client) -> Vec<Json> {
    let mut copy = browser.clone();
    let list = copy.json("GET", INDEX, None).json();
    list["identities"].as_array().unwrap_or_else(|| panic!("{list}")).clone()
}

/// The entry with this value.
pub(crate) fn entry(browser: &Client, value: &str) -> Option<Json> {
    listed(browser).into_iter().find(|entry| entry["value"] == json::json!(value))
}

/// The path of the entry with this value.
pub(crate) fn path_of(browser: &Client, value: &str) -> String {
    format!("{INDEX}/{}", entry(browser, value).expect("an entry")["id"].as_str().expect("an id"))
}

/// Whether the list has this value.
pub(crate) fn has(_: &TestApp, browser: &Client, value: &str) -> bool {
    entry(browser, value).is_some()
}

/// The user who signs in with what is typed and the password of all tests.
pub(crate) fn user_of(app: &TestApp, typed: &str) -> Option<String> {
    user_with(app, typed, PASSWORD)
}

/// The user who signs in with what is typed and this password.
pub(crate) fn user_with(app: &TestApp, typed: &str, password: &str) -> Option<String> {
    let mut browser = app.client();
    browser.sign_in(typed, password);
    browser.current_user()
}

/// Deletes the row of a main address, as if the account were from before the extension.
pub(crate) fn without_row(app: &TestApp, email: &str) {
    let cx = app.pow.cx();
    let table = app.pow.schema().table("users_identities").expect("the table");
    app.block_on(async {
        let mut tx = cx.begin().await.unwrap();
        let row = Filter::eq("claimed", Value::Text(email.to_owned()));
        assert_eq!(tx.delete(table, row).await.unwrap(), 1);
        tx.commit().await.unwrap();
    });
}

/// An application with numbers and a confirmed user.
pub(crate) fn with_phones(database: Database) -> (TestApp, Client) {
    let app = TestApp::with(Identities::default().phones(true)).database(database).start();
    let ann = confirmed(&app, ANN);
    (app, ann)
}

/// Adds a number by the form, and returns the path of its page.
pub(crate) fn add_phone(browser: &mut Client, number: &str) -> String {
    let answer = browser.submit(NEW_PHONE, NEW_PHONE, &[("user[phone]", number)]);
    let path = answer.location().map(str::to_owned);
    path.filter(|path| path.starts_with("/identities/")).unwrap_or_else(|| panic!("{}", answer.text()))
}

/// The codes in the texts to a number.
pub(crate) fn texted(app: &TestApp, number: &str) -> Vec<String> {
    let all = app.texts().into_iter().filter(|text| text.to.as_str() == number);
    all.map(|text| text.text.rsplit_once('#').expect("a code").1.to_owned()).collect()
}

/// Adds a number and proves it. Returns where that led to.
pub(crate) fn proved_phone(app: &TestApp, browser: &mut Client, number: &str) -> String {
    let page = add_phone(browser, number);
    let answer = enter(browser, &page, &texted(app, number).pop().expect("a text"));
    answer.location().unwrap_or_else(|| panic!("{}", answer.text())).to_owned()
}
