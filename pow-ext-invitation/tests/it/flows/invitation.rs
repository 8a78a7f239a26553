//! From the invitation to the account: the whole way, through HTTP.

use crate::common::{ANN, BEN, CHOSEN, accept, action, app, invite, link, named, nameless, started, waits};
use pow_core::{
    id::IdKind,
    users::{AUTH_EPOCH, PASSWORD_HASH},
};
use pow_ext_invitation::{INVITATION_ACCEPTED_AT, INVITATION_TOKEN, INVITED_BY, Invitation};
use pow_testing::{Database, TestApp, client::PASSWORD, on_each_database};

on_each_database!(
    invited_user_accepts_with_a_password_of_their_own,
    users_without_addresses_get_the_link_by_hand,
    ids_that_the_database_counts_serve_as_well,
    browser_accepts_from_an_address_without_the_token,
    inviter_sees_the_link_at_an_address_without_it,
);

// P38
fn invited_user_accepts_with_a_password_of_their_own(database: Database) {
    let (app, mut ann) = app(database);
    assert!(ann.get("/").text().contains(ANN));
    assert!(ann.get("/registration/edit").text().contains("href=\"/invitations/new\""));
    assert_eq!(invite(&mut ann, " Ben@Example.com ").location(), Some("/invitations/new"));
    let link = app.mailed_link(BEN);
    let invited = app.user(BEN).unwrap();
    assert_eq!(invited.get(PASSWORD_HASH).unwrap(), None);
    assert_eq!(invited.get(INVITED_BY).unwrap(), Some(app.user(ANN).unwrap().id().unwrap()));
    assert_eq!(app.mailbox().len(), 1);
    assert!(app.mailbox()[0].text.contains("ann@example.com invited you to"), "{}", app.mailbox()[0].text);

    let mut ben = app.client();
    let page = ben.get(&link);
    assert_eq!((page.status, page.header("cache-control")), (200, Some("private, no-store, no-cache")));
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    let html = page.text().replace(['\u{2068}', '\u{2069}'], "");
    assert!(html.contains("value=\"ben@example.com\"") && html.contains("ann@example.com invited you to"), "{html}");
    let accepted = accept(&mut ben, &link, &[]);
    assert_eq!((accepted.status, accepted.location()), (303, Some("/")), "{}", accepted.text());
    assert_eq!(ben.current_user().as_deref(), Some(BEN));

    let user = app.user(BEN).unwrap();
    assert_eq!(user.id().unwrap(), invited.id().unwrap());
    assert!(
        user.get(INVITATION_ACCEPTED_AT).unwrap().is_some()
            && user.get(INVITATION_TOKEN).unwrap().unwrap().starts_with("used.")
    );
    assert_eq!(user.get(INVITED_BY).unwrap(), invited.get(INVITED_BY).unwrap());
    assert!(user.get(AUTH_EPOCH).unwrap() > invited.get(AUTH_EPOCH).unwrap());
    assert!(app.signs_in(BEN, CHOSEN) && !app.signs_in(BEN, PASSWORD) && app.signs_in(ANN, PASSWORD));
    assert!(!app.opens(&link));
}

// P38
fn users_without_addresses_get_the_link_by_hand(database: Database) {
    let app = nameless(TestApp::with(Invitation::default()).database(database)).start();
    let mut ann = named(&app, "ann");
    let invited = ann.submit("/invitations/new", "/invitations", &[("user[username]", "ben")]);
    let show = invited.location().unwrap().to_owned();
    assert!(invited.status == 303 && show.starts_with("/invitations/"), "{show}");
    let page = ann.get(&show);
    let link = format!("{show}/edit");
    let url = format!("value=\"http://{}{link}\"", app.address());
    assert_eq!((page.status, page.header("referrer-policy")), (200, Some("no-referrer")));
    assert_eq!(page.header("cache-control"), Some("private, no-store, no-cache"));
    assert!(page.text().contains(&url), "{}", page.text());
    assert!(waits(&app, "ben"));

    let mut ben = app.client();
    assert_eq!(accept(&mut ben, &link, &[]).location(), Some("/"));
    assert_eq!(ben.current_user().as_deref(), Some("ben"));
    // Nobody is shown a link that is spent.
    assert_eq!(ann.get(&show).location(), Some("/invitations/new"));
    assert_eq!(action(&link), show);
}

fn ids_that_the_database_counts_serve_as_well(database: Database) {
    let (app, mut ann) = started(TestApp::with(Invitation::default()).database(database).config(|mut config| {
        config.id_kind = IdKind::Int;
        config
    }));
    let link = link(&app, &mut ann, BEN);
    assert_eq!(app.user(BEN).unwrap().get(INVITED_BY).unwrap(), Some(app.user(ANN).unwrap().id().unwrap()));
    assert_eq!(accept(&mut app.client(), &link, &[]).location(), Some("/"));
}

// K17
fn browser_accepts_from_an_address_without_the_token(database: Database) {
    let (app, mut ann) = app(database);
    let link = link(&app, &mut ann, BEN);
    let token = link.split('/').nth(2).unwrap();
    let mut ben = app.client();
    let (path, page) = ben.go(&link);
    let html = page.text();
    assert!(page.status == 200 && !path.contains(token) && !html.contains(token), "{path}: {html}");
    assert!(path.ends_with("/edit"), "{path}");
    assert_eq!(app.client().get(&path).status, 410, "elsewhere the address is no link");
    let form = [("user[password]", CHOSEN), ("user[password_confirmation]", CHOSEN)];
    assert_eq!(ben.submit_form(&html, &action(&path), &form).location(), Some("/"));
    assert_eq!(ben.current_user().as_deref(), Some(BEN));
    assert!(!ben.cookies.values().any(|value| value == token));
}

// K17: the page of an inviter shows the link, and its own address is another
fn inviter_sees_the_link_at_an_address_without_it(database: Database) {
    let app = nameless(TestApp::with(Invitation::default()).database(database)).start();
    let mut ann = named(&app, "ann");
    let invited = ann.submit("/invitations/new", "/invitations", &[("user[username]", "ben")]);
    let show = invited.location().unwrap().to_owned();
    let (path, page) = ann.go(&show);
    assert!(path != show && path.starts_with("/invitations/"), "{path}");
    assert!(page.text().contains(&format!("value=\"http://{}{show}/edit\"", app.address())), "{}", page.text());
    assert_eq!(named(&app, "eve").get(&path).status, 410);
    // Who sits there after the inviter has signed out finds no way to the account.
    assert_eq!(ann.submit("/registration/edit", "/session", &[]).status, 303);
    assert_eq!(ann.get(&format!("{path}/edit")).status, 410);
}
