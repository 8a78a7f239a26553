//! The page "Check your inbox", the pages of links that have ended, and what the browser keeps between them.

use std::time::Duration;

use crate::common::{ANN, BOB, NEW, app, change, confirm, confirmed, flashes, row, sent, with_ann};
use pow_core::policy::PageFlow;
use pow_ext_email_confirmation::{EMAIL_CONFIRMATION_TOKEN, EmailConfirmation};
use pow_testing::{Client, Database, Response, TestApp, client::PASSWORD, on_each_database};

on_each_database!(
    registration_leads_to_a_page_that_a_reload_shows_again,
    button_sends_the_mail_again_within_the_limit,
    second_click_says_that_the_address_is_confirmed,
    expired_link_brings_a_new_one,
    browser_that_registered_is_signed_in_and_no_other,
);

const INBOX: &str = "/confirm-email";
const KEPT: &str = "kept_email_confirmation_inbox";
const CONFIRMED: &str = "Your address is confirmed";
const EXPIRED: &str = "This link has expired";
const ENDED: &str = "This link no longer works";
const AGAIN: &str = "sent the email again";

/// Registers in a new browser, and follows the redirect.
fn registering(app: &TestApp, email: &str) -> (Client, Response) {
    let mut browser = app.client();
    let answer = browser.register(email, PASSWORD);
    assert_eq!((answer.status, answer.location()), (303, Some(INBOX)), "{}", answer.text());
    let page = browser.get(INBOX);
    (browser, page)
}

fn resend(browser: &mut Client) -> Response {
    browser.submit(INBOX, INBOX, &[])
}

/// The heading of a link's page.
fn title(app: &TestApp, link: &str) -> (u16, String) {
    let page = app.client().get(link);
    let html = page.text();
    let title = html.split_once("<h1>").unwrap().1.split('<').next().unwrap().to_owned();
    (page.status, title)
}

fn mails_to(app: &TestApp, email: &str) -> usize {
    sent(app).iter().filter(|(to, _)| to == email).count()
}

