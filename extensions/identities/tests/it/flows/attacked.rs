//! An account under attack, whose owner signs in by a second address.

use pow_core::Config;
use pow_ext_identities::Identities;
use pow_ext_lockout::Lockout;
use pow_testing::{
    TestApp,
    client::{ANN, PASSWORD},
};

use crate::common::{INDEX, SECOND, confirmed, mails, path_of, proved, remove};

const WRONG: &str = "wrong-test-password";

fn app() -> TestApp {
    let builder = TestApp::with(Identities::default()).extension(Lockout::default().client(None).client_wrong(None));
    builder.config(|config| Config { trusted_proxies: 1, ..config }).start()
}

fn attack(app: &TestApp) {
    for _ in 0..6 {
        app.client().sign_in(SECOND, WRONG);
    }
}

// W13
#[test]
fn browser_is_known_by_the_address_that_its_user_types() {
    let app = app();
    let mut ann = confirmed(&app, ANN);
    proved(&app, &mut ann, SECOND);
    ann.sign_out();
    assert_eq!(ann.sign_in(SECOND, PASSWORD).status, 303);
    ann.sign_out();
    attack(&app);
    assert_eq!(app.client().sign_in(SECOND, PASSWORD).status, 429, "the control: another browser");
    assert_eq!(ann.sign_in(SECOND, PASSWORD).status, 303);
}

// W13
#[test]
fn link_of_the_attack_unlocks_the_address_that_was_attacked() {
    let app = app();
    let mut ann = confirmed(&app, ANN);
    proved(&app, &mut ann, SECOND);
    attack(&app);
    let mut browser = app.client();
    assert_eq!(browser.sign_in(SECOND, PASSWORD).status, 429);
    let mailbox = app.mailbox();
    let mail = mailbox.iter().rev().find(|mail| mail.name == "lockout/account_under_attack").unwrap();
    let link = app.link_in(mail);
    browser.submit(&link, &link, &[]);
    assert_eq!(browser.sign_in(SECOND, PASSWORD).status, 303);
}

// 6.3.5
#[test]
fn notice_of_an_unknown_browser_goes_to_each_proved_address() {
    let app = app();
    let mut ann = confirmed(&app, ANN);
    proved(&app, &mut ann, SECOND);
    ann.sign_out();
    app.client().sign_in(SECOND, PASSWORD);
    let told = [ANN, SECOND].map(|to| mails(&app, to, "lockout/new_browser").len());
    assert_eq!(told, [1, 1]);
    let links = [ANN, SECOND].map(|to| app.link_in(&mails(&app, to, "lockout/new_browser").pop().unwrap()));
    let open = || links.clone().map(|link| app.client().get(&link).status);
    assert_eq!(open(), [200, 200]);
    attack(&app);
    assert_eq!(app.client().sign_in(SECOND, PASSWORD).status, 429);
    let told = [ANN, SECOND].map(|to| mails(&app, to, "lockout/account_under_attack").len());
    assert_eq!(told, [1, 0], "the link that unlocks goes to the main address only");
    ann.sign_in(ANN, PASSWORD);
    let path = path_of(&ann, SECOND);
    assert_eq!(remove(&mut ann, &path).location(), Some(INDEX));
    assert_eq!(open(), [200, 410], "the link ends with the address that it was mailed to");
}

// W13: removing an address raises the auth epoch.
#[test]
fn browser_in_which_an_address_was_removed_stays_known() {
    let app = app();
    let mut ann = confirmed(&app, ANN);
    proved(&app, &mut ann, SECOND);
    ann.sign_out();
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    let path = path_of(&ann, SECOND);
    assert_eq!(remove(&mut ann, &path).location(), Some(INDEX));
    ann.sign_out();
    for _ in 0..6 {
        app.client().sign_in(ANN, WRONG);
    }
    assert_eq!(app.client().sign_in(ANN, PASSWORD).status, 429, "the control: another browser");
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
}
