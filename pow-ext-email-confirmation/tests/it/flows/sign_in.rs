//! Who has not confirmed the address does not come in, by no way.

use std::sync::Arc;

use crate::common::{ANN, BOB, NEW, app, change, confirm, confirmed, flashes, row, sent, unconfirm, with_ann};
use pow_core::{
    Config,
    changeset::{Changeset, Operation},
    extensions,
    policy::{PageFlow, Policy},
    redirects::Redirects,
    schema::Value,
    users::{self, PASSWORD_HASH},
};
use pow_ext_email_confirmation::{ConfirmOn, EmailConfirmation};
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{Client, Database, Salted, TestApp, app::TEST_SECRET, client::PASSWORD, on_each_database};

on_each_database!(
    registered_user_is_not_signed_in_and_is_mailed_a_link,
    right_password_of_an_unconfirmed_user_sends_a_mail_each_time,
    mails_go_out_and_their_links_work_where_no_signature_is_like_another,
    wrong_password_of_an_unconfirmed_user_is_answered_as_an_unknown_user,
    confirmed_user_is_signed_in_by_the_password,
    fields_of_the_extension_are_not_set_by_forms,
    json_sets_no_field_and_confirms_nothing,
    user_of_before_the_extension_confirms_at_the_next_sign_in,
    imported_user_whom_no_mail_can_reach_gets_the_usual_answer,
);

const SUBJECT: &str = "email_confirmation/confirm";

// P32, P35
fn registered_user_is_not_signed_in_and_is_mailed_a_link(database: Database) {
    let app = app(database);
    let mut browser = app.client();
    let answer = browser.register(ANN, PASSWORD);
    assert_eq!((answer.status, answer.location()), (303, Some("/confirm-email")));
    assert_eq!(browser.current_user(), None);
    assert!(!browser.cookies.contains_key("auth"), "{:?}", browser.cookies);
    assert_eq!(sent(&app), [(ANN.to_owned(), SUBJECT.to_owned())]);
    let (token, confirmed, pending) = row(&app, ANN);
    assert!(token.is_some() && !confirmed && pending.is_none());

    let mut other = app.client();
    assert_eq!(other.register(BOB, PASSWORD).status, 303);

    let mut elsewhere = app.client();
    let done = confirm(&mut elsewhere, &app.mailed_link(ANN));
    assert_eq!((done.status, done.location()), (303, Some("/session/new")), "{}", done.text());
    assert_eq!(flashes(&elsewhere.get("/session/new")), ["Thank you, your email address is confirmed."]);
    assert_eq!(elsewhere.current_user(), None, "a link alone gives no session");
    assert!(matches!(row(&app, ANN), (None, true, None)));
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    assert_eq!(app.client().sign_in(BOB, PASSWORD).location(), Some("/confirm-email"));
    assert!(!row(&app, BOB).1, "a link of one confirms nobody else");
}

// P32
fn right_password_of_an_unconfirmed_user_sends_a_mail_each_time(database: Database) {
    let app = app(database);
    drop(app.registered(ANN));
    let first = app.mailed_link(ANN);
    for mails in 2..=3 {
        let mut browser = app.client();
        let answer = browser.submit(
            "/session/new?request_path=%2Fprotected",
            "/session",
            &[("user[email]", ANN), ("user[password]", PASSWORD)],
        );
        assert_eq!((answer.status, answer.location()), (303, Some("/confirm-email")));
        assert!(!browser.cookies.contains_key("auth"));
        assert_eq!(browser.get("/protected").status, 303);
        assert_eq!(sent(&app).len(), mails);
        assert_eq!(app.mailed_link(ANN), first, "no mail makes an earlier one worthless");
    }
    assert_eq!(confirm(&mut app.client(), &first).location(), Some("/session/new"));
    assert_eq!(app.client().sign_in(ANN, PASSWORD).location(), Some("/"));
    assert_eq!(sent(&app).len(), 3, "no mail to who is confirmed");
}

// P17, P32, P33
fn mails_go_out_and_their_links_work_where_no_signature_is_like_another(database: Database) {
    let salted = |config| Config { verifier: Some(Arc::new(Salted::new(TEST_SECRET.into()))), ..config };
    let app = TestApp::with(EmailConfirmation::default()).database(database).config(salted).start();
    drop(app.registered(ANN));
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
    let links = app.links_to(ANN);
    assert!(links.len() == 2 && links[0] != links[1], "{links:?}");
    assert!(links.iter().all(|link| app.opens(link)));
    assert_eq!(confirm(&mut app.client(), &links[0]).location(), Some("/session/new"));
    assert!(!app.opens(&links[1]), "one use spends both");

    let mut ann = app.client();
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    change(&mut ann, NEW);
    assert_eq!(ann.submit("/registration/edit", "/confirm-email", &[]).status, 303);
    let links = app.links_to(NEW);
    assert!(links.len() == 2 && links[0] != links[1], "{links:?}");
    assert_eq!(confirm(&mut ann, &links[0]).location(), Some("/registration/edit"));
    assert_eq!(ann.current_user().as_deref(), Some(NEW));
    assert!(!app.opens(&links[1]), "one use spends both");
}

