//! A new password by a link: the whole way, through HTTP.

use crate::common::{NEW_PASSWORD, app, ask, reset};
use pow_testing::{
    Database,
    client::{ANN, PASSWORD},
    on_each_database,
};

on_each_database!(forgotten_password_is_replaced_by_a_mailed_link);

// P36, K13, 6.2.2
fn forgotten_password_is_replaced_by_a_mailed_link(database: Database) {
    let app = app(database);
    drop(app.registered(ANN));
    let mut browser = app.client();
    let sign_in = browser.get("/session/new").text();
    assert!(sign_in.contains("href=\"/reset-password/new\""), "{sign_in}");

    let asked = ask(&mut browser, " Ann@Example.com ");
    assert_eq!((asked.status, asked.location()), (303, Some("/reset-password")));
    assert!(browser.get("/reset-password").text().contains("<bdi>Ann@Example.com</bdi>"));

    let link = app.mailed_link(ANN);
    let done = reset(&mut browser, &link, NEW_PASSWORD);
    assert_eq!((done.status, done.location()), (303, Some("/session/new")), "{}", done.text());
    assert_eq!(browser.current_user(), None);

    // 6.3.7: the owner is told, and can undo what somebody else did.
    let told = app.mailbox().pop().unwrap();
    assert_eq!((told.name.as_ref(), told.to.to_string().as_str()), ("password_changed", ANN));
    let again = format!("{}/reset-password/new", app.pow.base_url().origin());
    assert!(told.text.contains(&again) && told.html.contains(&format!("href=\"{again}\"")), "{}", told.text);

    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 422);
    assert_eq!(browser.sign_in(ANN, NEW_PASSWORD).status, 303);
    assert_eq!(browser.current_user().as_deref(), Some(ANN));
}
