//! Addresses that another account has: one answer, and only the proof tells.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use pow_core::{
    Error, UserId, async_trait,
    cx::Cx,
    extensions,
    record::User,
    schema::Value,
    store::Filter,
    users::{BaseUsers, EMAIL, Users},
};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_identities::Identities;
use pow_ext_invitation::Invitation;
use pow_ext_signup::{Mode, Signup};
use pow_testing::{
    Client, Database, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
    probe::RefusesPassword,
};

use crate::common::{
    BOB, INDEX, SECOND, add, app, code, confirmed, enter, entry, has, mails, name, proved, user_of, user_with,
    with_ann, without_row,
};

on_each_database!(later_proofs_learn_that_the_address_is_in_use, main_address_of_another_user_is_not_proved);

// EZ3
fn later_proofs_learn_that_the_address_is_in_use(database: Database) {
    let app = app(database);
    let (mut ann, mut bob) = (confirmed(&app, ANN), confirmed(&app, BOB));
    let (of_ann, of_bob) = (add(&mut ann, SECOND), add(&mut bob, SECOND));
    let by_bob = code(&app, SECOND);
    assert_eq!(enter(&mut bob, &of_bob, &by_bob).location(), Some(INDEX));
    press_again_and_learn(&app, &mut ann, &of_ann, SECOND);
    assert_eq!(user_of(&app, SECOND).as_deref(), Some(BOB));
}

fn main_address_of_another_user_is_not_proved(database: Database) {
    let app = app(database);
    let (mut ann, bob) = (confirmed(&app, ANN), confirmed(&app, BOB));
    let page = add(&mut ann, BOB);
    press_again_and_learn(&app, &mut ann, &page, BOB);
    assert_eq!(user_of(&app, BOB).as_deref(), Some(BOB));
    assert!(has(&app, &bob, BOB));
}

/// Asks for a fresh code, enters it, and is told.
fn press_again_and_learn(app: &TestApp, browser: &mut Client, page: &str, email: &str) {
    crate::common::press(browser, &format!("{page}/code"), &[]);
    let answer = enter(browser, page, &code(app, email));
    assert_eq!(answer.location(), Some(INDEX), "{}", answer.text());
    assert!(browser.get(INDEX).text().contains("Another account already uses this address"));
    assert!(!has(app, browser, email), "the entry is gone");
}

#[test]
fn main_address_from_before_the_extension_is_not_proved_by_another_user() {
    let app = app(Database::sqlite());
    app.import(BOB);
    without_row(&app, BOB);
    let mut ann = confirmed(&app, ANN);
    let page = add(&mut ann, BOB);
    press_again_and_learn(&app, &mut ann, &page, BOB);
}

// E8, E11
#[test]
fn free_taken_and_unproved_addresses_get_one_answer() {
    let app = app(Database::sqlite());
    let (mut ann, mut bob) = (confirmed(&app, ANN), confirmed(&app, BOB));
    proved(&app, &mut bob, "proved@example.com");
    add(&mut bob, "wanted@example.com");
    let mut answers = ["free@example.com", BOB, "proved@example.com", "wanted@example.com"].map(|email| {
        let page = add(&mut ann, email);
        assert!(!mails(&app, email, "identities/code").is_empty());
        ann.get(&page).masked().replace(email, "…").replace(page.as_str(), "…")
    });
    let first = answers[0].clone();
    for answer in &mut answers {
        assert_eq!(*answer, first);
    }
}

// EZ3
#[test]
fn registration_with_a_proved_address_is_refused_as_taken() {
    let app = app(Database::sqlite());
    let mut bob = confirmed(&app, BOB);
    proved(&app, &mut bob, SECOND);
    let (by_main, by_second) = (app.client().register(BOB, PASSWORD), app.client().register(SECOND, PASSWORD));
    assert_eq!((by_second.status, by_main.status), (422, 422));
    let same = |answer: &pow_testing::Response, email: &str| answer.masked().replace(email, "…");
    assert_eq!(same(&by_main, BOB), same(&by_second, SECOND));
    let mut ann = confirmed(&app, ANN);
    let form = [("user[email]", SECOND), ("user[current_password]", PASSWORD)];
    assert_eq!(ann.account_form(&form).status, 422, "nor by the form of the account");
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
    assert_eq!(app.user_count(), 2);
}