// E7
fn wrong_password_of_an_unconfirmed_user_is_answered_as_an_unknown_user(database: Database) {
    let app = app(database);
    drop(app.registered(ANN));
    drop(confirmed(&app, BOB));
    let before = sent(&app).len();
    let look = |email: &str| {
        let mut browser = app.client();
        let answer = browser.sign_in(email, "not the password");
        let mut headers: Vec<_> = answer.headers.iter().filter(|(name, _)| name != "date").cloned().collect();
        headers.sort_unstable();
        let cookies: Vec<String> = browser.cookies.keys().cloned().collect();
        headers.retain(|(name, _)| name != "set-cookie");
        (answer.status, headers, answer.masked().replace(email, "…"), cookies, browser.get("/").masked())
    };
    let (unconfirmed, known, unknown) = (look(ANN), look(BOB), look("eve@example.com"));
    assert_eq!(unconfirmed.0, 422);
    assert_eq!(unconfirmed, unknown);
    assert_eq!(known, unknown);
    assert_eq!(sent(&app).len(), before, "no mail");
}

fn confirmed_user_is_signed_in_by_the_password(database: Database) {
    let (app, _) = with_ann(database);
    let mut browser = app.client();
    assert_eq!(browser.sign_in(ANN, PASSWORD).location(), Some("/"));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

// V9
fn fields_of_the_extension_are_not_set_by_forms(database: Database) {
    let app = app(database);
    let mut browser = app.client();
    let own = [
        ("user[email_confirmed_at]", "2020-01-01T00:00:00Z"),
        ("user[email_confirmation_token]", "mine"),
        ("user[unconfirmed_email]", "evil@example.com"),
        ("email_confirmed_at", "2020-01-01T00:00:00Z"),
    ];
    let form =
        [&[("user[email]", ANN), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)][..], &own]
            .concat();
    assert_eq!(browser.submit("/registration/new", "/registration", &form).status, 303);
    let (token, is_confirmed, pending) = row(&app, ANN);
    assert!(!is_confirmed && pending.is_none() && token.as_deref() != Some("mine"));
    let mut bob = confirmed(&app, BOB);
    let form = [&[("user[email]", BOB), ("user[current_password]", PASSWORD)][..], &own].concat();
    assert_eq!(bob.account_form(&form).status, 303);
    assert!(matches!(row(&app, BOB), (None, true, None)));
}

