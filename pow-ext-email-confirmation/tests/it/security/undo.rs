//! The link by which the owner of an address undoes its change.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use crate::common::{ANN, BOB, NEW, change, confirm, confirmed, flashes, row, unconfirm, with_ann};
use lock_users::{LOCKED_AT, LockUsers};
use pow_core::{
    Clock, Error,
    changeset::{Changeset, Operation},
    cx::Cx,
    extension::{Extension, Registry},
    record::User,
    schema::Value,
    users::{self, AUTH_EPOCH, EMAIL, PASSWORD_HASH},
};
use pow_ext_email_confirmation::{EMAIL_UNDO, EmailConfirmation};
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, Database, TestApp,
    client::{PASSWORD, encode, together},
    on_each_database,
    race::{REQUESTS, rounds_or},
};

on_each_database!(
    change_is_undone_once_and_every_session_ends,
    of_parallel_uses_exactly_one_undoes,
    first_owner_regains_the_account_after_several_changes,
    address_that_another_account_has_by_now_stays_there,
    unconfirmed_registration_of_the_address_gives_way,
    link_of_a_deleted_account_does_nothing,
);

const UNDONE: &str =
    "Your email address is back, and your account is signed out on all devices. Sign in and change your password.";
const DEAD: &str = "It was already used or has expired.";
const IN_PLACE: &str = "This email address already belongs to your account. You don’t need to do anything.";
const FAILED: &str = "We couldn’t put this email address back. Nothing was changed.";
const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);

/// Changes the address as its user, and returns the link in the notice to the old one.
fn replace(app: &TestApp, browser: &mut Client, old: &str, new: &str) -> String {
    change(browser, new);
    assert_eq!(confirm(browser, &app.mailed_link(new)).status, 303);
    let notice = app.mailbox().into_iter().rfind(|mail| mail.name == "email_changed").unwrap();
    assert_eq!(notice.to.to_string(), old);
    app.link_in(&notice)
}

/// What a browser is told that presses the button of a link, or would.
fn told(app: &TestApp, link: &str) -> Vec<String> {
    let mut browser = app.client();
    let page = browser.get(link);
    if page.status == 200 {
        let answer = browser.submit_form(&page.text(), link, &[]);
        return if answer.status == 410 { ended(&answer) } else { flashes(&browser.get("/session/new")) };
    }
    ended(&page)
}

/// What the page of a link says that does nothing, with the way to the sign-in.
fn ended(page: &pow_testing::Response) -> Vec<String> {
    let html = page.text();
    assert!(page.status == 410 && html.contains("href=\"/session/new\">Sign in</a>"), "{}: {html}", page.status);
    let text = html.split("</h1>\n<p>").nth(1).unwrap().split("</p>").next().unwrap();
    vec![text.to_owned()]
}

// V22
fn change_is_undone_once_and_every_session_ends(database: Database) {
    let (app, mut thief) = with_ann(database);
    let link = replace(&app, &mut thief, ANN, NEW);
    assert_eq!(thief.current_user().as_deref(), Some(NEW));
    // A pending change doesn't survive either.
    change(&mut thief, BOB);
    let epoch = app.user(NEW).unwrap().get(AUTH_EPOCH).unwrap();
    let page = app.client().get(&link);
    assert!(page.status == 200 && !page.text().contains(ANN) && !page.text().contains(NEW), "{}", page.text());
    assert!(app.user(NEW).is_some(), "a scanner that opens the link changes nothing");
    assert_eq!(told(&app, &link), [UNDONE]);
    assert!(app.user(NEW).is_none() && thief.current_user().is_none());
    let ann = app.user(ANN).unwrap();
    assert_eq!((ann.get(AUTH_EPOCH).unwrap(), ann.get(EMAIL_UNDO).unwrap()), (epoch + 1, None));
    assert_eq!(row(&app, ANN), (None, true, None));
    assert!(!app.opens(&app.mailed_link(BOB)), "the link of the pending change");
    assert_eq!(told(&app, &link), [IN_PLACE]);
    assert!(app.signs_in(ANN, PASSWORD), "without a page to choose a new password, the old one stays");
    // The owner may change the address later, and the used link stays dead.
    let mut owner = app.client();
    assert_eq!(owner.sign_in(ANN, PASSWORD).status, 303);
    let second = replace(&app, &mut owner, ANN, "ann2@example.com");
    assert_eq!(told(&app, &link), [DEAD]);
    assert!(app.user("ann2@example.com").is_some());
    assert_eq!(told(&app, &second), [UNDONE]);
}

