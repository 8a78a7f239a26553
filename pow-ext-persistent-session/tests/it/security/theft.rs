//! A cookie that was copied.
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use crate::common::{ANN, GRACE, app, families, holding, restarted, sessions, set_cookie, signed_in, ticket};
use pow_core::{Config, Error, async_trait, cx::Cx, mail::Mailer, record::User};
use pow_ext_persistent_session::{ByMail, NextSignIn, OnTheft, PersistentSession};
use pow_testing::{Database, FaultyCache, TestApp, on_each_database};

on_each_database!(
    copy_used_after_the_owner_ends_the_family_and_its_sessions,
    owner_who_comes_after_the_thief_ends_the_thiefs_session,
    spent_cookie_within_the_grace_is_no_alarm,
);

const STOLEN: &str = "Someone may have copied";

// PS1
fn copy_used_after_the_owner_ends_the_family_and_its_sessions(database: Database) {
    let app = app(database);
    let browser = signed_in(&app);
    let other = signed_in(&app);
    let copy = ticket(&browser).unwrap();
    let mut owner = restarted(&browser);
    assert_eq!(owner.current_user().as_deref(), Some(ANN));
    app.clock.advance(GRACE);
    let response = holding(&app, &copy).get("/");
    assert_eq!(response.element_text("current-user"), "signed out");
    assert_eq!(set_cookie(&response), None);
    assert_eq!(owner.clone().current_user(), None, "its session has ended");
    assert_eq!(restarted(&owner).current_user(), None, "and so has what follows from its cookie");
    assert_eq!(restarted(&other).current_user().as_deref(), Some(ANN), "another device is not concerned");
    assert_eq!(families(&app).len(), 1);
    // The user is told at the next sign-in, once.
    let mut told = signed_in(&app);
    assert_eq!(told.get("/session/new").status, 303, "a page for guests; the message waits for the next page");
    assert!(told.get("/registration/edit").text().contains(STOLEN));
    assert!(!signed_in(&app).get("/registration/edit").text().contains(STOLEN));
    let mails = app.mailbox();
    assert_eq!(mails.iter().map(|mail| mail.to.to_string()).collect::<Vec<_>>(), [ANN], "and by mail");
    assert!(
        mails.iter().all(|mail| mail.subject.contains("may have been copied") && !mail.text.contains(copy.as_str()))
    );
}

// PS1
fn owner_who_comes_after_the_thief_ends_the_thiefs_session(database: Database) {
    let app = app(database);
    let browser = signed_in(&app);
    let mut thief = holding(&app, &ticket(&browser).unwrap());
    assert_eq!(thief.current_user().as_deref(), Some(ANN));
    app.clock.advance(GRACE);
    assert_eq!(restarted(&browser).current_user(), None);
    assert_eq!(thief.clone().current_user(), None);
    assert_eq!(restarted(&thief).current_user(), None);
    assert_eq!((families(&app).len(), sessions(&app)), (0, 1), "only that of the registration is left");
}

// PS2
fn spent_cookie_within_the_grace_is_no_alarm(database: Database) {
    let app = app(database);
    let browser = signed_in(&app);
    let mut first = restarted(&browser);
    assert_eq!(first.current_user().as_deref(), Some(ANN));
    app.clock.advance(GRACE - std::time::Duration::from_millis(1));
    let mut second = restarted(&browser);
    let response = second.get("/protected");
    assert_eq!(response.text(), format!("protected: {ANN}"));
    assert_eq!(ticket(&second), ticket(&first), "one and the same successor");
    assert!(!second.cookies.contains_key(crate::common::SESSION));
    assert_eq!(first.current_user().as_deref(), Some(ANN));
    assert_eq!((families(&app).len(), app.mailbox().len()), (1, 0));
}

#[test]
fn mail_is_not_sent_where_notices_are_off_or_there_is_no_mailer() {
    let apps = [
        TestApp::with(PersistentSession::default()).policy(|policy| policy.notices = false),
        TestApp::with(PersistentSession::default()).config(|config| Config { mailer: Mailer::default(), ..config }),
        TestApp::with(PersistentSession::default().on_theft(NextSignIn)),
    ];
    for app in apps {
        let app = app.start();
        let browser = signed_in(&app);
        assert_eq!(restarted(&browser).current_user().as_deref(), Some(ANN));
        app.clock.advance(GRACE);
        assert_eq!(restarted(&browser).current_user(), None);
        assert_eq!((families(&app).len(), app.mailbox().len()), (0, 0));
    }
}

#[derive(Clone, Debug, Default)]
struct Count(Arc<AtomicUsize>);

