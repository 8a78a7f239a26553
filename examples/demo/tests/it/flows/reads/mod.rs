//! Statements in large tables: no flow and no periodic work scans one.
//!
//! Each table has as many rows as [`rows::ROWS`] says. SQLite explains the statements that were sent to it. The servers write the
//! plans of what they have done into their logs, with the number of rows that they read.

mod life;
mod plans;
mod rows;

use std::path::Path;

use pow_core::{UserId, schema::Value, store::Filter};
use pow_ext_invitation::INVITED_BY;
use pow_testing::{Database, TestApp, client::ANN, servers, statements};
use pow_testing_servers::{Kind, Server, temp_folder};

use self::{
    life::{Worlds, live},
    plans::{Log, mariadb, postgresql},
};

/// A scan. Each test shows that it would see one.
const SCAN: &str = "SELECT count(*) FROM users WHERE email_confirmed_at IS NULL";
/// How many rows a statement may read.
const MOST: u64 = 2_000;

/// The tables of the set-up with all extensions.
fn tables(app: &TestApp) -> Vec<String> {
    app.pow.schema().tables().iter().map(|table| table.name.clone()).collect()
}

#[test]
fn no_statement_scans_a_table_of_sqlite() {
    statements::record();
    let worlds = Worlds::start(Database::sqlite());
    let file = worlds.last().database().url().strip_prefix("sqlite://").unwrap().to_owned();
    rows::fill_sqlite(&file);
    live(&worlds);
    let app = worlds.last();
    assert!(statements::sent_to(app.database().url()).len() > 60, "the statements are kept");
    assert_eq!(statements::scans(app), Vec::<String>::new());
    // The control: this field has no index.
    let filter = Filter::eq(INVITED_BY.name(), Value::Id(UserId::Uuid(app.pow.new_uuid().unwrap())));
    app.block_on(app.pow.store().find(app.pow.tenant(), app.pow.schema().users(), filter)).unwrap();
    assert_eq!(statements::scans(app).len(), 1, "{:?}", statements::scans(app));
}

fn on_a_server(kind: Kind, prepare: impl FnOnce(&Server), fill: fn(&str), log: impl FnOnce(&Path) -> Log) {
    let folder = temp_folder().unwrap();
    let server = Server::start(kind, folder.path()).unwrap();
    prepare(&server);
    let worlds = Worlds::start(Database::on(&server.url()).unwrap());
    fill(worlds.last().database().url());
    let log = log(server.folder());
    live(&worlds);
    servers::run(worlds.last().database().url(), &[SCAN.to_owned()]).unwrap();
    log.wait_for(SCAN);
    let tables = tables(worlds.last());
    let found = log.scans(&tables, MOST);
    let (control, scans): (Vec<_>, Vec<_>) = found.into_iter().partition(|entry| entry.contains(SCAN));
    assert!(!control.is_empty(), "the control is found");
    assert!(scans.is_empty(), "{} statements scan a table, or read too many rows: {}", scans.len(), scans.join("\n"));
    let of_tables = log.entries_of(&tables);
    println!("{of_tables} statements in {} tables", tables.len());
    assert!(of_tables > 200, "{of_tables}: the log has the statements");
    assert!(worlds.last().user(ANN).is_none(), "the life has ended");
}

#[test]
fn no_statement_scans_a_table_of_postgresql() {
    if servers::postgres().is_some() {
        on_a_server(Kind::Postgres, postgresql::log_plans, rows::fill_postgresql, postgresql::log);
    }
}

#[test]
fn no_statement_scans_a_table_of_mysql() {
    if servers::mysql().is_some() {
        on_a_server(Kind::MariaDb, mariadb::log_plans, rows::fill_mysql, mariadb::log);
    }
}
