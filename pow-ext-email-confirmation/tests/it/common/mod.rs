//! What the tests of this crate share.
use pow_core::mail::RenderedMail;
use pow_core::schema::Value;
use pow_ext_email_confirmation::{
    EMAIL_CONFIRMATION_TOKEN, EMAIL_CONFIRMED_AT, EmailConfirmation, UNCONFIRMED_EMAIL, confirm_email,
};
pub(crate) use pow_testing::client::ANN;
use pow_testing::{Client, Database, Response, TestApp, client::PASSWORD};

pub(crate) const BOB: &str = "bob@example.com";
pub(crate) const NEW: &str = "new@example.com";

/// An application with the extension as it comes.
pub(crate) fn app(database: Database) -> TestApp {
    TestApp::with(EmailConfirmation::default()).database(database).start()
}

/// An application in which Ann is confirmed, and the browser in which she is signed in.
pub(crate) fn with_ann(database: Database) -> (TestApp, Client) {
    let app = app(database);
    let ann = confirmed(&app, ANN);
    (app, ann)
}

/// Registers and confirms without a mail; a browser in which they are signed in.
pub(crate) fn confirmed(app: &TestApp, email: &str) -> Client {
    drop(app.registered(email));
    let user = app.user(email).unwrap();
    app.block_on(async { confirm_email(&app.pow.cx(), &user).await.unwrap().unwrap() });
    app.signed_in(&user)
}

/// Confirms without a mail.
pub(crate) fn confirm_now(app: &TestApp, email: &str) {
    let user = app.user(email).unwrap();
    app.block_on(async { confirm_email(&app.pow.cx(), &user).await.unwrap().unwrap() });
}

/// Asks for another address on the account's page.
pub(crate) fn change(browser: &mut Client, email: &str) -> Response {
    let changes = [("user[email]", email), ("user[current_password]", PASSWORD)];
    let answer = browser.account_form(&changes);
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer
}

/// Opens the link and presses the button.
pub(crate) fn confirm(browser: &mut Client, link: &str) -> Response {
    browser.submit(link, link, &[])
}

/// The recipients of the mails, and their names, the oldest first.
pub(crate) fn sent(app: &TestApp) -> Vec<(String, String)> {
    app.mailbox().into_iter().map(|mail| (mail.to.to_string(), mail.name.into_owned())).collect()
}

/// The state of the row: the link if it is unused, whether the address is confirmed, and the address that waits.
pub(crate) fn row(app: &TestApp, email: &str) -> (Option<String>, bool, Option<String>) {
    let user = app.user(email).unwrap();
    let confirmed = user.get(EMAIL_CONFIRMED_AT).unwrap().is_some();
    let link = user.get(EMAIL_CONFIRMATION_TOKEN).unwrap().filter(|stored| !stored.starts_with("used."));
    (link, confirmed, user.get(UNCONFIRMED_EMAIL).unwrap())
}

/// As a row that was there before the extension.
pub(crate) fn unconfirm(app: &TestApp, email: &str) {
    app.write(email, EMAIL_CONFIRMED_AT.name(), Value::Null);
}

/// The flashes of a page, in their order.
pub(crate) fn flashes(page: &Response) -> Vec<String> {
    let html = page.text();
    let after = html.split("class=\"flash ").skip(1).filter_map(|part| part.split_once('>'));
    after.map(|(_, text)| text.split('<').next().unwrap_or_default().replace("&#39;", "'")).collect()
}

pub(crate) const INBOX: &str = "/confirm-email";
pub(crate) const CODE: &str = "/confirm-email/code";

/// An application whose mails carry codes for ten minutes.
pub(crate) fn code_app(database: Database) -> TestApp {
    let extension = EmailConfirmation::default().code_ttl(std::time::Duration::from_secs(600));
    TestApp::with(extension).database(database).start()
}

/// Registers, and takes the code out of the mail with its link.
pub(crate) fn coded(app: &TestApp, browser: &mut Client, email: &str) -> (String, String) {
    let answer = browser.register(email, PASSWORD);
    assert_eq!((answer.status, answer.location()), (303, Some(INBOX)), "{}", answer.text());
    (mailed_code(app, email), app.mailed_link(email))
}

/// The code in a mail.
pub(crate) fn code_in(mail: &RenderedMail) -> Option<String> {
    let digits = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    mail.text.split_whitespace().find(digits).map(str::to_owned)
}

/// The code in the last mail to an address.
pub(crate) fn mailed_code(app: &TestApp, to: &str) -> String {
    let mail = app.mailbox().into_iter().rfind(|mail| mail.to.to_string() == to).expect("a mail");
    code_in(&mail).expect("a code")
}

/// Enters a code on the page that asks for one, or without it.
pub(crate) fn enter(browser: &mut Client, code: &str) -> Response {
    let page = browser.get(INBOX).text();
    if page.contains(CODE) {
        return browser.submit_form(&page, CODE, &[("user[code]", code)]);
    }
    let path = if browser.current_user().is_some() { "/registration/edit" } else { "/session/new" };
    let token = browser.token(path);
    browser.post(CODE, &[("_csrf_token", &token), ("user[code]", code)])
}

/// Another code of six digits.
pub(crate) fn wrong(code: &str, by: u32) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + by) % 1_000_000)
}
