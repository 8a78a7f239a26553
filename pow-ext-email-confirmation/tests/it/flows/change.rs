//! Another address: it waits until its owner has opened the link, and the present one stays in use.

use std::time::Duration;

use crate::common::{ANN, BOB, NEW, change, confirm, confirmed, flashes, row, sent, unconfirm, with_ann};
use pow_core::{extensions, users::AUTH_EPOCH};
use pow_ext_email_confirmation::{EMAIL_CONFIRMED_AT, EmailConfirmation};
use pow_ext_reset_password::ResetPassword;
use pow_testing::{Client, Database, TestApp, client::PASSWORD, on_each_database};

on_each_database!(
    new_address_waits_for_its_confirmation_and_the_old_one_stays_in_use,
    setting_the_address_back_forgets_the_change,
    same_change_twice_makes_no_new_link,
    link_of_an_older_change_is_dead,
    change_fails_if_the_address_is_taken_meanwhile,
    new_password_forgets_a_pending_change,
    mail_can_be_sent_again_from_the_accounts_page,
);

const FOR_UPDATE: &str = "Check the inbox of the new address. We’ve sent a link there to confirm the change. Until it’s opened, your account keeps its current address.";
const CONFIRM: &str = "email_confirmation/confirm";
const ASKED: &str = "email_confirmation/change_requested";

fn mails_of(app: &TestApp, since: usize) -> Vec<(String, String)> {
    sent(app).split_off(since)
}

fn pair(to: &str, subject: &str) -> (String, String) {
    (to.to_owned(), subject.to_owned())
}

// P33, 6.3.7
fn new_address_waits_for_its_confirmation_and_the_old_one_stays_in_use(database: Database) {
    let (app, mut ann) = with_ann(database);
    let (mails, epoch) = (sent(&app).len(), app.user(ANN).unwrap().get(AUTH_EPOCH).unwrap());
    assert_eq!(change(&mut ann, " New@Example.com ").location(), Some("/registration/edit"));
    let page = ann.get("/registration/edit");
    assert_eq!(flashes(&page)[0], FOR_UPDATE);
    assert!(page.text().contains("sent a link to new@example.com"), "{}", page.text());
    let (token, is_confirmed, pending) = row(&app, ANN);
    assert!(token.is_some() && is_confirmed && pending.as_deref() == Some(NEW));
    assert_eq!(app.user(ANN).unwrap().get(AUTH_EPOCH).unwrap(), epoch, "nobody's authority has changed yet");
    let mut mailed = mails_of(&app, mails);
    mailed.sort_unstable();
    assert_eq!(mailed, [pair(ANN, ASKED), pair(NEW, CONFIRM)]);
    assert!(app.mailbox().iter().all(|mail| mail.to.to_string() == NEW || !mail.text.contains(NEW)));

    assert_eq!(app.client().sign_in(NEW, PASSWORD).status, 422, "not yet");
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(ann.current_user().as_deref(), Some(ANN));

    let link = app.mailed_link(NEW);
    assert_eq!(confirm(&mut app.client(), &link).location(), Some("/session/new"));
    assert!(app.user(ANN).is_none());
    assert!(matches!(row(&app, NEW), (None, true, None)));
    assert_eq!(ann.current_user(), None, "sessions that did not confirm have ended");
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 422);
    assert_eq!(app.client().sign_in(NEW, PASSWORD).status, 303);
}

#[test]
fn international_domain_is_shown_in_its_own_script() {
    let app = TestApp::with(EmailConfirmation::default()).start();
    let (shown, stored) = ("ann@bücher.example", "ann@xn--bcher-kva.example");
    drop(app.registered(shown));
    let page = app.client().get(&app.mailed_link(stored)).text();
    assert!(page.contains(shown) && !page.contains("xn--"), "{page}");
    let mut ann = confirmed(&app, ANN);
    change(&mut ann, "eve@müller.example");
    let account = ann.get("/registration/edit").text();
    assert!(account.contains("eve@müller.example") && !account.contains("xn--"), "{account}");
}

