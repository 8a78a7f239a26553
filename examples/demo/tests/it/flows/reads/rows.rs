//! Rows for each table.

use diesel::{Connection, SqliteConnection, connection::SimpleConnection};
use pow_testing::servers;

/// How many rows each table has.
const ROWS: i64 = 100_000;
/// The rows are older than the clock of the tests, and what expires does so much later.
const PAST: &str = "'2025-01-01 00:00:00'";
const FUTURE: &str = "'2099-01-01 00:00:00'";
/// Milliseconds, a day before the clock of the tests: a dead letter that is still kept.
const YESTERDAY: &str = "1749913600000";

/// How a database writes values for the row `n`.
struct Words {
    numbers: String,
    uuid: &'static str,
    uuid_text: &'static str,
    bytes: &'static str,
    join: fn(&str) -> String,
}

/// The `INSERT` statements.
fn inserts(words: &Words) -> Vec<String> {
    let Words { numbers, uuid, uuid_text, bytes, join } = words;
    let (address, word) = (join("user@example.org-"), join("word-"));
    let into = |table: &str, columns: &str, values: String| {
        format!("INSERT INTO {table} ({columns}) SELECT {values} FROM {numbers}")
    };
    vec![
        into(
            "users",
            "id, email, inserted_at, updated_at, email_confirmed_at, invitation_accepted_at",
            format!("{uuid}, {address}, {PAST}, {PAST}, {PAST}, {PAST}"),
        ),
        into(
            "users_invitations",
            "inviter, invitee, invited_at, expires_at",
            format!("{uuid}, {address}, {PAST}, {FUTURE}"),
        ),
        into(
            "users_identities",
            "id, user_id, kind, value, claimed, proved_at, inserted_at",
            format!("{uuid_text}, {uuid}, 'email', {address}, {address}, {PAST}, {PAST}"),
        ),
        into(
            "users_api_tokens",
            "id, user_id, epoch, name, hash, scopes, created_at, expires_at",
            format!("{uuid_text}, {uuid}, 0, {word}, {word}, 'a:read', {PAST}, {FUTURE}"),
        ),
        into(
            "pow_outbox",
            "setup, kind, mail, sealed, due_at, taken_until, attempts, queued_at, died_at, last_error",
            format!("'', 'mail', 'test', {bytes}, {}, 0, 9, {YESTERDAY}, {YESTERDAY}, 'refused'", i64::MAX),
        ),
        into(
            "pow_cache",
            "\"key\", value, expires_at".replace('"', words.quote()).as_str(),
            format!("{bytes}, {bytes}, {}", i64::MAX - 1),
        ),
    ]
}

impl Words {
    /// The quotation mark for names: `key` is a word of MySQL.
    fn quote(&self) -> &'static str {
        if self.uuid.starts_with("UNHEX") { "`" } else { "\"" }
    }
}

pub(super) fn fill_sqlite(file: &str) {
    let words = Words {
        numbers: format!(
            "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {ROWS}) SELECT n FROM c)"
        ),
        uuid: "randomblob(16)",
        uuid_text: "lower(hex(randomblob(16)))",
        bytes: "randomblob(24)",
        join: |prefix| format!("'{prefix}' || n"),
    };
    let all = [inserts(&words), vec!["ANALYZE".to_owned()]].concat().join("; ");
    let mut connection = SqliteConnection::establish(file).unwrap();
    connection.batch_execute(&format!("PRAGMA busy_timeout = 10000; {all}")).unwrap();
}

pub(super) fn fill_postgresql(url: &str) {
    let words = Words {
        numbers: format!("generate_series(1, {ROWS}) AS n"),
        uuid: "gen_random_uuid()",
        uuid_text: "gen_random_uuid()::text",
        bytes: "decode(md5(n::text), 'hex')",
        join: |prefix| format!("'{prefix}' || n"),
    };
    servers::run(url, &[inserts(&words), vec!["ANALYZE".to_owned()]].concat()).unwrap();
}

pub(super) fn fill_mysql(url: &str) {
    let words = Words {
        numbers: format!("(SELECT seq AS n FROM seq_1_to_{ROWS}) AS numbers"),
        uuid: "UNHEX(REPLACE(UUID(), '-', ''))",
        uuid_text: "UUID()",
        bytes: "UNHEX(MD5(n))",
        join: |prefix| format!("CONCAT('{prefix}', n)"),
    };
    let tables = ["users", "users_invitations", "users_identities", "users_api_tokens", "pow_outbox", "pow_cache"];
    let analyse = vec![format!("ANALYZE TABLE {}", tables.join(", "))];
    servers::run(url, &[inserts(&words), analyse].concat()).unwrap();
}
