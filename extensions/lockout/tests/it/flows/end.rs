//! What ends a lock by wrong passwords, and what ends a known browser.

use std::{
    io::Write,
    net::TcpStream,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use pow_core::{
    Config, Error, async_trait,
    cx::Cx,
    limit::Limit,
    record::User,
    schema::Value,
    users::{self, Attempt, AttemptKind, BaseUsers, Users},
};
use pow_ext_lockout::{Lockout, lock, unlock};
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, Database, HeldHasher, TestApp,
    client::{ANN, PASSWORD},
    held::Step,
};

use tokio::sync::Notify;

use crate::common::{
    ATTACK, MINUTE, QUARTER, WRONG, app, attack, builder, is_in, link_of, mails, sign_in_bytes, stranger,
};

const NEW: &str = "another-test-password";

/// A hundred wrong passwords in a row, five in each quarter of an hour.
fn row_is_full(app: &TestApp) {
    for quarter in 0..20 {
        drop(attack(app, ANN, quarter * 5..quarter * 5 + 5));
        app.clock.advance(QUARTER);
    }
    assert_eq!(stranger(app, 50_000).sign_in(ANN, PASSWORD).status, 429, "time alone opens nothing");
}

// W13, W14
#[test]
fn hundred_wrong_passwords_in_a_row_end_with_a_sign_in_of_the_owner() {
    let (app, hasher) = app(Lockout::default(), Database::sqlite());
    row_is_full(&app);
    assert_eq!(hasher.take(), 100);
    let refused = stranger(&app, 50_001).sign_in(ANN, WRONG);
    assert!(!refused.text().contains("You can try again in"), "no time is promised: {}", refused.text());
    let mut owner = stranger(&app, 50_002);
    let link = link_of(&app, ANN, ATTACK);
    owner.submit(&link, &link, &[]);
    assert_eq!(stranger(&app, 50_003).sign_in(ANN, PASSWORD).status, 429, "the link unlocks one browser");
    assert!(is_in(&owner.sign_in(ANN, PASSWORD)));
    assert!(is_in(&stranger(&app, 50_004).sign_in(ANN, PASSWORD)), "the row has ended");
}

#[test]
fn owner_gets_another_link_after_the_last_one_has_expired() {
    let (app, _) = app(Lockout::default(), Database::sqlite());
    row_is_full(&app);
    let before = mails(&app, ANN, ATTACK);
    app.clock.advance(5 * QUARTER);
    assert_eq!(stranger(&app, 50_005).sign_in(ANN, PASSWORD).status, 429);
    assert_eq!(mails(&app, ANN, ATTACK), before + 1);
    assert!(app.opens(&link_of(&app, ANN, ATTACK)));
}

#[test]
fn owner_who_resets_a_forgotten_password_signs_in_at_once() {
    let (builder, _) = builder(Lockout::default(), Database::sqlite());
    let app = builder.extension(ResetPassword::default()).start();
    drop(app.registered(ANN));
    assert_eq!(attack(&app, ANN, 0..6), [422, 422, 422, 422, 422, 429]);
    let mut owner = stranger(&app, 50_000);
    owner.submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    let link = link_of(&app, ANN, "reset_password/link");
    owner.submit(&link, &link, &[("user[password]", NEW), ("user[password_confirmation]", NEW)]);
    assert!(is_in(&owner.sign_in(ANN, NEW)));
}

#[test]
fn administrator_who_unlocks_an_account_ends_its_counts() {
    let (app, _) = app(Lockout::default(), Database::sqlite());
    row_is_full(&app);
    let cx = app.pow.cx();
    let locked = app.block_on(lock(&cx, &app.user(ANN).unwrap(), None, "")).unwrap().unwrap();
    assert!(app.block_on(unlock(&cx, &locked)).unwrap().is_ok());
    assert!(is_in(&stranger(&app, 50_000).sign_in(ANN, PASSWORD)));
}

/// A browser that was known for an account whose places strangers have used up.
fn is_refused(app: &TestApp, browser: &Client, email: &str, password: &str) -> bool {
    drop(attack(app, email, 60_000..60_006));
    app.copy(browser).sign_in(email, password).status == 429
}