fn confirming() -> TestApp {
    TestApp::with(Identities::default())
        .config(|mut config| {
            config.extensions.extend(extensions![EmailConfirmation::default(), Signup::default()]);
            config
        })
        .start()
}

/// A confirmed user of a site that confirms addresses.
fn signed_in(app: &TestApp, email: &str) -> Client {
    app.client().register(email, PASSWORD);
    let link = app.mailed_link(email);
    app.client().submit(&link, &link, &[]);
    let mut browser = app.client();
    browser.sign_in(email, PASSWORD);
    assert_eq!(browser.current_user().as_deref(), Some(email));
    browser
}

// E11
#[test]
fn where_addresses_are_confirmed_a_registration_with_a_proved_one_looks_like_any_other() {
    let app = confirming();
    let mut bob = signed_in(&app, BOB);
    proved(&app, &mut bob, SECOND);
    let mut answers = ["free@example.com", BOB, SECOND].map(|email| {
        let mut browser = app.client();
        let answer = browser.register(email, PASSWORD);
        let page = browser.get(answer.location().unwrap()).masked().replace(email, "…");
        (answer.status, answer.location().map(str::to_owned), page)
    });
    let first = answers[0].clone();
    for answer in &mut answers {
        assert_eq!(*answer, first);
    }
    assert!(mails(&app, SECOND, "email_confirmation/confirm").is_empty(), "no link that would confirm it");
    let told = [BOB, SECOND].map(|to| mails(&app, to, "email_confirmation/already_registered").len());
    assert_eq!(told, [1, 1], "each at the typed address");
    assert_eq!(user_of(&app, SECOND).as_deref(), Some(BOB));
}

// E11
#[test]
fn registration_with_a_second_error_does_not_tell_that_an_address_is_proved() {
    for refuses_first in [true, false] {
        let app = TestApp::with(Identities::default())
            .config(move |mut config| {
                let signup = Signup::default().mode(Mode::FormFirst);
                config.extensions.extend(extensions![EmailConfirmation::default(), signup, RefusesPassword]);
                if refuses_first {
                    config.extensions.reverse();
                }
                config
            })
            .start();
        let mut bob = signed_in(&app, BOB);
        proved(&app, &mut bob, SECOND);
        for path in ["/registration", "/signup"] {
            let mut answers = ["free@example.com", BOB, SECOND].map(|email| {
                let new = if path == "/signup" { "/signup" } else { "/registration/new" };
                let form = [
                    ("user[email]", email),
                    ("user[password]", RefusesPassword::PASSWORD),
                    ("user[password_confirmation]", RefusesPassword::PASSWORD),
                ];
                let (status, _, page) = app.client().submit(new, path, &form).observed();
                (status, page.replace(email, "…"))
            });
            let first = answers[0].clone();
            assert_eq!(first.0, 422, "{path}: {}", first.1);
            for answer in &mut answers {
                assert_eq!(*answer, first, "{path}, {refuses_first}");
            }
        }
    }
}

/// Counts the users that are read.
#[derive(Clone, Debug, Default)]
struct Counted(Arc<AtomicUsize>);

#[async_trait]
impl Users for Counted {
    async fn get(&self, cx: &Cx, id: UserId) -> Result<Option<Arc<User>>, Error> {
        self.0.fetch_add(1, Ordering::SeqCst);
        BaseUsers.get(cx, id).await
    }

    async fn get_by(&self, cx: &Cx, field: &'static str, value: Value) -> Result<Option<Arc<User>>, Error> {
        self.0.fetch_add(1, Ordering::SeqCst);
        BaseUsers.get_by(cx, field, value).await
    }
}

