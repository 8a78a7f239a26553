//! Sites without a registration: by invitation, or closed.

use pow_core::{Config, controllers::registration, extensions};
use pow_ext_invitation::Invitation;
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};
use roles::{ADMIN, ROLE, field, grant};

on_each_database!(administrator_invites_and_the_link_makes_the_account);

const BEN: &str = "ben@example.com";

/// Accounts by invitation only, and only administrators invite.
fn invite_only(config: Config) -> Config {
    let invitation =
        Invitation::default().invite_only(true).may_invite(|user| user.get(ROLE).is_ok_and(|role| role == ADMIN));
    Config { fields: vec![field()], extensions: extensions![invitation], ..config }
}

/// No registration at all.
fn closed(config: Config) -> Config {
    config.without(registration::NEW).without(registration::CREATE)
}

/// The first account comes from a program, such as `pow users create`.
fn app(database: Database) -> TestApp {
    let app = TestApp::builder().database(database).config(invite_only).start();
    app.import(ANN);
    app
}

fn ann(app: &TestApp) -> Client {
    app.signed_in(&app.user(ANN).unwrap())
}

fn invite(browser: &mut Client, email: &str) -> Response {
    browser.submit("/invitations/new", "/invitations", &[("user[email]", email)])
}

fn administrator_invites_and_the_link_makes_the_account(database: Database) {
    let app = app(database);
    app.block_on(grant(&app.pow.cx(), &app.user(ANN).unwrap(), ADMIN)).unwrap().unwrap();
    assert_eq!(invite(&mut ann(&app), BEN).status, 303);
    let (mut ben, link) = (app.client(), app.mailed_link(BEN));
    let page = ben.get(&link).text();
    let password = [("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let path = link.trim_end_matches("/edit");
    assert_eq!(ben.submit_form(&page, path, &password).status, 303);
    assert_eq!(ben.current_user().as_deref(), Some(BEN));
}

#[test]
fn member_invites_no_one() {
    let app = app(Database::sqlite());
    assert_eq!(ann(&app).get("/invitations/new").status, 403);
    assert!(!ann(&app).get("/registration/edit").text().contains("/invitations/new"));
}

#[test]
fn site_without_registration_has_neither_the_page_nor_a_link_to_it() {
    for app in [app(Database::sqlite()), TestApp::builder().config(closed).start()] {
        let page = app.client().get("/session/new");
        assert!(page.status == 200 && !page.text().contains("/registration/new"));
        assert_eq!(app.client().get("/registration/new").status, 404);
    }
}
