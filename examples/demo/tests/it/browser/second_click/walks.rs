//! The steps before the forms of the table.

use pow_testing::{
    Client, TestApp,
    client::{ANN, PASSWORD},
};

pub(super) const NEW_ADDRESS: &str = "new@example.com";
pub(super) const FRIEND: &str = "friend@example.com";
pub(super) const PHONE: &str = "+44 20 7946 0958";
/// A test value.
pub(super) const NEW_PASSWORD: &str = "another-long-password";

/// A browser whose user has an account with a confirmed address.
pub(super) fn ann(app: &TestApp) -> Client {
    let mut browser = app.client();
    assert_eq!(browser.register(ANN, PASSWORD).status, 303);
    let link = app.mailed_link(ANN);
    assert_eq!(app.client().submit(&link, &link, &[]).status, 303);
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    browser
}

/// A browser at another address.
pub(super) fn stranger(app: &TestApp, number: usize) -> Client {
    let mut client = app.client();
    client.headers.push(("X-Forwarded-For".to_owned(), format!("10.0.0.{number}")));
    client
}

/// The last link to such a page in a mail to the address.
pub(super) fn link(app: &TestApp, to: &str, path: &str) -> String {
    let links = app.links_to(to);
    links.into_iter().rev().find(|link| link.starts_with(path)).unwrap_or_else(|| panic!("no link to {path}"))
}

/// The code in a mail or a text message.
pub(super) fn code(text: &str) -> String {
    let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    text.split_whitespace().find(is_code).unwrap().to_owned()
}

pub(super) fn mailed_code(app: &TestApp) -> String {
    code(&app.mailbox().pop().unwrap().text)
}

pub(super) fn texted_code(app: &TestApp) -> String {
    code(&app.texts().pop().unwrap().text)
}

/// Wrong passwords until the owner is told.
pub(super) fn attacked(app: &TestApp) {
    for number in 1..200 {
        let _ = stranger(app, number).sign_in(ANN, "wrong-test-password");
        if app.links_to(ANN).iter().any(|link| link.starts_with("/unlock/")) {
            return;
        }
    }
    panic!("200 wrong passwords, and no mail");
}

/// Asks for another address, and opens the link that was mailed to it if `is_confirmed`.
pub(super) fn asked_for_another_address(app: &TestApp, is_confirmed: bool) -> Client {
    let mut browser = ann(app);
    let answer = browser.account_form(&[("user[email]", NEW_ADDRESS), ("user[current_password]", PASSWORD)]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    if is_confirmed {
        let link = app.mailed_link(NEW_ADDRESS);
        assert_eq!(browser.submit(&link, &link, &[]).status, 303);
    }
    browser
}

/// Adds an address, and proves it by its code if `is_proved`. Returns the page of the address, too.
pub(super) fn second_address(app: &TestApp, is_proved: bool) -> (Client, String) {
    let mut browser = ann(app);
    let added = browser.submit("/identities/new", "/identities", &[("user[email]", NEW_ADDRESS)]);
    let page = added.location().unwrap_or_else(|| panic!("{}", added.text())).to_owned();
    if is_proved {
        let code = mailed_code(app);
        let proved = browser.submit(&page, &format!("{page}/prove"), &[("user[code]", &code)]);
        assert_eq!(proved.status, 303, "{}", proved.text());
    }
    (browser, page)
}

/// A user who can sign in by text message.
pub(super) fn with_phone(app: &TestApp) {
    let mut browser = ann(app);
    let added = browser.submit("/identities/phone", "/identities/phone", &[("user[phone]", PHONE)]);
    let page = added.location().unwrap_or_else(|| panic!("{}", added.text())).to_owned();
    let code = texted_code(app);
    assert_eq!(browser.submit(&page, &format!("{page}/prove"), &[("user[code]", &code)]).status, 303);
}

/// A visitor who has typed an address at a sign-up or a sign-in.
pub(super) fn asked_at(app: &TestApp, page: &str, action: &str, pairs: &[(&str, &str)]) -> Client {
    let mut browser = app.client();
    let answer = browser.submit(page, action, pairs);
    assert_eq!(answer.status, 303, "{}", answer.text());
    browser
}