// E11
fn registration_leads_to_a_page_that_a_reload_shows_again(database: Database) {
    let app = app(database);
    let (mut browser, page) = registering(&app, "Ann@gmail.com");
    let html = page.text();
    assert_eq!(page.status, 200);
    assert!(html.contains("<h1>Check your inbox</h1>") && html.contains("<bdi>Ann@gmail.com</bdi>"), "{html}");
    assert!(html.contains("works once, for 48 hours") && !html.contains(AGAIN), "{html}");
    assert!(html.contains(r#"href="https://mail.google.com/mail/" rel="noreferrer">Open Gmail"#), "{html}");
    assert!(html.contains(r#"href="/registration/new">Wrong address? Change it"#), "{html}");
    assert!(!html.contains("class=\"flash"), "the page says it: {html}");
    assert_eq!(page.header("cache-control"), Some("private, no-store, no-cache"));
    assert_eq!(browser.get(INBOX).masked(), page.masked(), "a reload");
    assert_eq!(browser.get("/registration/new").status, 200);
    assert_eq!(browser.get(INBOX).masked(), page.masked(), "and back");
    assert!(!browser.get("/").text().contains("flash"));
}

// E12, E14: and the answer is the same above the limit
fn button_sends_the_mail_again_within_the_limit(database: Database) {
    let app = app(database);
    let (mut browser, _) = registering(&app, ANN);
    let link = app.mailed_link(ANN);
    for mails in [2, 3, 3, 3] {
        let answer = resend(&mut browser);
        assert_eq!((answer.status, answer.location()), (303, Some(INBOX)));
        let page = browser.get(INBOX).text();
        assert!(page.contains(AGAIN) && page.contains(ANN), "{page}");
        assert_eq!(mails_to(&app, ANN), mails);
        assert_eq!(app.mailed_link(ANN), link, "earlier mails stay good");
    }
    app.clock.advance(Duration::from_secs(3601));
    resend(&mut browser);
    assert_eq!(mails_to(&app, ANN), 4);
}

// E11, E12, E16
#[test]
fn page_and_button_are_the_same_for_taken_unconfirmed_free_and_deleted_addresses() {
    let app = app(Database::sqlite());
    drop(confirmed(&app, ANN));
    drop(app.registered(BOB));
    let look = |email: &str, delete: bool| {
        let (mut browser, page) = registering(&app, email);
        let length = browser.cookies[KEPT].len();
        if delete {
            let user = app.user(email).unwrap();
            app.block_on(async { app.pow.users().delete(&app.pow.cx(), &user).await.unwrap().unwrap() });
        }
        let mails = app.mailbox().len();
        let again = (resend(&mut browser), browser.get(INBOX));
        let answers = [page, again.0, again.1, browser.get(INBOX)];
        let looks = answers.map(|answer| {
            let look = answer.observed();
            (look.0, look.1, look.2.replace(email, "…"))
        });
        let told: Vec<_> = sent(&app).split_off(mails);
        ((looks, length, browser.cookies[KEPT].len()), told)
    };
    let (taken, to_owner) = look(ANN, false);
    let (unconfirmed, to_bob) = look(BOB, false);
    let (free, to_eve) = look("eve@example.com", false);
    let (unknown, to_none) = look("joe@example.com", true);
    assert_eq!(taken, free);
    assert_eq!(unconfirmed, free);
    assert_eq!(unknown, free);
    let told = |to: &str, subject: &str| vec![(to.to_owned(), subject.to_owned())];
    assert_eq!(to_owner, told(ANN, "email_confirmation/already_registered"));
    assert_eq!(to_bob, told(BOB, "email_confirmation/confirm"));
    assert_eq!(to_eve, told("eve@example.com", "email_confirmation/confirm"));
    assert_eq!(to_none, []);
}

// V10: the button never mails the link of another registration
#[test]
fn each_browser_gets_the_link_of_its_own_registration_again() {
    let app = TestApp::with(EmailConfirmation::default())
        .policy(|policy| policy.mail_limits = pow_core::mail::MailLimits::none())
        .start();
    let passwords = ["the-first-test-password", "the-second-test-password"];
    let mut browsers = passwords.map(|password| {
        let mut browser = app.client();
        assert_eq!(browser.register(ANN, password).status, 303);
        browser
    });
    let mut links = Vec::new();
    for browser in &mut browsers {
        assert_eq!(resend(browser).status, 303);
        links.push(app.links_to(ANN).pop().unwrap());
    }
    assert!(links.iter().all(|link| app.opens(link)) && links[0] != links[1]);
    assert_eq!(confirm(&mut app.client(), &links[1]).status, 303);
    assert!(app.signs_in(ANN, passwords[1]) && !app.signs_in(ANN, passwords[0]));
    // The address has an account now, and its owner is told so.
    for browser in &mut browsers {
        assert_eq!(resend(browser).status, 303);
        assert_eq!(sent(&app).pop().unwrap().1, "email_confirmation/already_registered");
    }
    assert_eq!(title(&app, &links[1]), (410, CONFIRMED.to_owned()));
    assert_eq!(title(&app, &links[0]), (410, ENDED.to_owned()));
}

// V22
fn browser_that_registered_is_signed_in_and_no_other(database: Database) {
    let app = app(database);
    let (mut ann, _) = registering(&app, ANN);
    let (mut bob, _) = registering(&app, BOB);
    // Bob's browser opens Ann's link, and Ann's browser Bob's.
    let done = confirm(&mut bob, &app.mailed_link(ANN));
    assert_eq!((done.status, done.location()), (303, Some("/session/new")));
    assert_eq!(bob.current_user(), None);
    let page = bob.get("/session/new").text();
    assert!(page.contains(&format!("value=\"{ANN}\"")), "filled in: {page}");
    assert!(!done.location().unwrap().contains('@'));
    assert!(!format!("{:?}", bob.cookies).contains("ann"), "sealed");

    let done = confirm(&mut bob, &app.mailed_link(BOB));
    assert_eq!((done.status, done.location()), (303, Some("/")));
    assert_eq!(bob.current_user().as_deref(), Some(BOB));
    assert!(!bob.cookies.contains_key(KEPT) && !bob.cookies.contains_key("kept_user_id"), "{:?}", bob.cookies);
    // The value that Ann's browser keeps gives no session after her confirmation.
    assert_eq!(ann.get(INBOX).status, 200);
    assert_eq!(ann.current_user(), None);
}

// V22
#[test]
fn kept_value_of_another_registration_gives_no_session() {
    type Prepare = dyn Fn(&TestApp, &mut Client);
    let signed_in = |prepare: &Prepare| {
        let app = app(Database::sqlite());
        let (mut browser, _) = registering(&app, ANN);
        drop(registering(&app, BOB));
        prepare(&app, &mut browser);
        assert_eq!(confirm(&mut browser, &app.mailed_link(ANN)).status, 303);
        browser.current_user()
    };
    assert_eq!(signed_in(&|_, _| {}).as_deref(), Some(ANN), "the control");
    let cases: [(&str, &Prepare); 3] = [
        ("none", &|_, browser| drop(browser.cookies.remove(KEPT))),
        ("forged", &|_, browser| browser.cookies.get_mut(KEPT).unwrap().replace_range(40..41, "~")),
        ("of another", &|app, browser| {
            let (other, _) = registering(app, "eve@example.com");
            browser.cookies.insert(KEPT.to_owned(), other.cookies[KEPT].clone());
        }),
    ];
    for (name, prepare) in cases {
        assert_eq!(signed_in(prepare), None, "{name}");
    }
    let app = app(Database::sqlite());
    let (mut first, _) = registering(&app, ANN);
    let link = app.mailed_link(ANN);
    let (mut second, _) = registering(&app, ANN);
    assert_eq!(confirm(&mut second, &link).location(), Some("/session/new"), "the link is the first one's");
    assert_eq!((second.current_user(), first.current_user()), (None, None));
}

#[test]
fn sign_in_after_the_confirmation_is_an_option() {
    let app = TestApp::with(EmailConfirmation::default().sign_in(false)).start();
    let (mut browser, _) = registering(&app, ANN);
    assert_eq!(confirm(&mut browser, &app.mailed_link(ANN)).location(), Some("/session/new"));
    assert_eq!(flashes(&browser.get("/session/new")), ["Thank you, your email address is confirmed."]);
    assert!(browser.get("/session/new").text().contains(&format!("value=\"{ANN}\"")));
    assert_eq!(browser.current_user(), None);
}

// V22: the times of the kept values
#[test]
fn kept_values_expire_and_a_sign_out_removes_them() {
    let app = app(Database::sqlite());
    drop(confirmed(&app, BOB));
    let (mut browser, _) = registering(&app, ANN);
    let before = app.copy(&browser);
    assert_eq!(browser.sign_in(BOB, PASSWORD).status, 303);
    assert_eq!(browser.sign_out().status, 303);
    assert!(!browser.cookies.contains_key(KEPT));
    assert_eq!(browser.get(INBOX).location(), Some("/session/new"));
    let mut browser = before;
    app.clock.advance(Duration::from_secs(48 * 3600 - 1));
    assert_eq!(browser.get(INBOX).status, 200);
    app.clock.advance(Duration::from_secs(1));
    assert_eq!(browser.get(INBOX).location(), Some("/session/new"));
}

// E12, V9: the button of a browser that has registered nothing
#[test]
fn button_without_a_registration_mails_nothing() {
    let app = app(Database::sqlite());
    let (registered, _) = registering(&app, ANN);
    let mails = app.mailbox().len();
    let mut stranger = app.client();
    let token = stranger.token("/session/new");
    let form = [("_csrf_token", token.as_str()), ("user[email]", ANN)];
    assert_eq!(stranger.post(INBOX, &form).location(), Some("/session/new"));
    let mut forged = registered.cookies[KEPT].clone();
    let other = if forged.as_bytes()[40] == b'A' { "B" } else { "A" };
    forged.replace_range(40..41, other);
    stranger.cookies.insert(KEPT.to_owned(), forged);
    assert_eq!(stranger.post(INBOX, &form).location(), Some("/session/new"));
    assert_eq!(stranger.post(INBOX, &[]).status, 403, "without the form's token");
    assert_eq!(app.mailbox().len(), mails);
}

// P32
#[test]
fn unconfirmed_sign_in_leads_to_the_page_with_the_address_that_was_typed() {
    let app = app(Database::sqlite());
    drop(app.registered(ANN));
    let mut browser = app.client();
    assert_eq!(browser.sign_in("Ann@Example.com", PASSWORD).location(), Some(INBOX));
    assert!(browser.get(INBOX).text().contains("<bdi>Ann@Example.com</bdi>"));
    let link = app.mailed_link(ANN);
    assert_eq!(resend(&mut browser).status, 303);
    assert_eq!((mails_to(&app, ANN), app.mailed_link(ANN)), (3, link.clone()));
    // Its password was typed here.
    assert_eq!(confirm(&mut browser, &link).location(), Some("/"));
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}

#[test]
fn page_that_was_asked_for_is_shown_after_the_confirmation() {
    let app = app(Database::sqlite());
    let mut browser = app.client();
    let form = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let page = "/registration/new?request_path=%2Fprotected";
    assert_eq!(browser.submit(page, "/registration", &form).location(), Some(INBOX));
    assert_eq!(confirm(&mut browser, &app.mailed_link(ANN)).location(), Some("/protected"));
    assert_eq!(browser.get("/protected").status, 200);
}

// K1, P35
fn second_click_says_that_the_address_is_confirmed(database: Database) {
    let app = TestApp::with(EmailConfirmation::default()).each_form_is_new().database(database).start();
    drop(app.registered(ANN));
    let link = app.mailed_link(ANN);
    let mut first = app.client();
    let page = first.get(&link).text();
    assert!(page.contains(&format!("<bdi>{ANN}</bdi>")) && page.contains("did you create an account"), "{page}");
    assert_eq!(first.submit_form(&page, &link, &[]).location(), Some("/session/new"));
    let after = row(&app, ANN);
    // The same page again, and the link again.
    let again = [first.submit_form(&page, &link, &[]), first.get(&link), app.client().get(&link)];
    for again in again {
        assert_eq!(again.status, 410);
        let html = again.text();
        assert!(html.contains(&format!("<h1>{CONFIRMED}</h1>")) && html.contains("href=\"/session/new\""), "{html}");
        assert!(!html.contains("flash-error") && !html.contains(ANN), "{html}");
    }
    assert!(first.get("/session/new").text().contains(&format!("value=\"{ANN}\"")));
    assert_eq!(row(&app, ANN), after);
    // The marker in the row is no link.
    let marker = app.user(ANN).unwrap().get(EMAIL_CONFIRMATION_TOKEN).unwrap().unwrap();
    for guess in [marker.as_str(), marker.trim_start_matches("used.")] {
        assert_eq!(title(&app, &format!("/confirm-email/{guess}")), (410, ENDED.to_owned()));
    }
    // A user who is signed in needs no sign-in.
    assert_eq!(first.sign_in(ANN, PASSWORD).status, 303);
    let page = first.get(&link);
    assert!(page.status == 410 && !page.text().contains("href=\"/session/new\""), "{}", page.text());
    // After another address the link says nothing about the account.
    change(&mut first, NEW);
    assert_eq!(title(&app, &link), (410, ENDED.to_owned()));
}

// V8, E12
fn expired_link_brings_a_new_one(database: Database) {
    let app = app(database);
    drop(app.registered(ANN));
    let link = app.mailed_link(ANN);
    app.clock.advance(Duration::from_secs(48 * 3600));
    let mut browser = app.client();
    for _ in 0..3 {
        let page = browser.get(&link);
        assert_eq!(page.status, 410);
        assert!(page.text().contains(&format!("<h1>{EXPIRED}</h1>")) && !page.text().contains(ANN), "{}", page.text());
    }
    let (mails, before) = (app.mailbox().len(), row(&app, ANN));
    assert_eq!(app.client().post(&link, &[]).status, 403, "without the form's token");
    assert_eq!((app.mailbox().len(), row(&app, ANN)), (mails, before));
    let answer = browser.submit(&link, &link, &[]);
    assert_eq!((answer.status, answer.location()), (303, Some(INBOX)));
    let page = browser.get(INBOX).text();
    assert!(page.contains("Check your inbox") && !page.contains(ANN), "it was not typed here: {page}");
    let anew = app.mailed_link(ANN);
    assert!(anew != link && app.opens(&anew) && !row(&app, ANN).1);
    assert_eq!(title(&app, &link), (410, ENDED.to_owned()), "another one took its place");
    assert_eq!(confirm(&mut browser, &anew).location(), Some("/session/new"));
    assert_eq!(browser.current_user(), None);
}

// V10, V8
#[test]
fn expired_link_of_a_second_registration_brings_its_own_anew() {
    let app = app(Database::sqlite());
    drop(app.registered(ANN));
    let mut second = app.client();
    assert_eq!(second.register(ANN, "the-second-test-password").status, 303);
    let link = app.mailed_link(ANN);
    app.clock.advance(Duration::from_secs(48 * 3600));
    assert_eq!(title(&app, &link), (410, EXPIRED.to_owned()));
    assert_eq!(app.client().submit(&link, &link, &[]).location(), Some(INBOX));
    assert_eq!(confirm(&mut app.client(), &app.mailed_link(ANN)).status, 303);
    assert!(app.signs_in(ANN, "the-second-test-password") && !app.signs_in(ANN, PASSWORD));
}

// P33
#[test]
fn change_of_the_address_has_the_page_too() {
    let (app, mut ann) = with_ann(Database::sqlite());
    assert_eq!(ann.get(INBOX).location(), Some("/registration/edit"), "no address waits");
    change(&mut ann, NEW);
    let page = ann.get(INBOX).text();
    assert!(page.contains(&format!("<bdi>{NEW}</bdi>")) && page.contains("finish the change"), "{page}");
    assert!(page.contains("href=\"/registration/edit\">Wrong address?") && !page.contains(AGAIN), "{page}");
    let link = app.mailed_link(NEW);
    assert_eq!(ann.submit("/registration/edit", INBOX, &[]).location(), Some(INBOX));
    assert!(ann.get(INBOX).text().contains(AGAIN));
    assert_eq!((mails_to(&app, NEW), app.mailed_link(NEW)), (2, link.clone()));
    let page = ann.get(&link).text();
    assert!(page.contains(&format!("<bdi>{NEW}</bdi>")) && page.contains("use it for your account"), "{page}");
    assert_eq!(confirm(&mut ann, &link).location(), Some("/registration/edit"));
    assert_eq!(ann.current_user().as_deref(), Some(NEW));
}

// The flows of Pow: redirects with messages.
#[test]
fn plain_flow_has_no_pages_of_its_own() {
    let app = TestApp::with(EmailConfirmation::default()).policy(|policy| policy.page_flow = PageFlow::Plain).start();
    let mut browser = app.client();
    assert_eq!(browser.register(ANN, PASSWORD).location(), Some("/"));
    assert!(!browser.cookies.keys().any(|name| name.starts_with("kept_")), "{:?}", browser.cookies);
    assert_eq!(flashes(&browser.get("/session/new")).len(), 1);
    assert_eq!(browser.get(INBOX).location(), Some("/session/new"));
    let link = app.mailed_link(ANN);
    assert_eq!(confirm(&mut browser, &link).location(), Some("/session/new"));
    assert_eq!(browser.current_user(), None);
    assert!(!browser.get("/session/new").text().contains(ANN));
    assert_eq!(browser.get(&link).location(), Some("/session/new"));
    assert!(flashes(&browser.get("/session/new"))[0].starts_with("This link no longer works."));
    let mut ann = app.client();
    assert_eq!(ann.sign_in(ANN, "wrong password").status, 422);
    assert!(!ann.cookies.contains_key("kept_user_id"));
}
