//! Rows of the sessions' table that were written past the framework.

use std::{sync::Arc, time::Duration};

use actix_web::{HttpRequest, HttpResponse, web};
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection, SimpleAsyncConnection};
use pow_core::{
    Config, CurrentUser, MaybeUser,
    schema::Value,
    store::{Condition, Filter, Prefix, database_table, sqlite::SqliteAsyncConnection},
};
use pow_testing::{
    Client, Database, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

on_each_database!(
    junk_in_the_table_signs_nobody_in_and_breaks_nothing,
    later_end_in_the_table_prolongs_no_session,
    session_that_the_database_can_not_give_means_a_503,
    user_whom_the_database_can_not_give_means_a_503,
);

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
    let app = TestApp::builder().each_form_is_new().database(database.with_cache()).start();
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

/// Changes a table past the framework.
fn execute(app: &TestApp, statement: &str) {
    app.block_on(async {
        let mut tx = app.pow.store().begin(&Prefix::default()).await.unwrap();
        let connection = tx.connection().unwrap();
        if let Some(connection) = connection.downcast_mut::<SqliteAsyncConnection>() {
            connection.batch_execute(statement).await.unwrap();
        } else if let Some(connection) = connection.downcast_mut::<AsyncPgConnection>() {
            connection.batch_execute(statement).await.unwrap();
        } else {
            connection.downcast_mut::<AsyncMysqlConnection>().unwrap().batch_execute(statement).await.unwrap();
        }
        tx.commit().await.unwrap();
    });
}

/// Everybody who asks for the user of a session says the same: later.
fn is_told_to_come_back_later(browser: &mut Client) {
    for path in ["/", "/protected", "/must", "/maybe", "/conn", "/registration/edit"] {
        let answer = browser.get(path);
        assert_eq!((answer.status, answer.header("retry-after")), (503, Some("5")), "{path}: {}", answer.text());
    }
    let mut stranger = browser.clone();
    stranger.cookies.clear();
    assert_eq!(stranger.get("/").element_text("current-user"), "signed out", "who has none is served");
}

fn app_that_asks_in_all_ways(database: Database, reload: bool) -> TestApp {
    let app = TestApp::builder().database(database.with_cache()).config(move |config| Config { reload, ..config });
    app.routes(|config, pow| {
        let pow = pow.clone();
        config.route("/must", web::get().to(|_: CurrentUser| async { "somebody" }));
        config.route("/maybe", web::get().to(|_: MaybeUser| async { "anybody" }));
        let by_conn = move |request: HttpRequest| {
            let answer = match pow.conn(&request) {
                Ok(_) => HttpResponse::Ok().finish(),
                Err(error) => pow.fault(&request, &error),
            };
            async { answer }
        };
        config.route("/conn", web::get().to(by_conn));
    })
    .start()
}

// F1
fn session_that_the_database_can_not_give_means_a_503(database: Database) {
    let app = app_that_asks_in_all_ways(database, false);
    let mut ann = app.registered(ANN);
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
    execute(&app, "ALTER TABLE pow_cache RENAME TO pow_cache_away");
    is_told_to_come_back_later(&mut ann);
    execute(&app, "ALTER TABLE pow_cache_away RENAME TO pow_cache");
    assert_eq!(ann.current_user().as_deref(), Some(ANN), "back as soon as the table is");
}

// F1
fn user_whom_the_database_can_not_give_means_a_503(database: Database) {
    let app = app_that_asks_in_all_ways(database, true);
    let mut ann = app.registered(ANN);
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
    execute(&app, "ALTER TABLE users RENAME COLUMN auth_epoch TO auth_epoch_away");
    is_told_to_come_back_later(&mut ann);
    // SQLite reads any text as a number.
    if !app.database().url().starts_with("sqlite") {
        execute(&app, "ALTER TABLE users ADD COLUMN auth_epoch VARCHAR(20) DEFAULT 'seven'");
        is_told_to_come_back_later(&mut ann);
        execute(&app, "ALTER TABLE users DROP COLUMN auth_epoch");
    }
    execute(&app, "ALTER TABLE users RENAME COLUMN auth_epoch_away TO auth_epoch");
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
}
