//! The mails of extensions go out from the own pages, too.

use std::sync::Arc;

use pow_core::{
    Config, Error, async_trait,
    conn::{Conn, SignedIn},
    extension::{Extension, Registry},
    extensions,
    record::User,
};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_testing::{
    Client, Response, TestApp,
    client::{ANN, PASSWORD},
};

/// Fails after the extensions before it have been asked, where a form says so.
#[derive(Debug)]
struct Failing;

#[async_trait]
impl Extension for Failing {
    fn id(&self) -> &'static str {
        "failing"
    }

    fn register(&self, _: &mut Registry) {}

    async fn after_sign_in(&self, conn: &mut Conn, _: &Arc<User>, _: &SignedIn) -> Result<(), Error> {
        if conn.params().text("fail").is_some() { Err(Error::other("an extension failed")) } else { Ok(()) }
    }
}

/// Ann has registered and confirmed nothing yet.
fn app() -> TestApp {
    let extensions = |config| Config { extensions: extensions![EmailConfirmation::default(), Failing], ..config };
    let app = TestApp::builder().config(extensions).routes(custom_controllers::routes).start();
    let pairs = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    assert_eq!(app.client().submit("/sign-up", "/sign-up", &pairs).status, 303);
    assert_eq!(app.mailbox().len(), 1, "the first link");
    app
}

fn sign_in(browser: &mut Client, more: &[(&str, &str)]) -> Response {
    let pairs: Vec<_> = [("user[email]", ANN), ("user[password]", PASSWORD)].iter().chain(more).copied().collect();
    let html = browser.get("/sign-in").text();
    browser.submit_form(&html, "/sign-in", &pairs)
}

// P14, P32
#[test]
fn who_is_told_at_an_own_sign_in_that_a_mail_was_sent_is_sent_one() {
    let app = app();
    let mut browser = app.client();
    assert_eq!(sign_in(&mut browser, &[]).status, 303);
    assert_eq!(browser.get("/account").status, 303, "not signed in");
    assert_eq!(app.mailbox().len(), 2);
    assert!(app.mailbox().iter().all(|mail| mail.to.to_string() == ANN));
}

// P14, P32
#[test]
fn own_sign_in_that_fails_sends_no_mail() {
    let app = app();
    assert_eq!(sign_in(&mut app.client(), &[("fail", "1")]).status, 500);
    assert_eq!(sign_in(&mut app.client(), &[("user[password]", "another password")]).status, 422);
    assert_eq!(app.mailbox().len(), 1);
}