// V22
fn of_parallel_uses_exactly_one_undoes(database: Database) {
    let app = TestApp::with(EmailConfirmation::default()).each_form_is_new().database(database).start();
    for round in 0..rounds_or(10) {
        let old = format!("ann{round}@example.com");
        let mut ann = confirmed(&app, &old);
        let link = replace(&app, &mut ann, &old, &format!("new{round}@example.com"));
        let before = app.user(&format!("new{round}@example.com")).unwrap();
        let mut browser = app.client();
        let form = encode(&[("_csrf_token", &browser.token(&link))]);
        let requests = vec![browser.bytes("POST", &link, Some(&form)); REQUESTS];
        let answers = together(app.address(), &requests);
        let undone = |answer: &&pow_testing::Response| {
            let mut visitor = app.copy(&browser);
            visitor.keep(answer);
            flashes(&visitor.get("/session/new")) == [UNDONE]
        };
        assert_eq!(answers.iter().filter(undone).count(), 1, "round {round}");
        let after = app.user(&old).unwrap();
        assert_eq!(after.get(AUTH_EPOCH).unwrap(), before.get(AUTH_EPOCH).unwrap() + 1);
    }
}

// V22: a thief who changes the address twice
fn first_owner_regains_the_account_after_several_changes(database: Database) {
    let (app, mut thief) = with_ann(database);
    let first = replace(&app, &mut thief, ANN, NEW);
    let second = replace(&app, &mut thief, NEW, "third@example.com");
    let third = replace(&app, &mut thief, "third@example.com", "fourth@example.com");
    // The thief's own link ends those that are later, and not that of the owner.
    assert_eq!(told(&app, &second), [UNDONE]);
    assert!(app.user(NEW).is_some() && !app.opens(&third) && app.opens(&first));
    assert_eq!(told(&app, &first), [UNDONE]);
    assert!(app.user(ANN).is_some());
    for link in [&second, &third] {
        assert_eq!(told(&app, link), [DEAD]);
    }
    let last =
        app.mailbox().into_iter().rfind(|mail| mail.name == "email_changed" && mail.to.to_string() == NEW).unwrap();
    assert!(!last.text.contains("/undo-email-change/"), "the replaced address can't undo it: {}", last.text);
}

// V22, V6
fn address_that_another_account_has_by_now_stays_there(database: Database) {
    let (app, mut thief) = with_ann(database);
    let link = replace(&app, &mut thief, ANN, NEW);
    drop(confirmed(&app, ANN));
    let (taken, changed) = (app.user(ANN).unwrap().id().unwrap(), app.user(NEW).unwrap());
    assert_eq!(told(&app, &link), [FAILED]);
    assert_eq!(app.user(ANN).unwrap().id().unwrap(), taken);
    assert_eq!(app.user(NEW).unwrap().get(AUTH_EPOCH).unwrap(), changed.get(AUTH_EPOCH).unwrap());
    assert_eq!(thief.current_user().as_deref(), Some(NEW));
}

