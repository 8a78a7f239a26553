//! The link of a new account: when it works, when it is dead, and what opening it does.

use std::time::Duration;

use crate::common::{ANN, BOB, NEW, app, change, confirm, flashes, row, with_ann};
use pow_core::{
    policy::{PageFlow, Policy, Profile},
    schema::Value,
    token::{Purpose, TokenPayload},
};
use pow_ext_email_confirmation::{EMAIL_CONFIRMATION_TOKEN, EmailConfirmation, Lifetime};
use pow_ext_reset_password::{ResetPassword, ResetToken};
use pow_testing::{Database, TestApp, client::PASSWORD, on_each_database};

on_each_database!(
    opened_link_changes_nothing_until_the_button_is_pressed,
    link_confirms_at_once_where_the_policy_says_so_and_head_never_does,
    used_link_is_dead,
    link_works_until_its_time_and_no_longer,
    link_dies_with_the_account,
    database_holds_no_link,
    browser_confirms_from_an_address_without_the_token,
);

const DEAD: &str = "This link no longer works. It was already used, has expired, or was replaced by a newer one. Sign in to get a new link.";

fn with_link(database: Database) -> (TestApp, String) {
    let app = app(database);
    drop(app.registered(ANN));
    let link = app.mailed_link(ANN);
    (app, link)
}

// V3, E15, K17
fn opened_link_changes_nothing_until_the_button_is_pressed(database: Database) {
    let (app, link) = with_link(database);
    let before = row(&app, ANN);
    for method in ["GET", "HEAD", "GET"] {
        let page = app.client().request(method, &link, None);
        assert_eq!(page.status, 200, "{method}");
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(page.header("cache-control"), Some("private, no-store, no-cache"));
        assert!(
            page.text().contains(ANN) == (method == "GET") && !page.text().contains("email-confirmation-"),
            "{}",
            page.text()
        );
        assert_eq!(row(&app, ANN), before);
    }
    for method in ["PUT", "PATCH", "DELETE"] {
        assert_ne!(app.client().request(method, &link, Some("")).status, 303, "{method}");
    }
    assert_eq!(app.client().post(&link, &[]).status, 403, "without the form's token");
    assert_eq!(row(&app, ANN), before);
    let done = confirm(&mut app.client(), &link);
    assert_eq!((done.location(), done.header("referrer-policy")), (Some("/session/new"), Some("no-referrer")));
    assert!(row(&app, ANN).1);
}

// V3, P35: profile pow, and without an end
fn link_confirms_at_once_where_the_policy_says_so_and_head_never_does(database: Database) {
    let app = TestApp::with(EmailConfirmation::default()).database(database).policy(as_pow).start();
    drop(app.registered(ANN));
    let (link, before) = (app.mailed_link(ANN), row(&app, ANN));
    for _ in 0..2 {
        assert_eq!(app.client().request("HEAD", &link, None).status, 200);
        assert_eq!(row(&app, ANN), before);
    }
    app.clock.advance(Duration::from_secs(10 * 366 * 24 * 3600));
    let mut browser = app.client();
    assert_eq!(browser.get(&link).location(), Some("/session/new"));
    assert_eq!(browser.current_user(), None, "a GET signs nobody in");
    assert!(row(&app, ANN).1);
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
    let mut again = app.client();
    assert_eq!(again.get(&link).location(), Some("/session/new"));
    assert_eq!(flashes(&again.get("/session/new")), [DEAD]);
}

fn as_pow(policy: &mut Policy) {
    policy.profile = Profile::Pow;
    policy.page_flow = PageFlow::Plain;
}

// K1, P35
fn used_link_is_dead(database: Database) {
    let app = TestApp::with(EmailConfirmation::default()).each_form_is_new().database(database).start();
    drop(app.registered(ANN));
    let link = app.mailed_link(ANN);
    let mut browser = app.client();
    let page = browser.get(&link).text();
    assert_eq!(browser.submit_form(&page, &link, &[]).location(), Some("/session/new"));
    let after = row(&app, ANN);
    let again = browser.submit_form(&page, &link, &[]);
    assert_eq!(again.status, 410);
    assert!(!app.opens(&link));
    assert_eq!(row(&app, ANN), after);
}

// V8, Z1, Z3
fn link_works_until_its_time_and_no_longer(database: Database) {
    let app = TestApp::with(EmailConfirmation::default().ttl(Duration::from_secs(600)))
        .policy(|policy| policy.mail_limits = pow_core::mail::MailLimits::none())
        .database(database)
        .start();
    drop(app.registered(ANN));
    let link = app.mailed_link(ANN);
    app.clock.advance(Duration::from_millis(599_999));
    assert!(app.opens(&link));
    let mut late = app.client();
    let page = late.get(&link).text();
    app.clock.advance(Duration::from_millis(1));
    assert!(!app.opens(&link));
    assert_eq!(app.client().get(&link).status, 410);
    assert!(!row(&app, ANN).1);
    // The button sends a new one, as a sign-in does, and so it does when the old one would soon be over.
    assert_eq!(late.submit_form(&page, &link, &[]).location(), Some("/confirm-email"));
    assert!(!row(&app, ANN).1);
    let second = app.mailed_link(ANN);
    assert!(second != link && app.opens(&second));
    app.clock.advance(Duration::from_secs(299));
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(app.mailed_link(ANN), second);
    app.clock.advance(Duration::from_secs(2));
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
    let third = app.mailed_link(ANN);
    assert!(third != second && app.opens(&third) && !app.opens(&second));
    app.clock.advance(Duration::from_secs(366 * 24 * 3600));
    assert!(!app.opens(&third), "a year later");
}

