//! Accepting: when the link works, when it is dead, and what it makes.

use std::{sync::Arc, time::Duration};

use crate::common::{ANN, BEN, CHOSEN, accept, action, app, invite, link, started, waits};
use pow_core::{
    Error, async_trait,
    changeset::{Changeset, Operation},
    cx::Cx,
    extension::{Extension, ExtensionId, Registry},
    schema::Value,
    store::Transaction,
    token::{Purpose, TokenPayload},
    users::{self, EMAIL, PASSWORD_HASH},
};
use pow_ext_invitation::{INVITATION_EXPIRES_AT, INVITATION_TOKEN, Invitation, Lifetime};
use pow_testing::{Client, Database, TestApp, client::PASSWORD, on_each_database};

on_each_database!(
    accepted_invitation_is_accepted_once,
    refused_password_leaves_the_link_alive,
    invitation_is_good_until_its_time_and_no_longer,
    address_can_be_another_one,
    what_has_run_out_is_deleted,
);

const OTHER: &str = "benny@example.com";
const DAY: u64 = 24 * 3600;

// V15
fn accepted_invitation_is_accepted_once(database: Database) {
    let (app, mut ann) = app(database);
    let link = link(&app, &mut ann, BEN);
    let mut eve = app.client();
    let form = eve.get(&link).text();
    assert_eq!(accept(&mut app.client(), &link, &[]).location(), Some("/"));
    let mine = app.user(BEN).unwrap();
    let late =
        [("user[email]", "eve@example.com"), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let answer = eve.submit_form(&form, &action(&link), &late);
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
    for page in [answer, eve.get(&link)] {
        let html = page.text();
        assert!(page.status == 410 && html.contains("<h1>This invitation was already used</h1>"), "{html}");
        assert!(html.contains("href=\"/session/new\">Sign in") && !html.contains(BEN), "{html}");
    }
    assert!(eve.current_user().is_none());
    assert_eq!(app.user(BEN).unwrap().get(PASSWORD_HASH).unwrap(), mine.get(PASSWORD_HASH).unwrap());
    assert!(app.user_count() == 2 && app.signs_in(BEN, CHOSEN) && !app.opens(&link));
}

fn refused_password_leaves_the_link_alive(database: Database) {
    let (app, mut ann) = app(database);
    let link = link(&app, &mut ann, BEN);
    let mut ben = app.client();
    for (password, confirmation) in [("", ""), ("short", "short"), (CHOSEN, "something-else"), ("password", "password")]
    {
        let pairs = [("user[password]", password), ("user[password_confirmation]", confirmation)];
        let answer = ben.submit(&link, &action(&link), &pairs);
        assert_eq!(answer.status, 422, "{password:?}: {:?}", answer.location());
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert!(answer.text().contains("aria-invalid=\"true\"") && !answer.text().contains(CHOSEN));
        assert!(waits(&app, BEN) && ben.current_user().is_none());
    }
    let pairs = [("user[email]", "no address"), ("user[password]", CHOSEN), ("user[password_confirmation]", CHOSEN)];
    assert_eq!(ben.submit(&link, &action(&link), &pairs).status, 422);
    assert_eq!(accept(&mut ben, &link, &[]).location(), Some("/"));
}

// V17
fn invitation_is_good_until_its_time_and_no_longer(database: Database) {
    let (app, mut ann) = app(database);
    let link = link(&app, &mut ann, BEN);
    let mut ben = app.client();
    let form = ben.get(&link).text();
    app.clock.advance(Duration::from_secs(7 * DAY - 1));
    assert!(app.opens(&link));
    app.clock.advance(Duration::from_secs(1));
    assert!(!app.opens(&link));
    let pairs = [("user[password]", CHOSEN), ("user[password_confirmation]", CHOSEN)];
    assert_eq!(ben.submit_form(&form, &action(&link), &pairs).status, 410);
    let html = ben.get(&link).text();
    assert!(html.contains("<h1>This link no longer works</h1>") && !html.contains(BEN), "{html}");
    assert!(waits(&app, BEN) && !app.signs_in(BEN, CHOSEN));
    // It stands in nobody's way any more.
    let mut eve = app.registered("eve@example.com");
    let theirs = crate::common::link(&app, &mut eve, BEN);
    assert!(app.opens(&theirs) && !app.opens(&link));
    assert_eq!(accept(&mut app.client(), &theirs, &[]).location(), Some("/"));
}

// V17, policy: invitation
#[test]
fn lifetime_is_the_policys_or_ones_own_or_none() {
    let started_with = |extension: Invitation, pow: bool| {
        let profile = move |policy: &mut pow_core::policy::Policy| {
            if pow {
                let hasher = policy.password.hasher.clone();
                *policy = pow_core::policy::Policy::pow();
                policy.password.hasher = hasher;
            }
        };
        let (app, mut ann) = started(TestApp::with(extension).policy(profile));
        let link = link(&app, &mut ann, BEN);
        (app, ann, link)
    };
    let hour = Lifetime::Of(Duration::from_secs(3600));
    let cases = [
        (Invitation::default(), false, Some(7 * DAY), "works once, until ", "Expires in 7 days."),
        (Invitation::default(), true, None, "The link works once.", "Doesn’t expire."),
        (Invitation::default().lifetime(Lifetime::Unlimited), false, None, "The link works once.", "Doesn’t expire."),
        (Invitation::default().lifetime(hour), true, Some(3600), "works once, until ", "Expires in 60 minutes."),
    ];
    for (extension, pow, seconds, mailed, listed) in cases {
        let (app, mut ann, link) = started_with(extension, pow);
        assert!(app.mailbox()[0].text.contains(mailed), "{}", app.mailbox()[0].text);
        assert!(crate::common::list(&mut ann).contains(listed), "{}", crate::common::list(&mut ann));
        app.clock.advance(Duration::from_secs(seconds.unwrap_or(20 * 365 * DAY)));
        assert_eq!(app.opens(&link), seconds.is_none());
    }
}

// P38
fn address_can_be_another_one(database: Database) {
    let (app, mut ann) = app(database);
    let link = link(&app, &mut ann, BEN);
    let mut ben = app.client();
    let taken = accept(&mut ben, &link, &[("user[email]", ANN)]);
    assert_eq!(taken.status, 422, "an account of somebody else");
    assert!(waits(&app, BEN) && ben.current_user().is_none() && app.signs_in(ANN, PASSWORD));
    assert_eq!(accept(&mut ben, &link, &[("user[email]", OTHER)]).location(), Some("/"));
    assert_eq!(ben.current_user().as_deref(), Some(OTHER));
    assert!(app.user(BEN).is_none() && app.signs_in(OTHER, CHOSEN));
    assert!(crate::common::list(&mut ann).is_empty());
    // The address is free again.
    assert_eq!(invite(&mut ann, BEN).status, 303);
    assert!(waits(&app, BEN));
}

// V21
fn what_has_run_out_is_deleted(database: Database) {
    let (app, mut ann) = app(database);
    let _ = link(&app, &mut ann, BEN);
    drop(app.registered(OTHER));
    let _ = invite(&mut ann, OTHER);
    let accepted = link(&app, &mut ann, "cat@example.com");
    assert_eq!(accept(&mut app.client(), &accepted, &[]).status, 303);
    app.block_on(app.pow.tick());
    assert!(waits(&app, BEN) && entries(&app) == 2);
    app.clock.advance(Duration::from_secs(7 * DAY + 1));
    let mut ann = app.client();
    ann.sign_in(ANN, PASSWORD);
    assert!(crate::common::list(&mut ann).is_empty() && app.user(BEN).is_some(), "not shown, and not deleted yet");
    let young = link(&app, &mut ann, "dan@example.com");
    app.block_on(app.pow.tick());
    assert!(app.user(BEN).is_none() && app.opens(&young) && entries(&app) == 1);
    assert_eq!(app.user_count(), 4, "accounts stay");
}

/// Fails the deletion of some users, as a foreign key of the application's tables does.
#[derive(Debug)]
struct Referenced;

#[async_trait]
impl Extension for Referenced {
    fn id(&self) -> ExtensionId {
        "referenced"
    }

    fn register(&self, _: &mut Registry) {}

    async fn before_write(&self, _: &Cx, _: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
        let email = changeset.data().map(|user| user.get(EMAIL)).transpose()?.flatten();
        let is_referenced = email.is_some_and(|email| email.starts_with("referenced"));
        match changeset.operation() {
            Operation::DELETE if is_referenced => Err(Error::database("a foreign key refers to the row")),
            _ => Ok(()),
        }
    }
}

// One more than a query returns, and the last is the only one that can be deleted.
#[test]
fn rows_that_can_not_be_deleted_do_not_keep_the_rows_behind_them() {
    let (app, _ann) = started(TestApp::with(Invitation::default()).extension(Referenced));
    let cx = app.pow.cx();
    let day_ago = cx.now() - Duration::from_secs(DAY);
    for number in 0..501 {
        let name = if number == 500 { "free".to_owned() } else { format!("referenced-{number}") };
        let mut changeset = Changeset::new(Operation("import"), None, Arc::default());
        changeset.put(EMAIL, Some(format!("{name}@example.com")));
        changeset.put(INVITATION_TOKEN, Some(format!("token-{number}")));
        changeset.put(INVITATION_EXPIRES_AT, Some(day_ago + Duration::from_secs(number)));
        app.block_on(users::write(&cx, changeset)).unwrap().unwrap();
    }
    assert_eq!(app.user_count(), 502);
    app.block_on(app.pow.tick());
    assert!(app.user("free@example.com").is_none());
    assert_eq!(app.user_count(), 501);
}

fn entries(app: &TestApp) -> usize {
    let table = app.pow.schema().table("users_invitations").unwrap().clone();
    app.block_on(app.pow.store().select(&Default::default(), &table, Default::default())).unwrap().len()
}

// P4, P38
#[test]
fn who_is_signed_in_is_sent_away_and_the_link_stays_good() {
    let (app, mut ann) = app(Database::sqlite());
    let link = link(&app, &mut ann, BEN);
    let page = ann.get(&link);
    let html = page.text();
    assert!(
        page.status == 409 && html.contains(&format!("signed in as {ANN}")) && html.contains("Stay signed in"),
        "{html}"
    );
    assert!(!html.contains(BEN), "nothing of the invitation");
    let token = ann.token("/registration/edit");
    let form = [("_csrf_token", token.as_str()), ("_method", "PUT"), ("user[password]", CHOSEN)];
    assert_eq!(ann.post(&action(&link), &form).location(), Some("/"));
    assert!(waits(&app, BEN) && app.opens(&link));
}

#[test]
fn page_names_the_inviter_and_the_site_until_the_account_of_the_inviter_is_deleted() {
    let (app, mut ann) = app(Database::sqlite());
    let link = link(&app, &mut ann, BEN);
    let invited = |html: &str| html.contains(&format!("{ANN} invited you to"));
    let plain = |html: String| html.replace(['\u{2068}', '\u{2069}'], "");
    let page = plain(app.client().get(&link).text());
    assert!(invited(&page), "{page}");
    let refused = app.client().submit(&link, &action(&link), &[("user[password]", "x")]);
    assert!(refused.status == 422 && invited(&plain(refused.text())));
    assert!(!app.client().get(&format!("{link}x")).text().contains(ANN), "no other link names the inviter");
    assert_eq!(ann.account_form(&[("_method", "DELETE")]).status, 303);
    let page = app.client().get(&link);
    assert!(!page.text().contains(ANN), "{}", page.text());
}

// V19, X2
#[test]
fn inviters_name_is_text_and_short_on_the_page() {
    let name = "<b>x</b> see evil.test/a".to_owned();
    let (app, mut ann) = started(TestApp::with(Invitation::default().inviter_name(move |_| name.clone())));
    let link = link(&app, &mut ann, BEN);
    let html = app.client().get(&link).text();
    assert!(html.contains("&#60;b&#62;x") && !html.contains("<b>x") && !html.contains("evil.test"), "{html}");
}

// V3
#[test]
fn looking_at_the_link_spends_nothing() {
    let (app, mut ann) = app(Database::sqlite());
    let link = link(&app, &mut ann, BEN);
    let before = app.user(BEN).unwrap();
    let head = app.client().request("HEAD", &link, None);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert!(app.opens(&link) && app.opens(&link));
    let after = app.user(BEN).unwrap();
    assert_eq!(before.get(INVITATION_TOKEN).unwrap(), after.get(INVITATION_TOKEN).unwrap());
    assert_eq!(before.get(INVITATION_EXPIRES_AT).unwrap(), after.get(INVITATION_EXPIRES_AT).unwrap());
}

#[test]
fn request_without_the_forms_token_accepts_nothing() {
    let (app, mut ann) = app(Database::sqlite());
    let link = link(&app, &mut ann, BEN);
    let form = [("_method", "PUT"), ("user[password]", CHOSEN), ("user[password_confirmation]", CHOSEN)];
    assert_eq!(app.client().post(&action(&link), &form).status, 403);
    assert!(waits(&app, BEN));
}

// S3
#[test]
fn acceptance_never_takes_the_session_or_the_form_secret_that_the_client_names() {
    let (app, mut ann) = app(Database::sqlite());
    let link = link(&app, &mut ann, BEN);
    let mut mallory = app.registered("mallory@example.com");
    let dead = mallory.cookies["auth"].clone();
    mallory.sign_out();
    // What somebody else had in this browser before: a session that has ended, and the secret of the forms.
    let mut ben = app.client();
    ben.get(&link);
    let planted = ben.clone();
    ben.cookies.insert("auth".to_owned(), dead.clone());
    assert_eq!(accept(&mut ben, &link, &[]).location(), Some("/"));
    assert_eq!(ben.current_user().as_deref(), Some(BEN));
    assert_ne!(ben.cookies["auth"], dead);
    for (name, value) in &planted.cookies {
        assert_ne!(ben.cookies.get(name), Some(value), "{name}");
    }
    for cookies in [planted.cookies.clone(), [("auth".to_owned(), dead)].into()] {
        let mut attacker = app.client();
        attacker.cookies = cookies;
        assert_eq!(attacker.current_user(), None);
    }
}

// A2, V9
#[test]
fn acceptance_sets_no_field_but_those_of_the_form() {
    let app = TestApp::with(Invitation::default())
        .config(|mut config| {
            config.extensions.extend(pow_core::extensions![pow_ext_email_confirmation::EmailConfirmation::default()]);
            config
        })
        .start();
    drop(app.registered(ANN));
    let confirm = app.mailed_link(ANN);
    app.client().submit(&confirm, &confirm, &[]);
    let mut ann = app.client();
    ann.sign_in(ANN, PASSWORD);
    let link = link(&app, &mut ann, BEN);
    let before = app.user(BEN).unwrap();
    let year = "2020-01-01T00:00:00Z";
    let forged = [
        ("user[id]", "00000000-0000-0000-0000-000000000000"),
        ("user[password_hash]", "x"),
        ("user[auth_epoch]", "9"),
        ("user[inserted_at]", year),
        ("user[invited_by]", "00000000-0000-0000-0000-000000000000"),
        ("user[invitation_token]", "x"),
        ("user[invitation_accepted_at]", year),
        ("user[invitation_expires_at]", year),
        ("user[email_confirmed_at]", year),
        ("user[email_confirmation_token]", "x"),
        ("user[unconfirmed_email]", OTHER),
        ("invited_by", "00000000-0000-0000-0000-000000000000"),
    ];
    assert_eq!(accept(&mut app.client(), &link, &forged).location(), Some("/"));
    let after = app.user(BEN).unwrap();
    let now = app.pow.cx().now();
    for name in ["id", "inserted_at", "invited_by"] {
        assert_eq!(after.value(name), before.value(name), "{name}");
    }
    assert!(matches!(after.value("invitation_token"), Some(Value::Text(text)) if text.starts_with("used.")));
    for name in ["invitation_expires_at", "email_confirmation_token", "unconfirmed_email"] {
        assert_eq!(after.value(name), Some(&Value::Null), "{name}");
    }
    for name in ["invitation_accepted_at", "email_confirmed_at"] {
        assert_eq!(after.value(name), Some(&Value::DateTime(now)), "{name}");
    }
    assert_eq!(after.value("auth_epoch"), Some(&Value::Int(1)));
    assert!(app.signs_in(BEN, CHOSEN));
}

struct Other;

impl Purpose for Other {
    const NAME: &'static str = "reset_password";
}

// K10, V1, V2, V7
#[test]
fn what_is_no_link_of_ours_opens_nothing() {
    let (app, mut ann) = app(Database::sqlite());
    let link = link(&app, &mut ann, BEN);
    let token = link.split('/').nth(2).unwrap().to_owned();
    let cx = app.pow.cx();
    let theirs = cx.cache().tokens::<Other>(Duration::from_secs(60)).unwrap();
    let payload = TokenPayload { user: Some(app.user(BEN).unwrap().id().unwrap()), epoch: 0, bytes: Vec::new() };
    let foreign = app.block_on(theirs.issue(&payload)).unwrap();
    let signed = app.pow.signer("another purpose").sign(&[7; 32]);
    // Genuine, but of no invitation.
    let nobodys = app.pow.signer("invitation").sign(&[7; 32]);
    assert!(app.block_on(theirs.peek(&token)).unwrap().is_none());
    let cookies = ann.cookies.values().cloned().collect::<Vec<_>>();
    let mut junk =
        vec!["%00".into(), "null".into(), "%20".into(), "0".into(), token[1..].to_owned(), format!("{token}x")];
    junk.push(token.replace(token.chars().next().unwrap(), "~"));
    junk.extend([foreign.expose().clone(), signed, nobodys, app.client().token("/session/new")]);
    for text in cookies.into_iter().chain(junk) {
        let page = app.client().get(&format!("/invitations/{text}/edit"));
        assert!(matches!(page.status, 404 | 410), "{text}: {}", page.status);
        let put = put(&mut app.client(), &format!("/invitations/{text}"));
        assert!(matches!(put.0, 404 | 410), "{text}: {put:?}");
    }
    for path in ["/invitations//edit", "/invitations/edit", "/invitations/"] {
        assert!(matches!(app.client().get(path).status, 303 | 404 | 405), "{path}");
    }
    // Rows without a token are found by no empty text.
    assert!(waits(&app, BEN) && app.signs_in(ANN, PASSWORD) && app.opens(&link));
}

fn put(browser: &mut Client, path: &str) -> (u16, Option<String>) {
    let token = browser.token("/session/new");
    let form = [
        ("_csrf_token", token.as_str()),
        ("_method", "PUT"),
        ("user[password]", CHOSEN),
        ("user[password_confirmation]", CHOSEN),
    ];
    let answer = browser.post(path, &form);
    (answer.status, answer.location().map(str::to_owned))
}

// V2, P18
#[test]
fn link_of_one_set_up_is_none_of_another() {
    let (users, mut ann) = app(Database::sqlite());
    let admins = users
        .beside()
        .config(|mut config| {
            config.extensions = pow_core::extensions![Invitation::default()];
            config.namespace = Some("admins".into());
            config.users_table = "admins".into();
            config
        })
        .start();
    let path = link(&users, &mut ann, BEN);
    assert!(!admins.opens(&path) && users.opens(&path));
    let mut ben = admins.registered(BEN);
    let theirs = link(&admins, &mut ben, "cat@example.com");
    assert!(admins.opens(&theirs) && !users.opens(&theirs));
    assert!(!crate::common::list(&mut ann).contains("cat@") && crate::common::list(&mut ben).contains("cat@"));
}

// The flows of Pow: redirects with messages.
#[test]
fn plain_flow_leads_to_the_sign_in_with_a_message() {
    let plain = |policy: &mut pow_core::policy::Policy| policy.page_flow = pow_core::policy::PageFlow::Plain;
    let app = TestApp::with(Invitation::default()).policy(plain).start();
    let mut ann = app.registered(ANN);
    let link = link(&app, &mut ann, BEN);
    assert_eq!(accept(&mut app.client(), &link, &[]).location(), Some("/"));
    let mut late = app.client();
    assert_eq!(late.get(&link).location(), Some("/session/new"));
    assert!(late.get("/session/new").text().contains("flash flash-error"));
}
