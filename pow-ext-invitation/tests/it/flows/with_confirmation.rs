//! Beside the extension that confirms addresses: a link that came by mail has shown whose the address is.

use std::time::Duration;

use crate::common::{ANN, BEN, CHOSEN, accept, link, list, waits};
use pow_core::{extensions, mail::RenderedMail, policy::Policy};
use pow_ext_email_confirmation::{
    EMAIL_CONFIRMED_AT, EmailConfirmation, UNCONFIRMED_EMAIL, UnconfirmedAccess, confirm_email,
};
use pow_ext_invitation::{INVITED_BY, Invitation, is_open};
use pow_testing::{Client, Database, Response, TestApp, client::PASSWORD, on_each_database};

on_each_database!(
    invited_address_is_confirmed_by_the_acceptance,
    another_address_is_to_be_confirmed_first,
    address_of_somebody_else_is_not_told_to_be_taken,
    stranger_who_registers_an_invited_address_gets_no_account,
    account_takes_an_invited_address_on_as_a_free_one,
);

const OTHER: &str = "benny@example.com";
const CAT: &str = "cat@example.com";
/// It is free.
const FREE: &str = "catty@example.com";

/// The application with Ann, in either order of the list.
fn app(database: Database, confirmation_first: bool) -> (TestApp, Client) {
    built(database, confirmation_first, |_| {})
}

fn built(database: Database, confirmation_first: bool, policy: fn(&mut Policy)) -> (TestApp, Client) {
    let app = TestApp::builder()
        .database(database)
        .policy(policy)
        .config(move |mut config| {
            config.extensions = extensions![EmailConfirmation::default(), Invitation::default()];
            if !confirmation_first {
                config.extensions.reverse();
            }
            config
        })
        .start();
    let ann = confirmed(&app, ANN);
    (app, ann)
}

fn confirmed(app: &TestApp, email: &str) -> Client {
    let mut browser = app.registered(email);
    let user = app.user(email).unwrap();
    app.block_on(async { confirm_email(&app.pow.cx(), &user).await.unwrap().unwrap() });
    assert_eq!(browser.sign_in(email, PASSWORD).status, 303);
    browser
}

fn mails_to(app: &TestApp, email: &str) -> usize {
    app.mailbox().iter().filter(|mail| mail.to.to_string() == email).count()
}

/// The line that tells until when the link works.
fn until(mail: &RenderedMail) -> &str {
    mail.text.lines().find(|line| line.starts_with("The link works once, until ")).unwrap()
}

// V19
#[test]
fn inviter_whose_address_was_never_confirmed_invites_nobody() {
    let app = TestApp::builder()
        .config(|mut config| {
            let confirmation = EmailConfirmation::default().access(UnconfirmedAccess::AllowWithNotice);
            config.extensions = extensions![confirmation, Invitation::default()];
            config
        })
        .start();
    let mut ann = app.registered(ANN);
    assert!(ann.sign_in(ANN, PASSWORD).status == 303 && ann.current_user().is_some(), "the site lets Ann in");
    let mails = app.mailbox().len();
    assert_eq!(ann.get("/invitations/new").location(), Some("/registration/edit"));
    let token = ann.token("/registration/edit");
    let answer = ann.post("/invitations", &[("_csrf_token", token.as_str()), ("user[email]", BEN)]);
    assert_eq!(answer.location(), Some("/registration/edit"));
    assert!(ann.get("/registration/edit").text().contains("Confirm your email address before you invite people."));
    assert!(app.mailbox().len() == mails && app.user(BEN).is_none());
    let user = app.user(ANN).unwrap();
    app.block_on(async { confirm_email(&app.pow.cx(), &user).await.unwrap().unwrap() });
    let mut ann = app.client();
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(ann.submit("/invitations/new", "/invitations", &[("user[email]", BEN)]).status, 303);
    assert!(app.user(BEN).is_some());
}

// P38
fn invited_address_is_confirmed_by_the_acceptance(database: Database) {
    invited_address_is_confirmed(app(database, true));
}

// P38
#[test]
fn order_of_the_list_makes_no_difference_to_the_invited_address() {
    invited_address_is_confirmed(app(Database::sqlite(), false));
}

fn invited_address_is_confirmed((app, mut ann): (TestApp, Client)) {
    let link = link(&app, &mut ann, BEN);
    let mut ben = app.client();
    assert_eq!(accept(&mut ben, &link, &[]).location(), Some("/"));
    assert_eq!(ben.current_user().as_deref(), Some(BEN));
    assert!(app.user(BEN).unwrap().get(EMAIL_CONFIRMED_AT).unwrap().is_some());
    assert_eq!(mails_to(&app, BEN), 1, "the invitation and nothing else");
    assert!(app.signs_in(BEN, CHOSEN));
}

