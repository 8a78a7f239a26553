//! No way past a lock, terms, an invitation or the limits of another extension.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use pow_core::{
    Error, async_trait,
    cx::Cx,
    extension::{Extension, Registry},
    record::User,
    schema::Value,
    users::EMAIL_CONFIRMED_AT,
};
use pow_ext_invitation::Invitation;
use pow_ext_lockout::{Lockout, lock};
use pow_testing::{
    TestApp,
    client::{ANN, PASSWORD},
};
use terms_accepted::TermsAccepted;

use crate::common::{CODE, NEW, SENT, ask, asked, confirmed, enter, mails, names, press, proving, wrong};

// G2, W15
#[test]
fn locked_user_gets_in_neither_by_a_code_nor_by_a_link_from_before() {
    let app = TestApp::with(proving()).extension(Lockout::default()).start();
    confirmed(&app, ANN);
    let (mut first, mut second) = (app.client(), app.client());
    let (code, _) = asked(&app, &mut first, ANN);
    let (_, link) = asked(&app, &mut second, ANN);
    let user = app.user(ANN).unwrap();
    assert!(app.block_on(lock(&app.pow.cx(), &user, None, "test")).unwrap().is_ok());
    assert_eq!(enter(&mut first, &code).location(), Some(NEW));
    assert_eq!(press(&mut second, &link).status, 410);
    assert_eq!((first.current_user(), second.current_user()), (None, None));
}

// G2
#[test]
fn terms_come_before_the_session() {
    for (email, is_new) in [(ANN, false), ("new@example.com", true)] {
        let app = TestApp::with(proving()).extension(TermsAccepted::default()).start();
        if !is_new {
            app.import(email);
        }
        let mut browser = app.client();
        let (code, _) = asked(&app, &mut browser, email);
        let answer = enter(&mut browser, &code);
        assert!(answer.location().is_some_and(|at| at.starts_with("/terms/accept")), "{:?}", answer.location());
        assert_eq!(browser.current_user(), None);
        let done = browser.submit("/terms/accept", "/terms/accept", &[("user[terms_accepted]", "true")]);
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(browser.current_user().as_deref(), Some(email));
    }
}

// K14
#[test]
fn invited_user_gets_the_invitation_again_and_no_code() {
    let app = TestApp::with(proving()).extension(Invitation::default()).start();
    let mut inviter = app.registered(ANN);
    inviter.submit("/invitations/new", "/invitations", &[("user[email]", "ben@example.com")]);
    let invited = names(&app, "ben@example.com");
    let mut browser = app.client();
    ask(&mut browser, "ben@example.com");
    assert!(mails(&app, "ben@example.com").is_empty());
    assert_eq!(names(&app, "ben@example.com").len(), invited.len() + 1, "the invitation again");
    assert_eq!(enter(&mut browser, "123456").status, 422);
    assert_eq!(browser.current_user(), None);
}

// G8
#[test]
fn wrong_codes_pass_the_door_of_typed_secrets() {
    let app = TestApp::with(proving()).extension(Lockout::default()).start();
    confirmed(&app, ANN);
    for _ in 0..2 {
        let mut browser = app.client();
        let (code, _) = asked(&app, &mut browser, ANN);
        for n in 1..=5 {
            assert_eq!(enter(&mut browser, &wrong(&code, n)).status, 422);
        }
    }
    let mut browser = app.client();
    let (code, _) = asked(&app, &mut browser, ANN);
    assert_eq!(enter(&mut browser, &code).status, 429, "lockout has counted ten attempts of the client");
    app.clock.advance(Duration::from_secs(60));
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303, "wrong codes lock no account");
}

// G8, W14
#[test]
fn wrong_passwords_of_strangers_block_no_code() {
    let app = TestApp::with(proving()).extension(Lockout::default().client(None)).start();
    confirmed(&app, ANN);
    let mut browser = app.client();
    let (code, _) = asked(&app, &mut browser, ANN);
    for _ in 0..6 {
        app.client().sign_in(ANN, "wrong-test-password");
    }
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 429, "the control");
    assert_eq!(enter(&mut browser, &code).status, 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

/// Knows one more address of a user, until it is removed.
#[derive(Clone, Debug, Default)]
struct WorkAddress {
    is_removed: Arc<AtomicBool>,
}

const WORK: &str = "ann@work.example";

#[async_trait]
impl Extension for WorkAddress {
    fn id(&self) -> &'static str {
        "work_address"
    }

    fn register(&self, _: &mut Registry) {}

    async fn find_user(&self, cx: &Cx, typed: &str) -> Result<Option<Arc<User>>, Error> {
        match typed == WORK && !self.is_removed.load(Ordering::SeqCst) {
            true => cx.pow().users().get_by(cx, "email", Value::Text(ANN.to_owned())).await,
            false => Ok(None),
        }
    }
}

#[test]
fn user_signs_in_by_an_address_that_an_extension_knows() {
    let app = TestApp::with(proving()).extension(WorkAddress::default()).start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let (code, _) = asked(&app, &mut browser, WORK);
    assert!(mails(&app, ANN).is_empty(), "the mail goes to the address that was typed");
    assert_eq!(enter(&mut browser, &code).status, 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    let user = app.user(ANN).unwrap();
    assert_eq!(user.get(EMAIL_CONFIRMED_AT).unwrap(), None, "that proves another address");
    assert!(app.signs_in(ANN, PASSWORD));
}

#[test]
fn address_that_was_removed_meanwhile_signs_no_user_in() {
    let work = WorkAddress::default();
    let app = TestApp::with(proving()).extension(work.clone()).start();
    drop(app.registered(ANN));
    let (mut browser, mut other) = (app.client(), app.client());
    let (code, _) = asked(&app, &mut browser, WORK);
    let (_, link) = asked(&app, &mut other, WORK);
    work.is_removed.store(true, Ordering::SeqCst);
    assert_eq!(enter(&mut browser, &code).location(), Some(NEW));
    assert_eq!(press(&mut other, &link).status, 410);
    assert_eq!((browser.current_user(), other.current_user()), (None, None));
}

// G2, W15: the address was free when the mail was sent
#[test]
fn address_of_a_user_who_was_locked_meanwhile_begins_no_account() {
    let work = WorkAddress::default();
    work.is_removed.store(true, Ordering::SeqCst);
    let app = TestApp::with(proving()).extension(work.clone()).extension(Lockout::default()).start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let (code, _) = asked(&app, &mut browser, WORK);
    work.is_removed.store(false, Ordering::SeqCst);
    let user = app.user(ANN).unwrap();
    assert!(app.block_on(lock(&app.pow.cx(), &user, None, "test")).unwrap().is_ok());
    assert_eq!(enter(&mut browser, &code).location(), Some(NEW));
    assert_eq!((app.user_count(), browser.current_user()), (1, None));
}

#[test]
fn signed_in_user_is_led_away() {
    let app = TestApp::with(proving()).start();
    confirmed(&app, ANN);
    let (_, link) = asked(&app, &mut app.client(), ANN);
    let mut browser = app.signed_in(&app.user(ANN).unwrap());
    for path in [NEW, SENT] {
        assert_eq!(browser.get(path).status, 303, "{path}");
    }
    assert_eq!(browser.get(&link).status, 409, "the page that offers to sign out first");
    let token = browser.token("/registration/edit");
    assert_eq!(browser.post(CODE, &[("_csrf_token", &token), ("user[code]", "123456")]).status, 303);
    assert!(app.opens(&link), "nothing was used up");
}
