//! The mail with the link is there if the row with the link is, and only then.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use crate::common::{ANN, BOB, confirm, row, sent};
use pow_core::{
    Error, async_trait,
    changeset::{Changeset, Operation},
    conn::Conn,
    cx::Cx,
    extension::{Extension, ExtensionId, Registry, SignIn},
    extensions,
    params::Params,
    record::User,
    store::Transaction,
};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_testing::{
    Database, TestApp,
    client::{PASSWORD, encode},
    on_each_database,
};

on_each_database!(
    account_and_mail_are_written_together_and_before_anybody_signs_in,
    account_that_a_program_makes_is_mailed_its_link_too,
    link_that_is_renewed_and_its_mail_are_written_together,
    confirmation_that_fails_leaves_a_good_link_and_an_unconfirmed_address,
    link_is_of_the_configured_address_whatever_the_request_says,
);

const SUBJECT: &str = "email_confirmation/confirm";

/// Fails when it is told to.
#[derive(Clone, Debug, Default)]
struct Failing {
    after_write: Arc<AtomicBool>,
    before_sign_in: Arc<AtomicBool>,
}

fn fault(when: &AtomicBool) -> Result<(), Error> {
    if when.load(Ordering::SeqCst) { Err(Error::other("told to")) } else { Ok(()) }
}

#[async_trait]
impl Extension for Failing {
    fn id(&self) -> ExtensionId {
        "failing"
    }

    fn register(&self, _: &mut Registry) {}

    async fn after_write(
        &self,
        _: &Cx,
        _: &mut dyn Transaction,
        changeset: &Changeset,
        _: &Arc<User>,
    ) -> Result<(), Error> {
        if changeset.operation() == Operation::DELETE { Ok(()) } else { fault(&self.after_write) }
    }

    async fn before_sign_in(&self, _: &mut Conn, _: &Arc<User>) -> Result<SignIn, Error> {
        fault(&self.before_sign_in).map(|()| SignIn::Allow)
    }
}

/// The application with the failing extension last at writes and first at sign-ins.
fn app(database: Database) -> (TestApp, Failing, Failing) {
    let (first, last) = (Failing::default(), Failing::default());
    let list = (first.clone(), last.clone());
    let app = TestApp::builder()
        .database(database)
        .config(move |mut config| {
            config.extensions = extensions![Named("first", list.0), EmailConfirmation::default(), list.1];
            config
        })
        .start();
    (app, first, last)
}

