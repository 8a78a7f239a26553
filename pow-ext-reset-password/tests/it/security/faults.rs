//! A service that fails in the middle: the link and the password go together.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use crate::common::{NEW_PASSWORD, ask, link, reset};
use pow_core::{
    Config, Error, async_trait,
    changeset::{Changeset, Operation},
    cx::Cx,
    extension::{Extension, Registry},
    extensions,
    messages::Message,
    record::User,
    store::Transaction,
};
use pow_ext_reset_password::{RESET_PASSWORD, ResetPassword};
use pow_testing::{
    Database, FaultyCache, Logs, TestApp,
    app::Builder,
    client::{ANN, PASSWORD},
    on_each_database,
};

on_each_database!(
    cache_that_fails_after_the_write_leaves_a_dead_link_and_the_new_password,
    write_that_fails_leaves_a_good_link_and_the_old_password,
    write_that_an_extension_refuses_leaves_a_good_link,
    requests_for_a_link_that_failed_take_no_room_from_later_ones,
);

const SIGN_IN: Option<&str> = Some("/session/new");

/// Ann is registered; the cache fails when the test says so.
fn started(builder: Builder, extensions: Vec<Arc<dyn Extension>>) -> (TestApp, FaultyCache) {
    let cache = FaultyCache::default();
    let own = cache.clone();
    let app = builder.config(move |config| Config { extensions, cache: own.into(), ..config }).start();
    drop(app.registered(ANN));
    (app, cache)
}

// F3: as after a crash between the commit and the spending of the token.
fn cache_that_fails_after_the_write_leaves_a_dead_link_and_the_new_password(database: Database) {
    let (app, cache) = started(TestApp::builder().database(database), extensions![ResetPassword::default()]);
    let link = link(&app, ANN);
    let mut browser = app.client();
    let form = browser.get(&link).text();
    let words = [("user[password]", NEW_PASSWORD), ("user[password_confirmation]", NEW_PASSWORD)];
    cache.fail(|_, name| name == "take");
    let done = browser.submit_form(&form, &link, &words);
    assert!(cache.heal() > 0);
    assert_eq!(done.location(), SIGN_IN, "{}", done.text());
    assert!(!app.opens(&link), "although the token is in the cache still");
    let again = browser.submit_form(&form, &link, &[("user[password]", "third-test-password")]);
    assert_eq!(again.status, 410);
    assert!(app.signs_in(ANN, NEW_PASSWORD) && !app.signs_in(ANN, PASSWORD));
}

/// Fails in the write of a reset, or refuses it, as often as it is told to.
#[derive(Clone, Debug, Default)]
struct InTheWay {
    fails: Arc<AtomicBool>,
    refuses: Arc<AtomicBool>,
}

#[async_trait]
impl Extension for InTheWay {
    fn id(&self) -> &'static str {
        "in_the_way"
    }

    fn register(&self, registry: &mut Registry) {
        registry.messages("en", "in-the-way-no = Not today.");
    }

    async fn before_write(&self, _: &Cx, _: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
        if changeset.operation() == RESET_PASSWORD && self.refuses.swap(false, Ordering::SeqCst) {
            changeset.error("password", Message::new("in-the-way-no"));
        }
        Ok(())
    }

    async fn after_write(
        &self,
        _: &Cx,
        _: &mut dyn Transaction,
        changeset: &Changeset,
        _: &Arc<User>,
    ) -> Result<(), Error> {
        let Operation(operation) = changeset.operation();
        if operation == RESET_PASSWORD.0 && self.fails.swap(false, Ordering::SeqCst) {
            return Err(Error::Unavailable { service: "something", source: "the test wants it so".into() });
        }
        Ok(())
    }

    fn may_recover(&self, _: &Cx, _: &User) -> Result<bool, Error> {
        match self.fails.load(Ordering::SeqCst) && self.refuses.load(Ordering::SeqCst) {
            true => Err(Error::other("nobody can tell")),
            false => Ok(true),
        }
    }
}

