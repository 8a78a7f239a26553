//! An own extension adds a field, a rule, a rewrite, and rows of its own.

use pow_core::{
    schema::Value,
    store::{Filter, Prefix, Select},
    users::EMAIL,
};
use pow_ext_signup::{Identity, NewUser, Signup, signup};
use pow_testing::{Database, TestApp, on_each_database};

use crate::{
    common::{EVE, finish, proved},
    company::{COMPANY, Company, SUBJECT, SUBJECTS},
};

on_each_database!(own_field_is_asked_for_checked_and_rewritten, own_rows_begin_with_the_account,);

// ZS7
fn own_field_is_asked_for_checked_and_rewritten(database: Database) {
    let app = TestApp::with(Signup::default()).extension(Company).database(database).start();
    let mut browser = proved(&app, EVE);
    assert!(browser.get("/signup/details").text().contains("name=\"user[company]\""));
    let refused = finish(&mut browser, &[("user[company]", "Evil Inc")]);
    assert_eq!((refused.status, app.user_count()), (422, 0));
    assert!(refused.text().contains("We don’t work with this company."));
    assert_eq!(finish(&mut browser, &[("user[company]", "Acme")]).location(), Some("/"));
    assert_eq!(app.user(EVE).unwrap().get(COMPANY).unwrap().as_deref(), Some("ACME"));
}

/// The stored subjects.
pub(crate) fn subjects(app: &TestApp) -> Vec<Value> {
    let (store, table) = (app.pow.store().clone(), app.pow.schema().table(SUBJECTS).unwrap().clone());
    let rows = app.block_on(async move {
        store.select(&Prefix::default(), &table, Select::new(Filter::all()).order_by("id")).await.unwrap()
    });
    rows.iter().map(|row| row.value(SUBJECT.name()).unwrap().clone()).collect()
}

// ZS6, ZS7
fn own_rows_begin_with_the_account(database: Database) {
    let app = TestApp::with(Signup::default()).extension(Company).database(database).start();
    let user = |address: &str| {
        let known = NewUser::new().identity(Identity::proved_email(address));
        known.identity(Identity::proved("github", "7")).identity(Identity::claimed("github", "8"))
    };
    let sign_up = |user: NewUser| {
        let pow = app.pow.clone();
        app.block_on(async move { signup(&pow.cx(), user).await.unwrap() })
    };
    assert!(sign_up(user(EVE)).is_ok());
    assert_eq!(subjects(&app), [Value::Text("7".to_owned())]);
    assert!(sign_up(user(EVE)).is_err(), "the address is taken");
    assert_eq!(subjects(&app).len(), 1, "and no row stays");
    assert!(sign_up(user("").value(EMAIL, "not an address")).is_err());
    assert_eq!((subjects(&app).len(), app.user_count()), (1, 1));
}