// V9, V7: JSON is read as a form, and sets no more
fn json_sets_no_field_and_confirms_nothing(database: Database) {
    let app = app(database);
    drop(app.registered(ANN));
    let mut bob = confirmed(&app, BOB);
    let (token, before, mails) = (bob.token("/registration/edit"), row(&app, BOB), sent(&app).len());
    let link = app.mailed_link(ANN);
    bob.headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
    let user = format!(
        r#""user":{{"email":"evil@example.com","password":"{PASSWORD}","password_confirmation":"{PASSWORD}",
        "current_password":"{PASSWORD}","email_confirmed_at":"2020-01-01T00:00:00Z","email_confirmation_token":"mine",
        "unconfirmed_email":"evil@example.com"}}"#
    );
    for method in ["POST", "PUT", "PATCH"] {
        for (path, own) in [("/registration", ""), ("/confirm-email", ""), (&*link, r#""token":{"$ne":null},"#)] {
            let body = format!(r#"{{"_csrf_token":"{token}","_method":"PATCH",{own}{user}}}"#);
            let answer = bob.request(method, path, Some(&body));
            assert!(matches!(answer.status, 404 | 405 | 422), "{method} {path}: {}", answer.status);
        }
    }
    assert_eq!((row(&app, BOB), sent(&app).len(), app.user_count()), (before, mails, 2));
    assert!(app.user("evil@example.com").is_none() && !row(&app, ANN).1);
    assert_eq!(confirm(&mut app.client(), &link).status, 303);
    assert!(row(&app, ANN).1, "the link is as good as before");
}

fn user_of_before_the_extension_confirms_at_the_next_sign_in(database: Database) {
    let (app, mut here) = with_ann(database);
    let mails = sent(&app).len();
    let mut elsewhere = app.client();
    assert_eq!(elsewhere.sign_in(ANN, PASSWORD).status, 303);
    unconfirm(&app, ANN);
    assert_eq!(row(&app, ANN), (None, false, None));
    assert_eq!(app.client().sign_in(ANN, PASSWORD).location(), Some("/confirm-email"));
    assert_eq!(sent(&app).len(), mails + 1);
    let link = app.mailed_link(ANN);
    assert_eq!(elsewhere.current_user().as_deref(), Some(ANN), "sessions go on until then");
    assert_eq!(confirm(&mut here, &link).location(), Some("/registration/edit"));
    assert_eq!(here.current_user().as_deref(), Some(ANN));
    // V11: whoever was in before has no part in it.
    assert_eq!(elsewhere.current_user(), None);
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
    assert!(row(&app, ANN).1);
}

/// Where people go after a registration and after a sign-in is the application's to say. (P32)
#[derive(Debug)]
struct Elsewhere;

impl Redirects for Elsewhere {
    fn after_sign_in(&self, _: &pow_core::conn::Conn) -> String {
        "/in".into()
    }

    fn after_registration(&self, _: &pow_core::conn::Conn) -> String {
        "/welcome".into()
    }
}

#[test]
fn unconfirmed_user_is_sent_where_a_confirmed_one_would_be() {
    let app = TestApp::with(EmailConfirmation::default())
        .policy(|policy| policy.page_flow = PageFlow::Plain)
        .config(|mut config| {
            config.redirects = std::sync::Arc::new(Elsewhere);
            config
        })
        .start();
    assert_eq!(app.client().register(ANN, PASSWORD).location(), Some("/welcome"));
    assert_eq!(app.client().register(ANN, PASSWORD).location(), Some("/welcome"), "taken");
    assert_eq!(app.client().sign_in(ANN, PASSWORD).location(), Some("/in"));
    let app = TestApp::with(EmailConfirmation::default())
        .config(|config| Config { redirects: Arc::new(Elsewhere), ..config })
        .start();
    let mut ann = app.client();
    assert_eq!(ann.register(ANN, PASSWORD).location(), Some("/confirm-email"));
    assert_eq!(confirm(&mut ann, &app.mailed_link(ANN)).location(), Some("/welcome"));
}

/// Each order of the list, and whether a new password signs in at once in it.
fn orders() -> Vec<(TestApp, bool)> {
    let mut apps = Vec::new();
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let app = TestApp::builder().config(move |mut config| {
            let confirm_on = if order[1] == 0 { ConfirmOn::Get } else { ConfirmOn::Post };
            let all = extensions![
                EmailConfirmation::default().confirm_on(confirm_on),
                ResetPassword::default().sign_in(order[0] == 2),
                PersistentSession::default()
            ];
            config.extensions = order.iter().map(|at| all[*at].clone()).collect();
            config
        });
        apps.push((app.start(), order[0] == 2));
    }
    apps
}

// PS9, P32: by registration, password, remembered cookie, and in any order
#[test]
fn no_order_lets_an_unconfirmed_user_in() {
    for (app, _) in orders() {
        let is_out = |browser: &mut Client, way: &str| {
            assert_eq!(browser.current_user(), None, "{way}");
            assert!(!browser.cookies.keys().any(|name| name.contains("persistent")), "{way}: {:?}", browser.cookies);
            assert_eq!(browser.get("/protected").status, 303, "{way}");
        };
        let mut ann = app.client();
        let _ = ann.register(ANN, PASSWORD);
        is_out(&mut ann, "registration");
        let words = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[persistent_session]", "true")];
        let _ = ann.submit("/session/new", "/session", &words);
        is_out(&mut ann, "password");
        // A cookie of before, when the address was confirmed.
        drop(confirmed(&app, BOB));
        let mut bob = app.client();
        assert_eq!(bob.sign_in(BOB, PASSWORD).status, 303);
        assert!(bob.cookies.contains_key("persistent_session"), "{:?}", bob.cookies);
        unconfirm(&app, BOB);
        bob.cookies.retain(|name, _| name == "persistent_session");
        let mails = sent(&app).len();
        is_out(&mut bob, "remembered");
        assert_eq!(sent(&app).len(), mails, "no mail without a proof");
    }
}

// PS9, V11: the reset is a link that was mailed to the address, and more than a click
#[test]
fn reset_by_a_mailed_link_confirms_the_address_and_nothing_else_does() {
    for (app, signs_in) in orders() {
        // An attacker began the account in Ann's name.
        drop(app.registered(ANN));
        let first = app.mailed_link(ANN);
        let mut ann = app.client();
        let _ = ann.submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
        assert!(!row(&app, ANN).1, "asking proves nothing");
        let link = app.mailed_link(ANN);
        assert!(link.starts_with("/reset-password/"));
        assert_eq!(ann.get(&link).status, 200);
        assert!(!row(&app, ANN).1, "nor does opening");
        let words =
            [("user[password]", "her-own-test-password"), ("user[password_confirmation]", "her-own-test-password")];
        assert_eq!(ann.submit(&link, &link, &words).status, 303);
        assert!(matches!(row(&app, ANN), (None, true, None)));
        assert_eq!(ann.current_user().is_some(), signs_in);
        assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 422, "the attacker's password is worth nothing");
        assert_eq!(app.client().get(&first).status, 410, "nor is the first link");
        let mut other = app.client();
        let _ = other.sign_in(ANN, "her-own-test-password");
        assert_eq!(other.current_user().as_deref(), Some(ANN));
    }
}

