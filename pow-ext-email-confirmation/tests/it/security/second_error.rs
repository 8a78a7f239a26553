//! A form with a second error gets one answer, whether or not its address has an account.

use std::sync::Arc;

use crate::common::{ANN, confirmed, sent};
use pow_core::{extensions, schema::Field};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_testing::{
    Database, TestApp,
    client::PASSWORD,
    on_each_database,
    probe::{CountingHasher, RefusesPassword},
};

on_each_database!(value_of_another_account_is_refused_alike);

const FREE: &str = "eve@example.com";
const HANDLE: Field<Option<String>> = Field::new("handle");

fn app(database: Database, refuses_first: bool, hasher: Arc<CountingHasher>) -> TestApp {
    TestApp::builder()
        .database(database)
        .policy(move |policy| policy.password.hasher = hasher)
        .config(move |mut config| {
            config.fields.push(HANDLE.def().unique().form());
            config.extensions = extensions![RefusesPassword, EmailConfirmation::default()];
            if !refuses_first {
                config.extensions.reverse();
            }
            config
        })
        .start()
}

/// The answer to a registration, without its address.
fn answer(app: &TestApp, email: &str, password: &str, handle: &str) -> (u16, Vec<(String, String)>, String) {
    let form = [
        ("user[email]", email),
        ("user[password]", password),
        ("user[password_confirmation]", password),
        ("user[handle]", handle),
    ];
    let (status, headers, page) = app.client().submit("/registration/new", "/registration", &form).observed();
    (status, headers, page.replace(email, "…"))
}

/// Registers both addresses by this form. They are refused by one error, with the same work and no mail.
fn refused_alike(app: &TestApp, hasher: &CountingHasher, password: &str, handle: &str) {
    let mails = sent(app).len();
    hasher.take();
    let free = answer(app, FREE, password, handle);
    let for_free = hasher.take();
    let taken = answer(app, ANN, password, handle);
    assert_eq!(taken, free);
    assert_eq!((hasher.take(), sent(app).len(), app.user_count()), (for_free, mails, 2));
    assert_eq!(free.0, 422, "{}", free.2);
}

// E11
fn value_of_another_account_is_refused_alike(database: Database) {
    let hasher = CountingHasher::new();
    let app = app(database, true, hasher.clone());
    drop(confirmed(&app, ANN));
    assert_eq!(answer(&app, "handle@example.com", PASSWORD, "known").0, 303);
    refused_alike(&app, &hasher, PASSWORD, "known");
    assert_eq!(answer(&app, ANN, PASSWORD, "free").0, 303, "the address alone is no error that is shown");
    assert_eq!(answer(&app, FREE, PASSWORD, "free").0, 303);
}

// E11
#[test]
fn password_that_a_check_refuses_is_refused_alike() {
    for refuses_first in [true, false] {
        let hasher = CountingHasher::new();
        let app = app(Database::sqlite(), refuses_first, hasher.clone());
        drop(confirmed(&app, ANN));
        drop(app.registered("bob@example.com"));
        refused_alike(&app, &hasher, RefusesPassword::PASSWORD, "");
    }
}
