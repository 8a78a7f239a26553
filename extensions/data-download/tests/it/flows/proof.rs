//! The recent proof that a download takes.
use std::time::Duration;

use pow_core::schema::Value;
use pow_testing::Database;

use crate::common::{ANN, PAGE, PASSWORD, download, notices, plain, with};
use pow_ext_data_download::DataDownload;

const LATER: Duration = Duration::from_secs(20 * 60);

#[test]
fn old_sign_in_needs_the_password() {
    let app = plain(Database::sqlite()).each_form_is_new().start();
    let mut ann = app.registered(ANN);
    assert!(!ann.get(PAGE).text().contains("user[current_password]"));
    app.clock.advance(LATER);
    assert!(ann.get(PAGE).text().contains("user[current_password]"));
    for wrong in [&[][..], &[("user[current_password]", "")], &[("user[current_password]", "wrong-password")]] {
        let answer = download(&mut ann, wrong);
        assert!(answer.status == 422 && !answer.text().contains("\"core\""), "{wrong:?}: {}", answer.text());
    }
    assert_eq!(notices(&app), 0);
    assert_eq!(download(&mut ann, &[("user[current_password]", PASSWORD)]).status, 200);
}

#[test]
fn account_without_a_password_signs_in_again() {
    let app = plain(Database::sqlite()).each_form_is_new().start();
    app.import(ANN);
    let mut ann = app.signed_in(&app.user(ANN).unwrap());
    assert_eq!(download(&mut ann, &[]).status, 200, "a recent sign-in is enough");
    assert_eq!(notices(&app), 1);
    app.clock.advance(LATER);
    let answer = download(&mut ann, &[("user[current_password]", PASSWORD)]);
    assert_eq!((answer.status, answer.location()), (303, Some(PAGE)));
    assert!(ann.get(PAGE).text().contains("sign in again to do this"));
    assert_eq!(notices(&app), 1);
    assert_eq!(app.user(ANN).unwrap().value("password_hash"), Some(&Value::Null));
}

#[test]
fn time_of_a_recent_sign_in_can_be_another() {
    let longer = DataDownload::default().recent_sign_in(2 * LATER);
    let app = with(longer, Database::sqlite()).start();
    let mut ann = app.registered(ANN);
    app.clock.advance(LATER);
    assert_eq!(download(&mut ann, &[]).status, 200);
    app.clock.advance(LATER + Duration::from_secs(1));
    assert_eq!(ann.submit(PAGE, PAGE, &[]).status, 422);
}