// F3: the statement has run, and the transaction has come to nothing.
fn write_that_fails_leaves_a_good_link_and_the_old_password(database: Database) {
    let way = InTheWay::default();
    let list = extensions![ResetPassword::default(), way.clone()];
    let (app, cache) = started(TestApp::builder().database(database), list);
    let link = link(&app, ANN);
    way.fails.store(true, Ordering::SeqCst);
    assert_eq!(reset(&mut app.client(), &link, NEW_PASSWORD).status, 503);
    assert!(app.opens(&link) && app.signs_in(ANN, PASSWORD));
    // Nor does a cache that fails before the write burn it.
    let mut browser = app.client();
    let form = browser.get(&link).text();
    let words = [("user[password]", NEW_PASSWORD), ("user[password_confirmation]", NEW_PASSWORD)];
    cache.fail(|call, _| call > 0);
    assert_eq!(browser.submit_form(&form, &link, &words).status, 503);
    cache.heal();
    assert!(app.opens(&link) && app.signs_in(ANN, PASSWORD));
    assert_eq!(reset(&mut app.client(), &link, NEW_PASSWORD).location(), SIGN_IN);
    assert!(!app.opens(&link) && app.signs_in(ANN, NEW_PASSWORD));
}

// K3
fn write_that_an_extension_refuses_leaves_a_good_link(database: Database) {
    let way = InTheWay::default();
    let list = extensions![ResetPassword::default(), way.clone()];
    let (app, _) = started(TestApp::builder().database(database), list);
    let link = link(&app, ANN);
    way.refuses.store(true, Ordering::SeqCst);
    let refused = reset(&mut app.client(), &link, NEW_PASSWORD);
    assert!(refused.status == 422 && refused.text().contains("Not today."), "{}", refused.text());
    assert!(app.opens(&link) && app.signs_in(ANN, PASSWORD));
    assert_eq!(reset(&mut app.client(), &link, NEW_PASSWORD).location(), SIGN_IN);
}

// F3, K18
fn requests_for_a_link_that_failed_take_no_room_from_later_ones(database: Database) {
    let (app, cache) = started(TestApp::builder().database(database), extensions![ResetPassword::default()]);
    // The first is counted (a get and a put), and then none gets its token.
    cache.fail(|call, name| call > 1 && name == "put_if_absent");
    for _ in 0..7 {
        assert_eq!(ask(&mut app.client(), ANN).status, 503);
    }
    assert!(cache.heal() >= 7 && app.mailbox().is_empty());
    assert!(app.opens(&link(&app, ANN)));
}

#[test]
fn who_can_not_be_signed_in_after_the_reset_is_told_that_the_password_is_saved() {
    let (app, cache) = started(TestApp::builder(), extensions![ResetPassword::default().sign_in(true)]);
    let link = link(&app, ANN);
    let mut browser = app.client();
    let form = browser.get(&link).text();
    let words = [("user[password]", NEW_PASSWORD), ("user[password_confirmation]", NEW_PASSWORD)];
    // The token is taken away when the write is committed; from then on nothing can be reached.
    let mut is_done = false;
    cache.fail(move |_, name| {
        let fails = is_done;
        is_done |= name == "take";
        fails
    });
    let done = browser.submit_form(&form, &link, &words);
    cache.heal();
    assert_eq!(done.location(), SIGN_IN, "{}", done.text());
    assert!(browser.get("/session/new").text().contains("Your new password is saved."));
    assert_eq!(browser.current_user(), None);
    assert!(!app.opens(&link) && app.signs_in(ANN, NEW_PASSWORD));
}

// E8: as for an unknown address, and the operator reads why.
#[test]
fn fault_of_an_extension_that_is_asked_sends_nothing_and_is_logged() {
    if !pow_testing::alone() {
        return;
    }
    let (logs, way) = (Logs::capture(), InTheWay::default());
    let (app, _) = started(TestApp::builder(), extensions![ResetPassword::default(), way.clone()]);
    way.fails.store(true, Ordering::SeqCst);
    way.refuses.store(true, Ordering::SeqCst);
    let (known, unknown) = (ask(&mut app.client(), ANN), ask(&mut app.client(), "nobody@example.com"));
    assert_eq!((known.status, known.location()), (unknown.status, unknown.location()));
    assert_eq!(app.mailbox().len(), 0);
    let unsent = |event: &&pow_testing::logs::Logged| event.target == "pow::reset_password::unsent";
    assert_eq!(logs.events().iter().filter(unsent).count(), 1);
}
