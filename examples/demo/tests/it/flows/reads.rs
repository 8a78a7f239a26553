//! Rows that the framework reads in a large table: no flow and no periodic work scans all users.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
    thread::sleep,
    time::{Duration, Instant},
};

use diesel::{
    Connection, QueryableByName, RunQueryDsl, SqliteConnection,
    connection::{Instrumentation, InstrumentationEvent, SimpleConnection, set_default_instrumentation},
    sql_query,
    sql_types::Text,
};
use pow_testing::{Database, servers};

use super::together::{ALL, World, whole_life};

/// How many users the table has.
const USERS: i64 = 100_000;
/// How many of their rows a life of one account and all periodic work may read: fewer than one scan.
const READ: i64 = USERS / 10;

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// Adds confirmed users. Every tenth one was invited.
fn users(numbers: &str, id: &str, address: &str, at: &str) -> String {
    format!(
        "INSERT INTO users (id, email, inserted_at, updated_at, email_confirmed_at, invitation_accepted_at) \
         SELECT {id}, {address}, {at}, {at}, {at}, CASE WHEN n % 10 = 0 THEN {at} END FROM {numbers}"
    )
}

fn a_life_in(database: Database, fill: impl FnOnce(&str)) -> World {
    let world = World::start(&ALL, database, false);
    fill(world.app.database().url());
    whole_life(&world);
    world.app.block_on(world.app.pow.tick());
    world
}

static ASKED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

fn note() -> Option<Box<dyn Instrumentation>> {
    Some(Box::new(|event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let text = query.to_string();
            let statement = text.split(" -- binds").next().unwrap_or_default().to_owned();
            ASKED.lock().unwrap_or_else(PoisonError::into_inner).insert(statement);
        }
    }))
}

#[test]
fn no_statement_scans_the_users_of_sqlite() {
    if !pow_testing::alone() {
        return;
    }
    set_default_instrumentation(note).unwrap();
    let numbers =
        format!("(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {USERS}) SELECT n FROM c)");
    let insert = users(&numbers, "randomblob(16)", "'user' || n || '@example.org'", "'2026-01-01 00:00:00'");
    let world = a_life_in(Database::sqlite(), |url| {
        let file = url.strip_prefix("sqlite://").unwrap();
        SqliteConnection::establish(file).unwrap().batch_execute(&format!("{insert}; ANALYZE")).unwrap();
    });
    let asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let file = world.app.database().url().strip_prefix("sqlite://").unwrap().to_owned();
    let mut connection = SqliteConnection::establish(&file).unwrap();
    let mut explain = |statement: &str| -> Vec<String> {
        let steps = sql_query(format!("EXPLAIN QUERY PLAN {statement}")).load::<Step>(&mut connection);
        steps.unwrap().into_iter().map(|step| step.detail).collect()
    };
    let scans = |plan: &[String]| plan.iter().any(|step| step.starts_with("SCAN users"));
    assert!(scans(&explain("SELECT * FROM users WHERE email_confirmed_at > 0")), "the control is found");
    let of_users: Vec<_> =
        asked.iter().filter(|text| text.contains("users")).filter(|text| is_explained(text)).collect();
    assert!(of_users.len() > 10, "{of_users:?}");
    for statement in of_users {
        let plan = explain(statement);
        assert!(!scans(&plan), "{statement}: {plan:?}");
    }
}

fn is_explained(statement: &str) -> bool {
    ["SELECT", "UPDATE", "DELETE"].iter().any(|verb| statement.starts_with(verb))
        && !statement.contains("sqlite_master")
}

fn run(url: &str, statements: &[&str]) {
    servers::run(url, &statements.iter().map(|&statement| statement.to_owned()).collect::<Vec<_>>()).unwrap();
}

/// A life reads few rows of the users. The server counts them, and a scan as the control.
fn assert_few_are_read(database: Database, prepare: &[&str], count: &str) {
    let world = a_life_in(database, |url| run(url, prepare));
    let url = world.app.database().url().to_owned();
    let read = || servers::number(&url, count).unwrap();
    let before = read();
    run(&url, &["SELECT count(*) FROM users WHERE email_confirmed_at IS NULL"]);
    let limit = Instant::now() + Duration::from_secs(10);
    while read() < before + USERS {
        assert!(Instant::now() < limit, "the scan of the control is not counted: {before}, {}", read());
        sleep(Duration::from_millis(100));
    }
    assert!(before < READ, "{before} rows were read");
}

#[test]
fn few_users_are_read_on_postgresql() {
    let Some(database) = Database::postgres() else { return };
    let numbers = format!("generate_series(1, {USERS}) AS n");
    let insert = users(&numbers, "gen_random_uuid()", "'user' || n || '@example.org'", "now() AT TIME ZONE 'utc'");
    let read = "SELECT (seq_tup_read + COALESCE(idx_tup_fetch, 0))::bigint AS number FROM pg_stat_user_tables \
                WHERE relname = 'users'";
    assert_few_are_read(database, &[&insert, "ANALYZE"], read);
}

#[test]
fn few_users_are_read_on_mysql() {
    let Some(database) = Database::mysql() else { return };
    let numbers = format!("(SELECT seq AS n FROM seq_1_to_{USERS}) AS numbers");
    let id = "UNHEX(REPLACE(UUID(), '-', ''))";
    let insert = users(&numbers, id, "CONCAT('user', n, '@example.org')", "UTC_TIMESTAMP(6)");
    let read = "SELECT CAST(COALESCE(SUM(ROWS_READ), 0) AS SIGNED) AS number FROM information_schema.TABLE_STATISTICS \
                WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'users'";
    assert_few_are_read(database, &[&insert, "ANALYZE TABLE users", "SET GLOBAL userstat = 1"], read);
}
