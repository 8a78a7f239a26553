//! The file or a flag states which addresses are confirmed. It is never assumed.

use std::time::Duration;

use pow_core::users::EMAIL_CONFIRMED_AT;
use pow_testing::{Database, on_each_database};

use crate::Moving;

on_each_database!(
    import_without_a_statement_is_refused,
    confirmed_user_signs_in_without_a_mail,
    unconfirmed_user_confirms_at_the_first_sign_in,
    unconfirmed_user_is_not_deleted_as_an_abandoned_registration,
    user_of_another_confirmation_is_reported,
);

/// bcrypt of this password, by PHP.
const ANN: &str = "email,password_hash\nann@example.com,$2y$05$/jr0pf8qVlpGTPru99MlxOfirFuP4BYSi/jm9AFURm.gXjHIOIIVW\n";
const PASSWORD: &str = "correct horse battery staple";

fn import_without_a_statement_is_refused(database: Database) {
    let moving = Moving::from("laravel", database);
    let said = moving.refused(ANN, &[]);
    assert!(said.contains("`--confirmed` or `--unconfirmed`"), "{said}");
    let said = moving.refused("email,email_confirmed_at\nann@example.com,\n", &["--confirmed"]);
    assert!(said.contains("leave out `--confirmed`"), "{said}");
    let lines = "{\"email\":\"ann@example.com\",\"email_confirmed_at\":null}\n{\"email\":\"bob@example.com\"}\n";
    let said = moving.import(&moving.file("users.jsonl", lines), &[]);
    assert!(said.err.starts_with("line 2: email_confirmed_at: the value is missing\n"), "{said:?}");
    assert!(moving.app.user("bob@example.com").is_none());
}

fn confirmed_user_signs_in_without_a_mail(database: Database) {
    let moving = Moving::from("laravel", database);
    moving.imported("users.csv", ANN, &["--confirmed"]);
    assert!(moving.app.user("ann@example.com").unwrap().get(EMAIL_CONFIRMED_AT).unwrap().is_some());
    assert!(moving.app.signs_in("ann@example.com", PASSWORD));
    assert_eq!(moving.mails(), 0);
}

fn unconfirmed_user_confirms_at_the_first_sign_in(database: Database) {
    let moving = Moving::from("laravel", database);
    moving.imported("users.csv", ANN, &["--unconfirmed"]);
    assert_eq!(moving.mails(), 0, "an import sends no mail");
    assert!(!moving.app.signs_in("ann@example.com", PASSWORD));
    let link = moving.app.mailed_link("ann@example.com");
    let mut browser = moving.app.client();
    browser.submit(&link, &link, &[]);
    assert!(moving.app.signs_in("ann@example.com", PASSWORD));
}

fn user_of_another_confirmation_is_reported(database: Database) {
    let moving = Moving::from("laravel", database);
    for (address, first, second) in
        [("ann@example.com", "--unconfirmed", "--confirmed"), ("bob@example.com", "--confirmed", "--unconfirmed")]
    {
        let text = ANN.replace("ann@example.com", address);
        let file = moving.file("users.csv", &text);
        moving.imported("users.csv", &text, &[first]);
        assert!(moving.import(&file, &[first]).out.contains("1 already existed"));
        let said = moving.import(&file, &[second]);
        assert_eq!(said.code, Some(1));
        let reason = format!("line 2: {address} has an account with other values");
        assert!(said.err.starts_with(&reason), "{said:?}");
        let user = moving.app.user(address).unwrap();
        assert_eq!(user.get(EMAIL_CONFIRMED_AT).unwrap().is_some(), first == "--confirmed");
    }
}

fn unconfirmed_user_is_not_deleted_as_an_abandoned_registration(database: Database) {
    let moving = Moving::from("laravel", database);
    moving.imported("users.csv", ANN, &["--unconfirmed"]);
    moving.app.clock.advance(Duration::from_secs(400 * 24 * 3600));
    let age = Duration::from_secs(30 * 24 * 3600);
    let purged = moving.app.block_on(pow_ext_email_confirmation::purge_unconfirmed(&moving.app.pow.cx(), age)).unwrap();
    assert_eq!((purged, moving.app.user_count()), (0, 1));
}