/// The same under another name, as a list has every name once.
#[derive(Debug)]
struct Named(&'static str, Failing);

#[async_trait]
impl Extension for Named {
    fn id(&self) -> ExtensionId {
        self.0
    }

    fn register(&self, _: &mut Registry) {}

    async fn before_sign_in(&self, conn: &mut Conn, user: &Arc<User>) -> Result<SignIn, Error> {
        self.1.before_sign_in(conn, user).await
    }
}

fn account_and_mail_are_written_together_and_before_anybody_signs_in(database: Database) {
    let (app, first, last) = app(database);
    // The write fails after the mail was queued: there is neither.
    last.after_write.store(true, Ordering::SeqCst);
    assert_eq!(app.client().register(ANN, PASSWORD).status, 500);
    assert!(app.user(ANN).is_none() && sent(&app).is_empty());
    last.after_write.store(false, Ordering::SeqCst);
    // The request ends right after the write: there are both.
    first.before_sign_in.store(true, Ordering::SeqCst);
    assert_eq!(app.client().register(ANN, PASSWORD).status, 500);
    assert_eq!(sent(&app), [(ANN.to_owned(), SUBJECT.to_owned())]);
    first.before_sign_in.store(false, Ordering::SeqCst);
    assert_eq!(confirm(&mut app.client(), &app.mailed_link(ANN)).location(), Some("/session/new"));
    assert!(row(&app, ANN).1);
    // And one of each where nothing fails.
    drop(app.registered(BOB));
    assert_eq!(sent(&app).len(), 2);
}

fn account_that_a_program_makes_is_mailed_its_link_too(database: Database) {
    let (app, ..) = app(database);
    let form = "user[email]=ann%40example.com&user[password]=test-password-of-nobody\
                &user[password_confirmation]=test-password-of-nobody";
    let params = Arc::new(Params::parse(form.as_bytes()).unwrap());
    app.block_on(async { app.pow.users().create(&app.pow.cx(), &params).await.unwrap().unwrap() });
    assert_eq!(sent(&app), [(ANN.to_owned(), SUBJECT.to_owned())]);
    assert!(app.opens(&app.mailed_link(ANN)));
}

fn link_that_is_renewed_and_its_mail_are_written_together(database: Database) {
    let (app, _, last) = app(database);
    drop(app.registered(ANN));
    // Read before the time goes on: a mail that is on its way for so long would be taken for lost.
    let (first, before) = (app.mailed_link(ANN), row(&app, ANN));
    app.clock.advance(Duration::from_secs(47 * 3600));
    last.after_write.store(true, Ordering::SeqCst);
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 500);
    assert_eq!((row(&app, ANN), sent(&app).len()), (before, 1));
    assert!(app.opens(&first));
    last.after_write.store(false, Ordering::SeqCst);
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(sent(&app).len(), 2, "one mail");
    assert!(app.opens(&app.mailed_link(ANN)) && !app.opens(&first));
}

// F3: the statement has run, and the transaction has come to nothing.
fn confirmation_that_fails_leaves_a_good_link_and_an_unconfirmed_address(database: Database) {
    let (app, _, last) = app(database);
    drop(app.registered(ANN));
    let (link, before) = (app.mailed_link(ANN), row(&app, ANN));
    last.after_write.store(true, Ordering::SeqCst);
    assert_eq!(confirm(&mut app.client(), &link).status, 500);
    assert_eq!(row(&app, ANN), before);
    assert!(app.opens(&link) && !before.1);
    last.after_write.store(false, Ordering::SeqCst);
    assert_eq!(confirm(&mut app.client(), &link).location(), Some("/session/new"));
    assert!(row(&app, ANN).1 && !app.opens(&link));
}

// H1, H2, H5
fn link_is_of_the_configured_address_whatever_the_request_says(database: Database) {
    let (app, ..) = app(database);
    let mut browser = app.client();
    let token = browser.token("/registration/new");
    for (number, what) in ["line", "host", "forwarded"].into_iter().enumerate() {
        let email = format!("{what}@example.com");
        let form = [
            ("_csrf_token", token.as_str()),
            ("user[email]", &email),
            ("user[password]", PASSWORD),
            ("user[password_confirmation]", PASSWORD),
        ];
        let plain = String::from_utf8(browser.bytes("POST", "/registration", Some(&encode(&form)))).unwrap();
        let host = format!("Host: {}\r\n", app.address());
        let poisoned = match what {
            "line" => plain.replace("POST /registration", "POST http://evil.test/registration"),
            "host" => plain.replace(&host, "Host: evil.test\r\n"),
            _ => plain.replace(&host, &format!("{host}X-Forwarded-Host: evil.test\r\nForwarded: host=evil.test\r\n")),
        };
        assert_ne!(poisoned, plain);
        assert_eq!(browser.raw(poisoned.as_bytes()).status, 303, "{what}");
        let mails = app.mailbox();
        let mail = mails.last().unwrap();
        assert_eq!((mails.len(), mail.to.to_string()), (number + 1, email));
        assert!(mail.text.contains(&format!("http://{}/confirm-email/", app.address())), "{}", mail.text);
        // With its dot, which no token has: four letters of one may spell anything.
        assert!(!mail.text.contains("evil.test") && !mail.html.contains("evil.test"), "{}{}", mail.text, mail.html);
    }
}