#[test]
fn change_of_the_address_is_told_once_and_given_up_by_a_button() {
    let (app, mut ann) = with_ann(Database::sqlite());
    change(&mut ann, NEW);
    let link = app.mailed_link(NEW);
    let page = ann.get("/registration/edit");
    assert_eq!(flashes(&page), [FOR_UPDATE], "nothing of it is saved yet");
    let text = page.text();
    assert!(text.contains("Send the email again") && text.contains("Cancel the change"), "{text}");
    // A visitor's browser, and one without a form's token, cancel nothing.
    let csrf = app.client().token("/session/new");
    assert_eq!(app.client().post("/confirm-email", &[("_csrf_token", &csrf), ("_method", "DELETE")]).status, 303);
    assert_eq!(ann.clone().post("/confirm-email", &[("_method", "DELETE")]).status, 403);
    assert!(app.opens(&link));
    let cancel = text.rsplit_once("<form method=\"post\" action=\"/confirm-email\"").unwrap().1;
    let cancel = format!("<form method=\"post\" action=\"/confirm-email\"{}", cancel.split_once("</form>").unwrap().0);
    let cancelled = ann.submit_form(&format!("{cancel}</form>"), "/confirm-email", &[]);
    assert_eq!((cancelled.status, cancelled.location()), (303, Some("/registration/edit")));
    assert!(matches!(row(&app, ANN), (None, true, None)) && !app.opens(&link));
    let page = ann.get("/registration/edit");
    assert_eq!(flashes(&page), ["The change of your email address has been canceled. Its link no longer works."]);
    assert!(!page.text().contains("Cancel the change"));
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
}

// P33, V5
fn setting_the_address_back_forgets_the_change(database: Database) {
    let (app, mut ann) = with_ann(database);
    change(&mut ann, NEW);
    let (link, mails) = (app.mailed_link(NEW), sent(&app).len());
    change(&mut ann, ANN);
    assert!(matches!(row(&app, ANN), (None, true, None)));
    let page = ann.get("/registration/edit");
    assert!(!page.text().contains(NEW) && flashes(&page).iter().all(|flash| flash != FOR_UPDATE), "{}", page.text());
    assert!(!app.opens(&link));
    assert_eq!(sent(&app).len(), mails);
}

// P33
fn same_change_twice_makes_no_new_link(database: Database) {
    let (app, mut ann) = with_ann(database);
    change(&mut ann, NEW);
    let (link, before, mails) = (app.mailed_link(NEW), row(&app, ANN), sent(&app).len());
    change(&mut ann, "NEW@example.com");
    assert_eq!(row(&app, ANN), before);
    assert_eq!(mails_of(&app, mails), [pair(NEW, CONFIRM)], "the present address is told once");
    assert_eq!(app.mailed_link(NEW), link);
    // When most of its time is over, a mail brings a link that is good for longer.
    app.clock.advance(Duration::from_secs(25 * 3600));
    let mut ann = app.client();
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    change(&mut ann, NEW);
    let later = app.mailed_link(NEW);
    assert!(later != link && app.opens(&later) && !app.opens(&link));
    assert_eq!(confirm(&mut app.client(), &later).status, 303);
    assert!(app.user(NEW).is_some());
}

// V5, K4
fn link_of_an_older_change_is_dead(database: Database) {
    let (app, mut ann) = with_ann(database);
    change(&mut ann, "b@example.com");
    let b = app.mailed_link("b@example.com");
    change(&mut ann, "c@example.com");
    let c = app.mailed_link("c@example.com");
    assert!(!app.opens(&b) && app.opens(&c));
    // Back to b: a link of its own, and the old one stays dead.
    change(&mut ann, "b@example.com");
    assert!(!app.opens(&b) && !app.opens(&c));
    assert_eq!(confirm(&mut ann, &app.mailed_link("b@example.com")).status, 303);
    assert_eq!(ann.current_user().as_deref(), Some("b@example.com"));
}

// P33, V6
fn change_fails_if_the_address_is_taken_meanwhile(database: Database) {
    let (app, mut ann) = with_ann(database);
    change(&mut ann, BOB);
    let link = app.mailed_link(BOB);
    drop(app.registered(BOB));
    let before = row(&app, ANN);
    assert!(app.opens(&link), "the page does not tell");
    let refused = confirm(&mut ann, &link);
    assert!(refused.status == 410 && refused.text().contains("We couldn’t confirm your email address."));
    assert_eq!(row(&app, ANN), before, "all or nothing");
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
    assert!(!row(&app, BOB).1);
}