// E11
#[test]
fn refused_registration_reads_as_many_users_for_every_address() {
    let counted = Counted::default();
    let users = counted.clone();
    let app = TestApp::with(Identities::default())
        .config(move |mut config| {
            config.users = Arc::new(users);
            config.extensions.extend(extensions![EmailConfirmation::default(), RefusesPassword]);
            config
        })
        .start();
    let mut bob = signed_in(&app, BOB);
    proved(&app, &mut bob, SECOND);
    let read = |email: &str| {
        let before = counted.0.load(Ordering::SeqCst);
        let form = [
            ("user[email]", email),
            ("user[password]", RefusesPassword::PASSWORD),
            ("user[password_confirmation]", RefusesPassword::PASSWORD),
        ];
        assert_eq!(app.client().submit("/registration/new", "/registration", &form).status, 422);
        counted.0.load(Ordering::SeqCst) - before
    };
    let counts = ["free@example.com", BOB, SECOND].map(read);
    assert_eq!(counts, [counts[0]; 3]);
    assert!(counts[0] > 2, "the control: by the core and by both extensions");
}

// E12
#[test]
fn requested_address_that_another_user_has_proved_is_not_confirmed() {
    let app = confirming();
    let (mut bob, mut ann) = (signed_in(&app, BOB), signed_in(&app, ANN));
    proved(&app, &mut bob, SECOND);
    let form = [("user[email]", SECOND), ("user[current_password]", PASSWORD)];
    assert_eq!(ann.account_form(&form).status, 303);
    assert!(mails(&app, SECOND, "email_confirmation/confirm").is_empty(), "no link that could only fail");
    assert_eq!(mails(&app, SECOND, "email_confirmation/address_in_use").len(), 1);
    assert!(mails(&app, BOB, "email_confirmation/address_in_use").is_empty());
    assert!(app.user(SECOND).is_none());
    assert_eq!(user_of(&app, SECOND).as_deref(), Some(BOB));
}

// E12
#[test]
fn user_may_make_an_own_proved_address_the_main_one_by_the_form() {
    let app = confirming();
    let mut bob = signed_in(&app, BOB);
    proved(&app, &mut bob, SECOND);
    let form = [("user[email]", SECOND), ("user[current_password]", PASSWORD)];
    assert_eq!(bob.account_form(&form).status, 303);
    let link = app.link_in(&mails(&app, SECOND, "email_confirmation/confirm").pop().expect("a link"));
    bob.submit(&link, &link, &[]);
    assert!(app.user(SECOND).is_some());
}

#[test]
fn set_up_that_hides_nothing_says_that_a_requested_address_is_proved_by_another_user() {
    let app = TestApp::with(Identities::default())
        .extension(EmailConfirmation::default())
        .policy(|policy| policy.prevent_user_enumeration = false)
        .start();
    let (mut bob, mut ann) = (signed_in(&app, BOB), signed_in(&app, ANN));
    proved(&app, &mut bob, SECOND);
    let form = [("user[email]", SECOND), ("user[current_password]", PASSWORD)];
    let refused = ann.account_form(&form);
    assert!(refused.status == 422 && refused.text().contains("already an account"), "{}", refused.text());
}

#[test]
fn sign_up_with_a_proved_address_mails_its_owner_and_makes_no_account() {
    let app = confirming();
    let mut bob = signed_in(&app, BOB);
    proved(&app, &mut bob, SECOND);
    let mut visitor = app.client();
    let asked = visitor.submit("/signup", "/signup", &[("user[email]", SECOND)]);
    assert_eq!(asked.location(), Some("/signup/code"));
    assert!(mails(&app, SECOND, "signup/code").is_empty());
    let told = [BOB, SECOND].map(|to| mails(&app, to, "signup/account_exists").len());
    assert_eq!(told, [0, 1], "at the typed address");
    assert_eq!(app.user_count(), 1);
}

// V10
#[test]
fn registration_that_was_never_confirmed_makes_room_for_the_owner_of_the_address() {
    let app = confirming();
    let mut ann = signed_in(&app, ANN);
    app.client().register(SECOND, "a stranger's password");
    assert_eq!(app.user_count(), 2);
    assert_eq!(proved(&app, &mut ann, SECOND), INDEX);
    assert!(entry(&ann, SECOND).is_some(), "the owner of the mailbox has it");
    assert_eq!(app.user_count(), 1);
    assert_eq!(user_of(&app, SECOND).as_deref(), Some(ANN));
    assert_eq!(user_with(&app, SECOND, "a stranger's password"), None);
}