// V16, P38
fn another_address_is_to_be_confirmed_first(database: Database) {
    another_address_waits(app(database, true));
}

// V16
#[test]
fn order_of_the_list_makes_no_difference_to_another_address() {
    another_address_waits(app(Database::sqlite(), false));
}

fn another_address_waits((app, mut ann): (TestApp, Client)) {
    let link = link(&app, &mut ann, BEN);
    let mut ben = app.client();
    assert_eq!(accept(&mut ben, &link, &[("user[email]", OTHER)]).status, 303);
    // The address that the link came to is theirs, the other one is not yet.
    assert!(ben.get("/registration/edit").text().contains("sent a link there to confirm the change"));
    assert_eq!(ben.current_user().as_deref(), Some(BEN));
    let user = app.user(BEN).unwrap();
    assert_eq!(user.get(UNCONFIRMED_EMAIL).unwrap().as_deref(), Some(OTHER));
    assert!(app.user(OTHER).is_none() && !app.signs_in(OTHER, CHOSEN) && app.signs_in(BEN, CHOSEN));
    assert!(mails_to(&app, OTHER) == 1 && list(&mut ann).is_empty());
    let confirm = app.mailed_link(OTHER);
    app.client().submit(&confirm, &confirm, &[]);
    assert!(app.user(BEN).is_none() && app.signs_in(OTHER, CHOSEN));
    // Who invited is on record, whatever address the account has by now; it gives the inviter no way to it.
    let (user, inviter) = (app.user(OTHER).unwrap(), app.user(ANN).unwrap());
    assert_eq!(user.get(INVITED_BY).unwrap(), Some(inviter.id().unwrap()));
    assert!(!is_open(&user).unwrap());
    let csrf = ann.token("/invitations/new");
    for email in [BEN, OTHER] {
        let form = [("_csrf_token", csrf.as_str()), ("_method", "DELETE"), ("user[email]", email)];
        assert_eq!(ann.post("/invitations", &form).status, 303);
    }
    assert!(app.signs_in(OTHER, CHOSEN), "what is accepted is not taken back");
}

// V16, E12, E13
fn address_of_somebody_else_is_not_told_to_be_taken(database: Database) {
    let (app, mut ann) = app(database, true);
    drop(confirmed(&app, OTHER));
    let links = [link(&app, &mut ann, BEN), link(&app, &mut ann, CAT)];
    let answers = [(&links[0], BEN, OTHER), (&links[1], CAT, FREE)].map(|(link, invited, address)| {
        let mut browser = app.client();
        let answer = accept(&mut browser, link, &[("user[email]", address)]);
        let mut cookies: Vec<String> = browser.cookies.keys().cloned().collect();
        cookies.sort_unstable();
        // The next page shows the flash, and the account's page once more what waits.
        let next = browser.get(answer.location().unwrap());
        let account = [browser.get("/registration/edit"), browser.get("/registration/edit")];
        let looks =
            [&answer, &next, &account[0], &account[1]].map(Response::observed).map(|(status, headers, body)| {
                (status, headers, body.replace(address, "(address)").replace(invited, "(invited)"))
            });
        assert_eq!(looks[0].0, 303);
        assert!(looks.iter().any(|look| look.2.contains("class=\"flash ")), "{looks:?}");
        (looks, cookies)
    });
    assert_eq!(answers[0], answers[1]);
    assert_eq!((BEN.len(), OTHER.len()), (CAT.len(), FREE.len()), "headers tell how long a page is");
    assert!(app.signs_in(OTHER, PASSWORD) && !app.signs_in(OTHER, CHOSEN));
    assert!(app.user(FREE).is_none());
}

/// A registration, and what the browser sees then.
fn registering(app: &TestApp, email: &str) -> Vec<(u16, Option<String>, String)> {
    let mut browser = app.client();
    let answers = [browser.register(email, PASSWORD), browser.get("/session/new"), browser.get("/registration/new")];
    assert_eq!(browser.current_user(), None);
    let see = |answer: Response| (answer.status, answer.location().map(str::to_owned), answer.masked());
    answers.map(see).to_vec()
}

// E13, V10
fn stranger_who_registers_an_invited_address_gets_no_account(database: Database) {
    no_account_for_a_stranger(app(database, true));
}

// V10
#[test]
fn order_of_the_list_makes_no_difference_to_a_stranger() {
    no_account_for_a_stranger(app(Database::sqlite(), false));
}