// V13
fn new_password_forgets_a_pending_change(database: Database) {
    let app = TestApp::builder()
        .database(database)
        .config(|mut config| {
            config.extensions = extensions![EmailConfirmation::default(), ResetPassword::default()];
            config
        })
        .start();
    drop(confirmed(&app, ANN));
    // A thief who knows the password asks for another address, and Ann sets a new password by a link.
    let mut thief = app.client();
    assert_eq!(thief.sign_in(ANN, PASSWORD).status, 303);
    change(&mut thief, "evil@example.com");
    let evil = app.mailed_link("evil@example.com");
    let mut ann = app.client();
    let _ = ann.submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    let link = app.mailed_link(ANN);
    assert_eq!(ann.submit(&link, &link, &twice("her-own-test-password")).status, 303);
    assert!(matches!(row(&app, ANN), (None, true, None)));
    assert!(!app.opens(&evil));
    assert_eq!(thief.current_user(), None);
    // The same on the account's page.
    assert_eq!(ann.sign_in(ANN, "her-own-test-password").status, 303);
    let pending = [("user[email]", "evil@example.com"), ("user[current_password]", "her-own-test-password")];
    assert_eq!(ann.account_form(&pending).status, 303);
    assert!(row(&app, ANN).2.is_some());
    let token = ann.token("/registration/edit");
    let only =
        [("_csrf_token", token.as_str()), ("_method", "PATCH"), ("user[current_password]", "her-own-test-password")];
    let only = [&only[..], &twice("a-third-test-password")].concat();
    assert_eq!(ann.post("/registration", &only).status, 303);
    assert!(matches!(row(&app, ANN), (None, true, None)));
}

/// A new password as forms ask for it.
fn twice(password: &str) -> [(&str, &str); 2] {
    [("user[password]", password), ("user[password_confirmation]", password)]
}

#[test]
fn form_that_is_saved_as_it_is_leaves_the_link_of_the_present_address_alive() {
    // A user of before the extension, who is signed in and has a link to confirm the address.
    let (app, mut ann) = with_ann(Database::sqlite());
    unconfirm(&app, ANN);
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 303);
    let link = app.mailed_link(ANN);
    change(&mut ann, ANN);
    assert!(app.opens(&link), "nothing waited, so nothing was given up");
    assert_eq!(confirm(&mut ann, &link).status, 303);
    assert!(matches!(row(&app, ANN), (None, true, None)));
}

#[test]
fn change_without_a_word_of_the_address_leaves_it_waiting() {
    let (app, mut ann) = with_ann(Database::sqlite());
    change(&mut ann, NEW);
    let (before, mails) = (row(&app, ANN), sent(&app).len());
    let token = ann.token("/registration/edit");
    let only = [("_csrf_token", token.as_str()), ("_method", "PATCH"), ("user[current_password]", PASSWORD)];
    assert_eq!(ann.post("/registration", &only).status, 303);
    assert_eq!((row(&app, ANN), sent(&app).len()), (before, mails));
}

// The page fills in the present address, so a form for something else brings it along.
#[test]
fn change_of_something_else_leaves_the_new_address_waiting() {
    use pow_core::schema::Field;
    const NICKNAME: Field<Option<String>> = Field::new("nickname");
    let app = TestApp::with(EmailConfirmation::default());
    let app = app.config(|mut config| {
        config.fields.push(NICKNAME.def().form());
        config
    });
    let app = app.start();
    let mut ann = confirmed(&app, ANN);
    change(&mut ann, NEW);
    let (before, link, mails) = (row(&app, ANN), app.mailed_link(NEW), sent(&app).len());
    let form = [("user[email]", ANN), ("user[nickname]", "Annie"), ("user[current_password]", PASSWORD)];
    assert_eq!(ann.account_form(&form).status, 303);
    assert_eq!(app.user(ANN).unwrap().get(NICKNAME).unwrap().as_deref(), Some("Annie"));
    assert_eq!((row(&app, ANN), sent(&app).len()), (before, mails));
    assert!(app.opens(&link));
}

#[test]
fn new_address_and_new_password_in_one_form_are_both_taken() {
    let (app, mut ann) = with_ann(Database::sqlite());
    let both = [
        ("user[email]", NEW),
        ("user[password]", "another-test-password"),
        ("user[password_confirmation]", "another-test-password"),
        ("user[current_password]", PASSWORD),
    ];
    assert_eq!(ann.account_form(&both).status, 303);
    assert_eq!(row(&app, ANN).2.as_deref(), Some(NEW));
    assert_eq!(confirm(&mut ann, &app.mailed_link(NEW)).status, 303);
    assert_eq!(app.client().sign_in(NEW, "another-test-password").status, 303);
}

