//! `Pow::findings`: each mistake is found, and a good set-up has none.

use std::time::Duration;

use pow_core::{
    DateTime,
    findings::Finding,
    identifier::email::EmailGrammar,
    password::Blocklist,
    policy::Policy,
    schema::{FieldType, ID},
    store::Prefix,
    users::{EMAIL, INSERTED_AT, UPDATED_AT},
};
use pow_testing::{Database, TestApp, client::PASSWORD};

fn findings(app: &TestApp) -> Vec<Finding> {
    app.block_on(app.pow.findings())
}

/// The only finding.
fn only(app: &TestApp) -> Finding {
    let mut found = findings(app);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

/// Writes the row of a user past the framework.
fn insert(app: &TestApp, email: &str, inserted_at: DateTime) {
    app.block_on(async {
        let mut tx = app.pow.store().begin(&Prefix::default()).await.unwrap();
        let id = app.pow.new_uuid().unwrap();
        let row = vec![
            (ID.name(), pow_core::UserId::Uuid(id).into_value()),
            (EMAIL.name(), email.to_owned().into_value()),
            (INSERTED_AT.name(), inserted_at.into_value()),
            (UPDATED_AT.name(), inserted_at.into_value()),
        ];
        tx.insert(app.pow.schema().users(), row).await.unwrap().unwrap();
        tx.commit().await.unwrap();
    });
}

#[test]
fn good_set_up_has_no_finding() {
    let app = TestApp::start();
    app.client().register("ann@example.com", PASSWORD);
    assert_eq!(findings(&app), []);
}

/// A mistake, and the only finding that it must cause.
struct Mistake {
    name: &'static str,
    /// A part of the problem.
    problem: &'static str,
    /// A part of the remedy.
    remedy: &'static str,
    plant: Plant,
}

enum Plant {
    /// In the policy.
    Policy(fn(&mut Policy)),
    /// In the rest of the configuration.
    Config(fn(pow_core::Config) -> pow_core::Config),
    /// In the database, by a statement.
    Sql(&'static str),
    /// In the rows, by time or by hand.
    Rows(fn(&TestApp)),
}

const fn policy(problem: &'static str, plant: fn(&mut Policy)) -> Mistake {
    Mistake { name: "policy", problem, remedy: "remove the setting", plant: Plant::Policy(plant) }
}

const fn schema(problem: &'static str, remedy: &'static str, statement: &'static str) -> Mistake {
    Mistake { name: "schema", problem, remedy, plant: Plant::Sql(statement) }
}

const MISTAKES: &[Mistake] = &[
    policy("`reauthentication`", |policy| policy.reauthentication = None),
    policy("`email_grammar`", |policy| policy.email_grammar = EmailGrammar::Pow),
    policy("`end_other_sessions_on_password_change`", |policy| policy.end_other_sessions_on_password_change = false),
    policy("`notices`", |policy| policy.notices = false),
    policy("`password.blocklist`", |policy| policy.password.blocklist = Blocklist::none()),
    policy("`password.must_change`", |policy| policy.password.must_change = false),
    policy("`prevent_user_enumeration`", |policy| policy.prevent_user_enumeration = false),
    policy("`reserved_usernames`", |policy| policy.reserved_usernames.clear()),
    policy("`response_padding`", |policy| policy.response_padding = Duration::ZERO),
    policy("`text_limits`", |policy| policy.text_limits.number = None),
    policy("`session.absolute`", |policy| policy.session.absolute = None),
    policy("`session.idle`", |policy| policy.session.idle = Duration::from_secs(7 * 24 * 3600)),
    Mistake {
        name: "cookies",
        problem: "travel unencrypted",
        remedy: "let a proxy terminate https",
        plant: Plant::Config(|config| pow_core::Config {
            base_url: "http://app.example".to_owned(),
            danger_insecure_cookies: true,
            ..config
        }),
    },
    Mistake {
        name: "proxies",
        problem: "only this machine can reach",
        remedy: "base_url",
        plant: Plant::Config(|config| pow_core::Config { trusted_proxies: 1, ..config }),
    },
    Mistake {
        name: "proxies",
        problem: "counts as the client of every request",
        remedy: "the number of your proxies",
        plant: Plant::Config(|config| pow_core::Config { base_url: "https://app.example".to_owned(), ..config }),
    },
    schema("updated_at", "ADD COLUMN", "ALTER TABLE users DROP COLUMN updated_at"),
    schema("password_hash", "ADD COLUMN", "ALTER TABLE users DROP COLUMN password_hash"),
    schema("auth_epoch", "ADD COLUMN", "ALTER TABLE users DROP COLUMN auth_epoch"),
    schema("email", "CREATE UNIQUE INDEX", "DROP INDEX users_email_index"),
    Mistake {
        name: "identifiers",
        problem: "1 users can't sign in",
        remedy: "lower(email)",
        plant: Plant::Rows(|app| insert(app, "Bob@example.com", app.pow.clock().now())),
    },
    Mistake {
        name: "clock",
        problem: "registration time in the future",
        remedy: "NTP",
        plant: Plant::Rows(|app| insert(app, "ann@example.com", app.pow.clock().now() + Duration::from_secs(3600))),
    },
    Mistake {
        name: "ticker",
        problem: "are still stored",
        remedy: "start_ticker",
        plant: Plant::Rows(|app| {
            app.client().register("ann@example.com", PASSWORD);
            app.clock.advance(Duration::from_secs(40 * 24 * 3600));
        }),
    },
];

/// The mistakes in the files of an application are in `running`.
#[test]
fn each_planted_mistake_is_the_only_finding() {
    for mistake in MISTAKES {
        let builder = TestApp::builder().database(Database::sqlite().with_cache());
        let app = match mistake.plant {
            Plant::Policy(change) => builder.policy(change).start(),
            Plant::Config(change) => builder.config(change).start(),
            Plant::Sql(_) | Plant::Rows(_) => builder.start(),
        };
        match mistake.plant {
            Plant::Sql(statement) => execute(&app, statement),
            Plant::Rows(plant) => plant(&app),
            Plant::Policy(_) | Plant::Config(_) => {}
        }
        let found = only(&app);
        assert_eq!(found.name, mistake.name, "{found:?}");
        assert!(found.problem.contains(mistake.problem) && found.remedy.contains(mistake.remedy), "{found:?}");
    }
}

#[test]
fn addresses_with_capitals_are_found() {
    let app = TestApp::start();
    let now = app.pow.clock().now();
    insert(&app, "ann@example.com", now);
    assert_eq!(findings(&app), []);
    insert(&app, "Bob@example.com", now);
    let finding = only(&app);
    assert!(finding.name == "identifiers" && finding.problem.starts_with("1 users can't sign in"), "{finding:?}");
}

#[test]
fn expired_sessions_without_a_ticker_are_found() {
    let app = TestApp::builder().database(Database::sqlite().with_cache()).start();
    app.client().register("ann@example.com", PASSWORD);
    app.clock.advance(Duration::from_secs(40 * 24 * 3600));
    assert_eq!(only(&app).name, "ticker");
    app.block_on(app.pow.tick());
    assert_eq!(findings(&app), []);
}

#[test]
fn each_difference_of_the_schema_is_found_with_a_statement() {
    let database = Database::sqlite();
    let app = TestApp::builder().database(database).start();
    insert(&app, "ann@example.com", app.pow.clock().now());
    execute(&app, "ALTER TABLE users DROP COLUMN updated_at");
    execute(&app, "DROP INDEX users_email_index");
    let found = findings(&app);
    assert_eq!(found.len(), 2, "{found:?}");
    for finding in found {
        assert_eq!(finding.name, "schema");
        let statement = finding.remedy.strip_prefix("run `").unwrap().strip_suffix('`').unwrap();
        execute(&app, statement);
    }
    assert_eq!(findings(&app), []);
}

#[test]
fn missing_table_is_found_with_its_statements() {
    let app = TestApp::builder().database(Database::sqlite()).start();
    execute(&app, "DROP TABLE users");
    let finding = only(&app);
    assert!(finding.name == "schema" && finding.problem.contains("`users`"), "{finding:?}");
    let statements = finding.remedy.strip_prefix("run `").unwrap().strip_suffix('`').unwrap();
    assert!(statements.starts_with("CREATE TABLE \"users\" (\"id\" ") && statements.contains("; CREATE UNIQUE INDEX "));
    execute(&app, statements);
    assert_eq!(findings(&app), []);
}

/// The column that users sign in with can't be added to a table with rows, so the remedy is to rename the one that exists.
#[test]
fn identifier_with_another_name_is_to_be_renamed() {
    let app = TestApp::builder().database(Database::sqlite()).start();
    insert(&app, "ann@example.com", app.pow.clock().now());
    execute(&app, "ALTER TABLE users RENAME COLUMN email TO mail");
    let found = findings(&app);
    let finding = found.iter().find(|finding| finding.problem.contains("`users.email`")).unwrap();
    let rename = "ALTER TABLE \"users\" RENAME COLUMN your_column TO \"email\"";
    assert!(finding.remedy.contains(rename) && !finding.remedy.contains("ADD COLUMN"), "{finding:?}");
    let refused = app.block_on(app.pow.missing_migrations()).unwrap_err().to_string();
    assert!(refused.contains(rename) && !refused.contains("give the field a default"), "{refused}");
    execute(&app, &rename.replace("your_column", "mail"));
    assert_eq!(findings(&app), []);
}

#[test]
fn identifiers_that_lower_does_not_correct_are_named() {
    let app = TestApp::start();
    for email in ["notanaddress", " sp@example.com", "Ünal@example.com", "x"] {
        insert(&app, email, app.pow.clock().now());
    }
    let finding = only(&app);
    assert!(finding.name == "identifiers" && finding.problem.starts_with("4 users can't sign in"), "{finding:?}");
    assert!(finding.problem.contains("(id ") && finding.problem.ends_with(" and others)"), "{finding:?}");
    assert!(finding.remedy.contains("by hand") && !finding.remedy.contains("UPDATE"), "{finding:?}");
}

#[test]
fn capitals_among_the_first_users_are_logged_at_the_start() {
    if !pow_testing::alone() {
        return;
    }
    let logs = pow_testing::Logs::capture();
    let app = TestApp::start();
    let warned = || logs.of("pow::setup::identifiers").len();
    insert(&app, "ann@example.com", app.pow.clock().now());
    app.block_on(app.pow.verify()).unwrap();
    assert_eq!(warned(), 0);
    insert(&app, "Bob@example.com", app.pow.clock().now());
    app.block_on(app.pow.verify()).unwrap();
    assert_eq!(warned(), 1);
}

/// Runs a statement on a table with rows.
fn execute(app: &TestApp, statement: &str) {
    use diesel::connection::SimpleConnection as _;
    use diesel::{Connection as _, SqliteConnection};
    let file = app.database().url().strip_prefix("sqlite://").unwrap().to_owned();
    SqliteConnection::establish(&file).unwrap().batch_execute(statement).unwrap();
}
