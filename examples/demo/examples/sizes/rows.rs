//! Rows of the database.

use std::{sync::Arc, time::Duration};

use diesel::{Connection, SqliteConnection, connection::SimpleConnection};
use pow_core::{
    UserId,
    schema::{TableDef, Value},
    store::Select,
};
use pow_testing::{Database, TestApp};

use crate::entries::spread;

/// The number of rows in one transaction.
const BATCH: u32 = 1_000;

/// The bytes of the files of a database. For SQLite without the log, which is written into the file first.
pub(crate) fn size(database: &Database) -> u64 {
    if let Some(file) = database.url().strip_prefix("sqlite://") {
        let mut connection = SqliteConnection::establish(file).unwrap();
        connection.batch_execute("PRAGMA busy_timeout = 10000; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    }
    database.size()
}

/// Copies the only user, with other ids and addresses of the usual length.
pub(crate) fn copy_users(app: &TestApp, copies: u32) {
    let users = app.pow.schema().users().clone();
    copy(app, &users, copies, |app, n, name, value| match name {
        // The clock stands still otherwise, and the ids would be random.
        "id" => {
            app.clock.advance(Duration::from_millis(1));
            Value::Id(UserId::Uuid(app.pow.new_uuid().unwrap()))
        }
        "email" => Value::Text(format!("first.last.{n}@example.com")),
        // It stays after the confirmation. Random text of the same length.
        "email_confirmation_token" => Value::Text(match value {
            Value::Text(token) => format!("{:016x}{}", spread(n), &token[16..]),
            _ => panic!("the user has confirmed the address by a token"),
        }),
        _ => value.clone(),
    });
}

/// Copies the only mail.
pub(crate) fn copy_mails(app: &TestApp, copies: u32) {
    let outbox = app.pow.schema().table("pow_outbox").expect("the outbox").clone();
    copy(app, &outbox, copies, |_, _, _, value| value.clone());
}

/// Inserts the only row of a table again and again, with changed values.
fn copy(
    app: &TestApp,
    table: &Arc<TableDef>,
    copies: u32,
    change: impl Fn(&TestApp, u32, &'static str, &Value) -> Value,
) {
    app.block_on(async {
        let cx = app.pow.cx();
        let rows = app.pow.store().select(&cx.prefix().clone(), table, Select::default()).await.unwrap();
        let [row] = &rows[..] else { panic!("{} has {} rows", table.name, rows.len()) };
        for batch in 0..copies / BATCH {
            let mut tx = cx.begin().await.unwrap();
            for n in 0..BATCH {
                let stored = table.fields.iter().filter(|field| !field.generated);
                let value = |name| change(app, batch * BATCH + n, name, row.value(name).unwrap());
                let values = stored.map(|field| (field.name, value(field.name))).collect();
                tx.insert(table, values).await.unwrap().unwrap();
            }
            tx.commit().await.unwrap();
        }
    });
}