#[test]
fn change_that_is_refused_changes_nothing_and_mails_nobody() {
    let (app, mut ann) = with_ann(Database::sqlite());
    let mails = sent(&app).len();
    for (email, password) in [(NEW, "wrong"), (NEW, ""), ("new", PASSWORD), ("", PASSWORD)] {
        let form = [("user[email]", email), ("user[current_password]", password)];
        assert_eq!(ann.account_form(&form).status, 422, "{email:?} {password:?}");
    }
    assert!(matches!(row(&app, ANN), (None, true, None)));
    assert_eq!(sent(&app).len(), mails);
}

fn mail_can_be_sent_again_from_the_accounts_page(database: Database) {
    let (app, mut ann) = with_ann(database);
    let again = |browser: &mut Client| browser.submit("/registration/edit", "/confirm-email", &[]);
    assert!(!ann.get("/registration/edit").text().contains("/confirm-email"), "nothing waits");
    change(&mut ann, NEW);
    let (link, mails) = (app.mailed_link(NEW), sent(&app).len());
    assert_eq!(again(&mut ann).location(), Some("/confirm-email"));
    assert_eq!(mails_of(&app, mails), [pair(NEW, CONFIRM)]);
    assert_eq!(app.mailed_link(NEW), link);
    // Nothing waits any more: nothing to send.
    change(&mut ann, ANN);
    let mails = sent(&app).len();
    let token = ann.token("/registration/edit");
    assert_eq!(ann.post("/confirm-email", &[("_csrf_token", &token)]).location(), Some("/registration/edit"));
    assert_eq!(sent(&app).len(), mails);
    assert_eq!(ann.post("/confirm-email", &[]).status, 403, "without the form's token");
    let mut nobody = app.client();
    let token = nobody.token("/session/new");
    assert_eq!(nobody.post("/confirm-email", &[("_csrf_token", &token)]).location(), Some("/session/new"));
    assert_eq!(sent(&app).len(), mails);
}

#[test]
fn address_beside_a_user_name_is_confirmed_too() {
    use pow_core::{identifier::UserIdField, schema::Field};
    let app = TestApp::with(EmailConfirmation::default())
        .config(|mut config| {
            config.user_id_field = UserIdField::Username;
            config.fields.push(Field::<Option<String>>::new("email").def().unique().form());
            config
        })
        .start();
    let register = |name: &str, email: &str| {
        let mut browser = app.client();
        let form = [("user[username]", name), ("user[email]", email)];
        let form = [&form[..], &twice(PASSWORD)].concat();
        let token = browser.token("/registration/new");
        let answer = browser.post("/registration", &[&[("_csrf_token", token.as_str())], &form[..]].concat());
        (answer, browser)
    };
    let sign_in = |name: &str| {
        let mut browser = app.client();
        let form = [("user[username]", name), ("user[password]", PASSWORD)];
        assert_eq!(browser.submit("/session/new", "/session", &form).status, 303);
        (browser.current_user(), browser)
    };
    assert_eq!(register("nobody", "not an address").0.status, 422);
    // Who has no address has nothing to confirm.
    assert_eq!(register("bob", "").1.current_user().as_deref(), Some("bob"));
    assert_eq!(register("ann", " Ann@Example.com ").1.current_user(), None);
    assert_eq!(sign_in("ann").0, None);
    assert_eq!(confirm(&mut app.client(), &app.mailed_link(ANN)).status, 303);
    let (name, mut ann) = sign_in("ann");
    assert_eq!(name.as_deref(), Some("ann"));
    // Another address ends the sessions that did not confirm it, though it names nobody.
    let (_, mut elsewhere) = sign_in("ann");
    let token = ann.token("/registration/edit");
    let form = [
        ("_csrf_token", token.as_str()),
        ("_method", "PUT"),
        ("user[email]", NEW),
        ("user[current_password]", PASSWORD),
    ];
    assert_eq!(ann.post("/registration", &form).status, 303);
    assert_eq!(confirm(&mut ann, &app.mailed_link(NEW)).status, 303);
    assert_eq!(ann.current_user().as_deref(), Some("ann"));
    assert_eq!(elsewhere.current_user(), None);
    assert!(app.user("ann").unwrap().get(EMAIL_CONFIRMED_AT).unwrap().is_some());
    let taken = register("eve", NEW);
    assert_eq!(
        (taken.0.status, taken.0.location()),
        (303, Some("/confirm-email")),
        "the address is hidden, the name can't be"
    );
    assert!(app.user("eve").is_none());
    let _ = sent(&app);
}