#[test]
fn link_without_an_end_works_twenty_years_later_and_its_mail_tells_no_time() {
    let app = TestApp::with(EmailConfirmation::default().ttl(Lifetime::Unlimited)).start();
    drop(app.registered(ANN));
    let link = app.mailed_link(ANN);
    assert!(!app.mailbox()[0].text.contains("until"), "{}", app.mailbox()[0].text);
    app.clock.advance(Duration::from_secs(20 * 365 * 24 * 3600));
    assert!(app.opens(&link));
}

// 48 hours, unless somebody says otherwise
#[test]
fn link_lives_as_long_as_the_policy_says() {
    let (app, link) = with_link(Database::sqlite());
    assert!(app.mailbox()[0].text.contains("works once, until "), "{}", app.mailbox()[0].text);
    app.clock.advance(Duration::from_secs(48 * 3600 - 1));
    assert!(app.opens(&link));
    app.clock.advance(Duration::from_secs(1));
    assert!(!app.opens(&link));
    let pow = TestApp::with(EmailConfirmation::default()).policy(as_pow).start();
    drop(pow.registered(ANN));
    assert!(!pow.mailbox()[0].text.contains("until"), "{}", pow.mailbox()[0].text);
}

fn link_dies_with_the_account(database: Database) {
    let (app, link) = with_link(database);
    let user = app.user(ANN).unwrap();
    app.block_on(async { app.pow.users().delete(&app.pow.cx(), &user).await.unwrap().unwrap() });
    assert!(!app.opens(&link));
}

// V2, kind 19
fn database_holds_no_link(database: Database) {
    let (app, link) = with_link(database);
    let token = link.rsplit('/').next().unwrap();
    let user = app.user(ANN).unwrap();
    let stored = user.get(EMAIL_CONFIRMATION_TOKEN).unwrap().unwrap();
    assert!(!stored.contains(token) && !token.contains(&stored));
    // All of the row, as a link: worth nothing.
    let (nonce, hash) = stored.split_once('.').unwrap();
    for guess in [stored.as_str(), nonce, hash, &format!("{nonce}{hash}")] {
        assert!(!app.opens(&format!("/confirm-email/{guess}")), "{guess}");
    }
    assert!(!format!("{user:?}").contains(nonce), "not in logs: {user:?}");
    assert!(app.opens(&link));
}

// V7, Y1
#[test]
fn what_is_no_link_is_refused() {
    let (app, link) = with_link(Database::sqlite());
    let token = link.rsplit('/').next().unwrap();
    assert_eq!(app.client().get("/confirm-email/").location(), Some("/confirm-email"));
    let long = "A".repeat(2000);
    for junk in ["%20", "null", "undefined", "%00", "0", "..%2f", &long, &token[1..], &token[..token.len() - 1]] {
        let mut browser = app.client();
        let path = format!("/confirm-email/{junk}");
        let page = browser.get(&path);
        assert!(matches!(page.status, 404 | 410), "{junk}: {page:?}");
    }
    for at in 0..token.len() {
        let mut bytes = token.as_bytes().to_vec();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        assert!(!app.opens(&format!("/confirm-email/{}", String::from_utf8(bytes).unwrap())), "at {at}");
    }
    // A row without a link is found by nobody.
    app.write(ANN, EMAIL_CONFIRMATION_TOKEN.name(), Value::Text(String::new()));
    assert!(!app.opens(&link));
    assert!(!row(&app, ANN).1);
}

/// A token that works once, for what the extension signs its links for.
struct Ours;

impl Purpose for Ours {
    const NAME: &'static str = "email_confirmation";
}

// V1
#[test]
fn tokens_for_other_purposes_confirm_nothing_and_the_link_opens_nothing_else() {
    let app = TestApp::builder()
        .config(|mut config| {
            config.extensions = pow_core::extensions![EmailConfirmation::default(), ResetPassword::default()];
            config
        })
        .start();
    let browser = app.registered(ANN);
    let link = app.mailed_link(ANN);
    let token = link.rsplit('/').next().unwrap();
    let user = app.user(ANN).unwrap();
    let payload = TokenPayload { user: Some(user.id().unwrap()), epoch: 0, bytes: Vec::new() };
    let mut others = vec![browser.cookies.values().next().cloned().unwrap_or_default()];
    app.block_on(async {
        others.push(issued::<ResetToken>(&app, &payload).await);
        others.push(issued::<Ours>(&app, &payload).await);
    });
    others.push(pow_core::plug::sign_token(&app.pow, "email_confirmation", "x"));
    for other in &others {
        assert!(!app.opens(&format!("/confirm-email/{other}")), "{other}");
    }
    let _ = app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    let reset = app.mailed_link(ANN);
    let reset_token = reset.rsplit('/').next().unwrap();
    assert!(!app.opens(&format!("/confirm-email/{reset_token}")));
    assert_eq!(app.client().get(&format!("/reset-password/{token}")).status, 410);
    let mut forger = app.client();
    forger.cookies = [("auth".to_owned(), token.to_owned())].into();
    assert_eq!(forger.current_user(), None);
    assert!(app.opens(&link) && !row(&app, ANN).1);
}

