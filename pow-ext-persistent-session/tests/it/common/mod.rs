//! An application with the extension, and what tests ask about its cookie.
use std::{sync::Arc, time::Duration};

use pow_core::{Config, UserId, extension::Extension, mail::RenderedMail};
use pow_ext_persistent_session::{PersistentSession, PersistentSessionInfo, Tokens};
pub(crate) use pow_testing::client::ANN;
use pow_testing::{Builder, Client, Database, Response, TestApp};

pub(crate) const COOKIE: &str = "persistent_session";
pub(crate) const SESSION: &str = "auth";
pub(crate) const DAY: Duration = Duration::from_secs(24 * 3600);
pub(crate) const GRACE: Duration = Duration::from_secs(10);

/// With the extension as it is by default.
pub(crate) fn app(database: Database) -> TestApp {
    TestApp::with(PersistentSession::default()).database(database).start()
}

/// With these extensions, in this order.
pub(crate) fn among(extensions: Vec<Arc<dyn Extension>>) -> Builder {
    TestApp::builder().config(|config| Config { extensions, ..config })
}

/// A browser that has just signed in as Ann, by a form that knows nothing of the box.
pub(crate) fn signed_in(app: &TestApp) -> Client {
    if app.user(ANN).is_none() {
        drop(app.registered(ANN));
    }
    let mut browser = app.client();
    let response = browser.sign_in(ANN, pow_testing::client::PASSWORD);
    assert_eq!(response.status, 303, "{}", response.text());
    browser
}

/// The browser as it is after a restart: cookies without a date are gone.
pub(crate) fn restarted(browser: &Client) -> Client {
    let mut browser = browser.clone();
    browser.cookies.retain(|name, _| name == COOKIE);
    browser
}

/// A client that has the cookie of this value and nothing else.
pub(crate) fn holding(app: &TestApp, value: &str) -> Client {
    let mut client = app.client();
    client.cookies.insert(COOKIE.to_owned(), value.to_owned());
    client
}

/// The value of the browser's cookie.
pub(crate) fn ticket(browser: &Client) -> Option<String> {
    browser.cookies.get(COOKIE).cloned()
}

/// The cookie that a response sets, with its attributes.
pub(crate) fn set_cookie(response: &Response) -> Option<String> {
    let all = response.all("set-cookie");
    all.into_iter().find(|cookie| cookie.starts_with("persistent_session=")).map(str::to_owned)
}

pub(crate) fn ann(app: &TestApp) -> UserId {
    app.user(ANN).unwrap().id().unwrap()
}

/// What the application knows Ann's devices by.
pub(crate) fn families(app: &TestApp) -> Vec<PersistentSessionInfo> {
    let tokens = Tokens::new(&app.pow.cx(), &PersistentSession::default());
    app.block_on(tokens.list(ann(app))).unwrap()
}

/// How many live sessions Ann has.
pub(crate) fn sessions(app: &TestApp) -> usize {
    app.block_on(app.pow.sessions().list(ann(app))).unwrap().len()
}

/// The mail that tells Ann that her cookie was used after her, in a browser with these headers.
pub(crate) fn copied(app: &TestApp, headers: &[(&str, &str)]) -> RenderedMail {
    let browser = signed_in(app);
    let copy = ticket(&browser).unwrap();
    assert_eq!(restarted(&browser).current_user().as_deref(), Some(ANN));
    app.clock.advance(GRACE);
    let mut thief = holding(app, &copy);
    thief.headers.extend(headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    thief.get("/");
    let mut mails = app.mailbox();
    assert_eq!(mails.len(), 1);
    mails.remove(0)
}