#[async_trait]
impl OnTheft for Count {
    async fn stolen(&self, cx: &Cx, user: &Arc<User>) -> Result<(), Error> {
        assert!(user.id().is_ok());
        let count = self.0.clone();
        cx.after_commit(async move {
            count.fetch_add(1, Ordering::SeqCst);
            Ok(())
        });
        Err(Error::other("a fault of the notice changes nothing"))
    }
}

// PS1
#[test]
fn many_copies_at_once_raise_one_alarm() {
    let count = Count::default();
    let app = TestApp::with(PersistentSession::default().on_theft(count.clone())).workers(4).start();
    let browser = signed_in(&app);
    assert_eq!(restarted(&browser).current_user().as_deref(), Some(ANN));
    app.clock.advance(GRACE);
    let copies: Vec<_> = (0..20).map(|_| restarted(&browser).bytes("GET", "/", None)).collect();
    for response in pow_testing::client::together(app.address(), &copies) {
        assert_eq!(response.element_text("current-user"), "signed out");
    }
    assert_eq!(count.0.load(Ordering::SeqCst), 1);
}

// PS1: whichever call to the cache fails, the family ends and the user is told, at the latest when the copy comes once more.
#[test]
fn alarm_that_fails_half_way_is_raised_again_and_leaves_nothing_out() {
    let mut failed = 0;
    for step in 0.. {
        let (count, cache) = (Count::default(), FaultyCache::default());
        let own = cache.clone();
        let app = TestApp::with(PersistentSession::default().on_theft(count.clone()))
            .config(move |config| Config { cache: own.into(), ..config })
            .start();
        let browser = signed_in(&app);
        let copy = ticket(&browser).unwrap();
        let mut owner = restarted(&browser);
        assert_eq!(owner.current_user().as_deref(), Some(ANN));
        app.clock.advance(GRACE);
        let mut thief = holding(&app, &copy);
        cache.fail(move |call, _| call == step);
        thief.get("/");
        let calls = cache.heal();
        thief.get("/");
        assert_eq!(count.0.load(Ordering::SeqCst), 1, "told once, step {step}");
        assert!(families(&app).is_empty(), "step {step}");
        assert_eq!(owner.current_user(), None, "step {step}");
        assert!(signed_in(&app).get("/registration/edit").text().contains(STOLEN), "step {step}");
        if calls <= step {
            break;
        }
        failed += 1;
    }
    assert!(failed > 3, "{failed} steps");
}

// PS1
#[test]
fn older_cookie_of_an_ended_family_raises_one_alarm() {
    let count = Count::default();
    let app = TestApp::with(PersistentSession::default().on_theft(count.clone())).start();
    let browser = signed_in(&app);
    let mut later = restarted(&browser);
    assert_eq!(later.current_user().as_deref(), Some(ANN));
    assert_eq!(later.sign_out().status, 303);
    app.clock.advance(GRACE);
    for _ in 0..2 {
        assert_eq!(restarted(&browser).current_user(), None);
        assert_eq!(count.0.load(Ordering::SeqCst), 1);
    }
}

// PS1: as long as the family would have lived
#[test]
fn older_cookie_of_a_family_that_would_have_expired_is_no_alarm() {
    let count = Count::default();
    let app = TestApp::with(PersistentSession::default().on_theft(count.clone())).start();
    let browser = signed_in(&app);
    let mut later = restarted(&browser);
    assert_eq!(later.current_user().as_deref(), Some(ANN));
    assert_eq!(later.sign_out().status, 303);
    app.clock.advance(crate::common::DAY * 30);
    assert_eq!(restarted(&browser).current_user(), None);
    assert_eq!(count.0.load(Ordering::SeqCst), 0);
}

/// The first mail can't be written.
#[derive(Clone, Debug, Default)]
struct AtLast(Count);

#[async_trait]
impl OnTheft for AtLast {
    async fn stolen(&self, cx: &Cx, user: &Arc<User>) -> Result<(), Error> {
        match self.0.0.fetch_add(1, Ordering::SeqCst) {
            0 => Err(Error::other("the database is away")),
            _ => ByMail.stolen(cx, user).await,
        }
    }
}

#[test]
fn mail_that_could_not_be_written_is_sent_at_the_next_sign_in() {
    let app = TestApp::with(PersistentSession::default().on_theft(AtLast::default())).start();
    let browser = signed_in(&app);
    let copy = ticket(&browser).unwrap();
    assert_eq!(restarted(&browser).current_user().as_deref(), Some(ANN));
    app.clock.advance(GRACE);
    assert_eq!(holding(&app, &copy).current_user(), None);
    assert!(families(&app).is_empty() && app.mailbox().is_empty());
    assert!(signed_in(&app).get("/registration/edit").text().contains(STOLEN));
    assert_eq!(app.mailbox().len(), 1);
    drop(signed_in(&app));
    assert_eq!(app.mailbox().len(), 1, "once");
}