async fn issued<P: Purpose>(app: &TestApp, payload: &TokenPayload) -> String {
    let tokens = app.pow.cx().cache().tokens::<P>(Duration::from_secs(60)).unwrap();
    tokens.issue(payload).await.unwrap().expose().clone()
}

// V2
#[test]
fn link_of_one_set_up_or_secret_is_none_of_another() {
    let (users, link) = with_link(Database::sqlite());
    let admins = users
        .beside()
        .config(|mut config| {
            config.extensions = pow_core::extensions![EmailConfirmation::default()];
            config.namespace = Some("admins".into());
            config.users_table = "admins".into();
            config
        })
        .start();
    assert!(!admins.opens(&link));
    let other_secret = users
        .beside()
        .config(|mut config| {
            config.extensions = pow_core::extensions![EmailConfirmation::default()];
            config.secret_key_base =
                "another test value, no secret: 9876543210 zyxwvutsrqponmlkjihgfedcba ZYXWVUTSRQPONMLKJIHGFEDCBA"
                    .into();
            config
        })
        .start();
    assert!(!other_secret.opens(&link));
    // There a new mail brings a link that works.
    assert_eq!(other_secret.client().sign_in(ANN, PASSWORD).status, 303);
    let anew = other_secret.mailed_link(ANN);
    assert!(other_secret.opens(&anew) && !users.opens(&anew));
    assert!(!other_secret.opens(&link), "the row is the same, and the signature is not");
}

// Y4, V4
#[test]
fn link_stays_good_when_another_mail_follows_a_change_of_the_secret() {
    let (app, link) = with_link(Database::sqlite());
    let rotated = app
        .beside()
        .config(|mut config| {
            config.extensions = pow_core::extensions![EmailConfirmation::default()];
            config.previous_secrets = vec![config.secret_key_base];
            config.secret_key_base =
                "another test value, no secret: 9876543210 zyxwvutsrqponmlkjihgfedcba ZYXWVUTSRQPONMLKJIHGFEDCBA"
                    .into();
            config
        })
        .start();
    assert_eq!(rotated.client().sign_in(ANN, PASSWORD).status, 303);
    let anew = rotated.mailed_link(ANN);
    assert_ne!(anew, link);
    assert!(rotated.opens(&anew) && rotated.opens(&link));
    assert_eq!(confirm(&mut rotated.client(), &link).location(), Some("/session/new"));
    assert!(row(&app, ANN).1 && !rotated.opens(&anew), "one use spends both");
}

// P35, S1, design 4: the session goes on under a new id
#[test]
fn session_of_who_confirms_goes_on_under_a_new_id() {
    let (app, mut ann) = with_ann(Database::sqlite());
    let bob = crate::common::confirmed(&app, BOB);
    change(&mut ann, NEW);
    let link = app.mailed_link(NEW);
    let mut elsewhere = app.client();
    assert_eq!(elsewhere.sign_in(ANN, PASSWORD).status, 303);
    let before = ann.cookies["auth"].clone();
    let mut old = app.copy(&ann);
    let done = confirm(&mut ann, &link);
    assert_eq!((done.status, done.location()), (303, Some("/registration/edit")));
    assert_eq!(flashes(&ann.get("/registration/edit")), ["Thank you, your email address is confirmed."]);
    assert_ne!(ann.cookies["auth"], before);
    assert_eq!(ann.current_user().as_deref(), Some(NEW));
    assert_eq!(old.current_user(), None);
    assert_eq!(elsewhere.current_user(), None, "the others end when the address changes");
    // Somebody else's browser stays whose it is.
    change(&mut ann, "third@example.com");
    let mut bob = bob;
    assert_eq!(confirm(&mut bob, &app.mailed_link("third@example.com")).location(), Some("/registration/edit"));
    assert_eq!(bob.current_user().as_deref(), Some(BOB));
    assert_eq!(ann.current_user(), None);
}

// K17
fn browser_confirms_from_an_address_without_the_token(database: Database) {
    let (app, link) = with_link(database);
    let token = link.rsplit('/').next().unwrap();
    let mut browser = app.client();
    let (path, page) = browser.go(&link);
    assert!(page.status == 200 && !path.contains(token) && !page.text().contains(token), "{path}: {}", page.text());
    assert!(!row(&app, ANN).1);
    assert_eq!(app.client().get(&path).status, 410, "elsewhere the address is no link");
    assert_eq!(browser.submit_form(&page.text(), &path, &[]).location(), Some("/session/new"));
    assert!(row(&app, ANN).1);
    assert!(!browser.cookies.values().any(|value| value == token));
}
