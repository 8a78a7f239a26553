//! A form that is sent twice by a browser whose sign-in is remembered.
//!
//! The first request renews the session. The second one has the cookies from before. Its session has ended, so the remembered
//! sign-in begins another one.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use crate::common::{ANN, SESSION, ann, restarted, sessions, signed_in, ticket};
use pow_core::{
    Error, async_trait,
    conn::{Conn, Reply},
    controllers::{Controller, registration},
    extension::{Action, Outcome},
    messages::{Message, keys},
    pages::Flash,
};
use pow_ext_persistent_session::{PersistentSession, Tokens};
use pow_testing::{
    Client, Database, TestApp,
    client::{encode, together},
    on_each_database,
};

on_each_database!(
    second_click_gets_the_first_outcome_and_the_browser_stays_signed_in,
    second_click_after_a_revocation_gets_no_outcome,
    second_click_of_another_user_gets_no_outcome,
    clicks_at_once_after_the_session_has_ended_get_one_outcome,
);

/// A change of the account, which renews the session. It counts how often it is done.
#[derive(Debug, Default)]
struct Change(AtomicUsize);

impl Change {
    fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

/// An application, a remembered browser, and a form with the cookies that it has now.
fn begun(database: Database) -> (TestApp, Client, Vec<u8>, Arc<Change>) {
    let change = Arc::new(Change::default());
    let app = TestApp::with(PersistentSession::default()).database(database);
    let app = app.controller(registration::UPDATE, change.clone()).start();
    let mut browser = signed_in(&app);
    let token = browser.token("/registration/edit");
    let body = encode(&[("_csrf_token", token.as_str()), ("_method", "PATCH")]);
    let form = browser.bytes("POST", "/registration", Some(&body));
    (app, browser, form, change)
}

#[async_trait]
impl Controller for Change {
    async fn process(&self, _: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        self.0.fetch_add(1, Ordering::SeqCst);
        if let Some(user) = conn.user().cloned() {
            conn.renew_session(&user).await?;
        }
        conn.flash(Flash::info(Message::new(keys::ACCOUNT_UPDATED)));
        Ok(Outcome::Ok(None))
    }

    async fn respond(&self, _: Action, _: &mut Conn, _: Outcome) -> Result<Reply, Error> {
        Ok(Reply::redirect("/done"))
    }
}

// CS12
fn second_click_gets_the_first_outcome_and_the_browser_stays_signed_in(database: Database) {
    let (app, mut browser, form, change) = begun(database);
    let before = sessions(&app);
    let first = browser.raw(&form);
    assert_eq!((first.location(), change.count()), (Some("/done"), 1), "{}", first.text());
    let second = browser.raw(&form);
    assert_eq!((second.location(), change.count()), (Some("/done"), 1), "{}", second.text());
    browser.keep(&second);
    assert!(browser.get("/").text().contains("flash-info"));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    assert_eq!(sessions(&app), before);
    assert_eq!(restarted(&browser).current_user().as_deref(), Some(ANN));
}

// CS13
fn second_click_after_a_revocation_gets_no_outcome(database: Database) {
    let (app, mut browser, form, change) = begun(database);
    assert_eq!(browser.raw(&form).location(), Some("/done"));
    let tokens = Tokens::new(&app.pow.cx(), &PersistentSession::default());
    app.block_on(tokens.end_all(ann(&app))).unwrap();
    app.block_on(app.pow.sessions().revoke_all(ann(&app), None)).unwrap();
    let second = browser.raw(&form);
    assert!(second.location().is_some_and(|path| path.starts_with("/session/new")), "{:?}", second.headers);
    assert_eq!(change.count(), 1);
    browser.keep(&second);
    assert_eq!(browser.current_user(), None);
}

// CS13
fn second_click_of_another_user_gets_no_outcome(database: Database) {
    let (app, mut browser, form, change) = begun(database);
    assert_eq!(browser.raw(&form).location(), Some("/done"));
    app.block_on(app.pow.sessions().revoke_all(ann(&app), None)).unwrap();
    let bea = app.registered("bea@example.com");
    let own = browser.cookies.insert(SESSION.to_owned(), bea.cookies[SESSION].clone()).unwrap();
    let form = String::from_utf8(form).unwrap().replace(&own, &bea.cookies[SESSION]);
    let answer = browser.raw(form.as_bytes());
    assert_eq!((answer.status, answer.location(), change.count()), (403, None, 1));
}

// CS12: one of the requests begins the session, and the others have none that their form belongs to.
fn clicks_at_once_after_the_session_has_ended_get_one_outcome(database: Database) {
    let (app, _, _, change) = begun(database);
    for round in 1..=10 {
        let mut browser = signed_in(&app);
        let token = browser.token("/registration/edit");
        let body = encode(&[("_csrf_token", token.as_str()), ("_method", "PATCH")]);
        let form = browser.bytes("POST", "/registration", Some(&body));
        app.block_on(app.pow.sessions().revoke_all(ann(&app), None)).unwrap();
        let answers = together(app.address(), &vec![form; 5]);
        let places: Vec<_> = answers.iter().map(|answer| (answer.status, answer.location())).collect();
        assert_eq!((places, change.count()), (vec![(303, Some("/done")); 5], round));
        // Whichever answer the browser shows, it goes on with the session and the next cookie.
        let before = ticket(&browser);
        for answer in &answers {
            let mut kept = app.copy(&browser);
            kept.keep(answer);
            assert_eq!(kept.current_user().as_deref(), Some(ANN));
            assert_ne!(ticket(&kept), before, "{:?}", answer.headers);
        }
    }
}