// V22
fn unconfirmed_registration_of_the_address_gives_way(database: Database) {
    let (app, mut thief) = with_ann(database);
    let ann = app.user(ANN).unwrap().id().unwrap();
    let link = replace(&app, &mut thief, ANN, NEW);
    drop(app.client().register(ANN, PASSWORD));
    assert_ne!(app.user(ANN).unwrap().id().unwrap(), ann, "the thief keeps the address busy");
    assert_eq!(told(&app, &link), [UNDONE]);
    assert_eq!((app.user(ANN).unwrap().id().unwrap(), app.user_count()), (ann, 1));
    assert_eq!(thief.current_user(), None);
}

// V22, W15: nothing removes a locked account
#[test]
fn locked_registration_of_the_address_stays() {
    let app = TestApp::with(EmailConfirmation::default()).extension(LockUsers).start();
    let mut thief = confirmed(&app, ANN);
    let link = replace(&app, &mut thief, ANN, NEW);
    drop(app.client().register(ANN, PASSWORD));
    let locked = app.user(ANN).unwrap();
    // Written by a program of its own: the link of the registration stays.
    app.write(ANN, LOCKED_AT.name(), Value::DateTime(app.clock.now()));
    assert_eq!(told(&app, &link), [FAILED]);
    assert_eq!((app.user(ANN).unwrap().id().unwrap(), app.user_count()), (locked.id().unwrap(), 2));
}

// V22
fn link_of_a_deleted_account_does_nothing(database: Database) {
    let (app, mut thief) = with_ann(database);
    let link = replace(&app, &mut thief, ANN, NEW);
    let user = app.user(NEW).unwrap();
    app.block_on(async { app.pow.users().delete(&app.pow.cx(), &user).await.unwrap().unwrap() });
    assert_eq!((told(&app, &link), app.user_count()), (vec![DEAD.to_owned()], 0));
}

// V22, Y1
#[test]
fn forged_link_undoes_nothing() {
    let (app, mut thief) = with_ann(Database::sqlite());
    let link = replace(&app, &mut thief, ANN, NEW);
    let (path, token) = link.rsplit_once('/').unwrap();
    let mut forged = vec![token[1..].to_owned(), format!("{token}A"), "x".to_owned(), app.mailed_link(NEW)];
    for at in [0, token.len() / 2, token.len() - 1] {
        let other = if token.as_bytes()[at] == b'A' { "B" } else { "A" };
        forged.push(format!("{}{other}{}", &token[..at], &token[at + 1..]));
    }
    forged.push(pow_core::plug::sign_token(&app.pow, "email_confirmation", "x"));
    for token in forged {
        let token = token.rsplit('/').next().unwrap();
        assert_eq!(told(&app, &format!("{path}/{token}")), [DEAD], "{token}");
    }
    // The row has no address from before, and what it has makes no link.
    let stored = app.user(NEW).unwrap().get(EMAIL_UNDO).unwrap().unwrap();
    assert_eq!(stored.len(), 22, "only a nonce");
    assert_eq!(told(&app, &format!("{path}/{stored}")), [DEAD]);
    assert!(app.user(NEW).is_some() && app.opens(&link));
}

// V22, Z1
#[test]
fn link_works_for_seven_days() {
    let (app, mut thief) = with_ann(Database::sqlite());
    let until = (app.pow.clock().now() + WEEK).format("until %-d %B %Y, %H:%M UTC").to_string();
    let link = replace(&app, &mut thief, ANN, NEW);
    assert!(app.mailbox().iter().any(|mail| mail.name == "email_changed" && mail.text.contains(&until)), "{until}");
    app.clock.advance(WEEK - Duration::from_millis(1));
    assert!(app.opens(&link));
    app.clock.advance(Duration::from_millis(1));
    assert_eq!(told(&app, &link), [DEAD]);
    assert!(app.user(NEW).is_some());
}