#[test]
fn user_id_of_a_deleted_account_takes_its_known_browsers_with_it() {
    let (app, _) = app(Lockout::default().client(None), Database::sqlite());
    let bob = "bob@example.com";
    let mut mallory = stranger(&app, 50_000);
    mallory.register(bob, PASSWORD);
    let token = mallory.token("/registration/edit");
    assert_eq!(mallory.post("/registration", &[("_csrf_token", &token), ("_method", "DELETE")]).status, 303);
    app.clock.advance(MINUTE);
    drop(stranger(&app, 50_001).register(bob, NEW));
    assert!(is_refused(&app, &mallory, bob, NEW));
}

#[test]
fn new_password_takes_the_places_of_browsers_that_knew_the_old_one() {
    let (app, _) = app(Lockout::default().client(None), Database::sqlite());
    let mut thief = stranger(&app, 50_000);
    assert!(is_in(&thief.sign_in(ANN, PASSWORD)));
    thief.sign_out();
    let mut owner = stranger(&app, 50_001);
    assert!(is_in(&owner.sign_in(ANN, PASSWORD)));
    app.clock.advance(MINUTE);
    assert_eq!(owner.change_password(PASSWORD, NEW).status, 303);
    assert!(is_refused(&app, &thief, ANN, NEW));
    app.clock.advance(QUARTER);
    owner.sign_out();
    assert!(is_in(&owner.sign_in(ANN, NEW)));
    assert_eq!(
        mails(&app, ANN, crate::common::NEW_SIGN_IN),
        2,
        "the thief's and the owner's first, and none for the new password"
    );
    owner.sign_out();
    assert!(!is_refused(&app, &owner, ANN, NEW), "known again");
}

#[test]
fn new_password_takes_the_places_also_where_sessions_go_on() {
    let (builder, _) = builder(Lockout::default().client(None), Database::sqlite());
    let app = builder.policy(|policy| policy.end_other_sessions_on_password_change = false).start();
    drop(app.registered(ANN));
    let mut thief = stranger(&app, 50_000);
    assert!(is_in(&thief.sign_in(ANN, PASSWORD)));
    thief.sign_out();
    let mut owner = stranger(&app, 50_001);
    assert!(is_in(&owner.sign_in(ANN, PASSWORD)));
    assert_eq!(owner.change_password(PASSWORD, NEW).status, 303);
    assert!(is_refused(&app, &thief, ANN, NEW));
    owner.sign_out();
    assert!(is_in(&owner.sign_in(ANN, NEW)), "during the attack");
}

#[test]
fn reset_ends_the_count_of_current_passwords() {
    let (builder, _) = builder(Lockout::default().client(None), Database::sqlite());
    let app = builder.extension(ResetPassword::default()).start();
    let mut thief = app.registered(ANN);
    for _ in 0..5 {
        assert_eq!(thief.change_password("wrong-test-password", NEW).status, 422);
    }
    assert_eq!(thief.change_password(PASSWORD, NEW).status, 429);
    let mut owner = stranger(&app, 50_000);
    owner.submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    let link = link_of(&app, ANN, "reset_password/link");
    owner.submit(&link, &link, &[("user[password]", NEW), ("user[password_confirmation]", NEW)]);
    assert!(is_in(&owner.sign_in(ANN, NEW)));
    assert_eq!(owner.change_password(NEW, PASSWORD).status, 303);
}

// W14
#[test]
fn attacker_who_hangs_up_does_not_keep_the_link_from_the_owner() {
    let held = HeldHasher::new();
    let hasher = held.clone();
    let (builder, _) = builder(Lockout::default().account(Limit::new(1, QUARTER)), Database::sqlite());
    let app = builder.policy(move |policy| policy.password.hasher = Arc::new(hasher)).start();
    drop(app.registered(ANN));
    let guess = sign_in_bytes(&mut stranger(&app, 0), ANN, WRONG);
    held.hold(Step::Verify, 1);
    let mut connection = TcpStream::connect(app.address()).unwrap();
    connection.write_all(&guess).unwrap();
    held.wait_until_held();
    drop(connection);
    thread::sleep(Duration::from_millis(300));
    held.release();
    assert_eq!(stranger(&app, 1).sign_in(ANN, PASSWORD).status, 429);
    // Either request has mailed it. The attacker's may still be at work, if the server has not noticed that the client is gone.
    assert_eq!(mails_in_time(&app), 1);
}

/// A user context whose look-ups wait once they are held.
#[derive(Clone, Debug)]
struct HeldUsers(Arc<(AtomicBool, Notify, Notify)>);

