//! Rows of the sessions' table that somebody wrote past the framework.

use std::{sync::Arc, time::Duration};

use pow_core::{
    cache::database_table,
    schema::Value,
    store::{Condition, Filter},
};
use pow_testing::{Database, TestApp, client::PASSWORD, on_each_database};

on_each_database!(junk_in_the_table_signs_nobody_in_and_breaks_nothing, later_end_in_the_table_prolongs_no_session);

const ANN: &str = "ann@example.com";

/// Writes one column of every row.
fn overwrite(app: &TestApp, column: &'static str, value: Value) {
    let all = Filter(vec![Condition::Gt("expires_at", Value::Int(0))]);
    app.block_on(async {
        let mut tx = app.pow.cx().begin().await.unwrap();
        tx.update(&Arc::new(database_table()), all, vec![(column, value)]).await.unwrap().unwrap();
        tx.commit().await.unwrap();
    });
}

// Y5
fn junk_in_the_table_signs_nobody_in_and_breaks_nothing(database: Database) {
    let app = TestApp::builder().database(database.with_cache()).start();
    let mut ann = app.registered(ANN);
    let (table, store) = (Arc::new(database_table()), app.pow.store().clone());
    let rows = app.block_on(store.select(&Default::default(), &table, Default::default())).unwrap();
    let real = match (rows.len(), rows.first().and_then(|row| row.value("value"))) {
        (1, Some(Value::Bytes(real))) => real.clone(),
        other => unreachable!("one session: {other:?}"),
    };
    let (cut, mut newer) = (real.split_at(real.len() / 2).0.to_vec(), real.clone());
    // The version stands first.
    *newer.first_mut().unwrap() += 1;
    for junk in [vec![0xff; 200], Vec::new(), vec![b'x'; 1_000_000], cut, newer] {
        let bytes = junk.len();
        overwrite(&app, "value", Value::Bytes(real.clone()));
        assert_eq!(ann.current_user().as_deref(), Some(ANN), "the control");
        overwrite(&app, "value", Value::Bytes(junk));
        assert_eq!(ann.clone().get("/").element_text("current-user"), "signed out", "{bytes} bytes");
        assert_eq!(ann.clone().get("/protected").status, 303);
    }
    assert!(app.signs_in(ANN, PASSWORD));
}

// Y5
fn later_end_in_the_table_prolongs_no_session(database: Database) {
    let app = TestApp::builder().database(database.with_cache()).start();
    let mut ann = app.registered(ANN);
    overwrite(&app, "expires_at", Value::Int(i64::MAX));
    assert_eq!(ann.current_user().as_deref(), Some(ANN), "the control");
    app.clock.advance(Duration::from_secs(31 * 24 * 3600));
    assert_eq!(ann.current_user(), None);
}