// V10
#[test]
fn invitation_that_was_not_accepted_makes_room_for_the_owner_of_the_address() {
    let app = TestApp::with(Identities::default()).extension(Invitation::default()).start();
    let (mut ann, mut bob) = (confirmed(&app, ANN), confirmed(&app, BOB));
    assert_eq!(bob.submit("/invitations/new", "/invitations", &[("user[email]", SECOND)]).status, 303);
    assert_eq!(app.user_count(), 3);
    let link = app.mailed_link(SECOND);
    assert_eq!(proved(&app, &mut ann, SECOND), INDEX);
    assert_eq!(app.user_count(), 2);
    assert_eq!(user_of(&app, SECOND).as_deref(), Some(ANN));
    assert!(!app.opens(&link), "the invitation is over");
}

// E13
#[test]
fn invitation_of_a_proved_address_looks_like_any_other() {
    let app = TestApp::with(Identities::default()).extension(Invitation::default()).start();
    let (mut ann, mut bob) = (confirmed(&app, ANN), confirmed(&app, BOB));
    proved(&app, &mut ann, SECOND);
    let mut answers = ["free@example.com", ANN, SECOND].map(|email| {
        let answer = bob.submit("/invitations/new", "/invitations", &[("user[email]", email)]);
        (answer.status, answer.location().map(str::to_owned))
    });
    let first = answers[0].clone();
    for answer in &mut answers {
        assert_eq!(*answer, first);
    }
    assert_eq!(user_of(&app, SECOND).as_deref(), Some(ANN));
    assert_eq!(app.user_count(), 3, "a row for the free address only");
}

#[test]
fn rows_of_users_that_were_deleted_or_changed_past_the_extension_hold_nothing() {
    let (app, mut ann) = with_ann(Database::sqlite());
    proved(&app, &mut ann, SECOND);
    app.write(ANN, EMAIL.name(), Value::Text("moved@example.com".to_owned()));
    assert_eq!(user_of(&app, ANN), None, "the old main address is no way in");
    assert_eq!(app.client().register(ANN, PASSWORD).location(), Some("/"));
    assert_eq!(user_of(&app, SECOND).as_deref(), Some("moved@example.com"));
    let (cx, users) = (app.pow.cx(), app.pow.schema().users());
    app.block_on(async {
        let mut tx = cx.begin().await.unwrap();
        let moved = Filter::eq(EMAIL.name(), Value::Text("moved@example.com".to_owned()));
        assert_eq!(tx.delete(users, moved).await.unwrap(), 1);
        tx.commit().await.unwrap();
    });
    assert_eq!(user_of(&app, SECOND), None);
    assert_eq!(app.client().register(SECOND, PASSWORD).location(), Some("/"));
}

// E11
#[test]
fn user_tries_ten_names_in_a_day() {
    let app = app(Database::sqlite());
    let (mut ann, mut bob) = (confirmed(&app, ANN), confirmed(&app, BOB));
    name(&mut bob, "bob_1");
    for _ in 0..2 {
        for number in 1..=9 {
            assert_eq!(name(&mut ann, &format!("ann_{number}")).location(), Some(INDEX), "a name counts once");
        }
    }
    let taken = name(&mut ann, "bob_1");
    assert_eq!(taken.status, 422, "{}", taken.text());
    assert_eq!(name(&mut ann, "ann_3").location(), Some(INDEX), "a name that was tried before");
    assert_eq!(name(&mut ann, "bob_1").status, 422);
    let refused = name(&mut ann, "bob_2");
    assert_eq!((refused.status, refused.header("retry-after").is_some()), (429, true), "{}", refused.text());
    assert!(has(&app, &ann, "ann_3") && !has(&app, &ann, "bob_2"));
    assert_eq!(name(&mut bob, "bob_2").location(), Some(INDEX), "another user has a count of their own");
    app.clock.advance(Duration::from_secs(24 * 60 * 60));
    ann.sign_in(ANN, PASSWORD);
    assert_eq!(name(&mut ann, "ann_11").location(), Some(INDEX));
}