fn no_account_for_a_stranger((app, mut ann): (TestApp, Client)) {
    let link = link(&app, &mut ann, BEN);
    let (before, invited) = (list(&mut ann), app.user(BEN).unwrap());
    let free = registering(&app, "dan@example.com");
    assert_eq!(free, registering(&app, BEN), "nobody learns that there is an invitation");
    assert_eq!(free, registering(&app, ANN));
    // What Ben gets is the invitation, and no link that confirms a password of somebody else.
    let mails = app.mailbox();
    let to_ben: Vec<_> = mails.iter().filter(|mail| mail.to.to_string() == BEN).collect();
    assert_eq!(to_ben.iter().map(|mail| mail.name.as_ref()).collect::<Vec<_>>(), ["invitation/link"; 2]);
    assert_eq!(until(to_ben[1]), until(to_ben[0]));
    assert_eq!(app.mailed_link(BEN), link);
    assert!(waits(&app, BEN) && list(&mut ann) == before);
    assert_eq!(app.user(BEN).unwrap().id().unwrap(), invited.id().unwrap());
    assert!(!app.signs_in(BEN, PASSWORD));
    assert_eq!(accept(&mut app.client(), &link, &[]).location(), Some("/"));
    assert!(app.signs_in(BEN, CHOSEN) && !app.signs_in(BEN, PASSWORD));
}

// V10: also where nothing is hidden, whoever was invited must get in
#[test]
fn invited_person_at_the_form_is_mailed_the_link_where_taken_addresses_are_told() {
    let (app, mut ann) = built(Database::sqlite(), true, |policy| policy.prevent_user_enumeration = false);
    let link = link(&app, &mut ann, BEN);
    app.clock.advance(Duration::from_secs(3 * 24 * 3600 + 60));
    assert_eq!(registering(&app, BEN), registering(&app, "dan@example.com"));
    assert_eq!(app.client().register(ANN, PASSWORD).status, 422, "as before for an account");
    let mails = app.mailbox();
    let to_ben: Vec<_> = mails.iter().filter(|mail| mail.to.to_string() == BEN).collect();
    assert_eq!(to_ben.len(), 2);
    assert_eq!(until(to_ben[1]), until(to_ben[0]), "it works no longer than Ann said");
    assert_eq!(accept(&mut app.client(), &app.mailed_link(BEN), &[]).location(), Some("/"));
    assert!(!app.opens(&link));
}

// V10, V17
#[test]
fn address_is_free_once_the_invitation_has_run_out() {
    let (app, mut ann) = app(Database::sqlite(), true);
    let invitation = link(&app, &mut ann, BEN);
    app.clock.advance(Duration::from_secs(7 * 24 * 3600));
    drop(registering(&app, BEN));
    assert!(!waits(&app, BEN) && !app.opens(&invitation));
    let confirm = app.mailed_link(BEN);
    assert!(confirm.starts_with("/confirm-email/"));
    app.client().submit(&confirm, &confirm, &[]);
    assert!(app.signs_in(BEN, PASSWORD));
}

// E12, E13
fn account_takes_an_invited_address_on_as_a_free_one(database: Database) {
    takes_the_address_on(app(database, true));
}

// E12
#[test]
fn order_of_the_list_makes_no_difference_to_who_takes_an_invited_address_on() {
    takes_the_address_on(app(Database::sqlite(), false));
    let tell = |first| built(Database::sqlite(), first, |policy| policy.prevent_user_enumeration = false);
    takes_the_address_on(tell(true));
    takes_the_address_on(tell(false));
}

fn takes_the_address_on((app, mut ann): (TestApp, Client)) {
    let invitation = link(&app, &mut ann, BEN);
    let change = |browser: &mut Client, wanted: &str| {
        let form = [("user[email]", wanted), ("user[current_password]", PASSWORD)];
        let answer = browser.account_form(&form);
        let plain = |text: String| text.replace(wanted, "(wanted)");
        (answer.status, plain(answer.masked()), plain(browser.get("/registration/edit").masked()))
    };
    let mut cat = confirmed(&app, "cat@example.com");
    let mails = app.mailbox().len();
    let (invited, free) = (change(&mut cat, BEN), change(&mut confirmed(&app, "dot@example.com"), "dan@example.com"));
    assert_eq!((invited.0, &invited.1), (free.0, &free.1));
    assert_eq!(invited.2.replace("cat@", "dot@"), free.2);
    let to_ben = app.mailbox().split_off(mails).into_iter().filter(|mail| mail.to.to_string() == BEN);
    let names: Vec<_> = to_ben.map(|mail| mail.name).collect();
    assert_eq!(names, ["email_confirmation/confirm"], "Ben has no account that an address could be in use by");
    assert!(waits(&app, BEN) && app.opens(&invitation), "until somebody shows whose it is");
    let confirm = app.mailed_link(BEN);
    assert_eq!(app.client().submit(&confirm, &confirm, &[]).status, 303);
    assert!(!app.opens(&invitation) && !waits(&app, BEN));
    assert!(app.signs_in(BEN, PASSWORD) && app.user("cat@example.com").is_none());
}