#[test]
fn address_that_a_program_writes_is_unconfirmed() {
    use pow_core::changeset::{Changeset, Operation};
    let (app, mut ann) = with_ann(Database::sqlite());
    let user = app.user(ANN).unwrap();
    let mut changeset = Changeset::new(Operation("by_an_administrator"), Some(user), Default::default());
    changeset.put_value("email", Value::Text("other@example.com".into()));
    app.block_on(async { pow_core::users::write(&app.pow.cx(), changeset).await.unwrap().unwrap() });
    assert_eq!(ann.current_user(), None, "the address is the user's name: all sessions have ended");
    assert_eq!(app.client().sign_in("other@example.com", PASSWORD).location(), Some("/confirm-email"));
    assert!(!row(&app, "other@example.com").1);
    assert_eq!(confirm(&mut app.client(), &app.mailed_link("other@example.com")).status, 303);
    assert!(row(&app, "other@example.com").1);
}

#[test]
fn address_that_is_said_to_be_proved_is_confirmed_only_if_it_is_the_one() {
    use pow_core::{
        changeset::{Changeset, Operation},
        schema::Field,
    };
    const EMAIL: Field<Option<String>> = Field::new("email");
    for (proved, expected) in [(ANN, true), (BOB, false)] {
        let app = app(Database::sqlite());
        drop(app.registered(ANN));
        let mut changeset = Changeset::new(Operation("accepted"), app.user(ANN), Default::default());
        changeset.prove(EMAIL, Some(proved.to_owned()));
        changeset.put_value("updated_at", Value::DateTime(app.pow.cx().now()));
        app.block_on(async { pow_core::users::write(&app.pow.cx(), changeset).await.unwrap().unwrap() });
        assert_eq!(row(&app, ANN).1, expected, "{proved}");
        let mut browser = app.client();
        let _ = browser.sign_in(ANN, PASSWORD);
        assert_eq!(browser.current_user().is_some(), expected);
    }
}

#[test]
fn two_links_at_once_for_a_user_without_one_are_the_same_link() {
    let app = app(Database::sqlite());
    drop(app.registered(ANN));
    app.write(ANN, "email_confirmation_token", Value::Null);
    let stale = app.user(ANN).unwrap();
    let extension = EmailConfirmation::default();
    app.block_on(async {
        for user in [&stale, &stale] {
            let cx = app.pow.cx();
            extension.send_confirmation_email(&cx, user).await.unwrap();
            cx.run_after_commit().await;
        }
    });
    let mails = app.mailbox();
    let links: Vec<String> = mails
        .iter()
        .rev()
        .take(2)
        .map(|mail| mail.text.split_whitespace().find(|word| word.contains("/confirm-email/")).unwrap().to_owned())
        .collect();
    assert_eq!(links[0], links[1], "a stale row finds the link of who was faster");
    assert!(app.opens(&app.mailed_link(ANN)));
}

// P32
fn imported_user_whom_no_mail_can_reach_gets_the_usual_answer(database: Database) {
    const QUOTED: &str = "\"ann b\"@example.com";
    let app = TestApp::with(EmailConfirmation::default()).database(database);
    let app = app.config(|config| Config { policy: Policy::pow(), ..config }).policy(|policy| {
        policy.prevent_user_enumeration = true;
    });
    let app = app.start();
    drop(app.registered(ANN));
    let mut import = Changeset::new(Operation("import"), None, Arc::default());
    import.put_value("email", Value::Text(QUOTED.to_owned()));
    import.put(PASSWORD_HASH, app.user(ANN).unwrap().get(PASSWORD_HASH).unwrap());
    app.block_on(async { users::write(&app.pow.cx(), import).await.unwrap().unwrap() });
    let mails = app.mailbox().len();
    let sign_in = |email: &str| {
        let mut browser = app.client();
        let answer = browser.sign_in(email, PASSWORD);
        (answer.status, answer.location().map(str::to_owned), flashes(&browser.get("/session/new")))
    };
    assert_eq!(sign_in(QUOTED), sign_in(ANN));
    assert_eq!(app.mailbox().len(), mails + 1, "Ann's");
}