// V22
#[test]
fn many_changes_do_not_push_out_the_first_link() {
    let (app, mut thief) = with_ann(Database::sqlite());
    let first = replace(&app, &mut thief, ANN, "t0@example.com");
    for n in 0..12 {
        let user = app.user(&format!("t{n}@example.com")).unwrap();
        let mut changeset = Changeset::new(Operation::UPDATE, Some(user), Arc::default());
        let next = Some(format!("t{}@example.com", n + 1));
        changeset.put(EMAIL, next.clone());
        changeset.prove(EMAIL, next);
        let written = app.block_on(async { users::write(&app.pow.cx(), changeset).await.unwrap() });
        written.unwrap();
    }
    let notices: Vec<_> = app.mailbox().into_iter().filter(|mail| mail.name == "email_changed").collect();
    let links = notices.iter().filter(|mail| mail.text.contains("/undo-email-change/")).count();
    assert_eq!((notices.len(), links), (13, 8));
    assert_eq!(told(&app, &first), [UNDONE]);
    assert!(app.user(ANN).is_some());
}

// V22
#[test]
fn password_is_void_where_a_new_one_can_be_chosen() {
    let app = TestApp::with(EmailConfirmation::default()).extension(ResetPassword::default()).start();
    let mut thief = confirmed(&app, ANN);
    let link = replace(&app, &mut thief, ANN, NEW);
    let before = app.user(NEW).unwrap().get(PASSWORD_HASH).unwrap();
    let mut owner = app.client();
    let page = owner.get(&link).text();
    assert!(page.contains("choose a new one by email"), "{page}");
    assert_eq!(owner.submit_form(&page, &link, &[]).location(), Some("/reset-password/new"));
    let after = app.user(ANN).unwrap().get(PASSWORD_HASH).unwrap();
    assert!(after.is_some() && after != before && !app.signs_in(ANN, PASSWORD));
    assert!(owner.get("/reset-password/new").text().contains(&format!("value=\"{ANN}\"")), "the address is filled in");
    assert!(app.mailbox().iter().all(|mail| mail.name != "password_changed"), "the owner has chosen no password");
}

/// Denies recovery, as a lock does.
#[derive(Clone, Debug, Default)]
struct Locking(Arc<AtomicBool>);

impl Extension for Locking {
    fn id(&self) -> &'static str {
        "locking"
    }

    fn register(&self, _: &mut Registry) {}

    fn may_recover(&self, _: &Cx, _: &User) -> Result<bool, Error> {
        Ok(!self.0.load(Ordering::SeqCst))
    }
}

// V22, W15
#[test]
fn link_does_nothing_while_the_account_is_locked() {
    let locking = Locking::default();
    let app = TestApp::with(EmailConfirmation::default()).extension(locking.clone()).start();
    let mut thief = confirmed(&app, ANN);
    let link = replace(&app, &mut thief, ANN, NEW);
    locking.0.store(true, Ordering::SeqCst);
    assert_eq!(told(&app, &link), [DEAD]);
    assert!(app.user(NEW).is_some());
    locking.0.store(false, Ordering::SeqCst);
    assert_eq!(told(&app, &link), [UNDONE]);
}

#[test]
fn unconfirmed_address_and_profile_without_notices_get_no_link() {
    let (app, mut ann) = with_ann(Database::sqlite());
    unconfirm(&app, ANN);
    change(&mut ann, NEW);
    assert_eq!(confirm(&mut app.client(), &app.mailed_link(NEW)).status, 303);
    let notice = app.mailbox().into_iter().rfind(|mail| mail.name == "email_changed").unwrap();
    assert!(!notice.text.contains("/undo-email-change/"), "a stranger may have registered it: {}", notice.text);
    assert_eq!(app.user(NEW).unwrap().get(EMAIL_UNDO).unwrap(), None);
    let quiet = TestApp::with(EmailConfirmation::default()).policy(|policy| policy.notices = false).start();
    let mut ann = confirmed(&quiet, ANN);
    change(&mut ann, NEW);
    assert_eq!(confirm(&mut ann, &quiet.mailed_link(NEW)).status, 303);
    assert_eq!(quiet.user(NEW).unwrap().get(EMAIL_UNDO).unwrap(), None);
}