#[async_trait]
impl Users for HeldUsers {
    async fn get_by(&self, cx: &Cx, field: &'static str, value: Value) -> Result<Option<Arc<User>>, Error> {
        let (is_held, waits, goes_on) = &*self.0;
        if is_held.load(Ordering::SeqCst) {
            waits.notify_one();
            goes_on.notified().await;
        }
        BaseUsers.get_by(cx, field, value).await
    }
}

// W14
#[test]
fn mail_to_the_owner_is_written_though_its_request_ends_in_the_middle() {
    let held = HeldUsers(Arc::new((AtomicBool::new(false), Notify::new(), Notify::new())));
    let users = Arc::new(held.clone());
    let (builder, _) = builder(Lockout::default().account(Limit::new(1, QUARTER)), Database::sqlite());
    let app = builder.config(move |config| Config { users, ..config }).start();
    drop(app.registered(ANN));
    let (is_held, waits, goes_on) = &*held.0;
    is_held.store(true, Ordering::SeqCst);
    let (cx, guess) = (app.pow.cx(), Attempt::new(AttemptKind::PASSWORD, ANN));
    app.block_on(async {
        let attempt = users::attempt(&cx, &guess, async { Ok(false) }, |is_right| *is_right);
        // The place of the mail is taken, and the mail is not made yet: here the future of the request is dropped.
        tokio::select! {
            ended = attempt => panic!("the look-up did not wait: {ended:?}"),
            () = waits.notified() => {}
        }
    });
    assert_eq!(mails(&app, ANN, ATTACK), 0);
    is_held.store(false, Ordering::SeqCst);
    goes_on.notify_one();
    assert_eq!(mails_in_time(&app), 1);
}

/// The mails about the attack, as soon as there is one, or after ten seconds.
fn mails_in_time(app: &TestApp) -> usize {
    let limit = Instant::now() + Duration::from_secs(10);
    while mails(app, ANN, ATTACK) == 0 && Instant::now() < limit {
        thread::sleep(Duration::from_millis(20));
    }
    mails(app, ANN, ATTACK)
}

// S17
#[test]
fn wrong_password_alone_is_remembered_for_six_hours() {
    let (app, _) = app(Lockout::default().in_a_row(2), Database::sqlite());
    let six_hours = 24 * QUARTER;
    for number in 0..3 {
        assert_eq!(stranger(&app, number).sign_in(ANN, WRONG).status, 422);
        app.clock.advance(six_hours);
    }
    // The control: two at once.
    assert_eq!(attack(&app, ANN, 10..13), [422, 422, 429]);
}

// W13: an attack goes on while the owner changes the password.
#[test]
fn browser_in_which_the_owner_changes_the_account_has_its_places_again() {
    let (app, _) = app(Lockout::default().client(None), Database::sqlite());
    let mut owner = stranger(&app, 50_001);
    assert!(is_in(&owner.sign_in(ANN, PASSWORD)));
    assert_eq!(owner.change_password(PASSWORD, NEW).status, 303);
    assert_eq!(owner.change_password(NEW, PASSWORD).status, 303, "the current password is checked");
    drop(attack(&app, ANN, 0..6));
    assert_eq!(owner.change_password(PASSWORD, NEW).status, 303, "also during the attack");
    owner.sign_out();
    assert!(is_in(&owner.sign_in(ANN, NEW)));
    let new_id = "ann.new@example.com";
    let change = [("user[email]", new_id), ("user[current_password]", NEW)];
    assert_eq!(owner.submit("/registration/edit/email", "/registration", &change).status, 303);
    owner.sign_out();
    assert!(!is_refused(&app, &owner, new_id, NEW), "also under another user id");
}

// W13: a form that was refused for the time being leads to its page like any other.
#[test]
fn refused_attempt_of_a_browser_leads_to_the_page() {
    let (app, _) = app(Lockout::default(), Database::sqlite());
    drop(attack(&app, ANN, 0..6));
    let mut browser = stranger(&app, 50_000);
    browser.navigates = true;
    let refused = browser.sign_in(ANN, PASSWORD);
    assert_eq!((refused.status, refused.location()), (303, Some("/session/new")));
    let page = browser.get("/session/new");
    assert_eq!(page.status, 200);
    assert!(page.text().contains("You can try again in") && page.text().contains(ANN), "{}", page.text());
    assert_eq!(browser.current_user(), None);
}
